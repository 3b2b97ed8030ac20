//! The demo realm as its first visitor finds it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{now, user};
use muster_app::api::changes::{ChangesQuery, UndoChange};
use muster_app::api::groups::GroupsQuery;
use muster_app::api::roles::HoldersQuery;
use muster_app::job::Job;
use muster_app::session::Session;
use muster_app::{Code, demo};

fn made() -> (tempfile::TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    let settings = demo::Settings { users: 300, seed: 1, passphrase: demo::passphrase() };
    let session = demo::create(&folder.path().join("demo.muster"), settings, &Job::silent(), now()).unwrap();
    (folder, session)
}

#[test]
fn undoing_takes_back_what_the_visitor_did_and_not_the_demo() {
    let (_folder, session) = made();
    let page = |session: &Session| session.changes_page(&ChangesQuery { status: None, offset: 0, limit: 500 }).unwrap();
    let roles = session.roles_list(None).unwrap().len();
    let begun = page(&session);
    assert!(begun.total > 0, "how it was made stays in the list");
    assert!(begun.changes.iter().all(|change| !change.can_undo));
    let newest = begun.changes[0].id;
    let refused =
        session.change_undo(&UndoChange { change: newest, even_last: false }, &Job::silent(), now()).unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    assert!(refused.message.contains("how this realm was made"), "{}", refused.message);
    assert_eq!(session.roles_list(None).unwrap().len(), roles);

    user(&session, "visitor", None);
    let last = page(&session).changes.into_iter().find(|change| change.can_undo).unwrap();
    assert_eq!(last.target.as_deref(), Some("PRIMARY/visitor"));
    session.change_undo(&UndoChange { change: last.id, even_last: false }, &Job::silent(), now()).unwrap();
    assert!(page(&session).changes.iter().all(|change| !change.can_undo));
}

#[test]
fn its_groups_are_a_tree() {
    let (_folder, session) = made();
    let groups = |within, top| {
        let query = GroupsQuery { userstore: Some("gitlab".into()), within, top, limit: 500, ..GroupsQuery::default() };
        session.groups_page(&query).unwrap().groups
    };
    let all = groups(None, false);
    let top = groups(None, true);
    assert_eq!(top.iter().map(|group| group.path.as_str()).collect::<Vec<_>>(), ["acme"]);
    let below = groups(Some(top[0].id), false);
    assert!(below.iter().any(|group| group.path == "acme/api") && below.len() < all.len());
    let acme = session.group_show(top[0].id).unwrap();
    assert!(acme.all_users > acme.group.users, "who is in a group in it is counted once, and apart");
}

#[test]
fn what_someone_may_do_in_its_gitlab_is_known() {
    let (_folder, session) = made();
    let holders = HoldersQuery {
        userstore: "gitlab".into(),
        permission: "admin_merge_request".into(),
        scope_kind: None,
        enabled: true,
        offset: 0,
        limit: 5,
    };
    let found = session.grants_holders(&holders, now()).unwrap();
    assert!(found.total > 0);
    let way = &found.holders[0].through.path;
    assert_eq!(way.last().map(String::as_str), Some("permission:admin_merge_request"), "{way:?}");
}
