//! Health: measures, weights, bands, caps; attention.

use super::build::*;
use planc::kpi::{Band, Figures};
use planc::model::{Decimal, round};

const AS_OF: &str = "2026-09-30";

fn account(front_matter: &str) -> Figures {
    of(&Plans::new("").account("a", front_matter).ttm(AS_OF), "a").clone()
}

/// A measure's points to one decimal, or why there are none.
fn measure(front_matter: &str, name: &str) -> String {
    let f = account(front_matter);
    let measure = f.health.measures.iter().find(|measure| measure.name == name).unwrap();
    match &measure.value {
        Ok(value) => round(*value, 1).normalize().to_string(),
        Err(reason) => reason.to_string(),
    }
}

#[test]
fn usage_is_the_last_point_of_what_is_licensed_at_most_all() {
    let usage = |points: &str| {
        measure(&format!("usage:\n  - {{metric: Users, licensed: 400, points: {{{points}}}}}"), "usage")
    };
    assert_eq!(usage("2026-08: 310, 2026-09: 288"), "72");
    assert_eq!(usage("2026-09: 500"), "100");
    // A month's point is known once the month has ended: not October's.
    assert_eq!(usage("2026-09: 200, 2026-10: 400"), "50");
    assert_eq!(usage("2026-10: 400"), "no month of usage has ended yet");
    assert_eq!(
        measure("usage:\n  - {metric: Users, licensed: 0, points: {2026-09: 288}}", "usage"),
        "`licensed` is 0"
    );
}

#[test]
fn a_month_is_known_on_its_last_day_and_too_old_three_months_later() {
    let usage = |as_of: &str, month: &str| {
        let report = Plans::new("")
            .account("a", &format!("usage:\n  - {{metric: Users, licensed: 100, points: {{{month}: 50}}}}"))
            .ttm(as_of);
        of(&report, "a").health.measures[0].value.is_ok()
    };
    assert!(!usage("2026-09-29", "2026-09"));
    assert!(usage("2026-09-30", "2026-09"));
    // June ended on the 30th: three months before 30 September exactly, more than three before 1 October.
    assert!(usage("2026-09-30", "2026-06"));
    assert!(!usage("2026-10-01", "2026-06"));
    // 28 February is that day three months before the 28th to the 31st of May.
    assert!(usage("2026-05-31", "2026-02"));
    assert!(!usage("2026-06-01", "2026-02"));
}

#[test]
fn without_licensed_usage_is_measured_against_the_three_points_before() {
    let usage =
        |points: &str| measure(&format!("usage:\n  - {{metric: Users, points: {{{points}}}}}"), "usage");
    // 90 ÷ ((100 + 110 + 90) ÷ 3); the older 500 doesn't count.
    assert_eq!(usage("2026-05: 500, 2026-06: 100, 2026-07: 110, 2026-08: 90, 2026-09: 90"), "90");
    // Points, not months: a gap is no hindrance.
    assert_eq!(usage("2026-01: 100, 2026-03: 110, 2026-08: 90, 2026-09: 75"), "75");
    assert_eq!(
        usage("2026-07: 110, 2026-08: 90, 2026-09: 90"),
        "without `licensed`, usage needs three earlier months"
    );
    assert_eq!(
        usage("2026-06: 0, 2026-07: 0, 2026-08: 0, 2026-09: 90"),
        "usage was 0 in the three months before"
    );
}

#[test]
fn several_metrics_count_by_the_mean_of_those_that_can_be_computed() {
    let usage = "usage:
  - {metric: Users, licensed: 100, points: {2026-09: 80}}
  - {metric: Orders, licensed: 100, points: {2026-09: 40}}
  - {metric: Old, licensed: 100, points: {2026-01: 1}}";
    assert_eq!(measure(usage, "usage"), "60");
}

#[test]
fn relationship_weighs_sentiment_by_influence() {
    let people = "stakeholders:
  - {id: a, name: A, role: coach, influence: high, sentiment: advocate}
  - {id: b, name: B, role: coach, influence: low, sentiment: opponent}
  - {id: c, name: C, role: coach, sentiment: neutral}
  - {id: d, name: D, role: coach, influence: high, sentiment: opponent, departed: 2026-09-30}
  - {id: e, name: E, role: coach, influence: medium, sentiment: critic, departed: 2026-10-01}
  - {id: f, name: F, role: coach, influence: high}";
    // (100 × 3 + 0 × 1 + 50 × 2 + 20 × 2) ÷ 8; d has left by the end of the day, e not yet, f says nothing.
    assert_eq!(measure(people, "relationship"), "55");
    assert_eq!(
        measure("stakeholders:\n  - {id: f, name: F, role: coach}", "relationship"),
        "no stakeholder has a sentiment"
    );
}

