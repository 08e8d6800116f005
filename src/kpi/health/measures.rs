//! The six measures of health, each 0–100 or not computable.

use crate::check::Completeness;
use crate::config::Config;
use crate::model::{
    Cadence, Date, Decimal, EscalationSeverity, Level, Plan, RiskStatus, Sentiment, Usage, months_before,
};
use crate::text::Place;

use super::super::amount::{accumulate, add, div, mul, sub, sum};
use super::super::because::Because;
use super::super::ledger::{Account, Ledger};
use super::super::window::Window;
use super::super::{Known, Measure, Reason, csat, nps, resolution};

const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

/// All six, in the order of their weights.
pub(super) fn of(ledger: &Ledger, account: &Account) -> Vec<Measure> {
    let (plan, config, as_of) = (&*account.plan, &*ledger.config, ledger.as_of);
    let weights = &config.health;
    let measure =
        |name, weight, (value, because, places): Found| Measure { name, weight, value, because, places };
    vec![
        measure("usage", weights.usage, usage(plan, as_of)),
        measure("relationship", weights.relationship, relationship(plan, as_of)),
        measure("satisfaction", weights.satisfaction, satisfaction(plan, as_of)),
        measure("support", weights.support, support(plan, as_of)),
        measure("risk", weights.risk, risk(plan, as_of)),
        measure("plan", weights.plan, reviewed_plan(plan, &account.completeness, config, as_of)),
    ]
}

type Found = (Known<Decimal>, Because, Vec<Place>);

fn missing(reason: &'static str) -> Found {
    (Err(Reason::from(reason)), Because::Missing(reason), Vec::new())
}

/// Last point ÷ licensed, or ÷ the mean of the three points before, at most 1; several metrics: their
/// mean.
fn usage(plan: &Plan, as_of: Date) -> Found {
    let mut shares = Vec::new();
    let mut places = Vec::new();
    let mut why = Because::Missing("no usage recorded");
    let mut reason = "no usage is recorded";
    for usage in &plan.usage {
        match metric(usage, as_of) {
            Ok((share, because)) => {
                shares.push(share);
                places.push(usage.place.clone());
                why = because;
            }
            Err(why) => reason = why,
        }
    }
    let n = shares.len();
    match div(sum(shares), Decimal::from(n)) {
        None => missing(reason),
        Some(mean) if n > 1 => (Ok(mul(mean, HUNDRED)), Because::UsageMetrics(n), places),
        Some(share) => (Ok(mul(share, HUNDRED)), why, places),
    }
}

fn metric(usage: &Usage, as_of: Date) -> Result<(Decimal, Because), &'static str> {
    // A month's point is known once the month has ended.
    let known = || usage.points.iter().filter(|(month, _)| month.last_day().is_some_and(|day| day <= as_of));
    let Some((month, last)) = known().next_back() else { return Err("no month of usage has ended yet") };
    if month.last_day().is_none_or(|ended| ended < months_before(as_of, 3)) {
        return Err("the last usage is older than three months");
    }
    let against = match &usage.licensed {
        Some(licensed) => licensed.value,
        None => {
            let earlier = known().count() - 1;
            if earlier < 3 {
                return Err("without `licensed`, usage needs three earlier months");
            }
            let three = sum(known().skip(earlier - 3).take(3).map(|(_, point)| point.value));
            div(three, Decimal::from(3)).unwrap_or_default()
        }
    };
    if against <= Decimal::ZERO {
        return Err(if usage.licensed.is_some() {
            "`licensed` is 0"
        } else {
            "usage was 0 in the three months before"
        });
    }
    let share = div(last.value, against).unwrap_or_default().clamp(Decimal::ZERO, Decimal::ONE);
    let because =
        Because::Usage { month: *month, last: last.value, against, licensed: usage.licensed.is_some() };
    Ok((share, because))
}

/// The mean of sentiment, weighted by influence, over stakeholders not departed.
fn relationship(plan: &Plan, as_of: Date) -> Found {
    let (mut points, mut weight, mut people) = (0_u32, 0_u32, 0_u32);
    let mut places = Vec::new();
    for who in plan.stakeholders.iter().filter(|who| !who.has_departed(as_of)) {
        let Some(sentiment) = who.sentiment else { continue };
        let influence = who.influence.map_or(Level::Medium, |influence| influence.value).weight();
        points = points.saturating_add(influence * of_sentiment(sentiment.value));
        weight = weight.saturating_add(influence);
        people += 1;
        places.push(who.place.clone());
    }
    match div(points.into(), weight.into()) {
        Some(mean) => (Ok(mean), Because::Relationship { people }, places),
        None => missing("no stakeholder has a sentiment"),
    }
}

