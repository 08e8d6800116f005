//! Customer lifetime value.

use super::build::*;
use planc::config::ClvMethod;
use planc::kpi::Clv;
use planc::model::{Decimal, round};

const AS_OF: &str = "2026-09-30";

fn cents(clv: &Clv) -> Decimal {
    round(clv.value.clone().unwrap(), 2)
}

fn refused(clv: &Clv) -> String {
    clv.refused.as_ref().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn without_anybody_a_year_ago_there_is_no_retention_and_no_value() {
    let report =
        Plans::new("").contracts("a", &["id: A, product: P, arr: 100, start: 2026-01-01"]).ttm(AS_OF);
    let reason = "no client had ARR twelve months before, so that there is no retention rate";
    assert_eq!(of(&report, "a").clv.value, Err(reason.into()));
    assert_eq!(report.portfolio.clv.value, Err(reason.into()));
}

#[test]
fn without_discount_and_without_loss_the_sum_has_no_end() {
    let plans = |rate: &str| {
        Plans::new(&format!("discount_rate: {rate}"))
            .contracts("a", &["id: A, product: P, arr: 100, start: 2024-01-01"])
            .ttm(AS_OF)
    };
    let reason = "without a discount rate and with every client retained, its sum has no end";
    assert_eq!(plans("0").portfolio.clv.value, Err(reason.into()));
    // 75 × 1.1 ÷ 0.1.
    assert_eq!(cents(&plans("10%").portfolio.clv), dec("825"));
}

#[test]
fn retention_is_the_portfolios_over_the_twelve_months_to_the_closing_date() {
    // Of two clients one leaves on 30 June 2026.
    let plans = Plans::new("gross_margin: 100%")
        .contracts("a", &["id: A, product: P, arr: 100, start: 2024-01-01"])
        .contracts("b", &["id: B, product: P, arr: 100, start: 2024-01-01, end: 2026-06-30"]);
    // A month's figures still look twelve months back: r = 1 of 2 in August, 1 in June.
    let august = plans.over("2026-08", AS_OF);
    assert_eq!(cents(&of(&august, "a").clv), round(dec("110") / dec("0.6"), 2));
    let june = plans.over("2026-06", AS_OF);
    assert_eq!(cents(&of(&june, "a").clv), dec("1100"));
    assert_eq!(june.portfolio.clv.method, ClvMethod::Constant);
}

#[test]
fn a_groups_value_is_the_sum_over_its_accounts() {
    let report = Plans::new("")
        .account("a", "tier: key\ncontracts:\n  - {id: A, product: P, arr: 100, start: 2024-01-01}")
        .account("b", "tier: key\ncontracts:\n  - {id: B, product: P, arr: 33.33, start: 2024-01-01}")
        .ttm(AS_OF);
    let key = &report.group(planc::kpi::Dimension::Tier, Some("key")).unwrap().figures;
    let sum = of(&report, "a").clv.value.clone().unwrap() + of(&report, "b").clv.value.clone().unwrap();
    assert_eq!(key.clv.value, Ok(sum));
}

/// `n` clients that pay 100 since 2020, the first `gone` of which left after three years.
fn cohort(config: &str, n: usize, gone: usize) -> Plans {
    let mut plans = Plans::new(&format!("clv: {{method: sbg}}\n{config}"));
    for at in 0..n {
        let end = if at < gone { format!(", end: {}-12-31", 2020 + at % 6) } else { String::new() };
        plans = plans.contracts(
            &format!("a{at:02}"),
            &[&format!("id: C, product: P, arr: 100, start: 2020-01-01{end}")],
        );
    }
    plans
}

#[test]
fn sbg_is_refused_with_its_reason_and_constant_serves() {
    for (config, n, gone, reason) in [
        ("", 19, 5, "fewer than 20 accounts ever had ARR"),
        ("", 20, 0, "no account has churned yet"),
        ("discount_rate: 0", 20, 5, "without a discount rate its sum has no end"),
    ] {
        let report = cohort(config, n, gone).ttm(AS_OF);
        assert_eq!(refused(&report.portfolio.clv), reason);
        assert_eq!(report.portfolio.clv.method, ClvMethod::Constant);
        assert_eq!(report.portfolio.clv.parameters, None);
    }
}

#[test]
fn sbg_is_refused_where_the_maximum_lies_on_the_edge() {
    // Everyone leaves at the first anniversary or stays through six: no mixture of coins is that extreme with
    // β in the range, for with α and β near 0 each client is all or nothing.
    let mut plans = Plans::new("clv: {method: sbg}");
    for at in 0..40 {
        let end = if at < 20 { ", end: 2020-12-31" } else { "" };
        plans = plans.contracts(
            &format!("a{at:02}"),
            &[&format!("id: C, product: P, arr: 100, start: 2020-01-01{end}")],
        );
    }
    let report = plans.ttm(AS_OF);
    assert_eq!(refused(&report.portfolio.clv), "the likelihood has no maximum inside 0.001..10 000");
}

#[test]
fn accounts_without_any_arr_ever_are_left_out() {
    let plans = cohort("", 19, 5).contracts("zero", &["id: Z, product: P, arr: 0, start: 2020-01-01"]);
    assert_eq!(refused(&plans.ttm(AS_OF).portfolio.clv), "fewer than 20 accounts ever had ARR");
    let plans = cohort("", 19, 5).contracts("more", &["id: Z, product: P, arr: 1, start: 2020-01-01"]);
    assert_eq!(refused(&plans.ttm(AS_OF).portfolio.clv), "");
}

#[test]
fn with_sbg_a_client_is_worth_its_margin_times_the_sum_of_survival() {
    let report = cohort("gross_margin: 100%\ndiscount_rate: 10%", 24, 8).ttm(AS_OF);
    let clv = &report.portfolio.clv;
    let (alpha, beta) = clv.parameters.expect("the model is fitted");
    assert_eq!(clv.method, ClvMethod::Sbg);
    // A client that stayed has survived six renewals (1 January 2021 to 2026). The sum by hand, to the
    // 400th year: S_t ÷ 1.1^t with S_t = S_{t−1} (β + 6 + t − 1) ÷ (α + β + 6 + t − 1).
    let (alpha, beta): (f64, f64) = (alpha.try_into().unwrap(), beta.try_into().unwrap());
    let (mut survival, mut discount, mut sum) = (1.0, 1.0, 0.0);
    for t in 0..400 {
        sum += survival / discount;
        let k = 6.0 + f64::from(t) + 1.0;
        survival *= (beta + k - 1.0) / (alpha + beta + k - 1.0);
        discount *= 1.1;
    }
    let expected = 100.0 * sum;
    let value: f64 = of(&report, "a23").clv.value.clone().unwrap().try_into().unwrap();
    assert!((value - expected).abs() < 0.005, "{value} {expected}");
    assert_eq!(of(&report, "a00").clv.value, Ok(dec("0")));
    // 16 of them are there.
    let whole: f64 = clv.value.clone().unwrap().try_into().unwrap();
    assert!((whole - 16.0 * expected).abs() < 0.05);
}

#[test]
fn anniversaries_count_up_to_the_last_day_with_arr() {
    // One more of 24 that left on 31 December 2023 (three anniversaries of 1 January 2020) or on 1 January
    // 2024 (four): the fits differ; a gap in between changes nothing.
    let fit =
        |contracts: &[&str]| cohort("", 23, 8).contracts("x", contracts).ttm(AS_OF).portfolio.clv.parameters;
    let three = fit(&["id: X, product: P, arr: 100, start: 2020-01-01, end: 2023-12-31"]);
    let four = fit(&["id: X, product: P, arr: 100, start: 2020-01-01, end: 2024-01-01"]);
    let gap = fit(&[
        "id: X, product: P, arr: 100, start: 2020-01-01, end: 2021-03-31",
        "id: Y, product: P, arr: 100, start: 2022-01-01, end: 2023-12-31",
    ]);
    assert!(three.is_some() && three != four);
    assert_eq!(three, gap);
}
