//! What holds of every portfolio, tried on generated ones.

use planc::kpi::{self, Dimension, Figures, Movements, Report, Request, Scope};
use planc::model::{Date, Decimal, Period, round};
use proptest::prelude::*;

use super::build::*;

const AS_OF: &str = "2026-09-30";

/// A day within a few years, few enough that things meet.
fn a_day() -> impl Strategy<Value = Date> {
    (0_i64..1_600).prop_map(|n| day("2023-01-01") + chrono::Duration::days(n - n % 13 % 3))
}

/// A contract's terms in days from its start, lines, changes; how it relates to the one before.
#[derive(Clone, Debug)]
struct Contract {
    start: Date,
    length: Option<i64>,
    auto_renews: bool,
    cancelled: Option<Date>,
    lines: Vec<(usize, u32)>,
    changes: Vec<(Date, usize, u32, bool)>,
    renews_last: bool,
    uplift: Option<u32>,
    signed: Option<Date>,
}

fn a_contract() -> impl Strategy<Value = Contract> {
    (
        (
            a_day(),
            prop::option::of(prop::sample::select(vec![27_i64, 89, 180, 364, 365, 729])),
            any::<bool>(),
        ),
        prop::option::weighted(0.3, a_day()),
        prop::collection::btree_map(0_usize..3, 0_u32..5_000, 1..3),
        prop::collection::btree_map((a_day(), 0_usize..3), (0_u32..5_000, any::<bool>()), 0..3),
        any::<bool>(),
        prop::option::of(0_u32..20),
        prop::option::weighted(0.3, a_day()),
    )
        .prop_map(|((start, length, auto), cancelled, lines, changes, renews_last, uplift, signed)| {
            Contract {
                start,
                length,
                auto_renews: auto && length.is_some(),
                cancelled: cancelled.filter(|&day| day >= start),
                lines: lines.into_iter().collect(),
                changes: {
                    let last = length.filter(|_| !auto).map(|n| start + chrono::Duration::days(n));
                    let fits = |day: &Date| *day >= start && last.is_none_or(|last| *day <= last);
                    changes
                        .into_iter()
                        .filter(|((day, _), _)| fits(day))
                        .map(|((day, p), (arr, price))| (day, p, arr, price))
                        .collect()
                },
                renews_last,
                uplift,
                signed,
            }
        })
}

/// An account: its contracts, its parent, its survey answers.
#[derive(Clone, Debug)]
struct Account {
    contracts: Vec<Contract>,
    owner: usize,
    child: bool,
    nps: Vec<(Date, u8)>,
    resolved: Vec<(Date, i64)>,
}

fn an_account() -> impl Strategy<Value = Account> {
    (
        prop::collection::vec(a_contract(), 0..4),
        0_usize..3,
        any::<bool>(),
        prop::collection::vec((a_day(), 0_u8..=10), 0..4),
        prop::collection::vec((a_day(), 0_i64..40), 0..3),
    )
        .prop_map(|(mut contracts, owner, child, nps, resolved)| {
            contracts.sort_by_key(|contract| contract.start);
            Account { contracts, owner, child, nps, resolved }
        })
}

const PRODUCTS: [&str; 3] = ["P", "Q", "R"];

/// A contract as a manager writes it, its amounts times a factor.
fn contract(number: usize, contract: &Contract, times: u32) -> String {
    let lines: Vec<String> = contract
        .lines
        .iter()
        .map(|(p, arr)| format!("{{product: {}, arr: {}}}", PRODUCTS[*p], arr * times))
        .collect();
    let mut text = format!("  - {{id: C{number}, lines: [{}], start: {}", lines.join(", "), contract.start);
    if let Some(length) = contract.length {
        text.push_str(&format!(", end: {}", contract.start + chrono::Duration::days(length)));
    }
    if contract.auto_renews {
        text.push_str(", auto_renews: true");
    }
    if let Some(cancelled) = contract.cancelled {
        text.push_str(&format!(", cancelled: {cancelled}"));
    }
    if let Some(signed) = contract.signed {
        text.push_str(&format!(", signed: {signed}"));
    }
    if contract.renews_last && number > 0 {
        text.push_str(&format!(", renews: C{}", number - 1));
        if let Some(uplift) = contract.uplift {
            text.push_str(&format!(", uplift: {uplift}%"));
        }
    }
    if !contract.changes.is_empty() {
        let changes = contract.changes.iter().map(|(date, product, arr, price)| {
            let reason = if *price { ", reason: price" } else { "" };
            format!("{{date: {date}, product: {}, arr: {}{reason}}}", PRODUCTS[*product], arr * times)
        });
        text.push_str(&format!(", changes: [{}]", changes.collect::<Vec<_>>().join(", ")));
    }
    text + "}"
}

