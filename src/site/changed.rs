//! What is otherwise on a site than on the one before, without rendering either.
//!
//! For: telling open pages which of them to load again. The accounts are compared by their plan, their
//! figures and what is wrong with them, and the pages that list them are named wherever an account changed: a
//! page too many is loaded again, and none too few. Of a small site those are then compared by what each is
//! rendered from, view by view; the views of a large one take longer than a reader waits.
//! Must not: decide what is served: that is always rendered from what is there now.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::views::{Book, Page};
use super::{Halt, Sink, Site, TemplateError, catalog, links};
use crate::diagnostic::Diagnostic;
use crate::kpi::{Dimension, Group};
use crate::portfolio::CheckedPlan;

/// Up to how many plans a site is compared page by page.
const SMALL: usize = 250;

/// What each file of a site is rendered from, by path.
pub type Keys = BTreeMap<String, u64>;

/// Takes no files, and notes what each would be rendered from; only what has another key than before is
/// rendered, to know that it can be.
struct Comparing<'k> {
    before: &'k Keys,
    among: Option<&'k BTreeSet<String>>,
    now: Mutex<Keys>,
}

impl Sink for Comparing<'_> {
    fn wants(&self, path: &str) -> bool {
        self.among.is_none_or(|among| among.contains(&first_of(path)))
    }

    fn has(&self, path: &str, key: &dyn Fn() -> u64) -> bool {
        let key = key();
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), key);
        self.before.get(path) == Some(&key)
    }

    fn put(&self, _path: &str, _file: &[u8]) -> Result<(), Halt> {
        Ok(())
    }
}

/// Takes no files, and has some of each kind rendered, to know that they can be.
struct Trying {
    accounts: BTreeSet<String>,
    groups: BTreeSet<String>,
}

impl Sink for Trying {
    fn wants(&self, path: &str) -> bool {
        let folder = path.strip_suffix("index.html");
        match path.split('/').next() {
            Some("accounts" | "owners" | "groups") if path.matches('/').count() > 1 => {
                self.accounts.contains(path) || folder.is_some_and(|folder| self.groups.contains(folder))
            }
            _ => folder.is_some(),
        }
    }

    fn put(&self, _path: &str, _file: &[u8]) -> Result<(), Halt> {
        Ok(())
    }
}

/// By which page a file is named here: a list on several pages by the first, the search's files by one.
fn first_of(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, name)) if name.starts_with("page-") => format!("{folder}/index.html"),
        Some(("search", name)) if name != "index.html" => SEARCH.to_owned(),
        _ => path.to_owned(),
    }
}

/// By what the files of the search are named.
const SEARCH: &str = "search/manifest.js";

/// What lists accounts or counts them.
const LISTS: [&str; 15] = [
    "index.html",
    "accounts/index.html",
    "actions/index.html",
    "checks/index.html",
    "codes/index.html",
    "figures/index.html",
    "opportunities/index.html",
    "owners/index.html",
    "renewals/index.html",
    "risks/index.html",
    "search/index.html",
    "kpi.json",
    "renewals.ics",
    "actions.ics",
    SEARCH,
];

impl Site {
    /// Whether it is small enough to be compared page by page.
    pub fn is_small(&self) -> bool {
        self.of.portfolio.plans.len() <= SMALL
    }

    /// What each file is rendered from: of those `among` which it is (all, where none are given) it is looked
    /// at, the others are as `before`. What is otherwise is rendered once, and dropped.
    ///
    /// # Errors
    /// Where a template can't be used.
    pub fn keys(&self, before: &Keys, among: Option<&BTreeSet<String>>) -> Result<Keys, TemplateError> {
        let comparing = Comparing { before, among, now: Mutex::default() };
        match self.render(&comparing) {
            Err(Halt::Template(error)) => return Err(error),
            Ok(()) | Err(Halt::Stopped) => {}
        }
        let same = before.iter().filter(|(path, _)| !comparing.wants(path));
        let same: Vec<(String, u64)> = same.map(|(path, key)| (path.clone(), *key)).collect();
        let mut keys = comparing.now.into_inner().unwrap_or_else(PoisonError::into_inner);
        keys.extend(same);
        Ok(keys)
    }

