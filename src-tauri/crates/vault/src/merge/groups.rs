//! Groups: found by the source's id, else by path; an id decides alone.

use super::idset::IdSet;
use super::matching::said;
use super::writer::SnapshotWriter;
use crate::Result;
use muster_model::UserstoreId;
use muster_model::fold::fold_case;
use muster_model::import::{Outcome, Totals};
use muster_model::record::{Extent, GrantRecord, GroupName, GroupRecord, Listed, MemberName};
use rusqlite::Connection;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, Hash, RandomState};

/// Why a group record is not taken.
pub(super) const NAMELESS: &str = "a group with neither a name nor an id: give it one, or leave it out";

/// A 64-bit hash that stands for a fact of this snapshot.
pub(super) fn hash_of(hasher: &RandomState, fact: impl Hash) -> u64 {
    hasher.hash_one(fact)
}

#[derive(Debug, Clone)]
struct GroupNow {
    source_id: Option<String>,
    path: String,
    display_name: Option<String>,
    description: Option<String>,
    gone: bool,
}

/// The groups of one userstore, and what this snapshot says of them. Read when
/// the first group is spoken of.
#[derive(Debug)]
pub(super) struct Groups {
    userstore: UserstoreId,
    loaded: bool,
    rows: HashMap<i64, GroupNow>,
    by_source: HashMap<String, i64>,
    by_path: HashMap<String, Vec<i64>>,
    /// Groups this snapshot listed, and what became of each.
    seen: HashMap<i64, Outcome>,
    /// Groups a record described; the first is believed.
    described: HashSet<i64>,
    /// Groups that listed roles, and the roles.
    granted: HashSet<i64>,
    told_roles: HashSet<(i64, i64, i64)>,
    /// Groups that were gone and are listed again.
    returned: Vec<i64>,
    /// Whether a group's role was taken away.
    pub(super) grants_taken: bool,
    /// Groups that listed all their members.
    pub(super) whole: BTreeSet<i64>,
    /// Users that listed all their groups.
    pub(super) whole_users: IdSet,
    /// Hashes of the members told.
    pub(super) told: HashSet<u64>,
    pub(super) told_nested: HashSet<(i64, i64)>,
    /// Members nobody is known for yet.
    pub(super) pending: Vec<(i64, MemberName)>,
    pub(super) hasher: RandomState,
    gone: u64,
}

impl Groups {
    pub(super) fn new(userstore: UserstoreId) -> Self {
        Self {
            userstore,
            loaded: false,
            rows: HashMap::new(),
            by_source: HashMap::new(),
            by_path: HashMap::new(),
            seen: HashMap::new(),
            described: HashSet::new(),
            granted: HashSet::new(),
            told_roles: HashSet::new(),
            returned: Vec::new(),
            grants_taken: false,
            whole: BTreeSet::new(),
            whole_users: IdSet::default(),
            told: HashSet::new(),
            told_nested: HashSet::new(),
            pending: Vec::new(),
            hasher: RandomState::new(),
            gone: 0,
        }
    }

    pub(super) fn load(&mut self, conn: &Connection) -> Result<()> {
        if std::mem::replace(&mut self.loaded, true) {
            return Ok(());
        }
        let mut statement = conn.prepare_cached(
            "SELECT id, source_id, path, display_name, description, gone_since IS NOT NULL
             FROM user_group WHERE userstore_id = ?1 ORDER BY id",
        )?;
        let mut rows = statement.query([self.userstore.0])?;
        while let Some(row) = rows.next()? {
            let now = GroupNow {
                source_id: row.get(1)?,
                path: row.get(2)?,
                display_name: row.get(3)?,
                description: row.get(4)?,
                gone: row.get(5)?,
            };
            self.index(row.get(0)?, now);
        }
        Ok(())
    }

    fn index(&mut self, id: i64, now: GroupNow) {
        if let Some(source_id) = &now.source_id {
            self.by_source.insert(source_id.clone(), id);
        }
        let same_path = self.by_path.entry(fold_case(&now.path)).or_default();
        if !same_path.contains(&id) {
            same_path.push(id);
        }
        self.rows.insert(id, now);
    }

    pub(super) fn knows(&self, id: i64) -> bool {
        self.rows.contains_key(&id)
    }

    pub(super) fn path(&self, id: i64) -> String {
        self.rows.get(&id).map(|g| g.path.clone()).unwrap_or_default()
    }

