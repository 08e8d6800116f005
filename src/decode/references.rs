//! Fields that name something else: a record of the same plan, one of ours, or what planc.yaml lists.
//!
//! For: references within a plan and to planc.yaml, with the nearest right ones.
//! Must not: look into other plans.

use super::decoder::Decoder;
use super::fields::Fields;
use super::refusal::{one_of, quoted};
use super::scalar::{id, money, word};
use super::shape::List;
use super::suggest::nearest;
use super::value::{safe_to_write, text};
use crate::diagnostic::codes::{P115, P122, P201, P202, P203, P204, P205, P206, P207, P208, P209};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ContractRef, Currency, Decimal, Field, Money, Optional};
use crate::text::Span;

impl Decoder<'_> {
    /// Reports a name that stands for nothing, with the nearest right ones.
    fn unknown_name(&mut self, code: Code, span: Span, message: String, name: &str, right: &Right<'_>) {
        let diagnostic = self.problem(code, span, message);
        let diagnostic = self.suggest(diagnostic, name, right);
        self.report(diagnostic);
    }

    fn suggest(&self, diagnostic: Diagnostic, name: &str, right: &Right<'_>) -> Diagnostic {
        // Most people know each other by name, not by id.
        let by_name = right.names.iter().find(|(_, text)| word::same(text, name)).map(|(key, _)| *key);
        if let Some(key) = by_name {
            let diagnostic = diagnostic.help(format!("write `{key}`"));
            return if safe_to_write(key) { diagnostic.fix(key) } else { diagnostic };
        }
        let near = nearest(name, right.keys.iter().copied(), &self.budget);
        let near = if near.words.is_empty() {
            let names = nearest(name, right.names.iter().map(|(_, text)| *text), &self.budget);
            let key = |text: &&str| right.names.iter().find(|(_, name)| name == text).map(|(key, _)| *key);
            super::suggest::Nearest { words: names.words.iter().filter_map(key).collect(), certain: None }
        } else {
            near
        };
        let parts: Vec<&str> = name.split(',').map(str::trim).collect();
        if parts.len() > 1 && parts.iter().all(|part| right.keys.contains(part)) {
            return diagnostic.help(match right.many {
                true => format!("for more than one, write a list: `[{}]`", parts.join(", ")),
                false => format!("only one can stand here: write {}", one_of(parts.iter().copied())),
            });
        }
        let help = match near.question() {
            Some(question) => question,
            None if right.keys.is_empty() => right.none.to_owned(),
            None => format!("write {}", one_of(right.keys.iter().copied())),
        };
        let diagnostic = diagnostic.help(help);
        // An id that is merely alike may be another record: only its spelling is mended by itself.
        match near.certain.filter(|word| safe_to_write(word) && (right.words || word::same(word, name))) {
            Some(word) => diagnostic.fix(word),
            None => diagnostic,
        }
    }

    /// A currency that amounts can be converted from; reported otherwise.
    pub fn rated(&mut self, field: &str, currency: Currency, span: Span) -> bool {
        if self.config.rate(currency).is_some() {
            return true;
        }
        let message = match field {
            "currency" => format!("The plan's currency is {currency}, and planc.yaml has no rate for it"),
            _ => format!("`{field}` is in {currency}, and planc.yaml has no rate for it"),
        };
        let own = self.config.currency;
        let example =
            format!("add `exchange_rates: {{{currency}: …}}` to planc.yaml: what one {currency} is in {own}");
        let keys: Vec<Currency> =
            std::iter::once(own).chain(self.config.exchange_rates.keys().copied()).collect();
        let near = nearest(currency.as_str(), keys.iter().map(Currency::as_str), &self.budget);
        let help = match near.question() {
            Some(question) => format!("{question} Otherwise {example}"),
            None => example,
        };
        let diagnostic = self.problem(&P209, span, message).help(help);
        self.report(diagnostic);
        false
    }
}

/// How many names are looked through for the nearest ones: beyond that nobody reads a suggestion, and a
/// hostile plan must not cost the square of its size.
const MOST_NAMES: usize = 500;

