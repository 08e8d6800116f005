//! Contracts and dates that contradict themselves (family P4).
//!
//! For: what can't be (an error, for figures would follow it) and what is hardly meant (a warning, for
//! figures follow it all the same, and the message says how).
//! Must not: compute revenue, or look at other plans.

mod dates;
mod renewals;

use std::collections::BTreeMap;

use super::subject::Subject;
use super::terms::{self, LineKey, Lines, line_key};
use super::words::{days, plain};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::*;
use crate::text::{Place, Span};

pub(super) use renewals::{circle_of_renewals, looks_like_renewal};

/// The contract rules over one plan.
pub(super) fn check(s: &Subject<'_>, out: &mut Diagnostics) {
    let circles = renewals::renewal_cycles(s.plan, out);
    for contract in &s.plan.contracts {
        term(contract, out);
        lines(contract, out);
        changes(contract, out);
        notice(contract, out);
        if !circles.contains(contract.id.value.as_str()) {
            renewals::renewal(s, contract, out);
        }
    }
    renewals::customer_since(s.plan, out);
    renewals::client_that_left(s, out);
    dates::escalations(s.plan, out);
    dates::won(s.plan, out);
    dates::action_dates(s.plan, out);
}

fn at(contract: &Contract, span: Span) -> Place {
    Place::new(&contract.place.source, span)
}

/// `end`, `auto_renews` and `cancelled` against `start`.
fn term(contract: &Contract, out: &mut Diagnostics) {
    let (id, start) = (plain(&contract.id.value), contract.start);
    let starts = || at(contract, start.span);
    if let Some(end) = contract.end {
        if end.value < start.value {
            let message = format!("This contract ends before it starts: {} to {}", start.value, end.value);
            let help = format!(
                "`end` is its last day in force: write a day from {} on, or swap the two",
                start.value
            );
            out.push(
                Diagnostic::new(&codes::P401, at(contract, end.span), message)
                    .help(help)
                    .label(starts(), format!("{id} starts here"))
                    .about("contracts"),
            );
        } else if let Some(years) = whole_years(start.value, end.value) {
            let (length, last) = (if years == 1 { "a year" } else { "whole years" }, end.value.pred_opt());
            let message = format!("{id} runs {length} and one day: {} to {}", start.value, end.value);
            let meant = last.map(|day| day.to_string()).unwrap_or_default();
            let help = format!(
                "`end` is the last day in force, not the day after it: if {meant} is meant, write `end: {meant}`"
            );
            out.push(Diagnostic::new(&codes::P418, at(contract, end.span), message).help(help));
        }
    } else if let Some(auto) = contract.auto_renews.filter(|auto| auto.value) {
        let message = format!("{id} renews by itself, but its first term has no end");
        let year = Cadence::Months(12).after(start.value).pred_opt().unwrap_or(start.value);
        let help = format!(
            "add the last day of the first term, as in `end: {year}`; a contract that simply runs on is \
             open-ended: leave `auto_renews` out"
        );
        out.push(
            Diagnostic::new(&codes::P407, at(contract, auto.span), message).help(help).about("contracts"),
        );
    }
    if let Some(cancelled) = contract.cancelled.filter(|cancelled| cancelled.value < start.value) {
        let message =
            format!("Notice for {id} was received {}, before it starts ({})", cancelled.value, start.value);
        let help = "`cancelled` is the day on which notice was received: mend it, or take the contract out if it \
                    never came into force";
        out.push(
            Diagnostic::new(&codes::P408, at(contract, cancelled.span), message)
                .help(help)
                .label(starts(), format!("{id} starts here"))
                .about("contracts"),
        );
    }
}

/// How many years after `start` the day `end` is, where it is the very same day of the year.
fn whole_years(start: Date, end: Date) -> Option<u32> {
    let years = end.years_since(start).filter(|&years| years > 0)?;
    (start.checked_add_months(chrono::Months::new(years.checked_mul(12)?)) == Some(end)).then_some(years)
}

/// "Platform", "Platform for Retail".
fn line_name(product: &str, unit: Option<&str>) -> String {
    match unit {
        Some(unit) => format!("{} for {}", plain(product), plain(unit)),
        None => plain(product).to_string(),
    }
}

/// One product and unit stands in one line.
fn lines(contract: &Contract, out: &mut Diagnostics) {
    if contract.lines.len() < 2 {
        return;
    }
    let mut seen: BTreeMap<LineKey<'_>, &Line> = BTreeMap::new();
    for line in &contract.lines {
        let (product, unit) = line_key(line);
        let Some(first) = seen.get(&(product, unit)) else {
            seen.insert((product, unit), line);
            continue;
        };
        let name = line_name(product, unit);
        let message = format!("{} has two lines of {name}", plain(&contract.id.value));
        let help = match unit {
            Some(_) => "make them one line with the sum of both, or mend the unit of one",
            None => "make them one line with the sum of both, or say by `unit:` who uses which",
        };
        out.push(
            Diagnostic::new(&codes::P405, at(contract, line.product.span), message)
                .help(help)
                .label(at(contract, first.product.span), format!("the first line of {name}"))
                .about("contracts"),
        );
    }
}

