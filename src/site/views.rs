//! Views: all that a template can see, one file a page.
//!
//! For: turning the model, the figures and the diagnostics into plain data with words in it. Numbers and
//! dates are markup already ([`super::format`]), with the exact value on hover; texts are texts. Whatever a page
//! repeats (cards, rows, charts) is whole markup, appended piece by piece to one buffer: templates place it.
//! Must not: compute figures, or hold markup that contains a plan's text unescaped.

mod account;
mod accounts;
mod actions;
mod attention;
mod book;
mod checks;
mod codes;
mod explain;
mod figures;
mod group;
mod home;
mod machine;
mod opportunities;
mod paging;
mod renewals;
mod risks;
mod search;
mod tile;

use serde::Serialize;

use crate::diagnostic::{Code, codes as all_codes};
use crate::kpi::{Band, Dimension, Group, Health};
use crate::model::{Date, Decimal, Money};
use crate::portfolio::CheckedPlan;
use crate::text::Place;

use super::format;
use super::html::{Esc, Html, put};
use super::{Halt, Renderer, catalog};
pub(super) use book::{Book, Index};

/// One page, or a run of pages that list one thing.
#[derive(Clone, Copy)]
pub(super) enum Page<'a> {
    Home,
    Accounts,
    Account(&'a CheckedPlan),
    Figures,
    Figure(&'static catalog::Entry),
    Checks,
    Owners,
    Group(Dimension, &'a Group),
    Renewals,
    Opportunities,
    Risks,
    Actions,
    Codes,
    Code(Code),
    Search,
    FiguresFile,
    Calendars,
    SearchIndex,
}

/// What rendering came to.
pub(super) type Pages = Result<(), Halt>;

impl<'a> Book<'a> {
    /// All pages, in no order that matters.
    pub fn pages(&self) -> Vec<Page<'a>> {
        let mut pages = vec![
            Page::Home,
            Page::Accounts,
            Page::Figures,
            Page::Checks,
            Page::Owners,
            Page::Renewals,
            Page::Opportunities,
            Page::Risks,
            Page::Actions,
            Page::Codes,
            Page::Search,
            Page::FiguresFile,
            Page::Calendars,
            Page::SearchIndex,
        ];
        pages.extend(all_codes::all().map(Page::Code));
        for dimension in Dimension::ALL {
            pages.extend(self.report.groups(dimension).iter().map(|group| Page::Group(dimension, group)));
        }
        pages.extend(catalog::ENTRIES.iter().map(Page::Figure));
        pages.extend(self.plans().map(Page::Account));
        pages
    }

    /// The page that has a file at this path, if any has.
    pub fn page_at(&self, path: &str) -> Option<Page<'a>> {
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let (second, below) = rest.split_once('/').unwrap_or((rest, ""));
        Some(match (first, second, below) {
            ("index.html", "", _) => Page::Home,
            ("kpi.json", "", _) => Page::FiguresFile,
            ("renewals.ics" | "actions.ics", "", _) => Page::Calendars,
            ("accounts", _, "") => Page::Accounts,
            ("accounts", id, _) => Page::Account(self.plan(id)?),
            ("figures", _, "") => Page::Figures,
            ("figures", key, _) => Page::Figure(catalog::ENTRIES.iter().find(|entry| entry.key() == key)?),
            ("checks", ..) => Page::Checks,
            ("renewals", ..) => Page::Renewals,
            ("opportunities", ..) => Page::Opportunities,
            ("risks", ..) => Page::Risks,
            ("actions", ..) => Page::Actions,
            ("codes", _, "") => Page::Codes,
            ("codes", name, _) => Page::Code(all_codes::all().find(|code| code.code == name)?),
            ("search", "index.html", _) => Page::Search,
            ("search", ..) => Page::SearchIndex,
            ("owners", _, "") => Page::Owners,
            ("owners" | "groups", ..) => {
                let (dimension, key) = self.links.group_at(path.rsplit_once('/')?.0)?;
                Page::Group(dimension, self.report.group(dimension, key)?)
            }
            _ => return None,
        })
    }

    /// What every page shows around its content.
    pub fn site_view(&self) -> SiteView {
        let config = &self.portfolio.config;
        let excluded = self.report.excluded.len();
        SiteView {
            title: config.site.title.clone().unwrap_or_else(|| config.portfolio.clone()),
            portfolio: config.portfolio.clone(),
            as_of: self.f.day(self.report.as_of),
            period: period_words(&self.report.period),
            currency: self.report.currency.to_string(),
            policy: super::CONTENT_SECURITY_POLICY,
            index: config.site.index,
            excluded_words: match excluded {
                0 => String::new(),
                n => format!(
                    "{} left out of every figure, because {} errors could make them wrong",
                    format::counted(n, "plan is", "plans are"),
                    if n == 1 { "its" } else { "their" }
                ),
            },
        }
    }

    /// Appends a place's file and line, linked to where it can be seen, where that is configured.
    pub fn push_source(&self, out: &mut String, place: &Place) {
        let href = self.links.source(place);
        match &href {
            Some(href) => put!(out, "<a class=\"source\" href=\"", Esc(href), "\">"),
            None => out.push_str("<span class=\"source\">"),
        }
        put!(out, Esc(place.path()), ":", place.line() as usize);
        out.push_str(if href.is_some() { "</a>" } else { "</span>" });
    }

    /// Appends what a plan says, which `shown` appends, on that account's own page: the line that says it is a
    /// hover away, and a link to it where there is one.
    pub fn push_sourced(&self, out: &mut String, place: &Place, shown: impl FnOnce(&mut String)) {
        let href = self.links.source(place);
        match &href {
            Some(href) => put!(out, "<a class=\"sourced\" href=\"", Esc(href), "\" title=\""),
            None => out.push_str("<span title=\""),
        }
        put!(out, "Line ", place.line() as usize, " of the plan\">");
        shown(out);
        out.push_str(if href.is_some() { "</a>" } else { "</span>" });
    }

    /// One of ours, as [`Book::push_person`] appends them.
    pub fn person(&self, key: &str, root: &str) -> Html {
        Html::build(|out| self.push_person(out, key, |out| out.push_str(root)))
    }

    /// Appends one of ours with their initials, linked where they own accounts; `root` appends the way from the
    /// page to the site's root.
    pub fn push_person(&self, out: &mut String, key: &str, root: impl FnOnce(&mut String)) {
        let name = self.portfolio.config.person_name(key);
        put!(
            out,
            "<span class=\"person\"><span class=\"avatar\" aria-hidden=\"true\">",
            Esc(&initials(name)),
            "</span>"
        );
        match self.links.group(Dimension::Owner, Some(key)) {
            Some(folder) => {
                out.push_str("<a href=\"");
                root(out);
                put!(out, Esc(folder), "/index.html\">", Esc(name), "</a></span>");
            }
            None => put!(out, Esc(name), "</span>"),
        }
    }

    /// Money as plain text, for charts' labels and alternatives.
    pub fn money_text(&self, amount: Decimal) -> String {
        format::money_short(Money { amount, currency: self.report.currency })
    }

    /// Appends money as plain text, which holds nothing to escape.
    pub fn push_money_text(&self, out: &mut String, amount: Decimal) {
        format::push_money_short(out, Money { amount, currency: self.report.currency });
    }

    /// A health score as a badge.
    pub fn health(&self, health: &Health) -> Html {
        Html::build(|out| self.push_health(out, health))
    }

    /// Appends a health score as a badge.
    pub fn push_health(&self, out: &mut String, health: &Health) {
        let (band, word) = match (&health.value, health.band) {
            (Ok(_), band) => {
                let band = band.unwrap_or(Band::Watch);
                (band.as_str(), band_word(band))
            }
            (Err(_), _) => ("unknown", "Unknown"),
        };
        put!(out, "<span class=\"health health-", band, "\"");
        if let Err(reason) = &health.value {
            put!(out, " title=\"", Esc(&reason.0), "\"");
        }
        put!(out, "><i class=\"icon i-", band, "\"></i><span class=\"health-value\">");
        if let Ok(value) = health.value {
            format::push_score(out, value);
        }
        put!(out, "</span> <span class=\"health-word\">", word, "</span></span>");
    }
}

