//! Groups, targets, series, the explanation that adds up.

use super::build::*;
use planc::kpi::{
    self, Dimension, FigureName, Report, Request, Scope, by_account, explain, month_ends, since,
};
use planc::model::{Decimal, Period, round};

const AS_OF: &str = "2026-09-30";

fn keys(report: &Report, dimension: Dimension) -> Vec<String> {
    report
        .groups(dimension)
        .iter()
        .map(|g| format!("{} {}", g.key.as_deref().unwrap_or("null"), g.figures.accounts))
        .collect()
}

#[test]
fn groups_are_in_code_point_order_and_those_without_a_value_last() {
    let report = Plans::new("")
        .account("a", "tier: strategic\nregion: emea\ntags: [b, a, b]")
        .account("b", "tier: key\nregion: EMEA\ntags: [a]")
        .account("c", "region: Ägypten\nindustry: x\nsegment: s")
        .account("d", "owner: zoe")
        .ttm(AS_OF);
    assert_eq!(keys(&report, Dimension::Tier), ["key 1", "strategic 1", "null 2"]);
    assert_eq!(keys(&report, Dimension::Region), ["EMEA 1", "emea 1", "Ägypten 1", "null 1"]);
    // Groups by tag overlap; the same tag twice counts once.
    assert_eq!(keys(&report, Dimension::Tag), ["a 2", "b 1", "null 2"]);
    assert_eq!(keys(&report, Dimension::Owner), ["pat 3", "zoe 1"]);
    assert_eq!(keys(&report, Dimension::Industry), ["x 1", "null 3"]);
    assert_eq!(keys(&report, Dimension::Segment), ["s 1", "null 3"]);
    assert_eq!(keys(&report, Dimension::Parent), ["a 1", "b 1", "c 1", "d 1"]);
    assert!(
        report.group(Dimension::Tier, None).is_some()
            && report.group(Dimension::Tier, Some("null")).is_none()
    );
}

#[test]
fn product_groups_do_not_net_a_swap() {
    let report = Plans::new("")
        .contracts("a", &["id: A, product: P, arr: 100, start: 2024-01-01, changes: [{date: 2026-03-01, product: P, arr: 60}, {date: 2026-03-01, product: Q, arr: 70}]"])
        .contracts("b", &["id: B, product: P, arr: 50, start: 2026-01-01", "id: C, product: Never, arr: 0, start: 2024-01-01"])
        .contracts("c", &["id: D, lines: [{product: P, arr: 10}, {product: Q, arr: 5}], start: 2024-01-01, end: 2026-06-30"])
        .ttm(AS_OF);
    // Every product of any contract, those that nobody pays for too.
    assert_eq!(keys(&report, Dimension::Product), ["Never 0", "P 3", "Q 2"]);
    let group = |key: &str| &report.group(Dimension::Product, Some(key)).unwrap().figures;
    let p = group("P");
    assert_eq!((p.opening_arr, p.closing_arr), (dec("110"), dec("110")));
    assert_eq!(moved(p), "new 50, contraction 40, churn 10");
    let q = group("Q");
    assert_eq!((q.opening_arr, q.closing_arr), (dec("5"), dec("70")));
    assert_eq!(moved(q), "cross_sell 70, churn 5");
    // In the account the swap is netted.
    assert_eq!(moved(of(&report, "a")), "upsell 30");
    assert!(p.nrr.value.is_err() && p.clv.value.is_err() && p.completeness.is_err());
}

#[test]
fn a_future_contracts_product_is_a_group_and_a_future_changes_is_not() {
    let report = Plans::new("")
        .contracts("a", &["id: A, product: P, arr: 100, start: 2027-01-01", "id: B, product: Q, arr: 1, start: 2024-01-01, changes: [{date: 2026-12-01, product: R, arr: 1}]"])
        .ttm(AS_OF);
    assert_eq!(keys(&report, Dimension::Product), ["P 0", "Q 1"]);
}

