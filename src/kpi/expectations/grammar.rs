//! Reading an expectation: `NAME OP NUMBER`, the number written as the figure's own kind of value.

use crate::config::Config;
use crate::decode::refusal::{Refusal, one_of, quoted};
use crate::decode::scalar::money::money;
use crate::decode::scalar::number::{any_share, count, quantity, share};
use crate::decode::suggest::{Budget, nearest};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::P703;
use crate::model::{Currency, Decimal, Expectation, round};
use crate::text::{Place, Span};

use super::super::amount::mul;
use super::super::{FigureName, Unit};

/// The figures that an expectation may name.
pub const EXPECTABLE: [FigureName; 13] = [
    FigureName::Arr,
    FigureName::Nrr,
    FigureName::Grr,
    FigureName::ClientRetention,
    FigureName::RenewalRate,
    FigureName::GrossValueRenewalRate,
    FigureName::NetValueRenewalRate,
    FigureName::UpsellCrossSell,
    FigureName::Csat,
    FigureName::Nps,
    FigureName::TimeToResolution,
    FigureName::Health,
    FigureName::Completeness,
];

/// How a figure is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `==`, at 6 decimals.
    Equal,
}

impl Comparison {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Comparison::AtLeast => ">=",
            Comparison::Above => ">",
            Comparison::AtMost => "<=",
            Comparison::Below => "<",
            Comparison::Equal => "==",
        }
    }

    /// Whether it holds.
    pub fn holds(self, value: Decimal, number: Decimal) -> bool {
        match self {
            Comparison::AtLeast => value >= number,
            Comparison::Above => value > number,
            Comparison::AtMost => value <= number,
            Comparison::Below => value < number,
            Comparison::Equal => round(value, 6) == round(number, 6),
        }
    }

    /// The comparison that a text stands for, and whether it is written rightly.
    fn read(text: &str) -> Option<(Self, bool)> {
        Some(match text {
            ">=" => (Comparison::AtLeast, true),
            ">" => (Comparison::Above, true),
            "<=" => (Comparison::AtMost, true),
            "<" => (Comparison::Below, true),
            "==" => (Comparison::Equal, true),
            "=>" | "≥" | "at least" => (Comparison::AtLeast, false),
            "=<" | "≤" | "at most" => (Comparison::AtMost, false),
            "=" | "===" | "is" => (Comparison::Equal, false),
            _ => return None,
        })
    }
}

/// An expectation that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Read {
    pub figure: FigureName,
    pub comparison: Comparison,
    /// In the figure's own unit; money in the portfolio's currency.
    pub number: Decimal,
}

const HELP: &str = "write a figure, one of `>=` `>` `<=` `<` `==`, and a number: for example `nrr >= 100%`";

/// Reads an expectation; amounts without a currency are in `currency`.
pub(super) fn read(
    expectation: &Expectation,
    config: &Config,
    currency: Currency,
    budget: &Budget,
) -> Result<Read, Diagnostic> {
    let text = expectation.text.trim();
    let wrong = |part: &str, message: String| Diagnostic::new(&P703, place(expectation, part), message);
    let is_sign = |c: char| matches!(c, '<' | '>' | '=' | '≥' | '≤' | '!' | '≠');
    let start = text.find(is_sign);
    let (name, sign, number) = match start {
        Some(start) => {
            let (name, rest) = text.split_at(start);
            let end = rest.find(|c| !is_sign(c)).unwrap_or(rest.len());
            let (sign, number) = rest.split_at(end);
            (name.trim(), sign, number.trim())
        }
        None => match [" at least ", " at most ", " is "]
            .iter()
            .find_map(|word| text.split_once(word).map(|(a, b)| (a, word.trim(), b)))
        {
            Some((name, word, number)) => (name.trim(), word, number.trim()),
            None => {
                let message = format!("{} compares nothing", quoted(text));
                return Err(wrong("", message).help(HELP));
            }
        },
    };
    if name.is_empty() {
        return Err(wrong("", format!("{} names no figure", quoted(text))).help(HELP));
    }
    let figure = figure(name, budget).map_err(|help| {
        wrong(name, format!("There is no figure {} to expect something of", quoted(name))).help(help)
    })?;
    let comparison = match Comparison::read(sign) {
        Some((comparison, true)) => comparison,
        Some((comparison, false)) => {
            let right = format!("{figure} {} {number}", comparison.as_str());
            return Err(
                wrong("", format!("{} is no comparison", quoted(sign))).help(format!("write `{right}`"))
            );
        }
        None => return Err(wrong("", format!("{} is no comparison", quoted(sign))).help(HELP)),
    };
    if number.is_empty() {
        let example = format!("{figure} {} {}", comparison.as_str(), example(figure));
        return Err(wrong("", format!("{} lacks its number", quoted(text)))
            .help(format!("write for example `{example}`")));
    }
    let number = value(figure, number, config, currency).map_err(|refusal| {
        let right = refusal.fix.map(|fix| format!("write `{figure} {} {fix}`", comparison.as_str()));
        wrong(number, format!("The number that `{figure}` is compared with {}", refusal.message))
            .help(right.unwrap_or(refusal.help))
    })?;
    Ok(Read { figure, comparison, number })
}

/// Where a part of the text stands; all of it where that can't be told (quotes with escapes, a cell).
fn place(expectation: &Expectation, part: &str) -> Place {
    let Place { source, span } = &expectation.place;
    let written = source.slice(*span);
    let start = written.find(&expectation.text).map(|at| span.start as usize + at);
    let within = if part.is_empty() { None } else { expectation.text.rfind(part) };
    match (start, within) {
        (Some(start), Some(at)) => Place::new(source, Span::new(start + at, start + at + part.len())),
        _ => expectation.place.clone(),
    }
}

fn figure(name: &str, budget: &Budget) -> Result<FigureName, String> {
    if let Some(figure) = EXPECTABLE.into_iter().find(|figure| figure.as_str() == name) {
        return Ok(figure);
    }
    let near = nearest(name, EXPECTABLE.iter().map(|figure| figure.as_str()), budget);
    Err(near.question().unwrap_or_else(|| {
        format!("write one of {}", one_of(EXPECTABLE.iter().map(|figure| figure.as_str())))
    }))
}

fn example(figure: FigureName) -> &'static str {
    match figure.unit() {
        Unit::Money => "200k",
        Unit::Share => "95%",
        Unit::Points => "40",
        Unit::Hours => "48",
        Unit::Score => "70",
    }
}

fn value(figure: FigureName, text: &str, config: &Config, currency: Currency) -> Result<Decimal, Refusal> {
    match figure.unit() {
        Unit::Share if matches!(figure, FigureName::Nrr | FigureName::NetValueRenewalRate) => any_share(text),
        Unit::Share => share(text),
        Unit::Points => quantity(text),
        Unit::Score | Unit::Hours => count(text),
        Unit::Money => {
            let amount = money(text)?;
            let currency = amount.currency.unwrap_or(currency);
            let rate = config.rate(currency).ok_or_else(|| {
                let message = format!("is in {currency}, and `exchange_rates` has no rate for it");
                Refusal::new(&P703, message, format!("add {currency} to `exchange_rates` in planc.yaml"))
            })?;
            Ok(mul(amount.amount, rate))
        }
    }
}
