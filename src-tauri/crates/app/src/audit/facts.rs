//! Everyone as the built-in checks look at them: read once from the vault, by
//! several readers side by side, and gone when the run is over.

use super::subject::Asked;
use crate::Result;
use crate::job::Job;
use chrono::{DateTime, NaiveDate};
use muster_audit::facts::{GrantFacts, GroupFacts, Owner, RoleFacts, ScopeFacts, StoreFacts, UserFacts};
use muster_audit::{Calendar, Realm};
use muster_model::seen::SeenStatus;
use muster_model::{Authority, Facts, Kind, Scope, State, UserId, UserstoreKind};
use muster_vault::facts::{self, GroupTold, HeldGrant, StoreTold, UserTold};
use muster_vault::tables::role::RoleRow;
use muster_vault::tables::{group_grant, role, role_include, scope, user};
use muster_vault::{Connection, Vault};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most that read side by side; each needs a connection with its cache.
const READERS: usize = 4;
/// From this many users on it is worth to read side by side.
const SHARE: i64 = 50_000;
/// No place.
const NONE: u32 = u32::MAX;

/// Everyone and everything that checks look at.
pub(super) struct Everyone {
    stores: Vec<StoreTold>,
    roles: Vec<RoleRow>,
    /// Whether another role includes it, or a group holds it.
    used: Vec<bool>,
    scopes: Vec<Scope>,
    groups: Vec<GroupTold>,
    parts: Vec<Part>,
    grants: Vec<GrantFacts>,
    services: HashMap<i64, (Option<String>, Option<i64>)>,
    reviews: HashMap<i64, NaiveDate>,
}

/// Users whose keys lie side by side.
#[derive(Default)]
struct Part {
    users: Vec<Kept>,
    texts: String,
    grants: Vec<GrantFacts>,
}

/// A user in few bytes: its texts are in its part, one after the other.
struct Kept {
    id: i64,
    seen_at: i64,
    created_at: i64,
    expires_at: i64,
    person: u32,
    top_role: u32,
    texts: u32,
    /// The lengths of the texts in bytes; the first bit says that there is one.
    lengths: [u16; 6],
    store: u16,
    facts: Facts,
    state: State,
    kind: Kind,
    level: Option<u8>,
    seen: SeenStatus,
}

/// What stands for a time that is not known.
const NEVER: i64 = i64::MIN;
/// The most bytes of a text that is kept; no source has a longer one.
const MOST_TEXT: usize = 0x7FFF;

fn known(at: i64) -> Option<i64> {
    (at != NEVER).then_some(at)
}

/// A text of at most [`MOST_TEXT`] bytes.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(MOST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The places of things by their keys in the vault.
struct Places {
    stores: HashMap<i64, u16>,
    roles: HashMap<i64, u32>,
    scopes: HashMap<i64, u32>,
    given: BTreeMap<i64, Vec<muster_model::GrantKeys>>,
    now: i64,
}

impl Everyone {
    /// Reads everyone. What has ended by the calendar is not held any more.
    pub fn read(vault: &Vault, calendar: &Calendar<'_>, job: &Job) -> Result<Self> {
        let now = calendar.now();
        let (mut everyone, places, last) = vault.read(|conn| Self::ground(conn, now))?;
        let readers = std::thread::available_parallelism().map_or(1, usize::from).min(READERS);
        let share = (last / i64::try_from(readers).unwrap_or(1) + 1).max(SHARE);
        let firsts: Vec<i64> = (1..=last.max(1)).step_by(usize::try_from(share).unwrap_or(1)).collect();
        let places = &places;
        let parts: Vec<muster_vault::Result<Part>> = std::thread::scope(|scope| {
            let started: Vec<_> = firsts
                .iter()
                .map(|from| (*from, from.saturating_add(share - 1)))
                .map(|(from, to)| scope.spawn(move || vault.read_alone(|conn| Part::read(conn, from, to, places))))
                .collect();
            let stopped = || Err(muster_vault::Error::Internal("a reader of users stopped"));
            started.into_iter().map(|reader| reader.join().unwrap_or_else(|_| stopped())).collect()
        });
        job.go_on()?;
        for part in parts {
            let mut part = part?;
            let before = u32::try_from(everyone.users()).unwrap_or(u32::MAX);
            let grants = std::mem::take(&mut part.grants);
            everyone.grants.extend(grants.into_iter().map(|g| GrantFacts { user: g.user.saturating_add(before), ..g }));
            everyone.parts.push(part);
        }
        Ok(everyone)
    }

