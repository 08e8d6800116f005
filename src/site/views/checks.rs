//! The checks: is the data good?
//!
//! Three lists, each on as many pages as it needs: what was found, plan by plan (its first page counts it
//! all and says what the plans that are left out would change), how complete each plan is, and which plans
//! nobody has looked at for too long.

mod completeness;
mod excluded;
mod stale;

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};

use super::paging::{Paging, runs_weighing};
use super::{Book, Pages, capitalised};
use crate::site::html::{Html, push_message, put};
use crate::site::{Renderer, format, links, root_of};

/// How many findings stand on one page, at least: a plan's are not parted.
const PER_PAGE: usize = 250;

#[derive(Debug, Serialize, Hash)]
struct ChecksView {
    /// Only on the first page: what stands above the list.
    overview: Option<Overview>,
    /// How many findings there are.
    total: usize,
    /// How many files have some.
    with_findings: usize,
    files: Vec<FileChecks>,
    pages: Option<Paging>,
}

#[derive(Debug, Serialize, Hash)]
struct Overview {
    errors: String,
    warnings: String,
    notes: String,
    /// How many plans there are, those that can't be read included.
    plans: String,
    /// The mean completeness of the plans that count.
    completeness: Html,
    stale: String,
    excluded: Option<excluded::ExcludedView>,
}

/// What the checks say of one file.
#[derive(Debug, Serialize, Hash)]
struct FileChecks {
    file: String,
    /// The account's name, where the file is a plan with a page.
    account: String,
    href: String,
    findings: Html,
}

/// Appends one problem, with the way from its page to the site's root.
pub(super) fn push_diagnostic(out: &mut String, book: &Book<'_>, d: &Diagnostic, root: &str) {
    let severity = d.severity.as_str();
    let icon = if d.severity == Severity::Info { "info" } else { "alert" };
    put!(
        out,
        "<li class=\"finding finding-",
        severity,
        "\"><span class=\"finding-mark\"><i class=\"icon i-",
        icon
    );
    put!(
        out,
        "\"></i><span class=\"vh\">",
        severity,
        ": </span></span>\n<div>\n<p class=\"finding-message\">"
    );
    push_message(out, &d.message);
    out.push_str("</p>\n");
    if let Some(help) = &d.help {
        out.push_str("<p class=\"finding-help\">");
        push_message(out, &capitalised(help));
        out.push_str("</p>\n");
    }
    put!(out, "<p class=\"finding-place\"><a href=\"", root, "codes/", d.code.code, "/index.html\" title=\"");
    put!(out, d.code.name, "\">", d.code.code, "</a> · ");
    book.push_source(out, &d.place);
    out.push_str("</p>\n</div>\n</li>\n");
}

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let number = |n: usize| format::plain(n.into());
    let count = |severity| number(book.diagnostics.iter().filter(|d| d.severity == severity).count());
    // The files with the gravest findings first, then by path.
    let mut files: Vec<(&str, Vec<&Diagnostic>)> =
        book.diagnostics_by_file().map(|(file, found)| (file, found.iter().collect())).collect();
    files.sort_by_key(|(_, found)| found.iter().map(|d| std::cmp::Reverse(d.severity)).min());
    let stale = stale::plans(book);
    let unread = book.portfolio.excluded.iter().filter(|e| book.id_at(&e.file).is_none()).count();
    let overview = |root: &str| Overview {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Info),
        plans: number(book.portfolio.plans.len() + unread),
        completeness: book.f.known(&book.report.portfolio.completeness, |f, v| f.share(v)),
        stale: number(stale.len()),
        excluded: excluded::view(book, root),
    };
    runs_weighing("checks", &files, PER_PAGE, |(_, found)| found.len()).into_par_iter().try_for_each(
        |run| {
            let root = root_of(&run.path);
            let view = || ChecksView {
                overview: run.first.then(|| overview(&root)),
                total: book.diagnostics.len(),
                with_findings: files.len(),
                files: run.items.iter().map(|(file, found)| file_checks(book, file, found, &root)).collect(),
                pages: run.paging,
            };
            renderer.page(run.path, "checks.html", "checks", "Checks", view)
        },
    )?;
    completeness::render(book, renderer)?;
    stale::render(book, &stale, renderer)
}

fn file_checks(book: &Book<'_>, file: &str, found: &[&Diagnostic], root: &str) -> FileChecks {
    let id = book.id_at(file);
    let mut found = found.to_vec();
    found.sort_by_key(|d| std::cmp::Reverse(d.severity));
    FileChecks {
        file: file.to_owned(),
        account: id
            .and_then(|id| book.plan(id))
            .map(|checked| checked.plan.account.value.clone())
            .unwrap_or_default(),
        href: id.map(links::account).unwrap_or_default(),
        findings: Html::build(|out| found.iter().for_each(|d| push_diagnostic(out, book, d, root))),
    }
}
