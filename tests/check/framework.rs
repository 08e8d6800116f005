//! The framework (P3, and what of P5 it asks for), and the completeness that follows from it.

use planc::check::Completeness;
use planc::diagnostic::Severity;

use super::{all_said, expect, expect_of, northwind, with, words};
use crate::gallery::{NORTHWIND, base, put};
use crate::support::Files;

/// What the framework says of Northwind in this portfolio.
fn completeness(files: &Files) -> Completeness {
    let compilation = files.compile();
    let plan = compilation.portfolio.plan("northwind").expect("Northwind is there");
    Completeness::clone(&plan.completeness)
}

/// The names of the requirements that Northwind doesn't meet.
fn unmet(files: &Files) -> Vec<&'static str> {
    completeness(files).unmet.iter().map(|unmet| unmet.code.name).collect()
}

/// A portfolio in which Northwind is of no tier.
fn untiered(part: &str) -> Files {
    put(northwind("tier:\n"), NORTHWIND, part)
}

const TWO: &str = "stakeholders:\n  - {id: ana, name: Ana Trujillo, role: [decision-maker, champion]}\n  \
                   - {id: bo, name: Bo Nyman, role: executive-sponsor}\n";

#[test]
fn a_strategic_plan_is_asked_27_things_and_another_24() {
    let strategic = completeness(&base());
    assert_eq!((strategic.required, strategic.met, strategic.unmet.len()), (27, 27, 0));
    let other = completeness(&untiered(""));
    assert_eq!((other.required, other.met), (24, 24));
}

#[test]
fn completeness_lists_what_is_unmet_in_words() {
    let completeness = completeness(&northwind("industry:\nreviewed: 2026-01-01\n"));
    assert_eq!((completeness.required, completeness.met), (27, 25));
    let [industry, reviewed] = completeness.unmet.as_slice() else { panic!("{completeness:?}") };
    assert_eq!(industry.code.name, "no-industry");
    assert_eq!(industry.severity, Severity::Error);
    assert_eq!(industry.message, "The industry of Northwind Traders is not given");
    assert_eq!(reviewed.code.name, "review-overdue");
    assert_eq!(reviewed.element, None);
}

#[test]
fn what_is_off_is_neither_asked_nor_said() {
    let part = "stakeholders:\n  - {id: ana, name: A, role: decision-maker}\n  - {id: bo, name: B, role: executive-sponsor}\n  - {id: cleo, name: C, role: influencer}\n";
    assert_eq!(unmet(&northwind(part)), ["no-champion"]);
    for config in ["framework: {no-champion: off}\n", "rules: {P305: off}\n", "rules: {no-champion: off}\n"] {
        let files = with(&[(NORTHWIND, part), ("planc.yaml", config)]);
        expect_of(&files, &[]);
        assert_eq!(completeness(&files).required, 26, "{config}");
    }
}

#[test]
fn severity_tiers_count_and_window_can_be_changed() {
    let config = "framework: {too-few-stakeholders: {severity: error, tiers: [strategic], at_least: 5}}\n";
    let said = expect_of(&with(&[("planc.yaml", config)]), &["P307 ## Relationship Map"]);
    assert_eq!(said[0].severity, Severity::Error);
    assert_eq!(words(&said).0, "The plan names 3 stakeholders; the tier strategic asks for 5");
    // Of another tier it is not asked any more.
    let config = "framework: {too-few-stakeholders: {tiers: [key], at_least: 5}}\n";
    expect_of(&with(&[("planc.yaml", config)]), &[]);
    // Of all tiers, and of plans without one.
    let config = "framework: {too-few-stakeholders: {tiers: [], at_least: 4}}\n";
    let files = put(untiered(""), "planc.yaml", config);
    assert_eq!(unmet(&files), ["too-few-stakeholders"]);
    // The outcome of June is older than a month.
    let config = "framework: {no-quantified-outcome: {within: 1m}}\n";
    expect_of(&with(&[("planc.yaml", config)]), &["P313 ## Value Delivered", "P313 ## Value Delivered"]);
    // A rule by code wins over the framework.
    let config = "framework: {no-industry: warning}\nrules: {P302: info}\n";
    let found = all_said(&with(&[("planc.yaml", config), (NORTHWIND, "industry:\n")]));
    assert_eq!(found[0].severity, Severity::Info);
}

