//! The realm as a vault holds it after all its snapshots, and what the rules
//! that ship find in it. Written apart from the plan: it only knows records.
#![allow(dead_code)]

use chrono::{DateTime, FixedOffset, NaiveTime, Utc};
use muster_audit::check;
use muster_audit::facts::{
    GrantFacts, GroupFacts, Holdings, Owner, RoleFacts, ScopeFacts, StoreFacts, UserFacts, Users,
};
use muster_audit::{Calendar, Catalogue, Hit, Realm as Looked, Subject};
use muster_demo::{Finding, Realm, access};
use muster_model::record::{GrantRecord, Listed, Record, UserRecord};
use muster_model::seen::SeenStatus;
use muster_model::user::HighestRole;
use muster_model::{Facts, Grant, LastSeen, Profile, ProfileField, Role, Scope, User, UserId, UserstoreKind};
use muster_query::{Account, Service};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// A user as the vault has it.
pub struct Held {
    store: usize,
    gone: bool,
    record: UserRecord,
    grants: Vec<Grant>,
    groups: Vec<String>,
}

/// Everyone.
pub struct Everything {
    stores: Vec<(&'static str, UserstoreKind, DateTime<Utc>)>,
    pub users: Vec<Held>,
    roles: Vec<(usize, Role)>,
    groups: Vec<(usize, String)>,
}

pub fn shipped() -> &'static Catalogue {
    static SHIPPED: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::shipped().unwrap());
    &SHIPPED
}

fn key(user: &UserRecord) -> String {
    user.identity.id.clone().or_else(|| user.identity.username.clone()).unwrap()
}

impl Everything {
    /// Takes in every snapshot, the last one last.
    pub fn of(realm: &Realm) -> Self {
        let mut all = Self { stores: Vec::new(), users: Vec::new(), roles: Vec::new(), groups: Vec::new() };
        let mut last: BTreeMap<&str, BTreeMap<String, Held>> = BTreeMap::new();
        for snapshot in realm.snapshots() {
            let known = all.stores.iter().position(|(domain, ..)| *domain == snapshot.domain);
            let store = known.unwrap_or(all.stores.len());
            if known.is_none() {
                all.stores.push((snapshot.domain, snapshot.kind, snapshot.taken_at));
            }
            all.stores[store].2 = snapshot.taken_at;
            let users = last.entry(snapshot.domain).or_default();
            users.values_mut().for_each(|held| held.gone = true);
            for record in snapshot.records() {
                match record {
                    Record::User(user) => {
                        users.insert(key(&user), Held::new(store, *user));
                    }
                    Record::Role(role) => all.role(store, &role),
                    Record::Group(group) => all.groups.push((store, group.name.path)),
                }
            }
        }
        for held in last.into_values().flat_map(BTreeMap::into_values) {
            for grant in &held.grants {
                all.role(held.store, &grant.role);
            }
            all.users.push(held);
        }
        all.own_roles(realm);
        all.groups.sort();
        all.groups.dedup();
        all
    }

    fn role(&mut self, store: usize, role: &Role) {
        if !self.roles.iter().any(|(at, known)| *at == store && known.name == role.name) {
            self.roles.push((store, role.clone()));
        }
    }

    /// What `PRIMARY` has by hand: its roles, its groups, what these give.
    fn own_roles(&mut self, realm: &Realm) {
        let Some(own) = self.stores.iter().position(|(_, kind, _)| *kind == UserstoreKind::Local) else { return };
        for role in access::ROLES {
            self.role(own, &Role { privileged: role.privileged, ..Role::named(role.name) });
        }
        let groups: Vec<_> = access::groups(realm).collect();
        self.groups.extend(groups.iter().map(|group| (own, group.path.to_owned())));
        for held in self.users.iter_mut().filter(|held| held.store == own) {
            for group in &groups {
                let inside = held.groups.iter().any(|path| path.starts_with(group.path));
                if let Some(name) = group.role.filter(|_| inside) {
                    let privileged = access::ROLES.iter().any(|role| role.name == name && role.privileged);
                    let role = Role { privileged, ..Role::named(name) };
                    let through = Some(group.path.to_owned());
                    held.grants.push(Grant { role, scope: Scope::instance(), through, since: None, expires: None });
                }
            }
        }
    }

