//! Where a site may be written.

use std::path::{Component, Path, PathBuf};

use super::{WriteError, refuse_foreign};
use crate::source::{ACCOUNTS, DATA, TEMPLATES};

/// Refuses a folder that a site can't be written to: the portfolio itself or one around it, a folder that
/// the portfolio is read from, a folder that holds something that planc did not write. Nothing is made.
///
/// # Errors
/// Where it is one of these.
pub fn check_place(output: &Path, portfolio: &Path) -> Result<(), WriteError> {
    let place = resolved(output);
    let help = "choose another folder with `--output FOLDER`; by default it is `site` beside planc.yaml";
    if portfolio.starts_with(&place) {
        let what = if place == portfolio { "the portfolio itself" } else { "a folder around the portfolio" };
        return Err(WriteError::new(
            format!("{} is {what}: the site needs a folder of its own", output.display()),
            help,
        ));
    }
    for name in [ACCOUNTS, DATA, TEMPLATES] {
        let folder = portfolio.join(name);
        if place.starts_with(&folder) || place.starts_with(resolved(&folder)) {
            let message = format!(
                "{} is inside the portfolio's `{name}` folder, which planc only reads",
                output.display()
            );
            return Err(WriteError::new(message, help));
        }
    }
    refuse_foreign(&place)
}

/// A path without links and dots, as far as it is there.
fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut real = PathBuf::new();
    let mut is_there = true;
    for part in path.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            part => real.push(part),
        }
        match real.canonicalize() {
            Ok(found) if is_there => real = found,
            _ => is_there = false,
        }
    }
    real
}
