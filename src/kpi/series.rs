//! Each figure at each of the last 24 month ends, equal to what `--as-of` that day gives.

use crate::model::{Date, Decimal};

use super::{Dated, FigureName, Known, Reason};

/// Figures made of dated facts, at month ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// The month ends, oldest first, with the figures of the twelve months up to each.
    pub points: Vec<(Date, Dated)>,
}

impl Series {
    /// The month ends.
    pub fn months(&self) -> impl Iterator<Item = Date> {
        self.points.iter().map(|(day, _)| *day)
    }

    /// The values of one figure at the month ends; empty where the figure has no history (health, pipeline,
    /// forecast, completeness).
    pub fn get(&self, figure: FigureName) -> Vec<Known<Decimal>> {
        self.points.iter().map_while(|(_, dated)| dated.get(figure)).collect()
    }
}

impl Dated {
    /// The value of one figure (time to resolution by its mean); `None` where it is not one of these.
    pub fn get(&self, figure: FigureName) -> Option<Known<Decimal>> {
        let money = |amount: Decimal| Some(Ok::<_, Reason>(amount));
        let moved = &self.movements;
        match figure {
            FigureName::Arr => money(self.closing_arr),
            FigureName::New => money(moved.new),
            FigureName::Reactivation => money(moved.reactivation),
            FigureName::Upsell => money(moved.upsell),
            FigureName::CrossSell => money(moved.cross_sell),
            FigureName::Price => money(moved.price),
            FigureName::Contraction => money(moved.contraction),
            FigureName::Churn => money(moved.churn),
            FigureName::UpsellCrossSell => money(self.upsell_cross_sell()),
            FigureName::Expansion => money(self.expansion()),
            FigureName::Nrr => Some(self.nrr.value.clone()),
            FigureName::Grr => Some(self.grr.value.clone()),
            FigureName::ClientRetention => Some(self.client_retention.value.clone()),
            FigureName::RenewalRate => Some(self.renewals.renewal_rate.value.clone()),
            FigureName::RenewalRateWithLate => Some(self.renewals.with_late.value.clone()),
            FigureName::GrossValueRenewalRate => Some(self.renewals.gross_value.value.clone()),
            FigureName::NetValueRenewalRate => Some(self.renewals.net_value.value.clone()),
            FigureName::Csat => Some(self.csat.value.clone()),
            FigureName::Nps => Some(self.nps.value.clone()),
            FigureName::TimeToResolution => Some(self.time_to_resolution.mean_hours.clone()),
            FigureName::Clv => Some(self.clv.value.clone()),
            FigureName::Health
            | FigureName::Completeness
            | FigureName::Pipeline
            | FigureName::ForecastGrr
            | FigureName::ForecastNrr => None,
        }
    }
}

impl FigureName {
    /// Its value among figures (time to resolution by its mean, the pipeline weighted).
    pub fn value(self, figures: &super::Figures) -> Known<Decimal> {
        match self {
            FigureName::Health => figures.health.value.clone(),
            FigureName::Completeness => figures.completeness.clone(),
            FigureName::Pipeline => Ok(figures.pipeline.weighted),
            FigureName::ForecastGrr => figures.forecast.grr.value.clone(),
            FigureName::ForecastNrr => figures.forecast.nrr.value.clone(),
            dated => figures.dated.get(dated).unwrap_or(Err(Reason::from("it has no value"))),
        }
    }
}
