//! Reading a record field by field, with every error kept.
//!
//! For: the one way from a node's keys to typed values: unknown and missing keys, absent values,
//! values of the wrong form, each reported once at its place.
//! Must not: know what any particular record holds.

use super::decoder::{Decoder, Kind};
use super::extra::json;
use super::refusal::{Refusal, quoted};
use super::scalar::{id, word};
use super::shape::{MOST_KEYS, Shape};
use super::unknown::Unknown;
use super::value::{cell_items, is_absent, text};
use crate::diagnostic::codes::{P101, P102, P123, P601, P606};
use crate::model::{Choice, Extras, Field, Optional};
use crate::parse::{Entry, Node, NodeKind, Scalar, ScalarStyle, is_placeholder};
use crate::text::Span;

/// What stands at a key.
enum Slot<'n, 's> {
    /// The key is not written.
    Absent,
    /// The key is written with nothing, or a placeholder, at it.
    Empty(Span, bool),
    /// Something that was reported already.
    Spoilt,
    /// A value.
    Value(&'n Node<'s>),
}

/// A record that is being read.
pub(crate) struct Fields<'d, 'a, 'n, 's> {
    pub d: &'d mut Decoder<'a>,
    /// All of the record.
    pub span: Span,
    shape: &'static Shape,
    entries: &'n [Entry<'s>],
    /// Of each key, the place of its entry, from 1; 0 where it is not written.
    slots: [u32; MOST_KEYS],
    /// Keys whose absence is told elsewhere, as bits.
    excused: u32,
    hint: usize,
    before: usize,
    /// Where a missing key is shown: the first key.
    anchor: Span,
    /// The author's own keys.
    pub extra: Extras,
}

impl<'d, 'a, 'n, 's> Fields<'d, 'a, 'n, 's> {
    pub(super) fn open(
        d: &'d mut Decoder<'a>,
        span: Span,
        entries: &'n [Entry<'s>],
        shape: &'static Shape,
        excused: &[&'static str],
    ) -> Self {
        let before = d.faults;
        let mut fields = Fields {
            d,
            span,
            shape,
            entries,
            slots: [0; MOST_KEYS],
            excused: 0,
            hint: 0,
            before,
            anchor: entries.first().map_or(span, |entry| entry.key.span),
            extra: Extras::new(),
        };
        for key in excused {
            fields.excuse(key);
        }
        let mut unknown = Vec::new();
        let mut hint = 0;
        for (number, entry) in (1..).zip(entries) {
            match shape.position(&entry.key.text, hint) {
                Some(at) => {
                    hint = at + 1;
                    if let Some(slot) = fields.slots.get_mut(at) {
                        *slot = number;
                    }
                }
                None if entry.key.text.starts_with("x-") => {
                    fields.extra.insert(entry.key.text.to_string(), json(&entry.value));
                }
                None => unknown.push(entry),
            }
        }
        for entry in unknown {
            fields.unknown(&entry.key);
        }
        fields
    }

    /// Where a missing key of this record is shown.
    pub fn anchored(mut self, anchor: Span) -> Self {
        self.anchor = anchor;
        self
    }

    /// Where a missing key is shown.
    pub fn anchor(&self) -> Span {
        self.anchor
    }

    /// Whether the absence of a key is told elsewhere: at a misspelt key, at a table's headers.
    pub fn is_excused(&self, key: &str) -> bool {
        let at = self.shape.position(key, 0).unwrap_or(MOST_KEYS);
        self.excused & 1_u32.checked_shl(at as u32).unwrap_or(0) != 0
    }

    fn excuse(&mut self, key: &str) {
        if let Some(at) = self.shape.position(key, 0) {
            self.excused |= 1_u32.checked_shl(at as u32).unwrap_or(0);
        }
    }

