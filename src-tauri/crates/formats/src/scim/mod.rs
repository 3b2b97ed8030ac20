//! SCIM 2.0 (RFC 7643, RFC 7644): `ListResponse`s one after another, single
//! `User`s and `Group`s, bare lists of them. `Resources` stream one by one.
//!
//! | SCIM | Muster |
//! | --- | --- |
//! | `active: false` | deactivated |
//! | `userType` | kind, where its words leave no doubt (`kinds.rs`); kept as an attribute |
//! | `roles` | grants on the instance, all there are |
//! | `groups` | memberships, all there are; indirect ones are left to the groups |
//! | enterprise extension | profile |
//! | WSO2's `accountLocked`, `accountDisabled`, `accountState`, `lastLogonTime`, `totpEnabled` | state, last seen, second factor |
//! | Muster's own extension (`muster.rs`) | what SCIM has no word for, as [`crate::write::scim`] writes it |
//! | `photos`, `x509Certificates`, `ims` | left out; nothing is fetched |

mod group;
mod muster;
mod user;
mod wso2;

pub(crate) use muster::{GROUP_EXTENSION, USER_EXTENSION};
pub(crate) use user::{ENTERPRISE, is_admin_role};

use crate::Error;
use crate::credential;
use crate::emit::{Emit, Fault, short};
use crate::json::{self, Broken, Fields, Halt, Piece, Walker};
use crate::spans::Spans;
use crate::summary::Evidence;
use serde_json::{Map, Value};
use std::io::Read;

/// What was found of each sort.
#[derive(Default)]
struct Found {
    users: Spans,
    groups: Spans,
    bare_users: u64,
    bare_groups: u64,
}

/// What a resource is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    User,
    Group,
}

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let mut found = Found::default();
    let result = walk(&mut Walker::new(reader), &mut found, emit);
    json::close(result, path, emit)?;
    let Found { users, groups, bare_users, bare_groups } = found;
    Ok(Evidence::Scim { users, groups, bare_users, bare_groups })
}

fn walk<R: Read>(walker: &mut Walker<R>, found: &mut Found, emit: &mut Emit<'_>) -> Result<(), Halt> {
    while let Some(byte) = walker.peek()? {
        match byte {
            b'{' => message(walker, found, emit)?,
            b'[' => {
                walker.enter()?;
                while walker.next_element()? {
                    // A list may also hold whole answers, page by page.
                    match walker.peek()? {
                        Some(b'{') => message(walker, found, emit)?,
                        _ => {
                            let line = walker.line();
                            let fault = json::object(walker.value()?, line, "a SCIM user or group");
                            emit.reject(line, fault.err().unwrap_or_else(|| Fault::row("not a SCIM user or group")))?;
                        }
                    }
                }
            }
            found => {
                let line = walker.line();
                return Err(Broken::Syntax { line, expected: "a SCIM object or a list", found }.into());
            }
        }
    }
    Ok(())
}

