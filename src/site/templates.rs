//! The template set: what is embedded in the program, overridden file by file by the portfolio's
//! `templates/` folder.
//!
//! For: parsing the set once, rendering a view with it, and saying of a failure which template and line
//! it was and which fields were there.
//! Must not: read files (the session hands the overrides in), or give templates anything but their view.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use tera::{Context, ErrorKind, ReportError, Tera, Value};

use super::html;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        /// Every file of the embedded set: its name below `templates/` and its text.
        pub const EMBEDDED: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../templates/", $name)))),*];
    };
}

embedded![
    "account.html",
    "account/actions.html",
    "account/checks.html",
    "account/contracts.html",
    "account/growth.html",
    "account/head.html",
    "account/map.html",
    "account/profile.html",
    "account/risks.html",
    "account/value.html",
    "account/voice.html",
    "account_figures.html",
    "accounts.html",
    "actions.html",
    "assets/account.css",
    "assets/app.js",
    "assets/charts.css",
    "assets/icon.svg",
    "assets/icons.css",
    "assets/print.css",
    "assets/style.css",
    "base.html",
    "checks.html",
    "code.html",
    "codes.html",
    "completeness.html",
    "components/parts.html",
    "components/rows.html",
    "figure.html",
    "figures.html",
    "group.html",
    "index.html",
    "opportunities.html",
    "owners.html",
    "renewals.html",
    "risks.html",
    "search.html",
    "stale.html",
    "whitespace.html",
];

/// A parsed set of templates and assets.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    /// The files below `assets/`, by name.
    assets: BTreeMap<String, Arc<[u8]>>,
    /// The sources, for errors and the fingerprint.
    sources: BTreeMap<String, Arc<[u8]>>,
    fingerprint: u64,
}

impl Templates {
    /// The embedded set as it is.
    pub fn embedded() -> Result<Self, TemplateError> {
        Templates::with_overrides(std::iter::empty::<(String, Vec<u8>)>())
    }

    /// The embedded set, in which these files (names relative to the `templates/` folder, with `/`)
    /// take the place of the embedded ones of the same name. Others are added: `.html` files as
    /// templates that pages may include, files below `assets/` as files of the site.
    pub fn with_overrides(
        overrides: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Result<Self, TemplateError> {
        let mut sources: BTreeMap<String, Arc<[u8]>> =
            EMBEDDED.iter().map(|(name, text)| ((*name).to_owned(), Arc::from(text.as_bytes()))).collect();
        for (name, bytes) in overrides {
            sources.insert(name, bytes.into());
        }
        let mut hasher = DefaultHasher::new();
        sources.hash(&mut hasher);
        let fingerprint = hasher.finish();

        let mut tera = Tera::new();
        // Everything is escaped, whatever a template's name ends in, and by our own rules.
        tera.autoescape_on(vec![""]);
        tera.set_escape_fn(html::escape_for_tera);
        let mut assets = BTreeMap::new();
        let mut templates = Vec::new();
        for (name, bytes) in &sources {
            if name.starts_with("assets/") {
                assets.insert(name.clone(), Arc::clone(bytes));
            } else if name.ends_with(".html") {
                let text = std::str::from_utf8(bytes).map_err(|_| TemplateError {
                    template: name.clone(),
                    line: None,
                    message: "This file is not UTF-8 text".into(),
                    fields: Vec::new(),
                })?;
                templates.push((name.as_str(), text));
            }
        }
        tera.add_raw_templates(templates).map_err(|error| TemplateError::from_tera(&error, "", None))?;
        Ok(Templates { tera, assets, sources, fingerprint })
    }

    /// Changes whenever any file of the set does.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The site's own files: styles, scripts, images.
    pub(crate) fn assets(&self) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
        self.assets.iter().map(|(name, bytes)| (name.as_str(), bytes))
    }

    /// Renders a view, and appends it.
    pub(crate) fn render(
        &self,
        template: &str,
        context: &Context,
        out: &mut Vec<u8>,
    ) -> Result<(), TemplateError> {
        self.tera
            .render_to(template, context, out)
            .map_err(|error| TemplateError::from_tera(&error, template, Some((self, context))))
    }

    fn text(&self, template: &str) -> &str {
        self.sources.get(template).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }
}

/// Why a template could not be used: which one, where, and what it could have used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The template's name below `templates/`.
    pub template: String,
    /// The line, from 1, where one is to blame.
    pub line: Option<u32>,
    /// What is wrong, on one line.
    pub message: String,
    /// The fields that were there, where one was asked for that was not.
    pub fields: Vec<String>,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "templates/{}", self.template)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.message)?;
        if !self.fields.is_empty() {
            write!(f, ". There are: {}", self.fields.join(", "))?;
        }
        Ok(())
    }
}

