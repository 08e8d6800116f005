//! From a tree of files to the texts that a compilation starts from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::{ACCOUNTS, CONFIG_FILE, DATA, FileEntry, FileSet, Here, Stamp, TEMPLATES, Tree, problems, text};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::text::Source;

/// What a scan found. Two that are equal lead to equal compilations.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// planc.yaml; empty where it could not be read (already reported).
    pub config: Arc<Source>,
    /// The plans that could be read, by path.
    pub plans: Vec<Arc<Source>>,
    /// The data files that could be read, by path.
    pub data: Vec<Arc<Source>>,
    /// The overridden templates, by their path below `templates/`.
    pub templates: BTreeMap<String, Arc<[u8]>>,
    /// Every file in the portfolio.
    pub files: Arc<FileSet>,
    /// The paths of plans that could not be read (already reported).
    pub unreadable: Vec<String>,
    /// Whether nothing at all could be read: neither the configuration nor any plan.
    pub nothing_read: bool,
    /// Whether a file went away between listing and reading: the tree did not stand still.
    pub moved: bool,
    /// What was wrong.
    pub diagnostics: Diagnostics,
}

impl Scan {
    /// Whether everything that was read is the same, whatever other files came or went.
    pub fn reads_as(&self, other: &Scan) -> bool {
        let Scan { config, plans, data, templates, unreadable, nothing_read, moved, diagnostics, files: _ } =
            self;
        (config, plans, data, templates) == (&other.config, &other.plans, &other.data, &other.templates)
            && (unreadable, nothing_read, moved) == (&other.unreadable, &other.nothing_read, &other.moved)
            && *diagnostics == other.diagnostics
    }

    /// Whether its plans have the same paths.
    pub fn has_plans_of(&self, other: &Scan) -> bool {
        let same = |(a, b): (&Arc<Source>, &Arc<Source>)| Arc::ptr_eq(a, b) || a.path() == b.path();
        self.plans.len() == other.plans.len()
            && self.plans.iter().zip(&other.plans).all(same)
            && self.unreadable == other.unreadable
    }
}

/// Scans one tree again and again, and reads only what may have changed.
#[derive(Debug, Default)]
pub struct Scanner {
    /// By file.
    known: Vec<(FileEntry, Known)>,
    files: Arc<FileSet>,
}

/// A file as the last scan left it.
#[derive(Clone, Debug)]
struct Known {
    /// What it looked like before it was read; `None`: it was being written, or nothing tells.
    stamp: Option<Stamp>,
    read: Read,
}

/// What reading a file gave.
#[derive(Clone, Debug)]
enum Read {
    Text(Arc<Source>),
    Bytes(Arc<[u8]>),
    /// Its nearest text is in the diagnostic.
    Failed(Box<Diagnostic>),
}

/// What a file is to a portfolio.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Config,
    Plan,
    Data,
    Template,
    /// Something that links may lead to.
    Other,
}

