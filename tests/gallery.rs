//! The gallery of errors: each code's bad example yields that code and no other, its good example is clean of
//! it, and `docs/errors.md` shows them with planc's real words.
//!
//! The forms of an example are told in the documentation of `planc::diagnostic::codes`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;

use planc::diagnostic::emit::{Format, Report, Style, emit};
use planc::diagnostic::{Code, Diagnostic, Severity, codes};
use planc::session::{Ask, Session};
use planc::source::ProblemKind;

use crate::support::{AS_OF, Files, as_of, compare, repository};

const CONFIG: &str = "planc.yaml";
pub const NORTHWIND: &str = "accounts/northwind.md";

/// A portfolio where all is well.
pub fn base() -> Files {
    let read = |name: &str| std::fs::read(repository("tests/gallery").join(name)).expect("the file is there");
    Files::new()
        .with(CONFIG, read("planc.yaml"))
        .with(NORTHWIND, read("northwind.md"))
        .with("accounts/contoso.md", read("contoso.md"))
}

/// The portfolios of all bad examples, by code.
pub fn bad_portfolios() -> Vec<(String, Files)> {
    codes::all().map(|code| (code.code.to_owned(), portfolio(code, code.bad, true))).collect()
}

/// The portfolio that an example makes of the base.
fn portfolio(code: Code, example: &str, bad: bool) -> Files {
    if let Some(files) = of_file_system(code, bad) {
        return files;
    }
    if example.lines().any(|line| header(line).is_some()) {
        let mut path = String::new();
        let mut parts: BTreeMap<String, String> = BTreeMap::new();
        for line in example.split_inclusive('\n') {
            match header(line) {
                Some(name) => path = name.to_owned(),
                None => parts.entry(path.clone()).or_default().push_str(line),
            }
        }
        // What is amiss about a file as such shows in the whole file alone.
        let as_it_stands = ("P013".."P020").contains(&code.code);
        return parts.into_iter().fold(base(), |files, (path, text)| {
            if as_it_stands { files.with(&path, text) } else { put(files, &path, &text) }
        });
    }
    let in_config = code.code.starts_with("P6") || code.code.starts_with("P7");
    put(base(), if in_config { CONFIG } else { NORTHWIND }, example)
}

/// The path in a line `==> accounts/contoso.md <==`.
fn header(line: &str) -> Option<&str> {
    line.trim_end().strip_prefix("==> ")?.strip_suffix(" <==")
}

/// Puts an example's text for one file into a portfolio.
pub fn put(files: Files, path: &str, text: &str) -> Files {
    let existing = files.bytes.get(path).or_else(|| files.bytes.get("accounts/contoso.md"));
    let existing = String::from_utf8(existing.expect("Contoso is there").clone()).expect("UTF-8");
    let text = if path == CONFIG {
        replace_keys(&existing, text)
    } else if path.ends_with(".md") && !text.starts_with("---") {
        let (front, body) = existing[4..].split_once("\n---\n").expect("a whole plan");
        if text.starts_with(['#', '[', '!', '|', '<', '*', '>']) && !text.starts_with("<<<") {
            format!("---\n{front}\n---\n{}", replace_sections(body, text))
        } else {
            format!("---\n{}---\n{body}", replace_keys(&format!("{front}\n"), text))
        }
    } else {
        text.to_owned()
    };
    files.with(path, text)
}

/// YAML in which the top-level keys of `part` take the place of those that stand there.
fn replace_keys(yaml: &str, part: &str) -> String {
    let keys: Vec<&str> = part.lines().filter_map(key).collect();
    let mut out = String::new();
    let mut keep = true;
    for line in yaml.split_inclusive('\n') {
        if let Some(key) = key(line) {
            keep = !keys.contains(&key);
        }
        if keep {
            out.push_str(line);
        }
    }
    out.push_str(part);
    if !part.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// The key of a line that starts one at the top level, also where its colon is amiss.
fn key(line: &str) -> Option<&str> {
    let word = line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).next()?;
    word.chars().next().filter(|c| c.is_alphabetic()).map(|_| word)
}

