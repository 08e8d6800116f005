//! One compilation after another: the same as one from nothing, whatever was edited in between.

use planc::diagnostic::Severity;
use planc::kpi::{Dimension, JsonOptions, json_text};
use planc::session::{Ask, Compilation, Session};
use proptest::prelude::*;

use crate::support::{Files, as_of};

/// A small plan that can be read; the framework asks for more.
fn plan(name: &str, more: &str) -> String {
    format!(
        "---\naccount: {name}\nowner: maria\n{more}contracts:\n  - {{id: C-1, product: Platform, arr: 120k, \
         start: 2025-01-01, end: 2026-12-31}}\n---\n\n## Account Profile\n\nThey make pumps.\n"
    )
}

fn ask() -> Ask {
    Ask { as_of: as_of() }
}

fn excluded(compilation: &Compilation) -> Vec<(&str, usize)> {
    compilation.portfolio.excluded.iter().map(|plan| (plan.file.as_str(), plan.errors)).collect()
}

fn counted(compilation: &Compilation) -> Vec<&str> {
    compilation.portfolio.counted().map(|plan| plan.plan.id.value.as_str()).collect()
}

/// The site's files, and the diagnostics as `place severity code message`.
fn outcome(session: &mut Session, compilation: &Compilation) -> (Pages, Vec<String>) {
    let site = session.publish(compilation, compilation.report());
    let files = site.and_then(|site| site.files().map_err(|error| compilation.template_problem(&error)));
    let files = match files {
        Ok(files) => files.into_iter().map(|(path, bytes)| (path, bytes.to_vec())).collect(),
        Err(problem) => vec![(problem.message.clone(), Vec::new())],
    };
    let said = compilation.diagnostics.as_slice().iter();
    let said = said.map(|d| format!("{:?} {:?} {} {}", d.place, d.severity, d.code.code, d.message));
    (files, said.collect())
}

#[test]
fn one_broken_plan_never_stops_the_others() {
    let files = Files::new()
        .with("planc.yaml", "")
        .with("accounts/good.md", plan("Good", ""))
        .with("accounts/yaml.md", "---\naccount: \"Never closed\nowner: maria\n---\n")
        .with("accounts/bytes.md", b"---\naccount: Caf\xe9\n---\n")
        .with("accounts/money.md", plan("Money", "").replace("120k", "lots"))
        .with(
            "accounts/mood.md",
            plan("Mood", "stakeholders: [{id: a, name: A, role: champion, sentiment: fond}]\n"),
        );
    let compilation = files.compile();
    assert_eq!(counted(&compilation), ["good", "mood"], "a misspelt sentiment takes no revenue off the page");
    let left_out: Vec<&str> = excluded(&compilation).into_iter().map(|(file, _)| file).collect();
    assert_eq!(left_out, ["accounts/bytes.md", "accounts/money.md", "accounts/yaml.md"]);
    assert_eq!(compilation.plans.len(), 5);
    assert!(!compilation.failed);
}

#[test]
fn what_is_left_out_is_counted_with_all_its_errors() {
    let files = Files::new()
        .with("planc.yaml", "")
        .with("accounts/money.md", plan("Money", "").replace("120k", "lots"));
    let compilation = files.compile();
    let errors = compilation.count(Severity::Error);
    assert!(errors > 1, "the framework's are errors too");
    assert_eq!(excluded(&compilation), [("accounts/money.md", errors)]);
}

#[test]
fn rules_change_what_is_said_and_never_a_figure() {
    let broken = plan("Money", "").replace("120k", "lots");
    let at = |rules: &str| {
        let files = Files::new().with("planc.yaml", rules).with("accounts/money.md", &broken);
        files.compile()
    };
    let plain = at("");
    let code = plain.diagnostics.as_slice().iter().find(|d| d.about == Some("contracts")).unwrap().code.code;
    let hushed = at(&format!("rules: {{{code}: info}}"));
    assert_eq!(counted(&hushed), counted(&plain));
    assert_eq!(counted(&hushed), [""; 0]);
    assert_eq!(hushed.count(Severity::Error), plain.count(Severity::Error) - 1);
}

