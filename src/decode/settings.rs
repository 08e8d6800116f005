//! planc.yaml: every key of it, each with its default.
//!
//! For: one [`Config`] from what is written. What is wrong is reported and keeps its default, so that the
//! plans can be read all the same.
//! Must not: read the file, or decide what a setting does.

mod rules;
mod targets;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::decoder::{Decoder, Kind};
use super::fields::Fields;
use super::ids::Ids;
use super::references::without_repeats;
use super::refusal::{Refusal, one_of, quoted};
use super::scalar::date::{cadence, month_by_name, notice};
use super::scalar::id::{is_person, person_key, web_address};
use super::scalar::money::currency;
use super::scalar::number::{count, positive, share, whole};
use super::scalar::word::{boolean, pick, same};
use super::shape::{CLV, HEALTH, KPI, PERSON, SETTINGS, SITE, TIER, WEIGHTS};
use super::suggest::nearest;
use super::value::{is_absent, text};
use crate::config::{ClvMethod, Config, Grain, HealthWeights, Person, SiteConfig, Tier};
use crate::diagnostic::codes::{P602, P603, P604, P605};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::{Cadence, Choice, Currency, Decimal, Expectation, Field, Share, Stage};
use crate::parse::{Entry, NodeKind, parse_yaml};
use crate::text::{Source, Span};

/// Reads and decodes planc.yaml. What is wrong keeps its default.
pub fn decode_config(source: &Arc<Source>, diagnostics: &mut Diagnostics) -> Config {
    let mut config = Config { source: Arc::clone(source), ..Config::default() };
    let whole = Span::new(0, source.text().len());
    let Some(root) = parse_yaml(source, whole, diagnostics) else { return config };
    if matches!(&root.kind, NodeKind::Scalar(scalar) if scalar.is_null()) {
        return config;
    }
    let defaults = Config::default();
    let mut d = Decoder::new(source, &defaults, Kind::Settings, Ids::default(), diagnostics);
    d.know_slips_of_form();
    if let Some(mut fields) = d.record("planc.yaml", &root, &SETTINGS, &[]) {
        settings(&mut fields, &mut config);
    }
    config
}

fn settings(f: &mut Fields<'_, '_, '_, '_>, config: &mut Config) {
    set(&mut config.portfolio, f.line("portfolio"));
    set(&mut config.currency, f.opt("currency", currency));
    config.exchange_rates = exchange_rates(f, config.currency);
    set(&mut config.fiscal_year_start, f.opt("fiscal_year_start", fiscal_month));
    config.people = people(f);
    if let Some(tiers) = tiers(f) {
        config.tiers = tiers;
    }
    config.products =
        without_repeats(f.list("products", text), String::clone).into_iter().map(value).collect();
    stages(f, &mut config.stages);
    set(&mut config.renewal_window, f.opt("renewal_window", notice));
    set(&mut config.gross_margin, f.opt("gross_margin", share));
    set(&mut config.discount_rate, f.opt("discount_rate", share));
    let method = [("constant", ClvMethod::Constant), ("sbg", ClvMethod::Sbg)];
    let clv = f.record("clv", &CLV, |f| Some(f.opt("method", |text| pick(text, &method))));
    set(&mut config.clv, clv.flatten());
    let grain = [("account", Grain::Account), ("line", Grain::Line), ("parent", Grain::Parent)];
    let kpi = f.record("kpi", &KPI, |f| Some(f.opt("grain", |text| pick(text, &grain))));
    set(&mut config.grain, kpi.flatten());
    f.record("health", &HEALTH, |f| f.record("weights", &WEIGHTS, |f| weights(f, &mut config.health)));
    let expect = f.list("expect", text);
    config.expect = expect
        .into_iter()
        .map(|line| Expectation { place: f.d.place(line.span), text: line.value })
        .collect();
    if let Some(site) = f.record("site", &SITE, site) {
        config.site = site;
    }
    config.targets = targets::targets(f, config);
    config.framework = rules::framework(f, config);
    config.rules = rules::severities(f);
    config.policies = rules::policies(f, config);
    data(f);
    config.extra = std::mem::take(&mut f.extra);
}

fn set<T>(setting: &mut T, found: Option<Field<T>>) {
    if let Some(found) = found {
        *setting = found.value;
    }
}

fn value<T>(field: Field<T>) -> T {
    field.value
}

/// The keys and values at a setting whose keys are the author's to choose.
fn entries<'n, 's>(
    f: &mut Fields<'_, '_, 'n, 's>,
    key: &'static str,
    example: &str,
) -> Option<&'n [Entry<'s>]> {
    let node = f.node(key)?;
    match &node.kind {
        NodeKind::Map(entries) => Some(entries),
        NodeKind::Invalid => {
            f.d.spoil();
            None
        }
        NodeKind::Scalar(_) | NodeKind::List(_) => {
            let message = format!("`{key}` needs keys and values");
            f.d.wrong_form(node.span, message, format!("write for example `{key}: {example}`"));
            None
        }
    }
}

