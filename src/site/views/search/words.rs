//! The words of a text, as they are searched for.

/// Longer words are cut: nobody types them.
const LONGEST: usize = 24;

/// Calls `each` with the words of a text: letters and digits, lower case, without marks; each character of
/// scripts that are written without spaces. Words of one letter and short numbers are none. A word may come
/// more than once. Each is made in `word`.
pub(super) fn each_word(text: &str, word: &mut String, each: &mut impl FnMut(&str)) {
    word.clear();
    let mut length = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        // Most words are of ASCII letters: taken at once.
        let ascii = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (taken, after) = rest.split_at(if ascii > 0 { ascii } else { c.len_utf8() });
        rest = after;
        if ascii > 0 {
            let before = word.len();
            word.push_str(taken.get(..LONGEST.saturating_sub(length)).unwrap_or(taken));
            length += word.len() - before;
            if let Some(added) = word.get_mut(before..) {
                added.make_ascii_lowercase();
            }
            continue;
        }
        let alone = matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}');
        if !alone && c.is_alphanumeric() {
            if length < LONGEST {
                let before = word.len();
                fold(c, word);
                length += word.get(before..).map_or(0, |added| added.chars().count());
            }
        } else if alone || !matches!(c, '\u{300}'..='\u{36f}' | '\'' | '’') {
            if length > 1 {
                each(word);
            }
            word.clear();
            length = 0;
            if alone {
                each(c.encode_utf8(&mut [0; 4]));
            }
        }
    }
    if length > 1 {
        each(word);
    }
}

/// A letter in lower case without its mark: `É` is `e`. The search box does the same.
fn fold(c: char, out: &mut String) {
    for c in c.to_lowercase() {
        let plain = match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
            'ď' => "d",
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' => "i",
            'ñ' | 'ń' | 'ņ' | 'ň' => "n",
            'ò'..='ö' | 'ō' | 'ŏ' | 'ő' => "o",
            'ŕ' | 'ř' => "r",
            'ś' | 'ŝ' | 'ş' | 'š' => "s",
            'ţ' | 'ť' => "t",
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
            'ý' | 'ÿ' => "y",
            'ź' | 'ż' | 'ž' => "z",
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(plain);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn words_of(text: &str) -> Vec<String> {
        let mut words = BTreeSet::new();
        each_word(text, &mut String::new(), &mut |word| {
            words.insert(word.to_owned());
        });
        words.into_iter().collect()
    }

    #[test]
    fn words_are_letters_without_marks() {
        assert_eq!(
            words_of("María’s QBR, 2026: *Order-to-dispatch*"),
            ["2026", "dispatch", "marias", "order", "qbr", "to"]
        );
    }

    #[test]
    fn scripts_without_spaces_are_found_by_their_characters() {
        assert_eq!(words_of("東京 office"), ["office", "京", "東"]);
    }

    #[test]
    fn a_word_of_any_length_is_cut() {
        assert_eq!(words_of(&"x".repeat(10_000)), ["x".repeat(LONGEST)]);
    }
}
