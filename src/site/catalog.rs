//! How each figure is called on pages, short and in full, and how its value is written.
//!
//! For: one table from which tiles, tables, figure pages and tooltips take a figure's label.
//! Must not: define figures (their titles and definitions are [`crate::kpi`]'s).

use crate::kpi::{FigureName, Known, Unit};
use crate::model::{Decimal, Money, round};

use super::format::{self, Formatter};
use super::html::{Html, put};

/// What pages say of a figure.
#[derive(Debug)]
pub(crate) struct Entry {
    pub name: FigureName,
    /// On a tile: `NRR`, `Renewal rate`.
    pub label: &'static str,
    /// In which part of the figures' list it stands.
    pub group: &'static str,
}

macro_rules! entries {
    ($($name:ident $label:literal $group:literal;)*) => {
        /// Every figure, in the order of the figures' list.
        pub(crate) static ENTRIES: &[Entry] =
            &[$(Entry { name: FigureName::$name, label: $label, group: $group }),*];
    };
}

entries! {
    Arr "ARR" "Revenue";
    New "New" "Revenue";
    Reactivation "Reactivation" "Revenue";
    Upsell "Upsell" "Revenue";
    CrossSell "Cross-sell" "Revenue";
    Price "Price" "Revenue";
    Contraction "Contraction" "Revenue";
    Churn "Churn" "Revenue";
    UpsellCrossSell "Upsell and cross-sell" "Revenue";
    Expansion "Expansion" "Revenue";
    Nrr "NRR" "Retention";
    Grr "GRR" "Retention";
    ClientRetention "Client retention" "Retention";
    RenewalRate "Renewal rate" "Renewals";
    RenewalRateWithLate "Renewal rate with late" "Renewals";
    GrossValueRenewalRate "Gross value renewal rate" "Renewals";
    NetValueRenewalRate "Net value renewal rate" "Renewals";
    ForecastGrr "Forecast GRR" "Renewals";
    ForecastNrr "Forecast NRR" "Renewals";
    Csat "CSAT" "Voice of the client";
    Nps "NPS" "Voice of the client";
    TimeToResolution "Time to resolution" "Voice of the client";
    Clv "CLV" "Outlook";
    Pipeline "Pipeline" "Outlook";
    Health "Health" "Outlook";
    Completeness "Completeness" "Outlook";
}

/// The entry of a figure.
pub(crate) fn entry(name: FigureName) -> &'static Entry {
    static UNKNOWN: Entry = Entry { name: FigureName::Arr, label: "ARR", group: "Revenue" };
    // Every figure has an entry (a test holds the table to it).
    ENTRIES.iter().find(|entry| entry.name == name).unwrap_or(&UNKNOWN)
}

impl Entry {
    /// Its name in the JSON, and of its page's folder.
    pub fn key(&self) -> &'static str {
        self.name.as_str()
    }

    /// In full: `Net Revenue Retention`.
    pub fn full(&self) -> &'static str {
        self.name.title()
    }

    /// Appends its label, which says what it is short for.
    pub fn push_name(&self, out: &mut String) {
        if self.label == self.full() {
            return out.push_str(self.label);
        }
        put!(out, "<abbr title=\"", self.full(), "\">", self.label, "</abbr><span class=\"vh\">, ");
        put!(out, self.full(), "</span>");
    }

    /// Appends a value of this figure.
    fn push(&self, f: &Formatter, out: &mut String, value: Decimal) {
        match self.name.unit() {
            Unit::Share => format::push_share(out, value),
            Unit::Points | Unit::Score => format::push_score(out, value),
            unit @ (Unit::Money | Unit::Hours) => f.push_amount(out, unit, value),
        }
    }

    /// Appends a value of this figure, or why there is none.
    pub fn push_known(&self, f: &Formatter, out: &mut String, value: &Known<Decimal>) {
        match value {
            Ok(value) => self.push(f, out, *value),
            Err(reason) => format::push_why(out, &reason.0),
        }
    }

    /// A value of this figure, or why there is none.
    pub fn known(&self, f: &Formatter, value: &Known<Decimal>) -> Html {
        Html::build(|out| self.push_known(f, out, value))
    }

    /// A value as plain text, for charts' alternatives and labels.
    pub fn text(&self, f: &Formatter, value: Decimal) -> String {
        let mut out = String::with_capacity(16);
        self.push_text(f, &mut out, value);
        out
    }

    /// Appends a value as plain text, which holds nothing to escape.
    pub fn push_text(&self, f: &Formatter, out: &mut String, value: Decimal) {
        match self.name.unit() {
            Unit::Money => format::push_money_short(out, Money { amount: value, currency: f.currency }),
            Unit::Share => format::push_percent(out, value, 1),
            Unit::Points | Unit::Score => format::push_plain(out, round(value, 1)),
            Unit::Hours => format::push_hours_short(out, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_an_entry_of_its_own() {
        for name in FigureName::ALL {
            assert_eq!(ENTRIES.iter().filter(|entry| entry.name == name).count(), 1, "{name:?}");
        }
    }
}
