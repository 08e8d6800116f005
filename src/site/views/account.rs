//! One account: what do I need before I call them?

use serde::Serialize;

use crate::kpi::{AccountFigures, FigureName, Scope};
use crate::model::{Choice, Date, Element, LinkKind, Plan};
use crate::parse::HtmlOptions;
use crate::portfolio::CheckedPlan;

use super::checks::{self, DiagnosticView};
use super::tile::Tile;
use super::{Book, HealthView, Pages, PersonView, SourceView};
use crate::site::html::{self, Html};
use crate::site::{Renderer, links};

#[derive(Debug, Serialize, Hash)]
struct AccountView {
    id: String,
    name: String,
    owner: PersonView,
    tier: String,
    tags: Vec<String>,
    source: SourceView,
    health: Option<HealthView>,
    tiles: Vec<Tile>,
    sections: Vec<SectionView>,
    checks: Vec<DiagnosticView>,
    excluded: bool,
}

#[derive(Debug, Serialize, Hash)]
struct SectionView {
    id: &'static str,
    title: &'static str,
    prose: Html,
}

pub(super) fn render(book: &Book<'_>, checked: &CheckedPlan, renderer: &Renderer<'_>) -> Pages {
    let plan = &*checked.plan;
    let account = book.figures.get(plan.id.value.as_str()).copied();
    let view = AccountView {
        id: plan.id.value.clone(),
        name: plan.account.value.clone(),
        owner: book.person(&plan.owner),
        tier: plan.tier.as_ref().map(|tier| super::words(tier)).unwrap_or_default(),
        tags: plan.tags.iter().map(|tag| tag.value.clone()).collect(),
        source: book.source(&plan.head()),
        health: account.map(|account| book.health(&account.figures.health)),
        tiles: account.map(|account| tiles(book, account)).unwrap_or_default(),
        sections: Element::ALL
            .iter()
            .map(|&element| SectionView {
                id: element.as_str(),
                title: element.title(),
                prose: prose(book, plan, element),
            })
            .collect(),
        checks: book
            .by_file
            .get(plan.path())
            .into_iter()
            .flatten()
            .map(|diagnostic| checks::diagnostic(book, diagnostic))
            .collect(),
        excluded: account.is_none(),
    };
    let title = plan.account.value.clone();
    Ok(vec![renderer.page(links::account(&plan.id), "account.html", "accounts", &title, &view)?])
}

fn tiles(book: &Book<'_>, account: &AccountFigures) -> Vec<Tile> {
    let series = book.report.series(&Scope::Account(account.id.clone())).unwrap_or_default();
    [FigureName::Arr, FigureName::Nrr, FigureName::Grr, FigureName::Csat, FigureName::Nps]
        .into_iter()
        .map(|name| book.tile(name, &account.figures, &series, None, super::figures::path(name)))
        .collect()
}

/// The author's words on an element, without the tables that are shown as records.
fn prose(book: &Book<'_>, plan: &Plan, element: Element) -> Html {
    let Some(section) = plan.section(element).filter(|section| !section.empty) else {
        return Html::default();
    };
    let resolve = |_: LinkKind, target: &str| resolve(book, plan, target);
    let sanitize = book.portfolio.config.site.sanitize_html;
    let options = HtmlOptions { sanitize, shift: 0, id_prefix: "", resolve: &resolve };
    html::neutralise(crate::parse::html(&plan.source, &plan.body, &[section.content], &options).concat())
}

/// Where a link of a plan leads on the site: other plans' pages.
fn resolve(book: &Book<'_>, plan: &Plan, target: &str) -> Option<String> {
    let (path, fragment) =
        target.split_once('#').map_or((target, None), |(path, fragment)| (path, Some(fragment)));
    let id = if book.plans.contains_key(path) {
        path.to_owned()
    } else {
        let mut parts: Vec<&str> = plan.path().split('/').collect();
        parts.pop();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
        let file = parts.join("/");
        book.plans.values().find(|checked| checked.plan.path() == file)?.plan.id.value.clone()
    };
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    Some(format!("../../{}{fragment}", links::account(&id)))
}

impl Book<'_> {
    /// When the next contract of an account comes due.
    pub fn next_renewal(&self, plan: &Plan) -> Option<Date> {
        plan.contracts
            .iter()
            .filter_map(|c| c.end)
            .map(|end| end.value)
            .filter(|&end| end >= self.f.as_of)
            .min()
    }

    /// Why an account needs someone, in words.
    pub fn reasons(&self, plan: &Plan, account: &AccountFigures) -> Vec<String> {
        let mut reasons: Vec<String> =
            account.figures.health.caps.iter().map(|cap| cap.because.to_string()).collect();
        let overdue = plan
            .actions
            .iter()
            .filter(|action| {
                action.status().is_open() && action.due.is_some_and(|due| due.value < self.f.as_of)
            })
            .count();
        if overdue > 0 {
            reasons.push(format!(
                "{} overdue",
                crate::site::format::counted(overdue, "action is", "actions are")
            ));
        }
        reasons
    }
}
