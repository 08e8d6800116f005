//! P2: references.

use super::family;

family! { REFERENCES:
    P201 = "unknown-person", Error, "Nobody of ours",
        "TODO",
        bad "",
        good "";
    P202 = "unknown-stakeholder", Error, "No such stakeholder",
        "TODO",
        bad "",
        good "";
    P203 = "unknown-action", Error, "No such action",
        "TODO",
        bad "",
        good "";
    P204 = "unknown-record", Error, "Nothing of that id to support",
        "TODO",
        bad "",
        good "";
    P205 = "unknown-contract", Error, "No such contract",
        "TODO",
        bad "",
        good "";
    P206 = "unknown-tier", Error, "No such tier",
        "TODO",
        bad "",
        good "";
    P207 = "unknown-product", Error, "No such product",
        "TODO",
        bad "",
        good "";
    P208 = "unknown-unit", Error, "No such business unit",
        "TODO",
        bad "",
        good "";
    P209 = "no-exchange-rate", Error, "A currency without a rate",
        "TODO",
        bad "",
        good "";
    P210 = "reporting-circle", Error, "People who report to each other",
        "TODO",
        bad "",
        good "";
}
