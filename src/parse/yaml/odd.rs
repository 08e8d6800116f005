//! What is wrong with a line, in words, and what it is taken as.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Reader;
use super::block::Entries;
use super::plain::word_length;
use super::slip::{one_line, write_in_quotes};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Plan;
use crate::parse::node::{Entry, Node, NodeKind, Scalar, ScalarStyle};
use crate::text::Span;

impl<'t> Reader<'t, '_> {
    /// What indents a line and is no space: reports it, and says where the content starts; `None` where
    /// there is none but a comment. Reading stands on the line.
    pub(super) fn odd_indentation(&mut self, from: usize) -> Option<usize> {
        let line = self.line;
        let rest = self.text.get(line..).unwrap_or("");
        let is_odd = |c: char| c != ' ' && c != '\n' && c != '\r' && (c == '\t' || c.is_whitespace());
        let length = rest.find(|c: char| c != ' ' && !is_odd(c)).unwrap_or(rest.len());
        let content = line + length;
        if self.is_line_end(content) || self.byte(content) == b'#' {
            return None;
        }
        if content == from {
            return Some(content);
        }
        let blanks = self.slice(line, content);
        let column = self.column_of(blanks, self.is_dash(content));
        self.shift = column - length.cast_signed();
        let tabs = blanks.contains('\t');
        let what = if tabs { "A tab" } else { "A special space (not the space bar's)" };
        self.report(
            self.slip(
                &codes::P020,
                Span::new(from, content),
                format!(
                    "{what} stands before `{}`: only spaces may",
                    one_line(self.slice(content, self.content_end(content)))
                ),
            )
            .help(match column {
                0 => "leave it away".to_owned(),
                1 => "write one space instead".to_owned(),
                _ => format!("write spaces instead: {column} from the start of the line"),
            })
            .fix(" ".repeat(column.unsigned_abs().saturating_sub(from - line))),
        );
        Some(content)
    }

    /// The column that odd indentation most likely means: one at which something stands already.
    fn column_of(&self, blanks: &str, dash: bool) -> isize {
        let column = |tab: isize| blanks.chars().map(|c| if c == '\t' { tab } else { 1 }).sum::<isize>();
        [2, 4, 8]
            .into_iter()
            .map(column)
            .find(|&column| self.columns.contains(&(column, dash)))
            .unwrap_or_else(|| column(2))
    }

    /// A second text in the same file: `---` or `...` on a line, and something after it.
    pub(super) fn second_document(&mut self) {
        let span = Span::new(self.at, self.at + 3);
        let rest = self.text.get(self.at..).unwrap_or("");
        let goes_on = rest.lines().any(|line| {
            let line = line.trim();
            !(line.is_empty() || line.starts_with('#') || line == "---" || line == "...")
        });
        if goes_on {
            let marker = self.slice(self.at, self.at + 3);
            self.report(
                self.slip(
                    &codes::P042,
                    span,
                    format!("`{marker}` ends this text, so nothing below it is read"),
                )
                .help("leave the line away, or put what is below it in a file of its own"),
            );
        }
        self.go_to_end();
    }

    /// Whether any line could be an entry.
    pub(super) fn has_keys(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or("");
        rest.lines().any(|line| {
            let line = line.trim();
            let word = word_length(line);
            line.contains(": ")
                || line.ends_with(':')
                || line.contains(":\t")
                || line.starts_with("? ")
                || (word > 0
                    && line.get(word..).is_some_and(|rest| rest.trim_start().starts_with(['=', ':', '：'])))
        })
    }

    /// A text that holds no keys at all.
    pub(super) fn no_keys(&mut self) -> Option<Node<'t>> {
        let start = self.at;
        let span = Span::new(start, self.content_end(start));
        let what = if matches!(self.byte(start), b'-' | b'[') { "a list" } else { "plain text" };
        self.report(
            self.slip(&codes::P019, span, format!("This is {what}, not keys with their values")).help(
                "write a key, a colon, a space and the value on each line: `account: Northwind Traders`",
            ),
        );
        None
    }

    /// `{…}` as the whole text.
    pub(super) fn root_in_braces(&mut self) -> Node<'t> {
        let start = self.at;
        let node = self.flow_collection(-1);
        let left = std::mem::take(&mut self.unclosed);
        let node = if left { node } else { self.end_of_flow(start, -1, node) };
        if !self.at_end() {
            let span = Span::new(self.at, self.content_end(self.at));
            self.report(
                self.slip(&codes::P036, span, "Nothing may follow the bracket that ends the keys").help(
                    "put it between the brackets, or write each key on a line of its own, without brackets",
                ),
            );
        }
        node
    }

    /// A key that stands a second time.
    pub(super) fn duplicate_key(&mut self, key: &Scalar<'t>, first: Span) {
        let first = self.slip(&codes::P031, first, "").place.clone();
        self.report(
            self.slip(&codes::P031, key.span, format!("`{}` stands here a second time", one_line(&key.text)))
                .label(first, "it stands here already")
                .help("keep one of the two; only the first is read"),
        );
    }

    /// `<<: *name`.
    pub(super) fn merge_key(&mut self, key: &Scalar<'t>) {
        self.report(
            self.slip(&codes::P041, key.span, "`<<` does not merge keys here")
                .help("write out the keys that are meant"),
        );
    }

    /// A key that is a list or keys itself.
    pub(super) fn key_of_many(&mut self, span: Span) {
        let text = one_line(self.slice(span.start as usize, span.end as usize));
        self.report(
            self.slip(
                &codes::P048,
                span,
                format!("`{text}` can't be a key: a key is one word or a line of text"),
            )
            .help(format!("put it in quotes if it is a text: {}", write_in_quotes(&text))),
        );
    }

    /// A line whose column is not that of the lines that it belongs to.
    pub(super) fn uneven(&mut self, column: isize) {
        if self.shift != 0 {
            // What indents it was told, and its column is a guess.
            return;
        }
        let span = self.first_word();
        let word = self.slice(span.start as usize, span.end as usize);
        let (here, there) = (self.indent + 1, column + 1);
        let slip = self
            .slip(
                &codes::P021,
                span,
                format!(
                    "`{}` starts at column {here}, the lines that it belongs to at column {there}",
                    one_line(word)
                ),
            )
            .help(format!("start it at column {there}, or indent what belongs together alike"));
        // Spaces can be added before the word for certain where nothing below hangs on it.
        let missing = usize::try_from(column - self.indent).unwrap_or(0);
        let slip = if missing > 0 && !self.goes_on_below(self.indent) {
            slip.fix(format!("{}{word}", " ".repeat(missing)))
        } else {
            slip
        };
        self.report(slip);
    }

    /// The word that the line starts with: its key, its dash, or all of it.
    fn first_word(&self) -> Span {
        let rest = self.text.get(self.at..).unwrap_or("");
        let length = match word_length(rest) {
            0 if self.is_dash(self.at) => 1,
            0 => self.content_end(self.at) - self.at,
            length => length,
        };
        Span::new(self.at, self.at + length)
    }

    /// The same for the first line of all: it starts at `content`, further right than all others.
    pub(super) fn uneven_at(&mut self, content: usize, column: isize) {
        let rest = self.text.get(content..).unwrap_or("");
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = word_length(rest).max(first);
        let word = one_line(self.slice(content, content + length));
        self.report(
            self.slip(
                &codes::P021,
                Span::new(content, content + length),
                format!("`{word}` starts further right than the lines below it"),
            )
            .help(format!("start it at column {}, like them", column + 1)),
        );
    }

    /// A list that starts on its key's line: `tags: - pilot`.
    pub(super) fn list_on_key_line(&mut self, column: isize) -> Node<'t> {
        let start = self.at;
        let end = self.end_of_text(start);
        let text = self.slice(start, end);
        let item = text.get(1..).unwrap_or("").trim();
        self.report(
            self.slip(&codes::P038, Span::new(start, end), "A list does not start on the line of its key")
                .help(format!(
                    "start a new line before `{}`, or write `[{}]` if it is all of the list; in quotes it is a text",
                    one_line(text),
                    one_line(item)
                )),
        );
        // Its other items, on lines of their own, belong to it: the first goes on over no line.
        self.at += 1;
        let mut items = Vec::new();
        let (_, own_line) = self.properties();
        if own_line {
            items.push(self.nothing(self.at));
            self.next_line();
        } else {
            items.push(self.inline(isize::MAX));
        }
        while self.indent > column && self.is_dash(self.at) {
            let dash = self.indent;
            self.at += 1;
            let (_, own_line) = self.properties();
            let item = if own_line { self.nothing(self.at) } else { self.inline(dash) };
            if own_line {
                self.next_line();
            }
            items.push(item);
        }
        let end = items.last().map_or(end, |item| item.span.end as usize);
        Node { span: Span::new(start, end), kind: NodeKind::List(items) }
    }

    /// How long the mark is that is meant as a list item's `-`, with the gap after it.
    fn other_mark(&self) -> Option<(usize, &'static str)> {
        let rest = self.text.get(self.at..).unwrap_or("");
        let mark = rest.chars().next()?;
        let after = rest.get(mark.len_utf8()..).unwrap_or("");
        let gap = after.starts_with([' ', '\t']);
        match mark {
            '•' | '·' | '▪' | '–' | '—' | '●' | '◦' | '‣' => {
                Some((mark.len_utf8(), if gap { "-" } else { "- " }))
            }
            '*' | '+' if gap => Some((1, "-")),
            '-' if after.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '\'' | '[' | '{')) => {
                Some((1, "- "))
            }
            _ => None,
        }
    }

    /// How long a number is that marks a list's item in other scripts: `1.`, `2)`.
    fn number_mark(&self, at: usize) -> Option<(usize, &'static str)> {
        let rest = self.text.get(at..).unwrap_or("");
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let marked = (1..=2).contains(&digits) && matches!(self.byte(at + digits), b'.' | b')');
        (marked && matches!(self.byte(at + digits + 1), b' ' | b'\t')).then_some((digits + 1, "-"))
    }

    fn tell_other_mark(&mut self, length: usize, fix: &str) {
        let mark = self.slice(self.at, self.at + length);
        let end = self.content_end(self.at);
        let item = one_line(self.slice(self.at + length, end));
        let message = match mark {
            "-" => format!("A space is missing after the `-` before `{item}`"),
            _ => format!("`{mark}` does not mark a list item"),
        };
        self.report(
            self.slip(&codes::P029, Span::new(self.at, self.at + length), message)
                .help(format!("write `- {item}`"))
                .fix(fix),
        );
    }

    /// A list whose items have another mark than `- `.
    pub(super) fn list_with_other_marks(&mut self) -> Option<Node<'t>> {
        // One number alone may start a text.
        let numbered = self.number_mark(self.at).is_some() && {
            let below =
                self.text.get(self.line_end(self.at)..).unwrap_or("").trim_start_matches(['\r', '\n']);
            let content = below.trim_start_matches(' ');
            let indent = (below.len() - content.len()).cast_signed();
            indent == self.indent && self.number_mark(self.text.len() - content.len()).is_some()
        };
        if !numbered {
            self.other_mark()?;
        }
        let start = self.at;
        let column = self.indent;
        let mut items = Vec::new();
        while self.indent == column {
            if self.is_dash(self.at) {
                self.at += 1;
            } else if let Some((length, fix)) =
                self.other_mark().or_else(|| self.number_mark(self.at).filter(|_| numbered))
            {
                self.tell_other_mark(length, fix);
                self.at += length;
            } else {
                break;
            }
            items.push(self.item_after_odd_mark(column));
        }
        let end = items.last().map_or(start, |item| item.span.end as usize);
        Some(Node { span: Span::new(start, end), kind: NodeKind::List(items) })
    }

    fn item_after_odd_mark(&mut self, column: isize) -> Node<'t> {
        let from = self.at;
        let (_, own_line) = self.properties();
        if own_line {
            self.next_line();
            return self.nothing(from);
        }
        let key_column = self.column(self.at);
        match self.key() {
            Some(key) => self.map(key_column, column, Some(key)),
            None => self.inline(column),
        }
    }

    /// Whether the line starts a record of the list around it without a dash: it has the first key of the
    /// record that is being read, and the next line has another of its keys.
    pub(super) fn starts_item_without_dash(&self, entries: &Entries<'t>) -> bool {
        let [first, _, ..] = entries.list.as_slice() else { return false };
        let line = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !line.starts_with(first.key.text.as_bytes()) {
            return false;
        }
        let in_list = self.columns.iter().rev().nth(1).is_some_and(|&(_, is_list)| is_list);
        if !in_list || !self.is_word_key() {
            return false;
        }
        let word = self.first_word();
        if self.slice(word.start as usize, word.end as usize) != first.key.text {
            return false;
        }
        let below =
            self.text.get(self.line_end(self.at)..).unwrap_or("").trim_start_matches(['\r', '\n', ' ']);
        let next = below.get(..word_length(below)).unwrap_or("");
        below.get(next.len()..).is_some_and(|rest| rest.starts_with(':'))
            && entries.list.iter().any(|entry| entry.key.text == next)
    }

    /// Tells of it; the list reads it.
    pub(super) fn item_without_dash(&mut self) {
        let span = self.first_word();
        let key = one_line(self.slice(span.start as usize, span.end as usize));
        let line = one_line(self.slice(self.at, self.content_end(self.at)));
        self.report(
            self.slip(
                &codes::P029,
                span,
                format!("`{key}` starts a new item of the list here, and has no `- ` before it"),
            )
            .help(format!("write `- {line}`, with the `- ` below that of the other items")),
        );
        self.new_item = true;
    }

    /// A line in a list that is no item. Afterwards reading stands at another line.
    pub(super) fn odd_item(&mut self, items: &mut Vec<Node<'t>>, column: isize) {
        if std::mem::take(&mut self.new_item) {
            let item = self.map(self.indent, column, None);
            items.push(item);
            return;
        }
        if let Some((length, fix)) = self.other_mark() {
            self.tell_other_mark(length, fix);
            self.at += length;
            let item = self.item_after_odd_mark(column);
            items.push(item);
            return;
        }
        // `- id:ana` and more keys below it: the item is a map without the space after its first colon.
        if let Some(entry) = items.last().and_then(|item| self.item_without_space(item)) {
            let span = entry.key.span.to(entry.value.span);
            if let Some(last) = items.last_mut() {
                *last = Node { span, kind: NodeKind::Map(vec![entry]) };
            }
        }
        let key_column = match items.last() {
            Some(Node { kind: NodeKind::Map(entries), span }) if !entries.is_empty() => {
                let start = span.start as usize;
                let before = self.text.get(..start).unwrap_or("");
                let line = before.rfind('\n').map_or(0, |at| at + 1);
                (start - line).cast_signed()
            }
            _ => -1,
        };
        let at = self.at;
        let is_entry = self.colon_on_line_is_key();
        if key_column > 0 && is_entry {
            if self.indent != key_column {
                self.uneven(key_column);
            }
            let more = self.map(self.indent, self.indent - 1, None);
            if let (Some(Node { kind: NodeKind::Map(entries), span }), NodeKind::Map(more)) =
                (items.last_mut(), more.kind)
            {
                for entry in more {
                    let first = entries.iter().find(|known| known.key.text == entry.key.text);
                    match first.map(|first| first.key.span) {
                        Some(first) => self.duplicate_key(&entry.key, first),
                        None => {
                            span.end = span.end.max(entry.value.span.end).max(entry.key.span.end);
                            entries.push(entry);
                        }
                    }
                }
            }
            return;
        }
        let text = one_line(self.slice(at, self.content_end(at)));
        self.report(
            self.slip(
                &codes::P030,
                Span::new(at, self.content_end(at)),
                format!("`{text}` has no `- ` before it, as the other items of the list have"),
            )
            .help(format!("write `- {text}` below the other items")),
        );
        self.next_line();
        self.leave_out_text(column);
    }

    /// Whether the line is an entry, by its form.
    fn colon_on_line_is_key(&self) -> bool {
        self.is_word_key() || {
            let word = word_length(self.text.get(self.at..).unwrap_or(""));
            let mark = self.after_blanks(self.at + word);
            word > 0 && (self.byte(self.at + word) == b':' || self.byte(mark) == b'=')
        }
    }

    /// Among records that have an `id`, an item `id:ana` is one too.
    pub(super) fn items_without_space(&mut self, items: &mut [Node<'t>]) {
        let is_record = |item: &Node<'_>| matches!(item.kind, NodeKind::Map(_));
        if items.iter().all(is_record) || !items.iter().any(is_record) {
            return;
        }
        let mut keys: BTreeSet<Cow<'t, str>> = BTreeSet::new();
        for item in items.iter() {
            if let NodeKind::Map(entries) = &item.kind {
                keys.extend(entries.iter().map(|entry| entry.key.text.clone()));
            }
        }
        for item in items {
            let word = match &item.kind {
                NodeKind::Scalar(scalar) => scalar.text.get(..word_length(&scalar.text)).unwrap_or(""),
                _ => continue,
            };
            if !keys.contains(word) {
                continue;
            }
            if let Some(entry) = self.item_without_space(item) {
                let span = entry.key.span.to(entry.value.span);
                *item = Node { span, kind: NodeKind::Map(vec![entry]) };
            }
        }
    }

    /// The entry that an item is whose text is a key and a value without a space between them.
    fn item_without_space(&mut self, item: &Node<'t>) -> Option<Entry<'t>> {
        let NodeKind::Scalar(scalar) = &item.kind else { return None };
        let start = scalar.span.start as usize;
        let written = self.slice(start, scalar.span.end as usize);
        let length = word_length(written);
        let rest = written.get(length..)?;
        let bare = rest.trim_start_matches([' ', '\t']);
        let mark = start + length + (rest.len() - bare.len());
        let equals = bare.starts_with('=');
        let colon = rest.starts_with(':') && !rest.starts_with("://");
        if scalar.style != ScalarStyle::Plain || length == 0 || !(equals || colon) {
            return None;
        }
        let value = self.slice(mark + 1, scalar.span.end as usize);
        let word = self.slice(start, start + length);
        if equals {
            self.wrong_separator(mark, mark + 1, word, value);
        } else {
            self.no_space_after_colon(mark, word, value);
        }
        let key =
            Scalar { text: word.into(), span: Span::new(start, start + length), style: ScalarStyle::Plain };
        let bare = value.trim_start();
        let from = mark + 1 + (value.len() - bare.len());
        let (value, span) = (bare, Span::new(from, from + bare.len()));
        let value = Scalar { text: value.into(), span, style: ScalarStyle::Plain };
        Some(Entry { key, value: Node { span, kind: NodeKind::Scalar(value) } })
    }

    /// `owner = maria`, `owner := maria`, a colon of another script.
    fn wrong_separator(&mut self, start: usize, end: usize, word: &str, value: &str) {
        let mark = self.slice(start, end);
        self.report(
            self.slip(
                &codes::P027,
                Span::new(start, end),
                format!("`{mark}` stands between `{word}` and its value: it must be a colon"),
            )
            .help(format!("write `{word}: {}`", one_line(value)))
            .fix(if self.is_gap(end) { ":" } else { ": " }),
        );
    }

    /// `owner:maria`.
    pub(super) fn no_space_after_colon(&mut self, colon: usize, word: &str, value: &str) {
        let special = value.chars().next().filter(|c| c.is_whitespace());
        let value = one_line(value);
        let slip = match special {
            Some(space) => self.slip(
                &codes::P028,
                Span::new(colon, colon + 1 + space.len_utf8()),
                format!("The space after `{word}:` is a special one (not the space bar's)"),
            ),
            None => self.slip(
                &codes::P028,
                Span::new(colon, colon + 1),
                format!("A space is missing after `{word}:`"),
            ),
        };
        self.report(slip.help(format!("write `{word}: {value}`")).fix(": "));
    }

    /// `**owner**: maria`, as Markdown has it: where the key is, how long it is, and where its value starts.
    fn key_in_bold(&mut self, start: usize, end: usize) -> Option<(usize, usize, usize)> {
        const MARKS: [char; 2] = ['*', '`'];
        let line = self.slice(start, end);
        let bare = line.trim_start_matches(MARKS);
        let at = start + (line.len() - bare.len());
        let length = word_length(bare);
        let rest = bare.get(length..)?;
        let after = rest.trim_start_matches(MARKS).strip_prefix(':')?.trim_start_matches(MARKS);
        if at == start
            || length == 0
            || rest.starts_with(' ')
            || !(after.is_empty() || after.starts_with(' '))
        {
            return None;
        }
        let value = end - after.len();
        let key = self.slice(at, at + length);
        self.report(
            self.slip(
                &codes::P030,
                Span::new(start, value),
                format!("`{key}` is marked up here, and keys are plain words"),
            )
            .help(format!("write `{key}: {}`", one_line(after)))
            .fix(format!("{key}:")),
        );
        Some((at, length, value))
    }

    /// A line among the entries of a map that is none. Afterwards reading stands at another line.
    pub(super) fn odd_line(&mut self, entries: &mut Entries<'t>, column: isize) {
        let start = self.at;
        let end = self.content_end(start);
        let line = self.slice(start, end);
        let word_end = word_length(line);
        let word = line.get(..word_end).unwrap_or("");
        let rest = line.get(word_end..).unwrap_or("");
        if self.depth == 1 && word_end > 0 {
            self.about = Plan::key(word).or(self.about);
        }
        if self.is_dash(start) || (self.other_mark().is_some() && word_end == 0) {
            return self.stray_item(entries, column);
        }
        if let Some((at, length, value)) = self.key_in_bold(start, end) {
            return self.odd_entry(entries, at, length, value, column);
        }
        let separator = rest.trim_start();
        let mark = ["=>", ":=", "==", "->", "=", "：", "﹕", "∶"]
            .into_iter()
            .find(|mark| separator.starts_with(mark));
        // A semicolon, or a dash between spaces, is none in a text either.
        let mark = mark.or_else(|| {
            let spaced =
                |mark: &&str| separator.strip_prefix(*mark).is_some_and(|rest| rest.starts_with(' '));
            let dash = [";", "-", "–", "—"].into_iter().find(spaced);
            dash.filter(|dash| *dash == ";" || separator.len() < rest.len())
        });
        if let (Some(mark), true) = (mark, word_end > 0) {
            let mark_start = start + word_end + (rest.len() - separator.len());
            let mark_end = mark_start + mark.len();
            self.wrong_separator(mark_start, mark_end, word, self.slice(mark_end, end));
            return self.odd_entry(entries, start, word_end, mark_end, column);
        }
        if rest.starts_with(':') && word_end > 0 && !rest.starts_with("://") {
            let colon = start + word_end;
            self.no_space_after_colon(colon, word, self.slice(colon + 1, end));
            let special = self.slice(colon + 1, end).chars().next().filter(|c| c.is_whitespace());
            return self.odd_entry(
                entries,
                start,
                word_end,
                colon + 1 + special.map_or(0, char::len_utf8),
                column,
            );
        }
        if ["=======", "|||||||"]
            .iter()
            .any(|mark| line.strip_prefix(mark).is_some_and(|rest| rest.trim().is_empty()))
        {
            self.report(
                self.slip(
                    &codes::P012,
                    Span::new(start, end),
                    format!("`{line}` is what an unfinished merge leaves"),
                )
                .help("delete this line, once the lines around it are right"),
            );
            return self.next_line();
        }
        let last_is_empty = entries.list.last().is_some_and(|entry| match &entry.value.kind {
            NodeKind::Scalar(scalar) => scalar.style == ScalarStyle::Plain && scalar.text.is_empty(),
            _ => false,
        });
        let is_comment = line.starts_with("//")
            || line.starts_with("<!--")
            || line.starts_with("/*")
            || line.starts_with(';');
        let is_alone = rest.is_empty() && word_end > 0;
        let slip = self.slip(&codes::P030, Span::new(start, end), "");
        let shown = one_line(line);
        if is_comment {
            self.report(
                say(slip, format!("`{shown}` is no comment here")).help("a comment starts with `# `"),
            );
        } else if is_alone && self.goes_on_below(column) {
            let told =
                say(slip, format!("A colon is missing after `{shown}`")).help(format!("write `{shown}:`"));
            // A word that is no key may be a line of a text.
            let certain = match self.depth {
                1 => Plan::key(word).is_some() || self.list_below(),
                _ => word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
            };
            self.report(if certain { told.fix(format!("{line}:")) } else { told });
            return self.odd_entry(entries, start, word_end, start + word_end, column);
        } else if last_is_empty {
            let key = entries.list.last().map_or("", |entry| &entry.key.text);
            let help = format!(
                "write `{}: {shown}` on one line, or indent it below `{}`",
                one_line(key),
                one_line(key)
            );
            self.report(say(slip, format!("`{shown}` is not indented below its key")).help(help));
            let value = self.inline(column);
            if let Some(last) = entries.list.last_mut() {
                last.value = value;
            }
            return;
        } else if line.bytes().all(|byte| matches!(byte, b']' | b'}' | b',' | b' ')) {
            let mut slip = say(slip, format!("`{shown}` closes nothing"));
            slip.code = &codes::P036;
            self.report(slip.help("leave it away, or write the bracket that it closes"));
        } else if word_end > 0
            && rest.starts_with([' ', '\t'])
            && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        {
            let value = one_line(rest);
            self.report(
                say(slip, format!("`{shown}` is not a key with its value: a colon is missing"))
                    .help(format!("write `{word}: {value}`, or indent it if it belongs to the line above")),
            );
            if Plan::key(word).is_some() || self.depth > 1 {
                return self.odd_entry(entries, start, word_end, start + word_end, column);
            }
        } else {
            self.report(
                say(slip, format!("`{shown}` is not a key with its value"))
                    .help("write `key: value`; indent it if it belongs to the line above; write `# ` before it if it is a note"),
            );
        }
        self.next_line();
        self.leave_out_text(column);
    }

    /// Whether the next line is a list's item.
    fn list_below(&self) -> bool {
        let below = self.text.get(self.line_end(self.at)..).unwrap_or("");
        below.trim_start_matches(['\r', '\n', ' ']).starts_with("- ")
    }

    /// Whether the next line holds what belongs to this one.
    pub(super) fn goes_on_below(&self, column: isize) -> bool {
        let below = self.text.get(self.line_end(self.at)..).unwrap_or("");
        let below = below.trim_start_matches(['\r', '\n']);
        let content = below.trim_start_matches(' ');
        let indent = (below.len() - content.len()).cast_signed();
        !content.is_empty() && (indent > column || (indent == column && content.starts_with("- ")))
    }

    /// Takes a line as an entry: its key is its first word, its value starts at `value`.
    fn odd_entry(
        &mut self,
        entries: &mut Entries<'t>,
        start: usize,
        word: usize,
        value: usize,
        column: isize,
    ) {
        let span = Span::new(start, start + word);
        let key = Scalar { text: self.slice(start, start + word).into(), span, style: ScalarStyle::Plain };
        self.at = value;
        self.entry(entries, key, column);
    }

    /// A list item that no key holds.
    fn stray_item(&mut self, entries: &Entries<'t>, column: isize) {
        let start = self.at;
        let span = Span::new(start, self.content_end(start));
        let text = one_line(self.slice(start, self.content_end(start)));
        let help = match entries.list.last() {
            Some(entry) => format!(
                "write the list's key on the line above it; or, if it belongs to `{}`, leave nothing on that line but the key",
                one_line(&entry.key.text)
            ),
            None => "write the list's key on the line above it: `tags:`".to_owned(),
        };
        self.report(
            self.slip(&codes::P049, span, format!("The list item `{text}` has no key above it")).help(help),
        );
        // What hangs on it is left out with it.
        let indent = self.indent;
        self.next_line();
        while self.indent > indent.max(column) || (self.indent >= column && self.is_dash(self.at)) {
            self.next_line();
        }
    }
}

fn say(mut slip: Diagnostic, message: String) -> Diagnostic {
    slip.message = message;
    slip
}
