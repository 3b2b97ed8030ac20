//! Findings as files, and as what other programs read.

use super::report::{cells, fields, said};
use super::run::{counted, scored};
use super::words::{self, severity, subject};
use crate::api::audit::{ExportFindings, FindingFilter, FindingRow, FindingsFormat, RunAudit};
use crate::api::export::Separator;
use crate::api::vault::WrittenFile;
use crate::export::{About, Done, Place};
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result, files};
use chrono::{DateTime, Utc};
use muster_audit::out::{FindingJson, Report, SubjectJson, sarif};
use muster_audit::{FindingId, Rule};
use muster_formats::write::Omitted;
use muster_model::FindingState;
use muster_report::{Column, Delimiter, FileFormat, Format, ReportError, Table, write_document};
use muster_vault::tables::audit_rule::AuditRule;
use muster_vault::tables::audit_run;
use muster_vault::tables::finding::Finding;
use serde::Serialize;
use std::io::Write;
use std::path::Path;

impl FindingsFormat {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Sarif => "sarif",
        }
    }
}

impl Session {
    /// Writes findings to a file, with its log entry.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a pack, [`Code::Exists`], or what the disk says.
    pub fn export_findings(&self, request: &ExportFindings, job: &Job, now: DateTime<Utc>) -> Result<WrittenFile> {
        let place = Place { path: Path::new(&request.path), overwrite: request.overwrite, manifest: request.manifest };
        files::free(place.path, place.overwrite)?;
        job.progress("reading", 0, 0, 0);
        self.export_to(&about(request, &said(&request.filter)), &place, job, now, |out, _| {
            self.write_findings(request, out, place.path, now)
        })
    }

    /// Writes findings to a stream, with its log entry.
    ///
    /// # Errors
    /// As [`Session::export_findings`], or that the stream cannot be written.
    pub fn export_findings_to(
        &self,
        request: &ExportFindings,
        out: &mut dyn Write,
        now: DateTime<Utc>,
    ) -> Result<WrittenFile> {
        self.export_stream(&about(request, &said(&request.filter)), out, now, |out, _| {
            self.write_findings(request, out, Path::new("standard output"), now)
        })
    }

    fn write_findings(
        &self,
        request: &ExportFindings,
        out: &mut dyn Write,
        path: &Path,
        now: DateTime<Utc>,
    ) -> Result<Done> {
        let failed = |error: ReportError| files::report_failed(path, error);
        let document = |format: FileFormat, out: &mut dyn Write| {
            let document = self.findings_document(&request.filter, now)?;
            write_document(&document, format, out).map_err(failed)?;
            Ok(document.rows())
        };
        let rows = match request.format {
            FindingsFormat::Csv => {
                let delimiter = match request.separator {
                    Separator::Comma => Delimiter::Comma,
                    Separator::Semicolon => Delimiter::Semicolon,
                    Separator::Tab => Delimiter::Tab,
                };
                self.findings_table(&request.filter, Format::Csv { delimiter, bom: request.bom }, out, path)
            }
            FindingsFormat::Jsonl => self.findings_lines(&request.filter, out, path),
            FindingsFormat::Xlsx => document(FileFormat::Xlsx, out),
            FindingsFormat::Html => document(FileFormat::Html, out),
            FindingsFormat::Pdf => document(FileFormat::Pdf, out),
            FindingsFormat::Json => {
                let report = self.findings_report(&request.filter)?.0;
                put(&report, out, path)?;
                Ok(report.findings.len() as u64)
            }
            FindingsFormat::Sarif => {
                let (report, rules) = self.findings_report(&request.filter)?;
                put(&sarif(&report, &rules, env!("CARGO_PKG_VERSION")), out, path)?;
                Ok(report.findings.len() as u64)
            }
        }?;
        Ok(Done { rows, omitted: Omitted::default() })
    }

    fn findings_table(&self, filter: &FindingFilter, format: Format, out: &mut dyn Write, path: &Path) -> Result<u64> {
        let failed = |error: ReportError| files::report_failed(path, error);
        let columns = fields().into_iter().map(|field| Column { name: field.key, kind: field.kind }).collect();
        let mut writer = muster_report::open(&Table::new(columns), format, out).map_err(failed)?;
        let mut rows = 0;
        self.each_finding(filter, &mut |row| {
            rows += 1;
            writer.row(&cells(&row)).map_err(failed)
        })?;
        writer.finish().map_err(failed)?;
        Ok(rows)
    }

    fn findings_lines(&self, filter: &FindingFilter, out: &mut dyn Write, path: &Path) -> Result<u64> {
        let mut rows = 0;
        self.each_finding(filter, &mut |row| {
            rows += 1;
            serde_json::to_writer(&mut *out, &json(&row)).map_err(|error| files::disk(path, &error.into()))?;
            out.write_all(b"\n").map_err(|error| files::disk(path, &error))
        })?;
        Ok(rows)
    }

