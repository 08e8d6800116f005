//! What an expression may name: the keys of a plan, at every depth, and the functions of the language.
//!
//! For: a misspelt name told at its place when the rule is read, not when some plan happens to meet it;
//! and how much work an expression is.
//! Must not: evaluate anything.

use std::collections::{BTreeMap, BTreeSet};

use cel::Program;
use cel::common::ast::{ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue};

use crate::check::words::{listed, nearest, plain};

/// What is known of a value's keys.
#[derive(Debug)]
pub(super) enum Kind {
    /// Nothing.
    Any,
    /// A list of such.
    List(&'static Kind),
    /// A record with these keys.
    Record(&'static [(&'static str, &'static Kind)]),
}

const ANY: &Kind = &Kind::Any;

macro_rules! record {
    ($($key:literal $(: $kind:expr)?),+ $(,)?) => {
        Kind::Record(&[$(($key, record!(@ $($kind)?))),+])
    };
    (@) => { ANY };
    (@ $kind:expr) => { $kind };
}

/// A plan as an expression sees it: the keys of the front matter.
pub(super) static PLAN: Kind = record! {
    "account", "owner", "id", "external_ids", "tier", "segment", "industry", "region", "parent", "currency",
    "customer_since", "reviewed", "tags",
    "lost": &record! { "date", "reason", "to" },
    "profile": &record! {
        "employees", "annual_revenue", "headquarters", "website", "structure", "priorities", "competitors",
    },
    "stakeholders": &Kind::List(&record! {
        "id", "name", "title", "unit", "role", "influence", "sentiment", "reports_to", "contact", "last_contact",
        "cadence", "departed",
    }),
    "value": &Kind::List(&record! {
        "id", "outcome", "metric", "baseline", "result", "worth", "date", "confirmed_by", "evidence",
    }),
    "contracts": &Kind::List(&record! {
        "id", "product", "arr",
        "lines": &Kind::List(&record! { "product", "arr", "unit" }),
        "start", "end", "signed", "renews", "uplift", "auto_renews", "cancelled", "notice",
        "changes": &Kind::List(&record! { "date", "product", "unit", "arr", "reason" }),
        "renewal": &record! { "forecast", "probability", "category", "note" },
    }),
    "opportunities": &Kind::List(&record! {
        "id", "name", "kind", "owner", "product", "unit", "arr", "stage", "probability", "close", "sponsor",
        "contract", "reason",
    }),
    "risks": &Kind::List(&record! {
        "id", "risk", "category", "likelihood", "impact", "mitigation", "status", "opened",
    }),
    "actions": &Kind::List(&record! {
        "id", "action", "owner", "start", "due", "metric", "status", "done", "supports",
    }),
    "objectives": &Kind::List(&record! {
        "id", "objective", "metric", "baseline", "target", "current", "due", "sponsor",
    }),
    "surveys": &Kind::List(&record! { "id", "date", "nps", "csat", "of", "by" }),
    "escalations": &Kind::List(&record! { "id", "opened", "resolved", "severity", "summary" }),
    "usage": &Kind::List(&record! { "id", "metric", "licensed", "points" }),
    "meetings": &Kind::List(&record! { "id", "date", "kind", "with", "notes" }),
};

/// The top-level keys of a plan.
pub(super) fn plan_keys() -> impl Iterator<Item = &'static str> {
    let keys = match &PLAN {
        Kind::Record(keys) => *keys,
        Kind::Any | Kind::List(_) => &[],
    };
    keys.iter().map(|(key, _)| *key)
}

/// The functions and methods of the language's standard library (those on regular expressions and bytes
/// left out). Macros are no functions: they are expanded when an expression is read.
const FUNCTIONS: &[&str] = &[
    "size",
    "contains",
    "startsWith",
    "endsWith",
    "string",
    "int",
    "uint",
    "double",
    "bool",
    "type",
    "dyn",
    "duration",
    "timestamp",
    "getFullYear",
    "getMonth",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "getHours",
    "getMinutes",
    "getSeconds",
    "getMilliseconds",
];

/// What is written as a function, but expanded.
const MACROS: &[&str] = &["has", "all", "exists", "exists_one", "map", "filter"];

/// What other languages call them.
const ALIASES: &[(&str, &str)] = &[
    ("any", "exists"),
    ("some", "exists"),
    ("every", "all"),
    ("count", "size"),
    ("len", "size"),
    ("length", "size"),
    ("includes", "contains"),
    ("select", "filter"),
    ("where", "filter"),
    ("year", "getFullYear"),
    ("now", "as_of"),
    ("today", "as_of"),
];

/// The names of types, which are values too.
const TYPES: &[&str] = &["bool", "double", "int", "list", "map", "null_type", "string", "type", "uint"];

/// How much work an expression is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    /// How deep it nests.
    pub depth: usize,
    /// How many loops stand inside of each other.
    pub loops: u32,
    /// How many times a list may be added to another.
    additions: usize,
    /// The longest list that it writes.
    longest: usize,
}

