//! An explanation, and what moved a figure, as a terminal shows them.

use std::io::{self, Write};

use crate::kpi::{Explanation, FigureName, Scope, Since, Unit, words};
use crate::model::Decimal;

use super::Shown;
use super::grid::{Align, Cell, Grid, Look, Tone};

/// Whose figure it is, in words.
fn whose(scope: &Scope) -> String {
    match scope {
        Scope::Portfolio => "the portfolio".into(),
        Scope::Account(id) => id.clone(),
        Scope::Group(dimension, Some(key)) => format!("{} {key}", dimension.as_str()),
        Scope::Group(dimension, None) => format!("accounts without {}", dimension.as_str()),
    }
}

/// An amount of a contribution, in the figure's own unit or in what it counts.
fn amount(figure: FigureName, value: Decimal) -> String {
    match (figure, figure.unit()) {
        (FigureName::TimeToResolution, _) => words::trimmed(value, 2),
        (FigureName::Clv, _) => words::thousands(crate::model::round(value, 2)),
        (_, Unit::Score | Unit::Points) => words::trimmed(value, 1),
        // Money as it is; counts of clients, contracts and responses.
        _ => words::thousands(crate::model::round(value, 6)),
    }
}

/// The definition, the formula with the numbers in it, every contribution.
pub(super) fn explanation(
    out: &mut dyn Write,
    look: &Look,
    shown: &Shown<'_>,
    explanation: &Explanation<'_>,
) -> io::Result<()> {
    super::head(out, look, shown)?;
    let title = format!("{} of {}", explanation.title, whose(&explanation.scope));
    look.paragraph(out, 0, Tone::Strong, &title)?;
    look.paragraph(out, 2, Tone::Plain, explanation.definition)?;
    look.paragraph(out, 2, Tone::Faint, explanation.formula)?;
    look.paragraph(out, 2, Tone::Strong, &explanation.worked)?;
    for note in &explanation.notes {
        look.paragraph(out, 2, Tone::Faint, note)?;
    }
    if explanation.contributions.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let figure = explanation.figure;
    let divided = explanation.contributions.iter().any(|part| !part.of.is_zero());
    let mut grid = Grid::new(&[
        ("Amount", Align::Right),
        (if divided { "of" } else { "" }, Align::Right),
        ("", Align::Left),
        ("Account", Align::Left),
        ("Record", Align::Left),
        ("Date", Align::Left),
        ("Where", Align::Left),
        ("What", Align::Left),
    ]);
    let (mut amounts, mut ofs) = (Decimal::ZERO, Decimal::ZERO);
    for part in &explanation.contributions {
        amounts = amounts.saturating_add(part.amount);
        ofs = ofs.saturating_add(part.of);
        let of = if part.of.is_zero() { String::new() } else { amount(figure, part.of) };
        grid.row(vec![
            amount(figure, part.amount).into(),
            of.into(),
            Cell::new(Tone::Faint, part.movement.unwrap_or_default().replace('_', " ")),
            part.account.into(),
            part.record.unwrap_or_default().into(),
            part.date.map_or_else(Cell::default, |date| date.to_string().into()),
            Cell::new(Tone::Faint, format!("{}:{}", part.place.path(), part.place.line())),
            part.text.to_string().into(),
        ]);
    }
    let of = if divided { amount(figure, ofs) } else { String::new() };
    grid.row(vec![
        Cell::new(Tone::Strong, amount(figure, amounts)),
        Cell::new(Tone::Strong, of),
        Cell::new(Tone::Strong, "sum"),
    ]);
    grid.write(out, look)
}

/// Two values, their difference, and what each account's movements did to it.
pub(super) fn since(out: &mut dyn Write, look: &Look, shown: &Shown<'_>, since: &Since) -> io::Result<()> {
    super::head(out, look, shown)?;
    let figure = since.figure;
    let currency = shown.report.currency;
    let (before, after) = (&since.before, &since.after);
    look.paragraph(out, 0, Tone::Strong, &format!("{} of {}", figure.title(), whose(&since.scope)))?;
    let mut line = format!(
        "{} on {}, {} on {}",
        figure.show(&before.1, currency),
        before.0,
        figure.show(&after.1, currency),
        after.0
    );
    if let Some(difference) = since.difference() {
        line.push_str(&format!(": {}", exact(figure, difference, shown)));
    }
    look.paragraph(out, 2, Tone::Plain, &line)?;
    if since.changes.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let mut grid = Grid::new(&[
        ("Moved it by", Align::Right),
        ("Account", Align::Left),
        ("", Align::Left),
        ("Before", Align::Right),
        ("After", Align::Right),
    ]);
    let mut total = Decimal::ZERO;
    for change in &since.changes {
        total = total.saturating_add(change.delta);
        let tone = match (change.delta.is_sign_negative(), figure.less_is_better()) {
            (true, false) | (false, true) => Tone::Bad,
            _ => Tone::Good,
        };
        grid.row(vec![
            Cell::new(tone, exact(figure, change.delta, shown)),
            change.account.as_str().into(),
            Cell::new(Tone::Faint, change.movement.unwrap_or_default().replace('_', " ")),
            amount(figure, change.before).into(),
            amount(figure, change.after).into(),
        ]);
    }
    grid.row(vec![Cell::new(Tone::Strong, exact(figure, total, shown)), Cell::new(Tone::Strong, "sum")]);
    grid.write(out, look)
}

/// A difference with every digit that is printed, so that the rows add up to the eye.
fn exact(figure: FigureName, value: Decimal, shown: &Shown<'_>) -> String {
    match figure.unit() {
        Unit::Share => {
            let sign = if value.is_sign_negative() && !value.is_zero() { words::MINUS } else { "+" };
            format!("{sign}{} points", words::trimmed(value.abs().saturating_mul(Decimal::ONE_HUNDRED), 4))
        }
        unit => unit.show_difference(value, shown.report.currency),
    }
}
