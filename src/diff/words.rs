//! How values read in a sentence of a diff.

use crate::kpi::{FigureName, Known, Unit};
use crate::model::{Date, Decimal, Money, Share, round};

/// `2026-10-15`.
pub fn date(day: Date) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// "from 2026-10-15 to 2026-11-14 (30 days later)".
pub fn moved(from: Date, to: Date) -> String {
    let days = (to - from).num_days();
    let way = if days > 0 { "later" } else { "earlier" };
    let n = days.abs();
    format!("from {} to {} ({n} day{} {way})", date(from), date(to), if n == 1 { "" } else { "s" })
}

/// `EUR 240,000`: exact, with thousands parted.
pub fn money(money: Money) -> String {
    format!("{} {}", money.currency, grouped(money.amount))
}

/// An exact amount with its thousands parted by commas: `-1,240,000.50`.
pub fn grouped(amount: Decimal) -> String {
    let text = amount.abs().normalize().to_string();
    let (whole, cents) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if amount.is_sign_negative() && !amount.is_zero() {
        out.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !cents.is_empty() {
        out.push('.');
        out.push_str(cents);
        if cents.len() == 1 {
            out.push('0');
        }
    }
    out
}

/// `40%`.
pub fn percent(share: Share) -> String {
    let points = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share);
    format!("{}%", points.normalize())
}

/// A text in quotes, cut to a readable length.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 80;
    if text.chars().count() <= LONGEST {
        return format!("“{text}”");
    }
    let cut: String = text.chars().take(LONGEST - 1).collect();
    format!("“{}…”", cut.trim_end())
}

/// How many decimals an effect is printed with, in the unit in which it is computed (a share's 0.1
/// point is 3 decimals).
pub fn decimals(figure: FigureName) -> u32 {
    match figure.unit() {
        Unit::Money => 2,
        Unit::Share => 3,
        Unit::Points | Unit::Score | Unit::Hours => 1,
    }
}

/// A figure as a reviewer reads it: `108.2 %`, `USD 1,310,000`, `42.0`, `31.5 h`; null with its reason.
pub fn figure_value(figure: FigureName, value: &Known<Decimal>, currency: &str) -> String {
    let value = match value {
        Ok(value) => round(*value, decimals(figure)),
        Err(reason) => return format!("none ({reason})"),
    };
    match figure.unit() {
        Unit::Money => format!("{currency} {}", grouped(value)),
        Unit::Share => format!("{:.1} %", points(value)),
        Unit::Points | Unit::Score => format!("{value:.1}"),
        Unit::Hours => format!("{value:.1} h"),
    }
}

/// An effect on a figure, with its sign: `−3.1 points`, `+USD 40,000`.
pub fn figure_delta(figure: FigureName, delta: Decimal, currency: &str) -> String {
    let delta = round(delta, decimals(figure));
    let sign = if delta.is_zero() {
        "±"
    } else if delta.is_sign_negative() {
        "−"
    } else {
        "+"
    };
    let size = delta.abs();
    match figure.unit() {
        Unit::Money => format!("{sign}{currency} {}", grouped(size)),
        Unit::Share => format!("{sign}{:.1} points", points(size)),
        Unit::Points | Unit::Score => format!("{sign}{size:.1} points"),
        Unit::Hours => format!("{sign}{size:.1} h"),
    }
}

fn points(share: Decimal) -> Decimal {
    share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(share)
}
