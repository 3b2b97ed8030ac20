//! Roles that no one should hold together.

use super::Found;
use crate::facts::{Brief, GrantKind, Realm};
use crate::hit::Fact;
use crate::rule::Value;
use muster_model::Scope;
use muster_model::fold::fold;

/// A role's part in a pair.
#[derive(Clone, Copy)]
struct Part {
    pair: usize,
    second: bool,
}

pub(super) fn sod_conflict(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let Some(Value::Pairs(pairs)) = found.rule.value("pairs").cloned() else { return };
    let parts = parts(realm, &pairs);
    if parts.iter().all(Vec::is_empty) {
        return;
    }
    let mut held: Vec<(Part, GrantKind)> = Vec::new();
    for number in realm.numbers(Brief::ENABLED) {
        held.clear();
        for grant in realm.grants_of(number) {
            held.extend(parts[grant.role as usize].iter().map(|part| (*part, grant)));
        }
        held.sort_by_key(|(part, _)| (part.pair, part.second));
        for pair in held.chunk_by(|(a, _), (b, _)| a.pair == b.pair) {
            let (first, second) = pair.split_at(pair.partition_point(|(part, _)| !part.second));
            if let Some((a, b)) = conflict(realm, first, second) {
                let (name, other) = (realm.roles[a.role as usize].name, realm.roles[b.role as usize].name);
                let (on, there) = (scope(realm, a), scope(realm, b));
                let message = if on == there {
                    format!("Holds {name} and {other} on {on}; nobody should hold both.")
                } else {
                    format!("Holds {name} on {on} and {other} on {there}; nobody should hold both.")
                };
                let facts = vec![Fact::text("role", name), Fact::text("other", other)];
                let subject = realm.subject(number).map(|subject| subject.with(&format!("{name} and {other}")));
                if let Some(subject) = subject {
                    found.push(subject, message, facts);
                }
            }
        }
    }
}

/// For each role, the pairs it is a part of.
fn parts(realm: &Realm<'_>, pairs: &[(String, String)]) -> Vec<Vec<Part>> {
    let pairs: Vec<(String, String)> = pairs.iter().map(|(a, b)| (alike(a), alike(b))).collect();
    let of = |name: &str| {
        let name = alike(name);
        let mut parts = Vec::new();
        for (pair, (first, second)) in pairs.iter().enumerate() {
            if *first == name {
                parts.push(Part { pair, second: false });
            }
            if *second == name {
                parts.push(Part { pair, second: true });
            }
        }
        parts
    };
    realm.roles.iter().map(|role| of(role.name)).collect()
}

/// A role's name without case, accents and what is between its words: `Payment
/// approver`, `payment-approver` and `payment_approver` are one.
fn alike(name: &str) -> String {
    let folded = fold(name);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// A grant of each side whose scopes meet.
fn conflict(
    realm: &Realm<'_>,
    first: &[(Part, GrantKind)],
    second: &[(Part, GrantKind)],
) -> Option<(GrantKind, GrantKind)> {
    let same = |a: &GrantKind, b: &GrantKind| a.role == b.role && a.scope == b.scope;
    let scopes = |side: &[(Part, GrantKind)]| -> Vec<(GrantKind, Scope)> {
        side.iter().map(|(_, grant)| (*grant, realm.scopes[grant.scope as usize].scope())).collect()
    };
    let (first, second) = (scopes(first), scopes(second));
    first.iter().find_map(|(a, on)| {
        let meets = |(b, there): &&(GrantKind, Scope)| !same(a, b) && (on.covers(there) || there.covers(on));
        second.iter().find(meets).map(|(b, _)| (*a, *b))
    })
}

fn scope(realm: &Realm<'_>, grant: GrantKind) -> String {
    realm.scopes[grant.scope as usize].scope().to_string()
}
