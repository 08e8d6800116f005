//! Growth Opportunities: what may come, by stage, and where nothing has been sold yet.

use std::collections::BTreeMap;

use serde::Serialize;

use super::value::person;
use crate::kpi::{ContractFacts, Unit};
use crate::model::{Choice, Decimal, Opportunity, Plan, Stage};
use crate::site::format;
use crate::site::html::{Esc, Html, put};
use crate::site::views::{Book, fragment_of, words};

#[derive(Debug, Serialize, Hash)]
pub(super) struct GrowthView {
    /// The stages, each with its opportunities; won and lost only where there are some.
    stages: Vec<StageView>,
    open: Html,
    weighted: Html,
    any: bool,
    whitespace: Option<Whitespace>,
}

#[derive(Debug, Serialize, Hash)]
struct StageView {
    key: &'static str,
    title: String,
    probability: String,
    total: Html,
    opportunities: Vec<OpportunityView>,
}

/// One opportunity, as a card.
#[derive(Debug, Serialize, Hash)]
pub(in crate::site::views) struct OpportunityView {
    pub fragment: String,
    pub name: String,
    pub kind: String,
    pub product: String,
    pub unit: String,
    pub arr: Html,
    /// The same, linked to its line.
    pub amount: Html,
    pub probability: Html,
    pub close: Html,
    pub overdue: bool,
    pub sponsor: String,
    pub reason: String,
}

/// Business units against products: what is sold, what is on its way, what is untouched.
#[derive(Debug, Serialize, Hash)]
struct Whitespace {
    table: Html,
    untouched: usize,
    cells: usize,
}

pub(super) fn view(book: &Book<'_>, plan: &Plan, contracts: &[ContractFacts<'_>]) -> GrowthView {
    let config = &book.portfolio.config;
    let arr = |o: &Opportunity| config.convert(o.arr.value);
    let stage = |o: &Opportunity| o.stage.value;
    let stages = Stage::ALL
        .iter()
        .map(|&at| {
            let opportunities: Vec<&Opportunity> =
                plan.opportunities.iter().filter(|o| stage(o) == at).collect();
            StageView {
                key: at.as_str(),
                title: words(at.as_str()),
                probability: if at.is_open() {
                    format::percent(config.stage_probability(at), 0)
                } else {
                    String::new()
                },
                total: book
                    .f
                    .money(opportunities.iter().map(|o| arr(o)).fold(Decimal::ZERO, Decimal::saturating_add)),
                opportunities: opportunities.iter().map(|o| opportunity(book, plan, o)).collect(),
            }
        })
        .filter(|stage| {
            matches!(stage.key, "identified" | "qualified" | "proposal" | "negotiation")
                || !stage.opportunities.is_empty()
        })
        .collect();
    let figures = book.account(&plan.id).map(|account| account.figures.pipeline);
    GrowthView {
        stages,
        open: figures.map(|pipeline| book.f.money(pipeline.open)).unwrap_or_default(),
        weighted: figures.map(|pipeline| book.f.money(pipeline.weighted)).unwrap_or_default(),
        any: !plan.opportunities.is_empty(),
        whitespace: whitespace(book, plan, contracts),
    }
}

/// How likely an opportunity is: as its plan says, else as its stage is.
pub(in crate::site::views) fn probability(book: &Book<'_>, o: &Opportunity) -> Decimal {
    o.probability.map_or_else(|| book.portfolio.config.stage_probability(o.stage.value), |p| p.value)
}

pub(in crate::site::views) fn opportunity(book: &Book<'_>, plan: &Plan, o: &Opportunity) -> OpportunityView {
    let text = |field: &Option<crate::model::Field<String>>| {
        field.as_ref().map(|f| f.value.clone()).unwrap_or_default()
    };
    let open = o.stage.is_open();
    let arr = book.f.money_of(o.arr.value);
    OpportunityView {
        fragment: fragment_of(&plan.opportunities, o, |o| &o.id.value),
        name: o.name.value.clone(),
        kind: words(o.kind.as_str()),
        product: text(&o.product),
        unit: text(&o.unit),
        amount: book.sourced(&o.place, &arr),
        arr,
        probability: if open { book.f.share(probability(book, o)) } else { Html::default() },
        close: if open { book.f.ago(o.close.value) } else { book.f.day(o.close.value) },
        overdue: open && o.close.value < book.f.as_of,
        sponsor: o.sponsor.as_ref().map(|id| person(plan, id)).unwrap_or_default(),
        reason: text(&o.reason),
    }
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
             is sold, what is on its way, what is untouched</caption>\n<thead><tr><th scope=\"col\">Unit</th>");
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
                        put!(out, "</a><span class=\"sub\">", Esc(&words(stage.as_str())), "</span>");
                    }
                    (None, None) => {
                        untouched += 1;
                        out.push_str("<td class=\"cell-untouched\"><span class=\"vh\">Untouched</span>");
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
