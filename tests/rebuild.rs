//! One build after another into the same folder: the same as a clean one, whatever became of the plans and
//! of the pages in between; and nothing made where nothing changed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use planc::cli::{self, Console};
use proptest::prelude::*;

use crate::support::{held, scratch};

/// A plan that can be read; the framework asks for more.
fn plan(name: &str, more: &str) -> String {
    format!(
        "---\naccount: {name}\nowner: maria\n{more}contracts:\n  - {{id: C-1, product: Platform, arr: 120k, \
         start: 2025-01-01, end: 2026-12-31}}\n---\n\n## Account Profile\n\nThey make pumps. \
         See [the offer](offer.pdf).\n"
    )
}

/// What a command wrote.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Heard {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// A portfolio in `plans` and its site in `site`.
struct Project {
    folder: tempfile::TempDir,
    site: String,
}

/// How a build came out.
struct Built {
    status: u8,
    out: String,
    err: String,
}

impl Built {
    /// Whether figures and pages were made.
    fn made_pages(&self) -> bool {
        assert!(self.err.contains(" ms  scan"), "{}", self.err);
        self.err.contains("compute figures")
    }

    /// `12 files written, 3 unchanged`
    fn summary(&self) -> &str {
        let line = self.err.lines().find(|line| line.contains("written")).unwrap();
        line.split(": open ").next().unwrap()
    }
}

impl Project {
    fn new() -> Self {
        let project = Project { folder: scratch(), site: "site".into() };
        project.put("plans/planc.yaml", "portfolio: Ours\n");
        project.put("plans/accounts/acme.md", plan("Acme", ""));
        project.put("plans/accounts/emea/contoso.md", plan("Contoso", "parent: acme\n"));
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn site(&self) -> PathBuf {
        self.path(&self.site)
    }

    fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn build_to(&self, site: &Path, args: &[&str]) -> Built {
        let (out, err) = (Heard::default(), Heard::default());
        let plans = self.path("plans");
        let mut command = vec!["planc", "build", plans.to_str().unwrap(), "-o", site.to_str().unwrap()];
        command.extend(["--timings", "--format", "short"]);
        command.extend(args);
        if !args.contains(&"--as-of") {
            command.extend(["--as-of", "2026-01-31"]);
        }
        let mut console = Console::to(Box::new(out.clone()), Box::new(err.clone()));
        let status = cli::run(command.into_iter().map(Into::into), &mut console);
        Built { status, out: out.text(), err: err.text() }
    }

    fn build(&self, args: &[&str]) -> Built {
        self.build_to(&self.site(), args)
    }

    /// What a build into a new folder gives.
    fn clean(&self, args: &[&str]) -> (Built, BTreeMap<String, Vec<u8>>) {
        let folder = self.path("clean");
        let _ = fs::remove_dir_all(&folder);
        let built = self.build_to(&folder, args);
        (built, held(&folder))
    }

    /// Asserts that the site is what a clean build gives.
    fn is_as_clean(&self, args: &[&str]) {
        let (clean, files) = self.clean(args);
        assert_ne!(clean.status, 2, "{}", clean.err);
        assert_same(&held(&self.site()), &files);
    }
}

fn assert_same(held: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(held), names(expected));
    let wrong: Vec<&String> = held.keys().filter(|path| held[*path] != expected[*path]).collect();
    assert!(wrong.is_empty(), "otherwise than a clean build has them: {wrong:?}");
}

#[test]
fn where_nothing_changed_nothing_is_made_and_the_same_is_said() {
    let project = Project::new();
    let first = project.build(&[]);
    assert!(first.made_pages());
    let count = held(&project.site()).len();
    let second = project.build(&[]);
    assert!(!second.made_pages(), "{}", second.err);
    assert_eq!(second.summary(), format!("0 files written, {count} unchanged"));
    assert_eq!((second.status, &second.out), (first.status, &first.out));
    project.is_as_clean(&[]);
}

