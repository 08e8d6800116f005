//! The list of what planc wrote to a folder.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{TEMPORARY, WriteError, at, is_plain};

/// The manifest as it stands in the file.
#[derive(Serialize, Deserialize)]
struct Manifest<'f> {
    /// The version of this form.
    planc: u32,
    /// Every file that planc wrote, or is about to write.
    files: Cow<'f, BTreeSet<String>>,
}

const VERSION: u32 = 1;

/// Where it is in planc's own folder.
pub(super) fn path(own: &Path) -> PathBuf {
    own.join("manifest")
}

/// What planc wrote; `None` where it never did.
pub(super) fn read(own: &Path) -> Result<Option<BTreeSet<String>>, WriteError> {
    let path = path(own);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(at(&path)(error)),
    };
    let manifest = serde_json::from_slice::<Manifest<'_>>(&bytes).ok();
    // A path that planc never writes to was put there by something else: nothing in it can be trusted.
    match manifest
        .filter(|manifest| manifest.planc == VERSION && manifest.files.iter().all(|path| is_plain(path)))
    {
        Some(manifest) => Ok(Some(manifest.files.into_owned())),
        None => Err(WriteError::new(
            format!(
                "{} is not as planc wrote it, so what is whose in the folder can't be told",
                path.display()
            ),
            "delete the site's folder and build again, or choose another with `--output FOLDER`",
        )),
    }
}

/// Replaces the manifest, whole.
pub(super) fn write(own: &Path, files: &BTreeSet<String>) -> Result<(), WriteError> {
    let path = path(own);
    let manifest = Manifest { planc: VERSION, files: Cow::Borrowed(files) };
    let mut bytes = serde_json::to_vec_pretty(&manifest).map_err(|error| at(&path)(error.into()))?;
    bytes.push(b'\n');
    let new = own.join(TEMPORARY).join("manifest");
    fs::write(&new, bytes).map_err(at(&path))?;
    fs::rename(&new, &path).map_err(at(&path))
}
