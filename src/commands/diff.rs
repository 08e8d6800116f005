//! `planc diff`: what changed in meaning between two git revisions.

use std::path::{Path, PathBuf};

use super::{Failure, Outcome, open, report};
use crate::cli::{Clock, Console, DiffArgs, DiffFormat, Global};
use crate::diff::{Diff, Gate, Side, render};
use crate::session::{Ask, Compilation, Session};
use crate::source::git::Repository;
use crate::source::{CONFIG_FILE, Disk};

/// What the files on disk are called.
const WORKING_TREE: &str = "the working tree";

/// Runs it: both revisions through one session, as at the same day, so that what did not change is read
/// once.
///
/// # Errors
/// Where there is no portfolio, no repository, no such revision, or a condition makes no sense.
pub fn run(
    args: &DiffArgs,
    global: &Global,
    clock: &Clock,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let gates: Vec<Gate> = args
        .fail_on
        .iter()
        .map(|text| Gate::parse(text))
        .collect::<Result<_, _>>()
        .map_err(|message| Failure::Said { message, help: None })?;
    let asked = Asked::of(args)?;
    let base = asked.repository.commit(&asked.base)?;
    let head = asked.head.as_deref().map(|head| asked.repository.commit(head)).transpose()?;
    let base = match (&head, asked.since_parted) {
        (Some(head), true) => asked.repository.merge_base(&base, head)?,
        (None, true) => asked.repository.merge_base(&base, &asked.repository.commit("HEAD")?)?,
        (_, false) => base,
    };

    let ask = Ask { as_of: clock.day() };
    let mut session = Session::new().telling(console.progress());
    let mut notes = Vec::new();
    let mut at = |commit: &str, name: &str, session: &mut Session| -> Result<Compilation, Failure> {
        let revision = asked.repository.at(commit)?;
        if !revision.has(CONFIG_FILE) {
            notes.push(format!(
                "{name} holds no portfolio here (no {CONFIG_FILE}): everything is new or gone"
            ));
        }
        Ok(session.compile(&revision, &ask))
    };
    let mut before = at(&base, &asked.base, &mut session)?;
    let mut after = match &head {
        Some(head) => at(head, asked.head.as_deref().unwrap_or(head), &mut session)?,
        None => session.compile(&asked.disk, &ask),
    };
    let period = |compilation: &mut Compilation| {
        let figures = compilation.figures(&global.period).map_err(super::bad_period);
        compilation.timings.end("compute figures");
        figures
    };
    let (was, is) = (period(&mut before)?, period(&mut after)?);
    let head = asked.head.as_deref().unwrap_or(WORKING_TREE);
    let mut diff = Diff::between(
        Side {
            name: &asked.base,
            portfolio: &before.portfolio,
            report: &was,
            diagnostics: before.diagnostics.as_slice(),
        },
        Side {
            name: head,
            portfolio: &after.portfolio,
            report: &is,
            diagnostics: after.diagnostics.as_slice(),
        },
    );
    diff.notes.extend(notes);
    diff.broken = gates.iter().filter_map(|gate| gate.broken(&diff)).collect();

    let text = match args.format {
        DiffFormat::Human => render::terminal(&diff, console.style().color),
        DiffFormat::Markdown => render::markdown(&diff),
        DiffFormat::Html => render::html(&diff),
        DiffFormat::Json => format!("{:#}\n", render::json(&diff)),
    };
    console.out().write_all(text.as_bytes())?;
    console.out().flush()?;
    for doubt in gates.iter().filter_map(|gate| gate.unjudged(&diff)) {
        console.warn(&doubt);
    }
    for gate in &diff.broken {
        console.error(gate, None);
    }
    if args.timings {
        for (name, compilation) in [(asked.base.as_str(), &before), (head, &after)] {
            console.note(&format!("{name}:"));
            report::show_timings(compilation, console);
        }
    }
    Ok(if diff.broken.is_empty() { Outcome::Clean } else { Outcome::Found })
}

/// What is to be compared, and where.
struct Asked {
    disk: Disk,
    repository: Repository,
    base: String,
    head: Option<String>,
    /// Whether BASE stands for the revision from which it and HEAD have grown apart.
    since_parted: bool,
}

impl Asked {
    /// Takes the arguments apart: with two of them the second may be HEAD or the portfolio's folder.
    fn of(args: &DiffArgs) -> Result<Self, Failure> {
        let folder = |args: &DiffArgs| args.portfolio.clone().unwrap_or_else(|| PathBuf::from("."));
        let second = args.head.as_deref();
        let is_folder = args.portfolio.is_none() && second.is_some_and(|second| Path::new(second).is_dir());
        if is_folder {
            let here =
                Repository::around(Path::new(".")).and_then(|here| here.commit(second.unwrap_or_default()));
            if here.is_err() {
                return Asked::at(Path::new(second.unwrap_or_default()), &args.base, None);
            }
        }
        Asked::at(&folder(args), &args.base, second)
    }

    fn at(folder: &Path, base: &str, head: Option<&str>) -> Result<Self, Failure> {
        let disk = open(folder)?;
        let repository = Repository::around(disk.root())?;
        let (base, head, since_parted) = match (base.split_once("..."), base.split_once(".."), head) {
            (Some((base, head)), _, None) => (base, non_empty(head), true),
            (None, Some((base, head)), None) => (base, non_empty(head), false),
            (None, None, head) => (base, head, false),
            (_, _, Some(_)) => {
                return Err(Failure::new(
                    format!("“{base}” names two revisions already, and another one follows"),
                    "write `planc diff BASE HEAD`, or `planc diff BASE..HEAD`",
                ));
            }
        };
        let base = if base.is_empty() { "HEAD" } else { base };
        Ok(Asked { disk, repository, base: base.to_owned(), head: head.map(str::to_owned), since_parted })
    }
}

fn non_empty(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
