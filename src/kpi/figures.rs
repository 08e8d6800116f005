//! The shape of the figures: what is computed for the portfolio, a group or an account.
//!
//! The names here are the names in the JSON. Shares are fractions (1.05 is 105 %), money is exact in
//! the portfolio's currency; rounding happens where a figure is printed.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use crate::config::ClvMethod;
use crate::model::{Date, Decimal};
use crate::text::Place;

use super::because::Because;

/// Why a figure can't be computed, in words: "no contract came due".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(pub Cow<'static, str>);

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&'static str> for Reason {
    fn from(text: &'static str) -> Self {
        Reason(Cow::Borrowed(text))
    }
}

/// A value, or why there is none. Never 0 and never 100 % in its stead.
pub type Known<T> = Result<T, Reason>;

/// The same set of figures for a portfolio, a group and an account. The figures that are made of dated
/// facts read as if they were fields of it: `figures.nrr`.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// How many accounts.
    pub accounts: u32,
    /// The share of the framework's requirements met; a group's plain mean.
    pub completeness: Known<Decimal>,
    /// The figures that are made of dated facts.
    pub dated: Dated,
    /// Health.
    pub health: Health,
    /// Open opportunities.
    pub pipeline: Pipeline,
    /// What renewals are expected to bring.
    pub forecast: Forecast,
}

impl Deref for Figures {
    type Target = Dated;
    fn deref(&self) -> &Dated {
        &self.dated
    }
}

/// The figures that are made of dated facts: they have a history ([`Series`](super::Series)).
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    /// ARR on the opening date.
    pub opening_arr: Decimal,
    /// ARR on the closing date.
    pub closing_arr: Decimal,
    /// What moved it.
    pub movements: Movements,
    /// Net Revenue Retention.
    pub nrr: Ratio,
    /// Gross Revenue Retention.
    pub grr: Ratio,
    /// Client (logo) retention rate.
    pub client_retention: Ratio,
    /// Renewals that came due.
    pub renewals: Renewals,
    /// Customer satisfaction.
    pub csat: Csat,
    /// Net Promoter Score.
    pub nps: Nps,
    /// Time to resolution of escalations.
    pub time_to_resolution: TimeToResolution,
    /// Customer lifetime value.
    pub clv: Clv,
}

impl Dated {
    /// Upsell and cross-sell revenue in the period.
    pub fn upsell_cross_sell(&self) -> Decimal {
        self.movements.upsell.saturating_add(self.movements.cross_sell)
    }

    /// Upsell, cross-sell and price.
    pub fn expansion(&self) -> Decimal {
        self.upsell_cross_sell().saturating_add(self.movements.price)
    }
}

/// What moved ARR in the period; all positive amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Movements {
    /// From clients that never paid before.
    pub new: Decimal,
    /// From clients that came back.
    pub reactivation: Decimal,
    /// More of what they had.
    pub upsell: Decimal,
    /// Products they had not.
    pub cross_sell: Decimal,
    /// Price rises.
    pub price: Decimal,
    /// Less of what they had.
    pub contraction: Decimal,
    /// Clients that left.
    pub churn: Decimal,
}

/// A share with what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    /// numerator ÷ denominator.
    pub value: Known<Decimal>,
    /// What is divided.
    pub numerator: Decimal,
    /// What it is divided by.
    pub denominator: Decimal,
    /// How many units (accounts, lines, parents; contracts for renewals) are counted.
    pub units: u32,
}

/// The contracts that came due in the period.
#[derive(Clone, Debug, PartialEq)]
pub struct Renewals {
    /// How many came due (pending ones not counted).
    pub due: u32,
    /// Renewed in time.
    pub on_time: u32,
    /// Renewed late.
    pub late: u32,
    /// Not renewed.
    pub lost: u32,
    /// In force but not signed yet.
    pub pending: u32,
    /// On time ÷ due.
    pub renewal_rate: Ratio,
    /// (On time + late) ÷ due.
    pub with_late: Ratio,
    /// Σ min(renewed, expiring) ÷ Σ expiring.
    pub gross_value: Ratio,
    /// Σ renewed ÷ Σ expiring.
    pub net_value: Ratio,
}

