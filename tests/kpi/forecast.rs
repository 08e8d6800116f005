//! Pipeline, renewal forecast, forecast GRR and NRR.

use super::build::*;
use planc::kpi::{Figures, Report};

const AS_OF: &str = "2026-09-30";

/// Quarters as `name: due, target, forecast, commit/best case/pipeline`, those with nothing due left out.
fn quarters(f: &Figures) -> Vec<String> {
    let n = |d: planc::model::Decimal| d.normalize().to_string();
    let due = f.forecast.quarters.iter().filter(|q| q.due > 0);
    due.map(|q| {
        format!(
            "{}: {}, {}, {}, {}/{}/{}",
            q.name,
            q.due,
            n(q.target),
            n(q.forecast),
            n(q.commit),
            n(q.best_case),
            n(q.pipeline)
        )
    })
    .collect()
}

fn contract(rest: &str) -> String {
    format!("id: A, product: P, arr: 100, start: 2025-01-01, end: 2026-12-31{rest}")
}

fn report(rest: &str) -> Report {
    Plans::new("").contracts("a", &[&contract(rest)]).ttm(AS_OF)
}

#[test]
fn the_first_quarter_is_the_rest_of_that_of_the_day_after() {
    let report = Plans::new("fiscal_year_start: 2").contracts("a", &[&contract("")]).ttm(AS_OF);
    let names: Vec<_> = report
        .portfolio
        .forecast
        .quarters
        .iter()
        .map(|q| format!("{} {} {}", q.name, q.from, q.to))
        .collect();
    assert_eq!(
        names,
        [
            "fy2027q3 2026-10-01 2026-10-31",
            "fy2027q4 2026-11-01 2027-01-31",
            "fy2028q1 2027-02-01 2027-04-30",
            "fy2028q2 2027-05-01 2027-07-31"
        ]
    );
    // On a quarter's last day the first is the next whole one.
    let report = Plans::new("").contracts("a", &[&contract("")]).ttm(AS_OF);
    let first = &report.portfolio.forecast.quarters[0];
    assert_eq!((first.name.as_str(), first.from.to_string().as_str()), ("fy2026q4", "2026-10-01"));
}

#[test]
fn a_forecast_is_the_less_of_forecast_and_target_times_its_probability() {
    // Without health: 80 %, category pipeline.
    assert_eq!(quarters(&report("").portfolio), ["fy2026q4: 1, 100, 80, 0/0/80"]);
    assert_eq!(
        quarters(&report(", renewal: {forecast: 120, probability: 90%, category: commit}").portfolio),
        ["fy2026q4: 1, 100, 90, 90/0/0"]
    );
    assert_eq!(
        quarters(&report(", renewal: {forecast: 60, probability: 50%, category: best-case}").portfolio),
        ["fy2026q4: 1, 100, 30, 0/30/0"]
    );
    // Omitted: in due and target, with a forecast of 0.
    assert_eq!(quarters(&report(", renewal: {category: omitted}").portfolio), ["fy2026q4: 1, 100, 0, 0/0/0"]);
    assert_eq!(report(", renewal: {category: omitted}").portfolio.forecast.grr.value, Ok(dec("0")));
}

#[test]
fn the_probability_is_by_health_where_none_is_said() {
    // Health from relationship, risk and plan alone would be under half of the weight: usage joins them.
    let account = |points: u32, sentiment: &str| {
        let plan = format!(
            "contracts:\n  - {{{}}}\nusage:\n  - {{metric: Users, licensed: 100, points: {{2026-09: {points}}}}}\n\
             stakeholders:\n  - {{id: s, name: S, role: coach, sentiment: {sentiment}}}\n\
             surveys:\n  - {{date: 2026-09-01, nps: {}}}\n\
             actions:\n  - {{id: r, action: Renew, owner: pat, due: 2026-11-01, metric: Signed, supports: [A]}}",
            contract(""),
            if points > 90 {
                10
            } else if points > 50 {
                8
            } else {
                0
            },
        );
        let report =
            Plans::new("health: {weights: {plan: 0, risk: 0, support: 0}}").account("a", &plan).ttm(AS_OF);
        (report.portfolio.health.value.clone().unwrap(), quarters(&report.portfolio))
    };
    // (100 + 100 + 100) ÷ 3, (60 + 50 + 50) ÷ 3, (10 + 0 + 0) ÷ 3.
    assert_eq!(account(100, "advocate"), (dec("100"), vec!["fy2026q4: 1, 100, 95, 0/0/95".to_owned()]));
    assert_eq!(account(60, "neutral").1, ["fy2026q4: 1, 100, 75, 0/0/75"]);
    assert_eq!(account(10, "opponent").1, ["fy2026q4: 1, 100, 40, 0/0/40"]);
}

