//! A contract's terms: when it is in force, what it pays on a day, when it comes due.
//!
//! For: the definitions of ARR and of coming due, one contract at a time, as known on a day.
//! Must not: know what the account's other contracts pay (movements) or how a renewal went (renewals).
//!
//! *Known*: every question takes the day whose end the answer is as at. A `cancelled`, `signed` or
//! `changes` date after it is not known yet; `start` and `end` are terms, and always known.

use crate::config::Config;
use crate::model::{Contract, Date, Decimal, MoneyOrShare, Terms, day_before, next_day};

use super::super::amount::add;

/// Which contract of a ledger: in the accounts' order, then as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::kpi) struct Which {
    /// The index of its account in the ledger.
    pub account: usize,
    /// Its index in the plan's contracts.
    pub index: usize,
}

/// A contract as the figures read it: amounts in the portfolio's currency, links resolved.
#[derive(Clone, Debug)]
pub(in crate::kpi) struct Agreement {
    pub which: Which,
    pub start: Date,
    pub end: Option<Date>,
    /// Its terms; `None` where it has no end.
    pub terms: Option<Terms>,
    /// Whether it goes on by itself at its end (an open-ended one has no end to go on at).
    pub goes_on: bool,
    /// When notice was received, as written.
    pub cancelled: Option<Date>,
    pub signed: Date,
    /// How much of the rise over what it renews is price: money in the portfolio's currency, or a share.
    pub uplift: Option<Uplift>,
    /// Its lines, in written order; then the products that changes bring in.
    pub lanes: Vec<Lane>,
    /// The contracts that it renews, in order.
    pub predecessors: Vec<Which>,
    /// The contracts that renew it, in order.
    pub successors: Vec<Which>,
    /// The earliest start among its successors.
    pub cut: Option<Date>,
}

/// How much of a renewal's rise is price.
#[derive(Clone, Copy, Debug)]
pub(in crate::kpi) enum Uplift {
    /// Money in the portfolio's currency.
    Money(Decimal),
    /// A share of the expiring ARR of all that it renews.
    Share(Decimal),
}

/// A line's ARR over time.
#[derive(Clone, Debug)]
pub(in crate::kpi) struct Lane {
    /// The product's index in the ledger.
    pub product: usize,
    /// The line in the contract; `None` for a product that a change brings in.
    pub line: Option<usize>,
    /// From the contract's start on.
    pub base: Decimal,
    /// Changes by date.
    pub changes: Vec<Turn>,
}

/// A mid-term change of a line.
#[derive(Clone, Copy, Debug)]
pub(in crate::kpi) struct Turn {
    pub date: Date,
    /// The new ARR.
    pub arr: Decimal,
    /// Whether its reason is price.
    pub price: bool,
    /// Its index in the contract's changes.
    pub index: usize,
}

impl Lane {
    /// The line's ARR on a day in force, by the latest change dated on or before it.
    pub fn on(&self, day: Date) -> Decimal {
        let after = self.changes.partition_point(|turn| turn.date <= day);
        after.checked_sub(1).and_then(|at| self.changes.get(at)).map_or(self.base, |turn| turn.arr)
    }
}

impl Agreement {
    /// A contract without its links (those need all contracts). `product` gives a product's index.
    /// Changes dated after `as_of` are left out.
    pub fn new(
        contract: &Contract,
        which: Which,
        config: &Config,
        as_of: Date,
        product: impl Fn(&str) -> usize,
    ) -> Self {
        let end = contract.end.map(|end| end.value);
        let start = contract.start.value;
        Agreement {
            which,
            start,
            end,
            terms: end.map(|end| Terms::new(start, end)),
            goes_on: contract.goes_on() && end.is_some(),
            cancelled: contract.cancelled.map(|day| day.value),
            signed: contract.signed_on(),
            uplift: contract.uplift.map(|uplift| match uplift.value {
                MoneyOrShare::Money(money) => Uplift::Money(config.convert(money)),
                MoneyOrShare::Share(share) => Uplift::Share(share),
            }),
            lanes: lanes(contract, config, as_of, product),
            predecessors: Vec::new(),
            successors: Vec::new(),
            cut: None,
        }
    }

    /// Notes a contract that it renews.
    pub fn renews(&mut self, old: Which) {
        insert(&mut self.predecessors, old);
    }

    /// Notes a contract that renews it, which starts on a day.
    pub fn is_renewed_by(&mut self, new: Which, start: Date) {
        insert(&mut self.successors, new);
        self.cut = Some(self.cut.map_or(start, |cut| cut.min(start)));
    }

    /// When notice was received, where that is known.
    pub fn cancelled(&self, known: Date) -> Option<Date> {
        self.cancelled.filter(|&day| day <= known)
    }

    /// The last day of the term in which a day lies (of a contract without terms: its end).
    pub fn term_end_at(&self, day: Date) -> Date {
        match self.terms {
            Some(terms) if self.goes_on => terms.end_at(day),
            _ => self.end.unwrap_or(Date::MAX),
        }
    }

