//! Why a figure is what it is: definition, formula with its numbers, every contribution.

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use super::tile::Tile;
use super::{Book, push_words};
use crate::digits::push_integer;
use crate::kpi::{self, Contribution, Explainer, Explanation, FigureName, Scope, Unit};
use crate::model::Decimal;
use crate::site::format::{self, Formatter};
use crate::site::html::{Esc, Html, escape_written, put};

/// A figure and what it is made of.
#[derive(Debug, Serialize, Hash)]
pub(super) struct ExplanationView {
    key: &'static str,
    label: &'static str,
    full: &'static str,
    value: Html,
    definition: &'static str,
    formula: &'static str,
    /// The formula with the numbers in it.
    worked: String,
    notes: Vec<String>,
    /// What it is made of, as a table; empty where nothing counts in it.
    table: Html,
    /// How many contributions there are, on this page and on others.
    count: usize,
}

/// What the amounts of a figure's contributions are.
fn amounts(name: FigureName) -> (Unit, &'static str, &'static str) {
    match name {
        FigureName::ClientRetention => (Unit::Score, "Still here", "Was here"),
        FigureName::RenewalRate => (Unit::Score, "On time", "Due"),
        FigureName::RenewalRateWithLate => (Unit::Score, "Renewed", "Due"),
        FigureName::GrossValueRenewalRate | FigureName::NetValueRenewalRate => {
            (Unit::Money, "Renewed", "Expiring")
        }
        FigureName::Nrr => (Unit::Money, "Closing", "Opening"),
        FigureName::Grr => (Unit::Money, "Kept", "Opening"),
        FigureName::ForecastGrr | FigureName::ForecastNrr => (Unit::Money, "Expected", "Today"),
        FigureName::Csat => (Unit::Score, "Satisfied", "Answers"),
        FigureName::Nps => (Unit::Score, "Points", "Answers"),
        FigureName::TimeToResolution => (Unit::Hours, "Took", "Count"),
        FigureName::Health => (Unit::Score, "Points × weight", "Weight"),
        FigureName::Completeness => (Unit::Score, "Met", "Required"),
        _ => (Unit::Money, "Amount", ""),
    }
}

/// An explanation as it stands among others on a page: closed until it is asked for.
struct Folded<'e, 'r> {
    name: FigureName,
    of: &'e Explainer<'r>,
    /// From the page to the site's root.
    root: &'e str,
    /// How many contributions there are.
    count: usize,
    /// How many of them are listed.
    shown: usize,
}

