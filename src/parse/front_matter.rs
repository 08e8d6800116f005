//! Where the front matter is: between a first line `---` and the next.

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::text::{Source, Span};

/// A plan file's two parts.
pub struct Split {
    /// The first line.
    pub head: Span,
    /// The YAML between the fences; `None` where there is none (already reported).
    pub yaml: Option<Span>,
    /// The Markdown below.
    pub body: Span,
}

/// Finds a plan's two parts.
pub fn split(source: &Arc<Source>, _diagnostics: &mut Diagnostics) -> Split {
    let text = source.text();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = lines(text, start);
    let Some(first) = lines.next() else {
        return Split { head: Span::at(start), yaml: None, body: Span::at(start) };
    };
    let head = first.text_span(text);
    if !is_fence(first.text(text)) {
        return Split { head, yaml: None, body: Span::new(start, text.len()) };
    }
    for line in lines {
        if is_fence(line.text(text)) {
            return Split {
                head,
                yaml: Some(Span::new(first.next, line.start)),
                body: Span::new(line.next, text.len()),
            };
        }
    }
    Split { head, yaml: Some(Span::new(first.next, text.len())), body: Span::at(text.len()) }
}

/// One line: where it starts, where its text ends, where the next one starts.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    next: usize,
}

impl Line {
    fn text(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    fn text_span(self, _text: &str) -> Span {
        Span::new(self.start, self.end)
    }
}

fn lines(text: &str, start: usize) -> impl Iterator<Item = Line> {
    let mut at = start;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let next = at + (length + 1).min(rest.len());
        let end = at + length - usize::from(rest.get(..length).is_some_and(|line| line.ends_with('\r')));
        let line = Line { start: at, end, next };
        at = next;
        Some(line)
    })
}

fn is_fence(line: &str) -> bool {
    line.trim_end_matches([' ', '\t']) == "---"
}
