//! One report in every format, read back by readers that share no code with the
//! writers: all say the same, whatever names are in it.

#![allow(clippy::unwrap_used)]

use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, Days, NaiveDate};
use muster_report::chart::{Chart, Line, Series};
use muster_report::{Cell, Document, Fact, Field, Figure, FileFormat, Origin, Rows, Section, html, write_document};
use std::io::Cursor;

fn document(names: &[&str]) -> Document<'static> {
    let from: NaiveDate = "2026-01-01".parse().unwrap();
    let days: Vec<(NaiveDate, u64)> = (0..90).map(|day| (from + Days::new(day), 1000 + day)).collect();
    let seats: Vec<Vec<Cell>> = names
        .iter()
        .map(|name| vec![Cell::from(*name), "Developer on acme/api".into(), Cell::Money(2_900), Cell::Day(from)])
        .collect();
    Document {
        report: "seats".into(),
        kind: "Seat report".into(),
        title: names.first().map_or("Nobody", |name| *name).to_owned(),
        answer: "1,089 seats are taken.".into(),
        origin: Origin {
            realm: names.last().map_or("Acme", |name| *name).to_owned(),
            as_of: DateTime::from_timestamp(1_795_300_000, 0).unwrap(),
            made_at: DateTime::from_timestamp(1_795_300_000, 0).unwrap(),
            operator: "dana".into(),
            version: "0.1.0".into(),
        },
        period: Some((from, days[89].0)),
        rule: Some("Every enabled user takes a seat.".into()),
        filter: "state eq \"active\"".into(),
        facts: vec![Fact::new("plan", "Plan", "premium".into()), Fact::quiet("secret_key", Cell::Integer(7))],
        figures: vec![
            Figure::new("consumed", "Seats taken", Cell::count(1_089), "of 1,000"),
            Figure::new("peak", "Peak", Cell::count(1_089), "").on(days[89].0),
            Figure::new("cost", "Cost (EUR)", Cell::Money(3_158_100), ""),
            Figure::new("unknown", "Unknown", Cell::Empty, ""),
        ],
        notes: vec!["Read this first.".into()],
        chart: Some(Chart {
            title: "Seats by day".into(),
            section: "by_day".into(),
            series: vec![Series {
                name: "Seats".into(),
                line: Line::Count,
                field: "count".into(),
                points: days.clone(),
            }],
        }),
        sections: vec![
            Section {
                key: "seats".into(),
                title: "Seats".into(),
                said: "Who.".into(),
                fields: vec![
                    Field::text("username", "Username", 2.0),
                    Field::text("why", "Why", 2.0),
                    Field::number("price", "Price"),
                    Field::date("since", "Since"),
                ],
                rows: Rows::Held(seats),
                main: true,
                empty: "Nobody.".into(),
            },
            Section {
                key: "by_day".into(),
                title: "By day".into(),
                said: String::new(),
                fields: vec![Field::date("date", "Day"), Field::number("count", "Seats")],
                rows: Rows::Held(days.iter().map(|(day, n)| vec![Cell::Day(*day), Cell::count(*n)]).collect()),
                main: false,
                empty: "Nothing.".into(),
            },
        ],
        counted: vec!["By its rule.".into()],
    }
}

fn bytes(document: &Document<'_>, format: FileFormat) -> Vec<u8> {
    let mut out = Vec::new();
    write_document(document, format, &mut out).unwrap();
    out
}

