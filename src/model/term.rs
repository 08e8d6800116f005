//! The terms of a contract that goes on by itself.

use chrono::{Datelike, Days, Months};

use super::Date;

/// How long each term of a contract is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Whole months: each ends on the day before the same day of a month, or on that month's last day
    /// where it has none.
    Months(u32),
    /// Days.
    Days(u32),
}

impl Term {
    /// The length of a term from its first to its last day: whole months where it ends so, else days.
    pub fn of(start: Date, end: Date) -> Self {
        let months =
            i64::from(end.year() - start.year()) * 12 + i64::from(end.month()) - i64::from(start.month());
        for n in [months, months + 1].into_iter().filter_map(|n| u32::try_from(n).ok()) {
            if n > 0 && last_of_months(start, n) == Some(end) {
                return Term::Months(n);
            }
        }
        let days = (end - start).num_days().saturating_add(1);
        Term::Days(u32::try_from(days).unwrap_or(1).max(1))
    }

    /// The last day of the `count`-th term (from 1) of a contract that starts on a day; the calendar's
    /// last day where it would run out of it.
    pub fn end(self, start: Date, count: u32) -> Date {
        let count = count.max(1);
        let end = match self {
            Term::Months(n) => n.checked_mul(count).and_then(|months| last_of_months(start, months)),
            Term::Days(n) => {
                let days = u64::from(n).saturating_mul(u64::from(count)).saturating_sub(1);
                start.checked_add_days(Days::new(days))
            }
        };
        end.unwrap_or(Date::MAX)
    }

    /// The last day of the term in which a day lies; of the first one for a day before the start.
    pub fn end_at(self, start: Date, day: Date) -> Date {
        let passed = match self {
            Term::Months(n) => {
                let months = i64::from(day.year() - start.year()) * 12 + i64::from(day.month())
                    - i64::from(start.month());
                months / i64::from(n)
            }
            Term::Days(n) => (day - start).num_days() / i64::from(n),
        };
        // Off by one at most: months are not of one length.
        let estimate = u32::try_from(passed).unwrap_or(0).max(1);
        (estimate..=estimate.saturating_add(2))
            .map(|count| self.end(start, count))
            .find(|&end| end >= day)
            .unwrap_or(Date::MAX)
    }
}

/// The last day of so many months from a day on.
fn last_of_months(start: Date, months: u32) -> Option<Date> {
    let same = start.checked_add_months(Months::new(months))?;
    if same.day() == start.day() { same.pred_opt() } else { Some(same) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn ends(start: &str, end: &str, days: &[&str]) -> Vec<String> {
        let (start, end) = (day(start), day(end));
        days.iter().map(|at| Term::of(start, end).end_at(start, day(at)).to_string()).collect()
    }

    #[test]
    fn terms_of_whole_months_end_on_the_same_day_of_the_month() {
        let days = ["2023-01-01", "2024-06-01", "2024-12-31", "2025-01-01", "2027-12-31", "2028-01-01"];
        let expected = ["2024-12-31", "2024-12-31", "2024-12-31", "2025-12-31", "2027-12-31", "2028-12-31"];
        assert_eq!(ends("2024-01-01", "2024-12-31", &days), expected);
    }

    #[test]
    fn where_a_month_has_no_such_day_the_term_ends_on_its_last() {
        // February has no 31st; the second term ends before the 31st of March, the third with April.
        assert_eq!(Term::of(day("2026-01-31"), day("2026-02-28")), Term::Months(1));
        let days = ["2026-02-28", "2026-03-01", "2026-03-31", "2026-05-01"];
        let expected = ["2026-02-28", "2026-03-30", "2026-04-30", "2026-05-30"];
        assert_eq!(ends("2026-01-31", "2026-02-28", &days), expected);
    }

    #[test]
    fn other_terms_are_counted_in_days() {
        // 100 days: 1 January to 10 April; the second ends on the 200th day, 19 July.
        assert_eq!(Term::of(day("2026-01-01"), day("2026-04-10")), Term::Days(100));
        let days = ["2026-04-10", "2026-04-11", "2026-07-19", "2026-07-20"];
        let expected = ["2026-04-10", "2026-07-19", "2026-07-19", "2026-10-27"];
        assert_eq!(ends("2026-01-01", "2026-04-10", &days), expected);
    }

    #[test]
    fn a_term_of_one_day_is_one() {
        assert_eq!(Term::of(day("2026-01-01"), day("2026-01-01")), Term::Days(1));
        assert_eq!(ends("2026-01-01", "2026-01-01", &["2026-01-09"]), ["2026-01-09"]);
    }

    #[test]
    fn terms_never_run_out_of_the_calendar() {
        let start = day("2024-01-01");
        assert_eq!(Term::Months(12).end_at(start, Date::MAX), Date::MAX);
        assert_eq!(Term::Days(1).end_at(start, Date::MAX), Date::MAX);
        assert_eq!(Term::Months(u32::MAX).end(start, u32::MAX), Date::MAX);
    }
}
