//! Whether what is known of a userstore is enough to judge it by.

use super::Found;
use crate::calendar::Calendar;
use crate::facts::{Brief, Realm};
use crate::hit::{Fact, Subject};
use crate::rule::counted;

/// How many users of each userstore are enabled.
pub(super) fn enabled(realm: &Realm<'_>) -> Vec<u64> {
    let mut enabled = vec![0; realm.stores.len()];
    for user in realm.brief().iter().filter(|user| user.is(Brief::ENABLED)) {
        enabled[usize::from(user.store())] += 1;
    }
    enabled
}

/// In a userstore that is edited here, nobody could be asked.
pub(super) fn last_seen_not_collected(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let mut asked = vec![false; realm.stores.len()];
    for user in realm.brief().iter().filter(|user| user.is(Brief::ENABLED | Brief::COLLECTED)) {
        asked[usize::from(user.store())] = true;
    }
    for ((store, enabled), asked) in realm.stores.iter().zip(enabled(realm)).zip(asked) {
        if enabled > 0 && !asked && !store.local {
            let users = counted(i64::try_from(enabled).unwrap_or(i64::MAX), "enabled user", "enabled users");
            let message = format!("No import said when its {users} were last seen, so dormant ones cannot be told.");
            found.push(Subject::userstore(store.domain), message, vec![Fact::number("users", enabled)]);
        }
    }
}

pub(super) fn snapshot_old(found: &mut Found<'_, '_>, calendar: &Calendar<'_>) {
    let limit = found.number("days");
    for store in found.realm.stores.iter().filter(|store| !store.local) {
        let Some(days) = store.last_snapshot.map(|at| calendar.days_since(at)) else { continue };
        if days > limit {
            let message = format!("The last snapshot is {days} days old; the limit is {limit}.");
            let facts = vec![Fact::number("age", days), Fact::number("days", limit)];
            found.push(Subject::userstore(store.domain), message, facts);
        }
    }
}

pub(super) fn snapshot_incomplete(found: &mut Found<'_, '_>) {
    for store in found.realm.stores.iter().filter(|store| !store.local && store.last_snapshot.is_some()) {
        if !store.complete {
            let message = "The last snapshot did not list everyone, so who left cannot be told.".to_owned();
            found.push(Subject::userstore(store.domain), message, Vec::new());
        }
    }
}

/// A directory lists people and groups; roles are the business of others.
pub(super) fn roles_not_listed(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    for (store, enabled) in realm.stores.iter().zip(enabled(realm)) {
        if enabled > 0 && !store.roles_listed && !store.directory {
            let users = counted(i64::try_from(enabled).unwrap_or(i64::MAX), "enabled user", "enabled users");
            let message = format!("No import listed the roles of its {users}, so privileged ones cannot be told.");
            found.push(Subject::userstore(store.domain), message, vec![Fact::number("users", enabled)]);
        }
    }
}

pub(super) fn read_only_userstore(found: &mut Found<'_, '_>) {
    for store in found.realm.stores.iter().filter(|store| store.read_only) {
        let message = "The source accepts no changes: what is found here is put right elsewhere.".to_owned();
        found.push(Subject::userstore(store.domain), message, Vec::new());
    }
}
