//! A figure on a tile: value, target, trend.

use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use crate::kpi::{FigureName, Figures, Series, Unit};
use crate::model::{Decimal, Money, round};

use super::Book;
use crate::site::catalog;
use crate::site::chart::{self, Chart, Line, spark};
use crate::site::format;
use crate::site::html::Html;

/// A figure on a tile.
#[derive(Clone, Debug, Serialize, Hash)]
pub(crate) struct Tile {
    /// `nrr`
    pub key: &'static str,
    /// `NRR`, which says what it is short for.
    pub name: Html,
    /// Where its sources are, from the site's root (or a fragment of this page).
    pub href: String,
    /// The value, or why there is none.
    pub value: Html,
    /// Whether there is a value.
    pub known: bool,
    /// What it counts: `9 of 11 contracts`.
    pub note: String,
    /// `Target 110 %`, or empty.
    pub target: String,
    /// `2.1 points under`, or empty.
    pub distance: String,
    /// `met`, `missed`, or empty.
    pub state: &'static str,
    /// The last 24 months; empty without a series.
    pub trend: Html,
}

impl Book<'_> {
    /// A tile for a figure of the portfolio, a group or an account.
    pub fn tile(
        &self,
        name: FigureName,
        figures: &Figures,
        series: &Series,
        targets: Option<&std::collections::BTreeMap<String, Decimal>>,
        href: String,
    ) -> Tile {
        let entry = catalog::entry(name);
        let value = name.value(figures);
        let target = targets.and_then(|targets| targets.get(entry.key())).copied();
        let met = match (&value, target) {
            (Ok(value), Some(target)) if name.less_is_better() => Some(*value <= target),
            (Ok(value), Some(target)) => Some(*value >= target),
            _ => None,
        };
        Tile {
            key: entry.key(),
            name: entry.name(),
            href,
            value: entry.known(&self.f, &value),
            known: value.is_ok(),
            note: note(figures, name),
            target: target
                .map(|target| format!("Target {}", entry.text(&self.f, target)))
                .unwrap_or_default(),
            distance: match (&value, target) {
                (Ok(value), Some(target)) => self.distance(name.unit(), *value, target),
                _ => String::new(),
            },
            state: match met {
                Some(true) => "met",
                Some(false) => "missed",
                None => "",
            },
            trend: self.trend(name, series, target),
        }
    }

    fn distance(&self, unit: Unit, value: Decimal, target: Decimal) -> String {
        let difference = (value - target).abs();
        if difference.is_zero() {
            return "exactly".into();
        }
        let amount = match unit {
            Unit::Money => format::money_short(Money { amount: difference, currency: self.report.currency }),
            Unit::Share => {
                let points = round(difference.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(difference), 1);
                format!("{}\u{a0}points", format::plain(points))
            }
            Unit::Points | Unit::Score => format!("{}\u{a0}points", format::plain(round(difference, 1))),
            Unit::Hours => format::hours_short(difference),
        };
        format!("{amount} {}", if value > target { "over" } else { "under" })
    }

    /// The last 24 months of a figure as a sparkline.
    pub fn trend(&self, name: FigureName, series: &Series, target: Option<Decimal>) -> Html {
        let values = series.get(name);
        let entry = catalog::entry(name);
        let known: Vec<Decimal> = values.iter().flatten().copied().collect();
        let (Some(first), Some(last), Some(low), Some(high)) =
            (known.first(), known.last(), known.iter().min(), known.iter().max())
        else {
            return Html::default();
        };
        let text = |value: &Decimal| entry.text(&self.f, *value);
        let alternative = format!(
            "{} over {} months: from {} to {}, lowest {}, highest {}",
            entry.label,
            values.len(),
            text(first),
            text(last),
            text(low),
            text(high)
        );
        let values: Vec<Option<f64>> =
            values.iter().map(|value| value.as_ref().ok().and_then(Decimal::to_f64)).collect();
        spark(&values, target.and_then(|target| target.to_f64()), &alternative)
    }

    /// A figure's last 24 months as a chart with its table; `None` where the figure has no history.
    pub fn trend_chart(
        &self,
        entry: &catalog::Entry,
        series: &Series,
        target: Option<Decimal>,
    ) -> Option<Chart> {
        let values = series.get(entry.name);
        let known: Vec<Decimal> = values.iter().flatten().copied().collect();
        let (first, last) = (known.first()?, known.last()?);
        let months: Vec<crate::model::Date> = series.months().collect();
        let points: Vec<(String, Option<f64>)> = months
            .iter()
            .zip(&values)
            .map(|(month, value)| (format::month(*month), value.as_ref().ok().and_then(Decimal::to_f64)))
            .collect();
        let summary = format!(
            "{} over {} months: from {} to {}",
            entry.label,
            values.len(),
            entry.text(&self.f, *first),
            entry.text(&self.f, *last)
        );
        let line = Line {
            points: &points,
            level: target.and_then(|t| t.to_f64().zip(Some(format!("Target {}", entry.text(&self.f, t))))),
            from_zero: matches!(entry.name.unit(), Unit::Money | Unit::Hours),
        };
        let tick = |value: f64| {
            Decimal::try_from(value).map(|value| entry.text(&self.f, round(value, 4))).unwrap_or_default()
        };
        let title = format!("{} by month", entry.label);
        let rows = (months.iter().zip(&values))
            .filter(|(_, value)| value.is_ok())
            .map(|(month, value)| [Html::text(&format::day(*month)), entry.known(&self.f, value)]);
        Some(Chart {
            table: chart::table(&title, &["Twelve months to", entry.label], rows),
            title,
            svg: chart::line(&line, tick, &summary),
            summary,
            legend: Vec::new(),
        })
    }
}

/// What a figure counts, in words.
fn note(figures: &Figures, name: FigureName) -> String {
    let units = |n: u32| format::counted(n as usize, "account", "accounts");
    match name {
        FigureName::Arr => match figures.closing_arr.checked_sub(figures.opening_arr) {
            Some(change) if !figures.opening_arr.is_zero() => change
                .checked_div(figures.opening_arr)
                .map(|share| format!("{} in the period", format::percent_change(share)))
                .unwrap_or_default(),
            _ => String::new(),
        },
        // Of one account there is nothing to count.
        FigureName::Nrr if figures.nrr.units > 1 => format!("of {}", units(figures.nrr.units)),
        FigureName::Grr if figures.grr.units > 1 => format!("of {}", units(figures.grr.units)),
        FigureName::ClientRetention if figures.client_retention.units > 1 => format!(
            "{} of {}",
            format::plain(figures.client_retention.numerator),
            units(figures.client_retention.units)
        ),
        FigureName::RenewalRate if figures.renewals.due > 0 => format!(
            "{} of {} on time",
            figures.renewals.on_time,
            format::counted(figures.renewals.due as usize, "contract", "contracts")
        ),
        FigureName::Csat => format::counted(figures.csat.n as usize, "answer", "answers"),
        FigureName::Nps => {
            let n = format::counted(figures.nps.n as usize, "answer", "answers");
            match &figures.nps.margin {
                Ok(margin) => format!("{n}, ±{}", format::plain(round(*margin, 1))),
                Err(_) => n,
            }
        }
        FigureName::TimeToResolution => {
            let t = &figures.time_to_resolution;
            format!("{} resolved, {} open", t.resolved, t.open)
        }
        FigureName::Clv => "at today's retention".into(),
        _ => String::new(),
    }
}
