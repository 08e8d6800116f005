//! The shapes of a plan's records.

use super::Shape;

/// Relationship Map.
pub(crate) static STAKEHOLDER: Shape = Shape {
    what: "stakeholder",
    keys: &[
        ("id", "ana"),
        ("name", "Ana Trujillo"),
        ("title", "COO"),
        ("unit", "Logistics"),
        ("role", "decision-maker"),
        ("influence", "high"),
        ("sentiment", "supporter"),
        ("reports_to", "ceo"),
        ("contact", "maria.lopez"),
        ("last_contact", "2026-10-10"),
        ("cadence", "30d"),
        ("departed", "2026-09-01"),
    ],
    aliases: &[
        ("last_contacted", "last_contact"),
        ("stakeholder", "name"),
        ("full_name", "name"),
        ("person", "name"),
        ("job_title", "title"),
        ("position", "title"),
        ("department", "unit"),
        ("business_unit", "unit"),
        ("division", "unit"),
        ("roles", "role"),
        ("power", "influence"),
        ("attitude", "sentiment"),
        ("disposition", "sentiment"),
        ("manager", "reports_to"),
        ("boss", "reports_to"),
        ("reports", "reports_to"),
        ("our_contact", "contact"),
        ("owner", "contact"),
        ("relationship_owner", "contact"),
        ("contact_frequency", "cadence"),
        ("frequency", "cadence"),
        ("left", "departed"),
    ],
    example: "{id: ana, name: Ana Trujillo, role: decision-maker}",
};

/// Value Delivered.
pub(crate) static VALUE: Shape = Shape {
    what: "outcome",
    keys: &[
        ("id", "dispatch-time"),
        ("outcome", "Order-to-dispatch time"),
        ("metric", "hours"),
        ("baseline", "26"),
        ("result", "9"),
        ("worth", "310000"),
        ("date", "2026-06-30"),
        ("confirmed_by", "ana"),
        ("evidence", "https://northwind.example/case.pdf"),
    ],
    aliases: &[
        ("success_metric", "metric"),
        ("kpi", "metric"),
        ("name", "outcome"),
        ("before", "baseline"),
        ("after", "result"),
        ("actual", "result"),
        ("value", "worth"),
        ("savings", "worth"),
        ("amount", "worth"),
        ("confirmed", "confirmed_by"),
        ("link", "evidence"),
        ("proof", "evidence"),
    ],
    example: "{id: dispatch-time, outcome: Order-to-dispatch time, date: 2026-06-30}",
};

/// What they pay.
pub(crate) static CONTRACT: Shape = Shape {
    what: "contract",
    keys: &[
        ("id", "NW-2026"),
        ("product", "Platform"),
        ("arr", "240000"),
        ("lines", "[{product: Platform, arr: 200k}]"),
        ("start", "2026-01-01"),
        ("end", "2026-12-31"),
        ("signed", "2025-12-12"),
        ("renews", "NW-2025"),
        ("uplift", "5%"),
        ("auto_renews", "true"),
        ("cancelled", "2026-11-01"),
        ("notice", "90d"),
        ("changes", "[{date: 2026-05-01, product: Platform, arr: 260k}]"),
        ("renewal", "{forecast: 250k, probability: 80%}"),
    ],
    aliases: &[
        ("renewal_date", "end"),
        ("end_date", "end"),
        ("expires", "end"),
        ("expiry", "end"),
        ("until", "end"),
        ("start_date", "start"),
        ("from", "start"),
        ("signed_on", "signed"),
        ("signature", "signed"),
        ("mrr", "arr"),
        ("acv", "arr"),
        ("amount", "arr"),
        ("value", "arr"),
        ("products", "lines"),
        ("items", "lines"),
        ("unit", "lines"),
        ("auto_renew", "auto_renews"),
        ("autorenew", "auto_renews"),
        ("auto_renewal", "auto_renews"),
        ("canceled", "cancelled"),
        ("terminated", "cancelled"),
        ("notice_period", "notice"),
        ("renewed_from", "renews"),
        ("replaces", "renews"),
        ("supersedes", "renews"),
        ("price_increase", "uplift"),
        ("amendments", "changes"),
        ("contract_id", "id"),
        ("number", "id"),
        ("forecast", "renewal"),
    ],
    example: "{id: NW-2026, product: Platform, arr: 240000, start: 2026-01-01}",
};

