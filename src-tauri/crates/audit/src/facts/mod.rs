//! What the built-in checks look at, as the caller hands it in.
//!
//! The structs are small and borrow their texts, so that a realm of a million
//! users and five million grants fits in a few hundred megabytes and is gone
//! through without copying. Who holds what is [`Holdings`]. Users, roles, scopes, groups and userstores refer
//! to each other by their places in the slices. [`Realm::new`] refuses places
//! that do not exist.

mod brief;
mod holdings;
mod users;

pub(crate) use brief::Brief;
pub use holdings::{GivenGrant, GrantFacts, GrantKind, Holdings};
pub use users::{User, Users};

use crate::hit::Subject;
use chrono::NaiveDate;
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Kind, Scope, ScopeKind, State, UserId};

/// A userstore.
#[derive(Debug, Clone, Copy)]
pub struct StoreFacts<'a> {
    /// Its domain.
    pub domain: &'a str,
    /// Whether it is the directory: the place that says who still belongs to
    /// the organization (HR's LDAP, Entra). Leavers are looked for only if one
    /// userstore is.
    pub directory: bool,
    /// Whether its users are edited in Muster; if not, it has snapshots.
    pub local: bool,
    /// Whether its source accepts no changes at all.
    pub read_only: bool,
    /// Whether its source lists the roles of its users.
    pub roles_listed: bool,
    /// When its last snapshot was taken, in seconds since 1970-01-01 UTC.
    pub last_snapshot: Option<i64>,
    /// Whether that snapshot listed everyone.
    pub complete: bool,
    /// When the vault first knew of it, in seconds since 1970-01-01 UTC.
    pub since: Option<i64>,
    /// The day on which its last access review was closed.
    pub last_review: Option<NaiveDate>,
}

/// A user, as it is added to [`Users`]. Its number is its place there.
#[derive(Debug, Clone, Copy)]
pub struct UserFacts<'a> {
    /// The vault's key.
    pub id: UserId,
    /// Its userstore.
    pub store: u16,
    /// What the account may do at all.
    pub state: State,
    /// Who or what uses it.
    pub kind: Kind,
    /// The yes-or-no facts; [`Facts::GONE`] and [`Facts::PRIVILEGED`] above all.
    pub facts: Facts,
    /// The highest access level, where roles have levels.
    pub level: Option<u8>,
    /// The highest role: its place.
    pub top_role: Option<u32>,
    /// Which of the four answers last seen is.
    pub seen: SeenStatus,
    /// When it was last seen, in seconds since 1970-01-01 UTC.
    pub seen_at: Option<i64>,
    /// When the source created it, in seconds since 1970-01-01 UTC.
    pub created_at: Option<i64>,
    /// When access ends, in seconds since 1970-01-01 UTC.
    pub expires_at: Option<i64>,
    /// When its password was last set, where the source says.
    pub password_at: Option<i64>,
    /// Failed sign-ins in a row, where the source says.
    pub failed_sign_ins: Option<u16>,
    /// Whether its e-mail is verified, where the source says.
    pub email_verified: Option<bool>,
    /// The linked person, as a number that is the same for all their users.
    pub person: Option<u32>,
    /// The source's own immutable id.
    pub source_id: Option<&'a str>,
    /// The sign-in name.
    pub username: &'a str,
    /// The name to show.
    pub display_name: &'a str,
    /// The primary e-mail.
    pub email: Option<&'a str>,
    /// The department.
    pub department: Option<&'a str>,
    /// The employee number.
    pub employee_number: Option<&'a str>,
}

/// A role. Its number is its place in the slice.
#[derive(Debug, Clone, Copy)]
pub struct RoleFacts<'a> {
    /// Its userstore.
    pub store: u16,
    /// The source's own immutable id.
    pub source_id: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// Whether it can change others' access or the instance.
    pub privileged: bool,
    /// Whether it comes with the product, so that nobody can delete it.
    pub builtin: bool,
    /// Whether another role includes it, or a group holds it: it is in use
    /// even if no user holds it.
    pub used_elsewhere: bool,
    /// Who answers for it.
    pub owner: Owner<'a>,
}

/// Who answers for a role or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner<'a> {
    /// Nobody was ever asked: neither its source nor the vault has a place for
    /// it.
    NotKept,
    /// There is a place for it, and it is empty.
    Nobody,
    /// This one.
    Named(&'a str),
}

/// What roles are held on. Its number is its place in the slice.
#[derive(Debug, Clone, Copy)]
pub struct ScopeFacts<'a> {
    /// The kind of thing.
    pub kind: ScopeKind,
    /// Its path in the source, empty for the instance.
    pub path: &'a str,
}

impl ScopeFacts<'_> {
    /// The same, as the model has it.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope { kind: self.kind, path: self.path.to_owned() }
    }
}

/// A group.
#[derive(Debug, Clone, Copy)]
pub struct GroupFacts<'a> {
    /// Its userstore.
    pub store: u16,
    /// The source's own immutable id.
    pub source_id: Option<&'a str>,
    /// Its path.
    pub path: &'a str,
    /// Users and groups in it.
    pub members: u32,
    /// Roles it holds.
    pub roles: u32,
}

