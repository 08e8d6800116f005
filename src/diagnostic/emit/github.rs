//! `github`: workflow commands, which GitHub shows as annotations on the lines of a pull request.

use std::io;

use super::{Report, ends, neutral, terminal};
use crate::diagnostic::Severity;

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for diagnostic in report.diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let (start, end) = ends(&diagnostic.place);
        let path = format!("{}{}", report.prefix, diagnostic.place.path());
        write!(out, "::{command} file={},line={}", property(&neutral(&path)), start.line)?;
        // Columns mean something to GitHub on one line only.
        if start.line == end.line {
            write!(out, ",endLine={},col={},endColumn={}", end.line, start.column, end.column)?;
        } else {
            write!(out, ",endLine={}", end.line)?;
        }
        write!(out, ",title={}", property(&format!("{} {}", diagnostic.code.code, diagnostic.code.name)))?;
        let mut message = neutral(&diagnostic.message).into_owned();
        if let Some(help) = &diagnostic.help {
            message.push_str("\nhelp: ");
            message.push_str(&terminal::neutral_lines(help));
        }
        for label in &diagnostic.labels {
            let (at, _) = ends(&label.place);
            message.push_str(&format!(
                "\n{}:{}:{}: {}",
                neutral(label.place.path()),
                at.line,
                at.column,
                neutral(&label.message)
            ));
        }
        writeln!(out, "::{}", data(&message))?;
    }
    Ok(())
}

/// A command's message, in which these characters would end it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A command's property, which `,` and `:` would end too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
