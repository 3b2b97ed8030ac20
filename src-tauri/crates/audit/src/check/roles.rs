//! Roles and groups that nobody needs, or nobody answers for.

use super::Found;
use crate::calendar::Calendar;
use crate::facts::{Brief, Owner, RoleFacts, User};
use crate::hit::{Fact, Subject};
use crate::rule::counted;
use muster_model::seen::SeenStatus;

pub(super) fn unused_role(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let holders = holders(found, Brief::LISTED, |_| true);
    for (role, holders) in realm.roles.iter().zip(holders) {
        let store = &realm.stores[usize::from(role.store)];
        if holders == 0 && !role.builtin && !role.used_elsewhere && store.roles_listed {
            let subject = Subject::role(store.domain, role.source_id, role.name);
            let message = "Nobody holds this role, no group does, and no role includes it.".to_owned();
            found.push(subject, message, vec![Fact::number("holders", 0)]);
        }
    }
}

pub(super) fn role_without_owner(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    for role in realm.roles.iter().filter(|role| !role.builtin && role.owner == Owner::Nobody) {
        let domain = realm.stores[usize::from(role.store)].domain;
        let message = "Nobody answers for this role.".to_owned();
        found.push(Subject::role(domain, role.source_id, role.name), message, Vec::new());
    }
}

pub(super) fn role_without_use(found: &mut Found<'_, '_>, calendar: &Calendar<'_>) {
    let realm = found.realm;
    let limit = found.number("days");
    let held = holders(found, Brief::LISTED, |_| true);
    let deletable = |role: &RoleFacts<'_>| !role.builtin && !role.used_elsewhere;
    if !realm.roles.iter().zip(&held).any(|(role, held)| *held > 0 && deletable(role)) {
        return;
    }
    // Of whom nobody knows when they were seen, nobody knows that they were not.
    let used = holders(found, Brief::ENABLED, |user| match (user.seen(), user.seen_at()) {
        (SeenStatus::Never, _) => false,
        (SeenStatus::Seen, Some(at)) => calendar.days_since(at) < limit,
        _ => true,
    });
    for ((role, held), used) in realm.roles.iter().zip(held).zip(used) {
        if held > 0 && used == 0 && deletable(role) {
            let domain = realm.stores[usize::from(role.store)].domain;
            let who = counted(i64::from(held), "grant of this role is", "grants of this role are");
            let message = format!("The {who} of users who are switched off or were not seen for {limit} days.");
            let facts = vec![Fact::number("held", held), Fact::number("days", limit)];
            found.push(Subject::role(domain, role.source_id, role.name), message, facts);
        }
    }
}

pub(super) fn empty_group(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    for group in realm.groups.iter().filter(|group| group.members == 0 && group.roles > 0) {
        let domain = realm.stores[usize::from(group.store)].domain;
        let roles = counted(i64::from(group.roles), "role", "roles");
        let message = format!("Has no members and holds {roles}, which whoever is put in would get.");
        let facts = vec![Fact::number("roles", group.roles)];
        found.push(Subject::group(domain, group.source_id, group.path), message, facts);
    }
}

/// How many grants of each role are held by users with these marks who are
/// like this.
fn holders<'a>(found: &Found<'_, 'a>, marks: u16, like: impl Fn(User<'a>) -> bool) -> Vec<u32> {
    let realm = found.realm;
    let mut of_kind = vec![0_u32; realm.holdings.kinds().len()];
    for number in realm.numbers(marks).filter(|number| like(realm.user(*number))) {
        for kind in realm.holdings.numbers(number) {
            of_kind[*kind as usize] += 1;
        }
    }
    let mut holders = vec![0_u32; realm.roles.len()];
    for (kind, count) in realm.holdings.kinds().iter().zip(of_kind) {
        holders[kind.role as usize] += count;
    }
    holders
}
