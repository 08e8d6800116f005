//! Usage, satisfaction and escalations: how the client fares with what they pay for.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::value::person;
use crate::digits::push_month;
use crate::kpi::{AccountFigures, FigureName, month_ends};
use crate::model::{Choice, Decimal, Month, Plan, Score};
use crate::site::catalog;
use crate::site::chart::{self, Chart, Line};
use crate::site::format;
use crate::site::html::Html;
use crate::site::views::{Book, words};

#[derive(Debug, Serialize, Hash)]
pub(super) struct VoiceView {
    usage: Vec<UsageView>,
    csat: Option<TrendView>,
    nps: Option<TrendView>,
    answers: Vec<Answer>,
    escalations: Vec<EscalationView>,
    open_escalations: usize,
    meetings: Vec<MeetingView>,
    /// Whether there is anything.
    any: bool,
}

#[derive(Debug, Serialize, Hash)]
struct UsageView {
    metric: String,
    last: Html,
    month: String,
    licensed: Html,
    /// `72 % of licensed`; empty without.
    share: String,
    chart: Chart,
}

/// A satisfaction figure over 24 months.
#[derive(Debug, Serialize, Hash)]
struct TrendView {
    name: Html,
    value: Html,
    note: String,
    chart: Chart,
}

#[derive(Debug, Serialize, Hash)]
struct Answer {
    date: Html,
    kind: &'static str,
    score: Html,
    /// `good`, `neutral`, `bad`
    tone: &'static str,
    word: &'static str,
    by: String,
}

#[derive(Debug, Serialize, Hash)]
struct EscalationView {
    /// Its id, linked to its line.
    record: Html,
    /// What it is about; else its id.
    summary: String,
    severity: String,
    tone: &'static str,
    opened: Html,
    resolved: Html,
    took: String,
    open: bool,
}

#[derive(Debug, Serialize, Hash)]
struct MeetingView {
    date: Html,
    kind: String,
    with: String,
    notes: String,
}

pub(super) fn view(book: &Book<'_>, plan: &Plan, account: Option<&AccountFigures>) -> VoiceView {
    let usage: Vec<UsageView> = plan.usage.iter().filter_map(|usage| usage_view(book, usage)).collect();
    let trend = |name| account.and_then(|account| trend_view(book, account, name));
    let answers = answers(book, plan);
    let escalations = escalations(book, plan);
    let meetings = meetings(book, plan);
    VoiceView {
        any: !(usage.is_empty() && answers.is_empty() && escalations.is_empty() && meetings.is_empty()),
        csat: trend(FigureName::Csat),
        nps: trend(FigureName::Nps),
        open_escalations: escalations.iter().filter(|escalation| escalation.open).count(),
        usage,
        answers,
        escalations,
        meetings,
    }
}

fn usage_view(book: &Book<'_>, usage: &crate::model::Usage) -> Option<UsageView> {
    let points: BTreeMap<Month, Decimal> = usage
        .points
        .iter()
        .filter(|(month, _)| month.first_day().is_some_and(|day| day <= book.f.as_of))
        .map(|(month, value)| (*month, value.value))
        .collect();
    let (&last_month, &last) = points.last_key_value()?;
    let (&first_month, _) = points.first_key_value()?;
    let licensed = usage.licensed.map(|licensed| licensed.value);
    // Every month between the first and the last, so that a missing one shows as a gap; the last 36 at most.
    let mut months = Vec::new();
    let mut month = first_month;
    let span = (i64::from(last_month.year) - i64::from(first_month.year)) * 12 + i64::from(last_month.month)
        - i64::from(first_month.month);
    if span > 35 {
        let back = i64::from(last_month.year) * 12 + i64::from(last_month.month) - 1 - 35;
        month = Month {
            year: i32::try_from(back.div_euclid(12)).unwrap_or(last_month.year),
            month: u32::try_from(back.rem_euclid(12)).unwrap_or(0) + 1,
        };
    }
    while month <= last_month && months.len() < 36 {
        months.push(month);
        month = if month.month >= 12 {
            Month { year: month.year + 1, month: 1 }
        } else {
            Month { month: month.month + 1, ..month }
        };
    }
    let label = |month: Month| month.first_day().map(format::month).unwrap_or_default();
    let values: Vec<Option<f64>> =
        months.iter().map(|month| points.get(month).and_then(Decimal::to_f64)).collect();
    let share = licensed.and_then(|licensed| last.checked_div(licensed));
    let summary = format!(
        "{}: {} in {}{}",
        usage.metric.value,
        format::plain(last),
        label(last_month),
        licensed.map(|licensed| format!(", of {} licensed", format::plain(licensed))).unwrap_or_default()
    );
    let line = Line {
        values: &values,
        label: &|at| months.get(at).map(|month| label(*month)).unwrap_or_default(),
        level: licensed.and_then(|licensed| {
            licensed.to_f64().zip(Some(format!("{} licensed", format::plain(licensed))))
        }),
        from_zero: true,
    };
    let rows = months.iter().filter_map(|month| points.get(month).map(|value| (month, value)));
    let head = ["Month", "Value"];
    let table = chart::table_of(&usage.metric.value, &head, rows, |out, (month, value), column| {
        match (column, month.first_day()) {
            (0, Some(day)) => push_month(out, day),
            (0, None) => {}
            _ => format::push_count(out, **value),
        }
    });
    Some(UsageView {
        metric: usage.metric.value.clone(),
        last: book.sourced(&usage.place, &book.f.count(last)),
        month: label(last_month),
        licensed: licensed.map(|licensed| book.f.count(licensed)).unwrap_or_default(),
        share: share.map(|share| format!("{} of licensed", format::percent(share, 0))).unwrap_or_default(),
        chart: Chart {
            title: usage.metric.value.clone(),
            svg: chart::line(&line, number, &summary),
            summary,
            legend: Vec::new(),
            table,
        },
    })
}

