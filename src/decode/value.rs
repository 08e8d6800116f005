//! What can be asked of any single value: whether it is absent, its items, its text.

use super::refusal::Refusal;
use crate::parse::{Scalar, ScalarStyle, is_placeholder};
use crate::text::{Source, Span};

/// Whether a text can stand in YAML and in a table's cell without quotes.
pub(crate) fn safe_to_write(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|c| c.is_alphanumeric() || (c == '-' && text.len() > 1 && !text.starts_with("- ")))
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && text.chars().all(|c| c.is_alphanumeric() || " -_./%&+:'#@()".contains(c))
        && !matches!(text, "null" | "Null" | "NULL")
}

/// Text as it is written; a block's last line end is no part of it.
pub(crate) fn text(text: &str) -> Result<String, Refusal> {
    Ok(text.trim_end_matches('\n').to_owned())
}

/// Whether a value is absent: nothing, `null`, blank, or a placeholder.
pub(crate) fn is_absent(scalar: &Scalar<'_>) -> bool {
    may_be_absent(&scalar.text)
        && (scalar.is_null() || scalar.text.trim().is_empty() || is_placeholder(&scalar.text))
}

/// Tells from the first letters that a text is neither blank, `null` nor a placeholder, as almost all are none: this is asked
/// of every value of every plan.
fn may_be_absent(text: &str) -> bool {
    match text.as_bytes() {
        [b't' | b'T', b'o' | b'O' | b'b' | b'B', third, ..] => matches!(third, b'd' | b'D'),
        [b'n' | b'N', b'/' | b'u' | b'U', ..] | [b'l' | b'L', b'o' | b'O', b'r' | b'R', ..] => true,
        [first, ..] => !first.is_ascii_alphanumeric(),
        [] => true,
    }
}

/// A cell's items between commas, each at its own place where the cell's text stands as it is in the file.
pub(crate) fn cell_items<'c>(source: &Source, cell: &'c Scalar<'_>) -> Vec<Scalar<'c>> {
    let verbatim = source.slice(cell.span) == cell.text;
    let mut at = cell.span.start as usize;
    let mut items = Vec::new();
    for part in cell.text.split(',') {
        let bare = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        let span = if verbatim { Span::new(start, start + bare.len()) } else { cell.span };
        items.push(Scalar { text: bare.into(), span, style: ScalarStyle::Cell });
        at += part.len() + 1;
    }
    items
}