    /// All but the users.
    fn ground(conn: &Connection, now: i64) -> muster_vault::Result<(Self, Places, i64)> {
        let (stores, roles) = (facts::stores(conn)?, role::list(conn)?);
        let (mut scopes, mut scope_places) = (Vec::new(), HashMap::new());
        let place = |n: usize| u32::try_from(n).unwrap_or(NONE);
        scope::each(conn, &mut |key, scope| {
            scope_places.insert(key, place(scopes.len()));
            scopes.push(scope.clone());
        })?;
        let mut used: BTreeSet<i64> = role_include::list(conn)?.into_iter().map(|(_, included)| included.0).collect();
        used.extend(group_grant::list(conn)?.into_iter().map(|(_, grant)| grant.role));
        let mut services = HashMap::new();
        facts::services(conn, &mut |user, owner, review_at| drop(services.insert(user, (owner, review_at))))?;
        let places = Places {
            stores: (0_u16..).zip(&stores).map(|(n, told)| (told.store.id.0, n)).collect(),
            roles: roles.iter().enumerate().map(|(n, role)| (role.id.0, place(n))).collect(),
            scopes: scope_places,
            given: facts::given(conn)?,
            now,
        };
        let everyone = Self {
            used: roles.iter().map(|role| used.contains(&role.id.0)).collect(),
            groups: facts::groups(conn)?,
            reviews: last_reviews(conn)?,
            parts: Vec::new(),
            grants: Vec::new(),
            stores,
            roles,
            scopes,
            services,
        };
        Ok((everyone, places, user::last_key(conn)?))
    }

    fn users(&self) -> usize {
        self.parts.iter().map(|part| part.users.len()).sum()
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
        let mut users: Vec<UserFacts<'_>> = Vec::with_capacity(self.users());
        for part in &self.parts {
            users.extend(part.users.iter().map(|kept| kept.facts(&part.texts)));
        }
        let realm = Realm::new(&stores, &users, &roles, &scopes, &groups, &self.grants).map_err(|error| {
            crate::Error::new(crate::Code::Internal, format!("The audit's facts do not fit: {error}."))
        })?;
        work(&Lent { everyone: self, users: &users, realm })
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

    fn kept(&self, mut number: usize) -> Option<&Kept> {
        for part in &self.parts {
            if number < part.users.len() {
                return part.users.get(number);
            }
            number -= part.users.len();
        }
        None
    }

    /// What sentences say of a user beyond its facts.
    pub fn asked<'a>(&'a self, number: u32, user: &'a UserFacts<'a>) -> Asked<'a> {
        let kept = self.kept(number as usize);
        let service = self.services.get(&user.id.0);
        Asked {
            user,
            expires_at: kept.and_then(|kept| known(kept.expires_at)),
            top_role: kept.and_then(|kept| self.roles.get(kept.top_role as usize)).map(|row| row.role.name.as_str()),
            owner: service.and_then(|(owner, _)| owner.as_deref()),
            review_at: service.and_then(|(_, review_at)| *review_at),
            roles: self.roles_of(number),
        }
    }

    /// How many different roles a user holds.
    fn roles_of(&self, number: u32) -> usize {
        let from = self.grants.partition_point(|grant| grant.user < number);
        let mine = self.grants.iter().skip(from).take_while(|grant| grant.user == number);
        let mut roles: Vec<u32> = mine.map(|grant| grant.role).collect();
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
    /// Everyone, in the order of their keys.
    pub users: &'a [UserFacts<'a>],
    /// What checks take.
    pub realm: Realm<'a>,
}

impl<'a> Lent<'a> {
    /// The number of a user.
    pub fn number(&self, id: UserId) -> Option<u32> {
        let at = self.users.binary_search_by_key(&id, |user| user.id).ok()?;
        u32::try_from(at).ok()
    }

    /// What sentences say of a user.
    pub fn asked(&self, number: u32) -> Option<Asked<'a>> {
        Some(self.everyone.asked(number, self.users.get(number as usize)?))
    }

    /// How many are enabled.
    pub fn enabled(&self) -> u64 {
        self.users.iter().filter(|user| user.is_enabled()).count() as u64
    }
}

