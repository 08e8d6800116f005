//! Single values: text to what it means, with every form that is refused and how to write it.
//!
//! For: the table of values in the format reference, one file a group.
//! Must not: know fields, nodes or places. A decoder takes the text and gives the value or a
//! [`Refusal`](super::refusal::Refusal).

pub(crate) mod date;
pub(crate) mod id;
pub(crate) mod money;
pub(crate) mod number;
#[cfg(test)]
mod tests;
pub(crate) mod word;
