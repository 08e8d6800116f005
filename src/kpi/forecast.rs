//! **Renewal forecast** by fiscal quarter, **forecast GRR** and **forecast NRR** twelve months ahead.
//!
//! For each contract due in a quarter, target = expiring ARR and forecast = min(`renewal.forecast` or
//! target, target) × probability (`renewal.probability`, else by the account's health: healthy 95 %, watch
//! 75 %, at risk 40 %, unknown 80 %). Already renewed by `as_of`: min(renewed, target), certain, category
//! commit; this goes first. Cancelled or lost: 0, omitted. A contract whose successor has started is left
//! out.
//!
//! Forecast GRR: each contract in force at `as_of` counts once, with its ARR, or with the forecast at its
//! first due date within the twelve months; ÷ ARR today. Forecast NRR: the same uncapped, plus
//! Σ ARR × probability of open opportunities (other than `new`, of accounts with ARR today) that close in
//! those months.

use crate::model::{Date, Decimal, ForecastCategory, OpportunityKind, Period, months_after, next_day};

use super::amount::{accumulate, div, mul};
use super::ledger::{Account, Agreement, DueDay, Ledger};
use super::{Band, Forecast, ForecastQuarter, Ratio, Reason, pipeline, renewals};

/// The days ahead: four fiscal quarters, the first being the rest of that of the day after `as_of`, and
/// the twelve months after `as_of`.
#[derive(Clone, Debug)]
pub(super) struct Ahead {
    pub quarters: Vec<(String, Date, Date)>,
    pub from: Date,
    pub to: Date,
}

impl Ahead {
    pub fn new(as_of: Date, fiscal_year_start: u32) -> Self {
        let first = next_day(as_of);
        let mut quarters = Vec::with_capacity(4);
        let mut from = first;
        for _ in 0..4 {
            let (name, _, to) = Period::fiscal_quarter(from, fiscal_year_start);
            quarters.push((name, from, to));
            from = next_day(to);
        }
        Ahead { quarters, from: first, to: months_after(as_of, 12) }
    }

    pub fn last(&self) -> Date {
        self.quarters.last().map_or(self.to, |(_, _, to)| *to)
    }
}

/// What a contract is expected to renew at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected {
    /// At most the target.
    pub capped: Decimal,
    /// Growth included.
    pub uncapped: Decimal,
    pub category: ForecastCategory,
    /// How likely; 1 where it is renewed already, 0 where it is omitted.
    pub probability: Decimal,
}

/// The probability of a renewal that says none, by the account's health.
pub(super) fn by_health(band: Option<Band>) -> Decimal {
    Decimal::new(
        match band {
            Some(Band::Healthy) => 95,
            Some(Band::Watch) => 75,
            Some(Band::AtRisk) => 40,
            None => 80,
        },
        2,
    )
}

/// What a contract that comes due with this target is expected to renew at.
pub(super) fn expected(
    ledger: &Ledger,
    agreement: &Agreement,
    (due, target): (DueDay, Decimal),
    band: Option<Band>,
) -> Expected {
    let as_of = ledger.as_of;
    if renewals::is_renewed(ledger, agreement, due, as_of) {
        let renewed = renewals::shared(ledger, agreement, as_of);
        return Expected {
            capped: renewed.min(target),
            uncapped: renewed,
            category: ForecastCategory::Commit,
            probability: Decimal::ONE,
        };
    }
    let omitted = Expected {
        capped: Decimal::ZERO,
        uncapped: Decimal::ZERO,
        category: ForecastCategory::Omitted,
        probability: Decimal::ZERO,
    };
    let plan = ledger.account(agreement.which.account).map(|account| &account.plan);
    let lost = plan.and_then(|plan| plan.lost.as_ref()).is_some_and(|lost| lost.date.value <= as_of);
    if lost || agreement.cancelled(as_of).is_some() {
        return omitted;
    }
    let said = ledger.contract(agreement).and_then(|contract| contract.renewal.as_ref());
    let default = if agreement.goes_on { ForecastCategory::Commit } else { ForecastCategory::Pipeline };
    let category = said.and_then(|said| said.category).map_or(default, |category| category.value);
    if category == ForecastCategory::Omitted {
        return omitted;
    }
    let forecast =
        said.and_then(|said| said.forecast).map_or(target, |money| ledger.config.convert(money.value));
    let probability = said.and_then(|said| said.probability).map_or_else(|| by_health(band), |p| p.value);
    Expected {
        capped: mul(forecast.min(target), probability),
        uncapped: mul(forecast, probability),
        category,
        probability,
    }
}

/// The contracts of an account that come due ahead: none whose successor has started.
pub(super) fn due_ahead<'a>(
    ledger: &'a Ledger,
    agreement: &'a Agreement,
    (from, to): (Date, Date),
) -> impl Iterator<Item = (DueDay, Decimal)> + 'a {
    let started = agreement.cut.is_some_and(|start| start <= ledger.as_of);
    let due = (!started).then(|| renewals::due(ledger, agreement, (from, to), ledger.as_of));
    due.into_iter().flatten()
}

/// How a contract in force at `as_of` counts in forecast GRR and NRR.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outlook {
    pub arr: Decimal,
    pub gross: Decimal,
    pub net: Decimal,
    /// The due date within the twelve months that decides, where there is one.
    pub due: Option<Date>,
}

