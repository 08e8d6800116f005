//! How each figure that is made of dated facts came to be: its values at the last 24 month ends.
//!
//! Each equals what a report as at that day with period `ttm` gives: facts dated later are not known yet.
//! The accounts' ARR was walked once; a month only looks it up.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::config::Grain;
use crate::model::{Date, Month, months_before};

use super::clv::Model;
use super::ledger::Ledger;
use super::tally::Tally;
use super::window::Window;
use super::{Series, retention, standing};

/// How many month ends a series has.
pub const MONTHS: u32 = 24;

/// The windows and lifetime-value models of the last 24 month ends, made when the first series is asked
/// for.
#[derive(Clone, Debug, Default)]
pub(super) struct History(Arc<OnceLock<Vec<(Window, Model)>>>);

/// The last 24 month ends up to a day, oldest first.
pub fn month_ends(as_of: Date) -> Vec<Date> {
    let ends = (0..=MONTHS).filter_map(|back| Month::of(months_before(as_of, back)).last_day());
    let mut ends: Vec<Date> = ends.filter(|&day| day <= as_of).take(MONTHS as usize).collect();
    ends.reverse();
    ends
}

impl History {
    fn windows(&self, ledger: &Ledger, grain: Grain) -> &[(Window, Model)] {
        if let Some(windows) = self.0.get() {
            return windows;
        }
        // Not while others wait for it: a thread that waits for the other months takes up any work meanwhile,
        // perhaps some that asks for the windows.
        let windows = month_ends(ledger.as_of)
            .into_par_iter()
            .map(|day| (Window::ttm(day), Model::new(ledger, day, day, grain)));
        let windows = windows.collect();
        self.0.get_or_init(|| windows)
    }

    /// The series of a group of accounts (by index).
    pub fn of(&self, ledger: &Ledger, grain: Grain, members: &[usize]) -> Series {
        let points = self.windows(ledger, grain).par_iter().map(|(window, clv)| {
            let mut sum = Tally::default();
            for account in members.iter().filter_map(|&at| ledger.account(at)) {
                sum.add(&Tally::of(ledger, account, grain, *window, clv));
            }
            if grain == Grain::Parent {
                sum.retention = retention::of_members(ledger, members, grain, *window);
            }
            (window.closing, sum.figures(clv))
        });
        Series { points: points.collect() }
    }

    /// The series of many groups of accounts at once: each account is looked at once a month, however many
    /// groups it is in.
    pub fn of_many(&self, ledger: &Ledger, grain: Grain, groups: &[Vec<usize>]) -> Vec<Series> {
        let mut groups_of: Vec<Vec<usize>> = vec![Vec::new(); ledger.accounts.len()];
        for (group, members) in groups.iter().enumerate() {
            for &account in members {
                if let Some(list) = groups_of.get_mut(account) {
                    list.push(group);
                }
            }
        }
        let months: Vec<Vec<_>> = (self.windows(ledger, grain).par_iter())
            .map(|(window, clv)| {
                let mut sums = vec![Tally::default(); groups.len()];
                for (account, groups) in ledger.accounts.iter().zip(&groups_of) {
                    if groups.is_empty() {
                        continue;
                    }
                    let tally = Tally::of(ledger, account, grain, *window, clv);
                    for &group in groups {
                        if let Some(sum) = sums.get_mut(group) {
                            sum.add(&tally);
                        }
                    }
                }
                if grain == Grain::Parent {
                    for (sum, members) in sums.iter_mut().zip(groups) {
                        sum.retention = retention::of_members(ledger, members, grain, *window);
                    }
                }
                sums.iter().map(|sum| (window.closing, sum.figures(clv))).collect()
            })
            .collect();
        let mut series: Vec<Series> = groups.iter().map(|_| Series::default()).collect();
        for month in months {
            for (series, point) in series.iter_mut().zip(month) {
                series.points.push(point);
            }
        }
        series
    }

    /// The series of a product.
    pub fn of_product(&self, ledger: &Ledger, grain: Grain, product: usize) -> Series {
        let points = self.windows(ledger, grain).par_iter().map(|(window, clv)| {
            let (tally, _) = standing::of_product(ledger, *window, product);
            (window.closing, standing::product_dated(&tally, clv))
        });
        Series { points: points.collect() }
    }
}
