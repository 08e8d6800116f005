//! Nodes to the typed model, field by field, every error kept (families P1, P2 within a plan, P6).
//!
//! For: turning what is written into what it means. A field that is wrong is reported at its place and
//! is absent from then on; a record with a wrong field is dropped; an absent value raises no second
//! error.
//! Must not: know other plans, today's date, or the framework.

use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::model::Plan;
use crate::parse::Document;
use crate::text::Source;

/// Decodes a plan; `None` where it can't be read as one (already reported).
pub fn decode_plan(
    source: &Arc<Source>,
    document: Document<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Option<Plan> {
    let _ = (source, document, config, diagnostics);
    None
}

/// Reads and decodes planc.yaml. What is wrong keeps its default.
pub fn decode_config(source: &Arc<Source>, diagnostics: &mut Diagnostics) -> Config {
    let _ = diagnostics;
    Config { source: Arc::clone(source), ..Config::default() }
}
