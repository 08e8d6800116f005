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
    Dated, Figures, Forecast, Health, Known, Pipeline, Reason, attention, health, pipeline, retention,
};

/// What the figures of one report share.
pub(super) struct Setting<'a> {
    pub ledger: &'a Ledger,
    pub grain: Grain,
    pub window: Window,
    pub clv: Model,
    pub ahead: Ahead,
    /// Each account's lifetime value.
    pub lifetimes: Vec<Known<Decimal>>,
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

/// The figures of a group of accounts.
pub(super) fn of_group(setting: &Setting<'_>, standings: &[Arc<Standing>], members: &[usize]) -> Figures {
    let mut accounts = 0;
    let mut dated = Tally::default();
    let mut lifetime = Ok(Decimal::ZERO);
    let mut health = health::Tally::default();
    let mut pipeline = Pipeline::default();
    let mut forecast = forecast::Tally::default();
    let (mut completeness, mut plans) = (Decimal::ZERO, 0_u32);
    for (at, standing) in members.iter().filter_map(|&at| Some((at, standings.get(at)?))) {
        accounts += 1;
        dated.add(&standing.dated);
        if let Some(part) = setting.lifetimes.get(at) {
            tally::add_known(&mut lifetime, part);
        }
        health.add(&standing.health_tally);
        pipeline::add(&mut pipeline, &standing.pipeline);
        forecast.add(&standing.forecast);
        if let Ok(share) = standing.completeness {
            accumulate(&mut completeness, share);
            plans += 1;
        }
    }
    if setting.grain == Grain::Parent {
        dated.retention = retention::of_members(setting.ledger, members, setting.grain, setting.window);
    }
    Figures {
        accounts,
        completeness: div(completeness, plans.into()).ok_or(Reason::from("no plan has requirements to meet")),
        dated: dated.figures(&setting.clv, lifetime),
        health: health.figure(),
        pipeline,
        forecast: forecast.figure(&setting.ahead),
    }
}

/// A product's ARR and movements over all accounts, and the accounts with ARR in it at either end. A swap
/// is not netted: each rise or fall counts in its own product.
pub(super) fn of_product(ledger: &Ledger, window: Window, product: usize) -> (Tally, Vec<usize>) {
    let mut tally = Tally::default();
    let mut members = Vec::new();
    for (at, account) in ledger.accounts.iter().enumerate() {
        let (mut opening, mut closing) = (Decimal::ZERO, Decimal::ZERO);
        let steps = account.timeline.product_steps.iter().filter(|step| step.product == product);
        for step in steps.take_while(|step| step.day <= window.closing) {
            if step.day <= window.opening {
                opening = step.after;
            }
            closing = step.after;
        }
        if !opening.is_zero() || !closing.is_zero() {
            members.push(at);
        }
        accumulate(&mut tally.opening, opening);
        accumulate(&mut tally.closing, closing);
        for moved in account.moves(window.opening, window.closing) {
            if moved.product == product && moved.view != View::Account {
                accumulate(tally.movements.of_mut(moved.kind), moved.amount);
            }
        }
    }
    (tally, members)
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
