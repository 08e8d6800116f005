//! Risk Assessment: the grid of likelihood and impact, and what is done about each risk.

use serde::Serialize;

use super::actions;
use crate::model::{Action, Choice, Level, Plan, Risk, RiskStatus};
use crate::site::html::{Esc, Html, put};
use crate::site::views::{Book, push_words};

#[derive(Debug, Serialize, Hash)]
pub(super) struct RisksView {
    /// Each risk and what mitigates it, the gravest first; empty where none is written down.
    rows: Html,
    /// Likelihood (rows, the highest first) against impact, with the numbers of the risks that are live.
    grid: Html,
    /// How many are open or have occurred.
    live: usize,
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
        rows: Html::build(|out| {
            risks.iter().enumerate().for_each(|(at, risk)| push_row(out, book, plan, risk, at + 1));
        }),
    }
}

/// Appends the heads of a grid of risks: the names of its two axes, and the levels of impact, the lowest first.
pub(in crate::site::views) fn push_axis(out: &mut String) {
    out.push_str("<thead>\n<tr><td></td><td colspan=\"3\" class=\"axis-name\">Impact</td></tr>\n");
    out.push_str("<tr><td class=\"axis-name axis-likelihood\">Likelihood</td>");
    for impact in [Level::Low, Level::Medium, Level::High] {
        out.push_str("<th scope=\"col\">");
        push_words(out, impact.as_str());
        out.push_str("</th>");
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
            out.push_str("<tr><th scope=\"row\">");
            push_words(out, likelihood.as_str());
            out.push_str("</th>");
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

/// Appends a risk by its number in the grid, from 1, with what mitigates it.
fn push_row(out: &mut String, book: &Book<'_>, plan: &Plan, risk: &Risk, number: usize) {
    let (live, tone) = (is_live(risk), tone(risk.score()));
    put!(out, "<li id=\"risk-", number, if live { "\">" } else { "\" class=\"over\">" });
    put!(out, "<span class=\"pin pin-", tone, "\" aria-hidden=\"true\">", number, "</span>\n<div>\n");
    put!(out, "<p class=\"strong\">", Esc(&risk.risk.value), "</p>\n<p class=\"meta\">");
    push_words(out, risk.category.as_str());
    put!(out, " · ", risk.likelihood.as_str(), " likelihood × ", risk.impact.as_str(), " impact · ");
    push_words(out, risk.status().as_str());
    if let Some(opened) = risk.opened {
        out.push_str(" · seen ");
        book.f.push_ago(out, opened.value);
    }
    out.push_str("</p>\n");
    let mut mitigations = risk.mitigation.iter().filter_map(|id| plan.action(&id.value)).peekable();
    if mitigations.peek().is_some() {
        out.push_str("<ul class=\"mitigations\">\n");
        mitigations.for_each(|action| push_mitigation(out, book, plan, action));
        out.push_str("</ul>\n");
    } else if live {
        put!(out, "<p class=\"small ", if tone == "high" { "bad" } else { "watch" });
        out.push_str("\"><i class=\"icon i-alert\"></i> Nothing mitigates it</p>\n");
    }
    out.push_str("</div>\n</li>\n");
}

fn push_mitigation(out: &mut String, book: &Book<'_>, plan: &Plan, action: &Action) {
    out.push_str("<li>");
    actions::push_badge(out, action, book.f.as_of);
    put!(
        out,
        "<p><a href=\"#action-",
        Esc(&actions::fragment(plan, action)),
        "\">",
        Esc(&action.action.value)
    );
    put!(out, "</a> <span class=\"meta\">", Esc(actions::owner(book, action)));
    if let Some(due) = action.due {
        out.push_str(", due ");
        book.f.push_ago(out, due.value);
    }
    out.push_str("</span></p></li>\n");
}
