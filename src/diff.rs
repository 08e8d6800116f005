//! What changed in meaning between two revisions of a portfolio: by account and record, in the field's
//! words.
//!
//! For: a reviewer who wants to know what a change *means*: which account, which risk, how far a figure
//! moves. Both sides are checked portfolios as at the same day.
//! Must not: read revisions (that is [`crate::source`]'s), or compile (that is the session's).

mod change;
mod plan;
mod records;
mod words;

pub use change::{Area, Change};
pub use plan::changes;