#[test]
fn whatever_pages_are_made_from_is_looked_at() {
    let project = Project::new();
    project.put("plans/accounts/gone.md", plan("Gone", ""));
    project.build(&[]);
    let changed: &[(&str, &dyn Fn())] = &[
        ("a plan", &|| project.put("plans/accounts/acme.md", plan("Acme", "tier: strategic\n"))),
        ("a plan more", &|| project.put("plans/accounts/more.md", plan("More", ""))),
        ("a plan less", &|| fs::remove_file(project.path("plans/accounts/gone.md")).unwrap()),
        ("a plan elsewhere", &|| {
            fs::rename(project.path("plans/accounts/more.md"), project.path("plans/accounts/less.md"))
                .unwrap();
        }),
        ("the configuration", &|| project.put("plans/planc.yaml", "portfolio: Theirs\n")),
        ("a template", &|| project.put("plans/templates/assets/style.css", "b {}\n")),
        ("a data file", &|| project.put("plans/data/arr.csv", "account,arr\n")),
        ("what a link leads to", &|| project.put("plans/accounts/offer.pdf", "an offer")),
        ("a plan that can't be read", &|| project.put("plans/accounts/bad.md", b"---\naccount: Caf\xe9\n")),
        ("what can't be read in it", &|| project.put("plans/accounts/bad.md", b"---\naccount: Caff\xe9\n")),
    ];
    for (what, change) in changed {
        assert!(!project.build(&[]).made_pages(), "before {what}");
        change();
        assert!(project.build(&[]).made_pages(), "{what}");
        project.is_as_clean(&[]);
    }
    for args in [&["--as-of", "2026-02-28"][..], &["--period", "fy2025"], &["--as-of", "2026-01-31"]] {
        assert!(project.build(args).made_pages(), "{args:?}");
        project.is_as_clean(args);
        assert!(!project.build(args).made_pages(), "{args:?} again");
    }
}

#[test]
fn pages_that_were_tampered_with_are_mended() {
    let project = Project::new();
    project.build(&[]);
    let page = project.site().join("accounts/acme/index.html");
    let bytes = fs::read(&page).unwrap();
    let written = fs::metadata(&page).unwrap().modified().unwrap();
    let mut other = bytes.clone();
    *other.last_mut().unwrap() ^= 1;
    fs::write(&page, &other).unwrap();
    File::options().write(true).open(&page).unwrap().set_modified(written).unwrap();
    fs::remove_file(project.site().join("kpi.json")).unwrap();
    let built = project.build(&[]);
    assert!(built.summary().starts_with("2 files written, "), "{}", built.err);
    assert_eq!(fs::read(&page).unwrap(), bytes);
    project.is_as_clean(&[]);
    assert!(!project.build(&[]).made_pages());
}

#[test]
fn a_folder_that_was_copied_is_compared_page_by_page() {
    let mut project = Project::new();
    project.build(&[]);
    copy(&project.site(), &project.path("copy"));
    project.site = "copy".into();
    let page = project.site().join("accounts/acme/index.html");
    let bytes = fs::read(&page).unwrap();
    let written = fs::metadata(&page).unwrap().modified().unwrap();
    fs::write(&page, vec![b' '; bytes.len()]).unwrap();
    File::options().write(true).open(&page).unwrap().set_modified(written).unwrap();
    let built = project.build(&[]);
    assert!(built.made_pages());
    assert!(built.summary().starts_with("1 file written, "), "{}", built.err);
    project.is_as_clean(&[]);
}

/// Copies a folder with the times of its files, as `cp -a` and caches do.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
            let written = fs::metadata(&from).unwrap().modified().unwrap();
            File::options().write(true).open(&to).unwrap().set_modified(written).unwrap();
        }
    }
}

#[test]
fn a_record_that_is_torn_or_of_another_planc_is_not_believed() {
    let project = Project::new();
    project.build(&[]);
    let record = project.site().join(".planc/record");
    let whole = fs::read_to_string(&record).unwrap();
    let another = whole.replacen("planc ", "planc 1", 1);
    for text in ["", &whole[..whole.len() / 2], &whole[..whole.len() - 1], &another] {
        fs::write(&record, text).unwrap();
        assert!(project.build(&[]).made_pages());
        project.is_as_clean(&[]);
        assert!(!project.build(&[]).made_pages(), "there is a good one again");
    }
}

#[test]
fn a_build_that_fails_half_way_leaves_no_record() {
    let project = Project::new();
    project.build(&[]);
    project.put("plans/accounts/acme.md", plan("Acme", "tier: strategic\n"));
    // A folder in the way of a page that is to be replaced.
    let page = project.site().join("accounts/acme/index.html");
    fs::remove_file(&page).unwrap();
    fs::create_dir(&page).unwrap();
    let failed = project.build(&[]);
    assert_eq!(failed.status, 2);
    assert!(failed.err.contains("accounts/acme/index.html can't be written"), "{}", failed.err);
    assert!(!project.site().join(".planc/record").exists());
    fs::remove_dir(&page).unwrap();
    assert!(project.build(&[]).made_pages());
    project.is_as_clean(&[]);
}

