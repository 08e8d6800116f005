//! The reader held against two others: the same values for whatever all take, and hardly anything
//! refused that they take.

use std::fmt::Write;

use granit_parser::{Event, Options, Parser, ScalarStyle as Style};
use proptest::prelude::*;

use super::*;
use crate::parse::node::{Scalar, ScalarStyle};

/// A tree as text: scalars with how they are written, lists and maps in brackets.
pub fn shown(node: &Node<'_>) -> String {
    let mut out = String::new();
    show(node, &mut out);
    out
}

fn show(node: &Node<'_>, out: &mut String) {
    match &node.kind {
        NodeKind::Scalar(scalar) => show_scalar(&scalar.text, scalar.style, out),
        NodeKind::List(items) => {
            out.push('[');
            for item in items {
                show(item, out);
                out.push(' ');
            }
            out.push(']');
        }
        NodeKind::Map(entries) => {
            out.push('{');
            for entry in entries {
                show_scalar(&entry.key.text, entry.key.style, out);
                out.push_str(": ");
                show(&entry.value, out);
                out.push(' ');
            }
            out.push('}');
        }
        NodeKind::Invalid => out.push_str("INVALID"),
    }
}

fn show_scalar(text: &str, style: ScalarStyle, out: &mut String) {
    let mark = match style {
        ScalarStyle::Plain => "",
        ScalarStyle::Quoted => "q",
        ScalarStyle::Block => "b",
        ScalarStyle::Cell => "c",
    };
    write!(out, "{mark}{text:?}").unwrap();
}

/// The same of what an event parser reads; `None` where it refuses, or where something is refused here
/// by rule: tags, keys that are lists or maps, a second document. Aliases are written out.
fn by_events(text: &str) -> Option<String> {
    struct Open {
        is_map: bool,
        nodes: usize,
        start: usize,
        anchor: usize,
    }
    let mut options = Options::default();
    options.strict_indentation = true;
    options.set_emit_comments(false);
    let mut out = String::new();
    let mut open: Vec<Open> = Vec::new();
    let mut named: Vec<(usize, String)> = Vec::new();
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, at) = event.ok()?;
        let start = out.len();
        let finished = match event {
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => return None,
            Event::Scalar(text, style, anchor, None) => {
                let style = match style {
                    Style::Plain => ScalarStyle::Plain,
                    Style::SingleQuoted | Style::DoubleQuoted => ScalarStyle::Quoted,
                    _ => ScalarStyle::Block,
                };
                // That parser says `~` where nothing stands.
                let nothing = style == ScalarStyle::Plain && at.start.index() == at.end.index();
                show_scalar(if nothing { "" } else { &text }, style, &mut out);
                (start, anchor)
            }
            Event::SequenceStart(_, anchor, None) => {
                out.push('[');
                open.push(Open { is_map: false, nodes: 0, start, anchor });
                continue;
            }
            Event::MappingStart(_, anchor, None) => {
                out.push('{');
                open.push(Open { is_map: true, nodes: 0, start, anchor });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Open { is_map, start, anchor, .. } = open.pop()?;
                out.push(if is_map { '}' } else { ']' });
                (start, anchor)
            }
            Event::Alias(id) => {
                let text = named.iter().rev().find(|(known, _)| *known == id)?.1.clone();
                out.push_str(&text);
                (start, 0)
            }
            Event::DocumentStart(..) => {
                documents += 1;
                continue;
            }
            _ => continue,
        };
        let (start, anchor) = finished;
        if anchor > 0 {
            named.push((anchor, out[start..].to_owned()));
        }
        if let Some(around) = open.last_mut() {
            let is_key = around.is_map && around.nodes.is_multiple_of(2);
            around.nodes += 1;
            if is_key && out[start..].starts_with(['{', '[']) {
                return None;
            }
            out.push_str(if is_key { ": " } else { " " });
        }
    }
    (documents <= 1).then_some(out)
}

/// What is no problem with a text's values: warnings.
const WARNINGS: [&str; 4] = ["P011", "P026", "P037", "P047"];

/// What is refused here by rule though it is YAML: duplicate and empty keys, `<<`, tabs before a
/// value on a line of its own, amounts cut by commas, and what is surely a slip (`key:value` among keys,
/// `-item`).
const RULES: [&str; 8] =
    ["P031", "P041", "P020", "P034", "P028", "P029", "P030 `:", "P032 A text that starts with `:`"];

/// What is different between the reader and the event parser on one text, if anything is.
fn difference(text: &str) -> Option<String> {
    let (read, told) = super::read(text);
    let errors: Vec<_> =
        told.iter().filter(|told| !WARNINGS.iter().any(|code| told.contains(code))).collect();
    if errors.iter().any(|told| RULES.iter().any(|rule| told.contains(rule))) {
        return None;
    }
    let expected = by_events(text)?;
    let expected = if expected.is_empty() { "{}" } else { &expected };
    let is_map = expected.starts_with('{');
    match errors.is_empty() {
        // What is no map at its root is refused by rule.
        false => is_map.then(|| format!("refused {errors:?}, expected {expected}")),
        true => (read != expected).then(|| format!("read {read}, expected {expected}")),
    }
}

