//! The people, opportunities, risks, actions and other records of one plan, before and after.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::change::{Area, Change};
use super::words::{date, money, moved, percent, quoted};
use crate::config::Config;
use crate::model::*;

/// A record on either side.
pub enum Pair<'a, T> {
    /// Only after.
    Added(&'a T),
    /// Only before.
    Removed(&'a T),
    /// On both sides.
    Both(&'a T, &'a T),
}

/// Pairs records by key: those of `after` in its order, then those that are gone.
pub fn pairs<'a, T>(before: &'a [T], after: &'a [T], key: impl Fn(&'a T) -> &'a str) -> Vec<Pair<'a, T>> {
    let mut old: BTreeMap<&str, &T> = before.iter().map(|record| (key(record), record)).collect();
    let mut all: Vec<Pair<'a, T>> = after
        .iter()
        .map(|record| match old.remove(key(record)) {
            Some(was) => Pair::Both(was, record),
            None => Pair::Added(record),
        })
        .collect();
    all.extend(before.iter().filter(|record| old.contains_key(key(record))).map(Pair::Removed));
    all
}

/// Whether an optional field changed, and its text on both sides.
pub fn changed<T: PartialEq>(
    before: &Optional<T>,
    after: &Optional<T>,
    show: impl Fn(&T) -> String,
) -> Option<(String, String)> {
    let (was, is) = (before.as_ref().map(|f| &f.value), after.as_ref().map(|f| &f.value));
    (was != is).then(|| (was.map_or("none".into(), &show), is.map_or("none".into(), &show)))
}

fn text<T: Display>(value: &T) -> String {
    value.to_string()
}

/// Stakeholders who joined, left, turned or changed their part.
pub fn stakeholders(before: &Plan, after: &Plan, config: &Config, out: &mut Vec<Change>) {
    let area = Area::Stakeholders;
    for pair in pairs(&before.stakeholders, &after.stakeholders, |s| &s.id.value) {
        match pair {
            Pair::Added(s) => {
                let roles = s.role.iter().map(|r| r.to_string()).collect::<Vec<_>>().join(", ");
                let title = s.title.as_ref().map(|t| format!(", {}", t.value)).unwrap_or_default();
                out.push(Change::new(
                    area,
                    "stakeholder-joined",
                    &s.id,
                    s.place.clone(),
                    format!("{}{title} joined the map ({roles})", s.name.value),
                ));
            }
            Pair::Removed(s) => {
                let change = Change::new(
                    area,
                    "stakeholder-removed",
                    &s.id,
                    s.place.clone(),
                    format!("{} was taken off the map", s.name.value),
                );
                out.push(if s.decides() { change.weighty() } else { change });
            }
            Pair::Both(was, is) => stakeholder(was, is, config, out),
        }
    }
}

fn stakeholder(was: &Stakeholder, is: &Stakeholder, config: &Config, out: &mut Vec<Change>) {
    let name = &is.name.value;
    let mut say = |kind, sentence: String, weighty: bool| {
        let change = Change::new(Area::Stakeholders, kind, &is.id, is.place.clone(), sentence);
        out.push(if weighty { change.weighty() } else { change });
    };
    if let Some((_, day)) = changed(&was.departed, &is.departed, |d| date(*d)) {
        if is.departed.is_some() {
            let role = is.role.first().map(|r| r.to_string()).unwrap_or_default();
            say("stakeholder-left", format!("{name} ({role}) left the client on {day}"), true);
        } else {
            say("stakeholder-back", format!("{name} is no longer marked as departed"), false);
        }
    }
    if let Some((a, b)) = changed(&was.sentiment, &is.sentiment, text) {
        let worse = is.sentiment.map(|s| s.value) > was.sentiment.map(|s| s.value) && is.sentiment.is_some();
        say("stakeholder-turned", format!("{name} turned from {a} to {b}"), worse && is.decides());
    }
    let roles = |s: &Stakeholder| s.role.iter().map(|r| r.to_string()).collect::<Vec<_>>().join(", ");
    if roles(was) != roles(is) {
        say("stakeholder-role", format!("{name}'s role: {} → {}", roles(was), roles(is)), false);
    }
    if let Some((a, b)) = changed(&was.influence, &is.influence, text) {
        say("stakeholder-influence", format!("{name}'s influence: {a} → {b}"), false);
    }
    if let Some((a, b)) = changed(&was.reports_to, &is.reports_to, text) {
        say("stakeholder-reports-to", format!("{name} reports to {b} (was {a})"), false);
    }
    if let Some((a, b)) = changed(&was.contact, &is.contact, |key| config.person_name(key).to_owned()) {
        say("stakeholder-contact", format!("{name}'s contact of ours: {a} → {b}"), false);
    }
    if let Some((a, b)) = changed(&was.title, &is.title, |t| quoted(t)) {
        say("stakeholder-title", format!("{name}'s title: {a} → {b}"), false);
    }
    if let Some((_, b)) = changed(&was.last_contact, &is.last_contact, |d| date(*d)) {
        say("stakeholder-contacted", format!("{name} was last contacted on {b}"), false);
    }
    if was.name.value != is.name.value {
        say("stakeholder-renamed", format!("{} is now called {name}", was.name.value), false);
    }
    if let Some((a, b)) = changed(&was.cadence, &is.cadence, text) {
        say("stakeholder-cadence", format!("{name}'s contact cadence: {a} → {b}"), false);
    }
    if let Some((a, b)) = changed(&was.unit, &is.unit, text) {
        say("stakeholder-unit", format!("{name}'s unit: {a} → {b}"), false);
    }
}

