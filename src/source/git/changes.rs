//! When and by whom each file was changed last: one pass over the log, however many files there are.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use super::{GitError, Repository, error, git, run};
use crate::model::{Date, NoReview};
use crate::past::LastChange;

/// What starts a commit in the log: no path begins with it.
const COMMIT: u8 = 0x01;

impl Repository {
    /// Whether the clone holds only the newest part of the history, so that it can't be relied on.
    ///
    /// # Errors
    /// Where git can't say.
    pub fn is_shallow(&self) -> Result<bool, GitError> {
        Ok(run(&self.folder, &["rev-parse", "--is-shallow-repository"])?.starts_with(b"true"))
    }

    /// The files below the portfolio that differ from the newest commit, those that it does not hold
    /// included, by path.
    ///
    /// # Errors
    /// Where git can't compare them.
    pub fn uncommitted(&self) -> Result<BTreeSet<String>, GitError> {
        let differ = ["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", "HEAD", "--", "."];
        let untracked = ["ls-files", "--others", "--full-name", "-z", "--", "."];
        let mut files = BTreeSet::new();
        for args in [&differ[..], &untracked[..]] {
            let out = run(&self.folder, args)?;
            files.extend(out.split(|&byte| byte == 0).filter_map(|path| self.inside(path)));
        }
        Ok(files)
    }

    /// The day of the last commit of a revision's history, up to `by`, that changed each of these files.
    ///
    /// # Errors
    /// Why none can be told.
    pub(in crate::source) fn committed(
        &self,
        files: &BTreeSet<String>,
        revision: &str,
        by: Date,
    ) -> Result<BTreeMap<String, Date>, NoReview> {
        let failed = |error: GitError| NoReview::Failed(error.message);
        if self.is_shallow().map_err(failed)? {
            return Err(NoReview::Shallow);
        }
        if run(&self.folder, &["rev-parse", "--verify", "--quiet", revision]).is_err() {
            return Err(NoReview::NoCommit);
        }
        let changes = self.last_changes(files, revision, Some(by)).map_err(failed)?;
        Ok(changes.into_iter().map(|(path, change)| (path, change.day)).collect())
    }

    /// The last commit of a revision's history that changed each of these files, by path; the last up to a
    /// day, where one is given. A file that was only renamed was not changed: its older name is followed.
    /// Reading ends as soon as all are found.
    ///
    /// # Errors
    /// Where git can't read the history.
    pub fn last_changes(
        &self,
        files: &BTreeSet<String>,
        revision: &str,
        by: Option<Date>,
    ) -> Result<BTreeMap<String, LastChange>, GitError> {
        const LOG: [&str; 7] = [
            "log",
            "-z",
            "--name-status",
            "--find-renames",
            // A merge changed what it holds otherwise than all its parents.
            "--diff-merges=combined",
            "--no-ext-diff",
            "--format=%x01%H%x09%cs%x09%aN",
        ];
        let mut wanted: BTreeMap<String, String> = files.iter().map(|f| (f.clone(), f.clone())).collect();
        let mut found = BTreeMap::new();
        if wanted.is_empty() {
            return Ok(found);
        }
        let mut child = git(&self.folder)
            .args(LOG)
            .args([revision, "--", "."])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| error(format!("git could not be started: {e}"), None))?;
        let Some(out) = child.stdout.take() else { return Err(error("git could not be read", None)) };
        let mut log = Reaped(child);
        let mut fields = Fields { from: BufReader::with_capacity(1 << 16, out), field: Vec::new() };
        let mut commit = None;
        while !wanted.is_empty() {
            let Some(field) = fields.next() else {
                return if log.ended_well() {
                    Ok(found)
                } else {
                    Err(error("git could not read the history of the plans", None))
                };
            };
            if field.first() == Some(&COMMIT) {
                commit = change(&String::from_utf8_lossy(field.get(1..).unwrap_or_default()));
                continue;
            }
            let (status, renamed) = (field.to_vec(), is_rename(field));
            let ahead =
                commit.as_ref().is_some_and(|commit: &LastChange| by.is_some_and(|by| commit.day > by));
            let Some(path) = fields.next().map(|path| self.inside(path)) else { continue };
            if renamed {
                let later = fields.next().and_then(|path| self.inside(path));
                // Renamed and nothing else, or later than is asked: whoever wrote what is in it is further back.
                if let (Some(earlier), Some(later)) = (&path, &later)
                    && (status == b"R100" || ahead)
                    && let Some(file) = wanted.remove(later)
                {
                    wanted.insert(earlier.clone(), file);
                    continue;
                }
                if !ahead {
                    take(&mut wanted, &mut found, later, commit.as_ref());
                }
            } else if ahead {
                // Further back its name was another file's.
                if let Some(path) = path.filter(|_| status == b"A") {
                    wanted.remove(&path);
                }
            } else {
                take(&mut wanted, &mut found, path, commit.as_ref());
            }
        }
        Ok(found)
    }

    /// A path below the portfolio's folder, where a path of the repository is one.
    fn inside(&self, path: &[u8]) -> Option<String> {
        let path = String::from_utf8_lossy(path);
        path.strip_prefix(self.prefix.as_str()).filter(|path| !path.is_empty()).map(str::to_owned)
    }
}

fn take(
    wanted: &mut BTreeMap<String, String>,
    found: &mut BTreeMap<String, LastChange>,
    path: Option<String>,
    commit: Option<&LastChange>,
) {
    if let (Some(path), Some(commit)) = (path, commit)
        && let Some(file) = wanted.remove(&path)
    {
        found.insert(file, commit.clone());
    }
}

/// `ID\tDAY\tAUTHOR`
fn change(line: &str) -> Option<LastChange> {
    let mut parts = line.trim_end_matches('\n').splitn(3, '\t');
    let (commit, day, author) = (parts.next()?, parts.next()?, parts.next()?);
    Some(LastChange { day: day.parse().ok()?, author: author.to_owned(), commit: commit.to_owned() })
}

/// Whether a status is followed by two paths: `R087`, `C100`; a merge's `RM` is not.
fn is_rename(status: &[u8]) -> bool {
    matches!(status, [b'R' | b'C', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

/// What git prints between NULs.
struct Fields<R> {
    from: R,
    field: Vec<u8>,
}

impl<R: BufRead> Fields<R> {
    /// The next one that is not empty, without the line ends that git puts around them.
    fn next(&mut self) -> Option<&[u8]> {
        loop {
            self.field.clear();
            if self.from.read_until(0, &mut self.field).ok()? == 0 {
                return None;
            }
            if self.field.last() == Some(&0) {
                self.field.pop();
            }
            if !self.field.trim_ascii().is_empty() {
                return Some(self.field.trim_ascii_start());
            }
        }
    }
}

/// A git that is ended and waited for, read to its end or not.
struct Reaped(Child);

impl Reaped {
    fn ended_well(&mut self) -> bool {
        self.0.wait().is_ok_and(|status| status.success())
    }
}

impl Drop for Reaped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
