//! One user, as a filter sees them.

use super::ago;
use chrono::DateTime;
use muster_audit::{Calendar, Hit, Rule, Subject};
use muster_model::user::HighestRole;
use muster_model::{
    Facts, Grant, Kind, LastSeen, Precision, Profile, ProfileField, Role, Scope, ScopeKind, State, User, UserId,
};
use muster_query::{Account, Service};

/// A user and everything a filter rule can ask of them. Unless said
/// otherwise: an active human in gitlab, created long ago and seen today, with
/// a second factor and a role.
#[derive(Clone)]
pub struct Who {
    pub user: User,
    facts: Facts,
    grants: Vec<Grant>,
    profile: Profile,
    owner: Option<&'static str>,
    purpose: Option<&'static str>,
    review_at: Option<i64>,
    seat: Option<bool>,
}

pub fn who() -> Who {
    let user = User {
        id: UserId(7),
        source_id: Some("70".to_owned()),
        userstore: "gitlab".to_owned(),
        username: "ada".to_owned(),
        display_name: "Ada Lovelace".to_owned(),
        email: Some("ada@example.org".to_owned()),
        state: State::Active,
        kind: Kind::Human,
        privileged: false,
        mfa: Some(true),
        created_at: DateTime::from_timestamp(ago(1000), 0),
        expires_at: None,
        last_seen: LastSeen::unknown(),
        roles: Vec::new(),
        highest_role: None,
        gone_since: None,
        has_avatar: false,
    };
    let facts = Facts::default().with(Facts::GRANTS_KNOWN, true).with(Facts::MFA, true).with(Facts::MFA_KNOWN, true);
    let who = Who {
        user,
        facts,
        grants: Vec::new(),
        profile: Profile::default(),
        owner: None,
        purpose: None,
        review_at: None,
        seat: None,
    };
    who.seen(0).holds("Developer", "acme/web")
}

pub fn service() -> Who {
    let who = Who { owner: Some("Grace"), purpose: Some("Deploys"), ..who().kind(Kind::Service) };
    who.review(30)
}

impl Who {
    pub fn seen(self, days: i64) -> Self {
        self.seen_at(ago(days))
    }
    pub fn seen_at(mut self, at: i64) -> Self {
        self.user.last_seen =
            LastSeen::seen(DateTime::from_timestamp(at, 0).unwrap(), "current_sign_in_at", Precision::Second);
        self
    }
    pub fn never(mut self) -> Self {
        self.user.last_seen = LastSeen::never("current_sign_in_at");
        self
    }
    pub fn unknown(mut self) -> Self {
        self.user.last_seen = LastSeen::unknown();
        self
    }
    pub fn not_collected(mut self) -> Self {
        self.user.last_seen = LastSeen::not_collected();
        self
    }
    pub fn created(mut self, days: i64) -> Self {
        self.user.created_at = DateTime::from_timestamp(ago(days), 0);
        self
    }
    pub fn no_created(mut self) -> Self {
        self.user.created_at = None;
        self
    }
    /// Access ends in so many days.
    pub fn expires(mut self, days: i64) -> Self {
        self.user.expires_at = DateTime::from_timestamp(ago(-days), 0);
        self
    }
    pub fn state(mut self, state: State) -> Self {
        self.user.state = state;
        self
    }
    pub fn kind(mut self, kind: Kind) -> Self {
        self.user.kind = kind;
        self
    }
    pub fn gone(self) -> Self {
        self.fact(Facts::GONE, true)
    }
    pub fn mfa(self, mfa: Option<bool>) -> Self {
        self.fact(Facts::MFA_KNOWN, mfa.is_some()).fact(Facts::MFA, mfa == Some(true))
    }
    pub fn seat_flag(self) -> Self {
        self.fact(Facts::SEAT_FLAG_KNOWN, true).fact(Facts::SEAT_FLAG, true)
    }
    pub fn seat(mut self, seat: bool) -> Self {
        self.seat = Some(seat);
        self
    }
    pub fn grants_unknown(self) -> Self {
        self.fact(Facts::GRANTS_KNOWN, false)
    }
    fn fact(mut self, fact: Facts, on: bool) -> Self {
        self.facts = self.facts.with(fact, on);
        self
    }
    pub fn admin(self) -> Self {
        self.holds("Administrator", "")
    }
    pub fn nothing(mut self) -> Self {
        self.grants.clear();
        self.derive()
    }
    pub fn holds(mut self, role: &str, path: &str) -> Self {
        let role = Role { privileged: role == "Administrator", ..Role::named(role) };
        let scope = match path {
            "" => Scope::instance(),
            path => Scope { kind: ScopeKind::Group, path: path.to_owned() },
        };
        self.grants.push(Grant { role, scope, through: None, since: None, expires: None });
        self.derive()
    }
    /// The last role that was given ends in so many days.
    pub fn ending(mut self, days: i64) -> Self {
        self.grants.last_mut().unwrap().expires = DateTime::from_timestamp(ago(-days), 0);
        self
    }
    pub fn owner(mut self, owner: Option<&'static str>) -> Self {
        self.owner = owner;
        self
    }
    pub fn purpose(mut self, purpose: Option<&'static str>) -> Self {
        self.purpose = purpose;
        self
    }
    /// To be looked at again in so many days. A day only, as the vault keeps it.
    pub fn review(mut self, days: i64) -> Self {
        self.review_at = Some(ago(-days).div_euclid(86_400) * 86_400);
        self
    }
    pub fn no_review(mut self) -> Self {
        self.review_at = None;
        self
    }
    pub fn title(mut self, title: &str) -> Self {
        self.profile.set(ProfileField::Title, Some(title));
        self
    }

    fn derive(mut self) -> Self {
        let any = |test: &dyn Fn(&Grant) -> bool| self.grants.iter().any(test);
        self.facts = self
            .facts
            .with(Facts::PRIVILEGED, any(&|g| g.role.privileged))
            .with(Facts::MEMBER, any(&|g| g.scope.is_membership()));
        self.user.roles = self.grants.iter().map(|g| g.role.name.clone()).collect();
        let highest = self.grants.iter().max_by_key(|g| g.role.privileged);
        self.user.highest_role =
            highest.map(|g| HighestRole { role: g.role.name.clone(), level: None, scope: g.scope.clone() });
        self
    }

    /// What a filter rule says of them, if it finds them.
    pub fn found(&self, rule: &Rule, calendar: &Calendar<'_>) -> Option<Hit<'_>> {
        let account = Account {
            user: &self.user,
            facts: self.facts,
            level: None,
            profile: &self.profile,
            grants: &self.grants,
            groups: &[],
            permissions: &[],
            person: None,
            service: Service {
                owner: self.owner,
                purpose: self.purpose,
                review_at: self.review_at.and_then(|at| DateTime::from_timestamp(at, 0)),
            },
            seat: self.seat,
        };
        let user = &self.user;
        let subject = Subject::user(user.id, &user.userstore, user.source_id.as_deref(), &user.username);
        let filter = rule.filter(calendar)?;
        filter.matches(&account, calendar.now()).then(|| rule.hit(subject, &account, calendar))
    }
}
