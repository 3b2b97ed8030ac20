//! Claims of WSO2's own dialect (`http://wso2.org/claims/...`) to a record.
//! WSO2 5.x writes them with their URI, 7.x as headers of columns.
//!
//! | claim | Muster |
//! | --- | --- |
//! | `userid` | id |
//! | `emailaddress` | e-mail |
//! | `fullname`, `displayName`, else `givenname` and `lastname` | name |
//! | `role`, `groups` | grants on the instance, groups: these among others |
//! | `identity/accountDisabled`, `accountLocked`, `accountState`, `askPassword` | state |
//! | `identity/lastLogonTime`, `lastLoginTime` | last seen, the later of the two |
//! | `identity/totpEnabled` | second factor |
//! | `created` | created |
//! | secret keys, security questions with their answers | dropped and counted |
//! | others | custom attributes, but for `modified`, which differs with every change |

use super::state::Marks;
use crate::attributes::Attributes;
use crate::emit::{Fault, short};
use crate::kinds::kind_of;
use crate::moment;
use crate::table::flag;
use chrono::{DateTime, Utc};
use muster_model::profile::ProfileField;
use muster_model::record::{GrantRecord, GroupName, Identity, Listed, Told, UserRecord};
use muster_model::{LastSeen, Precision, Role, Scope, State};
use std::collections::BTreeMap;

/// Claims that are profile fields, by their name in lower case.
const PROFILE: &[(&str, ProfileField)] = &[
    ("givenname", ProfileField::GivenName),
    ("lastname", ProfileField::FamilyName),
    ("title", ProfileField::Title),
    ("organization", ProfileField::Organization),
    ("department", ProfileField::Department),
    ("costcenter", ProfileField::CostCenter),
    ("employeenumber", ProfileField::EmployeeNumber),
    ("manager", ProfileField::Manager),
    ("timezone", ProfileField::TimeZone),
    ("preferredlanguage", ProfileField::Language),
    ("local", ProfileField::Language),
    ("locale", ProfileField::Language),
    ("mobile", ProfileField::Phone),
    ("telephone", ProfileField::Phone),
    ("phonenumbers", ProfileField::Phone),
    ("url", ProfileField::Website),
];

/// Other claims that are known here or usual in a 7.x file.
const OTHERS: &[&str] = &[
    "accountdisabled",
    "accountlocked",
    "accountstate",
    "addresses",
    "askpassword",
    "country",
    "created",
    "displayname",
    "dob",
    "emailaddress",
    "emailaddresses",
    "externalid",
    "fullname",
    "gender",
    "groups",
    "im",
    "lastlogintime",
    "lastlogontime",
    "locality",
    "middlename",
    "mobilenumbers",
    "modified",
    "nickname",
    "otherphone",
    "photourl",
    "postalcode",
    "region",
    "role",
    "roles",
    "stateorprovince",
    "streetaddress",
    "totpenabled",
    "userid",
    "usertype",
    "verifiedemailaddresses",
    "verifyemail",
];

/// Whether a name is that of a claim known here.
pub(super) fn is_known(name: &str) -> bool {
    let name = name.to_lowercase();
    OTHERS.contains(&name.as_str()) || PROFILE.iter().any(|(claim, _)| *claim == name)
}

/// The name of a claim: what follows `/claims/` in its URI, without
/// `identity/`. Claims of other dialects keep their whole URI.
pub(super) fn name_of(uri: &str) -> &str {
    let name = uri.split_once("://wso2.org/claims/").map_or(uri, |(_, name)| name);
    name.strip_prefix("identity/").unwrap_or(name)
}

/// The claims of one user.
#[derive(Debug, Default)]
pub(super) struct Claims {
    id: Option<String>,
    email: Option<String>,
    display_name: Option<String>,
    full_name: Option<String>,
    kind: Option<String>,
    place: [Option<String>; 2],
    created: Option<DateTime<Utc>>,
    mfa: Option<bool>,
    last_seen: Option<LastSeen>,
    profile: BTreeMap<ProfileField, Told<String>>,
    roles: Vec<String>,
    groups: Vec<String>,
    marks: Marks,
    unlocked: bool,
    attributes: Attributes,
}