/// Opportunities that came, moved, were won or lost.
pub fn opportunities(before: &Plan, after: &Plan, config: &Config, out: &mut Vec<Change>) {
    let area = Area::Opportunities;
    for pair in pairs(&before.opportunities, &after.opportunities, |o| &o.id.value) {
        match pair {
            Pair::Added(o) => out.push(Change::new(
                area,
                "opportunity-added",
                &o.id,
                o.place.clone(),
                format!(
                    "New {} opportunity {}: {} ARR, {}, close {}",
                    o.kind.value,
                    quoted(&o.name),
                    money(o.arr.value),
                    o.stage.value,
                    date(o.close.value)
                ),
            )),
            Pair::Removed(o) => out.push(Change::new(
                area,
                "opportunity-removed",
                &o.id,
                o.place.clone(),
                format!("Opportunity {} ({}) was removed", quoted(&o.name), money(o.arr.value)),
            )),
            Pair::Both(was, is) => opportunity(was, is, config, out),
        }
    }
}

fn opportunity(was: &Opportunity, is: &Opportunity, config: &Config, out: &mut Vec<Change>) {
    let name = quoted(&is.name);
    let mut say = |kind, sentence: String, weighty: bool| {
        let change = Change::new(Area::Opportunities, kind, &is.id, is.place.clone(), sentence);
        out.push(if weighty { change.weighty() } else { change });
    };
    if was.stage.value != is.stage.value {
        match is.stage.value {
            Stage::Won => say("opportunity-won", format!("{name} was won: {}", money(is.arr.value)), true),
            Stage::Lost => {
                let why = is.reason.as_ref().map(|r| format!(" ({})", r.value)).unwrap_or_default();
                say("opportunity-lost", format!("{name} was lost: {}{why}", money(is.arr.value)), true);
            }
            stage => {
                say("opportunity-stage", format!("{name} moved from {} to {stage}", was.stage.value), false)
            }
        }
    }
    if was.arr.value != is.arr.value {
        say("opportunity-arr", format!("{name}: {} → {}", money(was.arr.value), money(is.arr.value)), false);
    }
    if was.close.value != is.close.value && is.stage.value.is_open() {
        let (kind, verb) = if is.close.value > was.close.value {
            ("opportunity-slipped", "slipped")
        } else {
            ("opportunity-pulled-in", "was pulled in")
        };
        say(kind, format!("{name} {verb} {}", moved(was.close.value, is.close.value)), false);
    }
    if let Some((a, b)) = changed(&was.probability, &is.probability, |p| percent(*p)) {
        say("opportunity-probability", format!("{name}'s probability: {a} → {b}"), false);
    }
    if let Some((a, b)) = changed(&was.owner, &is.owner, |key| config.person_name(key).to_owned()) {
        say("opportunity-owner", format!("{name}'s owner: {a} → {b}"), false);
    }
    if let Some((a, b)) = changed(&was.sponsor, &is.sponsor, text) {
        say("opportunity-sponsor", format!("{name}'s sponsor: {a} → {b}"), false);
    }
    if was.kind.value != is.kind.value {
        say("opportunity-kind", format!("{name} is {} (was {})", is.kind.value, was.kind.value), false);
    }
    if was.name.value != is.name.value {
        say("opportunity-renamed", format!("{} is now {name}", quoted(&was.name)), false);
    }
    if let Some((a, b)) = changed(&was.product, &is.product, text) {
        say("opportunity-product", format!("{name}'s product: {a} → {b}"), false);
    }
}