    /// The findings of a filter as the last run of their pack told them, and
    /// the rules that it asked.
    fn findings_report(&self, filter: &FindingFilter) -> Result<(Report, Vec<Rule>)> {
        let pack = self.named(filter)?.pack;
        let (pack, run) = self.vault().read(|conn| {
            let pack = super::overview::shown(conn, pack.as_deref())?;
            let run = audit_run::last(conn, Some(&pack))?;
            Ok((pack, run))
        })?;
        let filter = FindingFilter { pack: Some(pack.clone()), ..filter.clone() };
        let Some(run) = run else {
            let message = "No audit was run yet, so there is nothing to export. Begin with: muster audit run";
            return Err(Error::new(Code::NotFound, message));
        };
        let rules = self.team()?.asking(Some(&pack))?.rules;
        let (mut findings, mut new) = (Vec::new(), Vec::new());
        self.each_finding(&filter, &mut |row| {
            if row.new {
                new.extend(FindingId::read(&row.id));
            }
            findings.push(json(&row));
            Ok(())
        })?;
        new.sort_unstable();
        let gone = FindingFilter { states: vec![FindingState::Resolved], ..filter };
        let mut resolved = Vec::new();
        self.each_kept(&gone, &mut |_, _, _, finding| {
            if finding.changed_run == run.id {
                resolved.push(words::id(finding.id));
            }
            Ok(())
        })?;
        resolved.sort_unstable();
        let score = self.vault().read(|conn| {
            let counts = counted(&super::keep::rules(conn, &pack)?);
            Ok(scored(&audit_run::AuditRun { counts, ..run.clone() }).score)
        })?;
        Ok((Report { as_of: words::day(run.as_of), pack, score, findings, new, resolved }, rules))
    }

    /// Runs an audit and answers it as one document for programs, with exactly
    /// the fields that are promised.
    ///
    /// # Errors
    /// As [`Session::audit_run`].
    pub fn audit_run_report(
        &self,
        request: &RunAudit,
        job: &Job,
        now: DateTime<Utc>,
    ) -> Result<(Report, crate::api::audit::AuditReport)> {
        let made = self.audited(request, job, now)?;
        let findings = match &made.reported {
            Some(reported) => reported
                .iter()
                .flat_map(|(rule, findings)| findings.iter().map(|finding| plain(rule, finding.clone())))
                .collect(),
            None => {
                let filter = FindingFilter { pack: Some(made.run.pack.clone()), ..FindingFilter::default() };
                let mut findings = Vec::new();
                self.each_kept(&filter, &mut |_, _, rule, finding| {
                    findings.push(plain(rule, finding));
                    Ok(())
                })?;
                findings
            }
        };
        let report = Report {
            as_of: words::day(made.run.as_of),
            pack: made.run.pack.clone(),
            score: made.run.score,
            findings,
            new: made.changed.fresh().into_iter().map(words::id).collect(),
            resolved: {
                let mut resolved: Vec<FindingId> = made.changed.resolved.iter().map(|key| words::id(*key)).collect();
                resolved.sort_unstable();
                resolved
            },
        };
        let told = made.report();
        Ok((report, told))
    }
}

/// A finding with the fields that are promised and no others.
fn plain(rule: &AuditRule, finding: Finding) -> FindingJson {
    FindingJson {
        id: words::id(finding.id),
        rule: rule.rule.clone(),
        severity: severity(rule.severity),
        controls: rule.controls.clone(),
        subject: SubjectJson { kind: subject(finding.subject), userstore: finding.userstore, name: finding.name },
        state: finding.state.word().to_owned(),
        since: words::day(finding.since),
        message: finding.message,
        facts: Vec::new(),
        reason: None,
        until: None,
    }
}

/// A finding with why it was accepted.
fn json(row: &FindingRow) -> FindingJson {
    FindingJson {
        id: FindingId::read(&row.id).unwrap_or(FindingId(0)),
        rule: row.rule.clone(),
        severity: row.severity,
        controls: row.controls.clone(),
        subject: SubjectJson {
            kind: row.subject.kind,
            userstore: row.subject.userstore.clone(),
            name: row.subject.name.clone(),
        },
        state: row.state.word().to_owned(),
        since: row.since,
        message: row.message.clone(),
        facts: Vec::new(),
        reason: row.reason.clone(),
        until: row.until,
    }
}

fn put<T: Serialize>(value: &T, out: &mut dyn Write, path: &Path) -> Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(|error| files::disk(path, &error.into()))?;
    out.write_all(b"\n").map_err(|error| files::disk(path, &error))
}

fn about<'a>(request: &ExportFindings, filter: &'a str) -> About<'a> {
    About {
        what: "findings",
        format: request.format.word(),
        filter,
        columns: fields().into_iter().map(|field| field.key).collect(),
        order: "-severity, rule, state, userstore, name".to_owned(),
        report: None,
    }
}
