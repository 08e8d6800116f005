//! Contracts and dates (P4).

use super::{expect, words};

/// A front matter's contracts, one a line.
fn contracts(lines: &[&str]) -> String {
    lines.iter().fold("contracts:\n".to_owned(), |text, line| format!("{text}  - {{{line}}}\n"))
}

#[track_caller]
fn said_of(lines: &[&str], expected: &[&str]) -> (String, String) {
    let said = expect(&contracts(lines), expected);
    match expected {
        [_] => (words(&said).0.to_owned(), words(&said).1.to_owned()),
        _ => Default::default(),
    }
}

const OLD: &str = "id: A, product: Platform, arr: 240k, start: 2025-01-01, end: 2025-12-31";

#[test]
fn end_before_start() {
    let (message, help) = said_of(
        &["id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2024-12-31"],
        &["P401 2024-12-31"],
    );
    assert_eq!(message, "This contract ends before it starts: 2025-01-01 to 2024-12-31");
    assert!(help.contains("2025-01-01"), "{help}");
    // A contract of one day is none.
    said_of(
        &[
            "id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2025-01-01",
            "id: B, product: Platform, arr: 1, start: 2025-01-02, end: 2027-12-31, renews: A",
        ],
        &[],
    );
}

#[test]
fn a_renewal_that_leaves_a_gap() {
    let (message, help) = said_of(
        &[OLD, "id: B, product: Platform, arr: 250k, start: 2026-01-02, end: 2027-12-31, renews: A"],
        &["P402 2026-01-02"],
    );
    assert!(message.contains("the 1 day between count as churn and reactivation"), "{message}");
    assert!(help.contains("`start: 2026-01-01`"), "{help}");
    said_of(
        &[OLD, "id: B, product: Platform, arr: 250k, start: 2026-01-01, end: 2027-12-31, renews: A"],
        &[],
    );
    // Early is no gap.
    said_of(
        &[OLD, "id: B, product: Platform, arr: 250k, start: 2025-07-01, end: 2027-12-31, renews: A"],
        &[],
    );
    // One that renews by itself goes on until its successor starts.
    let auto = format!("{OLD}, auto_renews: true");
    said_of(
        &[&auto, "id: B, product: Platform, arr: 250k, start: 2026-07-01, end: 2027-12-31, renews: A"],
        &[],
    );
    // Cancelled, it ends with its term.
    let cancelled = format!("{OLD}, auto_renews: true, cancelled: 2025-05-01");
    said_of(
        &[&cancelled, "id: B, product: Platform, arr: 1, start: 2026-07-01, end: 2027-12-31, renews: A"],
        &["P402 2026-07-01"],
    );
    // Open-ended, it ends when notice is received.
    said_of(
        &[
            "id: A, product: Platform, arr: 240k, start: 2025-01-01, cancelled: 2025-05-01",
            "id: B, product: Platform, arr: 1, start: 2025-05-02, end: 2027-12-31, renews: A",
        ],
        &[],
    );
}

#[test]
fn changes_outside_the_term() {
    let with = |rest: &str, day: &str| {
        format!(
            "id: A, product: Platform, arr: 240k, start: 2025-01-01, {rest}changes: [{{date: {day}, product: Platform, arr: 250k}}]"
        )
    };
    let fixed = "end: 2027-12-31, ";
    said_of(&[&with(fixed, "2024-12-31")], &["P403 2024-12-31"]);
    let (message, _) = said_of(&[&with(fixed, "2028-01-01")], &["P403 2028-01-01"]);
    assert_eq!(message, "The change of Platform on 2028-01-01 lies after A ends (2027-12-31)");
    said_of(&[&with(fixed, "2025-01-01")], &[]);
    said_of(&[&with(fixed, "2027-12-31")], &[]);
    said_of(&[&with("end: 2025-12-31, auto_renews: true, ", "2026-05-01")], &[]);
    said_of(&[&with("", "2040-01-01")], &[]);
}

