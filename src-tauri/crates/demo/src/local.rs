//! The records of `PRIMARY`: a few users that Muster itself is the authority of.

use crate::account::{back, midnight};
use crate::realm::Realm;
use chrono::{Days, NaiveDate};
use muster_model::record::{GrantRecord, GroupName, Identity, Listed, Told, UserRecord};
use muster_model::{Kind, LastSeen, ProfileField, Role, Scope, State};

/// How many there are at most.
pub const MOST: u64 = USERS.len() as u64;

/// A user of the table.
struct Local {
    username: &'static str,
    name: &'static str,
    kind: Kind,
    title: &'static str,
    /// The group it is in; empty for none.
    group: &'static str,
    /// The audit rules that find it.
    finds: &'static [&'static str],
}

const fn local(
    username: &'static str,
    name: &'static str,
    kind: Kind,
    title: &'static str,
    group: &'static str,
    finds: &'static [&'static str],
) -> Local {
    Local { username, name, kind, title, group, finds }
}

use Kind::{External, Human, Service};

const USERS: [Local; 12] = [
    local(
        "break-glass",
        "Break-glass administrator",
        Service,
        "Sealed in the safe; tested every quarter",
        "emergency",
        &["service-account-privileged", "last-admin"],
    ),
    local("status-board", "Status board", Service, "The screen in the hall", "machines", &[]),
    local("visitor.desk", "Visitor desk", Human, "Front desk", "house/front", &["shared-name"]),
    local("door.system", "Door system", Service, "Badge readers", "machines", &[]),
    local("intern.spring", "Intern, spring term", Human, "Intern", "house/front", &[]),
    local("auditor.external", "External auditor", External, "Yearly audit", "", &[]),
    local("board.office", "Board office", Human, "Assistant to the board", "house", &["shared-name"]),
    local("works.council", "Works council", Human, "Works council", "house", &["invitation-old"]),
    local("training.room", "Training room", Service, "Shared sign-in of the training room", "machines", &[]),
    local("printing", "Printing", Service, "Print server", "machines/print", &[]),
    local("facility", "Facility management", Human, "Facility management", "house/facility", &[]),
    local("archive", "Archive", Service, "Long-term archive", "machines/archive", &[]),
];
/// The one who was invited and has not answered.
const INVITED: &str = "works.council";
/// Days before the realm's past for which local users were there.
const BEFORE: u64 = 400;

fn known(number: u64) -> Option<&'static Local> {
    USERS.get(usize::try_from(number).ok()?)
}

/// The rules that find local user number `number`, each with the username.
pub fn finds(number: u64) -> impl Iterator<Item = (&'static str, &'static str)> {
    known(number).into_iter().flat_map(|user| user.finds.iter().map(|rule| (*rule, user.username)))
}

/// The username of local user number `number`, and what it is for, if it is a
/// service account.
pub fn service(number: u64) -> Option<(&'static str, &'static str)> {
    known(number).filter(|user| user.kind == Kind::Service).map(|user| (user.username, user.title))
}

/// The groups of the first `users` of the table.
pub fn groups(users: u64) -> impl Iterator<Item = &'static str> {
    (0..users).filter_map(known).map(|user| user.group)
}

/// Local user number `number`.
pub fn user(realm: &Realm, number: u64) -> Option<UserRecord> {
    let Local { username, name, kind, title, group, .. } = *known(number)?;
    let today = realm.settings().today;
    let grant = |role: Role, days: Option<u64>| GrantRecord {
        role,
        scope: Scope::instance(),
        through: None,
        since: Some(midnight(created(realm))),
        expires: days.map(|days| midnight(today + Days::new(days))),
    };
    // What is held directly is held by no group of people: nobody is past a group by chance.
    let grants = match number {
        0 => vec![grant(Role { privileged: true, ..Role::named("Administrator") }, None)],
        3 => vec![grant(Role::named("Badge lender"), None)],
        4 => vec![grant(Role::named("Print operator"), Some(80))],
        5 => vec![grant(Role::named("Guest reader"), Some(20))],
        _ => Vec::new(),
    };
    let email = kind.is_person().then(|| format!("{username}@acme.example"));
    let mut record = UserRecord {
        identity: Identity { id: None, username: Some(username.to_owned()), reference: None },
        display_name: Told::Value(name.to_owned()),
        email: Told::present(email),
        state: Told::Value(if username == INVITED { State::Invited } else { State::Active }),
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
    back(realm.days().first().copied().unwrap_or(realm.settings().today), BEFORE)
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
        for Local { username, group, .. } in USERS {
            assert!(group.is_empty() || GROUPS.iter().any(|known| known.path == group), "{username}");
        }
    }
}
