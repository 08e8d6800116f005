//! The site: views (all that a template can see), pages, charts, templates, search.
//!
//! For: one value that gives every file of the published portfolio, the same to the writer, which takes
//! them one by one as they are rendered, and to the preview server, which asks for those that someone looks
//! at ([`Site`]). A page is a *view* (plain data, `views`) and a template; a template sees its view and
//! nothing else, so an equal view under equal templates is the same page.
//! Must not: compute figures, read files, look at the clock, or write anything to disk.

mod calendar;
mod catalog;
mod changed;
mod chart;
mod format;
mod html;
mod links;
mod templates;
mod views;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::kpi::Report;
use crate::portfolio::Portfolio;

pub use changed::Keys;
pub use format::Formatter;
pub use html::Html;
pub use templates::{EMBEDDED, TemplateError, Templates};
use views::{Book, Index, Page};

/// The Content-Security-Policy of every page: this site's own styles, scripts and images, nothing else.
/// It holds served under any path and opened from a folder. The preview server, which adds a script that
/// listens for rebuilds, must add `connect-src 'self'` to it.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; base-uri 'none'; form-action 'none'";

/// Every file of the site, by its path from the site's root (`/` between parts).
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// A site as at one compilation: its files are rendered when they are asked for, and never otherwise for
/// having been asked for in another order, or twice.
#[derive(Clone)]
pub struct Site {
    of: Arc<Compiled>,
}

/// What a site is rendered from.
struct Compiled {
    portfolio: Arc<Portfolio>,
    report: Arc<Report>,
    diagnostics: Vec<Diagnostic>,
    templates: Arc<Templates>,
    index: Index,
    /// What every page shows around its content.
    around: tera::Value,
    /// Hash of the template set and of `around`.
    common: u64,
    /// The files of the search index: they come all at once or not at all.
    search: OnceLock<Files>,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Site({} plans)", self.of.portfolio.plans.len())
    }
}

/// Where rendered files go. It is asked and told from many threads.
pub trait Sink: Sync {
    /// Whether the file at this path is wanted: one that is not is never rendered.
    fn wants(&self, path: &str) -> bool;
    /// Whether the file is there already as rendered from what has this key; then it is not rendered. The key
    /// takes as long to make as a part of the page: only who asks for it has it made.
    fn has(&self, _path: &str, _key: &dyn Fn() -> u64) -> bool {
        false
    }
    /// Takes a file.
    ///
    /// # Errors
    /// [`Halt::Stopped`] where it wants no more.
    fn put(&self, path: &str, file: &[u8]) -> Result<(), Halt>;
    /// Hears that one more of [`Site::parts`] is done.
    fn done(&self) {}
}

/// Why not every file was rendered.
#[derive(Debug)]
pub enum Halt {
    /// A template can't be used.
    Template(TemplateError),
    /// Whoever takes the files wants no more.
    Stopped,
}

impl Site {
    /// The site of a compiled portfolio; its diagnostics come by file.
    pub fn new(
        portfolio: &Arc<Portfolio>,
        report: &Arc<Report>,
        diagnostics: &[Diagnostic],
        templates: &Arc<Templates>,
    ) -> Self {
        Site::after(None, portfolio, report, diagnostics, templates)
    }

    /// The same, with an earlier site at hand: what it knows of the portfolio's order is taken over.
    pub fn after(
        last: Option<&Site>,
        portfolio: &Arc<Portfolio>,
        report: &Arc<Report>,
        diagnostics: &[Diagnostic],
        templates: &Arc<Templates>,
    ) -> Self {
        let last = last.map(|last| (&*last.of.portfolio, &*last.of.report, &last.of.index));
        let index = Index::new(portfolio, report, last);
        let view = Book::new(portfolio, report, diagnostics, &index).site_view();
        let of = Compiled {
            around: tera::Value::try_from_serializable(&view).unwrap_or_else(|_| tera::Value::none()),
            common: hash(&(templates.fingerprint(), &view)),
            portfolio: Arc::clone(portfolio),
            report: Arc::clone(report),
            diagnostics: diagnostics.to_vec(),
            templates: Arc::clone(templates),
            index,
            search: OnceLock::new(),
        };
        Site { of: Arc::new(of) }
    }

