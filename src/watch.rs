//! The live preview's heart: what changed is built anew and swapped in, whatever happens to the files.
//!
//! For: [`Watch`], one rebuild after another into a [`Preview`], which keeps what was last good where
//! something is wrong; and [`follow`], which lets events of the file system wake it. Events only wake, and say
//! where to look first: whatever they say, everything is looked at as soon as they cease, and compared, so that
//! a lost, late or doubled event does no harm.
//! Must not: read the clock (it is given), write files, or speak HTTP.

mod editor;
mod events;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Date;
use crate::past::Past;
use crate::serve::{Build, Content, Preview, page_name};
use crate::session::{Ask, Compilation, Session, Timings};
use crate::site::{Files, Keys, Site, TemplateError};
use crate::source::{CONFIG_FILE, Disk};

pub use editor::Editor;
use events::Eyes;
pub use events::Waker;

/// How long files must be left alone before they are looked at: longer than an editor takes between
/// emptying a file and writing it, too short to be felt.
///
/// Measured on Linux, as the longest pause between two events of one save of a plan of 5 KB: a file emptied
/// and written, 0.3 ms at most of 300 saves; the same by Node's `fs.writeFile`, as in VS Code, 0.6 ms in 99 of
/// 100 and 1.4 ms at most; Vim 0.6 ms. With four programs to a processor these are 5.5 ms, 4.7 ms and 30 ms.
/// Where an editor waits for the disk (20 ms and more), what is there meanwhile is the old file whole or the
/// new one. A checkout of 1,000 files pauses 3.6 ms at most, 32 ms on the busy machine: it may be shown in two
/// parts, each of them whole files.
pub const DEBOUNCE: Duration = Duration::from_millis(10);
/// How long a burst of changes is waited out at most.
const BURST: Duration = Duration::from_millis(200);
/// How often the day and the watched folders are looked at.
const TICK: Duration = Duration::from_secs(1);
/// After how many ticks without an event everything is scanned all the same: some file systems (network
/// shares, folders mounted into containers) tell nothing.
const PATROL: u32 = 10;

/// After how many looks at what events named everything is looked at, should there never be a quiet moment.
const GLANCES: u32 = 16;

/// Rebuilds one portfolio's preview.
#[derive(Debug)]
pub struct Watch {
    session: Session,
    disk: Disk,
    preview: Arc<Preview>,
    /// What is shown.
    content: Content,
    /// What each file of it was rendered from, where it is small.
    keys: Keys,
    /// The overridden templates that pages were made with last.
    templates: BTreeMap<String, Arc<[u8]>>,
    /// The plans with something that could not be read, by path, each with its account's id when it was last
    /// read without errors.
    spoilt: BTreeMap<String, Option<String>>,
    built: bool,
    /// The problems as they were told last; `None` before anyone was told anything.
    told: Option<Arc<[Diagnostic]>>,
    /// Over which days the figures are.
    period: String,
    /// What is wrong with that, where something is.
    bad_period: Option<String>,
    /// What git knows of the portfolio, as soon as somebody has asked it.
    remembered: Arc<OnceLock<Arc<Past>>>,
}

/// What a rebuild came to.
#[derive(Debug)]
pub struct Rebuilt {
    /// Which one it was, from 1.
    pub generation: u64,
    /// What pages are told of it.
    pub build: Build,
    /// How many plans there are.
    pub plans: usize,
    /// What is wrong, the worst first.
    pub problems: Arc<[Diagnostic]>,
    /// Where the time went, pass by pass.
    pub timings: Timings,
}

impl Watch {
    /// A preview of the portfolio on disk.
    pub fn new(disk: Disk, preview: Arc<Preview>) -> Self {
        Watch {
            session: Session::new(),
            disk,
            preview,
            content: Content::default(),
            keys: Keys::new(),
            templates: BTreeMap::new(),
            spoilt: BTreeMap::new(),
            built: false,
            told: None,
            period: "ttm".into(),
            bad_period: None,
            remembered: Arc::default(),
        }
    }

