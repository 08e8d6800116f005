//! Movements: what moved ARR, day by day.

use super::build::*;

const AS_OF: &str = "2026-09-30";

/// The movements of the twelve months to 2026-09-30 of an account with these contracts; they must tie.
fn movements(contracts: &[&str]) -> String {
    let report = Plans::new("exchange_rates: {EUR: 1.08}").contracts("a", contracts).ttm(AS_OF);
    let f = of(&report, "a");
    let m = &f.movements;
    let closing =
        f.opening_arr + m.new + m.reactivation + m.upsell + m.cross_sell + m.price - m.contraction - m.churn;
    assert_eq!(closing, f.closing_arr, "{m:?}");
    moved(f)
}

#[test]
fn the_first_arr_ever_is_new() {
    assert_eq!(movements(&["id: A, product: P, arr: 100, start: 2026-01-01"]), "new 100");
}

#[test]
fn a_trial_at_0_that_becomes_an_amount_is_new_then() {
    let trial = "id: A, product: P, arr: 0, start: 2025-01-01, changes: [{date: 2026-02-01, product: P, arr: 100, reason: upsell}]";
    assert_eq!(movements(&[trial]), "new 100");
}

#[test]
fn arr_after_a_day_without_is_churn_and_reactivation() {
    // Ends on 31 March, goes on from 2 April: the 1st is a gap.
    let contracts = [
        "id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31",
        "id: B, product: P, arr: 110, start: 2026-04-02, end: 2027-04-01, renews: A, uplift: 10%",
    ];
    // What comes back is reactivation as a whole: no price, no upsell.
    assert_eq!(movements(&contracts), "reactivation 110, churn 100");
}

#[test]
fn without_a_gap_a_renewal_moves_only_the_difference() {
    let contracts = [
        "id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31",
        "id: B, product: P, arr: 110, start: 2026-04-01, end: 2027-03-31, renews: A",
    ];
    assert_eq!(movements(&contracts), "upsell 10");
    // Without `renews` too: the account's products count, not its papers.
    let contracts = [
        "id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31",
        "id: B, product: P, arr: 90, start: 2026-04-01, end: 2027-03-31",
    ];
    assert_eq!(movements(&contracts), "contraction 10");
}

#[test]
fn a_client_long_gone_comes_back_by_reactivation() {
    let contracts = [
        "id: A, product: P, arr: 100, start: 2015-01-01, end: 2015-12-31",
        "id: B, product: Q, arr: 70, start: 2026-01-01",
    ];
    assert_eq!(movements(&contracts), "reactivation 70");
}

#[test]
fn churn_falls_on_the_day_after_the_last() {
    let plans =
        Plans::new("").contracts("a", &["id: A, product: P, arr: 100, start: 2025-01-01, end: 2025-12-31"]);
    // The contract's last day is the period's last: due in it, no churn yet.
    let before = plans.over("2025-01-01..2025-12-31", AS_OF);
    let f = of(&before, "a");
    assert_eq!((moved(f).as_str(), f.renewals.due, f.renewals.lost), ("new 100", 1, 1));
    let after = plans.over("2026-01-01..2026-01-31", AS_OF);
    let f = of(&after, "a");
    assert_eq!((moved(f).as_str(), f.renewals.due), ("churn 100", 0));
}

#[test]
fn a_rise_of_a_product_that_had_nothing_the_day_before_is_cross_sell() {
    let contracts = [
        "id: A, product: P, arr: 100, start: 2025-01-01",
        "id: B, product: Q, arr: 30, start: 2026-01-01",
        "id: C, product: P, arr: 5, start: 2026-02-01",
    ];
    assert_eq!(movements(&contracts), "upsell 5, cross_sell 30");
    // Also of one that was there before, and went: nothing the day before.
    let contracts = [
        "id: A, product: P, arr: 100, start: 2025-01-01",
        "id: B, product: Q, arr: 30, start: 2024-01-01, end: 2026-01-31",
        "id: C, product: Q, arr: 30, start: 2026-03-01",
    ];
    assert_eq!(movements(&contracts), "cross_sell 30, contraction 30");
}

#[test]
fn a_change_for_its_price_is_price_up_to_what_it_adds() {
    let change = |rest: &str| {
        format!(
            "id: A, product: P, arr: 100, start: 2025-01-01, changes: [{{date: 2026-03-01, product: P, arr: 108{rest}}}]"
        )
    };
    assert_eq!(movements(&[&change(", reason: price")]), "price 8");
    assert_eq!(movements(&[&change(", reason: upsell")]), "upsell 8");
    assert_eq!(movements(&[&change("")]), "upsell 8");
    // Another contract adds to the same product that day: price up to the amount marked, the rest upsell.
    assert_eq!(
        movements(&[&change(", reason: price"), "id: B, product: P, arr: 20, start: 2026-03-01"]),
        "upsell 20, price 8"
    );
    // Another one of the product ends that day: the product rises by 3 in all, all of it price.
    assert_eq!(
        movements(&[
            &change(", reason: price"),
            "id: B, product: P, arr: 5, start: 2025-01-01, end: 2026-02-28"
        ]),
        "price 3"
    );
}

