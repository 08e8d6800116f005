//! A site into a folder: changed files only, each whole, and nothing lost that planc did not write.
//!
//! For: [`Output`], a folder that one planc at a time writes to. Every file that is otherwise goes to a
//! temporary file in planc's own folder as it is made ([`Update`]); when all are there, they are renamed to
//! their places, so that a site that can't be made to its end changes nothing, and a kill at any moment
//! leaves every file old or new. What was written stands in a manifest
//! ([`OWN_FOLDER`]`/manifest`), written before the files that it adds and after the files that it drops: planc
//! deletes and replaces only what stands there, and refuses a folder that holds something and has none. What
//! it was made from is recorded beside it (`record`), so that a build in which nothing changed makes nothing.
//! Must not: know what the files hold, or follow a symbolic link inside the folder.

mod manifest;
mod place;
mod record;
mod update;

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::digest::Digest;
use crate::source::{OWN_FOLDER, reason};
pub use place::check_place;
pub use update::Update;

pub use crate::site::Files;

/// The folder in planc's own where files are written before they go to their place.
const TEMPORARY: &str = "new";

/// How long another planc that writes to the same folder is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why a folder could not be written to, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError {
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for WriteError {}

impl WriteError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        WriteError { message: message.into(), help: help.into() }
    }

    /// What the system said when something was done to a path.
    fn system(path: &Path, error: &io::Error) -> Self {
        let help = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                "make room on the disk, then build again: what was there is still whole"
            }
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                "choose a folder that you may write to with `--output FOLDER`"
            }
            _ => "build again, or choose another folder with `--output FOLDER`",
        };
        WriteError::new(format!("{} can't be written: {}", path.display(), reason(error)), help)
    }
}

/// Gives an error of the system its path.
fn at<'a>(path: &'a Path) -> impl Fn(io::Error) -> WriteError + 'a {
    |error| WriteError::system(path, &error)
}

/// What writing a site came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there, or were otherwise.
    pub written: usize,
    /// Files that were the same already.
    pub unchanged: usize,
    /// Files of an earlier build that are no more.
    pub deleted: usize,
}

/// A folder that this process alone writes to, until it is dropped.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    /// What an earlier build wrote.
    ours: BTreeSet<String>,
    /// Whether there was nothing in the folder but planc's own: then no file is looked for.
    was_empty: bool,
    /// Held for its lock.
    _lock: Option<File>,
}

impl Output {
    /// Opens a folder for writing, and makes it where it is not there. `waiting` is called once where
    /// another planc is writing to it, which is then waited for.
    ///
    /// # Errors
    /// Where the folder can't be made or written to, holds something that planc did not write, or another
    /// planc does not come to an end.
    pub fn open(folder: &Path, waiting: &mut dyn FnMut()) -> Result<Self, WriteError> {
        fs::create_dir_all(folder).map_err(at(folder))?;
        let root = folder.canonicalize().map_err(at(folder))?;
        refuse_foreign(&root)?;
        let own = root.join(OWN_FOLDER);
        make_folder(&own)?;
        let lock = lock(&own.join("lock"), &root, waiting)?;
        // Whoever held the lock may have been the first to write here.
        refuse_foreign(&root)?;
        let temporary = own.join(TEMPORARY);
        match fs::remove_dir_all(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&temporary)(error)),
            _ => fs::create_dir(&temporary).map_err(at(&temporary))?,
        }
        let ours = match manifest::read(&own)? {
            Some(ours) => ours,
            None => {
                // From here on the folder is planc's, whatever happens next.
                manifest::write(&own, &BTreeSet::new())?;
                BTreeSet::new()
            }
        };
        let was_empty = holds_only_own(&root).map_err(at(&root))?;
        Ok(Output { root, ours, was_empty, _lock: lock })
    }

    /// Whether an earlier build left a record in a folder from which it can be told, perhaps, that nothing
    /// changed.
    pub fn has_record(folder: &Path) -> bool {
        record::path(&folder.join(OWN_FOLDER)).is_file()
    }

    /// Makes the folder hold exactly these files, beside what planc never wrote.
    ///
    /// # Errors
    /// As [`Update::finish`].
    pub fn update(self, files: &Files) -> Result<Written, WriteError> {
        let update = self.begin(None)?;
        files.par_iter().try_for_each(|(path, bytes)| update.put(path, bytes))?;
        update.finish()
    }

    /// Begins to bring the folder to hold exactly the files that the [`Update`] is given. What they are made
    /// from, where it is known, lets the next build tell that nothing changed.
    ///
    /// # Errors
    /// Where the folder can't be written to.
    pub fn begin(self, made_from: Option<Digest>) -> Result<Update, WriteError> {
        Update::begin(self, made_from)
    }

    /// Refuses a path at which something stands that planc did not write, unless it is the same.
    fn refuse_to_replace(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let target = self.root.join(path);
        match target.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(at(&target)(error)),
            Ok(_) if holds(&target, bytes) => Ok(()),
            Ok(_) => Err(WriteError::new(
                format!(
                    "{} is in the way: the site has a file there, and planc did not write this one",
                    target.display()
                ),
                "move it elsewhere, or choose another folder with `--output FOLDER`",
            )),
        }
    }

    /// Deletes files of an earlier build, and the folders that are empty then.
    fn delete(&self, stale: &[String]) -> Result<usize, WriteError> {
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        let mut deleted = 0;
        for path in stale {
            if !self.is_reached_without_links(path) {
                continue;
            }
            let target = self.root.join(path);
            match target.symlink_metadata() {
                Ok(found) if found.is_dir() => continue,
                Ok(_) => {}
                Err(_) => continue,
            }
            match fs::remove_file(&target) {
                Ok(()) => deleted += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(at(&target)(error)),
            }
            folders.extend(path.match_indices('/').filter_map(|(at, _)| path.get(..at)));
        }
        // The deepest first. One that is not empty holds something that is not planc's, or a page.
        for folder in folders.into_iter().rev() {
            let _ = fs::remove_dir(self.root.join(folder));
        }
        Ok(deleted)
    }

    /// Whether every folder on the way to a path is one.
    fn is_reached_without_links(&self, path: &str) -> bool {
        let mut ways = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        ways.all(|folder| self.root.join(folder).symlink_metadata().is_ok_and(|found| found.is_dir()))
    }
}

