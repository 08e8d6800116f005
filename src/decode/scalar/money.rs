//! Money: an amount, with or without its currency.

use rust_decimal::Decimal;

use super::number::{Written, computer_number, plain_guess, share, written};
use crate::decode::refusal::{Refusal, quoted};
use crate::diagnostic::codes::P108;
use crate::model::Currency;

/// The suffixes of amounts, in exactly this case, and how many zeros each stands for.
const SUFFIXES: [(&str, u32); 3] = [("bn", 9), ("k", 3), ("M", 6)];

/// An amount as written, with its own currency code where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    /// How much.
    pub amount: Decimal,
    /// Of what; `None`: the plan's currency.
    pub currency: Option<Currency>,
    /// Whether the point may have been meant to part thousands: `240.000`.
    pub doubtful: bool,
}

/// `240000`, `240_000`, `240,000.50`, `240k`, `1.2M`, `2bn`, `EUR 240k`; 0 or more.
pub(crate) fn money(text: &str) -> Result<Amount, Refusal> {
    let (currency, number) = leading_code(text);
    let (digits, zeros) = suffix(number);
    let Some(written) = written(digits) else { return Err(refuse(text)) };
    if written.negative && written.digits > 0 {
        let message = format!("can't be below 0: {}", quoted(text));
        return Err(Refusal::new(&P108, message, "write an amount from 0 up"));
    }
    let Some(amount) = Written { negative: false, ..written }.value(zeros, 4) else {
        let message = format!("has too many digits: {}", quoted(text));
        let help = "an amount has at most 15 digits before the point and 4 after it";
        return Err(Refusal::new(&P108, message, help));
    };
    Ok(Amount { amount, currency, doubtful: zeros == 0 && written.in_thousands() })
}

/// A currency's code: `EUR`.
pub(crate) fn currency(text: &str) -> Result<Currency, Refusal> {
    Currency::new(text).ok_or_else(|| {
        let message = format!("must be a currency's three capital letters, not {}", quoted(text));
        let upper = text.trim().to_ascii_uppercase();
        match (Currency::new(&upper), symbol(text)) {
            (Some(code), _) => Refusal::write(&P108, message, code.as_str()),
            (None, Some((code, ""))) => Refusal::new(&P108, message, format!("write `{code}`")),
            (None, _) => Refusal::new(&P108, message, "write for example `USD`, `EUR` or `GBP`"),
        }
    })
}

fn leading_code(text: &str) -> (Option<Currency>, &str) {
    match text.split_at_checked(3) {
        Some((code, rest)) if rest.starts_with(' ') => match Currency::new(code) {
            Some(currency) => (Some(currency), rest.trim_start_matches(' ')),
            None => (None, text),
        },
        _ => (None, text),
    }
}

fn suffix(number: &str) -> (&str, u32) {
    for (suffix, zeros) in SUFFIXES {
        if let Some(digits) = number.strip_suffix(suffix) {
            return (digits, zeros);
        }
    }
    (number, 0)
}

/// The currency that a leading or trailing sign most often stands for, and the rest of the text.
fn symbol(text: &str) -> Option<(&'static str, &str)> {
    const SYMBOLS: [(&str, &str); 12] = [
        ("US$", "USD"),
        ("A$", "AUD"),
        ("C$", "CAD"),
        ("CA$", "CAD"),
        ("$", "USD"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("¥", "JPY"),
        ("₹", "INR"),
        ("₩", "KRW"),
        ("zł", "PLN"),
        ("Fr.", "CHF"),
    ];
    let text = text.trim();
    SYMBOLS.iter().find_map(|(sign, code)| {
        let rest = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign))?;
        Some((*code, rest.trim()))
    })
}

fn refuse(text: &str) -> Refusal {
    let message = format!("must be an amount of money, not {}", quoted(text));
    if text.trim_end().ends_with('%') {
        let help = match share(text.trim()) {
            Ok(_) => "write an amount such as `240k`; a share has no place here",
            Err(_) => "write an amount such as `240k`",
        };
        return Refusal::new(&P108, message, help);
    }
    match guess(text) {
        Some((guess, true)) => Refusal::write(&P108, message, guess),
        Some((guess, false)) => Refusal::new(&P108, message, format!("write `{guess}`")),
        None => Refusal::new(&P108, message, "write for example `240000`, `240k`, `1.2M` or `EUR 240k`"),
    }
}

