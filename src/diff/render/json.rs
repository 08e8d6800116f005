//! The diff for programs. Names are those of the figures' JSON; shares are fractions, money is exact.

use serde_json::{Map, Number, Value, json};

use crate::diagnostic::Diagnostic;
use crate::diff::report::Diff;
use crate::kpi::Known;
use crate::model::Decimal;

/// The diff as one JSON object.
pub fn json(diff: &Diff) -> Value {
    let figures: Vec<Value> = diff
        .figures
        .iter()
        .map(|moved| {
            let attributions: Vec<Value> = moved
                .attributions
                .iter()
                .map(|a| json!({"account": a.account, "delta": number(a.delta)}))
                .collect();
            json!({
                "figure": moved.figure.as_str(),
                "before": known(&moved.before),
                "after": known(&moved.after),
                "delta": moved.delta().map(number),
                "attribution": attributions,
            })
        })
        .collect();
    let accounts: Vec<Value> = diff
        .accounts
        .iter()
        .map(|account| {
            let changes: Vec<Value> = account
                .changes
                .iter()
                .map(|change| {
                    json!({
                        "area": change.area.title(),
                        "kind": change.kind,
                        "record": change.record,
                        "text": change.text,
                        "weighty": change.weighty,
                        "file": change.place.path(),
                        "line": change.place.line(),
                    })
                })
                .collect();
            let mut object = Map::new();
            object.insert("id".into(), account.id.clone().into());
            if let Some(was) = &account.was {
                object.insert("was".into(), was.clone().into());
            }
            object.insert("name".into(), account.name.clone().into());
            object.insert("owner".into(), account.owner.clone().into());
            object.insert("arr".into(), number(account.arr));
            object.insert("file".into(), account.file.clone().into());
            object.insert("fate".into(), account.fate.as_str().into());
            object.insert("changes".into(), changes.into());
            Value::Object(object)
        })
        .collect();
    let excluded: Vec<Value> =
        diff.excluded.iter().map(|e| json!({"file": e.file, "errors": e.errors})).collect();
    json!({
        "planc": 1,
        "base": diff.base,
        "head": diff.head,
        "as_of": diff.as_of.to_string(),
        "period": diff.period,
        "currency": diff.currency,
        "figures": figures,
        "accounts": accounts,
        "failing": diff.failing.iter().map(diagnostic).collect::<Vec<_>>(),
        "mended": diff.mended.iter().map(diagnostic).collect::<Vec<_>>(),
        "excluded": excluded,
        "broken": diff.broken,
        "notes": diff.notes,
    })
}

fn known(value: &Known<Decimal>) -> Value {
    match value {
        Ok(value) => json!({"value": number(*value)}),
        Err(reason) => json!({"value": null, "reason": reason.to_string()}),
    }
}

fn number(value: Decimal) -> Value {
    value.normalize().to_string().parse::<Number>().map_or(Value::Null, Value::Number)
}

fn diagnostic(d: &Diagnostic) -> Value {
    json!({
        "code": d.code.code,
        "severity": d.severity.as_str(),
        "message": d.message,
        "file": d.place.path(),
        "line": d.place.line(),
    })
}
