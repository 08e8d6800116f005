//! Which keys each record has: the one list from which unknown and missing keys are told, and by which a
//! table's headers are known.
//!
//! For: names, an example of each, and what people write in their stead.
//! Must not: decode anything.

mod plan;
mod records;
mod settings;

pub(crate) use plan::*;
pub(crate) use records::*;
pub(crate) use settings::*;

/// A kind of record.
#[derive(Debug)]
pub(crate) struct Shape {
    /// What one of it is called: "stakeholder".
    pub what: &'static str,
    /// Its keys in the format reference's order, each with an example of its value.
    pub keys: &'static [(&'static str, &'static str)],
    /// What people write for a key.
    pub aliases: &'static [(&'static str, &'static str)],
    /// One written on a line.
    pub example: &'static str,
}

/// The most keys that a shape has.
pub(crate) const MOST_KEYS: usize = 32;

impl Shape {
    /// The place of a key among the shape's; looks from `hint` on, for keys are mostly written in order.
    #[inline]
    pub fn position(&self, key: &str, hint: usize) -> Option<usize> {
        match self.keys.get(hint) {
            Some((name, _)) if *name == key => Some(hint),
            _ => self.position_elsewhere(key, hint),
        }
    }

    fn position_elsewhere(&self, key: &str, hint: usize) -> Option<usize> {
        let (before, after) = self.keys.split_at_checked(hint).unwrap_or((&[], self.keys));
        let is = |(name, _): &(&str, &str)| *name == key;
        after.iter().position(is).map(|at| at + before.len()).or_else(|| before.iter().position(is))
    }

    /// The key as a static text.
    pub fn key(&self, key: &str) -> Option<&'static str> {
        self.keys.iter().map(|(name, _)| *name).find(|name| *name == key)
    }

    /// An example of a key's value.
    pub fn example_of(&self, key: &str) -> Option<&'static str> {
        self.keys.iter().find(|(name, _)| *name == key).map(|(_, example)| *example)
    }

    /// The key for which people write this word.
    pub fn alias(&self, word: &str) -> Option<&'static str> {
        let is = |alias: &str| {
            alias.len() == word.len()
                && alias.bytes().zip(word.bytes()).all(|(a, b)| match b {
                    b' ' | b'-' => a == b'_',
                    b => a == b.to_ascii_lowercase(),
                })
        };
        self.aliases.iter().find(|(alias, _)| is(alias)).map(|(_, key)| *key)
    }
}
