//! The ARR bridge: from the opening to the closing ARR, one step a movement, as a waterfall.

use std::fmt::Write as _;

use super::{N, Scale, nice_step};
use crate::site::html::{Esc, Html};

const HEIGHT: f64 = 248.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 28.0;

/// Where a bar is broken: a ribbon of zigzag across it, 80 wide and 10 high.
const BREAK: &str =
    "M0 6l10-5 10 5 10-5 10 5 10-5 10 5 10-5 10 5v4l-10-5-10 5-10-5-10 5-10-5-10 5-10-5-10 5z";

/// One bar of the waterfall.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Under the bar.
    pub label: &'static str,
    /// Above the bar.
    pub text: String,
    /// Where its page is.
    pub href: String,
    /// The level for a total, the change for a movement (negative: down).
    pub amount: f64,
    pub kind: StepKind,
}

/// What a bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepKind {
    Total,
    Rise,
    Fall,
}

/// The waterfall. Where all levels are high, the axis starts above zero: the totals are drawn broken, and
/// `level_text` writes where it starts.
pub(crate) fn bridge(steps: &[Step], alternative: &str, level_text: impl Fn(f64) -> String) -> Html {
    let mut bars = Vec::with_capacity(steps.len());
    let mut level = 0.0;
    for step in steps {
        let (from, to) = match step.kind {
            StepKind::Total => (0.0, step.amount),
            StepKind::Rise | StepKind::Fall => (level, level + step.amount),
        };
        level = to;
        bars.push((step, from, to));
    }
    let high = bars.iter().map(|(_, from, to)| from.max(*to)).fold(0.0, f64::max);
    let low = bars
        .iter()
        .map(|(step, from, to)| if step.kind == StepKind::Total { *to } else { from.min(*to) })
        .fold(f64::INFINITY, f64::min);
    // Where nothing moved there is nothing to look at closely.
    let base = if low > high * 0.6 && high > low {
        let step = nice_step(high - low, 2.0);
        (((low - (high - low) * 0.6) / step).floor() * step).max(0.0)
    } else {
        0.0
    };
    let y = Scale::new(base, high.max(base + 1e-9), HEIGHT - TOP - BOTTOM);
    let at = |value: f64| HEIGHT - BOTTOM - y.at(value.max(base));
    let slot = 100.0 / steps.len().max(1) as f64;
    let floor = HEIGHT - BOTTOM;

    let mut svg = String::with_capacity(4096);
    let _ = write!(
        svg,
        "<svg class=\"bridge\" height=\"{HEIGHT}\" role=\"group\" aria-label=\"{}\">",
        Esc(alternative)
    );
    let _ = write!(svg, "<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"{floor}\" y2=\"{floor}\"/>");
    for (index, (step, from, to)) in bars.iter().enumerate() {
        let left = slot * index as f64;
        let (top, bottom) = (at(from.max(*to)), at(from.min(*to)));
        let height = (bottom - top).max(1.5);
        let class = match step.kind {
            StepKind::Total => "bar-total",
            _ if step.amount == 0.0 => "bar-none",
            StepKind::Rise => "bar-rise",
            StepKind::Fall => "bar-fall",
        };
        let middle = N(left + slot / 2.0);
        let _ = write!(
            svg,
            "<a href=\"{}\"><rect class=\"hit\" x=\"{}%\" y=\"0\" width=\"{}%\" height=\"{HEIGHT}\"/>\
             <rect class=\"{class}\" x=\"{}%\" y=\"{}\" width=\"{}%\" height=\"{}\" rx=\"3\"/>",
            Esc(&step.href),
            N(left),
            N(slot),
            N(left + slot * 0.16),
            N(top),
            N(slot * 0.68),
            N(height),
        );
        if base > 0.0 && step.kind == StepKind::Total {
            let _ = write!(
                svg,
                "<svg x=\"{}%\" y=\"{}\" width=\"{}%\" height=\"10\" viewBox=\"0 0 80 10\" preserveAspectRatio=\"none\">\
                 <path class=\"break\" d=\"{BREAK}\"/></svg>",
                N(left + slot * 0.15),
                N(floor - 20.0),
                N(slot * 0.7)
            );
        }
        let _ = write!(
            svg,
            "<text class=\"value\" x=\"{middle}%\" y=\"{}\">{}</text><text class=\"label\" x=\"{middle}%\" y=\"{}\">{}</text></a>",
            N(top - 8.0),
            Esc(&step.text),
            N(HEIGHT - 8.0),
            Esc(step.label)
        );
        if index + 1 < bars.len() {
            let y = N(at(*to));
            let _ = write!(
                svg,
                "<line class=\"tie\" x1=\"{}%\" x2=\"{}%\" y1=\"{y}\" y2=\"{y}\"/>",
                N(left + slot * 0.84),
                N(left + slot * 1.16)
            );
        }
    }
    if base > 0.0 {
        let _ = write!(
            svg,
            "<text class=\"axis-start\" x=\"{}%\" y=\"{}\">axis from {}</text>",
            N(slot * 1.06),
            N(floor - 6.0),
            Esc(&level_text(base))
        );
    }
    svg.push_str("</svg>");
    Html::new(&svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(kind: StepKind, amount: f64) -> Step {
        Step { label: "x", text: "1".into(), href: "figures/arr/index.html".into(), amount, kind }
    }

    #[test]
    fn small_movements_on_high_levels_break_the_axis() {
        let steps = [
            step(StepKind::Total, 100.0),
            step(StepKind::Rise, 8.0),
            step(StepKind::Fall, -3.0),
            step(StepKind::Total, 105.0),
        ];
        let svg = bridge(&steps, "", |level| level.to_string());
        assert_eq!(svg.as_str().matches("class=\"break\"").count(), 2);
        assert!(svg.as_str().contains("axis from 95<"), "{svg}");
    }

    #[test]
    fn where_nothing_moves_the_totals_stand_at_full_height() {
        let steps = [step(StepKind::Total, 100.0), step(StepKind::Rise, 0.0), step(StepKind::Total, 100.0)];
        let svg = bridge(&steps, "", |level| level.to_string());
        let full = format!("height=\"{}\" rx=\"3\"", HEIGHT - TOP - BOTTOM);
        assert_eq!(svg.as_str().matches(&full).count(), 2, "{}", svg.as_str());
    }

    #[test]
    fn an_empty_portfolio_still_draws() {
        let steps = [step(StepKind::Total, 0.0), step(StepKind::Total, 0.0)];
        assert!(bridge(&steps, "", |level| level.to_string()).as_str().contains("<svg"));
    }
}
