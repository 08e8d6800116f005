//! The pages of the checks: what is left out and would change, what is stale, what is missing.

use super::{build, text};
use crate::support::Files;

fn plan(name: &str, arr: &str, more: &str) -> String {
    format!(
        "---\naccount: {name}\nowner: maria\n{more}contracts:\n  - {{id: C, product: P, arr: {arr}, start: 2025-01-01}}\n---\n"
    )
}

/// The cells of the rows of a page that hold a text, without their markup.
fn cells(page: &str, holding: &str) -> Vec<String> {
    let row = page.split("<tr>").find(|row| row.contains(holding)).unwrap_or_else(|| panic!("no {holding}"));
    let row = row.split("</tr>").next().unwrap_or_default().replace("</th>", "</td>");
    row.split("</td>")
        .map(|cell| {
            let mut inside = false;
            let text = cell.chars().filter(|c| {
                inside = (inside || *c == '<') && *c != '>';
                !inside && *c != '>'
            });
            text.collect::<String>().trim().to_owned()
        })
        .collect()
}

#[test]
fn what_a_plan_that_is_left_out_would_change_is_said() {
    // 100k count; 50k more are written in a plan in which a survey's day is none.
    let files = Files::new()
        .with("planc.yaml", "portfolio: Two\n")
        .with("accounts/acme.md", plan("Acme", "100k", ""))
        .with(
            "accounts/bolt.md",
            plan(
                "Bolt",
                "50k",
                "surveys: [{date: soon, nps: 9}]
",
            ),
        )
        .with("accounts/crux.md", "---\naccount: Crux\n---\n");
    let site = build(&files);
    let page = text(&site, "checks/index.html");
    let arr = cells(page, "figures/arr/index.html");
    assert_eq!(arr.get(1).map(String::as_str), Some("$100k"), "{arr:?}");
    assert_eq!(arr.get(2).map(String::as_str), Some("$150k"), "{arr:?}");
    let bolt = cells(page, "accounts/bolt.md");
    assert_eq!(bolt.get(3).map(String::as_str), Some("$50k"), "{bolt:?}");
    let crux = cells(page, "accounts/crux.md");
    assert!(crux.get(3).is_some_and(|why| why.contains("read as a plan")), "{crux:?}");
    // CSAT is unknown with and without it: nothing to say.
    assert!(!page.contains("figures/csat/index.html"));
}

#[test]
fn plans_whose_review_is_overdue_are_listed_the_longest_first() {
    // Every 180 days, for a plan without a tier: 2026-04-03 is the last day that will do on 2026-09-30.
    let files = Files::new()
        .with("planc.yaml", "portfolio: Four\n")
        .with("accounts/acme.md", plan("Acme", "1k", "reviewed: 2026-04-03\n"))
        .with("accounts/bolt.md", plan("Bolt", "1k", "reviewed: 2026-04-02\n"))
        .with("accounts/crux.md", plan("Crux", "1k", "reviewed: 2025-01-01\n"))
        .with("accounts/dune.md", plan("Dune", "1k", ""));
    let site = build(&files);
    let page = text(&site, "checks/stale/index.html");
    let at = |name: &str| page.find(&format!("accounts/{name}/index.html"));
    assert_eq!(at("acme"), None);
    assert!(at("dune").is_some() && at("dune") < at("crux") && at("crux") < at("bolt"), "never, 2025, 2026");
}

#[test]
fn the_least_complete_plan_stands_first() {
    let site = build(
        &Files::new()
            .with("planc.yaml", "portfolio: Two\n")
            .with("accounts/acme.md", plan("Acme", "1k", "industry: Retail\nreviewed: 2026-09-01\n"))
            .with("accounts/bolt.md", plan("Bolt", "1k", "")),
    );
    let page = text(&site, "checks/completeness/index.html");
    assert!(page.find("accounts/bolt/index.html") < page.find("accounts/acme/index.html"));
}

#[test]
fn many_findings_stand_on_several_pages() {
    let mut files = Files::new().with("planc.yaml", "portfolio: Many\n");
    for n in 0..100 {
        files = files.with(&format!("accounts/a{n}.md"), plan(&format!("A {n}"), "1k", ""));
    }
    let site = build(&files);
    let pages: Vec<&str> =
        site.files.keys().map(String::as_str).filter(|path| path.starts_with("checks/page-")).collect();
    assert!(pages.len() > 1, "{pages:?}");
    // Whatever is found stands on one of them, once; what stands above the list only on the first.
    let listed = |n: usize| {
        let place = format!("<p class=\"source\">accounts/a{n}.md</p>");
        let first = std::iter::once("checks/index.html").chain(pages.iter().copied());
        first.filter(|path| text(&site, path).contains(&place)).count()
    };
    assert!((0..100).all(|n| listed(n) == 1));
    assert!(!text(&site, "checks/page-2.html").contains("tile-tally"));
}
