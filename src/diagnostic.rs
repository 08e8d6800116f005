//! What is wrong, where, and what to write instead: [`Diagnostic`] and the [`Diagnostics`] sink.
//!
//! For: one value per problem, from which every output format is made. A pass returns what it could
//! make and pushes what was wrong.
//! Must not: decide how a problem is shown (that is [`emit`]), or know what a plan is.

pub mod codes;
pub mod emit;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::text::{Place, Source, Span};
pub use codes::Code;

/// How much a problem weighs. Ordered from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth mending; fails the check with `--deny warnings`.
    Warning,
    /// Fails the check.
    Error,
}

impl Severity {
    /// The word in every format: `error`, `warning`, `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A second place that belongs to a problem, with what it has to do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What this place has to do with the problem.
    pub message: String,
    /// Where.
    pub place: Place,
}

/// An edit that mends the problem for certain: the diagnostic's own span gets this text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to write in place of the span.
    pub replacement: String,
}

/// One problem at one place: a [`Finding`], which its copies share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic(Arc<Finding>);

impl Deref for Diagnostic {
    type Target = Finding;
    fn deref(&self) -> &Finding {
        &self.0
    }
}

impl DerefMut for Diagnostic {
    fn deref_mut(&mut self) -> &mut Finding {
        Arc::make_mut(&mut self.0)
    }
}

/// What a diagnostic says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of problem; its explanation is [`Code::explanation`](codes::CodeInfo).
    pub code: Code,
    /// How much it weighs (the code's default until the sink overrides it).
    pub severity: Severity,
    /// The fact, in a manager's words, on one line.
    pub message: String,
    /// What to write or do instead.
    pub help: Option<String>,
    /// Exactly where.
    pub place: Place,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// The certain mend, where there is one.
    pub fix: Option<Fix>,
    /// The top-level key of the plan that it is about (`contracts`, `owner`, …), where known: it
    /// decides whether the plan still counts in the figures. Not shown.
    pub about: Option<&'static str>,
}

impl Diagnostic {
    /// A problem of this kind at this place, with the code's default severity.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Diagnostic(Arc::new(Finding {
            code,
            severity: code.severity,
            message: message.into(),
            help: None,
            place,
            labels: Vec::new(),
            fix: None,
            about: None,
        }))
    }

    /// The same at a span of a source.
    pub fn at(code: Code, source: &Arc<Source>, span: Span, message: impl Into<String>) -> Self {
        Diagnostic::new(code, Place::new(source, span), message)
    }

    /// With what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a second place.
    pub fn label(mut self, place: Place, message: impl Into<String>) -> Self {
        self.labels.push(Label { message: message.into(), place });
        self
    }

    /// With a certain mend: the span gets this text.
    pub fn fix(mut self, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { replacement: replacement.into() });
        self
    }

    /// About this top-level key of the plan.
    pub fn about(mut self, key: &'static str) -> Self {
        self.about = Some(key);
        self
    }

    /// With another severity than the code's default (the framework gives its own).
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

impl Diagnostic {
    /// By file, place and code; equal where the same is said twice.
    fn order(&self, other: &Self) -> Ordering {
        let (place, its) = (&self.place, &other.place);
        let files = match Arc::ptr_eq(&place.source, &its.source) {
            true => Ordering::Equal,
            false => place.path().cmp(its.path()),
        };
        let rest = |d: &Self| (d.place.span, d.code.code);
        files.then_with(|| rest(self).cmp(&rest(other))).then_with(|| self.message.cmp(&other.message))
    }
}

/// Where problems pile up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// All of another's.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.items.extend(other);
    }

    /// All, as they stand.
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.items
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|d| d.severity == severity).count()
    }

    /// Applies `rules:` (a code or a code's name to a severity, `None` = off).
    pub fn apply_rules(&mut self, rules: &BTreeMap<String, Option<Severity>>) {
        if rules.is_empty() {
            return;
        }
        self.items.retain_mut(|d| match rules.get(d.code.code).or_else(|| rules.get(d.code.name)) {
            Some(Some(severity)) => {
                d.severity = *severity;
                true
            }
            Some(None) => false,
            None => true,
        });
    }

    /// Sorts by file, place and code, and drops what is said twice.
    pub fn finish(&mut self) {
        // They mostly are.
        if self.items.is_sorted_by(|a, b| a.order(b).is_lt()) {
            return;
        }
        self.items.sort_by(Diagnostic::order);
        self.items.dedup_by(|a, b| a.order(b).is_eq());
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}