#[test]
fn a_price_cut_marks_nothing() {
    let cut = "id: A, product: P, arr: 100, start: 2025-01-01, changes: [{date: 2026-03-01, product: P, arr: 90, reason: price}]";
    assert_eq!(movements(&[cut]), "contraction 10");
}

#[test]
fn what_a_price_change_marks_is_its_amount_minus_what_the_line_would_be_without_it() {
    // 100, then 120 by upsell, then 126 by price: the second marks 6, not 26.
    let contract = "id: A, product: P, arr: 100, start: 2025-01-01, changes: [{date: 2026-02-01, product: P, arr: 120, reason: upsell}, {date: 2026-03-01, product: P, arr: 126, reason: price}]";
    assert_eq!(movements(&[contract]), "upsell 20, price 6");
    // On a renewal's first day: 100 → 104 with 3 of it marked by a change on that day.
    let contracts = [
        "id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31",
        "id: B, product: P, arr: 101, start: 2026-04-01, end: 2027-03-31, renews: A, changes: [{date: 2026-04-01, product: P, arr: 104, reason: price}]",
    ];
    assert_eq!(movements(&contracts), "upsell 1, price 3");
}

#[test]
fn uplift_as_money_is_price_on_the_renewals_rises_in_written_order() {
    let renewal = |uplift: &str, lines: &str| {
        [
            "id: A, lines: [{product: P, arr: 100}, {product: Q, arr: 50}], start: 2025-04-01, end: 2026-03-31".to_owned(),
            format!("id: B, lines: [{lines}], start: 2026-04-01, end: 2027-03-31, renews: A, uplift: {uplift}"),
        ]
    };
    let all = |pair: [String; 2]| movements(&[&pair[0], &pair[1]]);
    // Q rises by 4 (first in written order: all price), P by 10: 2 of 6 left is price.
    assert_eq!(all(renewal("6", "{product: Q, arr: 54}, {product: P, arr: 110}")), "upsell 8, price 6");
    // More than the rises: only the rises.
    assert_eq!(all(renewal("60", "{product: P, arr: 110}, {product: Q, arr: 54}")), "price 14");
    // A new product that is written first uses it up, and is cross-sell all the same; written last it takes
    // what is left.
    assert_eq!(
        all(renewal("6", "{product: R, arr: 20}, {product: P, arr: 110}, {product: Q, arr: 50}")),
        "upsell 10, cross_sell 20"
    );
    assert_eq!(
        all(renewal("6", "{product: P, arr: 110}, {product: Q, arr: 50}, {product: R, arr: 20}")),
        "upsell 4, cross_sell 20, price 6"
    );
}

#[test]
fn uplift_as_a_share_is_of_the_expiring_arr_of_all_that_it_renews() {
    // Two contracts of 100 and 60 (60 on its last day: 50 was changed to 60); 5 % of 160 = 8.
    let contracts = [
        "id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31",
        "id: B, product: P, arr: 50, start: 2025-01-01, end: 2026-12-31, changes: [{date: 2025-12-01, product: P, arr: 60}]",
        "id: C, product: P, arr: 175, start: 2026-04-01, end: 2027-03-31, renews: [A, B], uplift: 5%",
    ];
    // 10 of upsell in December; in April 160 → 175: 8 price, 7 upsell.
    assert_eq!(movements(&contracts), "upsell 17, price 8");
}

#[test]
fn uplift_counts_what_expired_in_other_accounts_too() {
    let report = Plans::new("")
        .contracts("a", &["id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31"])
        .contracts(
            "b",
            &[
                "id: B, product: P, arr: 60, start: 2025-04-01, end: 2026-03-31",
                "id: C, product: P, arr: 180, start: 2026-04-01, end: 2027-03-31, renews: [B, a/A], uplift: 5%",
            ],
        )
        .ttm(AS_OF);
    // In b: 60 → 180, a rise of 120; 5 % of 160 = 8 is price.
    assert_eq!(moved(of(&report, "b")), "upsell 112, price 8");
    assert_eq!(moved(of(&report, "a")), "churn 100");
}

