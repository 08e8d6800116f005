//! The symbolic links of a revision, followed as a folder on disk follows them: only inside the portfolio,
//! and each file once in each part of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::disk::Area;
use crate::source::{Problem, ProblemKind};

/// A link that can't be followed, and what to say of it: made anew each time, for an error of the system may
/// be in a problem, which can't be copied.
pub(super) type Wrong = (String, fn() -> ProblemKind);

/// What a revision holds, links resolved.
pub(super) struct Resolved {
    /// Each file's blob id, by path.
    pub blobs: BTreeMap<String, String>,
    /// Links that lead nowhere, in a circle, or out of the portfolio.
    pub problems: Vec<Wrong>,
}

/// The links that can't be followed, as problems.
pub(super) fn problems(of: &[Wrong]) -> Vec<Problem> {
    of.iter().map(|(path, kind)| Problem { path: path.clone(), kind: kind() }).collect()
}

/// How many links one path may lead through.
const MOST: usize = 40;

/// Follows the links, by path, among the blobs of the same revision.
pub(super) fn resolve(blobs: BTreeMap<String, String>, links: &BTreeMap<String, String>) -> Resolved {
    let mut out = Resolved { blobs: blobs.clone(), problems: Vec::new() };
    if links.is_empty() {
        return out;
    }
    let mut listed: BTreeSet<(Area, String)> =
        blobs.keys().map(|path| (Area::of(path), path.clone())).collect();
    let mut list = |out: &mut Resolved, shown: String, real: &str| {
        let area = Area::of(&shown);
        // Elsewhere a second name does no harm, and a Markdown link may lead to it.
        if let Some(blob) = blobs.get(real)
            && (listed.insert((area, real.to_owned())) || area == Area::Other)
        {
            out.blobs.insert(shown, blob.clone());
        }
    };
    for link in links.keys() {
        let real = match target(link, links) {
            Ok(real) => real,
            Err(kind) => {
                out.problems.push((link.clone(), kind));
                continue;
            }
        };
        let folder = if real.is_empty() { String::new() } else { format!("{real}/") };
        if blobs.contains_key(&real) {
            list(&mut out, link.clone(), &real);
        } else if link.starts_with(&folder) {
            out.problems.push((link.clone(), || ProblemKind::Loop));
        } else {
            let below = || blobs.range(folder.clone()..).take_while(|(path, _)| path.starts_with(&folder));
            if below().next().is_none() {
                out.problems.push((link.clone(), || ProblemKind::Dangling));
            }
            for (path, _) in below() {
                let rest = path.get(folder.len()..).unwrap_or_default();
                list(&mut out, format!("{link}/{rest}"), path);
            }
        }
    }
    out
}

/// The path in the portfolio to which a link leads in the end.
fn target(link: &str, links: &BTreeMap<String, String>) -> Result<String, fn() -> ProblemKind> {
    let mut way = link.to_owned();
    for _ in 0..MOST {
        // The first part of the way that is a link itself.
        let ends = way.match_indices('/').map(|(at, _)| at).chain([way.len()]).collect::<Vec<_>>();
        let Some((at, to)) = ends.into_iter().find_map(|at| Some((at, links.get(way.get(..at)?)?))) else {
            return Ok(way);
        };
        let (from, rest) = way.split_at(at);
        if to.starts_with('/') {
            return Err(leaves);
        }
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in to.split('/').chain(rest.split('/')) {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(leaves as fn() -> ProblemKind)?;
                }
                part => parts.push(part),
            }
        }
        way = parts.join("/");
    }
    Err(|| ProblemKind::Loop)
}

fn leaves() -> ProblemKind {
    ProblemKind::Leaves { folder: false }
}
