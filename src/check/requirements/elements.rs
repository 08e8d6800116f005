//! That each element is told, and what the account profile holds.

use super::Found;
use crate::check::framework::{Finding, Rule};
use crate::check::subject::Subject;
use crate::check::words::{counted, first_line, plain};
use crate::model::*;
use crate::text::Place;

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
    // A heading that nearly names it is reported where it stands.
    found.push(Finding::new(subject.plan.head(), format!("The plan has no section “{title}”"), how));
}

pub(in crate::check) fn account_profile(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let in_data = s.plan.profile.as_ref().is_some_and(|profile| !is_blank(profile));
    let how = "say who the client is under `## Account Profile`, or fill in `profile:` in the front matter";
    told(s, found, Element::AccountProfile, in_data, how);
}

fn is_blank(profile: &Profile) -> bool {
    *profile == Profile { span: profile.span, ..Profile::default() }
}

pub(in crate::check) fn relationship_map(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let how = "list who decides and who uses it under `stakeholders:`, or tell it under \
               `## Relationship Map`";
    told(s, found, Element::RelationshipMap, !s.plan.stakeholders.is_empty(), how);
}

pub(in crate::check) fn value_delivered(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let how = "list what the client gained under `value:`, or tell it under `## Value Delivered`";
    told(s, found, Element::ValueDelivered, !s.plan.value.is_empty(), how);
}

pub(in crate::check) fn growth_opportunities(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let how = "list what could grow under `opportunities:`, or say under `## Growth Opportunities` why \
               nothing can for now";
    told(s, found, Element::GrowthOpportunities, !s.plan.opportunities.is_empty(), how);
}

pub(in crate::check) fn risk_assessment(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let how = "list what could go wrong under `risks:`, or say under `## Risk Assessment` why no risk is \
               seen";
    told(s, found, Element::RiskAssessment, !s.plan.risks.is_empty(), how);
}

pub(in crate::check) fn action_plan(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    let how = "list who does what by when under `actions:`, or tell it under `## Action Plan`";
    told(s, found, Element::ActionPlan, !s.plan.actions.is_empty(), how);
}

pub(in crate::check) fn industry(s: &Subject<'_>, _: &Rule, found: &mut Found) {
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

pub(in crate::check) fn employees(s: &Subject<'_>, _: &Rule, found: &mut Found) {
    if s.plan.profile.as_ref().is_none_or(|profile| profile.employees.is_none()) {
        let message = format!("How many people work at {} is not given", plain(&s.plan.account.value));
        found.push(Finding::new(profile_place(s), message, "add it to `profile:`, as in `employees: 4200`"));
    }
}

pub(in crate::check) fn structure(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
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

pub(in crate::check) fn priorities(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
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
