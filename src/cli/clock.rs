//! The one reader of the clock.

use std::ffi::OsString;

use chrono::{DateTime, Local};

use crate::commands::Failure;
use crate::model::Date;

/// Which day everything is as at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// This day.
    Fixed(Date),
    /// Today by the local clock, whenever it is asked.
    Today,
}

impl Clock {
    /// The clock of a command line: `--as-of`, else the day of `SOURCE_DATE_EPOCH` (seconds since 1970, in
    /// UTC, by which reproducible builds set their date), else today.
    ///
    /// # Errors
    /// Where `SOURCE_DATE_EPOCH` is no such number.
    pub fn new(as_of: Option<Date>, source_date_epoch: Option<OsString>) -> Result<Self, Failure> {
        if let Some(day) = as_of {
            return Ok(Clock::Fixed(day));
        }
        let Some(epoch) = source_date_epoch.filter(|text| !text.is_empty()) else { return Ok(Clock::Today) };
        let seconds = epoch.to_str().and_then(|text| text.trim().parse().ok());
        match seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)) {
            Some(moment) => Ok(Clock::Fixed(moment.date_naive())),
            None => Err(Failure::new(
                format!("SOURCE_DATE_EPOCH is “{}”, which is no time", epoch.to_string_lossy()),
                "set it to a number of seconds since 1970-01-01 (in git: `git log -1 --format=%ct`), or unset it",
            )),
        }
    }

    /// The day now.
    pub fn day(self) -> Date {
        match self {
            Clock::Fixed(day) => day,
            #[allow(clippy::disallowed_methods, reason = "this is where the command line reads the clock")]
            Clock::Today => Local::now().date_naive(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn as_of_wins_over_the_epoch() {
        let clock = Clock::new(Some(day("2026-09-30")), Some("0".into())).unwrap();
        assert_eq!(clock.day(), day("2026-09-30"));
    }

    #[test]
    fn the_epoch_is_a_day_in_utc() {
        // 2026-09-30T23:59:59Z.
        assert_eq!(Clock::new(None, Some("1790812799".into())).unwrap().day(), day("2026-09-30"));
        assert_eq!(Clock::new(None, Some("1790812800".into())).unwrap().day(), day("2026-10-01"));
    }

    #[test]
    fn an_epoch_that_is_no_number_is_refused() {
        assert!(Clock::new(None, Some("yesterday".into())).is_err());
        assert!(Clock::new(None, Some("99999999999999999".into())).is_err());
        assert_eq!(Clock::new(None, Some("".into())).unwrap(), Clock::Today);
    }
}
