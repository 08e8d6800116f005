//! Action Plan: what we will do, on a timeline, with what is overdue.

use serde::Serialize;

use crate::digits::push_day;
use crate::model::{Action, ActionStatus, Choice, Date, Plan, next_day};
use crate::site::chart::{Bar, TimeAxis};
use crate::site::html::{Esc, Html, put};
use crate::site::views::{Book, fragment_of, push_words};

#[derive(Debug, Serialize, Hash)]
pub(super) struct ActionsView {
    axis: Html,
    /// Each action with its place in time, what is open first; empty where none is written down.
    rows: Html,
    open: usize,
    overdue: usize,
}

/// Whether an action is open and was due before `as_of`.
pub(in crate::site::views) fn is_overdue(action: &Action, as_of: Date) -> bool {
    action.status().is_open() && action.due.is_some_and(|due| due.value < as_of)
}

pub(super) fn view(book: &Book<'_>, plan: &Plan) -> ActionsView {
    let as_of = book.f.as_of;
    // Open ones by when they are due, then what is over, the latest first.
    let mut actions: Vec<&Action> = plan.actions.iter().collect();
    actions.sort_by(|a, b| {
        let open = (!a.status().is_open()).cmp(&!b.status().is_open());
        let end = |action: &Action| action.done.or(action.due).map_or(Date::MAX, |day| day.value);
        let by_day = if a.status().is_open() { end(a).cmp(&end(b)) } else { end(b).cmp(&end(a)) };
        open.then(by_day)
    });
    let days = actions.iter().flat_map(|action| {
        [action.start, action.due, action.done].into_iter().flatten().map(|day| day.value)
    });
    let axis = TimeAxis::new("actions", days, as_of);
    ActionsView {
        axis: axis.header(),
        open: actions.iter().filter(|action| action.status().is_open()).count(),
        overdue: actions.iter().filter(|action| is_overdue(action, as_of)).count(),
        rows: Html::build(|out| actions.iter().for_each(|action| push_row(out, book, plan, action, &axis))),
    }
}

/// Appends an action: what it is, where it stands, whose it is, what it is for, and its place in time.
fn push_row(out: &mut String, book: &Book<'_>, plan: &Plan, action: &Action, axis: &TimeAxis) {
    let as_of = book.f.as_of;
    put!(out, "<li id=\"action-", Esc(&fragment(plan, action)));
    out.push_str(if action.status().is_open() { "\">" } else { "\" class=\"over\">" });
    put!(out, "<div class=\"timeline-text\">\n<p class=\"strong\">", Esc(&action.action.value), "</p>\n");
    out.push_str("<p class=\"meta\">");
    push_badge(out, action, as_of);
    put!(out, " · ", Esc(owner(book, action)));
    if let Some(done) = action.done {
        out.push_str(" · done ");
        book.f.push_day(out, done.value);
    } else if let Some(due) = action.due {
        out.push_str(if is_overdue(action, as_of) {
            " · <span class=\"bad\">due "
        } else {
            " · <span>due "
        });
        book.f.push_ago(out, due.value);
        out.push_str("</span>");
    }
    out.push_str("</p>\n");
    if let Some(metric) = &action.metric {
        put!(out, "<p class=\"meta\">Success: ", Esc(&metric.value), "</p>\n");
    }
    for (at, id) in action.supports.iter().enumerate() {
        out.push_str(if at == 0 { "<p class=\"meta\">For: " } else { "; " });
        push_supported(out, plan, &id.value);
    }
    out.push_str(if action.supports.is_empty() { "</div>" } else { "</p>\n</div>" });
    out.push_str("<div class=\"timeline-track\">");
    push_track(out, action, as_of, axis);
    out.push_str("</div></li>\n");
}

/// The fragment of an action's row in its account's page.
pub(in crate::site::views) fn fragment(plan: &Plan, action: &Action) -> String {
    fragment_of(&plan.actions, action, |action| &action.id.value)
}

/// Appends where an action stands: icon and word, coloured.
pub(in crate::site::views) fn push_badge(out: &mut String, action: &Action, as_of: Date) {
    let status = action.status().as_str();
    let class = if is_overdue(action, as_of) { "overdue" } else { status };
    put!(out, "<span class=\"status status-", class, "\"><i class=\"icon i-a-", class, "\"></i>");
    push_words(out, class);
    out.push_str("</span>");
}

/// The name of who does an action; empty where nobody is named.
pub(in crate::site::views) fn owner<'b>(book: &'b Book<'_>, action: &'b Action) -> &'b str {
    action.owner.as_ref().map_or("", |owner| book.portfolio.config.person_name(owner))
}

/// Appends what an id that an action supports stands for.
fn push_supported(out: &mut String, plan: &Plan, id: &str) {
    let opportunity = || plan.opportunities.iter().find(|o| o.id.value == id).map(|o| &o.name.value);
    let risk = || plan.risks.iter().find(|r| r.id.value == id).map(|r| &r.risk.value);
    let objective = || plan.objectives.iter().find(|o| o.id.value == id).map(|o| &o.objective.value);
    match opportunity().or_else(risk).or_else(objective) {
        Some(named) => put!(out, Esc(named)),
        None => put!(out, if plan.contract(id).is_some() { "Renewal of " } else { "" }, Esc(id)),
    }
}

fn push_track(out: &mut String, action: &Action, as_of: Date, axis: &TimeAxis) {
    let overdue = is_overdue(action, as_of);
    let class = match action.status() {
        _ if overdue => "bar-overdue",
        ActionStatus::Done => "bar-done",
        ActionStatus::Cancelled => "bar-cancelled",
        ActionStatus::Blocked => "bar-blocked",
        ActionStatus::InProgress => "bar-active",
        ActionStatus::Planned => "bar-planned",
    };
    let due = action.due.map(|day| day.value);
    let end = action.done.map(|day| day.value).or(due);
    let alternative = |out: &mut String| match due {
        Some(due) => {
            out.push_str(if overdue { "Overdue, was due " } else { "Due " });
            push_day(out, due);
        }
        None => out.push_str("No due date"),
    };
    axis.push_row(
        out,
        alternative,
        |row| {
            let Some(end) = end else { return };
            let from = action.start.map_or(end, |day| day.value).min(end);
            let title = |out: &mut String| {
                push_day(out, from);
                out.push_str(" to ");
                push_day(out, end);
            };
            row.bar(Bar { from, to: end, class, height: 10.0 }, title, |_| {});
            if overdue {
                // How long it has been overdue is part of the bar, in another pattern.
                let title = |out: &mut String| {
                    out.push_str("Overdue since ");
                    push_day(out, end);
                };
                row.bar(
                    Bar { from: next_day(end), to: as_of, class: "bar-late", height: 4.0 },
                    title,
                    |_| {},
                );
            }
        },
        |row| {
            if let Some(end) = end {
                row.mark(end, "mark-end", 3.0, |out| push_day(out, end));
            }
        },
    );
}
