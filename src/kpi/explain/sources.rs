//! The records behind ARR and its movements.

use crate::model::{Date, Decimal, day_before};
use crate::text::Place;

use super::super::amount::sub;
use super::super::ledger::{Account, Agreement, Kind, Lane, Ledger, Move};
use super::super::window::Window;
use super::super::{Report, words};
use super::Contribution;

/// What is explained: whose figure, over which days.
pub(super) struct Part<'a> {
    pub report: &'a Report,
    pub ledger: &'a Ledger,
    pub window: Window,
    pub members: &'a [usize],
    /// The product, in a product group.
    pub product: Option<usize>,
    /// Whether it is one account's figure.
    pub alone: bool,
}

impl<'a> Part<'a> {
    pub fn accounts(&self) -> impl Iterator<Item = (usize, &'a Account)> {
        self.members.iter().filter_map(|&at| Some((at, self.ledger.account(at)?)))
    }

    pub fn money(&self, value: Decimal) -> String {
        words::money(value, self.report.currency)
    }

    /// A contribution of an account, at its plan's first line.
    pub fn of_account(&self, account: &Account, amount: Decimal, of: Decimal, text: String) -> Contribution {
        Contribution {
            account: account.id().to_owned(),
            record: None,
            place: account.plan.head(),
            date: None,
            amount,
            of,
            movement: None,
            text,
        }
    }

    /// A contribution of a contract.
    pub fn of_contract(
        &self,
        agreement: &Agreement,
        amount: Decimal,
        of: Decimal,
        text: String,
    ) -> Option<Contribution> {
        let account = self.ledger.account(agreement.account)?;
        let contract = self.ledger.contract(agreement)?;
        Some(Contribution {
            record: Some(contract.id.value.clone()),
            place: contract.place.clone(),
            ..self.of_account(account, amount, of, text)
        })
    }

    /// What an account's lines pay on a day, each where its amount is written.
    pub fn stock(&self, account: &Account, day: Date, product: Option<usize>) -> Vec<Contribution> {
        let known = self.window.known;
        let mut lines = Vec::new();
        for agreement in self.ledger.agreements_of(account).iter().filter(|a| a.in_force(day, known)) {
            for lane in agreement.lanes.iter().filter(|lane| product.is_none_or(|p| lane.product == p)) {
                let amount = lane.on(day);
                if amount.is_zero() {
                    continue;
                }
                let text = format!("{}, {}", self.ledger.product(lane.product), self.money(amount));
                let Some(mut line) = self.of_contract(agreement, amount, Decimal::ZERO, text) else {
                    continue;
                };
                (line.place, line.date) = self.written(agreement, lane, day, line.place);
                lines.push(line);
            }
        }
        lines
    }

    /// Where a line's amount on a day is written, and since when it holds.
    fn written(&self, agreement: &Agreement, lane: &Lane, day: Date, place: Place) -> (Place, Option<Date>) {
        let contract = self.ledger.contract(agreement);
        let at = |span| Place::new(&place.source, span);
        let turn = lane.changes.iter().take_while(|turn| turn.date <= day).last();
        if let Some(turn) = turn {
            let change = contract.and_then(|contract| contract.changes.get(turn.index));
            return (change.map_or(place.clone(), |change| at(change.span)), Some(turn.date));
        }
        let line = contract.and_then(|contract| contract.lines.get(lane.line?));
        (line.map_or(place.clone(), |line| at(line.span)), Some(agreement.start))
    }

    /// The contributions of movements of one account, each given to the contracts that moved, in written
    /// order. `signed`: falls are negative.
    pub fn moves(&self, account: &Account, moves: &[Move], signed: bool) -> Vec<Contribution> {
        let mut parts = Vec::new();
        for day in moves.chunk_by(|a, b| a.day == b.day) {
            let Some(date) = day.first().map(|moved| moved.day) else { continue };
            let mut causes = self.causes(account, date);
            for moved in day {
                self.give(account, moved, &mut causes, signed, &mut parts);
            }
        }
        parts
    }

