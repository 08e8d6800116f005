//! A portfolio as it was at a git revision, read through git itself.
//!
//! For: the same [`Tree`] as a folder on disk gives, from `git ls-tree` and one long-lived
//! `git cat-file --batch`. git reads every repository (worktrees, shallow and partial clones, any
//! object format) as well as git; no library does.
//! Must not: change the repository, its index or its working tree.

mod batch;
mod changes;
mod links;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::model::{Date, NoReview};

use batch::Batch;

use super::{FileEntry, Listing, Stamp, Tree};

/// Why a revision can't be read, in words, with what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitError {
    /// What happened.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for GitError {}

fn error(message: impl Into<String>, help: impl Into<Option<&'static str>>) -> GitError {
    GitError { message: message.into(), help: help.into().map(str::to_owned) }
}

/// A git command in a folder, kept from asking, locking, paging or translating.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(folder)
        .env("GIT_LITERAL_PATHSPECS", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    command
}

/// Runs git and gives what it printed.
fn run(folder: &Path, args: &[&str]) -> Result<Vec<u8>, GitError> {
    let output = git(folder).args(args).output().map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => {
            error("git is not installed, or not on the PATH", "install git: planc reads revisions through it")
        }
        _ => error(format!("git could not be started: {e}"), None),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("git gave no reason");
    Err(error(line.strip_prefix("fatal: ").unwrap_or(line), None))
}

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its full id.
    pub id: String,
    /// The day of it, where it was made.
    pub day: Date,
    /// Who made it.
    pub author: String,
}

/// The repository around a folder.
#[derive(Clone, Debug)]
pub struct Repository {
    folder: PathBuf,
    /// The folder's path inside the repository, with a `/` at the end unless it is the top.
    prefix: String,
}

impl Repository {
    /// The repository in which a folder lies.
    ///
    /// # Errors
    /// Where git is not installed, or the folder is in no repository.
    pub fn around(folder: &Path) -> Result<Self, GitError> {
        Self::find(folder)?.ok_or_else(|| {
            error(
                format!("{} is not in a git repository", folder.display()),
                "run `git init`, and commit the plans: revisions are what is compared",
            )
        })
    }

