//! Contracts: what each has paid over time, how its renewals went, what comes next.

use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use crate::digits::push_day;
use crate::kpi::{ComesDue, ContractFacts};
use crate::model::{Choice, Contract, Date, Decimal, Plan, day_before};
use crate::site::chart::{Bar, TimeAxis};
use crate::site::format;
use crate::site::html::{Esc, Html, put};
use crate::site::views::{Book, fragment_of};

#[derive(Debug, Serialize, Hash)]
pub(super) struct ContractsView {
    axis: Html,
    /// Each contract with what it paid over time, the latest first; empty where there is none.
    rows: Html,
    in_force: usize,
}

/// The renewal that comes next: the first that is not yet renewed; else the first.
pub(in crate::site::views) fn next_renewal<'c>(
    contracts: &'c [ContractFacts<'c>],
) -> Option<(&'c Contract, &'c ComesDue)> {
    contracts
        .iter()
        .flat_map(|facts| facts.comes_due.iter().map(move |due| (facts.contract, due)))
        .min_by_key(|(_, due)| (due.renewed, due.day))
}

/// What is going to happen at a renewal, in words, and how good that is.
pub(in crate::site::views) fn outlook(due: &ComesDue) -> (String, &'static str) {
    if due.renewed {
        return ("Renewed already".into(), "good");
    }
    if due.ends {
        return ("Notice received: it ends then".into(), "bad");
    }
    if due.goes_on {
        return ("Renews by itself".into(), "good");
    }
    let sure = format!(
        "{} likely, {}",
        format::percent(due.probability, 0),
        due.category.as_str().replace('-', " ")
    );
    match (due.in_window, due.has_action) {
        (true, false) => (format!("Inside the renewal window and nobody works on it; {sure}"), "bad"),
        (true, true) => (format!("An action works on it; {sure}"), "good"),
        (false, true) => (format!("An action works on it already; {sure}"), "good"),
        (false, false) => (sure, ""),
    }
}

pub(super) fn view(book: &Book<'_>, plan: &Plan, contracts: &[ContractFacts<'_>]) -> ContractsView {
    let as_of = book.f.as_of;
    let mut order: Vec<&ContractFacts<'_>> = contracts.iter().collect();
    order.sort_by_key(|spell| std::cmp::Reverse(spell.contract.start.value));
    let days = order.iter().flat_map(|facts| {
        let due = facts.comes_due.first().map(|due| due.day);
        [Some(facts.contract.start.value), facts.last, due].into_iter().flatten()
    });
    let axis = TimeAxis::new("contracts", days, as_of);
    let most =
        contracts.iter().flat_map(|facts| &facts.levels).map(|(_, arr)| *arr).max().unwrap_or_default();
    ContractsView {
        axis: axis.header(),
        in_force: contracts.iter().filter(|facts| facts.arr > Decimal::ZERO).count(),
        rows: Html::build(|out| {
            order.iter().for_each(|facts| push_row(out, book, plan, facts, &axis, most));
        }),
    }
}

/// Appends a contract: what it pays (or last paid, where it is over), what happened to it, and both over time.
fn push_row(
    out: &mut String,
    book: &Book<'_>,
    plan: &Plan,
    facts: &ContractFacts<'_>,
    axis: &TimeAxis,
    most: Decimal,
) {
    let contract = facts.contract;
    let over = facts.last.is_some_and(|last| last < book.f.as_of);
    let last_paid = facts.levels.iter().rev().map(|(_, arr)| *arr).find(|arr| *arr > Decimal::ZERO);
    let arr = if facts.arr > Decimal::ZERO { facts.arr } else { last_paid.unwrap_or_default() };
    let fragment = fragment_of(&plan.contracts, contract, |contract| &contract.id.value);
    put!(out, "<li id=\"contract-", Esc(&fragment), if over { "\" class=\"over\">" } else { "\">" });
    put!(out, "<div class=\"timeline-text\">\n<p class=\"strong\">", Esc(&contract.id.value));
    out.push_str(" <span class=\"num\">");
    book.push_sourced(out, &plan.at(contract.id.span), |out| book.f.push_money(out, arr));
    out.push_str("</span></p>\n<p class=\"meta\">");
    for (at, line) in facts.lines.iter().enumerate() {
        if !facts.lines.iter().take(at).any(|before| before.product == line.product) {
            put!(out, if at == 0 { "" } else { ", " }, Esc(line.product));
        }
    }
    out.push_str("</p>\n<p class=\"meta\">");
    push_term(out, contract, facts.last);
    out.push_str("</p>\n");
    push_events(out, book, facts);
    out.push_str("</div><div class=\"timeline-track\">");
    push_track(out, book, facts, axis, most);
    out.push_str("</div></li>\n");
}

