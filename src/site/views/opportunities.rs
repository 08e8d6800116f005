//! Opportunities: the pipeline by stage, and whitespace across the portfolio.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::account::{opportunity_fragment, probability};
use super::paging::{Paging, runs};
use super::{Book, Pages, push_words, words};
use crate::kpi::Unit;
use crate::model::{Choice, Decimal, Opportunity, Plan, Stage};
use crate::site::html::{Esc, Html, put};
use crate::site::{Renderer, format, links, root_of};

const PER_PAGE: usize = 300;
const WHITESPACE_PER_PAGE: usize = 200;
/// How many cards a stage shows.
const CARDS: usize = 6;

#[derive(Debug, Serialize, Hash)]
struct OpportunitiesView {
    overview: Option<Overview>,
    rows: Html,
    pages: Option<Paging>,
    total: usize,
}

#[derive(Debug, Serialize, Hash)]
struct Overview {
    open: Html,
    weighted: Html,
    stages: Vec<StageLane>,
}

#[derive(Debug, Serialize, Hash)]
struct StageLane {
    key: &'static str,
    title: String,
    probability: String,
    count: usize,
    total: Html,
    cards: Vec<Card>,
    more: usize,
}

/// An opportunity and whose it is.
#[derive(Debug, Serialize, Hash)]
struct Card {
    account: String,
    href: String,
    fragment: String,
    name: String,
    arr: Html,
    close: Html,
    overdue: bool,
}

fn card(book: &Book<'_>, plan: &Plan, item: &Opportunity) -> Card {
    let (open, close) = (item.stage.is_open(), item.close.value);
    Card {
        account: plan.account.value.clone(),
        href: links::account(&plan.id),
        fragment: opportunity_fragment(plan, item),
        name: item.name.value.clone(),
        arr: book.f.money_of(item.arr.value),
        close: if open { book.f.ago(close) } else { book.f.day(close) },
        overdue: open && close < book.f.as_of,
    }
}

/// Appends an opportunity as a row of the table, on a page from which `root` leads to the site's root.
fn push_row(out: &mut String, book: &Book<'_>, plan: &Plan, item: &Opportunity, root: &str) {
    let href = links::account(&plan.id);
    let (open, close) = (item.stage.is_open(), item.close.value);
    put!(out, "<tr><th scope=\"row\"><a class=\"strong\" href=\"", root, Esc(&href), "#opportunity-");
    put!(
        out,
        Esc(&opportunity_fragment(plan, item)),
        "\">",
        Esc(&item.name.value),
        "</a></th><td><a href=\""
    );
    put!(out, root, Esc(&href), "\">", Esc(&plan.account.value), "</a></td><td>");
    push_words(out, item.stage.as_str());
    out.push_str("</td><td class=\"num\">");
    format::push_money(out, item.arr.value);
    out.push_str("</td><td class=\"num\">");
    if open {
        format::push_share(out, probability(book, item));
    }
    put!(out, "</td><td", if open && close < book.f.as_of { " class=\"bad\">" } else { ">" });
    if open {
        book.f.push_ago(out, close);
    } else {
        book.f.push_day(out, close);
    }
    out.push_str("</td><td>");
    push_words(out, item.kind.as_str());
    out.push_str("</td><td>");
    put!(out, Esc(item.product.as_ref().map_or("", |product| &product.value)), "</td><td>");
    book.push_person(out, item.owner.as_ref().unwrap_or(&plan.owner), |out| out.push_str(root));
    out.push_str("</td></tr>\n");
}

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let mut all: Vec<(&Plan, &Opportunity)> = book
        .plans()
        .flat_map(|checked| checked.plan.opportunities.iter().map(|o| (&*checked.plan, o)))
        .collect();
    // Open ones by when they close, then won and lost, the latest first.
    all.sort_by(|(a_plan, a), (b_plan, b)| {
        let open = |o: &Opportunity| o.stage.is_open();
        let by_day =
            if open(a) { a.close.value.cmp(&b.close.value) } else { b.close.value.cmp(&a.close.value) };
        open(b)
            .cmp(&open(a))
            .then(by_day)
            .then_with(|| (&a_plan.id.value, &a.id.value).cmp(&(&b_plan.id.value, &b.id.value)))
    });
    runs("opportunities", &all, PER_PAGE).into_par_iter().try_for_each(|run| {
        let root = root_of(&run.path);
        let view = || OpportunitiesView {
            overview: run.first.then(|| Overview {
                open: book.f.money(book.report.portfolio.pipeline.open),
                weighted: book.f.money(book.report.portfolio.pipeline.weighted),
                stages: Stage::ALL.iter().map(|&stage| lane(book, stage, &all)).collect(),
            }),
            rows: Html::build(|out| {
                run.items.iter().for_each(|(plan, item)| push_row(out, book, plan, item, &root));
            }),
            pages: run.paging,
            total: all.len(),
        };
        renderer.page(run.path, "opportunities.html", "opportunities", "Opportunities", view)
    })?;
    whitespace(book, renderer)
}

