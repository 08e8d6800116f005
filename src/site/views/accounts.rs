//! Every account, in a table; paged where there are many.

use rayon::prelude::*;
use serde::Serialize;

use crate::kpi::AccountFigures;
use crate::model::{Action, Date, Plan};

use super::paging::{Paging, runs};
use super::{Book, Pages, PersonView, Shared, account};
use crate::site::html::Html;
use crate::site::{Renderer, links};

/// How many accounts stand on one page.
const PER_PAGE: usize = 250;

#[derive(Debug, Serialize, Hash)]
struct AccountsView {
    rows: Vec<Shared>,
    pages: Option<Paging>,
    total: usize,
}

#[derive(Debug, Serialize, Hash)]
pub(super) struct AccountRow {
    id: String,
    name: String,
    href: String,
    tier: String,
    owner: PersonView,
    health: Html,
    arr: Html,
    renewal: Html,
    nrr: Html,
    completeness: Html,
    next_action: String,
    next_action_due: Html,
    overdue: bool,
    excluded: bool,
}

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let mut plans: Vec<_> = book.plans().collect();
    plans.sort_by_cached_key(|checked| {
        (checked.plan.account.value.to_lowercase(), checked.plan.id.value.clone())
    });
    runs("accounts", &plans, PER_PAGE).into_par_iter().try_for_each(|run| {
        let view = || AccountsView {
            rows: run.items.iter().map(|checked| book.row(&checked.plan)).collect(),
            pages: run.paging,
            total: plans.len(),
        };
        renderer.page(run.path, "accounts.html", "accounts", "Accounts", view)
    })
}

pub(super) fn row(book: &Book<'_>, plan: &Plan) -> AccountRow {
    let account: Option<&AccountFigures> = book.account(&plan.id);
    let figure = |show: &dyn Fn(&AccountFigures) -> Html| account.map(show).unwrap_or_default();
    let next = next_action(plan);
    let due = next.and_then(|next| next.due).map(|due| due.value);
    AccountRow {
        id: plan.id.value.clone(),
        name: plan.account.value.clone(),
        href: links::account(&plan.id),
        tier: plan.tier.as_ref().map(|tier| super::words(tier)).unwrap_or_default(),
        owner: book.person(&plan.owner),
        health: figure(&|a| book.health(&a.figures.health)),
        arr: figure(&|a| book.f.money(a.figures.closing_arr)),
        renewal: account::next_renewal(book.contracts(&plan.id))
            .map(|(_, due)| book.f.ago(due.day))
            .unwrap_or_default(),
        nrr: figure(&|a| book.f.known(&a.figures.nrr.value, |f, v| f.share(v))),
        completeness: figure(&|a| book.f.known(&a.figures.completeness, |f, v| f.share(v))),
        next_action: next.map(|next| next.action.value.clone()).unwrap_or_default(),
        next_action_due: due.map(|due| book.f.ago(due)).unwrap_or_default(),
        overdue: due.is_some_and(|due| due < book.f.as_of),
        excluded: account.is_none(),
    }
}

/// The open action that is due first.
pub(super) fn next_action(plan: &Plan) -> Option<&Action> {
    plan.actions
        .iter()
        .filter(|action| action.status().is_open())
        .min_by_key(|action| action.due.map_or(Date::MAX, |due| due.value))
}