impl Scanner {
    /// Nothing known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads what the tree holds now. A text that did not change is the same [`Source`] as last time.
    pub fn scan(&mut self, tree: &dyn Tree) -> Scan {
        let listing = tree.list();
        let mut diagnostics = Diagnostics::new();
        let mut unreadable = Vec::new();
        let mut unlisted = false;

        for problem in listing.problems.iter().filter(|problem| matters(&problem.path)) {
            unlisted |= problem.path.is_empty() || problem.path == ACCOUNTS;
            if let Some(diagnostic) = problems::listed(problem) {
                unreadable.extend(is_among_plans(&problem.path).then(|| problem.path.clone()));
                diagnostics.push(diagnostic);
            }
        }
        // Only the outermost: what is inside a folder that must be renamed is not looked at yet.
        let like_plans: Vec<&str> =
            listing.folders.iter().map(String::as_str).filter(|path| is_plan(path)).collect();
        for path in &like_plans {
            if !like_plans.iter().any(|other| is_inside(path, other)) {
                unreadable.push((*path).to_owned());
                diagnostics.push(problems::folder_like_plan(path));
            }
        }

        let same_files = self.files.len() == listing.files.len()
            && self.files.iter().eq(listing.files.iter().map(|file| &file.path));
        if !same_files {
            self.files = Arc::new(listing.files.iter().map(|file| file.path.clone()).collect());
        }
        let like_plans: Vec<String> = like_plans.into_iter().map(str::to_owned).collect();
        let wanted = listing.files.into_iter().map(|file| (role(&file.path), file)).filter(|(role, file)| {
            *role != Role::Other && !like_plans.iter().any(|folder| is_inside(&file.path, folder))
        });
        // Both in order.
        let mut known = std::mem::take(&mut self.known).into_iter().peekable();
        let wanted: Vec<(Role, FileEntry, Option<Known>)> = wanted
            .map(|(role, file)| {
                while known.next_if(|(before, _)| *before < file).is_some() {}
                let known = known.next_if(|(same, _)| *same == file).map(|(_, known)| known);
                (role, file, known)
            })
            .collect();
        let read: Vec<(Role, FileEntry, Known)> = wanted
            .into_par_iter()
            .map(|(role, file, known)| {
                let read = read(tree, &file, role, known);
                (role, file, read)
            })
            .collect();

        let mut scan = Scan {
            config: Source::new(CONFIG_FILE, ""),
            plans: Vec::with_capacity(read.len()),
            data: Vec::new(),
            templates: BTreeMap::new(),
            files: Arc::clone(&self.files),
            unreadable,
            nothing_read: false,
            moved: false,
            diagnostics,
        };
        let mut configured = false;
        self.known.reserve(read.len());
        for (role, file, read) in read {
            match &read.read {
                Read::Text(source) => match role {
                    Role::Config => {
                        configured = true;
                        scan.config = Arc::clone(source);
                    }
                    Role::Plan => scan.plans.push(Arc::clone(source)),
                    Role::Data => scan.data.push(Arc::clone(source)),
                    Role::Template | Role::Other => {}
                },
                Read::Bytes(bytes) => {
                    let name = file.path.get(TEMPLATES.len() + 1..).unwrap_or_default().to_owned();
                    scan.templates.insert(name, Arc::clone(bytes));
                }
                Read::Failed(diagnostic) => {
                    scan.moved |= diagnostic.code.code == codes::P009.code;
                    if role == Role::Plan {
                        scan.unreadable.push(file.path.clone());
                    }
                    scan.diagnostics.push((**diagnostic).clone());
                }
            }
            self.known.push((file, read));
        }

        scan.unreadable.sort_unstable();
        scan.unreadable.dedup();
        scan.nothing_read =
            scan.plans.is_empty() && (unlisted || (!configured && !scan.unreadable.is_empty()));
        if scan.plans.is_empty() && scan.unreadable.is_empty() && !unlisted {
            scan.diagnostics.push(problems::no_plans(&scan.config));
        }
        scan
    }

    /// The same as [`Scanner::scan`] where since the last scan nothing changed but what stands at these paths,
    /// and those are texts of plans. `None` where there is more to it: files that came or went, links, what
    /// can't be read, other files than plans.
    pub fn scan_again(&mut self, tree: &dyn Tree, last: &Scan, paths: &BTreeSet<String>) -> Option<Scan> {
        if last.moved {
            return None;
        }
        let mut again = Vec::new();
        for path in paths {
            match tree.here(path) {
                // What an editor made and took away on the way.
                Here::Nothing if !self.was_there(path, last) => {}
                // Nobody reads it.
                Here::File if role(path) == Role::Other && self.files.contains(path) => {}
                Here::File => {
                    let at = self.known.partition_point(|(file, _)| file.path < *path);
                    let (file, known) = self.known.get(at).filter(|(file, _)| file.path == *path)?;
                    let (None, Role::Plan, Read::Text(_)) = (&file.real, role(path), &known.read) else {
                        return None;
                    };
                    let read = read(tree, file, Role::Plan, Some(known.clone()));
                    let Read::Text(source) = &read.read else { return None };
                    let plan = last.plans.binary_search_by(|plan| plan.path().cmp(path)).ok()?;
                    again.push((at, plan, Arc::clone(source), read));
                }
                Here::Nothing | Here::Other => return None,
            }
        }
        let mut scan = last.clone();
        for (at, plan, source, read) in again {
            if let Some((_, known)) = self.known.get_mut(at) {
                *known = read;
            }
            if let Some(plan) = scan.plans.get_mut(plan) {
                *plan = source;
            }
        }
        Some(scan)
    }

