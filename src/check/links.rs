//! Where links lead (codes P820 and up): to other plans, to files, to headings.
//!
//! For: a link that leads nowhere, before a reader follows it.
//! Must not: open a file: the names of the portfolio's files are known, and nothing outside is looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::portfolio::{Accounts, id_of_path};
use super::words::{Nearest, plain};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, codes};
use crate::model::*;
use crate::parse::{LinkTarget, link_target};
use crate::portfolio::path_from;
use crate::source::FileSet;
use crate::text::Place;

/// The links of a portfolio's plans.
pub(super) struct Links<'a> {
    accounts: &'a Accounts<'a>,
    files: &'a FileSet,
    nearest: Nearest,
    /// The headings of the plans that were asked for, by path.
    anchors: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// The paths of the plans whose headings were looked at for the plan that is checked.
    headings_of: BTreeSet<&'a str>,
}

impl<'a> Links<'a> {
    /// What links may lead to.
    pub fn new(accounts: &'a Accounts<'a>, files: &'a FileSet) -> Self {
        Links {
            accounts,
            files,
            nearest: Nearest::default(),
            anchors: BTreeMap::new(),
            headings_of: BTreeSet::new(),
        }
    }

    /// The links of one plan, and the evidence of its outcomes; gives the paths of the other plans whose headings
    /// they lead to.
    pub fn check(&mut self, plan: &'a Plan, out: &mut Diagnostics) -> Vec<String> {
        self.headings_of.clear();
        for link in &plan.body.links {
            let place = plan.at(link.target_span);
            // `<ana@client.example>` and `<https://…>` are what they say.
            if plan.source.slice(link.span).starts_with('<') {
                continue;
            }
            let found = match link.kind {
                LinkKind::Wiki => self.wiki(&link.target, &place),
                LinkKind::Link => self.link(plan, &link.target, &place),
                LinkKind::Image => self.image(plan, &link.target, &place),
            };
            out.extend(found);
        }
        for value in &plan.value {
            if let Some(evidence) = &value.evidence {
                let place = Place::new(&value.place.source, evidence.span);
                out.extend(self.evidence(plan, &evidence.value, &place));
            }
        }
        self.headings_of.iter().filter(|path| **path != plan.path()).map(|path| (*path).to_owned()).collect()
    }

    /// `[[account]]`, `[[account#heading]]`.
    fn wiki(&mut self, target: &str, place: &Place) -> Option<Diagnostic> {
        let (id, heading) = target.split_once('#').map_or((target, None), |(id, h)| (id, Some(h)));
        let id = id.trim();
        if let Some(plan) = self.accounts.by_id(id) {
            return heading.and_then(|heading| self.heading(plan, heading, place));
        }
        if self.accounts.may_have(id) {
            return None;
        }
        let message = format!("No account has the id `{}`", plain(id));
        let help = match self.nearest.of(id, self.accounts.ids()) {
            Some(near) => format!("did you mean `[[{near}]]`?"),
            None => "between `[[` and `]]` stands the id of an account of this portfolio".into(),
        };
        Some(Diagnostic::new(&codes::P820, place.clone(), message).help(help))
    }

    /// `[text](target)`.
    fn link(&mut self, plan: &'a Plan, target: &str, place: &Place) -> Option<Diagnostic> {
        let (path, heading) = match link_target(target) {
            LinkTarget::External(_) => return None,
            LinkTarget::Refused => return Some(refused(target, place)),
            LinkTarget::Local { path, fragment } => (path, fragment),
        };
        if path.is_empty() {
            return heading.and_then(|heading| self.heading(plan, &heading, place));
        }
        let Some(file) = path_from(plan.path(), &path) else {
            return Some(outside(target, place));
        };
        if let Some(other) = self.accounts.by_path(&file) {
            return heading.and_then(|heading| self.heading(other, &heading, place));
        }
        if self.exists(&file) {
            return None;
        }
        // A plan's file, or what looks like one: told from a document in another folder of the portfolio.
        let is_plan = file.ends_with(".md") && (!file.contains('/') || id_of_path(&file).is_some());
        if !is_plan {
            return Some(self.missing(&codes::P821, "file", target, &file, plan, place));
        }
        let name = file.rsplit('/').next().unwrap_or(&file).strip_suffix(".md").unwrap_or(&file);
        let message = format!("This link leads to no plan: there is no {}", plain(&file));
        let id = id_of_path(&file).unwrap_or(name);
        let meant = match self.accounts.by_id(id) {
            Some(plan) => Some(plan),
            None => self.nearest.of(id, self.accounts.ids()).and_then(|id| self.accounts.by_id(id)),
        };
        let help = match meant {
            Some(meant) => format!(
                "did you mean `{}`? or `[[{}]]`, which leads there from anywhere",
                relative(plan.path(), meant.path()),
                meant.id.value
            ),
            None => {
                "write the path from this file to the other plan's, or `[[id]]` with its account's id".into()
            }
        };
        Some(Diagnostic::new(&codes::P820, place.clone(), message).help(help))
    }

