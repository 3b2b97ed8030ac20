//! Users held against the directory: who left, and whom it never knew.

use super::Found;
use super::folded::{hash, same};
use super::percent;
use crate::facts::{Brief, Realm, User};
use crate::hit::Fact;
use muster_model::{Facts, Kind, State};

pub(super) fn leaver_still_enabled(found: &mut Found<'_, '_>) {
    let directory = Directory::of(found.realm);
    for (number, user) in found.realm.that(Brief::ENABLED | Brief::PERSON) {
        if found.realm.store_of(user).directory {
            continue;
        }
        let known = directory.accounts(found.realm, user);
        let Some(first) = known.first().copied() else { continue };
        if known.iter().all(|account| has_left(found.realm.user(*account))) {
            let account = found.realm.user(first);
            let how = if account.facts().has(Facts::GONE) { "gone".to_owned() } else { account.state().to_string() };
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
    for (number, user) in found.realm.that(Brief::ENABLED | Brief::PERSON) {
        if user.kind() != Kind::Human || found.realm.store_of(user).directory {
            continue;
        }
        let count = &mut counts[usize::from(user.store())];
        count.1 += 1;
        if directory.accounts(found.realm, user).is_empty() {
            absent.push(number);
        } else {
            count.0 += 1;
        }
    }
    for number in absent {
        let user = found.realm.user(number);
        let (known, people) = counts[usize::from(user.store())];
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
fn has_left(user: User<'_>) -> bool {
    user.facts().has(Facts::GONE)
        || matches!(user.state(), State::Blocked | State::Deactivated | State::Banned | State::Deleted)
}

/// The accounts of the directory, found by person, employee number or e-mail.
struct Directory {
    /// Accounts there.
    people: usize,
    persons: Vec<(u32, u32)>,
    badges: Hashed,
    emails: Hashed,
}

/// Accounts by the hash of a text. Most who are looked for are in no directory:
/// a bit for each hash that may be there says so without a search.
struct Hashed {
    sorted: Vec<(u64, u32)>,
    bits: Vec<u64>,
}

impl Hashed {
    /// Bits for each entry: one in sixteen strangers is searched for in vain.
    const SPREAD: usize = 16;

    fn of(mut sorted: Vec<(u64, u32)>) -> Self {
        sorted.sort_unstable();
        let mut bits = vec![0_u64; (sorted.len() * Self::SPREAD / 64).next_power_of_two()];
        for (hash, _) in &sorted {
            let (word, bit) = Self::place(*hash, bits.len());
            bits[word] |= bit;
        }
        Self { sorted, bits }
    }

    /// The word and the bit of a hash, from its upper half, which is well mixed.
    fn place(hash: u64, words: usize) -> (usize, u64) {
        let mixed = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((mixed >> 32) as usize & (words - 1), 1 << (mixed >> 26 & 63))
    }

    fn equal(&self, hash: u64) -> impl Iterator<Item = u32> {
        let (word, bit) = Self::place(hash, self.bits.len());
        let sorted = if self.bits[word] & bit == 0 { &[][..] } else { &self.sorted[..] };
        equal(sorted, hash).map(|(_, number)| *number)
    }
}

impl Directory {
    fn of(realm: &Realm<'_>) -> Self {
        let (mut people, mut persons, mut badges, mut emails) = (0, Vec::new(), Vec::new(), Vec::new());
        for (number, user) in realm.that(0).filter(|(_, user)| realm.store_of(*user).directory) {
            people += 1;
            if let Some(person) = user.person() {
                persons.push((person, number));
            }
            if let Some(badge) = said(user.employee_number()) {
                badges.push((hash(0, badge), number));
            }
            if let Some(email) = said(user.email()) {
                emails.push((hash(0, email), number));
            }
        }
        persons.sort_unstable();
        Self { people, persons, badges: Hashed::of(badges), emails: Hashed::of(emails) }
    }

    /// The directory's accounts of a user's person: by the surest way that
    /// finds any.
    fn accounts(&self, realm: &Realm<'_>, user: User<'_>) -> Vec<u32> {
        let other = |number: u32| realm.user(number);
        if let Some(person) = user.person() {
            let found: Vec<u32> = equal(&self.persons, person).map(|(_, number)| *number).collect();
            if !found.is_empty() {
                return found;
            }
        }
        if let Some(badge) = said(user.employee_number()) {
            let same = |number: &u32| other(*number).employee_number().is_some_and(|known| same(known, badge));
            let found: Vec<u32> = self.badges.equal(hash(0, badge)).filter(same).collect();
            if !found.is_empty() {
                return found;
            }
        }
        let Some(email) = said(user.email()) else { return Vec::new() };
        let same = |number: &u32| other(*number).email().is_some_and(|known| same(known, email));
        self.emails.equal(hash(0, email)).filter(same).collect()
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
