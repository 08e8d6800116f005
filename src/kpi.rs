//! The figures: one file a figure, each with its definition; [`compute`] gives them all, and [`explain`]
//! says where one came from.
//!
//! For: numbers by one published definition (the figure reference in `docs/`), exact, explained.
//! Must not: read files, look at the clock, or render anything.
//!
//! The way through: the counted plans' contracts are read into a ledger, which walks each account's ARR
//! over all time once; a window of days (the period, or the twelve months up to a month end) looks up what
//! each account brings; groups add that up. Series and explanations are drawn from the same ledger when
//! they are asked for.

mod amount;
mod attention;
mod because;
mod clv;
mod contracts;
mod csat;
mod csv;
mod expectations;
mod explain;
mod figures;
mod forecast;
mod groups;
mod health;
mod history;
mod json;
mod ledger;
mod names;
mod nps;
mod pipeline;
mod renewals;
mod report;
mod resolution;
mod retention;
mod series;
mod standing;
mod tally;
mod targets;
mod window;
pub mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

pub(crate) use amount::{money as printed_money, spread};

use crate::config::Grain;
use crate::model::Period;
use crate::portfolio::{CheckedPlan, Portfolio};

pub use because::Because;
pub use contracts::{CameDue, ComesDue, ContractFacts, LineFacts};
pub use csv::{explanation_csv, since_csv, to_csv};
pub use expectations::{Comparison, EXPECTABLE, expectations};
pub use explain::{
    AccountPart, ByAccount, Change, Contribution, Explainer, Explanation, Scope, Since, Text, by_account,
    explain, since,
};
pub use figures::*;
pub use history::{MONTHS, month_ends};
pub use json::{JsonOptions, json_text, to_json};
pub use ledger::Ledger;
pub use names::*;
pub use report::*;
pub use series::*;
pub use targets::{Attainment, target};

use standing::{Setting, Standing};
use window::Window;

/// Which figures are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Over which days.
    pub period: Period,
    /// What NRR, GRR and client retention count.
    pub grain: Grain,
}

impl Request {
    /// The default: the twelve months up to the portfolio's `as_of`, at the configured grain.
    pub fn ttm(portfolio: &Portfolio) -> Self {
        Request { period: Period::ttm(portfolio.as_of), grain: portfolio.config.grain }
    }
}

/// Computes every figure of a portfolio, of each account and of every dimension's groups.
pub fn compute(portfolio: &Portfolio, request: &Request) -> Report {
    compute_after(portfolio, request, None)
}

/// The same, with an earlier report at hand: of accounts and groups whose facts are the same as then, what it
/// says is taken over and not computed again.
pub fn compute_after(portfolio: &Portfolio, request: &Request, last: Option<&Report>) -> Report {
    let (ledger, kept) = Ledger::new(portfolio, last.map(|last| &*last.ledger));
    let ledger = Arc::new(ledger);
    let as_of = portfolio.as_of;
    let window = Window::of(&request.period, as_of);
    let clv = clv::Model::new(&ledger, request.period.closing, as_of, request.grain);
    // What was said of other days, or at another grain, says nothing of these.
    let last = last.filter(|last| last.period == request.period && last.grain == request.grain);
    let lifetimes = (ledger.accounts.par_iter())
        .map(|account| clv.of(account, window.closing, account.arr(window.closing)))
        .collect();
    let setting = Setting {
        ledger: &ledger,
        grain: request.grain,
        window,
        clv,
        ahead: forecast::Ahead::new(as_of, portfolio.config.fiscal_year_start),
        lifetimes,
    };
    let standings: Vec<Arc<Standing>> = (ledger.accounts.par_iter().zip(&kept))
        .map(|(account, kept)| {
            let known = kept.and_then(|at| last?.standings.get(at));
            known.map_or_else(|| Arc::new(Standing::of(&setting, account)), Arc::clone)
        })
        .collect();
    // Lifetime values are every account's matter, and so are parents at the grain of that name.
    let last = last.filter(|last| last.clv == setting.clv);
    let known = last.filter(|last| request.grain != Grain::Parent || last.ledger.has_roots_of(&ledger));
    let everyone: Vec<usize> = (0..standings.len()).collect();
    let (whole, by) = rayon::join(
        || standing::of_group(&setting, &standings, &everyone),
        || {
            let by = Dimension::ALL.into_par_iter().map(|dimension| {
                let groups = match dimension {
                    Dimension::Product => products(&setting),
                    _ => groups_of(&setting, &standings, dimension, known),
                };
                (dimension, groups)
            });
            by.collect()
        },
    );
    let accounts = (ledger.accounts.par_iter().zip(&standings).zip(&kept).zip(&setting.lifetimes)).map(
        |(((account, standing), kept), lifetime)| {
            let known = kept.and_then(|at| last?.accounts.get(at));
            known.map_or_else(
                || {
                    Arc::new(AccountFigures {
                        id: account.id().to_owned(),
                        name: account.plan.account.value.clone(),
                        owner: account.plan.owner.value.clone(),
                        figures: standing.figures(&setting, lifetime),
                        attention: standing.attention,
                    })
                },
                Arc::clone,
            )
        },
    );
    Report {
        as_of,
        currency: portfolio.config.currency,
        grain: request.grain,
        period: request.period.clone(),
        portfolio: whole,
        accounts: accounts.collect(),
        by,
        excluded: portfolio.excluded.clone(),
        history: last.map(|last| last.history.next()).unwrap_or_default(),
        clv: setting.clv.clone(),
        standings,
        ledger: Arc::clone(&ledger),
    }
}

