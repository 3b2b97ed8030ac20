//! What is written as LDIF is read back the same, but for what the writer
//! says it left out or made up.

#![allow(clippy::unwrap_used)]

mod common;

use common::arbitrary::{group, user, written};
use common::read_bytes;
use muster_formats::write::{AsGiven, BaseEntries, LdifSettings, LdifWriter, Omitted};
use muster_formats::{Dialect, Options};
use muster_model::profile::ProfileField as P;
use muster_model::record::{GroupName, GroupRecord, Identity, Listed, MemberName, Told, UserRecord};
use muster_model::{Kind, LastSeen, State};
use proptest::collection::vec;
use proptest::prelude::*;

const BASE: &str = "dc=example,dc=org";

fn ldif(settings: &LdifSettings, users: &[UserRecord], groups: &[GroupRecord]) -> (String, Omitted) {
    let mut out = Vec::new();
    let omitted = written(LdifWriter::open(settings, &AsGiven, &mut out).unwrap(), users, groups);
    (String::from_utf8(out).unwrap(), omitted)
}

fn locking() -> LdifSettings {
    LdifSettings { account_lock: true, ..LdifSettings::new(BASE) }
}

fn named(username: &str) -> UserRecord {
    UserRecord {
        identity: Identity { username: Some(username.to_owned()), ..Identity::default() },
        ..UserRecord::default()
    }
}

