//! Where a figure came from: its definition, its formula with the numbers in it, every contribution.

use crate::model::{Date, Decimal};
use crate::text::Place;

use super::{Dimension, FigureName};

/// Whose figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole portfolio.
    Portfolio,
    /// A group: its dimension and key.
    Group(Dimension, Option<String>),
    /// An account, by id.
    Account(String),
}

/// Why a figure is what it is.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// Which figure.
    pub figure: FigureName,
    /// Whose.
    pub scope: Scope,
    /// What it is called: "Net Revenue Retention".
    pub title: &'static str,
    /// What it is, in a sentence or two.
    pub definition: &'static str,
    /// Its formula in words.
    pub formula: &'static str,
    /// The formula with the numbers in it: "1,310,000 ÷ 1,200,000 = 109.2 %".
    pub worked: String,
    /// Every contribution, the largest first.
    pub contributions: Vec<Contribution>,
    /// What else must be said: a grain that differs, plans left out.
    pub notes: Vec<String>,
}

/// One thing that a figure is made of.
#[derive(Clone, Debug)]
pub struct Contribution {
    /// The account's id.
    pub account: String,
    /// The record's id, where one record is behind it.
    pub record: Option<String>,
    /// Where it is written.
    pub place: Place,
    /// On which day, where that matters.
    pub date: Option<Date>,
    /// How much, in the figure's own unit (money, hours, answers).
    pub amount: Decimal,
    /// What kind of movement or part it is: `upsell`, `churn`, `opening`, `on_time`, `promoter` …
    pub movement: Option<&'static str>,
    /// In words.
    pub text: String,
}
