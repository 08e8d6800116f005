//! What the figures are computed from: every counted account's contracts, linked across accounts, and
//! its ARR over all time, walked once.
//!
//! For: looking up, for any window of days, what an account paid and what moved it.
//! Must not: compute a figure, or hold anything that depends on the period asked for.

mod agreement;
mod kin;
mod timeline;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::Completeness;
use crate::config::Config;
use crate::model::{Contract, Date, Decimal, Plan};
use crate::portfolio::{CheckedPlan, Portfolio};

pub(super) use agreement::{Agreement, DueDay, Lane, Uplift};
use kin::Kin;
pub(super) use timeline::{Kind, Move, Timeline, View};

/// Every counted account, as at a day.
#[derive(Debug)]
pub struct Ledger {
    pub(super) as_of: Date,
    pub(super) config: Arc<Config>,
    /// By id.
    pub(super) accounts: Vec<Account>,
    /// By account, then in written order.
    pub(super) agreements: Vec<Agreement>,
    /// Every product of any contract, in code-point order.
    pub(super) products: Vec<Box<str>>,
    /// The roots of today's parent trees, in code-point order.
    pub(super) roots: Vec<String>,
}

/// A counted account.
#[derive(Debug)]
pub(super) struct Account {
    pub plan: Arc<Plan>,
    pub completeness: Arc<Completeness>,
    /// Its contracts in [`Ledger::agreements`].
    pub agreements: Range<usize>,
    /// The root of its parent tree in [`Ledger::roots`].
    pub root: usize,
    /// Its ARR over all time.
    pub timeline: Arc<Timeline>,
    /// Whose contracts are linked with its own, where another account's are.
    kin: Kin,
}

impl Account {
    pub fn id(&self) -> &str {
        &self.plan.id.value
    }

    /// Its total ARR on a day up to `as_of`.
    pub fn arr(&self, day: Date) -> Decimal {
        self.timeline.arr(day)
    }

    /// Its movements on days after `opening` up to `closing`.
    pub fn moves(&self, opening: Date, closing: Date) -> &[Move] {
        let moves = &self.timeline.moves;
        let from = moves.partition_point(|m| m.day <= opening);
        let to = moves.partition_point(|m| m.day <= closing);
        moves.get(from..to).unwrap_or_default()
    }

    /// Its products with their ARR on a day, by product; those at 0 may be left out.
    pub fn products(&self, day: Date) -> Vec<(usize, Decimal)> {
        let mut products: Vec<(usize, Decimal)> = Vec::new();
        for step in self.timeline.product_steps.iter().take_while(|step| step.day <= day) {
            match products.binary_search_by_key(&step.product, |(product, _)| *product) {
                Ok(at) => {
                    if let Some(entry) = products.get_mut(at) {
                        entry.1 = step.after;
                    }
                }
                Err(at) => products.insert(at, (step.product, step.after)),
            }
        }
        products
    }
}

impl Ledger {
    /// Reads the counted plans of a portfolio; gives for each account its index in an earlier ledger where
    /// everything that its facts are read from is the same there. Plans that are left out are as if they
    /// were not there.
    pub(super) fn new(portfolio: &Portfolio, last: Option<&Ledger>) -> (Self, Vec<Option<usize>>) {
        let counted: Vec<_> = portfolio.counted().collect();
        let config = &portfolio.config;
        let as_of = portfolio.as_of;
        let products = product_names(&counted, as_of);
        let product = |name: &str| products.binary_search_by(|p| (**p).cmp(name)).unwrap_or_default();

        let mut end = 0;
        let ranges: Vec<Range<usize>> = (counted.iter())
            .map(|checked| {
                let first = end;
                end += checked.plan.contracts.len();
                first..end
            })
            .collect();
        let read = counted.par_iter().enumerate().flat_map_iter(|(account, checked)| {
            let contracts = checked.plan.contracts.iter().enumerate();
            contracts.map(move |(index, contract)| {
                Agreement::new(contract, (account, index), config, as_of, product)
            })
        });
        let mut agreements: Vec<Agreement> = read.collect();
        let plans: Vec<&Arc<Plan>> = counted.iter().map(|checked| &checked.plan).collect();
        let kin = kin::link(&plans, &ranges, &mut agreements);

        let last = last.filter(|last| last.as_of == as_of && Arc::ptr_eq(&last.config, config));
        let kept = match last {
            Some(last) => last.holds_still(&counted, &kin),
            None => vec![None; counted.len()],
        };
        // What is known of products is known by their index.
        let last = last.filter(|last| last.products == products);
        let timelines: Vec<Arc<Timeline>> = (ranges.par_iter().zip(&kept))
            .map(|(range, kept)| {
                let known = kept.and_then(|at| last?.accounts.get(at)).map(|account| &account.timeline);
                match known {
                    Some(known) => Arc::clone(known),
                    None => Arc::new(timeline::walk(&agreements, range.clone(), as_of)),
                }
            })
            .collect();

        let roots = super::groups::roots(portfolio);
        let mut root_names: Vec<&str> = roots.clone();
        // They are in order but for those of subsidiaries.
        root_names.sort();
        root_names.dedup();
        let mut next = 0;
        let mut place_of = |root: &&str| {
            if root_names.get(next) != Some(root) {
                next = root_names.binary_search(root).unwrap_or_default();
            }
            next += 1;
            next - 1
        };
        let accounts = (counted.iter().zip(ranges).zip(timelines).zip(&roots).zip(kin))
            .map(|((((checked, agreements), timeline), root), kin)| Account {
                plan: Arc::clone(&checked.plan),
                completeness: Arc::clone(&checked.completeness),
                agreements,
                root: place_of(root),
                timeline,
                kin,
            })
            .collect();
        let roots = root_names.into_iter().map(str::to_owned).collect();
        (Ledger { as_of, config: Arc::clone(config), accounts, agreements, products, roots }, kept)
    }