impl std::error::Error for TemplateError {}

impl TemplateError {
    fn from_tera(error: &tera::Error, template: &str, seen: Option<(&Templates, &Context)>) -> Self {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                TemplateError::from_report(report, seen)
            }
            kind => TemplateError::from_kind(kind, template),
        }
    }

    /// What Tera finds between templates: it names the one where it starts, and has no report of it.
    fn from_kind(kind: &ErrorKind, template: &str) -> Self {
        let at = |template: &str, line, message| TemplateError {
            template: template.to_owned(),
            line,
            message,
            fields: Vec::new(),
        };
        let circle = |verb: &str, chain: &[String]| {
            format!("Templates {verb} each other in a circle: {}", chain.join(" → "))
        };
        match kind {
            ErrorKind::CircularInclude { tpl, include_chain } => {
                at(tpl, None, circle("include", include_chain))
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                at(tpl, None, circle("extend", inheritance_chain))
            }
            ErrorKind::MissingParent { current, parent } => {
                at(current, None, format!("Unknown template `{parent}`"))
            }
            other => {
                let text = other.to_string();
                match printed_report(&text) {
                    Some((template, line, message)) => at(template, Some(line), message),
                    None => at(template, None, text.replace('\n', " ")),
                }
            }
        }
    }

    fn from_report(report: &ReportError, seen: Option<(&Templates, &Context)>) -> Self {
        // Tera lists a template's variables after the message; they are told apart here.
        let message = report.message();
        let (message, listed) = match message.split_once(" Available variables: ") {
            Some((message, listed)) => (message, listed.split(", ").map(str::to_owned).collect()),
            None => (message, Vec::new()),
        };
        let fields = match seen {
            Some((templates, context)) if listed.is_empty() && message.contains("defined") => {
                fields_beside(templates.text(report.filename()), report.span().range.start, context)
            }
            _ => listed,
        };
        TemplateError {
            template: report.filename().to_owned(),
            line: u32::try_from(report.span().start_line).ok(),
            message: message.trim_end_matches('.').replace('\n', " "),
            fields,
        }
    }
}

/// The template, line and message of the first of the reports that Tera hands on as one printed text:
///
/// ```text
/// error: Unknown template `nope.html`
///  --> risks.html:2:31
/// ```
///
/// The message says how many more there are.
fn printed_report(text: &str) -> Option<(&str, u32, String)> {
    const START: &str = "error: ";
    let (message, rest) = text.strip_prefix(START)?.split_once('\n')?;
    let (at, _) = rest.trim_start().strip_prefix("--> ")?.split_once('\n')?;
    let (at, _) = at.rsplit_once(':')?;
    let (template, line) = at.rsplit_once(':')?;
    let more = text.split("\n\n").skip(1).filter(|report| report.starts_with(START)).count();
    let more = if more == 0 { String::new() } else { format!(" (and {more} more like it)") };
    Some((template, line.parse().ok()?, format!("{message}{more}")))
}

/// The fields that stand beside the one asked for at `at`: those of what is before the last dot. Loop
/// variables are followed to the first item of what they run over.
fn fields_beside(text: &str, at: usize, context: &Context) -> Vec<String> {
    let before = text.get(..at).unwrap_or("");
    let path_start = before
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '?')))
        .map_or(0, |found| found + 1);
    let path = before.get(path_start..).unwrap_or("").replace('?', "");
    let Some(value) = resolve(path.trim_end_matches('.'), before, context, 8) else { return Vec::new() };
    let Some(map) = value.as_map() else { return Vec::new() };
    let mut fields: Vec<String> = map.keys().filter_map(|key| key.as_str().map(str::to_owned)).collect();
    fields.sort();
    fields
}

fn resolve(path: &str, before: &str, context: &Context, depth: u32) -> Option<Value> {
    let (first, rest) = path.split_once('.').map_or((path, ""), |(first, rest)| (first, rest));
    let value = match context.get(first) {
        Some(value) => value.clone(),
        None if depth > 0 => {
            let opening = before.rfind(&format!("for {first} in "))?;
            let over = before.get(opening..)?.split_whitespace().nth(3)?;
            resolve(over, before.get(..opening)?, context, depth - 1)?.as_array()?.first()?.clone()
        }
        None => return None,
    };
    if rest.is_empty() { Some(value) } else { value.get_from_path(rest).cloned() }
}
