//! `planc build`: check, then the static site.

use super::{Failure, Outcome, open, report};
use crate::cli::{BuildArgs, Clock, Console};
use crate::session::{Ask, Session};

/// Runs it.
///
/// # Errors
/// Where there is no portfolio, nothing can be read, or the output can't be written.
pub fn run(args: &BuildArgs, clock: &Clock, console: &mut Console) -> Result<Outcome, Failure> {
    let disk = open(&args.portfolio)?;
    let mut session = Session::new();
    let compilation = session.compile(&disk, &Ask { as_of: clock.day() });
    report::write(&compilation, args.format, disk.root(), console)?;
    console.note(&report::summary(&compilation));
    report::outcome(&compilation, args.deny)
}
