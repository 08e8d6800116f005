//! What the client tells us: survey answers, escalations, usage.

use super::fields::Fields;
use super::refusal::{Refusal, quoted};
use super::scalar::date::{date, moment, month};
use super::scalar::number::{count, whole};
use super::shape::List;
use super::value::is_absent;
use crate::diagnostic::codes::{P102, P103, P117, P118};
use crate::model::{Decimal, Escalation, Field, Month, Score, Survey, Usage};
use crate::parse::{NodeKind, ScalarStyle};
use crate::text::Spanned;

pub(crate) fn survey(f: &mut Fields<'_, '_, '_, '_>) -> Option<Survey> {
    let id = f.id(List::Surveys);
    let date = f.need("date", date);
    let score = score(f);
    let by = f.line("by");
    f.sound()?;
    Some(Survey {
        place: f.d.place(f.span),
        id,
        date: date?,
        score: score?,
        by,
        extra: std::mem::take(&mut f.extra),
    })
}

/// One of `nps` and `csat`; `of` with the latter.
fn score(f: &mut Fields<'_, '_, '_, '_>) -> Option<Field<Score>> {
    match (f.has("nps"), f.has("csat")) {
        (true, true) => {
            let span = f.key_span("csat").unwrap_or(f.span);
            let help = "write two answers, one with `nps` and one with `csat`";
            let problem = f.d.problem(&P118, span, "This survey answer has both `nps` and `csat`").help(help);
            let first = f.key_span("nps").map(|span| f.d.place(span));
            f.d.report(match first {
                Some(place) => problem.label(place, "`nps` is here"),
                None => problem,
            });
            None
        }
        (true, false) => {
            let nps = f.opt("nps", |text| answer(text, 0, 10));
            if f.has("of") {
                let span = f.key_span("of").unwrap_or(f.span);
                let help = "take `of` out: an `nps` answer is always of 0 to 10";
                let problem = f.d.problem(&P118, span, "`of` goes with `csat`, and this answer has `nps`");
                f.d.report(problem.help(help));
            }
            nps.map(|nps| nps.map(Score::Nps))
        }
        (false, true) => {
            let of = f.opt("of", scale);
            if of.is_none() && f.has("of") {
                return None;
            }
            let of = of.map_or(5, |of| of.value);
            f.opt("csat", |text| answer(text, 1, of)).map(|csat| csat.map(|score| Score::Csat { score, of }))
        }
        (false, false) => {
            if f.is_excused("nps") || f.is_excused("csat") {
                f.d.spoil();
                return None;
            }
            let message = "This survey answer has neither `nps` nor `csat`";
            let help = "add for example `nps: 9` (0 to 10) or `csat: 4` (1 to 5)";
            let problem = f.d.problem(&P102, f.anchor(), message).help(help);
            f.d.report(problem);
            None
        }
    }
}

fn answer(text: &str, from: u8, to: u8) -> Result<u8, Refusal> {
    if let Some((score, of)) = text.split_once('/')
        && let (Ok(score), Ok(of)) = (whole(score.trim()), whole(of.trim()))
    {
        let message = format!("must be the answer alone, not {}", quoted(text));
        let help = match from {
            0 => format!("write `{score}`"),
            _ => format!("write `{score}`, and `of: {of}`"),
        };
        return Err(Refusal::new(&P117, message, help));
    }
    let score = whole(text).map_err(|refusal| Refusal { code: &P117, ..refusal })?;
    u8::try_from(score).ok().filter(|score| (from..=to).contains(score)).ok_or_else(|| {
        let message = format!("must be from {from} to {to}, not {}", quoted(text));
        let help = match (from, score) {
            (1, 6..=10) if to < 10 => {
                let of = if score <= 7 { 7 } else { 10 };
                format!("where the scale goes to {of}, add `of: {of}`")
            }
            _ => format!("write a whole number from {from} to {to}"),
        };
        Refusal::new(&P117, message, help)
    })
}

fn scale(text: &str) -> Result<u8, Refusal> {
    match text {
        "5" => Ok(5),
        "7" => Ok(7),
        "10" => Ok(10),
        _ => {
            let message = format!("must be 5, 7 or 10, not {}", quoted(text));
            Err(Refusal::new(&P117, message, "write how many boxes the scale has: `5`, `7` or `10`"))
        }
    }
}

pub(crate) fn escalation(f: &mut Fields<'_, '_, '_, '_>) -> Option<Escalation> {
    let id = f.id(List::Escalations);
    let opened = f.need("opened", moment);
    let resolved = f.opt("resolved", moment);
    let severity = f.choice("severity");
    let summary = f.text("summary");
    f.sound()?;
    Some(Escalation {
        place: f.d.place(f.span),
        id: id?,
        opened: opened?,
        resolved,
        severity,
        summary,
        extra: std::mem::take(&mut f.extra),
    })
}

pub(crate) fn usage(f: &mut Fields<'_, '_, '_, '_>) -> Option<Usage> {
    let id = f.id(List::Usage);
    let metric = f.need_text("metric");
    let licensed = f.opt("licensed", count);
    let points = points(f);
    f.sound()?;
    Some(Usage {
        place: f.d.place(f.span),
        id,
        metric: metric?,
        licensed,
        points,
        extra: std::mem::take(&mut f.extra),
    })
}

/// Months and their counts, in the months' order.
fn points(f: &mut Fields<'_, '_, '_, '_>) -> Vec<(Month, Spanned<Decimal>)> {
    let Some(node) = f.need_node("points") else { return Vec::new() };
    let NodeKind::Map(entries) = &node.kind else {
        if node.kind == NodeKind::Invalid {
            f.d.spoil();
            return Vec::new();
        }
        let message = "`points` must have a month before each count";
        let help = match &node.kind {
            NodeKind::Scalar(cell) if cell.style == ScalarStyle::Cell => {
                "give each month a column of its own, headed for example `2026-08`"
            }
            _ => "write for example `points: {2026-07: 330, 2026-08: 310}`",
        };
        let problem = f.d.problem(&P103, node.span, message).help(help);
        f.d.report(problem);
        return Vec::new();
    };
    let mut points = Vec::with_capacity(entries.len());
    for entry in entries {
        let month = f.d.scalar("points", &entry.key, month);
        let point = match &entry.value.kind {
            NodeKind::Scalar(scalar) if is_absent(scalar) => None,
            NodeKind::Scalar(scalar) => f.d.scalar("points", scalar, count),
            NodeKind::Invalid => {
                f.d.spoil();
                None
            }
            NodeKind::List(_) | NodeKind::Map(_) => {
                let message = "a month in `points` takes one number";
                let help = format!("write for example `{}: 330`", entry.key.text);
                let problem = f.d.problem(&P103, entry.value.span, message).help(help);
                f.d.report(problem);
                None
            }
        };
        points.extend(month.map(|month| month.value).zip(point));
    }
    points.sort_by_key(|(month, _)| *month);
    points
}
