//! One account plan.

use std::ops::Range;
use std::sync::Arc;

use super::*;
use crate::text::{Place, Source, Span};

/// One account plan: what a Markdown file says of one client. Lists are in written order: front
/// matter first, then tables in the body, then data files.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The file.
    pub source: Arc<Source>,
    /// Where the front matter's first line is: the place of what has none of its own.
    pub head: Span,
    /// The account's id: as written, or from the file's name (then at `head`).
    pub id: Field<String>,
    /// The client's name.
    pub account: Field<String>,
    /// The account manager.
    pub owner: Field<String>,
    /// The ids that other systems know the account by.
    pub external_ids: Vec<(Field<String>, Field<String>)>,
    /// One of the configured tiers.
    pub tier: Optional<String>,
    /// Free word to group by.
    pub segment: Optional<String>,
    /// Free word to group by.
    pub industry: Optional<String>,
    /// Free word to group by.
    pub region: Optional<String>,
    /// Another account's id.
    pub parent: Optional<String>,
    /// The currency of amounts without one: the plan's, else the portfolio's.
    pub currency: Currency,
    /// Since when they are a client.
    pub customer_since: Optional<Date>,
    /// When this plan was last reviewed with internal stakeholders.
    pub reviewed: Optional<Date>,
    /// `reviewed: git`: [`Plan::reviewed`] is the day of the last commit that changed this plan.
    pub by_git: Option<ByGit>,
    /// Free words; groups by tag overlap.
    pub tags: Vec<Field<String>>,
    /// Only for a client that left.
    pub lost: Option<Lost>,
    /// Account Profile; `None` where the key is absent.
    pub profile: Option<Profile>,
    /// Relationship Map.
    pub stakeholders: Vec<Stakeholder>,
    /// Value Delivered.
    pub value: Vec<Value>,
    /// What they pay.
    pub contracts: Vec<Contract>,
    /// Growth Opportunities.
    pub opportunities: Vec<Opportunity>,
    /// Risk Assessment.
    pub risks: Vec<Risk>,
    /// Action Plan.
    pub actions: Vec<Action>,
    /// Mutual business objectives.
    pub objectives: Vec<Objective>,
    /// Survey answers.
    pub surveys: Vec<Survey>,
    /// Support escalations.
    pub escalations: Vec<Escalation>,
    /// Use of what they pay for.
    pub usage: Vec<Usage>,
    /// Meetings.
    pub meetings: Vec<Meeting>,
    /// Assertions about this account's own figures.
    pub expect: Vec<Expectation>,
    /// The author's own keys.
    pub extra: Extras,
    /// Which list keys are written in the plan, empty or not (an element "told in data").
    pub told: Vec<&'static str>,
    /// The top-level keys under which an error was found: what is missing there was dropped, so its
    /// absence raises no second error.
    pub faulty: Vec<&'static str>,
    /// The Markdown below the front matter.
    pub body: Body,
}

impl Plan {
    /// Whether it renews contracts of accounts that it names.
    pub fn names_accounts(&self) -> bool {
        self.contracts.iter().flat_map(|contract| &contract.renews).any(|old| old.account.is_some())
    }

    /// The keys at the top level of a plan, in the format reference's order.
    pub const KEYS: &'static [&'static str] = &[
        "account",
        "owner",
        "id",
        "external_ids",
        "tier",
        "segment",
        "industry",
        "region",
        "parent",
        "currency",
        "customer_since",
        "reviewed",
        "tags",
        "lost",
        "profile",
        "stakeholders",
        "value",
        "contracts",
        "opportunities",
        "risks",
        "actions",
        "objectives",
        "surveys",
        "escalations",
        "usage",
        "meetings",
        "expect",
    ];

    /// The key of that list that a word is; its text lives as long as the program.
    pub fn key(word: &str) -> Option<&'static str> {
        Plan::KEYS.iter().copied().find(|key| *key == word)
    }

    /// The file's path in the portfolio.
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// This plan, reviewed on the day that git tells. One that does not leave it to git stays as it is.
    pub fn reviewed_by_git(mut self, told: Result<Date, NoReview>) -> Self {
        if let Some(by_git) = &mut self.by_git {
            self.reviewed = told.as_ref().ok().map(|&day| Field::new(day, by_git.span));
            by_git.unknown = told.err();
        }
        self
    }

    /// A span of this file as a place.
    pub fn at(&self, span: Span) -> Place {
        Place::new(&self.source, span)
    }

    /// The place of what has none of its own: the front matter's first line.
    pub fn head(&self) -> Place {
        self.at(self.head)
    }

    /// The stakeholder with this id.
    pub fn stakeholder(&self, id: &str) -> Option<&Stakeholder> {
        self.stakeholders.iter().find(|s| s.id.value == id)
    }

    /// The action with this id.
    pub fn action(&self, id: &str) -> Option<&Action> {
        self.actions.iter().find(|a| a.id.value == id)
    }

    /// The contract with this id.
    pub fn contract(&self, id: &str) -> Option<&Contract> {
        self.contracts.iter().find(|c| c.id.value == id)
    }

    /// The body's section of an element.
    pub fn section(&self, element: Element) -> Option<&Section> {
        self.body.sections.iter().find(|s| s.element == Some(element))
    }

    /// When we last talked with a stakeholder, by the end of `as_of`: the later of `last_contact` and
    /// the meetings they were in.
    pub fn last_contact(&self, who: &Stakeholder, as_of: Date) -> Option<Date> {
        let met = self
            .meetings
            .iter()
            .filter(|m| m.with.iter().any(|id| id.value == who.id.value))
            .map(|m| m.date.value);
        who.last_contact.map(|d| d.value).into_iter().chain(met).filter(|&d| d <= as_of).max()
    }
}

