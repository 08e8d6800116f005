//! Markdown: to an [`outline()`] of sections, links and tables, and to safe [`html()`].
//!
//! For: GitHub-flavoured Markdown (tables, task lists, footnotes, strikethrough, alerts) and
//! `[[account]]` links, read the same way by the outline and by the pages.
//! Must not: know what a section or a table means, or whether a link's target exists.

mod heading;
mod html;
mod link;
mod outline;
mod sanitize;
mod target;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Options, Parser};

pub use html::{HtmlOptions, html};
pub use link::{LinkTarget, link_target};
pub use outline::outline;

/// A parser of the dialect that plans are written in.
fn parser(text: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS;
    Parser::new_ext(text, options)
}

/// Appends to a text that stays borrowed as long as it is one piece of the source.
fn append<'s>(text: &mut Cow<'s, str>, piece: CowStr<'s>) {
    if piece.is_empty() {
        return;
    }
    if text.is_empty() {
        *text = match piece {
            CowStr::Borrowed(piece) => Cow::Borrowed(piece),
            other => Cow::Owned(other.to_string()),
        };
    } else {
        text.to_mut().push_str(&piece);
    }
}

/// Appends text for HTML: what means something there is escaped, in text and in attributes.
fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    let is_special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    while let Some(at) = rest.bytes().position(is_special) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        out.push_str(match special.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        });
        rest = special.get(1..).unwrap_or("");
    }
    out.push_str(rest);
}

/// Raw HTML without its comments. One that doesn't end hides the rest.
pub(super) fn without_comments(html: &str) -> Cow<'_, str> {
    if !html.contains('<') || !html.contains("<!--") {
        return Cow::Borrowed(html);
    }
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    Cow::Owned(out)
}
