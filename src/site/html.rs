//! Text to markup: the one escaping function, and [`Html`], the only type that is not escaped again.
//!
//! For: everything that ends up in a page, also where templates write it (this is Tera's escaping too).
//! Must not: hold any text of a plan that has not gone through [`escape`].

use std::cell::Cell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io;

use serde::{Serialize, Serializer};

use crate::digits::push_integer;

/// Markup that is safe to stand in a page as it is. Templates get it as a safe string; every other
/// text of a view is escaped where it is written.
///
/// It is held as templates want it, so that handing it to one copies nothing.
#[derive(Clone)]
pub struct Html(tera::Value);

impl Html {
    /// Markup made by this program (never a plan's text that has not been escaped).
    pub(crate) fn new(markup: &str) -> Self {
        Html(tera::Value::safe_string(markup))
    }

    /// Markup that is made piece by piece.
    pub(crate) fn build(write: impl FnOnce(&mut String)) -> Self {
        // One buffer a thread serves them all; markup made inside of markup finds none there and takes its own.
        let mut out = SCRATCH.take();
        out.clear();
        write(&mut out);
        let html = Html::new(&out);
        SCRATCH.set(out);
        html
    }

    /// A text as markup.
    pub fn text(text: &str) -> Self {
        Html::build(|out| escape(text, out))
    }

    /// A message as markup: what stands between two backticks is code, as it is written in a file.
    pub fn message(text: &str) -> Self {
        Html::build(|out| push_message(out, text))
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        self.0.as_str().unwrap_or("")
    }
}

thread_local! {
    static SCRATCH: Cell<String> = const { Cell::new(String::new()) };
}

impl Default for Html {
    fn default() -> Self {
        Html::new("")
    }
}

impl PartialEq for Html {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Html {}

impl Hash for Html {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// What can be appended to markup by [`put!`].
pub(crate) trait Put {
    /// Appends it.
    fn put(&self, out: &mut String);
}

impl Put for str {
    #[inline]
    fn put(&self, out: &mut String) {
        out.push_str(self);
    }
}

impl Put for &str {
    #[inline]
    fn put(&self, out: &mut String) {
        out.push_str(self);
    }
}

impl Put for Html {
    #[inline]
    fn put(&self, out: &mut String) {
        out.push_str(self.as_str());
    }
}

impl Put for usize {
    #[inline]
    fn put(&self, out: &mut String) {
        push_integer(out, *self as u64);
    }
}

impl Put for Esc<'_> {
    #[inline]
    fn put(&self, out: &mut String) {
        escape(self.0, out);
    }
}

/// What appends its markup itself: `put!(out, "<p>", by(|out| f.push_day(out, day)), "</p>")`.
pub(crate) fn by<F: Fn(&mut String)>(push: F) -> By<F> {
    By(push)
}

/// What [`by`] makes.
pub(crate) struct By<F>(F);

impl<F: Fn(&mut String)> Put for By<F> {
    fn put(&self, out: &mut String) {
        (self.0)(out);
    }
}

/// Appends pieces of markup, one after another: texts as they are, plans' texts as [`Esc`].
macro_rules! put {
    ($out:expr, $($piece:expr),+ $(,)?) => {{ $($crate::site::html::Put::put(&$piece, $out);)+ }};
}
pub(crate) use put;

/// A text that is written escaped: `format!("<b>{}</b>", Esc(name))`.
pub struct Esc<'a>(pub &'a str);

impl fmt::Display for Esc<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        pieces(self.0, |piece| f.write_str(piece))
    }
}

/// Appends `text` to `out` as markup text: `&<>"'` as references; control characters, and those that
/// turn the direction of the text around them, as the replacement character, so that no plan can change
/// how its neighbours read.
pub fn escape(text: &str, out: &mut String) {
    if is_plain(text.as_bytes()) {
        return out.push_str(text);
    }
    let _ = pieces(text, |piece| {
        out.push_str(piece);
        Ok::<(), fmt::Error>(())
    });
}

/// Appends a message: what stands between two backticks is code, as it is written in a file.
pub(crate) fn push_message(out: &mut String, text: &str) {
    let mut pieces = text.split('`').peekable();
    let mut code = false;
    while let Some(piece) = pieces.next() {
        // A backtick that nothing closes is one.
        let closed = pieces.peek().is_some();
        let (before, after) = match (code, closed) {
            (true, true) => ("<code>", "</code>"),
            (true, false) => ("`", ""),
            (false, _) => ("", ""),
        };
        put!(out, before, Esc(piece), after);
        code = !code;
    }
}

