//! Events of the file system, as no more than a reason to look, and where first.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Somewhere, Wake};
use crate::source::{ACCOUNTS, DATA, TEMPLATES};

/// Wakes a watch, or ends it.
#[derive(Clone, Debug)]
pub struct Waker {
    sender: Sender<Wake>,
}

impl Waker {
    pub(super) fn new(sender: Sender<Wake>) -> Self {
        Waker { sender }
    }

    /// Something may have changed.
    pub fn wake(&self) {
        self.wake_to(Somewhere::Anywhere);
    }

    fn wake_to(&self, somewhere: Somewhere) {
        // A watch that ended wants to hear nothing.
        let _ = self.sender.send(Wake::Changed(somewhere));
    }

    /// Ends the watch.
    pub fn stop(&self) {
        let _ = self.sender.send(Wake::Stop);
    }
}

/// Watches the folders that a portfolio is read from, through their being deleted and made again.
pub(super) struct Eyes {
    root: PathBuf,
    waker: Waker,
    watcher: Option<RecommendedWatcher>,
    watched: Vec<(PathBuf, Identity)>,
}

/// Which folder a path leads to: another one of the same name is not watched yet.
type Identity = [u64; 2];

impl Eyes {
    /// Nothing watched yet.
    pub fn new(root: &Path, waker: Waker) -> Self {
        Eyes { root: root.to_path_buf(), waker, watcher: None, watched: Vec::new() }
    }

    /// Watches the folders that are there now.
    pub fn look(&mut self) -> notify::Result<()> {
        let folders = [self.root.clone()]
            .into_iter()
            .chain([ACCOUNTS, DATA, TEMPLATES].map(|name| self.root.join(name)));
        let there: Vec<(PathBuf, Identity)> =
            folders.filter_map(|folder| identity(&folder).map(|id| (folder, id))).collect();
        if there == self.watched {
            return Ok(());
        }
        // What is there no more, or anew, needs a watcher that does not remember the old one.
        self.watcher = None;
        self.watched.clear();
        let (waker, root) = (self.waker.clone(), self.root.clone());
        let on_event = move |event: notify::Result<notify::Event>| match event {
            Ok(event) if is_reading(event.kind) => {}
            Ok(event) => waker.wake_to(place_of(&event, &root)),
            // It says that events were lost, which is a reason to look too.
            Err(_) => waker.wake(),
        };
        let mut watcher = RecommendedWatcher::new(on_event, Config::default())?;
        for (folder, _) in &there {
            // In the root, only planc.yaml and the folders themselves: the site and a repository are there too.
            let mode =
                if *folder == self.root { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
            match watcher.watch(folder, mode) {
                // It went away just now: the next look finds out.
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {}
                watching => watching?,
            }
        }
        self.watcher = Some(watcher);
        self.watched = there;
        // What changed before the watcher was there told no one.
        self.waker.wake();
        Ok(())
    }
}

/// Where an event says that something changed.
fn place_of(event: &notify::Event, root: &Path) -> Somewhere {
    let path = |path: &PathBuf| {
        let parts = path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str());
        Some(parts.collect::<Option<Vec<&str>>>()?.join("/"))
    };
    match event.paths.iter().map(path).collect::<Option<BTreeSet<String>>>() {
        Some(paths) if !paths.is_empty() && !event.need_rescan() => Somewhere::At(paths),
        _ => Somewhere::Anywhere,
    }
}

/// Whether an event tells of reading, which is what planc itself does.
fn is_reading(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    }
}

#[cfg(unix)]
fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::metadata(folder).ok().filter(fs::Metadata::is_dir)?;
    Some([found.dev(), found.ino()])
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<Identity> {
    let found = fs::metadata(folder).ok().filter(fs::Metadata::is_dir)?;
    let created = found.created().ok()?.duration_since(std::time::SystemTime::UNIX_EPOCH).ok()?;
    Some([created.as_secs(), u64::from(created.subsec_nanos())])
}
