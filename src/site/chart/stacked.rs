//! Columns of parts on top of each other, such as renewals by quarter and health.

use std::fmt::Write as _;

use super::{N, Scale};
use crate::site::html::{Esc, Html};

const HEIGHT: f64 = 216.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 28.0;

/// One column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Under it.
    pub label: String,
    /// Above it.
    pub text: String,
    /// From the bottom to the top.
    pub parts: Vec<Part>,
}

/// One part of a column.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The style sheet's class for it: colour and pattern.
    pub class: &'static str,
    /// What it says on hover.
    pub title: String,
    pub amount: f64,
}

/// The columns.
pub(crate) fn stacked(columns: &[Column], alternative: &str) -> Html {
    let total = |column: &Column| column.parts.iter().map(|part| part.amount).sum::<f64>();
    let high = columns.iter().map(total).fold(0.0, f64::max);
    let y = Scale::new(0.0, high.max(1e-9), HEIGHT - TOP - BOTTOM);
    let slot = 100.0 / columns.len().max(1) as f64;
    let floor = HEIGHT - BOTTOM;

    let mut svg = String::with_capacity(2048);
    let _ = write!(
        svg,
        "<svg class=\"stacked\" height=\"{HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        Esc(alternative)
    );
    let _ = write!(svg, "<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"{floor}\" y2=\"{floor}\"/>");
    for (index, column) in columns.iter().enumerate() {
        let left = slot * index as f64;
        let mut top = floor;
        for part in column.parts.iter().filter(|part| part.amount > 0.0) {
            // A gap of one pixel parts the parts for those who don't see their colours.
            let height = (y.at(part.amount) - 1.0).max(1.0);
            top -= height + 1.0;
            let _ = write!(
                svg,
                "<rect class=\"{}\" x=\"{}%\" y=\"{}\" width=\"{}%\" height=\"{}\" rx=\"2\"><title>{}</title></rect>",
                part.class,
                N(left + slot * 0.2),
                N(top),
                N(slot * 0.6),
                N(height),
                Esc(&part.title)
            );
        }
        let middle = N(left + slot / 2.0);
        let _ = write!(
            svg,
            "<text class=\"value\" x=\"{middle}%\" y=\"{}\">{}</text><text class=\"label\" x=\"{middle}%\" y=\"{}\">{}</text>",
            N(top - 8.0),
            Esc(&column.text),
            N(HEIGHT - 8.0),
            Esc(&column.label)
        );
    }
    svg.push_str("</svg>");
    Html::new(&svg)
}
