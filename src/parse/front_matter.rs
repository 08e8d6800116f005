//! Where the front matter is: between a first line `---` and the next.
//!
//! For: telling a plan's keys from its text, also where one of the lines around the keys is missing or
//! odd, so that everything else can still be read.
//! Must not: read either of the two.

use std::sync::Arc;

use memchr::{memchr, memmem};

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::text::{Place, Source, Span};

/// A plan file's two parts.
pub struct Split {
    /// The first line.
    pub head: Span,
    /// The YAML between the fences; `None` where there is none (already reported).
    pub yaml: Option<Span>,
    /// The Markdown below.
    pub body: Span,
}

/// Finds a plan's two parts.
pub fn split(source: &Arc<Source>, diagnostics: &mut Diagnostics) -> Split {
    let text = source.text();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut splitter = Splitter { source, text, diagnostics };
    if let Some(at) = memchr(b'\r', text.as_bytes()).filter(|_| !text.contains('\n')) {
        return splitter.one_long_line(at);
    }
    let mut lines = Lines { text, at: start };
    let Some(mut first) = lines.next() else { return splitter.empty(start) };
    let head = first.span();
    if first.is_blank(text) {
        let Some(filled) = lines.find(|line| !line.is_blank(text)) else { return splitter.empty(start) };
        first = filled;
        if !first.is_fence(text) && !first.is_odd_fence(text) && splitter.fence_below(first).is_none() {
            return splitter.without_opening(head, first);
        }
        if first.is_fence(text) || first.is_odd_fence(text) {
            splitter.blank_lines_first(Span::new(start, first.start));
        }
    }
    if !first.is_fence(text)
        && let Some(fence) = splitter.fence_below(first)
    {
        splitter.text_first(first);
        return splitter.with_opening(fence.span(), fence.next);
    }
    if !first.is_fence(text) {
        if !first.is_odd_fence(text) || !splitter.has_key_line(first.next) {
            return splitter.without_opening(head, first);
        }
        splitter.odd_fence(first, "above");
    }
    splitter.with_opening(first.span(), first.next)
}

struct Splitter<'a> {
    source: &'a Arc<Source>,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
}

