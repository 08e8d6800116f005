//! How each requirement of the framework is tested.
//!
//! For: one function a requirement, which finds what the plan lacks, says it in words and says what to
//! write. People who have departed count for nothing; a cancelled action mitigates nothing; only what is
//! known by the day counts.
//! Must not: know severities or tiers, or report anything itself.

use super::framework::{Finding, Rule, at_least, review_cadence};
use super::subject::Subject;
use super::terms;
use super::words::{ago, ahead, counted, first_line, nearest, plain, quoted};
use crate::model::*;
use crate::text::{Place, Span};

type Found = Vec<Finding>;

// ---------------------------------------------------------------------------------- an element told

/// An element must be told, in its section or in data.
fn told(subject: &Subject<'_>, found: &mut Found, element: Element, in_data: bool, how: &str) {
    let section = subject.plan.section(element);
    if in_data || section.is_some_and(|section| !section.empty) {
        return;
    }
    let title = element.title();
    if let Some(section) = section {
        let message = format!("The section “{title}” holds nothing yet");
        found.push(Finding::new(subject.plan.at(section.heading), message, how));
        return;
    }
    let headings = || subject.plan.body.sections.iter().filter(|s| s.element.is_none());
    let finding = Finding::new(subject.plan.head(), format!("The plan has no section “{title}”"), how);
    let meant = nearest(title, headings().map(|section| section.title.as_str()));
    found.push(match meant.and_then(|meant| headings().find(|section| section.title == meant)) {
        Some(section) => {
            finding.label(subject.plan.at(section.heading), format!("if this is it, write `## {title}`"))
        }
        None => finding,
    });
}

pub(super) fn account_profile(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let in_data = s.plan.profile.as_ref().is_some_and(|profile| !is_blank(profile));
    let how = "say who the client is under `## Account Profile`, or fill in `profile:` in the front matter";
    told(s, found, Element::AccountProfile, in_data, how);
}

fn is_blank(profile: &Profile) -> bool {
    *profile == Profile { span: profile.span, ..Profile::default() }
}

pub(super) fn relationship_map(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let how = "list who decides and who uses it under `stakeholders:`, or tell it under \
               `## Relationship Map`";
    told(s, found, Element::RelationshipMap, !s.plan.stakeholders.is_empty(), how);
}

pub(super) fn value_delivered(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let how = "list what the client gained under `value:`, or tell it under `## Value Delivered`";
    told(s, found, Element::ValueDelivered, !s.plan.value.is_empty(), how);
}

pub(super) fn growth_opportunities(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let how = "list what could grow under `opportunities:`, or say under `## Growth Opportunities` why \
               nothing can for now";
    told(s, found, Element::GrowthOpportunities, !s.plan.opportunities.is_empty(), how);
}

pub(super) fn risk_assessment(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let how = "list what could go wrong under `risks:`, or say under `## Risk Assessment` why no risk is \
               seen";
    told(s, found, Element::RiskAssessment, !s.plan.risks.is_empty(), how);
}

pub(super) fn action_plan(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let how = "list who does what by when under `actions:`, or tell it under `## Action Plan`";
    told(s, found, Element::ActionPlan, !s.plan.actions.is_empty(), how);
}

// ---------------------------------------------------------------------------------- account profile

pub(super) fn industry(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    if s.plan.industry.is_none() {
        let message = format!("The industry of {} is not given", plain(&s.plan.account.value));
        let help = "add it to the front matter, as in `industry: Food distribution`";
        found.push(Finding::new(s.plan.head(), message, help));
    }
}

/// Where something that the profile lacks is reported.
fn profile_place(s: &Subject<'_>) -> Place {
    match &s.plan.profile {
        Some(profile) => first_line(&s.plan.at(profile.span)),
        None => s.element_place(Element::AccountProfile),
    }
}

pub(super) fn employees(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    if s.plan.profile.as_ref().is_none_or(|profile| profile.employees.is_none()) {
        let message = format!("How many people work at {} is not given", plain(&s.plan.account.value));
        found.push(Finding::new(profile_place(s), message, "add it to `profile:`, as in `employees: 4200`"));
    }
}