/// How an amount that is written another way is written here, and whether that is beyond doubt.
fn guess(text: &str) -> Option<(String, bool)> {
    if text.len() > 60 {
        return None;
    }
    let bare = text.trim();
    // A sign such as `$` stands for many currencies, and `m` for a thousand to some.
    let mut certain = true;
    let (code, rest) = if let Some((code, rest)) = symbol(bare) {
        certain = false;
        (Some(code.to_owned()), rest)
    } else if let Some((code, rest)) = loose_code(bare) {
        (Some(code), rest)
    } else {
        (None, bare)
    };
    let lower = rest.to_lowercase();
    let lower = [" per year", " a year", "/year", "/yr", " p.a.", " pa", " arr"]
        .iter()
        .find_map(|tail| lower.strip_suffix(tail))
        .unwrap_or(&lower);
    let split = lower.find(char::is_alphabetic).unwrap_or(lower.len());
    let (number, word) = lower.split_at_checked(split)?;
    if let Some(number) = computer_number(lower) {
        return money(&number).ok().map(|_| (with_code(code, &number, ""), certain));
    }
    let suffix = match word.trim().trim_end_matches('.') {
        "" => "",
        "k" | "thousand" | "tsd" => "k",
        "m" => {
            certain = false;
            "M"
        }
        "mm" | "mn" | "mio" | "mln" | "mil" | "million" | "millions" => "M",
        "b" | "bn" | "bln" | "billion" | "billions" => "bn",
        _ => return None,
    };
    // The groups of `240,00` are none, and `240,000,` lacks one: those may be a thousand times as much.
    let bare = number.trim();
    let (comma, points) = (bare.matches(',').count(), bare.matches('.').count());
    if points > 1 && !groups_of_three(bare) {
        return None;
    }
    if suffix.is_empty() && ((comma == 1 && points == 0 && !groups_of_three(bare)) || bare.ends_with(',')) {
        certain = false;
    }
    // `€ 240.000` parts thousands, as everywhere where the euro is money.
    let number = match comma == 0 && points == 1 && groups_of_three(bare) && suffix.is_empty() {
        true => bare.replace('.', ""),
        false => plain_guess(number)?,
    };
    let guess = with_code(code, &number, suffix);
    money(&guess).ok().map(|_| (guess, certain))
}

/// Whether points or commas part a number's digits in threes, but for decimals at the end: `1.000.000,50`.
fn groups_of_three(number: &str) -> bool {
    let Some(mark) = number.chars().find(|c| matches!(c, '.' | ',')) else { return true };
    let mut groups = number.split(mark);
    let first = groups.next().unwrap_or("");
    let mut rest: Vec<&str> = groups.collect();
    // Whatever other mark follows the last group parts decimals.
    if let Some(last) = rest.last_mut() {
        *last = last.split(['.', ',']).next().unwrap_or("");
    }
    (1..=3).contains(&first.trim_start_matches(['-', '+']).len()) && rest.iter().all(|group| group.len() == 3)
}

fn with_code(code: Option<String>, number: &str, suffix: &str) -> String {
    match code {
        Some(code) => format!("{code} {number}{suffix}"),
        None => format!("{number}{suffix}"),
    }
}

/// A currency code in small letters, without its space, or at the end.
fn loose_code(text: &str) -> Option<(String, &str)> {
    let code = |word: &str| {
        let upper = word.to_ascii_uppercase();
        Currency::new(&upper).is_some().then_some(upper)
    };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
    if let Some((word, rest)) = text.split_at_checked(3)
        && let Some(code) = code(word)
        && digit(rest.trim_start().chars().next())
    {
        return Some((code, rest.trim_start()));
    }
    let (rest, word) = text.split_at_checked(text.len().checked_sub(3)?)?;
    let code = code(word)?;
    let spaced = rest.ends_with(' ') || digit(rest.chars().next_back());
    // `5 mio` and `2 mln` are no currencies.
    let is_number = matches!(code.as_str(), "MIO" | "MLN" | "BLN" | "TSD" | "MIL");
    (spaced && !is_number).then_some((code, rest.trim_end()))
}
