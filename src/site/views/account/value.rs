//! Value Delivered: outcomes for the client, and what they are worth against what the client pays.

use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::profile::push_address;
use crate::kpi::AccountFigures;
use crate::model::{Decimal, Objective, Plan, Value, round};
use crate::site::chart::push_meter;
use crate::site::format;
use crate::site::html::{Esc, Html, put};
use crate::site::views::Book;

#[derive(Debug, Serialize, Hash)]
pub(super) struct ValueView {
    /// `worth ÷ what they pay`, as `2.4×`; empty where either is missing.
    roi: Html,
    /// What all outcomes are worth a year against what the client pays, as bars; empty where none has a worth.
    amounts: Html,
    /// What was reached, the latest first; empty where nothing is written down.
    outcomes: Html,
    /// What both sides want to reach; empty where nothing is written down.
    objectives: Html,
}

pub(super) fn view(book: &Book<'_>, plan: &Plan, account: Option<&AccountFigures>) -> ValueView {
    let arr = account.map(|account| account.figures.closing_arr).filter(|arr| *arr > Decimal::ZERO);
    let mut values: Vec<&Value> = plan.value.iter().collect();
    values.sort_by(|a, b| b.date.value.cmp(&a.date.value).then_with(|| a.id.value.cmp(&b.id.value)));
    let reached = values.iter().filter(|value| value.date.value <= book.f.as_of);
    let total = reached.filter_map(|value| worth(book, value)).fold(Decimal::ZERO, Decimal::saturating_add);
    let has_worth = !total.is_zero();
    ValueView {
        roi: Html::build(|out| {
            if has_worth {
                push_roi(out, Some(total), arr);
            }
        }),
        amounts: Html::build(|out| {
            if has_worth {
                push_amounts(out, book, total, arr);
            }
        }),
        outcomes: Html::build(|out| {
            values.iter().for_each(|value| push_outcome(out, book, plan, value, arr))
        }),
        objectives: Html::build(|out| {
            plan.objectives.iter().for_each(|objective| push_objective(out, book, plan, objective));
        }),
    }
}

/// What an outcome is worth a year, in the portfolio's currency.
fn worth(book: &Book<'_>, value: &Value) -> Option<Decimal> {
    value.worth.map(|worth| book.portfolio.config.convert(worth.value))
}

/// Appends what it is all worth a year and what they pay, as bars of one scale.
fn push_amounts(out: &mut String, book: &Book<'_>, worth: Decimal, pays: Option<Decimal>) {
    let most = worth.max(pays.unwrap_or_default()).to_f64().unwrap_or(0.0).max(1.0);
    let bars =
        [("Worth to them a year", Some(worth), "fill-healthy"), ("They pay a year", pays, "fill-accent")];
    for (name, amount, class) in bars {
        let Some(amount) = amount else { continue };
        put!(out, "<div><dt>", name, "</dt><dd class=\"bars-bar\">");
        push_meter(out, amount.to_f64().unwrap_or(0.0) / most, class);
        out.push_str("</dd><dd class=\"num\">");
        book.f.push_money(out, amount);
        out.push_str("</dd></div>\n");
    }
}

