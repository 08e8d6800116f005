//! The head of an account page: how they are, what they pay, what comes next, who stands behind us.

use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::{ActionView, ROOT, action_view, contracts, profile};
use crate::kpi::{AccountFigures, ContractFacts, FigureName, Known};
use crate::model::{Choice, Decimal, Plan, Role};
use crate::portfolio::CheckedPlan;
use crate::site::html::{Esc, Html, put};
use crate::site::views::tile::Tile;
use crate::site::views::{Book, accounts, words};
use crate::site::{chart, format, links};

#[derive(Debug, Serialize, Hash)]
pub(super) struct HeadView {
    id: String,
    name: String,
    /// Whose it is, linked.
    owner: Html,
    tier: String,
    tags: Vec<String>,
    since: Html,
    reviewed: Html,
    review_overdue: bool,
    /// When and by whom the plan was changed last; empty where no repository says.
    changed: Html,
    changed_by: String,
    /// Whether it holds changes that are in no commit yet.
    uncommitted: bool,
    parent: Option<AccountLink>,
    children: Vec<AccountLink>,
    /// "Left on 30 Jun 2026: competitor, to Contoso"; empty for a client.
    lost: String,
    /// Whether it counts in the figures.
    counted: bool,
    health: Html,
    /// The score before caps, where they hold it down.
    uncapped: String,
    /// The parts of the score: name and weight, bar, value, why.
    measures: Html,
    caps: Vec<String>,
    arr: Html,
    tiles: Vec<Html>,
    renewal: Option<RenewalCard>,
    sponsor: Option<SponsorCard>,
    next_action: Option<ActionView>,
}

/// Another account.
#[derive(Debug, Serialize, Hash)]
struct AccountLink {
    name: String,
    href: String,
}

/// The next contract that comes due.
#[derive(Debug, Serialize, Hash)]
struct RenewalCard {
    contract: String,
    due: Html,
    day: Html,
    arr: Html,
    /// What happens with it, in words.
    status: String,
    tone: &'static str,
}

/// Who at the client stands behind us.
#[derive(Debug, Serialize, Hash)]
struct SponsorCard {
    name: String,
    title: String,
    part: String,
    sentiment: &'static str,
    sentiment_word: String,
    last_contact: Html,
}

