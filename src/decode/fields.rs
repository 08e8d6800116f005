//! Reading a record field by field, with every error kept.
//!
//! For: the one way from a node's keys to typed values: unknown and missing keys, absent values,
//! values of the wrong form, each reported once at its place.
//! Must not: know what any particular record holds.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::extra::json;
use super::ids::Ids;
use super::refusal::{Refusal, quoted};
use super::scalar::{id, word};
use super::shape::{MOST_KEYS, Shape};
use super::suggest::{Budget, nearest};
use crate::config::Config;
use crate::diagnostic::codes::{P101, P102, P103, P120, P601, P602, P606};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Choice, Currency, Extras, Field, Optional};
use crate::parse::{Entry, Node, NodeKind, Scalar, ScalarStyle, is_placeholder};
use crate::text::{Place, Source, Span, Spanned};

/// Which file is decoded: it decides the family of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An account plan.
    Plan,
    /// planc.yaml.
    Settings,
}

/// What decoding one file needs and gathers.
pub(crate) struct Decoder<'a> {
    pub source: &'a Arc<Source>,
    pub config: &'a Config,
    pub kind: Kind,
    /// The ids of the plan's records.
    pub ids: Ids<'a>,
    /// The currency of amounts without one.
    pub currency: Currency,
    /// The client's business units; empty: any.
    pub units: BTreeSet<String>,
    pub budget: Budget,
    /// The top-level key that is being decoded.
    pub about: Option<&'static str>,
    /// The top-level keys with an error.
    pub faulty: Vec<&'static str>,
    /// Where the parser reported something, in order.
    slips: Vec<Span>,
    /// How many errors there were, those that the parser reported included.
    faults: usize,
    out: &'a mut Diagnostics,
}

impl<'a> Decoder<'a> {
    pub fn new(
        source: &'a Arc<Source>,
        config: &'a Config,
        kind: Kind,
        ids: Ids<'a>,
        out: &'a mut Diagnostics,
    ) -> Self {
        Decoder {
            source,
            config,
            kind,
            ids,
            currency: config.currency,
            units: BTreeSet::new(),
            budget: Budget::default(),
            about: None,
            faulty: Vec::new(),
            slips: Vec::new(),
            faults: 0,
            out,
        }
    }

    pub fn place(&self, span: Span) -> Place {
        Place::new(self.source, span)
    }

    /// A problem at a place of this file; the caller may add to it before [`Decoder::report`].
    pub fn problem(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(code, self.source, span, message)
    }

    /// Reports a problem: the record that is being decoded is spoilt.
    pub fn report(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.about = self.about;
        self.out.push(diagnostic);
        self.spoil();
    }

    /// Reports what costs nothing.
    pub fn note(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.about = self.about;
        self.out.push(diagnostic);
    }

    /// Takes note of the keys about which the parser reported something: what is missing there may have
    /// been lost for it.
    pub fn know_slips_of_form(&mut self) {
        let source = self.source;
        let of_this_file = |diagnostic: &&Diagnostic| Arc::ptr_eq(&diagnostic.place.source, source);
        for diagnostic in self.out.as_slice().iter().rev().take_while(of_this_file) {
            self.slips.push(diagnostic.place.span);
            if let Some(key) = diagnostic.about
                && !self.faulty.contains(&key)
            {
                self.faulty.push(key);
            }
        }
        self.slips.sort_unstable();
    }

    /// Something is wrong that was reported already.
    pub fn spoil(&mut self) {
        self.faults += 1;
        if let Some(about) = self.about
            && !self.faulty.contains(&about)
        {
            self.faulty.push(about);
        }
    }

    /// How many errors there were so far.
    pub fn faults(&self) -> usize {
        self.faults
    }

    /// A value of this field is refused.
    pub fn refuse(&mut self, field: &str, span: Span, refusal: Refusal) {
        let code = match self.kind {
            Kind::Plan => refusal.code,
            Kind::Settings => &P602,
        };
        let mut diagnostic =
            self.problem(code, span, format!("`{field}` {}", refusal.message)).help(refusal.help);
        if let Some(fix) = refusal.fix.filter(|fix| safe_to_write(fix)) {
            diagnostic = diagnostic.fix(fix);
        }
        self.report(diagnostic);
    }

