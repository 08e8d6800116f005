//! Action Plan: what we will do, on a timeline, with what is overdue.

use serde::Serialize;

use crate::model::{Action, ActionStatus, Choice, Date, Plan, next_day};
use crate::site::chart::{Bar, Mark, TimeAxis};
use crate::site::format;
use crate::site::html::{Html, put};
use crate::site::views::{Book, fragment_of, words};

#[derive(Debug, Serialize, Hash)]
pub(super) struct ActionsView {
    axis: Html,
    actions: Vec<ActionView>,
    open: usize,
    overdue: usize,
}

/// One action.
#[derive(Debug, Serialize, Hash)]
pub(in crate::site::views) struct ActionView {
    pub fragment: String,
    pub action: String,
    /// Who does it; empty where nobody is named.
    pub owner: String,
    pub due: Html,
    pub metric: String,
    pub status_word: String,
    /// Where it stands: icon and word, coloured.
    pub badge: Html,
    pub overdue: bool,
    pub open: bool,
    /// When it was done; empty while it is not.
    pub done: Html,
    /// What it supports, in words.
    pub supports: Vec<String>,
    /// Its place in time.
    pub track: Html,
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
    let axis = TimeAxis::new(days, as_of);
    ActionsView {
        axis: axis.header(),
        open: actions.iter().filter(|action| action.status().is_open()).count(),
        overdue: actions.iter().filter(|action| is_overdue(action, as_of)).count(),
        actions: actions
            .into_iter()
            .map(|action| {
                let mut view = action_view(book, plan, action);
                view.track = track(book, action, &axis);
                view
            })
            .collect(),
    }
}

/// Where an action stands: icon and word, coloured.
pub(in crate::site::views) fn badge(action: &Action, as_of: Date) -> Html {
    let status = action.status().as_str();
    let (class, word) =
        if is_overdue(action, as_of) { ("overdue", "Overdue".into()) } else { (status, words(status)) };
    Html::build(|out| {
        put!(out, "<span class=\"status status-", class, "\"><i class=\"icon i-a-", class, "\"></i>");
        put!(out, word.as_str(), "</span>");
    })
}

/// The name of who does an action; empty where nobody is named.
pub(super) fn owner<'b>(book: &'b Book<'_>, action: &'b Action) -> &'b str {
    action.owner.as_ref().map_or("", |owner| book.portfolio.config.person_name(owner))
}

pub(in crate::site::views) fn action_view(book: &Book<'_>, plan: &Plan, action: &Action) -> ActionView {
    let as_of = book.f.as_of;
    let status = action.status();
    ActionView {
        fragment: fragment_of(&plan.actions, action, |action| &action.id.value),
        action: action.action.value.clone(),
        owner: owner(book, action).to_owned(),
        due: action.due.map(|due| book.f.ago(due.value)).unwrap_or_default(),
        metric: action.metric.as_ref().map(|metric| metric.value.clone()).unwrap_or_default(),
        status_word: words(status.as_str()),
        badge: badge(action, as_of),
        overdue: is_overdue(action, as_of),
        open: status.is_open(),
        done: action.done.map(|done| book.f.day(done.value)).unwrap_or_default(),
        supports: action.supports.iter().map(|id| supported(plan, &id.value)).collect(),
        track: Html::default(),
    }
}

/// What an id that an action supports stands for.
fn supported(plan: &Plan, id: &str) -> String {
    let opportunity = || plan.opportunities.iter().find(|o| o.id.value == id).map(|o| o.name.value.clone());
    let risk = || plan.risks.iter().find(|r| r.id.value == id).map(|r| r.risk.value.clone());
    let objective = || plan.objectives.iter().find(|o| o.id.value == id).map(|o| o.objective.value.clone());
    let contract = || plan.contract(id).map(|contract| format!("Renewal of {}", contract.id.value));
    opportunity().or_else(risk).or_else(objective).or_else(contract).unwrap_or_else(|| id.to_owned())
}

fn track(book: &Book<'_>, action: &Action, axis: &TimeAxis) -> Html {
    let as_of = book.f.as_of;
    let status = action.status();
    let overdue = is_overdue(action, as_of);
    let class = match status {
        _ if overdue => "bar-overdue",
        ActionStatus::Done => "bar-done",
        ActionStatus::Cancelled => "bar-cancelled",
        ActionStatus::Blocked => "bar-blocked",
        ActionStatus::InProgress => "bar-active",
        ActionStatus::Planned => "bar-planned",
    };
    let due = action.due.map(|day| day.value);
    let end = action.done.map(|day| day.value).or(due);
    let mut bars = Vec::new();
    let mut marks = Vec::new();
    if let Some(end) = end {
        let from = action.start.map_or(end, |day| day.value).min(end);
        bars.push(Bar {
            from,
            to: end,
            class,
            title: format!("{} to {}", format::day(from), format::day(end)),
            label: String::new(),
            height: 10.0,
        });
        if overdue {
            // How long it has been overdue is part of the bar, in another pattern.
            bars.push(Bar {
                from: next_day(end),
                to: as_of,
                class: "bar-late",
                title: format!("Overdue since {}", format::day(end)),
                label: String::new(),
                height: 4.0,
            });
        }
        marks.push(Mark { day: end, class: "mark-end", title: format::day(end), below: 3.0 });
    }
    let alternative = match (due, overdue) {
        (Some(due), true) => format!("Overdue, was due {}", format::day(due)),
        (Some(due), false) => format!("Due {}", format::day(due)),
        (None, _) => "No due date".into(),
    };
    axis.row(&bars, &marks, &alternative)
}
