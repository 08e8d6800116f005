//! The pull-request comment: a headline, what moved and through whom, what changed; details folded.
//!
//! Whoever reads it has half a minute: so the first screen holds one sentence and two small tables, and
//! files and lines wait in what is folded.

use super::{Headline, Movement, at, by_weight, counted, fate, footing, movements};
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::change::Change;
use crate::diff::report::{AccountDiff, Diff};

/// The first line: by it a bot finds its comment again.
pub const MARKER: &str = "<!-- planc diff -->";

/// The most bytes that a comment may have: what the tightest of the large platforms allows, with room for
/// what a bot adds.
const LONGEST: usize = 60_000;
/// How many accounts the table of changes shows, and how many changes of each.
const ACCOUNTS: usize = 12;
const CHANGES: usize = 3;
/// How many new problems are shown unfolded.
const PROBLEMS: usize = 5;
/// The longest sentence of a change that is shown.
const SENTENCE: usize = 400;

/// The diff as a comment. Never longer than a platform takes: what does not fit is counted.
pub fn markdown(diff: &Diff) -> String {
    let Headline { effect, look, counts } = Headline::of(diff);
    let mut out = format!("{MARKER}\n**{}**", escape(&effect));
    for sentence in [look, counts].into_iter().flatten() {
        out.push_str(&format!(" {}", escape(&sentence)));
    }
    out.push('\n');
    for gate in &diff.broken {
        out.push_str(&format!("\n> **Not allowed here:** {}\n", escape(gate)));
    }
    if diff.is_empty() {
        return out;
    }
    let moved = movements(diff);
    let (headlines, others): (Vec<&Movement>, Vec<&Movement>) = moved.iter().partition(|m| m.is_headline());
    figures(&mut out, &headlines);
    what_changed(&mut out, diff);

    let mut cut = Cut { room: LONGEST, left_out: 0 };
    let (shown, folded) = diff.failing.split_at(diff.failing.len().min(PROBLEMS));
    let shown: Vec<String> = shown.iter().map(|d| problem(d, true)).collect();
    cut.list(&mut out, "\n", shown, "");
    for note in &diff.notes {
        cut.list(&mut out, "", vec![format!("\n> {}\n", escape(&clip(note, 2_000)))], "");
    }
    cut.fold(&mut out, "More new problems", folded.iter().map(|d| problem(d, false)).collect());
    if !others.is_empty() {
        let mut table = String::new();
        figures(&mut table, &others);
        cut.fold(&mut out, "Other figures", vec![table]);
    }
    cut.fold(&mut out, "Why each figure moves", moved.iter().filter_map(reasons).collect());
    let all: Vec<String> = by_weight(diff).into_iter().map(everything).collect();
    cut.fold(&mut out, "Every change, with its line", all);
    cut.fold(&mut out, "Mended", diff.mended.iter().map(|d| problem(d, false)).collect());
    if cut.left_out > 0 {
        out.push_str(&format!(
            "\n> This comment is cut to the platform's limit, and {} left out: run `planc diff` to read all.\n",
            if cut.left_out == 1 { "1 entry is".into() } else { format!("{} entries are", cut.left_out) }
        ));
    }
    out.push_str(&format!(
        "\n<sub>{}. Effects add up to the change exactly.</sub>\n",
        escape_html(&clip(&footing(diff), SENTENCE))
    ));
    out
}

/// Keeps a comment within its limit.
struct Cut {
    room: usize,
    left_out: usize,
}

impl Cut {
    /// Entries between a head and a foot, as many as there is room for.
    fn list(&mut self, out: &mut String, head: &str, entries: Vec<String>, foot: &str) {
        if entries.is_empty() {
            return;
        }
        // What is said at the very end must fit too.
        const RESERVED: usize = 1_500;
        let mut text = head.to_owned();
        let mut any = false;
        for entry in entries {
            if out.len() + text.len() + entry.len() + foot.len() + RESERVED > self.room {
                self.left_out += 1;
                continue;
            }
            any = true;
            text.push_str(&entry);
        }
        if any {
            out.push_str(&text);
            out.push_str(foot);
        }
    }

    /// The same, folded.
    fn fold(&mut self, out: &mut String, title: &str, entries: Vec<String>) {
        self.list(out, &format!("\n<details><summary>{title}</summary>\n\n"), entries, "\n</details>\n");
    }
}

