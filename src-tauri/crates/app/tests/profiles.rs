//! Pictures, custom attributes and persons, as the door gives them.
#![allow(clippy::unwrap_used)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{import, made, named, now, user};
use muster_app::Code;
use muster_app::api::profile::{AttributeDefinition, Audience};
use muster_model::{AttributeType, LinkedBy, Visibility};

/// One blue pixel.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

#[test]
fn a_picture_comes_from_a_file_and_is_seen_by_everyone() {
    let (place, session) = made();
    let ada = user(&session, "ada", Some("ada@fern.example"));
    let file = place.file("me.gif", &STANDARD.decode(PNG).unwrap());
    let set = session.avatar_set(ada, Some(&file), now()).unwrap();
    assert!(set.change.is_some() && set.user.has_avatar);
    assert_eq!(set.fields[0].name, "avatar");
    let shown = session.user_show(ada, now()).unwrap();
    assert!(shown.avatar.as_deref().is_some_and(|a| a.starts_with("data:image/png;base64,")));
    for audience in [Audience::Myself, Audience::Instance, Audience::World] {
        assert_eq!(session.profile_preview(ada, audience, now()).unwrap().avatar, shown.avatar);
    }
    assert_eq!(session.avatar_set(ada, Some(&file), now()).unwrap().change, None, "it is there already");
    assert!(!session.avatar_set(ada, None, now()).unwrap().user.has_avatar);
}

#[test]
fn what_is_no_picture_leaves_no_trace() {
    let (place, session) = made();
    let ada = user(&session, "ada", None);
    let entries = session.log_page(&serde_json::from_str(r#"{"limit":100}"#).unwrap()).unwrap().entries.len();
    let text = place.file("face.png", b"not a picture");
    let refused = session.avatar_set(ada, Some(&text), now()).unwrap_err();
    assert_eq!(refused.code, Code::Unreadable);
    assert!(refused.message.contains("face.png") && refused.message.contains("save the picture"), "{refused}");
    let folder = session.avatar_set(ada, Some(place.folder.path()), now()).unwrap_err();
    assert_eq!(folder.code, Code::Unreadable);
    let missing = session.avatar_set(ada, Some(&place.folder.path().join("none")), now()).unwrap_err();
    assert_eq!(missing.code, Code::NotFound);
    assert_eq!(session.log_page(&serde_json::from_str(r#"{"limit":100}"#).unwrap()).unwrap().entries.len(), entries);
    import(&place, &session, "hr", "username,name\nben,Ben\n");
    let file = place.file("me.png", &STANDARD.decode(PNG).unwrap());
    let mirrored = session.avatar_set(named(&session, "hr/ben"), Some(&file), now()).unwrap_err();
    assert_eq!(mirrored.code, Code::NotPermitted);
    drop(session);
    assert_eq!(place.look().avatar_set(ada, None, now()).unwrap_err().code, Code::NotPermitted);
}

fn floor(kind: AttributeType) -> AttributeDefinition {
    AttributeDefinition {
        userstore: "hr".into(),
        name: "floor".into(),
        title: Some("Floor".into()),
        kind,
        choices: vec!["1".into(), "2".into()],
        visibility: Visibility::Instance,
        required: false,
        several: false,
    }
}

#[test]
fn attributes_of_imports_are_listed_and_counted_until_they_are_defined() {
    let (place, session) = made();
    let csv = "username,name,floor,badge\nben,Ben,1,b1\ncleo,Cleo,2,\ndora,Dora,roof,\n";
    let path = place.file("hr.csv", csv.as_bytes());
    let request = serde_json::json!({ "files": [path], "userstore": "hr",
        "map": { "floor": "attribute:floor", "badge": "attribute:badge" } });
    session.import(&serde_json::from_value(request).unwrap(), &muster_app::job::Job::silent(), now()).unwrap();
    let listed = |session: &muster_app::session::Session| {
        let all = session.attributes_list(None).unwrap();
        all.into_iter().map(|a| (a.definition.name, a.defined, a.users, a.misfits)).collect::<Vec<_>>()
    };
    assert_eq!(listed(&session), [("floor".into(), false, 3, 0), ("badge".into(), false, 1, 0)]);
    let seen = |audience| session.profile_preview(named(&session, "hr/ben"), audience, now()).unwrap();
    assert_eq!(seen(Audience::Myself).hidden, 2);
    session.attribute_define(&floor(AttributeType::Choice), now()).unwrap();
    assert_eq!(listed(&session), [("floor".into(), true, 3, 1), ("badge".into(), false, 1, 0)]);
    let line = seen(Audience::Instance).fields.into_iter().find(|f| f.field == "attributes.floor").unwrap();
    assert_eq!((line.title.as_deref(), line.value.as_str()), (Some("Floor"), "1"));
    session.attribute_define(&floor(AttributeType::Text), now()).unwrap();
    assert_eq!(listed(&session)[0], ("floor".into(), true, 3, 0));
    session.attribute_remove("HR", "floor", now()).unwrap();
    assert_eq!(listed(&session)[0], ("floor".into(), false, 3, 0), "values stay");
    assert_eq!(session.attribute_remove("hr", "floor", now()).unwrap_err().code, Code::NotFound);
    assert_eq!(session.attributes_list(Some("nowhere")).unwrap_err().code, Code::NotFound);
    let empty = AttributeDefinition { choices: vec![], ..floor(AttributeType::Choice) };
    let refused = session.attribute_define(&empty, now()).unwrap_err();
    assert_eq!((refused.code, &refused.details["field"]), (Code::Invalid, &"choices".into()));
}

#[test]
fn persons_are_suggested_linked_and_parted() {
    let (place, session) = made();
    let ada = user(&session, "ada", Some("Ada@fern.example"));
    import(&place, &session, "hr", "username,email,name\nal,ada@fern.example,Ada L.\nben,ben@fern.example,Ben\n");
    let al = named(&session, "hr/al");
    let shown = session.user_show(ada, now()).unwrap().person;
    assert_eq!((shown.id, shown.suggestions.len()), (None, 1));
    assert_eq!((shown.suggestions[0].user, shown.suggestions[0].how), (al, LinkedBy::Email));
    let linked = session.person_link(&[ada, al], None, now()).unwrap();
    assert!(linked.suggestions.is_empty());
    assert_eq!(linked.accounts[0].full_name, "hr/al");
    assert_eq!(session.user_show(al, now()).unwrap().person.name, linked.name);
    let renamed = session.person_link(&[ada], Some("Ada Lovelace"), now()).unwrap();
    assert_eq!(renamed.name.as_deref(), Some("Ada Lovelace"));
    let found = session.users_list(
        &muster_app::users::ListQuery { filter: r#"person eq "ada lovelace""#.into(), ..Default::default() },
        now(),
    );
    assert_eq!(found.unwrap().total, 2);
    let parted = session.person_unlink(al, now()).unwrap();
    assert_eq!((parted.id, parted.suggestions.len()), (None, 1));
    let actions: Vec<String> = session
        .log_page(&serde_json::from_str(r#"{"limit":3}"#).unwrap())
        .unwrap()
        .entries
        .into_iter()
        .map(|e| e.action)
        .collect();
    assert_eq!(actions, ["person.unlink", "person.link", "person.link"]);
    assert_eq!(session.person_link(&[ada], None, now()).unwrap_err().code, Code::Invalid);
    assert_eq!(session.person_link(&[], None, now()).unwrap_err().code, Code::Invalid);
}
