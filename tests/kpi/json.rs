//! The JSON that other programs read, by its contract; CSV; the terminal's tables.

use planc::commands::kpi_table::{self, Look, Shown};
use planc::kpi::{self, Dimension, FigureName, JsonOptions, Report, Scope};
use serde_json::{Value, json};

use super::build::*;
use super::schema;
use crate::support::{Files, repository};

const AS_OF: &str = "2026-09-30";

fn contract() -> Value {
    let text = std::fs::read_to_string(repository("schema/kpi.schema.json")).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

/// A portfolio with a figure of every kind.
fn plans() -> Plans {
    Plans::new("targets: {nrr: 110%, tiers: {key: {grr: 90%}}}\nexchange_rates: {EUR: 1.08}")
        .account("northwind", "owner: maria\ntier: key\ncontracts:\n  - {id: N1, product: Platform, arr: '100,000.50', start: 2024-01-01, end: 2026-03-31}\n  - {id: N2, product: Platform, arr: 120k, start: 2026-04-01, end: 2027-03-31, renews: N1, uplift: 4%}\nsurveys:\n  - {date: 2026-05-01, nps: 9, by: ana}\n  - {date: 2026-05-01, csat: 4}\nescalations:\n  - {id: T, opened: 2026-05-01T00:00, resolved: 2026-05-01T00:20}\n  - {id: U, opened: 2026-09-30T12:00}")
        .account("contoso", "owner: jo\ncontracts:\n  - {id: C, product: Routing, arr: EUR 10k, start: 2023-01-01}\nopportunities:\n  - {id: o, name: O, kind: upsell, arr: 5k, stage: proposal, close: 2026-12-01}")
}

fn every(report: &Report) -> JsonOptions<'static> {
    let _ = report;
    JsonOptions { by: &Dimension::ALL, series: true, ..JsonOptions::default() }
}

#[test]
fn the_text_written_on_all_processors_is_the_object() {
    let report = plans().ttm(AS_OF);
    let one = [report.accounts[0].id.clone()];
    for options in [
        JsonOptions::default(),
        JsonOptions { by: &Dimension::ALL, series: true, ..JsonOptions::default() },
        JsonOptions { accounts: Some(&one), ..JsonOptions::default() },
    ] {
        assert_eq!(kpi::json_text(&report, &options), kpi::to_json(&report, &options).to_string());
    }
}

#[test]
fn the_object_is_what_the_contract_says() {
    let report = plans().ttm(AS_OF);
    let json = kpi::to_json(&report, &JsonOptions::default());
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        ["planc", "as_of", "currency", "grain", "period", "portfolio", "by", "accounts", "excluded"]
    );
    assert_eq!(json["planc"], 1);
    assert_eq!(
        json["period"],
        json!({"name": "ttm", "from": "2025-10-01", "to": "2026-09-30", "partial": false})
    );
    assert_eq!(json["by"], json!({}));
    let account = &json["accounts"][1];
    assert_eq!(
        (&account["id"], &account["name"], &account["owner"]),
        (&json!("northwind"), &json!("northwind"), &json!("maria"))
    );
    let keys: Vec<&String> = json["portfolio"].as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "accounts",
            "completeness",
            "opening_arr",
            "closing_arr",
            "movements",
            "upsell_cross_sell",
            "expansion",
            "nrr",
            "grr",
            "client_retention",
            "renewals",
            "csat",
            "nps",
            "time_to_resolution",
            "clv",
            "health",
            "pipeline",
            "forecast",
            "targets"
        ]
    );
}

#[test]
fn numbers_are_json_numbers_with_exact_decimals_at_the_printed_precision() {
    let report = plans().ttm(AS_OF);
    let json = kpi::to_json(&report, &JsonOptions::default());
    let northwind = &json["accounts"][1];
    let text = |value: &Value| value.to_string();
    // Exact, not 100000.50000000001; and without an exponent.
    assert_eq!(text(&northwind["opening_arr"]), "100000.5");
    // 4 % of 100,000.50 is price, the rest of 19,999.50 upsell.
    assert_eq!(text(&northwind["movements"]["price"]), "4000.02");
    assert_eq!(text(&northwind["movements"]["upsell"]), "15999.48");
    // 120,000 ÷ 100,000.50 = 1.199994000…
    assert_eq!(text(&northwind["nrr"]["value"]), "1.199994");
    assert_eq!(text(&northwind["nrr"]["units"]), "1");
    // 20 minutes are 0.333… hours; open since noon: 12 hours.
    assert_eq!(text(&northwind["time_to_resolution"]["mean_hours"]), "0.33");
    assert_eq!(text(&northwind["time_to_resolution"]["oldest_open_hours"]), "12");
    assert_eq!(text(&northwind["nps"]["value"]), "100");
    assert_eq!(text(&northwind["csat"]["mean"]), "4");
    assert_eq!(northwind["clv"]["method"], "constant");
    // 90,000 × 1.1 ÷ 0.1.
    assert_eq!(text(&northwind["clv"]["value"]), "990000");
}

