//! Worksheets: one for each reviewer, out as files and back again.

use super::{When, outside, stored};
use crate::api::reviews::{
    ReturnWorksheets, ReturnedFile, ReturnedWorksheets, SheetFault, WorksheetFormat, WriteWorksheets, WrittenWorksheet,
    WrittenWorksheets,
};
use crate::export::delimiter;
use crate::job::Job;
use crate::session::Session;
use crate::{Code, Error, Result, files};
use chrono::{DateTime, Utc};
use muster_audit::review::worksheet::check::check_grid;
use muster_audit::review::worksheet::grid::Value;
use muster_audit::review::worksheet::{self, Grid, Returned, SheetError, csv, grid, write, xlsx};
use muster_audit::review::{Review, ReviewError, Reviewer, Worksheet};
use muster_vault::log::Entry;
use muster_vault::tables::review_sheet::SheetRow;
use muster_vault::tables::{review_decision, review_sheet};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;

/// Rows that are looked at for the name of a reviewer.
const HEAD: usize = 40;
/// Reviewers whose worksheets a file is held against, if it names none of them.
const MOST_ASKED: usize = 20;

impl Session {
    /// Writes the worksheets of a review into a folder, one for each reviewer
    /// who has grants.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Invalid`] for a closed review,
    /// [`Code::Exists`] for a file that is there, [`Code::Disk`].
    pub fn review_worksheets(
        &self,
        request: &WriteWorksheets,
        job: &Job,
        now: DateTime<Utc>,
    ) -> Result<WrittenWorksheets> {
        let (_, review) = self.vault().read(|conn| stored::whole(conn, request.review.trim()))?;
        if !review.campaign.is_open() {
            return Err(ReviewError::Closed { title: review.campaign.title }.into());
        }
        let sheets = sheets(&review, &request.reviewers)?;
        let folder = Path::new(&request.folder);
        std::fs::create_dir_all(folder).map_err(|error| files::disk(folder, &error))?;
        let ending = match request.format {
            WorksheetFormat::Xlsx => "xlsx",
            WorksheetFormat::Csv => "csv",
        };
        let paths: Vec<_> = sheets.iter().map(|sheet| folder.join(format!("{}.{ending}", sheet.file_name()))).collect();
        // None is written if one could not be.
        paths.iter().try_for_each(|path| files::free(path, request.overwrite))?;
        let mut written = Vec::new();
        for (at, (sheet, path)) in sheets.iter().zip(&paths).enumerate() {
            job.go_on()?;
            job.progress("writing", at as u64, sheets.len() as u64, at as u64);
            files::write(path, request.overwrite, |out| {
                let done = match request.format {
                    WorksheetFormat::Xlsx => write::xlsx(sheet, out),
                    WorksheetFormat::Csv => write::csv(sheet, delimiter(request.separator), out),
                };
                done.map_err(|error| files::report_failed(path, error))?;
                Ok(sheet.rows.len() as u64)
            })?;
            written.push(WrittenWorksheet {
                reviewer: sheet.reviewer().key.clone(),
                name: sheet.reviewer().said(),
                path: path.to_string_lossy().into_owned(),
                rows: sheet.rows.len() as u64,
            });
        }
        if !self.vault().opened().read_only {
            let entry = Entry::new("review.worksheets").target(&review.campaign.id).details(json!({
                "format": ending,
                "reviewers": written.iter().map(|one| one.reviewer.as_str()).collect::<Vec<_>>(),
            }));
            self.vault().write(now, |_| Ok(((), Some(entry))))?;
        }
        Ok(WrittenWorksheets { files: written })
    }

    /// Takes worksheets that came back. Each is checked as a whole, and taken
    /// as a whole or not at all.
    ///
    /// # Errors
    /// [`Code::NotPermitted`] for an auditor, [`Code::NotFound`] for a review or
    /// a file that is not there, [`Code::Invalid`] for a closed review.
    pub fn review_return(
        &self,
        request: &ReturnWorksheets,
        job: &Job,
        when: impl Into<When>,
    ) -> Result<ReturnedWorksheets> {
        let when = when.into();
        self.may_change()?;
        let mut answers = Vec::with_capacity(request.paths.len());
        let (row, mut review) = self.vault().read(|conn| stored::whole(conn, request.review.trim()))?;
        if !review.campaign.is_open() {
            return Err(ReviewError::Closed { title: review.campaign.title }.into());
        }
        for (at, path) in request.paths.iter().enumerate() {
            job.go_on()?;
            job.progress("checking", at as u64, request.paths.len() as u64, at as u64);
            let bytes = read(Path::new(path))?;
            let answer = match check(&review, &bytes) {
                Ok(returned) => {
                    if !request.dry_run {
                        review = self.take_sheet(&row.name, path, &bytes, &returned, when)?;
                    }
                    ReturnedFile {
                        path: path.clone(),
                        reviewer: Some(returned.reviewer),
                        taken: true,
                        rows: returned.rows.len() as u64,
                        message: None,
                        faults: Vec::new(),
                        faults_total: 0,
                    }
                }
                Err((reviewer, error)) => refused(path, reviewer, &error),
            };
            answers.push(answer);
        }
        Ok(ReturnedWorksheets {
            refused: answers.iter().filter(|file| !file.taken).count() as u64,
            files: answers,
            progress: self.progress(row.id)?,
        })
    }

