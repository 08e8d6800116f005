//! Who belongs together: the groups of every dimension, and the roots of today's parent trees.
//!
//! For: keys and members, in the order in which they are shown.
//! Must not: compute a figure.

use std::collections::{BTreeMap, HashMap};

use crate::model::Plan;
use crate::portfolio::Portfolio;

use super::Dimension;
use super::ledger::{Account, Ledger};

/// The root of each counted plan's parent tree, in the plans' order.
///
/// A parent whose plan is left out of the figures still holds its children together. A circle of parents
/// (reported where it is found) is a tree whose root is its smallest id.
pub(super) fn roots<'a>(portfolio: &'a Portfolio) -> Vec<&'a str> {
    // Found roots are kept, so that a long chain is walked once.
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    let of = |plan: &'a Plan| match plan.parent {
        None => plan.id.value.as_str(),
        Some(_) => root(plan, portfolio, &mut known),
    };
    portfolio.counted().map(|checked| &*checked.plan).map(of).collect()
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

/// The groups of a dimension other than product: keys in code-point order, those without a value last,
/// each with its members' indexes in the ledger.
pub(super) fn groups(ledger: &Ledger, dimension: Dimension) -> Vec<(Option<&str>, Vec<usize>)> {
    let mut none: Vec<usize> = Vec::new();
    let mut groups: Vec<(Option<&str>, Vec<usize>)> = match dimension {
        // Every account has a root, and roots are in order.
        Dimension::Parent => {
            let mut groups: Vec<_> =
                ledger.roots.iter().map(|root| (Some(root.as_str()), Vec::new())).collect();
            for (at, account) in ledger.accounts.iter().enumerate() {
                if let Some((_, members)) = groups.get_mut(account.root) {
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
    groups
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
