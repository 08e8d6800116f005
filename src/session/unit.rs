//! One plan as far as it can be taken without the others: parsed, decoded, checked by itself.

use std::sync::Arc;

use crate::check::{self, Completeness, RenewedElsewhere, Rules};
use crate::decode;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Date, NoReview, Plan};
use crate::parse;
use crate::portfolio::CheckedPlan;
use crate::text::Source;

/// What one file gave.
#[derive(Debug)]
pub(super) struct Unit {
    /// The file.
    pub source: Arc<Source>,
    /// The plan; `None` where it can't be read as one.
    pub plan: Option<Arc<Plan>>,
    /// The day it was checked as at.
    pub as_of: Date,
    /// What other accounts renew of it.
    pub renewed: RenewedElsewhere,
    /// What git tells of its last review, where the plan leaves that to git.
    pub by_git: Option<Result<Date, NoReview>>,
    /// Whether the plan renews contracts of accounts that it names.
    pub names_accounts: bool,
    /// Whether the plan leaves its last review to git.
    pub asks_git: bool,
    completeness: Arc<Completeness>,
    /// What was wrong, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// Those of them that came from reading, which no day changes, as they came.
    of_reading: Vec<Diagnostic>,
}

impl Unit {
    /// Reads and checks a plan of which neither other plans nor git say anything, as far as is known yet.
    pub fn read(source: &Arc<Source>, rules: &Rules, as_of: Date) -> Self {
        let mut diagnostics = Diagnostics::new();
        let document = parse::parse_plan(source, &mut diagnostics);
        let plan = decode::decode_plan(source, document, rules.config(), &mut diagnostics).map(Arc::new);
        let diagnostics: Vec<Diagnostic> = diagnostics.into_iter().collect();
        Unit::check(source, plan, diagnostics, rules, as_of, RenewedElsewhere::new(), None)
    }

    /// The same plan checked as at another day, beside other plans, or in another history.
    pub fn at(
        &self,
        rules: &Rules,
        as_of: Date,
        renewed: RenewedElsewhere,
        by_git: Option<Result<Date, NoReview>>,
    ) -> Self {
        let of_reading = self.of_reading.clone();
        let plan = match (&self.plan, &by_git) {
            (Some(plan), Some(told)) if by_git != self.by_git => {
                Some(Arc::new(Plan::clone(plan).reviewed_by_git(told.clone())))
            }
            (plan, _) => plan.clone(),
        };
        Unit::check(&self.source, plan, of_reading, rules, as_of, renewed, by_git)
    }

    fn check(
        source: &Arc<Source>,
        plan: Option<Arc<Plan>>,
        of_reading: Vec<Diagnostic>,
        rules: &Rules,
        as_of: Date,
        renewed: RenewedElsewhere,
        by_git: Option<Result<Date, NoReview>>,
    ) -> Self {
        let mut found = Diagnostics::new();
        let completeness = match &plan {
            Some(plan) => check::check_plan(plan, rules, as_of, &of_reading, &renewed, &mut found),
            None => Completeness::default(),
        };
        let mut all = Diagnostics::new();
        all.extend(of_reading.iter().cloned());
        all.extend(found);
        // So that to put all of a portfolio in order is to look whether they are.
        all.finish();
        let mut diagnostics: Vec<Diagnostic> = all.into_iter().collect();
        diagnostics.shrink_to_fit();
        Unit {
            source: Arc::clone(source),
            names_accounts: plan.as_ref().is_some_and(|plan| plan.names_accounts()),
            asks_git: plan.as_ref().is_some_and(|plan| plan.by_git.is_some()),
            plan,
            as_of,
            renewed,
            by_git,
            completeness: Arc::new(completeness),
            diagnostics,
            of_reading,
        }
    }

    /// The plan with what the checks say of it, counted until something says otherwise.
    pub fn checked(&self) -> Option<CheckedPlan> {
        let plan = Arc::clone(self.plan.as_ref()?);
        Some(CheckedPlan { plan, completeness: Arc::clone(&self.completeness), counted: true })
    }
}
