//! Numbers and dates as people read them, with the exact value one hover away.
//!
//! For: one way to write money, shares, scores, hours and days on every page, in charts and calendars.
//! Must not: compute anything; every value comes in as it is.

use crate::digits::{push_counted, push_day, push_grouped, push_iso, push_month, push_number};
use crate::kpi::words::MINUS;
use crate::kpi::{Known, Unit, printed_money};
use crate::model::{Currency, Date, Decimal, Money, round};

use super::html::{Html, escape};

/// No-break space between a number and its unit.
pub(crate) const NBSP: char = '\u{a0}';

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

    /// Appends money in the portfolio's currency.
    pub(crate) fn push_money(&self, out: &mut String, amount: Decimal) {
        push_money(out, Money { amount, currency: self.currency });
    }

    /// Money in its own currency.
    pub fn money_of(&self, money: Money) -> Html {
        Html::build(|out| push_money(out, money))
    }

    /// Appends an amount of this kind: money in the portfolio's currency, hours, or a score to two decimals.
    pub(crate) fn push_amount(&self, out: &mut String, unit: Unit, amount: Decimal) {
        match unit {
            Unit::Money => self.push_money(out, amount),
            Unit::Hours => push_hours(out, amount),
            Unit::Share | Unit::Points | Unit::Score => push_score(out, round(amount, 2)),
        }
    }

    /// A change of money, with its sign: `+$120k`.
    pub fn money_change(&self, amount: Decimal) -> Html {
        let money = Money { amount, currency: self.currency };
        let sign = plus(amount);
        data(
            amount,
            |out| {
                out.push_str(sign);
                push_money_short(out, money);
            },
            |out| {
                out.push_str(sign);
                push_money_exact(out, money);
            },
        )
    }

    /// A share: `108.2 %`.
    pub fn share(&self, value: Decimal) -> Html {
        Html::build(|out| push_share(out, value))
    }

    /// A change of a share relative to what it was: `+8.2 %`.
    pub fn share_change(&self, value: Decimal) -> Html {
        data(
            value,
            |out| push_percent_change(out, value),
            |out| {
                out.push_str(plus(value));
                push_percent_exact(out, value);
            },
        )
    }

    /// A score of up to 100 or an NPS: `71`, `−12.5`.
    pub fn score(&self, value: Decimal) -> Html {
        Html::build(|out| push_score(out, value))
    }

    /// Hours as hours, or as days from two days on: `31.5 h`, `4.2 days`.
    pub fn hours(&self, value: Decimal) -> Html {
        Html::build(|out| push_hours(out, value))
    }

    /// A count: `1,204`.
    pub fn count(&self, value: impl Into<Decimal>) -> Html {
        Html::build(|out| push_count(out, value.into()))
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
        Html::build(|out| self.push_day(out, date))
    }

    /// Appends a day, with how far it is on hover.
    pub(crate) fn push_day(&self, out: &mut String, date: Date) {
        push_time(out, date, |out| push_day(out, date), |out| self.push_relative(out, date));
    }

    /// How far a day is, and which: `in 41 days (12 Dec 2026)`.
    pub fn when(&self, date: Date) -> Html {
        let text = |out: &mut String| {
            self.push_relative(out, date);
            out.push_str(" (");
            push_day(out, date);
            out.push(')');
        };
        Html::build(|out| push_time(out, date, text, |out| push_iso(out, date)))
    }

    /// How far a day is: `in 41 days`, `8 months ago`, with the day on hover.
    pub fn ago(&self, date: Date) -> Html {
        Html::build(|out| self.push_ago(out, date))
    }

    /// Appends how far a day is, with the day on hover.
    pub(crate) fn push_ago(&self, out: &mut String, date: Date) {
        push_time(out, date, |out| self.push_relative(out, date), |out| push_day(out, date));
    }

    /// How far a day is from `as_of`, in words.
    pub fn relative(&self, date: Date) -> String {
        made(|out| self.push_relative(out, date))
    }

    /// Appends how far a day is from `as_of`, in words.
    pub(crate) fn push_relative(&self, out: &mut String, date: Date) {
        push_relative_days(out, date.signed_duration_since(self.as_of).num_days());
    }
}

