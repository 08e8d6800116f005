//! The terms of a contract that renews itself: when each of them ends.

use chrono::{Datelike, Days};

use super::{Date, Month, day_before, months_after, next_day};

/// A contract's terms, all of the first one's length: in whole months where the first one ends so, else in
/// days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    start: Date,
    end: Date,
    length: Length,
}

/// The length of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    /// Whole months: a term ends on the day before the same day so many months on, or on that month's last
    /// day where it has none.
    Months(u32),
    /// Days.
    Days(u32),
}

impl Terms {
    /// The terms that follow from the first one's first and last day.
    pub fn new(start: Date, end: Date) -> Self {
        let from = Month::of(start);
        let months = |month: Month| {
            let years = i64::from(month.year) - i64::from(from.year);
            u32::try_from(years * 12 + i64::from(month.month) - i64::from(from.month)).unwrap_or(0)
        };
        let whole = [months(Month::of(next_day(end))), months(Month::of(end))];
        let length = match whole.into_iter().find(|&n| n > 0 && months_end(start, n) == end) {
            Some(n) => Length::Months(n),
            None => {
                let days = (end - start).num_days().saturating_add(1);
                Length::Days(u32::try_from(days).unwrap_or(1).max(1))
            }
        };
        Terms { start, end, length }
    }

    /// The last day of the k-th term, from 1.
    pub fn end(&self, k: u32) -> Date {
        if k <= 1 {
            return self.end;
        }
        match self.length {
            Length::Months(n) => months_end(self.start, n.saturating_mul(k)),
            Length::Days(n) => {
                let days = u64::from(n).saturating_mul(u64::from(k)).saturating_sub(1);
                self.start.checked_add_days(Days::new(days)).unwrap_or(Date::MAX)
            }
        }
    }

    /// Which term a day lies in, from 1; days before the start lie in the first.
    pub fn at(&self, day: Date) -> u32 {
        if day <= self.end {
            return 1;
        }
        let passed = match self.length {
            Length::Months(n) => {
                let months = (i64::from(day.year()) - i64::from(self.start.year())) * 12
                    + i64::from(day.month())
                    - i64::from(self.start.month());
                months / i64::from(n.max(1))
            }
            Length::Days(n) => (day - self.end).num_days() / i64::from(n.max(1)),
        };
        // The estimate is off by one at most, for the length of months.
        let mut k = u32::try_from(passed.saturating_sub(1)).unwrap_or(0).max(1);
        while self.end(k) < day {
            k += 1;
        }
        k
    }

    /// The last day of the term in which a day lies.
    pub fn end_at(&self, day: Date) -> Date {
        self.end(self.at(day))
    }
}

/// The last day of `months` months from `start`: the day before the same day, or that month's last day
/// where it has none.
fn months_end(start: Date, months: u32) -> Date {
    let same = months_after(start, months);
    if same.day() == start.day() { day_before(same) } else { same }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn terms(start: &str, end: &str) -> Terms {
        Terms::new(day(start), day(end))
    }

    #[test]
    fn terms_of_whole_months_end_on_the_same_day_of_the_month() {
        let yearly = terms("2024-01-01", "2024-12-31");
        assert_eq!(yearly.end_at(day("2024-06-01")), day("2024-12-31"));
        assert_eq!(yearly.end_at(day("2025-01-01")), day("2025-12-31"));
        assert_eq!(yearly.end_at(day("2027-12-31")), day("2027-12-31"));
        assert_eq!(yearly.end_at(day("2028-01-01")), day("2028-12-31"));
    }

    // There is no 31 February and no 31 April: those terms end on the month's last day.
    #[test]
    fn a_term_ends_on_the_months_last_day_where_it_has_not_the_same_day() {
        let monthly = terms("2026-01-31", "2026-02-28");
        assert_eq!(monthly.end_at(day("2026-03-01")), day("2026-03-30"));
        assert_eq!(monthly.end_at(day("2026-03-31")), day("2026-04-30"));
        assert_eq!(terms("2024-02-29", "2025-02-28").end(2), day("2026-02-28"));
        assert_eq!(terms("2024-02-29", "2025-02-28").end(4), day("2028-02-28"));
    }

    #[test]
    fn other_terms_are_counted_in_days() {
        // 100 days: 1 January to 10 April; the second ends on the 200th day, 19 July.
        let odd = terms("2026-01-01", "2026-04-10");
        assert_eq!(odd.end_at(day("2026-04-11")), day("2026-07-19"));
        assert_eq!(odd.end_at(day("2026-07-19")), day("2026-07-19"));
        assert_eq!(odd.end_at(day("2026-07-20")), day("2026-10-27"));
    }

    #[test]
    fn terms_never_run_out_of_the_calendar() {
        assert_eq!(terms("2024-01-01", "2024-12-31").end_at(Date::MAX), Date::MAX);
    }
}
