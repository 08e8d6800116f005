//! Numbers and dates as people read them, with the exact value one hover away.
//!
//! For: one way to write money, shares, scores, hours and days on every page, in charts and calendars.
//! Must not: compute anything; every value comes in as it is.

use std::fmt::Write as _;

use crate::kpi::Known;
use crate::model::{Currency, Date, Decimal, Money, round};

use super::html::{Esc, Html};

/// No-break space between a number and its unit.
pub(crate) const NBSP: char = '\u{a0}';
/// A true minus sign.
const MINUS: char = '\u{2212}';

/// How values are written in one portfolio: its currency and the day it is seen from.
#[derive(Clone, Copy, Debug)]
pub struct Formatter {
    /// The currency of every figure.
    pub currency: Currency,
    /// The day from which "in 41 days" is counted.
    pub as_of: Date,
}

impl Formatter {
    /// Money in the portfolio's currency: `$1.31M`, exactly on hover.
    pub fn money(&self, amount: Decimal) -> Html {
        self.money_of(Money { amount, currency: self.currency })
    }

    /// Money in its own currency.
    pub fn money_of(&self, money: Money) -> Html {
        data(money.amount, &money_short(money), &money_exact(money))
    }

    /// A change of money, with its sign: `+$120k`.
    pub fn money_change(&self, amount: Decimal) -> Html {
        let money = Money { amount, currency: self.currency };
        data(amount, &signed(amount, &money_short(money)), &signed(amount, &money_exact(money)))
    }

    /// A share: `108.2 %`.
    pub fn share(&self, value: Decimal) -> Html {
        data(value, &percent(value, 1), &percent_exact(value))
    }

    /// A change of a share relative to what it was: `+8.2 %`.
    pub fn share_change(&self, value: Decimal) -> Html {
        data(value, &signed(round_share(value), &percent(value, 1)), &signed(value, &percent_exact(value)))
    }

    /// A score of up to 100 or an NPS: `71`, `−12.5`.
    pub fn score(&self, value: Decimal) -> Html {
        data(value, &plain(round(value, 1)), &plain(round(value, 1)))
    }

    /// Hours as hours, or as days from two days on: `31.5 h`, `4.2 days`.
    pub fn hours(&self, value: Decimal) -> Html {
        data(value, &hours_short(value), &format!("{}{NBSP}hours", plain(round(value, 2))))
    }

    /// A count: `1,204`.
    pub fn count(&self, value: impl Into<Decimal>) -> Html {
        let value = value.into();
        let text = plain(value);
        Html::new(format!("<data value=\"{value}\">{text}</data>"))
    }

    /// A value, or in words why there is none.
    pub fn known(&self, value: &Known<Decimal>, show: impl FnOnce(&Self, Decimal) -> Html) -> Html {
        match value {
            Ok(value) => show(self, *value),
            Err(reason) => why(&reason.0),
        }
    }

    /// A day: `12 Dec 2026`, with how far it is on hover.
    pub fn day(&self, date: Date) -> Html {
        time(date, &day(date), &self.relative(date))
    }

    /// How far a day is, and which: `in 41 days (12 Dec 2026)`.
    pub fn when(&self, date: Date) -> Html {
        time(date, &format!("{} ({})", self.relative(date), day(date)), &date.to_string())
    }

    /// How far a day is: `in 41 days`, `8 months ago`, with the day on hover.
    pub fn ago(&self, date: Date) -> Html {
        time(date, &self.relative(date), &day(date))
    }

    /// How far a day is from `as_of`, in words.
    pub fn relative(&self, date: Date) -> String {
        relative_days(date.signed_duration_since(self.as_of).num_days())
    }
}

/// A reason in place of a value.
pub fn why(reason: &str) -> Html {
    Html::new(format!("<span class=\"why\">{}</span>", Esc(reason)))
}

fn data(value: Decimal, text: &str, exact: &str) -> Html {
    Html::new(format!("<data value=\"{value}\" title=\"{}\">{}</data>", Esc(exact), Esc(text)))
}

fn time(date: Date, text: &str, title: &str) -> Html {
    Html::new(format!("<time datetime=\"{date}\" title=\"{title}\">{text}</time>"))
}

