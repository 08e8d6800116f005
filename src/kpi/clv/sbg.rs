//! The shifted-beta-geometric model (Fader and Hardie, "How to project customer retention", Journal of
//! Interactive Marketing 21, 2007).
//!
//! Every client flips its own coin at each renewal; the coins follow a beta distribution. Among those that
//! survived k − 1 renewals the odds of the next are r_k = (β + k − 1) ÷ (α + β + k − 1). For a client that
//! survived n renewals, CLV = m Σ_{t≥0} S_t ÷ (1 + d)^t with S_0 = 1, S_t = S_{t−1} · r_{n+t}.
//!
//! α and β are the maximum of the likelihood over the portfolio's accounts. Its two score equations are
//! sums of fractions; they are solved with the four basic operations alone, so that every machine finds the
//! same digits. The estimate is floating point, as every maximum is; money is multiplied by it in decimal.

use crate::model::{Date, Decimal, months_after};

use super::super::Reason;
use super::super::ledger::Account;

/// A client's life so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kpi) struct Life {
    /// Anniversaries of its first day with ARR, up to its last.
    pub survived: u32,
    /// Whether it has no ARR at the closing date.
    pub churned: bool,
}

impl Life {
    /// An account's at a closing date; `None` where it never had ARR by then.
    pub fn of(account: &Account, closing: Date) -> Option<Self> {
        let steps = account.timeline.steps.iter().take_while(|step| step.day <= closing);
        let (mut first, mut last, mut paying) = (None, closing, false);
        for step in steps {
            paying = !step.total.is_zero();
            if paying {
                first = first.or(Some(step.day));
            } else {
                last = crate::model::day_before(step.day);
            }
        }
        let last = if paying { closing } else { last };
        Some(Life { survived: anniversaries(first?, last), churned: !paying })
    }
}

/// How many anniversaries of a day there are up to another, that one included. The 29th of February has
/// its anniversary on the 28th where there is no 29th.
fn anniversaries(first: Date, last: Date) -> u32 {
    let years = last.years_since(first).unwrap_or(0);
    // A leap day's anniversary on the 28th is not a whole year yet for the calendar.
    let next = months_after(first, 12_u32.saturating_mul(years.saturating_add(1)));
    if next <= last { years.saturating_add(1) } else { years }
}

/// The fewest accounts that ever had ARR from which a model is fitted.
const FEWEST: usize = 20;
/// Where α and β are looked for.
const LEAST: f64 = 0.001;
const MOST: f64 = 10_000.0;

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::kpi) struct Fit {
    pub alpha: Decimal,
    pub beta: Decimal,
    /// Σ S_t ÷ (1 + d)^t for each count of renewals survived.
    factors: Vec<Decimal>,
}

impl Fit {
    /// Fits α and β to lives.
    ///
    /// # Errors
    ///
    /// Why there is no model: under 20 lives, none churned, no discount rate, or no maximum inside
    /// 0.001..10 000.
    pub fn new(lives: impl Iterator<Item = Life>, discount: Decimal) -> Result<Self, Reason> {
        let (mut n, mut longest) = (0_usize, 0_usize);
        let (mut survived, mut churned): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
        for life in lives {
            let years = life.survived as usize;
            n += 1;
            longest = longest.max(years);
            if survived.len() <= years {
                survived.resize(years + 1, 0);
                churned.resize(years + 1, 0);
            }
            if let Some(count) = survived.get_mut(years) {
                *count += 1;
            }
            if life.churned
                && let Some(count) = churned.get_mut(years)
            {
                *count += 1;
            }
        }
        if n < FEWEST {
            return Err("fewer than 20 accounts ever had ARR".into());
        }
        if churned.iter().all(|&count| count == 0) {
            return Err("no account has churned yet".into());
        }
        if discount <= Decimal::ZERO {
            return Err("without a discount rate its sum has no end".into());
        }
        // From "survived exactly k renewals" to "survived at least k": how many passed the k-th renewal.
        let mut passed: Vec<f64> = Vec::with_capacity(survived.len());
        let mut at_least = 0_u64;
        for &count in survived.iter().skip(1).rev() {
            at_least += count;
            passed.push(at_least as f64);
        }
        passed.reverse();
        passed.push(0.0);
        let churned: Vec<f64> = churned.iter().map(|&count| count as f64).collect();
        let likelihood = Likelihood { passed, churned };
        let (alpha, beta) =
            likelihood.maximum().ok_or(Reason::from("the likelihood has no maximum inside 0.001..10 000"))?;
        let factors = factors(alpha, beta, discount.try_into().unwrap_or(0.0), longest)
            .ok_or(Reason::from("the discount rate is too small for its sum"))?;
        let decimal = |value: f64| Decimal::try_from(value).unwrap_or_default();
        Ok(Fit {
            alpha: decimal(alpha),
            beta: decimal(beta),
            factors: factors.into_iter().map(decimal).collect(),
        })
    }

    /// What a client that survived so many renewals is worth, in years of its margin.
    pub fn factor(&self, survived: u32) -> Decimal {
        self.factors.get(survived as usize).or(self.factors.last()).copied().unwrap_or_default()
    }
}

