//! A team's own rules: expressions in planc.yaml.

use planc::diagnostic::Severity;

use super::{all_said, brief, expect_of, with, words};
use crate::support::Files;

/// A portfolio with one rule.
fn rule(require: &str) -> Files {
    with(&[(
        "planc.yaml",
        &format!(
            "policies:\n  - name: ours\n    require: {require:?}\n    message: That is how we do it\n    severity: warning\n"
        ),
    )])
}

/// Asserts that a rule holds for both plans.
#[track_caller]
fn holds(require: &str) {
    expect_of(&rule(require), &[]);
}

/// Asserts that a rule is broken by both plans.
#[track_caller]
fn fails(require: &str) {
    expect_of(&rule(require), &["P390 ---", "P390 ---"]);
}

/// Asserts that a rule is wrong: one problem in planc.yaml.
#[track_caller]
fn wrong(require: &str, expected: &str) -> (String, String) {
    let said = expect_of(&rule(require), &[expected]);
    assert_eq!(said[0].place.path(), "planc.yaml");
    assert_eq!(said[0].severity, Severity::Error);
    (words(&said).0.to_owned(), words(&said).1.to_owned())
}

#[test]
fn a_broken_rule_speaks_with_the_teams_words() {
    let config = "policies:\n  - name: sponsor\n    require: plan.stakeholders.exists(s, 'executive-sponsor' in s.role)\n    \
                  message: Every strategic account names an executive sponsor\n    help: ask your manager who it is\n    \
                  severity: warning\n  - {name: far, require: \"plan.region != null\", message: Regions, tiers: [key]}\n";
    let said = expect_of(&with(&[("planc.yaml", config)]), &["P390 ---"]);
    assert_eq!(said[0].place.path(), "accounts/contoso.md");
    assert_eq!(
        words(&said),
        ("Every strategic account names an executive sponsor", "ask your manager who it is")
    );
    assert_eq!(said[0].severity, Severity::Warning);
    assert_eq!(said[0].labels[0].place.path(), "planc.yaml");
    // Of the tiers that it names alone.
    let strategic = config.replace("severity: warning\n", "severity: warning\n    tiers: [strategic]\n");
    expect_of(&with(&[("planc.yaml", &strategic)]), &[]);
}

#[test]
fn a_plan_is_seen_by_the_formats_names() {
    // What both plans say.
    holds("plan.account == 'Northwind Traders' || plan.account == 'Contoso'");
    holds("plan.id in ['northwind', 'contoso'] && plan.currency == 'USD'");
    holds("plan.tier == 'strategic' ? plan.stakeholders.size() == 3 : plan.stakeholders.size() == 1");
    holds("plan.stakeholders.all(s, s.contact != null && s.departed == null)");
    holds("plan.contracts.all(c, c.arr >= 50000 && c.lines.size() == 1 && c.product == c.lines[0].product)");
    holds("plan.contracts.all(c, c.start < as_of && c.end > as_of && !c.auto_renews && c.signed <= c.start)");
    holds("plan.actions.all(a, a.due > as_of && a.due - as_of < duration('2400h') && a.status == 'planned')");
    holds("plan.opportunities.all(o, o.owner == plan.owner && o.probability > 0.0 && o.probability < 1.0)");
    holds("plan.risks.all(r, r.status == 'open') && plan.value.exists(v, v.baseline > v.result)");
    holds(
        "plan.profile.employees > 100 && 'Retail' in plan.profile.structure || plan.account.startsWith('Cont')",
    );
    holds("plan.reviewed.getFullYear() == 2026 && as_of == timestamp('2026-09-30T00:00:00Z')");
    // What they don't say is null, or an empty list.
    holds("plan.lost == null && plan.region == null && plan.escalations == [] && plan.tags.size() == 0");
    fails("plan.region != null");
}

#[test]
fn amounts_are_in_the_portfolios_currency() {
    let config = "exchange_rates: {EUR: 1.08}\npolicies:\n  - {name: ours, require: \"plan.id != 'northwind' || plan.contracts[0].arr == 108000.0\", message: M}\n";
    let files = with(&[
        ("planc.yaml", config),
        (
            "accounts/northwind.md",
            "currency: EUR\ncontracts:\n  - {id: NW, product: Platform, arr: 100k, start: 2025-01-01, end: 2027-12-31}\n",
        ),
    ]);
    expect_of(&files, &[]);
}

