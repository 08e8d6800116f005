//! P6: configuration and data files.

use super::family;

family! { CONFIGURATION:
    P601 = "unknown-setting", Error, "A setting that planc doesn't know",
        "TODO",
        bad "",
        good "";
    P602 = "bad-setting", Error, "A setting's value that can't be taken",
        "TODO",
        bad "",
        good "";
    P603 = "unknown-name-in-settings", Error, "A setting that names something there is not",
        "TODO",
        bad "",
        good "";
    P604 = "repeated-setting", Error, "One thing set twice",
        "TODO",
        bad "",
        good "";
    P605 = "data-not-read", Warning, "Data files are not read yet",
        "TODO",
        bad "",
        good "";
    P606 = "missing-setting", Error, "A part of a setting is missing",
        "TODO",
        bad "",
        good "";
}
