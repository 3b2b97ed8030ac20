//! Every built-in check, with realms in which it finds something and realms in
//! which it just does not.
#![allow(clippy::unwrap_used)]

mod common;

use common::world::{U, World, many, u, world};
use common::{ago, rule, shipped, with_calendar};
use muster_audit::facts::Owner;
use muster_audit::rule::Look;
use muster_model::seen::SeenStatus;
use muster_model::{Kind, State};
use std::collections::BTreeMap;

/// A rule, a realm in words, the realm, and what is found: subject and sentence.
type Row = (&'static str, &'static str, World, Vec<(&'static str, &'static str)>);

/// So many who hold the role through a group, and so many directly.
fn held(through: usize, direct: usize) -> World {
    let mut users = many("team", through, |user| user.through("Developer", "acme"));
    users.extend(many("lone", direct, |user| user.holds("Developer", "acme")));
    world(users)
}

/// Nine with two roles in a department, and one with so many.
fn gatherer(roles: usize) -> World {
    let paths: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let holding =
        |user: U, count: usize| paths.iter().take(count).fold(user, |user, path| user.holds("Developer", path));
    let mut users = many("peer", 9, |user| holding(user.department("Sales"), 2));
    users.push(holding(u("max").department("sales "), roles));
    world(users)
}

/// So many privileged among so many.
fn privileged(privileged: usize, all: usize) -> World {
    let mut users = many("admin-", privileged, U::admin);
    users.extend(many("plain-", all - privileged, |user| user));
    world(users)
}

/// So many of a hundred people whom the directory knows, and who else.
fn known(count: usize, more: Vec<U>) -> World {
    let mut users = Vec::new();
    for n in 0..100_u32 {
        let name: &'static str = Box::leak(format!("p{n}").into_boxed_str());
        users.push(u(name).person(n));
        if (n as usize) < count {
            users.push(u(name).person(n).at(1));
        }
    }
    users.extend(more);
    world(users).directory()
}

fn with_department(count: usize) -> World {
    let mut users = many("has", count, |user| user.department("Sales"));
    users.extend(many("not", 100 - count, |user| user));
    world(users)
}

const PAIR: &str = "Holds Requester on group acme and Approver on group acme/web; nobody should hold both.";

