//! Why a figure is what it is: definition, formula with its numbers, every contribution.

use serde::Serialize;

use super::tile::Tile;
use super::{Book, SourceView, words};
use crate::kpi::{self, Contribution, Explanation, FigureName, Scope, Unit};
use crate::model::{Decimal, round};
use crate::site::html::Html;
use crate::site::{format, links};
use crate::text::Place;

/// A figure and what it is made of.
#[derive(Debug, Serialize, Hash)]
pub(super) struct ExplanationView {
    key: &'static str,
    label: &'static str,
    full: &'static str,
    value: Html,
    definition: &'static str,
    formula: &'static str,
    /// The formula with the numbers in it.
    worked: String,
    notes: Vec<String>,
    rows: Vec<ContributionView>,
    /// How many contributions are not listed here.
    more: usize,
    /// Whether contributions have a part in a denominator.
    has_of: bool,
    /// The heading of the amounts.
    amount_head: &'static str,
    /// The heading of the parts in the denominator.
    of_head: &'static str,
}

/// One thing that a figure is made of.
#[derive(Debug, Serialize, Hash)]
pub(super) struct ContributionView {
    /// The account's name; empty on its own page.
    account: String,
    href: String,
    record: String,
    date: Html,
    amount: Html,
    of: Html,
    /// `Upsell`, `On time` …
    part: String,
    text: String,
    source: SourceView,
}

/// What the amounts of a figure's contributions are.
fn amounts(name: FigureName) -> (Unit, &'static str, &'static str) {
    match name {
        FigureName::ClientRetention => (Unit::Score, "Still here", "Was here"),
        FigureName::RenewalRate => (Unit::Score, "On time", "Due"),
        FigureName::RenewalRateWithLate => (Unit::Score, "Renewed", "Due"),
        FigureName::GrossValueRenewalRate | FigureName::NetValueRenewalRate => {
            (Unit::Money, "Renewed", "Expiring")
        }
        FigureName::Nrr => (Unit::Money, "Closing", "Opening"),
        FigureName::Grr => (Unit::Money, "Kept", "Opening"),
        FigureName::ForecastGrr | FigureName::ForecastNrr => (Unit::Money, "Expected", "Today"),
        FigureName::Csat => (Unit::Score, "Satisfied", "Answers"),
        FigureName::Nps => (Unit::Score, "Points", "Answers"),
        FigureName::TimeToResolution => (Unit::Hours, "Took", "Count"),
        FigureName::Health => (Unit::Score, "Points × weight", "Weight"),
        FigureName::Completeness => (Unit::Score, "Met", "Required"),
        _ => (Unit::Money, "Amount", ""),
    }
}

impl Book<'_> {
    /// Explains a figure with the contributions that are asked for: `from` (an index) and at most `limit`.
    pub(super) fn explanation(
        &self,
        name: FigureName,
        scope: &Scope,
        limit: usize,
    ) -> Option<ExplanationView> {
        let explanation = kpi::explain(self.report, name, scope)?;
        let total = explanation.contributions.len();
        Some(self.explanation_view(&explanation, scope, 0..total.min(limit)))
    }

    /// The same from an explanation that is there already, for one run of its contributions.
    pub(super) fn explanation_view(
        &self,
        explanation: &Explanation,
        scope: &Scope,
        run: std::ops::Range<usize>,
    ) -> ExplanationView {
        let name = explanation.figure;
        let entry = crate::site::catalog::entry(name);
        let (unit, amount_head, of_head) = amounts(name);
        let has_of = !of_head.is_empty() && explanation.contributions.iter().any(|part| !part.of.is_zero());
        let value = self.report.figures(scope).map(|figures| name.value(figures));
        let rows = explanation.contributions.get(run.clone()).unwrap_or_default();
        let alone = matches!(scope, Scope::Account(_));
        ExplanationView {
            key: entry.key(),
            label: entry.label,
            full: entry.full(),
            value: value.map(|value| entry.known(&self.f, &value)).unwrap_or_default(),
            definition: explanation.definition,
            formula: explanation.formula,
            worked: explanation.worked.clone(),
            notes: explanation.notes.clone(),
            rows: rows.iter().map(|part| self.contribution(part, unit, alone, has_of)).collect(),
            more: explanation.contributions.len().saturating_sub(run.end),
            has_of,
            amount_head,
            of_head,
        }
    }

    fn contribution(&self, part: &Contribution, unit: Unit, alone: bool, has_of: bool) -> ContributionView {
        let show = |amount: Decimal| match unit {
            Unit::Money => self.f.money(amount),
            Unit::Hours => self.f.hours(amount),
            Unit::Share | Unit::Points | Unit::Score => self.f.score(round(amount, 2)),
        };
        // What the denominator counts is never hours.
        let of = if unit == Unit::Money { self.f.money(part.of) } else { self.f.score(round(part.of, 2)) };
        let name = self.plans.get(part.account.as_str()).map(|checked| checked.plan.account.value.clone());
        ContributionView {
            account: if alone { String::new() } else { name.unwrap_or_else(|| part.account.clone()) },
            href: links::account(&part.account),
            record: part.record.clone().unwrap_or_default(),
            date: part.date.map(|date| self.f.day(date)).unwrap_or_default(),
            amount: show(part.amount),
            of: if has_of { of } else { Html::default() },
            part: part.movement.map(words).unwrap_or_default(),
            text: part.text.clone(),
            source: if alone { self.line(&part.place, &part.account) } else { self.source(&part.place) },
        }
    }

    /// A line of an account's own plan, on its own page.
    fn line(&self, place: &Place, account: &str) -> SourceView {
        let own = self.plans.get(account).is_some_and(|checked| checked.plan.path() == place.path());
        let source = self.source(place);
        if own { SourceView { text: format!("line {}", place.line()), ..source } } else { source }
    }

    /// Explanations of these figures of a scope; those that have neither a value nor parts are left out.
    pub(super) fn explanations(
        &self,
        names: &[FigureName],
        scope: &Scope,
        limit: usize,
    ) -> Vec<ExplanationView> {
        names.iter().filter_map(|&name| self.explanation(name, scope, limit)).collect()
    }

    /// Tiles of a scope whose page explains them itself.
    pub fn tiles_of(&self, scope: &Scope, names: &[FigureName], page: &str) -> Vec<Tile> {
        let Some(figures) = self.report.figures(scope) else { return Vec::new() };
        let series = self.report.series(scope).unwrap_or_default();
        let targets = self.targets(scope);
        names
            .iter()
            .map(|&name| {
                self.tile(name, figures, &series, targets, format!("{page}#figure-{}", name.as_str()))
            })
            .collect()
    }

    /// The targets that are set for a scope.
    pub fn targets(&self, scope: &Scope) -> Option<&std::collections::BTreeMap<String, Decimal>> {
        let targets = &self.portfolio.config.targets;
        match scope {
            Scope::Portfolio => Some(&targets.portfolio),
            Scope::Group(kpi::Dimension::Owner, Some(key)) => targets.owner.get(key),
            Scope::Group(kpi::Dimension::Tier, Some(key)) => targets.tier.get(key),
            _ => None,
        }
    }
}

/// A run of a list in words: `251–500 of 10,000`.
pub(super) fn run_words(from: usize, to: usize, total: usize) -> String {
    let n = |n: usize| format::plain(n.into());
    format!("{}–{} of {}", n(from), n(to), n(total))
}
