//! What a snapshot says of what was wanted.

use super::moves::Moves;
use super::outstanding::{alive, is_fulfilled, needs};
use super::sheet::{Needs, Sheet};
use super::undo::set_pending;
use crate::Result;
use crate::tables::change_user;
use muster_model::{Standing, UserId, UserstoreId};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashSet};

/// What a snapshot found of what changes wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// Users and changes that were seen as wanted.
    pub confirmed: u64,
    /// Users and changes of this userstore that still wait.
    pub outstanding: u64,
    /// Users of whom nothing is wanted any more.
    pub(crate) users: Vec<i64>,
}

/// Compares what is wanted of a userstore's users with what is known now of
/// those the snapshot spoke of.
pub(crate) fn settle(
    conn: &Connection,
    store: UserstoreId,
    snapshot: i64,
    spoke_of: impl Fn(i64) -> bool,
) -> Result<Settled> {
    let mut statement = conn.prepare_cached(
        "SELECT user_id FROM change_user WHERE standing = ?1
         AND (SELECT userstore_id FROM user u WHERE u.id = change_user.user_id) = ?2 ORDER BY user_id",
    )?;
    let number = Standing::Outstanding.number();
    let waiting: Vec<i64> =
        statement.query_map((number, store.0), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    drop(statement);
    let mut settled = Settled::default();
    let mut counts: BTreeMap<i64, (u64, u64)> = BTreeMap::new();
    let mut last = 0;
    for user in waiting {
        settled.outstanding += 1;
        if user == last || !spoke_of(user) {
            continue;
        }
        last = user;
        one(conn, UserId(user), snapshot, &mut settled, &mut counts)?;
    }
    for (change, (confirmed, withdrawn)) in counts {
        settled.outstanding -= confirmed + withdrawn;
        conn.prepare_cached(
            "UPDATE change SET confirmed = confirmed + ?2, outstanding = outstanding - ?2 - ?3 WHERE id = ?1",
        )?
        .execute((change, confirmed, withdrawn))?;
    }
    Ok(settled)
}

/// Everything that is wanted of a user, the latest change first.
fn one(
    conn: &Connection,
    user: UserId,
    snapshot: i64,
    settled: &mut Settled,
    counts: &mut BTreeMap<i64, (u64, u64)>,
) -> Result<()> {
    let rows = change_user::outstanding(conn, user)?;
    let mut wanted = Needs::default();
    let mut all = Vec::with_capacity(rows.len());
    for (change, row) in rows {
        let moves = Moves::read(row.image.as_deref())?;
        wanted = wanted.or(needs(&row.fields, &moves));
        all.push((change, row, moves));
    }
    let Some(sheet) = Sheet::fetch(conn, user, wanted)? else { return Ok(()) };
    let mut spoken = HashSet::new();
    let mut waits = false;
    for (change, row, moves) in all.into_iter().rev() {
        let alive = alive(&row, &moves, &mut spoken);
        let count = counts.entry(change).or_default();
        if alive.is_empty() && !waits {
            change_user::settle(conn, change, user, Standing::Withdrawn, snapshot, Some(SUPERSEDED))?;
            count.1 += 1;
        } else if !alive.is_empty() && alive.iter().all(|wish| is_fulfilled(&sheet, &row, &moves, wish)) {
            change_user::settle(conn, change, user, Standing::Confirmed, snapshot, None)?;
            count.0 += 1;
            settled.confirmed += 1;
        } else {
            waits = true;
        }
    }
    if !waits {
        set_pending(conn, user, false)?;
        settled.users.push(user.0);
    }
    Ok(())
}

const SUPERSEDED: &str = "a later change wanted something else, and that was seen";
