//! Characters that no plan should hold, and marks that a merge left in it.
//!
//! For: what is wrong with the text itself, before it is read as YAML or Markdown; and a mended copy
//! for the reader where that is needed to read on.
//! Must not: know what the text means.

use std::ops::Range;
use std::sync::Arc;

use memchr::memchr2_iter;

use super::node::{Node, NodeKind};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Plan;
use crate::text::{Source, Span};

/// The most problems with characters that are told of one part of a file.
const MOST: usize = 100;

/// What Windows-1252 has where Unicode has the control characters U+0080 to U+009F.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Reports what is wrong with the characters of a part of a source.
pub(super) fn check(source: &Arc<Source>, range: Range<usize>, slips: &mut Vec<Diagnostic>) {
    let Some(text) = source.text().get(range.clone()) else { return };
    if is_suspicious(text) {
        check_characters(source, text, range.start, slips);
    }
    for conflict in conflicts(text) {
        // `=======` alone underlines a heading in Markdown.
        if conflict.is_whole() {
            slips.push(conflict.told(source, range.start));
        }
    }
}

/// The same for YAML, and a copy of the text up to the part's end in which each control character is
/// white space and of each conflict only the first version is left; `None` where there is none. Places
/// stay the same.
pub(super) fn mended(
    source: &Arc<Source>,
    range: Range<usize>,
    slips: &mut Vec<Diagnostic>,
) -> Option<String> {
    let text = source.text().get(range.clone())?;
    let mut mended: Option<Vec<u8>> = None;
    let all = source.text().get(..range.end)?;
    if is_suspicious(text) && check_characters(source, text, range.start, slips) {
        let bytes = mended.insert(all.as_bytes().to_vec());
        for (at, c) in controls(text) {
            let start = range.start + at;
            if let Some(character) = bytes.get_mut(start..start + c.len_utf8()) {
                character.fill(if c == '\r' { b'\n' } else { b' ' });
            }
        }
    }
    for conflict in conflicts(text) {
        slips.push(conflict.told(source, range.start));
        let bytes = mended.get_or_insert_with(|| all.as_bytes().to_vec());
        for left_out in conflict.left_out() {
            for byte in
                bytes.get_mut(range.start + left_out.start..range.start + left_out.end).into_iter().flatten()
            {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
        }
    }
    mended.and_then(|bytes| String::from_utf8(bytes).ok())
}

/// Says of the problems told here which key of a plan they are about: the one around each. A conflict
/// that reaches over keys is about none: the whole file can't be trusted.
pub(super) fn tell_what_about(root: Option<&Node<'_>>, slips: &mut [Diagnostic]) {
    let Some(Node { kind: NodeKind::Map(entries), .. }) = root else { return };
    for slip in slips {
        let of_characters = slip.code == &codes::P010 || slip.code == &codes::P011;
        let conflict = slip.code == &codes::P012;
        if slip.about.is_some() || !(of_characters || conflict) {
            continue;
        }
        let start = slip.place.span.start;
        let end = slip.labels.iter().map(|label| label.place.span.end).max().unwrap_or(start);
        let around = entries.iter().rev().find(|entry| entry.key.span.start <= start);
        let text = slip.place.source.slice(Span { start, end });
        let over_keys = conflict && text.lines().any(|line| line.starts_with(|c: char| c.is_alphabetic()));
        if let Some(entry) = around.filter(|_| !over_keys) {
            let own = if entry.key.text.starts_with("x-") { Some("x-") } else { None };
            slip.about = Plan::key(&entry.key.text).or(own);
        }
    }
}

/// How many bytes are looked at together.
const BLOCK: usize = 64;

/// Whether a text holds a byte that wrong characters may be made of.
fn is_suspicious(text: &str) -> bool {
    any_suspicious(text.as_bytes())
}

/// Whether any of these bytes is suspicious: looked at without a branch, so that many are at once.
fn any_suspicious(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |any, byte| any | suspicious(*byte))
}

/// Whether a wrong character may start with this byte: a control character, `Â`, `Ã`, `â`, `ð` and
/// U+FFFD, among others.
fn suspicious(byte: u8) -> bool {
    ((byte < 0x20) & (byte != b'\n') & (byte != b'\t'))
        | (byte == 0x7f)
        | (byte == 0xc2)
        | (byte == 0xc3)
        | (byte == 0xef)
}