    fn book(&self) -> Book<'_> {
        let Compiled { portfolio, report, diagnostics, index, .. } = &*self.of;
        Book::new(portfolio, report, diagnostics, index)
    }

    /// The id of the account whose plan is at a path.
    pub fn account_at(&self, path: &str) -> Option<&str> {
        let Compiled { portfolio, index, .. } = &*self.of;
        index.id_at(portfolio, path)
    }

    /// How many parts the site is rendered in: a page, or the pages that list one thing.
    pub fn parts(&self) -> usize {
        self.book().pages().len()
    }

    /// Renders every file that the sink wants, in no order, and holds none.
    ///
    /// # Errors
    /// Where a template can't be used, or the sink stops.
    pub fn render(&self, sink: &dyn Sink) -> Result<(), Halt> {
        let mut book = self.book();
        let pages = book.pages();
        book.prepare(&pages, |path| sink.wants(path));
        let renderer = Renderer { of: &self.of, sink };
        // One by one, so that a thread that is done can take over what another has not begun.
        pages.into_par_iter().with_max_len(1).try_for_each(|page| {
            page.render(&book, &renderer)?;
            sink.done();
            Ok(())
        })?;
        self.of.templates.assets().try_for_each(|(path, bytes)| renderer.file(path, || bytes))
    }

    /// The file at a path; `None` where the site has none.
    ///
    /// # Errors
    /// Where its template can't be used.
    pub fn file(&self, path: &str) -> Result<Option<Arc<[u8]>>, TemplateError> {
        if let Some((_, bytes)) = self.of.templates.assets().find(|(name, _)| *name == path) {
            return Ok(Some(Arc::clone(bytes)));
        }
        let book = self.book();
        let Some(page) = book.page_at(path) else { return Ok(None) };
        if matches!(page, Page::SearchIndex) {
            return Ok(self.search_index().get(path).cloned());
        }
        let one = One { path, file: Mutex::new(None) };
        match page.render(&book, &Renderer { of: &self.of, sink: &one }) {
            Err(Halt::Template(error)) => Err(error),
            Ok(()) | Err(Halt::Stopped) => Ok(one.file.into_inner().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    fn search_index(&self) -> &Files {
        self.of.search.get_or_init(|| {
            let all = All::default();
            // No template makes them, and all are wanted.
            let _ = Page::SearchIndex.render(&self.book(), &Renderer { of: &self.of, sink: &all });
            all.into_files()
        })
    }

    /// Every file, all at once: for a site that is small, or compared.
    ///
    /// # Errors
    /// Where a template can't be used.
    pub fn files(&self) -> Result<Files, TemplateError> {
        let all = All::default();
        match self.render(&all) {
            Err(Halt::Template(error)) => Err(error),
            Ok(()) | Err(Halt::Stopped) => Ok(all.into_files()),
        }
    }
}

/// Wants all files, and holds them.
#[derive(Default)]
struct All(Mutex<Files>);

impl All {
    fn into_files(self) -> Files {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for All {
    fn wants(&self, _path: &str) -> bool {
        true
    }

    fn put(&self, path: &str, file: &[u8]) -> Result<(), Halt> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), file.into());
        Ok(())
    }
}

/// Wants one file, and no more once it is there.
struct One<'p> {
    path: &'p str,
    file: Mutex<Option<Arc<[u8]>>>,
}

impl Sink for One<'_> {
    fn wants(&self, path: &str) -> bool {
        path == self.path
    }

    fn put(&self, _path: &str, file: &[u8]) -> Result<(), Halt> {
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = Some(file.into());
        Err(Halt::Stopped)
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// From the page at a path to the site's root: ``, `../`, `../../` …
fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// Renders pages into a sink.
struct Renderer<'a> {
    of: &'a Compiled,
    sink: &'a dyn Sink,
}

/// What a template sees of the page it renders.
#[derive(Clone, Debug, Serialize, Hash)]
struct PageHead {
    /// Its title.
    title: String,
    /// Its path from the site's root.
    path: String,
    /// From it to the site's root: ``, `../`, `../../` …
    root: String,
    /// Which entry of the navigation it belongs to.
    section: &'static str,
}

thread_local! {
    /// Where a thread's pages are made, one after another.
    static PAGE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl Renderer<'_> {
    /// Renders one page, where it is wanted and not there already. Its view is made only then.
    fn page<V: Serialize + Hash>(
        &self,
        path: String,
        template: &str,
        section: &'static str,
        title: &str,
        view: impl FnOnce() -> V,
    ) -> Result<(), Halt> {
        if !self.sink.wants(&path) {
            return Ok(());
        }
        let root = root_of(&path);
        let head = PageHead { title: title.to_owned(), path, root, section };
        let view = view();
        if self.sink.has(&head.path, &|| hash(&(self.of.common, template, &head, &view))) {
            return Ok(());
        }
        let failed = |error: tera::Error| {
            Halt::Template(TemplateError {
                template: template.to_owned(),
                line: None,
                message: error.to_string(),
                fields: Vec::new(),
            })
        };
        let mut context = tera::Context::from_serialize(&view).map_err(failed)?;
        drop(view);
        context.insert("root", &head.root);
        context.insert("page", &head);
        context.insert_value("site", self.of.around.clone());
        let mut html = PAGE.take();
        html.clear();
        let made = match self.of.templates.render(template, &context, &mut html) {
            Ok(()) => self.sink.put(&head.path, &html),
            Err(error) => Err(Halt::Template(error)),
        };
        PAGE.set(html);
        made
    }

    /// A file that no template makes, where it is wanted.
    fn file<B: AsRef<[u8]>>(&self, path: &str, bytes: impl FnOnce() -> B) -> Result<(), Halt> {
        if !self.sink.wants(path) {
            return Ok(());
        }
        let bytes = bytes();
        let bytes = bytes.as_ref();
        if self.sink.has(path, &|| hash(&bytes)) {
            return Ok(());
        }
        self.sink.put(path, bytes)
    }
}