#[rustfmt::skip]
fn table() -> Vec<Row> {
    vec![
        ("duplicate-email", "same but for case", world([u("ada").email("Ada@x.example"), u("lovelace").email(" ada@X.example"), u("bob").email("b@x.example")]),
            vec![("user gitlab/ada", "Has the e-mail Ada@x.example, as gitlab/lovelace also does."), ("user gitlab/lovelace", "Has the e-mail ada@X.example, as gitlab/ada also does.")]),
        ("duplicate-email", "one letter differs", world([u("ada").email("ada@x.example"), u("bob").email("adb@x.example")]), vec![]),
        ("duplicate-email", "accents tell people apart", world([u("a").email("müller@x.example"), u("b").email("muller@x.example")]), vec![]),
        ("duplicate-email", "one in each userstore is one person", world([u("ada").email("a@x.example"), u("ada").email("a@x.example").at(1)]).directory(), vec![]),
        ("duplicate-email", "one is gone", world([u("ada").email("a@x.example"), u("old").email("a@x.example").gone()]), vec![]),
        ("duplicate-email", "none is no e-mail", world([u("ada"), u("bob"), u("c").email(" "), u("d").email("")]), vec![]),
        ("duplicate-email", "three", world(["a", "b", "c"].map(|name| u(name).email("t@x.example"))),
            vec![("user gitlab/a", "Has the e-mail t@x.example, as gitlab/b and gitlab/c also do."), ("user gitlab/b", "Has the e-mail t@x.example, as gitlab/a and gitlab/c also do."), ("user gitlab/c", "Has the e-mail t@x.example, as gitlab/a and gitlab/b also do.")]),

        ("case-variant-username", "Ada and ada", world([u("ada"), u("Ada"), u("bob")]),
            vec![("user gitlab/ada", "Differs from gitlab/Ada only in case."), ("user gitlab/Ada", "Differs from gitlab/ada only in case.")]),
        ("case-variant-username", "one letter differs", world([u("ada"), u("adb")]), vec![]),
        ("case-variant-username", "in two userstores", world([u("ada"), u("Ada").at(1)]).directory(), vec![]),
        ("case-variant-username", "accents tell people apart", world([u("müller"), u("muller")]), vec![]),

        ("person-several-accounts", "two accounts", world([u("mei").person(1), u("mei2").person(1)]),
            vec![("user gitlab/mei", "One of 2 accounts of one person, beside gitlab/mei2; the limit is 1."), ("user gitlab/mei2", "One of 2 accounts of one person, beside gitlab/mei; the limit is 1.")]),
        ("person-several-accounts", "one employee number", world([u("mei").badge("E17"), u("mei2").badge("e17")]),
            vec![("user gitlab/mei", "One of 2 accounts of one employee number, beside gitlab/mei2; the limit is 1."), ("user gitlab/mei2", "One of 2 accounts of one employee number, beside gitlab/mei; the limit is 1.")]),
        ("person-several-accounts", "linked, and one employee number: told once", world([u("mei").person(1).badge("17"), u("mei2").person(1).badge("17")]),
            vec![("user gitlab/mei", "One of 2 accounts of one person, beside gitlab/mei2; the limit is 1."), ("user gitlab/mei2", "One of 2 accounts of one person, beside gitlab/mei; the limit is 1.")]),
        ("person-several-accounts", "a dedicated admin account", world([u("mei").person(1), u("mei-admin").person(1).admin()]), vec![]),
        ("person-several-accounts", "two dedicated admin accounts", world([u("mei-a").person(1).admin(), u("mei-b").person(1).admin()]),
            vec![("user gitlab/mei-a", "One of 2 privileged accounts of one person, beside gitlab/mei-b; the limit is 1."), ("user gitlab/mei-b", "One of 2 privileged accounts of one person, beside gitlab/mei-a; the limit is 1.")]),
        ("person-several-accounts", "one in each userstore", world([u("mei").person(1), u("mei").person(1).at(1)]).directory(), vec![]),
        ("person-several-accounts", "one is switched off", world([u("mei").person(1), u("mei2").person(1).state(State::Deactivated)]), vec![]),
        ("person-several-accounts", "two people", world([u("mei").person(1), u("mei2").person(2)]), vec![]),

        ("shared-name", "a generic name", world([u("Info")]), vec![("user gitlab/Info", "The username says \"info\" and no person's name.")]),
        ("shared-name", "two generic words and a number", world([u("test-user2")]), vec![("user gitlab/test-user2", "The username says \"test\" and no person's name.")]),
        ("shared-name", "of an organization", world([u("sales@example.org")]), vec![("user gitlab/sales@example.org", "The username says \"sales\" and no person's name.")]),
        ("shared-name", "a mark beside another word", world([u("shared.lighthouse")]), vec![("user gitlab/shared.lighthouse", "The username says \"shared\" and no person's name.")]),
        ("shared-name", "a person's dedicated account", world([u("mlin-admin"), u("test.ada")]), vec![]),
        ("shared-name", "generic within a word", world([u("badmintona"), u("infowald"), u("testa"), u("guestrin")]), vec![]),
        ("shared-name", "a number alone", world([u("12345")]), vec![]),
        ("shared-name", "a service account may be called so", world([u("backup").kind(Kind::Service)]), vec![]),

        ("leaver-still-enabled", "gone from the directory, same person", world([u("ada").person(1), u("ada").person(1).at(1).gone()]).directory(),
            vec![("user gitlab/ada", "Can still sign in, although ldap/ada is gone in the directory.")]),
        ("leaver-still-enabled", "switched off there, same e-mail", world([u("ada").email("A@x.example"), u("alove").email("a@x.example").at(1).state(State::Deactivated)]).directory(),
            vec![("user gitlab/ada", "Can still sign in, although ldap/alove is deactivated in the directory.")]),
        ("leaver-still-enabled", "switched off there, same employee number", world([u("ada").badge("17"), u("alove").badge("17").at(1).state(State::Blocked)]).directory(),
            vec![("user gitlab/ada", "Can still sign in, although ldap/alove is blocked in the directory.")]),
        ("leaver-still-enabled", "still in the directory", world([u("ada").person(1), u("ada").person(1).at(1)]).directory(), vec![]),
        ("leaver-still-enabled", "locked there, which passes", world([u("ada").person(1), u("ada").person(1).at(1).state(State::Locked)]).directory(), vec![]),
        ("leaver-still-enabled", "came back with a second account there", world([u("ada").person(1), u("ada").person(1).at(1).gone(), u("ada2").person(1).at(1)]).directory(), vec![]),
        ("leaver-still-enabled", "switched off here too", world([u("ada").person(1).state(State::Deactivated), u("ada").person(1).at(1).gone()]).directory(), vec![]),
        ("leaver-still-enabled", "another person's left", world([u("ada").person(1).email("a@x.example"), u("bob").person(2).email("b@x.example").at(1).gone()]).directory(), vec![]),
        ("leaver-still-enabled", "the person is there, the e-mail is a leaver's", world([u("ada").person(1).email("desk@x.example"), u("ada").person(1).at(1), u("bob").email("desk@x.example").at(1).gone()]).directory(), vec![]),
        ("leaver-still-enabled", "no directory", world([u("ada").person(1), u("ada").person(1).gone()]), vec![]),

        ("not-in-directory", "79 percent are known", known(79, vec![]), vec![]),
        ("not-in-directory", "80 percent are known, of 101", known(81, vec![u("x").kind(Kind::External)]), (81..100).map(|n| { let who: &'static str = Box::leak(format!("user gitlab/p{n}").into_boxed_str()); (who, "Has no account in the directory, which knows 81 percent of the people in gitlab; they are looked for from 80 percent on.") }).collect()),
        ("not-in-directory", "all but one are known", known(99, vec![]), vec![("user gitlab/p99", "Has no account in the directory, which knows 99 percent of the people in gitlab; they are looked for from 80 percent on.")]),
        ("not-in-directory", "all are known; externals and programs need not be", known(100, vec![u("ext").kind(Kind::External), u("bot").kind(Kind::Bot), u("svc").kind(Kind::Service)]), vec![]),
        ("not-in-directory", "a leaver is not unknown", world([u("ada").person(1), u("ada").person(1).at(1).gone()]).directory(), vec![]),
        ("not-in-directory", "no directory", world([u("ada")]), vec![]),

        ("direct-grant", "two of three through a group", held(2, 1), vec![("grant gitlab/lone000: Developer on group acme", "Holds Developer on group acme directly, while 2 of 3 hold it through a group.")]),
        ("direct-grant", "one of two through a group: too few", held(1, 1), vec![]),
        ("direct-grant", "two of four", held(2, 2), vec![("grant gitlab/lone000: Developer on group acme", "Holds Developer on group acme directly, while 2 of 4 hold it through a group."), ("grant gitlab/lone001: Developer on group acme", "Holds Developer on group acme directly, while 2 of 4 hold it through a group.")]),
        ("direct-grant", "two of five", held(2, 3), vec![]),
        ("direct-grant", "held both ways", world([u("ada").holds("Developer", "acme").through("Developer", "acme")]), vec![("grant gitlab/ada: Developer on group acme", "Holds Developer on group acme directly, beside the group that gives it too.")]),
        ("direct-grant", "another role through a group", world([u("ada").holds("Developer", "acme").through("Reporter", "acme")]), vec![]),
        ("direct-grant", "nobody through a group", held(0, 3), vec![]),
        ("direct-grant", "everybody through a group", held(3, 0), vec![]),
        ("direct-grant", "another scope is another thing", world([u("a").through("Developer", "acme"), u("c").through("Developer", "acme"), u("b").holds("Developer", "acme/web")]), vec![]),
        ("direct-grant", "a program's may be direct", world([u("a").through("Developer", "acme"), u("c").through("Developer", "acme"), u("svc").holds("Developer", "acme").kind(Kind::Service)]), vec![]),

        ("grant-since-review", "the day before the review", world([u("ada").holds("Owner", "acme").since(31)]).reviewed(30), vec![]),
        ("grant-since-review", "the day of the review", world([u("ada").holds("Owner", "acme").since(30)]).reviewed(30), vec![]),
        ("grant-since-review", "the day after the review", world([u("ada").holds("Owner", "acme").since(29)]).reviewed(30),
            vec![("grant gitlab/ada: Owner on group acme", "Owner on group acme was given on 2026-10-23, after the review of 2026-10-22, and nobody noted why.")]),
        ("grant-since-review", "somebody noted why", world([u("ada").holds("Owner", "acme").since(29).explained()]).reviewed(30), vec![]),
        ("grant-since-review", "never reviewed", world([u("ada").holds("Owner", "acme").since(29)]), vec![]),
        ("grant-since-review", "nobody knows since when", world([u("ada").holds("Owner", "acme")]).reviewed(30), vec![]),

        ("more-roles-than-peers", "eight, where two are usual", gatherer(8), vec![]),
        ("more-roles-than-peers", "nine", gatherer(9), vec![("user gitlab/max", "Holds 9 roles; the median of the 10 in sales is 2, and the limit is 8.")]),
        ("more-roles-than-peers", "ten", gatherer(10), vec![("user gitlab/max", "Holds 10 roles; the median of the 10 in sales is 2, and the limit is 8.")]),
        ("more-roles-than-peers", "too few to compare", world([u("a").department("Legal").holds("R", "a"), u("b").department("Legal").holds("R", "a").holds("R", "b").holds("R", "c").holds("R", "d").holds("R", "e").holds("R", "f").holds("R", "g").holds("R", "h")]), vec![]),
        ("more-roles-than-peers", "by highest role, where there are no departments", { let mut users = many("dev", 5, |user| user.level(30).holds("D", "a")); users.push(["b", "c", "d", "e", "f", "g"].into_iter().fold(u("max").level(30), |user, path| user.holds("D", path))); world(users) },
            vec![("user gitlab/max", "Holds 6 roles; the median of the 6 with the same highest role is 1, and the limit is 5.")]),
        ("more-roles-than-peers", "the same role twice is one", { let mut users = many("dev", 5, |user| user.level(30).holds("D", "a")); users.push((0..8).fold(u("max").level(30), |user, _| user.through("D", "b"))); world(users) }, vec![]),

        ("sod-conflict", "on the same scope", world([u("ada").holds("Requester", "acme").holds("Approver", "acme")]), vec![("user gitlab/ada", "Holds Requester and Approver on group acme; nobody should hold both.")]),
        ("sod-conflict", "one below the other", world([u("ada").holds("Requester", "acme").through("Approver", "acme/web")]), vec![("user gitlab/ada", PAIR)]),
        ("sod-conflict", "the other one above", world([u("ada").holds("Requester", "acme/web").holds("Approver", "acme")]), vec![("user gitlab/ada", "Holds Requester on group acme/web and Approver on group acme; nobody should hold both.")]),
        ("sod-conflict", "one on the whole instance", world([u("ada").holds("Requester", "").holds("Approver", "acme")]), vec![("user gitlab/ada", "Holds Requester on the instance and Approver on group acme; nobody should hold both.")]),
        ("sod-conflict", "names are written in many ways", world([u("ada").holds("payment_CREATOR", "a").holds("Payment-Approver", "a")]), vec![("user gitlab/ada", "Holds payment_CREATOR and Payment-Approver on group a; nobody should hold both.")]),
        ("sod-conflict", "on scopes that do not meet", world([u("ada").holds("Requester", "acme").holds("Approver", "acme-labs")]), vec![]),
        ("sod-conflict", "held by two people", world([u("ada").holds("Requester", "acme"), u("bob").holds("Approver", "acme")]), vec![]),
        ("sod-conflict", "no pair", world([u("ada").holds("Requester", "acme").holds("Reader", "acme")]), vec![]),
        ("sod-conflict", "switched off", world([u("ada").holds("Requester", "acme").holds("Approver", "acme").state(State::Blocked)]), vec![]),

        ("unused-role", "nobody holds it", world([u("ada")]).role("Auditor", |_| {}), vec![("role gitlab/Auditor", "Nobody holds this role, no group does, and no role includes it.")]),
        ("unused-role", "one holds it", world([u("ada").holds("Auditor", "")]).role("Auditor", |_| {}), vec![]),
        ("unused-role", "one who is switched off holds it", world([u("ada").holds("Auditor", "").state(State::Blocked)]).role("Auditor", |_| {}), vec![]),
        ("unused-role", "only one who is gone held it", world([u("ada").holds("Auditor", "").gone()]).role("Auditor", |_| {}), vec![("role gitlab/Auditor", "Nobody holds this role, no group does, and no role includes it.")]),
        ("unused-role", "a group holds it", world([u("ada")]).role("Auditor", |role| role.used_elsewhere = true), vec![]),
        ("unused-role", "it comes with the product", world([u("ada")]).role("Guest", |role| role.builtin = true), vec![]),
        ("unused-role", "the source lists no roles", world([u("ada")]).role("Auditor", |_| {}).store(|store| store.roles_listed = false), vec![]),

        ("role-without-owner", "nobody answers", world([]).role("Payer", |role| role.owner = Owner::Nobody), vec![("role gitlab/Payer", "Nobody answers for this role.")]),
        ("role-without-owner", "somebody does", world([]).role("Payer", |role| role.owner = Owner::Named("Grace")), vec![]),
        ("role-without-owner", "nobody was ever asked", world([]).role("Payer", |_| {}), vec![]),
        ("role-without-owner", "it comes with the product", world([]).role("Guest", |role| (role.owner, role.builtin) = (Owner::Nobody, true)), vec![]),

        ("role-without-use", "its holder was seen 89 days ago", world([u("ada").holds("Payer", "").seen(89)]).role("Payer", |_| {}), vec![]),
        ("role-without-use", "its holder was seen 90 days ago", world([u("ada").holds("Payer", "").seen(90)]).role("Payer", |_| {}), vec![("role gitlab/Payer", "The 1 grant of this role is of users who are switched off or were not seen for 90 days.")]),
        ("role-without-use", "switched off, and never seen", world([u("ada").holds("Payer", "").state(State::Blocked), u("bob").holds("Payer", "").seen_is(SeenStatus::Never)]).role("Payer", |_| {}), vec![("role gitlab/Payer", "The 2 grants of this role are of users who are switched off or were not seen for 90 days.")]),
        ("role-without-use", "one of two works with it", world([u("ada").holds("Payer", "").seen(90), u("bob").holds("Payer", "")]).role("Payer", |_| {}), vec![]),
        ("role-without-use", "nobody knows when its holder was seen", world([u("ada").holds("Payer", "").seen_is(SeenStatus::Unknown)]).role("Payer", |_| {}), vec![]),
        ("role-without-use", "nobody holds it: the other rule", world([u("ada")]).role("Payer", |_| {}), vec![]),

        ("empty-group", "empty, with a role", world([]).group("acme/old", 0, 1), vec![("group gitlab/acme/old", "Has no members and holds 1 role, which whoever is put in would get.")]),
        ("empty-group", "one member", world([]).group("acme/old", 1, 1), vec![]),
        ("empty-group", "empty, without a role", world([]).group("acme/old", 0, 0), vec![]),

        ("too-many-privileged", "10 of 100", privileged(10, 100), vec![]),
        ("too-many-privileged", "11 of 100", privileged(11, 100), vec![("userstore gitlab/gitlab", "11 of 100 enabled users are privileged (11 percent); the limits are 50 users, and 10 percent from 100 users on.")]),
        ("too-many-privileged", "11 of 109: a little more than 10 percent", privileged(11, 109), vec![("userstore gitlab/gitlab", "11 of 109 enabled users are privileged (10 percent); the limits are 50 users, and 10 percent from 100 users on.")]),
        ("too-many-privileged", "50 of 99: a small team", privileged(50, 99), vec![]),
        ("too-many-privileged", "50 of 1,000", privileged(50, 1000), vec![]),
        ("too-many-privileged", "51 of 1,000", privileged(51, 1000), vec![("userstore gitlab/gitlab", "51 of 1000 enabled users are privileged (5 percent); the limits are 50 users, and 10 percent from 100 users on.")]),

        ("last-admin", "one", world([u("ada").admin(), u("bob")]), vec![("user gitlab/ada", "The only privileged account that can be used; 2 are needed.")]),
        ("last-admin", "two", world([u("ada").admin(), u("bob").admin()]), vec![]),
        ("last-admin", "two, of whom one is blocked", world([u("ada").admin(), u("bob").admin().state(State::Blocked)]), vec![("user gitlab/ada", "The only privileged account that can be used; 2 are needed.")]),
        ("last-admin", "two, of whom one is a bot of the instance", world([u("ada").admin(), u("bot").admin().kind(Kind::Bot)]), vec![("user gitlab/ada", "The only privileged account that can be used; 2 are needed.")]),
        ("last-admin", "two, of whom one is kept in a safe", world([u("ada").admin(), u("break-glass").admin().kind(Kind::Service)]), vec![]),
        ("last-admin", "one, and locked", world([u("ada").admin().state(State::Locked)]), vec![("userstore gitlab/gitlab", "No privileged account can be used; 2 are needed.")]),
        ("last-admin", "nobody ever was", world([u("ada")]), vec![]),
        ("last-admin", "the source lists no roles", world([u("ada").admin()]).store(|store| store.roles_listed = false), vec![]),

        ("review-overdue", "89 days", world([u("ada")]).reviewed(89), vec![]),
        ("review-overdue", "90 days", world([u("ada")]).reviewed(90), vec![]),
        ("review-overdue", "91 days", world([u("ada")]).reviewed(91), vec![("userstore gitlab/gitlab", "Last reviewed 91 days ago, on 2026-08-22; the limit is 90.")]),
        ("review-overdue", "never, known for 90 days", world([u("ada")]).store(|store| store.since = Some(ago(90))), vec![]),
        ("review-overdue", "never, known for 91 days", world([u("ada")]).store(|store| store.since = Some(ago(91))), vec![("userstore gitlab/gitlab", "Never reviewed, and known for 91 days; the limit is 90.")]),
        ("review-overdue", "nobody to review", world([u("ada").gone()]).reviewed(91), vec![]),

        ("missing-inventory-field", "89 of 100 have a department", with_department(89), vec![]),
        ("missing-inventory-field", "99 of 100 have a department", with_department(99), vec![("user gitlab/not000", "Has no department, which 99 percent of the people in gitlab have; it is looked for from 90 percent on.")]),
        ("missing-inventory-field", "90 of 100 have a department", with_department(90), ["user gitlab/not000", "user gitlab/not001", "user gitlab/not002", "user gitlab/not003", "user gitlab/not004", "user gitlab/not005", "user gitlab/not006", "user gitlab/not007", "user gitlab/not008", "user gitlab/not009"].map(|who| (who, "Has no department, which 90 percent of the people in gitlab have; it is looked for from 90 percent on.")).to_vec()),
        ("missing-inventory-field", "all have", with_department(100), vec![]),
        ("missing-inventory-field", "nobody knows since when, of one in a hundred", { let mut users = many("has", 99, |user| user); users.push(u("new").no_created()); world(users) }, vec![("user gitlab/new", "Has no creation date, which 99 percent of the people in gitlab have; it is looked for from 90 percent on.")]),

        ("password-old", "364 days", world([u("ada").password(364)]), vec![]),
        ("password-old", "365 days", world([u("ada").password(365)]), vec![]),
        ("password-old", "366 days", world([u("ada").password(366)]), vec![("user gitlab/ada", "The password was set 366 days ago; the policy allows 365.")]),
        ("password-old", "nobody says", world([u("ada")]), vec![]),
        ("password-old", "switched off", world([u("ada").password(366).state(State::Blocked)]), vec![]),

        ("failed-sign-ins", "9", world([u("ada").failed(9)]), vec![]),
        ("failed-sign-ins", "10", world([u("ada").failed(10)]), vec![("user gitlab/ada", "10 sign-ins failed in a row; the limit is 10.")]),
        ("failed-sign-ins", "11", world([u("ada").failed(11).state(State::Locked)]), vec![("user gitlab/ada", "11 sign-ins failed in a row; the limit is 10.")]),
        ("failed-sign-ins", "nobody says", world([u("ada")]), vec![]),

        ("email-unverified", "unverified", world([u("ada").email("a@x.example").verified(false)]), vec![("user gitlab/ada", "Nobody has shown that the e-mail is this user's.")]),
        ("email-unverified", "verified", world([u("ada").email("a@x.example").verified(true)]), vec![]),
        ("email-unverified", "nobody says", world([u("ada").email("a@x.example")]), vec![]),
        ("email-unverified", "no e-mail", world([u("ada").verified(false)]), vec![]),

        ("last-seen-not-collected", "of nobody", world([u("a").seen_is(SeenStatus::NotCollected), u("b").seen_is(SeenStatus::NotCollected)]), vec![("userstore gitlab/gitlab", "No import said when its 2 enabled users were last seen, so dormant ones cannot be told.")]),
        ("last-seen-not-collected", "of one", world([u("a").seen_is(SeenStatus::NotCollected), u("b").seen_is(SeenStatus::Unknown)]), vec![]),
        ("last-seen-not-collected", "edited here", world([u("a").seen_is(SeenStatus::NotCollected)]).store(|store| store.local = true), vec![]),
        ("last-seen-not-collected", "nobody there", world([]), vec![]),

        ("snapshot-old", "34 days", world([]).store(|store| store.last_snapshot = Some(ago(34))), vec![]),
        ("snapshot-old", "35 days", world([]).store(|store| store.last_snapshot = Some(ago(35))), vec![]),
        ("snapshot-old", "36 days", world([]).store(|store| store.last_snapshot = Some(ago(36))), vec![("userstore gitlab/gitlab", "The last snapshot is 36 days old; the limit is 35.")]),
        ("snapshot-old", "edited here", world([]).store(|store| (store.last_snapshot, store.local) = (Some(ago(36)), true)), vec![]),
        ("snapshot-old", "none", world([]).store(|store| store.last_snapshot = None), vec![]),

        ("snapshot-incomplete", "incomplete", world([]).store(|store| store.complete = false), vec![("userstore gitlab/gitlab", "The last snapshot did not list everyone, so who left cannot be told.")]),
        ("snapshot-incomplete", "complete", world([]), vec![]),
        ("snapshot-incomplete", "none", world([]).store(|store| (store.complete, store.last_snapshot) = (false, None)), vec![]),

        ("roles-not-listed", "not listed", world([u("ada")]).store(|store| store.roles_listed = false), vec![("userstore gitlab/gitlab", "No import listed the roles of its 1 enabled user, so privileged ones cannot be told.")]),
        ("roles-not-listed", "listed", world([u("ada")]), vec![]),
        ("roles-not-listed", "a directory", world([u("ada")]).store(|store| (store.roles_listed, store.directory) = (false, true)), vec![]),

        ("read-only-userstore", "accepts none", world([]).store(|store| store.read_only = true), vec![("userstore gitlab/gitlab", "The source accepts no changes: what is found here is put right elsewhere.")]),
        ("read-only-userstore", "accepts some", world([]), vec![]),
    ]
}

#[test]
fn each_check_finds_what_it_should_and_nothing_else() {
    with_calendar(|calendar| {
        for (id, realm, world, expected) in table() {
            let found = world.found(&rule(id), calendar);
            let found: Vec<(&str, &str)> = found.iter().map(|(who, said)| (who.as_str(), said.as_str())).collect();
            assert_eq!(found, expected, "{id}: {realm}");
        }
    });
}

#[test]
fn every_check_has_realms_in_which_it_finds_something_and_realms_in_which_it_does_not() {
    let mut rows: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (id, _, _, found) in table() {
        let (fires, not) = rows.entry(id).or_default();
        *(if found.is_empty() { not } else { fires }) += 1;
    }
    let catalogue = shipped();
    for rule in catalogue.rules().iter().filter(|rule| matches!(rule.look, Look::Check(_))) {
        let counts = rows.get(&*rule.id).copied().unwrap_or_default();
        assert!(counts.0 > 0 && counts.1 > 0, "{} has no pair in the table: {counts:?}", rule.id);
        let by_days = rule.parameters.iter().any(|parameter| parameter.name == "days");
        assert!(!by_days || counts.0 + counts.1 >= 3, "{}", rule.id);
    }
}

/// A parameter is what decides, not a figure in the code.
#[test]
fn a_threshold_that_is_set_moves_the_boundary() {
    use muster_audit::rule::Value;
    with_calendar(|calendar| {
        let of = |id: &str, name: &str, to: i64| rule(id).with(name, Value::Number(to)).unwrap();
        for (id, name, to, world) in [
            ("password-old", "days", 364, world([u("ada").password(365)])),
            ("failed-sign-ins", "times", 9, world([u("ada").failed(9)])),
            ("snapshot-old", "days", 34, world([]).store(|store| store.last_snapshot = Some(ago(35)))),
            ("review-overdue", "days", 89, world([u("ada")]).reviewed(90)),
            ("last-admin", "users", 3, world([u("ada").admin(), u("bob").admin()])),
            ("too-many-privileged", "users", 9, privileged(10, 100)),
            ("too-many-privileged", "percent", 9, privileged(10, 100)),
            ("too-many-privileged", "from", 99, privileged(50, 99)),
            ("direct-grant", "percent", 40, held(2, 3)),
            ("direct-grant", "holders", 1, held(1, 1)),
            ("not-in-directory", "percent", 79, known(79, vec![])),
            ("missing-inventory-field", "percent", 89, with_department(89)),
            ("role-without-use", "days", 89, world([u("ada").holds("Payer", "").seen(89)]).role("Payer", |_| {})),
        ] {
            assert!(world.found(&rule(id), calendar).is_empty(), "{id}");
            assert!(!world.found(&of(id, name, to), calendar).is_empty(), "{id} {name}");
        }
        let wider = of("more-roles-than-peers", "more", 4);
        assert!(gatherer(6).found(&wider, calendar).is_empty(), "both limits must be exceeded");
        let wider = wider.with("percent", Value::Number(250)).unwrap();
        assert_eq!(gatherer(6).found(&wider, calendar).len(), 1);
        assert!(gatherer(6).found(&wider.with("peers", Value::Number(11)).unwrap(), calendar).is_empty());
        let two = world([u("mei").person(1), u("mei2").person(1)]);
        assert!(two.found(&of("person-several-accounts", "accounts", 2), calendar).is_empty());
    });
}
