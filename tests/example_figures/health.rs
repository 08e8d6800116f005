//! Completeness and health: sections 7 and 8.

use super::revenue::{arr, ends};
use super::*;

/// Each account's health, uncapped and exact: usage, relationship, satisfaction, support, risk and
/// completeness, each out of 100; `None` where it can't be computed.
fn health() -> Vec<(&'static str, [Option<Decimal>; 6])> {
    let hundred = d("100");
    let of = |n: &str, all: &str| d(n) * hundred / d(all);
    // The last month against the mean of the three before.
    let trend = |last: &str, before: &[&str]| (d(last) * d("3") * hundred / sum(before)).min(hundred);
    // CSAT as satisfied ÷ answers, NPS as (promoters − detractors) ÷ answers.
    let voice = |csat: (&str, &str), nps: (&str, &str)| {
        (of(csat.0, csat.1) + (of(nps.0, nps.1) + hundred) / d("2")) / d("2")
    };
    let risk = |score: &str| hundred - of(score, "9");
    // One of 24 requirements is not met; of a strategic client's 27; and a review that is overdue.
    let (one, strategic, all) = (of("23", "24"), of("26", "27"), hundred);
    let row = |id, measures: [Option<Decimal>; 6]| (id, measures);
    let some = Some;
    let (ok, none) = (Some(hundred), None);
    vec![
        row(
            "bellwood-pharmacy",
            [
                some(trend("149", &["152", "155", "157"])),
                some(d("580") / d("8")),
                some(voice(("2", "3"), ("2", "3"))),
                ok,
                some(risk("6")),
                some(one),
            ],
        ),
        row(
            CASTELLAN,
            [
                some((of("1,316", "1,400") + trend("4.9", &["8.4", "7.0", "6.6"])) / d("2")),
                some(d("820") / d("12")),
                some(voice(("3", "4"), ("0", "5"))),
                some(hundred - d("5")),
                some(risk("9")),
                some(all),
            ],
        ),
        row(
            "clonard-books",
            [
                some(trend("18,800", &["5,200", "7,900", "21,500"])),
                some(d("400") / d("5")),
                some(voice(("1", "1"), ("1", "1"))),
                none,
                some(risk("1")),
                some(one),
            ],
        ),
        row(
            "gulf-harbor",
            [
                some(trend("18,900", &["20,900", "21,600", "19,200"])),
                some(d("310") / d("5")),
                some(voice(("0", "1"), ("-1", "2"))),
                ok,
                some(risk("4")),
                some(one),
            ],
        ),
        row(
            "hansa-teile",
            [
                some(of("196", "240")),
                some(d("350") / d("7")),
                some(voice(("1", "2"), ("-2", "3"))),
                ok,
                some(risk("6")),
                some(one),
            ],
        ),
        row(
            HARROW,
            [
                some((of("607", "640") + trend("4,502", &["4,280", "4,410", "4,390"])) / d("2")),
                some(d("800") / d("10")),
                some(voice(("2", "4"), ("2", "3"))),
                ok,
                some(risk("6")),
                some(all),
            ],
        ),
        row(
            "kessler-bearings",
            [
                some(of("187", "210")),
                some(d("490") / d("6")),
                some(voice(("1", "2"), ("1", "2"))),
                ok,
                some(risk("3")),
                some(one / d("2")),
            ],
        ),
        row(
            "lumeco",
            [
                some((of("447", "520") + trend("119", &["121", "124", "96"])) / d("2")),
                some(d("830") / d("13")),
                some(voice(("2", "4"), ("1", "3"))),
                some(hundred - d("25")),
                some(risk("6")),
                some(strategic),
            ],
        ),
        row(
            "molino-rossi",
            [
                none,
                some(d("310") / d("5")),
                some(voice(("0", "1"), ("-1", "2"))),
                ok,
                some(risk("9")),
                some(all),
            ],
        ),
        row(
            NORTHGATE,
            [
                some(of("851", "900")),
                some(d("810") / d("12")),
                some(voice(("2", "3"), ("1", "3"))),
                some(hundred - d("10")),
                some(risk("6")),
                some(all),
            ],
        ),
        row(
            "northgate-fresh",
            [
                some(trend("296", &["340", "351", "318"])),
                some(d("480") / d("7")),
                some(voice(("1", "1"), ("0", "2"))),
                ok,
                some(risk("4")),
                some(all),
            ],
        ),
        row(
            "northgate-iberia",
            [
                some(of("70", "85")),
                some(d("540") / d("6")),
                some(voice(("1", "1"), ("1", "2"))),
                none,
                some(risk("2")),
                some(all),
            ],
        ),
        row(
            "orchard-row",
            [
                some(trend("425", &["540", "430", "410"])),
                some(d("400") / d("5")),
                some(voice(("1", "1"), ("1", "2"))),
                none,
                some(risk("2")),
                some(all),
            ],
        ),
        row(
            "penrose-medical",
            [
                some(trend("23.6", &["23.1", "23.0", "21.9"])),
                some(d("590") / d("8")),
                some(voice(("2", "2"), ("0", "3"))),
                ok,
                some(risk("6")),
                some(all),
            ],
        ),
        row(
            "pineola",
            [
                some(of("93", "110")),
                some(d("610") / d("8")),
                some(voice(("1", "1"), ("1", "2"))),
                ok,
                some(risk("4")),
                some(all),
            ],
        ),
        row(
            "skerry",
            [
                some(of("31", "40")),
                some(d("440") / d("5")),
                some(voice(("1", "1"), ("1", "2"))),
                ok,
                some(risk("4")),
                some(all),
            ],
        ),
        row(
            "sundial-home",
            [
                some(of("52", "120")),
                some(d("280") / d("8")),
                some(voice(("0", "2"), ("-1", "2"))),
                some(hundred - d("40")),
                some(risk("9")),
                some(one),
            ],
        ),
        row(
            "tri-county",
            [
                none,
                some(d("380") / d("4")),
                some(voice(("1", "1"), ("1", "1"))),
                none,
                some(risk("1")),
                some(all),
            ],
        ),
        row(
            "two-rivers-beverage",
            [
                none,
                some(d("230") / d("4")),
                some(voice(("1", "1"), ("0", "1"))),
                none,
                some(risk("6")),
                some(all),
            ],
        ),
        row(
            "vallmont",
            [
                some(of("244", "260")),
                some(d("700") / d("8")),
                some(voice(("2", "2"), ("3", "3"))),
                ok,
                some(risk("3")),
                some(all),
            ],
        ),
    ]
}

