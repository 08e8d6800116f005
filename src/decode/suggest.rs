//! The nearest right words to a wrong one.
//!
//! For: "did you mean `decision-maker`?", with a certain mend where only one word can be meant.
//! Must not: cost much on hostile input; a [`Budget`] bounds the comparisons of one file.

use std::cell::Cell;

/// How many comparisons of words one file may still cost.
#[derive(Debug)]
pub(crate) struct Budget(Cell<u32>);

impl Default for Budget {
    fn default() -> Self {
        Budget(Cell::new(50_000))
    }
}

impl Budget {
    fn spend(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }
}

/// The right words that a wrong one may stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Nearest<'c> {
    /// The best first; at most three.
    pub words: Vec<&'c str>,
    /// The one that is meant beyond doubt.
    pub certain: Option<&'c str>,
}

impl Nearest<'_> {
    /// "did you mean `a` or `b`?"; `None` where nothing is near.
    pub fn question(&self) -> Option<String> {
        match &self.certain {
            Some(word) => Some(format!("did you mean `{word}`?")),
            None if self.words.is_empty() => None,
            None => Some(format!("did you mean {}?", super::refusal::one_of(self.words.iter().copied()))),
        }
    }
}

/// The candidates nearest to a word. Letter case, spaces, `-`, `_` and `.` don't count as differences.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    budget: &Budget,
) -> Nearest<'c> {
    const LONGEST: usize = 60;
    let bare = bare(word);
    let length = bare.chars().count();
    if length == 0 || length > LONGEST {
        return Nearest::default();
    }
    let reach = (length / 3).clamp(1, 4);
    let mut found: Vec<(usize, &'c str)> = Vec::new();
    for candidate in candidates {
        if !budget.spend() {
            break;
        }
        if candidate.len() > 2 * LONGEST {
            continue;
        }
        let other = self::bare(candidate);
        let other_length = other.chars().count();
        let part = length >= 4 && other.contains(&bare) || other_length >= 4 && bare.contains(&other);
        if other_length.abs_diff(length) > reach && !part {
            continue;
        }
        let distance = strsim::osa_distance(&bare, &other);
        // Half of a longer word is near, though not beyond doubt.
        let distance = if part && distance > 1 { distance.min(3) } else { distance };
        if distance <= reach || part {
            found.push((distance, candidate));
        }
    }
    found.sort_by_key(|(distance, _)| *distance);
    let best = found.first().map(|(distance, _)| *distance);
    // A number that is off by one digit is another number, not a slip: NW-2025 is not NW-2026.
    let letters = |word: &str| word.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let numbered = found
        .first()
        .is_some_and(|(distance, word)| *distance > 0 && letters(&self::bare(word)) == letters(&bare));
    let certain = match (best, found.get(1)) {
        _ if numbered => None,
        (Some(best), Some((second, _))) if best == *second => None,
        (Some(best), _) if best <= 2 && best * 3 <= length.max(3) => found.first().map(|(_, word)| *word),
        _ => None,
    };
    found.truncate(3);
    Nearest { words: found.into_iter().map(|(_, word)| word).collect(), certain }
}

fn bare(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_' | '.' | '\u{2010}'..='\u{2015}'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'c>(word: &str, candidates: &[&'c str]) -> Nearest<'c> {
        nearest(word, candidates.iter().copied(), &Budget::default())
    }

    #[test]
    fn a_slip_of_the_finger_leaves_no_doubt() {
        for (word, right) in [
            ("decison-maker", "decision-maker"),
            ("Decision makr", "decision-maker"),
            ("chapmion", "champion"),
            ("hgih", "high"),
            ("Medum", "medium"),
        ] {
            let all = ["decision-maker", "champion", "coach", "high", "medium", "low"];
            assert_eq!(of(word, &all).certain, Some(right), "{word}");
        }
    }

    #[test]
    fn two_equally_near_words_are_asked_for_and_not_chosen() {
        let near = of("cat", &["bat", "hat", "dog"]);
        assert_eq!((near.words, near.certain), (vec!["bat", "hat"], None));
    }

    #[test]
    fn another_number_is_near_but_not_certain() {
        let near = of("NW-2025", &["NW-2026", "AB-1"]);
        assert_eq!((near.words, near.certain), (vec!["NW-2026"], None));
        assert_eq!(of("NW-2O26", &["NW-2026"]).certain, Some("NW-2026"));
    }

    #[test]
    fn a_part_of_a_word_is_near_but_not_certain() {
        let near = of("decision", &["decision-maker", "coach"]);
        assert_eq!((near.words, near.certain), (vec!["decision-maker"], None));
    }

    #[test]
    fn what_is_far_from_everything_has_no_nearest() {
        assert_eq!(of("zebra", &["high", "medium"]), Nearest::default());
        assert_eq!(of("", &["high"]), Nearest::default());
        assert_eq!(of(&"x".repeat(1_000_000), &["high"]), Nearest::default());
    }
}