/// Markdown in which the sections of `part` take the place of those with the same heading, from where the
/// first of them stands; what has no heading is added at the start.
fn replace_sections(body: &str, part: &str) -> String {
    let start = if part.starts_with("## ") { 0 } else { part.find("\n## ").map_or(part.len(), |at| at + 1) };
    let (preface, sections) = part.split_at(start);
    let headings: Vec<String> =
        sections.lines().filter(|line| line.starts_with("## ")).map(str::to_lowercase).collect();
    let mut out = format!("\n{preface}");
    let (mut keep, mut placed) = (true, false);
    for line in body.split_inclusive('\n') {
        if line.starts_with("## ") {
            keep = !headings.contains(&line.trim_end().to_lowercase());
            if !keep && !placed {
                placed = true;
                out.push_str(&format!("{sections}\n"));
            }
        }
        if keep {
            out.push_str(line);
        }
    }
    if placed { out } else { format!("{out}\n{sections}") }
}

/// What a few codes of reading need: no text makes them.
fn of_file_system(code: Code, bad: bool) -> Option<Files> {
    let problem = |path: &str, kind: fn() -> ProblemKind| {
        let mut files = base();
        if bad {
            files.problems.push((path.to_owned(), kind));
        }
        Some(files)
    };
    match code.code {
        "P001" => {
            let mut files = base();
            if bad {
                files.refused.insert(NORTHWIND.into(), io::ErrorKind::PermissionDenied);
            }
            Some(files)
        }
        "P002" => Some(if bad { base().with(NORTHWIND, b"---\naccount: Caf\xe9\n---\n") } else { base() }),
        "P003" => {
            let mut files = base();
            if bad {
                files.folders.push("accounts/fabrikam.md".into());
            }
            Some(files)
        }
        "P004" => problem("accounts/emea/all", || ProblemKind::Loop),
        "P005" => problem("accounts/fabrikam.md", || ProblemKind::Leaves { folder: false }),
        "P006" => problem("accounts/fabrikam.md", || ProblemKind::Dangling),
        "P007" => {
            let mut text = base().bytes[NORTHWIND].clone();
            text.resize(if bad { 5_000_001 } else { 4_000_000 }, b'\n');
            Some(base().with(NORTHWIND, text))
        }
        "P008" => {
            let mut files = base();
            if bad {
                files.bytes.retain(|path, _| !path.starts_with("accounts/"));
            }
            Some(files)
        }
        "P009" => {
            let mut files = base();
            if bad {
                files.refused.insert(NORTHWIND.into(), io::ErrorKind::NotFound);
            }
            Some(files)
        }
        _ => None,
    }
}

/// What is found in an example, but for what the framework misses in a plan cut short where the code is of
/// another family.
fn found(code: Code, example: &str, bad: bool) -> Vec<Diagnostic> {
    let family = |code: &str| code.starts_with("P3") || code.starts_with("P5");
    let files = portfolio(code, example, bad);
    let mut session = Session::new();
    let compilation = session.compile(&files, &Ask { as_of: as_of() });
    // A template's mistakes show when pages are made.
    let of_templates = if compilation.templates.is_empty() {
        None
    } else {
        match session.publish(&compilation, compilation.report()) {
            Ok(site) => site.files().err().map(|error| compilation.template_problem(&error)),
            Err(problem) => Some(problem),
        }
    };
    let diagnostics = compilation.diagnostics.into_iter().chain(of_templates.map(|problem| *problem));
    diagnostics.into_iter().filter(|d| family(code.code) || !family(d.code.code)).collect()
}

/// A list of problems for a failed assertion.
fn lines(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(|d| format!("    {:?} {} {} {}\n", d.place, d.severity.as_str(), d.code.code, d.message))
        .collect()
}

#[test]
fn in_the_portfolio_of_the_examples_all_is_well() {
    let compilation = base().compile();
    assert!(compilation.diagnostics.is_empty(), "{}", lines(compilation.diagnostics.as_slice()));
}

