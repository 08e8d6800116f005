//! Assertions about figures (`expect:` in a plan and in planc.yaml), over the twelve months to `as_of`
//! (family P7).
//!
//! For: saying that one is broken, with what it expects, what it is, the difference and what moved it most;
//! that its figure has no value, with the reason; that it can't be read, with what to write.
//! Must not: compute a figure.

mod grammar;

use std::collections::BTreeMap;

use crate::decode::suggest::Budget;
use crate::diagnostic::codes::{P701, P702};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Currency, Decimal, Expectation};
use crate::portfolio::Portfolio;

use super::amount::{add, div, mul, sub};
use super::explain::{Contribution, Scope, movers, totals};
use super::{FigureName, Figures, Report, Unit, words};

pub use grammar::{Comparison, EXPECTABLE};

/// Checks every expectation of a portfolio against its figures over the twelve months to `as_of`.
pub fn expectations(portfolio: &Portfolio, report: &Report, diagnostics: &mut Diagnostics) {
    let config = &portfolio.config;
    let budget = Budget::default();
    for expectation in &config.expect {
        let scope = Scope::Portfolio;
        check(report, portfolio, &scope, expectation, config.currency, &budget, diagnostics);
    }
    for checked in &portfolio.plans {
        let budget = Budget::default();
        let plan = &checked.plan;
        for expectation in &plan.expect {
            let scope = Scope::Account(plan.id.value.clone());
            check(report, portfolio, &scope, expectation, plan.currency, &budget, diagnostics);
        }
    }
}

fn check(
    report: &Report,
    portfolio: &Portfolio,
    scope: &Scope,
    expectation: &Expectation,
    currency: Currency,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) {
    let read = match grammar::read(expectation, &portfolio.config, currency, budget) {
        Ok(read) => read,
        Err(diagnostic) => return diagnostics.push(diagnostic.about("expect")),
    };
    // A plan that is left out has no figures; why, is said of it.
    let Some(figures) = report.figures(scope) else { return };
    match read.figure.value(figures) {
        Err(reason) => diagnostics.push(
            Diagnostic::new(
                &P702,
                expectation.place.clone(),
                format!("`{}` can't be checked: {reason}", expectation.text.trim()),
            )
            .help(missing(read.figure))
            .about("expect"),
        ),
        Ok(value) if read.comparison.holds(value, read.number) => {}
        Ok(value) => {
            let broken = Broken { report, scope, figures, expectation: &read, value };
            diagnostics.push(broken.diagnostic(expectation).about("expect"));
        }
    }
}

/// What would give a figure a value.
fn missing(figure: FigureName) -> &'static str {
    match figure {
        FigureName::Csat => {
            "record an answer under `surveys`, for example `{date: 2026-09-12, csat: 4}`, or take the line out"
        }
        FigureName::Nps => {
            "record an answer under `surveys`, for example `{date: 2026-09-30, nps: 9}`, or take the line out"
        }
        FigureName::TimeToResolution => {
            "it needs an escalation that was resolved in the last twelve months; until then take the line out"
        }
        FigureName::RenewalRate | FigureName::GrossValueRenewalRate | FigureName::NetValueRenewalRate => {
            "it needs a contract that came due in the last twelve months; until then take the line out"
        }
        FigureName::Health => {
            "record usage, surveys, escalations or risks until half of health's weight is known, or take the line out"
        }
        FigureName::Completeness => {
            "write a first plan with `planc new \"Client name\"`; until then take the line out"
        }
        _ => "it needs a client that paid twelve months ago; until then take the line out",
    }
}

/// An expectation that does not hold.
struct Broken<'a> {
    report: &'a Report,
    scope: &'a Scope,
    figures: &'a Figures,
    expectation: &'a grammar::Read,
    value: Decimal,
}

/// What one account (or record) did to a figure.
struct Cause<'r> {
    name: &'r str,
    effect: Decimal,
    /// The contribution behind most of it.
    most: Contribution<'r>,
    largest: Decimal,
}

