//! What the snapshots since a review say of what followed from it.

use super::population::{self, Found};
use super::{close, list, stored};
use crate::api::reviews::{ProofCounts, ProofPage, ProofQuery, ProofRow};
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_audit::review::{After, CampaignState, Completeness, Item, Proof, Proven, Remedy, Review, prove};
use muster_model::{State, UserId};
use muster_vault::Connection;
use muster_vault::log::Entry;
use muster_vault::tables::review::ReviewRow;
use muster_vault::tables::{review as review_table, review_item, snapshot, user, userstore};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeSet, HashSet};

/// The most rows a page holds.
const MOST: u64 = 500;

/// What was found, and where.
#[derive(Debug)]
pub(super) struct Looked {
    pub proof: Proof,
    pub snapshots: Vec<Completeness>,
    /// What the users of the population hold now, in canonical order.
    pub held: Vec<Item>,
}

/// The snapshots a proof was found in, as they are kept with the review.
#[derive(Serialize, Deserialize)]
struct Kept {
    snapshots: Vec<Completeness>,
}

impl Session {
    /// What is done of what followed from a closed review, and what is not, by
    /// the snapshots since then; local userstores are looked at as they are.
    /// Whoever may change the vault leaves what was found in it.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Invalid`] for a review that is open, or that
    /// the vault cannot be read.
    pub fn review_proof(&self, query: &ProofQuery, now: DateTime<Utc>) -> Result<ProofPage> {
        let (row, review) = self.vault().read(|conn| stored::whole(conn, query.review.trim()))?;
        let remedies = closed_remedies(&review)?;
        let looked = self.vault().read(|conn| look(conn, &review, &remedies, now))?;
        // Whoever turns pages saw the same before.
        if query.offset == 0 && self.may_change().is_ok() {
            self.keep_proof(&row, &looked, now)?;
        }
        let done = |proven: &Proven| matches!(proven, Proven::Done { .. });
        let rows: Vec<(&Remedy, &Proven)> = remedies
            .iter()
            .zip(&looked.proof.each)
            .filter(|(_, proven)| query.done.is_none_or(|wanted| wanted == done(proven)))
            .collect();
        let skip = usize::try_from(query.offset).unwrap_or(usize::MAX);
        let take = usize::try_from(query.limit.min(MOST)).unwrap_or_default();
        let shown = rows.iter().skip(skip).take(take).map(|(remedy, proven)| {
            let remedy = close::shown(&review, remedy);
            match proven {
                Proven::Done { still, gone } => {
                    ProofRow { remedy, done: true, gone: *gone, still: still.clone(), why: None }
                }
                Proven::Outstanding { why } => {
                    let why = Some(crate::faults::sentence(why));
                    ProofRow { remedy, done: false, gone: false, still: Vec::new(), why }
                }
            }
        });
        Ok(ProofPage {
            counts: ProofCounts { at: now, done: looked.proof.done, outstanding: looked.proof.outstanding },
            snapshots: looked.snapshots.iter().map(list::completeness).collect(),
            rows: shown.collect(),
            total: rows.len() as u64,
        })
    }

    /// After an import: looks at every closed review that is not wholly done,
    /// and keeps what is found. An import that is done does not fail by what
    /// comes after it; whoever asks for the proof is told what is wrong.
    pub(crate) fn reviews_after_import(&self, now: DateTime<Utc>) {
        let Ok(rows) = self.vault().read(review_table::list) else { return };
        let waits = rows.into_iter().filter(|row| {
            let whole = row.proof.is_some_and(|(_, _, outstanding)| outstanding == 0);
            row.closed.as_ref().is_some_and(|closed| closed.remedies > 0) && !whole
        });
        for row in waits {
            drop(self.look_again(&row.name, now));
        }
    }

