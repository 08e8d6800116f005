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
mod track;

use std::fmt;

use serde::Serialize;

use super::html::{Esc, Html, Put, put};
use crate::digits::{push_digit, push_integer};

pub(crate) use bridge::{Step, StepKind, bridge};
pub(crate) use line::{Line, line};
pub(crate) use meter::{meter, push_meter};
pub(crate) use spark::spark;
pub(crate) use stacked::{Column, Part, stacked};
pub(crate) use track::{Bar, Mark, TimeAxis};

/// A chart as templates see it: the picture and the table behind it.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub(crate) struct Chart {
    /// What it shows, in a few words.
    pub title: String,
    /// What it says, in a sentence.
    pub summary: String,
    /// The picture.
    pub svg: Html,
    /// What its colours mean: class and word.
    pub legend: Vec<(&'static str, &'static str)>,
    /// The table behind it.
    pub table: Html,
}

/// The table behind a chart: its column headings, and its rows, whose first cell is the row's heading.
pub(crate) fn table<R: AsRef<[Html]>>(
    caption: &str,
    head: &[&str],
    rows: impl IntoIterator<Item = R>,
) -> Html {
    table_of(caption, head, rows, |out, row, column| {
        if let Some(cell) = row.as_ref().get(column) {
            put!(out, *cell);
        }
    })
}

/// A [`table`] whose cells are appended one by one: `cell` is told the row and the column.
pub(crate) fn table_of<R>(
    caption: &str,
    head: &[&str],
    rows: impl IntoIterator<Item = R>,
    cell: impl Fn(&mut String, &R, usize),
) -> Html {
    Html::build(|out| {
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
    })
}

/// A coordinate: at most two decimals, no trailing zeros, the same text on every machine.
pub(crate) struct N(pub f64);

impl Put for N {
    fn put(&self, out: &mut String) {
        let hundredths = (self.0 * 100.0).round();
        if !hundredths.is_finite() || hundredths == 0.0 {
            return out.push('0');
        }
        let hundredths = hundredths.clamp(-1e9, 1e9) as i64;
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
