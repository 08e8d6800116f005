//! Risk Assessment: the grid of likelihood and impact, and what is done about each risk.

use serde::Serialize;

use crate::model::{Choice, Level, Plan, Risk, RiskStatus};
use crate::site::html::{Html, put};
use crate::site::views::{Book, fragment_of, words};

#[derive(Debug, Serialize, Hash)]
pub(super) struct RisksView {
    risks: Vec<RiskView>,
    /// Likelihood (rows, the highest first) against impact, with the numbers of the risks that are live.
    grid: Html,
    /// How many are open or have occurred.
    live: usize,
}

/// One risk.
#[derive(Debug, Serialize, Hash)]
pub(super) struct RiskView {
    /// Its number in the grid, from 1.
    pub number: usize,
    pub id: String,
    pub risk: String,
    pub category: String,
    pub likelihood: &'static str,
    pub impact: &'static str,
    pub score: u32,
    /// `low`, `medium`, `high`
    pub tone: &'static str,
    pub status: &'static str,
    pub status_word: String,
    /// Whether it still counts: open or occurred.
    pub live: bool,
    pub opened: Html,
    pub mitigations: Vec<Mitigation>,
}

/// An action that mitigates a risk.
#[derive(Debug, Serialize, Hash)]
pub(super) struct Mitigation {
    pub fragment: String,
    pub action: String,
    /// Where it stands: icon and word, coloured.
    pub badge: Html,
    /// Who does it; empty where nobody is named.
    pub owner: String,
    pub due: Html,
    pub overdue: bool,
}

/// How grave a score of 1 to 9 is.
pub(in crate::site::views) fn tone(score: u32) -> &'static str {
    match score {
        6.. => "high",
        3..6 => "medium",
        _ => "low",
    }
}

/// Whether a risk still counts: it is open, or it has occurred.
pub(in crate::site::views) fn is_live(risk: &Risk) -> bool {
    matches!(risk.status(), RiskStatus::Open | RiskStatus::Occurred)
}

pub(super) fn view(book: &Book<'_>, plan: &Plan) -> RisksView {
    // The gravest first; what is over last.
    let mut risks: Vec<&Risk> = plan.risks.iter().collect();
    risks.sort_by_key(|risk| (!is_live(risk), std::cmp::Reverse(risk.score())));
    RisksView {
        grid: if risks.is_empty() { Html::default() } else { grid(&risks) },
        live: risks.iter().filter(|risk| is_live(risk)).count(),
        risks: risks.into_iter().enumerate().map(|(at, risk)| risk_view(book, plan, risk, at + 1)).collect(),
    }
}

/// Appends the heads of a grid of risks: the names of its two axes, and the levels of impact, the lowest first.
pub(in crate::site::views) fn push_axis(out: &mut String) {
    out.push_str("<thead>\n<tr><td></td><td colspan=\"3\" class=\"axis-name\">Impact</td></tr>\n");
    out.push_str("<tr><td class=\"axis-name axis-likelihood\">Likelihood</td>");
    for impact in [Level::Low, Level::Medium, Level::High] {
        put!(out, "<th scope=\"col\">", words(impact.as_str()).as_str(), "</th>");
    }
    out.push_str("</tr>\n</thead>\n");
}

/// The grid of a plan's risks, in the order of their numbers.
fn grid(risks: &[&Risk]) -> Html {
    let levels = [Level::High, Level::Medium, Level::Low];
    Html::build(|out| {
        out.push_str(
            "<table class=\"risk-grid\">\n<caption class=\"vh\">Open risks by likelihood and impact",
        );
        out.push_str("</caption>\n");
        push_axis(out);
        out.push_str("<tbody>\n");
        for likelihood in levels {
            put!(out, "<tr><th scope=\"row\">", words(likelihood.as_str()).as_str(), "</th>");
            for impact in levels.into_iter().rev() {
                put!(out, "<td class=\"grid-", tone(likelihood.weight() * impact.weight()), "\">");
                let here = |risk: &Risk| risk.likelihood.value == likelihood && risk.impact.value == impact;
                for (at, _) in risks.iter().enumerate().filter(|(_, risk)| is_live(risk) && here(risk)) {
                    put!(out, "<a class=\"pin\" href=\"#risk-", at + 1, "\">", at + 1, "</a>");
                }
                out.push_str("</td>");
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>");
    })
}

fn risk_view(book: &Book<'_>, plan: &Plan, risk: &Risk, number: usize) -> RiskView {
    RiskView {
        number,
        id: risk.id.value.clone(),
        risk: risk.risk.value.clone(),
        category: words(risk.category.as_str()),
        likelihood: risk.likelihood.as_str(),
        impact: risk.impact.as_str(),
        score: risk.score(),
        tone: tone(risk.score()),
        status: risk.status().as_str(),
        status_word: words(risk.status().as_str()),
        live: is_live(risk),
        opened: risk.opened.map(|opened| book.f.ago(opened.value)).unwrap_or_default(),
        mitigations: risk
            .mitigation
            .iter()
            .filter_map(|id| plan.action(&id.value))
            .map(|action| {
                let due = action.due.map(|due| due.value);
                Mitigation {
                    fragment: fragment_of(&plan.actions, action, |action| &action.id.value),
                    action: action.action.value.clone(),
                    badge: super::actions::badge(action, book.f.as_of),
                    owner: super::actions::owner(book, action).to_owned(),
                    due: due.map(|due| book.f.ago(due)).unwrap_or_default(),
                    overdue: action.status().is_open() && due.is_some_and(|due| due < book.f.as_of),
                }
            })
            .collect(),
    }
}
