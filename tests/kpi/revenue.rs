//! ARR: when a contract is in force, and what it pays.

use super::build::*;

/// The ARR on a day of an account with these contracts, as known on that day.
fn arr(contracts: &[&str], day: &str) -> String {
    let report = Plans::new("exchange_rates: {EUR: 1.08, JPY: 0.0067}").contracts("a", contracts).ttm(day);
    of(&report, "a").closing_arr.normalize().to_string()
}

#[test]
fn a_contract_pays_from_its_start_to_its_end_both_days_included() {
    let contract = &["id: A, product: P, arr: 100, start: 2026-01-01, end: 2026-12-31"];
    assert_eq!(arr(contract, "2025-12-31"), "0");
    assert_eq!(arr(contract, "2026-01-01"), "100");
    assert_eq!(arr(contract, "2026-12-31"), "100");
    assert_eq!(arr(contract, "2027-01-01"), "0");
}

#[test]
fn an_open_ended_contract_pays_until_and_including_the_day_cancelled() {
    let contract = &["id: A, product: P, arr: 100, start: 2026-01-01, cancelled: 2026-05-10"];
    // The cancellation is not known the day before; on its day it is, and the day is still paid.
    assert_eq!(arr(contract, "2026-05-09"), "100");
    assert_eq!(arr(contract, "2026-05-10"), "100");
    assert_eq!(arr(contract, "2026-05-11"), "0");
}

#[test]
fn cancelling_a_fixed_term_ends_nothing() {
    let contract =
        &["id: A, product: P, arr: 100, start: 2026-01-01, end: 2026-12-31, cancelled: 2026-05-10"];
    assert_eq!(arr(contract, "2026-12-31"), "100");
    assert_eq!(arr(contract, "2027-01-01"), "0");
}

#[test]
fn an_auto_renewing_contract_ends_with_the_term_in_which_it_is_cancelled() {
    let contract = &[
        "id: A, product: P, arr: 100, start: 2024-03-01, end: 2025-02-28, auto_renews: true, cancelled: 2026-03-01",
    ];
    // Terms end on 2025-02-28, 2026-02-28, 2027-02-28: the notice of 2026-03-01 falls in the third.
    assert_eq!(arr(contract, "2026-03-01"), "100");
    assert_eq!(arr(contract, "2027-02-28"), "100");
    assert_eq!(arr(contract, "2027-03-01"), "0");
    // On the last day of a term it still falls in that one.
    let contract = &[
        "id: A, product: P, arr: 100, start: 2024-03-01, end: 2025-02-28, auto_renews: true, cancelled: 2026-02-28",
    ];
    assert_eq!(arr(contract, "2026-02-28"), "100");
    assert_eq!(arr(contract, "2026-03-01"), "0");
}

#[test]
fn a_month_term_from_the_31st_ends_the_day_before_the_31st_or_on_the_last_day() {
    // Terms of one month from 31 January end on 28 February (there is no 31st), 30 March (the day before the
    // 31st), 30 April (no 31st), 30 May …
    let cancelled = |day: &str| {
        format!(
            "id: A, product: P, arr: 100, start: 2026-01-31, end: 2026-02-28, auto_renews: true, cancelled: {day}"
        )
    };
    for (notice, last, after) in [
        ("2026-03-01", "2026-03-30", "2026-03-31"),
        ("2026-03-30", "2026-03-30", "2026-03-31"),
        ("2026-03-31", "2026-04-30", "2026-05-01"),
        ("2026-05-01", "2026-05-30", "2026-05-31"),
        // 31 May to 30 June (no 31st), 1 to 30 July, 31 July to 30 August.
        ("2026-07-15", "2026-07-30", "2026-07-31"),
        ("2026-07-31", "2026-08-30", "2026-08-31"),
    ] {
        let contract = cancelled(notice);
        assert_eq!(arr(&[&contract], last), "100", "{notice}");
        assert_eq!(arr(&[&contract], after), "0", "{notice}");
    }
}

#[test]
fn a_year_from_a_leap_day_ends_on_28_february_and_on_the_28th_before_the_next_leap_day() {
    // 2024-02-29 + 12 months has no 29th: its last day. After 48 months there is one: the day before it.
    let contract = |notice: &str| {
        format!(
            "id: A, product: P, arr: 100, start: 2024-02-29, end: 2025-02-28, auto_renews: true, cancelled: {notice}"
        )
    };
    for (notice, last, after) in [
        ("2025-03-01", "2026-02-28", "2026-03-01"),
        ("2027-06-01", "2028-02-28", "2028-02-29"),
        ("2028-02-29", "2029-02-28", "2029-03-01"),
    ] {
        assert_eq!(arr(&[&contract(notice)], last), "100", "{notice}");
        assert_eq!(arr(&[&contract(notice)], after), "0", "{notice}");
    }
}

#[test]
fn a_term_that_is_not_whole_months_goes_on_in_days() {
    // 2026-01-01 to 2026-01-30 are 30 days: 2026-01-31 to 2026-03-01 (30 days), then to 2026-03-31.
    let contract = &[
        "id: A, product: P, arr: 100, start: 2026-01-01, end: 2026-01-30, auto_renews: true, cancelled: 2026-03-02",
    ];
    assert_eq!(arr(contract, "2026-03-31"), "100");
    assert_eq!(arr(contract, "2026-04-01"), "0");
}

