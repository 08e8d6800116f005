//! Why a health measure or a cap is what it is, in words with the numbers in it.
//!
//! The numbers are kept, the words are made when they are shown: most never are.

use std::fmt::{self, Write};

use crate::digits::{push_integer, push_iso};
use crate::model::{Date, Decimal, Month};

use super::words::push_rounded;

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

impl Because {
    /// Appends the words.
    pub(super) fn push(&self, out: &mut String) {
        match self {
            Because::Missing(reason) => out.push_str(reason),
            Because::Usage { month, last, against, licensed } => {
                push_rounded(out, *last, 2);
                out.push_str(if *licensed { " of " } else { " in " });
                if *licensed {
                    push_rounded(out, *against, 2);
                    out.push_str(" licensed in ");
                    push_month(out, *month);
                } else {
                    push_month(out, *month);
                    out.push_str(" against ");
                    push_rounded(out, *against, 2);
                    out.push_str(", the mean of the three months before");
                }
            }
            Because::UsageMetrics(n) => {
                out.push_str("the mean of ");
                push_integer(out, *n as u64);
                out.push_str(" metrics");
            }
            Because::Relationship { people } => {
                out.push_str("the sentiment of ");
                push_counted(out, *people, " person", " people");
                out.push_str(", weighted by influence");
            }
            Because::Satisfaction { csat, csat_n, nps, nps_n } => {
                if let Some(csat) = csat {
                    out.push_str("CSAT ");
                    push_rounded(out, csat.saturating_mul(Decimal::ONE_HUNDRED), 1);
                    out.push_str(" % of ");
                    push_counted(out, *csat_n, " response", " responses");
                }
                if csat.is_some() && nps.is_some() {
                    out.push_str(", ");
                }
                if let Some(nps) = nps {
                    out.push_str("NPS ");
                    push_rounded(out, *nps, 1);
                    out.push_str(" of ");
                    push_counted(out, *nps_n, " answer", " answers");
                }
                out.push_str(" in twelve months");
            }
            Because::Support { open: 0, .. } => out.push_str("no escalation is open"),
            Because::Support { open, penalty } => {
                push_counted(out, *open, " open escalation", " open escalations");
                out.push_str(" cost ");
                push_integer(out, (*penalty).into());
                out.push_str(" points");
            }
            Because::Risk { live: 0, .. } => out.push_str("no risk is open"),
            Because::Risk { live, score } => {
                out.push_str("likelihood × impact of the worst of ");
                push_counted(out, *live, " open risk", " open risks");
                out.push_str(" is ");
                push_integer(out, (*score).into());
                out.push_str(" of 9");
            }
            Because::Plan { met, required, reviewed, fresh } => {
                push_integer(out, (*met).into());
                out.push_str(" of ");
                push_integer(out, (*required).into());
                out.push_str(" requirements met, ");
                match (reviewed, fresh) {
                    (None, _) => return out.push_str("halved: never reviewed"),
                    (Some(_), false) => out.push_str("halved: last reviewed on "),
                    (Some(_), true) => out.push_str("reviewed on "),
                }
                reviewed.iter().for_each(|day| push_iso(out, *day));
            }
            Because::UnmitigatedRisk(risk) => {
                out.push_str("nothing mitigates the high × high risk “");
                out.push_str(risk);
                out.push('”');
            }
            Because::NoDecisionMaker => out.push_str("every decision-maker has left the client"),
            Because::NoChampion => out.push_str("every champion has left the client"),
            Because::RenewalWithoutAction { contract, due } => {
                out.push_str(contract);
                out.push_str(" is due on ");
                push_iso(out, *due);
                out.push_str(" and no open action supports it");
            }
        }
    }
}

fn push_month(out: &mut String, month: Month) {
    // Writing to a string does not fail.
    let _ = write!(out, "{month}");
}

/// Appends a number and what it counts.
fn push_counted(out: &mut String, n: u32, one: &str, many: &str) {
    push_integer(out, n.into());
    out.push_str(if n == 1 { one } else { many });
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.push(&mut out);
        f.pad(&out)
    }
}
