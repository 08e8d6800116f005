//! What a reviewer must know before anything else: how the figures move, what else is weighty, how much
//! changed.

use super::{Movement, by_weight, counted, movements};
use crate::diagnostic::Severity;
use crate::diff::change::Area;
use crate::diff::report::{Diff, Fate};
use crate::kpi::FigureName;
use crate::model::Decimal;

/// A headline, sentence by sentence.
pub(super) struct Headline {
    /// How the figures move.
    pub effect: String,
    /// The weightiest of what no figure shows, where there is any.
    pub look: Option<String>,
    /// How many accounts changed and how the checks stand.
    pub counts: Option<String>,
}

impl Headline {
    pub fn of(diff: &Diff) -> Headline {
        if diff.is_empty() {
            let effect = format!("Nothing changed in meaning between {} and {}.", diff.base, diff.head);
            return Headline { effect, look: None, counts: None };
        }
        Headline { effect: effect(&movements(diff)), look: look(diff), counts: Some(counts(diff)) }
    }

    /// All sentences in one line.
    pub fn line(&self) -> String {
        let sentences = [Some(&self.effect), self.look.as_ref(), self.counts.as_ref()];
        sentences.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// "ARR falls by USD 5,340 to USD 3,362,923 and NRR by 0.5 points to 115.0 %."
fn effect(movements: &[Movement]) -> String {
    const STEERED_BY: [FigureName; 4] =
        [FigureName::Arr, FigureName::Nrr, FigureName::Grr, FigureName::RenewalRate];
    let mut parts: Vec<String> = Vec::new();
    let mut last = "";
    let steering = movements.iter().filter(|m| STEERED_BY.contains(&m.figure));
    for movement in steering.filter(|m| m.change.is_none_or(|change| !change.is_zero())).take(2) {
        let Some(change) = movement.change else {
            parts.push(format!("{} goes from {} to {}", movement.name, movement.before, movement.after));
            last = "";
            continue;
        };
        let verb = if change < Decimal::ZERO { "falls" } else { "rises" };
        let verb = if verb == std::mem::replace(&mut last, verb) { "" } else { &format!(" {verb}") };
        parts.push(format!("{}{verb} by {} to {}", movement.name, movement.size, movement.after));
    }
    match parts.as_slice() {
        [] if movements.is_empty() => "No figure moves.".into(),
        [] => "ARR, NRR, GRR and the renewal rate stay as they are.".into(),
        parts => format!("{}.", parts.join(" and ")),
    }
}

/// What happened to a client or with people, which moves no figure today.
fn look(diff: &Diff) -> Option<String> {
    let all = || {
        by_weight(diff).into_iter().flat_map(|account| {
            let of_note = account.changes.iter().filter(|c| c.weighty && c.area != Area::Contracts);
            of_note.map(move |change| (account, change))
        })
    };
    let (account, change) = all().next()?;
    let named = change.text.contains(&account.name);
    let name = if named { String::new() } else { format!("{}: ", account.name) };
    let more = match all().count() - 1 {
        0 => String::new(),
        n => format!(" ({n} more like it below)"),
    };
    Some(format!("{name}{}{more}.", change.text))
}

fn counts(diff: &Diff) -> String {
    let mut parts = Vec::new();
    for (fate, word) in [(Fate::Changed, "changed"), (Fate::Added, "added"), (Fate::Removed, "removed")] {
        let n = diff.accounts.iter().filter(|a| a.fate == fate).count();
        if n > 0 {
            parts.push(format!("{} {word}", counted(n, "account")));
        }
    }
    for (severity, word) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
        let n = diff.newly(severity);
        if n > 0 {
            parts.push(counted(n, &format!("new {word}")));
        }
    }
    if !diff.mended.is_empty() {
        parts.push(format!("{} mended", diff.mended.len()));
    }
    if parts.is_empty() {
        parts.push("No plan changed in meaning; the configuration or the data did".into());
    }
    format!("{}.", parts.join(", "))
}
