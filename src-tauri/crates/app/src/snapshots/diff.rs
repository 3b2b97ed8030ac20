//! A page of a comparison, and all of it.

use super::compared::{counts, of_user};
use super::{MOST, shown};
use crate::Result;
use crate::api::snapshots::{DiffField, DiffPage, DiffQuery, DiffRow, FieldShare};
use crate::session::Session;
use chrono::{DateTime, Utc};
use muster_vault::tables::user;

impl Session {
    /// How two snapshots of one userstore differ: a page of the rows, and the
    /// counts of all.
    ///
    /// # Errors
    /// [`crate::Code::NotFound`]; [`crate::Code::Invalid`] if they cannot be
    /// compared; or that the vault cannot be read.
    pub fn snapshots_diff(&self, query: &DiffQuery, now: DateTime<Utc>) -> Result<DiffPage> {
        self.diff(&DiffQuery { limit: query.limit.min(MOST), ..query.clone() }, now)
    }

    /// The same without a limit to the rows, for whoever writes all of them.
    ///
    /// # Errors
    /// As [`Session::snapshots_diff`].
    pub fn diff(&self, query: &DiffQuery, now: DateTime<Utc>) -> Result<DiffPage> {
        let made = self.compared(query.from, query.to)?;
        let found = self.compared_rows(&made, query, now)?;
        let rows = self.vault().read(|conn| {
            let mut rows = Vec::with_capacity(found.rows.len());
            for (became, id) in found.rows {
                let (Some((_, username, display_name)), Some(difference)) =
                    (user::names(conn, id)?, of_user(&made, id))
                else {
                    continue;
                };
                let fields = made.fields(difference)?;
                let fields = fields.into_iter().map(|f| DiffField { name: f.name, before: f.before, after: f.after });
                rows.push(DiffRow { id, username, display_name, became, fields: fields.collect() });
            }
            Ok(rows)
        })?;
        let [added, removed, changed] = counts(&made);
        Ok(DiffPage {
            from: shown(made.from.clone()),
            to: shown(made.to.clone()),
            added,
            removed,
            changed,
            fields: made.shares().into_iter().map(|(name, count)| FieldShare { name, count }).collect(),
            rows,
            total: found.total,
        })
    }
}