/// The one value at such a key.
fn single<T>(
    d: &mut Decoder<'_>,
    entry: &Entry<'_>,
    example: &str,
    decode: impl FnOnce(&str) -> Result<T, Refusal>,
) -> Option<Field<T>> {
    let key = &entry.key.text;
    match &entry.value.kind {
        NodeKind::Scalar(scalar) if is_absent(scalar) => {
            d.wrong_form(
                entry.key.span,
                format!("`{key}` is empty"),
                format!("write for example `{key}: {example}`"),
            );
            None
        }
        NodeKind::Scalar(scalar) => d.scalar(key, scalar, decode),
        NodeKind::Invalid => {
            d.spoil();
            None
        }
        NodeKind::List(_) | NodeKind::Map(_) => {
            let message = format!("`{key}` takes one value here");
            d.wrong_form(entry.value.span, message, format!("write for example `{key}: {example}`"));
            None
        }
    }
}

fn exchange_rates(f: &mut Fields<'_, '_, '_, '_>, own: Currency) -> BTreeMap<Currency, Decimal> {
    let mut rates = BTreeMap::new();
    for entry in entries(f, "exchange_rates", "{EUR: 1.08, GBP: 1.27}").unwrap_or_default() {
        let code = f.d.scalar("exchange_rates", &entry.key, currency);
        let rate = single(f.d, entry, "1.08", positive);
        let Some((code, rate)) = code.zip(rate) else { continue };
        if code.value == own && rate.value != Decimal::ONE {
            let message = format!("One {own} is always 1 {own}, the portfolio's currency: {}", rate.value);
            let help = format!("take `{own}` out: rates say what one unit of another currency is in {own}");
            let problem = f.d.problem(&P602, rate.span, message).help(help);
            f.d.report(problem);
            continue;
        }
        rates.insert(code.value, rate.value);
    }
    rates
}

fn fiscal_month(text: &str) -> Result<u32, Refusal> {
    let message = || format!("must be a month from 1 to 12, not {}", quoted(text));
    match whole(text) {
        Ok(month @ 1..=12) => Ok(u32::try_from(month).unwrap_or(1)),
        _ => Err(match month_by_name(text.trim()) {
            Some(month) => Refusal::write(&P602, message(), month.to_string()),
            None => Refusal::new(&P602, message(), "write `1` for January, `4` for April, and so on"),
        }),
    }
}

fn people(f: &mut Fields<'_, '_, '_, '_>) -> BTreeMap<String, Person> {
    let mut people = BTreeMap::new();
    let mut managers = Vec::new();
    for entry in entries(f, "people", "{maria.lopez: {name: María López}}").unwrap_or_default() {
        let key = entry.key.text.to_string();
        if !is_person(&key) {
            let message = format!("A person's key can't be {}", quoted(&key));
            let help = format!("write `{}`: small letters, digits, `.`, `_` and `-`", person_key(&key));
            let problem = f.d.problem(&P602, entry.key.span, message).help(help);
            f.d.report(problem);
        }
        let mut person = Person { name: key.clone(), title: None, manager: None, extra: Default::default() };
        match &entry.value.kind {
            NodeKind::Scalar(scalar) if is_absent(scalar) => {}
            NodeKind::Scalar(scalar) => {
                let message = format!("{} needs keys of its own", quoted(&key));
                let help = format!("write `{key}: {{name: {}}}`", scalar.text);
                f.d.wrong_form(scalar.span, message, help);
            }
            _ => {
                if let Some(mut fields) = f.d.record(&key, &entry.value, &PERSON, &[]) {
                    set(&mut person.name, fields.line("name"));
                    person.title = fields.text("title").map(value);
                    if let Some(manager) = fields.text("manager") {
                        person.manager = Some(manager.value.clone());
                        managers.push((key.clone(), manager));
                    }
                    person.extra = std::mem::take(&mut fields.extra);
                }
            }
        }
        // Kept even where something is wrong in it: plans that name the person are right to.
        people.insert(key, person);
    }
    for (key, manager) in managers {
        if people.contains_key(&manager.value) && manager.value != key {
            continue;
        }
        let message = match manager.value == key {
            true => format!("{} is their own manager", quoted(&key)),
            false => format!("`manager` names nobody in `people`: {}", quoted(&manager.value)),
        };
        unknown(f.d, &P603, manager.span, message, &manager.value, people.keys().map(String::as_str));
        if let Some(person) = people.get_mut(&key) {
            person.manager = None;
        }
    }
    people
}

/// Reports a name that stands for nothing that is configured.
fn unknown<'r>(
    d: &mut Decoder<'_>,
    code: Code,
    span: Span,
    message: String,
    name: &str,
    right: impl Iterator<Item = &'r str> + Clone,
) {
    let near = nearest(name, right.clone().filter(|right| *right != name), &d.budget);
    let help = match near.question() {
        Some(question) => question,
        None => match one_of(right) {
            none if none.is_empty() => "add it to planc.yaml first, or take this out".to_owned(),
            all => format!("write {all}"),
        },
    };
    let mut problem = d.problem(code, span, message).help(help);
    if let Some(word) = near.certain.filter(|word| super::value::safe_to_write(word)) {
        problem = problem.fix(word);
    }
    d.report(problem);
}

