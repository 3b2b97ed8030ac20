//! Users for the tests, with the facts that the vault derives from grants.
#![allow(dead_code, clippy::unwrap_used)]

use chrono::{DateTime, Utc};
use muster_model::record::{Listed, UserRecord};
use muster_model::user::HighestRole;
use muster_model::{Facts, Grant, Kind, LastSeen, Profile, Role, Scope, ScopeKind, State, User, UserId};
use muster_query::{Account, Service};

/// A user and everything a rule can ask of it.
pub struct Someone {
    pub user: User,
    pub facts: Facts,
    pub grants: Vec<Grant>,
    profile: Profile,
}

impl Someone {
    pub fn new(state: State, kind: Kind, grants: Vec<Grant>) -> Self {
        let user = User {
            id: UserId(1),
            source_id: None,
            userstore: "gitlab".to_owned(),
            username: "someone".to_owned(),
            display_name: "Some One".to_owned(),
            email: None,
            state,
            kind,
            privileged: false,
            mfa: None,
            created_at: None,
            expires_at: None,
            last_seen: LastSeen::unknown(),
            roles: Vec::new(),
            highest_role: None,
            gone_since: None,
            has_avatar: false,
        };
        let mut someone = Self {
            user,
            facts: Facts::default().with(Facts::GRANTS_KNOWN, true),
            grants: Vec::new(),
            profile: Profile::default(),
        };
        someone.hold(grants);
        someone
    }

    fn hold(&mut self, grants: Vec<Grant>) {
        let any = |test: &dyn Fn(&Grant) -> bool| grants.iter().any(test);
        self.facts = self
            .facts
            .with(Facts::PRIVILEGED, any(&|g| g.role.privileged))
            .with(Facts::MEMBER, any(&|g| g.scope.is_membership()))
            .with(Facts::ELEVATED_GUEST, any(&|g| g.role.is_elevated_guest()))
            .with(Facts::AUDITOR, any(&|g| g.scope.kind == ScopeKind::Instance && g.role.name == "Auditor"));
        let highest = grants.iter().max_by_key(|g| (g.role.level, g.role.privileged));
        self.user.roles = grants.iter().map(|g| g.role.name.clone()).collect();
        self.user.highest_role =
            highest.map(|g| HighestRole { role: g.role.name.clone(), level: g.role.level, scope: g.scope.clone() });
        self.grants = grants;
    }

    pub fn gone(mut self) -> Self {
        self.facts = self.facts.with(Facts::GONE, true);
        self
    }

    pub fn grants_unknown(mut self) -> Self {
        self.facts = self.facts.with(Facts::GRANTS_KNOWN, false);
        self
    }

    pub fn seen(mut self, seen: LastSeen) -> Self {
        self.user.last_seen = seen;
        self
    }

    pub fn created(mut self, days_ago: i64) -> Self {
        self.user.created_at = DateTime::from_timestamp(now() - days_ago * 86_400, 0);
        self
    }

    pub fn flag(mut self, flag: bool) -> Self {
        self.facts = self.facts.with(Facts::SEAT_FLAG_KNOWN, true).with(Facts::SEAT_FLAG, flag);
        self
    }

    pub fn told_level(mut self, level: u8) -> Self {
        let role = muster_model::grant::gitlab_role(level).unwrap_or("No access").to_owned();
        self.user.highest_role = Some(HighestRole { role, level: Some(level), scope: Scope::instance() });
        self
    }

    pub fn from_record(userstore: &str, record: &UserRecord) -> Self {
        let (grants, known) = match &record.grants {
            Listed::All(grants) => (grants.as_slice(), true),
            _ => (&[][..], false),
        };
        let grants = grants
            .iter()
            .cloned()
            .map(|g| Grant { role: g.role, scope: g.scope, through: g.through, since: g.since, expires: g.expires })
            .collect();
        let mut someone = Self::new(*record.state.value().unwrap(), *record.kind.value().unwrap(), grants);
        someone.facts = someone.facts.with(Facts::GRANTS_KNOWN, known);
        someone.user.userstore = userstore.to_owned();
        someone.user.username = record.identity.username.clone().unwrap();
        someone.user.last_seen = record.last_seen.clone().unwrap();
        someone.user.created_at = record.created_at.value().copied();
        match record.seat_flag.value() {
            Some(flag) => someone.flag(*flag),
            None => someone,
        }
    }

    pub fn account(&self) -> Account<'_> {
        Account {
            user: &self.user,
            facts: self.facts,
            level: self.user.highest_role.as_ref().and_then(|highest| highest.level),
            profile: &self.profile,
            grants: &self.grants,
            groups: &[],
            permissions: &[],
            person: None,
            service: Service::default(),
            seat: None,
        }
    }
}

pub fn grant(role: Role, path: &str) -> Grant {
    let scope = match path {
        "" => Scope::instance(),
        path => Scope { kind: ScopeKind::Group, path: path.to_owned() },
    };
    Grant { role, scope, through: None, since: None, expires: None }
}

pub fn role(name: &str) -> Role {
    Role { level: muster_model::grant::gitlab_level(name), privileged: name == "Administrator", ..Role::named(name) }
}

pub fn custom_guest(permissions: &[&str]) -> Role {
    Role {
        level: Some(10),
        base: Some("Guest".to_owned()),
        permissions: permissions.iter().map(|p| (*p).to_owned()).collect(),
        ..Role::named("Custom guest")
    }
}

/// Noon of 20 November 2026.
pub fn now() -> i64 {
    "2026-11-20T12:00:00Z".parse::<DateTime<Utc>>().unwrap().timestamp()
}
