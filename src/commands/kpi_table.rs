//! The figures as a terminal shows them: the portfolio beside its targets, groups, accounts, sparklines, an
//! explanation, what moved a figure.
//!
//! For: `planc kpi` for people; programs read its JSON or CSV.
//! Must not: compute a figure, or decide where the text goes.

mod grid;
mod rows;
mod why;

use std::io::{self, Write};

use crate::kpi::{Dimension, Explanation, Report, Scope, Since, words};
use crate::portfolio::Portfolio;

pub use grid::Look;
use grid::{Align, Cell, Grid, Tone};

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The portfolio that the figures are of.
    pub portfolio: &'a Portfolio,
    /// The figures.
    pub report: &'a Report,
    /// The dimensions whose groups are wanted.
    pub by: &'a [Dimension],
    /// The accounts that are wanted, by id; `None`: the portfolio.
    pub accounts: Option<&'a [String]>,
    /// Whether each figure has its trend over 24 month ends.
    pub series: bool,
    /// The explanation of one figure, in place of all figures.
    pub explanation: Option<&'a Explanation<'a>>,
    /// What moved one figure, in place of all figures.
    pub since: Option<&'a Since>,
}

/// How many accounts the list of those that need someone names.
const NEEDIEST: usize = 10;

/// Writes what is asked for.
///
/// # Errors
///
/// What the writer says.
pub fn write(out: &mut dyn Write, look: &Look, shown: &Shown<'_>) -> io::Result<()> {
    if let Some(since) = shown.since {
        return why::since(out, look, shown, since);
    }
    if let Some(explanation) = shown.explanation {
        return why::explanation(out, look, shown, explanation);
    }
    head(out, look, shown)?;
    match shown.accounts {
        None => scope(out, look, shown, &Scope::Portfolio)?,
        Some(ids) => {
            for (at, id) in ids.iter().enumerate() {
                if at > 0 {
                    writeln!(out)?;
                }
                account(out, look, shown, id)?;
            }
        }
    }
    for &dimension in shown.by {
        writeln!(out)?;
        groups(out, look, shown, dimension)?;
    }
    if shown.accounts.is_none() && shown.by.is_empty() {
        neediest(out, look, shown)?;
    }
    left_out(out, look, shown.report)
}

/// The portfolio's name, the day, the period.
fn head(out: &mut dyn Write, look: &Look, shown: &Shown<'_>) -> io::Result<()> {
    let report = shown.report;
    let name = crate::diagnostic::emit::neutral(&shown.portfolio.config.portfolio).into_owned();
    writeln!(out, "{}", look.paint(Tone::Strong, &name))?;
    let period = &report.period;
    let mut line = format!(
        "as of {}, {} ({} to {}), in {}",
        report.as_of, period.name, period.from, period.to, report.currency
    );
    if period.partial {
        line.push_str(&format!(", so far to {}", period.closing));
    }
    if report.grain != crate::config::Grain::Account {
        line.push_str(&format!(", retention by {}", report.grain.as_str()));
    }
    writeln!(out, "{}\n", look.paint(Tone::Faint, &line))
}

/// Every figure of a scope, one a row.
fn scope(out: &mut dyn Write, look: &Look, shown: &Shown<'_>, scope: &Scope) -> io::Result<()> {
    let Some(figures) = shown.report.figures(scope) else { return Ok(()) };
    let series = if shown.series { shown.report.series(scope) } else { None };
    rows::figures(shown, look, scope, figures, series.as_ref()).write(out, look)?;
    let quarters = rows::quarters(figures);
    if !quarters.is_empty() {
        writeln!(out, "\n{}", look.paint(Tone::Strong, "Renewal forecast"))?;
        quarters.write(out, look)?;
    }
    Ok(())
}

