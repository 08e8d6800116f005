//! Where text comes from: a folder on disk, a git revision, an editor's buffers over disk.
//!
//! For: finding the portfolio, listing its files and reading them, with every problem reported (P0).
//! Must not: know what is in a file.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::text::Source;

pub mod git;

/// A tree of files under a portfolio's root. Paths are relative to it, with `/`.
pub trait Tree: Sync {
    /// The bytes of a file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;
    /// All files below a folder (`""`: the root), sorted, with what was wrong on the way.
    fn list(&self, folder: &str, diagnostics: &mut Diagnostics) -> Vec<FileEntry>;
}

/// A file that a tree lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Its path in the portfolio.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// The names of all files in a portfolio: what links may lead to.
pub type FileSet = std::collections::BTreeSet<String>;

/// A folder on disk.
#[derive(Clone, Debug)]
pub struct Disk {
    /// The portfolio's root: the folder of planc.yaml.
    pub root: PathBuf,
}

/// What a scan found.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// planc.yaml, where it could be read.
    pub config: Option<Arc<Source>>,
    /// The plans, by path.
    pub plans: BTreeMap<String, Arc<Source>>,
    /// Every file in the portfolio.
    pub files: FileSet,
    /// The paths of plans that could not be read (already reported).
    pub unreadable: Vec<String>,
}
