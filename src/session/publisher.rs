//! From a compilation to a site, with what the last site can give to the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Compilation;
use crate::diagnostic::{Diagnostic, codes};
use crate::kpi::Report;
use crate::site::{Site, TemplateError, Templates};
use crate::text::{Source, Span};

/// The overridden templates and their bytes, by name.
type Overrides = BTreeMap<String, Arc<[u8]>>;

/// Makes one site after another.
#[derive(Debug, Default)]
pub(super) struct Publisher {
    templates: Option<(Overrides, Arc<Templates>)>,
    last: Option<Site>,
}

impl Publisher {
    /// The site of a compilation.
    pub fn publish(
        &mut self,
        compilation: &Compilation,
        report: &Arc<Report>,
    ) -> Result<Site, Box<Diagnostic>> {
        let templates = self.templates(compilation)?;
        let Compilation { portfolio, diagnostics, .. } = compilation;
        let site = Site::after(self.last.as_ref(), portfolio, report, diagnostics.as_slice(), &templates);
        self.last = Some(site.clone());
        Ok(site)
    }

    /// The template set; the one that is known where no file of it changed.
    fn templates(&mut self, compilation: &Compilation) -> Result<Arc<Templates>, Box<Diagnostic>> {
        let same = |(overrides, _): &&(Overrides, _)| *overrides == compilation.templates;
        if let Some((_, known)) = self.templates.as_ref().filter(same) {
            return Ok(Arc::clone(known));
        }
        let overrides = compilation.templates.iter().map(|(name, bytes)| (name.clone(), bytes.to_vec()));
        let templates =
            Templates::with_overrides(overrides).map_err(|error| compilation.template_problem(&error))?;
        let templates = Arc::new(templates);
        self.templates = Some((compilation.templates.clone(), Arc::clone(&templates)));
        Ok(templates)
    }
}

/// A template that can't be used, at its line.
pub(super) fn problem(error: &TemplateError, templates: &Overrides) -> Diagnostic {
    let text = match templates.get(&error.template) {
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
