//! The example's figures against a derivation by hand: `docs/example-figures.md` tells it in words, and the
//! numbers here are its numbers, typed from the plans and the definitions, never from what planc printed.
//!
//! As at 2026-09-30 over twelve months: opening 2025-09-30, closing 2026-09-30; fiscal years from February.

mod forecast;
mod health;
mod revenue;
mod voice;

use std::sync::OnceLock;

use planc::kpi::{self, Dimension, JsonOptions, Request};
use planc::model::Decimal;
use rust_decimal::RoundingStrategy;
use serde_json::Value;

use planc::diagnostic::Severity;
use planc::session::{Ask, Session};

use crate::support::{Files, repository};

/// The three accounts, the group and the portfolio that are derived in full.
const NORTHGATE: &str = "northgate";
const CASTELLAN: &str = "castellan";
const HARROW: &str = "harrow-lane";
const INES: &str = "ines.ferreira";
const PORTFOLIO: &str = "";

/// A number as people write it: `1,234.5`.
fn d(text: &str) -> Decimal {
    text.replace(',', "").parse().expect("a number")
}

/// Σ.
fn sum(numbers: &[&str]) -> Decimal {
    numbers.iter().map(|number| d(number)).sum()
}

/// Σ of euros, in dollars.
fn eur(numbers: &[&str]) -> Decimal {
    sum(numbers) * d("1.08")
}

/// Σ of pounds, in dollars.
fn gbp(numbers: &[&str]) -> Decimal {
    sum(numbers) * d("1.27")
}

/// As printed: half away from zero.
fn to(decimals: u32, value: Decimal) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// The figures of the example as JSON, as `planc kpi --format json --by owner` gives them.
fn figures() -> &'static Value {
    static FIGURES: OnceLock<Value> = OnceLock::new();
    FIGURES.get_or_init(|| {
        let compiled = Files::read(&repository("example-accounts")).compile();
        let report = kpi::compute(&compiled.portfolio, &Request::ttm(&compiled.portfolio));
        kpi::to_json(&report, &JsonOptions { by: &[Dimension::Owner], ..JsonOptions::default() })
    })
}

/// The figures of the portfolio, an owner or an account.
fn of(scope: &str) -> &'static Value {
    let json = figures();
    let named = |list: &'static Value, key: &str| {
        list.as_array().expect("a list").iter().find(|one| one[key] == scope)
    };
    match scope {
        PORTFOLIO => &json["portfolio"],
        _ => named(&json["by"]["owner"], "key")
            .or_else(|| named(&json["accounts"], "id"))
            .unwrap_or_else(|| panic!("{scope} has figures")),
    }
}

/// Asserts that the figure at a path of a scope's object is this number.
#[track_caller]
fn is(scope: &str, path: &str, expected: Decimal) {
    let pointer = format!("/{}", path.replace('.', "/"));
    let found = of(scope).pointer(&pointer).unwrap_or_else(|| panic!("{scope} has no {path}"));
    let found: Decimal = found.to_string().parse().unwrap_or_else(|_| panic!("{scope} {path} is {found}"));
    assert_eq!(found.normalize(), expected.normalize(), "{path} of {scope:?}");
}

/// Asserts that a ratio is numerator ÷ denominator over so many units.
#[track_caller]
fn is_ratio(scope: &str, path: &str, numerator: Decimal, denominator: Decimal) {
    is(scope, &format!("{path}.value"), to(6, numerator / denominator));
}

#[test]
fn the_example_has_no_error_on_any_day_that_somebody_may_build_it() {
    let files = Files::read(&repository("example-accounts"));
    let mut session = Session::new();
    for day in
        ["2026-09-30", "2026-10-31", "2026-12-31", "2027-03-31", "2027-08-15", "2028-02-29", "2028-12-31"]
    {
        let compiled = session.compile(&files, &Ask { as_of: day.parse().expect("a date") });
        let errors = compiled.diagnostics.as_slice().iter().filter(|one| one.severity == Severity::Error);
        let errors: Vec<_> = errors.map(|one| format!("{} {}", one.code.code, one.message)).collect();
        assert!(errors.is_empty(), "{day}: {errors:#?}");
        assert_eq!(compiled.portfolio.plans.len(), 20, "{day}");
    }
}

#[test]
fn the_example_is_honest_about_what_its_plans_lack() {
    let compiled = Files::read(&repository("example-accounts")).compile();
    let found = compiled.diagnostics.as_slice().iter().map(|one| (one.code.name, one.place.source.path()));
    let found: Vec<_> = found.collect();
    for (name, account) in [
        ("no-champion", "bellwood-pharmacy"),
        ("unmitigated-lesser-risk", "gulf-harbor"),
        ("overdue-action", "hansa-teile"),
        ("review-overdue", "kessler-bearings"),
        ("silent-stakeholder", "lumeco"),
        ("renewal-without-action", "sundial-home"),
        ("notice-too-late", "two-rivers-beverage"),
        ("no-quantified-outcome", "uk/clonard-books"),
    ] {
        let path = format!("accounts/{account}.md");
        assert!(found.contains(&(name, path.as_str())), "{name} in {path}: {found:#?}");
    }
    assert!(found.len() <= 12, "a few warnings, not a flood: {found:#?}");
}