fn front_matter(number: usize, account: &Account, times: u32) -> String {
    let mut text = format!("owner: owner{}\n", account.owner);
    if account.child && number > 0 {
        text.push_str("parent: a0\n");
    }
    let mut list = |key: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            text.push_str(&format!("{key}:\n{}\n", rows.join("\n")));
        }
    };
    list("contracts", account.contracts.iter().enumerate().map(|(n, c)| contract(n, c, times)).collect());
    list(
        "surveys",
        account
            .nps
            .iter()
            .map(|(date, nps)| format!("  - {{date: {date}, nps: {nps}, by: u{}}}", nps % 2))
            .collect(),
    );
    let resolved = account.resolved.iter().enumerate();
    list(
        "escalations",
        resolved
            .map(|(n, (date, days))| {
                format!(
                    "  - {{id: T{n}, opened: {date}, resolved: {}}}",
                    *date + chrono::Duration::days(*days)
                )
            })
            .collect(),
    );
    text
}

fn plans(accounts: &[Account], config: &str, times: u32) -> Plans {
    let mut plans = Plans::new(config);
    for (number, account) in accounts.iter().enumerate() {
        plans = plans.account(&format!("a{number}"), &front_matter(number, account, times));
    }
    plans
}

fn over(plans: &Plans, period: &str, as_of: &str) -> Report {
    let portfolio = plans.at(as_of);
    let period = Period::parse(period, portfolio.as_of, 1).expect("a period");
    kpi::compute(&portfolio, &Request { period, grain: portfolio.config.grain })
}

fn total(m: &Movements) -> Decimal {
    m.new + m.reactivation + m.upsell + m.cross_sell + m.price - m.contraction - m.churn
}

/// Every figure set of a report, with its scope.
fn every(report: &Report) -> Vec<(Scope, &Figures)> {
    let mut all = vec![(Scope::Portfolio, &report.portfolio)];
    for (dimension, groups) in &report.by {
        all.extend(groups.iter().map(|g| (Scope::Group(*dimension, g.key.clone()), &g.figures)));
    }
    all.extend(report.accounts.iter().map(|a| (Scope::Account(a.id.clone()), &a.figures)));
    all
}

