//! Who holds what, with what a reviewer needs to know beside it.

use super::others::{self, others};
use super::outside;
use super::size::Size;
use crate::Result;
use crate::directory::Loaded;
use crate::session::Session;
use crate::values;
use chrono::{DateTime, Utc};
use muster_audit::review::population::MOST;
use muster_audit::review::{Completeness, Item, Peers};
use muster_columns::Columns;
use muster_model::{Authority, Scope, UserId, Userstore, UserstoreId};
use muster_vault::Connection;
use muster_vault::holdings::{HeldGrant, Holder, Holdings, Known, Others, PeerKind};
use muster_vault::tables::snapshot::{self, Snapshot};
use muster_vault::tables::userstore;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What was found of a scope.
pub(super) struct Found {
    pub holdings: Holdings,
    pub others: Others,
    pub stores: HashMap<UserstoreId, Userstore>,
    /// The users whom the filter finds, with grants or without.
    pub matched: u64,
    /// Everyone's grants, or those of whom the filter finds.
    pub items: Vec<Item>,
    pub completeness: Vec<Completeness>,
    /// The roles there are, by userstore.
    pub roles: BTreeMap<String, Vec<String>>,
}

/// Whose grants are reviewed.
pub(super) struct Whom<'l> {
    loaded: &'l Loaded,
    /// The users whom the filter finds, in the order of their keys; none for
    /// everyone.
    users: Option<Vec<UserId>>,
}

impl Session {
    /// Works on the users whom a filter finds, who must be in memory.
    pub(super) fn whom<T>(
        &self,
        text: &str,
        now: DateTime<Utc>,
        work: impl FnOnce(&Whom<'_>) -> Result<T>,
    ) -> Result<T> {
        let filter = match text.trim() {
            "" => None,
            text => Some(crate::filter::parse(text)?),
        };
        self.directory.with(|loaded| {
            let users = filter.map(|filter| loaded.ids(self.vault(), &filter, now)).transpose()?;
            values::ready_for(loaded.columns(), self.vault(), &[others::ASKED])?;
            work(&Whom { loaded, users })
        })
    }
}

impl Whom<'_> {
    /// What they hold, unless it is more than a review may have.
    pub(super) fn found(&self, conn: &Connection, now: DateTime<Utc>) -> muster_vault::Result<Found> {
        let known = Known::read(conn)?;
        match self.above(MOST, &known) {
            Some(size) => Err(outside(size.refused())),
            None => self.read(conn, known, now),
        }
    }

    /// What they hold, however much it is.
    pub(super) fn read(&self, conn: &Connection, known: Known, now: DateTime<Utc>) -> muster_vault::Result<Found> {
        found(conn, self.loaded.columns(), known, self.users.as_deref(), now)
    }

    /// How much they hold if it is more than `most`.
    pub(super) fn above(&self, most: usize, known: &Known) -> Option<Size> {
        Size::above(most, self.loaded.columns(), known, self.users.as_deref())
    }

    /// Whether they are not everyone.
    pub(super) fn is_narrowed(&self) -> bool {
        self.users.is_some()
    }
}

/// What these users hold; none for everyone. They must be in the order of their
/// keys.
pub(super) fn found(
    conn: &Connection,
    columns: &Columns,
    known: Known,
    wanted: Option<&[UserId]>,
    now: DateTime<Utc>,
) -> muster_vault::Result<Found> {
    let (holdings, others) = match others(conn, columns, &known, wanted)? {
        Some(others) => (Holdings::read(conn, known, wanted)?, others),
        None => Holdings::with_others(conn, known, wanted)?,
    };
    made(conn, holdings, others, wanted.is_some(), now)
}

/// What a few users hold, without what others hold beside it. They must be in
/// the order of their keys.
pub(super) fn of(conn: &Connection, users: &[UserId], now: DateTime<Utc>) -> muster_vault::Result<Found> {
    made(conn, Holdings::read(conn, Known::read(conn)?, Some(users))?, Others::default(), true, now)
}

pub(super) fn made(
    conn: &Connection,
    holdings: Holdings,
    others: Others,
    narrowed: bool,
    now: DateTime<Utc>,
) -> muster_vault::Result<Found> {
    let stores = stores(conn)?;
    let items = holdings.grants.iter().filter_map(|grant| item(&holdings, &others, &stores, grant)).collect();
    let looked_at: BTreeSet<UserstoreId> = holdings.users.iter().map(|user| user.userstore).collect();
    let completeness = completeness(conn, &stores, narrowed.then_some(&looked_at), now)?;
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
        others,
        stores,
    })
}

pub(super) fn stores(conn: &Connection) -> muster_vault::Result<HashMap<UserstoreId, Userstore>> {
    Ok(userstore::list(conn)?.into_iter().map(|store| (store.id, store)).collect())
}

/// Whether each userstore was seen whole that is looked at; none for all of which
/// anything is known.
pub(super) fn completeness(
    conn: &Connection,
    stores: &HashMap<UserstoreId, Userstore>,
    looked_at: Option<&BTreeSet<UserstoreId>>,
    now: DateTime<Utc>,
) -> muster_vault::Result<Vec<Completeness>> {
    let snapshots = snapshot::list(conn)?;
    let mut all: Vec<Completeness> = stores
        .values()
        .filter(|store| match looked_at {
            Some(looked_at) => looked_at.contains(&store.id),
            None => store.users > 0 || snapshots.iter().any(|snapshot| snapshot.userstore == store.id),
        })
        .map(|store| whole(store, &snapshots, None, now))
        .collect();
    all.sort_by(|a, b| a.userstore.cmp(&b.userstore));
    Ok(all)
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

fn item(
    holdings: &Holdings,
    others: &Others,
    stores: &HashMap<UserstoreId, Userstore>,
    grant: &HeldGrant,
) -> Option<Item> {
    let user = holdings.users.get(grant.user)?;
    let role = holdings.known.role(grant.role)?;
    let scope: &Scope = holdings.known.scope(grant.scope)?;
    let peers = others.alike.peers(user.id, grant.role, grant.scope).map(|peers| Peers {
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
