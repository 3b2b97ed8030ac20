//! What the users of a change share: their userstores, and the roles, scopes
//! and groups that are named or held. Each is looked up once.

use crate::merge::derive::Derived;
use crate::merge::roles::Roles;
use crate::tables::grant::{Held, any_through_groups};
use crate::tables::version::FieldChange;
use crate::tables::{attribute_definition, scope, userstore};
use crate::{Error, Result};
use muster_model::attribute::Definition;
use muster_model::fold::fold_case;
use muster_model::{Authority, Role, Scope, Userstore, UserstoreId};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

use super::sheet::{Sheet, told_through};

/// Scopes and groups kept in memory; beyond it they are looked up again.
const MOST_KEPT: usize = 100_000;

struct Store {
    userstore: Userstore,
    roles: Roles,
    definitions: Vec<Definition>,
    /// Scopes that were asked for by name.
    scopes: HashMap<Scope, i64>,
    /// Groups that were asked for by path; none for one that is not there.
    groups: HashMap<String, Option<i64>>,
}

/// What all users of a change share.
pub(crate) struct Ground<'c> {
    pub(super) conn: &'c Connection,
    stores: HashMap<i64, Store>,
    scopes: HashMap<i64, Scope>,
    paths: HashMap<i64, String>,
    given: HashMap<i64, Vec<Held>>,
    /// Whether any group gives a role.
    pub(super) through_groups: bool,
    /// Whether scopes that are not there yet may be made.
    may_write: bool,
    /// Scopes made, or, where nothing may be written, numbered below zero.
    pub(super) made: Vec<i64>,
}

impl<'c> Ground<'c> {
    /// Nothing is looked up yet. Only with `may_write` are missing scopes made.
    pub(crate) fn new(conn: &'c Connection, may_write: bool) -> Result<Self> {
        // As many statements as a change of everything needs stay prepared.
        conn.set_prepared_statement_cache_capacity(128);
        Ok(Self {
            conn,
            stores: HashMap::new(),
            scopes: HashMap::new(),
            paths: HashMap::new(),
            given: HashMap::new(),
            through_groups: any_through_groups(conn)?,
            may_write,
            made: Vec::new(),
        })
    }

    fn store(&mut self, id: i64) -> Result<&mut Store> {
        match self.stores.entry(id) {
            std::collections::hash_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::hash_map::Entry::Vacant(new) => {
                let id = UserstoreId(id);
                Ok(new.insert(Store {
                    userstore: userstore::by_id(self.conn, id)?,
                    roles: Roles::load(self.conn, id)?,
                    definitions: attribute_definition::list(self.conn, id)?,
                    scopes: HashMap::new(),
                    groups: HashMap::new(),
                }))
            }
        }
    }

    /// A userstore.
    pub(crate) fn userstore(&mut self, id: i64) -> Result<&Userstore> {
        Ok(&self.store(id)?.userstore)
    }

    /// Whether a userstore is edited here.
    pub(crate) fn is_local(&mut self, id: i64) -> Result<bool> {
        Ok(self.userstore(id)?.authority == Authority::Local)
    }

    /// The key of a userstore's role, by name.
    pub(super) fn role(&mut self, store: i64, name: &str) -> Result<Option<i64>> {
        Ok(self.store(store)?.roles.named(name))
    }

    /// A role by its key.
    pub(super) fn role_of(&mut self, store: i64, id: i64) -> Result<Option<&Role>> {
        Ok(self.store(store)?.roles.get(id))
    }

    /// What was defined for an attribute.
    pub(super) fn definition(&mut self, store: i64, name: &str) -> Result<Definition> {
        let known = self.store(store)?.definitions.iter().find(|d| d.name == name).cloned();
        Ok(known.unwrap_or_else(|| Definition::unsaid(name)))
    }

    /// The key of a scope, if it was ever spoken of.
    pub(super) fn known_scope(&mut self, store: i64, wanted: &Scope) -> Result<Option<i64>> {
        if let Some(id) = self.store(store)?.scopes.get(wanted) {
            return Ok(Some(*id));
        }
        let found = scope::find(self.conn, UserstoreId(store), wanted)?;
        if let Some(id) = found {
            self.store(store)?.scopes.insert(wanted.clone(), id);
        }
        Ok(found)
    }

    /// The key of a scope; one that is not there is made, or numbered below
    /// zero where nothing may be written.
    pub(super) fn scope(&mut self, store: i64, wanted: &Scope) -> Result<i64> {
        if let Some(id) = self.known_scope(store, wanted)? {
            return Ok(id);
        }
        let id = if self.may_write {
            scope::ensure(self.conn, UserstoreId(store), wanted)?
        } else {
            -1 - i64::try_from(self.made.len()).unwrap_or_default()
        };
        self.made.push(id);
        self.scopes.insert(id, wanted.clone());
        self.store(store)?.scopes.insert(wanted.clone(), id);
        Ok(id)
    }

    /// A scope by its key.
    pub(super) fn scope_of(&mut self, id: i64) -> Result<&Scope> {
        if self.scopes.len() > MOST_KEPT {
            // Those that were made exist nowhere else yet.
            self.scopes.retain(|id, _| *id < 0);
        }
        match self.scopes.entry(id) {
            std::collections::hash_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::hash_map::Entry::Vacant(new) => Ok(new.insert(scope::by_id(self.conn, id)?)),
        }
    }

