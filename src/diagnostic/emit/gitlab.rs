//! `gitlab`: a code quality report, which GitLab compares between branches by its fingerprints.

use std::collections::BTreeMap;
use std::io;

use serde_json::json;

use super::{Report, ends, json::text};
use crate::diagnostic::Severity;

/// Writes the report.
pub fn write(report: &Report<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut seen: BTreeMap<u128, u32> = BTreeMap::new();
    writeln!(out, "[")?;
    for (at, diagnostic) in report.diagnostics.iter().enumerate() {
        let (start, end) = ends(&diagnostic.place);
        let path = format!("{}{}", report.prefix, diagnostic.place.path());
        // What keeps its value when lines above come and go, and when a day passes (messages count days).
        let parts = [&*path, diagnostic.code.code, diagnostic.place.source.slice(diagnostic.place.span)];
        let kind = fingerprint(&parts);
        let nth = seen.entry(kind).or_default();
        *nth = nth.saturating_add(1);
        let unique = match *nth {
            1 => kind,
            nth => fingerprint(&[parts[0], parts[1], parts[2], &nth.to_string()]),
        };
        let mut description = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            description.push(' ');
            description.push_str(help);
        }
        let item = json!({
            "description": description,
            "check_name": diagnostic.code.code,
            "fingerprint": format!("{unique:032x}"),
            "severity": match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            "location": {"path": path, "lines": {"begin": start.line, "end": end.line}},
        });
        let comma = if at + 1 == report.diagnostics.len() { "" } else { "," };
        writeln!(out, "  {}{comma}", text(&item)?)?;
    }
    writeln!(out, "]")
}

/// The 128-bit FNV-1a hash of some texts: the same on every machine and in every release.
pub(super) fn fingerprint(parts: &[&str]) -> u128 {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
    hash
}
