//! Search over names, people, products, tags and text, without a server.
//!
//! Every thing that can be found is a *document*: a title, what it is, its page. A word leads to documents.
//! Words stand in files by how they begin and documents in files by their number, as scripts, for a page
//! opened from a folder may load nothing else. A search loads the two or three files it needs, however
//! large the portfolio.

mod words;

use std::collections::BTreeMap;

use ahash::AHashMap;
use rayon::prelude::*;
use serde::Serialize;

use super::group::group_name;
use super::{Book, Pages, fragment_of};
use crate::digits::push_integer;
use crate::kpi::Dimension;
use crate::model::{Choice, Field, Plan};
use crate::site::{Renderer, catalog, links};
use words::each_word;

/// How many plans' words are collected at a time.
const PLANS: usize = 128;
/// How many documents stand in one file.
const CHUNK: usize = 400;
/// Words stand in one file up to this many bytes in all.
const SMALL: usize = 200_000;

#[derive(Debug, Serialize, Hash)]
struct SearchView {
    documents: usize,
}

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let view = || SearchView { documents: book.plans().count() };
    renderer.page("search/index.html".into(), "search.html", "search", "Search", view)
}

/// Something that can be found.
struct Document<'t> {
    title: &'t str,
    kind: &'static str,
    href: &'t str,
    /// Where it belongs: an account's name, a job title.
    context: &'t str,
    /// How much it is worth before others: 0 to 3.
    weight: u32,
}

/// Documents with the words that lead to them.
#[derive(Default)]
struct Piece {
    /// The documents, each as a row of its file, and where each row ends.
    rows: String,
    ends: Vec<usize>,
    /// The places of each word, by document: eight times its number in this piece, and what the word counts
    /// there.
    words: AHashMap<Box<str>, Vec<u32>>,
}

impl Piece {
    /// Adds a document, with what it is found by besides its title. A word of the title counts 2 more than
    /// another.
    fn add<'t>(&mut self, document: &Document<'_>, texts: impl IntoIterator<Item = &'t str>) {
        let Ok(number) = u32::try_from(self.ends.len()) else { return };
        let words = &mut self.words;
        let mut add = |word: &str, weight: u32| match words.get_mut(word) {
            Some(places) if places.last().is_some_and(|last| last / 8 == number) => {}
            Some(places) => places.push(number * 8 + weight),
            None => {
                words.insert(word.into(), vec![number * 8 + weight]);
            }
        };
        let weight = document.weight.min(3);
        let mut word = String::new();
        // The title first: what a word counts there is what it counts.
        each_word(document.title, &mut word, &mut |word| add(word, weight + 2));
        for text in texts {
            each_word(text, &mut word, &mut |word| add(word, weight));
        }
        for (before, text) in
            [('[', document.title), (',', document.kind), (',', document.href), (',', document.context)]
        {
            self.rows.push(before);
            push_json(&mut self.rows, text);
        }
        self.rows.push(']');
        self.ends.push(self.rows.len());
    }

    /// Its documents' rows.
    fn rows(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).filter_map(|(&from, &to)| self.rows.get(from..to))
    }
}

/// Gives the files of the index to whoever takes them, one by one.
pub(super) fn files(book: &Book<'_>, mut put: impl FnMut(String, String) -> Pages) -> Pages {
    let mut first = Piece::default();
    pages(book, &mut first);
    let plans: Vec<&Plan> = book.plans().map(|checked| &*checked.plan).collect();
    let of_plans = plans.par_chunks(PLANS).map(|plans| {
        let mut piece = Piece::default();
        plans.iter().for_each(|plan| of_plan(book, plan, &mut piece));
        piece.rows.shrink_to_fit();
        piece
    });
    let mut pieces = vec![first];
    pieces.par_extend(of_plans);
    let documents = pieces.iter().map(|piece| piece.ends.len()).sum::<usize>();

    let words = index(&mut pieces);
    let (depth, shards) = shards(&words);
    drop(words);
    let mut names = String::new();
    for (name, body) in shards {
        if !names.is_empty() {
            names.push(',');
        }
        push_json(&mut names, &name);
        put(format!("search/words-{name}.js"), format!("planc.words({},{{{body}}});\n", json(&name)))?;
    }
    put(
        "search/manifest.js".to_owned(),
        format!("planc.manifest({{depth:{depth},chunk:{CHUNK},documents:{documents},shards:[{names}]}});\n"),
    )?;
    let mut rows = pieces.iter().flat_map(Piece::rows).peekable();
    for number in 0.. {
        if rows.peek().is_none() {
            break;
        }
        let mut out = format!("planc.documents({number},[");
        for (at, row) in rows.by_ref().take(CHUNK).enumerate() {
            out.push_str(if at > 0 { ",\n" } else { "" });
            out.push_str(row);
        }
        out.push_str("]);\n");
        put(format!("search/documents-{number}.js"), out)?;
    }
    Ok(())
}