fn lane(book: &Book<'_>, stage: Stage, all: &[(&Plan, &Opportunity)]) -> StageLane {
    let config = &book.portfolio.config;
    let counted = |plan: &Plan| book.account(&plan.id).is_some();
    let mut items: Vec<_> =
        all.iter().filter(|(plan, item)| item.stage.value == stage && counted(plan)).copied().collect();
    let arr = |item: &Opportunity| config.convert(item.arr.value);
    let total = items.iter().map(|(_, item)| arr(item)).fold(Decimal::ZERO, Decimal::saturating_add);
    items.sort_by_key(|(_, item)| std::cmp::Reverse(arr(item)));
    StageLane {
        key: stage.as_str(),
        title: words(stage.as_str()),
        probability: if stage.is_open() {
            format::percent(config.stage_probability(stage), 0)
        } else {
            String::new()
        },
        count: items.len(),
        total: book.f.money(total),
        more: items.len().saturating_sub(CARDS),
        cards: items.into_iter().take(CARDS).map(|(plan, item)| card(book, plan, item)).collect(),
    }
}

#[derive(Debug, Serialize, Hash)]
struct WhitespaceView {
    products: Vec<String>,
    rows: Html,
    pages: Option<Paging>,
    total: usize,
}

/// Account × product: what is sold, what is on its way, what is untouched.
fn whitespace(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let config = &book.portfolio.config;
    let mut products: Vec<&str> = config.products.iter().map(String::as_str).collect();
    if products.is_empty() {
        let sold = book
            .report
            .groups(crate::kpi::Dimension::Product)
            .iter()
            .filter_map(|group| group.key.as_deref());
        products = sold.take(24).collect();
    }
    let counted: Vec<&Plan> =
        book.counted().filter_map(|id| book.plan(id)).map(|checked| &*checked.plan).collect();
    runs("opportunities/whitespace", &counted, WHITESPACE_PER_PAGE).into_par_iter().try_for_each(|run| {
        let root = root_of(&run.path);
        let view = || WhitespaceView {
            products: products.iter().map(|product| (*product).to_owned()).collect(),
            rows: Html::build(|out| {
                run.items.iter().for_each(|plan| push_whitespace(out, book, plan, &products, &root));
            }),
            pages: run.paging,
            total: counted.len(),
        };
        renderer.page(run.path, "whitespace.html", "opportunities", "Whitespace", view)
    })
}

/// Appends what an account has of each product as a row of the table, on a page from which `root` leads to the
/// site's root.
fn push_whitespace(out: &mut String, book: &Book<'_>, plan: &Plan, products: &[&str], root: &str) {
    let config = &book.portfolio.config;
    let contracts = book.contracts(&plan.id);
    let mut won: BTreeMap<&str, Decimal> = BTreeMap::new();
    for line in contracts.iter().flat_map(|contract| &contract.lines).filter(|line| line.arr > Decimal::ZERO)
    {
        let sum = won.entry(line.product).or_default();
        *sum = sum.saturating_add(line.arr);
    }
    let mut open: BTreeMap<&str, (Decimal, Stage)> = BTreeMap::new();
    for item in plan.opportunities.iter().filter(|item| item.stage.is_open()) {
        let Some(product) = &item.product else { continue };
        let entry = open.entry(&product.value).or_insert((Decimal::ZERO, item.stage.value));
        entry.0 = entry.0.saturating_add(config.convert(item.arr.value));
        entry.1 = entry.1.max(item.stage.value);
    }
    let href = links::account(&plan.id);
    // The way to a part of the account's page.
    let link = |out: &mut String, fragment: &str| {
        put!(out, "<a href=\"", root, Esc(&href), "#", fragment, "\">");
    };
    put!(out, "<tr><th scope=\"row\"><a class=\"strong\" href=\"", root, Esc(&href));
    put!(out, "#growth-opportunities\">", Esc(&plan.account.value), "</a></th>");
    for product in products {
        match (won.get(product), open.get(product)) {
            (Some(arr), more) => {
                out.push_str(
                    "<td class=\"cell-won\"><i class=\"icon i-check\"></i><span class=\"vh\">Sold: </span>",
                );
                link(out, "contracts");
                book.f.push_amount(out, Unit::Money, *arr);
                out.push_str("</a>");
                if let Some((arr, _)) = more {
                    put!(out, "<span class=\"sub\">+", book.money_text(*arr).as_str(), " open</span>");
                }
            }
            (None, Some((arr, stage))) => {
                out.push_str("<td class=\"cell-open\"><span class=\"vh\">Open: </span>");
                link(out, "growth-opportunities");
                book.f.push_amount(out, Unit::Money, *arr);
                out.push_str("</a><span class=\"sub\">");
                push_words(out, stage.as_str());
                out.push_str("</span>");
            }
            (None, None) => out.push_str("<td>"),
        }
        out.push_str("</td>");
    }
    out.push_str("</tr>\n");
}
