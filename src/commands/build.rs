//! `planc build`: check, then the static site.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::{Failure, Outcome, open, report};
use crate::cli::{BuildArgs, Clock, Console, Global};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::history::{Memory, NoPast};
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
    let mut compilation = session.compile(&disk, &Ask { as_of: clock.day() });
    let period = compilation.period(&global.period).map_err(super::bad_period)?;
    let memory = if args.no_history { None } else { remembered(Memory::of(&disk), console) };
    let mut made_from =
        Some(Digest::of(&(session.made_from(), period, memory.as_ref().map(Memory::made_from))));
    compilation.timings.end("find out what changed");

    // A build that is strict writes nothing where something is wrong; its pages are made all the same, for
    // a template may be wrong too.
    let strict = args.strict && report::has_found(&compilation, args.deny);
    let writes = !strict && !compilation.failed;
    let mut target = Target { folder: &output, update: None, unwritten: None };
    // Where a record may say that nothing changed, it is looked at before anything is made.
    if writes && Output::has_record(&output) {
        target.open(made_from, console);
    }
    let mut problem = None;
    if target.is_whole() {
        compilation.timings.end("look at the last site");
    } else {
        if let Some(memory) = memory {
            match remembered(memory.gather(clock.day(), progress.as_ref()), console) {
                Some(past) => compilation.remember(Arc::new(past)),
                // Git may answer next time.
                None => {
                    made_from = None;
                    target.update.iter_mut().for_each(Update::mistrust);
                }
            }
            compilation.timings.end("read the history");
        }
        let figures = compilation.figures(&global.period).map_err(super::bad_period)?;
        let site = session.publish(&compilation, &figures);
        compilation.timings.end("compute figures");
        match site {
            Ok(site) => {
                if writes {
                    target.open(made_from, console);
                }
                problem = target.render(&site, &compilation, progress.as_ref());
            }
            Err(wrong) => problem = Some(wrong),
        }
        compilation.timings.end("render pages, compare and write files");
    }
    let Target { update, unwritten, .. } = target;
    let update = update.filter(|_| problem.is_none());
    compilation.diagnostics.extend(problem.map(|problem| *problem));

    report::write(&compilation, args.format, disk.root(), console)?;
    let outcome = report::outcome(&compilation, args.deny)?;
    if let Some(error) = unwritten {
        return Err(error.into());
    }
    compilation.timings.end("say what is wrong");
    match update {
        Some(update) => {
            let home = update.root().join("index.html");
            console.note(&summary(&update.finish()?, &home));
        }
        None if strict => console.note("nothing was written, for the build is strict"),
        None => console.note("nothing was written: the last site stays as it is"),
    }
    compilation.timings.end("put files in place");
    if args.timings {
        report::show_timings(&compilation, console);
    }
    // The process ends: to give back what holds a portfolio, piece by piece, would only take longer.
    std::mem::forget((session, compilation));
    Ok(outcome)
}

/// What git gave; where it gave nothing, why is said.
fn remembered<T>(told: Result<T, NoPast>, console: &mut Console) -> Option<T> {
    told.map_err(|NoPast(why)| console.note(&format!("the site shows no history: {why}"))).ok()
}

/// Where the site is to stand.
struct Target<'a> {
    folder: &'a Path,
    /// The folder as it is brought up to date; `None` where nothing is written.
    update: Option<Update>,
    /// Why it can't be written to.
    unwritten: Option<WriteError>,
}

impl Target<'_> {
    /// Opens the folder, unless that was done or tried before.
    fn open(&mut self, made_from: Option<Digest>, console: &mut Console) {
        if self.update.is_some() || self.unwritten.is_some() {
            return;
        }
        let opened = Output::open(self.folder, &mut || {
            console.note(&format!("waiting for another planc that writes to {}", self.folder.display()));
        });
        match opened.and_then(|output| output.begin(made_from)) {
            Ok(update) => self.update = Some(update),
            Err(error) => self.unwritten = Some(error),
        }
    }

    fn is_whole(&self) -> bool {
        self.update.as_ref().is_some_and(Update::is_whole)
    }

    /// Renders the site into the folder, or nowhere; what is wrong with a template.
    fn render(
        &mut self,
        site: &Site,
        compilation: &Compilation,
        progress: Option<&Arc<dyn Progress>>,
    ) -> Option<Box<Diagnostic>> {
        if self.unwritten.is_some() {
            return None;
        }
        match make(site, self.update.as_ref(), progress) {
            Ok(()) => {}
            Err(Unmade::Template(error)) => return Some(compilation.template_problem(&error)),
            Err(Unmade::Unwritten(error)) => self.unwritten = Some(error),
        }
        None
    }
}

/// Why a site could not be made.
enum Unmade {
    Template(TemplateError),
    Unwritten(WriteError),
}

/// Renders a site into a folder, or nowhere.
fn make(site: &Site, into: Option<&Update>, progress: Option<&Arc<dyn Progress>>) -> Result<(), Unmade> {
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
    into: Option<&'a Update>,
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

fn summary(written: &Written, home: &Path) -> String {
    let Written { written, unchanged, deleted } = *written;
    let mut parts = vec![format!("{written} file{} written", if written == 1 { "" } else { "s" })];
    if unchanged > 0 {
        parts.push(format!("{unchanged} unchanged"));
    }
    if deleted > 0 {
        parts.push(format!("{deleted} deleted"));
    }
    format!("{}: open {}", parts.join(", "), home.display())
}
