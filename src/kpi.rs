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

use groups::Members;
use ledger::Kept;
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
    // What was said of other days, or at another grain, says nothing of these.
    let last = last.filter(|last| last.period == request.period && last.grain == request.grain);
    let closing = request.period.closing;
    let setting = Setting {
        ledger: &ledger,
        grain: request.grain,
        window,
        clv: match last {
            Some(last) => last.clv.after((&last.ledger, &ledger, &kept), closing, as_of, request.grain),
            None => clv::Model::new(&ledger, closing, as_of, request.grain),
        },
        ahead: forecast::Ahead::new(as_of, portfolio.config.fiscal_year_start),
    };
    // Lifetime values are every account's matter.
    let alike = last.filter(|last| last.clv == setting.clv);
    let accounts: Vec<Arc<AccountFigures>> = (ledger.accounts.par_iter().enumerate())
        .map(|(at, account)| {
            let known = kept.at(at).and_then(|at| last?.accounts.get(at));
            if let Some(known) = known.filter(|_| alike.is_some()) {
                return Arc::clone(known);
            }
            let standing = known.map_or_else(
                || Arc::new(Standing::of(&setting, account)),
                |known| Arc::clone(&known.standing),
            );
            let lifetime = setting.clv.of(account, window.closing, account.arr(window.closing));
            Arc::new(AccountFigures {
                id: account.id().to_owned(),
                name: account.plan.account.value.clone(),
                owner: account.plan.owner.value.clone(),
                figures: standing.figures(&setting, &lifetime),
                attention: standing.attention,
                standing,
                lifetime,
            })
        })
        .collect();
    let grouped = |dimension: &Dimension| *dimension != Dimension::Product;
    let members: Vec<(Dimension, Arc<Members>)> = (Dimension::ALL.into_par_iter().filter(grouped))
        .map(|dimension| {
            let known = last.and_then(|last| Some((&*last.ledger, &kept, last.members_by(dimension)?)));
            (dimension, Members::of(&ledger, dimension, known))
        })
        .collect();
    // So are parents at the grain of that name.
    let known = alike.filter(|last| request.grain != Grain::Parent || last.ledger.roots == ledger.roots);
    let everyone: Vec<usize> = (0..accounts.len()).collect();
    let ((blocks, whole), by) = rayon::join(
        || {
            let blocks = standing::blocks(&accounts, &everyone, known.map_or(&[], |last| &last.blocks));
            let whole = standing::of_group(&setting, &blocks, &everyone);
            (blocks, whole)
        },
        || {
            let by = Dimension::ALL.into_par_iter().map(|dimension| {
                let of = members.iter().find(|(of, _)| *of == dimension);
                let groups = match of {
                    None => products(&setting, alike.filter(|_| kept.same_ids), &kept),
                    Some((_, members)) => groups_of(&setting, &accounts, dimension, members, known),
                };
                (dimension, groups)
            });
            by.collect()
        },
    );
    Report {
        as_of,
        currency: portfolio.config.currency,
        grain: request.grain,
        period: request.period.clone(),
        portfolio: whole,
        accounts,
        by,
        excluded: portfolio.excluded.clone(),
        history: last.map(|last| last.history.next()).unwrap_or_default(),
        clv: setting.clv.clone(),
        blocks,
        members,
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
    accounts: &[Arc<AccountFigures>],
    dimension: Dimension,
    members: &Arc<Members>,
    last: Option<&Report>,
) -> Vec<Arc<Group>> {
    let same =
        last.and_then(|last| last.members_by(dimension)).is_some_and(|then| Arc::ptr_eq(then, members));
    let group = |(at, (key, members)): (usize, &(Option<String>, Vec<usize>))| {
        let known = last.and_then(|last| match same {
            true => last.groups(dimension).get(at),
            false => last.shared_group(dimension, key.as_deref()),
        });
        if let Some(known) = known.filter(|known| standing::are_blocks_of(&known.blocks, accounts, members)) {
            return Arc::clone(known);
        }
        let blocks = standing::blocks(accounts, members, known.map_or(&[], |known| &known.blocks));
        Arc::new(Group {
            key: key.clone(),
            members: match known.filter(|_| same) {
                Some(known) => Arc::clone(&known.members),
                None => ids(setting.ledger, members),
            },
            figures: standing::of_group(setting, &blocks, members),
            blocks,
        })
    };
    members.groups.par_iter().enumerate().map(group).collect()
}

/// The products; those of an earlier report of accounts with the same ids where no account's ARR in them went
/// another way.
fn products(setting: &Setting<'_>, last: Option<&Report>, kept: &Kept) -> Vec<Arc<Group>> {
    let ledger = setting.ledger;
    let last = last.filter(|last| last.ledger.products == ledger.products);
    let mut otherwise: BTreeSet<usize> = BTreeSet::new();
    for (then, now) in
        kept.otherwise().filter_map(|at| Some((last?.ledger.account(at)?, ledger.account(at)?)))
    {
        if !then.timeline.is_like(&now.timeline) {
            otherwise.extend([then, now].into_iter().flat_map(|account| account.timeline.products()));
        }
    }
    let products = ledger.products.par_iter().enumerate().map(|(product, name)| {
        let known = last.and_then(|last| last.groups(Dimension::Product).get(product));
        if let Some(known) = known.filter(|_| !otherwise.contains(&product)) {
            return Arc::clone(known);
        }
        let (tally, members) = standing::of_product(ledger, setting.window, product);
        Arc::new(Group {
            key: Some(name.to_string()),
            figures: standing::product_figures(&tally, members.len(), setting),
            members: ids(ledger, &members),
            blocks: Vec::new(),
        })
    });
    products.collect()
}

fn ids(ledger: &Ledger, members: &[usize]) -> Arc<[String]> {
    members.iter().filter_map(|&at| ledger.account(at)).map(|account| account.id().to_owned()).collect()
}
