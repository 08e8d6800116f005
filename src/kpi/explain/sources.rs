//! The records behind ARR and its movements.

use crate::model::{Contract, Date, Decimal, day_before};
use crate::text::PlaceRef;

use super::super::amount::sub;
use super::super::ledger::{Account, Agreement, Kind, Lane, Ledger, Move};
use super::super::window::Window;
use super::super::{AccountFigures, Dimension, Report};
use super::text::{End, Says};
use super::{Contribution, Scope, Text};

/// What is explained: whose figure, over which days.
pub(super) struct Part<'r> {
    pub report: &'r Report,
    pub ledger: &'r Ledger,
    pub window: Window,
    /// The accounts, by index in the ledger.
    pub members: Vec<usize>,
    /// The product, in a product group.
    pub product: Option<usize>,
    /// Whether it is one account's figure.
    pub alone: bool,
}

impl<'r> Part<'r> {
    /// A scope of a report over the report's days; `None` where there is no such account or group.
    pub fn new(report: &'r Report, scope: &Scope) -> Option<Self> {
        let product = match scope {
            Scope::Group(Dimension::Product, key) => Some(report.ledger.find_product(key.as_deref()?)?),
            _ => None,
        };
        Some(Part {
            report,
            ledger: &report.ledger,
            window: Window::of(&report.period, report.as_of),
            members: report.members(scope)?,
            product,
            alone: matches!(scope, Scope::Account(_)),
        })
    }