/// Pieces that texts made of them are often YAML, and more often nearly.
const PIECES: &[&str] = &[
    "\n", "\n  ", "\n    ", "\n   ", "\n- ", "\n  - ", "\nk: ", "\n  l: ", "c: ", "b: ", "- ", "x", "y z",
    "'", "\"", "[", "]", "{", "}", ", ", ",", ": ", " #c", "#", "&n ", "*n", "|", ">", "|-", "\n\n", "é",
    "12", "''", "\\n", "\\\n", "? ", "\r\n", "-", "a", " ", "!t ", "%", "@", "~", "“",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_an_event_parser_takes_is_taken_as_the_same(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 1..16),
    ) {
        let text = format!("a: {}", pieces.concat());
        let difference = difference(&text);
        prop_assert!(difference.is_none(), "{text:?}: {}", difference.unwrap_or_default());
    }

    #[test]
    fn what_serde_yaml_writes_is_read_as_the_same(value in values()) {
        let text = serde_yaml::to_string(&value).unwrap();
        let source = Source::new("a", text.clone());
        let mut diagnostics = Diagnostics::new();
        let node = parse_yaml(&source, Span::new(0, text.len()), &mut diagnostics);
        prop_assert!(diagnostics.is_empty(), "{text}\n{:?}", diagnostics.as_slice());
        prop_assert!(node.as_ref().is_some_and(|node| same(node, &value)), "{text}\n{:?}", node.map(|n| shown(&n)));
    }

    #[test]
    fn every_text_is_read_to_its_end(text in "(?s).{0,80}") {
        sound(&text)?;
    }

    #[test]
    fn every_text_of_yaml_s_own_characters_is_read_to_its_end(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
        mixed_in in prop::collection::vec(prop::sample::select(&["\t", "\0", "\r", "\u{85}", "\u{a0}", "<<<<<<< x\n", "=======\n", ">>>>>>> y\n", "---\n", "...\n", "”", "•", "="][..]), 0..6),
    ) {
        let mut pieces = pieces;
        for (at, piece) in mixed_in.into_iter().enumerate() {
            pieces.insert((at * 7) % (pieces.len() + 1), piece);
        }
        sound(&pieces.concat())?;
    }
}

/// Values as plans hold them: a map at the root, text of any kind.
fn values() -> impl Strategy<Value = serde_yaml::Value> {
    let text = prop_oneof![
        "[a-z]{0,8}",
        "[ -~]{0,12}",
        "[a-zé€“😀 :#'\"\\\\,\\[\\]{}&*!|>%@`-]{0,10}",
        "[a-z \n]{0,16}"
    ];
    let leaf = prop_oneof![
        text.prop_map(serde_yaml::Value::String),
        any::<i32>().prop_map(|n| serde_yaml::Value::Number(n.into())),
        any::<bool>().prop_map(serde_yaml::Value::Bool),
        Just(serde_yaml::Value::Null),
    ];
    let value = leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(serde_yaml::Value::Sequence),
            map_of(inner),
        ]
    });
    map_of(value)
}

fn map_of(value: impl Strategy<Value = serde_yaml::Value>) -> impl Strategy<Value = serde_yaml::Value> {
    prop::collection::btree_map("[a-z][a-z_ ]{0,6}[a-z]", value, 0..5).prop_map(|entries| {
        let entries = entries.into_iter().map(|(key, value)| (serde_yaml::Value::String(key), value));
        serde_yaml::Value::Mapping(entries.collect())
    })
}

/// Whether a node holds this value, single values as text.
fn same(node: &Node<'_>, value: &serde_yaml::Value) -> bool {
    use serde_yaml::Value;
    match (&node.kind, value) {
        (NodeKind::Scalar(scalar), Value::String(text)) => scalar.text == text.as_str(),
        (NodeKind::Scalar(scalar), Value::Number(number)) => scalar.text == number.to_string().as_str(),
        (NodeKind::Scalar(scalar), Value::Bool(yes)) => scalar.text == yes.to_string().as_str(),
        (NodeKind::Scalar(scalar), Value::Null) => scalar.is_null(),
        (NodeKind::List(items), Value::Sequence(values)) => {
            items.len() == values.len() && items.iter().zip(values).all(|(item, value)| same(item, value))
        }
        (NodeKind::Map(entries), Value::Mapping(values)) => {
            entries.len() == values.len()
                && entries.iter().zip(values).all(|(entry, (key, value))| {
                    key.as_str() == Some(&*entry.key.text) && same(&entry.value, value)
                })
        }
        _ => false,
    }
}

