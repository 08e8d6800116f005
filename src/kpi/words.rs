//! Figures as text: what a formula, a message or a terminal shows.
//!
//! For: one way of writing money, shares, points, hours and scores in plain text, at the printed precision
//! or a little coarser.
//! Must not: know where the text goes.

use crate::digits::{push_grouped, push_trimmed};
use crate::model::{Currency, Decimal, round};

use super::{FigureName, Known, Unit, amount};

/// The sign of a number below zero in what people read. Machine formats have `-`.
pub const MINUS: &str = "−";

/// A number with commas between thousands: `1,310,000.5`.
pub fn thousands(value: Decimal) -> String {
    made(|out| push_thousands(out, value))
}

/// Appends a number with commas between thousands.
pub(super) fn push_thousands(out: &mut String, value: Decimal) {
    let start = out.len();
    push_grouped(out, value, MINUS);
    if out.as_bytes().iter().skip(start).rev().nth(1) == Some(&b'.') {
        // Half a dollar is .50.
        out.push('0');
    }
}

/// Money, exact as it is printed: `USD 1,310,000.50`.
pub fn money(value: Decimal, currency: Currency) -> String {
    made(|out| push_money(out, value, currency))
}

/// Appends money, exact as it is printed.
pub(super) fn push_money(out: &mut String, value: Decimal, currency: Currency) {
    out.push_str(currency.as_str());
    out.push(' ');
    // Only a division leaves so many places.
    push_thousands(out, if value.scale() > 12 { amount::money(value) } else { value });
}

/// A share as a percentage with up to two decimals: `108.21 %`.
pub fn share(value: Decimal) -> String {
    made(|out| push_share(out, value))
}

/// Appends a share as a percentage with up to two decimals.
pub(super) fn push_share(out: &mut String, value: Decimal) {
    push_rounded(out, value.saturating_mul(Decimal::ONE_HUNDRED), 2);
    out.push_str(" %");
}

/// A number rounded half away from zero to so many decimals at most, without a sign for 0.
pub fn trimmed(value: Decimal, decimals: u32) -> String {
    made(|out| push_rounded(out, value, decimals))
}

/// Appends a number rounded half away from zero to so many decimals at most, without a sign for 0.
pub(super) fn push_rounded(out: &mut String, value: Decimal, decimals: u32) {
    push_trimmed(out, round(value, decimals), MINUS);
}

/// A text that is written piece by piece.
fn made(write: impl FnOnce(&mut String)) -> String {
    let mut out = String::with_capacity(24);
    write(&mut out);
    out
}

impl Unit {
    /// A value of this kind: `USD 200,000`, `95 %`, `42`, `31.5 h`, `71`.
    pub fn show(self, value: Decimal, currency: Currency) -> String {
        made(|out| self.push(out, value, currency))
    }

    fn push(self, out: &mut String, value: Decimal, currency: Currency) {
        match self {
            Unit::Money => push_money(out, value, currency),
            Unit::Share => push_share(out, value),
            Unit::Points | Unit::Score => push_rounded(out, value, 1),
            Unit::Hours => {
                push_rounded(out, value, 2);
                out.push_str(" h");
            }
        }
    }

    /// A difference of two values of this kind, with its sign: `+2.1 points` of two shares.
    pub fn show_difference(self, value: Decimal, currency: Currency) -> String {
        let sign = if value.is_sign_negative() && !value.is_zero() { MINUS } else { "+" };
        let size = value.abs();
        match self {
            Unit::Share => format!("{sign}{} points", trimmed(size.saturating_mul(Decimal::ONE_HUNDRED), 2)),
            Unit::Points | Unit::Score => format!("{sign}{} points", trimmed(size, 1)),
            Unit::Money | Unit::Hours => format!("{sign}{}", self.show(size, currency)),
        }
    }
}

impl FigureName {
    /// How many decimals it is printed with; `None`: money is exact.
    pub fn decimals(self) -> Option<u32> {
        match self.unit() {
            // An estimate.
            Unit::Money if self == FigureName::Clv => Some(2),
            Unit::Money => None,
            Unit::Share => Some(6),
            Unit::Points | Unit::Score => Some(1),
            Unit::Hours => Some(2),
        }
    }

    /// A value of this figure in words, or why there is none.
    pub fn show(self, value: &Known<Decimal>, currency: Currency) -> String {
        made(|out| self.push(out, value, currency))
    }

    /// Appends a value of this figure in words, or why there is none.
    pub(super) fn push(self, out: &mut String, value: &Known<Decimal>, currency: Currency) {
        match value {
            // An estimate: to cents, whatever its digits.
            Ok(value) if self == FigureName::Clv => push_money(out, round(*value, 2), currency),
            Ok(value) => self.unit().push(out, *value, currency),
            Err(reason) => out.push_str(&reason.0),
        }
    }
}