    /// A group by its id, reference or path.
    pub(super) fn find(&self, text: &str) -> Option<i64> {
        self.by_source.get(text).copied().or_else(|| self.at_path(text, |_| true))
    }

    fn at_path(&self, path: &str, fits: impl Fn(&GroupNow) -> bool) -> Option<i64> {
        let key = fold_case(path);
        let same_path = self.by_path.get(&key)?;
        let fitting = same_path
            .iter()
            .copied()
            .filter(|id| self.rows.get(id).is_some_and(|g| fold_case(&g.path) == key && fits(g)));
        fitting.min_by_key(|id| (self.rows.get(id).is_some_and(|g| g.gone), *id))
    }

    /// Notes that a group is listed and what became of it; more than one
    /// record may speak of it.
    pub(super) fn saw(&mut self, id: i64, outcome: Outcome) {
        let before = self.seen.entry(id).or_insert(outcome);
        if *before == Outcome::Unchanged {
            *before = outcome;
        }
    }

    fn write(&self, conn: &Connection, id: i64) -> Result<()> {
        let Some(group) = self.rows.get(&id) else { return Ok(()) };
        let mut statement = conn.prepare_cached(
            "UPDATE user_group SET source_id = ?2, path = ?3, path_key = ?4, display_name = ?5, description = ?6,
                gone_since = NULL WHERE id = ?1",
        )?;
        let (name, about) = (&group.display_name, &group.description);
        statement.execute((id, &group.source_id, &group.path, fold_case(&group.path), name, about))?;
        Ok(())
    }

    /// The group with this name, added if it is missing; none if it has none.
    pub(super) fn ensure(&mut self, conn: &Connection, name: &GroupName) -> Result<Option<i64>> {
        self.load(conn)?;
        let source_id = said(name.id.as_ref());
        let Some(path) = said(Some(&name.path)).or(source_id) else { return Ok(None) };
        let by_id = source_id.and_then(|id| self.by_source.get(id).copied());
        let fits = |g: &GroupNow| source_id.is_none() || g.source_id.is_none();
        let Some(id) = by_id.or_else(|| self.at_path(path, fits)) else {
            let mut statement = conn.prepare_cached(
                "INSERT INTO user_group (userstore_id, source_id, path, path_key) VALUES (?1, ?2, ?3, ?4)",
            )?;
            statement.execute((self.userstore.0, source_id, path, fold_case(path)))?;
            let id = conn.last_insert_rowid();
            let source_id = source_id.map(str::to_owned);
            let now = GroupNow { source_id, path: path.to_owned(), display_name: None, description: None, gone: false };
            self.index(id, now);
            self.saw(id, Outcome::Created);
            return Ok(Some(id));
        };
        let Some(mut now) = self.rows.get(&id).cloned() else { return Ok(None) };
        let mut changed = std::mem::replace(&mut now.gone, false);
        if changed {
            self.returned.push(id);
        }
        if now.source_id.is_none() && source_id.is_some() {
            now.source_id = source_id.map(str::to_owned);
            changed = true;
        }
        // Of two paths in one snapshot the first is believed, and an id that
        // stands in for a path says nothing of it.
        if now.path != path && !self.seen.contains_key(&id) && said(Some(&name.path)).is_some() {
            path.clone_into(&mut now.path);
            changed = true;
        }
        if changed {
            self.index(id, now);
            self.write(conn, id)?;
        }
        self.saw(id, if changed { Outcome::Changed } else { Outcome::Unchanged });
        Ok(Some(id))
    }

    /// Takes a group's name and purpose; answers whether they differ.
    fn describe(&mut self, conn: &Connection, id: i64, record: &GroupRecord) -> Result<bool> {
        let first = self.described.insert(id);
        let Some(now) = self.rows.get_mut(&id) else { return Ok(false) };
        let mut changed = false;
        for (known, told) in
            [(&mut now.display_name, &record.display_name), (&mut now.description, &record.description)]
        {
            if let Some(told) = said(told.as_ref())
                && (first || known.is_none())
                && known.as_deref() != Some(told)
            {
                *known = Some(told.to_owned());
                changed = true;
            }
        }
        if changed {
            self.write(conn, id)?;
        }
        Ok(changed)
    }

    pub(super) fn totals(&self) -> Totals {
        let mut totals = Totals { gone: self.gone, ..Totals::default() };
        self.seen.values().for_each(|outcome| totals.count(*outcome));
        totals
    }
}

