//! Where each account stands: its figures over the period and as at `as_of`, from which those of every
//! group are drawn.

use std::sync::Arc;

use crate::config::Grain;
use crate::model::Decimal;

use super::amount::{accumulate, div};
use super::clv::Model;
use super::forecast::{self, Ahead};
use super::ledger::{Account, Ledger, View};
use super::tally::{self, Tally};
use super::window::Window;
use super::{
    AccountFigures, Dated, Figures, Forecast, Health, Known, Pipeline, Reason, attention, health, pipeline,
    retention,
};

/// What the figures of one report share.
pub(super) struct Setting<'a> {
    pub ledger: &'a Ledger,
    pub grain: Grain,
    pub window: Window,
    pub clv: Model,
    pub ahead: Ahead,
}

/// One account's: all that its own facts decide, so that it lasts as long as they do.
#[derive(Debug)]
pub(super) struct Standing {
    pub completeness: Known<Decimal>,
    pub dated: Tally,
    pub health: Health,
    pub health_tally: health::Tally,
    pub pipeline: Pipeline,
    pub forecast: forecast::Tally,
    pub attention: Decimal,
}

impl Standing {
    pub fn of(setting: &Setting<'_>, account: &Account) -> Self {
        let ledger = setting.ledger;
        let arr = account.arr(ledger.as_of);
        let health = health::of(ledger, account);
        let completeness = &account.completeness;
        Standing {
            completeness: div(completeness.met.into(), completeness.required.into())
                .ok_or(Reason::from("the framework asks for nothing")),
            dated: Tally::of(ledger, account, setting.grain, setting.window),
            health_tally: health::Tally::of(&health, arr),
            pipeline: pipeline::of(&account.plan, &ledger.config),
            forecast: forecast::Tally::of(ledger, account, health.band, &setting.ahead),
            attention: attention::amount(ledger, account, &health, arr),
            health,
        }
    }

    /// The account's figures, with its lifetime value.
    pub fn figures(&self, setting: &Setting<'_>, lifetime: &Known<Decimal>) -> Figures {
        Figures {
            accounts: 1,
            completeness: self.completeness.clone(),
            dated: self.dated.figures(&setting.clv, lifetime.clone()),
            health: self.health.clone(),
            pipeline: self.pipeline,
            forecast: self.forecast.figure(&setting.ahead),
        }
    }
}

/// Of how many accounts the sums are kept together: of few accounts many blocks would be added up each time,
/// of many each edit would add up many accounts.
pub(super) const BLOCK: usize = 64;

/// Some accounts of a group, and what they add up to. A group's sums are always those of its blocks, so that
/// the digits are the same whether or not some were known.
#[derive(Debug)]
pub(super) struct Block {
    accounts: Vec<Arc<AccountFigures>>,
    /// Where the group has several blocks.
    sums: Option<Sums>,
}

impl Block {
    fn holds<'a>(&self, accounts: impl ExactSizeIterator<Item = Option<&'a Arc<AccountFigures>>>) -> bool {
        let same = |(a, b): (&Arc<AccountFigures>, Option<&Arc<AccountFigures>>)| {
            b.is_some_and(|b| Arc::ptr_eq(a, b))
        };
        self.accounts.len() == accounts.len() && self.accounts.iter().zip(accounts).all(same)
    }
}

/// The blocks of a group of accounts, those that are known among them.
pub(super) fn blocks(
    accounts: &[Arc<AccountFigures>],
    members: &[usize],
    known: &[Arc<Block>],
) -> Vec<Arc<Block>> {
    let several = members.len() > BLOCK;
    let block = |(number, members): (usize, &[usize])| {
        let known = known.get(number).filter(|known| known.sums.is_some() == several);
        if let Some(known) = known.filter(|known| known.holds(members.iter().map(|&at| accounts.get(at)))) {
            return Arc::clone(known);
        }
        let accounts: Vec<_> = members.iter().filter_map(|&at| accounts.get(at)).map(Arc::clone).collect();
        Arc::new(Block { sums: several.then(|| Sums::of(&accounts)), accounts })
    };
    members.chunks(BLOCK).enumerate().map(block).collect()
}

/// Whether these are the blocks of a group of accounts.
pub(super) fn are_blocks_of(
    blocks: &[Arc<Block>],
    accounts: &[Arc<AccountFigures>],
    members: &[usize],
) -> bool {
    let mut blocks = blocks.iter();
    members.chunks(BLOCK).all(|members| {
        blocks.next().is_some_and(|block| block.holds(members.iter().map(|&at| accounts.get(at))))
    }) && blocks.next().is_none()
}

/// What accounts add up to.
#[derive(Clone, Debug)]
struct Sums {
    accounts: u32,
    dated: Tally,
    lifetime: Known<Decimal>,
    health: health::Tally,
    pipeline: Pipeline,
    forecast: forecast::Tally,
    completeness: Decimal,
    /// How many plans have requirements to meet.
    plans: u32,
}

impl Sums {
    fn new() -> Self {
        Sums {
            accounts: 0,
            dated: Tally::default(),
            lifetime: Ok(Decimal::ZERO),
            health: health::Tally::default(),
            pipeline: Pipeline::default(),
            forecast: forecast::Tally::default(),
            completeness: Decimal::ZERO,
            plans: 0,
        }
    }

