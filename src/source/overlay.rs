//! Texts that stand in place of a tree's files: an editor's buffers, edits not written yet.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::{FileEntry, Listing, Stamp, Tree};
use crate::model::{Date, NoReview};
use crate::text::Source;

/// A tree with some texts in place of its files.
pub struct Overlay<'a> {
    /// The tree below.
    pub tree: &'a dyn Tree,
    /// The texts, by path; a path that the tree does not have is one more file.
    pub texts: &'a BTreeMap<String, Arc<Source>>,
}

impl Tree for Overlay<'_> {
    fn list(&self) -> Listing {
        let mut listing = self.tree.list();
        let listed = |path: &String| listing.files.binary_search_by(|file| file.path.cmp(path)).is_ok();
        let more: Vec<FileEntry> = self
            .texts
            .keys()
            .filter(|path| !listed(path))
            .map(|path| FileEntry { path: path.clone(), real: None })
            .collect();
        if !more.is_empty() {
            listing.files.extend(more);
            listing.files.sort_unstable();
        }
        listing
    }

    fn read(&self, file: &FileEntry, limit: u64) -> io::Result<Vec<u8>> {
        match self.texts.get(&file.path) {
            Some(text) if text.text().len() as u64 > limit => Err(io::ErrorKind::FileTooLarge.into()),
            Some(text) => Ok(text.text().as_bytes().to_vec()),
            None => self.tree.read(file, limit),
        }
    }

    fn stamp(&self, file: &FileEntry) -> Option<Stamp> {
        if self.texts.contains_key(&file.path) { None } else { self.tree.stamp(file) }
    }

    fn committed(&self, files: &BTreeSet<String>, by: Date) -> Result<BTreeMap<String, Date>, NoReview> {
        self.tree.committed(files, by)
    }
}
