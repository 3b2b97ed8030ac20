//! Who is in charge of a userstore, before and after a change of a group or a
//! role: the last one does not go unless that was said.

use crate::Result;
use crate::tables::role;
use muster_model::{Facts, State, UserstoreId};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// What a userstore has someone in charge of, who is enabled and not gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Charges {
    /// How many are privileged.
    pub privileged: u64,
    /// Keys of the groups and projects that have an owner, by whatever way.
    pub owned: BTreeSet<i64>,
}

/// Reads who is in charge of a userstore.
///
/// # Errors
/// If the database fails.
pub fn charge(conn: &Connection, store: UserstoreId) -> Result<Charges> {
    let active = State::Active.number();
    let mut privileged = conn.prepare_cached(
        "SELECT count(*) FROM user
         WHERE userstore_id = ?1 AND state = ?2 AND gone_since IS NULL AND facts & ?3 <> 0",
    )?;
    let privileged = privileged.query_row((store.0, active, Facts::PRIVILEGED.0), |row| row.get(0))?;
    let roles = role::list(conn)?.into_iter().filter(|row| row.userstore == store && row.role.is_owner());
    let owners: Vec<i64> = roles.map(|row| row.id.0).collect();
    if owners.is_empty() {
        return Ok(Charges { privileged, owned: BTreeSet::new() });
    }
    let mut owned = conn.prepare_cached(
        "WITH RECURSIVE
            owner (id) AS (SELECT value FROM json_each(?3)),
            place (id) AS (SELECT id FROM scope WHERE userstore_id = ?1 AND kind IN (1, 2)),
            gives (group_id, scope_id) AS (
                SELECT group_id, scope_id FROM group_grant
                WHERE role_id IN (SELECT id FROM owner) AND scope_id IN (SELECT id FROM place)
                UNION SELECT m.member_id, g.scope_id FROM gives g JOIN group_group m ON m.group_id = g.group_id)
         SELECT g.scope_id FROM user_grant g JOIN user u ON u.id = g.user_id
         WHERE g.role_id IN (SELECT id FROM owner) AND g.scope_id IN (SELECT id FROM place)
            AND u.state = ?2 AND u.gone_since IS NULL
         UNION
         SELECT g.scope_id FROM gives g JOIN group_user m ON m.group_id = g.group_id JOIN user u ON u.id = m.user_id
         WHERE u.state = ?2 AND u.gone_since IS NULL",
    )?;
    let rows = owned.query_map((store.0, active, serde_json::json!(owners).to_string()), |row| row.get(0))?;
    Ok(Charges { privileged, owned: rows.collect::<rusqlite::Result<_>>()? })
}
