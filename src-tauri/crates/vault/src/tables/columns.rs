//! Every user, streamed to the column store.

mod held;

use self::held::{ByUser, GRANTS, GRANTS_ORDER, GROUPS, Held};
use super::{seen, stored, userstore};
use crate::Result;
use muster_model::seen::SeenStatus;
use muster_model::{Facts, GrantKeys, Kind, Standing, State, UserId};
use rusqlite::{Connection, Row};

/// What the column store keeps of a user. Texts live as long as the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnRow<'a> {
    /// Muster's key of the user.
    pub id: i64,
    /// Muster's key of the userstore.
    pub userstore: i64,
    /// The sign-in name.
    pub username: &'a str,
    /// The name to show.
    pub display_name: &'a str,
    /// The name to show, folded.
    pub name_order: &'a str,
    /// The primary e-mail.
    pub email: Option<&'a str>,
    /// The state.
    pub state: State,
    /// The kind.
    pub kind: Kind,
    /// All facts, `GONE`, `GRANTS_KNOWN` and `PENDING` included.
    pub facts: Facts,
    /// The highest access level.
    pub level: Option<u8>,
    /// The highest role.
    pub top_role: Option<i64>,
    /// Which answer the source gives on the last sign of life.
    pub seen: SeenStatus,
    /// When that was, in seconds since 1970.
    pub seen_at: Option<i64>,
    /// When the source created the user, in seconds since 1970.
    pub created_at: Option<i64>,
    /// When access ends, in seconds since 1970.
    pub expires_at: Option<i64>,
    /// Every role held on a scope, itself or as its source says through a
    /// group; one told by several dialects once.
    pub grants: &'a [GrantKeys],
    /// Keys of the groups it is directly in.
    pub groups: &'a [i64],
}

const SELECT: &str = "SELECT u.id, u.userstore_id, u.username, u.display_name, u.name_order, u.email, u.state, u.kind,
    u.facts, u.level, u.top_role_id, n.status, n.at, u.created_at, u.expires_at, u.gone_since IS NOT NULL
    FROM user u LEFT JOIN user_seen n ON n.user_id = u.id";

fn read<'r>(row: &'r Row<'_>, grants_known: &[i64], pending: &[i64], held: &'r Held) -> Result<ColumnRow<'r>> {
    let text = |i: usize| -> Result<&'r str> { Ok(row.get_ref(i)?.as_str().map_err(rusqlite::Error::from)?) };
    let userstore: i64 = row.get(1)?;
    let (state, kind): (u8, u8) = (row.get(6)?, row.get(7)?);
    let mut facts = Facts(row.get(8)?).with(Facts::GONE, row.get(15)?);
    if grants_known.contains(&userstore) {
        facts = facts.with(Facts::GRANTS_KNOWN, true);
    }
    let id: i64 = row.get(0)?;
    facts = facts.with(Facts::PENDING, pending.binary_search(&id).is_ok());
    Ok(ColumnRow {
        id,
        userstore,
        username: text(2)?,
        display_name: text(3)?,
        name_order: text(4)?,
        email: row.get_ref(5)?.as_str_or_null().map_err(rusqlite::Error::from)?,
        state: stored("user", "state", state, || State::from_number(state))?,
        kind: stored("user", "kind", kind, || Kind::from_number(kind))?,
        facts,
        level: row.get(9)?,
        top_role: row.get(10)?,
        seen: match row.get::<_, Option<u8>>(11)? {
            Some(number) => seen::status(number)?,
            None => SeenStatus::NotCollected,
        },
        seen_at: row.get(12)?,
        created_at: row.get(13)?,
        expires_at: row.get(14)?,
        grants: &held.grants,
        groups: &held.groups,
    })
}

/// Keys of the groups a user is directly in.
///
/// # Errors
/// If the database fails.
pub fn groups_of_user(conn: &Connection, user: UserId) -> Result<Vec<i64>> {
    Ok(Held::of_user(conn, user)?.groups)
}

/// What one user holds and which groups it is directly in, as [`ColumnRow`]
/// has them.
///
/// # Errors
/// If the database fails.
pub(crate) fn held_by(conn: &Connection, user: UserId) -> Result<(Vec<GrantKeys>, Vec<i64>)> {
    let held = Held::of_user(conn, user)?;
    Ok((held.grants, held.groups))
}

/// Keys of users of whom a change is outstanding, in order; of all, or only of one.
fn pending(conn: &Connection, user: Option<UserId>) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT DISTINCT c.user_id FROM change_user c
         WHERE c.standing = {} AND (?1 IS NULL OR c.user_id = ?1) ORDER BY c.user_id",
        Standing::Outstanding.number()
    ))?;
    let keys = statement.query_map([user.map(|user| user.0)], |row| row.get(0))?;
    Ok(keys.collect::<rusqlite::Result<_>>()?)
}

/// Hands every user to `take`, in the order of their keys.
///
/// # Errors
/// If the database fails or holds an unknown word; `take` may have had some
/// users by then.
pub fn load(conn: &Connection, take: &mut dyn FnMut(ColumnRow<'_>)) -> Result<()> {
    let grants_known = userstore::with_grants_known(conn)?;
    let pending = pending(conn, None)?;
    // In the order of the keys all tables are read once, from end to end.
    let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY u.id"))?;
    let mut grants = conn.prepare_cached(&format!("{GRANTS} {GRANTS_ORDER}"))?;
    let mut groups = conn.prepare_cached(&format!("{GROUPS} ORDER BY user_id"))?;
    let mut rows = statement.query([])?;
    let (mut grants, mut groups) = (ByUser::new(grants.query([])?)?, ByUser::new(groups.query([])?)?);
    let mut held = Held::default();
    while let Some(row) = rows.next()? {
        let user = row.get(0)?;
        held.clear();
        grants.of(user, |row| held.grant(row))?;
        groups.of(user, |row| held.group(row))?;
        take(read(row, &grants_known, &pending, &held)?);
    }
    Ok(())
}

/// Hands users to `take`, in the order of their keys; `users` must be in it.
/// Answers those who are not there.
///
/// # Errors
/// As [`load`].
pub fn load_some(conn: &Connection, users: &[UserId], take: &mut dyn FnMut(ColumnRow<'_>)) -> Result<Vec<UserId>> {
    let grants_known = userstore::with_grants_known(conn)?;
    let pending = pending(conn, None)?;
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE u.id = ?1"))?;
    let mut missing = Vec::new();
    for user in users {
        let held = Held::of_user(conn, *user)?;
        let mut rows = statement.query([user.0])?;
        match rows.next()? {
            Some(row) => take(read(row, &grants_known, &pending, &held)?),
            None => missing.push(*user),
        }
    }
    Ok(missing)
}

/// Hands one user to `take`; answers whether there is one with this key.
///
/// # Errors
/// If the database fails or holds an unknown word.
pub fn load_one(conn: &Connection, user: UserId, take: &mut dyn FnMut(ColumnRow<'_>)) -> Result<bool> {
    let grants_known = userstore::with_grants_known(conn)?;
    let pending = pending(conn, Some(user))?;
    let held = Held::of_user(conn, user)?;
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE u.id = ?1"))?;
    let mut rows = statement.query([user.0])?;
    match rows.next()? {
        Some(row) => {
            take(read(row, &grants_known, &pending, &held)?);
            Ok(true)
        }
        None => Ok(false),
    }
}