#[test]
fn a_strict_build_looks_at_the_templates_though_nothing_changed() {
    let project = Project::new();
    project.build(&[]);
    let strict = project.build(&["--strict"]);
    assert_eq!(strict.status, 1);
    assert!(strict.err.contains("nothing was written, for the build is strict"), "{}", strict.err);
    assert!(!project.build(&[]).made_pages(), "the record still holds");
}

#[test]
fn what_git_remembers_is_looked_at() {
    let project = Project::new();
    let git = |args: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(project.path("plans")).args([
            "-c",
            "user.name=Ana",
            "-c",
            "user.email=ana@example.org",
        ]);
        git.env("GIT_AUTHOR_DATE", "2025-11-15T12:00:00Z").env("GIT_COMMITTER_DATE", "2025-11-15T12:00:00Z");
        let done = git.args(args).output().unwrap();
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "--quiet"]);
    project.build(&[]);
    assert!(!project.build(&[]).made_pages());
    let changed: &[(&str, &dyn Fn())] = &[
        ("the first commit", &|| {
            git(&["add", "-A"]);
            git(&["commit", "--quiet", "-m", "Plans"]);
        }),
        ("another author", &|| {
            git(&["commit", "--quiet", "--amend", "--author=Ben <ben@example.org>", "-m", "Plans"])
        }),
        ("another name for the author", &|| {
            fs::write(project.path("plans/.mailmap"), "Benedict <ben@example.org>\n").unwrap();
        }),
        ("one more commit that touches no plan", &|| {
            git(&["commit", "--quiet", "--allow-empty", "-m", "Nothing"])
        }),
    ];
    for (what, change) in changed {
        change();
        assert!(project.build(&[]).made_pages(), "{what}");
        project.is_as_clean(&[]);
        assert!(!project.build(&[]).made_pages(), "again after {what}");
    }
    let page = fs::read_to_string(project.site().join("accounts/acme/index.html")).unwrap();
    assert!(page.contains("Benedict"));
    assert!(project.build(&["--no-history"]).made_pages());
    project.is_as_clean(&["--no-history"]);
}

/// Something that happens between two builds.
#[derive(Clone, Debug)]
enum Edit {
    Plan(usize, usize),
    Remove(usize),
    Rename(usize, usize),
    Configure(usize),
    Template(usize),
    Linked(bool),
    Day(usize),
    Period(usize),
    /// To the page at this place among all.
    Page(usize, Tamper),
    Record(Record),
    /// The site's folder is copied, and the copy is built into from then on.
    Copy,
}

/// What someone did to a page.
#[derive(Clone, Copy, Debug)]
enum Tamper {
    Delete,
    Truncate,
    Append,
    /// Other bytes, as many, at the same time by the file's own word.
    Forge,
    Touch,
    /// The same bytes in another file.
    Replace,
}

/// What someone did to the record.
#[derive(Clone, Copy, Debug)]
enum Record {
    Delete,
    Truncate,
    Keep,
    /// The one that was kept comes back.
    Restore,
}

fn plan_path(number: usize) -> String {
    ["plans/accounts/acme.md", "plans/accounts/emea/contoso.md", "plans/accounts/more.md"][number].to_owned()
}

