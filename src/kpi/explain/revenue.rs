//! What ARR, its movements and retention are made of.

use crate::config::Grain;
use crate::model::Decimal;

use super::super::FigureName;
use super::super::amount::sub;
use super::super::ledger::Kind;
use super::super::retention::{Unit, units};
use super::Contribution;
use super::sources::Part;
use super::text::Says;

/// ARR by line; a movement by what moved.
pub(super) fn money<'r>(part: &Part<'r>, figure: FigureName) -> Vec<Contribution<'r>> {
    let kinds: &[Kind] = match figure {
        FigureName::New => &[Kind::New],
        FigureName::Reactivation => &[Kind::Reactivation],
        FigureName::Upsell => &[Kind::Upsell],
        FigureName::CrossSell => &[Kind::CrossSell],
        FigureName::Price => &[Kind::Price],
        FigureName::Contraction => &[Kind::Contraction],
        FigureName::Churn => &[Kind::Churn],
        FigureName::UpsellCrossSell => &[Kind::Upsell, Kind::CrossSell],
        FigureName::Expansion => &[Kind::Upsell, Kind::CrossSell, Kind::Price],
        _ => &[],
    };
    let mut parts = Vec::new();
    for account in part.accounts() {
        if kinds.is_empty() {
            part.stock(account, part.window.closing, part.product, &mut parts);
        } else {
            part.moves(account, part.product, |kind| kinds.contains(&kind), false, &mut parts);
        }
    }
    parts
}

/// NRR, GRR and client retention by unit of the cohort.
pub(super) fn retention<'r>(part: &Part<'r>, figure: FigureName) -> Vec<Contribution<'r>> {
    let grain = match (figure, part.report.grain) {
        // Clients are accounts, also where money is counted by line.
        (FigureName::ClientRetention, Grain::Line) => Grain::Account,
        // One account alone is its own tree.
        (_, Grain::Parent) if part.alone => Grain::Account,
        (_, grain) => grain,
    };
    let mut parts = Vec::new();
    for unit in units(part.ledger, &part.members, grain, part.window) {
        if unit.opening <= Decimal::ZERO {
            continue;
        }
        if figure == FigureName::ClientRetention {
            parts.extend(client(part, &unit));
            continue;
        }
        for account in unit.accounts.iter().filter_map(|&at| part.ledger.account(at)) {
            let from = parts.len();
            part.stock(account, part.window.opening, unit.product, &mut parts);
            for line in parts.iter_mut().skip(from) {
                line.of = line.amount;
                line.movement = Some("opening");
            }
            if figure == FigureName::Nrr {
                part.moves(account, unit.product, |_| true, true, &mut parts);
            }
        }
        if figure == FigureName::Grr {
            parts.extend(fall(part, &unit));
        }
    }
    parts
}

/// The greatest fall among a unit's movements, as a contribution whose amount is not yet the unit's.
fn greatest_fall<'r>(part: &Part<'r>, unit: &Unit) -> Option<Contribution<'r>> {
    let mut falls = Vec::new();
    for account in unit.accounts.iter().filter_map(|&at| part.ledger.account(at)) {
        part.moves(account, unit.product, Kind::falls, false, &mut falls);
    }
    // The first among equals.
    falls.into_iter().reduce(|most, fall| if fall.amount > most.amount { fall } else { most })
}

/// What a unit lost of its opening ARR.
fn fall<'r>(part: &Part<'r>, unit: &Unit) -> Option<Contribution<'r>> {
    let lost = sub(unit.opening, unit.opening.min(unit.closing));
    if lost.is_zero() {
        return None;
    }
    let most = greatest_fall(part, unit);
    let by = most.as_ref().filter(|most| most.record.is_some()).map(|most| Box::new(most.text.says.clone()));
    let became = Says::Became { opening: unit.opening, closing: unit.closing, by };
    Some(Contribution {
        amount: -lost,
        of: Decimal::ZERO,
        movement: Some(if unit.closing.is_zero() { "churn" } else { "contraction" }),
        text: part.text(became),
        ..most.or_else(|| whose(part, unit))?
    })
}

/// A contribution of a unit's first account, which says nothing yet.
fn whose<'r>(part: &Part<'r>, unit: &Unit) -> Option<Contribution<'r>> {
    let account = unit.accounts.first().and_then(|&at| part.ledger.account(at))?;
    Some(part.of_account(account, Decimal::ZERO, Decimal::ZERO, Says::Plainly("")))
}

/// A client of the cohort: kept or lost.
fn client<'r>(part: &Part<'r>, unit: &Unit) -> Option<Contribution<'r>> {
    let kept = unit.closing > Decimal::ZERO;
    let fall = if kept { None } else { greatest_fall(part, unit) };
    let became = Says::Became { opening: unit.opening, closing: unit.closing, by: None };
    Some(Contribution {
        amount: if kept { Decimal::ONE } else { Decimal::ZERO },
        of: Decimal::ONE,
        movement: Some(if kept { "retained" } else { "churn" }),
        text: part.text(became),
        ..fall.or_else(|| whose(part, unit))?
    })
}
