//! What users may do, read from the store: only the groups and roles that a
//! user reaches, each once for as long as a [`Known`] is kept.

use crate::tables::{columns, group_grant, role, role_include, scope};
use crate::{Error, Result};
use chrono::DateTime;
use muster_model::access::{self, Answer, Graph, GroupNode, Holding, Question, RoleNode, Start};
use muster_model::{GroupId, RoleId, Scope, UserId};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;
use std::sync::Arc;

/// Groups, roles and scopes that were read.
pub struct Known<'c> {
    conn: &'c Connection,
    groups: HashMap<GroupId, Option<Arc<GroupNode>>>,
    roles: HashMap<RoleId, Option<Arc<RoleNode>>>,
    scopes: HashMap<i64, Scope>,
}

impl<'c> Known<'c> {
    /// Nothing is read yet.
    #[must_use]
    pub fn new(conn: &'c Connection) -> Self {
        Self { conn, groups: HashMap::new(), roles: HashMap::new(), scopes: HashMap::new() }
    }

    /// Answers what a user may do.
    ///
    /// # Errors
    /// If the database fails or holds an unknown word.
    pub fn answer(&mut self, user: UserId, question: &Question<'_>) -> Result<Answer> {
        let start = self.start(user)?;
        access::answer(self, &start, question)
    }

    /// What a user holds itself and which groups it is directly in.
    fn start(&mut self, user: UserId) -> Result<Start> {
        let (grants, groups) = columns::held_by(self.conn, user)?;
        let mut holdings = Vec::with_capacity(grants.len());
        for grant in grants {
            let expires = grant.expires.map(|at| {
                DateTime::from_timestamp(at, 0).ok_or_else(|| Error::Stored {
                    table: "user_grant",
                    column: "expires_at",
                    found: at.to_string(),
                })
            });
            holdings.push(Holding {
                role: RoleId(grant.role),
                scope: self.scope(grant.scope)?,
                through: Some(grant.through).filter(|path| !path.is_empty()),
                expires: expires.transpose()?,
            });
        }
        Ok(Start { holdings, groups: groups.into_iter().map(GroupId).collect() })
    }

    fn scope(&mut self, id: i64) -> Result<Scope> {
        if let Some(scope) = self.scopes.get(&id) {
            return Ok(scope.clone());
        }
        let scope = scope::by_id(self.conn, id)?;
        self.scopes.insert(id, scope.clone());
        Ok(scope)
    }

    fn read_group(&self, id: GroupId) -> Result<Option<GroupNode>> {
        let mut path = self.conn.prepare_cached("SELECT path FROM user_group WHERE id = ?1 AND gone_since IS NULL")?;
        let Some(path) = path.query_row([id.0], |row| row.get(0)).optional()? else { return Ok(None) };
        let mut parents =
            self.conn.prepare_cached("SELECT group_id FROM group_group WHERE member_id = ?1 ORDER BY 1")?;
        let parents = parents.query_map([id.0], |row| Ok(GroupId(row.get(0)?)))?.collect::<rusqlite::Result<_>>()?;
        let holdings = group_grant::of_group(self.conn, id)?.into_iter();
        let holdings = holdings
            .map(|grant| Holding { role: grant.role, scope: grant.scope, through: None, expires: grant.expires })
            .collect();
        Ok(Some(GroupNode { path, parents, holdings }))
    }

    fn read_role(&self, id: RoleId) -> Result<Option<RoleNode>> {
        let row = match role::by_id(self.conn, id) {
            Ok(row) => row,
            Err(Error::NoSuch { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Some(RoleNode {
            name: row.role.name,
            level: row.role.level,
            privileged: row.role.privileged,
            permissions: row.role.permissions,
            includes: role_include::of_role(self.conn, id)?,
        }))
    }
}

impl Graph for Known<'_> {
    type Error = Error;

    fn group(&mut self, id: GroupId) -> Result<Option<Arc<GroupNode>>> {
        if let Some(known) = self.groups.get(&id) {
            return Ok(known.clone());
        }
        let group = self.read_group(id)?.map(Arc::new);
        self.groups.insert(id, group.clone());
        Ok(group)
    }

    fn role(&mut self, id: RoleId) -> Result<Option<Arc<RoleNode>>> {
        if let Some(known) = self.roles.get(&id) {
            return Ok(known.clone());
        }
        let role = self.read_role(id)?.map(Arc::new);
        self.roles.insert(id, role.clone());
        Ok(role)
    }
}
