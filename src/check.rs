//! Rules over decoded plans: first each plan, then the portfolio (families P2 across plans, P3, P4, P5,
//! P8 links).
//!
//! For: what a plan should hold and how its facts fit together, as at a day.
//! Must not: compute figures, read files, or change a plan.
//!
//! [`Rules`] is made once from planc.yaml and says what is wrong *there*; [`check_plan`] then looks at
//! one plan by itself, so that its findings can be kept as long as the plan, the rules and the day stay
//! the same; [`Neighbours`] at what only all plans together show.

mod contracts;
mod cycles;
mod framework;
mod freshness;
mod links;
mod policies;
mod portfolio;
mod requirements;
mod subject;
mod terms;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::{Date, Element, Plan};
use subject::Subject;

pub use framework::{Requirement, Window, requirements};
pub use portfolio::Neighbours;

/// What planc.yaml asks of every plan: the framework as changed there, and the team's own rules.
#[derive(Debug)]
pub struct Rules {
    config: Arc<Config>,
    framework: Vec<framework::Rule>,
    policies: policies::Policies,
}

impl Rules {
    /// The rules of a configuration. What is wrong with them is said once, at its place in planc.yaml.
    pub fn new(config: &Arc<Config>, diagnostics: &mut Diagnostics) -> Self {
        Rules {
            config: Arc::clone(config),
            framework: framework::resolve(config, diagnostics),
            policies: policies::Policies::new(config, diagnostics),
        }
    }

    /// The configuration they were made from.
    pub fn config(&self) -> &Arc<Config> {
        &self.config
    }
}

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

/// The contracts of one plan that another account's contracts renew, each with the first day on which one
/// of those is signed.
pub type RenewedElsewhere = BTreeMap<String, Date>;

/// Which contracts another account's renew (`account/contract`), by account.
pub fn renewed_elsewhere<'a>(plans: impl Iterator<Item = &'a Plan>) -> BTreeMap<String, RenewedElsewhere> {
    let mut renewed: BTreeMap<String, RenewedElsewhere> = BTreeMap::new();
    for plan in plans {
        for next in &plan.contracts {
            for old in &next.renews {
                let Some(account) = old.account.as_ref().filter(|account| **account != plan.id.value) else {
                    continue;
                };
                let signed = next.signed_on();
                let first = renewed.entry(account.clone()).or_default().entry(old.contract.clone());
                first.and_modify(|day| *day = signed.min(*day)).or_insert(signed);
            }
        }
    }
    renewed
}

/// Checks one plan by itself, but for what others `renewed` of it. `said` is what reading and decoding said of this plan: what they refused is
/// not reported a second time as missing.
pub fn check_plan(
    plan: &Plan,
    rules: &Rules,
    as_of: Date,
    said: &[Diagnostic],
    renewed: &RenewedElsewhere,
    diagnostics: &mut Diagnostics,
) -> Completeness {
    let subject = Subject::new(plan, &rules.config, as_of, said, renewed);
    let completeness = framework::check(&subject, &rules.framework, diagnostics);
    framework::without_contracts(&subject, diagnostics);
    contracts::check(&subject, diagnostics);
    contracts::looks_like_renewal(&subject, diagnostics);
    freshness::lapsed(&subject, diagnostics);
    freshness::check(&subject, diagnostics);
    links::order(plan, diagnostics);
    rules.policies.check(plan, as_of, diagnostics);
    completeness
}
