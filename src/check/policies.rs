//! The team's own rules: expressions over a plan, in the Common Expression Language (CEL).
//!
//! For: what planc.yaml says under `policies:`, read once and judged for every plan. What is wrong with a
//! rule is said at its place in planc.yaml, once.
//! Must not: give an expression anything but the plan and the day; let one run without end.

mod names;
mod plan_value;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use cel::{Context, Env, ExecutionError, Program, Value};

use super::words::{first_line, plain};
use crate::config::{Config, Policy};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, codes};
use crate::model::{Date, Plan};
use crate::text::{Place, Span};

// The evaluator's failures are caught below, which needs them to be caught at all.
#[cfg(not(panic = "unwind"))]
compile_error!(
    "planc needs `panic = \"unwind\"`: a rule that its evaluator can't stand must not end the run"
);

/// The most characters of an expression.
const CHARACTERS: usize = 2_000;
/// How deep an expression may nest.
const DEPTH: usize = 40;
/// How many lists inside of lists an expression may go through.
const LOOPS: u32 = 3;
/// The most steps that lists inside of lists may take on one plan.
const STEPS: usize = 500_000;
/// What reading the deepest text of that many characters may need; the expressions that are kept are flat.
const STACK: usize = 64 << 20;

/// The rules that can be judged.
pub(super) struct Policies {
    config: Arc<Config>,
    env: Arc<Env>,
    rules: Vec<Compiled>,
    /// The top-level keys of a plan that any of them uses; `None`: all.
    keys: Option<BTreeSet<String>>,
}

/// A rule that can be judged.
struct Compiled {
    /// Its place in [`Config::policies`].
    index: usize,
    program: Program,
    size: names::Size,
}

/// What is wrong with a rule: what kind, where in its expression, in words, and what to write.
struct Fault {
    code: Code,
    at: Option<(usize, usize)>,
    message: String,
    help: String,
}

impl std::fmt::Debug for Policies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Policies").field("rules", &self.rules.len()).finish_non_exhaustive()
    }
}

impl Policies {
    /// Reads the rules of a configuration.
    pub fn new(config: &Arc<Config>, diagnostics: &mut Diagnostics) -> Self {
        let mut policies = Policies {
            config: Arc::clone(config),
            env: Arc::new(Env::stdlib()),
            rules: Vec::new(),
            keys: Some(BTreeSet::new()),
        };
        for (index, (policy, read)) in config.policies.iter().zip(read_all(config)).enumerate() {
            match read {
                Ok((program, size)) => {
                    match (&mut policies.keys, names::used_keys(program.expression())) {
                        (Some(keys), Some(used)) => keys.extend(used.into_iter().map(str::to_owned)),
                        (keys, None) => *keys = None,
                        (None, _) => {}
                    }
                    policies.rules.push(Compiled { index, program, size });
                }
                Err(fault) => diagnostics.push(report(policy, fault)),
            }
        }
        policies
    }

    /// Judges a plan by each rule that holds for its tier.
    pub fn check(&self, plan: &Plan, as_of: Date, diagnostics: &mut Diagnostics) {
        let tier = plan.tier.as_ref().map(|tier| tier.value.as_str());
        let holds = |policy: &Policy| {
            policy.tiers.is_empty() || tier.is_some_and(|tier| policy.tiers.iter().any(|t| t == tier))
        };
        let mut context = None;
        for rule in &self.rules {
            let Some(policy) = self.config.policies.get(rule.index).filter(|policy| holds(policy)) else {
                continue;
            };
            if rule.size.steps(longest_list(plan)) > STEPS {
                let message =
                    format!("The rule `{}` would take too long on a plan of this length", policy.name);
                let help = "go through fewer lists inside of lists".to_owned();
                let fault = Fault { code: &codes::P656, at: None, message, help };
                diagnostics.push(report(policy, fault).label(plan.head(), "this plan"));
                continue;
            }
            // Made for the first rule that needs it.
            let context = context.get_or_insert_with(|| {
                let mut context = Context::with_env(Arc::clone(&self.env));
                context.add_variable_from_value(
                    "plan",
                    plan_value::plan(plan, &self.config, self.keys.as_ref()),
                );
                context.add_variable_from_value("as_of", plan_value::day(as_of));
                context
            });
            // The evaluator is another's: what it has no answer for must not end the run.
            let judged = catch_unwind(AssertUnwindSafe(|| rule.program.execute(context)));
            match judged {
                Ok(Ok(Value::Bool(true))) => {}
                Ok(Ok(Value::Bool(false))) => diagnostics.push(broken(policy, plan)),
                Ok(Ok(other)) => diagnostics.push(no_answer(policy, plan, Ok(&other))),
                Ok(Err(error)) => diagnostics.push(no_answer(policy, plan, Err(Some(&error)))),
                Err(_) => diagnostics.push(no_answer(policy, plan, Err(None))),
            }
        }
    }
}

