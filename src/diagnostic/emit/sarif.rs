//! `sarif`: the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).

use std::collections::BTreeSet;
use std::io;

use serde_json::{Map, Value, json};

use super::{Report, ends, gitlab::fingerprint, json::escape};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::text::Place;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let rules: Vec<Code> = report
        .diagnostics
        .iter()
        .map(|d| (d.code.code, d.code))
        .collect::<std::collections::BTreeMap<_, _>>()
        .into_values()
        .collect();
    let results: Vec<Value> = report.diagnostics.iter().map(|d| result(report, &rules, d)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "planc",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|code| rule(report, code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts(report),
            "results": results,
        }],
    });
    writeln!(out, "{}", escape(&serde_json::to_string_pretty(&log)?))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn rule(report: &Report<'_>, code: Code) -> Value {
    let mut rule = json!({
        "id": code.code,
        "name": code.name,
        "shortDescription": {"text": code.summary},
        "fullDescription": {"text": code.explanation},
        "help": {
            "text": format!("{}\n\nWrong:\n\n{}\n\nRight:\n\n{}", code.explanation, code.bad, code.good),
            "markdown": format!(
                "{}\n\nWrong:\n\n{}\n\nRight:\n\n{}",
                code.explanation, fenced(code.bad), fenced(code.good)
            ),
        },
        "defaultConfiguration": {"level": level(code.severity)},
    });
    if let (Some(url), Some(rule)) = (report.code_url, rule.as_object_mut()) {
        rule.insert("helpUri".into(), Value::from(url.replace("{code}", code.code)));
    }
    rule
}

/// A fenced block whose fence is longer than any in the text.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{}\n{fence}", text.trim_end_matches('\n'))
}

fn artifacts(report: &Report<'_>) -> Vec<Value> {
    let files: BTreeSet<&str> = report
        .diagnostics
        .iter()
        .flat_map(|d| d.labels.iter().map(|label| label.place.path()).chain([d.place.path()]))
        .chain(report.plans.iter().map(String::as_str))
        .collect();
    files.into_iter().map(|path| json!({"location": artifact(report, path)})).collect()
}

fn artifact(report: &Report<'_>, path: &str) -> Value {
    json!({"uri": uri(&format!("{}{path}", report.prefix)), "uriBaseId": "%SRCROOT%"})
}

fn region(place: &Place) -> Value {
    let (start, end) = ends(place);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "byteOffset": place.span.start,
        "byteLength": place.span.end.saturating_sub(place.span.start),
    })
}

fn location(report: &Report<'_>, place: &Place) -> Value {
    json!({"artifactLocation": artifact(report, place.path()), "region": region(place)})
}

fn result(report: &Report<'_>, rules: &[Code], diagnostic: &Diagnostic) -> Value {
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        text.push('\n');
        text.push_str(help);
    }
    let mut result = Map::new();
    result.insert("ruleId".into(), diagnostic.code.code.into());
    if let Some(index) = rules.iter().position(|code| code.code == diagnostic.code.code) {
        result.insert("ruleIndex".into(), index.into());
    }
    result.insert("level".into(), level(diagnostic.severity).into());
    result.insert("message".into(), json!({"text": text}));
    result.insert("locations".into(), json!([{"physicalLocation": location(report, &diagnostic.place)}]));
    if !diagnostic.labels.is_empty() {
        let related: Vec<Value> = (1_u32..)
            .zip(&diagnostic.labels)
            .map(|(id, label)| {
                json!({
                    "id": id,
                    "message": {"text": label.message},
                    "physicalLocation": location(report, &label.place),
                })
            })
            .collect();
        result.insert("relatedLocations".into(), related.into());
    }
    let hash = fingerprint(&[
        diagnostic.place.path(),
        diagnostic.code.code,
        diagnostic.place.source.slice(diagnostic.place.span),
    ]);
    result.insert("partialFingerprints".into(), json!({"planc/v1": format!("{hash:032x}")}));
    if let Some(fix) = &diagnostic.fix {
        result.insert(
            "fixes".into(),
            json!([{
                "description": {"text": format!("Write {:?}", fix.replacement)},
                "artifactChanges": [{
                    "artifactLocation": artifact(report, diagnostic.place.path()),
                    "replacements": [{
                        "deletedRegion": region(&diagnostic.place),
                        "insertedContent": {"text": fix.replacement},
                    }],
                }],
            }]),
        );
    }
    Value::Object(result)
}

/// A path as a URI reference (RFC 3986): everything but unreserved characters and `/` in percent signs.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