    /// Gives one movement to its causes.
    fn give(
        &self,
        account: &Account,
        moved: &Move,
        causes: &mut [Cause],
        signed: bool,
        parts: &mut Vec<Contribution>,
    ) {
        let sign = if moved.kind.falls() { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
        let shown = if signed { sign } else { Decimal::ONE };
        let mut left = moved.amount;
        // A swap's net is of the account, whichever product moved.
        let of_product = moved.of_product();
        let price = moved.kind == Kind::Price;
        let mut order: Vec<usize> = (0..causes.len()).collect();
        order.sort_by_key(|&at| causes.get(at).map(|cause| price != cause.price));
        for at in order {
            let Some(cause) = causes.get_mut(at) else { continue };
            if left.is_zero() || (of_product && cause.product != moved.product) {
                continue;
            }
            let room = if moved.kind.falls() { -cause.left } else { cause.left };
            let amount = room.min(left);
            if amount <= Decimal::ZERO {
                continue;
            }
            cause.left = sub(cause.left, amount * sign);
            left = sub(left, amount);
            let mut part = self.of_account(account, amount * shown, Decimal::ZERO, cause.text.clone());
            part.record = Some(cause.record.clone());
            part.place = cause.place.clone();
            part.date = Some(moved.day);
            part.movement = Some(moved.kind.as_str());
            parts.push(part);
        }
        if !left.is_zero() {
            let text = self.ledger.product(moved.product).to_owned();
            let mut part = self.of_account(account, left * shown, Decimal::ZERO, text);
            part.date = Some(moved.day);
            part.movement = Some(moved.kind.as_str());
            parts.push(part);
        }
    }

    /// What each contract of an account did on a day, by product.
    fn causes(&self, account: &Account, day: Date) -> Vec<Cause> {
        let known = self.ledger.as_of;
        let eve = day_before(day);
        let mut causes = Vec::new();
        for agreement in self.ledger.agreements_of(account) {
            let (was_in, is_in) = (agreement.in_force(eve, known), agreement.in_force(day, known));
            let Some(contract) = self.ledger.contract(agreement).filter(|_| was_in || is_in) else {
                continue;
            };
            let at = |span| Place::new(&contract.place.source, span);
            let id = &contract.id.value;
            for lane in &agreement.lanes {
                let was = if was_in { lane.on(eve) } else { Decimal::ZERO };
                let is = if is_in { lane.on(day) } else { Decimal::ZERO };
                let delta = sub(is, was);
                if delta.is_zero() {
                    continue;
                }
                let turn = lane.changes.iter().find(|turn| turn.date == day).filter(|_| is_in);
                let change = turn.and_then(|turn| contract.changes.get(turn.index));
                let product = self.ledger.product(lane.product);
                let (place, text) = if let (Some(change), true) = (change, was_in) {
                    (at(change.span), format!("{product} from {} to {}", self.money(was), self.money(is)))
                } else if is_in {
                    let line = lane.line.and_then(|line| contract.lines.get(line));
                    let place = line.map_or(contract.place.clone(), |line| at(line.span));
                    (place, format!("{product} {}, {id} starts", self.money(is)))
                } else {
                    let next =
                        agreement.successors.iter().filter_map(|&next| self.ledger.agreements.get(next));
                    let next =
                        next.filter(|next| next.start == day).find_map(|next| self.ledger.contract(next));
                    let ended = match (next, contract.cancelled) {
                        (Some(next), _) => format!("{id} gives way to {}", next.id.value),
                        (None, Some(cancelled)) => format!("{id} ends, cancelled on {}", cancelled.value),
                        (None, None) => format!("{id} ends on {eve}"),
                    };
                    let end = contract.cancelled.or(contract.end).map(|field| at(field.span));
                    (end.unwrap_or(contract.place.clone()), format!("{product} {}, {ended}", self.money(was)))
                };
                let price = change.is_some_and(|change| {
                    change.reason.is_some_and(|reason| reason.value == crate::model::ChangeReason::Price)
                }) || (!was_in && contract.uplift.is_some());
                causes.push(Cause {
                    product: lane.product,
                    record: id.clone(),
                    place,
                    left: delta,
                    price,
                    text,
                });
            }
        }
        causes
    }
}

/// What one contract did to one product on a day.
struct Cause {
    product: usize,
    record: String,
    place: Place,
    /// How much of it no movement has taken yet.
    left: Decimal,
    /// Whether it marks its rise as price.
    price: bool,
    text: String,
}
