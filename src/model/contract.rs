//! What a client pays: the source of every revenue figure.

use super::{ChangeReason, Date, Extras, Field, ForecastCategory, Money, MoneyOrShare, Optional, Share};
use crate::text::{Place, Span};

/// A contract. `product` and `arr` on the contract itself are decoded as its one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Contract {
    /// The record in its file.
    pub place: Place,
    /// Its id, unique in the plan.
    pub id: Field<String>,
    /// What it is for; at least one.
    pub lines: Vec<Line>,
    /// First day in force.
    pub start: Field<Date>,
    /// Last day of the (first) term; `None`: open-ended.
    pub end: Optional<Date>,
    /// When it was signed, as written. See [`Contract::signed_on`].
    pub signed: Optional<Date>,
    /// The contracts that this one renews.
    pub renews: Vec<Field<ContractRef>>,
    /// How much of the rise over what it renews is price.
    pub uplift: Optional<MoneyOrShare>,
    /// Whether it goes on at its end for another term of the same length.
    pub auto_renews: Option<Field<bool>>,
    /// When notice was received.
    pub cancelled: Optional<Date>,
    /// How long before the end notice must be given.
    pub notice: Optional<super::Cadence>,
    /// Mid-term changes of a line's ARR, in written order.
    pub changes: Vec<Change>,
    /// What we expect of its renewal.
    pub renewal: Option<RenewalForecast>,
    /// The author's own keys.
    pub extra: Extras,
}

impl Contract {
    /// When it was signed: as written, else the day before `start` where it renews another, else
    /// `start`.
    pub fn signed_on(&self) -> Date {
        match (&self.signed, self.renews.is_empty()) {
            (Some(signed), _) => signed.value,
            (None, false) => self.start.pred_opt().unwrap_or(self.start.value),
            (None, true) => self.start.value,
        }
    }

    /// Whether it goes on by itself at its end.
    pub fn goes_on(&self) -> bool {
        self.auto_renews.is_some_and(|field| field.value)
    }
}

/// One product on a contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Where it is written.
    pub span: Span,
    /// What is sold.
    pub product: Field<String>,
    /// Annual recurring revenue from the contract's start on.
    pub arr: Field<Money>,
    /// The client's business unit that uses it.
    pub unit: Optional<String>,
    /// The author's own keys.
    pub extra: Extras,
}

/// A mid-term change: from `date` on, this product's ARR on this contract is `arr`.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Where it is written.
    pub span: Span,
    /// First day of the new amount.
    pub date: Field<Date>,
    /// Which line.
    pub product: Field<String>,
    /// The line's unit, where the product stands in several lines.
    pub unit: Optional<String>,
    /// The new ARR.
    pub arr: Field<Money>,
    /// Why.
    pub reason: Optional<ChangeReason>,
    /// The author's own keys.
    pub extra: Extras,
}

/// What we expect of a contract's renewal.
#[derive(Clone, Debug, PartialEq)]
pub struct RenewalForecast {
    /// Where it is written.
    pub span: Span,
    /// The ARR we expect it to renew at.
    pub forecast: Optional<Money>,
    /// How likely it is.
    pub probability: Optional<Share>,
    /// How sure it is said to be.
    pub category: Optional<ForecastCategory>,
    /// In words.
    pub note: Optional<String>,
    /// The author's own keys.
    pub extra: Extras,
}

/// The id of a contract, of this plan or of another account's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContractRef {
    /// The other account's id; `None`: this plan's.
    pub account: Option<String>,
    /// The contract's id.
    pub contract: String,
}
