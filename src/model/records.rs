//! The records of a plan other than contracts.

use super::*;
use crate::text::{Place, Span, Spanned};

/// Account Profile: who the client is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Where it is written.
    pub span: Span,
    /// How many people work there.
    pub employees: Optional<u64>,
    /// What the client earns a year.
    pub annual_revenue: Optional<Money>,
    /// Where its headquarters are.
    pub headquarters: Optional<String>,
    /// Its website: an http or https address.
    pub website: Optional<String>,
    /// Its business units.
    pub structure: Vec<Field<String>>,
    /// Its strategic priorities.
    pub priorities: Vec<Field<String>>,
    /// Who else sells to it.
    pub competitors: Vec<Field<String>>,
    /// The author's own keys.
    pub extra: Extras,
}

/// Relationship Map: someone at the client.
#[derive(Clone, Debug, PartialEq)]
pub struct Stakeholder {
    /// The record in its file.
    pub place: Place,
    /// Its id, unique in the list.
    pub id: Field<String>,
    /// Their name.
    pub name: Field<String>,
    /// Their job title.
    pub title: Optional<String>,
    /// Their business unit.
    pub unit: Optional<String>,
    /// The parts they play in decisions; at least one.
    pub role: Vec<Field<Role>>,
    /// How much they sway.
    pub influence: Optional<Level>,
    /// How they feel about us.
    pub sentiment: Optional<Sentiment>,
    /// The id of the stakeholder they report to.
    pub reports_to: Optional<String>,
    /// Who of ours holds the relationship.
    pub contact: Optional<String>,
    /// When we last talked (meetings count too).
    pub last_contact: Optional<Date>,
    /// How often we mean to talk.
    pub cadence: Optional<Cadence>,
    /// The day they left the client.
    pub departed: Optional<Date>,
    /// The author's own keys.
    pub extra: Extras,
}

impl Stakeholder {
    /// Whether they have left by the end of this day.
    pub fn has_departed(&self, as_of: Date) -> bool {
        self.departed.is_some_and(|departed| departed.value <= as_of)
    }

    /// Whether they play this part.
    pub fn is(&self, role: Role) -> bool {
        self.role.iter().any(|r| r.value == role)
    }

    /// Decision-maker or economic buyer.
    pub fn decides(&self) -> bool {
        self.is(Role::DecisionMaker) || self.is(Role::EconomicBuyer)
    }
}

/// Value Delivered: an outcome for the client.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The record in its file.
    pub place: Place,
    /// Its id, unique in the list.
    pub id: Field<String>,
    /// What changed for the client.
    pub outcome: Field<String>,
    /// How it is measured.
    pub metric: Optional<String>,
    /// The metric before.
    pub baseline: Optional<Decimal>,
    /// The metric after.
    pub result: Optional<Decimal>,
    /// Money a year to the client.
    pub worth: Optional<Money>,
    /// When it was reached.
    pub date: Field<Date>,
    /// A stakeholder's id.
    pub confirmed_by: Optional<String>,
    /// A link or a path.
    pub evidence: Optional<String>,
    /// The author's own keys.
    pub extra: Extras,
}

impl Value {
    /// With `worth`, or with baseline and result.
    pub fn is_quantified(&self) -> bool {
        self.worth.is_some() || (self.baseline.is_some() && self.result.is_some())
    }
}

/// Growth Opportunities: revenue that may come.
#[derive(Clone, Debug, PartialEq)]
pub struct Opportunity {
    /// The record in its file.
    pub place: Place,
    /// Its id, unique together with risks, objectives and contracts.
    pub id: Field<String>,
    /// What it is.
    pub name: Field<String>,
    /// What kind of growth.
    pub kind: Field<OpportunityKind>,
    /// Who of ours owns it; absent: the plan's owner.
    pub owner: Optional<String>,
    /// The product.
    pub product: Optional<String>,
    /// The client's business unit.
    pub unit: Optional<String>,
    /// The ARR it would bring.
    pub arr: Field<Money>,
    /// How far it has come.
    pub stage: Field<Stage>,
    /// How likely it is; absent: the stage's.
    pub probability: Optional<Share>,
    /// While open: when it is expected to close; then: when it closed.
    pub close: Field<Date>,
    /// A stakeholder's id.
    pub sponsor: Optional<String>,
    /// Once won: the contract's id.
    pub contract: Optional<String>,
    /// Once lost: why.
    pub reason: Optional<String>,
    /// The author's own keys.
    pub extra: Extras,
}

/// Risk Assessment: what could go wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// The record in its file.
    pub place: Place,
    /// Its id, unique together with opportunities, objectives and contracts.
    pub id: Field<String>,
    /// What could happen.
    pub risk: Field<String>,
    /// What it comes from.
    pub category: Field<RiskCategory>,
    /// How likely.
    pub likelihood: Field<Level>,
    /// How bad.
    pub impact: Field<Level>,
    /// Actions' ids.
    pub mitigation: Vec<Field<String>>,
    /// Where it stands; absent: open. See [`Risk::status`].
    pub status: Optional<RiskStatus>,
    /// When it was seen.
    pub opened: Optional<Date>,
    /// The author's own keys.
    pub extra: Extras,
}

