//! How values read in a sentence of a diff.

use crate::kpi::words::{MINUS, thousands};
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
    format!("{} {}", money.currency, thousands(money.amount))
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

/// How many decimals a figure is printed with, in the unit in which it is computed (a share's 0.1
/// point is 3 decimals). Nobody reads cents beside thousands.
pub fn decimals(figure: FigureName, value: Decimal) -> u32 {
    match figure.unit() {
        Unit::Money if value.abs() >= Decimal::ONE_THOUSAND => 0,
        Unit::Money => 2,
        Unit::Share => 3,
        Unit::Points | Unit::Score | Unit::Hours => 1,
    }
}

/// A figure as a reviewer reads it: `108.2 %`, `USD 1,310,000`, `42.0`, `31.5 h`; null with its reason.
pub fn figure_value(figure: FigureName, value: &Known<Decimal>, currency: &str) -> String {
    let decimals = value.as_ref().map_or(0, |value| decimals(figure, *value));
    figure_value_to(figure, value, decimals, currency)
}

/// The same with as many decimals as are asked for.
pub fn figure_value_to(figure: FigureName, value: &Known<Decimal>, decimals: u32, currency: &str) -> String {
    let value = match value {
        Ok(value) => round(*value, decimals),
        Err(reason) => return format!("none ({reason})"),
    };
    match figure.unit() {
        Unit::Money => format!("{currency} {}", thousands(value)),
        Unit::Share => format!("{} %", bare(figure, value, decimals)),
        Unit::Points | Unit::Score => bare(figure, value, decimals),
        Unit::Hours => format!("{} h", bare(figure, value, decimals)),
    }
}

/// An effect on a figure, rounded already to so many decimals, with its sign: `−3.1 points`, `+USD 40,000`.
pub fn figure_delta(figure: FigureName, delta: Decimal, decimals: u32, currency: &str) -> String {
    format!("{}{}", sign(delta), figure_size(figure, delta, decimals, currency))
}

/// How large an effect is, rounded already, without its sign: `3.1 points`, `USD 40,000`.
pub fn figure_size(figure: FigureName, delta: Decimal, decimals: u32, currency: &str) -> String {
    let size = bare(figure, delta.abs(), decimals);
    match figure.unit() {
        Unit::Money => format!("{currency} {size}"),
        Unit::Share | Unit::Points | Unit::Score if size == "1.0" => "1.0 point".into(),
        Unit::Share | Unit::Points | Unit::Score => format!("{size} points"),
        Unit::Hours => format!("{size} h"),
    }
}

/// An effect with its sign where a column says what it is in: `−3.1`, `+40,000`.
pub fn figure_effect(figure: FigureName, delta: Decimal, decimals: u32) -> String {
    format!("{}{}", sign(delta), bare(figure, delta.abs(), decimals))
}

fn sign(delta: Decimal) -> &'static str {
    match delta {
        zero if zero.is_zero() => "±",
        fall if fall.is_sign_negative() => MINUS,
        _ => "+",
    }
}

/// The number alone, with all its decimals; a share in hundredths.
fn bare(figure: FigureName, value: Decimal, decimals: u32) -> String {
    let minus = if value.is_sign_negative() && !value.is_zero() { MINUS } else { "" };
    let size = value.abs();
    match figure.unit() {
        Unit::Money => thousands(value),
        Unit::Share => {
            let points = size.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(size);
            format!("{minus}{points:.*}", decimals.saturating_sub(2) as usize)
        }
        Unit::Points | Unit::Score | Unit::Hours => format!("{minus}{size:.*}", decimals as usize),
    }
}
