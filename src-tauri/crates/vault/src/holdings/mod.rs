//! Who holds what, of many users at once: directly, and through each group they
//! are in, with what people need to know beside it.
//!
//! The tables are read side by side in the order of users, each once. Whose
//! grants are not asked for still counts among the peers of others.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `known` | roles, scopes and what groups give |
//! | `peers` | who is like whom, and what they hold |

mod known;
mod peers;
#[cfg(test)]
mod tests;

pub use known::{Known, RoleKnown};
pub use peers::{PeerKind, Peers};

use crate::Result;
use crate::bulk::Cursor;
use crate::tables::{seen, stored, time_of};
use chrono::{DateTime, Utc};
use known::Given;
use muster_model::{Kind, LastSeen, State, UserId, UserstoreId};
use peers::Sets;
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A user who holds something, or was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The user.
    pub id: UserId,
    /// Its userstore.
    pub userstore: UserstoreId,
    /// Its own immutable id in its source.
    pub source_id: Option<String>,
    /// The sign-in name.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// The primary e-mail.
    pub email: Option<String>,
    /// What stands behind it.
    pub kind: Kind,
    /// What it may do at all.
    pub state: State,
    /// When it was last seen.
    pub last_seen: LastSeen,
    /// The person behind it, if one is known.
    pub person: Option<i64>,
    /// Its manager, as the source names them.
    pub manager: Option<String>,
    /// The users it is compared with, by their number.
    peers: Option<u32>,
}

/// Something that a user holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldGrant {
    /// The user's place in [`Holdings::users`].
    pub user: usize,
    /// The role's key.
    pub role: i64,
    /// The scope's key.
    pub scope: i64,
    /// The path of the group that the user is in, or that the source names.
    pub through: Option<Arc<str>>,
    /// Since when, if that is known.
    pub since: Option<DateTime<Utc>>,
    /// Until when, if it ends.
    pub expires: Option<DateTime<Utc>>,
}

/// Who holds what.
#[derive(Debug)]
pub struct Holdings {
    /// The users who were asked for and are present, by key.
    pub users: Vec<Holder>,
    /// What they hold, by user.
    pub grants: Vec<HeldGrant>,
    /// Roles and scopes.
    pub known: Known,
    /// Enabled users who own a group or project directly, by the scope's key.
    pub owners: HashMap<i64, Vec<UserId>>,
    sets: Sets,
}

impl Holdings {
    /// Reads what these users hold; none for everyone who is present.
    ///
    /// # Errors
    /// If the database fails or holds an unknown word.
    pub fn read(conn: &Connection, wanted: Option<&HashSet<UserId>>) -> Result<Self> {
        let mut reading = Reading::new(conn, wanted, true)?;
        reading.span(conn, (i64::MIN, i64::MAX))?;
        Ok(reading.holdings)
    }

    /// Reads what a few users hold, and of them alone: without peers, and
    /// without whoever else owns something.
    ///
    /// # Errors
    /// As [`Holdings::read`].
    pub fn of(conn: &Connection, users: &HashSet<UserId>) -> Result<Self> {
        let mut reading = Reading::new(conn, None, false)?;
        let mut users: Vec<i64> = users.iter().map(|user| user.0).collect();
        users.sort_unstable();
        users.into_iter().try_for_each(|user| reading.span(conn, (user, user)))?;
        Ok(reading.holdings)
    }

    /// What the peers of a grant's user hold: who they are, how many there are
    /// beside the user, and how many of them hold the same role on the same
    /// scope in whatever way. None where there are no peers.
    #[must_use]
    pub fn peers(&self, grant: &HeldGrant) -> Option<Peers<'_>> {
        let set = self.users.get(grant.user)?.peers?;
        self.sets.peers(set, grant.role, grant.scope)
    }
}

struct Reading<'w> {
    wanted: Option<&'w HashSet<UserId>>,
    /// Whether those who are alike are counted.
    alike: bool,
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
    fn new(conn: &Connection, wanted: Option<&'w HashSet<UserId>>, alike: bool) -> Result<Self> {
        let holdings = Holdings {
            users: Vec::new(),
            grants: Vec::new(),
            known: Known::read(conn)?,
            owners: HashMap::new(),
            sets: Sets::default(),
        };
        Ok(Self { wanted, alike, holdings, throughs: HashMap::new(), held: Vec::new() })
    }

    /// Reads the users with keys from the one to the other.
    fn span(&mut self, conn: &Connection, span: (i64, i64)) -> Result<()> {
        let (mut users, mut profiles) = (conn.prepare_cached(USERS)?, conn.prepare_cached(PROFILES)?);
        let (mut grants, mut groups) = (conn.prepare_cached(GRANTS)?, conn.prepare_cached(GROUPS)?);
        let mut users = users.query(span)?;
        let mut profiles = Cursor::open(&mut profiles, span)?;
        let mut grants = Cursor::open(&mut grants, span)?;
        let mut groups = Cursor::open(&mut groups, span)?;
        while let Some(row) = users.next()? {
            let id: i64 = row.get(0)?;
            let wanted = self.wanted.is_none_or(|wanted| wanted.contains(&UserId(id)));
            let (mut department, mut manager): (Option<String>, Option<String>) = (None, None);
            profiles.each(id, |row| {
                department = row.get(1)?;
                manager = row.get(2)?;
                Ok(())
            })?;
            let store: i64 = row.get(1)?;
            let state = row.get(7)?;
            let state = stored("user", "state", state, || State::from_number(state))?;
            let set = match self.alike {
                true => self.holdings.sets.of(store, department.as_deref(), row.get(8)?),
                false => None,
            };
            let place = self.holdings.users.len();
            self.held.clear();
            grants.each(id, |row| self.direct(place, row))?;
            groups.each(id, |row| self.through(place, row.get(1)?))?;
            self.owned(UserId(id), state);
            if let Some(set) = set {
                self.holdings.sets.count(set, self.held.iter().map(|grant| (grant.role, grant.scope)));
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
                peers: set,
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

    fn owned(&mut self, user: UserId, state: State) {
        if state != State::Active {
            return;
        }
        for grant in self.held.iter().filter(|grant| grant.through.is_none()) {
            if self.holdings.known.is_ownership(grant.role, grant.scope) {
                let owners = self.holdings.owners.entry(grant.scope).or_default();
                if owners.last() != Some(&user) {
                    owners.push(user);
                }
            }
        }
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
