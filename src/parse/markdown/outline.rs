//! Markdown to an outline: sections by heading, links, tables.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::heading::{self, Anchors, Candidate};
use super::target::{OpenLink, target_range, trimmed};
use super::{append, parser};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{Body, Link, LinkKind, Section};
use crate::parse::{Scalar, ScalarStyle, Table, is_placeholder};
use crate::text::{Source, Span};

/// Outlines the Markdown in `span`: sections by heading, links, tables.
pub fn outline<'s>(
    source: &'s Arc<Source>,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> (Body, Vec<Table<'s>>) {
    let text = source.slice(span);
    let mut outliner = Outliner {
        text,
        base: span.start as usize,
        depth: 0,
        sections: vec![new_section(None, 0, Span::at(span.start as usize))],
        open: vec![0],
        links: Vec::new(),
        open_links: Vec::new(),
        tables: Vec::new(),
        heading: None,
        line: Cow::Borrowed(""),
        line_holds_more: false,
        in_header: false,
        cell: Cow::Borrowed(""),
        table: None,
        anchors: Anchors::default(),
        paragraph: None,
        candidates: Vec::new(),
    };
    for (event, range) in parser(text).into_offset_iter() {
        outliner.event(event, range);
    }
    let candidates = std::mem::take(&mut outliner.candidates);
    let (body, tables) = outliner.finish(span);
    heading::check(source, &body.sections, &candidates, diagnostics);
    check_links(source, &body.links, diagnostics);
    (body, tables)
}

fn check_links(source: &Arc<Source>, links: &[Link], diagnostics: &mut Diagnostics) {
    for link in links.iter().filter(|link| link.target.trim().is_empty()) {
        let what = if link.kind == LinkKind::Image { "image" } else { "link" };
        diagnostics.push(
            Diagnostic::at(
                &codes::P800,
                source,
                link.span,
                format!("This {what} leads nowhere: its target is empty"),
            )
            .help("write where it leads between the parentheses, or leave brackets and parentheses away")
            .about("body"),
        );
    }
}

fn new_section(parent: Option<usize>, level: u8, heading: Span) -> Section {
    let rest = Span { start: heading.end, end: u32::MAX };
    Section {
        parent,
        element: None,
        title: String::new(),
        anchor: String::new(),
        level,
        heading,
        content: rest,
        own: rest,
        empty: true,
        data_tables: Vec::new(),
    }
}

struct Outliner<'s> {
    text: &'s str,
    base: usize,
    /// How many blocks are open around what comes next.
    depth: usize,
    sections: Vec<Section>,
    /// The sections around what comes next, from the outside in.
    open: Vec<usize>,
    links: Vec<Link>,
    open_links: Vec<OpenLink>,
    tables: Vec<Table<'s>>,
    /// The text of the top-level heading that is open.
    heading: Option<Cow<'s, str>>,
    /// The text of the line that is open, in a paragraph, an item or a cell.
    line: Cow<'s, str>,
    /// Whether that holds something that is no text, and is no placeholder either.
    line_holds_more: bool,
    /// Whether the cells that come are a table's header: they tell nothing by themselves.
    in_header: bool,
    cell: Cow<'s, str>,
    table: Option<OpenTable<'s>>,
    anchors: Anchors,
    /// The paragraph at the top level that is open, as far as it may be meant as a heading.
    paragraph: Option<Paragraph>,
    candidates: Vec<Candidate>,
}

struct OpenTable<'s> {
    table: Table<'s>,
    row: Vec<Scalar<'s>>,
}

struct Paragraph {
    text: String,
    bold: bool,
}

