//! What ARR, its movements and retention are made of.

use crate::config::Grain;
use crate::model::Decimal;

use super::super::FigureName;
use super::super::amount::sub;
use super::super::ledger::{Account, Kind, Move};
use super::super::retention::{Unit, units};
use super::Contribution;
use super::sources::Part;

/// ARR by line; a movement by what moved.
pub(super) fn money(part: &Part<'_>, figure: FigureName) -> Vec<Contribution> {
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
        _ => {
            let stock = |(_, account): (usize, _)| part.stock(account, part.window.closing, part.product);
            return part.accounts().flat_map(stock).collect();
        }
    };
    let moved = |(_, account): (usize, &Account)| {
        let moves = of_period(part, account, part.product);
        part.moves(account, &moves, false)
    };
    let mut parts: Vec<Contribution> = part.accounts().flat_map(moved).collect();
    parts.retain(|part| kinds.iter().any(|kind| part.movement == Some(kind.as_str())));
    parts
}

/// The movements of an account in the period, or of one of its products.
pub(super) fn of_period(part: &Part<'_>, account: &Account, product: Option<usize>) -> Vec<Move> {
    let moves = account.moves(part.window.opening, part.window.closing).iter();
    let counts = |moved: &&Move| match product {
        None => moved.of_account(),
        Some(product) => moved.of_product() && moved.product == product,
    };
    moves.filter(counts).copied().collect()
}

/// NRR, GRR and client retention by unit of the cohort.
pub(super) fn retention(part: &Part<'_>, figure: FigureName) -> Vec<Contribution> {
    let grain = match (figure, part.report.grain) {
        // Clients are accounts, also where money is counted by line.
        (FigureName::ClientRetention, Grain::Line) => Grain::Account,
        // One account alone is its own tree.
        (_, Grain::Parent) if part.alone => Grain::Account,
        (_, grain) => grain,
    };
    let mut parts = Vec::new();
    for unit in units(part.ledger, part.members, grain, part.window) {
        if unit.opening <= Decimal::ZERO {
            continue;
        }
        if figure == FigureName::ClientRetention {
            parts.extend(client(part, &unit));
            continue;
        }
        for account in unit.accounts.iter().filter_map(|&at| part.ledger.account(at)) {
            for mut line in part.stock(account, part.window.opening, unit.product) {
                line.of = line.amount;
                line.movement = Some("opening");
                parts.push(line);
            }
            if figure == FigureName::Nrr {
                let moves = of_period(part, account, unit.product);
                parts.extend(part.moves(account, &moves, true));
            }
        }
        if figure == FigureName::Grr {
            parts.extend(fall(part, &unit));
        }
    }
    parts
}

/// The greatest fall among a unit's movements, as a contribution whose amount is not yet the unit's.
fn greatest_fall(part: &Part<'_>, unit: &Unit) -> Option<Contribution> {
    let accounts = unit.accounts.iter().filter_map(|&at| part.ledger.account(at));
    let falls = accounts.flat_map(|account| {
        let moves = of_period(part, account, unit.product);
        let falls: Vec<Move> = moves.into_iter().filter(|moved| moved.kind.falls()).collect();
        part.moves(account, &falls, false)
    });
    // The first among equals.
    falls.reduce(|most, fall| if fall.amount > most.amount { fall } else { most })
}

/// What a unit lost of its opening ARR.
fn fall(part: &Part<'_>, unit: &Unit) -> Option<Contribution> {
    let lost = sub(unit.opening, unit.opening.min(unit.closing));
    if lost.is_zero() {
        return None;
    }
    let text = format!("from {} to {}", part.money(unit.opening), part.money(unit.closing));
    let mut fall = whose(part, unit)?;
    if let Some(most) = greatest_fall(part, unit) {
        fall = most;
    }
    fall.text = if fall.record.is_some() { format!("{text}: {}", fall.text) } else { text };
    fall.amount = -lost;
    fall.of = Decimal::ZERO;
    fall.movement = Some(if unit.closing.is_zero() { "churn" } else { "contraction" });
    Some(fall)
}

fn whose(part: &Part<'_>, unit: &Unit) -> Option<Contribution> {
    let account = unit.accounts.first().and_then(|&at| part.ledger.account(at))?;
    Some(part.of_account(account, Decimal::ZERO, Decimal::ZERO, String::new()))
}

/// A client of the cohort: kept or lost.
fn client(part: &Part<'_>, unit: &Unit) -> Option<Contribution> {
    let kept = unit.closing > Decimal::ZERO;
    let text = format!("from {} to {}", part.money(unit.opening), part.money(unit.closing));
    let mut client = match greatest_fall(part, unit) {
        Some(fall) if !kept => fall,
        _ => whose(part, unit)?,
    };
    client.text = text;
    client.amount = if kept { Decimal::ONE } else { Decimal::ZERO };
    client.of = Decimal::ONE;
    client.movement = Some(if kept { "retained" } else { "churn" });
    Some(client)
}
