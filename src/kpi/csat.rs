//! **CSAT**: responses in the two highest boxes of their scale ÷ all responses in the period; also the
//! mean on a scale of 5 (`score × 5 ÷ of`) and the number of responses.
//!
//! Groups pool responses; they never average the accounts' scores.

use crate::model::{Decimal, Plan, Score, Survey};

use super::amount::div;
use super::window::Window;
use super::{Csat, Reason};

/// The responses in a window, with score and scale.
pub(super) fn responses(plan: &Plan, window: Window) -> impl Iterator<Item = (&Survey, u8, u8)> {
    plan.surveys.iter().filter_map(move |survey| match survey.score.value {
        Score::Csat { score, of } if window.holds(survey.date.value) => Some((survey, score, of)),
        _ => None,
    })
}

/// Whether a score is in one of the two highest boxes of its scale.
pub(super) fn satisfied(score: u8, of: u8) -> bool {
    score.saturating_add(1) >= of
}

/// Counts of responses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub satisfied: u32,
    pub n: u32,
    /// Σ score × 70 ÷ of: whole for scales of 5, 7 and 10, so that the mean is exact until divided.
    seventieths: u64,
}

impl Tally {
    /// An account's.
    pub fn of(plan: &Plan, window: Window) -> Self {
        let mut tally = Tally::default();
        for (_, score, of) in responses(plan, window) {
            tally.n += 1;
            tally.satisfied += u32::from(satisfied(score, of));
            tally.seventieths += u64::from(score) * 70 / u64::from(of.max(1));
        }
        tally
    }

    pub fn add(&mut self, other: &Tally) {
        self.satisfied += other.satisfied;
        self.n += other.n;
        self.seventieths += other.seventieths;
    }

    /// The share of satisfied responses; `None` without any.
    pub fn share(&self) -> Option<Decimal> {
        div(self.satisfied.into(), self.n.into())
    }

    /// The figure made of it.
    pub fn figure(&self) -> Csat {
        let none = || Reason::from("no CSAT response in the period");
        Csat {
            value: self.share().ok_or_else(none),
            mean: div(self.seventieths.into(), Decimal::from(14 * u64::from(self.n))).ok_or_else(none),
            satisfied: self.satisfied,
            n: self.n,
        }
    }
}
