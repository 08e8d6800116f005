use super::oracle::{by_events, by_reader, difference};

#[test]
fn soup() {
    let Ok(count) = std::env::var("FUZZ") else { return };
    let count: u64 = count.parse().unwrap();
    let pieces: Vec<&str> = vec![
        "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "\n   ", "c: ", "b: ", "k:", "- ", "x", "y z", "'", "\"",
        "[", "]", "{", "}", ", ", ",", ": ", " #c", "#", "&a ", "*a", "|", ">", "|-", "\n\n", "é", "12",
        "''", "\\n", "\\\n", "? ", "\r\n", "-", "a", " ", "\t", "!t ", "%", "@", "~", "<<: ",
    ];
    let mut seed =
        88172645463325252_u64 ^ std::env::var("SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(0);
    let mut next = move |n: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % n as u64) as usize
    };
    let (mut valid, mut shownn) = (0, 0);
    for _ in 0..count {
        let length = 2 + next(14);
        let mut text = String::from("a: ");
        for _ in 0..length {
            text.push_str(pieces[next(pieces.len())]);
        }
        let expected = by_events(&text);
        if expected.is_some() {
            valid += 1;
        }
        if let Some(difference) = difference(&text) {
            let silent = difference.starts_with("taken");
            if silent && std::env::var("SILENT").is_err() {
                continue;
            }
            if !silent && std::env::var("SILENT").is_ok() {
                continue;
            }
            let skip = [
                "P031", "P030 `:`", "P020", "P029", "P028", "P030 `: ", "P040", "P041", "P032", "P034",
                "P019",
            ];
            if skip.iter().any(|s| difference.contains(s)) {
                continue;
            }
            if text.contains('\t') {
                continue;
            }
            shownn += 1;
            if shownn <= 25 {
                println!("{text:?}\n   {difference}\n   {:?}", by_reader(&text).1);
            }
        }
    }
    println!("valid {valid} of {count}; {shownn} differ");
}
