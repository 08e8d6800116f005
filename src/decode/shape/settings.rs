//! The shapes of planc.yaml.

use super::Shape;

/// planc.yaml itself.
pub(crate) static SETTINGS: Shape = Shape {
    what: "portfolio",
    keys: &[
        ("portfolio", "Example Portfolio"),
        ("currency", "USD"),
        ("exchange_rates", "{EUR: 1.08}"),
        ("fiscal_year_start", "1"),
        ("people", "{maria.lopez: {name: María López}}"),
        ("tiers", "{strategic: {review: 90d}}"),
        ("products", "[Platform, Routing]"),
        ("targets", "{nrr: 110%}"),
        ("stages", "{proposal: 50%}"),
        ("renewal_window", "120d"),
        ("gross_margin", "75%"),
        ("discount_rate", "10%"),
        ("clv", "{method: constant}"),
        ("kpi", "{grain: account}"),
        ("framework", "{no-champion: off}"),
        ("policies", "[]"),
        ("rules", "{P305: off}"),
        ("health", "{weights: {usage: 20}}"),
        ("expect", "[nrr >= 100%]"),
        ("site", "{title: Key accounts}"),
        ("data", "{}"),
    ],
    aliases: &[
        ("name", "portfolio"),
        ("title", "portfolio"),
        ("base_currency", "currency"),
        ("rates", "exchange_rates"),
        ("fx", "exchange_rates"),
        ("fiscal_year", "fiscal_year_start"),
        ("team", "people"),
        ("owners", "people"),
        ("users", "people"),
        ("levels", "tiers"),
        ("goals", "targets"),
        ("probabilities", "stages"),
        ("window", "renewal_window"),
        ("margin", "gross_margin"),
        ("discount", "discount_rate"),
        ("lifetime_value", "clv"),
        ("grain", "kpi"),
        ("requirements", "framework"),
        ("custom_rules", "policies"),
        ("severities", "rules"),
        ("lints", "rules"),
        ("weights", "health"),
        ("expectations", "expect"),
        ("assertions", "expect"),
    ],
    example: "portfolio: Example Portfolio",
};

/// One of ours.
pub(crate) static PERSON: Shape = Shape {
    what: "person",
    keys: &[("name", "María López"), ("title", "Senior Account Manager"), ("manager", "jo.park")],
    aliases: &[("role", "title"), ("job_title", "title"), ("reports_to", "manager"), ("boss", "manager")],
    example: "{name: María López, title: Senior Account Manager}",
};

/// A tier of accounts.
pub(crate) static TIER: Shape = Shape {
    what: "tier",
    keys: &[("review", "90d")],
    aliases: &[("cadence", "review"), ("reviewed", "review"), ("review_every", "review")],
    example: "{review: 90d}",
};

/// How lifetime value is computed.
pub(crate) static CLV: Shape =
    Shape { what: "setting", keys: &[("method", "constant")], aliases: &[], example: "{method: constant}" };

/// What the figures count.
pub(crate) static KPI: Shape =
    Shape { what: "setting", keys: &[("grain", "account")], aliases: &[], example: "{grain: account}" };

/// A change to a requirement of the framework.
pub(crate) static REQUIREMENT: Shape = Shape {
    what: "requirement",
    keys: &[("severity", "error"), ("tiers", "[strategic]"), ("at_least", "5"), ("within", "90d")],
    aliases: &[
        ("level", "severity"),
        ("tier", "tiers"),
        ("minimum", "at_least"),
        ("min", "at_least"),
        ("count", "at_least"),
        ("window", "within"),
    ],
    example: "{severity: error, tiers: [strategic]}",
};

/// A team's own rule.
pub(crate) static POLICY: Shape = Shape {
    what: "policy",
    keys: &[
        ("name", "sponsor-on-our-side"),
        ("require", "…"),
        ("message", "A strategic account needs a sponsor on our side"),
        ("help", "add `x-sponsor`"),
        ("severity", "warning"),
        ("tiers", "[strategic]"),
    ],
    aliases: &[
        ("id", "name"),
        ("rule", "require"),
        ("when", "require"),
        ("expression", "require"),
        ("check", "require"),
        ("level", "severity"),
        ("tier", "tiers"),
    ],
    example: "{name: …, require: …, message: …}",
};

/// Health.
pub(crate) static HEALTH: Shape = Shape {
    what: "setting",
    keys: &[("weights", "{usage: 20}")],
    aliases: &[],
    example: "{weights: {usage: 20}}",
};

/// Weights of the health measures.
pub(crate) static WEIGHTS: Shape = Shape {
    what: "setting",
    keys: &[
        ("usage", "20"),
        ("relationship", "20"),
        ("satisfaction", "20"),
        ("support", "15"),
        ("risk", "15"),
        ("plan", "10"),
    ],
    aliases: &[
        ("relationships", "relationship"),
        ("csat", "satisfaction"),
        ("nps", "satisfaction"),
        ("escalations", "support"),
        ("risks", "risk"),
        ("completeness", "plan"),
    ],
    example: "{usage: 20, relationship: 20}",
};

/// The site.
pub(crate) static SITE: Shape = Shape {
    what: "setting",
    keys: &[
        ("title", "Key accounts"),
        ("base_url", "https://plans.example/"),
        ("source_url", "\"https://git.example/plans/blob/main/{path}#L{line}\""),
        ("raw_html", "escape"),
        ("index", "true"),
    ],
    aliases: &[
        ("name", "title"),
        ("url", "base_url"),
        ("repository", "source_url"),
        ("html", "raw_html"),
        ("noindex", "index"),
    ],
    example: "{title: Key accounts}",
};
