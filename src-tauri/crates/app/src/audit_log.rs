//! Reading and checking the log.

use crate::Result;
use crate::api::audit_log::{LogEntry, LogPage, LogQuery, LogVerification};
use crate::session::Session;
use muster_vault::log;

/// The most entries a page holds.
const MOST: u64 = 10_000;

impl Session {
    /// A page of the log, newest first.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn log_page(&self, query: &LogQuery) -> Result<LogPage> {
        let limit = query.limit.min(MOST);
        let (mut rows, total) = self.vault().read(|conn| {
            // One more than asked for says whether there are others.
            Ok((log::page(conn, query.before, limit + 1, &query.text)?, log::count(conn)?))
        })?;
        let more = rows.len() as u64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let entries = rows
            .into_iter()
            .map(|row| LogEntry {
                seq: row.seq,
                at: row.at,
                operator: row.operator,
                action: row.action,
                target: row.target,
                details: row.details,
                hash: row.hash,
            })
            .collect();
        Ok(LogPage { entries, total, more })
    }

    /// Checks that no entry was altered, added or taken away.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn log_verify(&self) -> Result<LogVerification> {
        let v = self.vault().verify_log()?;
        Ok(LogVerification { ok: v.ok(), entries: v.entries, broken_at: v.broken_at, reason: v.reason, head: v.head })
    }
}
