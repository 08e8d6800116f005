//! The figures as JSON: the contract that other programs read.
//!
//! For: `planc kpi --format json` and the site's `kpi.json`, with the printed precision: shares 6 decimals;
//! hours, lifetime value and the CSAT mean 2; NPS, its margin and health 1; α, β 3; all half away from zero;
//! money exact, but for what a division left without an end, which is rounded to cents.
//! Must not: compute anything.

mod figures;
mod writer;

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::model::Decimal;

use super::{AccountFigures, Contribution, Dimension, Explanation, Group, Report, Scope, Series, Since};
use figures::{figures, series};
use writer::{Entries, object};

/// What goes into the JSON besides the portfolio's figures.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonOptions<'a> {
    /// The dimensions whose groups are wanted.
    pub by: &'a [Dimension],
    /// The accounts that are wanted, by id; `None`: all.
    pub accounts: Option<&'a [String]>,
    /// Whether each has its last 24 month ends.
    pub series: bool,
    /// The explanation of one figure.
    pub explanation: Option<&'a Explanation<'a>>,
    /// What moved one figure since another day.
    pub since: Option<&'a Since>,
}

/// How many accounts are written in one piece.
const CHUNK: usize = 64;
/// About as many bytes as an account's figures have.
const USUAL: usize = 2400;

/// The whole object as text, written on all processors: the accounts are most of it.
pub fn json_text(report: &Report, options: &JsonOptions<'_>) -> String {
    let accounts: Vec<String> = wanted(report, options)
        .par_chunks(CHUNK)
        .map(|accounts| {
            let mut out = String::with_capacity(accounts.len() * USUAL);
            for account in accounts {
                if !out.is_empty() {
                    out.push(',');
                }
                account_json(&mut out, report, account, options);
            }
            out
        })
        .collect();
    let mut out = String::with_capacity(accounts.iter().map(String::len).sum::<usize>() + (64 << 10));
    object(&mut out, |entries| root(entries, report, options, accounts));
    out
}

/// The whole object.
pub fn to_json(report: &Report, options: &JsonOptions<'_>) -> Value {
    read(&json_text(report, options))
}

/// What has just been written, as a value.
fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// The accounts that are asked for.
fn wanted<'r>(report: &'r Report, options: &JsonOptions<'_>) -> Vec<&'r AccountFigures> {
    let wanted = |account: &&AccountFigures| options.accounts.is_none_or(|ids| ids.contains(&account.id));
    report.accounts.iter().map(|account| &**account).filter(wanted).collect()
}

/// Everything, with the accounts written already.
fn root(entries: &mut Entries<'_>, report: &Report, options: &JsonOptions<'_>, accounts: Vec<String>) {
    entries.count("planc", 1_u32);
    entries.text("as_of", &report.as_of.to_string());
    entries.text("currency", report.currency.as_str());
    entries.text("grain", report.grain.as_str());
    entries.object("period", |entries| {
        entries.text("name", &report.period.name);
        entries.text("from", &report.period.from.to_string());
        entries.text("to", &report.period.to.to_string());
        entries.truth("partial", report.period.partial);
    });
    let series_of = |scope: &Scope| if options.series { report.series(scope) } else { None };
    entries.object("portfolio", |entries| {
        figures(entries, &report.portfolio);
        targets(entries, report, &Scope::Portfolio);
        series(entries, series_of(&Scope::Portfolio));
    });
    entries.object("by", |entries| {
        for &dimension in options.by {
            entries.list(dimension.as_str(), report.groups(dimension), |out, group| {
                let scope = Scope::Group(dimension, group.key.clone());
                group_json(out, report, group, &scope, series_of(&scope));
            });
        }
    });
    entries.list("accounts", accounts, |out, accounts| out.push_str(&accounts));
    entries.list("excluded", &report.excluded, |out, excluded| {
        object(out, |entries| {
            entries.text("file", &excluded.file);
            entries.count("errors", excluded.errors as u64);
        });
    });
    if let Some(explanation) = options.explanation {
        entries.object("explanation", |entries| explained(entries, explanation));
        entries.list("sources", &explanation.contributions, source);
    }
    if let Some(since) = options.since {
        entries.object("since", |entries| moved(entries, since));
    }
}

fn account_json(out: &mut String, report: &Report, account: &AccountFigures, options: &JsonOptions<'_>) {
    object(out, |entries| {
        entries.text("id", &account.id);
        entries.text("name", &account.name);
        entries.text("owner", &account.owner);
        figures(entries, &account.figures);
        if options.series {
            series(entries, report.series(&Scope::Account(account.id.clone())));
        }
    });
}