impl Size {
    /// The most steps that its loops take over lists of this length.
    pub fn steps(&self, list: usize) -> usize {
        let length = list.max(self.longest).max(1).saturating_mul(self.additions + 1);
        if self.loops < 2 { 0 } else { length.saturating_pow(self.loops) }
    }
}

/// How much work an expression is.
pub(super) fn size(expression: &IdedExpr) -> Size {
    let mut size = Size::default();
    // A stack of its own: how deep the expression is, is just what is asked.
    let mut open: Vec<(&IdedExpr, usize, u32)> = vec![(expression, 1, 0)];
    while let Some((expression, depth, loops)) = open.pop() {
        size.depth = size.depth.max(depth);
        size.loops = size.loops.max(loops);
        match &expression.expr {
            Expr::Call(call) if call.func_name == "_+_" => size.additions += 1,
            Expr::List(list) => size.longest = size.longest.max(list.elements.len()),
            Expr::Map(map) => size.longest = size.longest.max(map.entries.len()),
            _ => {}
        }
        match &expression.expr {
            Expr::Comprehension(each) => {
                open.push((&each.iter_range, depth + 1, loops));
                open.extend(body(each).map(|part| (part, depth + 1, loops + 1)));
            }
            other => open.extend(children(other).into_iter().map(|child| (child, depth + 1, loops))),
        }
    }
    size
}

/// The parts of a loop that are done for each item.
fn body(each: &ComprehensionExpr) -> impl Iterator<Item = &IdedExpr> {
    [&each.accu_init, &each.loop_cond, &each.loop_step, &each.result].into_iter()
}

/// The parts of an expression other than a loop.
fn children(expression: &Expr) -> Vec<&IdedExpr> {
    match expression {
        Expr::Call(call) => call.target.as_deref().into_iter().chain(&call.args).collect(),
        Expr::List(list) => list.elements.iter().collect(),
        Expr::Map(map) => map.entries.iter().flat_map(|entry| entry_parts(&entry.expr)).collect(),
        Expr::Struct(record) => record.entries.iter().flat_map(|entry| entry_parts(&entry.expr)).collect(),
        Expr::Select(select) => vec![&select.operand],
        Expr::Comprehension(_) | Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => Vec::new(),
    }
}

fn entry_parts(entry: &EntryExpr) -> Vec<&IdedExpr> {
    match entry {
        EntryExpr::StructField(field) => vec![&field.value],
        EntryExpr::MapEntry(entry) => vec![&entry.key, &entry.value],
    }
}

/// A name that means nothing.
#[derive(Debug)]
pub(super) struct Unknown {
    /// Where in the expression, in bytes.
    pub at: Option<(usize, usize)>,
    pub message: String,
    pub help: String,
}

/// The first name of an expression that means nothing. The expression must not nest deep.
pub(super) fn first_unknown(program: &Program, text: &str) -> Option<Unknown> {
    let mut reader = Reader { program, text, scope: BTreeMap::new(), found: Vec::new() };
    reader.read(program.expression());
    reader.found.into_iter().min_by_key(|unknown| unknown.at.unwrap_or((usize::MAX, 0)))
}

/// The top-level keys of a plan that an expression uses; `None`: it uses the plan as a whole, so all of
/// them.
pub(super) fn used_keys(expression: &IdedExpr) -> Option<BTreeSet<&str>> {
    let mut keys = BTreeSet::new();
    let mut open = vec![expression];
    while let Some(expression) = open.pop() {
        match &expression.expr {
            Expr::Select(select) if matches!(&select.operand.expr, Expr::Ident(name) if name == "plan") => {
                keys.insert(select.field.as_str());
            }
            Expr::Ident(name) if name == "plan" => return None,
            Expr::Comprehension(each) => {
                open.push(&each.iter_range);
                open.extend(body(each));
            }
            other => open.extend(children(other)),
        }
    }
    Some(keys)
}

struct Reader<'a> {
    program: &'a Program,
    text: &'a str,
    /// The variables of the loops around, innermost last.
    scope: BTreeMap<&'a str, Vec<&'static Kind>>,
    found: Vec<Unknown>,
}

