//! The diff as one self-contained page: no script, nothing from elsewhere.

use super::{at, headline, movements};
use crate::diff::report::{Diff, Fate};

const STYLE: &str = include_str!("diff.css");

/// The diff as an HTML page.
pub fn html(diff: &Diff) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{0} → {1}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <p class=\"kicker\">{0} → {1} · as of {2} · {3}</p>\n<h1>{4}</h1>\n",
        text(&diff.base),
        text(&diff.head),
        diff.as_of,
        text(&diff.period),
        text(&headline(diff)),
    );
    let moved = movements(diff);
    if !moved.is_empty() {
        out.push_str(
            "<h2>Figures</h2>\n<table>\n<thead><tr><th scope=\"col\">Figure</th><th scope=\"col\">Before</th>\
             <th scope=\"col\">After</th><th scope=\"col\">Change</th></tr></thead>\n<tbody>\n",
        );
        for m in &moved {
            out.push_str(&format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                m.name,
                text(&m.before),
                text(&m.after),
                text(m.delta.as_deref().unwrap_or("–"))
            ));
        }
        out.push_str("</tbody>\n</table>\n");
        for m in moved.iter().filter(|m| !m.causes.is_empty()) {
            out.push_str(&format!("<h3>{} {}</h3>\n<ul>\n", m.name, text(m.delta.as_deref().unwrap_or(""))));
            for cause in &m.causes {
                out.push_str(&format!("<li><b>{}</b> {}", text(&cause.delta), text(&cause.account)));
                for (because, at) in &cause.because {
                    out.push_str(&format!("<br>{} <code>{}</code>", text(because), text(at)));
                }
                out.push_str("</li>\n");
            }
            out.push_str("</ul>\n");
        }
    }
    for account in &diff.accounts {
        let fate = match account.fate {
            Fate::Added => " <small>new</small>",
            Fate::Removed => " <small>removed</small>",
            Fate::Changed => "",
        };
        out.push_str(&format!("<h2>{}{fate}</h2>\n<ul>\n", text(&account.name)));
        for change in &account.changes {
            let class = if change.weighty { " class=\"weighty\"" } else { "" };
            out.push_str(&format!(
                "<li{class}><span class=\"area\">{}</span> {} <code>{}</code></li>\n",
                change.area.title(),
                text(&change.text),
                text(&at(&change.place))
            ));
        }
        out.push_str("</ul>\n");
    }
    for (title, list) in [("Newly failing", &diff.failing), ("Mended", &diff.mended)] {
        if list.is_empty() {
            continue;
        }
        out.push_str(&format!("<h2>{title}</h2>\n<ul>\n"));
        for d in list {
            out.push_str(&format!(
                "<li><span class=\"area\">{} {}</span> {} <code>{}</code></li>\n",
                d.severity.as_str(),
                d.code.code,
                text(&d.message),
                text(&at(&d.place))
            ));
        }
        out.push_str("</ul>\n");
    }
    for note in &diff.notes {
        out.push_str(&format!("<p class=\"note\">{}</p>\n", text(note)));
    }
    out.push_str(&format!(
        "<p class=\"kicker\">Money in {}. Effects add up to the change exactly.</p>\n",
        text(&diff.currency)
    ));
    out.push_str("</main>\n</body>\n</html>\n");
    out
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
