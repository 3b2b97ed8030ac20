//! One user object (`gitlab.md` section 3.2) to a record.

use super::kind;
use crate::attributes::Attributes;
use crate::emit::{Fault, short};
use crate::json::Fields;
use chrono::{DateTime, Utc};
use muster_model::profile::ProfileField;
use muster_model::record::{GrantRecord, Identity, Listed, Told, UserRecord};
use muster_model::{LastSeen, Precision, Role, Scope, State};
use std::collections::BTreeMap;

/// Profile fields by their key in the object. `local_time` is left out: it
/// differs with every export.
const PROFILE: &[(&str, ProfileField)] = &[
    ("pronouns", ProfileField::Pronouns),
    ("job_title", ProfileField::Title),
    ("organization", ProfileField::Organization),
    ("location", ProfileField::Location),
    ("preferred_language", ProfileField::Language),
    ("website_url", ProfileField::Website),
    ("bio", ProfileField::Bio),
    ("public_email", ProfileField::PublicEmail),
    ("note", ProfileField::Note),
    ("linkedin", ProfileField::Linkedin),
    ("twitter", ProfileField::Twitter),
    ("discord", ProfileField::Discord),
    ("github", ProfileField::Github),
    ("pronunciation", ProfileField::Pronunciation),
    ("bluesky", ProfileField::Bluesky),
    ("mastodon", ProfileField::Mastodon),
    ("orcid", ProfileField::Orcid),
];

/// The custom attribute that says that a directory blocked the user.
const BLOCKED_BY: &str = "blocked_by";

/// The record, and how many credentials were dropped from custom attributes.
pub(super) fn record(fields: Fields<'_>) -> Result<(UserRecord, u64), Fault> {
    let username = fields.text("username")?.value().cloned();
    let mut profile = BTreeMap::new();
    for (key, field) in PROFILE {
        let value = fields.text(key)?;
        if value != Told::Silent {
            profile.insert(*field, value);
        }
    }
    let id = fields.id("id")?;
    if id.is_none() && username.is_none() {
        return Err(Fault::at("username", "id and username are both empty, so nobody can be told by them"));
    }
    let (mut attributes, dropped) = attributes(fields)?.finish();
    // Which of the two blocks it is decides what an administrator may do.
    match fields.text("state")?.value().map(String::as_str) {
        Some("ldap_blocked") => drop(attributes.insert(BLOCKED_BY.to_owned(), vec!["ldap".to_owned()])),
        Some("blocked") => drop(attributes.insert(BLOCKED_BY.to_owned(), Vec::new())),
        _ => {}
    }
    let user = UserRecord {
        kind: kind::kind(fields, username.as_deref())?,
        identity: Identity { id, username, reference: None },
        display_name: fields.text("name")?,
        email: fields.text("email")?,
        state: state(fields)?,
        mfa: null_is_no(fields, "two_factor_enabled")?,
        created_at: fields.moment("created_at")?,
        last_seen: last_seen(fields)?,
        seat_flag: null_is_no(fields, "using_license_seat")?,
        highest_level: highest_level(fields)?,
        profile,
        attributes,
        grants: grants(fields)?,
        ..UserRecord::default()
    };
    Ok((user, dropped))
}

/// Booleans that are null mean no (`gitlab.md` section 3.2).
fn null_is_no(fields: Fields<'_>, key: &str) -> Result<Told<bool>, Fault> {
    Ok(match fields.flag(key)? {
        Told::Empty => Told::Value(false),
        told => told,
    })
}

/// GitLab's states (`gitlab.md` section 1.1); a failed-login lock is a flag
/// beside them and counts where the state is active.
fn state(fields: Fields<'_>) -> Result<Told<State>, Fault> {
    let locked = fields.is_set("locked")?;
    let state = match fields.text("state")? {
        Told::Value(word) => match word.as_str() {
            "active" if locked => State::Locked,
            "active" => State::Active,
            "blocked" | "ldap_blocked" => State::Blocked,
            "blocked_pending_approval" => State::Pending,
            "banned" => State::Banned,
            "deactivated" => State::Deactivated,
            other => return Err(Fault::at("state", format!("{:?} is no state of a GitLab user", short(other, 40)))),
        },
        Told::Silent | Told::Empty if locked => State::Locked,
        Told::Silent | Told::Empty => return Ok(Told::Silent),
    };
    Ok(Told::Value(state))
}