pub(super) fn structure(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let units = s.plan.profile.as_ref().map_or(0, |profile| profile.structure.len());
    if units < rule.at_least {
        let message = match units {
            0 => format!("The business units of {} are not given", plain(&s.plan.account.value)),
            _ => format!(
                "Only {} of {} given; the framework asks for {}",
                counted(units as i64, "business unit"),
                plain(&s.plan.account.value),
                rule.at_least
            ),
        };
        let help = "add them to `profile:`, as in `structure: [Retail, Wholesale]`";
        found.push(Finding::new(profile_place(s), message, help));
    }
}

pub(super) fn priorities(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let priorities = s.plan.profile.as_ref().map_or(0, |profile| profile.priorities.len());
    if priorities < rule.at_least {
        let message = match priorities {
            0 => format!("No strategic priority of {} is given", plain(&s.plan.account.value)),
            _ => format!(
                "Only {priorities} of the {} strategic priorities that the framework asks for",
                rule.at_least
            ),
        };
        let help = "add what the client wants to reach to `profile:`, as in `priorities: [Cut spoilage 15% \
                    by 2027]`";
        found.push(Finding::new(profile_place(s), message, help));
    }
}

// --------------------------------------------------------------------------------- relationship map

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

pub(super) fn decision_maker(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let help = "give whoever decides or holds the budget `role: decision-maker` or `role: economic-buyer` \
                under `stakeholders:`";
    let words = ("a decision-maker", "decision-maker");
    play_a_part(s, rule, found, Stakeholder::decides, words, help);
}

pub(super) fn champion(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let help = "give whoever argues for us inside the client `role: champion` under `stakeholders:`, or \
                plan how to win one";
    play_a_part(s, rule, found, |who| who.is(Role::Champion), ("a champion", "champion"), help);
}

pub(super) fn executive_sponsor(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let help = "give the executive who backs the partnership `role: executive-sponsor` under \
                `stakeholders:`, or plan how to win one";
    let words = ("an executive sponsor", "executive sponsor");
    play_a_part(s, rule, found, |who| who.is(Role::ExecutiveSponsor), words, help);
}

