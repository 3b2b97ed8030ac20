//! The guard against locking oneself out.

use super::Found;
use crate::hit::{Fact, Subject};
use muster_model::State;

/// Who is locked cannot help now, and a program helps nobody who is locked
/// out: neither counts. A userstore where nobody was ever privileged has
/// nothing to be kept.
pub(super) fn last_admin(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let needed = found.number("users");
    let mut usable: Vec<(i64, u32)> = vec![(0, 0); realm.stores.len()];
    let mut ever = vec![false; realm.stores.len()];
    for (number, user) in realm.numbered().filter(|(_, user)| user.is_listed() && user.is_privileged()) {
        let store = usize::from(user.store);
        ever[store] = true;
        if user.state == State::Active && user.kind.is_person() {
            usable[store] = (usable[store].0 + 1, number);
        }
    }
    for ((store, (count, last)), ever) in realm.stores.iter().zip(usable).zip(ever) {
        if !store.roles_listed || !ever || count >= needed {
            continue;
        }
        let facts = vec![Fact::number("usable", count), Fact::number("users", needed)];
        match count {
            0 => {
                let message = format!("No privileged account of a person can be used; {needed} are needed.");
                found.push(Subject::userstore(store.domain), message, facts);
            }
            1 => {
                let message = format!("The only privileged account of a person that can be used; {needed} are needed.");
                found.user(last, message, facts);
            }
            _ => {
                let message = format!("{count} privileged accounts of people can be used; {needed} are needed.");
                found.push(Subject::userstore(store.domain), message, facts);
            }
        }
    }
}
