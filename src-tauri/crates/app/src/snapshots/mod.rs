//! What imports saw, and how two of them differ.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `compared` | a comparison in memory, and its rows in the order they are shown |
//! | `diff` | a page of a comparison, all of it |

mod compared;
mod diff;

pub(crate) use compared::Compared;

use crate::api::snapshots::{SnapshotRow, SnapshotsPage, SnapshotsQuery};
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{Days, NaiveDate, NaiveTime};
use muster_formats::Dialect;
use muster_model::{SnapshotId, Userstore};
use muster_vault::tables::snapshot::{self, Snapshot};
use muster_vault::tables::userstore;

/// The most rows of a page.
const MOST: u64 = 10_000;

impl Session {
    /// Snapshots, the newest first.
    ///
    /// # Errors
    /// [`Code::NotFound`] for an unknown userstore, or that the vault cannot be read.
    pub fn snapshots_page(&self, query: &SnapshotsQuery) -> Result<SnapshotsPage> {
        let store = query.userstore.as_deref().map(|domain| self.userstore_called(domain)).transpose()?;
        let (rows, total) =
            self.vault().read(|conn| snapshot::page(conn, store.map(|s| s.id), query.offset, query.limit.min(MOST)))?;
        Ok(SnapshotsPage { snapshots: rows.into_iter().map(shown).collect(), total })
    }

    /// A snapshot by its number, or by a day: the last one until the end of
    /// that day, UTC. Where several userstores have snapshots, `userstore` says
    /// which is meant by a day.
    ///
    /// # Errors
    /// [`Code::NotFound`] if there is none, or [`Code::Invalid`] if it is not
    /// clear which is meant.
    pub fn snapshot_called(&self, text: &str, store: Option<&str>) -> Result<SnapshotRow> {
        let text = text.trim();
        let store = store.map(|domain| self.userstore_called(domain)).transpose()?;
        if let Ok(number) = text.parse::<i64>() {
            let found = self.vault().read(|conn| snapshot::by_id(conn, SnapshotId(number)))?;
            if let Some(store) = store.filter(|store| store.id != found.userstore) {
                let message = format!("Snapshot {number} is of {}, not of {}.", found.domain, store.domain);
                return Err(Error::new(Code::NotFound, message));
            }
            return Ok(shown(found));
        }
        let Ok(day) = text.parse::<NaiveDate>() else {
            let message = format!(
                "{text:?} is no snapshot. Give its number (muster snapshot list), or a day such as 2026-03-31."
            );
            return Err(Error::new(Code::Invalid, message));
        };
        let store = match store {
            Some(store) => store,
            None => self.only_userstore()?,
        };
        let end = day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN).and_utc();
        let found = self.vault().read(|conn| snapshot::last_before(conn, store.id, end))?;
        found.map(shown).ok_or_else(|| {
            let message = format!(
                "{} has no snapshot taken by the end of {day}. See which there are: muster snapshot list",
                store.domain
            );
            Error::new(Code::NotFound, message)
        })
    }

    fn userstore_called(&self, domain: &str) -> Result<Userstore> {
        let found = self.vault().read(|conn| userstore::by_domain(conn, domain))?;
        let missing = || format!("There is no userstore {domain:?}. See which there are: muster userstores list");
        found.ok_or_else(|| Error::new(Code::NotFound, missing()))
    }

    /// The one userstore that has snapshots.
    fn only_userstore(&self) -> Result<Userstore> {
        let mut with = self.userstores()?;
        with.retain(|store| store.last_snapshot.is_some());
        match (with.pop(), with.is_empty()) {
            (Some(store), true) => Ok(store),
            (Some(last), false) => {
                let names: Vec<String> = with.into_iter().chain([last]).map(|store| store.domain).collect();
                let message =
                    format!("Several userstores have snapshots: {}. Say which with --userstore.", names.join(", "));
                Err(Error::new(Code::Invalid, message).with(serde_json::json!({ "userstores": names })))
            }
            (None, _) => Err(Error::new(Code::NotFound, "There is no snapshot yet. Import something first.")),
        }
    }
}

/// A snapshot as it is shown.
pub(crate) fn shown(s: Snapshot) -> SnapshotRow {
    SnapshotRow {
        id: s.id.0,
        userstore: s.domain,
        taken_at: s.taken_at,
        imported_at: s.imported_at,
        operator: s.operator,
        format: titles(&s.format),
        complete: s.complete,
        because: s.because,
        files: s.files.into_iter().map(|file| file.name).collect(),
        users: s.users,
        created: s.created,
        changed: s.changed,
        gone: s.gone,
        rejected: s.rejected,
        late: s.late,
    }
}

/// Dialects in words.
fn titles(format: &str) -> String {
    let title = |word: &str| word.parse::<Dialect>().map_or_else(|_| word.to_owned(), |d| d.title().to_owned());
    format.split('+').map(title).collect::<Vec<_>>().join(", ")
}
