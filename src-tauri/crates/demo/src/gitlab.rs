//! The records of the GitLab userstore: what an administrator's token reads.

use crate::account::{Account, midnight};
use crate::holding::grants;
use crate::part::{Part, SHARED};
use crate::person::Person;
use crate::realm::Realm;
use crate::tree::named;
use chrono::NaiveDate;
use muster_model::record::{GrantRecord, GroupName, GroupRecord, Identity, Listed, Told, UserRecord};
use muster_model::{Kind, ProfileField, ScopeKind, State};

/// Where people from outside have their mail.
const PARTNERS: [&str; 3] = ["partner.example", "freelance.example", "consulting.example"];

/// Group number `number`, without its members, who tell it themselves.
pub fn group(realm: &Realm, number: u64) -> Option<GroupRecord> {
    let tree = realm.tree();
    if number >= tree.len() {
        return None;
    }
    let path = tree.group(number);
    let display_name = path.rsplit('/').next().map(str::to_owned);
    Some(GroupRecord { name: named(&path), display_name, ..GroupRecord::default() })
}

/// Account number `index` as the instance shows it on a day; none while it
/// does not.
pub fn user(realm: &Realm, index: u64, on: NaiveDate) -> Option<UserRecord> {
    let account = Account::new(realm, index);
    if !account.is_there(on) {
        return None;
    }
    let person = realm.person(index);
    let state = account.state(on);
    let grants = grants(realm, &account, on);
    let level = grants.iter().filter(|g| g.scope.is_membership()).filter_map(|g| g.role.level).max();
    let (display_name, username) = names(&account, &person);
    let email = email(&account, &person, &username);
    let flag = account.case.and_then(|case| case.flag).unwrap_or_else(|| takes_seat(account.kind, state, &grants));
    let mut record = UserRecord {
        identity: Identity { id: Some((index + 2).to_string()), username: Some(username), reference: None },
        display_name: Told::Value(display_name),
        email: Told::present(email),
        state: Told::Value(state),
        kind: Told::Value(account.kind),
        mfa: account.mfa.map_or(Told::Silent, Told::Value),
        created_at: Told::Value(midnight(account.created)),
        last_seen: Some(account.last_seen(realm, on)),
        seat_flag: Told::Value(flag),
        highest_level: Told::present(level),
        groups: Listed::All(groups(&grants)),
        grants: Listed::All(grants),
        ..UserRecord::default()
    };
    if account.kind.is_person() {
        profile(&mut record, &person, &account);
    }
    Some(record)
}

/// The sign-in name of an account.
pub fn username(realm: &Realm, account: &Account) -> String {
    names(account, &realm.person(account.index)).1
}

/// The name it shows, and its sign-in name.
fn names(account: &Account, person: &Person) -> (String, String) {
    const SERVICES: [&str; 6] = ["deploy", "backup", "mirror", "metrics", "release", "scanner"];
    const BOTS: [&str; 4] = ["token", "renovate", "triage", "import"];
    if let Some((Part::Shared, rank)) = account.part
        && let Some((username, name)) = usize::try_from(rank).ok().and_then(|rank| SHARED.get(rank))
    {
        return ((*name).to_owned(), (*username).to_owned());
    }
    if account.case.is_some() || account.kind.is_person() {
        return (person.display_name.clone(), person.username.clone());
    }
    let index = account.index;
    let pick = |words: &[&'static str]| usize::try_from(index).map_or("x", |at| words[at % words.len()]);
    match account.kind {
        Kind::Service => {
            let name = format!("svc-{}-{index}", pick(&SERVICES));
            (name.clone(), name)
        }
        _ => (
            format!("{} bot {index}", pick(&BOTS)),
            format!("project_{index}_bot_{:x}", index.wrapping_mul(2_654_435_761)),
        ),
    }
}

fn email(account: &Account, person: &Person, username: &str) -> Option<String> {
    match account.kind {
        Kind::Human if matches!(account.part, Some((Part::Shared, _))) => Some(format!("{username}@acme.example")),
        Kind::Human => Some(format!("{}@acme.example", person.mailbox)),
        Kind::External => {
            let partner = usize::try_from(account.index).map_or(PARTNERS[0], |at| PARTNERS[at % PARTNERS.len()]);
            Some(format!("{}@{partner}", person.mailbox))
        }
        Kind::Service => None,
        Kind::Bot => Some(format!("{username}@noreply.acme.example")),
    }
}

fn groups(grants: &[GrantRecord]) -> Vec<GroupName> {
    let mut paths: Vec<&str> = Vec::new();
    for grant in grants {
        let group = match (&grant.through, grant.scope.kind) {
            (Some(team), _) => team,
            (None, ScopeKind::Group) => &grant.scope.path,
            _ => continue,
        };
        if !paths.contains(&group.as_str()) {
            paths.push(group);
        }
    }
    paths.into_iter().map(named).collect()
}

fn profile(record: &mut UserRecord, person: &Person, account: &Account) {
    let index = account.index;
    let organization = if account.kind == Kind::External { "Partner" } else { "Acme" };
    let department = match account.part {
        Some((Part::NoDepartment, _)) => None,
        // Where there are enough peers to be compared with, at any size.
        Some((Part::Hoarder, _)) => Some("Engineering"),
        _ => Some(person.department),
    };
    let mut tell = |field, value: Option<&str>| {
        record.profile.insert(field, Told::present(value.map(str::to_owned)));
    };
    tell(ProfileField::Title, Some(&person.title));
    tell(ProfileField::Organization, Some(organization));
    tell(ProfileField::Department, department);
    tell(ProfileField::Location, Some(person.city));
    tell(ProfileField::TimeZone, Some(person.time_zone));
    tell(ProfileField::Language, Some(person.language));
    tell(ProfileField::Pronouns, person.pronouns);
    let bio = match index % 11 {
        3 => Some("Ask me about build times."),
        5 => Some("Four days a week; not there on Fridays."),
        7 => Some("On call every third week."),
        _ => None,
    };
    tell(ProfileField::Bio, bio);
    tell(ProfileField::Status, (index % 37 == 5).then_some("On parental leave until spring"));
}

/// The instance's own flag, by the rule of GitLab Ultimate (`gitlab.md` 2.1).
fn takes_seat(kind: Kind, state: State, grants: &[GrantRecord]) -> bool {
    let counts = |grant: &GrantRecord| {
        grant.role.name == "Auditor"
            || grant.scope.is_membership()
                && (grant.role.level.is_some_and(|level| level > 10) || grant.role.is_elevated_guest())
    };
    kind.is_person() && matches!(state, State::Active | State::Locked) && grants.iter().any(counts)
}
