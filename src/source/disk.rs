//! A folder on disk as a [`Tree`].
//!
//! Symbolic links are followed only to places inside the portfolio, and each plan, data file and template
//! is listed once: under its own path where it has one in that [`Area`], else under the first link to it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::git::Repository;
use super::scan::is_among_plans;
use super::{
    ACCOUNTS, DATA, FileEntry, Here, Listing, OWN_FOLDER, Problem, ProblemKind, Stamp, TEMPLATES, Tree,
};
use crate::model::{Date, NoReview};

/// A folder on disk.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
}

/// Folders that are no part of a portfolio wherever they stand: other programs' own.
const FOREIGN: [&str; 5] = [".git", ".hg", ".svn", ".jj", "node_modules"];

/// How long a file must have been left alone for its stamp to be trusted: longer than the coarsest
/// clock of a file system in use (FAT counts two seconds).
const SETTLED: Duration = Duration::from_millis(2_500);

impl Disk {
    /// The portfolio whose root is this folder.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Disk { root: root.canonicalize().unwrap_or(root) }
    }

    /// The portfolio's root, without links on the way where it is there.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether an empty file stands at a path of the portfolio.
    pub fn is_empty(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root.join(path)).is_ok_and(|found| found.is_file() && found.len() == 0)
    }

    fn real(&self, file: &FileEntry) -> PathBuf {
        file.real.clone().unwrap_or_else(|| self.root.join(&file.path))
    }
}

impl Tree for Disk {
    fn list(&self) -> Listing {
        let mut walk = Walk { root: &self.root, listing: Listing::default(), links: Vec::new() };
        let root = Folder { shown: String::new(), real: self.root.clone(), chain: vec![self.root.clone()] };
        let mut entered = walk.enter(root, &Places::new());
        if !walk.links.is_empty() {
            walk.follow(&mut entered);
        }
        let mut listing = walk.listing;
        listing.files.par_sort_unstable();
        listing.folders.sort_unstable();
        listing.problems.sort_by(|a, b| a.path.cmp(&b.path));
        listing
    }

    fn read(&self, file: &FileEntry, limit: u64) -> io::Result<Vec<u8>> {
        let opened = File::open(self.real(file))?;
        let size = opened.metadata()?.len();
        if size > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
        // The file may grow while it is read.
        opened.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes)
    }

    fn stamp(&self, file: &FileEntry) -> Option<Stamp> {
        let (stamp, changed) = stamp_of(&fs::metadata(self.real(file)).ok()?)?;
        #[allow(
            clippy::disallowed_methods,
            reason = "decides only whether to read again, never what is said"
        )]
        let age = SystemTime::now().duration_since(changed).ok()?;
        (age >= SETTLED).then_some(stamp)
    }

    fn here(&self, path: &str) -> Here {
        match fs::symlink_metadata(self.root.join(path)) {
            Ok(found) if found.is_file() => Here::File,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Here::Nothing,
            _ => Here::Other,
        }
    }

    fn committed(&self, files: &BTreeSet<String>, by: Date) -> Result<BTreeMap<String, Date>, NoReview> {
        let repository = Repository::find(&self.root).map_err(|error| NoReview::Failed(error.message))?;
        repository.ok_or(NoReview::NoRepository)?.committed(files, "HEAD", by)
    }
}

/// A file's stamp, and when it last changed in any way.
#[cfg(unix)]
pub(crate) fn stamp_of(file: &Metadata) -> Option<(Stamp, SystemTime)> {
    use std::os::unix::fs::MetadataExt;
    let nanos =
        |seconds: i64, rest: i64| (seconds as u64).wrapping_mul(1_000_000_000).wrapping_add(rest as u64);
    // The inode's change time moves with every write and can't be set back, as the file's can.
    let changed = Duration::new(u64::try_from(file.ctime()).ok()?, u32::try_from(file.ctime_nsec()).ok()?);
    let modified = nanos(file.mtime(), file.mtime_nsec());
    let stamp = [file.dev(), file.ino(), file.len(), modified, nanos(file.ctime(), file.ctime_nsec()), 0];
    Some((Stamp(stamp), SystemTime::UNIX_EPOCH.checked_add(changed)?))
}