#[test]
fn satisfaction_is_the_mean_of_csat_and_nps_over_twelve_months() {
    assert_eq!(
        measure("surveys:\n  - {date: 2026-05-01, csat: 5}\n  - {date: 2026-05-01, csat: 1}", "satisfaction"),
        "50"
    );
    // NPS −100 is 0, 0 is 50, 100 is 100.
    assert_eq!(measure("surveys:\n  - {date: 2026-05-01, nps: 8}", "satisfaction"), "50");
    assert_eq!(
        measure("surveys:\n  - {date: 2026-05-01, csat: 5}\n  - {date: 2026-05-01, nps: 0}", "satisfaction"),
        "50"
    );
    assert_eq!(
        measure("surveys:\n  - {date: 2025-09-30, csat: 5}", "satisfaction"),
        "no survey was answered in the last twelve months"
    );
}

#[test]
fn support_loses_points_for_open_escalations() {
    let open = |severities: &[&str]| {
        let list: Vec<String> = severities
            .iter()
            .enumerate()
            .map(|(n, s)| format!("  - {{id: T{n}, opened: 2026-09-01{s}}}"))
            .collect();
        measure(&format!("escalations:\n{}", list.join("\n")), "support")
    };
    assert_eq!(open(&[", severity: critical"]), "60");
    assert_eq!(open(&[", severity: high", ", severity: medium", ", severity: low", ""]), "50");
    assert_eq!(open(&[", severity: critical", ", severity: critical", ", severity: critical"]), "0");
    assert_eq!(open(&[", resolved: 2026-09-30"]), "100");
    assert_eq!(open(&[", resolved: 2026-10-01"]), "90");
    assert_eq!(measure("tier: key", "support"), "no escalation was ever recorded");
    assert_eq!(
        measure("escalations:\n  - {id: T, opened: 2026-10-01}", "support"),
        "no escalation was ever recorded"
    );
}

#[test]
fn risk_is_by_the_worst_that_is_open_or_has_occurred() {
    let risks = |list: &[(&str, &str, &str)]| {
        let list: Vec<String> = list
            .iter()
            .enumerate()
            .map(|(n, (l, i, s))| {
                format!(
                    "  - {{id: r{n}, risk: R{n}, category: other, likelihood: {l}, impact: {i}, status: {s}}}"
                )
            })
            .collect();
        measure(&format!("risks:\n{}", list.join("\n")), "risk")
    };
    // 100 × (1 − 2 × 3 ÷ 9).
    assert_eq!(risks(&[("medium", "high", "open"), ("low", "low", "open")]), "33.3");
    assert_eq!(
        risks(&[("high", "high", "mitigated"), ("high", "high", "closed"), ("low", "medium", "occurred")]),
        "77.8"
    );
    assert_eq!(risks(&[("high", "high", "closed")]), "100");
    assert_eq!(measure("tier: key", "risk"), "no risk is recorded");
}

#[test]
fn plan_is_completeness_halved_when_it_is_past_its_review() {
    let plan = |reviewed: &str| {
        let f = account(&format!("tier: strategic\n{reviewed}"));
        let measure = f.health.measures.iter().find(|measure| measure.name == "plan").unwrap();
        let share = f.completeness.clone().unwrap();
        // The very share depends on the framework; the half of it does not (but a fresh review is one more
        // requirement met).
        measure.value.clone().unwrap() / (share * dec("100"))
    };
    // Strategic: 90 days. 2026-07-02 + 90 days = 2026-09-30.
    assert_eq!(plan("reviewed: 2026-07-02"), dec("1"));
    assert_eq!(plan("reviewed: 2026-07-01"), dec("0.5"));
    assert_eq!(plan(""), dec("0.5"));
}

#[test]
fn the_mean_is_weighted_over_what_can_be_computed() {
    // Usage 80 (20), relationship 50 (20), risk 100 (15), plan weighs nothing here: 55 of 90 is known.
    let config = "health: {weights: {plan: 0}}";
    let plan = "usage:\n  - {metric: U, licensed: 100, points: {2026-09: 80}}
stakeholders:\n  - {id: s, name: S, role: coach, sentiment: neutral}
risks:\n  - {id: r, risk: R, category: other, likelihood: low, impact: low, status: closed}";
    let report = Plans::new(config).account("a", plan).ttm(AS_OF);
    // (80 × 20 + 50 × 20 + 100 × 15) ÷ 55 = 4100 ÷ 55 = 74.5454…
    assert_eq!(round(of(&report, "a").health.value.clone().unwrap(), 4), dec("74.5455"));
    assert_eq!(of(&report, "a").health.band, Some(Band::Healthy));
    // Without the risk 40 of 90: under half.
    let report = Plans::new(config).account("a", plan.split("\nrisks").next().unwrap()).ttm(AS_OF);
    let health = &of(&report, "a").health;
    assert!(health.value.is_err() && health.band.is_none());
    // Exactly half is enough: 40 of 80.
    let report = Plans::new("health: {weights: {plan: 0, risk: 10, support: 10}}")
        .account("a", plan.split("\nrisks").next().unwrap())
        .ttm(AS_OF);
    assert_eq!(of(&report, "a").health.value, Ok(dec("65")));
}

