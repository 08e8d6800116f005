//! What clients pay, before and after: contracts, their lines, terms, changes and renewals.

use super::change::{Area, Change};
use super::records::{Pair, pairs};
use super::words::{date, money, moved, percent};
use crate::model::*;

/// Contracts that came, went or changed.
pub fn contracts(before: &Plan, after: &Plan, out: &mut Vec<Change>) {
    for pair in pairs(&before.contracts, &after.contracts, |c| &c.id.value) {
        match pair {
            Pair::Added(c) => {
                let renews: Vec<_> = c.renews.iter().map(|r| r.contract.as_str()).collect();
                let renews =
                    if renews.is_empty() { String::new() } else { format!(", renews {}", renews.join(", ")) };
                let text = format!("New contract {}: {}, {}{renews}", c.id.value, lines(c), term(c));
                out.push(
                    Change::new(Area::Contracts, "contract-added", &c.id, c.place.clone(), text).weighty(),
                );
            }
            Pair::Removed(c) => {
                let text = format!("Contract {} ({}, {}) was removed", c.id.value, lines(c), term(c));
                out.push(
                    Change::new(Area::Contracts, "contract-removed", &c.id, c.place.clone(), text).weighty(),
                );
            }
            Pair::Both(was, is) => contract(was, is, out),
        }
    }
}

fn lines(contract: &Contract) -> String {
    let all: Vec<_> =
        contract.lines.iter().map(|l| format!("{} {}", l.product.value, money(l.arr.value))).collect();
    all.join(" + ")
}

fn term(contract: &Contract) -> String {
    match contract.end {
        Some(end) => format!("{} to {}", date(contract.start.value), date(end.value)),
        None => format!("from {}", date(contract.start.value)),
    }
}

fn contract(was: &Contract, is: &Contract, out: &mut Vec<Change>) {
    let id = &is.id.value;
    let place = |span| crate::text::Place::new(&is.place.source, span);
    let mut say = |kind, at, text: String, weighty: bool| {
        let change = Change::new(Area::Contracts, kind, id, at, text);
        out.push(if weighty { change.weighty() } else { change });
    };
    let key = |l: &Line| (l.product.value.clone(), l.unit.as_ref().map(|u| u.value.clone()));
    let label = |l: &Line| match &l.unit {
        Some(unit) => format!("{} ({})", l.product.value, unit.value),
        None => l.product.value.clone(),
    };
    for line in &is.lines {
        match was.lines.iter().find(|old| key(old) == key(line)) {
            Some(old) if old.arr.value != line.arr.value => {
                let verb = match (old.arr.currency == line.arr.currency, line.arr.amount < old.arr.amount) {
                    (true, true) => "cut",
                    (true, false) => "raised",
                    (false, _) => "changed",
                };
                let text = format!(
                    "Contract {id} {verb} from {} to {} ({})",
                    money(old.arr.value),
                    money(line.arr.value),
                    label(line)
                );
                say("contract-arr", place(line.arr.span), text, true);
            }
            Some(_) => {}
            None => {
                let text = format!("Contract {id} now has {} at {}", label(line), money(line.arr.value));
                say("contract-line-added", place(line.span), text, true);
            }
        }
    }
    for line in was.lines.iter().filter(|old| !is.lines.iter().any(|l| key(l) == key(old))) {
        let text = format!("Contract {id} no longer has {} ({})", label(line), money(line.arr.value));
        say("contract-line-removed", is.place.clone(), text, true);
    }
    if was.start.value != is.start.value {
        say(
            "contract-start",
            place(is.start.span),
            format!("Contract {id}'s start moved {}", moved(was.start.value, is.start.value)),
            true,
        );
    }
    match (was.end, is.end) {
        (Some(a), Some(b)) if a.value != b.value => say(
            "contract-end",
            place(b.span),
            format!("Contract {id}'s end moved {}", moved(a.value, b.value)),
            true,
        ),
        (Some(a), None) => say(
            "contract-end",
            is.place.clone(),
            format!("Contract {id} is now open-ended (ended {})", date(a.value)),
            true,
        ),
        (None, Some(b)) => {
            say("contract-end", place(b.span), format!("Contract {id} now ends on {}", date(b.value)), true);
        }
        _ => {}
    }
    if was.signed_on() != is.signed_on() {
        let at = is.signed.map_or_else(|| is.place.clone(), |s| place(s.span));
        say(
            "contract-signed",
            at,
            format!("Contract {id} signed {} (was {})", date(is.signed_on()), date(was.signed_on())),
            false,
        );
    }
    match (was.cancelled, is.cancelled) {
        (None, Some(day)) => {
            say(
                "contract-cancelled",
                place(day.span),
                format!("Contract {id} was cancelled on {}", date(day.value)),
                true,
            );
        }
        (Some(_), None) => {
            say(
                "contract-cancelled",
                is.place.clone(),
                format!("Contract {id} is no longer cancelled"),
                true,
            );
        }
        (Some(a), Some(b)) if a.value != b.value => say(
            "contract-cancelled",
            place(b.span),
            format!("Contract {id}'s cancellation moved {}", moved(a.value, b.value)),
            true,
        ),
        _ => {}
    }
    if was.goes_on() != is.goes_on() {
        let text = if is.goes_on() { "now renews automatically" } else { "no longer renews automatically" };
        say("contract-auto-renews", is.place.clone(), format!("Contract {id} {text}"), true);
    }
    let renews = |c: &Contract| -> Vec<String> {
        c.renews
            .iter()
            .map(|r| match &r.account {
                Some(account) => format!("{account}/{}", r.contract),
                None => r.contract.clone(),
            })
            .collect()
    };
    if renews(was) != renews(is) {
        let show = |ids: Vec<String>| if ids.is_empty() { "nothing".into() } else { ids.join(", ") };
        say(
            "contract-renews",
            is.place.clone(),
            format!("Contract {id} renews {} (was {})", show(renews(is)), show(renews(was))),
            true,
        );
    }
    if was.uplift.map(|u| u.value) != is.uplift.map(|u| u.value) {
        let show = |c: &Contract| match c.uplift.map(|u| u.value) {
            Some(MoneyOrShare::Money(amount)) => money(amount),
            Some(MoneyOrShare::Share(share)) => percent(share),
            None => "none".into(),
        };
        say(
            "contract-uplift",
            is.place.clone(),
            format!("Contract {id}'s uplift: {} → {}", show(was), show(is)),
            false,
        );
    }
    if was.notice.map(|n| n.value) != is.notice.map(|n| n.value) {
        let show = |c: &Contract| c.notice.map_or("none".into(), |n| n.value.to_string());
        say(
            "contract-notice",
            is.place.clone(),
            format!("Contract {id}'s notice period: {} → {}", show(was), show(is)),
            false,
        );
    }
    changes_of(was, is, out);
    renewal(was, is, out);
}

