#![allow(clippy::unwrap_used)]

mod attributes;
mod charge;
mod each;
mod edits;
mod groups;
mod handing;
mod many;
mod pending;
mod persons;
mod pictures;
mod property;
mod realm;
mod roles;
mod things;

use super::operation::{Field, Operation};
use super::outcome::{Outcome, Work, preview};
use super::{Applied, Edited, Heading, New, Undone};
use crate::Result;
use crate::merge::testing::day;
use crate::tables::userstore;
use muster_model::{State, UserId, UserstoreId};
use rusqlite::Connection;

/// Tables that keep what happened, beside what is.
const KEPT: &[&str] = &["change", "change_thing", "change_user", "user_version"];

/// Fields by their names, and `state`.
fn operations(fields: &[(&str, &str)]) -> Result<Vec<Operation>> {
    let operation = |(name, text): &(&str, &str)| match *name {
        "state" => Ok(Operation::SetState(text.parse().unwrap())),
        name => Field::parse(name, text, day(9)).map(Operation::SetField),
    };
    fields.iter().map(operation).collect()
}

fn edit(conn: &mut Connection, id: UserId, fields: &[(&str, &str)]) -> Result<Edited> {
    let tx = conn.transaction().unwrap();
    let edited = super::edit(&tx, id, &operations(fields)?, None, "olga", day(9))?;
    tx.commit().unwrap();
    Ok(edited)
}

fn create(conn: &mut Connection, store: UserstoreId, fields: &[(&str, &str)]) -> Result<Edited> {
    let tx = conn.transaction().unwrap();
    let store = userstore::by_id(&tx, store).unwrap();
    let new = New { state: State::Active, operations: &operations(fields)?, message: None };
    let made = super::create(&tx, &store, new, "olga", day(8))?;
    tx.commit().unwrap();
    Ok(made)
}

fn look(conn: &Connection, ids: &[i64], operations: &[Operation]) -> Outcome {
    let ids: Vec<UserId> = ids.iter().map(|id| UserId(*id)).collect();
    preview(conn, &ids, Work { operations: &operations.into(), operator: "olga", now: day(9) }, &mut |_| Ok(()))
        .unwrap()
}

fn apply_to(conn: &mut Connection, outcome: &Outcome, operations: &[Operation]) -> Result<Applied> {
    let tx = conn.transaction().unwrap();
    let work = Work { operations: &operations.into(), operator: "olga", now: day(9) };
    let heading = Heading { title: "Something", target: None, at: day(9) };
    let applied = super::apply(&tx, outcome, work, heading, &mut |_| Ok(()))?;
    tx.commit().unwrap();
    Ok(applied)
}

/// Looks and applies.
fn change(conn: &mut Connection, ids: &[i64], operations: &[Operation]) -> Applied {
    let outcome = look(conn, ids, operations);
    apply_to(conn, &outcome, operations).unwrap()
}

fn take_back(conn: &mut Connection, change: i64) -> Result<Undone> {
    let tx = conn.transaction().unwrap();
    let undone = super::undo(&tx, change, "otto", day(10), &mut |_| Ok(()))?;
    tx.commit().unwrap();
    Ok(undone)
}
