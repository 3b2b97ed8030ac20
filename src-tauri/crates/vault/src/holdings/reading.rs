//! The tables read side by side, in the order of users.

use super::known::{Given, Known};
use super::others::{Counting, Others};
use super::{HeldGrant, Holder, Holdings};
use crate::Result;
use crate::bulk::Cursor;
use crate::tables::{seen, stored, time_of};
use muster_model::{Kind, State, UserId, UserstoreId};
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::Arc;

/// The first and the last key of users.
pub(super) type Span = (i64, i64);
pub(super) const EVERYONE: Span = (i64::MIN, i64::MAX);
/// Users whose keys are so close are read at one go: passing over the few in
/// between costs less than looking for the next.
const NEAR: i64 = 8;

/// Spans of keys in which these users are.
pub(super) fn spans(users: &[UserId]) -> impl Iterator<Item = Span> {
    let near = |a: &UserId, b: &UserId| b.0.saturating_sub(a.0) <= NEAR;
    users.chunk_by(near).filter_map(|chunk| Some((chunk.first()?.0, chunk.last()?.0)))
}

pub(super) struct Reading<'w> {
    wanted: Option<&'w [UserId]>,
    /// What others hold, where that is counted.
    counting: Option<Counting>,
    holdings: Holdings,
    throughs: HashMap<String, Arc<str>>,
    /// What the user at hand holds.
    held: Vec<HeldGrant>,
}

const USERS: &str = "SELECT u.id, u.userstore_id, u.source_id, u.username, u.display_name, u.email, u.kind, u.state,
    u.top_role_id, l.person_id, n.status, n.at, n.precision, ss.name
    FROM user u LEFT JOIN user_person l ON l.user_id = u.id
    LEFT JOIN user_seen n ON n.user_id = u.id LEFT JOIN seen_source ss ON ss.id = n.source_id
    WHERE u.gone_since IS NULL AND u.id BETWEEN ?1 AND ?2 ORDER BY u.id";
const PROFILES: &str = "SELECT user_id, json_extract(body, '$.fields.department.value'),
    json_extract(body, '$.fields.manager.value') FROM user_profile
    WHERE user_id BETWEEN ?1 AND ?2 ORDER BY user_id";
const GRANTS: &str = "SELECT user_id, scope_id, role_id, through, min(since),
    CASE WHEN count(*) = count(expires_at) THEN max(expires_at) END
    FROM user_grant WHERE user_id BETWEEN ?1 AND ?2 GROUP BY user_id, scope_id, role_id, through ORDER BY user_id";
const GROUPS: &str = "SELECT user_id, group_id FROM group_user WHERE user_id BETWEEN ?1 AND ?2
    ORDER BY user_id, group_id";

impl<'w> Reading<'w> {
    pub fn new(known: Known, wanted: Option<&'w [UserId]>, counting: Option<Counting>) -> Self {
        let holdings = Holdings { users: Vec::new(), grants: Vec::new(), known };
        Self { wanted, counting, holdings, throughs: HashMap::new(), held: Vec::new() }
    }

    /// What was read.
    pub fn finish(self) -> (Holdings, Others) {
        (self.holdings, self.counting.map(Counting::finish).unwrap_or_default())
    }

