//! `planc history`: figures as they were written over time, beside what they are as corrected now.

use super::{Failure, Outcome, open};
use crate::cli::{Clock, Console, HistoryArgs, HistoryFormat};
use crate::history::{History, Moment, Scope, render};
use crate::kpi::FigureName;
use crate::session::Session;
use crate::source::git::Repository;

/// Runs it.
///
/// # Errors
/// Where there is no portfolio, no repository with history, or no such figure or account.
pub fn run(args: &HistoryArgs, clock: &Clock, console: &mut Console) -> Result<Outcome, Failure> {
    let disk = open(&args.portfolio)?;
    let figures: Vec<FigureName> = if args.figure.is_empty() {
        vec![FigureName::Arr, FigureName::Nrr, FigureName::Grr]
    } else {
        args.figure.clone()
    };
    let repository = Repository::around(disk.root())?;
    let commits = repository.log()?;
    let today = clock.day();
    let moments = if args.commits {
        Moment::at_commits(&commits, today)
    } else {
        Moment::at_month_ends(&commits, today)
    };
    let moments = &moments[moments.len().saturating_sub(usize::from(args.last))..];
    if moments.is_empty() {
        return Err(Failure::new(
            "no commit holds this portfolio yet",
            "commit planc.yaml and the plans, then ask again",
        ));
    }
    let mut session = Session::new();
    let scope = args.account.clone().map_or(Scope::Portfolio, Scope::Account);
    let progress = console.progress();
    let history =
        History::trace(&mut session, &repository, &disk, moments, &figures, &scope, &mut |done, all| {
            if let Some(progress) = &progress {
                progress.step("revisions", done, all);
            }
        })?;
    if let (Scope::Account(id), false) = (&scope, history.knows_account) {
        return Err(Failure::new(
            format!("no account has the id “{id}”, now or at any of these revisions"),
            "`planc kpi` lists the accounts with their ids",
        ));
    }
    let text = match args.format {
        HistoryFormat::Human => render::terminal(&history),
        HistoryFormat::Json => format!("{:#}\n", render::json(&history)),
        HistoryFormat::Csv => render::csv(&history),
    };
    console.out().write_all(text.as_bytes())?;
    console.out().flush()?;
    Ok(Outcome::Clean)
}
