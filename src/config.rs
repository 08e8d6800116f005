//! `planc.yaml` as plain data.
//!
//! For: what a portfolio may configure, with every default.
//! Must not: read the file (that is [`crate::decode`]'s), or decide anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::model::{Cadence, Currency, Decimal, Expectation, Extras, Share, Stage};
use crate::text::{Place, Source};

/// A portfolio's configuration; `Default` is what an empty planc.yaml says.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// planc.yaml itself (an empty one where nothing was read).
    pub source: Arc<Source>,
    /// The portfolio's name.
    pub portfolio: String,
    /// The currency of every figure.
    pub currency: Currency,
    /// One unit of a currency in the portfolio's.
    pub exchange_rates: BTreeMap<Currency, Decimal>,
    /// The month (1 to 12) in which the fiscal year starts.
    pub fiscal_year_start: u32,
    /// People of ours, by their key.
    pub people: BTreeMap<String, Person>,
    /// The tiers, by name, in written order.
    pub tiers: Vec<Tier>,
    /// The products that contracts and opportunities may name; empty: any.
    pub products: Vec<String>,
    /// Targets: portfolio's, then by tier and owner.
    pub targets: Targets,
    /// The probability of an open stage.
    pub stages: BTreeMap<Stage, Share>,
    /// How long before its end a renewal needs an action.
    pub renewal_window: Cadence,
    /// For lifetime value.
    pub gross_margin: Share,
    /// For lifetime value, a year.
    pub discount_rate: Share,
    /// How lifetime value is computed.
    pub clv: ClvMethod,
    /// What NRR, GRR and client retention count.
    pub grain: Grain,
    /// Changes to the framework: a requirement's name and what is said of it, in written order.
    pub framework: Vec<FrameworkChange>,
    /// The team's own rules.
    pub policies: Vec<Policy>,
    /// A diagnostic's severity by code or name; `None`: off.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// Weights of the health measures.
    pub health: HealthWeights,
    /// Assertions about the portfolio's figures.
    pub expect: Vec<Expectation>,
    /// The site.
    pub site: SiteConfig,
    /// The author's own keys.
    pub extra: Extras,
}

/// One of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Their name; the key where none is given.
    pub name: String,
    /// Their job title.
    pub title: Option<String>,
    /// The key of whom they report to.
    pub manager: Option<String>,
    /// The author's own keys.
    pub extra: Extras,
}

/// A tier of accounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Tier {
    /// Its name: `strategic`.
    pub name: String,
    /// How often a plan of it must be reviewed.
    pub review: Cadence,
}

/// What figures should reach.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Targets {
    /// By figure name (`nrr`, `grr`, `renewal_rate`, `csat`, `nps`, …): the portfolio's.
    pub portfolio: BTreeMap<String, Decimal>,
    /// By tier, then figure name.
    pub tier: BTreeMap<String, BTreeMap<String, Decimal>>,
    /// By owner, then figure name.
    pub owner: BTreeMap<String, BTreeMap<String, Decimal>>,
}

/// How lifetime value is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClvMethod {
    /// With one retention rate.
    Constant,
    /// By the shifted-beta-geometric model.
    Sbg,
}

/// The units that NRR, GRR and client retention count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Accounts.
    Account,
    /// An account's products.
    Line,
    /// A root of the parent tree with all its descendants.
    Parent,
}

impl Grain {
    /// The word in planc.yaml and the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Grain::Account => "account",
            Grain::Line => "line",
            Grain::Parent => "parent",
        }
    }
}

/// A change to one requirement of the framework.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameworkChange {
    /// Where it is written.
    pub place: Place,
    /// The requirement's name: its diagnostic's name.
    pub name: String,
    /// Its severity; `Some(None)`: off; `None`: as it was.
    pub severity: Option<Option<Severity>>,
    /// The tiers it holds for; `None`: as it was.
    pub tiers: Option<Vec<String>>,
    /// The least count; `None`: as it was.
    pub at_least: Option<u32>,
    /// The window; `None`: as it was.
    pub within: Option<Cadence>,
}

