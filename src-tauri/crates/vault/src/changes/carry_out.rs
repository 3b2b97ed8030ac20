//! An operation, done to a user's sheet. Nothing is written here.

use super::ground::Ground;
use super::operation::{Field, Operation};
use super::refusal::{Done, Refusal};
use super::sheet::{Direct, MUSTER, Needs, Sheet, told_through};
use super::words::end;
use crate::Result;
use crate::merge::profile::put;
use muster_model::fold::fold_case;
use muster_model::transition::{self, Action, Subject};
use muster_model::{Profile, Scope, State, UserId, UserstoreKind, username};
use rusqlite::OptionalExtension;

/// What all users of a change have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Circumstances {
    /// The time that rules go by, in seconds since 1970.
    pub now: i64,
    /// When it is done.
    pub done_at: i64,
    /// Whether there is only one user, who alone can be given a username.
    pub one: bool,
}

/// What a user hands to another.
#[derive(Debug, Clone)]
pub(super) struct Gift {
    pub to: UserId,
    pub grants: Vec<Direct>,
    pub groups: Vec<i64>,
    /// Fields of the profile, when the two are one person.
    pub profile: Option<Profile>,
}

/// What must be read of a user before an operation.
pub(super) fn needs(operation: &Operation) -> Needs {
    let none = Needs::default();
    match operation {
        Operation::SetState(_) | Operation::Act(_) | Operation::SetExpiry(_) => none,
        Operation::Delete { .. } => Needs { grants: true, groups: true, ..none },
        Operation::AddRole { .. } | Operation::RemoveRole { .. } => Needs { grants: true, ..none },
        Operation::AddGroup(_) | Operation::RemoveGroup(_) => Needs { groups: true, ..none },
        Operation::SetField(Field::Profile(..) | Field::Attribute(..)) | Operation::SetVisibility(..) => {
            Needs { profile: true, ..none }
        }
        Operation::SetField(Field::Service(..)) => Needs { service: true, ..none },
        Operation::SetField(_) => none,
        Operation::MergeInto(_) => Needs { grants: true, groups: true, profile: true, ..none },
    }
}

const GONE: &str = "it is gone from its source, where nothing can be done to it any more: leave it out";

/// Does an operation to a sheet. What a user hands over is added to `gifts`.
pub(super) fn carry_out(
    ground: &mut Ground<'_>,
    sheet: &mut Sheet,
    operation: &Operation,
    at: Circumstances,
    gifts: &mut Vec<Gift>,
) -> Result<Done> {
    if sheet.row.gone_since.is_some() && !operation.is_own() && !ground.is_local(sheet.store())? {
        return Ok(Err(Refusal::of("user", GONE)));
    }
    match operation {
        Operation::SetState(to) => set_state(ground, sheet, *to, at),
        Operation::Act(action) => act(ground, sheet, *action, at),
        Operation::Delete { hand_to } => delete(ground, sheet, *hand_to, at, gifts),
        Operation::AddRole { role, scope, expires } => add_role(ground, sheet, role, scope, *expires, at),
        Operation::RemoveRole { role, scope } => remove_role(ground, sheet, role, scope.as_ref()),
        Operation::AddGroup(path) => Ok(group(ground, sheet, path)?.map(|group| {
            if let Err(place) = sheet.groups.binary_search(&group) {
                sheet.groups.insert(place, group);
            }
        })),
        Operation::RemoveGroup(path) => {
            Ok(group(ground, sheet, path)?.map(|group| sheet.groups.retain(|held| *held != group)))
        }
        Operation::SetField(field) => set_field(ground, sheet, field, at),
        Operation::SetVisibility(field, visibility) => {
            if let Some(known) = sheet.profile.fields.get_mut(field) {
                known.visibility = *visibility;
            }
            Ok(Ok(()))
        }
        Operation::SetExpiry(expires) => {
            sheet.row.expires_at = *expires;
            Ok(Ok(()))
        }
        Operation::MergeInto(into) => {
            gifts.push(Gift {
                to: *into,
                grants: sheet.grants.clone(),
                groups: sheet.groups.clone(),
                profile: Some(sheet.profile.clone()),
            });
            retire(ground, sheet, at)
        }
    }
}

/// What of a user decides on its state.
pub(super) fn subject(ground: &mut Ground<'_>, sheet: &Sheet) -> Result<Subject> {
    let row = &sheet.row;
    let may_be = row.state == State::Blocked && ground.userstore(sheet.store())?.kind == UserstoreKind::Gitlab;
    Ok(Subject {
        state: row.state,
        kind: row.kind,
        seen: row.seen.map_or(muster_model::seen::SeenStatus::NotCollected, |seen| seen.status),
        seen_at: row.seen.and_then(|seen| seen.at),
        created_at: row.created_at,
        gone: row.gone_since.is_some(),
        by_directory: may_be && by_directory(ground, sheet.id())?,
    })
}

