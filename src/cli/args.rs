//! What may be typed: the one definition from which usage, help and completion follow.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

use crate::decode::did_you_mean;
use crate::diagnostic::emit::Format;
use crate::kpi::{Dimension, FigureName, UnknownFigure};
use crate::model::Date;

/// Account plans as text in; a checked portfolio with figures that explain themselves out.
#[derive(Clone, Debug, Parser)]
#[command(name = "planc", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Exit status: 0 done, 1 errors were found in the files, 2 it could not run.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// The day everything is as at [default: SOURCE_DATE_EPOCH, else today]
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// The days figures are over: ttm, fy2026, fy2026q3, 2026-08, 2026-01-01..2026-06-30
    #[arg(long, global = true, value_name = "PERIOD", default_value = "ttm")]
    pub period: String,
    /// Say only what was asked for: no summary, no progress
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Colours: on a terminal (unless NO_COLOR is set), always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Read and check every plan; write nothing
    Check(CheckArgs),
    /// Check, then write the static site
    Build(BuildArgs),
    /// Build in memory, serve on this machine, reload the browser on each save
    Watch(WatchArgs),
    /// Show the figures
    Kpi(KpiArgs),
    /// Say what a diagnostic means, with a bad and a good example
    Explain(ExplainArgs),
    /// Write a new plan with the framework's sections
    New(NewArgs),
    /// Say what changed in meaning between two git revisions
    Diff(DiffArgs),
    /// Show a figure as it was written over time, beside what it is as corrected now
    History(HistoryArgs),
    /// Make a new portfolio: configuration, a plan, CI workflows, editor settings
    Init(InitArgs),
}

/// `planc check`
#[derive(Clone, Debug, Args)]
pub struct CheckArgs {
    /// The portfolio's folder, or one inside it
    #[arg(value_name = "PORTFOLIO", default_value = ".")]
    pub portfolio: PathBuf,
    /// How problems are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Treat these as errors for the exit status
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Mend what has a certain mend, then check again
    #[arg(long)]
    pub fix: bool,
    /// Show where the time went
    #[arg(long)]
    pub timings: bool,
}

/// What `--deny` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings fail the check too
    Warnings,
}

/// `planc build`
#[derive(Clone, Debug, Args)]
pub struct BuildArgs {
    /// The portfolio's folder, or one inside it
    #[arg(value_name = "PORTFOLIO", default_value = ".")]
    pub portfolio: PathBuf,
    /// The folder that the site is written to [default: `site` in the portfolio's folder]
    #[arg(long, short, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// How problems are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Treat these as errors for the exit status
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Write nothing where there are errors
    #[arg(long)]
    pub strict: bool,
    /// Leave out what git knows: who changed each plan last, figures as they were written
    #[arg(long)]
    pub no_history: bool,
    /// Show where the time went
    #[arg(long)]
    pub timings: bool,
}

/// `planc watch`
#[derive(Clone, Debug, Args)]
pub struct WatchArgs {
    /// The portfolio's folder, or one inside it
    #[arg(value_name = "PORTFOLIO", default_value = ".")]
    pub portfolio: PathBuf,
    /// The port to serve at; 0: any that is free [default: 4710, or the next that is free]
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// The address to serve at: others than this machine's own let the network read your plans
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// Leave out what git knows: who changed each plan last, figures as they were written
    #[arg(long)]
    pub no_history: bool,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
}

/// `planc kpi`
#[derive(Clone, Debug, Args)]
pub struct KpiArgs {
    /// The portfolio's folder, or one inside it
    #[arg(value_name = "PORTFOLIO", default_value = ".")]
    pub portfolio: PathBuf,
    /// Group by owner, tier, segment, industry, region, product, parent or tag (repeatable)
    #[arg(long, value_name = "DIMENSION", value_parser = dimension)]
    pub by: Vec<Dimension>,
    /// One account, by its id
    #[arg(long, value_name = "ID")]
    pub account: Option<String>,
    /// Where a figure comes from, down to file and line: arr, nrr, grr, health …
    #[arg(long, value_name = "FIGURE", value_parser = figure)]
    pub explain: Option<FigureName>,
    /// What moved the explained figure since that day
    #[arg(long, value_name = "DATE", value_parser = date, requires = "explain")]
    pub since: Option<Date>,
    /// Each figure at the last 24 month ends
    #[arg(long)]
    pub series: bool,
    /// How the figures are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: KpiFormat,
    /// Show where the time went
    #[arg(long)]
    pub timings: bool,
}

