//! Text and places in it: [`Source`], [`Span`], [`Place`], [`PlaceRef`], [`Spanned`].
//!
//! For: saying *where* something stands, in bytes, lines and columns as an editor counts them.
//! Must not: read files, know what a plan is, or report anything.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A half-open range of byte offsets in one file (a byte-order mark counts).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Just past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets past 4 GiB saturate (files are far smaller).
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Span::new(offset, offset)
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// As a range that slices a string.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line and column as the author sees them: both from 1, a column is a Unicode code point, only
/// `\n` ends a line, a byte-order mark has no column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// One file's text under its path in the portfolio (`/` between parts, on every platform).
pub struct Source {
    path: Box<str>,
    text: Box<str>,
    lines: OnceLock<Vec<u32>>,
    /// How many characters stand before each block of [`BLOCK`] bytes; asked for on long lines only.
    characters: OnceLock<Vec<u32>>,
}

/// How many bytes of a line are counted through to find a column.
const BLOCK: usize = 4096;

impl Source {
    /// A source from its portfolio path and text. A text read from bytes that are not UTF-8 is
    /// given empty, with a diagnostic by whoever read it.
    pub fn new(path: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Arc<Self> {
        Arc::new(Source {
            path: path.into(),
            text: text.into(),
            lines: OnceLock::new(),
            characters: OnceLock::new(),
        })
    }

    /// The path relative to the portfolio, with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text, a byte-order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span lies outside or cuts a character.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    #[inline]
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let mut starts = Vec::with_capacity(self.text.len() / 32 + 1);
            starts.push(0);
            let start_after = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
            // Lines are short, and all of them are wanted: eight bytes at a time cost less than a search for each.
            let (words, rest) = self.text.as_bytes().as_chunks::<8>();
            for (number, word) in words.iter().enumerate() {
                let mut ends = line_ends(u64::from_le_bytes(*word));
                while ends != 0 {
                    starts.push(start_after(number * 8 + ends.trailing_zeros() as usize / 8));
                    ends &= ends - 1;
                }
            }
            let ends = rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            starts.extend(ends.map(|(at, _)| start_after(words.len() * 8 + at)));
            starts
        })
    }

    /// Where a byte offset stands, as the author sees it. Offsets past the end stand at the end.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let lines = self.lines();
        let offset = offset.min(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        let line = lines.partition_point(|&start| start <= offset).max(1) - 1;
        let start = lines.get(line).copied().unwrap_or(0) as usize;
        let mut end = offset as usize;
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let mark = line == 0 && end > 0 && self.text.starts_with('\u{feff}');
        let before = self.characters_between(start, end) - u32::from(mark);
        LineColumn { line: line as u32 + 1, column: before + 1 }
    }

    /// How many characters start between two byte offsets.
    fn characters_between(&self, start: usize, end: usize) -> u32 {
        let count = |from: usize, to: usize| -> u32 {
            let bytes = self.text.as_bytes().get(from..to).unwrap_or_default();
            bytes.iter().filter(|&&byte| (byte & 0xc0) != 0x80).count() as u32
        };
        if end.saturating_sub(start) <= BLOCK {
            return count(start, end);
        }
        let blocks = self.characters.get_or_init(|| {
            let mut before = 0;
            let starts = (0..self.text.len()).step_by(BLOCK);
            let blocks = starts.map(|at| {
                let here = before;
                before += count(at, (at + BLOCK).min(self.text.len()));
                here
            });
            blocks.collect()
        });
        let up_to =
            |at: usize| blocks.get(at / BLOCK).map_or(0, |before| before + count(at / BLOCK * BLOCK, at));
        // The end of a text whose length is a whole number of blocks has no block of its own.
        let up_to =
            |at: usize| if at / BLOCK < blocks.len() { up_to(at) } else { up_to(at - 1) + count(at - 1, at) };
        up_to(end) - up_to(start)
    }

    /// The line of a byte offset, from 1.
    #[inline]
    pub fn line(&self, offset: u32) -> u32 {
        self.lines().partition_point(|&start| start <= offset).max(1) as u32
    }

    /// The text of a line (from 1) without its line ending; empty past the end.
    pub fn line_text(&self, line: u32) -> &str {
        let lines = self.lines();
        let Some(&start) = (line as usize).checked_sub(1).and_then(|at| lines.get(at)) else { return "" };
        let end = lines.get(line as usize).map_or(self.text.len(), |&next| next as usize);
        let text = self.text.get(start as usize..end).unwrap_or("");
        text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text))
    }
}

