//! The planning framework: which requirements hold for a plan, how much each weighs, and which of them
//! the plan meets.
//!
//! For: the default table of requirements as data, the changes that planc.yaml makes to it, and the
//! completeness of a plan.
//! Must not: know how one requirement is tested (that is [`super::requirements`]).

use std::sync::Arc;

use super::subject::Subject;
use super::words::{counted, plain};
use super::{Completeness, Unmet, requirements as test};
use crate::config::{Config, FrameworkChange};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, codes};
use crate::model::{Cadence, Element};
use crate::text::Place;

/// One requirement of the default framework. Its name and severity are its code's.
#[derive(Debug)]
pub struct Requirement {
    /// Its code, which names it.
    pub code: Code,
    /// The element it belongs to; `None`: the plan itself.
    pub element: Option<Element>,
    /// The tiers it holds for; empty: all, and plans without a tier.
    pub tiers: &'static [&'static str],
    /// How many there must be at least; `None`: it counts nothing.
    pub at_least: Option<u32>,
    /// The days that it looks at; `None`: it looks at no window.
    pub within: Option<Window>,
    /// The top-level keys of a plan that it reads: what was refused there isn't missed here.
    keys: &'static [&'static str],
    /// Whether it asks how a living relationship is kept: of a client that left it counts in the completeness
    /// like the others, but nobody is told to mend it.
    living: bool,
    asks: Asks,
    test: Test,
}

/// What a requirement asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    /// That an element is told.
    Element,
    /// More of an element that must be told: where that is missing altogether, this is not said on top.
    Detail,
    /// Something of its own.
    Fact,
}

/// A requirement's window unless `within` says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// So long.
    Fixed(Cadence),
    /// How often a plan of its tier must be reviewed.
    TierReview,
    /// planc.yaml's `renewal_window`.
    Renewal,
    /// What each stakeholder says; those who say nothing are not asked.
    OwnCadence,
}

/// A requirement as it holds in a portfolio.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub requirement: &'static Requirement,
    pub severity: Severity,
    tiers: Option<Vec<String>>,
    pub at_least: usize,
    pub within: Option<Cadence>,
}

/// What a requirement misses, at one place.
pub(super) struct Finding {
    pub place: Place,
    pub message: String,
    pub help: String,
    pub label: Option<(Place, String)>,
    /// Unmet, but another diagnostic says why.
    pub said_elsewhere: bool,
}

impl Finding {
    pub fn new(place: Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        Finding { place, message: message.into(), help: help.into(), label: None, said_elsewhere: false }
    }

    pub fn label(mut self, place: Place, message: impl Into<String>) -> Self {
        self.label = Some((place, message.into()));
        self
    }

    pub fn said_elsewhere(mut self) -> Self {
        self.said_elsewhere = true;
        self
    }
}

/// How a requirement is tested: nothing found, and it is met.
type Test = fn(&Subject<'_>, &Rule, &mut Vec<Finding>);

/// The default framework, element by element: the table of section 5 of the format reference.
pub fn requirements() -> &'static [Requirement] {
    FRAMEWORK
}

const STRATEGIC: &[&str] = &["strategic"];
const YEAR: Window = Window::Fixed(Cadence::Months(12));
const QUARTER: Window = Window::Fixed(Cadence::Days(90));

const fn needs(code: Code, element: Element, keys: &'static [&'static str], test: Test) -> Requirement {
    Requirement {
        code,
        element: Some(element),
        tiers: &[],
        at_least: None,
        within: None,
        keys,
        living: false,
        asks: Asks::Fact,
        test,
    }
}

impl Requirement {
    const fn at_least(mut self, count: u32) -> Self {
        self.at_least = Some(count);
        self
    }

    const fn within(mut self, window: Window) -> Self {
        self.within = Some(window);
        self
    }

    const fn tiers(mut self, tiers: &'static [&'static str]) -> Self {
        self.tiers = tiers;
        self
    }

    const fn element(mut self) -> Self {
        self.asks = Asks::Element;
        self
    }

    const fn detail(mut self) -> Self {
        self.asks = Asks::Detail;
        self
    }

    const fn living(mut self) -> Self {
        self.living = true;
        self
    }
}

