//! Each figure at each of the last 24 month ends, equal to what `--as-of` that day gives.

use crate::model::{Date, Decimal};

use super::{FigureName, Known};

/// Figures made of dated facts, at month ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// The month ends, oldest first; empty where the series was not asked for.
    pub months: Vec<Date>,
    /// Each figure's value at each of them.
    pub figures: Vec<(FigureName, Vec<Known<Decimal>>)>,
}

impl Series {
    /// The values of one figure; empty where it has none.
    pub fn get(&self, figure: FigureName) -> &[Known<Decimal>] {
        self.figures.iter().find(|(name, _)| *name == figure).map_or(&[], |(_, values)| values)
    }
}
