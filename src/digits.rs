//! Numbers and days as characters: the one place that writes digits.
//!
//! For: every number of a page, a message or a file, appended to the text that is being made. Pages hold
//! hundreds of numbers each, so this goes round the formatting machinery of the standard library.
//! Must not: round, or know what a number means.

use chrono::Datelike;

use crate::model::{Date, Decimal};

/// The short names of the months.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Ten to the nineteenth: the greatest power of ten below 2⁶⁴.
const TEN_19: u128 = 10_000_000_000_000_000_000;

/// The digits of a whole number, at the end of a buffer.
struct Digits {
    buffer: [u8; 40],
    from: usize,
}

impl Digits {
    fn of(n: u128) -> Self {
        let mut digits = Digits { buffer: [b'0'; 40], from: 40 };
        let mut rest = n;
        // In pieces that fit a machine word: dividing 128 bits is slow.
        while rest > u64::MAX.into() {
            digits.put(word(rest % TEN_19), 19);
            rest /= TEN_19;
        }
        digits.put(word(rest), 1);
        digits
    }

    /// Puts a number before what is there, with at least so many digits.
    fn put(&mut self, mut n: u64, least: usize) {
        let until = self.from.saturating_sub(least);
        while n > 0 || self.from > until {
            self.from -= 1;
            if let Some(place) = self.buffer.get_mut(self.from) {
                *place = b'0' + u8::try_from(n % 10).unwrap_or(0);
            }
            n /= 10;
        }
    }

    fn as_str(&self) -> &str {
        self.buffer.get(self.from..).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or("0")
    }
}

fn word(n: u128) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Appends a whole number: `1204`.
pub fn push_integer(out: &mut String, n: u64) {
    // Most numbers have few digits: those go one by one.
    if n < 10_000 {
        let (thousands, hundreds, tens) = (n / 1000, n / 100 % 10, n / 10 % 10);
        if n >= 1000 {
            push_digit(out, thousands);
        }
        if n >= 100 {
            push_digit(out, hundreds);
        }
        if n >= 10 {
            push_digit(out, tens);
        }
        return push_digit(out, n % 10);
    }
    out.push_str(Digits::of(n.into()).as_str());
}

/// Appends the last digit of a number.
pub fn push_digit(out: &mut String, n: u64) {
    out.push(char::from(b'0' + u8::try_from(n % 10).unwrap_or(0)));
}

/// Appends a whole number with commas between thousands: `1,204`.
pub fn push_counted(out: &mut String, n: u64) {
    push_groups(out, Digits::of(n.into()).as_str());
}

/// Appends a number with all the digits that it is held with: `-12.50`.
pub fn push_number(out: &mut String, value: Decimal) {
    if value.is_sign_negative() {
        out.push('-');
    }
    let digits = Digits::of(value.mantissa().unsigned_abs());
    let (whole, zeros, fraction) = parts(digits.as_str(), value.scale() as usize);
    out.push_str(whole);
    push_fraction(out, zeros, fraction);
}

/// Appends a number without zeros at its end: `-12.5`.
pub fn push_trimmed(out: &mut String, value: Decimal) {
    push_short(out, value, "-", String::push_str);
}

/// Appends a number with commas between thousands and no zeros at its end, `minus` before one below zero:
/// `1,310,000.5`.
pub fn push_grouped(out: &mut String, value: Decimal, minus: &str) {
    push_short(out, value, minus, push_groups);
}

fn push_short(out: &mut String, value: Decimal, minus: &str, push_whole: fn(&mut String, &str)) {
    let (mut mantissa, mut scale) = (value.mantissa().unsigned_abs(), value.scale());
    if mantissa == 0 {
        out.push('0');
        return;
    }
    while scale > 0 {
        match u64::try_from(mantissa) {
            Ok(n) if n.is_multiple_of(10) => mantissa = (n / 10).into(),
            Err(_) if mantissa.is_multiple_of(10) => mantissa /= 10,
            _ => break,
        }
        scale -= 1;
    }
    if value.is_sign_negative() {
        out.push_str(minus);
    }
    let digits = Digits::of(mantissa);
    let (whole, zeros, fraction) = parts(digits.as_str(), scale as usize);
    push_whole(out, whole);
    push_fraction(out, zeros, fraction);
}

