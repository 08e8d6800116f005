use std::sync::Arc;

use super::*;

fn parse(text: &str) -> (Arc<Source>, Diagnostics) {
    (Source::new("accounts/a.md", text), Diagnostics::new())
}

#[test]
fn a_plan_becomes_nodes_sections_and_tables() {
    let (source, mut diagnostics) = parse(
        "---\naccount: 'Café'  # the client\nlist: [a, {b: c}]\n---\n# Café\n\n## Risk assessment\n\nTBD\n\n### More\n\n## Action Plan\n\n| Action | Due |\n|---|---|\n| **Call** `x` | 2026 |\n\nSee [them](../b.md) and [[contoso]].\n",
    );
    let document = parse_plan(&source, &mut diagnostics);
    let root = document.front_matter.unwrap();
    let account = root.get("account").unwrap();
    assert_eq!(source.slice(account.span), "'Café'");
    let NodeKind::List(items) = &root.get("list").unwrap().kind else { panic!() };
    assert_eq!(source.slice(items[1].span), "{b: c}");
    let titles: Vec<_> = document
        .body
        .sections
        .iter()
        .map(|s| (s.title.as_str(), s.element.is_some(), s.parent, s.empty))
        .collect();
    assert_eq!(
        titles,
        [
            ("Café", false, None, false),
            ("Risk assessment", true, Some(0), true),
            ("More", false, Some(1), true),
            ("Action Plan", true, Some(0), false),
        ]
    );
    let table = &document.tables[0];
    assert_eq!(table.section, 3);
    assert_eq!(table.rows[0][0].text, "Call x");
    assert_eq!(source.slice(table.rows[0][0].span), "**Call** `x`");
    let targets: Vec<_> = document.body.links.iter().map(|l| source.slice(l.target_span)).collect();
    assert_eq!(targets, ["../b.md", "contoso"]);
}
