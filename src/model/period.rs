//! The days over which a figure is computed.

use chrono::{Days, Months};

use super::{Date, Month};

/// A named run of days, `from..=to`, seen from an `as_of` day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// As it was asked for: `ttm`, `fy2026`, `fy2026q3`, `2026-08`, `2026-01-01..2026-06-30`.
    pub name: String,
    /// First day.
    pub from: Date,
    /// Last day, also where `as_of` is earlier.
    pub to: Date,
    /// The day before `from`: where opening figures are taken.
    pub opening: Date,
    /// `to`, or `as_of` where that is earlier: where closing figures are taken.
    pub closing: Date,
    /// Whether `as_of` cuts it short.
    pub partial: bool,
}

/// The same day this many months before, or that month's last day where it has none; the calendar's
/// first day where it would run out of it.
pub fn months_before(day: Date, months: u32) -> Date {
    day.checked_sub_months(Months::new(months)).unwrap_or(Date::MIN)
}

/// The same day this many months after, or that month's last day where it has none; the calendar's
/// last day where it would run out of it.
pub fn months_after(day: Date, months: u32) -> Date {
    day.checked_add_months(Months::new(months)).unwrap_or(Date::MAX)
}

/// The day after; the calendar's last day stays.
pub fn next_day(day: Date) -> Date {
    day.checked_add_days(Days::new(1)).unwrap_or(Date::MAX)
}

/// The day before; the calendar's first day stays.
pub fn day_before(day: Date) -> Date {
    day.checked_sub_days(Days::new(1)).unwrap_or(Date::MIN)
}

impl Period {
    /// The forms that a period may take, for messages.
    pub const FORMS: &'static str = "ttm, fy2026, fy2026q3, 2026-08 or 2026-01-01..2026-06-30";

    /// The twelve months up to `as_of`: the opening date is the same day twelve months before, or that
    /// month's last day where it has none.
    pub fn ttm(as_of: Date) -> Self {
        let opening = months_before(as_of, 12);
        Period {
            name: "ttm".into(),
            from: next_day(opening),
            to: as_of,
            opening,
            closing: as_of,
            partial: false,
        }
    }

    /// Reads a period in any of its [forms](Self::FORMS). Fiscal years start on the first of the month
    /// `fiscal_year_start` (1 to 12) and are named by the calendar year in which they end.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, in words: it has none of the forms, names a day that doesn't exist,
    /// ends before it starts, or starts after `as_of`.
    pub fn parse(text: &str, as_of: Date, fiscal_year_start: u32) -> Result<Self, String> {
        let name = text.trim().to_ascii_lowercase();
        if name == "ttm" {
            return Ok(Period::ttm(as_of));
        }
        let (from, to) = if let Some((from, to)) = name.split_once("..") {
            (day(from)?, day(to)?)
        } else if let Some(fiscal) = name.strip_prefix("fy") {
            fiscal_days(&name, fiscal, fiscal_year_start)?
        } else {
            month_days(&name)?
        };
        Period::between(name, from, to, as_of)
    }

    /// The fiscal quarter in which a day lies: its name (`fy2026q3`), first and last day.
    pub fn fiscal_quarter(day: Date, fiscal_year_start: u32) -> (String, Date, Date) {
        let start = fiscal_year_start.clamp(1, 12);
        let month = Month::of(day);
        // Months since the fiscal year began: 0 to 11.
        let into = (month.month + 12 - start) % 12;
        let first_day = month.first_day().unwrap_or(day);
        let from = months_before(first_day, into % 3);
        let to = day_before(months_after(from, 3));
        let year = Month::of(day_before(months_after(months_before(first_day, into), 12))).year;
        (format!("fy{year:04}q{}", into / 3 + 1), from, to)
    }

    fn between(name: String, from: Date, to: Date, as_of: Date) -> Result<Self, String> {
        if to < from {
            return Err(format!("the period {name} ends before it starts"));
        }
        if from > as_of {
            return Err(format!("the period {name} starts on {from}, after {as_of}, the day of the figures"));
        }
        let closing = to.min(as_of);
        Ok(Period { name, from, to, opening: day_before(from), closing, partial: as_of < to })
    }
}

/// A day written `2026-01-31`, exactly so.
fn day(text: &str) -> Result<Date, String> {
    let wrong = || format!("“{text}” is not a day like 2026-01-31");
    let (month, day) = text.rsplit_once('-').ok_or_else(wrong)?;
    let (month, day) = (month_of(month).ok_or_else(wrong)?, digits(day, 2).ok_or_else(wrong)?);
    Date::from_ymd_opt(month.year, month.month, day).ok_or_else(|| format!("there is no day {text}"))
}

fn month_of(text: &str) -> Option<Month> {
    let (year, month) = text.split_once('-')?;
    let month = Month { year: i32::try_from(digits(year, 4)?).ok()?, month: digits(month, 2)? };
    (1..=12).contains(&month.month).then_some(month)
}

fn month_days(name: &str) -> Result<(Date, Date), String> {
    let month = month_of(name).ok_or_else(|| format!("“{name}” is not a period: write {}", Period::FORMS))?;
    month.first_day().zip(month.last_day()).ok_or_else(|| format!("there is no month {name}"))
}

