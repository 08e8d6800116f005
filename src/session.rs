//! One compilation after another: the only place that orders the passes, and remembers them between
//! runs.
//!
//! For: [`Session::compile`], from a tree of files to checked plans and figures, parallel over plans and
//! with the same outcome whatever the number of threads; a plan whose text and configuration did not
//! change is not read again.
//! Must not: read the clock, print, write files, or know which command asked.

mod exclusion;
mod inputs;
mod publisher;
mod timings;
mod unit;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::check::{self, Neighbours, RenewedElsewhere, Rules};
use crate::config::Config;
use crate::decode;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::kpi::{self, Report};
use crate::model::{Date, NoReview, Period, Plan};
use crate::past::Past;
use crate::portfolio::{CheckedPlan, Portfolio};
use crate::progress::{Count, Progress};
use crate::site::{Site, TemplateError};
use crate::source::{Scan, Scanner, Tree};
use crate::text::Source;

use inputs::Inputs;
use publisher::Publisher;
pub use timings::Timings;
use unit::Unit;

/// Compiles one portfolio again and again.
#[derive(Debug, Default)]
pub struct Session {
    scanner: Scanner,
    /// What the last compilation was made from.
    inputs: Option<Inputs>,
    config: Option<Configured>,
    /// By path.
    units: Vec<Arc<Unit>>,
    /// The units that are plans in the order of their ids.
    order: Vec<u32>,
    /// The paths of all plans.
    plans: Arc<BTreeSet<String>>,
    /// What the plans show beside each other.
    neighbours: Neighbours,
    /// The figures of the last compilation, once somebody asked, and the last ones asked for before.
    report: Arc<OnceLock<Arc<Report>>>,
    before: Option<Arc<Report>>,
    publisher: Publisher,
    progress: Option<Arc<dyn Progress>>,
    past: Option<Arc<Past>>,
}

/// A configuration and what was wrong with it.
#[derive(Clone, Debug)]
struct Configured {
    source: Arc<Source>,
    config: Arc<Config>,
    rules: Arc<Rules>,
    diagnostics: Vec<Diagnostic>,
}

/// What a compilation is asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The day everything is as at.
    pub as_of: Date,
}

/// What a compilation gave.
#[derive(Debug)]
pub struct Compilation {
    /// The checked portfolio.
    pub portfolio: Arc<Portfolio>,
    /// The figures over the twelve months up to the day, once somebody asked. See [`Compilation::report`].
    report: Arc<OnceLock<Arc<Report>>>,
    /// The last figures that somebody asked for before.
    before: Option<Arc<Report>>,
    /// Everything that is wrong, by file and place, with the severities of `rules:`.
    pub diagnostics: Diagnostics,
    /// The overridden templates, by their path below `templates/`.
    pub templates: BTreeMap<String, Arc<[u8]>>,
    /// The paths of all plans, those that could not be read included.
    pub plans: Arc<BTreeSet<String>>,
    /// Whether nothing at all could be read, or files went away meanwhile: there is no outcome to rely on.
    pub failed: bool,
    /// Whether it was made from the same texts, day and configuration as the one before: at most files came
    /// or went that links may lead to.
    pub reads_the_same: bool,
    /// Where the time went, pass by pass.
    pub timings: Timings,
}