/// How many records the longest list of a plan has.
fn longest_list(plan: &Plan) -> usize {
    [
        plan.stakeholders.len(),
        plan.value.len(),
        plan.contracts.len(),
        plan.contracts.iter().map(|c| c.lines.len().max(c.changes.len())).max().unwrap_or(0),
        plan.opportunities.len(),
        plan.risks.len(),
        plan.actions.len(),
        plan.actions.iter().map(|action| action.supports.len()).max().unwrap_or(0),
        plan.objectives.len(),
        plan.surveys.len(),
        plan.escalations.len(),
        plan.usage.len(),
        plan.usage.iter().map(|usage| usage.points.len()).max().unwrap_or(0),
        plan.meetings.len(),
        plan.meetings.iter().map(|meeting| meeting.with.len()).max().unwrap_or(0),
        plan.tags.len(),
    ]
    .into_iter()
    .max()
    .unwrap_or(0)
}

/// A rule that a plan breaks.
fn broken(policy: &Policy, plan: &Plan) -> Diagnostic {
    let broken = Diagnostic::new(&codes::P390, plan.head(), policy.message.trim())
        .severity(policy.severity)
        .label(first_line(&policy.place), format!("the rule `{}` of planc.yaml", policy.name));
    match &policy.help {
        Some(help) => broken.help(help.trim()),
        None => broken,
    }
}

/// A rule that comes out as neither true nor false. The words are the same for every plan, so that the
/// rule is reported once.
fn no_answer(policy: &Policy, plan: &Plan, came: Result<&Value, Option<&ExecutionError>>) -> Diagnostic {
    let name = &policy.name;
    let (message, help) = match came {
        Ok(value) => (
            format!("The rule `{name}` comes out as {}, not as true or false", kind(value)),
            "compare it with something, as in `… >= 2`".to_owned(),
        ),
        Err(Some(ExecutionError::NoSuchOverload(call)))
            if call.argument_types().iter().any(|kind| kind == "null_type") =>
        {
            (
                format!("The rule `{name}` uses something that a plan doesn't say"),
                "ask for it first, as in `plan.customer_since != null && plan.customer_since < as_of`".to_owned(),
            )
        }
        Err(Some(ExecutionError::NoSuchKey(key))) => (
            format!("The rule `{name}` uses `{}`, which a plan doesn't have", plain(key)),
            format!("ask for it first, as in `'{}' in plan`", plain(key)),
        ),
        Err(Some(ExecutionError::UndeclaredReference(key))) => (
            format!("The rule `{name}` uses `{}`, which doesn't exist", plain(key)),
            "a rule knows `plan` and `as_of`".to_owned(),
        ),
        Err(Some(ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_))) => (
            format!("The rule `{name}` divides by 0"),
            "ask first whether it is 0, as in `x != 0.0 && y / x > 2.0`".to_owned(),
        ),
        Err(Some(ExecutionError::IndexOutOfBounds(_))) => (
            format!("The rule `{name}` takes an item that a list doesn't have"),
            "ask first how many there are, as in `plan.contracts.size() > 0 && …`".to_owned(),
        ),
        Err(Some(
            ExecutionError::NoSuchOverload(_)
            | ExecutionError::UnsupportedBinaryOperator(..)
            | ExecutionError::ValuesNotComparable(..)
            | ExecutionError::UnexpectedType { .. },
        )) => (
            format!("The rule `{name}` puts together what doesn't go together"),
            "amounts and numbers are written with a point (`2.0 * 0.5`), counts without; texts stand in single \
             quotes; days are compared with `as_of` or `timestamp('2026-09-30T00:00:00Z')`"
                .to_owned(),
        ),
        Err(_) => (
            format!("The rule `{name}` can't be judged"),
            "make it simpler, or several rules".to_owned(),
        ),
    };
    report(policy, Fault { code: &codes::P655, at: None, message, help })
        .label(plan.head(), "judged on this plan")
}

/// What kind of value it is, in words.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::List(_) => "a list",
        Value::Map(_) | Value::Struct(_) => "a record",
        Value::Int(_) | Value::UInt(_) | Value::Float(_) => "a number",
        Value::String(_) => "a text",
        Value::Duration(_) => "a length of time",
        Value::Timestamp(_) => "a day",
        Value::Null => "nothing",
        _ => "something else",
    }
}

/// A fault at its place in planc.yaml.
fn report(policy: &Policy, fault: Fault) -> Diagnostic {
    let source = &policy.place.source;
    let written = source.slice(policy.require.span);
    let whole = policy.require.span;
    // Places inside of the expression are known where it is written as it is read.
    let base = written.find(policy.require.value.as_str()).map(|at| whole.start as usize + at);
    let span = match (base, fault.at) {
        (Some(base), Some((start, end))) => Span::new(base + start, base + end),
        _ => whole,
    };
    let place = if span == whole { first_line(&Place::new(source, span)) } else { Place::new(source, span) };
    Diagnostic::new(fault.code, place, fault.message).help(fault.help)
}