    /// With figures over another period, in any of [`Period::FORMS`](crate::model::Period::FORMS).
    pub fn over(mut self, period: &str) -> Self {
        period.clone_into(&mut self.period);
        self
    }

    /// What is wrong with the period, in words, once something was built.
    pub fn bad_period(&self) -> Option<&str> {
        self.bad_period.as_deref()
    }

    /// Where to put what git knows of the portfolio: pages show it from the next rebuild on.
    pub fn remembered(&self) -> Arc<OnceLock<Arc<Past>>> {
        Arc::clone(&self.remembered)
    }

    /// Whether a file there is empty: an editor that saves in place empties it first, and may wait long for its
    /// turn on a busy machine.
    fn is_being_saved(&self, changed: &Somewhere) -> bool {
        match changed {
            Somewhere::At(paths) => paths.iter().any(|path| self.disk.is_empty(path)),
            Somewhere::Anywhere => false,
        }
    }

    /// Builds what is on disk now, as at a day, and shows it; `None` where nothing changed.
    pub fn rebuild(&mut self, as_of: Date) -> Option<Rebuilt> {
        self.rebuild_where(as_of, None)
    }

    /// The same, looking at no more than these paths where that is enough (none given: at everything).
    fn rebuild_where(&mut self, as_of: Date, paths: Option<&BTreeSet<String>>) -> Option<Rebuilt> {
        let since = Instant::now();
        self.session.remember(self.remembered.get().cloned());
        let compilation = self.session.compile_where_changed(&self.disk, &Ask { as_of }, paths)?;
        let mut timings = compilation.timings.clone();
        let mut problems: Vec<Diagnostic> = compilation.diagnostics.as_slice().to_vec();
        let mut next = None;
        if !(self.built && is_unreliable(&compilation)) {
            let report = compilation.figures(&self.period).unwrap_or_else(|why| {
                self.bad_period = Some(why);
                Arc::clone(compilation.report())
            });
            timings.end("figures");
            let published = self.session.publish(&compilation, &report);
            timings.end("site");
            match published {
                Ok(site) => match self.compare(&site, &compilation) {
                    Ok(compared) => next = Some((site, compared)),
                    Err(error) => problems.push(*compilation.template_problem(&error)),
                },
                Err(problem) => problems.push(*problem),
            }
        }
        timings.end("compare");
        problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
        let problems: Arc<[Diagnostic]> = problems.into();
        let (content, changed) = match next {
            Some((site, (keys, differs))) => {
                let kept = self.last_good(&compilation);
                let content = Content::new(site, kept);
                (content.clone(), self.changed(&content, keys, differs))
            }
            None if self.built => (self.content.clone(), Vec::new()),
            None => (Content::page(NOT_YET), Vec::new()),
        };
        let first = !self.built;
        self.built |= content.site().is_some();
        // Editors come and go with files of their own: whoever watches need not hear of it.
        if compilation.reads_the_same && changed.is_empty() && self.told.as_ref() == Some(&problems) {
            self.content = content;
            return None;
        }
        let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
        let build = Build {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            changed: match (first, self.told.is_none()) {
                // Before the first build there was nothing that anyone saw;
                (true, true) => Vec::new(),
                // before the first good one a page that says so, or that there is none.
                (true, false) => {
                    let pages = content.site().map(Site::pages).unwrap_or_default();
                    pages.iter().map(|path| page_name(path).to_owned()).collect()
                }
                (false, _) => changed,
            },
            problems: Arc::clone(&problems),
            ms: (since.elapsed().as_secs_f64() * 10_000.0).round() / 10.0,
        };
        self.content = content.clone();
        self.told = Some(Arc::clone(&problems));
        let generation = self.preview.show(content, build.clone());
        timings.end("swap");
        Some(Rebuilt { generation, build, plans: compilation.plans.len(), problems, timings })
    }