/// What can be named.
struct Right<'r> {
    /// The keys.
    keys: Vec<&'r str>,
    /// Keys with what people call them.
    names: Vec<(&'r str, &'r str)>,
    /// What to do where there is nothing to name.
    none: &'r str,
    /// Whether several can be named.
    many: bool,
    /// Whether they are a few fixed words, of which one that is alike can be no other's.
    words: bool,
}

impl Fields<'_, '_, '_, '_> {
    /// The record's own id, unique among the records that share ids with it.
    pub fn id(&mut self, list: List) -> Optional<String> {
        let found = match list.needs_id() {
            true => self.need("id", id::record_id),
            false => self.opt("id", id::record_id),
        }?;
        if let Err(first) = self.d.ids.claim(list, &found.value, found.span) {
            let (what, other) = (list.shape().what, first.list.shape().what);
            let shown = quoted(&found.value);
            let message = match list == first.list {
                true => format!("Two {} have the id {shown}", plural(what)),
                false => {
                    format!("The id {shown} is taken by another record of this plan, of {}", first.list.key())
                }
            };
            let place = self.d.place(first.span);
            let problem = self.d.problem(&P115, found.span, message).help(match list == first.list {
                true => "give one of them another id",
                false => {
                    "give one of them another id: opportunities, risks, objectives and contracts share theirs"
                }
            });
            let label = format!("this {other} has it");
            self.d.report(problem.label(place, label));
            return None;
        }
        Some(found)
    }

    /// A reference to a stakeholder of this plan.
    pub fn stakeholder(&mut self, key: &'static str) -> Optional<String> {
        let name = self.text(key)?;
        self.check_record(&P202, key, List::Stakeholders, &name).then_some(name)
    }

    /// References to stakeholders of this plan.
    pub fn stakeholders(&mut self, key: &'static str) -> Vec<Field<String>> {
        let names = self.list(key, text);
        self.checked(names, |fields, name| fields.check_record(&P202, key, List::Stakeholders, name))
    }

    /// References to actions of this plan.
    pub fn actions(&mut self, key: &'static str) -> Vec<Field<String>> {
        let names = self.list(key, text);
        self.checked(names, |fields, name| fields.check_record(&P203, key, List::Actions, name))
    }

    /// References to opportunities, risks, objectives or contracts of this plan.
    pub fn supported(&mut self, key: &'static str) -> Vec<Field<String>> {
        let names = self.list(key, text);
        self.checked(names, |fields, name| {
            if fields.d.ids.find(List::Contracts, &name.value).is_some() {
                return true;
            }
            let shared = || fields.d.ids.shared().take(MOST_NAMES);
            let right = Right {
                keys: shared().map(|known| known.id).collect(),
                names: shared().filter_map(|known| Some((known.id, known.text?))).collect(),
                none: "this plan has no opportunities, risks, objectives or contracts yet; take the line out or add what it supports",
                many: true,
                words: false,
            };
            let shown = quoted(&name.value);
            let message = format!("`{key}` names no opportunity, risk, objective or contract of this plan: {shown}");
            fields.d.unknown_name(&P204, name.span, message, &name.value, &right);
            false
        })
    }

    /// A reference to a contract of this plan.
    pub fn contract(&mut self, key: &'static str) -> Optional<String> {
        let name = self.text(key)?;
        self.check_record(&P205, key, List::Contracts, &name).then_some(name)
    }

