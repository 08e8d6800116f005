//! A compilation's problems to standard output, as `check` and `build` give them.

use std::path::Path;

use super::{Failure, Outcome};
use crate::cli::{Console, Deny};
use crate::diagnostic::Severity;
use crate::diagnostic::emit::{self, Format, Report};
use crate::session::Compilation;

/// Writes what is wrong.
pub(super) fn write(
    compilation: &Compilation,
    format: Format,
    root: &Path,
    console: &mut Console,
) -> Result<(), Failure> {
    let as_of = compilation.portfolio.as_of.to_string();
    let prefix = prefix(root);
    let report = report(compilation, &as_of, &prefix);
    let style = console.style();
    let out = console.out();
    emit::emit(format, &report, style, out)?;
    out.flush()?;
    // The format for people says it at its end.
    if format != Format::Human {
        console.note(&emit::summary_line(&report));
    }
    Ok(())
}

/// What the formats are made from.
fn report<'a>(compilation: &'a Compilation, as_of: &'a str, prefix: &'a str) -> Report<'a> {
    Report {
        diagnostics: compilation.diagnostics.as_slice(),
        plans: &compilation.plans,
        as_of,
        code_url: None,
        prefix,
    }
}

/// The outcome by what was found.
pub(super) fn outcome(compilation: &Compilation, deny: Option<Deny>) -> Result<Outcome, Failure> {
    if compilation.failed {
        return Err(Failure::Said {
            message: "the portfolio could not be read, so there is no outcome to rely on".into(),
            help: None,
        });
    }
    Ok(if has_found(compilation, deny) { Outcome::Found } else { Outcome::Clean })
}

/// Whether something was found that makes a check fail.
pub(super) fn has_found(compilation: &Compilation, deny: Option<Deny>) -> bool {
    let least = if deny == Some(Deny::Warnings) { Severity::Warning } else { Severity::Error };
    compilation.diagnostics.as_slice().iter().any(|diagnostic| diagnostic.severity >= least)
}

/// Where the time went, pass by pass.
pub(super) fn show_timings(compilation: &Compilation, console: &mut Console) {
    for (pass, time) in compilation.timings.passes() {
        console.note(&format!("{:>9.1} ms  {pass}", time.as_secs_f64() * 1000.0));
    }
    console.note(&format!("{:>9.1} ms  in all", compilation.timings.total().as_secs_f64() * 1000.0));
}

/// What leads from the repository that the portfolio is in to the portfolio, with a `/` at its end; nothing
/// where it is the repository itself, or in none.
fn prefix(root: &Path) -> String {
    let top = root.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok());
    let below = top.and_then(|top| root.strip_prefix(top).ok());
    below
        .into_iter()
        .flat_map(Path::components)
        .map(|part| format!("{}/", part.as_os_str().to_string_lossy()))
        .collect()
}
