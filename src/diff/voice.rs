//! What the client says and how they use it, before and after.

use std::collections::BTreeMap;

use super::change::{Area, Change};
use super::records::{Pair, changed, pairs};
use super::words::date;
use crate::model::*;
use crate::text::Place;

/// Surveys, escalations, usage and meetings: told as counts, escalations one by one.
pub fn voice(before: &Plan, after: &Plan, out: &mut Vec<Change>) {
    let area = Area::Voice;
    for pair in pairs(&before.escalations, &after.escalations, |e| &e.id.value) {
        match pair {
            Pair::Added(e) => {
                let severity = e.severity.map_or("medium", |s| s.value.as_str());
                let what = e.summary.as_ref().map(|s| format!(": {}", s.value)).unwrap_or_default();
                out.push(Change::new(
                    area,
                    "escalation-opened",
                    &e.id,
                    e.place.clone(),
                    format!("Escalation {} ({severity}){what}", e.id.value),
                ));
            }
            Pair::Removed(e) => out.push(Change::new(
                area,
                "escalation-removed",
                &e.id,
                e.place.clone(),
                format!("Escalation {} was removed", e.id.value),
            )),
            Pair::Both(was, is) => {
                if let Some((a, b)) = changed(&was.resolved, &is.resolved, |m| date(m.day)) {
                    out.push(Change::new(
                        area,
                        "escalation-resolved",
                        &is.id,
                        is.place.clone(),
                        format!("Escalation {} resolved: {a} → {b}", is.id.value),
                    ));
                }
                if was.opened.value != is.opened.value
                    || was.severity.map(|s| s.value) != is.severity.map(|s| s.value)
                {
                    out.push(Change::new(
                        area,
                        "escalation-changed",
                        &is.id,
                        is.place.clone(),
                        format!("Escalation {} was rewritten", is.id.value),
                    ));
                }
            }
        }
    }
    let surveys = |p: &Plan| {
        tally(p.surveys.iter().map(|s| {
            (
                format!("{:?} {:?} {:?}", s.date.value, s.score.value, s.by.as_ref().map(|b| &b.value)),
                s.place.clone(),
            )
        }))
    };
    counted(area, "survey", "survey answer", &surveys(before), &surveys(after), after, out);
    let meetings = |p: &Plan| {
        tally(p.meetings.iter().map(|m| {
            let with: Vec<_> = m.with.iter().map(|w| &w.value).collect();
            (
                format!(
                    "{:?} {:?} {with:?} {:?}",
                    m.date.value,
                    m.kind.map(|k| k.value),
                    m.notes.as_ref().map(|n| &n.value)
                ),
                m.place.clone(),
            )
        }))
    };
    counted(area, "meeting", "meeting", &meetings(before), &meetings(after), after, out);
    let usage = |p: &Plan| {
        tally(p.usage.iter().flat_map(|u| {
            u.points
                .iter()
                .map(|(month, n)| (format!("{} {month} {}", u.metric.value, n.value), u.place.clone()))
        }))
    };
    counted(area, "usage", "usage point", &usage(before), &usage(after), after, out);
}

type Tally = BTreeMap<String, (usize, Place)>;

fn tally(items: impl Iterator<Item = (String, Place)>) -> Tally {
    let mut tally = Tally::new();
    for (key, place) in items {
        tally.entry(key).or_insert((0, place)).0 += 1;
    }
    tally
}

fn counted(
    area: Area,
    kind: &'static str,
    what: &str,
    before: &Tally,
    after: &Tally,
    plan: &Plan,
    out: &mut Vec<Change>,
) {
    let fresh = |from: &Tally, to: &Tally| -> usize {
        to.iter().map(|(key, (n, _))| n.saturating_sub(from.get(key).map_or(0, |(m, _)| *m))).sum()
    };
    let (added, removed) = (fresh(before, after), fresh(after, before));
    if added + removed == 0 {
        return;
    }
    let place = after
        .iter()
        .find(|(key, _)| !before.contains_key(*key))
        .map_or_else(|| plan.head(), |(_, (_, place))| place.clone());
    let plural = |n: usize| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let sentence = match (added, removed) {
        (added, 0) => format!("{} added", plural(added)),
        (0, removed) => format!("{} removed", plural(removed)),
        (added, removed) => format!("{} added, {removed} removed", plural(added)),
    };
    out.push(Change::of_plan(area, kind, place, sentence));
}
