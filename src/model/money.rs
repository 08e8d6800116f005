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
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    let half_away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    let trusted = value.round_sf_with_strategy(TRUSTED_DIGITS, half_away).unwrap_or(value);
    trusted.round_dp_with_strategy(decimals, half_away)
}

#[cfg(test)]
mod tests {
    use super::*;

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
