//! The head of an account page: how they are, what they pay, what comes next, who stands behind us.

use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::{ROOT, actions, contracts, profile};
use crate::kpi::{AccountFigures, ContractFacts, FigureName, Known};
use crate::model::{Choice, Decimal, Plan, Role, Stakeholder};
use crate::portfolio::CheckedPlan;
use crate::site::html::{Esc, Html, escape_written, put};
use crate::site::views::tile::Tile;
use crate::site::views::{Book, accounts, push_words};
use crate::site::{chart, format, links};

#[derive(Debug, Serialize, Hash)]
pub(super) struct HeadView {
    name: String,
    /// The account that it belongs to, linked; empty where there is none.
    parent: Html,
    /// Whose it is, its tier, since when they are a client, when the plan was reviewed and changed, its tags.
    facts: Html,
    /// The accounts that belong to it, linked; empty where there are none.
    children: Html,
    /// "Left on 30 Jun 2026: competitor, to Contoso"; empty for a client.
    lost: String,
    /// Whether it counts in the figures.
    counted: bool,
    health: Html,
    /// The score before caps, where they hold it down.
    uncapped: String,
    /// The parts of the score: name and weight, bar, value, why.
    measures: Html,
    /// What holds the score down; empty where nothing does.
    caps: Html,
    /// Tiles of figures: ARR with its trend, then smaller ones.
    arr: Html,
    tiles: Html,
    /// The next contract that comes due: when, which, what happens with it; empty where none does.
    renewal: Html,
    /// Who at the client stands behind us, and their part in decisions; empty where nobody does.
    sponsor: Html,
    sponsor_role: Html,
    /// The open action that is due first; empty where none is planned.
    next_action: Html,
}

/// The figures that have a small tile.
const TILES: [FigureName; 6] = [
    FigureName::Nrr,
    FigureName::Grr,
    FigureName::Csat,
    FigureName::Nps,
    FigureName::TimeToResolution,
    FigureName::Clv,
];

