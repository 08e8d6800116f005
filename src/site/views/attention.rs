//! The accounts that need someone, and why, in words.

use crate::kpi::{AccountFigures, Band, ContractFacts, Unit};
use crate::model::{Choice, EscalationSeverity, Plan, RiskStatus};
use crate::site::html::{Esc, Html, put};
use crate::site::{format, links};

use super::account::{is_overdue, next_renewal, silence};
use super::accounts::{next_action, push_next_action};
use super::{Book, capitalised, days_between, words};

/// How many reasons are said of one account.
const MOST: usize = 3;

/// A reason, with the icon of what it is about.
struct Reason {
    /// `renewal`, `alert`, `people`, `action`, `silent`, `risk`, `figure`
    icon: &'static str,
    text: String,
}

/// The first accounts of a list (the neediest first) that need someone, each with the reasons and with the open
/// action that is due first, as the items of a list on a page from which `root` leads to the site's root.
pub(super) fn items<'a>(
    book: &Book<'_>,
    accounts: impl Iterator<Item = &'a AccountFigures>,
    most: usize,
    root: &str,
) -> Html {
    let needy = accounts.filter_map(|account| {
        let plan = &*book.plan(&account.id)?.plan;
        let reasons = reasons(book, plan, account, book.contracts(&account.id));
        (!reasons.is_empty()).then_some((account, plan, reasons))
    });
    Html::build(|out| {
        for (account, plan, reasons) in needy.take(most) {
            push_item(out, book, account, plan, &reasons, root);
        }
    })
}

fn push_item(
    out: &mut String,
    book: &Book<'_>,
    account: &AccountFigures,
    plan: &Plan,
    reasons: &[Reason],
    root: &str,
) {
    put!(
        out,
        "<li><div class=\"attention-who\"><a class=\"strong\" href=\"",
        root,
        Esc(&links::account(&account.id)),
        "\">",
        Esc(&account.name),
        "</a><span class=\"sub\">",
        Esc(book.portfolio.config.person_name(&account.owner)),
        "</span></div>\n<ul class=\"reasons\">"
    );
    for reason in reasons {
        put!(out, "<li><i class=\"icon i-", reason.icon, "\"></i><span>", Esc(&reason.text), "</span></li>");
    }
    out.push_str("</ul>\n<p class=\"attention-next\">");
    match next_action(plan).filter(|next| !next.action.value.is_empty()) {
        Some(next) => push_next_action(out, book, next),
        None => out.push_str("<span class=\"watch\">No action is planned</span>"),
    }
    out.push_str("</p>\n<div class=\"attention-health\">");
    book.push_health(out, &account.figures.health);
    out.push_str("</div><div class=\"attention-arr num\">");
    book.f.push_amount(out, Unit::Money, account.figures.closing_arr);
    out.push_str("</div></li>\n");
}

/// The reasons, the gravest first; none where nothing is wrong.
fn reasons(
    book: &Book<'_>,
    plan: &Plan,
    account: &AccountFigures,
    contracts: &[ContractFacts<'_>],
) -> Vec<Reason> {
    let as_of = book.f.as_of;
    let mut reasons: Vec<Reason> = Vec::new();
    let mut say = |icon, text| reasons.push(Reason { icon, text });
    if let Some((contract, due)) = next_renewal(contracts).filter(|(_, due)| !due.renewed) {
        let what = format!("{} ({})", contract.id.value, book.money_text(due.expiring));
        let when = book.f.relative(due.day);
        if due.ends {
            say("renewal", format!("Notice received: {what} ends {when}"));
        } else if due.in_window && !due.goes_on {
            let who = if due.has_action { "" } else { ", and nobody works on it" };
            say("renewal", format!("{what} comes up for renewal {when}{who}"));
        }
    }
    for cap in account.figures.health.caps.iter().filter(|cap| cap.name != "renewal-without-action") {
        let icon = if cap.name == "unmitigated-risk" { "risk" } else { "people" };
        say(icon, capitalised(&format::naturally(&cap.because.to_string())));
    }
    let grave = plan.escalations.iter().filter(|escalation| {
        let open = escalation.opened.at.date() <= as_of
            && escalation.resolved.is_none_or(|resolved| resolved.at.date() > as_of);
        let severity = escalation.severity.map(|severity| severity.value);
        open && matches!(severity, Some(EscalationSeverity::Critical | EscalationSeverity::High))
    });
    if let Some(oldest) = grave.min_by_key(|escalation| escalation.opened.at) {
        let severity = oldest.severity.map_or("", |severity| severity.as_str());
        let age = format::days(days_between(oldest.opened.day, as_of).max(0));
        let about = oldest.summary.as_ref().map(|summary| format!(": {}", summary.value)).unwrap_or_default();
        say("alert", format!("{} escalation open for {age}{about}", words(severity)));
    }
    let overdue = plan.actions.iter().filter(|action| is_overdue(action, as_of)).count();
    if overdue > 0 {
        say("action", format!("{} overdue", format::counted(overdue, "action is", "actions are")));
    }
    let decider = plan.stakeholders.iter().find_map(|person| {
        (person.decides()).then(|| silence(book, plan, person)).flatten().map(|silent| (person, silent))
    });
    if let Some((person, silent)) = decider {
        let silent = silent.split(',').next().unwrap_or_default().to_lowercase();
        say("silent", format!("{} {}", person.name.value, silent.replace("silent", "has been silent")));
    }
    let health = &account.figures.health;
    if health.band == Some(Band::AtRisk) || (reasons.is_empty() && health.band == Some(Band::Watch)) {
        let worst = health
            .measures
            .iter()
            .filter_map(|measure| measure.value.as_ref().ok().map(|value| (value, measure)))
            .min_by(|(a, _), (b, _)| a.cmp(b));
        let gravest = plan
            .risks
            .iter()
            .filter(|risk| matches!(risk.status(), RiskStatus::Open | RiskStatus::Occurred))
            .max_by_key(|risk| risk.score());
        if let (Some((_, measure)), Some(risk)) = (worst, gravest)
            && measure.name == "risk"
        {
            let (likelihood, impact) = (risk.likelihood.as_str(), risk.impact.as_str());
            reasons.push(Reason {
                icon: "risk",
                text: format!("{} ({likelihood} likelihood × {impact} impact)", risk.risk.value),
            });
        } else if let Some((value, measure)) = worst {
            let score = format::plain(crate::model::round(*value, 0));
            reasons.push(Reason {
                icon: "figure",
                text: format!(
                    "{} is at {score} of 100: {}",
                    words(measure.name),
                    format::naturally(&measure.because.to_string())
                ),
            });
        }
    }
    reasons.truncate(MOST);
    reasons
}