    fn unknown(&mut self, key: &Scalar<'_>) {
        let free = |name: &&str| {
            self.shape.position(name, 0).and_then(|at| self.slots.get(at)).is_none_or(|slot| *slot == 0)
        };
        let unknown = Unknown::new(&key.text, self.shape, free, &self.d.budget);
        if let Some(meant) = unknown.meant {
            self.excuse(meant);
        }
        let code = match self.d.kind {
            Kind::Plan => &P101,
            Kind::Settings => &P601,
        };
        let mut diagnostic = self.d.problem(code, key.span, unknown.message).help(unknown.help);
        if let Some(fix) = unknown.fix {
            diagnostic = diagnostic.fix(fix);
        }
        let about = self.d.about;
        if about.is_none() {
            // At the top level the nearest key is what it is about: a misspelt `contracts` takes
            // revenue away, and the plan must not count as if it had none.
            self.d.about = unknown.meant;
        }
        self.d.report(diagnostic);
        self.d.about = about;
    }

    /// The record's values in full: `None` where any error was found in it.
    pub fn sound(&self) -> Option<()> {
        (self.d.faults == self.before).then_some(())
    }

    /// Whether a key is written with a value, right or wrong.
    pub fn has(&mut self, key: &'static str) -> bool {
        !matches!(self.slot(key), Slot::Absent | Slot::Empty(..))
    }

    /// Where a key is written.
    pub fn key_span(&mut self, key: &'static str) -> Option<Span> {
        let at = self.shape.position(key, 0)?;
        self.entry(at).map(|entry| entry.key.span)
    }

    /// The entry of the key at this place in the shape.
    fn entry(&self, at: usize) -> Option<&'n Entry<'s>> {
        self.entries.get(self.slots.get(at)?.checked_sub(1)? as usize)
    }

    fn slot(&mut self, key: &'static str) -> Slot<'n, 's> {
        let Some(at) = self.shape.position(key, self.hint) else { return Slot::Absent };
        self.hint = at + 1;
        let Some(entry) = self.entry(at) else { return Slot::Absent };
        match &entry.value.kind {
            NodeKind::Invalid => Slot::Spoilt,
            NodeKind::Scalar(scalar) if is_absent(scalar) => {
                let written = scalar.span.start < scalar.span.end || scalar.style == ScalarStyle::Cell;
                let span = if written { scalar.span } else { entry.key.span };
                Slot::Empty(span, !scalar.is_null() && is_placeholder(&scalar.text))
            }
            _ => Slot::Value(&entry.value),
        }
    }

    /// The value of a key, where it has one.
    pub fn node(&mut self, key: &'static str) -> Option<&'n Node<'s>> {
        match self.slot(key) {
            Slot::Absent | Slot::Empty(..) => None,
            Slot::Spoilt => {
                self.d.spoil();
                None
            }
            Slot::Value(node) => Some(node),
        }
    }

    /// The value of a key that must have one.
    pub fn need_node(&mut self, key: &'static str) -> Option<&'n Node<'s>> {
        match self.slot(key) {
            Slot::Absent => {
                self.missing(key);
                None
            }
            Slot::Empty(span, placeholder) => {
                let what = self.shape.what;
                let message = if placeholder {
                    format!("This {what}'s `{key}` is only a placeholder")
                } else {
                    format!("This {what}'s `{key}` is empty")
                };
                self.report_missing(key, span, message);
                None
            }
            Slot::Spoilt => {
                self.d.spoil();
                None
            }
            Slot::Value(node) => Some(node),
        }
    }

    /// Reports that a key is not there, unless that was told already.
    pub fn missing(&mut self, key: &'static str) {
        if self.is_excused(key) {
            self.d.spoil();
            return;
        }
        self.report_missing(key, self.anchor, format!("This {} has no `{key}`", self.shape.what));
    }

    fn report_missing(&mut self, key: &'static str, span: Span, message: String) {
        let code = match self.d.kind {
            Kind::Plan => &P102,
            Kind::Settings => &P606,
        };
        let help = format!("add for example `{key}: {}`", self.shape.example_of(key).unwrap_or("…"));
        let diagnostic = self.d.problem(code, span, message).help(help);
        let about = self.d.about;
        if about.is_none() {
            self.d.about = Some(key);
        }
        self.d.report(diagnostic);
        self.d.about = about;
    }

