//! Usage, satisfaction and escalations: how the client fares with what they pay for.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::value::person;
use crate::digits::push_month;
use crate::kpi::{AccountFigures, FigureName, month_ends};
use crate::model::{
    Choice, Date, Decimal, Escalation, Meeting, Moment, Month, Plan, Score, Survey, Usage, round,
};
use crate::site::catalog;
use crate::site::chart::{self, Caption, Line};
use crate::site::format;
use crate::site::html::{Esc, Html, by, put};
use crate::site::views::{Book, push_words};

#[derive(Debug, Serialize, Hash)]
pub(super) struct VoiceView {
    /// Usage by metric, CSAT and NPS, each as a chart.
    trends: Html,
    /// What has been escalated, what is open first; empty where nothing was.
    escalations: Html,
    open_escalations: usize,
    /// The latest answers of surveys; empty where nobody answered.
    answers: Html,
    /// The latest meetings; empty where there was none.
    meetings: Html,
    /// Whether there is anything.
    any: bool,
}

/// How many months of usage are drawn.
const USAGE_MONTHS: u32 = 36;
/// How many answers, and how many meetings, are listed.
const ANSWERS: usize = 12;
const MEETINGS: usize = 8;

pub(super) fn view(book: &Book<'_>, plan: &Plan, account: Option<&AccountFigures>) -> VoiceView {
    let as_of = book.f.as_of;
    let usage = Html::build(|out| plan.usage.iter().for_each(|usage| push_usage(out, book, usage)));
    let mut escalations: Vec<&Escalation> =
        plan.escalations.iter().filter(|escalation| escalation.opened.at.date() <= as_of).collect();
    escalations.sort_by(|a, b| {
        let open = |escalation: &Escalation| resolved(escalation, as_of).is_none();
        open(b).cmp(&open(a)).then_with(|| b.opened.at.cmp(&a.opened.at))
    });
    let mut answers: Vec<&Survey> = plan.surveys.iter().filter(|s| s.date.value <= as_of).collect();
    answers.sort_by_key(|survey| std::cmp::Reverse(survey.date.value));
    let mut meetings: Vec<&Meeting> = plan.meetings.iter().collect();
    meetings.sort_by_key(|meeting| std::cmp::Reverse(meeting.date.value));
    VoiceView {
        any: !(usage.is_empty() && escalations.is_empty() && answers.is_empty() && meetings.is_empty()),
        trends: Html::build(|out| {
            put!(out, usage);
            for name in [FigureName::Csat, FigureName::Nps] {
                account.into_iter().for_each(|account| push_satisfaction(out, book, account, name));
            }
        }),
        open_escalations: escalations.iter().filter(|e| resolved(e, as_of).is_none()).count(),
        escalations: Html::build(|out| escalations.iter().for_each(|e| push_escalation(out, book, e))),
        answers: Html::build(|out| {
            answers.iter().take(ANSWERS).for_each(|survey| push_answer(out, book, plan, survey));
        }),
        meetings: Html::build(|out| {
            meetings.iter().take(MEETINGS).for_each(|meeting| push_meeting(out, book, plan, meeting));
        }),
    }
}

/// Appends how much is used of what is licensed, as a chart over months; nothing where nothing is known yet.
fn push_usage(out: &mut String, book: &Book<'_>, usage: &Usage) {
    let points: BTreeMap<Month, Decimal> = usage
        .points
        .iter()
        .filter(|(month, _)| month.first_day().is_some_and(|day| day <= book.f.as_of))
        .map(|(month, value)| (*month, value.value))
        .collect();
    let (Some((&first_month, _)), Some((&last_month, &last))) =
        (points.first_key_value(), points.last_key_value())
    else {
        return;
    };
    let licensed = usage.licensed.map(|licensed| licensed.value);
    // Every month between the first and the last, so that a missing one shows as a gap; the last ones at most.
    let months: Vec<Month> = (0..=last_month.since(first_month).min(USAGE_MONTHS - 1))
        .rev()
        .map(|back| last_month.before(back))
        .collect();
    let push_label = |out: &mut String, month: Month| {
        if let Some(day) = month.first_day() {
            push_month(out, day);
        }
    };
    let values: Vec<Option<f64>> =
        months.iter().map(|month| points.get(month).and_then(Decimal::to_f64)).collect();
    let metric = usage.metric.value.as_str();
    let mut summary = String::with_capacity(64);
    put!(&mut summary, metric, ": ", by(|out| format::push_plain(out, last)), " in ");
    push_label(&mut summary, last_month);
    if let Some(licensed) = licensed {
        put!(&mut summary, ", of ", by(|out| format::push_plain(out, licensed)), " licensed");
    }
    let line = Line {
        values: &values,
        label: &|out, at| months.get(at).into_iter().for_each(|month| push_label(out, *month)),
        level: licensed.and_then(|licensed| {
            licensed.to_f64().zip(Some(format!("{} licensed", format::plain(licensed))))
        }),
        from_zero: true,
    };
    put!(out, "<div class=\"trend\">\n<h3>", Esc(metric), "</h3>\n<p><span class=\"big num\">");
    book.push_sourced(out, &usage.place, |out| format::push_count(out, last));
    out.push_str("</span> <span class=\"muted\">");
    push_label(out, last_month);
    if let Some(share) = licensed.and_then(|licensed| last.checked_div(licensed)) {
        out.push_str(", ");
        format::push_percent(out, share, 0);
        out.push_str(" of licensed");
    }
    out.push_str("</span></p>\n");
    chart::push_figure(
        out,
        Caption { title: metric, summary: &summary, legend: &[] },
        |out| chart::push_line(out, &line, push_number, &summary),
        |out| {
            let rows = months.iter().filter_map(|month| points.get(month).map(|value| (month, value)));
            chart::push_table(out, metric, &["Month", "Value"], rows, |out, (month, value), column| {
                match column {
                    0 => push_label(out, **month),
                    _ => format::push_count(out, **value),
                }
            });
        },
    );
    out.push_str("\n</div>\n");
}

