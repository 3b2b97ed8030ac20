//! A realm, as the built-in checks see it.

use super::ago;
use chrono::NaiveDate;
use muster_audit::facts::{
    GrantFacts, GroupFacts, Holdings, Owner, RoleFacts, ScopeFacts, StoreFacts, UserFacts, Users,
};
use muster_audit::{Calendar, Realm, Rule, check};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Kind, ScopeKind, State, UserId};

/// A realm; unless said otherwise with one userstore, gitlab, known for ten
/// days, with a complete snapshot of today.
pub struct World {
    pub stores: Vec<StoreFacts<'static>>,
    users: Vec<U>,
    roles: Vec<RoleFacts<'static>>,
    groups: Vec<GroupFacts<'static>>,
}

/// A user; unless said otherwise an active human in the first userstore, with
/// everything an inventory asks for.
#[derive(Clone)]
pub struct U {
    facts: UserFacts<'static>,
    holds: Vec<Holds>,
}

#[derive(Clone)]
struct Holds {
    role: &'static str,
    kind: ScopeKind,
    path: &'static str,
    direct: bool,
    since: Option<i32>,
    explained: bool,
}

pub fn store(domain: &'static str) -> StoreFacts<'static> {
    StoreFacts {
        domain,
        directory: false,
        local: false,
        read_only: false,
        roles_listed: true,
        last_snapshot: Some(ago(0)),
        complete: true,
        since: Some(ago(10)),
        last_review: None,
    }
}

pub fn u(username: &'static str) -> U {
    U {
        facts: UserFacts {
            id: UserId(0),
            store: 0,
            state: State::Active,
            kind: Kind::Human,
            facts: Facts::default(),
            level: None,
            top_role: None,
            seen: SeenStatus::Seen,
            seen_at: Some(ago(0)),
            created_at: Some(ago(1000)),
            expires_at: None,
            password_at: None,
            failed_sign_ins: None,
            email_verified: None,
            person: None,
            source_id: None,
            username,
            display_name: username,
            email: None,
            department: None,
            employee_number: None,
        },
        holds: Vec::new(),
    }
}

/// So many users whose names begin so.
pub fn many(prefix: &str, count: usize, of: impl Fn(U) -> U) -> Vec<U> {
    (0..count).map(|n| of(u(Box::leak(format!("{prefix}{n:03}").into_boxed_str())))).collect()
}

impl U {
    pub fn email(mut self, email: &'static str) -> Self {
        self.facts.email = Some(email);
        self
    }
    pub fn verified(mut self, verified: bool) -> Self {
        self.facts.email_verified = Some(verified);
        self
    }
    pub fn person(mut self, person: u32) -> Self {
        self.facts.person = Some(person);
        self
    }
    pub fn badge(mut self, number: &'static str) -> Self {
        self.facts.employee_number = Some(number);
        self
    }
    pub fn department(mut self, department: &'static str) -> Self {
        self.facts.department = Some(department);
        self
    }
    pub fn level(mut self, level: u8) -> Self {
        self.facts.level = Some(level);
        self
    }
    pub fn state(mut self, state: State) -> Self {
        self.facts.state = state;
        self
    }
    pub fn kind(mut self, kind: Kind) -> Self {
        self.facts.kind = kind;
        self
    }
    pub fn gone(mut self) -> Self {
        self.facts.facts = self.facts.facts.with(Facts::GONE, true);
        self
    }
    pub fn admin(mut self) -> Self {
        self.facts.facts = self.facts.facts.with(Facts::PRIVILEGED, true);
        self.holds("Administrator", "")
    }
    pub fn at(mut self, store: u16) -> Self {
        self.facts.store = store;
        self
    }
    pub fn seen(mut self, days: i64) -> Self {
        (self.facts.seen, self.facts.seen_at) = (SeenStatus::Seen, Some(ago(days)));
        self
    }
    pub fn seen_is(mut self, seen: SeenStatus) -> Self {
        (self.facts.seen, self.facts.seen_at) = (seen, None);
        self
    }
    pub fn no_created(mut self) -> Self {
        self.facts.created_at = None;
        self
    }
    pub fn password(mut self, days: i64) -> Self {
        self.facts.password_at = Some(ago(days));
        self
    }
    pub fn failed(mut self, times: u16) -> Self {
        self.facts.failed_sign_ins = Some(times);
        self
    }
    pub fn holds(self, role: &'static str, path: &'static str) -> Self {
        self.with(role, path, true)
    }
    pub fn through(self, role: &'static str, path: &'static str) -> Self {
        self.with(role, path, false)
    }
    fn with(mut self, role: &'static str, path: &'static str, direct: bool) -> Self {
        let kind = if path.is_empty() { ScopeKind::Instance } else { ScopeKind::Group };
        self.holds.push(Holds { role, kind, path, direct, since: None, explained: false });
        self
    }
    /// The last role was given so many days ago.
    pub fn since(mut self, days: i64) -> Self {
        self.holds.last_mut().unwrap().since = Some(i32::try_from(ago(days).div_euclid(86_400)).unwrap());
        self
    }
    /// Somebody noted why the last role was given.
    pub fn explained(mut self) -> Self {
        self.holds.last_mut().unwrap().explained = true;
        self
    }
}

pub fn world(users: impl IntoIterator<Item = U>) -> World {
    World { stores: vec![store("gitlab")], users: users.into_iter().collect(), roles: Vec::new(), groups: Vec::new() }
}

impl World {
    /// The first userstore, changed.
    pub fn store(mut self, change: impl FnOnce(&mut StoreFacts<'static>)) -> Self {
        change(&mut self.stores[0]);
        self
    }
    /// A second userstore, the directory.
    pub fn directory(mut self) -> Self {
        self.stores.push(StoreFacts { directory: true, ..store("ldap") });
        self
    }
    pub fn role(mut self, name: &'static str, change: impl FnOnce(&mut RoleFacts<'static>)) -> Self {
        let mut role = role(name);
        change(&mut role);
        self.roles.push(role);
        self
    }
    pub fn group(mut self, path: &'static str, members: u32, roles: u32) -> Self {
        self.groups.push(GroupFacts { store: 0, source_id: None, path, members, roles });
        self
    }
    pub fn reviewed(self, days: i64) -> Self {
        let on: NaiveDate = chrono::DateTime::from_timestamp(ago(days), 0).unwrap().date_naive();
        self.store(|store| store.last_review = Some(on))
    }

    /// What a rule finds: the subject as `kind userstore/name`, and what is said.
    pub fn found(&self, rule: &Rule, calendar: &Calendar<'_>) -> Vec<(String, String)> {
        let mut roles = self.roles.clone();
        let mut scopes: Vec<ScopeFacts<'static>> = Vec::new();
        let (mut users, mut grants) = (Vec::new(), Vec::new());
        for (number, user) in self.users.iter().enumerate() {
            users.push(UserFacts { id: UserId(i64::try_from(number).unwrap()), ..user.facts });
            for held in &user.holds {
                let known = roles.iter().position(|known| known.name == held.role);
                let role = known.unwrap_or_else(|| {
                    roles.push(RoleFacts { builtin: true, ..role(held.role) });
                    roles.len() - 1
                });
                let known = scopes.iter().position(|scope| scope.path == held.path);
                let scope = known.unwrap_or_else(|| {
                    scopes.push(ScopeFacts { kind: held.kind, path: held.path });
                    scopes.len() - 1
                });
                grants.push(GrantFacts {
                    user: u32::try_from(number).unwrap(),
                    role: u32::try_from(role).unwrap(),
                    scope: u32::try_from(scope).unwrap(),
                    since: held.since,
                    direct: held.direct,
                    explained: held.explained,
                });
            }
        }
        let holdings = Holdings::of(users.len(), &grants).unwrap();
        let users = Users::of(&users);
        let realm = Realm::new(&self.stores, &users, &roles, &scopes, &self.groups, &holdings).unwrap();
        let hits = check::run(rule, &realm, calendar);
        hits.into_iter()
            .map(|hit| {
                assert_eq!(hit.rule, rule.id);
                let subject = hit.subject;
                (format!("{} {}/{}", subject.kind.word(), subject.userstore, subject.name), hit.message)
            })
            .collect()
    }
}

fn role(name: &'static str) -> RoleFacts<'static> {
    RoleFacts {
        store: 0,
        source_id: None,
        name,
        privileged: name == "Administrator",
        builtin: false,
        used_elsewhere: false,
        owner: Owner::NotKept,
    }
}