#[test]
fn a_warning_made_an_error_leaves_no_plan_out() {
    // Nobody renews a contract that looks like it: a warning of the family of contracts.
    let mut text = plan("Gap", "");
    text = text.replace(
        "end: 2026-12-31}",
        "end: 2025-12-31}\n  - {id: C-2, product: Platform, arr: 130k, start: 2026-01-01, end: 2026-12-31}",
    );
    let at = |rules: &str| Files::new().with("planc.yaml", rules).with("accounts/gap.md", &text).compile();
    let plain = at("");
    let warned =
        plain.diagnostics.as_slice().iter().find(|d| d.code.code.starts_with("P4")).expect("a warning");
    assert_eq!(warned.severity, Severity::Warning);
    let strict = at(&format!("rules: {{{}: error}}", warned.code.code));
    assert_eq!(counted(&strict), ["gap"]);
    assert_eq!(strict.count(Severity::Error), plain.count(Severity::Error) + 1);
}

#[test]
fn nothing_changed_is_nothing_to_compile() {
    let mut files = Files::new().with("planc.yaml", "").with("accounts/acme.md", plan("Acme", ""));
    let mut session = Session::new();
    assert!(session.compile_if_changed(&files, &ask()).is_some());
    assert!(session.compile_if_changed(&files, &ask()).is_none());
    let tomorrow = Ask { as_of: as_of().succ_opt().unwrap() };
    assert!(session.compile_if_changed(&files, &tomorrow).is_some(), "the day is an input");
    assert!(session.compile_if_changed(&files, &tomorrow).is_none());
    files.bytes.insert("accounts/notes.txt".into(), b"x".to_vec());
    assert!(session.compile_if_changed(&files, &tomorrow).is_some(), "links may lead there");
    files.bytes.insert("accounts/acme.md".into(), plan("Acme Ltd", "").into_bytes());
    let compilation = session.compile_if_changed(&files, &tomorrow).unwrap();
    assert_eq!(compilation.portfolio.plans[0].plan.account.value, "Acme Ltd");
}

#[test]
fn a_template_that_fails_is_a_problem_at_its_line() {
    let files = Files::new()
        .with("planc.yaml", "")
        .with("accounts/acme.md", plan("Acme", ""))
        .with("templates/accounts.html", "<h1>\n  {{ no.such.field }}</h1>\n");
    let mut session = Session::new();
    let compilation = session.compile(&files, &ask());
    let site = session.publish(&compilation, compilation.report()).unwrap();
    let problem = compilation.template_problem(&site.files().unwrap_err());
    let at = problem.place.source.line_column(problem.place.span.start);
    assert_eq!((problem.place.path(), at.line, problem.code.code), ("templates/accounts.html", 2, "P690"));
}

#[test]
fn a_file_that_goes_away_while_it_is_read_is_looked_for_again_and_then_said() {
    let mut files = Files::new().with("planc.yaml", "").with("accounts/acme.md", plan("Acme", ""));
    files.refused.insert("accounts/acme.md".into(), std::io::ErrorKind::NotFound);
    let compilation = files.compile();
    assert!(compilation.failed);
    assert_eq!(compilation.diagnostics.as_slice()[0].code.code, "P009");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let mut files = Files::new().with("planc.yaml", "");
    for number in 0..30 {
        let broken = if number % 3 == 0 { "tier: nonsense\n" } else { "" };
        files = files.with(&format!("accounts/a{number}.md"), plan(&format!("A {number}"), broken));
    }
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut session = Session::new();
            let compilation = session.compile(&files, &ask());
            outcome(&mut session, &compilation)
        })
    };
    let one = with(1);
    assert_eq!(one, with(7));
    assert_eq!(one, with(7));
}