#[test]
fn completeness_of_a_group_is_the_plain_mean() {
    let report = Plans::new("")
        .account(
            "a",
            "industry: x\nprofile: {employees: 5, structure: [A], priorities: [B]}\nreviewed: 2026-09-01",
        )
        .account("b", "contracts:\n  - {id: C, product: P, arr: 1M, start: 2024-01-01}")
        .ttm(AS_OF);
    let (a, b) =
        (of(&report, "a").completeness.clone().unwrap(), of(&report, "b").completeness.clone().unwrap());
    assert!(a > b);
    assert_eq!(round(report.portfolio.completeness.clone().unwrap(), 12), round((a + b) / dec("2"), 12));
}

#[test]
fn targets_stand_beside_the_figures_of_their_own_scope() {
    let config = "people: {ann: {name: Ann}, ben: {name: Ben}}\ntargets:\n  nrr: 110%\n  time_to_resolution: 48\n  nps: 40\n  tiers: {key: {nrr: 120%}}\n  owners: {ann: {arr: 200}}";
    let plans = Plans::new(config).account(
        "a",
        "owner: ann\ntier: key\ncontracts:\n  - {id: C, product: P, arr: 100, start: 2024-01-01, changes: [{date: 2026-03-01, product: P, arr: 115}]}\nescalations:\n  - {id: T, opened: 2026-05-01T00:00, resolved: 2026-05-02T00:00}",
    );
    let report = plans.ttm(AS_OF);
    let seen = |scope: Scope| {
        let all = report.attainments(&scope);
        all.iter()
            .map(|a| {
                format!(
                    "{} {:?} {}",
                    a.figure,
                    a.met(),
                    a.share().map_or("-".into(), |s| round(s, 4).normalize().to_string())
                )
            })
            .collect::<Vec<_>>()
    };
    // 115 ÷ 110; no NPS answer; 48 h ÷ 24 h: less is better.
    assert_eq!(
        seen(Scope::Portfolio),
        ["nrr Some(true) 1.0455", "nps None -", "time_to_resolution Some(true) 2"]
    );
    assert_eq!(seen(Scope::Group(Dimension::Tier, Some("key".into()))), ["nrr Some(false) 0.9583"]);
    assert_eq!(seen(Scope::Group(Dimension::Owner, Some("ann".into()))), ["arr Some(false) 0.575"]);
    assert!(seen(Scope::Account("a".into())).is_empty());
}

#[test]
fn the_last_24_month_ends() {
    let ends = month_ends(AS_OF.parse().unwrap());
    assert_eq!(
        (ends.len(), ends[0].to_string(), ends[23].to_string()),
        (24, "2024-10-31".into(), "2026-09-30".into())
    );
    let ends = month_ends("2026-09-29".parse().unwrap());
    assert_eq!(
        (ends.len(), ends[0].to_string(), ends[23].to_string()),
        (24, "2024-09-30".into(), "2026-08-31".into())
    );
    let ends = month_ends("2024-02-29".parse().unwrap());
    assert_eq!(ends[23].to_string(), "2024-02-29");
}

