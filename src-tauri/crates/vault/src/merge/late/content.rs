//! All that is known of a user, without the keys of anything else, so that it
//! outlives the savepoint it was read in.

use crate::Result;
use crate::merge::row::UserRow;
use crate::merge::seen::SeenRow;
use crate::tables::avatar::{self, Avatar};
use crate::tables::{profile, role, scope, seen};
use muster_model::fold::fold_case;
use muster_model::{Facts, Profile, Role, RoleId, Scope, UserId, UserstoreId};
use rusqlite::{Connection, OptionalExtension, Params, Row};

#[derive(Debug, Clone)]
struct Grant {
    role: Role,
    scope: Scope,
    through: String,
    origin: String,
    since: Option<i64>,
    expires: Option<i64>,
}

/// A group by its names.
#[derive(Debug, Clone)]
pub(super) struct Group {
    source_id: Option<String>,
    path: String,
    display_name: Option<String>,
    description: Option<String>,
}

/// A user with everything a source tells of it.
#[derive(Debug, Clone)]
pub(super) struct Content {
    pub row: UserRow,
    top_role: Option<Role>,
    top_scope: Option<Scope>,
    /// The name of the field a sign of life came from.
    seen_source: Option<String>,
    profile: Profile,
    avatar: Option<Avatar>,
    grants: Vec<Grant>,
    groups: Vec<Group>,
}

impl Content {
    pub fn read(conn: &Connection, id: i64) -> Result<Option<Self>> {
        let Some(row) = UserRow::fetch(conn, id)? else { return Ok(None) };
        let user = UserId(id);
        let seen_source = match row.seen.and_then(|seen| seen.source) {
            Some(source) => conn
                .prepare_cached("SELECT name FROM seen_source WHERE id = ?1")?
                .query_row([source], |row| row.get(0))
                .optional()?,
            None => None,
        };
        Ok(Some(Self {
            top_role: row.top_role.map(|id| role::by_id(conn, RoleId(id)).map(|r| r.role)).transpose()?,
            top_scope: row.top_scope.map(|id| scope::by_id(conn, id)).transpose()?,
            seen_source,
            profile: profile::of_user(conn, user)?,
            avatar: if row.facts.has(Facts::AVATAR) { avatar::get(conn, user)? } else { None },
            grants: grants(conn, id)?,
            groups: groups(conn, id)?,
            row,
        }))
    }

    /// Adds the user; `gone` is since when it is gone.
    pub fn insert(&self, conn: &Connection, store: UserstoreId, first: i64, gone: Option<i64>) -> Result<i64> {
        let mut row = self.row_in(conn, store)?;
        row.gone_since = gone;
        let id = row.insert(conn, store.0, Some(first))?;
        if let Some(seen) = self.row.seen {
            let source = self.seen_source.as_deref().map(|name| seen::source(conn, name)).transpose()?;
            crate::merge::seen::write(conn, id, SeenRow { source, ..seen }, true)?;
        }
        self.write_beside(conn, store, id, gone)?;
        Ok(id)
    }

    /// Replaces what is known of a user. Signs of life and what is wanted of it
    /// stay, since they are newer.
    pub fn replace(&self, conn: &Connection, store: UserstoreId, now: &UserRow, gone: Option<i64>) -> Result<()> {
        let mut row = self.row_in(conn, store)?;
        row.id = now.id;
        row.gone_since = gone;
        row.facts = row.facts.with(Facts::PENDING, now.facts.has(Facts::PENDING));
        row.write_names(conn)?;
        row.write_plain(conn)?;
        conn.prepare_cached("DELETE FROM user_grant WHERE user_id = ?1")?.execute([now.id])?;
        conn.prepare_cached("DELETE FROM group_user WHERE user_id = ?1")?.execute([now.id])?;
        self.write_beside(conn, store, now.id, gone)
    }

    /// The row with today's keys of its roles and scopes.
    fn row_in(&self, conn: &Connection, store: UserstoreId) -> Result<UserRow> {
        let top_role = self.top_role.as_ref().map(|role| ensure_role(conn, store, role)).transpose()?;
        let top_scope = self.top_scope.as_ref().map(|told| scope::ensure(conn, store, told)).transpose()?;
        Ok(UserRow { top_role, top_scope, ..self.row.clone() })
    }

