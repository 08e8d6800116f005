//! How far each figure moved between two reports, and through which accounts.
//!
//! Every figure here is a sum over accounts, Σ nᵢ, or a quotient of two sums, Σ nᵢ ÷ Σ dᵢ. A sum's change
//! is the sum of its accounts' changes. A quotient's change from N₀ ÷ D₀ to N₁ ÷ D₁ falls to account i as
//! `((n₁ᵢ − n₀ᵢ) − N₀/D₀ × (d₁ᵢ − d₀ᵢ)) ÷ D₁`: these add up to the whole change exactly, and an account
//! on which nothing changed gets exactly nothing.

use std::collections::BTreeMap;

use crate::kpi::{AccountFigures, FigureName, Figures, Known, Report, spread};
use crate::model::Decimal;

/// One figure of the portfolio on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Which.
    pub figure: FigureName,
    /// Before, as computed.
    pub before: Known<Decimal>,
    /// After, as computed.
    pub after: Known<Decimal>,
    /// What each account did to it, the largest effect first; empty where a side has no value. Adds up
    /// to after − before exactly, as computed and as printed.
    pub attributions: Vec<Attribution>,
}

impl Moved {
    /// After − before, where both are known.
    pub fn delta(&self) -> Option<Decimal> {
        match (&self.before, &self.after) {
            (Ok(before), Ok(after)) => after.checked_sub(*before),
            _ => None,
        }
    }

    /// Whether it is the same on both sides, null for the same reason included.
    pub fn is_same(&self) -> bool {
        self.before == self.after
    }
}

/// What one account did to a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The account's id; empty: what no single account explains (a parent's members together).
    pub account: String,
    /// Its effect, in the figure's own unit (shares as fractions).
    pub delta: Decimal,
}

/// The figures that a diff reports, the headlines first.
pub const REPORTED: &[FigureName] = &[
    FigureName::Arr,
    FigureName::Nrr,
    FigureName::Grr,
    FigureName::RenewalRate,
    FigureName::ClientRetention,
    FigureName::UpsellCrossSell,
    FigureName::ForecastGrr,
    FigureName::ForecastNrr,
    FigureName::Pipeline,
    FigureName::Csat,
    FigureName::Nps,
    FigureName::TimeToResolution,
    FigureName::Clv,
    FigureName::Health,
    FigureName::Completeness,
];

/// A figure as numerator and denominator (`None`: a plain sum).
#[derive(Clone, Copy)]
struct Parts {
    numerator: Decimal,
    denominator: Option<Decimal>,
}

fn sum(numerator: Decimal) -> Parts {
    Parts { numerator, denominator: None }
}

fn share(numerator: Decimal, denominator: Decimal) -> Parts {
    Parts { numerator, denominator: Some(denominator) }
}

fn times(a: Decimal, b: Decimal) -> Decimal {
    a.checked_mul(b).unwrap_or_default()
}

/// What an account adds to the portfolio's figure.
fn parts(figure: FigureName, f: &Figures) -> Option<Parts> {
    let ratio = |r: &crate::kpi::Ratio| share(r.numerator, r.denominator);
    let count = Decimal::from;
    Some(match figure {
        FigureName::Arr => sum(f.closing_arr),
        FigureName::UpsellCrossSell => sum(f.upsell_cross_sell()),
        FigureName::Pipeline => sum(f.pipeline.weighted),
        FigureName::Clv => sum(f.clv.value.clone().unwrap_or_default()),
        FigureName::Nrr => ratio(&f.nrr),
        FigureName::Grr => ratio(&f.grr),
        FigureName::ClientRetention => ratio(&f.client_retention),
        FigureName::RenewalRate => ratio(&f.renewals.renewal_rate),
        FigureName::ForecastGrr => ratio(&f.forecast.grr),
        FigureName::ForecastNrr => ratio(&f.forecast.nrr),
        FigureName::Csat => share(count(f.csat.satisfied), count(f.csat.n)),
        FigureName::Nps => share(
            times(Decimal::ONE_HUNDRED, count(f.nps.promoters) - count(f.nps.detractors)),
            count(f.nps.n),
        ),
        FigureName::TimeToResolution => {
            let n = count(f.time_to_resolution.resolved);
            share(times(f.time_to_resolution.mean_hours.clone().unwrap_or_default(), n), n)
        }
        FigureName::Completeness => match &f.completeness {
            Ok(score) => share(times(*score, count(f.accounts)), count(f.accounts)),
            Err(_) => share(Decimal::ZERO, Decimal::ZERO),
        },
        _ => return None,
    })
}

