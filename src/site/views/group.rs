//! A group of accounts (an owner's book, a tier, a region …) and the list of owners.

use rayon::prelude::*;
use serde::Serialize;

use super::actions;
use super::home::{RollupRow, rollup_row};
use super::paging::{Paging, runs};
use super::{Book, Pages, accounts, attention, renewals};
use crate::kpi::{AccountFigures, Dimension, Explainer, FigureName, Group, Scope};
use crate::site::html::Html;
use crate::site::{Renderer, root_of};

/// How many accounts stand on one page.
const PER_PAGE: usize = 200;
/// How many accounts are listed below a figure.
const PARTS: usize = 10;
/// How many renewals and overdue actions are listed.
const FEW: usize = 15;

pub(super) const FIGURES: [FigureName; 12] = [
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
    FigureName::Completeness,
];

/// What the rollup tables show of a group, and so what its page must explain; an owner's book holds all of
/// [`FIGURES`].
const ROLLUP: [FigureName; 6] = [
    FigureName::Arr,
    FigureName::Nrr,
    FigureName::Grr,
    FigureName::RenewalRate,
    FigureName::Health,
    FigureName::Completeness,
];

#[derive(Debug, Serialize, Hash)]
struct GroupView {
    /// `Owner`, `Tier` …
    dimension: &'static str,
    name: String,
    /// For an owner: their job title.
    title: String,
    /// For an owner: whom they report to.
    manager: String,
    accounts: usize,
    /// Only on the first page: what stands above the list.
    overview: Option<Overview>,
    rows: Html,
    pages: Option<Paging>,
}

#[derive(Debug, Serialize, Hash)]
struct Overview {
    tiles: Vec<Html>,
    /// The accounts that need someone, the neediest first.
    attention: Html,
    renewals: Html,
    more_renewals: usize,
    overdue: Html,
    more_overdue: usize,
    figures: Html,
}

/// How a dimension is called.
pub(super) fn dimension_word(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Owner => "Owner",
        Dimension::Tier => "Tier",
        Dimension::Segment => "Segment",
        Dimension::Industry => "Industry",
        Dimension::Region => "Region",
        Dimension::Product => "Product",
        Dimension::Parent => "Group",
        Dimension::Tag => "Tag",
    }
}

/// How a group is called.
pub(super) fn group_name(book: &Book<'_>, dimension: Dimension, key: Option<&str>) -> String {
    match (dimension, key) {
        (Dimension::Owner, Some(key)) => book.portfolio.config.person_name(key).to_owned(),
        (Dimension::Tier, Some(key)) => super::words(key),
        (Dimension::Parent, Some(key)) => {
            book.plan(key).map_or(key, |checked| &checked.plan.account.value).to_owned()
        }
        (_, Some(key)) => key.to_owned(),
        (_, None) => format!("No {}", dimension_word(dimension).to_lowercase()),
    }
}

pub(super) fn render(book: &Book<'_>, dimension: Dimension, group: &Group, renderer: &Renderer<'_>) -> Pages {
    let Some(folder) = book.links.group(dimension, group.key.as_deref()) else { return Ok(()) };
    let key = group.key.as_deref();
    let name = group_name(book, dimension, key);
    let person =
        key.filter(|_| dimension == Dimension::Owner).and_then(|key| book.portfolio.config.people.get(key));
    let mut members: Vec<&AccountFigures> = group.members.iter().filter_map(|id| book.account(id)).collect();
    members.sort_by(|a, b| b.attention.cmp(&a.attention).then_with(|| a.id.cmp(&b.id)));
    let section = if dimension == Dimension::Owner { "owners" } else { "portfolio" };
    runs(folder, &members, PER_PAGE).into_par_iter().try_for_each(|run| {
        let root = root_of(&run.path);
        let view = || GroupView {
            dimension: dimension_word(dimension),
            name: name.clone(),
            title: person.and_then(|person| person.title.clone()).unwrap_or_default(),
            manager: person
                .and_then(|person| person.manager.as_deref())
                .map(|manager| book.portfolio.config.person_name(manager).to_owned())
                .unwrap_or_default(),
            accounts: members.len(),
            overview: run.first.then(|| overview(book, dimension, group, &members, folder)),
            rows: accounts::rows(
                book,
                run.items.iter().filter_map(|account| book.plan(&account.id)).map(|checked| &*checked.plan),
                &root,
            ),
            pages: run.paging,
        };
        renderer.page(run.path, "group.html", section, &name, view)
    })
}

fn overview(
    book: &Book<'_>,
    dimension: Dimension,
    group: &Group,
    members: &[&AccountFigures],
    folder: &str,
) -> Overview {
    let scope = Scope::Group(dimension, group.key.clone());
    let explainer = Explainer::new(book.report, &scope);
    let names: &[FigureName] = match dimension {
        Dimension::Owner => &FIGURES,
        Dimension::Product => &ROLLUP[..1],
        _ => &ROLLUP,
    };
    let root = "../".repeat(folder.matches('/').count() + 1);
    let coming = renewals::coming(book, members.iter().map(|account| account.id.as_str()));
    let plans = members.iter().filter_map(|account| book.plan(&account.id));
    let overdue = actions::overdue(book, plans.map(|checked| &*checked.plan));
    Overview {
        tiles: book.tiles_of(&scope, names, &format!("{root}{folder}/index.html")),
        attention: attention::items(book, members.iter().copied(), FEW, &root),
        more_renewals: coming.len().saturating_sub(FEW),
        renewals: renewals::rows(book, coming.iter().take(FEW), &root),
        more_overdue: overdue.len().saturating_sub(FEW),
        overdue: actions::rows(book, overdue.into_iter().take(FEW), &root),
        figures: Html::build(|out| {
            if let Some(of) = &explainer {
                names.iter().for_each(|&name| book.push_explained_by_account(out, of, name, PARTS, &root));
            }
        }),
    }
}

#[derive(Debug, Serialize, Hash)]
struct OwnersView {
    rows: Vec<RollupRow>,
}

/// The list of owners.
pub(super) fn render_owners(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let groups = book.report.groups(Dimension::Owner);
    let view = || OwnersView {
        rows: groups.iter().map(|group| rollup_row(book, Dimension::Owner, group)).collect(),
    };
    renderer.page("owners/index.html".into(), "owners.html", "owners", "Owners", view)
}
