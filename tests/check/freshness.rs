//! Freshness (P5), what of it is no requirement of the framework.

use super::{expect, expect_of, with, words};
use crate::gallery::NORTHWIND;

#[test]
fn what_has_happened_does_not_lie_ahead() {
    expect("reviewed: 2026-09-30\n", &[]);
    let said = expect("reviewed: 2027-09-15\n", &["P505 2027-09-15"]);
    assert_eq!(words(&said).0, "This plan was reviewed on 2027-09-15, which is 350 days ahead");
    assert!(words(&said).1.contains("is 2026-09-15 meant?"), "{}", words(&said).1);
    // Ahead by more than a year is no slip of the year.
    assert!(!words(&expect("reviewed: 2029-09-15\n", &["P505 2029-09-15"])).1.contains("meant"));
    for (part, place) in [
        (
            "value:\n  - {id: v, outcome: V, worth: 1, date: 2026-01-01}\n  - {id: w, outcome: W, date: 2026-10-01}\n",
            "2026-10-01",
        ),
        ("surveys:\n  - {date: 2026-10-01, nps: 9}\n", "2026-10-01"),
        ("escalations:\n  - {id: T-1, opened: 2026-10-02T09:30}\n", "2026-10-02T09:30"),
        (
            "risks:\n  - {id: r, risk: R, category: other, likelihood: low, impact: low, opened: 2026-10-01}\n",
            "2026-10-01",
        ),
        (
            "actions:\n  - {id: a, action: A, owner: maria.lopez, due: 2026-12-01, metric: M}\n  \
             - {id: b, action: B, owner: maria.lopez, due: 2026-12-01, metric: M, done: 2026-10-01}\n",
            "2026-10-01",
        ),
        (
            "opportunities:\n  - {id: a, name: A, kind: new, arr: 1, stage: identified, close: 2027-01-01}\n  \
             - {id: b, name: B, kind: new, arr: 1, stage: lost, close: 2026-10-01}\n",
            "2026-10-01",
        ),
    ] {
        expect(part, &[&format!("P505 {place}")]);
    }
    // A contact that lies ahead is said once, and not that there was none, too.
    expect(
        "stakeholders:\n  - {id: ana, name: A, role: [decision-maker, champion], cadence: 30d, last_contact: 2026-10-01}\n  \
         - {id: b, name: B, role: executive-sponsor}\n  - {id: c, name: C, role: coach}\nmeetings: []\n",
        &["P505 2026-10-01"],
    );
    // What is planned, agreed or announced may lie ahead.
    expect(
        "meetings:\n  - {date: 2026-12-01, kind: qbr}\ncontracts:\n  - {id: NW, product: Platform, arr: 1, start: 2027-01-01, signed: 2026-12-01}\ncustomer_since:\n",
        &[],
    );
}

#[test]
fn an_open_opportunity_past_its_close_date() {
    let part = |rest: &str| {
        format!(
            "opportunities:\n  - {{id: rollout, name: Roll out, kind: new, arr: 1, {rest}}}\n  - {{id: b, name: B, kind: new, arr: 1, stage: identified, close: 2027-01-01}}\n"
        )
    };
    let said = expect(&part("stage: proposal, close: 2026-08-31, owner: jo.park"), &["P506 2026-08-31"]);
    assert_eq!(
        words(&said).0,
        "“Roll out” was to close 2026-08-31, 30 days ago, and is still at the stage proposal"
    );
    assert!(words(&said).1.starts_with("ask Jo Park for a new `close:`"), "{}", words(&said).1);
    expect(&part("stage: proposal, close: 2026-09-30"), &[]);
    expect(&part("stage: lost, close: 2026-08-31"), &[]);
}

#[test]
fn usage_that_falls_without_a_risk() {
    let part = |points: &str, risk: &str| {
        format!(
            "usage:\n  - {{metric: Weekly active users, points: {{{points}}}}}\nrisks:\n  - {{id: r, risk: R, likelihood: low, impact: low, {risk}}}\n"
        )
    };
    let other = "category: other";
    // A tenth below the mean of 330 and 310 is 288; a month counts once it has ended.
    let said = expect(&part("2026-07: 330, 2026-08: 310, 2026-09: 288", other), &["P507 288"]);
    assert_eq!(
        words(&said).0,
        "Weekly active users fell to 288 in 2026-09, 10 % below the 2 months before, and no risk says so"
    );
    expect(&part("2026-07: 330, 2026-08: 310, 2026-09: 289", other), &[]);
    expect(&part("2026-08: 330, 2026-09: 310, 2026-10: 100", other), &[]);
    // Of the months before, the last three.
    expect(&part("2026-05: 900, 2026-06: 300, 2026-07: 300, 2026-08: 300, 2026-09: 290", other), &[]);
    // One month is no course, an old fall no news, 0 no mean.
    expect(&part("2026-08: 330, 2026-09: 100", other), &[]);
    expect(&part("2026-03: 330, 2026-04: 310, 2026-05: 100", other), &[]);
    expect(&part("2026-07: 0, 2026-08: 0, 2026-09: 0", other), &[]);
    // A risk says so, unless it is closed.
    let falls = "2026-07: 330, 2026-08: 310, 2026-09: 200";
    expect(&part(falls, "category: usage-decline"), &[]);
    expect(&part(falls, "category: usage-decline, status: mitigated"), &[]);
    expect(&part(falls, "category: usage-decline, status: closed"), &["P507 200"]);
}

