//! Markdown to an outline: sections by heading, links, tables.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::{append, parser};
use crate::diagnostic::Diagnostics;
use crate::model::{Body, Choice, Element, Link, LinkKind, Section};
use crate::parse::{Scalar, ScalarStyle, Table, is_placeholder};
use crate::text::{Source, Span};

/// Outlines the Markdown in `span`: sections by heading, links, tables.
pub fn outline<'s>(
    source: &'s Arc<Source>,
    span: Span,
    _diagnostics: &mut Diagnostics,
) -> (Body, Vec<Table<'s>>) {
    let text = source.slice(span);
    let mut outliner = Outliner {
        text,
        base: span.start as usize,
        depth: 0,
        sections: vec![Section {
            parent: None,
            element: None,
            title: String::new(),
            anchor: String::new(),
            level: 0,
            heading: Span::at(span.start as usize),
            content: span,
            own: span,
            empty: true,
            data_tables: Vec::new(),
        }],
        open: vec![0],
        links: Vec::new(),
        open_links: Vec::new(),
        tables: Vec::new(),
        heading: None,
        block: Cow::Borrowed(""),
        block_is_content: false,
        cell: Cow::Borrowed(""),
        table: None,
        anchors: Anchors::default(),
    };
    for (event, range) in parser(text).into_offset_iter() {
        outliner.event(event, range);
    }
    outliner.finish(span)
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
    /// The text of the paragraph, item or cell that is open.
    block: Cow<'s, str>,
    /// Whether that holds something that is no text, and is no placeholder either.
    block_is_content: bool,
    cell: Cow<'s, str>,
    table: Option<OpenTable<'s>>,
    anchors: Anchors,
}

/// What links to headings say, as GitHub makes it.
#[derive(Default)]
struct Anchors {
    used: BTreeMap<String, usize>,
}

impl Anchors {
    /// Lower case, hyphens for spaces, without punctuation; `-1`, `-2` for the same again.
    fn unique(&mut self, title: &str) -> String {
        let slug: String = title
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect();
        let mut anchor = slug.clone();
        while self.used.contains_key(&anchor) {
            let times = self.used.entry(slug.clone()).or_insert(0);
            *times += 1;
            anchor = format!("{slug}-{times}");
        }
        self.used.insert(anchor.clone(), 0);
        anchor
    }
}

struct OpenLink {
    /// Where it goes in [`Body::links`].
    index: usize,
    range: Range<usize>,
    inner_end: usize,
    link_type: LinkType,
}

