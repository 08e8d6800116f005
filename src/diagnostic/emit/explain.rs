//! What a code means, for a person: `planc explain`.

use std::fmt::Write;

use super::Style;
use crate::diagnostic::{Code, Severity, codes};

/// A code's explanation with its bad and its good example, laid out for a terminal.
pub fn explain(code: Code, style: Style) -> String {
    let paint = Paint { color: style.color };
    let mut out = String::new();
    let head = format!("{} {}", code.code, code.name);
    // Writing to a string never fails.
    let _ = writeln!(out, "{} ({})", paint.bold(&head), paint.severity(code.severity));
    let _ = writeln!(out, "\n{}", wrap(code.summary, style.width));
    let _ = writeln!(out, "\n{}", wrap(code.explanation, style.width));
    for (title, example) in [("Wrong:", code.bad), ("Right:", code.good)] {
        let _ = writeln!(out, "\n{}\n", paint.bold(title));
        for line in example.trim_end_matches('\n').lines() {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
    }
    out
}

/// All codes, one a line.
pub fn list(style: Style) -> String {
    let paint = Paint { color: style.color };
    let width = codes::all().map(|code| code.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for code in codes::all() {
        let _ = writeln!(
            out,
            "{}  {:width$}  {}  {}",
            paint.bold(code.code),
            code.name,
            paint.pad(code.severity),
            code.summary
        );
    }
    out
}

/// The codes that a mistyped one may have meant, the nearest first; none where nothing is near.
pub fn nearest(word: &str) -> Vec<Code> {
    let word = word.to_ascii_lowercase();
    let mut found: Vec<(usize, Code)> = codes::all()
        .filter_map(|code| {
            let number = strsim::damerau_levenshtein(&word, &code.code.to_ascii_lowercase());
            let name = strsim::damerau_levenshtein(&word, code.name);
            // One slip in a code's four characters; a third of a name's.
            let near = number <= 1 || name <= code.name.len() / 3;
            near.then(|| (number.min(name), code))
        })
        .collect();
    found.sort_by_key(|(distance, code)| (*distance, code.code));
    found.truncate(3);
    found.into_iter().map(|(_, code)| code).collect()
}

/// Paragraphs filled to a width of at most 100 columns; lines that start with a space or a list's mark stay.
fn wrap(text: &str, width: usize) -> String {
    let width = width.clamp(20, 100);
    let mut out = String::new();
    for (at, line) in text.trim().lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let mut column = 0;
        for word in line.split(' ') {
            let length = word.chars().count();
            if column > 0 && column + 1 + length > width {
                out.push('\n');
                column = 0;
            } else if column > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += length;
        }
    }
    out
}

/// Colours, where wanted.
struct Paint {
    color: bool,
}

impl Paint {
    fn with(&self, codes: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{codes}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.with("1", text)
    }

    fn severity(&self, severity: Severity) -> String {
        self.with(Self::hue(severity), severity.as_str())
    }

    fn pad(&self, severity: Severity) -> String {
        self.with(Self::hue(severity), &format!("{:7}", severity.as_str()))
    }

    fn hue(severity: Severity) -> &'static str {
        match severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Info => "36",
        }
    }
}