    /// What every rule that ships finds, at noon of the realm's last day, for
    /// an operator so many hours east of Greenwich.
    pub fn found(&self, realm: &Realm, hours: i32) -> BTreeSet<Finding> {
        let now = realm.settings().today.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap()).and_utc();
        let zone = FixedOffset::east_opt(hours * 3600).unwrap();
        let calendar = Calendar::new(now, &zone);
        let mut found = BTreeSet::new();
        self.filters(realm, &calendar, &mut found);
        self.checks(&calendar, &mut found);
        found
    }

    fn filters(&self, realm: &Realm, calendar: &Calendar<'_>, found: &mut BTreeSet<Finding>) {
        let notes: HashMap<(&str, String), muster_demo::Note> =
            realm.notes().map(|note| ((note.userstore, note.username.clone()), note)).collect();
        let rules: Vec<_> = shipped().rules().iter().filter_map(|rule| Some((rule, rule.filter(calendar)?))).collect();
        for (number, held) in self.users.iter().enumerate() {
            let domain = self.stores[held.store].0;
            let (user, profile) = (held.user(number, domain), held.profile());
            let note = notes.get(&(domain, user.username.clone()));
            let service = Service {
                owner: note.and_then(|note| note.owner),
                purpose: note.and_then(|note| note.purpose),
                review_at: note.and_then(|note| note.review).map(|day| day.and_time(NaiveTime::MIN).and_utc()),
            };
            let account = Account {
                user: &user,
                facts: held.facts(),
                level: user.highest_role.as_ref().and_then(|highest| highest.level),
                profile: &profile,
                grants: &held.grants,
                groups: &held.groups,
                permissions: &[],
                person: None,
                service,
                seat: None,
            };
            for (rule, filter) in &rules {
                if filter.matches(&account, calendar.now()) {
                    let subject = Subject::user(user.id, domain, user.source_id.as_deref(), &user.username);
                    found.insert(said(&rule.hit(subject, &account, calendar)));
                }
            }
        }
    }

    fn checks(&self, calendar: &Calendar<'_>, found: &mut BTreeSet<Finding>) {
        let stores: Vec<StoreFacts<'_>> =
            self.stores.iter().map(|(domain, kind, at)| store(domain, *kind, *at, calendar.now())).collect();
        let roles: Vec<RoleFacts<'_>> = self.roles.iter().map(|(at, role)| self.role_facts(*at, role)).collect();
        let mut scopes: Vec<Scope> = Vec::new();
        let mut places: HashMap<(muster_model::ScopeKind, String), u32> = HashMap::new();
        let mut grants: Vec<GrantFacts> = Vec::new();
        for (number, held) in self.users.iter().enumerate() {
            for grant in &held.grants {
                let place = (grant.scope.kind, grant.scope.path.clone());
                let scope = *places.entry(place).or_insert_with(|| {
                    scopes.push(grant.scope.clone());
                    u32::try_from(scopes.len() - 1).unwrap()
                });
                let role = self.roles.iter().position(|(at, role)| *at == held.store && role.name == grant.role.name);
                grants.push(GrantFacts {
                    user: u32::try_from(number).unwrap(),
                    role: u32::try_from(role.unwrap()).unwrap(),
                    scope,
                    since: None,
                    direct: grant.through.is_none(),
                    explained: false,
                });
            }
        }
        let scopes: Vec<ScopeFacts<'_>> =
            scopes.iter().map(|scope| ScopeFacts { kind: scope.kind, path: &scope.path }).collect();
        let groups: Vec<GroupFacts<'_>> = self.groups.iter().map(|(at, path)| self.group_facts(*at, path)).collect();
        let users: Vec<UserFacts<'_>> = self.users.iter().enumerate().map(|(n, held)| held.user_facts(n)).collect();
        let holdings = Holdings::of(users.len(), &grants).unwrap();
        let users = Users::of(&users);
        let facts = Looked::new(&stores, &users, &roles, &scopes, &groups, &holdings).unwrap();
        for rule in shipped().rules() {
            found.extend(check::run(rule, &facts, calendar).iter().map(said));
        }
    }

    fn role_facts<'a>(&self, store: usize, role: &'a Role) -> RoleFacts<'a> {
        let included = access::ROLES.iter().any(|other| other.includes.contains(&role.name.as_str()));
        let grouped = access::GROUPS.iter().any(|group| group.role == Some(role.name.as_str()));
        let own = self.stores[store].1 == UserstoreKind::Local;
        let comes_with = role.level.is_some() && role.base.is_none();
        RoleFacts {
            store: u16::try_from(store).unwrap(),
            source_id: None,
            name: &role.name,
            privileged: role.privileged,
            builtin: !own && (comes_with || ["Administrator", "Auditor"].contains(&role.name.as_str())),
            used_elsewhere: own && (included || grouped),
            owner: Owner::NotKept,
        }
    }

    fn group_facts<'a>(&self, store: usize, path: &'a str) -> GroupFacts<'a> {
        let members = self.users.iter().filter(|held| held.store == store && held.groups.iter().any(|p| p == path));
        let below = self
            .groups
            .iter()
            .filter(|(at, other)| *at == store && other.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')));
        let own = self.stores[store].1 == UserstoreKind::Local;
        let holds = own && access::GROUPS.iter().any(|group| group.path == path && group.role.is_some());
        GroupFacts {
            store: u16::try_from(store).unwrap(),
            source_id: None,
            path,
            members: u32::try_from(if holds { members.count() + below.count() } else { 1 }).unwrap(),
            roles: u32::from(holds),
        }
    }
}

