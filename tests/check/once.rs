//! Each mistake is said once: what was refused is not missed on top.

use super::{all_said, expect, northwind};

#[test]
fn a_value_that_is_refused_is_not_missing() {
    for (part, expected) in [
        ("industry: [Food, Drink]\n", "P103"),
        ("reviewed: 15/09/2026\n", "P105"),
        ("profile: {employees: many, structure: [A], priorities: [B]}\n", ""),
        ("tier: stratgic\n", "P206"),
    ] {
        let said = all_said(&northwind(part));
        assert_eq!(said.len(), 1, "{part}: {said:#?}");
        assert!(expected.is_empty() || said[0].code.code == expected, "{part}: {}", said[0].code.code);
    }
}

#[test]
fn a_record_that_is_dropped_is_not_missing() {
    // Their decision-maker's role is misspelt: that there is none follows from it.
    let part = "stakeholders:\n  - {id: ana, name: Ana, role: decision-makr}\n  - {id: b, name: B, role: champion}\n";
    let said = all_said(&northwind(part));
    assert_eq!(said.iter().map(|d| d.code.code).collect::<Vec<_>>(), ["P104"], "{said:#?}");
    // The only outcome, the only opportunity, the only risk, the only action.
    for part in [
        "value:\n  - {id: v, outcome: V, date: soon}\n",
        "opportunities:\n  - {id: o, name: O, kind: growth, arr: 1, stage: identified, close: 2027-01-01}\n",
        "risks:\n  - {id: r, risk: R, category: other, likelihood: often, impact: high}\n",
        "contracts:\n  - {id: c, product: Platform, arr: 1, start: 2025}\n",
    ] {
        let said = all_said(&northwind(part));
        assert_eq!(said.len(), 1, "{part}: {said:#?}");
    }
}

#[test]
fn an_action_with_a_wrong_due_date_is_not_one_without() {
    let part = "actions:\n  - {id: a, action: A, owner: maria.lopez, due: 2026-12-01, metric: M}\n  \
                - {id: b, action: B, owner: maria.lopez, due: 15/12/2026, metric: M}\n";
    expect(part, &["P105 15/12/2026"]);
    // In another action a missing metric is said all the same.
    let part = "actions:\n  - {id: a, action: A, owner: maria.lopez, due: 2026-12-01}\n  \
                - {id: b, action: B, owner: maria.lopez, due: 15/12/2026, metric: M}\n";
    expect(part, &["P322 {id: a, action: A, owner: maria.lopez, due: 2026-12-01}", "P105 15/12/2026"]);
}

#[test]
fn a_misspelt_key_is_not_a_missing_one() {
    for part in ["industri: Food\nindustry:\n", "reviwed: 2026-09-15\nreviewed:\n"] {
        let said = all_said(&northwind(part));
        assert_eq!(said.len(), 1, "{part}: {said:#?}");
        assert_eq!(said[0].code.code, "P101", "{part}");
    }
}

#[test]
fn a_line_that_is_no_key_costs_its_own_key_alone() {
    let text = |line: &str| {
        format!(
            "---\naccount: Northwind\nowner: maria.lopez\n{line}\nreviewed: 2026-01-01\n\
             contracts:\n  - {{id: NW, product: Platform, arr: 1, start: 2025-01-01}}\n\
             profile: {{employees: 10, structure: [A], priorities: [B]}}\n\
             stakeholders:\n  - {{id: ana, name: Ana, role: [decision-maker, champion]}}\n\
             value:\n  - {{id: v, outcome: V, worth: 1, date: 2026-06-30}}\n\
             opportunities:\n  - {{id: o, name: O, kind: new, arr: 1, stage: identified, close: 2027-01-01}}\n\
             risks:\n  - {{id: r, risk: R, category: other, likelihood: low, impact: low}}\n\
             actions:\n  - {{id: a, action: A, owner: maria.lopez, due: 2026-12-01, metric: M}}\n---\n"
        )
    };
    // What is wrong elsewhere is said in the same run.
    for line in ["industry Food", "industry = Food", "industry:Food"] {
        let codes: Vec<&str> = all_said(&northwind(&text(line))).iter().map(|d| d.code.code).collect();
        assert_eq!(codes.len(), 2, "{line}: {codes:?}");
        assert!(codes[0].starts_with("P0") && codes[1] == "P501", "{line}: {codes:?}");
    }
}
