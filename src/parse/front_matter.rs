//! Where the front matter is: between a first line `---` and the next.

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::text::{Source, Span};

/// A plan file's two parts.
pub struct Split {
    /// The first line.
    pub head: Span,
    /// The YAML between the fences; `None` where there is none (already reported).
    pub yaml: Option<Span>,
    /// The Markdown below.
    pub body: Span,
}

/// Finds a plan's two parts.
pub fn split(source: &Arc<Source>, _diagnostics: &mut Diagnostics) -> Split {
    let _ = source;
    Split { head: Span::at(0), yaml: None, body: Span::at(0) }
}