fn figures(out: &mut String, moved: &[&Movement]) {
    if moved.is_empty() {
        return;
    }
    out.push_str("\n| Figure | Before | After | Change | Through |\n|---|--:|--:|--:|---|\n");
    for m in moved {
        let through: Vec<String> = m
            .causes
            .iter()
            .map(|cause| format!("{} {}", cell(&clip(&cause.account, 80)), cause.effect))
            .collect();
        out.push_str(&format!(
            "| **{}** | {} | {} | **{}** | {} |\n",
            m.name,
            cell(&m.before),
            cell(&m.after),
            if m.delta.is_empty() { "–" } else { &m.delta },
            through.join(", ")
        ));
    }
}

/// The accounts with what a reviewer must know of each.
fn what_changed(out: &mut String, diff: &Diff) {
    let order = by_weight(diff);
    if order.is_empty() {
        return;
    }
    out.push_str("\n| Account | What changed |\n|---|---|\n");
    for account in order.iter().take(ACCOUNTS) {
        let mut changes: Vec<&Change> = account.changes.iter().collect();
        changes.sort_by_key(|change| !change.weighty);
        let mut told: Vec<String> = changes
            .iter()
            .take(CHANGES)
            .map(|change| {
                let text = cell(&clip(&change.text, SENTENCE));
                if change.weighty { format!("**{text}**") } else { text }
            })
            .collect();
        if changes.len() > CHANGES {
            told.push(format!("and {}", counted(changes.len() - CHANGES, "more change")));
        }
        let name = clip(&account.name, 80);
        let fate = match fate(account) {
            "" => String::new(),
            fate => format!(" ({fate})"),
        };
        out.push_str(&format!(
            "| **{}**{fate}<br>{} | {} |\n",
            cell(&name),
            cell(&clip(&account.manager, 80)),
            told.join("<br>")
        ));
    }
    if order.len() > ACCOUNTS {
        out.push_str(&format!("| and {} | |\n", counted(order.len() - ACCOUNTS, "more account")));
    }
}

fn problem(d: &Diagnostic, new: bool) -> String {
    let severity = match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let severity = if new { format!("**New {severity}:**") } else { format!("{severity}:") };
    let text = escape(&clip(&d.message, SENTENCE));
    format!("- {severity} {text} `{}` {}\n", code(&at(&d.place)), d.code.code)
}

/// A figure's movement account by account, with what in the plan did it; `None` where nothing is known.
fn reasons(m: &Movement) -> Option<String> {
    if m.causes.is_empty() {
        return None;
    }
    let mut out = format!("**{}** {}:\n", m.name, m.delta);
    for cause in &m.causes {
        let why: Vec<String> = cause
            .because
            .iter()
            .map(|(text, at)| format!("{} `{}`", escape(&clip(text, SENTENCE)), code(at)))
            .collect();
        let why = if why.is_empty() { String::new() } else { format!(": {}", why.join("; ")) };
        out.push_str(&format!("- {} {}{why}\n", cause.delta, escape(&clip(&cause.account, 80))));
    }
    out.push('\n');
    Some(out)
}

/// Every change of an account.
fn everything(account: &AccountDiff) -> String {
    const MOST: usize = 60;
    let mut out = format!("**{}** `{}`\n", escape(&clip(&account.name, 80)), code(&account.file));
    for change in account.changes.iter().take(MOST) {
        let (text, line) = (escape(&clip(&change.text, SENTENCE)), change.place.line());
        let other =
            if change.place.path() == account.file { String::new() } else { code(change.place.path()) };
        out.push_str(&format!("- {text} `{other}:{line}`\n"));
    }
    if account.changes.len() > MOST {
        out.push_str(&format!("- and {}\n", counted(account.changes.len() - MOST, "more change")));
    }
    out.push('\n');
    out
}

/// A text cut to so many characters.
fn clip(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// Text from a plan as text in Markdown: nothing in it is markup, mentions nobody, links nowhere.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => harmless(c, &mut out),
        }
    }
    unlinked(&out)
}

/// A cell of a table.
fn cell(text: &str) -> String {
    escape(text)
}

/// Text inside HTML, where no backslash takes a character's meaning away.
fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| harmless(c, &mut out));
    unlinked(&out)
}

fn harmless(c: char, out: &mut String) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        // A zero-width joiner after it keeps a platform from telling a person of that name.
        '@' => out.push_str("@\u{200d}"),
        c if c.is_control() => out.push(' '),
        c => out.push(c),
    }
}

fn unlinked(text: &str) -> String {
    text.replace("://", ":\u{200d}//")
}

/// Text inside backticks.
fn code(text: &str) -> String {
    text.chars().map(|c| if c == '`' || c == '|' || c.is_control() { '\u{fffd}' } else { c }).collect()
}
