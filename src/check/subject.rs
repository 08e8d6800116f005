//! A plan under check, with what several rules ask of it looked up once.
//!
//! For: the questions that rules share (who is still there, which action has this id, when did we last
//! talk, what was already reported).
//! Must not: report anything.

use std::collections::{BTreeMap, BTreeSet};

use super::RenewedElsewhere;
use super::terms::Renewals;
use super::words::nearest;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::*;
use crate::text::Place;

/// Slips of form after which it isn't known what else of the plan was lost: the front matter's own lines,
/// a quote or a bracket without an end, the limits.
const LOSES_MUCH: [&str; 11] =
    ["P012", "P013", "P014", "P015", "P016", "P017", "P019", "P024", "P033", "P044", "P045"];

/// A plan, the configuration and the day.
pub(super) struct Subject<'a> {
    pub plan: &'a Plan,
    pub config: &'a Config,
    pub as_of: Date,
    pub renewals: Renewals<'a>,
    renewed: &'a RenewedElsewhere,
    actions: BTreeMap<&'a str, &'a Action>,
    contracts: BTreeMap<&'a str, &'a Contract>,
    met: BTreeMap<&'a str, Date>,
    supporters: BTreeMap<&'a str, &'a Action>,
    refused: BTreeSet<u32>,
    unclaimed: Vec<String>,
    unread: bool,
}

impl<'a> Subject<'a> {
    pub fn new(
        plan: &'a Plan,
        config: &'a Config,
        as_of: Date,
        said: &[Diagnostic],
        renewed: &'a RenewedElsewhere,
    ) -> Self {
        let mut met: BTreeMap<&str, Date> = BTreeMap::new();
        for meeting in plan.meetings.iter().filter(|m| m.date.value <= as_of) {
            for who in &meeting.with {
                let last = met.entry(&who.value).or_insert(meeting.date.value);
                *last = (*last).max(meeting.date.value);
            }
        }
        let errors =
            || said.iter().filter(|d| d.severity == Severity::Error && d.place.path() == plan.path());
        let mut supporters = BTreeMap::new();
        for action in plan.actions.iter().filter(|action| action.status().is_open()) {
            for id in &action.supports {
                supporters.entry(id.value.as_str()).or_insert(action);
            }
        }
        Subject {
            plan,
            config,
            as_of,
            renewals: Renewals::of(plan),
            renewed,
            actions: plan.actions.iter().map(|a| (a.id.value.as_str(), a)).collect(),
            contracts: plan.contracts.iter().map(|c| (c.id.value.as_str(), c)).collect(),
            met,
            supporters,
            unclaimed: errors().filter(|d| of_form(d) && d.about.is_none()).map(first_word).collect(),
            unread: errors().any(|d| LOSES_MUCH.contains(&d.code.code)),
            refused: errors().map(|d| d.place.span.start).collect(),
        }
    }

    /// The stakeholders who are still there.
    pub fn present(&self) -> impl Iterator<Item = &'a Stakeholder> {
        let as_of = self.as_of;
        self.plan.stakeholders.iter().filter(move |who| !who.has_departed(as_of))
    }

    /// The action with this id.
    pub fn action(&self, id: &str) -> Option<&'a Action> {
        self.actions.get(id).copied()
    }

    /// The first open action that supports the record with this id.
    pub fn supporter(&self, id: &str) -> Option<&'a Action> {
        self.supporters.get(id).copied()
    }

    /// When we last talked with someone, as far as is known by the end of `as_of`.
    pub fn last_contact(&self, who: &Stakeholder) -> Option<Date> {
        let written = who.last_contact.map(|day| day.value).filter(|&day| day <= self.as_of);
        written.max(self.met.get(who.id.value.as_str()).copied())
    }

    /// Whether a contract of another account renews this one, signed by `as_of`.
    pub fn renewed_elsewhere(&self, contract: &Contract) -> bool {
        self.renewed.get(&contract.id.value).is_some_and(|&signed| signed <= self.as_of)
    }

    /// Whether a contract of another account renews this one, signed or not.
    pub fn to_be_renewed_elsewhere(&self, contract: &Contract) -> bool {
        self.renewed.contains_key(&contract.id.value)
    }

    /// The contract with this id.
    pub fn contract(&self, id: &str) -> Option<&'a Contract> {
        self.contracts.get(id).copied()
    }

    /// Whether something of this top-level key was refused, so that its absence is no news.
    pub fn refused(&self, key: &str) -> bool {
        self.unread
            || self.plan.faulty.contains(&key)
            || self.unclaimed.iter().any(|word| word == key || nearest(word, [key]).is_some())
    }

    /// Whether something of this record was refused.
    pub fn refused_in(&self, record: &Place) -> bool {
        let span = record.span;
        record.source.path() == self.plan.path() && self.refused.range(span.start..=span.end).next().is_some()
    }

    /// Whether the client has left: nothing is asked any more of how the relationship is kept.
    pub fn has_left(&self) -> bool {
        self.plan.lost.as_ref().is_some_and(|lost| lost.date.value <= self.as_of)
    }

    /// Where something that an element lacks is reported: its heading, else the front matter's first
    /// line.
    pub fn element_place(&self, element: Element) -> Place {
        self.plan.section(element).map_or_else(|| self.plan.head(), |s| self.plan.at(s.heading))
    }
}

/// Whether a diagnostic is about a file's form.
fn of_form(diagnostic: &Diagnostic) -> bool {
    diagnostic.code.code.starts_with("P0")
}

/// The first word of the line at which a slip of form stands: the key that it may have cost.
fn first_word(diagnostic: &Diagnostic) -> String {
    let place = &diagnostic.place;
    let line = place.source.line_text(place.line()).trim_start();
    line.chars().take_while(|c| c.is_alphanumeric() || *c == '_').take(40).collect()
}
