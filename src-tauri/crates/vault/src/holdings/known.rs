//! Roles, scopes and what groups give, each read once.

use crate::Result;
use crate::merge::powers;
use crate::tables::{role, role_told, scope, time_of, userstore};
use chrono::{DateTime, Utc};
use muster_model::{Authority, RoleId, Scope, ScopeKind, UserstoreId};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleKnown {
    /// Its userstore.
    pub userstore: UserstoreId,
    /// Its name.
    pub name: String,
    /// Whether it is privileged, itself or by a role it includes; none where
    /// nobody can tell: its userstore mirrors a source that has no word for
    /// privilege, and no operator said it.
    pub privileged: Option<bool>,
    owner: bool,
}

/// What a group gives its members.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub role: i64,
    pub scope: i64,
    pub since: Option<DateTime<Utc>>,
    pub expires: Option<DateTime<Utc>>,
}

/// Roles, scopes and groups by their keys.
#[derive(Debug, Default)]
pub struct Known {
    roles: HashMap<i64, RoleKnown>,
    scopes: HashMap<i64, Scope>,
    groups: HashMap<i64, (String, Vec<Given>)>,
}

impl Known {
    /// Reads them.
    ///
    /// # Errors
    /// If the database fails or holds an unknown word.
    pub fn read(conn: &Connection) -> Result<Self> {
        let mut scopes = HashMap::new();
        scope::each(conn, &mut |id, scope| drop(scopes.insert(id, scope.clone())))?;
        Ok(Self { roles: roles(conn)?, scopes, groups: groups(conn)? })
    }

    /// A role by its key.
    #[must_use]
    pub fn role(&self, id: i64) -> Option<&RoleKnown> {
        self.roles.get(&id)
    }

    /// Every role, by key.
    pub fn roles(&self) -> impl Iterator<Item = (RoleId, &RoleKnown)> {
        self.roles.iter().map(|(id, role)| (RoleId(*id), role))
    }

    /// A scope by its key.
    #[must_use]
    pub fn scope(&self, id: i64) -> Option<&Scope> {
        self.scopes.get(&id)
    }

    /// A group that its source still lists: its path, and what it gives,
    /// itself and by the groups it is in.
    pub(super) fn given(&self, group: i64) -> Option<(&str, &[Given])> {
        self.groups.get(&group).map(|(path, given)| (path.as_str(), given.as_slice()))
    }

    /// Keys of the groups whose members hold something by them.
    pub fn groups(&self) -> impl Iterator<Item = i64> {
        self.groups.iter().filter(|(_, (_, given))| !given.is_empty()).map(|(group, _)| *group)
    }

    /// The path of a group that its source still lists.
    #[must_use]
    pub fn path(&self, group: i64) -> Option<&str> {
        self.groups.get(&group).map(|(path, _)| path.as_str())
    }

    /// What a group gives its members, itself and by the groups it is in: roles
    /// and scopes by their keys, the same perhaps more than once.
    pub fn gives(&self, group: i64) -> impl Iterator<Item = (i64, i64)> {
        self.groups.get(&group).into_iter().flat_map(|(_, given)| given).map(|given: &Given| (given.role, given.scope))
    }

    /// Whether whoever holds the role on the scope owns a group or project.
    #[must_use]
    pub fn is_ownership(&self, role: i64, scope: i64) -> bool {
        self.roles.get(&role).is_some_and(|role| role.owner)
            && self.scopes.get(&scope).is_some_and(|scope| scope.kind != ScopeKind::Instance)
    }
}

fn roles(conn: &Connection) -> Result<HashMap<i64, RoleKnown>> {
    let (rows, powers) = (role::list(conn)?, powers(conn)?);
    let told: HashMap<RoleId, bool> = role_told::list(conn)?.into_iter().collect();
    // A userstore that is edited here has a word for it, and so has a source
    // that told of any role what makes it privileged or not.
    let mut with_words: HashSet<UserstoreId> = userstore::list(conn)?
        .into_iter()
        .filter(|store| store.authority == Authority::Local)
        .map(|store| store.id)
        .collect();
    for row in &rows {
        let says = row.role.level.is_some() || !row.role.permissions.is_empty() || row.builtin;
        if says || powers.contains(&row.id.0) {
            with_words.insert(row.userstore);
        }
    }
    let known = rows.into_iter().map(|row| {
        let word = with_words.contains(&row.userstore).then_some(false);
        let privileged = if powers.contains(&row.id.0) { Some(true) } else { told.get(&row.id).copied().or(word) };
        let owner = row.role.is_owner();
        (row.id.0, RoleKnown { userstore: row.userstore, name: row.role.name, privileged, owner })
    });
    Ok(known.collect())
}

fn groups(conn: &Connection) -> Result<HashMap<i64, (String, Vec<Given>)>> {
    let mut gives: HashMap<i64, Vec<Given>> = HashMap::new();
    let mut statement = conn.prepare_cached(
        "SELECT group_id, role_id, scope_id, since, expires_at FROM group_grant ORDER BY group_id, scope_id, role_id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        gives.entry(row.get(0)?).or_default().push(Given {
            role: row.get(1)?,
            scope: row.get(2)?,
            since: time_of("group_grant", "since", row.get(3)?)?,
            expires: time_of("group_grant", "expires_at", row.get(4)?)?,
        });
    }
    if gives.is_empty() {
        return Ok(HashMap::new());
    }
    let mut paths: BTreeMap<i64, String> = BTreeMap::new();
    let mut statement = conn.prepare_cached("SELECT id, path FROM user_group WHERE gone_since IS NULL")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        paths.insert(row.get(0)?, row.get(1)?);
    }
    let mut parents: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut statement = conn.prepare_cached("SELECT member_id, group_id FROM group_group ORDER BY 1, 2")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (member, group): (i64, i64) = (row.get(0)?, row.get(1)?);
        if paths.contains_key(&group) {
            parents.entry(member).or_default().push(group);
        }
    }
    let all = paths.into_iter().map(|(group, path)| {
        let mut seen = BTreeSet::from([group]);
        let (mut left, mut given) = (vec![group], Vec::new());
        while let Some(next) = left.pop() {
            given.extend(gives.get(&next).into_iter().flatten().cloned());
            left.extend(parents.get(&next).into_iter().flatten().copied().filter(|parent| seen.insert(*parent)));
        }
        (group, (path, given))
    });
    Ok(all.collect())
}