/// Appends an outcome: what it is worth, before and after, and who says so.
fn push_outcome(out: &mut String, book: &Book<'_>, plan: &Plan, value: &Value, arr: Option<Decimal>) {
    put!(out, "<li>\n<div class=\"outcome-head\"><h3>", Esc(&value.outcome.value), "</h3>");
    if let Some(worth) = value.worth {
        out.push_str("<p class=\"num\">");
        book.push_sourced(out, &value.place, |out| format::push_money(out, worth.value));
        out.push_str(" <span class=\"muted\">a year</span></p>");
    }
    out.push_str("</div>\n");
    let (before, after) = (value.baseline.map(|n| n.value), value.result.map(|n| n.value));
    if let (Some(before), Some(after)) = (before, after) {
        let longest = before.abs().max(after.abs());
        let meter = |out: &mut String, n: Decimal, class| {
            if let Some(share) = n.abs().checked_div(longest).and_then(|share| share.to_f64()) {
                push_meter(out, share, class);
            }
        };
        out.push_str("<dl class=\"bars bars-small\">\n<div><dt>Before</dt><dd class=\"bars-bar\">");
        meter(out, before, "meter-before");
        out.push_str("</dd><dd class=\"num\">");
        format::push_plain(out, before);
        out.push_str("</dd></div>\n<div><dt>After</dt><dd class=\"bars-bar\">");
        meter(out, after, "meter-after");
        out.push_str("</dd><dd class=\"num\">");
        book.push_sourced(out, &value.place, |out| format::push_plain(out, after));
        out.push_str("</dd></div>\n</dl>\n");
    }
    out.push_str("<p class=\"meta\">");
    let change = before.zip(after).filter(|(before, _)| !before.is_zero()).and_then(|(before, after)| {
        after.checked_sub(before).and_then(|change| change.checked_div(before.abs()))
    });
    if let Some(change) = change {
        out.push_str("<strong>");
        format::push_percent_change(out, change);
        out.push_str("</strong> ");
    }
    if let Some(metric) = &value.metric {
        put!(out, Esc(&metric.value), " ");
    }
    out.push_str(if change.is_some() || value.metric.is_some() { "· " } else { "" });
    book.f.push_day(out, value.date.value);
    if let Some(id) = &value.confirmed_by {
        put!(out, " · confirmed by ", Esc(person(plan, id)));
    }
    let start = out.len();
    out.push_str(" · ");
    if push_roi(out, worth(book, value), arr) {
        out.push_str(" what they pay");
    } else {
        out.truncate(start);
    }
    if let Some(evidence) = &value.evidence {
        out.push_str(" · ");
        push_address(out, evidence);
    }
    out.push_str("</p>\n</li>\n");
}

/// Appends the return on investment, worth ÷ what they pay; whether there is one.
fn push_roi(out: &mut String, worth: Option<Decimal>, arr: Option<Decimal>) -> bool {
    let times = worth.zip(arr).and_then(|(worth, arr)| worth.checked_div(arr));
    if let Some(times) = times {
        format::push_plain(out, round(times, 1));
        out.push('×');
    }
    times.is_some()
}

/// A stakeholder's name by their id, or the text itself.
pub(super) fn person<'p>(plan: &'p Plan, id: &'p str) -> &'p str {
    plan.stakeholder(id).map_or(id, |person| &person.name.value)
}

/// Appends an objective: how far it has come, by when it is meant, and who at the client stands behind it.
fn push_objective(out: &mut String, book: &Book<'_>, plan: &Plan, objective: &Objective) {
    let progress = match (objective.baseline, objective.target, objective.current) {
        (Some(from), Some(to), Some(now)) => now
            .value
            .checked_sub(from.value)
            .zip(to.value.checked_sub(from.value))
            .and_then(|(way, whole)| way.checked_div(whole)),
        _ => None,
    };
    let reached = progress.is_some_and(|progress| progress >= Decimal::ONE);
    put!(out, "<li>\n<p class=\"strong\">", Esc(&objective.objective.value), "</p>\n");
    if let Some(progress) = progress {
        out.push_str("<div class=\"objective-bar\">");
        let class = if reached { "fill-healthy" } else { "fill-accent" };
        push_meter(out, progress.to_f64().unwrap_or_default(), class);
        out.push_str("<span class=\"num\">");
        book.push_sourced(out, &objective.place, |out| format::push_percent(out, progress, 0));
        out.push_str("</span></div>\n");
    }
    out.push_str("<p class=\"meta\">");
    if let Some(metric) = &objective.metric {
        put!(out, Esc(&metric.value), if objective.target.is_some() { ": " } else { "" });
    }
    if let (Some(from), Some(to)) = (objective.baseline, objective.target) {
        out.push_str("from ");
        format::push_plain(out, from.value);
        out.push_str(" to ");
        format::push_plain(out, to.value);
        if let Some(now) = objective.current {
            out.push_str(", now ");
            format::push_plain(out, now.value);
        }
    }
    if let Some(due) = objective.due {
        let overdue = !reached && due.value < book.f.as_of;
        out.push_str(if overdue { " · <span class=\"bad\">due " } else { " · <span>due " });
        book.f.push_ago(out, due.value);
        out.push_str("</span>");
    }
    if let Some(sponsor) = &objective.sponsor {
        put!(out, " · ", Esc(person(plan, sponsor)));
    }
    out.push_str("</p>\n</li>\n");
}
