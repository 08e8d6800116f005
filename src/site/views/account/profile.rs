//! Account Profile: who the client is.

use serde::Serialize;

use crate::model::{Cadence, Extras, Field, Plan};
use crate::site::format;
use crate::site::html::{Esc, Html, escape, put};
use crate::site::links;
use crate::site::views::{Book, words};

#[derive(Debug, Serialize, Hash)]
pub(super) struct ProfileView {
    /// Facts with their names: employees, revenue, headquarters …, and the author's own (`x-…`).
    facts: Html,
    /// The client's business units.
    structure: Html,
    priorities: Html,
    competitors: Html,
    /// Whether there is nothing at all.
    empty: bool,
}

pub(super) fn view(book: &Book<'_>, plan: &Plan) -> ProfileView {
    let profile = plan.profile.as_ref();
    let facts = Html::build(|out| {
        push_texts(
            out,
            &[("Industry", &plan.industry), ("Segment", &plan.segment), ("Region", &plan.region)],
        );
        if let Some(profile) = profile {
            push_texts(out, &[("Headquarters", &profile.headquarters)]);
            if let Some(employees) = &profile.employees {
                push_fact(out, "Employees", |out| format::push_count(out, employees.value.into()));
            }
            if let Some(revenue) = &profile.annual_revenue {
                push_fact(out, "Annual revenue", |out| format::push_money(out, revenue.value));
            }
            if let Some(website) = &profile.website {
                push_fact(out, "Website", |out| push_address(out, website));
            }
        }
        if let Some(since) = &plan.customer_since {
            push_fact(out, "Client since", |out| book.f.push_ago(out, since.value));
        }
        for (system, id) in &plan.external_ids {
            push_fact(out, &words(system), |out| escape(id, out));
        }
        profile.map(|profile| &profile.extra).into_iter().chain([&plan.extra]).for_each(|extra| {
            push_extras(out, extra);
        });
    });
    let list = |fields: Option<&Vec<Field<String>>>, class: &str| {
        Html::build(|out| {
            for field in fields.into_iter().flatten() {
                put!(out, "<li", class, ">", Esc(&field.value), "</li>");
            }
        })
    };
    let structure = list(profile.map(|profile| &profile.structure), " class=\"chip\"");
    let priorities = list(profile.map(|profile| &profile.priorities), "");
    let competitors = list(profile.map(|profile| &profile.competitors), " class=\"chip\"");
    let empty = [&facts, &structure, &priorities, &competitors].into_iter().all(Html::is_empty);
    ProfileView { facts, structure, priorities, competitors, empty }
}

/// Appends a fact: its name, and the value that `value` appends.
fn push_fact(out: &mut String, name: &str, value: impl FnOnce(&mut String)) {
    put!(out, "<div><dt>", Esc(name), "</dt><dd>");
    value(out);
    out.push_str("</dd></div>");
}

/// Appends those facts of these that are written down.
fn push_texts(out: &mut String, facts: &[(&str, &Option<Field<String>>)]) {
    for (name, text) in facts {
        if let Some(text) = text {
            push_fact(out, name, |out| escape(text, out));
        }
    }
}

/// Appends the author's own keys that hold a single value, or a list of texts, as facts.
fn push_extras(out: &mut String, extras: &Extras) {
    for (key, value) in extras {
        let text = match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::Bool(is) => (if *is { "yes" } else { "no" }).to_owned(),
            serde_json::Value::Array(items) => {
                let texts: Vec<&str> = items.iter().filter_map(serde_json::Value::as_str).collect();
                texts.join(", ")
            }
            _ => continue,
        };
        let a_list_of_none = value.is_array() && text.is_empty();
        if !a_list_of_none {
            let name = key.strip_prefix("x-").unwrap_or(key);
            push_fact(out, &words(name), |out| push_address(out, &text));
        }
    }
}

/// Appends a text, linked where it is an address that may be linked.
pub(super) fn push_address(out: &mut String, text: &str) {
    let Some(href) = links::safe_address(text) else { return escape(text, out) };
    let shown = href.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    put!(out, "<a href=\"", Esc(href), "\" rel=\"noopener noreferrer\">", Esc(shown), "</a>");
}

/// Whether the plan's last review is overdue for its tier: it is where there was none.
pub(super) fn review_overdue(book: &Book<'_>, plan: &Plan) -> bool {
    let config = &book.portfolio.config;
    let tier = plan.tier.as_ref().and_then(|tier| config.tiers.iter().find(|t| t.name == tier.value));
    let cadence = tier.map_or(Cadence::Days(180), |tier| tier.review);
    plan.reviewed.is_none_or(|reviewed| cadence.after(reviewed.value) < book.f.as_of)
}
