//! Who belongs together: the groups of every dimension, and the roots of today's parent trees.
//!
//! For: keys and members, in the order in which they are shown.
//! Must not: compute a figure.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::model::Plan;
use crate::portfolio::{CheckedPlan, Portfolio};

use super::Dimension;
use super::ledger::{Account, Kept, Ledger};

/// The roots of a portfolio's parent trees.
///
/// A parent whose plan is left out of the figures still holds its children together. A circle of parents
/// (reported where it is found) is a tree whose root is its smallest id.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Roots {
    /// In code-point order.
    names: Vec<String>,
    /// The place in `names` of each counted plan's root, in the plans' order.
    of: Vec<usize>,
}

impl Roots {
    pub fn new<'a>(portfolio: &'a Portfolio) -> Self {
        // Found roots are kept, so that a long chain is walked once.
        let mut known: BTreeMap<&'a str, &'a str> = BTreeMap::new();
        let root = |plan: &'a CheckedPlan| match plan.plan.parent {
            None => plan.plan.id.value.as_str(),
            Some(_) => root(&plan.plan, portfolio, &mut known),
        };
        let roots: Vec<&str> = portfolio.counted().map(root).collect();
        let mut names = roots.clone();
        // They are in order but for those of subsidiaries.
        names.sort();
        names.dedup();
        let mut next = 0;
        let place = |root: &&str| {
            if names.get(next) != Some(root) {
                next = names.binary_search(root).unwrap_or_default();
            }
            next += 1;
            next - 1
        };
        let of = roots.iter().map(place).collect();
        Roots { of, names: names.into_iter().map(str::to_owned).collect() }
    }

    /// The index of an account's root.
    pub fn of(&self, account: usize) -> usize {
        self.of.get(account).copied().unwrap_or_default()
    }
}

fn root<'a>(plan: &'a Plan, portfolio: &'a Portfolio, known: &mut BTreeMap<&'a str, &'a str>) -> &'a str {
    let mut path: Vec<&str> = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut at = plan.id.value.as_str();
    let root = loop {
        if let Some(&root) = known.get(at) {
            break root;
        }
        if let Some(&first) = seen.get(at) {
            break path.get(first..).and_then(|circle| circle.iter().min().copied()).unwrap_or(at);
        }
        seen.insert(at, path.len());
        path.push(at);
        match portfolio.plan(at).and_then(|checked| checked.plan.parent.as_ref()) {
            Some(parent) => at = &parent.value,
            None => break at,
        }
    };
    for id in path {
        known.insert(id, root);
    }
    root
}

/// The accounts of each group of a dimension.
#[derive(Debug)]
pub(super) struct Members {
    /// Keys in code-point order, those without a value last, each with its members' indexes in the ledger.
    pub groups: Vec<(Option<String>, Vec<usize>)>,
}

impl Members {
    /// Those of a dimension other than product; the ones of an earlier ledger where they are the same.
    pub fn of(
        ledger: &Ledger,
        dimension: Dimension,
        last: Option<(&Ledger, &Kept, &Arc<Members>)>,
    ) -> Arc<Self> {
        let same = |(before, kept, _): &(&Ledger, &Kept, &Arc<Members>)| {
            kept.same_ids
                && match dimension {
                    Dimension::Parent => before.roots == ledger.roots,
                    _ => kept.otherwise().all(|at| match (before.account(at), ledger.account(at)) {
                        (Some(then), Some(now)) => keys(then, dimension).eq(keys(now, dimension)),
                        _ => false,
                    }),
                }
        };
        match last.filter(same) {
            Some((_, _, members)) => Arc::clone(members),
            None => Arc::new(Members { groups: groups(ledger, dimension) }),
        }
    }

    /// The groups that an account is in, by index.
    pub fn with(&self, ledger: &Ledger, dimension: Dimension, account: usize) -> Vec<usize> {
        if dimension == Dimension::Parent {
            return vec![ledger.roots.of(account)];
        }
        let keys: Vec<&str> =
            ledger.account(account).map(|account| keys(account, dimension).collect()).unwrap_or_default();
        if keys.is_empty() {
            return self.place(None).into_iter().collect();
        }
        keys.into_iter().filter_map(|key| self.place(Some(key))).collect()
    }

    /// The accounts of a group, by index in the ledger.
    pub fn of_group(&self, key: Option<&str>) -> Option<&[usize]> {
        self.groups.get(self.place(key)?).map(|(_, members)| members.as_slice())
    }

    /// The index of the group with a key; the one without a value stands last, the others in order.
    fn place(&self, key: Option<&str>) -> Option<usize> {
        let at = match key {
            Some(key) => self.groups.partition_point(|(its, _)| its.as_deref().is_some_and(|its| its < key)),
            None => self.groups.len().checked_sub(1)?,
        };
        self.groups.get(at).filter(|(its, _)| its.as_deref() == key).map(|_| at)
    }
}

fn groups(ledger: &Ledger, dimension: Dimension) -> Vec<(Option<String>, Vec<usize>)> {
    let mut none: Vec<usize> = Vec::new();
    let mut groups: Vec<(Option<&str>, Vec<usize>)> = match dimension {
        // Every account has a root, and roots are in order.
        Dimension::Parent => {
            let names = ledger.roots.names.iter();
            let mut groups: Vec<_> = names.map(|root| (Some(root.as_str()), Vec::new())).collect();
            for at in 0..ledger.accounts.len() {
                if let Some((_, members)) = groups.get_mut(ledger.roots.of(at)) {
                    members.push(at);
                }
            }
            groups
        }
        _ => {
            // Where each key's group is; only ever looked up.
            let mut known: HashMap<&str, usize> = HashMap::new();
            let mut groups: Vec<(Option<&str>, Vec<usize>)> = Vec::new();
            for (at, account) in ledger.accounts.iter().enumerate() {
                let mut keys = keys(account, dimension).peekable();
                if keys.peek().is_none() {
                    none.push(at);
                }
                for key in keys {
                    let group = *known.entry(key).or_insert_with(|| {
                        groups.push((Some(key), Vec::new()));
                        groups.len() - 1
                    });
                    // The same tag twice counts once.
                    if let Some((_, members)) = groups.get_mut(group).filter(|(_, m)| m.last() != Some(&at)) {
                        members.push(at);
                    }
                }
            }
            groups.sort_unstable_by_key(|(key, _)| *key);
            groups
        }
    };
    if !none.is_empty() {
        groups.push((None, none));
    }
    groups.into_iter().map(|(key, members)| (key.map(str::to_owned), members)).collect()
}

/// The values of an account in a dimension that its plan says by itself.
fn keys(account: &Account, dimension: Dimension) -> impl Iterator<Item = &str> {
    let plan = &account.plan;
    let one = match dimension {
        Dimension::Owner => Some(&plan.owner.value),
        Dimension::Tier => plan.tier.as_ref().map(|field| &field.value),
        Dimension::Segment => plan.segment.as_ref().map(|field| &field.value),
        Dimension::Industry => plan.industry.as_ref().map(|field| &field.value),
        Dimension::Region => plan.region.as_ref().map(|field| &field.value),
        Dimension::Product | Dimension::Parent | Dimension::Tag => None,
    };
    let tags = if dimension == Dimension::Tag { plan.tags.as_slice() } else { &[] };
    one.into_iter().chain(tags.iter().map(|tag| &tag.value)).map(String::as_str)
}
