//! Plain numbers and shares.

use rust_decimal::Decimal;

use crate::decode::refusal::{Refusal, quoted};
use crate::diagnostic::codes::{P109, P110};
use crate::model::Share;

/// A number as it is written: digits, grouping taken out, and a decimal point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Whether a `-` stands before it.
    pub negative: bool,
    /// The digits without the point.
    pub digits: u128,
    /// How many of the digits stand after the point.
    pub decimals: u32,
    /// Whether a point is written.
    pub pointed: bool,
}

impl Written {
    /// Whether the point may have been meant to part thousands: `240.000`.
    pub fn in_thousands(self) -> bool {
        self.decimals == 3 && (1000..1_000_000).contains(&self.digits)
    }

    /// Its value, times ten to `zeros`, where it has at most 15 digits before and `most` after the point.
    pub fn value(self, zeros: u32, most: u32) -> Option<Decimal> {
        let (mut digits, mut decimals) = (self.digits, self.decimals);
        for _ in 0..zeros {
            match decimals {
                0 => digits = digits.checked_mul(10)?,
                _ => decimals -= 1,
            }
        }
        while decimals > 0 && digits % 10 == 0 {
            digits /= 10;
            decimals -= 1;
        }
        if decimals > most || digits / 10_u128.checked_pow(decimals)? >= 10_u128.pow(15) {
            return None;
        }
        let digits = i128::try_from(digits).ok()?;
        Decimal::try_from_i128_with_scale(if self.negative { -digits } else { digits }, decimals).ok()
    }
}

/// Reads digits with a sign, grouping by `,` or `_` in threes, and a decimal point. `None` where it is
/// written any other way.
pub(crate) fn written(text: &str) -> Option<Written> {
    let (negative, bare) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let (whole, fraction) = match bare.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (bare, None),
    };
    let fraction_digits = fraction.unwrap_or("");
    if whole.is_empty() && fraction_digits.is_empty() || text.len() > 60 {
        return None;
    }
    // `010` is text to YAML, and eight to some: nobody knows what is meant.
    if whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let mut digits: u128 = 0;
    let mut push = |byte: u8| {
        // Saturated is too many digits by far, whatever follows.
        digits = digits.saturating_mul(10).saturating_add(u128::from(byte.checked_sub(b'0')?));
        (byte <= b'9').then_some(())
    };
    let separator = whole.bytes().find(|byte| matches!(byte, b',' | b'_'));
    let mut group = 0;
    let mut groups = 0;
    for byte in whole.bytes() {
        if Some(byte) == separator {
            if group == 0 || group > 3 || (groups > 0 && group != 3) {
                return None;
            }
            groups += 1;
            group = 0;
        } else {
            push(byte)?;
            group += 1;
        }
    }
    if groups > 0 && group != 3 {
        return None;
    }
    for byte in fraction_digits.bytes() {
        push(byte)?;
    }
    let decimals = u32::try_from(fraction_digits.len()).ok()?;
    Some(Written { negative, digits, decimals, pointed: fraction.is_some() })
}

/// A number of any sign: `26`, `-3.5`, `1,200`, `1_200`. At most 15 digits before and 10 after the point.
pub(crate) fn quantity(text: &str) -> Result<Decimal, Refusal> {
    written(text).and_then(|number| number.value(0, 10)).ok_or_else(|| refuse_number(text))
}

/// A number of 0 or more.
pub(crate) fn count(text: &str) -> Result<Decimal, Refusal> {
    match quantity(text)? {
        value if value.is_sign_negative() && !value.is_zero() => Err(negative(text)),
        value => Ok(value),
    }
}

/// A number above 0, such as an exchange rate.
pub(crate) fn positive(text: &str) -> Result<Decimal, Refusal> {
    match count(text)? {
        value if value.is_zero() => {
            Err(Refusal::new(&P110, "can't be 0", "write a number above 0, for example `1.08`"))
        }
        value => Ok(value),
    }
}

