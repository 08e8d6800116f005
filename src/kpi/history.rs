//! How each figure that is made of dated facts came to be: its values at the last 24 month ends.
//!
//! Each equals what a report as at that day with period `ttm` gives: facts dated later are not known yet.
//! The accounts' ARR was walked once; a month only looks it up.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::config::Grain;
use crate::model::{Date, Decimal, Month};

use super::clv::Model;
use super::ledger::Ledger;
use super::retention::Retention;
use super::standing::{BLOCK, Standing};
use super::tally::{self, Tally};
use super::window::Window;
use super::{AccountFigures, FigureName, Known, Series, csat, nps, retention, standing};

/// How many month ends a series has.
pub const MONTHS: u32 = 24;

/// The windows and lifetime-value models of the last 24 month ends, made when the first series is asked
/// for; and the whole portfolio's sums, once its series was asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    windows: Arc<OnceLock<Vec<(Window, Model)>>>,
    whole: Arc<OnceLock<Arc<Whole>>>,
    /// The whole portfolio's as an earlier report summed it.
    before: Option<Arc<Whole>>,
}

/// A portfolio's sums at the month ends, block by block.
#[derive(Debug)]
struct Whole {
    months: Vec<(Window, Model)>,
    blocks: Vec<Arc<Block>>,
}

/// The sums of some accounts at the month ends.
#[derive(Debug)]
struct Block {
    /// Where its accounts stand: with the month ends this decides all sums but those of lifetime values.
    standings: Vec<Arc<Standing>>,
    sums: Arc<Vec<Tally>>,
    lifetimes: Vec<Known<Decimal>>,
}

/// What some accounts bring to a month end's figures.
#[derive(Clone, Debug)]
struct Sum {
    tally: Tally,
    lifetime: Known<Decimal>,
}

impl Default for Sum {
    fn default() -> Self {
        Sum { tally: Tally::default(), lifetime: Ok(Decimal::ZERO) }
    }
}

impl Sum {
    /// Adds what an account, or a block of them, brings.
    fn add(&mut self, tally: &Tally, lifetime: &Known<Decimal>) {
        self.tally.add(tally);
        tally::add_known(&mut self.lifetime, lifetime);
    }
}

/// The last 24 month ends up to a day, oldest first.
pub fn month_ends(as_of: Date) -> Vec<Date> {
    let ends = (0..=MONTHS).filter_map(|back| Month::of(as_of).before(back).last_day());
    let mut ends: Vec<Date> = ends.filter(|&day| day <= as_of).take(MONTHS as usize).collect();
    ends.reverse();
    ends
}

impl History {
    /// The history of the next report: what it is asked for is taken from this one where nothing changed.
    pub fn next(&self) -> Self {
        let before = self.whole.get().or(self.before.as_ref()).map(Arc::clone);
        History { before, ..History::default() }
    }

    fn windows(&self, ledger: &Ledger, grain: Grain) -> &[(Window, Model)] {
        self.windows.get_or_init(|| {
            // By one thread: whoever waits for it may be one of those that work in parallel already.
            let windows: Vec<Window> = month_ends(ledger.as_of).into_iter().map(Window::ttm).collect();
            let mut clients = vec![Retention::default(); windows.len()];
            for account in &ledger.accounts {
                let [opening, closing] = account.timeline.pays(&windows);
                for (at, clients) in clients.iter_mut().enumerate() {
                    let pays = |bits: u32| bits.checked_shr(at as u32).unwrap_or(0) & 1;
                    clients.clients += pays(opening);
                    clients.retained += pays(opening) & pays(closing);
                }
            }
            let model = |(window, clients): (Window, Retention)| match grain {
                Grain::Parent => (window, Model::new(ledger, window.closing, window.known, grain)),
                _ => (window, Model::with(ledger, window.closing, clients)),
            };
            windows.into_iter().zip(clients).map(model).collect()
        })
    }

