//! The one integration-test binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod check;
mod cli;
mod diff;
mod example_figures;
#[cfg(target_os = "linux")]
mod failures;
mod fix;
mod gallery;
mod git;
mod golden;
mod kpi;
mod rebuild;
mod scan;
mod session;
mod site;
mod support;
mod ui;
mod watch;
mod workflows;
mod write;
