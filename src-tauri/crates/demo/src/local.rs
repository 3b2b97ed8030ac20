//! The records of `PRIMARY`: a few users that Muster itself is the authority of.

use crate::account::midnight;
use crate::realm::Realm;
use chrono::{Days, NaiveDate};
use muster_model::record::{GrantRecord, Identity, Listed, Told, UserRecord};
use muster_model::{Kind, LastSeen, ProfileField, Role, Scope, State};

/// How many there are at most.
pub const MOST: u64 = 12;

const USERS: [(&str, &str, Kind, &str); 12] = [
    ("break-glass", "Break-glass administrator", Kind::Service, "Sealed in the safe; tested every quarter"),
    ("status-board", "Status board", Kind::Service, "The screen in the hall"),
    ("visitor.desk", "Visitor desk", Kind::Human, "Front desk"),
    ("door.system", "Door system", Kind::Service, "Badge readers"),
    ("intern.spring", "Intern, spring term", Kind::Human, "Intern"),
    ("auditor.external", "External auditor", Kind::External, "Yearly audit"),
    ("board.office", "Board office", Kind::Human, "Assistant to the board"),
    ("works.council", "Works council", Kind::Human, "Works council"),
    ("training.room", "Training room", Kind::Service, "Shared sign-in of the training room"),
    ("printing", "Printing", Kind::Service, "Print server"),
    ("facility", "Facility management", Kind::Human, "Facility management"),
    ("archive", "Archive", Kind::Service, "Long-term archive"),
];

/// Local user number `number`.
pub fn user(realm: &Realm, number: u64) -> Option<UserRecord> {
    let (username, name, kind, title) = *USERS.get(usize::try_from(number).ok()?)?;
    let grants = match number {
        0 => vec![GrantRecord {
            role: Role { privileged: true, ..Role::named("Administrator") },
            scope: Scope::instance(),
            through: None,
            since: None,
            expires: None,
        }],
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
        expires_at: Told::present((number == 4).then(|| midnight(realm.settings().today + Days::new(80)))),
        last_seen: Some(LastSeen::not_collected()),
        grants: Listed::All(grants),
        ..UserRecord::default()
    };
    record.profile.insert(ProfileField::Title, Told::Value(title.to_owned()));
    Some(record)
}

fn created(realm: &Realm) -> NaiveDate {
    realm.days().first().copied().unwrap_or(realm.settings().today)
}
