//! What renewals, the voice of the client, lifetime value, health, completeness, pipeline and forecast are
//! made of.

use crate::model::{Choice, Decimal, Survey};

use super::super::amount::{accumulate, div, mul, sub, sum};
use super::super::forecast::{Ahead, growth, outlook};
use super::super::renewals::{Outcome, Status, outcomes};
use super::super::{
    FigureName, csat as csats, health as healths, nps as npses, pipeline as pipelines, resolution, words,
};
use super::Contribution;
use super::sources::Part;

/// The contracts that came due, by what became of them.
pub(super) fn renewals(part: &Part<'_>, figure: FigureName) -> Vec<Contribution> {
    let one_if = |is: bool| if is { Decimal::ONE } else { Decimal::ZERO };
    let mut parts = Vec::new();
    for agreement in part.accounts().flat_map(|(_, account)| part.ledger.agreements_of(account)) {
        for outcome in outcomes(part.ledger, agreement, part.window) {
            let (status, renewed) = (outcome.status, renewed(&outcome));
            let (amount, of) = match (figure, status) {
                (_, Status::Pending) => (Decimal::ZERO, Decimal::ZERO),
                (FigureName::RenewalRate, _) => (one_if(status == Status::OnTime), Decimal::ONE),
                (FigureName::RenewalRateWithLate, _) => (one_if(status != Status::Lost), Decimal::ONE),
                (FigureName::GrossValueRenewalRate, _) => (renewed.min(outcome.expiring), outcome.expiring),
                _ => (renewed, outcome.expiring),
            };
            let text = match status {
                Status::Lost => format!("{} not renewed", part.money(outcome.expiring)),
                Status::Pending => {
                    format!("{}, its successor is in force but not signed", part.money(outcome.expiring))
                }
                Status::OnTime | Status::Late => {
                    format!("{} renewed at {}", part.money(outcome.expiring), part.money(outcome.renewed))
                }
            };
            let Some(mut due) = part.of_contract(agreement, amount, of, text) else { continue };
            due.date = Some(outcome.due.day);
            due.movement = Some(status.as_str());
            parts.push(due);
        }
    }
    parts
}

fn renewed(outcome: &Outcome) -> Decimal {
    if outcome.status == Status::Lost { Decimal::ZERO } else { outcome.renewed }
}

fn answer(
    part: &Part<'_>,
    account: &super::super::ledger::Account,
    survey: &Survey,
    text: String,
) -> Contribution {
    let by = survey.by.as_ref().map(|by| format!(" by {}", by.value)).unwrap_or_default();
    let mut answer = part.of_account(account, Decimal::ZERO, Decimal::ONE, text + &by);
    answer.record = survey.id.as_ref().map(|id| id.value.clone());
    answer.place = survey.place.clone();
    answer.date = Some(survey.date.value);
    answer
}

/// The responses, those in the two highest boxes counting 1.
pub(super) fn csat(part: &Part<'_>) -> Vec<Contribution> {
    let mut parts = Vec::new();
    for (_, account) in part.accounts() {
        for (survey, score, of) in csats::responses(&account.plan, part.window) {
            let mut response = answer(part, account, survey, format!("{score} of {of}"));
            let satisfied = csats::satisfied(score, of);
            response.amount = if satisfied { Decimal::ONE } else { Decimal::ZERO };
            response.movement = Some(if satisfied { "satisfied" } else { "not_satisfied" });
            parts.push(response);
        }
    }
    parts
}

/// The answers that count: promoters 100, detractors −100.
pub(super) fn nps(part: &Part<'_>) -> Vec<Contribution> {
    let mut parts = Vec::new();
    for (_, account) in part.accounts() {
        for (survey, score) in npses::answers(&account.plan, part.window) {
            let mut response = answer(part, account, survey, score.to_string());
            (response.amount, response.movement) = match score {
                9.. => (Decimal::ONE_HUNDRED, Some("promoter")),
                7..=8 => (Decimal::ZERO, Some("passive")),
                _ => (-Decimal::ONE_HUNDRED, Some("detractor")),
            };
            parts.push(response);
        }
    }
    parts
}

/// The escalations resolved, in hours.
pub(super) fn time_to_resolution(part: &Part<'_>) -> Vec<Contribution> {
    let mut parts = Vec::new();
    for (_, account) in part.accounts() {
        for (escalation, took) in resolution::resolved(&account.plan, part.window) {
            let hours = resolution::in_hours(took).unwrap_or_default();
            let text = escalation.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default();
            let mut resolved = part.of_account(account, hours, Decimal::ONE, text);
            resolved.record = Some(escalation.id.value.clone());
            resolved.place = escalation.place.clone();
            resolved.date = escalation.resolved.map(|resolved| resolved.at.date());
            resolved.movement = Some("resolved");
            parts.push(resolved);
        }
    }
    parts
}

/// The accounts' lifetime values.
pub(super) fn clv(part: &Part<'_>) -> Vec<Contribution> {
    let accounts = part.accounts().filter_map(|(_, account)| {
        let figures = &part.report.account(account.id())?.figures;
        let value = figures.clv.value.clone().ok().filter(|value| !value.is_zero())?;
        let text = format!("closing ARR {}", part.money(figures.closing_arr));
        Some(part.of_account(account, value, Decimal::ZERO, text))
    });
    accounts.collect()
}

