//! A share of a whole as a bar.

use super::N;
use crate::site::html::{Html, put};

/// A bar filled to `share` (0 to 1), in the colours of `class`. It only repeats a number that stands
/// beside it, so it is hidden from screen readers.
pub(crate) fn meter(share: f64, class: &str) -> Html {
    Html::build(|svg| push_meter(svg, share, class))
}

/// Appends a [`meter`].
pub(crate) fn push_meter(svg: &mut String, share: f64, class: &str) {
    put!(
        svg,
        "<svg class=\"meter\" aria-hidden=\"true\"><rect class=\"meter-whole\" width=\"100%\" height=\"100%\" rx=\"3\"/>",
        "<rect class=\"",
        class,
        "\" width=\"",
        N((share * 100.0).clamp(0.0, 100.0)),
        "%\" height=\"100%\" rx=\"3\"/></svg>"
    );
}
