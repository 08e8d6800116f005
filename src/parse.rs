//! Text to structure: YAML to one spanned node tree, Markdown to an outline. Total: never fails.
//!
//! For: reading a file's form, with every slip of form reported (families P0 and P8).
//! Must not: know which keys a plan has, or what a value means.

mod characters;
mod front_matter;
mod markdown;
mod node;
#[cfg(test)]
mod tests;
mod yaml;

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::model::Body;
use crate::text::{Source, Span};

pub use markdown::{HtmlOptions, LinkTarget, html, link_target};
pub use node::{Entry, Node, NodeKind, Scalar, ScalarStyle};
pub use yaml::parse_yaml;

/// The limits that a file must keep; each is an error that names it.
pub mod limits {
    /// The most bytes a plan may have: 5 MB.
    pub const FILE_BYTES: u64 = 5_000_000;
    /// The most bytes a data file may have: 200 MB, for it holds a whole portfolio's facts.
    pub const DATA_BYTES: u64 = 200_000_000;
    /// The deepest nesting in YAML.
    pub const NESTING: usize = 64;
    /// The most values that aliases may expand to.
    pub const ALIAS_VALUES: usize = 10_000;
}

/// A plan's form: its front matter as nodes, its body as an outline with the tables in it.
#[derive(Debug)]
pub struct Document<'s> {
    /// The front matter's first line (the opening `---`, or the file's first line where it has none).
    pub head: Span,
    /// The front matter's root; `None` where there is none that could be read (already reported).
    pub front_matter: Option<Node<'s>>,
    /// The outline of the body.
    pub body: Body,
    /// The tables at the top level of the document, with the section each stands in.
    pub tables: Vec<Table<'s>>,
}

/// A Markdown table.
#[derive(Debug)]
pub struct Table<'s> {
    /// The index in [`Body::sections`] of the section in which it stands.
    pub section: usize,
    /// All of it.
    pub span: Span,
    /// The header cells' text without markup.
    pub headers: Vec<Scalar<'s>>,
    /// The rows' cells: text without markup, trimmed. As many as there are headers.
    pub rows: Vec<Vec<Scalar<'s>>>,
}

/// Reads a plan's form. Every slip is reported; what it most likely means is read, so that the rest of
/// the file can be checked. A problem of form says which top-level key it is about (`body` for what is
/// below the front matter); one that is about none leaves the whole file in doubt.
pub fn parse_plan<'s>(source: &'s Arc<Source>, diagnostics: &mut Diagnostics) -> Document<'s> {
    let split = front_matter::split(source, diagnostics);
    let front_matter = split.yaml.and_then(|span| parse_yaml(source, span, diagnostics));
    let mut slips = Vec::new();
    characters::check(source, split.body.range(), &mut slips);
    diagnostics.extend(slips.into_iter().map(|slip| slip.about("body")));
    let (body, tables) = markdown::outline(source, split.body, diagnostics);
    Document { head: split.head, front_matter, body, tables }
}

/// Whether a text is nothing but a placeholder: `TODO`, `TBD`, `n/a`, lorem ipsum, `...`, an empty
/// item or task, an HTML comment; in any letter case, with or without emphasis or a colon. A text that
/// is empty is none.
pub fn is_placeholder(text: &str) -> bool {
    let without_comments = markdown::without_comments(text);
    let mut bare = without_comments.trim();
    if bare.is_empty() {
        return !text.trim().is_empty();
    }
    // Almost every text is longer, and ends here.
    let is_lorem = |word: &[u8]| word.eq_ignore_ascii_case(b"lorem");
    if bare.len() > 40 && !bare.as_bytes().windows(5).take(12).any(is_lorem) {
        return false;
    }
    for mark in ["- ", "* ", "+ "] {
        bare = bare.strip_prefix(mark).unwrap_or(bare).trim_start();
    }
    for task in ["[ ]", "[x]", "[X]"] {
        bare = bare.strip_prefix(task).unwrap_or(bare).trim_start();
    }
    let bare = bare.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | ':' | '`' | '~'));
    let dots = bare.chars().all(|c| matches!(c, '.' | '…'));
    if bare.is_empty() || bare == "-" || (dots && bare != "." && bare != "..") {
        return true;
    }
    let lower = bare.to_lowercase();
    matches!(lower.trim_end_matches(['.', ':']), "todo" | "tbd" | "n/a") || lower.starts_with("lorem ipsum")
}
