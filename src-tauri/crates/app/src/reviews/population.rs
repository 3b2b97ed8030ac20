//! Who holds what, with what a reviewer needs to know beside it.

use crate::api::users::SortBy;
use crate::session::Session;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use muster_audit::review::{Completeness, Item, Peers};
use muster_model::{Authority, Scope, UserId, Userstore, UserstoreId};
use muster_vault::Connection;
use muster_vault::holdings::{HeldGrant, Holder, Holdings, PeerKind};
use muster_vault::tables::snapshot::{self, Snapshot};
use muster_vault::tables::userstore;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What was found of a scope.
pub(super) struct Found {
    pub holdings: Holdings,
    pub stores: HashMap<UserstoreId, Userstore>,
    /// The users whom the filter finds, with grants or without.
    pub matched: u64,
    /// Everyone's grants, or those of whom the filter finds.
    pub items: Vec<Item>,
    pub completeness: Vec<Completeness>,
    /// The roles there are, by userstore.
    pub roles: BTreeMap<String, Vec<String>>,
}

impl Session {
    /// The users whom a filter finds; none for everyone.
    pub(super) fn whom(&self, text: &str, now: DateTime<Utc>) -> Result<Option<HashSet<UserId>>> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.ordered(text, SortBy::default(), false, now)?.into_iter().collect()))
    }

    /// What the users of a filter hold.
    pub(super) fn found(&self, text: &str, now: DateTime<Utc>) -> Result<Found> {
        let whom = self.whom(text, now)?;
        self.vault().read(|conn| found(conn, whom.as_ref(), now)).map_err(Error::from)
    }
}

/// What these users hold; none for everyone.
pub(super) fn found(
    conn: &Connection,
    whom: Option<&HashSet<UserId>>,
    now: DateTime<Utc>,
) -> muster_vault::Result<Found> {
    made(conn, Holdings::read(conn, whom)?, whom.is_some(), now)
}

/// What a few users hold, without what others hold beside it.
pub(super) fn of(conn: &Connection, users: &HashSet<UserId>, now: DateTime<Utc>) -> muster_vault::Result<Found> {
    made(conn, Holdings::of(conn, users)?, true, now)
}

fn made(conn: &Connection, holdings: Holdings, narrowed: bool, now: DateTime<Utc>) -> muster_vault::Result<Found> {
    let stores: HashMap<UserstoreId, Userstore> =
        userstore::list(conn)?.into_iter().map(|store| (store.id, store)).collect();
    let items = holdings.grants.iter().filter_map(|grant| item(&holdings, &stores, grant)).collect();
    let looked_at: BTreeSet<UserstoreId> = holdings.users.iter().map(|user| user.userstore).collect();
    let snapshots = snapshot::list(conn)?;
    let mut completeness: Vec<Completeness> = stores
        .values()
        .filter(|store| match narrowed {
            true => looked_at.contains(&store.id),
            false => store.users > 0 || snapshots.iter().any(|snapshot| snapshot.userstore == store.id),
        })
        .map(|store| whole(store, &snapshots, None, now))
        .collect();
    completeness.sort_by(|a, b| a.userstore.cmp(&b.userstore));
    let mut roles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, role) in holdings.known.roles() {
        if let Some(store) = stores.get(&role.userstore) {
            roles.entry(store.domain.clone()).or_default().insert(role.name.clone());
        }
    }
    Ok(Found {
        matched: holdings.users.len() as u64,
        items,
        completeness,
        roles: roles.into_iter().map(|(store, names)| (store, names.into_iter().collect())).collect(),
        holdings,
        stores,
    })
}

/// Whether a userstore was seen whole. Its users were read by its last complete
/// snapshot, of those after `since` if there is one; what others listed without
/// being complete is counted against that.
pub(super) fn whole(
    store: &Userstore,
    snapshots: &[Snapshot],
    since: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Completeness {
    let userstore = store.domain.clone();
    let rows = store.users;
    if store.authority == Authority::Local {
        // Muster is its authority: as it is, it is whole, and looked at now.
        let taken_at = since.map_or(now, |since| now.max(since + chrono::Duration::seconds(1)));
        return Completeness { userstore, snapshot: None, taken_at, source_total: Some(rows), rows, complete: true };
    }
    // Newest first.
    let mut own = snapshots.iter().filter(|snapshot| snapshot.userstore == store.id);
    let complete = own.clone().find(|snapshot| snapshot.complete && since.is_none_or(|at| snapshot.taken_at > at));
    match complete.or_else(|| own.next()) {
        Some(snapshot) => Completeness {
            userstore,
            snapshot: Some(snapshot.id),
            taken_at: snapshot.taken_at,
            source_total: snapshot.complete.then_some(snapshot.users + snapshot.rejected),
            rows,
            complete: snapshot.complete,
        },
        None => Completeness { userstore, snapshot: None, taken_at: now, source_total: None, rows, complete: false },
    }
}

fn item(holdings: &Holdings, stores: &HashMap<UserstoreId, Userstore>, grant: &HeldGrant) -> Option<Item> {
    let user = holdings.users.get(grant.user)?;
    let role = holdings.known.role(grant.role)?;
    let scope: &Scope = holdings.known.scope(grant.scope)?;
    let peers = holdings.peers(grant).map(|peers| Peers {
        of: match peers.of {
            PeerKind::Department(name) => format!("department {name}"),
            PeerKind::Role(id) => {
                let name = holdings.known.role(*id).map(|role| role.name.as_str()).unwrap_or_default();
                format!("users with highest role {name}")
            }
        },
        all: peers.all,
        holding: peers.holding,
    });
    Some(Item {
        user: user.id,
        user_key: user_key(user),
        userstore: stores.get(&user.userstore)?.domain.clone(),
        username: user.username.clone(),
        name: user.display_name.clone(),
        email: user.email.clone(),
        person: user.person.map(|person| person.to_string()),
        kind: user.kind,
        state: user.state,
        role: role.name.clone(),
        scope: scope.clone(),
        through: grant.through.as_deref().map(str::to_owned),
        since: grant.since,
        expires: grant.expires,
        last_seen: user.last_seen.clone(),
        privileged: role.privileged,
        peers,
    })
}

/// The source's own id, or where it has none, as for users made here, Muster's.
fn user_key(user: &Holder) -> String {
    user.source_id.clone().unwrap_or_else(|| format!("muster:{}", user.id.0))
}
