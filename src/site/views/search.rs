//! Search over names, people, products, tags and text, without a server.
//!
//! Every thing that can be found is a *document*: a title, what it is, its page. A word leads to documents.
//! Words stand in files by how they begin and documents in files by their number, as scripts, for a page
//! opened from a folder may load nothing else. A search loads the two or three files it needs, however
//! large the portfolio.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rayon::prelude::*;
use serde::Serialize;

use super::group::group_name;
use super::{Book, Pages, fragment_of, words};
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

    // Words in code-point order, each with its documents; a word of the title counts 2 more.
    let mut index: BTreeMap<String, Vec<(usize, u8)>> = BTreeMap::new();
    for (number, document) in documents.iter().enumerate() {
        let mut found: BTreeMap<String, u8> = BTreeMap::new();
        for word in split(&document.title) {
            found.insert(word, document.weight.min(3) + 2);
        }
        for text in &document.words {
            for word in split(text) {
                found.entry(word).or_insert(document.weight.min(3));
            }
        }
        for (word, weight) in found {
            index.entry(word).or_default().push((number, weight));
        }
    }

    let size: usize = index.iter().map(|(word, places)| word.len() + 6 + places.len() * 5).sum();
    let depth = if size <= SMALL { 0 } else { 2 };
    let mut shards: BTreeMap<String, String> = BTreeMap::new();
    for (word, places) in &index {
        let shard = shards.entry(shard(word, depth)).or_default();
        if !shard.is_empty() {
            shard.push(',');
        }
        let _ = write!(shard, "{}:[", json(word));
        let mut last = 0;
        for (at, (number, weight)) in places.iter().enumerate() {
            if at > 0 {
                shard.push(',');
            }
            // Documents as steps from the one before, with the weight in the last digit.
            let _ = write!(shard, "{}", (number - last) * 10 + usize::from(*weight));
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

/// The words of a text: letters and digits, lower case, without marks; each character of scripts that
/// are written without spaces. Words of one letter and short numbers are none.
fn split(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let end = |word: &mut String, out: &mut Vec<String>| {
        if word.chars().count() > 1 {
            out.push(std::mem::take(word));
        }
        word.clear();
    };
    for c in text.chars() {
        if matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}') {
            end(&mut word, &mut out);
            out.push(c.to_string());
        } else if c.is_alphanumeric() {
            if word.chars().count() < LONGEST {
                fold(c, &mut word);
            }
        } else if !matches!(c, '\u{300}'..='\u{36f}' | '\'' | '’') {
            end(&mut word, &mut out);
        }
    }
    end(&mut word, &mut out);
    out.sort_unstable();
    out.dedup();
    out
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
    let text = serde_json::Value::from(text).to_string();
    text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_without_marks() {
        assert_eq!(
            split("María’s QBR, 2026: *Order-to-dispatch*"),
            ["2026", "dispatch", "marias", "order", "qbr", "to"]
        );
    }

    #[test]
    fn scripts_without_spaces_are_found_by_their_characters() {
        assert_eq!(split("東京 office"), ["office", "京", "東"]);
    }

    #[test]
    fn a_word_of_any_length_is_cut() {
        assert_eq!(split(&"x".repeat(10_000)), ["x".repeat(LONGEST)]);
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
