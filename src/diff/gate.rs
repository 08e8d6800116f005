//! `--fail-on`: a condition on a figure before, after, or between two revisions.

use super::report::Diff;
use super::words::{decimals, figure_delta, figure_value};
use crate::kpi::{FigureName, Known, Unit};
use crate::model::Decimal;

/// A condition that fails a diff: `nrr < -2pt`, `nrr.after < 100%`, `arr.delta <= -50k`.
///
/// `FIGURE[.before|.after|.delta] OP VALUE`. Without a side it is the change where the value bears a
/// sign or is in `pt`, else the figure after.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// As it was written.
    pub text: String,
    figure: FigureName,
    side: Side,
    op: Op,
    value: Decimal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Before,
    After,
    Delta,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
}

impl Gate {
    /// Reads a condition.
    ///
    /// # Errors
    /// In words, with what to write instead.
    pub fn parse(text: &str) -> Result<Gate, String> {
        let usage = || {
            format!(
                "“{text}” is no condition: write a figure, a comparison and a value, such as `nrr < -2pt`, \
                 `grr.after < 90%` or `arr.delta <= -50k`"
            )
        };
        let at = text.find(['<', '>', '=']).ok_or_else(usage)?;
        let (left, right) = text.split_at(at);
        const OPS: [(&str, Op); 5] =
            [("<=", Op::AtMost), (">=", Op::AtLeast), ("==", Op::Equal), ("<", Op::Less), (">", Op::More)];
        let (value, op) = OPS
            .iter()
            .find_map(|(sign, op)| Some((right.strip_prefix(sign)?.trim(), *op)))
            .ok_or_else(usage)?;
        let left = left.trim();
        let (name, side) = match left.split_once('.') {
            Some((name, "before")) => (name, Some(Side::Before)),
            Some((name, "after")) => (name, Some(Side::After)),
            Some((name, "delta")) => (name, Some(Side::Delta)),
            Some((_, other)) => {
                return Err(format!("“{other}” is no side of a comparison: write before, after or delta"));
            }
            None => (left, None),
        };
        let name = name.trim().to_ascii_lowercase().replace('-', "_");
        let figure =
            super::figures::REPORTED.iter().copied().find(|f| f.as_str() == name).ok_or_else(|| {
                let names: Vec<&str> = super::figures::REPORTED.iter().map(|f| f.as_str()).collect();
                format!("“{name}” is no figure of a diff: write one of {}", names.join(", "))
            })?;
        let signed = value.starts_with(['-', '+', '−']) || POINTS.iter().any(|unit| value.ends_with(unit));
        let side = side.unwrap_or(if signed { Side::Delta } else { Side::After });
        Ok(Gate {
            text: text.to_owned(),
            figure,
            side,
            op,
            value: number(value, is_score(figure)).ok_or_else(usage)?,
        })
    }

    /// What to say where the condition is met; `None` where it is not, or can't be judged because a
    /// figure has no value.
    pub fn broken(&self, diff: &Diff) -> Option<String> {
        let value = self.value(diff)?.ok()?;
        let met = match self.op {
            Op::Less => value < self.value,
            Op::AtMost => value <= self.value,
            Op::More => value > self.value,
            Op::AtLeast => value >= self.value,
            Op::Equal => value == self.value,
        };
        let shown = match self.side {
            Side::Delta => {
                // One digit more than elsewhere: a bound is often met by little.
                let decimals = decimals(self.figure, value) + 1;
                figure_delta(self.figure, crate::model::round(value, decimals), decimals, &diff.currency)
            }
            _ => figure_value(self.figure, &Ok(value), &diff.currency),
        };
        met.then(|| format!("{} holds: it is {shown}", self.text))
    }
}

impl Gate {
    /// What to say where the condition can't be judged, for a figure has no value.
    pub fn unjudged(&self, diff: &Diff) -> Option<String> {
        let reason = self.value(diff)?.err()?;
        Some(format!("`{}` can't be judged: {reason}", self.text))
    }

    fn value(&self, diff: &Diff) -> Option<Known<Decimal>> {
        let moved = diff.figure(self.figure)?;
        Some(match self.side {
            Side::Before => moved.before.clone(),
            Side::After => moved.after.clone(),
            Side::Delta => match (&moved.before, &moved.after) {
                (Err(reason), _) | (_, Err(reason)) => Err(reason.clone()),
                (Ok(_), Ok(_)) => Ok(moved.delta()?),
            },
        })
    }
}

/// Whether a figure is a score, of which a point is 1; of a share a point is a hundredth.
fn is_score(figure: FigureName) -> bool {
    matches!(figure.unit(), Unit::Points | Unit::Score)
}

/// How points are written.
const POINTS: [&str; 5] = ["pts", "pt", "pp", "points", "point"];

/// `-2pt`, `95%`, `-50k`, `1.2M`, `42`.
fn number(text: &str, score: bool) -> Option<Decimal> {
    let text = text.replace('−', "-").replace(['_', ' '], "");
    let text = text.strip_prefix('+').unwrap_or(&text);
    let points = POINTS.iter().map(|unit| (*unit, 1, if score { 0 } else { 2 }));
    let units: [(&str, i64, u32); 4] =
        [("%", 1, 2), ("bn", 1_000_000_000, 0), ("k", 1_000, 0), ("M", 1_000_000, 0)];
    for (unit, factor, scale) in points.chain(units) {
        if let Some(digits) = text.strip_suffix(unit) {
            return digits.parse::<Decimal>().ok()?.checked_mul(Decimal::new(factor, scale));
        }
    }
    text.parse().ok()
}
