//! What roles, groups and scopes are, told to the columns.

use muster_columns::Columns;
use muster_columns::access::{GroupEntry, RoleEntry};
use muster_vault::Connection;
use muster_vault::tables::{group, group_grant, role, role_include, scope, userstore};
use std::collections::HashMap;

/// Gives userstores, roles, groups and scopes the names that filters and
/// orders go by, and answers the roles' levels.
pub(super) fn name(columns: &mut Columns, conn: &Connection) -> muster_vault::Result<HashMap<i64, u8>> {
    for store in userstore::list(conn)? {
        columns.name_userstore(store.id.0, &store.domain);
    }
    let roles = roles(conn)?;
    columns.set_access(&roles, &groups(conn)?);
    scopes(columns, conn)?;
    Ok(roles.iter().filter_map(|role| Some((role.id, role.level?))).collect())
}

/// Names the scopes that users hold roles on and that are not named yet.
pub(super) fn scopes(columns: &mut Columns, conn: &Connection) -> muster_vault::Result<()> {
    for id in columns.unnamed_scopes() {
        columns.name_scope(id, &scope::by_id(conn, id)?);
    }
    Ok(())
}

fn roles(conn: &Connection) -> muster_vault::Result<Vec<RoleEntry>> {
    let mut includes: HashMap<i64, Vec<i64>> = HashMap::new();
    for (role, included) in role_include::list(conn)? {
        includes.entry(role.0).or_default().push(included.0);
    }
    let entry = |row: role::RoleRow| RoleEntry {
        id: row.id.0,
        elevated: row.role.is_elevated_guest(),
        name: row.role.name,
        base: row.role.base,
        level: row.role.level,
        privileged: row.role.privileged,
        permissions: row.role.permissions,
        includes: includes.remove(&row.id.0).unwrap_or_default(),
    };
    Ok(role::list(conn)?.into_iter().map(entry).collect())
}

fn groups(conn: &Connection) -> muster_vault::Result<Vec<GroupEntry>> {
    let mut parents: HashMap<i64, Vec<i64>> = HashMap::new();
    for (group, member) in group::nested(conn)? {
        parents.entry(member.0).or_default().push(group.0);
    }
    let mut grants = HashMap::<i64, Vec<_>>::new();
    for (group, keys) in group_grant::keys(conn)? {
        grants.entry(group.0).or_default().push(keys);
    }
    let entry = |(id, path): (muster_model::GroupId, String)| GroupEntry {
        id: id.0,
        path,
        parents: parents.remove(&id.0).unwrap_or_default(),
        grants: grants.remove(&id.0).unwrap_or_default(),
    };
    Ok(group::paths(conn)?.into_iter().map(entry).collect())
}