/// The characters of a text that are controls or that garbled ones start with, and where they are.
/// Control characters are all but tabs, LF, and CR before LF.
fn suspects(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.as_bytes();
    let is_wrong = move |at: usize, byte: u8| match (byte, bytes.get(at + 1)) {
        (b'\r', next) => next != Some(&b'\n'),
        // U+0080 to U+009F; U+00A0 and on are letters and signs.
        (0xc2, Some(next)) => *next < 0xa0,
        // `Â`, `Ã`, `â`, `ð`.
        (0xc3, Some(next)) => matches!(next, 0x82 | 0x83 | 0xa2 | 0xb0),
        // U+FFFD.
        (0xef, Some(next)) => *next == 0xbf,
        (byte, _) => suspicious(byte),
    };
    // Names have accents, and little else is suspicious: most blocks are passed over at a glance.
    let blocks = bytes.chunks(BLOCK).enumerate().filter(|(_, block)| any_suspicious(block));
    let found = blocks.flat_map(move |(number, block)| {
        let at = move |(at, byte): (usize, &u8)| (number * BLOCK + at, *byte);
        block.iter().enumerate().map(at).filter(move |&(at, byte)| suspicious(byte) && is_wrong(at, byte))
    });
    found.filter_map(|(at, _)| Some((at, text.get(at..)?.chars().next()?)))
}

/// Where control characters are.
fn controls(text: &str) -> impl Iterator<Item = (usize, char)> {
    suspects(text).filter(|(_, c)| c.is_control())
}

/// Reports control characters and garbled ones; whether there are any of the first.
fn check_characters(source: &Arc<Source>, text: &str, base: usize, slips: &mut Vec<Diagnostic>) -> bool {
    let (mut controls, mut garbled_ones) = (0, 0);
    let mut after = 0;
    for (at, c) in suspects(text) {
        if c.is_control() {
            let end = at + c.len_utf8();
            // One after the other is one problem.
            let goes_on = controls > 0 && after == at && !matches!(c, '\u{80}'..='\u{9f}' | '\r');
            after = end;
            match slips.last_mut() {
                Some(last) if goes_on && last.code == &codes::P010 => {
                    last.place.span.end = Span::at(base + end).end;
                }
                _ => {
                    controls += 1;
                    if controls <= MOST {
                        slips.push(control(source, c, Span::new(base + at, base + end)));
                    }
                }
            }
        } else if let Some((length, meant)) = garbled(text.get(at..).unwrap_or("")) {
            garbled_ones += 1;
            if garbled_ones <= MOST {
                slips.push(garbled_character(source, Span::new(base + at, base + at + length), meant));
            }
        }
    }
    controls > 0
}

fn garbled_character(source: &Arc<Source>, span: Span, meant: Option<String>) -> Diagnostic {
    let written = source.slice(span);
    match meant {
        Some(meant) => {
            Diagnostic::at(&codes::P011, source, span, format!("`{written}` looks like a garbled `{meant}`"))
                .help(format!("write `{meant}`; the text was once read in another encoding"))
                .fix(meant)
        }
        None => Diagnostic::at(&codes::P011, source, span, "A character got lost here: `\u{fffd}`")
            .help("write what was meant; the text was once read in another encoding"),
    }
}

fn control(source: &Arc<Source>, c: char, span: Span) -> Diagnostic {
    let code = &codes::P010;
    let meant = match c {
        '\u{80}'..='\u{9f}' => {
            WINDOWS_1252.get(c as usize - 0x80).copied().filter(|meant| !meant.is_control())
        }
        _ => None,
    };
    match (c, meant) {
        ('\0', _) => {
            Diagnostic::at(code, source, span, "A NUL character stands here").help("delete it").fix("")
        }
        ('\r', _) => Diagnostic::at(code, source, span, "A carriage return stands here without a line feed")
            .help("let your editor save the file with line ends LF or CRLF"),
        (_, Some(meant)) => Diagnostic::at(
            code,
            source,
            span,
            format!("An invisible control character stands here, likely for `{meant}`"),
        )
        .help(format!("write `{meant}`; the text was once saved as Windows-1252"))
        .fix(meant),
        _ => Diagnostic::at(
            code,
            source,
            span,
            format!("An invisible control character (U+{:04X}) stands here", c as u32),
        )
        .help("delete it")
        .fix(""),
    }
}