impl Splitter<'_> {
    /// A file with nothing in it.
    fn empty(&mut self, start: usize) -> Split {
        self.diagnostics.push(
            Diagnostic::at(&codes::P013, self.source, Span::at(start), "This plan is empty").help(
                "write `---`, `account: ` and the client's name, `owner: ` and the account manager, `---`",
            ),
        );
        Split { head: Span::at(start), yaml: None, body: Span::at(self.text.len()) }
    }

    /// A file whose lines end in carriage returns, as on Macs long ago.
    fn one_long_line(&mut self, at: usize) -> Split {
        self.diagnostics.push(
            Diagnostic::at(
                &codes::P010,
                self.source,
                Span::new(at, at + 1),
                "The lines of this file end in carriage returns alone, so that it is all one line",
            )
            .help("let your editor save the file with line ends LF or CRLF"),
        );
        Split { head: Span::at(0), yaml: None, body: Span::at(self.text.len()) }
    }

    fn blank_lines_first(&mut self, span: Span) {
        self.diagnostics.push(
            Diagnostic::at(&codes::P018, self.source, span, "Empty lines stand before the front matter")
                .help("delete them: a plan starts with `---` in its first line")
                .fix(""),
        );
    }

    /// The line `---` that starts the keys below a title or the like, where that is plain: a key stands on
    /// the very next line, and none above.
    fn fence_below(&self, first: Line) -> Option<Line> {
        const MOST: usize = 12;
        let lines: Vec<Line> = Lines { text: self.text, at: first.start }.take(MOST).collect();
        let at = lines.iter().position(|line| line.is_fence(self.text))?;
        let key_follows = lines.get(at + 1).is_some_and(|line| line.is_entry(self.text));
        let key_above =
            lines.iter().take(at).any(|line| line.is_entry(self.text) || line.is_odd_fence(self.text));
        lines.get(at).copied().filter(|_| key_follows && !key_above)
    }

    /// Something else than empty lines stands above the keys.
    fn text_first(&mut self, line: Line) {
        let shown: String = line.text(self.text).trim().chars().take(60).collect();
        let help = "move it below the `---` that ends the keys, or delete it: a plan starts with `---` in its \
                    first line";
        self.diagnostics.push(
            Diagnostic::at(
                &codes::P018,
                self.source,
                line.span(),
                format!("{} stands above the front matter, and is not read", in_backticks(&shown)),
            )
            .help(help),
        );
    }

    fn odd_fence(&mut self, line: Line, place: &str) {
        let written = line.text(self.text);
        let shown: String = written.trim_end().chars().take(60).collect();
        let told = Diagnostic::at(
            &codes::P017,
            self.source,
            line.span(),
            match written.trim() == "---" {
                true => format!("The line {place} the keys is `---` with spaces before it"),
                false => format!("The line {place} the keys is `{}`, not `---`", shown.trim()),
            },
        )
        .help("write three hyphens and nothing else: `---`");
        // What was written beside the hyphens is not thrown away by itself.
        let certain = !written.contains(char::is_alphanumeric);
        self.diagnostics.push(if certain { told.fix("---") } else { told });
    }

    /// Whether a line below this place is a key with its value.
    fn has_key_line(&self, from: usize) -> bool {
        Lines { text: self.text, at: from }.take(100).any(|line| line.is_entry(self.text))
    }

    /// The opening line is there; the keys start at `from`.
    fn with_opening(&mut self, head: Span, from: usize) -> Split {
        let end = self.text.len();
        let found = self.closing(from);
        match found {
            Closing::Fence(line) => {
                Split { head, yaml: Some(Span::new(from, line.start)), body: Span::new(line.next, end) }
            }
            Closing::Odd(line) => {
                self.odd_fence(line, "below");
                Split { head, yaml: Some(Span::new(from, line.start)), body: Span::new(line.next, end) }
            }
            Closing::None(body) => {
                self.no_closing_line(head, body);
                Split { head, yaml: Some(Span::new(from, body)), body: Span::new(body, end) }
            }
        }
    }

    fn no_closing_line(&mut self, head: Span, body: usize) {
        let told =
            Diagnostic::at(&codes::P016, self.source, head, "The line `---` below the keys is missing");
        let mut lines = Lines { text: self.text, at: body };
        self.diagnostics.push(match lines.find(|line| !line.is_blank(self.text)) {
            Some(line) => told
                .label(Place::new(self.source, line.span()), "the text starts here")
                .help("write `---` on a line of its own above the text, below the last key"),
            None => told.help("write `---` on a line of its own below the last key"),
        });
    }

    /// The first line is not `---`.
    fn without_opening(&mut self, head: Span, first: Line) -> Split {
        let end = self.text.len();
        let shown: String = first.text(self.text).trim().chars().take(60).collect();
        let closing = self.closing(first.start);
        let is_entry = first.is_entry(self.text)
            || (first.text(self.text).starts_with('#') && self.has_key_line(first.next));
        // Without any line around them, only a plan's own first keys are surely keys.
        let certain = matches!(closing, Closing::Fence(_) | Closing::Odd(_))
            || first.text(self.text).starts_with("account:")
            || first.text(self.text).starts_with("owner:");
        if !is_entry || !certain {
            self.diagnostics.push(
                Diagnostic::at(
                    &codes::P014,
                    self.source,
                    first.span(),
                    "This plan has no front matter: no keys between two lines `---`",
                )
                .help(
                    "write above this line: `---`, `account: ` and the client's name, `owner: ` and the account \
                     manager, `---`; if this is no plan, let the file's name start with `_`",
                ),
            );
            return Split { head: first.span(), yaml: None, body: Span::new(first.start, end) };
        }
        self.diagnostics.push(
            Diagnostic::at(
                &codes::P015,
                self.source,
                first.span(),
                format!("The line `---` above the keys is missing: the plan starts with `{shown}`"),
            )
            .help("write `---` on a line of its own above it")
            .fix(format!("---\n{}", first.text(self.text))),
        );
        let (keys_end, body) = match closing {
            Closing::Fence(line) | Closing::Odd(line) => (line.start, line.next),
            Closing::None(body) => {
                self.no_closing_line(first.span(), body);
                (body, body)
            }
        };
        Split { head, yaml: Some(Span::new(first.start, keys_end)), body: Span::new(body, end) }
    }

    /// Where the keys end.
    fn closing(&self, from: usize) -> Closing {
        self.plain_fence(from).map_or_else(|| self.closing_by_lines(from), Closing::Fence)
    }

    /// The first line `---`, where no line above it starts with what may end the keys otherwise. So it is in almost
    /// every plan, and is found without looking at each line.
    fn plain_fence(&self, from: usize) -> Option<Line> {
        // From the line end before the first key on.
        let start = from.checked_sub(1)?;
        let bytes = self.text.as_bytes().get(start..)?;
        let above = bytes.get(..memmem::find(bytes, b"\n---")?)?;
        let fence = Lines { text: self.text, at: from + above.len() }.next()?;
        let pairs = above.iter().zip(above.get(1..).unwrap_or_default());
        // Looked at without a branch, so that many are at once.
        let other = pairs.fold(false, |any, (end, first)| any | ((*end == b'\n') & may_end_keys(*first)));
        (bytes.starts_with(b"\n") && !other && fence.is_fence(self.text)).then_some(fence)
    }

    fn closing_by_lines(&self, from: usize) -> Closing {
        let text = self.text;
        let mut odd: Option<Line> = None;
        // The first heading since the last line that can only be a key's, and whether text follows it.
        let mut heading: Option<Line> = None;
        let mut keys = false;
        // The first `---` with spaces before it: in a text it may be anything, so any other line goes first.
        let mut indented: Option<Line> = None;
        for line in (Lines { text, at: from }) {
            // What a line is can mostly be told from its first byte.
            match text.as_bytes().get(line.start) {
                Some(b' ' | b'\t')
                    if line.end - line.start <= 8 && indented.is_none() && heading.is_none() =>
                {
                    if keys && line.text(text).trim() == "---" {
                        indented = Some(line);
                    }
                }
                None | Some(b' ' | b'\t' | b'\n' | b'\r') => {}
                Some(b'-') if line.is_fence(text) => return odd.map_or(Closing::Fence(line), Closing::Odd),
                Some(b'-' | b'.' | b'+' | 0x80..) if odd.is_none() && keys && line.is_odd_fence(text) => {
                    odd = Some(line);
                }
                Some(b'#') => {
                    if heading.is_none() && is_heading(line.text(text)) {
                        heading = Some(line);
                    }
                }
                _ if odd.is_some() => {}
                Some(b'a'..=b'z') if heading.is_none() => keys = true,
                Some(b'a'..=b'z') if line.is_entry(text) => heading = None,
                Some(b']' | b'}') => {}
                // Below a heading, what is no key is text.
                Some(_) => {
                    if let Some(heading) = heading {
                        return indented.map_or(Closing::None(heading.start), Closing::Odd);
                    }
                }
            }
        }
        match (odd.or(indented), heading) {
            (Some(line), _) => Closing::Odd(line),
            (None, Some(line)) => Closing::None(line.start),
            (None, None) => Closing::None(self.text_start(from)),
        }
    }

    /// Where text starts that is below no heading: at the first line after the last key that starts at
    /// the margin below an empty line.
    fn text_start(&self, from: usize) -> usize {
        let text = self.text;
        let mut start = None;
        let mut after_blank = false;
        for line in (Lines { text, at: from }) {
            let written = line.text(text);
            if line.is_entry(text) {
                start = None;
            } else if after_blank
                && start.is_none()
                && written
                    .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '|' | '>' | '*' | '[' | '!'))
            {
                start = Some(line.start);
            }
            after_blank = line.is_blank(text);
        }
        start.unwrap_or(text.len())
    }
}

