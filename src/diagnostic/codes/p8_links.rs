//! P8: links and Markdown.

use super::family;

family! { LINKS:
    // P800 to P819: the form of Markdown; what reads it is `crate::parse`.
    P800 = "empty-link", Warning, "A link or an image leads nowhere.",
        "Nothing stands between the parentheses of `[text]()`. On the page it would be a link to the page \
         itself, so only its text is shown.",
        bad "## Action Plan\n\nSee [their annual report]().\n",
        good "## Action Plan\n\nSee [their annual report](https://northwind.example/report).\n";
    P801 = "duplicate-section", Error, "A planning element has two sections.",
        "Each of the six planning elements has one section in a plan. The first is shown as the element's; \
         a second one would be overlooked. Put both under one heading; parts of a section have headings of \
         a deeper level.",
        bad "---\naccount: Northwind Traders\nowner: maria.lopez\n---\n\n## Risk Assessment\n\nBo may move on.\n\n## Risk Assessment\n\nThe price is under review.\n",
        good "---\naccount: Northwind Traders\nowner: maria.lopez\n---\n\n## Risk Assessment\n\nBo may move on. The price is under review.\n";
    P802 = "section-level", Warning, "A heading names a planning element at another level than the second.",
        "The sections of the six planning elements have headings of the second level, with two hashes. This \
         heading has another, so its text is shown as any other and the element counts as untold.",
        bad "---\naccount: Northwind Traders\nowner: maria.lopez\n---\n\n### Risk Assessment\n\nBo may move on.\n",
        good "---\naccount: Northwind Traders\nowner: maria.lopez\n---\n\n## Risk Assessment\n\nBo may move on.\n";
    P803 = "not-a-heading", Warning, "A line is meant as a heading, but is none.",
        "A heading starts with hashes and a space: `## Risk Assessment`. Without the space, or as bold \
         text, it is a paragraph, and what is below it belongs to the section above.",
        bad "---\naccount: Northwind Traders\nowner: maria.lopez\n---\n\n##Risk Assessment\n\nBo may move on.\n",
        good "---\naccount: Northwind Traders\nowner: maria.lopez\n---\n\n## Risk Assessment\n\nBo may move on.\n";
    P804 = "misspelt-section", Warning, "A heading looks like a planning element's, but is not written as it.",
        "Headings of your own are welcome, but this one is a letter or two away from one of the six \
         planning elements, which the plan lacks. If it is meant, write it as the framework does; the \
         letter case does not matter, and `&` may stand for `and`.",
        bad "---\naccount: Northwind Traders\nowner: maria.lopez\n---\n\n## Risk Assesment\n\nBo may move on.\n",
        good "---\naccount: Northwind Traders\nowner: maria.lopez\n---\n\n## Risk Assessment\n\nBo may move on.\n";
    P820 = "broken-plan-link", Error, "A link leads to a plan that doesn't exist.",
        "Links between plans are paths from this file to the other (`[Contoso](contoso.md)`), or the account's \
         id in double brackets (`[[contoso]]`), which works from anywhere and survives moving files. On the site \
         they become links between pages.",
        bad "[[contosso]]\n",
        good "[[contoso]]\n";
    P821 = "missing-file", Warning, "A link or an image leads to a file that doesn't exist.",
        "The path starts at the folder of the plan, and letter case counts. Add the file, or mend the path.",
        bad "![How we work together](team.png)\n",
        good "![How we work together](https://northwind.example/team.png)\n";
    P822 = "missing-heading", Warning, "A link leads to a heading that doesn't exist.",
        "After `#` stands the heading in lower case, with hyphens for spaces and without punctuation, as on \
         GitHub.",
        bad "[the risks](#risk-assesment)\n\n## Action Plan\n\nThe CFO comes first.\n",
        good "[the risks](#risk-assessment)\n\n## Action Plan\n\nThe CFO comes first.\n";
    P823 = "link-outside-portfolio", Warning, "A link leads out of the portfolio.",
        "Nothing outside the portfolio's folder is read or published. Copy the file into the portfolio, or link \
         to its address on the web.",
        bad "[the contract](../../contracts/northwind.pdf)\n",
        good "[the contract](https://files.example/northwind.pdf)\n";
    P824 = "link-not-published", Warning, "A link of a kind that is not published.",
        "Pages link to http, https and mailto addresses, and to files of the portfolio: anything else \
         (`javascript:`, `file:`, `data:`) could harm a reader, and is shown as text.",
        bad "[the contract](file:///home/maria/northwind.pdf)\n",
        good "[the contract](https://files.example/northwind.pdf)\n";
    P825 = "missing-evidence", Warning, "The evidence of an outcome is a file that doesn't exist.",
        "`evidence` is an address on the web, or a file of the portfolio by its path from the plan. Text that is \
         neither is kept as it is.",
        bad "value:\n  - {id: dispatch, outcome: Faster dispatch, worth: 310k, date: 2026-06-30, evidence: case.pdf}\n",
        good "value:\n  - {id: dispatch, outcome: Faster dispatch, worth: 310k, date: 2026-06-30, evidence: https://northwind.example/case.pdf}\n";
    P826 = "sections-out-of-order", Info, "The planning elements stand in another order than usual.",
        "Whoever reads many plans finds things where they always are: Account Profile, Relationship Map, Value \
         Delivered, Growth Opportunities, Risk Assessment, Action Plan.",
        bad "## Action Plan\n\nSee the list.\n\n## Risk Assessment\n\nNo risk is seen today.\n",
        good "## Risk Assessment\n\nNo risk is seen today.\n\n## Action Plan\n\nSee the list.\n";
}
