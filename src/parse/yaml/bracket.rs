//! What is wrong inside of `[…]` and `{…}`, in words, and what it is taken as.

use super::block::Entries;
use super::plain::word_length;
use super::quoted::quoted_node;
use super::slip::{in_quotes, must_quote_message, one_line, write_in_quotes};
use super::{MOST_SLIPS, Reader};
use crate::diagnostic::codes;
use crate::parse::node::{Node, NodeKind, Scalar, ScalarStyle};
use crate::text::Span;

impl<'t> Reader<'t, '_> {
    /// A bracket without its counterpart; the last thing in it ends at `end`.
    pub(super) fn unclosed_bracket(&mut self, start: usize, end: usize) {
        self.unclosed = true;
        let (open, close) = match self.byte(start) {
            b'{' => ('{', '}'),
            _ => ('[', ']'),
        };
        let inside = self.slice(start, end);
        let shown = match inside.contains('\n') {
            true => format!("write `{close}` where it ends"),
            false => format!("write `{}{close}`", one_line(inside)),
        };
        let text = write_in_quotes(self.slice(start, self.end_of_text(start)));
        self.report(
            self.slip(
                &codes::P033,
                Span::new(start, start + 1),
                format!("The `{open}` that starts here has no `{close}`"),
            )
            .help(format!("{shown}; or put it in quotes if it is a text: {text}")),
        );
    }

    /// `[a, b}`.
    pub(super) fn wrong_bracket(&mut self, start: usize, at: usize) {
        let (open, right) = match self.byte(start) {
            b'{' => ('{', '}'),
            _ => ('[', ']'),
        };
        let wrong = char::from(self.byte(at));
        let opening = self.slip(&codes::P036, Span::new(start, start + 1), "").place.clone();
        self.report(
            self.slip(
                &codes::P036,
                Span::new(at, at + 1),
                format!("`{wrong}` stands where `{right}` should close the `{open}`"),
            )
            .label(opening, format!("the `{open}` that it closes"))
            .help(format!("write `{right}`"))
            .fix(right),
        );
    }

    pub(super) fn nothing_before_comma(&mut self) {
        self.report(
            self.slip(&codes::P035, Span::new(self.at, self.at + 1), "Nothing stands before this comma")
                .help("leave the comma away, or write what is missing")
                .fix(""),
        );
    }

    /// Two things without a comma between them; the first ended at `end`, reading stands at the second.
    pub(super) fn missing_comma(&mut self, end: usize) {
        if self.slips.len() >= MOST_SLIPS {
            return;
        }
        let next = self.line_ahead(self.at);
        let word = next.split([',', ']', '}']).next().unwrap_or(next);
        self.report(
            self.slip(
                &codes::P035,
                Span::new(end, self.at.max(end)),
                format!("A comma is missing before `{}`", one_line(word)),
            )
            .help(format!("write `, {}`", one_line(word)))
            .fix(", "),
        );
    }

    /// A second colon in a value inside of brackets: a comma is missing before a key, or the value is a
    /// text that needs quotes. Reading stands at the colon; it goes on after what is taken.
    pub(super) fn second_colon(&mut self, value: &mut Node<'t>) -> Option<Scalar<'t>> {
        let colon = self.at;
        let start = value.span.start as usize;
        let before = self.slice(start, colon).trim_end();
        let plain = matches!(&value.kind, NodeKind::Scalar(s) if s.style == ScalarStyle::Plain);
        if let Some(space) = before.rfind([' ', '\t', '\n']).filter(|_| plain) {
            let word = before.get(space + 1..).unwrap_or("");
            let first = before.get(..space).unwrap_or("").trim_end();
            if word_length(word) == word.len() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
                let at = start + space + 1;
                self.report(
                    self.slip(
                        &codes::P035,
                        Span::new(start + first.len(), at),
                        format!("A comma is missing before `{word}:`"),
                    )
                    .help(format!("write `{}, {word}:`", one_line(first)))
                    .fix(", "),
                );
                let first_span = Span::new(start, start + first.len());
                *value = Node {
                    span: first_span,
                    kind: NodeKind::Scalar(Scalar {
                        text: first.into(),
                        span: first_span,
                        style: ScalarStyle::Plain,
                    }),
                };
                let span = Span::new(at, at + word.len());
                return Some(Scalar { text: word.into(), span, style: ScalarStyle::Plain });
            }
        }
        let rest = self.line_ahead(colon);
        let length = rest.find([',', ']', '}', '[', '{']).unwrap_or(rest.len()).max(1);
        let text = self.slice(start, colon + length).trim_end();
        let span = Span::new(start, start + text.len());
        self.report(
            self.slip(
                &codes::P022,
                span,
                format!("A text with a colon and a space in it must be in quotes: `{}`", one_line(text)),
            )
            .help(format!("write {}", write_in_quotes(text)))
            .fix(in_quotes(text)),
        );
        self.at = span.end as usize;
        *value = quoted_node(text, span);
        None
    }

    /// `{{name}}`, as templates have it.
    pub(super) fn unfilled(&mut self, span: Span) {
        let text = self.slice(span.start as usize, span.end as usize);
        self.report(
            self.slip(
                &codes::P048,
                span,
                format!("`{}` is a template's placeholder that nobody filled in", one_line(text)),
            )
            .help(format!("write the value; or {} if it is a text", write_in_quotes(text))),
        );
    }

    /// A value inside of brackets that can't stand without quotes.
    pub(super) fn flow_must_be_quoted(&mut self, span: Span) {
        let text = self.slice(span.start as usize, span.end as usize);
        let first = text.chars().next().unwrap_or(' ');
        if first == '*' && text.len() > 1 && !text.ends_with('*') && !text.contains(' ') {
            let slip = self.unknown_alias(span).fix(in_quotes(text));
            return self.report(slip);
        }
        let told = self
            .slip(&codes::P032, span, must_quote_message(first))
            .help(format!("write {}", write_in_quotes(text)));
        // What goes on over lines may be a list whose bracket was never closed.
        self.report(if text.contains('\n') { told } else { told.fix(in_quotes(text)) });
    }

    /// `{arr: 240,000}`: the comma ends the value. Where the key without a value that follows is the rest
    /// of an amount, it is taken as one.
    pub(super) fn comma_in_money(&mut self, entries: &mut Entries<'t>, key: &Scalar<'t>) -> bool {
        let Some(last) = entries.list.last_mut() else { return false };
        let NodeKind::Scalar(value) = &mut last.value.kind else { return false };
        let (start, end) = (value.span.start as usize, key.span.end as usize);
        let amount = value.text.rsplit([' ', ',']).next().unwrap_or("");
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let group = key.text.split('.').next().unwrap_or("");
        let group = group.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
        // One that was put together already goes on; one in quotes is what it says.
        let again = value.text.contains(',');
        let is_amount = (value.style == ScalarStyle::Plain || again)
            && value.span.end + 1 == key.span.start
            && key.style == ScalarStyle::Plain
            && digits(amount.trim_start_matches(['-', '+']))
            && amount.len() <= 4
            && digits(group)
            && group.len() == 3;
        if !is_amount {
            return false;
        }
        let Some(text) = self.text.get(start..end) else { return false };
        let span = Span::new(start, end);
        *value = Scalar { text: text.into(), span, style: ScalarStyle::Quoted };
        last.value.span = span;
        if again {
            // `1,240,000`: one amount, told once, at what follows its first comma.
            if let Some(slip) = self.slips.last_mut().filter(|slip| slip.code == &codes::P034) {
                slip.help = Some(format!("put the amount in quotes: {}", write_in_quotes(text)));
                slip.place.span.end = key.span.end;
            }
            return true;
        }
        let whole = self.slip(&codes::P034, Span::new(start, key.span.start as usize - 1), "").place.clone();
        self.report(
            self.slip(
                &codes::P034,
                key.span,
                format!(
                    "Inside of braces a comma ends the value, so `{}` is not part of it",
                    one_line(&key.text)
                ),
            )
            .label(whole, "the value that the comma ends")
            .help(format!("put the amount in quotes: {}", write_in_quotes(text))),
        );
        true
    }

    /// `{arr:240k}`: a key and its value without a space between them.
    pub(super) fn no_space_in_braces(&mut self, key: &Scalar<'t>) -> Option<(Scalar<'t>, Node<'t>)> {
        let start = key.span.start as usize;
        let written = self.slice(start, key.span.end as usize);
        let length = word_length(written);
        let value = written.get(length + 1..)?;
        if value.starts_with("//")
            || key.style != ScalarStyle::Plain
            || length == 0
            || self.byte(start + length) != b':'
            || value.is_empty()
        {
            return None;
        }
        let colon = start + length;
        let word = self.slice(start, colon);
        self.no_space_after_colon(colon, word, value);
        let key = Scalar { text: word.into(), span: Span::new(start, colon), style: ScalarStyle::Plain };
        let span = Span::new(colon + 1, colon + 1 + value.len());
        let value = Scalar { text: value.into(), span, style: ScalarStyle::Plain };
        Some((key, Node { span, kind: NodeKind::Scalar(value) }))
    }

    /// Something follows a closing quote inside of brackets.
    pub(super) fn flow_text_after_quote(&mut self, start: usize, end: usize) -> Node<'t> {
        if self.slice(start, end).contains('\n') {
            return self.flow_unclosed_quote(start);
        }
        let quote = char::from(self.byte(start));
        let rest = self.line_ahead(end);
        // To the quote that stands before a comma or a bracket, or to the first of those.
        let closing = rest.match_indices(quote).map(|(at, _)| at + 1).find(|&at| {
            let next = rest.get(at..).unwrap_or("").trim_start();
            next.is_empty() || next.starts_with([',', ']', '}', ':'])
        });
        let length = closing.unwrap_or_else(|| {
            let length = rest.find([',', ']', '}']).unwrap_or(rest.len());
            rest.get(..length).unwrap_or("").trim_end().len()
        });
        let length = if length == 0 { rest.len() } else { length };
        let node = self.tell_text_after_quote(start, end, end + length);
        self.at = end + length;
        node
    }

    /// A quote without an end inside of brackets: to the next comma or closing bracket.
    pub(super) fn flow_unclosed_quote(&mut self, start: usize) -> Node<'t> {
        let text = self.line_ahead(start + 1);
        let length = text.find([',', ']', '}']).unwrap_or(text.len());
        let text = text.get(..length).unwrap_or("").trim_end();
        let end = start + 1 + text.len();
        self.tell_unclosed_quote(start, end, true);
        self.at = end;
        quoted_node(text, Span::new(start, end))
    }

    /// What follows the closing bracket on its line; then the next line.
    pub(super) fn end_of_flow(&mut self, start: usize, parent: isize, node: Node<'t>) -> Node<'t> {
        let end = self.at;
        let after = self.after_blanks(end);
        if self.is_line_end(after) || (after > end && self.byte(after) == b'#') {
            self.next_line();
            return node;
        }
        let line_end = self.end_of_text(after);
        let rest = self.slice(after, line_end);
        let span = Span::new(after, line_end);
        if rest.bytes().all(|byte| matches!(byte, b']' | b'}' | b',' | b' ')) {
            self.report(
                self.slip(&codes::P036, span, format!("`{rest}` follows the bracket that ends this"))
                    .help(format!("leave `{rest}` away"))
                    .fix(""),
            );
            self.next_line();
            return node;
        }
        let whole = self.slice(start, line_end);
        let shown = match whole.contains('\n') {
            true => "leave it away, or put it between the brackets".to_owned(),
            false => {
                format!("put it between the brackets, or all of it in quotes: {}", write_in_quotes(whole))
            }
        };
        self.report(
            self.slip(&codes::P036, span, format!("`{}` follows the bracket that ends this", one_line(rest)))
                .help(shown),
        );
        self.next_line();
        self.leave_out_text(parent);
        // As text it would be refused again where a list or keys are wanted, and the other way round.
        Node { span: Span::new(start, line_end), kind: NodeKind::Invalid }
    }
}