/// Whatever a text holds, it is read to its end, every place lies in it, and what is said is said in
/// one line. Where nothing is wrong, the text at a single value's place says that value again.
fn sound(text: &str) -> Result<(), TestCaseError> {
    let source = Source::new("a", text);
    let mut diagnostics = Diagnostics::new();
    let node = parse_yaml(&source, Span::new(0, text.len()), &mut diagnostics);
    for diagnostic in diagnostics.as_slice() {
        let spans = diagnostic.labels.iter().map(|label| label.place.span);
        for span in spans.chain([diagnostic.place.span]) {
            prop_assert!(text.get(span.range()).is_some(), "{text:?}: {span:?} of {diagnostic:?}");
        }
        let words = diagnostic.help.iter().chain([&diagnostic.message]);
        for words in words {
            prop_assert!(!words.chars().any(char::is_control), "{text:?}: {words:?}");
        }
    }
    let fine = diagnostics.as_slice().iter().all(|d| d.code.code == "P037" || d.code.code == "P047");
    node.map_or(Ok(()), |node| sound_node(&node, text, fine && !text.contains(['&', '*'])))
}

fn sound_node(node: &Node<'_>, text: &str, fine: bool) -> Result<(), TestCaseError> {
    prop_assert!(text.get(node.span.range()).is_some(), "{text:?}: {:?}", node.span);
    match &node.kind {
        NodeKind::Scalar(scalar) => sound_scalar(scalar, text, fine)?,
        NodeKind::List(items) => {
            for item in items {
                prop_assert!(
                    !fine || node.span.contains(item.span),
                    "{text:?}: {:?} in {:?}",
                    item.span,
                    node.span
                );
                sound_node(item, text, fine)?;
            }
        }
        NodeKind::Map(entries) => {
            for entry in entries {
                prop_assert!(
                    !fine || node.span.contains(entry.value.span),
                    "{text:?}: {:?}",
                    entry.value.span
                );
                sound_scalar(&entry.key, text, fine)?;
                sound_node(&entry.value, text, fine)?;
            }
        }
        NodeKind::Invalid => prop_assert!(!fine, "{text:?}"),
    }
    Ok(())
}

fn sound_scalar(scalar: &Scalar<'_>, text: &str, fine: bool) -> Result<(), TestCaseError> {
    let Some(written) = text.get(scalar.span.range()) else {
        return Err(TestCaseError::fail(format!("{text:?}: {:?}", scalar.span)));
    };
    match scalar.style {
        ScalarStyle::Plain if fine && !written.contains('\n') => prop_assert_eq!(written, &*scalar.text),
        ScalarStyle::Quoted if fine => {
            let again = by_events(written);
            let mut expected = String::new();
            show_scalar(&scalar.text, ScalarStyle::Quoted, &mut expected);
            prop_assert_eq!(again, Some(expected), "{:?} in {:?}", written, text);
        }
        _ => {}
    }
    Ok(())
}

#[test]
fn the_examples_plans_are_read_as_serde_yaml_does() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("example-accounts/accounts");
    let mut folders = vec![root];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let Some((yaml, _)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"))
            else {
                continue;
            };
            read += 1;
            assert_eq!(difference(yaml), None, "{}", path.display());
            sound(yaml).unwrap();
        }
    }
    assert!(read > 10);
}

/// Mistakes in a real plan, anywhere: nothing panics, nothing is out of place, and what is said is about
/// some line near by.
#[test]
fn a_plan_with_any_byte_changed_is_read_to_its_end() {
    let plan = "---\naccount: Café Zürich\nowner: maria.lopez\nprofile: {employees: 40, structure: [Retail, \"Out, let\"]}\nstakeholders:\n  - id: ana\n    name: 'Ana'\n    role: [champion]\nnotes: |\n  One\n  two\n---\n\n## Risk Assessment\n\n| Risk | Impact |\n|---|---|\n| *a* | [b](c.md) |\n";
    let characters: Vec<char> = plan.chars().collect();
    for at in 0..characters.len() {
        for replacement in
            ["", "\"", "'", ":", ": ", "\n", "\t", "[", "}", "-", "#", "|", "`", "é", "\0", " "]
        {
            let text: String = characters[..at]
                .iter()
                .map(char::to_string)
                .chain([replacement.to_owned()])
                .chain(characters[at + 1..].iter().map(char::to_string))
                .collect();
            let source = Source::new("a", text);
            let mut diagnostics = Diagnostics::new();
            let document = crate::parse::parse_plan(&source, &mut diagnostics);
            for diagnostic in diagnostics.as_slice() {
                assert!(source.text().get(diagnostic.place.span.range()).is_some(), "{:?}", source.text());
            }
            for section in &document.body.sections {
                assert!(source.text().get(section.content.range()).is_some(), "{:?}", source.text());
            }
            if let Some(node) = &document.front_matter {
                sound_node(node, source.text(), false).unwrap();
            }
        }
    }
}
