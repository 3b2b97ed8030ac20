//! Everyone as the built-in checks look at them: read once from the vault, by
//! several readers side by side, with what they hold from the columns in
//! memory; gone when the run is over.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `part` | users in few bytes each |
//! | `holdings` | who holds what |

mod holdings;
mod part;

use super::subject::Asked;
use crate::Result;
use crate::job::Job;
use crate::session::Session;
use chrono::{DateTime, NaiveDate};
use muster_audit::facts::{GivenGrant, GroupFacts, Holdings, Owner, RoleFacts, ScopeFacts, StoreFacts, Users};
use muster_audit::{Calendar, Realm};
use muster_model::{Authority, Scope, UserstoreKind};
use muster_vault::Connection;
use muster_vault::facts::{self, GroupTold, StoreTold};
use muster_vault::tables::role::RoleRow;
use muster_vault::tables::{group_grant, role, role_include, scope, user};
use part::Part;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most that read side by side; each needs a connection with its cache.
const READERS: usize = 4;
/// From this many users on it is worth to read side by side.
const SHARE: i64 = 50_000;

/// Everyone and everything that checks look at.
pub(super) struct Everyone {
    stores: Vec<StoreTold>,
    roles: Vec<RoleRow>,
    /// Whether another role includes it, or a group holds it.
    used: Vec<bool>,
    scopes: Vec<Scope>,
    groups: Vec<GroupTold>,
    users: Users,
    holdings: Holdings,
    services: HashMap<i64, (Option<String>, Option<i64>)>,
    reviews: HashMap<i64, NaiveDate>,
}

/// The places of things by their keys in the vault.
struct Places {
    stores: HashMap<i64, u16>,
    roles: HashMap<i64, u32>,
    scopes: HashMap<i64, u32>,
    /// Userstores whose access was reviewed.
    reviewed: Vec<u16>,
    given: BTreeMap<i64, Vec<muster_model::GrantKeys>>,
    /// How many users there are.
    users: usize,
    now: i64,
}

/// How many read side by side.
pub(super) fn readers() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(READERS)
}

impl Everyone {
    /// Reads everyone. What has ended by the calendar is not held any more.
    pub fn read(session: &Session, calendar: &Calendar<'_>, job: &Job) -> Result<Self> {
        let vault = session.vault();
        let (mut everyone, places, last) = vault.read(|conn| Self::ground(conn, calendar.now()))?;
        let share = (last / i64::try_from(readers()).unwrap_or(1) + 1).max(SHARE);
        let firsts: Vec<i64> = (1..=last.max(1)).step_by(usize::try_from(share).unwrap_or(1)).collect();
        let parts: Vec<muster_vault::Result<Part>> = std::thread::scope(|scope| {
            let places = &places;
            let started: Vec<_> = firsts
                .iter()
                .map(|from| (*from, from.saturating_add(share - 1)))
                .map(|(from, to)| scope.spawn(move || vault.read_alone(|conn| Part::read(conn, from, to, places))))
                .collect();
            let stopped = || Err(muster_vault::Error::Internal("a reader of users stopped"));
            started.into_iter().map(|reader| reader.join().unwrap_or_else(|_| stopped())).collect()
        });
        job.go_on()?;
        let mut given: Vec<GivenGrant> = Vec::new();
        for part in parts {
            let Part { users, given: more } = part?;
            let before = u32::try_from(everyone.users.len()).unwrap_or(u32::MAX);
            given.extend(more.into_iter().map(|grant| GivenGrant { user: grant.user.saturating_add(before), ..grant }));
            everyone.users.append(users);
        }
        if !session.directory.is_loaded() {
            session.directory.load(vault)?;
        }
        everyone.holdings =
            session.directory.with(|loaded| Ok(holdings::holdings(&mut everyone, loaded.columns(), &places)))?;
        given.into_iter().for_each(|grant| everyone.holdings.give(grant));
        Ok(everyone)
    }

    /// All but the users.
    fn ground(conn: &Connection, now: i64) -> muster_vault::Result<(Self, Places, i64)> {
        let (stores, roles) = (facts::stores(conn)?, role::list(conn)?);
        let (mut scopes, mut scope_places) = (Vec::new(), HashMap::new());
        let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        scope::each(conn, &mut |key, scope| {
            scope_places.insert(key, place(scopes.len()));
            scopes.push(scope.clone());
        })?;
        let mut used: BTreeSet<i64> = role_include::list(conn)?.into_iter().map(|(_, included)| included.0).collect();
        used.extend(group_grant::list(conn)?.into_iter().map(|(_, grant)| grant.role));
        let mut services = HashMap::new();
        facts::services(conn, &mut |user, owner, review_at| drop(services.insert(user, (owner, review_at))))?;
        let reviews = last_reviews(conn)?;
        let reviewed = (0_u16..).zip(&stores).filter(|(_, told)| reviews.contains_key(&told.store.id.0));
        let places = Places {
            reviewed: reviewed.map(|(n, _)| n).collect(),
            stores: (0_u16..).zip(&stores).map(|(n, told)| (told.store.id.0, n)).collect(),
            roles: roles.iter().enumerate().map(|(n, role)| (role.id.0, place(n))).collect(),
            scopes: scope_places,
            given: facts::given(conn)?,
            users: stores.iter().map(|told| usize::try_from(told.store.users + told.store.gone).unwrap_or(0)).sum(),
            now,
        };
        let everyone = Self {
            used: roles.iter().map(|role| used.contains(&role.id.0)).collect(),
            groups: facts::groups(conn)?,
            reviews,
            users: Users::default(),
            holdings: Holdings::new(Vec::new()),
            stores,
            roles,
            scopes,
            services,
        };
        Ok((everyone, places, user::last_key(conn)?))
    }