#[test]
fn bands_go_by_the_printed_value() {
    // Usage alone, of 10,000 licensed: 6,995 is 69.95, printed 70.0; 6,994 is 69.94, printed 69.9.
    let band = |points: u32| {
        let config = "health: {weights: {plan: 0, risk: 0, support: 0, satisfaction: 0, relationship: 0}}";
        let report = Plans::new(config)
            .account(
                "a",
                &format!("usage:\n  - {{metric: U, licensed: 10000, points: {{2026-09: {points}}}}}"),
            )
            .ttm(AS_OF);
        of(&report, "a").health.band.unwrap().as_str()
    };
    assert_eq!([band(6995), band(6994), band(3995), band(3994)], ["healthy", "watch", "watch", "at-risk"]);
}

/// A score of 100 by usage alone, with this added: its score and caps.
fn capped(front_matter: &str) -> (Decimal, Vec<&'static str>) {
    let config = "health: {weights: {plan: 0, risk: 0, support: 0, satisfaction: 0, relationship: 0}}";
    let plan = format!("usage:\n  - {{metric: U, licensed: 100, points: {{2026-09: 100}}}}\n{front_matter}");
    let report = Plans::new(config).account("a", &plan).ttm(AS_OF);
    let health = &of(&report, "a").health;
    (health.value.clone().unwrap(), health.caps.iter().map(|cap| cap.name).collect())
}

const HIGH: &str = "risks:\n  - {id: r, risk: R, category: other, likelihood: high, impact: high";
const ACTION: &str = "actions:\n  - {id: act, action: A, owner: pat, due: 2026-12-01, metric: M";

#[test]
fn an_open_high_high_risk_without_mitigation_caps_at_39() {
    assert_eq!(capped(&format!("{HIGH}}}")), (dec("39"), vec!["unmitigated-risk"]));
    assert_eq!(capped(&format!("{HIGH}, mitigation: [act]}}\n{ACTION}}}")), (dec("100"), vec![]));
    // A cancelled action mitigates nothing; a mitigated or occurred risk is not open.
    assert_eq!(capped(&format!("{HIGH}, mitigation: [act]}}\n{ACTION}, status: cancelled}}")).0, dec("39"));
    assert_eq!(capped(&format!("{HIGH}, status: mitigated}}")).0, dec("100"));
    assert_eq!(capped(&format!("{HIGH}, status: occurred}}")).0, dec("100"));
}

#[test]
fn losing_every_decision_maker_or_champion_caps_at_69() {
    let people = |list: &str| capped(&format!("stakeholders:\n{list}"));
    let gone = "  - {id: a, name: A, role: decision-maker, departed: 2026-09-01}\n";
    let here = "  - {id: b, name: B, role: economic-buyer}\n";
    assert_eq!(people(gone), (dec("69"), vec!["no-decision-maker"]));
    // An economic buyer decides too.
    assert_eq!(people(&format!("{gone}{here}")), (dec("100"), vec![]));
    assert_eq!(people(here), (dec("100"), vec![]));
    assert_eq!(
        people("  - {id: c, name: C, role: [champion, decision-maker], departed: 2026-09-01}\n"),
        (dec("69"), vec!["no-decision-maker", "no-champion"])
    );
    // Nobody ever was one: nothing was lost.
    assert_eq!(people("  - {id: d, name: D, role: coach}\n"), (dec("100"), vec![]));
    assert_eq!(people("  - {id: e, name: E, role: champion, departed: 2026-10-01}\n"), (dec("100"), vec![]));
}

#[test]
fn a_renewal_inside_the_window_without_an_action_caps_at_69() {
    let contract =
        |rest: &str| format!("contracts:\n  - {{id: A, product: P, arr: 100, start: 2025-01-01{rest}}}\n");
    let cap = vec!["renewal-without-action"];
    // 120 days after 30 September are 28 January.
    assert_eq!(capped(&contract(", end: 2027-01-28")), (dec("69"), cap.clone()));
    assert_eq!(capped(&contract(", end: 2027-01-29")).0, dec("100"));
    assert_eq!(capped(&contract(", end: 2026-10-01")).1, cap);
    // Due on as_of itself is not after it.
    assert_eq!(capped(&contract(", end: 2026-09-30")).0, dec("100"));
    // An open action that supports the contract is its renewal's action; a done one is not.
    assert_eq!(capped(&format!("{}{ACTION}, supports: [A]}}", contract(", end: 2026-12-31"))).0, dec("100"));
    assert_eq!(
        capped(&format!("{}{ACTION}, supports: [A], status: done}}", contract(", end: 2026-12-31"))).1,
        cap
    );
    // Going on by itself, unless cancelled.
    assert_eq!(capped(&contract(", end: 2025-12-31, auto_renews: true")).0, dec("100"));
    assert_eq!(capped(&contract(", end: 2025-12-31, auto_renews: true, cancelled: 2026-08-01")).1, cap);
    // Renewed already; by one that is not signed yet it isn't.
    let next = |signed: &str| {
        format!(
            "{}  - {{id: B, product: P, arr: 100, start: 2027-01-01, renews: A, signed: {signed}}}\n",
            contract(", end: 2026-12-31")
        )
    };
    assert_eq!(capped(&next("2026-09-30")).0, dec("100"));
    assert_eq!(capped(&next("2026-10-01")).1, cap);
}

