//! Text filled to a width: at spaces only, and never inside of what is quoted as code.

/// Fills each line of a text: the first to `first` columns, the others to `rest`. A word, and a quotation
/// like `` `supports: [NW-2026]` ``, stays whole; one that is longer than a line has one of its own.
pub(super) fn fill(text: &str, first: usize, rest: usize) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut width = first;
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
            width = rest;
        }
        let mut column = 0;
        for word in words(line, rest) {
            let length = word.chars().count();
            if column > 0 {
                if column + 1 + length > width {
                    out.push('\n');
                    width = rest;
                    column = 0;
                } else {
                    out.push(' ');
                    column += 1;
                }
            }
            out.push_str(word);
            column += length;
        }
    }
    out
}

/// What may not be parted: words, those inside one pair of backticks together (where they fit on a line).
fn words(line: &str, width: usize) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, c) in line.char_indices() {
        let word = line.get(start..at).unwrap_or("");
        let quoted = word.matches('`').count() % 2 == 1 && closes_within(line, at, width, word);
        if c == ' ' && !quoted {
            words.push(word);
            start = at + 1;
        }
    }
    words.push(line.get(start..).unwrap_or(""));
    words
}

/// Whether the quotation that `word` opens ends soon enough to stand on one line.
fn closes_within(line: &str, at: usize, width: usize, word: &str) -> bool {
    let after = line.get(at..).unwrap_or("");
    after.find('`').is_some_and(|end| {
        word.chars().count() + after.get(..end).map_or(0, |quoted| quoted.chars().count()) < width
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_filled_at_spaces() {
        assert_eq!(fill("one two three four", 7, 10), "one two\nthree four");
        assert_eq!(fill("on 2026-08-02, late", 9, 9), "on\n2026-08-02,\nlate");
        assert_eq!(fill("kept\n\napart", 20, 20), "kept\n\napart");
        assert_eq!(fill("", 10, 10), "");
    }

    #[test]
    fn what_is_quoted_stays_on_one_line() {
        assert_eq!(fill("write `a: [b, c]` here", 12, 12), "write\n`a: [b, c]`\nhere");
        assert_eq!(fill("write `a: [b, c]`, or `d e` here", 20, 20), "write `a: [b, c]`,\nor `d e` here");
        // Too long for any line, or never closed: parted like other text.
        assert_eq!(fill("write `a b c d e f`", 7, 7), "write\n`a b c\nd e f`");
        assert_eq!(fill("a ` b c", 3, 3), "a `\nb c");
    }
}
