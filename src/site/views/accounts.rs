//! Every account, in a table; paged where there are many.

use serde::Serialize;

use crate::kpi::AccountFigures;
use crate::model::{Date, Plan};

use super::{Book, HealthView, Pages, PersonView, account};
use crate::site::html::Html;
use crate::site::{Renderer, format, links};

/// How many accounts stand on one page.
const PER_PAGE: usize = 250;

#[derive(Debug, Serialize, Hash)]
struct AccountsView {
    rows: Vec<Row>,
    pages: Option<Paging>,
    total: usize,
}

/// Where a page stands in a run of pages.
#[derive(Clone, Debug, Serialize, Hash)]
pub(super) struct Paging {
    /// This page, from 1.
    number: usize,
    /// How many there are.
    count: usize,
    /// The previous page from the site's root; empty on the first.
    previous: String,
    /// The next page; empty on the last.
    next: String,
    /// What is listed here: `251–500 of 10,000`.
    words: String,
}

impl Paging {
    /// Where page `number` (from 1) of a list of `total` stands; `None` where one page holds all.
    pub fn new(number: usize, per_page: usize, total: usize, path: impl Fn(usize) -> String) -> Option<Self> {
        let count = total.div_ceil(per_page).max(1);
        (count > 1).then(|| Paging {
            number,
            count,
            previous: if number > 1 { path(number - 1) } else { String::new() },
            next: if number < count { path(number + 1) } else { String::new() },
            words: format!(
                "{}–{} of {}",
                (number - 1) * per_page + 1,
                (number * per_page).min(total),
                format::plain(total.into())
            ),
        })
    }
}

/// The path of a page of a list: the first is the folder's index.
pub(super) fn list_path(folder: &str, number: usize) -> String {
    if number <= 1 { format!("{folder}/index.html") } else { format!("{folder}/page-{number}.html") }
}

#[derive(Debug, Serialize, Hash)]
struct Row {
    id: String,
    name: String,
    href: String,
    tier: String,
    owner: PersonView,
    health: Option<HealthView>,
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
    let mut plans: Vec<_> = book.plans.values().copied().collect();
    plans.sort_by_cached_key(|checked| {
        (checked.plan.account.value.to_lowercase(), checked.plan.id.value.clone())
    });
    let total = plans.len();
    let path = |number| list_path("accounts", number);
    let mut pages = Vec::new();
    let chunks: Vec<_> = if plans.is_empty() { vec![&plans[..]] } else { plans.chunks(PER_PAGE).collect() };
    for (index, chunk) in chunks.into_iter().enumerate() {
        let view = AccountsView {
            rows: chunk.iter().map(|checked| row(book, &checked.plan)).collect(),
            pages: Paging::new(index + 1, PER_PAGE, total, path),
            total,
        };
        pages.push(renderer.page(path(index + 1), "accounts.html", "accounts", "Accounts", &view)?);
    }
    Ok(pages)
}

fn row(book: &Book<'_>, plan: &Plan) -> Row {
    let account: Option<&AccountFigures> = book.figures.get(plan.id.value.as_str()).copied();
    let figure = |show: &dyn Fn(&AccountFigures) -> Html| account.map(show).unwrap_or_default();
    let next = next_action(plan);
    Row {
        id: plan.id.value.clone(),
        name: plan.account.value.clone(),
        href: links::account(&plan.id),
        tier: plan.tier.as_ref().map(|tier| super::words(tier)).unwrap_or_default(),
        owner: book.person(&plan.owner),
        health: account.map(|account| book.health(&account.figures.health)),
        arr: figure(&|a| book.f.money(a.figures.closing_arr)),
        renewal: account::next_renewal(&book.report.contracts(&plan.id))
            .map(|(_, due)| book.f.ago(due.day))
            .unwrap_or_default(),
        nrr: figure(&|a| book.f.known(&a.figures.nrr.value, |f, v| f.share(v))),
        completeness: figure(&|a| book.f.known(&a.figures.completeness, |f, v| f.share(v))),
        next_action: next.map(|(text, _)| text.to_owned()).unwrap_or_default(),
        next_action_due: next.and_then(|(_, due)| due).map(|due| book.f.ago(due)).unwrap_or_default(),
        overdue: next.and_then(|(_, due)| due).is_some_and(|due| due < book.f.as_of),
        excluded: account.is_none(),
    }
}

/// The open action that is due first.
fn next_action(plan: &Plan) -> Option<(&str, Option<Date>)> {
    plan.actions
        .iter()
        .filter(|action| action.status().is_open())
        .min_by_key(|action| action.due.map_or(Date::MAX, |due| due.value))
        .map(|action| (action.action.as_str(), action.due.map(|due| due.value)))
}
