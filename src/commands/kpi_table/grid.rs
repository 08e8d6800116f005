//! Columns of text that line up by what a terminal shows: wide characters count two, marks none.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::diagnostic::emit::neutral;

/// How text may look where it goes.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whether to colour.
    pub color: bool,
    /// Whether sparklines and dashes may be drawn with Unicode's characters.
    pub unicode: bool,
    /// The columns of the terminal; `None`: no terminal, nothing is cut.
    pub width: Option<usize>,
}

/// How a piece of text is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tone {
    /// As it is.
    #[default]
    Plain,
    /// A heading.
    Strong,
    /// Beside the point.
    Faint,
    /// Well.
    Good,
    /// Not well.
    Bad,
}

impl Look {
    /// A text with its tone, where colours are wanted.
    pub(super) fn paint(&self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Plain => return text.to_owned(),
            Tone::Strong => "1",
            Tone::Faint => "2",
            Tone::Good => "32",
            Tone::Bad => "31",
        };
        if self.color && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// Writes a paragraph, wrapped to the terminal and indented.
    pub(super) fn paragraph(
        &self,
        out: &mut dyn Write,
        indent: usize,
        tone: Tone,
        text: &str,
    ) -> io::Result<()> {
        let text = neutral(text);
        let room = self.width.map(|width| width.saturating_sub(indent).max(20));
        let mut line = String::new();
        let mut flush = |line: &mut String| {
            let done = writeln!(out, "{:indent$}{}", "", self.paint(tone, line));
            line.clear();
            done
        };
        for word in text.split_whitespace() {
            if room.is_some_and(|room| !line.is_empty() && line.width() + 1 + word.width() > room) {
                flush(&mut line)?;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if line.is_empty() { Ok(()) } else { flush(&mut line) }
    }
}

/// Where a column's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    text: String,
    tone: Tone,
}

impl Cell {
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        // Text from plans can't steer the terminal.
        let text: String = text.into();
        let text = match neutral(&text) {
            std::borrow::Cow::Borrowed(_) => text,
            std::borrow::Cow::Owned(text) => text,
        };
        Cell { text, tone }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Cell::new(Tone::Plain, text)
    }
}

/// Rows under columns.
#[derive(Debug)]
pub(super) struct Grid {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<Cell>>,
}

impl Grid {
    pub fn new(columns: &[(&'static str, Align)]) -> Self {
        Grid { columns: columns.to_vec(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the columns that hold anything; the last one is cut to the terminal's width.
    pub fn write(&self, out: &mut dyn Write, look: &Look) -> io::Result<()> {
        const GAP: usize = 2;
        let titled = self.columns.iter().any(|(title, _)| !title.is_empty());
        let width = |at: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.text.width());
            let cells = cells.max().unwrap_or(0);
            // A column without anything in it is left out, title and all.
            if cells == 0 { 0 } else { cells.max(self.columns.get(at).map_or(0, |(title, _)| title.width())) }
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let last = widths.iter().rposition(|&width| width > 0).unwrap_or(0);
        let before: usize =
            widths.iter().take(last).filter(|&&width| width > 0).map(|width| width + GAP).sum();
        let room = look.width.map(|width| width.saturating_sub(before).max(12));
        let mut line = |cells: &mut dyn Iterator<Item = (&str, Tone)>| -> io::Result<()> {
            let mut text = String::new();
            for (at, (cell, tone)) in cells.enumerate() {
                let (Some(&width), Some((_, align))) = (widths.get(at), self.columns.get(at)) else {
                    continue;
                };
                if width == 0 {
                    continue;
                }
                let cut;
                let cell = match room {
                    Some(room) if at == last && cell.width() > room => {
                        cut = shorten(cell, room);
                        cut.as_str()
                    }
                    _ => cell,
                };
                let pad = width.saturating_sub(cell.width());
                let painted = look.paint(tone, cell);
                if *align == Align::Right {
                    text.extend(std::iter::repeat_n(' ', pad));
                    text.push_str(&painted);
                } else {
                    text.push_str(&painted);
                    text.extend(std::iter::repeat_n(' ', pad));
                }
                if at != last {
                    text.extend(std::iter::repeat_n(' ', GAP));
                }
            }
            writeln!(out, "{}", text.trim_end())
        };
        if titled {
            line(&mut self.columns.iter().map(|(title, _)| (*title, Tone::Faint)))?;
        }
        for row in &self.rows {
            line(&mut row.iter().map(|cell| (cell.text.as_str(), cell.tone)))?;
        }
        Ok(())
    }
}

/// A text cut to so many columns, the cut marked.
fn shorten(text: &str, room: usize) -> String {
    let mut used = 1;
    let mut out = String::new();
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look { color: false, unicode: true, width: None };

    fn written(grid: &Grid, look: &Look) -> String {
        let mut out = Vec::new();
        grid.write(&mut out, look).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_line_up_by_what_a_terminal_shows() {
        let mut grid = Grid::new(&[("Client", Align::Left), ("Empty", Align::Left), ("ARR", Align::Right)]);
        grid.row(vec!["東京電力".into(), "".into(), "1,200".into()]);
        grid.row(vec!["Zoë\u{301}".into(), "".into(), "5".into()]);
        assert_eq!(written(&grid, &PLAIN), "Client      ARR\n東京電力  1,200\nZoë\u{301}           5\n");
    }

    #[test]
    fn the_last_column_is_cut_to_the_terminal_and_nothing_in_a_pipe() {
        let mut grid = Grid::new(&[("", Align::Left), ("", Align::Left)]);
        grid.row(vec!["one".into(), "a long text that does not fit".into()]);
        assert_eq!(written(&grid, &PLAIN), "one  a long text that does not fit\n");
        let narrow = Look { width: Some(20), ..PLAIN };
        assert_eq!(written(&grid, &narrow), "one  a long text th…\n");
    }

    #[test]
    fn text_from_plans_does_not_steer_the_terminal() {
        let mut grid = Grid::new(&[("", Align::Left)]);
        grid.row(vec!["\u{1b}[31mred".into()]);
        assert!(!written(&grid, &PLAIN).contains('\u{1b}'));
    }
}
