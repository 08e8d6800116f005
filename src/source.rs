//! Where text comes from: a folder on disk, a git revision, an editor's buffers over disk.
//!
//! For: finding the portfolio, listing its files and reading them, with every problem reported (P0).
//! Must not: know what is in a file, or write one.

mod disk;
mod locate;
mod overlay;
mod problems;
mod scan;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;

use crate::model::{Date, NoReview};

pub use disk::Disk;
pub(crate) use disk::stamp_of;
pub use locate::{CONFIG_FILE, NoPortfolio, find_root};
pub use overlay::Overlay;
pub(crate) use problems::reason;
pub use scan::{Scan, Scanner};

/// The folder of the plans, below the portfolio's root.
pub const ACCOUNTS: &str = "accounts";
/// The folder of facts exported from other systems.
pub const DATA: &str = "data";
/// The folder of the site's overridden templates.
pub const TEMPLATES: &str = "templates";
/// The folder that planc keeps inside every folder that it writes; what holds one is no part of a
/// portfolio.
pub const OWN_FOLDER: &str = ".planc";

/// The names of all files in a portfolio: what links may lead to.
pub type FileSet = BTreeSet<String>;

pub mod git;

/// A tree of files under a portfolio's root. Paths are relative to it, with `/`.
///
/// A tree stands for one state of the files for as long as it can: a folder on disk may change
/// between a listing and a reading, which is then an error of that file.
pub trait Tree: Sync {
    /// Every file of the portfolio, each once, by path, with what stood in the way of finding more.
    fn list(&self) -> Listing;

    /// The bytes of a listed file.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::NotFound`] where the file is gone since the listing,
    /// [`io::ErrorKind::FileTooLarge`] (nothing is read then) where it holds more than `limit` bytes.
    fn read(&self, file: &FileEntry, limit: u64) -> io::Result<Vec<u8>>;

    /// What tells one state of a listed file from another without reading it; `None` where the next
    /// scan must read it again to know.
    fn stamp(&self, _file: &FileEntry) -> Option<Stamp> {
        None
    }

    /// What stands at a path now, looked at alone.
    fn here(&self, _path: &str) -> Here {
        Here::Other
    }

    /// The day of the last commit up to `by` that changed each of these files, by path, for those that have
    /// one.
    ///
    /// # Errors
    /// Why no such day is known of any file.
    fn committed(&self, _files: &BTreeSet<String>, _by: Date) -> Result<BTreeMap<String, Date>, NoReview> {
        Err(NoReview::NoRepository)
    }
}

/// What a tree holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// All files, by path.
    pub files: Vec<FileEntry>,
    /// The paths of all folders.
    pub folders: Vec<String>,
    /// What stood in the way, by path.
    pub problems: Vec<Problem>,
}

/// What stands at a path of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// Nothing.
    Nothing,
    /// A file, no link.
    File,
    /// Something else, or it can't be told.
    Other,
}

/// A file that a tree lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileEntry {
    /// Its path in the portfolio as it is shown: what is not UTF-8 in a name is U+FFFD.
    pub path: String,
    /// Where it really is, where its path does not say so (a link, a name that is not UTF-8).
    pub real: Option<PathBuf>,
}

/// Something in a tree that is neither a file nor a folder that can be entered.
#[derive(Debug)]
pub struct Problem {
    /// Its path in the portfolio, as it is shown.
    pub path: String,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

/// Why something in a tree could not be listed.
#[derive(Debug)]
pub enum ProblemKind {
    /// The folder can't be listed, or the link can't be followed.
    Unlisted(io::Error),
    /// A symbolic link that leads back to a folder that it is in, or to itself.
    Loop,
    /// A symbolic link that leads out of the portfolio.
    Leaves {
        /// Whether it leads to a folder.
        folder: bool,
    },
    /// A symbolic link that leads to nothing.
    Dangling,
    /// A pipe, a socket or a device.
    Special,
}

/// What tells one state of a file from another without reading it: equal stamps, equal bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp(pub [u64; 6]);
