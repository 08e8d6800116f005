//! planc over real repositories: whatever state they are in, it works or says what is missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::{AS_OF, repository};

/// A repository in a folder of its own.
pub struct Repo {
    /// Kept, for the folder goes with it.
    _home: TempDir,
    /// Where it is.
    pub root: PathBuf,
}

impl Repo {
    /// An empty one, on the branch `main`.
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let root = home.path().join("plans");
        std::fs::create_dir(&root).expect("a folder");
        let repo = Repo { _home: home, root };
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        repo
    }

    /// A git in a folder, without this machine's configuration.
    fn run(folder: &Path, args: &[&str], who: (&str, &str)) -> Output {
        let (name, day) = who;
        let moment = format!("{day}T10:00:00+0000");
        Command::new("git")
            .arg("-C")
            .arg(folder)
            .args(args)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", name)
            .env("GIT_AUTHOR_EMAIL", "who@plans.example")
            .env("GIT_COMMITTER_NAME", name)
            .env("GIT_COMMITTER_EMAIL", "who@plans.example")
            .env("GIT_AUTHOR_DATE", &moment)
            .env("GIT_COMMITTER_DATE", &moment)
            .output()
            .expect("git runs")
    }

    /// What git prints.
    pub fn git(&self, args: &[&str]) -> String {
        let output = Repo::run(&self.root, args, ("Nobody", "2026-01-01"));
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("the file can be written");
    }

    /// Replaces the one place where a file says something.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.root.join(path)).expect("the file is there");
        assert_eq!(text.matches(from).count(), 1, "{path} says “{from}” once");
        self.write(path, &text.replace(from, to));
    }

    /// Commits everything, as someone on a day.
    pub fn commit(&self, author: &str, day: &str, subject: &str) {
        self.git(&["add", "--all"]);
        let args = ["commit", "--quiet", "--allow-empty", "-m", subject];
        let output = Repo::run(&self.root, &args, (author, day));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Runs planc in a folder as at [`AS_OF`]: exit status, standard output, standard error.
pub fn planc(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_planc"))
        .args(args)
        .args(["--as-of", AS_OF])
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("planc runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn plan(name: &str, arr: &str) -> String {
    format!(
        "---\naccount: {name}\nowner: jo.park\ncontracts:\n  - {{id: C-1, product: Platform, arr: {arr}, \
         start: 2024-01-01}}\n---\n\n## Account Profile\n\nA client.\n"
    )
}

/// Contoso at 100k in January and 120k from May on; Fabrikam from June on.
fn history() -> Repo {
    let repo = Repo::new();
    repo.write("planc.yaml", "");
    repo.write("accounts/contoso.md", &plan("Contoso", "100k"));
    repo.commit("Jo Park", "2026-01-15", "Contoso");
    repo.edit("accounts/contoso.md", "100k", "120k");
    repo.commit("Ana Lima", "2026-05-10", "Contoso pays more");
    repo.write("accounts/fabrikam.md", &plan("Fabrikam", "50k"));
    repo.commit("Jo Park", "2026-06-20", "Fabrikam");
    repo
}

fn site(repo: &Repo, folder: &str, args: &[&str]) -> (PathBuf, String) {
    let out = repo.root.with_file_name(folder);
    let place = out.to_str().expect("UTF-8").to_owned();
    // These plans lack most of what the framework asks for: their errors stand on the site.
    let (status, _, said) = planc(&repo.root, &[&["build", "-o", &place][..], args].concat());
    assert_eq!(status, Some(1), "{said}");
    (out, said)
}

fn page(site: &Path, path: &str) -> String {
    std::fs::read_to_string(site.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A page's text without its markup, spaces made one.
fn text(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_plans_page_says_when_and_by_whom_it_was_changed_last() {
    let repo = history();
    // Moved and not otherwise changed: still Ana's.
    repo.git(&["mv", "accounts/contoso.md", "accounts/contoso-ltd.md"]);
    repo.commit("Kim Oh", "2026-07-01", "Move Contoso");
    repo.edit("accounts/fabrikam.md", "A client.", "A client that writes.");
    let (site, said) = site(&repo, "site", &[]);
    assert!(!said.contains("no history"), "{said}");
    let contoso = page(&site, "accounts/contoso-ltd/index.html");
    assert!(text(&contoso).contains("by Ana Lima"), "{}", text(&contoso));
    assert!(contoso.contains("10 May 2026") && !contoso.contains("Not committed"));
    let fabrikam = page(&site, "accounts/fabrikam/index.html");
    assert!(fabrikam.contains("by Jo Park") && fabrikam.contains("Not committed as it stands"));
}

/// A plan that leaves the day of its review to git.
fn reviewed_by_git() -> String {
    plan("Contoso", "100k").replace("owner: jo.park\n", "owner: jo.park\nreviewed: git\n")
}

/// What a check says of the review of a plan, in one line; empty where it is in time.
fn review(folder: &Path) -> String {
    let (_, said, _) = planc(folder, &["check", "--format", "short"]);
    let of_review: Vec<&str> = said.lines().filter(|line| line.contains("[P501]")).collect();
    assert!(of_review.len() < 2, "{said}");
    of_review.concat()
}

// The cadence of a plan without a tier is 180 days; the day is 2026-09-30.
#[test]
fn a_review_left_to_git_is_the_last_commit_that_changed_the_plan() {
    let repo = Repo::new();
    repo.write("planc.yaml", "");
    repo.write("accounts/contoso.md", &reviewed_by_git());
    repo.commit("Jo Park", "2026-03-01", "Contoso");
    let overdue = review(&repo.root);
    assert!(overdue.starts_with("accounts/contoso.md:4:11: warning[P501]"), "{overdue}");
    assert!(overdue.contains("last reviewed 2026-03-01, 213 days ago"), "{overdue}");

    // A move is no review, nor is an edit that nobody committed.
    repo.git(&["mv", "accounts/contoso.md", "accounts/contoso-ltd.md"]);
    repo.commit("Kim Oh", "2026-09-01", "Move Contoso");
    repo.edit("accounts/contoso-ltd.md", "A client.", "A client that writes.");
    assert!(review(&repo.root).contains("last reviewed 2026-03-01"), "{}", review(&repo.root));

    repo.commit("Ana Lima", "2026-09-16", "Contoso reviewed");
    assert_eq!(review(&repo.root), "");
    let (out, _) = site(&repo, "site", &[]);
    let page = page(&out, "accounts/contoso-ltd/index.html");
    assert!(text(&page).contains("Reviewed 14 days ago"), "{}", text(&page));

    // What is committed after the day is not known yet.
    repo.edit("accounts/contoso-ltd.md", "A client that writes.", "A client that calls.");
    repo.commit("Ana Lima", "2026-11-02", "Contoso reviewed once more");
    let (out, _) = site(&repo, "later", &[]);
    let later = self::page(&out, "accounts/contoso-ltd/index.html");
    assert!(text(&later).contains("Reviewed 14 days ago"), "{}", text(&later));
    assert!(later.contains("16 Sep 2026") && !later.contains("2 Nov 2026"));
}

#[test]
fn a_review_that_git_cant_tell_says_why_and_what_to_write() {
    let repo = Repo::new();
    repo.write("planc.yaml", "");
    repo.write("accounts/contoso.md", &reviewed_by_git());
    let said = review(&repo.root);
    assert!(said.contains("no commit up to 2026-09-30 holds it"), "{said}");

    repo.commit("Jo Park", "2026-09-01", "Contoso");
    assert_eq!(review(&repo.root), "");
    let clone = repo.root.with_file_name("shallow");
    repo.edit("accounts/contoso.md", "A client.", "A client that writes.");
    repo.commit("Jo Park", "2026-09-02", "More");
    let from = format!("file://{}", repo.root.display());
    repo.git(&["clone", "--quiet", "--depth=1", &from, clone.to_str().expect("UTF-8")]);
    let said = review(&clone);
    assert!(said.contains("this clone holds only the newest part of the history"), "{said}");

    std::fs::rename(repo.root.join(".git"), repo.root.with_file_name("git")).expect("moved");
    let (_, said, _) = planc(&repo.root, &["check"]);
    let said = said.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
    assert!(said.contains("it is in no git repository"), "{said}");
    assert!(said.contains("or write the day instead of `git`, as in `reviewed: 2026-09-30`"), "{said}");
}

// Between the two revisions nothing but the text changed; with it the review came in time.
#[test]
fn a_diff_takes_each_revisions_review_from_its_own_history() {
    let repo = Repo::new();
    repo.write("planc.yaml", "");
    repo.write("accounts/contoso.md", &reviewed_by_git());
    repo.commit("Jo Park", "2026-03-01", "Contoso");
    repo.edit("accounts/contoso.md", "A client.", "A client that writes.");
    repo.commit("Ana Lima", "2026-09-16", "Contoso reviewed");
    let (_, said, _) = planc(&repo.root, &["diff", "HEAD~1", "HEAD", "--format", "json"]);
    assert!(said.contains("P501"), "the warning is mended: {said}");
}

#[test]
fn a_merge_that_changes_a_plan_is_its_last_change() {
    let repo = history();
    repo.git(&["checkout", "--quiet", "-b", "more", "HEAD~1"]);
    repo.edit("accounts/contoso.md", "120k", "130k");
    repo.commit("Kim Oh", "2026-07-01", "More");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.edit("accounts/contoso.md", "120k", "125k");
    repo.commit("Jo Park", "2026-07-02", "Less");
    let merged = Repo::run(&repo.root, &["merge", "--quiet", "more"], ("Lee Wu", "2026-07-03"));
    assert!(!merged.status.success(), "the two are in conflict");
    repo.write("accounts/contoso.md", &plan("Contoso", "128k"));
    repo.commit("Lee Wu", "2026-07-03", "Merge");
    let (site, _) = site(&repo, "site", &[]);
    assert!(page(&site, "accounts/contoso/index.html").contains("by Lee Wu"));
}

// Closing ARR at month ends. Written: 100k until April, 120k in May, 170k from June on. As corrected now, at
// all of them: 120k + 50k, for both contracts began in 2024.
#[test]
fn a_figures_page_shows_what_was_written_beside_what_is_so_now() {
    let repo = history();
    let (site, _) = site(&repo, "site", &[]);
    let arr = text(&page(&site, "figures/arr/index.html"));
    let row = |text: &str| assert!(arr.contains(text), "“{text}” is not in: {arr}");
    row("31 Jan 2026 $100k $170k +USD 70,000");
    row("30 Apr 2026 $100k $170k +USD 70,000");
    row("31 May 2026 $120k $170k +USD 50,000");
    row("30 Jun 2026 $170k $170k nothing");
    row("31 Aug 2026 $170k $170k nothing");
    let section = arr.split_once("As it was written").expect("the section").1;
    let section = section.split_once("What it is made of").expect("the next one").0;
    assert!(!section.contains("30 Sep 2026"), "the day itself is the figure: {section}");
}

#[test]
fn without_history_the_site_omits_it_and_the_command_says_so_once() {
    let repo = history();
    let (with, _) = site(&repo, "with", &[]);
    let (without, said) = site(&repo, "without", &["--no-history"]);
    assert!(!said.contains("history"), "it was asked for: {said}");

    // The same files in no repository.
    std::fs::rename(repo.root.join(".git"), repo.root.with_file_name("git")).expect("moved");
    let (bare, said) = site(&repo, "bare", &[]);
    assert_eq!(said.matches("the site shows no history: ").count(), 1, "{said}");
    assert!(said.contains("is not in a git repository"), "{said}");
    for path in ["accounts/contoso/index.html", "figures/arr/index.html"] {
        assert_eq!(page(&bare, path), page(&without, path));
        assert_ne!(page(&bare, path), page(&with, path));
    }
    // A repository without a commit.
    repo.git(&["init", "--quiet"]);
    let (_, said) = site(&repo, "empty", &[]);
    assert!(said.contains("no commit holds this portfolio yet"), "{said}");
}

#[test]
fn a_shallow_clone_shows_no_history_and_says_how_to_get_it() {
    let repo = history();
    let clone = repo.root.with_file_name("shallow");
    let from = format!("file://{}", repo.root.display());
    repo.git(&["clone", "--quiet", "--depth=1", &from, clone.to_str().expect("UTF-8")]);
    let (status, _, said) = planc(&clone, &["build", "-o", "../site"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("this clone is shallow") && said.contains("fetch-depth: 0"), "{said}");
    let (status, _, said) = planc(&clone, &["diff", "HEAD~1"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("HEAD~1") && said.contains("fetch"), "{said}");
}

#[test]
fn the_same_commit_gives_the_same_bytes_anywhere() {
    let repo = history();
    let build = |name: &str, zone: &str, threads: &str| {
        let clone = repo.root.with_file_name(format!("clone-{name}"));
        repo.git(&["clone", "--quiet", repo.root.to_str().expect("UTF-8"), clone.to_str().expect("UTF-8")]);
        let site = repo.root.with_file_name(format!("site-{name}"));
        let output = Command::new(env!("CARGO_BIN_EXE_planc"))
            .args(["build", "--quiet", "-o"])
            .arg(&site)
            .current_dir(&clone)
            .env("SOURCE_DATE_EPOCH", "1790812799") // 2026-09-30T23:59:59Z
            .env("TZ", zone)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("planc runs");
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        crate::support::Files::read(&site).bytes
    };
    let here = build("here", "Pacific/Kiritimati", "1");
    let there = build("there", "America/Anchorage", "4");
    assert!(here.len() > 50);
    assert!(here == there, "two builds of one commit differ");
}

#[test]
fn a_diff_works_in_worktrees_below_the_top_and_with_a_dirty_tree() {
    let repo = Repo::new();
    repo.write("README.md", "Not plans.\n");
    repo.commit("Jo Park", "2026-01-01", "Begin");
    repo.write("sales/planc.yaml", "");
    repo.write("sales/accounts/contoso.md", &plan("Contoso", "100k"));
    repo.commit("Jo Park", "2026-01-15", "Contoso");
    let tree = repo.root.with_file_name("tree");
    repo.git(&["worktree", "add", "--quiet", tree.to_str().expect("UTF-8"), "-b", "work"]);
    let file = tree.join("sales/accounts/contoso.md");
    let changed = std::fs::read_to_string(&file).expect("there").replace("100k", "90k");
    std::fs::write(&file, changed).expect("written");

    let (status, out, said) = planc(&tree.join("sales"), &["diff", "main"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(out.contains("ARR falls by USD 10,000 to USD 90,000"), "{out}");
    assert!(out.contains("the working tree"), "{out}");
    // Nothing is committed on the branch, so between the commits nothing changed.
    let (_, out, _) = planc(&tree.join("sales"), &["diff", "main", "work"]);
    assert_eq!(out, "Nothing changed in meaning between main and work.\n");

    // A revision from before there was a portfolio.
    let (status, out, said) = planc(&repo.root, &["diff", "main~1", "main", "sales"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(out.contains("main~1 holds no portfolio here (no planc.yaml)"), "{out}");
    assert!(out.contains("New account Contoso: ARR USD 100,000, 1 contract"), "{out}");
}

#[test]
fn a_plan_that_is_renamed_is_the_same_account() {
    let repo = history();
    repo.git(&["mv", "accounts/contoso.md", "accounts/contoso-group.md"]);
    repo.commit("Kim Oh", "2026-07-01", "Contoso is a group now");
    let (status, out, _) = planc(&repo.root, &["diff", "HEAD~1", "HEAD"]);
    assert_eq!(status, Some(0));
    assert!(out.starts_with("No figure moves."), "{out}");
    assert!(out.contains("The account's id: contoso → contoso-group"), "{out}");
}

#[cfg(unix)]
#[test]
fn a_link_in_a_revision_is_followed_as_on_disk_and_never_out_of_the_portfolio() {
    let repo = history();
    std::os::unix::fs::symlink("../accounts/contoso.md", repo.root.join("accounts/a.md")).expect("a link");
    std::fs::remove_file(repo.root.join("accounts/a.md")).expect("removed");
    repo.write("shared/northwind.md", &plan("Northwind", "70k"));
    std::os::unix::fs::symlink("../shared/northwind.md", repo.root.join("accounts/northwind.md"))
        .expect("a link");
    std::os::unix::fs::symlink("/etc/hostname", repo.root.join("accounts/out.md")).expect("a link");
    std::os::unix::fs::symlink("gone.md", repo.root.join("accounts/dangling.md")).expect("a link");
    repo.commit("Jo Park", "2026-07-01", "Links");
    let (_, on_disk, _) = planc(&repo.root, &["check", "--format", "short"]);
    assert!(on_disk.contains("accounts/out.md") && on_disk.contains("accounts/dangling.md"), "{on_disk}");
    // The commit reads as the working tree does: the same plans, the same problems.
    let (status, out, said) = planc(&repo.root, &["diff", "HEAD"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(out.starts_with("Nothing changed in meaning"), "{out}");
    let (_, out, _) = planc(&repo.root, &["diff", "HEAD~1", "HEAD"]);
    assert!(out.contains("New account Northwind: ARR USD 70,000"), "{out}");
}

#[test]
fn history_is_told_for_people_programs_and_spreadsheets() {
    let repo = history();
    let (status, out, said) = planc(&repo.root, &["history", "--figure", "arr"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(out.contains("Annual Recurring Revenue  ▁▁▁▁▃████"), "{out}");
    assert!(out.contains("2026-05-31  USD 120,000       USD 170,000  corrected since"), "{out}");
    let (_, csv, _) = planc(&repo.root, &["history", "--figure", "arr", "--format", "csv"]);
    let first: Vec<&str> = csv.lines().take(2).collect();
    assert_eq!(first[0], "as_of,commit,excluded,arr_as_written,arr_as_corrected");
    assert!(first[1].starts_with("2026-01-31,") && first[1].ends_with(",0,100000,170000"), "{csv}");
    let (_, json, _) = planc(&repo.root, &["history", "--figure", "arr", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["history"][4]["as_written"]["arr"].to_string(), "120000");
    let (_, one, _) =
        planc(&repo.root, &["history", "--account", "fabrikam", "--figure", "arr", "--commits"]);
    assert!(one.contains("then: the account was not there"), "{one}");
    let (status, _, said) = planc(&repo.root, &["history", "--account", "nobody"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("no account has the id “nobody”"), "{said}");
}

#[test]
fn without_git_the_site_is_built_and_a_diff_says_what_is_missing() {
    let repo = history();
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_planc"))
            .args(args)
            .args(["--as-of", AS_OF])
            .current_dir(&repo.root)
            .env("PATH", "")
            .output()
            .expect("planc runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, said) = run(&["build", "-o", "../site"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("the site shows no history: git is not installed"), "{said}");
    let (status, said) = run(&["diff", "HEAD~1"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("git is not installed"), "{said}");
}

/// The example as it is written for reviewers, with its five changes: see `docs/publishing.md`.
#[test]
fn the_comment_in_the_documentation_is_what_planc_says() {
    let repo = Repo::new();
    let (status, _, said) = planc(&repo.root, &["init", "."]);
    assert_eq!(status, Some(0), "{said}");
    std::fs::remove_file(repo.root.join("accounts/acme-example.md")).expect("there");
    for (path, bytes) in crate::support::Files::read(&repository("example-accounts")).bytes {
        if path == "planc.yaml" || path.starts_with("accounts/") {
            repo.write(&path, std::str::from_utf8(&bytes).expect("UTF-8"));
        }
    }
    repo.commit("Ruth Abernathy", "2026-09-08", "The plans");
    repo.git(&["checkout", "--quiet", "-b", "september-review"]);
    five_changes(&repo);
    repo.commit("Ruth Abernathy", "2026-09-30", "September review");
    let (status, comment, said) =
        planc(&repo.root, &["diff", "main...september-review", "--format", "markdown"]);
    assert_eq!(status, Some(0), "{said}");
    if let Some(wrong) = crate::support::compare(&repository("docs/example-comment.md"), &comment) {
        panic!("{wrong}");
    }
    // The part of it that the guide quotes is in it, line by line.
    let guide = std::fs::read_to_string(repository("docs/publishing.md")).expect("the guide");
    let quoted: Vec<&str> = guide.lines().filter_map(|line| line.strip_prefix("> |")).collect();
    assert!(quoted.len() >= 5);
    for line in quoted {
        assert!(comment.contains(&format!("|{line}\n")), "the guide says |{line}");
    }
    // By hand. ARR: 12,000 EUR × 1.08 = 12,960 less at Lumeco, 6,000 GBP × 1.27 = 7,620 more at Skerry.
    // NRR: 12,960 ÷ 2,737,548.72 opening ARR = 0.47 points; Skerry is new in the year, so NRR leaves it out.
    // Forecast GRR, N ÷ D = 92.13 % before, D after 3,362,922.64: Hansa 120,000 × 1.08 × 50 % instead of
    // 130,000 × 1.08 × 70 % is 33,480 less, 1.00 point; Skerry 48,000 × 1.27 × 80 % instead of
    // 45,000 × 1.27 × 80 % is 3,048 more on 7,620 more of D: (3,048 − 0.9213 × 7,620) ÷ D = 0.12 points less.
    // Pipeline: 64,000 × (75 % − 50 %) = 16,000, and ÷ D 0.48 points of forecast NRR.
    for row in [
        "| **ARR** | USD 3,368,263 | USD 3,362,923 | **−USD 5,340** | Lumeco −12,960, Skerry Seafoods +7,620 |",
        "| **NRR** | 115.5 % | 115.0 % | **−0.5 points** | Lumeco −0.5 |",
        "| **Forecast GRR** | 92.1 % | 91.0 % | **−1.1 points** | Hansa Teile −1.0, Skerry Seafoods −0.1 |",
        "| **Weighted pipeline** | USD 440,873 | USD 456,873 | **+USD 16,000** | Orchard &amp; Row +16,000 |",
    ] {
        assert!(comment.contains(row), "{row}\nis not in\n{comment}");
    }
}

/// What five account managers bring to a month's review.
fn five_changes(repo: &Repo) {
    repo.edit(
        "accounts/lumeco.md",
        "product: WMS, arr: 174k, reason: upsell}\n",
        "product: WMS, arr: 174k, reason: upsell}\n      - {date: 2026-09-01, product: Insights, arr: 16k, \
         reason: downgrade}\n",
    );
    repo.edit(
        "accounts/uk/skerry.md",
        "product: WMS, arr: 45k, reason: upsell}\n",
        "product: WMS, arr: 45k, reason: upsell}\n      - {date: 2026-09-15, product: WMS, arr: 51k, \
         reason: upsell}\n",
    );
    repo.edit(
        "accounts/castellan.md",
        "contact: ruth.abernathy, last_contact: 2026-08-12, cadence: 90d}",
        "contact: ruth.abernathy, last_contact: 2026-08-12, cadence: 90d, departed: 2026-09-28}",
    );
    repo.edit(
        "accounts/castellan.md",
        "  - id: drayage-yard\n",
        "  - id: no-sponsor\n    risk: Nobody above Tanaka speaks for us before the November board\n    \
         category: stakeholder-turnover\n    likelihood: high\n    impact: high\n    mitigation: [new-coo]\n    \
         opened: 2026-09-29\n  - id: drayage-yard\n",
    );
    repo.edit(
        "accounts/castellan.md",
        "  - id: yard-decision\n",
        "  - id: new-coo\n    action: Meet the interim COO with Mei Tanaka\n    owner: ruth.abernathy\n    \
         due: 2026-10-13\n    metric: The interim COO asks for the cost paper\n    supports: [no-sponsor]\n  \
         - id: yard-decision\n",
    );
    repo.edit(
        "accounts/hansa-teile.md",
        "{forecast: 130k, probability: 70%, category: best-case,",
        "{forecast: 120k, probability: 50%, category: pipeline,",
    );
    repo.edit(
        "accounts/hansa-teile.md",
        "due: 2026-09-15, metric: Siemers",
        "due: 2026-10-30, metric: Siemers",
    );
    repo.edit(
        "accounts/orchard-row.md",
        "arr: 64k, stage: proposal, close: 2027-01-22",
        "arr: 64k, stage: negotiation, close: 2026-12-18",
    );
}