fn page_text(pdf: &[u8]) -> String {
    let pdf = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    pdf.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn texts(page: &str, selector: &str) -> Vec<String> {
    let dom = tl::parse(page, tl::ParserOptions::default()).unwrap();
    let parser = dom.parser();
    let found = dom.query_selector(selector).unwrap();
    found.map(|handle| handle.get(parser).unwrap().inner_text(parser).into_owned()).collect()
}

const NAMES: [&str; 4] = ["anna", "Łukasz Żółć", "dora", "Ελένη"];

#[test]
fn figures_and_rows_agree_in_every_format() {
    let document = document(&NAMES);

    let json: serde_json::Value = serde_json::from_slice(&bytes(&document, FileFormat::Json)).unwrap();
    assert_eq!((json["consumed"].as_u64(), json["cost"].as_f64()), (Some(1089), Some(31581.0)));
    assert_eq!(json["peak"], serde_json::json!({ "date": "2026-03-31", "count": 1089 }));
    assert_eq!((json["unknown"].is_null(), json["secret_key"].as_u64()), (true, Some(7)));
    let told: Vec<&str> = json["seats"].as_array().unwrap().iter().map(|s| s["username"].as_str().unwrap()).collect();
    assert_eq!(told, NAMES);
    let days: u64 = json["by_day"].as_array().unwrap().iter().map(|d| d["count"].as_u64().unwrap()).sum();

    let csv = String::from_utf8(bytes(&document, FileFormat::Csv)).unwrap();
    let listed: Vec<&str> = csv.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(listed, NAMES);

    let mut book = Xlsx::new(Cursor::new(bytes(&document, FileFormat::Xlsx))).unwrap();
    assert_eq!(book.sheet_names(), ["Summary", "Seats", "By day", "How it was counted"]);
    let sheet = book.worksheet_range("Seats").unwrap();
    let held: Vec<String> = sheet.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(held, NAMES);
    assert_eq!(sheet.get_value((1, 2)), Some(&Data::Float(29.0)));
    let by_day = book.worksheet_range("By day").unwrap();
    let sum: f64 = by_day.rows().skip(1).map(|row| if let Data::Float(n) = row[1] { n } else { 0.0 }).sum();
    assert_eq!(sum as u64, days);
    let summary = book.worksheet_range("Summary").unwrap();
    let figure = |label: &str| {
        summary.rows().find(|row| matches!(&row[0], Data::String(text) if text == label)).map(|row| row[1].clone())
    };
    assert_eq!(figure("Seats taken"), Some(Data::Float(1089.0)));
    assert_eq!(figure("Cost (EUR)"), Some(Data::Float(31581.0)));

    let page = String::from_utf8(bytes(&document, FileFormat::Html)).unwrap();
    let values = texts(&page, "p.value");
    assert_eq!(values, ["1,089", "1,089", "31,581.00", "not known"]);
    let cells = texts(&page, "td");
    assert_eq!(cells.len(), NAMES.len() * 4 + 90 * 2);
    let shown: Vec<&String> = cells[..16].iter().step_by(4).collect();
    assert_eq!(shown, NAMES.iter().collect::<Vec<_>>());

    let pages = page_text(&bytes(&document, FileFormat::Pdf));
    for expected in ["1,089", "31,581.00", "not known", "2026-03-31", "Page 1 of", "By its rule.", "Read this first."] {
        assert!(pages.contains(expected), "{expected} in {pages}");
    }
    for name in NAMES {
        assert!(pages.contains(name), "{name} in {pages}");
    }
}

#[test]
fn the_same_report_is_the_same_bytes() {
    for format in FileFormat::ALL {
        assert!(bytes(&document(&NAMES), format) == bytes(&document(&NAMES), format), "{format:?}");
    }
}

#[test]
fn hostile_names_do_no_harm_in_any_format() {
    let long = "W".repeat(10_000);
    let arabic = "نور الرحمن ".repeat(400);
    let names = [
        "=HYPERLINK(\"http://x\")",
        "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
        "\u{202e}gnp.exe\u{2066}\u{200f}",
        "a\0b\u{1b}[31m\r\nc\u{7f}\u{85}\u{2028}",
        "\"}</style><style>*{display:none}",
        "👩‍💻 🏳️‍🌈 e\u{301}\u{301}\u{301}",
        "田中 浩 نور שרה अनुष्का สมชาย 김철수",
        "\u{fffe}\u{ffff}\u{feff}]]>&amp;&#0;",
        "",
        &long,
        &arabic,
    ];
    let document = document(&names);
    for format in FileFormat::ALL {
        assert!(!bytes(&document, format).is_empty(), "{format:?}");
    }
    let page = String::from_utf8(bytes(&document, FileFormat::Html)).unwrap();
    for selector in ["script", "img", "iframe"] {
        assert!(texts(&page, selector).is_empty(), "{selector}");
    }
    assert_eq!(page.matches("<style").count(), 1);
    assert!(!page.chars().any(|c| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c)));
    assert!(!page.contains(&"W".repeat(500)), "a long name is cut");
    let mut book = Xlsx::new(Cursor::new(bytes(&document, FileFormat::Xlsx))).unwrap();
    for sheet in book.sheet_names() {
        assert!(book.worksheet_formula(&sheet).unwrap().is_empty(), "{sheet}");
    }
    let pages = page_text(&bytes(&document, FileFormat::Pdf));
    assert!(pages.contains("U+1F469"), "what no font has is named");
    assert!(pages.contains("WWWW…") || pages.contains('…'), "a long name is cut, and shows it");
}

#[test]
fn a_report_without_rows_is_still_one() {
    let empty = document(&[]);
    for format in FileFormat::ALL {
        assert!(!bytes(&empty, format).is_empty(), "{format:?}");
    }
    assert!(page_text(&bytes(&empty, FileFormat::Pdf)).contains("Nobody."));
}

#[test]
fn a_preview_shows_the_first_rows_and_says_so() {
    let mut out = Vec::new();
    html::write(&document(&NAMES), 2, &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    assert_eq!(texts(&page, "td").len(), 2 * 4 + 2 * 2);
    assert!(page.contains("first 2 of 4 rows"));
}

#[test]
fn the_chart_is_drawn_from_the_cells_of_its_sheet() {
    use std::io::Read;
    let written = bytes(&document(&NAMES), FileFormat::Xlsx);
    let mut archive = zip::ZipArchive::new(Cursor::new(written)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let chart = part("xl/charts/chart1.xml");
    assert!(chart.contains("'By day'!$A$2:$A$91") && chart.contains("'By day'!$B$2:$B$91"), "{chart}");
    assert!(part("xl/worksheets/sheet1.xml").contains("<drawing r:id=\"rId1\"/>"));
    assert!(part("[Content_Types].xml").contains("/xl/charts/chart1.xml"));
}
