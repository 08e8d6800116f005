//! Values without quotes.

use std::borrow::Cow;

use super::Reader;
use crate::parse::node::{Node, NodeKind, Scalar, ScalarStyle};
use crate::text::Span;

/// What ends a value without quotes on its line.
pub(super) enum Stop {
    /// The line's end.
    Line,
    /// A comment that starts here.
    Comment(usize),
    /// A colon with a gap after it, at this place.
    Colon(usize),
}

impl<'t> Reader<'t, '_> {
    /// Where a value without quotes ends on its line, and what ends it.
    pub(super) fn plain_line(&self, start: usize) -> (usize, Stop) {
        let bytes = self.text.as_bytes();
        let mut at = start;
        // Just past the last byte that is no white space.
        let mut end = start;
        let stop = loop {
            match bytes.get(at) {
                None | Some(b'\n') => break Stop::Line,
                Some(b' ' | b'\t') => {}
                Some(b'\r') if self.byte(at + 1) == b'\n' => break Stop::Line,
                Some(b':') if self.is_gap(at + 1) => break Stop::Colon(at),
                Some(b'#') if at > start && at > end => break Stop::Comment(at),
                Some(_) => end = at + 1,
            }
            at += 1;
        };
        (end, stop)
    }

    /// A value without quotes, and the lines that go on with it: those further right than `parent`.
    pub(super) fn plain_value(&mut self, parent: isize) -> Node<'t> {
        let start = self.at;
        let (mut end, mut stop) = self.plain_line(start);
        let mut text = Cow::Borrowed(self.slice(start, end));
        loop {
            match stop {
                Stop::Colon(colon) => return self.colon_in_text(start, colon, text, parent),
                Stop::Comment(at) => {
                    self.maybe_hash_in_text(start, at);
                    self.next_line();
                    break;
                }
                Stop::Line => self.next_line(),
            }
            if self.indent <= parent {
                break;
            }
            let gap = self.slice(end, self.line);
            // A comment ends the value; a line with a key of one word is none of its text.
            if gap.contains('#')
                || self.is_word_key()
                || (self.is_word_equals(start) && self.is_word_equals(self.at))
            {
                break;
            }
            if self.is_dash(self.at) {
                self.dash_in_text(start);
            }
            fold(text.to_mut(), gap);
            let line = self.at;
            (end, stop) = self.plain_line(line);
            text.to_mut().push_str(self.slice(line, end));
        }
        let span = Span::new(start, end);
        let scalar = self.without_smart_quotes(Scalar { text, span, style: ScalarStyle::Plain }, true);
        Node { span, kind: NodeKind::Scalar(scalar) }
    }

    /// Whether the line is an entry whose key is one word: `due: 2026-12-15`.
    pub(super) fn is_word_key(&self) -> bool {
        let length = word_length(self.text.get(self.at..).unwrap_or(""));
        let colon = self.at + length;
        length > 0 && self.byte(colon) == b':' && self.is_gap(colon + 1)
    }
}

impl Reader<'_, '_> {
    /// Whether a key in small letters and an equals sign stand here: `due = 2026-12-15`.
    fn is_word_equals(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or("");
        let length = word_length(rest);
        let mark = self.after_blanks(at + length);
        length > 0
            && rest.starts_with(|c: char| c.is_ascii_lowercase())
            && self.byte(mark) == b'='
            && self.byte(mark + 1) != b'='
    }
}

/// How long the word is that a text starts with, where it could be a key.
pub(super) fn word_length(text: &str) -> usize {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(text.len())
}

/// Appends what lines' ends between two pieces of text mean: one a space, more that many less one.
pub(super) fn fold(text: &mut String, gap: &str) {
    match gap.bytes().filter(|&byte| byte == b'\n').count() {
        0 | 1 => text.push(' '),
        ends => text.extend(std::iter::repeat_n('\n', ends - 1)),
    }
}
