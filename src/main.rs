//! The thin binary: the exit status comes from the command line module.

use std::process::ExitCode;

fn main() -> ExitCode {
    planc::cli::main()
}
