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

/// All numbers of three digits, one after another, from `000` to `999`: three digits are written at once.
const TRIPLES: &str = match std::str::from_utf8(&TRIPLES_BYTES) {
    Ok(text) => text,
    Err(_) => "",
};
const TRIPLES_BYTES: [u8; 3000] = {
    let mut bytes = [b'0'; 3000];
    let mut n = 0;
    while n < 1000 {
        bytes[3 * n] += (n / 100) as u8;
        bytes[3 * n + 1] += (n / 10 % 10) as u8;
        bytes[3 * n + 2] += (n % 10) as u8;
        n += 1;
    }
    bytes
};

/// Appends a whole number, with `between` between its thousands.
fn push_whole(out: &mut String, n: u128, between: Option<char>) {
    // Dividing what does not fit a machine word is slow.
    match u64::try_from(n) {
        Ok(n) => push_word(out, n, between),
        Err(_) => {
            push_whole(out, n / 1000, between);
            push_three(out, (n % 1000) as u64, between);
        }
    }
}

#[inline]
fn push_word(out: &mut String, n: u64, between: Option<char>) {
    match n {
        0..10 => push_digit(out, n),
        10..100 => push_two(out, n),
        100..1000 => push_three(out, n, None),
        _ => {
            push_word(out, n / 1000, between);
            push_three(out, n % 1000, between);
        }
    }
}

/// Appends the last three digits of a number, with `before` before them.
#[inline]
fn push_three(out: &mut String, n: u64, before: Option<char>) {
    if let Some(before) = before {
        out.push(before);
    }
    let at = 3 * (n % 1000) as usize;
    out.push_str(TRIPLES.get(at..at + 3).unwrap_or(""));
}

/// Appends the last two digits of a number.
#[inline]
fn push_two(out: &mut String, n: u64) {
    let at = 3 * (n % 100) as usize;
    out.push_str(TRIPLES.get(at + 1..at + 3).unwrap_or(""));
}

/// Appends a whole number: `1204`.
#[inline]
pub fn push_integer(out: &mut String, n: u64) {
    push_word(out, n, None);
}

/// Appends the last digit of a number.
#[inline]
pub fn push_digit(out: &mut String, n: u64) {
    out.push(char::from(b'0' + u8::try_from(n % 10).unwrap_or(0)));
}

/// Appends a whole number with commas between thousands: `1,204`.
pub fn push_counted(out: &mut String, n: u64) {
    push_word(out, n, Some(','));
}

/// Appends a number with all the digits that it is held with: `-12.50`.
pub fn push_number(out: &mut String, value: Decimal) {
    if value.is_sign_negative() {
        out.push('-');
    }
    let (whole, fraction) = parts(value);
    push_whole(out, whole, None);
    push_fraction(out, fraction, value.scale());
}

/// Appends a number without zeros at its end, `minus` before one below zero: `-12.5`.
pub fn push_trimmed(out: &mut String, value: Decimal, minus: &str) {
    push_short(out, value, minus, None);
}

/// Appends a number with commas between thousands and no zeros at its end, `minus` before one below zero:
/// `1,310,000.5`.
pub fn push_grouped(out: &mut String, value: Decimal, minus: &str) {
    push_short(out, value, minus, Some(','));
}

fn push_short(out: &mut String, value: Decimal, minus: &str, between: Option<char>) {
    let ((whole, mut fraction), mut scale) = (parts(value), value.scale());
    if value.is_sign_negative() && (whole, fraction) != (0, 0) {
        out.push_str(minus);
    }
    push_whole(out, whole, between);
    if fraction == 0 {
        return;
    }
    loop {
        match u64::try_from(fraction) {
            Ok(n) if n.is_multiple_of(10) => fraction = (n / 10).into(),
            Err(_) if fraction.is_multiple_of(10) => fraction /= 10,
            _ => break,
        }
        scale -= 1;
    }
    push_fraction(out, fraction, scale);
}

/// A number's size before and after the point; the latter has as many digits as the number's scale says.
fn parts(value: Decimal) -> (u128, u128) {
    let size = value.mantissa().unsigned_abs();
    match (u64::try_from(size), 10_u64.checked_pow(value.scale())) {
        (Ok(size), Some(one)) => ((size / one).into(), (size % one).into()),
        _ => {
            let one = 10_u128.pow(value.scale());
            (size / one, size % one)
        }
    }
}

/// Appends the point and so many digits after it; nothing where there are none.
fn push_fraction(out: &mut String, fraction: u128, digits: u32) {
    if digits > 0 {
        out.push('.');
        push_filled(out, fraction, digits as usize);
    }
}

/// Appends a whole number with so many digits, zeros before it.
#[inline]
fn push_filled(out: &mut String, n: u128, digits: usize) {
    let (thousands, rest) = match u64::try_from(n) {
        Ok(n) => ((n / 1000).into(), n % 1000),
        Err(_) => (n / 1000, (n % 1000) as u64),
    };
    if digits > 3 {
        push_filled(out, thousands, digits - 3);
    }
    match digits {
        1 => push_digit(out, rest),
        2 => push_two(out, rest),
        _ => push_three(out, rest, None),
    }
}

/// Appends a day: `2026-12-12`.
#[inline]
pub fn push_iso(out: &mut String, date: Date) {
    match u64::try_from(date.year()) {
        Ok(year @ 0..=9999) => {
            push_year(out, year);
            for part in [date.month(), date.day()] {
                out.push('-');
                push_two(out, part.into());
            }
        }
        // Beyond four digits a year has a sign.
        _ => out.push_str(&date.to_string()),
    }
}

/// Appends a year of up to four digits with all four.
fn push_year(out: &mut String, year: u64) {
    push_two(out, year / 100);
    push_two(out, year);
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