/// A whole number of 0 or more.
pub(crate) fn whole(text: &str) -> Result<u64, Refusal> {
    let number = written(text).ok_or_else(|| refuse_number(text))?;
    if number.negative && number.digits > 0 {
        return Err(negative(text));
    }
    let value = number.value(0, 10).ok_or_else(|| refuse_number(text))?;
    u64::try_from(value).ok().filter(|whole| Decimal::from(*whole) == value).ok_or_else(|| {
        let message = format!("must be a whole number, not {}", quoted(text));
        match number.in_thousands() {
            // `4.200` is how half of Europe writes four thousand two hundred.
            true => Refusal::write(&P110, message, number.digits.to_string()),
            false => {
                Refusal::new(&P110, message, format!("write for example `{}`", value.trunc().normalize()))
            }
        }
    })
}

fn negative(text: &str) -> Refusal {
    Refusal::new(
        &P110,
        format!("can't be below 0: {}", quoted(text)),
        format!("write a number from 0 up, for example `{}`", text.trim_start_matches('-')),
    )
}

fn refuse_number(text: &str) -> Refusal {
    let message = format!("must be a number, not {}", quoted(text));
    if written(text).is_some() {
        let message = format!("has too many digits: {}", quoted(text));
        return Refusal::new(
            &P110,
            message,
            "a number has at most 15 digits before the point and 10 after it",
        );
    }
    if let Some(guess) = computer_number(text).or_else(|| plain_guess(text)) {
        return Refusal::write(&P110, message, guess);
    }
    let bare = text.trim();
    let end = bare
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | '-')))
        .unwrap_or(bare.len());
    if let Some((number, unit)) = bare.split_at_checked(end)
        && let Some(value) = written(number).and_then(|number| number.value(0, 10))
    {
        let unit = unit.trim();
        let help = match unit.to_ascii_lowercase().as_str() {
            "k" => scaled(number, 3).map_or_else(String::new, |value| format!("write `{value}`")),
            "m" => scaled(number, 6).map_or_else(String::new, |value| format!("write `{value}`")),
            _ => format!("write `{value}`, and say {} in words elsewhere", quoted(unit)),
        };
        return Refusal::new(&P110, message, help);
    }
    Refusal::new(&P110, message, "write digits, for example `1200` or `26.5`")
}

fn scaled(number: &str, zeros: u32) -> Option<Decimal> {
    written(number)?.value(zeros, 10)
}

/// What `1e3`, `0x1F` and `0o17` say, written out.
pub(crate) fn computer_number(text: &str) -> Option<String> {
    if text.len() > 20 {
        return None;
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return u64::from_str_radix(hex, 16).ok().map(|value| value.to_string());
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return u64::from_str_radix(octal, 8).ok().map(|value| value.to_string());
    }
    let (number, exponent) = text.split_once(['e', 'E'])?;
    let exponent: i32 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let number = written(number)?;
    let value = match u32::try_from(exponent) {
        Ok(zeros) if zeros <= 15 => number.value(zeros, 10)?,
        Ok(_) => return None,
        Err(_) => {
            let decimals = number.decimals.checked_add(exponent.unsigned_abs())?;
            Written { decimals, ..number }.value(0, 10)?
        }
    };
    Some(value.normalize().to_string())
}

