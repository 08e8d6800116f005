//! Who belongs together: the groups of every dimension, and the roots of today's parent trees.
//!
//! For: keys and members, in the order in which they are shown.
//! Must not: compute a figure.

use std::collections::BTreeMap;

use crate::model::Plan;
use crate::portfolio::Portfolio;

use super::Dimension;
use super::ledger::{Account, Ledger};

/// The root of each counted plan's parent tree, in the plans' order.
///
/// A parent whose plan is left out of the figures still holds its children together. A circle of parents
/// (reported where it is found) is a tree whose root is its smallest id.
pub(super) fn roots(portfolio: &Portfolio) -> Vec<String> {
    let mut parents: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for checked in &portfolio.plans {
        let parent = checked.plan.parent.as_ref().map(|parent| parent.value.as_str());
        parents.entry(checked.plan.id.value.as_str()).or_insert(parent);
    }
    // Found roots are kept, so that a long chain is walked once.
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    portfolio.counted().map(|checked| root(&checked.plan, &parents, &mut known).to_owned()).collect()
}

fn root<'a>(
    plan: &'a Plan,
    parents: &BTreeMap<&'a str, Option<&'a str>>,
    known: &mut BTreeMap<&'a str, &'a str>,
) -> &'a str {
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
        match parents.get(at).copied().flatten() {
            Some(parent) => at = parent,
            None => break at,
        }
    };
    for id in path {
        known.insert(id, root);
    }
    root
}

/// The groups of a dimension other than product: keys in code-point order, those without a value last,
/// each with its members' indexes in the ledger.
pub(super) fn groups(ledger: &Ledger, dimension: Dimension) -> Vec<(Option<String>, Vec<usize>)> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut none: Vec<usize> = Vec::new();
    for (at, account) in ledger.accounts.iter().enumerate() {
        let keys = keys(ledger, account, dimension);
        if keys.is_empty() {
            none.push(at);
        }
        for key in keys {
            let members = groups.entry(key).or_default();
            // The same tag twice counts once.
            if members.last() != Some(&at) {
                members.push(at);
            }
        }
    }
    let mut groups: Vec<_> =
        groups.into_iter().map(|(key, members)| (Some(key.to_owned()), members)).collect();
    if !none.is_empty() {
        groups.push((None, none));
    }
    groups
}

fn keys<'a>(ledger: &'a Ledger, account: &'a Account, dimension: Dimension) -> Vec<&'a str> {
    let plan = &account.plan;
    let one = |field: &'a crate::model::Optional<String>| field.iter().map(|f| f.value.as_str()).collect();
    match dimension {
        Dimension::Owner => vec![plan.owner.value.as_str()],
        Dimension::Tier => one(&plan.tier),
        Dimension::Segment => one(&plan.segment),
        Dimension::Industry => one(&plan.industry),
        Dimension::Region => one(&plan.region),
        Dimension::Parent => ledger.roots.get(account.root).map(String::as_str).into_iter().collect(),
        Dimension::Tag => plan.tags.iter().map(|tag| tag.value.as_str()).collect(),
        Dimension::Product => Vec::new(),
    }
}
