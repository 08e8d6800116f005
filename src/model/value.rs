//! Small values that fields hold: dates, times, months, cadences, shares, the author's own keys.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, Months, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::Money;
use crate::text::Spanned;

/// A calendar day.
pub type Date = NaiveDate;

/// A field that must be there once a record is decoded: its value and where it is written.
pub type Field<T> = Spanned<T>;

/// A field that may be absent.
pub type Optional<T> = Option<Spanned<T>>;

/// A part of a whole: 0.4 is 40 %.
pub type Share = Decimal;

/// A point in time, in UTC; a date without a time stands for 12:00 of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant, in UTC.
    pub at: NaiveDateTime,
    /// The day as written (before any offset was taken off).
    pub day: Date,
    /// Whether a time of day was written.
    pub timed: bool,
}

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u32,
}

impl Month {
    /// The month of a day.
    pub fn of(day: Date) -> Self {
        Month { year: day.year(), month: day.month() }
    }

    /// The month so many months before.
    pub fn before(self, months: u32) -> Self {
        let at = i64::from(self.year) * 12 + i64::from(self.month) - 1 - i64::from(months);
        Month {
            year: i32::try_from(at.div_euclid(12)).unwrap_or(i32::MIN),
            month: u32::try_from(at.rem_euclid(12)).map_or(1, |month| month + 1),
        }
    }

    /// How many months it is after another; none where it is not.
    pub fn since(self, earlier: Month) -> u32 {
        let at = |month: Month| i64::from(month.year) * 12 + i64::from(month.month);
        u32::try_from((at(self) - at(earlier)).max(0)).unwrap_or(u32::MAX)
    }

    /// Its first day; `None` only for years out of the calendar's range.
    pub fn first_day(self) -> Option<Date> {
        Date::from_ymd_opt(self.year, self.month, 1)
    }

    /// Its last day; `None` only for years out of the calendar's range.
    pub fn last_day(self) -> Option<Date> {
        let (year, month) =
            if self.month < 12 { (self.year, self.month + 1) } else { (self.year.saturating_add(1), 1) };
        Date::from_ymd_opt(year, month, 1)?.pred_opt()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A length of time as people plan with it: `30d`, `6w`, `3m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cadence {
    /// Days.
    Days(u32),
    /// Weeks.
    Weeks(u32),
    /// Calendar months.
    Months(u32),
}

impl Cadence {
    /// The day this long after `day`; the calendar's last day where it would run out of it.
    pub fn after(self, day: Date) -> Date {
        let moved = match self {
            Cadence::Days(n) => day.checked_add_days(chrono::Days::new(u64::from(n))),
            Cadence::Weeks(n) => day.checked_add_days(chrono::Days::new(7 * u64::from(n))),
            Cadence::Months(n) => day.checked_add_months(Months::new(n)),
        };
        moved.unwrap_or(Date::MAX)
    }

    /// The day this long before `day`; the calendar's first day where it would run out of it.
    pub fn before(self, day: Date) -> Date {
        let moved = match self {
            Cadence::Days(n) => day.checked_sub_days(chrono::Days::new(u64::from(n))),
            Cadence::Weeks(n) => day.checked_sub_days(chrono::Days::new(7 * u64::from(n))),
            Cadence::Months(n) => day.checked_sub_months(Months::new(n)),
        };
        moved.unwrap_or(Date::MIN)
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, unit) = match *self {
            Cadence::Days(n) => (n, "day"),
            Cadence::Weeks(n) => (n, "week"),
            Cadence::Months(n) => (n, "month"),
        };
        write!(f, "{n} {unit}{}", if n == 1 { "" } else { "s" })
    }
}

/// An amount of money, or a share of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyOrShare {
    /// Money.
    Money(Money),
    /// A share of what it applies to.
    Share(Share),
}

/// The author's own keys (`x-…`) of a record, kept as written for templates. Scalars are text.
pub type Extras = BTreeMap<String, serde_json::Value>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_over_the_ends_of_years() {
        let month = |year, month| Month { year, month };
        assert_eq!(month(2026, 9).before(0), month(2026, 9));
        assert_eq!(month(2026, 1).before(1), month(2025, 12));
        assert_eq!(month(2026, 9).before(23), month(2024, 10));
        assert_eq!(month(2026, 9).since(month(2024, 10)), 23);
        assert_eq!(month(2024, 10).since(month(2026, 9)), 0);
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        let last = |year, month| Month { year, month }.last_day().map(|day| day.to_string());
        assert_eq!(last(2024, 2).as_deref(), Some("2024-02-29"));
        assert_eq!(last(2026, 12).as_deref(), Some("2026-12-31"));
        assert_eq!(last(i32::MAX, 12), None);
    }
}