    /// References to contracts, of this plan or (`account/contract`) of another account.
    pub fn contracts(&mut self, key: &'static str, own_account: &str) -> Vec<Field<ContractRef>> {
        let names = self.list(key, text);
        let mut contracts: Vec<Field<ContractRef>> = Vec::with_capacity(names.len());
        for name in names {
            let elsewhere = match name.value.split_once('/') {
                Some((account, contract))
                    if !self.d.ids.has(List::Contracts, &name.value)
                        && id::is_account_id(&account.to_lowercase())
                        && !contract.trim().is_empty() =>
                {
                    Some((account, contract))
                }
                _ => None,
            };
            let reference = match elsewhere {
                Some((account, contract)) if account != own_account => {
                    ContractRef { account: Some(account.to_owned()), contract: contract.to_owned() }
                }
                Some((_, contract)) => {
                    let own = Field::new(contract.to_owned(), name.span);
                    if !self.check_record(&P205, key, List::Contracts, &own) {
                        continue;
                    }
                    ContractRef { account: None, contract: own.value }
                }
                None => {
                    if !self.check_record(&P205, key, List::Contracts, &name) {
                        continue;
                    }
                    ContractRef { account: None, contract: name.value }
                }
            };
            contracts.push(Field::new(reference, name.span));
        }
        without_repeats(contracts, |reference| (reference.account.clone(), reference.contract.clone()))
    }

    fn checked(
        &mut self,
        names: Vec<Field<String>>,
        mut check: impl FnMut(&mut Self, &Field<String>) -> bool,
    ) -> Vec<Field<String>> {
        let mut right = Vec::with_capacity(names.len());
        for name in names {
            if check(self, &name) {
                right.push(name);
            }
        }
        without_repeats(right, String::clone)
    }

    fn check_record(&mut self, code: Code, key: &str, list: List, name: &Field<String>) -> bool {
        if self.d.ids.has(list, &name.value) {
            return true;
        }
        let (what, list_key) = (list.shape().what, list.key());
        let shown = quoted(&name.value);
        let message = match self.d.ids.find(list, &name.value).map(|known| known.list) {
            Some(other) => format!("`{key}` names a {what}, and {shown} is of {}", other.key()),
            None => format!("`{key}` names no {what} of this plan: {shown}"),
        };
        let other = if self.d.ids.of(list, Span::default()).next().is_some() { "other " } else { "" };
        let none = format!(
            "this plan has no {other}{list_key}; take the line out or add the {what} to `{list_key}`"
        );
        // Nobody reports to themselves, and no contract renews itself.
        let others = || self.d.ids.of(list, self.span).take(MOST_NAMES);
        let keys = others().map(|known| known.id).collect();
        let names = others().filter_map(|known| Some((known.id, known.text?))).collect();
        let many = matches!(key, "with" | "mitigation" | "renews");
        let right = Right { keys, names, none: &none, many, words: false };
        let diagnostic = self.d.problem(code, name.span, message);
        let diagnostic = self.d.suggest(diagnostic, &name.value, &right);
        self.d.report(diagnostic);
        false
    }

    /// One of ours.
    pub fn person(&mut self, key: &'static str) -> Optional<String> {
        let written = self.text(key)?;
        self.check_person(key, written)
    }

    /// The account manager; must be there. Someone unknown is reported and kept: the plan counts in no
    /// figure, and what refers to it still finds it.
    pub fn owner(&mut self, key: &'static str) -> Optional<String> {
        let written = self.need_text(key)?;
        let kept = written.clone().map(|name| id::person_key(&name));
        Some(self.check_person(key, written).unwrap_or(kept))
    }

    fn check_person(&mut self, key: &str, name: Field<String>) -> Optional<String> {
        let people = &self.d.config.people;
        if people.is_empty() {
            return match id::person(&name.value) {
                Ok(_) => Some(name),
                Err(refusal) => {
                    self.d.refuse(key, name.span, refusal);
                    None
                }
            };
        }
        if people.contains_key(&name.value) {
            return Some(name);
        }
        let right = Right {
            keys: people.keys().map(String::as_str).collect(),
            names: people.iter().map(|(key, person)| (key.as_str(), person.name.as_str())).collect(),
            none: "",
            many: false,
            words: false,
        };
        let message = format!("`{key}` names nobody of ours: {}", quoted(&name.value));
        let diagnostic = self.d.problem(&P201, name.span, message);
        let mut diagnostic = self.d.suggest(diagnostic, &name.value, &right);
        if let Some(help) = &mut diagnostic.help {
            help.push_str(" (people are listed in planc.yaml)");
        }
        self.d.report(diagnostic);
        None
    }

