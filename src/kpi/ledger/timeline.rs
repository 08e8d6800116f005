//! An account's ARR over all time: the days on which it changes, and what each change is.
//!
//! For: the movements (new, reactivation, churn, upsell, cross-sell, price, contraction), each day
//! classified once; a period then only looks them up.
//! Must not: know the period, or sum anything.
//!
//! Days up to `as_of` never look different from a later `as_of`: a `cancelled` or `changes` date counts
//! from its own day on. So one walk serves every window that ends by `as_of`.

use std::sync::OnceLock;

use crate::model::{Date, Decimal, next_day};

use super::super::amount::{accumulate, add, mul, sub, sum};
use super::super::window::Window;
use super::{Agreement, Uplift, Which};

/// An account's ARR from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kpi) struct Step {
    pub day: Date,
    pub total: Decimal,
}

/// A product's ARR in an account before and from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kpi) struct ProductStep {
    pub day: Date,
    pub product: usize,
    pub before: Decimal,
    pub after: Decimal,
    /// How much of a rise is marked as price.
    pub marked: Decimal,
}

/// What a change of an account's ARR is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::kpi) enum Kind {
    New,
    Reactivation,
    Upsell,
    CrossSell,
    Price,
    Contraction,
    Churn,
}

impl Kind {
    /// The word in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::New => "new",
            Kind::Reactivation => "reactivation",
            Kind::Upsell => "upsell",
            Kind::CrossSell => "cross_sell",
            Kind::Price => "price",
            Kind::Contraction => "contraction",
            Kind::Churn => "churn",
        }
    }

    /// Whether ARR falls by it.
    pub fn falls(self) -> bool {
        matches!(self, Kind::Contraction | Kind::Churn)
    }
}

/// In whose movements a change counts: they differ on the day of a swap, which is netted for the account
/// and not for its products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kpi) enum View {
    /// Both.
    Both,
    /// The account's alone: a swap's net.
    Account,
    /// Its products' alone: each rise or fall of a swap.
    Product,
}

/// One movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kpi) struct Move {
    pub day: Date,
    pub kind: Kind,
    /// The product that moved; of a swap's net, the one that moved most in its direction.
    pub product: usize,
    /// How much, positive.
    pub amount: Decimal,
    pub view: View,
}

impl Move {
    /// Whether it counts in the account's movements.
    pub fn of_account(&self) -> bool {
        self.view != View::Product
    }

    /// Whether it counts in its product's movements.
    pub fn of_product(&self) -> bool {
        self.view != View::Account
    }
}

/// An account's walk.
#[derive(Debug, Default)]
pub(in crate::kpi) struct Timeline {
    /// Its total ARR after each day on which it changes, by day.
    pub steps: Vec<Step>,
    /// Its products' ARR, by day and product.
    pub product_steps: Vec<ProductStep>,
    /// What moved it, by day.
    pub moves: Vec<Move>,
    /// At which of the last 24 months' openings and closings it pays, a bit a month, once somebody asked.
    pays: OnceLock<[u32; 2]>,
}

impl Timeline {
    /// Whether it went the same way as another.
    pub fn is_like(&self, other: &Timeline) -> bool {
        let Timeline { steps, product_steps, moves, pays: _ } = self;
        (steps, product_steps, moves) == (&other.steps, &other.product_steps, &other.moves)
    }

    /// At which of these windows' openings, and at which of their closings, there is ARR: a bit a window. The
    /// windows are always those of the last 24 months.
    pub fn pays(&self, windows: &[Window]) -> [u32; 2] {
        *self.pays.get_or_init(|| {
            let bits = |day: fn(&Window) -> Date| {
                let pays = |(at, window): (usize, &Window)| {
                    u32::from(self.arr(day(window)) > Decimal::ZERO).checked_shl(at as u32).unwrap_or(0)
                };
                windows.iter().enumerate().map(pays).fold(0, |bits, bit| bits | bit)
            };
            [bits(|window| window.opening), bits(|window| window.closing)]
        })
    }