impl Broken<'_> {
    fn diagnostic(&self, expectation: &Expectation) -> Diagnostic {
        let currency = self.report.currency;
        let figure = self.expectation.figure;
        let unit = figure.unit();
        let difference = sub(self.value, self.expectation.number);
        let (value, expected) = self.apart(unit, currency);
        let side = if difference.is_zero() {
            "exactly that".to_owned()
        } else {
            let by = unit.show_difference(difference, currency);
            let by = by.trim_start_matches('+').trim_start_matches(words::MINUS);
            format!("{by} too {}", if difference.is_sign_negative() { "low" } else { "high" })
        };
        let message = format!(
            "Expected {figure} {} {expected}, but it is {value}: {side}",
            self.expectation.comparison.as_str()
        );
        let mut diagnostic = Diagnostic::new(&P701, expectation.place.clone(), message);
        let causes = self.causes(difference);
        let mut help = String::new();
        for cause in &causes {
            let effect = unit.show_difference(cause.effect, currency);
            if !help.is_empty() {
                help.push_str("; ");
            }
            help.push_str(&format!("{} {effect}", cause.name));
            diagnostic = diagnostic.label(cause.most.place.into(), format!("{effect}: {}", cause.most.text));
        }
        let how = super::explain::worked(self.report, figure, self.figures);
        let help = if help.is_empty() { how } else { format!("what moved it most: {help} ({how})") };
        diagnostic.help(help)
    }

    /// Value and expectation in words, with as many digits as tell them apart.
    fn apart(&self, unit: Unit, currency: Currency) -> (String, String) {
        let short = |value| unit.show(value, currency);
        let (value, expected) = (short(self.value), short(self.expectation.number));
        if value == expected && self.value != self.expectation.number && unit == Unit::Share {
            let exact = |value: Decimal| format!("{} %", words::trimmed(mul(value, Decimal::ONE_HUNDRED), 6));
            return (exact(self.value), exact(self.expectation.number));
        }
        (value, expected)
    }

    /// The three accounts (of one account: records) that moved the figure most to the side where it is
    /// missed. Of a quotient N ÷ D against an expected T each part's effect is (n − T d) ÷ D: together
    /// they are the whole difference.
    fn causes(&self, difference: Decimal) -> Vec<Cause<'_>> {
        let figure = self.expectation.figure;
        let parts = movers(self.report, figure, self.scope);
        let (_, whole) = totals(&parts);
        let effect = |part: &Contribution<'_>| {
            if whole.is_zero() {
                part.amount
            } else {
                div(sub(part.amount, mul(self.expectation.number, part.of)), whole).unwrap_or_default()
            }
        };
        let alone = matches!(self.scope, Scope::Account(_));
        let mut causes: BTreeMap<&str, Cause<'_>> = BTreeMap::new();
        for part in parts {
            let effect = effect(&part);
            let of_record = if alone { part.record.or(part.movement) } else { None };
            let name = of_record.unwrap_or(part.account);
            let cause = causes.entry(name).or_insert_with(|| Cause {
                name,
                effect: Decimal::ZERO,
                most: part.clone(),
                largest: effect,
            });
            cause.effect = add(cause.effect, effect);
            let worse =
                if difference.is_sign_negative() { effect < cause.largest } else { effect > cause.largest };
            if worse {
                cause.largest = effect;
                cause.most = part;
            }
        }
        let mut causes: Vec<Cause<'_>> = causes
            .into_values()
            .filter(|cause| {
                !cause.effect.is_zero() && cause.effect.is_sign_negative() == difference.is_sign_negative()
            })
            .collect();
        causes.sort_by(|a, b| b.effect.abs().cmp(&a.effect.abs()).then_with(|| a.name.cmp(b.name)));
        causes.truncate(3);
        causes
    }
}
