//! Which files of a folder on disk are plans, and what is said where one can't be read.

use std::fs;
use std::path::Path;

use planc::source::{Disk, Scan, Scanner, find_root};

fn put(root: &Path, files: &[(&str, &[u8])]) {
    for (path, bytes) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &[("planc.yaml", b"")]);
    put(folder.path(), files);
    folder
}

fn scan(folder: &tempfile::TempDir) -> Scan {
    Scanner::new().scan(&Disk::new(folder.path()))
}

fn plans(scan: &Scan) -> Vec<&str> {
    scan.plans.iter().map(|plan| plan.path()).collect()
}

/// The diagnostics as `code file:line:col message`.
fn said(scan: &Scan) -> Vec<String> {
    let mut said: Vec<String> = scan
        .diagnostics
        .as_slice()
        .iter()
        .map(|d| {
            let at = d.place.source.line_column(d.place.span.start);
            format!("{} {}:{}:{} {}", d.code.code, d.place.path(), at.line, at.column, d.message)
        })
        .collect();
    said.sort();
    said
}

#[test]
fn every_md_file_below_accounts_is_a_plan_but_what_is_set_aside() {
    let folder = folder(&[
        ("accounts/acme.md", b"a"),
        ("accounts/emea/contoso.md", b"a"),
        ("accounts/northwind/plan.md", b"a"),
        ("accounts/northwind/README.md", b"a plan too: only the one directly in accounts is not"),
        ("accounts/northwind/minutes.txt", b"no"),
        ("accounts/README.md", b"no"),
        ("accounts/readme.md", b"this one is"),
        ("accounts/_draft.md", b"no"),
        ("accounts/.hidden.md", b"no"),
        ("accounts/_old/acme.md", b"no"),
        ("accounts/.trash/acme.md", b"no"),
        ("accounts/loud.MD", b"no"),
        ("accounts/acme.md~", b"no"),
        ("accounts/#acme.md#", b"no"),
        ("other/acme.md", b"no"),
        ("notes.md", b"no"),
    ]);
    let scan = scan(&folder);
    let expected = [
        "accounts/acme.md",
        "accounts/emea/contoso.md",
        "accounts/northwind/README.md",
        "accounts/northwind/plan.md",
        "accounts/readme.md",
    ];
    assert_eq!(plans(&scan), expected);
    assert_eq!(said(&scan), [""; 0]);
    assert!(scan.files.contains("accounts/northwind/minutes.txt"), "links may lead there");
    assert!(scan.files.contains("accounts/_draft.md"));
}

#[test]
fn data_files_and_templates_are_found() {
    let folder = folder(&[
        ("accounts/acme.md", b"a"),
        ("data/usage.csv", b"a,b\n"),
        ("data/old/usage.csv", b"no"),
        ("data/readme.txt", b"no"),
        ("templates/account.html", b"<p>"),
        ("templates/assets/logo.png", b"\x89PNG\xff"),
    ]);
    let scan = scan(&folder);
    assert_eq!(scan.data.iter().map(|file| file.path()).collect::<Vec<_>>(), ["data/usage.csv"]);
    assert_eq!(scan.templates.keys().collect::<Vec<_>>(), ["account.html", "assets/logo.png"]);
    assert_eq!(said(&scan), [""; 0], "a picture need not be text");
}

#[test]
fn what_planc_wrote_and_what_is_version_controls_is_no_part_of_the_portfolio() {
    let folder = folder(&[
        ("accounts/acme.md", b"a"),
        ("site/.planc/manifest", b"{}"),
        ("site/index.html", b"x"),
        (".git/HEAD", b"x"),
        ("node_modules/a/readme.md", b"x"),
    ]);
    let expected = ["accounts/acme.md", "planc.yaml"];
    assert_eq!(scan(&folder).files.iter().collect::<Vec<_>>(), expected);
}

#[test]
fn a_folder_of_that_name_hides_no_plans() {
    let folder = folder(&[("accounts/emea/.planc/manifest", b"{}"), ("accounts/emea/acme.md", b"a")]);
    assert_eq!(plans(&scan(&folder)), ["accounts/emea/acme.md"]);
}

#[test]
fn texts_are_kept_byte_by_byte() {
    let text = "\u{feff}---\r\naccount: É\r\n---\r\n";
    let folder = folder(&[("accounts/acme.md", text.as_bytes())]);
    assert_eq!(scan(&folder).plans[0].text(), text);
}

