//! Everything that views are made from: a compiled portfolio, found by id, by path and by file.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use ahash::AHashMap;
use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::kpi::{AccountFigures, ContractFacts, Dimension, Group, Report, Scope, Series};
use crate::model::Plan;
use crate::portfolio::{CheckedPlan, Portfolio};

use super::super::format::Formatter;
use super::super::links::Links;
use super::accounts::Row;
use super::{Page, figures};

/// What is found in a portfolio, made once for all pages of a site. Whatever it holds is an index into what
/// it was made of, so that it borrows nothing.
#[derive(Debug)]
pub(in crate::site) struct Index {
    links: Arc<Links>,
    order: Arc<Order>,
    /// The portfolio's last 24 month ends, once a page shows them.
    series: OnceLock<Series>,
}

/// The plans in other orders than the portfolio's.
#[derive(Debug)]
struct Order {
    /// Whether each has an id of its own, and so a page.
    distinct: bool,
    /// Those that have a page, by path.
    by_path: Vec<u32>,
    /// Those that have a parent and a page, by the parent's id, then by their own.
    children: Vec<u32>,
}

impl Index {
    /// Indexes a compiled portfolio; what the index of another (`last`) says of it too is taken over.
    pub fn new(portfolio: &Portfolio, report: &Report, last: Option<(&Portfolio, &Report, &Index)>) -> Self {
        let same_order = last.filter(|(then, _, _)| orders_as(&then.plans, &portfolio.plans));
        let same_links = last.filter(|(before, then, _)| {
            Arc::ptr_eq(&before.config, &portfolio.config)
                && Dimension::ALL.iter().all(|of| links_as(then.groups(*of), report.groups(*of)))
        });
        let links = || {
            Links::new(
                Dimension::ALL.into_iter().map(|dimension| (dimension, report.groups(dimension))),
                portfolio.config.site.source_url.as_deref(),
            )
        };
        Index {
            links: same_links.map_or_else(|| Arc::new(links()), |(_, _, index)| Arc::clone(&index.links)),
            order: same_order.map_or_else(
                || Arc::new(Order::of(&portfolio.plans)),
                |(_, _, index)| Arc::clone(&index.order),
            ),
            series: OnceLock::new(),
        }
    }

    /// The id of the account whose plan is at this path.
    pub fn id_at<'a>(&self, portfolio: &'a Portfolio, path: &str) -> Option<&'a str> {
        let plan = |at: u32| portfolio.plans.get(at as usize).map(|checked| &*checked.plan);
        let by_path = &self.order.by_path;
        let at = by_path.partition_point(|&at| plan(at).is_some_and(|plan| plan.path() < path));
        let found = by_path.get(at).and_then(|&at| plan(at))?;
        (found.path() == path).then_some(found.id.value.as_str())
    }
}

impl Order {
    fn of(plans: &[CheckedPlan]) -> Self {
        let shown: Vec<u32> = (0..plans.len())
            .filter(|&at| is_first(plans, at))
            .filter_map(|at| u32::try_from(at).ok())
            .collect();
        let plan = |at: u32| plans.get(at as usize).map(|checked| &*checked.plan);
        let distinct = shown.len() == plans.len();
        let mut by_path = shown.clone();
        by_path.par_sort_by_key(|&at| plan(at).map(|plan| plan.path()));
        let mut children = shown;
        children.retain(|&at| plan(at).is_some_and(|plan| plan.parent.is_some()));
        children.sort_by_key(|&at| plan(at).map(parent_of));
        Order { distinct, by_path, children }
    }
}

/// Whether plans stand in the same orders as others.
fn orders_as(then: &[CheckedPlan], now: &[CheckedPlan]) -> bool {
    fn by(plan: &Plan) -> (&str, &str, &str) {
        (&plan.id.value, plan.path(), parent_of(plan))
    }
    then.len() == now.len()
        && (then.iter().zip(now))
            .all(|(then, now)| Arc::ptr_eq(&then.plan, &now.plan) || by(&then.plan) == by(&now.plan))
}

/// Whether groups have the same pages as others.
fn links_as(then: &[Arc<Group>], now: &[Arc<Group>]) -> bool {
    let several = |group: &Group| group.members.len() > 1;
    then.len() == now.len()
        && (then.iter().zip(now)).all(|(then, now)| {
            Arc::ptr_eq(then, now) || (then.key == now.key && several(then) == several(now))
        })
}

