//! Charts: geometry to SVG, made at build time.
//!
//! For: shapes that page templates place as they are. Colours are classes that the style sheet fills
//! from its variables, so that one chart serves light, dark, high-contrast and print; positions along the
//! page's width are percentages, so that text keeps its size on a phone.
//! Must not: know the model; every value, label and text alternative comes in.
//!
//! Every chart has a text alternative (`aria-label`) here, and a table behind it in its template.

mod bridge;
mod line;
mod meter;
mod spark;
mod stacked;
mod strokes;
mod track;

use std::fmt;

use serde::Serialize;

use super::html::{Esc, Html, Put, put};
use crate::digits::{push_digit, push_integer};

pub(crate) use bridge::{Step, StepKind, bridge};
pub(crate) use line::{Line, push_line};
pub(crate) use meter::{meter, push_meter};
pub(crate) use spark::push_spark;
pub(crate) use stacked::{Column, Part, stacked};
pub(crate) use track::{Bar, TimeAxis};

/// A chart as templates see it.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub(crate) struct Chart {
    /// What it shows, in a few words.
    pub title: String,
    /// All of it: the picture, what its colours mean, and the table behind it.
    pub figure: Html,
}

/// What a chart says beside its picture and its table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caption<'a> {
    /// What it shows, in a few words.
    pub title: &'a str,
    /// What it says, in a sentence.
    pub summary: &'a str,
    /// What its colours mean: class and word.
    pub legend: &'a [(&'static str, &'static str)],
}

impl Chart {
    /// A chart of a picture and of the table behind it.
    pub fn new(
        caption: Caption<'_>,
        picture: impl FnOnce(&mut String),
        table: impl FnOnce(&mut String),
    ) -> Self {
        let figure = Html::build(|out| push_figure(out, caption, picture, table));
        Chart { title: caption.title.to_owned(), figure }
    }
}

/// Appends a chart: its title and what it says, for whoever does not see the picture; the picture; what its
/// colours mean; the table behind it.
pub(crate) fn push_figure(
    out: &mut String,
    caption: Caption<'_>,
    picture: impl FnOnce(&mut String),
    table: impl FnOnce(&mut String),
) {
    let title = Esc(caption.title);
    put!(out, "<figure class=\"chart\">\n<figcaption class=\"vh\">", title, ". ", Esc(caption.summary));
    out.push_str("</figcaption>\n");
    picture(out);
    if !caption.legend.is_empty() {
        out.push_str("<p class=\"legend\" aria-hidden=\"true\">");
        for (class, word) in caption.legend {
            put!(out, "<span><span class=\"key ", *class, "\"></span>", *word, "</span>");
        }
        out.push_str("</p>");
    }
    put!(out, "\n<details class=\"behind\"><summary>", title, " as a table</summary>\n");
    table(out);
    out.push_str("\n</details>\n</figure>");
}

/// Appends the table behind a chart: its column headings, and its rows, whose first cell is the row's heading;
/// `cell` appends one of them, told the row and the column.
pub(crate) fn push_table<R>(
    out: &mut String,
    caption: &str,
    head: &[&str],
    rows: impl IntoIterator<Item = R>,
    cell: impl Fn(&mut String, &R, usize),
) {
    let name = Esc(caption);
    put!(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: ", name, "\">");
    put!(out, "<table class=\"table\">\n<caption class=\"vh\">", name, "</caption>\n<thead><tr>");
    for (at, cell) in head.iter().enumerate() {
        put!(out, if at == 0 { "<th scope=\"col\">" } else { "<th scope=\"col\" class=\"num\">" });
        put!(out, *cell, "</th>");
    }
    out.push_str("</tr></thead>\n<tbody>");
    for row in rows {
        for column in 0..head.len() {
            out.push_str(if column == 0 { "<tr><th scope=\"row\">" } else { "<td class=\"num\">" });
            cell(out, &row, column);
            out.push_str(if column == 0 { "</th>" } else { "</td>" });
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody>\n</table></div>");
}

/// Appends a [`push_table`] of cells that are there already.
pub(crate) fn push_cells<R: AsRef<[Html]>>(
    out: &mut String,
    caption: &str,
    head: &[&str],
    rows: impl IntoIterator<Item = R>,
) {
    push_table(out, caption, head, rows, |out, row, column| {
        if let Some(cell) = row.as_ref().get(column) {
            put!(out, *cell);
        }
    });
}

/// A coordinate: at most two decimals, no trailing zeros, the same text on every machine.
pub(crate) struct N(pub f64);

impl N {
    fn hundredths(&self) -> i64 {
        let hundredths = (self.0 * 100.0).round();
        if hundredths.is_finite() { hundredths.clamp(-1e9, 1e9) as i64 } else { 0 }
    }

    /// Whether it is the same place, as it is written.
    fn is(&self, other: &N) -> bool {
        self.hundredths() == other.hundredths()
    }
}

impl Put for N {
    fn put(&self, out: &mut String) {
        let hundredths = self.hundredths();
        let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        if hundredths < 0 {
            out.push('-');
        }
        push_integer(out, whole);
        if rest > 0 {
            out.push('.');
            push_digit(out, rest / 10);
            if !rest.is_multiple_of(10) {
                push_digit(out, rest);
            }
        }
    }
}

impl fmt::Display for N {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.put(&mut out);
        f.write_str(&out)
    }
}

/// Maps values to a length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    from: f64,
    per_unit: f64,
}

impl Scale {
    /// `from..to` onto `0..length`; where there is no extent, everything lies in the middle.
    pub fn new(from: f64, to: f64, length: f64) -> Self {
        let extent = to - from;
        if extent > 0.0 && extent.is_finite() {
            Scale { from, per_unit: length / extent }
        } else {
            Scale { from: from - 0.5, per_unit: length }
        }
    }

    /// Where a value lies.
    pub fn at(self, value: f64) -> f64 {
        (value - self.from) * self.per_unit
    }
}

/// A step for an axis: 1, 2, 2.5 or 5 times a power of ten, so that about `ticks` of them span `extent`.
pub(crate) fn nice_step(extent: f64, ticks: f64) -> f64 {
    if !extent.is_finite() || extent <= 0.0 {
        return 1.0;
    }
    let rough = extent / ticks;
    let mut magnitude = 1.0;
    while magnitude * 10.0 <= rough {
        magnitude *= 10.0;
    }
    while magnitude > rough {
        magnitude /= 10.0;
    }
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * magnitude).find(|&step| step >= rough).unwrap_or(rough)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_have_two_decimals_at_most() {
        for (n, text) in
            [(0.0, "0"), (-0.001, "0"), (12.0, "12"), (12.5, "12.5"), (-3.456, "-3.46"), (f64::NAN, "0")]
        {
            assert_eq!(N(n).to_string(), text);
        }
    }

    #[test]
    fn axes_step_in_round_numbers() {
        assert_eq!(nice_step(95.0, 4.0), 25.0);
        assert_eq!(nice_step(1_310_000.0, 4.0), 500_000.0);
        assert_eq!(nice_step(0.0, 4.0), 1.0);
    }
}
