//! The plan itself: whether somebody looks at it.

use super::Found;
use crate::check::framework::{Finding, Rule, review_cadence};
use crate::check::subject::Subject;
use crate::check::words::{ago, plain};

pub(in crate::check) fn reviewed_in_time(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let cadence = review_cadence(s, rule);
    let help =
        format!("review it with internal stakeholders, then write the day, as in `reviewed: {}`", s.as_of);
    let Some(reviewed) = s.plan.reviewed else {
        let message = format!("This plan was never reviewed; it should be every {}", cadence);
        found.push(Finding::new(s.plan.head(), message, help));
        return;
    };
    // One that lies ahead is known all the same (and told by a code of its own).
    if cadence.after(reviewed.value) >= s.as_of {
        return;
    }
    let message = format!(
        "This plan was last reviewed {}, {}; {} is every {}",
        reviewed.value,
        ago(reviewed.value, s.as_of),
        match &s.plan.tier {
            Some(tier) => format!("the cadence of the tier {}", plain(&tier.value)),
            None => "the cadence".into(),
        },
        cadence
    );
    found.push(Finding::new(s.plan.at(reviewed.span), message, help));
}
