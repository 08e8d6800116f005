//! What is wrong with a single value, in words, and what it is taken as.

use std::borrow::Cow;

use super::plain::{fold, word_length};
use super::quoted::quoted_node;
use super::{MOST_SLIPS, Reader};
use crate::diagnostic::{Code, Diagnostic, Severity, codes};
use crate::parse::node::{Node, NodeKind, Scalar};
use crate::text::Span;

/// A text as a message can hold it: on one line, not too long, without backticks.
pub(super) fn one_line(text: &str) -> String {
    const MOST: usize = 60;
    let mut shown = String::new();
    for (count, c) in text.trim().chars().enumerate() {
        if count == MOST {
            shown.push('…');
            break;
        }
        shown.push(match c {
            '`' => '\'',
            c if c.is_control() || c.is_whitespace() => ' ',
            c => c,
        });
    }
    shown
}

/// A text in quotes, as YAML wants it: double ones, or single ones where the text has double ones.
pub(super) fn in_quotes(text: &str) -> String {
    let text = text.trim();
    if !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else if text.contains('\'') {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        format!("'{text}'")
    }
}

/// A text in quotes, as a help can hold it: what to write.
pub(super) fn write_in_quotes(text: &str) -> String {
    const MOST: usize = 200;
    // Of a text that is cut anyway, no more is looked at.
    let longest = text.char_indices().nth(MOST + 1).map_or(text.len(), |(at, _)| at);
    let quoted = in_quotes(text.get(..longest).unwrap_or(text));
    let bare: String = quoted.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST).collect();
    let cut = if bare.len() < quoted.len() && quoted.chars().count() > MOST { "…" } else { "" };
    // A text with backticks can't stand between them.
    if bare.contains('`') { format!("{bare}{cut}") } else { format!("`{bare}{cut}`") }
}

/// The quotes that word processors make, in pairs.
const SMART_QUOTES: [(char, char); 7] =
    [('“', '”'), ('‘', '’'), ('„', '“'), ('„', '”'), ('”', '”'), ('’', '’'), ('«', '»')];

/// The text between smart quotes around all of it.
fn between_smart_quotes(text: &str) -> Option<&str> {
    SMART_QUOTES.iter().find_map(|&(open, close)| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains([open, close])).then_some(inner)
    })
}

/// That a text which starts with this character needs quotes.
pub(super) fn must_quote_message(first: char) -> String {
    match first {
        '`' => "A text that starts with a backtick must be in quotes".to_owned(),
        _ => format!("A text that starts with `{first}` must be in quotes"),
    }
}

