//! Every user in memory, in step with the vault. The one place that loads,
//! follows and wipes what `muster-columns` keeps.

mod told;

use crate::api::users::{SortBy, UsersQuery};
use crate::seat_history::Memory;
use crate::seats::Counted;
use crate::users::{ListQuery, bad_cursor};
use crate::values;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_columns::{Builder, Columns, ColumnsError, Context, Counts, Cursor, Order, Row, Selection, Sort};
use muster_model::UserId;
use muster_query::Filter;
use muster_query::ast::Clause;
use muster_vault::tables::columns::{self, ColumnRow};
use muster_vault::tables::userstore;
use muster_vault::{Vault, filter};
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// From this share of all users on, a change reads everyone anew; but not if
/// it is of fewer than [`FEW`].
const SHARE: usize = 3;
const FEW: usize = 1_000;

/// Every user in memory, once loaded.
#[derive(Default)]
pub(crate) struct Directory {
    loaded: RwLock<Option<Loaded>>,
    /// The same users over time.
    pub past: Memory,
}

/// The users, and the plan their seats are counted by.
pub(crate) struct Loaded {
    columns: Columns,
    /// The chosen plan, narrowed to the userstores it counts.
    chosen: Counted,
    /// Access levels of the roles that have one.
    levels: HashMap<i64, u8>,
}

/// A page of keys.
pub(crate) struct Page {
    pub ids: Vec<UserId>,
    pub total: u64,
    pub generation: u64,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl Directory {
    pub fn is_loaded(&self) -> bool {
        self.read().is_some()
    }

    /// Reads everyone, and only then replaces what was there, so that pages
    /// are answered meanwhile.
    pub fn load(&self, vault: &Vault) -> Result<()> {
        self.past.everyone_changed();
        let (columns, levels) = vault.read_alone(|conn| {
            let count: u64 = userstore::list(conn)?.iter().map(|u| u.users + u.gone).sum();
            let mut builder = Builder::with_capacity(usize::try_from(count).unwrap_or(0));
            columns::load(conn, &mut |row| builder.push(&kept(&row)))?;
            let mut columns = builder.build();
            let levels = told::everything(&mut columns, conn)?;
            Ok((columns, levels))
        })?;
        let chosen = Counted::chosen(vault)?;
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Some(Loaded { columns, chosen, levels });
        // The orders that take longer than a frame to make are made while nobody
        // waits for one, and one at a time: each needs room to be made in. The
        // others are made when they are first asked for.
        if let Some(loaded) = self.read().as_ref() {
            for by in [Sort::UserName, Sort::Email] {
                loaded.columns.prepare_one(by);
            }
        }
        Ok(())
    }

    /// Follows a committed change of one user.
    pub fn follow(&self, vault: &Vault, id: UserId) -> Result<()> {
        self.past.changed(&[id]);
        let mut guard = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        let Some(loaded) = guard.as_mut() else { return Ok(()) };
        let columns = &mut loaded.columns;
        vault.read(|conn| {
            if !columns::load_one(conn, id, &mut |row| columns.upsert(&kept(&row)))? {
                columns.remove(id.0);
            }
            told::new_scopes(columns, conn)
        })?;
        if columns.should_compact() {
            *columns = columns.compacted();
        }
        Ok(())
    }

    /// Follows a committed change of many users.
    pub fn follow_many(&self, vault: &Vault, ids: &[UserId]) -> Result<()> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        self.past.changed(&ids);
        {
            let mut guard = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
            let Some(loaded) = guard.as_mut() else { return Ok(()) };
            // Of so many, reading everyone in one go is the quicker way.
            if ids.len() < loaded.columns.len() / SHARE || ids.len() < FEW {
                let columns = &mut loaded.columns;
                vault.read(|conn| {
                    let mut batch = columns.batch();
                    for id in columns::load_some(conn, &ids, &mut |row| batch.upsert(&kept(&row)))? {
                        batch.remove(id.0);
                    }
                    batch.finish();
                    told::new_scopes(columns, conn)
                })?;
                if columns.should_compact() {
                    *columns = columns.compacted();
                }
                return Ok(());
            }
        }
        self.load(vault)
    }

