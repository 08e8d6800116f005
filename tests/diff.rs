//! What a change of plans means: the words, the places, and an attribution that adds up.

use planc::diff::{Area, Diff, Fate, Gate, Side, render};
use planc::kpi::{self, FigureName, Report, Request};
use planc::model::Decimal;
use planc::session::Compilation;

use crate::support::Files;

const NORTHWIND: &str = "---
account: Northwind Traders
owner: maria.lopez
id: northwind
stakeholders:
  - {id: ana, name: Ana Trujillo, role: decision-maker, sentiment: supporter}
contracts:
  - {id: NW-2025, product: Platform, arr: 200k, start: 2025-01-01, end: 2025-12-31}
  - {id: NW-2026, product: Platform, arr: 240k, start: 2026-01-01, end: 2026-12-31, renews: NW-2025}
opportunities:
  - {id: logistics, name: Roll out to Logistics, kind: cross-sell, arr: 90k, stage: proposal, close: 2026-11-30}
risks:
  - {id: leaving, risk: COO leaves, category: stakeholder-turnover, likelihood: low, impact: high}
actions:
  - {id: cfo, action: Meet the CFO, owner: maria.lopez, due: 2026-10-15, metric: She comes to the QBR}
---

## Risk Assessment

All calm.
";

const CONTOSO: &str = "---
account: Contoso
owner: jo.park
id: contoso
contracts:
  - {id: C-1, product: Platform, arr: 100k, start: 2024-01-01}
---
";

fn base() -> Files {
    Files::new()
        .with("planc.yaml", "")
        .with("accounts/northwind.md", NORTHWIND)
        .with("accounts/contoso.md", CONTOSO)
}

struct Compiled {
    compilation: Compilation,
    report: Report,
}

fn compile(files: &Files) -> Compiled {
    let compilation = files.compile();
    let report = kpi::compute(&compilation.portfolio, &Request::ttm(&compilation.portfolio));
    Compiled { compilation, report }
}

impl Compiled {
    fn side<'a>(&'a self, name: &'a str) -> Side<'a> {
        Side {
            name,
            portfolio: &self.compilation.portfolio,
            report: &self.report,
            diagnostics: self.compilation.diagnostics.as_slice(),
        }
    }
}

fn diff(before: &Files, after: &Files) -> Diff {
    Diff::between(compile(before).side("main"), compile(after).side("the working tree"))
}

