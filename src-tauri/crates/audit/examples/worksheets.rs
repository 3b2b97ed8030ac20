//! Worksheets for other programs to save again, and what is said of them when
//! they come back; `tests/peers/worksheets.test.mjs` runs it.
//!
//!     worksheets write FOLDER     filled in: as CSV, as XLSX, sorted with columns
//!                                 and rows hidden, and with one cell altered
//!     worksheets check FILE...    one line of JSON for each

use chrono::{DateTime, Days, Utc};
use muster_audit::review::worksheet::{SheetError, Worksheet, check, write};
use muster_audit::review::{Completeness, Item, Opening, Peers, Review, Reviewer, ReviewerKind, open};
use muster_model::{Kind, LastSeen, Precision, Scope, ScopeKind, State, UserId};
use muster_report::Delimiter;
use serde_json::json;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::{env, fs};

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// Names, roles and paths that spreadsheets like to take for something else.
const PEOPLE: [(&str, &str, &str, &str); 12] = [
    ("ada", "Ada Lovelace", "Owner", "acme/web"),
    ("0012", "12", "007", "acme"),
    ("eve", "=HYPERLINK(\"http://x\")", "=1+1", "a/=b"),
    ("jo", "Jürgen \"Jo\" Müller; jr., 田中", "+49 30 1", "1/2"),
    ("dan", "  two  spaces ", "TRUE", "acme\\b"),
    ("fay", "Fay\tTab\nLine", "1e5", "acme/2024-01-02"),
    ("gil", "'t Hooft", "-12", "@all"),
    ("hal", "שלום עולם", "10%", "acme/1.5"),
    ("ivy", "👩\u{200d}💻 Ivy", "12:30", "acme/web"),
    ("kim", "_x0041_ <b>&amp;</b>", "1,5", "acme/web"),
    ("lou", "123456789012345678901", "$5", "acme/web"),
    ("max", "", "Developer", "acme/web"),
];

fn main() -> Done {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", folder] => written(Path::new(folder)),
        ["check", files @ ..] if !files.is_empty() => checked(files),
        _ => Err("usage: worksheets write FOLDER | worksheets check FILE...".into()),
    }
}

fn review() -> Done<Review> {
    let at: DateTime<Utc> = "2026-11-20T09:14:00Z".parse()?;
    let items: Vec<Item> = PEOPLE
        .iter()
        .enumerate()
        .map(|(number, (username, name, role, path))| Item {
            user: UserId(i64::try_from(number).unwrap_or(0)),
            user_key: format!("{number}"),
            userstore: "GITLAB".into(),
            username: (*username).into(),
            name: (*name).into(),
            email: Some(format!("{username}@example.org")),
            person: None,
            kind: Kind::Human,
            state: State::Active,
            role: (*role).into(),
            scope: Scope { kind: ScopeKind::Group, path: (*path).into() },
            through: (number % 3 == 1).then(|| format!("{number}-{path}")),
            since: (number % 4 != 3).then(|| at - Days::new(40 * number as u64 + 8)),
            expires: None,
            last_seen: match number % 4 {
                0 => LastSeen::never("last_login"),
                1 => LastSeen::not_collected(),
                _ => LastSeen::seen(at - Days::new(number as u64), "last_login", Precision::Second),
            },
            privileged: Some(number % 2 == 0),
            peers: Some(Peers { of: "department Web".into(), all: 12, holding: number as u64 }),
        })
        .collect();
    let completeness = Completeness {
        userstore: "GITLAB".into(),
        snapshot: None,
        taken_at: at,
        source_total: Some(12),
        rows: 12,
        complete: true,
    };
    let opened = open(Opening {
        id: "q4-2026".into(),
        title: "Quarterly review".into(),
        filter: String::new(),
        at,
        by: "admin".into(),
        due: (at + Days::new(14)).date_naive(),
        items,
        completeness: vec![completeness],
        incomplete_because: None,
        roles: BTreeMap::from([("GITLAB".into(), vec!["Guest".into(), "007".into(), "Reporter".into()])]),
    })?;
    let rita = Reviewer {
        key: "rita".into(),
        kind: ReviewerKind::Manager,
        name: "Rita Ray".into(),
        email: Some("rita@example.org".into()),
        username: None,
        person: None,
    };
    let assigned = vec![0; opened.items.len()];
    Ok(Review::new(opened.campaign, opened.items, vec![rita], assigned)?)
}

/// What is written into the open cells of a row.
fn decided(at: usize) -> [&'static str; 3] {
    match at % 3 {
        0 => ["keep", "", "fine; \"as it is\""],
        1 => ["revoke", "", ""],
        _ => ["reduce", "Guest", "less\nis more"],
    }
}