/// Whether GitLab says that a directory blocked a user.
fn by_directory(ground: &Ground<'_>, user: UserId) -> Result<bool> {
    let mut statement = ground.conn.prepare_cached(
        "SELECT json_extract(body, '$.attributes.blocked_by[0]') FROM user_profile WHERE user_id = ?1",
    )?;
    let by: Option<Option<String>> = statement.query_row([user.0], |row| row.get(0)).optional()?;
    Ok(by.flatten().as_deref() == Some("ldap"))
}

fn set_state(ground: &mut Ground<'_>, sheet: &mut Sheet, to: State, at: Circumstances) -> Result<Done> {
    if sheet.row.state == to {
        return Ok(Ok(()));
    }
    let subject = subject(ground, sheet)?;
    let kind = ground.userstore(sheet.store())?.kind;
    Ok(match transition::check(kind, &subject, to, at.now) {
        Ok(_) => {
            sheet.row.state = to;
            Ok(())
        }
        Err(reason) => Err(Refusal::of("state", reason)),
    })
}

fn act(ground: &mut Ground<'_>, sheet: &mut Sheet, action: Action, at: Circumstances) -> Result<Done> {
    let subject = subject(ground, sheet)?;
    let kind = ground.userstore(sheet.store())?.kind;
    Ok(match transition::act(kind, &subject, action, at.now) {
        Ok(to) => {
            sheet.row.state = to.unwrap_or(sheet.row.state);
            Ok(())
        }
        Err(reason) => Err(Refusal::of("state", reason)),
    })
}

/// Switches off the account that is one too many: deactivated, or blocked
/// where its system does not let it be deactivated now. One that is not
/// enabled stays as it is.
fn retire(ground: &mut Ground<'_>, sheet: &mut Sheet, at: Circumstances) -> Result<Done> {
    if !sheet.row.state.is_enabled() {
        return Ok(Ok(()));
    }
    match set_state(ground, sheet, State::Deactivated, at)? {
        Ok(()) => Ok(Ok(())),
        Err(_) => set_state(ground, sheet, State::Blocked, at),
    }
}

fn delete(
    ground: &mut Ground<'_>,
    sheet: &mut Sheet,
    hand_to: Option<UserId>,
    at: Circumstances,
    gifts: &mut Vec<Gift>,
) -> Result<Done> {
    if let Err(refusal) = set_state(ground, sheet, State::Deleted, at)? {
        return Ok(Err(refusal));
    }
    if let Some(to) = hand_to {
        gifts.push(Gift { to, grants: sheet.grants.clone(), groups: sheet.groups.clone(), profile: None });
    }
    // At a source, deleting the user is what takes them away.
    if ground.is_local(sheet.store())? {
        sheet.grants.clear();
        sheet.groups.clear();
    }
    Ok(Ok(()))
}

fn add_role(
    ground: &mut Ground<'_>,
    sheet: &mut Sheet,
    role: &str,
    scope: &Scope,
    expires: Option<i64>,
    at: Circumstances,
) -> Result<Done> {
    let Some(role) = ground.role(sheet.store(), role)? else { return no_role(ground, sheet, role) };
    let scope = ground.scope(sheet.store(), scope)?;
    match end(&sheet.grants, (role, scope)) {
        Some(known) if known == expires => {}
        Some(_) => {
            let same = sheet.grants.iter_mut().filter(|g| (g.role, g.scope) == (role, scope));
            same.for_each(|grant| grant.expires = expires);
        }
        None => give(sheet, role, scope, expires, at.done_at),
    }
    Ok(Ok(()))
}

/// Gives a role here and now.
pub(super) fn give(sheet: &mut Sheet, role: i64, scope: i64, expires: Option<i64>, now: i64) {
    sheet.grants.push(Direct { role, scope, origin: MUSTER.to_owned(), since: Some(now), expires });
}

fn no_role(ground: &mut Ground<'_>, sheet: &Sheet, role: &str) -> Result<Done> {
    let domain = &ground.userstore(sheet.store())?.domain;
    let quoted: String = role.chars().take(60).collect();
    Ok(Err(Refusal::of("grant", format!("{domain} has no role {quoted:?}: check its name, or make the role first"))))
}

