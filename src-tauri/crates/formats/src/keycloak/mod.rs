//! Keycloak realm JSON: `<realm>-realm.json`, the numbered files of a
//! directory export, and the bare list that the admin API gives. Users,
//! groups and roles stream one by one; clients and settings are passed over.
//!
//! | Keycloak | Muster |
//! | --- | --- |
//! | `enabled: false` | deactivated |
//! | `serviceAccountClientId` | kind service |
//! | `realmRoles` | grants on the instance |
//! | `clientRoles` | grants on the application, the role named `client:role` |
//! | `groups` (paths) | memberships, all there are |
//! | `totp`, or a credential of type `otp` or `webauthn` | second factor |
//! | `credentials` | dropped and counted |
//!
//! Roles that a role includes (composites) are not unfolded.

mod group;
mod role;
mod user;

use crate::Error;
use crate::credential;
use crate::emit::{Emit, Fault};
use crate::json::{self, Broken, Fields, Halt, Walker};
use crate::summary::{Evidence, KeycloakFile};
use std::io::Read;

/// What a file turned out to have.
#[derive(Default)]
struct Found {
    users: Option<u64>,
    federated: bool,
    groups: bool,
    settings: bool,
    list: bool,
}

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let mut found = Found::default();
    let result = walk(&mut Walker::new(reader), &mut found, emit);
    json::close(result, path, emit)?;
    let file = match found {
        Found { federated: true, users: None, .. } => KeycloakFile::Federated,
        Found { list: true, .. } => KeycloakFile::List,
        Found { users: None, .. } => KeycloakFile::RealmOnly,
        Found { settings: true, .. } => KeycloakFile::Realm,
        Found { .. } => KeycloakFile::Users(number_in(emit.file())),
    };
    Ok(Evidence::Keycloak { file, users: found.users.unwrap_or_default(), groups: found.groups })
}

/// The number in `<realm>-users-<n>.json`.
fn number_in(name: &str) -> Option<u32> {
    let stem = name.strip_suffix(".json")?;
    let (_, number) = stem.rsplit_once("-users-")?;
    number.parse().ok()
}

fn walk<R: Read>(walker: &mut Walker<R>, found: &mut Found, emit: &mut Emit<'_>) -> Result<(), Halt> {
    while let Some(byte) = walker.peek()? {
        match byte {
            b'{' => realm(walker, found, emit)?,
            b'[' => {
                found.list = true;
                *found.users.get_or_insert_default() += users(walker, emit)?;
            }
            found => {
                let line = walker.line();
                return Err(Broken::Syntax { line, expected: "a realm or a list of users", found }.into());
            }
        }
    }
    Ok(())
}

fn realm<R: Read>(walker: &mut Walker<R>, found: &mut Found, emit: &mut Emit<'_>) -> Result<(), Halt> {
    walker.enter()?;
    while let Some(key) = walker.next_key()? {
        let next = walker.peek()?;
        match (key.as_str(), next) {
            ("users", Some(b'[')) => *found.users.get_or_insert_default() += users(walker, emit)?,
            ("federatedUsers", Some(b'[')) => {
                found.federated = true;
                users(walker, emit)?;
            }
            ("groups", Some(b'[')) => {
                found.groups = true;
                found.settings = true;
                groups(walker, emit)?;
            }
            ("roles", Some(b'{')) => {
                found.settings = true;
                roles(walker, emit)?;
            }
            _ => {
                found.settings |= !matches!(key.as_str(), "realm" | "id");
                walker.skip()?;
            }
        }
    }
    Ok(())
}

fn users<R: Read>(walker: &mut Walker<R>, emit: &mut Emit<'_>) -> Result<u64, Halt> {
    let mut count = 0;
    walker.enter()?;
    while walker.next_element()? {
        count += 1;
        let line = walker.line();
        let user = json::object(walker.value()?, line, "a user").and_then(|map| {
            emit.credentials(credential::count_in_object(&map));
            user::record(Fields::new(&map))
        });
        match user {
            Ok((user, dropped)) => {
                emit.credentials(dropped);
                emit.user(line, user)?;
            }
            Err(fault) => emit.reject(line, fault)?,
        }
    }
    Ok(count)
}

/// The tree of groups; each one at the top is read whole with what is below it.
fn groups<R: Read>(walker: &mut Walker<R>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    walker.enter()?;
    while walker.next_element()? {
        let line = walker.line();
        let flat = json::object(walker.value()?, line, "a group").and_then(|map| {
            emit.credentials(credential::count_in_object(&map));
            group::records(Fields::new(&map))
        });
        match flat {
            Ok(groups) => groups.into_iter().try_for_each(|group| emit.group(line, group))?,
            Err(fault) => emit.reject(line, fault)?,
        }
    }
    Ok(())
}

/// The roles of the realm and of each client.
fn roles<R: Read>(walker: &mut Walker<R>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    walker.enter()?;
    while let Some(key) = walker.next_key()? {
        match (key.as_str(), walker.peek()?) {
            ("realm", Some(b'[')) => role_list(walker, None, emit)?,
            ("client", Some(b'{')) => {
                walker.enter()?;
                while let Some(client) = walker.next_key()? {
                    match walker.peek()? {
                        Some(b'[') => role_list(walker, Some(&client), emit)?,
                        _ => walker.skip()?,
                    }
                }
            }
            _ => walker.skip()?,
        }
    }
    Ok(())
}

fn role_list<R: Read>(walker: &mut Walker<R>, client: Option<&str>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    walker.enter()?;
    while walker.next_element()? {
        let line = walker.line();
        let parsed = json::object(walker.value()?, line, "a role").and_then(|map| {
            let name = Fields::new(&map).text("name")?;
            name.value().cloned().ok_or_else(|| Fault::at("name", "a role needs a name"))
        });
        match parsed {
            Ok(name) => emit.role(line, role::named(client, &name))?,
            Err(fault) => emit.reject(line, fault)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_file_is_in_its_name() {
        assert_eq!(number_in("acme-users-12.json"), Some(12));
        assert_eq!(number_in("acme-users-0.json"), Some(0));
        assert_eq!(number_in("acme-realm.json"), None);
        assert_eq!(number_in("users.json"), None);
    }
}