/// An account's measures by their weights, and what its caps take away; of a group, its accounts by ARR.
pub(super) fn health(part: &Part<'_>) -> Vec<Contribution> {
    let mut parts = Vec::new();
    for (_, account) in part.accounts() {
        let Some(figures) = part.report.account(account.id()) else { continue };
        let health = &figures.figures.health;
        let Ok(value) = health.value else { continue };
        if !part.alone {
            let tally = healths::Tally::of(health, account.arr(part.ledger.as_of));
            let text = format!("health {}", words::trimmed(value, 1));
            parts.push(part.of_account(account, tally.points, tally.arr, text));
            continue;
        }
        let known = || health.measures.iter().filter(|measure| measure.value.is_ok());
        let weight = sum(known().map(|measure| measure.weight));
        for measure in known() {
            let Ok(points) = measure.value else { continue };
            let of_100 = words::trimmed(measure.weight, 2);
            let text = format!("{} at a weight of {of_100}: {}", words::trimmed(points, 1), measure.because);
            let amount = div(mul(points, measure.weight), weight).unwrap_or_default();
            let mut of_measure = part.of_account(account, amount, Decimal::ZERO, text);
            of_measure.movement = Some(measure.name);
            if let Some(place) = measure.places.first() {
                of_measure.place = place.clone();
            }
            parts.push(of_measure);
        }
        let lowest = health.caps.iter().min_by_key(|cap| cap.at);
        if let (Some(cap), Some(uncapped)) = (lowest, health.uncapped) {
            let amount = sub(value, uncapped);
            let text = format!("at most {}: {}", cap.at, cap.because);
            let mut of_cap = part.of_account(account, amount, Decimal::ZERO, text);
            of_cap.movement = Some(cap.name);
            if let Some(place) = &cap.place {
                of_cap.place = place.clone();
            }
            parts.push(of_cap);
        }
    }
    parts
}

/// An account's requirements; of a group, its plans.
pub(super) fn completeness(part: &Part<'_>) -> Vec<Contribution> {
    let mut parts = Vec::new();
    for (_, account) in part.accounts() {
        let (met, required) = (account.completeness.met, account.completeness.required);
        let text = format!("{met} of {required} requirements met");
        if part.alone {
            parts.push(part.of_account(account, met.into(), met.into(), text));
            for unmet in &account.completeness.unmet {
                let mut missing =
                    part.of_account(account, Decimal::ZERO, Decimal::ONE, unmet.message.clone());
                missing.record = Some(unmet.code.name.to_owned());
                missing.movement = Some("unmet");
                parts.push(missing);
            }
        } else if let Some(share) = div(met.into(), required.into()) {
            parts.push(part.of_account(account, share, Decimal::ONE, text));
        }
    }
    parts
}

/// The open opportunities by their probability.
pub(super) fn pipeline(part: &Part<'_>) -> Vec<Contribution> {
    let mut parts = Vec::new();
    for (_, account) in part.accounts() {
        for (opportunity, arr, probability) in pipelines::open(&account.plan, &part.ledger.config) {
            let weighted = mul(arr, probability);
            let text =
                format!("{} × {}: {}", part.money(arr), words::share(probability), opportunity.name.value);
            let mut open = part.of_account(account, weighted, Decimal::ZERO, text);
            open.record = Some(opportunity.id.value.clone());
            open.place = opportunity.place.clone();
            open.date = Some(opportunity.close.value);
            open.movement = Some(opportunity.stage.value.as_str());
            parts.push(open);
        }
    }
    parts
}

/// The contracts in force, with their ARR or renewal forecast; for NRR, growth too.
pub(super) fn forecast(part: &Part<'_>, figure: FigureName) -> Vec<Contribution> {
    let ledger = part.ledger;
    let ahead = Ahead::new(ledger.as_of, ledger.config.fiscal_year_start);
    let net = figure == FigureName::ForecastNrr;
    let mut parts = Vec::new();
    for (_, account) in part.accounts() {
        let band = part.report.account(account.id()).and_then(|account| account.figures.health.band);
        let mut arr = Decimal::ZERO;
        for agreement in ledger.agreements_of(account) {
            let Some(outlook) = outlook(ledger, agreement, band, &ahead) else { continue };
            accumulate(&mut arr, outlook.arr);
            if outlook.arr.is_zero() && outlook.net.is_zero() {
                continue;
            }
            let amount = if net { outlook.net } else { outlook.gross };
            let text = match outlook.due {
                None => format!("{}, not due within twelve months", part.money(outlook.arr)),
                Some(_) => format!("{} of {} expected", part.money(amount), part.money(outlook.arr)),
            };
            let Some(mut contract) = part.of_contract(agreement, amount, outlook.arr, text) else { continue };
            contract.date = outlook.due;
            contract.movement = Some(if outlook.due.is_some() { "due" } else { "in_force" });
            parts.push(contract);
        }
        if !net || arr.is_zero() {
            continue;
        }
        for (opportunity, amount) in growth(ledger, account, &ahead) {
            let mut growth = part.of_account(account, amount, Decimal::ZERO, opportunity.name.value.clone());
            growth.record = Some(opportunity.id.value.clone());
            growth.place = opportunity.place.clone();
            growth.date = Some(opportunity.close.value);
            growth.movement = Some("opportunity");
            parts.push(growth);
        }
    }
    parts
}
