//! The field's terms as types: [`Plan`] and its records, [`Money`], [`Period`].
//!
//! For: what a plan says once it is decoded; every field keeps the span of its text.
//! Must not: read, check, compute or show anything. No I/O, no clock.

mod choice;
mod contract;
mod money;
mod period;
mod plan;
mod records;
mod term;
mod value;

pub use choice::*;
pub use contract::*;
pub use money::*;
pub use period::*;
pub use plan::*;
pub use records::*;
pub use term::*;
pub use value::*;
