//! What planc makes of the example portfolio, to the byte: the main pages, the figures as JSON, and what
//! `planc check` and `planc kpi` print.
//!
//! A difference here is either a mistake or a change that somebody wants: look at it, then
//! `UPDATE_EXPECTED=1 cargo test golden`.

use std::process::Command;

use crate::support::{AS_OF, compare, repository};

/// The files of the site that are kept: one of each kind that people look at.
const FILES: [&str; 9] = [
    "index.html",
    "accounts/index.html",
    "accounts/northgate/index.html",
    "accounts/sundial-home/index.html",
    "figures/nrr/index.html",
    "renewals/index.html",
    "checks/index.html",
    "kpi.json",
    "renewals.ics",
];

/// Runs planc on the example, as at [`AS_OF`]: its exit status and standard output.
fn planc(args: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_planc"))
        .args(args)
        .args(["--as-of", AS_OF])
        .current_dir(repository("example-accounts"))
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("planc runs");
    (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
}

/// Compares many outputs with their files, so that one run shows all differences.
fn compare_all(outputs: impl IntoIterator<Item = (String, String)>) {
    let wrong: Vec<String> = outputs
        .into_iter()
        .filter_map(|(name, text)| compare(&repository("tests/golden").join(name), &text))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_pages_of_the_example_are_as_they_were() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    let (status, _) = planc(&["build", "--no-history", "--quiet", "-o", site.to_str().expect("UTF-8")]);
    assert_eq!(status, Some(0));
    compare_all(FILES.into_iter().map(|name| {
        let text = std::fs::read_to_string(site.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        (name.to_owned(), text)
    }));
}

#[test]
fn the_commands_print_what_they_printed() {
    let outputs = [
        ("check.txt", planc(&["check"])),
        ("check-short.txt", planc(&["check", "--format", "short"])),
        ("kpi.txt", planc(&["kpi"])),
        ("kpi-by-owner.txt", planc(&["kpi", "--by", "owner"])),
        ("kpi-explain-nrr.txt", planc(&["kpi", "--explain", "nrr"])),
    ];
    compare_all(outputs.into_iter().map(|(name, (status, text))| {
        assert_eq!(status, Some(0), "{name}");
        (name.to_owned(), text)
    }));
}
