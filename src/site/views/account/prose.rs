//! The author's own words, section by section.

use serde::Serialize;

use crate::model::{Element, LinkKind, Plan};
use crate::parse::{HtmlOptions, LinkTarget, link_target};
use crate::site::html::{Esc, Html, push_neutral, put};
use crate::site::links;
use crate::site::views::Book;
use crate::text::Span;

/// The prose of the six elements, of whatever else the plan tells, and of what stands before it all; empty
/// where nothing was written but tables that are data.
#[derive(Debug, Default, Serialize, Hash)]
pub(super) struct ProseView {
    intro: Html,
    profile: Html,
    pub map: Html,
    value: Html,
    growth: Html,
    risks: Html,
    actions: Html,
    /// Sections under other headings.
    others: Vec<Part>,
}

/// What stands under a heading of the author's own.
#[derive(Debug, Default, Clone, Serialize, Hash)]
struct Part {
    title: String,
    /// The fragment that links to the heading have.
    anchor: String,
    html: Html,
}

/// What fragments of the author's headings start with, so that they are unique in the page.
const PREFIX: &str = "s-";

/// The author's words; those on the relationship map stand beside a narrow one, and below a wide one.
pub(super) fn view(book: &Book<'_>, plan: &Plan, narrow_map: bool) -> ProseView {
    let beside_map = if narrow_map { "words" } else { "words words-wide" };
    let body = &plan.body;
    // The sections that stand for themselves: not inside another that is shown as a whole. A title
    // (level 1) around everything is not shown; what stands right under it is the introduction.
    let mut shown: Vec<(Option<usize>, Span)> = Vec::new();
    let mut inside: Option<u32> = None;
    for (index, section) in body.sections.iter().enumerate() {
        if inside.is_some_and(|end| section.heading.start < end) {
            continue;
        }
        if section.level <= 1 {
            shown.push((None, section.own));
            continue;
        }
        inside = Some(section.content.end);
        shown.push((Some(index), section.content));
    }
    let resolve = |kind: LinkKind, target: &str| resolve(book, plan, kind, target);
    let options = HtmlOptions {
        sanitize: book.portfolio.config.site.sanitize_html,
        shift: 0,
        id_prefix: PREFIX,
        resolve: &resolve,
    };
    let spans: Vec<Span> = shown.iter().map(|(_, span)| *span).collect();
    let rendered = crate::parse::html(&plan.source, body, &spans, &options);

    let mut view = ProseView::default();
    let mut intro = String::new();
    for ((index, _), markup) in shown.into_iter().zip(rendered) {
        let Some(section) = index.and_then(|index| body.sections.get(index)) else {
            intro.push_str(&markup);
            continue;
        };
        if section.empty || markup.trim().is_empty() {
            continue;
        }
        let anchor = || format!("{PREFIX}{}", section.anchor);
        // As wide as the page where the data above it is too, and one column beside the data else.
        let words = |class: &str| {
            Html::build(|out| {
                put!(out, "<div class=\"", class, "\" id=\"", Esc(&anchor()), "\"><div class=\"prose\">");
                push_neutral(out, &markup);
                out.push_str("</div></div>");
            })
        };
        match section.element {
            Some(Element::AccountProfile) => view.profile = words("words"),
            Some(Element::RelationshipMap) => view.map = words(beside_map),
            Some(Element::ValueDelivered) => view.value = words("words"),
            Some(Element::GrowthOpportunities) => view.growth = words("words"),
            Some(Element::RiskAssessment) => view.risks = words("words words-wide"),
            Some(Element::ActionPlan) => view.actions = words("words words-wide"),
            None => view.others.push(Part {
                title: section.title.clone(),
                anchor: anchor(),
                html: Html::build(|out| push_neutral(out, &markup)),
            }),
        }
    }
    view.intro = Html::build(|out| push_neutral(out, &intro));
    view
}

/// Where a link of a plan leads on the site: to other plans' pages. Files of the portfolio are not
/// published.
fn resolve(book: &Book<'_>, plan: &Plan, kind: LinkKind, target: &str) -> Option<String> {
    let page = |id: &str, fragment: Option<&str>| {
        let fragment = fragment.map(|f| format!("#{PREFIX}{f}")).unwrap_or_default();
        format!("../../{}{fragment}", links::account(id))
    };
    match kind {
        LinkKind::Wiki => book.plan(target).is_some().then(|| page(target, None)),
        LinkKind::Image => None,
        LinkKind::Link => {
            let LinkTarget::Local { path, fragment } = link_target(target) else { return None };
            let mut parts: Vec<&str> = plan.path().split('/').collect();
            parts.pop();
            for part in path.split('/') {
                match part {
                    "" | "." => {}
                    ".." => {
                        parts.pop();
                    }
                    part => parts.push(part),
                }
            }
            let id = book.id_at(&parts.join("/"))?;
            Some(page(id, fragment.as_deref()))
        }
    }
}
