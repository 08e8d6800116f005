//! Search over names, people, products, tags and text, without a server.
//!
//! Every thing that can be found is a *document*: a title, what it is, its page. A word leads to documents.
//! Words stand in files by how they begin and documents in files by their number, as scripts, for a page
//! opened from a folder may load nothing else. A search loads the two or three files it needs, however
//! large the portfolio.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use serde::Serialize;

use super::group::group_name;
use super::{Book, Pages, fragment_of, words};
use crate::digits::push_integer;
use crate::kpi::Dimension;
use crate::model::{Choice, Plan};
use crate::site::{Renderer, catalog, links};

/// How many documents stand in one file.
const CHUNK: usize = 400;
/// Words stand in one file up to this many bytes in all.
const SMALL: usize = 200_000;
/// Longer words are cut: nobody types them.
const LONGEST: usize = 24;

#[derive(Debug, Serialize, Hash)]
struct SearchView {
    documents: usize,
}

pub(super) fn render(book: &Book<'_>, renderer: &Renderer<'_>) -> Pages {
    let view = || SearchView { documents: book.plans().count() };
    renderer.page("search/index.html".into(), "search.html", "search", "Search", view)
}

/// Something that can be found.
struct Document {
    title: String,
    kind: &'static str,
    href: String,
    /// Where it belongs: an account's name, a job title.
    context: String,
    /// What it is found by besides its title, each counting as much as its title does, or less.
    words: Vec<String>,
    /// How much it is worth before others: 0 to 3.
    weight: u8,
}

/// The files of the index.
pub(super) fn files(book: &Book<'_>) -> Vec<(String, String)> {
    let mut documents: Vec<Document> = pages(book);
    let plans: Vec<&Plan> = book.plans().map(|checked| &*checked.plan).collect();
    documents.extend(plans.par_iter().flat_map_iter(|plan| of_plan(book, plan)).collect::<Vec<_>>());

    let index = index(&documents);

    let size: usize = index.iter().map(|(word, places)| word.len() + 6 + places.len() * 5).sum();
    let depth = if size <= SMALL { 0 } else { 2 };
    let mut shards: BTreeMap<String, String> = BTreeMap::new();
    for (word, places) in &index {
        let shard = shards.entry(shard(word, depth)).or_default();
        if !shard.is_empty() {
            shard.push(',');
        }
        shard.push_str(&json(word));
        shard.push_str(":[");
        let mut last = 0;
        for (at, (number, weight)) in places.iter().enumerate() {
            if at > 0 {
                shard.push(',');
            }
            // Documents as steps from the one before, with the weight in the last digit.
            push_integer(shard, ((number - last) * 10 + usize::from(*weight)) as u64);
            last = *number;
        }
        shard.push(']');
    }

    let names: Vec<String> = shards.keys().map(|name| json(name)).collect();
    let mut files = vec![(
        "search/manifest.js".to_owned(),
        format!(
            "planc.manifest({{depth:{depth},chunk:{CHUNK},documents:{},shards:[{}]}});\n",
            documents.len(),
            names.join(",")
        ),
    )];
    for (name, body) in shards {
        files
            .push((format!("search/words-{name}.js"), format!("planc.words({},{{{body}}});\n", json(&name))));
    }
    for (number, chunk) in documents.chunks(CHUNK).enumerate() {
        let rows: Vec<String> = chunk
            .iter()
            .map(|d| format!("[{},{},{},{}]", json(&d.title), json(d.kind), json(&d.href), json(&d.context)))
            .collect();
        files.push((
            format!("search/documents-{number}.js"),
            format!("planc.documents({number},[{}]);\n", rows.join(",\n")),
        ));
    }
    files
}

