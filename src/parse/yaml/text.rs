//! Text over several lines, below a `|` or a `>`.

use std::borrow::Cow;

use super::Reader;
use crate::diagnostic::codes;
use crate::parse::node::{Node, NodeKind, Scalar, ScalarStyle};
use crate::text::Span;

/// What is done with line ends after the last line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    /// One is kept.
    Clip,
    /// `-`: none.
    Strip,
    /// `+`: all.
    Keep,
}

impl<'t> Reader<'t, '_> {
    /// Whether the `|` or `>` here starts a text over several lines: nothing but `+`, `-`, a digit and a
    /// comment follows it.
    pub(super) fn is_text_block(&self, start: usize) -> bool {
        let (_, _, end) = self.text_block_header(start);
        let after = self.after_blanks(end);
        self.is_line_end(after) || (after > end && self.byte(after) == b'#')
    }

    /// What is done with line ends, how far the text is indented where that is said, and where the
    /// header ends.
    fn text_block_header(&self, start: usize) -> (Chomp, Option<isize>, usize) {
        let (mut chomp, mut indent, mut at) = (None, None, start + 1);
        loop {
            match self.byte(at) {
                b'-' if chomp.is_none() => chomp = Some(Chomp::Strip),
                b'+' if chomp.is_none() => chomp = Some(Chomp::Keep),
                digit @ b'1'..=b'9' if indent.is_none() => {
                    indent = Some(isize::from(digit.cast_signed() - 48))
                }
                _ => return (chomp.unwrap_or(Chomp::Clip), indent, at),
            }
            at += 1;
        }
    }

    /// The text; its lines are further right than `parent`. Afterwards reading stands at the next line.
    pub(super) fn text_block(&mut self, parent: isize) -> Node<'t> {
        let start = self.at;
        let folded = self.byte(start) == b'>';
        let (chomp, indent, header_end) = self.text_block_header(start);
        let mut indent = indent.map(|indent| parent.max(0) + indent);
        let mut end = header_end;
        let mut lines: Vec<&'t str> = Vec::new();
        let mut line = self.line_end(start);
        line += usize::from(self.byte(line) == b'\r') + 1;
        while line < self.text.len() {
            let mut at = line;
            while self.byte(at) == b' ' && indent.is_none_or(|indent| column(line, at) < indent) {
                at += 1;
            }
            let line_end = self.line_end(at);
            let next = line_end + usize::from(self.byte(line_end) == b'\r') + 1;
            if at == line_end {
                lines.push("");
                line = next;
                continue;
            }
            if column(line, at) == 0 && self.is_document_marker(at) {
                break;
            }
            if indent.is_none() {
                // The first line that holds something says how far the text is indented.
                if column(line, at) <= parent {
                    break;
                }
                indent = Some(column(line, at));
            } else if indent.is_some_and(|indent| column(line, at) < indent) {
                if column(line, at) <= parent || self.byte(at) == b'#' {
                    break;
                }
                if self.slice(at, line_end).trim().is_empty() {
                    lines.push("");
                    line = next;
                    continue;
                }
                self.text_too_far_left(line, at, indent.unwrap_or_default());
            }
            let text = self.slice(at, line_end);
            lines.push(text);
            if !text.trim().is_empty() {
                end = at + text.trim_end().len();
            }
            line = next;
        }
        self.content_line(line);
        let span = Span::new(start, end);
        let text = joined(&lines, folded, chomp);
        Node { span, kind: NodeKind::Scalar(Scalar { text, span, style: ScalarStyle::Block }) }
    }

    fn text_too_far_left(&mut self, line: usize, at: usize, indent: isize) {
        self.report(
            self.slip(
                &codes::P050,
                Span::new(line, at),
                "This line starts further left than the first line of its text".to_owned(),
            )
            .help(format!("start it at column {}, like the first line", indent + 1))
            .fix(" ".repeat(indent.unsigned_abs())),
        );
    }
}

fn column(line: usize, at: usize) -> isize {
    at.saturating_sub(line).cast_signed()
}

/// The lines as one text.
fn joined<'t>(lines: &[&'t str], folded: bool, chomp: Chomp) -> Cow<'t, str> {
    let held = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    let (text, rest) = lines.split_at(held);
    if let ([only], Chomp::Strip) = (text, chomp) {
        return Cow::Borrowed(only);
    }
    let mut out = String::with_capacity(text.iter().map(|line| line.len() + 1).sum());
    let is_further = |line: &str| line.starts_with([' ', '\t']);
    let mut previous: Option<&str> = None;
    let mut empty = 0;
    for line in text {
        if folded && line.is_empty() {
            empty += 1;
            continue;
        }
        if let Some(previous) = previous {
            if !folded || is_further(previous) || is_further(line) {
                out.push('\n');
            } else if empty == 0 {
                out.push(' ');
            }
        }
        out.extend(std::iter::repeat_n('\n', std::mem::take(&mut empty)));
        out.push_str(line);
        previous = Some(line);
    }
    match chomp {
        Chomp::Strip => {}
        Chomp::Clip if text.is_empty() => {}
        Chomp::Clip => out.push('\n'),
        Chomp::Keep => {
            let ends = rest.len() + usize::from(!text.is_empty());
            out.extend(std::iter::repeat_n('\n', ends));
        }
    }
    Cow::Owned(out)
}