/// A team's own rule: an expression that must hold for a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The record in planc.yaml.
    pub place: Place,
    /// Its name, for diagnostics.
    pub name: String,
    /// The expression that must be true, and its place.
    pub require: crate::text::Spanned<String>,
    /// What to say where it is not.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// How much it weighs.
    pub severity: Severity,
    /// The tiers it holds for; empty: all.
    pub tiers: Vec<String>,
}

/// Weights of the health measures; only their proportions matter.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthWeights {
    /// Usage.
    pub usage: Decimal,
    /// Relationship.
    pub relationship: Decimal,
    /// Satisfaction.
    pub satisfaction: Decimal,
    /// Support.
    pub support: Decimal,
    /// Risk.
    pub risk: Decimal,
    /// The plan's own completeness.
    pub plan: Decimal,
}

/// The site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteConfig {
    /// Its title; absent: the portfolio's name.
    pub title: Option<String>,
    /// Where it is published, for absolute addresses (calendar entries).
    pub base_url: Option<String>,
    /// Where a file's line can be seen: `{path}` and `{line}` are filled in.
    pub source_url: Option<String>,
    /// Whether raw HTML in plans is sanitized and kept, instead of shown as text.
    pub sanitize_html: bool,
    /// Whether search engines may index it.
    pub index: bool,
}

impl Default for Config {
    fn default() -> Self {
        let tier = |name: &str, days| Tier { name: name.into(), review: Cadence::Days(days) };
        let share = |percent| Decimal::new(percent, 2);
        Config {
            source: Source::new("planc.yaml", ""),
            portfolio: "Example Portfolio".into(),
            currency: Currency::USD,
            exchange_rates: BTreeMap::new(),
            fiscal_year_start: 1,
            people: BTreeMap::new(),
            tiers: vec![tier("strategic", 90), tier("key", 180), tier("growth", 180), tier("standard", 180)],
            products: Vec::new(),
            targets: Targets::default(),
            stages: [
                (Stage::Identified, share(10)),
                (Stage::Qualified, share(25)),
                (Stage::Proposal, share(50)),
                (Stage::Negotiation, share(75)),
            ]
            .into(),
            renewal_window: Cadence::Days(120),
            gross_margin: share(75),
            discount_rate: share(10),
            clv: ClvMethod::Constant,
            grain: Grain::Account,
            framework: Vec::new(),
            policies: Vec::new(),
            rules: BTreeMap::new(),
            health: HealthWeights::default(),
            expect: Vec::new(),
            site: SiteConfig::default(),
            extra: Extras::new(),
        }
    }
}

impl Default for HealthWeights {
    fn default() -> Self {
        HealthWeights {
            usage: Decimal::from(20),
            relationship: Decimal::from(20),
            satisfaction: Decimal::from(20),
            support: Decimal::from(15),
            risk: Decimal::from(15),
            plan: Decimal::from(10),
        }
    }
}

impl Config {
    /// One unit of this currency in the portfolio's; `None` where no rate is given.
    pub fn rate(&self, currency: Currency) -> Option<Decimal> {
        if currency == self.currency {
            return Some(Decimal::ONE);
        }
        self.exchange_rates.get(&currency).copied()
    }

    /// An amount in the portfolio's currency. Amounts without a rate never get here: decoding
    /// refuses them; as a last resort they count as 0.
    pub fn convert(&self, money: crate::model::Money) -> Decimal {
        self.rate(money.currency).and_then(|rate| money.amount.checked_mul(rate)).unwrap_or_default()
    }

    /// How a person of ours is called: their name, or the key where they are not listed.
    pub fn person_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.people.get(key).map_or(key, |person| &person.name)
    }

    /// The probability of an opportunity's stage.
    pub fn stage_probability(&self, stage: Stage) -> Share {
        match stage {
            Stage::Won => Decimal::ONE,
            Stage::Lost => Decimal::ZERO,
            open => self.stages.get(&open).copied().unwrap_or_default(),
        }
    }
}
