//! A diff in four formats, all from the same value.

mod html;
mod json;
mod markdown;
mod terminal;

pub use html::html;
pub use json::json;
pub use markdown::{MARKER, markdown};
pub use terminal::terminal;

use super::figures::rounded;
use super::report::{Diff, Fate};
use super::words::{decimals, figure_delta, figure_value};
use crate::diagnostic::Severity;
use crate::kpi::FigureName;
use crate::text::Place;

/// The figures whose movement is told with its causes.
const HEADLINES: usize = 5;

/// How many causes of a movement are named; the others are summed up.
const CAUSES: usize = 5;

/// One figure's movement in words.
struct Movement {
    figure: FigureName,
    name: &'static str,
    before: String,
    after: String,
    delta: Option<String>,
    causes: Vec<Cause>,
}

/// What one account did to a figure, in words.
struct Cause {
    delta: String,
    account: String,
    because: Vec<(String, String)>,
}

/// The short name that a reviewer knows a figure by.
fn short(figure: FigureName) -> &'static str {
    match figure {
        FigureName::Arr => "ARR",
        FigureName::Nrr => "NRR",
        FigureName::Grr => "GRR",
        FigureName::RenewalRate => "Renewal rate",
        FigureName::ClientRetention => "Client retention",
        FigureName::UpsellCrossSell => "Upsell and cross-sell",
        FigureName::ForecastGrr => "Forecast GRR",
        FigureName::ForecastNrr => "Forecast NRR",
        FigureName::Pipeline => "Weighted pipeline",
        FigureName::Csat => "CSAT",
        FigureName::Nps => "NPS",
        FigureName::TimeToResolution => "Time to resolution",
        FigureName::Clv => "Customer lifetime value",
        FigureName::Health => "Health",
        FigureName::Completeness => "Completeness",
        _ => "Figure",
    }
}

fn at(place: &Place) -> String {
    format!("{}:{}", place.path(), place.line())
}

/// The figures that moved, with causes whose printed effects add up to the printed movement.
fn movements(diff: &Diff) -> Vec<Movement> {
    diff.figures.iter().filter(|moved| !moved.is_same()).map(|moved| movement(diff, moved)).collect()
}

fn movement(diff: &Diff, moved: &super::figures::Moved) -> Movement {
    let figure = moved.figure;
    let (named, others) = moved.attributions.split_at(moved.attributions.len().min(CAUSES));
    let mut effects: Vec<_> = named.iter().map(|a| a.delta).collect();
    if !others.is_empty() {
        effects.push(others.iter().map(|a| a.delta).sum());
    }
    let printed = rounded(&effects, decimals(figure));
    let mut causes: Vec<Cause> = named
        .iter()
        .zip(&printed)
        .map(|(attribution, effect)| Cause {
            delta: figure_delta(figure, *effect, &diff.currency),
            account: match diff.account(&attribution.account) {
                Some(account) => account.name.clone(),
                None if attribution.account.is_empty() => "several accounts together".into(),
                None => attribution.account.clone(),
            },
            because: diff
                .because(&attribution.account, figure, 2)
                .into_iter()
                .map(|change| (change.text.clone(), at(&change.place)))
                .collect(),
        })
        .collect();
    if let (false, Some(effect)) = (others.is_empty(), printed.last()) {
        causes.push(Cause {
            delta: figure_delta(figure, *effect, &diff.currency),
            account: format!("{} other account{}", others.len(), if others.len() == 1 { "" } else { "s" }),
            because: Vec::new(),
        });
    }
    Movement {
        figure,
        name: short(figure),
        before: figure_value(figure, &moved.before, &diff.currency),
        after: figure_value(figure, &moved.after, &diff.currency),
        delta: moved.delta().map(|delta| figure_delta(figure, delta, &diff.currency)),
        causes,
    }
}

/// The headline: the figures that moved most, how many accounts changed, how the checks stand.
fn headline(diff: &Diff) -> String {
    if diff.is_empty() {
        return format!("Nothing changed in meaning between {} and {}.", diff.base, diff.head);
    }
    let mut parts: Vec<String> = movements(diff)
        .into_iter()
        .filter(|m| {
            matches!(m.figure, FigureName::Arr | FigureName::Nrr | FigureName::Grr | FigureName::RenewalRate)
        })
        .take(2)
        .map(|m| match m.delta {
            Some(delta) => format!("{} {} → {} ({delta})", m.name, m.before, m.after),
            None => format!("{} {} → {}", m.name, m.before, m.after),
        })
        .collect();
    if parts.is_empty() {
        parts.push("No headline figure moves".into());
    }
    let fates = |fate: Fate| diff.accounts.iter().filter(|a| a.fate == fate).count();
    let accounts = |n: usize| format!("{n} account{}", if n == 1 { "" } else { "s" });
    for (fate, word) in [(Fate::Changed, "changed"), (Fate::Added, "added"), (Fate::Removed, "removed")] {
        if fates(fate) > 0 {
            parts.push(format!("{} {word}", accounts(fates(fate))));
        }
    }
    for (severity, word) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
        let n = diff.newly(severity);
        if n > 0 {
            parts.push(format!("{n} new {word}{}", if n == 1 { "" } else { "s" }));
        }
    }
    if !diff.mended.is_empty() {
        parts.push(format!("{} mended", diff.mended.len()));
    }
    format!("{}.", parts.join("; "))
}