/// What a directory can say of a user, from its documentation
/// (`docs/exports.md`), not from the writer.
fn sayable(user: &UserRecord, left_out: &dyn Fn(&str) -> bool) -> UserRecord {
    let username = user.identity.username.clone().unwrap();
    let shown = user.display_name.value().cloned().unwrap_or_else(|| username.clone());
    let mut said = named(&username);
    said.display_name = Told::Value(shown.clone());
    if !left_out("email") {
        said.email = user.email.value().cloned().map_or(Told::Silent, Told::Value);
    }
    said.state = match user.state {
        Told::Value(State::Active) => Told::Value(State::Active),
        Told::Value(_) => Told::Value(State::Deactivated),
        Told::Silent | Told::Empty => Told::Silent,
    };
    let inherited = [
        P::GivenName,
        P::FamilyName,
        P::Title,
        P::Organization,
        P::Department,
        P::EmployeeNumber,
        P::Language,
        P::Location,
        P::Website,
        P::Bio,
        P::Phone,
        P::Manager,
    ];
    for field in inherited {
        let told = user.profile.get(&field).and_then(Told::value);
        if let Some(value) = told.filter(|_| !left_out(&format!("profile.{field}"))) {
            said.profile.insert(field, Told::Value(value.clone()));
        }
    }
    said.profile.entry(P::FamilyName).or_insert(Told::Value(shown));
    for name in ["mail", "employeeType"] {
        if let Some(values) = user.attributes.get(name).filter(|_| !left_out(&format!("attributes.{name}"))) {
            said.attributes.insert(name.to_owned(), values.clone());
        }
    }
    if let Some(kind) = user.kind.value() {
        said.attributes.entry("employeeType".to_owned()).or_insert_with(|| vec![kind.word().to_owned()]);
        if !left_out("kind") {
            said.kind = Told::Value(*kind);
        }
    }
    if !left_out("avatar") {
        said.avatar.clone_from(&user.avatar);
    }
    said
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_user_comes_back_but_for_what_is_counted(user in user()) {
        let mut user = user;
        if let (Some(all), Told::Value(email)) = (user.attributes.get_mut("mail"), &user.email) {
            all[0].clone_from(email);
        }
        let (text, omitted) = ldif(&locking(), std::slice::from_ref(&user), &[]);
        let (summary, kept) = read_bytes("users.ldif", text.as_bytes(), &Options::default()).unwrap();
        prop_assert_eq!(summary.dialect, Dialect::Ldif);
        prop_assert_eq!(&kept.rejections, &[]);
        let mut expected = sayable(&user, &|name| omitted.left_out.contains_key(name));
        let found = kept.users()[0].clone();
        prop_assert!(found.identity.reference.as_ref().unwrap().ends_with(",ou=people,dc=example,dc=org"));
        expected.identity.reference.clone_from(&found.identity.reference);
        if expected.kind == Told::Silent {
            // A word of the source's own may name a kind that nobody told.
            expected.kind = found.kind.clone();
        }
        prop_assert_eq!(&found, &expected);
        prop_assert!(text.lines().all(|line| line.len() <= 76 && line.is_ascii()));
        // What is known and neither read back nor counted would be silent.
        let counted = |name: &str| omitted.left_out.contains_key(name);
        prop_assert_eq!(counted("last_seen"), user.last_seen.is_some());
        prop_assert_eq!(counted("mfa"), matches!(user.mfa, Told::Value(_)));
        for (field, told) in &user.profile {
            if matches!(told, Told::Value(_)) && !expected.profile.contains_key(field) {
                prop_assert!(counted(&format!("profile.{field}")), "{}", field);
            }
        }
        for (name, values) in &user.attributes {
            let there = expected.attributes.get(name) == Some(values) || counted(&format!("attributes.{name}"));
            prop_assert!(there, "{}", name);
        }
        prop_assert_eq!(counted("state"), !matches!(user.state, Told::Silent | Told::Empty | Told::Value(State::Active | State::Deactivated)));
    }

    #[test]
    fn any_group_and_its_members_meet_their_entries(mut groups in vec(group(), 1..3), usernames in vec("[a-zA-Z,+=\"\\\\ #]{1,6}", 1..4)) {
        let users: Vec<UserRecord> = usernames.iter().filter(|n| !n.trim().is_empty()).map(|n| named(n.trim())).collect();
        prop_assume!(!users.is_empty());
        for group in &mut groups {
            let members = users.iter().map(|u| MemberName::Username(u.identity.username.clone().unwrap())).collect();
            group.members = Listed::All(members);
        }
        let (text, omitted) = ldif(&locking(), &users, &groups);
        let (_, kept) = read_bytes("all.ldif", text.as_bytes(), &Options::default()).unwrap();
        prop_assert_eq!(&kept.rejections, &[]);
        let known: Vec<String> = kept.users().iter().map(|u| u.identity.reference.clone().unwrap()).collect();
        let lost = omitted.left_out.get("group").copied().unwrap_or_default();
        prop_assert_eq!(kept.groups().len() as u64, groups.len() as u64 - lost);
        for (found, wrote) in kept.groups().iter().zip(&groups) {
            prop_assert_eq!(&found.name.path, &wrote.name.path);
            prop_assert_eq!(&found.description, &wrote.description);
            let Listed::All(members) = &found.members else { panic!("{found:?}") };
            prop_assert!(!members.is_empty());
            for member in members {
                prop_assert!(matches!(member, MemberName::Either(dn) if known.contains(dn)), "{:?} of {:?}", member, known);
            }
        }
    }
}

#[test]
fn without_a_lock_the_state_is_left_out_and_noted() {
    let mut user = named("eve");
    user.state = Told::Value(State::Banned);
    let (text, omitted) = ldif(&LdifSettings::new(BASE), &[user], &[]);
    assert!(text.contains("# state: banned\ndn: uid=eve,ou=people,dc=example,dc=org\n"), "{text}");
    assert!(!text.contains("nsAccountLock"));
    assert_eq!(omitted.left_out.get("state"), Some(&1));
}

#[test]
fn what_must_be_there_is_counted_when_it_stands_in() {
    let mut user = named("ci");
    user.kind = Told::Value(Kind::Service);
    let group = GroupRecord {
        name: GroupName { id: None, path: "empty".into() },
        members: Listed::All(Vec::new()),
        ..GroupRecord::default()
    };
    let (text, omitted) = ldif(&LdifSettings::new(BASE), &[user], &[group]);
    assert!(text.contains("\nsn: ci\n") && text.contains("\ncn: ci\n") && text.ends_with("\nmember:\n"), "{text}");
    let names: Vec<_> = omitted.stood_in.keys().map(String::as_str).collect();
    assert_eq!(names, ["attributes.employeeType", "display_name", "group.members", "profile.family_name"]);
    assert!(omitted.left_out.is_empty());
}

