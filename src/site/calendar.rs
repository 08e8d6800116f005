//! Days as calendar files (iCalendar, RFC 5545) that any calendar can subscribe to.
//!
//! For: the renewals to come and the open actions, each an all-day event with a stable id.
//! Must not: hold a time stamp other than `as_of`: the same inputs give the same bytes.

use crate::model::{Date, next_day};

/// An all-day event.
#[derive(Clone, Debug)]
pub(super) struct Event {
    /// Unique in the portfolio and the same in every build.
    pub id: String,
    pub day: Date,
    pub summary: String,
    pub description: String,
    /// Its page, where the site's address is known.
    pub url: Option<String>,
}

/// A calendar of events, in the order given.
pub(super) fn calendar(name: &str, as_of: Date, events: &[Event]) -> String {
    let mut out = String::with_capacity(256 + events.len() * 320);
    let mut line = |name: &str, value: &str| fold(&mut out, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//planc//planc//EN");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    line("X-WR-CALNAME", &text(name));
    for event in events {
        line("BEGIN", "VEVENT");
        line("UID", &text(&format!("{}@planc", event.id)));
        line("DTSTAMP", &as_of.format("%Y%m%dT000000Z").to_string());
        line("DTSTART;VALUE=DATE", &event.day.format("%Y%m%d").to_string());
        line("DTEND;VALUE=DATE", &next_day(event.day).format("%Y%m%d").to_string());
        line("SUMMARY", &text(&event.summary));
        if !event.description.is_empty() {
            line("DESCRIPTION", &text(&event.description));
        }
        if let Some(url) = &event.url {
            line("URL", url);
        }
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    out
}

/// A text value: what means something in the format is escaped, other control characters are dropped.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a line in pieces of at most 75 bytes, never through a character.
fn fold(out: &mut String, line: &str) {
    let mut room = 75;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn an_event_lasts_its_day() {
        let event = Event {
            id: "northwind/NW-2026".into(),
            day: day("2026-12-31"),
            summary: "Renewal: Northwind, NW-2026".into(),
            description: String::new(),
            url: None,
        };
        let file = calendar("Renewals", day("2026-09-30"), &[event]);
        assert!(file.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"), "{file}");
        assert!(file.contains("SUMMARY:Renewal: Northwind\\, NW-2026\r\n"), "{file}");
        assert!(file.contains("DTSTAMP:20260930T000000Z\r\n"), "{file}");
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"), "{file}");
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut out = String::new();
        fold(&mut out, &format!("SUMMARY:{}", "é".repeat(100)));
        assert!(out.split("\r\n").all(|line| line.len() <= 75), "{out}");
        assert_eq!(out.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "é".repeat(100)));
    }

    #[test]
    fn nothing_in_a_text_ends_its_line() {
        assert_eq!(text("a\r\nEND:VEVENT;b\u{7}"), "a\\nEND:VEVENT\\;b");
    }
}
