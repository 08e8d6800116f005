//! Actions: the board of the whole portfolio, by when they are due.

use rayon::prelude::*;
use serde::Serialize;

use super::account::{ActionView, action_view, is_overdue};
use super::paging::{Paging, runs};
use super::{Book, Pages, PersonView, days_between};
use crate::model::{Action, Date, Plan};
use crate::site::{Renderer, links};

const PER_PAGE: usize = 300;
/// How many cards a column shows.
const CARDS: usize = 8;

#[derive(Debug, Serialize, Hash)]
struct ActionsView {
    columns: Vec<ColumnView>,
    rows: Vec<Row>,
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
    cards: Vec<Row>,
    more: usize,
}

/// An action and whose it is.
#[derive(Debug, Serialize, Hash)]
pub(super) struct Row {
    account: String,
    href: String,
    owner: PersonView,
    item: ActionView,
}

pub(super) fn row(book: &Book<'_>, plan: &Plan, action: &Action) -> Row {
    Row {
        account: plan.account.value.clone(),
        href: links::account(&plan.id),
        owner: action.owner.as_ref().map(|owner| book.person(owner)).unwrap_or_default(),
        item: action_view(book, plan, action),
    }
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
            cards: here.into_iter().take(CARDS).map(|(plan, action)| row(book, plan, action)).collect(),
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
        let view = || ActionsView {
            columns,
            rows: run.items.iter().map(|(plan, action)| row(book, plan, action)).collect(),
            pages: run.paging,
            total: all.len(),
            open: open.len(),
            overdue,
        };
        renderer.page(run.path, "actions.html", "actions", "Actions", view)
    })
}
