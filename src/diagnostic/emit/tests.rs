//! Every format over the same few problems, with the whole expected output.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::diagnostic::codes::CodeInfo;
use crate::text::{Place, Source, Span};

static UNKNOWN: CodeInfo = CodeInfo {
    code: "P104",
    name: "unknown-choice",
    severity: Severity::Error,
    summary: "A word that is not one of the choices.",
    explanation: "Only these words are understood.",
    bad: "role: boss",
    good: "role: decision-maker",
};
static STALE: CodeInfo = CodeInfo {
    code: "P501",
    name: "review-overdue",
    severity: Severity::Warning,
    summary: "A plan that was not reviewed.",
    explanation: "Review it.",
    bad: "reviewed: 2020-01-01",
    good: "reviewed: 2026-01-01",
};

/// The place of the only `what` in a source.
fn place(source: &Arc<Source>, what: &str) -> Place {
    let start = source.text().find(what).expect("the text is there");
    Place::new(source, Span::new(start, start + what.len()))
}

fn acme() -> Arc<Source> {
    Source::new(
        "accounts/acme.md",
        "\u{feff}---\naccount: Ácme\nstakeholders:\n  - {id: ana, name: Äna, role: boss}\nreviewed: 2020-01-01\n---\n",
    )
}

/// An error with everything, and a warning with nothing.
fn found() -> Vec<Diagnostic> {
    let acme = acme();
    let other = Source::new("accounts/über,alles.md", "---\nid: ana\n---\n");
    vec![
        Diagnostic::new(&UNKNOWN, place(&acme, "boss"), "\"boss\" is no role: 100% wrong")
            .help("Write decision-maker.")
            .label(place(&acme, "ana"), "in this stakeholder")
            .label(place(&other, "ana"), "as here")
            .fix("decision-maker"),
        Diagnostic::new(&STALE, place(&acme, "2020-01-01"), "This plan was last reviewed 2464 days ago"),
    ]
}

fn shown(format: Format, diagnostics: &[Diagnostic]) -> String {
    shown_with(format, diagnostics, Style::default(), None)
}

fn shown_with(format: Format, diagnostics: &[Diagnostic], style: Style, code_url: Option<&str>) -> String {
    let plans: BTreeSet<String> =
        ["accounts/acme.md", "accounts/bolt.md", "accounts/über,alles.md"].map(String::from).into();
    let report = Report { diagnostics, plans: &plans, as_of: "2026-09-30", code_url, prefix: "" };
    let mut out = Vec::new();
    emit(format, &report, style, &mut out).expect("writing to memory");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn short_is_one_line_a_problem() {
    assert_eq!(
        shown(Format::Short, &found()),
        "accounts/acme.md:4:32: error[P104]: \"boss\" is no role: 100% wrong\n\
         accounts/acme.md:5:11: warning[P501]: This plan was last reviewed 2464 days ago\n"
    );
}

#[test]
fn json_has_the_keys_of_the_contract_in_their_order() {
    // Offsets count bytes, the byte-order mark's three too: the second line starts at 7, the third at 22 (Á is
    // two bytes), the fourth at 36; "boss" is its 32nd character and, after Ä, its 33rd byte.
    assert_eq!(
        shown_with(Format::Json, &found(), Style::default(), Some("https://plans.example/checks/#{code}")),
        r#"{"planc": 1, "as_of": "2026-09-30", "summary": {"plans":3,"errors":1,"warnings":1,"info":0}, "diagnostics": [
  {"code":"P104","severity":"error","message":"\"boss\" is no role: 100% wrong","help":"Write decision-maker.","file":"accounts/acme.md","span":{"start":{"line":4,"column":32,"offset":68},"end":{"line":4,"column":36,"offset":72}},"labels":[{"message":"in this stakeholder","file":"accounts/acme.md","span":{"start":{"line":4,"column":10,"offset":45},"end":{"line":4,"column":13,"offset":48}}},{"message":"as here","file":"accounts/über,alles.md","span":{"start":{"line":2,"column":5,"offset":8},"end":{"line":2,"column":8,"offset":11}}}],"fix":{"replacement":"decision-maker"},"url":"https://plans.example/checks/#P104"},
  {"code":"P501","severity":"warning","message":"This plan was last reviewed 2464 days ago","file":"accounts/acme.md","span":{"start":{"line":5,"column":11,"offset":84},"end":{"line":5,"column":21,"offset":94}},"labels":[],"url":"https://plans.example/checks/#P501"}
]}
"#
    );
}

#[test]
fn json_without_problems_is_an_empty_list() {
    let text = shown(Format::Json, &[]);
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(value["diagnostics"], serde_json::json!([]));
    assert_eq!(value["summary"], serde_json::json!({"plans": 3, "errors": 0, "warnings": 0, "info": 0}));
}

