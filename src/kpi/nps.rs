//! **NPS**: 100 × (promoters 9–10 − detractors 0–6) ÷ n, and its 95 % margin
//! `196 × √((p + d − (p − d)²) ÷ n)`, p and d as shares.
//!
//! The latest answer of each respondent (`by`, within the account; of one day, the later in the list) in
//! the period counts; answers without `by` each count. Groups pool answers.

use crate::model::{Date, Decimal, Plan, Score, Survey};

use super::amount::div;
use super::window::Window;
use super::{Nps, Reason};

/// The answers that count in a window, in written order.
pub(super) fn answers(plan: &Plan, window: Window) -> Vec<(&Survey, u8)> {
    let mut answers: Vec<(&Survey, u8)> = plan
        .surveys
        .iter()
        .filter_map(|survey| match survey.score.value {
            Score::Nps(score) if window.holds(survey.date.value) => Some((survey, score)),
            _ => None,
        })
        .collect();
    if answers.len() < 2 {
        return answers;
    }
    let who = answers.iter().enumerate();
    let mut by_who: Vec<(&str, Date, usize)> =
        who.filter_map(|(at, (survey, _))| Some((by(survey)?, survey.date.value, at))).collect();
    by_who.sort_unstable();
    let latest = |by: &str| {
        let after = by_who.partition_point(|(other, ..)| *other <= by);
        after.checked_sub(1).and_then(|last| by_who.get(last)).map(|&(.., at)| at)
    };
    let mut at = 0;
    answers.retain(|(survey, _)| {
        let counts = by(survey).is_none_or(|by| latest(by) == Some(at));
        at += 1;
        counts
    });
    answers
}

/// Who answered.
pub(super) fn by(survey: &Survey) -> Option<&str> {
    survey.by.as_ref().map(|by| by.value.as_str())
}

/// Counts of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub promoters: u32,
    pub passives: u32,
    pub detractors: u32,
}

impl Tally {
    /// An account's.
    pub fn of(plan: &Plan, window: Window) -> Self {
        let mut tally = Tally::default();
        for (_, score) in answers(plan, window) {
            match score {
                9.. => tally.promoters += 1,
                7..=8 => tally.passives += 1,
                _ => tally.detractors += 1,
            }
        }
        tally
    }

    pub fn add(&mut self, other: &Tally) {
        self.promoters += other.promoters;
        self.passives += other.passives;
        self.detractors += other.detractors;
    }

    /// How many answers.
    pub fn n(&self) -> u32 {
        self.promoters + self.passives + self.detractors
    }

    /// 100 × (promoters − detractors) ÷ n; `None` without any answer.
    pub fn score(&self) -> Option<Decimal> {
        let net = i64::from(self.promoters) - i64::from(self.detractors);
        div(Decimal::from(100 * net), self.n().into())
    }

    /// The 95 % margin to one decimal, rounded half away from zero; `None` without any answer.
    ///
    /// With counts it is 196 × √(((p + d) n − (p − d)²) ÷ n³): in tenths the whole number nearest to the
    /// root of v = 1960² × (…) ÷ n³, which is ⌊(⌊√(4v)⌋ + 1) ÷ 2⌋ without any rounding on the way.
    fn margin(&self) -> Option<Decimal> {
        let n = u128::from(self.n());
        let extreme = u128::from(self.promoters) + u128::from(self.detractors);
        let net = u128::from(self.promoters.abs_diff(self.detractors));
        let spread = (extreme * n).checked_sub(net * net)?;
        let v4 = (4 * 1960 * 1960_u128).checked_mul(spread)?.checked_div(n * n * n)?;
        Some(Decimal::new(i64::try_from(v4.isqrt().div_ceil(2)).ok()?, 1))
    }

    /// The figure made of it.
    pub fn figure(&self) -> Nps {
        let none = || Reason::from("no NPS answer in the period");
        Nps {
            value: self.score().ok_or_else(none),
            promoters: self.promoters,
            passives: self.passives,
            detractors: self.detractors,
            n: self.n(),
            margin: self.margin().ok_or_else(none),
        }
    }
}
