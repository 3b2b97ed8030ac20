//! Grants and groups from the words of versions.

use super::ORPHAN;
use crate::Result;
use crate::past::endless;
use crate::tables::{role, scope};
use muster_model::fold::fold_case;
use muster_model::{Scope, ScopeKind, UserstoreId};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// A grant's role, scope, and the group it is held through.
type Grant = (i64, i64, String);

/// What words mean in one userstore; each is looked up once.
pub(super) struct Words {
    store: UserstoreId,
    grants: HashMap<String, Option<Grant>>,
    groups: HashMap<String, i64>,
    /// The only dialect of a snapshot; none if there are several, or if grants
    /// are told group by group.
    origins: HashMap<i64, Option<String>>,
}

impl Words {
    pub fn new(store: UserstoreId) -> Self {
        Self { store, grants: HashMap::new(), groups: HashMap::new(), origins: HashMap::new() }
    }

    /// What a grant's words say; none if no role and scope fit them.
    fn grant(&mut self, conn: &Connection, words: &str) -> Result<Option<Grant>> {
        if let Some(known) = self.grants.get(words) {
            return Ok(known.clone());
        }
        let found = self.parse(conn, words)?;
        self.grants.insert(words.to_owned(), found.clone());
        Ok(found)
    }

    fn parse(&self, conn: &Connection, words: &str) -> Result<Option<Grant>> {
        for (at, _) in words.match_indices(" on ") {
            let Some(role) = role::by_name(conn, self.store, &words[..at])? else { continue };
            let rest = &words[at + 4..];
            let word = rest.split(' ').next().unwrap_or_default();
            let Some(kind) = ScopeKind::ALL.iter().copied().find(|kind| kind.word() == word) else { continue };
            let rest = rest[word.len()..].strip_prefix(' ').unwrap_or_default();
            // A path may hold the words that stand before a group.
            let mut ways = vec![(rest, "")];
            if let Some(through) = rest.strip_prefix("through ") {
                ways.push(("", through));
            }
            ways.extend(rest.match_indices(" through ").map(|(at, word)| (&rest[..at], &rest[at + word.len()..])));
            for (path, through) in ways {
                let told = Scope { kind, path: path.to_owned() };
                if let Some(scope) = scope::find(conn, self.store, &told)? {
                    return Ok(Some((role.id.0, scope, through.to_owned())));
                }
            }
        }
        Ok(None)
    }

    /// Gives a user a grant it held.
    pub fn give(&mut self, conn: &Connection, user: i64, words: &str, snapshot: Option<i64>) -> Result<()> {
        let Some((role, scope, through)) = self.grant(conn, endless(words))? else { return Ok(()) };
        let origin = self.origin(conn, snapshot)?;
        conn.prepare_cached(
            "INSERT OR IGNORE INTO user_grant (user_id, role_id, scope_id, through, origin, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((user, role, scope, through, origin, until(words)))?;
        Ok(())
    }

    /// Takes a grant away that a user did not hold yet: of several tellers that
    /// of the snapshot, if it is known.
    pub fn take(&mut self, conn: &Connection, user: i64, words: &str, snapshot: Option<i64>) -> Result<()> {
        let Some((role, scope, through)) = self.grant(conn, endless(words))? else { return Ok(()) };
        let origin = self.origin(conn, snapshot)?;
        let found: Option<String> = conn
            .prepare_cached(
                "SELECT origin FROM user_grant WHERE user_id = ?1 AND role_id = ?2 AND scope_id = ?3 AND through = ?4
                 ORDER BY origin <> ?5 LIMIT 1",
            )?
            .query_row((user, role, scope, &through, origin), |row| row.get(0))
            .optional()?;
        let Some(origin) = found else { return Ok(()) };
        conn.prepare_cached(
            "DELETE FROM user_grant
             WHERE user_id = ?1 AND role_id = ?2 AND scope_id = ?3 AND through = ?4 AND origin = ?5",
        )?
        .execute((user, role, scope, through, origin))?;
        Ok(())
    }

    /// Lets a grant end as it did before.
    pub fn end(&mut self, conn: &Connection, user: i64, words: &str) -> Result<()> {
        let Some((role, scope, through)) = self.grant(conn, endless(words))? else { return Ok(()) };
        conn.prepare_cached(
            "UPDATE user_grant SET expires_at = ?5
             WHERE user_id = ?1 AND role_id = ?2 AND scope_id = ?3 AND through = ?4",
        )?
        .execute((user, role, scope, through, until(words)))?;
        Ok(())
    }

    fn origin(&mut self, conn: &Connection, snapshot: Option<i64>) -> Result<String> {
        let Some(snapshot) = snapshot else { return Ok(crate::changes::MUSTER.to_owned()) };
        if let Some(known) = self.origins.get(&snapshot) {
            return Ok(known.clone().unwrap_or_else(|| ORPHAN.to_owned()));
        }
        let format: Option<String> = conn
            .prepare_cached("SELECT format FROM snapshot WHERE id = ?1")?
            .query_row([snapshot], |row| row.get(0))
            .optional()?;
        let one = format.filter(|format| !format.contains('+') && !format.ends_with("-members"));
        self.origins.insert(snapshot, one.clone());
        Ok(one.unwrap_or_else(|| ORPHAN.to_owned()))
    }

    /// The key of a group by its path, added if there is none by that name.
    pub fn group(&mut self, conn: &Connection, path: &str) -> Result<i64> {
        if let Some(known) = self.groups.get(path) {
            return Ok(*known);
        }
        let key = fold_case(path);
        let found: Option<i64> = conn
            .prepare_cached(
                "SELECT id FROM user_group WHERE userstore_id = ?1 AND path_key = ?2
                 ORDER BY gone_since IS NOT NULL, id LIMIT 1",
            )?
            .query_row((self.store.0, &key), |row| row.get(0))
            .optional()?;
        let id = match found {
            Some(id) => id,
            None => {
                conn.prepare_cached("INSERT INTO user_group (userstore_id, path, path_key) VALUES (?1, ?2, ?3)")?
                    .execute((self.store.0, path, key))?;
                conn.last_insert_rowid()
            }
        };
        self.groups.insert(path.to_owned(), id);
        Ok(id)
    }
}

/// Until when, if a grant's words say so.
fn until(words: &str) -> Option<i64> {
    let (_, end) = words.rsplit_once(" until ")?;
    chrono::DateTime::parse_from_rfc3339(end).ok().map(|at| at.timestamp())
}
