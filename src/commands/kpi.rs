//! `planc kpi`: the figures, in the terminal or for programs.

use std::path::Path;

use super::kpi_table::{self, Look, Shown};
use super::{Failure, Outcome, open, report};
use crate::cli::{Clock, Console, Global, KpiArgs, KpiFormat};
use crate::decode::did_you_mean;
use crate::diagnostic::Severity;
use crate::kpi::{
    Explanation, FigureName, JsonOptions, Report, Scope, Since, explain, explanation_csv, since, since_csv,
    to_csv, to_json,
};
use crate::portfolio::Portfolio;
use crate::session::{Ask, Compilation, Session};

/// Runs it.
///
/// # Errors
/// Where there is no portfolio, nothing can be read, or the period or account makes no sense.
pub fn run(
    args: &KpiArgs,
    global: &Global,
    clock: &Clock,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let disk = open(&args.portfolio)?;
    let mut session = Session::new().telling(console.progress());
    let mut compilation = session.compile(&disk, &Ask { as_of: clock.day() });
    let figures = compilation.figures(&global.period).map_err(super::bad_period)?;
    compilation.timings.end("compute figures");
    let portfolio = &compilation.portfolio;
    if let Some(id) = &args.account {
        known(portfolio, id)?;
    }

    let scope = args.account.clone().map_or(Scope::Portfolio, Scope::Account);
    let explained =
        |figure: FigureName| explain(&figures, figure, &scope).ok_or_else(|| left_out(portfolio, &scope));
    let moved = match (args.explain, args.since) {
        (Some(figure), Some(day)) => {
            let earlier = session.compile(&disk, &Ask { as_of: day });
            let before = earlier.figures(&global.period).map_err(super::bad_period)?;
            Some(since(&before, &figures, figure, &scope).ok_or_else(|| left_out(portfolio, &scope))?)
        }
        _ => None,
    };
    let explanation = args.explain.map(explained).transpose()?;
    let asked = Asked { args, report: &figures, explanation: explanation.as_ref(), since: moved.as_ref() };
    asked.write(portfolio, console)?;
    compilation.timings.end("explain and write figures");
    if args.timings {
        report::show_timings(&compilation, console);
    }
    tell_errors(&compilation, &args.portfolio, console);
    report::outcome(&compilation, None)
}

/// What is to be written.
struct Asked<'a> {
    args: &'a KpiArgs,
    report: &'a Report,
    explanation: Option<&'a Explanation<'a>>,
    since: Option<&'a Since>,
}

impl Asked<'_> {
    fn write(&self, portfolio: &Portfolio, console: &mut Console) -> Result<(), Failure> {
        let KpiArgs { by, account, series, format, .. } = self.args;
        let accounts = account.as_ref().map(std::slice::from_ref);
        let Asked { report, explanation, since, .. } = *self;
        let options = JsonOptions { by, accounts, series: *series, explanation, since };
        let (style, terminal) = (console.style(), console.is_terminal());
        let out = console.out();
        match format {
            KpiFormat::Human => {
                let width = terminal.then_some(style.width);
                let look = Look { color: style.color, unicode: style.unicode, width };
                let shown = Shown { portfolio, report, by, accounts, series: *series, explanation, since };
                kpi_table::write(out, &look, &shown)?;
            }
            KpiFormat::Json => {
                let json = to_json(self.report, &options);
                serde_json::to_writer_pretty(&mut *out, &json).map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
            KpiFormat::Csv => {
                let csv = match (self.since, self.explanation) {
                    (Some(since), _) => since_csv(since),
                    (None, Some(explanation)) => explanation_csv(explanation),
                    (None, None) => to_csv(self.report, &options),
                };
                out.write_all(csv.as_bytes())?;
            }
        }
        Ok(out.flush()?)
    }
}

/// Refuses an account that there is not.
fn known(portfolio: &Portfolio, id: &str) -> Result<(), Failure> {
    if portfolio.plan(id).is_some() {
        return Ok(());
    }
    let ids = portfolio.plans.iter().map(|checked| checked.plan.id.value.as_str());
    let help =
        did_you_mean(id, ids).unwrap_or_else(|| "`planc kpi --format csv` lists the accounts' ids".into());
    Err(Failure::new(format!("there is no account “{id}”"), help))
}

/// An account that counts in no figure has none to explain.
fn left_out(portfolio: &Portfolio, scope: &Scope) -> Failure {
    let id = if let Scope::Account(id) = scope { id.as_str() } else { "it" };
    let file = portfolio.plan(id).map_or("its plan", |checked| checked.plan.path());
    Failure::new(
        format!("{id} is left out of the figures for its errors"),
        format!("mend {file}: `planc check` shows where"),
    )
}

/// That there are errors, which the figures don't show.
fn tell_errors(compilation: &Compilation, portfolio: &Path, console: &mut Console) {
    let errors = compilation.count(Severity::Error);
    if errors > 0 {
        let place =
            if portfolio == Path::new(".") { String::new() } else { format!(" {}", portfolio.display()) };
        let plural = if errors == 1 { "" } else { "s" };
        console.note(&format!("{errors} error{plural} in the plans: `planc check{place}` shows them"));
    }
}
