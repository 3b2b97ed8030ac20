//! How many users an instance itself counted on a day, for instance in
//! GitLab's licence usage file. Shown beside Muster's own count, never in it.

use super::stored;
use crate::Result;
use chrono::NaiveDate;
use muster_model::UserstoreId;
use rusqlite::Connection;

/// An instance's own count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstanceCount {
    /// The day, UTC.
    pub day: NaiveDate,
    /// Users that the instance counted.
    pub users: u64,
}

/// Days since 1970-01-01 as the table has them.
pub(crate) fn number(day: NaiveDate) -> i64 {
    day.signed_duration_since(NaiveDate::default()).num_days()
}

fn date(number: i64) -> Result<NaiveDate> {
    let days = chrono::Duration::try_days(number);
    stored("instance_count", "day", number, || NaiveDate::default().checked_add_signed(days?))
}

/// Notes what an instance counted on a day, in place of what was known of it.
/// Answers whether anything differs.
///
/// # Errors
/// If the database fails, also for a number beyond what SQLite stores (2^63).
pub fn put(conn: &Connection, userstore: UserstoreId, count: InstanceCount) -> Result<bool> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO instance_count (userstore_id, day, users) VALUES (?1, ?2, ?3)
         ON CONFLICT (userstore_id, day) DO UPDATE SET users = ?3 WHERE users <> ?3",
    )?;
    Ok(statement.execute((userstore.0, number(count.day), count.users))? > 0)
}

/// What was counted of a userstore from one day to another, both included, in
/// the order of days.
///
/// # Errors
/// If the database fails or holds a day that is none.
pub fn between(
    conn: &Connection,
    userstore: UserstoreId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<InstanceCount>> {
    let mut statement = conn.prepare_cached(
        "SELECT day, users FROM instance_count WHERE userstore_id = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day",
    )?;
    let mut rows = statement.query((userstore.0, number(from), number(to)))?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        counts.push(InstanceCount { day: date(row.get(0)?)?, users: row.get(1)? });
    }
    Ok(counts)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::tables::userstore;
    use crate::testing::{made, now};
    use muster_model::UserstoreKind;

    #[test]
    fn a_day_is_counted_once_and_the_last_word_stands() {
        let (_folder, _path, vault) = made();
        let day = |n| NaiveDate::from_ymd_opt(2026, 1, n).unwrap();
        vault
            .remember(|tx| {
                let store = userstore::ensure(tx, "git", UserstoreKind::Gitlab, now())?.id;
                for (n, users) in [(2, 7), (1, 5), (31, 9)] {
                    assert!(put(tx, store, InstanceCount { day: day(n), users })?);
                }
                assert!(!put(tx, store, InstanceCount { day: day(2), users: 7 })?);
                assert!(put(tx, store, InstanceCount { day: day(2), users: 8 })?);
                let found = between(tx, store, day(1), day(30))?;
                assert_eq!(found.iter().map(|c| (c.day, c.users)).collect::<Vec<_>>(), [(day(1), 5), (day(2), 8)]);
                assert_eq!(
                    between(tx, userstore::ensure(tx, "hub", UserstoreKind::Gitlab, now())?.id, day(1), day(31))?,
                    []
                );
                Ok(())
            })
            .unwrap();
    }
}
