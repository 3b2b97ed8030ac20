//! What users share: read once, named by keys from then on.

use crate::Result;
use crate::tables::{grant, role, scope, userstore};
use muster_model::{Role, Scope};
use rusqlite::Connection;
use std::collections::{BTreeSet, HashMap};

/// Userstores, roles, groups, and where times come from, by their keys.
#[derive(Debug, Default)]
pub struct Names {
    userstores: HashMap<i64, String>,
    sources: HashMap<i64, String>,
    roles: HashMap<i64, Role>,
    /// Groups that are there, by path and place in the order of paths.
    groups: HashMap<i64, String>,
    /// What being in a group gives, by the group; groups that give nothing are
    /// not in it.
    given: HashMap<i64, Vec<i64>>,
}

/// Roles that users hold together. A million users hold a few hundred different
/// sets of roles.
#[derive(Debug, Default)]
pub(super) struct Sets {
    numbers: HashMap<Vec<i64>, u32>,
    sets: Vec<Vec<i64>>,
}

impl Names {
    /// Reads what users share.
    ///
    /// # Errors
    /// If the database fails or holds an unknown word.
    pub fn load(conn: &Connection) -> Result<Self> {
        let mut names = Self {
            userstores: userstore::list(conn)?.into_iter().map(|s| (s.id.0, s.domain)).collect(),
            sources: pairs(conn, "SELECT id, name FROM seen_source")?,
            roles: role::list(conn)?.into_iter().map(|r| (r.id.0, r.role)).collect(),
            groups: pairs(conn, "SELECT id, path FROM user_group WHERE gone_since IS NULL")?,
            ..Self::default()
        };
        if grant::any_through_groups(conn)? {
            names.given = names.given(conn)?;
        }
        Ok(names)
    }

    /// What each group gives: its own roles, and those of the groups it is in.
    fn given(&self, conn: &Connection) -> Result<HashMap<i64, Vec<i64>>> {
        let links = |sql: &str| -> Result<HashMap<i64, Vec<i64>>> {
            let mut statement = conn.prepare(sql)?;
            let mut rows = statement.query([])?;
            let mut links: HashMap<i64, Vec<i64>> = HashMap::new();
            while let Some(row) = rows.next()? {
                links.entry(row.get(0)?).or_default().push(row.get(1)?);
            }
            Ok(links)
        };
        let own = links("SELECT group_id, role_id FROM group_grant")?;
        let above = links("SELECT member_id, group_id FROM group_group")?;
        let mut given = HashMap::new();
        for &group in self.groups.keys() {
            // Not recursive: groups may contain each other in a source.
            let (mut seen, mut waiting, mut roles) = (BTreeSet::from([group]), vec![group], BTreeSet::new());
            while let Some(next) = waiting.pop() {
                roles.extend(own.get(&next).into_iter().flatten());
                let parents = above.get(&next).into_iter().flatten();
                waiting.extend(parents.filter(|g| self.groups.contains_key(g) && seen.insert(**g)));
            }
            if !roles.is_empty() {
                given.insert(group, roles.into_iter().collect());
            }
        }
        Ok(given)
    }

    /// Whether any group gives a role.
    pub(super) fn through_groups(&self) -> bool {
        !self.given.is_empty()
    }

    /// Adds the roles that being in groups gives.
    pub(super) fn add_roles(&self, groups: &[i64], roles: &mut Vec<i64>) {
        for group in groups {
            roles.extend(self.given.get(group).into_iter().flatten());
        }
    }

    /// Names of these roles, which are in order, with the highest role of a
    /// user, which its source may tell alone.
    pub(super) fn roles(&self, ids: &[i64], top: Option<&Role>) -> Vec<String> {
        let mut roles: Vec<&Role> = ids.iter().filter_map(|id| self.roles.get(id)).collect();
        if let Some(top) = top.filter(|top| !roles.contains(top)) {
            roles.push(top);
            roles.sort_by(|a, b| role::highest_first(a, b));
        }
        roles.into_iter().map(|role| role.name.clone()).collect()
    }

    pub(super) fn role(&self, id: i64) -> Option<&Role> {
        self.roles.get(&id)
    }

    pub(super) fn userstore(&self, id: i64) -> Option<&str> {
        self.userstores.get(&id).map(String::as_str)
    }

    pub(super) fn source(&self, id: i64) -> Option<&str> {
        self.sources.get(&id).map(String::as_str)
    }

    /// Paths of groups, in order.
    pub(super) fn paths(&self, groups: &[i64]) -> Vec<String> {
        let mut paths: Vec<String> = groups.iter().filter_map(|id| self.groups.get(id).cloned()).collect();
        paths.sort();
        paths
    }
}

fn pairs(conn: &Connection, sql: &str) -> Result<HashMap<i64, String>> {
    let mut statement = conn.prepare(sql)?;
    let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(pairs.collect::<rusqlite::Result<_>>()?)
}

impl Sets {
    /// The number of a set of roles, which are in order of their keys and each
    /// once.
    pub(super) fn number(&mut self, roles: &[i64], names: &Names) -> u32 {
        if let Some(number) = self.numbers.get(roles) {
            return *number;
        }
        let named = &names.roles;
        let mut ordered: Vec<i64> = Vec::with_capacity(roles.len());
        for id in roles {
            // One role by two keys stands once, as in a list.
            let known = |other: &i64| named.get(other) == named.get(id);
            if named.contains_key(id) && !ordered.iter().any(known) {
                ordered.push(*id);
            }
        }
        ordered.sort_by(|a, b| match (named.get(a), named.get(b)) {
            (Some(a), Some(b)) => role::highest_first(a, b),
            _ => std::cmp::Ordering::Equal,
        });
        let number = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        self.sets.push(ordered);
        self.numbers.insert(roles.to_vec(), number);
        number
    }

    /// The roles of a set, highest first.
    pub(super) fn get(&self, number: u32) -> &[i64] {
        usize::try_from(number).ok().and_then(|at| self.sets.get(at)).map_or(&[], Vec::as_slice)
    }
}

/// Scopes that were met, by their keys: only those on which a highest role is
/// held are read.
#[derive(Debug, Default)]
pub(super) struct Scopes(HashMap<i64, Scope>);

impl Scopes {
    pub(super) fn meet(&mut self, conn: &Connection, id: i64) -> Result<()> {
        if let std::collections::hash_map::Entry::Vacant(new) = self.0.entry(id) {
            new.insert(scope::by_id(conn, id)?);
        }
        Ok(())
    }

    pub(super) fn get(&self, id: i64) -> Option<&Scope> {
        self.0.get(&id)
    }
}
