//! What the figures are computed from: every counted account's contracts, linked across accounts, and
//! its ARR over all time, walked once.
//!
//! For: looking up, for any window of days, what an account paid and what moved it.
//! Must not: compute a figure, or hold anything that depends on the period asked for.

mod agreement;
mod kin;
mod timeline;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::Completeness;
use crate::config::Config;
use crate::model::{Contract, Date, Decimal, Plan};
use crate::portfolio::{CheckedPlan, Portfolio};

use super::groups::Roots;
pub(super) use agreement::{Agreement, DueDay, Lane, Uplift, Which};
use kin::{Kin, Link};
pub(super) use timeline::{Kind, Move, Timeline, View};

/// Every counted account, as at a day.
#[derive(Debug)]
pub struct Ledger {
    pub(super) as_of: Date,
    pub(super) config: Arc<Config>,
    /// By id.
    pub(super) accounts: Vec<Arc<Account>>,
    /// Every product of any contract, in code-point order.
    pub(super) products: Vec<Box<str>>,
    /// How often each product is named.
    named: Vec<usize>,
    /// The roots of today's parent trees.
    pub(super) roots: Arc<Roots>,
    /// Whether every plan that could be read counts.
    whole: bool,
}

/// A counted account.
#[derive(Debug)]
pub(super) struct Account {
    pub plan: Arc<Plan>,
    pub completeness: Arc<Completeness>,
    /// Its contracts, in written order.
    pub agreements: Vec<Agreement>,
    /// Its ARR over all time.
    pub timeline: Arc<Timeline>,
    /// Whether its plan names accounts whose contracts it renews.
    names_accounts: bool,
    /// Whose contracts are linked with its own, where another account's are.
    kin: Kin,
}

/// What a ledger has in common with an earlier one.
#[derive(Debug)]
pub(super) struct Kept {
    /// For each account, its index in the earlier ledger where everything that its facts are read from is the
    /// same there.
    at: Vec<Option<usize>>,
    /// Whether the accounts have the same ids, one by one.
    pub same_ids: bool,
}

impl Kept {
    /// Where an account was in the earlier ledger, if it is as it was.
    pub fn at(&self, account: usize) -> Option<usize> {
        *self.at.get(account)?
    }

    /// Of accounts with the same ids, those that are otherwise.
    pub fn otherwise(&self) -> impl Iterator<Item = usize> {
        self.at.iter().enumerate().filter(|&(at, kept)| *kept != Some(at)).map(|(at, _)| at)
    }
}

/// An account while a ledger is made.
enum Part {
    /// As in an earlier ledger.
    Known(Arc<Account>),
    /// With contracts that are read anew.
    New(Vec<Agreement>),
}

impl Part {
    fn agreements(&self) -> &[Agreement] {
        match self {
            Part::Known(account) => &account.agreements,
            Part::New(agreements) => agreements,
        }
    }