fn changes_of(was: &Contract, is: &Contract, out: &mut Vec<Change>) {
    let id = &is.id.value;
    let key = |c: &crate::model::Change| {
        (c.date.value, c.product.value.clone(), c.unit.as_ref().map(|u| u.value.clone()))
    };
    let why = |c: &crate::model::Change| c.reason.map(|r| format!(" ({})", r.value)).unwrap_or_default();
    for change in &is.changes {
        let at = crate::text::Place::new(&is.place.source, change.span);
        let text = match was.changes.iter().find(|old| key(old) == key(change)) {
            Some(old) if old.arr.value != change.arr.value => format!(
                "Contract {id}: the change on {} of {} is to {} (was {}){}",
                date(change.date.value),
                change.product.value,
                money(change.arr.value),
                money(old.arr.value),
                why(change)
            ),
            Some(old) if old.reason.map(|r| r.value) != change.reason.map(|r| r.value) => format!(
                "Contract {id}: the change on {} of {} is now{}",
                date(change.date.value),
                change.product.value,
                change.reason.map_or(" without a reason".into(), |r| format!(" marked {}", r.value))
            ),
            Some(_) => continue,
            None => {
                let (product, arr) = (&change.product.value, change.arr.value);
                let (day, why) = (date(change.date.value), why(change));
                match arr_before(is, change) {
                    Some(old) if old.currency == arr.currency && old.amount != arr.amount => format!(
                        "Contract {id}: {product} {} from {} to {} on {day}{why}",
                        if arr.amount < old.amount { "cut" } else { "raised" },
                        money(old),
                        money(arr)
                    ),
                    _ => format!("Contract {id}: {product} is {} from {day} on{why}", money(arr)),
                }
            }
        };
        out.push(Change::new(Area::Contracts, "contract-change", id, at, text).weighty());
    }
    for gone in was.changes.iter().filter(|old| !is.changes.iter().any(|c| key(c) == key(old))) {
        let text = format!(
            "Contract {id}: the change of {} to {} on {} was removed",
            gone.product.value,
            money(gone.arr.value),
            date(gone.date.value)
        );
        out.push(Change::new(Area::Contracts, "contract-change", id, is.place.clone(), text).weighty());
    }
}

/// What a line paid on the day before a change of it.
fn arr_before(contract: &Contract, change: &crate::model::Change) -> Option<Money> {
    let unit = |unit: &Optional<String>| unit.as_ref().map(|unit| unit.value.clone());
    let earlier = contract
        .changes
        .iter()
        .filter(|c| c.product.value == change.product.value && unit(&c.unit) == unit(&change.unit))
        .filter(|c| c.date.value < change.date.value)
        .max_by_key(|c| c.date.value)
        .map(|c| c.arr.value);
    let mut lines = contract.lines.iter().filter(|line| {
        line.product.value == change.product.value
            && (change.unit.is_none() || unit(&line.unit) == unit(&change.unit))
    });
    let line = lines.next();
    earlier.or(line.filter(|_| lines.next().is_none()).map(|line| line.arr.value))
}

fn renewal(was: &Contract, is: &Contract, out: &mut Vec<Change>) {
    let show = |c: &Contract| {
        let Some(renewal) = &c.renewal else { return "none".to_owned() };
        let mut text = match (renewal.forecast, renewal.probability) {
            (Some(arr), Some(likely)) => format!("{} at {}", money(arr.value), percent(likely.value)),
            (Some(arr), None) => money(arr.value),
            (None, Some(likely)) => percent(likely.value),
            (None, None) => "no figures".into(),
        };
        if let Some(category) = renewal.category {
            text.push_str(&format!(" ({})", category.as_str().replace('-', " ")));
        }
        text
    };
    let (a, b) = (show(was), show(is));
    if a != b {
        let span = is.renewal.as_ref().map_or(is.place.span, |r| r.span);
        let place = crate::text::Place::new(&is.place.source, span);
        let text = format!("Contract {}'s renewal forecast: {a} → {b}", is.id.value);
        out.push(Change::new(Area::Contracts, "renewal-forecast", &is.id, place, text));
    }
}
