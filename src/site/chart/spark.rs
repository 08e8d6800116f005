//! The small trend on a tile: 24 months as one line, with the target.

use super::{N, Scale};
use crate::site::html::{Esc, Html, put};

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 32.0;

/// A line of values (`None`: no value that month), the target as a dashed line, the last value as a dot.
/// Nothing where fewer than two values are known.
pub(crate) fn spark(values: &[Option<f64>], target: Option<f64>, alternative: &str) -> Html {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.len() < 2 {
        return Html::default();
    }
    let all = || known.iter().copied().chain(target);
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let y = Scale::new(low, high, HEIGHT - 4.0);
    let x = Scale::new(0.0, values.len().saturating_sub(1) as f64, WIDTH);
    let at = |value: f64| HEIGHT - 2.0 - y.at(value);

    let mut line = String::with_capacity(400);
    let mut area = String::with_capacity(400);
    let mut pen_down = false;
    let mut last = (0.0, 0.0);
    for (month, value) in values.iter().enumerate() {
        let Some(value) = value else {
            if pen_down {
                put!(&mut area, "V", N(HEIGHT), "Z");
            }
            pen_down = false;
            continue;
        };
        let (px, py) = (x.at(month as f64), at(*value));
        if pen_down {
            let from = line.len();
            put!(&mut line, "L", N(px), " ", N(py));
            area.push_str(line.get(from..).unwrap_or_default());
        } else {
            put!(&mut line, "M", N(px), " ", N(py));
            put!(&mut area, "M", N(px), " ", N(HEIGHT), "V", N(py));
        }
        pen_down = true;
        last = (px, py);
    }
    if pen_down {
        put!(&mut area, "V", N(HEIGHT), "Z");
    }

    Html::build(|svg| {
        put!(
            svg,
            "<svg class=\"spark\" role=\"img\" aria-label=\"",
            Esc(alternative),
            "\"><svg viewBox=\"0 0 "
        );
        put!(
            svg,
            N(WIDTH),
            " ",
            N(HEIGHT),
            "\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">"
        );
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
        put!(
            svg,
            N(last.0 / WIDTH * 100.0),
            "%\" cy=\"",
            N(last.1 / HEIGHT * 100.0),
            "%\" r=\"2.5\"/></svg>"
        );
    })
}