    /// Renders every list, some accounts and some groups, and drops them.
    ///
    /// # Errors
    /// Where a template can't be used.
    pub fn try_some(&self) -> Result<(), TemplateError> {
        const ACCOUNTS: usize = 40;
        // So few that their series are not all computed at once.
        const GROUPS: usize = 3;
        let book = self.book();
        let plans = book.plans().count();
        let ids = book.plans().map(|checked| &checked.plan.id.value).step_by(plans.div_ceil(ACCOUNTS).max(1));
        let accounts = ids.flat_map(|id| of_account(id)).collect();
        let groups = Dimension::ALL.into_iter().filter_map(|dimension| {
            let mut folders =
                book.report.groups(dimension).iter().filter_map(|g| folder(&book, dimension, g));
            folders.next().map(|folder| format!("{folder}/"))
        });
        match self.render(&Trying { accounts, groups: groups.take(GROUPS).collect() }) {
            Err(Halt::Template(error)) => Err(error),
            Ok(()) | Err(Halt::Stopped) => Ok(()),
        }
    }

    /// Every page, each list by its first.
    pub fn pages(&self) -> BTreeSet<String> {
        let book = self.book();
        let mut pages: BTreeSet<String> = LISTS.iter().map(|path| (*path).to_owned()).collect();
        for page in book.pages() {
            match page {
                Page::Account(checked) => pages.extend(of_account(&checked.plan.id.value)),
                Page::Figure(entry) => pages.extend([of_figure(entry)]),
                Page::Code(code) => pages.extend([format!("codes/{}/index.html", code.code)]),
                Page::Group(dimension, group) => {
                    pages
                        .extend(folder(&book, dimension, group).map(|folder| format!("{folder}/index.html")));
                }
                _ => {}
            }
        }
        pages.extend(self.of.templates.assets().map(|(path, _)| path.to_owned()));
        pages
    }

    /// The pages that may be otherwise than on another site, each list by its first; `None`: any may be.
    pub fn differs_from(&self, before: &Site) -> Option<BTreeSet<String>> {
        let (now, then) = (self.book(), before.book());
        // What all pages show.
        let alike = self.of.common == before.of.common
            && Arc::ptr_eq(&self.of.portfolio.config, &before.of.portfolio.config)
            && self.of.portfolio.past == before.of.portfolio.past
            && now.report.excluded == then.report.excluded
            && now.report.as_of == then.report.as_of
            && now.report.period == then.report.period;
        if !alike {
            return None;
        }
        let spoken_of = told_otherwise(now.diagnostics, then.diagnostics);
        let mut ids: BTreeSet<&str> = spoken_of.iter().filter_map(|path| now.id_at(path)).collect();
        for pair in both(now.plans(), then.plans()) {
            let (Some(checked), Some(other)) = pair else { return None };
            let same_plan = Arc::ptr_eq(&checked.plan, &other.plan);
            // What accounts show of each other.
            if !same_plan && seen_by_others(checked) != seen_by_others(other) {
                return None;
            }
            if !(same_plan && checked.counted == other.counted) {
                ids.insert(&checked.plan.id);
            }
        }
        ids.extend(now.report.otherwise_than(then.report));
        let mut pages: BTreeSet<String> = ids.iter().flat_map(|id| of_account(id)).collect();
        if ids.is_empty() && spoken_of.is_empty() && now.diagnostics == then.diagnostics {
            return Some(pages);
        }
        pages.extend(LISTS.iter().map(|path| (*path).to_owned()));
        pages.extend(catalog::ENTRIES.iter().map(of_figure));
        for (book, other) in [(&now, &then), (&then, &now)] {
            let with = ids.iter().flat_map(|id| book.report.groups_with(id));
            let folders = with.filter_map(|(dimension, group)| folder(book, dimension, group));
            pages.extend(folders.map(|folder| format!("{folder}/index.html")));
            let of = Dimension::Product;
            let is_otherwise = |group: &&Arc<Group>| {
                ids.iter().any(|id| group.has(id))
                    // Who moved a product's ARR may have none of it any more.
                    || (other.report.group(of, group.key.as_deref()))
                        .is_none_or(|other| other.figures != group.figures)
            };
            let products = book.report.groups(of).iter().filter(is_otherwise);
            let folders = products.filter_map(|group| folder(book, of, group));
            pages.extend(folders.map(|folder| format!("{folder}/index.html")));
        }
        Some(pages)
    }
}

