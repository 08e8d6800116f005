//! What a build tells the next one: what the site was made from, and that nobody touched it since.
//!
//! A build that is made from the same, by the same planc, over files that all stand as the last one left them,
//! makes nothing. The record only saves work: wherever it could be wrong it is not believed, and everything is
//! rendered and compared as if there were none. It is gone before the first file changes, and back after the
//! last.
//!
//! How a file stands is told by its stamp, as `git status` does, and the same care is taken: a file that is
//! changed twice within one tick of the file system's clock looks the same after the second. So a record is
//! written only when that clock is past every stamp in it; what is changed after it then has a later one. What
//! someone else changes while planc works must not get in as planc's: a file that was put in place is looked at
//! right then, and every other must not have changed since the build began. A clock that goes back gives other
//! stamps, not equal ones; a copied file is another file (its inode, its change time).
//!
//! Two builds of the same plans are the same bytes, in planc's own folder too. So the record holds what the
//! site was made from, in words that are the same everywhere; the stamps, which are nowhere the same, are told
//! by a number that stands in for the time at which the record itself was changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::{TEMPORARY, WriteError, at};
use crate::digest::Digest;
use crate::source::{Stamp, stamp_of};

/// How often the clock of the file system is looked at until it went on, and how long lies between.
const LOOKS: u32 = 25;
const TICK: Duration = Duration::from_millis(2);
/// A file that is further ahead of that clock than this was written when the clock went wrong: its moment is
/// not waited for.
const AHEAD: Duration = Duration::from_millis(50);

/// How a file stands, and when it changed last.
pub(super) type Seen = (Stamp, SystemTime);

/// A file as it stands; `None` where there is none, or a link.
pub(super) fn seen(path: &Path) -> Option<Seen> {
    stamp_of(&path.symlink_metadata().ok().filter(fs::Metadata::is_file)?)
}

/// Where it is in planc's own folder.
pub(super) fn path(own: &Path) -> PathBuf {
    own.join("record")
}

/// Whether a site that was made from this, by this very planc, stands with these files and no others as it
/// was left.
pub(super) fn holds(own: &Path, made_from: Digest, root: &Path, files: &BTreeSet<String>) -> bool {
    let path = path(own);
    if !fs::read_to_string(&path).is_ok_and(|told| told == words(made_from)) {
        return false;
    }
    let noted = fs::metadata(&path).and_then(|found| found.modified()).ok();
    let standing = files.par_iter().map(|path| seen(&root.join(path))).collect::<Option<Vec<Seen>>>();
    standing.and_then(|standing| as_time(files, &standing)).is_some_and(|time| noted == Some(time))
}

/// Takes a record away, for what it tells is about to change.
pub(super) fn forget(own: &Path) -> Result<(), WriteError> {
    let path = path(own);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(&path)(error)),
        _ => Ok(()),
    }
}

/// A build on its way, of which there will be a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun {
    /// What the site is made from.
    made_from: Digest,
    /// When it began, by the clock of the file system.
    at: SystemTime,
}

impl Begun {
    /// A build that begins now; `None` where the file system doesn't say when that is.
    pub fn now(own: &Path, made_from: Digest) -> Option<Self> {
        Some(Begun { made_from, at: clock(&own.join(TEMPORARY).join("record")).ok()? })
    }

    /// Writes the record of the whole site; `placed` are those of its files that were put in place, as they
    /// stood then. Where it can't be written, the next build takes longer, and that is all.
    pub fn end(
        self,
        own: &Path,
        root: &Path,
        files: &BTreeSet<String>,
        placed: &BTreeMap<&str, Option<Seen>>,
    ) {
        let standing = files.par_iter().map(|path| match placed.get(path.as_str()) {
            Some(placed) => *placed,
            None => seen(&root.join(path)).filter(|(_, changed)| *changed < self.at),
        });
        let Some(standing) = standing.collect::<Option<Vec<Seen>>>() else { return };
        let Some(newest) = standing.iter().map(|(_, changed)| *changed).max() else { return };
        let Some(time) = as_time(files, &standing) else { return };
        let new = own.join(TEMPORARY).join("record");
        if !later_than(newest, &new).is_ok_and(|later| later) {
            return;
        }
        let noted = fs::write(&new, words(self.made_from))
            .and_then(|()| File::options().write(true).open(&new))
            .and_then(|file| file.set_modified(time));
        if noted.is_ok() {
            let _ = fs::rename(&new, path(own));
        }
    }
}

/// What a record holds, to the byte.
fn words(made_from: Digest) -> String {
    format!("planc {}\n{made_from}\n", env!("CARGO_PKG_VERSION"))
}

/// The stamps of these files, and planc's own, as a time long past, in the steps that file systems keep (of
/// 100 ns): two that are not the same are taken for the same once in 2^53. `None` where it can't be told which
/// planc this is.
fn as_time(files: &BTreeSet<String>, standing: &[Seen]) -> Option<SystemTime> {
    let stamps: Vec<(&String, Stamp)> = files.iter().zip(standing.iter().map(|(stamp, _)| *stamp)).collect();
    let bits = Digest::of(&(program()?, stamps)).bits();
    let (seconds, steps) = (bits >> 34, (bits & 0x3_ffff_ffff) % 10_000_000);
    Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds) + Duration::from_nanos(steps * 100))
}

/// The stamp of the program that runs: another makes other pages of the same plans. Its file can't have
/// changed within a tick of having been started.
fn program() -> Option<Stamp> {
    let program = std::env::current_exe().ok()?;
    Some(stamp_of(&fs::metadata(&program).ok()?)?.0)
}

/// Waits until the clock of a folder's file system is past a moment that it gave; whether it came to be.
fn later_than(moment: SystemTime, file: &Path) -> io::Result<bool> {
    for _ in 0..LOOKS {
        match moment.duration_since(clock(file)?) {
            Err(_) => return Ok(true),
            Ok(ahead) if ahead > AHEAD => return Ok(false),
            Ok(_) => std::thread::sleep(TICK),
        }
    }
    Ok(false)
}

/// The time by the clock of the file system that a file is on, which is written for it.
fn clock(file: &Path) -> io::Result<SystemTime> {
    fs::write(file, "now")?;
    fs::metadata(file)?.modified()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_past_what_was_written_before_and_does_not_wait_for_what_comes_tomorrow() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        fs::write(&old, "").unwrap();
        let written = fs::metadata(&old).unwrap().modified().unwrap();
        assert!(later_than(written, &new).unwrap());
        assert!(fs::metadata(&new).unwrap().modified().unwrap() > written);
        assert!(!later_than(written + Duration::from_secs(86_400), &new).unwrap());
    }

    #[test]
    fn stamps_are_told_by_a_time_that_file_systems_keep() {
        let folder = tempfile::tempdir().unwrap();
        let time = |text: &str| {
            let stamp = (Stamp([1; 6]), SystemTime::UNIX_EPOCH);
            as_time(&BTreeSet::from([text.to_owned()]), &[stamp]).unwrap()
        };
        for text in ["a", "b", "c", "d"] {
            let file = folder.path().join(text);
            File::create(&file).unwrap().set_modified(time(text)).unwrap();
            assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), time(text));
        }
        assert_ne!(time("a"), time("b"));
    }
}
