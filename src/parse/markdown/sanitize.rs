//! Raw HTML in plans, cleaned by a strict list of what is allowed.
//!
//! For: `site.raw_html: sanitize`. Tags that are not on the list are dropped, what stands between
//! them is kept as text, but for scripts and styles, which go whole. What comes out is well formed: a
//! tag closes inside of the Markdown that it opened in, or is closed there.
//! Must not: let through a script, a style, an event handler, an id, a class, or a link that
//! [`link_target`](super::link_target) refuses.

use super::escape;

/// Elements that may stand in a line of text.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "u", "var",
];

/// Elements that may stand in a block of HTML, besides those.
const BLOCK: &[&str] = &[
    "blockquote",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements without an end.
const VOID: &[&str] = &["br", "hr", "img"];

/// Elements whose inside is no text.
const DROPPED_WHOLE: &[&str] = &[
    "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "style", "svg", "template",
    "textarea", "title", "xmp",
];

/// Cleans the raw HTML of one part of a page; remembers what is open between one piece and the next.
#[derive(Default)]
pub struct Sanitizer {
    /// The names of open elements, each with how many elements of Markdown were open around it.
    open: Vec<(&'static str, usize)>,
}

impl Sanitizer {
    /// Closes what was opened inside of this many elements of Markdown, or deeper.
    pub fn close_inside(&mut self, containers: usize, out: &mut String) {
        while let Some((name, _)) = self.open.pop_if(|(_, depth)| *depth >= containers) {
            out.push_str(&format!("</{name}>"));
        }
    }

    /// Writes a piece of raw HTML, cleaned. `href` says where a link or an image leads, if anywhere.
    pub fn write(
        &mut self,
        html: &str,
        inline: bool,
        in_link: bool,
        containers: usize,
        out: &mut String,
        href: &dyn Fn(bool, &str) -> Option<String>,
    ) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let (text, markup) = rest.split_at(at);
            escape_text(out, text);
            let Some((tag, after)) = Tag::read(markup) else {
                out.push_str("&lt;");
                rest = markup.get(1..).unwrap_or("");
                continue;
            };
            rest = after;
            let Some(name) = allowed(&tag.name, inline) else {
                if !tag.closing && !inline && DROPPED_WHOLE.contains(&tag.name.as_str()) {
                    rest = after_end_of(&tag.name, rest);
                }
                continue;
            };
            if tag.closing {
                if self.open.pop_if(|(open, depth)| *open == name && *depth == containers).is_some() {
                    out.push_str(&format!("</{name}>"));
                }
            } else if name != "a" || !(in_link || self.open.iter().any(|(open, _)| *open == "a")) {
                self.open_tag(name, &tag, containers, out, href);
            }
        }
        escape_text(out, rest);
    }

    fn open_tag(
        &mut self,
        name: &'static str,
        tag: &Tag<'_>,
        containers: usize,
        out: &mut String,
        href: &dyn Fn(bool, &str) -> Option<String>,
    ) {
        let mut attributes = String::new();
        let mut shown = name != "img";
        for (key, value) in &tag.attributes {
            let value = match (name, key.as_str()) {
                (_, "title") | ("img", "alt") => unescaped(value),
                ("a", "href") => match href(false, &unescaped(value)) {
                    Some(href) => href,
                    None => continue,
                },
                ("img", "src") => match href(true, &unescaped(value)) {
                    // A page asks no other host for anything.
                    Some(src) if !src.contains(':') => {
                        shown = true;
                        src
                    }
                    _ => continue,
                },
                ("img", "width" | "height") | ("td" | "th", "colspan" | "rowspan") | ("ol", "start")
                    if value.len() <= 4 && !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) =>
                {
                    (*value).to_owned()
                }
                ("details", "open") => String::new(),
                _ => continue,
            };
            // The first of two counts, as in browsers.
            if attributes.contains(&format!(" {key}=\"")) {
                continue;
            }
            attributes.push_str(&format!(" {key}=\""));
            escape(&mut attributes, &value);
            attributes.push('"');
        }
        if !shown {
            return;
        }
        out.push_str(&format!("<{name}{attributes}>"));
        if !VOID.contains(&name) {
            self.open.push((name, containers));
        }
    }
}

/// The element's name where it is allowed.
fn allowed(name: &str, inline: bool) -> Option<&'static str> {
    let block = if inline { &[][..] } else { BLOCK };
    INLINE.iter().chain(block).copied().find(|allowed| *allowed == name)
}

/// What follows the end of an element whose inside is no text; nothing where it doesn't end.
fn after_end_of<'h>(name: &str, html: &'h str) -> &'h str {
    let mut rest = html;
    while let Some(at) = rest.find("</") {
        rest = rest.get(at + 2..).unwrap_or("");
        if rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return rest.find('>').and_then(|end| rest.get(end + 1..)).unwrap_or("");
        }
    }
    ""
}

/// One tag as written.
struct Tag<'h> {
    name: String,
    closing: bool,
    attributes: Vec<(String, &'h str)>,
}

impl<'h> Tag<'h> {
    /// Reads the tag that a text starts with, and what follows it.
    fn read(html: &'h str) -> Option<(Self, &'h str)> {
        let rest = html.strip_prefix('<')?;
        let (closing, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = rest.get(..length)?.to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // A declaration, a processing instruction: dropped.
            return match rest.starts_with(['!', '?']) && !closing {
                true => Some((
                    Tag { name: String::new(), closing, attributes: Vec::new() },
                    rest.find('>').and_then(|end| rest.get(end + 1..)).unwrap_or(""),
                )),
                false => None,
            };
        }
        let mut tag = Tag { name, closing, attributes: Vec::new() };
        let mut rest = rest.get(length..)?;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if let Some(after) = rest.strip_prefix('>') {
                return Some((tag, after));
            }
            let length = rest
                .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))
                .unwrap_or(rest.len());
            let key = rest.get(..length).filter(|key| !key.is_empty())?.to_ascii_lowercase();
            rest = rest.get(length..)?.trim_start();
            let Some(after) = rest.strip_prefix('=') else {
                tag.attributes.push((key, ""));
                continue;
            };
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => after.get(1..)?.split_once(quote)?,
                None => {
                    let length =
                        after.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(after.len());
                    after.split_at(length)
                }
            };
            tag.attributes.push((key, value));
            rest = after;
        }
    }
}

/// An attribute's value without character references: what a browser would make of it.
fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at + 1..).unwrap_or("");
        let (name, after) = rest
            .split_once(';')
            .filter(|(name, _)| {
                name.len() <= 8 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
            })
            .unwrap_or(("", rest));
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let known = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "colon" => Some(':'),
            "sol" => Some('/'),
            "bsol" => Some('\\'),
            "Tab" => Some('\t'),
            "NewLine" => Some('\n'),
            _ => number.and_then(char::from_u32),
        };
        match known {
            Some(c) => {
                out.push(c);
                rest = after;
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

/// Text of raw HTML: its character references stay what they are.
fn escape_text(out: &mut String, text: &str) {
    for (index, piece) in text.split('&').enumerate() {
        if index > 0 {
            let reference = piece.split_once(';').is_some_and(|(name, _)| {
                !name.is_empty()
                    && name.len() <= 32
                    && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
            });
            out.push_str(if reference { "&" } else { "&amp;" });
        }
        escape(out, piece);
    }
}
