//! Decimal arithmetic that can't panic: the one place where the figures' sums, products and divisions
//! are kept in range, and where a division's endless tail is cut for print.
//!
//! An amount has at most 15 digits before the point, so that sums over millions of contracts stay far
//! inside a [`Decimal`]'s 28 digits; what would still run over stays at the largest decimal.

use crate::model::{Decimal, round};

/// `a + b`, kept in range.
#[inline]
pub(super) fn add(a: Decimal, b: Decimal) -> Decimal {
    added(a, b).unwrap_or_else(|| added_by_library(a, b))
}

/// Apart, so that the usual way needs no room for it.
#[cold]
#[inline(never)]
fn added_by_library(a: Decimal, b: Decimal) -> Decimal {
    a.saturating_add(b)
}

/// `a + b` where both are of a usual size: most sums are, and are of cents already.
#[inline]
fn added(a: Decimal, b: Decimal) -> Option<Decimal> {
    let digits = |n: Decimal| i64::try_from(n.mantissa()).ok();
    let lifted = |digits: i64, by: u32| digits.checked_mul(*TENS.get(by as usize)?);
    let (mut x, mut y, mut scale) = (digits(a)?, digits(b)?, a.scale());
    // A sum of nothing keeps the places of what it is a sum of: the library sees to that.
    if x == 0 || y == 0 {
        return None;
    }
    if scale < b.scale() {
        x = lifted(x, b.scale() - scale)?;
        scale = b.scale();
    } else if b.scale() < scale {
        y = lifted(y, scale - b.scale())?;
    }
    let sum = x.checked_add(y)?;
    let size = sum.unsigned_abs();
    Some(Decimal::from_parts(size as u32, (size >> 32) as u32, 0, sum < 0, scale))
}

/// The powers of ten, from the power 0 on.
const TENS: [i64; 10] =
    [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

/// `a − b`, kept in range.
pub(super) fn sub(a: Decimal, b: Decimal) -> Decimal {
    a.saturating_sub(b)
}

/// `a × b`, kept in range.
pub(super) fn mul(a: Decimal, b: Decimal) -> Decimal {
    a.saturating_mul(b)
}

/// `a ÷ b` to 28 digits; `None` where `b` is 0 or the result is out of range.
pub(super) fn div(a: Decimal, b: Decimal) -> Option<Decimal> {
    a.checked_div(b)
}

/// Adds to a running sum; most parts of most sums are 0.
#[inline]
pub(super) fn accumulate(sum: &mut Decimal, part: Decimal) {
    if !part.is_zero() {
        *sum = if sum.is_zero() { part } else { add(*sum, part) };
    }
}

/// Σ.
pub(super) fn sum(parts: impl IntoIterator<Item = Decimal>) -> Decimal {
    let mut total = Decimal::ZERO;
    for part in parts {
        accumulate(&mut total, part);
    }
    total
}

/// Rounds values so that they add up to `total` (which has so many decimals itself): each is rounded to its
/// nearest, then those that lie nearest to the next digit take what is missing, one digit each.
pub(crate) fn spread(values: &[Decimal], total: Decimal, decimals: u32) -> Vec<Decimal> {
    let mut out: Vec<Decimal> = values.iter().map(|&value| round(value, decimals)).collect();
    let missing = sub(total, sum(out.iter().copied()));
    let digit = Decimal::new(1, decimals);
    let step = if missing.is_sign_negative() { -digit } else { digit };
    let steps = div(missing, step).map_or(0, |steps| steps.trunc().mantissa().unsigned_abs());
    let mut order: Vec<usize> = (0..values.len()).collect();
    // How far a value's exact amount lies beyond its rounded one, in the direction of the step.
    let beyond = |at: &usize| {
        let (exact, rounded) = (values.get(*at), out.get(*at));
        let gap = sub(exact.copied().unwrap_or_default(), rounded.copied().unwrap_or_default());
        if step.is_sign_negative() { gap } else { -gap }
    };
    order.sort_by_key(beyond);
    let n = order.len() as u128;
    for (place, at) in order.into_iter().enumerate() {
        // Every value takes as many whole rounds as there are, the first ones one more.
        let whole = steps.checked_div(n).unwrap_or_default();
        let takes = whole + u128::from((place as u128) < steps.checked_rem(n).unwrap_or_default());
        if let (Some(value), Ok(takes)) =
            (out.get_mut(at), Decimal::try_from_i128_with_scale(takes as i128, 0))
        {
            *value = add(*value, mul(step, takes));
        }
    }
    out
}

/// Money as it is printed: exact, but for what a division left without an end, which is rounded to
/// cents. Such a tail fills all of a decimal's digits; no amount of money in a plan comes near.
pub(crate) fn money(value: Decimal) -> Decimal {
    let value = value.normalize();
    let digits = value.mantissa().unsigned_abs().checked_ilog10().map_or(0, |log| log + 1);
    if value.scale() >= 25 || digits >= 25 { round(value, 2).normalize() } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn money_is_exact_but_for_the_tail_of_a_division() {
        assert_eq!(money(d("1310000.50")).to_string(), "1310000.5");
        assert_eq!(money(d("100")).to_string(), "100");
        assert_eq!(money(d("0.123456789012")).to_string(), "0.123456789012");
        assert_eq!(money(Decimal::from(100) / Decimal::from(3)).to_string(), "33.33");
        assert_eq!(money(Decimal::ONE / Decimal::from(30_000)).to_string(), "0");
        let thirds = Decimal::from(100) / Decimal::from(3);
        assert_eq!(money(thirds + thirds + thirds).to_string(), "100");
    }

    /// What is added quickly is what the library makes of it, to the last zero.
    #[test]
    fn a_sum_is_the_librarys() {
        let mut values: Vec<Decimal> = ["0", "0.00", "-0.50", "12.5", "0.5", "-12.50", "99999999999999.99"]
            .into_iter()
            .chain(["0.1234567891", "-9223372036854775807", "9223372036854775.808", "1e-28"])
            .chain(["0.0000000000000000000000000003", "79228162514264337593543950335"])
            .map(|text| Decimal::from_scientific(text).unwrap_or_else(|_| d(text)))
            .collect();
        values.extend((0..12).map(|scale| Decimal::new(12_345, scale)));
        for &a in &values {
            for &b in &values {
                let sum = add(a, b);
                assert_eq!(sum.to_string(), a.saturating_add(b).to_string(), "{a} + {b}");
            }
        }
    }

    #[test]
    fn rounded_values_add_up_to_the_total() {
        // Three thirds of 0.1 print as 0.03, 0.03 and 0.04.
        let third = d("0.0333333333");
        let out = spread(&[third, third, third], d("0.1"), 2);
        assert_eq!(sum(out.iter().copied()), d("0.1"));
        assert_eq!(out.iter().filter(|value| **value == d("0.04")).count(), 1);
        // 0.6 and 0.6 of 1: one of them gives way.
        assert_eq!(sum(spread(&[d("0.6"), d("0.6")], d("1"), 0)), d("1"));
        assert!(spread(&[], d("1"), 2).is_empty());
    }

    #[test]
    fn what_is_out_of_range_stays_at_the_largest_decimal() {
        assert_eq!(add(Decimal::MAX, Decimal::MAX), Decimal::MAX);
        assert_eq!(mul(Decimal::MAX, Decimal::from(-2)), Decimal::MIN);
        assert_eq!(div(Decimal::ONE, Decimal::ZERO), None);
    }
}
