//! A run of days over which figures are taken, and the day as at which its facts are known.

use crate::model::{Date, Period, months_before, next_day};

/// The days after `opening` up to `closing`, as known at the end of `known`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// The day before the first.
    pub opening: Date,
    /// The last day.
    pub closing: Date,
    /// Facts dated later don't count.
    pub known: Date,
}

impl Window {
    /// A period's days as known at `as_of`.
    pub fn of(period: &Period, as_of: Date) -> Self {
        Window { opening: period.opening, closing: period.closing, known: as_of }
    }

    /// The twelve months up to a day, as known at that day's end.
    pub fn ttm(as_of: Date) -> Self {
        Window { opening: months_before(as_of, 12), closing: as_of, known: as_of }
    }

    /// The first day.
    pub fn from(self) -> Date {
        next_day(self.opening)
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: Date) -> bool {
        self.opening < day && day <= self.closing
    }
}
