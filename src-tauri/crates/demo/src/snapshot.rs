//! What one userstore showed on one day, record by record.

use crate::account::midnight;
use crate::realm::Realm;
use crate::{gitlab, ldap, local, roles};
use chrono::{DateTime, NaiveDate, Utc};
use muster_model::record::{Coverage, Extent, Record};
use muster_model::userstore::PRIMARY;
use muster_model::{Role, UserstoreKind};

/// How many roles GitLab lists.
const ROLES: u64 = 11;

/// The userstores of the realm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Store {
    Gitlab,
    Ldap,
    Local,
}

/// What one userstore showed on one day. It is complete: whoever it does not
/// list had left.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The domain of its userstore.
    pub domain: &'static str,
    /// The kind of that userstore.
    pub kind: UserstoreKind,
    /// When it was taken: midnight of its day, UTC.
    pub taken_at: DateTime<Utc>,
    store: Store,
    day: NaiveDate,
    realm: Realm,
}

impl Snapshot {
    pub(crate) fn new(realm: &Realm, store: Store, day: NaiveDate) -> Self {
        let (domain, kind) = match store {
            Store::Gitlab => ("gitlab", UserstoreKind::Gitlab),
            Store::Ldap => ("ldap", UserstoreKind::Ldap),
            Store::Local => (PRIMARY, UserstoreKind::Local),
        };
        Self { domain, kind, taken_at: midnight(day), store, day, realm: realm.clone() }
    }

    /// What it lists: every user, and for GitLab every grant.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let grants = if self.store == Store::Ldap { Extent::None } else { Extent::Whole };
        let groups = if self.store == Store::Local { Extent::None } else { Extent::Whole };
        Coverage { users: Extent::Whole, grants, groups, because: None }
    }

    /// At most how many records it has; for a progress bar.
    #[must_use]
    pub fn records_at_most(&self) -> u64 {
        let ahead = match self.store {
            Store::Gitlab => self.realm.tree().len() + ROLES,
            Store::Ldap => 8,
            Store::Local => 0,
        };
        ahead + self.realm.numbers(self.store)
    }

    /// Its records: roles, groups, then users.
    #[must_use]
    pub fn records(&self) -> Records {
        let roles: Vec<Role> = if self.store == Store::Gitlab { roles::all().collect() } else { Vec::new() };
        Records {
            store: self.store,
            day: self.day,
            realm: self.realm.clone(),
            roles: roles.into_iter(),
            group: 0,
            user: 0,
        }
    }
}

/// The records of a snapshot, each made when it is asked for.
#[derive(Debug)]
pub struct Records {
    store: Store,
    day: NaiveDate,
    realm: Realm,
    roles: std::vec::IntoIter<Role>,
    group: u64,
    user: u64,
}

impl Iterator for Records {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if let Some(role) = self.roles.next() {
            return Some(Record::Role(role));
        }
        let group = match self.store {
            Store::Gitlab => gitlab::group(&self.realm, self.group),
            Store::Ldap => ldap::group(self.group),
            Store::Local => None,
        };
        if let Some(group) = group {
            self.group += 1;
            return Some(Record::Group(group));
        }
        while self.user < self.realm.numbers(self.store) {
            let number = self.user;
            self.user += 1;
            let user = match self.store {
                Store::Gitlab => gitlab::user(&self.realm, number, self.day),
                Store::Ldap => ldap::user(&self.realm, number, self.day),
                Store::Local => local::user(&self.realm, number),
            };
            if let Some(user) = user {
                return Some(Record::User(Box::new(user)));
            }
        }
        None
    }
}