#[test]
fn a_change_that_does_not_fit_is_said_in_planc_yaml() {
    expect_of(
        &with(&[("planc.yaml", "framework: {no-industry: {at_least: 2}}\n")]),
        &["P651 no-industry: {at_least: 2}"],
    );
    expect_of(
        &with(&[("planc.yaml", "framework: {no-champion: {within: 30d}}\n")]),
        &["P651 no-champion: {within: 30d}"],
    );
    expect_of(&with(&[("planc.yaml", "framework: {future-date: off}\n")]), &["P657 future-date: off"]);
}

/// A whole plan of no tier that lacks nothing, without what `without` says.
fn whole(without: &str, section: &str) -> String {
    let parts = [
        ("profile", "profile: {employees: 10, structure: [A], priorities: [B]}\n"),
        ("stakeholders", "stakeholders:\n  - {id: ana, name: Ana, role: [decision-maker, champion]}\n"),
        ("value", "value:\n  - {id: v, outcome: V, worth: 1, date: 2026-06-30}\n"),
        (
            "opportunities",
            "opportunities:\n  - {id: o, name: O, kind: new, arr: 1, stage: identified, close: 2027-01-01}\n",
        ),
        ("risks", "risks:\n  - {id: r, risk: R, category: other, likelihood: low, impact: low}\n"),
        ("actions", "actions:\n  - {id: a, action: A, owner: maria.lopez, due: 2026-12-01, metric: M}\n"),
    ];
    let mut text = "---\naccount: Northwind\nowner: maria.lopez\nindustry: Food\nreviewed: 2026-09-01\n\
                    contracts:\n  - {id: NW, product: Platform, arr: 1, start: 2025-01-01, end: 2027-12-31}\n"
        .to_owned();
    for (key, part) in parts {
        if key != without {
            text.push_str(part);
        }
    }
    format!("{text}---\n{section}")
}

#[test]
fn each_element_is_told_in_prose_in_data_or_both() {
    let elements = [
        ("profile", "Account Profile", "P301"),
        ("stakeholders", "Relationship Map", "P303"),
        ("value", "Value Delivered", "P312"),
        ("opportunities", "Growth Opportunities", "P314"),
        ("risks", "Risk Assessment", "P316"),
        ("actions", "Action Plan", "P319"),
    ];
    expect(&whole("", ""), &[]);
    for (key, title, code) in elements {
        // Neither: one error at the front matter's first line, and nothing of what else is missing there.
        let said = expect(&whole(key, ""), &[&format!("{code} ---")]);
        assert_eq!(said[0].severity, Severity::Error, "{key}");
        assert!(words(&said).0.contains(title), "{key}");
        // A section of placeholders is empty: at its heading.
        for placeholder in ["TODO", "**TBD**:", "- [ ]", "<!-- later -->", "…", ""] {
            expect(
                &whole(key, &format!("\n## {title}\n\n{placeholder}\n")),
                &[&format!("{code} ## {title}")],
            );
        }
        // In prose alone it is told; what only data could say is missing then.
        let told = said_codes(&whole(key, &format!("\n## {title}\n\nWe know them well.\n")));
        assert!(!told.contains(&code.to_owned()), "{key}: {told:?}");
    }
}

fn said_codes(part: &str) -> Vec<String> {
    all_said(&northwind(part)).iter().map(|d| d.code.code.to_owned()).collect()
}

#[test]
fn an_empty_list_tells_nothing() {
    expect(&whole("risks", "").replace("actions:", "risks: []\nactions:"), &["P316 ---"]);
}

#[test]
fn a_heading_that_is_nearly_an_element_does_not_tell_it() {
    expect(&whole("risks", "\n## Risk Assesment\n\nNone.\n"), &["P316 ---", "P804 ## Risk Assesment"]);
}

#[test]
fn unmet_details_of_a_missing_element_count_though_they_are_not_said() {
    let files = northwind(&whole("profile", ""));
    assert_eq!(unmet(&files), ["no-account-profile", "no-employees", "no-structure", "no-priorities"]);
}