type Read = Result<(Program, names::Size), Fault>;

/// Reads every rule's expression, on a stack that the deepest of them can't overflow.
fn read_all(config: &Arc<Config>) -> Vec<Read> {
    if config.policies.is_empty() {
        return Vec::new();
    }
    let work = {
        let config = Arc::clone(config);
        move || -> Vec<Read> { config.policies.iter().map(read).collect() }
    };
    let thread = std::thread::Builder::new().name("policies".into()).stack_size(STACK).spawn(work);
    let read = thread.ok().and_then(|thread| thread.join().ok());
    read.unwrap_or_else(|| config.policies.iter().map(|policy| Err(unreadable(policy, None))).collect())
}

/// Reads one rule's expression and looks at its names.
fn read(policy: &Policy) -> Read {
    let text = policy.require.value.as_str();
    let too_large =
        |message: String, help: &str| Fault { code: &codes::P656, at: None, message, help: help.to_owned() };
    if text.chars().count() > CHARACTERS {
        let message = format!("The rule `{}` is longer than {CHARACTERS} characters", policy.name);
        return Err(too_large(message, "make it several rules"));
    }
    let compiled = catch_unwind(|| Program::compile(text));
    let program = match compiled {
        Ok(Ok(program)) => program,
        Ok(Err(errors)) => {
            let first = errors.errors.iter().map(|error| error.pos).filter(|&(line, _)| line > 0).min();
            return Err(unreadable(policy, first));
        }
        Err(_) => return Err(unreadable(policy, None)),
    };
    let size = names::size(program.expression());
    if size.depth > DEPTH {
        let message = format!("The rule `{}` nests deeper than {DEPTH} levels", policy.name);
        return Err(too_large(message, "make it several rules"));
    }
    if size.loops > LOOPS {
        let message = format!(
            "The rule `{}` goes through lists inside of lists {} levels deep",
            policy.name, size.loops
        );
        return Err(too_large(message, "three levels are the most; make it several rules"));
    }
    match names::first_unknown(&program, text) {
        None => Ok((program, size)),
        Some(unknown) => {
            Err(Fault { code: &codes::P654, at: unknown.at, message: unknown.message, help: unknown.help })
        }
    }
}

/// An expression that stops making sense at a line and a column.
fn unreadable(policy: &Policy, at: Option<(isize, isize)>) -> Fault {
    let text = policy.require.value.as_str();
    let offset = at.map(|(line, column)| offset(text, line, column));
    let rest = offset.and_then(|offset| text.get(offset..)).unwrap_or("");
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let help = match word.as_str() {
        "and" | "AND" => "write `&&` for and".to_owned(),
        "or" | "OR" => "write `||` for or".to_owned(),
        "not" | "NOT" => "write `!` for not, as in `!(plan.tier == 'strategic')`".to_owned(),
        _ if rest.starts_with('=') && !rest.starts_with("==") => "write `==` for equal".to_owned(),
        _ if rest.starts_with("<>") => "write `!=` for not equal".to_owned(),
        _ if text.matches('(').count() > text.matches(')').count() => "a `)` is missing".to_owned(),
        _ if text.matches('(').count() < text.matches(')').count() => "a `(` is missing".to_owned(),
        _ => "rules are written like `plan.tier == 'strategic'`, `plan.stakeholders.exists(s, 'champion' in s.role)`, \
              `… && …`, `… || …`, `!(…)`"
            .to_owned(),
    };
    let message = if text.trim().is_empty() {
        format!("The rule `{}` says nothing", policy.name)
    } else if rest.is_empty() {
        format!("The rule `{}` ends too early", policy.name)
    } else {
        format!("The rule `{}` can't be read from here on", policy.name)
    };
    let at = offset.filter(|&offset| offset < text.len()).map(|start| {
        let length = word.len().max(rest.chars().next().map_or(0, char::len_utf8));
        (start, start + length)
    });
    Fault { code: &codes::P653, at, message, help }
}

/// The byte offset of a line and a column, both from 1, in a text; its end where they lie outside.
fn offset(text: &str, line: isize, column: isize) -> usize {
    let (Ok(line), Ok(column)) = (usize::try_from(line), usize::try_from(column)) else { return text.len() };
    let mut start = 0;
    for (number, content) in text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            let at = content.char_indices().nth(column.saturating_sub(1)).map_or(content.len(), |(at, _)| at);
            return start + at;
        }
        start += content.len();
    }
    text.len()
}

#[cfg(test)]
mod tests;
