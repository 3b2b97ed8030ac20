//! What happened in a review, for people: the struct behind `README.txt` and the
//! report in HTML and PDF, which `app` makes of it.

use crate::review::{Campaign, CampaignState, Completeness, Item, Progress, Proof, Proven, Remedy, Review, SignOff};
use chrono::{DateTime, NaiveDate, Utc};

/// Where a story comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teller {
    /// The realm.
    pub realm: String,
    /// When it is told.
    pub at: DateTime<Utc>,
    /// The operator.
    pub by: String,
    /// The version of the program.
    pub version: String,
    /// The fingerprint of the key that signs the pack.
    pub fingerprint: String,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Who tells it.
    pub teller: Teller,
    /// The review's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whose grants, in the filter language; empty for everyone's.
    pub filter: String,
    /// When it was opened, by whom, and the last day to decide.
    pub opened: (DateTime<Utc>, String, NaiveDate),
    /// How many grants, of how many users, how many of them privileged.
    pub population: (u64, u64, u64),
    /// SHA-256 of `population.jsonl`.
    pub population_sha256: String,
    /// Whether each userstore was seen whole, a sentence each.
    pub completeness: Vec<String>,
    /// Why it was opened although it was not.
    pub incomplete_because: Option<String>,
    /// Who decided, and how much.
    pub reviewers: Vec<StoryReviewer>,
    /// What was decided, in numbers.
    pub progress: Progress,
    /// Who put their name to it.
    pub sign_off: Option<SignOff>,
    /// What follows, one for each thing done to a user.
    pub changes: Vec<StoryChange>,
    /// Which snapshots were looked at afterwards, a sentence each; none if none was.
    pub proof: Option<Vec<String>>,
}

/// Someone who decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryReviewer {
    /// Name and e-mail.
    pub name: String,
    /// Why they were asked.
    pub asked_as: &'static str,
    /// What they decided, in numbers.
    pub progress: Progress,
    /// When they decided first and last.
    pub between: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// What follows for a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryChange {
    /// The user: name and full name.
    pub user: String,
    /// What is done, in words.
    pub what: String,
    /// Who decided it.
    pub decided_by: String,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why, in the reviewer's words.
    pub note: String,
    /// Whether it was done: none where nobody looked yet.
    pub standing: Option<Proven>,
}

impl Story {
    /// The story of a review. `proof` is what was found afterwards and the
    /// snapshots it was found in.
    #[must_use]
    pub fn of(review: &Review, remedies: &[Remedy], proof: Option<(&Proof, &[Completeness])>, teller: Teller) -> Self {
        let campaign: &Campaign = &review.campaign;
        let population = &campaign.population;
        let each = review.progress_by_reviewer();
        let reviewers = review.reviewers.iter().zip(&each).enumerate().filter(|(_, (_, progress))| progress.all() > 0);
        Self {
            teller,
            id: campaign.id.clone(),
            title: campaign.title.clone(),
            filter: campaign.filter.trim().to_owned(),
            opened: (campaign.opened_at, campaign.opened_by.clone(), campaign.due),
            population: (population.grants, population.users, population.privileged),
            population_sha256: population.sha256.clone(),
            completeness: population.completeness.iter().map(Completeness::said).collect(),
            incomplete_because: population.incomplete_because.clone(),
            reviewers: reviewers
                .map(|(place, (reviewer, progress))| StoryReviewer {
                    name: reviewer.said(),
                    asked_as: reviewer.kind.word(),
                    progress: *progress,
                    between: between(review, place),
                })
                .collect(),
            progress: review.progress(),
            sign_off: match &campaign.state {
                CampaignState::Open => None,
                CampaignState::Closed(sign_off) => Some(sign_off.clone()),
            },
            changes: remedies
                .iter()
                .enumerate()
                .map(|(at, remedy)| change(review, remedy, proof.and_then(|(proof, _)| proof.each.get(at))))
                .collect(),
            proof: proof.map(|(_, snapshots)| {
                let said = |one: &Completeness| format!("{}, taken {}", one.said(), shown(one.taken_at));
                snapshots.iter().map(said).collect()
            }),
        }
    }

    /// How many of the changes were seen to be done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.changes.iter().filter(|change| matches!(change.standing, Some(Proven::Done { .. }))).count()
    }
}

fn between(review: &Review, place: usize) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let theirs = review.assigned.iter().zip(&review.decisions).filter(|(assigned, _)| **assigned == place);
    let times = theirs.filter_map(|(_, decision)| Some(decision.as_ref()?.at));
    times.fold(None, |span, at| match span {
        None => Some((at, at)),
        Some((first, last)) => Some((at.min(first), at.max(last))),
    })
}

fn change(review: &Review, remedy: &Remedy, standing: Option<&Proven>) -> StoryChange {
    let item: Option<&Item> = remedy.items.first().and_then(|at| review.items.get(*at));
    let decisions: Vec<_> =
        remedy.items.iter().filter_map(|at| review.decisions.get(*at).and_then(Option::as_ref)).collect();
    let mut notes: Vec<&str> =
        decisions.iter().map(|decision| decision.note.as_str()).filter(|n| !n.is_empty()).collect();
    notes.dedup();
    StoryChange {
        user: item.map(|item| format!("{} ({})", item.name, item.full_name())).unwrap_or_default(),
        what: remedy.said(),
        decided_by: decisions.first().map(|decision| decision.by_name.clone()).unwrap_or_default(),
        decided_at: decisions.iter().map(|decision| decision.at).max(),
        note: notes.join("; "),
        standing: standing.cloned(),
    }
}

/// A time as people read it.
pub(super) fn shown(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}