impl Claims {
    /// Takes a claim with its values; `column` stands in messages. Values of
    /// a claim told twice: the first counts, except for lists.
    pub(super) fn tell(&mut self, name: &str, value: &str, column: &str, between: char) -> Result<(), Fault> {
        let value = value.trim();
        if value.is_empty() {
            return Ok(());
        }
        let text = || Some(value.to_owned());
        let many = || value.split(between).map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned);
        let lower = name.to_lowercase();
        match lower.as_str() {
            "userid" => self.id = self.id.take().or_else(text),
            "emailaddress" => self.email = self.email.take().or_else(text),
            "displayname" => self.display_name = self.display_name.take().or_else(text),
            "fullname" => self.full_name = self.full_name.take().or_else(text),
            "usertype" => self.kind = self.kind.take().or_else(text),
            "locality" => self.place[0] = self.place[0].take().or_else(text),
            "country" => self.place[1] = self.place[1].take().or_else(text),
            "role" | "roles" => self.roles.extend(many()),
            "groups" => self.groups.extend(many()),
            "accountdisabled" => self.mark(flag(column, value)?, |marks| &mut marks.disabled),
            "accountlocked" => self.mark(flag(column, value)?, |marks| &mut marks.locked),
            "askpassword" => self.marks.asked |= flag(column, value)?,
            "accountstate" => self.marks.word = Some(value.to_uppercase()),
            "totpenabled" => self.mfa = Some(flag(column, value)?),
            "created" => self.created = Some(time(column, value)?),
            "lastlogontime" | "lastlogintime" => self.seen(name, time(column, value)?),
            "modified" | "userprincipal" | "username" => {}
            _ => match PROFILE.iter().find(|(claim, _)| *claim == lower) {
                Some((_, field)) => {
                    self.profile.entry(*field).or_insert_with(|| Told::Value(value.to_owned()));
                }
                None => self.attributes.add(name, value),
            },
        }
        Ok(())
    }

    /// A mark that is set keeps out; one that is not says that it does not.
    fn mark(&mut self, set: bool, which: fn(&mut Marks) -> &mut bool) {
        *which(&mut self.marks) |= set;
        self.unlocked |= !set;
    }

    fn seen(&mut self, name: &str, at: DateTime<Utc>) {
        if self.last_seen.as_ref().is_none_or(|known| known.at < Some(at)) {
            self.last_seen = Some(LastSeen::seen(at, name, Precision::Second));
        }
    }

    /// The record, and how many credentials were dropped. `PRIMARY/`, which
    /// WSO2 itself leaves out, is no part of the username; another domain is,
    /// since two userstores may know the same name.
    pub(super) fn user(mut self, username: &str) -> (UserRecord, u64) {
        let (domain, name) = username.split_once('/').unwrap_or(("", username));
        let username = if domain.eq_ignore_ascii_case("PRIMARY") { name } else { username };
        let display_name = self.name();
        let state = match self.marks.state() {
            Some(state) => Told::Value(state),
            None if self.unlocked || self.marks.word.is_some() => Told::Value(State::Active),
            None => Told::Silent,
        };
        let place = self.place.into_iter().flatten().collect::<Vec<_>>().join(", ");
        if !place.is_empty() {
            self.profile.insert(ProfileField::Location, Told::Value(place));
        }
        let (attributes, dropped) = self.attributes.finish();
        let told = |value: Option<String>| value.map_or(Told::Silent, Told::Value);
        let user = UserRecord {
            identity: Identity { id: self.id, username: Some(username.to_owned()), reference: None },
            display_name: told(display_name),
            email: told(self.email),
            state,
            kind: self.kind.and_then(|kind| kind_of(&kind)).map_or(Told::Silent, Told::Value),
            mfa: self.mfa.map_or(Told::Silent, Told::Value),
            created_at: self.created.map_or(Told::Silent, Told::Value),
            last_seen: self.last_seen,
            profile: self.profile,
            attributes,
            grants: some(self.roles.iter().map(|role| on_instance(role)).collect()),
            groups: some(self.groups.into_iter().map(|path| GroupName { id: None, path }).collect()),
            ..UserRecord::default()
        };
        (user, dropped)
    }

    fn name(&mut self) -> Option<String> {
        if let Some(name) = self.display_name.take().or_else(|| self.full_name.take()) {
            return Some(name);
        }
        let parts = [ProfileField::GivenName, ProfileField::FamilyName];
        let parts: Vec<&str> = parts.iter().filter_map(|f| self.profile.get(f)?.value()).map(String::as_str).collect();
        Some(parts.join(" ")).filter(|name| !name.is_empty())
    }
}

