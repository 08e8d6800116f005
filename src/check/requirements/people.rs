//! The relationship map: who is there, who decides, who keeps in touch.

use super::Found;
use crate::check::framework::{Finding, Rule, at_least};
use crate::check::subject::Subject;
use crate::check::words::{ago, counted, first_line, plain};
use crate::model::*;
use crate::text::{Place, Span};

/// Enough of those who are still there must play a part.
fn play_a_part(
    s: &Subject<'_>,
    rule: &Rule,
    found: &mut Found,
    plays: fn(&Stakeholder) -> bool,
    (one, what): (&str, &str),
    help: &str,
) {
    let present = s.present().filter(|who| plays(who)).count();
    if present >= rule.at_least {
        return;
    }
    let left = s.plan.stakeholders.iter().filter(|who| plays(who) && who.has_departed(s.as_of));
    let last = left.max_by_key(|who| who.departed.map(|day| day.value));
    let message = match (present, last) {
        (0, Some(who)) => format!("Since {} left, the plan names no {what}", plain(&who.name.value)),
        (0, None) if rule.at_least <= 1 => format!("The plan names no {what}"),
        (n, _) => format!(
            "The plan names {}; the framework asks for {}",
            counted(n as i64, what),
            at_least(rule.at_least, one, what)
        ),
    };
    let mut finding = Finding::new(s.element_place(Element::RelationshipMap), message, help);
    if let Some((who, departed)) = last.and_then(|who| Some((who, who.departed?))) {
        let place = Place::new(&who.place.source, departed.span);
        finding = finding.label(place, format!("{} left {}", plain(&who.name.value), departed.value));
    }
    found.push(finding);
}

pub(in crate::check) fn decision_maker(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let help = "give whoever decides or holds the budget `role: decision-maker` or `role: economic-buyer` \
                under `stakeholders:`";
    let words = ("a decision-maker", "decision-maker");
    play_a_part(s, rule, found, Stakeholder::decides, words, help);
}

pub(in crate::check) fn champion(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let help = "give whoever argues for us inside the client `role: champion` under `stakeholders:`, or \
                plan how to win one";
    play_a_part(s, rule, found, |who| who.is(Role::Champion), ("a champion", "champion"), help);
}

pub(in crate::check) fn executive_sponsor(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let help = "give the executive who backs the partnership `role: executive-sponsor` under \
                `stakeholders:`, or plan how to win one";
    let words = ("an executive sponsor", "executive sponsor");
    play_a_part(s, rule, found, |who| who.is(Role::ExecutiveSponsor), words, help);
}

pub(in crate::check) fn enough_stakeholders(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let present = s.present().count();
    if present >= rule.at_least {
        return;
    }
    let left = s.plan.stakeholders.len() - present;
    let departed = if left > 0 { format!(" ({left} more left)") } else { String::new() };
    let message = format!(
        "The plan names {}{departed}; {} asks for {}",
        counted(present as i64, "stakeholder"),
        match &s.plan.tier {
            Some(tier) => format!("the tier {}", plain(&tier.value)),
            None => "the framework".into(),
        },
        rule.at_least
    );
    let help = "add whom else the decision depends on to `stakeholders:`: one voice less must not end the \
                relationship";
    found.push(Finding::new(s.element_place(Element::RelationshipMap), message, help));
}

pub(in crate::check) fn contact_of_ours(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let high = |who: &&Stakeholder| who.influence.is_some_and(|influence| influence.value == Level::High);
    for who in s.present().filter(high).filter(|who| who.contact.is_none()) {
        let name = plain(&who.name.value);
        let message = format!("No one of ours holds the relationship with {name}, whose influence is high");
        let help = format!(
            "add who of ours does to this stakeholder, as in `contact: {}`",
            plain(&s.plan.owner.value)
        );
        found.push(Finding::new(first_line(&who.place), message, help));
    }
}

pub(in crate::check) fn contact_within_cadence(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    for who in s.present() {
        let own = who.cadence.map(|cadence| cadence.value);
        let Some(cadence) = own.or(rule.within) else { continue };
        let name = plain(&who.name.value);
        let at = |span: Span| Place::new(&who.place.source, span);
        let Some(last) = s.last_contact(who) else {
            let place = who.cadence.map_or_else(|| first_line(&who.place), |cadence| at(cadence.span));
            let message = format!("No contact with {name} is recorded; the cadence is {cadence}");
            let help = "Talk to them and write the day, as in `last_contact: ".to_owned()
                + &format!("{}`, or add them to a meeting under `meetings:`", s.as_of);
            let finding = Finding::new(place, message, help);
            // A contact that lies ahead is reported as such.
            let ahead = who.last_contact.is_some_and(|day| day.value > s.as_of);
            found.push(if ahead { finding.said_elsewhere() } else { finding });
            continue;
        };
        if cadence.after(last) >= s.as_of {
            continue;
        }
        let written = who.last_contact.filter(|day| day.value == last);
        let place = match (written, who.cadence) {
            (Some(day), _) => at(day.span),
            (None, Some(cadence)) => at(cadence.span),
            (None, None) => first_line(&who.place),
        };
        let message =
            format!("{name} was last contacted {last}, {}; the cadence is {cadence}", ago(last, s.as_of));
        let by = who.contact.as_ref().map_or(&s.plan.owner.value, |contact| &contact.value);
        let help = format!(
            "{} should get in touch; then write the day in `last_contact:`, or the meeting under \
             `meetings:`",
            s.config.person_name(by)
        );
        found.push(Finding::new(place, message, help));
    }
}
