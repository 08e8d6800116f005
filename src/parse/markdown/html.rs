//! Markdown to HTML that is safe to put in a page.
//!
//! For: the prose of plans. What comes out is well formed, has no scripts, styles or event handlers,
//! and asks no other host for anything; it needs no inline style, so a strict content policy holds.
//! Must not: trust anything that stands in a plan.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::link::{LinkTarget, link_target};
use super::sanitize::Sanitizer;
use super::{escape, parser};
use crate::model::{Body, LinkKind};
use crate::text::{Source, Span};

/// How Markdown becomes HTML.
pub struct HtmlOptions<'a> {
    /// Raw HTML is cleaned and kept instead of shown as text.
    pub sanitize: bool,
    /// What is added to the levels of headings: 1 makes `### Goals` an `h4`. Never past `h6`.
    pub shift: u8,
    /// What ids of headings and footnotes start with, so that they are unique in the page.
    pub id_prefix: &'a str,
    /// Where a link leads on the site; `None`: nowhere, so its text is shown without a link. Gets the
    /// targets of links and images that are relative paths, as written (see [`link_target`]), and the
    /// ids of `[[account]]` links. Links to headings of the same plan and to the web are none of its
    /// business.
    pub resolve: &'a dyn Fn(LinkKind, &str) -> Option<String>,
}

/// Renders parts of one plan's body, each to the HTML of its own: spans of sections' contents, in the
/// order of the document, none inside another. Tables that are data are left out
/// ([`Body::cut_table`]); a footnote is told at the end of the part that refers to it first.
///
/// The ids of headings are `id_prefix` and the section's [`anchor`](crate::model::Section::anchor): a
/// page that writes a heading itself gives it the same id, so that links to it arrive.
pub fn html(source: &Source, body: &Body, parts: &[Span], options: &HtmlOptions<'_>) -> Vec<String> {
    let text = source.slice(body.span);
    let base = body.span.start as usize;
    let events: Vec<(Event<'_>, Range<usize>)> = parser(text).into_offset_iter().collect();
    let mut cut: Vec<usize> =
        body.sections.iter().flat_map(|s| &s.data_tables).map(|table| table.start as usize).collect();
    cut.sort_unstable();
    let footnotes = footnotes(&events);
    let mut writer = Writer {
        base,
        body,
        options,
        cut,
        numbers: BTreeMap::new(),
        told: Vec::new(),
        out: String::new(),
        containers: 0,
        sanitizer: Sanitizer::default(),
        open_links: Vec::new(),
        table: None,
        raw_block: None,
    };
    let mut blocks = top_level_blocks(&events).into_iter().peekable();
    let mut rendered = Vec::with_capacity(parts.len());
    for part in parts {
        let inside = (part.start as usize).saturating_sub(base)..(part.end as usize).saturating_sub(base);
        // Tags take about a quarter more.
        writer.out.reserve(inside.len() + inside.len() / 4);
        while let Some(block) = blocks.peek().cloned() {
            let at = events.get(block.start).map_or(0, |(_, range)| range.start);
            if at >= inside.end {
                break;
            }
            blocks.next();
            let is_footnote =
                matches!(events.get(block.start), Some((Event::Start(Tag::FootnoteDefinition(_)), _)));
            if at >= inside.start && !is_footnote {
                writer.write(&events, block);
            }
        }
        writer.sanitizer.close_inside(0, &mut writer.out);
        writer.tell_footnotes(&events, &footnotes);
        rendered.push(std::mem::take(&mut writer.out));
    }
    rendered
}

/// The blocks at the top level of the document, as ranges of events.
fn top_level_blocks(events: &[(Event<'_>, Range<usize>)]) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (index, (event, _)) in events.iter().enumerate() {
        if depth == 0 {
            start = index;
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            blocks.push(start..index + 1);
        }
    }
    blocks
}

/// What each footnote says, as a range of events.
fn footnotes(events: &[(Event<'_>, Range<usize>)]) -> BTreeMap<String, Range<usize>> {
    let mut found = BTreeMap::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => open.push((label.to_string(), index + 1)),
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((label, start)) = open.pop() {
                    found.entry(label).or_insert(start..index);
                }
            }
            _ => {}
        }
    }
    found
}

/// A footnote that was referred to.
struct Referred {
    number: usize,
    times: usize,
}

struct Writer<'a, 'e> {
    base: usize,
    body: &'a Body,
    options: &'a HtmlOptions<'a>,
    /// Where tables start that are left out, sorted.
    cut: Vec<usize>,
    /// The footnotes referred to so far, by label.
    numbers: BTreeMap<String, Referred>,
    /// The labels of footnotes still to be told, in the order of their numbers.
    told: Vec<String>,
    out: String,
    /// How many elements of Markdown are open: raw HTML must close inside of the one it opened in.
    containers: usize,
    sanitizer: Sanitizer,
    open_links: Vec<bool>,
    table: Option<OpenTable<'e>>,
    /// The raw HTML of the block that is open.
    raw_block: Option<String>,
}

struct OpenTable<'e> {
    alignments: &'e [Alignment],
    column: usize,
    head: bool,
}

