//! Taking a userstore back to a moment.
//!
//! Only users of whom something changed since are touched: whoever was not
//! known yet is put aside, the others are put as their versions say. Roles,
//! groups and who they are have no versions and stay as they are; so do signs
//! of life, which are looked up when one is told.

use super::words::Words;
use crate::Result;
use crate::merge::idset::IdSet;
use crate::merge::row::UserRow;
use crate::tables::profile;
use crate::tables::version::{self, FieldChange, Stored};
use muster_model::profile::ProfileValue;
use muster_model::{Facts, Profile, ProfileField, UserId, UserstoreId};
use rusqlite::Connection;

/// What taking a userstore back came to.
pub(super) struct Rewound {
    /// Who was not known by then.
    pub hidden: IdSet,
    /// A userstore that is there for the time being, with those users.
    pub aside: UserstoreId,
    /// Who is gone today.
    pub gone_now: IdSet,
}

/// Takes a userstore back.
pub(super) fn rewind(conn: &Connection, store: UserstoreId, at: i64) -> Result<Rewound> {
    let gone_now = set(conn, "SELECT id FROM user WHERE userstore_id = ?1 AND gone_since IS NOT NULL", [store.0])?;
    let mut hidden = set(
        conn,
        "SELECT u.id FROM snapshot s JOIN user u ON u.first_snapshot = s.id WHERE s.userstore_id = ?1 AND s.taken_at > ?2",
        [store.0, at],
    )?;
    let moved = set(
        conn,
        "SELECT v.user_id FROM snapshot s JOIN user_version v ON v.snapshot_id = s.id
         WHERE s.userstore_id = ?1 AND s.taken_at > ?2
         UNION SELECT v.user_id FROM change c JOIN user_version v ON v.change_id = c.id JOIN user u ON u.id = v.user_id
         WHERE v.at > ?2 AND u.userstore_id = ?1",
        [store.0, at],
    )?;
    let mut words = Words::new(store);
    for user in moved.iter().filter(|user| !hidden.contains(*user)).collect::<Vec<_>>() {
        let versions = version::after(conn, user, at)?;
        if versions.iter().any(|version| version.action == "created") {
            hidden.insert(user);
        } else {
            put_back(conn, &mut words, user, &versions, at)?;
        }
    }
    conn.execute("INSERT INTO userstore (domain, domain_key, kind, created_at) VALUES ('', '', 0, 0)", [])?;
    let aside = UserstoreId(conn.last_insert_rowid());
    // Gone, so that nothing is taken away from them.
    let mut put_aside =
        conn.prepare_cached("UPDATE user SET userstore_id = ?2, gone_since = coalesce(gone_since, ?3) WHERE id = ?1")?;
    for user in hidden.iter() {
        put_aside.execute((user, aside.0, at))?;
    }
    Ok(Rewound { hidden, aside, gone_now })
}

fn set<const N: usize>(conn: &Connection, sql: &str, values: [i64; N]) -> Result<IdSet> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(values))?;
    let mut ids = IdSet::default();
    while let Some(row) = rows.next()? {
        ids.insert(row.get(0)?);
    }
    Ok(ids)
}

fn put_back(conn: &Connection, words: &mut Words, user: i64, versions: &[Stored], at: i64) -> Result<()> {
    let Some(mut row) = UserRow::fetch(conn, user)? else { return Ok(()) };
    let id = UserId(user);
    let before = profile::of_user(conn, id)?;
    let mut shown = before.clone();
    for version in versions.iter().rev() {
        match version.action.as_str() {
            "gone" => row.gone_since = None,
            "returned" => row.gone_since = Some(at),
            _ => {}
        }
        for field in version.fields.iter().rev() {
            match field.name.as_str() {
                "grant" => grant(conn, words, user, field, version.snapshot)?,
                "group" => group(conn, words, user, field)?,
                "highest_role" => row.top_role = role_called(conn, row.store, field.before.as_deref())?,
                "avatar" => picture(conn, &mut row, field.before.as_deref())?,
                name => set_own(&mut row, name, field.before.as_deref())
                    .or_else(|| set_shown(&mut shown, name, field.before.as_deref()))
                    .unwrap_or_default(),
            }
        }
    }
    row.write_names(conn)?;
    row.write_plain(conn)?;
    if shown != before {
        profile::set(conn, id, &shown)?;
    }
    Ok(())
}

