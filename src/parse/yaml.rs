//! YAML to the node tree.
//!
//! For: YAML 1.2 as people write it in plans and planc.yaml, read in one pass straight to nodes with
//! exact byte spans, going on after every slip: a line that can't be read as written is reported in
//! plain words and taken as what it most likely means, so that one slip never hides another.
//! Must not: know what a key means, stop early, or cost more than time and memory in proportion to the
//! text, whatever it holds.
//!
//! It is a reader of its own because no event parser does that: they stop at the first slip, and a
//! plan's reading has to fit in some ten microseconds (the figures are in this file's history). The
//! crate's tests hold it against two of them.
//!
//! Where things are: [`block`] reads what is told by lines and their indentation, [`flow`] what stands
//! in `{…}` and `[…]`, [`plain`], [`quoted`] and [`text`] single values, [`anchor`] what `&` and `*`
//! name. What is wrong is told, and taken as what it most likely means, by [`odd`] for lines,
//! [`bracket`] inside of brackets, and [`slip`] for single values.

mod anchor;
mod block;
mod bracket;
mod flow;
mod odd;
mod plain;
mod quoted;
mod slip;
#[cfg(test)]
mod tests;
mod text;

use std::sync::Arc;

use memchr::memchr;

use super::characters;
use super::node::{Node, NodeKind};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::text::{Source, Span};
use anchor::Anchors;

/// The most slips of form that are told of one file: past it, the file is no plan that someone wrote.
const MOST_SLIPS: usize = 1000;

/// Reads the YAML in `span` of a source; `None` where it is nothing that holds keys (already reported).
/// Where nothing stands at all, it is a map without keys.
pub fn parse_yaml<'s>(
    source: &'s Arc<Source>,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Node<'s>> {
    let text = source.text().get(..span.end as usize)?;
    let mut start = span.start as usize;
    if start == 0 && text.starts_with('\u{feff}') {
        start = '\u{feff}'.len_utf8();
    }
    let mut slips = Vec::new();
    let root = match characters::mended(source, start..text.len(), &mut slips) {
        None => Reader::new(source, text, start, &mut slips).root(),
        // What was mended is no longer the source's own text.
        Some(mended) => Reader::new(source, &mended, start, &mut slips).root().map(Node::into_owned),
    };
    characters::tell_what_about(root.as_ref(), &mut slips);
    diagnostics.extend(slips);
    root
}

/// Reads one text. Positions are bytes in the source.
struct Reader<'t, 'd> {
    source: &'d Arc<Source>,
    text: &'t str,
    /// Where reading stands.
    at: usize,
    /// Where the line starts that `at` is on.
    line: usize,
    /// What columns of that line are more than its bytes, where it is indented with something that is
    /// no space.
    shift: isize,
    /// The column at which the line's content starts; −1 at the end of the text.
    indent: isize,
    /// How many lists and maps are open.
    depth: usize,
    /// The columns of the open ones that are told by lines, and whether each is a list.
    columns: Vec<(isize, bool)>,
    anchors: Anchors<'t>,
    /// Whether anything was read yet (a `---` before it only starts the text).
    started: bool,
    /// Set while an unclosed `[` or `{` is left.
    unclosed: bool,
    /// Set where the line starts a new item of the list around it, and lacks its dash.
    new_item: bool,
    /// The top-level key of a plan that is being read.
    about: Option<&'static str>,
    slips: &'d mut Vec<Diagnostic>,
}

impl<'t, 'd> Reader<'t, 'd> {
    fn new(source: &'d Arc<Source>, text: &'t str, start: usize, slips: &'d mut Vec<Diagnostic>) -> Self {
        Reader {
            source,
            text,
            at: start,
            line: start,
            shift: 0,
            indent: -1,
            depth: 0,
            columns: Vec::new(),
            anchors: Anchors::default(),
            started: false,
            unclosed: false,
            new_item: false,
            about: None,
            slips,
        }
    }

