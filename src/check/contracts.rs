//! Contracts and dates that contradict themselves (family P4).
//!
//! For: what can't be (an error, for figures would follow it) and what is hardly meant (a warning, for
//! figures follow it all the same, and the message says how).
//! Must not: compute revenue, or look at other plans.

use std::collections::{BTreeMap, BTreeSet};

use super::cycles::cycles;
use super::subject::Subject;
use super::terms::{self, LineKey, Lines, line_key};
use super::words::{days, listed, plain, quoted};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::*;
use crate::text::{Place, Span};

/// The contract rules over one plan.
pub(super) fn check(s: &Subject<'_>, out: &mut Diagnostics) {
    let circles = renewal_cycles(s.plan, out);
    for contract in &s.plan.contracts {
        term(contract, out);
        lines(contract, out);
        changes(contract, out);
        notice(contract, out);
        if !circles.contains(contract.id.value.as_str()) {
            renewal(s, contract, out);
        }
    }
    customer_since(s.plan, out);
    client_that_left(s, out);
    escalations(s.plan, out);
    won(s.plan, out);
    action_dates(s.plan, out);
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
        None => plain(product),
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

/// What a contract says about what it renews.
fn renewal(s: &Subject<'_>, contract: &Contract, out: &mut Diagnostics) {
    let id = plain(&contract.id.value);
    let start = contract.start;
    if contract.renews.is_empty() {
        if let Some(uplift) = contract.uplift.filter(|_| !s.refused_in(&contract.place)) {
            let message = format!("{id} has an uplift, but renews no contract");
            let help = "`uplift` is the price rise over what this contract renews: add `renews:` with that \
                        contract's id, or take `uplift` out";
            out.push(
                Diagnostic::new(&codes::P409, at(contract, uplift.span), message)
                    .help(help)
                    .about("contracts"),
            );
        }
        return;
    }
    let olds = contract.renews.iter().filter_map(|old| {
        let found = s.contract(&old.contract).filter(|_| terms::is_own(s.plan, old))?;
        (found.id.value != contract.id.value).then_some((old.span, found))
    });
    let mut expired: Option<Date> = None;
    for (span, old) in olds {
        let old_id = plain(&old.id.value);
        if start.value < old.start.value {
            let message = format!(
                "{id} starts {}, before {old_id}, which it is to renew ({})",
                start.value, old.start.value
            );
            let help = format!(
                "a renewal comes after what it renews: is it {old_id} that should say `renews: {id}`?"
            );
            out.push(
                Diagnostic::new(&codes::P419, at(contract, span), message)
                    .help(help)
                    .label(at(old, old.start.span), format!("{old_id} starts here")),
            );
            continue;
        }
        let Some(last) = terms::last_day_known(old, s.as_of) else { continue };
        expired = expired.max(Some(last));
        let between = (start.value - last).num_days() - 1;
        if between > 0 && last >= old.start.value {
            let message = format!(
                "{id} starts {}, but {old_id}, which it renews, ended {last}: the {} between count as churn \
                 and reactivation",
                start.value,
                days(between)
            );
            let next = last.succ_opt().unwrap_or(last);
            let help = format!(
                "if the service went on, write `start: {next}`; a signature that came late goes into \
                 `signed:`"
            );
            let end = old.end.or(old.cancelled).map_or(old.id.span, |end| end.span);
            out.push(
                Diagnostic::new(&codes::P402, at(contract, start.span), message)
                    .help(help)
                    .label(at(old, end), format!("{old_id} ended {last}")),
            );
        }
    }
    if let Some(signed) = contract.signed.filter(|signed| signed.value > start.value) {
        let late = expired.is_some_and(|last| signed.value > last);
        let message = format!(
            "The renewal {id} was signed {}, {} after it started{}",
            signed.value,
            days((signed.value - start.value).num_days()),
            if late { ": it counts as late" } else { "" }
        );
        let help = "if the day is right, nothing is to be done here; the renewal rate counts only what was \
                    signed in time";
        out.push(
            Diagnostic::new(&codes::P416, at(contract, signed.span), message)
                .help(help)
                .label(at(contract, start.span), format!("{id} starts here")),
        );
    }
}

/// Contracts that renew each other in a circle; gives those that do. Circles through other accounts' are
/// the portfolio's.
fn renewal_cycles<'a>(plan: &'a Plan, out: &mut Diagnostics) -> BTreeSet<&'a str> {
    let mut members_of_circles = BTreeSet::new();
    if plan.contracts.iter().all(|contract| contract.renews.is_empty()) {
        return members_of_circles;
    }
    let index: BTreeMap<&str, usize> =
        plan.contracts.iter().enumerate().map(|(n, contract)| (contract.id.value.as_str(), n)).collect();
    let edges: Vec<Vec<usize>> = plan
        .contracts
        .iter()
        .map(|contract| {
            let own = contract.renews.iter().filter(|old| terms::is_own(plan, old));
            own.filter_map(|old| index.get(old.contract.as_str()).copied()).collect()
        })
        .collect();
    for circle in cycles(&edges) {
        let members: Vec<&Contract> = circle.iter().filter_map(|&n| plan.contracts.get(n)).collect();
        members_of_circles.extend(members.iter().map(|contract| contract.id.value.as_str()));
        out.extend(circle_of_renewals(&members.iter().map(|c| (plan, *c)).collect::<Vec<_>>()));
    }
    members_of_circles
}

