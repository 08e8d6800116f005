//! Relationship Map: who is who at the client, who of ours holds it, and where it is silent.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{Choice, Level, Plan, Role, Sentiment, Stakeholder};
use crate::site::format;
use crate::site::html::Html;
use crate::site::views::{Book, PersonView, days_between, fragment_of, words};

/// Deeper than this, people stand below each other instead of in a new column.
const DEEPEST: usize = 12;

/// The org tree, flat: a template opens a list before a node that is the `first` of its siblings and
/// closes as many as the node says, so that no reporting line is too long for it.
#[derive(Debug, Serialize, Hash)]
pub(super) struct MapView {
    nodes: Vec<Node>,
    /// How many levels the tree has.
    levels: usize,
    /// How many people are still there.
    people: usize,
    /// Whether they are too many, or too far down, for a tree from left to right: then those right below the
    /// top have a column each, with whoever reports to them below.
    many: bool,
    /// What stands out, in words with an icon's name.
    highlights: Vec<Highlight>,
}

#[derive(Debug, Serialize, Hash)]
struct Highlight {
    icon: &'static str,
    tone: &'static str,
    text: String,
}

#[derive(Debug, Serialize, Hash)]
struct Node {
    fragment: String,
    name: String,
    title: String,
    unit: String,
    roles: Vec<RoleView>,
    /// `high`, `medium`, `low`; empty where none is said.
    influence: &'static str,
    /// `advocate` …; `unknown` where none is said.
    sentiment: &'static str,
    sentiment_word: String,
    /// Who of ours holds the relationship.
    contact: Option<PersonView>,
    /// When we last talked; empty: never.
    last_contact: Html,
    /// "Silent for 64 days, meant every 30 days"; empty where it is not.
    silent: String,
    /// When they left; empty where they are still there.
    departed: Html,
    /// Opens the list of its siblings.
    first: bool,
    /// Whether people report to it.
    children: bool,
    /// How many lists end after it.
    closes: usize,
}

/// A part that someone plays in decisions.
#[derive(Debug, Serialize, Hash)]
struct RoleView {
    word: String,
    /// Whether it decides: drawn stronger.
    strong: bool,
}

pub(super) fn view(book: &Book<'_>, plan: &Plan) -> MapView {
    let people = &plan.stakeholders;
    let known: BTreeMap<&str, usize> =
        people.iter().enumerate().map(|(at, person)| (person.id.value.as_str(), at)).collect();
    let mut below: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut roots = Vec::new();
    for (at, person) in people.iter().enumerate() {
        let boss = person.reports_to.as_ref().and_then(|boss| known.get(boss.value.as_str()).copied());
        match boss.filter(|&boss| boss != at) {
            Some(boss) => below.entry(boss).or_default().push(at),
            None => roots.push(at),
        }
    }
    let mut seen = BTreeSet::new();
    let mut order = Vec::new();
    walk(&roots, &below, 1, &mut seen, &mut order);
    // Whoever is in a circle hangs under no root: they are shown all the same.
    let lost: Vec<usize> = (0..people.len()).filter(|at| !seen.contains(at)).collect();
    for at in lost {
        if !seen.contains(&at) {
            walk(&[at], &below, 1, &mut seen, &mut order);
        }
    }

    let mut nodes: Vec<Node> = Vec::with_capacity(order.len());
    for (index, &(at, level)) in order.iter().enumerate() {
        let Some(person) = people.get(at) else { continue };
        let previous = index.checked_sub(1).and_then(|i| order.get(i)).map(|&(_, level)| level);
        let next = order.get(index + 1).map_or(0, |&(_, level)| level);
        let mut node = node(book, plan, person);
        node.first = previous.is_none_or(|previous| previous < level);
        node.children = next > level;
        node.closes = level.saturating_sub(next);
        nodes.push(node);
    }
    let levels = order.iter().map(|&(_, level)| level).max().unwrap_or(0);
    MapView {
        levels,
        people: people.iter().filter(|person| !person.has_departed(book.f.as_of)).count(),
        many: people.len() > 14 || levels > 3,
        highlights: highlights(book, plan),
        nodes,
    }
}

/// Depth first: whoever reports to someone comes right after them.
fn walk(
    siblings: &[usize],
    below: &BTreeMap<usize, Vec<usize>>,
    level: usize,
    seen: &mut BTreeSet<usize>,
    order: &mut Vec<(usize, usize)>,
) {
    // An explicit stack: a reporting line may be as long as the list.
    let mut stack: Vec<(usize, usize)> = siblings.iter().rev().map(|&at| (at, level)).collect();
    while let Some((at, level)) = stack.pop() {
        if !seen.insert(at) {
            continue;
        }
        order.push((at, level));
        let next = (level + 1).min(DEEPEST);
        stack.extend(below.get(&at).into_iter().flatten().rev().map(|&child| (child, next)));
    }
}

