//! What the preview serves: a site whose files are rendered when someone asks, but for what stays as it was
//! last good.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::site::{Files, Site, TemplateError};

/// A site as the preview shows it.
#[derive(Clone, Debug, Default)]
pub struct Content {
    site: Option<Site>,
    /// Files that stay as they were last good, by the folder that they are all of.
    kept: BTreeMap<String, Files>,
    /// What is at the root where there is no site yet.
    instead: Option<Arc<[u8]>>,
}

impl Content {
    /// A site; of these folders (`accounts/northwind/`), these files and no others.
    pub fn new(site: Site, kept: BTreeMap<String, Files>) -> Self {
        Content { site: Some(site), kept, instead: None }
    }

    /// One page alone.
    pub fn page(html: &str) -> Self {
        Content { instead: Some(Arc::from(html.as_bytes())), ..Content::default() }
    }

    /// The site, where there is one.
    pub fn site(&self) -> Option<&Site> {
        self.site.as_ref()
    }

    /// Whether the files of a folder stay as they were.
    pub fn keeps(&self, path: &str) -> bool {
        self.kept_at(path).is_some()
    }

    fn kept_at(&self, path: &str) -> Option<&Files> {
        let (first, rest) = path.split_once('/')?;
        let (second, _) = rest.split_once('/')?;
        self.kept.get(&format!("{first}/{second}/"))
    }

    /// The file at a path; a page that says so where its template fails.
    pub fn file(&self, path: &str) -> Option<Arc<[u8]>> {
        if let Some(kept) = self.kept_at(path) {
            return kept.get(path).cloned();
        }
        match &self.site {
            Some(site) => site.file(path).unwrap_or_else(|error| Some(failed(&error))),
            None => self.instead.clone().filter(|_| path == "index.html"),
        }
    }
}

/// The page in a page's stead whose template fails.
fn failed(error: &TemplateError) -> Arc<[u8]> {
    let mut text = String::new();
    for c in error.to_string().chars() {
        match c {
            '<' => text.push_str("&lt;"),
            '&' => text.push_str("&amp;"),
            c => text.push(c),
        }
    }
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>A template fails</title>\n\
         </head>\n<body>\n<main>\n<h1>This page's template fails</h1>\n<p>{text}</p>\n<p>The page appears here \
         when it is mended.</p>\n</main>\n</body>\n</html>\n"
    );
    Arc::from(page.into_bytes())
}