#[test]
fn the_profile_and_the_industry() {
    let profile = |inner: &str| {
        whole("profile", "").replace("contracts:", &format!("profile: {{{inner}}}\ncontracts:"))
    };
    expect(&profile("employees: 1, structure: [A], priorities: [B]"), &[]);
    expect(&profile("structure: [A], priorities: [B]"), &["P309 {structure: [A], priorities: [B]}"]);
    expect(&profile("employees: 1, priorities: [B]"), &["P310 {employees: 1, priorities: [B]}"]);
    expect(&profile("employees: 1, structure: [A]"), &["P311 {employees: 1, structure: [A]}"]);
    // In prose alone: at the section.
    let prose = whole("profile", "\n## Account Profile\n\nA grocer.\n");
    expect(&prose, &["P309 ## Account Profile", "P310 ## Account Profile", "P311 ## Account Profile"]);
    expect("industry: TBD\n", &["P302 ---"]);
}

#[test]
fn who_has_departed_counts_for_nothing() {
    let people = |departed: &str| {
        format!(
            "stakeholders:\n  - {{id: ana, name: Ana Trujillo, role: [economic-buyer, champion], influence: high, departed: {departed}}}\n  \
                 - {{id: bo, name: Bo, role: executive-sponsor}}\n  - {{id: cleo, name: Cleo, role: influencer}}\n"
        )
    };
    // From the day on that they leave: then Ana decides nothing, champions nothing, and is not one of three.
    let said = expect(
        &people("2026-09-30"),
        &["P304 ## Relationship Map", "P305 ## Relationship Map", "P307 ## Relationship Map"],
    );
    assert_eq!(said[0].message, "Since Ana Trujillo left, the plan names no decision-maker");
    assert_eq!(said[0].labels[0].message, "Ana Trujillo left 2026-09-30");
    assert_eq!(said[2].message, "The plan names 2 stakeholders (1 more left); the tier strategic asks for 3");
    // Until then they count, and are asked for.
    expect(
        &people("2026-10-01"),
        &[
            "P306 {id: ana, name: Ana Trujillo, role: [economic-buyer, champion], influence: high, departed: 2026-10-01}",
        ],
    );
}

#[test]
fn strategic_clients_need_three_people_and_a_sponsor() {
    expect(TWO, &["P307 ## Relationship Map"]);
    assert_eq!(unmet(&untiered(TWO)), [""; 0]);
    expect(
        "stakeholders:\n  - {id: ana, name: A, role: [decision-maker, champion]}\n  - {id: bo, name: B, role: coach}\n  - {id: cleo, name: C, role: coach}\n",
        &["P308 ## Relationship Map"],
    );
}

#[test]
fn contact_is_the_later_of_last_contact_and_meetings() {
    let part = |contact: &str, met: &str| {
        format!(
            "stakeholders:\n  - {{id: ana, name: Ana Trujillo, role: [decision-maker, executive-sponsor, champion], cadence: 30d{contact}}}\n  \
             - {{id: bo, name: Bo, role: coach}}\n  - {{id: cleo, name: Cleo, role: coach}}\nmeetings:\n  - {{date: {met}, with: [ana]}}\n"
        )
    };
    // Thirty days before 30 September is 31 August.
    expect(&part(", last_contact: 2026-08-31", "2026-01-01"), &[]);
    let said = expect(&part(", last_contact: 2026-08-30", "2026-01-01"), &["P502 2026-08-30"]);
    assert_eq!(
        words(&said).0,
        "Ana Trujillo was last contacted 2026-08-30, 31 days ago; the cadence is 30 days"
    );
    assert!(words(&said).1.starts_with("María López should get in touch"), "{}", words(&said).1);
    expect(&part(", last_contact: 2026-01-01", "2026-09-01"), &[]);
    expect(&part("", "2026-08-01"), &["P502 30d"]);
    // A meeting that lies ahead is no contact.
    let said = expect(&part("", "2026-10-15"), &["P502 30d"]);
    assert_eq!(words(&said).0, "No contact with Ana Trujillo is recorded; the cadence is 30 days");
    // A cadence for everybody, from planc.yaml.
    let bo = part(", last_contact: 2026-09-29", "2026-01-01");
    expect_of(
        &with(&[(NORTHWIND, &bo), ("planc.yaml", "framework: {silent-stakeholder: {within: 90d}}\n")]),
        &["P502 {id: bo, name: Bo, role: coach}", "P502 {id: cleo, name: Cleo, role: coach}"],
    );
}

