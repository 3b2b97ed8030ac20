//! What is counted over everyone in memory is what reading the whole vault
//! counts, whatever the realm is.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::reviews::population::{Found, found, made};
use crate::reviews::size::Size;
use crate::session::{Calibration, NewVault, Session};
use crate::values;
use chrono::{DateTime, Utc};
use muster_model::Profile;
use muster_vault::holdings::Holdings;
use muster_vault::log::Entry;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use std::collections::HashSet;
use std::fmt::Write;

/// One department in several words, others, and what is none.
const DEPARTMENTS: [&str; 9] = ["Web", "WEB", " web ", "Wéb", "Ops", "ops", "", "  ", "\u{301}"];
const TIMES: [&str; 3] = ["NULL", "50", "99999999999"];

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

/// A user; all but the state are places.
#[derive(Debug, Clone)]
struct Someone {
    store: usize,
    department: Option<usize>,
    state: u8,
    gone: bool,
    top_role: Option<usize>,
    /// Role, scope, group it comes through, dialect, since, until.
    grants: Vec<(usize, usize, usize, usize, usize, usize)>,
    groups: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Realm {
    users: Vec<Someone>,
    /// Whether each group is gone.
    gone: Vec<bool>,
    /// Groups in groups, in circles as well.
    nested: Vec<(usize, usize)>,
    /// Group, role, scope.
    given: Vec<(usize, usize, usize)>,
}

const ROLES: usize = 4;
const SCOPES: usize = 5;
const GROUPS: usize = 4;

fn someone() -> impl Strategy<Value = Someone> {
    let grant = (0..ROLES, 0..SCOPES, 0..3_usize, 0..2_usize, 0..TIMES.len(), 0..TIMES.len());
    (
        0..2_usize,
        prop::option::weighted(0.7, 0..DEPARTMENTS.len()),
        prop_oneof![3 => Just(0_u8), 1 => Just(4)],
        prop::bool::weighted(0.2),
        prop::option::weighted(0.8, 0..ROLES),
        prop::collection::vec(grant, 0..6),
        prop::collection::vec(0..GROUPS, 0..3),
    )
        .prop_map(|(store, department, state, gone, top_role, grants, groups)| Someone {
            store,
            department,
            state,
            gone,
            top_role,
            grants,
            groups,
        })
}

fn realm() -> impl Strategy<Value = Realm> {
    (
        prop::collection::vec(someone(), 0..24),
        prop::collection::vec(prop::bool::weighted(0.2), GROUPS),
        prop::collection::vec((0..GROUPS, 0..GROUPS), 0..4),
        prop::collection::vec((0..GROUPS, 0..ROLES, 0..SCOPES), 0..5),
    )
        .prop_map(|(users, gone, nested, given)| Realm { users, gone, nested, given })
}

/// A user's rows, in place of those it had. Its key is its place, spread so that
/// some lie near each other and some do not.
fn user(sql: &mut String, place: usize, user: &Someone) {
    let key = key(place);
    for table in ["user_grant", "group_user", "user_profile"] {
        writeln!(sql, "DELETE FROM {table} WHERE user_id = {key};").unwrap();
    }
    let top = user.top_role.map_or("NULL".to_owned(), |role| (role + 1).to_string());
    let gone = if user.gone { "7" } else { "NULL" };
    writeln!(
        sql,
        "INSERT INTO user (id, userstore_id, source_id, username, username_key, display_name, name_order, state, kind,
             top_role_id, gone_since)
         VALUES ({key}, {store}, 's{key}', 'u{key}', 'u{key}', 'U{key}', 'u{key}', {state}, 0, {top}, {gone})
         ON CONFLICT (id) DO UPDATE SET userstore_id = excluded.userstore_id, state = excluded.state,
             top_role_id = excluded.top_role_id, gone_since = excluded.gone_since;",
        store = user.store + 7,
        state = user.state,
    )
    .unwrap();
    if let Some(department) = user.department {
        // As it was told, blanks and all.
        let mut profile = Profile::default();
        profile.set(ProfileField::Department, Some("-"));
        let mut body = serde_json::json!(profile);
        body["fields"]["department"]["value"] = DEPARTMENTS[department].into();
        writeln!(sql, "INSERT INTO user_profile (user_id, body) VALUES ({key}, '{body}');").unwrap();
    }
    for (role, scope, through, origin, since, until) in &user.grants {
        let through = ["", "g0", "elsewhere"][*through];
        writeln!(
            sql,
            "INSERT OR IGNORE INTO user_grant (user_id, role_id, scope_id, through, origin, since, expires_at)
             VALUES ({key}, {role} + 1, {scope} + 1, '{through}', 'o{origin}', {}, {});",
            TIMES[*since], TIMES[*until]
        )
        .unwrap();
    }
    for group in &user.groups {
        writeln!(sql, "INSERT OR IGNORE INTO group_user (group_id, user_id) VALUES ({group} + 1, {key});").unwrap();
    }
}

fn key(place: usize) -> i64 {
    let place = i64::try_from(place).unwrap();
    1 + place + 20 * (place / 5)
}