    /// The byte at a position; past the end, the end of a line.
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    /// The text of a range; empty where it is none.
    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or("")
    }

    fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Whether a line ends at a position.
    fn is_line_end(&self, at: usize) -> bool {
        match self.byte(at) {
            b'\n' => true,
            b'\r' => self.byte(at + 1) == b'\n',
            _ => false,
        }
    }

    /// Whether white space or a line's end stands at a position.
    fn is_gap(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\t') || self.is_line_end(at)
    }

    /// The position of the first byte from `at` that is no space or tab.
    fn after_blanks(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), b' ' | b'\t') {
            at += 1;
        }
        at
    }

    /// Where the text of the line ends that `at` is on: before its line ending.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let end = at + memchr(b'\n', rest).unwrap_or(rest.len());
        if end > at && end < self.text.len() && self.byte(end - 1) == b'\r' { end - 1 } else { end }
    }

    /// The same without white space before it.
    fn content_end(&self, at: usize) -> usize {
        let end = self.line_end(at);
        at + self.slice(at, end).trim_end_matches([' ', '\t']).len()
    }

    /// The text from a position to the end of its line, or as much of it as is ever shown of one: what is
    /// looked at over and over on one line must not be all of a line of megabytes.
    fn line_ahead(&self, at: usize) -> &'t str {
        const MOST: usize = 4096;
        let mut most = (at + MOST).min(self.text.len());
        while !self.text.is_char_boundary(most) {
            most -= 1;
        }
        let ahead = self.slice(at, most);
        let end = memchr(b'\n', ahead.as_bytes()).unwrap_or(ahead.len());
        ahead.get(..end).unwrap_or("").trim_end_matches([' ', '\t', '\r'])
    }

    /// The column of a position on the current line, from 0.
    fn column(&self, at: usize) -> isize {
        at.saturating_sub(self.line).cast_signed() + self.shift
    }

    /// Goes to the next line that holds something, from anywhere on the current one.
    fn next_line(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let next = match rest {
            // Reading mostly stands at the line's end already.
            [b'\n', ..] => self.at + 1,
            _ => memchr(b'\n', rest).map_or(self.text.len(), |length| self.at + length + 1),
        };
        self.content_line(next);
    }

    /// Goes to the content of the line that starts at `start`, or of the first after it that has some.
    fn content_line(&mut self, mut start: usize) {
        loop {
            self.shift = 0;
            if start >= self.text.len() {
                self.go_to_end();
                return;
            }
            let mut at = start;
            while self.byte(at) == b' ' {
                at += 1;
            }
            match self.byte(at) {
                b'\n' => {
                    start = at + 1;
                    continue;
                }
                b'\r' if self.byte(at + 1) == b'\n' => {
                    start = at + 2;
                    continue;
                }
                b'#' => {
                    start = self.line_end(at);
                    start += usize::from(self.byte(start) == b'\r') + 1;
                    continue;
                }
                b'\t' | 0xc2 | 0xe2 | 0xe3 => {
                    self.line = start;
                    match self.odd_indentation(at) {
                        Some(content) => at = content,
                        None => {
                            start = self.line_end(at);
                            start += usize::from(self.byte(start) == b'\r') + 1;
                            continue;
                        }
                    }
                }
                b'-' | b'.' if at == start && self.started && self.is_document_marker(at) => {
                    self.line = start;
                    self.at = at;
                    self.second_document();
                    return;
                }
                _ => {}
            }
            self.line = start;
            self.at = at;
            self.indent = self.column(at);
            return;
        }
    }

    fn go_to_end(&mut self) {
        self.at = self.text.len();
        self.line = self.at;
        self.shift = 0;
        self.indent = -1;
    }

    /// Whether a line is nothing but `---` or `...`.
    fn is_document_marker(&self, at: usize) -> bool {
        matches!(self.slice(at, at + 3), "---" | "...") && {
            let after = self.after_blanks(at + 3);
            self.is_line_end(after) || (after > at + 3 && self.byte(after) == b'#')
        }
    }

    /// Reads all of it.
    fn root(mut self) -> Option<Node<'t>> {
        let start = self.at;
        self.content_line(start);
        if self.indent == 0 && self.slice(self.at, self.at + 3) == "---" && self.is_document_marker(self.at) {
            self.next_line();
        }
        self.started = true;
        if self.at_end() {
            return Some(Node { span: Span::at(start), kind: NodeKind::Map(Vec::new()) });
        }
        let root = match self.byte(self.at) {
            b'{' if self.key().is_none() => self.root_in_braces(),
            b'[' if self.key().is_none() => return self.no_keys(),
            b'-' if self.is_dash(self.at) => return self.no_keys(),
            _ if !self.has_keys() => return self.no_keys(),
            _ => self.map(self.indent, -1, None),
        };
        Some(root)
    }
}