#[test]
fn an_outcome_in_numbers_within_twelve_months() {
    let part = |rest: &str| format!("value:\n  - {{id: v, outcome: V, {rest}}}\n");
    expect(&part("date: 2025-09-30, worth: 1"), &[]);
    expect(&part("date: 2026-01-01, baseline: 2, result: 1"), &[]);
    let said = expect(&part("date: 2025-09-29, worth: 1"), &["P313 ## Value Delivered"]);
    assert_eq!(said[0].labels[0].message, "the latest is 366 days ago");
    let said = expect(&part("date: 2026-01-01, baseline: 2"), &["P313 ## Value Delivered"]);
    assert_eq!(said[0].labels[0].message, "“V” has neither `worth` nor `baseline` and `result`");
}

#[test]
fn a_strategic_client_has_an_open_opportunity() {
    let part =
        "opportunities:\n  - {id: rollout, name: R, kind: new, arr: 1, stage: lost, close: 2026-01-01}\n";
    expect(part, &["P315 ## Growth Opportunities"]);
    assert_eq!(unmet(&untiered(part)), [""; 0]);
}

#[test]
fn open_risks_have_a_live_action() {
    let part = |risk: &str, action: &str| {
        format!(
            "risks:\n  - {{id: r, risk: COO leaves, category: other, {risk}}}\nactions:\n  \
             - {{id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: M{action}}}\n  \
             - {{id: b, action: B, owner: maria.lopez, due: 2026-12-15, metric: M}}\n"
        )
    };
    let high = "likelihood: high, impact: high";
    let said =
        expect(&part(high, ""), &[&format!("P317 {{id: r, risk: COO leaves, category: other, {high}}}")]);
    assert_eq!(words(&said).0, "No action mitigates the risk “COO leaves” (high × high)");
    assert_eq!(said[0].severity, Severity::Error);
    expect(&part(&format!("{high}, mitigation: second-sponsor"), ""), &[]);
    // What supports it is the one to name.
    let said = expect(
        &part(high, ", supports: [r]"),
        &[&format!("P317 {{id: r, risk: COO leaves, category: other, {high}}}")],
    );
    assert_eq!(
        words(&said).1,
        "“Win the CFO” supports it: name it here, as in `mitigation: [second-sponsor]`"
    );
    // A cancelled action is none; a done one is one, though the risk should move on.
    let cancelled = part(&format!("{high}, mitigation: second-sponsor"), ", status: cancelled");
    let said = expect(&cancelled, &["P317 second-sponsor"]);
    assert_eq!(words(&said).0, "The action against the risk “COO leaves” (high × high) was cancelled");
    expect(
        &part(&format!("{high}, mitigation: second-sponsor"), ", done: 2026-09-01"),
        &["P510 second-sponsor"],
    );
    // Above low × low a warning, low × low nothing, and only while it is open.
    let medium = "likelihood: low, impact: medium";
    let said =
        expect(&part(medium, ""), &[&format!("P318 {{id: r, risk: COO leaves, category: other, {medium}}}")]);
    assert_eq!(said[0].severity, Severity::Warning);
    expect(&part("likelihood: low, impact: low", ""), &[]);
    for status in ["mitigated", "occurred", "closed"] {
        expect(&part(&format!("{high}, status: {status}"), ""), &[]);
    }
}

#[test]
fn each_action_has_an_owner_a_due_date_and_a_metric() {
    let part = |fields: &str| {
        format!(
            "actions:\n  - {{id: second-sponsor, action: Win the CFO, owner: maria.lopez, due: 2026-12-15, metric: M}}\n  - {{id: b, action: Call Bo{fields}}}\n"
        )
    };
    let record = |fields: &str| format!("{{id: b, action: Call Bo{fields}}}");
    let all = ", owner: maria.lopez, due: 2026-12-01, metric: M";
    expect(&part(all), &[]);
    for (lacks, code, words_of_it) in [
        (", owner: maria.lopez", "P320", "“Call Bo” has no owner"),
        (", due: 2026-12-01", "P321", "“Call Bo” has no due date"),
        (", metric: M", "P322", "“Call Bo” has no success metric"),
    ] {
        let fields = all.replace(lacks, "");
        let said = expect(&part(&fields), &[&format!("{code} {}", record(&fields))]);
        assert_eq!(words(&said).0, words_of_it);
        assert_eq!(said[0].severity, Severity::Error);
        // A placeholder is nothing.
        let (key, _) = lacks.split_once(": ").unwrap();
        let fields = all.replace(lacks, &format!("{key}: TBD"));
        expect(&part(&fields), &[&format!("{code} {}", record(&fields))]);
    }
    // In a table, at the row.
    let table =
        "## Action Plan\n\n| Action | Owner | Due |\n|---|---|---|\n| Call Bo | maria.lopez | 2026-12-01 |\n";
    let found = all_said(&northwind(table));
    assert_eq!(found.iter().map(|d| d.code.code).collect::<Vec<_>>(), ["P322"]);
}

