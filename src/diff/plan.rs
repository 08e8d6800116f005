//! One plan before and after: the account itself, its profile, its prose.

use super::change::{Area, Change};
use super::records;
use super::words::{date, money};
use super::{contracts, voice};
use crate::config::Config;
use crate::model::*;

/// Everything that changed in meaning between two versions of one account's plan, in reading order.
/// `config` knows what people of ours are called.
pub fn changes(before: &Plan, after: &Plan, config: &Config) -> Vec<Change> {
    let mut out = Vec::new();
    account(before, after, config, &mut out);
    contracts::contracts(before, after, &mut out);
    profile(before, after, &mut out);
    records::stakeholders(before, after, config, &mut out);
    records::value_and_objectives(before, after, &mut out);
    records::opportunities(before, after, config, &mut out);
    records::risks(before, after, &mut out);
    records::actions(before, after, config, &mut out);
    voice::voice(before, after, &mut out);
    prose(before, after, &mut out);
    out.sort_by_key(|change| change.area);
    out
}

fn account(was: &Plan, is: &Plan, config: &Config, out: &mut Vec<Change>) {
    let mut say = |kind, place, text: String, weighty: bool| {
        let change = Change::of_plan(Area::Account, kind, place, text);
        out.push(if weighty { change.weighty() } else { change });
    };
    if was.path() != is.path() {
        say("plan-moved", is.head(), format!("The plan moved from {} to {}", was.path(), is.path()), false);
    }
    if was.account.value != is.account.value {
        let text = format!("The client's name: {} → {}", was.account.value, is.account.value);
        say("account-renamed", is.at(is.account.span), text, false);
    }
    if was.owner.value != is.owner.value {
        let name = |plan: &Plan| config.person_name(&plan.owner.value).to_owned();
        let text = format!("Account manager: {} → {}", name(was), name(is));
        say("owner", is.at(is.owner.span), text, true);
    }
    type Read = fn(&Plan) -> &Optional<String>;
    let words: [(&'static str, &str, Read); 5] = [
        ("tier", "Tier", |p| &p.tier),
        ("segment", "Segment", |p| &p.segment),
        ("industry", "Industry", |p| &p.industry),
        ("region", "Region", |p| &p.region),
        ("parent", "Parent", |p| &p.parent),
    ];
    for (kind, name, read) in words {
        let (a, b) = (read(was), read(is));
        if a.as_ref().map(|f| &f.value) != b.as_ref().map(|f| &f.value) {
            let show = |f: &Optional<String>| f.as_ref().map_or("none".to_owned(), |f| f.value.clone());
            let place = b.as_ref().map_or_else(|| is.head(), |f| is.at(f.span));
            say(kind, place, format!("{name}: {} → {}", show(a), show(b)), kind == "parent");
        }
    }
    if was.currency != is.currency {
        say("currency", is.head(), format!("Currency: {} → {}", was.currency, is.currency), true);
    }
    type ReadDate = fn(&Plan) -> &Optional<Date>;
    let days: [(&'static str, &str, ReadDate); 2] = [
        ("reviewed", "Reviewed", |p| &p.reviewed),
        ("customer-since", "Customer since", |p| &p.customer_since),
    ];
    for (kind, name, read) in days {
        let (a, b) = (read(was), read(is));
        if a.map(|f| f.value) != b.map(|f| f.value) {
            let place = b.map_or_else(|| is.head(), |f| is.at(f.span));
            let show = |f: &Optional<Date>| f.map_or("none".to_owned(), |f| date(f.value));
            say(kind, place, format!("{name}: {} → {}", show(a), show(b)), false);
        }
    }
    match (&was.lost, &is.lost) {
        (None, Some(lost)) => {
            let why = lost.reason.as_ref().map(|r| format!(" ({})", r.value)).unwrap_or_default();
            let text = format!("The client left on {}{why}", date(lost.date.value));
            say("client-lost", is.at(lost.span), text, true);
        }
        (Some(_), None) => {
            say("client-back", is.head(), "The client is no longer marked as lost".into(), true)
        }
        (Some(a), Some(b)) if a.date.value != b.date.value => {
            let text = format!("The day the client left: {} → {}", date(a.date.value), date(b.date.value));
            say("client-lost", is.at(b.span), text, false);
        }
        _ => {}
    }
    let tags = |p: &Plan| p.tags.iter().map(|t| t.value.clone()).collect::<Vec<_>>();
    let (a, b) = (tags(was), tags(is));
    if a != b {
        let show = |tags: Vec<String>| if tags.is_empty() { "none".into() } else { tags.join(", ") };
        say("tags", is.head(), format!("Tags: {} → {}", show(a), show(b)), false);
    }
}

fn profile(before: &Plan, after: &Plan, out: &mut Vec<Change>) {
    let empty = Profile::default();
    let (was, is) = (before.profile.as_ref().unwrap_or(&empty), after.profile.as_ref().unwrap_or(&empty));
    let place = if after.profile.is_some() { after.at(is.span) } else { after.head() };
    let mut say = |text: String| out.push(Change::of_plan(Area::Profile, "profile", place.clone(), text));
    let number = |n: &Optional<u64>| n.map_or("none".to_owned(), |n| n.value.to_string());
    if number(&was.employees) != number(&is.employees) {
        say(format!("Employees: {} → {}", number(&was.employees), number(&is.employees)));
    }
    let revenue = |p: &Profile| p.annual_revenue.map_or("none".to_owned(), |m| money(m.value));
    if revenue(was) != revenue(is) {
        say(format!("The client's annual revenue: {} → {}", revenue(was), revenue(is)));
    }
    type ReadList = fn(&Profile) -> &Vec<Field<String>>;
    let lists: [(&str, ReadList); 3] = [
        ("Business units", |p| &p.structure),
        ("Priorities", |p| &p.priorities),
        ("Competitors", |p| &p.competitors),
    ];
    for (name, read) in lists {
        let texts = |p| read(p).iter().map(|f| f.value.clone()).collect::<Vec<_>>();
        let (a, b) = (texts(was), texts(is));
        let added: Vec<_> = b.iter().filter(|t| !a.contains(t)).cloned().collect();
        let gone: Vec<_> = a.iter().filter(|t| !b.contains(t)).cloned().collect();
        if !added.is_empty() {
            say(format!("{name}: added {}", added.join("; ")));
        }
        if !gone.is_empty() {
            say(format!("{name}: removed {}", gone.join("; ")));
        }
    }
    let words = |f: &Optional<String>| f.as_ref().map_or("none".to_owned(), |f| f.value.clone());
    for (name, a, b) in
        [("Headquarters", &was.headquarters, &is.headquarters), ("Website", &was.website, &is.website)]
    {
        if words(a) != words(b) {
            say(format!("{name}: {} → {}", words(a), words(b)));
        }
    }
}

/// Sections rewritten, with a word count and never their text: a plan is confidential, and a reviewer
/// reads the diff of the file for that.
fn prose(before: &Plan, after: &Plan, out: &mut Vec<Change>) {
    let title = |s: &Section| s.element.map_or_else(|| s.title.clone(), |e| e.title().to_owned());
    let words = |plan: &Plan, s: &Section| -> Vec<String> {
        plan.source.slice(s.content).split_whitespace().map(str::to_owned).collect()
    };
    let named = |t: &str| if t.is_empty() { "The opening".to_owned() } else { format!("Section “{t}”") };
    for section in &after.body.sections {
        let is = words(after, section);
        let place = after.at(section.heading);
        let old = before.body.sections.iter().find(|s| title(s) == title(section));
        let name = named(&title(section));
        let text = match old.map(|s| words(before, s)) {
            Some(was) if was == is => continue,
            Some(was) => {
                let changed = difference(&was, &is);
                format!("{name} was rewritten: {changed} of {} words", is.len().max(was.len()))
            }
            None if is.is_empty() => continue,
            None => format!("{name} was added: {} words", is.len()),
        };
        out.push(Change::of_plan(Area::Prose, "section", place, text));
    }
    for gone in
        before.body.sections.iter().filter(|s| !after.body.sections.iter().any(|t| title(t) == title(s)))
    {
        let n = words(before, gone).len();
        if n > 0 {
            let text = format!("{} was removed: {n} words", named(&title(gone)));
            out.push(Change::of_plan(Area::Prose, "section", after.head(), text));
        }
    }
}

/// How many words differ, as a bag: fast on any length, and a fair measure of how much was rewritten.
fn difference(was: &[String], is: &[String]) -> usize {
    let mut counts: std::collections::BTreeMap<&str, i64> = std::collections::BTreeMap::new();
    for word in was {
        *counts.entry(word).or_default() -= 1;
    }
    for word in is {
        *counts.entry(word).or_default() += 1;
    }
    let added: i64 = counts.values().filter(|n| **n > 0).sum();
    let removed: i64 = -counts.values().filter(|n| **n < 0).sum::<i64>();
    usize::try_from(added.max(removed)).unwrap_or(0).max(1)
}
