//! A value over months: a line with its axis, the last value marked, and a level to compare it with.

use super::strokes::{Strokes, strokes};
use super::{N, Scale, nice_step};
use crate::site::html::{Esc, put};

const HEIGHT: f64 = 148.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 22.0;
/// The width of the drawing's own units; it is stretched to the page's.
const WIDTH: f64 = 600.0;

/// A value over months.
#[derive(Clone)]
pub(crate) struct Line<'a> {
    /// The months' values (`None`: no value that month), oldest first, evenly spaced.
    pub values: &'a [Option<f64>],
    /// Appends the label of a month. Few are shown.
    pub label: &'a dyn Fn(&mut String, usize),
    /// A level to compare with, and what it is called: `400 licensed`.
    pub level: Option<(f64, String)>,
    /// Whether the axis starts at zero.
    pub from_zero: bool,
}

/// Appends its drawing; nothing where no value is known. `tick` appends the text of a level; neither it nor a
/// month's label holds anything to escape.
pub(crate) fn push_line(
    svg: &mut String,
    chart: &Line<'_>,
    tick: impl Fn(&mut String, f64),
    alternative: &str,
) {
    let known = || chart.values.iter().flatten().copied();
    if known().next().is_none() {
        return;
    }
    let all = || known().chain(chart.level.as_ref().map(|(level, _)| *level));
    let high = all().fold(f64::NEG_INFINITY, f64::max);
    let low = all().fold(f64::INFINITY, f64::min);
    let low = if chart.from_zero { low.min(0.0) } else { low };
    let step = nice_step((high - low).max(high.abs() * 1e-6), 3.0);
    let base = (low / step).floor() * step;
    let top = ((high / step).ceil() * step).max(base + step);
    let y = Scale::new(base, top, HEIGHT - TOP - BOTTOM);
    let at = |value: f64| HEIGHT - BOTTOM - y.at(value);
    let x = Scale::new(0.0, chart.values.len().saturating_sub(1).max(1) as f64, WIDTH);

    put!(svg, "<svg class=\"line\" height=\"", N(HEIGHT), "\" role=\"img\" aria-label=\"");
    put!(svg, Esc(alternative), "\">");
    let points = chart.values.iter().enumerate();
    let points = points.map(|(index, value)| value.map(|value| (x.at(index as f64), at(value))));
    let Strokes { line, area, last } = strokes(points, HEIGHT - BOTTOM);
    let stretched = |svg: &mut String, class: &str, path: &str| {
        put!(svg, "<svg viewBox=\"0 0 ", N(WIDTH), " ", N(HEIGHT), "\" preserveAspectRatio=\"none\" ");
        put!(
            svg,
            "width=\"100%\" height=\"",
            N(HEIGHT),
            "\"><path class=\"",
            class,
            "\" d=\"",
            path,
            "\"/></svg>"
        );
    };
    stretched(svg, "line-area", &area);
    let mut level = base;
    while level <= top + step * 0.01 {
        let y = at(level);
        put!(svg, "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"", N(y), "\" y2=\"", N(y), "\"/>");
        put!(svg, "<text class=\"tick\" x=\"0\" y=\"", N(y - 4.0), "\">");
        tick(svg, level);
        svg.push_str("</text>");
        level += step;
    }

    stretched(svg, "line-path", &line);
    if let Some((level, label)) = &chart.level {
        let y = at(*level);
        put!(svg, "<line class=\"level\" x1=\"0\" x2=\"100%\" y1=\"", N(y), "\" y2=\"", N(y), "\"/>");
        put!(svg, "<text class=\"level-label\" x=\"100%\" y=\"", N(y - 5.0), "\">", Esc(label), "</text>");
    }
    put!(svg, "<circle class=\"line-dot\" cx=\"", N(last.0 / WIDTH * 100.0));
    put!(svg, "%\" cy=\"", N(last.1), "\" r=\"3.5\"/>");
    let count = chart.values.len();
    let labels = [(0, "start"), (count / 2, "middle"), (count.saturating_sub(1), "end")];
    let shown = if count < 5 { &labels[..1] } else { &labels[..] };
    for &(index, anchor) in shown.iter().chain((2..5).contains(&count).then_some(&labels[2])) {
        if index < count {
            put!(svg, "<text class=\"anchor-", anchor, "\" x=\"", N(x.at(index as f64) / WIDTH * 100.0));
            put!(svg, "%\" y=\"", N(HEIGHT - 4.0), "\">");
            (chart.label)(svg, index);
            svg.push_str("</text>");
        }
    }
    svg.push_str("</svg>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(values: &[Option<f64>]) -> String {
        let label = |out: &mut String, _| out.push_str("Sep");
        let chart = Line { values, label: &label, level: None, from_zero: true };
        let mut svg = String::new();
        push_line(&mut svg, &chart, |out, level| put!(out, N(level)), "");
        svg
    }

    #[test]
    fn without_values_there_is_no_chart() {
        assert!(draw(&[None, None]).is_empty());
    }

    #[test]
    fn one_value_is_a_dot() {
        assert!(draw(&[Some(5.0)]).contains("<circle"));
    }
}