    /// The products that ever moved.
    pub fn products(&self) -> impl Iterator<Item = usize> {
        let moved = self.moves.iter().map(|moved| moved.product);
        self.product_steps.iter().map(|step| step.product).chain(moved)
    }

    /// The total ARR on a day up to the last one walked.
    pub fn arr(&self, day: Date) -> Decimal {
        let after = self.steps.partition_point(|step| step.day <= day);
        after.checked_sub(1).and_then(|at| self.steps.get(at)).map_or(Decimal::ZERO, |step| step.total)
    }
}

/// Walks the days up to `as_of` on which any product of an account with these contracts changes; `find` gives
/// those that they renew.
pub(super) fn walk<'a>(
    own: &'a [Agreement],
    find: impl Fn(Which) -> Option<&'a Agreement>,
    as_of: Date,
) -> Timeline {
    let mut events = events(own, as_of);
    events.sort_by_key(|event| (event.day, event.product));
    let mut walk = Timeline::default();
    let mut now: Vec<(usize, Decimal)> = Vec::new();
    let mut total = Decimal::ZERO;
    let mut had = false;
    for day in events.chunk_by(|a, b| a.day == b.day) {
        let Some(date) = day.first().map(|event| event.day) else { continue };
        let first = walk.product_steps.len();
        let before = total;
        for product in day.chunk_by(|a, b| a.product == b.product) {
            let Some(at) = product.first().map(|event| event.product) else { continue };
            let held = now.iter_mut().find(|(product, _)| *product == at);
            let was = held.as_ref().map_or(Decimal::ZERO, |(_, arr)| *arr);
            let is = product.iter().fold(was, |arr, event| add(arr, event.delta));
            if was == is {
                continue;
            }
            match held {
                Some(entry) => entry.1 = is,
                None => now.push((at, is)),
            }
            total = add(total, sub(is, was));
            let marked = sum(product.iter().map(|event| event.price));
            walk.product_steps.push(ProductStep { day: date, product: at, before: was, after: is, marked });
        }
        let Some(changed) = walk.product_steps.get_mut(first..).filter(|changed| !changed.is_empty()) else {
            continue;
        };
        if !before.is_zero() && !total.is_zero() {
            mark_uplifts(own, &find, date, as_of, changed);
        }
        classify(date, before, total, had, changed, &mut walk.moves);
        walk.steps.push(Step { day: date, total });
        had = had || !total.is_zero();
    }
    walk
}

/// A change of one contract's ARR in one product.
struct Event {
    day: Date,
    product: usize,
    delta: Decimal,
    /// What a change marks as price: its amount minus what the line would be without it.
    price: Decimal,
}

fn events(own: &[Agreement], as_of: Date) -> Vec<Event> {
    let mut events = Vec::new();
    for agreement in own {
        let last = agreement.last(as_of);
        if agreement.start > as_of || last.is_some_and(|last| last < agreement.start) {
            continue;
        }
        let gone = last.map(next_day).filter(|&day| day <= as_of);
        for lane in &agreement.lanes {
            let product = lane.product;
            let (mut line, mut arr) = (lane.base, Decimal::ZERO);
            let mut event = |day, to: Decimal, price: Decimal| {
                let delta = sub(to, arr);
                arr = to;
                if !delta.is_zero() || !price.is_zero() {
                    events.push(Event { day, product, delta, price });
                }
            };
            let start = lane.on(agreement.start);
            let at_start: Decimal = {
                // A change dated on the first day marks price like any other.
                let mut marked = Decimal::ZERO;
                for turn in lane.changes.iter().take_while(|turn| turn.date <= agreement.start) {
                    if turn.price && turn.date == agreement.start {
                        accumulate(&mut marked, sub(turn.arr, line).max(Decimal::ZERO));
                    }
                    line = turn.arr;
                }
                marked
            };
            event(agreement.start, start, at_start);
            for turn in lane.changes.iter().filter(|turn| turn.date > agreement.start) {
                if last.is_some_and(|last| last < turn.date) {
                    break;
                }
                let price = if turn.price { sub(turn.arr, line).max(Decimal::ZERO) } else { Decimal::ZERO };
                line = turn.arr;
                event(turn.date, turn.arr, price);
            }
            if let Some(day) = gone {
                event(day, Decimal::ZERO, Decimal::ZERO);
            }
        }
    }
    events
}

