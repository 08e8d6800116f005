//! Relationship Map: who is who at the client, who of ours holds it, and where it is silent.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{Choice, Level, Plan, Role, Sentiment, Stakeholder};
use crate::site::format;
use crate::site::html::{Esc, Html, put};
use crate::site::views::{Book, days_between, fragment_of, push_words};

/// Deeper than this, people stand below each other instead of in a new column.
const DEEPEST: usize = 12;

#[derive(Debug, Serialize, Hash)]
pub(super) struct MapView {
    /// The org tree: lists of people, each with those who report to them; empty where nobody is named.
    tree: Html,
    /// How many levels the tree has.
    levels: usize,
    /// How many people are still there.
    people: usize,
    /// Whether they are too many, or too far down, for a tree from left to right: then those right below the
    /// top have a column each, with whoever reports to them below.
    many: bool,
    /// What stands out, in words.
    highlights: Html,
}

impl MapView {
    /// Whether it leaves room beside it for the author's words.
    pub fn is_narrow(&self) -> bool {
        self.levels < 3 && !self.many && !self.tree.is_empty()
    }
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

    let levels = order.iter().map(|&(_, level)| level).max().unwrap_or(0);
    MapView {
        levels,
        people: people.iter().filter(|person| !person.has_departed(book.f.as_of)).count(),
        many: people.len() > 14 || levels > 3,
        highlights: Html::build(|out| push_highlights(out, book, plan)),
        tree: Html::build(|out| push_tree(out, book, plan, &order)),
    }
}

/// Appends people in the order in which they hang in the tree, each with their level, as nested lists.
fn push_tree(out: &mut String, book: &Book<'_>, plan: &Plan, order: &[(usize, usize)]) {
    let mut above = 0;
    for (index, &(at, level)) in order.iter().enumerate() {
        let Some(person) = plan.stakeholders.get(at) else { continue };
        out.push_str(if above < level { "<ul>\n<li class=\"node\">" } else { "<li class=\"node\">" });
        push_card(out, book, plan, person);
        let next = order.get(index + 1).map_or(0, |(_, level)| *level);
        if next <= level {
            out.push_str("</li>\n");
        }
        // Each list that ends here ends the person whom it hangs from.
        for ended in (next..level).rev() {
            out.push_str(if ended > 0 { "</ul></li>\n" } else { "</ul>\n" });
        }
        above = level;
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

/// Appends someone's card: who they are, their part in decisions, how they feel, who of ours knows them, and
/// when we last talked or for how long they have been silent.
fn push_card(out: &mut String, book: &Book<'_>, plan: &Plan, of: &Stakeholder) {
    let as_of = book.f.as_of;
    let influence = of.influence.map(|level| level.value.as_str());
    let sentiment = of.sentiment.map_or("unknown", |sentiment| sentiment.value.as_str());
    let departed = of.departed.filter(|_| of.has_departed(as_of));
    let gone = departed.is_some();
    let fragment = fragment_of(&plan.stakeholders, of, |person| &person.id.value);
    put!(out, "<div class=\"who who-", sentiment, " size-", influence.unwrap_or("medium"));
    put!(out, if gone { " who-gone" } else { "" }, "\" id=\"person-", Esc(&fragment), "\">\n");
    out.push_str("<p class=\"who-name\"><i class=\"icon i-");
    put!(out, if gone { "gap" } else { "s-" }, if gone { "" } else { sentiment }, "\"></i><span>");
    put!(out, Esc(&of.name.value), "</span>");
    if let Some(influence) = influence {
        put!(out, "<span class=\"influence influence-", influence, "\" title=\"", influence, " influence\">");
        put!(out, "<span class=\"vh\">, ", influence, " influence</span></span>");
    }
    out.push_str("</p>\n");
    if of.title.is_some() || of.unit.is_some() {
        out.push_str("<p class=\"who-title\">");
        for (at, text) in [&of.title, &of.unit].into_iter().flatten().enumerate() {
            put!(out, if at == 0 { "" } else { ", " }, Esc(&text.value));
        }
        out.push_str("</p>\n");
    }
    out.push_str("<ul class=\"roles\">");
    for role in &of.role {
        let strong = matches!(
            role.value,
            Role::DecisionMaker | Role::EconomicBuyer | Role::ExecutiveSponsor | Role::Champion
        );
        out.push_str(if strong { "<li class=\"role-strong\">" } else { "<li>" });
        push_words(out, role.as_str());
        out.push_str("</li>");
    }
    out.push_str("</ul>\n");
    if let Some(departed) = departed {
        out.push_str("<p class=\"who-line bad\">Left ");
        book.f.push_day(out, departed.value);
        return out.push_str("</p>\n</div>");
    }
    out.push_str("<p class=\"who-line\">");
    push_words(out, if of.sentiment.is_some() { sentiment } else { "sentiment-unknown" });
    out.push_str(" · ");
    match &of.contact {
        Some(contact) => put!(out, Esc(book.portfolio.config.person_name(contact))),
        None => out.push_str("<span class=\"watch\">nobody of ours</span>"),
    }
    let silence = silence(book, plan, of);
    if let (None, Some(day)) = (&silence, plan.last_contact(of, as_of)) {
        out.push_str(" · ");
        book.f.push_ago(out, day);
    }
    out.push_str("</p>\n");
    if let Some(silence) = silence {
        out.push_str("<p class=\"who-line watch\"><i class=\"icon i-silent\"></i>");
        put!(out, Esc(&silence), "</p>\n");
    }
    out.push_str("</div>");
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

fn push_highlights(out: &mut String, book: &Book<'_>, plan: &Plan) {
    let as_of = book.f.as_of;
    let here: Vec<&Stakeholder> = plan.stakeholders.iter().filter(|p| !p.has_departed(as_of)).collect();
    let gone = plan.stakeholders.len() - here.len();
    let mut say = |icon, tone, n: usize, one: &str, many: &str| {
        if n > 0 {
            put!(out, "<li class=\"", tone, "\"><i class=\"icon i-", icon, "\"></i>");
            format::push_counted_noun(out, n, one, many);
            out.push_str("</li>");
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
