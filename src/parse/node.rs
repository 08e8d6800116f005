//! The spanned node tree that YAML, table cells and data files all become.

use std::borrow::Cow;

use crate::text::Span;

/// A node: what is written, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'s> {
    /// The bytes of the node, quotes included, comments and trailing space not.
    pub span: Span,
    /// What is written.
    pub kind: NodeKind<'s>,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind<'s> {
    /// A single value as text.
    Scalar(Scalar<'s>),
    /// A list.
    List(Vec<Node<'s>>),
    /// Keys and values in written order. A key stands once (the second is reported and dropped).
    Map(Vec<Entry<'s>>),
    /// Something that was reported already: raises no second error.
    Invalid,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'s> {
    /// The key.
    pub key: Scalar<'s>,
    /// The value.
    pub value: Node<'s>,
}

/// A single value's text, with quotes and escapes undone.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar<'s> {
    /// The text.
    pub text: Cow<'s, str>,
    /// Where it is written, quotes included.
    pub span: Span,
    /// How it is written.
    pub style: ScalarStyle,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarStyle {
    /// Bare. `null`, `~` and nothing at all are the absent value in this style only.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// A `|` or `>` block.
    Block,
    /// A table's or data file's cell.
    Cell,
}

impl Scalar<'_> {
    fn into_owned(self) -> Scalar<'static> {
        Scalar { text: Cow::Owned(self.text.into_owned()), span: self.span, style: self.style }
    }

    /// Whether it says that there is no value: a bare `null`, `Null`, `NULL`, `~` or nothing; an empty
    /// cell.
    pub fn is_null(&self) -> bool {
        match self.style {
            ScalarStyle::Plain => matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL"),
            ScalarStyle::Cell => self.text.is_empty(),
            ScalarStyle::Quoted | ScalarStyle::Block => false,
        }
    }
}

impl<'s> Node<'s> {
    /// The same with all its text its own.
    pub(super) fn into_owned(self) -> Node<'static> {
        let kind = match self.kind {
            NodeKind::Scalar(scalar) => NodeKind::Scalar(scalar.into_owned()),
            NodeKind::List(items) => NodeKind::List(items.into_iter().map(Node::into_owned).collect()),
            NodeKind::Map(entries) => NodeKind::Map(
                entries
                    .into_iter()
                    .map(|entry| Entry { key: entry.key.into_owned(), value: entry.value.into_owned() })
                    .collect(),
            ),
            NodeKind::Invalid => NodeKind::Invalid,
        };
        Node { span: self.span, kind }
    }

    /// The value of a key, where this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node<'s>> {
        match &self.kind {
            NodeKind::Map(entries) => entries.iter().find(|e| e.key.text == key).map(|e| &e.value),
            _ => None,
        }
    }
}
