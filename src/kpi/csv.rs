//! The figures as CSV: one row per scope, columns by their path in the JSON; series one row per scope and
//! month end; explanations one row per contribution.
//!
//! For: spreadsheets. The columns are always the same, whatever has a value; what has none is an empty cell
//! with its reason beside it.
//! Must not: compute anything, or print other digits than the JSON.

use serde_json::Value;

use super::{Explanation, JsonOptions, Report, Since, amount, to_json};

/// The columns of every scope, by their path in the JSON.
const DATED: &[&str] = &[
    "opening_arr",
    "closing_arr",
    "movements.new",
    "movements.reactivation",
    "movements.upsell",
    "movements.cross_sell",
    "movements.price",
    "movements.contraction",
    "movements.churn",
    "upsell_cross_sell",
    "expansion",
    "nrr.value",
    "nrr.reason",
    "nrr.numerator",
    "nrr.denominator",
    "nrr.units",
    "grr.value",
    "grr.reason",
    "grr.numerator",
    "grr.denominator",
    "grr.units",
    "client_retention.value",
    "client_retention.reason",
    "client_retention.numerator",
    "client_retention.denominator",
    "client_retention.units",
    "renewals.due",
    "renewals.on_time",
    "renewals.late",
    "renewals.lost",
    "renewals.pending",
    "renewals.renewal_rate.value",
    "renewals.renewal_rate.reason",
    "renewals.with_late.value",
    "renewals.with_late.reason",
    "renewals.gross_value.value",
    "renewals.gross_value.reason",
    "renewals.gross_value.numerator",
    "renewals.gross_value.denominator",
    "renewals.net_value.value",
    "renewals.net_value.reason",
    "renewals.net_value.numerator",
    "renewals.net_value.denominator",
    "csat.value",
    "csat.reason",
    "csat.mean",
    "csat.n",
    "nps.value",
    "nps.reason",
    "nps.promoters",
    "nps.passives",
    "nps.detractors",
    "nps.n",
    "nps.margin",
    "time_to_resolution.mean_hours",
    "time_to_resolution.reason",
    "time_to_resolution.median_hours",
    "time_to_resolution.p90_hours",
    "time_to_resolution.resolved",
    "time_to_resolution.open",
    "time_to_resolution.oldest_open_hours",
    "clv.value",
    "clv.reason",
    "clv.method",
    "clv.alpha",
    "clv.beta",
];

/// The columns that follow where a scope is shown as at `as_of`.
const STANDING: &[&str] = &[
    "health.value",
    "health.reason",
    "health.band",
    "health.measures.usage.value",
    "health.measures.relationship.value",
    "health.measures.satisfaction.value",
    "health.measures.support.value",
    "health.measures.risk.value",
    "health.measures.plan.value",
    "health.caps",
    "pipeline.open",
    "pipeline.weighted",
    "forecast.grr.value",
    "forecast.grr.reason",
    "forecast.grr.numerator",
    "forecast.grr.denominator",
    "forecast.nrr.value",
    "forecast.nrr.reason",
    "forecast.nrr.numerator",
    "forecast.nrr.denominator",
];

const QUARTER: [&str; 7] = ["name", "due", "target", "forecast", "commit", "best_case", "pipeline"];

