//! What `planc init` lays down: a portfolio that passes its own checks, and the workflows that check,
//! explain and publish it.
//!
//! For: the texts, with dates that make sense on the day they are made. They live beside this file as
//! they will be written, so that each can be read and tested as what it is.
//! Must not: write anything (the command does, and never over a file that is there).

use chrono::{Datelike, Days, Months};

use crate::model::Date;

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the new portfolio, with `/`.
    pub path: &'static str,
    /// Its text.
    pub text: String,
    /// Whether it is a script that is run.
    pub executable: bool,
}

/// The files of a new portfolio, made on `today`.
pub fn portfolio(today: Date) -> Vec<File> {
    let file = |path, text: &str| File { path, text: text.to_owned(), executable: false };
    let versioned = |text: &str| text.replace("{version}", env!("CARGO_PKG_VERSION"));
    vec![
        file("planc.yaml", include_str!("scaffold/planc.yaml")),
        file("accounts/acme-example.md", &first_plan(today)),
        file("README.md", include_str!("scaffold/readme.md")),
        file(".github/workflows/plans.yml", &versioned(include_str!("scaffold/github.yml"))),
        file(".gitlab-ci.yml", &versioned(include_str!("scaffold/gitlab-ci.yml"))),
        File { executable: true, ..file(".githooks/pre-commit", include_str!("scaffold/pre-commit")) },
        file(".gitignore", include_str!("scaffold/gitignore")),
        file(".editorconfig", include_str!("scaffold/editorconfig")),
        file(".vscode/settings.json", include_str!("scaffold/vscode.json")),
    ]
}

/// The example plan, with a contract of this calendar year and dates around `today`.
fn first_plan(today: Date) -> String {
    let text = |day: Option<Date>| day.unwrap_or(today).format("%Y-%m-%d").to_string();
    let after = |days| text(today.checked_add_days(Days::new(days)));
    include_str!("scaffold/plan.md")
        .replace("{today}", &text(Some(today)))
        .replace("{recently}", &text(today.checked_sub_months(Months::new(2))))
        .replace("{start}", &text(Date::from_ymd_opt(today.year(), 1, 1)))
        .replace("{end}", &text(Date::from_ymd_opt(today.year(), 12, 31)))
        .replace("{close}", &after(120))
        .replace("{due}", &after(45))
}
