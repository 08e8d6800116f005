//! The one integration-test binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod check;
mod diff;
mod example_figures;
mod gallery;
mod kpi;
mod scan;
mod site;
mod support;
mod ui;
mod write;
