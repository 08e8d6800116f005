//! P1: fields and values.

use super::family;

family! { VALUES:
    P101 = "unknown-key", Error, "A key that planc doesn't know",
        "TODO",
        bad "",
        good "";
    P102 = "missing-key", Error, "Something that must be there is missing",
        "TODO",
        bad "",
        good "";
    P103 = "wrong-form", Error, "A list, a value or keys where something else is wanted",
        "TODO",
        bad "",
        good "";
    P104 = "unknown-word", Error, "A word that is none of a field's words",
        "TODO",
        bad "",
        good "";
    P105 = "bad-date", Error, "Not a date",
        "TODO",
        bad "",
        good "";
    P106 = "bad-time", Error, "Not a date with a time",
        "TODO",
        bad "",
        good "";
    P107 = "bad-month", Error, "Not a month",
        "TODO",
        bad "",
        good "";
    P108 = "bad-money", Error, "Not an amount of money",
        "TODO",
        bad "",
        good "";
    P109 = "bad-share", Error, "Not a share",
        "TODO",
        bad "",
        good "";
    P110 = "bad-number", Error, "Not a number",
        "TODO",
        bad "",
        good "";
    P111 = "bad-duration", Error, "Not a length of time",
        "TODO",
        bad "",
        good "";
    P112 = "bad-boolean", Error, "Neither true nor false",
        "TODO",
        bad "",
        good "";
    P113 = "bad-record-id", Error, "Not a record's id",
        "TODO",
        bad "",
        good "";
    P114 = "bad-account-id", Error, "Not an account's id",
        "TODO",
        bad "",
        good "";
    P115 = "duplicate-id", Error, "One id for two records",
        "TODO",
        bad "",
        good "";
    P116 = "bad-address", Error, "Not an address",
        "TODO",
        bad "",
        good "";
    P117 = "bad-answer", Error, "A survey answer out of its scale",
        "TODO",
        bad "",
        good "";
    P118 = "conflicting-keys", Error, "Two keys that exclude each other",
        "TODO",
        bad "",
        good "";
    P119 = "duplicate-column", Error, "A table with two columns for one key",
        "TODO",
        bad "",
        good "";
    P120 = "unprintable-text", Error, "A character that can't be shown",
        "TODO",
        bad "",
        good "";
    P121 = "bad-person-key", Error, "Not a person's key",
        "TODO",
        bad "",
        good "";
    P122 = "doubtful-amount", Warning, "An amount that may have been meant otherwise",
        "TODO",
        bad "",
        good "";
}
