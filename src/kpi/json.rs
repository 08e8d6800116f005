//! The figures as JSON: the contract that other programs read.
//!
//! For: `planc kpi --format json` and the site's `kpi.json`, with the printed precision: shares 6 decimals;
//! hours, lifetime value and the CSAT mean 2; NPS, its margin and health 1; α, β 3; all half away from zero;
//! money exact, but for what a division left without an end, which is rounded to cents.
//! Must not: compute anything.

use rayon::prelude::*;
use serde_json::{Map, Number, Value, json};

use crate::config::ClvMethod;
use crate::digits::push_trimmed;
use crate::model::{Decimal, round};

use super::{
    AccountFigures, Clv, Csat, Dated, Dimension, Explanation, Figures, Forecast, Group, Health, Known, Nps,
    Ratio, Renewals, Report, Scope, Series, Since, TimeToResolution, amount,
};

/// What goes into the JSON besides the portfolio's figures.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonOptions<'a> {
    /// The dimensions whose groups are wanted.
    pub by: &'a [Dimension],
    /// The accounts that are wanted, by id; `None`: all.
    pub accounts: Option<&'a [String]>,
    /// Whether each has its last 24 month ends.
    pub series: bool,
    /// The explanation of one figure.
    pub explanation: Option<&'a Explanation<'a>>,
    /// What moved one figure since another day.
    pub since: Option<&'a Since>,
}

/// The text of [`to_json`], written on all processors: the accounts are most of it.
pub fn json_text(report: &Report, options: &JsonOptions<'_>) -> String {
    let nobody = JsonOptions { accounts: Some(&[]), ..*options };
    let Value::Object(root) = to_json(report, &nobody) else { return String::new() };
    let accounts: Vec<String> = wanted(report, options)
        .par_chunks(32)
        .map(|accounts| {
            let texts = accounts.iter().map(|account| account_json(report, account, options).to_string());
            texts.collect::<Vec<_>>().join(",")
        })
        .collect();
    let mut out = String::from("{");
    for (key, value) in root {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&Value::String(key.clone()).to_string());
        out.push(':');
        match key.as_str() {
            "accounts" => {
                out.push('[');
                out.push_str(&accounts.join(","));
                out.push(']');
            }
            _ => out.push_str(&value.to_string()),
        }
    }
    out.push('}');
    out
}

/// The accounts that are asked for.
fn wanted<'r>(report: &'r Report, options: &JsonOptions<'_>) -> Vec<&'r AccountFigures> {
    let wanted = |account: &&AccountFigures| options.accounts.is_none_or(|ids| ids.contains(&account.id));
    report.accounts.iter().filter(wanted).collect()
}

fn account_json(report: &Report, account: &AccountFigures, options: &JsonOptions<'_>) -> Value {
    let mut object =
        object([("id", json!(account.id)), ("name", json!(account.name)), ("owner", json!(account.owner))]);
    object.append(&mut figures(&account.figures, false));
    if options.series {
        add_series(&mut object, report.series(&Scope::Account(account.id.clone())), false);
    }
    Value::Object(object)
}