impl Page<'_> {
    /// Renders what is wanted of it.
    pub fn render(self, book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
        match self {
            Page::Home => home::render(book, renderer),
            Page::Accounts => accounts::render(book, renderer),
            Page::Account(checked) => account::render(book, checked, renderer),
            Page::Figures => figures::render_list(book, renderer),
            Page::Figure(entry) => figures::render(book, entry, renderer),
            Page::Checks => checks::render(book, renderer),
            Page::Owners => group::render_owners(book, renderer),
            Page::Group(dimension, of) => group::render(book, dimension, of, renderer),
            Page::Renewals => renewals::render(book, renderer),
            Page::Opportunities => opportunities::render(book, renderer),
            Page::Risks => risks::render(book, renderer),
            Page::Actions => actions::render(book, renderer),
            Page::Codes => codes::render_list(book, renderer),
            Page::Code(code) => codes::render(code, renderer),
            Page::Search => search::render(book, renderer),
            Page::FiguresFile => machine::figures(book, renderer),
            Page::Calendars => machine::calendars(book, renderer),
            Page::SearchIndex => machine::search(book, renderer),
        }
    }
}

/// What every page shows around its content.
#[derive(Clone, Debug, Serialize, Hash)]
pub(super) struct SiteView {
    /// The site's title.
    title: String,
    /// The portfolio's name.
    portfolio: String,
    /// The day everything is as at.
    as_of: Html,
    /// The period of the figures, in words.
    period: String,
    /// The currency of every figure.
    currency: String,
    /// The Content-Security-Policy.
    policy: &'static str,
    /// Whether search engines may index the site.
    index: bool,
    /// "2 plans are left out of every figure, …", or empty.
    excluded_words: String,
}

