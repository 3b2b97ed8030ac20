//! Reports that people hand on. Each is made into one document
//! ([`muster_report::Document`]), and every kind of file is written from it.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `seats` | seats: how many, by day, why, what could be freed |
//! | `inventory` | everyone of a filter |
//! | `comparison` | how two snapshots differ |
//! | `access` | who holds which role on what |
//! | `chargeback` | seats at month ends by whom they are shared, and since when until when |
//! | `holders` | the list of seats, read while it is written |
//! | `told` | long lists that are read while they are written |

mod access;
mod chargeback;
mod comparison;
mod holders;
mod inventory;
mod seats;
#[cfg(test)]
mod tests;
mod told;

use crate::api::reports::{MakeReport, ReportKind};
use crate::api::vault::WrittenFile;
use crate::export::{About, Done, Place};
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result, files};
use chrono::{DateTime, Utc};
use muster_formats::write::{ManifestReport, Omitted};
use muster_report::{Document, FileFormat, Origin, html, json, write_document};
use std::io::Write;
use std::path::Path;

impl Session {
    /// Makes a report and writes it to a file, with its log entry.
    ///
    /// # Errors
    /// [`Code::Exists`], [`Code::NotFound`] for a plan or a snapshot,
    /// [`Code::InvalidFilter`], [`Code::Invalid`] for a comparison of nothing
    /// or days the wrong way round, or what the disk says.
    pub fn report_make(&self, request: &MakeReport, job: &Job, now: DateTime<Utc>) -> Result<WrittenFile> {
        let place = Place { path: Path::new(&request.path), overwrite: request.overwrite, manifest: request.manifest };
        files::free(place.path, place.overwrite)?;
        job.progress("reading", 0, 0, 0);
        let document = self.document(request, job, now)?;
        job.go_on()?;
        self.export_to(&about(request, &document)?, &place, job, now, |out, _| {
            put(&document, request.format.into(), out, place.path)
        })
    }

    /// Makes a report and writes it to a stream, with its log entry.
    ///
    /// # Errors
    /// As [`Session::report_make`], or that the stream cannot be written.
    pub fn report_make_to(&self, request: &MakeReport, out: &mut dyn Write, now: DateTime<Utc>) -> Result<WrittenFile> {
        let job = Job::silent();
        let document = self.document(request, &job, now)?;
        self.export_stream(&about(request, &document)?, out, now, |out, _| {
            put(&document, request.format.into(), out, Path::new("standard output"))
        })
    }

    /// A report as HTML with the first rows of each table, to look at before it
    /// is written. It leaves no log entry: nothing leaves the vault.
    ///
    /// # Errors
    /// As [`Session::report_make`].
    pub fn report_preview(&self, request: &MakeReport, now: DateTime<Utc>) -> Result<String> {
        let job = Job::silent();
        let document = self.document(request, &job, now)?;
        let mut out = Vec::new();
        html::write(&document, html::FIRST_ROWS, &mut out)
            .map_err(|error| files::report_failed(Path::new("the preview"), error))?;
        // The writer is handed text and writes UTF-8.
        Ok(String::from_utf8_lossy(&out).into_owned())
    }

    fn document<'a>(&'a self, request: &MakeReport, job: &'a Job, now: DateTime<Utc>) -> Result<Document<'a>> {
        if let (Some(from), Some(to)) = (request.from, request.to)
            && from > to
        {
            let message = format!("The period ends on {to}, before it begins on {from}. Turn the days round.");
            return Err(Error::new(Code::Invalid, message));
        }
        match request.report {
            ReportKind::Seats => self.seats_document(request, job, now),
            ReportKind::Inventory => self.inventory_document(request, job, now),
            ReportKind::Comparison => self.comparison_document(request, now),
            ReportKind::Access => self.access_document(request, job, now),
        }
    }

    /// Where a report of this vault comes from.
    pub(crate) fn origin(&self, now: DateTime<Utc>) -> Origin {
        let opened = self.vault().opened();
        Origin {
            realm: opened.realm.clone(),
            as_of: now,
            made_at: now,
            operator: opened.operator.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

fn put(document: &Document<'_>, format: FileFormat, out: &mut dyn Write, path: &Path) -> Result<Done> {
    write_document(document, format, out).map_err(|error| files::report_failed(path, error))?;
    Ok(Done { rows: document.rows(), omitted: Omitted::default() })
}

fn about<'a>(request: &MakeReport, document: &'a Document<'_>) -> Result<About<'a>> {
    let totals = json::figures(document).map_err(|error| files::report_failed(Path::new("the manifest"), error))?;
    let report = ManifestReport {
        title: format!("{}: {}", document.kind, document.title),
        as_of: document.origin.as_of,
        from: document.period.map(|(from, _)| from),
        to: document.period.map(|(_, to)| to),
        rule: document.rule.clone(),
        totals,
    };
    let columns = document.main().map(|section| section.fields.iter().map(|field| field.key.clone()).collect());
    Ok(About {
        what: match request.report {
            ReportKind::Seats => "seats",
            ReportKind::Inventory => "report inventory",
            ReportKind::Comparison => "report comparison",
            ReportKind::Access => "report access",
        },
        format: FileFormat::from(request.format).word(),
        filter: &document.filter,
        columns: columns.unwrap_or_default(),
        order: String::new(),
        report: Some(report),
    })
}
