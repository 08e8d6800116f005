//! Account Profile: who the client is.

use serde::Serialize;

use crate::model::Plan;
use crate::site::format;
use crate::site::html::{Html, escape};
use crate::site::links;
use crate::site::views::Book;

#[derive(Debug, Serialize, Hash)]
pub(super) struct ProfileView {
    /// Facts with their names: employees, revenue, headquarters …
    facts: Vec<Fact>,
    /// The client's business units.
    structure: Vec<String>,
    priorities: Vec<String>,
    competitors: Vec<String>,
    /// The author's own facts (`x-…`).
    extra: Vec<Fact>,
    /// Whether there is nothing at all.
    empty: bool,
}

#[derive(Debug, Serialize, Hash)]
pub(super) struct Fact {
    name: String,
    value: Html,
}

fn fact(name: &str, value: Html) -> Fact {
    Fact { name: name.to_owned(), value }
}

pub(super) fn view(book: &Book<'_>, plan: &Plan) -> ProfileView {
    let mut facts = Vec::new();
    if let Some(industry) = &plan.industry {
        facts.push(fact("Industry", Html::text(industry)));
    }
    if let Some(segment) = &plan.segment {
        facts.push(fact("Segment", Html::text(segment)));
    }
    if let Some(region) = &plan.region {
        facts.push(fact("Region", Html::text(region)));
    }
    let mut view = ProfileView {
        facts: Vec::new(),
        structure: Vec::new(),
        priorities: Vec::new(),
        competitors: Vec::new(),
        extra: Vec::new(),
        empty: false,
    };
    if let Some(profile) = &plan.profile {
        if let Some(headquarters) = &profile.headquarters {
            facts.push(fact("Headquarters", Html::text(headquarters)));
        }
        if let Some(employees) = &profile.employees {
            facts.push(fact("Employees", book.f.count(employees.value)));
        }
        if let Some(revenue) = &profile.annual_revenue {
            facts.push(fact("Annual revenue", book.f.money_of(revenue.value)));
        }
        if let Some(website) = &profile.website {
            facts.push(fact("Website", address(website)));
        }
        let texts =
            |fields: &[crate::model::Field<String>]| fields.iter().map(|field| field.value.clone()).collect();
        view.structure = texts(&profile.structure);
        view.priorities = texts(&profile.priorities);
        view.competitors = texts(&profile.competitors);
        view.extra = extras(&profile.extra);
    }
    if let Some(since) = &plan.customer_since {
        facts.push(fact("Client since", book.f.ago(since.value)));
    }
    for (system, id) in &plan.external_ids {
        facts.push(fact(&super::super::words(system), Html::text(id)));
    }
    view.extra.extend(extras(&plan.extra));
    view.empty = facts.is_empty()
        && view.structure.is_empty()
        && view.priorities.is_empty()
        && view.competitors.is_empty()
        && view.extra.is_empty();
    view.facts = facts;
    view
}

/// The author's own keys that hold a single value, as facts.
fn extras(extras: &crate::model::Extras) -> Vec<Fact> {
    extras
        .iter()
        .filter_map(|(key, value)| {
            let text = match value {
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Number(number) => number.to_string(),
                serde_json::Value::Bool(is) => (if *is { "yes" } else { "no" }).to_owned(),
                serde_json::Value::Array(items) => {
                    let texts: Vec<&str> = items.iter().filter_map(serde_json::Value::as_str).collect();
                    if texts.is_empty() {
                        return None;
                    }
                    texts.join(", ")
                }
                _ => return None,
            };
            let name = key.strip_prefix("x-").unwrap_or(key);
            Some(fact(&super::super::words(name), address(&text)))
        })
        .collect()
}

/// A text, linked where it is an address that may be linked.
pub(super) fn address(text: &str) -> Html {
    match links::safe_address(text) {
        Some(href) => {
            let shown =
                href.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
            Html::build(|out| {
                out.push_str("<a href=\"");
                escape(href, out);
                out.push_str("\" rel=\"noopener noreferrer\">");
                escape(shown, out);
                out.push_str("</a>");
            })
        }
        None => Html::text(text),
    }
}

/// The plan's last review, in words, and whether it is overdue for its tier.
pub(super) fn reviewed(book: &Book<'_>, plan: &Plan) -> (Html, bool) {
    let config = &book.portfolio.config;
    let tier = plan.tier.as_ref().and_then(|tier| config.tiers.iter().find(|t| t.name == tier.value));
    let cadence = tier.map_or(crate::model::Cadence::Days(180), |tier| tier.review);
    match plan.reviewed {
        Some(reviewed) => (book.f.ago(reviewed.value), cadence.after(reviewed.value) < book.f.as_of),
        None => (format::why("never reviewed"), true),
    }
}