impl Book<'_> {
    /// Appends an account's figure and at most so many of its contributions, on a page of its own.
    pub(super) fn push_explained(
        &self,
        out: &mut String,
        of: &Explainer<'_>,
        name: FigureName,
        limit: usize,
        root: &str,
    ) {
        let parts = of.contributions(name);
        let shown = parts.get(..limit).unwrap_or(&parts);
        let folded = Folded { name, of, root, count: parts.len(), shown: shown.len() };
        self.push_folded(out, &folded, |out| self.push_parts(out, of.scope(), name, &parts, shown, root));
    }

    /// Appends a group's figure and what its accounts bring to it; their own pages lead on to the records.
    pub(super) fn push_explained_by_account(
        &self,
        out: &mut String,
        of: &Explainer<'_>,
        name: FigureName,
        limit: usize,
        root: &str,
    ) {
        let parts = of.by_account(name, limit);
        let columns = Columns::of(name, parts.divided);
        let folded = Folded { name, of, root, count: parts.count, shown: parts.largest.len() };
        self.push_folded(out, &folded, |out| {
            columns.push_table(out, name, &["Account"], &[], |out| {
                let mut cells = Cells::new(&self.f, &columns);
                for part in &parts.largest {
                    put!(
                        out,
                        "<tr><th scope=\"row\"><a href=\"",
                        root,
                        "accounts/",
                        part.account.id.as_str()
                    );
                    out.push_str("/figures/index.html");
                    if super::account::explains(part.account, name) {
                        put!(out, "#figure-", name.as_str());
                    }
                    put!(out, "\">", Esc(&part.account.name), "</a></th>");
                    cells.push(out, part.amount, part.of);
                    out.push_str("</tr>\n");
                }
            });
        });
    }

    /// Appends a figure with the table of what it is made of.
    fn push_folded(&self, out: &mut String, folded: &Folded<'_, '_>, table: impl FnOnce(&mut String)) {
        let Folded { name, of, root, count, shown } = *folded;
        let entry = crate::site::catalog::entry(name);
        put!(
            out,
            "<details class=\"explained\" id=\"figure-",
            entry.key(),
            "\">\n<summary><span class=\"explained-name\">",
            entry.full(),
            "</span><span class=\"explained-value num\">"
        );
        entry.push_known(&self.f, out, &name.value(of.figures()));
        put!(
            out,
            "</span></summary>\n<p><a href=\"",
            root,
            "figures/",
            entry.key(),
            "/index.html\">",
            Esc(name.definition()),
            "</a></p>\n<p class=\"formula\"><span class=\"muted\">",
            Esc(name.formula()),
            "</span><br><strong>"
        );
        escape_written(out, |out| of.push_worked(out, name));
        out.push_str("</strong></p>\n");
        for note in of.notes(name) {
            put!(out, "<p class=\"meta\">", Esc(&note), "</p>\n");
        }
        if count == 0 {
            out.push_str("<p class=\"empty\">Nothing counts in it.</p>\n");
        } else {
            table(out);
            out.push('\n');
        }
        if count > shown {
            put!(out, "<p class=\"meta\">and ", count - shown, " more</p>\n");
        }
        out.push_str("</details>\n");
    }

    /// A figure of the portfolio with one run of its contributions.
    pub(super) fn explanation_view(
        &self,
        of: &Explainer<'_>,
        explanation: &Explanation<'_>,
        run: Range<usize>,
        root: &str,
    ) -> ExplanationView {
        let parts = explanation.contributions.as_slice();
        let shown = parts.get(run).unwrap_or_default();
        let name = explanation.figure;
        let entry = crate::site::catalog::entry(name);
        ExplanationView {
            key: entry.key(),
            label: entry.label,
            full: entry.full(),
            value: entry.known(&self.f, &name.value(of.figures())),
            definition: explanation.definition,
            formula: explanation.formula,
            worked: explanation.worked.clone(),
            notes: explanation.notes.clone(),
            table: if shown.is_empty() {
                Html::default()
            } else {
                Html::build(|out| self.push_parts(out, &explanation.scope, name, parts, shown, root))
            },
            count: parts.len(),
        }
    }

    /// Appends some of a figure's contributions as a table.
    fn push_parts(
        &self,
        out: &mut String,
        scope: &Scope,
        name: FigureName,
        all: &[Contribution<'_>],
        shown: &[Contribution<'_>],
        root: &str,
    ) {
        let columns = Columns::of(name, all.iter().any(|part| !part.of.is_zero()));
        let own = match scope {
            Scope::Account(id) => Some(self.plan(id).map_or("", |checked| checked.plan.path())),
            _ => None,
        };
        let before: &[&str] = if own.is_some() { &["What", "Day"] } else { &["Account", "What", "Day"] };
        columns.push_table(out, name, before, &["Written in"], |out| {
            let mut cells = Cells::new(&self.f, &columns);
            for part in shown {
                self.push_contribution(out, part, &mut cells, own, root);
            }
        });
    }

    /// Appends a row: what it is, where it is written, what it brings. `own`: the file of the account whose
    /// page it stands on.
    fn push_contribution(
        &self,
        out: &mut String,
        part: &Contribution<'_>,
        cells: &mut Cells<'_>,
        own: Option<&str>,
        root: &str,
    ) {
        match own {
            Some(_) => out.push_str("<tr><td>"),
            None => put!(
                out,
                "<tr><th scope=\"row\"><a href=\"",
                root,
                "accounts/",
                part.account,
                "/index.html\">",
                Esc(part.client),
                "</a></th><td>"
            ),
        }
        if let Some(record) = part.record {
            put!(out, "<span class=\"record\">", Esc(record), "</span> ");
        }
        if let Some(movement) = part.movement {
            out.push_str("<span class=\"tag\">");
            push_words(out, movement);
            out.push_str("</span> ");
        }
        escape_written(out, |out| part.text.push(out));
        out.push_str("</td><td>");
        if let Some(date) = part.date {
            self.f.push_day(out, date);
        }
        out.push_str("</td>");
        cells.push(out, part.amount, part.of);
        let href = self.links.source(part.place);
        match &href {
            Some(href) => put!(out, "<td><a class=\"source\" href=\"", Esc(href), "\">"),
            None => out.push_str("<td><span class=\"source\">"),
        }
        let path = part.place.path();
        // A line of an account's own plan, on its own page, needs no file.
        if own == Some(path) {
            out.push_str("line ");
        } else {
            put!(out, Esc(path), ":");
        }
        push_integer(out, part.place.line().into());
        out.push_str(if href.is_some() { "</a></td></tr>\n" } else { "</span></td></tr>\n" });
    }

    /// Tiles of a scope whose page, named as it is seen from there, explains them itself.
    pub fn tiles_of(&self, scope: &Scope, names: &[FigureName], page: &str) -> Vec<Html> {
        let Some(figures) = self.report.figures(scope) else { return Vec::new() };
        let prepared = self.prepared_series(scope);
        let series = match prepared {
            Some(series) => Cow::Borrowed(series),
            None => Cow::Owned(self.report.series(scope).unwrap_or_default()),
        };
        let targets = self.targets(scope);
        let tile = |name: FigureName| {
            let href = format!("{page}#figure-{}", name.as_str());
            let tile = Tile { name, figures, trend: &series.get(name), targets, href: &href, size: "" };
            self.tile(&tile, |_| {})
        };
        names.iter().map(|&name| tile(name)).collect()
    }

    /// The targets that are set for a scope.
    pub fn targets(&self, scope: &Scope) -> Option<&std::collections::BTreeMap<String, Decimal>> {
        let targets = &self.portfolio.config.targets;
        match scope {
            Scope::Portfolio => Some(&targets.portfolio),
            Scope::Group(kpi::Dimension::Owner, Some(key)) => targets.owner.get(key),
            Scope::Group(kpi::Dimension::Tier, Some(key)) => targets.tier.get(key),
            _ => None,
        }
    }
}

/// The columns of a figure's amounts.
struct Columns {
    unit: Unit,
    amount: &'static str,
    /// What the denominator counts; empty where there is none.
    of: &'static str,
}

impl Columns {
    fn of(name: FigureName, has_of: bool) -> Self {
        let (unit, amount, of) = amounts(name);
        Columns { unit, amount, of: if has_of { of } else { "" } }
    }

    /// Appends a table of what a figure is made of, with columns before and after those of the amounts.
    fn push_table(
        &self,
        out: &mut String,
        name: FigureName,
        before: &[&str],
        after: &[&str],
        rows: impl FnOnce(&mut String),
    ) {
        let label = crate::site::catalog::entry(name).label;
        put!(
            out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: What ",
            label,
            " is made of\"><table class=\"table\">\n<caption class=\"vh\">What ",
            label,
            " is made of</caption>\n<thead><tr>"
        );
        before.iter().for_each(|head| put!(out, "<th scope=\"col\">", *head, "</th>"));
        for head in [self.amount, self.of].into_iter().filter(|head| !head.is_empty()) {
            put!(out, "<th scope=\"col\" class=\"num\">", head, "</th>");
        }
        after.iter().for_each(|head| put!(out, "<th scope=\"col\">", *head, "</th>"));
        out.push_str("</tr></thead>\n<tbody>\n");
        rows(out);
        out.push_str("</tbody>\n</table></div>");
    }
}

/// The cells of a table's amounts. Many say what the one above or before them says: those are copied.
struct Cells<'c> {
    f: &'c Formatter,
    columns: &'c Columns,
    /// The last cell of each column that was no copy: what it says, and where it stands.
    written: [Option<(Unit, Decimal, Range<usize>)>; 2],
}

