//! A short value that stands for a long one: equal digests, equal values.
//!
//! For: telling in a later run, from a few bytes in a file, whether everything is as it was.
//! Must not: be kept longer than the program that made it (its hash function is the standard library's, which
//! may be another in the next version), or guard a secret.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

/// 128 bits of whatever was hashed.
///
/// Two 64-bit hashes with different beginnings, each over everything: values that differ by chance have the same
/// digest once in 2^128. Who searches for two that do needs some 2^64 tries, for a hash's inner state is wider
/// than what it gives and goes separate ways from the beginning on; all that is won is a page of one's own that
/// stays as it was.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u64; 2]);

impl Digest {
    /// The digest of a value.
    pub fn of(value: &impl Hash) -> Self {
        let mut both = Both(DefaultHasher::new(), DefaultHasher::new());
        both.0.write_u8(1);
        both.1.write_u8(2);
        value.hash(&mut both);
        Digest([both.0.finish(), both.1.finish()])
    }

    /// Half of it, where there is room for no more.
    pub fn bits(self) -> u64 {
        self.0[0]
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Digest([one, other]) = self;
        write!(f, "{one:016x}{other:016x}")
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Gives everything to two hashers.
struct Both(DefaultHasher, DefaultHasher);

impl Hasher for Both {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
        self.1.write(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_and_no_others_have_equal_digests() {
        assert_eq!(Digest::of(&("a", 1)), Digest::of(&("a", 1)));
        assert_ne!(Digest::of(&("a", 1)), Digest::of(&("a", 2)));
        assert_ne!(Digest::of(&["ab", "c"]), Digest::of(&["a", "bc"]), "where a text ends counts");
        let Digest([one, other]) = Digest::of(&"a");
        assert_ne!(one, other, "the halves are two hashes");
    }
}
