//! Actions: the board of the whole portfolio, by when they are due.

use rayon::prelude::*;
use serde::Serialize;

use super::account::{action_fragment, action_owner, is_overdue, push_badge};
use super::paging::{Paging, runs};
use super::{Book, Pages, days_between, words};
use crate::model::{Action, Choice, Date, Plan};
use crate::site::html::{Esc, Html, put};
use crate::site::{Renderer, links, root_of};

const PER_PAGE: usize = 300;
/// How many cards a column shows.
const CARDS: usize = 8;

#[derive(Debug, Serialize, Hash)]
struct ActionsView {
    columns: Vec<ColumnView>,
    rows: Html,
    pages: Option<Paging>,
    total: usize,
    open: usize,
    overdue: usize,
}

#[derive(Debug, Serialize, Hash)]
struct ColumnView {
    title: &'static str,
    tone: &'static str,
    count: usize,
    cards: Vec<Card>,
    more: usize,
}

/// An action and whose it is.
#[derive(Debug, Serialize, Hash)]
struct Card {
    account: String,
    href: String,
    fragment: String,
    action: String,
    /// Who does it; empty where nobody is named.
    owner: String,
    due: Html,
    overdue: bool,
    status_word: String,
}

fn card(book: &Book<'_>, plan: &Plan, action: &Action) -> Card {
    Card {
        account: plan.account.value.clone(),
        href: links::account(&plan.id),
        fragment: action_fragment(plan, action),
        action: action.action.value.clone(),
        owner: action_owner(book, action).to_owned(),
        due: action.due.map(|due| book.f.ago(due.value)).unwrap_or_default(),
        overdue: is_overdue(action, book.f.as_of),
        status_word: words(action.status().as_str()),
    }
}

/// Actions as the rows of a table, on a page from which `root` leads to the site's root.
pub(super) fn rows<'p>(
    book: &Book<'_>,
    actions: impl Iterator<Item = (&'p Plan, &'p Action)>,
    root: &str,
) -> Html {
    Html::build(|out| actions.for_each(|(plan, action)| push_row(out, book, plan, action, root)))
}

fn push_row(out: &mut String, book: &Book<'_>, plan: &Plan, action: &Action, root: &str) {
    let href = links::account(&plan.id);
    put!(out, "<tr><th scope=\"row\"><a class=\"strong\" href=\"", root, Esc(&href), "#action-");
    put!(out, Esc(&action_fragment(plan, action)), "\">", Esc(&action.action.value), "</a>");
    if let Some(metric) = &action.metric {
        put!(out, "<span class=\"sub\">Success: ", Esc(&metric.value), "</span>");
    }
    put!(out, "</th><td><a href=\"", root, Esc(&href), "\">", Esc(&plan.account.value), "</a></td><td>");
    push_badge(out, action, book.f.as_of);
    out.push_str("</td><td");
    out.push_str(if is_overdue(action, book.f.as_of) { " class=\"bad\">" } else { ">" });
    match action.due {
        Some(due) => book.f.push_ago(out, due.value),
        None => out.push_str("<span class=\"why\">no date</span>"),
    }
    out.push_str("</td><td>");
    match &action.owner {
        Some(owner) => book.push_person(out, owner, |out| out.push_str(root)),
        None => out.push_str("<span class=\"why\">nobody</span>"),
    }
    out.push_str("</td></tr>\n");
}

fn due(action: &Action) -> Date {
    action.due.map_or(Date::MAX, |due| due.value)
}

/// The open actions of these plans that are overdue, the longest first.
pub(super) fn overdue<'p>(
    book: &Book<'_>,
    plans: impl Iterator<Item = &'p Plan>,
) -> Vec<(&'p Plan, &'p Action)> {
    let mut overdue: Vec<_> = plans
        .flat_map(|plan| plan.actions.iter().map(move |action| (plan, action)))
        .filter(|(_, action)| is_overdue(action, book.f.as_of))
        .collect();
    overdue.sort_by_key(|(_, action)| due(action));
    overdue
}

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let as_of = book.f.as_of;
    let mut all: Vec<(&Plan, &Action)> = book
        .plans()
        .flat_map(|checked| checked.plan.actions.iter().map(|action| (&*checked.plan, action)))
        .collect();
    // Open ones by when they are due, then what is over, the latest first.
    all.sort_by(|(a_plan, a), (b_plan, b)| {
        let (a_open, b_open) = (a.status().is_open(), b.status().is_open());
        let by_day = if a_open { due(a).cmp(&due(b)) } else { due(b).cmp(&due(a)) };
        b_open
            .cmp(&a_open)
            .then(by_day)
            .then_with(|| (&a_plan.id.value, &a.id.value).cmp(&(&b_plan.id.value, &b.id.value)))
    });
    let open: Vec<(&Plan, &Action)> =
        all.iter().filter(|(_, action)| action.status().is_open()).copied().collect();
    let column = |title, tone, holds: &dyn Fn(i64) -> bool| {
        let here: Vec<_> = open
            .iter()
            .filter(|(_, action)| action.due.is_some_and(|due| holds(days_between(as_of, due.value))))
            .collect();
        ColumnView {
            title,
            tone,
            count: here.len(),
            more: here.len().saturating_sub(CARDS),
            cards: here.into_iter().take(CARDS).map(|(plan, action)| card(book, plan, action)).collect(),
        }
    };
    let overdue = open.iter().filter(|(_, action)| is_overdue(action, as_of)).count();
    runs("actions", &all, PER_PAGE).into_par_iter().try_for_each(|run| {
        let columns = if run.first {
            vec![
                column("Overdue", "bad", &|days| days < 0),
                column("Within 30 days", "", &|days| (0..=30).contains(&days)),
                column("Within 90 days", "", &|days| (31..=90).contains(&days)),
                column("Later", "", &|days| days > 90),
            ]
        } else {
            Vec::new()
        };
        let root = root_of(&run.path);
        let view = || ActionsView {
            columns,
            rows: rows(book, run.items.iter().copied(), &root),
            pages: run.paging,
            total: all.len(),
            open: open.len(),
            overdue,
        };
        renderer.page(run.path, "actions.html", "actions", "Actions", view)
    })
}
