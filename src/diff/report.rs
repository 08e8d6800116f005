//! Two checked portfolios with their figures, put side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Area, Change};
use super::figures::{self, Moved};
use super::plan;
use super::words::figure_value;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::kpi::{FigureName, Report};
use crate::model::{Date, Decimal, Plan};
use crate::portfolio::{Excluded, Portfolio};

/// One of the two revisions, compiled.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// How it was asked for: `main`, `HEAD~2`, "the working tree".
    pub name: &'a str,
    /// The checked portfolio.
    pub portfolio: &'a Portfolio,
    /// Its figures, as at the same day and over the same period as the other side's.
    pub report: &'a Report,
    /// What the checks say of it.
    pub diagnostics: &'a [Diagnostic],
}

/// What changed in meaning between two revisions of a portfolio.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The earlier revision's name.
    pub base: String,
    /// The later one's.
    pub head: String,
    /// The day both are as at.
    pub as_of: Date,
    /// The name of the period of the figures.
    pub period: String,
    /// The first and the last day of it.
    pub days: (Date, Date),
    /// The currency of all money.
    pub currency: String,
    /// The portfolio's figures on both sides, those that are the same too.
    pub figures: Vec<Moved>,
    /// The accounts in which something changed, by id.
    pub accounts: Vec<AccountDiff>,
    /// What the checks say now and did not say before.
    pub failing: Vec<Diagnostic>,
    /// What they said before and no longer say.
    pub mended: Vec<Diagnostic>,
    /// Plans that count in no figure of the later revision.
    pub excluded: Vec<Excluded>,
    /// The conditions of `--fail-on` that hold, in words.
    pub broken: Vec<String>,
    /// What must be said about the comparison itself: a side without a portfolio, plans left out.
    pub notes: Vec<String>,
}

/// What happened to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its plan is new.
    Added,
    /// Its plan is gone.
    Removed,
    /// Its plan changed.
    Changed,
}

impl Fate {
    /// The word in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Fate::Added => "added",
            Fate::Removed => "removed",
            Fate::Changed => "changed",
        }
    }
}

/// What changed in one account.
#[derive(Clone, Debug)]
pub struct AccountDiff {
    /// The account's id in the later revision (in the earlier one where it is gone).
    pub id: String,
    /// Its id in the earlier revision, where that was another.
    pub was: Option<String>,
    /// The client's name.
    pub name: String,
    /// The account manager, as the plan names them.
    pub owner: String,
    /// What the account manager is called.
    pub manager: String,
    /// What the client pays: in the later revision, or in the earlier one where it is gone; zero where it
    /// counts in no figure.
    pub arr: Decimal,
    /// The plan's file.
    pub file: String,
    /// What happened to it.
    pub fate: Fate,
    /// What changed, in reading order; the weighty ones are marked.
    pub changes: Vec<Change>,
}

impl Diff {
    /// Puts two sides side by side. Plans are matched by account id; one whose file, and with it its id,
    /// was renamed is matched by the client's name or by an equal text.
    pub fn between(base: Side<'_>, head: Side<'_>) -> Diff {
        let renamed = renames(base.portfolio, head.portfolio);
        let mut accounts = accounts(&base, &head, &renamed);
        counting(&base, &head, &renamed, &mut accounts);
        let mut notes = Vec::new();
        for side in [&base, &head] {
            let left_out = &side.portfolio.excluded;
            if !left_out.is_empty() {
                let files: Vec<&str> = left_out.iter().map(|e| e.file.as_str()).collect();
                notes.push(format!(
                    "{} of {} counts in no figure: {}",
                    if files.len() == 1 { "1 plan".to_owned() } else { format!("{} plans", files.len()) },
                    side.name,
                    files.join(", ")
                ));
            }
        }
        let (failing, mended) = checks(base.diagnostics, head.diagnostics);
        Diff {
            base: base.name.to_owned(),
            head: head.name.to_owned(),
            as_of: head.report.as_of,
            period: head.report.period.name.clone(),
            days: (head.report.period.from, head.report.period.closing),
            currency: head.report.currency.to_string(),
            figures: figures::moved(base.report, head.report, &renamed),
            accounts,
            failing,
            mended,
            excluded: head.portfolio.excluded.clone(),
            broken: Vec::new(),
            notes,
        }
    }

