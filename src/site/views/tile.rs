//! A figure on a tile: value, target, trend. Tiles stand on so many pages that they are made as markup.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;

use crate::digits::{push_day, push_month};
use crate::kpi::{FigureName, Figures, Known, Unit};
use crate::model::{Date, Decimal, Money, round};

use super::Book;
use crate::site::catalog;
use crate::site::chart::{self, Caption, Line, push_spark};
use crate::site::format;
use crate::site::html::{Esc, Html, by, put};

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
    /// A figure's tile, as [`Book::push_tile`] appends it.
    pub fn tile(&self, tile: &Tile<'_>, more: impl FnOnce(&mut String)) -> Html {
        Html::build(|out| self.push_tile(out, tile, more))
    }

    /// Appends a figure's tile, which leads to the figure's sources: its name, its value or why there is none,
    /// what it counts, how far it is from its target, its trend; and below them what `more` appends.
    pub fn push_tile(&self, out: &mut String, tile: &Tile<'_>, more: impl FnOnce(&mut String)) {
        let entry = catalog::entry(tile.name);
        let value = tile.name.value(tile.figures);
        let target = tile.targets.and_then(|targets| targets.get(entry.key())).copied();
        out.push_str("<li class=\"tile");
        if !tile.size.is_empty() {
            put!(out, " tile-", tile.size);
        }
        put!(out, "\"><h3 class=\"tile-label\"><a class=\"tile-link\" href=\"", Esc(tile.href), "\">");
        entry.push_name(out);
        out.push_str("</a></h3>\n<p class=\"tile-value");
        out.push_str(if value.is_ok() { "\">" } else { " tile-unknown\">" });
        entry.push_known(&self.f, out, &value);
        out.push_str("</p>\n<p class=\"tile-note\">");
        if let Some(target) = target {
            self.push_target(out, tile.name, value.ok(), target);
            out.push(' ');
        }
        let start = out.len();
        out.push_str("<span class=\"tile-count\">");
        let note = out.len();
        push_note(out, tile.figures, tile.name);
        if out.len() == note {
            out.truncate(start);
        } else {
            out.push_str("</span>");
        }
        out.push_str("</p>\n");
        self.push_trend(out, tile.name, tile.trend, target);
        out.push('\n');
        more(out);
        out.push_str("</li>\n");
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

    /// Appends the last 24 months of a figure as a sparkline; nothing where there are none.
    fn push_trend(
        &self,
        out: &mut String,
        name: FigureName,
        values: &[Known<Decimal>],
        target: Option<Decimal>,
    ) {
        let entry = catalog::entry(name);
        let known = || values.iter().flatten().copied();
        let (Some(first), Some(last), Some(low), Some(high)) =
            (known().next(), known().next_back(), known().min(), known().max())
        else {
            return;
        };
        let points: Vec<Option<f64>> =
            values.iter().map(|value| value.as_ref().ok().and_then(Decimal::to_f64)).collect();
        let text = |value: Decimal| by(move |out: &mut String| entry.push_text(&self.f, out, value));
        let alternative = |out: &mut String| {
            put!(out, entry.label, " over ", values.len(), " months: from ", text(first), " to ", text(last));
            put!(out, ", lowest ", text(low), ", highest ", text(high));
        };
        push_spark(out, &points, target.and_then(|target| target.to_f64()), alternative);
    }

    /// Appends a figure's last 24 months as a chart with its table; nothing where the figure has no history.
    pub fn push_trend_chart(
        &self,
        out: &mut String,
        entry: &catalog::Entry,
        months: &[Date],
        values: &[Known<Decimal>],
        target: Option<Decimal>,
    ) {
        let known = || values.iter().flatten().copied();
        let (Some(first), Some(last)) = (known().next(), known().next_back()) else { return };
        let points: Vec<Option<f64>> =
            values.iter().map(|value| value.as_ref().ok().and_then(Decimal::to_f64)).collect();
        let label = |out: &mut String, at: usize| {
            if let Some(month) = months.get(at) {
                push_month(out, *month);
            }
        };
        let text = |value: Decimal| by(move |out: &mut String| entry.push_text(&self.f, out, value));
        let mut summary = String::with_capacity(64);
        put!(&mut summary, entry.label, " over ", values.len(), " months: from ", text(first), " to ");
        put!(&mut summary, text(last));
        let line = Line {
            values: &points,
            label: &label,
            level: target.and_then(|t| t.to_f64().zip(Some(format!("Target {}", entry.text(&self.f, t))))),
            from_zero: matches!(entry.name.unit(), Unit::Money | Unit::Hours),
        };
        let tick = |out: &mut String, value: f64| {
            if let Ok(value) = Decimal::try_from(value) {
                entry.push_text(&self.f, out, round(value, 4));
            }
        };
        let title = [entry.label, " by month"].concat();
        chart::push_figure(
            out,
            Caption { title: &title, summary: &summary, legend: &[] },
            |out| chart::push_line(out, &line, tick, &summary),
            |out| {
                let head = ["Twelve months to", entry.label];
                let rows = levels(months, values);
                chart::push_table(out, &title, &head, rows, |out, (from, to, value), column| match column {
                    0 => {
                        push_day(out, *from);
                        if from != to {
                            out.push_str(" – ");
                            push_day(out, *to);
                        }
                    }
                    _ => entry.push_known(&self.f, out, value),
                });
            },
        );
    }
}