fn node(book: &Book<'_>, plan: &Plan, person: &Stakeholder) -> Node {
    let as_of = book.f.as_of;
    let departed = person.departed.filter(|_| person.has_departed(as_of));
    let last = plan.last_contact(person, as_of);
    let silent = silence(book, plan, person).unwrap_or_default();
    Node {
        fragment: fragment_of(&plan.stakeholders, person, |person| &person.id.value),
        name: person.name.value.clone(),
        title: person.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        unit: person.unit.as_ref().map(|unit| unit.value.clone()).unwrap_or_default(),
        roles: person
            .role
            .iter()
            .map(|role| RoleView {
                word: words(role.as_str()),
                strong: matches!(
                    role.value,
                    Role::DecisionMaker | Role::EconomicBuyer | Role::ExecutiveSponsor | Role::Champion
                ),
            })
            .collect(),
        influence: person.influence.map_or("", |level| level.value.as_str()),
        sentiment: person.sentiment.map_or("unknown", |sentiment| sentiment.value.as_str()),
        sentiment_word: person
            .sentiment
            .map_or_else(|| "Sentiment unknown".into(), |sentiment| words(sentiment.as_str())),
        contact: person.contact.as_ref().map(|contact| book.person(contact)),
        last_contact: last.map(|day| book.f.ago(day)).unwrap_or_default(),
        silent,
        departed: departed.map(|day| book.f.day(day.value)).unwrap_or_default(),
        first: false,
        children: false,
        closes: 0,
    }
}

/// How long someone has been silent, where that is longer than we meant.
pub(in crate::site::views) fn silence(book: &Book<'_>, plan: &Plan, person: &Stakeholder) -> Option<String> {
    let as_of = book.f.as_of;
    let cadence = person.cadence?.value;
    if person.has_departed(as_of) {
        return None;
    }
    match plan.last_contact(person, as_of) {
        Some(last) if cadence.after(last) < as_of => {
            Some(format!("Silent for {}, meant every {cadence}", format::days(days_between(last, as_of))))
        }
        Some(_) => None,
        None => Some(format!("Never talked, meant every {cadence}")),
    }
}

fn highlights(book: &Book<'_>, plan: &Plan) -> Vec<Highlight> {
    let as_of = book.f.as_of;
    let here: Vec<&Stakeholder> = plan.stakeholders.iter().filter(|p| !p.has_departed(as_of)).collect();
    let gone = plan.stakeholders.len() - here.len();
    let mut highlights = Vec::new();
    let mut say = |icon, tone, n: usize, one: &str, many: &str| {
        if n > 0 {
            highlights.push(Highlight { icon, tone, text: format::counted(n, one, many) });
        }
    };
    let feel = |sentiments: &[Sentiment]| {
        here.iter().filter(|p| p.sentiment.is_some_and(|s| sentiments.contains(&s.value))).count()
    };
    say("heart", "good", feel(&[Sentiment::Advocate]), "advocate", "advocates");
    say(
        "cross",
        "bad",
        feel(&[Sentiment::Critic, Sentiment::Opponent]),
        "critic or opponent",
        "critics and opponents",
    );
    let silent = here.iter().filter(|person| silence(book, plan, person).is_some()).count();
    say("silent", "watch", silent, "has gone silent", "have gone silent");
    let alone = here
        .iter()
        .filter(|p| p.contact.is_none() && p.influence.is_some_and(|level| level.value == Level::High))
        .count();
    say(
        "unknown",
        "watch",
        alone,
        "of high influence without a contact of ours",
        "of high influence without a contact of ours",
    );
    say("gap", "bad", gone, "has left", "have left");
    highlights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(roots: &[usize], below: &[(usize, &[usize])]) -> Vec<(usize, usize)> {
        let below = below.iter().map(|(at, list)| (*at, list.to_vec())).collect();
        let mut order = Vec::new();
        walk(roots, &below, 1, &mut BTreeSet::new(), &mut order);
        order
    }

    #[test]
    fn whoever_reports_to_someone_comes_right_after_them() {
        assert_eq!(order(&[0, 3], &[(0, &[1, 2]), (1, &[4])]), [(0, 1), (1, 2), (4, 3), (2, 2), (3, 1)]);
    }

    #[test]
    fn a_circle_ends() {
        assert_eq!(order(&[0], &[(0, &[1]), (1, &[0])]), [(0, 1), (1, 2)]);
    }

    #[test]
    fn a_reporting_line_of_any_length_stays_within_the_deepest_level() {
        let below: Vec<(usize, Vec<usize>)> = (0..50_000).map(|at| (at, vec![at + 1])).collect();
        let below = below.into_iter().collect();
        let mut list = Vec::new();
        walk(&[0], &below, 1, &mut BTreeSet::new(), &mut list);
        assert_eq!(list.len(), 50_001);
        assert_eq!(list.last(), Some(&(50_000, DEEPEST)));
    }
}
