//! What headings name, and what is wrong with them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{Choice, Element, Section};
use crate::text::{Place, Source, Span};

/// What links to headings say, as GitHub makes it.
#[derive(Default)]
pub(super) struct Anchors {
    used: BTreeMap<String, usize>,
}

impl Anchors {
    /// Lower case, hyphens for spaces, without punctuation; `-1`, `-2` for the same again.
    pub(super) fn unique(&mut self, title: &str) -> String {
        let lower = title.to_lowercase();
        let mut slug = String::with_capacity(lower.len());
        for c in lower.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')) {
            slug.push(if c == ' ' { '-' } else { c });
        }
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

/// The element that a text names: any letter case, `&` for `and`, a colon at its end.
pub(super) fn element(title: &str) -> Option<Element> {
    let title = title.trim_end_matches(|c: char| c == ':' || c.is_whitespace());
    // The longest name has 20 letters.
    if title.len() > 60 {
        return None;
    }
    // Almost all headings end here.
    let first = title.trim_start().bytes().next().unwrap_or(0).to_ascii_uppercase();
    if !Element::ALL.iter().any(|element| element.title().as_bytes().first() == Some(&first)) {
        return None;
    }
    let words = words(title);
    Element::ALL.iter().copied().find(|element| element.title().eq_ignore_ascii_case(&words))
}

/// The words of a title, each with one space after it but the last.
fn words(title: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte == b' ' || (byte.is_ascii_graphic() && byte != b'&');
    if title.bytes().all(is_plain) && !title.contains("  ") && title.trim().len() == title.len() {
        return Cow::Borrowed(title);
    }
    Cow::Owned(title.replace('&', " and ").split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A paragraph at the top level that may be meant as a heading.
pub(super) struct Candidate {
    /// All of it.
    pub span: Span,
    /// Its text without markup.
    pub text: String,
    /// Whether all of it is bold.
    pub bold: bool,
}

/// Reports an element's second section, and headings that name an element but for their form.
pub(super) fn check(
    source: &Arc<Source>,
    sections: &[Section],
    candidates: &[Candidate],
    diagnostics: &mut Diagnostics,
) {
    let mut first: BTreeMap<Element, Span> = BTreeMap::new();
    for section in sections {
        let Some(element) = section.element else { continue };
        match first.get(&element) {
            None => {
                first.insert(element, section.heading);
            }
            Some(known) => diagnostics.push(
                Diagnostic::at(
                    &codes::P801,
                    source,
                    title_of(source, section.heading),
                    format!("The section {} stands here a second time", element.title()),
                )
                .label(Place::new(source, title_of(source, *known)), "it stands here already")
                .help("put both under one heading, or give this one another name or a deeper level (`###`)")
                .about("body"),
            ),
        }
    }
    let missing: Vec<Element> =
        Element::ALL.iter().copied().filter(|element| !first.contains_key(element)).collect();
    if missing.is_empty() {
        return;
    }
    let is_missing = |title: &str| element(title).filter(|element| missing.contains(element));
    for section in sections.iter().filter(|section| section.level > 0 && section.element.is_none()) {
        let span = line_of(source, section.heading);
        if let Some(element) = is_missing(&section.title) {
            let title = element.title();
            let told = Diagnostic::at(
                &codes::P802,
                source,
                span,
                format!("This heading of level {} is not read as the section {title}", section.level),
            )
            .help(format!("write it with two hashes: `## {title}`"));
            let hashes = source.slice(span).starts_with('#');
            let told = if hashes { told.fix(format!("## {title}")) } else { told };
            diagnostics.push(told.about("body"));
        } else if section.level == 2
            && let Some(element) = nearly(&section.title, &missing)
        {
            let title = element.title();
            let told = Diagnostic::at(
                &codes::P804,
                source,
                span,
                format!("`{}` looks like the section {title}, but is not read as it", section.title),
            )
            .help(format!("write `## {title}`"));
            diagnostics.push(told.about("body"));
        }
    }
    for candidate in candidates {
        let text = candidate.text.trim();
        let bare = text.trim_start_matches('#');
        let hashes = text.len() - bare.len();
        let Some(element) = is_missing(bare) else { continue };
        let title = element.title();
        if (1..=6).contains(&hashes) {
            diagnostics.push(
                Diagnostic::at(
                    &codes::P803,
                    source,
                    candidate.span,
                    format!("A space is missing after the hashes, so this is no heading: `{text}`"),
                )
                .help(format!("write `## {title}`"))
                .fix(format!("## {title}"))
                .about("body"),
            );
        } else if candidate.bold && hashes == 0 {
            diagnostics.push(
                Diagnostic::at(
                    &codes::P803,
                    source,
                    candidate.span,
                    format!("`{text}` is bold text here, not a heading"),
                )
                .help(format!("write `## {title}`"))
                .fix(format!("## {title}"))
                .about("body"),
            );
        }
    }
}

/// A heading without the line end after it.
fn line_of(source: &Source, heading: Span) -> Span {
    let text = source.slice(heading).trim_end();
    Span::new(heading.start as usize, heading.start as usize + text.len())
}

/// The words of a heading, with their markup.
fn title_of(source: &Source, heading: Span) -> Span {
    let line = source.slice(heading).lines().next().unwrap_or("");
    let bare = line.trim_start().trim_start_matches('#').trim_start();
    let start = heading.start as usize + (line.len() - bare.len());
    let title = bare.trim_end();
    let title = title.trim_end_matches('#').trim_end();
    Span::new(start, start + title.len())
}

/// The one element whose name is a slip of the keyboard away from a title.
fn nearly(title: &str, elements: &[Element]) -> Option<Element> {
    if title.len() > 60 {
        return None;
    }
    let words = words(title).to_lowercase();
    let near = |element: &&Element| {
        let name = element.title().to_lowercase();
        let plural = words.strip_suffix('s') == Some(&name) || name.strip_suffix('s') == Some(&words);
        plural || strsim::osa_distance(&name, &words) <= 2
    };
    elements.iter().find(near).copied()
}