    /// `![text](target)`.
    fn image(&mut self, plan: &Plan, target: &str, place: &Place) -> Option<Diagnostic> {
        match link_target(target) {
            LinkTarget::External(_) => None,
            LinkTarget::Refused => Some(refused(target, place)),
            LinkTarget::Local { path, .. } => match path_from(plan.path(), &path) {
                None => Some(outside(target, place)),
                Some(file) if self.files.contains(&file) => None,
                Some(file) => Some(self.missing(&codes::P821, "image", target, &file, plan, place)),
            },
        }
    }

    /// An outcome's `evidence`: an address, a path in the portfolio, or words.
    fn evidence(&mut self, plan: &Plan, target: &str, place: &Place) -> Option<Diagnostic> {
        let LinkTarget::Local { path, .. } = link_target(target) else { return None };
        let named_like_a_file = path.rsplit_once('.').is_some_and(|(stem, suffix)| {
            !stem.is_empty()
                && (2..=5).contains(&suffix.len())
                && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if !named_like_a_file {
            return None;
        }
        let Some(file) = path_from(plan.path(), &path) else { return Some(outside(target, place)) };
        if self.exists(&file) || self.files.contains(&*path) {
            return None;
        }
        Some(self.missing(&codes::P825, "evidence", target, &file, plan, place))
    }

    /// Whether a file or a folder of this path is there.
    fn exists(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.files.contains(path)
            || path.is_empty()
            || self.files.range(folder.clone()..).next().is_some_and(|next| next.starts_with(&folder))
    }

    /// A heading of a plan.
    fn heading(&mut self, plan: &'a Plan, anchor: &str, place: &Place) -> Option<Diagnostic> {
        self.headings_of.insert(plan.path());
        let anchors = self
            .anchors
            .entry(plan.path())
            .or_insert_with(|| plan.body.sections.iter().map(|section| section.anchor.as_str()).collect());
        if anchor.is_empty() || anchor == "top" || anchors.contains(anchor) {
            return None;
        }
        let here = place.source.path() == plan.path();
        let message = format!(
            "{} has no heading `#{}`",
            plain(if here { "This plan" } else { &plan.account.value }),
            plain(anchor)
        );
        let help = match self.nearest.of(anchor, anchors.iter().copied().filter(|anchor| !anchor.is_empty()))
        {
            Some(near) => format!("did you mean `#{near}`?"),
            None => "after `#` stands a heading in lower case with hyphens for spaces, as in \
                     `#risk-assessment`"
                .into(),
        };
        Some(Diagnostic::new(&codes::P822, place.clone(), message).help(help))
    }

    /// A file that is not there.
    fn missing(
        &mut self,
        code: Code,
        what: &str,
        target: &str,
        file: &str,
        plan: &Plan,
        place: &Place,
    ) -> Diagnostic {
        let message = format!("This {what} is missing: there is no {}", plain(file));
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let siblings = self.files.range(prefix.clone()..).take_while(|path| path.starts_with(&prefix));
        let help = match self.nearest.of(file, siblings.map(String::as_str)) {
            Some(near) => format!("did you mean `{}`?", relative(plan.path(), near)),
            None => {
                format!("add the file, or mend `{}`: a path starts at the folder of this plan", plain(target))
            }
        };
        Diagnostic::new(code, place.clone(), message).help(help)
    }
}

/// A target that never becomes a link.
fn refused(target: &str, place: &Place) -> Diagnostic {
    let message = format!("This link is not published: `{}`", plain(target));
    let help = "links lead to `https://…`, `http://…`, `mailto:…`, or to a file of the portfolio by its path \
                from this plan";
    Diagnostic::new(&codes::P824, place.clone(), message).help(help)
}

/// A target outside of the portfolio.
fn outside(target: &str, place: &Place) -> Diagnostic {
    let message = format!("This link leads out of the portfolio: `{}`", plain(target));
    let help = "nothing outside the portfolio's folder is read or published: copy the file into it, or link to \
                its address on the web";
    Diagnostic::new(&codes::P823, place.clone(), message).help(help)
}

/// How one file of the portfolio names another.
fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let folders = to.len().saturating_sub(1);
    let shared = from.iter().zip(to.iter().take(folders)).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
}

/// Sections of the elements in another order than the framework's.
pub(super) fn order(plan: &Plan, out: &mut Diagnostics) {
    let mut last: Option<(Element, &Section)> = None;
    for section in &plan.body.sections {
        let Some(element) = section.element else { continue };
        if let Some((before, section_before)) = last.filter(|(before, _)| *before > element) {
            let message = format!("“{}” comes after “{}”", element.title(), before.title());
            let order = Element::ALL.iter().map(|element| element.title());
            let help = format!(
                "every plan reads the same way when the elements keep their order: {}",
                super::words::listed(order)
            );
            out.push(
                Diagnostic::new(&codes::P826, plan.at(section.heading), message)
                    .help(help)
                    .label(plan.at(section_before.heading), "this one comes first here"),
            );
            continue;
        }
        last = Some((element, section));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_names_another_from_its_own_folder() {
        assert_eq!(relative("accounts/northwind.md", "accounts/contoso.md"), "contoso.md");
        assert_eq!(relative("accounts/a/plan.md", "accounts/b/plan.md"), "../b/plan.md");
        assert_eq!(relative("accounts/a.md", "accounts/emea/b.md"), "emea/b.md");
        assert_eq!(relative("accounts/emea/b.md", "docs/c.pdf"), "../../docs/c.pdf");
    }
}
