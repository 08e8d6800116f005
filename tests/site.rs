//! The site as its readers get it: every page, from portfolios large and small, tame and hostile.

mod pages;
mod templates;
mod text;

use planc::kpi::{self, Request};
use planc::session::Compilation;
use planc::site::{self, PageMemo, Site, Templates};

use crate::support::{Files, repository};

/// The site of a compilation with the embedded templates.
fn site_of(compilation: &Compilation) -> Site {
    site_with(
        compilation,
        &Templates::embedded().expect("the embedded templates are sound"),
        &mut PageMemo::default(),
    )
}

fn site_with(compilation: &Compilation, templates: &Templates, memo: &mut PageMemo) -> Site {
    let report = kpi::compute(&compilation.portfolio, &Request::ttm(&compilation.portfolio));
    let diagnostics = compilation.diagnostics.as_slice();
    site::build_with(&compilation.portfolio, &report, diagnostics, templates, memo).expect("it builds")
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
