//! Mending files by the fixes that diagnostics carry: the engine of `check --fix`.
//!
//! For: editing only the bytes concerned (comments, layout and line endings stay), and only where a check
//! of the edited text finds what they are for mended, and no file with more errors than before. [`mend`] works in memory;
//! [`save`] puts its result on disk.
//! Must not: invent an edit, or know what a fix means.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::emit::neutral;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::text::{Source, Span};

/// The most rounds of mending: a mend may uncover a problem that has a fix too.
const ROUNDS: usize = 10;

/// An edit that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The kind of problem that it mends.
    pub code: Code,
    /// The problem, in the diagnostic's words.
    pub message: String,
    /// The line on which it starts, from 1.
    pub line: u32,
    /// What was written.
    pub before: String,
    /// What is written now.
    pub after: String,
}

/// A file as it was and as it is mended.
#[derive(Clone, Debug)]
pub struct MendedFile {
    /// As it was.
    pub before: Arc<Source>,
    /// As it is mended.
    pub after: Arc<Source>,
    /// What was changed, in order.
    pub edits: Vec<Edit>,
}

/// What mending came to.
#[derive(Clone, Debug, Default)]
pub struct Mended {
    /// The files to write, by path.
    pub files: Vec<MendedFile>,
    /// The paths of files left as they were, as their fixes would have made something worse.
    pub refused: Vec<String>,
    /// What is wrong once the files are written.
    pub remaining: Vec<Diagnostic>,
}

/// Texts that stand for files of the portfolio, by path.
pub type Overlay = BTreeMap<String, Arc<Source>>;

/// Applies the fixes of these diagnostics, all of the portfolio's. `recheck` says what is wrong with the
/// portfolio if these texts stood in place of its files.
pub fn mend(found: Vec<Diagnostic>, recheck: &mut dyn FnMut(&Overlay) -> Vec<Diagnostic>) -> Mended {
    let mut mended: BTreeMap<String, MendedFile> = BTreeMap::new();
    let mut refused: BTreeSet<String> = BTreeSet::new();
    let mut current = found;
    for _ in 0..ROUNDS {
        let mut round = edited(&current, &refused);
        while !round.is_empty() {
            let mut overlay: Overlay =
                mended.iter().map(|(path, file)| (path.clone(), Arc::clone(&file.after))).collect();
            overlay.extend(round.iter().map(|(path, file)| (path.clone(), Arc::clone(&file.after))));
            let after = recheck(&overlay);
            let unfit = unfit(&current, &after, &round);
            if unfit.is_empty() {
                current = after;
                break;
            }
            for path in unfit {
                round.remove(&path);
                refused.insert(path);
            }
        }
        if round.is_empty() {
            break;
        }
        for (path, file) in round {
            match mended.get_mut(&path) {
                Some(earlier) => {
                    earlier.after = file.after;
                    earlier.edits.extend(file.edits);
                }
                None => {
                    mended.insert(path, file);
                }
            }
        }
    }
    Mended {
        files: mended.into_values().collect(),
        refused: refused.into_iter().collect(),
        remaining: current,
    }
}

/// What was changed, one edit a line: `accounts/acme.md:12: stratgic → strategic [P104]`; then what was not.
pub fn describe(mended: &Mended) -> String {
    let mut out = String::new();
    for file in &mended.files {
        for edit in &file.edits {
            out.push_str(&format!(
                "{}:{}: {} [{}]\n",
                neutral(file.before.path()),
                edit.line,
                match (neutral(&edit.before).trim(), neutral(&edit.after).trim()) {
                    ("", after) => format!("added {after}"),
                    (before, "") => format!("removed {before}"),
                    (before, after) => format!("{before} → {after}"),
                },
                edit.code.code
            ));
        }
    }
    for path in &mended.refused {
        out.push_str(&format!(
            "{}: left as it is: its fixes would uncover more errors than they mend\n",
            neutral(path)
        ));
    }
    out
}

/// The edited files that may not be kept: those with more errors than before, or with as many of what the
/// fixes are for; or all of them, where a file that is not among them has more errors by their mending.
///
/// A mend may uncover what the mistake had hidden (a text that could not be read names nobody of ours), so
/// that as many errors are no reason to refuse it; more would be.
fn unfit(
    before: &[Diagnostic],
    after: &[Diagnostic],
    edited: &BTreeMap<String, MendedFile>,
) -> BTreeSet<String> {
    let (errors_before, errors_after) = (errors(before), errors(after));
    let count = |errors: &BTreeMap<&str, usize>, path: &str| errors.get(path).copied().unwrap_or_default();
    let worse = |path: &str| count(&errors_after, path) > count(&errors_before, path);
    let unfit: BTreeSet<String> = edited
        .iter()
        .filter(|(path, file)| worse(path) || still(after, path, file) >= still(before, path, file))
        .map(|(path, _)| path.clone())
        .collect();
    if unfit.is_empty() && errors_after.keys().any(|path| worse(path)) {
        return edited.keys().cloned().collect();
    }
    unfit
}