/// Whether a path stays below the root and out of planc's own folder, on every system.
fn is_plain(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | ".." | OWN_FOLDER);
    let printable = |byte: u8| matches!(byte, b' '..=b'~' | 0x80..) && !matches!(byte, b'\\' | b':');
    path.split('/').all(plain)
        && path.bytes().all(printable)
        && (path.is_ascii() || !path.contains(char::is_control))
}

/// Whether a file (no link to one) holds these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let Ok(found) = path.symlink_metadata() else { return false };
    found.is_file() && found.len() == bytes.len() as u64 && fs::read(path).is_ok_and(|held| held == bytes)
}

/// Makes a folder where none is; whether it did.
fn make_folder(folder: &Path) -> Result<bool, WriteError> {
    match fs::create_dir(folder) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => match folder.symlink_metadata() {
            Ok(found) if found.is_dir() => Ok(false),
            Ok(found) => {
                let what = if found.is_symlink() { "a symbolic link" } else { "no folder" };
                Err(WriteError::new(
                    format!("{} is {what}, but the site has a folder there", folder.display()),
                    "move it elsewhere, or choose another folder with `--output FOLDER`",
                ))
            }
            Err(error) => Err(at(folder)(error)),
        },
        Err(error) => Err(at(folder)(error)),
    }
}

/// Whether a folder holds nothing but planc's own.
fn holds_only_own(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if entry?.file_name() != OWN_FOLDER {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Refuses a folder that holds something, and has no manifest to tell whose it is.
///
/// # Errors
/// Where it is one, or can't be read.
pub fn refuse_foreign(folder: &Path) -> Result<(), WriteError> {
    match holds_only_own(folder) {
        Ok(true) => return Ok(()),
        Ok(false) if manifest::path(&folder.join(OWN_FOLDER)).is_file() => return Ok(()),
        Ok(false) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(WriteError::new(
                format!("{} is a file, not a folder", folder.display()),
                "name a folder for the site with `--output FOLDER`",
            ));
        }
        Err(error) => return Err(at(folder)(error)),
    }
    Err(WriteError::new(
        format!("{} is not empty, and planc did not write what is in it", folder.display()),
        "delete the folder if nothing in it is needed, or choose another with `--output FOLDER`",
    ))
}

/// Locks a file against every other planc, and waits for it; `None` where the file system has no locks.
fn lock(path: &Path, root: &Path, waiting: &mut dyn FnMut()) -> Result<Option<File>, WriteError> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(at(path))?;
    let since = Instant::now();
    let mut said = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(at(path)(error)),
            Err(TryLockError::WouldBlock) if since.elapsed() >= PATIENCE => {
                return Err(WriteError::new(
                    format!("another planc has been writing to {} for over a minute", root.display()),
                    "wait until it is done, end it, or choose another folder with `--output FOLDER`",
                ));
            }
            Err(TryLockError::WouldBlock) => {
                if !said {
                    waiting();
                    said = true;
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}