fn edited(path: &str, from: &str, to: &str) -> Files {
    let files = base();
    let text = String::from_utf8(files.bytes[path].clone()).unwrap();
    assert!(text.contains(from), "the plan has no {from:?}");
    files.with(path, text.replace(from, to))
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The texts and lines of an account's changes.
fn told(diff: &Diff, account: &str) -> Vec<String> {
    let account = diff.account(account).expect("the account changed");
    account.changes.iter().map(|c| format!("{}: {}", c.place.line(), c.text)).collect()
}

#[test]
fn nothing_changed_is_said_in_a_line() {
    let same = diff(&base(), &base());
    assert!(same.is_empty());
    let line = "Nothing changed in meaning between main and the working tree.";
    assert_eq!(render::terminal(&same, false), format!("{line}\n"));
    assert!(render::markdown(&same).contains(line));
}

#[test]
fn layout_and_comments_are_no_change_in_meaning() {
    let spaced = edited("accounts/contoso.md", "owner: jo.park", "owner:   \"jo.park\"   # since May");
    assert!(diff(&base(), &spaced).is_empty());
}

// Opening 200k + 100k. Before: closing 240k + 100k, NRR 340 ÷ 300. After: 200k + 106k, NRR 306 ÷ 300 = 1.02.
// Northwind: −40 ÷ 300 = −13.33 points; Contoso: +6 ÷ 300 = +2 points; together −34 ÷ 300 = −11.33 points.
#[test]
fn the_effect_on_a_figure_falls_to_accounts_and_adds_up() {
    let after = edited("accounts/northwind.md", "arr: 240k", "arr: 200k")
        .with("accounts/contoso.md", CONTOSO.replace("arr: 100k", "arr: 106k"));
    // A contract's ARR holds from its start: Contoso's opening ARR would change too, so its rise is a
    // change within the period.
    let after = after.with(
        "accounts/contoso.md",
        CONTOSO.replace(
            "start: 2024-01-01}",
            "start: 2024-01-01, changes: [{date: 2026-03-01, product: Platform, arr: 106k}]}",
        ),
    );
    let diff = diff(&base(), &after);
    let nrr = diff.figure(FigureName::Nrr).unwrap();
    assert_eq!(nrr.after, Ok(dec("1.02")));
    let shares: Vec<_> = nrr.attributions.iter().map(|a| (a.account.as_str(), a.delta.round_dp(6))).collect();
    assert_eq!(shares, [("northwind", dec("-0.133333")), ("contoso", dec("0.02"))]);
    let sum: Decimal = nrr.attributions.iter().map(|a| a.delta).sum();
    assert_eq!(sum, nrr.delta().unwrap());

    let text = render::terminal(&diff, false);
    assert!(text.contains("NRR") && text.contains("113.3 % → 102.0 %  −11.3 points"), "{text}");
    assert!(text.contains("−13.3 points Northwind Traders"), "{text}");
    assert!(text.contains("+2.0 points Contoso"), "{text}");
    let because = "Contract NW-2026 cut from USD 240,000 to USD 200,000 (Platform)  accounts/northwind.md:9";
    assert!(text.contains(because), "{text}");
}

#[test]
fn records_are_told_in_the_fields_words_at_their_lines() {
    type Case = (&'static str, &'static str, Area, &'static str);
    let cases: [Case; 7] = [
        (
            "sentiment: supporter",
            "sentiment: critic",
            Area::Stakeholders,
            "6: Ana Trujillo turned from supporter to critic",
        ),
        (
            "stage: proposal",
            "stage: negotiation",
            Area::Opportunities,
            "11: “Roll out to Logistics” moved from proposal to negotiation",
        ),
        (
            "close: 2026-11-30",
            "close: 2026-12-30",
            Area::Opportunities,
            "11: “Roll out to Logistics” slipped from 2026-11-30 to 2026-12-30 (30 days later)",
        ),
        (
            "likelihood: low",
            "likelihood: high",
            Area::Risks,
            "13: Risk “COO leaves” worsened: low likelihood, high impact → high likelihood, high impact",
        ),
        (
            "due: 2026-10-15",
            "due: 2026-10-14",
            Area::Actions,
            "15: “Meet the CFO” was pulled in from 2026-10-15 to 2026-10-14 (1 day earlier)",
        ),
        (
            "end: 2026-12-31, renews",
            "end: 2027-12-31, renews",
            Area::Contracts,
            "9: Contract NW-2026's end moved from 2026-12-31 to 2027-12-31 (365 days later)",
        ),
        (
            "All calm.",
            "The COO said on 12 October that she goes.",
            Area::Prose,
            "18: Section “Risk Assessment” was rewritten: 9 of 9 words",
        ),
    ];
    for (from, to, area, expected) in cases {
        let diff = diff(&base(), &edited("accounts/northwind.md", from, to));
        assert_eq!(told(&diff, "northwind"), [expected]);
        assert_eq!(diff.account("northwind").unwrap().changes[0].area, area);
        assert_eq!(diff.accounts.len(), 1);
    }
}

#[test]
fn a_plan_that_comes_goes_or_is_renamed() {
    let fewer = {
        let mut files = base();
        files.bytes.remove("accounts/contoso.md");
        files
    };
    let gone = diff(&base(), &fewer);
    assert_eq!(gone.account("contoso").unwrap().fate, Fate::Removed);
    // 340 ÷ 300 → 240 ÷ 200 = 1.2: without Contoso, whose share was 1.0, the rate rises by 6.67 points.
    let nrr = gone.figure(FigureName::Nrr).unwrap();
    assert_eq!(nrr.attributions.len(), 1);
    assert_eq!(nrr.attributions[0].account, "contoso");
    assert_eq!(nrr.delta().unwrap().round_dp(6), dec("0.066667"));

    assert_eq!(diff(&fewer, &base()).account("contoso").unwrap().fate, Fate::Added);

    let moved = fewer.clone().with("accounts/europe/contoso-ltd.md", CONTOSO.replace("id: contoso\n", ""));
    let renamed = diff(&base(), &moved);
    let account = renamed.account("contoso-ltd").unwrap();
    assert_eq!((account.fate, account.was.as_deref()), (Fate::Changed, Some("contoso")));
    assert!(renamed.figures.iter().all(|moved| moved.is_same()), "a rename moves no figure");
}

#[test]
fn a_plan_whose_errors_take_it_out_of_the_figures_is_said_first() {
    let broken = edited("accounts/contoso.md", "arr: 100k", "arr: lots");
    let diff = diff(&base(), &broken);
    let account = diff.account("contoso").unwrap();
    assert_eq!(account.changes[0].kind, "counted");
    assert!(account.changes[0].weighty);
    assert_eq!(diff.newly(planc::diagnostic::Severity::Error), 1);
    assert!(diff.notes.iter().any(|note| note.contains("accounts/contoso.md")));
    let back = super::diff::diff(&broken, &base());
    assert_eq!(back.mended.len(), 1);
    assert_eq!(back.account("contoso").unwrap().changes[0].text, "Counts in the figures again");
}

#[test]
fn the_comment_is_marked_folded_and_harmless() {
    let hostile = edited(
        "accounts/northwind.md",
        "name: Roll out to Logistics",
        "name: \"<script>@all | `x` [y](http://z)\"",
    );
    let text = render::markdown(&diff(&base(), &hostile));
    assert!(text.starts_with(render::MARKER));
    assert!(!text.contains("<script>") && !text.contains("@all") && !text.contains("[y]("), "{text}");
    assert!(text.contains("<details"));
}

#[test]
fn a_comment_never_exceeds_what_a_platform_takes() {
    let mut before = base();
    let mut after = base();
    for n in 0..1200 {
        let plan =
            CONTOSO.replace("id: contoso", &format!("id: c{n}")).replace("Contoso", &format!("Client {n}"));
        before = before.with(&format!("accounts/c{n}.md"), &plan);
        after = after.with(&format!("accounts/c{n}.md"), plan.replace("100k", "90k"));
    }
    let text = render::markdown(&diff(&before, &after));
    assert!(text.len() < 65_536, "{}", text.len());
    assert!(text.contains("cut to the platform's limit"));
}

#[test]
fn gates_judge_before_after_and_delta() {
    let cut = diff(&base(), &edited("accounts/northwind.md", "arr: 240k", "arr: 200k"));
    // NRR 340 ÷ 300 = 113.3 % → 300 ÷ 300 = 100 %: −13.3 points; ARR 340,000 → 300,000.
    let broken = |gate: &str| Gate::parse(gate).unwrap().broken(&cut);
    assert_eq!(broken("nrr < -2pt").as_deref(), Some("nrr < -2pt holds: it is −13.33 points"));
    assert!(broken("nrr < -14pt").is_none());
    assert!(broken("nrr.after <= 100%").is_some());
    assert!(broken("nrr.before < 113%").is_none());
    assert!(broken("arr.delta <= -40k").is_some());
    assert!(broken("arr < 300k").is_none());
    assert!(broken("nps < 0").is_none(), "a figure without a value breaks no gate");
    for points in ["nrr < -2 points", "NRR<-2pp", "nrr.delta < -2 pts", "nrr < -0.02"] {
        assert!(broken(points).is_some(), "{points}");
    }
    assert!(broken("renewal-rate.after < 90%").is_none());
    // No survey, no NPS: that is said, so that nobody takes silence for a pass.
    let doubt = Gate::parse("nps < 0").unwrap().unjudged(&cut);
    assert!(doubt.is_some_and(|doubt| doubt.starts_with("`nps < 0` can't be judged: ")));
    assert!(Gate::parse("nrr < -2pt").unwrap().unjudged(&cut).is_none());
    for bad in ["nrr", "nrr ~ 2", "nrr.during < 1", "happiness < 2", "nrr < lots"] {
        assert!(Gate::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_json_adds_up_too() {
    let cut = diff(&base(), &edited("accounts/northwind.md", "arr: 240k", "arr: 200k"));
    let json = render::json(&cut);
    let arr = &json["figures"][0];
    assert_eq!(arr["figure"], "arr");
    assert_eq!(arr["before"]["value"].to_string(), "340000");
    assert_eq!(arr["delta"].to_string(), "-40000");
    assert_eq!(arr["attribution"][0]["account"], "northwind");
    assert_eq!(json["accounts"][0]["changes"][0]["line"], 9);
}

#[test]
fn what_is_printed_of_a_figure_ties_digit_by_digit() {
    // Twenty accounts with odd amounts, every third of which changes.
    let plan = |n: usize, arr: usize| {
        let text = CONTOSO.replace("id: contoso", &format!("id: c{n}"));
        text.replace("Contoso", &format!("Client {n}")).replace("100k", &arr.to_string())
    };
    let (mut before, mut after) = (base(), base());
    for n in 0..20 {
        let arr = 10_000 + 7_919 * n;
        before = before.with(&format!("accounts/c{n}.md"), plan(n, arr));
        let later =
            format!("{arr}, start: 2024-01-01, changes: [{{date: 2026-03-01, product: Platform, arr: ");
        let text = plan(n, arr)
            .replace(&format!("{arr}, start: 2024-01-01"), &format!("{later}{}}}]", arr - 777 * (n % 3)));
        after = after.with(&format!("accounts/c{n}.md"), text);
    }
    let text = render::markdown(&diff(&before, &after));
    let number = |cell: &str| -> Decimal {
        let digits: String =
            cell.replace('−', "-").chars().filter(|c| c.is_ascii_digit() || "-.".contains(*c)).collect();
        dec(&digits)
    };
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| **") && line.matches('|').count() == 6)
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert!(rows.len() >= 4, "{text}");
    for row in rows {
        assert_eq!(number(row[2]) - number(row[1]), number(row[3]), "{row:?}");
        let effects: Decimal =
            row[4].split(", ").map(|cause| number(cause.rsplit_once(' ').expect("an effect").1)).sum();
        assert_eq!(effects, number(row[3]), "{row:?}");
    }
}
