//! Groups and who is in them.

use crate::{Error, Result};
use muster_model::fold::fold_case;
use muster_model::{Authority, GroupId, UserId, UserstoreId, UserstoreKind};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

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
    fn condition(&self) -> (String, Vec<Value>) {
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
        let mut by = |id: Option<i64>, condition: &str| {
            if let Some(id) = id {
                values.push(Value::Integer(id));
                parts.push(condition.replace("?", &format!("?{}", values.len())));
            }
        };
        by(self.userstore.map(|id| id.0), "g.userstore_id = ?");
        by(self.within.map(|id| id.0), "g.id IN (SELECT member_id FROM group_group WHERE group_id = ?)");
        by(self.around.map(|id| id.0), "g.id IN (SELECT group_id FROM group_group WHERE member_id = ?)");
        if self.top {
            parts.push("NOT EXISTS (SELECT 1 FROM group_group m WHERE m.member_id = g.id)".to_owned());
        }
        (if parts.is_empty() { "1".to_owned() } else { parts.join(" AND ") }, values)
    }
}

/// Groups by path, and how many there are in all.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn page(conn: &Connection, wanted: &Wanted, offset: u64, limit: u64) -> Result<(Vec<GroupRow>, u64)> {
    let (condition, values) = wanted.condition();
    let sql = format!("SELECT count(*) FROM user_group g WHERE {condition}");
    let total = conn.prepare_cached(&sql)?.query_row(params_from_iter(&values), |row| row.get(0))?;
    let sql = format!("{SELECT} WHERE {condition} ORDER BY g.path_key, g.id LIMIT {limit} OFFSET {offset}");
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(&values))?;
    let mut groups = Vec::new();
    while let Some(row) = rows.next()? {
        groups.push(read(row)?);
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
    let mut statement = conn.prepare_cached(
        "WITH RECURSIVE below (id) AS (
            SELECT ?1 UNION SELECT g.member_id FROM group_group g JOIN below ON g.group_id = below.id
            JOIN user_group t ON t.id = g.member_id WHERE t.gone_since IS NULL)
         SELECT id FROM below",
    )?;
    Ok(statement.query_map([id.0], |row| Ok(GroupId(row.get(0)?)))?.collect::<rusqlite::Result<_>>()?)
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