/// Why facts cannot be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactsError {
    /// There are more users or grants than numbers for them.
    #[error("the realm has more than 4,294,967,295 users or grants: audit its userstores one by one")]
    TooMany,
    /// Something refers to what is not there.
    #[error("{what} {number} refers to {to}, which is not there: hand in everything that is referred to")]
    Missing {
        /// What refers.
        what: &'static str,
        /// Its place.
        number: usize,
        /// What it refers to.
        to: &'static str,
    },
    /// Grants are not in the order of their users.
    #[error("grant {0} is of an earlier user than the one before it: sort the grants by user")]
    Order(usize),
}

/// Everything the built-in checks look at.
#[derive(Debug, Clone)]
pub struct Realm<'a> {
    pub(crate) stores: &'a [StoreFacts<'a>],
    pub(crate) users: &'a Users,
    pub(crate) roles: &'a [RoleFacts<'a>],
    pub(crate) scopes: &'a [ScopeFacts<'a>],
    pub(crate) groups: &'a [GroupFacts<'a>],
    pub(crate) holdings: &'a Holdings,
    brief: Vec<Brief>,
}

impl<'a> Realm<'a> {
    /// A realm.
    ///
    /// # Errors
    /// If something refers to what is not there.
    pub fn new(
        stores: &'a [StoreFacts<'a>],
        users: &'a Users,
        roles: &'a [RoleFacts<'a>],
        scopes: &'a [ScopeFacts<'a>],
        groups: &'a [GroupFacts<'a>],
        holdings: &'a Holdings,
    ) -> Result<Self, FactsError> {
        if u32::try_from(users.len()).is_err() || u32::try_from(holdings.grants()).is_err() {
            return Err(FactsError::TooMany);
        }
        let missing = |what, number, to| Err(FactsError::Missing { what, number, to });
        let no_store = |store: u16| usize::from(store) >= stores.len();
        let brief: Vec<Brief> = users.iter().map(|user| Brief::of(user)).collect();
        if let Some(number) = brief.iter().position(|user| no_store(user.store())) {
            return missing("user", number, "a userstore");
        }
        if let Some(number) = roles.iter().position(|role| no_store(role.store)) {
            return missing("role", number, "a userstore");
        }
        if let Some(number) = groups.iter().position(|group| no_store(group.store)) {
            return missing("group", number, "a userstore");
        }
        if holdings.users() > users.len() {
            return missing("holding", users.len(), "a user");
        }
        if let Some(number) = holdings.kinds.iter().position(|kind| kind.role as usize >= roles.len()) {
            return missing("kind of grant", number, "a role");
        }
        if let Some(number) = holdings.kinds.iter().position(|kind| kind.scope as usize >= scopes.len()) {
            return missing("kind of grant", number, "a scope");
        }
        if let Some(number) = holdings.unknown_kind() {
            return missing("grant", number, "a kind of grant");
        }
        for (number, given) in holdings.given.iter().enumerate() {
            if given.user as usize >= users.len() {
                return missing("given grant", number, "a user");
            }
            if given.role as usize >= roles.len() || given.scope as usize >= scopes.len() {
                return missing("given grant", number, "a role and a scope");
            }
        }
        Ok(Self { stores, users, roles, scopes, groups, holdings, brief })
    }

    /// What a user holds.
    pub(crate) fn grants_of(&self, user: u32) -> impl Iterator<Item = GrantKind> + use<'a> {
        let holdings: &'a Holdings = self.holdings;
        holdings.of_user(user)
    }

    /// A user by its number; who is not there is nobody.
    pub(crate) fn user(&self, number: u32) -> User<'a> {
        let users: &'a Users = self.users;
        users.get(number as usize).unwrap_or(User::nobody())
    }

    /// Everyone in brief, in their order.
    pub(crate) fn brief(&self) -> &[Brief] {
        &self.brief
    }

    /// The numbers of users with all of these marks.
    pub(crate) fn numbers(&self, marks: u16) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.brief).filter(move |(_, brief)| brief.is(marks)).map(|(number, _)| number)
    }

    /// Users with all of these marks, with their numbers.
    pub(crate) fn that(&self, marks: u16) -> impl Iterator<Item = (u32, User<'a>)> + use<'a, '_> {
        self.numbers(marks).map(|number| (number, self.user(number)))
    }

    pub(crate) fn store_of(&self, user: User<'_>) -> &'a StoreFacts<'a> {
        &self.stores[usize::from(user.store())]
    }

    /// How findings name a user.
    #[must_use]
    pub fn subject(&self, user: u32) -> Option<Subject<'a>> {
        let user = self.users.get(user as usize)?;
        Some(Subject::user(user.id(), self.store_of(user).domain, user.source_id(), user.username()))
    }

    /// A user as findings name others: `gitlab/ada`.
    pub(crate) fn full_name(&self, user: u32) -> String {
        let user = self.user(user);
        format!("{}/{}", self.store_of(user).domain, user.username())
    }
}