/// One account: its figures, its health's parts, why it needs someone.
fn account(out: &mut dyn Write, look: &Look, shown: &Shown<'_>, id: &str) -> io::Result<()> {
    let Some(account) = shown.report.account(id) else {
        let file = shown.portfolio.plan(id).map(|checked| checked.plan.path());
        return match file {
            Some(file) => look.paragraph(
                out,
                0,
                Tone::Plain,
                &format!("{id} is left out of the figures for its errors: planc check shows them in {file}"),
            ),
            None => look.paragraph(out, 0, Tone::Plain, &format!("there is no account {id}")),
        };
    };
    let title = Cell::new(Tone::Strong, format!("{} ({id}), {}", account.name, account.owner));
    let mut line = Grid::new(&[("", Align::Left)]);
    line.row(vec![title]);
    line.write(out, look)?;
    scope(out, look, shown, &Scope::Account(id.to_owned()))?;
    let health = &account.figures.health;
    writeln!(out, "\n{}", look.paint(Tone::Strong, "Health"))?;
    let mut grid = Grid::new(&[
        ("", Align::Left),
        ("Points", Align::Right),
        ("Weight", Align::Right),
        ("", Align::Left),
    ]);
    for measure in &health.measures {
        let points = match &measure.value {
            Ok(value) => words::trimmed(*value, 1),
            Err(_) => rows::none(look).to_owned(),
        };
        grid.row(vec![
            measure.name.into(),
            points.into(),
            words::trimmed(measure.weight, 2).into(),
            Cell::new(Tone::Faint, measure.because.to_string()),
        ]);
    }
    for cap in &health.caps {
        let at = format!("at most {}", cap.at);
        grid.row(vec![
            Cell::new(Tone::Bad, cap.name),
            at.into(),
            Cell::default(),
            cap.because.to_string().into(),
        ]);
    }
    grid.write(out, look)
}

/// The groups of a dimension, one a row.
fn groups(out: &mut dyn Write, look: &Look, shown: &Shown<'_>, dimension: Dimension) -> io::Result<()> {
    let title = format!("By {}", dimension.as_str());
    writeln!(out, "{}", look.paint(Tone::Strong, &title))?;
    rows::groups(shown, look, dimension).write(out, look)
}

/// The accounts that need someone most.
fn neediest(out: &mut dyn Write, look: &Look, shown: &Shown<'_>) -> io::Result<()> {
    let list = shown.report.attention();
    if list.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", look.paint(Tone::Strong, "Where someone is needed most"))?;
    let mut grid = Grid::new(&[
        ("Account", Align::Left),
        ("Owner", Align::Left),
        ("ARR", Align::Right),
        ("Health", Align::Right),
        ("Why", Align::Left),
    ]);
    for account in list.iter().take(NEEDIEST) {
        let reasons = shown.report.attention_reasons(&account.id);
        grid.row(vec![
            account.id.as_str().into(),
            Cell::new(Tone::Faint, account.owner.as_str()),
            words::thousands(account.figures.closing_arr).into(),
            rows::health(look, &account.figures),
            reasons.first().map_or("", String::as_str).into(),
        ]);
    }
    grid.write(out, look)?;
    let more = list.len().saturating_sub(NEEDIEST);
    if more > 0 {
        writeln!(out, "{}", look.paint(Tone::Faint, &format!("and {more} more")))?;
    }
    Ok(())
}

/// How many plans are left out of the figures, and which.
fn left_out(out: &mut dyn Write, look: &Look, report: &Report) -> io::Result<()> {
    let n = report.excluded.len();
    if n == 0 {
        return Ok(());
    }
    const NAMED: usize = 20;
    let mut files: Vec<&str> =
        report.excluded.iter().take(NAMED).map(|excluded| excluded.file.as_str()).collect();
    let more = format!("{} more", n.saturating_sub(NAMED));
    if n > NAMED {
        files.push(&more);
    }
    let plans = if n == 1 { "plan is" } else { "plans are" };
    writeln!(out)?;
    look.paragraph(out, 0, Tone::Bad, &format!("{n} {plans} left out of these figures: {}", files.join(", ")))
}
