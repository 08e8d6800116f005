//! Everything that adds up: what one account brings to the figures of its groups.
//!
//! For: sums and counts over a window, of an account and of any number of accounts, from which the figures
//! made of dated facts are drawn. Sums are taken in the accounts' order, so that the same portfolio gives
//! the same digits with any number of threads.
//! Must not: look at the period's name, or know who belongs to a group.

use crate::config::Grain;
use crate::model::Decimal;

use super::amount::{accumulate, add};
use super::clv::Model;
use super::ledger::{Account, Kind, Ledger};
use super::retention::Retention;
use super::window::Window;
use super::{Dated, Known, Movements, csat, nps, renewals, resolution, retention};

/// Sums and counts of dated facts over a window, lifetime value apart: that depends on every other account.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub opening: Decimal,
    pub closing: Decimal,
    pub movements: Movements,
    pub retention: Retention,
    pub renewals: renewals::Tally,
    pub csat: csat::Tally,
    pub nps: nps::Tally,
    pub resolution: resolution::Tally,
}

impl Tally {
    /// An account's.
    pub fn of(ledger: &Ledger, account: &Account, grain: Grain, window: Window) -> Self {
        let mut movements = Movements::default();
        for moved in account.moves(window.opening, window.closing).iter().filter(|moved| moved.of_account()) {
            accumulate(movements.of_mut(moved.kind), moved.amount);
        }
        Tally {
            opening: account.arr(window.opening),
            closing: account.arr(window.closing),
            movements,
            retention: retention::of_account(account, grain, window),
            renewals: renewals::Tally::of(ledger, account, window),
            csat: csat::Tally::of(&account.plan, window),
            nps: nps::Tally::of(&account.plan, window),
            resolution: resolution::Tally::of(&account.plan, window),
        }
    }

    /// Adds an account's to its group's.
    pub fn add(&mut self, other: &Tally) {
        accumulate(&mut self.opening, other.opening);
        accumulate(&mut self.closing, other.closing);
        self.movements.add(&other.movements);
        self.retention.add(&other.retention);
        self.renewals.add(&other.renewals);
        self.csat.add(&other.csat);
        self.nps.add(&other.nps);
        self.resolution.add(&other.resolution);
    }

    /// The figures made of it, and of the sum of lifetime values.
    pub fn figures(&self, clv: &Model, lifetime: Known<Decimal>) -> Dated {
        Dated {
            opening_arr: self.opening,
            closing_arr: self.closing,
            movements: self.movements,
            nrr: self.retention.nrr(),
            grr: self.retention.grr(),
            client_retention: self.retention.clients(),
            renewals: self.renewals.figure(),
            csat: self.csat.figure(),
            nps: self.nps.figure(),
            time_to_resolution: self.resolution.figure(),
            clv: clv.figure(lifetime),
        }
    }
}

/// Adds to a sum that is known where all its parts are.
pub(super) fn add_known(sum: &mut Known<Decimal>, part: &Known<Decimal>) {
    match (&mut *sum, part) {
        (Ok(sum), Ok(part)) => *sum = add(*sum, *part),
        (Ok(_), Err(reason)) => *sum = Err(reason.clone()),
        (Err(_), _) => {}
    }
}

impl Movements {
    pub(super) fn of_mut(&mut self, kind: Kind) -> &mut Decimal {
        match kind {
            Kind::New => &mut self.new,
            Kind::Reactivation => &mut self.reactivation,
            Kind::Upsell => &mut self.upsell,
            Kind::CrossSell => &mut self.cross_sell,
            Kind::Price => &mut self.price,
            Kind::Contraction => &mut self.contraction,
            Kind::Churn => &mut self.churn,
        }
    }

    pub(super) fn add(&mut self, other: &Movements) {
        accumulate(&mut self.new, other.new);
        accumulate(&mut self.reactivation, other.reactivation);
        accumulate(&mut self.upsell, other.upsell);
        accumulate(&mut self.cross_sell, other.cross_sell);
        accumulate(&mut self.price, other.price);
        accumulate(&mut self.contraction, other.contraction);
        accumulate(&mut self.churn, other.churn);
    }
}