#[test]
fn human_shows_the_excerpt_the_labels_and_the_help() {
    assert_eq!(
        shown(Format::Human, &found()),
        "  error[P104]: \"boss\" is no role: 100% wrong
   ╭─[accounts/acme.md:4:32]
 3 │ stakeholders:
 4 │   - {id: ana, name: Äna, role: boss}
   ·          ─┬─                   ────
   ·           ╰── in this stakeholder
 5 │ reviewed: 2020-01-01
   ╰────
  note: as here
   ╭─[accounts/über,alles.md:2:5]
 1 │ ---
 2 │ id: ana
   ·     ───
 3 │ ---
   ╰────
  help: Write decision-maker.

  warning[P501]: This plan was last reviewed 2464 days ago
   ╭─[accounts/acme.md:5:11]
 4 │   - {id: ana, name: Äna, role: boss}
 5 │ reviewed: 2020-01-01
   ·           ──────────
 6 │ ---
   ╰────

1 error and 1 warning in 1 of 3 plans; `planc check --fix` mends 1
"
    );
}

#[test]
fn colours_come_only_when_asked_for() {
    let colored = Style { color: true, ..Style::default() };
    assert!(!shown(Format::Human, &found()).contains('\u{1b}'));
    assert!(shown_with(Format::Human, &found(), colored, None).contains("\u{1b}[31merror[P104]:\u{1b}[0m"));
}

#[test]
fn a_place_without_length_at_the_end_of_the_file_is_shown() {
    for (text, line, column) in [("", 1, 1), ("---\n", 2, 1), ("---\nid: x", 2, 6)] {
        let source = Source::new("accounts/acme.md", text);
        let diagnostic = Diagnostic::at(&STALE, &source, Span::at(text.len()), "Something ends here");
        let out = shown(Format::Human, &[diagnostic]);
        assert!(out.contains(&format!("[accounts/acme.md:{line}:{column}]")), "{out}");
        assert!(out.contains('▲'), "{out}");
    }
}

#[test]
fn of_a_place_over_many_lines_the_first_is_shown() {
    let text = format!("---\n{}---\n", "key: value\n".repeat(50));
    let source = Source::new("accounts/acme.md", &*text);
    let out = shown(
        Format::Human,
        &[Diagnostic::at(&STALE, &source, Span::new(4, text.len() - 4), "All of this is wrong")],
    );
    assert!(out.lines().count() < 12, "{out}");
    assert!(out.contains(" 2 │ key: value\n   · ──────────\n"), "{out}");
}

#[test]
fn labels_far_apart_in_one_file_have_an_excerpt_each() {
    let text = format!("---\nfirst: x\n{}second: y\n---\n", "key: value\n".repeat(50));
    let source = Source::new("accounts/acme.md", &*text);
    let out = shown(
        Format::Human,
        &[Diagnostic::new(&STALE, place(&source, "second"), "Twice")
            .label(place(&source, "first"), "first here")],
    );
    assert_eq!(
        out,
        "  warning[P501]: Twice
    ╭─[accounts/acme.md:53:1]
 52 │ key: value
 53 │ second: y
    · ──────
 54 │ ---
    ╰────
  note: first here
   ╭─[accounts/acme.md:2:1]
 1 │ ---
 2 │ first: x
   · ─────
 3 │ key: value
   ╰────

1 warning in 1 of 3 plans
"
    );
}

