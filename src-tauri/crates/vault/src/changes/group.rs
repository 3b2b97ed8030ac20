//! Making, changing and removing groups of a local userstore. Who is in them
//! is changed user by user, as a change of users.

use super::noted::{By, Done, Noted, chain, local, refused, text};
use super::thing::Thing;
use crate::tables::group::{self, GroupRow, Texts};
use crate::tables::group_grant::{self, GroupGrant};
use crate::tables::{role, scope, userstore};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_model::{Authority, GroupId, RoleId, Scope, ScopeKind, Userstore};
use rusqlite::{Connection, Transaction};
use std::collections::HashMap;

/// The most characters of a group's path, and of a scope's.
pub const MOST_PATH: usize = 1_000;
/// The most characters of the name to show.
const MOST_NAME: usize = 255;

/// A role that a group is to give its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRole {
    /// The role's name.
    pub role: String,
    /// On what.
    pub scope: Scope,
    /// Until when, if it ends.
    pub expires: Option<DateTime<Utc>>,
}

/// A group to make or to change. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupEdit {
    /// Path or name.
    pub path: Option<String>,
    /// Name to show; empty clears it.
    pub display_name: Option<String>,
    /// What it is for; empty clears it.
    pub description: Option<String>,
    /// Paths of the groups it is directly in: all of them.
    pub parents: Option<Vec<String>>,
    /// Roles it gives its members: all of them.
    pub roles: Option<Vec<GroupRole>>,
}

/// Makes a group without members.
///
/// # Errors
/// [`Error::NotLocal`], [`Error::Taken`] for a path that another group has,
/// [`Error::NoSuch`] for a group or role it refers to, [`Error::Value`] with
/// the field, or if the database fails.
pub fn create(tx: &Transaction<'_>, domain: &str, edit: &GroupEdit, by: By<'_>) -> Result<Done<GroupId>> {
    let store = local(tx, domain)?;
    let texts = texts(tx, &store, Texts::default(), edit, None)?;
    let parents = parents(tx, &store, edit.parents.as_deref().unwrap_or_default())?;
    let roles = roles(tx, &store, edit.roles.as_deref().unwrap_or_default())?;
    let title = format!("Make the group {}", texts.path);
    let mut noted = Noted::begin(tx, by, &title, &format!("{}/{}", store.domain, texts.path))?;
    let id = noted.make(Thing::Group, || {
        let id = group::add(tx, store.id, &texts)?;
        group::set_parents(tx, id, &parents)?;
        give(tx, id, &[], &roles, by.now)?;
        Ok(id.0)
    })?;
    noted.end(GroupId(id))
}

/// Changes a group. Its members, and those of groups in it, follow.
///
/// # Errors
/// As [`create`]; [`Error::Cycle`] if it would be in itself.
pub fn edit(tx: &Transaction<'_>, id: GroupId, edit: &GroupEdit, by: By<'_>) -> Result<Done<GroupId>> {
    let (store, known) = own(tx, id)?;
    let before = Texts {
        path: known.path.clone(),
        display_name: known.display_name.clone(),
        description: known.description.clone(),
    };
    let texts = texts(tx, &store, before.clone(), edit, Some(id))?;
    let parents = match &edit.parents {
        Some(paths) => Some(parents(tx, &store, paths)?),
        None => None,
    };
    no_circle(tx, id, &texts.path, parents.as_deref().unwrap_or_default())?;
    let roles = match &edit.roles {
        Some(given) => Some(roles(tx, &store, given)?),
        None => None,
    };
    let title = format!("Change the group {}", known.path);
    let mut noted = Noted::begin(tx, by, &title, &format!("{}/{}", store.domain, texts.path))?;
    noted.change_but_users(Thing::Group, id.0, || {
        if texts != before {
            group::set(tx, id, &texts)?;
        }
        if let Some(parents) = &parents {
            group::set_parents(tx, id, parents)?;
        }
        if let Some(roles) = &roles {
            give(tx, id, &group_grant::of_group(tx, id)?, roles, by.now)?;
        }
        Ok(())
    })?;
    noted.end(id)
}

/// Removes a group. Its users and groups are in it no longer, and have no more
/// what it gave; undoing brings all of it back.
///
/// # Errors
/// [`Error::NotLocal`], [`Error::NoSuch`], or if the database fails.
pub fn remove(tx: &Transaction<'_>, id: GroupId, by: By<'_>) -> Result<Done<GroupId>> {
    let (store, known) = own(tx, id)?;
    let title = format!("Remove the group {}", known.path);
    let mut noted = Noted::begin(tx, by, &title, &format!("{}/{}", store.domain, known.path))?;
    take(tx, id, &mut noted)?;
    noted.end(id)
}

/// A group that has no users, and its userstore.
///
/// # Errors
/// [`Error::NotLocal`], [`Error::NoSuch`], [`Error::Value`] with how many users
/// are in it or in groups in it, or if the database fails.
pub(super) fn empty(conn: &Connection, id: GroupId) -> Result<(Userstore, GroupRow)> {
    let (store, known) = own(conn, id)?;
    let users = group::users_within(conn, id)?;
    if users > 0 {
        let who = if users == 1 { "1 user is".to_owned() } else { format!("{users} users are") };
        let remedy = "look at it on its own page, and remove it there if they shall lose what it gives";
        return Err(refused("group", format!("{who} in it by now: {remedy}")));
    }
    Ok((store, known))
}