#[test]
fn in_a_swap_only_the_net_counts() {
    // P 100 → 60, Q 0 → 70: net rise 30, and no cross-sell.
    let contract = "id: A, product: P, arr: 100, start: 2025-01-01, changes: [{date: 2026-03-01, product: P, arr: 60}, {date: 2026-03-01, product: Q, arr: 70}]";
    assert_eq!(movements(&[contract]), "upsell 30");
    // P 100 → 60, Q 0 → 30: net fall 10.
    let contract = "id: A, product: P, arr: 100, start: 2025-01-01, changes: [{date: 2026-03-01, product: P, arr: 60}, {date: 2026-03-01, product: Q, arr: 30}]";
    assert_eq!(movements(&[contract]), "contraction 10");
    // Even: nothing.
    let contract = "id: A, product: P, arr: 100, start: 2025-01-01, changes: [{date: 2026-03-01, product: P, arr: 60}, {date: 2026-03-01, product: Q, arr: 40}]";
    assert_eq!(movements(&[contract]), "");
}

#[test]
fn a_swaps_net_rise_is_price_up_to_what_is_marked_on_products_that_had_arr() {
    let swap = |p: &str, q: &str| {
        format!(
            "id: A, lines: [{{product: P, arr: 100}}, {{product: Q, arr: 50}}], start: 2025-01-01, changes: [{{date: 2026-03-01, product: P, arr: {p}}}, {{date: 2026-03-01, product: Q, arr: {q}}}]"
        )
    };
    // P +30 of which all is marked, Q −10: net 20, all price.
    assert_eq!(movements(&[&swap("130, reason: price", "40")]), "price 20");
    // P +30 unmarked: upsell.
    assert_eq!(movements(&[&swap("130", "40")]), "upsell 20");
    // Marked on a product that had nothing the day before: not price. P −10, R 0 → 40 for its price.
    let contract = "id: A, product: P, arr: 100, start: 2025-01-01, changes: [{date: 2026-03-01, product: P, arr: 90}, {date: 2026-03-01, product: R, arr: 40, reason: price}]";
    assert_eq!(movements(&[contract]), "upsell 30");
}

#[test]
fn a_contract_that_renews_another_accounts_is_churn_there_and_new_here() {
    let plans = |grain: &str| {
        Plans::new(&format!("kpi: {{grain: {grain}}}"))
            .account("root", "tier: strategic")
            .account("old", "parent: root\ncontracts:\n  - {id: O, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31}")
            .account("next", "parent: root\ncontracts:\n  - {id: N, product: P, arr: 120, start: 2026-04-01, end: 2027-03-31, renews: old/O}")
            .ttm(AS_OF)
    };
    let report = plans("account");
    assert_eq!(
        (moved(of(&report, "old")), moved(of(&report, "next"))),
        ("churn 100".into(), "new 120".into())
    );
    assert_eq!(report.portfolio.nrr.value, Ok(dec("0")));
    // At parent grain nothing happened but the growth of 20.
    let report = plans("parent");
    assert_eq!(report.portfolio.nrr.value, Ok(dec("1.2")));
    assert_eq!(report.portfolio.grr.value, Ok(dec("1")));
    assert_eq!(report.portfolio.client_retention.value, Ok(dec("1")));
}

#[test]
fn facts_dated_after_as_of_are_not_known() {
    let plans = Plans::new("").contracts(
        "a",
        &[
            "id: A, product: P, arr: 100, start: 2025-01-01, changes: [{date: 2026-10-01, product: P, arr: 200}]",
            "id: B, product: Q, arr: 50, start: 2025-01-01, cancelled: 2026-10-01",
        ],
    );
    assert_eq!(moved(of(&plans.ttm(AS_OF), "a")), "");
    assert_eq!(moved(of(&plans.ttm("2026-10-01"), "a")), "upsell 100");
    assert_eq!(moved(of(&plans.ttm("2026-10-02"), "a")), "upsell 100, contraction 50");
}

#[test]
fn a_partial_period_counts_up_to_as_of() {
    let plans =
        Plans::new("").contracts("a", &["id: A, product: P, arr: 100, start: 2026-01-01, end: 2026-08-15"]);
    let report = plans.over("2026-08", "2026-08-15");
    assert!(report.period.partial);
    assert_eq!((moved(of(&report, "a")), of(&report, "a").closing_arr), (String::new(), dec("100")));
    let report = plans.over("2026-08", "2026-08-16");
    assert_eq!(moved(of(&report, "a")), "churn 100");
}

#[test]
fn money_in_other_currencies_moves_in_the_portfolios() {
    let contracts = [
        "id: A, product: P, arr: EUR 100k, start: 2025-01-01, changes: [{date: 2026-03-01, product: P, arr: EUR 110k, reason: price}]",
    ];
    // 10,000 × 1.08.
    assert_eq!(movements(&contracts), "price 10800");
}
