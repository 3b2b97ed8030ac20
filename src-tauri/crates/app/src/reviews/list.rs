//! Reviews at a glance, and one of them.

use super::stored;
use crate::api::reviews::{
    ProofCounts, ReturnedSheet, ReviewChange, ReviewCompleteness, ReviewDetail, ReviewGlance, ReviewProgress,
    ReviewRoles, ReviewSignOff, ReviewState, ReviewerGlance, ReviewerKind,
};
use crate::session::Session;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_audit::review::{self, Completeness, Reviewer};
use muster_vault::Connection;
use muster_vault::tables::review::ReviewRow;
use muster_vault::tables::{change, review as review_table, review_change, review_decision, review_sheet};

impl Session {
    /// Every review, the last opened first.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn reviews_list(&self, now: DateTime<Utc>) -> Result<Vec<ReviewGlance>> {
        Ok(self.vault().read(|conn| review_table::list(conn)?.iter().map(|row| glance(conn, row, now)).collect())?)
    }

    /// One review.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`], or that the vault cannot be read.
    pub fn review_show(&self, id: &str, now: DateTime<Utc>) -> Result<ReviewDetail> {
        let (mut detail, changes) = self.vault().read(|conn| {
            let row = review_table::by_name(conn, id.trim())?;
            let changes: Vec<_> = review_change::list(conn, row.id)?
                .into_iter()
                .filter_map(|change| change::by_id(conn, change).transpose())
                .collect::<muster_vault::Result<_>>()?;
            Ok((detail(conn, &row, now)?, changes))
        })?;
        for found in changes {
            let shown = self.glance(found)?;
            detail.changes.push(ReviewChange {
                change: shown.id,
                title: shown.title,
                at: shown.at,
                status: shown.status,
                users: shown.users,
                outstanding: shown.outstanding,
            });
        }
        Ok(detail)
    }

    /// How far a review is.
    pub(super) fn progress(&self, id: i64) -> Result<ReviewProgress> {
        let counted = self.vault().read(|conn| review_decision::progress(conn, id)).map_err(Error::from)?;
        let mut all = ReviewProgress::default();
        counted.into_iter().for_each(|(_, verdict, count)| add(&mut all, verdict, count));
        Ok(all)
    }
}

fn add(progress: &mut ReviewProgress, verdict: Option<u8>, count: u64) {
    match verdict {
        Some(0) => progress.keep += count,
        Some(1) => progress.revoke += count,
        Some(_) => progress.reduce += count,
        None => progress.undecided += count,
    }
}

/// A reviewer who did nothing yet.
pub(super) fn reviewer(reviewer: &Reviewer) -> ReviewerGlance {
    ReviewerGlance {
        key: reviewer.key.clone(),
        kind: match reviewer.kind {
            review::ReviewerKind::Manager => ReviewerKind::Manager,
            review::ReviewerKind::GroupOwner => ReviewerKind::GroupOwner,
            review::ReviewerKind::Named => ReviewerKind::Named,
        },
        name: reviewer.name.clone(),
        email: reviewer.email.clone(),
        username: reviewer.username.clone(),
        progress: ReviewProgress::default(),
        returned_at: None,
    }
}

pub(super) fn completeness(one: &Completeness) -> ReviewCompleteness {
    ReviewCompleteness {
        userstore: one.userstore.clone(),
        snapshot: one.snapshot.map(|snapshot| snapshot.0),
        taken_at: one.taken_at,
        source_total: one.source_total,
        rows: one.rows,
        complete: one.complete,
        gap: one.gap(),
    }
}

pub(super) fn proof_counts(row: &ReviewRow) -> Option<ProofCounts> {
    row.proof.map(|(at, done, outstanding)| ProofCounts { at, done, outstanding })
}

fn glance(conn: &Connection, row: &ReviewRow, now: DateTime<Utc>) -> muster_vault::Result<ReviewGlance> {
    let population = stored::population(row)?;
    let mut reviewers: Vec<ReviewerGlance> = stored::reviewers(conn, row.id)?.iter().map(reviewer).collect();
    let mut progress = ReviewProgress::default();
    for (place, verdict, count) in review_decision::progress(conn, row.id)? {
        add(&mut progress, verdict, count);
        if let Some(reviewer) = reviewers.get_mut(place) {
            add(&mut reviewer.progress, verdict, count);
        }
    }
    for sheet in review_sheet::list(conn, row.id)? {
        if let Some(reviewer) = reviewers.get_mut(sheet.reviewer) {
            reviewer.returned_at = reviewer.returned_at.max(Some(sheet.at));
        }
    }
    let open = row.closed.is_none();
    Ok(ReviewGlance {
        id: row.name.clone(),
        title: row.title.clone(),
        filter: row.filter.clone(),
        state: if open { ReviewState::Open } else { ReviewState::Closed },
        opened_at: row.opened_at,
        opened_by: row.opened_by.clone(),
        due: row.due,
        days_left: open.then(|| row.due.signed_duration_since(now.date_naive()).num_days()),
        grants: population.grants,
        users: population.users,
        privileged: population.privileged,
        progress,
        reviewers,
        closed_at: row.closed.as_ref().map(|closed| closed.at),
        closed_by: row.closed.as_ref().map(|closed| closed.by.clone()),
        proof: proof_counts(row),
    })
}

fn detail(conn: &Connection, row: &ReviewRow, now: DateTime<Utc>) -> muster_vault::Result<ReviewDetail> {
    let campaign = stored::campaign(row)?;
    let glance = glance(conn, row, now)?;
    let key = |place: usize| glance.reviewers.get(place).map(|reviewer| reviewer.key.clone()).unwrap_or_default();
    let returned = review_sheet::list(conn, row.id)?.into_iter().map(|sheet| ReturnedSheet {
        reviewer: key(sheet.reviewer),
        name: sheet.name,
        sha256: sheet.sha256,
        bytes: sheet.bytes,
        rows: sheet.taken,
        at: sheet.at,
        operator: sheet.operator,
    });
    Ok(ReviewDetail {
        completeness: campaign.population.completeness.iter().map(completeness).collect(),
        incomplete_because: campaign.population.incomplete_because,
        population_sha256: campaign.population.sha256,
        roles: campaign.roles.into_iter().map(|(userstore, roles)| ReviewRoles { userstore, roles }).collect(),
        returned: returned.collect(),
        sign_off: row.closed.as_ref().map(|closed| ReviewSignOff {
            by: closed.by.clone(),
            at: closed.at,
            statement: closed.statement.clone(),
            operator: closed.operator.clone(),
        }),
        changes: Vec::new(),
        remedies: row.closed.as_ref().map_or(0, |closed| closed.remedies),
        glance,
    })
}
