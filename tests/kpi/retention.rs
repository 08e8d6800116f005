//! NRR, GRR and client retention.

use super::build::*;
use planc::kpi::{FigureName, Reason, Scope, explain};

const AS_OF: &str = "2026-09-30";

fn ratios(f: &planc::kpi::Figures) -> [String; 3] {
    let show = |value: &Result<planc::model::Decimal, Reason>| match value {
        Ok(value) => value.round_dp(6).normalize().to_string(),
        Err(reason) => reason.to_string(),
    };
    [show(&f.nrr.value), show(&f.grr.value), show(&f.client_retention.value)]
}

#[test]
fn new_and_reactivated_clients_are_in_no_cohort() {
    let report = Plans::new("")
        .contracts("stays", &["id: A, product: P, arr: 100, start: 2024-01-01"])
        .contracts("new", &["id: A, product: P, arr: 50, start: 2026-01-01"])
        .contracts(
            "back",
            &[
                "id: A, product: P, arr: 70, start: 2023-01-01, end: 2024-12-31",
                "id: B, product: P, arr: 80, start: 2026-01-01",
            ],
        )
        .ttm(AS_OF);
    assert_eq!(ratios(&report.portfolio), ["1", "1", "1"]);
    assert_eq!(report.portfolio.nrr.units, 1);
    let none = "no client had ARR on the opening date";
    assert_eq!(ratios(of(&report, "new")), [none, none, none]);
}

#[test]
fn a_client_gone_and_back_within_the_period_was_kept() {
    let report = Plans::new("")
        .contracts(
            "a",
            &[
                "id: A, product: P, arr: 100, start: 2024-01-01, end: 2026-01-31",
                "id: B, product: P, arr: 60, start: 2026-03-01",
            ],
        )
        .ttm(AS_OF);
    assert_eq!(ratios(of(&report, "a")), ["0.6", "0.6", "1"]);
    assert_eq!(moved(of(&report, "a")), "reactivation 60, churn 100");
}

/// One account whose P falls by 40 and whose Q rises by 60.
fn swapped(grain: &str) -> planc::kpi::Report {
    Plans::new(&format!("kpi: {{grain: {grain}}}"))
        .contracts("a", &["id: A, lines: [{product: P, arr: 100}, {product: Q, arr: 100}], start: 2024-01-01, changes: [{date: 2026-02-01, product: P, arr: 60}, {date: 2026-02-01, product: Q, arr: 160}]"])
        .contracts("b", &["id: B, product: P, arr: 200, start: 2024-01-01, end: 2026-06-30"])
        .ttm(AS_OF)
}

#[test]
fn at_line_grain_the_units_are_an_accounts_products() {
    // By account: 220 of 400 kept in all, 200 of it counted; by line: min(100, 60) + min(100, 160) + 0.
    let account = swapped("account");
    assert_eq!(ratios(&account.portfolio), ["0.55", "0.5", "0.5"]);
    assert_eq!(account.portfolio.nrr.units, 2);
    let line = swapped("line");
    assert_eq!(ratios(&line.portfolio), ["0.55", "0.4", "0.5"]);
    // Three lines, but two clients.
    assert_eq!((line.portfolio.nrr.units, line.portfolio.client_retention.units), (3, 2));
}

#[test]
fn a_new_product_is_outside_of_the_cohort_at_line_grain() {
    let plans = |grain: &str| {
        Plans::new(&format!("kpi: {{grain: {grain}}}"))
            .contracts(
                "a",
                &[
                    "id: A, product: P, arr: 100, start: 2024-01-01",
                    "id: B, product: Q, arr: 30, start: 2026-01-01",
                ],
            )
            .ttm(AS_OF)
    };
    assert_eq!(plans("account").portfolio.nrr.value, Ok(dec("1.3")));
    assert_eq!(plans("line").portfolio.nrr.value, Ok(dec("1")));
}

#[test]
fn the_explanation_shows_both_grains_where_their_grr_differs() {
    let report = swapped("account");
    let grr = explain(&report, FigureName::Grr, &Scope::Portfolio).unwrap();
    assert!(grr.notes.contains(&"by account 50 %, by line 40 %".to_owned()), "{:?}", grr.notes);
    let alike = Plans::new("").contracts("a", &["id: A, product: P, arr: 100, start: 2024-01-01"]).ttm(AS_OF);
    assert!(explain(&alike, FigureName::Grr, &Scope::Portfolio).unwrap().notes.is_empty());
}

#[test]
fn at_parent_grain_a_tree_is_one_unit_inside_a_group_its_members_only() {
    let report = Plans::new("kpi: {grain: parent}")
        .account(
            "group",
            "owner: ann\ncontracts:\n  - {id: G, product: P, arr: 100, start: 2024-01-01, end: 2026-01-31}",
        )
        .account(
            "sub",
            "owner: ben\nparent: group\ncontracts:\n  - {id: S, product: P, arr: 50, start: 2024-01-01}",
        )
        .account(
            "sub-sub",
            "owner: ben\nparent: sub\ncontracts:\n  - {id: T, product: P, arr: 30, start: 2026-02-01}",
        )
        .account("other", "owner: ben\ncontracts:\n  - {id: O, product: P, arr: 20, start: 2024-01-01}")
        .ttm(AS_OF);
    // The tree: opening 150, closing 50 + 30 = 80; other: 20, 20. (80 + 20) ÷ 170.
    assert_eq!(ratios(&report.portfolio), ["0.588235", "0.588235", "1"]);
    assert_eq!(report.portfolio.nrr.units, 2);
    // Ben's: the tree's members of his, 50 → 80, and 20 → 20.
    let ben = report.group(planc::kpi::Dimension::Owner, Some("ben")).unwrap();
    assert_eq!(ratios(&ben.figures), ["1.428571", "1", "1"]);
    let ann = report.group(planc::kpi::Dimension::Owner, Some("ann")).unwrap();
    assert_eq!(ratios(&ann.figures), ["0", "0", "0"]);
    // Keyed by the root's id, single accounts too.
    let parents: Vec<_> = report
        .groups(planc::kpi::Dimension::Parent)
        .iter()
        .map(|g| (g.key.as_deref().unwrap(), g.members.len()))
        .collect();
    assert_eq!(parents, [("group", 3), ("other", 1)]);
}

#[test]
fn parents_in_a_circle_are_one_tree() {
    let plans = Plans::new("kpi: {grain: parent}")
        .account("a", "parent: b\ncontracts:\n  - {id: A, product: P, arr: 100, start: 2024-01-01}")
        .account("b", "parent: c\ncontracts:\n  - {id: B, product: P, arr: 50, start: 2024-01-01}")
        .account("c", "parent: b\ncontracts:\n  - {id: C, product: P, arr: 25, start: 2024-01-01}");
    let portfolio = plans.lenient(AS_OF);
    let report = planc::kpi::compute(&portfolio, &planc::kpi::Request::ttm(&portfolio));
    assert!(report.groups(planc::kpi::Dimension::Parent).len() <= 2);
}

#[test]
fn an_empty_portfolio_has_no_rates_and_no_money() {
    let report = Plans::new("").ttm(AS_OF);
    assert_eq!(report.portfolio.accounts, 0);
    assert_eq!(report.portfolio.closing_arr, dec("0"));
    assert!(report.portfolio.nrr.value.is_err() && report.portfolio.completeness.is_err());
    assert!(report.portfolio.clv.value.is_err() && report.portfolio.health.value.is_err());
}