/// The figures as CSV: the portfolio, the groups asked for, the accounts; with `series` each at its month
/// ends instead.
pub fn to_csv(report: &Report, options: &JsonOptions<'_>) -> String {
    let json = to_json(report, options);
    let mut table = Table::default();
    let mut columns: Vec<String> = ["scope", "key", "name", "owner"].map(str::to_owned).to_vec();
    if options.series {
        columns.push("as_of".into());
        columns.extend(DATED.iter().map(|path| (*path).to_owned()));
    } else {
        columns.extend(["accounts".to_owned(), "completeness".to_owned()]);
        columns.extend(DATED.iter().chain(STANDING).map(|path| (*path).to_owned()));
        for quarter in 0..4 {
            columns.extend(QUARTER.map(|name| format!("forecast.quarters.{quarter}.{name}")));
        }
    }
    table.row(columns.iter().map(|column| Field::Text(column)));
    let mut scope = |name: &str, key: &Value, object: &Value| {
        let mut row = |values: &Value| {
            table.row(columns.iter().enumerate().map(|(at, path)| match at {
                0 => Field::Text(name),
                1 => Field::of(key),
                2 | 3 => Field::of(object.get(path).unwrap_or(&Value::Null)),
                _ => Field::of(find(values, path).unwrap_or(&Value::Null)),
            }));
        };
        match object.get("series").and_then(Value::as_array) {
            Some(points) if options.series => points.iter().for_each(row),
            _ => row(object),
        }
    };
    scope("portfolio", &Value::Null, &json["portfolio"]);
    for (dimension, groups) in json["by"].as_object().into_iter().flatten() {
        for group in groups.as_array().into_iter().flatten() {
            scope(dimension, &group["key"], group);
        }
    }
    for account in json["accounts"].as_array().into_iter().flatten() {
        scope("account", &account["id"], account);
    }
    table.text
}

/// An explanation as CSV: one row per contribution.
pub fn explanation_csv(explanation: &Explanation<'_>) -> String {
    let mut table = Table::default();
    let header = ["account", "record", "file", "line", "date", "movement", "amount", "of", "text"];
    table.row(header.into_iter().map(Field::Text));
    for part in &explanation.contributions {
        let date = part.date.map(|date| date.to_string());
        table.row([
            Field::Text(part.account),
            Field::Text(part.record.unwrap_or_default()),
            Field::Text(part.place.path()),
            Field::Exact(part.place.line().to_string()),
            Field::Exact(date.unwrap_or_default()),
            Field::Text(part.movement.unwrap_or_default()),
            Field::Exact(amount::money(part.amount).to_string()),
            Field::Exact(amount::money(part.of).to_string()),
            Field::Text(&part.text.to_string()),
        ]);
    }
    table.text
}

/// What moved a figure as CSV: one row per account and movement.
pub fn since_csv(since: &Since) -> String {
    let mut table = Table::default();
    table.row(["account", "movement", "before", "after", "delta"].into_iter().map(Field::Text));
    for change in &since.changes {
        table.row([
            Field::Text(&change.account),
            Field::Text(change.movement.unwrap_or_default()),
            Field::Exact(amount::money(change.before).to_string()),
            Field::Exact(amount::money(change.after).to_string()),
            Field::Exact(amount::money(change.delta).to_string()),
        ]);
    }
    table.text
}

/// The value at a path such as `forecast.quarters.0.due`.
fn find<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, part| match value {
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        value => value.get(part),
    })
}

enum Field<'a> {
    /// Words.
    Text(&'a str),
    /// Digits.
    Exact(String),
}

impl<'a> Field<'a> {
    fn of(value: &'a Value) -> Self {
        match value {
            Value::String(text) => Field::Text(text),
            Value::Null | Value::Object(_) => Field::Text(""),
            Value::Array(items) => {
                let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                Field::Exact(items.join(" "))
            }
            other => Field::Exact(other.to_string()),
        }
    }
}

/// CSV by RFC 4180, but for lines that end in a line feed.
#[derive(Default)]
struct Table {
    text: String,
}

impl Table {
    fn row<'a>(&mut self, fields: impl IntoIterator<Item = Field<'a>>) {
        for (at, field) in fields.into_iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            match field {
                Field::Exact(digits) => self.text.push_str(&digits),
                Field::Text(text) => self.word(text),
            }
        }
        self.text.push('\n');
    }

    /// Text from plans is text to a spreadsheet too: what would start a formula there gets an apostrophe.
    fn word(&mut self, text: &str) {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let quoted = formula || text.contains([',', '"', '\n', '\r']);
        if quoted {
            self.text.push('"');
        }
        if formula {
            self.text.push('\'');
        }
        for c in text.chars() {
            if c == '"' {
                self.text.push('"');
            }
            self.text.push(c);
        }
        if quoted {
            self.text.push('"');
        }
    }
}
