//! Bringing users in: readers on one side, the vault on the other, and one
//! transaction around it all.
//!
//! | module | what it holds |
//! | --- | --- |
//! | `detect` | what files look like |
//! | `counts` | what an instance itself counted, which is no list of users |
//! | `history`, `dates` | a folder of dated exports, each date a snapshot |

mod counts;
mod dates;
mod detect;
mod history;

pub use detect::detect;

use crate::api::import::{ImportReport, ImportRequest};
use crate::api::snapshots::InstanceCounts;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_formats::{ColumnMap, Dialect, FileSummary, Options, Usage};
use muster_model::UserstoreKind;
use muster_model::import::{Rejection, Totals};
use muster_model::record::{Coverage, Extent, Record, Sink, Stop};
use muster_vault::merge::{Begin, ChangedUsers, FinishTotals, Merged, Refused, SnapshotWriter};
use muster_vault::tables::snapshot::SnapshotFile;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// How many rejected rows a report lists; all are counted.
const LISTED: usize = 1_000;

/// A column map as it is typed: `Header=attribute`, or the name of a TOML file.
///
/// # Errors
/// [`Code::Invalid`] if the file cannot be read as a map.
pub fn column_map(given: &str) -> Result<BTreeMap<String, String>> {
    let path = Path::new(given);
    if !path.is_file()
        && let Some((header, attribute)) = given.split_once('=')
    {
        return Ok(BTreeMap::from([(header.to_owned(), attribute.to_owned())]));
    }
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::new(
            Code::NotFound,
            format!("The column map {given} cannot be read: {error}. Give a TOML file, or COLUMN=ATTRIBUTE."),
        )
    })?;
    let map = ColumnMap::from_toml(&text)
        .map_err(|error| Error::new(Code::Invalid, format!("The column map {given} cannot be read: {error}")))?;
    Ok(map.pairs().collect())
}

/// Takes what readers find and hands it to the vault.
struct Intake<'a, 'tx> {
    writer: &'a mut SnapshotWriter<'tx>,
    job: &'a Job,
    origin: String,
    file: String,
    users: Totals,
    rejected: Vec<Rejection>,
    rejected_total: u64,
    credentials: u64,
    failed: Option<muster_vault::Error>,
}

impl Intake<'_, '_> {
    fn read(&self) -> u64 {
        self.users.created + self.users.changed + self.users.unchanged + self.rejected_total
    }
}

impl Sink for Intake<'_, '_> {
    fn record(&mut self, line: u64, record: Record) -> std::result::Result<(), Stop> {
        if self.job.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        let taken = match record {
            Record::User(user) => self.writer.user(&self.origin, &user).map(|taken| taken.map(Some)),
            Record::Group(group) => self.writer.group(&group).map(|taken| taken.map(|_| None)),
            Record::Role(role) => self.writer.role(&role).map(|taken| taken.map(|_| None)),
        };
        match taken {
            Ok(Ok(Some(outcome))) => self.users.count(outcome),
            Ok(Ok(None)) => {}
            Ok(Err(Refused { column, reason })) => {
                let rejection = Rejection { file: self.file.clone(), line, column: Some(column.to_owned()), reason };
                return self.reject(rejection);
            }
            Err(error) => {
                self.failed = Some(error);
                return Err(Stop::Failed);
            }
        }
        Ok(())
    }

    fn reject(&mut self, rejection: Rejection) -> std::result::Result<(), Stop> {
        self.rejected_total += 1;
        if self.rejected.len() < LISTED {
            self.rejected.push(rejection);
        }
        if self.job.is_cancelled() { Err(Stop::Cancelled) } else { Ok(()) }
    }

    fn credentials_dropped(&mut self, count: u64) {
        self.credentials += count;
    }
}

impl Session {
    /// Reads files into a userstore as one snapshot, in one transaction.
    ///
    /// # Errors
    /// If a file cannot be read as anything, the vault cannot be written, the
    /// job is cancelled, or rows are rejected and `strict` is asked for. Then
    /// the vault is as it was.
    pub fn import(&self, request: &ImportRequest, job: &Job, now: DateTime<Utc>) -> Result<ImportReport> {
        self.may_change()?;
        let plan = Plan::new(request, job, now)?;
        self.changing(|| plan.run(self))
    }
}

