//! Each mistake alone: its code, the very text that it points at, and what its help says.

use super::{at, decode, decode_with, shown};
use crate::config::Config;

/// What is written below `account` and `owner`; the code; the text pointed at; a part of the help; the
/// top-level key that it is about.
type Mistake = (&'static str, &'static str, &'static str, &'static str, &'static str);

const MISTAKES: &[Mistake] = &[
    // Keys.
    ("industy: Food", "P101", "industy", "did you mean `industry`?", "industry"),
    ("Industry: Food", "P101", "Industry", "exactly so: `industry`", "industry"),
    ("customer-since: 2021-04-01", "P101", "customer-since", "`customer_since`", "customer_since"),
    ("zebra: 1", "P101", "zebra", "`x-zebra`", ""),
    ("employees: 4200", "P101", "employees", "belongs under `profile`", "profile"),
    ("arr: 240k", "P101", "arr", "`contracts`", "contracts"),
    ("renewal_date: 2026-12-31", "P101", "renewal_date", "`end` of a record in `contracts`", "contracts"),
    ("contrcts: []", "P101", "contrcts", "did you mean `contracts`?", "contracts"),
    ("deals: []", "P101", "deals", "did you mean `opportunities`?", "opportunities"),
    ("profile: {emploees: 3}", "P101", "emploees", "did you mean `employees`?", "profile"),
    ("profile: {industry: Food}", "P101", "industry", "start of its line", "profile"),
    ("lost: {date: 2026-06-30, raison: price}", "P101", "raison", "did you mean `reason`?", "lost"),
    (
        "contracts:\n  - {id: A, product: Platform, arr: 1k, start: 2026-01-01, renewal_date: 2026-12-31}",
        "P101",
        "renewal_date",
        "did you mean `end`?",
        "contracts",
    ),
    (
        "contracts:\n  - {id: A, lines: [{product: Platform, aar: 1k, arr: 1k}], start: 2026-01-01}",
        "P101",
        "aar",
        "did you mean `arr`?",
        "contracts",
    ),
    // Missing.
    ("stakeholders:\n  - {id: ana, role: coach}", "P102", "id", "`name: Ana Trujillo`", "stakeholders"),
    (
        "stakeholders:\n  - {id: ana, name: , role: coach}",
        "P102",
        "name",
        "`name: Ana Trujillo`",
        "stakeholders",
    ),
    (
        "stakeholders:\n  - {id: ana, name: TBD, role: coach}",
        "P102",
        "TBD",
        "`name: Ana Trujillo`",
        "stakeholders",
    ),
    (
        "stakeholders:\n  - {id: ana, name: Ana, role: []}",
        "P102",
        "[]",
        "`role: decision-maker`",
        "stakeholders",
    ),
    ("stakeholders:\n  - name: Ana\n    role: coach", "P102", "name", "`id: ana`", "stakeholders"),
    ("lost: {reason: price}", "P102", "reason", "`date: 2026-06-30`", "lost"),
    (
        "contracts: [{id: A, start: 2026-01-01}]",
        "P102",
        "id",
        "`product: Platform` and `arr: 240000`",
        "contracts",
    ),
    (
        "contracts: [{id: A, product: Platform, start: 2026-01-01}]",
        "P102",
        "id",
        "`arr: 240000`",
        "contracts",
    ),
    (
        "contracts: [{id: A, lines: [], start: 2026-01-01}]",
        "P102",
        "lines",
        "`product: Platform`",
        "contracts",
    ),
    ("surveys: [{date: 2026-09-30, by: ana}]", "P102", "date", "`nps: 9`", "surveys"),
    ("usage: [{metric: Users}]", "P102", "metric", "`points: {2026-07: 330", "usage"),
    // Of the wrong form.
    ("industry: [a, b]", "P103", "[a, b]", "`industry: Food distribution`", "industry"),
    ("industry: {a: b}", "P103", "{a: b}", "`\"a: b\"`", "industry"),
    ("stakeholders: ana", "P103", "ana", "`- {id: ana, name: Ana Trujillo", "stakeholders"),
    ("stakeholders: {id: ana, name: Ana, role: coach}", "P103", "id", "put `- ` before `id`", "stakeholders"),
    ("stakeholders: {ana: {name: Ana}}", "P103", "ana", "`- {id: ana", "stakeholders"),
    ("stakeholders: [Ana Trujillo]", "P103", "Ana Trujillo", "`{id: ana, name", "stakeholders"),
    ("profile: big", "P103", "big", "`{employees: 4200", "profile"),
    ("external_ids: [a]", "P103", "[a]", "`external_ids: {salesforce", "external_ids"),
    ("usage: [{metric: Users, points: [1, 2]}]", "P103", "[1, 2]", "`points: {2026-07: 330", "usage"),
    ("expect: [{grr: 95%}]", "P103", "{grr: 95%}", "`grr >= 95%`", "expect"),
    // Values.
    (
        "stakeholders: [{id: ana, name: Ana, role: decison-maker}]",
        "P104",
        "decison-maker",
        "did you mean `decision-maker`?",
        "stakeholders",
    ),
    (
        "stakeholders: [{id: ana, name: Ana, role: [coach, boss]}]",
        "P104",
        "boss",
        "`decision-maker`",
        "stakeholders",
    ),
    ("reviewed: 15/10/2026", "P105", "15/10/2026", "`2026-10-15`", "reviewed"),
    ("reviewed: 26-10-15", "P105", "26-10-15", "`2026-10-15` or `2015-10-26`", "reviewed"),
    ("customer_since: 15 Oct 2021", "P105", "15 Oct 2021", "`2021-10-15`", "customer_since"),
    ("customer_since: 2021-4-1", "P105", "2021-4-1", "`2021-04-01`", "customer_since"),
    (
        "escalations: [{id: T, opened: 2026-08-02T09:30:15.5}]",
        "P106",
        "2026-08-02T09:30:15.5",
        "`2026-08-02T09:30:15`",
        "escalations",
    ),
    (
        "escalations: [{id: T, opened: 2026-08-02T09:30:61}]",
        "P106",
        "2026-08-02T09:30:61",
        "`2026-08-02`",
        "escalations",
    ),
    ("profile:\n  annual_revenue: 240,00", "P108", "240,00", "`240.00`", "profile"),
    ("profile:\n  annual_revenue: € 240.000", "P108", "€ 240.000", "`EUR 240000`", "profile"),
    (
        "profile: {structure: [Retail, Wholesale]}\ncontracts: [{id: A, lines: [{product: Platform, arr: 1, unit: Retail}, {product: Platform, arr: 1, unit: Wholesale}], start: 2026-01-01, changes: [{date: 2026-02-01, product: Platform, arr: 2}]}]",
        "P102",
        "Platform",
        "`unit: Retail`",
        "contracts",
    ),
    ("reviewed: Git", "P105", "Git", "`git`", "reviewed"),
    ("reviewed: 2026-02-30", "P105", "2026-02-30", "28 days", "reviewed"),
    ("customer_since: 'April 2021'", "P105", "'April 2021'", "`2021-04-01`", "customer_since"),
    (
        "escalations: [{id: T, opened: 2026-08-02 9:30}]",
        "P106",
        "2026-08-02 9:30",
        "`2026-08-02T09:30`",
        "escalations",
    ),
    ("usage: [{metric: Users, points: {Aug 2026: 3}}]", "P107", "Aug 2026", "`2026-08`", "usage"),
    ("profile: {annual_revenue: $890m}", "P108", "$890m", "`USD 890M`", "profile"),
    ("profile:\n  annual_revenue: 240.000,50", "P108", "240.000,50", "`240000.50`", "profile"),
    (
        "opportunities: [{id: o, name: O, kind: new, arr: 1k, stage: won, close: 2026-01-01, probability: 40}]",
        "P109",
        "40",
        "`40%`",
        "opportunities",
    ),
    ("profile: {employees: many}", "P110", "many", "`1200`", "profile"),
    ("usage: [{metric: Users, points: {2026-08: -3}}]", "P110", "-3", "`3`", "usage"),
    (
        "stakeholders: [{id: a, name: A, role: coach, cadence: monthly}]",
        "P111",
        "monthly",
        "`1m`",
        "stakeholders",
    ),
    (
        "contracts: [{id: A, product: Platform, arr: 1k, start: 2026-01-01, auto_renews: yes}]",
        "P112",
        "yes",
        "`true`",
        "contracts",
    ),
    ("stakeholders: [{id: \"a\\nb\", name: A, role: coach}]", "P113", "\"a\\nb\"", "`a b`", "stakeholders"),
    ("id: Northwind Traders", "P114", "Northwind Traders", "`northwind-traders`", "id"),
    (
        "stakeholders: [{id: a, name: A, role: coach}, {id: a, name: B, role: coach}]",
        "P115",
        "a",
        "another id",
        "stakeholders",
    ),
    (
        "profile: {website: northwind.example}",
        "P116",
        "northwind.example",
        "`https://northwind.example`",
        "profile",
    ),
    ("surveys: [{date: 2026-09-30, nps: 11}]", "P117", "11", "from 0 to 10", "surveys"),
    ("surveys: [{date: 2026-09-30, nps: 8.5}]", "P117", "8.5", "`8`", "surveys"),
    ("surveys: [{date: 2026-09-30, csat: 0}]", "P117", "0", "from 1 to 5", "surveys"),
    ("surveys: [{date: 2026-09-30, csat: 6}]", "P117", "6", "`of: 7`", "surveys"),
    ("surveys: [{date: 2026-09-30, csat: 4/5}]", "P117", "4/5", "`of: 5`", "surveys"),
    ("surveys: [{date: 2026-09-30, csat: 4, of: 6}]", "P117", "6", "`5`, `7` or `10`", "surveys"),
    ("surveys: [{date: 2026-09-30, nps: 9, csat: 4}]", "P118", "csat", "two answers", "surveys"),
    ("surveys: [{date: 2026-09-30, nps: 9, of: 10}]", "P118", "of", "take `of` out", "surveys"),
    (
        "contracts: [{id: A, product: Platform, lines: [{product: Routing, arr: 1k}], start: 2026-01-01}]",
        "P118",
        "product",
        "into `lines`",
        "contracts",
    ),
    ("industry: \"Fo\\x07od\"", "P120", "\"Fo\\x07od\"", "`\\`", "industry"),
    ("profile: {annual_revenue: 240.000}", "P122", "240.000", "`240000`", "profile"),
    (
        "contracts:\n  - {id: A, product: Platform, arr: 1k, start: 2025-01-01}\n  - {id: B, product: Platform, arr: 1k, start: 2026-01-01, renews: A, uplift: 5}",
        "P122",
        "5",
        "`5%`",
        "contracts",
    ),
    ("tags: reference, pilot", "P123", "reference, pilot", "`tags: [reference, pilot]`", "tags"),
    (
        "profile:\n  competitors: Contoso,Fabrikam",
        "P123",
        "Contoso,Fabrikam",
        "[Contoso, Fabrikam]",
        "profile",
    ),
    (
        "profile:\n  structure: Retail, Wholesale",
        "P123",
        "Retail, Wholesale",
        "`structure: \"Retail, Wholesale\"` if it is one",
        "profile",
    ),
    // References.
    (
        "actions: [{id: a, action: A, owner: maria.lpez}]",
        "P201",
        "maria.lpez",
        "did you mean `maria.lopez`?",
        "actions",
    ),
    (
        "actions: [{id: a, action: A, owner: María López}]",
        "P201",
        "María López",
        "write `maria.lopez`",
        "actions",
    ),
    (
        "stakeholders: [{id: ana, name: Ana Trujillo, role: coach}, {id: b, name: B, role: coach, reports_to: anna}]",
        "P202",
        "anna",
        "did you mean `ana`?",
        "stakeholders",
    ),
    ("meetings: [{date: 2026-09-20, with: [ana]}]", "P202", "ana", "no stakeholders", "meetings"),
    (
        "risks: [{id: r, risk: R, category: other, likelihood: low, impact: low, mitigation: second}]\nactions: [{id: second-sponsor, action: A}]",
        "P203",
        "second",
        "`second-sponsor`",
        "risks",
    ),
    ("actions: [{id: a, action: A, supports: [x]}]", "P204", "x", "no opportunities", "actions"),
    (
        "contracts: [{id: NW-2026, product: Platform, arr: 1k, start: 2026-01-01, renews: NW-2025}]",
        "P205",
        "NW-2025",
        "no other contracts",
        "contracts",
    ),
    (
        "risks: [{id: r, risk: R, category: other, likelihood: low, impact: low}]\nopportunities: [{id: o, name: O, kind: new, arr: 1k, stage: won, close: 2026-01-01, contract: r}]",
        "P205",
        "r",
        "no contracts",
        "opportunities",
    ),
    ("tier: strategc", "P206", "strategc", "did you mean `strategic`?", "tier"),
    (
        "contracts: [{id: A, product: Platfrom, arr: 1k, start: 2026-01-01}]",
        "P207",
        "Platfrom",
        "did you mean `Platform`?",
        "contracts",
    ),
    (
        "profile: {structure: [Retail, Wholesale]}\nstakeholders: [{id: a, name: A, role: coach, unit: Retial}]",
        "P208",
        "Retial",
        "did you mean `Retail`?",
        "stakeholders",
    ),
    ("currency: GBP", "P209", "GBP", "exchange_rates", "currency"),
    ("profile: {annual_revenue: EUA 1M}", "P209", "EUA 1M", "did you mean `EUR`?", "profile"),
    (
        "stakeholders:\n  - {id: a, name: A, role: coach, reports_to: b}\n  - {id: b, name: B, role: coach, reports_to: a}",
        "P210",
        "b",
        "highest",
        "stakeholders",
    ),
];

#[test]
fn each_is_told_once_at_its_place_with_what_to_write() {
    for (written, code, pointed, help, about) in MISTAKES {
        for (bom, line_end) in [("", "\n"), ("\u{feff}", "\n"), ("", "\r\n")] {
            let text = format!(
                "{bom}---\naccount: \"Café Ünïcode 日本\"  # der Kunde\nowner: maria.lopez\n{written}\n---\n\nProse.\n"
            )
            .replace('\n', line_end);
            let (_, diagnostics) = decode(&text);
            let all = shown(&diagnostics);
            let [found] = diagnostics.as_slice() else { panic!("{written}:\n{all}") };
            assert_eq!((found.code.code, at(found)), (*code, *pointed), "{written}:\n{all}");
            assert!(found.help.as_deref().is_some_and(|text| text.contains(help)), "{written}:\n{all}");
            assert_eq!(found.about.unwrap_or(""), *about, "{written}:\n{all}");
            let place = found.place.source.line_column(found.place.span.start);
            let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split(line_end).collect();
            let from: String =
                lines[place.line as usize - 1].chars().skip(place.column as usize - 1).collect();
            assert!(from.starts_with(pointed), "{written}: {}:{}", place.line, place.column);
            for jargon in ["mapping", "scalar", "node", "sequence", "deserial", "token", "YAML", "null"] {
                let said = format!("{} {}", found.message, found.help.as_deref().unwrap_or(""));
                assert!(!said.contains(jargon), "{said}");
            }
        }
    }
}

#[test]
fn a_certain_mend_mends() {
    let mut mended = 0;
    for (written, ..) in MISTAKES {
        let text = format!("---\naccount: Café\nowner: maria.lopez\n{written}\n---\n");
        let (_, diagnostics) = decode(&text);
        let [found] = diagnostics.as_slice() else { panic!("{written}") };
        let Some(fix) = &found.fix else { continue };
        let mut better = text.clone();
        better.replace_range(found.place.span.range(), &fix.replacement);
        let (_, left) = decode(&better);
        assert!(left.is_empty(), "{better}\n{}", shown(&left));
        mended += 1;
    }
    assert!(mended >= 20, "{mended}");
}

#[test]
fn all_mistakes_of_a_plan_are_told_in_one_run() {
    let text = "---\naccount: [a]\nowner: nobody\ntier: gold\nreviewed: soon\nstakeholders:\n  - {id: ana, name: Ana, role: boss, influence: huge, cadence: often}\nactions:\n  - {id: a, action: A, due: never, status: maybe}\n---\n\n## Risk Assessment\n\n| Risk | Category | Likelihood | Impact |\n|---|---|---|---|\n| It leaks | wet | high | high |\n";
    let (plan, diagnostics) = decode(text);
    let codes: Vec<&str> = diagnostics.iter().map(|d| d.code.code).collect();
    assert_eq!(
        codes,
        ["P103", "P201", "P206", "P105", "P104", "P104", "P111", "P105", "P104", "P104"],
        "{}",
        shown(&diagnostics)
    );
    // Nobody knows whose plan it is.
    assert!(plan.is_none());
}

#[test]
fn what_is_missing_at_the_top_points_at_the_first_line() {
    let (plan, diagnostics) = decode("---\nindustry: Food\n---\n");
    assert_eq!(shown(&diagnostics).matches("[---]").count(), 2, "{}", shown(&diagnostics));
    assert_eq!(diagnostics.iter().map(|d| d.about).collect::<Vec<_>>(), [Some("account"), Some("owner")]);
    assert!(plan.is_none());
}

#[test]
fn a_misspelt_key_is_not_missing_as_well() {
    let (_, diagnostics) = decode("---\naccout: Northwind\nmanager: maria.lopez\n---\n");
    let codes: Vec<_> = diagnostics.iter().map(|d| (d.code.code, d.about)).collect();
    assert_eq!(codes, [("P101", Some("account")), ("P101", Some("owner"))], "{}", shown(&diagnostics));
}

#[test]
fn a_comma_is_fine_where_it_parts_entries_or_is_in_quotes() {
    for entries in
        ["[reference, pilot]", "\n  - reference\n  - pilot", "\"reference, pilot\"", "reference", "pilot,"]
    {
        let (_, diagnostics) =
            decode(&format!("---\naccount: A\nowner: maria.lopez\ntags: {entries}\n---\n"));
        assert!(diagnostics.is_empty(), "{}", shown(&diagnostics));
    }
    let (plan, _) = decode("---\naccount: A\nowner: maria.lopez\ntags: reference, pilot\n---\n");
    let tags: Vec<_> = plan.unwrap().tags.into_iter().map(|tag| tag.value).collect();
    assert_eq!(tags, ["reference, pilot"], "a warning changes nothing of what is read");
}

#[test]
fn what_is_to_be_written_for_a_text_with_commas_is_what_it_says() {
    let with = |tags: &str| decode(&format!("---\naccount: A\nowner: maria.lopez\n{tags}\n---\n"));
    for written in ["reference, pilot", "a,b,,c,", "Contoso, Inc., Bob's (2.0)", "R&D, é/ü, 12,5", "a,\n  b"]
    {
        let (plan, diagnostics) = with(&format!("tags: {written}"));
        let whole = plan.unwrap().tags[0].value.clone();
        let parts: Vec<&str> = whole.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        let help = diagnostics[0].help.as_deref().unwrap();
        let texts: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
        let [several, one] = texts.as_slice() else { panic!("{help}") };
        for (text, expected) in [(several, parts), (one, vec![whole.as_str()])] {
            let (plan, diagnostics) = with(text);
            assert!(diagnostics.is_empty(), "{text}: {}", shown(&diagnostics));
            let tags: Vec<_> = plan.unwrap().tags.into_iter().map(|tag| tag.value).collect();
            assert_eq!(tags, expected, "{text}");
        }
    }
    // What YAML would read otherwise, and what is long, is not repeated.
    for written in ["a, {b}, [c", "say \"a\", b", "x, -y", &"long, ".repeat(50_000)] {
        let (_, diagnostics) = with(&format!("tags: {written}"));
        let [found] = diagnostics.as_slice() else { panic!("{}", shown(&diagnostics)) };
        assert_eq!(found.code.code, "P123");
        assert!(found.help.as_deref().unwrap().contains("on a line of its own below `tags:`"));
        assert!(found.message.chars().count() < 120, "{}", found.message);
    }
}

#[test]
fn a_reference_to_a_dropped_record_is_no_second_error() {
    let text = "---\naccount: A\nowner: maria.lopez\nstakeholders: [{id: ana, name: Ana, role: boss}]\nobjectives: [{id: o, objective: O, sponsor: ana}]\n---\n";
    let (plan, diagnostics) = decode(text);
    assert_eq!(diagnostics.len(), 1, "{}", shown(&diagnostics));
    let plan = plan.unwrap();
    assert_eq!((plan.stakeholders.len(), plan.objectives.len()), (0, 1));
    assert_eq!(plan.faulty, ["stakeholders"]);
}

#[test]
fn without_people_in_the_configuration_a_person_is_any_good_key() {
    let decode = |owner: &str| {
        decode_with("accounts/a.md", &format!("---\naccount: A\nowner: {owner}\n---\n"), &Config::default())
    };
    assert!(decode("maria.lopez").1.is_empty());
    let (_, diagnostics) = decode("María López");
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code.code, "P121");
    assert_eq!(diagnostics[0].help.as_deref(), Some("write `maria.lopez`"));
}

