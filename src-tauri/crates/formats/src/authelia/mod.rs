//! Authelia's file of users (`users.yml`; Authelia's reference guide
//! "Passwords", section "User / Password File"): a mapping `users`, from
//! usernames to what is known of each. It is the whole truth about them, so
//! whoever is not in it is gone, and a user without `groups` is in none.
//!
//! | Authelia | Muster |
//! | --- | --- |
//! | the key | username |
//! | `disabled` | deactivated, else active |
//! | `displayname`, `email`, `groups` | name, e-mail, groups: all there are |
//! | `given_name`, `family_name`, `website`, `zoneinfo`, `locale`, `phone_number`, `address` | the profile, where given |
//! | `extra`, `nickname`, `middle_name`, `picture`, `profile` and unknown keys | custom attributes |
//! | `gender`, `birthdate` | left out: nobody needs them here |
//! | `password` | dropped and counted |
//!
//! At most 32 MiB are read. A file that was cut off between two lines is YAML
//! all the same: nothing in it shows what is missing.
//!
//! Aliases and merged mappings are followed (`yaml`). Other keys beside
//! `users` are passed over, as Authelia does; so are further documents.

mod user;

use crate::Error;
use crate::emit::{Emit, Fault, short};
use crate::summary::Evidence;
use crate::yaml::{Broken, Events, Found, MAX_FILE, Node, Value};
use std::collections::HashSet;
use std::io::Read;

const USERS: &str = "users";

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let mut bytes = Vec::new();
    let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
    reader.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let file = emit.file().to_owned();
    if bytes.len() as u64 > MAX_FILE {
        return Err(Error::TooLarge { file, mebibytes: MAX_FILE / (1024 * 1024) });
    }
    // YAML is Unicode: Authelia refuses the whole file too.
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let line = 1 + memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count() as u64;
        Error::NotUtf8 { file, line }
    })?;
    match walk(text, emit)? {
        Ok(()) => {}
        Err(Broken { line, reason }) => {
            emit.cut(
                line,
                format!("from here on this is not YAML ({reason}); mend it, since Authelia cannot read it"),
            )?;
        }
    }
    Ok(Evidence::Authelia)
}

/// Walks through the users. The inner error is a break in the text.
fn walk(text: &str, emit: &mut Emit<'_>) -> Result<Result<(), Broken>, Error> {
    let mut events = Events::new(text);
    let found = match enter_users(&mut events) {
        Ok(found) => found,
        Err(broken) => return Ok(Err(broken)),
    };
    if !found {
        return Err(Error::NotThisDialect {
            file: emit.file().to_owned(),
            dialect: crate::Dialect::Authelia,
            reason: "it has no mapping users:".to_owned(),
        });
    }
    let mut seen = HashSet::new();
    loop {
        let (key, line) = match events.next_key() {
            Ok(Some(key)) => key,
            Ok(None) => return Ok(Ok(())),
            Err(broken) => return Ok(Err(broken)),
        };
        let value = match events.value() {
            Ok(value) => value,
            Err(broken) => return Ok(Err(broken)),
        };
        match taken(&key, value, &mut seen) {
            Ok((user, credentials)) => {
                emit.credentials(credentials);
                emit.user(line, user)?;
            }
            Err((fault, credentials)) => {
                emit.credentials(credentials);
                emit.reject(line, fault)?;
            }
        }
    }
}

type Taken = Result<(muster_model::record::UserRecord, u64), (Fault, u64)>;

/// A key and its value to a record, with the credentials dropped either way.
fn taken(key: &Found, value: Found, seen: &mut HashSet<String>) -> Taken {
    let node = match value {
        Found::Whole(node) => node,
        Found::Refused(reason) => return Err((Fault::row(format!("this user is passed over: {reason}")), 0)),
    };
    let credentials = user::credentials(&node);
    let username = if let Found::Whole(key) = key { key.text().map(str::trim).unwrap_or_default() } else { "" };
    if username.is_empty() {
        return Err((Fault::at(USERS, "a user needs a name: write it as a key"), credentials));
    }
    if !seen.insert(username.to_owned()) {
        let reason = format!("{:?} is listed twice; Authelia refuses such a file, so remove one", short(username, 60));
        return Err((Fault::at(USERS, reason), credentials));
    }
    match user::record(username, &node) {
        Ok((user, dropped)) => Ok((user, credentials + dropped)),
        Err(fault) => Err((fault, credentials)),
    }
}

/// Steps into the mapping of users. False if there is none.
fn enter_users(events: &mut Events<'_>) -> Result<bool, Broken> {
    if !events.enter_root()? {
        return Ok(false);
    }
    while let Some((key, _)) = events.next_key()? {
        if matches!(&key, Found::Whole(key) if key.text() == Some(USERS)) {
            return events.enter();
        }
        events.value()?;
    }
    Ok(false)
}

/// Whether a head is that of such a file: a mapping of users, one of whom has
/// one of Authelia's keys, or of none at all.
pub(crate) fn looks_like(head: &[u8]) -> bool {
    let users = |line: &[u8]| [&b"users:"[..], b"\"users\":", b"'users':"].iter().any(|name| line.starts_with(name));
    if !head.split(|b| *b == b'\n').any(users) {
        return false;
    }
    // A head may be cut within a character.
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
    };
    let mut events = Events::new(text);
    let named = |events: &mut Events<'_>| {
        if !enter_users(events)? {
            return Ok(false);
        }
        let mut empty = true;
        while events.next_key()?.is_some() {
            empty = false;
            if matches!(events.value()?, Found::Whole(node) if has_known_key(&node)) {
                return Ok(true);
            }
        }
        Ok::<_, Broken>(empty)
    };
    named(&mut events).unwrap_or(false)
}

fn has_known_key(node: &Node) -> bool {
    matches!(node.value, Value::Map(_)) && user::KEYS.iter().any(|key| node.get(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_by_its_users() {
        for yes in [
            "users:\n  ada:\n    displayname: Ada\n",
            "---\n# people\nx: &g [a]\n'users':\n  ada: {password: x, groups: *g}\n  bo:",
            "users: {}\n",
            "users:\n  ada:\n  bo:\n    email: b\n",
        ] {
            assert!(looks_like(yes.as_bytes()), "{yes}");
        }
        for no in [
            "users:\n  - name: ada\n",
            "users:\n  ada:\n    shell: /bin/sh\n",
            "users: ada\n",
            "user: x\n",
            "users:,email\n",
            "",
        ] {
            assert!(!looks_like(no.as_bytes()), "{no}");
        }
    }
}
