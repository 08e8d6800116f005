//! Money: an exact decimal amount in a currency.

use std::fmt;

pub use rust_decimal::Decimal;

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// US dollars: the default of a portfolio.
    pub const USD: Currency = Currency(*b"USD");

    /// The code, where `text` is three capital ASCII letters (whether such a currency exists is not
    /// asked here).
    pub fn new(text: &str) -> Option<Self> {
        let bytes: [u8; 3] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Currency(bytes))
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An exact amount of money in the currency in which it is written. Never binary floating point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// How much.
    pub amount: Decimal,
    /// Of what.
    pub currency: Currency,
}

/// The significant digits of a division's result that can be trusted: a [`Decimal`] holds 28, and the last
/// few carry what thirds and sevenths lost on the way.
const TRUSTED_DIGITS: u32 = 24;

/// Rounds a division's result to what is printed: half away from zero.
///
/// What repeats without an end can't be held exactly, so a sum of such parts that is a tie by its definition
/// may come out a hair below it (3 × ⅓ × 36.75 is 36.7499…9). The hair is taken off first.
#[inline]
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    // Most values have few digits: no hair to take off, and a machine word divides at once.
    if let Ok(mantissa) = i64::try_from(value.mantissa()) {
        let (size, scale) = (mantissa.unsigned_abs(), value.scale());
        let rounded = if size == 0 {
            return Decimal::ZERO;
        } else if scale > decimals {
            let ten = 10_u64.checked_pow(scale - decimals);
            ten.map(|ten| size / ten + u64::from(size % ten >= ten.div_ceil(2)))
        } else {
            10_u64.checked_pow(decimals - scale).and_then(|ten| size.checked_mul(ten))
        };
        if let Some(rounded) = rounded {
            let [mid, lo] =
                [rounded >> 32, rounded & u64::from(u32::MAX)].map(|n| u32::try_from(n).unwrap_or(0));
            return Decimal::from_parts(lo, mid, 0, mantissa < 0, decimals);
        }
    }
    quotient_rounded(value, decimals).unwrap_or_else(|| slowly_rounded(value, decimals))
}

/// [`round`] of many digits, most of them after the point: what a division gives.
fn quotient_rounded(value: Decimal, decimals: u32) -> Option<Decimal> {
    let halved_away = |n: u128, drop: u32| {
        let ten = 10_u128.checked_pow(drop)?;
        Some(n / ten + u128::from(n % ten >= ten.div_ceil(2)))
    };
    let size = value.mantissa().unsigned_abs();
    let hair = (size.checked_ilog10()? + 1).saturating_sub(TRUSTED_DIGITS);
    let (trusted, scale) = (halved_away(size, hair)?, value.scale().checked_sub(hair)?);
    let rounded = halved_away(trusted, scale.checked_sub(decimals)?)?;
    let rounded = i128::try_from(rounded).ok()?;
    let sign = if value.is_sign_negative() { -1 } else { 1 };
    Decimal::try_from_i128_with_scale(rounded * sign, decimals).ok()
}

/// [`round`] as its definition says it.
fn slowly_rounded(value: Decimal, decimals: u32) -> Decimal {
    let half_away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let trusted = value.round_sf_with_strategy(TRUSTED_DIGITS, half_away).unwrap_or(value);
    trusted.round_dp_with_strategy(decimals, half_away)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_fast_is_rounding() {
        let mut mantissa = 1_i64;
        for step in 0..4_000_i64 {
            mantissa = mantissa.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(step);
            let value = Decimal::new(mantissa >> (step % 60), u32::try_from(step % 29).unwrap());
            for decimals in [0, 1, 2, 4, 6] {
                for value in [value, value / Decimal::from(7), value / Decimal::from(step % 991 + 1)] {
                    let (fast, slow) = (round(value, decimals), slowly_rounded(value, decimals));
                    assert_eq!((fast, fast.scale()), (slow, slow.scale()), "{value} to {decimals}");
                }
            }
        }
    }

    #[test]
    fn ties_round_away_from_zero() {
        assert_eq!(round(Decimal::new(3675, 2), 1), Decimal::new(368, 1));
        assert_eq!(round(Decimal::new(-3675, 2), 1), Decimal::new(-368, 1));
        assert_eq!(round(Decimal::new(3674, 2), 1), Decimal::new(367, 1));
    }

    #[test]
    fn a_tie_that_repeating_parts_add_up_to_is_a_tie() {
        // 130 ÷ 3 × 20 + 287.5 ÷ 3 × 10 + 1,850 over 100: (2,600 + 2,875 + 5,550) ÷ 300 = 36.75 exactly.
        let third = |n: i64| Decimal::new(n, 1) / Decimal::from(3);
        let points = third(1300) * Decimal::from(20) + third(2875) * Decimal::from(10) + Decimal::from(1850);
        assert_eq!(round(points / Decimal::from(100), 1), Decimal::new(368, 1));
    }
}