/// An edit of a portfolio.
#[derive(Clone, Debug)]
enum Edit {
    Write(usize, usize),
    Delete(usize),
    Rename(usize, usize),
    Configure(usize),
    Template(usize),
    /// A file that is no plan gets another name, or its own again.
    PutAside(&'static str),
    NextDay,
    DayBefore,
}

fn path(number: usize) -> String {
    match number {
        0 => "accounts/acme.md".into(),
        1 => "accounts/emea/contoso/plan.md".into(),
        2 => "accounts/emea/fabrikam.md".into(),
        n => format!("accounts/more-{n}.md"),
    }
}

/// Texts that plans take on, good and bad.
fn text(number: usize) -> String {
    match number {
        0 => plan("Northwind", ""),
        1 => plan("Northwind", "parent: acme\ntier: strategic\n"),
        2 => plan("Contoso", "stakeholders: [{id: a, name: Ana, role: champion}]\nid: contoso\n"),
        3 => plan("Broken", "").replace("120k", "lots"),
        4 => "---\naccount: \"Never closed\n---\n".into(),
        5 => String::new(),
        6 => {
            format!("{}\nSee [the other](emea/fabrikam.md) and [[contoso]].\n", plan("Linked", "id: acme\n"))
        }
        7 => plan("Later", "").replace("120k", "240k"),
        // What another account's contract renews, and what renews that in turn.
        8 => plan("Taken over", "id: contoso\n").replace("2026-12-31", "2025-06-30"),
        9 => plan("Successor", "parent: contoso\n").replace(
            "start: 2025-01-01",
            "renews: contoso/C-1, start: 2025-07-01, signed: 2025-06-01, uplift: 5%",
        ),
        10 => plan("Third", "").replace("start: 2025-01-01", "renews: acme/C-1, start: 2025-10-01"),
        11 => plan("Other product", "parent: fabrikam\n").replace("Platform", "Academy"),
        12 => plan("Asked", "surveys:\n  - {type: nps, date: 2025-12-01, score: 9, by: a}\n"),
        _ => plan("Gone", "").replace("end: 2026-12-31", "end: 2025-09-30"),
    }
}

/// How many texts there are.
const TEXTS: usize = 14;

/// Configurations that a portfolio takes on, good and bad.
const CONFIGS: [&str; 8] = [
    "",
    "portfolio: Ours\n",
    "currency: EUR\n",
    "people: {maria: {}}\n",
    "portfolio: [\n",
    "kpi: {grain: parent}\n",
    "kpi: {grain: line}\nfiscal_year_start: 4\n",
    "clv: {method: sbg}\n",
];

fn apply(files: &mut Files, edit: &Edit, day: &mut planc::model::Date) {
    match edit {
        Edit::Write(file, with) => {
            files.bytes.insert(path(*file), text(*with).into_bytes());
        }
        Edit::Delete(file) => {
            files.bytes.remove(&path(*file));
        }
        Edit::Rename(from, to) => {
            if let Some(bytes) = files.bytes.remove(&path(*from)) {
                files.bytes.insert(path(*to), bytes);
            }
        }
        Edit::Configure(with) => {
            files.bytes.insert("planc.yaml".into(), CONFIGS[*with].into());
        }
        Edit::Template(with) => {
            let name = "templates/accounts.html";
            match with {
                0 => files.bytes.remove(name),
                1 => files.bytes.insert(name.into(), b"<p>{{ site.title }}</p>".to_vec()),
                _ => files.bytes.insert(name.into(), b"{{ no.such.field }}".to_vec()),
            };
        }
        Edit::PutAside(name) => {
            let aside = format!("{name}.aside");
            let (from, to) =
                if files.bytes.contains_key(*name) { (*name, &*aside) } else { (&*aside, *name) };
            if let Some(bytes) = files.bytes.remove(from) {
                files.bytes.insert(to.to_owned(), bytes);
            }
        }
        Edit::NextDay => *day = day.succ_opt().unwrap(),
        Edit::DayBefore => *day = day.pred_opt().unwrap(),
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        12 => (0..4_usize, 0..TEXTS).prop_map(|(file, with)| Edit::Write(file, with)),
        2 => (0..4_usize).prop_map(Edit::Delete),
        2 => (0..4_usize, 0..4_usize).prop_map(|(from, to)| Edit::Rename(from, to)),
        2 => (0..CONFIGS.len()).prop_map(Edit::Configure),
        2 => (0..3_usize).prop_map(Edit::Template),
        1 => prop_oneof![Just("planc.yaml"), Just("templates/accounts.html")].prop_map(Edit::PutAside),
        1 => Just(Edit::NextDay),
        1 => Just(Edit::DayBefore),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    /// After any edits, the session that saw them all gives what a new one gives: every diagnostic, every
    /// byte of every page. And whatever page is otherwise than before is named as one that may be.
    #[test]
    fn after_any_edits_the_outcome_is_that_of_a_clean_build(edits in prop::collection::vec(edit(), 1..8)) {
        let mut files = Files::new().with("planc.yaml", "").with(&path(0), text(0)).with(&path(1), text(2));
        let mut day = as_of();
        let mut session = Session::new();
        let mut shown: Option<(planc::site::Site, Pages)> = None;
        for edit in &edits {
            apply(&mut files, edit, &mut day);
            let ask = Ask { as_of: day };
            let compilation = session.compile(&files, &ask);
            let mut clean = Session::new();
            let expected = clean.compile(&files, &ask);
            prop_assert_eq!(excluded(&compilation), excluded(&expected));
            let (pages, said) = outcome(&mut session, &compilation);
            let (clean_pages, clean_said) = outcome(&mut clean, &expected);
            prop_assert_eq!(&said, &clean_said, "{:?}", edit);
            prop_assert_eq!(&pages, &clean_pages, "{:?}", edit);
            let Ok(site) = session.publish(&compilation, compilation.report()) else { continue };
            if let Some((before, then)) = &shown
                && let Some(named) = site.differs_from(before)
            {
                let unnamed: Vec<String> = otherwise(&pages, then).filter(|path| !named.contains(path)).collect();
                prop_assert!(unnamed.is_empty(), "{:?} changed {:?} beside {:?}", edit, unnamed, named);
            }
            shown = Some((site, pages));
        }
    }
}

/// How many plans make a portfolio whose groups are summed in several blocks.
const MANY: usize = 140;

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    /// The same of what many plans add up to: all figures, of everyone and of every group, with their series.
    #[test]
    fn after_any_edits_of_many_plans_the_figures_are_those_of_a_clean_build(
        edits in prop::collection::vec((edit(), prop_oneof![0..4_usize, 4..MANY]), 1..8)
    ) {
        let mut files = Files::new().with("planc.yaml", "");
        for number in 0..MANY {
            let good = [0, 1, 7, 9, 10, 11, 12, 13];
            files = files.with(&path(number), text(good[number % good.len()]));
        }
        let mut day = as_of();
        let mut session = Session::new();
        let options = JsonOptions { by: &Dimension::ALL, series: true, ..JsonOptions::default() };
        for (edit, file) in &edits {
            let edit = match edit {
                Edit::Write(_, with) => Edit::Write(*file, *with),
                Edit::Delete(_) => Edit::Delete(*file),
                Edit::Rename(_, to) => Edit::Rename(*file, *to),
                other => other.clone(),
            };
            apply(&mut files, &edit, &mut day);
            let ask = Ask { as_of: day };
            let (compilation, expected) = (session.compile(&files, &ask), Session::new().compile(&files, &ask));
            let json = |compilation: &Compilation| json_text(compilation.report(), &options);
            prop_assert_eq!(json(&compilation), json(&expected), "{:?}", edit);
            let said = |compilation: &Compilation| format!("{:?}", compilation.diagnostics);
            prop_assert_eq!(said(&compilation), said(&expected), "{:?}", edit);
        }
    }
}

/// A site's files.
type Pages = Vec<(String, Vec<u8>)>;

/// The files that are otherwise, the pages of a list by its first and those of the search by one.
fn otherwise<'f>(
    now: &'f [(String, Vec<u8>)],
    then: &'f [(String, Vec<u8>)],
) -> impl Iterator<Item = String> + 'f {
    let in_one = |these: &'f [(String, Vec<u8>)], those: &'f [(String, Vec<u8>)]| {
        these.iter().filter(move |file| !those.contains(file)).map(|(path, _)| path.as_str())
    };
    in_one(now, then).chain(in_one(then, now)).map(|path| match path.rsplit_once('/') {
        Some((folder, name)) if name.starts_with("page-") => format!("{folder}/index.html"),
        Some(("search", name)) if name != "index.html" => "search/manifest.js".to_owned(),
        _ => path.to_owned(),
    })
}

#[test]
fn what_git_remembers_is_shown_from_the_next_compilation_on() {
    use planc::past::{LastChange, Past};
    let files = Files::new()
        .with("planc.yaml", "")
        .with("accounts/contoso.md", "---\naccount: Contoso\nowner: jo.park\n---\n");
    let ask = Ask { as_of: crate::support::as_of() };
    let mut session = Session::new();
    assert!(session.compile(&files, &ask).portfolio.past.is_none());
    assert!(session.compile_if_changed(&files, &ask).is_none());
    let day = "2026-05-10".parse().expect("a day");
    let change = LastChange { day, author: "Ana Lima".into(), commit: "c0ffee".into() };
    let past = Past { changes: [("accounts/contoso.md".to_owned(), change)].into(), ..Past::default() };
    session.remember(Some(std::sync::Arc::new(past)));
    assert!(session.compile_if_changed(&files, &ask).is_some_and(|c| c.portfolio.past.is_some()));
    assert!(session.compile_if_changed(&files, &ask).is_none());
}
