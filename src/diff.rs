//! What changed in meaning between two revisions of a portfolio: by account and record, in the field's
//! words, and what it does to the figures.
//!
//! For: a reviewer who wants to know what a change *means*: which account, which risk, how far a figure
//! moves and through whom. Both sides are checked portfolios with figures as at the same day.
//! Must not: read revisions (that is [`crate::source`]'s), or compile (that is the session's).

mod change;
mod contracts;
mod figures;
mod gate;
mod plan;
mod records;
pub mod render;
mod report;
mod voice;
mod words;

pub use change::{Area, Change};
pub use figures::{Attribution, Moved};
pub use gate::Gate;
pub use report::{AccountDiff, Diff, Fate, Side};
pub use words::{decimals, figure_delta, figure_value};
