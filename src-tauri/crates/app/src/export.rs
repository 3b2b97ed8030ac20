//! Users as a file for others: all rows of a filter, in the order asked for.

use crate::api::export::{CopyUsers, ExportThings, ExportUsers, Format};
use crate::api::vault::WrittenFile;
use crate::columns;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result, files};
use chrono::{DateTime, Utc};
use muster_report::{Cell, Table};
use std::io::Write;
use std::path::Path;

/// Users read from the vault at a time.
const BATCH: usize = 1_000;

/// The writer for a format.
pub(crate) fn format(format: Format) -> muster_report::Format {
    match format {
        Format::Csv => muster_report::Format::CSV,
        Format::Json => muster_report::Format::Json,
        Format::Jsonl => muster_report::Format::JsonLines,
        Format::Xlsx | Format::Scim | Format::Ldif => muster_report::Format::Json,
    }
}

impl Session {
    /// Writes users to a file.
    ///
    /// # Errors
    /// [`Code::Exists`], [`Code::InvalidFilter`], or what the disk says.
    pub fn export_users(&self, request: &ExportUsers, job: &Job, now: DateTime<Utc>) -> Result<WrittenFile> {
        let path = Path::new(&request.path);
        let written = files::write(path, request.overwrite, |out| self.write_users(request, out, job, path, now))?;
        self.note_export("users", &written, &request.filter, now)?;
        Ok(written)
    }

    /// Writes users to a stream.
    ///
    /// # Errors
    /// [`Code::InvalidFilter`], or that the stream cannot be written.
    pub fn export_users_to(&self, request: &ExportUsers, out: &mut dyn Write, now: DateTime<Utc>) -> Result<u64> {
        let place = Path::new("standard output");
        let rows = self.write_users(request, out, &Job::silent(), place, now)?;
        let written = WrittenFile { path: place.to_string_lossy().into_owned(), rows, bytes: 0, sha256: String::new() };
        self.note_export("users", &written, &request.filter, now)?;
        Ok(rows)
    }

    /// See the command `export_things`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn export_things(&self, request: &ExportThings, job: &Job, now: DateTime<Utc>) -> Result<WrittenFile> {
        let _ = (request, job, now);
        Err(Error::new(Code::Internal, "Not built yet."))
    }

    /// See the command `copy_users`.
    ///
    /// # Errors
    /// Not built yet.
    pub fn copy_users(&self, request: &CopyUsers, now: DateTime<Utc>) -> Result<String> {
        let _ = (request, now);
        Err(Error::new(Code::Internal, "Not built yet."))
    }

    fn write_users(
        &self,
        request: &ExportUsers,
        out: &mut dyn Write,
        job: &Job,
        path: &Path,
        now: DateTime<Utc>,
    ) -> Result<u64> {
        let ids = self.ordered(&request.filter, request.sort, request.descending, now)?;
        let table = Table::new(columns::ALL.iter().map(|c| c.report(false)).collect());
        let failed = |error| files::report_failed(path, error);
        let mut writer = muster_report::open(&table, format(request.format), out).map_err(failed)?;
        let total = ids.len() as u64;
        let mut done = 0;
        for batch in ids.chunks(BATCH) {
            job.go_on()?;
            for row in self.rows(batch, now)? {
                let cells: Vec<Cell> = columns::ALL.iter().map(|c| c.cell(&row)).collect();
                writer.row(&cells).map_err(failed)?;
            }
            done += batch.len() as u64;
            job.progress("writing", done, total, done);
        }
        writer.finish().map_err(failed)?;
        Ok(total)
    }

    /// Leaves a log entry that something left the vault. An auditor, or a
    /// reader while another program writes, cannot write one; their export
    /// changes nothing here.
    pub(crate) fn note_export(
        &self,
        what: &str,
        written: &WrittenFile,
        filter: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if self.vault().opened().read_only {
            return Ok(());
        }
        let mut details = serde_json::json!({
            "what": what, "filter": filter, "rows": written.rows,
            "file": Path::new(&written.path).file_name().map(|n| n.to_string_lossy()),
        });
        if !written.sha256.is_empty() {
            details["sha256"] = written.sha256.as_str().into();
        }
        let entry = muster_vault::log::Entry::new("export").target(what).details(details);
        self.vault().write(now, |_| Ok(((), Some(entry)))).map_err(|error| {
            let error = Error::from(error);
            Error::new(Code::Disk, format!("The file was written, but not the log entry about it: {}", error.message))
        })
    }
}
