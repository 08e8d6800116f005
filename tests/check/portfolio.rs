//! What only all plans together show (P22x, and circles across accounts).

use super::{expect, expect_of, with, words};
use crate::gallery::NORTHWIND;

const CONTOSO: &str = "accounts/contoso.md";

#[test]
fn an_id_is_taken_once() {
    let said = expect("id: contoso\n", &["P220 contoso"]);
    assert_eq!(said[0].place.path(), NORTHWIND);
    assert_eq!(words(&said).0, "The id `contoso` is taken: accounts/contoso.md has it, too");
    assert!(words(&said).1.ends_with("`id: contoso-2`"), "{}", words(&said).1);
    assert_eq!(said[0].labels[0].place.path(), CONTOSO);
    assert_eq!(said[0].about, Some("id"));
}

#[test]
fn the_first_plan_by_path_keeps_the_id_and_counts() {
    let compilation = with(&[(NORTHWIND, "id: contoso\n")]).compile();
    let counted: Vec<&str> = compilation.portfolio.counted().map(|checked| checked.plan.path()).collect();
    assert_eq!(counted, [CONTOSO]);
}

#[test]
fn parents_exist() {
    expect("parent: contoso\n", &[]);
    let said = expect("parent: contosso\n", &["P221 contosso"]);
    assert_eq!(words(&said), ("No account has the id `contosso`", "did you mean `parent: contoso`?"));
}

#[test]
fn a_parent_that_cannot_be_read_is_no_second_error() {
    let files = with(&[(NORTHWIND, "parent: contoso\n")]).with(CONTOSO, "---\nowner: jo.park\n---\n");
    let said = super::all_said(&files);
    assert!(said.iter().all(|d| d.place.path() == CONTOSO), "{said:?}");
}

#[test]
fn a_circle_of_parents_is_said_once_at_the_first_plan_by_path() {
    let said = expect_of(
        &with(&[(NORTHWIND, "parent: contoso\n"), (CONTOSO, "parent: northwind\n")]),
        &["P222 northwind"],
    );
    assert_eq!(said[0].place.path(), CONTOSO);
    assert_eq!(words(&said).0, "contoso and northwind are each other's parents in a circle");
    assert_eq!(said[0].labels.len(), 1);
    assert_eq!(said[0].labels[0].place.path(), NORTHWIND);
    let said = expect("parent: northwind\n", &["P222 northwind"]);
    assert_eq!(words(&said).0, "northwind is its own parent");
}

fn renews(what: &str) -> String {
    format!("contracts:\n  - {{id: NW, product: Platform, arr: 1, start: 2025-01-01, renews: {what}}}\n")
}

/// Contoso with a contract that ended before Northwind's starts.
const SOLD: &str = "customer_since:\ncontracts:\n  - {id: C-2024, product: Platform, arr: 1, start: 2024-01-01, end: 2024-12-31}\n  \
                    - {id: C-2025, product: Routing, arr: 1, start: 2025-01-01, end: 2027-12-31}\n";

#[test]
fn contracts_of_other_accounts_are_renewed_by_account_and_contract() {
    expect_of(&with(&[(NORTHWIND, &renews("contoso/C-2024")), (CONTOSO, SOLD)]), &[]);
    let said = expect_of(
        &with(&[(NORTHWIND, &renews("contosso/C-2024")), (CONTOSO, SOLD)]),
        &["P223 contosso/C-2024"],
    );
    assert_eq!(words(&said).1, "did you mean `renews: contoso/C-2024`?");
    let said = expect_of(
        &with(&[(NORTHWIND, &renews("contoso/C-2042")), (CONTOSO, SOLD)]),
        &["P224 contoso/C-2042"],
    );
    assert_eq!(words(&said), ("Contoso has no contract `C-2042`", "did you mean `renews: contoso/C-2024`?"));
    assert_eq!(said[0].about, Some("contracts"));
}

#[test]
fn what_another_account_renews_does_not_look_unrenewed() {
    let sold = SOLD.replace("Routing", "Platform");
    expect_of(&with(&[(CONTOSO, &sold)]), &["P411 C-2025"]);
    expect_of(&with(&[(NORTHWIND, &renews("contoso/C-2024")), (CONTOSO, &sold)]), &[]);
}

#[test]
fn what_another_account_has_renewed_needs_no_action() {
    let due = "customer_since:\ncontracts:\n  - {id: C-2024, product: Routing, arr: 1, start: 2025-11-01, end: 2026-10-31}\n";
    let renewal = |rest: &str| {
        format!(
            "contracts:\n  - {{id: NW, product: Routing, arr: 1, start: 2026-11-01, renews: contoso/C-2024{rest}}}\n"
        )
    };
    let unmet = |files: &crate::support::Files| {
        let portfolio = files.compile().portfolio;
        let contoso = portfolio.plan("contoso").expect("it is there");
        contoso.completeness.required - contoso.completeness.met
    };
    let alone = with(&[(CONTOSO, due)]);
    expect_of(&alone, &["P504 2026-10-31"]);
    let signed = with(&[(NORTHWIND, &renewal(", signed: 2026-09-30")), (CONTOSO, due)]);
    expect_of(&signed, &[]);
    assert_eq!(unmet(&signed) + 1, unmet(&alone));
    // Without a day it counts as signed on the day before its start, which is still ahead.
    let said = expect_of(&with(&[(NORTHWIND, &renewal("")), (CONTOSO, due)]), &["P504 2026-10-31"]);
    assert!(words(&said).1.contains("`signed: 2026-09-30`"), "{}", words(&said).1);
}

#[test]
fn a_circle_of_renewals_across_accounts_is_said_once() {
    let contoso = "customer_since:\ncontracts:\n  - {id: C, product: Platform, arr: 1, start: 2025-01-01, renews: northwind/NW}\n";
    let said =
        expect_of(&with(&[(NORTHWIND, &renews("contoso/C")), (CONTOSO, contoso)]), &["P406 northwind/NW"]);
    assert_eq!(said[0].place.path(), CONTOSO);
    assert_eq!(words(&said).0, "contoso/C and northwind/NW renew each other in a circle");
}
