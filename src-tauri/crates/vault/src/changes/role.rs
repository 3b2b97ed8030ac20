//! Making, changing and removing roles of a local userstore.

use super::noted::{By, Done, Noted, chain, local, refused, text};
use super::thing::Thing;
use crate::tables::role::{self, RoleRow};
use crate::tables::{permission as node, role_include, userstore};
use crate::{Error, Result};
use muster_model::permission::{self, ROOT};
use muster_model::{Authority, Role, RoleId, Userstore, UserstoreId};
use rusqlite::{Connection, Transaction};
use std::collections::HashMap;

/// The most characters of a role's name.
pub const MOST_NAME: usize = 255;
/// The most characters of a description.
pub const MOST_DESCRIPTION: usize = 4_000;
/// Custom roles that an instance of GitLab may have (`gitlab.md` section 4).
pub const MOST_CUSTOM: usize = 10;

/// A role to make or to change. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleEdit {
    /// Its name.
    pub name: Option<String>,
    /// What it is for; empty clears it.
    pub description: Option<String>,
    /// Whether it is privileged.
    pub privileged: Option<bool>,
    /// The built-in role it is based on; fixed once it is made.
    pub base: Option<String>,
    /// Names of the roles it includes, its base left out: all of them.
    pub includes: Option<Vec<String>>,
    /// Permissions it names: all of them.
    pub permissions: Option<Vec<String>>,
}

/// Makes a role. Nobody holds it yet.
///
/// # Errors
/// [`Error::NotLocal`], [`Error::Taken`], [`Error::NoSuch`] for a role or a
/// permission it refers to, [`Error::Value`] with the field, or if the database
/// fails.
pub fn create(tx: &Transaction<'_>, domain: &str, edit: &RoleEdit, by: By<'_>) -> Result<Done<RoleId>> {
    let store = local(tx, domain)?;
    let mut role = Role::named("");
    let name = edit.name.as_deref().unwrap_or_default();
    rename(tx, &store, &mut role, name, None)?;
    if let Some(base) = edit.base.as_deref().map(str::trim).filter(|base| !base.is_empty()) {
        based_on(tx, &store, &mut role, base)?;
    }
    role.privileged = edit.privileged.unwrap_or(false);
    role.permissions = permissions(tx, &store, edit.permissions.as_deref().unwrap_or_default())?;
    let description = text("description", edit.description.as_deref().unwrap_or_default(), MOST_DESCRIPTION, true)?;
    let includes = included(tx, &store, &role, edit.includes.as_deref().unwrap_or_default())?;
    let title = format!("Make the role {}", role.name);
    let mut noted = Noted::begin(tx, by, &title, &format!("{}/{}", store.domain, role.name))?;
    let id = noted.make(Thing::Role, || {
        let id = role::add(tx, store.id, &role)?;
        role::note(tx, id, description.as_deref(), false)?;
        role_include::set(tx, id, &includes)?;
        Ok(id.0)
    })?;
    noted.end(RoleId(id))
}

/// Changes a role. Its holders follow.
///
/// # Errors
/// As [`create`]; [`Error::Builtin`]; [`Error::Cycle`] if it would include
/// itself.
pub fn edit(tx: &Transaction<'_>, id: RoleId, edit: &RoleEdit, by: By<'_>) -> Result<Done<RoleId>> {
    let (store, known) = own(tx, id)?;
    let mut role = known.role.clone();
    if let Some(name) = &edit.name {
        rename(tx, &store, &mut role, name, Some(id))?;
    }
    if let Some(base) = &edit.base
        && !base.trim().eq_ignore_ascii_case(role.base.as_deref().unwrap_or_default())
    {
        return Err(refused("base", "the base of a role is fixed once it is made: make a new role on the other base"));
    }
    role.privileged = edit.privileged.unwrap_or(role.privileged);
    if let Some(paths) = &edit.permissions {
        role.permissions = permissions(tx, &store, paths)?;
    }
    let description = match &edit.description {
        Some(given) => text("description", given, MOST_DESCRIPTION, true)?,
        None => known.description.clone(),
    };
    let includes = match &edit.includes {
        Some(names) => included(tx, &store, &role, names)?,
        None => role_include::of_role(tx, id)?,
    };
    no_circle(tx, id, &role, &includes)?;
    let title = format!("Change the role {}", known.role.name);
    let mut noted = Noted::begin(tx, by, &title, &format!("{}/{}", store.domain, role.name))?;
    noted.change(Thing::Role, id.0, || {
        if role.name != known.role.name {
            role::rename(tx, id, &role.name)?;
        }
        role::set(tx, id, &role)?;
        role::note(tx, id, description.as_deref(), known.builtin)?;
        if includes != role_include::of_role(tx, id)? {
            role_include::set(tx, id, &includes)?;
        }
        Ok(())
    })?;
    noted.end(id)
}

