//! How complete each plan is, the least complete first.

use rayon::prelude::*;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use crate::model::Decimal;
use crate::portfolio::CheckedPlan;
use crate::site::html::Html;
use crate::site::views::paging::{Paging, runs};
use crate::site::views::{Book, Pages};
use crate::site::{Renderer, chart, format, links, root_of};

const PER_PAGE: usize = 250;

#[derive(Debug, Serialize, Hash)]
struct CompletenessView {
    rows: Vec<RankedPlan>,
    pages: Option<Paging>,
    total: usize,
    /// How many meet all that is asked of them.
    complete: usize,
}

/// A plan by how complete it is.
#[derive(Debug, Serialize, Hash)]
struct RankedPlan {
    name: String,
    href: String,
    /// Whose it is, linked.
    owner: Html,
    /// `23 of 24`
    met: String,
    share: Html,
    bar: Html,
    /// What is missing, in words.
    unmet: Vec<String>,
}

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let mut ranking: Vec<&CheckedPlan> = book.plans().collect();
    // Shares are compared by cross-multiplication, for they may be of nothing.
    ranking.sort_by(|a, b| {
        let (x, y) = (&a.completeness, &b.completeness);
        (u64::from(x.met) * u64::from(y.required.max(1)))
            .cmp(&(u64::from(y.met) * u64::from(x.required.max(1))))
            .then_with(|| a.plan.id.value.cmp(&b.plan.id.value))
    });
    let complete = ranking.iter().filter(|checked| checked.completeness.unmet.is_empty()).count();
    runs("checks/completeness", &ranking, PER_PAGE).into_par_iter().try_for_each(|run| {
        let root = root_of(&run.path);
        let view = || CompletenessView {
            rows: run.items.iter().map(|checked| row(book, checked, &root)).collect(),
            pages: run.paging,
            total: ranking.len(),
            complete,
        };
        renderer.page(run.path, "completeness.html", "checks", "Completeness", view)
    })
}

fn row(book: &Book<'_>, checked: &CheckedPlan, root: &str) -> RankedPlan {
    let (plan, completeness) = (&checked.plan, &checked.completeness);
    let share = Decimal::from(completeness.met).checked_div(completeness.required.into());
    RankedPlan {
        name: plan.account.value.clone(),
        href: links::account(&plan.id),
        owner: book.person(&plan.owner, root),
        met: format!("{} of {}", completeness.met, completeness.required),
        share: share.map_or_else(|| format::why("nothing is required"), |share| book.f.share(share)),
        bar: share
            .and_then(|share| share.to_f64())
            .map(|share| chart::meter(share, if share < 1.0 { "fill-accent" } else { "fill-healthy" }))
            .unwrap_or_default(),
        unmet: completeness.unmet.iter().map(|unmet| unmet.message.clone()).collect(),
    }
}