/// `12 Dec 2026`.
pub fn day(date: Date) -> String {
    date.format("%-d %b %Y").to_string()
}

/// `Dec 2026`.
pub fn month(date: Date) -> String {
    date.format("%b %Y").to_string()
}

/// `today`, `tomorrow`, `in 41 days`, `in 7 months`, `2 years ago`.
pub fn relative_days(days: i64) -> String {
    match days {
        0 => return "today".into(),
        1 => return "tomorrow".into(),
        -1 => return "yesterday".into(),
        _ => {}
    }
    let far = days.unsigned_abs();
    let (n, unit) = match far {
        0..120 => (far, "day"),
        120..730 => (far * 12 / 365, "month"),
        _ => (far / 365, "year"),
    };
    let plural = if n == 1 { "" } else { "s" };
    if days > 0 { format!("in {n}{NBSP}{unit}{plural}") } else { format!("{n}{NBSP}{unit}{plural} ago") }
}

/// A number of days in words: `1 day`, `41 days`.
pub fn days(n: i64) -> String {
    format!("{}{NBSP}day{}", group(&n.to_string()), if n == 1 { "" } else { "s" })
}

/// A count with its noun: `1 account`, `12 accounts`.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{}{NBSP}{}", group(&n.to_string()), if n == 1 { one } else { many })
}

fn symbol(currency: Currency) -> String {
    match currency.as_str() {
        "USD" => "$".into(),
        "EUR" => "€".into(),
        "GBP" => "£".into(),
        "JPY" => "¥".into(),
        "INR" => "₹".into(),
        code => format!("{code}{NBSP}"),
    }
}

/// Money to three significant digits: `$1.31M`, `€240k`, `CHF 950`.
pub fn money_short(money: Money) -> String {
    let magnitude = money.amount.abs();
    let sign = if money.amount.is_sign_negative() && !magnitude.is_zero() {
        MINUS.to_string()
    } else {
        String::new()
    };
    let symbol = symbol(money.currency);
    let units = [("bn", 1_000_000_000_i64), ("M", 1_000_000), ("k", 1_000)];
    for (at, (unit, size)) in units.into_iter().enumerate() {
        let size = Decimal::from(size);
        // Below 10,000 every unit matters: "$4,200", not "$4.2k".
        let floor = if unit == "k" { Decimal::from(9_999) } else { size };
        if magnitude < floor || (unit == "k" && round(magnitude, 0) < Decimal::from(10_000)) {
            continue;
        }
        let scaled = magnitude / size;
        let decimals = if scaled >= Decimal::from(100) {
            0
        } else if scaled >= Decimal::TEN {
            1
        } else {
            2
        };
        let rounded = round(scaled, decimals);
        if rounded >= Decimal::from(1_000) && at > 0 {
            // 999,950 reads as 1M, not as 1000k.
            if let Some((larger, _)) = units.get(at - 1) {
                return format!("{sign}{symbol}1{larger}");
            }
        }
        return format!("{sign}{symbol}{}{unit}", plain(rounded));
    }
    format!("{sign}{symbol}{}", plain(round(magnitude, 0)))
}

/// Money exactly: `USD 1,310,000.50`.
pub fn money_exact(money: Money) -> String {
    format!("{}{NBSP}{}", money.currency, plain(money.amount))
}

fn round_share(value: Decimal) -> Decimal {
    round(value, 3)
}

/// A share in percent, rounded to so many decimals: `108.2 %`.
pub fn percent(value: Decimal, decimals: u32) -> String {
    let scaled = value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value);
    let mut rounded = round(scaled, decimals);
    rounded.rescale(decimals.min(if rounded.fract().is_zero() { 0 } else { decimals }));
    format!("{}{NBSP}%", plain(rounded))
}

/// A change as a share with its sign: `+8.2 %`.
pub fn percent_change(value: Decimal) -> String {
    signed(round_share(value), &percent(value, 1))
}

fn percent_exact(value: Decimal) -> String {
    let scaled = round(value, 6).checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value);
    format!("{}{NBSP}%", plain(scaled))
}

