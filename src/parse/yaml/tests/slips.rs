//! The slips of people who don't know YAML: each is found, at its place, and does not hide what follows.

use super::*;

/// A text, what is said of it (the start of each), and what it is taken as.
type Case = (&'static str, &'static [&'static str], &'static str);

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (text, expected, tree) in cases {
        let (read, told) = super::read(text);
        let same = told.len() == expected.len()
            && told.iter().zip(*expected).all(|(told, expected)| told.starts_with(expected));
        if !same || read != *tree {
            wrong.push(format!(
                "{text:?}\n  said {told:#?}\n  expected {expected:#?}\n  read {read}\n  expected {tree}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn colons_in_texts() {
    check(&[
        (
            "risks:\n  - risk: The COO leaves: no sponsor\n    impact: high\n",
            &[
                "2:11 P022 A text with a colon and a space in it must be in quotes: `The COO leaves: no sponsor`",
            ],
            r#"{"risks": [{"risk": q"The COO leaves: no sponsor" "impact": "high" } ] }"#,
        ),
        (
            "start: 2026-01-01 end: 2026-12-31\nid: x\n",
            &["1:8 P022 `end: 2026-12-31` stands on the same line as the value before it"],
            r#"{"start": q"2026-01-01" "id": "x" }"#,
        ),
        ("a: They leave:\nb: 1\n", &["1:4 P022"], r#"{"a": q"They leave:" "b": "1" }"#),
        ("a: Agreed: one\n  two\nb: 1\n", &["1:4 P022"], r#"{"a": q"Agreed: one two" "b": "1" }"#),
        (
            "a: We agreed\n  on one thing: the date\nb: 1\n",
            &["1:4 P022"],
            r#"{"a": q"We agreed on one thing: the date" "b": "1" }"#,
        ),
        ("a: {b: see: this, c: d}\n", &["1:8 P022"], r#"{"a": {"b": q"see: this" "c": "d" } }"#),
    ]);
}

#[test]
fn keys_and_what_parts_them_from_values() {
    check(&[
        (
            "tier = key\nid:= x\nowner=>y\n",
            &["1:6 P027 `=`", "2:3 P027 `:=`", "3:6 P027 `=>`"],
            r#"{"tier": "key" "id": "x" "owner": "y" }"#,
        ),
        ("owner：maria\n", &["1:6 P027 `：`"], r#"{"owner": "maria" }"#),
        (
            "owner:maria\ntier: key\n",
            &["1:6 P028 A space is missing after `owner:`"],
            r#"{"owner": "maria" "tier": "key" }"#,
        ),
        (
            "owner:\u{a0}maria\n",
            &["1:6 P028 The space after `owner:` is a special one"],
            r#"{"owner": "maria" }"#,
        ),
        ("a: {b:1, c: 2}\n", &["1:6 P028"], r#"{"a": {"b": "1" "c": "2" } }"#),
        ("a: {b: 1, http://c}\n", &[], r#"{"a": {"b": "1" "http://c": "" } }"#),
        (
            "industry Food\nid: x\n",
            &["1:1 P030 `industry Food` is not a key with its value"],
            r#"{"industry": "Food" "id": "x" }"#,
        ),
        (
            "stakeholders\n  - id: a\nid: x\n",
            &["1:1 P030 A colon is missing after `stakeholders`"],
            r#"{"stakeholders": [{"id": "a" } ] "id": "x" }"#,
        ),
        (
            "owner:\nmaria\nid: x\n",
            &["2:1 P030 `maria` is not indented below its key"],
            r#"{"owner": "maria" "id": "x" }"#,
        ),
        (
            "a: 1\n// note\n<!-- x -->\nb: 2\n",
            &["2:1 P030 `// note` is no comment", "3:1 P030"],
            r#"{"a": "1" "b": "2" }"#,
        ),
        ("a: 1\nb: 2\na: 3\n", &["3:1 P031 `a` stands here a second time"], r#"{"a": "1" "b": "2" }"#),
        (
            "a:\n  b: 1\n  b: 2\nc: {d: 1, d: 2}\n",
            &["3:3 P031", "4:11 P031"],
            r#"{"a": {"b": "1" } "c": {"d": "1" } }"#,
        ),
        (": x\na: 1\n", &["1:1 P030"], r#"{"a": "1" }"#),
        (
            "a: x: y\nb = c\nd:e\nf: 'g\n",
            &["1:4 P022", "2:3 P027", "3:2 P028", "4:4 P024"],
            r#"{"a": q"x: y" "b": "c" "d": "e" "f": q"g" }"#,
        ),
    ]);
}

#[test]
fn quotes() {
    check(&[
        (
            "a: 'The client's time'\nb: 1\n",
            &["1:15 P023 An apostrophe inside of the text ends it too early"],
            r#"{"a": q"The client's time" "b": "1" }"#,
        ),
        ("a: 'one's two's'\n", &["1:8 P023", "1:14 P023"], r#"{"a": q"one's two's" }"#),
        ("a: 'Client's ERP\nb: 1\n", &["1:11 P023"], r#"{"a": q"Client's ERP" "b": "1" }"#),
        (
            "a: \"The \"big\" one\"\n",
            &["1:9 P023 A double quote", "1:13 P023"],
            r#"{"a": q"The \"big\" one" }"#,
        ),
        (
            "a: 't Hooft\nb: 1\n",
            &["1:4 P024 The quote `'` that starts here has no end"],
            r#"{"a": q"t Hooft" "b": "1" }"#,
        ),
        ("- a: \"x\n  b: y\n", &["1:1 P019"], "nothing"),
        ("l:\n  - a: \"x\n    b: \"y\"\n", &["2:8 P024"], r#"{"l": [{"a": q"x" "b": q"y" } ] }"#),
        ("a: \"Acme  # the client\nb: 1\n", &["1:4 P024"], r#"{"a": q"Acme" "b": "1" }"#),
        ("a: \"x\n  y\nb: 1\n", &["1:4 P024"], r#"{"a": q"x" "b": "1" }"#),
        (
            "a: \"Acme\" Ltd\n",
            &["1:11 P025 `Ltd` stands after the closing quote"],
            r#"{"a": q"\"Acme\" Ltd" }"#,
        ),
        (
            "a: \"Acme\",\nb: 1\n",
            &["1:10 P025 A comma follows the text in quotes"],
            r#"{"a": q"Acme" "b": "1" }"#,
        ),
        (
            "a: “Acme”\n“b”: ‘c’\n",
            &["1:4 P026 Typographic quotes stand around this text", "2:1 P026", "2:6 P026"],
            r#"{"a": "Acme" "b": "c" }"#,
        ),
        (
            "a: “Great,” she said\nb: „x“\nc: «y»\n",
            &["2:4 P026", "3:4 P026"],
            r#"{"a": "“Great,” she said" "b": "x" "c": "y" }"#,
        ),
        (
            "a: “Northwind: Traders”\n",
            &["1:4 P026 Typographic quotes don't hold a text together here"],
            r#"{"a": q"Northwind: Traders" }"#,
        ),
        ("a: \"C:\\plans\"\n", &["1:7 P046 `\\p` means nothing"], r#"{"a": q"C:\\plans" }"#),
        ("a: \"\\uD800 \\xZZ\"\n", &["1:5 P046", "1:12 P046"], r#"{"a": q"\\uD800 \\xZZ" }"#),
        ("a: [\"b, c]\nd: 1\n", &["1:5 P024"], r#"{"a": [q"b" "c" ] "d": "1" }"#),
        ("a: ['b's, c]\n", &["1:7 P023"], r#"{"a": [q"b's" "c" ] }"#),
    ]);
}

#[test]
fn first_characters() {
    check(&[
        (
            "a: >= 95%\nb: |x\nc: %5\nd: `e`\nf: & Sons\n",
            &["1:4 P032 A text that starts with `>`", "2:4 P032", "3:4 P032", "4:4 P032", "5:4 P032"],
            r#"{"a": q">= 95%" "b": q"|x" "c": q"5%" "d": q"`e`" "f": q"& Sons" }"#,
        ),
        // A handle in quotes would still name nobody: one problem, told once.
        (
            "a: @maria\nb: @ home\n",
            &["1:4 P032 A text that starts with `@`", "2:4 P032"],
            r#"{"a": INVALID "b": q"@ home" }"#,
        ),
        (
            "a: *bold*\nb: *name\nc: [*x, *y*]\n",
            &["1:4 P032", "2:4 P039 `*name` repeats nothing", "3:5 P039", "3:9 P032"],
            r#"{"a": q"*bold*" "b": q"*name" "c": [q"*x" q"*y*" ] }"#,
        ),
        (
            "a: !now\nb: !x y\nc: ! z\nd: !!str 5\n",
            &["1:4 P032", "2:4 P040 A value can't start with `!x`", "3:4 P032", "4:4 P040"],
            r#"{"a": q"!now" "b": "y" "c": q"! z" "d": "5" }"#,
        ),
        ("a: ? who\nb: : x\n", &["1:4 P032", "2:4 P032"], r#"{"a": q"? who" "b": q": x" }"#),
        (
            "<<: *x\na: &x {b: 1}\nc: {<<: *x, d: 1}\n",
            &["1:5 P039", "1:1 P041", "3:5 P041"],
            r#"{"a": {"b": "1" } "c": {"d": "1" } }"#,
        ),
        (
            "a: Head of #1 program\nb: #vip\nc: x # note\nd: y  #note\n",
            &["1:12 P037 `#` starts a comment, so only `Head of` is read here", "2:4 P037"],
            r#"{"a": "Head of" "b": "" "c": "x" "d": "y" }"#,
        ),
    ]);
}

#[test]
fn indentation() {
    check(&[
        (
            "a:\n\tb: 1\n\tc: 2\nd: 3\n",
            &["2:1 P020 A tab stands before `b: 1`", "3:1 P020"],
            r#"{"a": {"b": "1" "c": "2" } "d": "3" }"#,
        ),
        (
            "l:\n\t- a: 1\n\t  b: 2\n\t- a: 3\n",
            &["2:1 P020", "3:1 P020", "4:1 P020"],
            r#"{"l": [{"a": "1" "b": "2" } {"a": "3" } ] }"#,
        ),
        ("l:\n    - a: 1\n\tb: 2\n", &["3:1 P020"], r#"{"l": [{"a": "1" "b": "2" } ] }"#),
        ("a:\n\u{a0}\u{a0}b: 1\n", &["2:1 P020 A special space"], r#"{"a": {"b": "1" } }"#),
        ("a:\t1\nb: 2\t# c\n\t\n", &[], r#"{"a": "1" "b": "2" }"#),
        (
            "a: 1\n  b: 2\nc: 3\n",
            &["2:3 P021 `b` starts at column 3, the lines that it belongs to at column 1"],
            r#"{"a": "1" "b": "2" "c": "3" }"#,
        ),
        (
            "p:\n    a: 1\n  b: 2\nc: 3\n",
            &["3:3 P021 `b` starts at column 3, the lines that it belongs to at column 5"],
            r#"{"p": {"a": "1" "b": "2" } "c": "3" }"#,
        ),
        (
            "l:\n  - a: 1\n   b: 2\n  - a: 3\n     b: 4\n",
            &["3:4 P021", "5:6 P021"],
            r#"{"l": [{"a": "1" "b": "2" } {"a": "3" "b": "4" } ] }"#,
        ),
        (
            "l:\n  - {a: 1}\n - {a: 2}\n   - {a: 3}\n",
            &["3:2 P021", "4:4 P021"],
            r#"{"l": [{"a": "1" } {"a": "2" } {"a": "3" } ] }"#,
        ),
        (
            "l:\n  - id: a\n  name: b\n  - id: c\n",
            &["3:3 P021"],
            r#"{"l": [{"id": "a" "name": "b" } {"id": "c" } ] }"#,
        ),
        (
            " a: 1\nb: 2\nc: 3\n",
            &["1:2 P021 `a` starts further right than the lines below it"],
            r#"{"a": "1" "b": "2" "c": "3" }"#,
        ),
        ("a: |\n    one\n  two\nb: 1\n", &["3:1 P050"], r#"{"a": b"one\ntwo\n" "b": "1" }"#),
    ]);
}

#[test]
fn lists() {
    check(&[
        (
            "a:\n  -x\n  - y\n  -z\n",
            &["2:3 P029 A space is missing after the `-` before `x`", "4:3 P029"],
            r#"{"a": ["x" "y" "z" ] }"#,
        ),
        ("a:\n  -id: x\n   name: y\n", &["2:3 P029"], r#"{"a": [{"id": "x" "name": "y" } ] }"#),
        (
            "a:\n  • x\n  • y\nb:\n  * z\n",
            &["2:3 P029 `•` does not mark a list item", "3:3 P029", "5:3 P029"],
            r#"{"a": ["x" "y" ] "b": ["z" ] }"#,
        ),
        (
            "a: - x\n  - y\nb: 1\n",
            &["1:4 P038 A list does not start on the line of its key"],
            r#"{"a": ["x" "y" ] "b": "1" }"#,
        ),
        (
            "a: x\n  - y\nb: 1\n",
            &["2:3 P047 This line goes on with the text above it, `x`"],
            r#"{"a": "x - y" "b": "1" }"#,
        ),
        (
            "a: \"x\"\n- y\n- z\nb: 1\n",
            &["2:1 P049 The list item `- y` has no key above it"],
            r#"{"a": q"x" "b": "1" }"#,
        ),
        ("a:\n  - x\n  y\nb: 1\n", &["3:3 P030 `y` has no `- ` before it"], r#"{"a": ["x" ] "b": "1" }"#),
        (
            "a:\n  - id:x\n    b: y\n  - id:z\n",
            &["2:7 P028", "4:7 P028"],
            r#"{"a": [{"id": "x" "b": "y" } {"id": "z" } ] }"#,
        ),
        ("a:\n  - id = x\n    b = y\n", &["2:8 P027", "3:7 P027"], r#"{"a": [{"id": "x" "b": "y" } ] }"#),
        ("a:\n  - re:invent\n  - -5\n  - nps = 5\n", &[], r#"{"a": ["re:invent" "-5" "nps = 5" ] }"#),
    ]);
}

#[test]
fn brackets() {
    check(&[
        (
            "a: [x, y\nb: 1\n",
            &["1:4 P033 The `[` that starts here has no `]`"],
            r#"{"a": ["x" "y" ] "b": "1" }"#,
        ),
        (
            "l:\n  - {a: 1\n  - {a: 2}\nb: 1\n",
            &["2:5 P033"],
            r#"{"l": [{"a": "1" } {"a": "2" } ] "b": "1" }"#,
        ),
        (
            "a: [{b: 1}, {b: 2\nc: 1\n",
            &["1:13 P033 The `{`", "1:4 P033 The `[`"],
            r#"{"a": [{"b": "1" } {"b": "2" } ] "c": "1" }"#,
        ),
        (
            "a: [x}\nb: {c: 1]\n",
            &["1:6 P036 `}` stands where `]` should close the `[`", "2:9 P036"],
            r#"{"a": ["x" ] "b": {"c": "1" } }"#,
        ),
        (
            "a: [x]]\nb: [y],\n",
            &["1:7 P036 `]` follows the bracket that ends this", "2:7 P036"],
            r#"{"a": ["x" ] "b": ["y" ] }"#,
        ),
        ("a: [draft] for Ana\nb: 1\n", &["1:12 P036 `for Ana` follows"], r#"{"a": INVALID "b": "1" }"#),
        ("a: {{owner}}\n", &["1:4 P048 `{{owner}}` is a template's placeholder"], r#"{"a": INVALID }"#),
        (
            "a: {b: 1 c: 2}\nd: [x \"y\"]\ne: [\"x\" \"y\"]\n",
            &["1:9 P035 A comma is missing before `c:`", "3:8 P035"],
            r#"{"a": {"b": "1" "c": "2" } "d": ["x \"y\"" ] "e": [q"x" q"y" ] }"#,
        ),
        (
            "a: [x,, y]\nb: [, z]\n",
            &["1:7 P035 Nothing stands before this comma", "2:5 P035"],
            r#"{"a": ["x" "y" ] "b": ["z" ] }"#,
        ),
        (
            "l:\n  - {arr: 240,000, end: x}\n  - {arr: EUR 1,240,000.50}\n  - {arr: 12,34}\n",
            &[
                "2:15 P034 Inside of braces a comma ends the value, so `000` is not part of it",
                "3:17 P034 Inside of braces a comma ends the value, so `240` is not part of it",
            ],
            r#"{"l": [{"arr": q"240,000" "end": "x" } {"arr": q"EUR 1,240,000.50" } {"arr": "12" "34": "" } ] }"#,
        ),
        ("a: {[x]: 1, b: 2}\n", &["1:5 P048"], r#"{"a": {"b": "2" } }"#),
        ("{\"a\": \"x\", \"b\": [1]}\n", &[], r#"{q"a": q"x" q"b": ["1" ] }"#),
        ("{a: 1}\nb: 2\n", &["2:1 P036 Nothing may follow"], r#"{"a": "1" }"#),
    ]);
}

#[test]
fn whole_texts() {
    check(&[
        ("- a\n- b\n", &["1:1 P019 This is a list"], "nothing"),
        ("Some words.\nMore of them.\n", &["1:1 P019 This is plain text"], "nothing"),
        ("a: 1\n---\nb: 2\n", &["2:1 P042 `---` ends this text"], r#"{"a": "1" }"#),
        ("---\na: 1\n...\n---\n", &[], r#"{"a": "1" }"#),
        ("a: 1\n=======\nb: 2\n", &["2:1 P012"], r#"{"a": "1" "b": "2" }"#),
        (
            "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\nc: x: y\n>>>>>>> them\nd: 4\n",
            &["2:1 P012 Two versions of these lines stand here"],
            r#"{"a": "1" "b": "2" "d": "4" }"#,
        ),
        (
            "a: x\0\0y\nb: \u{7}\nc: \u{92}\n",
            &[
                "1:5 P010 A NUL",
                "2:4 P010 An invisible control character (U+0007)",
                "3:4 P010 An invisible control character stands here, likely for `’`",
            ],
            r#"{"a": "x  y" "b": "" "c": "" }"#,
        ),
        (
            "a: cafÃ© â€™ \u{fffd}\n",
            &[
                "1:7 P011 `Ã©` looks like a garbled `é`",
                "1:10 P011 `â€™` looks like a garbled `’`",
                "1:14 P011",
            ],
            r#"{"a": "cafÃ© â€™ �" }"#,
        ),
        ("a: São Ângela âge\r\nb: x\r\n", &[], r#"{"a": "São Ângela âge" "b": "x" }"#),
        ("a: x\rb: y\n", &["1:5 P010 A carriage return"], r#"{"a": "x" "b": "y" }"#),
    ]);
}

#[test]
fn a_problem_says_which_key_it_is_about() {
    let text = "contracts:\n  - {arr: 1,000}\nrisks: [a\nx-own: @b\nowner = y\nwrong: 'z\nactions: \0\n";
    let source = Source::new("a", text);
    let mut diagnostics = Diagnostics::new();
    parse_yaml(&source, Span::new(0, text.len()), &mut diagnostics);
    let about: Vec<_> = diagnostics.into_iter().map(|d| (d.place.line(), d.about)).collect();
    assert_eq!(
        about,
        [
            (7, Some("actions")),
            (2, Some("contracts")),
            (3, Some("risks")),
            (4, Some("x-")),
            (5, Some("owner")),
            (6, None),
        ]
    );
}

#[test]
fn a_conflict_over_keys_is_about_the_whole_file() {
    let about = |text: &str| {
        let source = Source::new("a", text);
        let mut diagnostics = Diagnostics::new();
        parse_yaml(&source, Span::new(0, text.len()), &mut diagnostics);
        diagnostics.as_slice()[0].about
    };
    assert_eq!(about("risks:\n<<<<<<< a\n  - {id: x}\n=======\n  - {id: y}\n>>>>>>> b\n"), Some("risks"));
    assert_eq!(about("risks: []\n<<<<<<< a\ntier: x\n=======\ntier: y\n>>>>>>> b\n"), None);
}

#[test]
fn a_certain_mend_mends() {
    // Each text has one slip; with its fix made, nothing is said, and the same is read.
    for text in [
        "a: x: y b\n",
        "a = b\n",
        "a=b\n",
        "a:b\nc: d\n",
        "a:\n\tb: 1\n",
        "a: “b”\n",
        "a: “b: c”\n",
        "a: 'b's'\n",
        "a: 'b\n",
        "a: \"b\",\n",
        "a: %b\n",
        "a: *b*\n",
        "a: >b\n",
        "a:\n  -b\n",
        "a:\n  • b\n",
        "a: \"\\q\"\n",
        "a: [b}\n",
        "a: [b]]\n",
        "a: [b,, c]\n",
        "a: {b: 1 c: 2}\n",
        "a: {b:1}\n",
        "a\n  - b\nc: d\n",
        "l:\n  - a: 1\n   b: 2\n",
        "a: |\n    b\n  c\n",
        "a: b\u{7}\n",
        "a: [@b c]\n",
    ] {
        let source = Source::new("a", text);
        let mut diagnostics = Diagnostics::new();
        let read = parse_yaml(&source, Span::new(0, text.len()), &mut diagnostics).unwrap();
        let [slip] = diagnostics.as_slice() else { panic!("{text:?}: {:?}", diagnostics.as_slice()) };
        let fix = &slip.fix.as_ref().unwrap_or_else(|| panic!("{text:?} has no fix")).replacement;
        let mut mended = text.to_owned();
        mended.replace_range(slip.place.span.range(), fix);
        let (after, told) = super::read(&mended);
        assert!(told.is_empty(), "{text:?} to {mended:?}: {told:?}");
        let bare = |tree: &str| tree.replace("q\"", "\"").replace(' ', "");
        assert_eq!(bare(&after), bare(&oracle::shown(&read)), "{text:?} to {mended:?}");
    }
}
