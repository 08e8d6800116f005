//! Where growth comes from: value delivered, opportunities, the client's objectives.

use super::fields::Fields;
use super::scalar::date::date;
use super::scalar::id::link_or_path;
use super::scalar::number::{quantity, share};
use super::shape::List;
use crate::model::{Objective, Opportunity, Value};

pub(crate) fn value(f: &mut Fields<'_, '_, '_, '_>) -> Option<Value> {
    let id = f.id(List::Value);
    let outcome = f.need_text("outcome");
    let metric = f.text("metric");
    let baseline = f.opt("baseline", quantity);
    let result = f.opt("result", quantity);
    let worth = f.money("worth");
    let date = f.need("date", date);
    let confirmed_by = f.stakeholder("confirmed_by");
    let evidence = f.opt("evidence", link_or_path);
    f.sound()?;
    Some(Value {
        place: f.d.place(f.span),
        id: id?,
        outcome: outcome?,
        metric,
        baseline,
        result,
        worth,
        date: date?,
        confirmed_by,
        evidence,
        extra: std::mem::take(&mut f.extra),
    })
}

pub(crate) fn opportunity(f: &mut Fields<'_, '_, '_, '_>) -> Option<Opportunity> {
    let id = f.id(List::Opportunities);
    let name = f.need_text("name");
    let kind = f.need_choice("kind");
    let owner = f.person("owner");
    let product = f.product("product");
    let unit = f.unit("unit");
    let arr = f.need_money("arr");
    let stage = f.need_choice("stage");
    let probability = f.opt("probability", share);
    let close = f.need("close", date);
    let sponsor = f.stakeholder("sponsor");
    let contract = f.contract("contract");
    let reason = f.text("reason");
    f.sound()?;
    Some(Opportunity {
        place: f.d.place(f.span),
        id: id?,
        name: name?,
        kind: kind?,
        owner,
        product,
        unit,
        arr: arr?,
        stage: stage?,
        probability,
        close: close?,
        sponsor,
        contract,
        reason,
        extra: std::mem::take(&mut f.extra),
    })
}

pub(crate) fn objective(f: &mut Fields<'_, '_, '_, '_>) -> Option<Objective> {
    let id = f.id(List::Objectives);
    let objective = f.need_text("objective");
    let metric = f.text("metric");
    let baseline = f.opt("baseline", quantity);
    let target = f.opt("target", quantity);
    let current = f.opt("current", quantity);
    let due = f.opt("due", date);
    let sponsor = f.stakeholder("sponsor");
    f.sound()?;
    Some(Objective {
        place: f.d.place(f.span),
        id: id?,
        objective: objective?,
        metric,
        baseline,
        target,
        current,
        due,
        sponsor,
        extra: std::mem::take(&mut f.extra),
    })
}
