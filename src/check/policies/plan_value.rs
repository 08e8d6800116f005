//! A plan as a value of the expression language, under the format's own key names.
//!
//! For: every key there, absent ones as `null` and lists as empty lists, so that no rule must ask whether a
//! key exists. What the format gives a default has it. Amounts are in the portfolio's currency, as
//! numbers with a point: rules compare them and are no figures.
//! Must not: hold anything that a plan doesn't say.

use std::collections::{BTreeSet, HashMap};

use cel::Value;
use cel::objects::{Key, Map};
use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime};
use rust_decimal::prelude::ToPrimitive;

use super::names;
use crate::config::Config;
use crate::model::*;

/// The keys of a record as they are collected.
#[derive(Default)]
struct Record(HashMap<Key, Value>);

impl Record {
    fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(Key::from(key), value.into());
        self
    }

    /// With the author's own keys.
    fn and(mut self, extra: &Extras) -> Self {
        for (key, value) in extra {
            self.0.insert(Key::from(key.as_str()), own(value));
        }
        self
    }

    fn done(self) -> Value {
        Value::Map(Map { map: self.0.into() })
    }
}

/// What the author wrote under a key of their own.
fn own(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(*flag),
        serde_json::Value::Number(number) => number.as_f64().map_or(Value::Null, Value::Float),
        serde_json::Value::String(text) => text.as_str().into(),
        serde_json::Value::Array(items) => items.iter().map(own).collect::<Vec<_>>().into(),
        serde_json::Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| (Key::from(key.as_str()), own(value)));
            Value::Map(Map { map: entries.collect::<HashMap<_, _>>().into() })
        }
    }
}

/// A day: its first moment, UTC.
pub(super) fn day(date: Date) -> Value {
    moment(date.and_time(NaiveTime::MIN))
}

fn moment(at: NaiveDateTime) -> Value {
    Value::Timestamp(DateTime::<FixedOffset>::from(at.and_utc()))
}

fn number(value: Decimal) -> Value {
    value.to_f64().map_or(Value::Null, Value::Float)
}

fn count(value: u64) -> Value {
    i64::try_from(value).map_or(Value::Null, Value::Int)
}

fn or_null<T>(field: &Optional<T>, convert: impl FnOnce(&T) -> Value) -> Value {
    field.as_ref().map_or(Value::Null, |field| convert(&field.value))
}

fn text(field: &Optional<String>) -> Value {
    or_null(field, |text| text.as_str().into())
}

fn date(field: &Optional<Date>) -> Value {
    or_null(field, |date| day(*date))
}

fn decimal(field: &Optional<Decimal>) -> Value {
    or_null(field, |value| number(*value))
}

fn word<T: Choice>(field: &Optional<T>) -> Value {
    or_null(field, |word| word.as_str().into())
}

fn texts(list: &[Field<String>]) -> Value {
    list.iter().map(|text| Value::from(text.value.as_str())).collect::<Vec<_>>().into()
}

fn list<T>(records: &[T], convert: impl Fn(&T) -> Value) -> Value {
    records.iter().map(convert).collect::<Vec<_>>().into()
}

/// A length of time as it is written: `30d`.
fn cadence(field: &Optional<Cadence>) -> Value {
    or_null(field, |cadence| {
        let (n, unit) = match *cadence {
            Cadence::Days(n) => (n, 'd'),
            Cadence::Weeks(n) => (n, 'w'),
            Cadence::Months(n) => (n, 'm'),
        };
        format!("{n}{unit}").into()
    })
}

/// A plan, with those of its top-level keys that are used; `None`: all.
pub(super) fn plan(plan: &Plan, config: &Config, used: Option<&BTreeSet<String>>) -> Value {
    let money = |money: Money| number(config.convert(money));
    let value_of = |key: &str| -> Value {
        match key {
            "account" => plan.account.value.as_str().into(),
            "owner" => plan.owner.value.as_str().into(),
            "id" => plan.id.value.as_str().into(),
            "external_ids" => {
                let ids = plan.external_ids.iter();
                let ids =
                    ids.map(|(key, id)| (Key::from(key.value.as_str()), Value::from(id.value.as_str())));
                Value::Map(Map { map: ids.collect::<HashMap<_, _>>().into() })
            }
            "tier" => text(&plan.tier),
            "segment" => text(&plan.segment),
            "industry" => text(&plan.industry),
            "region" => text(&plan.region),
            "parent" => text(&plan.parent),
            "currency" => plan.currency.as_str().into(),
            "customer_since" => date(&plan.customer_since),
            "reviewed" => date(&plan.reviewed),
            "tags" => texts(&plan.tags),
            "lost" => plan.lost.as_ref().map_or(Value::Null, lost),
            "profile" => profile(plan.profile.as_ref().unwrap_or(&Profile::default()), &money),
            "stakeholders" => list(&plan.stakeholders, stakeholder),
            "value" => list(&plan.value, |value| outcome(value, &money)),
            "contracts" => list(&plan.contracts, |contract| self::contract(contract, &money)),
            "opportunities" => list(&plan.opportunities, |o| opportunity(o, plan, config)),
            "risks" => list(&plan.risks, risk),
            "actions" => list(&plan.actions, action),
            "objectives" => list(&plan.objectives, objective),
            "surveys" => list(&plan.surveys, survey),
            "escalations" => list(&plan.escalations, escalation),
            "usage" => list(&plan.usage, usage),
            "meetings" => list(&plan.meetings, meeting),
            _ => Value::Null,
        }
    };
    let wanted = |key: &&str| used.is_none_or(|used| used.contains(*key));
    let record = names::plan_keys()
        .filter(wanted)
        .fold(Record::default(), |record, key| record.with(key, value_of(key)));
    record.and(&plan.extra).done()
}

