//! Growth Opportunities: what may come, by stage, and where nothing has been sold yet.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::kpi::{ContractFacts, Unit};
use crate::model::{Choice, Decimal, Opportunity, Plan, Stage};
use crate::site::format;
use crate::site::html::{Esc, Html, put};
use crate::site::views::{Book, fragment_of, push_words};

#[derive(Debug, Serialize, Hash)]
pub(super) struct GrowthView {
    /// The stages as lanes, each with its opportunities; won and lost only where there are some. Empty where no
    /// opportunity is written down.
    board: Html,
    /// What is open, and what of it is likely; empty for an account that counts in no figure.
    open: Html,
    weighted: Html,
    whitespace: Option<Whitespace>,
}

/// Business units against products: what is sold, what is on its way, what is untouched.
#[derive(Debug, Serialize, Hash)]
struct Whitespace {
    table: Html,
    untouched: usize,
    cells: usize,
}

pub(super) fn view(book: &Book<'_>, plan: &Plan, contracts: &[ContractFacts<'_>]) -> GrowthView {
    let figures = book.account(&plan.id).map(|account| account.figures.pipeline);
    GrowthView {
        board: Html::build(|out| {
            if !plan.opportunities.is_empty() {
                Stage::ALL.iter().for_each(|&stage| push_lane(out, book, plan, stage));
            }
        }),
        open: figures.map(|pipeline| book.f.money(pipeline.open)).unwrap_or_default(),
        weighted: figures.map(|pipeline| book.f.money(pipeline.weighted)).unwrap_or_default(),
        whitespace: whitespace(book, plan, contracts),
    }
}

/// Appends a stage with its opportunities as cards.
fn push_lane(out: &mut String, book: &Book<'_>, plan: &Plan, stage: Stage) {
    let config = &book.portfolio.config;
    let here = || plan.opportunities.iter().filter(|o| o.stage.value == stage);
    let empty = here().next().is_none();
    if empty && !stage.is_open() {
        return;
    }
    put!(out, "<li class=\"lane lane-", stage.as_str(), "\">\n<h3><span>");
    push_words(out, stage.as_str());
    out.push_str("</span>");
    if stage.is_open() {
        out.push_str(" <span class=\"muted\">");
        format::push_percent(out, config.stage_probability(stage), 0);
        out.push_str("</span>");
    }
    out.push_str("<span class=\"num\">");
    if !empty {
        let total = here().map(|o| config.convert(o.arr.value)).fold(Decimal::ZERO, Decimal::saturating_add);
        book.f.push_money(out, total);
    }
    out.push_str("</span></h3>\n<ul>\n");
    here().for_each(|opportunity| push_card(out, book, plan, opportunity));
    out.push_str("</ul>\n</li>\n");
}

fn push_card(out: &mut String, book: &Book<'_>, plan: &Plan, o: &Opportunity) {
    let stage = o.stage.value;
    let overdue = stage.is_open() && o.close.value < book.f.as_of;
    put!(out, "<li class=\"ticket\" id=\"opportunity-", Esc(&fragment(plan, o)), "\">\n<p class=\"strong\">");
    put!(out, Esc(&o.name.value), "</p>\n<p class=\"num ticket-amount\">");
    book.push_sourced(out, &o.place, |out| format::push_money(out, o.arr.value));
    out.push_str("</p>\n<p class=\"meta\">");
    push_words(out, o.kind.as_str());
    for part in [&o.product, &o.unit].into_iter().flatten() {
        put!(out, " · ", Esc(&part.value));
    }
    out.push_str(if overdue { "</p>\n<p class=\"meta bad\">" } else { "</p>\n<p class=\"meta\">" });
    if stage.is_open() {
        out.push_str(if overdue { "Was to close " } else { "Closes " });
        book.f.push_ago(out, o.close.value);
    } else {
        push_words(out, stage.as_str());
        out.push(' ');
        book.f.push_day(out, o.close.value);
        if let Some(reason) = &o.reason {
            put!(out, ": ", Esc(&reason.value));
        }
    }
    out.push_str("</p>\n</li>\n");
}