#[test]
fn keys_of_the_authors_own_are_there_as_they_are_written() {
    let config = "policies:\n  - {name: ours, require: \"!('x-health' in plan) || plan['x-health'].score == '5'\", message: M}\n";
    let with_score = |score: &str| {
        with(&[("planc.yaml", config), ("accounts/northwind.md", &format!("x-health: {{score: {score}}}\n"))])
    };
    expect_of(&with_score("5"), &[]);
    expect_of(&with_score("4"), &["P390 ---"]);
}

#[test]
fn an_expression_that_cannot_be_read_is_said_where_it_stops_making_sense() {
    let (message, help) = wrong("plan.tier = 'strategic'", "P653 =");
    assert_eq!(message, "The rule `ours` can't be read from here on");
    assert_eq!(help, "write `==` for equal");
    assert_eq!(wrong("plan.tier == 'é' and plan.tier == 'key'", "P653 and").1, "write `&&` for and");
    assert_eq!(wrong("plan.tier == null or true", "P653 or").1, "write `||` for or");
    assert_eq!(wrong("(plan.tier == 'key'", "P653 \"(plan.tier == 'key'\"").1, "a `)` is missing");
    assert_eq!(wrong("plan.tier ==", "P653 \"plan.tier ==\"").0, "The rule `ours` ends too early");
}

#[test]
fn a_name_that_means_nothing_is_said_at_its_place() {
    let (message, help) = wrong("plan.tier == 'é' && plan.stakeholder.size() > 1", "P654 stakeholder");
    assert_eq!(
        (message.as_str(), help.as_str()),
        ("A plan has no `stakeholder`", "did you mean `stakeholders`?")
    );
    assert_eq!(wrong("plan.stakeholders.exists(s, s.rolle == 'x')", "P654 rolle").1, "did you mean `role`?");
    assert_eq!(
        wrong("plan.contracts[0].lines[0].produkt == 'x'", "P654 produkt").1,
        "did you mean `product`?"
    );
    assert_eq!(wrong("plan['teir'] == 'x'", "P654 teir").1, "did you mean `tier`?");
    assert_eq!(wrong("tier == 'x'", "P654 tier").1, "write `plan.tier`");
    assert_eq!(wrong("asof > plan.reviewed", "P654 asof").1, "did you mean `as_of`?");
    assert!(wrong("plan.tier == strategic", "P654 strategic").1.contains("`'strategic'`"));
    assert_eq!(wrong("plan.stakeholders.any(s, true)", "P654 any").1, "write `exists`");
    assert_eq!(wrong("plan.actions.length() > 1", "P654 length").1, "write `size`");
    assert_eq!(wrong("plan.account.startswith('A')", "P654 startswith").1, "did you mean `startsWith`?");
    assert_eq!(wrong("sise(plan.actions) > 1", "P654 sise").1, "did you mean `size`?");
    assert!(wrong("plan.stakeholders.role == 'x'", "P654 role").0.contains("A list has no `role`"));
    // Loops inside of each other know the variables around them, and no longer after.
    holds("plan.stakeholders.all(s, plan.actions.all(a, a.id != s.id))");
    wrong("plan.stakeholders.all(s, true) && s.name != ''", "P654 s");
}

#[test]
fn a_rule_that_cannot_be_judged_is_said_once_and_not_once_a_plan() {
    let all = |require: &str| format!("P655 {require:?}");
    assert_eq!(
        wrong("plan.stakeholders.size()", &all("plan.stakeholders.size()")).0,
        "The rule `ours` comes out as a number, not as true or false"
    );
    let (message, help) = wrong("plan.lost.date < as_of", &all("plan.lost.date < as_of"));
    assert_eq!(message, "The rule `ours` uses something that a plan doesn't say");
    assert!(help.starts_with("ask for it first"), "{help}");
    assert_eq!(
        wrong("plan.tier > 3", &all("plan.tier > 3")).0,
        "The rule `ours` puts together what doesn't go together"
    );
    assert_eq!(wrong("1 / 0 > 1", &all("1 / 0 > 1")).0, "The rule `ours` divides by 0");
    assert!(wrong("plan.tags[3] == 'x'", &all("plan.tags[3] == 'x'")).0.contains("takes an item"));
    wrong("plan.contracts[0].arr * 2 > 3", &all("plan.contracts[0].arr * 2 > 3"));
}

