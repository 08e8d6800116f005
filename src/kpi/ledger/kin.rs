//! Which contracts renew which, and so whose plans an account's facts are read from beside its own.
//!
//! For: links between contracts, within and across accounts, and the accounts that they hold together.
//! Must not: know what a contract pays.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::Plan;

use super::Which;

/// The plans of all accounts whose contracts are linked with an account's own, directly or through others,
/// its own among them, in the accounts' order; none where no other account's are. Whatever is read from
/// contracts and their links is the same where these are the same plans.
#[derive(Clone, Debug, Default)]
pub(super) struct Kin(Option<Arc<[Arc<Plan>]>>);

impl PartialEq for Kin {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (None, None) => true,
            (Some(a), Some(b)) => a.len() == b.len() && a.iter().zip(&**b).all(|(a, b)| Arc::ptr_eq(a, b)),
            _ => false,
        }
    }
}

/// From how many contracts on a plan's are looked up in a map.
const MANY: usize = 16;

/// A link: the contract that is renewed, and the one that renews it.
pub(super) type Link = (Which, Which);

/// The links within a plan's account, as far as it names no account.
pub(super) fn within(account: usize, plan: &Plan) -> Vec<Link> {
    let mut links = Vec::new();
    let mut ids = Ids::default();
    for (index, contract) in plan.contracts.iter().enumerate() {
        let own = contract.renews.iter().filter(|reference| reference.account.is_none());
        for old in own.filter_map(|reference| ids.of(account, plan, &reference.contract)) {
            links.push((old, Which { account, index }));
        }
    }
    links.retain(|(old, new)| old != new);
    links
}

/// The links of contracts that are renewed by the account's name, of those of `plans` (by id) that name some.
/// What names no counted contract links nothing.
pub(super) fn across(plans: &[&Arc<Plan>], naming: impl Iterator<Item = usize>) -> Vec<Link> {
    // By id, as they stand; of several the first.
    let account_of = |id: &str| {
        let at = plans.partition_point(|plan| plan.id.value.as_str() < id);
        plans.get(at).filter(|plan| plan.id.value == id).map(|_| at)
    };
    let mut ids = Ids::default();
    let mut links = Vec::new();
    for (account, plan) in naming.filter_map(|at| Some((at, plans.get(at)?))) {
        for (index, contract) in plan.contracts.iter().enumerate() {
            for reference in &contract.renews {
                let Some(other) = reference.account.as_deref().and_then(account_of) else { continue };
                let of = plans.get(other).and_then(|plan| ids.of(other, plan, &reference.contract));
                links.extend(of.map(|old| (old, Which { account, index })));
            }
        }
    }
    links.retain(|(old, new)| old != new);
    links
}

/// Large plans' contracts by id, made once where one is referred to.
#[derive(Default)]
struct Ids<'a>(BTreeMap<usize, BTreeMap<&'a str, usize>>);

impl<'a> Ids<'a> {
    /// The contract with an id of the account at an index; of several the first.
    fn of(&mut self, account: usize, plan: &'a Plan, id: &str) -> Option<Which> {
        let contracts = &plan.contracts;
        let index = if contracts.len() < MANY {
            contracts.iter().position(|contract| contract.id.value == id)
        } else {
            let ids = self.0.entry(account).or_insert_with(|| {
                let mut ids = BTreeMap::new();
                for (at, contract) in contracts.iter().enumerate() {
                    ids.entry(contract.id.value.as_str()).or_insert(at);
                }
                ids
            });
            ids.get(id).copied()
        };
        index.map(|index| Which { account, index })
    }
}

/// Each account's kin, from the links across accounts.
pub(super) fn kin(plans: &[&Arc<Plan>], across: &[Link]) -> Vec<Kin> {
    let mut kin = vec![Kin::default(); plans.len()];
    // Each account's least relative that is known so far; few accounts have any.
    let mut least: BTreeMap<usize, usize> = BTreeMap::new();
    let find = |least: &BTreeMap<usize, usize>, mut at: usize| {
        while let Some(&next) = least.get(&at).filter(|&&next| next != at) {
            at = next;
        }
        at
    };
    for (old, new) in across.iter().filter(|(old, new)| old.account != new.account) {
        let (a, b) = (find(&least, old.account), find(&least, new.account));
        least.insert(a, a.min(b));
        least.insert(b, a.min(b));
    }
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &account in least.keys() {
        families.entry(find(&least, account)).or_default().push(account);
    }
    for family in families.into_values() {
        let plans: Arc<[Arc<Plan>]> =
            family.iter().filter_map(|&at| plans.get(at)).map(|plan| Arc::clone(plan)).collect();
        for at in family {
            if let Some(kin) = kin.get_mut(at) {
                *kin = Kin(Some(Arc::clone(&plans)));
            }
        }
    }
    kin
}
