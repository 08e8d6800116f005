//! Where the time of a compilation went.

use std::time::{Duration, Instant};

/// How long each pass took, in the order in which they ran.
#[derive(Clone, Debug)]
pub struct Timings {
    passes: Vec<(&'static str, Duration)>,
    started: Instant,
    last: Instant,
}

impl Timings {
    /// From now on.
    pub fn start() -> Self {
        let now = Instant::now();
        Timings { passes: Vec::new(), started: now, last: now }
    }

    /// The pass that ends now, since the last one ended.
    pub fn end(&mut self, pass: &'static str) {
        let now = Instant::now();
        self.passes.push((pass, now.duration_since(self.last)));
        self.last = now;
    }

    /// The passes so far.
    pub fn passes(&self) -> &[(&'static str, Duration)] {
        &self.passes
    }

    /// All the time since the start.
    pub fn total(&self) -> Duration {
        self.started.elapsed()
    }
}
