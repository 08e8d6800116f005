//! That a rule sees what the format names, and nothing else.

use std::collections::BTreeSet;

use cel::Value;
use cel::objects::Key;

use super::names::{Kind, PLAN};
use super::plan_value;
use crate::config::Config;
use crate::decode::decode_plan;
use crate::diagnostic::Diagnostics;
use crate::parse::parse_plan;
use crate::text::Source;

/// A plan with one of each record, and every key in none of them wrong.
const PLAN_OF_EVERYTHING: &str = "---
account: Northwind
owner: maria.lopez
external_ids: {crm: X}
lost: {date: 2026-06-30}
profile: {employees: 1}
stakeholders: [{id: ana, name: Ana, role: champion}]
value: [{id: v, outcome: V, date: 2026-06-30}]
contracts:
  - id: C
    lines: [{product: Platform, arr: 1}]
    start: 2025-01-01
    changes: [{date: 2025-05-01, product: Platform, arr: 2}]
    renewal: {note: N}
opportunities: [{id: o, name: O, kind: new, arr: 1, stage: won, close: 2026-01-01}]
risks: [{id: r, risk: R, category: other, likelihood: low, impact: low}]
actions: [{id: a, action: A}]
objectives: [{id: b, objective: B}]
surveys: [{date: 2026-01-01, nps: 9}]
escalations: [{id: t, opened: 2026-01-01}]
usage: [{metric: M, points: {2026-07: 1}}]
meetings: [{date: 2026-01-01}]
---
";

fn compare(path: &str, kind: &Kind, value: &Value, compared: &mut BTreeSet<String>) {
    match (kind, value) {
        (Kind::Record(keys), Value::Map(map)) => {
            let named: BTreeSet<String> = keys.iter().map(|(key, _)| (*key).to_owned()).collect();
            let there: BTreeSet<String> = map
                .map
                .keys()
                .map(|key| match key {
                    Key::String(text) => text.to_string(),
                    other => panic!("{path}: a key that is no text: {other:?}"),
                })
                .collect();
            assert_eq!(named, there, "{path}");
            compared.insert(path.to_owned());
            for (key, kind) in *keys {
                if let Some(value) = map.map.get(&Key::from(*key)) {
                    compare(&format!("{path}.{key}"), kind, value, compared);
                }
            }
        }
        (Kind::List(item), Value::List(values)) => {
            for value in values.iter() {
                compare(&format!("{path}[]"), item, value, compared);
            }
        }
        (Kind::Any, _) => {}
        (kind, value) => panic!("{path}: {kind:?} is not {value:?}"),
    }
}

#[test]
fn the_names_that_a_rule_may_use_are_those_that_a_plan_has() {
    let config = Config::default();
    let source = Source::new("accounts/northwind.md", PLAN_OF_EVERYTHING);
    let mut diagnostics = Diagnostics::new();
    let document = parse_plan(&source, &mut diagnostics);
    let plan = decode_plan(&source, document, &config, &mut diagnostics).expect("the plan can be read");
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    let mut compared = BTreeSet::new();
    compare("plan", &PLAN, &plan_value::plan(&plan, &config, None), &mut compared);
    // The plan, three records in it, eleven lists and two lists in those.
    assert_eq!(compared.len(), 1 + 3 + 11 + 2, "{compared:#?}");
}