/// Of several plans with one id, the first by path has the page.
fn is_first(plans: &[CheckedPlan], at: usize) -> bool {
    let id = |at: usize| plans.get(at).map(|checked| &checked.plan.id.value);
    at.checked_sub(1).is_none_or(|before| id(before) != id(at))
}

fn parent_of(plan: &crate::model::Plan) -> &str {
    plan.parent.as_ref().map_or("", |parent| parent.value.as_str())
}

/// What several pages show of an account, made when the first of them asks for it.
#[derive(Default)]
struct SharedFacts<'a> {
    contracts: OnceLock<Vec<ContractFacts<'a>>>,
    row: OnceLock<Row>,
}

/// From this many groups on, their series are computed together.
const FEW_GROUPS: usize = 4;

/// Everything that views are made from. It lasts as long as pages are made at a time.
pub(in crate::site) struct Book<'a> {
    pub portfolio: &'a Portfolio,
    pub report: &'a Report,
    /// What is wrong, by file.
    pub diagnostics: &'a [Diagnostic],
    pub f: Formatter,
    pub links: &'a Links,
    index: &'a Index,
    /// The series of the groups whose pages are made, where many are.
    group_series: BTreeMap<(Dimension, Option<&'a str>), Series>,
    /// Where each account stands among the plans and among the figures, by id; filled where many pages are
    /// made, for searching the plans' order anew for every row of every list takes a tenth of their time.
    ids: AHashMap<&'a str, (usize, Option<usize>)>,
    /// By plan, in the portfolio's order, once a page asks.
    shared: OnceLock<Vec<SharedFacts<'a>>>,
}

impl<'a> Book<'a> {
    /// A compiled portfolio with its index.
    pub fn new(
        portfolio: &'a Portfolio,
        report: &'a Report,
        diagnostics: &'a [Diagnostic],
        index: &'a Index,
    ) -> Self {
        let f = Formatter { currency: report.currency, as_of: report.as_of };
        Book {
            portfolio,
            report,
            diagnostics,
            f,
            links: &index.links,
            index,
            group_series: BTreeMap::new(),
            ids: AHashMap::new(),
            shared: OnceLock::new(),
        }
    }

    /// Makes at once what those of these pages share that are wanted (by their path), where asking for each
    /// would take longer.
    pub fn prepare(&mut self, pages: &[Page<'a>], wanted: impl Fn(&str) -> bool) {
        let group = |page: &Page<'a>| match *page {
            Page::Group(dimension, group) if dimension != Dimension::Product => {
                let key = group.key.as_deref();
                // Most groups of a large portfolio are of one account, and have no page.
                let folder = self.links.group(dimension, key)?;
                wanted(&format!("{folder}/index.html")).then_some((dimension, key))
            }
            _ => None,
        };
        let groups: Vec<_> = pages.iter().filter_map(group).collect();
        if groups.len() > FEW_GROUPS {
            let series = self.report.series_of_groups(&groups);
            self.group_series = groups.into_iter().zip(series).collect();
            let (plans, accounts) = (self.portfolio.plans.as_slice(), self.report.accounts.as_slice());
            let first = plans.iter().enumerate().filter(|&(at, _)| is_first(plans, at));
            self.ids = first.map(|(at, checked)| (checked.plan.id.value.as_str(), (at, None))).collect();
            for (at, account) in accounts.iter().enumerate() {
                if let Some((_, place)) = self.ids.get_mut(account.id.as_str()) {
                    *place = Some(at);
                }
            }
        }
        // After the groups, on the way of which the portfolio's sums were taken.
        if pages.iter().any(|page| matches!(page, Page::Figure(entry) if wanted(&figures::path(entry.name))))
        {
            self.series();
        }
    }