/// Changes lie inside the term, one a line and day, and go the way that their reason says.
fn changes(contract: &Contract, out: &mut Diagnostics) {
    if contract.changes.is_empty() {
        return;
    }
    let id = plain(&contract.id.value);
    let start = contract.start.value;
    let end = contract.end.filter(|end| end.value >= start && !contract.goes_on());
    let mut seen: BTreeMap<(Date, LineKey<'_>), &Change> = BTreeMap::new();
    let lines = Lines::of(contract);
    for change in &contract.changes {
        let key = lines.changed(change);
        let (day, name) = (change.date.value, line_name(key.0, key.1));
        let outside = if day < start {
            Some((contract.start, "starts", "before", "the amount from the start on is `arr` itself"))
        } else {
            let after = "what holds from then on belongs to the contract that renews this one";
            end.filter(|end| day > end.value).map(|end| (end, "ends", "after", after))
        };
        if let Some((limit, does, side, help)) = outside {
            let message = format!("The change of {name} on {day} lies {side} {id} {does} ({})", limit.value);
            out.push(
                Diagnostic::new(&codes::P403, at(contract, change.date.span), message)
                    .help(format!("mend the day: {help}"))
                    .label(at(contract, limit.span), format!("{id} {does} here"))
                    .about("contracts"),
            );
        }
        match seen.get(&(day, key)) {
            None => {
                seen.insert((day, key), change);
            }
            Some(first) => {
                let message = format!("{name} changes twice on {day}");
                let help = format!(
                    "keep the one that holds: {} or {}",
                    first.arr.amount.normalize(),
                    change.arr.amount.normalize()
                );
                out.push(
                    Diagnostic::new(&codes::P404, at(contract, change.date.span), message)
                        .help(help)
                        .label(at(contract, first.date.span), "the first change of that day")
                        .about("contracts"),
                );
            }
        }
    }
    against_reason(contract, &lines, out);
}

/// An upsell that falls and a downgrade that rises.
fn against_reason<'a>(contract: &'a Contract, of: &Lines<'a>, out: &mut Diagnostics) {
    let mut ordered: Vec<&Change> = contract.changes.iter().collect();
    ordered.sort_by_key(|change| change.date.value);
    let mut amounts: BTreeMap<LineKey<'_>, Money> =
        contract.lines.iter().map(|line| (line_key(line), line.arr.value)).collect();
    for change in ordered {
        let key = of.changed(change);
        let before = amounts.insert(key, change.arr.value);
        let Some(reason) = change.reason else { continue };
        let zero = Money { amount: Decimal::ZERO, currency: change.arr.currency };
        let before = before.unwrap_or(zero);
        if before.currency != change.arr.currency {
            continue;
        }
        let (rises, falls) = (change.arr.amount > before.amount, change.arr.amount < before.amount);
        let goes = match reason.value {
            ChangeReason::Upsell if falls => "falls",
            ChangeReason::Downgrade if rises => "rises",
            _ => continue,
        };
        let message = format!(
            "{} {goes} from {} to {} on {}, yet the reason is `{}`",
            line_name(key.0, key.1),
            before.amount.normalize(),
            change.arr.amount.normalize(),
            change.date.value,
            reason.value
        );
        let help = "`arr` is the whole new amount a year, not what was added or taken off: mend it, or the \
                    reason";
        out.push(Diagnostic::new(&codes::P424, at(contract, change.arr.span), message).help(help));
    }
}

/// Notice that has no effect, or comes late.
fn notice(contract: &Contract, out: &mut Diagnostics) {
    let (Some(cancelled), Some(end)) = (contract.cancelled, contract.end) else { return };
    if cancelled.value < contract.start.value || end.value < contract.start.value {
        return;
    }
    let id = plain(&contract.id.value);
    let place = at(contract, cancelled.span);
    if !contract.goes_on() {
        let message = format!("`cancelled` has no effect: {id} runs to its end, {}", end.value);
        let help = format!(
            "only the renewal forecast leaves it out; if it was ended early, write its last day in force, as in \
             `end: {}`; if it renews by itself unless notice is given, add `auto_renews: true`",
            cancelled.value
        );
        out.push(
            Diagnostic::new(&codes::P412, place, message)
                .help(help)
                .label(at(contract, end.span), "it ends here in any case"),
        );
        return;
    }
    let (Some(period), Some(last)) = (contract.notice, terms::term_end(contract, cancelled.value)) else {
        return;
    };
    let in_time = period.before(last);
    if cancelled.value > in_time {
        let message = format!(
            "Notice for {id} came {}, {} after the last day for it ({in_time})",
            cancelled.value,
            days((cancelled.value - in_time).num_days())
        );
        let next = last.succ_opt().and_then(|day| terms::term_end(contract, day)).unwrap_or(last);
        let help = format!(
            "figures let it end with the term all the same, {last}; if the client is held to the next term, \
             write `cancelled: {}` or later, so that it ends {next}",
            last.succ_opt().unwrap_or(last)
        );
        out.push(Diagnostic::new(&codes::P413, place, message).help(help).label(
            at(contract, period.span),
            format!("notice must be given {} before the end", period.value),
        ));
    }
}