/// Risks that were opened, worsened, eased or closed.
pub fn risks(before: &Plan, after: &Plan, out: &mut Vec<Change>) {
    let area = Area::Risks;
    let weight = |r: &Risk| format!("{} likelihood, {} impact", r.likelihood.value, r.impact.value);
    for pair in pairs(&before.risks, &after.risks, |r| &r.id.value) {
        match pair {
            Pair::Added(r) => {
                let change = Change::new(
                    area,
                    "risk-opened",
                    &r.id,
                    r.place.clone(),
                    format!("New risk {} ({}, {})", quoted(&r.risk), r.category.value, weight(r)),
                );
                out.push(if r.score() >= 6 { change.weighty() } else { change });
            }
            Pair::Removed(r) => out.push(Change::new(
                area,
                "risk-removed",
                &r.id,
                r.place.clone(),
                format!("Risk {} was removed", quoted(&r.risk)),
            )),
            Pair::Both(was, is) => {
                let name = quoted(&is.risk);
                let mut say = |kind, sentence: String, weighty: bool| {
                    let change = Change::new(area, kind, &is.id, is.place.clone(), sentence);
                    out.push(if weighty { change.weighty() } else { change });
                };
                if was.status() != is.status() {
                    let (kind, weighty) = match is.status() {
                        RiskStatus::Closed => ("risk-closed", false),
                        RiskStatus::Mitigated => ("risk-mitigated", false),
                        RiskStatus::Occurred => ("risk-occurred", true),
                        RiskStatus::Open => ("risk-reopened", true),
                    };
                    say(kind, format!("Risk {name} is {} (was {})", is.status(), was.status()), weighty);
                }
                if was.score() != is.score() || weight(was) != weight(is) {
                    let worse = is.score() > was.score();
                    let kind = if worse { "risk-worsened" } else { "risk-eased" };
                    let verb = if worse { "worsened" } else { "eased" };
                    say(kind, format!("Risk {name} {verb}: {} → {}", weight(was), weight(is)), worse);
                }
                let mitigations = |r: &Risk| {
                    let ids: Vec<_> = r.mitigation.iter().map(|m| m.value.as_str()).collect();
                    if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
                };
                if mitigations(was) != mitigations(is) {
                    say(
                        "risk-mitigation",
                        format!("Risk {name}'s mitigation: {} → {}", mitigations(was), mitigations(is)),
                        false,
                    );
                }
                if was.risk.value != is.risk.value {
                    say("risk-reworded", format!("Risk {} now reads {name}", quoted(&was.risk)), false);
                }
                if was.category.value != is.category.value {
                    say(
                        "risk-category",
                        format!("Risk {name}'s category: {} → {}", was.category.value, is.category.value),
                        false,
                    );
                }
            }
        }
    }
}

/// Actions that were added, done, slipped or dropped.
pub fn actions(before: &Plan, after: &Plan, config: &Config, out: &mut Vec<Change>) {
    let area = Area::Actions;
    for pair in pairs(&before.actions, &after.actions, |a| &a.id.value) {
        match pair {
            Pair::Added(a) => {
                let who =
                    a.owner.as_ref().map(|o| format!(", {}", config.person_name(o))).unwrap_or_default();
                let due = a.due.map(|d| format!(", due {}", date(d.value))).unwrap_or_default();
                out.push(Change::new(
                    area,
                    "action-added",
                    &a.id,
                    a.place.clone(),
                    format!("New action {}{who}{due}", quoted(&a.action)),
                ));
            }
            Pair::Removed(a) => out.push(Change::new(
                area,
                "action-removed",
                &a.id,
                a.place.clone(),
                format!("Action {} was removed", quoted(&a.action)),
            )),
            Pair::Both(was, is) => action(was, is, config, out),
        }
    }
}

