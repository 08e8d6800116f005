//! What each account brings to a figure of its group: the way from a group's figure down to its accounts',
//! whose own explanations lead on to the records.

use crate::config::Grain;
use crate::model::Decimal;

use super::super::amount::{accumulate, mul};
use super::super::health;
use super::super::ledger::Account;
use super::super::{AccountFigures, FigureName, Ratio, Report};
use super::sources::Part;
use super::{Explainer, Scope, contributions, size};

/// One account's part in a figure of its group.
#[derive(Clone, Copy, Debug)]
pub struct AccountPart<'r> {
    /// Whose.
    pub account: &'r AccountFigures,
    /// What it adds to the numerator (or to the sum), in the figure's own unit.
    pub amount: Decimal,
    /// What it adds to the denominator; 0 where the figure has none.
    pub of: Decimal,
}

/// The accounts that bring something to a figure of their group.
#[derive(Clone, Debug)]
pub struct ByAccount<'r> {
    /// Those that bring most, the largest first.
    pub largest: Vec<AccountPart<'r>>,
    /// How many there are.
    pub count: usize,
    /// Whether any adds to a denominator.
    pub divided: bool,
}

/// What each account of a group brings to a figure, the largest first; accounts that bring nothing are left
/// out. `None` where there is no such group.
pub fn by_account<'r>(report: &'r Report, figure: FigureName, scope: &Scope) -> Option<Vec<AccountPart<'r>>> {
    Some(Explainer::new(report, scope)?.by_account(figure, usize::MAX).largest)
}

impl<'r> Explainer<'r> {
    /// What each account of a group brings to a figure: at most so many of them.
    pub fn by_account(&self, figure: FigureName, most: usize) -> ByAccount<'r> {
        let mut parts = each_account(&self.part, figure);
        parts.retain(|part| !part.amount.is_zero() || !part.of.is_zero());
        let (count, divided) = (parts.len(), parts.iter().any(|part| !part.of.is_zero()));
        ByAccount { largest: largest(parts, most), count, divided }
    }
}

/// At most so many of what accounts bring: the largest, those of one size by account.
fn largest(parts: Vec<AccountPart<'_>>, most: usize) -> Vec<AccountPart<'_>> {
    let order = |(a_size, a): &(Decimal, AccountPart<'_>), (b_size, b): &(Decimal, AccountPart<'_>)| {
        b_size.cmp(a_size).then_with(|| a.account.id.cmp(&b.account.id))
    };
    let all = parts.len() <= most;
    let sized = parts.into_iter().map(|part| (size(part.amount, part.of), part));
    let largest = if all {
        let mut largest: Vec<_> = sized.collect();
        largest.sort_by(order);
        largest
    } else {
        // Few of many: most need no more than a look at the least of those that were the largest so far.
        let mut largest: Vec<_> = Vec::with_capacity(most);
        for part in sized {
            if largest.len() == most {
                match largest.last() {
                    Some(least) if order(&part, least).is_lt() => largest.pop(),
                    _ => continue,
                };
            }
            largest.insert(largest.partition_point(|other| order(other, &part).is_le()), part);
        }
        largest
    };
    largest.into_iter().map(|(_, part)| part).collect()
}

/// What each account brings to a figure, those that bring nothing too.
fn each_account<'r>(part: &Part<'r>, figure: FigureName) -> Vec<AccountPart<'r>> {
    // What an account brings by itself: unless it counts by trees, or there is no telling from its figures.
    let by_tree = part.report.grain == Grain::Parent
        && matches!(figure, FigureName::Nrr | FigureName::Grr | FigureName::ClientRetention);
    let mut parts: Vec<AccountPart<'_>> = Vec::with_capacity(part.members.len());
    if part.product.is_none() && !by_tree && tells(figure) {
        parts.extend(part.figures().map(|(account, figures)| {
            let (amount, of) = own(figure, account, figures, part.report).unwrap_or_default();
            AccountPart { account: figures, amount, of }
        }));
    } else if let (Some(product), FigureName::Arr) = (part.product, figure) {
        let day = part.report.period.closing;
        for (account, figures) in part.figures() {
            let mut amount = Decimal::ZERO;
            for agreement in &account.agreements {
                if agreement.in_force(day, part.report.as_of) {
                    let lanes = agreement.lanes.iter().filter(|lane| lane.product == product);
                    lanes.for_each(|lane| accumulate(&mut amount, lane.on(day)));
                }
            }
            parts.push(AccountPart { account: figures, amount, of: Decimal::ZERO });
        }
    } else {
        // In the accounts' order, so an account's stand together.
        for made in contributions(part, figure) {
            match parts.last_mut().filter(|last| last.account.id == made.account) {
                Some(last) => {
                    accumulate(&mut last.amount, made.amount);
                    accumulate(&mut last.of, made.of);
                }
                None => parts.extend(part.report.account(made.account).map(|account| AccountPart {
                    account,
                    amount: made.amount,
                    of: made.of,
                })),
            }
        }
    }
    parts
}

/// Whether an account's own figures tell what it brings to its group's.
fn tells(figure: FigureName) -> bool {
    use FigureName as F;
    !matches!(figure, F::ForecastGrr | F::ForecastNrr | F::Pipeline)
}

/// What an account brings: numerator (or sum) and denominator.
fn own(
    figure: FigureName,
    account: &Account,
    of: &AccountFigures,
    report: &Report,
) -> Option<(Decimal, Decimal)> {
    let figures = &of.figures;
    let ratio = |ratio: &Ratio| (ratio.numerator, ratio.denominator);
    let sum = |amount: Decimal| (amount, Decimal::ZERO);
    Some(match figure {
        FigureName::Nrr => ratio(&figures.nrr),
        FigureName::Grr => ratio(&figures.grr),
        FigureName::ClientRetention => ratio(&figures.client_retention),
        FigureName::RenewalRate => ratio(&figures.renewals.renewal_rate),
        FigureName::RenewalRateWithLate => ratio(&figures.renewals.with_late),
        FigureName::GrossValueRenewalRate => ratio(&figures.renewals.gross_value),
        FigureName::NetValueRenewalRate => ratio(&figures.renewals.net_value),
        FigureName::Csat => (figures.csat.satisfied.into(), figures.csat.n.into()),
        FigureName::Nps => {
            let balance = Decimal::from(figures.nps.promoters) - Decimal::from(figures.nps.detractors);
            (mul(balance, Decimal::ONE_HUNDRED), figures.nps.n.into())
        }
        FigureName::TimeToResolution => {
            let times = &figures.time_to_resolution;
            (mul(*times.mean_hours.as_ref().ok()?, times.resolved.into()), times.resolved.into())
        }
        FigureName::Health => {
            let tally = health::Tally::of(&figures.health, account.arr(report.as_of));
            (tally.points, tally.arr)
        }
        FigureName::Completeness => (figures.completeness.as_ref().ok().copied()?, Decimal::ONE),
        figure => sum(figure.value(figures).ok()?),
    })
}