/// The first and last day of `2026` or `2026q3`, the fiscal year being named by the year it ends in.
fn fiscal_days(name: &str, fiscal: &str, fiscal_year_start: u32) -> Result<(Date, Date), String> {
    let wrong = || format!("“{name}” is not a fiscal year or quarter: write fy2026 or fy2026q3");
    let (year, quarter) = match fiscal.split_once('q') {
        Some((year, quarter)) => {
            (year, Some(digits(quarter, 1).filter(|q| (1..=4).contains(q)).ok_or_else(wrong)?))
        }
        None => (fiscal, None),
    };
    let year = i32::try_from(digits(year, 4).ok_or_else(wrong)?).map_err(|_| wrong())?;
    let start = fiscal_year_start.clamp(1, 12);
    let first_year = if start == 1 { year } else { year - 1 };
    let first = Date::from_ymd_opt(first_year, start, 1).ok_or_else(wrong)?;
    Ok(match quarter {
        None => (first, day_before(months_after(first, 12))),
        Some(q) => (months_after(first, 3 * (q - 1)), day_before(months_after(first, 3 * q))),
    })
}

/// Exactly `width` ASCII digits as a number.
fn digits(text: &str, width: usize) -> Option<u32> {
    (text.len() == width && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn days(text: &str, as_of: &str, fiscal_year_start: u32) -> (String, String, String, String, bool) {
        let p = Period::parse(text, d(as_of), fiscal_year_start).unwrap();
        (p.opening.to_string(), p.from.to_string(), p.to.to_string(), p.closing.to_string(), p.partial)
    }

    fn is(
        opening: &str,
        from: &str,
        to: &str,
        closing: &str,
        partial: bool,
    ) -> (String, String, String, String, bool) {
        (opening.into(), from.into(), to.into(), closing.into(), partial)
    }

    #[test]
    fn ttm_opens_on_the_same_day_a_year_before_or_on_that_months_last() {
        assert_eq!(
            days("ttm", "2026-09-30", 1),
            is("2025-09-30", "2025-10-01", "2026-09-30", "2026-09-30", false)
        );
        assert_eq!(
            days("ttm", "2024-02-29", 1),
            is("2023-02-28", "2023-03-01", "2024-02-29", "2024-02-29", false)
        );
        assert_eq!(
            days("ttm", "2025-02-28", 1),
            is("2024-02-28", "2024-02-29", "2025-02-28", "2025-02-28", false)
        );
    }

    #[test]
    fn a_fiscal_year_is_named_by_the_year_in_which_it_ends() {
        assert_eq!(
            days("fy2026", "2027-01-01", 1),
            is("2025-12-31", "2026-01-01", "2026-12-31", "2026-12-31", false)
        );
        assert_eq!(
            days("fy2026", "2027-01-01", 4),
            is("2025-03-31", "2025-04-01", "2026-03-31", "2026-03-31", false)
        );
        assert_eq!(
            days("fy2026q4", "2027-01-01", 4),
            is("2025-12-31", "2026-01-01", "2026-03-31", "2026-03-31", false)
        );
        assert_eq!(
            days("FY2026Q1", "2027-01-01", 2),
            is("2025-01-31", "2025-02-01", "2025-04-30", "2025-04-30", false)
        );
    }

    #[test]
    fn a_month_and_a_run_of_days_are_cut_short_by_as_of_and_keep_their_own_end() {
        assert_eq!(
            days("2026-08", "2026-08-10", 1),
            is("2026-07-31", "2026-08-01", "2026-08-31", "2026-08-10", true)
        );
        assert_eq!(
            days("2026-01-01..2026-06-30", "2026-06-30", 1),
            is("2025-12-31", "2026-01-01", "2026-06-30", "2026-06-30", false)
        );
    }

    #[test]
    fn what_is_no_period_is_refused_in_words() {
        let refused = |text: &str| Period::parse(text, d("2026-09-30"), 1).unwrap_err();
        assert_eq!(
            refused("2026-10"),
            "the period 2026-10 starts on 2026-10-01, after 2026-09-30, the day of the figures"
        );
        assert_eq!(
            refused("2026-03-01..2026-02-01"),
            "the period 2026-03-01..2026-02-01 ends before it starts"
        );
        assert_eq!(refused("2026-02-30..2026-03-01"), "there is no day 2026-02-30");
        assert_eq!(refused("fy26"), "“fy26” is not a fiscal year or quarter: write fy2026 or fy2026q3");
        assert_eq!(
            refused("fy2026q5"),
            "“fy2026q5” is not a fiscal year or quarter: write fy2026 or fy2026q3"
        );
        for text in ["", "last year", "2026", "2026-13", "+026-01", "..", "fy", "fyq", "2026-1"] {
            assert!(Period::parse(text, d("2026-09-30"), 1).is_err(), "{text}");
        }
    }

    #[test]
    fn the_fiscal_quarter_of_a_day() {
        let quarter = |day: &str, start| {
            let (name, from, to) = Period::fiscal_quarter(d(day), start);
            format!("{name} {from} {to}")
        };
        assert_eq!(quarter("2026-10-01", 1), "fy2026q4 2026-10-01 2026-12-31");
        assert_eq!(quarter("2026-10-01", 4), "fy2027q3 2026-10-01 2026-12-31");
        assert_eq!(quarter("2026-01-31", 2), "fy2026q4 2025-11-01 2026-01-31");
        assert_eq!(quarter("2026-02-01", 2), "fy2027q1 2026-02-01 2026-04-30");
    }
}
