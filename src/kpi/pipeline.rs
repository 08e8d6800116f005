//! **Pipeline**: Σ `arr`, and Σ `arr` × probability, of open opportunities, overdue ones too.

use crate::config::Config;
use crate::model::{Decimal, Opportunity, Plan};

use super::Pipeline;
use super::amount::{accumulate, mul};

/// The open opportunities with their ARR in the portfolio's currency and their probability.
pub(super) fn open<'a>(
    plan: &'a Plan,
    config: &'a Config,
) -> impl Iterator<Item = (&'a Opportunity, Decimal, Decimal)> {
    plan.opportunities.iter().filter(|opportunity| opportunity.stage.is_open()).map(|opportunity| {
        let stage = || config.stage_probability(opportunity.stage.value);
        let probability = opportunity.probability.map_or_else(stage, |probability| probability.value);
        (opportunity, config.convert(opportunity.arr.value), probability)
    })
}

/// An account's pipeline.
pub(super) fn of(plan: &Plan, config: &Config) -> Pipeline {
    let mut pipeline = Pipeline::default();
    for (_, arr, probability) in open(plan, config) {
        accumulate(&mut pipeline.open, arr);
        accumulate(&mut pipeline.weighted, mul(arr, probability));
    }
    pipeline
}

/// Adds an account's to a group's.
pub(super) fn add(sum: &mut Pipeline, other: &Pipeline) {
    accumulate(&mut sum.open, other.open);
    accumulate(&mut sum.weighted, other.weighted);
}
