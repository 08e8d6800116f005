//! Plans with mistakes, as managers make them: every mistake is found in one run, at its exact place, with
//! words that help.
//!
//! A case is a plan `ui/GROUP/NAME.md`, or a folder `ui/GROUP/NAME/` that is a whole portfolio, and beside
//! it `NAME.expected`. A plan stands in the portfolio of `ui/portfolio`. What is expected has two parts:
//!
//! ```text
//! A role is misspelt.                     what a person got wrong, in words
//! at 9:14 P104 decision-makr              a place, a code, and the text there: written by hand
//! ---
//! 9:14 error[P104]: There is no …         all that is said: rewritten by UPDATE_EXPECTED=1, and read
//!   help: …
//! ```
//!
//! The first part is never rewritten: it is what the test is about. In the groups other than `framework`
//! what the framework misses in these short plans (families P3 and P5) is left out.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use planc::diagnostic::Diagnostic;

use crate::support::{Files, compare, repository};

struct Case {
    /// `GROUP/NAME`.
    name: String,
    files: Files,
    /// The path of the plan that it is about; `None` where it is a whole portfolio.
    plan: Option<String>,
    expected: PathBuf,
}

/// All cases, by name.
fn cases() -> Vec<Case> {
    let root = repository("tests/ui");
    let portfolio = Files::read(&root.join("portfolio"));
    let mut cases = Vec::new();
    for group in entries(&root) {
        let group_name = name(&group);
        if !group.is_dir() || group_name == "portfolio" {
            continue;
        }
        for path in entries(&group) {
            let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
            let (files, plan) = if path.is_dir() {
                (Files::read(&path), None)
            } else if name(&path).ends_with(".md") {
                let plan = format!("accounts/{stem}.md");
                let text = std::fs::read(&path).expect("the case can be read");
                (portfolio.clone().with(&plan, text), Some(plan))
            } else {
                continue;
            };
            let expected = group.join(format!("{stem}.expected"));
            cases.push(Case { name: format!("{group_name}/{stem}"), files, plan, expected });
        }
    }
    cases
}

/// All cases' portfolios, by name.
pub fn portfolios() -> Vec<(String, Files)> {
    cases().into_iter().map(|case| (case.name, case.files)).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned()
}

/// What is said of a case, one problem after another.
fn said(case: &Case) -> (Vec<String>, String) {
    let compilation = case.files.compile();
    let framework = case.name.starts_with("framework/");
    let shown =
        |d: &&Diagnostic| framework || !(d.code.code.starts_with("P3") || d.code.code.starts_with("P5"));
    let mut places = Vec::new();
    let mut text = String::new();
    for diagnostic in compilation.diagnostics.as_slice().iter().filter(shown) {
        let place = |place: &planc::text::Place| {
            let at = place.source.line_column(place.span.start);
            let file = if Some(place.path()) == case.plan.as_deref() {
                String::new()
            } else {
                format!("{}:", place.path())
            };
            format!("{file}{}:{}", at.line, at.column)
        };
        let at = place(&diagnostic.place);
        let here = diagnostic.place.source.slice(diagnostic.place.span);
        let here = here.lines().next().unwrap_or("");
        places.push(format!("at {at} {} {here}", diagnostic.code.code).trim_end().to_owned());
        writeln!(
            text,
            "{at} {}[{}]: {}",
            diagnostic.severity.as_str(),
            diagnostic.code.code,
            diagnostic.message
        )
        .expect("a string");
        for label in &diagnostic.labels {
            writeln!(text, "  {} {}", place(&label.place), label.message).expect("a string");
        }
        if let Some(help) = &diagnostic.help {
            writeln!(text, "  help: {}", help.replace('\n', "\n        ")).expect("a string");
        }
        if let Some(fix) = &diagnostic.fix {
            writeln!(text, "  fix: {:?}", fix.replacement).expect("a string");
        }
    }
    (places, text)
}

#[test]
fn every_mistake_is_found_at_its_place_with_words_that_help() {
    let mut wrong = Vec::new();
    let cases = cases();
    for case in &cases {
        let expected = std::fs::read_to_string(&case.expected)
            .unwrap_or_else(|_| panic!("{} says nothing of what is expected", case.expected.display()));
        let head = format!("{}\n", expected.split("\n---\n").next().unwrap_or(""));
        let wanted: Vec<&str> = head.lines().filter(|line| line.starts_with("at ")).collect();
        let (places, text) = said(case);
        if wanted != places {
            wrong.push(format!(
                "{}: wrong places\n  expected:\n    {}\n  actual:\n    {}\n  which say:\n    {}",
                case.name,
                wanted.join("\n    "),
                places.join("\n    "),
                text.replace('\n', "\n    ")
            ));
            continue;
        }
        wrong.extend(compare(&case.expected, &format!("{head}---\n{text}")));
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}

/// Words of parsers, which no manager knows.
const JARGON: [&str; 12] = [
    "mapping",
    "scalar",
    "node",
    "sequence",
    "deserial",
    "token",
    "indent level",
    "parse",
    "anchor node",
    "utf8",
    "null",
    "boolean",
];

#[test]
fn no_message_speaks_like_a_parser() {
    let mut wrong = Vec::new();
    for case in cases() {
        for diagnostic in case.files.compile().diagnostics.as_slice() {
            let texts = std::iter::once(&diagnostic.message)
                .chain(&diagnostic.help)
                .chain(diagnostic.labels.iter().map(|label| &label.message));
            for text in texts {
                let lower = text.to_lowercase();
                for word in JARGON.iter().filter(|word| lower.contains(**word)) {
                    wrong.push(format!("{}: {word:?} in {text:?}", case.name));
                }
            }
            if diagnostic.message.contains('\n') {
                wrong.push(format!(
                    "{}: a message of more than one line: {:?}",
                    case.name, diagnostic.message
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