    /// The single value of a node that must not be a list or hold keys.
    fn single(&mut self, key: &'static str, node: &'n Node<'s>) -> Option<&'n Scalar<'s>> {
        match &node.kind {
            NodeKind::Scalar(scalar) => Some(scalar),
            NodeKind::Invalid => {
                self.d.spoil();
                None
            }
            NodeKind::List(_) => {
                let message = format!("`{key}` takes one value, and this is a list");
                let example = self.shape.example_of(key).unwrap_or("…");
                self.d.wrong_form(node.span, message, format!("write for example `{key}: {example}`"));
                None
            }
            NodeKind::Map(entries) => {
                let message = format!("`{key}` takes one value, and this has keys of its own");
                let example = self.shape.example_of(key).unwrap_or("…");
                let help = match entries.first() {
                    // `metric: {CFO: attends}` comes of an unquoted `: `.
                    Some(Entry { key: inner, value: Node { kind: NodeKind::Scalar(value), .. } })
                        if entries.len() == 1 =>
                    {
                        let (inner, value) = (&inner.text, &value.text);
                        match key {
                            "expect" => format!("write for example `{inner} >= {value}`"),
                            _ => format!(
                                "to have a colon in a text, put quotes around it: `\"{inner}: {value}\"`"
                            ),
                        }
                    }
                    _ => format!("write for example `{key}: {example}`"),
                };
                self.d.wrong_form(node.span, message, help);
                None
            }
        }
    }

    /// A field that may be absent.
    pub fn opt<T>(
        &mut self,
        key: &'static str,
        decode: impl FnOnce(&str) -> Result<T, Refusal>,
    ) -> Optional<T> {
        let node = self.node(key)?;
        let scalar = self.single(key, node)?;
        self.d.scalar(key, scalar, decode)
    }

    /// A field that must be there.
    pub fn need<T>(
        &mut self,
        key: &'static str,
        decode: impl FnOnce(&str) -> Result<T, Refusal>,
    ) -> Optional<T> {
        let node = self.need_node(key)?;
        let scalar = self.single(key, node)?;
        self.d.scalar(key, scalar, decode)
    }

    /// Text as it is written.
    pub fn text(&mut self, key: &'static str) -> Optional<String> {
        self.opt(key, text)
    }

    /// Text that must be there.
    pub fn need_text(&mut self, key: &'static str) -> Optional<String> {
        self.need(key, text)
    }

    /// A word of a choice.
    pub fn choice<C: Choice>(&mut self, key: &'static str) -> Optional<C> {
        self.opt(key, word::choice)
    }

    /// A word of a choice that must be there.
    pub fn need_choice<C: Choice>(&mut self, key: &'static str) -> Optional<C> {
        self.need(key, word::choice)
    }

    /// Text of one line.
    pub fn line(&mut self, key: &'static str) -> Optional<String> {
        self.opt(key, id::record_id)
    }

    /// A list of words; one alone is a list of one, a cell parts its items by commas.
    pub fn list<T>(
        &mut self,
        key: &'static str,
        decode: impl FnMut(&str) -> Result<T, Refusal>,
    ) -> Vec<Field<T>> {
        match self.node(key) {
            Some(node) => self.items(key, node, decode),
            None => Vec::new(),
        }
    }

    /// The same; there must be one item at least.
    pub fn need_list<T>(
        &mut self,
        key: &'static str,
        decode: impl FnMut(&str) -> Result<T, Refusal>,
    ) -> Vec<Field<T>> {
        let Some(node) = self.need_node(key) else { return Vec::new() };
        let before = self.d.faults;
        let items = self.items(key, node, decode);
        if items.is_empty() && self.d.faults == before {
            let message = format!("This {}'s `{key}` is empty", self.shape.what);
            self.report_missing(key, node.span, message);
        }
        items
    }