#[test]
fn two_changes_of_a_line_on_one_day() {
    let with = |first: &str, second: &str| {
        format!(
            "id: A, lines: [{{product: Platform, arr: 100k, unit: Retail}}, {{product: Platform, arr: 50k, unit: Logistics}}, {{product: Routing, arr: 9k}}], \
             start: 2025-01-01, end: 2027-12-31, changes: [{{date: 2025-05-01, {first}, arr: 1}}, {{date: 2025-05-01, {second}, arr: 2}}]"
        )
    };
    said_of(&[&with("product: Platform, unit: Retail", "product: Platform, unit: Logistics")], &[]);
    said_of(&[&with("product: Platform, unit: Retail", "product: Routing")], &[]);
    let (message, help) = said_of(
        &[&with("product: Platform, unit: Retail", "product: Platform, unit: Retail")],
        &["P404 2025-05-01"],
    );
    assert_eq!(message, "Platform for Retail changes twice on 2025-05-01");
    assert_eq!(help, "keep the one that holds: 1 or 2");
    said_of(&[&with("product: Routing", "product: Routing")], &["P404 2025-05-01"]);
}

#[test]
fn one_product_in_two_lines() {
    let lines = |second: &str| {
        format!(
            "id: A, lines: [{{product: Platform, arr: 100k, unit: Retail}}, {{product: Platform, arr: 5k, {second}}}], start: 2025-01-01, end: 2027-12-31"
        )
    };
    said_of(&[&lines("unit: Logistics")], &[]);
    let (message, _) = said_of(&[&lines("unit: Retail")], &["P405 Platform"]);
    assert_eq!(message, "A has two lines of Platform for Retail");
}

#[test]
fn a_circle_of_renewals_is_said_once() {
    let (message, _) = said_of(
        &["id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2027-12-31, renews: A"],
        &["P406 A"],
    );
    assert_eq!(message, "A renews itself");
    let (message, _) = said_of(
        &[
            "id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2025-12-31, renews: C",
            "id: B, product: Platform, arr: 1, start: 2026-01-01, end: 2027-06-30, renews: A",
            "id: C, product: Platform, arr: 1, start: 2027-07-01, end: 2028-06-30, renews: B",
        ],
        &["P406 C"],
    );
    assert_eq!(message, "A, C and B renew each other in a circle");
}

#[test]
fn renewing_by_itself_needs_an_end() {
    let (_, help) =
        said_of(&["id: A, product: Platform, arr: 1, start: 2025-01-01, auto_renews: true"], &["P407 true"]);
    assert!(help.contains("`end: 2025-12-31`"), "{help}");
    said_of(&["id: A, product: Platform, arr: 1, start: 2025-01-01, auto_renews: false"], &[]);
    said_of(
        &["id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2025-12-31, auto_renews: true"],
        &[],
    );
}

#[test]
fn notice_before_the_start() {
    said_of(
        &["id: A, product: Platform, arr: 1, start: 2025-01-01, cancelled: 2024-12-31"],
        &["P408 2024-12-31"],
    );
    said_of(&["id: A, product: Platform, arr: 1, start: 2025-01-01, cancelled: 2025-01-01"], &[]);
}

#[test]
fn an_uplift_on_nothing() {
    said_of(
        &["id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2027-12-31, uplift: 5%"],
        &["P409 5%"],
    );
    // What it renews is misspelt: that is said, and not that it renews nothing.
    let said = expect(
        &contracts(&[
            OLD,
            "id: B, product: Platform, arr: 2, start: 2026-01-01, end: 2027-12-31, renews: X, uplift: 5%",
        ]),
        &["P205 X"],
    );
    assert_eq!(said.len(), 1);
}

#[test]
fn what_looks_like_a_renewal() {
    let next = |rest: &str| format!("id: B, {rest}");
    let (message, help) = said_of(
        &[OLD, &next("product: Platform, arr: 250k, start: 2026-01-01, end: 2027-12-31")],
        &["P411 B"],
    );
    assert_eq!(
        message,
        "B looks like the renewal of A: Platform from 2026-01-01 on, where A ends 2025-12-31"
    );
    assert!(help.contains("`renews: A`"), "{help}");
    // A month early and a quarter late still look so.
    said_of(&[OLD, &next("product: Platform, arr: 1, start: 2025-12-01, end: 2027-12-31")], &["P411 B"]);
    said_of(&[OLD, &next("product: Platform, arr: 1, start: 2026-04-03, end: 2027-12-31")], &["P411 B"]);
    // Side by side, much later, or something else do not.
    said_of(&[OLD, &next("product: Platform, arr: 1, start: 2025-07-01, end: 2027-12-31")], &[]);
    said_of(&[OLD, &next("product: Platform, arr: 1, start: 2026-07-01, end: 2027-12-31")], &[]);
    said_of(&[OLD, &next("product: Routing, arr: 1, start: 2026-01-01, end: 2027-12-31")], &[]);
    said_of(
        &[
            OLD,
            &next("lines: [{product: Platform, arr: 1, unit: Retail}], start: 2026-01-01, end: 2027-12-31"),
        ],
        &[],
    );
    // Where somebody renews it, nobody needs to.
    said_of(
        &[
            OLD,
            &next("product: Platform, arr: 1, start: 2026-01-01, end: 2027-12-31, renews: A"),
            "id: C, product: Platform, arr: 1, start: 2026-01-01, end: 2027-12-31",
        ],
        &[],
    );
    // One that goes on by itself has not ended.
    let auto = format!("{OLD}, auto_renews: true");
    said_of(&[&auto, &next("product: Platform, arr: 1, start: 2026-01-01, end: 2027-12-31")], &[]);
}