#[test]
fn messages_and_help_are_filled_to_the_width() {
    let source = Source::new("accounts/acme.md", "---\n");
    let diagnostic = Diagnostic::at(
        &STALE,
        &source,
        Span::new(0, 3),
        "This plan was last reviewed 2464 days ago, on 2020-01-01",
    )
    .help("review it, then write the day, as in `reviewed: 2026-09-30`\nor not");
    let style = Style { width: 40, ..Style::default() };
    assert_eq!(
        shown_with(Format::Human, &[diagnostic], style, None),
        "  warning[P501]: This plan was last
  │ reviewed 2464 days ago, on
  │ 2020-01-01
   ╭─[accounts/acme.md:1:1]
 1 │ ---
   · ───
   ╰────
  help: review it, then write the day,
        as in `reviewed: 2026-09-30`
        or not

1 warning in 1 of 3 plans
"
    );
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text = format!("---\nnote: {} HERE {}\n---\n", "x".repeat(500), "y".repeat(500));
    let source = Source::new("accounts/acme.md", &*text);
    let out = shown(Format::Human, &[Diagnostic::new(&STALE, place(&source, "HERE"), "Look there")]);
    assert!(out.contains("[accounts/acme.md:2:508]"), "{out}");
    let line = out.lines().find(|line| line.contains("HERE")).expect("the line is shown");
    assert!(line.contains("│ …xxx") && line.ends_with("yyy…"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
    // The underline stands under the word.
    let mark = out.lines().find(|line| line.contains('─') && line.contains('·')).expect("underlined");
    let column = |line: &str, what: char| line.chars().position(|c| c == what);
    assert_eq!(column(line, 'H'), column(mark, '─'), "{out}");
}

#[test]
fn what_steers_a_terminal_is_shown_instead() {
    let source = Source::new(
        "accounts/a\u{1b}[2Jb.md",
        "---\naccount: \u{1b}]0;owned\u{7}\u{202e}txet\u{9b}31m\r\n---\n",
    );
    let diagnostics = [Diagnostic::new(&STALE, place(&source, "txet"), "Message \u{1b}[31m\u{202e}")
        .help("Help \u{1b}c\nmore")];
    for format in [
        Format::Human,
        Format::Short,
        Format::Json,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
    ] {
        let out = shown(format, &diagnostics);
        assert!(!out.chars().any(|c| c != '\n' && terminal::steers(c)), "{format:?}: {out:?}");
    }
    let out = shown(Format::Human, &diagnostics);
    assert!(out.contains("account: ␛]0;owned␇<U+202E>txet<U+009B>31m"), "{out}");
    assert!(out.contains("Message ␛[31m<U+202E>"), "{out}");
    // Programs get the very text.
    let value: serde_json::Value = serde_json::from_str(&shown(Format::Json, &diagnostics)).expect("JSON");
    assert_eq!(value["diagnostics"][0]["message"], "Message \u{1b}[31m\u{202e}");
}

#[test]
fn github_commands_escape_what_would_end_them() {
    let lines: Vec<String> = shown(Format::Github, &found()).lines().map(String::from).collect();
    assert_eq!(
        lines,
        [
            "::error file=accounts/acme.md,line=4,endLine=4,col=32,endColumn=36,title=P104 unknown-choice::\
             \"boss\" is no role: 100%25 wrong%0Ahelp: Write decision-maker.\
             %0Aaccounts/acme.md:4:10: in this stakeholder%0Aaccounts/über,alles.md:2:5: as here",
            "::warning file=accounts/acme.md,line=5,endLine=5,col=11,endColumn=21,title=P501 review-overdue::\
             This plan was last reviewed 2464 days ago",
        ]
    );
    let other = Source::new("accounts/a,b:c%d.md", "x\r\ny");
    let out = shown(Format::Github, &[Diagnostic::new(&STALE, place(&other, "x\r\ny"), "a\r\nb")]);
    assert_eq!(
        out,
        "::warning file=accounts/a%2Cb%3Ac%25d.md,line=1,endLine=2,title=P501 review-overdue::a b\n"
    );
}

#[test]
fn gitlab_fingerprints_are_unique_and_do_not_move_with_the_lines() {
    let fingerprints = |text: &str| -> Vec<String> {
        let source = Source::new("accounts/acme.md", text);
        let found: Vec<_> = text
            .match_indices("boss")
            .map(|(at, _)| Diagnostic::at(&UNKNOWN, &source, Span::new(at, at + 4), "No role"))
            .collect();
        let value: serde_json::Value = serde_json::from_str(&shown(Format::Gitlab, &found)).expect("JSON");
        assert_eq!(value[0]["severity"], "major");
        assert_eq!(value[0]["location"]["path"], "accounts/acme.md");
        let list = value.as_array().expect("a list");
        list.iter().map(|item| item["fingerprint"].as_str().expect("text").to_owned()).collect()
    };
    let before = fingerprints("role: boss\nrole: boss\nrole: boss\n");
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(before, fingerprints("# new\n\nrole: boss\nrole: boss\nx: 1\nrole: boss\n"));
}

#[test]
fn fnv_1a_has_its_published_value() {
    // RFC 9923, appendix: FNV-1a 128 of "a". The separator between the parts follows it.
    let a: u128 = 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964;
    assert_eq!(
        gitlab::fingerprint(&["a"]),
        (a ^ 0xff).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    );
}

#[test]
fn junit_has_a_case_a_plan_and_fails_those_with_errors() {
    let text = shown(Format::Junit, &found());
    assert_eq!(
        text,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="planc" tests="3" failures="1" errors="0" skipped="0">
  <testsuite name="planc check" tests="3" failures="1" errors="0" skipped="0">
    <testcase classname="planc" name="accounts/acme.md" file="accounts/acme.md">
      <failure message="&quot;boss&quot; is no role: 100% wrong" type="P104">accounts/acme.md:4:32: error[P104]: &quot;boss&quot; is no role: 100% wrong&#10;  help: Write decision-maker.</failure>
      <system-out>accounts/acme.md:5:11: warning[P501]: This plan was last reviewed 2464 days ago</system-out>
    </testcase>
    <testcase classname="planc" name="accounts/bolt.md" file="accounts/bolt.md"/>
    <testcase classname="planc" name="accounts/über,alles.md" file="accounts/über,alles.md"/>
  </testsuite>
</testsuites>
"#
    );
}

#[test]
fn junit_counts_problems_outside_plans() {
    let config = Source::new("planc.yaml", "x: <&>\u{1}");
    let text = shown(Format::Junit, &[Diagnostic::new(&UNKNOWN, place(&config, "x"), "a < b & \"c\"\u{1}")]);
    assert!(text.contains(r#"tests="4" failures="1""#), "{text}");
    assert!(text.contains("a &lt; b &amp; &quot;c&quot;\u{fffd}"), "{text}");
}

#[test]
fn sarif_carries_rules_results_and_fixes() {
    let value: serde_json::Value = serde_json::from_str(&shown(Format::Sarif, &found())).expect("JSON");
    let run = &value["runs"][0];
    assert_eq!(value["version"], "2.1.0");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "P104");
    let result = &run["results"][0];
    assert_eq!(result["level"], "error");
    assert_eq!(result["ruleIndex"], 0);
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        *region,
        serde_json::json!({"startLine": 4, "startColumn": 32, "endLine": 4, "endColumn": 36, "byteOffset": 68, "byteLength": 4})
    );
    assert_eq!(
        result["relatedLocations"][1]["physicalLocation"]["artifactLocation"]["uri"],
        "accounts/%C3%BCber%2Calles.md"
    );
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "decision-maker");
    assert_eq!(run["results"][1]["level"], "warning");
}

#[test]
fn the_summary_counts_plans_and_names_other_files() {
    let line = |diagnostics: &[Diagnostic]| {
        let plans: BTreeSet<String> = ["accounts/acme.md".to_owned(), "accounts/bolt.md".to_owned()].into();
        let report = Report { diagnostics, plans: &plans, as_of: "2026-09-30", code_url: None, prefix: "" };
        summary_line(&report)
    };
    let at = |path: &str, severity| {
        let source = Source::new(path, "x");
        Diagnostic::at(&STALE, &source, Span::new(0, 1), "m").severity(severity)
    };
    use Severity::{Error, Info, Warning};
    assert_eq!(line(&[]), "2 plans, nothing to mend");
    assert_eq!(
        line(&[at("accounts/acme.md", Error), at("accounts/acme.md", Error)]),
        "2 errors in 1 of 2 plans"
    );
    assert_eq!(
        line(&[at("accounts/acme.md", Error), at("accounts/bolt.md", Warning), at("planc.yaml", Info)]),
        "1 error, 1 warning and 1 note in 2 of 2 plans and planc.yaml"
    );
    assert_eq!(line(&[at("planc.yaml", Error)]), "1 error in planc.yaml");
}

/// Texts with all that makes places hard: line ends of every kind, tabs, wide and invisible characters.
fn texts() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let piece = prop_oneof![
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\t"),
        Just("ä"),
        Just("👩‍🚀"),
        Just("漢"),
        Just("\u{feff}"),
        Just("\u{202e}"),
        Just("\u{1b}[31m"),
        Just("key: value"),
        Just("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest::proptest! {
    #[test]
    fn any_place_in_any_text_can_be_shown_in_every_format(
        text in texts(),
        other in texts(),
        spans in proptest::collection::vec((0_usize..400, 0_usize..400), 1..5),
        width in 0_usize..200,
        color: bool,
        unicode: bool,
    ) {
        let source = Source::new("accounts/acme.md", &*text);
        let other = Source::new("accounts/\u{1b}other.md", &*other);
        let mut places = spans.iter().enumerate().map(|(at, (start, end))| {
            Place::new(if at == 2 { &other } else { &source }, Span::new(*start, *end))
        });
        let mut diagnostic = Diagnostic::new(&UNKNOWN, places.next().expect("at least one"), &*text)
            .help(text.clone())
            .fix(text.clone());
        for place in places {
            diagnostic = diagnostic.label(place, text.clone());
        }
        let style = Style { color, unicode, width };
        for format in [Format::Human, Format::Short, Format::Json, Format::Sarif, Format::Github, Format::Gitlab, Format::Junit] {
            let out = shown_with(format, std::slice::from_ref(&diagnostic), style, None);
            let steering = out.chars().any(|c| terminal::steers(c) && c != '\n' && !(color && c == '\u{1b}'));
            proptest::prop_assert!(!steering, "{format:?}: {out:?}");
            if format == Format::Short || format == Format::Github {
                proptest::prop_assert_eq!(out.lines().count(), 1);
            }
            if matches!(format, Format::Json | Format::Sarif | Format::Gitlab) {
                proptest::prop_assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok());
            }
        }
    }
}
