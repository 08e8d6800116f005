//! What only all plans together show (codes P220 and up, P406 across accounts, and the links).
//!
//! For: ids that two plans share, parents, renewals of another account's contract, links.
//! Must not: look again at what one plan shows by itself.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::contracts::circle_of_renewals;
use super::cycles::cycles;
use super::links;
use super::words::{Nearest, listed, plain};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::*;
use crate::source::FileSet;
use crate::text::{Place, Span};

/// Checks what only the whole portfolio shows: unique ids, references between accounts, links to other
/// plans and to files. The plans come by path; `files` are all files of the portfolio: a plan that is there and could not be
/// read is no broken reference.
pub fn check_portfolio<'a>(
    plans: impl Iterator<Item = &'a Plan>,
    files: &'a FileSet,
    diagnostics: &mut Diagnostics,
) {
    let accounts = Accounts::new(plans, files);
    accounts.shared_ids(diagnostics);
    accounts.parents(diagnostics);
    accounts.renewals(diagnostics);
    let mut links = links::Links::new(&accounts, files);
    for plan in &accounts.plans {
        links.check(plan, diagnostics);
    }
}

/// The accounts of a portfolio: its plans by path, and who has which id.
pub(super) struct Accounts<'a> {
    /// By path.
    pub plans: Vec<&'a Plan>,
    /// The place in `plans` of each id; of several, of the first by path. Only ever looked up.
    by_id: HashMap<&'a str, usize>,
    /// The place in `plans` of each id, in the ids' order, once somebody looks for one that is near.
    ids: OnceCell<Vec<usize>>,
    /// The ids that plans which could not be read may have.
    unread: BTreeSet<&'a str>,
}

impl<'a> Accounts<'a> {
    fn new(plans: impl Iterator<Item = &'a Plan>, files: &'a FileSet) -> Self {
        let mut plans: Vec<&Plan> = plans.collect();
        plans.sort_by_key(|plan| plan.path());
        let mut by_id = HashMap::with_capacity(plans.len());
        for (at, plan) in plans.iter().enumerate() {
            by_id.entry(plan.id.value.as_str()).or_insert(at);
        }
        // Both in order.
        let mut read = plans.iter().map(|plan| plan.path()).peekable();
        let unread = files.range("accounts/".to_owned().."accounts0".to_owned()).filter(|path| {
            while read.next_if(|read| *read < path.as_str()).is_some() {}
            path.ends_with(".md") && read.peek() != Some(&path.as_str())
        });
        let unread = unread.filter_map(|path| id_of_path(path)).collect();
        Accounts { plans, by_id, ids: OnceCell::new(), unread }
    }

