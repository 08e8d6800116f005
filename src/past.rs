//! What the repository around a portfolio remembers of it: plain data that the site shows.
//!
//! For: who changed each plan last, and what figures were when they were written.
//! Must not: know git, or compute anything: [`crate::history`] gathers it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Date, Decimal};

/// What is remembered of a portfolio.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The last change of each plan that is in the history, by the plan's path.
    pub changes: BTreeMap<String, LastChange>,
    /// The plans that differ from the newest commit.
    pub uncommitted: BTreeSet<String>,
    /// The figures as they were written, at month ends, the oldest first.
    pub reported: Vec<Reported>,
}

/// When and by whom a plan was changed last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastChange {
    /// The day, where it was made.
    pub day: Date,
    /// By whom.
    pub author: String,
    /// The commit's full id.
    pub commit: String,
}

/// The portfolio's figures on a day, as the plans had it then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The day.
    pub day: Date,
    /// The commit that was the newest then.
    pub commit: String,
    /// The figures that had a value, by their name in the JSON.
    pub figures: BTreeMap<&'static str, Decimal>,
    /// How many plans counted in no figure then.
    pub excluded: usize,
}
