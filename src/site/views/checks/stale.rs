//! The plans that nobody has looked at for longer than their tier allows, the longest first.

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostic::codes;
use crate::portfolio::CheckedPlan;
use crate::site::html::Html;
use crate::site::views::paging::{Paging, runs};
use crate::site::views::{Book, Pages, words};
use crate::site::{Renderer, format, links, root_of};

const PER_PAGE: usize = 250;

#[derive(Debug, Serialize, Hash)]
struct StaleView {
    rows: Vec<StalePlan>,
    pages: Option<Paging>,
    total: usize,
}

/// A plan whose review is overdue.
#[derive(Debug, Serialize, Hash)]
struct StalePlan {
    name: String,
    href: String,
    tier: String,
    /// Whose it is, linked.
    owner: Html,
    arr: Html,
    reviewed: Html,
    /// What else of it time has overtaken, in words.
    others: Vec<String>,
}

/// The plans whose review is overdue by the framework, as configured.
pub(super) fn plans<'a>(book: &Book<'a>) -> Vec<&'a CheckedPlan> {
    let mut stale: Vec<&CheckedPlan> = book
        .plans()
        .filter(|checked| checked.completeness.unmet.iter().any(|unmet| unmet.code == &codes::P501))
        .collect();
    stale.sort_by_key(|checked| (checked.plan.reviewed.map(|day| day.value), checked.plan.id.value.as_str()));
    stale
}

pub(super) fn render(book: &Book<'_>, stale: &[&CheckedPlan], renderer: &Renderer<'_>) -> Pages {
    runs("checks/stale", stale, PER_PAGE).into_par_iter().try_for_each(|run| {
        let root = root_of(&run.path);
        let view = || StaleView {
            rows: run.items.iter().map(|checked| row(book, checked, &root)).collect(),
            pages: run.paging,
            total: stale.len(),
        };
        renderer.page(run.path, "stale.html", "checks", "Stale plans", view)
    })
}

fn row(book: &Book<'_>, checked: &CheckedPlan, root: &str) -> StalePlan {
    let plan = &checked.plan;
    let of_freshness = |code: &str| code.starts_with("P5") && code != codes::P501.code;
    StalePlan {
        name: plan.account.value.clone(),
        href: links::account(&plan.id),
        tier: plan.tier.as_ref().map(|tier| words(tier)).unwrap_or_default(),
        owner: book.person(&plan.owner, root),
        arr: match book.account(&plan.id) {
            Some(account) => book.f.money(account.figures.closing_arr),
            None => format::why("left out"),
        },
        reviewed: plan.reviewed.map_or_else(|| format::why("never"), |day| book.f.ago(day.value)),
        others: checked
            .completeness
            .unmet
            .iter()
            .filter(|unmet| of_freshness(unmet.code.code))
            .map(|unmet| unmet.message.clone())
            .collect(),
    }
}