/// A number that someone grouped, spaced or pointed another way, as we write it.
pub(crate) fn plain_guess(text: &str) -> Option<String> {
    if text.len() > 60 {
        return None;
    }
    // Underscores alone can only be grouping.
    let text: &str = if text.contains(',') { text } else { &text.replace('_', "") };
    let mut bare: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’'))
        .map(|c| match c {
            '\u{2212}' => '-',
            '_' => ',',
            c => c,
        })
        .collect();
    let sign = bare.starts_with('-');
    bare = bare.trim_start_matches(['+', '-', '~', '≈', '>', '<']).trim_end_matches('+').to_owned();
    if !bare.contains(|c: char| c.is_ascii_digit())
        || !bare.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
    {
        return None;
    }
    let (comma, point) = (bare.rfind(','), bare.rfind('.'));
    let in_threes = |separator: char| {
        let mut groups = bare.split(separator);
        groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.all(|group| group.len() == 3)
    };
    let decimal = match (comma, point) {
        (Some(comma), Some(point)) => Some(comma.max(point)),
        (Some(comma), None) => (bare.matches(',').count() == 1 && !in_threes(',')).then_some(comma),
        (None, Some(point)) => (bare.matches('.').count() == 1).then_some(point),
        (None, None) => None,
    };
    let (whole, fraction) = match decimal {
        Some(at) => (bare.get(..at)?, bare.get(at + 1..)?),
        None => (bare.as_str(), ""),
    };
    let keep = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    let (whole, fraction) = (keep(whole), keep(fraction));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if sign { "-" } else { "" };
    let guess =
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
    written(&guess).map(|_| guess)
}

/// `40%`, `40 %`, `0.4`; `1` is 100 %. Not above 100 %.
pub(crate) fn share(text: &str) -> Result<Share, Refusal> {
    share_up_to(text, Decimal::ONE)
}

/// The same; above 100 % too, as in a target for net revenue retention.
pub(crate) fn any_share(text: &str) -> Result<Share, Refusal> {
    share_up_to(text, Decimal::TEN)
}

fn share_up_to(text: &str, most: Decimal) -> Result<Share, Refusal> {
    let percent = text.strip_suffix('%').map(str::trim_end);
    let number = written(percent.unwrap_or(text)).ok_or_else(|| refuse_share(text))?;
    let value = match percent {
        Some(_) => Written { decimals: number.decimals + 2, ..number }.value(0, 12),
        None => number.value(0, 12),
    };
    let value = value.ok_or_else(|| {
        let message = format!("has too many digits: {}", quoted(text));
        Refusal::new(&P109, message, "write a share such as `40%` or `12.5%`")
    })?;
    if number.negative && !value.is_zero() {
        let message = format!("can't be below 0: {}", quoted(text));
        return Err(Refusal::new(&P109, message, "write a share from `0%` up"));
    }
    if percent.is_none() && value > Decimal::ONE && (!number.pointed || most <= Decimal::ONE) {
        let message = format!("is a share, and {} lacks its `%`", quoted(text));
        let guess = format!("{}%", value.normalize());
        return Err(match value <= most * Decimal::ONE_HUNDRED {
            // A little above 1, it may be meant as more than 100 %.
            true if value < Decimal::TWO => {
                Refusal::new(&P109, message, format!("write `{guess}` if that is meant"))
            }
            true => Refusal::write(&P109, message, guess),
            false => above(text, most),
        });
    }
    if value > most {
        return Err(above(text, most));
    }
    Ok(value)
}

fn above(text: &str, most: Decimal) -> Refusal {
    let most = (most * Decimal::ONE_HUNDRED).normalize();
    Refusal::new(
        &P109,
        format!("can't be above {most} %: {}", quoted(text)),
        format!("write a share from `0%` to `{most}%`"),
    )
}

fn refuse_share(text: &str) -> Refusal {
    let message = format!("must be a share, not {}", quoted(text));
    let lower = text.trim().to_lowercase();
    let percent = ["percent", "per cent", "pct", "%"].iter().find_map(|word| lower.strip_suffix(word));
    let guess = plain_guess(percent.unwrap_or(&lower).trim_end());
    match (guess, percent.is_some()) {
        (Some(guess), true) => Refusal::write(&P109, message, format!("{guess}%")),
        (Some(guess), false) if share(&guess).is_ok() => Refusal::write(&P109, message, guess),
        (Some(guess), false) => Refusal::write(&P109, message, format!("{guess}%")),
        (None, _) => Refusal::new(&P109, message, "write a share such as `40%` or `0.4`"),
    }
}
