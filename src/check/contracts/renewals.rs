//! What contracts say of each other, and of how long somebody is a client.
//!
//! For: `renews`, and what looks like it; `customer_since` and `lost` beside the contracts.
//! Must not: look at one contract alone (that is the module above), or at other plans.

use std::collections::{BTreeMap, BTreeSet};

use super::{at, line_name};
use crate::check::cycles::cycles;
use crate::check::subject::Subject;
use crate::check::terms::{self, LineKey, line_key};
use crate::check::words::{days, listed, plain};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::*;

/// What a contract says about what it renews.
pub(super) fn renewal(s: &Subject<'_>, contract: &Contract, out: &mut Diagnostics) {
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
pub(super) fn renewal_cycles<'a>(plan: &'a Plan, out: &mut Diagnostics) -> BTreeSet<&'a str> {
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
pub(in crate::check) fn circle_of_renewals(members: &[(&Plan, &Contract)]) -> Option<Diagnostic> {
    let ((plan, first), rest) = members.split_first()?;
    let same_plan = rest.iter().all(|(other, _)| other.id.value == plan.id.value);
    let name = |plan: &Plan, contract: &Contract| {
        if same_plan {
            plain(&contract.id.value).to_string()
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
pub(super) fn customer_since(plan: &Plan, out: &mut Diagnostics) {
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
pub(super) fn client_that_left(s: &Subject<'_>, out: &mut Diagnostics) {
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

/// What looks like the renewal of a contract, but doesn't say so: the client would count as lost and
/// come back.
pub(in crate::check) fn looks_like_renewal(s: &Subject<'_>, out: &mut Diagnostics) {
    let plan = s.plan;
    if plan.contracts.len() < 2 || plan.contracts.iter().all(|contract| !contract.renews.is_empty()) {
        return;
    }
    // What ended and nobody renews, by what it was for and its last day.
    let mut ended: BTreeMap<(LineKey<'_>, Date), &Contract> = BTreeMap::new();
    for old in &plan.contracts {
        let Some(last) = terms::last_day_known(old, s.as_of) else { continue };
        let renewed = !s.renewals.of_contract(old).is_empty() || s.to_be_renewed_elsewhere(old);
        if last >= old.start.value && !renewed {
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
