//! **Attention**: what orders the list of accounts that need someone.
//!
//! ARR in the portfolio's currency × (100 − health) ÷ 100 (null health: 50), doubled when a contract not
//! yet renewed comes due inside the renewal window.

use crate::model::Decimal;

use super::Health;
use super::amount::{add, div, mul, sub};
use super::health::due_in_window;
use super::ledger::{Account, Ledger};

/// What is at stake in an account: money that orders the list, not a forecast.
pub(super) fn amount(ledger: &Ledger, account: &Account, health: &Health, arr: Decimal) -> Decimal {
    let score = health.value.as_ref().copied().unwrap_or(Decimal::from(50));
    let missing = sub(Decimal::ONE_HUNDRED, score);
    let amount = div(mul(arr, missing), Decimal::ONE_HUNDRED).unwrap_or_default();
    let due =
        ledger.agreements_of(account).iter().any(|agreement| due_in_window(ledger, agreement).is_some());
    if due { add(amount, amount) } else { amount }
}