/// Appends as markup text what `write` appends: few texts need to be looked at twice.
pub(crate) fn escape_written(out: &mut String, write: impl FnOnce(&mut String)) {
    let start = out.len();
    write(out);
    if out.get(start..).is_some_and(|text| !is_plain(text.as_bytes())) {
        let text = out.split_off(start);
        escape(&text, out);
    }
}

/// [`escape`] as Tera wants it.
pub(crate) fn escape_for_tera(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    if is_plain(text.as_bytes()) {
        return out.write_all(text.as_bytes());
    }
    pieces(text, |piece| out.write_all(piece.as_bytes()))
}

/// Whether a character is shown as the replacement character: controls other than tab and line ends,
/// and the invisible ones that embed, override or isolate a direction.
fn is_neutralised(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\x7f'..='\u{9f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// So many bytes of a text are looked at together, which a processor does at once.
const BLOCK: usize = 16;

/// Whether a byte is not certain to stand in markup as it is. The lead bytes 0xC2 and 0xE2 start all the
/// characters outside ASCII that are neutralised. Without branches, so that a block of bytes needs none.
const fn is_special(byte: u8) -> bool {
    (byte < 0x20)
        | (byte == b'&')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'"')
        | (byte == b'\'')
        | (byte == 0x7f)
        | (byte == 0xc2)
        | (byte == 0xe2)
}

/// [`is_special`] by byte: for bytes that fill no block.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        special[byte] = is_special(byte as u8);
        byte += 1;
    }
    special
};

/// Whether a text can stand in markup as it is. A text of which it is not said may be plain all the same.
fn is_plain(text: &[u8]) -> bool {
    let (blocks, rest) = text.as_chunks::<BLOCK>();
    let mut special = false;
    for block in blocks {
        // All of a block, whatever its first byte is: without a branch it is a few instructions.
        special |= block.iter().fold(false, |any, &byte| any | is_special(byte));
    }
    for &byte in rest {
        special |= SPECIAL[usize::from(byte)];
    }
    !special
}

fn pieces<E>(text: &str, mut write: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut done = 0;
    let special = text.bytes().enumerate().filter(|(_, byte)| SPECIAL[usize::from(*byte)]);
    for (at, byte) in special {
        let (replacement, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'\'' => ("&#39;", 1),
            b'\t' | b'\n' | b'\r' => continue,
            0..=0x1f | 0x7f => ("\u{fffd}", 1),
            0xc2 | 0xe2 => match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) if is_neutralised(c) => ("\u{fffd}", c.len_utf8()),
                _ => continue,
            },
            _ => continue,
        };
        write(text.get(done..at).unwrap_or(""))?;
        write(replacement)?;
        done = at + length;
    }
    write(text.get(done..).unwrap_or(""))
}

/// Appends markup from elsewhere (a plan's Markdown, rendered) with the same characters neutralised.
pub(crate) fn push_neutral(out: &mut String, markup: &str) {
    for (at, piece) in markup.split(is_neutralised).enumerate() {
        put!(out, if at == 0 { "" } else { "\u{fffd}" }, piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_quotes_is_code() {
        assert_eq!(
            Html::message("`arr` can't be `<b>`, write `240k`").as_str(),
            "<code>arr</code> can&#39;t be <code>&lt;b&gt;</code>, write <code>240k</code>"
        );
        assert_eq!(Html::message("one ` alone").as_str(), "one ` alone");
    }

    #[test]
    fn markup_in_a_text_shows_as_text() {
        assert_eq!(
            Html::text(r#"<script>alert("x")</script> & 'y'"#).as_str(),
            "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;"
        );
    }

    #[test]
    fn a_text_made_of_pieces_is_escaped_as_one() {
        let mut out = String::from("<b>");
        escape_written(&mut out, |out| out.push_str("R&D"));
        escape_written(&mut out, |out| out.push_str(", 12"));
        assert_eq!(out, "<b>R&amp;D, 12");
    }

    #[test]
    fn what_turns_text_around_is_made_visible_and_harmless() {
        assert_eq!(
            Html::text("a\u{202e}b\u{2066}c\u{7}d\u{85}e").as_str(),
            "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e"
        );
    }

    #[test]
    fn letters_marks_and_emoji_of_any_script_stay() {
        let text = "María – “quoted” … العربية e\u{301} 👩‍👩‍👧 \u{200f}ok £5 ½";
        assert_eq!(Html::text(text).as_str(), text);
    }

    #[test]
    fn rendered_markdown_is_neutralised_too() {
        let mut out = String::new();
        push_neutral(&mut out, "<p>a\u{202e}b</p>");
        assert_eq!(out, "<p>a\u{fffd}b</p>");
    }
}
