//! Whatever is imported in whatever order, histories hold together: each
//! version begins where the one before it ended, and what a snapshot told is
//! what its day shows.

use crate::merge::testing::*;
use crate::past::tests::histories::{Says, snapshot};
use crate::past::{self, endless};
use crate::tables::userstore;
use crate::tables::version::{self, Stored};
use muster_model::UserId;
use muster_model::record::{Listed, Record, Told, UserRecord};
use proptest::prelude::*;
use rusqlite::Connection;

fn ids(conn: &Connection) -> Vec<(String, i64)> {
    let mut statement = conn.prepare("SELECT source_id, id FROM user").unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

/// What does not hold together in a user's history.
fn fault(conn: &Connection, user: i64) -> Option<String> {
    let mut past = past::now(conn, UserId(user)).unwrap().unwrap();
    for version in version::after(conn, user, i64::MIN).unwrap().iter().rev() {
        let Stored { action, fields, at, .. } = version;
        let there = match action.as_str() {
            "gone" => Some(false),
            "returned" => Some(true),
            _ => None,
        };
        if there.is_some_and(|there| there != past.there) {
            return Some(format!("{action} at {at}, but it is there: {}", past.there));
        }
        if action == "changed" && fields.is_empty() {
            return Some(format!("a version at {at} says nothing"));
        }
        for field in fields {
            let stands = match field.name.as_str() {
                "grant" => field.after.as_deref().is_none_or(|text| past.grants.iter().any(|g| g == endless(text))),
                "group" => field.after.as_ref().is_none_or(|path| past.groups.contains(path)),
                name => past.fields.get(name) == field.after.as_ref(),
            };
            if !stands {
                return Some(format!("{field:?} at {at}, but then it is {past:?}"));
            }
        }
        past.take_back(action, fields);
    }
    let first: i64 = past::began(conn, UserId(user)).unwrap().unwrap();
    let early = version::after(conn, user, i64::MIN).unwrap().iter().any(|version| version.at < first);
    if !past.there {
        return Some("it began without being there".to_owned());
    }
    early.then(|| "it changed before it began".to_owned())
}

/// What a record told, and its day does not show.
fn untrue(conn: &Connection, record: &UserRecord, n: i64) -> Option<String> {
    let id = record.identity.id.clone().unwrap();
    let user = ids(conn).into_iter().find(|(known, _)| *known == id).unwrap().1;
    let Some(shown) = past::at(conn, UserId(user), day(n)).unwrap() else {
        return Some(format!("{id} is not known on day {n}"));
    };
    if !shown.there {
        return Some(format!("{id} is not there on day {n}"));
    }
    let email = match &record.email {
        Told::Silent => return None,
        told => told.value().cloned(),
    };
    let state = record.state.value().map(|state| state.word().to_owned());
    let groups = match &record.groups {
        Listed::All(groups) => {
            let mut paths: Vec<String> = groups.iter().map(|group| group.path.clone()).collect();
            paths.sort();
            paths.dedup();
            Some(paths)
        }
        _ => None,
    };
    let same = shown.fields.get("email") == email.as_ref()
        && shown.fields.get("state") == state.as_ref()
        && groups.is_none_or(|groups| groups == shown.groups);
    (!same).then(|| format!("{id} on day {n} is {shown:?}, but was told as {record:?}"))
}

fn history() -> impl Strategy<Value = (Vec<Says>, Vec<usize>)> {
    let says = any::<bool>().prop_flat_map(snapshot);
    prop::collection::vec(says, 2..7).prop_flat_map(|snapshots| {
        let order: Vec<usize> = (0..snapshots.len()).collect();
        (Just(snapshots), Just(order).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]
    #[test]
    fn histories_hold_together((snapshots, order) in history()) {
        let (mut conn, store) = mirrored();
        for &at in &order {
            let (n, says) = (i64::try_from(at).unwrap() * 2 + 1, &snapshots[at]);
            import(&mut conn, store, n, &says.coverage, &says.records);
            for record in &says.records {
                if let Record::User(user) = record {
                    let found = untrue(&conn, user, n);
                    prop_assert!(found.is_none(), "{:?}, after {:?} of {:?}", found, at, &order);
                }
            }
            for (_, user) in ids(&conn) {
                let found = fault(&conn, user);
                prop_assert!(found.is_none(), "user {}: {:?}, after {:?} of {:?}", user, found, at, &order);
            }
            let count = |gone: &str| -> u64 {
                let sql = format!("SELECT count(*) FROM user WHERE gone_since IS {gone}");
                conn.query_row(&sql, [], |row| row.get(0)).unwrap()
            };
            let counted = &userstore::list(&conn).unwrap()[0];
            prop_assert_eq!((counted.users, counted.gone), (count("NULL"), count("NOT NULL")));
        }
    }
}
