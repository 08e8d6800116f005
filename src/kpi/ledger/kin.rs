//! Which contracts renew which, and so whose plans an account's facts are read from beside its own.
//!
//! For: links between contracts, within and across accounts, and the accounts that they hold together.
//! Must not: know what a contract pays.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::model::Plan;

use super::Agreement;

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

/// Resolves who renews whom, within and across accounts, and gives each account's kin. What names no counted
/// contract links nothing.
pub(super) fn link(plans: &[&Arc<Plan>], ranges: &[Range<usize>], agreements: &mut [Agreement]) -> Vec<Kin> {
    // By id, as they stand; of several the first.
    let account_of = |id: &str| {
        let at = plans.partition_point(|plan| plan.id.value.as_str() < id);
        plans.get(at).filter(|plan| plan.id.value == id).map(|_| at)
    };
    // A large plan's contracts by id, made once where it is referred to.
    let mut ids: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut links: Vec<(usize, usize)> = Vec::new();
    let mut across: Vec<(usize, usize)> = Vec::new();
    for (account, (plan, range)) in plans.iter().zip(ranges).enumerate() {
        for (successor, contract) in range.clone().zip(&plan.contracts) {
            for reference in &contract.renews {
                let other = match &reference.account {
                    None => Some(account),
                    Some(id) => account_of(id),
                };
                let Some((other, contracts, first)) =
                    other.and_then(|at| Some((at, &plans.get(at)?.contracts, ranges.get(at)?.start)))
                else {
                    continue;
                };
                let index = if contracts.len() < MANY {
                    contracts.iter().position(|contract| contract.id.value == reference.contract)
                } else {
                    let ids = ids.entry(other).or_insert_with(|| {
                        let mut ids = BTreeMap::new();
                        for (at, contract) in contracts.iter().enumerate() {
                            ids.entry(contract.id.value.as_str()).or_insert(at);
                        }
                        ids
                    });
                    ids.get(reference.contract.as_str()).copied()
                };
                let Some(predecessor) = index.map(|index| first + index) else { continue };
                if predecessor != successor {
                    links.push((predecessor, successor));
                }
                if other != account {
                    across.push((other, account));
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
    kin(plans, &across)
}

/// Each account's kin, from the pairs of accounts that a link leads across.
fn kin(plans: &[&Arc<Plan>], across: &[(usize, usize)]) -> Vec<Kin> {
    let mut kin = vec![Kin::default(); plans.len()];
    // Each account's least relative that is known so far; few accounts have any.
    let mut least: BTreeMap<usize, usize> = BTreeMap::new();
    let find = |least: &BTreeMap<usize, usize>, mut at: usize| {
        while let Some(&next) = least.get(&at).filter(|&&next| next != at) {
            at = next;
        }
        at
    };
    for &(a, b) in across {
        let (a, b) = (find(&least, a), find(&least, b));
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
