//! The figures: why is this number what it is?

use serde::Serialize;

use crate::kpi::FigureName;

use super::{Book, Pages};
use crate::site::Renderer;
use crate::site::catalog::{self, Entry};
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
    key: &'static str,
    label: &'static str,
    full: &'static str,
    value: Html,
    trend: Html,
}

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
    let view = FigureView {
        key: entry.key(),
        label: entry.label,
        full: entry.full(),
        value: entry.known(&book.f, &entry.name.value(&book.report.portfolio)),
        trend: book.trend(entry.name, &book.series, None),
    };
    Ok(vec![renderer.page(path(entry.name), "figure.html", "figures", entry.full(), &view)?])
}
