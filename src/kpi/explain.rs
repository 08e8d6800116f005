//! Where a figure came from: its definition, its formula with the numbers in it, every contribution.
//!
//! For: [`explain`], drawn from the same ledger that the figure was computed from. The contributions'
//! amounts add up to the figure's numerator, their `of` to its denominator; a figure without a denominator
//! is the sum of the amounts.
//! Must not: compute a figure of its own.

mod accounts;
mod rest;
mod revenue;
mod since;
mod sources;
mod text;

use std::cmp::Reverse;

use crate::config::Grain;
use crate::digits::push_integer;
use crate::model::{Currency, Date, Decimal};
use crate::text::PlaceRef;

use super::amount::sum;
use super::{Dimension, FigureName, Figures, Ratio, Report, retention, words};

pub use accounts::{AccountPart, ByAccount, by_account};
pub use since::{Change, Since, since};
pub use text::Text;

use sources::Part;

/// Whose figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole portfolio.
    Portfolio,
    /// A group: its dimension and key.
    Group(Dimension, Option<String>),
    /// An account, by id.
    Account(String),
}

/// Why a figure is what it is.
#[derive(Clone, Debug)]
pub struct Explanation<'r> {
    /// Which figure.
    pub figure: FigureName,
    /// Whose.
    pub scope: Scope,
    /// What it is called: "Net Revenue Retention".
    pub title: &'static str,
    /// What it is, in a sentence or two.
    pub definition: &'static str,
    /// Its formula in words.
    pub formula: &'static str,
    /// The formula with the numbers in it: "USD 1,310,000 ÷ USD 1,200,000 = 109.17 %".
    pub worked: String,
    /// Every contribution, the largest first.
    pub contributions: Vec<Contribution<'r>>,
    /// What else must be said: a grain that differs, plans left out.
    pub notes: Vec<String>,
}

/// One thing that a figure is made of. It borrows from the plans what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution<'r> {
    /// The account's id.
    pub account: &'r str,
    /// The client's name.
    pub client: &'r str,
    /// The record's id, where one record is behind it.
    pub record: Option<&'r str>,
    /// Where it is written.
    pub place: PlaceRef<'r>,
    /// On which day, where that matters.
    pub date: Option<Date>,
    /// What it adds to the numerator (or to the sum), in the figure's own unit: money, hours, answers.
    pub amount: Decimal,
    /// What it adds to the denominator; 0 where the figure has none.
    pub of: Decimal,
    /// What kind of movement or part it is: `upsell`, `churn`, `opening`, `on_time`, `promoter` …
    pub movement: Option<&'static str>,
    /// In words.
    pub text: Text<'r>,
}

/// Explains a figure of a report; `None` where there is no such account or group.
pub fn explain<'r>(report: &'r Report, figure: FigureName, scope: &Scope) -> Option<Explanation<'r>> {
    Some(Explainer::new(report, scope)?.explain(figure))
}

/// Explains the figures of one scope.
pub struct Explainer<'r> {
    scope: Scope,
    figures: &'r Figures,
    part: Part<'r>,
}

impl<'r> Explainer<'r> {
    /// For a scope of a report; `None` where there is no such account or group.
    pub fn new(report: &'r Report, scope: &Scope) -> Option<Self> {
        Some(Explainer {
            scope: scope.clone(),
            figures: report.figures(scope)?,
            part: Part::new(report, scope)?,
        })
    }

