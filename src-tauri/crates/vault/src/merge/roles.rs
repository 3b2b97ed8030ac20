//! What is learnt about roles.
//!
//! Dialects know more or less about a role: a permissions export only its
//! name, a realm export its permissions too. What one says is kept when
//! another is silent; of two who contradict each other within one snapshot the
//! first is believed, except that one word for *privileged* is enough, so that
//! nobody with power is overlooked. A role stops being privileged when a
//! snapshot defines it and nothing in that snapshot calls it privileged.
//!
//! A role that includes a privileged one makes its holders privileged too; a
//! custom role includes its base.

use crate::Result;
use crate::tables::{role, role_include};
use muster_model::fold::fold_case;
use muster_model::grant::gitlab_role;
use muster_model::import::Outcome;
use muster_model::{Role, RoleId, UserstoreId};
use rusqlite::Connection;
use std::collections::{BTreeSet, HashMap};

/// What this snapshot said of a role.
#[derive(Debug, Default)]
struct Heard {
    level: bool,
    base: bool,
    permissions: bool,
    privileged: bool,
    defined: bool,
}

/// The roles of one userstore.
#[derive(Debug)]
pub(crate) struct Roles {
    userstore: UserstoreId,
    by_key: HashMap<String, i64>,
    by_id: HashMap<i64, Role>,
    heard: HashMap<i64, Heard>,
    /// Roles whose base was told.
    based: BTreeSet<i64>,
    /// Roles that include a privileged one, or are one, when they were last
    /// looked at.
    powers: BTreeSet<i64>,
    /// Roles known before this snapshot that it changed.
    pub(crate) changed: BTreeSet<i64>,
    /// Whether any were known before.
    pub(crate) any_before: bool,
}

impl Roles {
    pub(crate) fn load(conn: &Connection, userstore: UserstoreId) -> Result<Self> {
        let (mut by_key, mut by_id) = (HashMap::new(), HashMap::new());
        for row in role::list(conn)?.into_iter().filter(|row| row.userstore == userstore) {
            by_key.insert(fold_case(&row.role.name), row.id.0);
            by_id.insert(row.id.0, row.role);
        }
        let any_before = !by_id.is_empty();
        let powers = powers(conn)?;
        Ok(Self {
            userstore,
            by_key,
            by_id,
            heard: HashMap::new(),
            based: BTreeSet::new(),
            powers,
            changed: BTreeSet::new(),
            any_before,
        })
    }

    /// Whether holding a role is holding a privileged one.
    pub(crate) fn is_privileged(&self, id: i64) -> bool {
        self.powers.contains(&id) || self.get(id).is_some_and(|role| role.privileged)
    }

    pub(crate) fn get(&self, id: i64) -> Option<&Role> {
        self.by_id.get(&id)
    }

    /// The key of a role by its name, whatever its case.
    pub(crate) fn named(&self, name: &str) -> Option<i64> {
        self.by_key.get(&fold_case(name.trim())).copied()
    }

    /// The key of a role someone holds, added or learnt about.
    pub(crate) fn held(&mut self, conn: &Connection, told: &Role) -> Result<i64> {
        Ok(self.learn(conn, told, false)?.0)
    }

    /// Takes a role's definition.
    pub(crate) fn define(&mut self, conn: &Connection, told: &Role) -> Result<Outcome> {
        Ok(self.learn(conn, told, true)?.1)
    }

    fn learn(&mut self, conn: &Connection, told: &Role, defined: bool) -> Result<(i64, Outcome)> {
        let key = fold_case(&told.name);
        let (id, outcome) = match self.by_key.get(&key) {
            Some(&id) => (id, Outcome::Unchanged),
            None => {
                let told = Role { name: told.name.trim().to_owned(), ..told.clone() };
                let id = role::add(conn, self.userstore, &told)?.0;
                self.by_key.insert(key, id);
                self.by_id.insert(id, told);
                (id, Outcome::Created)
            }
        };
        let heard = self.heard.entry(id).or_default();
        let Some(known) = self.by_id.get_mut(&id) else { return Ok((id, outcome)) };
        let mut now = known.clone();
        if told.level.is_some() && !std::mem::replace(&mut heard.level, true) {
            now.level = told.level;
        }
        if told.base.is_some() && !std::mem::replace(&mut heard.base, true) {
            now.base.clone_from(&told.base);
            self.based.insert(id);
        }
        if !told.permissions.is_empty() && !std::mem::replace(&mut heard.permissions, true) {
            now.permissions.clone_from(&told.permissions);
        }
        now.privileged |= told.privileged;
        heard.privileged |= told.privileged;
        heard.defined |= defined;
        if now == *known {
            return Ok((id, outcome));
        }
        role::set(conn, RoleId(id), &now)?;
        *known = now;
        self.changed.insert(id);
        Ok((id, if outcome == Outcome::Created { outcome } else { Outcome::Changed }))
    }

    /// The role with this access level, added under GitLab's name for it; none
    /// for no access and for a level GitLab has no name for and nobody told.
    /// Nothing is learnt about a role that is known: others may hold it.
    pub(crate) fn of_level(&mut self, conn: &Connection, level: u8) -> Result<Option<i64>> {
        if level == 0 {
            return Ok(None);
        }
        // GitLab's own name first: custom roles share the level of their base.
        let name = gitlab_role(level);
        let named = name.and_then(|name| self.by_key.get(&fold_case(name))).copied();
        if let Some(id) = named
            && self.by_id.get(&id).is_some_and(|r| r.level.is_none_or(|known| known == level))
        {
            return Ok(Some(id));
        }
        let same_level = self.by_id.iter().filter(|(_, r)| r.level == Some(level)).map(|(id, _)| *id).min();
        match (same_level, name) {
            (None, Some(name)) if named.is_none() => {
                self.held(conn, &Role { level: Some(level), ..Role::named(name) }).map(Some)
            }
            _ => Ok(same_level),
        }
    }

    /// Ends the snapshot: roles that it defined and nobody called privileged
    /// are so no longer.
    pub(crate) fn settle(&mut self, conn: &Connection) -> Result<()> {
        for (&id, heard) in &self.heard {
            if let Some(known) = self.by_id.get_mut(&id)
                && heard.defined
                && !heard.privileged
                && known.privileged
            {
                known.privileged = false;
                role::set(conn, RoleId(id), known)?;
                self.changed.insert(id);
            }
        }
        self.settle_bases(conn)?;
        let powers = powers(conn)?;
        self.changed.extend(powers.symmetric_difference(&self.powers).filter(|id| self.by_id.contains_key(id)));
        self.powers = powers;
        Ok(())
    }

    /// Makes each custom role include the role it is based on, if that is
    /// known, in place of the one it was based on before.
    fn settle_bases(&mut self, conn: &Connection) -> Result<()> {
        for id in std::mem::take(&mut self.based) {
            let base = self.by_id.get(&id).and_then(|role| self.by_key.get(&fold_case(role.base.as_deref()?)));
            let base = base.copied().map(RoleId).filter(|base| base.0 != id);
            // A source tells of no other inclusions.
            role_include::set(conn, RoleId(id), base.as_slice())?;
        }
        Ok(())
    }
}

/// Roles that are privileged or include one that is.
pub(crate) fn powers(conn: &Connection) -> Result<BTreeSet<i64>> {
    let mut statement = conn.prepare_cached(
        "WITH RECURSIVE power (id) AS (
            SELECT id FROM role WHERE privileged
            UNION SELECT i.role_id FROM power JOIN role_include i ON i.included_id = power.id)
         SELECT id FROM power",
    )?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
