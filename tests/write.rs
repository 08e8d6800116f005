//! Writing a site: changed files only, nothing lost that planc did not write, whole after any end.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use planc::digest::Digest;
use planc::write::{Files, Output, WriteError, Written, check_place};

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(path, text)| ((*path).to_owned(), Arc::from(text.as_bytes()))).collect()
}

fn write(folder: &Path, list: &[(&str, &str)]) -> Result<Written, WriteError> {
    Output::open(folder, &mut || {})?.update(&files(list))
}

/// Every file below a folder but planc's own, with its text.
fn held(folder: &Path) -> BTreeMap<String, String> {
    let mut held = BTreeMap::new();
    let mut left = vec![folder.to_path_buf()];
    while let Some(at) = left.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().unwrap() == ".planc" {
                continue;
            }
            if path.is_dir() {
                left.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                held.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    held
}

fn texts(list: &[(&str, &str)]) -> BTreeMap<String, String> {
    list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Folder(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("site")
    }
}

#[test]
fn a_site_is_written_and_only_what_changed_is_written_again() {
    let folder = Folder::new();
    let site = folder.path();
    let first = [("index.html", "home"), ("accounts/acme/index.html", "acme"), ("style.css", "b{}")];
    assert_eq!(write(&site, &first), Ok(Written { written: 3, unchanged: 0, deleted: 0 }));
    assert_eq!(held(&site), texts(&first));

    let untouched = fs::metadata(site.join("style.css")).unwrap().modified().unwrap();
    let second = [("index.html", "house"), ("accounts/acme/index.html", "acme"), ("style.css", "b{}")];
    assert_eq!(write(&site, &second), Ok(Written { written: 1, unchanged: 2, deleted: 0 }));
    assert_eq!(held(&site), texts(&second));
    assert_eq!(fs::metadata(site.join("style.css")).unwrap().modified().unwrap(), untouched);
}

#[test]
fn what_is_no_more_is_deleted_with_its_empty_folders() {
    let folder = Folder::new();
    let site = folder.path();
    write(&site, &[("index.html", "home"), ("accounts/acme/index.html", "acme")]).unwrap();
    let written = write(&site, &[("index.html", "home")]).unwrap();
    assert_eq!(written, Written { written: 0, unchanged: 1, deleted: 1 });
    assert!(!site.join("accounts").exists());
}

#[test]
fn what_planc_did_not_write_stays() {
    let folder = Folder::new();
    let site = folder.path();
    write(&site, &[("index.html", "home"), ("accounts/acme/index.html", "acme")]).unwrap();
    fs::write(site.join("CNAME"), "plans.example").unwrap();
    fs::write(site.join("accounts/acme/photo.jpg"), "a photo").unwrap();
    write(&site, &[("index.html", "home")]).unwrap();
    let expected =
        [("CNAME", "plans.example"), ("accounts/acme/photo.jpg", "a photo"), ("index.html", "home")];
    assert_eq!(held(&site), texts(&expected));
}

#[test]
fn a_file_of_someone_else_at_a_pages_place_is_not_replaced() {
    let folder = Folder::new();
    let site = folder.path();
    write(&site, &[("index.html", "home")]).unwrap();
    fs::write(site.join("kpi.json"), "mine").unwrap();
    let error = write(&site, &[("index.html", "house"), ("kpi.json", "{}")]).unwrap_err();
    assert!(error.message.contains("kpi.json is in the way"), "{}", error.message);
    assert_eq!(held(&site), texts(&[("index.html", "home"), ("kpi.json", "mine")]), "nothing was written");
    // The same bytes harm nobody.
    assert!(write(&site, &[("index.html", "home"), ("kpi.json", "mine")]).is_ok());
}

/// A file where a folder should be, or a link, is found before anything goes to its place, and what the site
/// then holds is still told from what someone else puts there.
#[cfg(unix)]
#[test]
fn what_is_in_the_way_of_a_folder_is_found_before_anything_changes() {
    let folder = Folder::new();
    let site = folder.path();
    let elsewhere = folder.0.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    write(&site, &[("index.html", "home"), ("accounts/acme/index.html", "acme")]).unwrap();
    fs::remove_dir_all(site.join("accounts")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, site.join("accounts")).unwrap();
    let new =
        [("accounts/acme/index.html", "acme 2"), ("index.html", "house"), ("risks/index.html", "risks")];
    let error = write(&site, &new).unwrap_err();
    assert!(error.message.ends_with("is a symbolic link, but the site has a folder there"), "{error}");
    assert_eq!(fs::read_to_string(site.join("index.html")).unwrap(), "home");
    assert!(!site.join("risks/index.html").exists());
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0, "nothing went through the link");
    // What someone puts where the site was to have a page is still theirs.
    fs::create_dir_all(site.join("risks")).unwrap();
    fs::write(site.join("risks/index.html"), "mine").unwrap();
    fs::remove_file(site.join("accounts")).unwrap();
    let error = write(&site, &new).unwrap_err();
    assert!(error.message.contains("risks/index.html is in the way"), "{error}");
    fs::remove_file(site.join("risks/index.html")).unwrap();
    write(&site, &new).unwrap();
    assert_eq!(held(&site), texts(&new));
}