fn written(folder: &Path) -> Done {
    let review = review()?;
    let sheet = Worksheet::of(&review, "rita")?;
    for (name, delimiter) in [("comma", Delimiter::Comma), ("semicolon", Delimiter::Semicolon)] {
        let mut out = Vec::new();
        write::csv(&sheet, delimiter, &mut out)?;
        fs::write(folder.join(format!("{name}.csv")), filled_csv(&out, delimiter.byte())?)?;
    }
    let mut out = Vec::new();
    write::xlsx(&sheet, &mut out)?;
    let rows = sheet.rows.len();
    let filled = |xml: &str| {
        let mut xml = xml.to_owned();
        for at in 0..rows {
            for (column, text) in ["J", "K", "L"].iter().zip(decided(at)).filter(|(_, text)| !text.is_empty()) {
                let cell = format!("<c r=\"{column}{}\" s=\"14\"", at + 8);
                let text = text.replace('"', "&quot;");
                let said = format!("{cell} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>");
                xml = xml.replace(&format!("{cell}/>"), &said);
            }
        }
        xml
    };
    let hidden = |xml: &str| {
        let xml = filled(xml).replace("<col min=\"5\" max=\"5\"", "<col hidden=\"1\" min=\"5\" max=\"5\"");
        let xml = xml.replace("<col min=\"1\" max=\"1\"", "<col hidden=\"1\" min=\"1\" max=\"1\"");
        let xml = reversed(&xml, 8, rows);
        xml.replace("<row r=\"9\"", "<row r=\"9\" hidden=\"1\"").replace("<row r=\"12\"", "<row r=\"12\" hidden=\"1\"")
    };
    let altered = |xml: &str| filled(xml).replace(">Owner<", ">Guest<");
    fs::write(folder.join("filled.xlsx"), with_sheet(&out, filled)?)?;
    fs::write(folder.join("hidden.xlsx"), with_sheet(&out, hidden)?)?;
    fs::write(folder.join("altered.xlsx"), with_sheet(&out, altered)?)?;
    Ok(())
}

/// A sheet's XML with so many rows from `first` on in the opposite order.
fn reversed(xml: &str, first: usize, rows: usize) -> String {
    let begins: Vec<usize> = (first..first + rows).filter_map(|row| xml.find(&format!("<row r=\"{row}\""))).collect();
    let (Some(from), Some(to)) = (begins.first().copied(), xml.find("</sheetData>")) else { return xml.to_owned() };
    let ends = begins.iter().skip(1).copied().chain([to]);
    let each: Vec<&str> = begins.iter().zip(ends).map(|(from, to)| &xml[*from..to]).collect();
    let mut out = xml[..from].to_owned();
    for (at, row) in each.iter().rev().enumerate() {
        let (was, is) = (first + rows - 1 - at, first + at);
        out.push_str(
            &row.replace(&format!("{was}\" "), &format!("{is}\" ")).replace(&format!("{was}\">"), &format!("{is}\">")),
        );
    }
    out + &xml[to..]
}

fn filled_csv(bytes: &[u8], delimiter: u8) -> Done<Vec<u8>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(bytes);
    let mut writer =
        csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for (number, record) in reader.records().enumerate() {
        let mut cells: Vec<String> = record?.iter().map(str::to_owned).collect();
        if number >= 7 {
            cells.truncate(9);
            cells.extend(decided(number - 7).map(str::to_owned));
        }
        writer.write_record(&cells)?;
    }
    Ok(writer.into_inner()?)
}

/// The workbook with its sheet's XML changed.
fn with_sheet(bytes: &[u8], change: impl Fn(&str) -> String) -> Done<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut file = archive.by_index(place)?;
        let name = file.name()?.into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        writer.start_file(&name, zip::write::SimpleFileOptions::default())?;
        let text = if name == "xl/worksheets/sheet1.xml" { change(&text) } else { text };
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

fn checked(files: &[&str]) -> Done {
    let review = review()?;
    let sheet = Worksheet::of(&review, "rita")?;
    for file in files {
        let answer = match check(&sheet, &fs::read(file)?) {
            Ok(returned) => {
                let said = returned.rows.iter().map(|row| json!([row.verdict, row.note])).collect::<Vec<_>>();
                json!({ "file": file, "rows": said })
            }
            Err(SheetError::Faults(faults)) => {
                let told = faults.told.iter().map(|fault| json!({ "cell": fault.cell, "said": fault.to_string() }));
                json!({ "file": file, "count": faults.count, "faults": told.collect::<Vec<_>>() })
            }
            Err(error) => json!({ "file": file, "error": error.to_string() }),
        };
        println!("{answer}");
    }
    Ok(())
}