fn lost(lost: &Lost) -> Value {
    Record::default()
        .with("date", day(lost.date.value))
        .with("reason", text(&lost.reason))
        .with("to", text(&lost.to))
        .and(&lost.extra)
        .done()
}

fn profile(profile: &Profile, money: &impl Fn(Money) -> Value) -> Value {
    Record::default()
        .with("employees", or_null(&profile.employees, |employees| count(*employees)))
        .with("annual_revenue", or_null(&profile.annual_revenue, |revenue| money(*revenue)))
        .with("headquarters", text(&profile.headquarters))
        .with("website", text(&profile.website))
        .with("structure", texts(&profile.structure))
        .with("priorities", texts(&profile.priorities))
        .with("competitors", texts(&profile.competitors))
        .and(&profile.extra)
        .done()
}

fn stakeholder(who: &Stakeholder) -> Value {
    let roles: Vec<Value> = who.role.iter().map(|role| role.as_str().into()).collect();
    Record::default()
        .with("id", who.id.value.as_str())
        .with("name", who.name.value.as_str())
        .with("title", text(&who.title))
        .with("unit", text(&who.unit))
        .with("role", roles)
        .with("influence", word(&who.influence))
        .with("sentiment", word(&who.sentiment))
        .with("reports_to", text(&who.reports_to))
        .with("contact", text(&who.contact))
        .with("last_contact", date(&who.last_contact))
        .with("cadence", cadence(&who.cadence))
        .with("departed", date(&who.departed))
        .and(&who.extra)
        .done()
}

fn outcome(value: &crate::model::Value, money: &impl Fn(Money) -> Value) -> Value {
    Record::default()
        .with("id", value.id.value.as_str())
        .with("outcome", value.outcome.value.as_str())
        .with("metric", text(&value.metric))
        .with("baseline", decimal(&value.baseline))
        .with("result", decimal(&value.result))
        .with("worth", or_null(&value.worth, |worth| money(*worth)))
        .with("date", day(value.date.value))
        .with("confirmed_by", text(&value.confirmed_by))
        .with("evidence", text(&value.evidence))
        .and(&value.extra)
        .done()
}

/// A contract: with one line, `product` and `arr` are that line's; with several, `product` is `null` and
/// `arr` their sum, as signed.
fn contract(contract: &Contract, money: &impl Fn(Money) -> Value) -> Value {
    let product = match contract.lines.as_slice() {
        [only] => only.product.value.as_str().into(),
        _ => Value::Null,
    };
    let amounts = contract.lines.iter().map(|line| match money(line.arr.value) {
        Value::Float(amount) => amount,
        _ => 0.0,
    });
    let renews = contract.renews.iter().map(|old| {
        Value::from(match &old.account {
            Some(account) => format!("{account}/{}", old.contract),
            None => old.contract.clone(),
        })
    });
    let uplift = or_null(&contract.uplift, |uplift| match uplift {
        MoneyOrShare::Money(amount) => money(*amount),
        MoneyOrShare::Share(share) => number(*share),
    });
    Record::default()
        .with("id", contract.id.value.as_str())
        .with("product", product)
        .with("arr", Value::Float(amounts.sum()))
        .with(
            "lines",
            list(&contract.lines, |line| {
                Record::default()
                    .with("product", line.product.value.as_str())
                    .with("arr", money(line.arr.value))
                    .with("unit", text(&line.unit))
                    .and(&line.extra)
                    .done()
            }),
        )
        .with("start", day(contract.start.value))
        .with("end", date(&contract.end))
        .with("signed", day(contract.signed_on()))
        .with("renews", renews.collect::<Vec<_>>())
        .with("uplift", uplift)
        .with("auto_renews", Value::Bool(contract.goes_on()))
        .with("cancelled", date(&contract.cancelled))
        .with("notice", cadence(&contract.notice))
        .with(
            "changes",
            list(&contract.changes, |change| {
                Record::default()
                    .with("date", day(change.date.value))
                    .with("product", change.product.value.as_str())
                    .with("unit", text(&change.unit))
                    .with("arr", money(change.arr.value))
                    .with("reason", word(&change.reason))
                    .and(&change.extra)
                    .done()
            }),
        )
        .with(
            "renewal",
            contract.renewal.as_ref().map_or(Value::Null, |renewal| {
                Record::default()
                    .with("forecast", or_null(&renewal.forecast, |forecast| money(*forecast)))
                    .with("probability", decimal(&renewal.probability))
                    .with("category", word(&renewal.category))
                    .with("note", text(&renewal.note))
                    .and(&renewal.extra)
                    .done()
            }),
        )
        .and(&contract.extra)
        .done()
}