/// The report of contracts that renew each other: at the first, with labels for the rest.
pub(super) fn circle_of_renewals(members: &[(&Plan, &Contract)]) -> Option<Diagnostic> {
    let ((plan, first), rest) = members.split_first()?;
    let same_plan = rest.iter().all(|(other, _)| other.id.value == plan.id.value);
    let name = |plan: &Plan, contract: &Contract| {
        if same_plan {
            plain(&contract.id.value)
        } else {
            format!("{}/{}", plain(&plan.id.value), plain(&contract.id.value))
        }
    };
    let names: Vec<String> = members.iter().map(|(plan, contract)| name(plan, contract)).collect();
    let own = name(plan, first);
    let message = match names.as_slice() {
        [_] => format!("{own} renews itself"),
        _ => format!("{} renew each other in a circle", listed(names.iter().map(String::as_str))),
    };
    let place_of = |contract: &Contract| {
        at(contract, contract.renews.first().map_or(contract.id.span, |renews| renews.span))
    };
    let help = match names.as_slice() {
        [_] => "name the earlier contract that it renews, or take `renews` out".to_owned(),
        _ => "each renews one that came before it: take `renews` out of the one that came first".to_owned(),
    };
    let mut diagnostic =
        Diagnostic::new(&codes::P406, place_of(first), message).help(help).about("contracts");
    for (plan, contract) in rest {
        diagnostic = diagnostic.label(place_of(contract), format!("{} is part of it", name(plan, contract)));
    }
    Some(diagnostic)
}

/// A client of longer standing than their contracts.
fn customer_since(plan: &Plan, out: &mut Diagnostics) {
    let Some(since) = plan.customer_since else { return };
    let Some(first) = plan.contracts.iter().min_by_key(|contract| contract.start.value) else { return };
    let taken_over = first.renews.iter().any(|old| old.account.is_some());
    let began = first.signed.map_or(first.start.value, |signed| signed.value.min(first.start.value));
    if taken_over || since.value >= began {
        return;
    }
    let id = plain(&first.id.value);
    let message = format!(
        "{} is a client since {}, but the first contract here starts {}",
        plain(&plan.account.value),
        since.value,
        first.start.value
    );
    let help = format!(
        "are earlier contracts missing? figures count {id} as new business on {}: add them, or mend \
         `customer_since`",
        first.start.value
    );
    out.push(
        Diagnostic::new(&codes::P414, plan.at(since.span), message)
            .help(help)
            .label(at(first, first.start.span), format!("{id}, the first contract, starts here")),
    );
}

/// A client that left, beside what is still in force.
fn client_that_left(s: &Subject<'_>, out: &mut Diagnostics) {
    let Some(lost) = &s.plan.lost else { return };
    let left = lost.date;
    if let Some(since) = s.plan.customer_since.filter(|since| since.value > left.value) {
        let message = format!("The client left {}, before they became one ({})", left.value, since.value);
        out.push(
            Diagnostic::new(&codes::P421, s.plan.at(left.span), message)
                .help("mend `lost.date` or `customer_since`; a client that came back is no longer `lost`")
                .label(s.plan.at(since.span), "a client from here on"),
        );
    }
    for contract in &s.plan.contracts {
        // What is written counts here, known by the day or not: a notice in the future ends it, too.
        let last = terms::last_day_known(contract, Date::MAX);
        if last.is_some_and(|last| last <= left.value) || terms::pays_nothing(contract, left.value, Date::MAX)
        {
            continue;
        }
        if s.renewals.of_contract(contract).iter().any(|next| next.start.value <= left.value) {
            continue;
        }
        let id = plain(&contract.id.value);
        let (until, write) = match (last, contract.goes_on()) {
            (Some(last), _) => (format!("until {last}"), format!("`end: {}`", left.value)),
            (None, true) => ("and renews by itself".into(), "`cancelled:` and the day of the notice".into()),
            (None, false) => ("without an end".into(), format!("`end: {}`", left.value)),
        };
        let message = format!("The client left {}, yet {id} is in force {until}", left.value);
        let help = format!(
            "figures follow the contracts and still count it: if it ended when the client left, write \
             {write} in {id}"
        );
        let place = at(contract, contract.end.map_or(contract.id.span, |end| end.span));
        out.push(
            Diagnostic::new(&codes::P415, place, message)
                .help(help)
                .label(s.plan.at(left.span), "the client left here"),
        );
    }
}

