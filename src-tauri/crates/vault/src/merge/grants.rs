//! Which grants come, stay and go.
//!
//! Every grant carries its origin, the dialect that told it. What comes is
//! merged here, record by record; what goes is settled at the end (`untold`).

use super::groups::hash_of;
use super::late;
use super::roles::Roles;
use super::user::time_text;
use super::writer::SnapshotWriter;
use crate::Result;
use crate::merge::idset::IdSet;
use crate::past::grant_words;
use crate::tables::grant::Held;
use crate::tables::scope;
use crate::tables::version::FieldChange;
use muster_model::import::Totals;
use muster_model::record::{GrantRecord, Listed};
use muster_model::{Scope, ScopeKind, UserstoreId};
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};
use std::hash::RandomState;

/// Scopes kept in memory; beyond it they are looked up again.
const MOST_SCOPES: usize = 100_000;

/// A grant as its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GrantRow {
    pub role: i64,
    pub scope: i64,
    pub kind: ScopeKind,
    /// The group it is held through; empty for none.
    pub through: String,
    pub since: Option<i64>,
    pub expires: Option<i64>,
}

impl GrantRow {
    pub(super) fn held(&self) -> Held {
        Held { role: self.role, scope: self.scope, kind: self.kind }
    }
}

/// What this snapshot says of grants.
#[derive(Debug)]
pub(super) struct Grants {
    userstore: UserstoreId,
    pub(super) origins: Vec<String>,
    /// By origin: users known before of whom some grants were listed.
    pub(super) some: Vec<IdSet>,
    /// By origin: users known before of whom all grants were listed.
    pub(super) whole: Vec<IdSet>,
    scopes: HashMap<Scope, i64>,
    /// Hashes of the grants told; 64 bits, so that two never meet in practice.
    pub(super) told: HashSet<u64>,
    hasher: RandomState,
    pub(super) totals: Totals,
}

impl Grants {
    pub(super) fn new(userstore: UserstoreId) -> Self {
        Self {
            userstore,
            origins: Vec::new(),
            some: Vec::new(),
            whole: Vec::new(),
            scopes: HashMap::new(),
            told: HashSet::new(),
            hasher: RandomState::new(),
            totals: Totals::default(),
        }
    }

    /// The number of a dialect.
    pub(super) fn origin(&mut self, name: &str) -> usize {
        if let Some(at) = self.origins.iter().position(|o| o == name) {
            return at;
        }
        self.origins.push(name.to_owned());
        self.some.push(IdSet::default());
        self.whole.push(IdSet::default());
        self.origins.len() - 1
    }

    pub(super) fn scope(&mut self, conn: &Connection, scope: &Scope) -> Result<i64> {
        if let Some(&id) = self.scopes.get(scope) {
            return Ok(id);
        }
        if self.scopes.len() >= MOST_SCOPES {
            self.scopes.clear();
        }
        let id = scope::ensure(conn, self.userstore, scope)?;
        self.scopes.insert(scope.clone(), id);
        Ok(id)
    }

    /// Grants as rows. A grant of a role without a name says nothing.
    pub(super) fn resolve(
        &mut self,
        conn: &Connection,
        roles: &mut Roles,
        listed: &Listed<GrantRecord>,
    ) -> Result<Vec<GrantRow>> {
        let (Listed::Some(list) | Listed::All(list)) = listed else { return Ok(Vec::new()) };
        self.rows(conn, roles, list)
    }

    pub(super) fn rows(&mut self, conn: &Connection, roles: &mut Roles, list: &[GrantRecord]) -> Result<Vec<GrantRow>> {
        let mut rows = Vec::with_capacity(list.len());
        for grant in list.iter().filter(|g| !g.role.name.trim().is_empty()) {
            rows.push(GrantRow {
                role: roles.held(conn, &grant.role)?,
                scope: self.scope(conn, &grant.scope)?,
                kind: grant.scope.kind,
                through: grant.through.clone().unwrap_or_default(),
                since: grant.since.map(|at| at.timestamp()),
                expires: grant.expires.map(|at| at.timestamp()),
            });
        }
        Ok(rows)
    }

    pub(super) fn hash(&self, user: i64, row: (i64, i64, &str), origin: usize) -> u64 {
        hash_of(&self.hasher, (user, row, origin))
    }
}

