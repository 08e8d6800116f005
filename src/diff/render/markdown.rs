//! The pull-request comment: a headline, what moved, what changed; details folded.

use super::{HEADLINES, at, headline, movements};
use crate::diagnostic::Diagnostic;
use crate::diff::report::{AccountDiff, Diff, Fate};

/// The first line: by it a bot finds its comment again.
pub const MARKER: &str = "<!-- planc diff -->";

/// The most characters that a comment may have: what the tightest of the large platforms allows, with
/// room for what a bot adds.
const LONGEST: usize = 60_000;

/// The diff as a comment. Never longer than a platform takes: what does not fit is counted.
pub fn markdown(diff: &Diff) -> String {
    let mut out = format!("{MARKER}\n**{}**\n", escape(&headline(diff)));
    if diff.is_empty() {
        return out;
    }
    let moved = movements(diff);
    if !moved.is_empty() {
        out.push_str("\n| figure | before | after | change |\n|---|--:|--:|--:|\n");
        for m in &moved {
            let delta = m.delta.as_deref().unwrap_or("–");
            out.push_str(&format!("| {} | {} | {} | {delta} |\n", m.name, cell(&m.before), cell(&m.after)));
        }
        for m in moved.iter().filter(|m| !m.causes.is_empty()).take(HEADLINES) {
            out.push_str(&format!("\n**{}** {}:\n", m.name, m.delta.as_deref().unwrap_or_default()));
            for cause in &m.causes {
                let why: Vec<String> = cause
                    .because
                    .iter()
                    .map(|(text, at)| format!("{} `{}`", escape(text), code(at)))
                    .collect();
                let why = if why.is_empty() { String::new() } else { format!(" ({})", why.join("; ")) };
                out.push_str(&format!("- {} {}{why}\n", cause.delta, escape(&cause.account)));
            }
        }
    }
    checks(&mut out, "Newly failing", &diff.failing, true);
    checks(&mut out, "Mended", &diff.mended, false);
    accounts(&mut out, diff);
    for note in &diff.notes {
        out.push_str(&format!("\n> {}\n", escape(note)));
    }
    out.push_str(&format!(
        "\n<sub>{} → {}, as of {}, {}, in {}. Effects add up to the change exactly.</sub>\n",
        escape(&diff.base),
        escape(&diff.head),
        diff.as_of,
        diff.period,
        diff.currency
    ));
    out
}

fn checks(out: &mut String, title: &str, list: &[Diagnostic], open: bool) {
    if list.is_empty() {
        return;
    }
    const MOST: usize = 50;
    let state = if open { " open" } else { "" };
    out.push_str(&format!("\n<details{state}><summary>{title}: {}</summary>\n\n", list.len()));
    for d in list.iter().take(MOST) {
        let line = format!(
            "- `{}` {} **{}** {}\n",
            code(&at(&d.place)),
            d.severity.as_str(),
            d.code.code,
            escape(&d.message)
        );
        out.push_str(&line);
    }
    if list.len() > MOST {
        out.push_str(&format!("- … and {} more: run `planc check`\n", list.len() - MOST));
    }
    out.push_str("\n</details>\n");
}

fn accounts(out: &mut String, diff: &Diff) {
    // What must be seen comes first, and what does not fit goes last.
    let mut order: Vec<&AccountDiff> = diff.accounts.iter().collect();
    order.sort_by_key(|a| (!a.changes.iter().any(|c| c.weighty), a.name.to_lowercase()));
    let mut left = order.len();
    for account in order {
        let text = one(account);
        if out.len() + text.len() > LONGEST {
            out.push_str(&format!(
                "\n> {left} more account{} changed. This comment is cut to the platform's limit: run \
                 `planc diff` for all of it.\n",
                if left == 1 { "" } else { "s" }
            ));
            return;
        }
        out.push_str(&text);
        left -= 1;
    }
}

fn one(account: &AccountDiff) -> String {
    const MOST: usize = 60;
    let fate = match account.fate {
        Fate::Added => " (new)",
        Fate::Removed => " (removed)",
        Fate::Changed => "",
    };
    let n = account.changes.len();
    let open = if account.changes.iter().any(|c| c.weighty) { " open" } else { "" };
    let mut out = format!(
        "\n<details{open}><summary><b>{}</b>{fate}: {n} change{} · {}</summary>\n\n| what | where |\n|---|---|\n",
        escape_html(&account.name),
        if n == 1 { "" } else { "s" },
        escape_html(&account.owner)
    );
    for change in account.changes.iter().take(MOST) {
        let text = cell(&change.text);
        let text = if change.weighty { format!("**{text}**") } else { text };
        out.push_str(&format!("| {text} | `{}` |\n", code(&at(&change.place))));
    }
    if n > MOST {
        out.push_str(&format!("| … and {} more changes | |\n", n - MOST));
    }
    out.push_str("\n</details>\n");
    out
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
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A zero-width joiner after it keeps a platform from telling a person of that name.
            '@' => out.push_str("@\u{200d}"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.replace("://", ":\u{200d}//")
}

fn cell(text: &str) -> String {
    escape(text)
}

fn escape_html(text: &str) -> String {
    escape(text).replace('\\', "")
}

/// Text inside backticks.
fn code(text: &str) -> String {
    text.chars().map(|c| if c == '`' || c == '|' || c.is_control() { '\u{fffd}' } else { c }).collect()
}
