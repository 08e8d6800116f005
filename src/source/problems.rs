//! What stood in the way of reading a portfolio, in words (P001 to P009).

use std::io;
use std::sync::Arc;

use super::text::{Guess, NotUtf8};
use super::{Problem, ProblemKind};
use crate::diagnostic::{Diagnostic, codes};
use crate::parse::limits;
use crate::text::{Source, Span};

/// What is called a plan, a folder … in a message, by its path.
fn what(path: &str) -> &'static str {
    match path {
        super::CONFIG_FILE => "The configuration",
        path if path.starts_with("accounts/") => "This plan",
        _ => "This file",
    }
}

/// A file of which nothing could be read, as a place.
fn unread(path: &str) -> Arc<Source> {
    Source::new(path, "")
}

fn at_start(code: crate::diagnostic::Code, path: &str, message: String) -> Diagnostic {
    Diagnostic::at(code, &unread(path), Span::at(0), message)
}

/// The system's own words for what went wrong, without its number: `permission denied`.
pub(crate) fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default();
    let mut letters = words.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => words.to_owned(),
    }
}

/// A file that could not be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    match error.kind() {
        io::ErrorKind::FileTooLarge => at_start(
            &codes::P007,
            path,
            format!("{} is larger than the limit of {} MB", what(path), limit(path) / 1_000_000),
        )
        .help("move attachments and long exports into files of their own and link to them"),
        io::ErrorKind::NotFound => {
            at_start(&codes::P009, path, format!("{} went away while it was being read", what(path)))
                .help("something moved or deleted it just now: run planc again")
        }
        _ => at_start(&codes::P001, path, format!("{} can't be read: {}", what(path), reason(error)))
            .help("check that the file may be read by you (its permissions), and that its disk is there"),
    }
}

/// The most bytes that a file at this path may have.
pub(super) fn limit(path: &str) -> u64 {
    if path.starts_with("data/") { limits::DATA_BYTES } else { limits::FILE_BYTES }
}

/// A file that is not text in UTF-8; `source` holds its nearest text.
pub(super) fn not_utf8(source: &Arc<Source>, wrong: &NotUtf8) -> Diagnostic {
    let bytes: Vec<String> = wrong.found.iter().map(|byte| format!("{byte:02X}")).collect();
    let bytes = format!("byte{} {}", if bytes.len() == 1 { "" } else { "s" }, bytes.join(" "));
    let here = Span::new(wrong.at, wrong.at + wrong.found.len());
    let (place, help) = match wrong.guess {
        Guess::Utf16 => (
            Span::at(0),
            "it seems to be saved as UTF-16 (“Unicode” in some editors): save it again as UTF-8".to_owned(),
        ),
        Guess::Windows1252(sign) => (
            here,
            format!(
                "it seems to be saved as Windows-1252 (“ANSI”), where this is “{sign}”: \
                 save the file again as UTF-8"
            ),
        ),
        Guess::Unknown => (here, "save the file again as UTF-8".to_owned()),
    };
    let message = format!("{} is not saved as UTF-8 text (found {bytes})", what(source.path()));
    Diagnostic::at(&codes::P002, source, place, message).help(help)
}

/// A folder whose name is a plan's.
pub(super) fn folder_like_plan(path: &str) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let parent = path.strip_suffix(name).unwrap_or_default();
    at_start(&codes::P003, path, "This is a folder, but its name ends in .md as a plan's does".to_owned())
        .help(format!(
            "an account's folder has a name without .md: call it `{parent}{stem}`, with the plan in \
             `{parent}{stem}/plan.md`"
        ))
}

/// What a listing met, where it matters to the portfolio.
pub(super) fn listed(problem: &Problem) -> Option<Diagnostic> {
    let path = problem.path.as_str();
    let plan = path.ends_with(".md");
    let one_of_ours =
        path == super::CONFIG_FILE || plan || path.ends_with(".csv") || path.starts_with("templates/");
    let inside =
        |kind: &str| format!("replace it by a copy of the {kind}, or link to a place in the portfolio");
    match &problem.kind {
        ProblemKind::Unlisted(error) => {
            let message = format!("This can't be opened: {}", reason(error));
            Some(at_start(&codes::P001, path, message).help("check that you may read it (its permissions)"))
        }
        ProblemKind::Loop => Some(
            at_start(&codes::P004, path, "This symbolic link leads back to itself".to_owned())
                .help("delete the link, or let it lead to a folder that it is not in"),
        ),
        ProblemKind::Leaves { folder: true } => Some(
            at_start(&codes::P005, path, "This symbolic link leads out of the portfolio".to_owned())
                .help(inside("folder")),
        ),
        ProblemKind::Leaves { folder: false } if one_of_ours => Some(
            at_start(&codes::P005, path, "This symbolic link leads out of the portfolio".to_owned())
                .help(inside("file")),
        ),
        ProblemKind::Dangling if one_of_ours => Some(
            at_start(&codes::P006, path, "This symbolic link leads to nothing".to_owned())
                .help("delete the link, or put back the file that it leads to"),
        ),
        ProblemKind::Special if one_of_ours => Some(
            at_start(&codes::P001, path, format!("{} can't be read: it is no regular file", what(path)))
                .help("replace it by a text file"),
        ),
        ProblemKind::Leaves { .. } | ProblemKind::Dangling | ProblemKind::Special => None,
    }
}

/// A portfolio without plans.
pub(super) fn no_plans(config: &Arc<Source>) -> Diagnostic {
    Diagnostic::at(&codes::P008, config, Span::at(0), "This portfolio has no plans yet")
        .help("write the first with `planc new \"Client name\"`: plans are the .md files in `accounts/`")
}
