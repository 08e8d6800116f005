//! What `&name` names and `*name` stands for, within a limit on what it may grow to.

use std::collections::BTreeMap;

use super::Reader;
use crate::diagnostic::codes;
use crate::parse::limits::{ALIAS_VALUES, NESTING};
use crate::parse::node::{Node, NodeKind};
use crate::text::Span;

/// What was named so far.
#[derive(Default)]
pub(super) struct Anchors<'t> {
    named: BTreeMap<&'t str, Anchor<'t>>,
    /// How many values names keep, in all: nested names keep the same values again and again.
    kept: usize,
    /// How many values aliases have grown to.
    grown: usize,
    /// Whether the limit was told.
    told: bool,
}

struct Anchor<'t> {
    /// `None` where it is too large for any alias.
    node: Option<Node<'t>>,
    values: usize,
    levels: usize,
}

impl<'t> Reader<'t, '_> {
    /// The end of the name after a `&` or `*` at this position.
    pub(super) fn name_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        while !self.is_gap(end) && !matches!(self.byte(end), b',' | b'[' | b']' | b'{' | b'}') {
            end += 1;
        }
        end
    }

    /// Remembers a node under a name.
    pub(super) fn name_node(&mut self, name: &'t str, node: &Node<'t>) {
        let room = ALIAS_VALUES.saturating_mul(10).saturating_sub(self.anchors.kept).min(ALIAS_VALUES);
        let mut values = 0;
        let levels = measure(node, room, &mut values);
        let keep = values <= room;
        self.anchors.kept += if keep { values } else { 0 };
        let node = keep.then(|| node.clone());
        // The latest of a name counts.
        self.anchors.named.insert(name, Anchor { node, values, levels });
    }

    /// What the alias at `start..end` stands for, at the alias's own place; `None` where nothing has
    /// that name.
    pub(super) fn alias(&mut self, start: usize, end: usize) -> Option<Node<'t>> {
        let name = self.slice(start + 1, end);
        let span = Span::new(start, end);
        let anchor = self.anchors.named.get(name)?;
        let invalid = Node { span, kind: NodeKind::Invalid };
        if anchor.levels + self.depth > NESTING {
            self.too_deep(span);
            return Some(invalid);
        }
        let grown = self.anchors.grown.saturating_add(anchor.values);
        match &anchor.node {
            Some(node) if grown <= ALIAS_VALUES => {
                let mut node = node.clone();
                node.span = span;
                if let NodeKind::Scalar(scalar) = &mut node.kind {
                    scalar.span = span;
                }
                self.anchors.grown = grown;
                Some(node)
            }
            _ => {
                if !std::mem::replace(&mut self.anchors.told, true) {
                    self.report(
                        self.slip(
                            &codes::P045,
                            span,
                            "Aliases (`*name`) stand for more than 10,000 values here",
                        )
                        .help("write out what is needed instead of repeating it by `*name`"),
                    );
                }
                Some(invalid)
            }
        }
    }
}

/// Counts the values of a node, up to a little more than `most`, and says how many levels it has.
fn measure(node: &Node<'_>, most: usize, values: &mut usize) -> usize {
    *values += 1;
    if *values > most {
        return 0;
    }
    match &node.kind {
        NodeKind::Scalar(_) | NodeKind::Invalid => 0,
        NodeKind::List(items) => {
            1 + items.iter().map(|item| measure(item, most, values)).max().unwrap_or_default()
        }
        NodeKind::Map(entries) => {
            1 + entries.iter().map(|entry| measure(&entry.value, most, values)).max().unwrap_or_default()
        }
    }
}
