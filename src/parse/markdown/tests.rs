use std::sync::Arc;

use super::*;
use crate::diagnostic::Diagnostics;
use crate::model::LinkKind;
use crate::text::{Source, Span};

fn render(markdown: &str, sanitize: bool) -> String {
    let source: Arc<Source> = Source::new("accounts/a.md", markdown);
    let span = Span::new(0, markdown.len());
    let (body, _) = outline(&source, span, &mut Diagnostics::new());
    let resolve = |kind: LinkKind, target: &str| match kind {
        LinkKind::Wiki => (target == "contoso").then(|| "../contoso/".to_owned()),
        LinkKind::Image => Some(format!("files/{target}")),
        LinkKind::Link => target.strip_suffix(".md").map(|id| format!("{id}/")),
    };
    let options = HtmlOptions { sanitize, shift: 1, id_prefix: "p-", resolve: &resolve };
    html(&source, &body, &[span], &options).concat()
}

#[test]
fn markdown_becomes_html_without_inline_styles() {
    for (markdown, expected) in [
        ("## Goals & *more*\n", "<h3 id=\"p-goals--more\">Goals &amp; <em>more</em></h3>\n"),
        ("###### Deep\n", "<h6 id=\"p-deep\">Deep</h6>\n"),
        ("# A\n\n# A\n", "<h2 id=\"p-a\">A</h2>\n<h2 id=\"p-a-1\">A</h2>\n"),
        ("> # In a quote\n", "<blockquote>\n<h2>In a quote</h2>\n</blockquote>\n"),
        ("~~old~~ `a<b`\n", "<p><del>old</del> <code>a&lt;b</code></p>\n"),
        (
            "- [x] done\n- [ ] open\n",
            "<ul>\n<li><span class=\"task\" role=\"img\" aria-label=\"Done\">☑</span> done</li>\n\
             <li><span class=\"task\" role=\"img\" aria-label=\"To do\">☐</span> open</li>\n</ul>\n",
        ),
        (
            "| a | b |\n|---|--:|\n| 1 | 2 |\n",
            "<div class=\"table-scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n\
             <thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"align-right\">b</th></tr></thead>\n\
             <tbody>\n<tr><td>1</td><td class=\"align-right\">2</td></tr>\n</tbody></table></div>\n",
        ),
        (
            "> [!WARNING]\n> Careful\n",
            "<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n\
             <p>Careful</p>\n</div>\n",
        ),
        (
            "Yes[^1] and yes[^1].\n\n[^1]: Why\n",
            "<p>Yes<sup><a href=\"#p-fn-1\" id=\"p-fnref-1\" aria-label=\"Footnote 1\">1</a></sup> and \
             yes<sup><a href=\"#p-fn-1\" id=\"p-fnref-1-2\" aria-label=\"Footnote 1\">1</a></sup>.</p>\n\
             <ol class=\"footnotes\" start=\"1\">\n<li id=\"p-fn-1\" value=\"1\"><p>Why</p>\n\
             <a href=\"#p-fnref-1\" aria-label=\"Back to the text\">↩</a></li>\n</ol>\n",
        ),
    ] {
        assert_eq!(render(markdown, false), expected, "{markdown}");
    }
}

#[test]
fn links_lead_to_safe_places_only() {
    for (markdown, expected) in [
        (
            "[x](https://a.example?b&c)",
            "<p><a href=\"https://a.example?b&amp;c\" rel=\"noreferrer\">x</a></p>\n",
        ),
        ("[x](javascript:alert(1))", "<p>x</p>\n"),
        ("[x](<java&#10;script:alert(1)>)", "<p>x</p>\n"),
        ("<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"),
        ("<ana@a.example>", "<p><a href=\"mailto:ana@a.example\" rel=\"noreferrer\">ana@a.example</a></p>\n"),
        ("[x](../b.md \"B\")", "<p><a href=\"../b/\" title=\"B\">x</a></p>\n"),
        ("[x](none.txt)", "<p>x</p>\n"),
        (
            "[[contoso]] [[contoso|them]] [[nobody]]",
            "<p><a href=\"../contoso/\">contoso</a> <a href=\"../contoso/\">them</a> nobody</p>\n",
        ),
        ("`[[contoso]]`", "<p><code>[[contoso]]</code></p>\n"),
        ("![a \"b\"](c.png)", "<p><img src=\"files/c.png\" alt=\"a &quot;b&quot;\" loading=\"lazy\"></p>\n"),
        ("![a](data:image/png;base64,x)", "<p>a</p>\n"),
        (
            "![a](https://a.example/x.png)",
            "<p><a href=\"https://a.example/x.png\" rel=\"noreferrer\">a</a></p>\n",
        ),
        (
            "# Top\n\n[up](#top) [no](#nowhere)",
            "<h2 id=\"p-top\">Top</h2>\n<p><a href=\"#p-top\">up</a> no</p>\n",
        ),
    ] {
        assert_eq!(render(markdown, false), expected, "{markdown}");
    }
}

#[test]
fn raw_html_is_text_unless_it_is_cleaned() {
    let block = "<div onclick=\"x()\" style=\"color:red\">a <b>b</b></div>\n";
    assert_eq!(
        render(block, false),
        "<p>&lt;div onclick=&quot;x()&quot; style=&quot;color:red&quot;&gt;a &lt;b&gt;b&lt;/b&gt;&lt;/div&gt;</p>\n"
    );
    assert_eq!(render(block, true), "<div>a <b>b</b></div>\n");
    assert_eq!(render("a <!-- note --> b <br> c\n", true), "<p>a  b <br> c</p>\n");
    assert_eq!(render("a <u>b\n\nc</u>\n", true), "<p>a <u>b</u></p>\n<p>c</p>\n");
    assert_eq!(render("<script>alert(1)</script>\n\nafter\n", true), "\n<p>after</p>\n");
    assert_eq!(render("x <script>alert(1)</script>\n", true), "<p>x alert(1)</p>\n");
    assert_eq!(
        render("<a href=\"jav&#x61;script:x\" href=\"https://a.example\">y</a> <a href=b.md>z</a>\n", true),
        "<p><a href=\"https://a.example\">y</a> <a href=\"b/\">z</a></p>\n"
    );
    assert_eq!(render("<img src=x onerror=alert(1)>\n", true), "<img src=\"files/x\">\n");
    assert_eq!(render("<p>a</div></p></details>\n", true), "<p>a</p>\n");
    assert_eq!(
        render("<details><summary>More</summary>\n\n*in*\n\n</details>\n\nout\n", true),
        "<details><summary>More</summary>\n<p><em>in</em></p>\n</details>\n<p>out</p>\n"
    );
}