/// A group. A product's has ARR and movements only: what it has not, is null with one reason.
fn group_json(
    out: &mut String,
    report: &Report,
    group: &Group,
    scope: &Scope,
    series_of_group: Option<Series>,
) {
    let from = out.len();
    object(out, |entries| {
        entries.optional("key", group.key.as_deref());
        figures(entries, &group.figures);
        targets(entries, report, scope);
        series(entries, series_of_group);
    });
    if matches!(scope, Scope::Group(Dimension::Product, _)) {
        let mut value = read(&out.split_off(from));
        if let Value::Object(group) = &mut value {
            blank(group);
            let points = group.get_mut("series").and_then(Value::as_array_mut).into_iter().flatten();
            points.filter_map(Value::as_object_mut).for_each(blank);
        }
        out.push_str(&value.to_string());
    }
}

/// The targets of a scope, where it has any.
fn targets(entries: &mut Entries<'_>, report: &Report, scope: &Scope) {
    let attainments = report.attainments(scope);
    if attainments.is_empty() {
        return;
    }
    entries.object("targets", |entries| {
        for attainment in attainments {
            entries.object(attainment.figure.as_str(), |entries| {
                printed(entries, "target", attainment.target, attainment.figure.decimals());
                match attainment.met() {
                    Some(met) => entries.truth("met", met),
                    None => entries.null("met"),
                }
                match attainment.share() {
                    Some(share) => entries.rounded("attainment", share, 6),
                    None => entries.null("attainment"),
                }
            });
        }
    });
}

/// A value of a figure that is printed with so many decimals; `None`: money.
fn printed(entries: &mut Entries<'_>, key: &str, value: Decimal, decimals: Option<u32>) {
    match decimals {
        Some(decimals) => entries.rounded(key, value, decimals),
        None => entries.money(key, value),
    }
}

/// Of a product group's object: nulls all that products have not, so that no 0 stands for what was not
/// computed, and gives the one reason.
fn blank(object: &mut Map<String, Value>) {
    fn null(value: &mut Value) {
        match value {
            Value::Object(entries) => {
                entries.remove("reason");
                entries.values_mut().for_each(null);
            }
            _ => *value = Value::Null,
        }
    }
    let reason = "by product, only ARR and its movements are computed";
    for key in [
        "nrr",
        "grr",
        "client_retention",
        "renewals",
        "csat",
        "nps",
        "time_to_resolution",
        "clv",
        "health",
        "pipeline",
        "forecast",
    ] {
        if let Some(value) = object.get_mut(key) {
            null(value);
            if let Value::Object(entries) = value {
                entries.insert("reason".into(), json!(reason));
            }
        }
    }
}

fn explained(entries: &mut Entries<'_>, explanation: &Explanation<'_>) {
    entries.text("figure", explanation.figure.as_str());
    entries.text("title", explanation.title);
    entries.text("definition", explanation.definition);
    entries.text("formula", explanation.formula);
    entries.text("worked", &explanation.worked);
    entries.list("notes", &explanation.notes, |out, note| writer::text(out, note));
}

fn source(out: &mut String, part: &Contribution<'_>) {
    object(out, |entries| {
        entries.text("account", part.account);
        entries.optional("record", part.record);
        entries.text("file", part.place.path());
        entries.count("line", part.place.line());
        entries.money("amount", part.amount);
        entries.money("of", part.of);
        entries.optional("movement", part.movement);
        entries.text("text", &part.text.to_string());
        if let Some(date) = part.date {
            entries.text("date", &date.to_string());
        }
    });
}

/// What moved a figure since another day: its values, and what each account's movements did.
fn moved(entries: &mut Entries<'_>, since: &Since) {
    let decimals = since.figure.decimals();
    entries.text("figure", since.figure.as_str());
    for (key, (day, value)) in [("before", &since.before), ("after", &since.after)] {
        entries.object(key, |entries| {
            entries.text("as_of", &day.to_string());
            match value {
                Ok(value) => printed(entries, "value", *value, decimals),
                Err(reason) => {
                    entries.null("value");
                    entries.text("reason", &reason.0);
                }
            }
        });
    }
    match since.difference() {
        Some(difference) => printed(entries, "delta", difference, decimals),
        None => entries.null("delta"),
    }
    entries.list("changes", &since.changes, |out, change| {
        object(out, |entries| {
            entries.text("account", &change.account);
            entries.optional("movement", change.movement);
            entries.money("before", change.before);
            entries.money("after", change.after);
            printed(entries, "delta", change.delta, decimals);
        });
    });
}
