#![allow(clippy::unwrap_used)]
use super::*;
use muster_model::profile::ProfileValue;
use muster_model::{Kind, LastSeen, State};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn ada() -> User {
    User {
        id: UserId(1),
        source_id: None,
        userstore: "PRIMARY".into(),
        username: "ada".into(),
        display_name: "Ada L.".into(),
        email: Some("ada@fern.example".into()),
        state: State::Active,
        kind: Kind::Human,
        privileged: false,
        mfa: None,
        created_at: None,
        expires_at: None,
        last_seen: LastSeen::not_collected(),
        roles: Vec::new(),
        highest_role: None,
        gone_since: None,
        has_avatar: false,
    }
}

/// Every field with a value, every visibility told.
fn full(visibility: Visibility) -> Profile {
    let mut profile = Profile::default();
    for &field in ProfileField::ALL {
        let value = match field {
            ProfileField::TimeZone => "Europe/Berlin",
            ProfileField::StatusClearAt => "2026-07-01T12:00:00Z",
            ProfileField::Availability => "busy",
            _ => "x",
        };
        profile.fields.insert(field, ProfileValue { value: value.into(), visibility });
    }
    for name in ["badge", "floor", "hire"] {
        profile.attributes.insert(name.into(), vec!["1".into(), "2".into()]);
    }
    profile
}

fn defined() -> [Definition; 2] {
    let floor =
        Definition { title: Some("Floor".into()), visibility: Visibility::Public, ..Definition::unsaid("floor") };
    [floor, Definition { visibility: Visibility::Instance, ..Definition::unsaid("hire") }]
}

const NOON: &str = "2026-07-01T10:00:00Z";

fn names(profile: &Profile, audience: Audience) -> Vec<String> {
    let seen = preview(&ada(), profile, &defined(), audience, at(NOON));
    let all = 3 + profile.fields.len() + profile.attributes.len();
    assert_eq!(seen.fields.len() + usize::try_from(seen.hidden).unwrap(), all, "seen or counted");
    seen.fields.into_iter().map(|f| f.field).collect()
}

#[test]
fn every_field_has_its_place_on_the_page() {
    let mut page: Vec<_> = PAGE.to_vec();
    page.sort();
    assert_eq!(page, ProfileField::ALL);
}

#[test]
fn the_note_is_for_nobody_and_what_is_private_for_the_person() {
    for visibility in Visibility::ALL {
        for audience in [Audience::Myself, Audience::Instance, Audience::World] {
            let names = names(&full(*visibility), audience);
            assert!(!names.contains(&"profile.note".to_owned()));
            assert!(!names.contains(&"attributes.badge".to_owned()), "nobody said who may see it");
            let sees = match audience {
                Audience::Myself => true,
                Audience::Instance => *visibility != Visibility::Private,
                Audience::World => *visibility == Visibility::Public,
            };
            assert_eq!(names.contains(&"profile.title".to_owned()), sees, "{visibility} {audience:?}");
            assert_eq!(names.contains(&"email".to_owned()), audience == Audience::Myself);
            assert!(names.contains(&"attributes.floor".to_owned()));
            assert_eq!(names.contains(&"attributes.hire".to_owned()), audience != Audience::World);
            // A status is public whatever was chosen.
            assert!(names.contains(&"profile.status".to_owned()));
            assert_eq!(names.contains(&"profile.status_clear_at".to_owned()), audience == Audience::Myself);
        }
    }
}

#[test]
fn a_status_whose_time_has_passed_is_not_there() {
    let profile = full(Visibility::Public);
    let seen = preview(&ada(), &profile, &[], Audience::Myself, at("2026-07-01T12:00:00Z"));
    assert!(!seen.fields.iter().any(|f| f.field.starts_with("profile.status") || f.field == "profile.availability"));
}

#[test]
fn the_local_time_follows_summer_and_whoever_may_see_the_zone() {
    let local = |visibility, audience, now: &str| preview(&ada(), &full(visibility), &[], audience, at(now)).local_time;
    let summer = local(Visibility::Instance, Audience::Instance, NOON);
    assert_eq!(summer.as_deref(), Some("2026-07-01T12:00:00+02:00"));
    let winter = local(Visibility::Instance, Audience::Myself, "2026-12-31T23:30:00Z");
    assert_eq!(winter.as_deref(), Some("2027-01-01T00:30:00+01:00"));
    assert_eq!(local(Visibility::Instance, Audience::World, NOON), None);
    assert_eq!(local_time("Mars/Olympus", at(NOON)), None);
}
