//! What the vault tells of userstores, roles, groups and scopes, for the users
//! in memory to be filtered and ordered by.

use muster_columns::{Columns, GroupEntry, RoleEntry};
use muster_model::GroupId;
use muster_vault::tables::{group, group_grant, role, role_include, scope, userstore};
use muster_vault::{Connection, Result};
use std::collections::HashMap;

/// Tells everything; answers the access levels of the roles that have one.
pub(super) fn everything(columns: &mut Columns, conn: &Connection) -> Result<HashMap<i64, u8>> {
    scope::each(conn, &mut |id, scope| columns.name_scope(id, scope))?;
    roles_and_groups(columns, conn)
}

/// Tells all but the scopes that were told before.
pub(super) fn roles_and_groups(columns: &mut Columns, conn: &Connection) -> Result<HashMap<i64, u8>> {
    for store in userstore::list(conn)? {
        columns.name_userstore(store.id.0, &store.domain);
    }
    let mut includes: HashMap<i64, Vec<i64>> = HashMap::new();
    for (id, included) in role_include::list(conn)? {
        includes.entry(id.0).or_default().push(included.0);
    }
    let entry = |row: role::RoleRow| RoleEntry {
        id: row.id.0,
        level: row.role.level,
        privileged: row.role.privileged,
        elevated: row.role.is_elevated_guest(),
        includes: includes.remove(&row.id.0).unwrap_or_default(),
        name: row.role.name,
        base: row.role.base,
        permissions: row.role.permissions,
    };
    let roles: Vec<RoleEntry> = role::list(conn)?.into_iter().map(entry).collect();
    columns.set_access(&roles, &groups(conn)?);
    new_scopes(columns, conn)?;
    Ok(roles.into_iter().filter_map(|role| Some((role.id, role.level?))).collect())
}

/// Tells what scopes are that someone holds a role on by now.
pub(super) fn new_scopes(columns: &mut Columns, conn: &Connection) -> Result<()> {
    for id in columns.unnamed_scopes() {
        columns.name_scope(id, &scope::by_id(conn, id)?);
    }
    Ok(())
}

fn groups(conn: &Connection) -> Result<Vec<GroupEntry>> {
    let entry = |(id, path): (GroupId, String)| GroupEntry { id: id.0, path, ..GroupEntry::default() };
    let mut groups: Vec<GroupEntry> = group::paths(conn)?.into_iter().map(entry).collect();
    let places: HashMap<i64, usize> = groups.iter().enumerate().map(|(place, group)| (group.id, place)).collect();
    for (parent, child) in group::nested(conn)? {
        if let Some(place) = places.get(&child.0) {
            groups[*place].parents.push(parent.0);
        }
    }
    for (group, grant) in group_grant::list(conn)? {
        if let Some(place) = places.get(&group.0) {
            groups[*place].grants.push(grant);
        }
    }
    Ok(groups)
}
