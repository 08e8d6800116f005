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

/// What waits for its place.
#[derive(Debug, Default)]
struct Waiting<'f> {
    /// Folders at the root that are new: each goes to its place with all that is in it.
    folders: Vec<&'f str>,
    /// The files in them, and how each stood when it was written.
    in_folders: Vec<(&'f str, Option<Seen>)>,
    /// Every other file.
    single: Vec<&'f str>,
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
        let waiting = self.waiting_of(&files);
        // What is in the way of a folder is found before anything changes.
        make_folders(&self.output.root, waiting.single.iter().copied())?;
        let before = self.output.ours.len();
        self.output.ours.append(&mut files.keys().cloned().collect());
        if self.output.ours.len() > before {
            // Before the files: what stands in the folder is planc's, or was there before.
            manifest::write(&own, &self.output.ours)?;
        }
        let placed = self.place(waiting)?;

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

    /// What waits of these files, and which of it goes to its place in whole folders.
    fn waiting_of<'f>(&self, files: &'f BTreeMap<String, Given>) -> Waiting<'f> {
        let mut waiting = Waiting::default();
        // Whether the folder of the file before is new; files of one folder follow each other.
        let mut last: Option<(&str, bool)> = None;
        for (path, given) in files {
            let Given::Waiting(seen) = *given else { continue };
            let folder = path.split_once('/').map(|(folder, _)| folder);
            let is_new = folder.is_some_and(|folder| match last {
                Some((same, is_new)) if same == folder => is_new,
                _ => {
                    let found = self.output.root.join(folder).symlink_metadata();
                    let is_new = found.is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
                    if is_new {
                        waiting.folders.push(folder);
                    }
                    last = Some((folder, is_new));
                    is_new
                }
            });
            match is_new {
                true => waiting.in_folders.push((path, seen)),
                false => waiting.single.push(path),
            }
        }
        waiting
    }

    /// Puts what waits in its place, and tells how each file stands there.
    fn place<'f>(&self, waiting: Waiting<'f>) -> Result<BTreeMap<&'f str, Option<Seen>>, WriteError> {
        let put = |path: &str| {
            let target = self.output.root.join(path);
            fs::rename(self.waiting(path), &target).map_err(at(&target)).map(|()| target)
        };
        waiting.folders.into_iter().try_for_each(|folder| put(folder).map(drop))?;
        let mut placed: BTreeMap<&str, Option<Seen>> = waiting.in_folders.into_iter().collect();
        // A name that changes is a change of the file: it is looked at where it stands.
        let single = waiting.single.into_par_iter().map(|path| Ok((path, record::seen(&put(path)?))));
        placed.extend(single.collect::<Result<Vec<(&str, Option<Seen>)>, WriteError>>()?);
        Ok(placed)
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
