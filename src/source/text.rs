//! Bytes to text.

/// Why bytes are not UTF-8 text, and the nearest text there is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotUtf8 {
    /// The text with a `?` for each byte that is none, so that every offset is the file's own.
    pub text: String,
    /// The offset of the first byte that is none.
    pub at: usize,
    /// The bytes there that don't belong, 1 to 3.
    pub found: Vec<u8>,
    /// What the file seems to be saved as instead, and what the bytes at `at` say in it.
    pub guess: Guess,
}

/// What a file that is not UTF-8 seems to be saved as.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Guess {
    /// UTF-16, by its byte-order mark or its first characters.
    Utf16,
    /// Windows-1252 (or Latin-1, which is the same where letters are), in which the byte says this.
    Windows1252(char),
    /// Anything.
    Unknown,
}

/// The text that bytes are.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Box<NotUtf8>> {
    let (error, bytes) = match String::from_utf8(bytes) {
        // UTF-16 of plain letters is UTF-8 as well, with a NUL beside each: one error, not one for each.
        Ok(text) => {
            return match utf_16_by_its_letters(text.as_bytes()) {
                Some(at) => Err(Box::new(NotUtf8 { text, at, found: vec![0], guess: Guess::Utf16 })),
                None => Ok(text),
            };
        }
        Err(error) => (error.utf8_error(), error.into_bytes()),
    };
    let at = error.valid_up_to();
    let len = error.error_len().unwrap_or(bytes.len().saturating_sub(at));
    let found = bytes.get(at..at.saturating_add(len)).unwrap_or_default().to_vec();
    let guess = match bytes.get(at).copied() {
        Some(0xfe | 0xff) if at == 0 => Guess::Utf16,
        _ if utf_16_by_its_letters(&bytes).is_some() => Guess::Utf16,
        Some(byte) => windows_1252(byte).map_or(Guess::Unknown, Guess::Windows1252),
        None => Guess::Unknown,
    };
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Err(Box::new(NotUtf8 { text, at, found, guess }))
}

/// Where the first NUL stands in what starts as three characters of ASCII do in UTF-16.
fn utf_16_by_its_letters(bytes: &[u8]) -> Option<usize> {
    match *bytes.first_chunk::<6>()? {
        [a, 0, b, 0, c, 0] if ![a, b, c].contains(&0) => Some(1),
        [0, a, 0, b, 0, c] if ![a, b, c].contains(&0) => Some(0),
        _ => None,
    }
}

/// The letter or sign that a byte above ASCII stands for in Windows-1252.
fn windows_1252(byte: u8) -> Option<char> {
    const SIGNS: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’',
        '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => SIGNS.get(usize::from(byte - 0x80)).copied().filter(|&c| c != '\0'),
        0xa0.. => Some(char::from(byte)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_is_taken_as_it_is() {
        assert_eq!(decode("\u{feff}é\r\n".as_bytes().to_vec()), Ok("\u{feff}é\r\n".to_owned()));
        assert_eq!(decode(Vec::new()), Ok(String::new()));
    }

    #[test]
    fn offsets_after_a_wrong_byte_stay_the_files_own() {
        let wrong = decode(b"caf\xe9 au lait\nna\xefve".to_vec()).unwrap_err();
        assert_eq!(wrong.text, "caf? au lait\nna?ve");
        assert_eq!((wrong.at, &*wrong.found), (3, &b"\xe9"[..]));
        assert_eq!(wrong.guess, Guess::Windows1252('é'));
    }

    #[test]
    fn a_character_cut_off_at_the_end_is_wrong() {
        let wrong = decode(b"ab\xe2\x82".to_vec()).unwrap_err();
        assert_eq!((wrong.at, &*wrong.found), (2, &b"\xe2\x82"[..]));
        assert_eq!(wrong.text, "ab??");
    }

    #[test]
    fn utf_16_is_known_by_its_mark() {
        assert_eq!(decode(b"\xff\xfea\0".to_vec()).unwrap_err().guess, Guess::Utf16);
        assert_eq!(decode(b"\xfe\xff\0a".to_vec()).unwrap_err().guess, Guess::Utf16);
    }

    #[test]
    fn utf_16_without_a_mark_is_known_by_its_first_characters() {
        let plain = decode(b"-\0-\0-\0\n\0".to_vec()).unwrap_err();
        assert_eq!((plain.at, plain.guess), (1, Guess::Utf16));
        assert_eq!(decode(b"\0-\0-\0-".to_vec()).unwrap_err().guess, Guess::Utf16);
        assert_eq!(decode(b"-\0-\0-\0\xe9\0".to_vec()).unwrap_err().guess, Guess::Utf16);
        assert!(decode(b"---\0\0\0".to_vec()).is_ok(), "a stray NUL is told of where it stands");
        assert!(decode(b"-\0-\0".to_vec()).is_ok());
    }
}
