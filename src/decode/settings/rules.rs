//! `framework`, `rules` and `policies`: what is asked of a plan, and how much it weighs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fields, entries, unknown, value};
use crate::config::{Config, FrameworkChange, Policy};
use crate::decode::decoder::Decoder;
use crate::decode::refusal::{Refusal, quoted};
use crate::decode::scalar::date::cadence;
use crate::decode::scalar::number::whole;
use crate::decode::scalar::word::{pick, same};
use crate::decode::shape::{POLICY, REQUIREMENT};
use crate::decode::value::{is_absent, text};
use crate::diagnostic::codes::{self, P602, P603, P604, P650, P652};
use crate::diagnostic::{Code, Severity};
use crate::parse::{Entry, NodeKind};
use crate::text::Spanned;

/// A severity, or off.
fn severity(text: &str) -> Result<Option<Severity>, Refusal> {
    let words = [
        ("error", Some(Severity::Error)),
        ("warning", Some(Severity::Warning)),
        ("info", Some(Severity::Info)),
        ("off", None),
    ];
    pick(text, &words)
}

/// Whether a code is a requirement of the framework: one of the families of the framework and of freshness.
fn is_requirement(code: Code) -> bool {
    code.code.starts_with("P3") || code.code.starts_with("P5")
}

/// Changes to the framework.
pub(super) fn framework(f: &mut Fields<'_, '_, '_, '_>, config: &Config) -> Vec<FrameworkChange> {
    let mut changes: Vec<FrameworkChange> = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in entries(f, "framework", "{no-champion: off}").unwrap_or_default() {
        let Some(code) = known(f.d, entry, "requirement", &P650, is_requirement) else { continue };
        if !seen.insert(code.code) {
            twice(f.d, entry);
            continue;
        }
        let mut change = FrameworkChange {
            place: f.d.place(entry.key.span.to(entry.value.span)),
            name: code.name.to_owned(),
            severity: None,
            tiers: None,
            at_least: None,
            within: None,
        };
        match &entry.value.kind {
            NodeKind::Scalar(scalar) if is_absent(scalar) => empty(f.d, entry),
            NodeKind::Scalar(scalar) => {
                change.severity = f.d.scalar(code.name, scalar, severity).map(value);
            }
            _ => {
                let Some(mut fields) = f.d.record(code.name, &entry.value, &REQUIREMENT, &[]) else {
                    continue;
                };
                change.severity = fields.opt("severity", severity).map(value);
                if fields.has("tiers") {
                    change.tiers = Some(tiers(&mut fields, config));
                }
                change.at_least = fields.opt("at_least", small).map(value);
                change.within = fields.opt("within", cadence).map(value);
                if fields.sound().is_none() {
                    continue;
                }
            }
        }
        changes.push(change);
    }
    changes
}

fn small(text: &str) -> Result<u32, Refusal> {
    u32::try_from(whole(text)?)
        .map_err(|_| Refusal::new(&P602, format!("is too many: {}", quoted(text)), "write a smaller number"))
}

/// Configured tiers.
fn tiers(f: &mut Fields<'_, '_, '_, '_>, config: &Config) -> Vec<String> {
    let names = || config.tiers.iter().map(|tier| tier.name.as_str());
    let mut tiers = Vec::new();
    for tier in f.list("tiers", text) {
        match names().find(|name| same(name, &tier.value)) {
            Some(name) => tiers.push(name.to_owned()),
            None => {
                let message = format!("There is no tier {}", quoted(&tier.value));
                unknown(f.d, &P652, tier.span, message, &tier.value, names());
            }
        }
    }
    tiers
}

/// The code that a key names, by its name or number.
fn known(
    d: &mut Decoder<'_>,
    entry: &Entry<'_>,
    what: &str,
    unlike: Code,
    fits: fn(Code) -> bool,
) -> Option<Code> {
    let word = &*entry.key.text;
    match codes::find(word) {
        Some(code) if fits(code) => Some(code),
        Some(code) => {
            let message = format!("{} is no {what} of the framework", quoted(word));
            let help = format!("to change how much {} weighs, write it under `rules`", code.code);
            let problem = d.problem(unlike, entry.key.span, message).help(help);
            d.report(problem);
            None
        }
        None => {
            let message = format!("There is no {what} {}", quoted(word));
            let numbered = word.len() == 4 && word.starts_with(['P', 'p']);
            let all = codes::all().filter(|code| fits(code));
            let all: Vec<&str> = all.map(|code| if numbered { code.code } else { code.name }).collect();
            unknown(d, unlike, entry.key.span, message, word, all.iter().copied());
            None
        }
    }
}

fn twice(d: &mut Decoder<'_>, entry: &Entry<'_>) {
    let message = format!("{} is set twice, by its name and by its number", quoted(&entry.key.text));
    let problem = d.problem(&P604, entry.key.span, message).help("keep one of the two lines");
    d.report(problem);
}

fn empty(d: &mut Decoder<'_>, entry: &Entry<'_>) {
    let key = &entry.key.text;
    let help = format!("write `{key}: off`, or `error`, `warning` or `info`");
    d.wrong_form(entry.key.span, format!("`{key}` is empty"), help);
}

/// Severities by code.
pub(super) fn severities(f: &mut Fields<'_, '_, '_, '_>) -> BTreeMap<String, Option<Severity>> {
    let mut severities = BTreeMap::new();
    for entry in entries(f, "rules", "{P305: off}").unwrap_or_default() {
        let Some(code) = known(f.d, entry, "rule", &P603, |_| true) else { continue };
        let found = match &entry.value.kind {
            NodeKind::Scalar(scalar) if is_absent(scalar) => {
                empty(f.d, entry);
                None
            }
            NodeKind::Scalar(scalar) => f.d.scalar(&entry.key.text, scalar, severity),
            NodeKind::Invalid => {
                f.d.spoil();
                None
            }
            NodeKind::List(_) | NodeKind::Map(_) => {
                let message = format!("`{}` takes one word", entry.key.text);
                let help = match is_requirement(code) {
                    true => {
                        "tiers and counts go under `framework`; here write `error`, `warning`, `info` or `off`"
                    }
                    false => "write `error`, `warning`, `info` or `off`",
                };
                f.d.wrong_form(entry.value.span, message, help.to_owned());
                None
            }
        };
        let Some(found) = found else { continue };
        if severities.insert(code.code.to_owned(), found.value).is_some() {
            twice(f.d, entry);
        }
    }
    severities
}

/// The team's own rules.
pub(super) fn policies(f: &mut Fields<'_, '_, '_, '_>, config: &Config) -> Vec<Policy> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    f.records("policies", &POLICY, |f| {
        let name = f.need("name", crate::decode::scalar::id::record_id);
        let require = f.need("require", text);
        let message = f.need("message", text);
        let help = f.text("help").map(value);
        let severity = f.opt("severity", severity).map(value);
        let tiers = tiers(f, config);
        f.sound()?;
        let name = name?;
        if !names.insert(name.value.clone()) {
            let message = format!("Two policies have the name {}", quoted(&name.value));
            let problem = f.d.problem(&P604, name.span, message).help("give one of them another name");
            f.d.report(problem);
            return None;
        }
        let policy = Policy {
            place: f.d.place(f.span),
            name: name.value,
            require: require.map(|require| Spanned::new(require.value, require.span))?,
            message: message?.value,
            help,
            severity: severity.flatten().unwrap_or(Severity::Error),
            tiers,
        };
        // Off: as if it were not written.
        (severity != Some(None)).then_some(policy)
    })
}
