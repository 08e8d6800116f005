//! A site into a folder: changed files only, each whole, and nothing lost that planc did not write.
//!
//! For: [`Output`], a folder that one planc at a time writes to. Every file goes to a temporary file in the
//! folder and is renamed to its place, so that a kill at any moment leaves every file old or new. What was
//! written stands in a manifest ([`OWN_FOLDER`]`/manifest`), written before the files that it adds and after
//! the files that it drops: planc deletes and replaces only what stands there, and refuses a folder that
//! holds something and has none.
//! Must not: know what the files hold, or follow a symbolic link inside the folder.

mod manifest;
mod place;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::progress::{Count, Progress};
use crate::source::{OWN_FOLDER, reason};
pub use place::check_place;

/// The files of a site, by their path below its root with `/`.
pub type Files = BTreeMap<String, Arc<[u8]>>;

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
        Ok(Output { root, ours, _lock: lock })
    }

    /// The folder, without links on the way.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Makes the folder hold exactly these files, beside what planc never wrote.
    ///
    /// # Errors
    /// Where a file can't be written, or stands in the way and is none of planc's. Every file is then old
    /// or new, and the next build brings the rest.
    pub fn update(&mut self, files: &Files) -> Result<Written, WriteError> {
        self.update_telling(files, None)
    }

    /// The same, and tells how far it has come.
    ///
    /// # Errors
    /// As [`Output::update`].
    pub fn update_telling(
        &mut self,
        files: &Files,
        progress: Option<&Arc<dyn Progress>>,
    ) -> Result<Written, WriteError> {
        let temporary = self.root.join(OWN_FOLDER).join(TEMPORARY);
        fs::create_dir_all(&temporary).map_err(at(&temporary))?;
        let result = self.try_update(files, &Count::new(progress, "files compared and written", files.len()));
        // What stays there is cleared by the next build; it only should not take room.
        let _ = fs::remove_dir_all(&temporary);
        result
    }

    fn try_update(&mut self, files: &Files, count: &Count) -> Result<Written, WriteError> {
        if let Some(path) = files.keys().find(|path| !is_plain(path)) {
            return Err(WriteError::new(
                format!("“{path}” is no path that planc writes to"),
                "this is a mistake in planc: please report it",
            ));
        }
        let own = self.root.join(OWN_FOLDER);
        let fresh = self.make_folders(files)?;
        let added: Vec<&String> = files.keys().filter(|path| !self.ours.contains(*path)).collect();
        added.par_iter().filter(|path| !fresh.contains(parent(path))).try_for_each(|path| {
            let bytes = files.get(*path).map(|bytes| &**bytes).unwrap_or_default();
            self.refuse_to_replace(path, bytes)
        })?;
        if !added.is_empty() {
            self.ours.extend(added.into_iter().cloned());
            manifest::write(&own, &self.ours)?;
        }

        let temporary = own.join(TEMPORARY);
        let number = AtomicUsize::new(0);
        let written = files
            .par_iter()
            .map(|(path, bytes)| {
                count.one();
                let target = self.root.join(path);
                if !fresh.contains(parent(path)) && holds(&target, bytes) {
                    return Ok(0);
                }
                let new = temporary.join(number.fetch_add(1, Ordering::Relaxed).to_string());
                let mut file =
                    OpenOptions::new().write(true).create_new(true).open(&new).map_err(at(&target))?;
                file.write_all(bytes).map_err(at(&target))?;
                drop(file);
                fs::rename(&new, &target).map_err(at(&target))?;
                Ok(1)
            })
            .sum::<Result<usize, WriteError>>()?;

        let stale: Vec<String> =
            self.ours.iter().filter(|path| !files.contains_key(*path)).cloned().collect();
        let deleted = self.delete(&stale)?;
        if !stale.is_empty() {
            self.ours.retain(|path| files.contains_key(path));
            manifest::write(&own, &self.ours)?;
        }
        Ok(Written { written, unchanged: files.len() - written, deleted })
    }

    /// Makes the folders of these files; gives those that were not there before (`""`: none).
    fn make_folders<'a>(&self, files: &'a Files) -> Result<BTreeSet<&'a str>, WriteError> {
        let mut levels: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        let mut last = "";
        for path in files.keys() {
            if parent(path) == last {
                continue;
            }
            last = parent(path);
            for (depth, (at, _)) in path.match_indices('/').enumerate() {
                levels.entry(depth).or_default().insert(path.get(..at).unwrap_or_default());
            }
        }
        let mut fresh = BTreeSet::new();
        for folders in levels.into_values() {
            let made: Vec<Option<&str>> = folders
                .into_par_iter()
                .map(|folder| Ok(make_folder(&self.root.join(folder))?.then_some(folder)))
                .collect::<Result<_, WriteError>>()?;
            fresh.extend(made.into_iter().flatten());
        }
        Ok(fresh)
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

/// The folder part of a path; `""` for the root's own files.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a path stays below the root and out of planc's own folder, on every system.
fn is_plain(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | ".." | OWN_FOLDER);
    path.split('/').all(plain) && !path.contains(['\\', ':']) && !path.contains(char::is_control)
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

/// Refuses a folder that holds something, and has no manifest to tell whose it is.
///
/// # Errors
/// Where it is one, or can't be read.
pub fn refuse_foreign(folder: &Path) -> Result<(), WriteError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(WriteError::new(
                format!("{} is a file, not a folder", folder.display()),
                "name a folder for the site with `--output FOLDER`",
            ));
        }
        Err(error) => return Err(at(folder)(error)),
    };
    if manifest::path(&folder.join(OWN_FOLDER)).is_file() {
        return Ok(());
    }
    for entry in entries {
        if entry.map_err(at(folder))?.file_name() != OWN_FOLDER {
            return Err(WriteError::new(
                format!("{} is not empty, and planc did not write what is in it", folder.display()),
                "delete the folder if nothing in it is needed, or choose another with `--output FOLDER`",
            ));
        }
    }
    Ok(())
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