#[test]
fn an_auto_renewing_contract_is_commit_and_counts_at_each_terms_end() {
    let monthly = "id: A, product: P, arr: 100, start: 2026-09-01, end: 2026-09-30, auto_renews: true";
    let f = &Plans::new("").contracts("a", &[monthly]).ttm(AS_OF).portfolio;
    // Three terms end in each quarter: 3 × 100, each at 80 %.
    assert_eq!(quarters(f)[0], "fy2026q4: 3, 300, 240, 240/0/0");
    assert_eq!(quarters(f).len(), 4);
    // Forecast GRR counts it once, at its first due date.
    assert_eq!(f.forecast.grr.value, Ok(dec("0.8")));
}

#[test]
fn a_renewal_agreed_already_is_certain_and_commit() {
    let plans = |next: &str, old: &str| {
        let old = contract(old);
        Plans::new("").contracts("a", &[&old, next]).ttm(AS_OF)
    };
    let signed =
        "id: B, product: P, arr: 130, start: 2027-01-01, end: 2027-12-31, renews: A, signed: 2026-09-30";
    let r = plans(signed, ", renewal: {forecast: 50, probability: 10%, category: omitted}");
    // The agreed 130, at most the target of 100. The successor itself comes due on 2027-12-31, after the four quarters.
    assert_eq!(quarters(&r.portfolio), ["fy2026q4: 1, 100, 100, 100/0/0"]);
    assert_eq!(r.portfolio.forecast.grr.value, Ok(dec("1")));
    // Uncapped in NRR.
    assert_eq!(r.portfolio.forecast.nrr.value, Ok(dec("1.3")));
    // Signed a day later it is not agreed yet: by the forecast.
    let unsigned =
        "id: B, product: P, arr: 130, start: 2027-01-01, end: 2027-12-31, renews: A, signed: 2026-10-01";
    assert_eq!(quarters(&plans(unsigned, "").portfolio), ["fy2026q4: 1, 100, 80, 0/0/80"]);
    // Agreed goes before cancelled.
    assert_eq!(
        quarters(&plans(signed, ", cancelled: 2026-06-01").portfolio),
        ["fy2026q4: 1, 100, 100, 100/0/0"]
    );
}

#[test]
fn a_contract_whose_successor_has_started_is_left_out_signed_or_not() {
    for signed in ["", ", signed: 2027-03-01"] {
        let next =
            format!("id: B, product: P, arr: 130, start: 2026-09-30, end: 2027-03-31, renews: A{signed}");
        let r = Plans::new("").contracts("a", &[&contract(""), &next]).ttm(AS_OF);
        // A would be due on 2026-12-31; only B is, on 2027-03-31.
        assert_eq!(quarters(&r.portfolio), ["fy2027q1: 1, 130, 104, 0/0/104"]);
    }
}

#[test]
fn cancelled_or_lost_is_omitted_a_fixed_term_too() {
    assert_eq!(quarters(&report(", cancelled: 2026-09-30").portfolio), ["fy2026q4: 1, 100, 0, 0/0/0"]);
    // Not known yet.
    assert_eq!(quarters(&report(", cancelled: 2026-10-01").portfolio), ["fy2026q4: 1, 100, 80, 0/0/80"]);
    let lost = |date: &str| {
        let plan = format!("lost: {{date: {date}}}\ncontracts:\n  - {{{}}}", contract(""));
        quarters(&Plans::new("").account("a", &plan).ttm(AS_OF).portfolio)
    };
    assert_eq!(lost("2026-09-01"), ["fy2026q4: 1, 100, 0, 0/0/0"]);
    assert_eq!(lost("2026-10-01"), ["fy2026q4: 1, 100, 80, 0/0/80"]);
}

#[test]
fn forecast_grr_counts_each_contract_in_force_once() {
    let contracts = [
        // Due in the twelve months: 80 of 100.
        "id: A, product: P, arr: 100, start: 2025-01-01, end: 2026-12-31",
        // Not due: 200.
        "id: B, product: Q, arr: 200, start: 2025-01-01, end: 2027-10-01",
        // Due on the last of them: 50 × 80 %.
        "id: C, product: R, arr: 50, start: 2025-01-01, end: 2027-09-30",
        // Open-ended: 10. Not in force yet: nothing.
        "id: D, product: S, arr: 10, start: 2025-01-01",
        "id: E, product: T, arr: 1000, start: 2026-10-01",
    ];
    let f = &Plans::new("").contracts("a", &contracts).ttm(AS_OF).portfolio;
    assert_eq!((f.forecast.grr.numerator, f.forecast.grr.denominator), (dec("330"), dec("360")));
    assert_eq!(f.forecast.grr.units, 4);
    assert_eq!(f.forecast.nrr.numerator, dec("330"));
}

