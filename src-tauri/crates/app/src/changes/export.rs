//! What of a change waits, as a file to carry out elsewhere.

use crate::api::changes::{ChangeFormat, ExportChange, SkippedStep, WrittenChange};
use crate::api::vault::WrittenFile;
use crate::files::{self, Parts};
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result};
use chrono::{DateTime, Utc};
use muster_formats::write::changes as formats;
use muster_formats::write::changes::{ChangeLine, ChangeSettings, FieldDiff, Groups, LdifChangeSettings, Lock, Target};
use muster_model::State;
use muster_vault::Connection;
use muster_vault::changes::outstanding::{self, Errand};
use muster_vault::tables::{change, group};
use std::io::Write;
use std::path::Path;

/// Lines written between two looks at whether to go on.
const STEP: u64 = 512;

fn of_formats(format: ChangeFormat) -> formats::ChangeFormat {
    match format {
        ChangeFormat::Csv => formats::ChangeFormat::Csv,
        ChangeFormat::Jsonl => formats::ChangeFormat::JsonLines,
        ChangeFormat::ScimBulk => formats::ChangeFormat::ScimBulk,
        ChangeFormat::Ldif => formats::ChangeFormat::Ldif,
        ChangeFormat::GitlabSh => formats::ChangeFormat::GitlabScript,
    }
}

/// The source's names of groups, as the vault knows them.
struct KnownGroups<'c>(&'c Connection);

impl Groups for KnownGroups<'_> {
    fn id(&self, userstore: &str, path: &str) -> Option<String> {
        group::source_id(self.0, userstore, path).ok().flatten()
    }
}

impl Session {
    /// Writes what of a change waits, as files to carry out at its source. What
    /// the source says by now is left out.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::Invalid`] if nothing of it waits;
    /// [`Code::Exists`], or what the disk says.
    pub fn change_export(&self, request: &ExportChange, job: &Job, now: DateTime<Utc>) -> Result<WrittenChange> {
        let path = Path::new(&request.path);
        let mut parts = Parts::new(path, request.overwrite)?;
        let failed = |error| write_failed(path, error);
        let written = self.write_change(request, job, &failed, &mut |_| parts.next())?;
        let mut files = parts.finish()?;
        if let Some(first) = files.first_mut() {
            first.rows = written.steps;
        }
        for file in &files {
            self.note("change", &request.change.to_string(), None, file, now)?;
        }
        Ok(described(files, written))
    }

    /// Writes what of a change waits to a stream; several files one after the
    /// other.
    ///
    /// # Errors
    /// As [`Session::change_export`].
    pub fn change_export_to(
        &self,
        request: &ExportChange,
        out: &mut dyn Write,
        now: DateTime<Utc>,
    ) -> Result<WrittenChange> {
        let place = Path::new("standard output");
        let out = std::cell::RefCell::new(out);
        let failed = |error| write_failed(place, error);
        let written = self.write_change(request, &Job::silent(), &failed, &mut |_| Ok(Box::new(Onto(&out))))?;
        let file = WrittenFile {
            path: place.to_string_lossy().into_owned(),
            rows: written.steps,
            bytes: 0,
            sha256: String::new(),
            left_out: None,
        };
        self.note("change", &request.change.to_string(), None, &file, now)?;
        Ok(described(Vec::new(), written))
    }