/// Removes a role that nobody holds and no other role includes.
///
/// # Errors
/// [`Error::NotLocal`], [`Error::Builtin`], [`Error::Held`] with by how many,
/// [`Error::NoSuch`], or if the database fails.
pub fn remove(tx: &Transaction<'_>, id: RoleId, by: By<'_>) -> Result<Done<RoleId>> {
    let (store, known) = unused(tx, id)?;
    let title = format!("Remove the role {}", known.role.name);
    let mut noted = Noted::begin(tx, by, &title, &format!("{}/{}", store.domain, known.role.name))?;
    take(tx, id, &mut noted)?;
    noted.end(id)
}

/// A role that may be removed, and its userstore.
pub(super) fn unused(conn: &Connection, id: RoleId) -> Result<(Userstore, RoleRow)> {
    let (store, known) = own(conn, id)?;
    let (users, groups) = role::holders(conn, id)?;
    let including: Vec<String> = including(conn, id)?;
    if users > 0 || groups > 0 || !including.is_empty() {
        return Err(Error::Held { what: "role", name: known.role.name, users, groups, roles: including });
    }
    Ok((store, known))
}

/// Removes a role that is [`unused`], as a part of a change.
pub(super) fn take(tx: &Transaction<'_>, id: RoleId, noted: &mut Noted<'_>) -> Result<()> {
    noted.change(Thing::Role, id.0, || {
        role_include::set(tx, id, &[])?;
        role::remove(tx, id)
    })
}

