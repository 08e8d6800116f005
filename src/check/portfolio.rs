//! What only all plans together show (codes P220 and up, P406 across accounts, and the links).
//!
//! For: ids that two plans share, parents, renewals of another account's contract, links.
//! Must not: look again at what one plan shows by itself.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::contracts::circle_of_renewals;
use super::cycles::cycles;
use super::links;
use super::words::{Nearest, listed, plain};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::*;
use crate::source::FileSet;
use crate::text::{Place, Span};

/// What only the whole portfolio shows, one portfolio after another: what is found of plans that stand beside
/// the same ones as before is known.
#[derive(Debug, Default)]
pub struct Neighbours {
    /// By path.
    plans: Vec<Arc<Plan>>,
    files: Arc<FileSet>,
    ids: Ids,
    /// The places in `plans` of those that renew contracts of accounts that they name.
    naming: Vec<usize>,
    /// Of ids that two plans share, and of parents.
    of_accounts: Vec<Diagnostic>,
    /// Of renewals across accounts.
    of_renewals: Vec<Diagnostic>,
    /// Of links, by the place of the plan that has them.
    of_links: BTreeMap<usize, OfLinks>,
}

/// What was found of a plan's links.
#[derive(Debug)]
struct OfLinks {
    found: Diagnostics,
    /// The paths of the other plans whose headings it depends on.
    headings_of: Vec<String>,
}

impl Neighbours {
    /// Checks what only the whole portfolio shows: unique ids, references between accounts, links to other
    /// plans and to files. The plans come by path; `files` are all files of the portfolio: a plan that is
    /// there and could not be read is no broken reference.
    pub fn check(&mut self, plans: &[&Arc<Plan>], files: &Arc<FileSet>) -> impl Iterator<Item = &Diagnostic> {
        let same_names = self.plans.len() == plans.len()
            && self.files == *files
            && self.plans.iter().zip(plans).all(|(then, now)| {
                Arc::ptr_eq(then, now) || (then.path() == now.path() && then.id.value == now.id.value)
            });
        if same_names {
            self.check_again(plans);
        } else {
            self.check_anew(plans, files);
        }
        let of_links = self.of_links.values().flat_map(|of_plan| of_plan.found.as_slice());
        self.of_accounts.iter().chain(&self.of_renewals).chain(of_links)
    }

    fn check_anew(&mut self, plans: &[&Arc<Plan>], files: &Arc<FileSet>) {
        let ids = Ids::new(plans, files);
        let accounts = Accounts { plans, ids: &ids };
        self.of_accounts = accounts.of_accounts();
        self.naming =
            (plans.iter().enumerate()).filter(|(_, plan)| plan.names_accounts()).map(|(at, _)| at).collect();
        self.of_renewals = accounts.of_renewals(&self.naming);
        self.of_links = of_links(&accounts, files, 0..plans.len()).collect();
        self.ids = ids;
        self.files = Arc::clone(files);
        self.plans = plans.iter().map(|plan| Arc::clone(plan)).collect();
    }

    /// The same where paths, ids and files are those of the last time.
    fn check_again(&mut self, plans: &[&Arc<Plan>]) {
        let Neighbours { ids, files, .. } = self;
        let accounts = Accounts { plans, ids };
        let mut otherwise = BTreeSet::new();
        let mut same_parents = true;
        for (at, (then, now)) in self.plans.iter_mut().zip(plans).enumerate() {
            if Arc::ptr_eq(then, now) {
                continue;
            }
            fn parent(plan: &Plan) -> Option<&str> {
                plan.parent.as_ref().map(|parent| parent.value.as_str())
            }
            same_parents &= parent(then) == parent(now);
            otherwise.insert(at);
            *then = Arc::clone(now);
        }
        // Where something was found, it may tell of places in texts that are others now.
        if !same_parents || !self.of_accounts.is_empty() {
            self.of_accounts = accounts.of_accounts();
        }
        self.naming.retain(|at| !otherwise.contains(at));
        let naming = otherwise.iter().filter(|at| plans.get(**at).is_some_and(|plan| plan.names_accounts()));
        self.naming.extend(naming);
        self.naming.sort_unstable();
        self.of_renewals = accounts.of_renewals(&self.naming);
        let changed: BTreeSet<&str> =
            otherwise.iter().filter_map(|&at| plans.get(at)).map(|plan| plan.path()).collect();
        let depends =
            |of_plan: &OfLinks| of_plan.headings_of.iter().any(|path| changed.contains(path.as_str()));
        let depending = self.of_links.iter().filter(|(_, of_plan)| depends(of_plan)).map(|(at, _)| *at);
        let again: BTreeSet<usize> = depending.chain(otherwise.iter().copied()).collect();
        self.of_links.retain(|at, _| !again.contains(at));
        self.of_links.extend(of_links(&accounts, files, again));
    }
}

