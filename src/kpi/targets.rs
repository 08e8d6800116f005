//! Targets (`targets:`) and how far figures attain them.
//!
//! For: the portfolio's targets, a tier's and an owner's, beside the figures that they are set for. A
//! target is compared with the figures of the very scope that it is set for: the portfolio's target for NRR
//! says nothing of one tier.
//! Must not: compute a figure.

use crate::config::Config;
use crate::model::Decimal;

use super::amount::{div, sub};
use super::{Dimension, FigureName, Known, Report, Scope};

/// A figure beside its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attainment {
    /// Which figure.
    pub figure: FigureName,
    /// What it should reach, in the figure's own unit.
    pub target: Decimal,
    /// What it is.
    pub value: Known<Decimal>,
}

impl Attainment {
    /// Whether it is reached; `None` without a value.
    pub fn met(&self) -> Option<bool> {
        let value = self.value.as_ref().ok().copied()?;
        Some(if self.figure.less_is_better() { value <= self.target } else { value >= self.target })
    }

    /// value − target; `None` without a value.
    pub fn difference(&self) -> Option<Decimal> {
        Some(sub(self.value.as_ref().ok().copied()?, self.target))
    }

    /// How much of the target is reached, as a share: value ÷ target, or target ÷ value where less is
    /// better. `None` without a value, and where the target or the value is not above 0.
    pub fn share(&self) -> Option<Decimal> {
        let value = self.value.as_ref().ok().copied()?;
        let (part, whole) =
            if self.figure.less_is_better() { (self.target, value) } else { (value, self.target) };
        if whole <= Decimal::ZERO { None } else { div(part, whole) }
    }
}

/// The target of a scope's figure, in the figure's own unit; `None` where none is set.
pub fn target(config: &Config, scope: &Scope, figure: FigureName) -> Option<Decimal> {
    let targets = &config.targets;
    let of = match scope {
        Scope::Portfolio => Some(&targets.portfolio),
        Scope::Group(Dimension::Tier, Some(key)) => targets.tier.get(key),
        Scope::Group(Dimension::Owner, Some(key)) => targets.owner.get(key),
        Scope::Group(..) | Scope::Account(_) => None,
    };
    of?.get(figure.as_str()).copied()
}

impl Report {
    /// The targets of a scope beside its figures, in the figures' order.
    pub fn attainments(&self, scope: &Scope) -> Vec<Attainment> {
        let Some(figures) = self.figures(scope) else { return Vec::new() };
        let config = &self.ledger.config;
        let of = |figure: FigureName| {
            let target = target(config, scope, figure)?;
            Some(Attainment { figure, target, value: figure.value(figures) })
        };
        FigureName::ALL.into_iter().filter_map(of).collect()
    }
}