/// A sentence of the figures with its days and months as they read on a page: `2026-09-16` is "16 Sep 2026",
/// `2026-09` is "Sep 2026".
pub fn naturally(text: &str) -> String {
    let is_date = |c: char| c.is_ascii_digit() || c == '-';
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_date(c)).unwrap_or(from.len()));
        out.push_str(before);
        // Few numbers are days, and looking closer takes longer than the rest of the sentence.
        let (date, month_of) = match word.len() {
            10 => (word.parse::<Date>().ok(), None),
            7 => (None, format!("{word}-01").parse::<Date>().ok()),
            _ => (None, None),
        };
        match (date, month_of) {
            (Some(date), _) => push_day(&mut out, date),
            (_, Some(first)) => push_month(&mut out, first),
            (None, None) => out.push_str(word),
        }
        rest = after;
    }
    out + rest
}

/// A reason in place of a value.
pub fn why(reason: &str) -> Html {
    Html::build(|out| push_why(out, reason))
}

/// Appends a reason in place of a value.
pub(crate) fn push_why(out: &mut String, reason: &str) {
    out.push_str("<span class=\"why\">");
    escape(reason, out);
    out.push_str("</span>");
}

/// Appends a share: `108.2 %`.
pub(crate) fn push_share(out: &mut String, value: Decimal) {
    push_data(out, value, |out| push_percent(out, value, 1), |out| push_percent_exact(out, value));
}

/// How many decimals a value is sorted by; the exact value is a hover away.
const SORTED_BY: u32 = 6;

/// A number as it is shown, with what it sorts by and, where that says more, its exact value on hover.
fn data(value: Decimal, text: impl FnOnce(&mut String), exact: impl FnOnce(&mut String)) -> Html {
    Html::build(|out| push_data(out, value, text, exact))
}

/// Neither text holds anything to escape: digits, signs, units and letters of a currency.
fn push_data(
    out: &mut String,
    value: Decimal,
    text: impl FnOnce(&mut String),
    exact: impl FnOnce(&mut String),
) {
    out.push_str("<data value=\"");
    push_number(out, if value.scale() > SORTED_BY { round(value, SORTED_BY).normalize() } else { value });
    let untitled = out.len();
    out.push_str("\" title=\"");
    let titled = out.len();
    exact(out);
    if out.len() == titled {
        out.truncate(untitled);
    }
    out.push_str("\">");
    text(out);
    out.push_str("</data>");
}

/// Appends money in its own currency: `$1.31M`, exactly on hover.
pub(crate) fn push_money(out: &mut String, money: Money) {
    push_data(out, money.amount, |out| push_money_short(out, money), |out| push_money_exact(out, money));
}

/// Appends a count: `1,204`.
pub(crate) fn push_count(out: &mut String, value: Decimal) {
    push_data(out, value, |out| push_plain(out, value), |_| {});
}

/// Appends a score: `71`.
pub(crate) fn push_score(out: &mut String, value: Decimal) {
    push_data(out, value, |out| push_plain(out, round(value, 1)), |_| {});
}

fn push_hours(out: &mut String, value: Decimal) {
    let exact = |out: &mut String| {
        push_plain(out, round(value, 2));
        out.push(NBSP);
        out.push_str("hours");
    };
    push_data(out, value, |out| push_hours_short(out, value), exact);
}

fn push_time(out: &mut String, date: Date, text: impl FnOnce(&mut String), title: impl FnOnce(&mut String)) {
    out.push_str("<time datetime=\"");
    push_iso(out, date);
    out.push_str("\" title=\"");
    title(out);
    out.push_str("\">");
    text(out);
    out.push_str("</time>");
}

/// A text that is written piece by piece.
fn made(write: impl FnOnce(&mut String)) -> String {
    let mut out = String::with_capacity(32);
    write(&mut out);
    out
}

/// `12 Dec 2026`.
pub fn day(date: Date) -> String {
    made(|out| push_day(out, date))
}

