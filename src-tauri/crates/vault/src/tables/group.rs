//! Groups and who is in them.
//!
//! GitLab nests groups by their paths, which lists show ([`super::subgroup`]).

use super::subgroup::Subgroups;
use crate::{Error, Result};
use muster_model::fold::fold_case;
use muster_model::{Authority, GroupId, UserId, UserstoreId, UserstoreKind};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use std::collections::{HashMap, HashSet};

/// A group as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRow {
    /// Muster's key.
    pub id: GroupId,
    /// The userstore it belongs to.
    pub userstore: UserstoreId,
    /// The userstore's domain.
    pub domain: String,
    /// Who has the last word on it.
    pub authority: Authority,
    /// The source's own id or distinguished name, where it gave one.
    pub source_id: Option<String>,
    /// Its path or name.
    pub path: String,
    /// The name to show, if it differs from the path.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Since when (seconds since 1970) its source no longer lists it.
    pub gone_since: Option<i64>,
    /// Groups directly in it.
    pub groups: u64,
    /// Roles it gives its members.
    pub roles: u64,
}

/// Which groups to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Path, name to show or description contains this; empty for all.
    pub search: String,
    /// Only of this userstore.
    pub userstore: Option<UserstoreId>,
    /// Only groups directly in this one.
    pub within: Option<GroupId>,
    /// Only groups in no other.
    pub top: bool,
    /// Only groups that this one is directly in.
    pub around: Option<GroupId>,
}

const SELECT: &str = "SELECT g.id, g.userstore_id, d.domain, d.kind, g.source_id, g.path, g.display_name,
    g.description, g.gone_since, (SELECT count(*) FROM group_group m WHERE m.group_id = g.id),
    (SELECT count(*) FROM group_grant m WHERE m.group_id = g.id)
    FROM user_group g JOIN userstore d ON d.id = g.userstore_id";

fn read(row: &Row<'_>) -> Result<GroupRow> {
    let kind: u8 = row.get(3)?;
    let kind = super::stored("userstore", "kind", kind, || UserstoreKind::from_number(kind))?;
    Ok(GroupRow {
        id: GroupId(row.get(0)?),
        userstore: UserstoreId(row.get(1)?),
        domain: row.get(2)?,
        authority: kind.authority(),
        source_id: row.get(4)?,
        path: row.get(5)?,
        display_name: row.get(6)?,
        description: row.get(7)?,
        gone_since: row.get(8)?,
        groups: row.get(9)?,
        roles: row.get(10)?,
    })
}

impl Wanted {
    /// The condition, with its values bound from `?1` on.
    fn condition(&self, subgroups: &Subgroups) -> (String, Vec<Value>) {
        let mut parts = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let search = muster_model::fold::fold(&self.search);
        if !search.is_empty() {
            values.push(Value::Text(search));
            let at = values.len();
            parts.push(format!(
                "(instr(fold(g.path), ?{at}) OR instr(fold(g.display_name), ?{at}) OR instr(fold(g.description), ?{at}))"
            ));
        }
        let mut put = |value: Value| {
            values.push(value);
            format!("?{}", values.len())
        };
        if let Some(store) = self.userstore {
            parts.push(format!("g.userstore_id = {}", put(Value::Integer(store.0))));
        }
        if let Some(group) = self.within {
            let (of, keys) = (put(Value::Integer(group.0)), put(listed(subgroups.inside(group))));
            parts.push(format!(
                "(g.id IN (SELECT member_id FROM group_group WHERE group_id = {of}) OR g.id IN {})",
                among(&keys)
            ));
        }
        if let Some(group) = self.around {
            let (of, keys) = (put(Value::Integer(group.0)), put(listed(subgroups.around(group))));
            parts.push(format!(
                "(g.id IN (SELECT group_id FROM group_group WHERE member_id = {of}) OR g.id IN {})",
                among(&keys)
            ));
        }
        if self.top {
            let keys = put(listed(subgroups.all()));
            parts.push("NOT EXISTS (SELECT 1 FROM group_group m WHERE m.member_id = g.id)".to_owned());
            parts.push(format!("g.id NOT IN {}", among(&keys)));
        }
        (if parts.is_empty() { "1".to_owned() } else { parts.join(" AND ") }, values)
    }
}