    fn shared(&self, at: usize) -> Option<&SharedFacts<'a>> {
        self.shared
            .get_or_init(|| self.portfolio.plans.iter().map(|_| SharedFacts::default()).collect())
            .get(at)
    }

    /// The contracts of a counted account, in written order.
    pub fn contracts(&self, id: &str) -> &[ContractFacts<'a>] {
        match self.position(id).and_then(|at| self.shared(at)) {
            Some(shared) => shared.contracts.get_or_init(|| self.report.contracts(id)),
            None => &[],
        }
    }

    /// Hands on an account as a row of a list.
    pub fn row(&self, plan: &Plan, place: impl FnOnce(&Row)) {
        match self.position(&plan.id).and_then(|at| self.shared(at)) {
            Some(shared) => place(shared.row.get_or_init(|| Row::of(self, plan))),
            None => place(&Row::of(self, plan)),
        }
    }

    /// The series of a group, where they were prepared.
    pub fn prepared_series(&self, scope: &Scope) -> Option<&Series> {
        let Scope::Group(dimension, key) = scope else { return None };
        let group = self.report.group(*dimension, key.as_deref())?;
        self.group_series.get(&(*dimension, group.key.as_deref()))
    }

    /// The plans that have a page, by id.
    pub fn plans(&self) -> impl Iterator<Item = &'a CheckedPlan> + use<'a> {
        let (plans, distinct) = (self.portfolio.plans.as_slice(), self.index.order.distinct);
        let first = plans.iter().enumerate().filter(move |&(at, _)| distinct || is_first(plans, at));
        first.map(|(_, checked)| checked)
    }

    /// The plan with this id.
    pub fn plan(&self, id: &str) -> Option<&'a CheckedPlan> {
        self.portfolio.plans.get(self.position(id)?)
    }

    fn position(&self, id: &str) -> Option<usize> {
        if !self.ids.is_empty() {
            return self.ids.get(id).map(|&(at, _)| at);
        }
        let plans = self.portfolio.plans.as_slice();
        let at = plans.partition_point(|checked| checked.plan.id.value.as_str() < id);
        plans.get(at).filter(|checked| checked.plan.id.value == id).map(|_| at)
    }

    /// The figures of an account that counts.
    pub fn account(&self, id: &str) -> Option<&'a AccountFigures> {
        match self.ids.get(id) {
            Some((_, at)) => self.report.accounts.get((*at)?).map(|account| &**account),
            None => self.report.account(id),
        }
    }

    /// The ids of the accounts that count, in order.
    pub fn counted(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.report.accounts.iter().map(|account| account.id.as_str())
    }

    /// The id of the account whose plan is at this path.
    pub fn id_at(&self, path: &str) -> Option<&'a str> {
        self.index.id_at(self.portfolio, path)
    }

    /// The ids of the accounts right below this one.
    pub fn children(&self, id: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let parent = |at: u32| self.at(at).map(|checked| parent_of(&checked.plan));
        let from = self.index.order.children.partition_point(|&at| parent(at) < Some(id));
        let to = self.index.order.children.partition_point(|&at| parent(at) <= Some(id));
        let plans = self.portfolio.plans.as_slice();
        let children = self.index.order.children.get(from..to).unwrap_or_default().iter();
        children.filter_map(|&at| plans.get(at as usize)).map(|checked| checked.plan.id.value.as_str())
    }

    /// What is wrong in a file, in order.
    pub fn diagnostics_of(&self, path: &str) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
        let from = self.diagnostics.partition_point(|diagnostic| diagnostic.place.path() < path);
        let to = self.diagnostics.partition_point(|diagnostic| diagnostic.place.path() <= path);
        self.diagnostics.get(from..to).unwrap_or_default().iter()
    }

    /// What is wrong, file by file.
    pub fn diagnostics_by_file(&self) -> impl Iterator<Item = (&'a str, &'a [Diagnostic])> + use<'a> {
        let runs = self.diagnostics.chunk_by(|a, b| a.place.path() == b.place.path());
        runs.filter_map(|run| Some((run.first()?.place.path(), run)))
    }

    fn at(&self, at: u32) -> Option<&'a CheckedPlan> {
        self.portfolio.plans.get(at as usize)
    }

    /// The portfolio's last 24 month ends.
    pub fn series(&self) -> &'a Series {
        if let Some(series) = self.index.series.get() {
            return series;
        }
        // Not while others wait for it: a thread that waits for the other months takes up any page meanwhile,
        // perhaps one that asks for the series.
        let series = self.report.series(&Scope::Portfolio).unwrap_or_default();
        self.index.series.get_or_init(|| series)
    }
}
