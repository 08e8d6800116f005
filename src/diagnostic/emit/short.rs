//! `short`: one line a problem, `file:line:col: severity[code]: message`.

use std::io;

use super::{Report, ends, neutral};

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for diagnostic in report.diagnostics {
        let (start, _) = ends(&diagnostic.place);
        writeln!(
            out,
            "{}:{}:{}: {}[{}]: {}",
            neutral(diagnostic.place.path()),
            start.line,
            start.column,
            diagnostic.severity.as_str(),
            diagnostic.code.code,
            neutral(&diagnostic.message)
        )?;
    }
    Ok(())
}
