//! Views: all that a template can see, one file a page.
//!
//! For: turning the model, the figures and the diagnostics into plain data with words in it. Numbers and
//! dates are markup already ([`super::format`]), with the exact value on hover; texts are texts.
//! Must not: compute figures, or hold markup that contains a plan's text unescaped.

mod account;
mod accounts;
mod actions;
mod attention;
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

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use serde::{Serialize, Serializer};

use crate::diagnostic::{Code, Diagnostic, Severity, codes as all_codes};
use crate::kpi::{AccountFigures, Band, ContractFacts, Dimension, Group, Health, Report, Scope, Series};
use crate::model::{Date, Decimal, Money, Plan};
use crate::portfolio::{CheckedPlan, Portfolio};
use crate::text::Place;

use super::format::{self, Formatter};
use super::html::{Esc, Html, put};
use super::links::Links;
use super::{Rendered, Renderer, TemplateError, catalog};

/// Everything that views are made from, indexed.
pub(super) struct Book<'a> {
    pub portfolio: &'a Portfolio,
    pub report: &'a Report,
    pub diagnostics: &'a [Diagnostic],
    pub f: Formatter,
    pub links: Links,
    /// The plans by id; of several with one id, the first by path.
    pub plans: BTreeMap<&'a str, &'a CheckedPlan>,
    /// The figures of each account that counts, by id.
    pub figures: BTreeMap<&'a str, &'a AccountFigures>,
    /// The ids of the plans by their path.
    pub ids_by_path: BTreeMap<&'a str, &'a str>,
    /// The accounts below each account.
    pub children: BTreeMap<&'a str, Vec<&'a str>>,
    /// The portfolio's last 24 month ends.
    pub series: Series,
    /// The series of the groups whose pages are made, where many are; by dimension.
    group_series: BTreeMap<Dimension, Vec<Series>>,
    /// What several pages show of each account, made when the first of them asks for it.
    shared: BTreeMap<&'a str, SharedFacts<'a>>,
    /// The diagnostics of each file.
    pub by_file: BTreeMap<&'a str, Vec<&'a Diagnostic>>,
}

/// What several pages show of an account.
#[derive(Default)]
struct SharedFacts<'a> {
    contracts: OnceLock<Vec<ContractFacts<'a>>>,
    row: OnceLock<Shared>,
}

/// A part of several pages' views, as templates see it.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    value: tera::Value,
    /// Hash of what it was made from.
    key: u64,
}