impl SnapshotWriter<'_> {
    /// Merges the grants a record lists; answers whether any is new or differs.
    pub(super) fn merge_grants(
        &mut self,
        origin: usize,
        user: i64,
        listed: &Listed<GrantRecord>,
        told: &[GrantRow],
        new: bool,
        fields: &mut Vec<FieldChange>,
    ) -> Result<bool> {
        let lists = match listed {
            Listed::Silent => return Ok(false),
            Listed::All(_) => &mut self.grants.whole,
            Listed::Some(_) => &mut self.grants.some,
        };
        if !self.created.contains(user) {
            lists[origin].insert(user);
        }
        let name = self.grants.origins[origin].clone();
        if self.late.is_some() && !new {
            late::adopt(self.conn, user, &name)?;
        }
        let known = if new { Vec::new() } else { self.grants_of(user, &name)? };
        let mut changed = false;
        for row in told {
            let hash = self.grants.hash(user, (row.role, row.scope, &row.through), origin);
            if !self.grants.told.insert(hash) {
                continue; // told before in this snapshot
            }
            let same = known.iter().find(|k| (k.role, k.scope, &k.through) == (row.role, row.scope, &row.through));
            match same {
                None => {
                    self.write_grant(user, row, &name, true)?;
                    self.grants.totals.created += 1;
                    if !self.created.contains(user) {
                        let text = self.grant_text(row.role, row.scope, &row.through)?;
                        fields.push(FieldChange::new("grant", None, Some(&text)));
                    }
                    changed = true;
                }
                Some(known) => {
                    // A source that does not say since when takes nothing away.
                    let since = row.since.or(known.since);
                    if (since, row.expires) == (known.since, known.expires) {
                        self.grants.totals.unchanged += 1;
                        continue;
                    }
                    self.write_grant(user, &GrantRow { since, ..row.clone() }, &name, false)?;
                    self.grants.totals.changed += 1;
                    let text = self.grant_text(row.role, row.scope, &row.through)?;
                    let until =
                        |at| format!("{text} until {}", time_text(at).unwrap_or_else(|| "further notice".into()));
                    if row.expires != known.expires {
                        let (before, after) = (until(known.expires), until(row.expires));
                        fields.push(FieldChange::new("grant", Some(&before), Some(&after)));
                    }
                    changed = true;
                }
            }
        }
        Ok(changed)
    }

    fn grants_of(&self, user: i64, origin: &str) -> Result<Vec<GrantRow>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT role_id, scope_id, through, since, expires_at FROM user_grant WHERE user_id = ?1 AND origin = ?2",
        )?;
        let rows = statement.query_map((user, origin), |row| {
            let kind = ScopeKind::Instance; // nobody asks for the kind of a known grant
            Ok(GrantRow {
                role: row.get(0)?,
                scope: row.get(1)?,
                kind,
                through: row.get(2)?,
                since: row.get(3)?,
                expires: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn write_grant(&self, user: i64, row: &GrantRow, origin: &str, new: bool) -> Result<()> {
        let mut statement = self.conn.prepare_cached(if new {
            "INSERT INTO user_grant (user_id, role_id, scope_id, through, origin, since, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        } else {
            "UPDATE user_grant SET since = ?6, expires_at = ?7
             WHERE user_id = ?1 AND role_id = ?2 AND scope_id = ?3 AND through = ?4 AND origin = ?5"
        })?;
        statement.execute((user, row.role, row.scope, &row.through, origin, row.since, row.expires))?;
        Ok(())
    }

    pub(super) fn take_grant(&mut self, user: i64, row: (i64, i64, &str), origin: usize) -> Result<FieldChange> {
        self.conn
            .prepare_cached(
                "DELETE FROM user_grant
                 WHERE user_id = ?1 AND role_id = ?2 AND scope_id = ?3 AND through = ?4 AND origin = ?5",
            )?
            .execute((user, row.0, row.1, row.2, &self.grants.origins[origin]))?;
        self.grants.totals.gone += 1;
        let text = self.grant_text(row.0, row.1, row.2)?;
        Ok(FieldChange::new("grant", Some(&text), None))
    }

    /// A grant in words: `Developer on group acme/web through acme/all`.
    fn grant_text(&self, role: i64, scope: i64, through: &str) -> Result<String> {
        let scope = scope::by_id(self.conn, scope)?;
        let role = self.roles.get(role).map_or("?", |r| r.name.as_str());
        Ok(grant_words(role, &scope, through))
    }
}