fn account_parts(figure: FigureName, account: &AccountFigures, arr_at_as_of: Decimal) -> Option<Parts> {
    if figure == FigureName::Health {
        return Some(match &account.figures.health.value {
            Ok(score) => share(times(*score, arr_at_as_of), arr_at_as_of),
            Err(_) => share(Decimal::ZERO, Decimal::ZERO),
        });
    }
    parts(figure, &account.figures)
}

/// The portfolio's figures on both sides, with what each account did to them. Accounts are those of
/// either report.
///
/// `renamed` gives the earlier id of accounts whose id changed, by later id.
pub fn moved(before: &Report, after: &Report, renamed: &BTreeMap<String, String>) -> Vec<Moved> {
    let later: BTreeMap<&str, &str> = renamed.iter().map(|(new, old)| (old.as_str(), new.as_str())).collect();
    REPORTED.iter().map(|&figure| one(figure, before, after, &later)).collect()
}

fn one(figure: FigureName, before: &Report, after: &Report, later: &BTreeMap<&str, &str>) -> Moved {
    let (was, is) = (figure.value(&before.portfolio), figure.value(&after.portfolio));
    let attributions = match (&was, &is) {
        (Ok(was), Ok(is)) if was != is => attribute(figure, before, after, later, (*was, *is)),
        _ => Vec::new(),
    };
    Moved { figure, before: was, after: is, attributions }
}

fn attribute(
    figure: FigureName,
    before: &Report,
    after: &Report,
    later: &BTreeMap<&str, &str>,
    (was, is): (Decimal, Decimal),
) -> Vec<Attribution> {
    let collect = |report: &Report, later: &BTreeMap<&str, &str>| -> BTreeMap<String, Parts> {
        report
            .accounts
            .iter()
            .filter_map(|a| {
                let id = later.get(a.id.as_str()).map_or_else(|| a.id.clone(), |id| (*id).to_owned());
                Some((id, account_parts(figure, a, a.figures.closing_arr)?))
            })
            .collect()
    };
    let (old, new) = (collect(before, later), collect(after, &BTreeMap::new()));
    let zero = share(Decimal::ZERO, Decimal::ZERO);
    let whole: Decimal = new.values().filter_map(|p| p.denominator).sum();
    let mut rows: Vec<Attribution> = Vec::new();
    let ids: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for id in ids {
        let (a, b) = (old.get(id).copied().unwrap_or(zero), new.get(id).copied().unwrap_or(zero));
        let n = b.numerator - a.numerator;
        let is_sum = old.get(id).or(new.get(id)).is_some_and(|p| p.denominator.is_none());
        let delta = if is_sum {
            n
        } else {
            let d = b.denominator.unwrap_or_default() - a.denominator.unwrap_or_default();
            (n - times(was, d)).checked_div(whole).unwrap_or_default()
        };
        if !delta.is_zero() {
            rows.push(Attribution { account: id.clone(), delta });
        }
    }
    // What the accounts' parts leave unexplained (rounding of a quotient's last digit; units that are
    // groups of accounts) is said, not hidden.
    let explained: Decimal = rows.iter().map(|row| row.delta).sum();
    let rest = is - was - explained;
    const NEGLIGIBLE: Decimal = Decimal::from_parts(1, 0, 0, false, 12);
    if rest.abs() > NEGLIGIBLE {
        rows.push(Attribution { account: String::new(), delta: rest });
    } else if let Some(largest) = rows.iter_mut().max_by_key(|row| row.delta.abs()) {
        largest.delta += rest;
    }
    rows.sort_by(|a, b| b.delta.abs().cmp(&a.delta.abs()).then_with(|| a.account.cmp(&b.account)));
    rows
}

/// Rounds values to `decimals` so that they add up to a total that is rounded already: what is printed
/// ties.
pub fn rounded(values: &[Decimal], total: Decimal, decimals: u32) -> Vec<Decimal> {
    spread(values, total, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn rounded_values_add_up_to_the_printed_total() {
        // A third each of 0.1: 0.0333… three times prints as 0.03, 0.03, 0.04.
        let third = dec("0.033333333333");
        let out = rounded(&[third, third, third], dec("0.10"), 2);
        assert_eq!(out.iter().sum::<Decimal>(), dec("0.10"));
        assert_eq!(out.iter().filter(|v| **v == dec("0.04")).count(), 1);
        // 73.64 to 73.46 prints as 73.6 and 73.5: the effects printed tie to what the reader subtracts.
        assert_eq!(rounded(&[dec("-0.12"), dec("-0.06")], dec("-0.1"), 1), [dec("-0.1"), dec("0.0")]);
        assert!(rounded(&[], Decimal::ZERO, 2).is_empty());
    }
}