struct OpenTable<'s> {
    table: Table<'s>,
    row: Vec<Scalar<'s>>,
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
                self.end_block();
                self.inline_only(CowStr::Borrowed(" "));
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(html),
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
            Tag::Table(_) if self.depth == 0 => {
                let section = self.sections.len().saturating_sub(1);
                let table = Table { section, span: self.span(&range), headers: Vec::new(), rows: Vec::new() };
                self.table = Some(OpenTable { table, row: Vec::new() });
            }
            Tag::TableCell => self.cell = Cow::Borrowed(""),
            Tag::Link { link_type, dest_url, .. } => self.open_link(link_type, &dest_url, range, false),
            Tag::Image { link_type, dest_url, .. } => {
                self.block_is_content = true;
                self.open_link(link_type, &dest_url, range, true);
            }
            Tag::Item => self.end_block(),
            _ => {}
        }
        if block {
            self.depth += 1;
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if is_block(&tag) {
            self.depth = self.depth.saturating_sub(1);
        }
        match tag {
            TagEnd::Heading(_) => {
                if let Some(title) = self.heading.take()
                    && let Some(section) = self.sections.last_mut()
                {
                    section.title = title.trim().to_owned();
                    section.anchor = self.anchors.unique(&section.title);
                    section.element = element(&section.title, section.level);
                } else {
                    self.end_block();
                }
                self.block = Cow::Borrowed("");
                self.block_is_content = false;
            }
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::TableCell => {
                self.end_block();
                self.close_cell(range);
            }
            TagEnd::TableHead => {
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
            tag if is_block(&tag) => self.end_block(),
            _ => {}
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
        self.sections.push(Section {
            parent,
            element: None,
            title: String::new(),
            anchor: String::new(),
            level,
            heading,
            content: Span { start: heading.end, end: u32::MAX },
            own: Span { start: heading.end, end: u32::MAX },
            empty: true,
            data_tables: Vec::new(),
        });
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
        let span = trimmed(self.text, range);
        let span = self.span(&span);
        let Some(open) = &mut self.table else { return };
        let text = match std::mem::take(&mut self.cell) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        open.row.push(Scalar { text, span, style: ScalarStyle::Cell });
    }

    /// Text that counts as content.
    fn inline(&mut self, text: CowStr<'s>) {
        if !self.text_goes_elsewhere() {
            append(&mut self.block, text.clone());
        }
        self.inline_only(text);
    }

    fn text_goes_elsewhere(&self) -> bool {
        self.heading.is_some()
    }

    fn inline_only(&mut self, text: CowStr<'s>) {
        if let Some(heading) = &mut self.heading {
            append(heading, text);
        } else if self.table.is_some() {
            append(&mut self.cell, text);
        }
    }

    fn raw_html(&mut self, html: CowStr<'s>) {
        let bare = html.trim();
        if bare.starts_with("<!--") {
            return;
        }
        let tag = bare.trim_start_matches(['<', '/']).trim_end_matches(['>', '/', ' ']);
        if tag.eq_ignore_ascii_case("br") {
            self.inline_only(CowStr::Borrowed(" "));
            return;
        }
        self.inline(html);
    }

    /// What was gathered since the last block's end is one line of text: content, or a placeholder.
    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.block);
        let bare = text.trim();
        let holds = std::mem::take(&mut self.block_is_content)
            || !(bare.is_empty() || matches!(bare, "[ ]" | "[x]" | "[X]" | "[]") || is_placeholder(bare));
        if !holds {
            return;
        }
        let mut next = self.sections.len().checked_sub(1);
        while let Some(section) = next.and_then(|index| self.sections.get_mut(index)) {
            section.empty = false;
            next = section.parent;
        }
    }

    fn finish(mut self, span: Span) -> (Body, Vec<Table<'s>>) {
        self.end_block();
        for section in &mut self.sections {
            section.content.end = section.content.end.min(span.end);
            section.own.end = section.own.end.min(span.end);
        }
        let bare = self.sections.first().is_some_and(|s| source_is_blank(self.text, self.base, s.own));
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

fn source_is_blank(text: &str, base: usize, span: Span) -> bool {
    let range = (span.start as usize).saturating_sub(base)..(span.end as usize).saturating_sub(base);
    text.get(range).is_none_or(|own| own.trim().is_empty())
}

/// Whether a tag is a block: text inside it is not at the top level of the document.
fn is_block(tag: &TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The element that a heading names: any letter case, `&` for `and`.
fn element(title: &str, level: u8) -> Option<Element> {
    if level != 2 {
        return None;
    }
    Element::ALL.iter().copied().find(|element| same_words(element.title(), title))
}

fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.replace('&', " and ").split_whitespace().map(str::to_lowercase).collect()
    };
    words(a) == words(b)
}

/// A range without the white space and the cell borders at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let cell = text.get(range.clone()).unwrap_or("");
    let start = range.start + (cell.len() - cell.trim_start().len());
    let end = range.start + cell.trim_end().len();
    start..end.max(start)
}

/// Where a link's target is written inside of the link.
fn target_range(text: &str, link: &OpenLink) -> Option<Range<usize>> {
    let whole = text.get(link.range.clone())?;
    let from = link.range.start;
    match link.link_type {
        LinkType::Autolink | LinkType::Email => Some(from + 1..link.range.end.checked_sub(1)?),
        LinkType::WikiLink { .. } => {
            let start = whole.find("[[")? + 2;
            let inner = whole.get(start..)?;
            let length = inner.find(['|', ']'])?;
            Some(trimmed(text, from + start..from + start + length))
        }
        LinkType::Inline => {
            let open = text.get(link.inner_end..link.range.end)?.find("](")?;
            let after = link.inner_end + open + 2;
            let rest = text.get(after..link.range.end)?;
            let start = after + (rest.len() - rest.trim_start().len());
            let rest = text.get(start..link.range.end)?;
            if let Some(bracketed) = rest.strip_prefix('<') {
                return Some(start + 1..start + 1 + bracketed.find('>')?);
            }
            let mut depth = 0_usize;
            let mut escaped = false;
            for (at, c) in rest.char_indices() {
                match c {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    '(' => depth += 1,
                    ')' if depth == 0 => return Some(start..start + at),
                    ')' => depth -= 1,
                    c if c.is_whitespace() => return Some(start..start + at),
                    _ => {}
                }
            }
            None
        }
        _ => None,
    }
}