    fn write_beside(&self, conn: &Connection, store: UserstoreId, id: i64, gone: Option<i64>) -> Result<()> {
        profile::set(conn, UserId(id), &self.profile)?;
        if let Some(picture) = self.avatar.as_ref().filter(|picture| !picture.body.is_empty()) {
            avatar::set(conn, UserId(id), picture)?;
        }
        for grant in &self.grants {
            let role = ensure_role(conn, store, &grant.role)?;
            let scope = scope::ensure(conn, store, &grant.scope)?;
            let through = &grant.through;
            conn.prepare_cached(
                "INSERT OR IGNORE INTO user_grant (user_id, role_id, scope_id, through, origin, since, expires_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((id, role, scope, through, &grant.origin, grant.since, grant.expires))?;
        }
        for group in &self.groups {
            let key = group.ensure(conn, store, gone)?;
            conn.prepare_cached("INSERT OR IGNORE INTO group_user (group_id, user_id) VALUES (?1, ?2)")?
                .execute((key, id))?;
        }
        Ok(())
    }
}

impl Group {
    /// From its id, path, name and purpose.
    pub fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { source_id: row.get(0)?, path: row.get(1)?, display_name: row.get(2)?, description: row.get(3)? })
    }

    /// The group by its id, else by its path; one that is not known is gone
    /// when its member is.
    pub fn ensure(&self, conn: &Connection, store: UserstoreId, gone: Option<i64>) -> Result<i64> {
        let key = fold_case(&self.path);
        // One after the other, so that each is looked up: both in one statement
        // would look at every group.
        let by_id = match &self.source_id {
            Some(id) => first(
                conn,
                "SELECT id FROM user_group WHERE userstore_id = ?1 AND source_id = ?2
                 ORDER BY gone_since IS NOT NULL, id LIMIT 1",
                (store.0, id),
            )?,
            None => None,
        };
        let found = match by_id {
            Some(id) => Some(id),
            None => first(
                conn,
                "SELECT id FROM user_group WHERE userstore_id = ?1 AND path_key = ?2
                 ORDER BY source_id IS NOT ?3, gone_since IS NOT NULL, id LIMIT 1",
                (store.0, &key, &self.source_id),
            )?,
        };
        if let Some(id) = found {
            return Ok(id);
        }
        conn.prepare_cached(
            "INSERT INTO user_group (userstore_id, source_id, path, path_key, display_name, description, gone_since)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute((store.0, &self.source_id, &self.path, key, &self.display_name, &self.description, gone))?;
        Ok(conn.last_insert_rowid())
    }
}

fn first(conn: &Connection, sql: &str, values: impl Params) -> Result<Option<i64>> {
    Ok(conn.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?)
}

fn ensure_role(conn: &Connection, store: UserstoreId, told: &Role) -> Result<i64> {
    match role::by_name(conn, store, &told.name)? {
        Some(known) => Ok(known.id.0),
        None => Ok(role::add(conn, store, told)?.0),
    }
}

fn grants(conn: &Connection, user: i64) -> Result<Vec<Grant>> {
    let mut statement = conn.prepare_cached(
        "SELECT role_id, scope_id, through, origin, since, expires_at FROM user_grant WHERE user_id = ?1",
    )?;
    let mut rows = statement.query([user])?;
    let mut grants = Vec::new();
    while let Some(row) = rows.next()? {
        grants.push(Grant {
            role: role::by_id(conn, RoleId(row.get(0)?))?.role,
            scope: scope::by_id(conn, row.get(1)?)?,
            through: row.get(2)?,
            origin: row.get(3)?,
            since: row.get(4)?,
            expires: row.get(5)?,
        });
    }
    Ok(grants)
}

fn groups(conn: &Connection, user: i64) -> Result<Vec<Group>> {
    let mut statement = conn.prepare_cached(
        "SELECT g.source_id, g.path, g.display_name, g.description FROM group_user m
         JOIN user_group g ON g.id = m.group_id WHERE m.user_id = ?1",
    )?;
    Ok(statement.query_map([user], Group::read)?.collect::<rusqlite::Result<_>>()?)
}