    /// What a figure is, the formula with its numbers, and every contribution.
    pub fn explain(&self, figure: FigureName) -> Explanation<'r> {
        Explanation {
            figure,
            scope: self.scope.clone(),
            title: figure.title(),
            definition: figure.definition(),
            formula: figure.formula(),
            worked: worked(self.part.report, figure, self.figures),
            contributions: self.contributions(figure),
            notes: self.notes(figure),
        }
    }

    /// Whose figures.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The figures themselves.
    pub fn figures(&self) -> &'r Figures {
        self.figures
    }

    /// Every contribution to a figure, the largest first.
    pub fn contributions(&self, figure: FigureName) -> Vec<Contribution<'r>> {
        let mut contributions = contributions(&self.part, figure);
        sort(&mut contributions);
        contributions
    }

    /// Appends the formula with the numbers in it.
    pub fn push_worked(&self, out: &mut String, figure: FigureName) {
        push_worked(out, self.part.report, figure, self.figures);
    }

    /// What else must be said of a figure.
    pub fn notes(&self, figure: FigureName) -> Vec<String> {
        let (report, figures) = (self.part.report, self.figures);
        let mut notes = Vec::new();
        match report.excluded.as_slice() {
            [] => {}
            [one] => notes.push(format!("1 plan is left out for its errors: {}", one.file)),
            several => {
                let files: Vec<&str> = several.iter().map(|excluded| excluded.file.as_str()).collect();
                notes.push(format!(
                    "{} plans are left out for their errors: {}",
                    files.len(),
                    files.join(", ")
                ));
            }
        }
        if report.period.partial {
            notes.push(format!(
                "the period runs to {}; these are the days up to {}",
                report.period.to, report.period.closing
            ));
        }
        match figure {
            FigureName::Grr => notes.extend(self.other_grain()),
            FigureName::Nps => {
                if let Ok(margin) = figures.nps.margin {
                    notes.push(format!("give or take {} (95 % margin)", words::trimmed(margin, 1)));
                }
            }
            FigureName::TimeToResolution => {
                let times = &figures.time_to_resolution;
                let hours = |value: &super::Known<Decimal>| figure.show(value, report.currency);
                if times.resolved > 0 {
                    notes.push(format!(
                        "median {}, 90th percentile {}",
                        hours(&times.median_hours),
                        hours(&times.p90_hours)
                    ));
                }
                if let Some(oldest) = times.oldest_open_hours {
                    notes.push(format!("{} open, the oldest for {}", times.open, hours(&Ok(oldest))));
                }
            }
            FigureName::Clv => {
                if let Some(refused) = &figures.clv.refused {
                    notes.push(format!("the constant method serves: {refused}"));
                }
                if let Some((alpha, beta)) = figures.clv.parameters {
                    let (alpha, beta) = (words::trimmed(alpha, 3), words::trimmed(beta, 3));
                    notes.push(format!("shifted-beta-geometric model with α {alpha}, β {beta}"));
                }
            }
            FigureName::Pipeline => notes.push(format!(
                "{} without their probabilities",
                words::money(figures.pipeline.open, report.currency)
            )),
            _ => {}
        }
        notes
    }

    /// Where account and line grain give a different GRR, both are said.
    fn other_grain(&self) -> Option<String> {
        let Part { report, ledger, window, members, product: None, .. } = &self.part else { return None };
        let grr = |grain| match grain == report.grain {
            true => self.figures.grr.value.as_ref().ok().copied(),
            false => retention::of_members(ledger, members, grain, *window).grr().value.ok(),
        };
        let (account, line) = (grr(Grain::Account)?, grr(Grain::Line)?);
        (account != line)
            .then(|| format!("by account {}, by line {}", words::share(account), words::share(line)))
    }
}

/// The largest first; those of one size by account, record and day.
fn sort(contributions: &mut [Contribution<'_>]) {
    let size = |part: &Contribution<'_>| size(part.amount, part.of);
    // By size first, which costs least to compare when it is computed once, and least of all as a whole number.
    if contributions.iter().all(|part| part.amount.scale().max(part.of.scale()) <= PLACES) {
        let whole = |size: Decimal| size.mantissa().unsigned_abs() * 10_u128.pow(PLACES - size.scale());
        contributions.sort_by_cached_key(|part| Reverse(whole(size(part))));
    } else {
        contributions.sort_by_cached_key(|part| Reverse(size(part)));
    }
    // Then those of one size.
    for alike in contributions.chunk_by_mut(|a, b| size(a) == size(b)) {
        // They come in the accounts' order as a rule, and then only an account's own are to be moved.
        alike.sort_by_key(|part| part.account);
        for own in alike.chunk_by_mut(|a, b| a.account == b.account) {
            own.sort_by_key(|part| (part.record, part.date));
        }
    }
}

/// A decimal with so many places is still a whole number of 128 bits when it has as many of them.
const PLACES: u32 = 9;

/// How large a part is: the larger of what it adds above and below the line.
fn size(amount: Decimal, of: Decimal) -> Decimal {
    if of.is_zero() { amount.abs() } else { amount.abs().max(of.abs()) }
}

/// Every contribution to a figure, in the accounts' order.
fn contributions<'r>(part: &Part<'r>, figure: FigureName) -> Vec<Contribution<'r>> {
    match figure {
        FigureName::Arr
        | FigureName::New
        | FigureName::Reactivation
        | FigureName::Upsell
        | FigureName::CrossSell
        | FigureName::Price
        | FigureName::Contraction
        | FigureName::Churn
        | FigureName::UpsellCrossSell
        | FigureName::Expansion => revenue::money(part, figure),
        // By product there are ARR and movements alone.
        _ if part.product.is_some() => Vec::new(),
        FigureName::Nrr | FigureName::Grr | FigureName::ClientRetention => revenue::retention(part, figure),
        FigureName::RenewalRate
        | FigureName::RenewalRateWithLate
        | FigureName::GrossValueRenewalRate
        | FigureName::NetValueRenewalRate => rest::renewals(part, figure),
        FigureName::Csat => rest::csat(part),
        FigureName::Nps => rest::nps(part),
        FigureName::TimeToResolution => rest::time_to_resolution(part),
        FigureName::Clv => rest::clv(part),
        FigureName::Health => rest::health(part),
        FigureName::Completeness => rest::completeness(part),
        FigureName::Pipeline => rest::pipeline(part),
        FigureName::ForecastGrr | FigureName::ForecastNrr => rest::forecast(part, figure),
    }
}