impl<'a> Reader<'a> {
    /// Looks at an expression and says what is known of its value.
    fn read(&mut self, expression: &'a IdedExpr) -> &'static Kind {
        match &expression.expr {
            Expr::Ident(name) => self.variable(expression, name),
            Expr::Select(select) => {
                let of = self.read(&select.operand);
                self.key(expression, of, &select.field)
            }
            Expr::Comprehension(each) => {
                let range = self.read(&each.iter_range);
                let item = match range {
                    Kind::List(item) => item,
                    Kind::Any | Kind::Record(_) => ANY,
                };
                let accumulated: &'static Kind = ANY;
                self.scope.entry(&each.iter_var).or_default().push(item);
                self.scope.entry(&each.accu_var).or_default().push(accumulated);
                for part in body(each) {
                    self.read(part);
                }
                for variable in [&each.iter_var, &each.accu_var] {
                    if let Some(kinds) = self.scope.get_mut(variable.as_str()) {
                        kinds.pop();
                    }
                }
                ANY
            }
            Expr::Call(call) => {
                let target = call.target.as_deref().map(|target| self.read(target));
                let of = call.args.iter().map(|argument| self.read(argument)).collect::<Vec<_>>();
                match (call.func_name.as_str(), of.as_slice(), call.args.as_slice()) {
                    ("_[_]", [Kind::List(item), _], _) => item,
                    ("_[_]", [Kind::Record(_), _], [_, key]) => match &key.expr {
                        Expr::Literal(LiteralValue::String(name)) => {
                            let name = name.inner().to_owned();
                            self.key(key, of.first().copied().unwrap_or(ANY), &name)
                        }
                        _ => ANY,
                    },
                    ("_?_:_", ..) => of.get(1).copied().unwrap_or(ANY),
                    (name, ..) => {
                        self.function(expression, name, target.is_some());
                        ANY
                    }
                }
            }
            other => {
                for child in children(other) {
                    self.read(child);
                }
                ANY
            }
        }
    }

    fn variable(&mut self, expression: &IdedExpr, name: &str) -> &'static Kind {
        if let Some(kind) = self.scope.get(name).and_then(|kinds| kinds.last()) {
            return kind;
        }
        match name {
            "plan" => return &PLAN,
            "as_of" => return ANY,
            _ if TYPES.contains(&name) || name.starts_with('@') => return ANY,
            _ => {}
        }
        let help = if plan_keys().any(|key| key == name) {
            format!("write `plan.{name}`")
        } else {
            match nearest(name, ["plan", "as_of"]) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "a rule knows `plan` and `as_of`; a text stands in single quotes: `'{}'`",
                    plain(name)
                ),
            }
        };
        let at = self.offset(expression).map(|at| (at, at + name.len()));
        self.found.push(Unknown { at, message: format!("A rule doesn't know `{}`", plain(name)), help });
        ANY
    }

    /// The value of a key.
    fn key(&mut self, expression: &IdedExpr, of: &'static Kind, name: &str) -> &'static Kind {
        let keys = match of {
            Kind::Record(keys) => keys,
            Kind::List(_) => {
                let help = format!(
                    "go through it, as in `.exists(x, x.{name} == …)`, or take one item, as in `[0].{name}`",
                    name = plain(name)
                );
                let message = format!("A list has no `{}`", plain(name));
                let at = self.name_at(expression, name);
                self.found.push(Unknown { at, message, help });
                return ANY;
            }
            Kind::Any => return ANY,
        };
        if let Some((_, kind)) = keys.iter().find(|(key, _)| *key == name) {
            return kind;
        }
        // The author's own keys are theirs to know.
        if name.starts_with("x-") {
            return ANY;
        }
        let names = || keys.iter().map(|(key, _)| *key);
        let help = match nearest(name, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", listed(names())),
        };
        let what = if std::ptr::eq(of, &PLAN) { "A plan" } else { "This" };
        let at = self.name_at(expression, name);
        self.found.push(Unknown { at, message: format!("{what} has no `{}`", plain(name)), help });
        ANY
    }

    fn function(&mut self, expression: &IdedExpr, name: &str, method: bool) {
        let operator = !name.starts_with(|c: char| c.is_ascii_alphabetic());
        if operator || FUNCTIONS.contains(&name) {
            return;
        }
        let alias = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(name));
        let help = match nearest(name, FUNCTIONS.iter().chain(MACROS).copied()) {
            _ if alias.is_some() => format!("write `{}`", alias.map_or("", |(_, meant)| meant)),
            Some(near) if near != name => format!("did you mean `{near}`?"),
            Some(_) => format!(
                "`{name}` takes a variable and a condition, as in `plan.actions.{name}(a, a.due < as_of)`"
            ),
            None => format!("there are {}", listed(FUNCTIONS.iter().chain(MACROS).copied())),
        };
        let dot = if method { "." } else { "" };
        let message = format!("There is no `{dot}{}()`", plain(name));
        // A call stands where its `(` does.
        let end = self.offset(expression);
        let at = end.and_then(|end| Some((end.checked_sub(name.len())?, end)));
        self.found.push(Unknown { at, message, help });
    }

    /// Where an expression stands: names at their start, selections at their point, calls at their `(`.
    fn offset(&self, expression: &IdedExpr) -> Option<usize> {
        let (start, _) = self.program.source_info().offset_for(expression.id)?;
        usize::try_from(start).ok().filter(|&start| self.text.is_char_boundary(start))
    }

    /// Where the name of a key stands, in a selection or an index.
    fn name_at(&self, expression: &IdedExpr, name: &str) -> Option<(usize, usize)> {
        let from = self.offset(expression)?;
        let at = from + self.text.get(from..)?.find(name)?;
        Some((at, at + name.len()))
    }
}
