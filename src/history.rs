//! Figures as they were *written* over time, beside what they are as corrected now.
//!
//! For: what a board was told in March, and what March looks like today: each moment's revision compiled
//! as at that day, and today's files as at the same day, through one session, so that a plan that did not
//! change is read once.
//! Must not: read the clock, or know how git keeps its objects.

mod past;
pub mod render;

use chrono::Datelike;

pub use past::{Memory, NoPast, past};

use crate::kpi::{FigureName, Figures, Known, Reason, Report};
use crate::model::{Date, Decimal, Month};
use crate::session::{Ask, Session};
use crate::source::git::{Commit, GitError, Repository};
use crate::source::{Disk, Tree};

/// Whose history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The portfolio's.
    Portfolio,
    /// An account's, by id.
    Account(String),
}

/// A day to look at, and the commit that was the newest on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The commit's full id.
    pub commit: String,
    /// The day.
    pub as_of: Date,
}

impl Moment {
    /// At each commit, on its own day.
    pub fn at_commits(commits: &[Commit], today: Date) -> Vec<Moment> {
        commits
            .iter()
            .filter(|commit| commit.day <= today)
            .map(|commit| Moment { commit: commit.id.clone(), as_of: commit.day })
            .collect()
    }

    /// At each month's end since the first commit, and today.
    pub fn at_month_ends(commits: &[Commit], today: Date) -> Vec<Moment> {
        let mut days = Vec::new();
        if let Some(first) = commits.iter().map(|commit| commit.day).min() {
            let mut month = Month::of(first);
            while let Some(end) = month.last_day().filter(|end| *end < today) {
                days.push(end);
                month = match month.month {
                    12 => Month { year: month.year + 1, month: 1 },
                    _ => Month { month: month.month + 1, ..month },
                };
            }
            if first.year() <= today.year() {
                days.push(today);
            }
        }
        days.into_iter()
            .filter_map(|day| {
                // Commit days may run backwards (rebases, clocks): the last one in the branch's order counts.
                let newest = commits.iter().rfind(|commit| commit.day <= day)?;
                Some(Moment { commit: newest.id.clone(), as_of: day })
            })
            .collect()
    }
}

/// One moment's figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// When.
    pub moment: Moment,
    /// Each figure as it was written in that commit.
    pub written: Vec<Known<Decimal>>,
    /// Each figure of that day as today's files have it.
    pub corrected: Vec<Known<Decimal>>,
    /// How many plans of that commit counted in no figure.
    pub excluded: usize,
}

/// Figures over time.
#[derive(Clone, Debug)]
pub struct History {
    /// Whose.
    pub scope: Scope,
    /// The currency of money today.
    pub currency: String,
    /// Which figures.
    pub figures: Vec<FigureName>,
    /// The moments, the oldest first.
    pub points: Vec<Point>,
    /// Whether the account was there at any moment (always so for the portfolio).
    pub knows_account: bool,
}

impl History {
    /// Compiles every moment twice: its own revision, and the files as they are now. `progress` hears how
    /// many of how many are done.
    ///
    /// # Errors
    /// Where git can't give a revision.
    pub fn trace(
        session: &mut Session,
        repository: &Repository,
        now: &Disk,
        moments: &[Moment],
        figures: &[FigureName],
        scope: &Scope,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<History, GitError> {
        let mut knows_account = *scope == Scope::Portfolio;
        let mut read = |session: &mut Session, tree: &dyn Tree, as_of: Date| {
            let compilation = session.compile(tree, &Ask { as_of });
            let values = match of(scope, compilation.report()) {
                Some(of) => {
                    knows_account = true;
                    figures.iter().map(|figure| figure.value(of)).collect()
                }
                None => vec![Err(Reason::from("the account was not there")); figures.len()],
            };
            (values, compilation.portfolio.excluded.len(), compilation.report().currency.to_string())
        };
        let mut points = Vec::with_capacity(moments.len());
        for (done, moment) in moments.iter().enumerate() {
            progress(done, moments.len());
            let revision = repository.at(&moment.commit)?;
            let (written, excluded, _) = read(session, &revision, moment.as_of);
            points.push(Point { moment: moment.clone(), written, corrected: Vec::new(), excluded });
        }
        // All of today's after all of the past, so that the session reads today's files once.
        let mut currency = String::new();
        for point in &mut points {
            let (corrected, _, money) = read(session, now, point.moment.as_of);
            point.corrected = corrected;
            currency = money;
        }
        Ok(History { scope: scope.clone(), currency, figures: figures.to_vec(), points, knows_account })
    }
}

fn of<'a>(scope: &Scope, report: &'a Report) -> Option<&'a Figures> {
    match scope {
        Scope::Portfolio => Some(&report.portfolio),
        Scope::Account(id) => report.accounts.iter().find(|a| a.id == *id).map(|a| &a.figures),
    }
}