#[test]
fn a_folder_that_holds_something_else_is_refused_and_left_alone() {
    let folder = Folder::new();
    let site = folder.path();
    fs::create_dir(&site).unwrap();
    fs::write(site.join("thesis.txt"), "years of work").unwrap();
    let error = write(&site, &[("index.html", "home")]).unwrap_err();
    assert!(
        error.message.ends_with("is not empty, and planc did not write what is in it"),
        "{}",
        error.message
    );
    assert!(error.help.contains("--output"));
    let names: Vec<_> = fs::read_dir(&site).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["thesis.txt"]);
}

#[test]
fn an_empty_folder_is_taken() {
    let folder = Folder::new();
    fs::create_dir(folder.path()).unwrap();
    assert!(write(&folder.path(), &[("index.html", "home")]).is_ok());
}

#[test]
fn a_file_where_the_folder_should_be_is_an_error() {
    let folder = Folder::new();
    fs::write(folder.path(), "a file").unwrap();
    assert!(write(&folder.path(), &[("index.html", "home")]).is_err());
    assert_eq!(fs::read_to_string(folder.path()).unwrap(), "a file");
}

#[test]
fn a_manifest_that_was_tampered_with_deletes_nothing() {
    let folder = Folder::new();
    let site = folder.path();
    write(&site, &[("index.html", "home")]).unwrap();
    fs::write(folder.0.path().join("precious"), "mine").unwrap();
    for manifest in [r#"{"planc": 1, "files": ["../precious"]}"#, r#"{"planc": 1, "files": ["#, "", "[]"] {
        fs::write(site.join(".planc/manifest"), manifest).unwrap();
        assert!(write(&site, &[("index.html", "house")]).is_err(), "{manifest}");
        assert!(folder.0.path().join("precious").exists());
        assert_eq!(held(&site), texts(&[("index.html", "home")]));
    }
}

/// A build that was killed leaves files that its manifest names already, and temporary ones.
#[test]
fn what_a_killed_build_left_is_healed() {
    let folder = Folder::new();
    let site = folder.path();
    write(&site, &[("index.html", "home")]).unwrap();
    fs::create_dir_all(site.join(".planc/new")).unwrap();
    fs::write(site.join(".planc/new/7"), "ha").unwrap();
    fs::write(
        site.join(".planc/manifest"),
        r#"{"planc": 1, "files": ["index.html", "late.html", "a/gone.html"]}"#,
    )
    .unwrap();
    fs::write(site.join("late.html"), "of the killed build").unwrap();
    let written = write(&site, &[("index.html", "house")]).unwrap();
    assert_eq!(written, Written { written: 1, unchanged: 0, deleted: 1 });
    assert_eq!(held(&site), texts(&[("index.html", "house")]));
    assert!(!site.join(".planc/new").exists());
}

#[test]
fn one_builds_at_a_time() {
    let folder = Folder::new();
    let site = folder.path();
    let first = Output::open(&site, &mut || {}).unwrap();
    let waited = std::thread::scope(|scope| {
        let second = scope.spawn(|| {
            let mut waited = false;
            Output::open(&site, &mut || waited = true)
                .unwrap()
                .update(&files(&[("index.html", "two")]))
                .unwrap();
            waited
        });
        std::thread::sleep(std::time::Duration::from_millis(100));
        first.update(&files(&[("index.html", "one"), ("more.html", "more")])).unwrap();
        second.join().unwrap()
    });
    assert!(waited);
    assert_eq!(held(&site), texts(&[("index.html", "two")]));
}

/// A site brought into a folder by the steps that a build takes, with something done before the last.
fn made_from(folder: &Path, from: &str, list: &[(&str, &str)], before_the_end: impl FnOnce()) -> bool {
    let update = Output::open(folder, &mut || {}).unwrap().begin(Some(Digest::of(&from))).unwrap();
    let whole = update.is_whole();
    if !whole {
        for (path, text) in list {
            update.put(path, text.as_bytes()).unwrap();
        }
    }
    before_the_end();
    update.finish().unwrap();
    whole
}