/// One product on a contract.
pub(crate) static LINE: Shape = Shape {
    what: "line",
    keys: &[("product", "Platform"), ("arr", "200k"), ("unit", "Retail")],
    aliases: &[
        ("name", "product"),
        ("amount", "arr"),
        ("value", "arr"),
        ("price", "arr"),
        ("business_unit", "unit"),
        ("department", "unit"),
    ],
    example: "{product: Platform, arr: 200k}",
};

/// A mid-term change of a contract.
pub(crate) static CHANGE: Shape = Shape {
    what: "change",
    keys: &[
        ("date", "2026-05-01"),
        ("product", "Platform"),
        ("unit", "Retail"),
        ("arr", "260k"),
        ("reason", "upsell"),
    ],
    aliases: &[("from", "date"), ("start", "date"), ("amount", "arr"), ("to", "arr"), ("why", "reason")],
    example: "{date: 2026-05-01, product: Platform, arr: 260k}",
};

/// What we expect of a contract's renewal.
pub(crate) static RENEWAL: Shape = Shape {
    what: "renewal",
    keys: &[
        ("forecast", "250k"),
        ("probability", "80%"),
        ("category", "commit"),
        ("note", "Signature expected in June"),
    ],
    aliases: &[("arr", "forecast"), ("amount", "forecast"), ("likelihood", "probability"), ("notes", "note")],
    example: "{forecast: 250k, probability: 80%}",
};

/// Growth Opportunities.
pub(crate) static OPPORTUNITY: Shape = Shape {
    what: "opportunity",
    keys: &[
        ("id", "logistics-rollout"),
        ("name", "Roll out to Logistics"),
        ("kind", "cross-sell"),
        ("owner", "maria.lopez"),
        ("product", "Routing"),
        ("unit", "Logistics"),
        ("arr", "90000"),
        ("stage", "proposal"),
        ("probability", "40%"),
        ("close", "2027-02-28"),
        ("sponsor", "ana"),
        ("contract", "NW-2027"),
        ("reason", "price"),
    ],
    aliases: &[
        ("opportunity", "name"),
        ("close_date", "close"),
        ("title", "name"),
        ("type", "kind"),
        ("amount", "arr"),
        ("value", "arr"),
        ("acv", "arr"),
        ("status", "stage"),
        ("phase", "stage"),
        ("likelihood", "probability"),
        ("closes", "close"),
        ("expected_close", "close"),
        ("due", "close"),
        ("business_unit", "unit"),
        ("champion", "sponsor"),
    ],
    example: "{id: logistics-rollout, name: Roll out to Logistics, kind: cross-sell, arr: 90k, stage: proposal, close: 2027-02-28}",
};

/// Risk Assessment.
pub(crate) static RISK: Shape = Shape {
    what: "risk",
    keys: &[
        ("id", "coo-leaving"),
        ("risk", "COO sponsor leaves in Q1"),
        ("category", "stakeholder-turnover"),
        ("likelihood", "high"),
        ("impact", "high"),
        ("mitigation", "[second-sponsor]"),
        ("status", "open"),
        ("opened", "2026-09-02"),
    ],
    aliases: &[
        ("name", "risk"),
        ("description", "risk"),
        ("type", "category"),
        ("kind", "category"),
        ("probability", "likelihood"),
        ("severity", "impact"),
        ("mitigations", "mitigation"),
        ("actions", "mitigation"),
        ("date", "opened"),
        ("state", "status"),
    ],
    example: "{id: coo-leaving, risk: COO sponsor leaves in Q1, category: stakeholder-turnover, likelihood: high, impact: high}",
};

