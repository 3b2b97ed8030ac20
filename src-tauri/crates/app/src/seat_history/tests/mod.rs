//! Seats over time on a real vault: beside full copies kept per day, and known
//! answers.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `steps` | what can happen to a vault, made up |
//! | `copies` | counts beside full copies kept per day |
//! | `by_day` | counts by day and the bill |
//! | `breakdown` | by what, and days per user |
//! | `forecast` | what is expected |
//! | `what_if` | what a staged change would do |
//! | `memory` | the history in memory |
#![allow(clippy::unwrap_used)]

mod breakdown;
mod by_day;
mod copies;
mod forecast;
mod memory;
mod steps;
mod what_if;

use crate::api::seat_history::SeatHistoryQuery;
use crate::api::seats::SetPlan;
use crate::job::Job;
use crate::session::{Calibration, NewVault, Session};
use chrono::{DateTime, NaiveDate, Utc};
use muster_history::Day;
use muster_model::record::{Coverage, Extent, Identity, Record, Told, UserRecord};
use muster_model::{State, UserstoreKind};
use muster_query::Filter;
use muster_vault::log::Entry;
use muster_vault::merge::{Begin, FinishTotals, SnapshotWriter};
use muster_vault::tables::userstore;
use secrecy::SecretString;

/// A time of a day of the tests, in hours; day 0 is 2026-01-01.
fn at(day: i64, hour: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600 + day * 86_400 + hour * 3_600, 0).unwrap()
}

fn date(day: i64) -> NaiveDate {
    at(day, 0).date_naive()
}

fn session() -> (tempfile::TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    let new = NewVault {
        realm: "Test".to_owned(),
        operator: "olga".to_owned(),
        passphrase: SecretString::from("correct horse battery staple"),
        calibration: Calibration::Floor,
    };
    let (session, _) = Session::create(&folder.path().join("test.muster"), &new, at(0, 0)).unwrap();
    session.load().unwrap();
    (folder, session)
}

fn import(session: &Session, domain: &str, when: DateTime<Utc>, users: Extent, grants: Extent, records: &[Record]) {
    session
        .changing(|| {
            let merged = session.vault().write(when, |tx| {
                let store = userstore::ensure(tx, domain, UserstoreKind::Gitlab, when)?;
                let begin = Begin { userstore: store.id, taken_at: when, now: when, operator: "olga", format: "test" };
                let mut writer = SnapshotWriter::begin(tx, begin)?;
                for record in records {
                    let taken = match record {
                        Record::User(user) => writer.user("test", user)?.map(drop),
                        Record::Group(group) => writer.group(group)?.map(drop),
                        Record::Role(role) => writer.role(role)?.map(drop),
                    };
                    assert_eq!(taken, Ok(()));
                }
                let because = (users != Extent::Whole).then(|| "one page".to_owned());
                // A group that goes and returns is in no version of its members.
                let coverage = Coverage { users, grants, groups: Extent::Part, because };
                let merged = writer.finish(&coverage, &FinishTotals::default())?;
                Ok((merged, Some(Entry::new("import").target(domain))))
            })?;
            session.imported(&merged, &Job::silent())
        })
        .unwrap();
}

fn person(name: &str, state: State) -> Record {
    Record::User(Box::new(UserRecord {
        identity: Identity { username: Some(name.to_owned()), ..Identity::default() },
        state: Told::Value(state),
        ..UserRecord::default()
    }))
}

fn people(count: usize, blocked: usize) -> Vec<Record> {
    (0..count).map(|n| person(&format!("u{n}"), if n < blocked { State::Blocked } else { State::Active })).collect()
}

fn history(plan: &str, from: Option<i64>, to: Option<i64>) -> SeatHistoryQuery {
    SeatHistoryQuery { plan: plan.to_owned(), from: from.map(date), to: to.map(date) }
}

const PLAN: &str = "gitlab-premium";

/// GitLab's own example (`gitlab.md` 2.2): 10 seats; 12 join; 3 are blocked; 4 join.
fn example() -> (tempfile::TempDir, Session) {
    let (folder, session) = session();
    let bought = SetPlan {
        plan: PLAN.to_owned(),
        purchased: Some(10),
        price_cents: Some(2900),
        currency: Some("EUR".to_owned()),
    };
    session.seats_set(&bought, at(0, 1)).unwrap();
    for (day, count, blocked) in [(31, 12, 0), (59, 12, 3), (90, 16, 3)] {
        import(&session, "git", at(day, 12), Extent::Whole, Extent::Whole, &people(count, blocked));
    }
    (folder, session)
}

/// Seats by day from runs, or one by one.
fn counts(session: &Session, filter: &Filter, from: i64, to: i64, now: DateTime<Utc>) -> Vec<u64> {
    let vault = session.vault();
    let taken = session.directory.past.with(vault, |kept, stop| kept.count(vault, filter, now, stop)).unwrap();
    taken.by_day(Day::from_date(date(from)), Day::from_date(date(to)))
}
