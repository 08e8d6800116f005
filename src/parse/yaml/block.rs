//! What is told by lines and their indentation: maps, lists, and where values stand.

use std::collections::{BTreeMap, btree_map};

use super::Reader;
use super::plain::next_special;
use crate::diagnostic::codes;
use crate::model::Plan;
use crate::parse::limits::NESTING;
use crate::parse::node::{Entry, Node, NodeKind, Scalar, ScalarStyle};
use crate::text::Span;

/// How many entries a map has before its keys are remembered to find the same again: more than a plan has at its
/// top level.
const FEW: usize = 32;

/// How many entries of a map there is room for from the start: most records have about as many.
const USUAL: usize = 11;

/// `&name` before a value.
pub(super) struct Properties<'t> {
    name: Option<&'t str>,
}

/// The entries of a map while it is read.
#[derive(Default)]
pub(super) struct Entries<'t> {
    pub(super) list: Vec<Entry<'t>>,
    /// Where each key stands in the list, once there are more than a few.
    keys: BTreeMap<String, usize>,
    /// Whether one was left out because its key can't be one.
    pub(super) broken: bool,
}

impl<'t> Reader<'t, '_> {
    /// Whether a list item starts here: `-` and a gap.
    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.byte(at) == b'-' && self.is_gap(at + 1)
    }

    /// The node that starts with the content of the current line, which is further right than `parent`.
    fn node(&mut self, parent: isize) -> Node<'t> {
        if self.is_dash(self.at) {
            return self.list(self.indent, parent);
        }
        if self.is_explicit_key() {
            return self.map(self.indent, parent, None);
        }
        if let Some(node) = self.list_with_other_marks() {
            return node;
        }
        if let Some(key) = self.key() {
            return self.map(self.indent, parent, Some(key));
        }
        if !matches!(self.byte(self.at), b'&' | b'!') {
            return self.inline(parent);
        }
        let from = self.at;
        let (properties, own_line) = self.properties();
        let node = if !own_line {
            self.inline(parent)
        } else {
            self.next_line();
            if self.indent > parent {
                self.node(parent)
            } else if self.starts_list_at_key_column(parent) {
                self.list(parent, parent - 1)
            } else {
                self.nothing(from)
            }
        };
        self.named(properties, node)
    }

    /// Whether the line is the first item of a list that stands at its key's own column.
    fn starts_list_at_key_column(&self, column: isize) -> bool {
        self.indent == column && self.is_dash(self.at) && !self.columns.contains(&(column, true))
    }

    fn is_explicit_key(&self) -> bool {
        self.byte(self.at) == b'?' && self.is_gap(self.at + 1)
    }

    /// A map whose keys stand at `column`. Reading stands at its first key, or just after the colon of
    /// `key`.
    pub(super) fn map(&mut self, mut column: isize, parent: isize, key: Option<Scalar<'t>>) -> Node<'t> {
        let start = key.as_ref().map_or(self.at, |key| key.span.start as usize);
        if self.depth >= NESTING {
            return self.leave_out_deep(start, parent);
        }
        self.depth += 1;
        self.columns.push((column, false));
        let mut entries = Entries { list: Vec::with_capacity(USUAL), ..Entries::default() };
        let mut key = key;
        // The column further right at which a line stood that was told: those below it came along with it.
        let mut told = column;
        loop {
            if self.starts_item_without_dash(&entries) {
                self.item_without_dash();
                break;
            }
            if let Some(key) = key.take().or_else(|| self.key()) {
                self.entry(&mut entries, key, column);
            } else if self.is_explicit_key() {
                self.explicit_entry(&mut entries, column);
            } else {
                self.odd_line(&mut entries, column);
            }
            if self.indent <= parent {
                break;
            }
            let dash = self.is_dash(self.at);
            if dash && self.indent < column && self.columns.contains(&(parent, true)) {
                // An item of the list around it, at a column of its own.
                break;
            }
            if self.indent != column {
                if parent < 0 && entries.list.len() == 1 && self.indent < column {
                    // The very first line is the odd one.
                    self.uneven_at(start, self.indent);
                    column = self.indent;
                    if let Some(open) = self.columns.last_mut() {
                        open.0 = column;
                    }
                } else if !dash {
                    if self.indent < column || self.indent != told {
                        self.uneven(column);
                    }
                    told = self.indent;
                }
            } else if dash && self.columns.contains(&(column, true)) {
                break;
            }
        }
        self.columns.pop();
        self.depth -= 1;
        let end = entries.list.last().map_or(start, entry_end);
        Node { span: Span::new(start, end), kind: NodeKind::Map(entries.list) }
    }

    /// Reads the value of a key and keeps both.
    pub(super) fn entry(&mut self, entries: &mut Entries<'t>, key: Scalar<'t>, column: isize) {
        if self.depth == 1 {
            self.about = Plan::key(&key.text).or(if key.text.starts_with("x-") { Some("x-") } else { None });
        }
        let value = self.value(column);
        self.keep(entries, key, value);
    }

    /// Keeps an entry; not where its key stands there already, or merges another map.
    pub(super) fn keep(&mut self, entries: &mut Entries<'t>, key: Scalar<'t>, value: Node<'t>) {
        if key.style == ScalarStyle::Plain && key.text == "<<" {
            return self.merge_key(&key);
        }
        let first = if entries.list.len() < FEW {
            entries.list.iter().position(|entry| entry.key.text == key.text)
        } else {
            if entries.keys.is_empty() {
                let known = entries.list.iter().enumerate();
                entries.keys = known.map(|(at, entry)| (entry.key.text.to_string(), at)).collect();
            }
            match entries.keys.entry(key.text.to_string()) {
                btree_map::Entry::Occupied(first) => Some(*first.get()),
                btree_map::Entry::Vacant(vacant) => {
                    vacant.insert(entries.list.len());
                    None
                }
            }
        };
        if let Some(first) = first.and_then(|at| entries.list.get(at)) {
            let first = first.key.span;
            return self.duplicate_key(&key, first);
        }
        entries.list.push(Entry { key, value });
    }

    /// `? key` and `: value` on lines of their own.
    fn explicit_entry(&mut self, entries: &mut Entries<'t>, column: isize) {
        let mark = self.at;
        self.at += 1;
        let key = self.after_mark(column);
        let value = if self.indent == column && self.byte(self.at) == b':' && self.is_gap(self.at + 1) {
            self.at += 1;
            self.after_mark(column)
        } else {
            self.nothing(key.span.end as usize)
        };
        match key.kind {
            NodeKind::Scalar(key) => self.keep(entries, key, value),
            NodeKind::Invalid => {}
            NodeKind::List(_) | NodeKind::Map(_) => self.key_of_many(Span::new(mark, key.span.end as usize)),
        }
    }

    /// The value after a key's colon; the key stands at `column`.
    fn value(&mut self, column: isize) -> Node<'t> {
        let from = self.at;
        let (properties, own_line) = self.properties();
        let node = if own_line {
            self.next_line();
            if self.indent > column {
                self.node(column)
            } else if self.starts_list_at_key_column(column) {
                self.list(column, column - 1)
            } else {
                self.nothing(from)
            }
        } else if self.is_dash(self.at) {
            self.list_on_key_line(column)
        } else {
            self.inline(column)
        };
        self.named(properties, node)
    }

    /// What follows a `-`, `?` or `:` mark on its line or below it; the mark stands at `column`.
    fn after_mark(&mut self, column: isize) -> Node<'t> {
        let from = self.at;
        let key_may_follow = self.after_blanks(self.at);
        let (properties, own_line) = self.properties();
        let node = if own_line {
            self.next_line();
            if self.indent > column { self.node(column) } else { self.nothing(from) }
        } else if self.is_dash(self.at) {
            self.list(self.column(self.at), column)
        } else if self.is_explicit_key() {
            self.map(self.column(self.at), column, None)
        } else {
            // A name before a key on its line is the key's, not the map's.
            if properties.name.is_some() {
                self.at = key_may_follow;
            }
            let map_column = self.column(key_may_follow);
            match self.key() {
                Some(key) => return self.map(map_column, column, Some(key)),
                None if properties.name.is_some() => {
                    self.properties();
                }
                None => {}
            }
            self.inline(column)
        };
        self.named(properties, node)
    }

    /// A list whose dashes stand at `column`. Reading stands at the first.
    fn list(&mut self, column: isize, parent: isize) -> Node<'t> {
        let start = self.at;
        if self.depth >= NESTING {
            return self.leave_out_deep(start, parent);
        }
        self.depth += 1;
        self.columns.push((column, true));
        let mut items: Vec<Node<'t>> = Vec::new();
        let mut end = start;
        loop {
            if self.is_dash(self.at) {
                end = self.at + 1;
                self.at += 1;
                items.push(self.after_mark(column));
            } else {
                self.odd_item(&mut items, column);
            }
            end = items.last().map_or(end, |item| end.max(item.span.end as usize));
            if self.indent <= parent {
                break;
            }
            if self.indent == column {
                // A list at its key's own column ends with the next key.
                if !self.is_dash(self.at) && parent == column - 1 && self.ends_list_at_key_column(column) {
                    break;
                }
            } else if self.is_dash(self.at) {
                self.uneven(column);
            }
        }
        self.columns.pop();
        self.depth -= 1;
        self.items_without_space(&mut items);
        Node { span: Span::new(start, end), kind: NodeKind::List(items) }
    }

    /// Whether the line at a list's own column is its map's next line: the map around it has that column
    /// too.
    fn ends_list_at_key_column(&self, column: isize) -> bool {
        self.columns.iter().rev().any(|&open| open == (column, false))
    }

    /// `&name` and tags before a value, and whether nothing else stands on the line.
    pub(super) fn properties(&mut self) -> (Properties<'t>, bool) {
        let mut properties = Properties { name: None };
        loop {
            let from = self.at;
            self.at = self.after_blanks(self.at);
            match self.byte(self.at) {
                b'\n' | b'\r' if self.is_line_end(self.at) => return (properties, true),
                b'#' if self.at > from || self.is_gap(self.at.saturating_sub(1)) => {
                    self.maybe_hash_in_text(from, self.at);
                    return (properties, true);
                }
                b'&' if properties.name.is_none() && self.name_end(self.at) > self.at + 1 => {
                    let end = self.name_end(self.at);
                    properties.name = Some(self.slice(self.at + 1, end));
                    self.at = end;
                }
                b'!' => {
                    if !self.tag() {
                        return (properties, false);
                    }
                }
                _ => return (properties, false),
            }
        }
    }

    /// Gives a node the name before it.
    pub(super) fn named(&mut self, properties: Properties<'t>, node: Node<'t>) -> Node<'t> {
        if let Some(name) = properties.name {
            self.name_node(name, &node);
        }
        node
    }

    /// The value that is absent: nothing stands after this position.
    pub(super) fn nothing(&self, at: usize) -> Node<'t> {
        let span = Span::at(at);
        Node { span, kind: NodeKind::Scalar(Scalar { text: "".into(), span, style: ScalarStyle::Plain }) }
    }

    /// A value on the line where reading stands; lines that go on with it are further right than
    /// `parent`. Afterwards reading stands at the next line.
    pub(super) fn inline(&mut self, parent: isize) -> Node<'t> {
        let start = self.at;
        let node = match self.byte(start) {
            quote @ (b'"' | b'\'') => return self.quoted_value(quote, parent),
            b'[' | b'{' => {
                let node = self.flow_collection(parent);
                if std::mem::take(&mut self.unclosed) {
                    return node;
                }
                return self.end_of_flow(start, parent, node);
            }
            b'|' | b'>' if self.is_text_block(start) => return self.text_block(parent),
            b'*' => match self.alias_value(start) {
                Some(node) => node,
                None => return self.must_be_quoted(parent),
            },
            _ if self.must_quote(start) => return self.must_be_quoted(parent),
            _ => return self.plain_value(parent),
        };
        self.next_line();
        node
    }

    /// The alias that is the whole value here.
    fn alias_value(&mut self, start: usize) -> Option<Node<'t>> {
        let end = self.name_end(start);
        let after = self.after_blanks(end);
        let alone = self.is_line_end(after) || (after > end && self.byte(after) == b'#');
        if !alone || end == start + 1 {
            return None;
        }
        let node = self.alias(start, end)?;
        self.at = end;
        Some(node)
    }

    /// The key at the current position, where one stands: reading then stands after its colon. A key is
    /// one word or line of text with a colon and a gap after it.
    pub(super) fn key(&mut self) -> Option<Scalar<'t>> {
        let start = self.at;
        let byte = self.byte(start);
        let key = match byte {
            b'"' | b'\'' => {
                let end = self.closing_quote_on_line(start)?;
                let colon = self.after_blanks(end);
                if self.byte(colon) != b':' || !self.is_gap(colon + 1) {
                    return None;
                }
                self.at = colon + 1;
                let text = self.unquoted(byte, start + 1, end - 1);
                Scalar { text, span: Span::new(start, end), style: ScalarStyle::Quoted }
            }
            b'&' => {
                let end = self.name_end(start);
                self.at = self.after_blanks(end);
                let key = if end > start + 1 && !self.is_line_end(self.at) { self.key() } else { None };
                let Some(key) = key else {
                    self.at = start;
                    return None;
                };
                let name = self.slice(start + 1, end);
                let node = Node { span: key.span, kind: NodeKind::Scalar(key.clone()) };
                self.name_node(name, &node);
                key
            }
            b'*' => {
                let end = self.name_end(start);
                let colon = self.after_blanks(end);
                if colon == end || self.byte(colon) != b':' || !self.is_gap(colon + 1) {
                    return None;
                }
                match self.alias(start, end)?.kind {
                    NodeKind::Scalar(key) => {
                        self.at = colon + 1;
                        key
                    }
                    _ => return None,
                }
            }
            b'!' => {
                let end = self.name_end(start);
                self.at = self.after_blanks(end);
                let key = if self.at > end && !self.is_line_end(self.at) { self.key() } else { None };
                let after = std::mem::replace(&mut self.at, start);
                let key = key?;
                self.tag();
                self.at = after;
                key
            }
            b'|' | b'>' | b'#' | b'%' | b'@' | b'`' | b',' | b'[' | b']' | b'{' | b'}' => return None,
            b'-' | b'?' | b':' if self.is_gap(start + 1) => return None,
            _ => {
                let colon = self.colon_on_line(start)?;
                let text = self.slice(start, colon).trim_end_matches([' ', '\t']);
                self.at = colon + 1;
                let span = Span::new(start, start + text.len());
                self.without_smart_quotes(
                    Scalar { text: text.into(), span, style: ScalarStyle::Plain },
                    false,
                )
            }
        };
        Some(key)
    }

    /// Where the first colon with a gap after it stands on the line, before any comment.
    fn colon_on_line(&self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = start;
        loop {
            at = next_special(bytes, at);
            match bytes.get(at)? {
                b'\n' => return None,
                b':' if self.is_gap(at + 1) => return Some(at),
                b'#' if at > start && matches!(bytes.get(at - 1), Some(b' ' | b'\t')) => return None,
                _ => at += 1,
            }
        }
    }

    /// Leaves out what is nested too deeply, and reports it.
    fn leave_out_deep(&mut self, start: usize, parent: isize) -> Node<'t> {
        let span = Span::new(start, self.content_end(start));
        self.too_deep(span);
        self.next_line();
        while self.indent > parent {
            self.next_line();
        }
        Node { span, kind: NodeKind::Invalid }
    }

    /// Reports that nesting goes too deep.
    pub(super) fn too_deep(&mut self, span: Span) {
        self.report(
            self.slip(&codes::P044, span, format!("This is nested more than {NESTING} levels deep"))
                .help("no field of a plan is: leave levels out, or write a text in quotes"),
        );
    }
}

/// Where an entry ends.
fn entry_end(entry: &Entry<'_>) -> usize {
    entry.value.span.end.max(entry.key.span.end) as usize
}
