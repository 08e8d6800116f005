//! Which plans count in no figure.
//!
//! A plan is left out only where its figures could not be trusted: its file can't be read as a plan, or
//! an error of the families P0, P1, P2 or P4 lies in what its figures are made of
//! ([`decides_figures`]). What counts is the severity that a code has by itself:
//! `rules:` changes what is said and what fails a check, never what a figure holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::decode::decides_figures;
use crate::diagnostic::{Diagnostic, Severity};
use crate::portfolio::{CheckedPlan, Excluded};

/// Whether this problem makes the figures of its plan untrustworthy.
fn decides(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
        && match (diagnostic.code.code.get(..2), diagnostic.about) {
            (Some("P0" | "P1" | "P2" | "P4"), Some(key)) => decides_figures(key),
            (Some("P0"), None) => true,
            _ => false,
        }
}

/// Marks the plans that count in no figure, and lists them with those that could not be read, by path.
/// `diagnostics` are as found, before `rules` changed their severity.
pub(super) fn exclude(
    plans: &mut [CheckedPlan],
    unread: Vec<String>,
    diagnostics: &[Diagnostic],
    rules: &BTreeMap<String, Option<Severity>>,
) -> Vec<Excluded> {
    let deciding = diagnostics.iter().filter(|diagnostic| decides(diagnostic));
    let spoilt: BTreeSet<&str> = deciding.map(|diagnostic| diagnostic.place.path()).collect();
    let mut files: BTreeSet<String> = unread.into_iter().collect();
    for checked in plans {
        if spoilt.contains(checked.plan.path()) {
            checked.counted = false;
            files.insert(checked.plan.path().to_owned());
        }
    }
    if files.is_empty() {
        return Vec::new();
    }
    let mut errors: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let ruled = rules.get(diagnostic.code.code).or_else(|| rules.get(diagnostic.code.name));
        if ruled.copied().unwrap_or(Some(diagnostic.severity)) == Some(Severity::Error) {
            *errors.entry(diagnostic.place.path()).or_default() += 1;
        }
    }
    files
        .into_iter()
        .map(|file| Excluded { errors: errors.get(file.as_str()).copied().unwrap_or(0), file })
        .collect()
}