    /// The series of all accounts.
    pub fn of_everyone(&self, ledger: &Ledger, grain: Grain, accounts: &[Arc<AccountFigures>]) -> Series {
        let months = self.windows(ledger, grain);
        let whole = match self.whole.get() {
            Some(whole) => whole,
            None => {
                // Not while others wait for it: a thread that waits for the other blocks takes up any work
                // meanwhile, perhaps some that asks for the same.
                let whole = Arc::new(self.sum(ledger, grain, months, accounts));
                self.whole.get_or_init(|| whole)
            }
        };
        let everyone: Vec<usize> = (0..ledger.accounts.len()).collect();
        let points = months.par_iter().enumerate().map(|(at, (window, clv))| {
            let mut sum = Sum::default();
            for block in &whole.blocks {
                if let (Some(tally), Some(lifetime)) = (block.sums.get(at), block.lifetimes.get(at)) {
                    sum.add(tally, lifetime);
                }
            }
            if grain == Grain::Parent {
                sum.tally.retention = retention::of_members(ledger, &everyone, grain, *window);
            }
            (window.closing, sum.tally.figures(clv, sum.lifetime))
        });
        Series { points: points.collect() }
    }

    /// The sums of all accounts, of blocks that stand as they did those that are known.
    fn sum(
        &self,
        ledger: &Ledger,
        grain: Grain,
        months: &[(Window, Model)],
        figures: &[Arc<AccountFigures>],
    ) -> Whole {
        let windows =
            |months: &[(Window, Model)]| months.iter().map(|(window, _)| *window).collect::<Vec<_>>();
        let before = self.before.as_deref().filter(|before| windows(&before.months) == windows(months));
        let alike: Vec<bool> = (0..months.len())
            .map(|at| before.is_some_and(|before| before.months.get(at) == months.get(at)))
            .collect();
        let blocks = figures.par_chunks(BLOCK).zip(ledger.accounts.par_chunks(BLOCK)).enumerate().map(
            |(number, (figures, accounts))| {
                let known = before.and_then(|before| before.blocks.get(number)).filter(|known| {
                    known.standings.len() == figures.len()
                        && known.standings.iter().zip(figures).all(|(a, b)| Arc::ptr_eq(a, &b.standing))
                });
                if let Some(known) = known.filter(|_| alike.iter().all(|alike| *alike)) {
                    return Arc::clone(known);
                }
                let sums = || {
                    let sum = |(window, _): &(Window, Model)| {
                        let mut sum = Tally::default();
                        for account in accounts {
                            sum.add(&Tally::of(ledger, account, grain, *window));
                        }
                        sum
                    };
                    Arc::new(months.iter().map(sum).collect())
                };
                let lifetime = |(at, (window, clv)): (usize, &(Window, Model))| {
                    let like = alike.get(at).is_some_and(|alike| *alike);
                    if let Some(value) = known.filter(|_| like).and_then(|known| known.lifetimes.get(at)) {
                        return value.clone();
                    }
                    let mut sum = Ok(Decimal::ZERO);
                    for account in accounts {
                        let closing = account.arr(window.closing);
                        tally::add_known(&mut sum, &clv.of(account, window.closing, closing));
                    }
                    sum
                };
                Arc::new(Block {
                    standings: figures.iter().map(|account| Arc::clone(&account.standing)).collect(),
                    sums: known.map_or_else(sums, |known| Arc::clone(&known.sums)),
                    lifetimes: months.iter().enumerate().map(lifetime).collect(),
                })
            },
        );
        Whole { months: months.to_vec(), blocks: blocks.collect() }
    }

    /// The series of a group of accounts (by index).
    pub fn of(&self, ledger: &Ledger, grain: Grain, members: &[usize]) -> Series {
        let points = self.windows(ledger, grain).par_iter().map(|(window, clv)| {
            let mut sum = Sum::default();
            for account in members.iter().filter_map(|&at| ledger.account(at)) {
                let tally = Tally::of(ledger, account, grain, *window);
                sum.add(&tally, &clv.of(account, window.closing, tally.closing));
            }
            if grain == Grain::Parent {
                sum.tally.retention = retention::of_members(ledger, members, grain, *window);
            }
            (window.closing, sum.tally.figures(clv, sum.lifetime))
        });
        Series { points: points.collect() }
    }