impl<'a> Plan<'a> {
    /// Looks at the files, and reads those that list no users.
    fn new(request: &'a ImportRequest, job: &'a Job, now: DateTime<Utc>) -> Result<Self> {
        let started = Instant::now();
        let dialect = match &request.format {
            Some(word) => Some(word.parse::<Dialect>().map_err(|e| Error::new(Code::Invalid, e.to_string()))?),
            None => None,
        };
        let options = Options { dialect, map: ColumnMap::new(&request.map)? };
        let files: Vec<File<'_>> = request
            .files
            .iter()
            .map(|path| {
                let path = Path::new(path);
                let found = muster_formats::detect_with(path, &options)?;
                Ok(File { path, dialect: found.dialect, origin: found.origin })
            })
            .collect::<Result<_>>()?;
        let Some(kind) = files.first().map(|file| file.dialect.userstore_kind()) else {
            return Err(Error::new(Code::Invalid, "No file was named. Give at least one."));
        };
        let total: u64 = files.iter().map(|file| size(file.path)).sum();
        let (usage, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.dialect == Dialect::GitlabUsage);
        let usage = usage.iter().map(|file| Ok(muster_formats::usage(file.path)?)).collect::<Result<Vec<_>>>()?;
        Ok(Plan { request, files, usage, options, kind, total, job, now, started })
    }
}

/// A file of an import.
struct File<'a> {
    path: &'a Path,
    dialect: Dialect,
    /// Who tells what is in it; keeps grants of several tellers apart.
    origin: String,
}

/// An import that is about to run.
struct Plan<'a> {
    request: &'a ImportRequest,
    files: Vec<File<'a>>,
    /// What the instance itself counted.
    usage: Vec<Usage>,
    options: Options,
    kind: UserstoreKind,
    total: u64,
    job: &'a Job,
    now: DateTime<Utc>,
    started: Instant,
}