#[test]
fn a_portfolio_without_plans_is_a_warning() {
    let folder = folder(&[]);
    let scan = scan(&folder);
    assert_eq!(said(&scan), ["P008 planc.yaml:1:1 This portfolio has no plans yet"]);
    assert!(!scan.nothing_read);
}

#[test]
fn a_file_that_is_not_utf_8_is_said_at_its_first_wrong_byte() {
    let folder = folder(&[
        ("accounts/good.md", b"a"),
        ("accounts/latin.md", b"---\naccount: Caf\xe9\nowner: Ren\xe9\n---\n"),
        ("accounts/utf16.md", b"\xff\xfea\0"),
    ]);
    let scan = scan(&folder);
    assert_eq!(plans(&scan), ["accounts/good.md"]);
    assert_eq!(scan.unreadable, ["accounts/latin.md", "accounts/utf16.md"]);
    let expected = [
        "P002 accounts/latin.md:2:13 This plan is not saved as UTF-8 text (found byte E9)",
        "P002 accounts/utf16.md:1:1 This plan is not saved as UTF-8 text (found byte FF)",
    ];
    assert_eq!(said(&scan), expected);
    let help = |at: usize| scan.diagnostics.as_slice()[at].help.clone().unwrap();
    assert!(help(0).contains("“é”"), "{}", help(0));
    assert!(help(1).contains("UTF-16"), "{}", help(1));
}

#[test]
fn a_folder_named_like_a_plan_is_an_error_once() {
    let folder = folder(&[
        ("accounts/acme.md/plan.md", b"a"),
        ("accounts/acme.md/more.md/plan.md", b"a"),
        ("accounts/contoso.md", b"a"),
        ("elsewhere/x.md/y.txt", b"fine"),
    ]);
    let scan = scan(&folder);
    assert_eq!(plans(&scan), ["accounts/contoso.md"]);
    assert_eq!(
        said(&scan),
        ["P003 accounts/acme.md:1:1 This is a folder, but its name ends in .md as a plan's does"]
    );
    assert_eq!(scan.unreadable, ["accounts/acme.md"]);
}

#[test]
fn a_plan_over_the_limit_is_not_read() {
    let folder =
        folder(&[("accounts/small.md", &[b'a'; 5_000_000]), ("accounts/large.md", &[b'a'; 5_000_001])]);
    let scan = scan(&folder);
    assert_eq!(plans(&scan), ["accounts/small.md"]);
    assert_eq!(said(&scan), ["P007 accounts/large.md:1:1 This plan is larger than the limit of 5 MB"]);
}

#[test]
fn a_second_scan_keeps_what_did_not_change() {
    let folder = folder(&[("accounts/acme.md", b"a"), ("accounts/contoso.md", b"a")]);
    let disk = Disk::new(folder.path());
    let mut scanner = Scanner::new();
    let first = scanner.scan(&disk);
    // The same length, within the same tick of the file system's clock.
    put(folder.path(), &[("accounts/contoso.md", b"b")]);
    let second = scanner.scan(&disk);
    assert!(std::sync::Arc::ptr_eq(&first.plans[0], &second.plans[0]));
    assert_eq!(second.plans[1].text(), "b");
    assert!(first != second);
    assert!(second == scanner.scan(&disk));
}