/// Removes a group as a part of a change.
pub(super) fn take(tx: &Transaction<'_>, id: GroupId, noted: &mut Noted<'_>) -> Result<()> {
    noted.change(Thing::Group, id.0, || group::remove(tx, id))
}

fn own(conn: &Connection, id: GroupId) -> Result<(Userstore, GroupRow)> {
    let known = group::by_id(conn, id)?;
    match known.authority {
        Authority::Local => Ok((userstore::by_id(conn, known.userstore)?, known)),
        Authority::Mirrored => Err(Error::NotLocal { domain: known.domain }),
    }
}

fn texts(conn: &Connection, store: &Userstore, known: Texts, edit: &GroupEdit, id: Option<GroupId>) -> Result<Texts> {
    let mut texts = known;
    if let Some(path) = &edit.path {
        texts.path = path.trim().trim_matches('/').to_owned();
    }
    texts.path = text("path", &texts.path, MOST_PATH, false)?
        .ok_or_else(|| refused("path", "a group needs a path: give it one, such as acme/web"))?;
    if group::by_path(conn, store.id, &texts.path)?.is_some_and(|other| Some(other) != id) {
        return Err(Error::Taken { what: "group", name: format!("{}/{}", store.domain, texts.path) });
    }
    if let Some(name) = &edit.display_name {
        texts.display_name = text("display_name", name, MOST_NAME, false)?;
    }
    if let Some(about) = &edit.description {
        texts.description = text("description", about, super::role::MOST_DESCRIPTION, true)?;
    }
    Ok(texts)
}

fn parents(conn: &Connection, store: &Userstore, paths: &[String]) -> Result<Vec<GroupId>> {
    let find = |path: &String| {
        group::by_path(conn, store.id, path)?.ok_or_else(|| Error::NoSuch { what: "group", name: path.clone() })
    };
    paths.iter().map(find).collect()
}

/// Refuses what would put a group into itself, and names the circle.
fn no_circle(conn: &Connection, id: GroupId, path: &str, parents: &[GroupId]) -> Result<()> {
    if parents.is_empty() {
        return Ok(());
    }
    let mut above: HashMap<GroupId, Vec<GroupId>> = HashMap::new();
    for (group, member) in group::nested(conn)? {
        above.entry(member).or_default().push(group);
    }
    for parent in parents {
        if let Some(circle) = chain(*parent, id, |node| above.get(&node).cloned().unwrap_or_default()) {
            let mut names = vec![path.to_owned()];
            for step in circle {
                names.push(if step == id { path.to_owned() } else { group::by_id(conn, step)?.path });
            }
            return Err(Error::Cycle { what: "group", path: names });
        }
    }
    Ok(())
}

/// A role on a scope, by their keys, and when it ends.
struct Given {
    role: RoleId,
    scope: i64,
    expires: Option<i64>,
}

fn roles(conn: &Connection, store: &Userstore, given: &[GroupRole]) -> Result<Vec<Given>> {
    let mut roles: Vec<Given> = Vec::with_capacity(given.len());
    for one in given {
        let found = role::by_name(conn, store.id, &one.role)?;
        let found = found.ok_or_else(|| Error::NoSuch { what: "role", name: one.role.clone() })?;
        let scope = scope::ensure(conn, store.id, &checked(&one.scope)?)?;
        let expires = one.expires.map(|at| at.timestamp());
        if roles.iter().any(|other| (other.role, other.scope) == (found.id, scope)) {
            return Err(refused("roles", format!("{} on {} is given twice: leave one out", one.role, one.scope)));
        }
        roles.push(Given { role: found.id, scope, expires });
    }
    Ok(roles)
}

/// A scope as it is kept.
///
/// # Errors
/// [`Error::Value`] if its path is not one.
pub(crate) fn checked(scope: &Scope) -> Result<Scope> {
    let path = text("scope", scope.path.trim().trim_matches('/'), MOST_PATH, false)?;
    match (scope.kind, path) {
        (ScopeKind::Instance, None) => Ok(Scope::instance()),
        (ScopeKind::Instance, Some(_)) => Err(refused("scope", "the instance has no path: leave it out")),
        (kind, None) => Err(refused("scope", format!("a {kind} needs a path: give it one, such as acme/web"))),
        (kind, Some(path)) => Ok(Scope { kind, path }),
    }
}

/// Makes a group give these roles and no others. What stays keeps its beginning.
fn give(conn: &Connection, id: GroupId, known: &[GroupGrant], given: &[Given], now: DateTime<Utc>) -> Result<()> {
    for old in known {
        if !given.iter().any(|new| (new.role, new.scope) == (old.role, old.scope_id)) {
            group_grant::remove(conn, id, old.role, old.scope_id)?;
        }
    }
    for new in given {
        let old = known.iter().find(|old| (new.role, new.scope) == (old.role, old.scope_id));
        let since = match old {
            Some(old) => old.since.map(|at| at.timestamp()),
            None => Some(now.timestamp()),
        };
        group_grant::put(conn, id, new.role, new.scope, since, new.expires)?;
    }
    Ok(())
}
