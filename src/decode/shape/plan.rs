//! The lists of a plan, and the shapes of what is no list.

use super::Shape;
use super::records::*;

/// A list of records in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum List {
    Stakeholders,
    Value,
    Contracts,
    Opportunities,
    Risks,
    Actions,
    Objectives,
    Surveys,
    Escalations,
    Usage,
    Meetings,
}

impl List {
    /// All of them.
    pub const ALL: [List; 11] = [
        List::Stakeholders,
        List::Value,
        List::Contracts,
        List::Opportunities,
        List::Risks,
        List::Actions,
        List::Objectives,
        List::Surveys,
        List::Escalations,
        List::Usage,
        List::Meetings,
    ];

    /// The top-level key.
    pub fn key(self) -> &'static str {
        match self {
            List::Stakeholders => "stakeholders",
            List::Value => "value",
            List::Contracts => "contracts",
            List::Opportunities => "opportunities",
            List::Risks => "risks",
            List::Actions => "actions",
            List::Objectives => "objectives",
            List::Surveys => "surveys",
            List::Escalations => "escalations",
            List::Usage => "usage",
            List::Meetings => "meetings",
        }
    }

    /// What each record of it holds.
    pub fn shape(self) -> &'static Shape {
        match self {
            List::Stakeholders => &STAKEHOLDER,
            List::Value => &VALUE,
            List::Contracts => &CONTRACT,
            List::Opportunities => &OPPORTUNITY,
            List::Risks => &RISK,
            List::Actions => &ACTION,
            List::Objectives => &OBJECTIVE,
            List::Surveys => &SURVEY,
            List::Escalations => &ESCALATION,
            List::Usage => &USAGE,
            List::Meetings => &MEETING,
        }
    }

    /// The key of a record's own text, from which a row without an id gets one.
    pub fn own_text(self) -> Option<&'static str> {
        match self {
            List::Stakeholders | List::Opportunities => Some("name"),
            List::Value => Some("outcome"),
            List::Risks => Some("risk"),
            List::Actions => Some("action"),
            List::Objectives => Some("objective"),
            List::Contracts => Some("product"),
            List::Escalations => Some("summary"),
            List::Surveys | List::Usage | List::Meetings => None,
        }
    }

    /// Whether every record of it needs an id.
    pub fn needs_id(self) -> bool {
        self.own_text().is_some()
    }

    /// The keys that every record of it needs.
    pub fn required(self) -> &'static [&'static str] {
        match self {
            List::Stakeholders => &["name", "role"],
            List::Value => &["outcome", "date"],
            List::Contracts => &["product", "arr", "start"],
            List::Opportunities => &["name", "kind", "arr", "stage", "close"],
            List::Risks => &["risk", "category", "likelihood", "impact"],
            List::Actions => &["action"],
            List::Objectives => &["objective"],
            List::Surveys | List::Meetings => &["date"],
            List::Escalations => &["opened"],
            List::Usage => &["metric"],
        }
    }
}

