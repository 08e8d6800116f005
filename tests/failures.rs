//! What goes wrong around a build: it is killed, the disk is full, files may not be read or written or go away,
//! another planc is at work. The last good site is never lost, what is wrong is said, and the next build heals.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::{held, scratch};

const OLD: &str = "2026-01-31";
const NEW: &str = "2026-02-28";

/// A plan that can be read.
fn plan(number: usize) -> String {
    format!(
        "---\naccount: Acme {number}\nowner: maria\ncontracts:\n  - {{id: C-{number}, product: Platform, arr: 120k, \
         start: 2025-01-01, end: 2026-12-31}}\n---\n\n## Account Profile\n\nThey make pumps.\n"
    )
}

type Site = BTreeMap<String, Vec<u8>>;

/// A portfolio whose site is in `site`.
struct Portfolio(tempfile::TempDir);

impl Portfolio {
    fn new(folder: tempfile::TempDir, plans: usize) -> Self {
        let portfolio = Portfolio(folder);
        fs::create_dir(portfolio.path("accounts")).unwrap();
        fs::write(portfolio.path("planc.yaml"), "framework: {}\n").unwrap();
        for number in 0..plans {
            portfolio.write(number);
        }
        portfolio
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, number: usize) {
        fs::write(self.path(&format!("accounts/a{number}.md")), plan(number)).unwrap();
    }

    fn command(&self, program: impl AsRef<Path>, as_of: &str, output: &str) -> Command {
        let mut command = Command::new(program.as_ref());
        command.args(["build", "--no-history", "--format", "short", "--as-of", as_of, "-o", output]);
        command.current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    fn planc(&self, as_of: &str) -> Command {
        self.command(env!("CARGO_BIN_EXE_planc"), as_of, "site")
    }

    fn build(&self, as_of: &str) -> Site {
        let (status, out, err) = told(&self.planc(as_of).output().unwrap());
        assert!(status == 0 || status == 1, "{out}{err}");
        held(&self.path("site"))
    }

    /// The site that a build into a new folder gives.
    fn clean(&self, as_of: &str) -> Site {
        let folder = self.path("clean");
        let built = self.command(env!("CARGO_BIN_EXE_planc"), as_of, "clean").output().unwrap();
        assert!(matches!(built.status.code(), Some(0 | 1)), "{}", told(&built).2);
        let files = held(&folder);
        fs::remove_dir_all(folder).unwrap();
        files
    }

    /// Asserts that the next build makes the site what a clean build gives, and leaves nothing else behind.
    fn heals(&self, as_of: &str, clean: &Site) {
        assert_same(&self.build(as_of), clean);
        let own = fs::read_dir(self.path("site/.planc")).unwrap();
        let mut names: Vec<_> = own.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["lock", "manifest", "record"], "no temporary files");
    }
}

/// The exit status, standard output and standard error.
fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

fn assert_same(held: &Site, expected: &Site) {
    let names = |site: &Site| site.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(held), names(expected));
    let wrong: Vec<&String> = held.keys().filter(|path| held[*path] != expected[*path]).collect();
    assert!(wrong.is_empty(), "otherwise than expected: {wrong:?}");
}

/// Asserts that every file is as one of the sites has it.
fn assert_old_or_new(held: &Site, sites: [&Site; 2]) {
    for (path, bytes) in held {
        assert!(sites.iter().any(|site| site.get(path) == Some(bytes)), "{path} is neither old nor new");
    }
}

/// Numbers that look like chance and are the same every time.
fn chances() -> impl FnMut() -> f64 {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[test]
fn a_build_killed_at_any_moment_leaves_every_file_old_or_new_and_the_next_one_heals() {
    const KILLS: usize = 100;
    let portfolio = Portfolio::new(scratch(), 30);
    let sites = [portfolio.clean(OLD), portfolio.clean(NEW)];
    portfolio.build(OLD);
    let started = Instant::now();
    portfolio.build(NEW);
    let mut takes = started.elapsed();
    let mut chance = chances();
    let mut killed = 0;
    for round in 0..KILLS {
        let as_of = [OLD, NEW][round % 2];
        let mut child = portfolio.planc(as_of).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Every other time towards the end, when files go to their places.
        let moment = if round % 4 < 2 { chance() } else { 0.6 + 0.5 * chance() };
        std::thread::sleep(takes.mul_f64(moment));
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().code().is_none());
        let files = held(&portfolio.path("site"));
        assert_old_or_new(&files, [&sites[0], &sites[1]]);
        assert_eq!(files.len(), sites[0].len(), "no file is missing meanwhile");
        if round % 10 == 9 {
            let started = Instant::now();
            portfolio.heals(as_of, &sites[round % 2]);
            takes = takes.min(started.elapsed());
            // What is built next is the other one, from a whole site.
            assert_same(&portfolio.build(as_of), &sites[round % 2]);
        }
    }
    assert!(killed > KILLS / 3, "most builds were killed before their end: {killed}");
}