/// A userstore of a vault that was made `now`.
fn store<'a>(domain: &'a str, kind: UserstoreKind, at: DateTime<Utc>, now: i64) -> StoreFacts<'a> {
    StoreFacts {
        domain,
        directory: kind == UserstoreKind::Ldap,
        local: kind == UserstoreKind::Local,
        read_only: false,
        roles_listed: kind != UserstoreKind::Ldap,
        last_snapshot: Some(at.timestamp()),
        complete: true,
        since: Some(now),
        last_review: None,
    }
}

fn said(hit: &Hit<'_>) -> Finding {
    let rule = shipped().rules().iter().find(|rule| rule.id == hit.rule).unwrap();
    Finding {
        rule: &rule.id,
        kind: hit.subject.kind.word(),
        userstore: ["gitlab", "ldap", "PRIMARY"].into_iter().find(|domain| *domain == hit.subject.userstore).unwrap(),
        name: hit.subject.name.to_string(),
    }
}

impl Held {
    fn new(store: usize, record: UserRecord) -> Self {
        let grants = match &record.grants {
            Listed::All(grants) => grants.clone(),
            _ => Vec::new(),
        };
        let grants = grants.into_iter().map(|GrantRecord { role, scope, through, since, expires }| Grant {
            role,
            scope,
            through,
            since,
            expires,
        });
        let groups = match &record.groups {
            Listed::All(groups) => groups.iter().map(|group| group.path.clone()).collect(),
            _ => Vec::new(),
        };
        Self { store, gone: false, grants: grants.collect(), groups, record }
    }

    fn facts(&self) -> Facts {
        let any = |test: &dyn Fn(&Grant) -> bool| self.grants.iter().any(test);
        Facts::default()
            .with(Facts::GONE, self.gone)
            .with(Facts::GRANTS_KNOWN, matches!(self.record.grants, Listed::All(_)))
            .with(Facts::PRIVILEGED, any(&|grant| grant.role.privileged))
            .with(Facts::MEMBER, any(&|grant| grant.scope.is_membership()))
            .with(Facts::MFA_KNOWN, self.record.mfa.value().is_some())
            .with(Facts::MFA, self.record.mfa.value() == Some(&true))
            .with(Facts::SEAT_FLAG_KNOWN, self.record.seat_flag.value().is_some())
            .with(Facts::SEAT_FLAG, self.record.seat_flag.value() == Some(&true))
    }

    fn seen(&self) -> LastSeen {
        self.record.last_seen.clone().unwrap_or_else(LastSeen::not_collected)
    }

    fn user(&self, number: usize, domain: &str) -> User {
        let record = &self.record;
        let highest = self.grants.iter().max_by_key(|grant| (grant.role.privileged, grant.role.level));
        User {
            id: UserId(i64::try_from(number).unwrap()),
            source_id: record.identity.id.clone(),
            userstore: domain.to_owned(),
            username: record.identity.username.clone().unwrap(),
            display_name: record.display_name.value().cloned().unwrap_or_default(),
            email: record.email.value().cloned(),
            state: *record.state.value().unwrap(),
            kind: *record.kind.value().unwrap(),
            privileged: self.facts().has(Facts::PRIVILEGED),
            mfa: record.mfa.value().copied(),
            created_at: record.created_at.value().copied(),
            expires_at: record.expires_at.value().copied(),
            last_seen: self.seen(),
            roles: self.grants.iter().map(|grant| grant.role.name.clone()).collect(),
            highest_role: highest.map(|grant| HighestRole {
                role: grant.role.name.clone(),
                level: grant.role.level,
                scope: grant.scope.clone(),
            }),
            gone_since: None,
            has_avatar: false,
        }
    }

    fn profile(&self) -> Profile {
        let mut profile = Profile::default();
        for (field, value) in &self.record.profile {
            profile.set(*field, value.value().map(String::as_str));
        }
        profile.attributes.clone_from(&self.record.attributes);
        profile
    }

    fn user_facts(&self, number: usize) -> UserFacts<'_> {
        let record = &self.record;
        let seen = record.last_seen.as_ref();
        let field = |field: ProfileField| record.profile.get(&field)?.value().map(String::as_str);
        UserFacts {
            expires_at: None,
            top_role: None,
            id: UserId(i64::try_from(number).unwrap()),
            store: u16::try_from(self.store).unwrap(),
            state: *record.state.value().unwrap(),
            kind: *record.kind.value().unwrap(),
            facts: self.facts(),
            level: record.highest_level.value().copied(),
            seen: seen.map_or(SeenStatus::NotCollected, |seen| seen.status),
            seen_at: seen.and_then(|seen| seen.at).map(|at| at.timestamp()),
            created_at: record.created_at.value().map(DateTime::timestamp),
            password_at: None,
            failed_sign_ins: None,
            email_verified: None,
            person: None,
            source_id: record.identity.id.as_deref(),
            username: record.identity.username.as_deref().unwrap(),
            display_name: record.display_name.value().map_or("", String::as_str),
            email: record.email.value().map(String::as_str),
            department: field(ProfileField::Department),
            employee_number: field(ProfileField::EmployeeNumber),
        }
    }
}