impl Risk {
    /// Where it stands; `open` unless written otherwise.
    pub fn status(&self) -> RiskStatus {
        self.status.map_or(RiskStatus::Open, |status| status.value)
    }

    /// Likelihood × impact, 1 to 9.
    pub fn score(&self) -> u32 {
        self.likelihood.weight() * self.impact.weight()
    }
}

/// Action Plan: something one of us will do.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The record in its file.
    pub place: Place,
    /// Its id, unique in the list.
    pub id: Field<String>,
    /// What will be done.
    pub action: Field<String>,
    /// Who of ours does it. The framework asks for it; absent only with an error already said.
    pub owner: Optional<String>,
    /// When work starts.
    pub start: Optional<Date>,
    /// When it must be done. The framework asks for it; absent only with an error already said.
    pub due: Optional<Date>,
    /// How we know that it worked. The framework asks for it; absent only with an error already said.
    pub metric: Optional<String>,
    /// Where it stands; absent: planned (or done, where `done` is given). See [`Action::status`].
    pub status: Optional<ActionStatus>,
    /// When it was done.
    pub done: Optional<Date>,
    /// The ids of opportunities, risks, objectives or contracts that it supports.
    pub supports: Vec<Field<String>>,
    /// The author's own keys.
    pub extra: Extras,
}

impl Action {
    /// Where it stands: as written; else `done` where a `done` date is given, else `planned`.
    pub fn status(&self) -> ActionStatus {
        match (self.status, self.done) {
            (Some(status), _) => status.value,
            (None, Some(_)) => ActionStatus::Done,
            (None, None) => ActionStatus::Planned,
        }
    }
}

/// A mutual business objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Objective {
    /// The record in its file.
    pub place: Place,
    /// Its id, unique together with opportunities, risks and contracts.
    pub id: Field<String>,
    /// What is to be reached.
    pub objective: Field<String>,
    /// How it is measured.
    pub metric: Optional<String>,
    /// The metric at the start.
    pub baseline: Optional<Decimal>,
    /// The metric to reach.
    pub target: Optional<Decimal>,
    /// The metric now.
    pub current: Optional<Decimal>,
    /// By when.
    pub due: Optional<Date>,
    /// A stakeholder's id.
    pub sponsor: Optional<String>,
    /// The author's own keys.
    pub extra: Extras,
}

/// A survey answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// The record in its file.
    pub place: Place,
    /// Its id, where one is written.
    pub id: Optional<String>,
    /// When it was answered.
    pub date: Field<Date>,
    /// What was answered.
    pub score: Field<Score>,
    /// Who answered: a stakeholder's id, or any other text.
    pub by: Optional<String>,
    /// The author's own keys.
    pub extra: Extras,
}

/// What a survey asked and what was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    /// Would you recommend us? 0 to 10.
    Nps(u8),
    /// How satisfied are you? 1 to `of`.
    Csat {
        /// The answer.
        score: u8,
        /// The scale: 5, 7 or 10.
        of: u8,
    },
}

/// A support escalation.
#[derive(Clone, Debug, PartialEq)]
pub struct Escalation {
    /// The record in its file.
    pub place: Place,
    /// Its id, unique in the list.
    pub id: Field<String>,
    /// When it was opened.
    pub opened: Field<Moment>,
    /// When it was resolved.
    pub resolved: Optional<Moment>,
    /// How bad it is; absent: medium.
    pub severity: Optional<EscalationSeverity>,
    /// What it is about.
    pub summary: Optional<String>,
    /// The author's own keys.
    pub extra: Extras,
}

/// How much the client uses what they pay for: one metric over months.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    /// The record in its file.
    pub place: Place,
    /// Its id, where one is written.
    pub id: Optional<String>,
    /// What is counted.
    pub metric: Field<String>,
    /// How much they pay for.
    pub licensed: Optional<Decimal>,
    /// The count of each month, in the months' order.
    pub points: Vec<(Month, Spanned<Decimal>)>,
    /// The author's own keys.
    pub extra: Extras,
}

/// A meeting with the client.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// The record in its file.
    pub place: Place,
    /// Its id, where one is written.
    pub id: Optional<String>,
    /// When.
    pub date: Field<Date>,
    /// What kind.
    pub kind: Optional<MeetingKind>,
    /// The ids of the stakeholders who were there.
    pub with: Vec<Field<String>>,
    /// What was said.
    pub notes: Optional<String>,
    /// The author's own keys.
    pub extra: Extras,
}

/// A client that left.
#[derive(Clone, Debug, PartialEq)]
pub struct Lost {
    /// Where it is written.
    pub span: Span,
    /// When.
    pub date: Field<Date>,
    /// Why.
    pub reason: Optional<String>,
    /// To whom.
    pub to: Optional<String>,
    /// The author's own keys.
    pub extra: Extras,
}

/// An assertion about a figure: `grr >= 95%`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The record in its file.
    pub place: Place,
    /// The text as written; what it says is read where figures are known.
    pub text: String,
}