#[test]
fn the_root_is_found_from_anywhere_inside() {
    let folder = folder(&[("accounts/emea/acme.md", b"a"), ("accounts/emea/inner/planc.yaml", b"")]);
    let root = folder.path().canonicalize().unwrap();
    assert_eq!(find_root(folder.path()).unwrap(), root);
    assert_eq!(find_root(&root.join("accounts/emea")).unwrap(), root);
    assert_eq!(find_root(&root.join("accounts/emea/acme.md")).unwrap(), root);
    assert_eq!(find_root(&root.join("accounts/emea/inner")).unwrap(), root.join("accounts/emea/inner"));
    assert!(!find_root(&root.join("nowhere")).unwrap_err().exists);
    let empty = tempfile::tempdir().unwrap();
    assert!(find_root(empty.path()).unwrap_err().exists);
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_are_followed_inside_the_portfolio_and_each_file_is_read_once() {
        let folder = folder(&[
            ("shared/north.md", b"a"),
            ("shared/group/east.md", b"a"),
            ("accounts/acme.md", b"a"),
            ("accounts/_drafts/late.md", b"a"),
        ]);
        let accounts = folder.path().join("accounts");
        symlink("../shared/north.md", accounts.join("north.md")).unwrap();
        symlink("../shared/north.md", accounts.join("once-more.md")).unwrap();
        symlink("acme.md", accounts.join("alias.md")).unwrap();
        symlink("../shared/group", accounts.join("linked")).unwrap();
        symlink("../shared/group", accounts.join("linked-again")).unwrap();
        symlink("_drafts/late.md", accounts.join("late.md")).unwrap();
        let scan = scan(&folder);
        let expected =
            ["accounts/acme.md", "accounts/late.md", "accounts/linked/east.md", "accounts/north.md"];
        assert_eq!(plans(&scan), expected);
        assert_eq!(said(&scan), [""; 0]);
    }

    #[test]
    fn whole_folders_may_be_links() {
        let folder = folder(&[
            ("plans/acme.md", b"a"),
            ("exports/usage.csv", b"a"),
            ("config/planc.yaml", b"portfolio: P"),
        ]);
        let root = folder.path();
        symlink("plans", root.join("accounts")).unwrap();
        symlink("exports", root.join("data")).unwrap();
        fs::remove_file(root.join("planc.yaml")).unwrap();
        symlink("config/planc.yaml", root.join("planc.yaml")).unwrap();
        let scan = scan(&folder);
        assert_eq!(plans(&scan), ["accounts/acme.md"]);
        assert_eq!(scan.data.len(), 1);
        assert_eq!(scan.config.text(), "portfolio: P");
        assert_eq!(said(&scan), [""; 0]);
    }

    #[test]
    fn links_that_lead_nowhere_good_are_errors() {
        let outside = tempfile::tempdir().unwrap();
        put(outside.path(), &[("secret.md", b"a"), ("folder/secret.md", b"a")]);
        let folder = folder(&[("accounts/acme.md", b"a"), ("accounts/emea/contoso.md", b"a")]);
        let accounts = folder.path().join("accounts");
        symlink(outside.path().join("secret.md"), accounts.join("out.md")).unwrap();
        symlink(outside.path().join("folder"), accounts.join("out")).unwrap();
        symlink(outside.path().join("secret.md"), accounts.join("photo.png")).unwrap();
        symlink("nothing.md", accounts.join("gone.md")).unwrap();
        symlink("nothing.png", accounts.join("gone.png")).unwrap();
        symlink("itself.md", accounts.join("itself.md")).unwrap();
        symlink("..", accounts.join("emea/up")).unwrap();
        symlink(".", accounts.join("emea/here")).unwrap();
        let scan = scan(&folder);
        assert_eq!(plans(&scan), ["accounts/acme.md", "accounts/emea/contoso.md"]);
        let expected = [
            "P004 accounts/emea/here:1:1 This symbolic link leads back to itself",
            "P004 accounts/emea/up:1:1 This symbolic link leads back to itself",
            "P004 accounts/itself.md:1:1 This symbolic link leads back to itself",
            "P005 accounts/out.md:1:1 This symbolic link leads out of the portfolio",
            "P005 accounts/out:1:1 This symbolic link leads out of the portfolio",
            "P006 accounts/gone.md:1:1 This symbolic link leads to nothing",
        ];
        assert_eq!(said(&scan), expected);
    }

    #[test]
    fn links_that_lead_round_through_each_other_end() {
        let folder = folder(&[("accounts/acme.md", b"a"), ("accounts/_x/a.txt", b"a")]);
        let root = folder.path();
        fs::create_dir_all(root.join("node_modules/a")).unwrap();
        fs::create_dir_all(root.join("node_modules/b")).unwrap();
        symlink("../../node_modules/b", root.join("node_modules/a/to-b")).unwrap();
        symlink("../../node_modules/a", root.join("node_modules/b/to-a")).unwrap();
        symlink("../node_modules/a", root.join("accounts/into")).unwrap();
        let scan = scan(&folder);
        assert_eq!(plans(&scan), ["accounts/acme.md"]);
        assert_eq!(said(&scan), ["P004 accounts/into/to-b/to-a:1:1 This symbolic link leads back to itself"]);
    }

    #[test]
    fn a_name_that_is_not_utf_8_is_shown_and_read() {
        let folder = folder(&[]);
        fs::create_dir(folder.path().join("accounts")).unwrap();
        fs::write(folder.path().join("accounts").join(OsStr::from_bytes(b"caf\xe9.md")), "a").unwrap();
        fs::write(folder.path().join("accounts").join(OsStr::from_bytes(b"caf\xe8.md")), "b").unwrap();
        let scan = scan(&folder);
        assert_eq!(plans(&scan), ["accounts/caf\u{fffd}.md", "accounts/caf\u{fffd}.md"]);
        assert_eq!(scan.plans.iter().map(|plan| plan.text()).collect::<Vec<_>>(), ["b", "a"]);
    }

    #[test]
    fn a_pipe_is_no_plan() {
        let folder = folder(&[("accounts/acme.md", b"a")]);
        let made = std::process::Command::new("mkfifo").arg(folder.path().join("accounts/pipe.md")).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        let expected = ["P001 accounts/pipe.md:1:1 This plan can't be read: it is no regular file"];
        assert_eq!(said(&scan(&folder)), expected);
    }

    #[test]
    fn what_may_not_be_read_is_an_error_that_names_it() {
        let folder =
            folder(&[("accounts/acme.md", b"a"), ("accounts/closed.md", b"a"), ("accounts/shut/x.md", b"a")]);
        let close = |path: &str, mode| {
            fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
        };
        close("accounts/closed.md", 0o000);
        close("accounts/shut", 0o000);
        let told = said(&scan(&folder));
        close("accounts/shut", 0o755);
        // Whoever may read everything is told nothing.
        if fs::read(folder.path().join("accounts/closed.md")).is_ok() {
            return;
        }
        let expected = [
            "P001 accounts/closed.md:1:1 This plan can't be read: permission denied",
            "P001 accounts/shut:1:1 This can't be opened: permission denied",
        ];
        assert_eq!(told, expected);
    }
}

