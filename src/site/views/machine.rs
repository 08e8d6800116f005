//! What other programs read: the figures as JSON, calendars, the search index.

use super::renewals::coming;
use super::{Book, Pages, search};
use crate::kpi::JsonOptions;
use crate::model::Plan;
use crate::site::calendar::{Event, calendar};
use crate::site::{Renderer, format, links};

pub(super) fn figures(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    renderer.file("kpi.json", || {
        let mut json = crate::kpi::json_text(book.report, &JsonOptions::default());
        json.push('\n');
        json
    })
}

pub(super) fn calendars(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let as_of = book.f.as_of;
    let name = |what: &str| format!("{}: {what}", book.portfolio.config.portfolio);
    renderer.file("renewals.ics", || calendar(&name("renewals"), as_of, &renewals(book)))?;
    renderer.file("actions.ics", || calendar(&name("actions"), as_of, &actions(book)))
}

pub(super) fn search(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    search::files(book, |path, text| renderer.file(&path, || text))
}

/// The full address of a part of an account's page, where the site's is known.
fn url(book: &Book<'_>, plan: &Plan, part: &str) -> Option<String> {
    let base = book.portfolio.config.site.base_url.as_deref()?.trim_end_matches('/');
    Some(format!("{base}/{}#{part}", links::account(&plan.id)))
}

fn renewals(book: &Book<'_>) -> Vec<Event> {
    let mut events = Vec::new();
    for coming in coming(book, book.counted()) {
        let (plan, due, contract) = (coming.plan, coming.due, coming.facts.contract);
        if due.renewed {
            continue;
        }
        let owner = book.portfolio.config.person_name(&plan.owner);
        let amount = book.money_text(due.expiring);
        let what = if due.ends {
            "Ends"
        } else if due.goes_on {
            "Renews by itself"
        } else {
            "Renewal due"
        };
        let id = format!("{}/{}/{}", plan.id.value, contract.id.value, due.day);
        let page = url(book, plan, "contracts");
        events.push(Event {
            id: format!("{id}/due"),
            day: due.day,
            summary: format!("{what}: {}, {} ({amount})", plan.account.value, contract.id.value),
            description: format!("{amount} ARR, {} expected. {owner}", book.money_text(due.forecast)),
            url: page.clone(),
        });
        // The last day on which notice can be given, where that is still ahead.
        let notice =
            contract.notice.map(|notice| notice.value.before(due.day)).filter(|day| *day > book.f.as_of);
        if let Some(day) = notice.filter(|_| !due.ends) {
            events.push(Event {
                id: format!("{id}/notice"),
                day,
                summary: format!("Last day for notice: {}, {}", plan.account.value, contract.id.value),
                description: format!("It comes due on {}. {owner}", format::day(due.day)),
                url: page,
            });
        }
    }
    events.sort_by(|a, b| (a.day, &a.id).cmp(&(b.day, &b.id)));
    events
}

fn actions(book: &Book<'_>) -> Vec<Event> {
    let event = |plan: &Plan, action: &crate::model::Action| {
        let day = action.due.filter(|_| action.status().is_open())?.value;
        let owner =
            action.owner.as_ref().map(|owner| book.portfolio.config.person_name(owner)).unwrap_or_default();
        let metric = action.metric.as_ref().map(|m| format!("Success: {}. ", m.value)).unwrap_or_default();
        Some(Event {
            id: format!("{}/{}", plan.id.value, action.id.value),
            day,
            summary: format!("{} ({})", action.action.value, plan.account.value),
            description: format!("{metric}{owner}"),
            url: url(book, plan, "action-plan"),
        })
    };
    let plans = book.plans().map(|checked| &*checked.plan);
    let mut events: Vec<Event> =
        plans.flat_map(|plan| plan.actions.iter().filter_map(move |action| event(plan, action))).collect();
    events.sort_by(|a, b| (a.day, &a.id).cmp(&(b.day, &b.id)));
    events
}
