//! Roles held past the groups that give them.

use super::Found;
use super::percent;
use crate::facts::{Brief, GrantKind, Realm};
use crate::hit::{Fact, Held};
use std::sync::Arc;

pub(super) fn direct_grant(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let holdings = realm.holdings;
    let people = || realm.numbers(Brief::ENABLED | Brief::PERSON);
    // What nobody holds in the other way, nobody holds past it.
    let twins: Vec<bool> = (0..).zip(holdings.kinds()).map(|(number, _)| holdings.twin(number).is_some()).collect();
    if !twins.contains(&true) {
        return;
    }
    let mut holders = vec![0_u32; holdings.kinds().len()];
    for kind in people().flat_map(|user| holdings.numbers(user)) {
        holders[*kind as usize] += 1;
    }
    // What is said of a role on a scope is the same for everyone who holds it.
    let limits = (found.number("percent"), found.number("holders"));
    let usual: Vec<Option<Told>> =
        (0..).zip(holdings.kinds()).map(|(number, kind)| usual(realm, number, *kind, &holders, limits)).collect();
    for user in people() {
        let held = holdings.numbers(user);
        for number in held.iter().filter(|number| twins[**number as usize]) {
            let kind = holdings.kinds()[*number as usize];
            if !kind.direct {
                continue;
            }
            let Some(subject) = realm.subject(user) else { continue };
            if holdings.twin(*number).is_some_and(|twin| held.binary_search(&twin).is_ok()) {
                let Told { held, message, facts } = Told::twice(realm, kind);
                found.push(subject.holding(&held), message, facts);
            } else if let Some(told) = &usual[*number as usize] {
                found.push(subject.holding(&told.held), told.message.clone(), Arc::clone(&told.facts));
            }
        }
    }
}

/// What is said of those who hold something directly that most others hold
/// through a group; `limits` are what counts as most, and how many those must
/// be.
fn usual(
    realm: &Realm<'_>,
    number: u32,
    kind: GrantKind,
    holders: &[u32],
    (least, groups): (i64, i64),
) -> Option<Told> {
    let twin = realm.holdings.twin(number).filter(|_| kind.direct)?;
    let (direct, through) = (u64::from(holders[number as usize]), u64::from(holders[twin as usize]));
    let enough = i64::try_from(through).unwrap_or(i64::MAX) >= groups && direct > 0;
    let all = direct + through;
    (enough && percent(through, all) >= least).then(|| Told::usual(realm, kind, through, all))
}

/// What is said of someone who holds a role on a scope directly.
struct Told {
    held: Held,
    message: String,
    facts: Arc<[Fact]>,
}

impl Told {
    /// Others hold it through a group.
    fn usual(realm: &Realm<'_>, kind: GrantKind, through: u64, all: u64) -> Self {
        let (role, scope) = names(realm, kind);
        let message = format!("Holds {role} on {scope} directly, while {through} of {all} hold it through a group.");
        let more = [Fact::number("through", through), Fact::number("holders", all)];
        Self::new(role, scope, message, more)
    }

    /// The same user holds it through a group, too.
    fn twice(realm: &Realm<'_>, kind: GrantKind) -> Self {
        let (role, scope) = names(realm, kind);
        let message = format!("Holds {role} on {scope} directly, beside the group that gives it too.");
        Self::new(role, scope, message, [])
    }

    fn new<const N: usize>(role: &str, scope: String, message: String, more: [Fact; N]) -> Self {
        let held = Held::new(role, &scope);
        let facts = [Fact::text("role", role), Fact::text("scope", scope)];
        Self { held, message, facts: facts.into_iter().chain(more).collect() }
    }
}

/// The role and the scope.
fn names<'a>(realm: &Realm<'a>, kind: GrantKind) -> (&'a str, String) {
    (realm.roles[kind.role as usize].name, realm.scopes[kind.scope as usize].scope().to_string())
}
