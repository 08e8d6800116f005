//! `planc init`: a new portfolio.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::{Failure, Outcome};
use crate::cli::{Clock, Console, InitArgs};
use crate::scaffold::{self, File};
use crate::source::{CONFIG_FILE, reason};

/// What must not be missed before anything is published.
const CONFIDENTIAL: &str = "\nAccount plans are confidential, and the site has no login: GitHub Pages is PUBLIC, even \
     for a private\nrepository, unless your organisation restricts it. The workflows publish nothing until you \
     have read\ntheir first lines and set PLANC_PUBLISH.";

/// Runs it. Files that are there stay as they are.
///
/// # Errors
/// Where the folder holds a portfolio already, or can't be written.
pub fn run(args: &InitArgs, clock: &Clock, console: &mut Console) -> Result<Outcome, Failure> {
    let folder = &args.folder;
    if folder.join(CONFIG_FILE).exists() {
        return Err(Failure::new(
            format!("{} holds a portfolio already", folder.display()),
            "`planc new \"Client name\"` adds a plan to it; `planc check` checks it",
        ));
    }
    for file in scaffold::portfolio(clock.day()) {
        let path = folder.join(file.path);
        match write(&path, &file) {
            Ok(()) => console.note(&format!("wrote {}", path.display())),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                console.note(&format!("kept  {} (it was there)", path.display()));
            }
            Err(error) => {
                return Err(Failure::new(
                    format!("{} could not be written: {}", path.display(), reason(&error)),
                    "check that the folder may be written by you",
                ));
            }
        }
    }
    let place = if folder == Path::new(".") { String::new() } else { format!(" {}", folder.display()) };
    console.note(&format!("\nNow see it: planc watch{place} --open"));
    console.note(CONFIDENTIAL);
    Ok(Outcome::Clean)
}

/// Writes a new file; never over one that is there.
fn write(path: &Path, file: &File) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if file.executable {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o755);
    }
    options.open(path)?.write_all(file.text.as_bytes())
}
