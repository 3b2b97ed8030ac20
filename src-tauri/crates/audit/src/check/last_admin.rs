//! The guard against locking oneself out.

use super::Found;
use crate::facts::Brief;
use crate::hit::{Fact, Subject};
use muster_model::{Kind, State};

/// Who is locked cannot help now, nor can a bot of the instance; a service
/// account can, if somebody keeps its secret in a safe. A userstore where
/// nobody was ever privileged has nothing to be kept.
pub(super) fn last_admin(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let needed = found.number("users");
    let mut usable: Vec<(i64, u32)> = vec![(0, 0); realm.stores.len()];
    let mut ever = vec![false; realm.stores.len()];
    for (number, user) in realm.that(Brief::LISTED | Brief::PRIVILEGED) {
        let store = usize::from(user.store());
        ever[store] = true;
        if user.state() == State::Active && user.kind() != Kind::Bot {
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
                let message = format!("No privileged account can be used; {needed} are needed.");
                found.push(Subject::userstore(store.domain), message, facts);
            }
            1 => {
                let message = format!("The only privileged account that can be used; {needed} are needed.");
                found.user(last, message, facts);
            }
            _ => {
                let message = format!("{count} privileged accounts can be used; {needed} are needed.");
                found.push(Subject::userstore(store.domain), message, facts);
            }
        }
    }
}
