//! More roles than those one works beside.

use super::Found;
use super::folded::hash;
use crate::facts::{Brief, Holdings};
use crate::hit::Fact;

/// What is asked of a user's peers.
struct Held {
    peers: u64,
    roles: u32,
    user: u32,
}

pub(super) fn more_roles_than_peers(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let (peers, percent, more) = (found.number("peers"), found.number("percent"), found.number("more"));
    let mut held: Vec<Held> = Vec::new();
    for (number, user) in realm.that(Brief::ENABLED | Brief::PERSON) {
        let roles = different(realm.holdings, number);
        let department = user.department().filter(|department| !department.trim().is_empty());
        let peers = match (department, user.level()) {
            (Some(department), _) => hash(u64::from(user.store()) << 1, department),
            (None, Some(level)) => hash(u64::from(user.store()) << 1 | 1, "") ^ u64::from(level),
            (None, None) => continue,
        };
        held.push(Held { peers, roles, user: number });
    }
    held.sort_unstable_by_key(|held| (held.peers, held.roles, held.user));
    let mut beyond: Vec<(u32, i64, i64, i64, usize)> = Vec::new();
    for set in held.chunk_by(|a, b| a.peers == b.peers) {
        if i64::try_from(set.len()).unwrap_or(i64::MAX) < peers {
            continue;
        }
        let median = i64::from(set[set.len() / 2].roles);
        let limit = (median.saturating_add(more).saturating_sub(1)).max(median.saturating_mul(percent) / 100);
        let from = set.partition_point(|held| i64::from(held.roles) <= limit);
        beyond.extend(set[from..].iter().map(|held| (held.user, i64::from(held.roles), median, limit, set.len())));
    }
    beyond.sort_unstable();
    for (number, roles, median, limit, peers) in beyond {
        let user = realm.user(number);
        let whose = match user.department().filter(|department| !department.trim().is_empty()) {
            Some(department) => format!("in {}", department.trim()),
            None => "with the same highest role".to_owned(),
        };
        let message =
            format!("Holds {roles} roles; the median of the {peers} {whose} is {median}, and the limit is {limit}.");
        let facts = vec![
            Fact::number("roles", roles),
            Fact::number("median", median),
            Fact::number("limit", limit),
            Fact::number("peers", peers),
        ];
        found.user(number, message, facts);
    }
}

/// How many different roles on scopes: one that is held directly and through
/// groups is one.
fn different(holdings: &Holdings, user: u32) -> u32 {
    let held = holdings.numbers(user);
    // Of two that differ only in the way they are held, the first counts.
    let again = |number: &&u32| {
        holdings.twin(**number).is_some_and(|twin| twin < **number && held.binary_search(&twin).is_ok())
    };
    let twice = held.iter().filter(again).count();
    u32::try_from(held.len() - twice).unwrap_or(u32::MAX)
}
