//! What a few sources tell of passwords and sign-ins.

use super::Found;
use crate::calendar::Calendar;
use crate::facts::Brief;
use crate::hit::Fact;
use crate::rule::counted;

pub(super) fn password_old(found: &mut Found<'_, '_>, calendar: &Calendar<'_>) {
    let limit = found.number("days");
    for (number, user) in found.realm.that(Brief::PASSWORD | Brief::ENABLED | Brief::PERSON) {
        let Some(set) = user.password_at() else { continue };
        let days = calendar.days_since(set);
        if days > limit {
            let message = format!("The password was set {days} days ago; the policy allows {limit}.");
            found.user(number, message, vec![Fact::number("age", days), Fact::number("days", limit)]);
        }
    }
}

pub(super) fn failed_sign_ins(found: &mut Found<'_, '_>) {
    let limit = found.number("times");
    for (number, user) in found.realm.that(Brief::FAILED | Brief::ENABLED) {
        let Some(failed) = user.failed_sign_ins() else { continue };
        let failed = i64::from(failed);
        if failed >= limit {
            let times = counted(failed, "sign-in failed", "sign-ins failed");
            let message = format!("{times} in a row; the limit is {limit}.");
            found.user(number, message, vec![Fact::number("failed", failed), Fact::number("times", limit)]);
        }
    }
}

pub(super) fn email_unverified(found: &mut Found<'_, '_>) {
    for (number, user) in found.realm.that(Brief::UNVERIFIED | Brief::ENABLED | Brief::PERSON) {
        if user.email().is_some_and(|email| !email.trim().is_empty()) {
            found.user(number, "Nobody has shown that the e-mail is this user's.".to_owned(), Vec::new());
        }
    }
}
