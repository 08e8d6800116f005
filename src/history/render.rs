//! A history for a terminal, a program and a spreadsheet.

use serde_json::{Map, Value, json};

use super::{History, Scope};
use crate::diff::figure_value;
use crate::kpi::{FigureName, Known, Unit};
use crate::model::{Decimal, round};

/// How a value is written for programs: shares with 6 decimals, scores with 1, money and hours with 2.
fn exact(figure: FigureName, value: Decimal) -> Decimal {
    let decimals = match figure.unit() {
        Unit::Share => 6,
        Unit::Points | Unit::Score => 1,
        Unit::Money | Unit::Hours => 2,
    };
    round(value, decimals).normalize()
}

/// As a table a figure, with a sparkline of what was written.
pub fn terminal(history: &History) -> String {
    let mut out = String::new();
    if let Scope::Account(id) = &history.scope {
        out.push_str(&format!("Account {id}\n\n"));
    }
    for (at, figure) in history.figures.iter().enumerate() {
        let written: Vec<Option<Decimal>> =
            history.points.iter().map(|p| p.written.get(at).and_then(|v| v.clone().ok())).collect();
        let sparks = sparkline(&written);
        out.push_str(&format!("{}  {sparks}\n", figure.title()));
        let rows: Vec<[String; 4]> = history
            .points
            .iter()
            .map(|point| {
                let (written, corrected) = (point.written.get(at), point.corrected.get(at));
                let show = |value: Option<&Known<Decimal>>| match value {
                    Some(Ok(value)) => figure_value(*figure, &Ok(*value), &history.currency),
                    _ => "none".to_owned(),
                };
                let note = notes(*figure, written, corrected, point.excluded);
                let (written, corrected) = (show(written), show(corrected));
                [point.moment.as_of.to_string(), written, corrected, note]
            })
            .collect();
        let width = |column: usize, head: &str| {
            rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0).max(head.len())
        };
        let (w, c) = (width(1, "as written"), width(2, "as corrected now"));
        out.push_str(&format!("  {:10}  {:>w$}  {:>c$}\n", "", "as written", "as corrected now"));
        for [day, written, corrected, note] in &rows {
            let line = format!("  {day:10}  {written:>w$}  {corrected:>c$}  {note}");
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

/// What must be said beside a moment's two values.
fn notes(
    figure: FigureName,
    written: Option<&Known<Decimal>>,
    corrected: Option<&Known<Decimal>>,
    excluded: usize,
) -> String {
    let mut notes = Vec::new();
    match (written, corrected) {
        (Some(Ok(a)), Some(Ok(b))) if exact(figure, *a) != exact(figure, *b) => {
            notes.push("corrected since".into())
        }
        (Some(Err(a)), Some(Err(b))) if a == b => notes.push(a.to_string()),
        (Some(Err(reason)), _) => notes.push(format!("then: {reason}")),
        (_, Some(Err(reason))) => notes.push(format!("now: {reason}")),
        _ => {}
    }
    if excluded > 0 {
        notes.push(format!("{excluded} left out then"));
    }
    notes.join("; ")
}

/// One character a value, higher for more; a space where there is none.
fn sparkline(values: &[Option<Decimal>]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let known = || values.iter().flatten().copied();
    let (Some(low), Some(high)) = (known().min(), known().max()) else { return String::new() };
    let height = |value: Decimal| {
        let part = (value - low).checked_div(high - low).unwrap_or(Decimal::ONE);
        let step = round(part * Decimal::from(BARS.len() - 1), 0);
        usize::try_from(step).ok().and_then(|step| BARS.get(step)).copied().unwrap_or('█')
    };
    values.iter().map(|value| value.map_or(' ', height)).collect()
}

/// As one JSON object.
pub fn json(history: &History) -> Value {
    let known = |figure: FigureName, value: &Known<Decimal>| match value {
        Ok(value) => {
            exact(figure, *value).to_string().parse::<serde_json::Number>().map_or(Value::Null, Value::Number)
        }
        Err(_) => Value::Null,
    };
    let values = |values: &[Known<Decimal>]| -> Value {
        let pairs = history.figures.iter().zip(values);
        Value::Object(pairs.map(|(f, v)| (f.as_str().to_owned(), known(*f, v))).collect::<Map<_, _>>())
    };
    let points: Vec<Value> = history
        .points
        .iter()
        .map(|point| {
            json!({
                "as_of": point.moment.as_of.to_string(),
                "commit": point.moment.commit,
                "as_written": values(&point.written),
                "as_corrected": values(&point.corrected),
                "excluded": point.excluded,
            })
        })
        .collect();
    let account = match &history.scope {
        Scope::Portfolio => Value::Null,
        Scope::Account(id) => id.clone().into(),
    };
    json!({"planc": 1, "currency": history.currency, "account": account, "history": points})
}

/// As comma-separated values, a row a moment.
pub fn csv(history: &History) -> String {
    let mut out = String::from("as_of,commit,excluded");
    for figure in &history.figures {
        out.push_str(&format!(",{0}_as_written,{0}_as_corrected", figure.as_str()));
    }
    out.push('\n');
    for point in &history.points {
        out.push_str(&format!("{},{},{}", point.moment.as_of, point.moment.commit, point.excluded));
        for (figure, (written, corrected)) in
            history.figures.iter().zip(point.written.iter().zip(&point.corrected))
        {
            for value in [written, corrected] {
                let text = value.as_ref().map_or_else(|_| String::new(), |v| exact(*figure, *v).to_string());
                out.push_str(&format!(",{text}"));
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_get_exact_numbers_without_padding() {
        assert_eq!(exact(FigureName::Nrr, "1.0549999999".parse().unwrap()).to_string(), "1.055");
    }
}