    fn read_anew(&mut self, contract: usize) -> Option<&mut Agreement> {
        match self {
            Part::Known(_) => None,
            Part::New(agreements) => agreements.get_mut(contract),
        }
    }
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
    /// Reads the counted plans of a portfolio; those accounts are taken over from an earlier ledger whose facts
    /// are the same there. Plans that are left out are as if they were not there.
    pub(super) fn new(portfolio: &Portfolio, last: Option<&Ledger>) -> (Self, Kept) {
        let counted: Vec<&CheckedPlan> = portfolio.counted().collect();
        let plans: Vec<&Arc<Plan>> = counted.iter().map(|checked| &checked.plan).collect();
        let config = &portfolio.config;
        let as_of = portfolio.as_of;
        let last = last.filter(|last| last.as_of == as_of && Arc::ptr_eq(&last.config, config));
        let known: Vec<Option<usize>> = match last {
            Some(last) => last.with_plans(&plans),
            None => vec![None; plans.len()],
        };
        let before: Vec<Option<&Account>> = known.iter().map(|at| last?.account((*at)?)).collect();

        let naming: Vec<bool> = (plans.iter().zip(&before))
            .map(|(plan, before)| before.map_or_else(|| plan.names_accounts(), |known| known.names_accounts))
            .collect();
        let across = kin::across(&plans, (0..plans.len()).filter(|&at| naming.get(at) == Some(&true)));
        let kin = kin::kin(&plans, &across);
        let kept = |at: usize| {
            let account = (*before.get(at)?)?;
            let same = Arc::ptr_eq(&account.completeness, &counted.get(at)?.completeness);
            known.get(at)?.filter(|_| same && kin.get(at) == Some(&account.kin))
        };
        let kept = Kept {
            at: (0..plans.len()).map(kept).collect(),
            same_ids: last.is_some_and(|last| last.has_ids_of(&plans, &known)),
        };

        let (products, named) = last
            .and_then(|last| Some((last.products.clone(), last.still_named(&plans, &known)?)))
            .unwrap_or_else(|| product_names(&counted, as_of));
        let product = |name: &str| products.binary_search_by(|p| (**p).cmp(name)).unwrap_or_default();
        // What is known of products is known by their index.
        let last_of_products = last.filter(|last| last.products == products);
        let kept_account = |at: usize| {
            let known = kept.at(at)?;
            last_of_products?.accounts.get(known)
        };
        let mut parts: Vec<Part> = (plans.par_iter().enumerate())
            .map(|(at, plan)| match kept_account(at).filter(|_| kept.same_ids && kept.at(at) == Some(at)) {
                Some(account) => Part::Known(Arc::clone(account)),
                None => Part::New(agreements(at, plan, config, as_of, product)),
            })
            .collect();
        link(&mut parts, &across);
        let find = |which: Which| parts.get(which.account)?.agreements().get(which.index);
        let timelines: Vec<Option<Arc<Timeline>>> = (parts.par_iter().enumerate())
            .map(|(at, part)| match part {
                Part::Known(_) => None,
                Part::New(agreements) => Some(match kept_account(at) {
                    Some(known) => Arc::clone(&known.timeline),
                    None => Arc::new(timeline::walk(agreements, find, as_of)),
                }),
            })
            .collect();

        let whole = plans.len() == portfolio.plans.len();
        let roots =
            last.filter(|last| kept.same_ids && whole && last.whole && last.has_parents_of(&plans, &known));
        let roots = roots.map_or_else(|| Arc::new(Roots::new(portfolio)), |last| Arc::clone(&last.roots));
        let accounts = (parts.into_iter().zip(timelines).zip(&counted).zip(naming).zip(kin))
            .map(|((((part, timeline), checked), names_accounts), kin)| match part {
                Part::Known(account) => account,
                Part::New(agreements) => Arc::new(Account {
                    plan: Arc::clone(&checked.plan),
                    completeness: Arc::clone(&checked.completeness),
                    agreements,
                    timeline: timeline.unwrap_or_default(),
                    names_accounts,
                    kin,
                }),
            })
            .collect();
        (Ledger { as_of, config: Arc::clone(config), accounts, products, named, roots, whole }, kept)
    }

    /// For each of these plans, the index of its account here where it is the same plan.
    fn with_plans(&self, plans: &[&Arc<Plan>]) -> Vec<Option<usize>> {
        let mut at = 0;
        (plans.iter())
            .map(|plan| {
                let is_next =
                    |at: usize| self.account(at).is_some_and(|account| Arc::ptr_eq(&account.plan, plan));
                // No text is looked at as long as they go side by side.
                if !is_next(at) {
                    let id = plan.id.value.as_str();
                    at += self.accounts.get(at..)?.partition_point(|account| account.id() < id);
                }
                is_next(at).then(|| {
                    at += 1;
                    at - 1
                })
            })
            .collect()
    }

    /// Whether these plans, of which some are known to be here, have the accounts' ids one by one.
    fn has_ids_of(&self, plans: &[&Arc<Plan>], known: &[Option<usize>]) -> bool {
        self.accounts.len() == plans.len()
            && (self.accounts.iter().zip(plans).zip(known).enumerate())
                .all(|(at, ((account, plan), known))| *known == Some(at) || account.id() == plan.id.value)
    }

    /// Whether these plans, which have the accounts' ids one by one, have their parents.
    fn has_parents_of(&self, plans: &[&Arc<Plan>], known: &[Option<usize>]) -> bool {
        fn parent(plan: &Plan) -> Option<&str> {
            plan.parent.as_ref().map(|parent| parent.value.as_str())
        }
        (self.accounts.iter().zip(plans).zip(known).enumerate())
            .all(|(at, ((account, plan), known))| *known == Some(at) || parent(&account.plan) == parent(plan))
    }