impl<'c> Cells<'c> {
    fn new(f: &'c Formatter, columns: &'c Columns) -> Self {
        Cells { f, columns, written: [None, None] }
    }

    /// Appends a row's cells.
    fn push(&mut self, out: &mut String, amount: Decimal, of: Decimal) {
        let unit = self.columns.unit;
        self.push_cell(out, 0, unit, amount);
        if !self.columns.of.is_empty() {
            // What the denominator counts is never hours.
            self.push_cell(out, 1, if unit == Unit::Hours { Unit::Score } else { unit }, of);
        }
    }

    fn push_cell(&mut self, out: &mut String, column: usize, unit: Unit, amount: Decimal) {
        // With as many zeros at its end.
        let same = |other: &Decimal| other.serialize() == amount.serialize();
        let written = self.written.iter().flatten().find(|(its, other, _)| *its == unit && same(other));
        if let Some((.., at)) = written {
            return out.extend_from_within(at.clone());
        }
        let start = out.len();
        out.push_str("<td class=\"num\">");
        self.f.push_amount(out, unit, amount);
        out.push_str("</td>");
        if let Some(last) = self.written.get_mut(column) {
            *last = Some((unit, amount, start..out.len()));
        }
    }
}

/// A run of a list in words: `251–500 of 10,000`.
pub(super) fn run_words(from: usize, to: usize, total: usize) -> String {
    let n = |n: usize| format::plain(n.into());
    format!("{}–{} of {}", n(from), n(to), n(total))
}
