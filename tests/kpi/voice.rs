//! CSAT, NPS and time to resolution.

use super::build::*;

const AS_OF: &str = "2026-09-30";

fn account(front_matter: &str) -> planc::kpi::Figures {
    of(&Plans::new("").account("a", front_matter).ttm(AS_OF), "a").clone()
}

#[test]
fn csat_counts_the_two_highest_boxes_of_scales_of_5_7_and_10() {
    let answers = "surveys:
  - {date: 2026-01-01, csat: 5}
  - {date: 2026-01-01, csat: 4}
  - {date: 2026-01-01, csat: 3}
  - {date: 2026-01-01, csat: 7, of: 7}
  - {date: 2026-01-01, csat: 6, of: 7}
  - {date: 2026-01-01, csat: 5, of: 7}
  - {date: 2026-01-01, csat: 10, of: 10}
  - {date: 2026-01-01, csat: 9, of: 10}
  - {date: 2026-01-01, csat: 8, of: 10}
  - {date: 2026-01-01, nps: 10}";
    let csat = account(answers).csat.clone();
    assert_eq!((csat.satisfied, csat.n), (6, 9));
    assert_eq!(planc::model::round(csat.value.unwrap(), 6), dec("0.666667"));
    // 12 + 18 × 5 ÷ 7 + 27 ÷ 2 = 12 + 12.857142… + 13.5 = 38.357142…; ÷ 9 = 4.261904…
    assert_eq!(planc::model::round(csat.mean.unwrap(), 2), dec("4.26"));
}

#[test]
fn answers_count_from_the_first_day_of_the_period_to_as_of() {
    let answers = "surveys:
  - {date: 2025-09-30, csat: 1}
  - {date: 2025-10-01, csat: 5}
  - {date: 2026-09-30, csat: 4}
  - {date: 2026-10-01, csat: 1}";
    assert_eq!((account(answers).csat.value.clone(), account(answers).csat.n), (Ok(dec("1")), 2));
}

#[test]
fn without_answers_the_counts_are_0_and_the_figures_null() {
    let f = account("tier: key");
    assert_eq!((f.csat.n, f.csat.value.clone()), (0, Err("no CSAT response in the period".into())));
    assert!(f.csat.mean.is_err());
    assert_eq!(
        (f.nps.n, f.nps.promoters, f.nps.value.clone()),
        (0, 0, Err("no NPS answer in the period".into()))
    );
    assert!(f.nps.margin.is_err());
    let t = &f.time_to_resolution;
    assert_eq!((t.resolved, t.open, t.oldest_open_hours), (0, 0, None));
    assert_eq!(t.mean_hours, Err("no escalation was resolved in the period".into()));
}

#[test]
fn nps_takes_the_latest_answer_of_each_respondent_and_every_answer_without_one() {
    let answers = "surveys:
  - {date: 2026-05-01, nps: 2, by: ana}
  - {date: 2026-03-01, nps: 9, by: ana}
  - {date: 2026-04-01, nps: 3, by: ben}
  - {date: 2026-04-01, nps: 10, by: ben}
  - {date: 2026-02-01, nps: 8}
  - {date: 2026-02-01, nps: 9}
  - {date: 2025-01-01, nps: 0, by: cleo}
  - {date: 2026-10-01, nps: 10, by: ana}";
    // ana's of May (2), ben's later in the list (10), both nameless ones; cleo's is before the period.
    let nps = account(answers).nps.clone();
    assert_eq!((nps.promoters, nps.passives, nps.detractors, nps.n), (2, 1, 1, 4));
    assert_eq!(nps.value, Ok(dec("25")));
    // p = 0.5, d = 0.25: 196 × √((0.75 − 0.0625) ÷ 4) = 196 × √0.171875 = 196 × 0.414578 = 81.2573.
    assert_eq!(nps.margin, Ok(dec("81.3")));
}

#[test]
fn a_respondent_is_one_within_an_account_only() {
    let answer = |nps: u8| format!("surveys:\n  - {{date: 2026-05-01, nps: {nps}, by: ana}}");
    let report = Plans::new("").account("a", &answer(10)).account("b", &answer(0)).ttm(AS_OF);
    assert_eq!((report.portfolio.nps.n, report.portfolio.nps.value.clone()), (2, Ok(dec("0"))));
}

#[test]
fn groups_pool_answers_and_never_average_scores() {
    // a: one promoter of one (100); b: one promoter, three detractors of four (−50). Pooled 2 − 3 of 5 = −20.
    let report = Plans::new("")
        .account("a", "surveys:\n  - {date: 2026-05-01, nps: 10}")
        .account("b", "surveys:\n  - {date: 2026-05-01, nps: 10}\n  - {date: 2026-05-01, nps: 0}\n  - {date: 2026-05-01, nps: 0}\n  - {date: 2026-05-01, nps: 6}")
        .ttm(AS_OF);
    assert_eq!(report.portfolio.nps.value, Ok(dec("-20")));
    assert_eq!(
        (of(&report, "a").nps.value.clone(), of(&report, "b").nps.value.clone()),
        (Ok(dec("100")), Ok(dec("-50")))
    );
}

#[test]
fn the_margin_of_unanimous_answers_is_0() {
    let nps =
        account("surveys:\n  - {date: 2026-05-01, nps: 10}\n  - {date: 2026-05-01, nps: 9}").nps.clone();
    assert_eq!(nps.margin, Ok(dec("0")));
}

#[test]
fn time_to_resolution_is_of_those_resolved_in_the_period() {
    let t = account(
        "escalations:
  - {id: before, opened: 2025-09-01, resolved: 2025-09-30T23:59}
  - {id: first, opened: 2025-09-01T00:00, resolved: 2025-10-01T00:00}
  - {id: noon, opened: 2026-05-01, resolved: 2026-05-02}
  - {id: zone, opened: 2026-05-01T09:00+02:00, resolved: 2026-05-01T09:00Z}
  - {id: later, opened: 2026-09-01T00:00, resolved: 2026-10-01T00:00}
  - {id: open, opened: 2026-09-29T12:00}
  - {id: unknown, opened: 2026-10-01}",
    )
    .time_to_resolution
    .clone();
    // 30 days = 720 h, a day from noon to noon = 24 h, 7:00 to 9:00 UTC = 2 h: mean 746 ÷ 3.
    assert_eq!(t.resolved, 3);
    assert_eq!(planc::model::round(t.mean_hours.unwrap(), 2), dec("248.67"));
    assert_eq!(t.median_hours, Ok(dec("24")));
    // rank 0.9 × 2 = 1.8: 24 + 0.8 × 696.
    assert_eq!(t.p90_hours, Ok(dec("580.8")));
    // Open at 24:00 of 30 September: `later` (30 days = 720 h) and `open` (36 h).
    assert_eq!((t.open, t.oldest_open_hours), (2, Some(dec("720"))));
}

#[test]
fn resolved_earlier_on_the_very_day_of_its_opening_counts_as_0() {
    let t = account("escalations:\n  - {id: a, opened: 2026-05-01, resolved: 2026-05-01T09:30}")
        .time_to_resolution
        .clone();
    assert_eq!((t.resolved, t.mean_hours), (1, Ok(dec("0"))));
}
