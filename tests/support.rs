//! What the integration tests share: portfolios in memory, compiled by the very session that the commands
//! use.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use planc::model::Date;
use planc::session::{Ask, Compilation, Session};
use planc::source::{FileEntry, Listing, Problem, ProblemKind, Tree};

/// The day on which the tests look at everything.
pub const AS_OF: &str = "2026-09-30";

/// A portfolio's files in memory.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Their bytes, by path.
    pub bytes: BTreeMap<String, Vec<u8>>,
    /// Folders without anything in them.
    pub folders: Vec<String>,
    /// What the system refuses to read, and why.
    pub refused: BTreeMap<String, io::ErrorKind>,
    /// What is neither a file nor a folder that can be entered.
    pub problems: Vec<(String, fn() -> ProblemKind)>,
}

impl Files {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a file.
    pub fn with(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.bytes.insert(path.to_owned(), text.as_ref().to_vec());
        self
    }

    /// All files below a folder on disk.
    pub fn read(folder: &Path) -> Self {
        fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
            for entry in std::fs::read_dir(folder).expect("the folder can be listed") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    walk(root, &path, files);
                } else {
                    let name = path.strip_prefix(root).expect("below the root");
                    let name = name.to_str().expect("UTF-8").replace('\\', "/");
                    files.insert(name, std::fs::read(&path).expect("the file can be read"));
                }
            }
        }
        let mut files = BTreeMap::new();
        walk(folder, folder, &mut files);
        Files { bytes: files, ..Files::default() }
    }

    /// Compiles it as at [`AS_OF`].
    pub fn compile(&self) -> Compilation {
        Session::new().compile(self, &Ask { as_of: as_of() })
    }

    /// The paths of its plans.
    pub fn plans(&self) -> BTreeSet<String> {
        self.bytes
            .keys()
            .filter(|path| path.starts_with("accounts/") && path.ends_with(".md"))
            .cloned()
            .collect()
    }
}

impl Tree for Files {
    fn list(&self) -> Listing {
        Listing {
            files: self.bytes.keys().map(|path| FileEntry { path: path.clone(), real: None }).collect(),
            folders: self.folders.clone(),
            problems: self
                .problems
                .iter()
                .map(|(path, kind)| Problem { path: path.clone(), kind: kind() })
                .collect(),
        }
    }

    fn read(&self, file: &FileEntry, limit: u64) -> io::Result<Vec<u8>> {
        if let Some(kind) = self.refused.get(&file.path) {
            return Err((*kind).into());
        }
        let bytes = self.bytes.get(&file.path).ok_or(io::ErrorKind::NotFound)?;
        if bytes.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes.clone()) }
    }
}

/// A folder for many small files: in memory where there is room for it, for they are written hundreds of times.
pub fn scratch() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}

/// Every file below a folder but planc's own, with its bytes.
pub fn held(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut held = BTreeMap::new();
    let mut left = vec![folder.to_path_buf()];
    while let Some(at) = left.pop() {
        for entry in std::fs::read_dir(at).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if path.file_name().unwrap() != ".planc" {
                    left.push(path);
                }
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                held.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    held
}

/// [`AS_OF`] as a date.
pub fn as_of() -> Date {
    AS_OF.parse().expect("a date")
}

/// A path in the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Whether files of expected output are to be rewritten instead of compared: `UPDATE_EXPECTED=1`.
pub fn updating() -> bool {
    std::env::var_os("UPDATE_EXPECTED").is_some()
}

/// Compares a file with what it should hold, or rewrites it; `Some` says how they differ.
pub fn compare(path: &Path, actual: &str) -> Option<String> {
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return None;
    }
    if updating() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(path, actual).expect("the file can be written");
        return None;
    }
    let at = expected.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count();
    Some(format!(
        "{} differs from line {}:\n  expected: {}\n  actual:   {}\n\
         Where the new output is right, rewrite the file: UPDATE_EXPECTED=1 cargo test",
        path.display(),
        at + 1,
        expected.lines().nth(at).unwrap_or("(the end)"),
        actual.lines().nth(at).unwrap_or("(the end)"),
    ))
}
