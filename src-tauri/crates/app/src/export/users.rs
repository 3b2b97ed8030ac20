//! Users as tables, as SCIM and LDIF, and for the clipboard.

use super::{About, Done, Place, records, table_format};
use crate::api::export::{CopyUsers, ExportUsers, Format, Separator};
use crate::api::vault::WrittenFile;
use crate::columns::Shown;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result, files};
use chrono::{DateTime, Utc};
use muster_formats::write::Omitted;
use muster_model::UserId;
use muster_report::{Cell, Table};
use std::io::Write;
use std::path::Path;

/// The most users that are copied: more belong in a file.
const MOST_COPIED: usize = 10_000;

impl Session {
    /// Writes users to a file.
    ///
    /// # Errors
    /// [`Code::Exists`], [`Code::InvalidFilter`], [`Code::Invalid`] for a
    /// column that there is not, or what the disk says.
    pub fn export_users(&self, request: &ExportUsers, job: &Job, now: DateTime<Utc>) -> Result<WrittenFile> {
        let place = Place { path: Path::new(&request.path), overwrite: request.overwrite, manifest: request.manifest };
        let shown = Shown::chosen(&request.columns)?;
        self.export_to(&about(request, &shown), &place, job, now, |out, job| {
            self.write_users(request, &shown, out, job, place.path, now)
        })
    }

    /// Writes users to a stream.
    ///
    /// # Errors
    /// As [`Session::export_users`], or that the stream cannot be written.
    pub fn export_users_to(
        &self,
        request: &ExportUsers,
        out: &mut dyn Write,
        now: DateTime<Utc>,
    ) -> Result<WrittenFile> {
        let shown = Shown::chosen(&request.columns)?;
        self.export_stream(&about(request, &shown), out, now, |out, job| {
            self.write_users(request, &shown, out, job, Path::new("standard output"), now)
        })
    }

    /// These users as CSV for the clipboard.
    ///
    /// # Errors
    /// [`Code::Invalid`] for too many users or a column that there is not.
    pub fn copy_users(&self, request: &CopyUsers, now: DateTime<Utc>) -> Result<String> {
        if request.users.len() > MOST_COPIED {
            let message = format!("More than {MOST_COPIED} users are too much to copy. Export them to a file.");
            return Err(Error::new(Code::Invalid, message));
        }
        self.load()?;
        let shown = Shown::chosen(&request.columns)?;
        let mut out = Vec::new();
        let format = table_format(Format::Csv, Separator::Comma, false, "")?;
        let place = Path::new("the clipboard");
        let rows = self.write_table(&request.users, &shown, format, &mut out, &Job::silent(), place, now)?;
        let written = WrittenFile {
            path: "clipboard".to_owned(),
            rows,
            bytes: out.len() as u64,
            sha256: String::new(),
            left_out: None,
        };
        self.note("users", "", Some(Format::Csv.word()), &written, now)?;
        // The writer is handed text and writes UTF-8.
        Ok(String::from_utf8_lossy(&out).into_owned())
    }

    fn write_users(
        &self,
        request: &ExportUsers,
        shown: &[Shown],
        out: &mut dyn Write,
        job: &Job,
        path: &Path,
        now: DateTime<Utc>,
    ) -> Result<Done> {
        let ids = self.ordered(&request.filter, request.sort, request.descending, now)?;
        job.go_on()?;
        if matches!(request.format, Format::Scim | Format::Ldif) {
            return records::write(self, request, &ids, out, job, path, now);
        }
        let format = table_format(request.format, request.separator, request.bom, "Users")?;
        let rows = self.write_table(&ids, shown, format, out, job, path, now)?;
        Ok(Done { rows, omitted: Omitted::default() })
    }

    #[allow(clippy::too_many_arguments)]
    fn write_table(
        &self,
        ids: &[UserId],
        shown: &[Shown],
        format: muster_report::Format,
        out: &mut dyn Write,
        job: &Job,
        path: &Path,
        now: DateTime<Utc>,
    ) -> Result<u64> {
        let failed = |error| files::report_failed(path, error);
        let table = Table::new(shown.iter().map(|c| c.report(false)).collect());
        let mut writer = muster_report::open(&table, format, out).map_err(failed)?;
        let mut cells: Vec<Cell> = Vec::with_capacity(shown.len());
        let rows = self.each_row(ids, Shown::beside(shown), job, now, |_, row, aside| {
            cells.clear();
            cells.extend(shown.iter().map(|column| column.cell(row, aside)));
            writer.row(&cells).map_err(failed)
        })?;
        writer.finish().map_err(failed)?;
        Ok(rows)
    }
}

fn about<'a>(request: &'a ExportUsers, shown: &[Shown]) -> About<'a> {
    let own = matches!(request.format, Format::Scim | Format::Ldif);
    About {
        what: "users",
        format: request.format.word(),
        filter: &request.filter,
        columns: if own { Vec::new() } else { shown.iter().map(Shown::name).collect() },
        order: format!("{}{}", if request.descending { "-" } else { "" }, request.sort.attribute()),
        report: None,
    }
}
