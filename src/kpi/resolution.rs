//! **Time to resolution**: of escalations resolved in the period, the mean, median and 90th percentile of
//! `resolved − opened` in hours (linear interpolation between closest ranks, rank = p (n − 1) from 0);
//! and the number open at `as_of` with the oldest one's age.
//!
//! A date without a time is 12:00. Resolved earlier on the very day (as written) of its opening counts
//! as 0. Groups pool escalations.

use chrono::NaiveTime;

use crate::model::{Date, Decimal, Escalation, Plan, next_day};

use super::amount::div;
use super::window::Window;
use super::{Reason, TimeToResolution};

/// The escalations resolved in a window, with how long each took in seconds.
pub(super) fn resolved(plan: &Plan, window: Window) -> impl Iterator<Item = (&Escalation, i64)> {
    plan.escalations.iter().filter_map(move |escalation| {
        let resolved = escalation.resolved.filter(|resolved| window.holds(resolved.at.date()))?;
        let took = (resolved.at - escalation.opened.at).num_seconds();
        // Resolved before it was opened: on one and the same day 0; otherwise an error said elsewhere.
        (took >= 0 || resolved.day == escalation.opened.day).then_some((escalation, took.max(0)))
    })
}

/// The escalations open at the end of a day, with their age in seconds.
pub(super) fn open(plan: &Plan, known: Date) -> impl Iterator<Item = (&Escalation, i64)> {
    let end = next_day(known).and_time(NaiveTime::MIN);
    plan.escalations.iter().filter_map(move |escalation| {
        let opened = escalation.opened.at < end;
        let closed = escalation.resolved.is_some_and(|resolved| resolved.at < end);
        (opened && !closed).then(|| (escalation, (end - escalation.opened.at).num_seconds()))
    })
}

/// What is pooled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// How long each resolved one took, in seconds.
    pub took: Vec<i64>,
    pub open: u32,
    /// The age of the oldest open one, in seconds.
    pub oldest: Option<i64>,
}

impl Tally {
    /// An account's.
    pub fn of(plan: &Plan, window: Window) -> Self {
        let mut tally = Tally::default();
        if plan.escalations.is_empty() {
            return tally;
        }
        tally.took.extend(resolved(plan, window).map(|(_, took)| took));
        for (_, age) in open(plan, window.known) {
            tally.open += 1;
            tally.oldest = tally.oldest.max(Some(age));
        }
        tally
    }

    pub fn add(&mut self, other: &Tally) {
        self.took.extend_from_slice(&other.took);
        self.open += other.open;
        self.oldest = self.oldest.max(other.oldest);
    }

    /// The figure made of it.
    pub fn figure(&self) -> TimeToResolution {
        let mut took = self.took.clone();
        took.sort_unstable();
        let none = || Reason::from("no escalation was resolved in the period");
        let total: i128 = took.iter().map(|&seconds| i128::from(seconds)).sum();
        let n = took.len();
        let mean =
            Decimal::try_from_i128_with_scale(total, 0).ok().and_then(|total| div(total, hours(n as u64)));
        TimeToResolution {
            mean_hours: mean.ok_or_else(none),
            median_hours: percentile(&took, 1, 2).ok_or_else(none),
            p90_hours: percentile(&took, 9, 10).ok_or_else(none),
            resolved: u32::try_from(n).unwrap_or(u32::MAX),
            open: self.open,
            oldest_open_hours: self.oldest.and_then(in_hours),
        }
    }
}

fn hours(n: u64) -> Decimal {
    Decimal::from(n.saturating_mul(3600))
}

/// Seconds as hours.
pub(super) fn in_hours(seconds: i64) -> Option<Decimal> {
    div(seconds.into(), hours(1))
}

/// The `part / of` percentile of sorted seconds, in hours: linear between the closest ranks, the rank
/// being p (n − 1) from 0. `None` without any.
fn percentile(sorted: &[i64], part: usize, of: usize) -> Option<Decimal> {
    let rank = sorted.len().checked_sub(1)?.checked_mul(part)?;
    let low = *sorted.get(rank / of)?;
    let high = sorted.get(rank / of + 1).copied().unwrap_or(low);
    let beyond = Decimal::from(high.checked_sub(low)?).checked_mul(Decimal::from(rank % of))?;
    let seconds = Decimal::from(low).checked_mul(Decimal::from(of))?.checked_add(beyond)?;
    div(seconds, hours(of as u64))
}
