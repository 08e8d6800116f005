//! The workflows that `planc init` lays down, executed: their shell steps, in order, in a scratch repository,
//! with stand-ins for what only a platform has (`gh`, `curl`) and for the download of planc (`cargo`).
//!
//! Whether the YAML is a workflow at all is asked of actionlint in `tests/browser`.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_yaml::Value;

use crate::git::{Repo, planc};
use crate::support::AS_OF;

/// A portfolio made by `planc init`, with a pull request on the branch `change`, and a machine to run on.
struct Runner {
    repo: Repo,
    home: PathBuf,
}

impl Runner {
    fn new() -> Self {
        let repo = Repo::new();
        let (status, _, said) = planc(&repo.root, &["init", "."]);
        assert_eq!(status, Some(0), "{said}");
        assert!(said.contains("GitHub Pages is PUBLIC") && said.contains("PLANC_PUBLISH"), "{said}");
        repo.commit("Alex Kim", "2026-09-01", "Begin");
        repo.git(&["checkout", "--quiet", "-b", "change"]);
        repo.edit("accounts/acme-example.md", "arr: 60k", "arr: 54k");
        repo.commit("Alex Kim", "2026-09-20", "Acme pays less");

        let home = repo.root.with_file_name("home");
        let runner = Runner { repo, home };
        let log = |text: &str| format!("#!/bin/sh\necho \"${{0##*/}} $*\" >> \"$HOME/calls\"\n{text}");
        // `cargo install` puts planc where cargo puts programs.
        runner.program(
            "cargo",
            &log("mkdir -p \"$CARGO_HOME/bin\" && cp \"$PLANC\" \"$CARGO_HOME/bin/planc\"\n"),
        );
        // The comments that the platform has are in a file; nothing else is answered.
        runner.program(
            "gh",
            &log("case \"$*\" in *--paginate*) cat \"$HOME/comment-id\" 2>/dev/null || true ;; esac\n"),
        );
        runner.program(
            "curl",
            &log("case \"$*\" in *per_page*) cat \"$HOME/notes\" 2>/dev/null || echo '[]' ;; esac\n"),
        );
        runner
    }