const CONFIGS: [&str; 3] = ["kpi: {grain: account}", "kpi: {grain: line}", "kpi: {grain: parent}"];
const PERIODS: [&str; 4] = ["ttm", "fy2025", "2026-09", "2024-06-15..2026-02-28"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// opening + movements = closing, for every account, group and period; all movements are positive.
    #[test]
    fn movements_tie(accounts in prop::collection::vec(an_account(), 1..5)) {
        let plans = plans(&accounts, "", 1);
        for period in PERIODS {
            let report = over(&plans, period, AS_OF);
            for (scope, f) in every(&report) {
                let m = &f.movements;
                prop_assert_eq!(f.opening_arr + total(m), f.closing_arr, "{:?} over {}", scope, period);
                for amount in [m.new, m.reactivation, m.upsell, m.cross_sell, m.price, m.contraction, m.churn] {
                    prop_assert!(amount >= Decimal::ZERO);
                }
            }
        }
    }

    /// GRR is a share, and at most NRR; the renewal rates by count are in order.
    #[test]
    fn grr_is_at_most_100_percent_and_at_most_nrr(accounts in prop::collection::vec(an_account(), 1..5)) {
        for config in CONFIGS {
            let report = over(&plans(&accounts, config, 1), "ttm", AS_OF);
            for (_, f) in every(&report) {
                if let (Ok(nrr), Ok(grr), Ok(clients)) = (&f.nrr.value, &f.grr.value, &f.client_retention.value) {
                    prop_assert!(Decimal::ZERO <= *grr && *grr <= Decimal::ONE && grr <= nrr);
                    prop_assert!(Decimal::ZERO <= *clients && *clients <= Decimal::ONE);
                }
                let r = &f.renewals;
                prop_assert_eq!(r.due, r.on_time + r.late + r.lost);
                if let (Ok(gross), Ok(net)) = (&r.gross_value.value, &r.net_value.value) {
                    prop_assert!(*gross <= Decimal::ONE && gross <= net);
                }
                if let Ok(grr) = &f.forecast.grr.value {
                    prop_assert!(Decimal::ZERO <= *grr && *grr <= Decimal::ONE);
                }
                for quarter in &f.forecast.quarters {
                    prop_assert_eq!(quarter.commit + quarter.best_case + quarter.pipeline, quarter.forecast);
                    prop_assert!(quarter.forecast <= quarter.target);
                }
            }
        }
    }

    /// A group's sums are the sums of its accounts'.
    #[test]
    fn groups_are_the_sums_of_their_accounts(accounts in prop::collection::vec(an_account(), 1..5)) {
        let report = over(&plans(&accounts, "", 1), "ttm", AS_OF);
        for (dimension, groups) in report.by.iter().filter(|(dimension, _)| *dimension != Dimension::Product) {
            for group in groups {
                let members: Vec<&Figures> = group.members.iter().map(|id| of(&report, id)).collect();
                let sum = |part: fn(&Figures) -> Decimal| members.iter().map(|f| part(f)).sum::<Decimal>();
                let g = &group.figures;
                prop_assert_eq!(g.opening_arr, sum(|f| f.opening_arr), "{:?}", dimension);
                prop_assert_eq!(g.closing_arr, sum(|f| f.closing_arr));
                prop_assert_eq!(g.movements.upsell, sum(|f| f.movements.upsell));
                prop_assert_eq!(g.movements.churn, sum(|f| f.movements.churn));
                prop_assert_eq!(g.nrr.numerator, sum(|f| f.nrr.numerator));
                prop_assert_eq!(g.renewals.due, members.iter().map(|f| f.renewals.due).sum::<u32>());
                prop_assert_eq!(g.nps.n, members.iter().map(|f| f.nps.n).sum::<u32>());
            }
        }
        // By product they are the sums over products, swaps not netted.
        let products = report.groups(Dimension::Product);
        prop_assert_eq!(products.iter().map(|g| g.figures.closing_arr).sum::<Decimal>(), report.portfolio.closing_arr);
        prop_assert_eq!(products.iter().map(|g| total(&g.figures.movements)).sum::<Decimal>(), total(&report.portfolio.movements));
    }

    /// A portfolio in one currency scales: seven times the amounts, seven times the money, the same rates.
    #[test]
    fn a_portfolio_scales(accounts in prop::collection::vec(an_account(), 1..4)) {
        let seven = Decimal::from(7);
        let (one, times) = (over(&plans(&accounts, "", 1), "ttm", AS_OF), over(&plans(&accounts, "", 7), "ttm", AS_OF));
        for ((scope, a), (_, b)) in every(&one).iter().zip(every(&times)) {
            prop_assert_eq!(a.closing_arr * seven, b.closing_arr, "{:?}", scope);
            prop_assert_eq!(a.movements.price * seven, b.movements.price);
            prop_assert_eq!(a.movements.churn * seven, b.movements.churn);
            let same = |a: &kpi::Known<Decimal>, b: &kpi::Known<Decimal>| match (a, b) {
                (Ok(a), Ok(b)) => round(*a, 12) == round(*b, 12),
                (a, b) => a == b,
            };
            prop_assert!(same(&a.nrr.value, &b.nrr.value) && same(&a.grr.value, &b.grr.value));
            prop_assert!(same(&a.renewals.net_value.value, &b.renewals.net_value.value));
            prop_assert!(same(&a.forecast.nrr.value, &b.forecast.nrr.value));
        }
    }

    /// The order of contracts in a plan doesn't matter, but where it is written to matter (products of an
    /// uplift, answers of one day): accounts without those.
    #[test]
    fn the_order_of_records_does_not_matter(accounts in prop::collection::vec(an_account(), 1..4)) {
        let forward = plans(&accounts, "", 1);
        let mut backward = Plans::new("");
        for (number, account) in accounts.iter().enumerate() {
            let mut lines: Vec<String> = account.contracts.iter().enumerate().map(|(n, c)| contract(n, c, 1)).collect();
            lines.reverse();
            let whole = front_matter(number, &Account { contracts: Vec::new(), ..account.clone() }, 1);
            let contracts = if lines.is_empty() { String::new() } else { format!("contracts:\n{}\n", lines.join("\n")) };
            backward = backward.account(&format!("a{number}"), &format!("{whole}{contracts}"));
        }
        let (a, b) = (over(&forward, "ttm", AS_OF), over(&backward, "ttm", AS_OF));
        for ((scope, a), (_, b)) in every(&a).iter().zip(every(&b)) {
            prop_assert_eq!(&a.dated, &b.dated, "{:?}", scope);
            prop_assert_eq!(&a.forecast, &b.forecast);
        }
    }

    /// A figure as at a day in the past stays when facts of later days are added: changes, cancellations,
    /// signatures, answers, resolutions.
    #[test]
    fn the_past_does_not_change(accounts in prop::collection::vec(an_account(), 1..4), then in a_day()) {
        let known: Vec<Account> = accounts
            .iter()
            .map(|account| {
                let mut account = account.clone();
                account.nps.retain(|(date, _)| *date <= then);
                for contract in &mut account.contracts {
                    contract.changes.retain(|(date, ..)| *date <= then);
                    contract.cancelled = contract.cancelled.filter(|&date| date <= then);
                    // Without a written date it would be another one.
                    if contract.signed.is_some_and(|date| date > then) {
                        contract.signed = Some(day("2099-01-01"));
                    }
                }
                account
            })
            .collect();
        let as_of = then.to_string();
        let before = over(&plans(&known, "", 1), "ttm", &as_of);
        let after = over(&plans(&accounts, "", 1), "ttm", &as_of);
        for (scope, f) in every(&before) {
            let later = after.figures(&scope).expect("the same scopes");
            prop_assert_eq!(&f.dated, &later.dated, "{:?} on {}", scope, as_of);
            prop_assert_eq!(&f.forecast, &later.forecast);
            prop_assert_eq!(&f.health.value, &later.health.value);
        }
    }

    /// A series is what `--as-of` each of its month ends gives.
    #[test]
    fn a_series_is_what_as_of_gives(accounts in prop::collection::vec(an_account(), 1..4), back in 0_usize..24, config in 0_usize..3) {
        let plans = plans(&accounts, CONFIGS[config], 1);
        let report = over(&plans, "2026-09", AS_OF);
        for scope in [Scope::Portfolio, Scope::Account("a0".into()), Scope::Group(Dimension::Owner, Some("owner1".into()))] {
            let Some(series) = report.series(&scope) else { continue };
            let (day, dated) = &series.points[23 - back];
            let then = over(&plans, "ttm", &day.to_string());
            prop_assert_eq!(dated, &then.figures(&scope).expect("the same scopes").dated, "{:?} on {}", scope, day);
        }
    }

    /// What is explained adds up to what is shown.
    #[test]
    fn explanations_add_up(accounts in prop::collection::vec(an_account(), 1..4), config in 0_usize..3, period in 0_usize..4) {
        let report = over(&plans(&accounts, CONFIGS[config], 1), PERIODS[period], AS_OF);
        for (scope, f) in every(&report) {
            for figure in kpi::FigureName::ALL {
                let explanation = kpi::explain(&report, figure, &scope).expect("the scope is there");
                let Ok(value) = figure.value(f) else { continue };
                let amount: Decimal = explanation.contributions.iter().map(|c| c.amount).sum();
                let whole: Decimal = explanation.contributions.iter().map(|c| c.of).sum();
                let sum = if whole.is_zero() { amount } else { amount / whole };
                prop_assert_eq!(round(sum, 10), round(value, 10), "{} of {:?}", figure, scope);
            }
        }
    }
}
