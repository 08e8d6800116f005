//! What plans say is data: whatever is in a text field shows as text, and does nothing.

use super::{attributes, build, pages, text};
use crate::support::Files;

/// Texts that would do harm, each with a mark that must be seen again.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\\\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></svg></table><h1>owned</h1>",
    "{{ root }}{% include 'base.html' %}",
    "&lt;b&gt; &amp; &#x3C;",
    "\u{202e}drawkcab\u{202c} \u{2066}isolated\u{2069}",
    "👩‍👩‍👧 é́́́ العربية 東京",
];

fn portfolio(hostile: &str) -> Files {
    let plan = format!(
        r#"---
account: "{hostile}"
owner: maria
id: acme
tier: strategic
segment: "{hostile}"
industry: "{hostile}"
region: "{hostile}"
tags: ["{hostile}"]
external_ids: {{crm: "{hostile}"}}
x-note: "{hostile}"
reviewed: 2026-09-01
profile:
  headquarters: "{hostile}"
  website: https://acme.example
  structure: ["{hostile}"]
  priorities: ["{hostile}"]
  competitors: ["{hostile}"]
stakeholders:
  - {{id: ana, name: "{hostile}", title: "{hostile}", unit: "{hostile}", role: decision-maker, influence: high, sentiment: critic, contact: maria, last_contact: 2026-01-01, cadence: 30d}}
  - {{id: ben, name: "{hostile}", role: champion, reports_to: ana, departed: 2026-08-01}}
value:
  - {{id: v, outcome: "{hostile}", metric: "{hostile}", baseline: 10, result: 5, worth: 10k, date: 2026-06-30, confirmed_by: ana, evidence: "javascript:alert(1)"}}
contracts:
  - {{id: C-1, product: "{hostile}", arr: 100k, start: 2026-01-01, end: 2026-12-31}}
opportunities:
  - {{id: o, name: "{hostile}", kind: upsell, product: "{hostile}", unit: "{hostile}", arr: 10k, stage: proposal, close: 2026-12-01}}
risks:
  - {{id: r, risk: "{hostile}", category: other, likelihood: high, impact: high}}
actions:
  - {{id: a, action: "{hostile}", owner: maria, due: 2026-09-01, metric: "{hostile}", supports: [o]}}
objectives:
  - {{id: j, objective: "{hostile}", metric: "{hostile}", baseline: 1, target: 3, current: 2, sponsor: ana}}
surveys:
  - {{date: 2026-09-01, nps: 3, by: "{hostile}"}}
  - {{date: 2026-09-01, csat: 2, by: "{hostile}"}}
escalations:
  - {{id: e, opened: 2026-09-01, severity: critical, summary: "{hostile}"}}
usage:
  - {{metric: "{hostile}", licensed: 10, points: {{2026-07: 5, 2026-08: 6}}}}
meetings:
  - {{date: 2026-09-02, kind: qbr, with: [ana], notes: "{hostile}"}}
---

## Account Profile

{hostile} [link](javascript:alert(1)) <b onclick="alert(1)">bold</b>

## {hostile}

More.
"#
    );
    let config = format!(
        "portfolio: \"{hostile}\"\npeople: {{maria: {{name: \"{hostile}\", title: \"{hostile}\"}}}}\n\
         site: {{source_url: \"https://git.example/{{path}}#L{{line}}\"}}\n"
    );
    Files::new().with("planc.yaml", config).with("accounts/acme.md", plan)
}

#[test]
fn hostile_texts_show_as_texts() {
    for hostile in HOSTILE {
        let files = portfolio(hostile);
        let compilation = files.compile();
        let bad: Vec<String> = compilation
            .diagnostics
            .as_slice()
            .iter()
            .filter(|d| d.code.code.starts_with("P0") || d.code.code.starts_with("P1"))
            .map(|d| format!("{} {}", d.code.code, d.message))
            .collect();
        assert!(compilation.portfolio.plan("acme").is_some(), "{hostile} can be read: {bad:?}");
        let site = super::site_of(&compilation);
        for (path, page) in pages(&site) {
            assert_eq!(page.matches("<script").count(), 1, "{hostile} in {path}");
            assert_eq!(page.matches("<h1").count(), 1, "{hostile} in {path}");
            assert!(!page.contains("<img"), "{hostile} in {path}");
            for event in ["onerror", "onmouseover", "onclick"] {
                assert!(attributes(page, event).is_empty(), "{hostile} in {path}");
            }
            assert!(
                !attributes(page, "href").iter().any(|link| link.contains("javascript:")),
                "{hostile} in {path}"
            );
            let turned =
                page.chars().find(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
            assert_eq!(turned, None, "{hostile} in {path}");
        }
    }
}

#[test]
fn text_in_the_search_index_and_calendars_ends_nothing() {
    let site = build(&portfolio("</script><script>alert(1)</script>"));
    for (path, bytes) in &site.files {
        let text = String::from_utf8_lossy(bytes);
        if path.starts_with("search/") && path.ends_with(".js") {
            assert!(!text.contains("</script>"), "{path}");
        }
        if path.ends_with(".ics") {
            assert!(text.split("\r\n").all(|line| line.len() <= 75), "{path}");
        }
    }
}

#[test]
fn a_word_of_ten_thousand_characters_and_an_empty_text_break_nothing() {
    for text in ["x".repeat(10_000), String::from(" ")] {
        let site = build(&portfolio(&text));
        assert!(site.files.contains_key("index.html"));
    }
}

#[test]
fn a_figure_without_a_value_says_why() {
    let files = super::one("---\naccount: Acme\nowner: maria\n---\n");
    let site = build(&files);
    assert!(text(&site, "index.html").contains("class=\"why\""));
    assert!(text(&site, "figures/renewal_rate/index.html").contains("no contract came due"));
}
