//! A comparison in memory, and its rows in the order they are shown.

use crate::api::snapshots::{Became, DiffQuery};
use crate::directory::Loaded;
use crate::session::Session;
use crate::{Result, filter};
use chrono::{DateTime, Utc};
use muster_columns::{Order, Sort};
use muster_model::{SnapshotId, UserId};
use muster_vault::Vault;
use muster_vault::comparison::{self, Comparison, Difference};
use std::sync::{Arc, Mutex, PoisonError};

/// The latest comparison, kept for its next page.
#[derive(Default)]
pub(crate) struct Compared(Mutex<Option<Kept>>);

struct Kept {
    stamp: (i64, i64),
    made: Arc<Comparison>,
}

impl Compared {
    /// Forgets it, when the vault is locked.
    pub fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The comparison of two snapshots: the one kept, if nothing happened since.
    fn get(&self, vault: &Vault, from: i64, to: i64) -> Result<Arc<Comparison>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(vault.read(|conn| {
            let stamp = comparison::stamp(conn)?;
            if let Some(known) =
                kept.as_ref().filter(|k| k.stamp == stamp && (k.made.from.id.0, k.made.to.id.0) == (from, to))
            {
                return Ok(Arc::clone(&known.made));
            }
            let made = Arc::new(comparison::compare(conn, SnapshotId(from), SnapshotId(to))?);
            *kept = Some(Kept { stamp, made: Arc::clone(&made) });
            Ok(made)
        })?)
    }
}

impl Became {
    fn of(became: comparison::Became) -> Self {
        match became {
            comparison::Became::Added => Self::Added,
            comparison::Became::Removed => Self::Removed,
            comparison::Became::Changed => Self::Changed,
        }
    }

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// In this order rows are shown.
pub(super) const ORDER: [Became; 3] = [Became::Added, Became::Removed, Became::Changed];

/// A page of rows: the user and what became of it.
pub(super) struct Rows {
    pub rows: Vec<(Became, UserId)>,
    pub total: u64,
}

/// Counts of who came, who went and who changed.
pub(super) fn counts(made: &Comparison) -> [u64; 3] {
    ORDER.map(|wanted| made.rows().iter().filter(|row| Became::of(row.became) == wanted).count() as u64)
}

/// The difference of a user.
pub(super) fn of_user(made: &Comparison, user: UserId) -> Option<&Difference> {
    let at = made.rows().binary_search_by_key(&user, |row| row.user).ok()?;
    made.rows().get(at)
}

impl Session {
    /// The comparison of two snapshots by their numbers, kept for the next call.
    pub(crate) fn compared(&self, from: i64, to: i64) -> Result<Arc<Comparison>> {
        self.compared.get(self.vault(), from, to)
    }

    /// The rows a query asks for.
    pub(super) fn compared_rows(&self, made: &Comparison, query: &DiffQuery, now: DateTime<Utc>) -> Result<Rows> {
        self.load()?;
        self.directory.with(|loaded| rows(loaded, self.vault(), made, query, now))
    }
}

fn rows(loaded: &Loaded, vault: &Vault, made: &Comparison, query: &DiffQuery, now: DateTime<Utc>) -> Result<Rows> {
    let columns = loaded.columns();
    let text = query.text.trim();
    let named = match text {
        "" => None,
        text => {
            let quoted = serde_json::json!(text);
            let parsed = filter::parse(&format!("userName co {quoted} or displayName co {quoted}"))?;
            Some(loaded.select(vault, &parsed, now)?)
        }
    };
    let wanted = |row: &&Difference| {
        query.field.as_deref().is_none_or(|field| made.differs_in(row, field))
            && named.as_ref().is_none_or(|named| columns.selected(named, row.user.0))
    };
    let mut found = Rows { rows: Vec::new(), total: 0 };
    for became in ORDER.into_iter().filter(|became| query.became.is_none_or(|wanted| wanted == *became)) {
        let of = made.rows().iter().filter(|row| Became::of(row.became) == became).filter(wanted);
        let selection = columns.among(of.map(|row| row.user.0));
        let count = selection.count() as u64;
        let passed = query.offset.saturating_sub(found.total);
        let left = query.limit.saturating_sub(found.rows.len() as u64);
        found.total += count;
        if passed < count && left > 0 {
            let order = Order { by: Sort::UserName, descending: false };
            let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            let ids = columns.page(&selection, order, None, size(passed), size(left))?;
            found.rows.extend(ids.into_iter().map(|id| (became, UserId(id))));
        }
    }
    Ok(found)
}
