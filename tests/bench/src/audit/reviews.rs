//! A campaign of a hundred thousand grants, and a worksheet that comes back.

use crate::line::{self, Times, number};
use anyhow::{Context, Result};
use chrono::{DateTime, Days, Utc};
use muster_app::api::reviews::{
    MarkRole, NamedReviewer, ReturnWorksheets, ReviewDraft, ReviewerKind, WorksheetFormat, WriteWorksheets,
};
use muster_app::job::Job;
use muster_app::session::Session;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::time::Instant;

/// Grants of the campaign.
const CAMPAIGN: u64 = 100_000;
/// Finds few.
const FEW: &str = "userstore eq \"gitlab\" and userName sw \"mlee10\" and userName ew \"7\"";
/// Rows of the worksheet.
const ROWS: u64 = 10_000;
/// Lines above the first row of a worksheet.
const HEAD: usize = 7;
/// Cells of a row that a reviewer does not fill in.
const FACTS: usize = 9;

/// A draft of so many grants, or of all if there are fewer, for one reviewer.
fn draft(session: &Session, title: &str, grants: u64, users: u64, now: DateTime<Utc>) -> Result<ReviewDraft> {
    // The directory was imported first, and holds nothing: its keys come before.
    let last = users.div_ceil(10) + grants / super::facts::GRANTS;
    let rita = NamedReviewer {
        name: "Rita Ray".to_owned(),
        email: Some("rita@acme.example".to_owned()),
        ..NamedReviewer::default()
    };
    let draft = ReviewDraft {
        id: Some(title.to_lowercase()),
        title: title.to_owned(),
        filter: format!("userstore eq \"gitlab\" and id le {last}"),
        due: now.date_naive() + Days::new(14),
        order: vec![ReviewerKind::Named],
        named: vec![rita],
        incomplete_because: None,
    };
    for untold in session.review_try(&draft, now)?.untold {
        session.review_mark_role(MarkRole { role: untold.role, privileged: untold.name == "Owner" }, now)?;
    }
    Ok(draft)
}

/// Measures.
pub fn measure(session: &Session, folder: &Path, users: u64, now: DateTime<Utc>) -> Result<()> {
    let few = ReviewDraft { filter: FEW.to_owned(), ..draft(session, "Few", 1, users, now)? };
    let (times, last) = Times::of(5, |_| session.review_try(&few, now));
    let found = last.transpose()?.context("nothing was tried")?;
    let said = format!("({} grants; the dialog asks while a filter is typed)", number(found.grants));
    line::alone("what a review would be", &line::seconds(times.median()), &said);
    let campaign = draft(session, "Campaign", CAMPAIGN, users, now)?;
    let start = Instant::now();
    let opened = session.review_open(&campaign, &Job::silent(), now)?;
    let took = start.elapsed().as_secs_f64();
    let said = format!("target: 3 s ({} grants)", number(opened.glance.grants));
    line::alone("opening a campaign", &line::seconds(took), &said);
    let sheet = draft(session, "Worksheet", ROWS, users, now)?;
    let opened = session.review_open(&sheet, &Job::silent(), now)?;
    for (format, what) in [(WorksheetFormat::Csv, "CSV"), (WorksheetFormat::Xlsx, "XLSX")] {
        let request = WriteWorksheets {
            review: opened.glance.id.clone(),
            folder: folder.join(what).to_string_lossy().into_owned(),
            format,
            separator: Default::default(),
            reviewers: Vec::new(),
            overwrite: true,
        };
        let start = Instant::now();
        let written = session.review_worksheets(&request, &Job::silent(), now)?;
        let out = start.elapsed().as_secs_f64();
        let file = written.files.first().context("no worksheet was written")?;
        let bytes = std::fs::read(&file.path)?;
        let filled = match format {
            WorksheetFormat::Csv => filled_csv(&bytes)?,
            WorksheetFormat::Xlsx => filled_xlsx(&bytes, file.rows as usize)?,
        };
        std::fs::write(&file.path, filled)?;
        let back = ReturnWorksheets { review: request.review.clone(), paths: vec![file.path.clone()], dry_run: true };
        let (times, last) = Times::of(5, |_| session.review_return(&back, &Job::silent(), now));
        let answer = last.transpose()?.context("nothing came back")?;
        let one = answer.files.first().context("nothing came back")?;
        anyhow::ensure!(one.taken, "the worksheet was refused: {:?} {:?}", one.message, one.faults.first());
        let said = format!("target: 1 s ({} rows; written in {})", number(one.rows), line::seconds(out));
        line::alone(&format!("a worksheet back, {what}"), &line::seconds(times.median()), &said);
    }
    Ok(())
}

/// Every row decided, as a spreadsheet saves it.
fn filled_csv(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for (line, record) in reader.records().enumerate() {
        let mut cells: Vec<String> = record?.iter().map(str::to_owned).collect();
        if line >= HEAD {
            cells.truncate(FACTS);
            cells.extend(["keep", "", "as it is"].map(str::to_owned));
        }
        writer.write_record(&cells)?;
    }
    Ok(writer.into_inner()?)
}

/// The workbook with `keep` in every row.
fn filled_xlsx(bytes: &[u8], rows: usize) -> Result<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut file = archive.by_index(place)?;
        let name = file.name()?.into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        writer.start_file(&name, zip::write::SimpleFileOptions::default())?;
        if name == "xl/worksheets/sheet1.xml" {
            text = decided(&text, rows)?;
        }
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

fn decided(sheet: &str, rows: usize) -> Result<String> {
    let mut rest = sheet;
    let mut filled = String::with_capacity(sheet.len() * 2);
    for row in HEAD + 1..=HEAD + rows {
        let cell = format!("<c r=\"J{row}\" s=\"14\"");
        let at = rest.find(&format!("{cell}/>")).with_context(|| format!("no cell J{row} to fill in"))?;
        filled.push_str(&rest[..at]);
        filled.push_str(&format!("{cell} t=\"inlineStr\"><is><t>keep</t></is></c>"));
        rest = &rest[at + cell.len() + 2..];
    }
    filled.push_str(rest);
    Ok(filled)
}