    /// One of the configured tiers.
    pub fn tier(&mut self, key: &'static str) -> Optional<String> {
        let config = self.d.config;
        let written = self.text(key)?;
        if let Some(tier) = config.tiers.iter().find(|tier| word::same(&tier.name, &written.value)) {
            return Some(Field::new(tier.name.clone(), written.span));
        }
        let right = Right {
            keys: config.tiers.iter().map(|tier| tier.name.as_str()).collect(),
            names: Vec::new(),
            none: "planc.yaml configures no tiers",
            many: false,
            words: true,
        };
        let message = format!("`{key}` is none of the tiers: {}", quoted(&written.value));
        self.d.unknown_name(&P206, written.span, message, &written.value, &right);
        None
    }

    /// A product: one of the configured, where any are.
    pub fn product(&mut self, key: &'static str) -> Optional<String> {
        let written = self.text(key)?;
        self.check_product(key, written)
    }

    /// A product; must be there.
    pub fn need_product(&mut self, key: &'static str) -> Optional<String> {
        let written = self.need_text(key)?;
        self.check_product(key, written)
    }

    fn check_product(&mut self, key: &str, name: Field<String>) -> Optional<String> {
        let products = &self.d.config.products;
        if products.is_empty() || products.contains(&name.value) {
            return Some(name);
        }
        let right = Right {
            keys: products.iter().map(String::as_str).collect(),
            names: Vec::new(),
            none: "",
            many: false,
            words: false,
        };
        let message = format!("`{key}` is none of our products: {}", quoted(&name.value));
        self.d.unknown_name(&P207, name.span, message, &name.value, &right);
        None
    }

    /// A business unit of the client: one of the profile's structure, where that is given.
    pub fn unit(&mut self, key: &'static str) -> Optional<String> {
        let written = self.text(key)?;
        if self.d.units.is_empty() || self.d.units.contains(&written.value) {
            return Some(written);
        }
        let units: Vec<String> = self.d.units.iter().take(MOST_NAMES).cloned().collect();
        let right = Right {
            keys: units.iter().map(String::as_str).collect(),
            names: Vec::new(),
            none: "",
            many: false,
            words: false,
        };
        let shown = quoted(&written.value);
        let message = format!("`{key}` is none of the client's business units in `structure`: {shown}");
        self.d.unknown_name(&P208, written.span, message, &written.value, &right);
        None
    }

    /// Money, in the plan's currency unless it says its own.
    pub fn money(&mut self, key: &'static str) -> Optional<Money> {
        let amount = self.opt(key, money::money)?;
        self.in_currency(key, amount)
    }

    /// Money; must be there.
    pub fn need_money(&mut self, key: &'static str) -> Optional<Money> {
        let amount = self.need(key, money::money)?;
        self.in_currency(key, amount)
    }

    /// An amount in its currency, which must have a rate.
    pub fn in_currency(&mut self, key: &str, amount: Field<money::Amount>) -> Optional<Money> {
        let currency = match amount.currency {
            Some(currency) if !self.d.rated(key, currency, amount.span) => return None,
            Some(currency) => currency,
            None => self.d.currency,
        };
        if amount.doubtful {
            let (plain, thousands) = (amount.amount.normalize(), amount.amount * Decimal::ONE_THOUSAND);
            let message =
                format!("`{key}` reads as {plain} {currency}: the point parts decimals, not thousands");
            let help =
                format!("write `{}` if that is what you mean, or `{plain}` if not", thousands.normalize());
            let problem = self.d.problem(&P122, amount.span, message).help(help);
            self.d.note(problem);
        }
        Some(amount.map(|amount| Money { amount: amount.amount, currency }))
    }
}

/// A list without what was in it before.
pub(crate) fn without_repeats<T, K: Ord>(mut items: Vec<Field<T>>, key: impl Fn(&T) -> K) -> Vec<Field<T>> {
    if items.len() > 1 {
        let mut seen = std::collections::BTreeSet::new();
        items.retain(|item| seen.insert(key(&item.value)));
    }
    items
}

fn plural(what: &str) -> String {
    match what.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{what}s"),
    }
}
