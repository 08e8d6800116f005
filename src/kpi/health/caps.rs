//! What holds a health score down whatever its measures say.

use crate::model::{ActionStatus, Level, Plan, RiskStatus, Role, Stakeholder, next_day};

use super::super::because::Because;
use super::super::ledger::{Account, Agreement, Ledger};
use super::super::{Cap, renewals};

/// Every cap that applies, below the score or not.
pub(super) fn of(ledger: &Ledger, account: &Account) -> Vec<Cap> {
    let plan = &*account.plan;
    let as_of = ledger.as_of;
    let mut caps = Vec::new();
    let known = |risk: &&crate::model::Risk| risk.opened.is_none_or(|opened| opened.value <= as_of);
    if let Some(risk) = plan.risks.iter().filter(known).find(|risk| {
        risk.status() == RiskStatus::Open
            && risk.likelihood.value == Level::High
            && risk.impact.value == Level::High
            && !is_mitigated(plan, risk)
    }) {
        caps.push(Cap {
            name: "unmitigated-risk",
            at: 39,
            place: Some(risk.place.clone()),
            because: Because::UnmitigatedRisk(risk.risk.value.clone()),
        });
    }
    let gone = |name, because, is: fn(&Stakeholder) -> bool| {
        let mut who = plan.stakeholders.iter().filter(|who| is(who)).peekable();
        let place = who.peek().map(|who| who.place.clone());
        let all_gone = place.is_some() && who.all(|who| who.has_departed(as_of));
        all_gone.then_some(Cap { name, at: 69, place, because })
    };
    caps.extend(gone("no-decision-maker", Because::NoDecisionMaker, Stakeholder::decides));
    caps.extend(gone("no-champion", Because::NoChampion, |who| who.is(Role::Champion)));
    caps.extend(unattended_renewal(ledger, account));
    caps
}

/// Whether an action that is not cancelled mitigates a risk. An id that names no action (reported where it
/// is read) is taken at its word.
fn is_mitigated(plan: &Plan, risk: &crate::model::Risk) -> bool {
    risk.mitigation
        .iter()
        .any(|id| plan.action(&id.value).is_none_or(|action| action.status() != ActionStatus::Cancelled))
}

/// The first contract due inside the renewal window, not yet renewed and not going on by itself (or
/// already cancelled), that no open action supports.
fn unattended_renewal(ledger: &Ledger, account: &Account) -> Option<Cap> {
    let as_of = ledger.as_of;
    let unattended = |agreement: &&Agreement| {
        if agreement.goes_on && agreement.cancelled(as_of).is_none() {
            return false;
        }
        let Some(id) = ledger.contract(agreement).map(|contract| &contract.id.value) else { return false };
        !account.plan.actions.iter().any(|action| {
            action.status().is_open() && action.supports.iter().any(|supported| supported.value == *id)
        })
    };
    let due = |agreement: &Agreement| due_in_window(ledger, agreement);
    let first = account
        .agreements
        .iter()
        .filter_map(|agreement| due(agreement).map(|day| (day, agreement)))
        .filter(|(_, agreement)| unattended(agreement))
        .min_by_key(|(day, agreement)| (*day, agreement.which.index))?;
    let (due, agreement) = first;
    let contract = ledger.contract(agreement)?;
    Some(Cap {
        name: "renewal-without-action",
        at: 69,
        place: Some(contract.place.clone()),
        because: Because::RenewalWithoutAction { contract: contract.id.value.clone(), due },
    })
}

/// The first day inside the renewal window after `as_of` on which a contract that is not yet renewed comes
/// due.
pub(in crate::kpi) fn due_in_window(ledger: &Ledger, agreement: &Agreement) -> Option<crate::model::Date> {
    let as_of = ledger.as_of;
    let window = (next_day(as_of), ledger.config.renewal_window.after(as_of));
    renewals::due(ledger, agreement, window, as_of)
        .find(|(due, _)| !renewals::is_renewed(ledger, agreement, *due, as_of))
        .map(|(due, _)| due.day)
}