#[test]
fn every_bad_example_yields_its_code_alone_and_every_good_one_is_clean_of_it() {
    let mut wrong = Vec::new();
    for code in codes::all() {
        let bad = found(code, code.bad, true);
        if !bad.iter().any(|d| d.code == code) {
            wrong.push(format!("{}: its bad example does not yield it:\n{}", code.code, lines(&bad)));
        } else if bad.iter().any(|d| d.code != code) {
            wrong.push(format!("{}: its bad example yields others too:\n{}", code.code, lines(&bad)));
        }
        let good = found(code, code.good, false);
        if !good.is_empty() {
            wrong.push(format!("{}: its good example is not clean:\n{}", code.code, lines(&good)));
        }
    }
    let all = codes::all().count();
    assert!(wrong.is_empty(), "{} of {all} codes:\n\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_code_is_told_in_full() {
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for code in codes::all() {
        let mut complain = |what: &str| wrong.push(format!("{}: {what}", code.code));
        if code.code.len() != 4 || !code.code.starts_with('P') || code.code[1..].parse::<u16>().is_err() {
            complain("is not P and three digits");
        }
        if code.name.is_empty()
            || !code.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        {
            complain("its name is not in kebab-case");
        }
        if code.summary.is_empty() || !code.summary.ends_with('.') || code.summary.contains('\n') {
            complain("its summary is not one sentence");
        }
        if code.explanation.len() < 60 {
            complain("is not explained");
        }
        if code.bad.trim().is_empty() || code.good.trim().is_empty() || code.bad == code.good {
            complain("lacks an example");
        }
        for word in [code.code, code.name] {
            if let Some(other) = seen.insert(word, code.code) {
                complain(&format!("shares {word} with {other}"));
            }
        }
    }
    let numbers: Vec<&str> = codes::all().map(|code| code.code).collect();
    assert!(numbers.is_sorted(), "the codes are not in order: {numbers:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The families, in order: how their codes begin, and what they are about.
const FAMILIES: [(&str, &str); 9] = [
    ("P0", "Reading and YAML"),
    ("P1", "Fields and values"),
    ("P2", "References"),
    ("P3", "The planning framework"),
    ("P4", "Contracts and dates"),
    ("P5", "Freshness"),
    ("P6", "Configuration and data files"),
    ("P7", "Expectations"),
    ("P8", "Links and Markdown"),
];

#[test]
fn the_page_of_errors_shows_what_planc_says() {
    let mut page = String::from(
        "# Errors, warnings and notes\n\n\
         Everything that `planc check` can say, by code, with an example of each and what planc says of it.\n\
         `planc explain CODE` shows the same in the terminal. A code's severity can be changed in planc.yaml:\n\
         `rules: {P501: off}`.\n\n\
         The examples are parts of a plan, or of planc.yaml; several files stand below lines like\n\
         `==> accounts/contoso.md <==`. They are compiled by planc's own tests, and this page is made from what\n\
         came out (`UPDATE_EXPECTED=1 cargo test gallery`).\n",
    );
    for (prefix, title) in FAMILIES {
        writeln!(page, "\n## {title}\n").expect("a string");
        page.push_str("| code | name | severity | |\n|---|---|---|---|\n");
        for code in codes::all().filter(|code| code.code.starts_with(prefix)) {
            writeln!(
                page,
                "| [{0}](#{1}) | `{2}` | {3} | {4} |",
                code.code,
                code.code.to_lowercase(),
                code.name,
                code.severity.as_str(),
                code.summary
            )
            .expect("a string");
        }
        for code in codes::all().filter(|code| code.code.starts_with(prefix)) {
            writeln!(page, "\n### {}\n", code.code).expect("a string");
            writeln!(page, "**{}** (`{}`, {})\n", code.summary, code.name, code.severity.as_str())
                .expect("a string");
            writeln!(page, "{}\n", code.explanation).expect("a string");
            writeln!(page, "Wrong:\n\n{}\n", fenced(code.bad)).expect("a string");
            writeln!(page, "What planc says:\n\n{}\n", fenced(&says(code))).expect("a string");
            writeln!(page, "Right:\n\n{}", fenced(code.good)).expect("a string");
        }
    }
    let different = compare(&repository("docs/errors.md"), &page);
    assert!(different.is_none(), "{}", different.unwrap_or_default());
}

/// What planc says of a code's bad example, in its own words.
fn says(code: Code) -> String {
    let diagnostics: Vec<Diagnostic> =
        found(code, code.bad, true).into_iter().filter(|d| d.code == code).collect();
    let files = base();
    let report =
        Report { diagnostics: &diagnostics, plans: &files.plans(), as_of: AS_OF, code_url: None, prefix: "" };
    let mut out = Vec::new();
    emit(Format::Human, &report, Style::default(), &mut out).expect("writing to memory");
    let text = String::from_utf8(out).expect("UTF-8");
    // Without the summary line, which counts the example's own portfolio.
    text.trim_end().rsplit_once("\n\n").map_or(String::new(), |(text, _)| text.trim_end().to_owned())
}

/// A fenced block whose fence is longer than any in the text.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}", text.trim_end())
}

#[test]
fn every_severity_occurs() {
    for severity in [Severity::Error, Severity::Warning] {
        assert!(codes::all().any(|code| code.severity == severity));
    }
}