/// `31.5 h`, from two days on `4.2 days`.
pub fn hours_short(value: Decimal) -> String {
    if value.abs() < Decimal::from(48) {
        return format!("{}{NBSP}h", plain(round(value, 1)));
    }
    let days = value.checked_div(Decimal::from(24)).unwrap_or_default();
    let days = if days >= Decimal::from(100) { round(days, 0) } else { round(days, 1) };
    format!("{}{NBSP}days", plain(days))
}

fn signed(value: Decimal, text: &str) -> String {
    if value.is_sign_positive() && !value.is_zero() { format!("+{text}") } else { text.to_owned() }
}

/// A number with thousands parted by commas and no zeros at its end: `1,310,000.5`.
pub fn plain(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) if !value.is_zero() => (true, digits),
        Some(digits) => (false, digits),
        None => (false, text.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::with_capacity(text.len() + 6);
    if sign {
        out.push(MINUS);
    }
    out.push_str(&group(whole));
    if let Some(fraction) = fraction {
        let _ = write!(out, ".{fraction}");
    }
    out
}

fn group(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    let length = digits.len();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (length - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Money {
        Money { amount: text.parse().unwrap(), currency: Currency::USD }
    }

    #[test]
    fn money_reads_in_three_digits() {
        for (amount, short) in [
            ("0", "$0"),
            ("950", "$950"),
            ("4200", "$4,200"),
            ("9999.4", "$9,999"),
            ("9999.6", "$10k"),
            ("12500", "$12.5k"),
            ("240000", "$240k"),
            ("999499", "$999k"),
            ("999500", "$1M"),
            ("1310000.50", "$1.31M"),
            ("54321000", "$54.3M"),
            ("2500000000", "$2.5bn"),
            ("-1310000", "−$1.31M"),
        ] {
            assert_eq!(money_short(usd(amount)), short, "{amount}");
        }
    }

    #[test]
    fn money_of_another_currency_says_so() {
        let chf = Currency::new("CHF").unwrap();
        assert_eq!(money_short(Money { amount: Decimal::from(240_000), currency: chf }), "CHF\u{a0}240k");
        assert_eq!(money_exact(usd("1310000.50")), "USD\u{a0}1,310,000.5");
    }

    #[test]
    fn shares_read_in_percent() {
        assert_eq!(percent("1.0821".parse().unwrap(), 1), "108.2\u{a0}%");
        assert_eq!(percent("0.9".parse().unwrap(), 1), "90\u{a0}%");
        assert_eq!(percent("-0.0821".parse().unwrap(), 1), "−8.2\u{a0}%");
        assert_eq!(percent_exact("1.0821428571".parse().unwrap()), "108.2143\u{a0}%");
    }

    #[test]
    fn days_read_from_near_to_far() {
        for (days, text) in [
            (0, "today"),
            (1, "tomorrow"),
            (-1, "yesterday"),
            (41, "in 41\u{a0}days"),
            (-119, "119\u{a0}days ago"),
            (365, "in 12\u{a0}months"),
            (-800, "2\u{a0}years ago"),
        ] {
            assert_eq!(relative_days(days), text);
        }
    }

    #[test]
    fn a_number_says_its_exact_value_and_how_it_sorts() {
        let f = Formatter { currency: Currency::USD, as_of: Date::from_ymd_opt(2026, 11, 1).unwrap() };
        assert_eq!(
            f.money("1310000.50".parse().unwrap()).as_str(),
            "<data value=\"1310000.50\" title=\"USD\u{a0}1,310,000.5\">$1.31M</data>"
        );
        assert_eq!(
            f.when(Date::from_ymd_opt(2026, 12, 12).unwrap()).as_str(),
            "<time datetime=\"2026-12-12\" title=\"2026-12-12\">in 41\u{a0}days (12 Dec 2026)</time>"
        );
    }

    #[test]
    fn hours_turn_into_days() {
        assert_eq!(hours_short("31.5".parse().unwrap()), "31.5\u{a0}h");
        assert_eq!(hours_short("100.8".parse().unwrap()), "4.2\u{a0}days");
    }
}
