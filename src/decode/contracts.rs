//! Contracts: what the client pays.

use std::collections::BTreeMap;

use super::fields::Fields;
use super::refusal::{Refusal, quoted};
use super::scalar::date::{date, notice};
use super::scalar::money::{Amount, money};
use super::scalar::number::{any_share, share};
use super::scalar::word::boolean;
use super::shape::{CHANGE, LINE, List, RENEWAL};
use crate::diagnostic::codes::{P102, P118, P122};
use crate::model::{Change, Contract, Decimal, Line, MoneyOrShare, Optional, RenewalForecast, Share};
use crate::text::Spanned;

pub(crate) fn contract(f: &mut Fields<'_, '_, '_, '_>, account: &str) -> Option<Contract> {
    let id = f.id(List::Contracts);
    let lines = lines(f);
    let start = f.need("start", date);
    let end = f.opt("end", date);
    let signed = f.opt("signed", date);
    let renews = f.contracts("renews", account);
    let uplift = uplift(f);
    let auto_renews = f.opt("auto_renews", boolean);
    let cancelled = f.opt("cancelled", date);
    let notice = f.opt("notice", notice);
    let changes = f.records("changes", &CHANGE, change);
    let renewal = f.record("renewal", &RENEWAL, renewal);
    changes_of_many_lines(f, &lines, &changes);
    f.sound()?;
    Some(Contract {
        place: f.d.place(f.span),
        id: id?,
        lines,
        start: start?,
        end,
        signed,
        renews,
        uplift,
        auto_renews,
        cancelled,
        notice,
        changes,
        renewal,
        extra: std::mem::take(&mut f.extra),
    })
}

/// `lines`, or `product` and `arr` as the one line.
fn lines(f: &mut Fields<'_, '_, '_, '_>) -> Vec<Line> {
    let listed = f.has("lines");
    let single = [f.has("product"), f.has("arr")];
    if !listed {
        if single == [false, false] {
            // One thing is missing, not two.
            missing_lines(f);
            return Vec::new();
        }
        let product = f.need_product("product");
        let arr = f.need_money("arr");
        return product
            .zip(arr)
            .map(|(product, arr)| Line {
                span: product.span.to(arr.span),
                product,
                arr,
                unit: None,
                extra: Default::default(),
            })
            .into_iter()
            .collect();
    }
    if let Some(key) = ["product", "arr"].into_iter().zip(single).find_map(|(key, has)| has.then_some(key)) {
        let span = f.key_span(key).unwrap_or(f.span);
        let message = format!("This contract has both `lines` and `{key}`");
        let help = "put every product into `lines`, or write `product` and `arr` and no `lines`";
        let mut problem = f.d.problem(&P118, span, message).help(help);
        if let Some(lines) = f.key_span("lines") {
            problem = problem.label(f.d.place(lines), "`lines` is here");
        }
        f.d.report(problem);
    }
    let lines = f.records("lines", &LINE, line);
    if lines.is_empty() && f.sound().is_some() {
        missing_lines(f);
    }
    lines
}

/// A change of a product in several lines says by its unit which of them it is about.
fn changes_of_many_lines(f: &mut Fields<'_, '_, '_, '_>, lines: &[Line], changes: &[Change]) {
    if lines.len() < 2 {
        return;
    }
    // The units of each product; one without a unit is meant by a change without one.
    let mut units: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
    for line in lines {
        let unit = line.unit.as_ref().map(|unit| unit.value.as_str());
        units.entry(&line.product.value).or_default().push(unit);
    }
    for change in changes.iter().filter(|change| change.unit.is_none()) {
        let Some(units) = units.get(change.product.value.as_str()) else { continue };
        if units.len() < 2 || units.contains(&None) {
            continue;
        }
        let product = quoted(&change.product.value);
        let message = format!("This change has no `unit`, and {product} stands in {} lines", units.len());
        let one = units.first().copied().flatten().unwrap_or_default();
        let help = format!("say whose line it changes, as in `unit: {one}`");
        let problem = f.d.problem(&P102, change.product.span, message).help(help);
        f.d.report(problem);
    }
}

fn missing_lines(f: &mut Fields<'_, '_, '_, '_>) {
    if f.is_excused("product") || f.is_excused("arr") || f.is_excused("lines") {
        f.d.spoil();
        return;
    }
    let span = f.key_span("lines").unwrap_or(f.anchor());
    let message = "This contract doesn't say what it is for: it has no `product` and no `lines`";
    let help = "add for example `product: Platform` and `arr: 240000`";
    let problem = f.d.problem(&P102, span, message).help(help);
    f.d.report(problem);
}

fn line(f: &mut Fields<'_, '_, '_, '_>) -> Option<Line> {
    let product = f.need_product("product");
    let arr = f.need_money("arr");
    let unit = f.unit("unit");
    f.sound()?;
    Some(Line { span: f.span, product: product?, arr: arr?, unit, extra: std::mem::take(&mut f.extra) })
}

fn change(f: &mut Fields<'_, '_, '_, '_>) -> Option<Change> {
    let date = f.need("date", date);
    let product = f.need_product("product");
    let unit = f.unit("unit");
    let arr = f.need_money("arr");
    let reason = f.choice("reason");
    f.sound()?;
    Some(Change {
        span: f.span,
        date: date?,
        product: product?,
        unit,
        arr: arr?,
        reason,
        extra: std::mem::take(&mut f.extra),
    })
}

fn renewal(f: &mut Fields<'_, '_, '_, '_>) -> Option<RenewalForecast> {
    let forecast = f.money("forecast");
    let probability = f.opt("probability", share);
    let category = f.choice("category");
    let note = f.text("note");
    f.sound()?;
    Some(RenewalForecast {
        span: f.span,
        forecast,
        probability,
        category,
        note,
        extra: std::mem::take(&mut f.extra),
    })
}

enum Rise {
    Money(Amount),
    Share(Share),
}

fn rise(text: &str) -> Result<Rise, Refusal> {
    match text.ends_with('%') {
        true => any_share(text).map(Rise::Share),
        false => money(text).map(Rise::Money),
    }
}

fn uplift(f: &mut Fields<'_, '_, '_, '_>) -> Optional<MoneyOrShare> {
    let Spanned { value, span } = f.opt("uplift", rise)?;
    match value {
        Rise::Share(share) => Some(Spanned::new(MoneyOrShare::Share(share), span)),
        Rise::Money(amount) => {
            if amount.currency.is_none() && amount.amount < Decimal::ONE_HUNDRED && !amount.amount.is_zero() {
                let (plain, currency) = (amount.amount.normalize(), f.d.currency);
                let message = format!("`uplift` reads as {plain} {currency} of money, not as a share");
                let share = if plain < Decimal::ONE { plain * Decimal::ONE_HUNDRED } else { plain };
                let help = format!(
                    "for a share write `{}%`; if it is money, write `{currency} {plain}`",
                    share.normalize()
                );
                let problem = f.d.problem(&P122, span, message).help(help);
                f.d.note(problem);
            }
            let money = f.in_currency("uplift", Spanned::new(amount, span))?;
            Some(money.map(MoneyOrShare::Money))
        }
    }
}
