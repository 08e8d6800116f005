//! Where things stand: the paths of pages, and where a line of a plan can be seen.
//!
//! For: one place that knows the site's layout, so that every link resolves.
//! Must not: know what a page shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::kpi::{Dimension, Group};
use crate::text::PlaceRef;

/// The paths of all pages that are named after something a plan says, and the address of sources.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// The folders of groups, by dimension and key.
    groups: BTreeMap<Dimension, Folders>,
    source_url: Option<String>,
}

/// The folders of a dimension's groups.
#[derive(Clone, Debug, Default)]
struct Folders {
    by_key: BTreeMap<String, String>,
    /// Of the group without a value.
    other: Option<String>,
}

impl Links {
    /// Paths for these groups' pages; `source_url` has `{path}` and `{line}`.
    pub fn new<'a>(
        groups: impl IntoIterator<Item = (Dimension, &'a [Arc<Group>])>,
        source_url: Option<&str>,
    ) -> Self {
        let mut folders = BTreeMap::new();
        for (dimension, groups) in groups {
            let above = match dimension {
                Dimension::Owner => "owners".to_owned(),
                other => format!("groups/{}", other.as_str()),
            };
            let names = slugs(groups.iter().filter_map(|group| group.key.as_deref()));
            // A group of one is its account; it has a page already.
            let alone = |group: &&Arc<Group>| dimension == Dimension::Parent && group.members.len() < 2;
            for group in groups.iter().filter(|group| !alone(group)) {
                let name = match &group.key {
                    Some(key) => names.get(key).map_or("other", String::as_str),
                    // No slug begins with a hyphen.
                    None => "-",
                };
                let folder = format!("{above}/{name}");
                let of: &mut Folders = folders.entry(dimension).or_default();
                match &group.key {
                    Some(key) => {
                        of.by_key.insert(key.clone(), folder);
                    }
                    None => of.other = Some(folder),
                }
            }
        }
        Links { groups: folders, source_url: source_url.map(str::to_owned) }
    }

    /// The folder of a group's pages, from the site's root.
    pub fn group(&self, dimension: Dimension, key: Option<&str>) -> Option<&str> {
        let of = self.groups.get(&dimension)?;
        match key {
            Some(key) => of.by_key.get(key).map(String::as_str),
            None => of.other.as_deref(),
        }
    }

    /// The group whose pages are in this folder.
    pub fn group_at(&self, folder: &str) -> Option<(Dimension, Option<&str>)> {
        self.groups.iter().find_map(|(&dimension, of)| {
            let keyed = of.by_key.iter().find(|(_, its)| *its == folder).map(|(key, _)| Some(key.as_str()));
            let other = || (of.other.as_deref() == Some(folder)).then_some(None);
            Some((dimension, keyed.or_else(other)?))
        })
    }

    /// Where a place can be seen; `None` where no address is configured.
    pub fn source<'p>(&self, place: impl Into<PlaceRef<'p>>) -> Option<String> {
        self.source_url.as_ref()?;
        let place = place.into();
        self.source_line(place.path(), place.line())
    }

    /// Where a line of a file can be seen.
    pub fn source_line(&self, path: &str, line: u32) -> Option<String> {
        let url = self.source_url.as_ref()?;
        Some(url.replace("{path}", &encode_path(path)).replace("{line}", &line.to_string()))
    }
}

/// An account's page, from the site's root. Account ids are safe in paths by their definition.
pub fn account(id: &str) -> String {
    format!("accounts/{id}/index.html")
}

/// A distinct folder name for each text, readable where it can be: letters, digits, `.`, `_`, `-`.
pub fn slugs<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, String> {
    let texts: BTreeSet<&str> = texts.into_iter().collect();
    let mut taken = BTreeSet::new();
    let mut out = BTreeMap::new();
    for text in texts {
        let slug = slug(text);
        let mut name = slug.clone();
        let mut n = 2;
        while !taken.insert(name.clone()) {
            name = format!("{slug}-{n}");
            n += 1;
        }
        out.insert(text.to_owned(), name);
    }
    out
}

/// A text as the name of a folder or a fragment: lower case, of letters, digits, `.`, `_` and `-`.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(60) {
        match c {
            'a'..='z' | '0'..='9' | '_' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '.' if !out.is_empty() => out.push(c),
            _ if out.is_empty() || out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    let trimmed = out.trim_end_matches(['-', '.']).len();
    out.truncate(trimmed);
    if out.is_empty() { "other".into() } else { out }
}

/// Whether a text is for certain its own slug: most ids are.
fn is_slug(text: &str) -> bool {
    let mut before = b'-';
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' => {}
            b'-' if before != b'-' => {}
            _ => return false,
        }
        before = byte;
    }
    before != b'-' && text.len() <= 60
}

/// The fragment of a record in its page: readable, and distinct from those of the records before it, for ids
/// may be any text.
pub fn fragment<'a>(id: &str, before: impl IntoIterator<Item = &'a str>) -> String {
    let slug = if is_slug(id) { id.to_owned() } else { slug(id) };
    // No slug holds a tilde.
    let named_alike = |other: &&str| if is_slug(other) { *other == slug } else { self::slug(other) == slug };
    match before.into_iter().filter(named_alike).count() {
        0 => slug,
        n => format!("{slug}~{}", n + 1),
    }
}

/// A path with what addresses can't hold percent-encoded.
pub fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => {
                out.push('%');
                for nibble in [byte >> 4, byte & 15] {
                    out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase());
                }
            }
        }
    }
    out
}

/// An address that a page may link to: http, https or mailto; anything else is only shown.
pub fn safe_address(text: &str) -> Option<&str> {
    let text = text.trim();
    let scheme = text.split_once(':')?.0.to_ascii_lowercase();
    let clean = !text.chars().any(|c| c.is_control() || c.is_whitespace());
    (clean && matches!(scheme.as_str(), "http" | "https" | "mailto")).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_names_are_readable_and_distinct() {
        let names = slugs(["Maria López", "maria-l-pez", "jo.park", "../../etc", "…"]);
        let name = |text: &str| names.get(text).map(String::as_str);
        assert_eq!(name("jo.park"), Some("jo.park"));
        assert_eq!(name("Maria López"), Some("maria-l-pez"));
        assert_eq!(name("maria-l-pez"), Some("maria-l-pez-2"));
        assert_eq!(name("../../etc"), Some("etc"));
        assert_eq!(name("…"), Some("other"));
    }

    #[test]
    fn a_line_of_a_plan_is_where_the_git_host_shows_it() {
        let links = Links::new([], Some("https://git.example/blob/main/{path}#L{line}"));
        assert_eq!(
            links.source_line("accounts/a b/plan.md", 12).as_deref(),
            Some("https://git.example/blob/main/accounts/a%20b/plan.md#L12")
        );
        assert_eq!(Links::default().source_line("a.md", 1), None);
    }

    #[test]
    fn fragments_of_records_are_distinct() {
        assert_eq!(fragment("Second sponsor", []), "second-sponsor");
        assert_eq!(fragment("second-sponsor", ["Second sponsor"]), "second-sponsor~2");
        assert_eq!(fragment("東京", ["大阪"]), "other~2");
        assert_eq!(fragment("a-b", ["a--b", "a-b-", "a.b", "a-b"]), "a-b~4");
    }

    #[test]
    fn only_harmless_addresses_are_linked() {
        assert!(safe_address("https://northwind.example/case.pdf").is_some());
        assert!(safe_address("mailto:ana@northwind.example").is_some());
        for text in
            ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "java\nscript:x", "www.x.y"]
        {
            assert_eq!(safe_address(text), None, "{text}");
        }
    }
}