static FRAMEWORK: &[Requirement] = {
    use Element::*;
    &[
        needs(&codes::P301, AccountProfile, &["profile"], test::account_profile).element(),
        needs(&codes::P302, AccountProfile, &["industry"], test::industry),
        needs(&codes::P309, AccountProfile, &["profile"], test::employees).detail(),
        needs(&codes::P310, AccountProfile, &["profile"], test::structure).detail().at_least(1),
        needs(&codes::P311, AccountProfile, &["profile"], test::priorities).detail().at_least(1),
        needs(&codes::P303, RelationshipMap, &["stakeholders"], test::relationship_map).element(),
        needs(&codes::P304, RelationshipMap, &["stakeholders"], test::decision_maker).detail().at_least(1),
        needs(&codes::P305, RelationshipMap, &["stakeholders"], test::champion).detail().at_least(1),
        needs(&codes::P306, RelationshipMap, &["stakeholders"], test::contact_of_ours),
        needs(&codes::P502, RelationshipMap, &["stakeholders", "meetings"], test::contact_within_cadence)
            .within(Window::OwnCadence)
            .living(),
        needs(&codes::P307, RelationshipMap, &["stakeholders"], test::enough_stakeholders)
            .detail()
            .at_least(3)
            .tiers(STRATEGIC),
        needs(&codes::P308, RelationshipMap, &["stakeholders"], test::executive_sponsor)
            .detail()
            .at_least(1)
            .tiers(STRATEGIC),
        needs(&codes::P312, ValueDelivered, &["value"], test::value_delivered).element(),
        needs(&codes::P313, ValueDelivered, &["value"], test::quantified_outcome)
            .detail()
            .at_least(1)
            .within(YEAR),
        needs(&codes::P314, GrowthOpportunities, &["opportunities"], test::growth_opportunities).element(),
        needs(&codes::P315, GrowthOpportunities, &["opportunities"], test::open_opportunity)
            .detail()
            .at_least(1)
            .tiers(STRATEGIC)
            .living(),
        needs(&codes::P316, RiskAssessment, &["risks"], test::risk_assessment).element(),
        needs(&codes::P317, RiskAssessment, &["risks", "actions"], test::high_risks_mitigated),
        needs(&codes::P318, RiskAssessment, &["risks", "actions"], test::other_risks_mitigated),
        needs(&codes::P319, ActionPlan, &["actions"], test::action_plan).element(),
        needs(&codes::P320, ActionPlan, &[], test::action_owner),
        needs(&codes::P321, ActionPlan, &[], test::action_due),
        needs(&codes::P322, ActionPlan, &[], test::action_metric),
        needs(&codes::P323, ActionPlan, &["actions"], test::action_next_quarter)
            .detail()
            .at_least(1)
            .within(QUARTER)
            .living(),
        needs(&codes::P503, ActionPlan, &[], test::nothing_overdue).living(),
        needs(&codes::P504, ActionPlan, &["contracts", "actions"], test::renewal_has_action)
            .within(Window::Renewal)
            .living(),
        Requirement {
            code: &codes::P501,
            element: None,
            tiers: &[],
            at_least: None,
            within: Some(Window::TierReview),
            keys: &["reviewed"],
            living: true,
            asks: Asks::Fact,
            test: test::reviewed_in_time,
        },
    ]
};

/// The framework as planc.yaml changes it, without what it turns off.
pub(super) fn resolve(config: &Arc<Config>, diagnostics: &mut Diagnostics) -> Vec<Rule> {
    let mut rules: Vec<(Option<Severity>, Rule)> = FRAMEWORK
        .iter()
        .map(|requirement| {
            let rule = Rule {
                requirement,
                severity: requirement.code.severity,
                tiers: None,
                at_least: requirement.at_least.unwrap_or(0) as usize,
                within: match requirement.within {
                    Some(Window::Fixed(cadence)) => Some(cadence),
                    Some(Window::Renewal) => Some(config.renewal_window),
                    Some(Window::TierReview | Window::OwnCadence) | None => None,
                },
            };
            (Some(requirement.code.severity), rule)
        })
        .collect();

    for change in &config.framework {
        validate(change, diagnostics);
        // `framework:` names a requirement by its diagnostic's name; the code says the same.
        let Some((severity, rule)) = rules.iter_mut().find(|(_, rule)| is_named(rule.requirement, change))
        else {
            continue;
        };
        if let Some(changed) = change.severity {
            *severity = changed;
        }
        if let Some(tiers) = &change.tiers {
            rule.tiers = Some(tiers.clone());
        }
        if let (Some(count), Some(_)) = (change.at_least, rule.requirement.at_least) {
            rule.at_least = count as usize;
        }
        if let (Some(within), Some(_)) = (change.within, rule.requirement.within) {
            rule.within = Some(within);
        }
    }

    rules
        .into_iter()
        .filter_map(|(severity, mut rule)| {
            let code = rule.requirement.code;
            let overridden = config.rules.get(code.code).or_else(|| config.rules.get(code.name));
            rule.severity = overridden.copied().unwrap_or(severity)?;
            Some(rule)
        })
        .collect()
}

fn is_named(requirement: &Requirement, change: &FrameworkChange) -> bool {
    requirement.code.name == change.name || requirement.code.code == change.name
}

