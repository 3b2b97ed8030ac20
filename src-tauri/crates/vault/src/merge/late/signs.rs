//! Signs of life that are told late: from the snapshot's time on the best that
//! is known may be this one.

use crate::Result;
use crate::merge::seen::{self, SeenRow};
use crate::tables::seen as table;
use muster_model::LastSeen;
use muster_model::seen::SeenStatus;
use rusqlite::Connection;

/// What was known until a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Until {
    at: i64,
    status: SeenStatus,
    seen_at: Option<i64>,
}

impl Until {
    /// How much it says; how exactly was not kept.
    fn weight(status: SeenStatus, at: Option<i64>) -> (u8, i64) {
        let (rank, at, _) = seen::weight(status, at, None);
        (rank, at)
    }
}

/// What was known at a moment; `now` is what is known today. What is past
/// counts as exact, so that the same file again betters nothing.
pub(super) fn then(conn: &Connection, user: i64, at: i64, now: Option<SeenRow>) -> Result<Option<SeenRow>> {
    Ok(match crate::past::seen_then(conn, user, at)? {
        Some((SeenStatus::NotCollected, _)) => None,
        Some((status, seen_at)) => Some(SeenRow { status, at: seen_at, precision: Some(0), source: None }),
        None => now,
    })
}

fn read(conn: &Connection, user: i64) -> Result<Vec<Until>> {
    let mut statement =
        conn.prepare_cached("SELECT at, status, seen_at FROM user_seen_past WHERE user_id = ?1 ORDER BY at")?;
    let mut rows = statement.query([user])?;
    let mut past = Vec::new();
    while let Some(row) = rows.next()? {
        past.push(Until { at: row.get(0)?, status: table::status(row.get(1)?)?, seen_at: row.get(2)? });
    }
    Ok(past)
}

fn write(conn: &Connection, user: i64, past: &[Until]) -> Result<()> {
    conn.prepare_cached("DELETE FROM user_seen_past WHERE user_id = ?1")?.execute([user])?;
    let mut insert =
        conn.prepare_cached("INSERT INTO user_seen_past (user_id, at, status, seen_at) VALUES (?1, ?2, ?3, ?4)")?;
    for until in past {
        insert.execute((user, until.at, until.status.number(), until.seen_at))?;
    }
    Ok(())
}

/// From `at` on at least `told` is known of a user whose beginning is `began`,
/// if that is later: it moves to `at`. `now` is what is known today. Answers
/// whether today's row changed.
pub(super) fn better(
    conn: &Connection,
    user: i64,
    at: i64,
    told: &LastSeen,
    now: Option<SeenRow>,
    began: Option<i64>,
) -> Result<bool> {
    let before = read(conn, user)?;
    let told_at = told.at.map(|at| at.timestamp());
    let weight = Until::weight(told.status, told_at);
    let status = if told.status == SeenStatus::Seen && told_at.is_none() { SeenStatus::Unknown } else { told.status };
    let now_known = now.map_or((SeenStatus::NotCollected, None), |row| (row.status, row.at));
    let mut past = before.clone();
    // What was known from `at` on, and until when that was all.
    let place = past.partition_point(|until| until.at <= at);
    let then = past.get(place).map_or(now_known, |until| (until.status, until.seen_at));
    for until in past.iter_mut().skip(place) {
        if Until::weight(until.status, until.seen_at) < weight {
            (until.status, until.seen_at) = (status, told_at);
        }
    }
    match began {
        // Before it was first listed, only this was known.
        Some(began) if Until::weight(then.0, then.1) > weight => {
            past.insert(place, Until { at: began, status, seen_at: told_at });
            past.dedup_by_key(|until| until.at);
        }
        None if Until::weight(then.0, then.1) < weight && past.iter().all(|until| until.at != at) => {
            past.insert(place, Until { at, status: then.0, seen_at: then.1 });
        }
        _ => {}
    }
    let better = seen::better(conn, now, told)?;
    if let Some(row) = better {
        seen::write(conn, user, row, now.is_none())?;
    }
    let today = better.map_or(now_known, |row| (row.status, row.at));
    // What says the same as what came next says nothing.
    let mut next = today;
    let mut kept = Vec::with_capacity(past.len());
    for until in past.into_iter().rev() {
        if (until.status, until.seen_at) != next {
            next = (until.status, until.seen_at);
            kept.push(until);
        }
    }
    kept.reverse();
    if kept != before {
        write(conn, user, &kept)?;
    }
    Ok(better.is_some())
}
