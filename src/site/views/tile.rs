//! A figure on a tile: value, target, trend. Tiles stand on so many pages that they are made as markup.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;

use crate::digits::push_day;
use crate::kpi::{FigureName, Figures, Known, Unit};
use crate::model::{Date, Decimal, Money, round};

use super::Book;
use crate::site::catalog;
use crate::site::chart::{self, Chart, Line, spark};
use crate::site::format;
use crate::site::html::{Esc, Html, put};

/// A figure that gets a tile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tile<'a> {
    pub name: FigureName,
    /// Whose.
    pub figures: &'a Figures,
    /// Its last 24 months; without any the tile has no trend.
    pub trend: &'a [Known<Decimal>],
    /// What is aimed at, by figure.
    pub targets: Option<&'a BTreeMap<String, Decimal>>,
    /// Where its sources are, as seen from the page.
    pub href: &'a str,
    /// How large it is drawn: `wide`, `small`, or as usual.
    pub size: &'static str,
}

impl Book<'_> {
    /// A figure's tile, which leads to the figure's sources: its name, its value or why there is none, what it
    /// counts, how far it is from its target, its trend; and below them what `more` appends.
    pub fn tile(&self, tile: &Tile<'_>, more: impl FnOnce(&mut String)) -> Html {
        let entry = catalog::entry(tile.name);
        let value = tile.name.value(tile.figures);
        let target = tile.targets.and_then(|targets| targets.get(entry.key())).copied();
        let name = entry.name();
        let shown = entry.known(&self.f, &value);
        let trend = self.trend(tile.name, tile.trend, target);
        let note = note(tile.figures, tile.name);
        Html::build(|out| {
            out.push_str("<li class=\"tile");
            if !tile.size.is_empty() {
                put!(out, " tile-", tile.size);
            }
            put!(
                out,
                "\"><h3 class=\"tile-label\"><a class=\"tile-link\" href=\"",
                Esc(tile.href),
                "\">",
                name
            );
            out.push_str("</a></h3>\n<p class=\"tile-value");
            put!(out, if value.is_ok() { "\">" } else { " tile-unknown\">" }, shown);
            out.push_str("</p>\n<p class=\"tile-note\">");
            if let Some(target) = target {
                self.push_target(out, tile.name, value.ok(), target);
                out.push(' ');
            }
            if !note.is_empty() {
                put!(out, "<span class=\"tile-count\">", Esc(&note), "</span>");
            }
            put!(out, "</p>\n", trend);
            more(out);
            out.push_str("</li>\n");
        })
    }

    /// Appends a figure's target, and how the value stands to it.
    fn push_target(&self, out: &mut String, name: FigureName, value: Option<Decimal>, target: Decimal) {
        let met = |value: Decimal| if name.less_is_better() { value <= target } else { value >= target };
        let (state, icon) = match value.map(met) {
            Some(true) => ("met", "<i class=\"icon i-check\"></i>"),
            Some(false) => ("missed", "<i class=\"icon i-alert\"></i>"),
            None => ("", ""),
        };
        put!(out, "<span class=\"target target-", state, "\">", icon, "Target ");
        put!(out, Esc(&catalog::entry(name).text(&self.f, target)));
        if let Some(value) = value {
            put!(out, ", ", Esc(&self.distance(name.unit(), value, target)));
        }
        out.push_str("</span>");
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
    pub fn trend(&self, name: FigureName, values: &[Known<Decimal>], target: Option<Decimal>) -> Html {
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
        months: &[Date],
        values: &[Known<Decimal>],
        target: Option<Decimal>,
    ) -> Option<Chart> {
        let known: Vec<Decimal> = values.iter().flatten().copied().collect();
        let (first, last) = (known.first()?, known.last()?);
        let points: Vec<Option<f64>> =
            values.iter().map(|value| value.as_ref().ok().and_then(Decimal::to_f64)).collect();
        let label = |at: usize| months.get(at).map(|month| format::month(*month)).unwrap_or_default();
        let summary = format!(
            "{} over {} months: from {} to {}",
            entry.label,
            values.len(),
            entry.text(&self.f, *first),
            entry.text(&self.f, *last)
        );
        let line = Line {
            values: &points,
            label: &label,
            level: target.and_then(|t| t.to_f64().zip(Some(format!("Target {}", entry.text(&self.f, t))))),
            from_zero: matches!(entry.name.unit(), Unit::Money | Unit::Hours),
        };
        let tick = |value: f64| {
            Decimal::try_from(value).map(|value| entry.text(&self.f, round(value, 4))).unwrap_or_default()
        };
        let title = format!("{} by month", entry.label);
        let rows = months.iter().zip(values).filter(|(_, value)| value.is_ok());
        let head = ["Twelve months to", entry.label];
        let table = chart::table_of(&title, &head, rows, |out, (month, value), column| match column {
            0 => push_day(out, **month),
            _ => entry.push_known(&self.f, out, value),
        });
        Some(Chart { table, title, svg: chart::line(&line, tick, &summary), summary, legend: Vec::new() })
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