    /// A value that is neither here nor there: a list where one value is wanted, and so on.
    pub fn wrong_form(&mut self, span: Span, message: String, help: String) {
        // Where the parser told of a slip in it, that is why it has another form.
        let first = self.slips.partition_point(|slip| slip.start < span.start);
        if self.slips.get(first).is_some_and(|slip| span.contains(*slip)) {
            return self.spoil();
        }
        let code = match self.kind {
            Kind::Plan => &P103,
            Kind::Settings => &P602,
        };
        let diagnostic = self.problem(code, span, message).help(help);
        self.report(diagnostic);
    }

    /// Text fit to be kept: without control characters that only a quoted escape can bring in.
    fn printable(&mut self, field: &str, scalar: &Scalar<'_>) -> bool {
        if scalar.style != ScalarStyle::Quoted
            || !scalar.text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
        {
            return true;
        }
        let message = "holds a character that can't be shown".to_owned();
        let help = format!("write {} without the `\\` escape", quoted(&scalar.text));
        self.refuse(field, scalar.span, Refusal::new(&P120, message, help));
        false
    }

    /// Reads one value with a scalar decoder.
    pub fn scalar<T>(
        &mut self,
        field: &str,
        scalar: &Scalar<'_>,
        decode: impl FnOnce(&str) -> Result<T, Refusal>,
    ) -> Optional<T> {
        if !self.printable(field, scalar) {
            return None;
        }
        match decode(&scalar.text) {
            Ok(value) => Some(Spanned::new(value, scalar.span)),
            Err(refusal) => {
                self.refuse(field, scalar.span, refusal);
                None
            }
        }
    }

    /// Opens a record for reading; `None` where the node is none (reported here).
    pub fn record<'d, 'n, 's>(
        &'d mut self,
        field: &str,
        node: &'n Node<'s>,
        shape: &'static Shape,
        excused: &[&'static str],
    ) -> Option<Fields<'d, 'a, 'n, 's>> {
        match &node.kind {
            NodeKind::Map(entries) => Some(Fields::open(self, node.span, entries, shape, excused)),
            NodeKind::Invalid => {
                self.spoil();
                None
            }
            // An empty item.
            NodeKind::Scalar(scalar) if is_absent(scalar) => None,
            NodeKind::Scalar(scalar) => {
                let message = format!(
                    "`{field}` needs keys and values here, and this is only {}",
                    quoted(&scalar.text)
                );
                self.wrong_form(node.span, message, format!("write for example `{}`", shape.example));
                None
            }
            NodeKind::List(_) => {
                let message = format!("`{field}` needs keys and values here, and this is a list");
                self.wrong_form(node.span, message, format!("write for example `{}`", shape.example));
                None
            }
        }
    }
}

/// Whether a text can stand in YAML and in a table's cell without quotes.
pub(crate) fn safe_to_write(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|c| c.is_alphanumeric() || (c == '-' && text.len() > 1 && !text.starts_with("- ")))
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && text.chars().all(|c| c.is_alphanumeric() || " -_./%&+:'#@()".contains(c))
        && !matches!(text, "null" | "Null" | "NULL")
}

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
    fn open(
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
        let mut records = Vec::new();
        for node in self.d.list_of_records(key, node, shape) {
            if let Some(mut fields) = self.d.record(key, node, shape, &[]) {
                records.extend(decode(&mut fields));
            }
        }
        records
    }
}

impl Decoder<'_> {
    /// The nodes of a list of records; a record that stands there without its dash is reported, and is
    /// read all the same, so that what else is wrong in it shows too.
    pub fn list_of_records<'n, 's>(
        &mut self,
        key: &str,
        node: &'n Node<'s>,
        shape: &'static Shape,
    ) -> &'n [Node<'s>] {
        match &node.kind {
            NodeKind::List(nodes) => nodes,
            NodeKind::Invalid => {
                self.spoil();
                &[]
            }
            NodeKind::Scalar(scalar) => {
                let cell = scalar.style == ScalarStyle::Cell;
                let message = format!(
                    "`{key}` is a list with keys and values, and this is only {}",
                    quoted(&scalar.text)
                );
                let help = match cell {
                    true => format!("a cell can't hold it: put `{key}` into the front matter"),
                    false => format!("write each on a line of its own: `- {}`", shape.example),
                };
                self.wrong_form(node.span, message, help);
                &[]
            }
            NodeKind::Map(entries) => {
                let is_record = entries.iter().any(|entry| shape.key(&entry.key.text).is_some());
                let at = entries.first().map_or(node.span, |entry| entry.key.span);
                let message = format!("`{key}` is a list, and this {} lacks its `- `", shape.what);
                let help = match entries.first() {
                    Some(entry) if is_record => format!("put `- ` before `{}`", entry.key.text),
                    _ => format!("write each on a line of its own: `- {}`", shape.example),
                };
                self.wrong_form(at, message, help);
                if is_record { std::slice::from_ref(node) } else { &[] }
            }
        }
    }
}

