//! The thin binary: the exit status comes from the command line module.

use std::process::ExitCode;

/// A build makes and drops millions of small texts, on every core: the system's own allocator takes a sixth
/// longer over ten thousand plans.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    planc::cli::main()
}