#[test]
fn the_same_id_shows_both_places() {
    let text = "---\naccount: A\nowner: maria.lopez\nopportunities: [{id: roll-out, name: O, kind: new, arr: 1k, stage: won, close: 2026-01-01}]\n---\n\n## Risk Assessment\n\n| Id | Risk | Category | Likelihood | Impact |\n|---|---|---|---|---|\n| roll-out | It slips | delivery | low | low |\n";
    let (plan, diagnostics) = decode(text);
    let [found] = diagnostics.as_slice() else { panic!("{}", shown(&diagnostics)) };
    assert_eq!((found.code.code, at(found), found.place.line()), ("P115", "roll-out", 11));
    assert_eq!(found.labels.len(), 1);
    assert_eq!(found.labels[0].place.line(), 4);
    let plan = plan.unwrap();
    assert_eq!((plan.opportunities.len(), plan.risks.len()), (1, 0));
}

#[test]
fn a_circle_is_told_once_and_the_longer_one_too() {
    let people = "stakeholders:\n  - {id: a, name: A, role: coach, reports_to: b}\n  - {id: b, name: B, role: coach, reports_to: c}\n  - {id: c, name: C, role: coach, reports_to: b}\n  - {id: d, name: D, role: coach, reports_to: d}\n";
    let (plan, diagnostics) = decode(&format!("---\naccount: A\nowner: maria.lopez\n{people}---\n"));
    let lines: Vec<_> = diagnostics.iter().map(|d| (d.place.line(), d.labels.len())).collect();
    assert_eq!(lines, [(6, 1), (8, 0)], "{}", shown(&diagnostics));
    // Cut where it was told, so that whoever walks up comes to an end.
    let plan = plan.unwrap();
    let bosses: Vec<_> =
        plan.stakeholders.iter().map(|s| s.reports_to.as_ref().map(|b| b.value.as_str())).collect();
    assert_eq!(bosses, [Some("b"), None, Some("b"), None]);
}