    /// Takes note of userstores, roles, groups and the chosen plan, of which
    /// one may have changed.
    pub fn refresh(&self, vault: &Vault) -> Result<()> {
        let chosen = Counted::chosen(vault)?;
        let mut guard = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = guard.as_mut() {
            loaded.chosen = chosen;
            loaded.levels = vault.read(|conn| told::roles_and_groups(&mut loaded.columns, conn))?;
            loaded.columns.touch();
        }
        Ok(())
    }

    /// Forgets everyone and overwrites what was kept.
    pub fn wipe(&self) {
        self.past.wipe();
        let mut guard = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut loaded) = guard.take() {
            loaded.columns.wipe();
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Option<Loaded>> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on the users in memory.
    pub fn with<T>(&self, work: impl FnOnce(&Loaded) -> Result<T>) -> Result<T> {
        let guard = self.read();
        let loaded = guard.as_ref().ok_or_else(|| Error::new(Code::Locked, "No vault is open. Open one to go on."))?;
        work(loaded)
    }
}

impl Loaded {
    /// The users themselves.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Who takes a seat under the chosen plan.
    pub fn seats(&self, vault: &Vault, now: DateTime<Utc>) -> Result<Selection> {
        self.select_for(vault, self.chosen.plan.filter(), None, now)
    }

    /// Whom a filter finds.
    pub fn select(&self, vault: &Vault, filter: &Filter, now: DateTime<Utc>) -> Result<Selection> {
        let seats = self.seats(vault, now)?;
        self.select_for(vault, filter, Some(&seats), now)
    }

    /// Keys of those a filter finds, in order.
    pub fn ids(&self, vault: &Vault, filter: &Filter, now: DateTime<Utc>) -> Result<Vec<UserId>> {
        let mut ids = self.columns.ids(&self.select(vault, filter, now)?)?;
        ids.sort_unstable();
        Ok(ids.into_iter().map(UserId).collect())
    }

    fn select_for(
        &self,
        vault: &Vault,
        wanted: &Filter,
        seat: Option<&Selection>,
        now: DateTime<Utc>,
    ) -> Result<Selection> {
        values::ready(&self.columns, vault, wanted)?;
        let failed = Cell::new(None);
        // What columns do not hold, the vault answers clause by clause.
        let known = |clause: &Clause| {
            let context = filter::Context { now: now.timestamp(), seat: None };
            let found = vault.read(|conn| filter::clause_ids(conn, clause, &context));
            found.map_err(|error| failed.set(Some(error))).ok()
        };
        let context = Context { now: now.timestamp(), seat, known: Some(&known), rest: None };
        let selected = self.columns.select(wanted, &context);
        match failed.take() {
            Some(error) => Err(error.into()),
            None => Ok(selected?),
        }
    }

    /// Keys of those a filter finds, by name, and how many there are.
    pub fn by_name(
        &self,
        vault: &Vault,
        filter: &Filter,
        offset: u64,
        limit: u64,
        now: DateTime<Utc>,
    ) -> Result<(Vec<UserId>, u64)> {
        let selection = self.select(vault, filter, now)?;
        self.named(&selection, offset, limit)
    }

    /// Keys of those who are directly in one of these groups, by name, and how
    /// many there are.
    pub fn members(&self, groups: &[i64], offset: u64, limit: u64) -> Result<(Vec<UserId>, u64)> {
        let selection = self.columns.members(groups);
        self.named(&selection, offset, limit)
    }

    fn named(&self, selection: &Selection, offset: u64, limit: u64) -> Result<(Vec<UserId>, u64)> {
        let ids = self.columns.page(selection, Order::default(), None, size(offset), size(limit))?;
        Ok((ids.into_iter().map(UserId).collect(), selection.count() as u64))
    }

    /// How many users are directly in each group, by Muster's key.
    pub fn users_by_group(&self) -> HashMap<i64, u64> {
        self.columns.users_by_group().into_iter().collect()
    }

    /// How many users hold each role, by Muster's key.
    pub fn users_by_role(&self) -> HashMap<i64, u64> {
        self.columns.users_by_role().into_iter().collect()
    }

    /// Keys of some of these users, by name, and how many of them there are.
    pub fn those(&self, ids: impl IntoIterator<Item = i64>, offset: u64, limit: u64) -> Result<(Vec<UserId>, u64)> {
        let selection = self.columns.only(ids);
        self.named(&selection, offset, limit)
    }

