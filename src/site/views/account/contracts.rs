//! Contracts: what each has paid over time, how its renewals went, what comes next.

use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use crate::kpi::{ComesDue, ContractFacts};
use crate::model::{Choice, Contract, Date, Decimal, Plan, day_before};
use crate::site::chart::{Bar, Mark, TimeAxis};
use crate::site::format;
use crate::site::html::Html;
use crate::site::views::{Book, fragment_of};

#[derive(Debug, Serialize, Hash)]
pub(super) struct ContractsView {
    axis: Html,
    rows: Vec<ContractRow>,
    in_force: usize,
}

#[derive(Debug, Serialize, Hash)]
struct ContractRow {
    id: String,
    fragment: String,
    products: String,
    /// Today's ARR; what it last paid where it is over.
    arr: Html,
    term: String,
    events: Vec<Event>,
    track: Html,
    over: bool,
}

/// Something that happened to a contract, or will.
#[derive(Debug, Serialize, Hash)]
struct Event {
    text: String,
    /// `good`, `watch`, `bad`, or empty.
    tone: &'static str,
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
    let axis = TimeAxis::new(days, as_of);
    let most =
        contracts.iter().flat_map(|facts| &facts.levels).map(|(_, arr)| *arr).max().unwrap_or_default();
    ContractsView {
        axis: axis.header(),
        in_force: contracts.iter().filter(|facts| facts.arr > Decimal::ZERO).count(),
        rows: order.into_iter().map(|facts| row(book, plan, facts, &axis, most)).collect(),
    }
}

fn row(
    book: &Book<'_>,
    plan: &Plan,
    facts: &ContractFacts<'_>,
    axis: &TimeAxis,
    most: Decimal,
) -> ContractRow {
    let as_of = book.f.as_of;
    let contract = facts.contract;
    let over = facts.last.is_some_and(|last| last < as_of);
    let last_paid = facts.levels.iter().rev().map(|(_, arr)| *arr).find(|arr| *arr > Decimal::ZERO);
    let arr = if facts.arr > Decimal::ZERO { facts.arr } else { last_paid.unwrap_or_default() };
    let mut products: Vec<&str> = Vec::new();
    for line in &facts.lines {
        if !products.contains(&line.product) {
            products.push(line.product);
        }
    }
    let start = contract.start.value;
    let term = match (facts.last, contract.end) {
        (Some(last), _) => format!("{} to {}", format::day(start), format::day(last)),
        (None, Some(end)) => format!("{} to {}, then goes on", format::day(start), format::day(end.value)),
        (None, None) => format!("from {}, open-ended", format::day(start)),
    };
    ContractRow {
        id: contract.id.value.clone(),
        fragment: fragment_of(&plan.contracts, contract, |contract| &contract.id.value),
        products: products.join(", "),
        arr: book.sourced(&plan.at(contract.id.span), &book.f.money(arr)),
        term,
        events: events(book, facts),
        track: track(book, facts, axis, most),
        over,
    }
}

fn events(book: &Book<'_>, facts: &ContractFacts<'_>) -> Vec<Event> {
    let mut events = Vec::new();
    let mut say = |text: String, tone| events.push(Event { text, tone });
    for change in facts.contract.changes.iter().filter(|change| change.date.value <= book.f.as_of) {
        let reason = change.reason.map(|reason| format!(", {}", reason.value)).unwrap_or_default();
        say(
            format!(
                "{}: {} to {}{reason}",
                format::day(change.date.value),
                change.product.value,
                format::money_short(change.arr.value)
            ),
            "",
        );
    }
    for due in &facts.came_due {
        let day = format::day(due.day);
        match due.status {
            "on_time" => say(format!("{day}: renewed on time at {}", book.money_text(due.renewed)), "good"),
            "late" => say(format!("{day}: renewed late at {}", book.money_text(due.renewed)), "watch"),
            "pending" => say(format!("{day}: goes on unsigned"), "watch"),
            _ => say(format!("{day}: not renewed, {} lost", book.money_text(due.expiring)), "bad"),
        }
    }
    if let Some(due) = facts.comes_due.first() {
        let (words, tone) = outlook(due);
        say(format!("Due {}: {words}", book.f.relative(due.day)), tone);
    }
    events
}

fn track(book: &Book<'_>, facts: &ContractFacts<'_>, axis: &TimeAxis, most: Decimal) -> Html {
    let as_of = book.f.as_of;
    let mut bars = Vec::new();
    for (index, (from, arr)) in facts.levels.iter().enumerate() {
        if arr.is_zero() {
            continue;
        }
        let to = facts.levels.get(index + 1).map_or(Date::MAX, |(next, _)| day_before(*next));
        // The height tells the amount: a rise shows as a step.
        let share = arr.checked_div(most).and_then(|share| share.to_f64()).unwrap_or(1.0);
        let text = book.money_text(*arr);
        bars.push(Bar {
            from: *from,
            to,
            class: if *from > as_of {
                "bar-coming"
            } else if facts.last.is_some_and(|last| last < as_of) {
                "bar-past"
            } else {
                "bar-now"
            },
            title: match facts.levels.get(index + 1) {
                Some(_) => format!("{text} a year, {} to {}", format::day(*from), format::day(to)),
                None => format!("{text} a year from {}", format::day(*from)),
            },
            label: text,
            height: 16.0 + 16.0 * share,
        });
    }
    let mut marks: Vec<Mark> = facts
        .came_due
        .iter()
        .map(|due| Mark {
            day: due.day,
            class: match due.status {
                "on_time" => "mark-good",
                "lost" => "mark-bad",
                _ => "mark-watch",
            },
            title: format!("Came due {}", format::day(due.day)),
            below: 16.0,
        })
        .collect();
    marks.extend(facts.comes_due.iter().map(|due| Mark {
        day: due.day,
        class: "mark-due",
        title: format!("Comes due {}", format::day(due.day)),
        below: 16.0,
    }));
    let alternative = format!("{} over time", facts.contract.id.value);
    axis.row(&bars, &marks, &alternative)
}
