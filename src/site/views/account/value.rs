//! Value Delivered: outcomes for the client, and what they are worth against what the client pays.

use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::profile::address;
use crate::kpi::AccountFigures;
use crate::model::{Decimal, Plan, round};
use crate::site::chart;
use crate::site::format;
use crate::site::html::Html;
use crate::site::views::Book;

#[derive(Debug, Serialize, Hash)]
pub(super) struct ValueView {
    outcomes: Vec<Outcome>,
    /// What all outcomes with a worth are worth a year; empty where none has one.
    worth: Html,
    /// What the client pays a year.
    pays: Html,
    /// `worth ÷ what they pay`, as `2.4×`; empty where either is missing.
    roi: String,
    /// The two amounts as bars.
    worth_bar: Html,
    pays_bar: Html,
    objectives: Vec<ObjectiveView>,
}

#[derive(Debug, Serialize, Hash)]
struct Outcome {
    outcome: String,
    date: Html,
    metric: String,
    baseline: String,
    result: Html,
    /// `−65.4 %`; empty without both.
    change: String,
    baseline_bar: Html,
    result_bar: Html,
    worth: Html,
    roi: String,
    confirmed_by: String,
    evidence: Html,
}

#[derive(Debug, Serialize, Hash)]
struct ObjectiveView {
    id: String,
    objective: String,
    metric: String,
    baseline: String,
    current: String,
    target: String,
    /// How far it has come, as a bar and in percent; empty where it can't be said.
    bar: Html,
    progress: Html,
    due: Html,
    overdue: bool,
    sponsor: String,
}

pub(super) fn view(book: &Book<'_>, plan: &Plan, account: Option<&AccountFigures>) -> ValueView {
    let arr = account.map(|account| account.figures.closing_arr).filter(|arr| *arr > Decimal::ZERO);
    let config = &book.portfolio.config;
    let as_of = book.f.as_of;
    let mut values: Vec<_> = plan.value.iter().collect();
    values.sort_by(|a, b| b.date.value.cmp(&a.date.value).then_with(|| a.id.value.cmp(&b.id.value)));
    let worth = |value: &crate::model::Value| value.worth.map(|worth| config.convert(worth.value));
    let reached = values.iter().filter(|value| value.date.value <= as_of);
    let total = reached.filter_map(|value| worth(value)).fold(Decimal::ZERO, Decimal::saturating_add);
    let has_worth = !total.is_zero();
    let most = total.max(arr.unwrap_or_default()).to_f64().unwrap_or(0.0).max(1.0);
    let bar = |amount: Decimal, class| chart::meter(amount.to_f64().unwrap_or(0.0) / most, class);
    ValueView {
        outcomes: values
            .iter()
            .map(|value| {
                let (baseline, result) = (value.baseline.map(|n| n.value), value.result.map(|n| n.value));
                let longest =
                    [baseline, result].into_iter().flatten().map(|n| n.abs()).max().unwrap_or_default();
                let share = |n: Option<Decimal>| {
                    n.and_then(|n| n.abs().checked_div(longest)).and_then(|n| n.to_f64())
                };
                let linked = |text: &str| book.sourced(&value.place, &Html::text(text));
                Outcome {
                    outcome: value.outcome.value.clone(),
                    date: book.f.day(value.date.value),
                    metric: value.metric.as_ref().map(|metric| metric.value.clone()).unwrap_or_default(),
                    baseline: baseline.map(format::plain).unwrap_or_default(),
                    result: result.map(|n| linked(&format::plain(n))).unwrap_or_default(),
                    change: match (baseline, result) {
                        (Some(before), Some(after)) if !before.is_zero() => after
                            .checked_sub(before)
                            .and_then(|change| change.checked_div(before.abs()))
                            .map(format::percent_change)
                            .unwrap_or_default(),
                        _ => String::new(),
                    },
                    baseline_bar: share(baseline)
                        .map(|s| chart::meter(s, "meter-before"))
                        .unwrap_or_default(),
                    result_bar: share(result).map(|s| chart::meter(s, "meter-after")).unwrap_or_default(),
                    worth: (value.worth)
                        .map(|worth| book.sourced(&value.place, &book.f.money_of(worth.value)))
                        .unwrap_or_default(),
                    roi: roi(worth(value), arr),
                    confirmed_by: value.confirmed_by.as_ref().map(|id| person(plan, id)).unwrap_or_default(),
                    evidence: value.evidence.as_ref().map(|evidence| address(evidence)).unwrap_or_default(),
                }
            })
            .collect(),
        worth: if has_worth { book.f.money(total) } else { Html::default() },
        pays: arr.map(|arr| book.f.money(arr)).unwrap_or_default(),
        roi: if has_worth { roi(Some(total), arr) } else { String::new() },
        worth_bar: bar(total, "fill-healthy"),
        pays_bar: bar(arr.unwrap_or_default(), "fill-accent"),
        objectives: plan.objectives.iter().map(|objective| objective_view(book, plan, objective)).collect(),
    }
}

/// Return on investment: worth ÷ what they pay.
fn roi(worth: Option<Decimal>, arr: Option<Decimal>) -> String {
    match worth.zip(arr).and_then(|(worth, arr)| worth.checked_div(arr)) {
        Some(times) => format!("{}×", format::plain(round(times, 1))),
        None => String::new(),
    }
}

/// A stakeholder's name by their id, or the text itself.
pub(super) fn person(plan: &Plan, id: &str) -> String {
    plan.stakeholder(id).map_or(id, |person| &person.name.value).to_owned()
}

fn objective_view(book: &Book<'_>, plan: &Plan, objective: &crate::model::Objective) -> ObjectiveView {
    let number =
        |n: &Option<crate::text::Spanned<Decimal>>| n.map(|n| format::plain(n.value)).unwrap_or_default();
    let progress = match (objective.baseline, objective.target, objective.current) {
        (Some(from), Some(to), Some(now)) => now
            .value
            .checked_sub(from.value)
            .zip(to.value.checked_sub(from.value))
            .and_then(|(way, whole)| way.checked_div(whole)),
        _ => None,
    };
    let due = objective.due.map(|due| due.value);
    let reached = progress.is_some_and(|progress| progress >= Decimal::ONE);
    ObjectiveView {
        id: objective.id.value.clone(),
        objective: objective.objective.value.clone(),
        metric: objective.metric.as_ref().map(|metric| metric.value.clone()).unwrap_or_default(),
        baseline: number(&objective.baseline),
        current: number(&objective.current),
        target: number(&objective.target),
        bar: progress
            .and_then(|progress| progress.to_f64())
            .map(|progress| chart::meter(progress, if reached { "fill-healthy" } else { "fill-accent" }))
            .unwrap_or_default(),
        progress: progress
            .map(|progress| book.sourced(&objective.place, &Html::text(&format::percent(progress, 0))))
            .unwrap_or_default(),
        due: due.map(|due| book.f.ago(due)).unwrap_or_default(),
        overdue: !reached && due.is_some_and(|due| due < book.f.as_of),
        sponsor: objective.sponsor.as_ref().map(|id| person(plan, id)).unwrap_or_default(),
    }
}
