//! A plan's top level.

use std::sync::Arc;

use super::decoder::{Decoder, Kind};
use super::fields::Fields;
use super::ids::{Ids, name_rows};
use super::references::without_repeats;
use super::refusal::{Refusal, quoted};
use super::scalar::date::date;
use super::scalar::id::{account_id, is_account_id, slug, web_address};
use super::scalar::money::currency;
use super::scalar::number::whole;
use super::shape::{LOST, List, PLAN, PROFILE, Shape};
use super::tables::{DataTable, data_tables};
use super::value::{is_absent, text};
use super::{contracts, growth, id_from_path, people, risks, voice};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::codes::{P103, P105, P114};
use crate::model::{ByGit, Date, Expectation, Field, Lost, Optional, Plan, Profile};
use crate::parse::{Document, Entry, Node, NodeKind};
use crate::text::{Source, Span, Spanned};

/// Decodes a plan. `None` where it has no front matter that can be read, or doesn't say whose plan it is
/// (`account`, `owner`): already reported.
pub fn decode_plan(
    source: &Arc<Source>,
    document: Document<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Plan> {
    let Document { head, front_matter, mut body, tables } = document;
    let root = front_matter?;
    let entries = match &root.kind {
        NodeKind::Map(entries) => entries.as_slice(),
        NodeKind::Scalar(scalar) if is_absent(scalar) => &[],
        NodeKind::Invalid => return None,
        NodeKind::Scalar(_) | NodeKind::List(_) => {
            let message = "The front matter holds no keys";
            let help = "write a key and its value on each line, for example `account: Northwind Traders`";
            let place = crate::text::Place::new(source, root.span);
            diagnostics
                .push(crate::diagnostic::Diagnostic::new(&P103, place, message).help(help).about("account"));
            return None;
        }
    };

    let mut tables = {
        let mut d = Decoder::new(source, config, Kind::Plan, Ids::default(), diagnostics);
        data_tables(&mut d, &mut body, tables)
    };
    if tables.iter().any(|table| table.list.needs_id()) {
        name_rows(entries, &mut tables);
    }
    let ids = Ids::gather(entries, &tables);
    let mut d = Decoder::new(source, config, Kind::Plan, ids, diagnostics);
    for table in tables.iter().filter(|table| table.spoilt) {
        d.about = Some(table.list.key());
        d.spoil();
        d.about = None;
    }
    d.know_slips_of_form();
    let plan = top(&mut d, head, &root, entries, &tables);
    let faulty = std::mem::take(&mut d.faulty);
    plan.map(|plan| Plan { body, faulty, ..plan })
}

fn top(
    d: &mut Decoder<'_>,
    head: Span,
    root: &Node<'_>,
    entries: &[Entry<'_>],
    tables: &[DataTable<'_>],
) -> Option<Plan> {
    let source = Arc::clone(d.source);
    let empty = Node { span: head, kind: NodeKind::Map(Vec::new()) };
    let root = if entries.is_empty() { &empty } else { root };
    let mut f = d.record("plan", root, &PLAN, &[])?.anchored(head);
    let f = &mut f;

    let account = about(f, "account", |f| f.need_text("account"));
    let owner = about(f, "owner", |f| f.owner("owner"));
    let id = about(f, "id", |f| own_id(f, head));
    let external_ids = about(f, "external_ids", external_ids);
    let tier = about(f, "tier", |f| f.tier("tier"));
    let segment = about(f, "segment", |f| f.text("segment"));
    let industry = about(f, "industry", |f| f.text("industry"));
    let region = about(f, "region", |f| f.text("region"));
    let parent = about(f, "parent", |f| f.text("parent"));
    about(f, "currency", own_currency);
    let customer_since = about(f, "customer_since", |f| f.opt("customer_since", date));
    let (reviewed, by_git) = about(f, "reviewed", reviewed);
    let tags = about(f, "tags", |f| without_repeats(f.texts("tags"), String::clone));
    let lost = about(f, "lost", |f| f.record("lost", &LOST, lost));
    let profile = about(f, "profile", |f| f.record("profile", &PROFILE, profile));
    if let Some(profile) = &profile {
        f.d.units = profile.structure.iter().map(|unit| unit.value.clone()).collect();
    }

    let mut told = Vec::new();
    let stakeholders = list(f, List::Stakeholders, tables, &mut told, people::stakeholder);
    let value = list(f, List::Value, tables, &mut told, growth::value);
    let contracts = list(f, List::Contracts, tables, &mut told, |f| contracts::contract(f, &id.value));
    let opportunities = list(f, List::Opportunities, tables, &mut told, growth::opportunity);
    let risks = list(f, List::Risks, tables, &mut told, risks::risk);
    let actions = list(f, List::Actions, tables, &mut told, risks::action);
    let objectives = list(f, List::Objectives, tables, &mut told, growth::objective);
    let surveys = list(f, List::Surveys, tables, &mut told, voice::survey);
    let escalations = list(f, List::Escalations, tables, &mut told, voice::escalation);
    let usage = list(f, List::Usage, tables, &mut told, voice::usage);
    let meetings = list(f, List::Meetings, tables, &mut told, people::meeting);
    let expect = about(f, "expect", expect);
    if f.has("profile") {
        told.push("profile");
    }

    let mut stakeholders = stakeholders;
    f.d.about = Some("stakeholders");
    people::cut_cycles(f.d, &mut stakeholders);
    f.d.about = None;

    Some(Plan {
        source,
        head,
        id,
        account: account?,
        owner: owner?,
        external_ids,
        tier,
        segment,
        industry,
        region,
        parent,
        currency: f.d.currency,
        customer_since,
        reviewed,
        by_git,
        tags,
        lost,
        profile,
        stakeholders,
        value,
        contracts,
        opportunities,
        risks,
        actions,
        objectives,
        surveys,
        escalations,
        usage,
        meetings,
        expect,
        extra: std::mem::take(&mut f.extra),
        told,
        faulty: Vec::new(),
        body: crate::model::Body::default(),
    })
}

/// Decodes under a top-level key: what is reported is about it.
fn about<'d, 'a, 'n, 's, T>(
    f: &mut Fields<'d, 'a, 'n, 's>,
    key: &'static str,
    decode: impl FnOnce(&mut Fields<'d, 'a, 'n, 's>) -> T,
) -> T {
    f.d.about = Some(key);
    let decoded = decode(f);
    f.d.about = None;
    decoded
}

/// The account's id: as written, else by the path.
fn own_id(f: &mut Fields<'_, '_, '_, '_>, head: Span) -> Field<String> {
    let path = f.d.source.path().to_owned();
    let by_path = id_from_path(&path);
    let fallback = Spanned::new(slug(by_path), head);
    if f.has("id") {
        return f.opt("id", account_id).unwrap_or(fallback);
    }
    if !is_account_id(by_path) {
        let better = slug(by_path);
        let is_file = path.ends_with(&format!("/{by_path}.md")) || path == format!("{by_path}.md");
        let (what, rename) = match is_file {
            true => ("file", format!("{better}.md")),
            false => ("folder", better.clone()),
        };
        let message = format!("The {what}'s name can't be the account's id: {}", quoted(by_path));
        let help =
            format!("rename the {what} to `{rename}`, or add `id: {better}` (small letters, digits and `-`)");
        let problem = f.d.problem(&P114, head, message).help(help);
        f.d.report(problem);
    }
    fallback
}

/// The day of the last review, or the word that leaves it to git.
fn reviewed(f: &mut Fields<'_, '_, '_, '_>) -> (Optional<Date>, Option<ByGit>) {
    let written = f.opt("reviewed", |text| match text {
        "git" => Ok(None),
        _ if text.eq_ignore_ascii_case("git") => {
            let message = format!("is a day, or `git` in small letters, not {}", quoted(text));
            Err(Refusal::write(&P105, message, "git"))
        }
        _ => date(text).map(Some),
    });
    match written {
        Some(Spanned { value: Some(day), span }) => (Some(Spanned::new(day, span)), None),
        Some(Spanned { value: None, span }) => (None, Some(ByGit { span, unknown: None })),
        None => (None, None),
    }
}

fn own_currency(f: &mut Fields<'_, '_, '_, '_>) {
    if let Some(found) = f.opt("currency", currency) {
        f.d.rated("currency", found.value, found.span);
        // Amounts in it raise no error of their own.
        f.d.currency = found.value;
    }
}

fn external_ids(f: &mut Fields<'_, '_, '_, '_>) -> Vec<(Field<String>, Field<String>)> {
    let Some(node) = f.node("external_ids") else { return Vec::new() };
    let NodeKind::Map(entries) = &node.kind else {
        if node.kind == NodeKind::Invalid {
            f.d.spoil();
            return Vec::new();
        }
        let message = "`external_ids` must have a system's name before each id".to_owned();
        let help = "write for example `external_ids: {salesforce: 0015x00002AbCdE}`".to_owned();
        f.d.wrong_form(node.span, message, help);
        return Vec::new();
    };
    let mut ids = Vec::with_capacity(entries.len());
    for entry in entries {
        match &entry.value.kind {
            NodeKind::Scalar(scalar) if is_absent(scalar) => {}
            NodeKind::Scalar(scalar) => {
                let id = f.d.scalar("external_ids", scalar, text);
                let system = Spanned::new(entry.key.text.to_string(), entry.key.span);
                ids.extend(id.map(|id| (system, id)));
            }
            NodeKind::Invalid => f.d.spoil(),
            NodeKind::List(_) | NodeKind::Map(_) => {
                let message = "a system in `external_ids` takes one id".to_owned();
                let help = format!("write for example `{}: \"4711\"`", entry.key.text);
                f.d.wrong_form(entry.value.span, message, help);
            }
        }
    }
    ids
}

fn lost(f: &mut Fields<'_, '_, '_, '_>) -> Option<Lost> {
    let date = f.need("date", date);
    let reason = f.text("reason");
    let to = f.text("to");
    f.sound()?;
    Some(Lost { span: f.span, date: date?, reason, to, extra: std::mem::take(&mut f.extra) })
}

/// A profile keeps what is right in it: it is no record of a list, and nothing is counted from it.
fn profile(f: &mut Fields<'_, '_, '_, '_>) -> Option<Profile> {
    Some(Profile {
        span: f.span,
        employees: f.opt("employees", whole),
        annual_revenue: f.money("annual_revenue"),
        headquarters: f.text("headquarters"),
        website: f.opt("website", web_address),
        structure: without_repeats(f.texts("structure"), String::clone),
        priorities: f.list("priorities", text),
        competitors: f.texts("competitors"),
        extra: std::mem::take(&mut f.extra),
    })
}

fn expect(f: &mut Fields<'_, '_, '_, '_>) -> Vec<Expectation> {
    let lines = f.list("expect", text);
    lines.into_iter().map(|line| Expectation { place: f.d.place(line.span), text: line.value }).collect()
}

/// The records of a list: of the front matter, then of tables.
fn list<'d, 'a, 'n, 's, T>(
    f: &mut Fields<'d, 'a, 'n, 's>,
    list: List,
    tables: &[DataTable<'_>],
    told: &mut Vec<&'static str>,
    mut decode: impl FnMut(&mut Fields<'_, 'a, '_, '_>) -> Option<T>,
) -> Vec<T> {
    let (key, shape): (&'static str, &'static Shape) = (list.key(), list.shape());
    f.d.about = Some(key);
    let mut records = Vec::new();
    let node = f.node(key);
    if let Some(node) = node {
        told.push(key);
        let nodes = f.d.list_of_records(key, node, shape);
        records.reserve_exact(nodes.len());
        for node in nodes {
            if let Some(mut fields) = f.d.record(key, node, shape, &[]) {
                records.extend(decode(&mut fields));
            }
        }
    }
    for table in tables.iter().filter(|table| table.list == list) {
        let mut excused = table.missing.clone();
        if list.own_text().is_some_and(|text| list.required().contains(&text)) {
            // A row lacks an id only where it lacks the text that would give it one.
            excused.push("id");
        }
        if !told.contains(&key) {
            told.push(key);
        }
        for node in &table.rows {
            if let Some(fields) = f.d.record(key, node, shape, &excused) {
                let span = fields.span;
                let mut fields = fields.anchored(span);
                if table.spoilt {
                    fields.d.spoil();
                }
                records.extend(decode(&mut fields));
            }
        }
    }
    f.d.about = None;
    // They are kept as long as the plan.
    records.shrink_to_fit();
    records
}
