//! What one change of a plan means: the words, the kind, and where it stands.

use crate::text::Place;

/// Which part of a plan a change is in, in the order in which a reviewer reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// The account itself: owner, tier, whether it left.
    Account,
    /// What they pay.
    Contracts,
    /// Who they are.
    Profile,
    /// The people.
    Stakeholders,
    /// What they got.
    Value,
    /// What may grow.
    Opportunities,
    /// What may go wrong.
    Risks,
    /// What we do.
    Actions,
    /// What we both want.
    Objectives,
    /// What they say and how they use it: surveys, escalations, usage, meetings.
    Voice,
    /// The prose.
    Prose,
}

impl Area {
    /// The heading in every format.
    pub fn title(self) -> &'static str {
        match self {
            Area::Account => "Account",
            Area::Contracts => "Contracts",
            Area::Profile => "Account Profile",
            Area::Stakeholders => "Relationship Map",
            Area::Value => "Value Delivered",
            Area::Opportunities => "Growth Opportunities",
            Area::Risks => "Risk Assessment",
            Area::Actions => "Action Plan",
            Area::Objectives => "Objectives",
            Area::Voice => "Voice of the client",
            Area::Prose => "Prose",
        }
    }
}

/// One change, in the field's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which part of the plan it is in.
    pub area: Area,
    /// What happened, as a stable word: `contract-arr`, `stakeholder-left`, `risk-worsened` …
    pub kind: &'static str,
    /// The record's id, where it is about one.
    pub record: Option<String>,
    /// What happened, in a sentence without a full stop.
    pub text: String,
    /// Where it is written: in the later revision, or in the earlier one where it is gone.
    pub place: Place,
    /// Whether a reviewer must see it first: money, a client or a decision-maker moved.
    pub weighty: bool,
}

impl Change {
    /// A change of a record.
    pub fn new(area: Area, kind: &'static str, record: &str, place: Place, text: impl Into<String>) -> Self {
        Change { area, kind, record: Some(record.to_owned()), text: text.into(), place, weighty: false }
    }

    /// A change of the plan itself.
    pub fn of_plan(area: Area, kind: &'static str, place: Place, text: impl Into<String>) -> Self {
        Change { area, kind, record: None, text: text.into(), place, weighty: false }
    }

    /// The same, marked as one to see first.
    pub fn weighty(mut self) -> Self {
        self.weighty = true;
        self
    }
}
