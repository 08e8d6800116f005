//! The ids of a plan's records: which there are, and which are taken twice.
//!
//! For: references within a plan, and ids for table rows without one. Ids count as known even where the
//! record that holds them is dropped for an error, so that nothing is reported twice.
//! Must not: report anything; the decoder does when it reaches the record.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::scalar::id::slug;
use super::shape::List;
use super::tables::DataTable;
use super::value::is_absent;
use crate::parse::{Entry, Node, NodeKind, Scalar, ScalarStyle};
use crate::text::Span;

/// Lists within which an id must be unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    /// Opportunities, risks, objectives and contracts.
    Shared,
    /// Any other list, by itself.
    Own(List),
}

impl Space {
    fn of(list: List) -> Self {
        match list {
            List::Opportunities | List::Risks | List::Objectives | List::Contracts => Space::Shared,
            list => Space::Own(list),
        }
    }
}

/// A record's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known<'a> {
    space: Space,
    /// The id.
    pub id: &'a str,
    /// Where it is written.
    pub span: Span,
    /// The list of its record.
    pub list: List,
    /// The record's own text (a name, a risk …), where it has one.
    pub text: Option<&'a str>,
    /// Whether a record has it already: a record that is written once may be repeated by its alias.
    claimed: bool,
}

/// All ids of a plan.
#[derive(Debug, Default)]
pub(crate) struct Ids<'a> {
    /// By space and id; of the same id, in the order of the file.
    known: Vec<Known<'a>>,
}

impl<'a> Ids<'a> {
    /// Gathers the ids in the front matter and in tables.
    pub fn gather(entries: &'a [Entry<'_>], tables: &'a [DataTable<'_>]) -> Self {
        let mut known = Vec::new();
        for entry in entries {
            let list = List::ALL.iter().find(|list| list.key() == entry.key.text);
            if let Some(list) = list {
                add(&mut known, *list, records(&entry.value));
            }
        }
        for table in tables {
            add(&mut known, table.list, &table.rows);
        }
        known.sort_by_key(|known| (known.space, known.id));
        Ids { known }
    }

    /// The first record with this id in the id's space.
    fn first(&self, space: Space, id: &str) -> Option<&Known<'a>> {
        let at = self.known.partition_point(|known| (known.space, known.id) < (space, id));
        self.known.get(at).filter(|known| known.space == space && known.id == id)
    }

    /// The record of any list that shares ids with this one.
    pub fn find(&self, list: List, id: &str) -> Option<&Known<'a>> {
        self.first(Space::of(list), id)
    }

    /// Whether this list has a record with this id.
    pub fn has(&self, list: List, id: &str) -> bool {
        self.find(list, id).is_some_and(|known| known.list == list)
    }

    /// Takes an id for the record at this place; the first record that has it where it is taken.
    pub fn claim(&mut self, list: List, id: &str, span: Span) -> Result<(), Known<'a>> {
        let space = Space::of(list);
        let at = self.known.partition_point(|known| (known.space, known.id) < (space, id));
        match self.known.get_mut(at) {
            Some(known) if known.space == space && known.id == id => {
                if known.span == span && !known.claimed {
                    known.claimed = true;
                    return Ok(());
                }
                Err(*known)
            }
            _ => Ok(()),
        }
    }

    /// The records of a list, but for the one at this place.
    pub fn of(&self, list: List, except: Span) -> impl Iterator<Item = &Known<'a>> {
        self.known.iter().filter(move |known| known.list == list && !except.contains(known.span))
    }

    /// All opportunities, risks, objectives and contracts: they share their ids.
    pub fn shared(&self) -> impl Iterator<Item = &Known<'a>> {
        self.known.iter().filter(|known| known.space == Space::Shared)
    }
}

fn add<'a>(known: &mut Vec<Known<'a>>, list: List, nodes: &'a [Node<'_>]) {
    for node in nodes {
        if let Some(Node { kind: NodeKind::Scalar(scalar), span }) = node.get("id")
            && !is_absent(scalar)
        {
            let text = list.own_text().and_then(|key| node.get(key)).and_then(|node| match &node.kind {
                NodeKind::Scalar(scalar) => Some(&*scalar.text),
                _ => None,
            });
            known.push(Known {
                space: Space::of(list),
                id: &scalar.text,
                span: *span,
                list,
                text,
                claimed: false,
            });
        }
    }
}

fn records<'n, 's>(node: &'n Node<'s>) -> &'n [Node<'s>] {
    match &node.kind {
        NodeKind::List(nodes) => nodes,
        NodeKind::Map(_) => std::slice::from_ref(node),
        NodeKind::Scalar(_) | NodeKind::Invalid => &[],
    }
}

/// Gives the rows without an id the slug of their text; `-2`, `-3` where it is taken. Ids that are
/// written anywhere in the file go first.
pub(crate) fn name_rows(entries: &[Entry<'_>], tables: &mut [DataTable<'_>]) {
    let mut names = Vec::new();
    {
        let ids = Ids::gather(entries, tables);
        let mut given: BTreeSet<(Space, String)> = BTreeSet::new();
        let mut next: BTreeMap<(Space, String), u32> = BTreeMap::new();
        for (at, table) in tables.iter().enumerate() {
            let Some(key) = table.list.own_text() else { continue };
            let space = Space::of(table.list);
            for (row, node) in table.rows.iter().enumerate() {
                if matches!(node.get("id"), Some(Node { kind: NodeKind::Scalar(id), .. }) if !is_absent(id)) {
                    continue;
                }
                let Some(Node { kind: NodeKind::Scalar(text), .. }) = node.get(key) else { continue };
                if is_absent(text) {
                    continue;
                }
                let base = slug(&text.text);
                let count = next.entry((space, base.clone())).or_insert(1);
                let name = loop {
                    let name = if *count == 1 { base.clone() } else { format!("{base}-{count}") };
                    *count += 1;
                    if ids.first(space, &name).is_none() && given.insert((space, name.clone())) {
                        break name;
                    }
                };
                names.push((at, row, name, text.span));
            }
        }
    }
    for (at, row, name, span) in names {
        let node = tables.get_mut(at).and_then(|table| table.rows.get_mut(row));
        if let Some(Node { kind: NodeKind::Map(entries), .. }) = node {
            entries.retain(|entry| entry.key.text != "id");
            let scalar = |text| Scalar { text, span, style: ScalarStyle::Cell };
            entries.push(Entry {
                key: scalar(Cow::Borrowed("id")),
                value: Node { span, kind: NodeKind::Scalar(scalar(Cow::Owned(name))) },
            });
        }
    }
}