/// Words in code-point order, each with its documents in their order and what it counts there: a word of
/// the title 2 more than another.
fn index(documents: &[Document]) -> Vec<(String, Vec<(usize, u8)>)> {
    let pieces: Vec<HashMap<String, Vec<(usize, u8)>>> = documents
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, documents)| {
            let mut words: HashMap<String, Vec<(usize, u8)>> = HashMap::new();
            for (at, document) in documents.iter().enumerate() {
                let (number, weight) = (chunk * CHUNK + at, document.weight.min(3));
                let mut add = |word: &str, weight: u8| match words.get_mut(word) {
                    Some(places) if places.last().is_some_and(|(last, _)| *last == number) => {}
                    Some(places) => places.push((number, weight)),
                    None => {
                        words.insert(word.to_owned(), vec![(number, weight)]);
                    }
                };
                // The title first: what a word counts there is what it counts.
                each_word(&document.title, &mut |word| add(word, weight + 2));
                for text in &document.words {
                    each_word(text, &mut |word| add(word, weight));
                }
            }
            words
        })
        .collect();
    let mut index: BTreeMap<String, Vec<(usize, u8)>> = BTreeMap::new();
    for piece in pieces {
        // In the documents' order, whichever order the words have.
        let mut piece: Vec<_> = piece.into_iter().collect();
        piece.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        for (word, places) in piece {
            index.entry(word).or_default().extend(places);
        }
    }
    index.into_iter().collect()
}

/// The pages that are no account's.
fn pages(book: &Book<'_>) -> Vec<Document> {
    let mut documents = Vec::new();
    for entry in catalog::ENTRIES {
        documents.push(Document {
            title: entry.label.to_owned(),
            kind: "Figure",
            href: format!("figures/{}/index.html", entry.key()),
            context: entry.full().to_owned(),
            words: vec![entry.full().to_owned()],
            weight: 1,
        });
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
            documents.push(Document {
                title: group_name(book, dimension, key),
                kind,
                href: format!("{folder}/index.html"),
                context: crate::site::format::counted(group.members.len(), "account", "accounts"),
                words: key.map(str::to_owned).into_iter().collect(),
                weight: 2,
            });
        }
    }
    documents
}

fn of_plan(book: &Book<'_>, plan: &Plan) -> Vec<Document> {
    let page = links::account(&plan.id);
    let name = &plan.account.value;
    let owner = book.portfolio.config.person_name(&plan.owner);
    let mut of_account: Vec<String> = vec![plan.id.value.clone(), owner.to_owned()];
    of_account
        .extend([&plan.industry, &plan.segment, &plan.region].into_iter().flatten().map(|f| f.value.clone()));
    of_account.extend(plan.tags.iter().map(|tag| tag.value.clone()));
    of_account.extend(plan.external_ids.iter().map(|(_, id)| id.value.clone()));
    if let Some(profile) = &plan.profile {
        let texts = profile.structure.iter().chain(&profile.priorities).chain(&profile.competitors);
        of_account.extend(texts.map(|text| text.value.clone()));
        of_account.extend(profile.headquarters.as_ref().map(|text| text.value.clone()));
    }
    of_account.extend(plan.contracts.iter().flat_map(|contract| {
        let products = contract.lines.iter().map(|line| line.product.value.clone());
        products.chain([contract.id.value.clone()])
    }));
    of_account
        .extend(plan.escalations.iter().filter_map(|e| e.summary.as_ref()).map(|text| text.value.clone()));
    of_account.extend(plan.meetings.iter().filter_map(|m| m.notes.as_ref()).map(|text| text.value.clone()));
    of_account.extend(plan.value.iter().map(|value| value.outcome.value.clone()));
    // The author's prose, markup and all: what is not a word is no word here either.
    of_account.push(plan.source.slice(plan.body.span).to_owned());
    let mut documents = vec![Document {
        title: name.clone(),
        kind: "Account",
        href: page.clone(),
        context: owner.to_owned(),
        words: of_account,
        weight: 3,
    }];
    let mut add = |title: &str, kind, fragment: String, words: Vec<String>| {
        documents.push(Document {
            title: title.to_owned(),
            kind,
            href: format!("{page}#{fragment}"),
            context: name.clone(),
            words,
            weight: 1,
        });
    };
    for person in &plan.stakeholders {
        let mut about: Vec<String> =
            [&person.title, &person.unit].into_iter().flatten().map(|f| f.value.clone()).collect();
        about.extend(person.role.iter().map(|role| words(role.as_str())));
        add(
            &person.name,
            "Person",
            format!("person-{}", fragment_of(&plan.stakeholders, person, |p| &p.id.value)),
            about,
        );
    }
    for item in &plan.opportunities {
        let about = [&item.product, &item.unit].into_iter().flatten().map(|f| f.value.clone()).collect();
        add(
            &item.name,
            "Opportunity",
            format!("opportunity-{}", fragment_of(&plan.opportunities, item, |o| &o.id.value)),
            about,
        );
    }
    for risk in &plan.risks {
        add(&risk.risk, "Risk", "risk-assessment".into(), vec![words(risk.category.as_str())]);
    }
    for action in &plan.actions {
        let about = action.metric.iter().map(|metric| metric.value.clone()).collect();
        add(
            &action.action,
            "Action",
            format!("action-{}", fragment_of(&plan.actions, action, |a| &a.id.value)),
            about,
        );
    }
    for objective in &plan.objectives {
        add(&objective.objective, "Objective", "value-delivered".into(), Vec::new());
    }
    documents
}

