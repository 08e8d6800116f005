//! All figures of a portfolio as at a day: the [`Report`], its accounts and its groups.

use std::sync::Arc;

use crate::config::Grain;
use crate::model::{Currency, Date, Decimal, Period};
use crate::portfolio::Excluded;

use super::clv::Model;
use super::groups::Members;
use super::history::History;
use super::ledger::Ledger;
use super::standing::{Block, Standing};
use super::{FigureName, Figures, Known, Scope, Series};

/// All figures of a portfolio as at a day.
#[derive(Clone, Debug)]
pub struct Report {
    /// The day they are as at.
    pub as_of: Date,
    /// The currency of all money.
    pub currency: Currency,
    /// What NRR, GRR and client retention count.
    pub grain: Grain,
    /// The days they are over.
    pub period: Period,
    /// The whole portfolio.
    pub portfolio: Figures,
    /// Each account, by id.
    pub accounts: Vec<Arc<AccountFigures>>,
    /// Every dimension's groups.
    pub by: Vec<(Dimension, Vec<Arc<Group>>)>,
    /// The plans that count in no figure.
    pub excluded: Vec<Excluded>,
    /// What the figures were computed from: series and explanations are drawn from it when asked for.
    pub(super) ledger: Arc<Ledger>,
    pub(super) history: History,
    /// How lifetime values were computed.
    pub(super) clv: Model,
    /// All accounts, as they were summed.
    pub(super) blocks: Vec<Arc<Block>>,
    /// The accounts of each dimension's groups, in the groups' order.
    pub(super) members: Vec<(Dimension, Arc<Members>)>,
}

impl Report {
    /// The figures of a scope; `None` where there is no such account or group.
    pub fn figures(&self, scope: &Scope) -> Option<&Figures> {
        match scope {
            Scope::Portfolio => Some(&self.portfolio),
            Scope::Group(dimension, key) => {
                self.group(*dimension, key.as_deref()).map(|group| &group.figures)
            }
            Scope::Account(id) => self.account(id).map(|account| &account.figures),
        }
    }

    /// The groups of a dimension: keys in code-point order, those without a value last.
    pub fn groups(&self, dimension: Dimension) -> &[Arc<Group>] {
        self.by.iter().find(|(of, _)| *of == dimension).map_or(&[], |(_, groups)| groups)
    }

    /// The group with this key.
    pub fn group(&self, dimension: Dimension, key: Option<&str>) -> Option<&Group> {
        self.shared_group(dimension, key).map(|group| &**group)
    }

    /// The same, to be shared with another report.
    pub(super) fn shared_group(&self, dimension: Dimension, key: Option<&str>) -> Option<&Arc<Group>> {
        let groups = self.groups(dimension);
        match key {
            // The group without a value stands last, the others in order.
            None => groups.last().filter(|group| group.key.is_none()),
            Some(key) => {
                let keyed = groups.partition_point(|group| group.key.as_deref().is_some_and(|its| its < key));
                groups.get(keyed).filter(|group| group.key.as_deref() == Some(key))
            }
        }
    }

    /// The accounts of a dimension's groups; of products: none.
    pub(super) fn members_by(&self, dimension: Dimension) -> Option<&Arc<Members>> {
        self.members.iter().find(|(of, _)| *of == dimension).map(|(_, members)| members)
    }

    /// The account with this id.
    pub fn account(&self, id: &str) -> Option<&AccountFigures> {
        let at = self.accounts.binary_search_by(|account| account.id.as_str().cmp(id)).ok()?;
        self.accounts.get(at).map(|account| &**account)
    }

    /// The accounts whose figures, or anything that they were read from, are not the very ones of another
    /// report; an account that is there alone is otherwise.
    pub fn otherwise_than<'r>(&'r self, other: &'r Report) -> impl Iterator<Item = &'r str> {
        let mut others = other.accounts.iter().peekable();
        let otherwise = self.accounts.iter().filter(move |account| {
            // No id is looked at as long as they go side by side.
            if others.next_if(|other| Arc::ptr_eq(other, account)).is_some() {
                return false;
            }
            while others.next_if(|other| other.id < account.id).is_some() {}
            others.next_if(|other| other.id == account.id).is_none_or(|same| !Arc::ptr_eq(same, account))
        });
        otherwise.map(|account| account.id.as_str())
    }

