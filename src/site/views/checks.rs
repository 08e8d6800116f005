//! The checks: is the data good?

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};

use super::{Book, Pages, SourceView};
use crate::site::html::Html;
use crate::site::{Renderer, links};

#[derive(Debug, Serialize, Hash)]
struct ChecksView {
    errors: usize,
    warnings: usize,
    info: usize,
    files: Vec<FileChecks>,
    excluded: Vec<ExcludedPlan>,
    ranking: Vec<Ranked>,
}

/// What the checks say of one file.
#[derive(Debug, Serialize, Hash)]
struct FileChecks {
    file: String,
    /// The account's name, where the file is a plan with a page.
    account: String,
    href: String,
    diagnostics: Vec<DiagnosticView>,
}

/// One problem.
#[derive(Clone, Debug, Serialize, Hash)]
pub(super) struct DiagnosticView {
    severity: &'static str,
    code: &'static str,
    name: &'static str,
    message: String,
    help: Option<String>,
    source: SourceView,
}

#[derive(Debug, Serialize, Hash)]
struct ExcludedPlan {
    file: String,
    errors: usize,
}

/// An account by how complete its plan is.
#[derive(Debug, Serialize, Hash)]
struct Ranked {
    name: String,
    href: String,
    met: u32,
    required: u32,
    share: Html,
    unmet: Vec<String>,
}

pub(super) fn diagnostic(book: &Book<'_>, d: &Diagnostic) -> DiagnosticView {
    DiagnosticView {
        severity: d.severity.as_str(),
        code: d.code.code,
        name: d.code.name,
        message: d.message.clone(),
        help: d.help.clone(),
        source: book.source(&d.place),
    }
}

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let count = |severity| book.diagnostics.iter().filter(|d| d.severity == severity).count();
    let accounts: BTreeMap<&str, &crate::model::Plan> =
        book.plans.values().map(|checked| (checked.plan.path(), &*checked.plan)).collect();
    let mut ranking: Vec<_> =
        book.plans.values().map(|checked| (&checked.plan, &checked.completeness)).collect();
    // The least complete first; shares compared by cross-multiplication, for they may be of nothing.
    ranking.sort_by(|(a, x), (b, y)| {
        (u64::from(x.met) * u64::from(y.required.max(1)))
            .cmp(&(u64::from(y.met) * u64::from(x.required.max(1))))
            .then_with(|| a.id.value.cmp(&b.id.value))
    });
    let view = ChecksView {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        info: count(Severity::Info),
        files: book
            .by_file
            .iter()
            .map(|(file, diagnostics)| {
                let plan = accounts.get(file);
                FileChecks {
                    file: (*file).to_owned(),
                    account: plan.map(|plan| plan.account.value.clone()).unwrap_or_default(),
                    href: plan.map(|plan| links::account(&plan.id)).unwrap_or_default(),
                    diagnostics: diagnostics.iter().map(|d| diagnostic(book, d)).collect(),
                }
            })
            .collect(),
        excluded: book
            .report
            .excluded
            .iter()
            .map(|excluded| ExcludedPlan { file: excluded.file.clone(), errors: excluded.errors })
            .collect(),
        ranking: ranking
            .into_iter()
            .map(|(plan, completeness)| Ranked {
                name: plan.account.value.clone(),
                href: links::account(&plan.id),
                met: completeness.met,
                required: completeness.required,
                share: match crate::model::Decimal::from(completeness.met)
                    .checked_div(completeness.required.into())
                {
                    Some(share) => book.f.share(share),
                    None => crate::site::format::why("nothing is required"),
                },
                unmet: completeness.unmet.iter().map(|unmet| unmet.message.clone()).collect(),
            })
            .collect(),
    };
    Ok(vec![renderer.page("checks/index.html".into(), "checks.html", "checks", "Checks", &view)?])
}