impl Part {
    fn read(conn: &Connection, from: i64, to: i64, places: &Places) -> muster_vault::Result<Self> {
        let mut part = Self::default();
        facts::users(conn, from, to, &mut |told| part.push(&told, places))?;
        let mut at = 0;
        let mut grants = Vec::new();
        facts::grants(conn, from, to, &mut |held| {
            if let Some(grant) = part.grant(&held, &mut at, places) {
                grants.push(grant);
            }
        })?;
        if !places.given.is_empty() {
            part.through_groups(conn, (from, to), places, &mut grants)?;
        }
        part.grants = grants;
        Ok(part)
    }

    fn push(&mut self, told: &UserTold<'_>, places: &Places) {
        let texts = [
            told.source_id,
            Some(told.username),
            Some(told.display_name),
            told.email,
            told.department,
            told.employee_number,
        ];
        let begin = u32::try_from(self.texts.len()).unwrap_or(NONE);
        let lengths = texts.map(|text| {
            let Some(text) = text.map(cut) else { return 0 };
            self.texts.push_str(text);
            u16::try_from(text.len()).unwrap_or(0) << 1 | 1
        });
        self.users.push(Kept {
            id: told.id,
            seen_at: told.seen_at.unwrap_or(NEVER),
            created_at: told.created_at.unwrap_or(NEVER),
            expires_at: told.expires_at.unwrap_or(NEVER),
            person: told.person.and_then(|person| u32::try_from(person).ok()).unwrap_or(NONE),
            top_role: told.top_role.and_then(|role| places.roles.get(&role).copied()).unwrap_or(NONE),
            texts: begin,
            lengths,
            store: places.stores.get(&told.userstore).copied().unwrap_or(u16::MAX),
            facts: told.facts,
            state: told.state,
            kind: told.kind,
            level: told.level,
            seen: told.seen,
        });
    }

    /// A grant of the next users in the order of their keys; none if it has
    /// ended.
    fn grant(&self, held: &HeldGrant, at: &mut usize, places: &Places) -> Option<GrantFacts> {
        while self.users.get(*at).is_some_and(|user| user.id < held.user) {
            *at += 1;
        }
        if self.users.get(*at).is_none_or(|user| user.id != held.user) || ended(held.expires, places.now) {
            return None;
        }
        Some(GrantFacts {
            user: u32::try_from(*at).ok()?,
            role: *places.roles.get(&held.role)?,
            scope: *places.scopes.get(&held.scope)?,
            since: held.since.and_then(|since| i32::try_from(since.div_euclid(86_400)).ok()),
            direct: held.direct,
            explained: held.given_here,
        })
    }

    /// Adds what groups give, unless a source said it already.
    fn through_groups(
        &self,
        conn: &Connection,
        (from, to): (i64, i64),
        places: &Places,
        grants: &mut Vec<GrantFacts>,
    ) -> muster_vault::Result<()> {
        let mut more: Vec<GrantFacts> = Vec::new();
        let mut at = 0;
        facts::members(conn, from, to, &mut |user, group| {
            for given in places.given.get(&group).into_iter().flatten() {
                let held = HeldGrant {
                    user,
                    role: given.role,
                    scope: given.scope,
                    since: None,
                    expires: given.expires,
                    direct: false,
                    given_here: false,
                };
                more.extend(self.grant(&held, &mut at, places));
            }
        })?;
        grants.extend(more);
        let key = |grant: &GrantFacts| (grant.user, grant.role, grant.scope, grant.direct);
        grants.sort_by_key(key);
        grants.dedup_by_key(|grant| key(grant));
        Ok(())
    }
}

fn ended(expires: Option<i64>, now: i64) -> bool {
    expires.is_some_and(|expires| expires <= now)
}

impl Kept {
    fn facts<'a>(&self, texts: &'a str) -> UserFacts<'a> {
        let mut at = self.texts as usize;
        let [source_id, username, display_name, email, department, employee_number] = self.lengths.map(|length| {
            let end = at + usize::from(length >> 1);
            let text = texts.get(at..end);
            at = end;
            text.filter(|_| length & 1 == 1)
        });
        UserFacts {
            id: UserId(self.id),
            store: self.store,
            state: self.state,
            kind: self.kind,
            facts: self.facts,
            level: self.level,
            seen: self.seen,
            seen_at: known(self.seen_at),
            created_at: known(self.created_at),
            // The vault has no place for these.
            password_at: None,
            failed_sign_ins: None,
            email_verified: None,
            person: (self.person != NONE).then_some(self.person),
            source_id,
            username: username.unwrap_or_default(),
            display_name: display_name.unwrap_or_default(),
            email,
            department,
            employee_number,
        }
    }
}
