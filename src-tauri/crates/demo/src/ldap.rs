//! The records of the LDAP userstore: the directory of one site, most of whose
//! people have a GitLab account too, under the same address and employee
//! number. It knows no last sign-in and no roles.

use crate::account::{back, midnight};
use crate::entry::Entry;
use crate::realm::Realm;
use crate::shuffle::dice;
use chrono::NaiveDate;
use muster_model::record::{GroupName, GroupRecord, Identity, Listed, Told, UserRecord};
use muster_model::{Kind, LastSeen, ProfileField, State};
use rand::RngExt;
use std::collections::BTreeMap;

const PEOPLE: &str = "ou=people,dc=acme,dc=example";
const FORMER: &str = "ou=returned,dc=acme,dc=example";
const GROUPS: &str = "ou=groups,dc=acme,dc=example";
const GROUP_NAMES: [&str; 8] =
    ["developers", "operations", "vpn-users", "wiki-editors", "finance-read", "all-staff", "on-call", "interviewers"];

/// How many days ago the access ended that has ended.
const ENDED: u64 = 12;

/// Group number `number`.
pub fn group(number: u64) -> Option<GroupRecord> {
    let path = GROUP_NAMES.get(usize::try_from(number).ok()?)?;
    Some(GroupRecord { name: named(path), display_name: Some((*path).to_owned()), ..GroupRecord::default() })
}

fn named(path: &str) -> GroupName {
    GroupName { id: Some(format!("cn={path},{GROUPS}")), path: path.to_owned() }
}

/// Entry number `entry` as the directory shows it on a day; none before it
/// was made and after it was taken out.
pub fn user(realm: &Realm, entry: u64, on: NaiveDate) -> Option<UserRecord> {
    let today = realm.settings().today;
    let index = realm.person_of_entry(entry);
    let mut rng = dice(realm.settings().seed, 0x6c64_6170, entry);
    let created = match realm.joined(index) {
        Some(joined) => back(joined, rng.random_range(0..10)),
        None => back(today, rng.random_range(40..2000)),
    };
    if on < created || realm.entry_left(entry).is_some_and(|left| on >= left) {
        return None;
    }
    let person = realm.person(index);
    let wrong = realm.entry(entry);
    let username = username(realm, entry);
    // Two entries of one name are in two places of the tree.
    let place = if matches!(wrong, Some(Entry::SameUsername(_))) { FORMER } else { PEOPLE };
    let reference = format!("uid={username},{place}");
    let state = match rng.random_range(0..1000) {
        _ if wrong == Some(Entry::SwitchedOff) && on >= back(today, 20) => State::Blocked,
        0..4 => State::Locked,
        _ => State::Active,
    };
    let mailbox = match wrong {
        Some(Entry::SameEmail(other)) => realm.person(realm.person_of_entry(other)).mailbox,
        _ => person.mailbox,
    };
    let number = match wrong {
        Some(Entry::SamePerson(other)) => realm.person(realm.person_of_entry(other)).employee_number,
        _ => person.employee_number,
    };
    let employee_type = if wrong == Some(Entry::Endless) { "contractor" } else { "permanent" };
    let mut profile = BTreeMap::new();
    let mut tell = |field, value: Option<String>| profile.insert(field, Told::present(value));
    tell(ProfileField::GivenName, Some(person.given));
    tell(ProfileField::FamilyName, person.family);
    tell(ProfileField::Title, Some(person.title));
    tell(ProfileField::Department, Some(person.department.to_owned()));
    tell(ProfileField::EmployeeNumber, Some(number));
    tell(ProfileField::Location, Some(person.city.to_owned()));
    tell(ProfileField::Phone, Some(person.phone));
    let groups = GROUP_NAMES.iter().filter(|name| **name == "all-staff" || rng.random_bool(0.25));
    Some(UserRecord {
        identity: Identity { id: Some(uuid(realm, entry)), username: Some(username), reference: Some(reference) },
        display_name: Told::Value(person.display_name),
        email: Told::Value(format!("{mailbox}@acme.example")),
        state: Told::Value(state),
        kind: Told::Value(Kind::Human),
        created_at: Told::Value(midnight(created)),
        expires_at: Told::present((wrong == Some(Entry::Ended)).then(|| midnight(back(today, ENDED)))),
        last_seen: Some(LastSeen::not_collected()),
        profile,
        attributes: BTreeMap::from([("employeeType".to_owned(), vec![employee_type.to_owned()])]),
        groups: Listed::All(groups.map(|name| named(name)).collect()),
        ..UserRecord::default()
    })
}

/// The sign-in name of an entry. The directory writes the given name first:
/// bengt.l beside blindqvist.
pub fn username(realm: &Realm, entry: u64) -> String {
    if entry == 0 {
        return "bengt.l".to_owned();
    }
    if let Some(Entry::SameUsername(other)) = realm.entry(entry) {
        let mut name = username(realm, other);
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        return name;
    }
    let index = realm.person_of_entry(entry);
    let mailbox = realm.person(index).mailbox;
    let (given, rest) = mailbox.split_once('.').unwrap_or((&mailbox, ""));
    format!("{given}.{}{}", &rest[..rest.len().min(1)], index + 1).trim_end_matches('.').to_owned()
}

/// An `entryUUID`, version 4 in form.
fn uuid(realm: &Realm, entry: u64) -> String {
    let mut rng = dice(realm.settings().seed, 0x7575_6964, entry);
    format!(
        "{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}",
        rng.random::<u32>(),
        rng.random::<u16>(),
        rng.random_range(0..0x1000),
        rng.random_range(8..12),
        rng.random_range(0..0x1000),
        rng.random_range(0..1u64 << 48)
    )
}