fn of_account(id: &str) -> [String; 2] {
    [links::account(id), format!("accounts/{id}/figures/index.html")]
}

fn of_figure(entry: &catalog::Entry) -> String {
    format!("figures/{}/index.html", entry.key())
}

fn folder<'b>(book: &'b Book<'_>, dimension: Dimension, group: &Group) -> Option<&'b str> {
    book.links.group(dimension, group.key.as_deref())
}

/// The plans of two portfolios side by side, by id.
fn both<'p>(
    now: impl Iterator<Item = &'p CheckedPlan>,
    then: impl Iterator<Item = &'p CheckedPlan>,
) -> impl Iterator<Item = (Option<&'p CheckedPlan>, Option<&'p CheckedPlan>)> {
    let (mut now, mut then) = (now.peekable(), then.peekable());
    std::iter::from_fn(move || {
        let order = match (now.peek(), then.peek()) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(now), Some(then)) if Arc::ptr_eq(&now.plan, &then.plan) => Ordering::Equal,
            (Some(now), Some(then)) => now.plan.id.value.cmp(&then.plan.id.value),
        };
        let now = if order.is_le() { now.next() } else { None };
        Some((now, if order.is_ge() { then.next() } else { None }))
    })
}

/// The files of which something else is said; both are by file.
fn told_otherwise<'d>(now: &'d [Diagnostic], then: &'d [Diagnostic]) -> BTreeSet<&'d str> {
    // Whatever is said in the same words before and after the first and the last difference.
    let before = now.iter().zip(then).take_while(|(now, then)| now == then).count();
    let (now, then) = (now.get(before..).unwrap_or_default(), then.get(before..).unwrap_or_default());
    let after = now.iter().rev().zip(then.iter().rev()).take_while(|(now, then)| now == then).count();
    let upto = |all: &'d [Diagnostic]| all.get(..all.len() - after).unwrap_or_default();
    let (now, then) = (upto(now), upto(then));
    let by_file = |diagnostics: &'d [Diagnostic]| {
        diagnostics.chunk_by(|a, b| a.place.path() == b.place.path()).peekable()
    };
    let (mut now, mut then) = (by_file(now), by_file(then));
    let mut otherwise = BTreeSet::new();
    loop {
        let (first, other) = (now.peek().and_then(|f| f.first()), then.peek().and_then(|f| f.first()));
        let order = match (first, other) {
            (None, None) => return otherwise,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(first), Some(other)) => first.place.path().cmp(other.place.path()),
        };
        let now = if order.is_le() { now.next() } else { None };
        let then = if order.is_ge() { then.next() } else { None };
        if now != then {
            otherwise
                .extend(now.or(then).and_then(|file| file.first()).map(|diagnostic| diagnostic.place.path()));
        }
    }
}

/// What other accounts' pages may show of a plan.
fn seen_by_others(checked: &CheckedPlan) -> (&str, &str, &str, Option<&str>) {
    let plan = &checked.plan;
    let parent = plan.parent.as_ref().map(|parent| parent.value.as_str());
    (&plan.id.value, plan.path(), &plan.account.value, parent)
}
