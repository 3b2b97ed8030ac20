//! The state of a user as it is.

use super::Past;
use crate::Result;
use crate::merge::row::UserRow;
use crate::merge::user::{time_text, yes_or_no};
use crate::tables::{avatar, profile, scope, service_account};
use muster_model::{Facts, ServiceField, UserId};
use rusqlite::{Connection, OptionalExtension};

pub(super) fn state(conn: &Connection, user: UserId) -> Result<Option<Past>> {
    let Some(row) = UserRow::fetch(conn, user.0)? else { return Ok(None) };
    let mut past = Past { there: row.gone_since.is_none(), ..Past::empty() };
    if let Some(seen) = row.seen {
        (past.seen, past.seen_at) = (seen.status, seen.at);
    }
    own(&mut past, &row);
    if let Some(role) = row.top_role {
        let name: Option<String> = conn
            .prepare_cached("SELECT name FROM role WHERE id = ?1")?
            .query_row([role], |row| row.get(0))
            .optional()?;
        past.set("highest_role", name.as_deref());
    }
    let shown = profile::of_user(conn, user)?;
    for (field, value) in &shown.fields {
        past.set(&format!("profile.{field}"), Some(&value.value));
        past.set(&format!("profile.{field}.visibility"), Some(value.visibility.word()));
    }
    for (name, values) in &shown.attributes {
        past.set(&format!("attributes.{name}"), Some(&values.join("; ")));
    }
    if row.facts.has(Facts::AVATAR) {
        past.set("avatar", avatar::digest(conn, user)?.as_deref());
    }
    if let Some(service) = service_account::get(conn, user)? {
        for &field in ServiceField::ALL {
            past.set(&format!("service.{field}"), service.get(field).as_deref());
        }
    }
    past.grants = grants(conn, user.0)?;
    past.groups = groups(conn, user.0)?;
    Ok(Some(past))
}

/// What stands in the user's own row.
fn own(past: &mut Past, row: &UserRow) {
    past.set("username", Some(&row.username));
    past.set("display_name", Some(&row.display_name));
    past.set("email", row.email.as_deref());
    past.set("state", Some(row.state.word()));
    past.set("kind", Some(row.kind.word()));
    past.set("source_id", row.source_id.as_deref());
    past.set("reference", row.reference.as_deref());
    past.set("created_at", time_text(row.created_at).as_deref());
    past.set("expires_at", time_text(row.expires_at).as_deref());
    for (name, level) in [("highest_level", row.told_level), ("level", row.level)] {
        past.set(name, level.map(|l| l.to_string()).as_deref());
    }
    let facts = row.facts;
    for (name, fact) in [
        ("privileged", Facts::PRIVILEGED),
        ("member", Facts::MEMBER),
        ("elevated_guest", Facts::ELEVATED_GUEST),
        ("auditor", Facts::AUDITOR),
    ] {
        past.set(name, Some(yes_or_no(facts.has(fact))));
    }
    for (name, known, fact) in
        [("mfa", Facts::MFA_KNOWN, Facts::MFA), ("seat_flag", Facts::SEAT_FLAG_KNOWN, Facts::SEAT_FLAG)]
    {
        past.set(name, facts.has(known).then(|| yes_or_no(facts.has(fact))));
    }
}

/// A grant in words: `Developer on group acme/web through acme/all`.
pub(crate) fn grant_words(role: &str, scope: &muster_model::Scope, through: &str) -> String {
    let mut text = format!("{role} on {}", scope.kind);
    for part in [(" ", scope.path.as_str()), (" through ", through)] {
        if !part.1.is_empty() {
            text.push_str(part.0);
            text.push_str(part.1);
        }
    }
    text
}

fn grants(conn: &Connection, user: i64) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT r.name, s.kind, s.path, g.through FROM user_grant g JOIN role r ON r.id = g.role_id
         JOIN scope s ON s.id = g.scope_id WHERE g.user_id = ?1",
    )?;
    let mut rows = statement.query([user])?;
    let mut words = Vec::new();
    while let Some(row) = rows.next()? {
        let scope = muster_model::Scope { kind: scope::kind(row.get(1)?)?, path: row.get(2)? };
        words.push(grant_words(&row.get::<_, String>(0)?, &scope, &row.get::<_, String>(3)?));
    }
    words.sort();
    Ok(words)
}

fn groups(conn: &Connection, user: i64) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT g.path FROM group_user m JOIN user_group g ON g.id = m.group_id WHERE m.user_id = ?1 ORDER BY g.path",
    )?;
    Ok(statement.query_map([user], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