fn remove_role(ground: &mut Ground<'_>, sheet: &mut Sheet, name: &str, scope: Option<&Scope>) -> Result<Done> {
    let Some(role) = ground.role(sheet.store(), name)? else { return no_role(ground, sheet, name) };
    let scope = match scope {
        // On what nobody ever spoke of nothing is held.
        Some(scope) => match ground.known_scope(sheet.store(), scope)? {
            Some(scope) => Some(scope),
            None => return Ok(Ok(())),
        },
        None => None,
    };
    let meant = |r: i64, s: i64| r == role && scope.is_none_or(|scope| scope == s);
    let before = sheet.grants.len();
    sheet.grants.retain(|g| !meant(g.role, g.scope));
    if sheet.grants.len() < before {
        return Ok(Ok(()));
    }
    // Not held directly: perhaps through a group, where it must be taken.
    let told = told_through(ground.conn, sheet.id())?;
    let mut through = told.into_iter().find(|(r, s, ..)| meant(*r, *s)).map(|(.., group)| group);
    if through.is_none() && ground.through_groups {
        for group in sheet.groups.clone() {
            if ground.given_by(group)?.iter().any(|held| meant(held.role, held.scope)) {
                through = Some(ground.path(group)?.to_owned());
                break;
            }
        }
    }
    Ok(match through {
        Some(group) => {
            let reason = format!("it holds {name} through the group {group}, not directly: take it out of that group");
            Err(Refusal::of("grant", reason))
        }
        None => Ok(()),
    })
}

/// The group an operation names.
fn group(ground: &mut Ground<'_>, sheet: &Sheet, path: &str) -> Result<std::result::Result<i64, Refusal>> {
    if let Some(group) = ground.group(sheet.store(), path)? {
        return Ok(Ok(group));
    }
    let domain = &ground.userstore(sheet.store())?.domain;
    let quoted: String = path.chars().take(200).collect();
    Ok(Err(Refusal::of("group", format!("{domain} has no group {quoted:?}: check its path, or make the group first"))))
}

fn set_field(ground: &mut Ground<'_>, sheet: &mut Sheet, field: &Field, at: Circumstances) -> Result<Done> {
    match field {
        Field::Username(name) => return rename(ground, sheet, name, at),
        Field::DisplayName(name) => {
            sheet.row.display_name = name.clone().unwrap_or_else(|| sheet.row.username.clone());
        }
        Field::Email(email) => sheet.row.email.clone_from(email),
        Field::Kind(kind) => sheet.row.kind = *kind,
        Field::Profile(field, value) => put(&mut sheet.profile, *field, value.as_deref()),
        Field::Attribute(name, values) => match ground.definition(sheet.store(), name)?.check(values) {
            Ok(values) if values.is_empty() => drop(sheet.profile.attributes.remove(name)),
            Ok(values) => drop(sheet.profile.attributes.insert(name.clone(), values)),
            Err(error) => return Ok(Err(Refusal::of(format!("attributes.{name}"), error.to_string()))),
        },
        Field::Service(field, value) => {
            if let Err(error) = sheet.service.set(*field, value.as_deref()) {
                return Ok(Err(Refusal::of(format!("service.{field}"), error.to_string())));
            }
        }
    }
    Ok(Ok(()))
}

fn rename(ground: &mut Ground<'_>, sheet: &mut Sheet, name: &str, at: Circumstances) -> Result<Done> {
    let row = &mut sheet.row;
    if row.username == name {
        return Ok(Ok(()));
    }
    if !at.one {
        let reason = "a username belongs to one user: rename users one at a time";
        return Ok(Err(Refusal::of("username", reason)));
    }
    if let Err(reason) = username::check(ground.userstore(row.store)?.kind, name) {
        return Ok(Err(Refusal::of("username", reason)));
    }
    if is_taken(ground, row.store, name, row.id)? {
        let domain = &ground.userstore(row.store)?.domain;
        let reason = format!("there is already a user {:?}: choose another name", format!("{domain}/{name}"));
        return Ok(Err(Refusal { taken: true, ..Refusal::of("username", reason) }));
    }
    // A name that was only the username follows it.
    if row.display_name == row.username {
        name.clone_into(&mut row.display_name);
    }
    name.clone_into(&mut row.username);
    Ok(Ok(()))
}

/// Whether another user present in the userstore has this username.
pub(super) fn is_taken(ground: &Ground<'_>, store: i64, username: &str, but: i64) -> Result<bool> {
    let mut statement = ground.conn.prepare_cached(
        "SELECT 1 FROM user WHERE username_key = ?1 AND userstore_id = ?2 AND id <> ?3 AND gone_since IS NULL",
    )?;
    Ok(statement.exists((fold_case(username), store, but))?)
}
