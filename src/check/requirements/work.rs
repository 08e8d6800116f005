//! Value, growth, risks and actions: what was done, and what is to be done.

use super::Found;
use crate::check::framework::{Finding, Rule};
use crate::check::subject::Subject;
use crate::check::terms;
use crate::check::words::{ago, ahead, counted, first_line, plain, quoted};
use crate::model::*;
use crate::text::{Place, Span};

pub(in crate::check) fn quantified_outcome(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let Some(window) = rule.within else { return };
    let since = window.before(s.as_of);
    let counts = |value: &&Value| value.is_quantified() && (since..=s.as_of).contains(&value.date.value);
    let quantified = s.plan.value.iter().filter(counts).count();
    if quantified >= rule.at_least {
        return;
    }
    let message = match quantified {
        0 => format!("No quantified outcome within the last {window}"),
        n => format!(
            "{} within the last {window}; the framework asks for {}",
            counted(n as i64, "quantified outcome"),
            rule.at_least
        ),
    };
    let help = "say what the client gained in numbers: `worth:` in money a year, or `baseline:` and \
                `result:` of a metric";
    let mut finding = Finding::new(s.element_place(Element::ValueDelivered), message, help);
    let known = s.plan.value.iter().filter(|value| value.date.value <= s.as_of);
    if let Some(latest) = known.max_by_key(|value| value.date.value) {
        let (outcome, day) = (plain(&latest.outcome.value), latest.date);
        let (span, why) = if day.value < since {
            (day.span, format!("the latest is {}", ago(day.value, s.as_of)))
        } else {
            (latest.outcome.span, format!("“{outcome}” has neither `worth` nor `baseline` and `result`"))
        };
        finding = finding.label(Place::new(&latest.place.source, span), why);
    }
    found.push(finding);
}

pub(in crate::check) fn open_opportunity(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let open = s.plan.opportunities.iter().filter(|opportunity| opportunity.stage.is_open()).count();
    if open >= rule.at_least {
        return;
    }
    let message = match open {
        0 => format!("{} has no open opportunity", plain(&s.plan.account.value)),
        n => format!(
            "{} has {}; the framework asks for {} open ones",
            plain(&s.plan.account.value),
            counted(n as i64, "open opportunity").replace("opportunitys", "opportunities"),
            rule.at_least
        ),
    };
    let help = "add what the client could use next to `opportunities:`, with `stage: identified` while it \
                is only an idea";
    found.push(Finding::new(s.element_place(Element::GrowthOpportunities), message, help));
}

pub(in crate::check) fn high_risks_mitigated(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    mitigated(s, found, |score| score == 9);
}

pub(in crate::check) fn other_risks_mitigated(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    mitigated(s, found, |score| score > 1 && score < 9);
}

/// Whether an open risk has an action against it that was not cancelled.
pub(in crate::check) fn is_mitigated(s: &Subject<'_>, risk: &Risk) -> bool {
    let live = |id: &Field<String>| {
        s.action(&id.value).is_some_and(|action| action.status() != ActionStatus::Cancelled)
    };
    risk.mitigation.iter().any(live)
}

fn mitigated(s: &Subject<'_>, found: &mut Found, concerns: fn(u32) -> bool) {
    let open = s.plan.risks.iter().filter(|risk| risk.status() == RiskStatus::Open);
    for risk in open.filter(|risk| concerns(risk.score()) && !is_mitigated(s, risk)) {
        let weight = format!("{} × {}", risk.likelihood.value, risk.impact.value);
        let cancelled: Vec<&Action> = risk.mitigation.iter().filter_map(|id| s.action(&id.value)).collect();
        let what = quoted(&risk.risk.value);
        let message = match cancelled.as_slice() {
            [] => format!("No action mitigates the risk {what} ({weight})"),
            [_] => format!("The action against the risk {what} ({weight}) was cancelled"),
            _ => format!("All actions against the risk {what} ({weight}) were cancelled"),
        };
        let help = match s.supporter(&risk.id.value) {
            Some(action) => format!(
                "{} supports it: name it here, as in `mitigation: [{}]`",
                quoted(&action.action.value),
                plain(&action.id.value)
            ),
            None => "plan an action against it under `actions:` and name it here by its id, as in \
                     `mitigation: [the-action]`"
                .into(),
        };
        let place = match risk.mitigation.first() {
            Some(first) => Place::new(&risk.place.source, first.span),
            None => first_line(&risk.place),
        };
        let mut finding = Finding::new(place, message, help);
        if let Some(action) = cancelled.first() {
            let span = action.status.map_or(action.action.span, |status| status.span);
            let place = Place::new(&action.place.source, span);
            finding = finding.label(place, format!("{} was cancelled", quoted(&action.action.value)));
        }
        found.push(finding);
    }
}

