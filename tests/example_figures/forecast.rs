//! Pipeline and forecast: sections 9 and 10.

use super::revenue::{arr, ends};
use super::*;

#[test]
fn pipeline() {
    let half = d("0.5");
    let quarter = d("0.25");
    let most = d("0.75");
    let tenth = d("0.1");
    let northgate = [(d("52,000"), half), (d("75,000"), d("0.3"))];
    let castellan = [(d("140,000"), most), (d("48,000"), half), (d("60,000"), tenth)];
    let harrow = [(gbp(&["58,000"]), quarter)];
    let ines = [
        (eur(&["20,000"]), quarter),
        (eur(&["96,000"]), d("0.4")),
        (eur(&["22,000"]), quarter),
        (eur(&["45,000"]), d("0.05")),
        (eur(&["38,000"]), most),
        (eur(&["44,000"]), most),
        (eur(&["70,000"]), tenth),
    ];
    let rest = [
        (d("88,000"), d("0.2")),
        (d("24,000"), quarter),
        (d("9,000"), tenth),
        (d("30,000"), tenth),
        (d("12,000"), quarter),
        (d("36,000"), quarter),
        (d("64,000"), half),
        (d("14,000"), half),
        (d("4,000"), tenth),
        (eur(&["8,000"]), tenth),
        (gbp(&["26,000"]), most),
        (gbp(&["11,000"]), tenth),
        (gbp(&["12,000"]), quarter),
    ];
    let all: Vec<_> = [&northgate[..], &castellan, &harrow, &ines, &rest].concat();
    for (scope, opportunities) in [
        (NORTHGATE, &northgate[..]),
        (CASTELLAN, &castellan),
        (HARROW, &harrow),
        (INES, &ines),
        (PORTFOLIO, &all),
    ] {
        is(scope, "pipeline.open", opportunities.iter().map(|(arr, _)| arr).sum());
        is(scope, "pipeline.weighted", opportunities.iter().map(|(arr, likely)| arr * likely).sum());
    }
    is(PORTFOLIO, "pipeline.weighted", d("440,873"));
}

/// The contracts that come due in the twelve months ahead: quarter (from 0), account, what they are worth,
/// the forecast, the forecast uncapped, the category.
fn ahead() -> Vec<(usize, &'static str, Decimal, Decimal, Decimal, &'static str)> {
    let healthy = d("0.95");
    let watch = d("0.75");
    let said = |quarter, account, target: Decimal, forecast: Decimal, likely: &str, category| {
        (quarter, account, target, target.min(forecast) * d(likely), forecast * d(likely), category)
    };
    let by_health = |quarter, account, target: Decimal, likely: Decimal, category| {
        (quarter, account, target, target * likely, target * likely, category)
    };
    vec![
        said(0, "northgate-iberia", eur(&["60,000"]), eur(&["66,000"]), "0.85", "best_case"),
        // Cancelled.
        by_health(0, "two-rivers-beverage", d("27,300"), Decimal::ZERO, "omitted"),
        // Renewed already, at 33,000 + 29,000.
        said(1, "orchard-row", d("55,000"), sum(&["33,000", "29,000"]), "1", "commit"),
        said(1, "kessler-bearings", d("192,000"), d("200,000"), "0.9", "commit"),
        said(1, "sundial-home", d("84,000"), d("60,000"), "0.5", "pipeline"),
        said(2, "hansa-teile", eur(&["140,608"]), eur(&["130,000"]), "0.7", "best_case"),
        by_health(2, "penrose-medical", gbp(&["18,000"]), healthy, "commit"),
        said(2, "skerry", gbp(&["45,000"]), gbp(&["48,000"]), "0.8", "best_case"),
        said(2, "penrose-medical", gbp(&["96,000"]), gbp(&["110,000"]), "0.9", "commit"),
        by_health(2, "northgate-fresh", d("108,000"), healthy, "pipeline"),
        by_health(3, "castellan", d("33,000"), watch, "commit"),
        by_health(3, "clonard-books", eur(&["31,200"]), healthy, "commit"),
        by_health(3, "bellwood-pharmacy", d("164,900"), watch, "pipeline"),
        by_health(3, "gulf-harbor", d("80,000"), watch, "pipeline"),
    ]
}

#[test]
fn forecast() {
    // Open opportunities other than `new` ones, weighted.
    let new = sum(&["3,000", "2,430"]);
    for (scope, growth) in [
        (NORTHGATE, d("48,500")),
        (CASTELLAN, d("135,000")),
        (HARROW, d("18,415")),
        (INES, d("129,222") - d("2,430")),
        (PORTFOLIO, d("440,873") - new),
    ] {
        let owner = |account: &str| arr().iter().find(|row| row.1 == account).expect("an account").0;
        let rows: Vec<_> =
            ahead().into_iter().filter(|row| [PORTFOLIO, row.1, owner(row.1)].contains(&scope)).collect();
        for quarter in 0..4 {
            let rows: Vec<_> = rows.iter().filter(|row| row.0 == quarter).collect();
            let at = |key: &str| format!("forecast.quarters.{quarter}.{key}");
            is(scope, &at("due"), Decimal::from(rows.len()));
            is(scope, &at("target"), rows.iter().map(|row| row.2).sum());
            is(scope, &at("forecast"), rows.iter().map(|row| row.3).sum());
            for category in ["commit", "best_case", "pipeline"] {
                let of = rows.iter().filter(|row| row.5 == category);
                is(scope, &at(category), of.map(|row| row.3).sum());
            }
        }
        let today = ends(scope).1;
        let target: Decimal = rows.iter().map(|row| row.2).sum();
        let capped: Decimal = rows.iter().map(|row| row.3).sum();
        let uncapped: Decimal = rows.iter().map(|row| row.4).sum();
        is_ratio(scope, "forecast.grr", today - target + capped, today);
        is_ratio(scope, "forecast.nrr", today - target + uncapped + growth, today);
    }
    let quarters = of(PORTFOLIO)["forecast"]["quarters"].as_array().expect("a list");
    let names: Vec<_> = quarters.iter().map(|quarter| quarter["name"].as_str().expect("a name")).collect();
    assert_eq!(names, ["fy2027q3", "fy2027q4", "fy2028q1", "fy2028q2"]);
    is(PORTFOLIO, "forecast.grr.value", d("0.921288")); // 3,103,141.20 ÷ 3,368,262.64
    is(PORTFOLIO, "forecast.nrr.value", d("1.062073")); // 3,577,342.20 ÷ 3,368,262.64
}
