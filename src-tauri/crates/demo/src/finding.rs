//! What an audit must find in the realm today, and nothing else.
//!
//! It is told from the plan: from the parts that accounts play, the planted
//! cases, the entries of the directory with which something is wrong, and the
//! table of local users. No rule is asked, so a test can hold the two together.
//! `docs/demo.md` says how much of each there is, and what cannot be shown.

use crate::access;
use crate::account::Account;
use crate::entry::Entry;
use crate::gitlab;
use crate::holding;
use crate::ldap;
use crate::local;
use crate::part::Part;
use crate::realm::Realm;
use crate::roles;
use crate::snapshot::Store;
use muster_model::userstore::PRIMARY;
use muster_model::{Kind, State};

/// The domain of the GitLab userstore.
const GITLAB: &str = "gitlab";
/// The domain of the directory.
const LDAP: &str = "ldap";
/// Usable privileged accounts that a userstore needs (`last-admin`).
const ADMINISTRATORS: usize = 2;

/// Something that an audit must find.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finding {
    /// The rule that finds it.
    pub rule: &'static str,
    /// What it is about: `user`, `role`, `group`, `grant` or `userstore`.
    pub kind: &'static str,
    /// The domain of the userstore.
    pub userstore: &'static str,
    /// The name of what it is about, as findings name it.
    pub name: String,
}

impl Finding {
    fn new(rule: &'static str, kind: &'static str, userstore: &'static str, name: impl Into<String>) -> Self {
        Self { rule, kind, userstore, name: name.into() }
    }

    fn user(rule: &'static str, userstore: &'static str, username: impl Into<String>) -> Self {
        Self::new(rule, "user", userstore, username)
    }
}

/// Everything, sorted.
pub(crate) fn list(realm: &Realm) -> Vec<Finding> {
    let mut all = Vec::new();
    cases(realm, &mut all);
    parts(realm, &mut all);
    roles_of_gitlab(realm, &mut all);
    directory(realm, &mut all);
    own(realm, &mut all);
    all.sort();
    all.dedup();
    all
}

fn cases(realm: &Realm, all: &mut Vec<Finding>) {
    let cases = (0..realm.numbers(Store::Gitlab)).map_while(|index| realm.case(index));
    for case in cases {
        all.extend(case.finds.iter().map(|rule| Finding::user(rule, GITLAB, case.username)));
    }
}

fn parts(realm: &Realm, all: &mut Vec<Finding>) {
    let today = realm.settings().today;
    for (part, index) in realm.players() {
        let account = Account::new(realm, index);
        let username = gitlab::username(realm, &account);
        all.extend(part.finds().iter().map(|rule| Finding::user(rule, GITLAB, username.as_str())));
        if part == Part::DoubleGrant {
            let direct = holding::grants(realm, &account, today).into_iter().find(|grant| grant.through.is_none());
            all.extend(direct.map(|grant| {
                let name = format!("{username}: {} on {}", grant.role.name, grant.scope);
                Finding::new("direct-grant", "grant", GITLAB, name)
            }));
        }
    }
    let leavers = realm.leavers().map(|index| gitlab::username(realm, &Account::new(realm, index)));
    all.extend(leavers.map(|username| Finding::user("leaver-still-enabled", GITLAB, username)));
}

/// Roles that nobody uses, and administrators, who must be more than one.
fn roles_of_gitlab(realm: &Realm, all: &mut Vec<Finding>) {
    let role = |rule, name: String| Finding::new(rule, "role", GITLAB, name);
    all.push(role("unused-role", roles::importer().name));
    if realm.players().any(|(part, _)| part == Part::Mover) {
        all.push(role("role-without-use", roles::mover().name));
    }
    let cases = (0..realm.numbers(Store::Gitlab)).map_while(|index| realm.case(index));
    let cases = cases.filter(|case| case.holds.administers() && case.state == State::Active && case.kind != Kind::Bot);
    let players = realm.players().filter(|(part, _)| part.administers());
    let players = players.map(|(_, index)| gitlab::username(realm, &Account::new(realm, index)));
    let usable: Vec<String> = cases.map(|case| case.username.to_owned()).chain(players).take(ADMINISTRATORS).collect();
    if let [only] = usable.as_slice() {
        all.push(Finding::user("last-admin", GITLAB, only.as_str()));
    }
}

fn directory(realm: &Realm, all: &mut Vec<Finding>) {
    if realm.numbers(Store::Ldap) > 0 {
        all.push(Finding::new("last-seen-not-collected", "userstore", LDAP, LDAP));
    }
    for (entry, wrong) in realm.entries() {
        let mut found = |rule, entry: u64| all.push(Finding::user(rule, LDAP, ldap::username(realm, entry)));
        match wrong {
            Entry::SwitchedOff => {
                let account = Account::new(realm, realm.person_of_entry(*entry));
                all.push(Finding::user("leaver-still-enabled", GITLAB, gitlab::username(realm, &account)));
            }
            Entry::SameEmail(other) => [*entry, *other].into_iter().for_each(|entry| found("duplicate-email", entry)),
            Entry::SameUsername(other) => {
                [*entry, *other].into_iter().for_each(|entry| found("case-variant-username", entry));
            }
            Entry::SamePerson(other) => {
                [*entry, *other].into_iter().for_each(|entry| found("person-several-accounts", entry));
            }
            Entry::Ended => found("expired-but-enabled", *entry),
            Entry::Endless => found("temporary-without-expiry", *entry),
        }
    }
}

fn own(realm: &Realm, all: &mut Vec<Finding>) {
    for number in 0..realm.numbers(Store::Local) {
        all.extend(local::finds(number).map(|(rule, username)| Finding::user(rule, PRIMARY, username)));
    }
    let empty = access::groups(realm).filter(|group| group.empty);
    all.extend(empty.map(|group| Finding::new("empty-group", "group", PRIMARY, group.path)));
}
