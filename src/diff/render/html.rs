//! The diff as one self-contained page: no script, nothing from elsewhere.

use super::{Headline, Movement, at, by_weight, fate, footing, movements};
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::report::{AccountDiff, Diff};
use crate::model::Decimal;

const STYLE: &str = include_str!("diff.css");

/// The diff as an HTML page.
pub fn html(diff: &Diff) -> String {
    let Headline { effect, look, counts } = Headline::of(diff);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{0} → {1}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <p class=\"kicker\">What the change means</p>\n<h1>{2}</h1>\n",
        text(&diff.base),
        text(&diff.head),
        text(&effect),
    );
    for sentence in [look, counts].into_iter().flatten() {
        out.push_str(&format!("<p class=\"lead\">{}</p>\n", text(&sentence)));
    }
    for gate in &diff.broken {
        out.push_str(&format!("<p class=\"gate\"><b>Not allowed here:</b> {}</p>\n", text(gate)));
    }
    if !diff.is_empty() {
        figures(&mut out, &movements(diff));
        if !diff.accounts.is_empty() {
            out.push_str("<h2>What changed</h2>\n");
            by_weight(diff).into_iter().for_each(|one| account(&mut out, one));
        }
        problems(&mut out, "New problems", &diff.failing);
        problems(&mut out, "Mended", &diff.mended);
        for note in &diff.notes {
            out.push_str(&format!("<p class=\"note\">{}</p>\n", text(note)));
        }
        out.push_str(&format!(
            "<footer>{}. Effects add up to the change exactly.</footer>\n",
            text(&footing(diff))
        ));
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn figures(out: &mut String, moved: &[Movement]) {
    if moved.is_empty() {
        return;
    }
    out.push_str(
        "<h2>Figures</h2>\n<div class=\"scroll\" role=\"region\" aria-label=\"Figures\" tabindex=\"0\">\n<table>\n\
         <thead><tr><th scope=\"col\">Figure</th><th scope=\"col\" class=\"number\">Before</th>\
         <th scope=\"col\" class=\"number\">After</th><th scope=\"col\" class=\"number\">Change</th>\
         <th scope=\"col\">Through</th></tr></thead>\n<tbody>\n",
    );
    for m in moved {
        let through: Vec<String> = m
            .causes
            .iter()
            .map(|cause| format!("<span>{} {}</span>", text(&cause.account), text(&cause.effect)))
            .collect();
        let way = match m.change {
            Some(change) if change.is_zero() => "",
            Some(change) if (change < Decimal::ZERO) == m.figure.less_is_better() => " better",
            Some(_) => " worse",
            None => "",
        };
        out.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td class=\"number before\">{}</td>\
             <td class=\"number after\">{}</td><td class=\"number change{way}\">{}</td><td class=\"through\">{}</td></tr>\n",
            m.name,
            text(&m.before),
            text(&m.after),
            if m.delta.is_empty() { "–".to_owned() } else { text(&m.delta) },
            through.join(" ")
        ));
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    if moved.iter().all(|m| m.causes.is_empty()) {
        return;
    }
    out.push_str("<details>\n<summary>Why each figure moves</summary>\n");
    for m in moved.iter().filter(|m| !m.causes.is_empty()) {
        out.push_str(&format!("<h3>{} {}</h3>\n<ul>\n", m.name, text(&m.delta)));
        for cause in &m.causes {
            out.push_str(&format!("<li><b>{}</b> {}", text(&cause.delta), text(&cause.account)));
            for (because, at) in &cause.because {
                out.push_str(&format!("<br>{} <code>{}</code>", text(because), text(at)));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</details>\n");
}

fn account(out: &mut String, account: &AccountDiff) {
    let fate = match fate(account) {
        "" => String::new(),
        fate => format!(" <small>{fate}</small>"),
    };
    out.push_str(&format!(
        "<section>\n<h3>{}{fate} <small>{}</small></h3>\n<ul>\n",
        text(&account.name),
        text(&account.manager)
    ));
    for change in &account.changes {
        let class = if change.weighty { " class=\"weighty\"" } else { "" };
        out.push_str(&format!(
            "<li{class}><span class=\"area\">{}</span> <span>{} <code>{}</code></span></li>\n",
            change.area.title(),
            text(&change.text),
            text(&at(&change.place))
        ));
    }
    out.push_str("</ul>\n</section>\n");
}

fn problems(out: &mut String, title: &str, list: &[Diagnostic]) {
    if list.is_empty() {
        return;
    }
    out.push_str(&format!("<h2>{title}</h2>\n<ul>\n"));
    for d in list {
        let class = if d.severity == Severity::Error { " class=\"weighty\"" } else { "" };
        out.push_str(&format!(
            "<li{class}><span class=\"area\">{} {}</span> <span>{} <code>{}</code></span></li>\n",
            d.severity.as_str(),
            d.code.code,
            text(&d.message),
            text(&at(&d.place))
        ));
    }
    out.push_str("</ul>\n");
}

/// Text from a plan as text in HTML.
fn text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
