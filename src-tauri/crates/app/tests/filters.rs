//! Filters over what is not among the columns, from the first question on and
//! after changes.
#![allow(clippy::unwrap_used)]

mod common;

use common::{import, made, named, now, user};
use muster_app::api::filter::CompleteFilter;
use muster_app::api::users::UserEdit;
use muster_app::session::Session;
use muster_app::users::ListQuery;
use muster_model::UserId;

fn found(session: &Session, filter: &str) -> Vec<String> {
    let query = ListQuery { filter: filter.to_owned(), ..ListQuery::default() };
    let list = session.users_list(&query, now()).unwrap();
    assert_eq!(list.total, list.users.len() as u64, "{filter}");
    let mut names: Vec<String> = list.users.into_iter().map(|user| user.username).collect();
    names.sort();
    names
}

fn titled(session: &Session, id: UserId, title: &str) {
    let profile = [("title".to_owned(), title.to_owned())].into();
    session.user_edit(id, &UserEdit { profile, ..UserEdit::default() }, now()).unwrap();
}

const STAFF: &str = "username,name,title,employee_number
ada,Ada,Ingénieure,e-1
ben,Ben,engineer,E-2
cem,Cem,Head of Engineering,
dee,Dee,,é-1
";

#[test]
fn values_are_found_from_the_first_question_on() {
    let (place, session) = made();
    import(&place, &session, "hr", STAFF);
    for (filter, expected) in [
        ("title pr", &["ada", "ben", "cem"][..]),
        ("not (title pr)", &["dee"]),
        (r#"title co "ingenieur""#, &["ada"]),
        (r#"title ne "ENGINEER""#, &["ada", "cem", "dee"]),
        (r#"title ew "engineering" or employeeNumber eq "E-1""#, &["ada", "cem"]),
        (r#"employeeNumber eq "É-1""#, &["dee"]),
    ] {
        assert_eq!(found(&session, filter), expected, "{filter}");
    }
}

#[test]
fn custom_attributes_and_ids_are_found() {
    let (place, session) = made();
    let person = |name: &str, rest: &str| {
        format!("dn: uid={name},dc=example\nobjectClass: inetOrgPerson\nuid: {name}\ncn: {name}\nsn: {name}\n{rest}\n")
    };
    let ldif = [
        person("ada", "employeeType: Red\nentryUUID: 11111111-0000-4000-8000-00000000000A\n"),
        person("ben", "employeeType: blue\n"),
        person("cem", ""),
    ];
    let path = place.file("people.ldif", ldif.concat().as_bytes());
    let request = serde_json::from_value(serde_json::json!({ "files": [path], "userstore": "dir" })).unwrap();
    session.import(&request, &muster_app::job::Job::silent(), now()).unwrap();
    for (filter, expected) in [
        (r#"attributes.employeetype eq "RED""#, &["ada"][..]),
        (r#"attributes.employeeType eq "blue""#, &["ben"]),
        (r#"attributes.employeeType ne "blue""#, &["ada", "cem"]),
        (r#"attributes."employeeType" pr and not (name eq "ada")"#, &["ben"]),
        (r#"attributes."no such" pr"#, &[]),
        (r#"sourceId ew "00000000000a""#, &["ada"]),
        ("sourceId pr", &["ada"]),
    ] {
        assert_eq!(found(&session, filter), expected, "{filter}");
    }
}

#[test]
fn values_follow_changes() {
    let (place, session) = made();
    let (eve, fay) = (user(&session, "eve", None), user(&session, "fay", None));
    assert_eq!(found(&session, r#"title eq "nurse""#), [""; 0]);
    titled(&session, eve, "Nurse");
    assert_eq!(found(&session, r#"title eq "nurse""#), ["eve"]);
    assert_eq!(found(&session, "not (title pr)"), ["fay"]);
    titled(&session, fay, "Nurse");
    titled(&session, eve, "Doctor");
    assert_eq!(found(&session, r#"title eq "nurse""#), ["fay"]);
    titled(&session, fay, "");
    assert_eq!(found(&session, r#"title eq "nurse""#), [""; 0]);
    // An import loads everyone anew.
    import(&place, &session, "hr", STAFF);
    assert_eq!(found(&session, "title pr"), ["ada", "ben", "cem", "eve"]);
    titled(&session, fay, "engineer");
    assert_eq!(found(&session, r#"title eq "engineer""#), ["ben", "fay"]);
    assert_eq!(named(&session, "fay"), fay);
}

#[test]
fn what_is_typed_is_completed_from_the_vault() {
    let (place, session) = made();
    import(&place, &session, "hr", STAFF);
    let offered = |text: &str| -> Vec<String> {
        let request = CompleteFilter { text: text.to_owned(), caret: text.chars().count() as u64 };
        session.filter_complete(&request).unwrap().items.into_iter().map(|item| item.insert).collect()
    };
    assert_eq!(offered("userstore eq h"), [r#""hr""#]);
    assert_eq!(offered("stat")[..2], ["state", "status"]);
    assert_eq!(offered("lastSeen eq n"), ["never", "not_collected"]);
    assert!(offered("hr").contains(&r#"userstore eq "hr""#.to_owned()));
    assert!(offered("title eq ").is_empty());
}
