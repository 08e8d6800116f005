//! The line of values over months, and the area below it, as SVG paths.

use super::N;
use crate::site::html::put;

/// What is drawn of points from left to right.
pub(super) struct Strokes {
    /// The line: it breaks where a value is missing.
    pub line: String,
    /// Each piece of the line, closed along the floor.
    pub area: String,
    /// The last point.
    pub last: (f64, f64),
}

/// Draws a line through points (`None`: no value that month), and the area between it and a floor. A value that
/// stays is one stroke, however many months it does.
pub(super) fn strokes(points: impl Iterator<Item = Option<(f64, f64)>>, floor: f64) -> Strokes {
    let mut strokes =
        Strokes { line: String::with_capacity(400), area: String::with_capacity(400), last: (0.0, 0.0) };
    let mut piece: Option<Piece> = None;
    for point in points {
        let Some((x, y)) = point else {
            strokes.end(piece.take(), floor);
            continue;
        };
        match &mut piece {
            Some(piece) if N(piece.y).is(&N(y)) => piece.flat = Some(x),
            Some(piece) => {
                flatten(&mut strokes.line, piece);
                put!(&mut strokes.line, "L", N(x), " ", N(y));
                piece.y = y;
            }
            None => {
                put!(&mut strokes.line, "M", N(x), " ", N(y));
                put!(&mut strokes.area, "M", N(x), " ", N(floor), "V", N(y));
                piece = Some(Piece { y, flat: None, from: strokes.line.len() });
            }
        }
        strokes.last = (x, y);
    }
    strokes.end(piece, floor);
    strokes
}

/// A piece of a line on its way.
struct Piece {
    /// How high it is now.
    y: f64,
    /// How far it stayed there.
    flat: Option<f64>,
    /// Where its strokes begin in the line's path.
    from: usize,
}

impl Strokes {
    fn end(&mut self, piece: Option<Piece>, floor: f64) {
        let Some(mut piece) = piece else { return };
        flatten(&mut self.line, &mut piece);
        self.area.push_str(self.line.get(piece.from..).unwrap_or_default());
        put!(&mut self.area, "V", N(floor), "Z");
    }
}

fn flatten(line: &mut String, piece: &mut Piece) {
    if let Some(x) = piece.flat.take() {
        put!(line, "H", N(x));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(values: &[Option<f64>]) -> (String, String) {
        let points = values.iter().enumerate().map(|(x, y)| y.map(|y| (x as f64, y)));
        let Strokes { line, area, .. } = strokes(points, 9.0);
        (line, area)
    }

    #[test]
    fn a_value_that_stays_is_one_stroke() {
        let (line, area) = drawn(&[Some(1.0), Some(1.0), Some(1.001), Some(2.0), Some(1.0), Some(1.0)]);
        assert_eq!(line, "M0 1H2L3 2L4 1H5");
        assert_eq!(area, "M0 9V1H2L3 2L4 1H5V9Z");
    }

    #[test]
    fn a_month_without_a_value_ends_a_piece() {
        let (line, area) = drawn(&[None, Some(1.0), Some(1.0), None, None, Some(1.0), Some(3.0), None]);
        assert_eq!(line, "M1 1H2M5 1L6 3");
        assert_eq!(area, "M1 9V1H2V9ZM5 9V1L6 3V9Z");
    }
}