    /// The plan with this id.
    pub fn by_id(&self, id: &str) -> Option<&'a Plan> {
        self.plans.get(self.position(id)?).copied()
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The plan at this path.
    pub fn by_path(&self, path: &str) -> Option<&'a Plan> {
        let at = self.plans.binary_search_by(|plan| plan.path().cmp(path)).ok()?;
        self.plans.get(at).copied()
    }

    /// Whether an account has this id, or may have it: its plan could not be read.
    pub fn may_have(&self, id: &str) -> bool {
        self.by_id.contains_key(id) || self.unread.contains(id)
    }

    /// All ids.
    pub fn ids(&self) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        let ids = self.ids.get_or_init(|| {
            let id = |at: &usize| self.plans.get(*at).map(|plan| plan.id.value.as_str());
            let mut ids: Vec<usize> = (0..self.plans.len()).collect();
            ids.sort_by_key(id);
            ids.dedup_by(|a, b| id(a) == id(b));
            ids
        });
        ids.iter().filter_map(|&at| self.plans.get(at)).map(|plan| plan.id.value.as_str())
    }

    /// Two plans with one id.
    fn shared_ids(&self, out: &mut Diagnostics) {
        let mut first: HashMap<Cow<'_, str>, &Plan> = HashMap::with_capacity(self.plans.len());
        for plan in &self.plans {
            let id = match plan.id.value.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
                true => Cow::Owned(plan.id.value.to_lowercase()),
                false => Cow::Borrowed(plan.id.value.as_str()),
            };
            let Some(holder) = first.get(&id) else {
                first.insert(id, plan);
                continue;
            };
            let message =
                format!("The id `{}` is taken: {} has it, too", plain(&plan.id.value), holder.path());
            let free = (2..).map(|n| format!("{id}-{n}")).find(|id| !self.may_have(id));
            let help = format!(
                "each account has an id of its own, whatever its letter case: make it one plan if this is the \
                 same client, else write another id, as in `id: {}`",
                free.unwrap_or_default()
            );
            out.push(
                Diagnostic::new(&codes::P220, plan.at(plan.id.span), message)
                    .help(help)
                    .label(holder.at(holder.id.span), "the first plan with this id")
                    .about("id"),
            );
        }
    }

    /// Parents exist, and lead nowhere back.
    fn parents(&self, out: &mut Diagnostics) {
        let mut nearest = Nearest::default();
        let mut edges = vec![Vec::new(); self.plans.len()];
        for (plan, edges) in self.plans.iter().zip(&mut edges) {
            let Some(parent) = &plan.parent else { continue };
            match self.position(&parent.value) {
                Some(parent) => edges.push(parent),
                None if self.unread.contains(parent.value.as_str()) => {}
                None => {
                    let message = format!("No account has the id `{}`", plain(&parent.value));
                    let help = match nearest.of(&parent.value, self.ids()) {
                        Some(near) => format!("did you mean `parent: {near}`?"),
                        None => "`parent` is the id of another account of this portfolio: add its plan, or \
                                 take `parent` out"
                            .into(),
                    };
                    out.push(
                        Diagnostic::new(&codes::P221, plan.at(parent.span), message)
                            .help(help)
                            .about("parent"),
                    );
                }
            }
        }
        for circle in cycles(&edges) {
            let members: Vec<&Plan> = circle.iter().filter_map(|&n| self.plans.get(n).copied()).collect();
            let Some((first, rest)) = members.split_first() else { continue };
            let place = |plan: &Plan| plan.at(plan.parent.as_ref().map_or(plan.head, |p| p.span));
            let names = listed(members.iter().map(|plan| plan.id.value.as_str()));
            let message = match rest {
                [] => format!("{names} is its own parent"),
                _ => format!("{names} are each other's parents in a circle"),
            };
            let help = "the parent is the account above: take `parent` out of the topmost one";
            let mut diagnostic =
                Diagnostic::new(&codes::P222, place(first), message).help(help).about("parent");
            for plan in rest {
                diagnostic = diagnostic.label(place(plan), format!("{} is part of it", plan.id.value));
            }
            out.push(diagnostic);
        }
    }

    /// Renewals of other accounts' contracts.
    fn renewals(&self, out: &mut Diagnostics) {
        let mut nearest = Nearest::default();
        let mut across = false;
        for plan in &self.plans {
            for contract in &plan.contracts {
                for old in &contract.renews {
                    let Some(account) = &old.account else { continue };
                    let at = |span: Span| Place::new(&contract.place.source, span);
                    let Some(other) = self.by_id(account) else {
                        if !self.unread.contains(account.as_str()) {
                            let message = format!("No account has the id `{}`", plain(account));
                            let help = match nearest.of(account, self.ids()) {
                                Some(near) => {
                                    format!("did you mean `renews: {near}/{}`?", plain(&old.contract))
                                }
                                None => {
                                    "before the `/` stands the id of an account of this portfolio, after \
                                         it one of its contracts"
                                        .into()
                                }
                            };
                            let diagnostic = Diagnostic::new(&codes::P223, at(old.span), message);
                            out.push(diagnostic.help(help).about("contracts"));
                        }
                        continue;
                    };
                    if other.contract(&old.contract).is_some() {
                        across |= other.id.value != plan.id.value;
                        continue;
                    }
                    if other.faulty.contains(&"contracts") {
                        continue;
                    }
                    let message =
                        format!("{} has no contract `{}`", plain(&other.account.value), plain(&old.contract));
                    let ids = || other.contracts.iter().map(|contract| contract.id.value.as_str());
                    let help = match nearest.of(&old.contract, ids()) {
                        Some(near) => format!("did you mean `renews: {account}/{near}`?"),
                        None if other.contracts.is_empty() => "its plan has no contracts at all".into(),
                        None => format!("its contracts are {}", listed(ids().take(10))),
                    };
                    out.push(
                        Diagnostic::new(&codes::P224, at(old.span), message)
                            .help(help)
                            .label(other.head(), "the plan of that account")
                            .about("contracts"),
                    );
                }
            }
        }
        if across {
            self.renewal_circles(out);
        }
    }

    /// Contracts of several accounts that renew each other in a circle.
    fn renewal_circles(&self, out: &mut Diagnostics) {
        let of_plan = |plan: &&'a Plan| {
            plan.contracts.iter().map(|contract| (contract, ())).map({
                let plan = *plan;
                move |(contract, ())| (plan, contract)
            })
        };
        let nodes: Vec<(&Plan, &Contract)> = self.plans.iter().flat_map(of_plan).collect();
        let mut position: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (n, (plan, contract)) in nodes.iter().enumerate() {
            position.entry((&plan.id.value, &contract.id.value)).or_insert(n);
        }
        let leads_to = |(plan, contract): &(&Plan, &Contract)| {
            let olds = contract
                .renews
                .iter()
                .map(|old| (old.account.as_deref().unwrap_or(&plan.id.value), old.contract.as_str()));
            olds.filter_map(|key| position.get(&key).copied()).collect()
        };
        let edges: Vec<Vec<usize>> = nodes.iter().map(leads_to).collect();
        for circle in cycles(&edges) {
            let members: Vec<(&Plan, &Contract)> =
                circle.iter().filter_map(|&n| nodes.get(n).copied()).collect();
            let several = members.windows(2).any(|pair| match pair {
                [(a, _), (b, _)] => a.id.value != b.id.value,
                _ => false,
            });
            // Those of one account were said of its plan.
            if several {
                out.extend(circle_of_renewals(&members));
            }
        }
    }
}

/// The id that a plan at this path has unless it says another: its file's stem, or the folder's name for
/// `plan.md`, `index.md` and `README.md`. `None` where the path is no plan's.
pub(super) fn id_of_path(path: &str) -> Option<&str> {
    let parts: Vec<&str> = path.strip_prefix("accounts/")?.split('/').collect();
    if parts.iter().any(|part| part.starts_with(['_', '.'])) {
        return None;
    }
    let (file, folders) = parts.split_last()?;
    match (*file, folders.last()) {
        ("README.md", None) => None,
        ("plan.md" | "index.md" | "README.md", Some(folder)) => Some(folder),
        (file, _) => file.strip_suffix(".md"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_names_the_account() {
        assert_eq!(id_of_path("accounts/northwind.md"), Some("northwind"));
        assert_eq!(id_of_path("accounts/emea/northwind/plan.md"), Some("northwind"));
        assert_eq!(id_of_path("accounts/README.md"), None);
        assert_eq!(id_of_path("accounts/_drafts/northwind.md"), None);
        assert_eq!(id_of_path("docs/northwind.md"), None);
    }
}
