//! Rows of many users in any order, with what is shown beside them.

use crate::api::users::UserRow;
use crate::columns::{Aside, Shown};
use crate::job::Job;
use crate::session::Session;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{User, UserId};
use muster_vault::Connection;
use muster_vault::bulk::{Beside, Bulk, Names, Unpacked};
use muster_vault::tables::{group, profile, user, userstore};
use std::sync::mpsc::sync_channel;

/// Users read by their keys at a time.
const BATCH: usize = 1_000;
/// Users kept in memory at a time, at some forty bytes each.
const CHUNK: usize = 1_000_000;
/// If fewer than one in so many users is wanted, they are read one by one:
/// reading all tables from end to end would take longer.
const RARE: u64 = 25;
/// Users that are unpacked at a time, and how many times as many wait for
/// those being written.
const UNPACKED: usize = 250;
const AHEAD: usize = 4;

impl Session {
    /// What a few users have beside their rows, as far as columns ask for it.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn asides(&self, users: &[User], shown: &[Shown]) -> Result<Vec<Aside>> {
        let beside = Shown::beside(shown);
        Ok(self.vault().read(|conn| users.iter().map(|user| aside_of(conn, user.id, beside)).collect())?)
    }

    /// Hands over the rows of these users, in their order, from one moment of
    /// the vault. Users that are gone from it by now are passed over.
    pub(crate) fn each_row(
        &self,
        ids: &[UserId],
        beside: Beside,
        job: &Job,
        now: DateTime<Utc>,
        mut take: impl FnMut(&Connection, &UserRow, &Aside) -> Result<()>,
    ) -> Result<u64> {
        let seats = self.directory.with(|loaded| loaded.seats_of(self.vault(), ids, now))?;
        let total = ids.len() as u64;
        let mut rows = 0;
        let mut one = |conn: &Connection, at: usize, user, aside: &Aside| {
            let row = UserRow { user, seat: seats.get(at).copied(), pending: false };
            take(conn, &row, aside)?;
            rows += 1;
            if at.is_multiple_of(BATCH) {
                job.go_on()?;
                job.progress("writing", at as u64, total, rows);
            }
            Ok::<_, Error>(())
        };
        // What the caller says is carried through the vault's own answer.
        self.vault().read_aside(|conn, aside| {
            let all: u64 = userstore::list(conn)?.iter().map(|s| s.users + s.gone).sum();
            if total.saturating_mul(RARE) < all || ids.len() <= BATCH {
                for (number, batch) in ids.chunks(BATCH).enumerate() {
                    for (place, id) in batch.iter().enumerate() {
                        let Some(user) = user::rows(conn, &[*id])?.pop() else { continue };
                        let with = aside_of(conn, *id, beside)?;
                        if let Err(error) = one(conn, number * BATCH + place, user, &with) {
                            return Ok(Err(error));
                        }
                    }
                }
                return Ok(Ok(()));
            }
            // What this holds for a while is about as much as pages took.
            self.vault().shed();
            let names = Names::load(conn)?;
            for (number, chunk) in ids.chunks(CHUNK).enumerate() {
                job.progress("reading", (number * CHUNK) as u64, total, 0);
                let bulk = Bulk::read(conn, aside, &names, chunk, beside)?;
                let taken =
                    unpacked(&bulk, chunk.len(), |place, user, aside| one(conn, number * CHUNK + place, user, aside))?;
                if taken.is_err() {
                    return Ok(taken);
                }
            }
            Ok(Ok(()))
        })??;
        job.progress("writing", total, total, rows);
        Ok(rows)
    }
}

/// Hands over users in their order; a second thread unpacks those that come
/// next. The outer error is of the vault, the inner one of whoever takes them.
fn unpacked(
    bulk: &Bulk<'_>,
    count: usize,
    mut take: impl FnMut(usize, User, &Aside) -> Result<()>,
) -> muster_vault::Result<Result<()>> {
    let unpack = |place: usize| {
        let Some(Unpacked { user, profile, groups }) = bulk.unpacked(place)? else { return Ok(None) };
        Ok(Some((place, user, Aside { profile, groups })))
    };
    std::thread::scope(|scope| {
        let (ready, batches) = sync_channel(AHEAD);
        scope.spawn(move || {
            for start in (0..count).step_by(UNPACKED) {
                let end = count.min(start + UNPACKED);
                let batch: muster_vault::Result<Vec<_>> =
                    (start..end).filter_map(|at| unpack(at).transpose()).collect();
                // Nobody waits any more if one could not be taken.
                if ready.send(batch).is_err() {
                    return;
                }
            }
        });
        for batch in batches {
            for (place, user, aside) in batch? {
                if let Err(error) = take(place, user, &aside) {
                    return Ok(Err(error));
                }
            }
        }
        Ok(Ok(()))
    })
}

fn aside_of(conn: &Connection, id: UserId, beside: Beside) -> muster_vault::Result<Aside> {
    Ok(Aside {
        profile: if beside.profiles { profile::of_user(conn, id)? } else { Default::default() },
        groups: if beside.groups { group::paths_of_user(conn, id)? } else { Vec::new() },
    })
}