/// How a band is called on pages.
pub(super) fn band_word(band: Band) -> &'static str {
    match band {
        Band::Healthy => "Healthy",
        Band::Watch => "Watch",
        Band::AtRisk => "At risk",
    }
}

/// `twelve months to 30 Sep 2026`.
fn period_words(period: &crate::model::Period) -> String {
    let to = format::day(period.closing);
    let span = if period.name == "ttm" {
        format!("12 months to {to}")
    } else {
        format!("{} ({} to {to})", period.name, format::day(period.from))
    };
    if period.partial { format!("{span}, not over yet") } else { span }
}

/// The first letters of a name's first and last word.
pub(super) fn initials(name: &str) -> String {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// A word of the format as it reads on a page: `at-risk` is "At risk".
pub(super) fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_words(&mut out, text);
    out
}

/// Appends a word of the format as it reads on a page.
pub(super) fn push_words(out: &mut String, text: &str) {
    let mut chars = text.chars();
    match chars.next() {
        None => return,
        Some('-' | '_') => out.push(' '),
        Some(first) => out.extend(first.to_uppercase()),
    }
    for (at, word) in chars.as_str().split(['-', '_']).enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// A text that begins a sentence; one that begins with a quoted key stays as it is.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The fragment of a record among its like.
pub(super) fn fragment_of<'r, R>(records: &'r [R], record: &R, id: impl Fn(&'r R) -> &'r str) -> String {
    let at = records.iter().position(|other| std::ptr::eq(other, record)).unwrap_or(0);
    let own = records.get(at).map(&id).unwrap_or_default();
    crate::site::links::fragment(own, records.iter().take(at).map(&id))
}

/// How many days from one to another.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    to.signed_duration_since(from).num_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_format_read_as_words() {
        assert_eq!(words("at-risk"), "At risk");
        assert_eq!(words("usage_decline"), "Usage decline");
    }

    #[test]
    fn initials_are_those_of_the_first_and_last_name() {
        assert_eq!(initials("María José López"), "ML");
        assert_eq!(initials("maria.lopez"), "ML");
        assert_eq!(initials("Prince"), "P");
        assert_eq!(initials(""), "");
    }
}
