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

    /// Its first day; `None` only for years out of the calendar's range.
    pub fn first_day(self) -> Option<Date> {
        Date::from_ymd_opt(self.year, self.month, 1)
    }

    /// Its last day; `None` only for years out of the calendar's range.
    pub fn last_day(self) -> Option<Date> {
        self.first_day()?.checked_add_months(Months::new(1))?.pred_opt()
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