/// How figures are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KpiFormat {
    /// A table for people
    Human,
    /// One JSON object
    Json,
    /// For spreadsheets
    Csv,
}

/// `planc explain`
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// A diagnostic's code or name, such as P104; none: all of them, one a line
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// `planc new`
#[derive(Clone, Debug, Args)]
pub struct NewArgs {
    /// The client's name
    #[arg(value_name = "CLIENT")]
    pub client: String,
    /// The portfolio's folder, or one inside it
    #[arg(value_name = "PORTFOLIO", default_value = ".")]
    pub portfolio: PathBuf,
    /// One of the tiers in planc.yaml
    #[arg(long, value_name = "TIER")]
    pub tier: Option<String>,
    /// The account manager: one of the people in planc.yaml
    #[arg(long, value_name = "PERSON")]
    pub owner: Option<String>,
    /// The account's id [default: from the client's name]
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
}

/// `planc diff`
#[derive(Clone, Debug, Args)]
pub struct DiffArgs {
    /// The earlier revision: a branch, a tag, a commit; BASE..HEAD, BASE...HEAD (since they parted)
    #[arg(value_name = "BASE")]
    pub base: String,
    /// The later revision [default: the files as they are now]
    #[arg(value_name = "HEAD")]
    pub head: Option<String>,
    /// The portfolio's folder, or one inside it [default: the current one]
    #[arg(value_name = "PORTFOLIO")]
    pub portfolio: Option<PathBuf>,
    /// How the diff is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: DiffFormat,
    /// Fail where this holds, such as "nrr < -2pt", "grr.after < 90%", "arr.delta <= -50k" (repeatable)
    #[arg(long, value_name = "CONDITION")]
    pub fail_on: Vec<String>,
    /// Show where the time went
    #[arg(long)]
    pub timings: bool,
}

/// How a diff is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people, in colour on a terminal
    Human,
    /// For a comment on a pull request
    Markdown,
    /// For programs
    Json,
    /// A page that stands alone
    Html,
}

/// `planc history`
#[derive(Clone, Debug, Args)]
pub struct HistoryArgs {
    /// The portfolio's folder, or one inside it
    #[arg(value_name = "PORTFOLIO", default_value = ".")]
    pub portfolio: PathBuf,
    /// The figure, by its name in the JSON (repeatable) [default: arr, nrr, grr]
    #[arg(long, value_name = "FIGURE", value_parser = figure)]
    pub figure: Vec<FigureName>,
    /// One account's figures instead of the portfolio's
    #[arg(long, value_name = "ID")]
    pub account: Option<String>,
    /// At each commit that touched the portfolio, instead of at each month's end
    #[arg(long)]
    pub commits: bool,
    /// How many points at most, the latest ones
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub last: u16,
    /// How the history is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: HistoryFormat,
}

/// How a history is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HistoryFormat {
    /// For people, with sparklines
    Human,
    /// For programs
    Json,
    /// For a spreadsheet
    Csv,
}

/// `planc init`
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// The folder of the new portfolio
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
}

/// A day, written as in a plan.
fn date(text: &str) -> Result<Date, String> {
    let written = |day: &Date| day.format("%Y-%m-%d").to_string() == text;
    text.parse().ok().filter(written).ok_or_else(|| "write a day as 2026-09-30".to_owned())
}

/// A figure's name.
fn figure(text: &str) -> Result<FigureName, String> {
    text.replace('-', "_").to_ascii_lowercase().parse().map_err(|error: UnknownFigure| error.to_string())
}

/// A dimension's name.
fn dimension(text: &str) -> Result<Dimension, String> {
    let found = Dimension::ALL.into_iter().find(|dimension| dimension.as_str().eq_ignore_ascii_case(text));
    found.ok_or_else(|| {
        let words = Dimension::ALL.map(Dimension::as_str);
        match did_you_mean(text, words) {
            Some(question) => format!("figures are not grouped by that; {question}"),
            None => format!("figures are grouped by {}", words.join(", ")),
        }
    })
}
