//! `junit`: XML with one test case a plan, failed where the plan has an error.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::{Report, ends};
use crate::diagnostic::{Diagnostic, Severity};

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut by_file: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in report.diagnostics {
        by_file.entry(diagnostic.place.path()).or_default().push(diagnostic);
    }
    // Every plan, and every other file about which there is something to say.
    let files: BTreeSet<&str> =
        report.plans.iter().map(String::as_str).chain(by_file.keys().copied()).collect();
    let failed = by_file.values().filter(|found| found.iter().any(|d| d.severity == Severity::Error)).count();
    let tests = files.len();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="planc" tests="{tests}" failures="{failed}" errors="0" skipped="0">"#)?;
    writeln!(
        out,
        r#"  <testsuite name="planc check" tests="{tests}" failures="{failed}" errors="0" skipped="0">"#
    )?;
    for file in files {
        let name = xml(&format!("{}{file}", report.prefix));
        write!(out, r#"    <testcase classname="planc" name="{name}" file="{name}""#)?;
        let found = by_file.get(file).map(Vec::as_slice).unwrap_or_default();
        if found.is_empty() {
            writeln!(out, "/>")?;
            continue;
        }
        writeln!(out, ">")?;
        let errors: Vec<_> = found.iter().filter(|d| d.severity == Severity::Error).collect();
        if let Some(first) = errors.first() {
            let more = match errors.len() {
                1 => String::new(),
                n => format!(" (and {} more)", n - 1),
            };
            let lines: Vec<_> = errors.iter().map(|d| line(report, d)).collect();
            writeln!(
                out,
                r#"      <failure message="{}" type="{}">{}</failure>"#,
                xml(&format!("{}{more}", first.message)),
                first.code.code,
                xml(&lines.join("\n"))
            )?;
        }
        let others: Vec<_> =
            found.iter().filter(|d| d.severity != Severity::Error).map(|d| line(report, d)).collect();
        if !others.is_empty() {
            writeln!(out, "      <system-out>{}</system-out>", xml(&others.join("\n")))?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

/// A problem as text: as in `short`, with its help.
fn line(report: &Report<'_>, diagnostic: &Diagnostic) -> String {
    let (start, _) = ends(&diagnostic.place);
    let mut line = format!(
        "{}{}:{}:{}: {}[{}]: {}",
        report.prefix,
        diagnostic.place.path(),
        start.line,
        start.column,
        diagnostic.severity.as_str(),
        diagnostic.code.code,
        diagnostic.message
    );
    if let Some(help) = &diagnostic.help {
        line.push_str("\n  help: ");
        line.push_str(&help.replace('\n', "\n        "));
    }
    line
}

/// Text for an element or an attribute. What XML 1.0 can't hold at all shows as U+FFFD.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if super::terminal::steers(c) => out.push_str(&format!("&#x{:X};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}