/// No file may grow past 4 KiB, and the signal that says so is ignored, as a full disk sends none.
fn on_a_full_disk(mut command: Command) -> Output {
    let script = "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\"";
    let mut limited = Command::new("bash");
    limited.args(["-c", script]).arg(command.get_program()).args(command.get_args());
    limited.current_dir(command.get_current_dir().unwrap()).stdin(Stdio::null());
    command = limited;
    command.output().unwrap()
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let portfolio = Portfolio::new(scratch(), 3);
    let new = portfolio.clean(NEW);
    // The first build of all.
    let (status, _, err) = told(&on_a_full_disk(portfolio.planc(OLD)));
    assert_eq!(status, 2, "{err}");
    assert_eq!(held(&portfolio.path("site")), Site::new(), "no half of a site");
    let old = portfolio.build(OLD);
    // And one over a site.
    let (status, _, err) = told(&on_a_full_disk(portfolio.planc(NEW)));
    assert_eq!(status, 2, "{err}");
    assert!(err.contains("site/") && err.contains("can't be written: file too large"), "{err}");
    assert!(err.contains("make room on the disk"), "{err}");
    assert_same(&held(&portfolio.path("site")), &old);
    portfolio.heals(NEW, &new);
}

/// planc as someone whom permissions bind: this user, or, where that is root, nobody.
struct Bound {
    program: PathBuf,
    user: Option<u32>,
}

impl Bound {
    /// Makes it, with a copy of the program where it can be reached.
    fn new(portfolio: &Portfolio) -> Self {
        const NOBODY: u32 = 65_534;
        let folder = portfolio.0.path();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
        let root = fs::metadata(folder).unwrap().uid() == 0;
        let program = portfolio.path("planc");
        // By another process: a file that this one still has open for writing, or a child that it is just
        // starting in another test, can't be run.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_planc")).arg(&program).status().unwrap();
        assert!(copied.success());
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Bound { program, user: root.then_some(NOBODY) }
    }

