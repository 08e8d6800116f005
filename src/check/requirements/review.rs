//! The plan itself: whether somebody looks at it.

use super::Found;
use crate::check::framework::{Finding, Rule, review_cadence};
use crate::check::subject::Subject;
use crate::check::words::{ago, plain};
use crate::model::{Date, NoReview};

pub(in crate::check) fn reviewed_in_time(s: &Subject<'_>, rule: &Rule, found: &mut Found) {
    let cadence = review_cadence(s, rule);
    let help =
        format!("review it with internal stakeholders, then write the day, as in `reviewed: {}`", s.as_of);
    if let Some((by_git, why)) = s.plan.by_git.as_ref().and_then(|by| Some((by, by.unknown.as_ref()?))) {
        let message = format!(
            "git doesn't say when this plan was last reviewed, which should be every {cadence}: {}",
            fact(why, s.as_of)
        );
        let help =
            format!("{}, or write the day instead of `git`, as in `reviewed: {}`", remedy(why), s.as_of);
        found.push(Finding::new(s.plan.at(by_git.span), message, help));
        return;
    }
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

/// Why git tells no day.
fn fact(why: &NoReview, as_of: Date) -> String {
    match why {
        NoReview::NoCommit => format!("no commit up to {as_of} holds it"),
        NoReview::NoRepository => "it is in no git repository".into(),
        NoReview::Shallow => "this clone holds only the newest part of the history".into(),
        NoReview::Failed(why) => why.clone(),
    }
}

/// What would let git tell it.
fn remedy(why: &NoReview) -> &'static str {
    match why {
        NoReview::NoCommit => "commit it",
        NoReview::NoRepository => "keep the plans in a git repository",
        NoReview::Shallow => "fetch the whole history (`git fetch --unshallow`; in CI, fetch-depth: 0)",
        NoReview::Failed(_) => "let planc read the history with git",
    }
}
