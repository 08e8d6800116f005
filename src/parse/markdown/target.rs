//! Where a link's target is written inside of the link.

use std::ops::Range;

use pulldown_cmark::LinkType;

/// A link that is being read.
pub(super) struct OpenLink {
    /// Where it goes in [`Body::links`](crate::model::Body::links).
    pub index: usize,
    /// All of it.
    pub range: Range<usize>,
    /// Where the last thing in its text ends.
    pub inner_end: usize,
    /// How it is written.
    pub link_type: LinkType,
}

/// The target's range; `None` where it is written elsewhere (a reference).
pub(super) fn target_range(text: &str, link: &OpenLink) -> Option<Range<usize>> {
    let whole = text.get(link.range.clone())?;
    let from = link.range.start;
    match link.link_type {
        LinkType::Autolink | LinkType::Email => Some(from + 1..link.range.end.checked_sub(1)?),
        LinkType::WikiLink { .. } => {
            let start = whole.find("[[")? + 2;
            let inner = whole.get(start..)?;
            let length = inner.find(['|', ']'])?;
            Some(trimmed(text, from + start..from + start + length))
        }
        LinkType::Inline => {
            let open = text.get(link.inner_end..link.range.end)?.find("](")?;
            inline_target(text, link.inner_end + open + 2, link.range.end)
        }
        _ => None,
    }
}

/// The target of `[text](target "title")`: what follows the parenthesis, up to white space or the
/// parenthesis that closes it.
fn inline_target(text: &str, after: usize, end: usize) -> Option<Range<usize>> {
    let rest = text.get(after..end)?;
    let start = after + (rest.len() - rest.trim_start().len());
    let rest = text.get(start..end)?;
    if let Some(bracketed) = rest.strip_prefix('<') {
        return Some(start + 1..start + 1 + bracketed.find('>')?);
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(start..start + at),
            ')' => depth -= 1,
            c if c.is_whitespace() => return Some(start..start + at),
            _ => {}
        }
    }
    None
}

/// A range without the white space at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text.get(range.clone()).unwrap_or("");
    let start = range.start + (inner.len() - inner.trim_start().len());
    let end = range.start + inner.trim_end().len();
    start..end.max(start)
}
