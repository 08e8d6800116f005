//! Why a value is refused, in words that the reader of a message can act on.
//!
//! For: one shape in which every scalar decoder says what is wrong and what to write instead.
//! Must not: know which field holds the value; whoever reads the field puts its name in front.

use crate::diagnostic::Code;

/// A value that can't be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// What kind of problem (in a plan; in planc.yaml the code is that of a setting's value).
    pub code: Code,
    /// The fact, to be read after the field's name: "must be written …".
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// What to write instead, where there is no doubt.
    pub fix: Option<String>,
}

impl Refusal {
    pub fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Refusal { code, message: message.into(), help: help.into(), fix: None }
    }

    /// "write `fix`", and the edit that does so.
    pub fn write(code: Code, message: impl Into<String>, fix: impl Into<String>) -> Self {
        let fix = fix.into();
        Refusal { code, message: message.into(), help: format!("write `{fix}`"), fix: Some(fix) }
    }

    /// With an edit that mends it for certain.
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}

/// The author's own value as a message can hold it: in backticks, on one line, not too long.
pub(crate) fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    let mut shown = String::with_capacity(text.len().min(MOST) + 2);
    shown.push('`');
    for (count, c) in text.trim().chars().enumerate() {
        if count == MOST {
            shown.push('…');
            break;
        }
        shown.push(match c {
            '`' => '\'',
            c if c.is_control() || c.is_whitespace() => ' ',
            c => c,
        });
    }
    shown.push('`');
    shown
}

/// A list in words: `a`, `b` or `c`. Long ones are cut.
pub(crate) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 14;
    let words: Vec<&str> = words.into_iter().take(MOST + 1).collect();
    let cut = words.len() > MOST;
    let words = words.get(..words.len().min(MOST)).unwrap_or_default();
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            text.push_str(if at + 1 == words.len() && !cut { " or " } else { ", " });
        }
        text.push_str(&quoted(word));
    }
    if cut {
        text.push_str(", …");
    }
    text
}
