//! A checked portfolio: what the checks hand to the figures and the pages.
//!
//! For: one value that holds everything known of the portfolio before a figure is computed.
//! Must not: hold anything derived from a clock, or know how it came about.

use std::sync::Arc;

use crate::check::Completeness;
use crate::config::Config;
use crate::model::{Date, Plan};
use crate::source::FileSet;

/// A checked portfolio as at a day.
#[derive(Clone, Debug)]
pub struct Portfolio {
    /// Its configuration.
    pub config: Arc<Config>,
    /// The day everything is as at: its end, 24:00 UTC.
    pub as_of: Date,
    /// The plans that could be read, by id, then by path.
    pub plans: Vec<CheckedPlan>,
    /// The plans that count in no figure, by path: those that could not be read, and those of
    /// [`Portfolio::plans`] that are not [`CheckedPlan::counted`].
    pub excluded: Vec<Excluded>,
    /// Every file in the portfolio: what links may lead to.
    pub files: Arc<FileSet>,
}

/// A plan and what the checks say of it.
#[derive(Clone, Debug)]
pub struct CheckedPlan {
    /// The plan.
    pub plan: Arc<Plan>,
    /// What the framework says of it.
    pub completeness: Arc<Completeness>,
    /// Whether it counts in figures: none of its errors makes them untrustworthy.
    pub counted: bool,
}

/// A plan that counts in no figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    /// Its path.
    pub file: String,
    /// How many errors it has.
    pub errors: usize,
}

impl Portfolio {
    /// The plans that count in figures, by id.
    pub fn counted(&self) -> impl Iterator<Item = &CheckedPlan> {
        self.plans.iter().filter(|plan| plan.counted)
    }

    /// The plan with this id.
    pub fn plan(&self, id: &str) -> Option<&CheckedPlan> {
        self.plans.iter().find(|checked| checked.plan.id.value == id)
    }
}