pub(super) fn enough_stakeholders(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
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

pub(super) fn contact_of_ours(s: &Subject<'_>, _: &Rule, found: &mut Found) {
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

pub(super) fn contact_within_cadence(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
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

// ---------------------------------------------------------------------------------- value delivered

pub(super) fn quantified_outcome(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let Some(window) = rule.within else { return };
    let since = window.before(s.as_of);
    let counts = |value: &&Value| value.is_quantified() && (since..=s.as_of).contains(&value.date.value);
    let quantified = s.plan.value.iter().filter(counts).count();
    if quantified >= rule.at_least {
        return;
    }
    let message = match quantified {
        0 => format!("No quantified outcome within the last {window}"),
        n => format!(
            "{} within the last {window}; the framework asks for {}",
            counted(n as i64, "quantified outcome"),
            rule.at_least
        ),
    };
    let help = "say what the client gained in numbers: `worth:` in money a year, or `baseline:` and \
                `result:` of a metric";
    let mut finding = Finding::new(s.element_place(Element::ValueDelivered), message, help);
    let known = s.plan.value.iter().filter(|value| value.date.value <= s.as_of);
    if let Some(latest) = known.max_by_key(|value| value.date.value) {
        let (outcome, day) = (plain(&latest.outcome.value), latest.date);
        let (span, why) = if day.value < since {
            (day.span, format!("the latest is {}", ago(day.value, s.as_of)))
        } else {
            (latest.outcome.span, format!("“{outcome}” has neither `worth` nor `baseline` and `result`"))
        };
        finding = finding.label(Place::new(&latest.place.source, span), why);
    }
    found.push(finding);
}

// ----------------------------------------------------------------------------- growth opportunities

pub(super) fn open_opportunity(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let open = s.plan.opportunities.iter().filter(|opportunity| opportunity.stage.is_open()).count();
    if open >= rule.at_least {
        return;
    }
    let message = match open {
        0 => format!("{} has no open opportunity", plain(&s.plan.account.value)),
        n => format!(
            "{} has {}; the framework asks for {} open ones",
            plain(&s.plan.account.value),
            counted(n as i64, "open opportunity").replace("opportunitys", "opportunities"),
            rule.at_least
        ),
    };
    let help = "add what the client could use next to `opportunities:`, with `stage: identified` while it \
                is only an idea";
    found.push(Finding::new(s.element_place(Element::GrowthOpportunities), message, help));
}

// ---------------------------------------------------------------------------------- risk assessment

pub(super) fn high_risks_mitigated(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    mitigated(s, found, |score| score == 9);
}

pub(super) fn other_risks_mitigated(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    mitigated(s, found, |score| score > 1 && score < 9);
}

/// Whether an open risk has an action against it that was not cancelled.
pub(super) fn is_mitigated(s: &Subject<'_>, risk: &Risk) -> bool {
    let live = |id: &Field<String>| {
        s.action(&id.value).is_some_and(|action| action.status() != ActionStatus::Cancelled)
    };
    risk.mitigation.iter().any(live)
}

fn mitigated(s: &Subject<'_>, found: &mut Found, concerns: fn(u32) -> bool) {
    let open = s.plan.risks.iter().filter(|risk| risk.status() == RiskStatus::Open);
    for risk in open.filter(|risk| concerns(risk.score()) && !is_mitigated(s, risk)) {
        let weight = format!("{} × {}", risk.likelihood.value, risk.impact.value);
        let cancelled: Vec<&Action> = risk.mitigation.iter().filter_map(|id| s.action(&id.value)).collect();
        let what = quoted(&risk.risk.value);
        let message = match cancelled.as_slice() {
            [] => format!("No action mitigates the risk {what} ({weight})"),
            [_] => format!("The action against the risk {what} ({weight}) was cancelled"),
            _ => format!("All actions against the risk {what} ({weight}) were cancelled"),
        };
        let help = match s.supporter(&risk.id.value) {
            Some(action) => format!(
                "{} supports it: name it here, as in `mitigation: [{}]`",
                quoted(&action.action.value),
                plain(&action.id.value)
            ),
            None => "plan an action against it under `actions:` and name it here by its id, as in \
                     `mitigation: [the-action]`"
                .into(),
        };
        let place = match risk.mitigation.first() {
            Some(first) => Place::new(&risk.place.source, first.span),
            None => first_line(&risk.place),
        };
        let mut finding = Finding::new(place, message, help);
        if let Some(action) = cancelled.first() {
            let span = action.status.map_or(action.action.span, |status| status.span);
            let place = Place::new(&action.place.source, span);
            finding = finding.label(place, format!("{} was cancelled", quoted(&action.action.value)));
        }
        found.push(finding);
    }
}

// -------------------------------------------------------------------------------------- action plan

fn action_lacks(s: &Subject<'_>, found: &mut Found, action: &Action, message: &str, help: String) {
    let message = format!("{} {message}", quoted(&action.action.value));
    let finding = Finding::new(first_line(&action.place), message, help);
    // What is there and wrong was reported where it stands.
    found.push(if s.refused_in(&action.place) { finding.said_elsewhere() } else { finding });
}

pub(super) fn action_owner(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    for action in s.plan.actions.iter().filter(|action| action.owner.is_none()) {
        let help = format!("say who of ours does it, as in `owner: {}`", plain(&s.plan.owner.value));
        action_lacks(s, found, action, "has no owner", help);
    }
}

pub(super) fn action_due(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    for action in s.plan.actions.iter().filter(|action| action.due.is_none()) {
        let month = Cadence::Months(1).after(s.as_of);
        let help = format!("say by when it must be done, as in `due: {month}`");
        action_lacks(s, found, action, "has no due date", help);
    }
}

pub(super) fn action_metric(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    for action in s.plan.actions.iter().filter(|action| action.metric.is_none()) {
        let help = "say how we will know that it worked, as in `metric: CFO attends the December QBR`";
        action_lacks(s, found, action, "has no success metric", help.into());
    }
}

pub(super) fn action_next_quarter(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let Some(window) = rule.within else { return };
    let until = window.after(s.as_of);
    let due = |action: &&Action| {
        action.status().is_open() && action.due.is_some_and(|due| s.as_of < due.value && due.value <= until)
    };
    let count = s.plan.actions.iter().filter(due).count();
    if count >= rule.at_least {
        return;
    }
    let message = match count {
        0 => format!("No open action is due within the next {window} (until {until})"),
        n => format!(
            "{} due within the next {window} (until {until}); the framework asks for {}",
            counted(n as i64, "open action"),
            rule.at_least
        ),
    };
    let help = "plan the next step with this client: who does what by when, and how you will know that it \
                worked";
    found.push(Finding::new(s.element_place(Element::ActionPlan), message, help));
}

pub(super) fn nothing_overdue(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    for action in s.plan.actions.iter().filter(|action| action.status().is_open()) {
        let Some(due) = action.due.filter(|due| due.value < s.as_of) else { continue };
        let message = format!(
            "{} was due {}, {}, and is still {}",
            quoted(&action.action.value),
            due.value,
            ago(due.value, s.as_of),
            action.status().as_str().replace('-', " ")
        );
        let help = match &action.owner {
            Some(owner) => format!(
                "if it is done, write `status: done` and the day in `done:`; else agree a new `due:` with {}",
                s.config.person_name(&owner.value)
            ),
            None => {
                "if it is done, write `status: done` and the day in `done:`; else agree a new `due:`".into()
            }
        };
        found.push(Finding::new(Place::new(&action.place.source, due.span), message, help));
    }
}

pub(super) fn renewal_has_action(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let Some(window) = rule.within else { return };
    let until = window.after(s.as_of);
    for contract in &s.plan.contracts {
        // One that goes on by itself needs no action, until notice is received.
        let Some(last) = terms::last_day_known(contract, s.as_of) else { continue };
        let in_window = s.as_of < last && last <= until;
        if !in_window || contract.start.value > last || s.supporter(&contract.id.value).is_some() {
            continue;
        }
        let successors = s.renewals.of_contract(contract);
        if successors.iter().any(|next| next.signed_on() <= s.as_of)
            || terms::pays_nothing(contract, last, s.as_of)
        {
            continue;
        }
        let id = plain(&contract.id.value);
        let message =
            format!("{id} ends {last}, {}, and no open action supports its renewal", ahead(last, s.as_of));
        let at = |span: Span| Place::new(&contract.place.source, span);
        let place = match (contract.end, contract.cancelled) {
            (Some(end), _) => at(end.span),
            (None, Some(cancelled)) => at(cancelled.span),
            (None, None) => at(contract.id.span),
        };
        let help = match successors.first() {
            Some(next) => format!(
                "if {} is signed, write when, as in `signed: {}`; else plan an action with `supports: [{id}]`",
                plain(&next.id.value),
                s.as_of
            ),
            None => format!(
                "plan an action with `supports: [{id}]`; once it is renewed, add the contract that `renews: \
                 {id}`"
            ),
        };
        found.push(Finding::new(place, message, help));
    }
}

// --------------------------------------------------------------------------------- the plan itself

pub(super) fn reviewed_in_time(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let cadence = review_cadence(s, rule);
    let help =
        format!("review it with internal stakeholders, then write the day, as in `reviewed: {}`", s.as_of);
    let Some(reviewed) = s.plan.reviewed else {
        let message = format!("This plan was never reviewed; it should be every {}", cadence);
        found.push(Finding::new(s.plan.head(), message, help));
        return;
    };
    // One that lies ahead is known all the same (and told by a code of its own).
    if cadence.after(reviewed.value) >= s.as_of {
        return;
    }
    let message = format!(
        "This plan was last reviewed {}, {}; {} is every {}",
        reviewed.value,
        ago(reviewed.value, s.as_of),
        match &s.plan.tier {
            Some(tier) => format!("the cadence of the tier {}", plain(&tier.value)),
            None => "the cadence".into(),
        },
        cadence
    );
    found.push(Finding::new(s.plan.at(reviewed.span), message, help));
}