fn tiers(f: &mut Fields<'_, '_, '_, '_>) -> Option<Vec<Tier>> {
    let mut tiers: Vec<Tier> = Vec::new();
    let mut names = BTreeSet::new();
    for entry in entries(f, "tiers", "{strategic: {review: 90d}, standard: {}}")? {
        let name = entry.key.text.to_string();
        let days = if same(&name, "strategic") { 90 } else { 180 };
        let mut tier = Tier { name, review: Cadence::Days(days) };
        let absent = matches!(&entry.value.kind, NodeKind::Scalar(scalar) if is_absent(scalar));
        if !absent && let Some(mut fields) = f.d.record(&entry.key.text, &entry.value, &TIER, &[]) {
            set(&mut tier.review, fields.opt("review", cadence));
        }
        if names.insert(tier.name.to_lowercase().replace([' ', '_'], "-")) {
            tiers.push(tier);
        } else {
            let message = format!("The tier {} stands here twice", quoted(&tier.name));
            let help = "letter case, spaces, `-` and `_` make no difference: keep one of them";
            let problem = f.d.problem(&P604, entry.key.span, message).help(help);
            f.d.report(problem);
        }
    }
    Some(tiers)
}

fn stages(f: &mut Fields<'_, '_, '_, '_>, stages: &mut BTreeMap<Stage, Share>) {
    for entry in entries(f, "stages", "{proposal: 50%}").unwrap_or_default() {
        let stage = Stage::ALL.iter().copied().find(|stage| same(stage.as_str(), &entry.key.text));
        match stage {
            Some(stage) if stage.is_open() => {
                if let Some(probability) = single(f.d, entry, "50%", share) {
                    stages.insert(stage, probability.value);
                }
            }
            Some(closed) => {
                let message =
                    format!("`{closed}` needs no probability: what is won is certain, what is lost is not");
                let problem = f.d.problem(&P603, entry.key.span, message).help("take it out");
                f.d.report(problem);
            }
            None => {
                let open = Stage::ALL.iter().filter(|stage| stage.is_open()).map(|stage| stage.as_str());
                let message = format!("There is no stage {}", quoted(&entry.key.text));
                unknown(f.d, &P603, entry.key.span, message, &entry.key.text, open);
            }
        }
    }
}

fn weights(f: &mut Fields<'_, '_, '_, '_>, weights: &mut HealthWeights) -> Option<()> {
    let before = weights.clone();
    let span = f.span;
    // A weight may be written as a share: only the proportions matter.
    let weight = |text: &str| match text.ends_with('%') {
        true => share(text),
        false => count(text),
    };
    for (key, weight_of) in [
        ("usage", &mut weights.usage),
        ("relationship", &mut weights.relationship),
        ("satisfaction", &mut weights.satisfaction),
        ("support", &mut weights.support),
        ("risk", &mut weights.risk),
        ("plan", &mut weights.plan),
    ] {
        set(weight_of, f.opt(key, weight));
    }
    let all = [
        weights.usage,
        weights.relationship,
        weights.satisfaction,
        weights.support,
        weights.risk,
        weights.plan,
    ];
    if all.iter().all(Decimal::is_zero) {
        let help = "give at least one measure a weight above 0";
        let problem = f.d.problem(&P602, span, "All health weights are 0").help(help);
        f.d.report(problem);
        *weights = before;
    }
    Some(())
}

fn site(f: &mut Fields<'_, '_, '_, '_>) -> Option<SiteConfig> {
    let raw_html = [("escape", false), ("sanitize", true)];
    Some(SiteConfig {
        title: f.line("title").map(value),
        base_url: f.opt("base_url", web_address).map(value),
        source_url: f.opt("source_url", source_url).map(value),
        sanitize_html: f.opt("raw_html", |text| pick(text, &raw_html)).is_some_and(value),
        index: f.opt("index", boolean).is_some_and(value),
    })
}

fn source_url(text: &str) -> Result<String, Refusal> {
    let address = web_address(text)?;
    if address.contains("{path}") {
        return Ok(address);
    }
    let message = "has no `{path}` in it";
    let help = "write `{path}` where the file's path goes and `{line}` where the line goes, for example `https://git.example/plans/blob/main/{path}#L{line}`";
    Err(Refusal::new(&P602, message, help))
}

fn data(f: &mut Fields<'_, '_, '_, '_>) {
    let Some(node) = f.node("data") else { return };
    if matches!(&node.kind, NodeKind::Map(entries) if entries.is_empty()) {
        return;
    }
    let span = f.key_span("data").unwrap_or(node.span);
    let message = "Data files are not read by this version of planc";
    let help = "put the records into the plans, in the front matter or in tables, until it is";
    let problem = f.d.problem(&P605, span, message).help(help);
    f.d.note(problem);
}
