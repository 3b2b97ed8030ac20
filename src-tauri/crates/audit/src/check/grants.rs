//! Roles held past the groups that give them.

use super::Found;
use super::percent;
use crate::facts::GrantFacts;
use crate::hit::Fact;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

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
    if holders.is_empty() {
        return;
    }
    for grant in realm.grants.iter().filter(|grant| grant.direct && counts(grant.user)) {
        let Some((through, all)) = holders.get(&key(grant)) else { continue };
        let Some(subject) = realm.subject(grant.user) else { continue };
        let role = realm.roles[grant.role as usize].name;
        let scope = realm.scopes[grant.scope as usize].scope().to_string();
        let message = format!(
            "Holds {role} on {scope} directly, while {through} of {all} hold it through a group; \
             it is found from {least} percent on."
        );
        let facts = vec![
            Fact::text("role", role),
            Fact::text("scope", scope.as_str()),
            Fact::number("through", *through),
            Fact::number("holders", *all),
        ];
        found.push(subject.grant(role, &scope), message, facts);
    }
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