#[test]
fn notice_on_a_fixed_term_has_no_effect() {
    let (message, help) = said_of(
        &["id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2027-12-31, cancelled: 2026-05-01"],
        &["P412 2026-05-01"],
    );
    assert_eq!(message, "`cancelled` has no effect: A runs to its end, 2027-12-31");
    assert!(help.contains("`end: 2026-05-01`"), "{help}");
    said_of(&["id: A, product: Platform, arr: 1, start: 2025-01-01, cancelled: 2026-05-01"], &[]);
}

#[test]
fn notice_that_comes_too_late_ends_the_term_all_the_same() {
    let with = |day: &str| {
        format!(
            "id: A, product: Platform, arr: 1, start: 2024-01-01, end: 2024-12-31, auto_renews: true, notice: 90d, cancelled: {day}"
        )
    };
    // Ninety days before 31 December 2025 is 2 October.
    said_of(&[&with("2025-10-02")], &[]);
    let (message, help) = said_of(&[&with("2025-10-03")], &["P413 2025-10-03"]);
    assert_eq!(message, "Notice for A came 2025-10-03, 1 day after the last day for it (2025-10-02)");
    assert!(help.contains("`cancelled: 2026-01-01`") && help.contains("2026-12-31"), "{help}");
}

#[test]
fn a_client_older_than_their_first_contract() {
    let since = |day: &str| {
        format!(
            "customer_since: {day}\n{}",
            contracts(&[
                "id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2027-12-31, signed: 2024-12-12"
            ])
        )
    };
    let said = expect(&since("2021-04-01"), &["P414 2021-04-01"]);
    assert!(words(&said).1.contains("count A as new business on 2025-01-01"));
    expect(&since("2025-01-01"), &[]);
    expect(&since("2025-03-01"), &[]);
    // From the signature on they are one.
    expect(&since("2024-12-12"), &[]);
    expect(&since("2024-12-11"), &["P414 2024-12-11"]);
}

#[test]
fn in_force_after_the_client_left() {
    let lost =
        |lines: &[&str]| format!("lost: {{date: 2026-06-30, reason: competitor}}\n{}", contracts(lines));
    expect(&lost(&["id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2026-06-30"]), &[]);
    let said = expect(
        &lost(&["id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2026-07-01"]),
        &["P415 2026-07-01"],
    );
    assert_eq!(words(&said).0, "The client left 2026-06-30, yet A is in force until 2026-07-01");
    expect(&lost(&["id: A, product: Platform, arr: 1, start: 2025-01-01"]), &["P415 A"]);
    expect(
        &lost(&["id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2025-12-31, auto_renews: true"]),
        &["P415 2025-12-31"],
    );
    expect(
        &lost(&[
            "id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2025-06-30, auto_renews: true, cancelled: 2026-02-01",
        ]),
        &[],
    );
    // Nothing is paid any more.
    expect(
        &lost(&[
            "id: A, product: Platform, arr: 1, start: 2025-01-01, changes: [{date: 2026-06-01, product: Platform, arr: 0}]",
        ]),
        &[],
    );
}

#[test]
fn a_renewal_signed_after_it_started() {
    let with = |signed: &str| {
        format!(
            "id: B, product: Platform, arr: 1, start: 2026-01-01, end: 2027-12-31, renews: A, signed: {signed}"
        )
    };
    let (message, _) = said_of(&[OLD, &with("2026-02-03")], &["P416 2026-02-03"]);
    assert_eq!(message, "The renewal B was signed 2026-02-03, 33 days after it started: it counts as late");
    said_of(&[OLD, &with("2026-01-01")], &[]);
}

