//! Roles, scopes and groups that only a late snapshot names. They are kept,
//! since versions speak of them: taking the userstore back needs them again.

use super::content::Group;
use crate::Result;
use crate::tables::{role, role_include, scope};
use muster_model::{Role, RoleId, Scope, UserstoreId};
use rusqlite::Connection;

/// What is new by name.
#[derive(Debug, Default)]
pub(super) struct Names {
    roles: Vec<Role>,
    scopes: Vec<Scope>,
    groups: Vec<Group>,
}

impl Names {
    /// The last keys there are.
    pub fn last(conn: &Connection) -> Result<[i64; 3]> {
        let sql = "SELECT (SELECT coalesce(max(id), 0) FROM role), (SELECT coalesce(max(id), 0) FROM scope),
                   (SELECT coalesce(max(id), 0) FROM user_group)";
        Ok(conn.query_row(sql, [], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?)
    }

    /// What came after those keys.
    pub fn since(conn: &Connection, [role, scope, group]: [i64; 3]) -> Result<Self> {
        let mut names = Self::default();
        names.roles.extend(role::list(conn)?.into_iter().filter(|row| row.id.0 > role).map(|row| row.role));
        scope::each(conn, &mut |id, told| {
            if id > scope {
                names.scopes.push(told.clone());
            }
        })?;
        let mut statement =
            conn.prepare_cached("SELECT source_id, path, display_name, description FROM user_group WHERE id > ?1")?;
        names.groups = statement.query_map([group], Group::read)?.collect::<rusqlite::Result<_>>()?;
        Ok(names)
    }

    /// Adds what is missing; a group nobody names today is gone since `gone`.
    pub fn keep(&self, conn: &Connection, store: UserstoreId, gone: Option<i64>) -> Result<()> {
        for told in &self.roles {
            if role::by_name(conn, store, &told.name)?.is_none() {
                let id = role::add(conn, store, told)?;
                let base = told.base.as_deref().map(|base| role::by_name(conn, store, base)).transpose()?.flatten();
                let base: Option<RoleId> = base.map(|base| base.id);
                role_include::set(conn, id, base.as_slice())?;
            }
        }
        self.scopes.iter().try_for_each(|told| scope::ensure(conn, store, told).map(drop))?;
        self.groups.iter().try_for_each(|group| group.ensure(conn, store, gone).map(drop))
    }
}
