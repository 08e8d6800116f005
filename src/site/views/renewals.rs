//! Renewals: what comes up, and what is it worth?

use rayon::prelude::*;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::account::outlook;
use super::home::quarter_name;
use super::paging::{Paging, runs};
use super::{Book, Pages, fragment_of, push_words};
use crate::kpi::{ComesDue, ContractFacts, Unit};
use crate::model::{Choice, Decimal, Plan};
use crate::site::chart::{self, Caption, Chart, Column, Part};
use crate::site::html::{Esc, Html, put};
use crate::site::{Renderer, format, links, root_of};

const PER_PAGE: usize = 300;
/// How many alerts are shown.
const ALERTS: usize = 40;

#[derive(Debug, Serialize, Hash)]
struct RenewalsView {
    overview: Option<Overview>,
    /// By quarter.
    rows: Html,
    pages: Option<Paging>,
    total: usize,
}

#[derive(Debug, Serialize, Hash)]
struct Overview {
    quarters: Vec<QuarterView>,
    forecast: Chart,
    alerts: Html,
    more_alerts: usize,
    window: String,
    forecast_grr: Html,
    forecast_nrr: Html,
}

#[derive(Debug, Serialize, Hash)]
struct QuarterView {
    name: String,
    from: Html,
    to: Html,
    due: u32,
    target: Html,
    forecast: Html,
    share: String,
    bar: Html,
    commit: Html,
    best_case: Html,
    pipeline: Html,
}

/// A contract that comes due, to be sorted.
pub(super) struct Coming<'b> {
    pub plan: &'b Plan,
    pub facts: &'b ContractFacts<'b>,
    pub due: &'b ComesDue,
}

/// Everything that comes due in the next four quarters of these accounts (by id), by day.
pub(super) fn coming<'b, 's>(book: &'b Book<'_>, accounts: impl Iterator<Item = &'s str>) -> Vec<Coming<'b>> {
    let last = book.report.portfolio.forecast.quarters.last().map(|quarter| quarter.to);
    let mut coming = Vec::new();
    for id in accounts {
        let Some(checked) = book.plan(id) else { continue };
        for facts in book.contracts(id) {
            for due in &facts.comes_due {
                if last.is_none_or(|last| due.day <= last) {
                    coming.push(Coming { plan: &checked.plan, facts, due });
                }
            }
        }
    }
    coming.sort_by(|a, b| {
        (a.due.day, &a.plan.id.value, &a.facts.contract.id.value).cmp(&(
            b.due.day,
            &b.plan.id.value,
            &b.facts.contract.id.value,
        ))
    });
    coming
}

/// Whether a renewal wants somebody's eye: in the window, open, and not going on by itself.
pub(super) fn is_alert(due: &ComesDue) -> bool {
    due.in_window && !due.renewed && (!due.goes_on || due.ends)
}

/// Renewals as the rows of a table, on a page from which `root` leads to the site's root.
pub(super) fn rows<'c, 'b: 'c>(
    book: &Book<'_>,
    coming: impl Iterator<Item = &'c Coming<'b>>,
    root: &str,
) -> Html {
    Html::build(|out| coming.for_each(|coming| push_row(out, book, coming, root)))
}

/// Renewals by the quarters in which they are due, each a part of the table with the quarter's name above it.
fn calendar(book: &Book<'_>, coming: &[Coming<'_>], root: &str) -> Html {
    let quarters = &book.report.portfolio.forecast.quarters;
    let quarter = |coming: &Coming<'_>| quarters.iter().find(|quarter| coming.due.day <= quarter.to);
    let name = |coming: &Coming<'_>| quarter(coming).map_or("", |quarter| quarter.name.as_str());
    Html::build(|out| {
        for coming in coming.chunk_by(|a, b| name(a) == name(b)) {
            let name = coming.first().map(|first| quarter_name(name(first))).unwrap_or_default();
            out.push_str("<tbody><tr class=\"group-row\"><th colspan=\"8\" scope=\"rowgroup\">");
            put!(out, Esc(&name), "</th></tr>\n");
            coming.iter().for_each(|coming| push_row(out, book, coming, root));
            out.push_str("</tbody>\n");
        }
    })
}