impl<'t> Reader<'t, '_> {
    /// A problem at a place of this file, about the key that is being read.
    pub(super) fn slip(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        let mut slip = Diagnostic::at(code, self.source, span, message);
        slip.about = self.about;
        slip
    }

    /// Keeps a problem.
    pub(super) fn report(&mut self, slip: Diagnostic) {
        if self.slips.len() < MOST_SLIPS {
            self.slips.push(slip);
        }
    }

    /// A tag: `!word` before a value. Reading goes past it; false where it is no tag but a text.
    pub(super) fn tag(&mut self) -> bool {
        let start = self.at;
        let mut end = self.name_end(start);
        if self.byte(start + 1) == b'<' {
            end = self.slice(start, self.line_end(start)).find('>').map_or(end, |length| start + length + 1);
        }
        let word = self.slice(start, end);
        let is_tag = word.len() > 1 && word.bytes().all(|b| b.is_ascii_graphic());
        let alone = self.is_line_end(self.after_blanks(end));
        if !is_tag || word.ends_with(['!', '.', ',']) || (alone && !self.goes_on_below(self.indent)) {
            return false;
        }
        self.report(
            self.slip(
                &codes::P040,
                Span::new(start, end),
                format!("A value can't start with `{}`", one_line(word)),
            )
            .help(format!(
                "leave `{}` away, or put all of the value in quotes if it is part of the text",
                one_line(word)
            )),
        );
        self.at = end;
        true
    }

    /// Whether a value that starts here can't do so without quotes.
    pub(super) fn must_quote(&self, start: usize) -> bool {
        match self.byte(start) {
            b'@' | b'`' | b'%' | b',' | b']' | b'}' | b'|' | b'>' | b'&' | b'!' => true,
            b'?' | b':' | b'-' => self.is_gap(start + 1),
            _ => false,
        }
    }

    /// A value that can't stand without quotes: all of its line.
    pub(super) fn must_be_quoted(&mut self, parent: isize) -> Node<'t> {
        let start = self.at;
        let end = self.end_of_text(start);
        let text = self.slice(start, end);
        let span = Span::new(start, end);
        let first = text.chars().next().unwrap_or(' ');
        if let Some(share) = self.sign_before_share(span) {
            self.at = end;
            self.next_line();
            return share;
        }
        let slip = if first == '*' && self.name_end(start) == end && text.len() > 1 && !text.ends_with('*') {
            self.unknown_alias(span)
        } else {
            self.slip(&codes::P032, span, must_quote_message(first))
                .help(format!("write {}", write_in_quotes(text)))
        };
        self.report(slip.fix(in_quotes(text)));
        self.at = end;
        self.next_line();
        self.leave_out_text(parent);
        if first == '@' && !text.contains(' ') {
            // A handle: in quotes it would name nobody either, which is no second problem.
            return Node { span, kind: NodeKind::Invalid };
        }
        quoted_node(text, span)
    }

    /// `%40`: a share whose sign stands on the wrong side.
    pub(super) fn sign_before_share(&mut self, span: Span) -> Option<Node<'t>> {
        let text = self.slice(span.start as usize, span.end as usize);
        let number = text.strip_prefix('%')?.trim();
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return None;
        }
        let share = format!("{number}%");
        let slip = self.slip(&codes::P032, span, "The percent sign stands after the number");
        self.report(slip.help(format!("write `{share}`")).fix(share.clone()));
        Some(quoted_node(share, span))
    }

    /// `*name` where nothing has that name.
    pub(super) fn unknown_alias(&self, span: Span) -> Diagnostic {
        let text = self.slice(span.start as usize, span.end as usize);
        self.slip(
            &codes::P039,
            span,
            format!("`{}` repeats nothing: no value before it has that name", one_line(text)),
        )
        .help(format!(
            "write {} if it is a text; `*name` repeats the value that `&name` stands before",
            write_in_quotes(text)
        ))
    }

    /// Where the text of the line ends that is no comment.
    pub(super) fn end_of_text(&self, start: usize) -> usize {
        let end = self.content_end(start);
        let text = self.slice(start, end);
        let comment = text
            .match_indices('#')
            .find(|&(at, _)| at > 0 && matches!(text.as_bytes().get(at - 1), Some(b' ' | b'\t')));
        comment.map_or(end, |(at, _)| start + text.get(..at).unwrap_or("").trim_end().len())
    }

    /// Leaves out the lines that go on with a text that was reported already.
    pub(super) fn leave_out_text(&mut self, parent: isize) {
        while self.indent > parent && !self.is_word_key() && !self.is_dash(self.at) {
            self.next_line();
        }
    }

    /// A colon with a space after it inside of a text without quotes.
    pub(super) fn colon_in_text(
        &mut self,
        start: usize,
        colon: usize,
        before: Cow<'t, str>,
        parent: isize,
    ) -> Node<'t> {
        let one_line_only = !self.slice(start, colon).contains('\n');
        let end = self.end_of_text(colon);
        let text = self.slice(start, end);
        let span = Span::new(start, end);
        // `start: 2026-01-01 end: 2026-12-31`: two entries on one line.
        let value = self.slice(start, colon);
        let word_at = value.rfind([' ', '\t']).map(|at| start + at + 1);
        let second = word_at.filter(|&at| {
            one_line_only && {
                let word = self.slice(at, colon);
                let mut words = value.split_whitespace();
                // Prose has a capital letter or more words.
                let first = words.next().unwrap_or("");
                let terse =
                    first.chars().any(|c| c.is_ascii_digit()) || !first.chars().any(char::is_uppercase);
                terse
                    && words.count() <= 1
                    && word_length(word) == word.len()
                    && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
            }
        });
        let inner = between_smart_quotes(text);
        let fix = in_quotes(inner.unwrap_or(text));
        let shown = write_in_quotes(inner.unwrap_or(text));
        if let Some(second) = second {
            let label = self.slice(second, end);
            self.report(
                self.slip(
                    &codes::P022,
                    span,
                    format!("`{}` stands on the same line as the value before it", one_line(label)),
                )
                .help(format!(
                    "start a new line before `{}`, or write {shown} if it is one text",
                    one_line(label)
                )),
            );
            let first = value.get(..second - start).unwrap_or("").trim_end();
            let first = first.strip_suffix([',', ';']).unwrap_or(first);
            let node = quoted_node(first, Span::new(start, start + first.len()));
            self.at = end;
            self.next_line();
            self.leave_out_text(parent);
            return node;
        }
        let mut slip = match inner {
            Some(_) => self
                .slip(&codes::P026, span, "Typographic quotes don't hold a text together here".to_owned())
                .severity(Severity::Error)
                .help(format!("use straight ones: {shown}")),
            None => self
                .slip(
                    &codes::P022,
                    span,
                    format!("A text with a colon and a space in it must be in quotes: `{}`", one_line(text)),
                )
                .help(format!("write {shown}")),
        };
        if one_line_only {
            slip = slip.fix(fix);
        }
        let at = self.slip(&codes::P022, Span::new(colon, colon + 1), "").place.clone();
        self.report(slip.label(at, "this colon"));
        let mut whole = before.into_owned();
        whole.push_str(self.slice(start + trimmed_len(value), end));
        if !one_line_only {
            whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        self.at = end;
        self.next_line();
        while self.indent > parent && !self.is_word_key() && !self.is_dash(self.at) {
            let end = self.content_end(self.at);
            fold(&mut whole, "\n");
            whole.push_str(self.slice(self.at, end));
            self.next_line();
        }
        match between_smart_quotes(&whole) {
            Some(inner) => quoted_node(inner.to_owned(), span),
            None => quoted_node(whole, span),
        }
    }

    /// A value in typographic quotes: taken without them.
    #[inline]
    pub(super) fn without_smart_quotes(&mut self, scalar: Scalar<'t>, is_value: bool) -> Scalar<'t> {
        match scalar.text.as_bytes().first() {
            Some(0xe2 | 0xc2) => self.in_smart_quotes(scalar, is_value),
            _ => scalar,
        }
    }

    fn in_smart_quotes(&mut self, mut scalar: Scalar<'t>, is_value: bool) -> Scalar<'t> {
        let Some(inner) = between_smart_quotes(&scalar.text).map(str::to_owned) else { return scalar };
        let what = if is_value { "text" } else { "word" };
        self.report(
            self.slip(
                &codes::P026,
                scalar.span,
                format!("Typographic quotes stand around this {what}: `{}`", one_line(&scalar.text)),
            )
            .help(if is_value {
                format!("use straight ones: {}", write_in_quotes(&inner))
            } else {
                format!("leave them away: `{}`", one_line(&inner))
            })
            .fix(if is_value { in_quotes(&inner) } else { inner.clone() }),
        );
        scalar.text = Cow::Owned(inner);
        scalar
    }

    /// A comment that may be meant as text: `Head of #1 program`.
    pub(super) fn maybe_hash_in_text(&mut self, start: usize, at: usize) {
        let next = self.text.get(at + 1..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        let one_space = !matches!(self.byte(at.saturating_sub(2)), b' ' | b'\t') || at < start + 2;
        if !(next.is_numeric() || (next.is_alphabetic() && one_space)) {
            return;
        }
        let end = self.content_end(at);
        let value = self.slice(start, at).trim();
        let whole = format!("{value} {}", self.slice(at, end));
        let message = if value.is_empty() {
            format!("`#` starts a comment, so there is no value before `{}`", one_line(self.slice(at, end)))
        } else {
            format!("`#` starts a comment, so only `{}` is read here", one_line(value))
        };
        self.report(self.slip(&codes::P037, Span::new(at, end), message).help(format!(
            "write {} if it belongs to the text; a comment has a space after its `#`",
            write_in_quotes(&whole)
        )));
    }

    /// A dash at the start of a line that goes on with a text.
    pub(super) fn dash_in_text(&mut self, start: usize) {
        let end = self.content_end(self.at);
        let above = one_line(self.slice(start, self.content_end(start)));
        self.report(
            self.slip(
                &codes::P047,
                Span::new(self.at, end),
                format!("This line goes on with the text above it, `{above}`: it is no list item"),
            )
            .help("start it below the `-` of the other items; or put it in the same line as the text if it belongs to it"),
        );
    }

    /// A quote without an end: the rest of its line is taken.
    pub(super) fn unclosed_quote(&mut self, start: usize, parent: isize) -> Node<'t> {
        let whole_end = self.content_end(start);
        let end = self.end_of_text(start);
        let text = self.slice(start + 1, end);
        self.at = whole_end;
        self.next_line();
        // Where more lines belong to it, or what looks like a comment, it is not certain where it ends.
        let line = self.line;
        self.leave_out_text(parent);
        self.tell_unclosed_quote(start, end, end == whole_end && self.line == line);
        quoted_node(text.trim_end(), Span::new(start, end))
    }

    pub(super) fn tell_unclosed_quote(&mut self, start: usize, end: usize, certain: bool) {
        let quote = char::from(self.byte(start));
        let text = self.slice(start + 1, end);
        let mut slip = self
            .slip(
                &codes::P024,
                Span::new(start, end),
                format!("The quote `{quote}` that starts here has no end"),
            )
            .help(format!("write {}", write_in_quotes(text)));
        if certain {
            slip = slip.fix(in_quotes(text));
        }
        self.report(slip);
    }

    /// Something follows a closing quote on its line: an apostrophe that ended the text too early, or a
    /// text of which only a part is in quotes.
    pub(super) fn text_after_quote(&mut self, start: usize, end: usize, parent: isize) -> Node<'t> {
        if self.slice(start, end).contains('\n') {
            // The quote of a line below "closed" it.
            return self.unclosed_quote(start, parent);
        }
        let line_end = self.end_of_text(end);
        let text = self.tell_text_after_quote(start, end, line_end);
        self.at = line_end;
        self.next_line();
        self.leave_out_text(parent);
        text
    }

    /// The same for the text from `start` to `line_end` whose quote closed at `end`.
    pub(super) fn tell_text_after_quote(&mut self, start: usize, end: usize, line_end: usize) -> Node<'t> {
        let quote = char::from(self.byte(start));
        let span = Span::new(start, line_end);
        let whole = self.slice(start, line_end);
        let after = self.slice(end, line_end);
        if after.trim() == "," {
            let comma = line_end - 1;
            self.report(
                self.slip(&codes::P025, Span::new(comma, line_end), "A comma follows the text in quotes")
                    .help(format!("leave the comma away: `{}`", one_line(self.slice(start, end))))
                    .fix(""),
            );
            let text = self.unquoted(self.byte(start), start + 1, end - 1);
            return quoted_node(text, Span::new(start, end));
        }
        let inner = whole.get(1..).unwrap_or("");
        if let Some(inner) = inner.strip_suffix(quote)
            && after.len() > 1
        {
            let right = write_in_quotes(&inner.replace("''", "'").replace("\\\"", "\""));
            for place in self.quotes_inside(start, line_end - 1, quote) {
                let (what, doubled) = match quote {
                    '\'' => ("An apostrophe", "''"),
                    _ => ("A double quote", "\\\""),
                };
                self.report(
                    self.slip(
                        &codes::P023,
                        Span::new(place, place + 1),
                        format!("{what} inside of the text ends it too early: `{}`", one_line(whole)),
                    )
                    .help(format!("write {right}"))
                    .fix(doubled),
                );
            }
            return quoted_node(inner.replace("''", "'").replace("\\\"", "\""), span);
        }
        // Without another quote to close it, the first was an apostrophe, or only a part is in quotes.
        let adjacent = after.starts_with(char::is_alphanumeric);
        if quote == '\'' && adjacent {
            self.report(
                self.slip(
                    &codes::P023,
                    Span::new(end - 1, end),
                    format!("An apostrophe inside of the text ends it too early: `{}`", one_line(whole)),
                )
                .help(format!("write {}", write_in_quotes(inner))),
            );
            return quoted_node(inner, span);
        }
        self.report(
            self.slip(
                &codes::P025,
                Span::new(self.after_blanks(end), line_end),
                format!("`{}` stands after the closing quote", one_line(after)),
            )
            .help(format!("put all of it in quotes: {}", write_in_quotes(whole))),
        );
        quoted_node(whole, span)
    }

    /// The quotes of this kind between two positions that are not doubled or escaped.
    fn quotes_inside(&self, start: usize, last: usize, quote: char) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = start + 1;
        while at < last {
            let byte = self.byte(at);
            if quote == '"' && byte == b'\\' {
                at += 1;
            } else if char::from(byte) == quote {
                if quote == '\'' && self.byte(at + 1) == b'\'' && at + 1 < last {
                    at += 1;
                } else {
                    found.push(at);
                }
            }
            at += 1;
        }
        found
    }
}

fn trimmed_len(text: &str) -> usize {
    text.trim_end_matches([' ', '\t']).len()
}
