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

mod whatever_is_written {
    use proptest::prelude::*;

    use super::render;

    /// Every element that a cleaned page may hold: what Markdown makes, and what is allowed of raw HTML.
    const ELEMENTS: &[&str] = &[
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ];
    const ATTRIBUTES: &[&str] = &[
        "alt",
        "aria-hidden",
        "aria-label",
        "class",
        "colspan",
        "height",
        "href",
        "id",
        "loading",
        "open",
        "rel",
        "role",
        "rowspan",
        "scope",
        "src",
        "start",
        "tabindex",
        "title",
        "value",
        "width",
    ];

    /// A tag's name, its attributes, and what follows it.
    type Tag<'h> = (&'h str, Vec<(&'h str, &'h str)>, &'h str);

    /// The start of a tag's text up to its `>`, read as strictly as can be: a browser can't read it otherwise.
    fn tag(markup: &str) -> Result<Tag<'_>, String> {
        let wrong = || format!("no tag: {markup}");
        let length =
            markup.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit())).ok_or_else(wrong)?;
        let (name, mut rest) = markup.split_at(length);
        let mut attributes = Vec::new();
        loop {
            if let Some(after) = rest.strip_prefix('>') {
                return Ok((name, attributes, after));
            }
            let (key, after) =
                rest.strip_prefix(' ').and_then(|rest| rest.split_once("=\"")).ok_or_else(wrong)?;
            let (value, after) = after.split_once('"').ok_or_else(wrong)?;
            attributes.push((key, value));
            rest = after;
        }
    }

    /// What is wrong with a cleaned page: anything but plain text, allowed tags that close each other, and
    /// allowed attributes that lead nowhere else than they may.
    fn check(html: &str) -> Result<(), String> {
        let mut open: Vec<&str> = Vec::new();
        let mut rest = html;
        while let Some((text, markup)) = rest.split_once('<') {
            if text.contains('>') {
                return Err(format!("a bare > in {text}"));
            }
            if let Some(closing) = markup.strip_prefix('/') {
                let (name, after) = closing.split_once('>').ok_or("an open end")?;
                if open.pop() != Some(name) {
                    return Err(format!("</{name}> closes something else"));
                }
                rest = after;
                continue;
            }
            let (name, attributes, after) = tag(markup)?;
            if !ELEMENTS.contains(&name) {
                return Err(format!("<{name}>"));
            }
            for (key, value) in attributes {
                let scheme = value.split_once(':').map_or("", |(scheme, _)| scheme);
                let leads =
                    matches!(key, "href" | "src") && !matches!(scheme, "" | "http" | "https" | "mailto");
                if !ATTRIBUTES.contains(&key) || leads || value.contains(['<', '>']) {
                    return Err(format!("<{name} {key}=\"{value}\">"));
                }
            }
            if !matches!(name, "br" | "hr" | "img") {
                open.push(name);
            }
            rest = after;
        }
        if open.is_empty() { Ok(()) } else { Err(format!("left open: {open:?}")) }
    }

    /// Pieces of hostile and of clumsy HTML, of Markdown that it stands in, and any character.
    fn piece() -> impl Strategy<Value = String> {
        let pieces = [
            "<",
            ">",
            "</",
            "/>",
            "=",
            "\"",
            "'",
            " ",
            "\n",
            "\n\n",
            "\t",
            "&",
            ";",
            "&#106;",
            "&lt;",
            "&colon;",
            "`",
            "> ",
            "- ",
            "1. ",
            "    ",
            "| a | b |\n|---|---|\n| ",
            " | ",
            "# ",
            "**",
            "~~",
            "[x](",
            ")",
            "![",
            "](",
            "[^1]",
            "[^1]: ",
            "<!--",
            "-->",
            "<![CDATA[",
            "<?",
            "<script>",
            "</script>",
            "<script src=x>",
            "<style>",
            "</style>",
            "<svg onload=alert(1)>",
            "<math>",
            "<iframe src=",
            "<template>",
            "<textarea>",
            "</textarea>",
            "<title>",
            "<img src=x onerror=alert(1)>",
            "<img src=\"a.png\" alt='",
            "<a href=",
            "<a href=\"javascript:alert(1)\">",
            "<a href=java&#115;cript:alert(1)>",
            "<a href='data:text/html,x'>",
            "<a title=\"",
            "</a>",
            "<p style=x>",
            "<p>",
            "</p>",
            "<div",
            "<div>",
            "</div>",
            "<table><tr><td colspan=2>",
            "</table>",
            "<b>",
            "</b>",
            "<details open>",
            "<summary>",
            "</details>",
            "<h1>",
            "<x-y>",
            "on",
            "click=",
            "javascript:",
            "https://a.example/",
            "a.md",
            "text",
        ];
        prop_oneof![
            9 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned),
            1 => any::<char>().prop_map(String::from),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Whatever stands in a plan, what its page shows of it is well formed, and holds no script, style,
        /// event handler, foreign element or address that runs something.
        #[test]
        fn comes_out_clean(pieces in prop::collection::vec(piece(), 1..24)) {
            let markdown = pieces.concat();
            let html = render(&markdown, true);
            prop_assert_eq!(check(&html), Ok(()), "{:?}\n{}", markdown, html);
        }

        /// The same where raw HTML is shown as text.
        #[test]
        fn is_text_where_html_is_none(pieces in prop::collection::vec(piece(), 1..24)) {
            let markdown = pieces.concat();
            let html = render(&markdown, false);
            prop_assert_eq!(check(&html), Ok(()), "{:?}\n{}", markdown, html);
        }
    }
}