    fn program(&self, name: &str, text: &str) {
        let path = self.home.join("bin").join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("executable");
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.home.join(name)).unwrap_or_default()
    }

    fn yaml(&self, path: &str) -> Value {
        let text = std::fs::read_to_string(self.repo.root.join(path)).expect("it was laid down");
        serde_yaml::from_str(&text).expect("YAML")
    }

    /// Runs a script as the platforms do: the first command that fails ends it.
    fn run(&self, script: &str, env: &BTreeMap<String, String>) -> Result<String, String> {
        let path = format!("{}:{}", self.home.join("bin").display(), std::env::var("PATH").expect("a PATH"));
        let output = Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
            .current_dir(&self.repo.root)
            .env("HOME", &self.home)
            .env("CARGO_HOME", self.home.join(".cargo"))
            .env("PATH", path)
            .env("PLANC", env!("CARGO_BIN_EXE_planc"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            // Steps say no day: on a platform it is today.
            .env("SOURCE_DATE_EPOCH", epoch())
            .envs(env)
            .output()
            .expect("bash runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match output.status.success() {
            true => Ok(text(&output.stdout)),
            false => Err(format!("{script}\n{}{}", text(&output.stdout), text(&output.stderr))),
        }
    }
}

/// [`AS_OF`] at noon, in seconds since 1970.
fn epoch() -> String {
    let day: planc::model::Date = AS_OF.parse().expect("a day");
    let first = planc::model::Date::from_ymd_opt(1970, 1, 1).expect("a day");
    ((day - first).num_days() * 86_400 + 43_200).to_string()
}

/// The text of a key.
fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

/// GitHub's expressions in a value, as they come out for a pull request.
fn expand(value: &str) -> String {
    let version = format!("--version {} planc", env!("CARGO_PKG_VERSION"));
    [
        ("${{ github.base_ref }}", "main"),
        ("${{ github.token }}", "token"),
        ("${{ github.event.pull_request.number }}", "7"),
        (&format!("${{{{ vars.PLANC_SOURCE || '{version}' }}}}"), &version),
    ]
    .into_iter()
    .fold(value.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Runs a job's steps; gives what each said by its name.
fn github_job(runner: &Runner, workflow: &Value, job: &str) -> BTreeMap<String, Result<String, String>> {
    let environment = |of: &Value| -> BTreeMap<String, String> {
        let pairs = of.get("env").and_then(Value::as_mapping).into_iter().flatten();
        pairs
            .map(|(key, value)| {
                (key.as_str().expect("a name").to_owned(), expand(value.as_str().expect("a text")))
            })
            .collect()
    };
    let mut said = BTreeMap::new();
    for step in workflow["jobs"][job]["steps"].as_sequence().expect("steps") {
        let Some(script) = text(step, "run") else { continue };
        assert!(!script.contains("${{"), "no expression may be pasted into a script: {script}");
        let mut env = environment(workflow);
        env.extend(environment(step));
        env.insert("GITHUB_REPOSITORY".into(), "example/plans".into());
        env.insert("GITHUB_STEP_SUMMARY".into(), runner.home.join("summary").display().to_string());
        // What a checkout of all branches gives.
        runner.repo.git(&["update-ref", "refs/remotes/origin/main", "main"]);
        said.insert(text(step, "name").expect("a name").to_owned(), runner.run(script, &env));
    }
    said
}

#[test]
fn the_github_workflow_checks_explains_and_publishes() {
    let runner = Runner::new();
    let workflow = runner.yaml(".github/workflows/plans.yml");
    let said = github_job(&runner, &workflow, "check");
    for (name, outcome) in &said {
        assert!(outcome.is_ok(), "{name}: {outcome:?}");
    }
    let comment = std::fs::read_to_string(runner.repo.root.join("planc-diff.md")).expect("the comment");
    assert!(comment.contains("ARR falls by USD 6,000 to USD 54,000"), "{comment}");
    assert_eq!(runner.file("summary"), comment);
    let calls = runner.file("calls");
    let install = format!("cargo install --locked --version {} planc", env!("CARGO_PKG_VERSION"));
    assert!(calls.contains(&install), "{calls}");
    assert!(calls.contains("gh pr comment 7 --repo example/plans --body-file planc-diff.md"), "{calls}");

    // The next push: planc is cached, and the comment of before is written anew.
    std::fs::write(runner.home.join("calls"), "").expect("written");
    std::fs::write(runner.home.join("comment-id"), "4711\n").expect("written");
    let said = github_job(&runner, &workflow, "check");
    assert!(said.values().all(Result::is_ok), "{said:?}");
    let calls = runner.file("calls");
    assert!(!calls.contains("cargo") && !calls.contains("gh pr comment"), "{calls}");
    assert!(calls.contains("gh api --method PATCH repos/example/plans/issues/comments/4711"), "{calls}");

    let said = github_job(&runner, &workflow, "publish");
    assert!(said["Build the site"].is_ok(), "{said:?}");
    assert!(runner.repo.root.join("site/index.html").is_file());

    // An error in a plan fails the check, at its line.
    runner.repo.edit("accounts/acme-example.md", "arr: 54k", "arr: lots");
    let said = github_job(&runner, &workflow, "check");
    let failed = said["Check the plans"].as_ref().expect_err("an error");
    assert!(failed.contains("::error file=accounts/acme-example.md,line="), "{failed}");
}

#[test]
fn the_github_workflow_asks_for_no_more_than_it_needs() {
    let runner = Runner::new();
    let workflow = runner.yaml(".github/workflows/plans.yml");
    assert_eq!(workflow["permissions"].as_mapping().map(|all| all.len()), Some(0), "none unless a job asks");
    let condition = text(&workflow["jobs"]["publish"], "if").expect("a condition");
    assert!(condition.contains("vars.PLANC_PUBLISH == 'yes'"), "nothing is published unasked");
    for job in ["check", "publish"] {
        for step in workflow["jobs"][job]["steps"].as_sequence().expect("steps") {
            let Some(action) = text(step, "uses") else { continue };
            let pin = action.split_once('@').expect("a version").1;
            assert!(pin.len() == 40 && pin.bytes().all(|b| b.is_ascii_hexdigit()), "{action} is not pinned");
        }
    }
}

#[test]
fn the_gitlab_pipeline_checks_explains_and_publishes() {
    let runner = Runner::new();
    let pipeline = runner.yaml(".gitlab-ci.yml");
    let lines = |of: &Value| -> Vec<String> {
        of.as_sequence()
            .expect("lines")
            .iter()
            .map(|line| line.as_str().expect("a line").to_owned())
            .collect()
    };
    let source = text(&pipeline["variables"], "PLANC_SOURCE").expect("a source").to_owned();
    let job = |name: &str, token: &str| {
        let mut script = lines(&pipeline["default"]["before_script"]);
        script.extend(lines(&pipeline[name]["script"]));
        let env = [
            ("PLANC_SOURCE", source.as_str()),
            ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "main"),
            ("CI_API_V4_URL", "https://gitlab.example.com/api/v4"),
            ("CI_PROJECT_ID", "3"),
            ("CI_MERGE_REQUEST_IID", "7"),
            ("PLANC_COMMENT_TOKEN", token),
        ];
        let env = env.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        runner.run(&script.join("\n"), &env)
    };
    job("check", "").expect("the plans are right");
    let report =
        std::fs::read_to_string(runner.repo.root.join("gl-code-quality-report.json")).expect("a report");
    assert!(serde_json::from_str::<serde_json::Value>(&report).is_ok_and(|report| report.is_array()));
    assert!(runner.file("calls").contains("cargo install --locked --version"), "{}", runner.file("calls"));

    job("meaning", "").expect("it runs without a token");
    assert!(!runner.file("calls").contains("curl"), "without a token nothing is posted");
    job("meaning", "secret").expect("it runs with one");
    assert!(runner.file("calls").contains("--request POST --data-urlencode body@planc-diff.md"));
    // As GitLab answers: the comment of an earlier push is among others.
    let notes = r#"[{"id":88,"type":null,"body":"looks fine"},{"id":91,"type":null,"body":"\u003c!-- planc diff --\u003e\n"}]"#;
    std::fs::write(runner.home.join("notes"), notes).expect("written");
    std::fs::write(runner.home.join("calls"), "").expect("written");
    job("meaning", "secret").expect("it runs again");
    let calls = runner.file("calls");
    assert!(calls.contains("--request PUT") && calls.contains("/notes/91"), "{calls}");

    job("pages", "").expect("the site is built");
    assert!(runner.repo.root.join("public/index.html").is_file());

    runner.repo.edit("accounts/acme-example.md", "arr: 54k", "arr: lots");
    job("check", "").expect_err("an error in a plan fails the job");
}

#[test]
fn the_hook_refuses_a_commit_with_errors_and_is_no_obstacle_without_planc() {
    let runner = Runner::new();
    let hook = runner.repo.root.join(".githooks/pre-commit");
    assert_ne!(std::fs::metadata(&hook).expect("laid down").permissions().mode() & 0o111, 0);
    runner.run(".githooks/pre-commit", &BTreeMap::new()).expect("planc is not on the PATH yet");
    let place = |program: &str| Path::new(program).parent().expect("a folder").display().to_string();
    let path = format!("{}:{}", place(env!("CARGO_BIN_EXE_planc")), std::env::var("PATH").expect("a PATH"));
    let env: BTreeMap<String, String> = [("PATH".to_owned(), path)].into();
    runner.run(".githooks/pre-commit", &env).expect("the plans are right");
    runner.repo.edit("accounts/acme-example.md", "arr: 54k", "arr: lots");
    let said = runner.run(".githooks/pre-commit", &env).expect_err("an error");
    assert!(said.contains("accounts/acme-example.md:"), "{said}");
}
