//! Why a health measure or a cap is what it is, in words with the numbers in it.
//!
//! The numbers are kept, the words are made when they are shown: most never are.

use std::fmt;

use crate::model::{Date, Decimal, Month, round};

/// A reason with its numbers; shown with `Display`.
#[derive(Clone, Debug, PartialEq)]
pub enum Because {
    /// It can't be computed, for this reason.
    Missing(&'static str),
    /// One usage metric.
    Usage {
        /// The month of the last point.
        month: Month,
        /// The last point.
        last: Decimal,
        /// What it is measured against: what is licensed, or the mean of the three points before.
        against: Decimal,
        /// Whether that is what is licensed.
        licensed: bool,
    },
    /// The mean of several usage metrics.
    UsageMetrics(usize),
    /// Sentiment of stakeholders.
    Relationship {
        /// How many have one.
        people: u32,
    },
    /// Survey answers of the last twelve months.
    Satisfaction {
        /// CSAT, as a share.
        csat: Option<Decimal>,
        /// How many responses.
        csat_n: u32,
        /// NPS.
        nps: Option<Decimal>,
        /// How many answers.
        nps_n: u32,
    },
    /// Open escalations.
    Support {
        /// How many are open.
        open: u32,
        /// The sum of their penalties.
        penalty: u32,
    },
    /// Risks open or occurred.
    Risk {
        /// How many.
        live: u32,
        /// The greatest likelihood × impact, 0 to 9.
        score: u32,
    },
    /// The plan's own completeness and freshness.
    Plan {
        /// Requirements met.
        met: u32,
        /// Requirements that hold for it.
        required: u32,
        /// When it was last reviewed.
        reviewed: Option<Date>,
        /// Whether that is within its tier's cadence.
        fresh: bool,
    },
    /// An open high × high risk without mitigation.
    UnmitigatedRisk(String),
    /// Every decision-maker and economic buyer has left.
    NoDecisionMaker,
    /// Every champion has left.
    NoChampion,
    /// A contract due inside the renewal window that no open action supports.
    RenewalWithoutAction {
        /// The contract.
        contract: String,
        /// When it is due.
        due: Date,
    },
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |n: u32, one: &'static str, many: &'static str| if n == 1 { one } else { many };
        match self {
            Because::Missing(reason) => f.write_str(reason),
            Because::Usage { month, last, against, licensed } => {
                let (last, against) = (round(*last, 2).normalize(), round(*against, 2).normalize());
                if *licensed {
                    write!(f, "{last} of {against} licensed in {month}")
                } else {
                    write!(f, "{last} in {month} against {against}, the mean of the three months before")
                }
            }
            Because::UsageMetrics(n) => write!(f, "the mean of {n} metrics"),
            Because::Relationship { people } => {
                write!(
                    f,
                    "the sentiment of {people} {}, weighted by influence",
                    plural(*people, "person", "people")
                )
            }
            Because::Satisfaction { csat, csat_n, nps, nps_n } => {
                if let Some(csat) = csat {
                    let percent = round(csat.saturating_mul(Decimal::ONE_HUNDRED), 1).normalize();
                    write!(f, "CSAT {percent} % of {csat_n} {}", plural(*csat_n, "response", "responses"))?;
                }
                if csat.is_some() && nps.is_some() {
                    f.write_str(", ")?;
                }
                if let Some(nps) = nps {
                    let nps = round(*nps, 1).normalize();
                    write!(f, "NPS {nps} of {nps_n} {}", plural(*nps_n, "answer", "answers"))?;
                }
                f.write_str(" in twelve months")
            }
            Because::Support { open: 0, .. } => f.write_str("no escalation is open"),
            Because::Support { open, penalty } => {
                write!(f, "{open} open {} cost {penalty} points", plural(*open, "escalation", "escalations"))
            }
            Because::Risk { live: 0, .. } => f.write_str("no risk is open"),
            Because::Risk { live, score } => {
                write!(
                    f,
                    "likelihood × impact of the worst of {live} open {} is {score} of 9",
                    plural(*live, "risk", "risks")
                )
            }
            Because::Plan { met, required, reviewed, fresh } => {
                write!(f, "{met} of {required} requirements met")?;
                match (reviewed, fresh) {
                    (None, _) => f.write_str(", halved: never reviewed"),
                    (Some(day), false) => write!(f, ", halved: last reviewed on {day}"),
                    (Some(day), true) => write!(f, ", reviewed on {day}"),
                }
            }
            Because::UnmitigatedRisk(risk) => write!(f, "nothing mitigates the high × high risk “{risk}”"),
            Because::NoDecisionMaker => f.write_str("every decision-maker has left the client"),
            Because::NoChampion => f.write_str("every champion has left the client"),
            Because::RenewalWithoutAction { contract, due } => {
                write!(f, "{contract} is due on {due} and no open action supports it")
            }
        }
    }
}