#[test]
fn a_figure_without_a_value_is_null_with_its_reason_and_keeps_its_keys() {
    let report = plans().ttm(AS_OF);
    let json = kpi::to_json(&report, &JsonOptions::default());
    let contoso = &json["accounts"][0];
    let rate = &contoso["renewals"]["renewal_rate"];
    assert_eq!((&rate["value"], &rate["reason"]), (&Value::Null, &json!("no contract came due")));
    assert_eq!(contoso["renewals"]["due"], 0);
    assert_eq!(
        contoso["nps"],
        json!({"value": null, "reason": "no NPS answer in the period", "promoters": 0, "passives": 0, "detractors": 0, "n": 0, "margin": null})
    );
    let times = &contoso["time_to_resolution"];
    assert_eq!(
        (&times["mean_hours"], &times["resolved"], &times["oldest_open_hours"]),
        (&Value::Null, &json!(0), &Value::Null)
    );
    assert_eq!(times["reason"], "no escalation was resolved in the period");
    assert!(contoso["health"]["reason"].is_string() && contoso["health"]["band"].is_null());
}

#[test]
fn groups_have_keys_and_products_only_arr_and_movements() {
    let report = plans().ttm(AS_OF);
    let json = kpi::to_json(
        &report,
        &JsonOptions { by: &[Dimension::Tier, Dimension::Product], ..Default::default() },
    );
    let keys: Vec<&Value> =
        json["by"]["tier"].as_array().unwrap().iter().map(|group| &group["key"]).collect();
    assert_eq!(keys, [&json!("key"), &Value::Null]);
    assert_eq!(
        json["by"]["tier"][0]["targets"]["grr"],
        json!({"target": 0.9, "met": true, "attainment": 1.111111})
    );
    let platform = &json["by"]["product"][0];
    assert_eq!(platform["closing_arr"], json!(120000));
    assert_eq!(
        platform["nrr"],
        json!({"value": null, "numerator": null, "denominator": null, "units": null, "reason": "by product, only ARR and its movements are computed"})
    );
    assert_eq!(platform["pipeline"]["open"], Value::Null);
    assert_eq!(platform["renewals"]["due"], Value::Null);
}

#[test]
fn only_the_accounts_asked_for_are_listed() {
    let report = plans().ttm(AS_OF);
    let ids = ["contoso".to_owned()];
    let json = kpi::to_json(&report, &JsonOptions { accounts: Some(&ids), ..Default::default() });
    assert_eq!(json["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(json["portfolio"]["accounts"], 2);
}

#[test]
fn an_explanation_adds_its_sources() {
    let report = plans().ttm(AS_OF);
    let explanation = kpi::explain(&report, FigureName::Nrr, &Scope::Account("northwind".into())).unwrap();
    let json = kpi::to_json(&report, &JsonOptions { explanation: Some(&explanation), ..Default::default() });
    let first = &json["sources"][0];
    assert_eq!(first["account"], "northwind");
    assert_eq!(first["record"], "N1");
    assert_eq!(first["file"], "accounts/northwind.md");
    assert_eq!(first["line"], 6);
    assert_eq!(first["amount"].to_string(), "100000.5");
    assert_eq!(first["movement"], "opening");
    let movements: Vec<&Value> = json["sources"].as_array().unwrap().iter().map(|s| &s["movement"]).collect();
    assert_eq!(movements, ["opening", "upsell", "price"]);
    assert_eq!(json["explanation"]["worked"], "USD 120,000 ÷ USD 100,000.50 = 120 %");
}

#[test]
fn every_object_fits_the_schema() {
    let schema = contract();
    let example = Files::read(&repository("example-accounts")).compile();
    let broken =
        Plans::new("clv: {method: sbg}").account("a", "contracts: nonsense").account("b", "tier: key");
    let portfolio = broken.lenient(AS_OF);
    let excluded = kpi::compute(&portfolio, &kpi::Request::ttm(&portfolio));
    assert_eq!(excluded.excluded.len(), 1);
    let reports = [
        plans().ttm(AS_OF),
        plans().over("fy2025q2", AS_OF),
        Plans::new("").ttm(AS_OF),
        example.report().as_ref().clone(),
        excluded,
    ];
    for report in &reports {
        let errors = schema::errors(&schema, &kpi::to_json(report, &every(report)));
        assert!(errors.is_empty(), "{errors:#?}");
        for figure in FigureName::ALL {
            let explanation = kpi::explain(report, figure, &Scope::Portfolio).unwrap();
            let since = kpi::since(&reports[0], report, figure, &Scope::Portfolio).unwrap();
            let options =
                JsonOptions { explanation: Some(&explanation), since: Some(&since), ..Default::default() };
            let errors = schema::errors(&schema, &kpi::to_json(report, &options));
            assert!(errors.is_empty(), "{figure}: {errors:#?}");
        }
    }
    // The schema refuses what is not so.
    let mut wrong = kpi::to_json(&reports[0], &JsonOptions::default());
    wrong["portfolio"]["nrr"]["value"] = json!("1.2");
    wrong["portfolio"]["nps"].as_object_mut().unwrap().remove("n");
    wrong["surprise"] = json!(1);
    assert_eq!(schema::errors(&schema, &wrong).len(), 3);
}

#[test]
fn csv_has_one_row_a_scope_and_the_same_columns_always() {
    let report = plans().ttm(AS_OF);
    let rows = |report: &Report, options: &JsonOptions<'_>| {
        let text = kpi::to_csv(report, options);
        text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let table = rows(&report, &JsonOptions { by: &[Dimension::Owner], ..Default::default() });
    let scopes: Vec<_> = table.iter().map(|row| format!("{} {}", row[0], row[1])).collect();
    assert_eq!(
        scopes,
        ["scope key", "portfolio ", "owner jo", "owner maria", "account contoso", "account northwind"]
    );
    let column =
        |name: &str| table[0].iter().position(|title| title == name).unwrap_or_else(|| panic!("{name}"));
    assert_eq!(table[5][column("opening_arr")], "100000.5");
    assert_eq!(table[5][column("nrr.value")], "1.199994");
    assert_eq!(table[4][column("renewals.renewal_rate.reason")], "no contract came due");
    assert_eq!(table[4][column("forecast.quarters.0.name")], "fy2026q4");
    assert!(table.iter().all(|row| row.len() == table[0].len()));
    let empty = rows(&Plans::new("").ttm(AS_OF), &JsonOptions::default());
    assert_eq!(empty[0], table[0]);
    // Every number of the JSON has its column.
    let json = kpi::to_json(&report, &JsonOptions::default());
    let mut paths = Vec::new();
    leaves(&json["accounts"][1], String::new(), &mut paths);
    for path in paths {
        let known = table[0].contains(&path)
            || path.starts_with("health.measures.")
            || path.starts_with("health.caps")
            || path.ends_with(".reason")
            || path.starts_with("renewals.")
            || path.ends_with(".units");
        assert!(known, "{path}");
    }
    // A row a month end.
    let series = rows(&report, &JsonOptions { series: true, accounts: Some(&[]), ..Default::default() });
    assert_eq!(
        (series.len(), series[1][4].as_str(), series[24][4].as_str()),
        (25, "2024-10-31", "2026-09-30")
    );
}

fn leaves(value: &Value, path: String, paths: &mut Vec<String>) {
    let join = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| leaves(value, join(key), paths)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| leaves(value, join(&at.to_string()), paths))
        }
        _ if path == "id" => {}
        _ => paths.push(path),
    }
}

