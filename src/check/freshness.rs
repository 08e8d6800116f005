//! What went stale (family P5): days that have passed, or can't have been yet.
//!
//! For: facts that time overtook; each message says by how many days and what to do. What the framework
//! asks of freshness (reviews, contacts, overdue actions, renewals) is a requirement and stands there.
//! Must not: ask anything of a client that left, but for what can't be true.

use std::collections::BTreeMap;

use super::subject::Subject;
use super::terms;
use super::words::{ago, days, plain, quoted};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::*;
use crate::text::{Place, Span};

/// The freshness rules over one plan.
pub(super) fn check(s: &Subject<'_>, out: &mut Diagnostics) {
    future_dates(s, out);
    for action in &s.plan.actions {
        done(s, action, out);
    }
    if s.has_left() {
        return;
    }
    for opportunity in s.plan.opportunities.iter().filter(|opportunity| opportunity.stage.is_open()) {
        past_close(s, opportunity, out);
    }
    if !recorded(s, RiskCategory::UsageDecline) {
        for usage in &s.plan.usage {
            usage_falls(s, usage, out);
        }
    }
    for risk in s.plan.risks.iter().filter(|risk| risk.status() == RiskStatus::Open) {
        mitigation_over(s, risk, out);
    }
    if !recorded(s, RiskCategory::UnresolvedSupport) {
        for escalation in &s.plan.escalations {
            long_open(s, escalation, out);
        }
    }
    for objective in &s.plan.objectives {
        missed(s, objective, out);
    }
}

/// What is told as having happened can't lie ahead.
fn future_dates(s: &Subject<'_>, out: &mut Diagnostics) {
    let mut happened = |place: Place, day: Date, what: &str| {
        if day <= s.as_of {
            return;
        }
        let message = format!("{what} {day}, which is {} ahead", days((day - s.as_of).num_days()));
        let help = match day.checked_sub_months(chrono::Months::new(12)) {
            Some(year_before) if year_before <= s.as_of => format!(
                "write the day on which it happened (is {year_before} meant?); nothing that lies ahead counts"
            ),
            _ => "write the day on which it happened; nothing that lies ahead counts".into(),
        };
        out.push(Diagnostic::new(&codes::P505, place, message).help(help));
    };
    if let Some(reviewed) = s.plan.reviewed {
        happened(s.plan.at(reviewed.span), reviewed.value, "This plan was reviewed on");
    }
    for who in &s.plan.stakeholders {
        if let Some(day) = who.last_contact.filter(|day| day.value > s.as_of) {
            let what = format!("The last contact with {} was on", plain(&who.name.value));
            happened(Place::new(&who.place.source, day.span), day.value, &what);
        }
    }
    for value in s.plan.value.iter().filter(|value| value.date.value > s.as_of) {
        let what = format!("The outcome {} was reached on", quoted(&value.outcome.value));
        happened(Place::new(&value.place.source, value.date.span), value.date.value, &what);
    }
    for survey in &s.plan.surveys {
        let place = Place::new(&survey.place.source, survey.date.span);
        happened(place, survey.date.value, "This survey was answered on");
    }
    for escalation in s.plan.escalations.iter().filter(|e| e.opened.at.date() > s.as_of) {
        let what = format!("The escalation {} was opened on", plain(&escalation.id.value));
        let place = Place::new(&escalation.place.source, escalation.opened.span);
        happened(place, escalation.opened.at.date(), &what);
    }
    for risk in &s.plan.risks {
        if let Some(day) = risk.opened.filter(|day| day.value > s.as_of) {
            let what = format!("The risk {} was seen on", quoted(&risk.risk.value));
            happened(Place::new(&risk.place.source, day.span), day.value, &what);
        }
    }
    for action in s.plan.actions.iter().filter(|action| action.status() == ActionStatus::Done) {
        if let Some(day) = action.done.filter(|day| day.value > s.as_of) {
            let what = format!("{} was done on", quoted(&action.action.value));
            happened(Place::new(&action.place.source, day.span), day.value, &what);
        }
    }
    for opportunity in s.plan.opportunities.iter().filter(|o| !o.stage.is_open()) {
        let close = opportunity.close;
        if close.value > s.as_of {
            let what = format!("{} was {} on", quoted(&opportunity.name.value), opportunity.stage.value);
            happened(Place::new(&opportunity.place.source, close.span), close.value, &what);
        }
    }
}

