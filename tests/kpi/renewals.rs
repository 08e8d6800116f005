//! Renewals: what came due, how it went, and the rates.

use super::build::*;
use planc::kpi::{FigureName, Figures, Scope, explain};

const AS_OF: &str = "2026-09-30";

fn due(f: &Figures) -> String {
    let r = &f.renewals;
    format!("due {}: {} on time, {} late, {} lost, {} pending", r.due, r.on_time, r.late, r.lost, r.pending)
}

fn account(contracts: &[&str], as_of: &str) -> Figures {
    of(&Plans::new("").contracts("a", contracts).ttm(as_of), "a").clone()
}

const OLD: &str = "id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31";

#[test]
fn a_contract_is_on_time_late_or_lost_by_when_its_successor_was_signed() {
    let next = |signed: &str| {
        format!("id: B, product: P, arr: 110, start: 2026-04-01, end: 2027-03-31, renews: A{signed}")
    };
    // By default signed the day before it starts.
    for (signed, said) in [
        ("", "due 1: 1 on time, 0 late, 0 lost, 0 pending"),
        (", signed: 2026-03-31", "due 1: 1 on time, 0 late, 0 lost, 0 pending"),
        (", signed: 2026-04-01", "due 1: 0 on time, 1 late, 0 lost, 0 pending"),
        (", signed: 2026-09-30", "due 1: 0 on time, 1 late, 0 lost, 0 pending"),
        // In force, but signed after as_of.
        (", signed: 2026-10-01", "due 0: 0 on time, 0 late, 0 lost, 1 pending"),
    ] {
        assert_eq!(due(&account(&[OLD, &next(signed)], AS_OF)), said, "{signed}");
    }
    assert_eq!(due(&account(&[OLD], AS_OF)), "due 1: 0 on time, 0 late, 1 lost, 0 pending");
}

#[test]
fn late_or_lost_depends_on_the_day_of_the_figures() {
    let next =
        "id: B, product: P, arr: 110, start: 2026-06-01, end: 2027-05-31, renews: A, signed: 2026-05-20";
    assert_eq!(due(&account(&[OLD, next], "2026-05-19")), "due 1: 0 on time, 0 late, 1 lost, 0 pending");
    assert_eq!(due(&account(&[OLD, next], "2026-05-20")), "due 1: 0 on time, 1 late, 0 lost, 0 pending");
    // Signed before its successor's start is known, the successor not in force yet: lost, not pending.
    let next =
        "id: B, product: P, arr: 110, start: 2026-06-01, end: 2027-05-31, renews: A, signed: 2026-07-01";
    assert_eq!(due(&account(&[OLD, next], "2026-05-31")), "due 1: 0 on time, 0 late, 1 lost, 0 pending");
    assert_eq!(due(&account(&[OLD, next], "2026-06-01")), "due 0: 0 on time, 0 late, 0 lost, 1 pending");
}

#[test]
fn rates_are_by_count_and_by_value_late_ones_included() {
    let report = Plans::new("")
        .contracts("on-time", &["id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31", "id: B, product: P, arr: 130, start: 2026-04-01, end: 2027-03-31, renews: A"])
        .contracts("late", &["id: A, product: P, arr: 200, start: 2025-04-01, end: 2026-03-31", "id: B, product: P, arr: 150, start: 2026-04-01, end: 2027-03-31, renews: A, signed: 2026-05-01"])
        .contracts("lost", &["id: A, product: P, arr: 60, start: 2025-04-01, end: 2026-03-31"])
        .contracts("pending", &["id: A, product: P, arr: 1000, start: 2025-04-01, end: 2026-03-31", "id: B, product: P, arr: 900, start: 2026-04-01, end: 2027-03-31, renews: A, signed: 2027-05-01"])
        .ttm(AS_OF);
    let r = &report.portfolio.renewals;
    assert_eq!(due(&report.portfolio), "due 3: 1 on time, 1 late, 1 lost, 1 pending");
    let six = |ratio: &planc::kpi::Ratio| planc::model::round(ratio.value.clone().unwrap(), 6);
    assert_eq!(six(&r.renewal_rate), dec("0.333333"));
    assert_eq!(six(&r.with_late), dec("0.666667"));
    // (100 + 150 + 0) ÷ 360 and (130 + 150) ÷ 360: the pending one is in neither.
    assert_eq!((r.gross_value.numerator, r.gross_value.denominator), (dec("250"), dec("360")));
    assert_eq!((r.net_value.numerator, r.net_value.denominator), (dec("280"), dec("360")));
    assert_eq!(six(&r.gross_value), dec("0.694444"));
}

#[test]
fn with_nothing_due_there_is_no_rate() {
    let f = account(&["id: A, product: P, arr: 100, start: 2025-04-01"], AS_OF);
    assert_eq!(f.renewals.renewal_rate.value, Err("no contract came due".into()));
    assert_eq!(f.renewals.net_value.value, Err("no contract came due".into()));
}

