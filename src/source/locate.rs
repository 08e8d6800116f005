//! Finding the portfolio that a folder belongs to.

use std::fmt;
use std::path::{Path, PathBuf};

/// The file that makes a folder a portfolio.
pub const CONFIG_FILE: &str = "planc.yaml";

/// No folder from here up holds a `planc.yaml`.
#[derive(Debug)]
pub struct NoPortfolio {
    /// Where the search began.
    pub from: PathBuf,
    /// Whether that place is there at all.
    pub exists: bool,
}

impl fmt::Display for NoPortfolio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = self.from.display();
        if self.exists {
            write!(f, "no portfolio here: neither {from} nor a folder above it has a {CONFIG_FILE}")
        } else {
            write!(f, "there is no folder {from}")
        }
    }
}

impl std::error::Error for NoPortfolio {}

/// The root of the portfolio that `start` is in: the nearest folder with a `planc.yaml`, from `start`
/// (a file's own folder) upwards.
///
/// # Errors
/// Where there is none, or no such folder.
pub fn find_root(start: &Path) -> Result<PathBuf, NoPortfolio> {
    let Ok(from) = start.canonicalize() else {
        return Err(NoPortfolio { from: start.to_path_buf(), exists: false });
    };
    let found = from.ancestors().find(|folder| {
        // A link that leads to nothing still says that this is the portfolio; reading it reports it.
        folder.join(CONFIG_FILE).symlink_metadata().is_ok_and(|file| !file.is_dir())
    });
    match found {
        Some(root) => Ok(root.to_path_buf()),
        None => Err(NoPortfolio { from, exists: true }),
    }
}
