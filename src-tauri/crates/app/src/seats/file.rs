//! The report as a file.

use crate::api::export::{ExportSeats, Format, Separator};
use crate::api::seats::SeatReport;
use crate::api::vault::WrittenFile;
use crate::job::Job;
use crate::session::Session;
use crate::{Result, export, files};
use chrono::{DateTime, Utc};
use muster_report::Cell;
use std::io::Write;
use std::path::Path;

impl Session {
    /// Writes the report to a file.
    ///
    /// # Errors
    /// As [`Session::seats_summary`], [`Code::Exists`], or what the disk says.
    pub fn export_seats(&self, request: &ExportSeats, job: &Job, now: DateTime<Utc>) -> Result<WrittenFile> {
        export::table_format(request.format, Separator::Comma, false, "Seats")?;
        job.progress("reading", 0, 0, 0);
        let report = self.seats_report(&request.plan, None, now)?;
        job.go_on()?;
        self.export_report(&report, request, now)
    }

    /// Writes a report that was made before to a file.
    ///
    /// # Errors
    /// [`Code::Exists`], or what the disk says.
    pub fn export_report(&self, report: &SeatReport, request: &ExportSeats, now: DateTime<Utc>) -> Result<WrittenFile> {
        let written = write_report(report, request)?;
        self.note("seats", &report.filter, None, &written, now)?;
        Ok(written)
    }

    /// Writes a report made for people to a file.
    ///
    /// # Errors
    /// As [`Session::export_report`].
    pub fn export_text(
        &self,
        report: &SeatReport,
        text: &str,
        path: &Path,
        overwrite: bool,
        now: DateTime<Utc>,
    ) -> Result<WrittenFile> {
        let written = write_text(text, path, overwrite)?;
        self.note("seats", &report.filter, None, &written, now)?;
        Ok(written)
    }
}

/// Writes a report to a file: JSON as one document, else a row a seat.
fn write_report(report: &SeatReport, request: &ExportSeats) -> Result<WrittenFile> {
    let path = Path::new(&request.path);
    files::write(path, request.overwrite, |out| {
        if request.format == Format::Json {
            serde_json::to_writer_pretty(&mut *out, report).map_err(|e| files::disk(path, &e.into()))?;
            out.write_all(b"\n").map_err(|e| files::disk(path, &e))?;
        } else {
            write_rows(report, request.format, out).map_err(|e| files::disk(path, &e))?;
        }
        Ok(report.seats.len() as u64)
    })
}

/// Writes the seats of a report, a row each.
///
/// # Errors
/// What the stream says.
pub fn write_rows(report: &SeatReport, format: Format, out: &mut dyn Write) -> std::io::Result<()> {
    let format = export::table_format(format, Separator::Comma, false, "Seats").map_err(std::io::Error::other)?;
    let rows = report.seats.iter().map(|s| {
        vec![
            Cell::from(s.userstore.as_str()),
            Cell::from(s.username.as_str()),
            Cell::from(s.display_name.as_str()),
            Cell::text(s.email.as_deref()),
            Cell::text(s.role.as_deref()),
            Cell::from(s.why.as_str()),
            Cell::text(s.reclaimable.as_deref()),
            Cell::time(s.last_seen),
        ]
    });
    muster_report::write(&muster_seats::report::seats_table(), rows, format, out).map(drop).map_err(|error| match error
    {
        muster_report::ReportError::Write(error) => error,
        other => std::io::Error::other(other),
    })
}

/// Writes a text that was made for people.
fn write_text(text: &str, path: &Path, overwrite: bool) -> Result<WrittenFile> {
    files::write(path, overwrite, |out| {
        out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).map_err(|e| files::disk(path, &e))?;
        Ok(0)
    })
}
