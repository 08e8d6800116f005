//! One account: what do I need before I call them?

mod actions;
mod contracts;
mod growth;
mod head;
mod map;
mod profile;
mod prose;
mod risks;
mod value;
mod voice;

use serde::Serialize;

use super::checks::push_diagnostic;
use super::{Book, Pages};
use crate::kpi::{AccountFigures, Explainer, FigureName, Scope};
use crate::portfolio::CheckedPlan;
use crate::site::html::Html;
use crate::site::{Renderer, links};

pub(super) use actions::{fragment as action_fragment, is_overdue, owner as action_owner, push_badge};
pub(super) use contracts::{next_renewal, outlook};
pub(super) use growth::{fragment as opportunity_fragment, probability};
pub(super) use map::silence;
pub(super) use risks::{is_live, push_axis, tone};

#[derive(Debug, Serialize, Hash)]
struct AccountView {
    head: head::HeadView,
    prose: prose::ProseView,
    profile: profile::ProfileView,
    map: map::MapView,
    value: value::ValueView,
    growth: growth::GrowthView,
    risks: risks::RisksView,
    plan: actions::ActionsView,
    contracts: contracts::ContractsView,
    voice: voice::VoiceView,
    /// What the checks say about the plan, and how many they are; empty where they say nothing.
    checks: Html,
    findings: usize,
    /// Where the figures are explained.
    figures_href: String,
    /// The plan's file.
    source: Html,
}

/// Where an account's figures come from, on a page of its own: whoever reads the plan seldom asks.
#[derive(Debug, Serialize, Hash)]
struct AccountFiguresView {
    name: String,
    href: String,
    figures: Html,
}

pub(super) fn render(book: &Book<'_>, checked: &CheckedPlan, renderer: &Renderer<'_>) -> Pages {
    let plan = &*checked.plan;
    let account = book.account(&plan.id);
    let name = &plan.account.value;
    renderer
        .page(links::account(&plan.id), "account.html", "accounts", name, || view(book, checked, account))?;
    if let Some(account) = account {
        let view = || AccountFiguresView {
            name: name.clone(),
            href: links::account(&plan.id),
            figures: explained(book, account),
        };
        let title = format!("{name}: figures");
        renderer.page(figures_path(&plan.id), "account_figures.html", "accounts", &title, view)?;
    }
    Ok(())
}

fn view(book: &Book<'_>, checked: &CheckedPlan, account: Option<&AccountFigures>) -> AccountView {
    let plan = &*checked.plan;
    let contracts = book.contracts(&plan.id);
    let map = map::view(book, plan);
    AccountView {
        head: head::view(book, checked, account, contracts),
        prose: prose::view(book, plan, map.is_narrow()),
        profile: profile::view(book, plan),
        map,
        value: value::view(book, plan, account),
        growth: growth::view(book, plan, contracts),
        risks: risks::view(book, plan),
        plan: actions::view(book, plan),
        contracts: contracts::view(book, plan, contracts),
        voice: voice::view(book, plan, account),
        checks: Html::build(|out| {
            book.diagnostics_of(plan.path()).for_each(|d| push_diagnostic(out, book, d, ROOT));
        }),
        findings: book.diagnostics_of(plan.path()).count(),
        figures_href: figures_path(&plan.id),
        source: Html::build(|out| book.push_source(out, &plan.head())),
    }
}

/// From an account's page to the site's root.
const ROOT: &str = "../../";
/// From the page of its figures.
const FIGURES_ROOT: &str = "../../../";

/// The path of the page that explains an account's figures.
fn figures_path(id: &str) -> String {
    format!("accounts/{id}/figures/index.html")
}

/// How many contributions of a figure are listed.
const PARTS: usize = 60;

/// The figures that the page shows, and the movements that there were.
fn explained(book: &Book<'_>, account: &AccountFigures) -> Html {
    let Some(of) = Explainer::new(book.report, &Scope::Account(account.id.clone())) else {
        return Html::default();
    };
    Html::build(|out| {
        for name in FigureName::ALL.into_iter().filter(|&name| explains(account, name)) {
            book.push_explained(out, &of, name, PARTS, FIGURES_ROOT);
        }
    })
}

/// Whether the page of an account's figures explains this one.
pub(super) fn explains(account: &AccountFigures, name: FigureName) -> bool {
    match name {
        FigureName::Arr
        | FigureName::Nrr
        | FigureName::Grr
        | FigureName::RenewalRate
        | FigureName::Csat
        | FigureName::Nps
        | FigureName::TimeToResolution
        | FigureName::Clv
        | FigureName::Health
        | FigureName::Completeness
        | FigureName::Pipeline => true,
        FigureName::New
        | FigureName::Reactivation
        | FigureName::Upsell
        | FigureName::CrossSell
        | FigureName::Price
        | FigureName::Contraction
        | FigureName::Churn => name.value(&account.figures).is_ok_and(|value| !value.is_zero()),
        _ => false,
    }
}
