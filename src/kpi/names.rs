//! What each figure is called, what it is, and how it is computed, in one or two sentences: the words that
//! the page, the command line and messages share.

use std::fmt;
use std::str::FromStr;

/// A figure by its name in the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is its name in the figure reference")]
pub enum FigureName {
    Arr,
    New,
    Reactivation,
    Upsell,
    CrossSell,
    Price,
    Contraction,
    Churn,
    UpsellCrossSell,
    Expansion,
    Nrr,
    Grr,
    ClientRetention,
    RenewalRate,
    RenewalRateWithLate,
    GrossValueRenewalRate,
    NetValueRenewalRate,
    Csat,
    Nps,
    TimeToResolution,
    Clv,
    Health,
    Completeness,
    Pipeline,
    ForecastGrr,
    ForecastNrr,
}

/// What kind of value a figure has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Money in the portfolio's currency.
    Money,
    /// A part of a whole: 1.05 is 105 %.
    Share,
    /// −100 to 100.
    Points,
    /// Hours.
    Hours,
    /// 0 to 100.
    Score,
}

/// A word that names no figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFigure {
    /// The word.
    pub word: String,
    /// The figure with the nearest name, where one is near.
    pub nearest: Option<FigureName>,
}

impl fmt::Display for UnknownFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no figure “{}”", self.word)?;
        match self.nearest {
            Some(nearest) => write!(f, "; did you mean {nearest}?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownFigure {}

/// What there is to say of a figure.
struct Words {
    name: &'static str,
    title: &'static str,
    unit: Unit,
    definition: &'static str,
    formula: &'static str,
}

impl FigureName {
    /// All of them, in the order in which they are shown.
    pub const ALL: [FigureName; 26] = [
        FigureName::Arr,
        FigureName::New,
        FigureName::Reactivation,
        FigureName::Upsell,
        FigureName::CrossSell,
        FigureName::Price,
        FigureName::Contraction,
        FigureName::Churn,
        FigureName::UpsellCrossSell,
        FigureName::Expansion,
        FigureName::Nrr,
        FigureName::Grr,
        FigureName::ClientRetention,
        FigureName::RenewalRate,
        FigureName::RenewalRateWithLate,
        FigureName::GrossValueRenewalRate,
        FigureName::NetValueRenewalRate,
        FigureName::Csat,
        FigureName::Nps,
        FigureName::TimeToResolution,
        FigureName::Clv,
        FigureName::Health,
        FigureName::Completeness,
        FigureName::Pipeline,
        FigureName::ForecastGrr,
        FigureName::ForecastNrr,
    ];

    /// The name on the command line, in expectations and targets.
    pub fn as_str(self) -> &'static str {
        self.words().name
    }

    /// What it is called: "Net Revenue Retention".
    pub fn title(self) -> &'static str {
        self.words().title
    }

    /// What kind of value it has.
    pub fn unit(self) -> Unit {
        self.words().unit
    }

    /// What it is, in a sentence or two.
    pub fn definition(self) -> &'static str {
        self.words().definition
    }

    /// How it is computed.
    pub fn formula(self) -> &'static str {
        self.words().formula
    }

    /// Whether less of it is better: time to resolution, churn, contraction.
    pub fn less_is_better(self) -> bool {
        matches!(self, FigureName::TimeToResolution | FigureName::Churn | FigureName::Contraction)
    }

    fn words(self) -> Words {
        let (name, title, unit, definition, formula) = match self {
            FigureName::Arr => (
                "arr",
                "Annual Recurring Revenue",
                Unit::Money,
                "What the contracts in force on the closing date pay a year.",
                "Σ of the lines of contracts in force on the closing date",
            ),
            FigureName::New => (
                "new",
                "New",
                Unit::Money,
                "ARR of clients that never paid before.",
                "Σ ARR after, on the day it leaves 0 for the first time",
            ),
            FigureName::Reactivation => (
                "reactivation",
                "Reactivation",
                Unit::Money,
                "ARR of clients that came back after having paid nothing.",
                "Σ ARR after, on the day it leaves 0 again",
            ),
            FigureName::Upsell => (
                "upsell",
                "Upsell",
                Unit::Money,
                "More of what clients had already, price rises not counted.",
                "Σ rises of products that had ARR the day before, without what is marked as price",
            ),
            FigureName::CrossSell => (
                "cross_sell",
                "Cross-sell",
                Unit::Money,
                "Products that clients had not the day before.",
                "Σ rises of products that had no ARR the day before, of accounts that had",
            ),
            FigureName::Price => (
                "price",
                "Price",
                Unit::Money,
                "Rises that are marked as price: a change with the reason price, a renewal's uplift.",
                "Σ rises up to what is marked as price",
            ),
            FigureName::Contraction => (
                "contraction",
                "Contraction",
                Unit::Money,
                "Less ARR from clients that stay.",
                "Σ falls of accounts that keep some ARR, net of a swap's rises",
            ),
            FigureName::Churn => (
                "churn",
                "Churn",
                Unit::Money,
                "ARR of clients that left: all that they paid the day before.",
                "Σ ARR before, on the day it falls to 0",
            ),
            FigureName::UpsellCrossSell => (
                "upsell_cross_sell",
                "Upsell and cross-sell revenue",
                Unit::Money,
                "What clients added in the period, price rises not counted.",
                "upsell + cross-sell",
            ),
            FigureName::Expansion => (
                "expansion",
                "Expansion",
                Unit::Money,
                "What clients added in the period, price rises included.",
                "upsell + cross-sell + price",
            ),
            FigureName::Nrr => (
                "nrr",
                "Net Revenue Retention",
                Unit::Share,
                "What clients with ARR on the opening date pay on the closing date, against what they paid then. \
                 New clients, and those won back from nothing, are out.",
                "Σ closing ARR ÷ Σ opening ARR, over units with opening ARR",
            ),
            FigureName::Grr => (
                "grr",
                "Gross Revenue Retention",
                Unit::Share,
                "How much of the opening ARR is still there, growth not counted. Never above 100 %.",
                "Σ min(opening, closing ARR) ÷ Σ opening ARR, over units with opening ARR",
            ),
            FigureName::ClientRetention => (
                "client_retention",
                "Client retention rate",
                Unit::Share,
                "The share of clients with ARR on the opening date that still pay on the closing date \
                 (logo retention).",
                "clients with opening and closing ARR ÷ clients with opening ARR",
            ),
            FigureName::RenewalRate => (
                "renewal_rate",
                "Renewal rate",
                Unit::Share,
                "Of the contracts that came due, the share renewed on time.",
                "renewed on time ÷ due, by count",
            ),
            FigureName::RenewalRateWithLate => (
                "renewal_rate_with_late",
                "Renewal rate with late",
                Unit::Share,
                "Of the contracts that came due, the share renewed by now, on time or late.",
                "(on time + late) ÷ due, by count",
            ),
            FigureName::GrossValueRenewalRate => (
                "gross_value_renewal_rate",
                "Gross value renewal rate",
                Unit::Share,
                "Of the ARR that came due, the share renewed, growth not counted.",
                "Σ min(renewed, expiring ARR) ÷ Σ expiring ARR",
            ),
            FigureName::NetValueRenewalRate => (
                "net_value_renewal_rate",
                "Net value renewal rate",
                Unit::Share,
                "What the contracts that came due were renewed at, against what expired.",
                "Σ renewed ARR ÷ Σ expiring ARR",
            ),
            FigureName::Csat => (
                "csat",
                "Customer satisfaction",
                Unit::Share,
                "The share of responses in the two highest boxes of their scale.",
                "responses in the two highest boxes ÷ responses",
            ),
            FigureName::Nps => (
                "nps",
                "Net Promoter Score",
                Unit::Points,
                "Promoters (9 and 10) less detractors (0 to 6) among the latest answers, in points.",
                "100 × (promoters − detractors) ÷ answers",
            ),
            FigureName::TimeToResolution => (
                "time_to_resolution",
                "Time to resolution",
                Unit::Hours,
                "How long escalations that were resolved in the period took, on average.",
                "Σ (resolved − opened) ÷ escalations resolved",
            ),
            FigureName::Clv => (
                "clv",
                "Customer lifetime value",
                Unit::Money,
                "What the clients' margin is worth from the closing date on, future years discounted.",
                "margin × (1 + d) ÷ (1 + d − r), margin = closing ARR × gross margin, d = discount rate, \
                 r = client retention rate; or by the shifted-beta-geometric model",
            ),
            FigureName::Health => (
                "health",
                "Health",
                Unit::Score,
                "How well an account stands, 0 to 100, from usage, relationship, satisfaction, support, risk \
                 and plan. A score, not a forecast.",
                "weighted mean of the measures that can be computed, held down by caps; of a group: weighted by ARR",
            ),
            FigureName::Completeness => (
                "completeness",
                "Plan completeness",
                Unit::Share,
                "The share of the planning framework's requirements that a plan meets.",
                "requirements met ÷ requirements; of a group: the plain mean",
            ),
            FigureName::Pipeline => (
                "pipeline",
                "Weighted pipeline",
                Unit::Money,
                "What open opportunities would bring, each by its probability.",
                "Σ ARR × probability of open opportunities",
            ),
            FigureName::ForecastGrr => (
                "forecast_grr",
                "Forecast Gross Revenue Retention",
                Unit::Share,
                "How much of today's ARR is expected to be there in twelve months, growth not counted.",
                "Σ ARR, or the renewal forecast of contracts due within twelve months, ÷ ARR today",
            ),
            FigureName::ForecastNrr => (
                "forecast_nrr",
                "Forecast Net Revenue Retention",
                Unit::Share,
                "What today's clients are expected to pay in twelve months, against what they pay today.",
                "(Σ ARR, or the renewal forecast with growth, + Σ ARR × probability of opportunities that close \
                 within twelve months) ÷ ARR today",
            ),
        };
        Words { name, title, unit, definition, formula }
    }
}

impl fmt::Display for FigureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for FigureName {
    type Err = UnknownFigure;

    /// Reads a figure's name, in any letter case, with `-` or spaces for `_`.
    fn from_str(word: &str) -> Result<Self, UnknownFigure> {
        let plain = word.trim().to_lowercase().replace(['-', ' '], "_");
        if let Some(name) = FigureName::ALL.into_iter().find(|name| name.as_str() == plain) {
            return Ok(name);
        }
        let nearest = FigureName::ALL
            .into_iter()
            .map(|name| (strsim::damerau_levenshtein(name.as_str(), &plain), name))
            .min_by_key(|(distance, _)| *distance)
            .filter(|(distance, name)| *distance <= (name.as_str().len() / 3).max(1))
            .map(|(_, name)| name);
        Err(UnknownFigure { word: word.trim().to_owned(), nearest })
    }
}