#[test]
fn completeness() {
    let one = d("23") / d("24");
    let strategic = d("26") / d("27");
    for scope in [NORTHGATE, CASTELLAN, HARROW] {
        is(scope, "completeness", d("1"));
    }
    for scope in ["bellwood-pharmacy", "clonard-books", "gulf-harbor", "hansa-teile", "kessler-bearings"] {
        is(scope, "completeness", to(6, one));
    }
    is("lumeco", "completeness", to(6, strategic));
    // hansa-teile, lumeco; the other three meet everything.
    is(INES, "completeness", to(6, (d("3") + one + strategic) / d("5")));
    is(PORTFOLIO, "completeness", to(6, (d("13") + d("6") * one + strategic) / d("20")));
}

#[test]
fn health_its_measures_and_its_cap() {
    let weights = ["20", "20", "20", "15", "15", "10"].map(d);
    let names = ["usage", "relationship", "satisfaction", "support", "risk", "plan"];
    let mut weighted = Decimal::ZERO;
    let (mut of_ines, mut arr_of_ines) = (Decimal::ZERO, Decimal::ZERO);
    for (account, measures) in health() {
        let mut points = Decimal::ZERO;
        let mut weight = Decimal::ZERO;
        for ((name, weighs), measure) in names.iter().zip(weights).zip(measures) {
            let Some(measure) = measure else { continue };
            is(account, &format!("health.measures.{name}.value"), to(1, measure));
            points += weighs * measure;
            weight += weighs;
        }
        let score = to(20, points / weight);
        // Everybody who was champion at Bellwood has left.
        let capped = if account == "bellwood-pharmacy" { score.min(d("69")) } else { score };
        is(account, "health.value", to(1, capped));
        let caps = of(account)["health"]["caps"].as_array().expect("a list").len();
        assert_eq!(caps, usize::from(account == "bellwood-pharmacy"), "caps of {account}");
        let today = ends(account).1;
        weighted += capped * today;
        if arr().iter().any(|row| row.0 == INES && row.1 == account) {
            of_ines += capped * today;
            arr_of_ines += today;
        }
    }
    is(INES, "health.value", to(1, of_ines / arr_of_ines));
    is(PORTFOLIO, "health.value", to(1, weighted / ends(PORTFOLIO).1));
    // As worked out in the document.
    is(NORTHGATE, "health.value", d("74.2"));
    is(CASTELLAN, "health.value", d("66.5"));
    is(HARROW, "health.value", d("78.8"));
    is("bellwood-pharmacy", "health.value", d("69"));
    is("sundial-home", "health.value", d("36.8")); // 36.75 exactly
}
