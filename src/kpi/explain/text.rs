//! What a contribution is, in words.
//!
//! For: keeping what the words are made of, and making them where they are shown: a large portfolio's figures
//! have many contributions, and of most only a few are looked at.
//! Must not: know where the words go, or escape anything in them.

use std::fmt;

use crate::digits::{push_integer, push_iso};
use crate::model::{Currency, Date, Decimal};

use super::super::because::Because;
use super::super::words::{push_money, push_rounded, push_share};

/// What a contribution is; in words with `Display`.
#[derive(Clone, Debug, PartialEq)]
pub struct Text<'r> {
    pub(super) currency: Currency,
    pub(super) says: Says<'r>,
}

/// What is said.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Says<'r> {
    /// What somebody wrote, or a product's name.
    Plainly(&'r str),
    /// What a line pays.
    Pays { product: &'r str, arr: Decimal },
    /// A line whose amount changed within a contract.
    Turns { product: &'r str, was: Decimal, is: Decimal },
    /// A line whose contract starts.
    Starts { product: &'r str, is: Decimal, contract: &'r str },
    /// A line whose contract is over.
    Ends { product: &'r str, was: Decimal, contract: &'r str, end: End<'r> },
    /// What became of a client or a line, and the greatest fall in it.
    Became { opening: Decimal, closing: Decimal, by: Option<Box<Says<'r>>> },
    /// A contract that came due and was not renewed.
    NotRenewed(Decimal),
    /// A contract that came due, with a successor in force that nobody signed yet.
    Pending(Decimal),
    /// A contract that was renewed.
    Renewed { expiring: Decimal, at: Decimal },
    /// An answer on how satisfied somebody is.
    Satisfaction { score: u8, of: u8, by: Option<&'r str> },
    /// An answer on whether somebody would recommend us.
    Recommends { score: u8, by: Option<&'r str> },
    /// What a client pays in the end.
    ClosingArr(Decimal),
    /// A client's health.
    Health(Decimal),
    /// A measure of health.
    Measure { points: Decimal, weight: Decimal, because: &'r Because },
    /// What holds health down.
    Cap { at: u32, because: &'r Because },
    /// How much of the framework a plan meets.
    Meets { met: u32, required: u32 },
    /// An open opportunity.
    Opportunity { arr: Decimal, probability: Decimal, name: &'r str },
    /// A contract that does not come due in the months ahead.
    NotDue(Decimal),
    /// What is expected of a contract that does.
    Expected { amount: Decimal, arr: Decimal },
}

/// How a contract is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End<'r> {
    /// Another one follows it on that very day.
    GivesWay(&'r str),
    /// Notice was received on this day.
    Cancelled(Date),
    /// This was its last day.
    On(Date),
}

impl Text<'_> {
    /// Appends the words.
    pub fn push(&self, out: &mut String) {
        self.says.push(out, self.currency);
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.push(&mut out);
        f.pad(&out)
    }
}

impl Says<'_> {
    fn push(&self, out: &mut String, currency: Currency) {
        let money = |out: &mut String, amount: Decimal| push_money(out, amount, currency);
        match self {
            Says::Plainly(text) => out.push_str(text),
            Says::Pays { product, arr } => {
                out.push_str(product);
                out.push_str(", ");
                money(out, *arr);
            }
            Says::Turns { product, was, is } => {
                out.push_str(product);
                push_became(out, " from ", *was, *is, currency);
            }
            Says::Starts { product, is, contract } => {
                push_line(out, product, *is, contract, currency);
                out.push_str(" starts");
            }
            Says::Ends { product, was, contract, end } => {
                push_line(out, product, *was, contract, currency);
                end.push(out);
            }
            Says::Became { opening, closing, by } => {
                push_became(out, "from ", *opening, *closing, currency);
                if let Some(by) = by {
                    out.push_str(": ");
                    by.push(out, currency);
                }
            }
            Says::NotRenewed(expiring) => {
                money(out, *expiring);
                out.push_str(" not renewed");
            }
            Says::Pending(expiring) => {
                money(out, *expiring);
                out.push_str(", its successor is in force but not signed");
            }
            Says::Renewed { expiring, at } => {
                money(out, *expiring);
                out.push_str(" renewed at ");
                money(out, *at);
            }
            Says::Satisfaction { score, of, by } => {
                push_integer(out, (*score).into());
                out.push_str(" of ");
                push_integer(out, (*of).into());
                push_by(out, *by);
            }
            Says::Recommends { score, by } => {
                push_integer(out, (*score).into());
                push_by(out, *by);
            }
            Says::ClosingArr(arr) => {
                out.push_str("closing ARR ");
                money(out, *arr);
            }
            Says::Health(value) => {
                out.push_str("health ");
                push_rounded(out, *value, 1);
            }
            Says::Measure { points, weight, because } => {
                push_rounded(out, *points, 1);
                out.push_str(" at a weight of ");
                push_rounded(out, *weight, 2);
                out.push_str(": ");
                because.push(out);
            }
            Says::Cap { at, because } => {
                out.push_str("at most ");
                push_integer(out, (*at).into());
                out.push_str(": ");
                because.push(out);
            }
            Says::Meets { met, required } => {
                push_integer(out, (*met).into());
                out.push_str(" of ");
                push_integer(out, (*required).into());
                out.push_str(" requirements met");
            }
            Says::Opportunity { arr, probability, name } => {
                money(out, *arr);
                out.push_str(" × ");
                push_share(out, *probability);
                out.push_str(": ");
                out.push_str(name);
            }
            Says::NotDue(arr) => {
                money(out, *arr);
                out.push_str(", not due within twelve months");
            }
            Says::Expected { amount, arr } => {
                money(out, *amount);
                out.push_str(" of ");
                money(out, *arr);
                out.push_str(" expected");
            }
        }
    }
}

impl End<'_> {
    fn push(self, out: &mut String) {
        match self {
            End::GivesWay(next) => {
                out.push_str(" gives way to ");
                out.push_str(next);
            }
            End::Cancelled(day) => {
                out.push_str(" ends, cancelled on ");
                push_iso(out, day);
            }
            End::On(day) => {
                out.push_str(" ends on ");
                push_iso(out, day);
            }
        }
    }
}

/// Appends a line with the contract that it stands in: `Platform USD 120,000, C-1`.
fn push_line(out: &mut String, product: &str, arr: Decimal, contract: &str, currency: Currency) {
    out.push_str(product);
    out.push(' ');
    push_money(out, arr, currency);
    out.push_str(", ");
    out.push_str(contract);
}

/// Appends two amounts: `from USD 120,000 to USD 150,000`.
fn push_became(out: &mut String, from: &str, was: Decimal, is: Decimal, currency: Currency) {
    out.push_str(from);
    push_money(out, was, currency);
    out.push_str(" to ");
    push_money(out, is, currency);
}

fn push_by(out: &mut String, by: Option<&str>) {
    if let Some(by) = by {
        out.push_str(" by ");
        out.push_str(by);
    }
}
