//! The records of the LDAP userstore: the directory of one site, most of whose
//! people have a GitLab account too, under the same address and employee
//! number. It knows no last sign-in and no roles.

use crate::account::{back, midnight};
use crate::realm::Realm;
use crate::shuffle::dice;
use chrono::NaiveDate;
use muster_model::record::{GroupName, GroupRecord, Identity, Listed, Told, UserRecord};
use muster_model::{Kind, LastSeen, ProfileField, State};
use rand::RngExt;
use std::collections::BTreeMap;

const PEOPLE: &str = "ou=people,dc=acme,dc=example";
const GROUPS: &str = "ou=groups,dc=acme,dc=example";
const GROUP_NAMES: [&str; 8] =
    ["developers", "operations", "vpn-users", "wiki-editors", "finance-read", "all-staff", "on-call", "interviewers"];

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
    // The directory writes the given name first: bengt.l beside blindqvist.
    let (given, rest) = person.mailbox.split_once('.').unwrap_or((&person.mailbox, ""));
    let username = format!("{given}.{}{}", &rest[..rest.len().min(1)], index + 1).trim_end_matches('.').to_owned();
    let username = if entry == 0 { "bengt.l".to_owned() } else { username };
    let reference = format!("uid={username},{PEOPLE}");
    let state = if rng.random_range(0..1000) < 4 { State::Locked } else { State::Active };
    let mut profile = BTreeMap::new();
    let mut tell = |field, value: Option<String>| profile.insert(field, Told::present(value));
    tell(ProfileField::GivenName, Some(person.given));
    tell(ProfileField::FamilyName, person.family);
    tell(ProfileField::Title, Some(person.title));
    tell(ProfileField::Department, Some(person.department.to_owned()));
    tell(ProfileField::EmployeeNumber, Some(person.employee_number));
    tell(ProfileField::Location, Some(person.city.to_owned()));
    tell(ProfileField::Phone, Some(person.phone));
    let groups = GROUP_NAMES.iter().filter(|name| **name == "all-staff" || rng.random_bool(0.25));
    Some(UserRecord {
        identity: Identity { id: Some(uuid(realm, entry)), username: Some(username), reference: Some(reference) },
        display_name: Told::Value(person.display_name),
        email: Told::Value(format!("{}@acme.example", person.mailbox)),
        state: Told::Value(state),
        kind: Told::Value(Kind::Human),
        created_at: Told::Value(midnight(created)),
        last_seen: Some(LastSeen::not_collected()),
        profile,
        attributes: BTreeMap::from([("employeeType".to_owned(), vec!["permanent".to_owned()])]),
        groups: Listed::All(groups.map(|name| named(name)).collect()),
        ..UserRecord::default()
    })
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