    pub fn accounts(&self) -> impl Iterator<Item = &'r Account> {
        let ledger = self.ledger;
        self.members.iter().filter_map(move |&at| ledger.account(at))
    }

    /// The accounts with their figures.
    pub fn figures(&self) -> impl Iterator<Item = (&'r Account, &'r AccountFigures)> {
        let (report, ledger) = (self.report, self.ledger);
        self.members.iter().filter_map(move |&at| Some((ledger.account(at)?, &**report.accounts.get(at)?)))
    }

    /// A text with this portfolio's money in it.
    pub fn text(&self, says: Says<'r>) -> Text<'r> {
        Text { currency: self.report.currency, says }
    }

    /// A contribution of an account, at its plan's first line.
    pub fn of_account(
        &self,
        account: &'r Account,
        amount: Decimal,
        of: Decimal,
        says: Says<'r>,
    ) -> Contribution<'r> {
        let plan = &account.plan;
        Contribution {
            account: &plan.id.value,
            client: &plan.account.value,
            record: None,
            place: PlaceRef::new(&plan.source, plan.head),
            date: None,
            amount,
            of,
            movement: None,
            text: self.text(says),
        }
    }

    /// A contribution of a contract.
    pub fn of_contract(
        &self,
        agreement: &Agreement,
        amount: Decimal,
        of: Decimal,
        says: Says<'r>,
    ) -> Option<Contribution<'r>> {
        let account = self.ledger.account(agreement.which.account)?;
        let contract = account.plan.contracts.get(agreement.which.index)?;
        Some(Contribution {
            record: Some(&contract.id.value),
            place: (&contract.place).into(),
            ..self.of_account(account, amount, of, says)
        })
    }

    /// What an account's lines pay on a day, each where its amount is written.
    pub fn stock(
        &self,
        account: &Account,
        day: Date,
        product: Option<usize>,
        parts: &mut Vec<Contribution<'r>>,
    ) {
        let known = self.window.known;
        for agreement in account.agreements.iter().filter(|a| a.in_force(day, known)) {
            for lane in agreement.lanes.iter().filter(|lane| product.is_none_or(|p| lane.product == p)) {
                let amount = lane.on(day);
                if amount.is_zero() {
                    continue;
                }
                let says = Says::Pays { product: self.ledger.product(lane.product), arr: amount };
                let Some(line) = self.of_contract(agreement, amount, Decimal::ZERO, says) else { continue };
                let (place, since) = self.written(agreement, lane, day, line.place);
                parts.push(Contribution { place, date: Some(since), ..line });
            }
        }
    }

    /// Where a line's amount on a day is written, and since when it holds.
    fn written(
        &self,
        agreement: &Agreement,
        lane: &Lane,
        day: Date,
        place: PlaceRef<'r>,
    ) -> (PlaceRef<'r>, Date) {
        let contract = self.ledger.contract(agreement);
        let turn = lane.changes.iter().take_while(|turn| turn.date <= day).last();
        let (span, since) = match turn {
            Some(turn) => {
                let change = contract.and_then(|contract| contract.changes.get(turn.index));
                (change.map(|change| change.span), turn.date)
            }
            None => {
                let line = contract.and_then(|contract| contract.lines.get(lane.line?));
                (line.map(|line| line.span), agreement.start)
            }
        };
        (PlaceRef { span: span.unwrap_or(place.span), ..place }, since)
    }

    /// The contributions of an account's movements (or of those of one of its products), each given to the
    /// contracts that moved, in written order: of the kinds that are wanted. `signed`: falls are negative.
    pub fn moves(
        &self,
        account: &'r Account,
        product: Option<usize>,
        wanted: impl Fn(Kind) -> bool,
        signed: bool,
        parts: &mut Vec<Contribution<'r>>,
    ) {
        let counts = |moved: &&Move| match product {
            None => moved.of_account(),
            Some(product) => moved.of_product() && moved.product == product,
        };
        let moves = account.moves(self.window.opening, self.window.closing);
        for day in moves.chunk_by(|a, b| a.day == b.day) {
            let counted = || day.iter().filter(counts);
            let Some(date) = counted().find(|moved| wanted(moved.kind)).map(|moved| moved.day) else {
                continue;
            };
            let mut causes = self.causes(account, date);
            // Those that are not wanted take their part of the causes all the same.
            for moved in counted() {
                let from = parts.len();
                self.give(account, moved, &mut causes, signed, parts);
                if !wanted(moved.kind) {
                    parts.truncate(from);
                }
            }
        }
    }

    /// Gives one movement to its causes.
    fn give(
        &self,
        account: &'r Account,
        moved: &Move,
        causes: &mut [Cause<'r>],
        signed: bool,
        parts: &mut Vec<Contribution<'r>>,
    ) {
        let sign = if moved.kind.falls() { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
        let shown = if signed { sign } else { Decimal::ONE };
        let part = |amount: Decimal, says: Says<'r>| {
            let part = self.of_account(account, amount * shown, Decimal::ZERO, says);
            Contribution { date: Some(moved.day), movement: Some(moved.kind.as_str()), ..part }
        };
        let mut left = moved.amount;
        // A swap's net is of the account, whichever product moved.
        let of_product = moved.of_product();
        // What marks its rise as price takes price first.
        let price = moved.kind == Kind::Price;
        for marked in [price, !price] {
            for cause in causes.iter_mut().filter(|cause| cause.price == marked) {
                if left.is_zero() {
                    return;
                }
                if of_product && cause.product != moved.product {
                    continue;
                }
                let room = if moved.kind.falls() { -cause.left } else { cause.left };
                let amount = room.min(left);
                if amount <= Decimal::ZERO {
                    continue;
                }
                cause.left = sub(cause.left, amount * sign);
                left = sub(left, amount);
                parts.push(Contribution {
                    record: Some(&cause.contract.id.value),
                    place: cause.place,
                    ..part(amount, cause.says.clone())
                });
            }
        }
        if !left.is_zero() {
            parts.push(part(left, Says::Plainly(self.ledger.product(moved.product))));
        }
    }

    /// What each contract of an account did on a day, by product.
    fn causes(&self, account: &Account, day: Date) -> Vec<Cause<'r>> {
        let known = self.ledger.as_of;
        let eve = day_before(day);
        let mut causes = Vec::new();
        for agreement in &account.agreements {
            let (was_in, is_in) = (agreement.in_force(eve, known), agreement.in_force(day, known));
            let Some(contract) = self.ledger.contract(agreement).filter(|_| was_in || is_in) else {
                continue;
            };
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
                let id = contract.id.value.as_str();
                let (span, says) = if let (Some(change), true) = (change, was_in) {
                    (Some(change.span), Says::Turns { product, was, is })
                } else if is_in {
                    let line = lane.line.and_then(|line| contract.lines.get(line));
                    (line.map(|line| line.span), Says::Starts { product, is, contract: id })
                } else {
                    let end = self.end(agreement, contract, day, eve);
                    let written = contract.cancelled.or(contract.end).map(|field| field.span);
                    (written, Says::Ends { product, was, contract: id, end })
                };
                let price = change.is_some_and(|change| {
                    change.reason.is_some_and(|reason| reason.value == crate::model::ChangeReason::Price)
                }) || (!was_in && contract.uplift.is_some());
                let place = PlaceRef::from(&contract.place);
                causes.push(Cause {
                    product: lane.product,
                    contract,
                    place: PlaceRef { span: span.unwrap_or(place.span), ..place },
                    left: delta,
                    price,
                    says,
                });
            }
        }
        causes
    }

    /// How a contract is over that is in force no more on a day.
    fn end(&self, agreement: &Agreement, contract: &Contract, day: Date, eve: Date) -> End<'r> {
        let mut next = self.ledger.agreements(&agreement.successors).filter(|next| next.start == day);
        match (next.find_map(|next| self.ledger.contract(next)), contract.cancelled) {
            (Some(next), _) => End::GivesWay(&next.id.value),
            (None, Some(cancelled)) => End::Cancelled(cancelled.value),
            (None, None) => End::On(eve),
        }
    }
}

/// What one contract did to one product on a day.
struct Cause<'r> {
    product: usize,
    contract: &'r Contract,
    place: PlaceRef<'r>,
    /// How much of it no movement has taken yet.
    left: Decimal,
    /// Whether it marks its rise as price.
    price: bool,
    says: Says<'r>,
}
