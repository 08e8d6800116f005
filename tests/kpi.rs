//! The figures, from plans as a manager writes them to the numbers, each expected answer worked out by
//! hand from the definitions.

pub mod build;
mod clv;
mod expectations;
mod forecast;
mod health;
mod json;
mod movements;
mod properties;
mod published;
mod renewals;
mod retention;
mod revenue;
mod rollups;
mod schema;
mod voice;