#[test]
fn several_rules_fail_each_for_itself() {
    let config = "policies:\n  - {name: a, require: plan.nothing, message: M}\n  - {name: b, require: \"plan.tier !=\", message: M}\n  \
                  - {name: c, require: \"plan.tier != null\", message: M}\n  - {name: d, require: \"plan.region != null\", message: M}\n";
    let said = all_said(&with(&[("planc.yaml", config)]));
    let briefs: Vec<String> = said.iter().map(brief).collect();
    assert_eq!(briefs, ["P390 ---", "P390 ---", "P654 nothing", "P653 \"plan.tier !=\""], "{briefs:?}");
}

#[test]
fn hostile_expressions_end() {
    let deep = |open: &str, close: &str, n: usize| format!("{}1{}", open.repeat(n), close.repeat(n));
    let start = std::time::Instant::now();
    for require in [
        deep("(", ")", 900),
        deep("[", "]", 900),
        deep("{'a':", "}", 300),
        deep("-", "", 1900),
        "!".repeat(1999),
        format!("1{}", "+1".repeat(990)),
        format!("true{}", "&&true".repeat(320)),
        format!("plan{}", ".profile".repeat(240)),
        format!("plan{}", "[0]".repeat(640)),
        "plan.a(".repeat(280),
        "plan.tags.all(b,".repeat(120),
        "x".repeat(3_000),
        "日本é€".repeat(100),
        "'".repeat(1999),
        "\\".repeat(1999),
        "9".repeat(1999),
        "1e9999 > 2.0".into(),
        "duration('9999999999999999999h') > duration('1s')".into(),
        "as_of + duration('87600000h') > as_of".into(),
        "as_of - duration('876000h') - duration('876000h') - duration('876000h') - duration('876000h') < as_of".into(),
        "timestamp('9999-12-31T23:59:59Z') + duration('24h') > as_of".into(),
        "9223372036854775807 + 1 > 0 || -9223372036854775808 - 1 > 0".into(),
        "int(1e300) > 0 || int('x') > 0 || double('') > 0.0".into(),
        "'a'.size(1, 2, 3) == plan.x()".into(),
        "[1,2,3].map(a, [1,2,3].map(b, [1,2,3].map(c, [1,2,3].map(d, a))))  == []".into(),
        format!("[{}].all(a, [{}].all(b, [{}].all(c, a + b + c > 0)))", "1,".repeat(200) + "1", "1,".repeat(200) + "1", "1,".repeat(200) + "1"),
        "optional.of(1).value() == 1".into(),
        "type(plan) == map && dyn(1) == 1".into(),
        "plan == plan && plan.stakeholders == plan.stakeholders".into(),
        "google.protobuf.Timestamp{}".into(),
        "b'\\xff' == b'a'".into(),
    ] {
        // Whatever it says, it says it in planc.yaml or as the rule's message, and the run goes on.
        let said = all_said(&rule(&require));
        assert!(said.len() <= 2, "{require:.60}: {said:#?}");
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn a_rule_that_would_take_too_long_on_a_long_plan_is_not_begun() {
    let actions: String = (0..2_000)
        .map(|n| format!("  - {{id: a{n}, action: A, owner: maria.lopez, due: 2026-12-01, metric: M}}\n"))
        .collect();
    let config = "policies:\n  - {name: ours, require: \"plan.actions.all(a, plan.actions.all(b, a.id == b.id || a.due <= b.due))\", message: M}\n";
    let files = with(&[("planc.yaml", config), ("accounts/northwind.md", &format!("actions:\n{actions}"))]);
    let said = all_said(&files);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert_eq!(said[0].code.code, "P656");
    assert_eq!(said[0].labels[0].place.path(), "accounts/northwind.md");
}
