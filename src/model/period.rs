//! The days over which a figure is computed.

use super::Date;

/// A named run of days, `from..=to`, seen from an `as_of` day.
#[derive(Clone, Debug, PartialEq, Eq)]
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
