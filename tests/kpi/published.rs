//! Worked examples with published answers, each as a small portfolio with its source named; where a source
//! answers otherwise than the definition, the difference is kept and said.

use super::build::*;

/// The figure reference's own example, the standard one of subscription-finance glossaries: opening
/// 100,000, expansion 15,000, contraction 5,000, churn 3,000 → NRR 107 %.
#[test]
fn nrr_of_107_percent() {
    let report = Plans::new("")
        .contracts("grows", &["id: G, product: P, arr: 77k, start: 2024-01-01, changes: [{date: 2026-03-01, product: P, arr: 92k}]"])
        .contracts("shrinks", &["id: S, product: P, arr: 20k, start: 2024-01-01, changes: [{date: 2026-04-01, product: P, arr: 15k}]"])
        .contracts("leaves", &["id: L, product: P, arr: 3k, start: 2024-01-01, end: 2026-05-31"])
        .ttm("2026-09-30");
    let f = &report.portfolio;
    assert_eq!(moved(f), "upsell 15000, contraction 5000, churn 3000");
    // 100,000 + 15,000 − 5,000 − 3,000 = 107,000.
    assert_eq!((f.nrr.numerator, f.nrr.denominator), (dec("107000"), dec("100000")));
    assert_eq!(f.nrr.value, Ok(dec("1.07")));
    // (100,000 − 5,000 − 3,000) ÷ 100,000.
    assert_eq!(f.grr.value, Ok(dec("0.92")));
}

/// The figure reference's second example: opening 20,000, churn 1,200, contraction 800, expansion 3,000 on
/// other accounts than those that fell → GRR 90 %, NRR 105 %.
#[test]
fn grr_of_90_and_nrr_of_105_percent() {
    let report = Plans::new("")
        .contracts("leaves", &["id: L, product: P, arr: 1200, start: 2024-01-01, end: 2026-01-31"])
        .contracts("shrinks", &["id: S, product: P, arr: 4000, start: 2024-01-01, changes: [{date: 2026-02-01, product: P, arr: 3200}]"])
        .contracts("grows", &["id: G, product: P, arr: 14800, start: 2024-01-01, changes: [{date: 2026-03-01, product: P, arr: 17800}]"])
        .ttm("2026-09-30");
    let f = &report.portfolio;
    assert_eq!(moved(f), "upsell 3000, contraction 800, churn 1200");
    assert_eq!(f.grr.value, Ok(dec("0.9")));
    assert_eq!(f.nrr.value, Ok(dec("1.05")));
}

/// A documented difference: glossaries that compute GRR from movement totals, (opening − churn −
/// contraction) ÷ opening, answer 90 % here too, although the client that fell by 800 rose by 1,000 again.
/// By the definition GRR compares each account's two ends: that client kept everything.
#[test]
fn grr_by_movement_totals_is_another_figure() {
    let report = Plans::new("")
        .contracts("leaves", &["id: L, product: P, arr: 1200, start: 2024-01-01, end: 2026-01-31"])
        .contracts("wavers", &["id: W, product: P, arr: 18800, start: 2024-01-01, changes: [{date: 2026-02-01, product: P, arr: 18000}, {date: 2026-06-01, product: P, arr: 19000}]"])
        .ttm("2026-09-30");
    let f = &report.portfolio;
    let m = &f.movements;
    assert_eq!((f.opening_arr - m.churn - m.contraction) / f.opening_arr, dec("0.9"));
    // (20,000 − 1,200) ÷ 20,000.
    assert_eq!(f.grr.value, Ok(dec("0.94")));
}

/// Logo retention as customer-success glossaries work it out: 100 customers at the start, 5 lost, 10 new
/// ones not counted → 95 %.
#[test]
fn client_retention_of_95_percent() {
    let mut plans = Plans::new("");
    for n in 0..110 {
        let contract = match n {
            0..5 => "id: C, product: P, arr: 100, start: 2024-01-01, end: 2026-06-30",
            5..100 => "id: C, product: P, arr: 100, start: 2024-01-01",
            _ => "id: C, product: P, arr: 100, start: 2026-01-01",
        };
        plans = plans.contracts(&format!("a{n}"), &[contract]);
    }
    let report = plans.ttm("2026-09-30");
    let retention = &report.portfolio.client_retention;
    assert_eq!((retention.value.clone(), retention.units), (Ok(dec("0.95")), 100));
    assert_eq!(report.portfolio.closing_arr, dec("10500"));
}

/// Bain & Company's and every survey vendor's example of NPS: 70 % promoters, 20 % passives, 10 % detractors
/// → +60.
#[test]
fn nps_of_60() {
    let scores = [(70, 9), (20, 7), (10, 6)];
    let mut surveys = String::from("surveys:\n");
    for (count, score) in scores {
        for _ in 0..count {
            surveys.push_str(&format!("  - {{date: 2026-05-01, nps: {score}}}\n"));
        }
    }
    let report = Plans::new("").account("a", &surveys).ttm("2026-09-30");
    let nps = &report.portfolio.nps;
    assert_eq!(nps.value, Ok(dec("60")));
    assert_eq!((nps.promoters, nps.passives, nps.detractors, nps.n), (70, 20, 10, 100));
    // 196 × √((0.7 + 0.1 − 0.6²) ÷ 100) = 196 × √0.0044 = 196 × 0.0663325 = 13.0012.
    assert_eq!(nps.margin, Ok(dec("13.0")));
}

