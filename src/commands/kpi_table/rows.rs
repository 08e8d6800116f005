//! Figures as rows and cells.

use crate::kpi::{Dimension, FigureName, Figures, Known, Ratio, Report, Scope, Series, Unit, target, words};
use crate::model::{Currency, Decimal};

use super::Shown;
use super::grid::{Align, Cell, Grid, Look, Tone};

/// The sign for a figure without a value, in a table too narrow for the reason.
pub(super) fn none(look: &Look) -> &'static str {
    if look.unicode { "–" } else { "-" }
}

/// Every figure of a scope with its value, target, trend and what it is made of.
pub(super) fn figures(
    shown: &Shown<'_>,
    look: &Look,
    scope: &Scope,
    figures: &Figures,
    series: Option<&Series>,
) -> Grid {
    let currency = shown.report.currency;
    let mut grid = Grid::new(&[
        ("Figure", Align::Left),
        ("Value", Align::Right),
        ("Target", Align::Right),
        ("", Align::Left),
        ("24 months", Align::Left),
        ("Made of", Align::Left),
    ]);
    let product = matches!(scope, Scope::Group(Dimension::Product, _));
    for figure in shown_figures(figures) {
        if product && figure.value(figures).is_err() {
            continue;
        }
        let value = figure.value(figures);
        let target = target(&shown.portfolio.config, scope, figure);
        let met = match (&value, target) {
            (Ok(value), Some(target)) if figure.less_is_better() => Some(*value <= target),
            (Ok(value), Some(target)) => Some(*value >= target),
            _ => None,
        };
        let tone = match met {
            Some(true) => Tone::Good,
            Some(false) => Tone::Bad,
            None => Tone::Plain,
        };
        let indent = if is_part(figure) { "  " } else { "" };
        grid.row(vec![
            Cell::new(
                if indent.is_empty() { Tone::Plain } else { Tone::Faint },
                format!("{indent}{}", figure.title()),
            ),
            match &value {
                Ok(value) => Cell::new(tone, show(figure, *value, currency)),
                Err(_) => Cell::new(Tone::Faint, none(look)),
            },
            target.map_or_else(Cell::default, |target| show(figure, target, currency).into()),
            Cell::new(tone, attained(figure, &value, target, currency)),
            series.map_or_else(Cell::default, |series| {
                Cell::new(Tone::Faint, spark(&series.get(figure), look))
            }),
            Cell::new(Tone::Faint, made_of(figure, figures, shown.report)),
        ]);
    }
    grid
}

/// The figures that a scope shows: movements that are 0 are left out.
fn shown_figures(figures: &Figures) -> impl Iterator<Item = FigureName> {
    FigureName::ALL
        .into_iter()
        .filter(|&figure| !is_part(figure) || figure.value(figures).is_ok_and(|value| !value.is_zero()))
}

/// Whether a figure is one of the movements that lead from the opening to the closing ARR.
fn is_part(figure: FigureName) -> bool {
    matches!(
        figure,
        FigureName::New
            | FigureName::Reactivation
            | FigureName::Upsell
            | FigureName::CrossSell
            | FigureName::Price
            | FigureName::Contraction
            | FigureName::Churn
    )
}

/// A value without the currency's code, which the heading says once.
fn show(figure: FigureName, value: Decimal, currency: Currency) -> String {
    let text = figure.show(&Ok(value), currency);
    let bare = text.strip_prefix(currency.as_str()).map_or(text.as_str(), str::trim_start).to_owned();
    match figure {
        FigureName::Contraction | FigureName::Churn => format!("{}{bare}", words::MINUS),
        figure if is_part(figure) => format!("+{bare}"),
        _ => bare,
    }
}

fn attained(
    figure: FigureName,
    value: &Known<Decimal>,
    target: Option<Decimal>,
    currency: Currency,
) -> String {
    let (Ok(value), Some(target)) = (value, target) else { return String::new() };
    let difference = value.saturating_sub(target);
    if difference.is_zero() {
        return "met".into();
    }
    figure.unit().show_difference(difference, currency)
}