/// Marks the uplifts of the contracts that start on a day, each on its own rises in written order.
///
/// A product that had nothing the day before takes its part of the uplift like the others, in its turn, and
/// is cross-sell all the same: whoever wants the uplift on what was there writes that first.
fn mark_uplifts<'a>(
    own: &'a [Agreement],
    find: &impl Fn(Which) -> Option<&'a Agreement>,
    day: Date,
    as_of: Date,
    changed: &mut [ProductStep],
) {
    for agreement in own.iter().filter(|a| a.start == day && a.in_force(day, as_of)) {
        let predecessors = || agreement.predecessors.iter().filter_map(|&old| find(old));
        let mut left = match agreement.uplift {
            None => continue,
            Some(Uplift::Money(money)) => money,
            Some(Uplift::Share(share)) => mul(share, sum(predecessors().map(|old| old.expiring(as_of)))),
        };
        let mut seen: Vec<usize> = Vec::new();
        for lane in &agreement.lanes {
            if seen.contains(&lane.product) {
                continue;
            }
            seen.push(lane.product);
            let Some(step) = changed.iter_mut().find(|step| step.product == lane.product) else { continue };
            if step.after <= step.before {
                continue;
            }
            let unmarked = sub(sub(step.after, step.before), step.marked);
            let part = left.min(unmarked);
            if part > Decimal::ZERO {
                step.marked = add(step.marked, part);
                left = sub(left, part);
            }
        }
    }
}

/// The movements of one day, from the account's totals and its products' changes.
fn classify(
    day: Date,
    before: Decimal,
    after: Decimal,
    had: bool,
    changed: &[ProductStep],
    moves: &mut Vec<Move>,
) {
    let mut push = |kind, product, amount: Decimal, view| {
        if amount > Decimal::ZERO {
            moves.push(Move { day, kind, product, amount, view });
        }
    };
    if before.is_zero() {
        let kind = if had { Kind::Reactivation } else { Kind::New };
        for step in changed {
            push(kind, step.product, sub(step.after, step.before), View::Both);
        }
        return;
    }
    if after.is_zero() {
        for step in changed {
            push(Kind::Churn, step.product, sub(step.before, step.after), View::Both);
        }
        return;
    }
    let rises = changed.iter().any(|step| step.after > step.before);
    let falls = changed.iter().any(|step| step.after < step.before);
    let swap = rises && falls;
    let view = if swap { View::Product } else { View::Both };
    for step in changed {
        let rise = sub(step.after, step.before);
        if rise < Decimal::ZERO {
            push(Kind::Contraction, step.product, -rise, view);
        } else if step.before.is_zero() {
            push(Kind::CrossSell, step.product, rise, view);
        } else {
            let price = rise.min(step.marked);
            push(Kind::Price, step.product, price, view);
            push(Kind::Upsell, step.product, sub(rise, price), view);
        }
    }
    if swap {
        let net = sub(after, before);
        let most = |sign: Decimal| {
            let moved = |step: &&ProductStep| mul(sign, sub(step.after, step.before));
            // The first in code-point order among equals.
            changed.iter().rev().max_by_key(moved).map_or(0, |step| step.product)
        };
        if net > Decimal::ZERO {
            let marked = sum(changed.iter().filter(|step| !step.before.is_zero()).map(|step| step.marked));
            let price = net.min(marked);
            push(Kind::Price, most(Decimal::ONE), price, View::Account);
            push(Kind::Upsell, most(Decimal::ONE), sub(net, price), View::Account);
        } else {
            push(Kind::Contraction, most(Decimal::NEGATIVE_ONE), -net, View::Account);
        }
    }
}