/// A review that is told by git.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByGit {
    /// Where the word stands.
    pub span: Span,
    /// Why no day is known; `None` where one is, or git was not asked yet.
    pub unknown: Option<NoReview>,
}

/// Why git tells no day on which a plan was changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NoReview {
    /// No commit up to the day holds it.
    NoCommit,
    /// The portfolio is in no repository.
    NoRepository,
    /// The clone holds only a part of the history.
    Shallow,
    /// What git said, or why it was not started.
    Failed(String),
}

/// The Markdown below the front matter, outlined. Its text is in the plan's source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The bytes of the body in the source.
    pub span: Span,
    /// Sections by top-level headings of any level, in order; what stands before the first heading is
    /// a section without a heading. Sections of deeper headings lie inside those above them.
    pub sections: Vec<Section>,
    /// Links and images, in order.
    pub links: Vec<Link>,
}

impl Body {
    /// Marks a table that stands in this section as data: it is cut out of its prose, and out of the
    /// prose of every section around it.
    pub fn cut_table(&mut self, section: usize, table: Span) {
        let mut next = Some(section);
        while let Some(section) = next.and_then(|index| self.sections.get_mut(index)) {
            section.data_tables.push(table);
            next = section.parent;
        }
    }

    /// A section and those around it, from the inside out.
    pub fn enclosing(&self, section: usize) -> impl Iterator<Item = &Section> {
        std::iter::successors(self.sections.get(section), |section| {
            section.parent.and_then(|parent| self.sections.get(parent))
        })
    }
}

/// What stands under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The section around it: that of the nearest heading before it of a higher level. Always a
    /// smaller index.
    pub parent: Option<usize>,
    /// The planning element that the heading names (headings of the second level only).
    pub element: Option<Element>,
    /// The heading's text without markup; empty before the first heading.
    pub title: String,
    /// What a link to the heading says after `#`, as GitHub makes it: lower case, hyphens for spaces,
    /// `-1`, `-2` for the same again. Unique in the body.
    pub anchor: String,
    /// The heading's level, 1 to 6; 0 before the first heading.
    pub level: u8,
    /// The heading itself.
    pub heading: Span,
    /// What stands under it up to the next heading of the same or a higher level: deeper headings and
    /// what is under them belong to it. The heading itself is not included.
    pub content: Span,
    /// What stands under it up to the next heading of any level.
    pub own: Span,
    /// Whether its content holds nothing, or nothing but placeholders and headings.
    pub empty: bool,
    /// Tables that are data: cut out of the prose when it is shown, for the page shows the records.
    pub data_tables: Vec<Span>,
}

impl Section {
    /// The content as a range of the source's text.
    pub fn range(&self) -> Range<usize> {
        self.content.range()
    }
}

/// A link or an image in the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it stands, all of it.
    pub span: Span,
    /// Where it leads, as written.
    pub target: String,
    /// The span of the target's text.
    pub target_span: Span,
    /// What kind.
    pub kind: LinkKind,
}

/// What kind of link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](target)` or a reference link.
    Link,
    /// `![text](target)`.
    Image,
    /// `[[account]]`: a link to another account's plan by its id.
    Wiki,
}