/// A portfolio in which much happens.
fn eventful(config: &str) -> Plans {
    Plans::new(config)
        .account("a", "owner: ann\ntags: [x]\ncontracts:
  - {id: A1, lines: [{product: P, arr: 100}, {product: Q, arr: 40}], start: 2023-01-15, end: 2025-01-14, changes: [{date: 2024-11-30, product: P, arr: 120, reason: price}]}
  - {id: A2, lines: [{product: P, arr: 150}, {product: R, arr: 20}], start: 2025-01-15, end: 2026-01-14, renews: A1, uplift: 5%, signed: 2025-02-28}
  - {id: A3, product: P, arr: 180, start: 2026-01-15, renews: A2, signed: 2026-04-01}
surveys:
  - {date: 2024-12-31, nps: 9, by: u}
  - {date: 2025-12-31, nps: 3, by: u}
  - {date: 2026-02-28, csat: 4}
escalations:
  - {id: T1, opened: 2025-01-30, resolved: 2025-02-28T23:59}
  - {id: T2, opened: 2025-03-01, resolved: 2026-03-31}")
        .account("b", "owner: ben\nparent: a\ncontracts:
  - {id: B1, product: P, arr: 60, start: 2024-03-01, end: 2024-05-31, auto_renews: true, cancelled: 2025-07-10}
  - {id: B2, product: P, arr: 75, start: 2026-02-28, renews: [B1, c/C1]}
surveys:
  - {date: 2025-06-30, nps: 10}")
        .account("c", "owner: ben\ncontracts:
  - {id: C1, product: Q, arr: 33, start: 2022-02-28, end: 2026-02-27, cancelled: 2025-09-30}
  - {id: C2, product: P, arr: 0, start: 2025-05-05, changes: [{date: 2025-08-31, product: P, arr: 12.5}, {date: 2026-05-31, product: P, arr: 0}]}")
}

#[test]
fn a_series_equals_what_as_of_each_month_end_gives() {
    for config in ["", "kpi: {grain: line}", "kpi: {grain: parent}", "clv: {method: sbg}"] {
        let plans = eventful(config);
        let report = plans.ttm("2026-09-15");
        let scopes = [
            Scope::Portfolio,
            Scope::Account("a".into()),
            Scope::Account("b".into()),
            Scope::Account("c".into()),
            Scope::Group(Dimension::Owner, Some("ben".into())),
            Scope::Group(Dimension::Parent, Some("a".into())),
            Scope::Group(Dimension::Product, Some("P".into())),
            Scope::Group(Dimension::Product, Some("R".into())),
        ];
        for scope in &scopes {
            let series = report.series(scope).unwrap();
            assert_eq!(series.points.len(), 24);
            for (day, dated) in &series.points {
                let then = plans.ttm(&day.to_string());
                if let Some(figures) = then.figures(scope) {
                    assert_eq!(*dated, figures.dated, "{scope:?} on {day} {config}");
                } else {
                    // A product that no contract had by then.
                    assert_eq!(dated.closing_arr, Decimal::ZERO);
                }
            }
        }
    }
}

#[test]
fn the_series_of_all_groups_are_those_of_each() {
    for config in ["", "kpi: {grain: line}", "kpi: {grain: parent}"] {
        let report = eventful(config).over("ttm", AS_OF);
        let dimensions = [Dimension::Owner, Dimension::Tier, Dimension::Parent, Dimension::Tag];
        for dimension in dimensions {
            let groups = report.groups(dimension).iter().map(|group| (dimension, group.key.as_deref()));
            let groups: Vec<_> = groups.collect();
            let series = report.series_of_groups(&groups);
            assert_eq!(series.len(), groups.len());
            for (group, series) in report.groups(dimension).iter().zip(series) {
                let scope = Scope::Group(dimension, group.key.clone());
                assert_eq!(Some(series), report.series(&scope), "{scope:?} {config}");
            }
        }
    }
}

#[test]
fn the_trend_of_an_account_is_what_its_series_holds() {
    for config in ["", "kpi: {grain: line}", "kpi: {grain: parent}"] {
        let report = eventful(config).ttm("2026-09-30");
        for account in &report.accounts {
            let series = report.series(&Scope::Account(account.id.clone())).unwrap();
            for name in FigureName::ALL {
                assert_eq!(report.trend(&account.id, name), series.get(name), "{} {name:?}", account.id);
            }
        }
    }
}

#[test]
fn contributions_add_up_to_their_figure() {
    for config in ["", "kpi: {grain: line}", "kpi: {grain: parent}"] {
        for period in ["ttm", "fy2025", "2025-02", "2024-11-01..2026-03-31"] {
            let report = eventful(config).over(period, AS_OF);
            let mut scopes = vec![Scope::Portfolio];
            scopes.extend(report.accounts.iter().map(|account| Scope::Account(account.id.clone())));
            for dimension in Dimension::ALL {
                scopes
                    .extend(report.groups(dimension).iter().map(|g| Scope::Group(dimension, g.key.clone())));
            }
            for scope in &scopes {
                for figure in FigureName::ALL {
                    let explanation = explain(&report, figure, scope).unwrap();
                    let Ok(value) = figure.value(report.figures(scope).unwrap()) else { continue };
                    let amount: Decimal = explanation.contributions.iter().map(|c| c.amount).sum();
                    let of: Decimal = explanation.contributions.iter().map(|c| c.of).sum();
                    let sum = if of.is_zero() { amount } else { amount / of };
                    assert_eq!(
                        round(sum, 12),
                        round(value, 12),
                        "{figure} of {scope:?} over {period} {config}"
                    );
                    let sizes: Vec<Decimal> =
                        explanation.contributions.iter().map(|c| c.amount.abs().max(c.of.abs())).collect();
                    assert!(sizes.is_sorted_by(|a, b| a >= b), "the largest first");
                    // The accounts of a group bring together what its records do.
                    if let Scope::Group(..) = scope {
                        let parts = by_account(&report, figure, scope).unwrap();
                        let of_accounts: Decimal = parts.iter().map(|part| part.amount).sum();
                        let whole: Decimal = parts.iter().map(|part| part.of).sum();
                        let names = format!("{figure} of {scope:?} over {period} {config} by account");
                        assert_eq!(
                            (round(of_accounts, 8), round(whole, 8)),
                            (round(amount, 8), round(of, 8)),
                            "{names}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn a_contribution_names_account_record_file_line_date_and_movement() {
    let report = eventful("").ttm(AS_OF);
    let year = eventful("").over("fy2025", AS_OF);
    let churn = explain(&year, FigureName::Churn, &Scope::Portfolio).unwrap();
    let [one] = churn.contributions.as_slice() else { panic!("{:?}", churn.contributions) };
    // B1's terms are quarters from March: the notice of July falls in June to August.
    assert_eq!((one.account, one.record, one.movement), ("b", Some("B1"), Some("churn")));
    assert_eq!((one.date.unwrap().to_string(), one.amount), ("2025-09-01".into(), dec("60")));
    assert_eq!((one.place.path(), one.place.line()), ("accounts/b.md", 6));
    let arr = explain(&report, FigureName::Arr, &Scope::Account("a".into())).unwrap();
    assert_eq!(arr.worked, "USD 180");
    assert_eq!(arr.contributions[0].place.line(), 8);
}

#[test]
fn what_moved_a_figure_between_two_days_adds_up_to_the_printed_difference() {
    for config in ["", "kpi: {grain: line}", "kpi: {grain: parent}"] {
        let plans = eventful(config);
        for (first, second) in
            [("2025-06-30", "2026-03-31"), ("2026-03-31", "2025-06-30"), ("2024-12-31", "2026-09-30")]
        {
            let (before, after) = (plans.ttm(first), plans.ttm(second));
            for figure in FigureName::ALL {
                for scope in [
                    Scope::Portfolio,
                    Scope::Account("a".into()),
                    Scope::Group(Dimension::Owner, Some("ben".into())),
                ] {
                    let moved = since(&before, &after, figure, &scope).unwrap();
                    let Some(difference) = moved.difference() else {
                        assert!(moved.changes.is_empty());
                        continue;
                    };
                    let sum: Decimal = moved.changes.iter().map(|change| change.delta).sum();
                    assert_eq!(sum, difference, "{figure} of {scope:?} {config} {:?}", moved.changes);
                }
            }
        }
    }
}

#[test]
fn arr_moved_by_the_movements_between_the_days() {
    let plans = eventful("");
    let moved = since(&plans.ttm("2025-12-31"), &plans.ttm("2026-03-31"), FigureName::Arr, &Scope::Portfolio)
        .unwrap();
    let changes: Vec<String> = moved
        .changes
        .iter()
        .map(|c| format!("{} {} {}", c.account, c.movement.unwrap(), c.delta.normalize()))
        .collect();
    // a: P 150 → 180 and R 20 → 0 on 15 January, a swap: +10 net. b: back at 75. c: C1's 33 end, 12.5 stay.
    assert_eq!(changes, ["b reactivation 75", "c contraction -33", "a upsell 10"]);
}

#[test]
fn the_order_of_files_and_threads_does_not_matter() {
    let portfolio = eventful("").at(AS_OF);
    let request = Request { period: Period::ttm(portfolio.as_of), grain: portfolio.config.grain };
    let json = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let report = kpi::compute(&portfolio, &request);
            let options = kpi::JsonOptions { by: &Dimension::ALL, series: true, ..Default::default() };
            kpi::to_json(&report, &options).to_string()
        })
    };
    assert_eq!(json(1), json(4));
}
