//! `human`: what a manager reads: the fact, the lines of the file that it is about, and what to write.

use std::collections::BTreeSet;
use std::fmt;
use std::io;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use rayon::prelude::*;

use super::fill::fill;
use super::terminal::neutral_lines;
use super::{Report, Style, Summary, neutral};
use crate::diagnostic::{Diagnostic, Label, Severity};
use excerpt::Excerpt;

mod excerpt;

/// How many problems are put into words together, before the first of them is written.
const TOGETHER: usize = 256;

/// Writes the report.
pub fn write(report: &Report<'_>, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    for run in report.diagnostics.chunks(TOGETHER) {
        let texts: Vec<String> = run.par_iter().map(|diagnostic| one(diagnostic, style)).collect();
        for text in texts {
            writeln!(out, "{text}")?;
        }
    }
    writeln!(out, "{}", summary_line(report))
}

/// One problem: its own lines with the labels near by, then the lines of each label further away or in another
/// file, then the help.
fn one(diagnostic: &Diagnostic, style: Style) -> String {
    let width = style.width.max(20);
    let place = &diagnostic.place;
    let near = |label: &&Label| {
        label.place.path() == place.path() && label.place.line().abs_diff(place.line()) <= excerpt::NEAR
    };
    let (here, elsewhere): (Vec<&Label>, Vec<&Label>) = diagnostic.labels.iter().partition(near);
    let mut places = vec![(place.span, None)];
    places.extend(here.iter().map(|label| (label.place.span, Some(&*label.message))));
    let head = format!("{}[{}]:", diagnostic.severity.as_str(), diagnostic.code.code);
    let excerpt = Excerpt::new(&place.source, &places, width);
    let mut parts = vec![Part::new(head, diagnostic.severity, &diagnostic.message, excerpt, width)];
    parts.extend(elsewhere.iter().map(|label| {
        let excerpt = Excerpt::new(&label.place.source, &[(label.place.span, None)], width);
        Part::new("note:".into(), Severity::Info, &label.message, excerpt, width)
    }));
    if let Some(last) = parts.last_mut() {
        let room = width.saturating_sub(HELP_INDENT);
        last.help = diagnostic.help.as_deref().map(|help| fill(&neutral_lines(help), room, room));
    }
    let mut text = String::new();
    for part in &parts {
        // Rendering to a string never fails but for a source that can't be read, and ours always can.
        let _ = handler(part, style).render_report(&mut text, part);
    }
    trim_lines(&text)
}

/// Columns that the renderer puts before a help's lines.
const HELP_INDENT: usize = 8;
/// Columns that it puts before a message's lines after the first.
const MESSAGE_INDENT: usize = 4;

/// The renderer for one part. Its severity mark is the place for our `error[P104]:`.
fn handler(part: &Part, style: Style) -> GraphicalReportHandler {
    let mut theme = match (style.unicode, style.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    theme.characters.error.clone_from(&part.head);
    theme.characters.warning.clone_from(&part.head);
    theme.characters.advice.clone_from(&part.head);
    GraphicalReportHandler::new_themed(theme)
        .with_context_lines(excerpt::CONTEXT)
        .with_wrap_lines(false)
        .with_links(false)
        .without_syntax_highlighting()
        .without_cause_chain()
}

/// Without spaces at the ends of lines: nobody sees them, and files of expected output keep none.
fn trim_lines(text: &str) -> String {
    text.lines().fold(String::with_capacity(text.len()), |mut out, line| {
        out.push_str(line.trim_end());
        out.push('\n');
        out
    })
}

/// What one rendering shows: a message over one file's excerpt.
#[derive(Debug)]
struct Part {
    head: String,
    severity: Severity,
    message: String,
    excerpt: Excerpt,
    help: Option<String>,
}

impl Part {
    fn new(head: String, severity: Severity, message: &str, excerpt: Excerpt, width: usize) -> Self {
        let first = width.saturating_sub(head.chars().count() + MESSAGE_INDENT - 1);
        let message = fill(&neutral(message), first, width.saturating_sub(MESSAGE_INDENT));
        Part { head, severity, message, excerpt, help: None }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Part {}

impl miette::Diagnostic for Part {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels()))
    }
}

/// How much was found, in a sentence: `3 errors and 2 warnings in 2 of 15 plans`.
pub fn summary_line(report: &Report<'_>) -> String {
    let Summary { plans, errors, warnings, info } = report.summary();
    let all = count(plans, "plan");
    if report.diagnostics.is_empty() {
        return match plans {
            0 => "No plans, and nothing wrong".into(),
            1 => "1 plan, nothing to mend".into(),
            _ => format!("{all}, nothing to mend"),
        };
    }
    let counts: Vec<String> = [(errors, "error"), (warnings, "warning"), (info, "note")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| count(n, what))
        .collect();
    let files: BTreeSet<&str> = report.diagnostics.iter().map(|d| d.place.path()).collect();
    let (in_plans, others): (Vec<&str>, Vec<&str>) =
        files.into_iter().partition(|file| report.plans.contains(*file));
    let mut places = Vec::new();
    if !in_plans.is_empty() {
        places.push(format!("{} of {all}", in_plans.len()));
    }
    match others.as_slice() {
        [] => {}
        [one] => places.push(neutral(one).into_owned()),
        [one, two] => places.extend([neutral(one).into_owned(), neutral(two).into_owned()]),
        more => places.push(format!("{} other files", more.len())),
    }
    let mut line = format!("{} in {}", list(&counts), list(&places));
    let fixes = report.diagnostics.iter().filter(|d| d.fix.is_some()).count();
    if fixes > 0 {
        line.push_str(&match fixes {
            1 => "; `planc check --fix` mends 1".to_owned(),
            n => format!("; `planc check --fix` mends {n}"),
        });
    }
    line
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// `a`, `a and b`, `a, b and c`.
fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