/// Names of the roles that include one.
fn including(conn: &Connection, id: RoleId) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT r.name FROM role_include i JOIN role r ON r.id = i.role_id WHERE i.included_id = ?1 ORDER BY r.name",
    )?;
    Ok(statement.query_map([id.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// A role that may be edited, and its userstore.
fn own(conn: &Connection, id: RoleId) -> Result<(Userstore, RoleRow)> {
    let known = role::by_id(conn, id)?;
    let store = userstore::by_id(conn, known.userstore)?;
    if store.authority == Authority::Mirrored {
        return Err(Error::NotLocal { domain: store.domain });
    }
    if known.builtin {
        return Err(Error::Builtin { what: "role", name: known.role.name });
    }
    Ok((store, known))
}

fn rename(conn: &Connection, store: &Userstore, role: &mut Role, name: &str, id: Option<RoleId>) -> Result<()> {
    let name =
        text("name", name, MOST_NAME, false)?.ok_or_else(|| refused("name", "a role needs a name: give it one"))?;
    if role::by_name(conn, store.id, &name)?.is_some_and(|other| Some(other.id) != id) {
        return Err(Error::Taken { what: "role", name: format!("{}/{name}", store.domain) });
    }
    role.name = name;
    Ok(())
}

/// Bases a new role on a built-in one, whose access level it takes.
fn based_on(conn: &Connection, store: &Userstore, role: &mut Role, base: &str) -> Result<()> {
    let found =
        role::by_name(conn, store.id, base)?.ok_or_else(|| Error::NoSuch { what: "role", name: base.to_owned() })?;
    // GitLab: an auditor is no base, nor is an administrator (`gitlab.md` section 4).
    if !found.builtin || found.role.level.is_none_or(|level| level == 0) {
        let reason = format!("{} is no built-in role with an access level: choose one such as Guest", found.role.name);
        return Err(refused("base", reason));
    }
    let custom = role::list(conn)?.into_iter().filter(|other| other.userstore == store.id && other.role.base.is_some());
    if custom.count() >= MOST_CUSTOM {
        let reason =
            format!("{} has {MOST_CUSTOM} custom roles, as many as GitLab allows: remove one first", store.domain);
        return Err(refused("base", reason));
    }
    role.level = found.role.level;
    role.base = Some(found.role.name);
    Ok(())
}

/// Permissions as the tree of the userstore spells them, without those below
/// another.
fn permissions(conn: &Connection, store: &Userstore, paths: &[String]) -> Result<Vec<String>> {
    let mut known = Vec::with_capacity(paths.len());
    for path in paths {
        let path = permission::normal(path).map_err(|error| refused("permissions", error.to_string()))?;
        if path == ROOT {
            known.push(path);
            continue;
        }
        let node = node::by_path(conn, store.id, &path)?;
        known.push(node.ok_or(Error::NoSuch { what: "permission", name: path })?.path);
    }
    Ok(permission::reduced(known))
}

/// Keys of the roles that a role includes, its base first.
fn included(conn: &Connection, store: &Userstore, role: &Role, names: &[String]) -> Result<Vec<RoleId>> {
    let mut ids: Vec<RoleId> = Vec::with_capacity(names.len() + 1);
    for name in role.base.iter().chain(names) {
        let found = role::by_name(conn, store.id, name)?;
        let found = found.ok_or_else(|| Error::NoSuch { what: "role", name: name.clone() })?;
        if !ids.contains(&found.id) {
            ids.push(found.id);
        }
    }
    ids.sort_unstable();
    Ok(ids)
}

/// Refuses what would make a role include itself, and names the circle.
fn no_circle(conn: &Connection, id: RoleId, role: &Role, includes: &[RoleId]) -> Result<()> {
    let mut next: HashMap<RoleId, Vec<RoleId>> = HashMap::new();
    for (from, to) in role_include::list(conn)? {
        next.entry(from).or_default().push(to);
    }
    for included in includes {
        if let Some(circle) = chain(*included, id, |node| next.get(&node).cloned().unwrap_or_default()) {
            let mut path = vec![role.name.clone()];
            for step in circle {
                path.push(if step == id { role.name.clone() } else { role::by_id(conn, step)?.role.name });
            }
            return Err(Error::Cycle { what: "role", path });
        }
    }
    Ok(())
}

/// A role of a set that a product comes with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetRole {
    /// What it is, its base left out.
    pub role: Role,
    /// What it is for.
    pub description: Option<String>,
    /// Names of the roles of the set that it includes.
    pub includes: Vec<String>,
}

/// Adds a role of a set, or makes one of its name that is there what the set
/// says. Roles it includes come later.
pub(super) fn install(
    tx: &Transaction<'_>,
    store: UserstoreId,
    set: &SetRole,
    noted: &mut Noted<'_>,
) -> Result<RoleId> {
    let description = set.description.as_deref();
    match role::by_name(tx, store, &set.role.name)? {
        None => noted
            .make(Thing::Role, || {
                let id = role::add(tx, store, &set.role)?;
                role::note(tx, id, description, true)?;
                Ok(id.0)
            })
            .map(RoleId),
        Some(known) => {
            // Nobody loses power by it: what was called privileged stays so.
            let privileged = set.role.privileged || known.role.privileged;
            let role = Role { privileged, ..set.role.clone() };
            noted.change(Thing::Role, known.id.0, || {
                role::rename(tx, known.id, &role.name)?;
                role::set(tx, known.id, &role)?;
                role::note(tx, known.id, description, true)
            })?;
            Ok(known.id)
        }
    }
}

/// Custom roles whose source named the role they are based on before that was
/// known, and its name.
pub(super) fn without_base(conn: &Connection, store: UserstoreId) -> Result<Vec<(RoleId, String)>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, base FROM role r WHERE userstore_id = ?1 AND base IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM role_include i WHERE i.role_id = r.id) ORDER BY id",
    )?;
    let rows = statement.query_map([store.0], |row| Ok((RoleId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Makes a role of a set include those the set says.
pub(super) fn install_includes(
    tx: &Transaction<'_>,
    id: RoleId,
    includes: &[RoleId],
    noted: &mut Noted<'_>,
) -> Result<()> {
    let mut includes = includes.to_vec();
    includes.sort_unstable();
    if includes == role_include::of_role(tx, id)? {
        return Ok(());
    }
    noted.change(Thing::Role, id.0, || role_include::set(tx, id, &includes))
}
