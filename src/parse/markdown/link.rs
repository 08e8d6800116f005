//! Where a link may lead: the one place that decides what is safe.

use std::borrow::Cow;

/// What kind of place a link's target is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget<'t> {
    /// An http, https or mailto address.
    External(&'t str),
    /// A path relative to the file, a heading of a file, or both.
    Local {
        /// The path, percent-escapes undone; empty: the file itself.
        path: Cow<'t, str>,
        /// What stands after `#`, percent-escapes undone.
        fragment: Option<Cow<'t, str>>,
    },
    /// Anything else (`javascript:`, `file:`, `//host`): never becomes a link.
    Refused,
}

/// Tells what kind of place a link's target is.
pub fn link_target(target: &str) -> LinkTarget<'_> {
    // Browsers drop tabs and line ends inside of addresses, and read `\` as `/`.
    let target = target.trim_matches(|c: char| c.is_ascii_whitespace());
    if target.chars().any(char::is_control) {
        return LinkTarget::Refused;
    }
    let first = target.find(['/', '\\', '?', '#']).unwrap_or(target.len());
    if let Some((scheme, _)) = target.get(..first).and_then(|start| start.split_once(':')) {
        return match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" | "mailto" => LinkTarget::External(target),
            _ => LinkTarget::Refused,
        };
    }
    let mut start = target.chars();
    if [start.next(), start.next()].iter().all(|c| matches!(c, Some('/' | '\\'))) {
        return LinkTarget::Refused;
    }
    let (path, fragment) = match target.split_once('#') {
        Some((path, fragment)) => (path, Some(decoded(fragment))),
        None => (target, None),
    };
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    LinkTarget::Local { path: decoded(path), fragment }
}

/// Percent-escapes undone, where that gives text.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = match (byte, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(escaped.unwrap_or(byte));
        rest = if escaped.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_mail_and_relative_targets_are_links() {
        for refused in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " java\tscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "c:\\plans\\a.md",
            "\u{1}javascript:x",
        ] {
            assert_eq!(link_target(refused), LinkTarget::Refused, "{refused}");
        }
        for external in ["https://a.example/b?c#d", "HTTP://a.example", "mailto:ana@a.example"] {
            assert_eq!(link_target(external), LinkTarget::External(external));
        }
    }

    #[test]
    fn a_path_is_told_from_its_heading_and_its_escapes_are_undone() {
        let local = |path: &'static str, fragment: Option<&'static str>| LinkTarget::Local {
            path: Cow::Borrowed(path),
            fragment: fragment.map(Cow::Borrowed),
        };
        assert_eq!(link_target("../a%20b.md#x-%C3%A9"), local("../a b.md", Some("x-é")));
        assert_eq!(link_target("#top"), local("", Some("top")));
        assert_eq!(link_target("a.md?x:y#z:1"), local("a.md", Some("z:1")));
        assert_eq!(link_target("100%.md"), local("100%.md", None));
        assert_eq!(link_target("%ff.md"), local("%ff.md", None));
    }
}