/// Appends `today`, `tomorrow`, `in 41 days`, `in 7 months`, `2 years ago`.
fn push_relative_days(out: &mut String, days: i64) {
    let far = days.unsigned_abs();
    let (n, unit) = match (days, far) {
        (0, _) => return out.push_str("today"),
        (1, _) => return out.push_str("tomorrow"),
        (-1, _) => return out.push_str("yesterday"),
        (_, 0..120) => (far, "day"),
        (_, 120..730) => (far * 12 / 365, "month"),
        _ => (far / 365, "year"),
    };
    if days > 0 {
        out.push_str("in ");
    }
    push_units(out, n, unit);
    if days < 0 {
        out.push_str(" ago");
    }
}

/// Appends a number of things: `1 day`, `41 days`.
fn push_units(out: &mut String, n: u64, unit: &str) {
    push_counted(out, n);
    out.push(NBSP);
    out.push_str(unit);
    if n != 1 {
        out.push('s');
    }
}

/// A number of days in words: `1 day`, `41 days`.
pub fn days(n: i64) -> String {
    made(|out| {
        if n < 0 {
            out.push('-');
        }
        push_units(out, n.unsigned_abs(), "day");
    })
}

/// A count with its noun: `1 account`, `12 accounts`.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    made(|out| push_counted_noun(out, n, one, many))
}

/// Appends a count with its noun.
pub(crate) fn push_counted_noun(out: &mut String, n: usize, one: &str, many: &str) {
    push_counted(out, n as u64);
    out.push(NBSP);
    out.push_str(if n == 1 { one } else { many });
}

fn push_symbol(out: &mut String, currency: Currency) {
    let symbol = match currency.as_str() {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        "JPY" => "¥",
        "INR" => "₹",
        code => {
            out.push_str(code);
            out.push(NBSP);
            return;
        }
    };
    out.push_str(symbol);
}

/// Money to three significant digits: `$1.31M`, `€240k`, `CHF 950`.
pub fn money_short(money: Money) -> String {
    made(|out| push_money_short(out, money))
}

/// Appends money to three significant digits.
pub(crate) fn push_money_short(out: &mut String, money: Money) {
    if money.amount.is_sign_negative() && !money.amount.is_zero() {
        out.push_str(MINUS);
    }
    push_symbol(out, money.currency);
    // Only a division leaves so many places.
    let amount = if money.amount.scale() > 10 { round(money.amount, 10) } else { money.amount };
    let (size, one) = (amount.mantissa().unsigned_abs(), 10_u64.pow(amount.scale()));
    let whole = divided(size, one).0;
    let (step, unit) = match whole {
        1_000_000_000.. => (1_000_000_000, "bn"),
        1_000_000.. => (1_000_000, "M"),
        _ => match rounded(size, one) {
            10_000.. => (1000, "k"),
            // Below 10,000 every unit matters: "$4,200", not "$4.2k".
            all => return push_counted(out, all),
        },
    };
    let decimals = match whole / step {
        100.. => 0,
        10.. => 1,
        _ => 2,
    };
    match (rounded(size, one * step / 10_u64.pow(decimals)), decimals, unit) {
        // 999,950 reads as 1M, not as 1000k.
        (1000, 0, "k") => out.push_str("1M"),
        (1000, 0, "M") => out.push_str("1bn"),
        (n, ..) => {
            push_plain(out, Decimal::from_i128_with_scale(n.into(), decimals));
            out.push_str(unit);
        }
    }
}

/// How many times a number has another in it, and what is left.
fn divided(n: u128, by: u64) -> (u64, u64) {
    match u64::try_from(n) {
        Ok(n) => (n / by, n % by),
        // What does not fit a machine word is slow to divide.
        Err(_) => {
            [n / u128::from(by), n % u128::from(by)].map(|n| u64::try_from(n).unwrap_or(u64::MAX)).into()
        }
    }
}

/// The same, half of it counting as once more.
fn rounded(n: u128, by: u64) -> u64 {
    let (times, rest) = divided(n, by);
    times + u64::from(rest >= by.div_ceil(2))
}

