//! Rules over decoded plans: first each plan, then the portfolio (families P2 across plans, P3, P4, P5,
//! P8 links).
//!
//! For: what a plan should hold and how its facts fit together, as at a day.
//! Must not: compute figures, read files, or change a plan.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::model::{Date, Element, Plan};
use crate::source::FileSet;

/// What the framework says of one plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completeness {
    /// How many requirements hold for the plan's tier.
    pub required: u32,
    /// How many of them it meets.
    pub met: u32,
    /// Those that it doesn't meet.
    pub unmet: Vec<Unmet>,
}

/// A requirement that a plan doesn't meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmet {
    /// The requirement's code.
    pub code: Code,
    /// Its severity as configured.
    pub severity: Severity,
    /// The element it belongs to; `None`: the plan itself.
    pub element: Option<Element>,
    /// What is missing, in words.
    pub message: String,
}

/// Checks one plan by itself.
pub fn check_plan(plan: &Plan, config: &Config, as_of: Date, diagnostics: &mut Diagnostics) -> Completeness {
    let _ = (plan, config, as_of, diagnostics);
    Completeness::default()
}

/// Checks what only the whole portfolio shows: unique ids, references between accounts, links to other
/// plans and to files.
pub fn check_portfolio(
    plans: &[&Plan],
    files: &FileSet,
    config: &Config,
    as_of: Date,
    diagnostics: &mut Diagnostics,
) {
    let _ = (plans, files, config, as_of, diagnostics);
}