/// What is known of a figure's months: each value with the first and the last month of a run in which it stayed.
fn levels<'v>(months: &[Date], values: &'v [Known<Decimal>]) -> Vec<(Date, Date, &'v Known<Decimal>)> {
    let mut levels: Vec<(Date, Date, &Known<Decimal>)> = Vec::new();
    let mut before = None;
    for (&month, value) in months.iter().zip(values) {
        match levels.last_mut() {
            Some((_, to, same)) if before == Some(*to) && *same == value => *to = month,
            _ if value.is_ok() => levels.push((month, month, value)),
            _ => {}
        }
        before = Some(month);
    }
    levels
}

/// Appends what a figure counts, in words.
fn push_note(out: &mut String, figures: &Figures, name: FigureName) {
    let units = |out: &mut String, n: u32| format::push_counted_noun(out, n as usize, "account", "accounts");
    let answers = |out: &mut String, n: u32| format::push_counted_noun(out, n as usize, "answer", "answers");
    match name {
        FigureName::Arr if !figures.opening_arr.is_zero() => {
            let change = figures.closing_arr.checked_sub(figures.opening_arr);
            if let Some(share) = change.and_then(|change| change.checked_div(figures.opening_arr)) {
                format::push_percent_change(out, share);
                out.push_str(" in the period");
            }
        }
        // Of one account there is nothing to count.
        FigureName::Nrr if figures.nrr.units > 1 => {
            out.push_str("of ");
            units(out, figures.nrr.units);
        }
        FigureName::Grr if figures.grr.units > 1 => {
            out.push_str("of ");
            units(out, figures.grr.units);
        }
        FigureName::ClientRetention if figures.client_retention.units > 1 => {
            format::push_plain(out, figures.client_retention.numerator);
            out.push_str(" of ");
            units(out, figures.client_retention.units);
        }
        FigureName::RenewalRate if figures.renewals.due > 0 => {
            put!(out, figures.renewals.on_time as usize, " of ");
            format::push_counted_noun(out, figures.renewals.due as usize, "contract", "contracts");
            out.push_str(" on time");
        }
        FigureName::Csat => answers(out, figures.csat.n),
        FigureName::Nps => {
            answers(out, figures.nps.n);
            if let Ok(margin) = &figures.nps.margin {
                out.push_str(", ±");
                format::push_plain(out, round(*margin, 1));
            }
        }
        FigureName::TimeToResolution => {
            let t = &figures.time_to_resolution;
            put!(out, t.resolved as usize, " resolved, ", t.open as usize, " open");
        }
        FigureName::Clv => out.push_str("at today&#39;s retention"),
        _ => {}
    }
}
