//! **Health**: 0–100, the weighted mean of the measures that can be computed, held down by caps. A score,
//! not a probability.
//!
//! Under half of the weight available → null. Bands by the printed value: `healthy` ≥ 70, `watch` ≥ 40,
//! `at-risk` below. A group's health is the mean weighted by ARR at `as_of`, nulls left out.

mod caps;
mod measures;

use crate::model::{Decimal, round};

pub(super) use caps::due_in_window;

use super::amount::{accumulate, add, div, mul, sum};
use super::ledger::{Account, Ledger};
use super::{Band, Health, Measure, Reason};

/// The health of an account.
pub(super) fn of(ledger: &Ledger, account: &Account) -> Health {
    let measures = measures::of(ledger, account);
    let Some(uncapped) = mean(&measures) else {
        let reason = Reason::from("the measures that can be computed have under half of the weight");
        return Health { value: Err(reason), uncapped: None, band: None, measures, caps: Vec::new() };
    };
    let mut caps = caps::of(ledger, account);
    caps.retain(|cap| Decimal::from(cap.at) < uncapped);
    let value = caps.iter().map(|cap| Decimal::from(cap.at)).fold(uncapped, Decimal::min);
    Health { value: Ok(value), uncapped: Some(uncapped), band: Some(band(value)), measures, caps }
}

/// The weighted mean of the measures that can be computed; `None` under half of the weight.
fn mean(measures: &[Measure]) -> Option<Decimal> {
    let total = sum(measures.iter().map(|measure| measure.weight));
    let (mut weight, mut points) = (Decimal::ZERO, Decimal::ZERO);
    for measure in measures {
        if let Ok(value) = measure.value {
            accumulate(&mut weight, measure.weight);
            accumulate(&mut points, mul(measure.weight, value));
        }
    }
    if add(weight, weight) < total { None } else { div(points, weight) }
}

/// The band of a score, by its printed value.
pub(super) fn band(score: Decimal) -> Band {
    let printed = round(score, 1);
    if printed >= Decimal::from(70) {
        Band::Healthy
    } else if printed >= Decimal::from(40) {
        Band::Watch
    } else {
        Band::AtRisk
    }
}

/// Sums for a group's mean, weighted by ARR at `as_of`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub points: Decimal,
    pub arr: Decimal,
}

impl Tally {
    /// One account's part: nothing where its health is null.
    pub fn of(health: &Health, arr: Decimal) -> Self {
        match health.value {
            Ok(score) => Tally { points: mul(score, arr), arr },
            Err(_) => Tally::default(),
        }
    }

    pub fn add(&mut self, other: &Tally) {
        accumulate(&mut self.points, other.points);
        accumulate(&mut self.arr, other.arr);
    }

    /// A group's health: without measures or caps.
    pub fn figure(&self) -> Health {
        let value = div(self.points, self.arr).ok_or(Reason::from("no account with ARR has a health score"));
        let band = value.as_ref().ok().map(|&value| band(value));
        Health { value, uncapped: None, band, measures: Vec::new(), caps: Vec::new() }
    }
}
