//! What stands in `[…]` and `{…}`, over one line or more.

use std::borrow::Cow;

use super::Reader;
use super::block::Entries;
use super::plain::{fold, next_special};
use super::quoted::quoted_node;
use crate::parse::limits::NESTING;
use crate::parse::node::{Entry, Node, NodeKind, Scalar, ScalarStyle};
use crate::text::Span;

impl<'t> Reader<'t, '_> {
    /// The list or map whose bracket is at the current position. Lines that go on with it are further
    /// right than `parent`. Reading then stands just after its closing bracket, or, where there is none
    /// ([`Reader::unclosed`]), at the line that shows so.
    pub(super) fn flow_collection(&mut self, parent: isize) -> Node<'t> {
        let start = self.at;
        if self.depth >= NESTING {
            self.too_deep(Span::new(start, start + 1));
            self.leave_out_flow(parent);
            return Node { span: Span::new(start, self.at), kind: NodeKind::Invalid };
        }
        self.depth += 1;
        let is_map = self.byte(start) == b'{';
        self.at += 1;
        let mut items = Vec::new();
        let mut entries = Entries::default();
        let mut end = start + 1;
        loop {
            if !self.flow_space(parent) {
                self.unclosed_bracket(start, end);
                break;
            }
            match self.byte(self.at) {
                close @ (b']' | b'}') => {
                    if (close == b'}') != is_map {
                        self.wrong_bracket(start, self.at);
                    }
                    self.at += 1;
                    end = self.at;
                    break;
                }
                b',' => {
                    self.nothing_before_comma();
                    self.at += 1;
                    continue;
                }
                _ if is_map => self.flow_entry(&mut entries, parent),
                _ => {
                    let item = self.flow_item(parent);
                    items.push(item);
                }
            }
            let last = if is_map {
                entries.list.last().map(|entry| entry.key.span.to(entry.value.span))
            } else {
                items.last().map(|item| item.span)
            };
            end = last.map_or(end, |span| end.max(span.end as usize));
            if self.unclosed || !self.flow_space(parent) {
                self.unclosed_bracket(start, end);
                break;
            }
            while self.byte(self.at) == b':' {
                self.after_second_colon(&mut entries, &mut items, parent);
                end = end.max(self.at);
                if self.unclosed || !self.flow_space(parent) {
                    break;
                }
            }
            match self.byte(self.at) {
                _ if self.unclosed || self.at_end() => {}
                b',' => self.at += 1,
                b']' | b'}' => {}
                _ => self.missing_comma(end),
            }
        }
        self.depth -= 1;
        let kind = match is_map {
            // `{{name}}`: keys are not what it was meant as.
            true if entries.broken && entries.list.is_empty() => NodeKind::Invalid,
            true => NodeKind::Map(entries.list),
            false => NodeKind::List(items),
        };
        Node { span: Span::new(start, end), kind }
    }

    /// Goes on at a colon where an entry or item should have ended.
    fn after_second_colon(&mut self, entries: &mut Entries<'t>, items: &mut [Node<'t>], parent: isize) {
        let value = match (entries.list.last_mut(), items.last_mut()) {
            (Some(entry), _) => Some(&mut entry.value),
            (None, Some(Node { kind: NodeKind::Map(pair), .. })) => {
                pair.last_mut().map(|pair| &mut pair.value)
            }
            (None, item) => item,
        };
        let Some(value) = value else {
            self.at += 1;
            return;
        };
        if let Some(key) = self.second_colon(value) {
            let value = self.after_flow_colon(parent);
            if !entries.list.is_empty() {
                self.keep(entries, key, value);
            }
        }
    }

    /// Goes to the next thing that is no white space, line end or comment; false where the brackets are
    /// left before it: at the text's end, or at a line that belongs to what is around them.
    fn flow_space(&mut self, parent: isize) -> bool {
        loop {
            let from = self.at;
            self.at = self.after_blanks(from);
            let comment = self.byte(self.at) == b'#' && (self.at > from || self.at == self.line);
            if !comment && !self.is_line_end(self.at) {
                return true;
            }
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let Some(length) = memchr::memchr(b'\n', rest) else {
                self.go_to_end();
                return false;
            };
            let line = self.at + length + 1;
            let content = self.after_blanks(line);
            if self.is_line_end(content) || self.byte(content) == b'#' {
                self.line = line;
                self.at = line;
                if content >= self.text.len() {
                    self.go_to_end();
                    return false;
                }
                continue;
            }
            self.line = line;
            self.shift = 0;
            self.at = content;
            self.indent = self.column(content);
            let leaves = self.indent <= parent
                && (self.is_word_key() || self.is_dash(content) || self.is_document_marker(content));
            if leaves {
                return false;
            }
        }
    }

    /// An item of a list in brackets: a value, or one key with its value.
    fn flow_item(&mut self, parent: isize) -> Node<'t> {
        let start = self.at;
        if self.byte(start) == b'?' && self.is_gap(start + 1) {
            self.at += 1;
            if !self.flow_space(parent) {
                return self.nothing(start);
            }
        }
        let item = self.flow_value(parent);
        if self.unclosed {
            return item;
        }
        let after = self.at;
        if !self.flow_space(parent) {
            self.unclosed = true;
            return item;
        }
        if !self.is_flow_colon(after) {
            return item;
        }
        let Some(key) = self.flow_key(item, None) else { return self.nothing(start) };
        let value = self.after_flow_colon(parent);
        let span = key.span.to(value.span);
        Node { span, kind: NodeKind::Map(vec![Entry { key, value }]) }
    }

    /// An entry of a map in braces.
    fn flow_entry(&mut self, entries: &mut Entries<'t>, parent: isize) {
        let start = self.at;
        if self.byte(start) == b'?' && self.is_gap(start + 1) {
            self.at += 1;
            if !self.flow_space(parent) {
                self.unclosed = true;
                return;
            }
        }
        let key = if self.byte(self.at) == b':' && self.is_flow_gap(self.at + 1) {
            self.nothing(start)
        } else {
            self.flow_value(parent)
        };
        let after = self.at;
        let outer = start.checked_sub(1).filter(|&at| self.byte(at) == b'{' && self.byte(start) == b'{');
        let Some(key) = self.flow_key(key, outer) else {
            // What a wrong key holds is read, and left out.
            entries.broken = true;
            if !self.unclosed && self.flow_space(parent) && self.is_flow_colon(after) {
                self.after_flow_colon(parent);
            }
            return;
        };
        if self.unclosed || !self.flow_space(parent) {
            self.unclosed = true;
            let value = self.nothing(key.span.end as usize);
            return self.keep(entries, key, value);
        }
        if self.is_flow_colon(after) {
            let value = self.after_flow_colon(parent);
            return self.keep(entries, key, value);
        }
        if self.comma_in_money(entries, &key) {
            return;
        }
        if let Some((key, value)) = self.no_space_in_braces(&key) {
            return self.keep(entries, key, value);
        }
        let value = self.nothing(key.span.end as usize);
        self.keep(entries, key, value);
    }

    /// Whether the colon of a key stands here; the key ended at `after`, so that one in quotes needs no
    /// gap after its colon.
    fn is_flow_colon(&self, after: usize) -> bool {
        let quoted = matches!(self.byte(after.saturating_sub(1)), b'"' | b'\'' | b']' | b'}');
        self.byte(self.at) == b':' && (quoted || self.is_flow_gap(self.at + 1))
    }

    fn is_flow_gap(&self, at: usize) -> bool {
        self.is_gap(at) || matches!(self.byte(at), b',' | b'[' | b']' | b'{' | b'}')
    }

    fn after_flow_colon(&mut self, parent: isize) -> Node<'t> {
        let colon = self.at;
        self.at += 1;
        if !self.flow_space(parent) {
            self.unclosed = true;
            return self.nothing(colon + 1);
        }
        match self.byte(self.at) {
            b',' | b']' | b'}' => self.nothing(colon + 1),
            _ => self.flow_value(parent),
        }
    }

    /// The key that a node is, where it can be one.
    fn flow_key(&mut self, node: Node<'t>, outer: Option<usize>) -> Option<Scalar<'t>> {
        match node.kind {
            NodeKind::List(_) | NodeKind::Map(_) if outer.is_some() && self.byte(self.at) == b'}' => {
                self.unfilled(Span::new(outer.unwrap_or(self.at), self.at + 1));
                None
            }
            NodeKind::Scalar(scalar) => Some(scalar),
            NodeKind::Invalid => None,
            NodeKind::List(_) | NodeKind::Map(_) => {
                self.key_of_many(node.span);
                None
            }
        }
    }

    /// A value inside of brackets.
    fn flow_value(&mut self, parent: isize) -> Node<'t> {
        let (properties, own_line) = self.properties();
        if own_line && !self.flow_space(parent) {
            self.unclosed = true;
            return self.nothing(self.at);
        }
        let start = self.at;
        let node = match self.byte(start) {
            b'[' | b'{' => self.flow_collection(parent),
            quote @ (b'"' | b'\'') => self.flow_quoted(quote, parent),
            b',' | b']' | b'}' => self.nothing(start),
            b'*' => {
                let end = self.name_end(start);
                match if end > start + 1 { self.alias(start, end) } else { None } {
                    Some(node) => {
                        self.at = end;
                        node
                    }
                    None => self.flow_plain(parent, true),
                }
            }
            byte => {
                let wrong = matches!(byte, b'@' | b'`' | b'%' | b'|' | b'>' | b'&' | b'!' | b'#')
                    || (matches!(byte, b'-' | b'?' | b':') && self.is_flow_gap(start + 1));
                self.flow_plain(parent, wrong)
            }
        };
        self.named(properties, node)
    }

    fn flow_quoted(&mut self, quote: u8, parent: isize) -> Node<'t> {
        let start = self.at;
        match self.closing_quote(start, parent) {
            Some(end) => {
                let next = self.byte(self.after_blanks(end));
                // Another value after it lacks a comma.
                let another = self.is_gap(end) && matches!(next, b'"' | b'\'' | b'[' | b'{');
                let ends = another || matches!(next, b',' | b']' | b'}' | b':' | b'#');
                if !ends && !self.is_line_end(self.after_blanks(end)) {
                    return self.flow_text_after_quote(start, end);
                }
                let text = self.unquoted(quote, start + 1, end - 1);
                self.at = end;
                // The line that it ended on.
                if let Some(ends) = self.slice(start, end).rfind('\n') {
                    self.line = start + ends + 1;
                }
                quoted_node(text, Span::new(start, end))
            }
            None => self.flow_unclosed_quote(start),
        }
    }

    /// A value without quotes inside of brackets, over one line or more. Where it can't stand without
    /// quotes, that is reported.
    fn flow_plain(&mut self, parent: isize, must_quote: bool) -> Node<'t> {
        let start = self.at;
        let mut end = self.flow_plain_line(start, must_quote);
        let mut text = Cow::Borrowed(self.slice(start, end));
        self.at = end;
        while self.is_line_end(self.after_blanks(self.at)) {
            let (at, line) = (self.at, self.line);
            if !self.flow_space(parent) {
                self.unclosed = true;
                break;
            }
            let gap = self.slice(end, self.at);
            let next = self.flow_plain_line(self.at, true);
            if matches!(self.byte(self.at), b',' | b'[' | b']' | b'{' | b'}' | b':')
                || gap.contains('#')
                || next == self.at
            {
                // Only white space follows it: what comes next is read by whoever reads on.
                (self.at, self.line) = (at, line);
                break;
            }
            fold(text.to_mut(), gap);
            text.to_mut().push_str(self.slice(self.at, next));
            end = next;
            self.at = end;
        }
        let span = Span::new(start, end);
        if must_quote {
            if let Some(share) = self.sign_before_share(span) {
                return share;
            }
            self.flow_must_be_quoted(span);
            return quoted_node(text, span);
        }
        let scalar = Scalar { text, span, style: ScalarStyle::Plain };
        let scalar = self.without_smart_quotes(scalar, false);
        Node { span, kind: NodeKind::Scalar(scalar) }
    }

    /// Where a value without quotes ends on its line, inside of brackets. The first character may be
    /// anything where the value should have quotes.
    fn flow_plain_line(&self, start: usize, any_start: bool) -> usize {
        let mut at = start;
        let mut end = start;
        loop {
            let special = next_special(self.text.as_bytes(), at);
            if special > at {
                at = special;
                end = at;
            }
            match self.byte(at) {
                b'\n' | b',' | b'[' | b']' | b'{' | b'}' => return end,
                b' ' | b'\t' => {}
                b'\r' if self.byte(at + 1) == b'\n' => return end,
                b':' if self.is_flow_gap(at + 1) && !(any_start && at == start) => return end,
                b'#' if at > end => return end,
                _ => end = at + 1,
            }
            at += 1;
        }
    }

    /// Goes past a collection that is not read: to its closing bracket, or to where the brackets are
    /// left.
    fn leave_out_flow(&mut self, parent: isize) {
        let mut open = 0_usize;
        while self.flow_space(parent) {
            match self.byte(self.at) {
                b'[' | b'{' => open += 1,
                b']' | b'}' => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        self.at += 1;
                        return;
                    }
                }
                b'"' | b'\'' => {
                    if let Some(end) = self.closing_quote(self.at, parent) {
                        self.at = end;
                        continue;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        self.unclosed = true;
    }
}
