//! Findings on their way into the vault: as a run may bring hundreds of
//! thousands, what writes them is prepared once.

use super::Finding;
use crate::Result;
use rusqlite::{CachedStatement, Connection, params};

const PUT: &str = "INSERT INTO finding (rule_id, id, subject, userstore, name, user_id, state, since, message, facts,
        first_run, changed_run)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
    ON CONFLICT (rule_id, id) DO UPDATE SET subject = ?3, userstore = ?4, name = ?5, user_id = ?6, state = ?7,
        message = ?9, facts = ?10, changed_run = ?12";
const TELL_SAME: &str = "UPDATE finding SET message = ?7, facts = ?8 WHERE rule_id = ?1 AND id = ?2 AND subject = ?3
    AND userstore = ?4 AND name = ?5 AND user_id IS ?6";
const TELL: &str = "UPDATE finding SET subject = ?3, userstore = ?4, name = ?5, user_id = ?6, message = ?7, facts = ?8
    WHERE rule_id = ?1 AND id = ?2";

/// Writes findings.
pub struct Writer<'c> {
    put: CachedStatement<'c>,
    tell_same: CachedStatement<'c>,
    tell: CachedStatement<'c>,
}

impl<'c> Writer<'c> {
    /// Makes ready to write.
    ///
    /// # Errors
    /// If the database fails.
    pub fn new(conn: &'c Connection) -> Result<Self> {
        Ok(Self {
            put: conn.prepare_cached(PUT)?,
            tell_same: conn.prepare_cached(TELL_SAME)?,
            tell: conn.prepare_cached(TELL)?,
        })
    }

    /// Keeps a finding in place of what is kept of it; [`super::recount`]
    /// afterwards.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&mut self, finding: &Finding) -> Result<()> {
        self.put.execute(params![
            finding.rule,
            finding.id.0.to_be_bytes(),
            finding.subject,
            finding.userstore,
            finding.name,
            finding.user.map(|user| user.0),
            finding.state.number(),
            finding.since,
            finding.message,
            finding.facts,
            finding.first_run,
            finding.changed_run,
        ])?;
        Ok(())
    }

    /// Says of a finding anew what it is about and what was found; how far it
    /// is stays.
    ///
    /// # Errors
    /// If the database fails.
    pub fn tell(&mut self, finding: &Finding) -> Result<()> {
        let key = finding.id.0.to_be_bytes();
        let user = finding.user.map(|user| user.0);
        let values = params![
            finding.rule,
            key,
            finding.subject,
            finding.userstore,
            finding.name,
            user,
            finding.message,
            finding.facts
        ];
        // Mostly days have passed and nothing else: then no index is touched.
        if self.tell_same.execute(values)? == 0 {
            self.tell.execute(values)?;
        }
        Ok(())
    }
}