pub(super) fn view(
    book: &Book<'_>,
    checked: &CheckedPlan,
    account: Option<&AccountFigures>,
    contracts: &[ContractFacts<'_>],
) -> HeadView {
    let plan = &*checked.plan;
    let health = account.map(|account| &account.figures.health);
    let sponsor = sponsor(book, plan);
    let uncapped = health.filter(|health| !health.caps.is_empty()).and_then(|health| health.uncapped);
    HeadView {
        name: plan.account.value.clone(),
        parent: Html::build(|out| {
            if let Some(parent) = &plan.parent {
                push_link(out, book, parent, "");
            }
        }),
        facts: Html::build(|out| push_facts(out, book, plan)),
        children: Html::build(|out| {
            let mut any = false;
            for id in book.children(&plan.id) {
                any |= push_link(out, book, id, if any { ", " } else { "" });
            }
        }),
        lost: lost(book, plan),
        counted: account.is_some(),
        health: health.map(|health| book.health(health)).unwrap_or_default(),
        uncapped: uncapped.map(|score| format::plain(crate::model::round(score, 0))).unwrap_or_default(),
        measures: health.map(measures).unwrap_or_default(),
        caps: Html::build(|out| {
            for cap in health.into_iter().flat_map(|health| &health.caps) {
                put!(out, "<li>", Esc(&format::naturally(&cap.because.to_string())), "</li>");
            }
        }),
        arr: Html::build(|out| {
            if let Some(account) = account {
                let trend = book.report.trend(&account.id, FigureName::Arr);
                push_tile(out, book, account, plan, FigureName::Arr, &trend, "wide");
            }
        }),
        tiles: Html::build(|out| {
            // So small that there is no room for a trend.
            if let Some(account) = account {
                TILES.iter().for_each(|&name| push_tile(out, book, account, plan, name, &[], "small"));
            }
        }),
        renewal: Html::build(|out| push_renewal(out, book, contracts)),
        sponsor_role: Html::build(|out| sponsor.iter().for_each(|(role, _)| push_words(out, role.as_str()))),
        sponsor: Html::build(|out| {
            sponsor.iter().for_each(|(_, person)| push_sponsor(out, book, plan, person));
        }),
        next_action: Html::build(|out| push_next_action(out, book, plan)),
    }
}

/// Appends a link to another account's page, after `before`; whether there is such an account.
fn push_link(out: &mut String, book: &Book<'_>, id: &str, before: &str) -> bool {
    let other = book.plan(id);
    if let Some(other) = other {
        put!(out, before, "<a href=\"", ROOT, Esc(&links::account(id)), "\">");
        put!(out, Esc(&other.plan.account.value), "</a>");
    }
    other.is_some()
}

/// Appends what one knows of an account at a glance, as items of a list.
fn push_facts(out: &mut String, book: &Book<'_>, plan: &Plan) {
    out.push_str("<li>");
    book.push_person(out, &plan.owner, |out| out.push_str(ROOT));
    out.push_str("</li>");
    if let Some(tier) = &plan.tier {
        out.push_str("<li>");
        escape_written(out, |out| push_words(out, tier));
        out.push_str(" tier</li>");
    }
    if let Some(since) = plan.customer_since {
        out.push_str("<li>Client since ");
        book.f.push_ago(out, since.value);
        out.push_str("</li>");
    }
    out.push_str(match profile::review_overdue(book, plan) {
        true => "<li class=\"watch\"><i class=\"icon i-alert\"></i> Review overdue: ",
        false => "<li>Reviewed ",
    });
    match plan.reviewed {
        Some(reviewed) => book.f.push_ago(out, reviewed.value),
        None => format::push_why(out, "never reviewed"),
    }
    out.push_str("</li>");
    let past = book.portfolio.past.as_deref();
    if let Some(change) = past.and_then(|past| past.changes.get(plan.path())) {
        out.push_str("<li>Changed ");
        book.f.push_ago(out, change.day);
        put!(out, " by ", Esc(&change.author), "</li>");
    }
    if past.is_some_and(|past| past.uncommitted.contains(plan.path())) {
        out.push_str("<li class=\"watch\">Not committed as it stands</li>");
    }
    plan.tags.iter().for_each(|tag| put!(out, "<li class=\"chip\">", Esc(&tag.value), "</li>"));
}

fn push_tile(
    out: &mut String,
    book: &Book<'_>,
    account: &AccountFigures,
    plan: &Plan,
    name: FigureName,
    trend: &[Known<Decimal>],
    size: &'static str,
) {
    let targets = plan.tier.as_ref().and_then(|tier| book.portfolio.config.targets.tier.get(&tier.value));
    let href = format!("{ROOT}{}#figure-{}", super::figures_path(&account.id), name.as_str());
    let tile = Tile { name, figures: &account.figures, trend, targets, href: &href, size };
    book.push_tile(out, &tile, |_| {});
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
            push_words(out, measure.name);
            out.push_str(" <span class=\"weight\">");
            if let Some(weight) = measure.weight.checked_div(whole) {
                format::push_percent(out, weight, 0);
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

fn push_renewal(out: &mut String, book: &Book<'_>, contracts: &[ContractFacts<'_>]) {
    let Some((contract, due)) = contracts::next_renewal(contracts) else { return };
    let (status, tone) = contracts::outlook(due);
    out.push_str("<p class=\"big\">");
    book.f.push_ago(out, due.day);
    out.push_str("</p>\n<p class=\"muted\">");
    book.f.push_day(out, due.day);
    put!(out, " · ", Esc(&contract.id.value), " · ");
    book.f.push_money(out, due.expiring);
    put!(out, "</p>\n<p class=\"", tone, " small\">", status.as_str(), "</p>");
}

/// The executive sponsor; else a champion; else who decides. Of those still there.
fn sponsor<'p>(book: &Book<'_>, plan: &'p Plan) -> Option<(Role, &'p Stakeholder)> {
    let here = || plan.stakeholders.iter().filter(|person| !person.has_departed(book.f.as_of));
    let roles = [Role::ExecutiveSponsor, Role::Champion, Role::DecisionMaker, Role::EconomicBuyer];
    roles.into_iter().find_map(|role| here().find(|person| person.is(role)).map(|person| (role, person)))
}

fn push_sponsor(out: &mut String, book: &Book<'_>, plan: &Plan, person: &Stakeholder) {
    put!(out, "<p class=\"big\">", Esc(&person.name.value), "</p>\n<p class=\"muted\">");
    put!(out, Esc(person.title.as_ref().map_or("", |title| &title.value)), "</p>\n<p class=\"small\">");
    let sentiment = person.sentiment.map_or("unknown", |sentiment| sentiment.value.as_str());
    put!(
        out,
        "<span class=\"sentiment sentiment-",
        sentiment,
        "\"><i class=\"icon i-s-",
        sentiment,
        "\"></i>"
    );
    push_words(out, if person.sentiment.is_some() { sentiment } else { "sentiment-unknown" });
    out.push_str("</span>");
    if let Some(day) = plan.last_contact(person, book.f.as_of) {
        out.push_str(" · talked ");
        book.f.push_ago(out, day);
    }
    out.push_str("</p>");
}

fn push_next_action(out: &mut String, book: &Book<'_>, plan: &Plan) {
    let Some(action) = accounts::next_action(plan) else { return };
    let overdue = actions::is_overdue(action, book.f.as_of);
    put!(out, "<p class=\"strong\"><a href=\"#action-", Esc(&actions::fragment(plan, action)), "\">");
    put!(out, Esc(&action.action.value), "</a></p>\n<p class=\"small");
    out.push_str(if overdue { " bad\">Overdue: due " } else { "\">due " });
    action.due.iter().for_each(|due| book.f.push_ago(out, due.value));
    put!(out, " <span class=\"meta\">· ", Esc(actions::owner(book, action)), "</span></p>");
}
