//! What decoding one file needs and gathers: its problems, its ids, what it may name.
//!
//! For: reporting each problem with what it is about, and reading a node as a value or a record.
//! Must not: know what any particular record holds.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fields::Fields;
use super::ids::Ids;
use super::refusal::{Refusal, quoted};
use super::shape::Shape;
use super::suggest::Budget;
use super::value::{is_absent, safe_to_write};
use crate::config::Config;
use crate::diagnostic::codes::{P103, P120, P602};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Currency, Optional};
use crate::parse::{Node, NodeKind, Scalar, ScalarStyle};
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
    pub(super) faults: usize,
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