    /// The key of a group that is there, by path.
    pub(super) fn group(&mut self, store: i64, path: &str) -> Result<Option<i64>> {
        let key = fold_case(path.trim());
        if let Some(known) = self.store(store)?.groups.get(&key) {
            return Ok(*known);
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM user_group WHERE userstore_id = ?1 AND path_key = ?2 AND gone_since IS NULL ORDER BY id",
        )?;
        let found = statement.query_row((store, &key), |row| row.get(0)).optional()?;
        self.store(store)?.groups.insert(key, found);
        Ok(found)
    }

    /// The path of a group.
    pub(super) fn path(&mut self, group: i64) -> Result<&str> {
        if self.paths.len() > MOST_KEPT {
            self.paths.clear();
        }
        match self.paths.entry(group) {
            std::collections::hash_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::hash_map::Entry::Vacant(new) => {
                let mut statement = self.conn.prepare_cached("SELECT path FROM user_group WHERE id = ?1")?;
                let path: Option<String> = statement.query_row([group], |row| row.get(0)).optional()?;
                Ok(new.insert(path.unwrap_or_else(|| group.to_string())))
            }
        }
    }

    /// What a group gives those in it, itself or through the groups it is in.
    pub(super) fn given_by(&mut self, group: i64) -> Result<&[Held]> {
        if !self.given.contains_key(&group) {
            if self.given.len() > MOST_KEPT {
                self.given.clear();
            }
            let mut statement = self.conn.prepare_cached(
                "WITH RECURSIVE above (id) AS (
                    SELECT id FROM user_group WHERE id = ?1 AND gone_since IS NULL
                    UNION
                    SELECT m.group_id FROM group_group m JOIN above ON m.member_id = above.id
                    JOIN user_group g ON g.id = m.group_id WHERE g.gone_since IS NULL)
                 SELECT g.role_id, g.scope_id, s.kind FROM above JOIN group_grant g ON g.group_id = above.id
                 JOIN scope s ON s.id = g.scope_id",
            )?;
            let mut rows = statement.query([group])?;
            let mut given = Vec::new();
            while let Some(row) = rows.next()? {
                given.push(Held { role: row.get(0)?, scope: row.get(1)?, kind: scope::kind(row.get(2)?)? });
            }
            self.given.insert(group, given);
        }
        Ok(self.given.get(&group).map(Vec::as_slice).unwrap_or_default())
    }

    /// Everything a user holds by whatever way, as its sheet has it. Its
    /// grants and groups must have been read.
    pub(super) fn held(&mut self, sheet: &Sheet) -> Result<Vec<Held>> {
        let mut held = Vec::with_capacity(sheet.grants.len());
        for grant in &sheet.grants {
            held.push(Held { role: grant.role, scope: grant.scope, kind: self.scope_of(grant.scope)?.kind });
        }
        let told = told_through(self.conn, sheet.id())?;
        held.extend(told.into_iter().map(|(role, scope, kind, _)| Held { role, scope, kind }));
        if self.through_groups {
            for group in &sheet.groups {
                held.extend_from_slice(self.given_by(*group)?);
            }
        }
        Ok(held)
    }

    /// Puts what follows from everything a user holds into its row; answers
    /// what differs.
    pub(super) fn derive(&mut self, sheet: &mut Sheet) -> Result<Vec<FieldChange>> {
        let held = self.held(sheet)?;
        let conn = self.conn;
        let roles = &mut self.store(sheet.store())?.roles;
        let before = Derived::of(&sheet.row);
        let after = Derived::from_held(conn, roles, sheet.row.facts, &held, sheet.row.told_level)?;
        after.put(&mut sheet.row);
        Ok(before.differences(after, roles))
    }

    /// A grant in words: `Developer on group acme/web`.
    pub(super) fn grant_text(&mut self, store: i64, role: i64, scope: i64) -> Result<String> {
        let role = self.role_of(store, role)?.map_or_else(|| "?".to_owned(), |role| role.name.clone());
        let scope = self.scope_of(scope)?;
        let blank = if scope.path.is_empty() { "" } else { " " };
        Ok(format!("{role} on {}{blank}{}", scope.kind, scope.path))
    }

    /// Whether a role on a scope makes its holder an owner there: GitLab's
    /// Owner, or whatever is privileged on a group or project.
    pub(super) fn is_ownership(&mut self, store: i64, held: &Held) -> Result<bool> {
        let owner = |role: &Role| role.is_owner();
        Ok(held.kind.is_membership() && self.role_of(store, held.role)?.is_some_and(owner))
    }

    /// The full name of a user.
    pub(super) fn full_name(&mut self, sheet: &Sheet) -> Result<String> {
        Ok(format!("{}/{}", self.userstore(sheet.store())?.domain, sheet.row.username))
    }

    /// Takes away scopes that were made and are not needed after all.
    pub(crate) fn unmake(conn: &Connection, scopes: &[i64]) -> Result<()> {
        for id in scopes {
            match conn.prepare_cached("DELETE FROM scope WHERE id = ?1")?.execute([id]) {
                Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {}
                other => drop(other.map_err(Error::from)?),
            }
        }
        Ok(())
    }
}
