//! Runs of audits.

use super::{stored, time};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Params, Row};

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRun {
    /// Its number.
    pub id: i64,
    /// The pack; `all` for every rule.
    pub pack: String,
    /// The operator's day, in days since 1970-01-01.
    pub as_of: i32,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// By whom.
    pub operator: String,
    /// The time zone in which it counted days.
    pub time_zone: String,
    /// The score.
    pub score: u8,
    /// Users who were enabled.
    pub users: u64,
    /// Open and accepted findings by severity, the least first.
    pub counts: [(u64, u64); 5],
    /// Found for the first time.
    pub new: u64,
    /// Found again, or no longer accepted.
    pub reopened: u64,
    /// Not found any more.
    pub resolved: u64,
    /// Milliseconds it took.
    pub took_ms: u64,
    /// What it asked of which data: two runs that have it alike found the same.
    pub asked: String,
    /// The rules and their parameters, as JSON.
    pub rules: String,
}

const COLUMNS: &str =
    "id, pack, as_of, at, operator, time_zone, score, users, counts, new, reopened, resolved, took_ms, asked, rules";

fn read(row: &Row<'_>) -> Result<AuditRun> {
    let counts: String = row.get(8)?;
    Ok(AuditRun {
        id: row.get(0)?,
        pack: row.get(1)?,
        as_of: row.get(2)?,
        at: time("audit_run", "at", row.get(3)?)?,
        operator: row.get(4)?,
        time_zone: row.get(5)?,
        score: row.get(6)?,
        users: row.get(7)?,
        counts: stored("audit_run", "counts", &counts, || serde_json::from_str(&counts).ok())?,
        new: row.get(9)?,
        reopened: row.get(10)?,
        resolved: row.get(11)?,
        took_ms: row.get(12)?,
        asked: row.get(13)?,
        rules: row.get(14)?,
    })
}

fn all(conn: &Connection, tail: &str, values: impl Params) -> Result<Vec<AuditRun>> {
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM audit_run {tail}"))?;
    let mut rows = statement.query(values)?;
    let mut runs = Vec::new();
    while let Some(row) = rows.next()? {
        runs.push(read(row)?);
    }
    Ok(runs)
}

/// The last runs of a pack, newest first.
///
/// # Errors
/// If the database fails.
pub fn of_pack(conn: &Connection, pack: &str, limit: u64) -> Result<Vec<AuditRun>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    all(conn, "WHERE pack = ?1 ORDER BY id DESC LIMIT ?2", (pack, limit))
}

/// The last run of a pack, or of any.
///
/// # Errors
/// If the database fails.
pub fn last(conn: &Connection, pack: Option<&str>) -> Result<Option<AuditRun>> {
    Ok(match pack {
        Some(pack) => of_pack(conn, pack, 1)?.pop(),
        None => all(conn, "ORDER BY id DESC LIMIT 1", [])?.pop(),
    })
}

/// A run by its number.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn by_id(conn: &Connection, id: i64) -> Result<AuditRun> {
    all(conn, "WHERE id = ?1", [id])?.pop().ok_or_else(|| Error::NoSuch { what: "audit run", name: id.to_string() })
}

/// The last run of a pack before one.
///
/// # Errors
/// If the database fails.
pub fn before(conn: &Connection, pack: &str, id: i64) -> Result<Option<AuditRun>> {
    Ok(all(conn, "WHERE pack = ?1 AND id < ?2 ORDER BY id DESC LIMIT 1", (pack, id))?.pop())
}

/// Makes room for a run that is being made, and answers its number; [`finish`]
/// fills it in.
///
/// # Errors
/// If the database fails.
pub fn begin(conn: &Connection, pack: &str, as_of: i32, operator: &str, now: DateTime<Utc>) -> Result<i64> {
    conn.prepare_cached(
        "INSERT INTO audit_run (pack, as_of, at, operator, time_zone, score, users, counts, new, reopened, resolved,
            took_ms, asked, rules)
         VALUES (?1, ?2, ?3, ?4, '', 0, 0, '[]', 0, 0, 0, 0, '', '{}')",
    )?
    .execute((pack, as_of, now.timestamp(), operator))?;
    Ok(conn.last_insert_rowid())
}

/// Fills in a run.
///
/// # Errors
/// If the database fails.
pub fn finish(conn: &Connection, run: &AuditRun) -> Result<()> {
    let counts = serde_json::json!(run.counts).to_string();
    conn.prepare_cached(
        "UPDATE audit_run SET time_zone = ?2, score = ?3, users = ?4, counts = ?5, new = ?6, reopened = ?7,
            resolved = ?8, took_ms = ?9, asked = ?10, rules = ?11 WHERE id = ?1",
    )?
    .execute(rusqlite::params![
        run.id,
        run.time_zone,
        run.score,
        run.users,
        counts,
        run.new,
        run.reopened,
        run.resolved,
        run.took_ms,
        run.asked,
        run.rules,
    ])?;
    Ok(())
}

/// The packs that were run, the one of the last run first.
///
/// # Errors
/// If the database fails.
pub fn packs(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached("SELECT pack FROM audit_run GROUP BY pack ORDER BY max(id) DESC")?;
    let packs = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(packs)
}

/// The last number of a run, for who must know whether there was one since.
///
/// # Errors
/// If the database fails.
pub fn last_number(conn: &Connection) -> Result<i64> {
    let found = conn.query_row("SELECT max(id) FROM audit_run", [], |row| row.get::<_, Option<i64>>(0)).optional()?;
    Ok(found.flatten().unwrap_or(0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::vault;

    #[test]
    fn runs_are_found_by_pack_newest_first() {
        let conn = vault();
        assert_eq!(last(&conn, None).unwrap(), None);
        let mut made = Vec::new();
        for (pack, score) in [("all", 90), ("cis-v8", 80), ("all", 70)] {
            let id = begin(&conn, pack, 20_000, "olga", DateTime::UNIX_EPOCH).unwrap();
            let run = AuditRun {
                id,
                pack: pack.into(),
                as_of: 20_000,
                at: DateTime::UNIX_EPOCH,
                operator: "olga".into(),
                time_zone: "UTC".into(),
                score,
                users: 7,
                counts: [(1, 0), (0, 2), (3, 0), (0, 0), (0, 0)],
                new: 4,
                reopened: 1,
                resolved: 2,
                took_ms: 12,
                asked: "x".into(),
                rules: "{}".into(),
            };
            finish(&conn, &run).unwrap();
            made.push(run);
        }
        assert_eq!(of_pack(&conn, "all", 9).unwrap(), [made[2].clone(), made[0].clone()]);
        assert_eq!(last(&conn, Some("cis-v8")).unwrap().as_ref(), Some(&made[1]));
        assert_eq!(before(&conn, "all", made[2].id).unwrap().as_ref(), Some(&made[0]));
        assert_eq!(packs(&conn).unwrap(), ["all", "cis-v8"]);
        assert_eq!(by_id(&conn, made[1].id).unwrap(), made[1]);
        assert!(matches!(by_id(&conn, 99), Err(Error::NoSuch { .. })));
        assert_eq!(last_number(&conn).unwrap(), made[2].id);
    }
}
