//! How the rules speak: names in quotation marks, numbers of days, lists.
//!
//! For: one wording of the same thing in every message, always on one line.
//! Must not: know any rule.

use std::fmt;

use crate::model::Date;
use crate::text::{Place, Span};

/// The longest name that a message repeats in full, in characters.
const LONGEST: usize = 60;

/// A text of the author's in quotation marks: on one line, and cut where it is long.
pub(super) fn quoted(text: &str) -> Name<'_> {
    Name { text, in_quotes: true }
}

/// A text of the author's on one line, cut where it is long.
pub(super) fn plain(text: &str) -> Name<'_> {
    Name { text, in_quotes: false }
}

/// A text of the author's as messages have it. It is made when a message is: most rules find nothing to say.
#[derive(Clone, Copy)]
pub(super) struct Name<'t> {
    text: &'t str,
    in_quotes: bool,
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = on_one_line(self.text);
        if self.in_quotes { write!(f, "“{line}”") } else { f.write_str(&line) }
    }
}

fn on_one_line(text: &str) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
            length += 1;
        }
        for c in word.chars().filter(|c| !c.is_control()) {
            if length >= LONGEST {
                return format!("{}…", line.trim_end());
            }
            line.push(c);
            length += 1;
        }
    }
    line
}

/// "1 day", "90 days".
pub(super) fn days(count: i64) -> String {
    counted(count, "day")
}

/// "1 contract", "2 contracts": for words whose plural takes an s.
pub(super) fn counted(count: i64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// How long before `as_of` a day was: "today", "1 day ago", "90 days ago".
pub(super) fn ago(day: Date, as_of: Date) -> String {
    match (as_of - day).num_days() {
        0 => "today".into(),
        count => format!("{} ago", days(count)),
    }
}

/// How long after `as_of` a day is: "today", "in 1 day", "in 90 days".
pub(super) fn ahead(day: Date, as_of: Date) -> String {
    match (day - as_of).num_days() {
        0 => "today".into(),
        count => format!("in {}", days(count)),
    }
}

/// "Platform", "Platform and Routing", "Platform, Routing and Analytics".
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The first line of a place: what is missing from a record points at the record, not at all of it.
pub(super) fn first_line(place: &Place) -> Place {
    let text = place.source.slice(place.span);
    let line = text.lines().next().unwrap_or("").trim_end();
    let start = place.span.start as usize;
    Place::new(&place.source, Span::new(start, start + line.len()))
}

/// Of these words, the one that is most like `word`, where one is like it at all.
pub(super) fn nearest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    // A third of the letters wrong is another word, not a slip.
    let slips = (length / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in among {
        if candidate.chars().count().abs_diff(length) > slips {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
        if distance <= slips && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Looks for the nearest word, but not without end: a portfolio full of broken references must not compare
/// each with every account.
#[derive(Debug, Default)]
pub(super) struct Nearest {
    compared: usize,
}

impl Nearest {
    /// The most words that are compared.
    const MOST: usize = 200_000;

    /// The nearest of these words, as long as not too many were compared.
    pub fn of<'a>(&mut self, word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        if self.compared >= Self::MOST {
            return None;
        }
        let compared = &mut self.compared;
        nearest(word, among.into_iter().inspect(|_| *compared += 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    #[test]
    fn names_stay_on_one_line_and_short() {
        assert_eq!(quoted("Build\n  a\u{1b}[31m relationship").to_string(), "“Build a[31m relationship”");
        assert_eq!(plain(&"word ".repeat(40)).to_string().chars().count(), LONGEST);
    }

    #[test]
    fn one_day_is_singular() {
        assert_eq!(days(1), "1 day");
        assert_eq!(days(90), "90 days");
        let day = |d| Date::from_ymd_opt(2026, 9, d).unwrap();
        assert_eq!(ago(day(29), day(30)), "1 day ago");
        assert_eq!(ago(day(30), day(30)), "today");
        assert_eq!(ahead(day(30), day(28)), "in 2 days");
    }

    #[test]
    fn lists_read_as_a_person_says_them() {
        assert_eq!(listed(["a"]), "a");
        assert_eq!(listed(["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn nearest_takes_slips_and_leaves_other_words() {
        let among = ["northwind", "contoso", "fabrikam"];
        assert_eq!(nearest("contosso", among), Some("contoso"));
        assert_eq!(nearest("Northwnid", among), Some("northwind"));
        assert_eq!(nearest("acme", among), None);
    }

    #[test]
    fn a_record_of_many_lines_is_shown_by_its_first() {
        let source = Source::new("a.md", "- id: ana\r\n  name: Ana\n");
        let place = first_line(&Place::new(&source, Span::new(2, 23)));
        assert_eq!(source.slice(place.span), "id: ana");
    }
}
