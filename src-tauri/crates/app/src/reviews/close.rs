//! What is left to decide, and the end of a review.

use super::{When, outside, stored};
use crate::api::reviews::{CloseReview, ReviewClosing, ReviewDetail, ReviewLeft, ReviewProgress, ReviewRemedy};
use crate::session::Session;
use crate::{Error, Result};
use muster_audit::review::{self, Progress, Remedy, Review, ReviewError, Verdict, remedy};
use muster_model::{ScopeKind, UserId};
use muster_vault::log::Entry;
use muster_vault::tables::review as review_table;
use muster_vault::tables::review::ClosedRow;
use serde_json::json;
use std::collections::HashSet;

/// Remedies that an answer names.
const NAMED: usize = 100;

impl Session {
    /// What closing a review would come to, or came to. Nothing is written.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`], or that the vault cannot be read.
    pub fn review_closing(&self, id: &str) -> Result<ReviewClosing> {
        let (_, review) = self.vault().read(|conn| stored::whole(conn, id.trim()))?;
        let all = review.progress();
        let each = review.progress_by_reviewer();
        let left = review.reviewers.iter().zip(each).filter(|(_, progress)| progress.undecided > 0);
        let left = left.map(|(reviewer, progress)| ReviewLeft {
            reviewer: reviewer.key.clone(),
            name: reviewer.said(),
            grants: progress.undecided,
        });
        let mut refusals = Vec::new();
        let remedies = match remedies(&review) {
            Ok(remedies) => remedies,
            Err(error) => {
                refusals.push(Error::from(error).message);
                Vec::new()
            }
        };
        if all.undecided > 0 {
            let are = if all.undecided == 1 { "is" } else { "are" };
            refusals.push(format!("{} of {} grants {are} not decided.", all.undecided, all.all()));
        }
        if !review.campaign.is_open() {
            refusals = vec!["The review is closed.".to_owned()];
        }
        Ok(ReviewClosing {
            progress: progress(all),
            left: left.collect(),
            refusals,
            remedies: remedies.iter().take(NAMED).map(|one| shown(&review, one)).collect(),
            remedies_total: remedies.len() as u64,
        })
    }

    /// Closes a review: afterwards its decisions stand.
    ///
    /// # Errors
    /// [`crate::Code::NotPermitted`] for an auditor, [`crate::Code::Invalid`]
    /// with `reason` if not all is decided, two decisions contradict each
    /// other, or nobody puts their name to it, [`crate::Code::NotFound`].
    pub fn review_close(&self, request: &CloseReview, when: impl Into<When>) -> Result<ReviewDetail> {
        let When { now, as_of } = when.into();
        self.may_change()?;
        let name = request.review.trim();
        self.vault().write(now, |tx| {
            let (row, mut review) = stored::whole(tx, name)?;
            // What a source inherits is taken where it comes from, so that is
            // decided alike too.
            inherited_alike(&review).map_err(outside)?;
            let closed = review::close(&mut review, &request.by, &request.statement, as_of).map_err(outside)?;
            let remedies = closed.remedies.len() as u64;
            let end = ClosedRow {
                at: as_of,
                by: closed.sign_off.by.clone(),
                statement: closed.sign_off.statement.clone(),
                operator: self.operator().to_owned(),
                remedies,
            };
            review_table::close(tx, row.id, &end)?;
            let Progress { keep, revoke, reduce, .. } = closed.progress;
            let entry = Entry::new("review.close").target(&row.name).details(json!({
                "title": row.title,
                "by": closed.sign_off.by,
                "statement": closed.sign_off.statement,
                "keep": keep,
                "revoke": revoke,
                "reduce": reduce,
                "remedies": remedies,
                "closed_at": as_of,
                "population_sha256": review.campaign.population.sha256,
            }));
            Ok(((), Some(entry)))
        })?;
        self.review_show(name, as_of)
    }
}

pub(super) const fn progress(of: Progress) -> ReviewProgress {
    ReviewProgress { keep: of.keep, revoke: of.revoke, reduce: of.reduce, undecided: of.undecided }
}

/// What follows from the decisions of a review so far.
pub(super) fn remedies(review: &Review) -> std::result::Result<Vec<Remedy>, ReviewError> {
    inherited_alike(review)?;
    remedy::remedies(review)
}

/// Where a source says that a role is inherited from a group (GitLab's members
/// of a group hold their role on everything in it), the user is a member of
/// that group by a direct role on it: that goes with what is inherited.
fn inherited_alike(review: &Review) -> std::result::Result<(), ReviewError> {
    let mut left: HashSet<(UserId, &str)> = HashSet::new();
    for (item, decision) in review.items.iter().zip(&review.decisions) {
        let goes = decision.as_ref().is_some_and(|decision| decision.verdict != Verdict::Keep);
        let Some(group) = item.through.as_deref().filter(|_| goes) else { continue };
        if item.scope.path.strip_prefix(group).is_some_and(|below| below.starts_with('/')) {
            left.insert((item.user, group));
        }
    }
    for (item, decision) in review.items.iter().zip(&review.decisions) {
        let kept = decision.as_ref().is_some_and(|decision| decision.verdict == Verdict::Keep);
        let own = item.through.is_none() && item.scope.kind == ScopeKind::Group;
        if kept && own && left.contains(&(item.user, item.scope.path.as_str())) {
            let reason = format!(
                "{} is kept, but what comes through the group {} is not, and it comes with that role; decide alike \
                 on both",
                item.said(),
                item.scope.path
            );
            return Err(ReviewError::Contradiction { user: item.full_name(), reason });
        }
    }
    Ok(())
}

/// Something that is done to a user, for people.
pub(super) fn shown(review: &Review, remedy: &Remedy) -> ReviewRemedy {
    ReviewRemedy {
        user: remedy.user,
        target: format!("{}/{}", remedy.userstore, remedy.username),
        what: remedy.said(),
        keys: remedy.items.iter().filter_map(|item| review.row_key(*item)).collect(),
    }
}