/// Action Plan.
pub(crate) static ACTION: Shape = Shape {
    what: "action",
    keys: &[
        ("id", "second-sponsor"),
        ("action", "Build a relationship with the CFO"),
        ("owner", "maria.lopez"),
        ("start", "2026-10-01"),
        ("due", "2026-12-15"),
        ("metric", "CFO attends the December QBR"),
        ("status", "in-progress"),
        ("done", "2026-12-10"),
        ("supports", "[logistics-rollout]"),
    ],
    aliases: &[
        ("success_metric", "metric"),
        ("due_date", "due"),
        ("name", "action"),
        ("task", "action"),
        ("description", "action"),
        ("who", "owner"),
        ("assignee", "owner"),
        ("responsible", "owner"),
        ("deadline", "due"),
        ("when", "due"),
        ("by", "due"),
        ("success", "metric"),
        ("measure", "metric"),
        ("state", "status"),
        ("completed", "done"),
        ("finished", "done"),
        ("for", "supports"),
        ("begin", "start"),
        ("start_date", "start"),
    ],
    example: "{id: second-sponsor, action: Build a relationship with the CFO, owner: maria.lopez, due: 2026-12-15, metric: CFO attends the QBR}",
};

/// Mutual business objectives.
pub(crate) static OBJECTIVE: Shape = Shape {
    what: "objective",
    keys: &[
        ("id", "one-erp"),
        ("objective", "One ERP by 2027"),
        ("metric", "ERPs in use"),
        ("baseline", "3"),
        ("target", "1"),
        ("current", "2"),
        ("due", "2027-12-31"),
        ("sponsor", "ana"),
    ],
    aliases: &[
        ("success_metric", "metric"),
        ("due_date", "due"),
        ("name", "objective"),
        ("goal", "target"),
        ("deadline", "due"),
        ("actual", "current"),
        ("now", "current"),
        ("owner", "sponsor"),
    ],
    example: "{id: one-erp, objective: One ERP by 2027}",
};

/// Survey answers.
pub(crate) static SURVEY: Shape = Shape {
    what: "survey answer",
    keys: &[("id", "S-12"), ("date", "2026-09-30"), ("nps", "9"), ("csat", "4"), ("of", "5"), ("by", "ana")],
    aliases: &[
        ("score", "csat"),
        ("scale", "of"),
        ("max", "of"),
        ("out_of", "of"),
        ("respondent", "by"),
        ("who", "by"),
        ("from", "by"),
        ("on", "date"),
    ],
    example: "{date: 2026-09-30, nps: 9, by: ana}",
};

/// Support escalations.
pub(crate) static ESCALATION: Shape = Shape {
    what: "escalation",
    keys: &[
        ("id", "T-118"),
        ("opened", "2026-08-02T09:30"),
        ("resolved", "2026-08-05T17:00"),
        ("severity", "high"),
        ("summary", "EDI feed dropped orders"),
    ],
    aliases: &[
        ("date", "opened"),
        ("created", "opened"),
        ("start", "opened"),
        ("closed", "resolved"),
        ("end", "resolved"),
        ("priority", "severity"),
        ("title", "summary"),
        ("description", "summary"),
        ("subject", "summary"),
        ("ticket", "id"),
    ],
    example: "{id: T-118, opened: 2026-08-02T09:30}",
};

/// Use of what they pay for.
pub(crate) static USAGE: Shape = Shape {
    what: "usage metric",
    keys: &[
        ("id", "wau"),
        ("metric", "Weekly active users"),
        ("licensed", "400"),
        ("points", "{2026-07: 330, 2026-08: 310}"),
    ],
    aliases: &[
        ("name", "metric"),
        ("seats", "licensed"),
        ("licences", "licensed"),
        ("licenses", "licensed"),
        ("months", "points"),
        ("values", "points"),
        ("data", "points"),
    ],
    example: "{metric: Weekly active users, points: {2026-07: 330, 2026-08: 310}}",
};

/// Meetings.
pub(crate) static MEETING: Shape = Shape {
    what: "meeting",
    keys: &[
        ("id", "qbr-q3"),
        ("date", "2026-09-20"),
        ("kind", "qbr"),
        ("with", "[ana]"),
        ("notes", "Agreed the pilot"),
    ],
    aliases: &[
        ("type", "kind"),
        ("attendees", "with"),
        ("participants", "with"),
        ("who", "with"),
        ("note", "notes"),
        ("summary", "notes"),
        ("on", "date"),
        ("when", "date"),
    ],
    example: "{date: 2026-09-20, kind: qbr, with: [ana]}",
};