/// How many errors each file has.
fn errors(diagnostics: &[Diagnostic]) -> BTreeMap<&str, usize> {
    let mut errors: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|d| d.severity == Severity::Error) {
        *errors.entry(diagnostic.place.path()).or_default() += 1;
    }
    errors
}

/// How much there is in a file of what its fixes are for.
fn still(diagnostics: &[Diagnostic], path: &str, file: &MendedFile) -> usize {
    let mended =
        |d: &&Diagnostic| file.edits.iter().any(|edit| edit.code == d.code && edit.message == d.message);
    diagnostics.iter().filter(|d| d.place.path() == path).filter(mended).count()
}

/// The files that these diagnostics' fixes change, each with the fixes that don't overlap an earlier one.
fn edited(diagnostics: &[Diagnostic], refused: &BTreeSet<String>) -> BTreeMap<String, MendedFile> {
    let mut by_file: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|d| d.fix.is_some()) {
        if !refused.contains(diagnostic.place.path()) {
            by_file.entry(diagnostic.place.path()).or_default().push(diagnostic);
        }
    }
    let mut files = BTreeMap::new();
    for (path, mut fixes) in by_file {
        fixes.sort_by_key(|d| d.place.span);
        if let Some(file) = edit(&fixes) {
            files.insert(path.to_owned(), file);
        }
    }
    files
}

/// A file with fixes applied, in order; `None` where they change nothing.
fn edit(fixes: &[&Diagnostic]) -> Option<MendedFile> {
    let source = &fixes.first()?.place.source;
    let text = source.text();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut edits = Vec::new();
    let mut last: Option<Span> = None;
    for diagnostic in fixes {
        let Some(fix) = &diagnostic.fix else { continue };
        let span = diagnostic.place.span;
        // Two insertions at one point have no order of their own: the second waits for the next round.
        let clear = last.is_none_or(|last| last.end <= span.start && last != span);
        let (Some(between), Some(before)) =
            (text.get(done..span.start as usize).filter(|_| clear), text.get(span.range()))
        else {
            continue;
        };
        if before == fix.replacement {
            continue;
        }
        out.push_str(between);
        out.push_str(&fix.replacement);
        done = span.end as usize;
        last = Some(span);
        edits.push(Edit {
            code: diagnostic.code,
            message: diagnostic.message.clone(),
            line: diagnostic.place.line(),
            before: before.to_owned(),
            after: fix.replacement.clone(),
        });
    }
    if edits.is_empty() {
        return None;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Some(MendedFile { before: Arc::clone(source), after: Source::new(source.path(), out), edits })
}

/// Writes the mended files below the portfolio's root, each by a temporary file and a rename, so that it is
/// either as it was or mended, never half. A file that was changed since it was read, or is no longer inside
/// the portfolio, is left alone. Returns what could not be written, by path.
pub fn save(root: &Path, mended: &Mended) -> Vec<(String, io::Error)> {
    let mut failed = Vec::new();
    for file in &mended.files {
        if let Err(error) = save_one(root, file) {
            failed.push((file.before.path().to_owned(), error));
        }
    }
    failed
}

fn save_one(root: &Path, file: &MendedFile) -> io::Result<()> {
    let root = root.canonicalize()?;
    // Through a symbolic link, what it leads to is rewritten and the link stays.
    let path = root.join(file.before.path()).canonicalize()?;
    let folder = path
        .parent()
        .filter(|folder| folder.starts_with(&root))
        .ok_or_else(|| io::Error::new(io::ErrorKind::PermissionDenied, "it lies outside of the portfolio"))?;
    if std::fs::read(&path)? != file.before.text().as_bytes() {
        return Err(io::Error::other("it was changed meanwhile"));
    }
    let permissions = std::fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is write-protected"));
    }
    let mut temporary = tempfile::Builder::new().prefix(".planc-").tempfile_in(folder)?;
    temporary.write_all(file.after.text().as_bytes())?;
    temporary.as_file().set_permissions(permissions)?;
    temporary.as_file().sync_all()?;
    temporary.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests;