    /// Takes what a worksheet decides, in one transaction; what it was checked
    /// against is read again in it.
    fn take_sheet(&self, campaign: &str, path: &str, bytes: &[u8], returned: &Returned, when: When) -> Result<Review> {
        let When { now, as_of } = when;
        let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(self.vault().write(now, |tx| {
            let (row, mut review) = stored::whole(tx, campaign)?;
            review.take(returned, as_of).map_err(outside)?;
            for taken in &returned.rows {
                let decision = review.decisions[taken.item].as_ref();
                let decided = decision.map(|decision| stored::decided(decision, self.operator()));
                review_decision::set(tx, row.id, taken.item as u64, decided.as_ref())?;
            }
            let sheet = SheetRow {
                sha256: returned.sha256.clone(),
                reviewer: review.reviewer(&returned.reviewer).map_err(outside)?,
                name: name.clone(),
                at: as_of,
                operator: self.operator().to_owned(),
                taken: returned.rows.len() as u64,
                bytes: bytes.len() as u64,
            };
            review_sheet::add(tx, row.id, &sheet, bytes)?;
            let entry = Entry::new("review.return").target(&row.name).details(json!({
                "reviewer": returned.reviewer,
                "file": name,
                "sha256": returned.sha256,
                "rows": returned.rows.len(),
            }));
            Ok((review, Some(entry)))
        })?)
    }
}

/// The worksheets of these reviewers, or of all who have grants.
fn sheets<'r>(review: &'r Review, keys: &[String]) -> Result<Vec<Worksheet<'r>>> {
    let all = review.reviewers.iter().map(|reviewer| reviewer.key.as_str());
    let keys: Vec<&str> = if keys.is_empty() { all.collect() } else { keys.iter().map(|key| key.trim()).collect() };
    let mut sheets = Vec::new();
    for key in &keys {
        let sheet = Worksheet::of(review, key)?;
        if !sheet.rows.is_empty() {
            sheets.push(sheet);
        }
    }
    if sheets.is_empty() {
        let message = "None of these reviewers has a grant to decide on. Give them some first.";
        return Err(Error::new(Code::Invalid, message));
    }
    Ok(sheets)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let file = std::fs::File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Error::new(Code::NotFound, format!("There is no file {}. Check the path.", path.display()))
        }
        _ => files::disk(path, &error),
    })?;
    let mut bytes = Vec::new();
    // One byte more than may be, so that the check says that it is too large.
    file.take(grid::MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| files::disk(path, &error))?;
    Ok(bytes)
}

/// Holds a file against the worksheet of whoever it says it is of; where it
/// says nobody, against each, and answers the one that it differs least from.
fn check(review: &Review, bytes: &[u8]) -> std::result::Result<Returned, (Option<String>, SheetError)> {
    let read = if xlsx::is_archive(bytes) { xlsx::read(bytes) } else { csv::read(bytes) };
    let grid = read.map_err(|error| (None, error))?;
    let named: Vec<&Reviewer> = review.reviewers.iter().filter(|reviewer| is_of(&grid, reviewer)).collect();
    let asked = if named.is_empty() { review.reviewers.iter().take(MOST_ASKED).collect() } else { named };
    let mut nearest: Option<(usize, String, SheetError)> = None;
    for reviewer in asked {
        let Ok(sheet) = Worksheet::of(review, &reviewer.key) else { continue };
        if sheet.rows.is_empty() {
            continue;
        }
        match check_grid(&sheet, &grid) {
            Ok(rows) => {
                let sha256 = hex::encode(Sha256::digest(bytes));
                return Ok(Returned { sha256, reviewer: reviewer.key.clone(), rows });
            }
            Err(SheetError::Faults(faults)) => {
                let other = faults.told.iter().any(is_of_another);
                let distance = if other { usize::MAX } else { faults.count };
                if nearest.as_ref().is_none_or(|(least, _, _)| distance < *least) {
                    nearest = Some((distance, reviewer.key.clone(), SheetError::Faults(faults)));
                }
            }
            // What is no worksheet is nobody's.
            Err(error) => return Err((None, error)),
        }
    }
    match nearest {
        Some((usize::MAX, _, error)) => Err((None, error)),
        Some((_, key, error)) => Err((Some(key), error)),
        None => Err((None, SheetError::NoWorksheet)),
    }
}

/// Whether the reviewer is named above the columns.
fn is_of(grid: &Grid, reviewer: &Reviewer) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let said = plain(&reviewer.said());
    let cells = grid.rows.iter().take(HEAD).flat_map(|row| &row.cells);
    cells.into_iter().any(|(_, value)| matches!(value, Value::Text(text) if plain(text) == said))
}

fn is_of_another(fault: &worksheet::Fault) -> bool {
    use worksheet::fault::FaultKind;
    matches!(fault.kind, FaultKind::Campaign { .. } | FaultKind::Reviewer { .. })
}

fn refused(path: &str, reviewer: Option<String>, error: &SheetError) -> ReturnedFile {
    let (faults, total, message) = match error {
        SheetError::Faults(faults) => {
            let told = faults
                .told
                .iter()
                .map(|fault| SheetFault { cell: fault.cell.clone(), message: fault.kind.to_string() });
            (told.collect(), faults.count as u64, None)
        }
        other => (Vec::new(), 0, Some(crate::faults::sentence(&other.to_string()))),
    };
    ReturnedFile { path: path.to_owned(), reviewer, taken: false, rows: 0, message, faults, faults_total: total }
}