impl Compilation {
    /// A period, in any of [`Period::FORMS`], as this portfolio counts days.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn period(&self, period: &str) -> Result<Period, String> {
        Period::parse(period, self.portfolio.as_of, self.portfolio.config.fiscal_year_start)
    }

    /// The figures over another period, in any of [`Period::FORMS`].
    ///
    /// # Errors
    /// What is wrong with the period, in words.
    pub fn figures(&self, period: &str) -> Result<Arc<Report>, String> {
        let period = self.period(period)?;
        if period == self.report().period {
            return Ok(Arc::clone(self.report()));
        }
        let request = kpi::Request { period, ..kpi::Request::ttm(&self.portfolio) };
        Ok(Arc::new(kpi::compute_after(&self.portfolio, &request, Some(self.report()))))
    }

    /// The figures over the twelve months up to the day; computed the first time they are asked for.
    pub fn report(&self) -> &Arc<Report> {
        self.report.get_or_init(|| ttm(&self.portfolio, self.before.as_deref()))
    }

    /// What the repository around the portfolio remembers, where it is known only after compiling: nothing
    /// is computed from it.
    pub fn remember(&mut self, past: Arc<Past>) {
        Arc::make_mut(&mut self.portfolio).past = Some(past);
    }

    /// A template that can't be used, as a problem at its line.
    pub fn template_problem(&self, error: &TemplateError) -> Box<Diagnostic> {
        Box::new(publisher::problem(error, &self.templates))
    }

    /// How many diagnostics are at this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.count(severity)
    }
}

/// The figures over the twelve months up to the day.
fn ttm(portfolio: &Portfolio, before: Option<&Report>) -> Arc<Report> {
    Arc::new(kpi::compute_after(portfolio, &kpi::Request::ttm(portfolio), before))
}

impl Session {
    /// Nothing known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells how far long work has come.
    pub fn telling(mut self, progress: Option<Arc<dyn Progress>>) -> Self {
        self.progress = progress;
        self
    }

    /// What the repository around the portfolio remembers: the site shows it from now on.
    pub fn remember(&mut self, past: Option<Arc<Past>>) {
        self.past = past;
    }

    /// Compiles what the tree holds now.
    pub fn compile(&mut self, tree: &dyn Tree, ask: &Ask) -> Compilation {
        let mut timings = Timings::start();
        let scan = self.scan(tree);
        timings.end("scan");
        self.compile_scan(tree, scan, ask, timings)
    }

    /// Compiles what the tree holds now; `None` where nothing that matters is otherwise than last time.
    pub fn compile_if_changed(&mut self, tree: &dyn Tree, ask: &Ask) -> Option<Compilation> {
        self.compile_where_changed(tree, ask, None)
    }

    /// The same where nothing but what stands at these paths is said to have changed (no paths: anything may
    /// have). Where it is so, no other file is looked at.
    pub fn compile_where_changed(
        &mut self,
        tree: &dyn Tree,
        ask: &Ask,
        paths: Option<&BTreeSet<String>>,
    ) -> Option<Compilation> {
        let mut timings = Timings::start();
        let again = match (&self.inputs, paths) {
            (Some(last), Some(paths)) => self.scanner.scan_again(tree, &last.scan, paths),
            _ => None,
        };
        let scan = again.unwrap_or_else(|| self.scan(tree));
        timings.end("scan");
        let last = self.inputs.as_ref().filter(|last| last.as_of == ask.as_of);
        let reads_the_same = last.is_some_and(|last| last.past == self.past && last.scan.reads_as(&scan))
            && self.is_told_the_same(tree, ask.as_of);
        if reads_the_same && last.is_some_and(|last| last.scan.files == scan.files) {
            return None;
        }
        let compilation = self.compile_scan(tree, scan, ask, timings);
        Some(Compilation { reads_the_same, ..compilation })
    }

