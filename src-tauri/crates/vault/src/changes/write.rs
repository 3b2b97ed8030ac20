//! Writing what differs between two states of a user.

use super::moves::Moves;
use super::sheet::{Direct, Sheet};
use crate::tables::{avatar, profile, service_account};
use crate::{Error, Result};
use rusqlite::Connection;

/// Writes what differs; `moves` are the grants and groups that do.
pub(super) fn user(conn: &Connection, before: &Sheet, after: &Sheet, moves: &Moves) -> Result<()> {
    let (old, new) = (&before.row, &after.row);
    let names = |row: &crate::merge::row::UserRow| (row.username.clone(), row.display_name.clone(), row.email.clone());
    if names(old) != names(new) {
        new.write_names(conn)?;
    }
    let plain = (old.state, old.kind, old.expires_at, old.facts, old.level, old.top_role, old.top_scope);
    if plain != (new.state, new.kind, new.expires_at, new.facts, new.level, new.top_role, new.top_scope) {
        new.write_plain(conn)?;
    }
    let id = after.id();
    if before.profile != after.profile {
        profile::set(conn, id, &after.profile)?;
    }
    if before.avatar != after.avatar && !avatar::show(conn, id, after.avatar.as_deref())? {
        return Err(Error::damaged("a picture that a change took away is not kept"));
    }
    if before.service != after.service {
        service_account::set(conn, id, &after.service)?;
    }
    moves.taken.iter().try_for_each(|grant| take(conn, id.0, grant))?;
    moves.given.iter().try_for_each(|grant| give(conn, id.0, grant))?;
    for group in &moves.left {
        conn.prepare_cached("DELETE FROM group_user WHERE group_id = ?1 AND user_id = ?2")?.execute((group, id.0))?;
    }
    for group in &moves.joined {
        conn.prepare_cached("INSERT INTO group_user (group_id, user_id) VALUES (?1, ?2)")?.execute((group, id.0))?;
    }
    Ok(())
}

fn take(conn: &Connection, user: i64, grant: &Direct) -> Result<()> {
    conn.prepare_cached(
        "DELETE FROM user_grant
         WHERE user_id = ?1 AND role_id = ?2 AND scope_id = ?3 AND through = '' AND origin = ?4",
    )?
    .execute((user, grant.role, grant.scope, &grant.origin))?;
    Ok(())
}

fn give(conn: &Connection, user: i64, grant: &Direct) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO user_grant (user_id, role_id, scope_id, through, origin, since, expires_at)
         VALUES (?1, ?2, ?3, '', ?4, ?5, ?6)",
    )?
    .execute((user, grant.role, grant.scope, &grant.origin, grant.since, grant.expires))?;
    Ok(())
}
