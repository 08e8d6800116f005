//! A checked portfolio: what the checks hand to the figures and the pages.
//!
//! For: one value that holds everything known of the portfolio before a figure is computed.
//! Must not: hold anything derived from a clock, or know how it came about.

use std::sync::Arc;

use crate::check::Completeness;
use crate::config::Config;
use crate::model::{Date, Plan};
use crate::past::Past;
use crate::source::FileSet;

/// A checked portfolio as at a day.
#[derive(Clone, Debug)]
pub struct Portfolio {
    /// Its configuration.
    pub config: Arc<Config>,
    /// The day everything is as at: its end, 24:00 UTC.
    pub as_of: Date,
    /// The plans that could be read, by id, then by path.
    pub plans: Vec<CheckedPlan>,
    /// The plans that count in no figure, by path: those that could not be read, and those of
    /// [`Portfolio::plans`] that are not [`CheckedPlan::counted`].
    pub excluded: Vec<Excluded>,
    /// Every file in the portfolio: what links may lead to.
    pub files: Arc<FileSet>,
    /// What the repository around it remembers, where there is one and somebody asked it. Nothing is
    /// computed from it: the site shows it.
    pub past: Option<Arc<Past>>,
}

/// A plan and what the checks say of it.
#[derive(Clone, Debug)]
pub struct CheckedPlan {
    /// The plan.
    pub plan: Arc<Plan>,
    /// What the framework says of it.
    pub completeness: Arc<Completeness>,
    /// Whether it counts in figures: none of its errors makes them untrustworthy.
    pub counted: bool,
}

/// A plan that counts in no figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    /// Its path.
    pub file: String,
    /// How many errors it has.
    pub errors: usize,
}

impl Portfolio {
    /// The plans that count in figures, by id.
    pub fn counted(&self) -> impl Iterator<Item = &CheckedPlan> {
        self.plans.iter().filter(|plan| plan.counted)
    }

    /// The plan with this id; of several, the first by path.
    pub fn plan(&self, id: &str) -> Option<&CheckedPlan> {
        let at = self.plans.partition_point(|checked| checked.plan.id.value.as_str() < id);
        self.plans.get(at).filter(|checked| checked.plan.id.value == id)
    }
}

/// The file that a path leads to, seen from a file of the portfolio: both with `/`, the outcome relative
/// to the portfolio's root. A path that starts with `/` starts there. `None`: it leaves the portfolio.
pub fn path_from(file: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => file.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect()),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::path_from;

    #[test]
    fn paths_start_at_the_files_folder_and_stay_inside() {
        let from = |path| path_from("accounts/emea/northwind.md", path);
        assert_eq!(from("contoso.md").as_deref(), Some("accounts/emea/contoso.md"));
        assert_eq!(from("../contoso.md").as_deref(), Some("accounts/contoso.md"));
        assert_eq!(from("./a//b.png").as_deref(), Some("accounts/emea/a/b.png"));
        assert_eq!(from("/docs/a.pdf").as_deref(), Some("docs/a.pdf"));
        assert_eq!(from("../../../etc/passwd"), None);
        // Out and in again is out, too.
        assert_eq!(from("../../../accounts/a.md"), None);
    }
}