    fn compile_scan(&mut self, tree: &dyn Tree, scan: Scan, ask: &Ask, mut timings: Timings) -> Compilation {
        let Configured { config, rules, diagnostics: of_config, .. } = self.configure(&scan.config);
        let units = self.read_plans(tree, &scan, &rules, ask.as_of);
        timings.end("parse, decode and check plans");

        let mut diagnostics = scan.diagnostics.clone();
        diagnostics.extend(of_config);
        for unit in &units {
            diagnostics.extend(unit.diagnostics.iter().cloned());
        }
        let read: Vec<&Arc<Plan>> = units.iter().filter_map(|unit| unit.plan.as_ref()).collect();
        diagnostics.extend(self.neighbours.check(&read, &scan.files).cloned());
        let plans = self.order.iter().filter_map(|&at| units.get(at as usize)?.checked());
        let mut plans: Vec<CheckedPlan> = plans.collect();
        diagnostics.finish();
        timings.end("check the portfolio");

        let undecoded =
            units.iter().filter(|unit| unit.plan.is_none()).map(|unit| unit.source.path().to_owned());
        let unread: Vec<String> = scan.unreadable.iter().cloned().chain(undecoded).collect();
        let excluded = exclusion::exclude(&mut plans, unread, diagnostics.as_slice(), &config.rules);
        let files = Arc::clone(&scan.files);
        let portfolio = Portfolio {
            config: Arc::clone(&config),
            as_of: ask.as_of,
            plans,
            excluded,
            files,
            past: self.past.clone(),
        };
        // A check that expects nothing of figures need not wait for them.
        let before = self.report.get().map(Arc::clone).or_else(|| self.before.take());
        let report: Arc<OnceLock<Arc<Report>>> = Arc::default();
        if !config.expect.is_empty() || portfolio.plans.iter().any(|checked| !checked.plan.expect.is_empty())
        {
            let figures = report.get_or_init(|| ttm(&portfolio, before.as_deref()));
            kpi::expectations(&portfolio, figures, &mut diagnostics);
            diagnostics.finish();
        }
        timings.end("check expectations");

        diagnostics.apply_rules(&config.rules);
        if !self.inputs.as_ref().is_some_and(|last| last.scan.has_plans_of(&scan)) {
            let readable = scan.plans.iter().map(|plan| plan.path().to_owned());
            self.plans = Arc::new(readable.chain(scan.unreadable.iter().cloned()).collect());
        }
        self.report = Arc::clone(&report);
        // What an earlier report held is given back beside the work.
        let gone = std::mem::replace(&mut self.before, before.clone());
        rayon::spawn(move || drop(gone));
        let compilation = Compilation {
            portfolio: Arc::new(portfolio),
            report,
            before,
            diagnostics,
            templates: scan.templates.clone(),
            plans: Arc::clone(&self.plans),
            failed: scan.nothing_read || scan.moved,
            reads_the_same: false,
            timings,
        };
        self.inputs = Some(Inputs { scan, as_of: ask.as_of, past: self.past.clone() });
        compilation
    }

    /// The site of a compilation with these figures. Its files are rendered when they are asked for; what is
    /// wrong with a template then is [`Compilation::template_problem`].
    ///
    /// # Errors
    /// What is wrong with the template set, at its place.
    pub fn publish(
        &mut self,
        compilation: &Compilation,
        report: &Arc<Report>,
    ) -> Result<Site, Box<Diagnostic>> {
        self.publisher.publish(compilation, report)
    }

    /// Scans; once more where files went away meanwhile.
    fn scan(&mut self, tree: &dyn Tree) -> Scan {
        let scan = self.scanner.scan(tree);
        if scan.moved { self.scanner.scan(tree) } else { scan }
    }

    /// Whether git tells of the known plans what it told last time.
    fn is_told_the_same(&self, tree: &dyn Tree, as_of: Date) -> bool {
        let told = told_by_git(tree, &self.units, as_of);
        self.units.iter().zip(told).all(|(unit, told)| unit.by_git == told)
    }

    /// The configuration; the one that is known where its text is the same.
    fn configure(&mut self, source: &Arc<Source>) -> Configured {
        if let Some(known) = self.config.as_ref().filter(|known| known.source == *source) {
            return known.clone();
        }
        let mut diagnostics = Diagnostics::new();
        let config = Arc::new(decode::decode_config(source, &mut diagnostics));
        let rules = Arc::new(Rules::new(&config, &mut diagnostics));
        let configured = Configured {
            source: Arc::clone(source),
            config,
            rules,
            diagnostics: diagnostics.into_iter().collect(),
        };
        // Every unit was read under the old one.
        self.units.clear();
        self.config = Some(configured.clone());
        configured
    }

