//! Users held against the directory: who left, and whom it never knew.

use super::Found;
use super::folded::{hash, same};
use super::percent;
use crate::facts::{Realm, UserFacts};
use crate::hit::Fact;
use muster_model::{Facts, Kind, State};

pub(super) fn leaver_still_enabled(found: &mut Found<'_, '_>) {
    let directory = Directory::of(found.realm);
    for (number, user) in found.realm.numbered() {
        if !user.is_enabled() || !user.kind.is_person() || found.realm.store_of(user).directory {
            continue;
        }
        let known = directory.accounts(found.realm, user);
        let Some(first) = known.first().copied() else { continue };
        if known.iter().all(|account| has_left(&found.realm.users[*account as usize])) {
            let account = &found.realm.users[first as usize];
            let how = if account.facts.has(Facts::GONE) { "gone".to_owned() } else { account.state.to_string() };
            let name = found.realm.full_name(first);
            let message = format!("Can still sign in, although {name} is {how} in the directory.");
            found.user(number, message, vec![Fact::text("directory", name), Fact::text("there", how)]);
        }
    }
}

pub(super) fn not_in_directory(found: &mut Found<'_, '_>) {
    let directory = Directory::of(found.realm);
    if directory.people == 0 {
        return;
    }
    let least = found.number("percent");
    let mut absent: Vec<u32> = Vec::new();
    let mut counts = vec![(0_u64, 0_u64); found.realm.stores.len()];
    for (number, user) in found.realm.numbered() {
        if !user.is_enabled() || user.kind != Kind::Human || found.realm.store_of(user).directory {
            continue;
        }
        let count = &mut counts[usize::from(user.store)];
        count.1 += 1;
        if directory.accounts(found.realm, user).is_empty() {
            absent.push(number);
        } else {
            count.0 += 1;
        }
    }
    for number in absent {
        let user = &found.realm.users[number as usize];
        let (known, people) = counts[usize::from(user.store)];
        let share = percent(known, people);
        if share >= least {
            let domain = found.realm.store_of(user).domain;
            let message = format!(
                "Has no account in the directory, which knows {share} percent of the people in {domain}; \
                 they are looked for from {least} percent on."
            );
            found.user(number, message, vec![Fact::number("share", share), Fact::number("percent", least)]);
        }
    }
}

/// Whether an account of the directory says that its person has left. Who
/// waits for approval, or is locked for a while, has not.
fn has_left(user: &UserFacts<'_>) -> bool {
    user.facts.has(Facts::GONE)
        || matches!(user.state, State::Blocked | State::Deactivated | State::Banned | State::Deleted)
}

/// The accounts of the directory, found by person, employee number or e-mail.
struct Directory {
    /// Accounts there.
    people: usize,
    persons: Vec<(u32, u32)>,
    badges: Vec<(u64, u32)>,
    emails: Vec<(u64, u32)>,
}

impl Directory {
    fn of(realm: &Realm<'_>) -> Self {
        let mut directory = Self { people: 0, persons: Vec::new(), badges: Vec::new(), emails: Vec::new() };
        for (number, user) in realm.numbered().filter(|(_, user)| realm.store_of(user).directory) {
            directory.people += 1;
            if let Some(person) = user.person {
                directory.persons.push((person, number));
            }
            if let Some(badge) = said(user.employee_number) {
                directory.badges.push((hash(0, badge), number));
            }
            if let Some(email) = said(user.email) {
                directory.emails.push((hash(0, email), number));
            }
        }
        directory.persons.sort_unstable();
        directory.badges.sort_unstable();
        directory.emails.sort_unstable();
        directory
    }

    /// The directory's accounts of a user's person: by the surest way that
    /// finds any.
    fn accounts(&self, realm: &Realm<'_>, user: &UserFacts<'_>) -> Vec<u32> {
        let other = |number: u32| &realm.users[number as usize];
        if let Some(person) = user.person {
            let found: Vec<u32> = equal(&self.persons, person).map(|(_, number)| *number).collect();
            if !found.is_empty() {
                return found;
            }
        }
        if let Some(badge) = said(user.employee_number) {
            let same = |number: &u32| other(*number).employee_number.is_some_and(|known| same(known, badge));
            let found: Vec<u32> = equal(&self.badges, hash(0, badge)).map(|(_, number)| *number).filter(same).collect();
            if !found.is_empty() {
                return found;
            }
        }
        let Some(email) = said(user.email) else { return Vec::new() };
        let same = |number: &u32| other(*number).email.is_some_and(|known| same(known, email));
        equal(&self.emails, hash(0, email)).map(|(_, number)| *number).filter(same).collect()
    }
}

fn said(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

/// The entries of a sorted list with this key.
fn equal<K: Ord + Copy>(sorted: &[(K, u32)], key: K) -> impl Iterator<Item = &(K, u32)> {
    let from = sorted.partition_point(|(known, _)| *known < key);
    sorted[from..].iter().take_while(move |(known, _)| *known == key)
}