    fn write_change<'x>(
        &self,
        request: &ExportChange,
        job: &Job,
        failed: &dyn Fn(muster_formats::Error) -> Error,
        parts: &mut Next<'_, 'x>,
    ) -> Result<formats::Written> {
        self.waits(request.change)?;
        let total =
            self.vault().read(|conn| Ok(change::by_id(conn, request.change)?.map_or(0, |c| c.count.outstanding)))?;
        let mut fault = None;
        let written = self.vault().read(|conn| {
            let groups = KnownGroups(conn);
            let settings = ChangeSettings { ldif: directory(conn, request.change)?, ..ChangeSettings::default() };
            let mut done = 0;
            let mut work = || -> Result<formats::Written> {
                let mut writer = formats::open(of_formats(request.format), &settings, &groups, shorter(&mut *parts))
                    .map_err(failed)?;
                outstanding::errands(conn, request.change, &mut |errand| {
                    if done % STEP == 0 {
                        job.go_on().map_err(super::preview::outside)?;
                        job.progress("writing", done, total, done);
                    }
                    done += 1;
                    writer.line(&line(errand)).map_err(|e| super::preview::outside(failed(e)))
                })?;
                writer.finish().map_err(failed)
            };
            match work() {
                Ok(written) => Ok(written),
                Err(error) => {
                    fault = Some(error);
                    Err(muster_vault::Error::Cancelled)
                }
            }
        });
        match (written, fault) {
            (_, Some(error)) => Err(error),
            (written, None) => Ok(written?),
        }
    }

    /// Refuses a change of which nothing waits.
    fn waits(&self, id: i64) -> Result<()> {
        let found = self.vault().read(|conn| change::by_id(conn, id))?;
        let Some(change) = found else {
            let message = format!("There is no change {id}. See: muster changes list");
            return Err(Error::new(Code::NotFound, message));
        };
        if change.count.outstanding == 0 {
            let message =
                format!("Nothing of change {id} waits to be carried out elsewhere, so there is no file to write.");
            return Err(Error::new(Code::Invalid, message));
        }
        Ok(())
    }
}

/// Makes the next file.
type Next<'n, 'x> = dyn FnMut(u32) -> std::io::Result<Box<dyn Write + 'x>> + 'n;

/// The same for a writer that does not live as long as the files.
fn shorter<'a, 'x: 'a>(parts: &'a mut Next<'_, 'x>) -> Box<formats::Parts<'a>> {
    Box::new(move |number| parts(number).map(|file| -> Box<dyn Write + 'a> { file }))
}

/// How a directory keeps someone out has no standard: what the change wants
/// tells which of the two ways it is.
fn directory(conn: &Connection, change: i64) -> muster_vault::Result<LdifChangeSettings> {
    let mut lock = Lock::None;
    outstanding::errands(conn, change, &mut |errand| {
        for field in errand.fields.iter().filter(|f| f.name == "state") {
            let speaks_of =
                |state: State| [&field.before, &field.after].into_iter().flatten().any(|w| w == state.word());
            if speaks_of(State::Deactivated) {
                lock = Lock::NsAccountLock;
            } else if speaks_of(State::Blocked) && lock == Lock::None {
                lock = Lock::PwdAccountLockedTime;
            }
        }
        Ok(())
    })?;
    Ok(LdifChangeSettings { lock, ..LdifChangeSettings::default() })
}

fn line(errand: Errand) -> ChangeLine {
    ChangeLine {
        user: Target {
            userstore: errand.userstore,
            username: errand.username,
            source_id: errand.source_id,
            reference: errand.reference,
            kept_out_by_directory: errand.by_directory,
        },
        fields: errand
            .fields
            .into_iter()
            .map(|f| FieldDiff { name: f.name, before: f.before, after: f.after })
            .collect(),
    }
}

fn described(files: Vec<WrittenFile>, written: formats::Written) -> WrittenChange {
    let skipped = written.skipped.into_iter();
    WrittenChange {
        files,
        steps: written.steps,
        skipped: skipped.map(|s| SkippedStep { username: s.username, field: s.field, reason: s.why }).collect(),
    }
}

fn write_failed(path: &Path, error: muster_formats::Error) -> Error {
    match error {
        muster_formats::Error::Write(error) => files::disk(path, &error),
        other => other.into(),
    }
}

/// A stream that several files are written to, one after the other.
struct Onto<'o, 'w>(&'o std::cell::RefCell<&'w mut dyn Write>);

impl Write for Onto<'_, '_> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(buffer)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.borrow_mut().flush()
    }
}
