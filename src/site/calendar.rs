//! Days as calendar files (iCalendar, RFC 5545) that any calendar can subscribe to.
//!
//! For: the renewals to come and the open actions, each an all-day event with a stable id.
//! Must not: hold a time stamp other than `as_of`: the same inputs give the same bytes.

use chrono::Datelike;

use crate::digits::push_digit;
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
    let stamp = as_of.format("%Y%m%dT000000Z").to_string();
    out.push_str("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//planc//planc//EN\r\n");
    out.push_str("CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    line(&mut out, "X-WR-CALNAME:", |out| push_text(out, name));
    for event in events {
        out.push_str("BEGIN:VEVENT\r\n");
        line(&mut out, "UID:", |out| {
            push_text(out, &event.id);
            out.push_str("@planc");
        });
        line(&mut out, "DTSTAMP:", |out| out.push_str(&stamp));
        line(&mut out, "DTSTART;VALUE=DATE:", |out| push_date(out, event.day));
        line(&mut out, "DTEND;VALUE=DATE:", |out| push_date(out, next_day(event.day)));
        line(&mut out, "SUMMARY:", |out| push_text(out, &event.summary));
        if !event.description.is_empty() {
            line(&mut out, "DESCRIPTION:", |out| push_text(out, &event.description));
        }
        if let Some(url) = &event.url {
            line(&mut out, "URL:", |out| out.push_str(url));
        }
        out.push_str("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
    }
    out.push_str("END:VCALENDAR\r\n");
    out
}

/// Appends a day: `20261231`.
fn push_date(out: &mut String, day: Date) {
    match u64::try_from(day.year()) {
        Ok(year @ 0..=9999) => {
            [1000, 100, 10, 1].into_iter().for_each(|place| push_digit(out, year / place));
            for part in [day.month(), day.day()] {
                push_digit(out, u64::from(part / 10));
                push_digit(out, part.into());
            }
        }
        // Beyond four digits a year has a sign.
        _ => out.push_str(&day.format("%Y%m%d").to_string()),
    }
}

/// Appends a text value: what means something in the format is escaped, other control characters are dropped.
fn push_text(out: &mut String, value: &str) {
    // 0xC2 begins the control characters outside ASCII.
    if !value.bytes().any(|byte| matches!(byte, 0..0x20 | b'\\' | b';' | b',' | 0x7f | 0xc2)) {
        out.push_str(value);
        return;
    }
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
}

/// How many bytes a line may have.
const LONGEST: usize = 75;

/// Writes a line, in pieces where it is too long.
fn line(out: &mut String, name: &str, value: impl FnOnce(&mut String)) {
    let start = out.len();
    out.push_str(name);
    value(out);
    if out.len() - start > LONGEST {
        let long = out.split_off(start);
        fold(out, &long);
    }
    out.push_str("\r\n");
}

/// Writes a line in pieces that are not too long, never through a character.
fn fold(out: &mut String, line: &str) {
    let (mut rest, mut room) = (line, LONGEST);
    while rest.len() > room {
        let end = (0..=room).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(0);
        let (piece, after) = rest.split_at(end);
        out.push_str(piece);
        out.push_str("\r\n ");
        (rest, room) = (after, LONGEST - 1);
    }
    out.push_str(rest);
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
        line(&mut out, "SUMMARY:", |out| out.push_str(&"é".repeat(100)));
        assert!(out.split("\r\n").all(|line| line.len() <= 75), "{out}");
        assert_eq!(out.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "é".repeat(100)));
    }

    #[test]
    fn nothing_in_a_text_ends_its_line() {
        let mut out = String::new();
        push_text(&mut out, "a\r\nEND:VEVENT;b\u{7}");
        assert_eq!(out, "a\\nEND:VEVENT\\;b");
    }
}
