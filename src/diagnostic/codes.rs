//! The one table of codes: name, default severity, what it means, a bad and a good example.
//!
//! For: everything that can be said of a *kind* of problem. `planc explain`, the site's page per
//! code, the gallery and its tests all read this table; nothing keeps a second list.
//! Must not: hold the words of one problem (those are made where it is found).
//!
//! One file a family, as the families are owned by different passes.
//!
//! # Examples
//!
//! `bad` and `good` are what a person would write, as short as can be. The gallery test compiles both in a
//! portfolio where all else is well (2026-09-30; the strategic account Northwind Traders of `maria.lopez`,
//! and Contoso): `bad` must yield its code and no other, `good` must yield none (but for what the framework
//! misses in a plan cut short, families P3 and P5, where the code is of another family). The text is
//!
//! - a part of Northwind's front matter (in the families P6 and P7: of planc.yaml): its top-level keys
//!   replace those that stand there;
//! - a whole plan, where it starts with `---`;
//! - Markdown, where it starts with `#`, `[`, `!` or `|`: its headings replace those that stand there, and what
//!   has none is added;
//! - several files, each below a line `==> accounts/contoso.md <==`: a part of planc.yaml or of a front matter
//!   (of a new plan: of one like Contoso's), a whole plan, or a data file. For the codes P013 to P019 such a text is
//!   the file as it stands.

use super::Severity;

mod p0_reading;
mod p1_values;
mod p2_references;
mod p3_framework;
mod p4_contracts;
mod p5_freshness;
mod p6_configuration;
mod p7_expectations;
mod p8_links;

pub use p0_reading::*;
pub use p1_values::*;
pub use p2_references::*;
pub use p3_framework::*;
pub use p4_contracts::*;
pub use p5_freshness::*;
pub use p6_configuration::*;
pub use p7_expectations::*;
pub use p8_links::*;

/// A kind of problem, by reference into the table.
pub type Code = &'static CodeInfo;

/// What there is to say of a kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// The stable code: `P` and three digits; the first is the family.
    pub code: &'static str,
    /// The stable name, in kebab-case: what `framework:` and `rules:` may say instead of the code.
    pub name: &'static str,
    /// The severity unless configured otherwise.
    pub severity: Severity,
    /// One line: what the problem is.
    pub summary: &'static str,
    /// A paragraph or two for a manager: why it matters and what to do.
    pub explanation: &'static str,
    /// A plan (or the part of one) that has exactly this problem; its form: [Examples](self#examples).
    pub bad: &'static str,
    /// The same, mended.
    pub good: &'static str,
}

/// Declares a family's codes and its table.
macro_rules! family {
    ($family:ident: $($id:ident = $name:literal, $severity:ident, $summary:literal, $explanation:literal, bad $bad:expr, good $good:expr;)*) => {
        $(
            #[doc = concat!("`", stringify!($id), "` (`", $name, "`): ", $summary)]
            pub static $id: super::CodeInfo = super::CodeInfo {
                code: stringify!($id), name: $name, severity: super::Severity::$severity,
                summary: $summary, explanation: $explanation, bad: $bad, good: $good,
            };
        )*
        /// All codes of this family, in order.
        pub static $family: &[super::Code] = &[$(&$id),*];
    };
}
pub(crate) use family;

/// Every code there is, in order.
pub fn all() -> impl Iterator<Item = Code> {
    [READING, VALUES, REFERENCES, FRAMEWORK, CONTRACTS, FRESHNESS, CONFIGURATION, EXPECTATIONS, LINKS]
        .into_iter()
        .flatten()
        .copied()
}

/// The code with this name or number, in any letter case.
pub fn find(word: &str) -> Option<Code> {
    all().find(|info| info.code.eq_ignore_ascii_case(word) || info.name.eq_ignore_ascii_case(word))
}