/// The whole object.
pub fn to_json(report: &Report, options: &JsonOptions<'_>) -> Value {
    let mut root = object([
        ("planc", json!(1)),
        ("as_of", json!(report.as_of.to_string())),
        ("currency", json!(report.currency.as_str())),
        ("grain", json!(report.grain.as_str())),
        (
            "period",
            json!({
                "name": report.period.name, "from": report.period.from.to_string(),
                "to": report.period.to.to_string(), "partial": report.period.partial,
            }),
        ),
    ]);
    let series = |scope: Scope| if options.series { report.series(&scope) } else { None };
    let mut portfolio = figures(&report.portfolio, false);
    add_targets(&mut portfolio, report, &Scope::Portfolio);
    add_series(&mut portfolio, series(Scope::Portfolio), false);
    root.insert("portfolio".into(), Value::Object(portfolio));
    let by = options.by.iter().map(|&dimension| {
        let groups = report.groups(dimension).iter().map(|group| {
            let scope = Scope::Group(dimension, group.key.clone());
            group_json(report, dimension, group, &scope, series(scope.clone()))
        });
        (dimension.as_str().to_owned(), Value::Array(groups.collect()))
    });
    root.insert("by".into(), Value::Object(by.collect()));
    let accounts = wanted(report, options).into_iter().map(|account| account_json(report, account, options));
    root.insert("accounts".into(), Value::Array(accounts.collect()));
    let excluded =
        report.excluded.iter().map(|excluded| json!({"file": excluded.file, "errors": excluded.errors}));
    root.insert("excluded".into(), Value::Array(excluded.collect()));
    if let Some(explanation) = options.explanation {
        root.insert("explanation".into(), explained(explanation));
        root.insert("sources".into(), sources(explanation));
    }
    if let Some(since) = options.since {
        root.insert("since".into(), moved(since));
    }
    Value::Object(root)
}

fn group_json(
    report: &Report,
    dimension: Dimension,
    group: &Group,
    scope: &Scope,
    series: Option<Series>,
) -> Value {
    let product = dimension == Dimension::Product;
    let mut object = object([("key", json!(group.key))]);
    object.append(&mut figures(&group.figures, product));
    add_targets(&mut object, report, scope);
    add_series(&mut object, series, product);
    Value::Object(object)
}