fn action_lacks(s: &Subject<'_>, found: &mut Found, action: &Action, message: &str, help: String) {
    let message = format!("{} {message}", quoted(&action.action.value));
    let finding = Finding::new(first_line(&action.place), message, help);
    // What is there and wrong was reported where it stands.
    found.push(if s.refused_in(&action.place) { finding.said_elsewhere() } else { finding });
}

pub(in crate::check) fn action_owner(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    for action in s.plan.actions.iter().filter(|action| action.owner.is_none()) {
        let help = format!("say who of ours does it, as in `owner: {}`", plain(&s.plan.owner.value));
        action_lacks(s, found, action, "has no owner", help);
    }
}

pub(in crate::check) fn action_due(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    for action in s.plan.actions.iter().filter(|action| action.due.is_none()) {
        let month = Cadence::Months(1).after(s.as_of);
        let help = format!("say by when it must be done, as in `due: {month}`");
        action_lacks(s, found, action, "has no due date", help);
    }
}

pub(in crate::check) fn action_metric(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    for action in s.plan.actions.iter().filter(|action| action.metric.is_none()) {
        let help = "say how we will know that it worked, as in `metric: CFO attends the December QBR`";
        action_lacks(s, found, action, "has no success metric", help.into());
    }
}

pub(in crate::check) fn action_next_quarter(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let Some(window) = rule.within else { return };
    let until = window.after(s.as_of);
    let due = |action: &&Action| {
        action.status().is_open() && action.due.is_some_and(|due| s.as_of < due.value && due.value <= until)
    };
    let count = s.plan.actions.iter().filter(due).count();
    if count >= rule.at_least {
        return;
    }
    let message = match count {
        0 => format!("No open action is due within the next {window} (until {until})"),
        n => format!(
            "{} due within the next {window} (until {until}); the framework asks for {}",
            counted(n as i64, "open action"),
            rule.at_least
        ),
    };
    let help = "plan the next step with this client: who does what by when, and how you will know that it \
                worked";
    found.push(Finding::new(s.element_place(Element::ActionPlan), message, help));
}

pub(in crate::check) fn nothing_overdue(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    for action in s.plan.actions.iter().filter(|action| action.status().is_open()) {
        let Some(due) = action.due.filter(|due| due.value < s.as_of) else { continue };
        let message = format!(
            "{} was due {}, {}, and is still {}",
            quoted(&action.action.value),
            due.value,
            ago(due.value, s.as_of),
            action.status().as_str().replace('-', " ")
        );
        let help = match &action.owner {
            Some(owner) => format!(
                "if it is done, write `status: done` and the day in `done:`; else agree a new `due:` with {}",
                s.config.person_name(&owner.value)
            ),
            None => {
                "if it is done, write `status: done` and the day in `done:`; else agree a new `due:`".into()
            }
        };
        found.push(Finding::new(Place::new(&action.place.source, due.span), message, help));
    }
}

pub(in crate::check) fn renewal_has_action(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let Some(window) = rule.within else { return };
    let until = window.after(s.as_of);
    for contract in &s.plan.contracts {
        // One that goes on by itself needs no action, until notice is received.
        let Some(last) = terms::last_day_known(contract, s.as_of) else { continue };
        let in_window = s.as_of < last && last <= until;
        if !in_window || contract.start.value > last || s.supporter(&contract.id.value).is_some() {
            continue;
        }
        let successors = s.renewals.of_contract(contract);
        if successors.iter().any(|next| next.signed_on() <= s.as_of)
            || s.renewed_elsewhere(contract)
            || terms::pays_nothing(contract, last, s.as_of)
        {
            continue;
        }
        let id = plain(&contract.id.value);
        let message =
            format!("{id} ends {last}, {}, and no open action supports its renewal", ahead(last, s.as_of));
        let at = |span: Span| Place::new(&contract.place.source, span);
        let place = match (contract.end, contract.cancelled) {
            (Some(end), _) => at(end.span),
            (None, Some(cancelled)) => at(cancelled.span),
            (None, None) => at(contract.id.span),
        };
        let help = match successors.first() {
            Some(next) => format!(
                "if {} is signed, write when, as in `signed: {}`; else plan an action with `supports: [{id}]`",
                plain(&next.id.value),
                s.as_of
            ),
            None if s.to_be_renewed_elsewhere(contract) => format!(
                "if the contract of the other account that renews it is signed, write there when, as in \
                 `signed: {}`; else plan an action with `supports: [{id}]`",
                s.as_of
            ),
            None => format!(
                "plan an action with `supports: [{id}]`; once it is renewed, add the contract that `renews: \
                 {id}`"
            ),
        };
        found.push(Finding::new(place, message, help));
    }
}