    /// One figure of one account: what an account's page draws is looked up without all the other figures.
    pub fn of_account(
        &self,
        ledger: &Ledger,
        grain: Grain,
        at: usize,
        figure: FigureName,
    ) -> Vec<Known<Decimal>> {
        let Some(account) = ledger.account(at) else { return Vec::new() };
        let windows = month_ends(ledger.as_of).into_iter().map(Window::ttm);
        match figure {
            FigureName::Arr => windows.map(|window| Ok(account.arr(window.closing))).collect(),
            FigureName::Csat => {
                windows.map(|window| csat::Tally::of(&account.plan, window).figure().value).collect()
            }
            FigureName::Nps => {
                windows.map(|window| nps::Tally::of(&account.plan, window).figure().value).collect()
            }
            _ => self.of(ledger, grain, &[at]).get(figure),
        }
    }

    /// The series of many groups of accounts at once: each account is looked at once a month, however many
    /// groups it is in. Where the whole portfolio's sums are not known yet, they are taken on the way.
    pub fn of_many(
        &self,
        ledger: &Ledger,
        grain: Grain,
        groups: &[Vec<usize>],
        accounts: &[Arc<AccountFigures>],
    ) -> Vec<Series> {
        let mut groups_of: Vec<Vec<usize>> = vec![Vec::new(); ledger.accounts.len()];
        for (group, members) in groups.iter().enumerate() {
            for &account in members {
                if let Some(list) = groups_of.get_mut(account) {
                    list.push(group);
                }
            }
        }
        let takes_whole = self.whole.get().is_none() && self.before.is_none();
        let windows = self.windows(ledger, grain);
        let months: Vec<(Vec<Sum>, Vec<Sum>)> = (windows.par_iter())
            .map(|(window, clv)| {
                let mut sums = vec![Sum::default(); groups.len()];
                let blocks = ledger.accounts.chunks(BLOCK).zip(groups_of.chunks(BLOCK));
                let blocks = blocks.map(|(accounts, groups_of)| {
                    let mut whole = Sum::default();
                    for (account, groups) in accounts.iter().zip(groups_of) {
                        if groups.is_empty() && !takes_whole {
                            continue;
                        }
                        let tally = Tally::of(ledger, account, grain, *window);
                        let value = clv.of(account, window.closing, tally.closing);
                        for &group in groups {
                            if let Some(sum) = sums.get_mut(group) {
                                sum.add(&tally, &value);
                            }
                        }
                        if takes_whole {
                            whole.add(&tally, &value);
                        }
                    }
                    whole
                });
                let blocks = blocks.collect();
                if grain == Grain::Parent {
                    for (sum, members) in sums.iter_mut().zip(groups) {
                        sum.tally.retention = retention::of_members(ledger, members, grain, *window);
                    }
                }
                (sums, blocks)
            })
            .collect();
        if takes_whole {
            let block = |(number, accounts): (usize, &[Arc<AccountFigures>])| {
                let sums = months.iter().filter_map(|(_, blocks)| blocks.get(number));
                Arc::new(Block {
                    standings: accounts.iter().map(|account| Arc::clone(&account.standing)).collect(),
                    sums: Arc::new(sums.clone().map(|sum| sum.tally.clone()).collect()),
                    lifetimes: sums.map(|sum| sum.lifetime.clone()).collect(),
                })
            };
            let blocks = accounts.chunks(BLOCK).enumerate().map(block).collect();
            self.whole.get_or_init(|| Arc::new(Whole { months: windows.to_vec(), blocks }));
        }
        let series = (0..groups.len()).into_par_iter().map(|group| {
            let points = windows.iter().zip(&months).filter_map(|((window, clv), (sums, _))| {
                let sum = sums.get(group)?;
                Some((window.closing, sum.tally.figures(clv, sum.lifetime.clone())))
            });
            Series { points: points.collect() }
        });
        series.collect()
    }

    /// The series of a product.
    pub fn of_product(&self, ledger: &Ledger, grain: Grain, product: usize) -> Series {
        let months = self.windows(ledger, grain);
        let windows: Vec<Window> = months.iter().map(|(window, _)| *window).collect();
        let tallies = standing::of_product_over(ledger, &windows, product);
        let points = months.iter().zip(&tallies);
        let point = |((window, clv), tally): (&(Window, Model), &Tally)| {
            (window.closing, standing::product_dated(tally, clv))
        };
        Series { points: points.map(point).collect() }
    }
}