/// Appends money exactly, as the figures' JSON has it: `USD 1,310,000.50`.
fn push_money_exact(out: &mut String, money: Money) {
    out.push_str(money.currency.as_str());
    out.push(NBSP);
    // Only a division leaves so many places.
    push_plain(out, if money.amount.scale() > 12 { printed_money(money.amount) } else { money.amount });
}

fn round_share(value: Decimal) -> Decimal {
    round(value, 3)
}

/// A share in percent, rounded to so many decimals: `108.2 %`.
pub fn percent(value: Decimal, decimals: u32) -> String {
    made(|out| push_percent(out, value, decimals))
}

/// Appends a share in percent, rounded to so many decimals.
pub(crate) fn push_percent(out: &mut String, value: Decimal, decimals: u32) {
    push_plain(out, round(hundredfold(value), decimals));
    out.push(NBSP);
    out.push('%');
}

/// A number times a hundred: its point, two places on.
fn hundredfold(value: Decimal) -> Decimal {
    let mut shifted = value;
    match value.scale().checked_sub(2).map(|scale| shifted.set_scale(scale)) {
        Some(Ok(())) => shifted,
        _ => value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value),
    }
}

/// Appends a change as a share with its sign: `+8.2 %`.
pub(crate) fn push_percent_change(out: &mut String, value: Decimal) {
    out.push_str(plus(round_share(value)));
    push_percent(out, value, 1);
}

fn push_percent_exact(out: &mut String, value: Decimal) {
    push_plain(out, hundredfold(round(value, 6)));
    out.push(NBSP);
    out.push('%');
}

/// `31.5 h`, from two days on `4.2 days`.
pub fn hours_short(value: Decimal) -> String {
    made(|out| push_hours_short(out, value))
}

/// Appends hours, from two days on days.
pub(crate) fn push_hours_short(out: &mut String, value: Decimal) {
    if value.abs() < Decimal::from(48) {
        push_plain(out, round(value, 1));
        out.push(NBSP);
        out.push('h');
        return;
    }
    let days = value.checked_div(Decimal::from(24)).unwrap_or_default();
    let days = if days >= Decimal::from(100) { round(days, 0) } else { round(days, 1) };
    push_plain(out, days);
    out.push(NBSP);
    out.push_str("days");
}

/// The sign of a rise.
fn plus(value: Decimal) -> &'static str {
    if value.is_sign_positive() && !value.is_zero() { "+" } else { "" }
}

/// A number with thousands parted by commas and no zeros at its end: `1,310,000.5`.
pub fn plain(value: Decimal) -> String {
    made(|out| push_plain(out, value))
}

/// Appends a number with thousands parted by commas and no zeros at its end.
pub(crate) fn push_plain(out: &mut String, value: Decimal) {
    push_grouped(out, value, MINUS);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Money {
        Money { amount: text.parse().unwrap(), currency: Currency::USD }
    }

    #[test]
    fn days_in_a_sentence_read_naturally() {
        assert_eq!(
            naturally("27 of 27 met, reviewed on 2026-09-16; 851 in 2026-09, 12-34"),
            format!(
                "27 of 27 met, reviewed on {}; 851 in {}, 12-34",
                day("2026-09-16".parse().unwrap()),
                made(|out| push_month(out, "2026-09-01".parse().unwrap()))
            )
        );
        assert_eq!(naturally("no days here"), "no days here");
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
        assert_eq!(made(|out| push_money_exact(out, usd("1310000.50"))), "USD\u{a0}1,310,000.5");
    }

    #[test]
    fn shares_read_in_percent() {
        assert_eq!(percent("1.0821".parse().unwrap(), 1), "108.2\u{a0}%");
        assert_eq!(percent("0.9".parse().unwrap(), 1), "90\u{a0}%");
        assert_eq!(percent("-0.0821".parse().unwrap(), 1), "−8.2\u{a0}%");
        assert_eq!(made(|out| push_percent_exact(out, "1.0821428571".parse().unwrap())), "108.2143\u{a0}%");
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
            assert_eq!(made(|out| push_relative_days(out, days)), text);
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
