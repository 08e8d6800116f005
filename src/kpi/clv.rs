//! **Customer lifetime value**: what a client's margin is worth from today on.
//!
//! `m` = closing ARR × `gross_margin`; `d` = `discount_rate`, a year. The first year's margin counts in
//! full.
//!
//! - `constant`: with `r` = the portfolio's client retention rate over the twelve months to the closing
//!   date, CLV = m (1 + d) ÷ (1 + d − r). Null where r is null, or d = 0 and r = 1.
//! - `sbg`: the shifted-beta-geometric model of [`sbg`]; where it is refused `constant` serves, with the
//!   reason.
//!
//! A group's CLV is the sum over its accounts.

pub(super) mod sbg;

use crate::config::{ClvMethod, Grain};
use crate::model::{Date, Decimal, months_before};

use super::amount::{add, div, mul, sub};
use super::ledger::{Account, Kept, Ledger};
use super::retention::Retention;
use super::window::Window;
use super::{Clv, Known, Reason, retention};

/// How lifetime value is computed at a closing date, for every account of a portfolio.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Model {
    pub gross_margin: Decimal,
    pub discount: Decimal,
    /// The portfolio's client retention rate over the twelve months to the closing date.
    pub retention: Known<Decimal>,
    /// The clients that it is the rate of.
    clients: Retention,
    /// The fitted model, where `sbg` serves.
    pub fit: Option<sbg::Fit>,
    /// Why `sbg` does not serve although it was asked for.
    pub refused: Option<Reason>,
}

impl Model {
    /// For a closing date, as known at the end of `known`.
    pub fn new(ledger: &Ledger, closing: Date, known: Date, grain: Grain) -> Self {
        let window = Window { opening: months_before(closing, 12), closing, known };
        let clients = match grain {
            Grain::Parent => {
                let everyone: Vec<usize> = (0..ledger.accounts.len()).collect();
                let Retention { clients, retained, .. } =
                    retention::of_members(ledger, &everyone, grain, window);
                Retention { clients, retained, ..Retention::default() }
            }
            _ => clients(ledger.accounts.iter().map(|account| &**account), window),
        };
        Model::with(ledger, closing, clients)
    }

    /// The same where the model of an earlier ledger for that date is known: only those clients are counted
    /// that are otherwise.
    pub fn after(
        &self,
        (then, now, kept): (&Ledger, &Ledger, &Kept),
        closing: Date,
        known: Date,
        grain: Grain,
    ) -> Self {
        if grain == Grain::Parent || !kept.same_ids {
            return Model::new(now, closing, known, grain);
        }
        let window = Window { opening: months_before(closing, 12), closing, known };
        let of = |ledger| clients(kept.otherwise().filter_map(|at| Ledger::account(ledger, at)), window);
        let (gone, come) = (of(then), of(now));
        let mut clients = self.clients;
        clients.clients = clients.clients - gone.clients + come.clients;
        clients.retained = clients.retained - gone.retained + come.retained;
        Model::with(now, closing, clients)
    }

    /// For a closing date, where the clients of twelve months before are counted.
    pub fn with(ledger: &Ledger, closing: Date, clients: Retention) -> Self {
        let config = &ledger.config;
        let retention = clients.clients().value;
        let fit = match config.clv {
            ClvMethod::Constant => None,
            ClvMethod::Sbg => Some(sbg::Fit::new(
                ledger.accounts.iter().filter_map(|account| sbg::Life::of(account, closing)),
                config.discount_rate,
            )),
        };
        let (fit, refused) = match fit {
            None => (None, None),
            Some(Ok(fit)) => (Some(fit), None),
            Some(Err(reason)) => (None, Some(reason)),
        };
        Model {
            gross_margin: config.gross_margin,
            discount: config.discount_rate,
            retention,
            clients,
            fit,
            refused,
        }
    }

    /// An account's lifetime value at the closing date, from its closing ARR.
    pub fn of(&self, account: &Account, closing: Date, arr: Decimal) -> Known<Decimal> {
        let margin = mul(arr, self.gross_margin);
        match &self.fit {
            Some(_) if margin.is_zero() => Ok(Decimal::ZERO),
            Some(fit) => {
                let survived = sbg::Life::of(account, closing).map_or(0, |life| life.survived);
                Ok(mul(margin, fit.factor(survived)))
            }
            None => {
                let lost = self.lost()?;
                let worth = mul(margin, add(Decimal::ONE, self.discount));
                div(worth, lost).ok_or(Reason::from("it is out of range"))
            }
        }
    }

    /// What of a year's margin the next year loses, 1 + d − r: never 0.
    fn lost(&self) -> Known<Decimal> {
        let retention = self.retention.clone().map_err(|_| {
            Reason::from("no client had ARR twelve months before, so that there is no retention rate")
        })?;
        let lost = sub(add(Decimal::ONE, self.discount), retention);
        if lost > Decimal::ZERO {
            return Ok(lost);
        }
        Err(Reason::from("without a discount rate and with every client retained, its sum has no end"))
    }

    /// The figure with this value.
    pub fn figure(&self, value: Known<Decimal>) -> Clv {
        // Of nobody too it has no value where its factor has none.
        let value = if self.fit.is_some() { value } else { self.lost().and(value) };
        Clv {
            value,
            method: if self.fit.is_some() { ClvMethod::Sbg } else { ClvMethod::Constant },
            parameters: self.fit.as_ref().map(|fit| (fit.alpha, fit.beta)),
            refused: self.refused.clone(),
        }
    }
}

/// How many of these accounts are clients at the opening, and how many of those still are at the closing.
fn clients<'a>(accounts: impl Iterator<Item = &'a Account>, window: Window) -> Retention {
    let mut clients = Retention::default();
    for account in accounts {
        clients.client(account.arr(window.opening), account.arr(window.closing));
    }
    clients
}