#[test]
fn a_slip_of_form_is_about_the_key_where_it_stands() {
    let (_, diagnostics) =
        decode("---\naccount: A\nowner: maria.lopez\ncontracts: []\nrisks: []\ncontracts: [{id: A}]\n---\n");
    assert!(!diagnostics.is_empty());
    assert!(diagnostics.iter().all(|d| d.about == Some("contracts")), "{diagnostics:?}");
}

#[test]
fn front_matter_that_is_no_list_of_keys() {
    for text in ["---\n- a\n- b\n---\n", "---\njust text\n---\n"] {
        let (plan, diagnostics) = decode(text);
        assert!(plan.is_none());
        assert_eq!(diagnostics.len(), 1, "{}", shown(&diagnostics));
        assert!(super::super::decides_figures(diagnostics[0].about.unwrap_or("account")));
    }
}

#[test]
fn what_a_slip_of_form_spoils_is_no_second_error() {
    let (_, diagnostics) = decode("---\naccount: A\nowner: maria.lopez\nindustry: {{industry}}\n---\n");
    let codes: Vec<_> = diagnostics.iter().map(|d| &d.code.code[..2]).collect();
    assert_eq!(codes, ["P0"], "{}", shown(&diagnostics));
}

mod any_text {
    use proptest::prelude::*;