#[test]
fn an_open_action_is_due_within_the_upcoming_quarter() {
    let part = |due: &str, rest: &str| {
        format!(
            "actions:\n  - {{id: second-sponsor, action: A, owner: maria.lopez, metric: M, due: {due}{rest}}}\n"
        )
    };
    // The ninety days after 30 September end on 29 December.
    expect(&part("2026-10-01", ""), &[]);
    expect(&part("2026-12-29", ""), &[]);
    let said = expect(&part("2026-12-30", ""), &["P323 ## Action Plan"]);
    assert_eq!(words(&said).0, "No open action is due within the next 90 days (until 2026-12-29)");
    expect(&part("2026-09-30", ""), &["P323 ## Action Plan"]);
    let blocked = part("2026-10-01", ", status: blocked");
    expect(&blocked, &[]);
}

#[test]
fn nothing_is_overdue() {
    let part = |rest: &str| {
        format!(
            "actions:\n  - {{id: second-sponsor, action: A, owner: maria.lopez, metric: M, due: 2026-12-01}}\n  \
             - {{id: b, action: Call Bo, owner: jo.park, metric: M, {rest}}}\n"
        )
    };
    let said = expect(&part("due: 2026-08-15, status: in-progress"), &["P503 2026-08-15"]);
    assert_eq!(words(&said).0, "“Call Bo” was due 2026-08-15, 46 days ago, and is still in progress");
    assert!(words(&said).1.ends_with("agree a new `due:` with Jo Park"), "{}", words(&said).1);
    expect(&part("due: 2026-09-30"), &[]);
    expect(&part("due: 2026-08-15, done: 2026-08-20"), &[]);
    expect(&part("due: 2026-08-15, status: cancelled"), &[]);
}

#[test]
fn a_renewal_inside_the_window_has_an_action() {
    let contract = |rest: &str| {
        format!("contracts:\n  - {{id: NW, product: Platform, arr: 1, start: 2025-01-01, {rest}}}\n")
    };
    // 120 days after 30 September is 28 January.
    expect(&contract("end: 2027-01-29"), &[]);
    let said = expect(&contract("end: 2027-01-28"), &["P504 2027-01-28"]);
    assert_eq!(words(&said).0, "NW ends 2027-01-28, in 120 days, and no open action supports its renewal");
    assert!(words(&said).1.contains("`supports: [NW]`"), "{}", words(&said).1);
    // What ends today has come due.
    expect(&contract("end: 2026-09-30"), &[]);
    // One that renews by itself is excepted, until notice is received.
    expect(&contract("end: 2026-12-31, auto_renews: true"), &[]);
    expect(&contract("end: 2026-12-31, auto_renews: true, cancelled: 2026-09-01"), &["P504 2026-12-31"]);
    expect(&contract("end: 2026-12-31, auto_renews: true, cancelled: 2026-10-01"), &[]);
    // An open action that supports it is its renewal's.
    let action = |rest: &str| {
        format!(
            "{}actions:\n  - {{id: second-sponsor, action: A, owner: maria.lopez, metric: M, due: 2026-12-01, supports: [NW]{rest}}}\n",
            contract("end: 2026-12-31")
        )
    };
    expect(&action(""), &[]);
    expect(&action(", status: cancelled"), &["P504 2026-12-31", "P323 ## Action Plan"]);
    // Renewed: signed by today. Not signed yet is not yet.
    let renewed = |signed: &str| {
        format!(
            "{}  - {{id: NEXT, product: Platform, arr: 1, start: 2027-01-01, end: 2028-06-30, renews: NW{signed}}}\n",
            contract("end: 2026-12-31")
        )
    };
    expect(&renewed(", signed: 2026-09-30"), &[]);
    let said = expect(&renewed(""), &["P504 2026-12-31"]);
    assert!(words(&said).1.starts_with("if NEXT is signed, write when"), "{}", words(&said).1);
    // Nothing is paid any more.
    expect(&contract("end: 2026-12-31, changes: [{date: 2026-02-01, product: Platform, arr: 0}]"), &[]);
    expect_of(
        &with(&[(NORTHWIND, &contract("end: 2026-12-31")), ("planc.yaml", "renewal_window: 30d\n")]),
        &[],
    );
}