#[test]
fn a_contract_whose_last_day_is_as_of_counts_with_what_it_was_renewed_at() {
    let ends = "id: A, product: P, arr: 100, start: 2025-10-01, end: 2026-09-30";
    let alone = &Plans::new("").contracts("a", &[ends]).ttm(AS_OF).portfolio;
    assert_eq!(alone.forecast.grr.value, Ok(dec("0")));
    let next = "id: B, product: P, arr: 140, start: 2026-10-01, end: 2027-09-30, renews: A";
    let renewed = &Plans::new("").contracts("a", &[ends, next]).ttm(AS_OF).portfolio;
    assert_eq!(renewed.forecast.grr.value, Ok(dec("1")));
    assert_eq!(renewed.forecast.nrr.value, Ok(dec("1.4")));
}

#[test]
fn forecast_nrr_adds_opportunities_that_close_in_the_twelve_months() {
    let opportunity = |id: &str, kind: &str, stage: &str, close: &str| {
        format!("  - {{id: {id}, name: N, kind: {kind}, arr: 100, stage: {stage}, close: {close}}}\n")
    };
    let plan = format!(
        "contracts:\n  - {{id: C, product: P, arr: 1000, start: 2025-01-01}}\nopportunities:\n{}{}{}{}{}{}",
        // 100 × 50 %.
        opportunity("a", "upsell", "proposal", "2026-10-01"),
        // On the last day: 100 × 10 %.
        opportunity("b", "cross-sell", "identified", "2027-09-30"),
        // New, overdue, later, won: none of them.
        opportunity("c", "new", "proposal", "2026-12-01"),
        opportunity("d", "upsell", "proposal", "2026-09-30"),
        opportunity("e", "upsell", "proposal", "2027-10-01"),
        opportunity("f", "upsell", "won", "2026-12-01"),
    );
    let r = Plans::new("")
        .account("a", &plan)
        // Without ARR today an account's opportunities don't count.
        .account("b", "opportunities:\n  - {id: z, name: Z, kind: upsell, arr: 500, stage: proposal, close: 2026-12-01}")
        .ttm(AS_OF);
    assert_eq!(r.portfolio.forecast.nrr.numerator, dec("1060"));
    assert_eq!(r.portfolio.forecast.grr.numerator, dec("1000"));
    // The pipeline has every open one, overdue and new ones too: 5 × 100 + 500; 50 % of five, 10 % of one.
    assert_eq!((r.portfolio.pipeline.open, r.portfolio.pipeline.weighted), (dec("1000"), dec("460")));
    let none = of(&r, "b").forecast.nrr.value.clone().unwrap_err();
    assert_eq!(none.to_string(), "no contract pays anything today");
}

#[test]
fn an_opportunitys_own_probability_goes_before_its_stages() {
    let r = Plans::new("stages: {proposal: 60%}\nexchange_rates: {EUR: 1.1}")
        .account("a", "opportunities:\n  - {id: a, name: N, kind: upsell, arr: EUR 100, stage: proposal, close: 2026-12-01}\n  - {id: b, name: N, kind: upsell, arr: 100, stage: proposal, probability: 5%, close: 2026-12-01}")
        .ttm(AS_OF);
    // 110 × 60 % + 100 × 5 %.
    assert_eq!(r.portfolio.pipeline.weighted, dec("71"));
}

#[test]
fn an_amended_contract_does_not_come_due_ahead() {
    let contracts = [
        "id: A, product: P, arr: 100, start: 2025-01-01, end: 2026-12-31",
        "id: B, product: P, arr: 120, start: 2026-11-01, end: 2026-12-31, renews: A, signed: 2026-09-01",
    ];
    let f = &Plans::new("").contracts("a", &contracts).ttm(AS_OF).portfolio;
    // Its successor does: 120 × 80 %.
    assert_eq!(quarters(f), ["fy2026q4: 1, 120, 96, 0/0/96"]);
    // Today's contract counts with its ARR: it does not come due.
    assert_eq!(f.forecast.grr.value, Ok(dec("1")));
}