fn among(keys: &str) -> String {
    format!("(SELECT value FROM json_each({keys}))")
}

fn listed(keys: impl Iterator<Item = GroupId>) -> Value {
    Value::Text(serde_json::json!(keys.map(|id| id.0).collect::<Vec<_>>()).to_string())
}

/// Groups by path, and how many there are in all.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn page(conn: &Connection, wanted: &Wanted, offset: u64, limit: u64) -> Result<(Vec<GroupRow>, u64)> {
    let subgroups = Subgroups::read(conn)?;
    let (condition, values) = wanted.condition(&subgroups);
    let sql = format!("SELECT count(*) FROM user_group g WHERE {condition}");
    let total = conn.prepare_cached(&sql)?.query_row(params_from_iter(&values), |row| row.get(0))?;
    let sql = format!("{SELECT} WHERE {condition} ORDER BY g.path_key, g.id LIMIT {limit} OFFSET {offset}");
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(&values))?;
    let mut groups = Vec::new();
    while let Some(row) = rows.next()? {
        let mut group = read(row)?;
        group.groups += subgroups.beside(conn, group.id)?;
        groups.push(group);
    }
    Ok((groups, total))
}

/// A group by its key.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn by_id(conn: &Connection, id: GroupId) -> Result<GroupRow> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE g.id = ?1"))?;
    let mut rows = statement.query([id.0])?;
    let found = rows.next()?.map(read).transpose()?;
    let mut group = found.ok_or_else(|| Error::NoSuch { what: "group", name: id.to_string() })?;
    group.groups += Subgroups::read(conn)?.beside(conn, id)?;
    Ok(group)
}

/// The path of a group.
///
/// # Errors
/// [`Error::NoSuch`], or if the database fails.
pub fn path(conn: &Connection, id: GroupId) -> Result<String> {
    let mut statement = conn.prepare_cached("SELECT path FROM user_group WHERE id = ?1")?;
    let found = statement.query_row([id.0], |row| row.get(0)).optional()?;
    found.ok_or_else(|| Error::NoSuch { what: "group", name: id.to_string() })
}

/// How many users are directly in a group.
///
/// # Errors
/// If the database fails.
pub fn users(conn: &Connection, id: GroupId) -> Result<u64> {
    let mut statement = conn.prepare_cached("SELECT count(*) FROM group_user WHERE group_id = ?1")?;
    Ok(statement.query_row([id.0], |row| row.get(0))?)
}

/// How many different users are in a group, or in groups in it.
///
/// # Errors
/// If the database fails.
pub fn users_within(conn: &Connection, id: GroupId) -> Result<u64> {
    let mut statement = conn.prepare_cached(
        "WITH RECURSIVE inside (id) AS (
            SELECT ?1 UNION SELECT m.member_id FROM group_group m JOIN inside i ON m.group_id = i.id
         )
         SELECT count(DISTINCT user_id) FROM group_user WHERE group_id IN (SELECT id FROM inside)",
    )?;
    Ok(statement.query_row([id.0], |row| row.get(0))?)
}

/// A group of a userstore that its source still lists, by its path, whatever
/// its case.
///
/// # Errors
/// If the database fails.
pub fn by_path(conn: &Connection, userstore: UserstoreId, path: &str) -> Result<Option<GroupId>> {
    let mut statement = conn.prepare_cached(
        "SELECT id FROM user_group WHERE userstore_id = ?1 AND path_key = ?2 AND gone_since IS NULL ORDER BY id LIMIT 1",
    )?;
    let found = statement.query_row((userstore.0, fold_case(path)), |row| Ok(GroupId(row.get(0)?)));
    Ok(found.optional()?)
}