    fn build(&self, portfolio: &Portfolio, as_of: &str, output: &str) -> (i32, String, String) {
        let mut command = portfolio.command(&self.program, as_of, output);
        if let Some(user) = self.user {
            command.uid(user).gid(user);
        }
        told(&command.output().unwrap())
    }
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_plan_that_may_not_be_read_is_said_and_the_rest_is_built() {
    let portfolio = Portfolio::new(tempfile::tempdir().unwrap(), 2);
    let bound = Bound::new(&portfolio);
    allow(&portfolio.path("accounts/a1.md"), 0o000);
    let (status, out, err) = bound.build(&portfolio, OLD, "site");
    assert_eq!(status, 1, "{err}");
    let said = "accounts/a1.md:1:1: error[P001]: This plan can't be read: permission denied";
    assert!(out.contains(said), "{out}");
    assert!(portfolio.path("site/accounts/a0/index.html").exists());
    let page = |path| fs::read_to_string(portfolio.path(path)).unwrap();
    assert!(page("site/index.html").contains("left out of every figure"));
    assert!(page("site/checks/index.html").contains("accounts/a1.md"));
    allow(&portfolio.path("accounts/a1.md"), 0o644);
    let (status, _, err) = bound.build(&portfolio, OLD, "site");
    assert!(status < 2, "{err}");
    assert_same(&held(&portfolio.path("site")), &portfolio.clean(OLD));
}

#[test]
fn a_folder_that_may_not_be_written_is_said_and_keeps_its_site() {
    let portfolio = Portfolio::new(tempfile::tempdir().unwrap(), 2);
    let bound = Bound::new(&portfolio);
    // Nothing can be made there.
    fs::create_dir(portfolio.path("locked")).unwrap();
    allow(&portfolio.path("locked"), 0o555);
    let (status, _, err) = bound.build(&portfolio, OLD, "locked/site");
    assert_eq!(status, 2, "{err}");
    assert!(err.contains("locked/site can't be written: permission denied"), "{err}");
    assert!(err.contains("--output"), "{err}");

    // A page in it can't be replaced.
    assert!(bound.build(&portfolio, OLD, "site").0 < 2);
    let old = held(&portfolio.path("site"));
    let new = portfolio.clean(NEW);
    allow(&portfolio.path("site/accounts/a1"), 0o555);
    let (status, _, err) = bound.build(&portfolio, NEW, "site");
    assert_eq!(status, 2, "{err}");
    assert!(err.contains("site/accounts/a1/index.html can't be written: permission denied"), "{err}");
    assert_old_or_new(&held(&portfolio.path("site")), [&old, &new]);
    allow(&portfolio.path("site/accounts/a1"), 0o755);
    assert!(bound.build(&portfolio, NEW, "site").0 < 2);
    portfolio.heals(NEW, &new);

    // Nothing in it can be.
    allow(&portfolio.path("site/.planc"), 0o555);
    let (status, _, err) = bound.build(&portfolio, OLD, "site");
    assert_eq!(status, 2, "{err}");
    assert!(err.contains("site/.planc/") && err.contains("permission denied"), "{err}");
    assert_same(&held(&portfolio.path("site")), &new);
    allow(&portfolio.path("site/.planc"), 0o755);
}

#[test]
fn plans_that_come_and_go_during_a_build_break_nothing() {
    let portfolio = Portfolio::new(scratch(), 10);
    let clean = portfolio.clean(OLD);
    portfolio.build(OLD);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                for number in 0..10 {
                    let _ = fs::remove_file(portfolio.path(&format!("accounts/a{number}.md")));
                    portfolio.write(number);
                }
            }
        });
        for _ in 0..25 {
            let before = held(&portfolio.path("site"));
            let (status, _, err) = told(&portfolio.planc(OLD).output().unwrap());
            match status {
                0 | 1 => {}
                2 => {
                    assert!(err.contains("so there is no outcome to rely on"), "{err}");
                    assert_same(&held(&portfolio.path("site")), &before);
                }
                status => panic!("{status}: {err}"),
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    portfolio.heals(OLD, &clean);
}

#[test]
fn of_two_builds_at_once_one_waits_and_the_site_is_whole() {
    let portfolio = Portfolio::new(scratch(), 10);
    let sites = [portfolio.clean(OLD), portfolio.clean(NEW)];
    for _ in 0..5 {
        let start =
            |as_of| portfolio.planc(as_of).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let both: [Child; 2] = [start(OLD), start(NEW)];
        for child in both {
            let (status, _, err) = told(&child.wait_with_output().unwrap());
            assert!(status < 2, "{err}");
        }
        let files = held(&portfolio.path("site"));
        assert!(sites.contains(&files), "the site of one of them, not of both");
    }
    portfolio.heals(NEW, &sites[1]);
}

#[test]
fn a_build_beside_a_preview_disturbs_neither() {
    let portfolio = Portfolio::new(scratch(), 3);
    let mut watch = Command::new(env!("CARGO_BIN_EXE_planc"));
    watch.args(["watch", "--no-history", "--port", "0", "--as-of", OLD]).current_dir(portfolio.0.path());
    watch.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut watch = Ended(watch.spawn().unwrap());
    let mut line = String::new();
    let out = watch.0.stdout.take().unwrap();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line).unwrap();
    let port: u16 = line.split(':').nth(2).and_then(|rest| rest.split('/').next()).unwrap().parse().unwrap();
    for words in ["valves", "hoses", "tanks"] {
        let path = portfolio.path("accounts/a0.md");
        fs::write(&path, plan(0).replace("pumps", words)).unwrap();
        assert_same(&portfolio.build(OLD), &portfolio.clean(OLD));
        let shown = || crate::watch::get(port, "/accounts/a0/", "Host: localhost\r\n").2;
        let since = Instant::now();
        while !shown().contains(words) {
            assert!(since.elapsed() < Duration::from_secs(20), "the preview shows {words}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    assert!(watch.0.try_wait().unwrap().is_none(), "the preview still runs");
}

/// A process that ends with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