    /// Whether a scan knew of something at a path or below it.
    fn was_there(&self, path: &str, last: &Scan) -> bool {
        let here = |other: &str| other == path || is_inside(other, path);
        let below = format!("{path}/");
        self.files.contains(path)
            || self.files.range(below..).next().is_some_and(|file| here(file))
            || last.diagnostics.as_slice().iter().any(|diagnostic| here(diagnostic.place.path()))
    }
}

/// What a file holds: as known where its stamp says so or its text is the same.
fn read(tree: &dyn Tree, file: &FileEntry, role: Role, known: Option<Known>) -> Known {
    // Taken before reading: a write after it shows in the next scan.
    let stamp = tree.stamp(file);
    let known = match known {
        Some(known) if stamp.is_some() && known.stamp == stamp => return known,
        known => known,
    };
    let read = match tree.read(file, problems::limit(&file.path)) {
        Err(error) => Read::Failed(Box::new(problems::unreadable(&file.path, &error))),
        // A template may be a picture.
        Ok(bytes) if role == Role::Template => Read::Bytes(bytes.into()),
        Ok(bytes) => match known {
            Some(Known { read: Read::Text(source), .. }) if source.text().as_bytes() == bytes => {
                Read::Text(source)
            }
            _ => decode(&file.path, bytes),
        },
    };
    Known { stamp, read }
}

/// A file's text, or what is wrong with it.
fn decode(path: &str, bytes: Vec<u8>) -> Read {
    match text::decode(bytes) {
        Ok(text) => Read::Text(Source::new(path, text)),
        Err(wrong) => {
            let source = Source::new(path, wrong.text.as_str());
            Read::Failed(Box::new(problems::not_utf8(&source, &wrong)))
        }
    }
}

/// Whether a file's or folder's name keeps it out of the plans.
fn is_set_aside(name: &str) -> bool {
    name.starts_with(['_', '.'])
}

/// Whether a path is below the accounts folder and not set aside.
pub(super) fn is_among_plans(path: &str) -> bool {
    let Some(below) = path.strip_prefix(ACCOUNTS).and_then(|rest| rest.strip_prefix('/')) else {
        return false;
    };
    !below.split('/').any(is_set_aside)
}

/// Whether a path is a plan's.
fn is_plan(path: &str) -> bool {
    path.ends_with(".md") && is_among_plans(path) && path != "accounts/README.md"
}

/// Whether a path lies in a folder.
fn is_inside(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether what is wrong at a path concerns the portfolio.
fn matters(path: &str) -> bool {
    matches!(path, "" | CONFIG_FILE | ACCOUNTS | DATA | TEMPLATES)
        || is_among_plans(path)
        || is_inside(path, DATA)
        || is_inside(path, TEMPLATES)
}

fn role(path: &str) -> Role {
    if path == CONFIG_FILE {
        Role::Config
    } else if is_plan(path) {
        Role::Plan
    } else if is_inside(path, TEMPLATES) {
        Role::Template
    } else if path.strip_prefix("data/").is_some_and(|name| name.ends_with(".csv") && !name.contains('/')) {
        Role::Data
    } else {
        Role::Other
    }
}
