//! The site as its readers get it: every page, from portfolios large and small, tame and hostile.

mod checks;
mod pages;
mod templates;
mod text;

use planc::kpi::{self, Request};
use planc::session::Compilation;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use planc::site::{self, Files as SiteFiles, Halt, Sink, TemplateError, Templates};

use crate::support::{Files, repository};

/// A site with all its files rendered.
#[derive(PartialEq, Eq)]
struct Site {
    files: SiteFiles,
}

/// The site of a compilation, nothing rendered.
fn lazy(compilation: &Compilation, templates: Templates) -> site::Site {
    let report = kpi::compute(&compilation.portfolio, &Request::ttm(&compilation.portfolio));
    let diagnostics = compilation.diagnostics.as_slice();
    site::Site::new(&compilation.portfolio, &Arc::new(report), diagnostics, &Arc::new(templates))
}

/// The site of a compilation with the embedded templates.
fn site_of(compilation: &Compilation) -> Site {
    site_with(compilation, Templates::embedded().expect("the embedded templates are sound"))
}

fn site_with(compilation: &Compilation, templates: Templates) -> Site {
    Site { files: lazy(compilation, templates).files().expect("it builds") }
}

/// What is wrong with a template that a site is made with.
fn fails(compilation: &Compilation, templates: Templates) -> Option<TemplateError> {
    lazy(compilation, templates).files().err()
}

/// Remembers what each file was rendered from, and takes those that were rendered from something else.
#[derive(Default)]
struct Keys {
    known: Mutex<BTreeMap<String, u64>>,
    rendered: Mutex<Vec<String>>,
}

impl Keys {
    /// What was rendered since the last time.
    fn rendered(&self) -> Vec<String> {
        std::mem::take(&mut self.rendered.lock().unwrap())
    }
}

impl Sink for Keys {
    fn wants(&self, _path: &str) -> bool {
        true
    }

    fn has(&self, path: &str, key: &dyn Fn() -> u64) -> bool {
        self.known.lock().unwrap().insert(path.to_owned(), key()) == Some(key())
    }

    fn put(&self, path: &str, _file: &[u8]) -> Result<(), Halt> {
        self.rendered.lock().unwrap().push(path.to_owned());
        Ok(())
    }
}

/// The site of a portfolio in memory.
fn build(files: &Files) -> Site {
    site_of(&files.compile())
}

/// The example portfolio.
fn example() -> Files {
    Files::read(&repository("example-accounts"))
}

/// A file of a site as text.
fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    let bytes = site.files.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The pages of a site with their text.
fn pages(site: &Site) -> impl Iterator<Item = (&str, &str)> {
    site.files.keys().filter(|path| path.ends_with(".html")).map(|path| (path.as_str(), text(site, path)))
}

/// The values of an attribute, wherever it stands in a page.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let opening = format!(" {name}=\"");
    page.match_indices(&opening)
        .filter_map(|(at, _)| page.get(at + opening.len()..)?.split('"').next())
        .collect()
}

/// A portfolio with one plan.
fn one(plan: &str) -> Files {
    Files::new().with("planc.yaml", "portfolio: One\n").with("accounts/acme.md", plan)
}
