//! Roles held past the groups that give them.

use super::Found;
use super::percent;
use crate::facts::{GrantFacts, Realm};
use crate::hit::{Fact, Held};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

pub(super) fn direct_grant(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let (least, groups) = (found.number("percent"), found.number("holders"));
    let counts = |user: u32| {
        let user = &realm.users[user as usize];
        user.is_enabled() && user.kind.is_person()
    };
    // Who holds each role on each scope, in order, so that equal ones can be counted: a table of
    // as many keys would take four times the room, and a miss of the cache for every grant.
    let counted = realm.grants.iter().filter(|grant| counts(grant.user));
    let mut held: Vec<u64> = counted.map(|grant| key(grant) << 1 | u64::from(grant.direct)).collect();
    held.sort_unstable();
    // What is said of a role on a scope is the same for everyone who holds it.
    let mut usual: HashMap<u64, Told, BuildHasherDefault<Mixed>> = HashMap::default();
    for holders in held.chunk_by(|a, b| a >> 1 == b >> 1) {
        let through = holders.partition_point(|held| held & 1 == 0);
        let share = percent(through as u64, holders.len() as u64);
        if number(through) >= groups && through < holders.len() && share >= least {
            let key = holders[0] >> 1;
            usual.insert(key, Told::usual(realm, key, through, holders.len()));
        }
    }
    drop(held);
    let mut through: Vec<u64> = Vec::new();
    for (number, _) in realm.numbered().filter(|(number, _)| counts(*number)) {
        let grants = realm.grants_of(number as usize);
        through.clear();
        through.extend(grants.iter().filter(|grant| !grant.direct).map(key));
        through.sort_unstable();
        for key in grants.iter().filter(|grant| grant.direct).map(key) {
            let Some(subject) = realm.subject(number) else { continue };
            if through.binary_search(&key).is_ok() {
                let Told { held, message, facts } = Told::twice(realm, key);
                found.push(subject.holding(&held), message, facts);
            } else if let Some(told) = usual.get(&key) {
                found.push(subject.holding(&told.held), told.message.clone(), Arc::clone(&told.facts));
            }
        }
    }
}

/// What is said of someone who holds a role on a scope directly.
struct Told {
    held: Held,
    message: String,
    facts: Arc<[Fact]>,
}

impl Told {
    /// Others hold it through a group.
    fn usual(realm: &Realm<'_>, key: u64, through: usize, all: usize) -> Self {
        let (role, scope) = names(realm, key);
        let message = format!("Holds {role} on {scope} directly, while {through} of {all} hold it through a group.");
        let more = [Fact::number("through", through), Fact::number("holders", all)];
        Self::new(role, scope, message, more)
    }

    /// The same user holds it through a group, too.
    fn twice(realm: &Realm<'_>, key: u64) -> Self {
        let (role, scope) = names(realm, key);
        let message = format!("Holds {role} on {scope} directly, beside the group that gives it too.");
        Self::new(role, scope, message, [])
    }

    fn new<const N: usize>(role: &str, scope: String, message: String, more: [Fact; N]) -> Self {
        let held = Held::new(role, &scope);
        let facts = [Fact::text("role", role), Fact::text("scope", scope)];
        Self { held, message, facts: facts.into_iter().chain(more).collect() }
    }
}

/// The role and the scope of a key.
fn names<'a>(realm: &Realm<'a>, key: u64) -> (&'a str, String) {
    let (role, scope) = ((key >> 32) as usize, (key & 0xffff_ffff) as usize);
    (realm.roles[role].name, realm.scopes[scope].scope().to_string())
}

/// A role on a scope in one number, of which the first bit is free: there are
/// fewer roles than half of four billion.
fn key(grant: &GrantFacts) -> u64 {
    u64::from(grant.role) << 32 | u64::from(grant.scope)
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Mixes a number that is its own key; the standard hash of millions of grants
/// would take longer than all the rest.
#[derive(Default)]
pub(super) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}