/// A file's stamp, and when it last changed.
#[cfg(not(unix))]
pub(crate) fn stamp_of(file: &Metadata) -> Option<(Stamp, SystemTime)> {
    let nanos = |time: SystemTime| {
        let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(since.as_secs().wrapping_mul(1_000_000_000).wrapping_add(u64::from(since.subsec_nanos())))
    };
    let modified = file.modified().ok()?;
    let created = file.created().ok().and_then(nanos).unwrap_or(0);
    Some((Stamp([file.len(), nanos(modified)?, created, 0, 0, 0]), modified))
}

/// A folder to list.
struct Folder {
    /// Its path in the portfolio as it is shown.
    shown: String,
    /// Where it really is, no link on the way.
    real: PathBuf,
    /// The portfolio's root, and for every link on the way here the folder that it is in and the folder
    /// that it leads to.
    chain: Vec<PathBuf>,
}

/// A symbolic link to follow.
struct Link {
    shown: String,
    real: PathBuf,
    chain: Vec<PathBuf>,
}

/// What one folder holds.
#[derive(Default)]
struct Content {
    files: Vec<FileEntry>,
    folders: Vec<Folder>,
    links: Vec<Link>,
    problems: Vec<Problem>,
}

/// The parts of a portfolio that are read: each reads a file once, whatever the others do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Area {
    Plans,
    Data,
    Templates,
    Other,
}

impl Area {
    /// The area of a path.
    pub fn of(path: &str) -> Self {
        match path.split('/').next() {
            Some(ACCOUNTS) if path == ACCOUNTS || is_among_plans(path) => Area::Plans,
            Some(DATA) => Area::Data,
            Some(TEMPLATES) => Area::Templates,
            _ => Area::Other,
        }
    }
}

/// Files or folders by area and place.
type Places = BTreeSet<(Area, PathBuf)>;

struct Walk<'a> {
    root: &'a Path,
    listing: Listing,
    links: Vec<Link>,
}

impl Walk<'_> {
    /// Lists a folder and everything below, level by level (never by recursion: a path may be deep);
    /// gives the places entered. Links are kept for later.
    fn enter(&mut self, folder: Folder, known: &Places) -> Places {
        let mut entered = Places::new();
        let mut level = vec![folder];
        while !level.is_empty() {
            let contents: Vec<Content> = level.par_iter().map(|folder| content(folder, self.root)).collect();
            for folder in level {
                entered.insert((Area::of(&folder.shown), folder.real));
                if !folder.shown.is_empty() {
                    self.listing.folders.push(folder.shown);
                }
            }
            level = Vec::new();
            for content in contents {
                self.listing.files.extend(content.files);
                self.listing.problems.extend(content.problems);
                self.links.extend(content.links);
                let fresh =
                    |folder: &Folder| !known.contains(&(Area::of(&folder.shown), folder.real.clone()));
                level.extend(content.folders.into_iter().filter(fresh));
            }
        }
        entered
    }

    /// Follows the links, by path, and those found on the way.
    fn follow(&mut self, entered: &mut Places) {
        let place = |file: &FileEntry| {
            (Area::of(&file.path), file.real.clone().unwrap_or_else(|| self.root.join(&file.path)))
        };
        let mut files: Places = self.listing.files.iter().map(place).collect();
        let mut queue = VecDeque::new();
        loop {
            let mut found = std::mem::take(&mut self.links);
            found.sort_by(|a, b| a.shown.cmp(&b.shown));
            queue.extend(found);
            let Some(link) = queue.pop_front() else { return };
            let area = Area::of(&link.shown);
            match self.target(&link) {
                Err(kind) => self.listing.problems.push(Problem { path: link.shown, kind }),
                Ok((real, file)) if file.is_dir() => {
                    if entered.contains(&(area, real.clone())) {
                        continue;
                    }
                    let mut chain = link.chain;
                    chain.extend(link.real.parent().map(Path::to_path_buf));
                    chain.push(real.clone());
                    let before = self.listing.files.len();
                    let more = self.enter(Folder { shown: link.shown, real, chain }, entered);
                    entered.extend(more);
                    for file in self.listing.files.split_off(before) {
                        let real = file.real.clone().unwrap_or_default();
                        if files.insert((area, real)) || area == Area::Other {
                            self.listing.files.push(file);
                        }
                    }
                }
                Ok((real, file)) if file.is_file() => {
                    // Elsewhere a second name does no harm, and a Markdown link may lead to it.
                    if files.insert((area, real.clone())) || area == Area::Other {
                        self.listing.files.push(FileEntry { path: link.shown, real: Some(real) });
                    }
                }
                Ok(_) => {
                    self.listing.problems.push(Problem { path: link.shown, kind: ProblemKind::Special });
                }
            }
        }
    }

    /// Where a link leads, where it may be followed.
    fn target(&self, link: &Link) -> Result<(PathBuf, Metadata), ProblemKind> {
        let real = link.real.canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ProblemKind::Dangling,
            io::ErrorKind::PermissionDenied => ProblemKind::Unlisted(error),
            // The kind for it is not stable yet; what else following a link can say is rare.
            _ if is_loop(&error) => ProblemKind::Loop,
            _ => ProblemKind::Unlisted(error),
        })?;
        let file = fs::metadata(&real).map_err(ProblemKind::Unlisted)?;
        if !real.starts_with(self.root) {
            return Err(ProblemKind::Leaves { folder: file.is_dir() });
        }
        let mut way = link.chain.iter().map(PathBuf::as_path).chain(link.real.parent());
        if file.is_dir() && way.any(|folder| folder.starts_with(&real)) {
            return Err(ProblemKind::Loop);
        }
        Ok((real, file))
    }
}

