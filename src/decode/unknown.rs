//! Keys that a record doesn't have, and what was likely meant.

use super::refusal::quoted;
use super::scalar::word;
use super::shape::{CONTRACT, List, PLAN, PROFILE, Shape};
use super::suggest::{Budget, nearest};

/// What to say of a key that a record doesn't have.
pub(crate) struct Unknown {
    /// The fact.
    pub message: String,
    /// What to write.
    pub help: String,
    /// The key that is meant beyond doubt, to be written instead.
    pub fix: Option<&'static str>,
    /// The key that is most likely meant.
    pub meant: Option<&'static str>,
}

impl Unknown {
    /// `free` tells the keys that are not written yet: the likelier ones.
    pub fn new(
        key: &str,
        shape: &'static Shape,
        free: impl Fn(&&'static str) -> bool,
        budget: &Budget,
    ) -> Self {
        let shown = quoted(key);
        let what = shape.what;
        let article = if what.starts_with(['a', 'e', 'i', 'o']) { "An" } else { "A" };
        let message = format!("{article} {what} has no key {shown}");
        let names = || shape.keys.iter().map(|(name, _)| *name);
        if let Some(meant) = names().find(|name| word::same(name, key)) {
            let help = format!("keys are written exactly so: `{meant}`");
            return Unknown { message, help, fix: free(&meant).then_some(meant), meant: Some(meant) };
        }
        if let Some(meant) = shape.alias(key) {
            let fix = None;
            return Unknown { message, help: format!("did you mean `{meant}`?"), fix, meant: Some(meant) };
        }
        let near = nearest(key, names().filter(&free), budget);
        let near = if near.words.is_empty() { nearest(key, names(), budget) } else { near };
        if near.certain.is_none()
            && let Some((help, meant)) = elsewhere(key, shape)
        {
            return Unknown { message, help, fix: None, meant };
        }
        if let Some(question) = near.question() {
            let certain = near.certain.filter(&free);
            let meant = near.words.first().copied();
            return Unknown { message, help: question, fix: certain, meant };
        }
        let mut all = String::new();
        for name in names() {
            all.push_str(if all.is_empty() { "`" } else { ", `" });
            all.push_str(name);
            all.push('`');
        }
        let own = key.trim_start_matches(|c: char| !c.is_alphanumeric());
        let help = format!(
            "its keys are {all}; a key of your own starts with `x-`: {}",
            quoted(&format!("x-{own}"))
        );
        Unknown { message, help, fix: None, meant: None }
    }
}

/// Where a key that a record doesn't have belongs, and which top-level key that is, where this record is
/// the plan itself.
fn elsewhere(key: &str, shape: &'static Shape) -> Option<(String, Option<&'static str>)> {
    if std::ptr::eq(shape, &PLAN) {
        if PROFILE.key(key).is_some() {
            return Some((format!("`{key}` belongs under `profile`"), Some("profile")));
        }
        // Where it may belong to a list that figures are made of, that is the safer guess.
        let first = [List::Contracts, List::Opportunities, List::Surveys, List::Escalations];
        let mut lists = first.into_iter().chain(List::ALL);
        if let Some(list) = lists.find(|list| list.shape().key(key).is_some()) {
            return Some((format!("`{key}` belongs to a record in `{}`", list.key()), Some(list.key())));
        }
        let alias = CONTRACT.alias(key)?;
        return Some((format!("write it as `{alias}` of a record in `contracts`"), Some("contracts")));
    }
    let is_record = List::ALL.iter().any(|list| std::ptr::eq(list.shape(), shape));
    if (is_record || std::ptr::eq(shape, &PROFILE)) && PLAN.key(key).is_some() {
        let help = format!(
            "`{key}` belongs to the plan itself: write it at the start of its line, without spaces before it"
        );
        return Some((help, None));
    }
    None
}
