//! Values worth offering while a filter is typed.

use crate::Result;
use muster_model::fold::fold;
use muster_query::complete::List;
use rusqlite::Connection;

/// At most `limit` values of a list that contain `typed`, case and accents
/// aside; those that start with it first, else by name.
///
/// # Errors
/// If the database fails.
pub fn values(conn: &Connection, list: List, typed: &str, limit: u64) -> Result<Vec<String>> {
    let from = match list {
        List::Roles => "SELECT name AS value FROM role",
        List::Groups => "SELECT path AS value FROM user_group WHERE gone_since IS NULL",
        List::Userstores => "SELECT domain AS value FROM userstore",
        List::Attributes => "SELECT name AS value FROM attribute_definition",
        List::Permissions => {
            "SELECT path AS value FROM permission UNION SELECT p.value FROM role r, json_each(r.permissions) p"
        }
        List::Scopes => "SELECT path AS value FROM scope WHERE path <> ''",
    };
    let mut statement = conn.prepare_cached(&format!(
        "SELECT DISTINCT value FROM ({from}) WHERE instr(fold(value), ?1) > 0
         ORDER BY starts_with(fold(value), ?1) DESC, value LIMIT ?2"
    ))?;
    let values = statement.query_map((fold(typed), limit), |row| row.get(0))?;
    Ok(values.collect::<rusqlite::Result<_>>()?)
}
