//! Days that contradict each other, other than contracts'.
//!
//! For: escalations, won opportunities and actions.
//! Must not: know today's date (what time overtook is freshness).

use crate::check::words::{plain, quoted};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::*;
use crate::text::{Place, Span};

/// Resolved before opened. Earlier on the very day of its opening counts as at once.
pub(super) fn escalations(plan: &Plan, out: &mut Diagnostics) {
    for escalation in &plan.escalations {
        let (opened, Some(resolved)) = (escalation.opened, escalation.resolved) else { continue };
        if resolved.at >= opened.at || resolved.day == opened.day {
            continue;
        }
        let at = |span: Span| Place::new(&escalation.place.source, span);
        let id = plain(&escalation.id.value);
        let message = format!(
            "{id} was resolved before it was opened: opened {}, resolved {}",
            moment(&opened),
            moment(&resolved)
        );
        out.push(
            Diagnostic::new(&codes::P410, at(resolved.span), message)
                .help("mend one of the two days, or swap them")
                .label(at(opened.span), "opened here")
                .about("escalations"),
        );
    }
}

/// A point in time as the author wrote it, as far as is known.
fn moment(moment: &Moment) -> String {
    if moment.timed { moment.at.format("%Y-%m-%d %H:%M UTC").to_string() } else { moment.day.to_string() }
}

/// An opportunity that was won, and no contract that shows it.
pub(super) fn won(plan: &Plan, out: &mut Diagnostics) {
    let won = plan.opportunities.iter().filter(|opportunity| opportunity.stage.value == Stage::Won);
    for opportunity in won.filter(|opportunity| opportunity.contract.is_none()) {
        let message = format!("{} was won, but names no contract", quoted(&opportunity.name.value));
        let help = match plan.contracts.iter().max_by_key(|contract| contract.start.value) {
            Some(latest) => format!(
                "figures follow the contracts alone: say which one it became, as in `contract: {}`",
                plain(&latest.id.value)
            ),
            None => {
                "figures follow the contracts alone: add the one that it became, and name it in `contract:`"
                    .into()
            }
        };
        let place = Place::new(&opportunity.place.source, opportunity.stage.span);
        out.push(Diagnostic::new(&codes::P422, place, message).help(help));
    }
}

/// An action that starts after it is due.
pub(super) fn action_dates(plan: &Plan, out: &mut Diagnostics) {
    for action in &plan.actions {
        let (Some(start), Some(due)) = (action.start, action.due) else { continue };
        if start.value > due.value {
            let at = |span: Span| Place::new(&action.place.source, span);
            let message = format!(
                "{} starts {}, after it is due ({})",
                quoted(&action.action.value),
                start.value,
                due.value
            );
            out.push(
                Diagnostic::new(&codes::P423, at(start.span), message)
                    .help("mend one of the two days, or swap them")
                    .label(at(due.span), "due here"),
            );
        }
    }
}