/// What is found of the links of the plans at these places, where there is anything to know of it.
fn of_links<'a>(
    accounts: &'a Accounts<'a>,
    files: &'a FileSet,
    at: impl IntoIterator<Item = usize>,
) -> impl Iterator<Item = (usize, OfLinks)> {
    let mut links = links::Links::new(accounts, files);
    at.into_iter().filter_map(move |at| {
        let mut found = Diagnostics::new();
        let headings_of = links.check(accounts.plans.get(at)?, &mut found);
        (!found.is_empty() || !headings_of.is_empty()).then_some((at, OfLinks { found, headings_of }))
    })
}

/// Who has which id.
#[derive(Debug, Default)]
struct Ids {
    /// The place among the plans of each id; of several, of the first by path. Only ever looked up.
    by_id: HashMap<String, usize>,
    /// The place of each id, in the ids' order, once somebody looks for one that is near.
    in_order: OnceCell<Vec<usize>>,
    /// The ids that plans which could not be read may have.
    unread: BTreeSet<String>,
}

impl Ids {
    fn new(plans: &[&Arc<Plan>], files: &FileSet) -> Self {
        let mut by_id = HashMap::with_capacity(plans.len());
        for (at, plan) in plans.iter().enumerate() {
            by_id.entry(plan.id.value.clone()).or_insert(at);
        }
        // Both in order.
        let mut read = plans.iter().map(|plan| plan.path()).peekable();
        let unread = files.range("accounts/".to_owned().."accounts0".to_owned()).filter(|path| {
            while read.next_if(|read| *read < path.as_str()).is_some() {}
            path.ends_with(".md") && read.peek() != Some(&path.as_str())
        });
        let unread = unread.filter_map(|path| id_of_path(path)).map(str::to_owned).collect();
        Ids { by_id, in_order: OnceCell::new(), unread }
    }
}

/// The accounts of a portfolio: its plans by path, and who has which id.
pub(super) struct Accounts<'a> {
    plans: &'a [&'a Arc<Plan>],
    ids: &'a Ids,
}

impl<'a> Accounts<'a> {
    fn of_accounts(&self) -> Vec<Diagnostic> {
        let mut found = Diagnostics::new();
        self.shared_ids(&mut found);
        self.parents(&mut found);
        found.into_iter().collect()
    }

    /// The plan with this id.
    pub fn by_id(&self, id: &str) -> Option<&'a Plan> {
        self.plans.get(self.position(id)?).map(|plan| &***plan)
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.ids.by_id.get(id).copied()
    }

    /// The plan at this path.
    pub fn by_path(&self, path: &str) -> Option<&'a Plan> {
        let at = self.plans.binary_search_by(|plan| plan.path().cmp(path)).ok()?;
        self.plans.get(at).map(|plan| &***plan)
    }

    /// Whether an account has this id, or may have it: its plan could not be read.
    pub fn may_have(&self, id: &str) -> bool {
        self.ids.by_id.contains_key(id) || self.ids.unread.contains(id)
    }

    /// All ids.
    pub fn ids(&self) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        let ids = self.ids.in_order.get_or_init(|| {
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
        let mut first: HashMap<Cow<'_, str>, &Arc<Plan>> = HashMap::with_capacity(self.plans.len());
        for plan in self.plans {
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
                None if self.ids.unread.contains(parent.value.as_str()) => {}
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
            let members: Vec<&Plan> =
                circle.iter().filter_map(|&n| self.plans.get(n)).map(|plan| &***plan).collect();
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

    /// What is found of renewals of contracts of accounts that are named, of the plans that name some.
    fn of_renewals(&self, naming: &[usize]) -> Vec<Diagnostic> {
        let mut out = Diagnostics::new();
        let mut nearest = Nearest::default();
        let mut across = false;
        let naming: Vec<&Plan> =
            naming.iter().filter_map(|&at| self.plans.get(at)).map(|plan| &***plan).collect();
        for plan in &naming {
            for contract in &plan.contracts {
                for old in &contract.renews {
                    let Some(account) = &old.account else { continue };
                    let at = |span: Span| Place::new(&contract.place.source, span);
                    let Some(other) = self.by_id(account) else {
                        if !self.ids.unread.contains(account.as_str()) {
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
            renewal_circles(&naming, &mut out);
        }
        out.into_iter().collect()
    }
}

/// Contracts of several accounts that renew each other in a circle: all of plans that name accounts.
fn renewal_circles<'p>(plans: &[&'p Plan], out: &mut Diagnostics) {
    let of_plan = |plan: &&'p Plan| {
        let plan = *plan;
        plan.contracts.iter().map(move |contract| (plan, contract))
    };
    let nodes: Vec<(&Plan, &Contract)> = plans.iter().flat_map(of_plan).collect();
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
        let members: Vec<(&Plan, &Contract)> = circle.iter().filter_map(|&n| nodes.get(n).copied()).collect();
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