impl<'e> Writer<'_, 'e> {
    /// Writes a range of events.
    fn write(&mut self, events: &'e [(Event<'e>, Range<usize>)], range: Range<usize>) {
        let mut index = range.start;
        while let Some((event, at)) = events.get(index).filter(|_| index < range.end) {
            index = match event {
                Event::Start(tag) => match self.skipped(events, index, tag, at) {
                    Some(end) => end,
                    None => {
                        self.start(tag, at);
                        index + 1
                    }
                },
                other => {
                    self.event(other);
                    index + 1
                }
            };
        }
    }

    /// Where to go on after a thing that is not written where it stands: a data table, a footnote's
    /// text, an image (only its words count).
    fn skipped(
        &mut self,
        events: &'e [(Event<'e>, Range<usize>)],
        index: usize,
        tag: &Tag<'e>,
        at: &Range<usize>,
    ) -> Option<usize> {
        let end = || {
            let mut depth = 0_usize;
            let mut end = index;
            for (event, _) in events.get(index..).unwrap_or_default() {
                end += 1;
                match event {
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            end
        };
        match tag {
            Tag::Table(_) if self.cut.binary_search(&(self.base + at.start)).is_ok() => Some(end()),
            Tag::FootnoteDefinition(_) => Some(end()),
            Tag::Image { dest_url, title, .. } => {
                let end = end();
                let mut words = String::new();
                for (event, _) in events.get(index..end).unwrap_or_default() {
                    match event {
                        Event::Text(text) | Event::Code(text) => words.push_str(text),
                        Event::SoftBreak | Event::HardBreak => words.push(' '),
                        _ => {}
                    }
                }
                self.image(dest_url, &words, title);
                Some(end)
            }
            _ => None,
        }
    }

    fn event(&mut self, event: &Event<'e>) {
        match event {
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.raw_block {
                Some(raw) => raw.push_str(text),
                None => escape(&mut self.out, text),
            },
            Event::Code(code) => {
                self.out.push_str("<code>");
                escape(&mut self.out, code);
                self.out.push_str("</code>");
            }
            Event::Html(html) => match &mut self.raw_block {
                Some(raw) => raw.push_str(html),
                None => self.raw(html, false),
            },
            Event::InlineHtml(html) => self.raw(html, true),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(true) => {
                self.out.push_str("<span class=\"task\" role=\"img\" aria-label=\"Done\">☑</span> ");
            }
            Event::TaskListMarker(false) => {
                self.out.push_str("<span class=\"task\" role=\"img\" aria-label=\"To do\">☐</span> ");
            }
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::Start(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &'e Tag<'e>, at: &Range<usize>) {
        self.containers += 1;
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => {
                let level = (*level as u8).saturating_add(self.options.shift).min(6);
                let start = u32::try_from(self.base + at.start).unwrap_or(u32::MAX);
                let section = self.body.sections.partition_point(|s| s.heading.start < start);
                match self.body.sections.get(section).filter(|s| s.level > 0 && s.heading.start == start) {
                    Some(section) => {
                        self.out.push_str(&format!("<h{level} id=\""));
                        escape(&mut self.out, self.options.id_prefix);
                        escape(&mut self.out, &section.anchor);
                        self.out.push_str("\">");
                    }
                    None => self.out.push_str(&format!("<h{level}>")),
                }
            }
            Tag::BlockQuote(None) => self.out.push_str("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let (class, title) = match kind {
                    BlockQuoteKind::Note => ("note", "Note"),
                    BlockQuoteKind::Tip => ("tip", "Tip"),
                    BlockQuoteKind::Important => ("important", "Important"),
                    BlockQuoteKind::Warning => ("warning", "Warning"),
                    BlockQuoteKind::Caution => ("caution", "Caution"),
                };
                self.out.push_str(&format!(
                    "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n"
                ));
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => self.out.push_str("<pre tabindex=\"0\"><code>"),
            Tag::CodeBlock(CodeBlockKind::Fenced(language)) => {
                let language: String = language
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+'))
                    .collect();
                self.out.push_str("<pre tabindex=\"0\"><code");
                if !language.is_empty() {
                    self.out.push_str(&format!(" class=\"language-{language}\""));
                }
                self.out.push('>');
            }
            Tag::HtmlBlock => self.raw_block = Some(String::new()),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(start)) => self.out.push_str(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::Item => self.out.push_str("<li>"),
            Tag::Table(alignments) => {
                self.table = Some(OpenTable { alignments, column: 0, head: false });
                self.out.push_str(
                    "<div class=\"table-scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n",
                );
            }
            Tag::TableHead => {
                self.start_row(true);
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.start_row(false);
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title),
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        self.containers = self.containers.saturating_sub(1);
        self.sanitizer.close_inside(self.containers + 1, &mut self.out);
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => {
                let level = (*level as u8).saturating_add(self.options.shift).min(6);
                self.out.push_str(&format!("</h{level}>\n"));
            }
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</div>\n"),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::HtmlBlock => {
                if let Some(raw) = self.raw_block.take() {
                    self.raw(&raw, false);
                }
            }
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::Table => {
                self.table = None;
                self.out.push_str("</tbody></table></div>\n");
            }
            TagEnd::TableHead => self.out.push_str("</tr></thead>\n<tbody>\n"),
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                let head = self.table.as_ref().is_some_and(|table| table.head);
                self.out.push_str(if head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link if self.open_links.pop() == Some(true) => self.out.push_str("</a>"),
            _ => {}
        }
    }

    fn start_row(&mut self, head: bool) {
        if let Some(table) = &mut self.table {
            table.column = 0;
            table.head = head;
        }
    }

    fn start_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        table.column += 1;
        let cell = if table.head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") };
        self.out.push_str(&cell);
    }

    fn link(&mut self, link_type: LinkType, target: &str, title: &str) {
        let href = match link_type {
            LinkType::WikiLink { .. } => {
                (self.options.resolve)(LinkKind::Wiki, target).filter(|href| is_safe(href))
            }
            LinkType::Email => Some(format!("mailto:{target}")),
            _ => self.href(LinkKind::Link, target),
        };
        self.open_links.push(href.is_some());
        if let Some(href) = href {
            self.out.push_str("<a href=\"");
            escape(&mut self.out, &href);
            self.out.push('"');
            if matches!(link_target(&href), LinkTarget::External(_)) {
                self.out.push_str(" rel=\"noreferrer\"");
            }
            self.title(title);
            self.out.push('>');
        }
    }

    fn href(&self, kind: LinkKind, target: &str) -> Option<String> {
        match link_target(target) {
            LinkTarget::External(address) => Some(address.to_owned()),
            LinkTarget::Local { path, fragment: Some(fragment) } if path.is_empty() => {
                let section = self.body.sections.iter().find(|s| s.anchor == fragment && s.level > 0)?;
                Some(format!("#{}{}", self.options.id_prefix, section.anchor))
            }
            LinkTarget::Local { .. } => (self.options.resolve)(kind, target).filter(|href| is_safe(href)),
            LinkTarget::Refused => None,
        }
    }

    /// An image of the portfolio is shown; one on the web is a link to it, for a page asks no other
    /// host for anything.
    fn image(&mut self, target: &str, words: &str, title: &str) {
        let Some(href) = self.href(LinkKind::Image, target) else {
            return escape(&mut self.out, words);
        };
        let words = if words.trim().is_empty() { title } else { words };
        if matches!(link_target(&href), LinkTarget::External(_)) {
            if self.open_links.contains(&true) {
                return escape(&mut self.out, words);
            }
            self.out.push_str("<a href=\"");
            escape(&mut self.out, &href);
            self.out.push_str("\" rel=\"noreferrer\">");
            escape(&mut self.out, if words.trim().is_empty() { &href } else { words });
            self.out.push_str("</a>");
            return;
        }
        self.out.push_str("<img src=\"");
        escape(&mut self.out, &href);
        self.out.push_str("\" alt=\"");
        escape(&mut self.out, words);
        self.out.push('"');
        self.title(title);
        self.out.push_str(" loading=\"lazy\">");
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape(&mut self.out, title);
            self.out.push('"');
        }
    }

    fn raw(&mut self, html: &str, inline: bool) {
        let html = super::without_comments(html);
        if html.trim().is_empty() {
            return;
        }
        if self.options.sanitize {
            let containers = self.containers;
            let mut out = std::mem::take(&mut self.out);
            let mut sanitizer = std::mem::take(&mut self.sanitizer);
            let in_link = self.open_links.contains(&true);
            sanitizer.write(&html, inline, in_link, containers, &mut out, &|image, target| {
                self.href(if image { LinkKind::Image } else { LinkKind::Link }, target)
            });
            self.sanitizer = sanitizer;
            self.out = out;
        } else if inline {
            escape(&mut self.out, &html);
        } else {
            self.out.push_str("<p>");
            escape(&mut self.out, html.trim());
            self.out.push_str("</p>\n");
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        let next = self.numbers.len() + 1;
        let told = &mut self.told;
        let referred = self.numbers.entry(label.to_owned()).or_insert_with(|| {
            told.push(label.to_owned());
            Referred { number: next, times: 0 }
        });
        referred.times += 1;
        let Referred { number, times } = *referred;
        let again = if times > 1 { format!("-{times}") } else { String::new() };
        let mut prefix = String::new();
        escape(&mut prefix, self.options.id_prefix);
        self.out.push_str(&format!(
            "<sup><a href=\"#{prefix}fn-{number}\" id=\"{prefix}fnref-{number}{again}\" \
             aria-label=\"Footnote {number}\">{number}</a></sup>"
        ));
    }

    /// Tells the footnotes that were referred to since the last time.
    fn tell_footnotes(
        &mut self,
        events: &'e [(Event<'e>, Range<usize>)],
        footnotes: &BTreeMap<String, Range<usize>>,
    ) {
        if self.told.is_empty() {
            return;
        }
        let mut prefix = String::new();
        escape(&mut prefix, self.options.id_prefix);
        let mut first = true;
        // A footnote may refer to others: the list grows while it is told.
        while !self.told.is_empty() {
            for label in std::mem::take(&mut self.told) {
                let Some(number) = self.numbers.get(&label).map(|referred| referred.number) else { continue };
                if std::mem::take(&mut first) {
                    self.out.push_str(&format!("<ol class=\"footnotes\" start=\"{number}\">\n"));
                }
                self.out.push_str(&format!("<li id=\"{prefix}fn-{number}\" value=\"{number}\">"));
                if let Some(range) = footnotes.get(&label) {
                    self.write(events, range.clone());
                    self.sanitizer.close_inside(0, &mut self.out);
                }
                self.out.push_str(&format!(
                    "<a href=\"#{prefix}fnref-{number}\" aria-label=\"Back to the text\">↩</a></li>\n"
                ));
            }
        }
        self.out.push_str("</ol>\n");
    }
}

/// Whether an address that the site made may stand in a page.
fn is_safe(href: &str) -> bool {
    link_target(href) != LinkTarget::Refused
}
