//! The live preview: what is served while files change in every way that editors and tools change them.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use planc::model::Date;
use planc::serve::{Preview, serve};
use planc::session::{Ask, Session};
use planc::source::Disk;
use planc::text::Place;
use planc::watch::{self, Waker, Watch};
use serde_json::Value;

fn plan(name: &str, words: &str) -> String {
    format!(
        "---\naccount: {name}\nowner: maria\ncontracts:\n  - {{id: C-1, product: Platform, arr: 120k, start: \
         2025-01-01, end: 2026-12-31}}\n---\n\n## Account Profile\n\n{words}\n"
    )
}

const DAY: &str = "2026-01-31";

/// A portfolio on disk, watched and served as `planc watch` does.
struct Live {
    folder: tempfile::TempDir,
    port: u16,
    waker: Waker,
    /// The places that were to be opened in an editor.
    opened: Arc<Mutex<Vec<String>>>,
    /// Days after [`DAY`].
    later: Arc<AtomicI32>,
    following: Option<thread::JoinHandle<()>>,
}

impl Live {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            put(&folder.path().join(path), text);
        }
        let root = folder.path().canonicalize().unwrap();
        let opened: Arc<Mutex<Vec<String>>> = Arc::default();
        let opening = Arc::clone(&opened);
        let opener = move |place: &Place| {
            let at = place.source.line_column(place.span.start);
            opening.lock().unwrap().push(format!("{}:{}", place.path(), at.line));
            Ok("Opened.".to_owned())
        };
        let preview = Arc::new(Preview::new().opening(Box::new(opener)));
        let mut watched = Watch::new(Disk::new(&root), Arc::clone(&preview));
        watched.rebuild(DAY.parse().unwrap()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || serve(&listener, &preview));
        let (waker, woken) = watch::channel();
        let later = Arc::new(AtomicI32::new(0));
        let (waking, days) = (waker.clone(), Arc::clone(&later));
        let following = thread::spawn(move || {
            let first: Date = DAY.parse().unwrap();
            let today = || first + chrono::Days::new(u64::try_from(days.load(Ordering::Relaxed)).unwrap());
            watch::follow(&mut watched, &root, &woken, &waking, &today, &mut |_| {});
        });
        // Everything is looked at once more when watching begins, and nothing is waited for there.
        thread::sleep(Duration::from_millis(100));
        Live { folder, port, waker, opened, later, following: Some(following) }
    }

    fn small() -> Self {
        Live::new(&[
            ("planc.yaml", "portfolio: Ours\n"),
            ("accounts/acme.md", &plan("Acme", "They make pumps.")),
            ("accounts/contoso.md", &plan("Contoso", "They make valves.")),
        ])
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        put(&self.path(path), text);
    }

    fn get(&self, path: &str) -> (u16, String) {
        let (status, _, body) = get(self.port, path, "Host: localhost\r\n");
        (status, body)
    }

    fn events(&self) -> Events {
        Events::of(self.port)
    }

    /// The page at an address once it holds this text.
    fn wait_for(&self, path: &str, text: &str) -> String {
        let since = Instant::now();
        loop {
            let (status, body) = self.get(path);
            if body.contains(text) {
                return body;
            }
            assert!(
                since.elapsed() < Duration::from_secs(20),
                "{path} still is {status} without “{text}”:\n{body}"
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// What pages are told of the current build.
    fn told(&self) -> Value {
        self.script("/_planc/next.js?after=")
    }

    /// The value that a script gives.
    fn script(&self, path: &str) -> Value {
        let (_, script) = self.get(path);
        serde_json::from_str(script.strip_prefix("export default ").unwrap().trim_end().trim_end_matches(';'))
            .unwrap()
    }

    /// Waits until pages are told of this many errors.
    fn wait_for_errors(&self, errors: u64) -> Value {
        let since = Instant::now();
        loop {
            let told = self.told();
            if told["errors"] == errors {
                return told;
            }
            assert!(since.elapsed() < Duration::from_secs(20), "not {errors} errors: {told}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.waker.stop();
        self.following.take().unwrap().join().unwrap();
    }
}

fn put(path: &std::path::Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// An answer's status, head and body.
pub fn get(port: u16, path: &str, headers: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), head.to_owned(), body.to_owned())
}

/// A stream of events.
struct Events(BufReader<TcpStream>);

impl Events {
    fn of(port: u16) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(b"GET /_planc/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").unwrap();
        Events(BufReader::new(stream))
    }

    fn next(&mut self) -> Value {
        let mut line = String::new();
        let mut name = String::new();
        loop {
            line.clear();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(event) = line.strip_prefix("event: ") {
                event.trim_end().clone_into(&mut name);
            }
            if let Some(data) = line.strip_prefix("data: ") {
                assert_eq!(name, "build");
                return serde_json::from_str(data).unwrap();
            }
        }
    }
}

/// A page without the one thing that the preview adds.
fn without_script(page: &str) -> String {
    let at = page.find("<script src=\"/_planc/").expect("the script");
    let end = at + page[at..].find("</script>").unwrap() + "</script>".len();
    format!("{}{}", &page[..at], &page[end..])
}

#[test]
fn the_same_bytes_at_the_same_paths_as_a_build_but_for_the_script() {
    let live = Live::small();
    let mut session = Session::new();
    let compilation = session.compile(&Disk::new(live.folder.path()), &Ask { as_of: DAY.parse().unwrap() });
    let site = session.publish(&compilation, compilation.report()).unwrap();
    assert!(site.files().unwrap().len() > 10);
    for (path, bytes) in &site.files().unwrap() {
        let (status, body) = live.get(&format!("/{path}"));
        assert_eq!(status, 200, "{path}");
        let body = if path.ends_with(".html") { without_script(&body) } else { body };
        assert!(body == String::from_utf8_lossy(bytes), "{path}");
    }
    assert_eq!(live.get("/").1, live.get("/index.html").1);
    assert_eq!(live.get("/accounts/acme/").1, live.get("/accounts/acme/index.html").1);
    let (status, head, _) = get(live.port, "/accounts/acme", "Host: localhost\r\n");
    assert!(status == 301 && head.contains("Location: acme/"), "{head}");
    assert_eq!(live.get("/nothing/here").0, 404);
    assert_eq!(live.get("/../planc.yaml").0, 404);
    assert_eq!(live.get("/%2e%2e/planc.yaml").0, 404);
}

#[test]
fn a_save_is_an_event_and_a_new_page() {
    let live = Live::small();
    let mut events = live.events();
    let first = events.next();
    assert_eq!((&first["generation"], &first["changed"]), (&1.into(), &Value::Array(Vec::new())));
    live.put("accounts/acme.md", &plan("Acme", "They make turbines now."));
    let event = events.next();
    assert_eq!(event["generation"], 2);
    assert!(event["ms"].as_f64().unwrap() > 0.0);
    assert!(event["errors"].is_u64() && event["warnings"].is_u64());
    let changed: Vec<&str> =
        event["changed"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(changed.contains(&"accounts/acme/"), "{changed:?}");
    assert!(!changed.contains(&"accounts/contoso/"), "{changed:?}");
    assert!(live.get("/accounts/acme/").1.contains("They make turbines now."));
    assert_eq!(live.events().next()["generation"], 2, "whoever connects gets the current one at once");
}

#[test]
fn a_file_that_was_emptied_to_be_written_is_waited_for() {
    let live = Live::small();
    let mut events = live.events();
    events.next();
    // In place, as many editors save, by one that has to wait for its turn in between.
    live.put("accounts/acme.md", "");
    thread::sleep(Duration::from_millis(60));
    live.put("accounts/acme.md", &plan("Acme", "They make turbines now."));
    let event = events.next();
    let changed = event["changed"].as_array().unwrap();
    assert!(changed.contains(&"accounts/acme/".into()), "{event}");
    assert!(!changed.contains(&"accounts/contoso/".into()), "{event}");
}

#[test]
fn files_that_did_not_change_are_no_event() {
    let live = Live::small();
    let mut events = live.events();
    events.next();
    fs::write(live.path("accounts/.acme.tmp"), plan("Acme", "They make pumps.")).unwrap();
    fs::rename(live.path("accounts/.acme.tmp"), live.path("accounts/acme.md")).unwrap();
    live.put("accounts/4913", "");
    thread::sleep(Duration::from_millis(300));
    fs::remove_file(live.path("accounts/4913")).unwrap();
    thread::sleep(Duration::from_millis(300));
    live.put("accounts/.acme.tmp", &plan("Acme", "They make fans."));
    fs::rename(live.path("accounts/.acme.tmp"), live.path("accounts/acme.md")).unwrap();
    let event = events.next();
    assert!(event["changed"].as_array().unwrap().contains(&"accounts/acme/".into()), "{event}");
}

#[test]
fn every_way_of_saving_is_seen() {
    let live = Live::small();
    let path = live.path("accounts/acme.md");
    let text = |words| plan("Acme", words);

    // Vim with a backup: the old file is renamed, the new one written in its place.
    fs::rename(&path, live.path("accounts/acme.md~")).unwrap();
    fs::write(&path, text("Saved by one.")).unwrap();
    fs::remove_file(live.path("accounts/acme.md~")).unwrap();
    live.wait_for("/accounts/acme/", "Saved by one.");

    // Many others: a new file renamed over the old one.
    fs::write(live.path("accounts/.acme.tmp"), text("Saved by two.")).unwrap();
    fs::rename(live.path("accounts/.acme.tmp"), &path).unwrap();
    live.wait_for("/accounts/acme/", "Saved by two.");

    // Emacs: a lock that leads nowhere, what it saves by itself, a backup, the file written in its place.
    #[cfg(unix)]
    std::os::unix::fs::symlink("ana@host.123:456", live.path("accounts/.#acme.md")).unwrap();
    fs::write(live.path("accounts/#acme.md#"), text("Not saved yet.")).unwrap();
    thread::sleep(Duration::from_millis(30));
    fs::rename(&path, live.path("accounts/acme.md~")).unwrap();
    fs::write(&path, text("Saved by Emacs.")).unwrap();
    fs::remove_file(live.path("accounts/#acme.md#")).unwrap();
    #[cfg(unix)]
    fs::remove_file(live.path("accounts/.#acme.md")).unwrap();
    let page = live.wait_for("/accounts/acme/", "Saved by Emacs.");
    assert!(!page.contains("Not saved yet."));

    // JetBrains: a new file beside the old one, the old one away, the new one in its place.
    let (new, old) = (live.path("accounts/acme.md___jb_tmp___"), live.path("accounts/acme.md___jb_old___"));
    fs::write(&new, text("Saved by JetBrains.")).unwrap();
    fs::rename(&path, &old).unwrap();
    fs::rename(&new, &path).unwrap();
    fs::remove_file(&old).unwrap();
    live.wait_for("/accounts/acme/", "Saved by JetBrains.");

    // VS Code: emptied, then written.
    let mut file = fs::OpenOptions::new().write(true).truncate(true).open(&path).unwrap();
    thread::sleep(Duration::from_millis(3));
    file.write_all(text("Saved by three.").as_bytes()).unwrap();
    live.wait_for("/accounts/acme/", "Saved by three.");

    // In pieces, slower than anything waits.
    let mut file = fs::OpenOptions::new().write(true).truncate(true).open(&path).unwrap();
    for piece in text("Saved by four.").as_bytes().chunks(40) {
        file.write_all(piece).unwrap();
        thread::sleep(Duration::from_millis(25));
    }
    live.wait_for("/accounts/acme/", "Saved by four.");
}

#[test]
fn pages_are_whole_and_there_all_the_time() {
    let live = Live::small();
    let port = live.port;
    let reading = thread::spawn(move || {
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(2) {
            for path in ["/", "/accounts/contoso/", "/accounts/"] {
                let (status, _, body) = get(port, path, "Host: localhost\r\n");
                assert_eq!(status, 200, "{path}");
                assert!(body.trim_end().ends_with("</html>"), "{path}");
            }
        }
    });
    for round in 0..20 {
        live.put("accounts/acme.md", &plan("Acme", &format!("Round {round}.")));
        live.put(&format!("accounts/extra-{round}.md"), &plan(&format!("Extra {round}"), "x"));
        thread::sleep(Duration::from_millis(50));
    }
    reading.join().unwrap();
}

#[test]
fn the_last_good_page_stays_while_its_plan_is_broken_and_problems_are_listed() {
    let live = Live::small();
    let good = live.told()["errors"].as_u64().unwrap();
    for broken in [
        "---\naccount: \"Never closed\n---\n".to_owned(),
        String::new(),
        plan("Acme", "Not to be shown.").replace("120k", "lots of <b>money</b>"),
    ] {
        live.put("accounts/acme.md", &broken);
        let since = Instant::now();
        let problem = loop {
            let told = live.told();
            let problems = told["problems"].as_array().unwrap().clone();
            let ours = |problem: &&Value| {
                problem["place"].as_str().unwrap().starts_with("accounts/acme.md:")
                    && matches!(&problem["code"].as_str().unwrap()[..2], "P0" | "P1")
            };
            if let Some(problem) = problems.iter().find(ours) {
                break problem.clone();
            }
            assert!(since.elapsed() < Duration::from_secs(20), "{told}");
            thread::sleep(Duration::from_millis(10));
        };
        assert_eq!(problem["severity"], "error");
        assert!(!problem["message"].as_str().unwrap().is_empty());
        let (status, page) = live.get("/accounts/acme/");
        assert_eq!(status, 200);
        assert!(page.contains("They make pumps."), "as it was last good");
        // The others go on.
        live.put("accounts/contoso.md", &plan("Contoso", &format!("Beside {}.", broken.len())));
        live.wait_for("/accounts/contoso/", &format!("Beside {}.", broken.len()));
        assert!(live.get("/accounts/acme/").1.contains("They make pumps."));
        live.put("accounts/acme.md", &plan("Acme", "They make pumps."));
        live.wait_for_errors(good);
    }
    live.put("accounts/acme.md", &plan("Acme", "Mended."));
    live.wait_for("/accounts/acme/", "Mended.");
}

#[test]
fn a_broken_configuration_keeps_the_whole_site() {
    let live = Live::small();
    let good = live.told()["errors"].clone();
    let before = live.get("/").1;
    live.put("planc.yaml", "portfolio: [Ours\ncurrency: EUR\n");
    let since = Instant::now();
    while !live.told()["problems"].to_string().contains("planc.yaml:") {
        assert!(since.elapsed() < Duration::from_secs(20));
        thread::sleep(Duration::from_millis(10));
    }
    let bare = |page: &str| without_script(page);
    assert_eq!(bare(&live.get("/").1), bare(&before));
    live.put("planc.yaml", "portfolio: Theirs\n");
    live.wait_for("/", "Theirs");
    assert_eq!(live.told()["errors"], good);
}

#[test]
fn a_template_error_keeps_the_whole_site() {
    let live = Live::small();
    live.put("templates/accounts.html", "{{ no.such.field }}");
    let since = Instant::now();
    while !live.told()["problems"].to_string().contains("templates/accounts.html:1:1") {
        assert!(since.elapsed() < Duration::from_secs(20), "{}", live.told());
        thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(live.get("/accounts/").0, 200);
    live.put("templates/accounts.html", "<p>Our own list</p>");
    live.wait_for("/accounts/", "Our own list");
    fs::remove_dir_all(live.path("templates")).unwrap();
    live.wait_for("/accounts/", "Contoso");
}

#[test]
fn a_folder_that_is_deleted_and_comes_back_is_watched_again() {
    let live = Live::small();
    fs::rename(live.path("accounts"), live.path("elsewhere")).unwrap();
    let since = Instant::now();
    while live.get("/accounts/acme/").0 != 404 {
        assert!(since.elapsed() < Duration::from_secs(20));
        thread::sleep(Duration::from_millis(10));
    }
    fs::rename(live.path("elsewhere"), live.path("accounts")).unwrap();
    live.wait_for("/accounts/acme/", "They make pumps.");
    fs::remove_dir_all(live.path("accounts")).unwrap();
    live.put("accounts/acme.md", &plan("Acme", "Born again."));
    live.wait_for("/accounts/acme/", "Born again.");
    live.put("accounts/acme.md", &plan("Acme", "And still watched."));
    live.wait_for("/accounts/acme/", "And still watched.");
}

#[test]
fn a_thousand_plans_that_git_checks_out_are_all_shown() {
    let live = Live::small();
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.args([
            "-c",
            "user.name=Ana",
            "-c",
            "user.email=ana@team.example",
            "-c",
            "commit.gpgsign=false",
        ]);
        let output = command.args(arguments).current_dir(live.folder.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet", "--initial-branch=few"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message=Few"]);
    git(&["checkout", "--quiet", "-b", "many"]);
    for number in 0..1_000 {
        live.put(
            &format!("accounts/more/a{number}.md"),
            &format!("---\naccount: A {number}\nowner: maria\n---\n"),
        );
    }
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message=Many"]);
    git(&["checkout", "--quiet", "few"]);
    let until = |path: &str, status: u16| {
        let since = Instant::now();
        while live.get(path).0 != status {
            assert!(since.elapsed() < Duration::from_secs(60), "{path} is not {status}");
            thread::sleep(Duration::from_millis(20));
        }
    };
    until("/accounts/a999/", 404);
    git(&["checkout", "--quiet", "many"]);
    for path in ["/accounts/a0/", "/accounts/a500/", "/accounts/a999/"] {
        until(path, 200);
    }
    assert_eq!(live.get("/accounts/acme/").0, 200);
    git(&["checkout", "--quiet", "few"]);
    until("/accounts/a0/", 404);
}

#[test]
fn all_problems_are_listed_a_part_at_a_time() {
    let files: Vec<(String, String)> =
        (0..40).map(|n| (format!("accounts/a{n}.md"), plan(&format!("A {n}"), "x"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let live = Live::new(&[&[("planc.yaml", "")], &*files].concat());
    let told = live.told();
    let (id, all) = (told["id"].as_str().unwrap(), told["all"].as_u64().unwrap());
    let mut listed = told["problems"].as_array().unwrap().clone();
    assert!(all > 200 && listed.len() == 100, "{all}");
    while (listed.len() as u64) < all {
        let part = live.script(&format!("/_planc/problems.js?build={id}&from={}", listed.len()));
        assert!(!part.as_array().unwrap().is_empty());
        listed.extend(part.as_array().unwrap().clone());
    }
    let places: std::collections::BTreeSet<String> = listed.iter().map(Value::to_string).collect();
    assert_eq!(places.len() as u64, all, "each once");
    assert_eq!(live.script("/_planc/problems.js?build=another&from=0"), Value::Array(Vec::new()));
}

#[test]
fn a_problem_is_opened_by_its_number_and_only_for_pages_of_this_preview() {
    let live = Live::small();
    let told = live.told();
    assert_eq!(told["opens"], true);
    let place = told["problems"][1]["place"].as_str().unwrap().rsplit_once(':').unwrap().0.to_owned();
    let ask = format!("/_planc/open.js?build={}&problem=1", told["id"].as_str().unwrap());
    let status = |path: &str, headers: &str| get(live.port, path, &format!("Host: localhost\r\n{headers}")).0;
    assert_eq!(status(&ask, "Origin: http://evil.example\r\n"), 403);
    assert_eq!(status(&ask, "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"), 403);
    assert_eq!(status(&ask, "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"), 403);
    assert_eq!(get(live.port, &ask, "Host: evil.example\r\n").0, 403);
    assert_eq!(live.script("/_planc/open.js?build=1-1&problem=1")["opened"], false);
    assert_eq!(live.script(&ask.replace("problem=1", "problem=999"))["opened"], false);
    assert_eq!(status(&ask.replace("problem=1", "problem=../planc.yaml"), ""), 400);
    assert!(live.opened.lock().unwrap().is_empty());
    assert_eq!(live.script(&ask)["opened"], true);
    assert_eq!(*live.opened.lock().unwrap(), [place]);
}

#[cfg(unix)]
#[test]
fn the_editor_is_started_at_the_line_and_its_failure_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (file, seen) = (folder.path().join("a plan.md"), folder.path().join("seen"));
    put(&file, "one\ntwo\n");
    let program = |name: &str, text: &str| {
        let path = folder.path().join(name);
        // Written by another process: one that this one holds open for writing can't be started.
        let script = format!("cat > '{0}' <<'END'\n#!/bin/sh\n{text}\nEND\nchmod +x '{0}'", path.display());
        assert!(std::process::Command::new("sh").args(["-c", &script]).status().unwrap().success());
        assert!(path.metadata().unwrap().permissions().mode() & 0o100 != 0);
        path.display().to_string()
    };
    let at = planc::text::LineColumn { line: 2, column: 1 };
    let code = program("code", &format!("printf '%s\\n' \"$@\" > '{}'", seen.display()));
    assert!(watch::Editor::named([&*code]).open(&file, at).unwrap().contains("Opened"));
    assert_eq!(fs::read_to_string(&seen).unwrap(), format!("--goto\n{}:2:1\n", file.display()));
    let fails = program("subl", "exit 3");
    assert!(watch::Editor::named([&*fails]).open(&file, at).unwrap_err().contains("could not open"));
    assert!(
        watch::Editor::named(["/nowhere/code"]).open(&file, at).unwrap_err().contains("can't be started")
    );
    assert!(watch::Editor::named([&*code]).open(&folder.path().join("gone.md"), at).is_err());
}

#[test]
fn a_thousand_changes_at_once_settle() {
    let live = Live::small();
    for number in 0..1_000 {
        live.put(&format!("notes/n{number}.txt"), "x");
        if number % 100 == 0 {
            live.put(&format!("accounts/deep/a{number}.md"), &plan(&format!("Deep {number}"), "x"));
        }
    }
    live.put("accounts/deep/last.md", &plan("Last", "The last of them."));
    live.wait_for("/accounts/last/", "The last of them.");
    assert_eq!(live.get("/accounts/a900/").0, 200);
}

#[test]
fn the_day_goes_on_at_midnight() {
    let live = Live::small();
    live.wait_for("/", "2026-01-31");
    live.later.store(1, Ordering::Relaxed);
    live.wait_for("/", "2026-02-01");
}

#[test]
fn strangers_get_nothing() {
    let live = Live::small();
    let status = |headers: &str| get(live.port, "/", headers).0;
    assert_eq!(status("Host: localhost\r\n"), 200);
    assert_eq!(status("Host: evil.example\r\n"), 403);
    assert_eq!(status(""), 400);
    assert_eq!(status("Host: localhost\r\nOrigin: http://evil.example\r\n"), 403);
    let (status, _, _) =
        get(live.port, "/_planc/next.js?after=", "Host: localhost\r\nSec-Fetch-Site: cross-site\r\n");
    assert_eq!(status, 403);
    let (status, _, _) = get(live.port, "/_planc/events", "Host: evil.example\r\n");
    assert_eq!(status, 403);
    let mut stream = TcpStream::connect(("127.0.0.1", live.port)).unwrap();
    stream.write_all(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
    let mut stream = TcpStream::connect(("127.0.0.1", live.port)).unwrap();
    let _ = stream.write_all(&[b'x'; 40_000]);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert_eq!(live.get("/").0, 200, "and it serves on");
}
