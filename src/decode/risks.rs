//! What could go wrong, and what is done.

use super::fields::Fields;
use super::scalar::date::date;
use super::shape::List;
use crate::model::{Action, Risk};

pub(crate) fn risk(f: &mut Fields<'_, '_, '_, '_>) -> Option<Risk> {
    let id = f.id(List::Risks);
    let risk = f.need_text("risk");
    let category = f.need_choice("category");
    let likelihood = f.need_choice("likelihood");
    let impact = f.need_choice("impact");
    let mitigation = f.actions("mitigation");
    let status = f.choice("status");
    let opened = f.opt("opened", date);
    f.sound()?;
    Some(Risk {
        place: f.d.place(f.span),
        id: id?,
        risk: risk?,
        category: category?,
        likelihood: likelihood?,
        impact: impact?,
        mitigation,
        status,
        opened,
        extra: std::mem::take(&mut f.extra),
    })
}

/// The framework asks for owner, due date and metric; a plan that lacks them can be read.
pub(crate) fn action(f: &mut Fields<'_, '_, '_, '_>) -> Option<Action> {
    let id = f.id(List::Actions);
    let action = f.need_text("action");
    let owner = f.person("owner");
    let start = f.opt("start", date);
    let due = f.opt("due", date);
    let metric = f.text("metric");
    let status = f.choice("status");
    let done = f.opt("done", date);
    let supports = f.supported("supports");
    f.sound()?;
    Some(Action {
        place: f.d.place(f.span),
        id: id?,
        action: action?,
        owner,
        start,
        due,
        metric,
        status,
        done,
        supports,
        extra: std::mem::take(&mut f.extra),
    })
}
