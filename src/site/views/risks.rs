//! Risks: the heat map and the register of the whole portfolio.

use rayon::prelude::*;
use serde::Serialize;

use super::account::{is_live, push_axis, push_badge, tone};
use super::paging::{Paging, runs};
use super::{Book, Pages, words};
use crate::model::{Choice, Decimal, Level, Plan, Risk};
use crate::site::html::{Esc, Html, put};
use crate::site::{Renderer, format, links, root_of};

const PER_PAGE: usize = 250;

#[derive(Debug, Serialize, Hash)]
struct RisksView {
    overview: Option<Overview>,
    rows: Html,
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
    /// The heads of its columns.
    axis: Html,
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

/// Every risk of an account, with the account.
fn all<'b>(book: &'b Book<'_>) -> Vec<(&'b Plan, &'b Risk)> {
    let plans = book.plans().map(|checked| &*checked.plan);
    plans.flat_map(|plan| plan.risks.iter().map(move |risk| (plan, risk))).collect()
}

/// What stands in a cell of the heat map.
#[derive(Default)]
struct Here<'b> {
    risks: usize,
    accounts: Vec<&'b Plan>,
    arr: Decimal,
}

/// The heat map of the risks that are open or occurred.
pub(super) fn heat_map(book: &Book<'_>) -> HeatMap {
    const LEVELS: [Level; 3] = [Level::High, Level::Medium, Level::Low];
    let place = |level: Level| LEVELS.iter().position(|its| *its == level);
    let mut cells: [[Here<'_>; 3]; 3] = Default::default();
    let mut live = 0;
    // Both by id.
    let mut accounts = book.report.accounts.iter().peekable();
    for plan in book.plans().map(|checked| &*checked.plan) {
        for risk in plan.risks.iter().filter(|risk| is_live(risk)) {
            live += 1;
            let cell = place(risk.likelihood.value).zip(place(risk.impact.value));
            let Some(here) = cell.and_then(|(row, column)| cells.get_mut(row)?.get_mut(column)) else {
                continue;
            };
            here.risks += 1;
            if here.accounts.last().is_some_and(|last| std::ptr::eq(*last, plan)) {
                continue;
            }
            here.accounts.push(plan);
            while accounts.next_if(|account| account.id < plan.id.value).is_some() {}
            if let Some(account) = accounts.peek().filter(|account| account.id == plan.id.value) {
                here.arr = here.arr.saturating_add(account.figures.closing_arr);
            }
        }
    }
    let cell = |here: &Here<'_>, likelihood: Level, impact: Level| {
        let names = here.accounts.iter().take(6).map(|plan| plan.account.value.as_str());
        let more = (here.accounts.len() > 6).then_some("…");
        HeatCell {
            tone: tone(likelihood.weight() * impact.weight()),
            count: match here.risks {
                0 => String::new(),
                n => format::plain(n.into()),
            },
            arr: if here.risks == 0 { Html::default() } else { book.f.money(here.arr) },
            accounts: names.chain(more).collect::<Vec<_>>().join(", "),
        }
    };
    let row = |(cells, likelihood): (&[Here<'_>; 3], Level)| HeatRow {
        likelihood: words(likelihood.as_str()),
        cells: cells.iter().zip(LEVELS).rev().map(|(here, impact)| cell(here, likelihood, impact)).collect(),
    };
    HeatMap { axis: Html::build(push_axis), rows: cells.iter().zip(LEVELS).map(row).collect(), live }
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
        let root = root_of(&run.path);
        let view = || RisksView {
            overview: run.first.then(|| Overview { heat: heat_map(book), categories: categories(&risks) }),
            rows: Html::build(|out| {
                run.items.iter().for_each(|(plan, risk)| push_row(out, book, plan, risk, arr(plan), &root));
            }),
            pages: run.paging,
            total: risks.len(),
            live,
        };
        renderer.page(run.path, "risks.html", "risks", "Risks", view)
    })
}

/// Appends a risk as a row of the register, with the ARR of its account, on a page from which `root` leads to
/// the site's root.
fn push_row(out: &mut String, book: &Book<'_>, plan: &Plan, risk: &Risk, arr: Decimal, root: &str) {
    let live = is_live(risk);
    let pin = if live { tone(risk.score()) } else { "over" };
    put!(out, "<tr><th scope=\"row\">", Esc(&risk.risk.value), "</th><td><a href=\"", root);
    put!(
        out,
        Esc(&links::account(&plan.id)),
        "#risk-assessment\">",
        Esc(&plan.account.value),
        "</a></td><td class=\"num\">"
    );
    put!(out, book.f.money(arr), "</td><td class=\"num\"><span class=\"pin pin-", pin, "\" title=\"");
    put!(
        out,
        risk.likelihood.as_str(),
        " likelihood × ",
        risk.impact.as_str(),
        " impact\">",
        risk.score() as usize
    );
    put!(out, "</span></td><td>", words(risk.category.as_str()).as_str(), "</td><td>");
    put!(out, words(risk.status().as_str()).as_str(), "</td><td class=\"cell-text\">");
    let mut mitigations = risk.mitigation.iter().filter_map(|id| plan.action(&id.value)).peekable();
    if live && mitigations.peek().is_none() {
        out.push_str("<span class=\"watch\">None</span>");
    }
    for action in mitigations {
        out.push_str("<span class=\"line\">");
        push_badge(out, action, book.f.as_of);
        put!(out, " ", Esc(&action.action.value), "</span>");
    }
    out.push_str("</td><td>");
    book.push_person(out, &plan.owner, |out| out.push_str(root));
    out.push_str("</td></tr>\n");
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
