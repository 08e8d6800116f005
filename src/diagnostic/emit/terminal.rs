//! Text of plans on a terminal: it is data, and never commands.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character would steer a terminal or hide what is written: control characters, and the
/// invisible ones that reorder text or take no room. The joiners that emoji and many scripts need are none.
pub(super) fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}'..='\u{e007f}')
}

/// Adds a character so that a terminal shows it and obeys nothing: a control character as its picture
/// (`␛`), an invisible one by its number (`<U+202E>`), a tab as a space.
pub(super) fn push(out: &mut String, c: char) {
    match c {
        '\t' => out.push(' '),
        '\u{0}'..='\u{1f}' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
        '\u{7f}' => out.push('␡'),
        c if steers(c) => {
            // Writing to a string never fails.
            let _ = write!(out, "<U+{:04X}>", u32::from(c));
        }
        c => out.push(c),
    }
}

/// A text on one line that a terminal shows and obeys nothing of.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push(' '),
            '\r' => {}
            c => push(&mut out, c),
        }
    }
    Cow::Owned(out)
}

/// The same, with its lines kept.
pub(super) fn neutral_lines(text: &str) -> String {
    text.lines().map(neutral).collect::<Vec<_>>().join("\n")
}