fn opportunity(o: &Opportunity, plan: &Plan, config: &Config) -> Value {
    let probability =
        o.probability.map_or_else(|| config.stage_probability(o.stage.value), |share| share.value);
    Record::default()
        .with("id", o.id.value.as_str())
        .with("name", o.name.value.as_str())
        .with("kind", o.kind.as_str())
        .with("owner", o.owner.as_ref().map_or(plan.owner.value.as_str(), |owner| &owner.value))
        .with("product", text(&o.product))
        .with("unit", text(&o.unit))
        .with("arr", number(config.convert(o.arr.value)))
        .with("stage", o.stage.as_str())
        .with("probability", number(probability))
        .with("close", day(o.close.value))
        .with("sponsor", text(&o.sponsor))
        .with("contract", text(&o.contract))
        .with("reason", text(&o.reason))
        .and(&o.extra)
        .done()
}

fn risk(risk: &Risk) -> Value {
    Record::default()
        .with("id", risk.id.value.as_str())
        .with("risk", risk.risk.value.as_str())
        .with("category", risk.category.as_str())
        .with("likelihood", risk.likelihood.as_str())
        .with("impact", risk.impact.as_str())
        .with("mitigation", texts(&risk.mitigation))
        .with("status", risk.status().as_str())
        .with("opened", date(&risk.opened))
        .and(&risk.extra)
        .done()
}

fn action(action: &Action) -> Value {
    Record::default()
        .with("id", action.id.value.as_str())
        .with("action", action.action.value.as_str())
        .with("owner", text(&action.owner))
        .with("start", date(&action.start))
        .with("due", date(&action.due))
        .with("metric", text(&action.metric))
        .with("status", action.status().as_str())
        .with("done", date(&action.done))
        .with("supports", texts(&action.supports))
        .and(&action.extra)
        .done()
}

fn objective(objective: &Objective) -> Value {
    Record::default()
        .with("id", objective.id.value.as_str())
        .with("objective", objective.objective.value.as_str())
        .with("metric", text(&objective.metric))
        .with("baseline", decimal(&objective.baseline))
        .with("target", decimal(&objective.target))
        .with("current", decimal(&objective.current))
        .with("due", date(&objective.due))
        .with("sponsor", text(&objective.sponsor))
        .and(&objective.extra)
        .done()
}

fn survey(survey: &Survey) -> Value {
    let (nps, csat, of) = match survey.score.value {
        Score::Nps(score) => (Value::Int(i64::from(score)), Value::Null, Value::Null),
        Score::Csat { score, of } => (Value::Null, Value::Int(i64::from(score)), Value::Int(i64::from(of))),
    };
    Record::default()
        .with("id", text(&survey.id))
        .with("date", day(survey.date.value))
        .with("nps", nps)
        .with("csat", csat)
        .with("of", of)
        .with("by", text(&survey.by))
        .and(&survey.extra)
        .done()
}

fn escalation(escalation: &Escalation) -> Value {
    let severity = escalation.severity.map_or(EscalationSeverity::Medium, |severity| severity.value);
    Record::default()
        .with("id", escalation.id.value.as_str())
        .with("opened", moment(escalation.opened.at))
        .with("resolved", or_null(&escalation.resolved, |resolved| moment(resolved.at)))
        .with("severity", severity.as_str())
        .with("summary", text(&escalation.summary))
        .and(&escalation.extra)
        .done()
}

fn usage(usage: &Usage) -> Value {
    let points = usage.points.iter();
    let points = points.map(|(month, point)| (Key::from(month.to_string()), number(point.value)));
    Record::default()
        .with("id", text(&usage.id))
        .with("metric", usage.metric.value.as_str())
        .with("licensed", decimal(&usage.licensed))
        .with("points", Value::Map(Map { map: points.collect::<HashMap<_, _>>().into() }))
        .and(&usage.extra)
        .done()
}

fn meeting(meeting: &Meeting) -> Value {
    Record::default()
        .with("id", text(&meeting.id))
        .with("date", day(meeting.date.value))
        .with("kind", word(&meeting.kind))
        .with("with", texts(&meeting.with))
        .with("notes", text(&meeting.notes))
        .and(&meeting.extra)
        .done()
}
