//! What is written as SCIM is read back the same.

#![allow(clippy::unwrap_used)]

mod common;

use common::arbitrary::{group, user, written};
use common::read_bytes;
use muster_formats::write::{Extension, Omitted, RecordWriter, ScimWriter};
use muster_formats::{Dialect, Options, coverage};
use muster_model::record::{Extent, GroupRecord, Identity, Listed, Told, UserRecord};
use muster_model::{Kind, ProfileField, State};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

fn scim(users: &[UserRecord], groups: &[GroupRecord]) -> (Vec<u8>, Omitted) {
    let mut out = Vec::new();
    let omitted = written(ScimWriter::open(Extension::Muster, &mut out).unwrap(), users, groups);
    (out, omitted)
}

fn named(username: &str) -> UserRecord {
    UserRecord {
        identity: Identity { username: Some(username.to_owned()), ..Identity::default() },
        ..UserRecord::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_users_and_groups_come_back(users in vec(user(), 0..4), groups in vec(group(), 0..3)) {
        let (bytes, omitted) = scim(&users, &groups);
        prop_assert!(omitted.is_empty());
        let (summary, kept) = read_bytes("users.json", &bytes, &Options::default()).unwrap();
        prop_assert_eq!(summary.dialect, Dialect::Scim);
        prop_assert_eq!(&kept.rejections, &[]);
        prop_assert_eq!(kept.credentials, 0);
        prop_assert_eq!(kept.users(), users.iter().collect::<Vec<_>>());
        prop_assert_eq!(kept.groups(), groups.iter().collect::<Vec<_>>());
        if !users.is_empty() {
            prop_assert_eq!(coverage(&[summary]).users, Extent::Whole);
        }
    }
}

#[test]
fn the_totals_are_right_and_a_list_of_none_is_one() {
    for count in [0, 1, 3] {
        let users: Vec<UserRecord> = (0..count).map(|at| named(&format!("u{at}"))).collect();
        let json: Value = serde_json::from_slice(&scim(&users, &[]).0).unwrap();
        assert_eq!((json["totalResults"].as_u64(), json["itemsPerPage"].as_u64()), (Some(count), Some(count)));
        assert_eq!(json["Resources"].as_array().unwrap().len() as u64, count);
        assert_eq!(json["startIndex"], 1);
    }
}

#[test]
fn what_scim_has_a_word_for_stands_there() {
    let mut user = named("ada");
    user.state = Told::Value(State::Blocked);
    user.kind = Told::Value(Kind::External);
    user.email = Told::Value("ada@example.org".into());
    user.profile.insert(ProfileField::Department, Told::Value("R&D".into()));
    user.profile.insert(ProfileField::Website, Told::Value("https://example.org/~ada".into()));
    user.profile.insert(ProfileField::Pronouns, Told::Value("she/her".into()));
    user.grants = Listed::All(Vec::new());
    let json: Value = serde_json::from_slice(&scim(&[user], &[]).0).unwrap();
    let ada = &json["Resources"][0];
    assert_eq!(ada["active"], false);
    assert_eq!(ada["userType"], "external");
    assert_eq!(ada["emails"][0]["value"], "ada@example.org");
    assert_eq!(ada["profileUrl"], "https://example.org/~ada");
    assert_eq!(ada["roles"], Value::Array(Vec::new()));
    assert_eq!(ada["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]["department"], "R&D");
    let own = &ada["urn:muster:scim:schemas:extension:1.0:User"];
    assert_eq!((own["state"].as_str(), own["profile"]["pronouns"].as_str()), (Some("blocked"), Some("she/her")));
    for schema in ada["schemas"].as_array().unwrap() {
        assert!(schema.as_str().unwrap().ends_with("core:2.0:User") || ada.get(schema.as_str().unwrap()).is_some());
    }
    let plain: Value = serde_json::from_slice(&scim(&[named("bob")], &[]).0).unwrap();
    assert_eq!(plain["Resources"][0]["schemas"].as_array().unwrap().len(), 1, "no extension without need");
}

#[test]
fn a_website_that_is_no_address_is_kept_elsewhere() {
    let mut user = named("eve");
    user.profile.insert(ProfileField::Website, Told::Value("javascript:alert(1)".into()));
    let (bytes, _) = scim(&[user.clone()], &[]);
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    assert!(json["Resources"][0].get("profileUrl").is_none());
    assert_eq!(read_bytes("u.json", &bytes, &Options::default()).unwrap().1.users(), [&user]);
}

#[test]
fn a_user_nobody_can_name_is_left_out_and_counted() {
    let (bytes, omitted) = scim(&[UserRecord::default(), named("a")], &[]);
    assert_eq!(omitted.left_out.get("user"), Some(&1));
    assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap()["totalResults"], 1);
}

#[test]
fn without_the_extension_what_it_would_say_is_counted() {
    let mut user = named("ada");
    user.state = Told::Value(State::Blocked);
    user.kind = Told::Value(Kind::External);
    user.email = Told::Empty;
    user.mfa = Told::Value(true);
    user.profile.insert(ProfileField::Title, Told::Value("Countess".into()));
    user.profile.insert(ProfileField::Pronouns, Told::Value("she/her".into()));
    user.attributes.insert("team".into(), vec!["a".into(), "b".into()]);
    let mut out = Vec::new();
    let omitted = written(ScimWriter::open(Extension::None, &mut out).unwrap(), &[user, named("bob")], &[]);
    let left_out: Vec<(&str, u64)> = omitted.left_out.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    assert_eq!(left_out, [("attributes.team", 1), ("mfa", 1), ("profile.pronouns", 1), ("state", 1)]);
    let text = String::from_utf8(out).unwrap();
    assert!(!text.contains("muster") && text.contains("Countess") && text.contains("\"external\""), "{text}");
}

#[test]
fn a_file_that_fails_says_so() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let error = ScimWriter::open(Extension::Muster, &mut Full).err().unwrap().to_string();
    assert!(error.contains("could not be written") && error.contains("free space"), "{error}");
    let mut out = Vec::new();
    let mut writer = ScimWriter::open(Extension::Muster, &mut out).unwrap();
    writer.user(&named("a")).unwrap();
    drop(writer);
    assert!(serde_json::from_slice::<Value>(&out).is_err(), "a list that was not finished is no list");
}