/// Customer satisfaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Csat {
    /// Responses in the two highest boxes ÷ all.
    pub value: Known<Decimal>,
    /// The mean on a scale of 5.
    pub mean: Known<Decimal>,
    /// How many are in the two highest boxes.
    pub satisfied: u32,
    /// How many responses.
    pub n: u32,
}

/// Net Promoter Score.
#[derive(Clone, Debug, PartialEq)]
pub struct Nps {
    /// 100 × (promoters − detractors) ÷ n.
    pub value: Known<Decimal>,
    /// Answers 9 and 10.
    pub promoters: u32,
    /// Answers 7 and 8.
    pub passives: u32,
    /// Answers 0 to 6.
    pub detractors: u32,
    /// How many answers count.
    pub n: u32,
    /// The 95 % margin, in points.
    pub margin: Known<Decimal>,
}

/// Time to resolution of escalations, in hours.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeToResolution {
    /// The mean.
    pub mean_hours: Known<Decimal>,
    /// The median.
    pub median_hours: Known<Decimal>,
    /// The 90th percentile.
    pub p90_hours: Known<Decimal>,
    /// How many were resolved in the period.
    pub resolved: u32,
    /// How many are open at `as_of`.
    pub open: u32,
    /// The age of the oldest open one; `None`: none is open.
    pub oldest_open_hours: Option<Decimal>,
}

/// Customer lifetime value.
#[derive(Clone, Debug, PartialEq)]
pub struct Clv {
    /// Money.
    pub value: Known<Decimal>,
    /// The method that served.
    pub method: ClvMethod,
    /// α and β where the method is the shifted-beta-geometric model.
    pub parameters: Option<(Decimal, Decimal)>,
    /// Why `constant` served although `sbg` was asked for.
    pub refused: Option<Reason>,
}

/// Health, 0 to 100: a score, not a probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Health {
    /// The capped score; a group's ARR-weighted mean.
    pub value: Known<Decimal>,
    /// The score before caps (accounts only).
    pub uncapped: Option<Decimal>,
    /// Where it stands.
    pub band: Option<Band>,
    /// What it is made of (accounts only).
    pub measures: Vec<Measure>,
    /// What holds it down (accounts only).
    pub caps: Vec<Cap>,
}

/// Where a health score stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// 70 and more.
    Healthy,
    /// 40 and more.
    Watch,
    /// Less.
    AtRisk,
}

impl Band {
    /// The word in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Band::Healthy => "healthy",
            Band::Watch => "watch",
            Band::AtRisk => "at-risk",
        }
    }
}

/// One of the six health measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// `usage`, `relationship`, `satisfaction`, `support`, `risk`, `plan`.
    pub name: &'static str,
    /// Its weight as configured.
    pub weight: Decimal,
    /// 0 to 100, or why not.
    pub value: Known<Decimal>,
    /// How it came about, in words with the numbers in it.
    pub because: Because,
    /// The records it came from.
    pub places: Vec<Place>,
}

/// What holds a health score down.
#[derive(Clone, Debug, PartialEq)]
pub struct Cap {
    /// `unmitigated-risk`, `no-decision-maker`, `no-champion`, `renewal-without-action`.
    pub name: &'static str,
    /// The most that the score can be.
    pub at: u32,
    /// The record that caused it, where there is one.
    pub place: Option<Place>,
    /// In words, with the numbers or names in it.
    pub because: Because,
}

/// Open opportunities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pipeline {
    /// Σ ARR.
    pub open: Decimal,
    /// Σ ARR × probability.
    pub weighted: Decimal,
}

/// What renewals are expected to bring.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Forecast GRR, 12 months ahead.
    pub grr: Ratio,
    /// Forecast NRR, 12 months ahead.
    pub nrr: Ratio,
    /// The next four fiscal quarters, the first being the rest of the current one.
    pub quarters: Vec<ForecastQuarter>,
}

/// What renewals are expected to bring in one fiscal quarter.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastQuarter {
    /// `fy2026q4`.
    pub name: String,
    /// Its first day (the first quarter: the day after `as_of`).
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// How many contracts come due.
    pub due: u32,
    /// Σ expiring ARR.
    pub target: Decimal,
    /// Σ forecast.
    pub forecast: Decimal,
    /// Of it: commit.
    pub commit: Decimal,
    /// Of it: best case.
    pub best_case: Decimal,
    /// Of it: pipeline.
    pub pipeline: Decimal,
}