    /// How many a filter finds.
    pub fn count(&self, vault: &Vault, filter: &Filter, now: DateTime<Utc>) -> Result<u64> {
        Ok(self.select(vault, filter, now)?.count() as u64)
    }

    /// How many of those a filter finds are what.
    pub fn counts(&self, vault: &Vault, filter: &Filter, now: DateTime<Utc>) -> Result<Counts> {
        let selection = self.select(vault, filter, now)?;
        Ok(self.columns.counts(&selection, i64::MIN)?)
    }

    /// The counts by highest role: its level, its name, how many.
    pub fn roles(&self, counts: &Counts) -> Vec<(Option<u8>, Option<String>, u64)> {
        let known = counts.by_role.iter().map(|(role, count)| match role {
            Some(role) => (self.levels.get(&role.id).copied(), role.name.clone(), *count),
            None => (None, None, *count),
        });
        known.collect()
    }

    /// Whether these users take a seat under the chosen plan.
    pub fn seats_of(&self, vault: &Vault, ids: &[UserId], now: DateTime<Utc>) -> Result<Vec<bool>> {
        let seats = self.seats(vault, now)?;
        Ok(ids.iter().map(|id| self.columns.selected(&seats, id.0)).collect())
    }

    /// A page by number.
    pub fn page(
        &self,
        vault: &Vault,
        filter: &Filter,
        query: &UsersQuery,
        limit: u64,
        now: DateTime<Utc>,
    ) -> Result<Page> {
        let seats = self.seats(vault, now)?;
        let selection = self.select(vault, filter, now)?;
        let order = Order { by: sort(query.sort), descending: query.descending };
        let ids = self.columns.page(&selection, order, Some(&seats), size(query.offset), size(limit))?;
        Ok(self.paged(&selection, ids, None))
    }

    /// A page by cursor.
    pub fn after(&self, vault: &Vault, filter: &Filter, query: &ListQuery, now: DateTime<Utc>) -> Result<Page> {
        let limit = if query.limit == 0 { u64::MAX } else { query.limit };
        let seats = self.seats(vault, now)?;
        let selection = self.select(vault, filter, now)?;
        let order = Order { by: sort(query.sort), descending: query.descending };
        let from = match &query.cursor {
            None => 0,
            Some(text) => {
                let cursor: Cursor = text.parse().map_err(|_| bad_cursor())?;
                if cursor.order != order {
                    return Err(bad_cursor());
                }
                self.columns.position_after(&selection, &cursor, Some(&seats))?
            }
        };
        let ids = self.columns.page(&selection, order, Some(&seats), from, size(limit))?;
        let more = from.saturating_add(ids.len()) < selection.count();
        let last = ids.last().filter(|_| more);
        let next = last.and_then(|id| self.columns.cursor(order, Some(&seats), *id)).map(|c| c.to_string());
        Ok(self.paged(&selection, ids, next))
    }

    fn paged(&self, selection: &Selection, ids: Vec<i64>, next: Option<String>) -> Page {
        let ids = ids.into_iter().map(UserId).collect();
        Page { ids, total: selection.count() as u64, generation: self.columns.generation(), next }
    }
}

fn kept<'a>(row: &ColumnRow<'a>) -> Row<'a> {
    Row {
        id: row.id,
        userstore: row.userstore,
        username: row.username,
        name_order: row.name_order,
        email: row.email,
        state: row.state,
        kind: row.kind,
        facts: row.facts,
        level: row.level,
        top_role: row.top_role,
        seen: row.seen,
        seen_at: row.seen_at,
        created_at: row.created_at,
        expires_at: row.expires_at,
        grants: row.grants,
        groups: row.groups,
    }
}

fn sort(by: SortBy) -> Sort {
    match by {
        SortBy::DisplayName => Sort::DisplayName,
        SortBy::UserName => Sort::UserName,
        SortBy::Email => Sort::Email,
        SortBy::State => Sort::State,
        SortBy::Kind => Sort::Kind,
        SortBy::HighestRole => Sort::HighestRole,
        SortBy::LastSeen => Sort::LastSeen,
        SortBy::Created => Sort::Created,
        SortBy::Userstore => Sort::Userstore,
        SortBy::Seat => Sort::Seat,
    }
}

fn size(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

impl From<ColumnsError> for Error {
    fn from(error: ColumnsError) -> Self {
        Self::new(Code::Internal, format!("The users in memory could not answer: {error}."))
    }
}