impl Shared {
    fn new<V: Serialize + Hash>(view: &V) -> Self {
        let value = tera::Value::try_from_serializable(view).unwrap_or_else(|_| tera::Value::none());
        Shared { value, key: super::hash(view) }
    }
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl Hash for Shared {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

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

/// From this many groups on, their series are computed together.
const FEW_GROUPS: usize = 4;

type Pages = Result<Vec<(String, Rendered, bool)>, TemplateError>;

impl<'a> Book<'a> {
    /// Indexes a compiled portfolio.
    pub fn new(portfolio: &'a Portfolio, report: &'a Report, diagnostics: &'a [Diagnostic]) -> Self {
        let mut plans = BTreeMap::new();
        for checked in &portfolio.plans {
            plans.entry(checked.plan.id.value.as_str()).or_insert(checked);
        }
        let mut by_file: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
        for diagnostic in diagnostics {
            by_file.entry(diagnostic.place.path()).or_default().push(diagnostic);
        }
        let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (id, checked) in &plans {
            if let Some(parent) = &checked.plan.parent {
                children.entry(&parent.value).or_default().push(id);
            }
        }
        Book {
            links: Links::new(
                Dimension::ALL.into_iter().map(|dimension| (dimension, report.groups(dimension))),
                portfolio.config.site.source_url.as_deref(),
            ),
            f: Formatter { currency: report.currency, as_of: report.as_of },
            figures: report.accounts.iter().map(|account| (account.id.as_str(), account)).collect(),
            ids_by_path: plans
                .values()
                .map(|checked| (checked.plan.path(), checked.plan.id.value.as_str()))
                .collect(),
            children,
            shared: plans.keys().map(|&id| (id, SharedFacts::default())).collect(),
            series: report.series(&Scope::Portfolio).unwrap_or_default(),
            group_series: BTreeMap::new(),
            portfolio,
            report,
            diagnostics,
            plans,
            by_file,
        }
    }

    /// Makes at once what these pages share, where asking for each would take longer.
    pub fn prepare(&mut self, pages: &[Page<'_>]) {
        let groups = pages.iter().filter(|page| matches!(page, Page::Group(..))).count();
        if groups > FEW_GROUPS {
            let dimensions = Dimension::ALL.into_iter().filter(|&dimension| dimension != Dimension::Product);
            let dimensions: Vec<Dimension> = dimensions.collect();
            let series = self.report.series_of_groups(&dimensions);
            self.group_series = dimensions.into_iter().zip(series).collect();
        }
    }

    /// The contracts of a counted account, in written order.
    pub fn contracts(&self, id: &str) -> &[ContractFacts<'a>] {
        match self.shared.get(id) {
            Some(shared) => shared.contracts.get_or_init(|| self.report.contracts(id)),
            None => &[],
        }
    }

    /// An account as a row of a list.
    pub fn row(&self, plan: &Plan) -> Shared {
        let make = || Shared::new(&accounts::row(self, plan));
        match self.shared.get(plan.id.value.as_str()) {
            Some(shared) => shared.row.get_or_init(make).clone(),
            None => make(),
        }
    }

    /// The series of a group, where they were prepared.
    fn prepared_series(&self, scope: &Scope) -> Option<&Series> {
        let Scope::Group(dimension, key) = scope else { return None };
        let at = self.report.groups(*dimension).iter().position(|group| group.key == *key)?;
        self.group_series.get(dimension)?.get(at)
    }

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
        pages.extend(self.plans.values().map(|checked| Page::Account(checked)));
        pages
    }

    /// What every page shows around its content.
    pub fn site_view(&self) -> SiteView {
        let config = &self.portfolio.config;
        let excluded: Vec<ExcludedView> = self
            .report
            .excluded
            .iter()
            .map(|excluded| ExcludedView { file: excluded.file.clone(), errors: excluded.errors })
            .collect();
        SiteView {
            title: config.site.title.clone().unwrap_or_else(|| config.portfolio.clone()),
            portfolio: config.portfolio.clone(),
            as_of: self.f.day(self.report.as_of),
            period: period_words(&self.report.period),
            currency: self.report.currency.to_string(),
            policy: super::CONTENT_SECURITY_POLICY,
            index: config.site.index,
            accounts: self.plans.len(),
            errors: self.diagnostics.iter().filter(|d| d.severity == Severity::Error).count(),
            excluded_words: match excluded.len() {
                0 => String::new(),
                n => format!(
                    "{} left out of every figure, because {} errors could make them wrong",
                    format::counted(n, "plan is", "plans are"),
                    if n == 1 { "its" } else { "their" }
                ),
            },
            excluded_count: excluded.len(),
        }
    }

    /// A link to where a place can be seen, with its file and line.
    pub fn source(&self, place: &Place) -> SourceView {
        SourceView { text: format!("{}:{}", place.path(), place.line()), href: self.links.source(place) }
    }

    /// One of ours, with their page where they own accounts.
    pub fn person(&self, key: &str) -> PersonView {
        let name = self.portfolio.config.person_name(key);
        PersonView {
            name: name.to_owned(),
            initials: initials(name),
            href: self.links.owner(key).unwrap_or_default(),
        }
    }

    /// Money as plain text, for charts' labels and alternatives.
    pub fn money_text(&self, amount: Decimal) -> String {
        format::money_short(Money { amount, currency: self.report.currency })
    }

    /// A health score as a badge.
    pub fn health(&self, health: &Health) -> Html {
        let (band, word) = match (&health.value, health.band) {
            (Ok(_), band) => {
                let band = band.unwrap_or(Band::Watch);
                (band.as_str(), band_word(band))
            }
            (Err(_), _) => ("unknown", "Unknown"),
        };
        Html::build(|out| {
            put!(out, "<span class=\"health health-", band, "\"");
            if let Err(reason) = &health.value {
                put!(out, " title=\"", Esc(&reason.0), "\"");
            }
            put!(out, "><i class=\"icon i-", band, "\"></i><span class=\"health-value\">");
            if let Ok(value) = health.value {
                format::push_score(out, value);
            }
            put!(out, "</span> <span class=\"health-word\">", word, "</span></span>");
        })
    }
}

impl Page<'_> {
    /// Renders the page, or takes it from the memo.
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
            Page::FiguresFile => Ok(machine::figures(book, renderer)),
            Page::Calendars => Ok(machine::calendars(book, renderer)),
            Page::SearchIndex => Ok(machine::search(book, renderer)),
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
    /// How many accounts have a page.
    accounts: usize,
    /// How many errors there are.
    errors: usize,
    /// "2 plans are left out of every figure, …", or empty.
    excluded_words: String,
    /// How many plans count in no figure.
    excluded_count: usize,
}

#[derive(Clone, Debug, Serialize, Hash)]
struct ExcludedView {
    file: String,
    errors: usize,
}

/// A file and line.
#[derive(Clone, Debug, Serialize, Hash)]
pub(super) struct SourceView {
    /// `accounts/northwind.md:42`
    text: String,
    /// Where it can be seen, where that is configured.
    href: Option<String>,
}

/// One of ours.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub(super) struct PersonView {
    name: String,
    initials: String,
    /// Their page from the site's root; empty where they have none.
    href: String,
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
    for (at, c) in text.chars().enumerate() {
        match c {
            '-' | '_' => out.push(' '),
            c if at == 0 => out.extend(c.to_uppercase()),
            c => out.push(c),
        }
    }
    out
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
