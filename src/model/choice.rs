//! Fields whose value is one of a few words.

use std::fmt;

/// A field that takes one of a few words.
pub trait Choice: Copy + Eq + 'static {
    /// What the field holds, for messages: "role", "stage".
    const WHAT: &'static str;
    /// All values, in the format reference's order.
    const ALL: &'static [Self];
    /// The word as the format writes it, in kebab-case.
    fn as_str(self) -> &'static str;
}

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident, $what:literal: $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`")] $(#[$vdoc])* $variant,)+
        }
        impl Choice for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

choice! {
    /// What part someone at the client plays in decisions.
    Role, "role":
    DecisionMaker = "decision-maker",
    EconomicBuyer = "economic-buyer",
    ExecutiveSponsor = "executive-sponsor",
    Champion = "champion",
    Coach = "coach",
    Influencer = "influencer",
    TechnicalBuyer = "technical-buyer",
    UserBuyer = "user-buyer",
    Procurement = "procurement",
    Gatekeeper = "gatekeeper",
    Detractor = "detractor",
}

choice! {
    /// High, medium or low: influence, likelihood, impact.
    Level, "level":
    High = "high",
    Medium = "medium",
    Low = "low",
}

impl Level {
    /// 3, 2, 1: the weight of influence and the factor of likelihood × impact.
    pub fn weight(self) -> u32 {
        match self {
            Level::High => 3,
            Level::Medium => 2,
            Level::Low => 1,
        }
    }
}

choice! {
    /// How someone at the client feels about us.
    Sentiment, "sentiment":
    Advocate = "advocate",
    Supporter = "supporter",
    Neutral = "neutral",
    Critic = "critic",
    Opponent = "opponent",
}

choice! {
    /// Why a contract's ARR changed mid-term.
    ChangeReason, "reason":
    Upsell = "upsell",
    Price = "price",
    Downgrade = "downgrade",
}

choice! {
    /// How sure a renewal is said to be.
    ForecastCategory, "category":
    Commit = "commit",
    BestCase = "best-case",
    Pipeline = "pipeline",
    Omitted = "omitted",
}

choice! {
    /// What kind of growth an opportunity is.
    OpportunityKind, "kind":
    Upsell = "upsell",
    CrossSell = "cross-sell",
    Expansion = "expansion",
    New = "new",
}

choice! {
    /// How far an opportunity has come.
    Stage, "stage":
    Identified = "identified",
    Qualified = "qualified",
    Proposal = "proposal",
    Negotiation = "negotiation",
    Won = "won",
    Lost = "lost",
}

impl Stage {
    /// Neither won nor lost.
    pub fn is_open(self) -> bool {
        !matches!(self, Stage::Won | Stage::Lost)
    }
}

choice! {
    /// What a risk comes from.
    RiskCategory, "category":
    UsageDecline = "usage-decline",
    UnresolvedSupport = "unresolved-support",
    StakeholderTurnover = "stakeholder-turnover",
    CompetitiveThreat = "competitive-threat",
    Commercial = "commercial",
    ProductFit = "product-fit",
    Delivery = "delivery",
    CompanyChange = "company-change",
    Other = "other",
}

choice! {
    /// Where a risk stands.
    RiskStatus, "status":
    Open = "open",
    Mitigated = "mitigated",
    Occurred = "occurred",
    Closed = "closed",
}

choice! {
    /// Where an action stands.
    ActionStatus, "status":
    Planned = "planned",
    InProgress = "in-progress",
    Blocked = "blocked",
    Done = "done",
    Cancelled = "cancelled",
}

impl ActionStatus {
    /// Still to be done: neither done nor cancelled.
    pub fn is_open(self) -> bool {
        !matches!(self, ActionStatus::Done | ActionStatus::Cancelled)
    }
}

choice! {
    /// How bad an escalation is.
    EscalationSeverity, "severity":
    Critical = "critical",
    High = "high",
    Medium = "medium",
    Low = "low",
}

choice! {
    /// What kind of meeting it was.
    MeetingKind, "kind":
    Qbr = "qbr",
    Ebr = "ebr",
    Onsite = "onsite",
    Call = "call",
    Email = "email",
    Other = "other",
}

choice! {
    /// One of the six planning elements, in the framework's order.
    Element, "planning element":
    AccountProfile = "account-profile",
    RelationshipMap = "relationship-map",
    ValueDelivered = "value-delivered",
    GrowthOpportunities = "growth-opportunities",
    RiskAssessment = "risk-assessment",
    ActionPlan = "action-plan",
}

impl Element {
    /// The heading: "Account Profile".
    pub fn title(self) -> &'static str {
        match self {
            Element::AccountProfile => "Account Profile",
            Element::RelationshipMap => "Relationship Map",
            Element::ValueDelivered => "Value Delivered",
            Element::GrowthOpportunities => "Growth Opportunities",
            Element::RiskAssessment => "Risk Assessment",
            Element::ActionPlan => "Action Plan",
        }
    }
}
