//! Files for others: users, roles, grants and groups; all rows of a filter, in
//! the order asked for. What leaves the vault here is the only plaintext there
//! is, and every time it does there is a log entry.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `users` | users as tables and for the clipboard |
//! | `bulk` | rows of many users in any order |
//! | `records` | users as SCIM and LDIF |
//! | `things` | roles, grants and groups |
//! | `comparison` | how two snapshots differ |
//! | `manifest` | what an export is, beside it |

mod bulk;
mod comparison;
mod manifest;
mod records;
mod things;
mod users;

pub use comparison::ExportComparison;

use crate::api::export::{Format, Separator};
use crate::api::vault::WrittenFile;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result, files};
use chrono::{DateTime, Utc};
use muster_formats::write::{ManifestReport, Omitted};
use muster_report::Delimiter;
use serde_json::json;
use std::io::Write;
use std::path::Path;

/// What stands between cells, in the report crate's words.
pub(crate) const fn delimiter(separator: Separator) -> Delimiter {
    match separator {
        Separator::Comma => Delimiter::Comma,
        Separator::Semicolon => Delimiter::Semicolon,
        Separator::Tab => Delimiter::Tab,
    }
}

/// A table's format, and what its sheet is called in a workbook.
///
/// # Errors
/// [`Code::Invalid`] for a format of users.
pub(crate) fn table_format(
    format: Format,
    separator: Separator,
    bom: bool,
    sheet: &'static str,
) -> Result<muster_report::Format> {
    match format {
        Format::Csv => Ok(muster_report::Format::Csv { delimiter: delimiter(separator), bom }),
        Format::Json => Ok(muster_report::Format::Json),
        Format::Jsonl => Ok(muster_report::Format::JsonLines),
        Format::Xlsx => Ok(muster_report::Format::Xlsx { sheet }),
        Format::Scim | Format::Ldif => {
            let message = format!("{} is for users only. Choose csv, json, jsonl or xlsx.", format.word());
            Err(Error::new(Code::Invalid, message))
        }
    }
}

impl Format {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Xlsx => "xlsx",
            Self::Scim => "scim",
            Self::Ldif => "ldif",
        }
    }
}

/// What was written, and what of it the format had no word for.
#[derive(Debug, Default)]
pub(crate) struct Done {
    pub rows: u64,
    pub omitted: Omitted,
}

/// What an export is about, for its manifest and the log.
pub(crate) struct About<'a> {
    pub what: &'static str,
    /// The word of the format.
    pub format: &'static str,
    pub filter: &'a str,
    pub columns: Vec<String>,
    pub order: String,
    /// What a report is about.
    pub report: Option<ManifestReport>,
}

/// Where an export goes.
pub(crate) struct Place<'a> {
    pub path: &'a Path,
    pub overwrite: bool,
    pub manifest: bool,
}

impl Session {
    /// Writes an export to a file, its manifest beside it, and the log entry.
    pub(crate) fn export_to(
        &self,
        about: &About<'_>,
        place: &Place<'_>,
        job: &Job,
        now: DateTime<Utc>,
        write: impl FnOnce(&mut dyn Write, &Job) -> Result<Done>,
    ) -> Result<WrittenFile> {
        if place.manifest {
            manifest::room(place)?;
        }
        let mut omitted = Omitted::default();
        let mut written = files::write(place.path, place.overwrite, |out| {
            let done = write(out, job)?;
            omitted = done.omitted;
            Ok(done.rows)
        })?;
        let noted = self.note_export(about, &written, now);
        if place.manifest {
            manifest::write(self, about, place, &written, &omitted, now)?;
        }
        noted?;
        let lost = omitted.left_out;
        written.left_out = (!lost.is_empty()).then_some(lost);
        Ok(written)
    }

    /// Writes an export to a stream, and the log entry.
    pub(crate) fn export_stream(
        &self,
        about: &About<'_>,
        out: &mut dyn Write,
        now: DateTime<Utc>,
        write: impl FnOnce(&mut dyn Write, &Job) -> Result<Done>,
    ) -> Result<WrittenFile> {
        let done = write(out, &Job::silent())?;
        let lost = done.omitted.left_out;
        let written = WrittenFile {
            path: "standard output".to_owned(),
            rows: done.rows,
            bytes: 0,
            sha256: String::new(),
            left_out: (!lost.is_empty()).then_some(lost),
        };
        self.note_export(about, &written, now)?;
        Ok(written)
    }

    /// Leaves a log entry that something left the vault. An auditor, or a
    /// reader while another program writes, cannot write one; their export
    /// changes nothing here.
    fn note_export(&self, about: &About<'_>, written: &WrittenFile, now: DateTime<Utc>) -> Result<()> {
        self.note(about.what, about.filter, Some(about.format), written, now)
    }

    /// The same for what is no table of users, roles, grants or groups.
    pub(crate) fn note(
        &self,
        what: &str,
        filter: &str,
        format: Option<&str>,
        written: &WrittenFile,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if self.vault().opened().read_only {
            return Ok(());
        }
        let mut details = json!({
            "what": what, "filter": filter, "rows": written.rows,
            "file": Path::new(&written.path).file_name().map(|n| n.to_string_lossy()),
        });
        if let Some(format) = format {
            details["format"] = format.into();
        }
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
