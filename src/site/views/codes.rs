//! What each diagnostic means, a page each.

use serde::Serialize;

use super::{Book, Pages};
use crate::diagnostic::{Code, codes};
use crate::site::Renderer;
use crate::site::html::Html;

#[derive(Debug, Serialize, Hash)]
struct CodesView {
    families: Vec<Family>,
}

#[derive(Debug, Serialize, Hash)]
struct Family {
    title: &'static str,
    codes: Vec<CodeRow>,
}

#[derive(Debug, Serialize, Hash)]
struct CodeRow {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    summary: Html,
    /// How often it was found.
    count: usize,
}

#[derive(Debug, Serialize, Hash)]
struct CodeView {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    summary: Html,
    /// The explanation's paragraphs.
    paragraphs: Vec<Html>,
    bad: &'static str,
    good: &'static str,
}

fn family(code: Code) -> &'static str {
    match code.code.as_bytes().get(1) {
        Some(b'0') => "Reading",
        Some(b'1') => "Fields and values",
        Some(b'2') => "References",
        Some(b'3') => "The planning framework",
        Some(b'4') => "Contracts and dates",
        Some(b'5') => "Freshness",
        Some(b'6') => "Configuration and data files",
        Some(b'7') => "Expectations",
        _ => "Links and Markdown",
    }
}

pub(super) fn render_list(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let mut families: Vec<Family> = Vec::new();
    for code in codes::all() {
        let row = CodeRow {
            code: code.code,
            name: code.name,
            severity: code.severity.as_str(),
            summary: Html::message(code.summary),
            count: book.diagnostics.iter().filter(|d| d.code == code).count(),
        };
        match families.last_mut() {
            Some(last) if last.title == family(code) => last.codes.push(row),
            _ => families.push(Family { title: family(code), codes: vec![row] }),
        }
    }
    let view = CodesView { families };
    renderer.page("codes/index.html".into(), "codes.html", "checks", "What the checks look for", || view)
}

pub(super) fn render(code: Code, renderer: &Renderer<'_>) -> Pages {
    let view = || CodeView {
        code: code.code,
        name: code.name,
        severity: code.severity.as_str(),
        summary: Html::message(code.summary),
        paragraphs: code.explanation.split("\n\n").map(Html::message).collect(),
        bad: code.bad.trim_end(),
        good: code.good.trim_end(),
    };
    let path = format!("codes/{}/index.html", code.code);
    renderer.page(path, "code.html", "checks", &format!("{}: {}", code.code, code.summary), view)
}