fn some<T>(list: Vec<T>) -> Listed<T> {
    if list.is_empty() { Listed::Silent } else { Listed::Some(list) }
}

/// WSO2's `admin` holds every permission (`iam.md` section 1.2).
fn on_instance(name: &str) -> GrantRecord {
    let role = Role { privileged: name.eq_ignore_ascii_case("admin"), ..Role::named(name) };
    GrantRecord { role, scope: Scope::instance(), through: None, since: None, expires: None }
}

/// WSO2 writes milliseconds since 1970 or RFC 3339.
fn time(column: &str, text: &str) -> Result<DateTime<Utc>, Fault> {
    let at = text.parse().ok().and_then(moment::millis).or_else(|| moment::any(text).map(|(at, _)| at));
    at.ok_or_else(|| Fault::at(column, format!("{:?} is no time; use {}", short(text, 40), moment::FORMATS)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn user(username: &str, claims: &[(&str, &str)]) -> (UserRecord, u64) {
        let mut told = Claims::default();
        for (uri, value) in claims {
            told.tell(name_of(uri), value, uri, ',').unwrap();
        }
        told.user(username)
    }

    #[test]
    fn names_of_claims() {
        assert_eq!(name_of("http://wso2.org/claims/emailaddress"), "emailaddress");
        assert_eq!(name_of("http://wso2.org/claims/identity/accountLocked"), "accountLocked");
        assert_eq!(name_of("urn:ietf:params:scim:schemas:core:2.0:id"), "urn:ietf:params:scim:schemas:core:2.0:id");
        assert!(is_known("givenname") && is_known("emailAddress") && !is_known("Full Name"));
    }

    #[test]
    fn the_primary_domain_is_no_part_of_a_name_and_another_is() {
        let name = |text| user(text, &[]).0.identity.username.unwrap();
        assert_eq!((name("PRIMARY/ada"), name("ada")), ("ada".to_owned(), "ada".to_owned()));
        assert_eq!(name("BRANCH/ada"), "BRANCH/ada");
    }

    #[test]
    fn states_come_from_marks() {
        let state = |claims: &[(&str, &str)]| user("a", claims).0.state;
        assert_eq!(state(&[]), Told::Silent);
        assert_eq!(state(&[("http://wso2.org/claims/identity/accountLocked", "false")]), Told::Value(State::Active));
        assert_eq!(
            state(&[("http://wso2.org/claims/identity/accountLocked", "TRUE"), ("accountDisabled", "false")]),
            Told::Value(State::Locked)
        );
        assert_eq!(state(&[("accountDisabled", "true"), ("accountLocked", "true")]), Told::Value(State::Deactivated));
        assert_eq!(state(&[("askPassword", "true")]), Told::Value(State::Invited));
        assert_eq!(state(&[("accountState", "PENDING_EV")]), Told::Value(State::Pending));
    }

    #[test]
    fn the_later_sign_in_counts() {
        let (told, _) = user("a", &[("lastLogonTime", "1767225600000"), ("lastLoginTime", "1700000000000")]);
        assert_eq!(told.last_seen.unwrap().source.as_deref(), Some("lastLogonTime"));
        assert!(Claims::default().tell("lastLogonTime", "soon", "c", ',').is_err());
    }

    #[test]
    fn secrets_are_dropped() {
        let (told, dropped) = user(
            "a",
            &[
                ("http://wso2.org/claims/identity/secretkey", "JBSWY3DP"),
                ("http://wso2.org/claims/challengeQuestion1", "First pet?!Rex"),
                ("http://wso2.org/claims/dob", "1990-01-01"),
            ],
        );
        assert_eq!((told.attributes.keys().map(String::as_str).collect::<Vec<_>>(), dropped), (vec!["dob"], 2));
    }
}
