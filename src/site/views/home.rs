//! The portfolio: how are we doing, and where must I look today?

use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use serde::Serialize;

use crate::kpi::{Band, Dimension, FigureName, Group};
use crate::model::Decimal;

use super::risks::{HeatMap, heat_map};
use super::tile::Tile;
use super::{Book, Pages, attention, group};
use crate::site::Renderer;
use crate::site::chart::{self, Caption, Chart, Column, Part, Step, StepKind};
use crate::site::format;
use crate::site::html::{Html, put};

#[derive(Debug, Serialize, Hash)]
struct HomeView {
    /// Whether no plan is here yet that could be read.
    no_plans: bool,
    /// How things stand, in a sentence or two.
    summary: String,
    tiles: Vec<Html>,
    bridge: Chart,
    renewals: Chart,
    /// The accounts that need someone, the neediest first.
    attention: Html,
    heat: HeatMap,
    rollups: Vec<Rollup>,
}

#[derive(Debug, Serialize, Hash)]
struct Rollup {
    dimension: &'static str,
    title: &'static str,
    rows: Vec<RollupRow>,
    /// How many groups are not listed.
    more: usize,
}

#[derive(Debug, Serialize, Hash)]
pub(super) struct RollupRow {
    key: String,
    href: String,
    accounts: Html,
    arr: Html,
    nrr: Html,
    grr: Html,
    renewal_rate: Html,
    health: Html,
    completeness: Html,
}

/// How many owners the home page lists.
const MOST_OWNERS: usize = 12;
/// How many groups a rollup lists.
const MOST_ROWS: usize = 60;

const TILES: [FigureName; 11] = [
    FigureName::Arr,
    FigureName::Nrr,
    FigureName::Grr,
    FigureName::RenewalRate,
    FigureName::ClientRetention,
    FigureName::UpsellCrossSell,
    FigureName::Csat,
    FigureName::Nps,
    FigureName::TimeToResolution,
    FigureName::Clv,
    FigureName::Health,
];

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let figures = &book.report.portfolio;
    let targets = Some(&book.portfolio.config.targets.portfolio);
    let view = || HomeView {
        no_plans: book.portfolio.plans.is_empty(),
        summary: summary(book),
        tiles: TILES
            .into_iter()
            .enumerate()
            .map(|(at, name)| {
                let href = super::figures::path(name);
                let size = if at == 0 { "wide" } else { "" };
                let tile =
                    Tile { name, figures, trend: &book.series().get(name), targets, href: &href, size };
                book.tile(&tile, |out| {
                    if name == FigureName::Health {
                        push_bands(out, book);
                    }
                })
            })
            .collect(),
        bridge: bridge(book),
        renewals: renewals(book),
        attention: attention::items(book, book.report.attention().into_iter(), 8, ""),
        heat: heat_map(book),
        rollups: [Dimension::Owner, Dimension::Tier, Dimension::Segment, Dimension::Region]
            .into_iter()
            .filter_map(|dimension| rollup(book, dimension))
            .collect(),
    };
    renderer.page("index.html".into(), "index.html", "portfolio", "Portfolio", view)
}

fn summary(book: &Book<'_>) -> String {
    let figures = &book.report.portfolio;
    if figures.accounts == 0 {
        return "No account counts in the figures yet.".into();
    }
    let change = figures.closing_arr - figures.opening_arr;
    let way = match figures.opening_arr.is_zero() {
        true => String::new(),
        false => match change.checked_div(figures.opening_arr) {
            Some(share) if !share.is_zero() => format!(
                ", {} {} in the period",
                if share > Decimal::ZERO { "up" } else { "down" },
                format::percent(share.abs(), 1)
            ),
            _ => ", unchanged in the period".into(),
        },
    };
    let at_risk = book
        .report
        .accounts
        .iter()
        .filter(|account| account.figures.health.band == Some(Band::AtRisk))
        .count();
    format!(
        "ARR is {}{way}. {} of {} at risk.",
        book.money_text(figures.closing_arr),
        at_risk,
        format::counted(
            figures.accounts as usize,
            if at_risk == 1 { "account is" } else { "account are" },
            if at_risk == 1 { "accounts is" } else { "accounts are" }
        )
    )
}

