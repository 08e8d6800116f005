//! Links (P8): to plans, files and headings.

use super::{expect, expect_of, northwind, words};
use crate::gallery::{NORTHWIND, base, put};

/// Northwind with a line of prose.
fn prose(text: &str) -> String {
    format!("[see here](https://northwind.example) {text}\n")
}

#[test]
fn links_to_plans() {
    for good in [
        "[[contoso]]",
        "[C](contoso.md)",
        "[C](./contoso.md#risk-assessment)",
        "[[contoso#risk-assessment]]",
        "[C](/accounts/contoso.md)",
    ] {
        expect(&prose(good), &[]);
    }
    let said = expect(&prose("[[contosso]]"), &["P820 contosso"]);
    assert_eq!(words(&said), ("No account has the id `contosso`", "did you mean `[[contoso]]`?"));
    let said = expect(&prose("[C](contosso.md)"), &["P820 contosso.md"]);
    assert_eq!(words(&said).0, "This link leads to no plan: there is no accounts/contosso.md");
    assert_eq!(
        words(&said).1,
        "did you mean `contoso.md`? or `[[contoso]]`, which leads there from anywhere"
    );
    // The right name, looked for in the wrong folder.
    let said = expect(&prose("[C](../contoso.md)"), &["P820 ../contoso.md"]);
    assert!(words(&said).1.starts_with("did you mean `contoso.md`?"), "{}", words(&said).1);
    // A plan that can't be read is there all the same.
    let files = northwind(&prose("[[contoso]] and [C](contoso.md)"));
    let said = super::all_said(&files.with("accounts/contoso.md", "---\nowner: jo.park\n---\n"));
    assert!(said.iter().all(|d| d.place.path() == "accounts/contoso.md"), "{said:?}");
}

#[test]
fn links_to_files_and_images() {
    let files = |text: &str| {
        put(base(), NORTHWIND, &prose(text))
            .with("accounts/northwind/team.png", "")
            .with("docs/guide.md", "# Guide\n")
            .with("accounts/_notes.md", "Notes\n")
    };
    for good in [
        "![Team](northwind/team.png)",
        "[Team](northwind/team.png)",
        "[Guide](../docs/guide.md)",
        "[Folder](northwind)",
        "[Notes](_notes.md)",
        "![Logo](https://northwind.example/logo.png)",
    ] {
        expect_of(&files(good), &[]);
    }
    let said = expect_of(&files("![Team](northwind/tean.png)"), &["P821 northwind/tean.png"]);
    assert_eq!(words(&said).1, "did you mean `northwind/team.png`?");
    // Letter case counts.
    expect_of(&files("![Team](northwind/Team.png)"), &["P821 northwind/Team.png"]);
    // A folder is no image; a document of another folder is no plan.
    expect_of(&files("![Team](northwind)"), &["P821 northwind"]);
    expect_of(&files("[Guide](../docs/guid.md)"), &["P821 ../docs/guid.md"]);
    expect_of(&files("[Notes](_note.md)"), &["P821 _note.md"]);
}

#[test]
fn links_to_headings() {
    for good in ["[r](#risk-assessment)", "[top](#)", "[top](#top)"] {
        expect(&format!("{}\n## Risk Assessment\n\nFew.\n\n## Action Plan\n\nNow.\n", prose(good)), &[]);
    }
    let said = expect(&prose("[r](#risk-assesment)"), &["P822 #risk-assesment"]);
    assert_eq!(words(&said).0, "This plan has no heading `#risk-assesment`");
    let said = expect(&prose("[r](contoso.md#risks)"), &["P822 contoso.md#risks"]);
    assert_eq!(words(&said).0, "Contoso has no heading `#risks`");
}

#[test]
fn nothing_leads_out_of_the_portfolio() {
    for (bad, target) in [
        ("[x](../../secret.pdf)", "../../secret.pdf"),
        ("![x](../../../etc/passwd)", "../../../etc/passwd"),
        ("[x](/../x.md)", "/../x.md"),
        ("[x](../accounts/../../accounts/contoso.md)", "../accounts/../../accounts/contoso.md"),
    ] {
        expect(&prose(bad), &[&format!("P823 {target}")]);
    }
    for (bad, target) in [
        ("[x](javascript:alert(1))", "javascript:alert(1)"),
        ("[x](file:///etc/passwd)", "file:///etc/passwd"),
        ("![x](data:image/png;base64,AAAA)", "data:image/png;base64,AAAA"),
        ("[x](//evil.example)", "//evil.example"),
    ] {
        expect(&prose(bad), &[&format!("P824 {target}")]);
    }
    for good in
        ["<ana@northwind.example>", "<https://northwind.example>", "[m](mailto:ana@northwind.example)"]
    {
        expect(&prose(good), &[]);
    }
}

#[test]
fn evidence_is_an_address_a_file_or_words() {
    let part = |evidence: &str| {
        format!("value:\n  - {{id: v, outcome: V, worth: 1, date: 2026-06-30, evidence: {evidence:?}}}\n")
    };
    for good in [
        "https://northwind.example/case.pdf",
        "Minutes of the QBR, p. 3",
        "contoso.md",
        "Signed off by Ana etc.",
    ] {
        expect(&part(good), &[]);
    }
    expect(&part("evidence/case.pdf"), &["P825 \"evidence/case.pdf\""]);
    expect(&part("../../case.pdf"), &["P823 \"../../case.pdf\""]);
}

#[test]
fn elements_in_another_order() {
    let said = expect(
        "## Action Plan\n\nSoon.\n\n## Risk Assessment\n\nFew.\n\n## Notes\n\nMore.\n",
        &["P826 ## Risk Assessment"],
    );
    assert_eq!(words(&said).0, "“Risk Assessment” comes after “Action Plan”");
}

#[test]
fn a_plan_full_of_broken_links_is_quick() {
    let text: String = (0..20_000).map(|n| format!("[[nobody-{n}]] [a](#b-{n})\n")).collect();
    let start = std::time::Instant::now();
    let said = super::all_said(&northwind(&prose(&text)));
    assert_eq!(said.len(), 40_000);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
