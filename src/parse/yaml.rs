//! YAML to the node tree.

use std::sync::Arc;

use granit_parser::{Event, Options, Parser};

use super::{Entry, Node, NodeKind, Scalar, ScalarStyle};
use crate::diagnostic::Diagnostics;
use crate::text::{Source, Span};

/// Reads the YAML in `span` of a source; `None` where nothing could be read (already reported).
pub fn parse_yaml<'s>(
    source: &'s Arc<Source>,
    span: Span,
    _diagnostics: &mut Diagnostics,
) -> Option<Node<'s>> {
    let text = source.slice(span);
    let mut options = Options::default();
    options.set_emit_comments(false);
    let mut builder =
        Builder { base: span.start as usize, stack: Vec::new(), anchors: Vec::new(), root: None };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, at) = event.ok()?;
        let start = at.start.byte_offset().unwrap_or(0);
        let end = at.end.byte_offset().unwrap_or(start);
        builder.event(event, start, end);
    }
    builder.root
}

struct Frame<'s> {
    anchor: usize,
    start: usize,
    end: usize,
    key: Option<Scalar<'s>>,
    kind: NodeKind<'s>,
}

struct Builder<'s> {
    base: usize,
    stack: Vec<Frame<'s>>,
    anchors: Vec<(usize, Node<'s>)>,
    root: Option<Node<'s>>,
}

impl<'s> Builder<'s> {
    fn event(&mut self, event: Event<'s>, start: usize, end: usize) {
        let span = Span::new(self.base + start, self.base + end);
        let frame = |anchor, kind| Frame { anchor, start, end, key: None, kind };
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let style = match style {
                    granit_parser::ScalarStyle::Plain => ScalarStyle::Plain,
                    granit_parser::ScalarStyle::SingleQuoted | granit_parser::ScalarStyle::DoubleQuoted => {
                        ScalarStyle::Quoted
                    }
                    _ => ScalarStyle::Block,
                };
                let node = Node { span, kind: NodeKind::Scalar(Scalar { text, span, style }) };
                self.add(node, anchor, end);
            }
            Event::SequenceStart(_, anchor, _) => {
                self.stack.push(frame(anchor, NodeKind::List(Vec::new())));
            }
            Event::MappingStart(_, anchor, _) => self.stack.push(frame(anchor, NodeKind::Map(Vec::new()))),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(frame) = self.stack.pop() {
                    let end = frame.end.max(if end > start { end } else { 0 });
                    let span = Span::new(self.base + frame.start, self.base + end);
                    self.add(Node { span, kind: frame.kind }, frame.anchor, end);
                }
            }
            Event::Alias(id) => {
                let kind = self.anchors.iter().rev().find(|(known, _)| *known == id);
                let kind = kind.map_or(NodeKind::Invalid, |(_, node)| node.kind.clone());
                self.add(Node { span, kind }, 0, end);
            }
            _ => {}
        }
    }

    fn add(&mut self, node: Node<'s>, anchor: usize, end: usize) {
        if anchor > 0 {
            self.anchors.push((anchor, node.clone()));
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return;
        };
        frame.end = frame.end.max(end);
        match &mut frame.kind {
            NodeKind::List(items) => items.push(node),
            NodeKind::Map(entries) => match (frame.key.take(), node) {
                (Some(key), value) => entries.push(Entry { key, value }),
                (None, Node { kind: NodeKind::Scalar(key), .. }) => frame.key = Some(key),
                (None, _) => {}
            },
            _ => {}
        }
    }
}