#[test]
fn reviewed_within_the_tiers_cadence() {
    // Ninety days before 30 September is 2 July; 180 is 3 April.
    expect("reviewed: 2026-07-02\n", &[]);
    let said = expect("reviewed: 2026-07-01\n", &["P501 2026-07-01"]);
    assert_eq!(
        words(&said).0,
        "This plan was last reviewed 2026-07-01, 91 days ago; the cadence of the tier strategic is every 90 days"
    );
    expect("reviewed:\n", &["P501 ---"]);
    expect_of(&untiered("reviewed: 2026-04-03\n"), &[]);
    let said = expect_of(&untiered("reviewed: 2026-04-02\n"), &["P501 2026-04-02"]);
    assert_eq!(
        words(&said).0,
        "This plan was last reviewed 2026-04-02, 181 days ago; the cadence is every 180 days"
    );
    let config = "tiers: {strategic: {review: 7d}, standard: {}}\n";
    expect_of(&with(&[("planc.yaml", config), (NORTHWIND, "reviewed: 2026-09-23\n")]), &[]);
    expect_of(&with(&[("planc.yaml", config), (NORTHWIND, "reviewed: 2026-09-22\n")]), &["P501 2026-09-22"]);
    let config = "framework: {review-overdue: {within: 1m}}\n";
    expect_of(&with(&[("planc.yaml", config), (NORTHWIND, "reviewed: 2026-08-29\n")]), &["P501 2026-08-29"]);
}

#[test]
fn a_client_that_left_is_not_asked_how_the_relationship_is_kept() {
    let part = "lost: {date: 2026-06-30}\nreviewed: 2025-01-01\ncontracts:\n  - {id: NW, product: Platform, arr: 1, start: 2025-01-01, end: 2026-06-30}\n\
                opportunities: []\nactions:\n  - {id: second-sponsor, action: A, owner: maria.lopez, metric: M, due: 2026-03-01}\n";
    expect(part, &[]);
    // Completeness counts it all the same: what the framework asks of a plan is asked of every plan.
    let completeness = completeness(&northwind(part));
    let unmet: Vec<&str> = completeness.unmet.iter().map(|unmet| unmet.code.name).collect();
    assert_eq!(unmet, ["no-open-opportunity", "no-action-next-quarter", "overdue-action", "review-overdue"]);
}

#[test]
fn no_contract_is_worth_knowing() {
    let said = expect("contracts: []\n", &["P324 ---"]);
    assert_eq!(said[0].severity, Severity::Info);
    expect("contracts: []\nlost: {date: 2026-06-30}\n", &[]);
}

#[test]
fn the_documentation_tells_each_requirement_as_it_is() {
    use planc::check::{Window, requirements};
    let page = std::fs::read_to_string(crate::support::repository("docs/framework.md")).unwrap();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
    for requirement in requirements() {
        let name = format!("| `{}` |", requirement.code.name);
        let row =
            rows.iter().find(|row| row.starts_with(&name)).unwrap_or_else(|| panic!("{name} is not told"));
        let mut told = vec![requirement.code.severity.as_str().to_owned()];
        told.extend(requirement.at_least.map(|count| format!("at least {count}")));
        told.extend(requirement.within.map(|window| match window {
            Window::Fixed(cadence) => format!("within {cadence}"),
            Window::TierReview => "within the tier's `review`".into(),
            Window::Renewal => "within the renewal window".into(),
            Window::OwnCadence => "within their own cadence".into(),
        }));
        told.extend(
            (!requirement.tiers.is_empty()).then(|| format!("tier {}", requirement.tiers.join(", "))),
        );
        assert!(row.ends_with(&format!("| {} |", told.join(", "))), "{row}\nshould say {}", told.join(", "));
    }
    let told = rows.iter().filter(|row| row.contains("| error") || row.contains("| warning")).count();
    assert_eq!(told, requirements().len());
}

#[test]
fn the_documentations_rules_can_be_read() {
    let page = std::fs::read_to_string(crate::support::repository("docs/framework.md")).unwrap();
    for block in page.split("```yaml\n").skip(1) {
        let yaml = block.split("```").next().unwrap();
        let said = all_said(&with(&[("planc.yaml", yaml)]));
        let wrong: Vec<_> = said.iter().filter(|d| d.place.path() == "planc.yaml").collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
