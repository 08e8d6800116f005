//! The figures: why is this number what it is?

use serde::Serialize;

use crate::kpi::{self, FigureName, Scope};

use super::explain::ExplanationView;
use super::paging::{Paging, runs};
use super::{Book, Pages};
use crate::site::Renderer;
use crate::site::catalog::{self, Entry};
use crate::site::chart::Chart;
use crate::site::html::Html;

#[derive(Debug, Serialize, Hash)]
struct FiguresView {
    groups: Vec<FigureGroup>,
}

#[derive(Debug, Serialize, Hash)]
struct FigureGroup {
    title: &'static str,
    figures: Vec<FigureRow>,
}

#[derive(Debug, Serialize, Hash)]
struct FigureRow {
    key: &'static str,
    label: &'static str,
    full: &'static str,
    value: Html,
    href: String,
}

#[derive(Debug, Serialize, Hash)]
struct FigureView {
    figure: ExplanationView,
    /// The last 24 months; `None` where the figure has no history.
    trend: Option<Chart>,
    target: String,
    pages: Option<Paging>,
}

/// How many contributions stand on one page.
const PER_PAGE: usize = 500;

/// The path of a figure's page, from the site's root.
pub(super) fn path(name: FigureName) -> String {
    format!("figures/{}/index.html", name.as_str())
}

pub(super) fn render_list(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let mut groups: Vec<FigureGroup> = Vec::new();
    for entry in catalog::ENTRIES {
        let row = FigureRow {
            key: entry.key(),
            label: entry.label,
            full: entry.full(),
            value: entry.known(&book.f, &entry.name.value(&book.report.portfolio)),
            href: path(entry.name),
        };
        match groups.last_mut() {
            Some(group) if group.title == entry.group => group.figures.push(row),
            _ => groups.push(FigureGroup { title: entry.group, figures: vec![row] }),
        }
    }
    let view = FiguresView { groups };
    Ok(vec![renderer.page("figures/index.html".into(), "figures.html", "figures", "Figures", &view)?])
}

pub(super) fn render(book: &Book<'_>, entry: &'static Entry, renderer: &Renderer<'_>) -> Pages {
    let scope = Scope::Portfolio;
    let Some(explanation) = kpi::explain(book.report, entry.name, &scope) else { return Ok(Vec::new()) };
    let target = book.targets(&scope).and_then(|targets| targets.get(entry.key())).copied();
    let folder = format!("figures/{}", entry.key());
    let mut pages = Vec::new();
    let mut from = 0;
    for run in runs(&folder, &explanation.contributions, PER_PAGE) {
        let to = from + run.items.len();
        let view = FigureView {
            figure: book.explanation_view(&explanation, from..to, "../../"),
            trend: if run.first { book.trend_chart(entry, &book.series, target) } else { None },
            target: target.map(|target| entry.text(&book.f, target)).unwrap_or_default(),
            pages: run.paging,
        };
        from = to;
        pages.push(renderer.page(run.path, "figure.html", "figures", entry.full(), &view)?);
    }
    Ok(pages)
}