fn of_sentiment(sentiment: Sentiment) -> u32 {
    match sentiment {
        Sentiment::Advocate => 100,
        Sentiment::Supporter => 80,
        Sentiment::Neutral => 50,
        Sentiment::Critic => 20,
        Sentiment::Opponent => 0,
    }
}

/// The mean of CSAT × 100 and (NPS + 100) ÷ 2, whichever exist, over the last twelve months.
fn satisfaction(plan: &Plan, as_of: Date) -> Found {
    let window = Window::ttm(as_of);
    let csat = csat::Tally::of(plan, window);
    let nps = nps::Tally::of(plan, window);
    let parts = [
        csat.share().map(|share| mul(share, HUNDRED)),
        nps.score().and_then(|score| div(add(score, HUNDRED), Decimal::TWO)),
    ];
    let n = parts.iter().flatten().count();
    match div(sum(parts.into_iter().flatten()), Decimal::from(n)) {
        None => missing("no survey was answered in the last twelve months"),
        Some(mean) => {
            let places = csat::responses(plan, window)
                .map(|(survey, _, _)| survey)
                .chain(nps::answers(plan, window).into_iter().map(|(survey, _)| survey))
                .map(|survey| survey.place.clone())
                .collect();
            let because = Because::Satisfaction {
                csat: csat.share(),
                csat_n: csat.n,
                nps: nps.score(),
                nps_n: nps.n(),
            };
            (Ok(mean), because, places)
        }
    }
}

/// 100 − open escalations' penalties, at least 0.
fn support(plan: &Plan, as_of: Date) -> Found {
    let (mut penalty, mut open) = (0_u32, 0_u32);
    let mut places = Vec::new();
    for (escalation, _) in resolution::open(plan, as_of) {
        open += 1;
        penalty = penalty.saturating_add(penalty_of(escalation.severity.map(|severity| severity.value)));
        places.push(escalation.place.clone());
    }
    if !plan.escalations.iter().any(|escalation| escalation.opened.at.date() <= as_of) {
        return missing("no escalation was ever recorded");
    }
    (Ok(Decimal::from(100_u32.saturating_sub(penalty))), Because::Support { open, penalty }, places)
}

fn penalty_of(severity: Option<EscalationSeverity>) -> u32 {
    match severity {
        Some(EscalationSeverity::Critical) => 40,
        Some(EscalationSeverity::High) => 25,
        Some(EscalationSeverity::Medium) | None => 10,
        Some(EscalationSeverity::Low) => 5,
    }
}

/// 100 × (1 − the greatest likelihood × impact ÷ 9) over risks open or occurred.
fn risk(plan: &Plan, as_of: Date) -> Found {
    let mut worst: Option<&crate::model::Risk> = None;
    let (mut any, mut live) = (false, 0_u32);
    for risk in plan.risks.iter().filter(|risk| risk.opened.is_none_or(|opened| opened.value <= as_of)) {
        any = true;
        if matches!(risk.status(), RiskStatus::Open | RiskStatus::Occurred) {
            live += 1;
            if worst.is_none_or(|worst| risk.score() > worst.score()) {
                worst = Some(risk);
            }
        }
    }
    if !any {
        return missing("no risk is recorded");
    }
    let score = worst.map_or(0, crate::model::Risk::score);
    let points = sub(HUNDRED, div(Decimal::from(100 * score), Decimal::from(9)).unwrap_or_default());
    let places = worst.map(|risk| risk.place.clone()).into_iter().collect();
    (Ok(points), Because::Risk { live, score }, places)
}

/// Completeness × 100, halved when the plan is past its review date or was never reviewed.
fn reviewed_plan(plan: &Plan, completeness: &Completeness, config: &Config, as_of: Date) -> Found {
    let Some(share) = div(completeness.met.into(), completeness.required.into()) else {
        return missing("the framework asks for nothing");
    };
    let reviewed = plan.reviewed.map(|day| day.value);
    let fresh = reviewed.is_some_and(|day| as_of <= review_cadence(plan, config).after(day));
    let mut points = Decimal::ZERO;
    accumulate(&mut points, mul(share, HUNDRED));
    if !fresh {
        points = div(points, Decimal::TWO).unwrap_or_default();
    }
    let because = Because::Plan { met: completeness.met, required: completeness.required, reviewed, fresh };
    let place = reviewed.and(plan.reviewed).map_or_else(|| plan.head(), |day| plan.at(day.span));
    (Ok(points), because, vec![place])
}

/// How often a plan must be reviewed: its tier's cadence, 180 days without one.
fn review_cadence(plan: &Plan, config: &Config) -> Cadence {
    let tier = plan.tier.as_ref().and_then(|tier| config.tiers.iter().find(|t| t.name == tier.value));
    tier.map_or(Cadence::Days(180), |tier| tier.review)
}