/// What a scope's figure is made of, in the accounts' order: of ARR, what moved it in the period, falls
/// negative, for what is there moves nothing. Empty where there is no such account or group.
pub(super) fn movers<'r>(report: &'r Report, figure: FigureName, scope: &Scope) -> Vec<Contribution<'r>> {
    let Some(part) = Part::new(report, scope) else { return Vec::new() };
    if figure != FigureName::Arr {
        return contributions(&part, figure);
    }
    let mut parts = Vec::new();
    for account in part.accounts() {
        part.moves(account, None, |_| true, true, &mut parts);
    }
    parts
}

/// The formula with the numbers in it.
pub(super) fn worked(report: &Report, figure: FigureName, figures: &Figures) -> String {
    let mut out = String::with_capacity(64);
    push_worked(&mut out, report, figure, figures);
    out
}

/// Appends the formula with the numbers in it.
fn push_worked(out: &mut String, report: &Report, figure: FigureName, figures: &Figures) {
    let value = figure.value(figures);
    let currency = report.currency;
    if value.is_err() {
        out.push_str("no value: ");
        return figure.push(out, &value, currency);
    }
    let start = out.len();
    push_working(out, figure, figures, currency);
    if out.len() > start {
        out.push_str(" = ");
    }
    figure.push(out, &value, currency);
}

/// Appends a formula's numbers, without what they come to; nothing where a figure has no formula of few numbers.
fn push_working(out: &mut String, figure: FigureName, figures: &Figures, currency: Currency) {
    let money = |out: &mut String, value| words::push_money(out, value, currency);
    let moved = &figures.movements;
    let sum = |out: &mut String, parts: &[Decimal]| {
        for (at, &part) in parts.iter().enumerate() {
            if at > 0 {
                out.push_str(" + ");
            }
            money(out, part);
        }
    };
    let of_money = |out: &mut String, ratio: &Ratio| {
        money(out, ratio.numerator);
        out.push_str(" ÷ ");
        money(out, ratio.denominator);
    };
    let of_count = |out: &mut String, ratio: &Ratio| {
        words::push_thousands(out, ratio.numerator);
        out.push_str(" ÷ ");
        words::push_thousands(out, ratio.denominator);
    };
    match figure {
        FigureName::UpsellCrossSell => sum(out, &[moved.upsell, moved.cross_sell]),
        FigureName::Expansion => sum(out, &[moved.upsell, moved.cross_sell, moved.price]),
        FigureName::Nrr => of_money(out, &figures.nrr),
        FigureName::Grr => of_money(out, &figures.grr),
        FigureName::ClientRetention => of_count(out, &figures.client_retention),
        FigureName::RenewalRate => of_count(out, &figures.renewals.renewal_rate),
        FigureName::RenewalRateWithLate => of_count(out, &figures.renewals.with_late),
        FigureName::GrossValueRenewalRate => of_money(out, &figures.renewals.gross_value),
        FigureName::NetValueRenewalRate => of_money(out, &figures.renewals.net_value),
        FigureName::ForecastGrr => of_money(out, &figures.forecast.grr),
        FigureName::ForecastNrr => of_money(out, &figures.forecast.nrr),
        FigureName::Csat => {
            push_integer(out, figures.csat.satisfied.into());
            out.push_str(" ÷ ");
            push_integer(out, figures.csat.n.into());
        }
        FigureName::Nps => {
            out.push_str("100 × (");
            push_integer(out, figures.nps.promoters.into());
            out.push_str(" − ");
            push_integer(out, figures.nps.detractors.into());
            out.push_str(") ÷ ");
            push_integer(out, figures.nps.n.into());
        }
        FigureName::TimeToResolution => {
            out.push_str("mean of ");
            push_integer(out, figures.time_to_resolution.resolved.into());
            out.push_str(" escalations");
        }
        _ => {}
    }
}

/// Σ of the contributions: numerator and denominator.
pub(super) fn totals(contributions: &[Contribution<'_>]) -> (Decimal, Decimal) {
    (sum(contributions.iter().map(|part| part.amount)), sum(contributions.iter().map(|part| part.of)))
}
