//! `planc build`: check, then the static site.

use std::sync::Arc;

use super::{Failure, Outcome, open, report};
use crate::cli::{BuildArgs, Clock, Console, Global};
use crate::history::{self, NoPast};
use crate::session::{Ask, Compilation, Session};
use crate::write::{Output, WriteError, Written, check_place};

/// The folder of the site in the portfolio's, unless another is asked for.
const OUTPUT: &str = "site";

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Failure::new(error.message, error.help)
    }
}

/// Runs it.
///
/// # Errors
/// Where there is no portfolio, nothing can be read, or the output can't be written.
pub fn run(
    args: &BuildArgs,
    global: &Global,
    clock: &Clock,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let disk = open(&args.portfolio)?;
    let output = args.output.clone().unwrap_or_else(|| disk.root().join(OUTPUT));
    check_place(&output, disk.root())?;

    let progress = console.progress();
    let mut session = Session::new().telling(progress.clone());
    if !args.no_history {
        match history::past(&disk, clock.day(), progress.as_ref()) {
            Ok(past) => session.remember(Some(Arc::new(past))),
            Err(NoPast(why)) => console.note(&format!("the site shows no history: {why}")),
        }
    }
    let mut compilation = session.compile(&disk, &Ask { as_of: clock.day() });
    let figures = compilation.figures(&global.period).map_err(super::bad_period)?;
    let mut site = None;
    match session.publish(&compilation, &figures) {
        Ok(made) => site = Some(made),
        Err(problem) => compilation.diagnostics.extend([*problem]),
    }
    compilation.timings.end("render pages");

    report::write(&compilation, args.format, disk.root(), console)?;
    let outcome = report::outcome(&compilation, args.deny)?;
    match site {
        Some(_) if args.strict && outcome == Outcome::Found => {
            console.note("nothing was written, for the build is strict");
        }
        Some(site) => {
            let mut folder = Output::open(&output, &mut || {
                console.note(&format!("waiting for another planc that writes to {}", output.display()));
            })?;
            let written = folder.update_telling(&site.files, progress.as_ref())?;
            compilation.timings.end("write files");
            console.note(&summary(&written, &folder));
        }
        None => console.note("nothing was written: the last site stays as it is"),
    }
    if args.timings {
        show_timings(&compilation, console);
    }
    Ok(outcome)
}

fn summary(written: &Written, folder: &Output) -> String {
    let Written { written, unchanged, deleted } = *written;
    let mut parts = vec![format!("{written} file{} written", if written == 1 { "" } else { "s" })];
    if unchanged > 0 {
        parts.push(format!("{unchanged} unchanged"));
    }
    if deleted > 0 {
        parts.push(format!("{deleted} deleted"));
    }
    format!("{}: open {}", parts.join(", "), folder.root().join("index.html").display())
}

fn show_timings(compilation: &Compilation, console: &mut Console) {
    for (pass, time) in compilation.timings.passes() {
        console.note(&format!("{:>9.1} ms  {pass}", time.as_secs_f64() * 1000.0));
    }
    console.note(&format!("{:>9.1} ms  in all", compilation.timings.total().as_secs_f64() * 1000.0));
}