    /// What each file of a small site is rendered from; of a large one, what may differ from the one shown.
    /// Where templates of one's own changed, pages of every kind are made once, to know that they can be.
    fn compare(
        &mut self,
        site: &Site,
        compilation: &Compilation,
    ) -> Result<(Option<Keys>, Vec<String>), TemplateError> {
        let before = self.content.site();
        let differs = before.and_then(|before| site.differs_from(before));
        if site.is_small() {
            let among = differs.as_ref().filter(|_| !self.keys.is_empty());
            return Ok((Some(site.keys(&self.keys, among)?), Vec::new()));
        }
        if self.templates != compilation.templates {
            site.try_some()?;
            self.templates = compilation.templates.clone();
        }
        let differs = match before {
            Some(_) => differs.unwrap_or_else(|| site.pages()),
            None => BTreeSet::new(),
        };
        Ok((None, differs.into_iter().collect()))
    }

    /// The names of what is shown otherwise from now on.
    fn changed(&mut self, content: &Content, keys: Option<Keys>, differs: Vec<String>) -> Vec<String> {
        let mut paths = differs;
        match keys {
            Some(mut keys) => {
                // What stays as it was has the key of what it was rendered from.
                keys.retain(|path, _| !content.keeps(path));
                let kept = self.keys.iter().filter(|(path, _)| content.keeps(path));
                keys.extend(kept.map(|(path, key)| (path.clone(), *key)));
                let new = keys.iter().filter(|(path, key)| self.keys.get(*path) != Some(key));
                let gone = self.keys.keys().filter(|path| !keys.contains_key(*path));
                paths.extend(new.map(|(path, _)| path).chain(gone).cloned());
                self.keys = keys;
            }
            None => self.keys.clear(),
        }
        let mut names: Vec<String> = paths
            .iter()
            .filter(|path| !(content.keeps(path) && self.content.keeps(path)))
            .map(|path| page_name(path).to_owned())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The pages of plans that were good and can't be read as they are written now, as they are shown.
    fn last_good(&mut self, compilation: &Compilation) -> BTreeMap<String, Files> {
        let found = compilation.diagnostics.as_slice().iter().filter(|diagnostic| spoils(diagnostic));
        let spoilt: BTreeSet<&str> = found.map(|diagnostic| diagnostic.place.path()).collect();
        let good = |path: &str| match self.spoilt.get(path) {
            Some(id) => id.clone(),
            None => self.content.site()?.account_at(path).map(str::to_owned),
        };
        let there = spoilt.into_iter().filter(|path| compilation.plans.contains(*path));
        self.spoilt = there.map(|path| (path.to_owned(), good(path))).collect();
        let mut kept = BTreeMap::new();
        for (path, id) in self.spoilt.iter().filter_map(|(path, id)| Some((path, id.as_ref()?))) {
            // Another plan has the page now.
            if compilation.portfolio.plan(id).is_some_and(|checked| checked.plan.path() != path) {
                continue;
            }
            let pages = ["index.html", "figures/index.html"].map(|page| format!("accounts/{id}/{page}"));
            let files = pages.into_iter().filter_map(|page| Some((page.clone(), self.content.file(&page)?)));
            let files: Files = files.collect();
            if !files.is_empty() {
                kept.insert(format!("accounts/{id}/"), files);
            }
        }
        kept
    }
}

/// What is shown where not even the first build came to a site.
const NOT_YET: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
     <title>Not built yet</title>\n</head>\n<body>\n<main>\n<h1>The site can't be built yet</h1>\n\
     <p>What is in the way is listed below. The site appears here when it is mended.</p>\n</main>\n</body>\n\
     </html>\n";

/// Whether a compilation is so broken that its site would mislead: the files were on the move, or the
/// configuration can't be read, so that everything would follow the defaults.
fn is_unreliable(compilation: &Compilation) -> bool {
    compilation.failed
        || compilation.diagnostics.as_slice().iter().any(|diagnostic| {
            diagnostic.place.path() == CONFIG_FILE
                && diagnostic.code.code.starts_with("P0")
                && diagnostic.code.severity == Severity::Error
        })
}

/// Whether a plan with this problem is not on the page as its author means it: something could not be read.
fn spoils(diagnostic: &Diagnostic) -> bool {
    diagnostic.code.severity == Severity::Error
        && matches!(diagnostic.code.code.get(..2), Some("P0" | "P1" | "P2" | "P4"))
}

/// Rebuilds whenever something changes below the root, or the day does, until the [`Waker`] of `woken` says
/// stop; tells of each rebuild. `today` is asked for the day each time.
pub fn follow(
    watch: &mut Watch,
    root: &Path,
    woken: &Receiver<Wake>,
    waker: &Waker,
    today: &dyn Fn() -> Date,
    tell: &mut dyn FnMut(Told<'_>),
) {
    let mut eyes = Eyes::new(root, waker.clone());
    let mut blind = false;
    let mut quiet = 0;
    let mut day = None;
    // Where things may have changed since everything was looked at, and how often only there was looked.
    let (mut somewhere, mut glances) = (Somewhere::Anywhere, 0);
    loop {
        if eyes.look().is_err() && !blind {
            blind = true;
            tell(Told::Blind);
        }
        let now = today();
        if quiet == 0 || blind || day != Some(now) {
            let paths = match &somewhere {
                Somewhere::At(paths) if !blind && day == Some(now) && glances < GLANCES => Some(paths),
                _ => None,
            };
            glances = if paths.is_some() { glances + 1 } else { 0 };
            day = Some(now);
            if let Some(rebuilt) = watch.rebuild_where(now, paths) {
                tell(Told::Rebuilt(&rebuilt));
            }
        }
        match woken.recv_timeout(TICK) {
            Ok(Wake::Changed(first)) => {
                match wait_out(woken, first, |changed| watch.is_being_saved(changed)) {
                    Some(changed) => somewhere = changed,
                    None => return,
                }
                quiet = 0;
            }
            Err(RecvTimeoutError::Timeout) => {
                somewhere = Somewhere::Anywhere;
                // What was only glanced at is looked at in full as soon as there is time.
                quiet = if glances > 0 { 0 } else { (quiet + 1) % PATROL };
            }
            Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Waits until nothing has changed for a moment and nothing is being saved any more, and says where something
/// changed; `None` where it is time to stop.
fn wait_out(
    woken: &Receiver<Wake>,
    first: Somewhere,
    is_being_saved: impl Fn(&Somewhere) -> bool,
) -> Option<Somewhere> {
    let since = Instant::now();
    let mut changed = first;
    while since.elapsed() < BURST {
        match woken.recv_timeout(DEBOUNCE) {
            Ok(Wake::Changed(more)) => changed = changed.and(more),
            Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if is_being_saved(&changed) => {}
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    Some(changed)
}

/// What happens while following.
#[derive(Debug)]
pub enum Told<'a> {
    /// Something was built anew.
    Rebuilt(&'a Rebuilt),
    /// The system tells of no changes here, so they are looked for once a second.
    Blind,
}

/// Why the watch wakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Something may have changed.
    Changed(Somewhere),
    /// It is to end.
    Stop,
}

/// Where something may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Somewhere {
    /// At these paths of the portfolio.
    At(BTreeSet<String>),
    /// No one knows.
    Anywhere,
}

impl Somewhere {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Somewhere::At(mut paths), Somewhere::At(more)) => {
                paths.extend(more);
                Somewhere::At(paths)
            }
            _ => Somewhere::Anywhere,
        }
    }
}

/// A waker, and what it wakes.
pub fn channel() -> (Waker, Receiver<Wake>) {
    let (sender, woken) = mpsc::channel();
    (Waker::new(sender), woken)
}