    /// Whether nothing changed in meaning.
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty()
            && self.failing.is_empty()
            && self.mended.is_empty()
            && self.figures.iter().all(Moved::is_same)
    }

    /// One figure on both sides.
    pub fn figure(&self, name: FigureName) -> Option<&Moved> {
        self.figures.iter().find(|moved| moved.figure == name)
    }

    /// The account with this id.
    pub fn account(&self, id: &str) -> Option<&AccountDiff> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// How many checks of this severity fail that did not fail before.
    pub fn newly(&self, severity: Severity) -> usize {
        self.failing.iter().filter(|d| d.severity == severity).count()
    }

    /// The changes of an account that explain its effect on a figure, the weighty ones first; at most
    /// `most`.
    pub fn because(&self, account: &str, figure: FigureName, most: usize) -> Vec<&Change> {
        let Some(account) = self.account(account) else { return Vec::new() };
        let areas = areas_behind(figure);
        let mut changes: Vec<&Change> =
            account.changes.iter().filter(|c| c.kind == "counted" || areas.contains(&c.area)).collect();
        changes.sort_by_key(|c| (c.kind != "counted", !c.weighty, areas.iter().position(|a| *a == c.area)));
        changes.truncate(most);
        changes
    }
}

/// Which parts of a plan a figure is made of.
fn areas_behind(figure: FigureName) -> &'static [Area] {
    match figure {
        FigureName::Csat | FigureName::Nps | FigureName::TimeToResolution => &[Area::Voice],
        FigureName::Pipeline => &[Area::Opportunities],
        FigureName::ForecastNrr => &[Area::Contracts, Area::Opportunities],
        FigureName::Health => &[Area::Voice, Area::Risks, Area::Stakeholders, Area::Actions, Area::Contracts],
        FigureName::Completeness => &[
            Area::Profile,
            Area::Stakeholders,
            Area::Value,
            Area::Opportunities,
            Area::Risks,
            Area::Actions,
            Area::Account,
        ],
        _ => &[Area::Contracts],
    }
}

/// The earlier ids of accounts whose id changed, by later id.
fn renames(base: &Portfolio, head: &Portfolio) -> BTreeMap<String, String> {
    let ids =
        |p: &Portfolio| -> BTreeSet<String> { p.plans.iter().map(|c| c.plan.id.value.clone()).collect() };
    let (old, new) = (ids(base), ids(head));
    let gone: Vec<&Plan> =
        base.plans.iter().map(|c| &*c.plan).filter(|p| !new.contains(&p.id.value)).collect();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut renamed = BTreeMap::new();
    for plan in head.plans.iter().map(|c| &*c.plan).filter(|p| !old.contains(&p.id.value)) {
        let same = |was: &&&Plan| {
            !taken.contains(was.id.value.as_str())
                && (was.source.text() == plan.source.text()
                    || was.account.value.to_lowercase() == plan.account.value.to_lowercase())
        };
        if let Some(was) = gone.iter().find(same) {
            taken.insert(&was.id.value);
            renamed.insert(plan.id.value.clone(), was.id.value.clone());
        }
    }
    renamed
}

