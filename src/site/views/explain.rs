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
    /// How many contributions the table has.
    count: usize,
    /// How many contributions are not listed here.
    more: usize,
}

impl ExplanationView {
    /// Appends it as it stands among others on a page: closed until it is asked for. `root` leads from the page
    /// to the site's root.
    fn push_folded(&self, out: &mut String, root: &str) {
        put!(
            out,
            "<details class=\"explained\" id=\"figure-",
            self.key,
            "\">\n<summary><span class=\"explained-name\">"
        );
        put!(
            out,
            self.full,
            "</span><span class=\"explained-value num\">",
            self.value,
            "</span></summary>\n"
        );
        put!(
            out,
            "<p><a href=\"",
            root,
            "figures/",
            self.key,
            "/index.html\">",
            Esc(self.definition),
            "</a></p>\n"
        );
        put!(out, "<p class=\"formula\"><span class=\"muted\">", Esc(self.formula), "</span><br><strong>");
        put!(out, Esc(&self.worked), "</strong></p>\n");
        self.notes.iter().for_each(|note| put!(out, "<p class=\"meta\">", Esc(note), "</p>\n"));
        if self.table.is_empty() {
            out.push_str("<p class=\"empty\">Nothing counts in it.</p>\n");
        } else {
            put!(out, self.table, "\n");
        }
        if self.more > 0 {
            put!(out, "<p class=\"meta\">and ", self.more, " more</p>\n");
        }
        out.push_str("</details>\n");
    }
}

/// Figures one after another, each closed until it is asked for, on a page from which `root` leads to the
/// site's root.
pub(super) fn folded(figures: impl Iterator<Item = ExplanationView>, root: &str) -> Html {
    // All of them first: markup that is made inside of markup has no buffer to use again.
    let figures: Vec<ExplanationView> = figures.collect();
    Html::build(|out| figures.iter().for_each(|figure| figure.push_folded(out, root)))
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

impl Book<'_> {
    /// Explains a figure of an account on a page of its own, with at most so many contributions.
    pub(super) fn explained(
        &self,
        explainer: &Explainer<'_>,
        name: FigureName,
        limit: usize,
        root: &str,
    ) -> ExplanationView {
        let explanation = explainer.explain(name);
        let total = explanation.contributions.len();
        self.explanation_view(&explanation, 0..total.min(limit), root)
    }

    /// Explains a figure of a group by its accounts, whose own pages lead on to the records.
    pub(super) fn explained_by_account(
        &self,
        explainer: &Explainer<'_>,
        name: FigureName,
        limit: usize,
        root: &str,
    ) -> ExplanationView {
        let parts = explainer.by_account(name, limit);
        let columns = Columns::of(name, parts.divided);
        let table = columns.table(name, &["Account"], &[], |out| {
            for part in &parts.largest {
                put!(out, "<tr><th scope=\"row\"><a href=\"", root, "accounts/", part.account.id.as_str());
                out.push_str("/figures/index.html");
                if super::account::explains(part.account, name) {
                    put!(out, "#figure-", name.as_str());
                }
                put!(out, "\">", Esc(&part.account.name), "</a></th>");
                columns.amounts(&self.f, out, part.amount, part.of);
                out.push_str("</tr>\n");
            }
        });
        let table = if parts.count == 0 { Html::default() } else { table };
        self.introduced(&explainer.outline(name), table, parts.count, limit)
    }

    /// A figure of an account or of the portfolio with one run of its contributions.
    pub(super) fn explanation_view(
        &self,
        explanation: &Explanation<'_>,
        run: Range<usize>,
        root: &str,
    ) -> ExplanationView {
        let parts = explanation.contributions.as_slice();
        let columns = Columns::of(explanation.figure, parts.iter().any(|part| !part.of.is_zero()));
        let own = match &explanation.scope {
            Scope::Account(id) => Some(self.plan(id).map_or("", |checked| checked.plan.path())),
            _ => None,
        };
        let end = run.end;
        let shown = parts.get(run).unwrap_or_default();
        let before: &[&str] = if own.is_some() { &["What", "Day"] } else { &["Account", "What", "Day"] };
        let table = if shown.is_empty() {
            Html::default()
        } else {
            columns.table(explanation.figure, before, &["Written in"], |out| {
                for part in shown {
                    self.contribution(out, part, &columns, own, root);
                }
            })
        };
        self.introduced(explanation, table, parts.len(), end)
    }

    fn introduced(&self, of: &Explanation<'_>, table: Html, count: usize, shown: usize) -> ExplanationView {
        let entry = crate::site::catalog::entry(of.figure);
        let value = self.report.figures(&of.scope).map(|figures| of.figure.value(figures));
        ExplanationView {
            key: entry.key(),
            label: entry.label,
            full: entry.full(),
            value: value.map(|value| entry.known(&self.f, &value)).unwrap_or_default(),
            definition: of.definition,
            formula: of.formula,
            worked: of.worked.clone(),
            notes: of.notes.clone(),
            table,
            count,
            more: count.saturating_sub(shown),
        }
    }

    /// Appends a row: what it is, where it is written, what it brings. `own`: the file of the account whose
    /// page it stands on.
    fn contribution(
        &self,
        out: &mut String,
        part: &Contribution<'_>,
        columns: &Columns,
        own: Option<&str>,
        root: &str,
    ) {
        out.push_str("<tr>");
        if own.is_none() {
            put!(out, "<th scope=\"row\"><a href=\"", root, "accounts/", part.account, "/index.html\">");
            put!(out, Esc(part.client), "</a></th>");
        }
        out.push_str("<td>");
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
        columns.amounts(&self.f, out, part.amount, part.of);
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

    /// A table of what a figure is made of, with columns before and after those of the amounts.
    fn table(&self, name: FigureName, before: &[&str], after: &[&str], rows: impl Fn(&mut String)) -> Html {
        let label = crate::site::catalog::entry(name).label;
        Html::build(|out| {
            put!(
                out,
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: What ",
                label
            );
            put!(out, " is made of\"><table class=\"table\">\n<caption class=\"vh\">What ", label);
            out.push_str(" is made of</caption>\n<thead><tr>");
            before.iter().for_each(|head| put!(out, "<th scope=\"col\">", *head, "</th>"));
            for head in [self.amount, self.of].into_iter().filter(|head| !head.is_empty()) {
                put!(out, "<th scope=\"col\" class=\"num\">", head, "</th>");
            }
            after.iter().for_each(|head| put!(out, "<th scope=\"col\">", *head, "</th>"));
            out.push_str("</tr></thead>\n<tbody>\n");
            rows(out);
            out.push_str("</tbody>\n</table></div>");
        })
    }

    /// Appends a row's cells of amounts.
    fn amounts(&self, f: &Formatter, out: &mut String, amount: Decimal, of: Decimal) {
        out.push_str("<td class=\"num\">");
        f.push_amount(out, self.unit, amount);
        if !self.of.is_empty() {
            out.push_str("</td><td class=\"num\">");
            // What the denominator counts is never hours.
            f.push_amount(out, if self.unit == Unit::Money { Unit::Money } else { Unit::Score }, of);
        }
        out.push_str("</td>");
    }
}

/// A run of a list in words: `251–500 of 10,000`.
pub(super) fn run_words(from: usize, to: usize, total: usize) -> String {
    let n = |n: usize| format::plain(n.into());
    format!("{}–{} of {}", n(from), n(to), n(total))
}