/// How long a garbled piece is that a text starts with, and what it stood for: UTF-8 that was read as
/// Windows-1252.
fn garbled(text: &str) -> Option<(usize, Option<String>)> {
    if text.starts_with('\u{fffd}') {
        return Some((3, None));
    }
    let mut bytes = [0_u8; 4];
    let count = match text.chars().next()? {
        'Â' | 'Ã' => 2,
        'â' => 3,
        _ => 4,
    };
    let mut length = 0;
    for (slot, c) in bytes.iter_mut().zip(text.chars()).take(count) {
        *slot = match c {
            '\u{a0}'..='\u{ff}' => c as u8,
            other => 0x80 + u8::try_from(WINDOWS_1252.iter().position(|&known| known == other)?).ok()?,
        };
        length += c.len_utf8();
    }
    let meant = std::str::from_utf8(bytes.get(..count)?).ok()?;
    let only = meant.chars().next().filter(|c| !c.is_control() && meant.chars().count() == 1)?;
    Some((length, Some(only.to_string())))
}

/// What a merge left in a text: where its lines are, line ends not included.
#[derive(Default)]
struct Conflict {
    start: Option<Range<usize>>,
    base: Option<Range<usize>>,
    middle: Option<Range<usize>>,
    end: Option<Range<usize>>,
}

impl Conflict {
    fn is_whole(&self) -> bool {
        self.start.is_some() && self.end.is_some()
    }

    fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        [&self.start, &self.base, &self.middle, &self.end].into_iter().flatten().cloned()
    }

    /// What is left out so that only the first version stays.
    fn left_out(&self) -> Vec<Range<usize>> {
        let second = self.base.as_ref().or(self.middle.as_ref());
        match (&self.start, second, &self.end) {
            (Some(start), Some(second), Some(end)) => vec![start.clone(), second.start..end.end],
            _ => self.lines().collect(),
        }
    }

    fn told(&self, source: &Arc<Source>, base: usize) -> Diagnostic {
        let place = |range: Range<usize>| Span::new(base + range.start, base + range.end);
        let mut lines = self.lines().map(place);
        let first = lines.next().unwrap_or_default();
        let mut told = Diagnostic::at(
            &codes::P012,
            source,
            first,
            match self.is_whole() {
                true => "Two versions of these lines stand here: a merge was not finished".to_owned(),
                false => format!("`{}` is what an unfinished merge leaves", source.slice(first)),
            },
        )
        .help(match self.is_whole() {
            true => "keep the lines that are right, and delete the others and the lines `<<<<<<<`, `=======` and `>>>>>>>`",
            false => "delete this line, once the lines around it are right",
        });
        for line in lines {
            let text = source.slice(line);
            let what = match text.as_bytes().first() {
                Some(b'>') => "the second version ends",
                Some(b'|') => "what both were made from starts",
                _ => "the second version starts",
            };
            told = told.label(crate::text::Place::new(source, line), what);
        }
        told
    }
}

/// The marks that merges left.
fn conflicts(text: &str) -> Vec<Conflict> {
    let mut found = Vec::new();
    // A line `=======` alone is left to whoever reads the text.
    let bytes = text.as_bytes();
    let is_mark = |at: usize| {
        let starts_line = at == 0 || bytes.get(at - 1) == Some(&b'\n');
        starts_line
            && bytes
                .get(at..)
                .is_some_and(|rest| rest.starts_with(b"<<<<<<<") || rest.starts_with(b">>>>>>>"))
    };
    if !memchr2_iter(b'<', b'>', bytes).any(is_mark) {
        return found;
    }
    let mut open = Conflict::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        let range = start..start + bare.len();
        start += line.len();
        let mark = bare.get(..7).unwrap_or("");
        let rest = bare.get(7..).unwrap_or("");
        if !(rest.is_empty() || rest.starts_with(' ')) {
            continue;
        }
        let slot = match mark {
            "<<<<<<<" => {
                if open.lines().next().is_some() {
                    found.push(std::mem::take(&mut open));
                }
                &mut open.start
            }
            "|||||||" => &mut open.base,
            "=======" => &mut open.middle,
            ">>>>>>>" => {
                open.end = Some(range);
                found.push(std::mem::take(&mut open));
                continue;
            }
            _ => continue,
        };
        if slot.is_none() {
            *slot = Some(range);
        }
        if found.len() >= MOST {
            break;
        }
    }
    if open.lines().next().is_some() {
        found.push(open);
    }
    found
}
