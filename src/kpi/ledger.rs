//! What the figures are computed from: every counted account's contracts, linked across accounts, and
//! its ARR over all time, walked once.
//!
//! For: looking up, for any window of days, what an account paid and what moved it.
//! Must not: compute a figure, or hold anything that depends on the period asked for.

mod agreement;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::Completeness;
use crate::config::Config;
use crate::model::{Contract, Date, Decimal, Plan};
use crate::portfolio::Portfolio;

pub(super) use agreement::{Agreement, DueDay, Lane, Uplift};
pub(super) use timeline::{Kind, Move, ProductStep, Step, View};

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
    /// Its total ARR after each day on which it changes, by day.
    pub steps: Vec<Step>,
    /// Its products' ARR, by day and product.
    pub product_steps: Vec<ProductStep>,
    /// What moved it, by day.
    pub moves: Vec<Move>,
}

impl Account {
    pub fn id(&self) -> &str {
        &self.plan.id.value
    }

    /// Its total ARR on a day up to `as_of`.
    pub fn arr(&self, day: Date) -> Decimal {
        let after = self.steps.partition_point(|step| step.day <= day);
        after.checked_sub(1).and_then(|at| self.steps.get(at)).map_or(Decimal::ZERO, |step| step.total)
    }

    /// Its movements on days after `opening` up to `closing`.
    pub fn moves(&self, opening: Date, closing: Date) -> &[Move] {
        let from = self.moves.partition_point(|m| m.day <= opening);
        let to = self.moves.partition_point(|m| m.day <= closing);
        self.moves.get(from..to).unwrap_or_default()
    }

    /// Its products with their ARR on a day, by product; those at 0 may be left out.
    pub fn products(&self, day: Date) -> Vec<(usize, Decimal)> {
        let mut products: Vec<(usize, Decimal)> = Vec::new();
        for step in self.product_steps.iter().take_while(|step| step.day <= day) {
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
    /// Reads the counted plans of a portfolio. Plans that are left out are as if they were not there.
    pub(super) fn new(portfolio: &Portfolio) -> Self {
        let counted: Vec<_> = portfolio.counted().collect();
        let config = &portfolio.config;
        let as_of = portfolio.as_of;
        let products = product_names(counted.iter().map(|checked| &*checked.plan), as_of);
        let product = |name: &str| products.binary_search_by(|p| (**p).cmp(name)).unwrap_or_default();

        let mut agreements: Vec<Agreement> = Vec::new();
        let mut ranges: Vec<Range<usize>> = Vec::with_capacity(counted.len());
        for (account, checked) in counted.iter().enumerate() {
            let first = agreements.len();
            agreements.extend(
                checked.plan.contracts.iter().enumerate().map(|(index, contract)| {
                    Agreement::new(contract, (account, index), config, as_of, product)
                }),
            );
            ranges.push(first..agreements.len());
        }
        link(&counted.iter().map(|checked| &*checked.plan).collect::<Vec<_>>(), &ranges, &mut agreements);

        let roots = super::groups::roots(portfolio);
        let root_names: Vec<String> = roots.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        let timelines: Vec<_> =
            ranges.par_iter().map(|range| timeline::walk(&agreements, range.clone(), as_of)).collect();
        let accounts = counted
            .iter()
            .zip(ranges)
            .zip(timelines)
            .zip(&roots)
            .map(|(((checked, agreements), timeline), root)| Account {
                plan: Arc::clone(&checked.plan),
                completeness: Arc::clone(&checked.completeness),
                agreements,
                root: root_names.binary_search(root).unwrap_or_default(),
                steps: timeline.steps,
                product_steps: timeline.product_steps,
                moves: timeline.moves,
            })
            .collect();
        Ledger { as_of, config: Arc::clone(config), accounts, agreements, products, roots: root_names }
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
fn product_names<'a>(plans: impl Iterator<Item = &'a Plan>, as_of: Date) -> Vec<Box<str>> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for contract in plans.flat_map(|plan| &plan.contracts) {
        names.extend(contract.lines.iter().map(|line| line.product.value.as_str()));
        let known = contract.changes.iter().filter(|change| change.date.value <= as_of);
        names.extend(known.map(|change| change.product.value.as_str()));
    }
    names.into_iter().map(Box::from).collect()
}

/// Resolves who renews whom, within and across accounts. What names no counted contract links nothing.
fn link(plans: &[&Plan], ranges: &[Range<usize>], agreements: &mut [Agreement]) {
    let accounts: BTreeMap<&str, usize> = {
        let mut accounts = BTreeMap::new();
        for (at, plan) in plans.iter().enumerate() {
            accounts.entry(plan.id.value.as_str()).or_insert(at);
        }
        accounts
    };
    // A plan's contracts by id, made once for the plans that are referred to.
    let mut ids: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut links: Vec<(usize, usize)> = Vec::new();
    for (account, (plan, range)) in plans.iter().zip(ranges).enumerate() {
        for (successor, contract) in range.clone().zip(&plan.contracts) {
            for reference in &contract.renews {
                let other = match &reference.account {
                    None => Some(account),
                    Some(id) => accounts.get(id.as_str()).copied(),
                };
                let Some((other, other_plan, other_range)) =
                    other.and_then(|at| Some((at, plans.get(at)?, ranges.get(at)?)))
                else {
                    continue;
                };
                let ids = ids.entry(other).or_insert_with(|| {
                    let mut ids = BTreeMap::new();
                    for (contract, at) in other_plan.contracts.iter().zip(other_range.clone()) {
                        ids.entry(contract.id.value.as_str()).or_insert(at);
                    }
                    ids
                });
                if let Some(&predecessor) = ids.get(reference.contract.as_str())
                    && predecessor != successor
                {
                    links.push((predecessor, successor));
                }
            }
        }
    }
    links.sort_unstable();
    links.dedup();
    for (predecessor, successor) in links {
        let Some(start) = agreements.get(successor).map(|next| next.start) else { continue };
        if let Some(agreement) = agreements.get_mut(predecessor) {
            agreement.successors.push(successor);
            agreement.cut = Some(agreement.cut.map_or(start, |cut| cut.min(start)));
        }
        if let Some(agreement) = agreements.get_mut(successor) {
            agreement.predecessors.push(predecessor);
        }
    }
}