impl Realm {
    fn sql(&self) -> String {
        let mut sql = String::new();
        let all = ["user_grant", "group_user", "group_grant", "group_group", "user_profile", "user_group", "user"];
        for table in all.into_iter().chain(["scope", "role"]) {
            writeln!(sql, "DELETE FROM {table};").unwrap();
        }
        for (role, name) in (1..).zip(["Owner", "Reader", "Boss", "Guest"]) {
            let (key, boss) = (name.to_lowercase(), u8::from(name == "Boss"));
            writeln!(
                sql,
                "INSERT INTO role (id, userstore_id, name, name_key, privileged) VALUES ({role}, 7, '{name}', '{key}', {boss});"
            )
            .unwrap();
        }
        for scope in 0..SCOPES {
            let kind = usize::min(scope, 2);
            writeln!(
                sql,
                "INSERT INTO scope (id, userstore_id, kind, path) VALUES ({scope} + 1, 7, {kind}, 'p/{scope}');"
            )
            .unwrap();
        }
        for (group, gone) in self.gone.iter().enumerate() {
            let gone = if *gone { "5" } else { "NULL" };
            writeln!(
                sql,
                "INSERT INTO user_group (id, userstore_id, path, path_key, gone_since) VALUES ({group} + 1, 7, 'g{group}', 'g{group}', {gone});"
            )
            .unwrap();
        }
        for (group, member) in self.nested.iter().filter(|(group, member)| group != member) {
            writeln!(
                sql,
                "INSERT OR IGNORE INTO group_group (group_id, member_id) VALUES ({group} + 1, {member} + 1);"
            )
            .unwrap();
        }
        for (group, role, scope) in &self.given {
            writeln!(
                sql,
                "INSERT OR IGNORE INTO group_grant (group_id, role_id, scope_id) VALUES ({group} + 1, {role} + 1, {scope} + 1);"
            )
            .unwrap();
        }
        self.users.iter().enumerate().for_each(|(place, one)| user(&mut sql, place, one));
        sql
    }
}

fn write(session: &Session, sql: &str) {
    let done = session.vault().write(now(), |tx| {
        tx.execute_batch(sql)?;
        Ok(((), Some(Entry::new("test"))))
    });
    done.unwrap();
}

fn session(folder: &std::path::Path) -> Session {
    let new = NewVault {
        realm: "Realm".into(),
        operator: "Olga".into(),
        passphrase: "correct horse battery staple".into(),
        calibration: Calibration::Floor,
    };
    let (session, _) = Session::create(&folder.join("realm.muster"), &new, now()).unwrap();
    write(
        &session,
        "INSERT INTO userstore (id, domain, domain_key, kind, created_at)
         VALUES (7, 'HR', 'hr', 1, 0), (8, 'GIT', 'git', 1, 0);",
    );
    session
}

/// What is found by what is in memory, and by reading the whole vault.
fn both(session: &Session, wanted: Option<&[UserId]>) -> (Found, Found) {
    let both = session.directory.with(|loaded| {
        values::ready_for(loaded.columns(), session.vault(), &[ASKED])?;
        assert!(loaded.columns().alike(&ASKED).is_some());
        Ok(session.vault().read(|conn| {
            let (holdings, others) = Holdings::with_others(conn, Known::read(conn)?, wanted)?;
            let whole = made(conn, holdings, others, wanted.is_some(), now())?;
            Ok((found(conn, loaded.columns(), Known::read(conn)?, wanted, now())?, whole))
        })?)
    });
    both.unwrap()
}

fn size(session: &Session, most: usize, wanted: Option<&[UserId]>) -> Option<Size> {
    let known = session.vault().read(Known::read).unwrap();
    session.directory.with(|loaded| Ok(Size::above(most, loaded.columns(), &known, wanted))).unwrap()
}

/// The size of what was found.
fn sized(found: &Found) -> Size {
    let mut size = Size { matched: found.matched, ..Size::default() };
    size.stores = found.holdings.users.iter().map(|user| user.userstore).collect();
    size.users = found.items.iter().map(|item| item.user).collect::<HashSet<_>>().len() as u64;
    found.holdings.grants.iter().for_each(|grant| *size.by_role.entry(grant.role).or_default() += 1);
    size
}

fn check(session: &Session, wanted: &[UserId]) -> TestCaseResult {
    for wanted in [None, Some(wanted), Some(&wanted[..wanted.len() / 2])] {
        let (memory, whole) = both(session, wanted);
        prop_assert_eq!(&memory.items, &whole.items);
        prop_assert_eq!(&memory.others.owners, &whole.others.owners);
        prop_assert_eq!(&memory.holdings.users, &whole.holdings.users);
        prop_assert_eq!(&memory.holdings.grants, &whole.holdings.grants);
        prop_assert_eq!((memory.matched, &memory.completeness), (whole.matched, &whole.completeness));
        prop_assert_eq!(&memory.roles, &whole.roles);
        for most in [0, whole.items.len().saturating_sub(1), whole.items.len()] {
            prop_assert_eq!(size(session, most, wanted), Some(sized(&whole)).filter(|_| whole.items.len() > most));
        }
    }
    Ok(())
}

#[test]
fn what_is_in_memory_tells_what_the_whole_vault_tells() {
    let folder = tempfile::tempdir().unwrap();
    let session = session(folder.path());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let wanted = prop::collection::vec(any::<bool>(), 24);
    let later = prop::collection::vec((0..24_usize, someone()), 0..6);
    let outcome = runner.run(&(realm(), wanted, later), |(realm, wanted, later)| {
        write(&session, &realm.sql());
        session.directory.load(session.vault()).unwrap();
        let wanted: Vec<UserId> =
            wanted.iter().enumerate().filter(|(_, is)| **is).map(|(place, _)| UserId(key(place))).collect();
        check(&session, &wanted)?;
        // Some change, and some are new.
        for (place, one) in &later {
            let mut sql = String::new();
            user(&mut sql, *place, one);
            write(&session, &sql);
            session.directory.follow(session.vault(), UserId(key(*place))).unwrap();
        }
        check(&session, &wanted)
    });
    outcome.unwrap();
}