#[test]
fn a_contract_that_pays_nothing_at_its_end_does_not_come_due() {
    let f = account(
        &[
            "id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31, changes: [{date: 2026-01-01, product: P, arr: 0}]",
        ],
        AS_OF,
    );
    assert_eq!(f.renewals.due, 0);
}

#[test]
fn expiring_is_the_arr_on_the_last_day() {
    let f = account(
        &[
            "id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31, changes: [{date: 2026-03-31, product: P, arr: 70}]",
        ],
        AS_OF,
    );
    assert_eq!(f.renewals.gross_value.denominator, dec("70"));
}

#[test]
fn an_early_renewal_counts_when_the_old_contract_was_due() {
    let plans = Plans::new("").contracts(
        "a",
        &[
            "id: A, product: P, arr: 100, start: 2025-01-01, end: 2026-12-31, changes: [{date: 2026-09-01, product: P, arr: 500}]",
            "id: B, product: P, arr: 130, start: 2026-07-01, end: 2028-06-30, renews: A, signed: 2026-06-01",
        ],
    );
    // Cut on 2026-06-30 at 100 (the change of September never comes into force), due on 2026-12-31.
    assert_eq!(plans.over("2026-01-01..2026-09-30", "2027-01-15").portfolio.renewals.due, 0);
    let late = plans.over("2026-10-01..2026-12-31", "2027-01-15");
    assert_eq!(due(&late.portfolio), "due 1: 1 on time, 0 late, 0 lost, 0 pending");
    assert_eq!(
        (late.portfolio.renewals.net_value.numerator, late.portfolio.renewals.net_value.denominator),
        (dec("130"), dec("100"))
    );
    // Up to the closing date: before its end it has not come due.
    assert_eq!(plans.over("fy2026", "2026-12-30").portfolio.renewals.due, 0);
    assert_eq!(plans.over("fy2026", "2026-12-31").portfolio.renewals.due, 1);
}

#[test]
fn an_auto_renewing_contract_comes_due_at_each_terms_end() {
    // Quarterly terms: 30 June, 30 September, 31 December 2025, 31 March, 30 June 2026 …
    let monthly = "id: A, product: P, arr: 100, start: 2025-04-01, end: 2025-06-30, auto_renews: true, changes: [{date: 2026-04-01, product: P, arr: 120}]";
    let f = account(&[monthly], AS_OF);
    // 2025-12-31, 2026-03-31, 2026-06-30, 2026-09-30; the last is in force on 1 October.
    assert_eq!(due(&f), "due 4: 4 on time, 0 late, 0 lost, 0 pending");
    // Expiring 100 + 100 + 120 + 120; renewed on the day after 100 + 120 + 120 + 120.
    assert_eq!((f.renewals.net_value.numerator, f.renewals.net_value.denominator), (dec("460"), dec("440")));
    assert_eq!(f.renewals.gross_value.numerator, dec("440"));
}

#[test]
fn a_cancelled_auto_renewing_contract_is_lost_at_its_last_terms_end() {
    let cancelled = "id: A, product: P, arr: 100, start: 2025-04-01, end: 2025-06-30, auto_renews: true, cancelled: 2026-02-10";
    let f = account(&[cancelled], AS_OF);
    // 2025-12-31 went on; 2026-03-31 did not; nothing afterwards.
    assert_eq!(due(&f), "due 2: 1 on time, 0 late, 1 lost, 0 pending");
}

#[test]
fn a_successor_that_cuts_a_term_renews_it_at_that_terms_end() {
    let contracts = [
        "id: A, product: P, arr: 100, start: 2024-01-01, end: 2024-12-31, auto_renews: true",
        "id: B, product: P, arr: 150, start: 2026-06-01, end: 2027-12-31, renews: A",
    ];
    let plans = Plans::new("").contracts("a", &contracts);
    // The third term, 2026, is cut on 31 May; it comes due on 31 December.
    assert_eq!(plans.over("2026-01-01..2026-09-30", "2027-01-31").portfolio.renewals.due, 0);
    let f = plans.over("fy2026q4", "2027-01-31");
    assert_eq!(due(&f.portfolio), "due 1: 1 on time, 0 late, 0 lost, 0 pending");
    assert_eq!(
        (f.portfolio.renewals.net_value.numerator, f.portfolio.renewals.net_value.denominator),
        (dec("150"), dec("100"))
    );
    // At a term's end exactly: that term's renewal.
    let contracts = [
        "id: A, product: P, arr: 100, start: 2024-01-01, end: 2024-12-31, auto_renews: true",
        "id: B, product: P, arr: 150, start: 2026-01-01, end: 2027-12-31, renews: A, signed: 2026-01-10",
    ];
    let f = Plans::new("").contracts("a", &contracts).over("fy2025q4", "2026-01-31");
    assert_eq!(due(&f.portfolio), "due 1: 0 on time, 1 late, 0 lost, 0 pending");
}

