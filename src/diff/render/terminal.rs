//! The diff for a terminal: the headline, what moved and through whom, then account by account.

use super::{Headline, at, by_weight, fate, footing, movements};
use crate::diagnostic::Severity;
use crate::diff::report::Diff;
use crate::model::Decimal;

/// The colours that a terminal may get.
struct Paint(bool);

impl Paint {
    fn wrap(&self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
    fn bold(&self, text: &str) -> String {
        self.wrap("1", text)
    }
    fn dim(&self, text: &str) -> String {
        self.wrap("2", text)
    }
    fn good(&self, text: &str) -> String {
        self.wrap("32", text)
    }
    fn bad(&self, text: &str) -> String {
        self.wrap("31", text)
    }
    fn warn(&self, text: &str) -> String {
        self.wrap("33", text)
    }
}

/// The diff as text, in colour or not. Control characters of plans are taken out.
pub fn terminal(diff: &Diff, colour: bool) -> String {
    let paint = Paint(colour);
    let mut out = format!("{}\n", paint.bold(&plain(&Headline::of(diff).line())));
    if diff.is_empty() {
        return out;
    }
    let moved = movements(diff);
    if !moved.is_empty() {
        out.push('\n');
    }
    let width = moved.iter().map(|m| m.name.chars().count()).max().unwrap_or(0);
    for m in &moved {
        let worse = m.change.is_some_and(|change| (change < Decimal::ZERO) != m.figure.less_is_better());
        let delta = match m.change {
            Some(change) if change.is_zero() => m.delta.clone(),
            _ if worse => paint.bad(&m.delta),
            _ => paint.good(&m.delta),
        };
        out.push_str(&format!("{:width$}  {} → {}  {delta}\n", m.name, m.before, m.after));
        for cause in &m.causes {
            out.push_str(&format!("{:width$}    {} {}\n", "", cause.delta, plain(&cause.account)));
            for (text, at) in &cause.because {
                out.push_str(&format!("{:width$}      {}  {}\n", "", plain(text), paint.dim(&plain(at))));
            }
        }
    }
    for account in by_weight(diff) {
        let fate = match fate(account) {
            "" => String::new(),
            fate => format!(" ({fate})"),
        };
        let title = format!("{}{fate}", plain(&account.name));
        let whose = plain(&format!("{}, {}", account.manager, account.file));
        out.push_str(&format!("\n{}  {}\n", paint.bold(&title), paint.dim(&whose)));
        let mut area = None;
        for change in &account.changes {
            if area != Some(change.area) {
                area = Some(change.area);
                out.push_str(&format!("  {}\n", paint.dim(change.area.title())));
            }
            let mark = if change.weighty { paint.bold("!") } else { " ".into() };
            let line = paint.dim(&format!(":{}", change.place.line()));
            out.push_str(&format!("  {mark} {} {line}\n", plain(&change.text)));
        }
    }
    for (title, list) in [("Newly failing", &diff.failing), ("Mended", &diff.mended)] {
        if list.is_empty() {
            continue;
        }
        out.push_str(&format!("\n{}\n", paint.bold(&format!("{title}: {}", list.len()))));
        for d in list {
            let severity = match d.severity {
                Severity::Error => paint.bad("error"),
                Severity::Warning => paint.warn("warning"),
                Severity::Info => "info".into(),
            };
            let line =
                format!("  {}: {severity}[{}]: {}\n", plain(&at(&d.place)), d.code.code, plain(&d.message));
            out.push_str(&line);
        }
    }
    for note in &diff.notes {
        out.push_str(&format!("\nnote: {}\n", plain(note)));
    }
    out.push_str(&format!("\n{}\n", paint.dim(&plain(&footing(diff)))));
    out
}

/// Text from a plan without anything that a terminal obeys.
fn plain(text: &str) -> String {
    let bidi =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if c.is_control() || bidi(c) { '\u{fffd}' } else { c }).collect()
}
