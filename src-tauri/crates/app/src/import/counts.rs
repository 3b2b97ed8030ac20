//! What an instance itself counted, day by day: kept beside Muster's own
//! counts. No user comes of it.

use super::LISTED;
use crate::api::snapshots::InstanceCounts;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_formats::Usage;
use muster_model::Userstore;
use muster_vault::log::Entry;
use muster_vault::tables::instance_count::{self, InstanceCount};
use muster_vault::tables::userstore;
use muster_vault::{Connection, Transaction};
use std::path::Path;

impl Session {
    /// Reads GitLab's licence usage file: the instance's own counts of a
    /// userstore, in one transaction. A day that was known is replaced.
    ///
    /// # Errors
    /// [`Code::NotFound`] for an unknown userstore; if the file is no such
    /// file; or if the vault cannot be written.
    pub fn instance_counts_import(&self, domain: &str, path: &Path, now: DateTime<Utc>) -> Result<InstanceCounts> {
        self.may_change()?;
        let usage = muster_formats::usage(path)?;
        let written = self.changing(|| {
            Ok(self.vault().write(now, |tx: &Transaction<'_>| {
                let Some(store) = userstore::by_domain(tx, domain)? else { return Ok((None, None)) };
                let counts = put(tx, &store, std::slice::from_ref(&usage))?;
                let details = serde_json::json!({
                    "format": "gitlab-usage", "files": [usage.name], "days_counted": counts.days,
                    "changed": counts.changed, "rejected": counts.rejected_total,
                });
                let entry = Entry::new("import").target(&store.domain).details(details);
                Ok((Some(counts), Some(entry)))
            })?)
        })?;
        written.ok_or_else(|| {
            let message = format!("There is no userstore {domain:?}. See which there are: muster userstores list");
            Error::new(Code::NotFound, message)
        })
    }
}

/// Keeps what files of an import say an instance counted; none if none does.
pub(super) fn take(conn: &Connection, store: &Userstore, files: &[Usage]) -> Result<Option<InstanceCounts>> {
    if files.is_empty() {
        return Ok(None);
    }
    Ok(Some(put(conn, store, files)?))
}

fn put(conn: &Connection, store: &Userstore, files: &[Usage]) -> muster_vault::Result<InstanceCounts> {
    let mut told = InstanceCounts {
        userstore: store.domain.clone(),
        from: None,
        to: None,
        days: 0,
        changed: 0,
        rejected: Vec::new(),
        rejected_total: 0,
        left_out: Vec::new(),
    };
    let mut days = std::collections::BTreeMap::new();
    for usage in files {
        days.extend(usage.days.iter().map(|(day, users)| (*day, *users)));
        told.rejected_total += usage.rejected_total;
        told.rejected.extend(usage.rejected.iter().take(LISTED.saturating_sub(told.rejected.len())).cloned());
        for name in &usage.passed_over {
            if !told.left_out.iter().any(|known| known == name) {
                told.left_out.push((*name).to_owned());
            }
        }
    }
    for (&day, &users) in &days {
        told.changed += u64::from(instance_count::put(conn, store.id, InstanceCount { day, users })?);
    }
    told.days = days.len() as u64;
    (told.from, told.to) = (days.first_key_value().map(|(day, _)| *day), days.last_key_value().map(|(day, _)| *day));
    Ok(told)
}
