//! The program as it is called: what goes where, and the exit status.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A plan that can be read; the framework finds errors in it.
const ACME: &str = "---\naccount: Acme\nowner: maria\ncontracts:\n  - {id: C-1, product: Platform, arr: 120k, \
     start: 2025-01-01, end: 2026-12-31}\n---\n\n## Account Profile\n\nThey make pumps.\n";

/// planc.yaml that asks for nothing that [`ACME`] doesn't have.
const LENIENT: &str =
    "rules: {P301: off, P302: off, P303: off, P304: off, P312: off, P314: off, P316: off, P319: off}\n";

struct Portfolio(tempfile::TempDir);

impl Portfolio {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Portfolio(folder)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_planc"));
        command.args(args).current_dir(self.0.path()).stdin(Stdio::null());
        command.env_remove("NO_COLOR").env_remove("SOURCE_DATE_EPOCH");
        command
    }

    /// The exit status, standard output and standard error.
    fn run(&self, args: &[&str]) -> (i32, String, String) {
        told(self.command(args).output().unwrap())
    }
}

fn told(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn clean() -> Portfolio {
    Portfolio::new(&[("planc.yaml", LENIENT), ("accounts/acme.md", ACME)])
}

fn broken() -> Portfolio {
    let text = ACME.replace("arr: 120k", "arr: lots");
    Portfolio::new(&[("planc.yaml", LENIENT), ("accounts/acme.md", ACME), ("accounts/bad.md", &text)])
}

#[test]
fn a_check_without_errors_is_0_and_warnings_are_1_where_denied() {
    let portfolio = clean();
    let (status, out, err) = portfolio.run(&["check", "--format", "short", "--as-of", "2026-01-31"]);
    assert_eq!(status, 0, "{out}{err}");
    assert!(out.contains(": warning["), "an honest warning or two: {out}");
    assert!(!out.contains(": error["), "{out}");
    let (status, ..) = portfolio.run(&["check", "--deny", "warnings", "--as-of", "2026-01-31"]);
    assert_eq!(status, 1);
}

#[test]
fn errors_in_the_files_are_1() {
    let portfolio = broken();
    for args in [&["check"][..], &["build"], &["kpi"]] {
        let (status, ..) = portfolio.run(args);
        assert_eq!(status, 1, "{args:?}");
    }
    let portfolio = Portfolio::new(&[("planc.yaml", "portfolio: ["), ("accounts/acme.md", ACME)]);
    assert_eq!(portfolio.run(&["check"]).0, 1, "a broken planc.yaml is an error in the files");
}

#[test]
fn a_broken_expectation_is_1() {
    let portfolio = Portfolio::new(&[
        ("planc.yaml", &format!("{LENIENT}expect: [arr >= 1M]\n")),
        ("accounts/acme.md", ACME),
    ]);
    let (status, out, _) = portfolio.run(&["check", "--format", "short", "--as-of", "2026-01-31"]);
    assert_eq!(status, 1, "{out}");
    assert!(out.contains("planc.yaml:2:10: error[P7"), "{out}");
}

#[test]
fn what_could_not_run_is_2_and_says_what_to_do() {
    let nowhere = Portfolio::new(&[("notes.txt", "")]);
    for args in [&["check"][..], &["build"], &["kpi"], &["watch"], &["new", "Acme"]] {
        let (status, out, err) = nowhere.run(args);
        assert_eq!((status, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains("no portfolio here") && err.contains("planc init"), "{err}");
    }
    assert_eq!(nowhere.run(&["check", "not/there"]).0, 2);
    let portfolio = clean();
    for args in [
        &["chekc"][..],
        &[],
        &["check", "--as-of", "yesterday"],
        &["check", "--as-of", "2026-2-3"],
        &["check", "--format", "xml"],
        &["explain", "P000"],
        &["kpi", "--period", "2030"],
        &["check", "--period", "nonsense"],
        &["watch", "--period", "nonsense", "--port", "0", "--no-history"],
        &["check", "--period", "2999-01"],
        &["kpi", "--account", "nobody"],
        &["kpi", "--since", "2026-01-01"],
        &["build", "--period", "nonsense"],
    ] {
        let (status, _, err) = portfolio.run(args);
        assert_eq!(status, 2, "{args:?}");
        assert!(!err.is_empty(), "{args:?}");
    }
    let wrong = portfolio.command(&["check"]).env("SOURCE_DATE_EPOCH", "tomorrow").output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn no_plans_at_all_is_0_and_a_warning() {
    let portfolio = Portfolio::new(&[("planc.yaml", "")]);
    let (status, out, _) = portfolio.run(&["check", "--format", "short"]);
    assert_eq!(
        (status, out.as_str()),
        (0, "planc.yaml:1:1: warning[P008]: This portfolio has no plans yet\n")
    );
    assert_eq!(portfolio.run(&["build"]).0, 0);
}

#[test]
fn help_and_version_go_to_standard_output() {
    let portfolio = Portfolio::new(&[]);
    let (status, out, err) = portfolio.run(&["--help"]);
    assert_eq!((status, err.as_str()), (0, ""));
    for command in ["check", "build", "watch", "kpi", "explain", "new"] {
        assert!(out.contains(command), "{out}");
    }
    assert_eq!(
        portfolio.run(&["--version"]),
        (0, format!("planc {}\n", env!("CARGO_PKG_VERSION")), String::new())
    );
}

#[test]
fn results_are_on_standard_output_and_nothing_else_is() {
    let portfolio = clean();
    let (_, out, err) = portfolio.run(&["check", "--format", "json", "--as-of", "2026-01-31"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["summary"]["plans"], 1);
    assert_eq!(json["as_of"], "2026-01-31");
    assert!(err.contains("1 plan"), "{err}");
    let (_, _, err) = portfolio.run(&["check", "--format", "json", "--quiet"]);
    assert_eq!(err, "");
    let (_, out, err) = portfolio.run(&["kpi", "--format", "json", "--as-of", "2026-01-31"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["portfolio"]["closing_arr"], 120_000);
    assert_eq!(err, "");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let portfolio = broken();
    let out = |args: &[&str], no_color: Option<&str>| {
        let mut command = portfolio.command(args);
        command.envs(no_color.map(|value| ("NO_COLOR", value)));
        told(command.output().unwrap()).1
    };
    assert!(!out(&["check"], None).contains('\x1b'), "no terminal, no colours");
    assert!(out(&["check", "--color", "always"], None).contains('\x1b'));
    assert!(out(&["check", "--color", "always"], Some("1")).contains('\x1b'), "asked for here wins");
    assert!(!out(&["check", "--color", "never"], None).contains('\x1b'));
}

#[test]
fn the_day_is_the_one_asked_for() {
    let portfolio = clean();
    let day = |epoch: Option<&str>, args: &[&str]| {
        let mut command = portfolio.command(&["check", "--format", "json"]);
        command.args(args).envs(epoch.map(|epoch| ("SOURCE_DATE_EPOCH", epoch)));
        let (_, out, _) = told(command.output().unwrap());
        serde_json::from_str::<serde_json::Value>(&out).unwrap()["as_of"].as_str().unwrap().to_owned()
    };
    // 2026-09-30 00:00:00 UTC.
    assert_eq!(day(Some("1790726400"), &[]), "2026-09-30");
    assert_eq!(day(Some("1790726400"), &["--as-of", "2025-01-01"]), "2025-01-01");
}

#[cfg(unix)]
#[test]
fn a_reader_that_went_away_ends_it_quietly() {
    let mut files = vec![("planc.yaml".to_owned(), String::new())];
    for number in 0..40 {
        // Far more than a pipe holds.
        files.push((format!("accounts/a{number}.md"), "---\nnonsense: 1\n".repeat(60)));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let portfolio = Portfolio::new(&files);
    let mut child =
        portfolio.command(&["check"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let (_, _, err) = told(child.wait_with_output().unwrap());
    assert!(!err.contains("panicked") && !err.contains("rror:"), "{err}");
}

/// Every file below a folder, with when it was last written.
fn files(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_path_buf()];
    while let Some(at) = left.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if !path.components().any(|part| part.as_os_str() == ".planc") {
                let written = fs::metadata(&path).unwrap().modified().unwrap();
                found.insert(path.clone(), (fs::read(&path).unwrap(), written));
            }
        }
    }
    found
}

#[test]
fn a_build_writes_the_site_and_the_next_one_only_what_changed() {
    let portfolio = clean();
    let build = || portfolio.run(&["build", "--as-of", "2026-01-31"]);
    let (status, _, err) = build();
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("files written: open "), "{err}");
    let first = files(&portfolio.path("site"));
    assert!(first.contains_key(&portfolio.path("site/index.html")));
    assert!(first.contains_key(&portfolio.path("site/accounts/acme/index.html")));
    build();
    assert_eq!(files(&portfolio.path("site")), first, "not even touched");

    fs::write(portfolio.path("accounts/acme.md"), ACME.replace("pumps", "valves")).unwrap();
    build();
    let second = files(&portfolio.path("site"));
    let changed: Vec<&PathBuf> =
        second.iter().filter(|(path, file)| first[*path] != **file).map(|(path, _)| path).collect();
    let page = portfolio.path("site/accounts/acme/index.html");
    assert!(changed.contains(&&page), "{changed:?}");
    assert!(changed.len() <= 2, "the page, and what is searched: {changed:?}");
    fs::remove_file(portfolio.path("accounts/acme.md")).unwrap();
    build();
    assert!(!portfolio.path("site/accounts/acme").exists());
}

#[test]
fn the_same_plans_give_the_same_bytes_anywhere() {
    let (one, two) = (clean(), clean());
    for portfolio in [&one, &two] {
        assert_eq!(portfolio.run(&["build", "--as-of", "2026-01-31", "-o", "out/pages"]).0, 0);
    }
    let bytes = |portfolio: &Portfolio| -> Vec<(PathBuf, Vec<u8>)> {
        let root = portfolio.path("out/pages");
        let files = files(&root).into_iter();
        files.map(|(path, (bytes, _))| (path.strip_prefix(&root).unwrap().to_path_buf(), bytes)).collect()
    };
    assert_eq!(bytes(&one), bytes(&two));
}

#[test]
fn a_strict_build_with_errors_writes_nothing() {
    let portfolio = broken();
    let (status, _, err) = portfolio.run(&["build", "--strict"]);
    assert_eq!(status, 1);
    assert!(err.contains("nothing was written"), "{err}");
    assert!(!portfolio.path("site").exists());
    assert_eq!(portfolio.run(&["build"]).0, 1);
    assert!(portfolio.path("site/accounts/acme/index.html").exists(), "the rest is built");
}

#[test]
fn output_that_can_not_be_written_is_2() {
    let portfolio = clean();
    fs::create_dir(portfolio.path("full")).unwrap();
    fs::write(portfolio.path("full/thesis.txt"), "mine").unwrap();
    fs::write(portfolio.path("file"), "mine").unwrap();
    for output in ["full", "file", "file/site", ".", "accounts", "accounts/site"] {
        let (status, _, err) = portfolio.run(&["build", "-o", output]);
        assert_eq!(status, 2, "{output}: {err}");
        assert!(err.contains("--output"), "{output}: {err}");
    }
    assert_eq!(fs::read_to_string(portfolio.path("full/thesis.txt")).unwrap(), "mine");
    assert_eq!(fs::read_dir(portfolio.path("accounts")).unwrap().count(), 1);
}

/// Plans that take a while on one processor, committed.
#[cfg(target_os = "linux")]
fn many(plans: usize, contracts: usize) -> Portfolio {
    let contract = "  - {id: C-1, product: Platform, arr: 120k, start: 2025-01-01, end: 2026-12-31}\n";
    let text = |number: usize| {
        let more = |at: usize| contract.replace("C-1", &format!("C-{at}"));
        let list: String = (1..=contracts).map(more).collect();
        ACME.replace("Acme", &format!("Acme {number}")).replace(contract, &list)
    };
    let plans: Vec<(String, String)> =
        (0..plans).map(|number| (format!("accounts/a{number}.md"), text(number))).collect();
    let plans: Vec<(&str, &str)> = plans.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let portfolio = Portfolio::new(&[&[("planc.yaml", LENIENT)], &plans[..]].concat());
    let git = |args: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]).args(args);
        assert!(git.current_dir(portfolio.0.path()).output().unwrap().status.success(), "{args:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "-A"]);
    git(&["commit", "--quiet", "-m", "Plans"]);
    portfolio
}

#[cfg(target_os = "linux")]
#[test]
fn long_work_shows_how_far_it_is_on_a_terminal_and_nowhere_else() {
    // So much of each that it takes long even on a fast machine: no progress is shown at first.
    let (large, wide) = (many(160, 320), many(300, 1));
    for (portfolio, command, progress) in [
        (&large, "check", " of 160 plans read"),
        (&large, "kpi", " of 160 plans read"),
        (&large, "diff HEAD", " of 160 plans read"),
        (&wide, "build --no-history", " pages made"),
    ] {
        let line = format!("{} {command} --as-of 2026-01-31", env!("CARGO_BIN_EXE_planc"));
        let on = |program: &str, args: &[&str]| {
            let mut shell = Command::new(program);
            shell.args(args).current_dir(portfolio.0.path()).stdin(Stdio::null());
            shell.env("RAYON_NUM_THREADS", "1").env("TERM", "xterm");
            let (_, out, err) = told(shell.output().unwrap());
            out + &err
        };
        let terminal = on("script", &["-qec", &line, "/dev/null"]);
        let shown: Vec<&str> = terminal.split("\r\x1b[2K").filter(|line| line.contains(progress)).collect();
        assert!(!shown.is_empty(), "{command} shows no progress");
        assert!(shown.iter().all(|line| line.ends_with(progress)), "{command}: all is wiped: {shown:?}");
        let elsewhere = on("sh", &["-c", &line]);
        assert!(!elsewhere.contains(progress) && !elsewhere.contains("\x1b["), "{command} shows progress");
    }
}

#[test]
fn where_the_time_went_is_shown_where_it_is_asked_for() {
    let portfolio = clean();
    let timed = |args: &[&str]| portfolio.run(&[args, &["--timings", "--as-of", "2026-01-31"]].concat()).2;
    for (command, last) in [
        ("check", "say what is wrong"),
        ("kpi", "explain and write figures"),
        ("build", "put files in place"),
    ] {
        let err = timed(&[command]);
        for pass in ["scan", "parse, decode and check plans", "check the portfolio", last, "in all"] {
            assert!(err.contains(&format!(" ms  {pass}\n")), "{command}, {pass}: {err}");
        }
        assert!(!portfolio.run(&[command]).2.contains(" ms  "), "{command}");
    }
}

#[test]
fn explain_says_what_a_code_means() {
    let portfolio = Portfolio::new(&[]);
    let (status, out, _) = portfolio.run(&["explain", "p002"]);
    assert_eq!(status, 0);
    assert!(out.contains("P002") && out.contains("UTF-8"), "{out}");
    assert_eq!(portfolio.run(&["explain", "not-utf8"]).1, out);
    assert!(portfolio.run(&["explain"]).1.lines().count() > 50);
}

#[test]
fn a_new_plan_can_be_read_and_its_hints_can_be_used() {
    let portfolio = Portfolio::new(&[(
        "planc.yaml",
        "people: {maria.lopez: {name: María}, jo.park: {}}\ncurrency: EUR\nproducts: [Routing, Platform]\n",
    )]);
    let (status, out, _) =
        portfolio.run(&["new", "Café \"Bleu\": AG & Söhne", "--tier", "Strategic", "--owner", "jo.park"]);
    assert_eq!((status, out.as_str()), (0, "accounts/cafe-bleu-ag-sohne.md\n"));
    let codes = || {
        let (_, out, _) = portfolio.run(&["check", "--format", "json", "--as-of", "2026-09-30"]);
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        let said = json["diagnostics"].as_array().unwrap().iter();
        let errors =
            said.filter(|d| d["severity"] == "error").map(|d| d["code"].as_str().unwrap().to_owned());
        errors.collect::<Vec<String>>()
    };
    assert!(
        codes().iter().all(|code| code.starts_with("P3")),
        "only what is still to be filled in: {:?}",
        codes()
    );

    let path = portfolio.path("accounts/cafe-bleu-ag-sohne.md");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("tier: strategic") && text.contains("product: Routing"), "{text}");
    let used: Vec<&str> = text
        .lines()
        .map(|line| line.strip_prefix("# ").filter(|_| !text.ends_with(line)).unwrap_or(line))
        .collect();
    fs::write(&path, used.join("\n").replace("\nCafé", "\n# Café")).unwrap();
    assert_eq!(codes(), [""; 0], "with every hint used it passes");

    let (status, _, err) = portfolio.run(&["new", "Café Bleu AG Söhne", "--owner", "jo.park"]);
    assert_eq!(status, 2, "never over a plan that is there");
    assert!(err.contains("is there already"), "{err}");
    for args in [
        &["new", "X", "--tier", "stratgic"][..],
        &["new", "X", "--owner", "jo"],
        &["new", "株式会社"],
        &["new", " "],
        &["new", "X", "--id", "No Good"],
    ] {
        assert_eq!(portfolio.run(args).0, 2, "{args:?}");
    }
    assert_eq!(portfolio.run(&["new", "株式会社", "--id", "kabushiki"]).0, 0);
}