/// A done action says when; one that says when is done.
fn done(s: &Subject<'_>, action: &Action, out: &mut Diagnostics) {
    let at = |span: Span| Place::new(&action.place.source, span);
    let what = quoted(&action.action.value);
    match (action.status, action.done) {
        (Some(status), None) if status.value == ActionStatus::Done && !s.refused_in(&action.place) => {
            let message = format!("{what} is done, but not since when");
            let day = action.due.map_or(s.as_of, |due| due.value.min(s.as_of));
            let help = format!("add the day, as in `done: {day}`");
            out.push(Diagnostic::new(&codes::P508, at(status.span), message).help(help));
        }
        (Some(status), Some(day)) if status.value != ActionStatus::Done => {
            let word = status.as_str().replace('-', " ");
            let message = format!("{what} is {word}, yet it was done {}", day.value);
            let help = "if it is done, write `status: done`; else take `done:` out";
            out.push(
                Diagnostic::new(&codes::P509, at(status.span), message)
                    .help(help)
                    .label(at(day.span), "done here"),
            );
        }
        _ => {}
    }
}

/// An open opportunity whose close date has passed.
fn past_close(s: &Subject<'_>, opportunity: &Opportunity, out: &mut Diagnostics) {
    let close = opportunity.close;
    if close.value >= s.as_of {
        return;
    }
    let message = format!(
        "{} was to close {}, {}, and is still at the stage {}",
        quoted(&opportunity.name.value),
        close.value,
        ago(close.value, s.as_of),
        opportunity.stage.value
    );
    let owner = opportunity.owner.as_ref().map_or(&s.plan.owner.value, |owner| &owner.value);
    let help = format!(
        "ask {} for a new `close:`, or write `stage: won` or `stage: lost`; until then the pipeline counts it",
        s.config.person_name(owner)
    );
    let place = Place::new(&opportunity.place.source, close.span);
    out.push(Diagnostic::new(&codes::P506, place, message).help(help));
}

/// Whether the plan records a risk of this category that is not closed, or may have meant to.
fn recorded(s: &Subject<'_>, category: RiskCategory) -> bool {
    let is = |risk: &Risk| risk.category.value == category && risk.status() != RiskStatus::Closed;
    s.plan.risks.iter().any(is) || s.refused("risks")
}

/// Usage that fell a tenth below what it was, with no risk that says so.
fn usage_falls(s: &Subject<'_>, usage: &Usage, out: &mut Diagnostics) {
    let known = |point: &&(Month, _)| point.0.last_day().is_some_and(|last| last <= s.as_of);
    let points: Vec<_> = usage.points.iter().filter(known).collect();
    let Some(((month, last), before)) = points.split_last() else { return };
    let recent = month.last_day().is_some_and(|day| day >= Cadence::Months(3).before(s.as_of));
    let before = before.get(before.len().saturating_sub(3)..).unwrap_or_default();
    if !recent || before.len() < 2 {
        return;
    }
    let sum = before.iter().try_fold(Decimal::ZERO, |sum, (_, point)| sum.checked_add(point.value));
    let Some(mean) = sum.and_then(|sum| sum.checked_div(Decimal::from(before.len()))) else { return };
    let falls = mean.is_sign_positive()
        && !mean.is_zero()
        && mean.checked_mul(Decimal::new(9, 1)).is_some_and(|limit| last.value <= limit);
    let share = last.value.checked_div(mean).filter(|_| falls);
    let fall = share.and_then(|share| Decimal::ONE.checked_sub(share)?.checked_mul(Decimal::ONE_HUNDRED));
    let Some(fall) = fall else { return };
    let message = format!(
        "{} fell to {} in {month}, {} % below the {} months before, and no risk says so",
        plain(&usage.metric.value),
        last.value.normalize(),
        round(fall, 0),
        before.len()
    );
    let help = "find out why, and record it under `risks:` with `category: usage-decline`, so that an action \
                against it gets planned";
    out.push(Diagnostic::new(&codes::P507, Place::new(&usage.place.source, last.span), message).help(help));
}

/// An open risk whose actions are all over.
fn mitigation_over(s: &Subject<'_>, risk: &Risk, out: &mut Diagnostics) {
    let actions: Vec<&Action> = risk.mitigation.iter().filter_map(|id| s.action(&id.value)).collect();
    if actions.is_empty() || actions.iter().any(|action| action.status().is_open()) {
        return;
    }
    // Above low × low, cancelled actions alone are no mitigation: the framework says so.
    let done = actions.iter().filter(|action| action.status() == ActionStatus::Done).count();
    if done == 0 && risk.score() > 1 {
        return;
    }
    let over = match (done, actions.len()) {
        (0, 1) => "the action against it was cancelled".to_owned(),
        (0, _) => "all actions against it were cancelled".to_owned(),
        (1, 1) => "the action against it is done".to_owned(),
        (n, all) if n == all => "all actions against it are done".to_owned(),
        _ => "all actions against it are done or cancelled".to_owned(),
    };
    let message = format!("The risk {} is still open, though {over}", quoted(&risk.risk.value));
    let help = "if the risk is met, write `status: mitigated`; else plan the next action and add it to \
                `mitigation:`";
    let span = risk.mitigation.first().map_or(risk.risk.span, |first| first.span);
    out.push(Diagnostic::new(&codes::P510, Place::new(&risk.place.source, span), message).help(help));
}

