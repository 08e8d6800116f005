//! The lines of a file around some places, made fit to show: long lines cut, nothing that steers a terminal.
//!
//! The renderer sees a text of its own that holds only these lines; places are carried over into it.

use std::collections::BTreeSet;

use miette::{LabeledSpan, MietteError, SourceCode, SourceSpan, SpanContents};

use super::super::terminal;
use crate::text::{LineColumn, Source, Span};

/// How many lines to show before and after a place.
pub const CONTEXT: usize = 1;

/// How many lines apart two places may be to be shown in one excerpt: their surroundings touch.
pub const NEAR: u32 = 3;

/// Columns that the renderer needs beside a line's text.
const GUTTER: usize = 10;

/// The lines around some places of one file.
#[derive(Debug)]
pub struct Excerpt {
    name: String,
    text: String,
    lines: Vec<Line>,
    labels: Vec<(Shown, Option<String>)>,
}

/// One line in the excerpt's text, its `\n` included.
#[derive(Debug)]
struct Line {
    /// Its number in the file, from 1.
    number: u32,
    start: usize,
    end: usize,
}

/// A place in the excerpt's text.
#[derive(Clone, Copy, Debug)]
struct Shown {
    start: usize,
    end: usize,
    /// Where it starts in the file.
    at: LineColumn,
}

impl Excerpt {
    /// The lines around these places of a file, each with what to say there, cut to `width` columns. The
    /// first place is the one the others belong to. Of a place over several lines, the first is shown.
    pub fn new(source: &Source, places: &[(Span, Option<&str>)], width: usize) -> Self {
        let last_line = source.line(u32::MAX);
        // What stands after the last line's end is no line of its own, but where a place points there.
        let last_line =
            if source.line_text(last_line).is_empty() { last_line.saturating_sub(1) } else { last_line };
        let mut numbers = BTreeSet::new();
        let mut marks: Vec<(LineColumn, LineColumn)> = Vec::new();
        for (span, _) in places {
            let start = source.line_column(span.start);
            let end = source.line_column(span.end);
            numbers.insert(start.line);
            for number in start.line.saturating_sub(CONTEXT as u32).max(1)
                ..=start.line.saturating_add(CONTEXT as u32).min(last_line)
            {
                numbers.insert(number);
            }
            let length = source.line_text(start.line).trim_start_matches('\u{feff}').chars().count() as u32;
            let line_end = LineColumn { line: start.line, column: length.saturating_add(1) };
            marks.push((start, if end.line == start.line { end } else { line_end }));
        }
        let mut excerpt = Excerpt {
            name: terminal::neutral(source.path()).into_owned(),
            text: String::new(),
            lines: Vec::new(),
            labels: Vec::new(),
        };
        let digits = last_line.to_string().len();
        let room = width.saturating_sub(GUTTER + digits).max(20);
        let mut shown: Vec<Option<Shown>> = vec![None; places.len()];
        for number in numbers {
            let on_line: Vec<(usize, LineColumn, LineColumn)> = marks
                .iter()
                .enumerate()
                .filter(|(_, (start, _))| start.line == number)
                .map(|(index, (start, end))| (index, *start, *end))
                .collect();
            excerpt.push_line(source, number, room, &on_line, &mut shown);
        }
        excerpt.labels = shown
            .into_iter()
            .zip(places)
            .filter_map(|(shown, (_, message))| {
                Some((shown?, message.map(|message| terminal::neutral(message).into_owned())))
            })
            .collect();
        excerpt
    }