fn action(was: &Action, is: &Action, config: &Config, out: &mut Vec<Change>) {
    let name = quoted(&is.action);
    let mut say = |kind, sentence: String| {
        out.push(Change::new(Area::Actions, kind, &is.id, is.place.clone(), sentence));
    };
    if was.status() != is.status() {
        match is.status() {
            ActionStatus::Done => {
                let day = is.done.map(|d| format!(" on {}", date(d.value))).unwrap_or_default();
                say("action-done", format!("{name} is done{day}"));
            }
            status => say("action-status", format!("{name} is {status} (was {})", was.status())),
        }
    }
    if let (Some(a), Some(b)) = (was.due, is.due) {
        if a.value != b.value {
            let (kind, verb) = if b.value > a.value {
                ("action-slipped", "slipped")
            } else {
                ("action-pulled-in", "was pulled in")
            };
            say(kind, format!("{name} {verb} {}", moved(a.value, b.value)));
        }
    } else if let Some((a, b)) = changed(&was.due, &is.due, |d| date(*d)) {
        say("action-due", format!("{name}'s due date: {a} → {b}"));
    }
    if let Some((a, b)) = changed(&was.owner, &is.owner, |key| config.person_name(key).to_owned()) {
        say("action-owner", format!("{name}'s owner: {a} → {b}"));
    }
    if let Some((a, b)) = changed(&was.metric, &is.metric, |m| quoted(m)) {
        say("action-metric", format!("{name}'s success metric: {a} → {b}"));
    }
    if was.action.value != is.action.value {
        say("action-reworded", format!("Action {} now reads {name}", quoted(&was.action)));
    }
    let supports = |a: &Action| a.supports.iter().map(|s| s.value.clone()).collect::<Vec<_>>().join(", ");
    if supports(was) != supports(is) {
        say(
            "action-supports",
            format!("{name} supports {} (was {})", or_none(supports(is)), or_none(supports(was))),
        );
    }
}

fn or_none(text: String) -> String {
    if text.is_empty() { "nothing".into() } else { text }
}

/// Outcomes and objectives.
pub fn value_and_objectives(before: &Plan, after: &Plan, out: &mut Vec<Change>) {
    for pair in pairs(&before.value, &after.value, |v| &v.id.value) {
        match pair {
            Pair::Added(v) => {
                let worth = v.worth.map(|w| format!(", worth {} a year", money(w.value))).unwrap_or_default();
                out.push(Change::new(
                    Area::Value,
                    "value-added",
                    &v.id,
                    v.place.clone(),
                    format!("New outcome {}{worth}", quoted(&v.outcome)),
                ));
            }
            Pair::Removed(v) => out.push(Change::new(
                Area::Value,
                "value-removed",
                &v.id,
                v.place.clone(),
                format!("Outcome {} was removed", quoted(&v.outcome)),
            )),
            Pair::Both(was, is) => {
                let name = quoted(&is.outcome);
                let mut say = |sentence: String| {
                    out.push(Change::new(Area::Value, "value-changed", &is.id, is.place.clone(), sentence));
                };
                if let Some((a, b)) = changed(&was.worth, &is.worth, |w| money(*w)) {
                    say(format!("{name} is worth {b} a year (was {a})"));
                }
                if let Some((a, b)) = changed(&was.result, &is.result, text) {
                    say(format!("{name}'s result: {a} → {b}"));
                }
                if let Some((a, b)) = changed(&was.baseline, &is.baseline, text) {
                    say(format!("{name}'s baseline: {a} → {b}"));
                }
                if let Some((a, b)) = changed(&was.confirmed_by, &is.confirmed_by, text) {
                    say(format!("{name} is confirmed by {b} (was {a})"));
                }
                if was.date.value != is.date.value {
                    say(format!("{name}'s date: {} → {}", date(was.date.value), date(is.date.value)));
                }
            }
        }
    }
    for pair in pairs(&before.objectives, &after.objectives, |o| &o.id.value) {
        match pair {
            Pair::Added(o) => out.push(Change::new(
                Area::Objectives,
                "objective-added",
                &o.id,
                o.place.clone(),
                format!("New objective {}", quoted(&o.objective)),
            )),
            Pair::Removed(o) => out.push(Change::new(
                Area::Objectives,
                "objective-removed",
                &o.id,
                o.place.clone(),
                format!("Objective {} was removed", quoted(&o.objective)),
            )),
            Pair::Both(was, is) => {
                let name = quoted(&is.objective);
                let mut say = |kind, sentence: String| {
                    out.push(Change::new(Area::Objectives, kind, &is.id, is.place.clone(), sentence));
                };
                if let Some((a, b)) = changed(&was.current, &is.current, text) {
                    say("objective-progress", format!("{name} stands at {b} (was {a})"));
                }
                if let Some((a, b)) = changed(&was.target, &is.target, text) {
                    say("objective-target", format!("{name}'s target: {a} → {b}"));
                }
                if let Some((a, b)) = changed(&was.due, &is.due, |d| date(*d)) {
                    say("objective-due", format!("{name}'s due date: {a} → {b}"));
                }
            }
        }
    }
}
