//! The commands, one short file each: adapters over [`Session`](crate::session::Session).
//!
//! For: what each command says and writes.
//! Must not: hold a second pipeline, read the clock, or decide what is right or wrong in a plan.

pub mod build;
pub mod check;
pub mod diff;
pub mod explain;
pub mod history;
pub mod init;
pub mod kpi;
pub mod kpi_table;
pub mod new;
mod report;
pub mod watch;

use std::io;
use std::path::Path;

use crate::source::git::GitError;
use crate::source::{Disk, find_root};

/// How a command that ran came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing at error level: exit status 0.
    Clean,
    /// Something at error level was found in the files: exit status 1.
    Found,
}

/// Why a command could not run: exit status 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Whoever reads standard output went away: the end, quietly.
    Closed,
    /// Why, in words.
    Said {
        /// What happened.
        message: String,
        /// What to do about it.
        help: Option<String>,
    },
}

impl Failure {
    /// With what to do about it.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Failure::Said { message: message.into(), help: Some(help.into()) }
    }
}

/// Standard output that can't be written.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::Closed;
        }
        Failure::Said {
            message: format!("the result could not be written: {}", crate::source::reason(&error)),
            help: None,
        }
    }
}

/// What git says.
impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        Failure::Said { message: error.message, help: error.help }
    }
}

/// The portfolio that a folder belongs to.
fn open(portfolio: &Path) -> Result<Disk, Failure> {
    match find_root(portfolio) {
        Ok(root) => Ok(Disk::new(root)),
        Err(error) => Err(Failure::new(
            error.to_string(),
            "name the folder that holds planc.yaml, or make a new portfolio with `planc init`",
        )),
    }
}

/// A period that makes no sense is bad usage.
fn bad_period(message: String) -> Failure {
    Failure::Said { message, help: None }
}
