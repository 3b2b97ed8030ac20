//! Deciding on grants, and giving them to another reviewer.

use super::items::{myself, picked, place_of, shown};
use super::reviewers::{free_key, named, same};
use super::{When, outside, stored};
use crate::api::reviews::{
    AssignReview, DecideReview, DecidedReview, RefusedItem, ReviewItem, ReviewProgress, Verdict as Word,
};
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_audit::review::{Campaign, Decision, How, Item, ReviewError, Reviewer, Verdict, decision};
use muster_vault::log::Entry;
use muster_vault::tables::review_decision::DecisionRow;
use muster_vault::tables::{review as review_table, review_decision, review_reviewer};
use serde_json::json;

/// Grants that an answer names, done or refused.
const NAMED: usize = 100;
/// Grants that a log entry names.
const LOGGED: usize = 20;

/// What was done on each grant.
struct Work<'c> {
    campaign: &'c str,
    done: Vec<u64>,
    keys: Vec<String>,
    refused: Vec<RefusedItem>,
    refused_total: u64,
}

impl<'c> Work<'c> {
    fn new(campaign: &'c str) -> Self {
        Self { campaign, done: Vec::new(), keys: Vec::new(), refused: Vec::new(), refused_total: 0 }
    }

    fn done(&mut self, item: &Item, place: u64) {
        if self.keys.len() < LOGGED {
            self.keys.push(self.key(item, place));
        }
        self.done.push(place);
    }

    fn key(&self, item: &Item, place: u64) -> String {
        item.row_key(self.campaign, usize::try_from(place).unwrap_or(usize::MAX).saturating_add(1))
    }

    fn refused(&mut self, item: &Item, place: u64, error: ReviewError) {
        self.refused_total += 1;
        if self.refused.len() < NAMED {
            let (key, reason) = (self.key(item, place), Error::from(error).message);
            self.refused.push(RefusedItem { item: place, key, user: item.full_name(), reason });
        }
    }
}

impl Session {
    /// Decides on one grant or many, in the name of whoever is asked about
    /// each, or takes decisions back. What cannot be is refused grant by grant.
    /// Nobody puts in a decision on themselves either.
    ///
    /// # Errors
    /// [`Code::NotPermitted`] for an auditor, and for a single grant that is
    /// the reviewer's or the operator's own; [`Code::Invalid`] for a closed
    /// review, or a single decision that cannot be; [`Code::NotFound`].
    pub fn review_decide(&self, request: &DecideReview, when: impl Into<When>) -> Result<DecidedReview> {
        let When { now, as_of } = when.into();
        self.may_change()?;
        let me = myself(self.operator());
        let wanted = wanted(request)?;
        self.deciding(&request.review, now, |tx| {
            let row = review_table::by_name(tx, request.review.trim())?;
            let campaign = stored::campaign(&row)?;
            open_still(&campaign)?;
            let reviewers = stored::reviewers(tx, row.id)?;
            let grants = picked(tx, &row, &reviewers, &request.picked)?;
            let strict = request.all_or_none || grants.len() == 1;
            let mut work = Work::new(&row.name);
            for grant in &grants {
                let item = stored::unpack(&grant.body)?;
                let decided = match &wanted {
                    None => Ok(None),
                    Some(verdict) => {
                        decide(&campaign, &reviewers, &me, &item, grant, verdict, request, as_of).map(Some)
                    }
                };
                match decided {
                    Ok(decided) => {
                        let row_of = decided.as_ref().map(|decision| stored::decided(decision, self.operator()));
                        review_decision::set(tx, row.id, grant.place, row_of.as_ref())?;
                        work.done(&item, grant.place);
                    }
                    Err(error) if strict => return Err(outside(error)),
                    Err(error) => work.refused(&item, grant.place, error),
                }
            }
            let entry = Entry::new("review.decide").target(&row.name).details(json!({
                "verdict": wanted.as_ref().map_or("none", Verdict::word),
                "to": request.to,
                "grants": work.done.len(),
                "keys": work.keys,
            }));
            let entry = (!work.done.is_empty()).then_some(entry);
            Ok((Done { id: row.id, done: work.done, refused: work.refused, refused_total: work.refused_total }, entry))
        })
    }

