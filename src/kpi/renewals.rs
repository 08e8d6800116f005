//! **Renewals**: which contracts came due, how each went, and the four rates made of them.
//!
//! - Renewal rate = on time ÷ due, by count; with late = (on time + late) ÷ due.
//! - Gross value = Σ min(renewed, expiring) ÷ Σ expiring; net value = Σ renewed ÷ Σ expiring; late ones
//!   included in both.
//!
//! A contract comes due at its end (each term's end, for one that goes on by itself). Early renewals
//! count in the period in which the old contract was due. A pending one is in no rate.

use crate::model::{Date, Decimal, next_day};

use super::amount::{accumulate, div, mul, sum};
use super::ledger::{Account, Agreement, DueDay, Ledger};
use super::window::Window;
use super::{Ratio, Reason, Renewals};

/// How a renewal went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    OnTime,
    Late,
    Pending,
    Lost,
}

impl Status {
    /// The word in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::OnTime => "on_time",
            Status::Late => "late",
            Status::Pending => "pending",
            Status::Lost => "lost",
        }
    }
}

/// A contract that came due, and what became of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub due: DueDay,
    pub status: Status,
    /// Its ARR on its last day in force.
    pub expiring: Decimal,
    /// Its part of its successors' ARR on their first day; of one that went on, its ARR on the day after.
    pub renewed: Decimal,
}

/// When a contract comes due within a window, with its expiring ARR: not where that is 0, and not where
/// it was amended (renewed by one that ends no later: that one comes due instead).
pub(super) fn due<'a>(
    ledger: &'a Ledger,
    agreement: &'a Agreement,
    (from, to): (Date, Date),
    known: Date,
) -> impl Iterator<Item = (DueDay, Decimal)> + 'a {
    agreement.due_days(from, to, known).filter_map(move |due| {
        let amended = due.ends
            && ledger
                .agreements(&agreement.successors)
                .any(|next| next.end.is_some_and(|end| end <= due.day));
        let expiring = agreement.arr(due.last, known);
        (!amended && expiring > Decimal::ZERO).then_some((due, expiring))
    })
}

/// Whether a successor that ends a contract's last term has been signed.
pub(super) fn is_renewed(ledger: &Ledger, agreement: &Agreement, due: DueDay, known: Date) -> bool {
    due.ends && ledger.agreements(&agreement.successors).any(|next| next.signed <= known)
}

/// What a contract was renewed at.
pub(super) fn renewed(ledger: &Ledger, agreement: &Agreement, due: DueDay, known: Date) -> Decimal {
    if due.ends { shared(ledger, agreement, known) } else { agreement.arr(next_day(due.day), known) }
}

/// A contract's part of its signed successors' ARR on their first day, each shared out over all that it
/// renews in proportion to expiring ARR.
pub(super) fn shared(ledger: &Ledger, agreement: &Agreement, known: Date) -> Decimal {
    let signed = ledger.agreements(&agreement.successors).filter(|next| next.signed <= known);
    sum(signed.map(|next| {
        let first = next.arr(next.start, known);
        if next.predecessors.len() == 1 {
            return first;
        }
        let all = sum(ledger.agreements(&next.predecessors).map(|old| old.expiring(known)));
        div(mul(first, agreement.expiring(known)), all).unwrap_or_default()
    }))
}

/// The contracts of an account that came due within a window, and how each went.
pub(super) fn outcomes<'a>(
    ledger: &'a Ledger,
    agreement: &'a Agreement,
    window: Window,
) -> impl Iterator<Item = Outcome> + 'a {
    due(ledger, agreement, (window.from(), window.closing), window.known).map(move |(due, expiring)| {
        let status = status(ledger, agreement, due, window.known);
        Outcome { due, status, expiring, renewed: renewed(ledger, agreement, due, window.known) }
    })
}

fn status(ledger: &Ledger, agreement: &Agreement, due: DueDay, known: Date) -> Status {
    if !due.ends {
        return Status::OnTime;
    }
    let successors = || ledger.agreements(&agreement.successors);
    match successors().map(|next| next.signed).min() {
        Some(signed) if signed <= due.day => Status::OnTime,
        Some(signed) if signed <= known => Status::Late,
        Some(_) if successors().any(|next| next.in_force(known, known)) => Status::Pending,
        _ => Status::Lost,
    }
}

/// Counts and sums of renewals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub on_time: u32,
    pub late: u32,
    pub lost: u32,
    pub pending: u32,
    pub expiring: Decimal,
    pub gross: Decimal,
    pub net: Decimal,
}

impl Tally {
    /// An account's.
    pub fn of(ledger: &Ledger, account: &Account, window: Window) -> Self {
        let mut tally = Tally::default();
        for agreement in &account.agreements {
            for outcome in outcomes(ledger, agreement, window) {
                tally.count(&outcome);
            }
        }
        tally
    }

    fn count(&mut self, outcome: &Outcome) {
        match outcome.status {
            Status::OnTime => self.on_time += 1,
            Status::Late => self.late += 1,
            Status::Lost => self.lost += 1,
            Status::Pending => {
                self.pending += 1;
                return;
            }
        }
        accumulate(&mut self.expiring, outcome.expiring);
        if outcome.status != Status::Lost {
            accumulate(&mut self.gross, outcome.renewed.min(outcome.expiring));
            accumulate(&mut self.net, outcome.renewed);
        }
    }

    pub fn add(&mut self, other: &Tally) {
        self.on_time += other.on_time;
        self.late += other.late;
        self.lost += other.lost;
        self.pending += other.pending;
        accumulate(&mut self.expiring, other.expiring);
        accumulate(&mut self.gross, other.gross);
        accumulate(&mut self.net, other.net);
    }

    /// The figures made of it.
    pub fn figure(&self) -> Renewals {
        let due = self.on_time + self.late + self.lost;
        let ratio = |numerator: Decimal, denominator: Decimal| Ratio {
            value: div(numerator, denominator).ok_or(Reason::from("no contract came due")),
            numerator,
            denominator,
            units: due,
        };
        Renewals {
            due,
            on_time: self.on_time,
            late: self.late,
            lost: self.lost,
            pending: self.pending,
            renewal_rate: ratio(self.on_time.into(), due.into()),
            with_late: ratio((self.on_time + self.late).into(), due.into()),
            gross_value: ratio(self.gross, self.expiring),
            net_value: ratio(self.net, self.expiring),
        }
    }
}
