//! **NRR**, **GRR** and **client retention rate**: what became of the ARR, and the clients, that were
//! there at the opening.
//!
//! Units are accounts, an account's products, or a root of today's parent tree with its descendants
//! (inside a group, its members only). The cohort is the units with opening ARR > 0.
//!
//! - NRR = Σ closing ÷ Σ opening over the cohort; new logos and units won back from 0 are out.
//! - GRR = Σ min(opening, closing) ÷ Σ opening over the cohort; never above 100 %.
//! - Client retention = cohort units with closing > 0 ÷ cohort units; at line grain by account.

use crate::config::Grain;
use crate::model::Decimal;

use super::amount::{accumulate, div};
use super::ledger::{Account, Ledger};
use super::window::Window;
use super::{Ratio, Reason};

/// Sums over a cohort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Retention {
    /// Σ opening.
    pub opening: Decimal,
    /// Σ closing.
    pub closing: Decimal,
    /// Σ min(opening, closing).
    pub kept: Decimal,
    /// How many units.
    pub units: u32,
    /// How many clients (at line grain: accounts).
    pub clients: u32,
    /// How many of them still pay at the closing.
    pub retained: u32,
}

impl Retention {
    pub fn add(&mut self, other: &Retention) {
        accumulate(&mut self.opening, other.opening);
        accumulate(&mut self.closing, other.closing);
        accumulate(&mut self.kept, other.kept);
        self.units += other.units;
        self.clients += other.clients;
        self.retained += other.retained;
    }

    fn money(&mut self, opening: Decimal, closing: Decimal) {
        if opening > Decimal::ZERO {
            accumulate(&mut self.opening, opening);
            accumulate(&mut self.closing, closing);
            accumulate(&mut self.kept, opening.min(closing));
            self.units += 1;
        }
    }

    /// Counts clients alone, no money.
    pub fn client(&mut self, opening: Decimal, closing: Decimal) {
        if opening > Decimal::ZERO {
            self.clients += 1;
            self.retained += u32::from(closing > Decimal::ZERO);
        }
    }

    /// One unit of money that is one client too.
    pub fn unit(opening: Decimal, closing: Decimal) -> Self {
        let mut retention = Retention::default();
        retention.money(opening, closing);
        retention.client(opening, closing);
        retention
    }

    /// Net Revenue Retention.
    pub fn nrr(&self) -> Ratio {
        ratio(self.closing, self.opening, self.units)
    }

    /// Gross Revenue Retention.
    pub fn grr(&self) -> Ratio {
        ratio(self.kept, self.opening, self.units)
    }

    /// Client retention rate.
    pub fn clients(&self) -> Ratio {
        ratio(self.retained.into(), self.clients.into(), self.clients)
    }
}

fn ratio(numerator: Decimal, denominator: Decimal, units: u32) -> Ratio {
    let value = div(numerator, denominator).ok_or(Reason::from("no client had ARR on the opening date"));
    Ratio { value, numerator, denominator, units }
}

/// A unit of the cohort and of those that are not in it: its members' opening and closing ARR.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// Its accounts.
    pub accounts: Vec<usize>,
    /// Its product, at line grain.
    pub product: Option<usize>,
    pub opening: Decimal,
    pub closing: Decimal,
}

/// One account's products as units, by product.
pub(super) fn lines(account: &Account, window: Window) -> impl Iterator<Item = (usize, Decimal, Decimal)> {
    let opening = account.products(window.opening);
    account.products(window.closing).into_iter().map(move |(product, closing)| {
        let was = opening.binary_search_by_key(&product, |(at, _)| *at).ok();
        let was = was.and_then(|at| opening.get(at)).map_or(Decimal::ZERO, |(_, arr)| *arr);
        (product, was, closing)
    })
}

/// What one account adds at account or line grain. At parent grain its group decides: see [`of_members`].
pub(super) fn of_account(account: &Account, grain: Grain, window: Window) -> Retention {
    let (opening, closing) = (account.arr(window.opening), account.arr(window.closing));
    if grain != Grain::Line {
        return Retention::unit(opening, closing);
    }
    let mut retention = Retention::default();
    retention.client(opening, closing);
    for (_, opening, closing) in lines(account, window) {
        retention.money(opening, closing);
    }
    retention
}

/// The retention of a group of accounts.
pub(super) fn of_members(ledger: &Ledger, members: &[usize], grain: Grain, window: Window) -> Retention {
    let mut retention = Retention::default();
    if grain == Grain::Parent {
        for unit in units(ledger, members, grain, window) {
            retention.add(&Retention::unit(unit.opening, unit.closing));
        }
    } else {
        for account in members.iter().filter_map(|&at| ledger.account(at)) {
            retention.add(&of_account(account, grain, window));
        }
    }
    retention
}

/// The units of a group of accounts, those without opening ARR too, in the order of their first member.
pub(super) fn units(ledger: &Ledger, members: &[usize], grain: Grain, window: Window) -> Vec<Unit> {
    let of = |&at: &usize| ledger.account(at).map(|account| (at, account));
    let single =
        |at: usize, product, opening, closing| Unit { accounts: vec![at], product, opening, closing };
    match grain {
        Grain::Account => members
            .iter()
            .filter_map(of)
            .map(|(at, a)| single(at, None, a.arr(window.opening), a.arr(window.closing)))
            .collect(),
        Grain::Line => members
            .iter()
            .filter_map(of)
            .flat_map(|(at, a)| {
                lines(a, window).map(move |(p, opening, closing)| single(at, Some(p), opening, closing))
            })
            .collect(),
        Grain::Parent => {
            let mut by_root: Vec<(usize, usize)> =
                members.iter().filter_map(of).map(|(at, _)| (ledger.roots.of(at), at)).collect();
            by_root.sort_unstable();
            by_root
                .chunk_by(|a, b| a.0 == b.0)
                .map(|tree| {
                    let mut unit = single(0, None, Decimal::ZERO, Decimal::ZERO);
                    unit.accounts = tree.iter().map(|&(_, at)| at).collect();
                    for account in unit.accounts.iter().filter_map(|&at| ledger.account(at)) {
                        accumulate(&mut unit.opening, account.arr(window.opening));
                        accumulate(&mut unit.closing, account.arr(window.closing));
                    }
                    unit
                })
                .collect()
        }
    }
}