    fn of(accounts: &[Arc<AccountFigures>]) -> Self {
        let mut sums = Sums::new();
        for AccountFigures { standing, lifetime, .. } in accounts.iter().map(|account| &**account) {
            sums.accounts += 1;
            sums.dated.add(&standing.dated);
            tally::add_known(&mut sums.lifetime, lifetime);
            sums.health.add(&standing.health_tally);
            pipeline::add(&mut sums.pipeline, &standing.pipeline);
            sums.forecast.add(&standing.forecast);
            if let Ok(share) = standing.completeness {
                accumulate(&mut sums.completeness, share);
                sums.plans += 1;
            }
        }
        sums
    }

    fn add(&mut self, other: &Sums) {
        self.accounts += other.accounts;
        self.dated.add(&other.dated);
        tally::add_known(&mut self.lifetime, &other.lifetime);
        self.health.add(&other.health);
        pipeline::add(&mut self.pipeline, &other.pipeline);
        self.forecast.add(&other.forecast);
        accumulate(&mut self.completeness, other.completeness);
        self.plans += other.plans;
    }
}

/// The figures of a group of accounts, from its blocks.
pub(super) fn of_group(setting: &Setting<'_>, blocks: &[Arc<Block>], members: &[usize]) -> Figures {
    let mut sums = Sums::new();
    for block in blocks {
        match &block.sums {
            Some(of_block) => sums.add(of_block),
            None => sums = Sums::of(&block.accounts),
        }
    }
    if setting.grain == Grain::Parent {
        sums.dated.retention = retention::of_members(setting.ledger, members, setting.grain, setting.window);
    }
    let share = div(sums.completeness, sums.plans.into());
    Figures {
        accounts: sums.accounts,
        completeness: share.ok_or(Reason::from("no plan has requirements to meet")),
        dated: sums.dated.figures(&setting.clv, sums.lifetime),
        health: sums.health.figure(),
        pipeline: sums.pipeline,
        forecast: sums.forecast.figure(&setting.ahead),
    }
}

/// A product's ARR and movements over all accounts, and the accounts with ARR in it at either end. A swap
/// is not netted: each rise or fall counts in its own product.
pub(super) fn of_product(ledger: &Ledger, window: Window, product: usize) -> (Tally, Vec<usize>) {
    let mut tally = Tally::default();
    let mut members = Vec::new();
    for (at, account) in ledger.accounts.iter().enumerate() {
        if add_product(&mut tally, account, window, product) {
            members.push(at);
        }
    }
    (tally, members)
}

/// The same over several windows: each account is looked at once.
pub(super) fn of_product_over(ledger: &Ledger, windows: &[Window], product: usize) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); windows.len()];
    for account in &ledger.accounts {
        // Nothing ever moved in a product that an account has no step of.
        if account.timeline.product_steps.iter().any(|step| step.product == product) {
            for (tally, window) in tallies.iter_mut().zip(windows) {
                add_product(tally, account, *window, product);
            }
        }
    }
    tallies
}

/// Adds an account's ARR and movements in a product; says whether it has ARR in it at either end.
fn add_product(tally: &mut Tally, account: &Account, window: Window, product: usize) -> bool {
    let (mut opening, mut closing) = (Decimal::ZERO, Decimal::ZERO);
    let steps = account.timeline.product_steps.iter().filter(|step| step.product == product);
    for step in steps.take_while(|step| step.day <= window.closing) {
        if step.day <= window.opening {
            opening = step.after;
        }
        closing = step.after;
    }
    accumulate(&mut tally.opening, opening);
    accumulate(&mut tally.closing, closing);
    for moved in account.moves(window.opening, window.closing) {
        if moved.product == product && moved.view != View::Account {
            accumulate(tally.movements.of_mut(moved.kind), moved.amount);
        }
    }
    !opening.is_zero() || !closing.is_zero()
}

fn not_by_product() -> Reason {
    Reason::from("by product, only ARR and its movements are computed")
}

/// The dated figures of a product group: ARR and movements; the rest has a reason.
pub(super) fn product_dated(tally: &Tally, clv: &Model) -> Dated {
    let none = not_by_product;
    let mut dated = tally.figures(clv, Ok(Decimal::ZERO));
    for ratio in [&mut dated.nrr, &mut dated.grr, &mut dated.client_retention] {
        ratio.value = Err(none());
    }
    let renewals = &mut dated.renewals;
    for ratio in [
        &mut renewals.renewal_rate,
        &mut renewals.with_late,
        &mut renewals.gross_value,
        &mut renewals.net_value,
    ] {
        ratio.value = Err(none());
    }
    (dated.csat.value, dated.csat.mean) = (Err(none()), Err(none()));
    (dated.nps.value, dated.nps.margin) = (Err(none()), Err(none()));
    let times = &mut dated.time_to_resolution;
    (times.mean_hours, times.median_hours, times.p90_hours) = (Err(none()), Err(none()), Err(none()));
    dated.clv.value = Err(none());
    dated
}

/// The figures of a product group.
pub(super) fn product_figures(tally: &Tally, accounts: usize, setting: &Setting<'_>) -> Figures {
    let none = not_by_product;
    let mut forecast: Forecast = forecast::Tally::default().figure(&setting.ahead);
    (forecast.grr.value, forecast.nrr.value) = (Err(none()), Err(none()));
    forecast.quarters.clear();
    let mut health = health::Tally::default().figure();
    health.value = Err(none());
    Figures {
        accounts: u32::try_from(accounts).unwrap_or(u32::MAX),
        completeness: Err(none()),
        dated: product_dated(tally, &setting.clv),
        health,
        pipeline: Pipeline::default(),
        forecast,
    }
}
