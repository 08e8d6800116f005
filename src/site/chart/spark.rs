//! The small trend on a tile: 24 months as one line, with the target.

use super::strokes::{Strokes, strokes};
use super::{N, Scale};
use crate::site::html::put;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 32.0;

/// Appends a line of values (`None`: no value that month), the target as a dashed line, the last value as a
/// dot. Nothing where fewer than two values are known. `alternative` appends what it says, as markup.
pub(crate) fn push_spark(
    svg: &mut String,
    values: &[Option<f64>],
    target: Option<f64>,
    alternative: impl FnOnce(&mut String),
) {
    let known = || values.iter().flatten().copied();
    if known().nth(1).is_none() {
        return;
    }
    let all = || known().chain(target);
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let y = Scale::new(low, high, HEIGHT - 4.0);
    let x = Scale::new(0.0, values.len().saturating_sub(1) as f64, WIDTH);
    let at = |value: f64| HEIGHT - 2.0 - y.at(value);

    let points = values.iter().enumerate();
    let points = points.map(|(month, value)| value.map(|value| (x.at(month as f64), at(value))));
    let Strokes { line, area, last } = strokes(points, HEIGHT);

    put!(svg, "<svg class=\"spark\" role=\"img\" aria-label=\"");
    alternative(svg);
    put!(svg, "\"><svg viewBox=\"0 0 ", N(WIDTH), " ", N(HEIGHT));
    put!(svg, "\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">");
    put!(svg, "<path class=\"spark-area\" d=\"", area.as_str(), "\"/>");
    if let Some(target) = target {
        put!(svg, "<path class=\"spark-target\" d=\"M0 ", N(at(target)), "H", N(WIDTH), "\"/>");
    }
    put!(
        svg,
        "<path class=\"spark-line\" d=\"",
        line.as_str(),
        "\"/></svg><circle class=\"spark-dot\" cx=\""
    );
    put!(svg, N(last.0 / WIDTH * 100.0), "%\" cy=\"", N(last.1 / HEIGHT * 100.0), "%\" r=\"2.5\"/></svg>");
}
