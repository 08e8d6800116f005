//! A site on its way into a folder: file by file as each is made, and into place when all are there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::record::{Begun, Seen};
use super::{Output, TEMPORARY, WriteError, Written, at, holds, is_plain, make_folder, manifest, record};
use crate::digest::Digest;
use crate::source::OWN_FOLDER;

/// The files that a folder is to hold. Dropped before its [`Update::finish`], it changed nothing. Until then
/// no other planc writes to the folder.
#[derive(Debug)]
pub struct Update {
    output: Output,
    /// Where new files wait.
    temporary: PathBuf,
    is_whole: bool,
    /// What there will be a record of.
    begun: Option<Begun>,
    given: Mutex<Given>,
}

/// What there is to put in place.
#[derive(Debug, Default)]
struct Given {
    /// Every file by path; those that are new or otherwise with the name under which they wait.
    files: BTreeMap<String, Option<usize>>,
    /// How many names were given out.
    names: usize,
}

impl Update {
    pub(super) fn begin(output: Output, made_from: Option<Digest>) -> Result<Self, WriteError> {
        let own = output.root.join(OWN_FOLDER);
        let temporary = own.join(TEMPORARY);
        fs::create_dir_all(&temporary).map_err(at(&temporary))?;
        let is_whole =
            made_from.is_some_and(|made_from| record::holds(&own, made_from, &output.root, &output.ours));
        let begun = made_from.filter(|_| !is_whole).and_then(|made_from| Begun::now(&own, made_from));
        Ok(Update { output, temporary, is_whole, begun, given: Mutex::default() })
    }

    /// The folder, without links on the way.
    pub fn root(&self) -> &Path {
        &self.output.root
    }

    /// Whether the folder holds the site already, each file as an earlier build left it: then nothing need be
    /// given.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// What the site is made from can't be told after all: everything is to be given, and no record kept.
    pub fn mistrust(&mut self) {
        self.begun = None;
        self.is_whole = false;
    }

    /// Gives a file, from any thread. Nothing changes at its place yet.
    ///
    /// # Errors
    /// Where it can't be written, or something stands at its place that planc did not write.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        if !is_plain(path) {
            return Err(WriteError::new(
                format!("“{path}” is no path that planc writes to"),
                "this is a mistake in planc: please report it",
            ));
        }
        let target = self.output.root.join(path);
        if !self.output.was_empty {
            if !self.output.ours.contains(path) {
                self.output.refuse_to_replace(path, bytes)?;
            }
            if holds(&target, bytes) {
                self.given().files.insert(path.to_owned(), None);
                return Ok(());
            }
        }
        let name = {
            let mut given = self.given();
            given.names += 1;
            given.names
        };
        let new = self.waiting(name);
        let mut file = OpenOptions::new().write(true).create_new(true).open(&new).map_err(at(&target))?;
        file.write_all(bytes).map_err(at(&target))?;
        drop(file);
        self.given().files.insert(path.to_owned(), Some(name));
        Ok(())
    }

    /// Puts everything that was given in place, and deletes what an earlier build wrote and this one did not.
    ///
    /// # Errors
    /// Where a file can't be put in place or deleted. Every file is then old or new, and the next build
    /// brings the rest.
    pub fn finish(mut self) -> Result<Written, WriteError> {
        if self.is_whole {
            return Ok(Written { unchanged: self.output.ours.len(), ..Written::default() });
        }
        let own = self.output.root.join(OWN_FOLDER);
        let files = std::mem::take(&mut *self.given()).files;
        // From here on the folder is not what a record tells.
        record::forget(&own)?;
        make_folders(&self.output.root, files.keys())?;
        let before = self.output.ours.len();
        self.output.ours.append(&mut files.keys().cloned().collect());
        if self.output.ours.len() > before {
            // Before the files: what stands in the folder is planc's, or was there before.
            manifest::write(&own, &self.output.ours)?;
        }
        let waiting = files.par_iter().filter_map(|(path, name)| Some((path.as_str(), (*name)?)));
        let placed = waiting
            .map(|(path, name)| Ok((path, self.place(path, name)?)))
            .collect::<Result<Vec<(&str, Option<Seen>)>, WriteError>>()?;
        let placed: BTreeMap<&str, Option<Seen>> = placed.into_iter().collect();

        let stale: Vec<String> =
            self.output.ours.iter().filter(|path| !files.contains_key(*path)).cloned().collect();
        let deleted = self.output.delete(&stale)?;
        if !stale.is_empty() {
            self.output.ours.retain(|path| files.contains_key(path));
            manifest::write(&own, &self.output.ours)?;
        }
        if let Some(begun) = self.begun {
            begun.end(&own, &self.output.root, &self.output.ours, &placed);
        }
        let written = placed.len();
        Ok(Written { written, unchanged: files.len() - written, deleted })
    }

    /// Puts a file that waits in its place, and looks at it there.
    fn place(&self, path: &str, name: usize) -> Result<Option<Seen>, WriteError> {
        let target = self.output.root.join(path);
        fs::rename(self.waiting(name), &target).map_err(at(&target))?;
        Ok(record::seen(&target))
    }

    fn given(&self) -> std::sync::MutexGuard<'_, Given> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn waiting(&self, name: usize) -> PathBuf {
        self.temporary.join(name.to_string())
    }
}

impl Drop for Update {
    fn drop(&mut self) {
        // What stays there is cleared by the next build; it only should not take room.
        let _ = fs::remove_dir_all(&self.temporary);
    }
}

/// Makes the folders of these files, level by level.
fn make_folders<'p>(root: &Path, paths: impl Iterator<Item = &'p String>) -> Result<(), WriteError> {
    let mut levels: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    let mut last = "";
    for path in paths {
        let parent = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if parent == last {
            continue;
        }
        last = parent;
        for (depth, (at, _)) in path.match_indices('/').enumerate() {
            levels.entry(depth).or_default().insert(path.get(..at).unwrap_or_default());
        }
    }
    for folders in levels.into_values() {
        folders.into_par_iter().try_for_each(|folder| make_folder(&root.join(folder)).map(drop))?;
    }
    Ok(())
}