/// Whether an error says that links lead round in a circle (`ELOOP` on Linux, the BSDs and macOS,
/// `ERROR_CANT_RESOLVE_FILENAME` on Windows).
fn is_loop(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(40 | 62 | 1921))
}

/// What a folder holds; nothing where it is one that planc wrote.
fn content(folder: &Folder, root: &Path) -> Content {
    let mut content = Content::default();
    let unlisted = |error| Problem { path: folder.shown.clone(), kind: ProblemKind::Unlisted(error) };
    let entries = match fs::read_dir(&folder.real) {
        Ok(entries) => entries,
        Err(error) => {
            content.problems.push(unlisted(error));
            return content;
        }
    };
    for entry in entries {
        let (entry, kind) = match entry.and_then(|entry| entry.file_type().map(|kind| (entry, kind))) {
            Ok(found) => found,
            Err(error) => {
                content.problems.push(unlisted(error));
                continue;
            }
        };
        let name = entry.file_name();
        let shown_name = name.to_string_lossy();
        if shown_name == OWN_FOLDER {
            if may_be_output(&folder.shown) {
                return Content::default();
            }
            continue;
        }
        if FOREIGN.contains(&&*shown_name) {
            continue;
        }
        let shown = match folder.shown.as_str() {
            "" => shown_name.to_string(),
            parent => format!("{parent}/{shown_name}"),
        };
        let real = || folder.real.join(&name);
        if kind.is_dir() {
            content.folders.push(Folder { shown, real: real(), chain: folder.chain.clone() });
        } else if kind.is_file() {
            let plain = folder.chain.len() == 1 && name.to_str().is_some() && is_below(root, folder);
            content.files.push(FileEntry { path: shown, real: (!plain).then(real) });
        } else if kind.is_symlink() {
            content.links.push(Link { shown, real: real(), chain: folder.chain.clone() });
        } else {
            content.problems.push(Problem { path: shown, kind: ProblemKind::Special });
        }
    }
    content
}

/// Whether planc may have written this folder: it never writes among the plans, so that none can be
/// hidden by a stray folder of its name.
fn may_be_output(folder: &str) -> bool {
    !folder.is_empty() && folder.split('/').next() != Some(ACCOUNTS)
}

/// Whether a folder's shown path leads from the root to where it really is.
fn is_below(root: &Path, folder: &Folder) -> bool {
    !folder.shown.contains('\u{fffd}') || root.join(&folder.shown) == folder.real
}