    use super::super::{decode, plans::ALL};

    /// What people and machines get wrong: pieces that mean something to the reader, and any character.
    fn piece() -> impl Strategy<Value = String> {
        let pieces = [
            "\n",
            "\r\n",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "'",
            "|",
            "#",
            "&a ",
            "*a",
            "~",
            "null",
            "---\n",
            "  ",
            "\t",
            "%",
            "é",
            "日",
            "\u{feff}",
            "id: ana",
            "NW-2026",
            "-1",
            "1e9",
            "0x",
            "99999999999999999999",
            "2026-13-45",
            "lines: ",
            "points: ",
            "| a | b |\n",
            "x-",
            "/",
            "…",
            "TODO",
            "<!-- ",
            "\\",
        ];
        prop_oneof![
            4 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned),
            1 => any::<char>().prop_map(String::from),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// A plan cut anywhere and mended with anything is decoded or refused, never a panic, and every
        /// problem points into the text and is told on one line.
        #[test]
        fn is_decoded_or_refused(cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..30, piece()), 1..6)) {
            let mut text: Vec<char> = ALL.chars().collect();
            for (at, length, piece) in cuts {
                let at = at.index(text.len());
                let end = (at + length).min(text.len());
                text.splice(at..end, piece.chars());
            }
            let text: String = text.into_iter().collect();
            let (_, diagnostics) = decode(&text);
            for diagnostic in &diagnostics {
                prop_assert!(text.get(diagnostic.place.span.range()).is_some(), "{:?}", diagnostic);
                prop_assert!(!diagnostic.message.contains('\n'), "{:?}", diagnostic);
                prop_assert!(!diagnostic.message.is_empty());
            }
        }
    }
}