#[test]
fn a_site_made_from_the_same_is_whole_until_someone_touches_it() {
    let folder = Folder::new();
    let site = folder.path();
    let list = [("index.html", "home"), ("accounts/acme/index.html", "acme")];
    assert!(!made_from(&site, "plans", &list, || {}));
    assert!(made_from(&site, "plans", &list, || {}));
    assert!(!made_from(&site, "other plans", &list, || {}));
    fs::write(site.join("index.html"), "hole").unwrap();
    assert!(!made_from(&site, "other plans", &list, || {}));
    assert!(made_from(&site, "other plans", &list, || {}));
    assert_eq!(held(&site), texts(&list));
    write(&site, &list).unwrap();
    assert!(!made_from(&site, "other plans", &list, || {}), "nobody knows what the last one was made from");
}

#[test]
fn what_someone_changes_during_a_build_is_not_taken_for_plancs() {
    let folder = Folder::new();
    let site = folder.path();
    let list = [("index.html", "home"), ("kpi.json", "{}")];
    made_from(&site, "plans", &list, || {});
    // The page was compared already, and found the same.
    made_from(&site, "other plans", &list, || fs::write(site.join("index.html"), "hole").unwrap());
    assert!(!made_from(&site, "other plans", &list, || {}));
    assert_eq!(held(&site), texts(&list));
}

#[test]
fn what_planc_keeps_for_itself_is_the_same_bytes_everywhere() {
    let keeps = || {
        let folder = Folder::new();
        made_from(&folder.path(), "plans", &[("index.html", "home")], || {});
        let read = |name| fs::read_to_string(folder.path().join(".planc").join(name)).unwrap();
        (read("manifest"), read("record"), read("lock"))
    };
    assert_eq!(keeps(), keeps());
}

#[test]
fn a_site_goes_nowhere_near_the_plans() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap().join("portfolio");
    fs::create_dir_all(root.join("accounts/emea")).unwrap();
    let refused = |output: &str| check_place(&root.join(output), &root).unwrap_err().message;
    assert!(
        refused("accounts").ends_with("is inside the portfolio's `accounts` folder, which planc only reads")
    );
    assert!(refused("accounts/emea/site").contains("`accounts` folder"));
    assert!(refused("site/../accounts/site").contains("`accounts` folder"));
    assert!(refused("templates/site").contains("`templates` folder"));
    assert!(refused("data").contains("`data` folder"));
    assert!(refused(".").ends_with("is the portfolio itself: the site needs a folder of its own"));
    assert!(refused("..").ends_with("is a folder around the portfolio: the site needs a folder of its own"));
    assert_eq!(check_place(&root.join("site"), &root), Ok(()));
    assert_eq!(check_place(&root.join("public/plans"), &root), Ok(()));
    assert!(!root.join("site").exists(), "asking makes nothing");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_in_the_folder_are_never_followed() {
        let folder = Folder::new();
        let site = folder.path();
        let outside = folder.0.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("index.html"), "precious").unwrap();
        write(&site, &[("index.html", "home"), ("accounts/acme/index.html", "acme")]).unwrap();

        // A page that became a link is replaced, not what it leads to.
        fs::remove_file(site.join("index.html")).unwrap();
        symlink(outside.join("index.html"), site.join("index.html")).unwrap();
        // A folder that became a link is neither written to nor deleted from.
        fs::remove_dir_all(site.join("accounts/acme")).unwrap();
        symlink(&outside, site.join("accounts/acme")).unwrap();
        assert!(write(&site, &[("index.html", "home"), ("accounts/acme/index.html", "acme")]).is_err());
        write(&site, &[("index.html", "home")]).unwrap();
        assert_eq!(fs::read_to_string(outside.join("index.html")).unwrap(), "precious");
        assert_eq!(fs::read_to_string(site.join("index.html")).unwrap(), "home");
        assert!(!site.join("index.html").is_symlink());
    }

    #[test]
    fn a_link_to_the_accounts_folder_is_no_way_round() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir(root.join("accounts")).unwrap();
        symlink(root.join("accounts"), root.join("public")).unwrap();
        assert!(check_place(&root.join("public/site"), &root).is_err());
    }

    #[test]
    fn pages_may_be_read_by_a_web_server() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new();
        write(&folder.path(), &[("index.html", "home")]).unwrap();
        let plain = folder.0.path().join("plain");
        fs::write(&plain, "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&folder.path().join("index.html")), mode(&plain), "as any other file of this user");
    }
}