fn accounts(base: &Side<'_>, head: &Side<'_>, renamed: &BTreeMap<String, String>) -> Vec<AccountDiff> {
    let config = &head.portfolio.config;
    let (base, old_report) = (base.portfolio, base.report);
    let (head, report) = (head.portfolio, head.report);
    let mut old: BTreeMap<&str, &Plan> =
        base.plans.iter().map(|c| (c.plan.id.value.as_str(), &*c.plan)).collect();
    let mut out = Vec::new();
    for checked in &head.plans {
        let plan = &*checked.plan;
        let was = renamed.get(&plan.id.value);
        match old.remove(was.unwrap_or(&plan.id.value).as_str()) {
            Some(before) => {
                let mut changes = if before.source == plan.source {
                    Vec::new()
                } else {
                    plan::changes(before, plan, config)
                };
                if let Some(was) = was {
                    let text = format!("The account's id: {was} → {}", plan.id.value);
                    changes.insert(0, Change::of_plan(Area::Account, "id", plan.head(), text).weighty());
                }
                if !changes.is_empty() {
                    out.push(AccountDiff {
                        was: was.cloned(),
                        ..account(plan, report, config, Fate::Changed, changes)
                    });
                }
            }
            None => {
                let text = format!("New account {}: {}", plan.account.value, pays(plan, report));
                let change = Change::of_plan(Area::Account, "account-added", plan.head(), text).weighty();
                out.push(account(plan, report, config, Fate::Added, vec![change]));
            }
        }
    }
    for plan in old.into_values() {
        let text = format!("The plan of {} was removed: {}", plan.account.value, pays(plan, old_report));
        let change = Change::of_plan(Area::Account, "account-removed", plan.head(), text).weighty();
        out.push(account(plan, old_report, config, Fate::Removed, vec![change]));
    }
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out
}

fn account(plan: &Plan, report: &Report, config: &Config, fate: Fate, changes: Vec<Change>) -> AccountDiff {
    AccountDiff {
        id: plan.id.value.clone(),
        was: None,
        name: plan.account.value.clone(),
        owner: plan.owner.value.clone(),
        manager: config.person_name(&plan.owner.value).to_owned(),
        arr: report.account(&plan.id.value).map(|a| a.figures.closing_arr).unwrap_or_default(),
        file: plan.path().to_owned(),
        fate,
        changes,
    }
}

/// What a client that comes or goes brings or takes along.
fn pays(plan: &Plan, report: &Report) -> String {
    let contracts = match plan.contracts.len() {
        0 => "no contracts".into(),
        1 => "1 contract".into(),
        n => format!("{n} contracts"),
    };
    match report.account(&plan.id.value) {
        Some(account) => {
            let arr =
                figure_value(FigureName::Arr, &Ok(account.figures.closing_arr), report.currency.as_str());
            format!("ARR {arr}, {contracts}")
        }
        None => contracts,
    }
}

/// Accounts that began or ceased to count in the figures: the greatest effect a slip can have, so it is
/// said in the account's own words.
fn counting(
    base: &Side<'_>,
    head: &Side<'_>,
    renamed: &BTreeMap<String, String>,
    accounts: &mut Vec<AccountDiff>,
) {
    for checked in &head.portfolio.plans {
        let id = checked.plan.id.value.as_str();
        let old = renamed.get(id).map_or(id, String::as_str);
        let Some(was) = base.portfolio.plan(old) else { continue };
        if was.counted == checked.counted {
            continue;
        }
        let text = if checked.counted {
            "Counts in the figures again"
        } else {
            "No longer counts in any figure: its plan has errors"
        };
        let change = Change::of_plan(Area::Account, "counted", checked.plan.head(), text).weighty();
        match accounts.iter_mut().find(|a| a.id == id) {
            Some(account) => account.changes.insert(0, change),
            None => {
                let config = &head.portfolio.config;
                accounts.push(account(&checked.plan, head.report, config, Fate::Changed, vec![change]));
            }
        }
    }
    accounts.sort_by(|a, b| a.id.cmp(&b.id));
}

/// What is said on one side only. A problem is the same where its code, file and words are: lines move.
fn checks(before: &[Diagnostic], after: &[Diagnostic]) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    fn key(d: &Diagnostic) -> (&str, &str, &str) {
        (d.code.code, d.place.path(), &d.message)
    }
    let only = |these: &[Diagnostic], those: &[Diagnostic]| -> Vec<Diagnostic> {
        let mut left: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
        for d in those {
            *left.entry(key(d)).or_default() += 1;
        }
        these
            .iter()
            .filter(|d| match left.get_mut(&key(d)) {
                Some(n) if *n > 0 => {
                    *n -= 1;
                    false
                }
                _ => true,
            })
            .cloned()
            .collect()
    };
    (only(after, before), only(before, after))
}