pub(super) fn view(
    book: &Book<'_>,
    checked: &CheckedPlan,
    account: Option<&AccountFigures>,
    contracts: &[ContractFacts<'_>],
) -> HeadView {
    let plan = &*checked.plan;
    let id = plan.id.value.as_str();
    let (reviewed, review_overdue) = profile::reviewed(book, plan);
    let past = book.portfolio.past.as_deref();
    let change = past.and_then(|past| past.changes.get(plan.path()));
    let link = |id: &str| {
        let other = book.plan(id)?;
        Some(AccountLink { name: other.plan.account.value.clone(), href: links::account(id) })
    };
    let health = account.map(|account| &account.figures.health);
    let children = book.children(id).filter_map(link).collect();
    HeadView {
        id: id.to_owned(),
        name: plan.account.value.clone(),
        owner: book.person(&plan.owner, ROOT),
        tier: plan.tier.as_ref().map(|tier| words(tier)).unwrap_or_default(),
        tags: plan.tags.iter().map(|tag| tag.value.clone()).collect(),
        since: plan.customer_since.map(|since| book.f.ago(since.value)).unwrap_or_default(),
        reviewed,
        review_overdue,
        changed: change.map(|change| book.f.ago(change.day)).unwrap_or_default(),
        changed_by: change.map(|change| change.author.clone()).unwrap_or_default(),
        uncommitted: past.is_some_and(|past| past.uncommitted.contains(plan.path())),
        parent: plan.parent.as_ref().and_then(|parent| link(parent)),
        children,
        lost: lost(book, plan),
        counted: account.is_some(),
        uncapped: health
            .filter(|health| !health.caps.is_empty())
            .and_then(|health| health.uncapped)
            .map(|score| format::plain(crate::model::round(score, 0)))
            .unwrap_or_default(),
        measures: health.map(measures).unwrap_or_default(),
        caps: health
            .map(|health| health.caps.iter().map(|cap| format::naturally(&cap.because.to_string())).collect())
            .unwrap_or_default(),
        health: health.map(|health| book.health(health)).unwrap_or_default(),
        arr: account
            .map(|account| {
                tile(
                    book,
                    account,
                    plan,
                    FigureName::Arr,
                    &book.report.trend(&account.id, FigureName::Arr),
                    "wide",
                )
            })
            .unwrap_or_default(),
        tiles: account
            .map(|account| {
                [
                    FigureName::Nrr,
                    FigureName::Grr,
                    FigureName::Csat,
                    FigureName::Nps,
                    FigureName::TimeToResolution,
                    FigureName::Clv,
                ]
                .into_iter()
                // So small that there is no room for a trend.
                .map(|name| tile(book, account, plan, name, &[], "small"))
                .collect()
            })
            .unwrap_or_default(),
        renewal: renewal(book, contracts),
        sponsor: sponsor(book, plan),
        next_action: accounts::next_action(plan).map(|action| action_view(book, plan, action)),
    }
}

fn tile(
    book: &Book<'_>,
    account: &AccountFigures,
    plan: &Plan,
    name: FigureName,
    trend: &[Known<Decimal>],
    size: &'static str,
) -> Html {
    let targets = plan.tier.as_ref().and_then(|tier| book.portfolio.config.targets.tier.get(&tier.value));
    let href = format!("{ROOT}{}#figure-{}", super::figures_path(&account.id), name.as_str());
    book.tile(&Tile { name, figures: &account.figures, trend, targets, href: &href, size }, |_| {})
}

fn lost(book: &Book<'_>, plan: &Plan) -> String {
    let Some(lost) = plan.lost.as_ref().filter(|lost| lost.date.value <= book.f.as_of) else {
        return String::new();
    };
    let mut text = format!("Left on {}", format::day(lost.date.value));
    if let Some(reason) = &lost.reason {
        text.push_str(&format!(": {}", reason.value));
    }
    if let Some(to) = &lost.to {
        text.push_str(&format!(", to {}", to.value));
    }
    text
}

fn measures(health: &crate::kpi::Health) -> Html {
    let whole: Decimal = health.measures.iter().map(|measure| measure.weight).sum();
    Html::build(|out| {
        for measure in &health.measures {
            let value = measure.value.as_ref().ok();
            let score = value.and_then(|value| value.to_f64()).unwrap_or_default();
            let tone = match score {
                70.0.. => "fill-healthy",
                40.0.. => "fill-watch",
                _ => "fill-at-risk",
            };
            put!(
                out,
                "<div class=\"measure",
                if value.is_some() { "" } else { " measure-unknown" },
                "\"><dt>"
            );
            put!(out, words(measure.name).as_str(), " <span class=\"weight\">");
            if let Some(weight) = measure.weight.checked_div(whole) {
                put!(out, format::percent(weight, 0).as_str());
            }
            out.push_str("</span></dt><dd class=\"measure-bar\">");
            chart::push_meter(out, score / 100.0, tone);
            out.push_str("</dd><dd class=\"measure-value num\">");
            if let Some(value) = value {
                format::push_score(out, crate::model::round(*value, 0));
            }
            out.push_str("</dd><dd class=\"measure-why\">");
            put!(out, Esc(&format::naturally(&measure.because.to_string())), "</dd></div>\n");
        }
    })
}

fn renewal(book: &Book<'_>, contracts: &[ContractFacts<'_>]) -> Option<RenewalCard> {
    let (contract, due) = contracts::next_renewal(contracts)?;
    let (status, tone) = contracts::outlook(due);
    Some(RenewalCard {
        contract: contract.id.value.clone(),
        due: book.f.ago(due.day),
        day: book.f.day(due.day),
        arr: book.f.money(due.expiring),
        status,
        tone,
    })
}

/// The executive sponsor; else a champion; else who decides. Of those still there.
fn sponsor(book: &Book<'_>, plan: &Plan) -> Option<SponsorCard> {
    let here = || plan.stakeholders.iter().filter(|person| !person.has_departed(book.f.as_of));
    let parts = [Role::ExecutiveSponsor, Role::Champion, Role::DecisionMaker, Role::EconomicBuyer];
    let (part, person) = parts
        .into_iter()
        .find_map(|part| here().find(|person| person.is(part)).map(|person| (part, person)))?;
    Some(SponsorCard {
        name: person.name.value.clone(),
        title: person.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        part: words(part.as_str()),
        sentiment: person.sentiment.map_or("unknown", |sentiment| sentiment.value.as_str()),
        sentiment_word: person.sentiment.map_or_else(|| "Sentiment unknown".into(), |s| words(s.as_str())),
        last_contact: plan.last_contact(person, book.f.as_of).map(|day| book.f.ago(day)).unwrap_or_default(),
    })
}