#[test]
fn done_actions_say_when_and_those_that_say_when_are_done() {
    let part = |rest: &str| {
        format!(
            "actions:\n  - {{id: a, action: A, owner: maria.lopez, due: 2026-12-01, metric: M}}\n  \
                 - {{id: b, action: Call Bo, owner: maria.lopez, due: 2026-08-01, metric: M, {rest}}}\n"
        )
    };
    let said = expect(&part("status: done"), &["P508 done"]);
    assert_eq!(words(&said).1, "add the day, as in `done: 2026-08-01`");
    expect(&part("status: done, done: 2026-08-03"), &[]);
    expect(&part("done: 2026-08-03"), &[]);
    let said = expect(&part("status: cancelled, done: 2026-08-03"), &["P509 cancelled"]);
    assert_eq!(words(&said).0, "“Call Bo” is cancelled, yet it was done 2026-08-03");
}

#[test]
fn a_risk_whose_actions_are_all_over() {
    let part = |risk: &str, first: &str, second: &str| {
        format!(
            "risks:\n  - {{id: r, risk: R, category: other, {risk}, mitigation: [a, b]}}\nactions:\n  \
             - {{id: a, action: A, owner: maria.lopez, due: 2026-12-01, metric: M, {first}}}\n  \
             - {{id: b, action: B, owner: maria.lopez, due: 2026-12-01, metric: M, {second}}}\n  \
             - {{id: c, action: C, owner: maria.lopez, due: 2026-12-01, metric: M}}\n"
        )
    };
    let (medium, low) = ("likelihood: medium, impact: high", "likelihood: low, impact: low");
    let (done, cancelled, planned) = ("done: 2026-08-01", "status: cancelled", "status: planned");
    let said = expect(&part(medium, done, done), &["P510 a"]);
    assert_eq!(words(&said).0, "The risk “R” is still open, though all actions against it are done");
    expect(&part(medium, done, cancelled), &["P510 a"]);
    expect(&part(low, cancelled, cancelled), &["P510 a"]);
    expect(&part(medium, done, planned), &[]);
    // Said by the framework: once.
    expect(&part(medium, cancelled, cancelled), &["P318 a"]);
    expect(&part(&format!("{medium}, status: mitigated"), done, done), &[]);
}

#[test]
fn a_high_escalation_that_stays_open() {
    let part = |rest: &str, risk: &str| {
        format!(
            "escalations:\n  - {{id: T-118, {rest}}}\nrisks:\n  - {{id: r, risk: R, likelihood: low, impact: low, category: {risk}}}\n"
        )
    };
    // Thirty days before 30 September is 31 August.
    let said = expect(&part("opened: 2026-08-30, severity: high", "other"), &["P511 2026-08-30"]);
    assert_eq!(
        words(&said).0,
        "T-118 (high) has been open for 31 days, since 2026-08-30, and no risk says so"
    );
    expect(&part("opened: 2026-08-31, severity: critical", "other"), &[]);
    expect(&part("opened: 2026-08-01, severity: medium", "other"), &[]);
    expect(&part("opened: 2026-08-01", "other"), &[]);
    expect(&part("opened: 2026-08-01, severity: high, resolved: 2026-09-29", "other"), &[]);
    expect(&part("opened: 2026-08-01, severity: high", "unresolved-support"), &[]);
}

#[test]
fn an_objective_past_its_day() {
    let part = |rest: &str| format!("objectives:\n  - {{id: erp, objective: One ERP, {rest}}}\n");
    let said = expect(&part("baseline: 3, target: 1, current: 2, due: 2026-06-30"), &["P512 2026-06-30"]);
    assert_eq!(words(&said).0, "“One ERP” was due 2026-06-30, 92 days ago, and stands at 2 of 1");
    expect(&part("baseline: 3, target: 1, current: 1, due: 2026-06-30"), &[]);
    // Better than agreed is reached, too.
    expect(&part("baseline: 3, target: 2, current: 1, due: 2026-06-30"), &[]);
    expect(&part("baseline: 10, target: 20, current: 25, due: 2026-06-30"), &[]);
    expect(&part("target: 20, current: 19, due: 2026-06-30"), &["P512 2026-06-30"]);
    expect(&part("target: 20, current: 19, due: 2026-09-30"), &[]);
    // Where it stands is not said.
    expect(&part("baseline: 3, target: 1, due: 2026-06-30"), &[]);
}

#[test]
fn a_contract_that_ended_of_late_and_nobody_renews() {
    let part = |rest: &str| {
        format!("contracts:\n  - {{id: NW, product: Platform, arr: 1, start: 2025-01-01, {rest}}}\n")
    };
    let said = expect(&part("end: 2026-08-31"), &["P513 2026-08-31"]);
    assert_eq!(words(&said).0, "NW ended 2026-08-31, 30 days ago, and nothing renews it: it counts as lost");
    expect(&part("end: 2026-08-31, auto_renews: true"), &[]);
    // Long ago is history; the window is 120 days, so 2 June is the first day of it.
    expect(&part("end: 2026-06-02"), &["P513 2026-06-02"]);
    expect(&part("end: 2026-06-01"), &[]);
    expect(&format!("{}lost: {{date: 2026-08-31}}\n", part("end: 2026-08-31")), &[]);
    // A later one of the same product replaced it.
    let next = "  - {id: B, product: Platform, arr: 1, start: 2025-12-01, end: 2027-12-31}\n";
    expect(&format!("{}{next}", part("end: 2026-08-31")), &[]);
    // Another account's renews it.
    let files = with(&[
        (NORTHWIND, &part("end: 2026-08-31")),
        (
            "accounts/contoso.md",
            "customer_since:\ncontracts:\n  - {id: C, product: Platform, arr: 1, start: 2026-09-01, renews: northwind/NW}\n",
        ),
    ]);
    expect_of(&files, &[]);
}
