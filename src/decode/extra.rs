//! The author's own keys, kept as written.

use serde_json::{Map, Value};

use crate::parse::{Node, NodeKind};

/// A node as JSON: single values as text, the absent one as null.
pub(crate) fn json(node: &Node<'_>) -> Value {
    match &node.kind {
        NodeKind::Scalar(scalar) if scalar.is_null() => Value::Null,
        NodeKind::Scalar(scalar) => Value::String(scalar.text.to_string()),
        NodeKind::List(nodes) => Value::Array(nodes.iter().map(json).collect()),
        NodeKind::Map(entries) => {
            let entries = entries.iter().map(|entry| (entry.key.text.to_string(), json(&entry.value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        NodeKind::Invalid => Value::Null,
    }
}
