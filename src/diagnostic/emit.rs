//! Diagnostics to text: one file a format, all from the same values.
//!
//! For: showing a finished list of problems to a person, a program or a CI service ([`emit`]), and a kind
//! of problem to a person ([`explain`]).
//! Must not: change, drop, sort or judge diagnostics, read files, or know whether it writes to a terminal
//! (the caller says so in [`Style`]).

mod explain;
mod fill;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod sarif;
mod short;
mod terminal;

use std::collections::BTreeSet;
use std::io;

use super::{Diagnostic, Severity};
use crate::text::LineColumn;
pub use explain::{explain, list, nearest};
pub use human::summary_line;
pub use terminal::neutral;

/// How diagnostics are written: what `--format` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: the message, an excerpt of the file, and what to write instead
    #[default]
    Human,
    /// One line a problem: `file:line:col: severity[code]: message`
    Short,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub workflow commands, for annotations
    Github,
    /// GitLab code quality report
    Gitlab,
    /// JUnit XML, one test case a plan
    Junit,
}

/// How text for people is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour (a terminal that wants it).
    pub color: bool,
    /// Whether lines are drawn with Unicode's characters; otherwise with ASCII's.
    pub unicode: bool,
    /// Columns to fit in.
    pub width: usize,
}

impl Default for Style {
    /// For files and pipes: no colours, 100 columns.
    fn default() -> Self {
        Style { color: false, unicode: true, width: 100 }
    }
}

/// How much was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// The plans of the portfolio, readable or not.
    pub plans: usize,
    /// Diagnostics at error level.
    pub errors: usize,
    /// Diagnostics at warning level.
    pub warnings: usize,
    /// Diagnostics at info level.
    pub info: usize,
}

impl Summary {
    /// Counts.
    pub fn of(plans: usize, diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        Summary {
            plans,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            info: count(Severity::Info),
        }
    }
}

/// All that a format may say of one check.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The problems, sorted ([`super::Diagnostics::finish`]).
    pub diagnostics: &'a [Diagnostic],
    /// The paths of all plans, readable or not.
    pub plans: &'a BTreeSet<String>,
    /// The day everything is as at, `2026-09-30`.
    pub as_of: &'a str,
    /// Where a code is explained on the published site, with `{code}` for the code.
    pub code_url: Option<&'a str>,
    /// What stands before every path in the formats for CI services, which want paths from the
    /// repository's root: `""`, or the portfolio's folder with a `/` at its end.
    pub prefix: &'a str,
}

impl Report<'_> {
    /// How much was found.
    pub fn summary(&self) -> Summary {
        Summary::of(self.plans.len(), self.diagnostics)
    }

    /// Where the diagnostic's code is explained on the published site.
    fn url(&self, diagnostic: &Diagnostic) -> Option<String> {
        self.code_url.map(|url| url.replace("{code}", diagnostic.code.code))
    }
}

/// Writes a report in a format. `style` matters to [`Format::Human`] alone.
pub fn emit(format: Format, report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, style, out),
        Format::Short => short::write(report, out),
        Format::Json => json::write(report, out),
        Format::Sarif => sarif::write(report, out),
        Format::Github => github::write(report, out),
        Format::Gitlab => gitlab::write(report, out),
        Format::Junit => junit::write(report, out),
    }
}

/// Where a place starts and ends, as the author sees it.
fn ends(place: &crate::text::Place) -> (LineColumn, LineColumn) {
    (place.source.line_column(place.span.start), place.source.line_column(place.span.end))
}

#[cfg(test)]
mod tests;