    /// The groups that an account is in, but for products.
    pub fn groups_with(&self, id: &str) -> Vec<(Dimension, &Arc<Group>)> {
        let Some(account) = self.ledger.find(id) else { return Vec::new() };
        let of = |(dimension, members): &'_ (Dimension, Arc<Members>)| {
            let groups = self.groups(*dimension);
            let with = members.with(&self.ledger, *dimension, account);
            with.into_iter().filter_map(|at| Some((*dimension, groups.get(at)?))).collect::<Vec<_>>()
        };
        self.members.iter().flat_map(of).collect()
    }

    /// The last 24 month ends of a scope, computed now; `None` where there is no such account or group.
    pub fn series(&self, scope: &Scope) -> Option<Series> {
        if let Scope::Group(Dimension::Product, key) = scope {
            let product = self.ledger.find_product(key.as_deref()?)?;
            return Some(self.history.of_product(&self.ledger, self.grain, product));
        }
        if let Scope::Portfolio = scope {
            return Some(self.history.of_everyone(&self.ledger, self.grain, &self.accounts));
        }
        Some(self.history.of(&self.ledger, self.grain, &self.members(scope)?))
    }

    /// One figure of one account at the last 24 month ends, the same as its [`Report::series`] holds; empty
    /// where there is no such account, or the figure has no history.
    pub fn trend(&self, id: &str, figure: FigureName) -> Vec<Known<Decimal>> {
        let at = self.ledger.find(id);
        at.map(|at| self.history.of_account(&self.ledger, self.grain, at, figure)).unwrap_or_default()
    }

    /// The series of groups other than products, in their order: for many groups at once this is a fraction
    /// of asking for each.
    pub fn series_of_groups(&self, groups: &[(Dimension, Option<&str>)]) -> Vec<Series> {
        let members = groups.iter().map(|&(dimension, key)| self.members_of(dimension, key));
        let members: Vec<Vec<usize>> = members.map(Option::unwrap_or_default).collect();
        self.history.of_many(&self.ledger, self.grain, &members, &self.accounts)
    }

    fn members_of(&self, dimension: Dimension, key: Option<&str>) -> Option<Vec<usize>> {
        Some(self.members_by(dimension)?.of_group(key)?.to_vec())
    }

    /// The accounts of a scope, by index in the ledger; `None` where there is no such account or group.
    pub(super) fn members(&self, scope: &Scope) -> Option<Vec<usize>> {
        match scope {
            Scope::Portfolio => Some((0..self.ledger.accounts.len()).collect()),
            // Who moved a product's ARR may have none of it at either end.
            Scope::Group(Dimension::Product, key) => {
                self.group(Dimension::Product, key.as_deref())?;
                Some((0..self.ledger.accounts.len()).collect())
            }
            Scope::Group(dimension, key) => self.members_of(*dimension, key.as_deref()),
            Scope::Account(id) => self.ledger.find(id).map(|at| vec![at]),
        }
    }

    /// The accounts that need someone, the neediest first: the greatest [`AccountFigures::attention`], then
    /// by id; those with nothing at stake are left out.
    pub fn attention(&self) -> Vec<&AccountFigures> {
        let mut list: Vec<&AccountFigures> =
            self.accounts.iter().map(|account| &**account).filter(|a| a.attention > Decimal::ZERO).collect();
        list.sort_by(|a, b| b.attention.cmp(&a.attention).then_with(|| a.id.cmp(&b.id)));
        list
    }
}

/// An account and its figures.
#[derive(Clone, Debug)]
pub struct AccountFigures {
    /// The account's id.
    pub id: String,
    /// The client's name.
    pub name: String,
    /// The account manager's key.
    pub owner: String,
    /// Its figures.
    pub figures: Figures,
    /// What orders the attention list: money at stake.
    pub attention: Decimal,
    /// Where it stands.
    pub(super) standing: Arc<Standing>,
    pub(super) lifetime: Known<Decimal>,
}

/// A group of accounts (of a product: what they pay for it) and its figures.
#[derive(Clone, Debug)]
pub struct Group {
    /// The value that its accounts share; `None`: they have none.
    pub key: Option<String>,
    /// The ids of its accounts, in order.
    pub members: Arc<[String]>,
    /// Its figures.
    pub figures: Figures,
    /// Its accounts as they were summed; of a product: nothing.
    pub(super) blocks: Vec<Arc<Block>>,
}

impl Group {
    /// Whether an account is in it.
    pub fn has(&self, id: &str) -> bool {
        self.members.binary_search_by(|member| member.as_str().cmp(id)).is_ok()
    }
}

/// What figures are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// The account manager.
    Owner,
    /// The tier.
    Tier,
    /// The segment.
    Segment,
    /// The industry.
    Industry,
    /// The region.
    Region,
    /// The product (ARR and movements only).
    Product,
    /// The root of the parent tree.
    Parent,
    /// The tag; groups overlap.
    Tag,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Dimension; 8] = [
        Dimension::Owner,
        Dimension::Tier,
        Dimension::Segment,
        Dimension::Industry,
        Dimension::Region,
        Dimension::Product,
        Dimension::Parent,
        Dimension::Tag,
    ];

    /// The word on the command line and in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Dimension::Owner => "owner",
            Dimension::Tier => "tier",
            Dimension::Segment => "segment",
            Dimension::Industry => "industry",
            Dimension::Region => "region",
            Dimension::Product => "product",
            Dimension::Parent => "parent",
            Dimension::Tag => "tag",
        }
    }
}