/// Whether a line with this first byte may end the keys, or be a heading.
fn may_end_keys(byte: u8) -> bool {
    (byte == b'-') | (byte == b'.') | (byte == b'+') | (byte == b'#') | (byte >= 0x80)
}

/// What ends the keys.
enum Closing {
    /// `---`.
    Fence(Line),
    /// A line that is meant as `---`.
    Odd(Line),
    /// Nothing; the text seems to start here.
    None(usize),
}

/// One line: where it starts, where its text ends, where the next one starts.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    next: usize,
}

impl Line {
    fn text(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    fn span(self) -> Span {
        Span::new(self.start, self.end)
    }

    fn is_blank(self, text: &str) -> bool {
        self.text(text).trim().is_empty()
    }

    fn is_fence(self, text: &str) -> bool {
        let line = self.text(text);
        line.starts_with("---") && line.trim_end_matches([' ', '\t']) == "---"
    }

    /// Whether the line is meant as `---`: other dashes, more or fewer, or `...`.
    fn is_odd_fence(self, text: &str) -> bool {
        let line = self.text(text).trim();
        let dashes = line.chars().all(|c| matches!(c, '-' | '–' | '—' | '−' | '‐' | '‑'));
        let long = line.contains(['–', '—']) || line.chars().count() >= 2;
        let with_text = self.text(text).starts_with("--- ");
        (dashes && long && !line.is_empty()) || with_text || line == "..." || line == "+++" || line == "- - -"
    }

    /// Whether the line is a key, as plans have them, at the margin.
    fn is_entry(self, text: &str) -> bool {
        let line = self.text(text);
        if !line.starts_with(|c: char| c.is_ascii_lowercase()) {
            return false;
        }
        let length =
            line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(line.len());
        line.get(length..)
            .is_some_and(|rest| rest == ":" || rest.starts_with(": ") || rest.starts_with(":\t"))
    }
}

/// A text as messages show it, also where it holds backticks itself.
fn in_backticks(text: &str) -> String {
    if text.contains('`') { format!("“{text}”") } else { format!("`{text}`") }
}

/// Whether a line that starts with `#` is a heading: in YAML it would be a comment.
fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    line.len() - rest.len() <= 6 && rest.starts_with([' ', '\t']) && !rest.trim().is_empty()
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr(b'\n', rest.as_bytes());
        let next = self.at + length.map_or(rest.len(), |length| length + 1);
        let bare = rest.get(..length.unwrap_or(rest.len())).unwrap_or("");
        let bare = if length.is_some() { bare.strip_suffix('\r').unwrap_or(bare) } else { bare };
        let line = Line { start: self.at, end: self.at + bare.len(), next };
        self.at = next;
        Some(line)
    }
}
