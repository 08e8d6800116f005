//! A value over months: a line with its axis, the last value marked, and a level to compare it with.

use super::{N, Scale, nice_step};
use crate::site::html::{Esc, Html, put};

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
    /// The label of a month. Few are shown.
    pub label: &'a dyn Fn(usize) -> String,
    /// A level to compare with, and what it is called: `400 licensed`.
    pub level: Option<(f64, String)>,
    /// Whether the axis starts at zero.
    pub from_zero: bool,
}

/// Draws it; nothing where no value is known.
pub(crate) fn line(chart: &Line<'_>, tick: impl Fn(f64) -> String, alternative: &str) -> Html {
    let known = || chart.values.iter().flatten().copied();
    if known().next().is_none() {
        return Html::default();
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

    let mut svg = String::with_capacity(2048);
    put!(
        &mut svg,
        "<svg class=\"line\" height=\"",
        N(HEIGHT),
        "\" role=\"img\" aria-label=\"",
        Esc(alternative),
        "\">"
    );
    let mut path = String::new();
    let mut area = String::new();
    let mut run: Option<f64> = None;
    let mut last = None;
    let floor = HEIGHT - BOTTOM;
    let close = |area: &mut String, run: &mut Option<f64>| {
        if run.take().is_some() {
            put!(area, "V", N(floor), "Z");
        }
    };
    for (index, value) in chart.values.iter().enumerate() {
        let Some(value) = value else {
            close(&mut area, &mut run);
            continue;
        };
        let (px, py) = (x.at(index as f64), at(*value));
        if run.is_some() {
            let from = path.len();
            put!(&mut path, "L", N(px), " ", N(py));
            area.push_str(path.get(from..).unwrap_or_default());
        } else {
            put!(&mut path, "M", N(px), " ", N(py));
            put!(&mut area, "M", N(px), " ", N(floor), "V", N(py));
        }
        run = Some(px);
        last = Some((px, py));
    }
    close(&mut area, &mut run);
    let inner = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" width=\"100%\" height=\"{HEIGHT}\">"
    );
    put!(&mut svg, inner.as_str(), "<path class=\"line-area\" d=\"", area.as_str(), "\"/></svg>");
    let mut level = base;
    while level <= top + step * 0.01 {
        let y = at(level);
        put!(&mut svg, "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"", N(y), "\" y2=\"", N(y), "\"/>");
        put!(&mut svg, "<text class=\"tick\" x=\"0\" y=\"", N(y - 4.0), "\">", Esc(&tick(level)), "</text>");
        level += step;
    }

    put!(&mut svg, inner.as_str(), "<path class=\"line-path\" d=\"", path.as_str(), "\"/></svg>");
    if let Some((level, label)) = &chart.level {
        let y = at(*level);
        put!(&mut svg, "<line class=\"level\" x1=\"0\" x2=\"100%\" y1=\"", N(y), "\" y2=\"", N(y), "\"/>");
        put!(
            &mut svg,
            "<text class=\"level-label\" x=\"100%\" y=\"",
            N(y - 5.0),
            "\">",
            Esc(label),
            "</text>"
        );
    }
    if let Some((px, py)) = last {
        put!(
            &mut svg,
            "<circle class=\"line-dot\" cx=\"",
            N(px / WIDTH * 100.0),
            "%\" cy=\"",
            N(py),
            "\" r=\"3.5\"/>"
        );
    }
    let count = chart.values.len();
    let labels = [(0, "start"), (count / 2, "middle"), (count.saturating_sub(1), "end")];
    let shown = if count < 5 { &labels[..1] } else { &labels[..] };
    for &(index, anchor) in shown.iter().chain((2..5).contains(&count).then_some(&labels[2])) {
        if index < count {
            put!(&mut svg, "<text class=\"anchor-", anchor, "\" x=\"", N(x.at(index as f64) / WIDTH * 100.0));
            put!(&mut svg, "%\" y=\"", N(HEIGHT - 4.0), "\">", Esc(&(chart.label)(index)), "</text>");
        }
    }
    svg.push_str("</svg>");
    Html::new(&svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(values: &[Option<f64>]) -> Html {
        let chart = Line { values, label: &|_| "Sep".to_owned(), level: None, from_zero: true };
        line(&chart, |v| v.to_string(), "")
    }

    #[test]
    fn a_month_without_a_value_breaks_the_line() {
        let svg = draw(&[Some(1.0), Some(2.0), None, Some(3.0), Some(4.0)]);
        let path = svg.as_str().split("line-path\" d=\"").nth(1).and_then(|d| d.split('"').next()).unwrap();
        assert_eq!(path.matches('M').count(), 2);
    }

    #[test]
    fn without_values_there_is_no_chart() {
        assert!(draw(&[None, None]).is_empty());
    }

    #[test]
    fn one_value_is_a_dot() {
        assert!(draw(&[Some(5.0)]).as_str().contains("<circle"));
    }
}
