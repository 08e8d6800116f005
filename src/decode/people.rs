//! The client's people and our meetings with them.

use super::decoder::Decoder;
use super::fields::Fields;
use super::references::without_repeats;
use super::scalar::date::{cadence, date};
use super::scalar::word::choice;
use super::shape::List;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::P210;
use crate::model::{Meeting, Stakeholder};

pub(crate) fn stakeholder(f: &mut Fields<'_, '_, '_, '_>) -> Option<Stakeholder> {
    let id = f.id(List::Stakeholders);
    let name = f.need_text("name");
    let title = f.text("title");
    let unit = f.unit("unit");
    let role = f.need_list("role", choice);
    let influence = f.choice("influence");
    let sentiment = f.choice("sentiment");
    let reports_to = f.stakeholder("reports_to");
    let contact = f.person("contact");
    let last_contact = f.opt("last_contact", date);
    let cadence = f.opt("cadence", cadence);
    let departed = f.opt("departed", date);
    f.sound()?;
    Some(Stakeholder {
        place: f.d.place(f.span),
        id: id?,
        name: name?,
        title,
        unit,
        role: without_repeats(role, |role| *role),
        influence,
        sentiment,
        reports_to,
        contact,
        last_contact,
        cadence,
        departed,
        extra: std::mem::take(&mut f.extra),
    })
}

pub(crate) fn meeting(f: &mut Fields<'_, '_, '_, '_>) -> Option<Meeting> {
    let id = f.id(List::Meetings);
    let date = f.need("date", date);
    let kind = f.choice("kind");
    let with = f.stakeholders("with");
    let notes = f.text("notes");
    f.sound()?;
    Some(Meeting {
        place: f.d.place(f.span),
        id,
        date: date?,
        kind,
        with,
        notes,
        extra: std::mem::take(&mut f.extra),
    })
}

/// Reports people who report to each other in a circle, each circle once, and cuts it, so that whoever
/// draws the tree comes to an end.
pub(crate) fn cut_cycles(d: &mut Decoder<'_>, stakeholders: &mut [Stakeholder]) {
    let mut index: Vec<(&str, usize)> =
        stakeholders.iter().enumerate().map(|(at, who)| (who.id.value.as_str(), at)).collect();
    index.sort_unstable();
    let boss = |at: usize| -> Option<usize> {
        let id = &stakeholders.get(at)?.reports_to.as_ref()?.value;
        let found = index.binary_search_by(|(known, _)| (*known).cmp(id.as_str())).ok()?;
        index.get(found).map(|(_, at)| *at)
    };
    // The walk on which each was first met: meeting it again on the same walk closes a circle.
    let mut met = vec![0_usize; stakeholders.len()];
    let mut circles: Vec<Vec<usize>> = Vec::new();
    for start in 0..stakeholders.len() {
        let walk = start + 1;
        let mut at = start;
        while let Some(mark) = met.get_mut(at).filter(|mark| **mark == 0) {
            *mark = walk;
            match boss(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        if met.get(at) == Some(&walk) && boss(at).is_some() {
            let mut circle = vec![at];
            let mut next = boss(at);
            while let Some(member) = next.filter(|member| *member != at) {
                circle.push(member);
                next = boss(member);
            }
            let first = circle.iter().enumerate().min_by_key(|(_, member)| **member).map_or(0, |(at, _)| at);
            circle.rotate_left(first);
            circles.push(circle);
        }
    }
    for circle in circles {
        let people: Vec<&Stakeholder> = circle.iter().filter_map(|at| stakeholders.get(*at)).collect();
        let Some(problem) = circle_problem(d, &people) else { continue };
        d.report(problem);
        if let Some(first) = circle.first().and_then(|at| stakeholders.get_mut(*at)) {
            first.reports_to = None;
        }
    }
}

fn circle_problem(d: &Decoder<'_>, people: &[&Stakeholder]) -> Option<Diagnostic> {
    let first = people.first()?;
    let span = first.reports_to.as_ref()?.span;
    let names: Vec<&str> = people.iter().map(|who| who.name.value.as_str()).collect();
    let message = match people {
        [alone] => format!("{} reports to themselves", alone.name.value),
        _ => format!("These people report to each other in a circle: {} and back", names.join(" → ")),
    };
    let mut problem = d.problem(&P210, span, message).help("take `reports_to` from whoever is highest");
    for who in people.iter().skip(1) {
        if let Some(reports_to) = &who.reports_to {
            problem = problem.label(d.place(reports_to.span), format!("{} is in the circle", who.name.value));
        }
    }
    Some(problem)
}
