//! Expectations: broken, without a value, unreadable.

use planc::diagnostic::Diagnostic;
use planc::session::{Ask, Session};

use super::build::*;

const AS_OF: &str = "2026-09-30";

/// What family P7 says of a portfolio.
fn said(plans: &Plans) -> Vec<Diagnostic> {
    let compiled = Session::new().compile(plans.files(), &Ask { as_of: day(AS_OF) });
    compiled.diagnostics.into_iter().filter(|d| d.code.code.starts_with("P7")).collect()
}

/// Two clients: one that shrank from 100 to 80, one that grew from 100 to 110. NRR 95 %, GRR 90 %.
fn plans(expect: &str) -> Plans {
    Plans::new(&format!("exchange_rates: {{EUR: 2}}\nexpect:\n{expect}"))
        .contracts("shrinks", &["id: S, product: P, arr: 100, start: 2024-01-01, changes: [{date: 2026-02-01, product: P, arr: 80}]"])
        .contracts("grows", &["id: G, product: P, arr: 100, start: 2024-01-01, changes: [{date: 2026-03-01, product: P, arr: 110}]"])
}

/// The one message that a line under `expect` gives, and its help; empty where it holds.
fn one(line: &str) -> (String, String) {
    let said = said(&plans(&format!("  - {line}")));
    assert!(said.len() <= 1, "{said:#?}");
    said.into_iter()
        .next()
        .map_or_else(Default::default, |d| (d.message.clone(), d.help.clone().unwrap_or_default()))
}

#[test]
fn what_holds_is_not_mentioned() {
    for line in [
        "nrr >= 95%",
        "nrr > 94.9 %",
        "nrr <= 0.95",
        "nrr < 1.1",
        "nrr == 95%",
        "grr >= 90%",
        "arr >= 190",
        "arr > EUR 94",
        "arr <= 0.19k",
        "client_retention == 100%",
        "upsell_cross_sell >= 10",
        "completeness >= 0%",
        "nrr>=95%",
    ] {
        assert_eq!(one(line), (String::new(), String::new()), "{line}");
    }
}

#[test]
fn equality_compares_at_6_decimals() {
    let plans = |line: &str| {
        Plans::new(&format!("expect: ['{line}']"))
            .contracts("a", &["id: A, product: P, arr: 300, start: 2024-01-01, changes: [{date: 2026-02-01, product: P, arr: 100}]"])
    };
    // 1 ÷ 3 = 0.333333…
    assert!(said(&plans("nrr == 33.3333%")).is_empty());
    assert_eq!(said(&plans("nrr == 33.333%")).len(), 1);
}

#[test]
fn a_broken_one_shows_expected_actual_difference_and_what_moved_it_most() {
    let said = said(&plans("  - grr >= 95%"));
    let [broken] = said.as_slice() else { panic!("{said:#?}") };
    assert_eq!(broken.code.code, "P701");
    assert_eq!(broken.message, "Expected grr >= 95 %, but it is 90 %: 5 points too low");
    // shrinks: (80 − 0.95 × 100) ÷ 200 = −7.5 points; grows makes up 2.5 of them.
    assert_eq!(
        broken.help.as_deref(),
        Some("what moved it most: shrinks −7.5 points (USD 180 ÷ USD 200 = 90 %)")
    );
    assert_eq!(broken.labels.len(), 1);
    assert_eq!(broken.labels[0].place.path(), "accounts/shrinks.md");
    assert_eq!(broken.labels[0].message, "−7.5 points: from USD 100 to USD 80: P from USD 100 to USD 80");
    assert_eq!((broken.place.path(), broken.place.line()), ("planc.yaml", 3));
}

#[test]
fn of_money_what_moved_since_the_opening_is_shown() {
    let (message, help) = one("arr >= 200");
    assert_eq!(message, "Expected arr >= USD 200, but it is USD 190: USD 10 too low");
    assert_eq!(help, "what moved it most: shrinks −USD 20 (USD 190)");
    let (message, _) = one("arr < 190");
    assert_eq!(message, "Expected arr < USD 190, but it is USD 190: exactly that");
}

