//! Values in quotes.

use std::borrow::Cow;

use super::Reader;
use super::plain::fold;
use crate::diagnostic::codes;
use crate::parse::node::{Node, NodeKind, Scalar, ScalarStyle};
use crate::text::Span;

impl<'t> Reader<'t, '_> {
    /// A value in quotes that is all there is on its line. Afterwards reading stands at the next line.
    pub(super) fn quoted_value(&mut self, quote: u8, parent: isize) -> Node<'t> {
        let start = self.at;
        let Some(end) = self.closing_quote(start, parent) else {
            return self.unclosed_quote(start, parent);
        };
        let after = self.after_blanks(end);
        if !(self.is_line_end(after) || (after > end && self.byte(after) == b'#')) {
            return self.text_after_quote(start, end, parent);
        }
        let text = self.unquoted(quote, start + 1, end - 1);
        self.at = end;
        self.next_line();
        quoted_node(text, Span::new(start, end))
    }

    /// Just past the quote that closes the one at `start`; `None` where none does before a line that is
    /// not further right than `parent`.
    pub(super) fn closing_quote(&self, start: usize, parent: isize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let quote = *bytes.get(start)?;
        let mut at = start + 1;
        loop {
            match *bytes.get(at)? {
                b'\\' if quote == b'"' => at += 1 + usize::from(self.byte(at + 1) != b'\n'),
                byte if byte == quote => {
                    if quote == b'"' || self.byte(at + 1) != b'\'' {
                        return Some(at + 1);
                    }
                    at += 2;
                }
                b'\n' => {
                    let line = at + 1;
                    at = self.after_blanks(line);
                    let column = at.saturating_sub(line).cast_signed();
                    let marker = column == 0 && self.is_document_marker(at);
                    if !self.is_line_end(at) && (column <= parent || marker) {
                        return None;
                    }
                }
                _ => at += 1,
            }
        }
    }

    /// The same where it is on the same line.
    pub(super) fn closing_quote_on_line(&self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let quote = *bytes.get(start)?;
        let mut at = start + 1;
        loop {
            match *bytes.get(at)? {
                b'\n' => return None,
                b'\\' if quote == b'"' && self.byte(at + 1) != b'\n' => at += 2,
                byte if byte == quote => {
                    if quote == b'"' || self.byte(at + 1) != b'\'' {
                        return Some(at + 1);
                    }
                    at += 2;
                }
                _ => at += 1,
            }
        }
    }

    /// The text between two quotes, with what is doubled, escaped or folded undone.
    pub(super) fn unquoted(&mut self, quote: u8, start: usize, end: usize) -> Cow<'t, str> {
        let raw = self.slice(start, end);
        let special = if quote == b'"' { '\\' } else { '\'' };
        if !raw.contains([special, '\n']) {
            return Cow::Borrowed(raw);
        }
        let mut text = String::with_capacity(raw.len());
        let mut at = start;
        // White space before it may fold with a line's end; escaped white space may not.
        let mut kept = 0;
        while at < end {
            let rest = self.slice(at, end);
            let plain = rest.find([special, '\n']).unwrap_or(rest.len());
            text.push_str(self.slice(at, at + plain));
            at += plain;
            match self.byte(at) {
                _ if at >= end => break,
                b'\n' => {
                    let trimmed = text.trim_end_matches([' ', '\t', '\r']).len().max(kept);
                    text.truncate(trimmed);
                    let from = at;
                    at = self.after_line_ends(at, end);
                    fold(&mut text, self.slice(from, at));
                    kept = text.len();
                }
                b'\'' => {
                    text.push('\'');
                    at += 2;
                    kept = text.len();
                }
                _ => {
                    at = self.escape(at, end, &mut text);
                    kept = text.len();
                }
            }
        }
        Cow::Owned(text)
    }

    /// The first position from a line's end that is no white space.
    fn after_line_ends(&self, mut at: usize, end: usize) -> usize {
        while at < end && matches!(self.byte(at), b' ' | b'\t' | b'\n' | b'\r') {
            at += 1;
        }
        at
    }

    /// Appends what the escape at `at` stands for, and says what follows it.
    fn escape(&mut self, at: usize, end: usize, text: &mut String) -> usize {
        let escape = self.slice(at + 1, end).chars().next().unwrap_or('\n');
        let plain = match escape {
            '0' => '\0',
            'a' => '\u{7}',
            'b' => '\u{8}',
            't' | '\t' => '\t',
            'n' => '\n',
            'v' => '\u{b}',
            'f' => '\u{c}',
            'r' => '\r',
            'e' => '\u{1b}',
            ' ' => ' ',
            '"' => '"',
            '/' => '/',
            '\\' => '\\',
            'N' => '\u{85}',
            '_' => '\u{a0}',
            'L' => '\u{2028}',
            'P' => '\u{2029}',
            '\n' | '\r' => {
                // The line goes on below, without a space.
                let line_end = at + 1 + usize::from(escape == '\r') + 1;
                let mut next = line_end;
                while matches!(self.byte(next), b' ' | b'\t') && next < end {
                    next += 1;
                }
                // Empty lines below it count.
                if self.is_line_end(next) && next < end {
                    let after = self.after_line_ends(next, end);
                    let ends = self.slice(next, after).matches('\n').count();
                    text.extend(std::iter::repeat_n('\n', ends));
                    next = after;
                }
                return next;
            }
            'x' | 'u' | 'U' => return self.numeric_escape(escape, at, end, text),
            other => {
                self.unknown_escape(at, at + 1 + other.len_utf8());
                text.push('\\');
                text.push(other);
                return at + 1 + other.len_utf8();
            }
        };
        text.push(plain);
        at + 1 + escape.len_utf8()
    }

    /// `\x41`, `\u0041`, `\U00000041`; two of the second kind where they are a surrogate pair, as JSON
    /// has them.
    fn numeric_escape(&mut self, kind: char, at: usize, end: usize, text: &mut String) -> usize {
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            _ => 8,
        };
        let number = |from: usize| -> Option<u32> {
            let hex = self.text.get(from..from + digits).filter(|_| from + digits <= end)?;
            if !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return None;
            }
            u32::from_str_radix(hex, 16).ok()
        };
        let after = at + 2 + digits;
        let first = number(at + 2);
        if let Some(character) = first.and_then(char::from_u32) {
            text.push(character);
            return after;
        }
        if let Some(high @ 0xd800..=0xdbff) = first
            && kind == 'u'
            && self.slice(after, after + 2) == "\\u"
            && let Some(low @ 0xdc00..=0xdfff) = number(after + 2)
            && let Some(character) = char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
        {
            text.push(character);
            return after + 6;
        }
        self.unknown_escape(at, at + 2);
        text.push('\\');
        text.push(kind);
        at + 2
    }

    fn unknown_escape(&mut self, start: usize, end: usize) {
        let written = self.slice(start, end);
        self.report(
            self.slip(
                &codes::P046,
                Span::new(start, end),
                format!("`{}` means nothing inside of double quotes", super::slip::one_line(written)),
            )
            .help(format!(
                "write `\\{}` for a backslash, or put the text in single quotes, where a backslash is just that",
                super::slip::one_line(written)
            ))
            .fix(format!("\\{written}")),
        );
    }
}

/// A value in quotes as a node.
pub(super) fn quoted_node<'t>(text: impl Into<Cow<'t, str>>, span: Span) -> Node<'t> {
    let scalar = Scalar { text: text.into(), span, style: ScalarStyle::Quoted };
    Node { span, kind: NodeKind::Scalar(scalar) }
}