/// CSAT as survey vendors define it (top two boxes): 80 of 100 answer 4 or 5 → 80 %. A documented
/// difference: the mean of the scores, which others call CSAT, is shown beside it and is not the figure.
#[test]
fn csat_of_80_percent() {
    let mut surveys = String::from("surveys:\n");
    for (count, score) in [(50, 5), (30, 4), (10, 3), (10, 1)] {
        for _ in 0..count {
            surveys.push_str(&format!("  - {{date: 2026-05-01, csat: {score}}}\n"));
        }
    }
    let report = Plans::new("").account("a", &surveys).ttm("2026-09-30");
    let csat = &report.portfolio.csat;
    assert_eq!(csat.value, Ok(dec("0.8")));
    // (50 × 5 + 30 × 4 + 10 × 3 + 10) ÷ 100.
    assert_eq!(csat.mean, Ok(dec("4.1")));
}

/// Percentiles by linear interpolation between closest ranks, as NumPy's default and Excel's
/// PERCENTILE.INC give them: of 1, 2, 3, 4 the 90th is 3.7 and the median 2.5; of 15, 20, 35, 40, 50 the
/// 40th percentile is the textbook's 29 (here the 90th: 46 and the median 35).
#[test]
fn percentiles_interpolate_between_closest_ranks() {
    let times = |hours: &[u32]| {
        let mut list = String::from("escalations:\n");
        for (n, hours) in hours.iter().enumerate() {
            let (day, hour) = (1 + hours / 24, hours % 24);
            list.push_str(&format!(
                "  - {{id: T{n}, opened: 2026-05-01T00:00, resolved: 2026-05-{day:02}T{hour:02}:00}}\n"
            ));
        }
        Plans::new("").account("a", &list).ttm("2026-09-30").portfolio.time_to_resolution.clone()
    };
    let four = times(&[4, 1, 3, 2]);
    assert_eq!((four.median_hours, four.p90_hours), (Ok(dec("2.5")), Ok(dec("3.7"))));
    let five = times(&[15, 20, 35, 40, 50]);
    assert_eq!((five.median_hours, five.p90_hours), (Ok(dec("35")), Ok(dec("46"))));
    assert_eq!(five.mean_hours, Ok(dec("32")));
}

/// Gupta and Lehmann's constant-retention lifetime value ("Customers as assets", 2003), m (1 + d) ÷
/// (1 + d − r) where the first margin comes at once: margin 100, d = 10 %, r = 80 % → 100 × 1.1 ÷ 0.3 =
/// 366.67. A documented difference: their m r ÷ (1 + d − r), with the first margin a year away, gives
/// 266.67: a year's margin less.
#[test]
fn clv_with_constant_retention() {
    let mut plans = Plans::new("gross_margin: 100%\ndiscount_rate: 10%");
    for n in 0..5 {
        let end = if n == 0 { ", end: 2026-06-30" } else { "" };
        plans = plans
            .contracts(&format!("a{n}"), &[&format!("id: C, product: P, arr: 100, start: 2024-01-01{end}")]);
    }
    let report = plans.ttm("2026-09-30");
    assert_eq!(report.portfolio.client_retention.value, Ok(dec("0.8")));
    let clv = of(&report, "a1").clv.value.clone().unwrap();
    assert_eq!(planc::model::round(clv, 2), dec("366.67"));
    assert_eq!(planc::model::round(clv - dec("100"), 2), dec("266.67"));
    assert_eq!(of(&report, "a0").clv.value, Ok(dec("0")));
    // The portfolio's is the sum of four times 366.666…
    assert_eq!(planc::model::round(report.portfolio.clv.value.clone().unwrap(), 2), dec("1466.67"));
}

/// Fader and Hardie, "How to project customer retention" (2007), the "High End" cohort: survival .869 .743
/// .653 .593 .551 .517 .491 in years 1 to 7 → α 0.668, β 3.806.
///
/// A thousand clients sign on 1 January 2019; at each anniversary as many leave as the table says, the other
/// 491 are there after the seventh renewal, on 1 January 2026.
#[test]
fn sbg_of_fader_and_hardie() {
    let survivors = [1000, 869, 743, 653, 593, 551, 517, 491];
    let mut plans = Plans::new("clv: {method: sbg}\ngross_margin: 100%\ndiscount_rate: 10%");
    let mut n = 0;
    for year in 1..=7 {
        for _ in survivors[year]..survivors[year - 1] {
            let contract =
                format!("id: C, product: P, arr: 1, start: 2019-01-01, end: {}-12-31", 2018 + year);
            plans = plans.contracts(&format!("a{n}"), &[&contract]);
            n += 1;
        }
    }
    for _ in 0..491 {
        plans = plans.contracts(&format!("a{n}"), &["id: C, product: P, arr: 1, start: 2019-01-01"]);
        n += 1;
    }
    let report = plans.ttm("2026-01-01");
    let (alpha, beta) = report.portfolio.clv.parameters.expect("the model is fitted");
    assert_eq!(planc::model::round(alpha, 3), dec("0.668"));
    assert_eq!(planc::model::round(beta, 3), dec("3.806"));
    // The paper's retention rates follow: r_1 = β ÷ (α + β) = 0.851, r_8 = (β + 7) ÷ (α + β + 7) = 0.942.
    let r = |k: i64| (beta + dec(&(k - 1).to_string())) / (alpha + beta + dec(&(k - 1).to_string()));
    assert_eq!(planc::model::round(r(1), 3), dec("0.851"));
    assert_eq!(planc::model::round(r(8), 3), dec("0.942"));
}