/// The highest bit of each of eight bytes that is a line end; nothing else.
fn line_ends(bytes: u64) -> u64 {
    const ENDS: u64 = u64::from_ne_bytes([b'\n'; 8]);
    const LOW: u64 = u64::from_ne_bytes([0x7f; 8]);
    // A byte that is 0 now is one; adding to its lower bits sets the highest bit of every other.
    let other = bytes ^ ENDS;
    !(((other & LOW) + LOW) | other | LOW)
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.text == other.text
    }
}

impl Eq for Source {}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({})", self.path)
    }
}

/// A span in a known file.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: Arc<Source>,
    /// Where in it.
    pub span: Span,
}

impl Place {
    /// A place from its file and span.
    pub fn new(source: &Arc<Source>, span: Span) -> Self {
        Place { source: Arc::clone(source), span }
    }

    /// The file's path in the portfolio.
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// The line on which the place starts, from 1.
    pub fn line(&self) -> u32 {
        self.source.line(self.span.start)
    }
}

/// A place in a file that somebody else holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PlaceRef<'s> {
    /// The file.
    pub source: &'s Arc<Source>,
    /// Where in it.
    pub span: Span,
}

impl<'s> PlaceRef<'s> {
    /// A place from its file and span.
    pub fn new(source: &'s Arc<Source>, span: Span) -> Self {
        PlaceRef { source, span }
    }

    /// The file's path in the portfolio.
    pub fn path(self) -> &'s str {
        self.source.path()
    }

    /// The line on which the place starts, from 1.
    #[inline]
    pub fn line(self) -> u32 {
        self.source.line(self.span.start)
    }
}

impl<'s> From<&'s Place> for PlaceRef<'s> {
    fn from(place: &'s Place) -> Self {
        PlaceRef::new(&place.source, place.span)
    }
}

impl From<PlaceRef<'_>> for Place {
    fn from(place: PlaceRef<'_>) -> Self {
        Place::new(place.source, place.span)
    }
}

impl fmt::Debug for PlaceRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Place::from(*self).fmt(f)
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path(), self.line())
    }
}

/// A value and where its text stands, in the file of the record that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value at a span.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }

    /// Another value at the same span.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line ends are told from every other byte, also from those next to them and those with the same low bits.
    #[test]
    fn a_line_starts_after_each_line_end() {
        let pieces =
            ["\n", "\n\n", "a\u{b}\n", "\r\n", "\u{10a}", "\t\n", "\0", "Ana Lopez, 2026\n", "\u{7f}\n"];
        for shift in 0..9 {
            for (at, first) in pieces.iter().enumerate() {
                let others = pieces.iter().cycle().skip(at).take(17).copied().collect::<String>();
                let text = format!("{}{first}{others}", "x".repeat(shift));
                let starts: Vec<u32> = std::iter::once(0)
                    .chain(text.match_indices('\n').map(|(end, _)| end as u32 + 1))
                    .collect();
                assert_eq!(Source::new("a.md", text.as_str()).lines(), starts, "{text:?}");
            }
        }
    }

    /// Columns of a long line are counted by blocks: the same as counting all of it.
    #[test]
    fn a_column_is_a_code_point_however_long_the_line() {
        for (mark, piece) in [("", "a"), ("", "ü🎉"), ("\u{feff}", "aé"), ("\u{feff}", "🎉")] {
            let line = piece.repeat(3 * BLOCK);
            for before in ["", "x\n", "Zürich\n\n"] {
                let text = format!("{mark}{before}{line}\n{line}");
                let source = Source::new("a.md", text.as_str());
                for at in (0..=text.len()).step_by(997).chain([BLOCK, 2 * BLOCK, text.len()]) {
                    let up_to = (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
                    let start = text[..up_to].rfind('\n').map_or(0, |at| at + 1);
                    let column = text[start..up_to].trim_start_matches('\u{feff}').chars().count() as u32 + 1;
                    assert_eq!(source.line_column(at as u32).column, column, "{piece} {before:?} {at}");
                }
            }
        }
    }
}
