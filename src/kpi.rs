//! The figures: one file a figure, each with its definition; [`compute`] gives them all, and [`explain`]
//! says where one came from.
//!
//! For: numbers by one published definition (the figure reference in `docs/`), exact, explained.
//! Must not: read files, look at the clock, or render anything.

mod explain;
mod figures;
mod series;

use crate::config::Grain;
use crate::model::Period;

pub use explain::*;
pub use figures::*;
pub use series::*;

/// Which figures are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Over which days.
    pub period: Period,
    /// What NRR, GRR and client retention count.
    pub grain: Grain,
    /// Whether the series of the last 24 month ends are wanted too.
    pub series: bool,
}
