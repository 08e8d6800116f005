//! What is otherwise on a site than on the one before, without rendering either.
//!
//! For: telling open pages which of them to load again. A small site is compared by what each page is
//! rendered from, view by view. Of a large one (its views alone take longer than a reader waits) the
//! accounts are compared by their plan, their figures and what is wrong with them, and the pages that list
//! them are named wherever an account changed: a page too many is loaded again, and none too few.
//! Must not: decide what is served: that is always rendered from what is there now.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Halt, Sink, Site, TemplateError, catalog, links};
use crate::kpi::Dimension;

/// Up to how many plans a site is compared page by page.
const SMALL: usize = 250;

/// What each file of a site is rendered from, by path.
pub type Keys = BTreeMap<String, u64>;

/// Takes no files, and notes what each would be rendered from; only what has another key than before is
/// rendered, to know that it can be.
struct Comparing<'k> {
    before: &'k Keys,
    now: Mutex<Keys>,
}

impl Sink for Comparing<'_> {
    fn wants(&self, _path: &str) -> bool {
        true
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

impl Site {
    /// Whether it is small enough to be compared page by page.
    pub fn is_small(&self) -> bool {
        self.of.portfolio.plans.len() <= SMALL
    }

    /// What each file is rendered from; what is otherwise than `before` is rendered once, and dropped.
    ///
    /// # Errors
    /// Where a template can't be used.
    pub fn keys(&self, before: &Keys) -> Result<Keys, TemplateError> {
        let comparing = Comparing { before, now: Mutex::default() };
        match self.render(&comparing) {
            Err(Halt::Template(error)) => Err(error),
            Ok(()) | Err(Halt::Stopped) => {
                Ok(comparing.now.into_inner().unwrap_or_else(PoisonError::into_inner))
            }
        }
    }

    /// The folders of the accounts that may be otherwise than before, and the first pages of what lists them.
    pub fn differs_from(&self, before: &Site) -> Vec<String> {
        let (now, then) = (self.book(), before.book());
        let mut folders: BTreeSet<String> = BTreeSet::new();
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        // What accounts see of each other, and what all see.
        let alike = self.of.common == before.of.common
            && Arc::ptr_eq(&self.of.portfolio.config, &before.of.portfolio.config)
            && self.of.portfolio.past == before.of.portfolio.past
            && now.report.excluded == then.report.excluded
            && now.plans().map(seen_by_others).eq(then.plans().map(seen_by_others));
        for checked in now.plans() {
            let plan = &checked.plan;
            let same = |other: &crate::portfolio::CheckedPlan| {
                Arc::ptr_eq(plan, &other.plan)
                    && checked.counted == other.counted
                    && now.account(&plan.id).map(|a| &a.figures) == then.account(&plan.id).map(|a| &a.figures)
                    && now.diagnostics_of(plan.path()).eq(then.diagnostics_of(plan.path()))
            };
            if !alike || !then.plan(&plan.id).is_some_and(same) {
                ids.insert(&plan.id);
            }
        }
        ids.extend(
            then.plans().map(|checked| checked.plan.id.value.as_str()).filter(|id| now.plan(id).is_none()),
        );
        folders.extend(ids.iter().map(|id| links::account(id)));
        folders.extend(ids.iter().map(|id| format!("accounts/{id}/figures/index.html")));
        if !ids.is_empty() || now.diagnostics != then.diagnostics {
            let lists = [
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
                "kpi.json",
                "renewals.ics",
                "actions.ics",
                "search/manifest.js",
            ];
            folders.extend(lists.map(str::to_owned));
            folders
                .extend(catalog::ENTRIES.iter().map(|entry| format!("figures/{}/index.html", entry.key())));
        }
        for book in [&now, &then] {
            for dimension in Dimension::ALL {
                let groups = book.report.groups(dimension).iter();
                let holds =
                    |group: &&crate::kpi::Group| group.members.iter().any(|id| ids.contains(id.as_str()));
                let of = groups.filter(holds).filter_map(|g| book.links.group(dimension, g.key.as_deref()));
                folders.extend(of.map(|folder| format!("{folder}/index.html")));
            }
        }
        folders.into_iter().collect()
    }
}

/// What other accounts' pages may show of a plan.
fn seen_by_others(checked: &crate::portfolio::CheckedPlan) -> (&str, &str, &str, Option<&str>) {
    let plan = &checked.plan;
    let parent = plan.parent.as_ref().map(|parent| parent.value.as_str());
    (&plan.id.value, plan.path(), &plan.account.value, parent)
}