#[test]
fn a_contract_renewed_early_ends_the_day_before_its_successor_starts() {
    let contracts = &[
        "id: A, product: P, arr: 100, start: 2025-01-01, end: 2026-12-31",
        "id: B, product: P, arr: 130, start: 2026-07-01, end: 2028-06-30, renews: A",
    ];
    assert_eq!(arr(contracts, "2026-06-30"), "100");
    assert_eq!(arr(contracts, "2026-07-01"), "130");
    // Contracts of one product that don't renew each other run side by side.
    let contracts = &[
        "id: A, product: P, arr: 100, start: 2025-01-01, end: 2026-12-31",
        "id: B, product: P, arr: 130, start: 2026-07-01, end: 2028-06-30",
    ];
    assert_eq!(arr(contracts, "2026-07-01"), "230");
}

#[test]
fn the_earliest_of_several_successors_ends_a_contract() {
    let contracts = &[
        "id: A, product: P, arr: 100, start: 2025-01-01, end: 2026-12-31",
        "id: B, product: P, arr: 60, start: 2026-09-01, end: 2028-06-30, renews: A",
        "id: C, product: P, arr: 50, start: 2026-07-01, end: 2028-06-30, renews: A",
    ];
    assert_eq!(arr(contracts, "2026-06-30"), "100");
    assert_eq!(arr(contracts, "2026-07-01"), "50");
    assert_eq!(arr(contracts, "2026-09-01"), "110");
}

#[test]
fn a_contract_whose_successor_starts_no_later_was_never_in_force() {
    let contracts = &[
        "id: A, product: P, arr: 100, start: 2026-02-01, end: 2026-12-31",
        "id: B, product: P, arr: 130, start: 2026-02-01, end: 2026-12-31, renews: A",
    ];
    assert_eq!(arr(contracts, "2026-01-31"), "0");
    assert_eq!(arr(contracts, "2026-02-01"), "130");
    let report = Plans::new("").contracts("a", contracts).ttm("2026-09-30");
    assert_eq!(moved(of(&report, "a")), "new 130");
}

#[test]
fn the_latest_change_dated_on_or_before_a_day_holds() {
    let contract = &[
        "id: A, product: P, arr: 100, start: 2026-01-01, changes: [{date: 2026-06-01, product: P, arr: 90}, {date: 2026-03-01, product: P, arr: 120}]",
    ];
    assert_eq!(arr(contract, "2026-02-28"), "100");
    assert_eq!(arr(contract, "2026-03-01"), "120");
    assert_eq!(arr(contract, "2026-05-31"), "120");
    assert_eq!(arr(contract, "2026-06-01"), "90");
}

#[test]
fn a_change_brings_in_a_product_from_0_and_takes_one_to_0() {
    let contract = &[
        "id: A, product: P, arr: 100, start: 2026-01-01, changes: [{date: 2026-03-01, product: Q, arr: 40}, {date: 2026-05-01, product: P, arr: 0}]",
    ];
    assert_eq!(arr(contract, "2026-02-28"), "100");
    assert_eq!(arr(contract, "2026-03-01"), "140");
    assert_eq!(arr(contract, "2026-05-01"), "40");
}

#[test]
fn a_change_names_its_line_by_product_and_unit() {
    let contract = &[
        "id: A, lines: [{product: P, arr: 100, unit: Retail}, {product: P, arr: 60, unit: Wholesale}], start: 2026-01-01, changes: [{date: 2026-03-01, product: P, unit: Wholesale, arr: 70}]",
    ];
    assert_eq!(arr(contract, "2026-03-01"), "170");
    // The product's only line needs no unit, though it has one.
    let contract = &[
        "id: A, lines: [{product: P, arr: 100, unit: Retail}], start: 2026-01-01, changes: [{date: 2026-03-01, product: P, arr: 70}]",
    ];
    assert_eq!(arr(contract, "2026-03-01"), "70");
}

#[test]
fn amounts_convert_at_one_rate_for_all_days_exactly() {
    // 240,000.50 × 1.08 = 259,200.54; 1,000,001 × 0.0067 = 6,700.0067.
    assert_eq!(
        arr(&["id: A, product: P, arr: 'EUR 240,000.50', start: 2020-01-01"], "2026-09-30"),
        "259200.54"
    );
    assert_eq!(arr(&["id: A, product: P, arr: JPY 1000001, start: 2020-01-01"], "2026-09-30"), "6700.0067");
}

#[test]
fn what_is_signed_matters_not_to_arr() {
    let contract = &["id: A, product: P, arr: 100, start: 2026-01-01, signed: 2026-12-01"];
    assert_eq!(arr(contract, "2026-01-01"), "100");
}

#[test]
fn the_longest_auto_renewal_costs_nothing() {
    // A contract of one day at a time from the year 1: its last day is found, not walked to.
    let contract = &["id: A, product: P, arr: 100, start: 0001-01-01, end: 0001-01-01, auto_renews: true"];
    assert_eq!(arr(contract, "2026-09-30"), "100");
    assert_eq!(arr(contract, "9999-12-31"), "100");
    let contract = &[
        "id: A, product: P, arr: 100, start: 0001-01-01, end: 0001-01-31, auto_renews: true, cancelled: 9999-12-01",
    ];
    assert_eq!(arr(contract, "9999-12-31"), "100");
}

#[test]
fn the_largest_amounts_add_up() {
    let most = "id: A, product: P, arr: '999,999,999,999,999.9999', start: 2020-01-01";
    let mut plans = Plans::new("");
    for n in 0..40 {
        plans = plans.contracts(&format!("a{n}"), &[most]);
    }
    // 40 × 999,999,999,999,999.9999.
    assert_eq!(plans.ttm("2026-09-30").portfolio.closing_arr, dec("39999999999999999.996"));
}
