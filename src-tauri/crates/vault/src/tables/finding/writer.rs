//! Findings on their way into the vault: as a run may bring hundreds of
//! thousands, what writes them is prepared once.

use super::Finding;
use crate::Result;
use rusqlite::{CachedStatement, Connection, Statement, params};

// Without a word on conflicts, which would cost a journal for each row.
const ADD: &str = "INSERT INTO finding (rule_id, id, subject, userstore, name, user_id, state, message, facts,
        changed_run, since, first_run)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
const PUT: &str = "UPDATE finding SET subject = ?3, userstore = ?4, name = ?5, user_id = ?6, state = ?7, message = ?8,
        facts = ?9, changed_run = ?10
    WHERE rule_id = ?1 AND id = ?2";
const TELL_SAME: &str = "UPDATE finding SET message = ?7, facts = ?8 WHERE rule_id = ?1 AND id = ?2 AND subject = ?3
    AND userstore = ?4 AND name = ?5 AND user_id IS ?6";
const TELL: &str = "UPDATE finding SET subject = ?3, userstore = ?4, name = ?5, user_id = ?6, message = ?7, facts = ?8
    WHERE rule_id = ?1 AND id = ?2";

/// Writes findings.
pub struct Writer<'c> {
    add: CachedStatement<'c>,
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
            add: conn.prepare_cached(ADD)?,
            put: conn.prepare_cached(PUT)?,
            tell_same: conn.prepare_cached(TELL_SAME)?,
            tell: conn.prepare_cached(TELL)?,
        })
    }

    /// Keeps a finding that is not kept yet; [`super::recount`] afterwards.
    ///
    /// # Errors
    /// If the database fails, or it is kept already.
    pub fn add(&mut self, finding: &Finding) -> Result<()> {
        bind(&mut self.add, finding)?;
        self.add.raw_bind_parameter(11, finding.since)?;
        self.add.raw_bind_parameter(12, finding.first_run)?;
        self.add.raw_execute()?;
        Ok(())
    }

    /// Keeps a finding in place of what is kept of it, but for when it was
    /// first found; [`super::recount`] afterwards.
    ///
    /// # Errors
    /// If the database fails.
    pub fn put(&mut self, finding: &Finding) -> Result<()> {
        bind(&mut self.put, finding)?;
        self.put.raw_execute()?;
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

/// Binds what a new finding and a changed one say alike: the first ten values.
fn bind(statement: &mut Statement<'_>, finding: &Finding) -> Result<()> {
    statement.raw_bind_parameter(1, finding.rule)?;
    statement.raw_bind_parameter(2, finding.id.0.to_be_bytes())?;
    statement.raw_bind_parameter(3, finding.subject)?;
    statement.raw_bind_parameter(4, &finding.userstore)?;
    statement.raw_bind_parameter(5, &finding.name)?;
    statement.raw_bind_parameter(6, finding.user.map(|user| user.0))?;
    statement.raw_bind_parameter(7, finding.state.number())?;
    statement.raw_bind_parameter(8, &finding.message)?;
    statement.raw_bind_parameter(9, &finding.facts)?;
    statement.raw_bind_parameter(10, finding.changed_run)?;
    Ok(())
}