#[test]
fn whole_years_and_a_day() {
    let (_, help) = said_of(
        &["id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2028-01-01"],
        &["P418 2028-01-01"],
    );
    assert!(help.contains("`end: 2027-12-31`"), "{help}");
}

#[test]
fn a_renewal_of_what_starts_later() {
    let (_, help) = said_of(
        &[
            "id: A, product: Platform, arr: 1, start: 2025-01-01, end: 2027-12-31, renews: B",
            "id: B, product: Routing, arr: 1, start: 2026-01-01, end: 2027-12-31",
        ],
        &["P419 B"],
    );
    assert!(help.contains("is it B that should say `renews: A`?"), "{help}");
}

#[test]
fn left_before_they_came() {
    let part = |since: &str| format!("customer_since: {since}\nlost: {{date: 2025-06-30}}\ncontracts: []\n");
    expect(&part("2025-07-01"), &["P421 2025-06-30"]);
    expect(&part("2025-06-30"), &[]);
}

#[test]
fn a_won_opportunity_names_its_contract() {
    let part = |rest: &str| {
        format!(
            "opportunities:\n  - {{id: rollout, name: R, kind: new, arr: 1, stage: identified, close: 2027-01-01}}\n  \
             - {{id: b, name: B, kind: upsell, arr: 1, stage: won, close: 2026-01-01{rest}}}\n"
        )
    };
    let said = expect(&part(""), &["P422 won"]);
    assert!(words(&said).1.contains("`contract: NW-2026`"));
    expect(&part(", contract: NW-2026"), &[]);
}

#[test]
fn resolved_before_opened() {
    let part = |opened: &str, resolved: &str| {
        format!("escalations:\n  - {{id: T-1, opened: {opened}, resolved: {resolved}}}\n")
    };
    expect(&part("2026-08-05", "2026-08-02"), &["P410 2026-08-02"]);
    expect(&part("2026-08-02", "2026-08-05"), &[]);
    // Earlier on the very day counts as at once: without a time it is noon.
    expect(&part("2026-08-02", "2026-08-02T09:30"), &[]);
    expect(&part("2026-08-02T17:00", "2026-08-02T09:30"), &[]);
    // 01:00 in Rotterdam is the evening before in UTC; as written it is the same day.
    expect(&part("2026-08-02T23:30Z", "2026-08-02T01:00+02:00"), &[]);
    expect(&part("2026-08-02T09:30", "2026-08-01T23:30"), &["P410 2026-08-01T23:30"]);
}

#[test]
fn an_action_that_starts_after_it_is_due() {
    let part = |start: &str| {
        format!(
            "actions:\n  - {{id: second-sponsor, action: A, owner: maria.lopez, metric: M, start: {start}, due: 2026-12-01}}\n"
        )
    };
    expect(&part("2026-12-02"), &["P423 2026-12-02"]);
    expect(&part("2026-12-01"), &[]);
}

#[test]
fn a_change_against_its_reason() {
    let with = |arr: &str, reason: &str| {
        format!(
            "id: A, product: Platform, arr: 240k, start: 2025-01-01, end: 2027-12-31, changes: [{{date: 2025-05-01, product: Platform, arr: {arr}, reason: {reason}}}]"
        )
    };
    said_of(&[&with("20k", "upsell")], &["P424 20k"]);
    said_of(&[&with("260k", "downgrade")], &["P424 260k"]);
    for (arr, reason) in [("260k", "upsell"), ("20k", "downgrade"), ("260k", "price"), ("200k", "price")] {
        said_of(&[&with(arr, reason)], &[]);
    }
    // Against the change before, not against the start.
    said_of(
        &["id: A, product: Platform, arr: 10, start: 2025-01-01, end: 2027-12-31, changes: \
           [{date: 2025-09-01, product: Platform, arr: 20, reason: downgrade}, {date: 2025-05-01, product: Platform, arr: 30, reason: upsell}]"],
        &[],
    );
}

#[test]
fn contracts_side_by_side_are_no_mistake() {
    said_of(
        &[
            "id: A, product: Platform, arr: 10k, start: 2025-01-01, end: 2027-12-31",
            "id: B, product: Platform, arr: 10k, start: 2025-01-01, end: 2027-12-31",
            "id: C, product: Platform, arr: 10k, start: 2025-06-01, end: 2028-05-31",
        ],
        &[],
    );
}
