//! Any record a reader could have made: texts as readers leave them (trimmed,
//! not empty), everything else as it comes.

use chrono::{DateTime, Utc};
use muster_formats::write::RecordWriter;
use muster_model::grant::ScopeKind;
use muster_model::profile::ProfileField;
use muster_model::record::{GrantRecord, GroupName, GroupRecord, Identity, Listed, MemberName, Told, UserRecord};
use muster_model::seen::SeenStatus;
use muster_model::{Kind, LastSeen, Precision, Role, Scope, State};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Texts that trip writers: formulas, separators, escapes, line ends, other
/// scripts.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[ -~]{1,14}",
        "[=+@'\"\\\\,;#<>/ \n\r\t:a-c\u{e9}\u{3b2}\u{7530}\u{1f469}\u{0}\u{1}]{1,14}",
        ".{1,10}",
    ]
    .prop_map(|text| text.trim().to_owned())
    .prop_filter("not empty", |text| !text.is_empty())
}

fn told<T: std::fmt::Debug + Clone>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Told<T>> {
    (0..3u8, value).prop_map(|(which, value)| match which {
        0 => Told::Silent,
        1 => Told::Empty,
        _ => Told::Value(value),
    })
}

fn listed<T: std::fmt::Debug + Clone>(items: impl Strategy<Value = Vec<T>>) -> impl Strategy<Value = Listed<T>> {
    (0..3u8, items).prop_map(|(which, items)| match which {
        0 => Listed::Silent,
        1 => Listed::Some(items),
        _ => Listed::All(items),
    })
}

/// Times within the years that readers take, some with fractions.
pub fn time() -> impl Strategy<Value = DateTime<Utc>> {
    (-2_208_988_800..253_339_228_799_i64, select(vec![0, 0, 500_000_000, 123_456_789]))
        .prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).unwrap())
}

fn seen() -> impl Strategy<Value = LastSeen> {
    (select(SeenStatus::ALL), option::of(time()), option::of(text()), option::of(select(Precision::ALL)))
        .prop_map(|(status, at, source, precision)| LastSeen { status, at, source, precision })
}

fn role() -> impl Strategy<Value = Role> {
    let name = prop_oneof![text(), select(vec!["admin".to_owned(), "Owner".to_owned(), "Guest".to_owned()])];
    let plain = name.clone().prop_map(|name| {
        let privileged = name.eq_ignore_ascii_case("admin");
        Role { privileged, ..Role::named(&name) }
    });
    let custom = (name, option::of(0..=50u8), any::<bool>(), option::of(text()), vec(text(), 0..3))
        .prop_map(|(name, level, privileged, base, permissions)| Role { name, level, privileged, base, permissions });
    prop_oneof![plain, custom]
}

fn scope() -> impl Strategy<Value = Scope> {
    let of = |kind: &'static [ScopeKind]| (select(kind), text()).prop_map(|(kind, path)| Scope { kind, path });
    prop_oneof![Just(Scope::instance()), of(&[ScopeKind::Group, ScopeKind::Project, ScopeKind::Application])]
}

pub fn grant() -> impl Strategy<Value = GrantRecord> {
    let dates = || option::weighted(0.3, time());
    (role(), scope(), option::weighted(0.2, text()), dates(), dates())
        .prop_map(|(role, scope, through, since, expires)| GrantRecord { role, scope, through, since, expires })
}

fn group_name() -> impl Strategy<Value = GroupName> {
    (option::of(text()), text()).prop_map(|(id, path)| GroupName { id, path })
}

fn attributes() -> impl Strategy<Value = std::collections::BTreeMap<String, Vec<String>>> {
    let known =
        ["externalId", "nickName", "userType", "locale", "entitlements", "emails", "team", "mail", "employeeType"];
    let name = prop_oneof![select(known.map(str::to_owned).to_vec()), "[a-z]{1,3}[ .,=:a-z]{0,4}[a-z]"];
    let value = prop_oneof![text(), select(vec!["service".to_owned(), "Contractor".to_owned(), "human".to_owned()])];
    btree_map(name, vec(value, 1..3), 0..4)
        .prop_filter("no name of a credential", |map| !map.keys().any(|name| name == "pin" || name == "pwd"))
}

/// Any user.
pub fn user() -> impl Strategy<Value = UserRecord> {
    let identity = (option::of(text()), text(), option::weighted(0.2, text()))
        .prop_map(|(id, username, reference)| Identity { id, username: Some(username), reference });
    let core = (
        identity,
        told(text()),
        told(text()),
        told(select(State::ALL)),
        told(select(Kind::ALL)),
        told(any::<bool>()),
        told(time()),
        told(time()),
    );
    let profile = btree_map(
        select(ProfileField::ALL),
        prop_oneof![3 => text().prop_map(Told::Value), 1 => Just(Told::Empty)],
        0..5,
    );
    let rest = (
        option::of(seen()),
        told(any::<bool>()),
        told(0..=50u8),
        profile,
        attributes(),
        option::weighted(0.2, vec(any::<u8>(), 1..40)),
        listed(vec(grant(), 0..4)),
        listed(vec(group_name(), 0..3)),
    );
    (core, rest).prop_map(|(core, rest)| {
        let (identity, display_name, email, state, kind, mfa, created_at, expires_at) = core;
        let (last_seen, seat_flag, highest_level, profile, mut attributes, avatar, grants, groups) = rest;
        // A source with several addresses lists the first among them.
        if let (Some(all), Told::Value(email)) = (attributes.get_mut("emails"), &email) {
            all[0].clone_from(email);
        }
        UserRecord {
            identity,
            display_name,
            email,
            state,
            kind,
            mfa,
            created_at,
            expires_at,
            last_seen,
            seat_flag,
            highest_level,
            profile,
            attributes,
            avatar,
            grants,
            groups,
        }
    })
}

/// Any group.
pub fn group() -> impl Strategy<Value = GroupRecord> {
    let member = (0..4u8, text()).prop_map(|(which, name)| match which {
        0 => MemberName::User(name),
        1 => MemberName::Username(name),
        2 => MemberName::Group(name),
        _ => MemberName::Either(name),
    });
    (group_name(), option::of(text()), option::of(text()), listed(vec(member, 0..4)), vec(grant(), 0..3)).prop_map(
        |(name, display_name, description, members, roles)| GroupRecord {
            name,
            display_name,
            description,
            members,
            roles,
        },
    )
}

/// What a writer makes of these.
pub fn written<'a>(
    mut writer: impl RecordWriter + 'a,
    users: &[UserRecord],
    groups: &[GroupRecord],
) -> muster_formats::write::Omitted {
    for user in users {
        writer.user(user).unwrap();
    }
    for group in groups {
        writer.group(group).unwrap();
    }
    writer.finish().unwrap()
}