/// Groups of all userstores that a text names: by `DOMAIN/path`, by path, or
/// by Muster's key.
///
/// # Errors
/// If the database fails.
pub fn named(conn: &Connection, text: &str) -> Result<Vec<(GroupId, String)>> {
    let mut statement = conn.prepare_cached(
        "SELECT g.id, d.domain || '/' || g.path FROM user_group g JOIN userstore d ON d.id = g.userstore_id
         WHERE g.path_key = ?1 OR d.domain_key || '/' || g.path_key = ?1 OR g.id = ?2
         ORDER BY g.gone_since IS NOT NULL, g.id LIMIT 11",
    )?;
    let key = fold_case(text);
    let rows = statement.query_map((&key, key.parse::<i64>().ok()), |row| Ok((GroupId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A group and every group below it, each once; circles end where they close.
///
/// # Errors
/// If the database fails.
pub fn below(conn: &Connection, id: GroupId) -> Result<Vec<GroupId>> {
    let mut inside: HashMap<GroupId, Vec<GroupId>> = HashMap::new();
    for (group, member) in tree(conn)? {
        inside.entry(group).or_default().push(member);
    }
    let mut found = vec![id];
    let mut known = HashSet::from([id]);
    let mut next = 0;
    while let Some(group) = found.get(next) {
        let members = inside.get(group).into_iter().flatten().copied().filter(|member| known.insert(*member));
        let members: Vec<GroupId> = members.collect();
        found.extend(members);
        next += 1;
    }
    Ok(found)
}

/// Every pair of a group and one directly in it, of groups that their sources
/// still list.
///
/// # Errors
/// If the database fails.
pub fn nested(conn: &Connection) -> Result<Vec<(GroupId, GroupId)>> {
    let mut statement = conn.prepare_cached(
        "SELECT m.group_id, m.member_id FROM group_group m
         JOIN user_group a ON a.id = m.group_id JOIN user_group b ON b.id = m.member_id
         WHERE a.gone_since IS NULL AND b.gone_since IS NULL ORDER BY 1, 2",
    )?;
    let rows = statement.query_map([], |row| Ok((GroupId(row.get(0)?), GroupId(row.get(1)?))))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The same as lists show it: with those that GitLab nests by their paths.
///
/// # Errors
/// If the database fails.
pub fn tree(conn: &Connection) -> Result<Vec<(GroupId, GroupId)>> {
    let mut all = nested(conn)?;
    all.extend(Subgroups::read(conn)?.pairs());
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Keys and paths of all groups that their sources still list.
///
/// # Errors
/// If the database fails.
pub fn paths(conn: &Connection) -> Result<Vec<(GroupId, String)>> {
    let mut statement = conn.prepare_cached("SELECT id, path FROM user_group WHERE gone_since IS NULL ORDER BY id")?;
    let rows = statement.query_map([], |row| Ok((GroupId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Paths of the groups a user is directly in, in order; groups that are gone
/// are left out.
///
/// # Errors
/// If the database fails.
pub fn paths_of_user(conn: &Connection, user: UserId) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT g.path FROM group_user m JOIN user_group g ON g.id = m.group_id
         WHERE m.user_id = ?1 AND g.gone_since IS NULL ORDER BY g.path",
    )?;
    Ok(statement.query_map([user.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// What an operator says of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    pub path: String,
    pub display_name: Option<String>,
    pub description: Option<String>,
}

/// Adds a group without members.
pub(crate) fn add(conn: &Connection, userstore: UserstoreId, texts: &Texts) -> Result<GroupId> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO user_group (userstore_id, path, path_key, display_name, description) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    statement.execute((userstore.0, &texts.path, fold_case(&texts.path), &texts.display_name, &texts.description))?;
    Ok(GroupId(conn.last_insert_rowid()))
}

/// Replaces what is said of a group.
pub(crate) fn set(conn: &Connection, id: GroupId, texts: &Texts) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "UPDATE user_group SET path = ?2, path_key = ?3, display_name = ?4, description = ?5 WHERE id = ?1",
    )?;
    statement.execute((id.0, &texts.path, fold_case(&texts.path), &texts.display_name, &texts.description))?;
    Ok(())
}

/// Puts a group into these others and no more.
pub(crate) fn set_parents(conn: &Connection, id: GroupId, parents: &[GroupId]) -> Result<()> {
    conn.prepare_cached("DELETE FROM group_group WHERE member_id = ?1")?.execute([id.0])?;
    let mut add = conn.prepare_cached("INSERT OR IGNORE INTO group_group (group_id, member_id) VALUES (?1, ?2)")?;
    for parent in parents {
        add.execute((parent.0, id.0))?;
    }
    Ok(())
}

/// Removes a group with its memberships and what it gives.
pub(crate) fn remove(conn: &Connection, id: GroupId) -> Result<()> {
    for sql in [
        "DELETE FROM group_grant WHERE group_id = ?1",
        "DELETE FROM group_group WHERE group_id = ?1 OR member_id = ?1",
        "DELETE FROM group_user WHERE group_id = ?1",
        "DELETE FROM user_group WHERE id = ?1",
    ] {
        conn.prepare_cached(sql)?.execute([id.0])?;
    }
    Ok(())
}

/// The source's own id or distinguished name of a userstore's group, by path.
///
/// # Errors
/// If the database fails.
pub fn source_id(conn: &Connection, domain: &str, path: &str) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT g.source_id FROM user_group g JOIN userstore s ON s.id = g.userstore_id
         WHERE s.domain_key = ?1 AND g.path_key = ?2 AND g.gone_since IS NULL AND g.source_id IS NOT NULL",
    )?;
    Ok(statement.query_row((fold_case(domain), fold_case(path)), |row| row.get(0)).optional()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::merge::testing::{day, vault};
    use crate::tables::userstore;

    const PATHS: [&str; 7] = ["acme", "acme/web", "Acme/Web/site", "acme-labs", "acme/api/x", "acme0", "other"];

    fn groups(kind: UserstoreKind) -> (Connection, Vec<GroupId>) {
        let conn = vault();
        let store = userstore::add(&conn, "s", kind, day(1)).unwrap().id;
        let add = |path: &&str| add(&conn, store, &Texts { path: (*path).to_owned(), ..Texts::default() }).unwrap();
        let ids = PATHS.iter().map(add).collect();
        (conn, ids)
    }

    fn listed(conn: &Connection, wanted: &Wanted) -> Vec<(String, u64)> {
        let (rows, total) = page(conn, wanted, 0, 99).unwrap();
        assert_eq!(rows.len() as u64, total);
        rows.into_iter().map(|row| (row.path, row.groups)).collect()
    }

    fn named(all: &[(&str, u64)]) -> Vec<(String, u64)> {
        all.iter().map(|(path, groups)| ((*path).to_owned(), *groups)).collect()
    }

    #[test]
    fn gitlab_nests_by_path_and_others_by_membership() {
        let top = Wanted { top: true, ..Wanted::default() };
        let (conn, ids) = groups(UserstoreKind::Gitlab);
        assert_eq!(listed(&conn, &top), named(&[("acme", 2), ("acme-labs", 0), ("acme0", 0), ("other", 0)]));
        let within = |id| listed(&conn, &Wanted { within: Some(id), ..Wanted::default() });
        // A group whose path goes on beyond what is known is in the nearest that is.
        assert_eq!(within(ids[0]), named(&[("acme/api/x", 0), ("acme/web", 1)]));
        assert_eq!(within(ids[1]), named(&[("Acme/Web/site", 0)]));
        let around = |id| listed(&conn, &Wanted { around: Some(id), ..Wanted::default() });
        assert_eq!((around(ids[2]), around(ids[0])), (named(&[("acme/web", 1)]), Vec::new()));
        assert_eq!(below(&conn, ids[0]).unwrap(), [0, 1, 4, 2].map(|at| ids[at]));
        assert_eq!(tree(&conn).unwrap(), [(ids[0], ids[1]), (ids[0], ids[4]), (ids[1], ids[2])]);
        assert_eq!(nested(&conn).unwrap(), [], "what a group gives goes by memberships alone");
        // A membership beside the path counts once.
        conn.execute("INSERT INTO group_group VALUES (?1, ?2), (?1, ?3)", (ids[0].0, ids[1].0, ids[6].0)).unwrap();
        assert_eq!(within(ids[0]), named(&[("acme/api/x", 0), ("acme/web", 1), ("other", 0)]));
        assert_eq!(by_id(&conn, ids[0]).unwrap().groups, 3);
        conn.execute("UPDATE user_group SET gone_since = 1 WHERE id = ?1", [ids[1].0]).unwrap();
        assert_eq!(around(ids[2]), named(&[("acme", 4)]), "a group that is gone holds nothing");
        assert_eq!(below(&conn, ids[0]).unwrap(), [0, 2, 4, 6].map(|at| ids[at]));

        let (conn, ids) = groups(UserstoreKind::Keycloak);
        assert_eq!(listed(&conn, &top).len(), PATHS.len());
        assert_eq!(below(&conn, ids[0]).unwrap(), ids[..1]);
    }
}