impl SnapshotWriter<'_> {
    pub(super) fn merge_group(&mut self, record: &GroupRecord) -> Result<Outcome> {
        self.groups.load(self.conn)?;
        let known = self.groups.rows.len();
        let Some(id) = self.groups.ensure(self.conn, &record.name)? else { return Ok(Outcome::Unchanged) };
        let created = self.groups.rows.len() > known;
        let mut changed = self.groups.describe(self.conn, id, record)?;
        if let Listed::Some(members) | Listed::All(members) = &record.members {
            if matches!(record.members, Listed::All(_)) {
                self.groups.whole.insert(id);
            }
            for member in members {
                match self.add_member(id, member)? {
                    Some(added) => changed |= added,
                    None => self.groups.pending.push((id, member.clone())),
                }
            }
        }
        changed |= self.merge_group_roles(id, &record.roles)?;
        if changed {
            self.groups.saw(id, Outcome::Changed);
        }
        Ok(match (created, changed || self.groups.seen.get(&id) == Some(&Outcome::Changed)) {
            (true, _) => Outcome::Created,
            (false, true) => Outcome::Changed,
            (false, false) => Outcome::Unchanged,
        })
    }

    /// Takes the roles a group lists in place of those it listed before. One
    /// that lists none says nothing, unless the files list everyone's grants.
    fn merge_group_roles(&mut self, group: i64, told: &[GrantRecord]) -> Result<bool> {
        if told.is_empty() {
            return Ok(false);
        }
        self.groups.granted.insert(group);
        let rows = self.grants.rows(self.conn, &mut self.roles, told)?;
        let mut changed = false;
        for row in rows {
            if !self.groups.told_roles.insert((group, row.role, row.scope)) {
                continue;
            }
            let added = self
                .conn
                .prepare_cached("INSERT OR IGNORE INTO group_grant (group_id, role_id, scope_id) VALUES (?1, ?2, ?3)")?
                .execute((group, row.role, row.scope))?;
            if added > 0 {
                self.grants.totals.created += 1;
                self.move_members(group)?;
                changed = true;
            } else {
                self.grants.totals.unchanged += 1;
            }
        }
        Ok(changed | self.take_group_roles(group)?)
    }

    /// Takes away the roles of a group that this snapshot did not tell.
    fn take_group_roles(&mut self, group: i64) -> Result<bool> {
        let mut statement =
            self.conn.prepare_cached("SELECT role_id, scope_id FROM group_grant WHERE group_id = ?1")?;
        let held: Vec<(i64, i64)> =
            statement.query_map([group], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        drop(statement);
        let mut taken = false;
        for (role, scope) in held.into_iter().filter(|(r, s)| !self.groups.told_roles.contains(&(group, *r, *s))) {
            self.conn
                .prepare_cached("DELETE FROM group_grant WHERE group_id = ?1 AND role_id = ?2 AND scope_id = ?3")?
                .execute((group, role, scope))?;
            self.grants.totals.gone += 1;
            taken = true;
        }
        if taken {
            self.groups.grants_taken = true;
            self.move_members(group)?;
        }
        Ok(taken)
    }

    /// At the end: roles of groups that told none, if everyone's were listed;
    /// and groups that are gone.
    pub(super) fn end_groups(&mut self, groups: Extent, grants: Extent) -> Result<()> {
        if grants == Extent::Whole {
            let silent: Vec<i64> = self.groups.described.difference(&self.groups.granted).copied().collect();
            for group in silent {
                if self.take_group_roles(group)? {
                    self.groups.saw(group, Outcome::Changed);
                }
            }
        }
        for group in std::mem::take(&mut self.groups.returned) {
            self.move_members(group)?;
        }
        if groups != Extent::Whole || self.is_local() {
            return Ok(());
        }
        self.groups.load(self.conn)?;
        let seen = &self.groups.seen;
        let mut gone: Vec<i64> =
            self.groups.rows.iter().filter(|(id, g)| !g.gone && !seen.contains_key(*id)).map(|(id, _)| *id).collect();
        gone.sort_unstable();
        for group in gone {
            self.conn
                .prepare_cached("UPDATE user_group SET gone_since = ?2 WHERE id = ?1")?
                .execute((group, self.taken_at))?;
            self.groups.gone += 1;
            self.move_members(group)?;
        }
        Ok(())
    }
}