/// An object: an answer with `Resources`, or a resource itself. Which of the
/// two it is shows only as its names go by, so all but `Resources` are kept.
fn message<R: Read>(walker: &mut Walker<R>, found: &mut Found, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let line = walker.line();
    walker.enter()?;
    let mut map = Map::new();
    let mut kept = 0;
    let mut fault = None;
    let mut listed: Option<(u64, u64)> = None;
    while let Some(key) = walker.next_key()? {
        let at = walker.line();
        if key.eq_ignore_ascii_case("Resources") && walker.peek()? == Some(b'[') {
            let (users, groups) = listed.get_or_insert_default();
            walker.enter()?;
            while walker.next_element()? {
                let at = walker.line();
                let parsed = json::object(walker.value()?, at, "a SCIM user or group");
                match resource(parsed, at, emit)? {
                    Some(Sort::User) => *users += 1,
                    Some(Sort::Group) => *groups += 1,
                    None => {}
                }
            }
            continue;
        }
        let piece = walker.value()?;
        let read = match piece {
            Piece::Whole(bytes) if kept + bytes.len() > json::MAX_VALUE => json::value(Piece::TooLarge, at),
            piece => json::value(piece, at),
        };
        match read {
            Ok(value) => {
                if let Piece::Whole(bytes) = piece {
                    kept += bytes.len();
                }
                map.insert(key, value);
            }
            Err(wrong) => {
                let column = wrong.column.clone().or(Some(short(&key, 120)));
                fault.get_or_insert(Fault { column, ..wrong });
            }
        }
    }
    if let Some((users, groups)) = listed {
        let fields = Fields::any_case(&map);
        let number = |key: &str| fields.get(key).and_then(Value::as_u64);
        let (start, total) = (number("startIndex"), number("totalResults"));
        // An answer without resources says only how many there are; what of
        // is not said, and users are what one would miss.
        if users > 0 || groups == 0 && total.is_none_or(|t| t > 0) {
            found.users.add(start, users + groups, total);
        }
        if groups > 0 {
            found.groups.add(start, users + groups, total);
        }
        return Ok(());
    }
    match resource(fault.map_or(Ok(map), Err), line, emit)? {
        Some(Sort::User) => found.bare_users += 1,
        Some(Sort::Group) => found.bare_groups += 1,
        None => {}
    }
    Ok(())
}

/// Reads one resource. Tells what it is even where it is rejected.
fn resource(parsed: Result<Map<String, Value>, Fault>, line: u64, emit: &mut Emit<'_>) -> Result<Option<Sort>, Error> {
    let map = match parsed {
        Ok(map) => map,
        Err(fault) => return emit.reject(line, fault).map(|()| None),
    };
    let fields = Fields::any_case(&map);
    emit.credentials(credential::count_in_object(&map));
    let sort = match sort(fields) {
        Ok(sort) => sort,
        Err(fault) => return emit.reject(line, fault).map(|()| None),
    };
    let result = match sort {
        Sort::User => match user::record(fields).and_then(|(user, dropped)| muster::user(fields, user, dropped)) {
            Ok((user, dropped)) => {
                emit.credentials(dropped);
                emit.user(line, user)
            }
            Err(fault) => emit.reject(line, fault),
        },
        Sort::Group => match group::record(fields).and_then(|group| muster::group(fields, group)) {
            Ok(group) => emit.group(line, group),
            Err(fault) => emit.reject(line, fault),
        },
    };
    result.map(|()| Some(sort))
}

/// What a resource is: by its schemas, else by `meta.resourceType`, else by
/// its attributes (partial answers leave the rest out).
fn sort(fields: Fields<'_>) -> Result<Sort, Fault> {
    let schemas = fields.list("schemas")?.unwrap_or_default();
    let named: Vec<&str> = schemas.iter().filter_map(Value::as_str).filter_map(|urn| urn.rsplit(':').next()).collect();
    if named.iter().any(|n| n.eq_ignore_ascii_case("User")) {
        return Ok(Sort::User);
    }
    if named.iter().any(|n| n.eq_ignore_ascii_case("Group")) {
        return Ok(Sort::Group);
    }
    if !named.is_empty() {
        let names = short(&named.join(" and "), 60);
        return Err(Fault::at("schemas", format!("a SCIM {names}, not a User or Group")));
    }
    let meta = fields.object("meta")?;
    match meta.map(|m| m.text("resourceType")).transpose()?.as_ref().and_then(|t| t.value()).map(String::as_str) {
        Some("User") => return Ok(Sort::User),
        Some("Group") => return Ok(Sort::Group),
        Some(other) => {
            return Err(Fault::at("meta.resourceType", format!("a SCIM {}, not a User or Group", short(other, 60))));
        }
        None => {}
    }
    if fields.has("userName") {
        Ok(Sort::User)
    } else if fields.has("members") || fields.has("displayName") {
        Ok(Sort::Group)
    } else {
        Err(Fault::at("schemas", "neither schemas nor attributes say whether this is a User or a Group"))
    }
}
