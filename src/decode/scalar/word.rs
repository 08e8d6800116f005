//! Words from a few: choices, and true or false.

use crate::decode::refusal::{Refusal, one_of, quoted};
use crate::decode::suggest::{Budget, nearest};
use crate::diagnostic::codes::{P104, P112};
use crate::model::Choice;

/// A word of a choice, in any letter case, with spaces, `-` or `_`.
pub(crate) fn choice<C: Choice>(text: &str) -> Result<C, Refusal> {
    // Most are written as the format has them.
    let exact = C::ALL.iter().find(|word| word.as_str() == text);
    let found = exact.or_else(|| C::ALL.iter().find(|word| same(word.as_str(), text)));
    found.copied().ok_or_else(|| refuse_word(text, C::ALL.iter().map(|word| word.as_str())))
}

/// One of these words, likewise.
pub(crate) fn pick<T: Copy>(text: &str, words: &[(&str, T)]) -> Result<T, Refusal> {
    let found = words.iter().find(|(word, _)| same(word, text));
    found.map(|(_, value)| *value).ok_or_else(|| refuse_word(text, words.iter().map(|(word, _)| *word)))
}

/// Whether two words are the same but for letter case, spaces, `-` and `_`.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let fold = |byte: u8| match byte {
        b' ' | b'_' => b'-',
        byte => byte.to_ascii_lowercase(),
    };
    let (a, b) = (a.trim().as_bytes(), b.trim().as_bytes());
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| fold(*a) == fold(*b))
}

/// Says that a word is none of these, with the nearest.
pub(crate) fn refuse_word<'c>(text: &str, words: impl Iterator<Item = &'c str> + Clone) -> Refusal {
    let message = format!("can't be {}", quoted(text));
    let all = one_of(words.clone());
    let meant = SYNONYMS.iter().find(|(synonym, _)| same(synonym, text)).map(|(_, meant)| *meant);
    if let Some(meant) = words.clone().find(|word| meant.is_some_and(|meant| meant.contains(word))) {
        return Refusal::new(&P104, message, format!("did you mean `{meant}`? It takes {all}"));
    }
    let near = nearest(text, words.clone(), &Budget::default());
    let parts: Vec<&str> = text.split([',', ';', '/', '+']).map(str::trim).collect();
    if parts.len() > 1 && parts.iter().all(|part| words.clone().any(|word| same(word, part))) {
        let help = format!("for more than one, write a list: `[{}]`", parts.join(", "));
        return Refusal::new(&P104, message, help);
    }
    let help = match near.question() {
        Some(question) if near.certain.is_some() => question,
        Some(question) => format!("{question} It takes {all}"),
        None => format!("write {all}"),
    };
    let refusal = Refusal::new(&P104, message, help);
    match near.certain {
        Some(word) => refusal.fix(word),
        None => refusal,
    }
}

/// What people write for a word that the format has: the first of the meanings that the field takes.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("closed won", &["won"]),
    ("closed lost", &["lost"]),
    ("prospect", &["identified"]),
    ("lead", &["identified"]),
    ("discovery", &["qualified"]),
    ("quote", &["proposal"]),
    ("quoted", &["proposal"]),
    ("offer", &["proposal"]),
    ("contracting", &["negotiation"]),
    ("moderate", &["medium"]),
    ("mid", &["medium"]),
    ("severe", &["high"]),
    ("minor", &["low"]),
    ("major", &["high"]),
    ("urgent", &["critical"]),
    ("blocker", &["critical", "blocked", "opponent", "detractor"]),
    ("open", &["planned"]),
    ("todo", &["planned"]),
    ("to do", &["planned"]),
    ("not started", &["planned"]),
    ("new", &["planned", "identified"]),
    ("ongoing", &["in-progress", "open"]),
    ("started", &["in-progress"]),
    ("doing", &["in-progress"]),
    ("wip", &["in-progress"]),
    ("on hold", &["blocked"]),
    ("complete", &["done"]),
    ("completed", &["done"]),
    ("finished", &["done"]),
    ("closed", &["done", "won"]),
    ("dropped", &["cancelled"]),
    ("resolved", &["mitigated", "closed"]),
    ("accepted", &["open"]),
    ("materialised", &["occurred"]),
    ("materialized", &["occurred"]),
    ("positive", &["supporter"]),
    ("supportive", &["supporter"]),
    ("promoter", &["advocate"]),
    ("fan", &["advocate"]),
    ("champion", &["advocate"]),
    ("negative", &["critic"]),
    ("sceptic", &["critic"]),
    ("skeptic", &["critic"]),
    ("detractor", &["critic"]),
    ("enemy", &["opponent"]),
    ("dm", &["decision-maker"]),
    ("decider", &["decision-maker"]),
    ("budget holder", &["economic-buyer"]),
    ("sponsor", &["executive-sponsor"]),
    ("user", &["user-buyer"]),
    ("end user", &["user-buyer"]),
    ("buyer", &["economic-buyer", "procurement"]),
    ("purchasing", &["procurement"]),
    ("mentor", &["coach"]),
    ("advocate", &["champion"]),
    ("churn risk", &["other"]),
    ("competition", &["competitive-threat"]),
    ("competitor", &["competitive-threat"]),
    ("adoption", &["usage-decline"]),
    ("support", &["unresolved-support"]),
    ("turnover", &["stakeholder-turnover"]),
    ("champion left", &["stakeholder-turnover"]),
    ("budget", &["commercial"]),
    ("pricing", &["commercial", "price"]),
    ("price increase", &["price"]),
    ("merger", &["company-change"]),
    ("acquisition", &["company-change"]),
    ("m&a", &["company-change"]),
    ("visit", &["onsite"]),
    ("on-site", &["onsite"]),
    ("phone", &["call"]),
    ("video", &["call"]),
    ("mail", &["email"]),
    ("e-mail", &["email"]),
    ("quarterly business review", &["qbr"]),
    ("executive business review", &["ebr"]),
    ("renewal", &["expansion"]),
    ("likely", &["best-case", "high"]),
    ("reduction", &["downgrade"]),
    ("contraction", &["downgrade"]),
    ("downsell", &["downgrade"]),
    ("expansion", &["upsell"]),
];

/// `true` or `false`; `True`, `TRUE`, `False`, `FALSE` too.
pub(crate) fn boolean(text: &str) -> Result<bool, Refusal> {
    match text {
        "true" | "True" | "TRUE" => Ok(true),
        "false" | "False" | "FALSE" => Ok(false),
        _ => {
            let message = format!("must be `true` or `false`, not {}", quoted(text));
            Err(match text.to_lowercase().as_str() {
                "yes" | "y" | "on" | "1" | "x" | "true" | "✓" | "✔" => {
                    Refusal::write(&P112, message, "true")
                }
                "no" | "n" | "off" | "0" | "false" | "-" | "✗" => Refusal::write(&P112, message, "false"),
                _ => Refusal::new(&P112, message, "write `true` or `false`"),
            })
        }
    }
}