/// The same figures as if every plan that could be read counted: what those that are left out would change.
/// Of several plans with one id the first counts. `None` where no plan that could be read is left out.
pub fn with_excluded(portfolio: &Portfolio, report: &Report) -> Option<Report> {
    if portfolio.plans.iter().all(|checked| checked.counted) {
        return None;
    }
    let mut taken: BTreeSet<&str> =
        portfolio.counted().map(|checked| checked.plan.id.value.as_str()).collect();
    let plans = portfolio
        .plans
        .iter()
        .map(|checked| {
            let counted = checked.counted || taken.insert(&checked.plan.id.value);
            CheckedPlan { counted, ..checked.clone() }
        })
        .collect();
    let whole = Portfolio { plans, excluded: Vec::new(), ..portfolio.clone() };
    let request = Request { period: report.period.clone(), grain: report.grain };
    Some(compute_after(&whole, &request, Some(report)))
}

/// The groups of a dimension; those of an earlier report whose members stand as they did then.
fn groups_of(
    setting: &Setting<'_>,
    standings: &[Arc<Standing>],
    dimension: Dimension,
    last: Option<&Report>,
) -> Vec<Arc<Group>> {
    let group = |(key, members): (Option<&str>, Vec<usize>)| {
        let standing = || members.iter().filter_map(|&at| standings.get(at));
        let known = last.and_then(|last| last.shared_group(dimension, key)).filter(|known| {
            known.standings.len() == members.len()
                && known.standings.iter().zip(standing()).all(|(then, now)| Arc::ptr_eq(then, now))
        });
        if let Some(known) = known {
            return Arc::clone(known);
        }
        Arc::new(Group {
            key: key.map(str::to_owned),
            members: ids(setting.ledger, &members),
            figures: standing::of_group(setting, standings, &members),
            standings: standing().map(Arc::clone).collect(),
        })
    };
    groups::groups(setting.ledger, dimension).into_par_iter().map(group).collect()
}

fn products(setting: &Setting<'_>) -> Vec<Arc<Group>> {
    let products = setting.ledger.products.par_iter().enumerate().map(|(product, name)| {
        let (tally, members) = standing::of_product(setting.ledger, setting.window, product);
        Arc::new(Group {
            key: Some(name.to_string()),
            figures: standing::product_figures(&tally, members.len(), setting),
            members: ids(setting.ledger, &members),
            standings: Vec::new(),
        })
    });
    products.collect()
}

fn ids(ledger: &Ledger, members: &[usize]) -> Vec<String> {
    members.iter().filter_map(|&at| ledger.account(at)).map(|account| account.id().to_owned()).collect()
}