#[test]
fn only_caps_below_the_uncapped_score_are_named() {
    // Usage 50: a cap of 69 holds nothing down, one of 39 does.
    let config = "health: {weights: {plan: 0, risk: 0, support: 0, satisfaction: 0, relationship: 0}}";
    let plan = "usage:\n  - {metric: U, licensed: 100, points: {2026-09: 50}}\nstakeholders:\n  - {id: a, name: A, role: champion, departed: 2026-09-01}\n";
    let report = Plans::new(config).account("a", plan).account("b", &format!("{plan}{HIGH}}}")).ttm(AS_OF);
    let caps = |id: &str| of(&report, id).health.caps.iter().map(|cap| cap.name).collect::<Vec<_>>();
    assert_eq!((caps("a"), of(&report, "a").health.value.clone()), (vec![], Ok(dec("50"))));
    assert_eq!((caps("b"), of(&report, "b").health.value.clone()), (vec!["unmitigated-risk"], Ok(dec("39"))));
}

#[test]
fn a_groups_health_is_weighted_by_arr_without_measures_or_caps() {
    let config = "health: {weights: {plan: 0, risk: 0, support: 0, satisfaction: 0, relationship: 0}}";
    let plan = |points: u32, arr: u32| {
        format!(
            "usage:\n  - {{metric: U, licensed: 100, points: {{2026-09: {points}}}}}\ncontracts:\n  - {{id: C, product: P, arr: {arr}, start: 2025-01-01}}"
        )
    };
    let report = Plans::new(config)
        .account("a", &plan(90, 300))
        .account("b", &plan(50, 100))
        .account("c", &plan(10, 0))
        .account("d", "contracts:\n  - {id: C, product: P, arr: 1000, start: 2025-01-01}")
        .ttm(AS_OF);
    let health = &report.portfolio.health;
    // (90 × 300 + 50 × 100) ÷ 400: c pays nothing, d's health is null.
    assert_eq!((health.value.clone(), health.band), (Ok(dec("80")), Some(Band::Healthy)));
    assert!(health.measures.is_empty() && health.caps.is_empty());
}

#[test]
fn attention_is_arr_by_what_health_lacks_doubled_when_a_renewal_is_due() {
    let config = "health: {weights: {plan: 0, risk: 0, support: 0, satisfaction: 0, relationship: 0}}";
    let usage = "usage:\n  - {metric: U, licensed: 100, points: {2026-09: 60}}\n";
    let action = format!("{ACTION}, supports: [C]}}\n");
    let contract =
        |rest: &str| format!("contracts:\n  - {{id: C, product: P, arr: 1000, start: 2025-01-01{rest}}}");
    let report = Plans::new(config)
        .account("plain", &format!("{usage}{}", contract("")))
        .account("due", &format!("{usage}{action}{}", contract(", end: 2026-12-31")))
        // Going on by itself it comes due all the same.
        .account("auto", &format!("{usage}{}", contract(", end: 2025-12-31, auto_renews: true")))
        .account("renewed", &format!("{usage}{}\n  - {{id: D, product: P, arr: 1, start: 2027-01-01, renews: C, signed: 2026-09-01}}", contract(", end: 2026-12-31")))
        .account("unknown", &contract(""))
        .account("gone", usage)
        .ttm(AS_OF);
    let attention = |id: &str| report.account(id).unwrap().attention;
    assert_eq!(attention("plain"), dec("400"));
    assert_eq!(attention("due"), dec("800"));
    assert_eq!(attention("auto"), dec("800"));
    assert_eq!(attention("renewed"), dec("400"));
    assert_eq!(attention("unknown"), dec("500"));
    assert_eq!(attention("gone"), dec("0"));
    let order: Vec<_> = report.attention().iter().map(|account| account.id.as_str()).collect();
    assert_eq!(order, ["auto", "due", "unknown", "plain", "renewed"]);
    assert_eq!(report.attention_reasons("due"), ["C is due on 2026-12-31 and not renewed yet"]);
}