fn highest_level(fields: Fields<'_>) -> Result<Told<u8>, Fault> {
    Ok(match fields.int("highest_role")? {
        Told::Silent => Told::Silent,
        Told::Empty => Told::Empty,
        Told::Value(level) => {
            Told::Value(u8::try_from(level).map_err(|_| Fault::at("highest_role", "access levels go from 0 to 50"))?)
        }
    })
}

/// The latest of `current_sign_in_at` (to the second), `last_activity_on` (a
/// day) and `last_sign_in_at`, which is the sign-in before the current one
/// (`gitlab.md` section 1.3).
///
/// With all of them empty: never, if the sign-in count is 0 or all three are
/// given; unknown otherwise. With none of them in the object (a token that is
/// no administrator's): nothing is said.
fn last_seen(fields: Fields<'_>) -> Result<Option<LastSeen>, Fault> {
    const FIELDS: [(&str, Precision); 3] = [
        ("current_sign_in_at", Precision::Second),
        ("last_sign_in_at", Precision::Second),
        ("last_activity_on", Precision::Day),
    ];
    let mut latest: Option<(DateTime<Utc>, &str, Precision)> = None;
    let mut given = 0;
    for (key, precision) in FIELDS {
        let told = fields.moment(key)?;
        given += usize::from(told != Told::Silent);
        if let Told::Value(at) = told
            && latest.is_none_or(|(known, ..)| at > known)
        {
            latest = Some((at, key, precision));
        }
    }
    if let Some((at, key, precision)) = latest {
        return Ok(Some(LastSeen::seen(at, key, precision)));
    }
    let count = fields.int("sign_in_count")?;
    Ok(match (given, count) {
        (0, _) => None,
        (_, Told::Value(0)) => Some(LastSeen::never("sign_in_count")),
        (3, _) => Some(LastSeen::never("last_activity_on")),
        _ => Some(LastSeen::unknown()),
    })
}

/// The roles of the instance. They are all there is of that sort whenever the
/// object has `is_admin`, so that a demotion is seen; memberships come from
/// another file and are kept apart by their origin.
fn grants(fields: Fields<'_>) -> Result<Listed<GrantRecord>, Fault> {
    let admin = fields.is_set("is_admin")?;
    let auditor = fields.is_set("is_auditor")?;
    let on_instance = |name: &str, privileged: bool| GrantRecord {
        role: Role { privileged, ..Role::named(name) },
        scope: Scope::instance(),
        through: None,
        since: None,
        expires: None,
    };
    let mut held = Vec::new();
    if admin {
        held.push(on_instance("Administrator", true));
    }
    if auditor {
        held.push(on_instance("Auditor", false));
    }
    Ok(match (fields.has("is_admin"), held.is_empty()) {
        (true, _) => Listed::All(held),
        (false, false) => Listed::Some(held),
        (false, true) => Listed::Silent,
    })
}