/// Resolved before opened. Earlier on the very day of its opening counts as at once.
fn escalations(plan: &Plan, out: &mut Diagnostics) {
    for escalation in &plan.escalations {
        let (opened, Some(resolved)) = (escalation.opened, escalation.resolved) else { continue };
        if resolved.at >= opened.at || resolved.day == opened.day {
            continue;
        }
        let at = |span: Span| Place::new(&escalation.place.source, span);
        let id = plain(&escalation.id.value);
        let message = format!(
            "{id} was resolved before it was opened: opened {}, resolved {}",
            moment(&opened),
            moment(&resolved)
        );
        out.push(
            Diagnostic::new(&codes::P410, at(resolved.span), message)
                .help("mend one of the two days, or swap them")
                .label(at(opened.span), "opened here")
                .about("escalations"),
        );
    }
}

/// A point in time as the author wrote it, as far as is known.
fn moment(moment: &Moment) -> String {
    if moment.timed { moment.at.format("%Y-%m-%d %H:%M UTC").to_string() } else { moment.day.to_string() }
}

/// An opportunity that was won, and no contract that shows it.
fn won(plan: &Plan, out: &mut Diagnostics) {
    let won = plan.opportunities.iter().filter(|opportunity| opportunity.stage.value == Stage::Won);
    for opportunity in won.filter(|opportunity| opportunity.contract.is_none()) {
        let message = format!("{} was won, but names no contract", quoted(&opportunity.name.value));
        let help = match plan.contracts.iter().max_by_key(|contract| contract.start.value) {
            Some(latest) => format!(
                "figures follow the contracts alone: say which one it became, as in `contract: {}`",
                plain(&latest.id.value)
            ),
            None => {
                "figures follow the contracts alone: add the one that it became, and name it in `contract:`"
                    .into()
            }
        };
        let place = Place::new(&opportunity.place.source, opportunity.stage.span);
        out.push(Diagnostic::new(&codes::P422, place, message).help(help));
    }
}

/// An action that starts after it is due.
fn action_dates(plan: &Plan, out: &mut Diagnostics) {
    for action in &plan.actions {
        let (Some(start), Some(due)) = (action.start, action.due) else { continue };
        if start.value > due.value {
            let at = |span: Span| Place::new(&action.place.source, span);
            let message = format!(
                "{} starts {}, after it is due ({})",
                quoted(&action.action.value),
                start.value,
                due.value
            );
            out.push(
                Diagnostic::new(&codes::P423, at(start.span), message)
                    .help("mend one of the two days, or swap them")
                    .label(at(due.span), "due here"),
            );
        }
    }
}

/// What looks like the renewal of a contract, but doesn't say so: the client would count as lost and
/// come back. `renewed` says whether a contract of the plan is renewed by another account's.
pub(super) fn looks_like_renewal(
    plan: &Plan,
    as_of: Date,
    renewed: impl Fn(&Contract) -> bool,
    out: &mut Diagnostics,
) {
    if plan.contracts.len() < 2 || plan.contracts.iter().all(|contract| !contract.renews.is_empty()) {
        return;
    }
    let renewals = terms::Renewals::of(plan);
    // What ended and nobody renews, by what it was for and its last day.
    let mut ended: BTreeMap<(LineKey<'_>, Date), &Contract> = BTreeMap::new();
    for old in &plan.contracts {
        let Some(last) = terms::last_day_known(old, as_of) else { continue };
        if last >= old.start.value && renewals.of_contract(old).is_empty() && !renewed(old) {
            for line in &old.lines {
                ended.insert((line_key(line), last), old);
            }
        }
    }
    for next in plan.contracts.iter().filter(|contract| contract.renews.is_empty()) {
        let start = next.start.value;
        // A month before the end, for a renewal that is early; a quarter after it, for one that is late.
        let (from, to) = (Cadence::Days(93).before(start), Cadence::Days(30).after(start));
        let before = |line| {
            let of_line = ended.range((line_key(line), from)..=(line_key(line), to));
            let fits = |old: &Contract| old.id.value != next.id.value && old.start.value < start;
            of_line.rev().find(|(_, old)| fits(old)).map(|(&(key, last), &old)| (last, key, old))
        };
        let found = next.lines.iter().filter_map(before).max_by_key(|(last, ..)| *last);
        let Some((last, (product, unit), old)) = found else { continue };
        let (id, old_id) = (plain(&next.id.value), plain(&old.id.value));
        let message = format!(
            "{id} looks like the renewal of {old_id}: {} from {start} on, where {old_id} ends {last}",
            line_name(product, unit)
        );
        let help = format!(
            "if it is, add `renews: {old_id}` to {id}; else {old_id} counts as lost when it came due"
        );
        out.push(
            Diagnostic::new(&codes::P411, at(next, next.id.span), message)
                .help(help)
                .label(at(old, old.end.map_or(old.id.span, |end| end.span)), "nobody renews this one"),
        );
    }
}
