//! How far long work has come, told by whoever does it to whoever shows it.
//!
//! For: [`Progress`], which the session and the writer tell; the command line shows it on a terminal.
//! Must not: decide whether or how anything is shown.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Hears how far work has come. It is told often and from many threads, so it must be quick.
pub trait Progress: fmt::Debug + Send + Sync {
    /// So many of all are done: `plans read`, 320 of 1,000.
    fn step(&self, what: &'static str, done: usize, total: usize);
}

/// Counts one kind of work.
#[derive(Debug)]
pub struct Count {
    heard: Option<Arc<dyn Progress>>,
    what: &'static str,
    total: usize,
    done: AtomicUsize,
}

/// Every how many pieces of work someone is told.
const STRIDE: usize = 32;

impl Count {
    /// Nothing done yet of so many; told to `heard`, if to anyone.
    pub fn new(heard: Option<&Arc<dyn Progress>>, what: &'static str, total: usize) -> Self {
        Count { heard: heard.cloned(), what, total, done: AtomicUsize::new(0) }
    }

    /// One more is done.
    pub fn one(&self) {
        if let Some(heard) = &self.heard {
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            if done.is_multiple_of(STRIDE) || done == self.total {
                heard.step(self.what, done, self.total);
            }
        }
    }
}