/// Appends a number on an axis.
fn push_number(out: &mut String, value: f64) {
    if let Ok(value) = Decimal::try_from(value) {
        format::push_plain(out, round(value, 2));
    }
}

/// Appends CSAT or NPS over 24 months; nothing where nobody ever answered.
fn push_satisfaction(out: &mut String, book: &Book<'_>, account: &AccountFigures, name: FigureName) {
    let entry = catalog::entry(name);
    let figures = &account.figures;
    let trend = book.report.trend(&account.id, name);
    if !trend.iter().any(Result::is_ok) {
        return;
    }
    out.push_str("<div class=\"trend\">\n<h3>");
    entry.push_name(out);
    out.push_str("</h3>\n<p><span class=\"big\">");
    entry.push_known(&book.f, out, &name.value(figures));
    out.push_str("</span> <span class=\"muted\">");
    if name == FigureName::Nps {
        let nps = &figures.nps;
        put!(out, nps.promoters as usize, " promoters, ", nps.passives as usize, " passives, ");
        put!(out, nps.detractors as usize, " detractors");
    } else {
        put!(out, figures.csat.satisfied as usize, " of ", figures.csat.n as usize, " satisfied");
    }
    out.push_str("</span></p>\n");
    book.push_trend_chart(out, entry, &month_ends(book.report.as_of), &trend, None);
    out.push_str("\n</div>\n");
}

/// Appends an answer to a survey, judged.
fn push_answer(out: &mut String, book: &Book<'_>, plan: &Plan, survey: &Survey) {
    let (kind, score, of, tone, word) = match survey.score.value {
        Score::Nps(score) => {
            let (tone, word) = match score {
                9.. => ("good", "Promoter"),
                7..9 => ("neutral", "Passive"),
                _ => ("bad", "Detractor"),
            };
            ("NPS", score, 10, tone, word)
        }
        Score::Csat { score, of } if u32::from(score) + 1 >= u32::from(of) => {
            ("CSAT", score, of, "good", "Satisfied")
        }
        Score::Csat { score, of } => ("CSAT", score, of, "bad", "Not satisfied"),
    };
    put!(out, "<li><span class=\"tag tag-", tone, "\">", word, "</span> <div><p>", kind, " ");
    book.push_sourced(out, &survey.place, |out| put!(out, usize::from(score), " of ", usize::from(of)));
    out.push_str("</p><p class=\"meta\">");
    book.f.push_day(out, survey.date.value);
    if let Some(by) = &survey.by {
        put!(out, " · ", Esc(person(plan, by)));
    }
    out.push_str("</p></div></li>\n");
}

/// When an escalation was resolved, if it was by then.
fn resolved(escalation: &Escalation, as_of: Date) -> Option<Moment> {
    escalation.resolved.map(|resolved| resolved.value).filter(|resolved| resolved.at.date() <= as_of)
}

/// Appends an escalation: how severe, what about, and how long it took.
fn push_escalation(out: &mut String, book: &Book<'_>, escalation: &Escalation) {
    let severity = escalation.severity.map_or("medium", |severity| severity.value.as_str());
    let tone = match severity {
        "critical" | "high" => "bad",
        "medium" => "watch",
        _ => "neutral",
    };
    put!(out, "<li><span class=\"tag tag-", tone, "\">");
    push_words(out, severity);
    let summary = escalation.summary.as_ref().unwrap_or(&escalation.id);
    put!(out, "</span> <div><p>", Esc(&summary.value), "</p><p class=\"meta\">");
    book.push_sourced(out, &escalation.place, |out| put!(out, Esc(&escalation.id)));
    out.push_str(" · opened ");
    book.f.push_ago(out, escalation.opened.day);
    match resolved(escalation, book.f.as_of) {
        None => out.push_str(" · <span class=\"bad\">still open</span>"),
        Some(resolved) => {
            out.push_str(" · resolved ");
            book.f.push_day(out, resolved.day);
            out.push_str(", in ");
            let minutes = resolved.at.signed_duration_since(escalation.opened.at).num_minutes().max(0);
            if let Some(hours) = Decimal::from(minutes).checked_div(Decimal::from(60)) {
                format::push_hours_short(out, hours);
            }
        }
    }
    out.push_str("</p></div></li>\n");
}

/// Appends a meeting: its kind, what came of it or else who was there, and when.
fn push_meeting(out: &mut String, book: &Book<'_>, plan: &Plan, meeting: &Meeting) {
    out.push_str("<li><span class=\"tag\">");
    match meeting.kind.map_or("meeting", |kind| kind.value.as_str()) {
        "qbr" => out.push_str("Quarterly review"),
        "ebr" => out.push_str("Executive review"),
        kind => push_words(out, kind),
    }
    out.push_str("</span> <div><p>");
    let people = |out: &mut String| {
        for (at, id) in meeting.with.iter().enumerate() {
            put!(out, if at == 0 { "" } else { ", " }, Esc(person(plan, &id.value)));
        }
    };
    match &meeting.notes {
        Some(notes) => put!(out, Esc(&notes.value)),
        None => people(out),
    }
    out.push_str("</p><p class=\"meta\">");
    book.f.push_ago(out, meeting.date.value);
    if meeting.notes.is_some() && !meeting.with.is_empty() {
        out.push_str(" · ");
        people(out);
    }
    out.push_str("</p></div></li>\n");
}
