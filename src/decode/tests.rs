//! Whole plans and configurations: what is decoded, and every mistake at its place.

mod mistakes;
mod plans;
mod settings;
mod tables;

use std::sync::Arc;

use super::decode_plan;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Currency, Plan};
use crate::parse::parse_plan;
use crate::text::Source;

/// Two people, three products, two currencies.
fn config() -> Config {
    let text = "people: {maria.lopez: {name: María López}, jo.park: {}}\nproducts: [Platform, Routing, Analytics]\nexchange_rates: {EUR: 1.08}\n";
    let mut diagnostics = Diagnostics::new();
    let config = super::decode_config(&Source::new("planc.yaml", text), &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert!(config.rate(Currency::new("EUR").unwrap()).is_some());
    config
}

fn decode_with(path: &str, text: &str, config: &Config) -> (Option<Plan>, Vec<Diagnostic>) {
    let source: Arc<Source> = Source::new(path, text);
    let mut diagnostics = Diagnostics::new();
    let document = parse_plan(&source, &mut diagnostics);
    let plan = decode_plan(&source, document, config, &mut diagnostics);
    diagnostics.finish();
    (plan, diagnostics.into_iter().collect())
}

fn decode(text: &str) -> (Option<Plan>, Vec<Diagnostic>) {
    decode_with("accounts/northwind.md", text, &config())
}

/// A plan that has no mistake.
fn sound(text: &str) -> Plan {
    let (plan, diagnostics) = decode(text);
    assert!(diagnostics.is_empty(), "{}", shown(&diagnostics));
    plan.unwrap()
}

/// The text that a problem points at.
fn at(diagnostic: &Diagnostic) -> &str {
    diagnostic.place.source.slice(diagnostic.place.span)
}

fn shown(diagnostics: &[Diagnostic]) -> String {
    let show = |d: &Diagnostic| {
        let place = d.place.source.line_column(d.place.span.start);
        let help = d.help.as_deref().unwrap_or("-");
        format!("{} {}:{} [{}] {} | {help}\n", d.code.code, place.line, place.column, at(d), d.message)
    };
    diagnostics.iter().map(show).collect()
}