    /// Gives grants to another reviewer, who may be new; what was decided on
    /// them falls. A grant that would be the reviewer's own stays where it is.
    ///
    /// # Errors
    /// As [`Session::review_decide`]; [`Code::Invalid`] if nobody is named.
    pub fn review_assign(&self, request: &AssignReview, now: DateTime<Utc>) -> Result<DecidedReview> {
        self.may_change()?;
        self.deciding(&request.review, now, |tx| {
            let row = review_table::by_name(tx, request.review.trim())?;
            let campaign = stored::campaign(&row)?;
            open_still(&campaign)?;
            let mut reviewers = stored::reviewers(tx, row.id)?;
            let place = match (request.to.as_deref().map(str::trim), &request.named) {
                (Some(key), None) => place_of(&reviewers, key).map_err(crate::changes::outside)?,
                (None, Some(new)) => {
                    let (mut new, _) = named(tx, new).map_err(crate::changes::outside)?;
                    match reviewers.iter().position(|known| same(known, &new)) {
                        Some(place) => place,
                        None => {
                            new.key = free_key(&new, |key| reviewers.iter().all(|known| known.key != key));
                            review_reviewer::add(tx, row.id, reviewers.len(), &stored::reviewer_row(&new))?;
                            reviewers.push(new);
                            reviewers.len() - 1
                        }
                    }
                }
                _ => {
                    let message = "To whom is not said. Name a reviewer who is asked already, or someone new.";
                    return Err(crate::changes::outside(Error::new(Code::Invalid, message)));
                }
            };
            let grants = picked(tx, &row, &reviewers, &request.picked)?;
            let mut work = Work::new(&row.name);
            for grant in grants.iter().filter(|grant| grant.reviewer != place) {
                let item = stored::unpack(&grant.body)?;
                match reviewers[place].is_self(&item) {
                    None => {
                        review_decision::reassign(tx, row.id, grant.place, place)?;
                        work.done(&item, grant.place);
                    }
                    Some(same_by) => {
                        let error = ReviewError::OwnGrant {
                            reviewer: reviewers[place].said(),
                            user: item.full_name(),
                            grant: item.said(),
                            same_by,
                        };
                        if grants.len() == 1 {
                            return Err(outside(error));
                        }
                        work.refused(&item, grant.place, error);
                    }
                }
            }
            let entry = Entry::new("review.assign").target(&row.name).details(json!({
                "to": reviewers[place].key,
                "reviewer": reviewers[place].said(),
                "grants": work.done.len(),
                "keys": work.keys,
            }));
            let entry = (!work.done.is_empty()).then_some(entry);
            Ok((Done { id: row.id, done: work.done, refused: work.refused, refused_total: work.refused_total }, entry))
        })
    }

    fn deciding(
        &self,
        name: &str,
        now: DateTime<Utc>,
        work: impl FnOnce(&muster_vault::Transaction<'_>) -> muster_vault::Result<(Done, Option<Entry>)>,
    ) -> Result<DecidedReview> {
        let done = self.vault().write(now, work)?;
        let me = myself(self.operator());
        let items: Vec<ReviewItem> = self.vault().read(|conn| {
            let row = review_table::by_name(conn, name.trim())?;
            let reviewers = stored::reviewers(conn, row.id)?;
            let mut items = Vec::new();
            for place in done.done.iter().take(NAMED) {
                if let Some(found) = review_decision::one(conn, row.id, *place)? {
                    items.push(shown(&row, &reviewers, &me, found)?);
                }
            }
            Ok(items)
        })?;
        let progress: ReviewProgress = self.progress(done.id)?;
        Ok(DecidedReview {
            done: done.done.len() as u64,
            refused: done.refused,
            refused_total: done.refused_total,
            items,
            progress,
        })
    }
}

struct Done {
    id: i64,
    done: Vec<u64>,
    refused: Vec<RefusedItem>,
    refused_total: u64,
}

fn open_still(campaign: &Campaign) -> muster_vault::Result<()> {
    if campaign.is_open() { Ok(()) } else { Err(outside(ReviewError::Closed { title: campaign.title.clone() })) }
}

fn wanted(request: &DecideReview) -> Result<Option<Verdict>> {
    let to = request.to.as_deref().map(str::trim).filter(|to| !to.is_empty());
    match (request.verdict, to) {
        (None, None) => Ok(None),
        (Some(Word::Keep), None) => Ok(Some(Verdict::Keep)),
        (Some(Word::Revoke), None) => Ok(Some(Verdict::Revoke)),
        (Some(Word::Reduce), to) => Ok(Some(Verdict::Reduce { to: to.unwrap_or_default().to_owned() })),
        (_, Some(_)) => {
            let message = "A new role is given, and only reduce takes one. Choose reduce, or leave the new role out.";
            Err(Error::new(Code::Invalid, message))
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "what is asked, by whom, on what, and when")]
fn decide(
    campaign: &Campaign,
    reviewers: &[Reviewer],
    me: &Reviewer,
    item: &Item,
    grant: &DecisionRow,
    verdict: &Verdict,
    request: &DecideReview,
    now: DateTime<Utc>,
) -> std::result::Result<Decision, ReviewError> {
    let asked =
        reviewers.get(grant.reviewer).ok_or_else(|| ReviewError::Parts("a grant has no reviewer".to_owned()))?;
    if let Some(same_by) = me.is_self(item) {
        let (user, grant) = (item.full_name(), item.said());
        return Err(ReviewError::OwnGrant { reviewer: me.said(), user, grant, same_by });
    }
    let kept = grant.decided.as_ref().map(|decided| decided.note.clone()).unwrap_or_default();
    let note = request.note.clone().unwrap_or(kept);
    let verdict = decision::check(campaign, item, asked, asked, verdict.clone(), &note)?;
    Ok(Decision {
        verdict,
        note: note.trim().to_owned(),
        by: asked.key.clone(),
        by_name: asked.said(),
        at: now,
        how: How::Direct,
    })
}
