//! A site on its way into a folder: file by file as each is made, and into place when all are there.
//!
//! A file that is new or otherwise waits under its own path in planc's folder. What then has no folder yet is
//! moved there folder by folder: a first build renames a dozen folders, not a file for every page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::record::{Begun, Seen};
use super::{Output, TEMPORARY, WriteError, Written, at, holds, is_plain, make_folder, manifest, record};
use crate::digest::Digest;
use crate::source::{OWN_FOLDER, stamp_of};

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
    /// Every file by its path.
    given: Mutex<BTreeMap<String, Given>>,
}

/// How a file that was given stands.
#[derive(Clone, Copy, Debug)]
enum Given {
    /// It is in its place already.
    InPlace,
    /// It is new or otherwise, and waits; how it stood when it was written.
    Waiting(Option<Seen>),
}

impl Update {
    pub(super) fn begin(output: Output, made_from: Option<Digest>) -> Result<Self, WriteError> {
        let own = output.root.join(OWN_FOLDER);
        let temporary = own.join(TEMPORARY).join("site");
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
                self.given().insert(path.to_owned(), Given::InPlace);
                return Ok(());
            }
        }
        let mut file = self.create(path).map_err(at(&target))?;
        file.write_all(bytes).map_err(at(&target))?;
        let seen = file.metadata().ok().and_then(|file| stamp_of(&file));
        self.given().insert(path.to_owned(), Given::Waiting(seen));
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
        let files = std::mem::take(&mut *self.given());
        // From here on the folder is not what a record tells.
        record::forget(&own)?;
        let before = self.output.ours.len();
        self.output.ours.append(&mut files.keys().cloned().collect());
        if self.output.ours.len() > before {
            // Before the files: what stands in the folder is planc's, or was there before.
            manifest::write(&own, &self.output.ours)?;
        }
        let placed = self.place(&files)?;

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

    /// Puts the files that wait in their places, and tells how each stands there.
    fn place<'f>(
        &self,
        files: &'f BTreeMap<String, Given>,
    ) -> Result<BTreeMap<&'f str, Option<Seen>>, WriteError> {
        let waiting = files.iter().filter_map(|(path, given)| match given {
            Given::InPlace => None,
            Given::Waiting(seen) => Some((path.as_str(), *seen)),
        });
        let mut single: Vec<&str> = Vec::new();
        let mut placed = BTreeMap::new();
        let mut last: Option<(&str, bool)> = None;
        for (path, seen) in waiting {
            let is_moved = match (path.split_once('/'), last) {
                (None, _) => false,
                (Some((folder, _)), Some((same, is_moved))) if folder == same => is_moved,
                (Some((folder, _)), _) => {
                    let is_moved = self.move_new(folder)?;
                    last = Some((folder, is_moved));
                    is_moved
                }
            };
            match is_moved {
                true => _ = placed.insert(path, seen),
                false => single.push(path),
            }
        }
        make_folders(&self.output.root, single.iter().copied())?;
        let single = single.into_par_iter().map(|path| {
            let target = self.output.root.join(path);
            fs::rename(self.waiting(path), &target).map_err(at(&target))?;
            // A name that changes is a change of the file.
            Ok((path, record::seen(&target)))
        });
        placed.extend(single.collect::<Result<Vec<(&str, Option<Seen>)>, WriteError>>()?);
        Ok(placed)
    }

    /// Moves a folder of files that wait to its place where there is nothing; whether it did.
    fn move_new(&self, folder: &str) -> Result<bool, WriteError> {
        let target = self.output.root.join(folder);
        match target.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            _ => return Ok(false),
        }
        fs::rename(self.waiting(folder), &target).map_err(at(&target))?;
        Ok(true)
    }

    fn given(&self) -> MutexGuard<'_, BTreeMap<String, Given>> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a file that waits, and the folders on the way to it.
    fn create(&self, path: &str) -> io::Result<File> {
        let new = self.waiting(path);
        let folder = new.parent().unwrap_or(&self.temporary);
        // In a new site most pages have a folder of their own: it is made before it is missed.
        if self.output.was_empty && path.contains('/') {
            let _ = fs::create_dir(folder);
        }
        match File::create(&new) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder)?;
                File::create(&new)
            }
            created => created,
        }
    }

    fn waiting(&self, path: &str) -> PathBuf {
        self.temporary.join(path)
    }
}

impl Drop for Update {
    fn drop(&mut self) {
        // What stays there is cleared by the next build; it only should not take room.
        let _ = fs::remove_dir_all(self.output.root.join(OWN_FOLDER).join(TEMPORARY));
    }
}

/// Makes the folders of these files, level by level.
fn make_folders<'p>(root: &Path, paths: impl Iterator<Item = &'p str>) -> Result<(), WriteError> {
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
