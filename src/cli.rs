//! The command line: arguments, the clock, colours, the exit status.
//!
//! For: turning what was typed into a call of one command ([`crate::commands`]), and its outcome into an
//! exit status. The only place that reads the clock and the environment.
//! Must not: read plans, or know what a command does.

mod args;
mod clock;
mod console;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

pub use args::{
    BuildArgs, CheckArgs, Cli, Command, Deny, DiffArgs, DiffFormat, ExplainArgs, Global, HistoryArgs,
    HistoryFormat, InitArgs, KpiArgs, KpiFormat, NewArgs, WatchArgs,
};
pub use clock::Clock;
pub use console::Console;

use crate::commands::{self, Failure, Outcome};

/// Runs what the process was called with.
pub fn main() -> ExitCode {
    let mut console = Console::of_process();
    ExitCode::from(run(std::env::args_os(), &mut console))
}

/// Runs a command line; gives the exit status: 0 done, 1 something at error level was found, 2 it could not run.
pub fn run(args: impl IntoIterator<Item = OsString>, console: &mut Console) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    console.configure(cli.global.color, cli.global.quiet);
    let clock = match Clock::new(cli.global.as_of, std::env::var_os("SOURCE_DATE_EPOCH")) {
        Ok(clock) => clock,
        Err(failure) => return fail(&failure, console),
    };
    let outcome = match &cli.command {
        Command::Check(args) => commands::check::run(args, &cli.global.period, &clock, console),
        Command::Build(args) => commands::build::run(args, &cli.global, &clock, console),
        Command::Explain(args) => commands::explain::run(args, console),
        Command::Watch(args) => commands::watch::run(args, &cli.global.period, &clock, console),
        Command::New(args) => commands::new::run(args, &clock, console),
        Command::Kpi(args) => commands::kpi::run(args, &cli.global, &clock, console),
        Command::Diff(args) => commands::diff::run(args, &cli.global, &clock, console),
        Command::History(args) => commands::history::run(args, &clock, console),
        Command::Init(args) => commands::init::run(args, &clock, console),
    };
    match outcome {
        Ok(Outcome::Clean) => 0,
        Ok(Outcome::Found) => 1,
        Err(failure) => fail(&failure, console),
    }
}

/// What was typed makes no sense, or asks for help or the version.
fn usage(error: &clap::Error) -> u8 {
    // A closed pipe is no reason to complain.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => 0,
        _ => 2,
    }
}

/// Says why a command could not run. A reader that went away (`planc check | head`) wants to hear nothing.
fn fail(failure: &Failure, console: &mut Console) -> u8 {
    match failure {
        Failure::Closed => 0,
        Failure::Said { message, help } => {
            console.error(message, help.as_deref());
            2
        }
    }
}
