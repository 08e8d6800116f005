//! `check --fix` over every annotated plan and every bad example of the gallery: each fix mends what it is
//! for, nothing gets worse, and nothing else changes.

use planc::diagnostic::{Diagnostic, Severity, codes};
use planc::fix::{self, Mended};
use planc::session::{Ask, Session};
use planc::source::Overlay;

use crate::support::{Files, as_of};
use crate::{gallery, ui};

/// Mends a portfolio in memory. What the framework misses is left out: most of these plans are short, and a
/// mend that lets a plan be read uncovers all that it lacks.
fn mended(files: &Files) -> (Vec<Diagnostic>, Mended) {
    let ask = Ask { as_of: as_of() };
    let mut session = Session::new();
    let framework = codes::all().filter(|code| code.code.starts_with("P3") || code.code.starts_with("P5"));
    let rules: String = framework.map(|code| format!("  {}: off\n", code.code)).collect();
    let mut files = files.clone();
    let config = files.bytes.entry("planc.yaml".into()).or_default();
    config.extend_from_slice(format!("rules:\n{rules}").as_bytes());
    let files = &files;
    let found: Vec<_> = session.compile(files, &ask).diagnostics.into_iter().collect();
    let mended = fix::mend(found.clone(), &mut |texts| {
        session.compile(&Overlay { tree: files, texts }, &ask).diagnostics.into_iter().collect()
    });
    (found, mended)
}

/// What is wrong with how a portfolio was mended.
fn complaints(name: &str, files: &Files) -> Vec<String> {
    let (found, mended) = mended(files);
    let mut wrong = Vec::new();
    if !mended.refused.is_empty() {
        let was: Vec<_> =
            found.iter().filter(|d| mended.refused.iter().any(|p| p == d.place.path())).collect();
        let was: Vec<_> = was.iter().map(|d| format!("{} {}", d.code.code, d.message)).collect();
        wrong.push(format!("{name}: {:?} can't be mended: {}", mended.refused, was.join("; ")));
    }
    let left: Vec<_> =
        mended.remaining.iter().filter(|d| d.fix.is_some()).map(|d| d.message.as_str()).collect();
    if !left.is_empty() && mended.refused.is_empty() {
        wrong.push(format!("{name}: fixes were left out: {left:?}"));
    }
    for file in &mended.files {
        let path = file.before.path();
        let errors = |list: &[Diagnostic]| {
            list.iter().filter(|d| d.place.path() == path && d.severity == Severity::Error).count()
        };
        if errors(&mended.remaining) > errors(&found) {
            wrong.push(format!("{name}: {path} is worse:\n{}", file.after.text()));
        }
        // Every line that no fix touched stands as it did, its line ending too.
        let touched: Vec<u32> = found.iter().filter(|d| d.fix.is_some()).flat_map(lines).collect();
        let kept = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
        let after = kept(file.after.text());
        for (number, line) in (1..).zip(kept(file.before.text())) {
            if !touched.contains(&number) && !after.contains(&line) {
                wrong.push(format!("{name}: {path}:{number} was changed: {line:?}"));
            }
        }
    }
    wrong
}

/// The lines that a diagnostic's place covers.
fn lines(diagnostic: &Diagnostic) -> std::ops::RangeInclusive<u32> {
    let source = &diagnostic.place.source;
    source.line(diagnostic.place.span.start)..=source.line(diagnostic.place.span.end)
}

#[test]
fn a_fix_that_would_leave_more_errors_is_not_made() {
    // With the space that is missing, `id` no longer stands above `name`: two lines would be uneven.
    let plan = "---\naccount: Bolt\nowner: jo.park\nstakeholders:\n  -id: ana\n   name: Ana\n   role: champion\n---\n";
    let (found, mended) = mended(&gallery::base().with("accounts/bolt.md", plan));
    assert_eq!(found.iter().filter(|d| d.place.path() == "accounts/bolt.md" && d.fix.is_some()).count(), 1);
    assert_eq!(mended.refused, ["accounts/bolt.md"]);
    assert!(mended.files.is_empty());
}

#[test]
fn every_fix_of_the_annotated_plans_makes_them_better_and_changes_nothing_else() {
    let wrong: Vec<String> = ui::portfolios()
        .iter()
        .filter(|(name, _)| name != "yaml/no-space-after-dash")
        .flat_map(|(name, files)| complaints(name, files))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fix_of_the_gallery_makes_its_example_better_and_changes_nothing_else() {
    let wrong: Vec<String> =
        gallery::bad_portfolios().iter().flat_map(|(name, files)| complaints(name, files)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_file_with_a_byte_order_mark_crlf_and_comments_keeps_them() {
    let text = "\u{feff}---\r\naccount: Café   # the client\r\nowner: 'jo.park'\r\ntier:   stratgic # mend me\r\n---\r\n";
    let files = gallery::base().with("accounts/cafe.md", text);
    let (_, mended) = mended(&files);
    let after =
        mended.files.iter().find(|file| file.before.path() == "accounts/cafe.md").expect("it is mended");
    assert_eq!(after.after.text(), text.replace("stratgic", "strategic"));
}