/// Says what is wrong with a change to the framework, at its place in planc.yaml.
fn validate(change: &FrameworkChange, diagnostics: &mut Diagnostics) {
    let place = || super::words::first_line(&change.place);
    let Some(requirement) = FRAMEWORK.iter().find(|requirement| is_named(requirement, change)) else {
        let message = format!("`{}` is no requirement of the framework", change.name);
        let help = format!("to change how much it weighs, write `{}: …` under `rules:`", change.name);
        diagnostics.push(Diagnostic::new(&codes::P657, place(), message).help(help));
        return;
    };
    let name = requirement.code.name;
    let unfit = [
        ("at_least", change.at_least.is_some() && requirement.at_least.is_none(), "counts nothing"),
        ("within", change.within.is_some() && requirement.within.is_none(), "looks at no window of time"),
    ];
    for (key, _, why) in unfit.into_iter().filter(|(_, is_unfit, _)| *is_unfit) {
        let message = format!("`{key}` has no meaning for `{name}`, which {why}");
        diagnostics.push(Diagnostic::new(&codes::P651, place(), message).help(format!("take `{key}` out")));
    }
}

impl Rule {
    /// Whether it is asked of this plan.
    fn holds_for(&self, subject: &Subject<'_>) -> bool {
        let tier = subject.plan.tier.as_ref().map(|tier| tier.value.as_str());
        match &self.tiers {
            Some(tiers) => tiers.is_empty() || tier.is_some_and(|tier| tiers.iter().any(|t| t == tier)),
            None => {
                let tiers = self.requirement.tiers;
                tiers.is_empty() || tier.is_some_and(|tier| tiers.contains(&tier))
            }
        }
    }
}

/// Tests every requirement that holds for the plan.
pub(super) fn check(subject: &Subject<'_>, rules: &[Rule], diagnostics: &mut Diagnostics) -> Completeness {
    let mut completeness = Completeness::default();
    let mut found = Vec::new();
    let mut missing: Option<Element> = None;
    for rule in rules.iter().filter(|rule| rule.holds_for(subject)) {
        let requirement = rule.requirement;
        completeness.required += 1;
        (requirement.test)(subject, rule, &mut found);
        let Some(first) = found.first() else {
            completeness.met += 1;
            continue;
        };
        let message = match found.len() {
            1 => first.message.clone(),
            n => format!("{} (and {} more like it)", first.message, n - 1),
        };
        completeness.unmet.push(Unmet {
            code: requirement.code,
            severity: rule.severity,
            element: requirement.element,
            message,
        });
        if requirement.asks == Asks::Element {
            missing = requirement.element;
        }
        let refused = requirement.keys.iter().any(|key| subject.refused(key));
        let idle = requirement.living && subject.has_left();
        let said = refused || idle || (requirement.asks == Asks::Detail && missing == requirement.element);
        for finding in found.drain(..).filter(|finding| !said && !finding.said_elsewhere) {
            let mut diagnostic = Diagnostic::new(requirement.code, finding.place, finding.message)
                .severity(rule.severity)
                .help(finding.help);
            if let Some((place, message)) = finding.label {
                diagnostic = diagnostic.label(place, message);
            }
            diagnostics.push(diagnostic);
        }
    }
    completeness
}

/// "at least 3 stakeholders", "a champion": how many a rule asks for, in words.
pub(super) fn at_least(count: usize, one: &str, what: &str) -> String {
    match count {
        0 | 1 => one.to_owned(),
        n => format!("at least {}", counted(n as i64, what)),
    }
}

/// When a plan must be reviewed by: `None` where it never was.
pub(super) fn review_cadence(subject: &Subject<'_>, rule: &Rule) -> Cadence {
    let tier = subject.plan.tier.as_ref().map(|tier| tier.value.as_str());
    let of_tier = || {
        subject.config.tiers.iter().find(|known| Some(known.name.as_str()) == tier).map(|known| known.review)
    };
    rule.within.or_else(of_tier).unwrap_or(UNTIERED_REVIEW)
}

/// How often a plan without a tier must be reviewed.
const UNTIERED_REVIEW: Cadence = Cadence::Days(180);

/// A client without any contract counts in no revenue figure.
pub(super) fn without_contracts(s: &Subject<'_>, out: &mut Diagnostics) {
    if s.plan.contracts.is_empty() && s.plan.lost.is_none() && !s.refused("contracts") {
        let message =
            format!("{} has no contract: it counts in no revenue figure", plain(&s.plan.account.value));
        let help = "add what they pay under `contracts:`, with `id`, `product`, `arr`, `start` and `end`";
        out.push(Diagnostic::new(&codes::P324, s.plan.head(), message).help(help));
    }
}
