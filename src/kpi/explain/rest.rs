//! What renewals, the voice of the client, lifetime value, health, completeness, pipeline and forecast are
//! made of.

use crate::model::{Choice, Decimal, Opportunity, Survey};
use crate::text::PlaceRef;

use super::super::amount::{accumulate, div, mul, sub, sum};
use super::super::forecast::{Ahead, growth, outlook};
use super::super::ledger::Account;
use super::super::nps::by;
use super::super::renewals::{Outcome, Status, outcomes};
use super::super::{
    FigureName, csat as csats, health as healths, nps as npses, pipeline as pipelines, resolution,
};
use super::Contribution;
use super::sources::Part;
use super::text::Says;

/// The contracts that came due, by what became of them.
pub(super) fn renewals<'r>(part: &Part<'r>, figure: FigureName) -> Vec<Contribution<'r>> {
    let one_if = |is: bool| if is { Decimal::ONE } else { Decimal::ZERO };
    let mut parts = Vec::new();
    for agreement in part.accounts().flat_map(|account| &account.agreements) {
        for outcome in outcomes(part.ledger, agreement, part.window) {
            let (status, renewed) = (outcome.status, renewed(&outcome));
            let (amount, of) = match (figure, status) {
                (_, Status::Pending) => (Decimal::ZERO, Decimal::ZERO),
                (FigureName::RenewalRate, _) => (one_if(status == Status::OnTime), Decimal::ONE),
                (FigureName::RenewalRateWithLate, _) => (one_if(status != Status::Lost), Decimal::ONE),
                (FigureName::GrossValueRenewalRate, _) => (renewed.min(outcome.expiring), outcome.expiring),
                _ => (renewed, outcome.expiring),
            };
            let says = match status {
                Status::Lost => Says::NotRenewed(outcome.expiring),
                Status::Pending => Says::Pending(outcome.expiring),
                Status::OnTime | Status::Late => {
                    Says::Renewed { expiring: outcome.expiring, at: outcome.renewed }
                }
            };
            parts.extend(part.of_contract(agreement, amount, of, says).map(|due| Contribution {
                date: Some(outcome.due.day),
                movement: Some(status.as_str()),
                ..due
            }));
        }
    }
    parts
}

fn renewed(outcome: &Outcome) -> Decimal {
    if outcome.status == Status::Lost { Decimal::ZERO } else { outcome.renewed }
}

fn answer<'r>(part: &Part<'r>, account: &'r Account, survey: &'r Survey, says: Says<'r>) -> Contribution<'r> {
    Contribution {
        record: survey.id.as_ref().map(|id| id.value.as_str()),
        place: (&survey.place).into(),
        date: Some(survey.date.value),
        ..part.of_account(account, Decimal::ZERO, Decimal::ONE, says)
    }
}

/// The responses, those in the two highest boxes counting 1.
pub(super) fn csat<'r>(part: &Part<'r>) -> Vec<Contribution<'r>> {
    let mut parts = Vec::new();
    for account in part.accounts() {
        for (survey, score, of) in csats::responses(&account.plan, part.window) {
            let satisfied = csats::satisfied(score, of);
            let says = Says::Satisfaction { score, of, by: by(survey) };
            parts.push(Contribution {
                amount: if satisfied { Decimal::ONE } else { Decimal::ZERO },
                movement: Some(if satisfied { "satisfied" } else { "not_satisfied" }),
                ..answer(part, account, survey, says)
            });
        }
    }
    parts
}

/// The answers that count: promoters 100, detractors −100.
pub(super) fn nps<'r>(part: &Part<'r>) -> Vec<Contribution<'r>> {
    let mut parts = Vec::new();
    for account in part.accounts() {
        for (survey, score) in npses::answers(&account.plan, part.window) {
            let (amount, movement) = match score {
                9.. => (Decimal::ONE_HUNDRED, "promoter"),
                7..=8 => (Decimal::ZERO, "passive"),
                _ => (-Decimal::ONE_HUNDRED, "detractor"),
            };
            let says = Says::Recommends { score, by: by(survey) };
            let response = answer(part, account, survey, says);
            parts.push(Contribution { amount, movement: Some(movement), ..response });
        }
    }
    parts
}

/// The escalations resolved, in hours.
pub(super) fn time_to_resolution<'r>(part: &Part<'r>) -> Vec<Contribution<'r>> {
    let mut parts = Vec::new();
    for account in part.accounts() {
        for (escalation, took) in resolution::resolved(&account.plan, part.window) {
            let hours = resolution::in_hours(took).unwrap_or_default();
            let summary = escalation.summary.as_ref().map_or("", |summary| &summary.value);
            parts.push(Contribution {
                record: Some(&escalation.id.value),
                place: (&escalation.place).into(),
                date: escalation.resolved.map(|resolved| resolved.at.date()),
                movement: Some("resolved"),
                ..part.of_account(account, hours, Decimal::ONE, Says::Plainly(summary))
            });
        }
    }
    parts
}

/// The accounts' lifetime values.
pub(super) fn clv<'r>(part: &Part<'r>) -> Vec<Contribution<'r>> {
    let accounts = part.figures().filter_map(|(account, of_account)| {
        let figures = &of_account.figures;
        let value = figures.clv.value.as_ref().ok().copied().filter(|value| !value.is_zero())?;
        Some(part.of_account(account, value, Decimal::ZERO, Says::ClosingArr(figures.closing_arr)))
    });
    accounts.collect()
}

