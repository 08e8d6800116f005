//! The reader held against two others: the same values for whatever all take, and nothing taken in
//! silence that both refuse.

use std::fmt::Write;

use granit_parser::{Event, Options, Parser, ScalarStyle as Style};

use super::*;
use crate::parse::node::ScalarStyle;

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

/// The same of what an event parser reads; `None` where it refuses. Aliases are written out.
pub fn by_events(text: &str) -> Option<String> {
    let mut options = Options::default();
    options.strict_indentation = true;
    options.set_emit_comments(false);
    let mut out = String::new();
    // Whether each open collection is a map, and how many of its nodes came.
    let mut open: Vec<(bool, usize, usize, usize)> = Vec::new();
    let mut named: Vec<(usize, String)> = Vec::new();
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, at) = event.ok()?;
        let is_end = matches!(event, Event::SequenceEnd | Event::MappingEnd);
        if event.is_node() || is_end {
            let start = out.len();
            let mut finished = Some((start, 0));
            match event {
                Event::Scalar(text, style, anchor, tag) => {
                    if tag.is_some() {
                        return None;
                    }
                    let style = match style {
                        Style::Plain => ScalarStyle::Plain,
                        Style::SingleQuoted | Style::DoubleQuoted => ScalarStyle::Quoted,
                        _ => ScalarStyle::Block,
                    };
                    // That parser writes `~` where nothing stands.
                    let nothing = style == ScalarStyle::Plain && at.start.index() == at.end.index();
                    show_scalar(if nothing { "" } else { &text }, style, &mut out);
                    finished = Some((start, anchor));
                }
                Event::SequenceStart(_, anchor, tag) | Event::MappingStart(_, anchor, tag)
                    if tag.is_some() =>
                {
                    let _ = anchor;
                    return None;
                }
                Event::SequenceStart(_, anchor, _) => {
                    out.push('[');
                    open.push((false, 0, start, anchor));
                    finished = None;
                }
                Event::MappingStart(_, anchor, _) => {
                    out.push('{');
                    open.push((true, 0, start, anchor));
                    finished = None;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let (is_map, _, start, anchor) = open.pop()?;
                    out.push(if is_map { '}' } else { ']' });
                    finished = Some((start, anchor));
                }
                Event::Alias(id) => {
                    let text = named.iter().rev().find(|(known, _)| *known == id)?.1.clone();
                    out.push_str(&text);
                }
                _ => return None,
            }
            if let Some((start, anchor)) = finished {
                if anchor > 0 {
                    named.push((anchor, out[start..].to_owned()));
                }
                if let Some((is_map, count, _, _)) = open.last_mut() {
                    let is_key = *is_map && count.is_multiple_of(2);
                    *count += 1;
                    if is_key && out[start..].starts_with(['{', '[']) {
                        return None;
                    }
                    out.push_str(if is_key { ": " } else { " " });
                }
            }
        } else if matches!(event, Event::DocumentStart(..)) {
            documents += 1;
        }
    }
    (documents <= 1).then_some(out)
}

/// What the reader makes of a text, and how many problems it tells.
pub fn by_reader(text: &str) -> (Option<String>, Vec<String>) {
    let source = Source::new("accounts/a.md", text);
    let mut diagnostics = Diagnostics::new();
    let node = parse_yaml(&source, Span::new(0, text.len()), &mut diagnostics);
    let told = diagnostics
        .into_iter()
        .map(|d| {
            let at = d.place.source.line_column(d.place.span.start);
            format!("{}:{} {} {}", at.line, at.column, d.code.code, d.message)
        })
        .collect();
    (node.as_ref().map(shown), told)
}

/// Compares both on one text; what is different, if anything is.
pub fn difference(text: &str) -> Option<String> {
    let (read, told) = by_reader(text);
    let errors: Vec<_> =
        told.iter().filter(|t| !["P026", "P037", "P047", "P011"].iter().any(|w| t.contains(w))).collect();
    match by_events(text).map(|read| if read.is_empty() { "{}".to_owned() } else { read }) {
        // What is no map at its root is refused by rule.
        Some(expected) if !expected.starts_with('{') && !errors.is_empty() => None,
        Some(expected) if !errors.is_empty() => Some(format!("refused {errors:?}, expected {expected}")),
        Some(expected) if read.as_deref() != Some(&expected) => {
            Some(format!("read {read:?}, expected {expected}"))
        }
        None if errors.is_empty() => Some(format!("taken in silence as {read:?}")),
        _ => None,
    }
}

#[test]
fn corpus() {
    let Ok(folder) = std::env::var("YAML_CORPUS") else { return };
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let mut wrong = 0;
    for path in &paths {
        let text = std::fs::read_to_string(path).unwrap();
        if let Some(difference) = difference(&text) {
            wrong += 1;
            println!("=== {}\n{text}\n--- {difference}", path.display());
        }
    }
    println!("{wrong} of {}", paths.len());
}
