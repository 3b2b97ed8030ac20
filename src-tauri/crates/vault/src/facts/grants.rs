//! Since when what is held past groups.

use crate::Result;
use crate::changes::MUSTER;
use rusqlite::Connection;

/// A role that a user holds on a scope directly, as its source or an operator
/// says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldGrant {
    /// Muster's key of the user.
    pub user: i64,
    /// Muster's key of the role.
    pub role: i64,
    /// Muster's key of the scope.
    pub scope: i64,
    /// Since when, in seconds since 1970.
    pub since: Option<i64>,
    /// Until when, in seconds since 1970; none for good.
    pub expires: Option<i64>,
    /// Whether it was given here, by a change set that says why.
    pub given_here: bool,
}

/// Hands over what users with keys from `from` to `to` hold directly, in the
/// order of users. The same told twice is one, and ends when the last of them
/// does.
///
/// # Errors
/// If the database fails.
pub fn grants(conn: &Connection, from: i64, to: i64, take: &mut dyn FnMut(HeldGrant)) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "SELECT user_id, role_id, scope_id, since, expires_at, origin = ?3 FROM user_grant
         WHERE user_id BETWEEN ?1 AND ?2 AND through = '' ORDER BY user_id, scope_id, role_id, through, origin",
    )?;
    let mut rows = statement.query((from, to, MUSTER))?;
    let mut last: Option<HeldGrant> = None;
    while let Some(row) = rows.next()? {
        let next = HeldGrant {
            user: row.get(0)?,
            role: row.get(1)?,
            scope: row.get(2)?,
            since: row.get(3)?,
            expires: row.get(4)?,
            given_here: row.get(5)?,
        };
        match &mut last {
            Some(one) if (one.user, one.role, one.scope) == (next.user, next.role, next.scope) => {
                one.expires = one.expires.zip(next.expires).map(|(a, b)| a.max(b));
                one.since = one.since.or(next.since);
                one.given_here |= next.given_here;
            }
            _ => {
                if let Some(done) = last.replace(next) {
                    take(done);
                }
            }
        }
    }
    if let Some(done) = last {
        take(done);
    }
    Ok(())
}