/// An account's measures by their weights, and what its caps take away; of a group, its accounts by ARR.
pub(super) fn health<'r>(part: &Part<'r>) -> Vec<Contribution<'r>> {
    let mut parts = Vec::new();
    for (account, figures) in part.figures() {
        let health = &figures.figures.health;
        let Ok(value) = health.value else { continue };
        if !part.alone {
            let tally = healths::Tally::of(health, account.arr(part.ledger.as_of));
            parts.push(part.of_account(account, tally.points, tally.arr, Says::Health(value)));
            continue;
        }
        let known = || health.measures.iter().filter(|measure| measure.value.is_ok());
        let weight = sum(known().map(|measure| measure.weight));
        for measure in known() {
            let Ok(points) = measure.value else { continue };
            let says = Says::Measure { points, weight: measure.weight, because: &measure.because };
            let amount = div(mul(points, measure.weight), weight).unwrap_or_default();
            let of_measure = part.of_account(account, amount, Decimal::ZERO, says);
            parts.push(Contribution {
                place: measure.places.first().map_or(of_measure.place, PlaceRef::from),
                movement: Some(measure.name),
                ..of_measure
            });
        }
        let lowest = health.caps.iter().min_by_key(|cap| cap.at);
        if let (Some(cap), Some(uncapped)) = (lowest, health.uncapped) {
            let amount = sub(value, uncapped);
            let says = Says::Cap { at: cap.at, because: &cap.because };
            let of_cap = part.of_account(account, amount, Decimal::ZERO, says);
            parts.push(Contribution {
                place: cap.place.as_ref().map_or(of_cap.place, PlaceRef::from),
                movement: Some(cap.name),
                ..of_cap
            });
        }
    }
    parts
}

/// An account's requirements; of a group, its plans.
pub(super) fn completeness<'r>(part: &Part<'r>) -> Vec<Contribution<'r>> {
    let mut parts = Vec::new();
    for account in part.accounts() {
        let (met, required) = (account.completeness.met, account.completeness.required);
        let says = Says::Meets { met, required };
        if part.alone {
            parts.push(part.of_account(account, met.into(), met.into(), says));
            parts.extend(account.completeness.unmet.iter().map(|unmet| Contribution {
                record: Some(unmet.code.name),
                movement: Some("unmet"),
                ..part.of_account(account, Decimal::ZERO, Decimal::ONE, Says::Plainly(&unmet.message))
            }));
        } else if let Some(share) = div(met.into(), required.into()) {
            parts.push(part.of_account(account, share, Decimal::ONE, says));
        }
    }
    parts
}

/// A contribution of an opportunity, on the day on which it is expected to close.
fn of_opportunity<'r>(
    part: &Part<'r>,
    account: &'r Account,
    opportunity: &'r Opportunity,
    amount: Decimal,
    says: Says<'r>,
) -> Contribution<'r> {
    Contribution {
        record: Some(&opportunity.id.value),
        place: (&opportunity.place).into(),
        date: Some(opportunity.close.value),
        ..part.of_account(account, amount, Decimal::ZERO, says)
    }
}

/// The open opportunities by their probability.
pub(super) fn pipeline<'r>(part: &Part<'r>) -> Vec<Contribution<'r>> {
    let mut parts = Vec::new();
    for account in part.accounts() {
        for (opportunity, arr, probability) in pipelines::open(&account.plan, &part.ledger.config) {
            let weighted = mul(arr, probability);
            let says = Says::Opportunity { arr, probability, name: &opportunity.name.value };
            parts.push(Contribution {
                movement: Some(opportunity.stage.value.as_str()),
                ..of_opportunity(part, account, opportunity, weighted, says)
            });
        }
    }
    parts
}

/// The contracts in force, with their ARR or renewal forecast; for NRR, growth too.
pub(super) fn forecast<'r>(part: &Part<'r>, figure: FigureName) -> Vec<Contribution<'r>> {
    let ledger = part.ledger;
    let ahead = Ahead::new(ledger.as_of, ledger.config.fiscal_year_start);
    let net = figure == FigureName::ForecastNrr;
    let mut parts = Vec::new();
    for (account, figures) in part.figures() {
        let band = figures.figures.health.band;
        let mut arr = Decimal::ZERO;
        for agreement in &account.agreements {
            let Some(outlook) = outlook(ledger, agreement, band, &ahead) else { continue };
            accumulate(&mut arr, outlook.arr);
            if outlook.arr.is_zero() && outlook.net.is_zero() {
                continue;
            }
            let amount = if net { outlook.net } else { outlook.gross };
            let says = match outlook.due {
                None => Says::NotDue(outlook.arr),
                Some(_) => Says::Expected { amount, arr: outlook.arr },
            };
            parts.extend(part.of_contract(agreement, amount, outlook.arr, says).map(|contract| {
                let movement = if outlook.due.is_some() { "due" } else { "in_force" };
                Contribution { date: outlook.due, movement: Some(movement), ..contract }
            }));
        }
        if !net || arr.is_zero() {
            continue;
        }
        for (opportunity, amount) in growth(ledger, account, &ahead) {
            let says = Says::Plainly(&opportunity.name.value);
            parts.push(Contribution {
                movement: Some("opportunity"),
                ..of_opportunity(part, account, opportunity, amount, says)
            });
        }
    }
    parts
}