/// The plan itself.
pub(crate) static PLAN: Shape = Shape {
    what: "plan",
    keys: &[
        ("account", "Northwind Traders"),
        ("owner", "maria.lopez"),
        ("id", "northwind"),
        ("external_ids", "{salesforce: 0015x00002AbCdE}"),
        ("tier", "strategic"),
        ("segment", "enterprise"),
        ("industry", "Food distribution"),
        ("region", "EMEA"),
        ("parent", "northwind-group"),
        ("currency", "EUR"),
        ("customer_since", "2021-04-01"),
        ("reviewed", "2026-10-15"),
        ("tags", "[reference, pilot]"),
        ("lost", "{date: 2026-06-30, reason: competitor}"),
        ("profile", "{employees: 4200}"),
        ("stakeholders", "[]"),
        ("value", "[]"),
        ("contracts", "[]"),
        ("opportunities", "[]"),
        ("risks", "[]"),
        ("actions", "[]"),
        ("objectives", "[]"),
        ("surveys", "[]"),
        ("escalations", "[]"),
        ("usage", "[]"),
        ("meetings", "[]"),
        ("expect", "[grr >= 95%]"),
    ],
    aliases: &[
        ("name", "account"),
        ("client", "account"),
        ("client_name", "account"),
        ("customer", "account"),
        ("customer_name", "account"),
        ("company", "account"),
        ("account_name", "account"),
        ("title", "account"),
        ("manager", "owner"),
        ("account_manager", "owner"),
        ("account_owner", "owner"),
        ("am", "owner"),
        ("csm", "owner"),
        ("kam", "owner"),
        ("account_id", "id"),
        ("slug", "id"),
        ("crm_id", "external_ids"),
        ("crm_ids", "external_ids"),
        ("salesforce_id", "external_ids"),
        ("level", "tier"),
        ("class", "tier"),
        ("sector", "industry"),
        ("vertical", "industry"),
        ("territory", "region"),
        ("geo", "region"),
        ("country", "region"),
        ("group", "parent"),
        ("parent_account", "parent"),
        ("ccy", "currency"),
        ("since", "customer_since"),
        ("client_since", "customer_since"),
        ("last_review", "reviewed"),
        ("last_reviewed", "reviewed"),
        ("review_date", "reviewed"),
        ("reviewed_on", "reviewed"),
        ("labels", "tags"),
        ("churned", "lost"),
        ("account_profile", "profile"),
        ("contacts", "stakeholders"),
        ("people", "stakeholders"),
        ("relationships", "stakeholders"),
        ("relationship_map", "stakeholders"),
        ("outcomes", "value"),
        ("results", "value"),
        ("value_delivered", "value"),
        ("subscriptions", "contracts"),
        ("agreements", "contracts"),
        ("deals", "opportunities"),
        ("pipeline", "opportunities"),
        ("growth", "opportunities"),
        ("growth_opportunities", "opportunities"),
        ("risk_assessment", "risks"),
        ("tasks", "actions"),
        ("todos", "actions"),
        ("action_plan", "actions"),
        ("goals", "objectives"),
        ("feedback", "surveys"),
        ("tickets", "escalations"),
        ("incidents", "escalations"),
        ("cases", "escalations"),
        ("adoption", "usage"),
        ("qbrs", "meetings"),
        ("calls", "meetings"),
        ("expectations", "expect"),
        ("assertions", "expect"),
    ],
    example: "account: Northwind Traders",
};

/// For a client that left.
pub(crate) static LOST: Shape = Shape {
    what: "loss",
    keys: &[("date", "2026-06-30"), ("reason", "competitor"), ("to", "Contoso")],
    aliases: &[("on", "date"), ("why", "reason"), ("competitor", "to"), ("when", "date")],
    example: "{date: 2026-06-30, reason: competitor, to: Contoso}",
};

/// Account Profile.
pub(crate) static PROFILE: Shape = Shape {
    what: "profile",
    keys: &[
        ("employees", "4200"),
        ("annual_revenue", "890M"),
        ("headquarters", "Rotterdam, NL"),
        ("website", "https://northwind.example"),
        ("structure", "[Retail, Wholesale]"),
        ("priorities", "[Cut spoilage 15% by 2027]"),
        ("competitors", "[Contoso]"),
    ],
    aliases: &[
        ("headcount", "employees"),
        ("staff", "employees"),
        ("size", "employees"),
        ("revenue", "annual_revenue"),
        ("turnover", "annual_revenue"),
        ("hq", "headquarters"),
        ("location", "headquarters"),
        ("url", "website"),
        ("web", "website"),
        ("units", "structure"),
        ("business_units", "structure"),
        ("divisions", "structure"),
        ("goals", "priorities"),
        ("initiatives", "priorities"),
        ("strategic_priorities", "priorities"),
        ("competition", "competitors"),
    ],
    example: "{employees: 4200, headquarters: \"Rotterdam, NL\"}",
};