/// Text as it is written; a block's last line end is no part of it.
pub(crate) fn text(text: &str) -> Result<String, Refusal> {
    Ok(text.trim_end_matches('\n').to_owned())
}

/// Whether a value is absent: nothing, `null`, blank, or a placeholder.
pub(crate) fn is_absent(scalar: &Scalar<'_>) -> bool {
    scalar.is_null()
        || (may_be_placeholder(&scalar.text)
            && (scalar.text.trim().is_empty() || is_placeholder(&scalar.text)))
}

/// Tells from the first letters that a text is neither blank nor a placeholder, as almost all are none: this is asked of
/// every value of every plan.
fn may_be_placeholder(text: &str) -> bool {
    match text.as_bytes() {
        [b't' | b'T', second, ..] => matches!(second, b'o' | b'O' | b'b' | b'B'),
        [b'n' | b'N', second, ..] => *second == b'/',
        [b'l' | b'L', second, ..] => matches!(second, b'o' | b'O'),
        [first, ..] => !first.is_ascii_alphanumeric(),
        [] => true,
    }
}

/// A cell's items between commas, each at its own place where the cell's text stands as it is in the file.
pub(crate) fn cell_items<'c>(source: &Source, cell: &'c Scalar<'_>) -> Vec<Scalar<'c>> {
    let verbatim = source.slice(cell.span) == cell.text;
    let mut at = cell.span.start as usize;
    let mut items = Vec::new();
    for part in cell.text.split(',') {
        let bare = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        let span = if verbatim { Span::new(start, start + bare.len()) } else { cell.span };
        items.push(Scalar { text: bare.into(), span, style: ScalarStyle::Cell });
        at += part.len() + 1;
    }
    items
}

/// What to say of a key that a record doesn't have.
pub(crate) struct Unknown {
    /// The fact.
    pub message: String,
    /// What to write.
    pub help: String,
    /// The key that is meant beyond doubt, to be written instead.
    pub fix: Option<&'static str>,
    /// The key that is most likely meant.
    pub meant: Option<&'static str>,
}

impl Unknown {
    /// `free` tells the keys that are not written yet: the likelier ones.
    pub fn new(
        key: &str,
        shape: &'static Shape,
        free: impl Fn(&&'static str) -> bool,
        budget: &Budget,
    ) -> Self {
        let shown = quoted(key);
        let what = shape.what;
        let article = if what.starts_with(['a', 'e', 'i', 'o']) { "An" } else { "A" };
        let message = format!("{article} {what} has no key {shown}");
        let names = || shape.keys.iter().map(|(name, _)| *name);
        if let Some(meant) = names().find(|name| word::same(name, key)) {
            let help = format!("keys are written exactly so: `{meant}`");
            return Unknown { message, help, fix: free(&meant).then_some(meant), meant: Some(meant) };
        }
        if let Some(meant) = shape.alias(key) {
            let fix = None;
            return Unknown { message, help: format!("did you mean `{meant}`?"), fix, meant: Some(meant) };
        }
        let near = nearest(key, names().filter(&free), budget);
        let near = if near.words.is_empty() { nearest(key, names(), budget) } else { near };
        if near.certain.is_none()
            && let Some((help, meant)) = super::elsewhere(key, shape)
        {
            return Unknown { message, help, fix: None, meant };
        }
        if let Some(question) = near.question() {
            let certain = near.certain.filter(&free);
            let meant = near.words.first().copied();
            return Unknown { message, help: question, fix: certain, meant };
        }
        let mut all = String::new();
        for name in names() {
            all.push_str(if all.is_empty() { "`" } else { ", `" });
            all.push_str(name);
            all.push('`');
        }
        let own = key.trim_start_matches(|c: char| !c.is_alphanumeric());
        let help = format!(
            "its keys are {all}; a key of your own starts with `x-`: {}",
            quoted(&format!("x-{own}"))
        );
        Unknown { message, help, fix: None, meant: None }
    }
}
