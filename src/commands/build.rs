//! `planc build`: check, then the static site.

use std::sync::{Arc, OnceLock};

use super::{Failure, Outcome, open, report};
use crate::cli::{BuildArgs, Clock, Console, Global};
use crate::history::{self, NoPast};
use crate::progress::{Count, Progress};
use crate::session::{Ask, Compilation, Session};
use crate::site::{Halt, Sink, Site, TemplateError};
use crate::write::{Output, Update, WriteError, Written, check_place};

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
    let site = session.publish(&compilation, &figures);
    compilation.timings.end("compute figures");

    // A build that is strict writes nothing where something is wrong; its pages are made all the same, for
    // a template may be wrong too.
    let strict = args.strict && report::has_found(&compilation, args.deny);
    let mut folder = None;
    let mut unwritten = None;
    if site.is_ok() && !strict && !compilation.failed {
        let opened = Output::open(&output, &mut || {
            console.note(&format!("waiting for another planc that writes to {}", output.display()));
        });
        match opened {
            Ok(opened) => folder = Some(opened),
            Err(error) => unwritten = Some(error),
        }
    }
    let mut update = None;
    match folder.as_mut().map(Output::begin).transpose() {
        Ok(begun) => update = begun,
        Err(error) => unwritten = Some(error),
    }
    let mut problem = None;
    match site {
        Ok(site) if unwritten.is_none() => match make(&site, update.as_ref(), progress.as_ref()) {
            Ok(()) => {}
            Err(Unmade::Template(error)) => problem = Some(compilation.template_problem(&error)),
            Err(Unmade::Unwritten(error)) => unwritten = Some(error),
        },
        Ok(_) => {}
        Err(wrong) => problem = Some(wrong),
    }
    let update = update.filter(|_| problem.is_none());
    compilation.diagnostics.extend(problem.map(|problem| *problem));
    compilation.timings.end("render pages, compare and write files");

    report::write(&compilation, args.format, disk.root(), console)?;
    let outcome = report::outcome(&compilation, args.deny)?;
    if let Some(error) = unwritten {
        return Err(error.into());
    }
    let written = update.map(Update::finish).transpose()?;
    compilation.timings.end("put files in place");
    match (written, &folder) {
        (Some(written), Some(folder)) => console.note(&summary(&written, folder)),
        _ if strict => console.note("nothing was written, for the build is strict"),
        _ => console.note("nothing was written: the last site stays as it is"),
    }
    if args.timings {
        show_timings(&compilation, console);
    }
    Ok(outcome)
}

/// Why a site could not be made.
enum Unmade {
    Template(TemplateError),
    Unwritten(WriteError),
}

/// Renders a site into a folder, or nowhere.
fn make(site: &Site, into: Option<&Update<'_>>, progress: Option<&Arc<dyn Progress>>) -> Result<(), Unmade> {
    let count = Count::new(progress, "pages made", site.parts());
    let writing = Writing { into, failed: OnceLock::new(), count };
    let rendered = site.render(&writing);
    match (writing.failed.into_inner(), rendered) {
        (Some(error), _) => Err(Unmade::Unwritten(error)),
        (None, Err(Halt::Template(error))) => Err(Unmade::Template(error)),
        (None, Ok(()) | Err(Halt::Stopped)) => Ok(()),
    }
}

/// Takes the site's files as they are rendered to the folder, or nowhere.
struct Writing<'a> {
    into: Option<&'a Update<'a>>,
    failed: OnceLock<WriteError>,
    count: Count,
}

impl Sink for Writing<'_> {
    fn wants(&self, _path: &str) -> bool {
        true
    }

    fn put(&self, path: &str, file: &[u8]) -> Result<(), Halt> {
        let Some(into) = self.into else { return Ok(()) };
        into.put(path, file).map_err(|error| {
            // Of several that fail at a time, one is told.
            let _ = self.failed.set(error);
            Halt::Stopped
        })
    }

    fn done(&self) {
        self.count.one();
    }
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
