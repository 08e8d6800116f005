//! What the preview shows now, and what happened before.

use std::collections::VecDeque;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::json;

use super::Content;
use crate::diagnostic::Diagnostic;
use crate::text::Place;

/// How many builds back a page may be and still be told exactly what changed since.
const REMEMBERED: usize = 64;

/// How many problems pages are told of at a time: they ask for more when someone scrolls there.
const PROBLEMS: usize = 100;

/// What opens a place in the author's editor, and says what happened.
pub type Opener = Box<dyn Fn(&Place) -> Result<String, String> + Send + Sync>;

/// A build as pages and streams are told of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Build {
    /// Diagnostics at error level.
    pub errors: usize,
    /// Diagnostics at warning level.
    pub warnings: usize,
    /// How long it took, in milliseconds.
    pub ms: f64,
    /// What is otherwise than before, by [`page_name`].
    pub changed: Vec<String>,
    /// What is wrong, as the overlay lists it.
    pub problems: Arc<[Diagnostic]>,
}

/// What is served.
#[derive(Debug)]
pub(super) struct Shown {
    /// The files.
    pub content: Content,
    /// Which build of which server.
    pub id: String,
}

/// The state of the preview: one build, whole, at any time.
pub struct Preview {
    state: Mutex<State>,
    opener: Option<Opener>,
    swapped: Condvar,
    /// Tells this server's builds from another's at the same port before.
    run: u64,
}

impl fmt::Debug for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Preview").field("state", &self.state).field("run", &self.run).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct State {
    shown: Arc<Shown>,
    generation: u64,
    builds: VecDeque<(u64, Build)>,
}

/// The event's data.
#[derive(Serialize)]
struct Event<'a> {
    generation: u64,
    errors: usize,
    warnings: usize,
    ms: f64,
    changed: &'a [String],
}

impl Default for Preview {
    fn default() -> Self {
        Preview::new()
    }
}

impl Preview {
    /// Nothing to show yet: [`Preview::show`] the first build before serving.
    pub fn new() -> Self {
        // The one source of a number that differs from run to run in the standard library.
        let run = std::hash::RandomState::new().build_hasher().finish();
        let shown = Arc::new(Shown { content: Content::default(), id: String::new() });
        let state = State { shown, generation: 0, builds: VecDeque::new() };
        Preview { state: Mutex::new(state), opener: None, swapped: Condvar::new(), run }
    }

    /// The same, whose pages have problems' places opened by this.
    pub fn opening(mut self, opener: Opener) -> Self {
        self.opener = Some(opener);
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole whenever the lock is free, whatever happened to a thread that held it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Swaps the site for this build's and tells everyone; gives its generation.
    pub fn show(&self, content: Content, build: Build) -> u64 {
        let mut state = self.state();
        state.generation += 1;
        let generation = state.generation;
        let shown = Arc::new(Shown { content, id: self.id(generation) });
        let gone = std::mem::replace(&mut state.shown, shown);
        state.builds.push_back((generation, build));
        if state.builds.len() > REMEMBERED {
            state.builds.pop_front();
        }
        drop(state);
        self.swapped.notify_all();
        // What the last build held is given back beside the work.
        rayon::spawn(move || drop(gone));
        generation
    }

    fn id(&self, generation: u64) -> String {
        format!("{:016x}-{generation}", self.run)
    }

    /// What is shown now.
    pub(super) fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.state().shown)
    }

    /// The builds after a generation (none given: the current one), waited for at most this long.
    pub(super) fn events(&self, after: Option<u64>, patience: Duration) -> Vec<(u64, Arc<str>)> {
        let state = self.wait_until(patience, |state| after.is_none_or(|after| state.generation > after));
        let first = after.map_or(state.generation, |after| after + 1);
        let event = |(generation, build): &(u64, Build)| {
            let Build { errors, warnings, ms, changed, .. } = build;
            let event =
                Event { generation: *generation, errors: *errors, warnings: *warnings, ms: *ms, changed };
            (*generation, Arc::from(serde_json::to_string(&event).unwrap_or_default()))
        };
        state.builds.iter().filter(|(generation, _)| *generation >= first).map(event).collect()
    }

    /// What a page must know of the current build, as JSON: at once where it is another than `after`, else
    /// when there is the next, or after this long; with what changed since the build `since`.
    pub(super) fn wait(&self, after: &str, since: &str, patience: Duration) -> String {
        let state = self.wait_until(patience, |state| state.shown.id != after);
        let prefix = format!("{:016x}-", self.run);
        let known: Option<u64> = since.strip_prefix(&prefix).and_then(|generation| generation.parse().ok());
        let first = state.builds.front().map_or(0, |(generation, _)| *generation);
        // Too far back, or a page of an earlier server: all may have changed.
        let changed = known.filter(|known| known + 1 >= first).map(|known| {
            let since = state.builds.iter().filter(|(generation, _)| *generation > known);
            let mut changed: Vec<&String> = since.flat_map(|(_, build)| &build.changed).collect();
            changed.sort_unstable();
            changed.dedup();
            changed
        });
        let empty = Build::default();
        let build = state.builds.back().map_or(&empty, |(_, build)| build);
        json!({
            "id": state.shown.id,
            "errors": build.errors,
            "warnings": build.warnings,
            "changed": changed,
            "opens": self.opener.is_some(),
            "all": build.problems.len(),
            "problems": told(&build.problems, 0),
        })
        .to_string()
    }

    /// Of a build's problems, those from one on, as JSON; none where another build is shown meanwhile.
    pub(super) fn problems(&self, of: &str, from: usize) -> String {
        self.of_build(of).map_or_else(|| json!([]), |problems| told(&problems, from)).to_string()
    }

    /// Has the place of one of a build's problems opened, and says what came of it, as JSON.
    pub(super) fn open(&self, of: &str, problem: usize) -> String {
        let place = self.of_build(of).and_then(|problems| Some(problems.get(problem)?.place.clone()));
        let said = match (&self.opener, place) {
            (None, _) => Err("This preview opens no files.".to_owned()),
            (_, None) => Err("It was built anew meanwhile: click once more.".to_owned()),
            (Some(open), Some(place)) => open(&place),
        };
        json!({ "opened": said.is_ok(), "said": said.unwrap_or_else(|why| why) }).to_string()
    }

    fn of_build(&self, id: &str) -> Option<Arc<[Diagnostic]>> {
        let state = self.state();
        let (_, build) = state.builds.back().filter(|_| state.shown.id == id)?;
        Some(Arc::clone(&build.problems))
    }

    fn wait_until(&self, patience: Duration, ready: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let since = Instant::now();
        let mut state = self.state();
        while !ready(&state) {
            let Some(left) = patience.checked_sub(since.elapsed()).filter(|left| !left.is_zero()) else {
                break;
            };
            state = self.swapped.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state
    }
}

/// Problems from one on, as pages are told of them.
fn told(problems: &[Diagnostic], from: usize) -> serde_json::Value {
    let some = problems.iter().skip(from).take(PROBLEMS).map(|problem| {
        let at = problem.place.source.line_column(problem.place.span.start);
        json!({
            "severity": problem.severity.as_str(),
            "code": problem.code.code,
            "message": problem.message,
            "help": problem.help,
            "place": format!("{}:{}:{}", problem.place.path(), at.line, at.column),
        })
    });
    some.collect()
}

/// What a page is called in events: as its address is, without `index.html`.
pub fn page_name(path: &str) -> &str {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    }
}