fn apply(project: &mut Project, day: &mut usize, period: &mut usize, edit: &Edit) {
    match edit {
        Edit::Plan(file, text) => {
            let texts = [
                plan("Acme", ""),
                plan("Contoso", "parent: acme\ntier: strategic\n"),
                plan("Acme", "id: other\n"),
                plan("Broken", "").replace("120k", "lots"),
                "---\naccount: \"Never closed\n---\n".into(),
                plan("Acme", "").replace("pumps", "valve"),
            ];
            project.put(&plan_path(*file), &texts[*text]);
        }
        Edit::Remove(file) => _ = fs::remove_file(project.path(&plan_path(*file))),
        Edit::Rename(from, to) => {
            let (from, to) = (project.path(&plan_path(*from)), project.path(&plan_path(*to)));
            let _ = fs::create_dir_all(to.parent().unwrap()).and_then(|()| fs::rename(from, to));
        }
        Edit::Configure(number) => {
            let texts = ["portfolio: Ours\n", "portfolio: Mine\n", "currency: EUR\n", "portfolio: [\n"];
            project.put("plans/planc.yaml", texts[*number]);
        }
        Edit::Template(number) => {
            let name = "plans/templates/accounts.html";
            match number {
                0 => _ = fs::remove_file(project.path(name)),
                1 => project.put(name, "<p>{{ site.title }}</p>\n"),
                _ => project.put(name, "<p>{{ no.such.thing }}</p>\n"),
            }
        }
        Edit::Linked(true) => project.put("plans/accounts/offer.pdf", "an offer"),
        Edit::Linked(false) => _ = fs::remove_file(project.path("plans/accounts/offer.pdf")),
        Edit::Day(number) => *day = *number,
        Edit::Period(number) => *period = *number,
        Edit::Page(number, how) => {
            let pages: Vec<String> = held(&project.site()).into_keys().collect();
            if !pages.is_empty() {
                tamper(&project.site().join(&pages[number % pages.len()]), *how);
            }
        }
        Edit::Record(how) => {
            let (record, kept) = (project.site().join(".planc/record"), project.path("kept"));
            let _ = match how {
                Record::Delete => fs::remove_file(record),
                Record::Truncate => {
                    fs::read(&record).and_then(|all| fs::write(record, &all[..all.len() / 2]))
                }
                Record::Keep => fs::copy(record, kept).map(drop),
                Record::Restore => fs::copy(kept, record).map(drop),
            };
        }
        Edit::Copy => {
            let to = format!("{}-copy", project.site);
            if project.site().exists() {
                copy(&project.site(), &project.path(&to));
                project.site = to;
            }
        }
    }
}

fn tamper(page: &Path, how: Tamper) {
    let bytes = fs::read(page).unwrap();
    let written = fs::metadata(page).unwrap().modified().unwrap();
    match how {
        Tamper::Delete => fs::remove_file(page).unwrap(),
        Tamper::Truncate => fs::write(page, &bytes[..bytes.len() / 2]).unwrap(),
        Tamper::Append => fs::write(page, [&bytes[..], b"more"].concat()).unwrap(),
        Tamper::Forge => {
            fs::write(page, bytes.iter().map(|byte| byte ^ 1).collect::<Vec<u8>>()).unwrap();
            File::options().write(true).open(page).unwrap().set_modified(written).unwrap();
        }
        Tamper::Touch => {
            let later = written + std::time::Duration::from_secs(60);
            File::options().write(true).open(page).unwrap().set_modified(later).unwrap();
        }
        Tamper::Replace => {
            fs::remove_file(page).unwrap();
            fs::write(page, &bytes).unwrap();
        }
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    use Tamper::{Append, Delete, Forge, Replace, Touch, Truncate};
    let how = prop::sample::select(vec![Delete, Truncate, Append, Forge, Forge, Touch, Replace]);
    let record = vec![Record::Delete, Record::Truncate, Record::Keep, Record::Restore];
    prop_oneof![
        4 => (0..3_usize, 0..6_usize).prop_map(|(file, text)| Edit::Plan(file, text)),
        1 => (0..3_usize).prop_map(Edit::Remove),
        1 => (0..3_usize, 0..3_usize).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (0..4_usize).prop_map(Edit::Configure),
        1 => (0..3_usize).prop_map(Edit::Template),
        1 => any::<bool>().prop_map(Edit::Linked),
        1 => (0..2_usize).prop_map(Edit::Day),
        1 => (0..2_usize).prop_map(Edit::Period),
        5 => (0..1000_usize, how).prop_map(|(page, how)| Edit::Page(page, how)),
        3 => prop::sample::select(record).prop_map(Edit::Record),
        1 => Just(Edit::Copy),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// What stands in the folder is what a clean build would put there, and what is said is the same.
    #[test]
    fn a_build_over_any_other_is_a_clean_one(steps in prop::collection::vec(prop::collection::vec(edit(), 0..3), 1..7)) {
        let mut project = Project::new();
        let (mut day, mut period) = (0, 0);
        project.build(&[]);
        for edits in &steps {
            for edit in edits {
                apply(&mut project, &mut day, &mut period, edit);
            }
            let args =
                ["--as-of", ["2026-01-31", "2026-02-28"][day], "--period", ["ttm", "fy2025"][period]];
            let built = project.build(&args);
            let (clean, files) = project.clean(&args);
            prop_assert_eq!((built.status, &built.out), (clean.status, &clean.out));
            // A template that can't be used leaves the last site as it is.
            if !files.is_empty() {
                assert_same(&held(&project.site()), &files);
            }
        }
    }
}
