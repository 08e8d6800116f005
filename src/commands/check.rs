//! `planc check`: reads, validates, reports; with `--fix`, mends first what has a certain mend.

use super::{Failure, Outcome, open, report};
use crate::cli::{CheckArgs, Clock, Console};
use crate::fix;
use crate::model::Period;
use crate::session::{Ask, Compilation, Session};
use crate::source::{Disk, Overlay};

/// Runs it.
///
/// # Errors
/// Where there is no portfolio, nothing can be read, or a mended file can't be written.
pub fn run(args: &CheckArgs, period: &str, clock: &Clock, console: &mut Console) -> Result<Outcome, Failure> {
    let disk = open(&args.portfolio)?;
    let ask = Ask { as_of: clock.day() };
    let mut session = Session::new().telling(console.progress());
    let mut compilation = session.compile(&disk, &ask);
    // A check's figures are over twelve months; a period that is none is bad usage here as everywhere.
    Period::parse(period, ask.as_of, compilation.portfolio.config.fiscal_year_start)
        .map_err(super::bad_period)?;
    if args.fix {
        compilation = mend(compilation, &mut session, &disk, &ask, console)?;
    }
    report::write(&compilation, args.format, disk.root(), console)?;
    compilation.timings.end("say what is wrong");
    if args.timings {
        report::show_timings(&compilation, console);
    }
    report::outcome(&compilation, args.deny)
}

/// Applies the fixes that there are, says so, and compiles what is there now.
fn mend(
    compilation: Compilation,
    session: &mut Session,
    disk: &Disk,
    ask: &Ask,
    console: &mut Console,
) -> Result<Compilation, Failure> {
    let found: Vec<_> = compilation.diagnostics.as_slice().to_vec();
    let mended = fix::mend(found, &mut |texts| {
        session.compile(&Overlay { tree: disk, texts }, ask).diagnostics.into_iter().collect()
    });
    if mended.files.is_empty() && mended.refused.is_empty() {
        return Ok(compilation);
    }
    let unsaved = fix::save(disk.root(), &mended);
    console.note(fix::describe(&mended).trim_end());
    if let Some((path, error)) = unsaved.first() {
        let message = format!("{path} could not be mended: {}", crate::source::reason(error));
        return Err(Failure::new(message, "check that the file may be written by you"));
    }
    Ok(session.compile(disk, ask))
}
