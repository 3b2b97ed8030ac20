//! Random sequences of snapshots, beside the simplest model of them.

use crate::merge::testing::*;
use crate::tables::{user, userstore};
use muster_model::import::Totals;
use muster_model::record::{Told, UserRecord};
use muster_model::{State, UserId};
use proptest::prelude::*;
use std::collections::HashMap;

#[derive(Debug, Clone)]
struct Row {
    id: Option<u8>,
    name: u8,
    email: Told<u8>,
    blocked: Option<bool>,
}

#[derive(Debug, Clone, PartialEq)]
struct Known {
    id: Option<u8>,
    name: u8,
    email: Option<u8>,
    blocked: bool,
    gone: bool,
}

fn row() -> impl Strategy<Value = Row> {
    let email = prop_oneof![Just(Told::Silent), Just(Told::Empty), (0_u8..3).prop_map(Told::Value)];
    (prop::option::of(0_u8..5), 0_u8..5, email, prop::option::of(any::<bool>()))
        .prop_map(|(id, name, email, blocked)| Row { id, name, email, blocked })
}

/// Rows of one snapshot: all with ids, all without, or mixed.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    (prop::collection::vec(row(), 0..8), 0..3).prop_map(|(mut rows, way)| {
        for row in &mut rows {
            row.id = match way {
                0 => None,
                1 => Some(row.id.unwrap_or(row.name)),
                _ => row.id,
            };
        }
        rows
    })
}

fn record(row: &Row) -> UserRecord {
    let name = format!("user{}", row.name);
    let mut record = row.id.map_or_else(|| named(&name), |id| known(&id.to_string(), &name));
    record.email = match row.email {
        Told::Silent => Told::Silent,
        Told::Empty => Told::Empty,
        Told::Value(n) => told(&format!("{n}@x")),
    };
    record.state = row.blocked.map_or(Told::Silent, |b| Told::Value(if b { State::Blocked } else { State::Active }));
    record
}

/// What the rules say, written as plainly as possible.
#[derive(Default)]
struct Model {
    users: Vec<Known>,
}

impl Model {
    fn find(&self, row: &Row) -> Option<usize> {
        let by_id = row.id.and_then(|id| self.users.iter().position(|u| u.id == Some(id)));
        by_id.or_else(|| {
            let named = |u: &&(usize, &Known)| u.1.name == row.name && (row.id.is_none() || u.1.id.is_none());
            let all: Vec<_> = self.users.iter().enumerate().collect();
            all.iter().filter(named).max_by_key(|(at, u)| (!u.gone, *at)).map(|(at, _)| *at)
        })
    }

    fn import(&mut self, rows: &[Row], whole: bool) -> Totals {
        let mut totals = Totals::default();
        let mut heard: HashMap<usize, (bool, bool, bool)> = HashMap::new();
        for row in rows {
            let found = self.find(row);
            let at = found.unwrap_or_else(|| {
                self.users.push(Known { id: row.id, name: row.name, email: None, blocked: false, gone: false });
                self.users.len() - 1
            });
            let user = &mut self.users[at];
            let before = user.clone();
            let heard = heard.entry(at).or_default();
            user.gone = false;
            user.id = user.id.or(row.id);
            if !std::mem::replace(&mut heard.0, true) {
                user.name = row.name;
            }
            if row.email != Told::Silent && !std::mem::replace(&mut heard.1, true) {
                user.email = row.email.value().copied();
            }
            if let Some(blocked) = row.blocked
                && !std::mem::replace(&mut heard.2, true)
            {
                user.blocked = blocked;
            }
            match (found, *user == before) {
                (None, _) => totals.created += 1,
                (_, true) => totals.unchanged += 1,
                (_, false) => totals.changed += 1,
            }
        }
        if whole && !rows.is_empty() {
            for (at, user) in self.users.iter_mut().enumerate() {
                if !user.gone && !heard.contains_key(&at) {
                    user.gone = true;
                    totals.gone += 1;
                }
            }
        }
        totals
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn snapshots_do_what_the_model_does(
        snapshots in prop::collection::vec((rows(), any::<bool>()), 1..7)
    ) {
        let (mut conn, store) = mirrored();
        let mut model = Model::default();
        for (n, (rows, complete)) in (1..).zip(&snapshots) {
            let coverage = if *complete { whole() } else { part() };
            let records = users(rows.iter().map(record));
            let expected = model.import(rows, *complete);
            let merged = import(&mut conn, store, n * 2, &coverage, &records);
            prop_assert_eq!(merged.users, expected);
            prop_assert_eq!(merged.read, rows.len() as u64);
            let again = model.import(rows, *complete);
            let before = dump(&conn, &["snapshot"]);
            let merged = import(&mut conn, store, n * 2 + 1, &coverage, &records);
            prop_assert_eq!(merged.users, again);
            // Files that name some users by id and some not may name one user
            // in both ways, and then see another user the second time.
            let one_way = rows.iter().all(|r| r.id.is_some()) || rows.iter().all(|r| r.id.is_none());
            let nothing = again.created + again.changed + again.gone == 0;
            prop_assert!(nothing || !one_way, "the same again changed something: {:?}", again);
            prop_assert!(!nothing || dump(&conn, &["snapshot"]) == before);

            let ids: Vec<_> = (1..=model.users.len()).map(|id| UserId(i64::try_from(id).unwrap())).collect();
            let stored: Vec<_> = user::rows(&conn, &ids).unwrap().into_iter().map(|u| Known {
                id: u.source_id.map(|id| id.parse().unwrap()),
                name: u.username.trim_start_matches("user").parse().unwrap(),
                email: u.email.map(|e| e.trim_end_matches("@x").parse().unwrap()),
                blocked: u.state == State::Blocked,
                gone: u.gone_since.is_some(),
            }).collect();
            prop_assert_eq!(&stored, &model.users);
            let counted = &userstore::list(&conn).unwrap()[0];
            let gone = model.users.iter().filter(|u| u.gone).count() as u64;
            prop_assert_eq!((counted.users, counted.gone), (model.users.len() as u64 - gone, gone));
        }
    }
}
