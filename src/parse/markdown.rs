//! Markdown: to an [`outline()`] of sections, links and tables, and to safe [`html()`].
//!
//! For: GitHub-flavoured Markdown (tables, task lists, footnotes, strikethrough, alerts) and
//! `[[account]]` links, read the same way by the outline and by the pages.
//! Must not: know what a section or a table means, or whether a link's target exists.

mod html;
mod outline;

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Options, Parser};

pub use html::{HtmlOptions, html};
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
