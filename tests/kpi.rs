//! The figures, from plans as a manager writes them to the numbers, each expected answer worked out by
//! hand from the definitions.

pub mod build;
mod published;