    fn look_again(&self, name: &str, now: DateTime<Utc>) -> Result<()> {
        let (row, review) = self.vault().read(|conn| stored::whole(conn, name))?;
        let remedies = closed_remedies(&review)?;
        let looked = self.vault().read(|conn| look(conn, &review, &remedies, now))?;
        self.keep_proof(&row, &looked, now)
    }

    /// Keeps what was found; what differs from what was found before is noted
    /// in the log.
    pub(super) fn keep_proof(&self, row: &ReviewRow, looked: &Looked, now: DateTime<Utc>) -> Result<()> {
        let found = (looked.proof.done, looked.proof.outstanding);
        if row.proof.is_some_and(|(_, done, outstanding)| (done, outstanding) == found) {
            return Ok(self.vault().remember(|tx| keep(tx, row.id, looked, now))?);
        }
        Ok(self.vault().write(now, |tx| {
            keep(tx, row.id, looked, now)?;
            let entry = Entry::new("review.proof")
                .target(&row.name)
                .details(json!({ "done": found.0, "outstanding": found.1 }));
            Ok(((), Some(entry)))
        })?)
    }
}

/// What followed from a closed review.
pub(super) fn closed_remedies(review: &Review) -> Result<Vec<Remedy>> {
    if review.campaign.is_open() {
        let message = "The review is still open, so there is nothing to prove. Close it first.";
        return Err(Error::new(Code::Invalid, message));
    }
    Ok(close::remedies(review)?)
}

/// Looks what the users of a review hold now, and what that says.
pub(super) fn look(
    conn: &Connection,
    review: &Review,
    remedies: &[Remedy],
    now: DateTime<Utc>,
) -> muster_vault::Result<Looked> {
    let closed_at = match &review.campaign.state {
        CampaignState::Closed(sign_off) => sign_off.at,
        CampaignState::Open => now,
    };
    let users: BTreeSet<UserId> = review.items.iter().map(|item| item.user).collect();
    let users: Vec<UserId> = users.into_iter().collect();
    let Found { mut items, .. } = population::of(conn, &users, now)?;
    items.sort_by(|a, b| (&a.userstore, &a.username, a.key()).cmp(&(&b.userstore, &b.username, b.key())));
    let stores: HashSet<&str> = review.items.iter().map(|item| item.userstore.as_str()).collect();
    let all = snapshot::list(conn)?;
    let mut snapshots: Vec<Completeness> = userstore::list(conn)?
        .iter()
        .filter(|store| stores.contains(store.domain.as_str()))
        .map(|store| population::whole(store, &all, Some(closed_at), now))
        .collect();
    snapshots.sort_by(|a, b| a.userstore.cmp(&b.userstore));
    let gone = gone(conn, remedies)?;
    let proof = prove(remedies, closed_at, After { snapshots: &snapshots, held: &items, gone: &gone });
    Ok(Looked { proof, snapshots, held: items })
}

/// Users whose accounts are gone from their source, or deleted.
fn gone(conn: &Connection, remedies: &[Remedy]) -> muster_vault::Result<Vec<UserId>> {
    let asked: Vec<UserId> = remedies.iter().map(|remedy| remedy.user).collect();
    let known = user::rows(conn, &asked)?;
    let here: HashSet<UserId> = known
        .iter()
        .filter(|user| user.gone_since.is_none() && user.state != State::Deleted)
        .map(|user| user.id)
        .collect();
    Ok(asked.into_iter().filter(|user| !here.contains(user)).collect())
}

/// Keeps what was found, and who holds what now, for the evidence.
fn keep(conn: &Connection, id: i64, looked: &Looked, now: DateTime<Utc>) -> muster_vault::Result<()> {
    let kept = serde_json::to_string(&Kept { snapshots: looked.snapshots.clone() }).unwrap_or_default();
    review_table::prove(conn, id, now, looked.proof.done, looked.proof.outstanding, &kept)?;
    review_item::set_after(conn, id, &mut looked.held.iter().map(stored::pack))
}