    /// The repository in which a folder lies, where it lies in one.
    ///
    /// # Errors
    /// Where git is not installed, or can't say.
    pub fn find(folder: &Path) -> Result<Option<Self>, GitError> {
        match run(folder, &["rev-parse", "--show-prefix"]) {
            Ok(out) => {
                let prefix = String::from_utf8_lossy(&out).trim_end_matches('\n').to_owned();
                Ok(Some(Repository { folder: folder.to_owned(), prefix }))
            }
            Err(error) if error.message.contains("not a git repository") => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The full commit id of a revision (`main`, `HEAD~3`, `v1.2`, an id).
    ///
    /// # Errors
    /// Where there is no such revision; in a shallow clone the help says how to get it.
    pub fn commit(&self, revision: &str) -> Result<String, GitError> {
        let spec = format!("{revision}^{{commit}}");
        match run(&self.folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &spec]) {
            Ok(out) => Ok(String::from_utf8_lossy(&out).trim().to_owned()),
            Err(_) => {
                let shallow = run(&self.folder, &["rev-parse", "--is-shallow-repository"])
                    .is_ok_and(|out| out.starts_with(b"true"));
                let help = if shallow {
                    "this clone is shallow: fetch the whole history with `git fetch --unshallow`, or in \
                     CI check out with fetch-depth: 0"
                } else {
                    "`git log --oneline` lists commits, `git branch -a` lists branches"
                };
                Err(error(format!("there is no revision “{revision}” here"), help))
            }
        }
    }

    /// The revision from which two have grown apart: what a pull request is compared with.
    ///
    /// # Errors
    /// Where they share no history (as far as this clone has it).
    pub fn merge_base(&self, one: &str, other: &str) -> Result<String, GitError> {
        let out = run(&self.folder, &["merge-base", one, other]).map_err(|_| {
            error(
                "the two revisions share no history in this clone",
                "fetch the whole history: `git fetch --unshallow`, or in CI fetch-depth: 0",
            )
        })?;
        Ok(String::from_utf8_lossy(&out).trim().to_owned())
    }

    /// The commits on this branch that touched the portfolio's folder, the oldest first.
    ///
    /// # Errors
    /// Where git can't list them; a repository without any commit has none.
    pub fn log(&self) -> Result<Vec<Commit>, GitError> {
        if run(&self.folder, &["rev-parse", "--verify", "--quiet", "HEAD"]).is_err() {
            return Ok(Vec::new());
        }
        let format = "--format=%H%x09%cs%x09%an";
        let out = run(&self.folder, &["log", "--first-parent", "--reverse", format, "--", "."])?;
        let text = String::from_utf8_lossy(&out);
        let commit = |line: &str| {
            let mut parts = line.splitn(3, '\t');
            let (id, day, author) = (parts.next()?, parts.next()?, parts.next()?);
            Some(Commit { id: id.to_owned(), day: day.parse().ok()?, author: author.to_owned() })
        };
        Ok(text.lines().filter_map(commit).collect())
    }

    /// Everything that the newest commit's history is told apart by: each commit with its files and its author
    /// as git maps it, whatever it touched. Equal texts, equal histories.
    ///
    /// # Errors
    /// Where git can't list them.
    pub fn fingerprint(&self) -> Result<Vec<u8>, GitError> {
        let mut told = self.prefix.clone().into_bytes();
        told.push(b'\n');
        told.extend(run(&self.folder, &["log", "--format=%H %T %P %cs %an%x09%aN", "HEAD", "--"])?);
        Ok(told)
    }

    /// The portfolio folder as it was at a commit.
    ///
    /// # Errors
    /// Where git can't list or read it.
    pub fn at(&self, commit: &str) -> Result<Revision, GitError> {
        let mut args = vec!["ls-tree", "-r", "-z", "--full-tree", commit];
        let path = self.prefix.trim_end_matches('/');
        if !path.is_empty() {
            args.extend(["--", path]);
        }
        let listing = run(&self.folder, &args)?;
        let (mut blobs, mut links) = (BTreeMap::new(), BTreeMap::new());
        for line in listing.split(|&byte| byte == 0).filter(|line| !line.is_empty()) {
            match entry(line, &self.prefix) {
                Some((path, blob, false)) => _ = blobs.insert(path, blob),
                Some((path, blob, true)) => _ = links.insert(path, blob),
                None => {}
            }
        }
        let mut batch = Batch::start(&self.folder)?;
        for target in links.values_mut() {
            // A link whose target can't be read leads nowhere.
            let bytes = batch.read(target, LONGEST_PATH).unwrap_or_default();
            *target = String::from_utf8_lossy(&bytes).into_owned();
        }
        let links::Resolved { blobs, problems } = links::resolve(blobs, &links);
        Ok(Revision {
            repository: self.clone(),
            commit: commit.to_owned(),
            blobs,
            problems,
            reader: Mutex::new(batch),
        })
    }
}

/// The longest target of a link that is followed.
const LONGEST_PATH: u64 = 4_096;

/// One line of `ls-tree -z`, `MODE TYPE ID\tPATH`: the path, the blob, and whether it is a link. What a
/// submodule holds is not in this commit.
fn entry(line: &[u8], prefix: &str) -> Option<(String, String, bool)> {
    let tab = line.iter().position(|&byte| byte == b'\t')?;
    let (meta, path) = line.split_at(tab);
    let meta = std::str::from_utf8(meta).ok()?;
    let path = String::from_utf8_lossy(path.get(1..)?);
    let path = path.strip_prefix(prefix)?.to_owned();
    let mut words = meta.split(' ');
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    (kind == "blob").then(|| (path, id.to_owned(), mode == "120000"))
}

/// A portfolio as it was at a commit.
#[derive(Debug)]
pub struct Revision {
    repository: Repository,
    commit: String,
    /// Each file's blob id, by path in the portfolio.
    blobs: BTreeMap<String, String>,
    problems: Vec<links::Wrong>,
    reader: Mutex<Batch>,
}

impl Revision {
    /// Whether it holds a file.
    pub fn has(&self, path: &str) -> bool {
        self.blobs.contains_key(path)
    }
}

impl Tree for Revision {
    fn list(&self) -> Listing {
        let files: Vec<FileEntry> =
            self.blobs.keys().map(|path| FileEntry { path: path.clone(), real: None }).collect();
        let parents = |path: &str| path.match_indices('/').map(|(at, _)| at).collect::<Vec<_>>();
        let folders: BTreeSet<&str> = self
            .blobs
            .keys()
            .flat_map(|path| parents(path).into_iter().filter_map(|at| path.get(..at)))
            .collect();
        Listing {
            folders: folders.into_iter().map(str::to_owned).collect(),
            files,
            problems: links::problems(&self.problems),
        }
    }

    fn read(&self, file: &FileEntry, limit: u64) -> io::Result<Vec<u8>> {
        let id = self.blobs.get(&file.path).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let following = self.blobs.range::<str, _>((Bound::Excluded(file.path.as_str()), Bound::Unbounded));
        // The next plans are asked for together with this one: they are read in this order.
        let plans = following.take_while(|(path, _)| path.ends_with(".md")).map(|(_, id)| id.as_str());
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).read_ahead(id, plans, limit)
    }

    /// The blob's id: the same content has the same one in every revision.
    fn stamp(&self, file: &FileEntry) -> Option<Stamp> {
        let id = self.blobs.get(&file.path)?;
        let mut stamp = [0; 6];
        for (part, digits) in stamp.iter_mut().zip(id.as_bytes().chunks(16)) {
            *part = u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Stamp(stamp))
    }

    fn committed(&self, files: &BTreeSet<String>, by: Date) -> Result<BTreeMap<String, Date>, NoReview> {
        self.repository.committed(files, &self.commit, by)
    }
}