    /// Every plan, parsed, decoded and checked by itself; those that did not change are the known ones.
    fn read_plans(&mut self, tree: &dyn Tree, scan: &Scan, rules: &Rules, as_of: Date) -> Vec<Arc<Unit>> {
        // Both by path.
        let before = std::mem::take(&mut self.units);
        let mut last = before.iter().peekable();
        let known: Vec<Option<&Arc<Unit>>> = (scan.plans.iter())
            .map(|source| {
                // No path is looked at as long as they go side by side.
                if !last.peek().is_some_and(|unit| Arc::ptr_eq(&unit.source, source)) {
                    while last.next_if(|unit| unit.source.path() < source.path()).is_some() {}
                }
                last.next_if(|unit| unit.source == *source)
            })
            .collect();
        let count = Count::new(self.progress.as_ref(), "plans read", scan.plans.len());
        let mut units: Vec<Arc<Unit>> = scan
            .plans
            .par_iter()
            .zip(&known)
            .map(|(source, known)| {
                let unit = match known {
                    Some(unit) if unit.as_of == as_of => Arc::clone(unit),
                    Some(unit) => Arc::new(unit.at(rules, as_of, unit.renewed.clone(), unit.by_git.clone())),
                    None => Arc::new(Unit::read(source, rules, as_of)),
                };
                count.one();
                unit
            })
            .collect();
        // Few contracts are renewed by another account's, and git need not say anything of most plans: only
        // those of which there is something else to know are looked at again.
        let told = told_by_git(tree, &units, as_of);
        let naming = units.iter().filter(|unit| unit.names_accounts);
        let mut renewed = check::renewed_elsewhere(naming.filter_map(|unit| unit.plan.as_deref()));
        for (unit, by_git) in units.iter_mut().zip(told) {
            let of_plan = match &unit.plan {
                Some(plan) if !renewed.is_empty() => renewed.remove(&plan.id.value).unwrap_or_default(),
                _ => RenewedElsewhere::default(),
            };
            if of_plan != unit.renewed || by_git != unit.by_git {
                *unit = Arc::new(unit.at(rules, as_of, of_plan, by_git));
            }
        }
        self.put_in_order(&before, &units);
        self.units.clone_from(&units);
        units
    }

    /// Orders the plans by id, then by path; the last order serves where it is of the same.
    fn put_in_order(&mut self, before: &[Arc<Unit>], units: &[Arc<Unit>]) {
        fn id(unit: &Unit) -> Option<&str> {
            unit.plan.as_ref().map(|plan| plan.id.value.as_str())
        }
        let alike = |(a, b): (&Arc<Unit>, &Arc<Unit>)| {
            Arc::ptr_eq(a, b) || (a.source.path() == b.source.path() && id(a) == id(b))
        };
        if before.len() == units.len() && before.iter().zip(units).all(alike) {
            return;
        }
        let key = |at: u32| units.get(at as usize).and_then(|unit| Some((id(unit)?, unit.source.path())));
        let all = 0..u32::try_from(units.len()).unwrap_or(u32::MAX);
        self.order = all.filter(|&at| key(at).is_some()).collect();
        self.order.par_sort_by_key(|&at| key(at));
    }
}

/// What git tells of the last review of each plan that leaves it to git. It is asked only where one does.
fn told_by_git(tree: &dyn Tree, units: &[Arc<Unit>], as_of: Date) -> Vec<Option<Result<Date, NoReview>>> {
    let asking = units.iter().filter(|unit| unit.asks_git);
    let paths: BTreeSet<String> = asking.map(|unit| unit.source.path().to_owned()).collect();
    if paths.is_empty() {
        return vec![None; units.len()];
    }
    let days = tree.committed(&paths, as_of);
    let told = |unit: &Unit| match &days {
        Ok(days) => days.get(unit.source.path()).copied().ok_or(NoReview::NoCommit),
        Err(why) => Err(why.clone()),
    };
    units.iter().map(|unit| unit.asks_git.then(|| told(unit))).collect()
}
