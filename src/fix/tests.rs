//! Mending over a toy check: each `bad` is an error whose fix is `good`, and so on.

use std::fs;

use super::*;
use crate::diagnostic::codes::CodeInfo;

static CODE: CodeInfo = CodeInfo {
    code: "P104",
    name: "unknown-choice",
    severity: Severity::Error,
    summary: "",
    explanation: "",
    bad: "",
    good: "",
};

/// Every `bad` is an error with the fix `good`, `older` one with the fix `bad`, `trap` one with the fix
/// `ruin`, and each `ruin` is three errors without a fix.
fn check(sources: &[Arc<Source>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for source in sources {
        for (word, fix) in [
            ("bad", Some("good")),
            ("older", Some("bad")),
            ("trap", Some("ruin")),
            ("ruin", None),
            ("ruin", None),
            ("ruin", None),
        ] {
            for (at, _) in source.text().match_indices(word) {
                let diagnostic = Diagnostic::at(&CODE, source, Span::new(at, at + word.len()), word);
                found.push(match fix {
                    Some(fix) => diagnostic.fix(fix),
                    None => diagnostic,
                });
            }
        }
    }
    found
}

fn mend_all(files: &[(&str, &str)]) -> (BTreeMap<String, String>, Mended) {
    let sources: Vec<_> = files.iter().map(|(path, text)| Source::new(*path, *text)).collect();
    let mended = mend(check(&sources), &mut |overlay| {
        let now: Vec<_> =
            sources.iter().map(|source| Arc::clone(overlay.get(source.path()).unwrap_or(source))).collect();
        check(&now)
    });
    let texts =
        mended.files.iter().map(|f| (f.before.path().to_owned(), f.after.text().to_owned())).collect();
    (texts, mended)
}

#[test]
fn only_the_bytes_concerned_change() {
    let text = "\u{feff}---\r\n# a comment\r\naccount:   bad   # kept, ä\r\nowner: 'bad'\r\n---\r\n\r\ntext\u{a0}\r\n";
    let (texts, mended) = mend_all(&[("accounts/a.md", text), ("accounts/fine.md", "fine")]);
    assert_eq!(texts, [("accounts/a.md".to_owned(), text.replace("bad", "good"))].into());
    let lines: Vec<_> = mended.files[0].edits.iter().map(|e| (e.line, &*e.before, &*e.after)).collect();
    assert_eq!(lines, [(3, "bad", "good"), (4, "bad", "good")]);
    assert!(mended.remaining.is_empty() && mended.refused.is_empty());
}

#[test]
fn a_mend_may_uncover_another() {
    let (texts, mended) = mend_all(&[("a.md", "older bad")]);
    assert_eq!(texts["a.md"], "good good");
    assert!(mended.remaining.is_empty());
    let before: Vec<_> = mended.files[0].edits.iter().map(|edit| &*edit.before).collect();
    assert_eq!(before, ["older", "bad", "bad"]);
}

#[test]
fn a_file_that_would_get_worse_stays_and_the_others_are_mended() {
    let (texts, mended) = mend_all(&[("a.md", "bad trap"), ("b.md", "bad")]);
    assert_eq!(texts, [("b.md".to_owned(), "good".to_owned())].into());
    assert_eq!(mended.refused, ["a.md"]);
    assert_eq!(mended.remaining.len(), 2);
    assert_eq!(
        describe(&mended),
        "b.md:1: bad → good [P104]\na.md: left as it is: its fixes would uncover more errors than they mend\n"
    );
}

#[test]
fn a_fix_that_does_not_mend_is_not_kept() {
    let source = Source::new("a.md", "bad");
    let error = |source: &Arc<Source>| Diagnostic::at(&CODE, source, Span::new(0, 0), "m").fix("more ");
    let mended = mend(vec![error(&source)], &mut |overlay| overlay.values().map(error).collect());
    assert!(mended.files.is_empty());
    assert_eq!(mended.refused, ["a.md"]);
}

#[test]
fn nothing_is_kept_that_harms_a_file_which_is_not_mended() {
    let (one, other) = (Source::new("a.md", "bad"), Source::new("b.md", "uses bad"));
    let error = |source: &Arc<Source>| Diagnostic::at(&CODE, source, Span::new(0, 3), "m");
    let mended = mend(vec![error(&one).fix("good")], &mut |overlay| match overlay.get("a.md") {
        Some(_) => vec![error(&other)],
        None => vec![error(&one).fix("good")],
    });
    assert!(mended.files.is_empty());
    assert_eq!(mended.refused, ["a.md"]);
    assert_eq!(mended.remaining.len(), 1);
    assert_eq!(mended.remaining[0].place.path(), "a.md");
}

#[test]
fn overlapping_fixes_never_mix() {
    let source = Source::new("a.md", "abcdef");
    let fix = |from, to, text: &str| Diagnostic::at(&CODE, &source, Span::new(from, to), "m").fix(text);
    let mended =
        mend(vec![fix(0, 4, "X"), fix(2, 6, "Y"), fix(4, 4, "-"), fix(4, 4, "+")], &mut |_| Vec::new());
    assert_eq!(mended.files[0].after.text(), "X-ef");
}

#[test]
fn a_fix_outside_of_the_text_is_none() {
    let source = Source::new("a.md", "ä");
    let fix = |from, to| Diagnostic::at(&CODE, &source, Span::new(from, to), "m").fix("x");
    let mended = mend(vec![fix(1, 2), fix(7, 9)], &mut |_| Vec::new());
    assert!(mended.files.is_empty());
}

#[test]
fn saving_replaces_the_file_and_keeps_its_permissions() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("accounts")).expect("a folder");
    let path = folder.path().join("accounts/a.md");
    fs::write(&path, "bad").expect("writing");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
    }
    let (_, mended) = mend_all(&[("accounts/a.md", "bad")]);
    assert!(save(folder.path(), &mended).is_empty());
    assert_eq!(fs::read_to_string(&path).expect("reading"), "good");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).expect("metadata").permissions().mode() & 0o777, 0o640);
    }
    let names: Vec<_> = fs::read_dir(path.parent().expect("a folder")).expect("listing").collect();
    assert_eq!(names.len(), 1, "no temporary file stays");
}

#[test]
fn a_file_that_was_changed_meanwhile_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.md"), "bad, and more").expect("writing");
    let (_, mended) = mend_all(&[("a.md", "bad")]);
    let failed = save(folder.path(), &mended);
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].1.to_string(), "it was changed meanwhile");
    assert_eq!(fs::read_to_string(folder.path().join("a.md")).expect("reading"), "bad, and more");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_what_lies_outside_is_left_alone() {
    let outside = tempfile::tempdir().expect("a folder");
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("o.md"), "bad").expect("writing");
    fs::write(folder.path().join("real.md"), "bad").expect("writing");
    std::os::unix::fs::symlink("real.md", folder.path().join("link.md")).expect("linking");
    std::os::unix::fs::symlink(outside.path().join("o.md"), folder.path().join("out.md")).expect("linking");
    let (_, mended) = mend_all(&[("link.md", "bad"), ("out.md", "bad")]);
    let failed = save(folder.path(), &mended);
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].0, "out.md");
    assert!(folder.path().join("link.md").is_symlink());
    assert_eq!(fs::read_to_string(folder.path().join("real.md")).expect("reading"), "good");
    assert_eq!(fs::read_to_string(outside.path().join("o.md")).expect("reading"), "bad");
}
