//! Who must be said twice, also where nobody was read into memory before.
#![allow(clippy::unwrap_used)]

use crate::api::changes::{ApplyChange, ChangeRequest, ChangesQuery, Operation, Selected, UndoChange};
use crate::api::roles::{NewRole, RoleEdit};
use crate::api::users::{NewUser, SortBy, UserEdit};
use crate::job::{Cancel, Job};
use crate::session::{Calibration, NewVault, Session};
use crate::{Code, Result};
use chrono::{DateTime, Utc};
use muster_model::{Scope, ScopeKind, State, UserId};
use secrecy::SecretString;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).unwrap()
}

/// A vault with these users, a privileged role, and nobody in memory.
fn realm(names: &[&str]) -> (tempfile::TempDir, Session, Vec<UserId>) {
    let folder = tempfile::tempdir().unwrap();
    let new = NewVault {
        realm: "Test".to_owned(),
        operator: "olga".to_owned(),
        passphrase: SecretString::from("correct horse battery staple"),
        calibration: Calibration::Floor,
    };
    let (session, _) = Session::create(&folder.path().join("test.muster"), &new, now()).unwrap();
    let chief = RoleEdit { name: Some("Chief".to_owned()), privileged: Some(true), ..RoleEdit::default() };
    session.role_create(&NewRole { userstore: "PRIMARY".to_owned(), edit: chief }, now()).unwrap();
    let users = names
        .iter()
        .map(|name| {
            let edit = UserEdit { username: Some((*name).to_owned()), ..UserEdit::default() };
            session.user_create(&NewUser { userstore: "PRIMARY".to_owned(), edit }, now()).unwrap().user.id
        })
        .collect();
    // Making a role looks who holds it, which reads everyone.
    session.wipe();
    (folder, session, users)
}

fn change(session: &Session, user: UserId, operation: Operation) -> i64 {
    let request = ChangeRequest { selected: Selected::Users(vec![user]), operations: vec![operation], title: None };
    let staged = session.change_preview(&request, &Job::silent(), now()).unwrap().staged;
    let report = session.change_apply(&ApplyChange { staged, even_last: true }, &Job::silent(), now()).unwrap();
    report.change.unwrap()
}

fn chief() -> Operation {
    let scope = Scope { kind: ScopeKind::Instance, path: String::new() };
    Operation::AddRole { role: "Chief".to_owned(), scope, expires: None }
}

fn undo(session: &Session, change: i64, even_last: bool) -> Result<()> {
    session.change_undo(&UndoChange { change, even_last }, &Job::silent(), now()).map(drop)
}

fn privileged(session: &Session) -> usize {
    session.ordered("privileged eq true", SortBy::UserName, false, now()).unwrap().len()
}

#[test]
fn undoing_asks_before_the_last_in_charge_goes_and_leaves_memory_and_vault_alike() {
    let (_folder, session, users) = realm(&["ada", "ben"]);
    let given = change(&session, users[0], chief());
    let refused = undo(&session, given, false).unwrap_err();
    assert_eq!(refused.code, Code::NeedsTwice);
    assert!(refused.message.contains("PRIMARY"), "{}", refused.message);
    // Who was read into memory for that is as the vault has them.
    assert!(session.directory.is_loaded());
    assert_eq!(privileged(&session), 1);
    // With another in charge it needs no more words.
    let second = change(&session, users[1], chief());
    undo(&session, given, false).unwrap();
    assert_eq!(privileged(&session), 1);
    assert_eq!(undo(&session, second, false).unwrap_err().code, Code::NeedsTwice);
    undo(&session, second, true).unwrap();
    assert_eq!(privileged(&session), 0);
}

#[test]
fn undoing_counts_all_its_users_together() {
    let (_folder, session, users) = realm(&["ada", "ben"]);
    let request = ChangeRequest { selected: Selected::Users(users.clone()), operations: vec![chief()], title: None };
    let staged = session.change_preview(&request, &Job::silent(), now()).unwrap().staged;
    let apply = ApplyChange { staged, even_last: false };
    let both = session.change_apply(&apply, &Job::silent(), now()).unwrap().change.unwrap();
    assert_eq!(undo(&session, both, false).unwrap_err().code, Code::NeedsTwice);
    // One of them was in charge before, so nothing is lost of what was there.
    undo(&session, both, true).unwrap();
    change(&session, users[0], chief());
    let more = change(&session, users[1], chief());
    undo(&session, more, false).unwrap();
}

#[test]
fn a_user_who_is_edited_before_anyone_is_in_memory_waits_for_nobody() {
    let (_folder, session, users) = realm(&["ada"]);
    let given = change(&session, users[0], chief());
    session.wipe();
    let blocked = UserEdit { state: Some(State::Blocked), ..UserEdit::default() };
    assert_eq!(session.user_edit(users[0], &blocked, now()).map(drop).unwrap_err().code, Code::NeedsTwice);
    session.wipe();
    assert_eq!(undo(&session, given, false).unwrap_err().code, Code::NeedsTwice);
}

#[test]
fn a_cancelled_undo_is_none() {
    let (_folder, session, users) = realm(&["ada"]);
    let given = change(&session, users[0], chief());
    let cancel = Cancel::default();
    cancel.cancel();
    let job = Job::silent().cancelled_by(cancel);
    let stopped = session.change_undo(&UndoChange { change: given, even_last: true }, &job, now());
    assert_eq!(stopped.map(drop).unwrap_err().code, Code::Cancelled);
    assert_eq!(privileged(&session), 1);
}

#[test]
fn a_page_of_changes_says_which_is_the_last_that_can_be_undone() {
    let (_folder, session, users) = realm(&["ada"]);
    let none = ChangesQuery { status: None, offset: 0, limit: 0 };
    let given = change(&session, users[0], chief());
    let page = session.changes_page(&none).unwrap();
    assert!(page.changes.is_empty() && page.total > 1);
    assert_eq!(page.undoable.unwrap().id, given);
    undo(&session, given, true).unwrap();
    assert!(session.changes_page(&none).unwrap().undoable.is_some_and(|last| last.id < given));
}