    /// The place of each userstore's last snapshot, by domain.
    pub fn snapshots(&self) -> HashMap<String, i64> {
        let told = self.stores.iter();
        told.filter_map(|told| Some((told.store.domain.clone(), told.snapshot?))).collect()
    }

    /// Lends everything to `work`, as checks look at it.
    pub fn with<T>(&self, work: impl FnOnce(&Lent<'_>) -> Result<T>) -> Result<T> {
        let stores: Vec<StoreFacts<'_>> = self.stores.iter().map(|told| self.store(told)).collect();
        let place = |id: i64| stores_place(&self.stores, id);
        let roles: Vec<RoleFacts<'_>> = self
            .roles
            .iter()
            .zip(&self.used)
            .map(|(row, used)| RoleFacts {
                store: place(row.userstore.0),
                source_id: None,
                name: &row.role.name,
                privileged: row.role.privileged,
                builtin: row.builtin,
                used_elsewhere: *used,
                // The vault has no place for who answers for a role.
                owner: Owner::NotKept,
            })
            .collect();
        let scopes: Vec<ScopeFacts<'_>> =
            self.scopes.iter().map(|scope| ScopeFacts { kind: scope.kind, path: &scope.path }).collect();
        let groups: Vec<GroupFacts<'_>> = self
            .groups
            .iter()
            .map(|group| GroupFacts {
                store: place(group.userstore),
                source_id: group.source_id.as_deref(),
                path: &group.path,
                members: group.members,
                roles: group.roles,
            })
            .collect();
        let realm = Realm::new(&stores, &self.users, &roles, &scopes, &groups, &self.holdings).map_err(|error| {
            crate::Error::new(crate::Code::Internal, format!("The audit's facts do not fit: {error}."))
        })?;
        work(&Lent { everyone: self, realm })
    }

    fn store<'a>(&'a self, told: &'a StoreTold) -> StoreFacts<'a> {
        let store = &told.store;
        let local = store.authority == Authority::Local;
        StoreFacts {
            domain: &store.domain,
            directory: is_directory(store.kind),
            local,
            // No source says so of itself.
            read_only: false,
            roles_listed: local || told.roles_listed,
            last_snapshot: store.last_snapshot.map(|at| at.timestamp()),
            complete: store.last_complete.unwrap_or(local),
            since: Some(told.since),
            last_review: self.reviews.get(&store.id.0).copied(),
        }
    }

    /// What sentences say of a user beyond its facts.
    pub fn asked(&self, number: u32) -> Option<Asked<'_>> {
        let user = self.users.get(number as usize)?;
        let service = self.services.get(&user.id().0);
        Some(Asked {
            user,
            top_role: user.top_role().and_then(|role| self.roles.get(role as usize)).map(|row| row.role.name.as_str()),
            owner: service.and_then(|(owner, _)| owner.as_deref()),
            review_at: service.and_then(|(_, review_at)| *review_at),
            roles: self.roles_of(number),
        })
    }

    /// How many different roles a user holds.
    fn roles_of(&self, number: u32) -> usize {
        let mut roles: Vec<u32> = self.holdings.of_user(number).map(|kind| kind.role).collect();
        roles.sort_unstable();
        roles.dedup();
        roles.len()
    }
}

/// Userstores that say who still belongs to the organization.
const fn is_directory(kind: UserstoreKind) -> bool {
    matches!(kind, UserstoreKind::Ldap | UserstoreKind::Entra | UserstoreKind::Google | UserstoreKind::Okta)
}

/// The day on which each userstore's last access review was closed, by the
/// userstore's key.
fn last_reviews(conn: &Connection) -> muster_vault::Result<HashMap<i64, NaiveDate>> {
    let closed = facts::reviews(conn)?.into_iter();
    Ok(closed.filter_map(|(store, at)| Some((store, DateTime::from_timestamp(at, 0)?.date_naive()))).collect())
}

fn stores_place(stores: &[StoreTold], id: i64) -> u16 {
    let found = stores.iter().position(|told| told.store.id.0 == id);
    found.and_then(|at| u16::try_from(at).ok()).unwrap_or(u16::MAX)
}

/// Everything as checks look at it.
pub(super) struct Lent<'a> {
    everyone: &'a Everyone,
    /// What checks take.
    pub realm: Realm<'a>,
}

impl<'a> Lent<'a> {
    /// The numbers of users, whose keys are in order; those who are not there
    /// are passed over.
    pub fn numbers(&self, ids: &[i64]) -> impl Iterator<Item = u32> {
        let users = &self.everyone.users;
        let before = |at: usize, id: i64| users.id(at).is_some_and(|known| known.0 < id);
        let mut from = 0;
        ids.iter().filter_map(move |id| {
            // The next is rarely far away: steps that double find it sooner than halving all.
            let mut step = 1;
            while before(from + step, *id) {
                step *= 2;
            }
            let mut to = from + step;
            from += step / 2;
            while from < to {
                let middle = usize::midpoint(from, to);
                match before(middle, *id) {
                    true => from = middle + 1,
                    false => to = middle,
                }
            }
            users.id(from).filter(|known| known.0 == *id).and_then(|_| u32::try_from(from).ok())
        })
    }

    /// What sentences say of a user.
    pub fn asked(&self, number: u32) -> Option<Asked<'a>> {
        self.everyone.asked(number)
    }

    /// How many are enabled.
    pub fn enabled(&self) -> u64 {
        self.everyone.users.iter().filter(|user| user.is_enabled()).count() as u64
    }
}

fn ended(expires: Option<i64>, now: i64) -> bool {
    expires.is_some_and(|expires| expires <= now)
}
