//! Values without quotes.

use std::borrow::Cow;

use super::Reader;
use super::slip::one_line;
use crate::diagnostic::codes;
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
        let mut at = start;
        // Just past the last byte that is no white space.
        let mut end = start;
        let stop = loop {
            let special = next_special(self.text.as_bytes(), at);
            if special > at {
                at = special;
                end = at;
            }
            match self.byte(at) {
                b'\n' => break Stop::Line,
                b' ' | b'\t' => {}
                b'\r' if self.byte(at + 1) == b'\n' => break Stop::Line,
                b':' if self.is_gap(at + 1) => break Stop::Colon(at),
                b'#' if at > start && at > end => break Stop::Comment(at),
                _ => end = at + 1,
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
                    self.at = at;
                    self.next_line();
                    break;
                }
                Stop::Line => {
                    self.at = end;
                    self.next_line();
                }
            }
            if self.indent <= parent {
                if !self.is_text_at_margin(parent) {
                    break;
                }
                self.text_at_margin();
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
    /// Whether the line goes on with a value, though it stands further left than the value's key: it is no
    /// key and no item, and the next key stands where the value's does.
    fn is_text_at_margin(&self, column: isize) -> bool {
        if self.indent < 0 || self.indent >= column {
            return false;
        }
        let line = self.line_ahead(self.at);
        if !line.starts_with(char::is_alphanumeric) || line.contains(':') || line.contains('=') {
            return false;
        }
        let below = self.text.get(self.line_end(self.at)..).unwrap_or("").trim_start_matches(['\r', '\n']);
        let content = below.trim_start_matches(' ');
        let length = word_length(content);
        (below.len() - content.len()).cast_signed() == column
            && length > 0
            && content.get(length..).is_some_and(|rest| rest.starts_with(": ") || rest.starts_with(":\n"))
    }

    fn text_at_margin(&mut self) {
        let span = Span::new(self.at, self.content_end(self.at));
        let line = one_line(self.slice(self.at, self.content_end(self.at)));
        self.report(
            self.slip(&codes::P050, span, format!("`{line}` starts further left than the key of its text")).help(
                "indent it further than the key, or put it on one line with the text above if it belongs to it",
            ),
        );
    }

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

/// The bytes that may end a value without quotes, and white space.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let bytes = b" \t\r\n:#,[]{}";
    let mut at = 0;
    while at < bytes.len() {
        special[bytes[at] as usize] = true;
        at += 1;
    }
    special
};

/// The position of the first special byte from `at`; the text's length where there is none.
pub(super) fn next_special(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| SPECIAL[usize::from(byte)]).unwrap_or(rest.len())
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
