//! The figures: why is this number what it is?

use rayon::prelude::*;
use serde::Serialize;

use crate::diff::{decimals, figure_delta};
use crate::kpi::{Explainer, FigureName, Reason, Scope};
use crate::model::{Date, Decimal, round};

use super::explain::ExplanationView;
use super::paging::{Paging, runs};
use super::{Book, Pages};
use crate::site::Renderer;
use crate::site::catalog::{self, Entry};
use crate::site::format;
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
    /// What it is, in a sentence.
    definition: &'static str,
    value: Html,
    href: String,
}

#[derive(Debug, Serialize, Hash)]
struct FigureView {
    figure: ExplanationView,
    /// The last 24 months; empty where the figure has no history.
    trend: Html,
    target: String,
    /// The figure as it was written at past month ends; empty where no repository says.
    reported: Vec<ReportedRow>,
    pages: Option<Paging>,
}

/// A past month's end: what was reported then, and what today's plans say of it.
#[derive(Debug, Serialize, Hash)]
struct ReportedRow {
    day: String,
    written: Html,
    corrected: Html,
    /// What corrections since made of it: `+0.4 points`; empty where they made nothing of it.
    since: String,
    /// The commit's first digits.
    commit: String,
    /// What must be known of the past value; empty where nothing.
    note: String,
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
            definition: entry.name.definition(),
            value: entry.known(&book.f, &entry.name.value(&book.report.portfolio)),
            href: path(entry.name),
        };
        match groups.last_mut() {
            Some(group) if group.title == entry.group => group.figures.push(row),
            _ => groups.push(FigureGroup { title: entry.group, figures: vec![row] }),
        }
    }
    let view = FiguresView { groups };
    renderer.page("figures/index.html".into(), "figures.html", "figures", "Figures", || view)
}

/// The past of a figure, the latest first: both values of each month's end over the same twelve months.
fn reported(book: &Book<'_>, entry: &Entry) -> Vec<ReportedRow> {
    let past = book.portfolio.past.iter().flat_map(|past| past.reported.iter().rev());
    let values = book.series().get(entry.name);
    let now =
        |day| book.series().months().zip(&values).find(|(month, _)| *month == day).map(|(_, value)| value);
    past.filter_map(|then| {
        let corrected = now(then.day)?;
        let none = Reason::from("it could not be computed then");
        let written = then.figures.get(entry.key()).copied().ok_or(none);
        let since = match (&written, corrected) {
            (Ok(written), Ok(corrected)) => match corrected.checked_sub(*written) {
                Some(change) => change_in_words(book, entry.name, change),
                None => String::new(),
            },
            _ => String::new(),
        };
        Some(ReportedRow {
            day: format::day(then.day),
            written: entry.known(&book.f, &written),
            corrected: entry.known(&book.f, corrected),
            since,
            commit: then.commit.get(..10).unwrap_or(&then.commit).to_owned(),
            note: match then.excluded {
                0 => String::new(),
                n => format!("{} left out then", format::counted(n, "plan was", "plans were")),
            },
        })
    })
    .collect()
}

/// A difference of a figure's values as it shows; empty where nothing of it shows.
fn change_in_words(book: &Book<'_>, name: FigureName, change: Decimal) -> String {
    let decimals = decimals(name, change);
    let change = round(change, decimals);
    match change.is_zero() {
        true => String::new(),
        false => figure_delta(name, change, decimals, book.f.currency.as_str()),
    }
}

/// The last 24 months of the portfolio's.
fn trend(book: &Book<'_>, entry: &Entry, target: Option<Decimal>) -> Html {
    let months: Vec<Date> = book.series().months().collect();
    let values = book.series().get(entry.name);
    Html::build(|out| book.push_trend_chart(out, entry, &months, &values, target))
}

pub(super) fn render(book: &Book<'_>, entry: &'static Entry, renderer: &Renderer<'_>) -> Pages {
    let scope = Scope::Portfolio;
    let Some(explainer) = Explainer::new(book.report, &scope) else { return Ok(()) };
    let explanation = explainer.explain(entry.name);
    let target = book.targets(&scope).and_then(|targets| targets.get(entry.key())).copied();
    let folder = format!("figures/{}", entry.key());
    runs(&folder, &explanation.contributions, PER_PAGE).into_par_iter().try_for_each(|run| {
        let view = || FigureView {
            figure: book.explanation_view(&explainer, &explanation, run.range, "../../"),
            trend: if run.first { trend(book, entry, target) } else { Html::default() },
            target: target.map(|target| entry.text(&book.f, target)).unwrap_or_default(),
            reported: if run.first { reported(book, entry) } else { Vec::new() },
            pages: run.paging,
        };
        renderer.page(run.path, "figure.html", "figures", entry.full(), view)
    })
}