/// A number on an axis.
pub(in crate::site::views) fn number(value: f64) -> String {
    Decimal::try_from(value).map(|value| format::plain(crate::model::round(value, 2))).unwrap_or_default()
}

fn trend_view(book: &Book<'_>, account: &AccountFigures, name: FigureName) -> Option<TrendView> {
    let entry = catalog::entry(name);
    let figures = &account.figures;
    let trend = book.report.trend(&account.id, name);
    let chart = book.trend_chart(entry, &month_ends(book.report.as_of), &trend, None)?;
    Some(TrendView {
        name: entry.name(),
        value: entry.known(&book.f, &name.value(figures)),
        note: match name {
            FigureName::Nps => format!(
                "{} promoters, {} passives, {} detractors",
                figures.nps.promoters, figures.nps.passives, figures.nps.detractors
            ),
            _ => format!("{} of {} satisfied", figures.csat.satisfied, figures.csat.n),
        },
        chart,
    })
}

fn answers(book: &Book<'_>, plan: &Plan) -> Vec<Answer> {
    let mut surveys: Vec<_> =
        plan.surveys.iter().filter(|survey| survey.date.value <= book.f.as_of).collect();
    surveys.sort_by_key(|survey| std::cmp::Reverse(survey.date.value));
    surveys
        .into_iter()
        .take(12)
        .map(|survey| {
            let (kind, score, (tone, word)) = match survey.score.value {
                Score::Nps(score) => (
                    "NPS",
                    format!("{score} of 10"),
                    match score {
                        9.. => ("good", "Promoter"),
                        7..9 => ("neutral", "Passive"),
                        _ => ("bad", "Detractor"),
                    },
                ),
                Score::Csat { score, of } => (
                    "CSAT",
                    format!("{score} of {of}"),
                    if u32::from(score) + 1 >= u32::from(of) {
                        ("good", "Satisfied")
                    } else {
                        ("bad", "Not satisfied")
                    },
                ),
            };
            Answer {
                date: book.f.day(survey.date.value),
                kind,
                score: book.sourced(&survey.place, &Html::text(&score)),
                tone,
                word,
                by: survey.by.as_ref().map(|by| person(plan, by)).unwrap_or_default(),
            }
        })
        .collect()
}

fn escalations(book: &Book<'_>, plan: &Plan) -> Vec<EscalationView> {
    let as_of = book.f.as_of;
    let mut escalations: Vec<_> = plan.escalations.iter().filter(|e| e.opened.at.date() <= as_of).collect();
    escalations.sort_by(|a, b| {
        let open =
            |e: &crate::model::Escalation| e.resolved.is_none_or(|resolved| resolved.at.date() > as_of);
        open(b).cmp(&open(a)).then_with(|| b.opened.at.cmp(&a.opened.at))
    });
    escalations
        .into_iter()
        .map(|escalation| {
            let resolved = escalation.resolved.filter(|resolved| resolved.at.date() <= as_of);
            let severity = escalation.severity.map_or("medium", |severity| severity.value.as_str());
            let minutes =
                resolved.map(|r| r.at.signed_duration_since(escalation.opened.at).num_minutes().max(0));
            EscalationView {
                record: book.sourced(&escalation.place, &Html::text(&escalation.id)),
                summary: escalation.summary.as_ref().unwrap_or(&escalation.id).value.clone(),
                severity: words(severity),
                tone: match severity {
                    "critical" | "high" => "bad",
                    "medium" => "watch",
                    _ => "neutral",
                },
                opened: book.f.ago(escalation.opened.day),
                resolved: resolved.map(|resolved| book.f.day(resolved.day)).unwrap_or_default(),
                took: minutes
                    .and_then(|minutes| Decimal::from(minutes).checked_div(Decimal::from(60)))
                    .map(format::hours_short)
                    .unwrap_or_default(),
                open: resolved.is_none(),
            }
        })
        .collect()
}

fn meetings(book: &Book<'_>, plan: &Plan) -> Vec<MeetingView> {
    let mut meetings: Vec<_> = plan.meetings.iter().collect();
    meetings.sort_by_key(|meeting| std::cmp::Reverse(meeting.date.value));
    meetings
        .into_iter()
        .take(8)
        .map(|meeting| MeetingView {
            date: book.f.ago(meeting.date.value),
            kind: match meeting.kind.map_or("meeting", |kind| kind.value.as_str()) {
                "qbr" => "Quarterly review".into(),
                "ebr" => "Executive review".into(),
                kind => words(kind),
            },
            with: meeting.with.iter().map(|id| person(plan, &id.value)).collect::<Vec<_>>().join(", "),
            notes: meeting.notes.as_ref().map(|notes| notes.value.clone()).unwrap_or_default(),
        })
        .collect()
}