/// How many passed, and how many fell at, the k-th renewal (index k − 1).
struct Likelihood {
    passed: Vec<f64>,
    churned: Vec<f64>,
}

impl Likelihood {
    /// Σ (passed + churned) ÷ (s + k − 1): what both score equations share, s = α + β.
    fn shared(&self, s: f64) -> f64 {
        self.passed.iter().zip(&self.churned).zip(0..).map(|((a, d), k)| (a + d) / (s + f64::from(k))).sum()
    }

    /// The α that fits best with a β: where Σ churned ÷ α equals [`shared`](Self::shared). The share of
    /// `α · shared(α + β)` rises with α, so that halving finds it; `None` outside of the range.
    fn alpha(&self, beta: f64) -> Option<f64> {
        let churned: f64 = self.churned.iter().sum();
        let excess = |alpha: f64| alpha * self.shared(alpha + beta) - churned;
        root(LEAST, MOST, excess)
    }

    /// The slope of the likelihood in β along the best α.
    fn slope(&self, beta: f64) -> Option<f64> {
        let alpha = self.alpha(beta)?;
        let passed: f64 = self.passed.iter().zip(0..).map(|(a, k)| a / (beta + f64::from(k))).sum();
        Some(passed - self.shared(alpha + beta))
    }

    /// ln of the likelihood.
    fn ln(&self, alpha: f64, beta: f64) -> f64 {
        let term = |((a, d), k): ((&f64, &f64), i32)| {
            let k = f64::from(k);
            a * (beta + k).ln() + d * alpha.ln() - (a + d) * (alpha + beta + k).ln()
        };
        self.passed.iter().zip(&self.churned).zip(0..).map(term).sum()
    }

    /// Where the likelihood is greatest; `None` where that lies on the edge of the range.
    fn maximum(&self) -> Option<(f64, f64)> {
        // Peaks lie where the slope turns from rising to falling; a grid of equal ratios finds each.
        const STEPS: i32 = 280;
        let mut best: Option<(f64, f64, f64)> = None;
        let grid = |step: i32| {
            // 10^(−3 + 7 step ÷ 280) by products alone: 40 steps a power of ten.
            let tens = step.div_euclid(40);
            let mut value = LEAST * 10_f64.powi(tens);
            for _ in 0..step.rem_euclid(40) {
                value *= 1.059_253_725_177_289; // 10^(1/40)
            }
            value.min(MOST)
        };
        for step in 0..STEPS {
            let (low, high) = (grid(step), grid(step + 1));
            let (Some(up), Some(down)) = (self.slope(low), self.slope(high)) else { continue };
            if up > 0.0 && down <= 0.0 {
                let beta = root(low, high, |beta| -self.slope(beta).unwrap_or(0.0))?;
                let alpha = self.alpha(beta)?;
                let ln = self.ln(alpha, beta);
                if best.is_none_or(|(_, _, most)| ln > most) {
                    best = Some((alpha, beta, ln));
                }
            }
        }
        let (alpha, beta, ln) = best?;
        let edge = self.on_edge();
        (ln >= edge && alpha > LEAST && alpha < MOST && beta > LEAST && beta < MOST).then_some((alpha, beta))
    }

    /// The most that ln of the likelihood reaches on the edge of the range.
    fn on_edge(&self) -> f64 {
        let mut most = f64::NEG_INFINITY;
        for step in 0..=280_i32 {
            let along = LEAST * 10_f64.powf(f64::from(step) / 40.0);
            for edge in [LEAST, MOST] {
                most = most.max(self.ln(edge, along)).max(self.ln(along, edge));
            }
        }
        most
    }
}

/// Where a rising function crosses 0 between two points, by halving; `None` where it doesn't.
fn root(mut low: f64, mut high: f64, rising: impl Fn(f64) -> f64) -> Option<f64> {
    if rising(low) > 0.0 || rising(high) < 0.0 {
        return None;
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return Some(middle);
        }
        if rising(middle) <= 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// V_n = Σ S_t ÷ (1 + d)^t for n = 0..=longest, by V_n = 1 + r_{n+1} ÷ (1 + d) · V_{n+1} from far enough
/// out that what is left weighs nothing. `None` where a discount rate is too small for that.
fn factors(alpha: f64, beta: f64, discount: f64, longest: usize) -> Option<Vec<f64>> {
    // (1 + d)^−years is below e^−46, which is 10^−20.
    let years = (46.0 * (1.0 + discount) / discount).ceil();
    if years.is_nan() || years >= 50_000_000.0 {
        return None;
    }
    let far = years as usize + longest;
    let mut value = (1.0 + discount) / discount;
    let mut factors = vec![0.0; longest + 1];
    for n in (0..=far).rev() {
        let k = n as f64 + 1.0;
        let odds = (beta + k - 1.0) / (alpha + beta + k - 1.0);
        value = 1.0 + odds / (1.0 + discount) * value;
        if let Some(factor) = factors.get_mut(n) {
            *factor = value;
        }
    }
    Some(factors)
}
