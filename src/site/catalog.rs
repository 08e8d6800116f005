//! How each figure is called and written on pages.
//!
//! For: one table from which tiles, tables, figure pages and tooltips take a figure's words.
//! Must not: define figures (their definitions are [`crate::kpi`]'s).

use crate::kpi::{FigureName, Figures, Known};
use crate::model::Decimal;

use super::format::Formatter;
use super::html::Html;

/// How a figure's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Money,
    Share,
    /// Points from −100 to 100.
    Points,
    /// 0 to 100.
    Score,
    Hours,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Better {
    Higher,
    Lower,
}

/// What pages say of a figure.
#[derive(Debug)]
pub(crate) struct Entry {
    pub name: FigureName,
    /// The name in the JSON and of its page's folder.
    pub key: &'static str,
    /// On a tile: `NRR`, `Renewal rate`.
    pub label: &'static str,
    /// In full, where the label is short for it.
    pub full: &'static str,
    pub kind: Kind,
    pub better: Better,
    /// In which part of the figures' list it stands.
    pub group: &'static str,
}

macro_rules! entries {
    ($($name:ident $key:literal $label:literal $full:literal $kind:ident $better:ident $group:literal;)*) => {
        /// Every figure, in the order of the figures' list.
        pub(crate) static ENTRIES: &[Entry] = &[$(Entry {
            name: FigureName::$name, key: $key, label: $label, full: $full,
            kind: Kind::$kind, better: Better::$better, group: $group,
        }),*];
    };
}

entries! {
    Arr "arr" "ARR" "Annual recurring revenue" Money Higher "Revenue";
    New "new" "New" "ARR from new clients" Money Higher "Revenue";
    Reactivation "reactivation" "Reactivation" "ARR from clients who came back" Money Higher "Revenue";
    Upsell "upsell" "Upsell" "More of what clients had" Money Higher "Revenue";
    CrossSell "cross_sell" "Cross-sell" "Products that clients had not" Money Higher "Revenue";
    Price "price" "Price" "Price rises" Money Higher "Revenue";
    Contraction "contraction" "Contraction" "Less of what clients had" Money Lower "Revenue";
    Churn "churn" "Churn" "ARR of clients who left" Money Lower "Revenue";
    UpsellCrossSell "upsell_cross_sell" "Upsell and cross-sell" "Upsell and cross-sell revenue" Money Higher "Revenue";
    Expansion "expansion" "Expansion" "Upsell, cross-sell and price" Money Higher "Revenue";
    Nrr "nrr" "NRR" "Net revenue retention" Share Higher "Retention";
    Grr "grr" "GRR" "Gross revenue retention" Share Higher "Retention";
    ClientRetention "client_retention" "Client retention" "Client retention rate" Share Higher "Retention";
    RenewalRate "renewal_rate" "Renewal rate" "Renewed on time, by count" Share Higher "Renewals";
    RenewalRateWithLate "renewal_rate_with_late" "Renewal rate with late" "Renewed on time or late, by count" Share Higher "Renewals";
    GrossValueRenewalRate "gross_value_renewal_rate" "Gross value renewal rate" "Renewed ARR, at most what expired" Share Higher "Renewals";
    NetValueRenewalRate "net_value_renewal_rate" "Net value renewal rate" "Renewed ARR against what expired" Share Higher "Renewals";
    ForecastGrr "forecast_grr" "Forecast GRR" "Gross revenue retention, 12 months ahead" Share Higher "Renewals";
    ForecastNrr "forecast_nrr" "Forecast NRR" "Net revenue retention, 12 months ahead" Share Higher "Renewals";
    Csat "csat" "CSAT" "Customer satisfaction score" Share Higher "Voice of the client";
    Nps "nps" "NPS" "Net promoter score" Points Higher "Voice of the client";
    TimeToResolution "time_to_resolution" "Time to resolution" "Mean time to resolve escalations" Hours Lower "Voice of the client";
    Clv "clv" "CLV" "Customer lifetime value" Money Higher "Outlook";
    Pipeline "pipeline" "Pipeline" "Open opportunities" Money Higher "Outlook";
    Health "health" "Health" "Health score" Score Higher "Outlook";
    Completeness "completeness" "Completeness" "Share of the framework that plans meet" Share Higher "Outlook";
}

/// The entry of a figure.
pub(crate) fn entry(name: FigureName) -> &'static Entry {
    static UNKNOWN: Entry = Entry {
        name: FigureName::Arr,
        key: "arr",
        label: "ARR",
        full: "Annual recurring revenue",
        kind: Kind::Money,
        better: Better::Higher,
        group: "Revenue",
    };
    // Every figure has an entry (a test holds the table to it).
    ENTRIES.iter().find(|entry| entry.name == name).unwrap_or(&UNKNOWN)
}

impl Entry {
    /// Writes a value of this figure.
    pub fn show(&self, f: &Formatter, value: Decimal) -> Html {
        match self.kind {
            Kind::Money => f.money(value),
            Kind::Share => f.share(value),
            Kind::Points | Kind::Score => f.score(value),
            Kind::Hours => f.hours(value),
        }
    }

    /// Writes a value of this figure, or why there is none.
    pub fn known(&self, f: &Formatter, value: &Known<Decimal>) -> Html {
        f.known(value, |f, value| self.show(f, value))
    }

    /// A value as plain text, for charts' alternatives and labels.
    pub fn text(&self, f: &Formatter, value: Decimal) -> String {
        use super::format;
        use crate::model::{Money, round};
        match self.kind {
            Kind::Money => format::money_short(Money { amount: value, currency: f.currency }),
            Kind::Share => format::percent(value, 1),
            Kind::Points | Kind::Score => format::plain(round(value, 1)),
            Kind::Hours => format::hours_short(value),
        }
    }
}

/// A figure's value out of the set.
pub(crate) fn value(figures: &Figures, name: FigureName) -> Known<Decimal> {
    let m = &figures.movements;
    match name {
        FigureName::Arr => Ok(figures.closing_arr),
        FigureName::New => Ok(m.new),
        FigureName::Reactivation => Ok(m.reactivation),
        FigureName::Upsell => Ok(m.upsell),
        FigureName::CrossSell => Ok(m.cross_sell),
        FigureName::Price => Ok(m.price),
        FigureName::Contraction => Ok(m.contraction),
        FigureName::Churn => Ok(m.churn),
        FigureName::UpsellCrossSell => Ok(figures.upsell_cross_sell()),
        FigureName::Expansion => Ok(figures.expansion()),
        FigureName::Nrr => figures.nrr.value.clone(),
        FigureName::Grr => figures.grr.value.clone(),
        FigureName::ClientRetention => figures.client_retention.value.clone(),
        FigureName::RenewalRate => figures.renewals.renewal_rate.value.clone(),
        FigureName::RenewalRateWithLate => figures.renewals.with_late.value.clone(),
        FigureName::GrossValueRenewalRate => figures.renewals.gross_value.value.clone(),
        FigureName::NetValueRenewalRate => figures.renewals.net_value.value.clone(),
        FigureName::Csat => figures.csat.value.clone(),
        FigureName::Nps => figures.nps.value.clone(),
        FigureName::TimeToResolution => figures.time_to_resolution.mean_hours.clone(),
        FigureName::Clv => figures.clv.value.clone(),
        FigureName::Health => figures.health.value.clone(),
        FigureName::Completeness => figures.completeness.clone(),
        FigureName::Pipeline => Ok(figures.pipeline.open),
        FigureName::ForecastGrr => figures.forecast.grr.value.clone(),
        FigureName::ForecastNrr => figures.forecast.nrr.value.clone(),
    }
}