fn grant(conn: &Connection, words: &mut Words, user: i64, field: &FieldChange, snapshot: Option<i64>) -> Result<()> {
    match (&field.before, &field.after) {
        (Some(was), Some(_)) => words.end(conn, user, was),
        (Some(went), None) => words.give(conn, user, went, snapshot),
        (None, Some(came)) => words.take(conn, user, came, snapshot),
        (None, None) => Ok(()),
    }
}

fn group(conn: &Connection, words: &mut Words, user: i64, field: &FieldChange) -> Result<()> {
    if let Some(came) = &field.after {
        let group = words.group(conn, came)?;
        conn.prepare_cached("DELETE FROM group_user WHERE group_id = ?1 AND user_id = ?2")?.execute((group, user))?;
    }
    if let Some(went) = &field.before {
        let group = words.group(conn, went)?;
        conn.prepare_cached("INSERT OR IGNORE INTO group_user (group_id, user_id) VALUES (?1, ?2)")?
            .execute((group, user))?;
    }
    Ok(())
}

fn role_called(conn: &Connection, store: i64, name: Option<&str>) -> Result<Option<i64>> {
    let Some(name) = name else { return Ok(None) };
    Ok(crate::tables::role::by_name(conn, UserstoreId(store), name)?.map(|role| role.id.0))
}

/// The picture itself is not kept; that it was another one is.
fn picture(conn: &Connection, row: &mut UserRow, digest: Option<&str>) -> Result<()> {
    row.facts = row.facts.with(Facts::AVATAR, digest.is_some());
    match digest {
        Some(digest) => conn
            .prepare_cached(
                "INSERT INTO user_avatar (user_id, digest, mime, body) VALUES (?1, ?2, '', x'')
                 ON CONFLICT (user_id) DO UPDATE SET digest = ?2",
            )?
            .execute((row.id, digest))?,
        None => conn.prepare_cached("DELETE FROM user_avatar WHERE user_id = ?1")?.execute([row.id])?,
    };
    Ok(())
}

/// Puts a field of the user's own row back; none if it is no field of it.
fn set_own(row: &mut UserRow, name: &str, to: Option<&str>) -> Option<()> {
    let owned = || to.map(str::to_owned);
    let time = || to.and_then(|at| chrono::DateTime::parse_from_rfc3339(at).ok()).map(|at| at.timestamp());
    let level = || to.and_then(|level| level.parse().ok());
    let yes = to == Some("yes");
    let facts = row.facts;
    match name {
        "username" => row.username = owned()?,
        "display_name" => row.display_name = owned()?,
        "email" => row.email = owned(),
        "state" => row.state = to?.parse().ok()?,
        "kind" => row.kind = to?.parse().ok()?,
        "source_id" => row.source_id = owned(),
        "reference" => row.reference = owned(),
        "created_at" => row.created_at = time(),
        "expires_at" => row.expires_at = time(),
        "highest_level" => row.told_level = level(),
        "level" => row.level = level(),
        "mfa" => row.facts = facts.with(Facts::MFA_KNOWN, to.is_some()).with(Facts::MFA, yes),
        "seat_flag" => row.facts = facts.with(Facts::SEAT_FLAG_KNOWN, to.is_some()).with(Facts::SEAT_FLAG, yes),
        "privileged" => row.facts = facts.with(Facts::PRIVILEGED, yes),
        "member" => row.facts = facts.with(Facts::MEMBER, yes),
        "elevated_guest" => row.facts = facts.with(Facts::ELEVATED_GUEST, yes),
        "auditor" => row.facts = facts.with(Facts::AUDITOR, yes),
        _ => return None,
    }
    Some(())
}

/// Puts a field of the profile or an attribute back; what is Muster's own
/// (who answers for a service account, persons) no source speaks of.
fn set_shown(shown: &mut Profile, name: &str, to: Option<&str>) -> Option<()> {
    if let Some(name) = name.strip_prefix("attributes.") {
        match to {
            Some(text) => {
                drop(shown.attributes.insert(name.to_owned(), text.split("; ").map(str::to_owned).collect()));
            }
            None => drop(shown.attributes.remove(name)),
        }
        return Some(());
    }
    let word = name.strip_prefix("profile.")?;
    let Some(word) = word.strip_suffix(".visibility") else {
        shown.set(word.parse::<ProfileField>().ok()?, to);
        return Some(());
    };
    if let Some(ProfileValue { visibility, .. }) = shown.fields.get_mut(&word.parse::<ProfileField>().ok()?) {
        *visibility = to?.parse().ok()?;
    }
    Some(())
}