/// The digits before and after the point, with how many zeros stand right after it.
fn parts(digits: &str, scale: usize) -> (&str, usize, &str) {
    match digits.len().checked_sub(scale) {
        Some(0) => ("0", 0, digits),
        Some(whole) => (digits.get(..whole).unwrap_or("0"), 0, digits.get(whole..).unwrap_or("")),
        None => ("0", scale - digits.len(), digits),
    }
}

fn push_fraction(out: &mut String, zeros: usize, fraction: &str) {
    if !fraction.is_empty() {
        out.push('.');
        for _ in 0..zeros {
            out.push('0');
        }
        out.push_str(fraction);
    }
}

fn push_groups(out: &mut String, digits: &str) {
    let (mut from, mut to) = (0, (digits.len() + 2) % 3 + 1);
    while let Some(group) = digits.get(from..to.min(digits.len()))
        && !group.is_empty()
    {
        if from > 0 {
            out.push(',');
        }
        out.push_str(group);
        (from, to) = (to, to + 3);
    }
}

/// Appends a day: `2026-12-12`.
pub fn push_iso(out: &mut String, date: Date) {
    match u64::try_from(date.year()) {
        Ok(year @ 0..=9999) => {
            push_year(out, year);
            for part in [date.month(), date.day()] {
                out.push('-');
                push_digit(out, u64::from(part / 10));
                push_digit(out, part.into());
            }
        }
        // Beyond four digits a year has a sign.
        _ => out.push_str(&date.to_string()),
    }
}

/// Appends a year of up to four digits with all four.
fn push_year(out: &mut String, year: u64) {
    [1000, 100, 10, 1].into_iter().for_each(|place| push_digit(out, year / place));
}

/// Appends a day as people write it: `12 Dec 2026`.
pub fn push_day(out: &mut String, date: Date) {
    push_integer(out, date.day().into());
    out.push(' ');
    push_month(out, date);
}

/// Appends a month as people write it: `Dec 2026`.
pub fn push_month(out: &mut String, date: Date) {
    out.push_str(month_name(date));
    out.push(' ');
    match u64::try_from(date.year()) {
        Ok(year @ 0..=9999) => push_year(out, year),
        _ => out.push_str(&date.format("%Y").to_string()),
    }
}

/// The short name of a day's month: `Dec`.
pub fn month_name(date: Date) -> &'static str {
    MONTHS.get(date.month0() as usize).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn numbers_are_written_as_the_standard_library_writes_them() {
        for n in ["0", "7", "-7", "0.5", "-0.05", "12.50", "1000", "0.0000000000000000000000000001"]
            .into_iter()
            .chain(["79228162514264337593543950335", "-7922816251426433759354395033.5"])
            .chain(["18446744073709551615", "18446744073709551616", "100000000000000000000.00"])
        {
            let value: Decimal = n.parse().unwrap();
            assert_eq!(text(|out| push_number(out, value)), value.to_string());
        }
    }

    #[test]
    fn thousands_are_parted_and_zeros_at_the_end_left_out() {
        for (n, grouped) in [
            ("0.00", "0"),
            ("-0", "0"),
            ("12", "12"),
            ("123.40", "123.4"),
            ("1234", "1,234"),
            ("-100000.05", "−100,000.05"),
            ("1310000.50", "1,310,000.5"),
            ("79228162514264337593543950335", "79,228,162,514,264,337,593,543,950,335"),
            ("20000000000000000000000.000", "20,000,000,000,000,000,000,000"),
        ] {
            assert_eq!(text(|out| push_grouped(out, n.parse().unwrap(), "−")), grouped);
        }
        assert_eq!(text(|out| push_counted(out, 1_204_000)), "1,204,000");
    }

    #[test]
    fn days_are_written_as_chrono_writes_them() {
        for (y, m, d) in [(2026, 9, 5), (2026, 12, 31), (999, 1, 1), (0, 2, 29), (12_000, 10, 10), (-5, 3, 3)]
        {
            let date = Date::from_ymd_opt(y, m, d).unwrap();
            assert_eq!(text(|out| push_iso(out, date)), date.to_string());
            assert_eq!(text(|out| push_day(out, date)), date.format("%-d %b %Y").to_string());
            assert_eq!(text(|out| push_month(out, date)), date.format("%b %Y").to_string());
        }
    }
}