/// How long a high escalation may stay open before it is a risk.
const LONG: i64 = 30;

/// A high or critical escalation that stays open, with no risk that says so.
fn long_open(s: &Subject<'_>, escalation: &Escalation, out: &mut Diagnostics) {
    let Some(severity) = escalation.severity else { return };
    let high = matches!(severity.value, EscalationSeverity::Critical | EscalationSeverity::High);
    let open = escalation.resolved.is_none_or(|resolved| resolved.at.date() > s.as_of);
    let opened = escalation.opened.at.date();
    let age = (s.as_of - opened).num_days();
    if !high || !open || age <= LONG {
        return;
    }
    let message = format!(
        "{} ({}) has been open for {}, since {opened}, and no risk says so",
        plain(&escalation.id.value),
        severity.value,
        days(age)
    );
    let help = "write `resolved:` if it is; else record it under `risks:` with `category: unresolved-support`, \
                so that an action against it gets planned";
    let place = Place::new(&escalation.place.source, escalation.opened.span);
    out.push(Diagnostic::new(&codes::P511, place, message).help(help));
}

/// An objective past its day that is known not to be reached.
fn missed(s: &Subject<'_>, objective: &Objective, out: &mut Diagnostics) {
    let (Some(due), Some(target), Some(current)) = (objective.due, objective.target, objective.current)
    else {
        return;
    };
    let reached = match objective.baseline {
        Some(baseline) if baseline.value < target.value => current.value >= target.value,
        Some(baseline) if baseline.value > target.value => current.value <= target.value,
        _ => current.value == target.value,
    };
    if due.value >= s.as_of || reached {
        return;
    }
    let message = format!(
        "{} was due {}, {}, and stands at {} of {}",
        quoted(&objective.objective.value),
        due.value,
        ago(due.value, s.as_of),
        current.value.normalize(),
        target.value.normalize()
    );
    let help = "agree a new `due:` with the client, or bring `current:` up to date";
    let place = Place::new(&objective.place.source, due.span);
    out.push(Diagnostic::new(&codes::P512, place, message).help(help));
}

/// Contracts that ended of late and nobody renews.
pub(super) fn lapsed(s: &Subject<'_>, out: &mut Diagnostics) {
    let (plan, as_of) = (s.plan, s.as_of);
    let since = s.config.renewal_window.before(as_of);
    let lapsed = |contract: &Contract| {
        let last = contract.end.filter(|_| !contract.goes_on() && contract.cancelled.is_none())?.value;
        (since <= last && last < as_of && contract.start.value <= last).then_some(last)
    };
    if plan.lost.is_some() || plan.contracts.iter().all(|contract| lapsed(contract).is_none()) {
        return;
    }
    // Where something of the same product begins later, this is about how it is written (P411), or
    // about what replaced it.
    let mut latest_start: BTreeMap<&str, Date> = BTreeMap::new();
    for contract in &plan.contracts {
        for line in &contract.lines {
            let start = latest_start.entry(&line.product.value).or_insert(contract.start.value);
            *start = (*start).max(contract.start.value);
        }
    }
    for contract in &plan.contracts {
        let Some(last) = lapsed(contract) else { continue };
        let replaced = contract.lines.iter().any(|line| {
            latest_start.get(line.product.value.as_str()).is_some_and(|start| *start > contract.start.value)
        });
        if replaced
            || !s.renewals.of_contract(contract).is_empty()
            || s.to_be_renewed_elsewhere(contract)
            || terms::pays_nothing(contract, last, as_of)
        {
            continue;
        }
        let id = plain(&contract.id.value);
        let message =
            format!("{id} ended {last}, {}, and nothing renews it: it counts as lost", ago(last, as_of));
        let help = format!(
            "if it goes on, add the contract that `renews: {id}`; if the client left, write `lost:` with its \
             date and reason"
        );
        let span = contract.end.map_or(contract.id.span, |end| end.span);
        let place = Place::new(&contract.place.source, span);
        out.push(Diagnostic::new(&codes::P513, place, message).help(help));
    }
}