#[test]
fn where_only_texts_of_plans_changed_no_other_file_is_looked_at() {
    let folder =
        folder(&[("accounts/acme.md", b"a"), ("accounts/contoso.md", b"b"), ("accounts/x.txt", b"x")]);
    let disk = Disk::new(folder.path());
    let mut scanner = Scanner::new();
    let first = scanner.scan(&disk);
    let paths = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
    let text = |scan: &Scan, at: usize| scan.plans[at].text().to_owned();
    put(folder.path(), &[("accounts/acme.md", b"new"), ("accounts/contoso.md", b"not said")]);
    // An editor's own file came and went, and what only links may lead to is still there.
    let again = scanner.scan_again(
        &disk,
        &first,
        &paths(&["accounts/acme.md", "accounts/.acme.md.swp", "accounts/x.txt"]),
    );
    let again = again.expect("only a text changed");
    assert_eq!((text(&again, 0).as_str(), text(&again, 1).as_str()), ("new", "b"));
    let all = scanner.scan(&disk);
    assert_eq!((text(&all, 0).as_str(), text(&all, 1).as_str()), ("new", "not said"));
    put(folder.path(), &[("accounts/new.md", b"c"), ("accounts/contoso.md", b"\xff")]);
    fs::remove_file(folder.path().join("accounts/x.txt")).unwrap();
    for more in ["accounts/new.md", "accounts/contoso.md", "accounts/x.txt", "accounts", "planc.yaml"] {
        assert!(scanner.scan_again(&disk, &all, &paths(&[more])).is_none(), "{more}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_a_plans_place_is_not_followed_without_looking_where_it_leads() {
    let (folder, elsewhere) = (folder(&[("accounts/acme.md", b"a")]), folder(&[("secret.md", b"s")]));
    let disk = Disk::new(folder.path());
    let mut scanner = Scanner::new();
    let first = scanner.scan(&disk);
    let plan = folder.path().join("accounts/acme.md");
    fs::remove_file(&plan).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("secret.md"), &plan).unwrap();
    assert!(scanner.scan_again(&disk, &first, &["accounts/acme.md".to_owned()].into()).is_none());
    assert!(plans(&scanner.scan(&disk)).is_empty());
}
