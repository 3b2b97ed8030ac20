//! A user's own row, read to compare and written where it differs.

use super::seen::SeenRow;
use crate::Result;
use crate::tables::stored;
use muster_model::fold::{fold, fold_case};
use muster_model::{Facts, Kind, State};
use rusqlite::Connection;

/// What stands in `user` and `user_seen` about one user.
#[derive(Debug, Clone)]
pub(crate) struct UserRow {
    pub id: i64,
    /// The key of its userstore; 0 before it is inserted.
    pub store: i64,
    pub source_id: Option<String>,
    pub reference: Option<String>,
    pub username: String,
    pub display_name: String,
    pub email: Option<String>,
    pub state: State,
    pub kind: Kind,
    pub created_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub told_level: Option<u8>,
    pub gone_since: Option<i64>,
    pub facts: Facts,
    pub level: Option<u8>,
    pub top_role: Option<i64>,
    pub top_scope: Option<i64>,
    pub seen: Option<SeenRow>,
}

impl UserRow {
    /// A user of whom only the username is known: active and human.
    pub(crate) fn named(username: &str) -> Self {
        Self {
            id: 0,
            store: 0,
            source_id: None,
            reference: None,
            username: username.to_owned(),
            display_name: username.to_owned(),
            email: None,
            state: State::Active,
            kind: Kind::Human,
            created_at: None,
            expires_at: None,
            told_level: None,
            gone_since: None,
            facts: Facts::default(),
            level: None,
            top_role: None,
            top_scope: None,
            seen: None,
        }
    }

    pub(crate) fn fetch(conn: &Connection, id: i64) -> Result<Option<Self>> {
        let mut statement = conn.prepare_cached(
            "SELECT u.source_id, u.reference, u.username, u.display_name, u.email, u.state, u.kind, u.created_at,
                u.expires_at, u.told_level, u.gone_since, u.facts, u.level, u.top_role_id, u.top_scope_id,
                n.status, n.at, n.precision, n.source_id, u.userstore_id
             FROM user u LEFT JOIN user_seen n ON n.user_id = u.id WHERE u.id = ?1",
        )?;
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let (state, kind): (u8, u8) = (row.get(5)?, row.get(6)?);
        Ok(Some(Self {
            id,
            store: row.get(19)?,
            source_id: row.get(0)?,
            reference: row.get(1)?,
            username: row.get(2)?,
            display_name: row.get(3)?,
            email: row.get(4)?,
            state: stored("user", "state", state, || State::from_number(state))?,
            kind: stored("user", "kind", kind, || Kind::from_number(kind))?,
            created_at: row.get(7)?,
            expires_at: row.get(8)?,
            told_level: row.get(9)?,
            gone_since: row.get(10)?,
            facts: Facts(row.get(11)?),
            level: row.get(12)?,
            top_role: row.get(13)?,
            top_scope: row.get(14)?,
            seen: match row.get::<_, Option<u8>>(15)? {
                Some(status) => Some(SeenRow {
                    status: crate::tables::seen::status(status)?,
                    at: row.get(16)?,
                    precision: row.get(17)?,
                    source: row.get(18)?,
                }),
                None => None,
            },
        }))
    }

    /// Inserts the row and answers its key. `user_seen` is not written.
    pub(crate) fn insert(&self, conn: &Connection, userstore: i64, first_snapshot: Option<i64>) -> Result<i64> {
        let mut statement = conn.prepare_cached(
            "INSERT INTO user (userstore_id, source_id, reference, username, username_key, display_name, name_order,
                email, email_key, state, kind, created_at, expires_at, told_level, first_snapshot, gone_since, facts,
                level, top_role_id, top_scope_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        )?;
        statement.execute(rusqlite::params![
            userstore,
            self.source_id,
            self.reference,
            self.username,
            fold_case(&self.username),
            self.display_name,
            fold(&self.display_name),
            self.email,
            self.email.as_deref().map(fold_case),
            self.state.number(),
            self.kind.number(),
            self.created_at,
            self.expires_at,
            self.told_level,
            first_snapshot,
            self.gone_since,
            self.facts.0,
            self.level,
            self.top_role,
            self.top_scope,
        ])?;
        Ok(conn.last_insert_rowid())
    }

    /// Writes the columns that are indexed. Apart from [`Self::write_plain`],
    /// since SQLite rewrites the entry of every index an update names.
    pub(crate) fn write_names(&self, conn: &Connection) -> Result<()> {
        let mut statement = conn.prepare_cached(
            "UPDATE user SET source_id = ?2, reference = ?3, username = ?4, username_key = ?5, display_name = ?6,
                name_order = ?7, email = ?8, email_key = ?9 WHERE id = ?1",
        )?;
        statement.execute((
            self.id,
            &self.source_id,
            &self.reference,
            &self.username,
            fold_case(&self.username),
            &self.display_name,
            fold(&self.display_name),
            &self.email,
            self.email.as_deref().map(fold_case),
        ))?;
        Ok(())
    }

    /// Writes the columns that no index holds.
    pub(crate) fn write_plain(&self, conn: &Connection) -> Result<()> {
        let mut statement = conn.prepare_cached(
            "UPDATE user SET state = ?2, kind = ?3, created_at = ?4, expires_at = ?5, told_level = ?6,
                gone_since = ?7, facts = ?8, level = ?9, top_role_id = ?10, top_scope_id = ?11 WHERE id = ?1",
        )?;
        statement.execute((
            self.id,
            self.state.number(),
            self.kind.number(),
            self.created_at,
            self.expires_at,
            self.told_level,
            self.gone_since,
            self.facts.0,
            self.level,
            self.top_role,
            self.top_scope,
        ))?;
        Ok(())
    }
}
