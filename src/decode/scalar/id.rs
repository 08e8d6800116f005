//! Ids: of records, of accounts, of our people; and addresses.

use crate::decode::refusal::{Refusal, quoted};
use crate::diagnostic::codes::{P113, P114, P116, P121};

/// Any text of one line.
pub(crate) fn record_id(text: &str) -> Result<String, Refusal> {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if plain || !text.chars().any(char::is_control) {
        return Ok(text.to_owned());
    }
    let line = text.split(char::is_control).map(str::trim).collect::<Vec<_>>().join(" ");
    let message = "must be text of one line";
    Err(Refusal::new(&P113, message, format!("write {} on one line", quoted(&line))))
}

/// An account's id: `[a-z0-9][a-z0-9-]*`.
pub(crate) fn account_id(text: &str) -> Result<String, Refusal> {
    if is_account_id(text) {
        return Ok(text.to_owned());
    }
    let message = format!("can't be {}: small letters, digits and `-` make an account's id", quoted(text));
    Err(Refusal::write(&P114, message, slug(text)))
}

/// Whether a text is `[a-z0-9][a-z0-9-]*`.
pub(crate) fn is_account_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The key of a person of ours: `[a-z0-9][a-z0-9._-]*`.
pub(crate) fn person(text: &str) -> Result<String, Refusal> {
    if is_person(text) {
        return Ok(text.to_owned());
    }
    let message = format!("must be a person's key such as `maria.lopez`, not {}", quoted(text));
    Err(Refusal::new(&P121, message, format!("write `{}`", person_key(text))))
}

/// Whether a text is `[a-z0-9][a-z0-9._-]*`.
pub(crate) fn is_person(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte))
}

/// The key that a person's name would have: `maria.lopez`.
pub(crate) fn person_key(name: &str) -> String {
    let name = name.split('@').next().unwrap_or(name);
    folded(name, &['.', '_', '-'], '.')
}

/// A text as an id: small ASCII letters and digits, the rest `-`; never empty.
pub(crate) fn slug(text: &str) -> String {
    folded(text, &[], '-')
}

fn folded(text: &str, kept: &[char], gap: char) -> String {
    let mut id = String::with_capacity(text.len());
    let mut open = false;
    for c in text.chars() {
        let before = id.len();
        if c.is_ascii_alphanumeric() {
            if std::mem::take(&mut open) {
                id.push(gap);
            }
            id.push(c.to_ascii_lowercase());
        } else if kept.contains(&c) && !id.is_empty() {
            open = false;
            if !id.ends_with(kept) {
                id.push(c);
            }
        } else if let Some(letters) = ascii(c) {
            if std::mem::take(&mut open) {
                id.push(gap);
            }
            id.push_str(letters);
        } else if !is_mark(c) {
            open = before > 0 && !id.ends_with(kept);
        }
    }
    let end = id.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()).len();
    id.truncate(end);
    if id.is_empty() {
        id.push_str("record");
    }
    id
}

/// An accent that follows its letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The small ASCII letters that stand for a Latin letter.
fn ascii(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' | 'ă' | 'Ă' | 'ą' | 'Ą' => "a",
        'æ' | 'Æ' => "ae",
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' | 'ĉ' | 'Ĉ' | 'ċ' | 'Ċ' => "c",
        'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'Ē' | 'ĕ' | 'Ĕ' | 'ė' | 'Ė' | 'ę' | 'Ę' | 'ě' | 'Ě' => {
            "e"
        }
        'ğ' | 'Ğ' | 'ĝ' | 'Ĝ' | 'ġ' | 'Ġ' | 'ģ' | 'Ģ' => "g",
        'ĥ' | 'Ĥ' | 'ħ' | 'Ħ' => "h",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'į' | 'Į' | 'ı' | 'İ' | 'ĩ' | 'Ĩ' => "i",
        'ĵ' | 'Ĵ' => "j",
        'ķ' | 'Ķ' => "k",
        'ł' | 'Ł' | 'ľ' | 'Ľ' | 'ĺ' | 'Ĺ' | 'ļ' | 'Ļ' => "l",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' | 'Ň' | 'ņ' | 'Ņ' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'Ō' | 'ő' | 'Ő' | 'ŏ' | 'Ŏ' => "o",
        'œ' | 'Œ' => "oe",
        'ŕ' | 'Ŕ' | 'ř' | 'Ř' | 'ŗ' | 'Ŗ' => "r",
        'ß' | 'ẞ' => "ss",
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' | 'ș' | 'Ș' | 'ŝ' | 'Ŝ' => "s",
        'ť' | 'Ť' | 'ţ' | 'Ţ' | 'ț' | 'Ț' | 'ŧ' | 'Ŧ' => "t",
        'þ' | 'Þ' => "th",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'Ū' | 'ů' | 'Ů' | 'ű' | 'Ű' | 'ų' | 'Ų' | 'ŭ' | 'Ŭ' | 'ũ' | 'Ũ' => {
            "u"
        }
        'ŵ' | 'Ŵ' => "w",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' | 'ŷ' | 'Ŷ' => "y",
        'ź' | 'Ź' | 'ž' | 'Ž' | 'ż' | 'Ż' => "z",
        _ => return None,
    })
}

/// An `http` or `https` address.
pub(crate) fn web_address(text: &str) -> Result<String, Refusal> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '[') && !spaced(text)) {
        return Ok(text.to_owned());
    }
    let message = format!("must be a web address, not {}", quoted(text));
    let bare = text.trim().trim_start_matches("//");
    let looks = !spaced(bare)
        && !bare.contains(':')
        && bare.split('/').next().is_some_and(|host| {
            host.contains('.')
                && host.starts_with(char::is_alphanumeric)
                && host.ends_with(char::is_alphanumeric)
        });
    Err(match looks {
        true => Refusal::write(&P116, message, format!("https://{bare}")),
        false => Refusal::new(&P116, message, "write it in full, for example `https://northwind.example`"),
    })
}

/// A web address, or the path of a file.
pub(crate) fn link_or_path(text: &str) -> Result<String, Refusal> {
    // A scheme is letters before a colon; `C:` and `javascript:` both have no place on a page.
    let scheme = text.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &str| {
        !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    };
    match scheme {
        Some("http" | "https") => web_address(text),
        Some(scheme) if is_scheme(scheme) => Err(Refusal::new(
            &P116,
            format!("must be a web address or a file's path, not {}", quoted(text)),
            "write an address that starts with `https://`, or the path of a file from this plan, for example `case.pdf`",
        )),
        _ if text.chars().any(char::is_control) => Err(Refusal::new(
            &P116,
            format!("must be a web address or a file's path on one line, not {}", quoted(text)),
            "write an address that starts with `https://`, or the path of a file from this plan",
        )),
        _ => Ok(text.to_owned()),
    }
}

fn spaced(text: &str) -> bool {
    text.chars().any(|c| c.is_whitespace() || c.is_control())
}
