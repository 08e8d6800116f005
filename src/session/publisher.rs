//! From a compilation to a site, with what the last site can give to the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Compilation;
use crate::diagnostic::{Diagnostic, codes};
use crate::kpi::Report;
use crate::site::{self, PageMemo, Site, TemplateError, Templates};
use crate::text::{Source, Span};

/// The overridden templates and their bytes, by name.
type Overrides = BTreeMap<String, Arc<[u8]>>;

/// Makes one site after another.
#[derive(Debug, Default)]
pub(super) struct Publisher {
    templates: Option<(Overrides, Templates)>,
    pages: PageMemo,
}

impl Publisher {
    /// The site of a compilation.
    pub fn publish(&mut self, compilation: &Compilation, report: &Report) -> Result<Site, Box<Diagnostic>> {
        let wrong = |error: TemplateError| Box::new(problem(&error, compilation));
        if self.templates.as_ref().is_none_or(|(overrides, _)| *overrides != compilation.templates) {
            let overrides = compilation.templates.iter().map(|(name, bytes)| (name.clone(), bytes.to_vec()));
            let templates = Templates::with_overrides(overrides).map_err(wrong)?;
            self.templates = Some((compilation.templates.clone(), templates));
        }
        let Some((_, templates)) = &self.templates else { return Ok(Site::default()) };
        let diagnostics = compilation.diagnostics.as_slice();
        site::build_with(&compilation.portfolio, report, diagnostics, templates, &mut self.pages)
            .map_err(wrong)
    }
}

/// A template that can't be used, at its line.
fn problem(error: &TemplateError, compilation: &Compilation) -> Diagnostic {
    let text = match compilation.templates.get(&error.template) {
        Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        None => String::new(),
    };
    let before =
        |line: u32| text.split_inclusive('\n').take(line.saturating_sub(1) as usize).map(str::len).sum();
    let start = error.line.map_or(0, before);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let indent = line.len() - line.trim_start().len();
    let span = Span::new(start + indent, start + line.trim_end().len().max(indent));
    let source = Source::new(format!("templates/{}", error.template), text.as_str());
    let mut diagnostic = Diagnostic::at(&codes::P690, &source, span, error.message.clone());
    if !error.fields.is_empty() {
        diagnostic = diagnostic.help(format!("there are: {}", error.fields.join(", ")));
    }
    diagnostic
}
