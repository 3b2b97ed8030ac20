//! What happened to findings after they were found.

use super::finding::FindingKey;
use super::{stored, time, time_of};
use crate::Result;
use chrono::{DateTime, Utc};
use muster_model::FindingEventKind;
use rusqlite::{Connection, params};

/// Something that happened to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingEvent {
    /// What.
    pub event: FindingEventKind,
    /// The pack of the run; none for what an operator said.
    pub pack: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// The operator's day, in days since 1970-01-01.
    pub day: i32,
    /// Who.
    pub operator: String,
    /// The run.
    pub run: Option<i64>,
    /// The snapshot that showed it gone.
    pub snapshot: Option<i64>,
    /// When that was taken.
    pub snapshot_at: Option<DateTime<Utc>>,
    /// Why.
    pub reason: Option<String>,
    /// Until when, in days since 1970-01-01.
    pub until: Option<i32>,
}

/// Adds what happened. `snapshot_at` is that of the snapshot.
///
/// # Errors
/// If the database fails.
pub fn add(conn: &Connection, finding: FindingKey, event: &FindingEvent) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO finding_event (finding, pack, event, at, day, operator, run_id, snapshot_id, reason, until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        finding.0.to_be_bytes(),
        event.pack,
        event.event.number(),
        event.at.timestamp(),
        event.day,
        event.operator,
        event.run,
        event.snapshot,
        event.reason,
        event.until,
    ])?;
    Ok(())
}

/// What happened to a finding in runs of a pack, and what operators said of it,
/// oldest first.
///
/// # Errors
/// If the database fails.
pub fn of_finding(conn: &Connection, finding: FindingKey, pack: &str) -> Result<Vec<FindingEvent>> {
    let mut statement = conn.prepare_cached(
        "SELECT e.event, e.pack, e.at, e.day, e.operator, e.run_id, e.snapshot_id, s.taken_at, e.reason, e.until
         FROM finding_event e LEFT JOIN snapshot s ON s.id = e.snapshot_id
         WHERE e.finding = ?1 AND (e.pack IS NULL OR e.pack = ?2) ORDER BY e.id",
    )?;
    let mut rows = statement.query(params![finding.0.to_be_bytes(), pack])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let number: u8 = row.get(0)?;
        events.push(FindingEvent {
            event: stored("finding_event", "event", number, || FindingEventKind::from_number(number))?,
            pack: row.get(1)?,
            at: time("finding_event", "at", row.get(2)?)?,
            day: row.get(3)?,
            operator: row.get(4)?,
            run: row.get(5)?,
            snapshot: row.get(6)?,
            snapshot_at: time_of("snapshot", "taken_at", row.get(7)?)?,
            reason: row.get(8)?,
            until: row.get(9)?,
        });
    }
    Ok(events)
}
