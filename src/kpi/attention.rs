//! **Attention**: what orders the list of accounts that need someone, and why each is on it.
//!
//! ARR in the portfolio's currency × (100 − health) ÷ 100 (null health: 50), doubled when a contract not
//! yet renewed comes due inside the renewal window.

use crate::model::Decimal;

use super::amount::{add, div, mul, sub};
use super::health::due_in_window;
use super::ledger::{Account, Ledger};
use super::{Health, Report, words};

/// What is at stake in an account: money that orders the list, not a forecast.
pub(super) fn amount(ledger: &Ledger, account: &Account, health: &Health, arr: Decimal) -> Decimal {
    let score = health.value.as_ref().copied().unwrap_or(Decimal::from(50));
    let missing = sub(Decimal::ONE_HUNDRED, score);
    let amount = div(mul(arr, missing), Decimal::ONE_HUNDRED).unwrap_or_default();
    let due = account.agreements.iter().any(|agreement| due_in_window(ledger, agreement).is_some());
    if due { add(amount, amount) } else { amount }
}

impl Report {
    /// Why an account needs someone, in words, what presses most first: what holds its health down, the
    /// renewal that is due, its weakest measures. Empty where there is no such account.
    pub fn attention_reasons(&self, id: &str) -> Vec<String> {
        let ledger = &*self.ledger;
        let (Some(figures), Some(account)) =
            (self.account(id), ledger.find(id).and_then(|at| ledger.account(at)))
        else {
            return Vec::new();
        };
        let health = &figures.figures.health;
        let mut reasons: Vec<String> = health.caps.iter().map(|cap| cap.because.to_string()).collect();
        let due = account.agreements.iter().filter_map(|agreement| {
            let day = due_in_window(ledger, agreement)?;
            Some((day, &ledger.contract(agreement)?.id.value))
        });
        if let Some((day, contract)) = due.min()
            // A cap has said so already.
            && !health.caps.iter().any(|cap| cap.name == "renewal-without-action")
        {
            reasons.push(format!("{contract} is due on {day} and not renewed yet"));
        }
        let mut weak: Vec<_> = health
            .measures
            .iter()
            .filter(|measure| !measure.weight.is_zero())
            .filter_map(|measure| Some((measure.value.as_ref().ok().copied()?, measure)))
            .filter(|(value, _)| *value < Decimal::from(50))
            .collect();
        weak.sort_by_key(|(value, _)| *value);
        reasons.extend(weak.into_iter().take(2).map(|(value, measure)| {
            format!("{} {}: {}", measure.name, words::trimmed(value, 1), measure.because)
        }));
        if let Err(reason) = &health.value {
            reasons.push(format!("its health is not known: {reason}"));
        }
        if reasons.is_empty() {
            reasons.push(format!(
                "{} at a health of {}",
                words::money(account.arr(ledger.as_of), self.currency),
                health.value.as_ref().map_or_else(|_| "unknown".into(), |value| words::trimmed(*value, 1))
            ));
        }
        reasons
    }
}