    /// Its last day in force by its own terms, no successor considered; `None`: it goes on.
    fn natural_last(&self, known: Date) -> Option<Date> {
        match self.end {
            None => self.cancelled(known),
            Some(_) if self.goes_on => self.cancelled(known).map(|day| self.term_end_at(day)),
            Some(end) => Some(end),
        }
    }

    /// Its last day in force; `None`: it goes on. Before its start where it never is in force, because a
    /// successor starts no later.
    pub fn last(&self, known: Date) -> Option<Date> {
        let natural = self.natural_last(known);
        match self.cut {
            Some(cut) if natural.is_none_or(|last| cut <= last) => Some(day_before(cut)),
            _ => natural,
        }
    }

    /// Whether it is in force on a day.
    pub fn in_force(&self, day: Date, known: Date) -> bool {
        self.start <= day && self.last(known).is_none_or(|last| day <= last)
    }

    /// Its ARR on a day.
    pub fn arr(&self, day: Date, known: Date) -> Decimal {
        if self.in_force(day, known) { self.amount(day, known) } else { Decimal::ZERO }
    }

    fn amount(&self, day: Date, known: Date) -> Decimal {
        let day = day.min(known);
        self.lanes.iter().fold(Decimal::ZERO, |total, lane| add(total, lane.on(day)))
    }

    /// Its expiring ARR: on its last day in force. 0 where it never is in force or goes on.
    pub fn expiring(&self, known: Date) -> Decimal {
        self.last(known).map_or(Decimal::ZERO, |last| self.arr(last, known))
    }

    /// The days on which it comes due within `from..=to`: its end, or each term's end for one that goes
    /// on. What it pays then, and whether it was amended, is not asked here.
    pub fn due_days(&self, from: Date, to: Date, known: Date) -> impl Iterator<Item = DueDay> {
        let last = self.last(known);
        let mut k = self.terms.filter(|_| self.goes_on).map_or(1, |terms| terms.at(from));
        let mut running = true;
        std::iter::from_fn(move || {
            let terms = self.terms.filter(|_| running)?;
            let day = terms.end(k);
            let begins = if k <= 1 { self.start } else { next_day(terms.end(k - 1)) };
            if day > to || last.is_some_and(|last| last < begins) {
                running = false;
                return None;
            }
            let ends = !self.goes_on || last.is_some_and(|last| last <= day);
            running = !ends;
            k = k.saturating_add(1);
            Some(DueDay { day, last: last.map_or(day, |last| last.min(day)), ends })
        })
        .skip_while(move |due| due.day < from)
    }
}

/// Puts a contract where it belongs, once.
fn insert(contracts: &mut Vec<Which>, one: Which) {
    if let Err(at) = contracts.binary_search(&one) {
        contracts.insert(at, one);
    }
}

/// A day on which a contract comes due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kpi) struct DueDay {
    /// Its end, or the term's.
    pub day: Date,
    /// Its last day in force in that term: earlier than `day` where a successor cuts it.
    pub last: Date,
    /// Whether it is not in force afterwards: no further term follows.
    pub ends: bool,
}

/// A contract's lines with their changes, in written order; then the products that changes bring in.
fn lanes(contract: &Contract, config: &Config, as_of: Date, product: impl Fn(&str) -> usize) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = contract
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| Lane {
            product: product(&line.product.value),
            line: Some(index),
            base: config.convert(line.arr.value),
            changes: Vec::new(),
        })
        .collect();
    // The units of the lanes, as far as they have one: what a change is matched by besides its product.
    let mut units: Vec<Option<&str>> =
        contract.lines.iter().map(|line| line.unit.as_ref().map(|unit| unit.value.as_str())).collect();
    let mut changes: Vec<(usize, &crate::model::Change)> =
        contract.changes.iter().enumerate().filter(|(_, change)| change.date.value <= as_of).collect();
    changes.sort_by_key(|(_, change)| change.date.value);
    for (index, change) in changes {
        let product = product(&change.product.value);
        let unit = change.unit.as_ref().map(|unit| unit.value.as_str());
        let of_product =
            || lanes.iter().zip(&units).enumerate().filter(|(_, (lane, _))| lane.product == product);
        let exact = of_product().find(|(_, (_, its))| **its == unit).map(|(at, _)| at);
        // Without a unit the product's one line is meant, whatever its unit.
        let found =
            exact.or_else(|| if unit.is_none() { of_product().map(|(at, _)| at).next() } else { None });
        let at = found.unwrap_or_else(|| {
            lanes.push(Lane { product, line: None, base: Decimal::ZERO, changes: Vec::new() });
            units.push(unit);
            lanes.len() - 1
        });
        let turn = Turn {
            date: change.date.value,
            arr: config.convert(change.arr.value),
            price: change.reason.is_some_and(|reason| reason.value == crate::model::ChangeReason::Price),
            index,
        };
        if let Some(lane) = lanes.get_mut(at) {
            lane.changes.push(turn);
        }
    }
    lanes
}
