//! A diff in four formats, all from the same value: what is said is decided here, how it looks in each.

mod headline;
mod html;
mod json;
mod markdown;
mod terminal;

pub use html::html;
pub use json::json;
pub use markdown::{MARKER, markdown};
pub use terminal::terminal;

use super::figures::{Moved, rounded};
use super::report::{AccountDiff, Diff, Fate};
use super::words::{decimals, figure_delta, figure_effect, figure_size, figure_value_to};
use crate::kpi::{FigureName, Known, Unit};
use crate::model::{Decimal, round};
use crate::text::Place;

use headline::Headline;

/// How many causes of a movement are named; the others are summed up.
const CAUSES: usize = 5;

/// One figure's movement in words. What is printed ties: after − before is the change, and the effects of
/// the causes add up to it, digit by digit.
struct Movement {
    figure: FigureName,
    name: &'static str,
    before: String,
    after: String,
    /// The change as it is printed; `None` where a side has no value.
    change: Option<Decimal>,
    /// `−3.1 points`; empty where a side has no value.
    delta: String,
    /// `3.1 points`
    size: String,
    causes: Vec<Cause>,
}

impl Movement {
    /// Whether so little moves that nothing of it shows.
    fn is_invisible(&self) -> bool {
        self.change.is_some_and(|change| change.is_zero()) && self.causes.is_empty()
    }

    /// Whether it is one of those that a portfolio is steered by.
    fn is_headline(&self) -> bool {
        use FigureName::*;
        matches!(
            self.figure,
            Arr | Nrr | Grr | RenewalRate | ClientRetention | ForecastGrr | ForecastNrr | Pipeline
        )
    }
}

/// What one account did to a figure, in words.
struct Cause {
    /// `−3.1 points`
    delta: String,
    /// `−3.1`
    effect: String,
    account: String,
    because: Vec<(String, String)>,
}

/// The short name that a reviewer knows a figure by.
fn short(figure: FigureName) -> &'static str {
    match figure {
        FigureName::Arr => "ARR",
        FigureName::Nrr => "NRR",
        FigureName::Grr => "GRR",
        FigureName::RenewalRate => "Renewal rate",
        FigureName::ClientRetention => "Client retention",
        FigureName::UpsellCrossSell => "Upsell and cross-sell",
        FigureName::ForecastGrr => "Forecast GRR",
        FigureName::ForecastNrr => "Forecast NRR",
        FigureName::Pipeline => "Weighted pipeline",
        FigureName::Csat => "CSAT",
        FigureName::Nps => "NPS",
        FigureName::TimeToResolution => "Time to resolution",
        FigureName::Clv => "Customer lifetime value",
        FigureName::Health => "Health",
        FigureName::Completeness => "Completeness",
        _ => "Figure",
    }
}

fn at(place: &Place) -> String {
    format!("{}:{}", place.path(), place.line())
}

/// `1 account`, `2 accounts`.
fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// The figures that moved, but for those of which nothing shows.
fn movements(diff: &Diff) -> Vec<Movement> {
    let moved = diff.figures.iter().filter(|moved| !moved.is_same()).map(|moved| movement(diff, moved));
    moved.filter(|movement| !movement.is_invisible()).collect()
}

fn movement(diff: &Diff, moved: &Moved) -> Movement {
    let figure = moved.figure;
    let of = |value: &Known<Decimal>| value.as_ref().ok().map(|value| decimals(figure, *value));
    let fewest = of(&moved.before).into_iter().chain(of(&moved.after)).max().unwrap_or(0);
    let decimals = enough_decimals(moved, fewest);
    let change = match (&moved.before, &moved.after) {
        (Ok(before), Ok(after)) => round(*after, decimals).checked_sub(round(*before, decimals)),
        _ => None,
    };
    let show = |value| figure_value_to(figure, value, decimals, &diff.currency);
    Movement {
        figure,
        name: short(figure),
        before: show(&moved.before),
        after: show(&moved.after),
        delta: change
            .map(|change| figure_delta(figure, change, decimals, &diff.currency))
            .unwrap_or_default(),
        size: change.map(|change| figure_size(figure, change, decimals, &diff.currency)).unwrap_or_default(),
        causes: change.map(|change| causes(diff, moved, change, decimals)).unwrap_or_default(),
        change,
    }
}

