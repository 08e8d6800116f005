//! When a contract's terms end, and what renews it.
//!
//! For: the dates that the contract and renewal rules compare.
//! Must not: report anything, or compute revenue over time.

use std::collections::BTreeMap;

use crate::model::{Change, Contract, ContractRef, Date, Decimal, Line, Plan, Terms};

/// The last day of the term in which `day` falls (of the first term for an earlier day). `None`: open-ended.
pub(super) fn term_end(contract: &Contract, day: Date) -> Option<Date> {
    let (start, end) = (contract.start.value, contract.end?.value);
    Some(if end < start { end } else { Terms::new(start, end).end_at(day) })
}

/// The last day of a contract, as far as it is known by the end of `as_of` that there is one. `None`: it
/// goes on by itself, or is open-ended, and no notice was received.
pub(super) fn last_day_known(contract: &Contract, as_of: Date) -> Option<Date> {
    let cancelled = contract.cancelled.map(|day| day.value).filter(|&day| day <= as_of);
    match (contract.end, contract.goes_on()) {
        (Some(end), false) => Some(end.value),
        (Some(_), true) => term_end(contract, cancelled?),
        (None, _) => cancelled,
    }
}

/// Which contracts of a plan renew which of its own.
pub(super) struct Renewals<'a>(BTreeMap<&'a str, Vec<&'a Contract>>);

impl<'a> Renewals<'a> {
    /// Those of this plan.
    pub fn of(plan: &'a Plan) -> Self {
        let mut by_old: BTreeMap<&str, Vec<&Contract>> = BTreeMap::new();
        for next in &plan.contracts {
            for old in next.renews.iter().filter(|old| is_own(plan, old)) {
                by_old.entry(&old.contract).or_default().push(next);
            }
        }
        Renewals(by_old)
    }

    /// The contracts that renew this one, in written order.
    pub fn of_contract(&self, contract: &Contract) -> &[&'a Contract] {
        self.0.get(contract.id.value.as_str()).map_or(&[], Vec::as_slice)
    }
}

/// Whether a reference means a contract of the plan itself.
pub(super) fn is_own(plan: &Plan, renewed: &ContractRef) -> bool {
    renewed.account.as_ref().is_none_or(|account| *account == plan.id.value)
}

/// What tells one line of a contract from another: its product and unit.
pub(super) type LineKey<'a> = (&'a str, Option<&'a str>);

/// A line's key.
pub(super) fn line_key(line: &Line) -> LineKey<'_> {
    (&line.product.value, line.unit.as_ref().map(|unit| unit.value.as_str()))
}

/// Which line of a contract a change is about.
pub(super) struct Lines<'a> {
    /// By product; of a product in several lines: nothing.
    only: BTreeMap<&'a str, Option<LineKey<'a>>>,
}

impl<'a> Lines<'a> {
    /// The lines of this contract.
    pub fn of(contract: &'a Contract) -> Self {
        let mut only: BTreeMap<&str, Option<LineKey<'_>>> = BTreeMap::new();
        for line in &contract.lines {
            let key = line_key(line);
            only.entry(key.0).and_modify(|only| *only = None).or_insert(Some(key));
        }
        Lines { only }
    }

    /// The line that a change is about: without a unit, that of its product's only line.
    pub fn changed(&self, change: &'a Change) -> LineKey<'a> {
        let unit = change.unit.as_ref().map(|unit| unit.value.as_str());
        let product = change.product.value.as_str();
        match (unit, self.only.get(product)) {
            (None, Some(Some(only))) => *only,
            _ => (product, unit),
        }
    }
}

/// Whether nothing is paid any more on this day: every line was changed to 0, as far as that is known by the
/// end of `as_of`.
pub(super) fn pays_nothing(contract: &Contract, day: Date, as_of: Date) -> bool {
    let day = day.min(as_of);
    if contract.changes.is_empty() {
        return contract.lines.iter().all(|line| line.arr.amount.is_zero());
    }
    let lines = Lines::of(contract);
    let start = contract.start.value;
    let mut amounts: BTreeMap<LineKey<'_>, (Date, Decimal)> =
        contract.lines.iter().map(|line| (line_key(line), (start, line.arr.amount))).collect();
    for change in contract.changes.iter().filter(|change| change.date.value <= day) {
        let since = (change.date.value, change.arr.amount);
        let amount = amounts.entry(lines.changed(change)).or_insert(since);
        if amount.0 <= since.0 {
            *amount = since;
        }
    }
    amounts.values().all(|(_, amount)| amount.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::*;
    use crate::text::{Place, Source, Span};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn at<T>(value: T) -> Field<T> {
        Field::new(value, Span::default())
    }

    fn contract(start: &str, end: Option<&str>) -> Contract {
        let source = Source::new("a.md", "");
        Contract {
            place: Place::new(&source, Span::default()),
            id: at("C".into()),
            lines: Vec::new(),
            start: at(day(start)),
            end: end.map(|end| at(day(end))),
            signed: None,
            renews: Vec::new(),
            uplift: None,
            auto_renews: None,
            cancelled: None,
            notice: None,
            changes: Vec::new(),
            renewal: None,
            extra: Extras::new(),
        }
    }

    #[test]
    fn an_auto_renewing_contract_ends_only_once_notice_is_known() {
        let mut yearly = contract("2024-01-01", Some("2024-12-31"));
        yearly.auto_renews = Some(at(true));
        assert_eq!(last_day_known(&yearly, day("2026-09-30")), None);
        yearly.cancelled = Some(at(day("2026-10-01")));
        assert_eq!(last_day_known(&yearly, day("2026-09-30")), None);
        assert_eq!(last_day_known(&yearly, day("2026-10-01")), Some(day("2026-12-31")));
    }
}