/// Calls `each` with the words of a text: letters and digits, lower case, without marks; each character of
/// scripts that are written without spaces. Words of one letter and short numbers are none. A word may come
/// more than once.
fn each_word(text: &str, each: &mut impl FnMut(&str)) {
    let mut word = String::with_capacity(LONGEST * 4);
    let mut length = 0;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            if length < LONGEST {
                word.push(c.to_ascii_lowercase());
                length += 1;
            }
            continue;
        }
        let alone = matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}');
        if !alone && c.is_alphanumeric() {
            if length < LONGEST {
                let before = word.len();
                fold(c, &mut word);
                length += word.get(before..).map_or(0, |added| added.chars().count());
            }
        } else if alone || !matches!(c, '\u{300}'..='\u{36f}' | '\'' | '’') {
            if length > 1 {
                each(&word);
            }
            word.clear();
            length = 0;
            if alone {
                each(c.encode_utf8(&mut [0; 4]));
            }
        }
    }
    if length > 1 {
        each(&word);
    }
}

/// A letter in lower case without its mark: `É` is `e`. The search box does the same.
fn fold(c: char, out: &mut String) {
    for c in c.to_lowercase() {
        let plain = match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
            'ď' => "d",
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' => "i",
            'ñ' | 'ń' | 'ņ' | 'ň' => "n",
            'ò'..='ö' | 'ō' | 'ŏ' | 'ő' => "o",
            'ŕ' | 'ř' => "r",
            'ś' | 'ŝ' | 'ş' | 'š' => "s",
            'ţ' | 'ť' => "t",
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
            'ý' | 'ÿ' => "y",
            'ź' | 'ż' | 'ž' => "z",
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(plain);
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
    if text.bytes().all(|byte| !matches!(byte, 0..0x20 | b'"' | b'\\' | b'<' | 0xe2)) {
        return format!("\"{text}\"");
    }
    let text = serde_json::Value::from(text).to_string();
    text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn words_of(text: &str) -> Vec<String> {
        let mut words = BTreeSet::new();
        each_word(text, &mut |word| {
            words.insert(word.to_owned());
        });
        words.into_iter().collect()
    }

    #[test]
    fn words_are_letters_without_marks() {
        assert_eq!(
            words_of("María’s QBR, 2026: *Order-to-dispatch*"),
            ["2026", "dispatch", "marias", "order", "qbr", "to"]
        );
    }

    #[test]
    fn scripts_without_spaces_are_found_by_their_characters() {
        assert_eq!(words_of("東京 office"), ["office", "京", "東"]);
    }

    #[test]
    fn a_word_of_any_length_is_cut() {
        assert_eq!(words_of(&"x".repeat(10_000)), ["x".repeat(LONGEST)]);
    }

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
