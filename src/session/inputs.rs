//! Everything that a compilation is made from.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use super::Session;
use crate::diagnostic::{Diagnostic, Finding};
use crate::digest::Digest;
use crate::model::Date;
use crate::past::Past;
use crate::source::Scan;
use crate::text::{Place, Source};

/// The files, the day, and what git remembers.
#[derive(Debug, PartialEq)]
pub(super) struct Inputs {
    pub scan: Scan,
    pub as_of: Date,
    pub past: Option<Arc<Past>>,
}

impl Session {
    /// What the last compilation was made from, but for what it was told to [`Session::remember`]: equal
    /// digests, equal outcomes. `None` before the first.
    pub fn made_from(&self) -> Option<Digest> {
        let Inputs { scan, as_of, past: _ } = self.inputs.as_ref()?;
        // Every part of a scan is named, so that a new one is thought of here.
        let Scan { config, plans, data, templates, files, unreadable, nothing_read, moved, diagnostics } =
            scan;
        let texts: Vec<Digest> =
            plans.par_iter().map(|plan| Digest::of(&(plan.path(), plan.text()))).collect();
        let data: Vec<Digest> = data.iter().map(|file| Digest::of(&(file.path(), file.text()))).collect();
        let problems: Vec<Told> = diagnostics.as_slice().iter().map(Told).collect();
        let reviews: Vec<_> =
            self.units.iter().filter_map(|unit| Some((unit.source.path(), unit.by_git.as_ref()?))).collect();
        let read = (config.text(), texts, data, templates, files, unreadable, nothing_read, moved, problems);
        Some(Digest::of(&(as_of, read, reviews)))
    }
}

/// A problem by all that it says.
struct Told<'d>(&'d Diagnostic);

impl Hash for Told<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Finding { code, severity, message, help, place, labels, fix, about } = &**self.0;
        (code.code, severity, message, help, about).hash(state);
        at(place, state);
        for label in labels {
            label.message.hash(state);
            at(&label.place, state);
        }
        fix.as_ref().map(|fix| &fix.replacement).hash(state);
    }
}

fn at(place: &Place, state: &mut impl Hasher) {
    let source: &Source = &place.source;
    (source.path(), source.text(), place.span).hash(state);
}
