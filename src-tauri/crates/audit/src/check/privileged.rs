//! Too many who can change others' access.

use super::{Found, percent};
use crate::facts::Brief;
use crate::hit::{Fact, Subject};
use crate::rule::counted;

pub(super) fn too_many_privileged(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let (most, most_percent, from) = (found.number("users"), found.number("percent"), found.number("from"));
    let mut counts = vec![(0_u64, 0_u64); realm.stores.len()];
    for user in realm.brief().iter().filter(|user| user.is(Brief::ENABLED)) {
        let (privileged, all) = &mut counts[usize::from(user.store())];
        *privileged += u64::from(user.is(Brief::PRIVILEGED));
        *all += 1;
    }
    for (store, (privileged, all)) in realm.stores.iter().zip(counts) {
        let number = i64::try_from(privileged).unwrap_or(i64::MAX);
        let enough = i64::try_from(all).unwrap_or(i64::MAX) >= from;
        // Held as whole shares: 10.5 percent is more than 10.
        let share_exceeded = u128::from(privileged) * 100 > u128::from(all) * u128::from(most_percent.unsigned_abs());
        if number > most || (enough && share_exceeded) {
            let share = percent(privileged, all);
            let users = counted(i64::try_from(all).unwrap_or(i64::MAX), "enabled user is", "enabled users are");
            let message = format!(
                "{privileged} of {users} privileged ({share} percent); the limits are {most} users, \
                 and {most_percent} percent from {from} users on."
            );
            let facts = vec![
                Fact::number("privileged", privileged),
                Fact::number("enabled", all),
                Fact::number("share", share),
                Fact::number("users", most),
                Fact::number("percent", most_percent),
            ];
            found.push(Subject::userstore(store.domain), message, facts);
        }
    }
}
