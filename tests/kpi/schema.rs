//! As much of JSON Schema (draft 7) as our own schema uses, so that a test needs nothing else.

use serde_json::Value;

/// What is wrong with a value by a schema; each with its path.
pub fn errors(schema: &Value, value: &Value) -> Vec<String> {
    let mut errors = Vec::new();
    check(schema, schema, value, "", &mut errors);
    errors
}

fn check(root: &Value, schema: &Value, value: &Value, path: &str, errors: &mut Vec<String>) {
    let keywords = schema.as_object().expect("a schema is an object");
    for (keyword, rule) in keywords {
        let mut wrong = |what: String| errors.push(format!("{path}: {what}"));
        match keyword.as_str() {
            "$schema" | "title" | "description" | "definitions" | "then" => {}
            "$ref" => {
                let name =
                    rule.as_str().and_then(|r| r.strip_prefix("#/definitions/")).expect("a local reference");
                check(root, &root["definitions"][name], value, path, errors);
            }
            "type" => {
                let names: Vec<&str> = match rule {
                    Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
                    name => name.as_str().into_iter().collect(),
                };
                if !names.iter().any(|name| is(value, name)) {
                    wrong(format!("{value} is no {names:?}"));
                }
            }
            "const" if value != rule => wrong(format!("{value} is not {rule}")),
            "enum" if !rule.as_array().expect("a list").contains(value) => {
                wrong(format!("{value} is none of {rule}"))
            }
            "const" | "enum" => {}
            "minimum" | "maximum" => {
                if let (Some(value), Some(bound)) = (value.as_f64(), rule.as_f64())
                    && (if keyword == "minimum" { value < bound } else { value > bound })
                {
                    wrong(format!("{value} is beyond the {keyword} of {bound}"));
                }
            }
            "minItems" | "maxItems" => {
                if let Some(items) = value.as_array() {
                    let bound = rule.as_u64().expect("a count") as usize;
                    if if keyword == "minItems" { items.len() < bound } else { items.len() > bound } {
                        wrong(format!("{} items", items.len()));
                    }
                }
            }
            "pattern" => {
                // Only the patterns that the schema has, by hand.
                let text = value.as_str().unwrap_or_default();
                let digits = |range: std::ops::Range<usize>| {
                    text.get(range).is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()))
                };
                let fits = match rule.as_str().expect("a pattern") {
                    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => {
                        text.len() == 10 && digits(0..4) && digits(5..7) && digits(8..10)
                    }
                    "^[A-Z]{3}$" => text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()),
                    "^fy[0-9]{4,}q[1-4]$" => text.starts_with("fy") && digits(2..6) && text.len() == 8,
                    other => panic!("teach this test the pattern {other}"),
                };
                if !fits {
                    wrong(format!("{text:?} does not fit {rule}"));
                }
            }
            "required" => {
                for name in rule.as_array().expect("a list").iter().filter_map(Value::as_str) {
                    if value.as_object().is_some_and(|object| !object.contains_key(name)) {
                        wrong(format!("lacks {name}"));
                    }
                }
            }
            "properties" => {
                for (name, rule) in rule.as_object().expect("an object") {
                    if let Some(value) = value.get(name) {
                        check(root, rule, value, &format!("{path}/{name}"), errors);
                    }
                }
            }
            "additionalProperties" => {
                let known = keywords.get("properties").and_then(Value::as_object);
                for (name, value) in value.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| !known.contains_key(name)) {
                        match rule {
                            Value::Bool(allowed) if *allowed => {}
                            Value::Bool(_) => errors.push(format!("{path}: {name} is not known")),
                            rule => check(root, rule, value, &format!("{path}/{name}"), errors),
                        }
                    }
                }
            }
            "items" => {
                for (at, value) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, value, &format!("{path}/{at}"), errors);
                }
            }
            "allOf" => {
                for rule in rule.as_array().expect("a list") {
                    check(root, rule, value, path, errors);
                }
            }
            "oneOf" => {
                let fits = rule.as_array().expect("a list").iter().filter(|rule| {
                    let mut none = Vec::new();
                    check(root, rule, value, path, &mut none);
                    none.is_empty()
                });
                if fits.count() != 1 {
                    wrong(format!("{value} fits not exactly one of {rule}"));
                }
            }
            other => panic!("teach this test the keyword {other}"),
        }
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("teach this test the type {other}"),
    }
}