#[test]
fn text_from_plans_starts_no_formula_in_a_spreadsheet() {
    let report = Plans::new("").account("a", "owner: pat\nx-name: x").ttm(AS_OF);
    assert!(!kpi::to_csv(&report, &JsonOptions::default()).contains("\n="));
    let plans = Plans::new("")
        .account("a", "contracts:\n  - {id: '=HYPERLINK(\"x\"),1', product: P, arr: 1, start: 2024-01-01}");
    let report = plans.ttm(AS_OF);
    let explanation = kpi::explain(&report, FigureName::Arr, &Scope::Portfolio).unwrap();
    let csv = kpi::explanation_csv(&explanation);
    assert!(csv.contains("a,\"'=HYPERLINK(\"\"x\"\"),1\",accounts/a.md,"), "{csv}");
}

fn terminal(report: &Report, plans: &Plans, change: impl Fn(&mut Shown<'_>)) -> String {
    let portfolio = plans.lenient(&report.as_of.to_string());
    let mut shown = Shown {
        portfolio: &portfolio,
        report,
        by: &[],
        accounts: None,
        series: false,
        explanation: None,
        since: None,
    };
    change(&mut shown);
    let mut out = Vec::new();
    kpi_table::write(&mut out, &Look { color: false, unicode: true, width: None }, &shown).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_terminal_shows_figures_beside_targets() {
    let (plans, report) = (plans(), plans().ttm(AS_OF));
    let text = terminal(&report, &plans, |_| {});
    // 130,800 ÷ 110,800.50 = 118.05 %: 8.05 points above.
    let nrr = text.lines().find(|line| line.starts_with("Net Revenue Retention")).unwrap();
    assert!(nrr.contains("118.05 %") && nrr.contains("110 %") && nrr.contains("+8.05 points"), "{nrr}");
    assert!(text.contains("as of 2026-09-30, ttm (2025-10-01 to 2026-09-30), in USD"));
    assert!(text.lines().all(|line| line.trim_end() == line), "no space at a line's end");
    let trend = terminal(&report, &plans, |shown| shown.series = true);
    assert!(trend.contains("24 months") && trend.contains('█'));
    let groups = terminal(&report, &plans, |shown| shown.by = &[Dimension::Tier]);
    assert!(groups.contains("By tier") && groups.contains("(none)"));
}

#[test]
fn the_terminal_shows_what_is_left_out() {
    let plans = Plans::new("").account("a", "contracts: nonsense");
    let portfolio = plans.lenient(AS_OF);
    let report = kpi::compute(&portfolio, &kpi::Request::ttm(&portfolio));
    assert!(
        terminal(&report, &plans, |_| {}).ends_with("1 plan is left out of these figures: accounts/a.md\n")
    );
}
