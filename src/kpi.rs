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

pub(crate) use amount::spread;

use crate::config::Grain;
use crate::model::Period;
use crate::portfolio::{CheckedPlan, Portfolio};

pub use because::Because;
pub use contracts::{CameDue, ComesDue, ContractFacts, LineFacts};
pub use csv::{explanation_csv, since_csv, to_csv};
pub use expectations::{Comparison, EXPECTABLE, expectations};
pub use explain::{
    AccountPart, Change, Contribution, Explainer, Explanation, Scope, Since, Text, by_account, explain, since,
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
    let ledger = Arc::new(Ledger::new(portfolio));
    let as_of = portfolio.as_of;
    let setting = Setting {
        ledger: &ledger,
        grain: request.grain,
        window: Window::of(&request.period, as_of),
        clv: clv::Model::new(&ledger, request.period.closing, as_of, request.grain),
        ahead: forecast::Ahead::new(as_of, portfolio.config.fiscal_year_start),
    };
    let standings: Vec<Standing> =
        ledger.accounts.par_iter().map(|account| Standing::of(&setting, account)).collect();
    let everyone: Vec<usize> = (0..standings.len()).collect();
    let (whole, by) = rayon::join(
        || standing::of_group(&setting, &standings, &everyone),
        || {
            let by = Dimension::ALL.into_par_iter().map(|dimension| {
                let groups = match dimension {
                    Dimension::Product => products(&setting),
                    _ => groups_of(&setting, &standings, dimension),
                };
                (dimension, groups)
            });
            by.collect()
        },
    );
    let accounts = ledger.accounts.par_iter().zip(&standings).map(|(account, standing)| AccountFigures {
        id: account.id().to_owned(),
        name: account.plan.account.value.clone(),
        owner: account.plan.owner.value.clone(),
        figures: standing.figures(&setting),
        attention: standing.attention,
    });
    Report {
        as_of,
        currency: portfolio.config.currency,
        grain: request.grain,
        period: request.period.clone(),
        portfolio: whole,
        accounts: accounts.collect(),
        by,
        excluded: portfolio.excluded.clone(),
        history: history::History::default(),
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
    Some(compute(&whole, &Request { period: report.period.clone(), grain: report.grain }))
}

fn groups_of(setting: &Setting<'_>, standings: &[Standing], dimension: Dimension) -> Vec<Group> {
    let groups = groups::groups(setting.ledger, dimension);
    let group = |(key, members): (Option<String>, Vec<usize>)| Group {
        key,
        members: ids(setting.ledger, &members),
        figures: standing::of_group(setting, standings, &members),
    };
    groups.into_par_iter().map(group).collect()
}

fn products(setting: &Setting<'_>) -> Vec<Group> {
    let products = setting.ledger.products.par_iter().enumerate().map(|(product, name)| {
        let (tally, members) = standing::of_product(setting.ledger, setting.window, product);
        Group {
            key: Some(name.to_string()),
            figures: standing::product_figures(&tally, members.len(), setting),
            members: ids(setting.ledger, &members),
        }
    });
    products.collect()
}

fn ids(ledger: &Ledger, members: &[usize]) -> Vec<String> {
    members.iter().filter_map(|&at| ledger.account(at)).map(|account| account.id().to_owned()).collect()
}
