//! What a code means, for a person: `planc explain`.

use std::fmt::Write;

use super::Style;
use super::fill::fill;
use crate::diagnostic::{Code, Severity, codes};

/// A code's explanation with its bad and its good example, laid out for a terminal.
pub fn explain(code: Code, style: Style) -> String {
    let paint = Paint { color: style.color };
    let width = style.width.clamp(20, 100);
    let mut out = String::new();
    let head = format!("{} {}", code.code, code.name);
    // Writing to a string never fails.
    let _ = writeln!(out, "{} ({})", paint.bold(&head), paint.severity(code.severity));
    let _ = writeln!(out, "\n{}", fill(code.summary, width, width));
    let _ = writeln!(out, "\n{}", fill(code.explanation, width, width));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes::CodeInfo;

    static CODE: CodeInfo = CodeInfo {
        code: "P104",
        name: "unknown-choice",
        severity: Severity::Error,
        summary: "A word that is not one of the choices.",
        explanation: "Only these words are understood, and a page can show them in colour.\n\nAsk if one is missing.",
        bad: "stakeholders:\n  - id: ana\n\n    role: boss\n",
        good: "stakeholders:\n  - id: ana\n    role: champion\n",
    };

    #[test]
    fn a_code_is_explained_with_both_examples() {
        let style = Style { width: 40, ..Style::default() };
        assert_eq!(
            explain(&CODE, style),
            "P104 unknown-choice (error)

A word that is not one of the choices.

Only these words are understood, and a
page can show them in colour.

Ask if one is missing.

Wrong:

    stakeholders:
      - id: ana

        role: boss

Right:

    stakeholders:
      - id: ana
        role: champion
"
        );
    }

    #[test]
    fn every_code_is_listed_on_a_line() {
        let list = list(Style::default());
        assert_eq!(list.lines().count(), codes::all().count());
        assert!(list.lines().all(|line| line.starts_with('P')));
    }

    #[test]
    fn a_mistyped_code_or_name_has_its_nearest() {
        let first = |word: &str| nearest(word).first().map(|code| code.code);
        assert_eq!(first("unreadible"), Some("P001"));
        assert_eq!(first("p0O1"), Some("P001"));
        assert_eq!(first("something else entirely"), None);
        assert!(nearest("P00").len() <= 3);
    }
}
