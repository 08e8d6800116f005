//! Every account, in a table; paged where there are many.

use rayon::prelude::*;
use serde::Serialize;

use crate::kpi::{FigureName, Unit};
use crate::model::{Action, Date, Plan};

use super::paging::{Paging, runs};
use super::{Book, Pages, account, push_words};
use crate::site::html::{Esc, Html, escape_written, put};
use crate::site::{Renderer, catalog, links, root_of};

/// How many accounts stand on one page.
const PER_PAGE: usize = 250;

#[derive(Debug, Serialize, Hash)]
struct AccountsView {
    rows: Html,
    pages: Option<Paging>,
    total: usize,
}

/// An account as a row of a list. Groups of every kind list it, so its markup is made once; what differs from
/// page to page is only the way to the site's root.
#[derive(Debug)]
pub(in crate::site) struct Row {
    markup: String,
    /// Where the way to the root stands.
    roots: Vec<usize>,
}

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let mut plans: Vec<_> = book.plans().collect();
    plans.sort_by_cached_key(|checked| {
        (checked.plan.account.value.to_lowercase(), checked.plan.id.value.clone())
    });
    runs("accounts", &plans, PER_PAGE).into_par_iter().try_for_each(|run| {
        let root = root_of(&run.path);
        let view = || AccountsView {
            rows: rows(book, run.items.iter().map(|checked| &*checked.plan), &root),
            pages: run.paging,
            total: plans.len(),
        };
        renderer.page(run.path, "accounts.html", "accounts", "Accounts", view)
    })
}

/// Accounts as the rows of a list, on a page from which `root` leads to the site's root.
pub(super) fn rows<'p>(book: &Book<'_>, plans: impl Iterator<Item = &'p Plan>, root: &str) -> Html {
    Html::build(|out| plans.for_each(|plan| book.row(plan, |row| row.push(out, root))))
}

impl Row {
    /// An account's.
    pub fn of(book: &Book<'_>, plan: &Plan) -> Self {
        let mut markup = String::with_capacity(1024);
        let out = &mut markup;
        let mut roots = Vec::with_capacity(2);
        out.push_str("<tr><th scope=\"row\"><a class=\"strong\" href=\"");
        roots.push(out.len());
        put!(out, Esc(&links::account(&plan.id)), "\">", Esc(&plan.account.value), "</a>");
        if let Some(tier) = &plan.tier {
            out.push_str("<span class=\"sub\">");
            escape_written(out, |out| push_words(out, tier));
            out.push_str("</span>");
        }
        out.push_str("</th>");
        match book.account(&plan.id) {
            Some(account) => {
                let figures = &account.figures;
                out.push_str("<td>");
                book.push_health(out, &figures.health);
                out.push_str("</td><td class=\"num\">");
                book.f.push_amount(out, Unit::Money, figures.closing_arr);
                out.push_str("</td><td>");
                if let Some((_, due)) = account::next_renewal(book.contracts(&plan.id)) {
                    book.f.push_ago(out, due.day);
                }
                out.push_str("</td><td class=\"num\">");
                catalog::entry(FigureName::Nrr).push_known(&book.f, out, &figures.nrr.value);
                out.push_str("</td><td class=\"num\">");
                catalog::entry(FigureName::Completeness).push_known(&book.f, out, &figures.completeness);
                out.push_str("</td>");
            }
            None => out.push_str(
                "<td colspan=\"5\" class=\"muted\">Left out of the figures because of errors in its plan</td>",
            ),
        }
        out.push_str("<td>");
        book.push_person(out, &plan.owner, |out| roots.push(out.len()));
        out.push_str("</td><td class=\"cell-text\">");
        if let Some(next) = next_action(plan) {
            push_next_action(out, book, next);
        }
        out.push_str("</td></tr>\n");
        markup.shrink_to_fit();
        Row { markup, roots }
    }

    /// Appends it, with the way to the site's root from the page that it stands on.
    pub fn push(&self, out: &mut String, root: &str) {
        let mut from = 0;
        for &at in &self.roots {
            put!(out, self.markup.get(from..at).unwrap_or_default(), root);
            from = at;
        }
        out.push_str(self.markup.get(from..).unwrap_or_default());
    }
}

/// Appends the next action, and below it by when it is due.
pub(super) fn push_next_action(out: &mut String, book: &Book<'_>, next: &Action) {
    put!(out, Esc(&next.action.value));
    if let Some(due) = next.due.map(|due| due.value) {
        let late = due < book.f.as_of;
        put!(out, "<span class=\"sub", if late { " bad\">Overdue: due " } else { "\">due " });
        book.f.push_ago(out, due);
        out.push_str("</span>");
    }
}

/// The open action that is due first.
pub(super) fn next_action(plan: &Plan) -> Option<&Action> {
    plan.actions
        .iter()
        .filter(|action| action.status().is_open())
        .min_by_key(|action| action.due.map_or(Date::MAX, |due| due.value))
}