/// What has no field of its own: directory identities, custom attributes,
/// the commit e-mail and who created the account. Addresses of sign-ins are
/// personal data that nobody asked for and are left out.
fn attributes(fields: Fields<'_>) -> Result<Attributes, Fault> {
    let mut attributes = Attributes::default();
    for item in fields.list("identities")?.unwrap_or_default() {
        let identity = fields.item("identities", item)?;
        if let (Told::Value(provider), Told::Value(uid)) = (identity.text("provider")?, identity.text("extern_uid")?) {
            attributes.add(&format!("identity.{provider}"), &uid);
        }
    }
    for item in fields.list("custom_attributes")?.unwrap_or_default() {
        let custom = fields.item("custom_attributes", item)?;
        if let (Told::Value(key), Told::Value(value)) = (custom.text("key")?, custom.text("value")?) {
            attributes.add(&key, &value);
        }
    }
    if let Told::Value(commit_email) = fields.text("commit_email")? {
        attributes.add("commit_email", &commit_email);
    }
    if let Some(Told::Value(creator)) = fields.object("created_by")?.map(|by| by.text("username")).transpose()? {
        attributes.add("created_by", &creator);
    }
    Ok(attributes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::moment;
    use serde_json::{Value, json};

    fn of(json: &Value) -> UserRecord {
        record(Fields::new(json.as_object().unwrap())).unwrap().0
    }

    #[test]
    fn states_map_as_documented() {
        for (word, state) in [
            ("active", State::Active),
            ("blocked", State::Blocked),
            ("ldap_blocked", State::Blocked),
            ("blocked_pending_approval", State::Pending),
            ("banned", State::Banned),
            ("deactivated", State::Deactivated),
        ] {
            assert_eq!(of(&json!({"id": 1, "state": word})).state, Told::Value(state));
        }
        assert_eq!(of(&json!({"id": 1, "state": "active", "locked": true})).state, Told::Value(State::Locked));
        assert_eq!(of(&json!({"id": 1, "state": "blocked", "locked": true})).state, Told::Value(State::Blocked));
        assert_eq!(of(&json!({"id": 1})).state, Told::Silent);
        let fault = record(Fields::new(json!({"id": 1, "state": "odd"}).as_object().unwrap())).unwrap_err();
        assert_eq!(fault.column.as_deref(), Some("state"));
    }

    #[test]
    fn last_seen_keeps_its_four_answers_apart() {
        let seen = |json: Value| of(&json).last_seen;
        assert_eq!(seen(json!({"id": 1})), None);
        assert_eq!(seen(json!({"id": 1, "sign_in_count": 0})), None);
        let later_day =
            seen(json!({"id": 1, "current_sign_in_at": "2026-01-01T10:00:00Z", "last_activity_on": "2026-01-05"}));
        assert_eq!(
            later_day.unwrap(),
            LastSeen::seen(moment::day("2026-01-05").unwrap(), "last_activity_on", Precision::Day)
        );
        let same_day =
            seen(json!({"id": 1, "current_sign_in_at": "2026-01-05T10:00:00Z", "last_activity_on": "2026-01-05"}));
        assert_eq!(same_day.unwrap().precision, Some(Precision::Second));
        let nulls = json!({"id": 1, "current_sign_in_at": null, "last_sign_in_at": null, "last_activity_on": null});
        assert_eq!(seen(nulls).unwrap(), LastSeen::never("last_activity_on"));
        assert_eq!(seen(json!({"id": 1, "last_activity_on": null})).unwrap(), LastSeen::unknown());
        assert_eq!(
            seen(json!({"id": 1, "last_activity_on": null, "sign_in_count": 0})).unwrap(),
            LastSeen::never("sign_in_count")
        );
    }

    #[test]
    fn a_demotion_is_told() {
        assert_eq!(of(&json!({"id": 1, "is_admin": null})).grants, Listed::All(Vec::new()));
        assert_eq!(of(&json!({"id": 1})).grants, Listed::Silent);
        let Listed::All(held) = of(&json!({"id": 1, "is_admin": true, "is_auditor": false})).grants else { panic!() };
        assert_eq!((held.len(), held[0].role.privileged), (1, true));
    }

    #[test]
    fn credentials_in_custom_attributes_stay_out() {
        let user = of(&json!({"id": 1, "custom_attributes": [
            {"key": "api_token", "value": "s3cret"}, {"key": "team", "value": "x"}, {"key": "odd", "value": "glpat-abc"}]}));
        assert_eq!(user.attributes.keys().collect::<Vec<_>>(), ["team"]);
    }
}
