//! Risks: the heat map and the register of the whole portfolio.

use rayon::prelude::*;
use serde::Serialize;

use super::account::{RiskView, risk_view, tone};
use super::paging::{Paging, runs};
use super::{Book, Pages, PersonView, words};
use crate::model::{Choice, Decimal, Level, Plan, Risk, RiskStatus};
use crate::site::html::Html;
use crate::site::{Renderer, format, links};

const PER_PAGE: usize = 250;

#[derive(Debug, Serialize, Hash)]
struct RisksView {
    overview: Option<Overview>,
    rows: Vec<Row>,
    pages: Option<Paging>,
    total: usize,
    live: usize,
}

#[derive(Debug, Serialize, Hash)]
struct Overview {
    heat: HeatMap,
    categories: Vec<Category>,
}

/// Likelihood × impact with how many risks and how much ARR stand there.
#[derive(Debug, Serialize, Hash)]
pub(super) struct HeatMap {
    impacts: Vec<String>,
    rows: Vec<HeatRow>,
    live: usize,
}

#[derive(Debug, Serialize, Hash)]
struct HeatRow {
    likelihood: String,
    cells: Vec<HeatCell>,
}

#[derive(Debug, Serialize, Hash)]
struct HeatCell {
    tone: &'static str,
    /// How many risks; empty where there is none.
    count: String,
    /// The ARR of the accounts with a risk here; empty where there is none.
    arr: Html,
    /// The accounts, for the hover.
    accounts: String,
}

#[derive(Debug, Serialize, Hash)]
struct Category {
    name: String,
    count: usize,
    high: usize,
}

#[derive(Debug, Serialize, Hash)]
struct Row {
    account: String,
    href: String,
    owner: PersonView,
    arr: Html,
    risk: RiskView,
}

fn is_live(risk: &Risk) -> bool {
    matches!(risk.status(), RiskStatus::Open | RiskStatus::Occurred)
}

/// Every risk of an account, with the account.
fn all<'b>(book: &'b Book<'_>) -> Vec<(&'b Plan, &'b Risk)> {
    let plans = book.plans().map(|checked| &*checked.plan);
    plans.flat_map(|plan| plan.risks.iter().map(move |risk| (plan, risk))).collect()
}

/// The heat map of the risks that are open or occurred.
pub(super) fn heat_map(book: &Book<'_>) -> HeatMap {
    let levels = [Level::High, Level::Medium, Level::Low];
    let live: Vec<(&Plan, &Risk)> = all(book).into_iter().filter(|(_, risk)| is_live(risk)).collect();
    let cell = |likelihood: Level, impact: Level| {
        let here: Vec<&Plan> = live
            .iter()
            .filter(|(_, risk)| risk.likelihood.value == likelihood && risk.impact.value == impact)
            .map(|(plan, _)| *plan)
            .collect();
        let mut accounts: Vec<&Plan> = here.clone();
        accounts.dedup_by_key(|plan| &plan.id.value);
        let arr = accounts
            .iter()
            .filter_map(|plan| book.account(&plan.id))
            .map(|account| account.figures.closing_arr)
            .fold(Decimal::ZERO, Decimal::saturating_add);
        let mut names: Vec<&str> = accounts.iter().take(6).map(|plan| plan.account.value.as_str()).collect();
        if accounts.len() > 6 {
            names.push("…");
        }
        HeatCell {
            tone: tone(likelihood.weight() * impact.weight()),
            count: match here.len() {
                0 => String::new(),
                n => format::plain(n.into()),
            },
            arr: if here.is_empty() { Html::default() } else { book.f.money(arr) },
            accounts: names.join(", "),
        }
    };
    HeatMap {
        impacts: levels.iter().rev().map(|level| words(level.as_str())).collect(),
        rows: levels
            .iter()
            .map(|&likelihood| HeatRow {
                likelihood: words(likelihood.as_str()),
                cells: levels.iter().rev().map(|&impact| cell(likelihood, impact)).collect(),
            })
            .collect(),
        live: live.len(),
    }
}

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let mut risks = all(book);
    let arr =
        |plan: &Plan| book.account(&plan.id).map_or(Decimal::ZERO, |account| account.figures.closing_arr);
    // What is live first, the gravest first, then by the ARR behind it.
    risks.sort_by_cached_key(|(plan, risk)| {
        (
            !is_live(risk),
            std::cmp::Reverse((risk.score(), arr(plan))),
            plan.id.value.clone(),
            risk.id.value.clone(),
        )
    });
    let live = risks.iter().filter(|(_, risk)| is_live(risk)).count();
    runs("risks", &risks, PER_PAGE).into_par_iter().try_for_each(|run| {
        let view = || RisksView {
            overview: run.first.then(|| Overview { heat: heat_map(book), categories: categories(&risks) }),
            rows: run
                .items
                .iter()
                .map(|(plan, risk)| Row {
                    account: plan.account.value.clone(),
                    href: links::account(&plan.id),
                    owner: book.person(&plan.owner),
                    arr: book.f.money(arr(plan)),
                    risk: risk_view(book, plan, risk, 0),
                })
                .collect(),
            pages: run.paging,
            total: risks.len(),
            live,
        };
        renderer.page(run.path, "risks.html", "risks", "Risks", view)
    })
}

fn categories(risks: &[(&Plan, &Risk)]) -> Vec<Category> {
    let mut categories: Vec<Category> = crate::model::RiskCategory::ALL
        .iter()
        .map(|category| {
            let here = || risks.iter().filter(|(_, risk)| is_live(risk) && risk.category.value == *category);
            Category {
                name: words(category.as_str()),
                count: here().count(),
                high: here().filter(|(_, risk)| risk.score() >= 6).count(),
            }
        })
        .filter(|category| category.count > 0)
        .collect();
    categories.sort_by_key(|category| std::cmp::Reverse(category.count));
    categories
}
