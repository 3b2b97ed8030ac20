//! The records of `PRIMARY`: a few users that Muster itself is the authority of.

use crate::account::midnight;
use crate::realm::Realm;
use chrono::{Days, NaiveDate};
use muster_model::record::{GrantRecord, GroupName, Identity, Listed, Told, UserRecord};
use muster_model::{Kind, LastSeen, ProfileField, Role, Scope, State};

/// How many there are at most.
pub const MOST: u64 = 12;

/// Sign-in name, name, kind, title, group.
const USERS: [(&str, &str, Kind, &str, &str); 12] = [
    (
        "break-glass",
        "Break-glass administrator",
        Kind::Service,
        "Sealed in the safe; tested every quarter",
        "emergency",
    ),
    ("status-board", "Status board", Kind::Service, "The screen in the hall", "machines"),
    ("visitor.desk", "Visitor desk", Kind::Human, "Front desk", "house/front"),
    ("door.system", "Door system", Kind::Service, "Badge readers", "machines"),
    ("intern.spring", "Intern, spring term", Kind::Human, "Intern", "house/front"),
    ("auditor.external", "External auditor", Kind::External, "Yearly audit", ""),
    ("board.office", "Board office", Kind::Human, "Assistant to the board", "house"),
    ("works.council", "Works council", Kind::Human, "Works council", "house"),
    ("training.room", "Training room", Kind::Service, "Shared sign-in of the training room", "machines"),
    ("printing", "Printing", Kind::Service, "Print server", "machines/print"),
    ("facility", "Facility management", Kind::Human, "Facility management", "house/facility"),
    ("archive", "Archive", Kind::Service, "Long-term archive", "machines/archive"),
];

/// Local user number `number`.
pub fn user(realm: &Realm, number: u64) -> Option<UserRecord> {
    let (username, name, kind, title, group) = *USERS.get(usize::try_from(number).ok()?)?;
    let today = realm.settings().today;
    let grant = |role: Role, days: Option<u64>| GrantRecord {
        role,
        scope: Scope::instance(),
        through: None,
        since: Some(midnight(created(realm))),
        expires: days.map(|days| midnight(today + Days::new(days))),
    };
    let grants = match number {
        0 => vec![grant(Role { privileged: true, ..Role::named("Administrator") }, None)],
        3 => vec![grant(Role::named("Badge lender"), None)],
        4 => vec![grant(Role::named("Archive reader"), Some(80))],
        5 => vec![grant(Role::named("Archive reader"), Some(20))],
        _ => Vec::new(),
    };
    let email = kind.is_person().then(|| format!("{username}@acme.example"));
    let mut record = UserRecord {
        identity: Identity { id: None, username: Some(username.to_owned()), reference: None },
        display_name: Told::Value(name.to_owned()),
        email: Told::present(email),
        state: Told::Value(State::Active),
        kind: Told::Value(kind),
        created_at: Told::Value(midnight(created(realm))),
        expires_at: Told::present((number == 4).then(|| midnight(today + Days::new(80)))),
        last_seen: Some(LastSeen::not_collected()),
        grants: Listed::All(grants),
        groups: Listed::All(named(group).into_iter().collect()),
        ..UserRecord::default()
    };
    record.profile.insert(ProfileField::Title, Told::Value(title.to_owned()));
    Some(record)
}

fn created(realm: &Realm) -> NaiveDate {
    realm.days().first().copied().unwrap_or(realm.settings().today)
}

fn named(path: &str) -> Option<GroupName> {
    (!path.is_empty()).then(|| GroupName { id: None, path: path.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{GROUPS, PERMISSIONS, ROLES};

    #[test]
    fn what_belongs_to_primary_is_made_before_it_is_used() {
        for (at, role) in ROLES.iter().enumerate() {
            assert!(role.includes.iter().all(|name| ROLES[..at].iter().any(|other| other.name == *name)), "{role:?}");
            assert!(role.permissions.iter().all(|path| PERMISSIONS.iter().any(|known| known.0 == *path)), "{role:?}");
        }
        for (at, group) in GROUPS.iter().enumerate() {
            let before = |path: &str| GROUPS[..at].iter().any(|other| other.path == path);
            assert!(group.parent.is_none_or(before), "{group:?}");
            assert!(group.role.is_none_or(|name| ROLES.iter().any(|role| role.name == name)), "{group:?}");
        }
        for (username, .., group) in USERS {
            assert!(group.is_empty() || GROUPS.iter().any(|known| known.path == group), "{username}");
        }
    }
}