#[test]
fn open_ended_contracts_never_come_due() {
    let contracts = [
        "id: A, product: P, arr: 100, start: 2024-01-01, cancelled: 2026-03-31",
        "id: B, product: P, arr: 150, start: 2026-04-01, end: 2027-03-31, renews: A",
    ];
    assert_eq!(account(&contracts, AS_OF).renewals.due, 0);
}

#[test]
fn an_amended_contract_leaves_its_due_date_to_its_successor() {
    let contracts = [
        "id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31",
        // Ends with it: an amendment, unsigned or not.
        "id: B, product: P, arr: 140, start: 2025-11-01, end: 2026-03-31, renews: A, signed: 2027-01-01",
        "id: C, product: P, arr: 140, start: 2026-04-01, end: 2027-03-31, renews: B",
    ];
    let f = account(&contracts, AS_OF);
    assert_eq!(due(&f), "due 1: 1 on time, 0 late, 0 lost, 0 pending");
    assert_eq!(f.renewals.net_value.denominator, dec("140"));
    // One that ends a day later is a renewal.
    let contracts = [
        "id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31",
        "id: B, product: P, arr: 140, start: 2025-11-01, end: 2026-04-01, renews: A",
    ];
    assert_eq!(due(&account(&contracts, AS_OF)), "due 2: 1 on time, 0 late, 1 lost, 0 pending");
    // Of an auto-renewing contract the end of the term that is cut counts: 2026-06-30, not its first end.
    let contracts = [
        "id: A, product: P, arr: 100, start: 2024-07-01, end: 2025-06-30, auto_renews: true",
        "id: B, product: P, arr: 140, start: 2025-11-01, end: 2026-06-30, renews: A",
    ];
    assert_eq!(due(&account(&contracts, AS_OF)), "due 1: 0 on time, 0 late, 1 lost, 0 pending");
}

#[test]
fn a_successor_of_several_is_shared_out_in_proportion() {
    let contracts = [
        "id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31",
        "id: B, product: Q, arr: 200, start: 2025-05-01, end: 2026-04-30",
        "id: C, lines: [{product: P, arr: 150}, {product: Q, arr: 210}], start: 2026-04-01, end: 2027-03-31, renews: [A, B]",
    ];
    let report = Plans::new("").contracts("a", &contracts).ttm(AS_OF);
    // 360 × 100 ÷ 300 = 120 and 360 × 200 ÷ 300 = 240.
    let net = explain(&report, FigureName::NetValueRenewalRate, &Scope::Portfolio).unwrap();
    let parts: Vec<_> = net.contributions.iter().map(|c| (c.record.unwrap(), c.amount, c.of)).collect();
    assert_eq!(parts, [("B", dec("240"), dec("200")), ("A", dec("120"), dec("100"))]);
}

#[test]
fn a_contract_split_in_two_is_renewed_by_both() {
    let contracts = [
        OLD,
        "id: B, product: P, arr: 70, start: 2026-04-01, end: 2027-03-31, renews: A, signed: 2026-05-01",
        "id: C, product: P, arr: 40, start: 2026-04-01, end: 2027-03-31, renews: A",
    ];
    let f = account(&contracts, AS_OF);
    // On time by the one that was.
    assert_eq!(due(&f), "due 1: 1 on time, 0 late, 0 lost, 0 pending");
    assert_eq!((f.renewals.net_value.numerator, f.renewals.gross_value.numerator), (dec("110"), dec("100")));
}

#[test]
fn renewals_reach_across_accounts_but_not_into_plans_left_out() {
    let plans = Plans::new("")
        .contracts("a", &["id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31"])
        .contracts("b", &["id: B, product: P, arr: 120, start: 2026-04-01, end: 2027-03-31, renews: a/A"]);
    assert_eq!(due(of(&plans.ttm(AS_OF), "a")), "due 1: 1 on time, 0 late, 0 lost, 0 pending");
    // A broken contract leaves b out: nothing of it counts, a's renewal neither.
    let plans = Plans::new("")
        .contracts("a", &["id: A, product: P, arr: 100, start: 2025-04-01, end: 2026-03-31"])
        .contracts(
            "b",
            &[
                "id: B, product: P, arr: 120, start: 2026-04-01, end: 2027-03-31, renews: a/A",
                "id: X, product: P, arr: lots, start: 2026-04-01",
            ],
        );
    let portfolio = plans.lenient(AS_OF);
    assert_eq!(portfolio.excluded.len(), 1);
    let report = planc::kpi::compute(&portfolio, &planc::kpi::Request::ttm(&portfolio));
    assert_eq!(due(of(&report, "a")), "due 1: 0 on time, 0 late, 1 lost, 0 pending");
    assert_eq!(report.portfolio.accounts, 1);
}
