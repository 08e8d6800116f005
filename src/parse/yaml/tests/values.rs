//! What is written, and what it is read as. The expected values are those of the YAML 1.2.2
//! specification.

use super::*;

fn value(yaml: &str) -> String {
    let (tree, told) = read(&format!("a: {yaml}"));
    assert!(told.is_empty(), "{yaml:?}: {told:?}");
    let inner = tree.strip_prefix("{\"a\": ").and_then(|tree| tree.strip_suffix(" }"));
    inner.unwrap_or(&tree).to_owned()
}

#[test]
fn single_values_are_text_as_written() {
    for (yaml, expected) in [
        ("x", r#""x""#),
        ("010", r#""010""#),
        ("NO", r#""NO""#),
        ("2026-10-15  # a comment", r#""2026-10-15""#),
        ("a#b", r#""a#b""#),
        ("http://a.example:80/b", r#""http://a.example:80/b""#),
        ("09:30", r#""09:30""#),
        ("it's", r#""it's""#),
        ("a, b [c] {d}", r#""a, b [c] {d}""#),
        ("-5", r#""-5""#),
        ("~", r#""~""#),
        ("", r#""""#),
        ("'it''s'", r#"q"it's""#),
        ("''", r#"q"""#),
        (r#""a\tb\u00e9\x41\U0001F600\/\\ \"""#, r#"q"a\tbéA😀/\\ \"""#),
        (r#""\uD83D\uDE00""#, r#"q"😀""#),
        ("one\n  two\n\n  three", r#""one two\nthree""#),
        ("'one\n  two\n\n  three '", r#"q"one two\nthree ""#),
        ("\"one \\\n  two\\\n  three\"", r#"q"one twothree""#),
        ("|\n  one\n   two\n\n  three\n\n", r#"b"one\n two\n\nthree\n""#),
        ("|-\n  one\n", r#"b"one""#),
        ("|+\n  one\n\n", r#"b"one\n\n""#),
        ("|2\n    one\n", r#"b"  one\n""#),
        (">\n  one\n  two\n\n  three\n    more\n  four\n", r#"b"one two\nthree\n  more\nfour\n""#),
        ("|  # a comment\n  # no comment\n", r##"b"# no comment\n""##),
    ] {
        assert_eq!(value(yaml), expected, "{yaml:?}");
    }
}

#[test]
fn lists_and_maps_are_told_by_lines_or_brackets() {
    for (yaml, expected) in [
        ("\n  - x\n  - y", r#"["x" "y" ]"#),
        ("\n- x\n-\n- - y\n  - z", r#"["x" "" ["y" "z" ] ]"#),
        ("\n  - b: 1\n    c: 2\n  -\n    d: 3", r#"[{"b": "1" "c": "2" } {"d": "3" } ]"#),
        ("\n  b:\n    c: 1\n  d: 2", r#"{"b": {"c": "1" } "d": "2" }"#),
        ("[x, 'y, z', ]", r#"["x" q"y, z" ]"#),
        ("[]", "[]"),
        ("{}", "{}"),
        ("{b: 1, c: [d, e], f: {g: h}}", r#"{"b": "1" "c": ["d" "e" ] "f": {"g": "h" } }"#),
        ("{b, c: }", r#"{"b": "" "c": "" }"#),
        ("{\"b\":1, c: http://d}", r#"{q"b": "1" "c": "http://d" }"#),
        ("[\n  x,  # first\n  y\n]", r#"["x" "y" ]"#),
        ("[b: 1, c]", r#"[{"b": "1" } "c" ]"#),
        ("{\n  b: one\n    two,\n  c: d}", r#"{"b": "one two" "c": "d" }"#),
        ("\n  ? b\n  : c", r#"{"b": "c" }"#),
        ("\n  'b c': d\n  \"e\" : f", r#"{q"b c": "d" q"e": "f" }"#),
    ] {
        assert_eq!(value(yaml), expected, "{yaml:?}");
    }
}

#[test]
fn aliases_stand_for_what_was_named() {
    let (tree, told) = read("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n&k e: f\n*k : g\n");
    assert_eq!(told, ["5:1 P031 `e` stands here a second time"]);
    assert_eq!(tree, r#"{"a": {"b": "1" } "c": {"b": "1" } "d": [{"b": "1" } {"b": "1" } ] "e": "f" }"#);
}

#[test]
fn an_alias_stands_at_its_own_place_and_what_is_in_it_where_it_is_written() {
    let text = "a: &x [one]\nb: *x\nc: &y two\nd: *y\n";
    let source = Source::new("a", text);
    let root = parse_yaml(&source, Span::new(0, text.len()), &mut Diagnostics::new()).unwrap();
    assert_eq!(source.slice(root.get("b").unwrap().span), "*x");
    assert_eq!(source.slice(root.get("d").unwrap().span), "*y");
    let NodeKind::List(items) = &root.get("b").unwrap().kind else { panic!() };
    assert_eq!(items[0].span, Span::new(7, 10));
}

#[test]
fn spans_are_the_bytes_of_what_is_written() {
    let text = "\u{feff}é: \"über\"  # ñ\r\nb: y z  \r\nc:\r\n  - 'it''s'  \r\n  - d: [1, {e: ü}] # x\r\n    f: g\r\n\r\nh: |\r\n  i\r\n  j  \r\n\r\nk: one\r\n  two # c\r\n";
    let source = Source::new("a", text);
    let mut diagnostics = Diagnostics::new();
    let root = parse_yaml(&source, Span::new(0, text.len()), &mut diagnostics).unwrap();
    assert!(diagnostics.is_empty(), "{:?}", diagnostics.as_slice());
    let NodeKind::Map(entries) = &root.kind else { panic!() };
    let shown: Vec<_> =
        entries.iter().map(|e| (source.slice(e.key.span), source.slice(e.value.span))).collect();
    assert_eq!(
        shown,
        [
            ("é", "\"über\""),
            ("b", "y z"),
            ("c", "- 'it''s'  \r\n  - d: [1, {e: ü}] # x\r\n    f: g"),
            ("h", "|\r\n  i\r\n  j"),
            ("k", "one\r\n  two"),
        ]
    );
    let NodeKind::List(items) = &root.get("c").unwrap().kind else { panic!() };
    assert_eq!(source.slice(items[0].span), "'it''s'");
    assert_eq!(source.slice(items[1].span), "d: [1, {e: ü}] # x\r\n    f: g");
    assert_eq!(source.slice(items[1].get("d").unwrap().span), "[1, {e: ü}]");
    assert_eq!(source.line_column(items[1].get("f").unwrap().span.start).line, 6);
}

#[test]
fn an_absent_value_stands_where_it_would() {
    let text = "a:\nb:   # c\nd: {e: , f}\n";
    let source = Source::new("a", text);
    let root = parse_yaml(&source, Span::new(0, text.len()), &mut Diagnostics::new()).unwrap();
    assert_eq!(root.get("a").unwrap().span, Span::at(2));
    assert_eq!(root.get("b").unwrap().span, Span::at(5));
    let d = root.get("d").unwrap();
    assert_eq!(d.get("e").unwrap().span, Span::at(18));
    // A key alone: nothing stands after it.
    assert_eq!(d.get("f").unwrap().span, Span::at(22));
}

#[test]
fn text_of_one_piece_is_borrowed() {
    let text = "a: one\nb: 'two'\nc: [three]\nd: |-\n  four\n";
    let source = Source::new("a", text);
    let root = parse_yaml(&source, Span::new(0, text.len()), &mut Diagnostics::new()).unwrap();
    for key in ["a", "b", "d"] {
        let NodeKind::Scalar(scalar) = &root.get(key).unwrap().kind else { panic!() };
        assert!(matches!(scalar.text, std::borrow::Cow::Borrowed(_)), "{key}");
    }
}

#[test]
fn nothing_is_a_map_without_keys() {
    for text in ["", "\n\n", "# only a comment\n", "---\n", "\u{feff}"] {
        assert_eq!(read(text), ("{}".to_owned(), vec![]), "{text:?}");
    }
}

#[test]
fn limits_are_told_where_they_are_passed() {
    let brackets = |count: usize| format!("a: {}{}\n", "[".repeat(count), "]".repeat(count));
    // The keys themselves are the first level.
    assert_eq!(told(&brackets(63)), [""; 0]);
    assert_eq!(
        told(&format!("{}b: 1\n", brackets(64))),
        ["1:67 P044 This is nested more than 64 levels deep"]
    );
    let lines: String = (0..65).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert_eq!(told(&format!("{lines}b: 1\n")), ["65:65 P044 This is nested more than 64 levels deep"]);
    // A list of 10 values and itself make 11: 909 of them, and the list that holds them, fit.
    let row = "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]\n";
    let fits = format!("{row}b: [{}]\n", ["*a"; 909].join(", "));
    assert_eq!(told(&fits), [""; 0]);
    let too_many = format!("{row}b: [{}]\nc: 1\n", ["*a"; 912].join(", "));
    let at = 5 + 909 * 4;
    assert_eq!(
        told(&too_many),
        [format!("2:{at} P045 Aliases (`*name`) stand for more than 10,000 values here")]
    );
}

#[test]
fn nested_names_cost_no_more_than_the_text() {
    let deep = format!("a: {}x{}\n", "&a [".repeat(60), "]".repeat(60));
    let many: String = (0..2000).map(|n| format!("k{n}: &a [1, [2, [3, &b [4]]], *b]\n")).collect();
    for text in [deep, many] {
        let (_, told) = read(&text);
        assert!(told.len() <= 1, "{told:?}");
    }
}