/// Appends a contract that comes due: whose it is, when, what is expected of it, what is going to happen.
fn push_row(out: &mut String, book: &Book<'_>, coming: &Coming<'_>, root: &str) {
    let (plan, contract, due) = (coming.plan, coming.facts.contract, coming.due);
    let (status, tone) = outlook(due);
    let fragment = fragment_of(&plan.contracts, contract, |contract| &contract.id.value);
    put!(
        out,
        "<tr><th scope=\"row\"><a class=\"strong\" href=\"",
        root,
        Esc(&links::account(&plan.id)),
        "#contract-",
        Esc(&fragment),
        "\">",
        Esc(&plan.account.value),
        "</a><span class=\"sub\">",
        Esc(&contract.id.value),
        "</span></th><td>"
    );
    book.f.push_day(out, due.day);
    out.push_str("<span class=\"sub\">");
    book.f.push_ago(out, due.day);
    out.push_str("</span></td><td class=\"num\">");
    book.f.push_amount(out, Unit::Money, due.expiring);
    out.push_str("</td><td class=\"num\">");
    book.f.push_amount(out, Unit::Money, due.forecast);
    out.push_str("<span class=\"sub\">");
    format::push_share(out, due.probability);
    out.push_str("</span></td><td>");
    push_words(out, due.category.as_str());
    out.push_str("</td><td>");
    if let Some(account) = book.account(&plan.id) {
        book.push_health(out, &account.figures.health);
    }
    out.push_str("</td><td>");
    book.push_person(out, &plan.owner, |out| out.push_str(root));
    put!(out, "</td><td class=\"cell-text ", tone, "\">", Esc(&status), "</td></tr>\n");
}

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let coming = coming(book, book.counted());
    runs("renewals", &coming, PER_PAGE).into_par_iter().try_for_each(|run| {
        let root = root_of(&run.path);
        let view = || RenewalsView {
            overview: run.first.then(|| overview(book, &coming, &root)),
            rows: calendar(book, run.items, &root),
            pages: run.paging,
            total: coming.len(),
        };
        renderer.page(run.path, "renewals.html", "renewals", "Renewals", view)
    })
}

fn overview(book: &Book<'_>, coming: &[Coming<'_>], root: &str) -> Overview {
    let forecast = &book.report.portfolio.forecast;
    let most = forecast.quarters.iter().map(|quarter| quarter.target).max().unwrap_or_default();
    let mut alerts: Vec<&Coming<'_>> = coming.iter().filter(|coming| is_alert(coming.due)).collect();
    alerts.sort_by_key(|coming| (coming.due.has_action, coming.due.day));
    Overview {
        quarters: forecast
            .quarters
            .iter()
            .map(|quarter| QuarterView {
                name: quarter_name(&quarter.name),
                from: book.f.day(quarter.from),
                to: book.f.day(quarter.to),
                due: quarter.due,
                target: book.f.money(quarter.target),
                forecast: book.f.money(quarter.forecast),
                share: quarter
                    .forecast
                    .checked_div(quarter.target)
                    .map(|share| format!("{} of it expected", format::percent(share, 0)))
                    .unwrap_or_default(),
                bar: chart::meter(
                    quarter.target.checked_div(most).and_then(|share| share.to_f64()).unwrap_or(0.0),
                    "fill-accent",
                ),
                commit: book.f.money(quarter.commit),
                best_case: book.f.money(quarter.best_case),
                pipeline: book.f.money(quarter.pipeline),
            })
            .collect(),
        forecast: forecast_chart(book),
        more_alerts: alerts.len().saturating_sub(ALERTS),
        alerts: rows(book, alerts.into_iter().take(ALERTS), root),
        window: book.portfolio.config.renewal_window.to_string(),
        forecast_grr: book.f.known(&forecast.grr.value, |f, v| f.share(v)),
        forecast_nrr: book.f.known(&forecast.nrr.value, |f, v| f.share(v)),
    }
}

fn forecast_chart(book: &Book<'_>) -> Chart {
    let quarters = &book.report.portfolio.forecast.quarters;
    let columns: Vec<Column> = quarters
        .iter()
        .map(|quarter| {
            let gap = (quarter.target - quarter.forecast).max(Decimal::ZERO);
            let part = |class, word: &str, amount: Decimal| Part {
                class,
                title: format!("{word}: {}", book.money_text(amount)),
                amount: amount.to_f64().unwrap_or_default(),
            };
            Column {
                label: quarter_name(&quarter.name),
                text: format!("{} of {}", book.money_text(quarter.forecast), book.money_text(quarter.target)),
                parts: vec![
                    part("fill-commit", "Commit", quarter.commit),
                    part("fill-best-case", "Best case", quarter.best_case),
                    part("fill-pipeline", "Pipeline", quarter.pipeline),
                    part("fill-gap", "Not expected", gap),
                ],
            }
        })
        .collect();
    let summary = quarters
        .iter()
        .map(|quarter| {
            format!(
                "{}: {} expected of {} due",
                quarter_name(&quarter.name),
                book.money_text(quarter.forecast),
                book.money_text(quarter.target)
            )
        })
        .collect::<Vec<_>>()
        .join("; ");
    let title = "Forecast by category";
    let rows = quarters.iter().map(|quarter| {
        [
            Html::text(&quarter_name(&quarter.name)),
            book.f.count(quarter.due),
            book.f.money(quarter.target),
            book.f.money(quarter.forecast),
            book.f.money(quarter.commit),
            book.f.money(quarter.best_case),
            book.f.money(quarter.pipeline),
        ]
    });
    let legend = [
        ("fill-commit", "Commit"),
        ("fill-best-case", "Best case"),
        ("fill-pipeline", "Pipeline"),
        ("fill-gap", "Not expected"),
    ];
    let head = ["Quarter", "Contracts", "Due", "Forecast", "Commit", "Best case", "Pipeline"];
    let picture = chart::stacked(&columns, &summary);
    Chart::new(
        Caption { title, summary: &summary, legend: &legend },
        |out| put!(out, picture),
        |out| chart::push_cells(out, title, &head, rows),
    )
}