fn push_term(out: &mut String, contract: &Contract, last: Option<Date>) {
    let start = contract.start.value;
    match (last, contract.end.map(|end| end.value)) {
        (None, None) => {
            out.push_str("from ");
            push_day(out, start);
            out.push_str(", open-ended");
        }
        (Some(to), _) | (None, Some(to)) => {
            push_day(out, start);
            out.push_str(" to ");
            push_day(out, to);
            out.push_str(if last.is_none() { ", then goes on" } else { "" });
        }
    }
}

/// Appends what happened to a contract, and what will.
fn push_events(out: &mut String, book: &Book<'_>, facts: &ContractFacts<'_>) {
    for change in facts.contract.changes.iter().filter(|change| change.date.value <= book.f.as_of) {
        out.push_str("<p class=\"meta\">");
        push_day(out, change.date.value);
        put!(out, ": ", Esc(&change.product.value), " to ");
        format::push_money_short(out, change.arr.value);
        if let Some(reason) = change.reason {
            put!(out, ", ", reason.value.to_string().as_str());
        }
        out.push_str("</p>\n");
    }
    for due in &facts.came_due {
        let (tone, words, amount, after) = match due.status {
            "on_time" => ("good", ": renewed on time at ", Some(due.renewed), ""),
            "late" => ("watch", ": renewed late at ", Some(due.renewed), ""),
            "pending" => ("watch", ": goes on unsigned", None, ""),
            _ => ("bad", ": not renewed, ", Some(due.expiring), " lost"),
        };
        put!(out, "<p class=\"meta ", tone, "\">");
        push_day(out, due.day);
        out.push_str(words);
        if let Some(amount) = amount {
            book.push_money_text(out, amount);
        }
        put!(out, after, "</p>\n");
    }
    if let Some(due) = facts.comes_due.first() {
        let (words, tone) = outlook(due);
        put!(out, "<p class=\"meta ", tone, "\">Due ");
        book.f.push_relative(out, due.day);
        put!(out, ": ", words.as_str(), "</p>\n");
    }
}

fn push_track(out: &mut String, book: &Book<'_>, facts: &ContractFacts<'_>, axis: &TimeAxis, most: Decimal) {
    let as_of = book.f.as_of;
    let past = facts.last.is_some_and(|last| last < as_of);
    axis.push_row(
        out,
        |out| put!(out, Esc(&facts.contract.id.value), " over time"),
        |row| {
            for (index, &(from, arr)) in facts.levels.iter().enumerate() {
                if arr.is_zero() {
                    continue;
                }
                let next = facts.levels.get(index + 1).map(|(next, _)| day_before(*next));
                let class = match () {
                    () if from > as_of => "bar-coming",
                    () if past => "bar-past",
                    () => "bar-now",
                };
                // The height tells the amount: a rise shows as a step.
                let share = arr.checked_div(most).and_then(|share| share.to_f64()).unwrap_or(1.0);
                let bar = Bar { from, to: next.unwrap_or(Date::MAX), class, height: 16.0 + 16.0 * share };
                let title = |out: &mut String| {
                    book.push_money_text(out, arr);
                    out.push_str(if next.is_some() { " a year, " } else { " a year from " });
                    push_day(out, from);
                    if let Some(to) = next {
                        out.push_str(" to ");
                        push_day(out, to);
                    }
                };
                row.bar(bar, title, |out| book.push_money_text(out, arr));
            }
        },
        |row| {
            for due in &facts.came_due {
                let class = match due.status {
                    "on_time" => "mark-good",
                    "lost" => "mark-bad",
                    _ => "mark-watch",
                };
                row.mark(due.day, class, 16.0, |out| {
                    out.push_str("Came due ");
                    push_day(out, due.day);
                });
            }
            for due in &facts.comes_due {
                row.mark(due.day, "mark-due", 16.0, |out| {
                    out.push_str("Comes due ");
                    push_day(out, due.day);
                });
            }
        },
    );
}