#[test]
fn what_no_attribute_takes_is_left_out_and_counted() {
    let mut user = named("ada");
    user.email = Told::Value("ada@exämple.org".into());
    user.profile.insert(P::Phone, Told::Value("0800 \u{1f4de}".into()));
    user.profile.insert(P::Manager, Told::Value("The Boss".into()));
    user.profile.insert(P::Pronouns, Told::Value("she/her".into()));
    user.avatar = Some(b"GIF89a".to_vec());
    user.last_seen = Some(LastSeen::unknown());
    user.groups = Listed::All(vec![GroupName { id: None, path: "acme".into() }]);
    let (text, omitted) = ldif(&LdifSettings::new(BASE), &[user], &[]);
    let names: Vec<_> = omitted.left_out.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["avatar", "email", "groups", "last_seen", "profile.manager", "profile.phone", "profile.pronouns"]
    );
    for absent in ["mail:", "telephoneNumber", "manager", "jpegPhoto"] {
        assert!(!text.contains(absent), "{text}");
    }
}

#[test]
fn two_of_one_name_are_one_entry_and_the_second_is_counted() {
    let (text, omitted) =
        ldif(&LdifSettings::new(BASE), &[named("ada"), named("Ada"), named("a b"), named("A  b")], &[]);
    assert_eq!(text.matches("\ndn:").count(), 2);
    assert_eq!(omitted.left_out.get("user"), Some(&2));
    // A user without a username has no entry at all.
    assert_eq!(ldif(&LdifSettings::new(BASE), &[UserRecord::default()], &[]).1.left_out.get("user"), Some(&1));
}

#[test]
fn members_are_named_by_what_they_are() {
    let group = GroupRecord {
        name: GroupName { id: None, path: "acme/web, Berlin".into() },
        members: Listed::Some(vec![
            MemberName::Username("ada".into()),
            MemberName::Username("ADA".into()),
            MemberName::User("uid=bob,ou=elsewhere,dc=example,dc=org".into()),
            MemberName::Group("ops".into()),
        ]),
        ..GroupRecord::default()
    };
    let (text, omitted) = ldif(&LdifSettings::new(BASE), &[], &[group]);
    let text = text.replace("\n ", "");
    assert!(text.contains("dn: cn=acme/web\\, Berlin,ou=groups,dc=example,dc=org\n"), "{text}");
    let members: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("member: ")).collect();
    assert_eq!(
        members,
        [
            "uid=ada,ou=people,dc=example,dc=org",
            "uid=bob,ou=elsewhere,dc=example,dc=org",
            "cn=ops,ou=groups,dc=example,dc=org"
        ]
    );
    assert_eq!(omitted.left_out.get("group.members"), Some(&1), "only some members are known");
}

#[test]
fn entries_above_are_written_on_request() {
    let with = |base_entries| {
        let settings = LdifSettings { base_entries, ..LdifSettings::new(BASE) };
        let text = ldif(&settings, &[], &[]).0;
        text.lines().filter_map(|l| l.strip_prefix("dn: ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(with(BaseEntries::None).is_empty());
    assert_eq!(with(BaseEntries::Units), ["ou=people,dc=example,dc=org", "ou=groups,dc=example,dc=org"]);
    assert_eq!(with(BaseEntries::All)[0], BASE);
}

#[test]
fn a_base_that_is_no_name_is_refused() {
    for base in ["", "example.org", "dc=a,,b", "dc=x\ndc=y"] {
        let mut out = Vec::new();
        let error = LdifWriter::open(&LdifSettings::new(base), &AsGiven, &mut out).err().unwrap().to_string();
        assert!(error.contains("dc=example,dc=org"), "{error}");
    }
}
