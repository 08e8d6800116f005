//! The plans that count in no figure, and what the figures would be if they did.

use serde::Serialize;

use crate::kpi::{self, FigureName};
use crate::site::html::Html;
use crate::site::views::{Book, figures};
use crate::site::{catalog, format, links};

/// How many of them are listed.
const MOST: usize = 100;

/// What counting them would change is said of these.
const COMPARED: [FigureName; 12] = [
    FigureName::Arr,
    FigureName::Nrr,
    FigureName::Grr,
    FigureName::RenewalRate,
    FigureName::ClientRetention,
    FigureName::UpsellCrossSell,
    FigureName::Csat,
    FigureName::Nps,
    FigureName::TimeToResolution,
    FigureName::Clv,
    FigureName::Pipeline,
    FigureName::Health,
];

#[derive(Debug, Serialize, Hash)]
pub(super) struct ExcludedView {
    plans: Vec<ExcludedPlan>,
    /// How many are not listed here.
    more: usize,
    total: usize,
    /// The figures that would be others, each as it is and as it would be.
    changes: Vec<Change>,
    /// Whether any of them could be read, and so could change anything.
    readable: bool,
}

/// A plan that counts in no figure.
#[derive(Debug, Serialize, Hash)]
struct ExcludedPlan {
    file: String,
    /// The account's name, where the plan could be read; with its page.
    account: String,
    href: String,
    /// Whose it is, linked; empty where that can't be read.
    owner: Html,
    errors: usize,
    /// Its ARR as it is written now, or why there is none.
    arr: Html,
}

/// A figure of the portfolio without and with them.
#[derive(Debug, Serialize, Hash)]
struct Change {
    label: &'static str,
    full: &'static str,
    href: String,
    now: Html,
    with: Html,
}

pub(super) fn view(book: &Book<'_>, root: &str) -> Option<ExcludedView> {
    let excluded = &book.report.excluded;
    if excluded.is_empty() {
        return None;
    }
    let whole = kpi::with_excluded(book.portfolio, book.report);
    let plans = excluded.iter().take(MOST).map(|excluded| {
        let checked = book.id_at(&excluded.file).and_then(|id| book.plan(id));
        let counted = checked
            .filter(|checked| book.account(&checked.plan.id).is_none())
            .and_then(|checked| whole.as_ref()?.account(&checked.plan.id.value));
        ExcludedPlan {
            file: excluded.file.clone(),
            account: checked.map(|checked| checked.plan.account.value.clone()).unwrap_or_default(),
            href: checked.map(|checked| links::account(&checked.plan.id)).unwrap_or_default(),
            owner: checked.map(|checked| book.person(&checked.plan.owner, root)).unwrap_or_default(),
            errors: excluded.errors,
            arr: match (checked, counted) {
                (_, Some(account)) => book.f.money(account.figures.closing_arr),
                (Some(_), None) => format::why("another plan has its id"),
                (None, None) => format::why("it can't be read as a plan"),
            },
        }
    });
    Some(ExcludedView {
        plans: plans.collect(),
        more: excluded.len().saturating_sub(MOST),
        total: excluded.len(),
        changes: whole
            .as_ref()
            .map(|whole| COMPARED.into_iter().filter_map(|name| change(book, whole, name)).collect())
            .unwrap_or_default(),
        readable: whole.is_some(),
    })
}

fn change(book: &Book<'_>, whole: &kpi::Report, name: FigureName) -> Option<Change> {
    let (now, with) = (name.value(&book.report.portfolio), name.value(&whole.portfolio));
    let entry = catalog::entry(name);
    (now != with).then(|| Change {
        label: entry.label,
        full: entry.full(),
        href: figures::path(name),
        now: entry.known(&book.f, &now),
        with: entry.known(&book.f, &with),
    })
}