/// The targets of a scope, where it has any.
fn add_targets(object: &mut Map<String, Value>, report: &Report, scope: &Scope) {
    let attainments = report.attainments(scope);
    if attainments.is_empty() {
        return;
    }
    let targets = attainments.iter().map(|attainment| {
        let target = match attainment.figure.decimals() {
            Some(decimals) => rounded(attainment.target, decimals),
            None => money(attainment.target),
        };
        let share = attainment.share().map(|share| rounded(share, 6));
        let entry = json!({"target": target, "met": attainment.met(), "attainment": share});
        (attainment.figure.as_str().to_owned(), entry)
    });
    object.insert("targets".into(), Value::Object(targets.collect()));
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A decimal as a JSON number, digit by digit.
fn number(value: Decimal) -> Value {
    let mut text = String::with_capacity(16);
    push_trimmed(&mut text, value);
    text.parse::<Number>().map_or(Value::Null, Value::Number)
}

fn rounded(value: Decimal, decimals: u32) -> Value {
    number(round(value, decimals))
}

fn money(value: Decimal) -> Value {
    number(amount::money(value))
}

/// A value in an object that holds the reason where there is none.
fn known(
    object: &mut Map<String, Value>,
    key: &str,
    value: &Known<Decimal>,
    print: impl Fn(Decimal) -> Value,
) {
    match value {
        Ok(value) => {
            object.insert(key.into(), print(*value));
        }
        Err(reason) => {
            object.insert(key.into(), Value::Null);
            object.insert("reason".into(), json!(reason.to_string()));
        }
    }
}

/// The figures of a scope. A product group has ARR and movements only: what it has not, is null with one
/// reason.
fn figures(figures: &Figures, product: bool) -> Map<String, Value> {
    let mut object = object([("accounts", json!(figures.accounts))]);
    let completeness = match &figures.completeness {
        Ok(share) => rounded(*share, 6),
        Err(reason) => json!({"value": null, "reason": reason.to_string()}),
    };
    object.insert("completeness".into(), completeness);
    object.append(&mut dated(&figures.dated));
    object.insert("health".into(), health(&figures.health));
    object.insert(
        "pipeline".into(),
        json!({"open": money(figures.pipeline.open), "weighted": money(figures.pipeline.weighted)}),
    );
    object.insert("forecast".into(), forecast(&figures.forecast));
    if product {
        blank(&mut object);
    }
    object
}

fn add_series(object: &mut Map<String, Value>, series: Option<Series>, product: bool) {
    let Some(series) = series else { return };
    let points = series.points.iter().map(|(day, figures)| {
        let mut point = self::object([("as_of", json!(day.to_string()))]);
        point.append(&mut dated(figures));
        if product {
            blank(&mut point);
        }
        Value::Object(point)
    });
    object.insert("series".into(), Value::Array(points.collect()));
}

/// Of a product group's object: nulls all that products have not, so that no 0 stands for what was not
/// computed, and gives the one reason.
fn blank(object: &mut Map<String, Value>) {
    fn null(value: &mut Value) {
        match value {
            Value::Object(entries) => {
                entries.remove("reason");
                entries.values_mut().for_each(null);
            }
            _ => *value = Value::Null,
        }
    }
    let reason = "by product, only ARR and its movements are computed";
    for key in [
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
    ] {
        if let Some(value) = object.get_mut(key) {
            null(value);
            if let Value::Object(entries) = value {
                entries.insert("reason".into(), json!(reason));
            }
        }
    }
}

fn dated(dated: &Dated) -> Map<String, Value> {
    let moved = &dated.movements;
    object([
        ("opening_arr", money(dated.opening_arr)),
        ("closing_arr", money(dated.closing_arr)),
        (
            "movements",
            json!({
                "new": money(moved.new), "reactivation": money(moved.reactivation),
                "upsell": money(moved.upsell), "cross_sell": money(moved.cross_sell),
                "price": money(moved.price), "contraction": money(moved.contraction),
                "churn": money(moved.churn),
            }),
        ),
        ("upsell_cross_sell", money(dated.upsell_cross_sell())),
        ("expansion", money(dated.expansion())),
        ("nrr", ratio(&dated.nrr)),
        ("grr", ratio(&dated.grr)),
        ("client_retention", ratio(&dated.client_retention)),
        ("renewals", renewals(&dated.renewals)),
        ("csat", csat(&dated.csat)),
        ("nps", nps(&dated.nps)),
        ("time_to_resolution", time_to_resolution(&dated.time_to_resolution)),
        ("clv", clv(&dated.clv)),
    ])
}

fn ratio(ratio: &Ratio) -> Value {
    let mut object = Map::new();
    known(&mut object, "value", &ratio.value, |value| rounded(value, 6));
    object.insert("numerator".into(), money(ratio.numerator));
    object.insert("denominator".into(), money(ratio.denominator));
    object.insert("units".into(), json!(ratio.units));
    Value::Object(object)
}

fn renewals(renewals: &Renewals) -> Value {
    json!({
        "due": renewals.due, "on_time": renewals.on_time, "late": renewals.late, "lost": renewals.lost,
        "pending": renewals.pending,
        "renewal_rate": ratio(&renewals.renewal_rate), "with_late": ratio(&renewals.with_late),
        "gross_value": ratio(&renewals.gross_value), "net_value": ratio(&renewals.net_value),
    })
}

fn csat(csat: &Csat) -> Value {
    let mut object = Map::new();
    known(&mut object, "value", &csat.value, |value| rounded(value, 6));
    known(&mut object, "mean", &csat.mean, |value| rounded(value, 2));
    object.insert("n".into(), json!(csat.n));
    Value::Object(object)
}

fn nps(nps: &Nps) -> Value {
    let mut object = Map::new();
    known(&mut object, "value", &nps.value, |value| rounded(value, 1));
    object.insert("promoters".into(), json!(nps.promoters));
    object.insert("passives".into(), json!(nps.passives));
    object.insert("detractors".into(), json!(nps.detractors));
    object.insert("n".into(), json!(nps.n));
    known(&mut object, "margin", &nps.margin, |value| rounded(value, 1));
    Value::Object(object)
}

fn time_to_resolution(times: &TimeToResolution) -> Value {
    let mut object = Map::new();
    let hours = |value| rounded(value, 2);
    known(&mut object, "mean_hours", &times.mean_hours, hours);
    known(&mut object, "median_hours", &times.median_hours, hours);
    known(&mut object, "p90_hours", &times.p90_hours, hours);
    object.insert("resolved".into(), json!(times.resolved));
    object.insert("open".into(), json!(times.open));
    object.insert("oldest_open_hours".into(), times.oldest_open_hours.map_or(Value::Null, hours));
    Value::Object(object)
}

fn clv(clv: &Clv) -> Value {
    let mut object = Map::new();
    known(&mut object, "value", &clv.value, |value| rounded(value, 2));
    let method = match clv.method {
        ClvMethod::Constant => "constant",
        ClvMethod::Sbg => "sbg",
    };
    object.insert("method".into(), json!(method));
    if let Some((alpha, beta)) = clv.parameters {
        object.insert("alpha".into(), rounded(alpha, 3));
        object.insert("beta".into(), rounded(beta, 3));
    }
    if let Some(refused) = &clv.refused {
        object.insert("sbg_refused".into(), json!(refused.to_string()));
    }
    Value::Object(object)
}

fn health(health: &Health) -> Value {
    let mut object = Map::new();
    known(&mut object, "value", &health.value, |value| rounded(value, 1));
    object.insert("band".into(), json!(health.band.map(|band| band.as_str())));
    if !health.measures.is_empty() {
        let measures = health.measures.iter().map(|measure| {
            let mut entry = Map::new();
            known(&mut entry, "value", &measure.value, |value| rounded(value, 1));
            entry.insert("weight".into(), number(measure.weight));
            (measure.name.to_owned(), Value::Object(entry))
        });
        object.insert("measures".into(), Value::Object(measures.collect()));
        let caps = health.caps.iter().map(|cap| json!(cap.name));
        object.insert("caps".into(), Value::Array(caps.collect()));
    }
    Value::Object(object)
}

fn forecast(forecast: &Forecast) -> Value {
    let quarters = forecast.quarters.iter().map(|quarter| {
        json!({
            "name": quarter.name, "due": quarter.due, "target": money(quarter.target),
            "forecast": money(quarter.forecast), "commit": money(quarter.commit),
            "best_case": money(quarter.best_case), "pipeline": money(quarter.pipeline),
        })
    });
    json!({
        "grr": ratio(&forecast.grr), "nrr": ratio(&forecast.nrr),
        "quarters": Value::Array(quarters.collect()),
    })
}

fn explained(explanation: &Explanation<'_>) -> Value {
    json!({
        "figure": explanation.figure.as_str(), "title": explanation.title,
        "definition": explanation.definition, "formula": explanation.formula,
        "worked": explanation.worked, "notes": explanation.notes,
    })
}

fn sources(explanation: &Explanation<'_>) -> Value {
    let sources = explanation.contributions.iter().map(|part| {
        let mut source = object([
            ("account", json!(part.account)),
            ("record", json!(part.record)),
            ("file", json!(part.place.path())),
            ("line", json!(part.place.line())),
            ("amount", money(part.amount)),
            ("of", money(part.of)),
            ("movement", json!(part.movement)),
            ("text", json!(part.text.to_string())),
        ]);
        if let Some(date) = part.date {
            source.insert("date".into(), json!(date.to_string()));
        }
        Value::Object(source)
    });
    Value::Array(sources.collect())
}

/// What moved a figure since another day: its values, and what each account's movements did.
fn moved(since: &Since) -> Value {
    let figure = since.figure;
    let print = |value: Decimal| match figure.decimals() {
        Some(decimals) => rounded(value, decimals),
        None => money(value),
    };
    let side = |(day, value): &(crate::model::Date, Known<Decimal>)| {
        let mut object = object([("as_of", json!(day.to_string()))]);
        known(&mut object, "value", value, print);
        Value::Object(object)
    };
    let changes = since.changes.iter().map(|change| {
        json!({
            "account": change.account, "movement": change.movement, "before": money(change.before),
            "after": money(change.after), "delta": print(change.delta),
        })
    });
    json!({
        "figure": figure.as_str(), "before": side(&since.before), "after": side(&since.after),
        "delta": since.difference().map(print), "changes": Value::Array(changes.collect()),
    })
}
