//! `json`: one object, its shape a contract with other programs.
//!
//! Laid out with one diagnostic a line, so that it can be searched and compared line by line.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;

use super::{Report, ends, terminal};
use crate::text::{LineColumn, Place};

/// The version of the shape.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Item<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    file: &'a str,
    span: Range,
    labels: Vec<LabelItem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixItem<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct LabelItem<'a> {
    message: &'a str,
    file: &'a str,
    span: Range,
}

#[derive(Serialize)]
struct FixItem<'a> {
    replacement: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    offset: u32,
}

impl Range {
    fn of(place: &Place) -> Self {
        let (start, end) = ends(place);
        let position = |at: LineColumn, offset| Position { line: at.line, column: at.column, offset };
        Range { start: position(start, place.span.start), end: position(end, place.span.end) }
    }
}

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(
        out,
        "{{\"planc\": {VERSION}, \"as_of\": {}, \"summary\": {}, \"diagnostics\": [",
        text(&report.as_of)?,
        text(&report.summary())?
    )?;
    for (at, diagnostic) in report.diagnostics.iter().enumerate() {
        let item = Item {
            code: diagnostic.code.code,
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            file: diagnostic.place.path(),
            span: Range::of(&diagnostic.place),
            labels: diagnostic
                .labels
                .iter()
                .map(|label| LabelItem {
                    message: &label.message,
                    file: label.place.path(),
                    span: Range::of(&label.place),
                })
                .collect(),
            fix: diagnostic.fix.as_ref().map(|fix| FixItem { replacement: &fix.replacement }),
            url: report.url(diagnostic),
        };
        let comma = if at + 1 == report.diagnostics.len() { "" } else { "," };
        writeln!(out, "  {}{comma}", text(&item)?)?;
    }
    writeln!(out, "]}}")
}

/// A value as JSON on one line, safe to show on a terminal.
pub(super) fn text(value: &impl Serialize) -> io::Result<String> {
    Ok(escape(&serde_json::to_string(value)?))
}

/// JSON text in which characters that steer a terminal stand as escapes: the same value to every program.
/// Outside of strings JSON on one line has none of them.
pub(super) fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && terminal::steers(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string never fails.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}