/// What a figure is made of, or why it has no value.
fn made_of(figure: FigureName, figures: &Figures, report: &Report) -> String {
    if let Err(reason) = figure.value(figures) {
        return reason.to_string();
    }
    let money = words::thousands;
    let of = |ratio: &Ratio, money: bool| {
        let part = |value: Decimal| {
            if money { words::thousands(crate::model::round(value, 2)) } else { words::thousands(value) }
        };
        format!("{} of {}", part(ratio.numerator), part(ratio.denominator))
    };
    let counted = |n: u32, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    match figure {
        FigureName::Arr => format!("{} on {}", money(figures.opening_arr), report.period.opening),
        FigureName::Nrr => of(&figures.nrr, true),
        FigureName::Grr => of(&figures.grr, true),
        FigureName::ClientRetention => format!("{} clients", of(&figures.client_retention, false)),
        FigureName::RenewalRate => {
            let renewals = &figures.renewals;
            let mut text = format!("{} of {} on time", renewals.on_time, renewals.due);
            for (n, word) in [(renewals.late, "late"), (renewals.lost, "lost"), (renewals.pending, "pending")]
            {
                if n > 0 {
                    text.push_str(&format!(", {n} {word}"));
                }
            }
            text
        }
        FigureName::GrossValueRenewalRate => of(&figures.renewals.gross_value, true),
        FigureName::NetValueRenewalRate => of(&figures.renewals.net_value, true),
        FigureName::Csat => {
            let csat = &figures.csat;
            let mean = csat.mean.as_ref().map_or_else(|_| String::new(), |mean| words::trimmed(*mean, 2));
            format!("{} of {}, mean {mean} of 5", csat.satisfied, counted(csat.n, "response", "responses"))
        }
        FigureName::Nps => {
            let nps = &figures.nps;
            let margin =
                nps.margin.as_ref().map_or_else(|_| String::new(), |margin| words::trimmed(*margin, 1));
            format!(
                "{} + {} + {}, give or take {margin}",
                counted(nps.promoters, "promoter", "promoters"),
                counted(nps.passives, "passive", "passives"),
                counted(nps.detractors, "detractor", "detractors"),
            )
        }
        FigureName::TimeToResolution => {
            let times = &figures.time_to_resolution;
            let hours = |value: &Known<Decimal>| FigureName::TimeToResolution.show(value, report.currency);
            format!(
                "{} resolved, median {}, 90 % within {}, {} open",
                times.resolved,
                hours(&times.median_hours),
                hours(&times.p90_hours),
                times.open
            )
        }
        FigureName::Clv => match (figures.clv.parameters, &figures.clv.refused) {
            (Some((alpha, beta)), _) => {
                format!(
                    "shifted-beta-geometric, α {}, β {}",
                    words::trimmed(alpha, 3),
                    words::trimmed(beta, 3)
                )
            }
            (None, Some(refused)) => format!("constant retention: {refused}"),
            (None, None) => "constant retention".into(),
        },
        FigureName::Health => figures.health.band.map_or_else(String::new, |band| band.as_str().to_owned()),
        FigureName::Pipeline => format!("{} without probabilities", money(figures.pipeline.open)),
        FigureName::ForecastGrr => of(&figures.forecast.grr, true),
        FigureName::ForecastNrr => of(&figures.forecast.nrr, true),
        _ => String::new(),
    }
}

/// The renewal forecast by fiscal quarter; empty where nothing comes due.
pub(super) fn quarters(figures: &Figures) -> Grid {
    let mut grid = Grid::new(&[
        ("Quarter", Align::Left),
        ("From", Align::Left),
        ("To", Align::Left),
        ("Due", Align::Right),
        ("Target", Align::Right),
        ("Forecast", Align::Right),
        ("Commit", Align::Right),
        ("Best case", Align::Right),
        ("Pipeline", Align::Right),
    ]);
    let money = |value: Decimal| Cell::from(words::thousands(crate::model::round(value, 2)));
    if figures.forecast.quarters.iter().all(|quarter| quarter.due == 0) {
        return grid;
    }
    for quarter in &figures.forecast.quarters {
        grid.row(vec![
            quarter.name.as_str().into(),
            quarter.from.to_string().into(),
            quarter.to.to_string().into(),
            quarter.due.to_string().into(),
            money(quarter.target),
            money(quarter.forecast),
            money(quarter.commit),
            money(quarter.best_case),
            money(quarter.pipeline),
        ]);
    }
    grid
}