/// A word with its places in a run of documents, the number of the first of which is given.
struct Entry {
    word: Box<str>,
    first: usize,
    places: Vec<u32>,
}

/// Takes the words of all pieces, in code-point order; those of one word by their documents.
fn index(pieces: &mut [Piece]) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(pieces.iter().map(|piece| piece.words.len()).sum());
    let mut first = 0;
    for piece in pieces {
        let words = std::mem::take(&mut piece.words);
        entries.extend(words.into_iter().map(|(word, places)| Entry { word, first, places }));
        first += piece.ends.len();
    }
    // In the documents' order, whichever order the words have.
    entries.par_sort_unstable_by(|a, b| (&a.word, a.first).cmp(&(&b.word, b.first)));
    entries
}

/// How many of a word's first letters name its file, and the files: words with their documents in their
/// order, and what it counts there.
fn shards(entries: &[Entry]) -> (usize, BTreeMap<String, String>) {
    let same = |a: &Entry, b: &Entry| a.word == b.word;
    let places = entries.iter().map(|entry| entry.places.len()).sum::<usize>();
    let words = entries.chunk_by(same).filter_map(|entries| entries.first());
    let size: usize = words.map(|entry| entry.word.len() + 6).sum::<usize>() + places * 5;
    let depth = if size <= SMALL { 0 } else { 2 };
    let mut shards: BTreeMap<String, String> = BTreeMap::new();
    for entries in entries.chunk_by(same) {
        let Some(word) = entries.first().map(|entry| &*entry.word) else { continue };
        let out = shards.entry(shard(word, depth)).or_default();
        if !out.is_empty() {
            out.push(',');
        }
        push_json(out, word);
        out.push_str(":[");
        let mut last = 0;
        for (at, (first, place)) in
            entries.iter().flat_map(|entry| entry.places.iter().map(|place| (entry.first, place))).enumerate()
        {
            if at > 0 {
                out.push(',');
            }
            // Documents as steps from the one before, with the weight in the last digit.
            let number = first as u64 + u64::from(place / 8);
            push_integer(out, (number - last) * 10 + u64::from(place % 8));
            last = number;
        }
        out.push(']');
    }
    (depth, shards)
}

/// The pages that are no account's.
fn pages(book: &Book<'_>, piece: &mut Piece) {
    for entry in catalog::ENTRIES {
        let href = format!("figures/{}/index.html", entry.key());
        let full = entry.full();
        let document = Document { title: entry.label, kind: "Figure", href: &href, context: full, weight: 1 };
        piece.add(&document, [full]);
    }
    for dimension in Dimension::ALL {
        let kind = match dimension {
            Dimension::Owner => "Owner",
            Dimension::Product => "Product",
            Dimension::Tag => "Tag",
            Dimension::Tier => "Tier",
            Dimension::Segment => "Segment",
            Dimension::Industry => "Industry",
            Dimension::Region => "Region",
            Dimension::Parent => continue,
        };
        for group in book.report.groups(dimension).iter().filter(|group| group.key.is_some()) {
            let key = group.key.as_deref();
            let Some(folder) = book.links.group(dimension, key) else { continue };
            let document = Document {
                title: &group_name(book, dimension, key),
                kind,
                href: &format!("{folder}/index.html"),
                context: &crate::site::format::counted(group.members.len(), "account", "accounts"),
                weight: 2,
            };
            piece.add(&document, key);
        }
    }
}