impl<'s> Outliner<'s> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn event(&mut self, event: Event<'s>, range: Range<usize>) {
        if let Some(link) = self.open_links.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            link.inner_end = link.inner_end.max(range.end);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) | Event::Code(text) => self.inline(text),
            Event::SoftBreak | Event::HardBreak => {
                self.paragraph = None;
                self.end_line();
                self.named(CowStr::Borrowed(" "));
            }
            Event::Html(html) => self.content(html),
            Event::InlineHtml(html) => self.inline_html(html),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'s>, range: Range<usize>) {
        let block = is_block(&tag.to_end());
        match tag {
            Tag::Heading { level, .. } if self.depth == 0 => {
                self.open_section(level as u8, &range);
                self.heading = Some(Cow::Borrowed(""));
            }
            Tag::Paragraph if self.depth == 0 => {
                let first = self.text.as_bytes().get(range.start);
                if matches!(first, Some(b'#' | b'*' | b'_')) {
                    self.paragraph = Some(Paragraph { text: String::new(), bold: false });
                }
            }
            Tag::Strong => {
                if let Some(paragraph) = self.paragraph.as_mut().filter(|p| p.text.is_empty()) {
                    paragraph.bold = true;
                }
            }
            Tag::Table(_) if self.depth == 0 => {
                let section = self.sections.len().saturating_sub(1);
                let table = Table { section, span: self.span(&range), headers: Vec::new(), rows: Vec::new() };
                self.table = Some(OpenTable { table, row: Vec::new() });
            }
            Tag::TableHead => self.in_header = true,
            Tag::TableCell => self.cell = Cow::Borrowed(""),
            Tag::Link { link_type, dest_url, .. } => self.open_link(link_type, &dest_url, range, false),
            Tag::Image { link_type, dest_url, .. } => {
                self.line_holds_more = true;
                self.open_link(link_type, &dest_url, range, true);
            }
            Tag::Item => self.end_line(),
            _ => {}
        }
        if block {
            self.depth += 1;
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        let block = is_block(&tag);
        if block {
            self.depth = self.depth.saturating_sub(1);
        }
        match tag {
            TagEnd::Heading(_) => {
                if let Some(title) = self.heading.take()
                    && let Some(section) = self.sections.last_mut()
                {
                    section.title = title.trim().to_owned();
                    section.anchor = self.anchors.unique(&section.title);
                    section.element = heading::element(&section.title).filter(|_| section.level == 2);
                }
            }
            TagEnd::Paragraph => {
                if let Some(Paragraph { text, bold }) = self.paragraph.take() {
                    let span = trimmed(self.text, range);
                    self.candidates.push(Candidate { span: self.span(&span), text, bold });
                }
            }
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::TableCell => self.close_cell(range),
            TagEnd::TableHead => {
                self.in_header = false;
                if let Some(open) = &mut self.table {
                    open.table.headers = std::mem::take(&mut open.row);
                }
            }
            TagEnd::TableRow => {
                if let Some(open) = &mut self.table {
                    open.table.rows.push(std::mem::take(&mut open.row));
                }
            }
            TagEnd::Table => self.tables.extend(self.table.take().map(|open| open.table)),
            _ => {}
        }
        if block {
            self.end_line();
        }
    }

    fn open_section(&mut self, level: u8, range: &Range<usize>) {
        let heading = self.span(range);
        if let Some(section) = self.sections.last_mut() {
            section.own.end = heading.start;
        }
        while let Some(section) = self.open.last().and_then(|&index| self.sections.get_mut(index)) {
            if section.level > 0 && section.level < level {
                break;
            }
            section.content.end = heading.start;
            self.open.pop();
        }
        let parent = self.open.last().copied();
        self.open.push(self.sections.len());
        self.sections.push(new_section(parent, level, heading));
    }

    fn open_link(&mut self, link_type: LinkType, target: &str, range: Range<usize>, image: bool) {
        let kind = match (image, link_type) {
            (true, _) => LinkKind::Image,
            (false, LinkType::WikiLink { .. }) => LinkKind::Wiki,
            (false, _) => LinkKind::Link,
        };
        let span = self.span(&range);
        self.open_links.push(OpenLink {
            index: self.links.len(),
            inner_end: range.start + 1 + usize::from(image),
            range,
            link_type,
        });
        self.links.push(Link { span, target: target.to_owned(), target_span: span, kind });
    }

    fn close_link(&mut self) {
        let Some(open) = self.open_links.pop() else { return };
        if let Some(outer) = self.open_links.last_mut() {
            outer.inner_end = outer.inner_end.max(open.range.end);
        }
        let target = target_range(self.text, &open).map(|range| self.span(&range));
        if let (Some(link), Some(span)) = (self.links.get_mut(open.index), target) {
            link.target_span = span;
        }
    }

    fn close_cell(&mut self, range: Range<usize>) {
        let span = self.span(&trimmed(self.text, range));
        let Some(open) = &mut self.table else { return };
        let text = match std::mem::take(&mut self.cell) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        open.row.push(Scalar { text, span, style: ScalarStyle::Cell });
    }

    fn inline(&mut self, text: CowStr<'s>) {
        if let Some(paragraph) = &mut self.paragraph {
            // Only a short one can name an element.
            paragraph.text.push_str(text.get(..text.len().min(80)).unwrap_or(&text));
            if paragraph.text.len() > 80 {
                self.paragraph = None;
            }
        }
        self.content(text.clone());
        self.named(text);
    }

    /// Text that tells something, where it is no placeholder.
    fn content(&mut self, text: CowStr<'s>) {
        let told = self.sections.last().is_none_or(|section| !section.empty);
        if !told && self.heading.is_none() && !self.in_header {
            append(&mut self.line, text);
        }
    }

    /// Text that counts for the heading or cell that it stands in.
    fn named(&mut self, text: CowStr<'s>) {
        if let Some(heading) = &mut self.heading {
            append(heading, text);
        } else if self.table.is_some() {
            append(&mut self.cell, text);
        }
    }

    fn inline_html(&mut self, html: CowStr<'s>) {
        let name = html.trim_matches(|c: char| matches!(c, '<' | '/' | '>') || c.is_whitespace());
        if name.eq_ignore_ascii_case("br") {
            self.named(CowStr::Borrowed(" "));
        } else {
            self.content(html);
        }
    }

    /// What was gathered since the last line's end is content, or a placeholder.
    fn end_line(&mut self) {
        let text = std::mem::take(&mut self.line);
        let more = std::mem::take(&mut self.line_holds_more);
        if !more && (text.trim().is_empty() || is_placeholder(&text)) {
            return;
        }
        let mut next = self.sections.len().checked_sub(1);
        while let Some(section) = next.and_then(|index| self.sections.get_mut(index)) {
            section.empty = false;
            next = section.parent;
        }
    }

    fn finish(mut self, span: Span) -> (Body, Vec<Table<'s>>) {
        for section in &mut self.sections {
            section.content.end = section.content.end.min(span.end);
            section.own.end = section.own.end.min(span.end);
        }
        let before = self.sections.first().map_or(span, |section| section.own);
        let range = (before.start as usize).saturating_sub(self.base)
            ..(before.end as usize).saturating_sub(self.base);
        let bare = self.text.get(range).is_none_or(|own| own.trim().is_empty());
        if bare && self.sections.len() > 1 {
            // Nothing stands before the first heading: no section for it.
            self.sections.remove(0);
            for section in &mut self.sections {
                section.parent = section.parent.and_then(|parent| parent.checked_sub(1));
            }
            for table in &mut self.tables {
                table.section = table.section.saturating_sub(1);
            }
        }
        (Body { span, sections: self.sections, links: self.links }, self.tables)
    }
}

/// Whether a tag is a block: text inside it is not at the top level of the document.
fn is_block(tag: &TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}
