//! JSON, written piece by piece into a text: a large portfolio's figures are some hundred values an account.
//!
//! For: objects and lists whose entries are written as they come, numbers digit by digit.
//! Must not: know what it writes.

use crate::digits::{push_integer, push_trimmed};
use crate::model::{Decimal, round};

use super::super::{Known, Reason, amount};

/// Appends an object.
pub(super) fn object(out: &mut String, fill: impl FnOnce(&mut Entries<'_>)) {
    out.push('{');
    fill(&mut Entries { out, empty: true });
    out.push('}');
}

/// Appends a list.
pub(super) fn list<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut each: impl FnMut(&mut String, T),
) {
    out.push('[');
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        each(out, item);
    }
    out.push(']');
}

/// Appends a text in quotes.
pub(super) fn text(out: &mut String, text: &str) {
    if text.bytes().any(|byte| matches!(byte, 0..0x20 | b'"' | b'\\')) {
        out.push_str(&serde_json::Value::from(text).to_string());
        return;
    }
    out.push('"');
    out.push_str(text);
    out.push('"');
}

/// The entries of an object that is being written.
pub(super) struct Entries<'o> {
    out: &'o mut String,
    empty: bool,
}

impl Entries<'_> {
    /// Begins an entry; whoever asks writes its value.
    pub fn key(&mut self, key: &str) -> &mut String {
        if !self.empty {
            self.out.push(',');
        }
        self.empty = false;
        text(self.out, key);
        self.out.push(':');
        self.out
    }

    pub fn object(&mut self, key: &str, fill: impl FnOnce(&mut Entries<'_>)) {
        object(self.key(key), fill);
    }

    pub fn list<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        each: impl FnMut(&mut String, T),
    ) {
        list(self.key(key), items, each);
    }

    pub fn text(&mut self, key: &str, value: &str) {
        text(self.key(key), value);
    }

    /// A text, or null where there is none.
    pub fn optional(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(key, value),
            None => self.null(key),
        }
    }

    pub fn null(&mut self, key: &str) {
        self.key(key).push_str("null");
    }

    pub fn truth(&mut self, key: &str, value: bool) {
        self.key(key).push_str(if value { "true" } else { "false" });
    }

    pub fn count(&mut self, key: &str, value: impl Into<u64>) {
        push_integer(self.key(key), value.into());
    }

    /// A number with all its digits, but for zeros at its end.
    pub fn number(&mut self, key: &str, value: Decimal) {
        push_trimmed(self.key(key), value, "-");
    }

    /// A number to so many decimals.
    pub fn rounded(&mut self, key: &str, value: Decimal, decimals: u32) {
        self.number(key, round(value, decimals));
    }

    /// Money as it is printed.
    pub fn money(&mut self, key: &str, value: Decimal) {
        self.number(key, amount::money(value));
    }

    /// A value to so many decimals, or null with the reason why there is none.
    pub fn known(&mut self, key: &str, value: &Known<Decimal>, decimals: u32) {
        self.either(key, value, decimals, &mut value.as_ref().err());
    }

    /// Like [`Entries::known`]; of several values of one object, the first that is not there gives the reason.
    pub fn either(&mut self, key: &str, value: &Known<Decimal>, decimals: u32, reason: &mut Option<&Reason>) {
        match value {
            Ok(value) => self.rounded(key, *value, decimals),
            Err(_) => {
                self.null(key);
                if let Some(reason) = reason.take() {
                    self.text("reason", &reason.0);
                }
            }
        }
    }
}