impl Plan<'_> {
    fn run(&self, session: &Session) -> Result<ImportReport> {
        let mut report = None;
        let written = session.vault().write(self.now, |tx| match self.merge(session, tx) {
            Ok((merged, finished)) => {
                let keep = !finished.dry_run;
                let entry = keep.then(|| self.entry(&finished));
                report = Some(Ok(finished));
                Ok((merged, entry))
            }
            Err(error) => {
                report = Some(Err(error));
                Ok((None, None))
            }
        });
        let finished = match (written, report) {
            (_, Some(Err(error))) => return Err(error),
            (Err(error), _) => return Err(error.into()),
            (Ok(merged), Some(Ok(finished))) => {
                match merged {
                    _ if finished.dry_run => {}
                    Some(merged) => session.imported(&merged, self.job)?,
                    // Nobody changed, but the userstore may be new.
                    None => session.directory_changed(&ChangedUsers::Some(Vec::new()), self.job)?,
                }
                if !finished.dry_run {
                    session.reviews_after_import(self.now);
                }
                finished
            }
            (Ok(_), None) => {
                return Err(Error::new(Code::Internal, "The import ended without a report. Nothing was changed."));
            }
        };
        Ok(ImportReport {
            milliseconds: u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
            ..finished
        })
    }

    fn merge(&self, session: &Session, tx: &muster_vault::Transaction<'_>) -> Result<(Option<Merged>, ImportReport)> {
        let userstore = muster_vault::tables::userstore::ensure(tx, &self.request.userstore, self.kind, self.now)?;
        let counts = counts::take(tx, &userstore, &self.usage)?;
        if self.files.is_empty() {
            return Ok((None, self.only_counted(userstore.domain, counts)?));
        }
        let format = self.format();
        let taken_at = self.request.as_of.unwrap_or(self.now).min(self.now);
        let begin =
            Begin { userstore: userstore.id, taken_at, now: self.now, operator: session.operator(), format: &format };
        let mut writer = SnapshotWriter::begin(tx, begin)?;
        let mut intake = Intake {
            writer: &mut writer,
            job: self.job,
            origin: String::new(),
            file: String::new(),
            users: Totals::default(),
            rejected: Vec::new(),
            rejected_total: 0,
            credentials: 0,
            failed: None,
        };
        let summaries = self.read(&mut intake)?;
        let Intake { users, mut rejected, mut rejected_total, credentials, .. } = intake;
        if let Some(counts) = &counts {
            rejected_total += counts.rejected_total;
            rejected.extend(counts.rejected.iter().take(LISTED.saturating_sub(rejected.len())).cloned());
        }
        let read = users.created + users.changed + users.unchanged + rejected_total;
        if self.request.strict && rejected_total > 0 {
            return Err(strict(&rejected, rejected_total));
        }
        let coverage = self.coverage(&summaries);
        self.job.progress("merging", self.total, self.total, read);
        let files = self.files.iter().map(|f| SnapshotFile { name: file_name(f.path), bytes: size(f.path) }).collect();
        let totals = FinishTotals { rejected: rejected_total, credentials_dropped: credentials, files };
        let merged = writer.finish(&coverage, &totals)?;
        self.job.go_on()?;
        let report = ImportReport {
            format,
            userstore: userstore.domain,
            read,
            created: users.created,
            changed: users.changed,
            unchanged: users.unchanged,
            gone: merged.users.gone,
            rejected,
            rejected_total,
            credentials_dropped: credentials,
            groups: merged.groups,
            grants: merged.grants,
            confirmed: merged.settled.confirmed,
            outstanding: merged.settled.outstanding,
            complete: coverage.users == Extent::Whole,
            incomplete_because: coverage.because,
            dry_run: self.request.dry_run,
            snapshot: (!self.request.dry_run).then_some(merged.snapshot.0),
            taken_at: Some(taken_at),
            late: merged.late,
            counts,
            milliseconds: 0,
        };
        Ok((Some(merged), report))
    }

    /// What is said of files that list no users: nobody was touched, and there
    /// is no snapshot.
    fn only_counted(&self, userstore: String, counts: Option<InstanceCounts>) -> Result<ImportReport> {
        let (rejected, rejected_total) =
            counts.as_ref().map(|c| (c.rejected.clone(), c.rejected_total)).unwrap_or_default();
        if self.request.strict && rejected_total > 0 {
            return Err(strict(&rejected, rejected_total));
        }
        Ok(ImportReport {
            format: Dialect::GitlabUsage.word().to_owned(),
            userstore,
            read: rejected_total,
            rejected,
            rejected_total,
            incomplete_because: Some("the file has counts only and lists no users.".to_owned()),
            dry_run: self.request.dry_run,
            counts,
            ..ImportReport::default()
        })
    }

    fn read(&self, intake: &mut Intake<'_, '_>) -> Result<Vec<FileSummary>> {
        let mut before = 0;
        let mut summaries = Vec::with_capacity(self.files.len());
        for File { path, dialect, origin } in &self.files {
            intake.origin.clone_from(origin);
            intake.file = file_name(path);
            let options = Options { dialect: Some(*dialect), ..self.options.clone() };
            let (job, total) = (self.job, self.total);
            let summary = muster_formats::read(
                path,
                &options,
                &mut |done| job.progress("reading", before + done, total, 0),
                intake,
            );
            if let Some(error) = intake.failed.take() {
                return Err(error.into());
            }
            self.job.go_on()?;
            before += size(path);
            self.job.progress("reading", before, total, intake.read());
            let summary = summary?;
            if let Some(line) = summary.cut.filter(|_| !self.request.incomplete) {
                return Err(cut(&summary.name, line));
            }
            summaries.push(summary);
        }
        Ok(summaries)
    }

    fn coverage(&self, summaries: &[FileSummary]) -> Coverage {
        let mut coverage = muster_formats::coverage(summaries);
        if self.request.incomplete && coverage.users == Extent::Whole {
            coverage.users = Extent::Part;
            coverage.because = Some("the files were said to list only a part.".to_owned());
        }
        if self.request.complete && coverage.users == Extent::Part {
            coverage.users = Extent::Whole;
            coverage.because = None;
        }
        coverage
    }

    /// The dialects, each once, in the order of the files.
    fn format(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for file in &self.files {
            if !words.contains(&file.dialect.word()) {
                words.push(file.dialect.word());
            }
        }
        words.join("+")
    }

    /// The names of all files.
    fn names(&self) -> Vec<String> {
        let listing = self.files.iter().map(|file| file_name(file.path));
        listing.chain(self.usage.iter().map(|usage| usage.name.clone())).collect()
    }

    fn entry(&self, report: &ImportReport) -> muster_vault::log::Entry {
        let mut details = serde_json::json!({
            "format": report.format,
            "files": self.names(),
            "read": report.read,
            "created": report.created,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "gone": report.gone,
            "rejected": report.rejected_total,
            "credentials_dropped": report.credentials_dropped,
            "complete": report.complete,
        });
        if report.late {
            details["taken_at"] = serde_json::json!(report.taken_at);
            details["late"] = true.into();
        }
        if let Some(counts) = &report.counts {
            details["days_counted"] = counts.days.into();
        }
        muster_vault::log::Entry::new("import").target(&report.userstore).details(details)
    }
}

/// A file that ends too early is taken only by someone who knows: what is
/// missing from it may be anything.
fn cut(file: &str, line: u64) -> Error {
    let message = format!(
        "{file}, line {line}: the file ends too early or is broken there, so nothing was taken. Export it again, or take \
         what can be read of it with --incomplete."
    );
    Error::new(Code::Unreadable, message).with(serde_json::json!({ "file": file, "line": line }))
}

fn strict(rejected: &[Rejection], total: u64) -> Error {
    let first = rejected
        .first()
        .map_or_else(String::new, |r| format!(" The first is {} line {}: {}", r.file, r.line, r.reason));
    Error::new(Code::Strict, format!("{total} rows cannot be taken, so none was (strict).{first}"))
        .with(serde_json::json!({ "rejected": rejected, "rejected_total": total }))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// In bytes; 0 for what cannot be read, which reading will say.
fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |m| m.len())
}
