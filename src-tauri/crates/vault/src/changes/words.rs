//! What differs between two states of a user, in the words of a version.

use super::ground::Ground;
use super::moves::Moves;
use super::sheet::{Direct, Sheet};
use crate::Result;
use crate::merge::profile;
use crate::merge::user::time_text;
use crate::tables::version::FieldChange;
use muster_model::ServiceField;

/// Every difference, and what its words do not say. What follows from grants
/// is no difference of its own.
pub(super) fn between(ground: &mut Ground<'_>, before: &Sheet, after: &Sheet) -> Result<(Vec<FieldChange>, Moves)> {
    let (old, new) = (&before.row, &after.row);
    let mut fields = Vec::new();
    let mut note = |name: &str, old: Option<&str>, new: Option<&str>| {
        if old != new {
            fields.push(FieldChange::new(name, old, new));
        }
    };
    note("username", Some(&old.username), Some(&new.username));
    note("display_name", Some(&old.display_name), Some(&new.display_name));
    note("email", old.email.as_deref(), new.email.as_deref());
    note("state", Some(old.state.word()), Some(new.state.word()));
    note("kind", Some(old.kind.word()), Some(new.kind.word()));
    if old.expires_at != new.expires_at {
        note("expires_at", time_text(old.expires_at).as_deref(), time_text(new.expires_at).as_deref());
    }
    note("avatar", before.avatar.as_deref(), after.avatar.as_deref());
    if before.service != after.service {
        for &field in ServiceField::ALL {
            let (old, new) = (before.service.get(field), after.service.get(field));
            note(&format!("service.{field}"), old.as_deref(), new.as_deref());
        }
    }
    if before.profile != after.profile {
        fields.extend(profile::differences(&before.profile, &after.profile));
    }
    let moves = Moves::between(before, after);
    grants(ground, before, after, &moves, &mut fields)?;
    for group in &moves.left {
        fields.push(FieldChange::new("group", Some(ground.path(*group)?), None));
    }
    for group in &moves.joined {
        fields.push(FieldChange::new("group", None, Some(ground.path(*group)?)));
    }
    Ok((fields, moves))
}

/// Grants that came, went or end at another time, one field each.
fn grants(
    ground: &mut Ground<'_>,
    before: &Sheet,
    after: &Sheet,
    moves: &Moves,
    fields: &mut Vec<FieldChange>,
) -> Result<()> {
    let mut told: Vec<(i64, i64)> = Vec::new();
    for grant in moves.taken.iter().chain(&moves.given) {
        let key = (grant.role, grant.scope);
        if told.contains(&key) {
            continue;
        }
        told.push(key);
        let (old, new) = (end(&before.grants, key), end(&after.grants, key));
        if old == new {
            continue;
        }
        let text = ground.grant_text(before.store(), key.0, key.1)?;
        let until = |end: Option<i64>| match time_text(end) {
            Some(at) => format!("{text} until {at}"),
            None if old.is_some() && new.is_some() => format!("{text} until further notice"),
            None => text.clone(),
        };
        let (old, new) = (old.map(until), new.map(until));
        fields.push(FieldChange::new("grant", old.as_deref(), new.as_deref()));
    }
    Ok(())
}

/// Until when a role on a scope is held, if it is: of several rows the last end.
pub(super) fn end(grants: &[Direct], key: (i64, i64)) -> Option<Option<i64>> {
    let mut found: Option<Option<i64>> = None;
    for grant in grants.iter().filter(|g| (g.role, g.scope) == key) {
        found = Some(match (found, grant.expires) {
            (None, expires) => expires,
            (Some(Some(known)), Some(expires)) => Some(known.max(expires)),
            (Some(_), _) => None,
        });
    }
    found
}
