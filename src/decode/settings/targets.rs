//! `targets`: what figures should reach, for the portfolio, a tier, an owner.

use std::collections::BTreeMap;

use super::{Fields, entries, single, unknown};
use crate::config::{Config, Targets};
use crate::decode::decoder::Decoder;
use crate::decode::refusal::{Refusal, quoted};
use crate::decode::scalar::money::money;
use crate::decode::scalar::number::{any_share, count, quantity, share};
use crate::decode::scalar::word::same;
use crate::diagnostic::codes::{P602, P603};
use crate::model::Decimal;
use crate::parse::{Entry, NodeKind};

/// How a figure's target is written.
#[derive(Clone, Copy)]
enum Unit {
    Share,
    /// A share that may be above 100 %.
    AnyShare,
    Hours,
    Points,
    Score,
    Money,
}

const FIGURES: [(&str, Unit); 14] = [
    ("arr", Unit::Money),
    ("nrr", Unit::AnyShare),
    ("grr", Unit::Share),
    ("client_retention", Unit::Share),
    ("renewal_rate", Unit::Share),
    ("gross_value_renewal_rate", Unit::Share),
    ("net_value_renewal_rate", Unit::AnyShare),
    ("upsell_cross_sell", Unit::Money),
    ("csat", Unit::Share),
    ("nps", Unit::Points),
    ("time_to_resolution", Unit::Hours),
    ("health", Unit::Score),
    ("completeness", Unit::Share),
    ("clv", Unit::Money),
];

pub(super) fn targets(f: &mut Fields<'_, '_, '_, '_>, config: &Config) -> Targets {
    let mut targets = Targets::default();
    for entry in entries(f, "targets", "{nrr: 110%, csat: 85%}").unwrap_or_default() {
        match &*entry.key.text {
            "tiers" => {
                let names: Vec<&str> = config.tiers.iter().map(|tier| tier.name.as_str()).collect();
                targets.tier = nested(f.d, entry, config, |d, entry| {
                    let tier = names.iter().find(|name| same(name, &entry.key.text));
                    if tier.is_none() {
                        let message = format!("There is no tier {}", quoted(&entry.key.text));
                        unknown(d, &P603, entry.key.span, message, &entry.key.text, names.iter().copied());
                    }
                    tier.map(|name| (*name).to_owned())
                });
            }
            "owners" => {
                targets.owner = nested(f.d, entry, config, |d, entry| {
                    let people = &config.people;
                    if people.is_empty() || people.contains_key(&*entry.key.text) {
                        return Some(entry.key.text.to_string());
                    }
                    let message = format!("There is nobody {} in `people`", quoted(&entry.key.text));
                    unknown(
                        d,
                        &P603,
                        entry.key.span,
                        message,
                        &entry.key.text,
                        people.keys().map(String::as_str),
                    );
                    None
                });
            }
            _ => figure(f.d, entry, config, &mut targets.portfolio),
        }
    }
    targets
}

fn nested(
    d: &mut Decoder<'_>,
    entry: &Entry<'_>,
    config: &Config,
    mut key: impl FnMut(&mut Decoder<'_>, &Entry<'_>) -> Option<String>,
) -> BTreeMap<String, BTreeMap<String, Decimal>> {
    let mut groups = BTreeMap::new();
    let mut inner = Vec::new();
    match &entry.value.kind {
        NodeKind::Map(entries) => {
            for entry in entries {
                inner.extend(key(d, entry).map(|key| (key, entry)));
            }
        }
        NodeKind::Invalid => d.spoil(),
        NodeKind::Scalar(_) | NodeKind::List(_) => {
            let message = format!("`{}` needs keys and values", entry.key.text);
            let help = format!("write for example `{}: {{…: {{nrr: 110%}}}}`", entry.key.text);
            d.wrong_form(entry.value.span, message, help);
        }
    }
    for (key, entry) in inner {
        let mut figures = BTreeMap::new();
        match &entry.value.kind {
            NodeKind::Map(entries) => {
                for entry in entries {
                    figure(d, entry, config, &mut figures);
                }
            }
            NodeKind::Invalid => d.spoil(),
            NodeKind::Scalar(_) | NodeKind::List(_) => {
                let message = format!("The target for {} needs the name of its figure", quoted(&key));
                d.wrong_form(entry.value.span, message, format!("write for example `{key}: {{nrr: 110%}}`"));
            }
        }
        groups.insert(key, figures);
    }
    groups
}

fn figure(d: &mut Decoder<'_>, entry: &Entry<'_>, config: &Config, figures: &mut BTreeMap<String, Decimal>) {
    let Some((name, unit)) = FIGURES.iter().find(|(name, _)| *name == entry.key.text) else {
        let message = format!("There is no figure {}", quoted(&entry.key.text));
        let names = FIGURES.iter().map(|(name, _)| *name);
        return unknown(d, &P603, entry.key.span, message, &entry.key.text, names);
    };
    let target = match unit {
        Unit::Share => single(d, entry, "90%", share),
        Unit::AnyShare => single(d, entry, "110%", any_share),
        Unit::Hours => single(d, entry, "24", count),
        Unit::Points => {
            single(d, entry, "40", |text| between(text, Decimal::NEGATIVE_ONE * Decimal::ONE_HUNDRED))
        }
        Unit::Score => single(d, entry, "70", |text| between(text, Decimal::ZERO)),
        Unit::Money => {
            let amount = single(d, entry, "2M", money);
            let currency = amount.and_then(|amount| amount.value.currency).unwrap_or(config.currency);
            let Some(rate) = config.rate(currency) else {
                let message = format!("`{name}` is in {currency}, and `exchange_rates` has no rate for it");
                let help = format!(
                    "add `{currency}` to `exchange_rates`, or write the target in {}",
                    config.currency
                );
                return d.wrong_form(entry.value.span, message, help);
            };
            let exact = amount.and_then(|amount| amount.value.amount.checked_mul(rate));
            exact.map(|exact| crate::text::Spanned::new(exact, entry.value.span))
        }
    };
    if let Some(target) = target {
        figures.insert((*name).to_owned(), target.value);
    }
}

fn between(text: &str, least: Decimal) -> Result<Decimal, Refusal> {
    let value = quantity(text)?;
    if (least..=Decimal::ONE_HUNDRED).contains(&value) {
        return Ok(value);
    }
    let message = format!("must be from {least} to 100, not {}", quoted(text));
    Err(Refusal::new(&P602, message, format!("write a number from {least} to 100")))
}