/// The outlook of a contract; `None` where it is not in force at `as_of`.
pub(super) fn outlook(
    ledger: &Ledger,
    agreement: &Agreement,
    band: Option<Band>,
    ahead: &Ahead,
) -> Option<Outlook> {
    let as_of = ledger.as_of;
    if !agreement.in_force(as_of, as_of) {
        return None;
    }
    let arr = agreement.arr(as_of, as_of);
    if agreement.last(as_of) == Some(as_of) {
        let renewed = renewals::shared(ledger, agreement, as_of);
        return Some(Outlook { arr, gross: renewed.min(arr), net: renewed, due: Some(as_of) });
    }
    Some(match due_ahead(ledger, agreement, (ahead.from, ahead.to)).next() {
        None => Outlook { arr, gross: arr, net: arr, due: None },
        Some(due) => {
            let expected = expected(ledger, agreement, due, band);
            Outlook { arr, gross: expected.capped, net: expected.uncapped, due: Some(due.0.day) }
        }
    })
}

/// Sums of one quarter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Quarter {
    pub due: u32,
    pub target: Decimal,
    pub forecast: Decimal,
    pub commit: Decimal,
    pub best_case: Decimal,
    pub pipeline: Decimal,
}

/// Sums of the days ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub quarters: [Quarter; 4],
    pub arr: Decimal,
    pub gross: Decimal,
    pub net: Decimal,
    /// How many contracts are in force at `as_of`.
    pub contracts: u32,
}

impl Tally {
    /// An account's.
    pub fn of(ledger: &Ledger, account: &Account, band: Option<Band>, ahead: &Ahead) -> Self {
        let mut tally = Tally::default();
        for agreement in &account.agreements {
            for due in due_ahead(ledger, agreement, (ahead.from, ahead.last())) {
                let at = ahead.quarters.iter().position(|(_, _, to)| due.0.day <= *to);
                let Some(quarter) = at.and_then(|at| tally.quarters.get_mut(at)) else { continue };
                let expected = expected(ledger, agreement, due, band);
                quarter.due += 1;
                accumulate(&mut quarter.target, due.1);
                accumulate(&mut quarter.forecast, expected.capped);
                let category = match expected.category {
                    ForecastCategory::Commit => &mut quarter.commit,
                    ForecastCategory::BestCase => &mut quarter.best_case,
                    ForecastCategory::Pipeline => &mut quarter.pipeline,
                    ForecastCategory::Omitted => continue,
                };
                accumulate(category, expected.capped);
            }
            if let Some(outlook) = outlook(ledger, agreement, band, ahead) {
                tally.contracts += 1;
                accumulate(&mut tally.arr, outlook.arr);
                accumulate(&mut tally.gross, outlook.gross);
                accumulate(&mut tally.net, outlook.net);
            }
        }
        if !tally.arr.is_zero() {
            for (_, amount) in growth(ledger, account, ahead) {
                accumulate(&mut tally.net, amount);
            }
        }
        tally
    }

    pub fn add(&mut self, other: &Tally) {
        for (sum, part) in self.quarters.iter_mut().zip(&other.quarters) {
            sum.due += part.due;
            accumulate(&mut sum.target, part.target);
            accumulate(&mut sum.forecast, part.forecast);
            accumulate(&mut sum.commit, part.commit);
            accumulate(&mut sum.best_case, part.best_case);
            accumulate(&mut sum.pipeline, part.pipeline);
        }
        accumulate(&mut self.arr, other.arr);
        accumulate(&mut self.gross, other.gross);
        accumulate(&mut self.net, other.net);
        self.contracts += other.contracts;
    }

    /// The figures made of it.
    pub fn figure(&self, ahead: &Ahead) -> Forecast {
        let ratio = |numerator: Decimal| Ratio {
            value: div(numerator, self.arr).ok_or(Reason::from("no contract pays anything today")),
            numerator,
            denominator: self.arr,
            units: self.contracts,
        };
        let quarters =
            ahead.quarters.iter().zip(&self.quarters).map(|((name, from, to), quarter)| ForecastQuarter {
                name: name.clone(),
                from: *from,
                to: *to,
                due: quarter.due,
                target: quarter.target,
                forecast: quarter.forecast,
                commit: quarter.commit,
                best_case: quarter.best_case,
                pipeline: quarter.pipeline,
            });
        Forecast { grr: ratio(self.gross), nrr: ratio(self.net), quarters: quarters.collect() }
    }
}

/// The open opportunities of an account that close in the twelve months, other than `new`, with
/// ARR × probability.
pub(super) fn growth<'a>(
    ledger: &'a Ledger,
    account: &'a Account,
    ahead: &Ahead,
) -> impl Iterator<Item = (&'a crate::model::Opportunity, Decimal)> + use<'a> {
    let (from, to) = (ahead.from, ahead.to);
    pipeline::open(&account.plan, &ledger.config)
        .filter(move |(o, _, _)| {
            let close = o.close.value;
            o.kind.value != OpportunityKind::New && from <= close && close <= to
        })
        .map(|(o, arr, probability)| (o, mul(arr, probability)))
}