/// A health score, by its band's tone.
pub(super) fn health(look: &Look, figures: &Figures) -> Cell {
    use crate::kpi::Band;
    let tone = match figures.health.band {
        Some(Band::Healthy) => Tone::Good,
        Some(Band::AtRisk) => Tone::Bad,
        Some(Band::Watch) | None => Tone::Plain,
    };
    match &figures.health.value {
        Ok(value) => Cell::new(tone, words::trimmed(*value, 1)),
        Err(_) => Cell::new(Tone::Faint, none(look)),
    }
}

/// The groups of a dimension, one a row.
pub(super) fn groups(shown: &Shown<'_>, look: &Look, dimension: Dimension) -> Grid {
    const FIGURES: [(FigureName, &str); 8] = [
        (FigureName::Arr, "ARR"),
        (FigureName::Nrr, "NRR"),
        (FigureName::Grr, "GRR"),
        (FigureName::ClientRetention, "Clients kept"),
        (FigureName::RenewalRate, "Renewals"),
        (FigureName::Csat, "CSAT"),
        (FigureName::Nps, "NPS"),
        (FigureName::TimeToResolution, "Resolved in"),
    ];
    const MOVED: [(FigureName, &str); 8] = [
        (FigureName::Arr, "ARR"),
        (FigureName::New, "New"),
        (FigureName::Reactivation, "Back"),
        (FigureName::Upsell, "Upsell"),
        (FigureName::CrossSell, "Cross-sell"),
        (FigureName::Price, "Price"),
        (FigureName::Contraction, "Contraction"),
        (FigureName::Churn, "Churn"),
    ];
    let product = dimension == Dimension::Product;
    let columns = if product { MOVED } else { FIGURES };
    let mut titles = vec![("", Align::Left), ("Accounts", Align::Right)];
    titles.extend(columns.iter().map(|(_, title)| (*title, Align::Right)));
    titles.extend([("Health", Align::Right), ("ARR, 24 months", Align::Left)]);
    let mut grid = Grid::new(&titles);
    let currency = shown.report.currency;
    for group in shown.report.groups(dimension) {
        let scope = Scope::Group(dimension, group.key.clone());
        let mut row = vec![
            match &group.key {
                Some(key) => key.as_str().into(),
                None => Cell::new(Tone::Faint, "(none)"),
            },
            group.figures.accounts.to_string().into(),
        ];
        for (figure, _) in columns {
            row.push(match figure.value(&group.figures) {
                Ok(value) if product && value.is_zero() => Cell::default(),
                Ok(value) => {
                    let tone = match target(&shown.portfolio.config, &scope, figure) {
                        Some(target) if (value >= target) != figure.less_is_better() => Tone::Good,
                        Some(_) => Tone::Bad,
                        None => Tone::Plain,
                    };
                    let value = match figure.unit() {
                        // A tenth of a percent tells groups apart.
                        Unit::Share => {
                            format!("{} %", words::trimmed(value.saturating_mul(Decimal::ONE_HUNDRED), 1))
                        }
                        _ => show(figure, value, currency),
                    };
                    Cell::new(tone, value)
                }
                Err(_) => Cell::new(Tone::Faint, none(look)),
            });
        }
        row.push(if product { Cell::default() } else { health(look, &group.figures) });
        let series = if shown.series { shown.report.series(&scope) } else { None };
        row.push(
            series.map_or_else(Cell::default, |series| spark(&series.get(FigureName::Arr), look).into()),
        );
        grid.row(row);
    }
    grid
}

/// Values as a line of bars, the lowest the lowest of them; a gap where there is none.
pub(super) fn spark(values: &[Known<Decimal>], look: &Look) -> String {
    let bars: &[char] = if look.unicode {
        &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
    } else {
        &['_', '.', '-', '=', '#']
    };
    let known = || values.iter().flatten().copied();
    let (Some(low), Some(high)) = (known().min(), known().max()) else { return String::new() };
    let steps = Decimal::from(bars.len() - 1);
    let bar = |value: &Known<Decimal>| {
        let Ok(value) = value else { return ' ' };
        let share = value.saturating_sub(low).checked_div(high.saturating_sub(low));
        // A line that never moves runs in the middle.
        let step = share.map_or(bars.len() / 2, |share| {
            let step = crate::model::round(share.saturating_mul(steps), 0);
            usize::try_from(step).unwrap_or(0)
        });
        bars.get(step).copied().unwrap_or(' ')
    };
    values.iter().map(bar).collect()
}
