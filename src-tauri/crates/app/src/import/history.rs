//! History in one go: a folder of dated exports. Each date is a snapshot, the
//! oldest first; all of it is one transaction, so that a dry run says exactly
//! what would happen, and what fails leaves nothing half done.

use super::Plan;
use super::dates::{Dated, date_in};
use crate::api::import::{HistoryReport, HistoryTotal, ImportReport, ImportRequest};
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use muster_vault::log::Entry;
use muster_vault::merge::ChangedUsers;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How deep folders in folders are looked into.
const DEEPEST: usize = 8;
/// The most files of a folder; more are not a history of exports.
const MOST_FILES: usize = 10_000;

/// Files by when they were taken.
type ByTime = BTreeMap<DateTime<Utc>, Vec<String>>;

impl Session {
    /// Imports a folder of dated exports: the date is in a file's name, else in
    /// that of a folder it is in. `request.files` names the folder;
    /// `request.as_of` is for files without a date.
    ///
    /// # Errors
    /// [`Code::Invalid`] for a file without a date, or with several, and
    /// whatever an import can fail with. Then the vault is as it was.
    pub fn import_history(&self, request: &ImportRequest, job: &Job, now: DateTime<Utc>) -> Result<HistoryReport> {
        self.may_change()?;
        let started = Instant::now();
        let requests: Vec<ImportRequest> = dated(&request.files, request.as_of)?
            .into_iter()
            .map(|(at, files)| ImportRequest { files, as_of: Some(at), ..request.clone() })
            .collect();
        let plans = requests.iter().map(|request| Plan::new(request, job, now)).collect::<Result<Vec<_>>>()?;
        let snapshots = self.changing(|| run(self, &plans, job, now))?;
        let total = total(&snapshots);
        let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(HistoryReport { snapshots, total, dry_run: request.dry_run, milliseconds })
    }
}

fn run(session: &Session, plans: &[Plan<'_>], job: &Job, now: DateTime<Utc>) -> Result<Vec<ImportReport>> {
    let Some(first) = plans.first() else {
        return Err(Error::new(Code::Invalid, "The folder holds no file. Name one that holds dated exports."));
    };
    let dry_run = first.request.dry_run;
    let mut failed = None;
    let mut reports = Vec::with_capacity(plans.len());
    let mut changed = false;
    let written = session.vault().write(now, |tx| {
        for plan in plans {
            match plan.merge(session, tx) {
                Ok((merged, report)) => {
                    changed |= merged.is_some();
                    reports.push(report);
                }
                Err(error) => {
                    failed = Some(error);
                    return Ok(((), None));
                }
            }
        }
        Ok(((), (!dry_run).then(|| entry(&reports, plans))))
    });
    match (failed, written) {
        (Some(error), _) => return Err(error),
        (None, Err(error)) => return Err(error.into()),
        (None, Ok(())) => {}
    }
    if !dry_run {
        let whom = if changed { ChangedUsers::Many } else { ChangedUsers::Some(Vec::new()) };
        session.directory_changed(&whom, job)?;
        session.past_changed(&whom);
        session.reviews_after_import(now);
    }
    Ok(reports)
}

fn entry(reports: &[ImportReport], plans: &[Plan<'_>]) -> Entry {
    let snapshots: Vec<_> = reports
        .iter()
        .zip(plans)
        .map(|(report, plan)| {
            serde_json::json!({
                "taken_at": report.taken_at, "format": report.format, "files": plan.names(), "read": report.read,
                "created": report.created, "changed": report.changed, "unchanged": report.unchanged,
                "gone": report.gone, "rejected": report.rejected_total, "complete": report.complete,
            })
        })
        .collect();
    let store = reports.first().map(|report| report.userstore.clone()).unwrap_or_default();
    let total = total(reports);
    Entry::new("import").target(&store).details(serde_json::json!({
        "read": total.read, "created": total.created, "changed": total.changed, "unchanged": total.unchanged,
        "gone": total.gone, "rejected": total.rejected, "credentials_dropped": total.credentials_dropped,
        "snapshots": snapshots,
    }))
}

fn total(reports: &[ImportReport]) -> HistoryTotal {
    let mut total = HistoryTotal::default();
    for report in reports {
        total.read += report.read;
        total.created += report.created;
        total.changed += report.changed;
        total.unchanged += report.unchanged;
        total.gone += report.gone;
        total.rejected += report.rejected_total;
        total.credentials_dropped += report.credentials_dropped;
    }
    total
}

/// The files in folders, by the end of the day they were taken on.
fn dated(folders: &[String], as_of: Option<DateTime<Utc>>) -> Result<ByTime> {
    let mut found: Vec<(PathBuf, Dated)> = Vec::new();
    for folder in folders {
        let path = Path::new(folder);
        if path.is_dir() {
            let own = path.file_name().map_or(Dated::No, |name| date_in(&name.to_string_lossy()));
            look_into(path, own, 0, &mut found)?;
        } else {
            found.push((path.to_owned(), date_of(path, Dated::No)));
        }
    }
    let mut by_time = ByTime::new();
    let mut without: Vec<String> = Vec::new();
    for (path, date) in found {
        let at = match (date, as_of) {
            (Dated::On(day), _) => end_of(day),
            (Dated::No, Some(at)) => at,
            (Dated::No | Dated::Unclear, _) => {
                without.push(path.to_string_lossy().into_owned());
                continue;
            }
        };
        by_time.entry(at).or_default().push(path.to_string_lossy().into_owned());
    }
    by_time.values_mut().for_each(|files| files.sort());
    if without.is_empty() { Ok(by_time) } else { Err(undated(without)) }
}

fn undated(mut files: Vec<String>) -> Error {
    files.sort();
    let some = files.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if files.len() > 5 { format!(" and {} more", files.len() - 5) } else { String::new() };
    let message = format!(
        "No one date can be found in the name of {some}{more}. Put it there, such as 2026-03-31, move what is no export \
         out of the folder, or say when files without a date were taken with --as-of."
    );
    Error::new(Code::Invalid, message).with(serde_json::json!({ "files": files }))
}

/// A file's own date, else that of the folder it is in.
fn date_of(path: &Path, folder: Dated) -> Dated {
    match path.file_name().map_or(Dated::No, |name| date_in(&name.to_string_lossy())) {
        Dated::No => folder,
        own => own,
    }
}

fn look_into(folder: &Path, date: Dated, depth: usize, found: &mut Vec<(PathBuf, Dated)>) -> Result<()> {
    let unreadable = |error: std::io::Error| {
        let message = format!("{} cannot be read: {error}. Check the folder and its rights.", folder.display());
        Error::new(Code::Unreadable, message)
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        // What systems leave in folders is no export.
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        let own = date_of(&path, date);
        if path.is_dir() {
            // Nor is a vault that lies beside the exports.
            if path.join("vault.json").is_file() {
                continue;
            }
            if depth == DEEPEST {
                let message = format!("{} is too deep in the folder. Move the exports up.", path.display());
                return Err(Error::new(Code::Invalid, message));
            }
            look_into(&path, own, depth + 1, found)?;
        } else {
            found.push((path, own));
        }
        if found.len() > MOST_FILES {
            let message = format!("{} holds more than {MOST_FILES} files. Import it in parts.", folder.display());
            return Err(Error::new(Code::Invalid, message));
        }
    }
    Ok(())
}

/// The last second of a day, as a day means wherever one is given.
fn end_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(23, 59, 59).unwrap_or_default().and_utc()
}
