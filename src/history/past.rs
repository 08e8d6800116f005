//! Gathers what the site shows of the past: one pass over the log, and each month's end compiled from what
//! was written then.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Moment;
use crate::digest::Digest;
use crate::kpi::FigureName;
use crate::model::Date;
use crate::past::{Past, Reported};
use crate::progress::Progress;
use crate::session::{Ask, Session};
use crate::source::git::{Commit, GitError, Repository};
use crate::source::{ACCOUNTS, CONFIG_FILE, Disk, Tree};

/// How many month ends are compiled at most: what a year's reviews look back on.
const MONTHS: usize = 12;

/// The figures whose past is kept: those that have one for today's plans too, so that both can be put side
/// by side.
const KEPT: [FigureName; 9] = [
    FigureName::Arr,
    FigureName::Nrr,
    FigureName::Grr,
    FigureName::RenewalRate,
    FigureName::ClientRetention,
    FigureName::UpsellCrossSell,
    FigureName::Csat,
    FigureName::Nps,
    FigureName::TimeToResolution,
];

/// Why there is no past to show, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPast(pub String);

impl From<GitError> for NoPast {
    fn from(error: GitError) -> Self {
        NoPast(error.message)
    }
}

/// What the repository around a portfolio remembers of it, up to a day.
///
/// # Errors
/// As [`Memory::of`] and [`Memory::gather`].
pub fn past(disk: &Disk, as_of: Date, progress: Option<&Arc<dyn Progress>>) -> Result<Past, NoPast> {
    Memory::of(disk)?.gather(as_of, progress)
}

/// A repository that remembers a portfolio, before it is asked for what.
#[derive(Debug)]
pub struct Memory {
    repository: Repository,
    /// The commits that touched the portfolio, the oldest first.
    commits: Vec<Commit>,
    uncommitted: BTreeSet<String>,
    made_from: Digest,
}

impl Memory {
    /// Finds it. This is quick; gathering what it remembers is not.
    ///
    /// # Errors
    /// Where there is no repository, no git, no commit of the portfolio, or a shallow clone: its history begins
    /// anywhere, so that two builds of one commit would differ.
    pub fn of(disk: &Disk) -> Result<Self, NoPast> {
        let repository = Repository::around(disk.root())?;
        if repository.is_shallow()? {
            return Err(NoPast("this clone is shallow (fetch it whole: in CI, fetch-depth: 0)".into()));
        }
        let commits = repository.log()?;
        if commits.is_empty() {
            return Err(NoPast("no commit holds this portfolio yet".into()));
        }
        let uncommitted =
            repository.uncommitted()?.into_iter().filter(|path| path.ends_with(".md")).collect();
        let made_from = Digest::of(&(repository.fingerprint()?, &uncommitted));
        Ok(Memory { repository, commits, uncommitted, made_from })
    }

    /// What decides, with a day, what [`Memory::gather`] gives.
    pub fn made_from(&self) -> Digest {
        self.made_from
    }

    /// What is remembered up to a day.
    ///
    /// # Errors
    /// Where git can't read it.
    pub fn gather(self, as_of: Date, progress: Option<&Arc<dyn Progress>>) -> Result<Past, NoPast> {
        let Memory { repository, commits, uncommitted, made_from: _ } = self;
        let Some(newest) = commits.last() else { return Ok(Past::default()) };
        let plans = repository.at(&newest.id)?.list().files.into_iter().map(|file| file.path);
        let plans = plans.filter(|path| path.starts_with(ACCOUNTS) && path.ends_with(".md")).collect();
        let changes = repository.last_changes(&plans, "HEAD", Some(as_of))?;
        let reported = reported(&repository, &commits, as_of, progress)?;
        Ok(Past { changes, uncommitted, reported })
    }
}

/// The figures as they were written at the ends of the last months.
fn reported(
    repository: &Repository,
    commits: &[Commit],
    as_of: Date,
    progress: Option<&Arc<dyn Progress>>,
) -> Result<Vec<Reported>, GitError> {
    let moments = Moment::at_month_ends(commits, as_of);
    // The day itself is what the site shows anyway.
    let ended: Vec<&Moment> = moments.iter().filter(|moment| moment.as_of < as_of).collect();
    let ended = ended.get(ended.len().saturating_sub(MONTHS)..).unwrap_or_default();
    let mut session = Session::new();
    let mut reported = Vec::with_capacity(ended.len());
    for (done, moment) in ended.iter().enumerate() {
        if let Some(progress) = progress {
            progress.step("months of history", done, ended.len());
        }
        let revision = repository.at(&moment.commit)?;
        if !revision.has(CONFIG_FILE) {
            continue;
        }
        let compilation = session.compile(&revision, &Ask { as_of: moment.as_of });
        let of = &compilation.report().portfolio;
        reported.push(Reported {
            day: moment.as_of,
            commit: moment.commit.clone(),
            figures: KEPT
                .into_iter()
                .filter_map(|figure| Some((figure.as_str(), figure.value(of).ok()?)))
                .collect(),
            excluded: compilation.portfolio.excluded.len(),
        });
    }
    Ok(reported)
}