fn bridge(book: &Book<'_>) -> Chart {
    let figures = &book.report.portfolio;
    let m = &figures.movements;
    let steps: Vec<(&'static str, FigureName, Decimal, StepKind)> = vec![
        ("Opening", FigureName::Arr, figures.opening_arr, StepKind::Total),
        ("New", FigureName::New, m.new, StepKind::Rise),
        ("Reactivation", FigureName::Reactivation, m.reactivation, StepKind::Rise),
        ("Upsell", FigureName::Upsell, m.upsell, StepKind::Rise),
        ("Cross-sell", FigureName::CrossSell, m.cross_sell, StepKind::Rise),
        ("Price", FigureName::Price, m.price, StepKind::Rise),
        ("Contraction", FigureName::Contraction, -m.contraction, StepKind::Fall),
        ("Churn", FigureName::Churn, -m.churn, StepKind::Fall),
        ("Closing", FigureName::Arr, figures.closing_arr, StepKind::Total),
    ];
    let text = |amount: Decimal, kind: StepKind| match kind {
        StepKind::Rise if !amount.is_zero() => format!("+{}", book.money_text(amount)),
        _ => book.money_text(amount),
    };
    let summary = format!(
        "From {} to {}: {}",
        book.money_text(figures.opening_arr),
        book.money_text(figures.closing_arr),
        steps
            .iter()
            .filter(|(_, _, amount, kind)| *kind != StepKind::Total && !amount.is_zero())
            .map(|(label, _, amount, kind)| format!("{} {}", label.to_lowercase(), text(*amount, *kind)))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let bars: Vec<Step> = steps
        .iter()
        .map(|(label, name, amount, kind)| Step {
            label,
            text: text(*amount, *kind),
            href: super::figures::path(*name),
            amount: amount.to_f64().unwrap_or_default(),
            kind: *kind,
        })
        .collect();
    let rows = steps.iter().map(|(label, _, amount, kind)| {
        let amount = match kind {
            StepKind::Total => book.f.money(*amount),
            _ => book.f.money_change(*amount),
        };
        [Html::text(label), amount]
    });
    let title = "What moved ARR";
    let level_text = |level| book.money_text(Decimal::from_f64(level).unwrap_or_default());
    let picture = chart::bridge(&bars, &summary, level_text);
    Chart::new(
        Caption { title, summary: &summary, legend: &[] },
        |out| put!(out, picture),
        |out| chart::push_cells(out, title, &["Movement", "ARR"], rows),
    )
}

/// Appends how many accounts are in each band of health.
fn push_bands(out: &mut String, book: &Book<'_>) {
    let mut any = false;
    for (band, word, _) in BANDS {
        let count = book.report.accounts.iter().filter(|account| account.figures.health.band == band).count();
        if count == 0 {
            continue;
        }
        out.push_str(if any { "" } else { "<ul class=\"bands\">" });
        any = true;
        let key = band.map_or("unknown", Band::as_str);
        put!(
            out,
            "<li class=\"health health-",
            key,
            "\" title=\"",
            word,
            "\"><i class=\"icon i-",
            key,
            "\"></i>"
        );
        put!(out, count, "<span class=\"vh\"> ", word, "</span></li>");
    }
    out.push_str(if any { "</ul>\n" } else { "" });
}

/// The bands of health with the class that colours them, healthiest first.
const BANDS: [(Option<Band>, &str, &str); 4] = [
    (Some(Band::Healthy), "Healthy", "fill-healthy"),
    (Some(Band::Watch), "Watch", "fill-watch"),
    (Some(Band::AtRisk), "At risk", "fill-at-risk"),
    (None, "Unknown", "fill-unknown"),
];

fn renewals(book: &Book<'_>) -> Chart {
    let quarters = &book.report.portfolio.forecast.quarters;
    let mut columns = Vec::new();
    let mut rows = Vec::new();
    for (index, quarter) in quarters.iter().enumerate() {
        let mut row = vec![Html::text(&quarter_name(&quarter.name))];
        let mut parts = Vec::new();
        for (band, word, class) in BANDS {
            let amount: Decimal = book
                .report
                .accounts
                .iter()
                .filter(|account| account.figures.health.band == band)
                .filter_map(|account| account.figures.forecast.quarters.get(index))
                .map(|quarter| quarter.target)
                .sum();
            row.push(book.f.money(amount));
            parts.push(Part {
                class,
                title: format!("{word}: {}", book.money_text(amount)),
                amount: amount.to_f64().unwrap_or_default(),
            });
        }
        row.push(book.f.money(quarter.target));
        row.push(book.f.money(quarter.forecast));
        rows.push(row);
        columns.push(Column {
            label: quarter_name(&quarter.name),
            text: book.money_text(quarter.target),
            parts,
        });
    }
    let summary = quarters
        .iter()
        .map(|q| {
            format!(
                "{}: {} due, {} expected",
                quarter_name(&q.name),
                book.money_text(q.target),
                book.money_text(q.forecast)
            )
        })
        .collect::<Vec<_>>()
        .join("; ");
    let title = "Renewals by quarter and health";
    let head = ["Quarter", "Healthy", "Watch", "At risk", "Unknown", "Due", "Forecast"];
    let picture = chart::stacked(&columns, &summary);
    Chart::new(
        Caption { title, summary: &summary, legend: &BANDS.map(|(_, word, class)| (class, word)) },
        |out| put!(out, picture),
        |out| chart::push_cells(out, title, &head, rows),
    )
}

/// `fy2026q4` is "Q4 FY2026".
pub(super) fn quarter_name(name: &str) -> String {
    match name.strip_prefix("fy").and_then(|rest| rest.split_once('q')) {
        Some((year, quarter)) => format!("Q{quarter} FY{year}"),
        None => name.to_owned(),
    }
}

fn rollup(book: &Book<'_>, dimension: Dimension) -> Option<Rollup> {
    let groups = book.report.groups(dimension);
    // One group without a name says nothing.
    // Owners have a list of their own: here stand those with the largest books.
    let most = if dimension == Dimension::Owner { MOST_OWNERS } else { MOST_ROWS };
    let mut shown: Vec<&Group> = groups.iter().map(|group| &**group).collect();
    if shown.len() > most {
        shown.sort_by_key(|group| std::cmp::Reverse(group.figures.closing_arr));
        shown.truncate(most);
    }
    let says_something = groups.iter().any(|group| group.key.is_some());
    says_something.then(|| Rollup {
        dimension: dimension.as_str(),
        title: group::dimension_word(dimension),
        rows: shown.into_iter().map(|group| rollup_row(book, dimension, group)).collect(),
        more: groups.len().saturating_sub(most),
    })
}

/// A group with its figures in a row.
pub(super) fn rollup_row(book: &Book<'_>, dimension: Dimension, group: &Group) -> RollupRow {
    let figures = &group.figures;
    let key = group.key.as_deref();
    RollupRow {
        key: group::group_name(book, dimension, key),
        href: book
            .links
            .group(dimension, key)
            .map(|folder| format!("{folder}/index.html"))
            .unwrap_or_default(),
        accounts: book.f.count(figures.accounts),
        arr: book.f.money(figures.closing_arr),
        nrr: book.f.known(&figures.nrr.value, |f, v| f.share(v)),
        grr: book.f.known(&figures.grr.value, |f, v| f.share(v)),
        renewal_rate: book.f.known(&figures.renewals.renewal_rate.value, |f, v| f.share(v)),
        health: book.health(&figures.health),
        completeness: book.f.known(&figures.completeness, |f, v| f.share(v)),
    }
}
