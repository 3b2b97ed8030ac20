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
    // How many hold each role on each scope: through a group, and at all.
    let mut holders: HashMap<u64, (u32, u32), BuildHasherDefault<Mixed>> = HashMap::default();
    for grant in realm.grants.iter().filter(|grant| counts(grant.user)) {
        let (through, all) = holders.entry(key(grant)).or_default();
        *through += u32::from(!grant.direct);
        *all += 1;
    }
    holders.retain(|_, (through, all)| {
        let share = percent((*through).into(), (*all).into());
        i64::from(*through) >= groups && *through < *all && share >= least
    });
    // What is said of a role on a scope is the same for everyone who holds it.
    let usual = holders.into_iter().map(|(key, (through, all))| (key, Told::usual(realm, key, through, all)));
    let usual: HashMap<u64, Told, BuildHasherDefault<Mixed>> = usual.collect();
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
    fn usual(realm: &Realm<'_>, key: u64, through: u32, all: u32) -> Self {
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

fn key(grant: &GrantFacts) -> u64 {
    u64::from(grant.role) << 32 | u64::from(grant.scope)
}

/// Mixes a number that is its own key; the standard hash of five million
/// grants would take longer than all the rest.
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