    /// Adds a line of the file, and notes where its places are now.
    fn push_line(
        &mut self,
        source: &Source,
        number: u32,
        room: usize,
        places: &[(usize, LineColumn, LineColumn)],
        shown: &mut [Option<Shown>],
    ) {
        let line = source.line_text(number);
        let line = if number == 1 { line.trim_start_matches('\u{feff}') } else { line };
        let chars: Vec<char> = line.chars().collect();
        let window = window(&chars, room, places.first().map(|(_, start, end)| (start.column, end.column)));
        let start = self.text.len();
        if window.start > 0 {
            self.text.push('…');
        }
        // Where each kept character starts in the excerpt's text, and where the last one ends.
        let mut offsets = Vec::with_capacity(window.len() + 1);
        for c in chars.get(window.clone()).unwrap_or_default() {
            offsets.push(self.text.len());
            terminal::push(&mut self.text, *c);
        }
        offsets.push(self.text.len());
        if window.end < chars.len() {
            self.text.push('…');
        }
        let offset = |column: u32| {
            let index = (column as usize).saturating_sub(1).saturating_sub(window.start);
            offsets.get(index).or(offsets.last()).copied().unwrap_or(start)
        };
        for (index, from, to) in places {
            if let Some(slot) = shown.get_mut(*index) {
                *slot = Some(Shown { start: offset(from.column), end: offset(to.column), at: *from });
            }
        }
        self.text.push('\n');
        self.lines.push(Line { number, start, end: self.text.len() });
    }

    /// The places, for the renderer.
    pub fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.labels.iter().enumerate().map(|(index, (shown, message))| {
            let span = (shown.start, shown.end.saturating_sub(shown.start));
            if index == 0 {
                LabeledSpan::new_primary_with_span(message.clone(), span)
            } else {
                LabeledSpan::new_with_span(message.clone(), span)
            }
        })
    }

    /// The index of the line that holds this offset of the excerpt's text.
    fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.end <= offset).min(self.lines.len().saturating_sub(1))
    }
}

/// Which of a line's characters to show in so much room, so that `mark` (columns from 1) is among them with
/// something of what stands before it.
fn window(chars: &[char], room: usize, mark: Option<(u32, u32)>) -> std::ops::Range<usize> {
    if chars.len() <= room {
        return 0..chars.len();
    }
    let (from, to) = mark.unwrap_or((1, 1));
    let (from, to) = ((from as usize).saturating_sub(1), (to as usize).saturating_sub(1));
    if to <= room.saturating_sub(1) {
        return 0..room.saturating_sub(1);
    }
    // The mark in the middle; a mark longer than the room shows its start.
    let room = room.saturating_sub(2);
    let before = room.saturating_sub(to.saturating_sub(from)) / 2;
    let start = from.saturating_sub(before).min(chars.len().saturating_sub(room));
    start..start.saturating_add(room).min(chars.len())
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let mut first = self.line_at(span.offset());
        let mut last = self.line_at(span.offset().saturating_add(span.len().saturating_sub(1)));
        let follows = |line: usize| {
            let number = |at: usize| self.lines.get(at).map(|line| line.number);
            matches!((number(line.saturating_sub(1)), number(line)), (Some(a), Some(b)) if a + 1 == b)
        };
        for _ in 0..context_lines_before {
            if first > 0 && follows(first) {
                first -= 1;
            }
        }
        for _ in 0..context_lines_after {
            if follows(last + 1) {
                last += 1;
            }
        }
        let (Some(head), Some(tail)) = (self.lines.get(first), self.lines.get(last)) else {
            return Err(MietteError::OutOfBounds);
        };
        // The renderer asks without context for where a place is in the file.
        let exact = self.labels.iter().find(|(shown, _)| {
            context_lines_before == 0 && context_lines_after == 0 && shown.start == span.offset()
        });
        let column = exact.map_or(0, |(shown, _)| shown.at.column.saturating_sub(1) as usize);
        Ok(Box::new(Contents {
            excerpt: self,
            data: self.text.as_bytes().get(head.start..tail.end).unwrap_or_default(),
            span: (head.start, tail.end.saturating_sub(head.start)).into(),
            line: head.number.saturating_sub(1) as usize,
            column,
            line_count: last - first + 1,
        }))
    }
}

/// What the renderer gets to see.
struct Contents<'a> {
    excerpt: &'a Excerpt,
    data: &'a [u8],
    span: SourceSpan,
    line: usize,
    column: usize,
    line_count: usize,
}

impl<'a> SpanContents<'a> for Contents<'a> {
    fn data(&self) -> &'a [u8] {
        self.data
    }
    fn span(&self) -> &SourceSpan {
        &self.span
    }
    fn line(&self) -> usize {
        self.line
    }
    fn column(&self) -> usize {
        self.column
    }
    fn line_count(&self) -> usize {
        self.line_count
    }
    fn name(&self) -> Option<&str> {
        Some(&self.excerpt.name)
    }
}