#[test]
fn a_difference_too_small_for_two_decimals_is_shown_with_more() {
    let plans = Plans::new("expect: [nrr >= 33.334%]")
        .contracts("a", &["id: A, product: P, arr: 300, start: 2024-01-01, changes: [{date: 2026-02-01, product: P, arr: 100}]"]);
    assert!(
        said(&plans)[0].message.starts_with("Expected nrr >= 33.334 %, but it is 33.333333 %:"),
        "{}",
        said(&plans)[0].message
    );
}

#[test]
fn one_on_a_figure_without_a_value_gives_the_reason() {
    let (message, help) = one("nps >= 40");
    assert_eq!(message, "`nps >= 40` can't be checked: no NPS answer in the period");
    assert!(help.contains("nps: 9"), "{help}");
    assert_eq!(one("renewal_rate >= 90%").0, "`renewal_rate >= 90%` can't be checked: no contract came due");
}

#[test]
fn what_can_not_be_read_says_what_to_write() {
    for (line, message, help) in [
        (
            "grr >= 95",
            "The number that `grr` is compared with is a share, and `95` lacks its `%`",
            "write `grr >= 95%`",
        ),
        ("ngr >= 95%", "There is no figure `ngr` to expect something of", "did you mean"),
        ("clv >= 1k", "There is no figure `clv` to expect something of", "write one of `arr`, `nrr`"),
        ("nrr 95%", "`nrr 95%` compares nothing", "write a figure, one of `>=`"),
        ("nrr => 95%", "`=>` is no comparison", "write `nrr >= 95%`"),
        ("nrr = 95%", "`=` is no comparison", "write `nrr == 95%`"),
        ("nrr ≥ 95%", "`≥` is no comparison", "write `nrr >= 95%`"),
        ("nrr != 95%", "`!=` is no comparison", "write a figure, one of"),
        ("nrr at least 95%", "`at least` is no comparison", "write `nrr >= 95%`"),
        ("'nrr >='", "`nrr >=` lacks its number", "write for example `nrr >= 95%`"),
        ("'>= 95%'", "`>= 95%` names no figure", "write a figure"),
        (
            "arr >= lots",
            "The number that `arr` is compared with must be an amount of money, not `lots`",
            "write for example",
        ),
        (
            "arr >= CHF 100",
            "The number that `arr` is compared with is in CHF, and `exchange_rates` has no rate for it",
            "add CHF",
        ),
        (
            "health >= high",
            "The number that `health` is compared with must be a number, not `high`",
            "write digits",
        ),
        ("grr >= 110%", "The number that `grr` is compared with ", ""),
    ] {
        let (got, got_help) = one(line);
        assert!(got.starts_with(message), "{line}: {got}");
        assert!(got_help.starts_with(help), "{line}: {got_help}");
    }
}

#[test]
fn the_place_is_the_part_that_is_wrong() {
    let said = said(&plans("  - grr >= 95"));
    let place = &said[0].place;
    assert_eq!(place.source.slice(place.span), "95");
    let said = super::expectations::said(&plans("  - \"margin >= 10%\""));
    let place = &said[0].place;
    assert_eq!(place.source.slice(place.span), "margin");
}

#[test]
fn a_plans_expectations_are_of_its_own_figures_and_in_its_currency() {
    let plan = |expect: &str| {
        Plans::new("exchange_rates: {EUR: 2}").account(
            "a",
            &format!("currency: EUR\nexpect: [{expect}]\ncontracts:\n  - {{id: A, product: P, arr: 100, start: 2024-01-01, changes: [{{date: 2026-02-01, product: P, arr: 90}}]}}"),
        )
    };
    // EUR 90 = USD 180.
    assert!(said(&plan("arr >= 90")).is_empty());
    assert!(said(&plan("arr >= USD 180")).is_empty());
    let said = said(&plan("nrr >= 100%"));
    assert_eq!(said[0].message, "Expected nrr >= 100 %, but it is 90 %: 10 points too low");
    assert_eq!(said[0].labels[0].place.line(), 7);
    assert_eq!(said[0].place.path(), "accounts/a.md");
}

#[test]
fn a_plan_that_is_left_out_has_no_figures_to_expect_of() {
    let plans = Plans::new("").account("a", "expect: [nrr >= 100%]\ncontracts: nonsense");
    assert!(said(&plans).is_empty());
}