/// The fragment of an opportunity's card in its account's page.
pub(in crate::site::views) fn fragment(plan: &Plan, o: &Opportunity) -> String {
    fragment_of(&plan.opportunities, o, |o| &o.id.value)
}

/// How likely an opportunity is: as its plan says, else as its stage is.
pub(in crate::site::views) fn probability(book: &Book<'_>, o: &Opportunity) -> Decimal {
    o.probability.map_or_else(|| book.portfolio.config.stage_probability(o.stage.value), |p| p.value)
}

/// Business unit × product. Without units the client is one; without several products there is nothing
/// to see.
fn whitespace(book: &Book<'_>, plan: &Plan, contracts: &[ContractFacts<'_>]) -> Option<Whitespace> {
    let config = &book.portfolio.config;
    let structure = plan.profile.as_ref().map(|profile| profile.structure.as_slice()).unwrap_or_default();
    let whole = "All of the client";
    let mut units: Vec<&str> = structure.iter().map(|unit| unit.value.as_str()).collect();
    let mut products: Vec<&str> = config.products.iter().map(String::as_str).collect();
    let mut won: BTreeMap<(&str, &str), Decimal> = BTreeMap::new();
    let mut open: BTreeMap<(&str, &str), (Decimal, Stage)> = BTreeMap::new();
    for line in contracts.iter().flat_map(|contract| &contract.lines) {
        let unit = line.unit.unwrap_or(whole);
        if line.arr > Decimal::ZERO {
            let sum = won.entry((unit, line.product)).or_default();
            *sum = sum.saturating_add(line.arr);
        }
        add(&mut units, unit);
        add(&mut products, line.product);
    }
    for o in &plan.opportunities {
        let (Some(product), true) = (&o.product, o.stage.value.is_open()) else { continue };
        let unit = o.unit.as_ref().map_or(whole, |unit| unit.value.as_str());
        let entry = open.entry((unit, product.value.as_str())).or_insert((Decimal::ZERO, o.stage.value));
        entry.0 = entry.0.saturating_add(config.convert(o.arr.value));
        entry.1 = entry.1.max(o.stage.value);
        add(&mut units, unit);
        add(&mut products, &product.value);
    }
    if units.is_empty() {
        units.push(whole);
    }
    if products.is_empty() {
        return None;
    }
    let mut untouched = 0;
    let table = Html::build(|out| {
        out.push_str("<table class=\"whitespace\">\n<caption class=\"vh\">Business units against products: what \
             is sold and what is on its way; an empty cell is untouched</caption>\n<thead><tr><th scope=\"col\">Unit</th>");
        products.iter().for_each(|product| put!(out, "<th scope=\"col\">", Esc(product), "</th>"));
        out.push_str("</tr></thead>\n<tbody>\n");
        for &unit in &units {
            put!(out, "<tr><th scope=\"row\">", Esc(unit), "</th>");
            for &product in &products {
                match (won.get(&(unit, product)), open.get(&(unit, product))) {
                    (Some(arr), more) => {
                        out.push_str("<td class=\"cell-won\"><i class=\"icon i-check\"></i>");
                        out.push_str("<span class=\"vh\">Sold: </span><a href=\"#contracts\">");
                        book.f.push_amount(out, Unit::Money, *arr);
                        out.push_str("</a>");
                        if let Some((arr, _)) = more {
                            put!(out, "<span class=\"sub\">+", Esc(&book.money_text(*arr)), " open</span>");
                        }
                    }
                    (None, Some((arr, stage))) => {
                        out.push_str("<td class=\"cell-open\"><span class=\"vh\">Open: </span>");
                        out.push_str("<a href=\"#growth-opportunities\">");
                        book.f.push_amount(out, Unit::Money, *arr);
                        out.push_str("</a><span class=\"sub\">");
                        push_words(out, stage.as_str());
                        out.push_str("</span>");
                    }
                    (None, None) => {
                        untouched += 1;
                        out.push_str("<td>");
                    }
                }
                out.push_str("</td>");
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>");
    });
    Some(Whitespace { table, untouched, cells: units.len() * products.len() })
}

fn add<'a>(list: &mut Vec<&'a str>, item: &'a str) {
    if !list.contains(&item) {
        list.push(item);
    }
}
