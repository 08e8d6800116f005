//! The rules, each with a small plan that breaks it and one that keeps it, as at 2026-09-30.
//!
//! A case is a part of Northwind's plan, laid over one in which nothing is amiss (that of the gallery): so what
//! is said is said of the part alone. What is expected is written `CODE text-at-the-place`, for every
//! diagnostic there is, in order of place.

mod contracts;
mod framework;
mod freshness;
mod links;
mod once;
mod policies;
mod portfolio;

use planc::diagnostic::Diagnostic;

use crate::gallery::{NORTHWIND, base, put};
use crate::support::Files;

/// What is said of a portfolio.
fn all_said(files: &Files) -> Vec<Diagnostic> {
    files.compile().diagnostics.into_iter().collect()
}

/// The base with these parts laid over it.
fn with(parts: &[(&str, &str)]) -> Files {
    parts.iter().fold(base(), |files, (path, text)| put(files, path, text))
}

/// Northwind with this part laid over it.
fn northwind(part: &str) -> Files {
    with(&[(NORTHWIND, part)])
}

/// `CODE text-at-the-place`.
fn brief(d: &Diagnostic) -> String {
    let here = d.place.source.slice(d.place.span);
    format!("{} {}", d.code.code, here.lines().next().unwrap_or("")).trim_end().to_owned()
}

/// Asserts that this is said of the portfolio, and nothing else.
#[track_caller]
fn expect_of(files: &Files, expected: &[&str]) -> Vec<Diagnostic> {
    let found = all_said(files);
    let briefs: Vec<String> = found.iter().map(brief).collect();
    let words: Vec<String> = found.iter().map(|d| format!("  {}: {}", brief(d), d.message)).collect();
    assert_eq!(briefs, expected, "\n{}\n", words.join("\n"));
    found
}

/// Asserts that this is said of Northwind with a part laid over it, and nothing else.
#[track_caller]
fn expect(part: &str, expected: &[&str]) -> Vec<Diagnostic> {
    expect_of(&northwind(part), expected)
}

/// The words of the only diagnostic: its message and its help.
#[track_caller]
fn words(said: &[Diagnostic]) -> (&str, &str) {
    match said {
        [only] => (&only.message, only.help.as_deref().unwrap_or("")),
        several => panic!("one diagnostic, not {}", several.len()),
    }
}