    /// Reads the users of a span.
    pub fn span(&mut self, conn: &Connection, span: Span) -> Result<()> {
        let (mut users, mut profiles) = (conn.prepare_cached(USERS)?, conn.prepare_cached(PROFILES)?);
        let (mut grants, mut groups) = (conn.prepare_cached(GRANTS)?, conn.prepare_cached(GROUPS)?);
        let mut users = users.query(span)?;
        let mut profiles = Cursor::open(&mut profiles, span)?;
        let mut grants = Cursor::open(&mut grants, span)?;
        let mut groups = Cursor::open(&mut groups, span)?;
        while let Some(row) = users.next()? {
            let id: i64 = row.get(0)?;
            let wanted = self.wanted.is_none_or(|wanted| wanted.binary_search(&UserId(id)).is_ok());
            if !wanted && self.counting.is_none() {
                continue;
            }
            let (mut department, mut manager): (Option<String>, Option<String>) = (None, None);
            profiles.each(id, |row| {
                department = row.get(1)?;
                manager = row.get(2)?;
                Ok(())
            })?;
            let store: i64 = row.get(1)?;
            let state = row.get(7)?;
            let state = stored("user", "state", state, || State::from_number(state))?;
            let place = self.holdings.users.len();
            self.held.clear();
            grants.each(id, |row| self.direct(place, row))?;
            groups.each(id, |row| self.through(place, row.get(1)?))?;
            if let Some(counting) = &mut self.counting {
                if let Some(set) = counting.set(store, department.as_deref(), row.get(8)?) {
                    counting.held(set, &self.held);
                    if wanted {
                        counting.join(UserId(id), set);
                    }
                }
                if state == State::Active {
                    counting.owned(UserId(id), &self.held, &self.holdings.known);
                }
            }
            if !wanted {
                continue;
            }
            let kind = row.get(6)?;
            self.holdings.users.push(Holder {
                id: UserId(id),
                userstore: UserstoreId(store),
                source_id: row.get(2)?,
                username: row.get(3)?,
                display_name: row.get(4)?,
                email: row.get(5)?,
                kind: stored("user", "kind", kind, || Kind::from_number(kind))?,
                state,
                last_seen: seen::read(row, 10)?,
                person: row.get(9)?,
                manager: manager.filter(|text| !text.trim().is_empty()),
            });
            self.holdings.grants.append(&mut self.held);
        }
        Ok(())
    }

    fn direct(&mut self, user: usize, row: &rusqlite::Row<'_>) -> Result<()> {
        let through = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
        let through = (!through.is_empty()).then(|| intern(&mut self.throughs, through));
        let grant = HeldGrant {
            user,
            scope: row.get(1)?,
            role: row.get(2)?,
            through,
            since: time_of("user_grant", "since", row.get(4)?)?,
            expires: time_of("user_grant", "expires_at", row.get(5)?)?,
        };
        self.held.push(grant);
        Ok(())
    }

    /// What comes through a group that the user is in, and through those the
    /// group is in: all of it goes with the user's own membership.
    fn through(&mut self, user: usize, group: i64) -> Result<()> {
        let Some((path, given)) = self.holdings.known.given(group) else { return Ok(()) };
        if given.is_empty() {
            return Ok(());
        }
        let through = intern(&mut self.throughs, path);
        for Given { role, scope, since, expires } in given {
            let same = |held: &HeldGrant| {
                (held.role, held.scope, held.through.as_deref()) == (*role, *scope, Some(through.as_ref()))
            };
            if !self.held.iter().any(same) {
                let through = Some(through.clone());
                let (role, scope, since, expires) = (*role, *scope, *since, *expires);
                self.held.push(HeldGrant { user, role, scope, through, since, expires });
            }
        }
        Ok(())
    }
}

fn intern(known: &mut HashMap<String, Arc<str>>, text: &str) -> Arc<str> {
    if let Some(found) = known.get(text) {
        return found.clone();
    }
    let made: Arc<str> = text.into();
    known.insert(text.to_owned(), made.clone());
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_who_are_near_are_read_at_one_go() {
        let all = |keys: &[i64]| spans(&keys.iter().copied().map(UserId).collect::<Vec<_>>()).collect::<Vec<_>>();
        assert_eq!(all(&[]), []);
        assert_eq!(all(&[3]), [(3, 3)]);
        assert_eq!(all(&[1, 2, 2 + NEAR, 3 + 2 * NEAR, 4 + 2 * NEAR]), [(1, 2 + NEAR), (3 + 2 * NEAR, 4 + 2 * NEAR)]);
    }
}