/// The decimals with which a movement ties by itself: the values' difference, the change and the sum of
/// the effects are then the same though each is rounded alone. Where two more don't do it, one more is
/// enough to spread what rounding leaves without misleading anyone.
fn enough_decimals(moved: &Moved, fewest: u32) -> u32 {
    let (Ok(before), Ok(after), Some(change)) = (&moved.before, &moved.after, moved.delta()) else {
        return fewest;
    };
    let ties = |decimals: &u32| {
        let change = round(change, *decimals);
        let effects: Decimal = effects(moved).into_iter().map(|effect| round(effect, *decimals)).sum();
        round(*after, *decimals) - round(*before, *decimals) == change && effects == change
    };
    if moved.figure.unit() == Unit::Money {
        return fewest;
    }
    (fewest..=fewest + 2).find(ties).unwrap_or(fewest + 1)
}

/// The effects of the accounts that are named, and of all others together.
fn effects(moved: &Moved) -> Vec<Decimal> {
    let (named, others) = moved.attributions.split_at(moved.attributions.len().min(CAUSES));
    let mut effects: Vec<Decimal> = named.iter().map(|a| a.delta).collect();
    if !others.is_empty() {
        effects.push(others.iter().map(|a| a.delta).sum());
    }
    effects
}

/// Through whom a figure moved; whoever's effect is too small to show is left out.
fn causes(diff: &Diff, moved: &Moved, change: Decimal, decimals: u32) -> Vec<Cause> {
    let figure = moved.figure;
    let (named, others) = moved.attributions.split_at(moved.attributions.len().min(CAUSES));
    let printed = rounded(&effects(moved), change, decimals);
    let cause = |effect: Decimal, account: String, because: Vec<(String, String)>| Cause {
        delta: figure_delta(figure, effect, decimals, &diff.currency),
        effect: figure_effect(figure, effect, decimals),
        account,
        because,
    };
    let mut causes: Vec<Cause> = named
        .iter()
        .zip(&printed)
        .filter(|(_, effect)| !effect.is_zero())
        .map(|(attribution, effect)| {
            let account = match diff.account(&attribution.account) {
                Some(account) => account.name.clone(),
                None if attribution.account.is_empty() => "several accounts together".into(),
                None => attribution.account.clone(),
            };
            let because = diff.because(&attribution.account, figure, 2);
            let because = because.into_iter().map(|change| (change.text.clone(), at(&change.place)));
            cause(*effect, account, because.collect())
        })
        .collect();
    if let (false, Some(effect)) = (others.is_empty(), printed.last().filter(|effect| !effect.is_zero())) {
        causes.push(cause(*effect, counted(others.len(), "other account"), Vec::new()));
    }
    causes
}

/// The accounts as they must be seen: those with something weighty first, of them the largest first.
fn by_weight(diff: &Diff) -> Vec<&AccountDiff> {
    let mut order: Vec<&AccountDiff> = diff.accounts.iter().collect();
    order.sort_by(|a, b| {
        let weighty = |account: &AccountDiff| account.changes.iter().any(|change| change.weighty);
        weighty(b).cmp(&weighty(a)).then(b.arr.cmp(&a.arr)).then_with(|| a.id.cmp(&b.id))
    });
    order
}

/// What happened to an account's plan, where more than a change did.
fn fate(account: &AccountDiff) -> &'static str {
    match account.fate {
        Fate::Added => "new",
        Fate::Removed => "removed",
        Fate::Changed => "",
    }
}

/// What was compared, over which days, in which money.
fn footing(diff: &Diff) -> String {
    format!(
        "{} → {}, as of {}; figures over {} to {}, money in {}",
        diff.base, diff.head, diff.as_of, diff.days.0, diff.days.1, diff.currency
    )
}
