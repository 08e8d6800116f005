//! The site: views (all that a template can see), pages, charts, templates, search.
//!
//! For: one value that holds every file of the published portfolio, the same for the writer and the
//! preview server. A page is a *view* (plain data, `views`) and a template; a template sees its view
//! and nothing else, so an equal view under equal templates is the same page and is not rendered again
//! ([`PageMemo`]).
//! Must not: compute figures, read files, look at the clock, or write anything to disk.

mod calendar;
mod catalog;
mod chart;
mod format;
mod html;
mod links;
mod templates;
mod views;

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::kpi::Report;
use crate::portfolio::Portfolio;

pub use format::Formatter;
pub use html::Html;
pub use templates::{EMBEDDED, TemplateError, Templates};

/// The Content-Security-Policy of every page: this site's own styles, scripts and images, nothing else.
/// It holds served under any path and opened from a folder. The preview server, which adds a script that
/// listens for rebuilds, must add `connect-src 'self'` to it.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     img-src 'self' data:; base-uri 'none'; form-action 'none'";

/// Every file of the site, by its path from the site's root (`/` between parts).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// The files.
    pub files: BTreeMap<String, Arc<[u8]>>,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Megabytes of bytes help nobody: the files with their sizes.
        f.debug_map().entries(self.files.iter().map(|(path, bytes)| (path, bytes.len()))).finish()
    }
}

/// Pages as they were rendered last, by path, with what they were rendered from.
#[derive(Clone, Debug, Default)]
pub struct PageMemo {
    pages: BTreeMap<String, Rendered>,
    /// How many pages the last build rendered anew.
    pub rendered: usize,
}

#[derive(Clone, Debug)]
struct Rendered {
    /// Hash of the template set and the view.
    key: u64,
    bytes: Arc<[u8]>,
}

/// Builds the whole site.
pub fn build(
    portfolio: &Portfolio,
    report: &Report,
    diagnostics: &[Diagnostic],
    templates: &Templates,
) -> Result<Site, TemplateError> {
    build_with(portfolio, report, diagnostics, templates, &mut PageMemo::default())
}

/// Builds the whole site; pages of `memo` whose view and templates are as they were are taken from it,
/// and it holds this site's pages afterwards (those of the last good site where a template fails).
pub fn build_with(
    portfolio: &Portfolio,
    report: &Report,
    diagnostics: &[Diagnostic],
    templates: &Templates,
    memo: &mut PageMemo,
) -> Result<Site, TemplateError> {
    let mut book = views::Book::new(portfolio, report, diagnostics);
    let pages = book.pages();
    book.prepare(&pages);
    let site = book.site_view();
    let renderer = Renderer {
        templates,
        memo,
        site: tera::Value::try_from_serializable(&site).unwrap_or_else(|_| tera::Value::none()),
        common: hash(&(templates.fingerprint(), &site)),
    };
    let pages: Vec<Vec<(String, Rendered, bool)>> =
        pages.into_par_iter().map(|page| page.render(&book, &renderer)).collect::<Result<_, _>>()?;

    let mut site = Site::default();
    let mut rendered = 0;
    let mut kept = BTreeMap::new();
    for (path, page, anew) in pages.into_iter().flatten() {
        rendered += usize::from(anew);
        site.files.insert(path.clone(), Arc::clone(&page.bytes));
        kept.insert(path, page);
    }
    for (path, bytes) in templates.assets() {
        site.files.insert(path.to_owned(), Arc::clone(bytes));
    }
    *memo = PageMemo { pages: kept, rendered };
    Ok(site)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// What all pages of one build are rendered with.
struct Renderer<'a> {
    templates: &'a Templates,
    memo: &'a PageMemo,
    /// What every page shows around its content.
    site: tera::Value,
    /// Hash of the template set and of `site`.
    common: u64,
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

impl Renderer<'_> {
    /// Renders one page, or takes it from the memo.
    fn page<V: Serialize + Hash>(
        &self,
        path: String,
        template: &str,
        section: &'static str,
        title: &str,
        view: &V,
    ) -> Result<(String, Rendered, bool), TemplateError> {
        let root = "../".repeat(path.matches('/').count());
        let head = PageHead { title: title.to_owned(), path, root, section };
        let key = hash(&(self.common, template, &head, view));
        if let Some(page) = self.memo.pages.get(&head.path).filter(|page| page.key == key) {
            return Ok((head.path, page.clone(), false));
        }
        let failed = |error: tera::Error| TemplateError {
            template: template.to_owned(),
            line: None,
            message: error.to_string(),
            fields: Vec::new(),
        };
        let mut context = tera::Context::from_serialize(view).map_err(failed)?;
        context.insert("root", &head.root);
        context.insert("page", &head);
        context.insert_value("site", self.site.clone());
        let html = self.templates.render(template, &context)?;
        Ok((head.path, Rendered { key, bytes: html.into_bytes().into() }, true))
    }

    /// A file that no template makes.
    fn file(&self, path: &str, text: String) -> (String, Rendered, bool) {
        (path.to_owned(), Rendered { key: 0, bytes: text.into_bytes().into() }, false)
    }
}