    /// A list of texts of the author's own. One text alone is one entry; where it has commas, that is asked about.
    pub fn texts(&mut self, key: &'static str) -> Vec<Field<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let texts = self.items(key, node, text);
        if let NodeKind::Scalar(scalar) = &node.kind
            && scalar.style == ScalarStyle::Plain
            && let [only] = texts.as_slice()
        {
            let parts: Vec<&str> =
                only.value.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
            if parts.len() > 1 {
                let message = format!("`{key}` is read as one entry here: {}", quoted(&only.value));
                let help = as_list_or_text(key, &parts, &only.value);
                let problem = self.d.problem(&P123, only.span, message).help(help);
                self.d.note(problem);
            }
        }
        texts
    }

    fn items<T>(
        &mut self,
        key: &'static str,
        node: &'n Node<'s>,
        mut decode: impl FnMut(&str) -> Result<T, Refusal>,
    ) -> Vec<Field<T>> {
        match &node.kind {
            NodeKind::Scalar(cell) if cell.style == ScalarStyle::Cell => {
                let mut items = Vec::new();
                for item in cell_items(self.d.source, cell) {
                    if !is_absent(&item) {
                        items.extend(self.d.scalar(key, &item, &mut decode));
                    }
                }
                items
            }
            NodeKind::Scalar(scalar) => self.d.scalar(key, scalar, decode).into_iter().collect(),
            NodeKind::List(nodes) => {
                let mut items = Vec::with_capacity(nodes.len());
                for node in nodes {
                    match &node.kind {
                        NodeKind::Scalar(scalar) if is_absent(scalar) => {}
                        NodeKind::Scalar(scalar) => items.extend(self.d.scalar(key, scalar, &mut decode)),
                        NodeKind::Invalid => self.d.spoil(),
                        NodeKind::List(_) | NodeKind::Map(_) => {
                            self.single(key, node);
                        }
                    }
                }
                items
            }
            NodeKind::Map(_) => {
                let message = format!("`{key}` takes a list of single values, and this has keys of its own");
                let example = self.shape.example_of(key).unwrap_or("[…]");
                self.d.wrong_form(node.span, message, format!("write for example `{key}: {example}`"));
                Vec::new()
            }
            NodeKind::Invalid => {
                self.d.spoil();
                Vec::new()
            }
        }
    }

    /// A record at a key.
    pub fn record<T>(
        &mut self,
        key: &'static str,
        shape: &'static Shape,
        decode: impl FnOnce(&mut Fields<'_, 'a, 'n, 's>) -> Option<T>,
    ) -> Option<T> {
        let node = self.node(key)?;
        let mut fields = self.d.record(key, node, shape, &[])?;
        decode(&mut fields)
    }

    /// The records of a list at a key.
    pub fn records<T>(
        &mut self,
        key: &'static str,
        shape: &'static Shape,
        mut decode: impl FnMut(&mut Fields<'_, 'a, 'n, 's>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let nodes = self.d.list_of_records(key, node, shape);
        let mut records = Vec::with_capacity(nodes.len());
        for node in nodes {
            if let Some(mut fields) = self.d.record(key, node, shape, &[]) {
                records.extend(decode(&mut fields));
            }
        }
        records
    }
}

/// How to write a text with commas as a list, and how as the one text that it is: word for word where the text is
/// short and nothing in it means anything to YAML.
fn as_list_or_text(key: &str, parts: &[&str], whole: &str) -> String {
    const MOST: usize = 60;
    let simple = |part: &&str| {
        part.starts_with(char::is_alphanumeric)
            && part.chars().all(|c| c.is_alphanumeric() || " .-_&/+()'".contains(c))
    };
    if whole.chars().count() <= MOST && parts.iter().all(simple) {
        let list = parts.join(", ");
        format!("write `{key}: [{list}]` if these are several, or `{key}: \"{whole}\"` if it is one")
    } else {
        format!(
            "if these are several, write each on a line of its own below `{key}:`, with `- ` before it; \
             if it is one, put it in quotes"
        )
    }
}