    /// How often each product is named by these plans, of which some are known to be here; `None` where they
    /// name others than those that are named here.
    fn still_named(&self, plans: &[&Arc<Plan>], known: &[Option<usize>]) -> Option<Vec<usize>> {
        let mut named = self.named.clone();
        for (plan, _) in plans.iter().zip(known).filter(|(_, known)| known.is_none()) {
            for name in products_of(plan, self.as_of) {
                *named.get_mut(self.find_product(name)?)? += 1;
            }
        }
        let mut still = known.iter().flatten().peekable();
        for (at, account) in self.accounts.iter().enumerate() {
            if still.next_if(|known| **known == at).is_none() {
                for name in products_of(&account.plan, self.as_of) {
                    *named.get_mut(self.find_product(name)?)? -= 1;
                }
            }
        }
        named.iter().all(|times| *times > 0).then_some(named)
    }

    /// The account at an index.
    pub(super) fn account(&self, at: usize) -> Option<&Account> {
        self.accounts.get(at).map(|account| &**account)
    }

    /// The index of the account with this id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.accounts.binary_search_by(|account| account.id().cmp(id)).ok()
    }

    /// These contracts.
    pub(super) fn agreements<'a>(&'a self, which: &'a [Which]) -> impl Iterator<Item = &'a Agreement> {
        which.iter().filter_map(|which| self.account(which.account)?.agreements.get(which.index))
    }

    /// The contract as it is written.
    pub(super) fn contract(&self, agreement: &Agreement) -> Option<&Contract> {
        self.account(agreement.which.account)?.plan.contracts.get(agreement.which.index)
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

/// Notes links across accounts in the contracts that were read anew; the others have them.
fn link(parts: &mut [Part], across: &[Link]) {
    for &(old, new) in across {
        let renewing = parts.get(new.account).and_then(|part| part.agreements().get(new.index));
        let Some(start) = renewing.map(|agreement| agreement.start) else { continue };
        if let Some(agreement) = parts.get_mut(old.account).and_then(|part| part.read_anew(old.index)) {
            agreement.is_renewed_by(new, start);
        }
        if let Some(agreement) = parts.get_mut(new.account).and_then(|part| part.read_anew(new.index)) {
            agreement.renews(old);
        }
    }
}

/// A plan's contracts with the links between them.
fn agreements(
    account: usize,
    plan: &Plan,
    config: &Config,
    as_of: Date,
    product: impl Fn(&str) -> usize + Copy,
) -> Vec<Agreement> {
    let read = plan.contracts.iter().enumerate();
    let mut agreements: Vec<Agreement> = read
        .map(|(index, contract)| Agreement::new(contract, Which { account, index }, config, as_of, product))
        .collect();
    for (old, new) in kin::within(account, plan) {
        if let Some(start) = agreements.get_mut(new.index).map(|agreement| {
            agreement.renews(old);
            agreement.start
        }) && let Some(old) = agreements.get_mut(old.index)
        {
            old.is_renewed_by(new, start);
        }
    }
    agreements
}

/// The products that a plan's contracts name, as known at `as_of`, as often as they do.
fn products_of(plan: &Plan, as_of: Date) -> impl Iterator<Item = &str> {
    plan.contracts.iter().flat_map(move |contract| {
        let known = contract.changes.iter().filter(move |change| change.date.value <= as_of);
        let lines = contract.lines.iter().map(|line| line.product.value.as_str());
        lines.chain(known.map(|change| change.product.value.as_str()))
    })
}

/// Every product that any contract names, as known at `as_of`, in code-point order, and how often.
fn product_names(counted: &[&CheckedPlan], as_of: Date) -> (Vec<Box<str>>, Vec<usize>) {
    let of_some = |counted: &[&CheckedPlan]| {
        let mut names: BTreeMap<Box<str>, usize> = BTreeMap::new();
        for name in counted.iter().flat_map(|checked| products_of(&checked.plan, as_of)) {
            match names.get_mut(name) {
                Some(times) => *times += 1,
                None => {
                    names.insert(name.into(), 1);
                }
            }
        }
        names
    };
    let names = counted.par_chunks(1_000).map(of_some).reduce(BTreeMap::new, |mut all, some| {
        for (name, times) in some {
            *all.entry(name).or_default() += times;
        }
        all
    });
    names.into_iter().unzip()
}
