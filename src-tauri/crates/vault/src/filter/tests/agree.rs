//! SQL and the evaluator give the same answer for every user.

use super::expressions::{clause, filter};
use super::realm::realm;
use super::{Context, Held, NOW, everyone};
use crate::Vault;
use crate::filter::{clause_ids, ids};
use crate::testing::made;
use muster_query::Filter;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use rusqlite::Connection;
use std::cell::Cell;

const REALMS: u32 = 256;
const SEATED: [i64; 3] = [1, 3, 4];

/// Checks one filter over everyone, and says how many it finds.
fn check(conn: &Connection, users: &[Held], filter: &Filter, seat: Option<&[i64]>) -> Result<usize, TestCaseError> {
    let context = Context { now: NOW, seat };
    let found = ids(conn, filter, &context).map_err(|e| TestCaseError::fail(format!("{filter}: {e}")))?;
    let fits = |held: &&Held| {
        let seat = seat.map(|ids| ids.contains(&held.user.id.0));
        filter.matches(&held.account(seat), NOW)
    };
    let expected: Vec<i64> = users.iter().filter(fits).map(|held| held.user.id.0).collect();
    prop_assert_eq!(&found, &expected, "{}", filter);
    Ok(found.len())
}

/// Each realm stands in the store for as long as it takes, and is rolled back.
fn over<T>(vault: &Vault, work: impl FnOnce(&Connection) -> T) -> T {
    let mut answer = None;
    vault
        .write(crate::testing::now(), |tx| {
            answer = Some(work(tx));
            Ok(((), None))
        })
        .unwrap();
    answer.unwrap()
}

#[test]
fn any_filter_finds_the_same_users() {
    let (_dir, _path, vault) = made();
    let filters = prop::collection::vec((filter(), any::<bool>()), 24);
    let clauses = prop::collection::vec(clause(), 8);
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(REALMS) });
    let (some, all) = (Cell::new(0), Cell::new(0));
    let outcome = runner.run(&(realm(), filters, clauses), |(realm, filters, clauses)| {
        over(&vault, |conn| {
            conn.execute("DELETE FROM userstore", []).unwrap();
            realm.write(conn).map_err(|e| TestCaseError::fail(format!("realm: {e}")))?;
            let users = everyone(conn);
            for (filter, seated) in &filters {
                let found = check(conn, &users, filter, seated.then_some(&SEATED[..]))?;
                all.set(all.get() + 1);
                some.set(some.get() + u32::from(found > 0 && found < users.len()));
            }
            for clause in &clauses {
                let context = Context { now: NOW, seat: None };
                let found = clause_ids(conn, clause, &context).unwrap();
                let fits = |held: &&Held| clause.holds(&held.account(None), NOW);
                let expected: Vec<i64> = users.iter().filter(fits).map(|held| held.user.id.0).collect();
                prop_assert_eq!(found, expected, "{}", clause);
            }
            Ok(())
        })
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    // A test that asks only for what nobody or everybody has tests nothing.
    let (some, all) = (some.get(), all.get());
    assert!(some * 4 > all, "only {some} of {all} filters told users apart");
}
