//! Contracts as pages show them: what each has paid and pays, how its renewals went, what comes due.
//!
//! For: the timeline of an account's contracts, the calendar of renewals, whitespace. Drawn from the
//! report's ledger, so that they never tell another story than the figures.
//! Must not: sum anything over accounts.

use crate::model::{Contract, Date, Decimal, ForecastCategory, months_after, next_day};

use super::forecast::{self, Ahead};
use super::ledger::{Account, Agreement, Ledger};
use super::renewals::{self, Outcome};
use super::window::Window;
use super::{Band, Report};

/// One contract of a counted account, as known at the report's `as_of`. Money is in the portfolio's
/// currency.
#[derive(Clone, Debug)]
pub struct ContractFacts<'r> {
    /// As it is written.
    pub contract: &'r Contract,
    /// Its ARR on `as_of`; 0 where it is not in force.
    pub arr: Decimal,
    /// Its last day in force; `None`: it goes on.
    pub last: Option<Date>,
    /// Its ARR from each day on which it changes, from its start to the day after its last.
    pub levels: Vec<(Date, Decimal)>,
    /// Its lines with their ARR on `as_of`.
    pub lines: Vec<LineFacts<'r>>,
    /// Each time that it came due up to `as_of`, and how that went.
    pub came_due: Vec<CameDue>,
    /// Each time that it comes due up to the end of the forecast's four quarters; where it does not, the
    /// next time (within ten years).
    pub comes_due: Vec<ComesDue>,
}

/// One product on a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineFacts<'r> {
    /// What is sold.
    pub product: &'r str,
    /// The client's business unit that uses it.
    pub unit: Option<&'r str>,
    /// Its ARR on `as_of`.
    pub arr: Decimal,
}

/// A renewal that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CameDue {
    /// The contract's end, or the term's.
    pub day: Date,
    /// `on_time`, `late`, `pending`, `lost`.
    pub status: &'static str,
    /// Its ARR on its last day.
    pub expiring: Decimal,
    /// What it was renewed at.
    pub renewed: Decimal,
}

/// A renewal to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComesDue {
    /// The contract's end, or the term's.
    pub day: Date,
    /// Its ARR on its last day: the target.
    pub expiring: Decimal,
    /// What it is expected to renew at, at most the target.
    pub forecast: Decimal,
    /// How likely that is; 1 where it is renewed already.
    pub probability: Decimal,
    /// How sure it is said to be.
    pub category: ForecastCategory,
    /// Whether a signed contract renews it already.
    pub renewed: bool,
    /// Whether it goes on by itself (and was not cancelled).
    pub goes_on: bool,
    /// Whether notice was received, or the client is lost.
    pub ends: bool,
    /// Whether it comes due within the renewal window.
    pub in_window: bool,
    /// Whether an open action supports it.
    pub has_action: bool,
}

impl Report {
    /// The contracts of a counted account, in written order.
    pub fn contracts(&self, account: &str) -> Vec<ContractFacts<'_>> {
        let ledger = &*self.ledger;
        let Some(account) = ledger.find(account).and_then(|at| ledger.account(at)) else { return Vec::new() };
        let band = self.account(account.id()).and_then(|account| account.figures.health.band);
        account.agreements.iter().filter_map(|agreement| facts(ledger, account, agreement, band)).collect()
    }
}

fn facts<'r>(
    ledger: &'r Ledger,
    account: &'r Account,
    agreement: &'r Agreement,
    band: Option<Band>,
) -> Option<ContractFacts<'r>> {
    let as_of = ledger.as_of;
    let contract = ledger.contract(agreement)?;
    let lines = agreement.lanes.iter().map(|lane| LineFacts {
        product: ledger.product(lane.product),
        unit: match lane.line {
            Some(line) => contract.lines.get(line).and_then(|line| line.unit.as_ref()),
            None => lane
                .changes
                .first()
                .and_then(|turn| contract.changes.get(turn.index))
                .and_then(|change| change.unit.as_ref()),
        }
        .map(|unit| unit.value.as_str()),
        arr: if agreement.in_force(as_of, as_of) { lane.on(as_of) } else { Decimal::ZERO },
    });
    let all_time = Window { opening: Date::MIN, closing: as_of, known: as_of };
    let came_due = renewals::outcomes(ledger, agreement, all_time).map(|outcome: Outcome| CameDue {
        day: outcome.due.day,
        status: outcome.status.as_str(),
        expiring: outcome.expiring,
        renewed: outcome.renewed,
    });
    Some(ContractFacts {
        contract,
        arr: agreement.arr(as_of, as_of),
        last: agreement.last(as_of),
        levels: levels(agreement, as_of),
        lines: lines.collect(),
        came_due: came_due.collect(),
        comes_due: comes_due(ledger, account, agreement, contract, band),
    })
}

fn levels(agreement: &Agreement, as_of: Date) -> Vec<(Date, Decimal)> {
    let last = agreement.last(as_of);
    if last.is_some_and(|last| last < agreement.start) {
        return Vec::new();
    }
    let mut days: Vec<Date> =
        agreement.lanes.iter().flat_map(|lane| &lane.changes).map(|turn| turn.date).collect();
    days.push(agreement.start);
    days.extend(last.map(next_day));
    days.retain(|&day| day >= agreement.start && last.is_none_or(|last| day <= next_day(last)));
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(|day| (day, agreement.arr(day, as_of))).collect()
}

fn comes_due(
    ledger: &Ledger,
    account: &Account,
    agreement: &Agreement,
    contract: &Contract,
    band: Option<Band>,
) -> Vec<ComesDue> {
    let as_of = ledger.as_of;
    let ahead = Ahead::new(as_of, ledger.config.fiscal_year_start);
    let window = ledger.config.renewal_window.after(as_of);
    let plan = &account.plan;
    let lost = plan.lost.as_ref().is_some_and(|lost| lost.date.value <= as_of);
    let cancelled = agreement.cancelled(as_of).is_some();
    let has_action = plan.actions.iter().any(|action| {
        action.status().is_open() && action.supports.iter().any(|id| id.value == contract.id.value)
    });
    let one = |due: (super::ledger::DueDay, Decimal)| {
        let expected = forecast::expected(ledger, agreement, due, band);
        ComesDue {
            day: due.0.day,
            expiring: due.1,
            forecast: expected.capped,
            probability: expected.probability,
            category: expected.category,
            renewed: renewals::is_renewed(ledger, agreement, due.0, as_of),
            goes_on: agreement.goes_on && !cancelled,
            ends: lost || cancelled,
            in_window: due.0.day <= window,
            has_action,
        }
    };
    let soon: Vec<ComesDue> =
        forecast::due_ahead(ledger, agreement, (ahead.from, ahead.last())).map(one).collect();
    if !soon.is_empty() {
        return soon;
    }
    let decade = months_after(as_of, 120);
    forecast::due_ahead(ledger, agreement, (ahead.from, decade)).take(1).map(one).collect()
}
