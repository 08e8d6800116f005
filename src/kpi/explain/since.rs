//! What moved a figure between two reports, by account and movement, adding up exactly.
//!
//! For: `planc kpi --explain nrr --since DATE`, and any two reports of the same figure (two days, or two
//! states of the plans).
//! Must not: compute a figure of its own.
//!
//! A sum moves by the difference of each part. A quotient R = N ÷ D is given to its parts by their
//! midpoint: with R̄ = (R₀ + R₁) ÷ 2 and D̄ = (D₀ + D₁) ÷ 2, a part that went from n₀ of d₀ to n₁ of d₁
//! moved it by `((n₁ − n₀) − R̄ (d₁ − d₀)) ÷ D̄`. These add up to R₁ − R₀ exactly; seen the other way round
//! every part has the opposite sign; and a part that did not change moved nothing. As printed they add up
//! to the difference of the printed values: what rounding leaves goes to the parts that are nearest to the
//! next digit.

use std::collections::BTreeMap;

use crate::model::{Date, Decimal, round};

use super::super::amount::{add, div, mul, spread, sub};
use super::super::window::Window;
use super::super::{FigureName, Known, Report};
use super::sources::Part;
use super::{Scope, contributions};

/// What moved a figure between two reports.
#[derive(Clone, Debug)]
pub struct Since {
    /// Which figure.
    pub figure: FigureName,
    /// Whose.
    pub scope: Scope,
    /// The first report's day and value (no value: a reason, also where there was no such account).
    pub before: (Date, Known<Decimal>),
    /// The second report's.
    pub after: (Date, Known<Decimal>),
    /// What each account's movements did, the largest first; empty where a side has no value. Their deltas
    /// add up to the difference of the two printed values.
    pub changes: Vec<Change>,
}

/// What one account's movements of one kind did to a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The account's id.
    pub account: String,
    /// What kind of movement or part: `upsell`, `churn`, `opening`, `promoter` …
    pub movement: Option<&'static str>,
    /// What it added to the numerator (or the sum) in the first report.
    pub before: Decimal,
    /// What it adds in the second.
    pub after: Decimal,
    /// By how much it moved the figure, in the figure's own unit.
    pub delta: Decimal,
}

impl Since {
    /// The difference of the two printed values; `None` where one has none.
    pub fn difference(&self) -> Option<Decimal> {
        let (before, after) = (printed(self.figure, &self.before.1)?, printed(self.figure, &self.after.1)?);
        Some(sub(after, before))
    }
}

/// A value as it is printed.
fn printed(figure: FigureName, value: &Known<Decimal>) -> Option<Decimal> {
    let value = value.as_ref().ok().copied()?;
    Some(figure.decimals().map_or(value, |decimals| round(value, decimals)))
}

/// What moved a figure from one report to another; `None` where neither has such an account or group.
pub fn since(before: &Report, after: &Report, figure: FigureName, scope: &Scope) -> Option<Since> {
    let value = |report: &Report| match report.figures(scope) {
        Some(figures) => figure.value(figures),
        None => Err("it was not there".into()),
    };
    if before.figures(scope).is_none() && after.figures(scope).is_none() {
        return None;
    }
    let mut since = Since {
        figure,
        scope: scope.clone(),
        before: (before.as_of, value(before)),
        after: (after.as_of, value(after)),
        changes: Vec::new(),
    };
    let (Ok(was), Ok(is)) = (&since.before.1, &since.after.1) else { return Some(since) };
    let (was, is) = (*was, *is);
    let total = since.difference().unwrap_or_default();
    if figure == FigureName::Arr
        && let Some(changes) = walked(before, after, scope, total)
    {
        since.changes = sorted(changes);
        return Some(since);
    }
    let parts =
        |report| Part::new(report, scope).map(|part| contributions(&part, figure)).unwrap_or_default();
    let (old, new) = (parts(before), parts(after));
    let (_, whole_before) = super::totals(&old);
    let (_, whole_after) = super::totals(&new);
    let half = |a, b| div(add(a, b), Decimal::TWO).unwrap_or_default();
    let (rate, whole) = (half(was, is), half(whole_before, whole_after));
    let mut rows: BTreeMap<(&str, Option<&'static str>), [Decimal; 4]> = BTreeMap::new();
    for (parts, at) in [(&old, 0), (&new, 2)] {
        for part in parts.iter() {
            let row = rows.entry((part.account, part.movement)).or_default();
            if let Some([amount, of]) = row.get_mut(at..at + 2) {
                *amount = add(*amount, part.amount);
                *of = add(*of, part.of);
            }
        }
    }
    let mut changes: Vec<Change> = rows
        .into_iter()
        .map(|((account, movement), [n0, d0, n1, d1])| {
            let amount = sub(n1, n0);
            let delta = if whole.is_zero() {
                amount
            } else {
                div(sub(amount, mul(rate, sub(d1, d0))), whole).unwrap_or_default()
            };
            Change { account: account.to_owned(), movement, before: n0, after: n1, delta }
        })
        .collect();
    let deltas: Vec<Decimal> = changes.iter().map(|change| change.delta).collect();
    if let Some(decimals) = figure.decimals() {
        for (change, delta) in changes.iter_mut().zip(spread(&deltas, total, decimals)) {
            change.delta = delta;
        }
    }
    since.changes = sorted(changes);
    Some(since)
}

fn sorted(mut changes: Vec<Change>) -> Vec<Change> {
    changes.retain(|change| !change.delta.is_zero());
    changes.sort_by(|a, b| {
        (b.delta.abs().cmp(&a.delta.abs()))
            .then_with(|| a.account.cmp(&b.account))
            .then_with(|| a.movement.cmp(&b.movement))
    });
    changes
}

/// ARR by the movements between the two days, where the later report knows the same past: then they add up.
fn walked(before: &Report, after: &Report, scope: &Scope, total: Decimal) -> Option<Vec<Change>> {
    if before.period.closing > after.period.closing {
        return None;
    }
    let part = Part::new(after, scope)?;
    let window = Window { opening: before.period.closing, closing: after.period.closing, known: after.as_of };
    let part = Part { window, ..part };
    let mut parts = Vec::new();
    for account in part.accounts() {
        part.moves(account, part.product, |_| true, true, &mut parts);
    }
    let mut rows: BTreeMap<(&str, Option<&'static str>), Decimal> = BTreeMap::new();
    let mut sum = Decimal::ZERO;
    for part in parts {
        sum = add(sum, part.amount);
        let row = rows.entry((part.account, part.movement)).or_default();
        *row = add(*row, part.amount);
    }
    (sum == total).then(|| {
        let change = |((account, movement), delta): ((&str, _), _)| Change {
            account: account.to_owned(),
            movement,
            before: Decimal::ZERO,
            after: delta,
            delta,
        };
        rows.into_iter().map(change).collect()
    })
}
