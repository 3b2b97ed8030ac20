//! Opening a review.

use super::population::Found;
use super::reviewers::Pool;
use super::{When, outside, stored};
use crate::Result;
use crate::api::reviews::{ReviewDetail, ReviewDraft};
use crate::job::Job;
use crate::session::Session;
use chrono::{DateTime, Utc};
use muster_audit::evidence::path::safe_name;
use muster_audit::review::{self, Campaign, Opening, Review, Reviewer};
use muster_vault::Connection;
use muster_vault::log::Entry;
use muster_vault::tables::review_item::ItemRow;
use muster_vault::tables::{review as review_table, review_decision, review_item, review_reviewer};
use serde_json::json;

/// The most characters of an id that is made from a title.
const LONGEST_STEM: usize = 28;

/// The id a review gets: the one that was given, or one made from its title and
/// the day it is opened.
pub(super) fn id(conn: &Connection, draft: &ReviewDraft, now: DateTime<Utc>) -> muster_vault::Result<String> {
    if let Some(id) = draft.id.as_deref().map(str::trim).filter(|id| !id.is_empty()) {
        return Ok(id.to_owned());
    }
    let stem: String = safe_name(&draft.title).replace(['.', '_'], "-").chars().take(LONGEST_STEM).collect();
    let base = format!("{}-{}", stem.trim_end_matches('-'), now.date_naive().format("%Y%m"));
    let mut made = base.clone();
    let mut number = 2;
    while review_table::exists(conn, &made)? {
        made = format!("{base}-{number}");
        number += 1;
    }
    Ok(made)
}

/// What a review would be opened with; takes the grants that were found.
pub(super) fn opening(draft: &ReviewDraft, id: String, by: &str, found: &mut Found, now: DateTime<Utc>) -> Opening {
    Opening {
        id,
        title: draft.title.clone(),
        filter: draft.filter.trim().to_owned(),
        at: now,
        by: by.to_owned(),
        due: draft.due,
        items: std::mem::take(&mut found.items),
        completeness: found.completeness.clone(),
        incomplete_because: draft.incomplete_because.clone(),
        roles: found.roles.clone(),
    }
}

impl Session {
    /// Opens a review: freezes who holds what and asks reviewers.
    ///
    /// # Errors
    /// [`crate::Code::NotPermitted`] for an auditor, [`crate::Code::Exists`] for an id that is
    /// taken, [`crate::Code::InvalidFilter`], and [`crate::Code::Invalid`] with `reason` for
    /// whatever keeps a review from being opened.
    pub fn review_open(&self, draft: &ReviewDraft, job: &Job, when: impl Into<When>) -> Result<ReviewDetail> {
        let When { now, as_of } = when.into();
        self.may_change()?;
        job.progress("reading", 0, 0, 0);
        let opened = self.changing(|| {
            self.load_in_turn()?;
            Ok(self.vault().write(now, |tx| {
                let found = self.whom(&draft.filter, as_of, |whom| Ok(whom.found(tx, as_of)?));
                let found = found.map_err(crate::changes::outside)?;
                job.go_on().map_err(crate::changes::outside)?;
                job.progress("freezing", 0, found.items.len() as u64, 0);
                let review = self.frozen(tx, draft, found, as_of)?;
                job.go_on().map_err(crate::changes::outside)?;
                write(tx, &review)?;
                Ok((review.campaign.id.clone(), Some(entry(&review.campaign, review.reviewers.len()))))
            })?)
        })?;
        self.review_show(&opened, as_of)
    }

    /// The review of what was found; nothing of it is written down yet.
    fn frozen(
        &self,
        tx: &Connection,
        draft: &ReviewDraft,
        mut found: Found,
        as_of: DateTime<Utc>,
    ) -> muster_vault::Result<Review> {
        let pool = Pool::new(tx, &found, &draft.order, &draft.named).map_err(crate::changes::outside)?;
        let name = id(tx, draft, as_of)?;
        if review_table::exists(tx, &name)? {
            return Err(muster_vault::Error::Taken { what: "review", name });
        }
        let opened = review::open(opening(draft, name, self.operator(), &mut found, as_of)).map_err(outside)?;
        let assignment =
            review::assign(&opened.items, &pool.reviewers, |item| pool.candidates(item)).map_err(outside)?;
        let (reviewers, assigned) = only_asked(&pool, assignment.by_item);
        Review::new(opened.campaign, opened.items, reviewers, assigned).map_err(outside)
    }
}

/// Only those who were asked, or named: the others have nothing to do with it.
fn only_asked(pool: &Pool, by_item: Vec<usize>) -> (Vec<Reviewer>, Vec<usize>) {
    let mut asked = vec![false; pool.reviewers.len()];
    by_item.iter().for_each(|place| asked[*place] = true);
    let (mut places, mut reviewers) = (vec![0; pool.reviewers.len()], Vec::new());
    for (place, reviewer) in pool.reviewers.iter().enumerate() {
        if asked[place] || reviewer.kind == review::ReviewerKind::Named {
            places[place] = reviewers.len();
            reviewers.push(reviewer.clone());
        }
    }
    (reviewers, by_item.into_iter().map(|place| places[place]).collect())
}

fn entry(campaign: &Campaign, reviewers: usize) -> Entry {
    Entry::new("review.open").target(&campaign.id).details(json!({
        "title": campaign.title,
        "filter": campaign.filter,
        "grants": campaign.population.grants,
        "users": campaign.population.users,
        "privileged": campaign.population.privileged,
        "population_sha256": campaign.population.sha256,
        "incomplete_because": campaign.population.incomplete_because,
        "reviewers": reviewers,
        "due": campaign.due,
        "opened_at": campaign.opened_at,
    }))
}

fn write(conn: &Connection, review: &Review) -> muster_vault::Result<()> {
    let id = review_table::add(conn, &stored::review_row(&review.campaign)?)?;
    for (place, reviewer) in review.reviewers.iter().enumerate() {
        review_reviewer::add(conn, id, place, &stored::reviewer_row(reviewer))?;
    }
    let mut rows = review.items.iter().map(|item| {
        Ok(ItemRow { user: item.user, privileged: item.privileged == Some(true), body: stored::pack(item)? })
    });
    review_item::add(conn, id, &mut rows)?;
    review_decision::ask(conn, id, &review.assigned)
}
