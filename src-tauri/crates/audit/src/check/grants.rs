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
    let least = found.number("percent");
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
        *through > 0 && *through < *all && percent((*through).into(), (*all).into()) >= least
    });
    // What is said of a role on a scope is the same for everyone who holds it.
    let told = holders.into_iter().map(|(key, (through, all))| (key, Told::new(realm, key, through, all, least)));
    let told: HashMap<u64, Told, BuildHasherDefault<Mixed>> = told.collect();
    if told.is_empty() {
        return;
    }
    for grant in realm.grants.iter().filter(|grant| grant.direct && counts(grant.user)) {
        if let Some((told, subject)) = told.get(&key(grant)).zip(realm.subject(grant.user)) {
            found.push(subject.holding(&told.held), told.message.clone(), Arc::clone(&told.facts));
        }
    }
}

/// What is said of everyone who holds a role on a scope directly.
struct Told {
    held: Held,
    message: String,
    facts: Arc<[Fact]>,
}

impl Told {
    fn new(realm: &Realm<'_>, key: u64, through: u32, all: u32, least: i64) -> Self {
        let (role, scope) = parts(key);
        let role = realm.roles[role].name;
        let scope = realm.scopes[scope].scope().to_string();
        let message = format!(
            "Holds {role} on {scope} directly, while {through} of {all} hold it through a group; \
             it is found from {least} percent on."
        );
        let held = Held::new(role, &scope);
        let facts = [
            Fact::text("role", role),
            Fact::text("scope", scope),
            Fact::number("through", through),
            Fact::number("holders", all),
        ];
        Self { held, message, facts: facts.into() }
    }
}

fn key(grant: &GrantFacts) -> u64 {
    u64::from(grant.role) << 32 | u64::from(grant.scope)
}

/// The role and the scope of a key.
const fn parts(key: u64) -> (usize, usize) {
    ((key >> 32) as usize, (key & 0xffff_ffff) as usize)
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
