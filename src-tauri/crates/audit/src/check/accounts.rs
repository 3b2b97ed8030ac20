//! Accounts that are too alike: the same e-mail, the same name but for case,
//! the same person.

use super::Found;
use super::folded::{hash, others, same, sets};
use crate::facts::Brief;
use crate::hit::Fact;

pub(super) fn duplicate_email(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let email = |number: u32| realm.user(number).email().unwrap_or_default();
    let store = |number: u32| realm.user(number).store();
    let listed = realm.that(Brief::LISTED);
    let with = listed.filter_map(|(number, user)| Some((number, user.store(), user.email()?.trim())));
    let hashed = with.filter(|(.., email)| !email.is_empty()).map(|(n, store, e)| (hash(store.into(), e), n)).collect();
    let mut alike: Vec<(u32, String, usize)> = Vec::new();
    sets(
        hashed,
        |a, b| store(a) == store(b) && same(email(a), email(b)),
        |set| {
            for number in set {
                let others = others(set, *number, |other| realm.full_name(other));
                let message = format!("Has the e-mail {}, as {others} also does.", email(*number).trim());
                let message = if set.len() > 2 { message.replace("also does.", "also do.") } else { message };
                alike.push((*number, message, set.len() - 1));
            }
        },
    );
    in_order(found, alike, "others");
}

pub(super) fn case_variant_username(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let name = |number: u32| realm.user(number).username();
    let store = |number: u32| realm.user(number).store();
    let listed = realm.that(Brief::LISTED);
    let hashed = listed.map(|(number, user)| (hash(user.store().into(), user.username()), number)).collect();
    let mut alike: Vec<(u32, String, usize)> = Vec::new();
    sets(
        hashed,
        |a, b| store(a) == store(b) && same(name(a), name(b)),
        |set| {
            for number in set {
                let Some(variant) = set.iter().find(|other| name(**other) != name(*number)) else { continue };
                let message = format!("Differs from {} only in case.", realm.full_name(*variant));
                alike.push((*number, message, set.len() - 1));
            }
        },
    );
    in_order(found, alike, "others");
}

pub(super) fn person_several_accounts(found: &mut Found<'_, '_>) {
    let realm = found.realm;
    let allowed = usize::try_from(found.number("accounts")).unwrap_or(0);
    let sort = |number: u32| {
        let user = realm.user(number);
        (user.store(), user.is_privileged())
    };
    let own = |number: u32| u64::from(sort(number).0) << 1 | u64::from(sort(number).1);
    let people = || realm.that(Brief::ENABLED | Brief::PERSON);
    let mut alike: Vec<(u32, String, usize)> = Vec::new();
    let mut see = |set: &[u32], by: &str| {
        if set.len() <= allowed {
            return;
        }
        for number in set {
            let what = if sort(*number).1 { "privileged accounts" } else { "accounts" };
            let others = others(set, *number, |other| realm.full_name(other));
            let count = set.len();
            let message = format!("One of {count} {what} of {by}, beside {others}; the limit is {allowed}.");
            alike.push((*number, message, count));
        }
    };
    let person = |number: u32| realm.user(number).person();
    let linked =
        people().filter_map(|(number, user)| Some((hash(own(number), "") ^ u64::from(user.person()?), number)));
    sets(linked.collect(), |a, b| sort(a) == sort(b) && person(a) == person(b), |set| see(set, "one person"));
    let badge = |number: u32| realm.user(number).employee_number().unwrap_or_default();
    let numbered = people().filter_map(|(number, user)| Some((number, user.employee_number()?.trim())));
    let numbered = numbered.filter(|(_, badge)| !badge.is_empty()).map(|(n, badge)| (hash(own(n), badge), n));
    sets(
        numbered.collect(),
        |a, b| sort(a) == sort(b) && same(badge(a), badge(b)),
        |set| {
            // Who is linked was told above, with those linked to them.
            let unlinked = set.iter().any(|number| person(*number) != person(set[0]) || person(*number).is_none());
            if unlinked {
                see(set, "one employee number");
            }
        },
    );
    in_order(found, alike, "accounts");
}

/// Finds users in the order of the realm, each once.
fn in_order(found: &mut Found<'_, '_>, mut alike: Vec<(u32, String, usize)>, fact: &'static str) {
    alike.sort_by_key(|(number, ..)| *number);
    alike.dedup_by_key(|(number, ..)| *number);
    for (number, message, count) in alike {
        found.user(number, message, vec![Fact::number(fact, count)]);
    }
}