    /// For each of these plans, the index of its account where plan and completeness are the same, and so are
    /// the plans whose contracts are linked with its own.
    fn holds_still(&self, counted: &[&CheckedPlan], kin: &[Kin]) -> Vec<Option<usize>> {
        let mut at = 0;
        (counted.iter().zip(kin))
            .map(|(checked, kin)| {
                let is_next = |at: usize| {
                    self.accounts.get(at).is_some_and(|a: &Account| Arc::ptr_eq(&a.plan, &checked.plan))
                };
                // No text is looked at as long as they go side by side.
                if !is_next(at) {
                    let id = checked.plan.id.value.as_str();
                    at += self.accounts.get(at..)?.partition_point(|account| account.id() < id);
                }
                let known = self.accounts.get(at).filter(|_| is_next(at))?;
                at += 1;
                let same = Arc::ptr_eq(&known.completeness, &checked.completeness) && known.kin == *kin;
                same.then_some(at - 1)
            })
            .collect()
    }

    /// Whether each account's root in another ledger is its root here.
    pub(super) fn has_roots_of(&self, other: &Ledger) -> bool {
        let roots = |ledger: &Ledger| ledger.accounts.iter().map(|account| account.root).collect::<Vec<_>>();
        self.roots == other.roots && roots(self) == roots(other)
    }

    /// The account at an index.
    pub(super) fn account(&self, at: usize) -> Option<&Account> {
        self.accounts.get(at)
    }

    /// The index of the account with this id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.accounts.binary_search_by(|account| account.id().cmp(id)).ok()
    }

    /// The contracts of an account.
    pub(super) fn agreements_of(&self, account: &Account) -> &[Agreement] {
        self.agreements.get(account.agreements.clone()).unwrap_or_default()
    }

    /// The contracts at these indexes.
    pub(super) fn agreements_at<'a>(&'a self, at: &'a [usize]) -> impl Iterator<Item = &'a Agreement> {
        at.iter().filter_map(|&at| self.agreements.get(at))
    }

    /// The contract as it is written.
    pub(super) fn contract(&self, agreement: &Agreement) -> Option<&Contract> {
        self.account(agreement.account)?.plan.contracts.get(agreement.index)
    }

    /// The index of the product with this name.
    pub(super) fn find_product(&self, name: &str) -> Option<usize> {
        self.products.binary_search_by(|product| (**product).cmp(name)).ok()
    }

    /// A product's name.
    pub(super) fn product(&self, at: usize) -> &str {
        self.products.get(at).map_or("", |name| name)
    }
}

/// Every product of any contract, as known at `as_of`, in code-point order.
fn product_names(counted: &[&CheckedPlan], as_of: Date) -> Vec<Box<str>> {
    let of_some = |counted: &[&'_ CheckedPlan]| {
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut add = |name: &str| {
            if !names.contains(name) {
                names.insert(name.to_owned());
            }
        };
        for contract in counted.iter().flat_map(|checked| &checked.plan.contracts) {
            contract.lines.iter().for_each(|line| add(&line.product.value));
            let known = contract.changes.iter().filter(|change| change.date.value <= as_of);
            known.for_each(|change| add(&change.product.value));
        }
        names
    };
    let names = counted.par_chunks(1_000).map(of_some).reduce(BTreeSet::new, |mut all, some| {
        all.extend(some);
        all
    });
    names.into_iter().map(Box::from).collect()
}