/// The texts of some fields.
fn texts<'t>(fields: impl IntoIterator<Item = &'t Field<String>>) -> impl Iterator<Item = &'t str> {
    fields.into_iter().map(|field| field.value.as_str())
}

fn of_plan(book: &Book<'_>, plan: &Plan, piece: &mut Piece) {
    let page = links::account(&plan.id);
    let name = plan.account.value.as_str();
    let owner = book.portfolio.config.person_name(&plan.owner);
    let profile = plan.profile.iter().flat_map(|profile| {
        let lists = profile.structure.iter().chain(&profile.priorities).chain(&profile.competitors);
        lists.chain(&profile.headquarters)
    });
    let contracts = plan
        .contracts
        .iter()
        .flat_map(|contract| contract.lines.iter().map(|line| &line.product).chain([&contract.id]));
    let of_account = ([plan.id.value.as_str(), owner].into_iter())
        .chain(texts([&plan.industry, &plan.segment, &plan.region].into_iter().flatten()))
        .chain(texts(&plan.tags))
        .chain(texts(plan.external_ids.iter().map(|(_, id)| id)))
        .chain(texts(profile))
        .chain(texts(contracts))
        .chain(texts(plan.escalations.iter().filter_map(|escalation| escalation.summary.as_ref())))
        .chain(texts(plan.meetings.iter().filter_map(|meeting| meeting.notes.as_ref())))
        .chain(texts(plan.value.iter().map(|value| &value.outcome)))
        // The author's prose, markup and all: what is not a word is no word here either.
        .chain([plan.source.slice(plan.body.span)]);
    let document = Document { title: name, kind: "Account", href: &page, context: owner, weight: 3 };
    piece.add(&document, of_account);
    let mut add = |title: &str, kind, fragment: &str, words: &mut dyn Iterator<Item = &str>| {
        let href = format!("{page}#{fragment}");
        piece.add(&Document { title, kind, href: &href, context: name, weight: 1 }, words);
    };
    for person in &plan.stakeholders {
        let id = fragment_of(&plan.stakeholders, person, |p| &p.id.value);
        let about = texts([&person.title, &person.unit].into_iter().flatten());
        let roles = person.role.iter().map(|role| role.as_str());
        add(&person.name, "Person", &format!("person-{id}"), &mut about.chain(roles));
    }
    for item in &plan.opportunities {
        let id = fragment_of(&plan.opportunities, item, |o| &o.id.value);
        let about = &mut texts([&item.product, &item.unit].into_iter().flatten());
        add(&item.name, "Opportunity", &format!("opportunity-{id}"), about);
    }
    for risk in &plan.risks {
        add(&risk.risk, "Risk", "risk-assessment", &mut [risk.category.as_str()].into_iter());
    }
    for action in &plan.actions {
        let id = fragment_of(&plan.actions, action, |a| &a.id.value);
        add(&action.action, "Action", &format!("action-{id}"), &mut texts(&action.metric));
    }
    for objective in &plan.objectives {
        add(&objective.objective, "Objective", "value-delivered", &mut std::iter::empty());
    }
}

/// The file in which a word stands: by its first letters; letters outside ASCII by their number.
fn shard(word: &str, depth: usize) -> String {
    if depth == 0 {
        return "all".into();
    }
    word.chars()
        .take(depth)
        .map(
            |c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("-{:02x}", u32::from(c) % 64) },
        )
        .collect()
}

/// A text as JSON that is safe in a script.
fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_json(&mut out, text);
    out
}

/// Appends a text as JSON that is safe in a script.
fn push_json(out: &mut String, text: &str) {
    if text.bytes().any(|byte| matches!(byte, 0..0x20 | b'"' | b'\\' | b'<' | 0xe2)) {
        let text = serde_json::Value::from(text).to_string();
        out.push_str(
            &text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"),
        );
        return;
    }
    out.push('"');
    out.push_str(text);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_files_by_their_beginning() {
        assert_eq!(shard("northwind", 2), "no");
        assert_eq!(shard("東京", 2), "-31-2c");
        assert_eq!(shard("northwind", 0), "all");
    }

    #[test]
    fn no_text_ends_the_script_that_holds_it() {
        assert_eq!(json("</script>\u{2028}"), "\"\\u003c/script>\\u2028\"");
    }
}
